import type { ReactNode } from 'react'
import { Fieldset } from './fieldset.tsx'
import { valuesOf } from './form-state.ts'
import type { FormState } from './form-state.ts'

export type Choice = {
  value: string
  text: ReactNode
  hint?: ReactNode
  /** When the words are somebody's own, or a language's own name. */
  lang?: string
  /** Asked only when this one is chosen. Without `:has` in the browser it simply stands there. */
  more?: ReactNode
  /** A line before it, such as "or" before "None of these". */
  before?: ReactNode
}

type Props = {
  form: FormState
  name: string
  legend: ReactNode
  legendIs?: 'h1' | 'h2'
  hint?: ReactNode
  items: Choice[]
  /** Short answers beside each other; `short` for those of a few letters, such as times of day. */
  inline?: boolean | 'short'
  id?: string
}

function Choices({ type, ...props }: Props & { type: 'radio' | 'checkbox' }): ReactNode {
  const { form, name, legend, legendIs, hint, items, inline, id = name } = props
  const chosen = valuesOf(form, name)
  return (
    <Fieldset legend={legend} legendIs={legendIs} id={id} hint={hint} error={form.errors[name]}>
      <div className={inline === 'short' ? 'opts row short' : inline ? 'opts row' : 'opts'}>
        {items.map((item, at) => {
          // The first has the plain id, so that the error summary's link lands on it.
          const own = at === 0 ? id : `${id}-${at + 1}`
          return (
            <div className="opt" key={item.value}>
              {item.before ? <p className="or">{item.before}</p> : null}
              <input
                type={type}
                id={own}
                name={name}
                value={item.value}
                defaultChecked={chosen.includes(item.value)}
                aria-describedby={item.hint ? `${own}-item-hint` : undefined}
              />
              <label htmlFor={own} lang={item.lang}>
                {item.text}
              </label>
              {item.hint ? (
                <p className="hint" id={`${own}-item-hint`}>
                  {item.hint}
                </p>
              ) : null}
              {item.more ? <div className="more">{item.more}</div> : null}
            </div>
          )
        })}
      </div>
    </Fieldset>
  )
}

/** Choose one. */
export function Radios(props: Props): ReactNode {
  return <Choices type="radio" {...props} />
}

/** Choose any. A single yes/no is one item. */
export function Checkboxes(props: Props): ReactNode {
  return <Choices type="checkbox" {...props} />
}
