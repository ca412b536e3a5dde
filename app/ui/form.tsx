import type { ReactNode } from 'react'

/**
 * A plain form. `once` is the once-only id the loader made for it; a post sent twice then has one effect.
 * The browser's own checks are off: they are not translated, and the server checks everything.
 */
export function Form(props: {
  children: ReactNode
  once?: string
  action?: string
  method?: 'post' | 'get'
  /** For forms with a file. */
  multipart?: boolean
  id?: string
  role?: 'search'
}): ReactNode {
  const { children, once, action, method = 'post', multipart, id, role } = props
  return (
    <form
      id={id}
      role={role}
      method={method}
      action={action}
      encType={multipart ? 'multipart/form-data' : undefined}
      noValidate
    >
      {once === undefined ? null : <input type="hidden" name="form" value={once} />}
      {children}
    </form>
  )
}
