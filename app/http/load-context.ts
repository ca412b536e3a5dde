import { createContext, useContext } from 'react'

/** What the server knows of a request before any page does. Loaders and actions get it as `context`. */
export type LoadContext = {
  /** Lets the scripts of this one answer run; see the content security policy. */
  readonly nonce: string
  /** Finds this request in the log. Short enough to read out on the phone. */
  readonly reference: string
  /** The address of the one who asks, for throttling only. It is never stored and never logged. */
  readonly clientAddress: string
  /** What stood in the way, noted when it was caught: the answer's status and words follow from it. */
  readonly problem: { busy: boolean }
}

declare module '@remix-run/node' {
  interface AppLoadContext extends LoadContext {}
}

const Context = createContext<Pick<LoadContext, 'nonce' | 'reference'> | undefined>(undefined)

/** Gives the nonce and the reference to the page; entry.server puts it around the whole of it. */
export const ThisAnswer = Context.Provider

/** The nonce of the answer being rendered and its reference, for the error page; undefined in the browser. */
export function useThisAnswer(): Pick<LoadContext, 'nonce' | 'reference'> | undefined {
  return useContext(Context)
}
