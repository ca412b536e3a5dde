import type { Instant } from '#app/values/instant.ts'
import type { Words } from './words.tsx'

/**
 * A moment on the clocks of two people: "18:00 in England, 19:00 in Kraków". Only the area's time when the clocks agree.
 * `zone` is an IANA zone, `place` the name the family uses for where that person is.
 */
export function timeBoth({ t, format }: Words, at: Instant, { zone, place }: { zone: string; place: string }): string {
  const here = format.time(at)
  const there = format.timeIn(at, zone)
  return here === there ? here : t('common:time.both', { here, there, place })
}
