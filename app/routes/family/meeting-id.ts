/** The meeting that an address names. */
import { notYours } from '#app/access/not-yours.ts'
import { isId, type MeetingId } from '#app/values/ids.ts'

/** Its id; a 404 for what is none. Says nothing about whether there is such a meeting. */
export function meetingIdOf(given: string | undefined): MeetingId {
  if (!isId(given)) throw notYours()
  return given as string as MeetingId
}
