import type { ReactNode } from 'react'
import type { Key } from '#app/i18n/keys.ts'
import { useWords } from '#app/i18n/words.tsx'
import type { FieldError } from './form-state.ts'

/** The sentence of an error. Its key comes from the server as data, so it cannot be typed here. */
export function ErrorText({ error }: { error: FieldError }): ReactNode {
  const { t } = useWords()
  return t(error.key as Key, error.values)
}

/** The error of one field, in the place govuk-frontend puts it: after the hint, before the input. */
export function ErrorMessage({ id, error }: { id: string; error: FieldError | undefined }): ReactNode {
  const { t } = useWords()
  if (!error) return null
  return (
    <p className="err" id={`${id}-error`}>
      <span className="vh">{t('errors:prefix')} </span>
      <ErrorText error={error} />
    </p>
  )
}

/** Ids for aria-describedby: the hint and the error, as far as they are there. */
export function describedBy(id: string, hint: ReactNode, error: FieldError | undefined, also?: string): string | undefined {
  return [hint ? `${id}-hint` : '', error ? `${id}-error` : '', also ?? ''].filter(Boolean).join(' ') || undefined
}

/** A sentence of help under a label. */
export function Hint({ id, children }: { id: string; children?: ReactNode }): ReactNode {
  return children ? (
    <p className="hint" id={`${id}-hint`}>
      {children}
    </p>
  ) : null
}
