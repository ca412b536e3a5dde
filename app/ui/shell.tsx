import { createContext, useContext } from 'react'

/** What every page knows about who reads it and where: found out by entry.server. The language comes with `useWords`. */
export type Shell = {
  signedIn: {
    name: string
    /** Somebody who helps has a desk; everybody else has families. */
    helps: boolean
    /** On a shared phone the session ends after 10 idle minutes, not 30. */
    soon: boolean
  } | null
  /** In a family: whether its money is among the places the reader may go to. */
  seesMoney: boolean
  demo: boolean
  areaPhone: string
  /** Whether the reader has chosen the shorter pages, with pictures, of whatever has them. */
  short: boolean
  /** Path and query of this page without `lng` and `short`, so that a link that chooses one of them keeps the page. */
  path: string
}

const nobody: Shell = { signedIn: null, seesMoney: false, demo: false, areaPhone: '', short: false, path: '/' }

/** entry.server provides it; the default serves pages that are drawn alone, in tests. */
export const ShellContext = createContext<Shell>(nobody)

/** The status this page is answered with. entry.server provides it: a refused post puts "Error:" before the title. */
export const AnswerStatus = createContext(200)

/** Whether what stands here is read shorter: `Page` says so, and what only stands beside the matter then leaves itself out. */
export const ReadShorter = createContext(false)

/** Who reads this page, and where. */
export function useShell(): Shell {
  return useContext(ShellContext)
}
