/** What a service tells a family before it decides, in the order in which it is read. Pure. */
import type { InformationPart } from '#db/schema-information.ts'

export const informationParts: readonly InformationPart[] = ['well', 'worry', 'help', 'must']
