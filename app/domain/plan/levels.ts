/** The levels of help, from some extra help to help on most days. Pure. */
import type { HelpLevel } from '#db/schema.ts'

export const helpLevels = ['universal', 'targeted', 'intensive'] as const satisfies readonly HelpLevel[]
