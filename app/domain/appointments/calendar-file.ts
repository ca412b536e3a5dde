/**
 * Appointments as a calendar reads them (RFC 5545). Moments are in UTC: each is one moment and none repeats, so that every
 * calendar shows it on its own clocks and none needs our table of zones. Pure.
 */
import ical, { ICalEventClass, ICalEventStatus } from 'ical-generator'
import type { Instant } from '#app/values/instant.ts'

/** One appointment in a calendar. `summary` and what stands beside it are as neutral as their reader wants. */
export interface CalendarEntry {
  /** Stays the same when the appointment moves or is cancelled. */
  readonly uid: string
  /** Rises with each of these. */
  readonly sequence: number
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly changedAt: Instant
  readonly cancelled: boolean
  readonly summary: string
  readonly place: string | null
  readonly url: string | null
}

/** Neither this nor anything else in the file names the service, a person or a family: it stands on locked screens. */
const madeBy = { company: 'calendar', product: 'calendar', language: 'EN' }

/**
 * The file: lines end in CR LF and are folded at 75 octets. Whoever asks for it every hour asks often enough. It has no
 * METHOD: a published event would have to name who holds it.
 */
export function calendarFile(name: string, entries: readonly CalendarEntry[]): string {
  const calendar = ical({ name, prodId: madeBy, ttl: 60 * 60, scale: 'gregorian' })
  for (const { uid, sequence, startsAt, endsAt, changedAt, cancelled, summary, place, url } of entries) {
    calendar.createEvent({
      id: uid, sequence, start: new Date(startsAt), end: new Date(endsAt), stamp: new Date(changedAt), lastModified: new Date(changedAt), summary,
      class: ICalEventClass.PRIVATE, status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED, ...(place === null ? {} : { location: place }), ...(url === null ? {} : { url }),
    })
  }
  // The last line ends as every other one does.
  return `${calendar.toString().trimEnd()}\r\n`
}
