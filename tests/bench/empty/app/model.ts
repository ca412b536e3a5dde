import { createContext } from 'react'
import type { Element } from '../../markup.ts'

/** The page that is to be rendered: its markup, and its text with the tags around the body left out. */
export interface Model { readonly html: Element; readonly head: Element; readonly body: Element; readonly text: string }

export const ModelContext = createContext<Model | undefined>(undefined)
