/** A family meeting as a file for a calendar: the reader's own sitting, as neutral as everything that stands in a calendar. */
import type { May } from '#app/access/viewer.server.ts'
import { calendarFile } from '#app/domain/appointments/calendar-file.ts'
import type { Lang } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import type { MeetingId } from '#app/values/ids.ts'
import { plusMinutes } from '#app/values/instant.ts'
import { usualMinutes } from './finding-words.ts'
import { meetingOf } from './meetings.server.ts'

/** The file; undefined where the meeting is not theirs, they come to no sitting of it, or its day is not set. Four queries. */
export async function meetingCalendarOf(viewer: May<'meetings:see'>, id: MeetingId, lang: Lang): Promise<string | undefined> {
  const meeting = await meetingOf(viewer, id)
  const sitting = meeting?.sittings.find((one) => one.number === meeting.own)
  if (!meeting || !sitting?.startsAt) return undefined
  const found = await viewer.db.selectFrom('meeting_finding').select('set_at').where('family_id', '=', viewer.family).where('meeting_id', '=', id).where('sitting', '=', sitting.number).executeTakeFirst()
  const changedAt = found?.set_at ?? meeting.madeAt
  const { t } = wordsFor(lang)
  return calendarFile(t('calendar:name'), [{
    // It rises by each minute in which the day was set anew.
    uid: id, sequence: Math.max(0, Math.floor((Date.parse(changedAt) - Date.parse(meeting.madeAt)) / 60_000)), startsAt: sitting.startsAt, endsAt: plusMinutes(sitting.startsAt, sitting.minutes ?? usualMinutes), changedAt,
    cancelled: meeting.state === 'off', summary: t('calendar:neutral'), place: null, url: null,
  }])
}
