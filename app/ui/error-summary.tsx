import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { ErrorText } from './error-text.tsx'
import type { FormErrors } from './form-state.ts'

/**
 * Everything that is wrong, at the top of the page, each line a link to its field (govuk-frontend's error summary).
 * It takes the focus by `autofocus`, so that focus is not lost after a post even without a script.
 */
export function ErrorSummary({ errors }: { errors: FormErrors }): ReactNode {
  const { t } = useWords()
  return (
    // eslint-disable-next-line jsx-a11y/no-autofocus -- the answer to a post: where the reader must begin
    <div className="esum" tabIndex={-1} autoFocus>
      <div role="alert">
        <h2>{t('errors:thereIsAProblem')}</h2>
        <ul>
          {Object.entries(errors).map(([name, error]) => (
            <li key={name}>
              {name === '' || name === 'form' ? (
                <ErrorText error={error} />
              ) : (
                <a href={`#${name}`}>
                  <ErrorText error={error} />
                </a>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
