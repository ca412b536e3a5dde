/** The parts of the plan for when things get harder (TF Gloss; #11). Pure. */
import type { BackupPart } from '#db/schema-backup.ts'

/** In the order in which they are read. */
export const backupParts = ['sign', 'start', 'starter', 'care', 'call'] as const satisfies readonly BackupPart[]

/** What whoever steps in needs to know of a child. */
export const toKnow = ['school', 'medicine', 'sleep', 'comfort'] as const
