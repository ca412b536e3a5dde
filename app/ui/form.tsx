import { createContext, useContext, type ReactNode } from 'react'

const Carried = createContext<string | undefined>(undefined)

/** All forms inside carry `here`: for what their page was made, which the server compares when they are sent. */
export function FormsOf({ here, children }: { here: string; children: ReactNode }): ReactNode {
  return <Carried.Provider value={here}>{children}</Carried.Provider>
}

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
  const here = useContext(Carried)
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
      {here === undefined || method === 'get' ? null : <input type="hidden" name="here" value={here} />}
      {children}
    </form>
  )
}
