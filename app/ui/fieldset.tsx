import type { ReactNode } from 'react'
import { ErrorMessage, Hint, describedBy } from './error-text.tsx'
import type { FieldError } from './form-state.ts'

/** Fields that belong together under one question. `id` is needed when it has a hint or an error. */
export function Fieldset(props: {
  legend: ReactNode
  /** When the question is the page's or a section's heading. */
  legendIs?: 'h1' | 'h2'
  id?: string
  hint?: ReactNode
  error?: FieldError
  children: ReactNode
}): ReactNode {
  const { legend, legendIs: Heading, id = '', hint, error, children } = props
  return (
    // The line beside what is wrong belongs to the div: a legend stands half outside of its fieldset.
    <div className={error ? 'f bad' : 'f'}>
      <fieldset aria-describedby={describedBy(id, hint, error)}>
        <legend>{Heading ? <Heading>{legend}</Heading> : legend}</legend>
        <Hint id={id}>{hint}</Hint>
        <ErrorMessage id={id} error={error} />
        {children}
      </fieldset>
    </div>
  )
}
