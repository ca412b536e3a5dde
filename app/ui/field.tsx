import { useContext, type InputHTMLAttributes, type ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { ErrorMessage, Hint, describedBy } from './error-text.tsx'
import { valueOf } from './form-state.ts'
import type { FormState } from './form-state.ts'
import { ReadShorter } from './shell.tsx'
import formScript from './form-script.js?url'

type Common = {
  form: FormState
  /** Name and id; the error summary links to it. */
  name: string
  label: ReactNode
  hint?: ReactNode
  /** Another id, when two forms of one page have a field of this name. */
  id?: string
  /** When the label is the page's heading. */
  labelIs?: 'h1'
  /** The label is only read out: for a search box with its button beside it. */
  labelHidden?: boolean
}

function Labelled(props: Common & { id: string; extra?: ReactNode; children: ReactNode }): ReactNode {
  const { form, name, id, label, labelIs: Heading, labelHidden, hint, extra, children } = props
  const error = form.errors[name]
  const tag = (
    <label className={labelHidden ? 'vh' : undefined} htmlFor={id}>
      {label}
    </label>
  )
  return (
    <div className={error ? 'f bad' : 'f'}>
      {Heading ? <Heading>{tag}</Heading> : tag}
      <Hint id={id}>{hint}</Hint>
      <ErrorMessage id={id} error={error} />
      {children}
      {extra}
    </div>
  )
}

type Width = 2 | 3 | 4 | 5 | 10 | 20

type TextProps = Common &
  Pick<InputHTMLAttributes<HTMLInputElement>, 'inputMode' | 'autoComplete' | 'spellCheck' | 'lang' | 'autoCapitalize'> & {
    type?: 'text' | 'email' | 'tel' | 'search' | 'url'
    /** Such as £. */
    prefix?: string
    suffix?: string
    /** Letters it should look wide enough for. */
    width?: Width
    /** People write in their own script: the field turns with what is typed. Numbers and addresses stay left to right. */
    dir?: 'auto' | 'ltr'
  }

/** A line of text with its label, hint and error. */
export function Field(props: TextProps): ReactNode {
  const { form, name, id = name, type = 'text', prefix, suffix, width, hint, inputMode, spellCheck } = props
  const error = form.errors[name]
  const plain = type === 'text' || type === 'search'
  const input = (
    <input
      className={width ? `t w${width}` : 't'}
      id={id}
      name={name}
      type={type}
      defaultValue={valueOf(form, name) || undefined}
      inputMode={inputMode}
      autoComplete={props.autoComplete}
      autoCapitalize={props.autoCapitalize}
      spellCheck={spellCheck ?? (plain ? undefined : false)}
      lang={props.lang}
      dir={props.dir ?? (plain && !inputMode ? 'auto' : 'ltr')}
      aria-describedby={describedBy(id, hint, error)}
      aria-invalid={error ? true : undefined}
    />
  )
  return (
    <Labelled {...props} id={id}>
      {prefix || suffix ? (
        <div className="fix" dir="ltr">
          {prefix ? <span aria-hidden="true">{prefix}</span> : null}
          {input}
          {suffix ? <span aria-hidden="true">{suffix}</span> : null}
        </div>
      ) : (
        input
      )}
    </Labelled>
  )
}

/** Pounds and pence, typed as people type them; the server reads them with `parsePounds`. */
export function MoneyField(props: Common): ReactNode {
  return <Field {...props} prefix="£" width={5} inputMode="decimal" spellCheck={false} autoComplete="off" />
}

/** Several lines. `limit` tells how much fits; with the script it counts down; shorter pages leave it out. */
export function TextArea(props: Common & { rows?: number; limit?: number; lang?: string }): ReactNode {
  const { t, format } = useWords()
  const { form, name, id = name, rows = 4, hint, lang } = props
  const limit = useContext(ReadShorter) ? undefined : props.limit
  const error = form.errors[name]
  const countId = limit ? `${id}-count` : undefined
  return (
    <Labelled
      {...props}
      id={id}
      extra={
        limit ? (
          <p
            className="hint"
            id={countId}
            data-count={limit}
            data-left={t('common:letters.left', { left: '#' })}
            data-over={t('common:letters.over', { over: '#' })}
          >
            {t('common:letters.limit', { limit: format.number(limit) })}
          </p>
        ) : null
      }
    >
      <textarea
        className="t"
        id={id}
        name={name}
        rows={rows}
        dir="auto"
        lang={lang}
        defaultValue={valueOf(form, name)}
        aria-describedby={describedBy(id, hint, error, countId)}
        aria-invalid={error ? true : undefined}
      />
    </Labelled>
  )
}

/** A password; never filled in again by us, but for the `value` of the demo, which is public. With the script it can be shown. */
export function PasswordField(props: Common & { autoComplete: 'current-password' | 'new-password'; value?: string | undefined }): ReactNode {
  const { t } = useWords()
  const { form, name, id = name, hint, autoComplete, value } = props
  const error = form.errors[name]
  return (
    <Labelled {...props} id={id}>
      <div className="fix pw" dir="ltr">
        <input
          className="t w20"
          id={id}
          name={name}
          type="password"
          defaultValue={value}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          aria-describedby={describedBy(id, hint, error)}
          aria-invalid={error ? true : undefined}
        />
        <button className="b quiet" type="button" hidden data-show={t('common:password.hide')} aria-controls={id}>
          {t('common:password.show')}
        </button>
      </div>
    </Labelled>
  )
}

/** A one-time code: digits only keyboard, filled in by the phone where it can. */
export function CodeField(props: Common): ReactNode {
  return <Field {...props} width={10} inputMode="numeric" autoComplete="one-time-code" spellCheck={false} />
}

/** A file. `accept` is a help to the chooser; the server looks at what came. Its form must be `multipart`. */
export function FileField(props: Common & { accept?: string; /** How large it may be, in megabytes: said at once where the page has its script. */ most?: number }): ReactNode {
  const { t } = useWords()
  const { form, name, id = name, accept, hint, most } = props
  const error = form.errors[name]
  return (
    <Labelled {...props} id={id}>
      <input
        className="file"
        id={id}
        name={name}
        type="file"
        accept={accept}
        data-most={most === undefined ? undefined : most * 1_000_000}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
      />
      {most === undefined ? null : (
        <>
          <p className="err" id={`${id}-size`} role="alert" data-words={t('errors:fileTooBig', { max: most })} />
          <script defer src={formScript} />
        </>
      )}
    </Labelled>
  )
}

/** One of many in a list that opens; for few, Radios are kinder. `choose` is the first, empty line. */
export function Select(props: Common & { items: { value: string; text: string; lang?: string }[]; choose?: string }): ReactNode {
  const { form, name, id = name, items, choose, hint } = props
  const error = form.errors[name]
  return (
    <Labelled {...props} id={id}>
      <select
        className="t"
        id={id}
        name={name}
        defaultValue={valueOf(form, name)}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
      >
        {choose === undefined ? null : <option value="">{choose}</option>}
        {items.map((item) => (
          <option key={item.value} value={item.value} lang={item.lang}>
            {item.text}
          </option>
        ))}
      </select>
    </Labelled>
  )
}
