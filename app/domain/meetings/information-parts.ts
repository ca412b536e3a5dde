/** What a service tells a family before it decides, in the order in which it is read, and by when. Pure. */
import type { InformationPart } from '#db/schema-information.ts'
import { dayAt, plusDays, weekday, type Day, type Instant } from '#app/values/instant.ts'

export const informationParts: readonly InformationPart[] = ['well', 'worry', 'help', 'must']

/** Days that everybody has to read it, whatever their language. */
const daysToRead = 3

/** The last day to write for a meeting that begins then: a weekday, `daysToRead` before. */
export function writeBy(startsAt: Instant): Day {
  let day = plusDays(dayAt(startsAt), -daysToRead)
  while (weekday(day) > 5) day = plusDays(day, -1)
  return day
}
