import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Fieldset } from './fieldset.tsx'
import { valueOf } from './form-state.ts'
import type { FormState } from './form-state.ts'

/** A day people know by heart or read from a letter: `<name>-day`, `<name>-month`, `<name>-year`, errors under `<name>`. */
export function DateField(props: {
  form: FormState
  name: string
  legend: ReactNode
  legendIs?: 'h1' | 'h2'
  hint?: ReactNode
  /** For a birthday, so that the browser may fill it in. */
  birthday?: boolean
}): ReactNode {
  const { t } = useWords()
  const { form, name, legend, legendIs, hint, birthday } = props
  const error = form.errors[name]
  const parts = [
    ['day', t('common:date.day'), 2],
    ['month', t('common:date.month'), 2],
    ['year', t('common:date.year'), 4],
  ] as const
  return (
    <Fieldset legend={legend} legendIs={legendIs} id={name} hint={hint} error={error}>
      <div className="date">
        {parts.map(([part, text, width]) => {
          const id = part === 'day' ? name : `${name}-${part}`
          return (
            <div key={part}>
              <label htmlFor={id}>{text}</label>
              <input
                className={`t w${width}`}
                id={id}
                name={`${name}-${part}`}
                type="text"
                inputMode="numeric"
                autoComplete={birthday ? `bday-${part}` : 'off'}
                dir="ltr"
                defaultValue={valueOf(form, `${name}-${part}`) || undefined}
                aria-invalid={error ? true : undefined}
              />
            </div>
          )
        })}
      </div>
    </Fieldset>
  )
}
