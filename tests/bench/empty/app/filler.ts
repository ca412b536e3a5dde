import { createContext } from 'react'

/** What makes this page as long as the one it is measured against. */
export const Filler = createContext('')
