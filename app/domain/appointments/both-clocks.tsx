/** A moment on the area's clock and on its reader's, for somebody who lives by another one. */
import type { ReactNode } from 'react'
import { timeBoth } from '#app/i18n/time-both.ts'
import { useWords } from '#app/i18n/words.tsx'
import type { Instant } from '#app/values/instant.ts'
import { countryOf } from '#app/values/zones.ts'

export function BothClocks({ at, zone }: { at: string; zone: string | null }): ReactNode {
  const words = useWords()
  if (zone === null || words.format.time(at as Instant) === words.format.timeIn(at as Instant, zone)) return null
  return <p><strong>{timeBoth(words, at as Instant, { zone, place: words.format.country(countryOf(zone) ?? zone) })}</strong></p>
}
