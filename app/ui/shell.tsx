import { createContext, useContext } from 'react'

/** What every page knows about who reads it and where: made once by the root loader. The language comes with `useWords`. */
export type Shell = {
  signedIn: {
    name: string
    /** Somebody who helps has a desk; everybody else has families. */
    helps: boolean
    /** On a shared phone the session ends after 10 idle minutes, not 30. */
    soon: boolean
  } | null
  demo: boolean
  areaPhone: string
  /** Path and query of this page without `lng`, so that a language link keeps the page. */
  path: string
}

const nobody: Shell = { signedIn: null, demo: false, areaPhone: '', path: '/' }

/** The root provides it; the default serves the error page of a request that never reached the root loader. */
export const ShellContext = createContext<Shell>(nobody)

/** The status this page is answered with. entry.server provides it: a refused post puts "Error:" before the title. */
export const AnswerStatus = createContext(200)

/** Who reads this page, and where. */
export function useShell(): Shell {
  return useContext(ShellContext)
}
