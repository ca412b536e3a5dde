/** The pages of the family meetings of the demo, for whatever is asked of every page and of every form; and what people would have made of them in time. */
import type { Database } from 'better-sqlite3'
import { newId } from '#app/values/ids.ts'
import { inDays } from './days.ts'
import { meetingOf, memberOf, thingsOf, withDatabase } from './world.ts'

/** The address of a page of the meeting that a family of the demo has; without one, of the meeting itself. */
export function ofMeeting(family: string, page = ''): string {
  return `/families/${thingsOf(family).family}/meetings/${meetingOf(family)}${page}`
}

/** The part of a family's plan out of its meeting, as it stands in the newest round. */
export function partOf(family: string): string {
  return withDatabase((database) => newestPart(database, meetingOf(family))!)
}

/** Of a meeting, the page of the first proposal in its private family time. */
export function proposalIn(family: string): string {
  return withDatabase((database) => `/private/decide/${database.prepare('select id from room_proposal where meeting_id = ? order by place limit 1').pluck().get(meetingOf(family)) as string}`)
}

/**
 * The meetings go on: Grace is asked in to the Hussains' private family time, the second round of their plan is theirs after a "not yet", and the plan of
 * Kowalczyk-Bailey waits for Sam; the Reids are at the door of theirs, where no adult is inside any more. Once, in one step, whoever asks for it first: what several workers read does not change under them.
 */
export function meetingsGoOn(): void {
  const [hussain, kowalczyk] = [planOf('Hussain', 'Aisha Hussain'), planOf('Kowalczyk-Bailey', 'Marta Kowalczyk')]
  withDatabase((database) => database.transaction(() => {
    if (newestPart(database, hussain.meeting)) return
    database.prepare('update meeting_person set let_in_at = null where meeting_id = ?').run(meetingOf('Reid'))
    database.prepare("update room set asked_in_at = ? where meeting_id = ? and state = 'open'").run(new Date().toISOString(), hussain.meeting)
    const first = writeRound(database, hussain, { round: 1, state: 'not-yet' })
    writeRound(database, hussain, { round: 2, state: 'ours', follows: first })
    writeRound(database, kowalczyk, { round: 1, state: 'sent' })
  }).immediate())
}

interface Plan { readonly family: string; readonly meeting: string; readonly writer: string; readonly lead: string }

function planOf(name: string, writer: string): Plan {
  return { family: thingsOf(name).family, meeting: meetingOf(name), writer: memberOf(name, writer), lead: memberOf(name, 'Sam Adeyemi') }
}

function newestPart(database: Database, meeting: string): string | undefined {
  return database.prepare('select id from meeting_part where meeting_id = ? order by round desc limit 1').pluck().get(meeting) as string | undefined
}

/** One round of a plan with one part; the id of the part. */
function writeRound(database: Database, { family, meeting, writer, lead }: Plan, { round, state, follows = null }: { round: number; state: 'ours' | 'sent' | 'not-yet'; follows?: string | null }): string {
  const [part, at] = [newId(), new Date().toISOString()]
  const sent = state === 'ours' ? [null, null, null] : [writer, at, inDays(1)]
  const [answered, risk] = state === 'not-yet' ? [[lead, at], ['Somebody would be alone at night.', 'en']] : [[null, null], [null, null]]
  database.prepare(`insert into meeting_plan (family_id, meeting_id, sitting, round, state, words, lang, again_on, sent_by, sent_at, answer_by, answered_by, answered_at)
    values (?, ?, 1, ?, ?, 'This is what we agreed.', 'en', ?, ?, ?, ?, ?, ?)`).run(family, meeting, round, state, inDays(40), ...sent, ...answered)
  database.prepare(`insert into meeting_part (family_id, meeting_id, id, sitting, round, place, follows, words, lang, owner_member, due_on, needs, becomes, kept, for_all, by_member, risk, risk_lang)
    values (?, ?, ?, 1, ?, 1, ?, 'We sleep there on Tuesdays', 'en', ?, ?, 'nothing', 'action', 'everybody', 0, ?, ?, ?)`).run(family, meeting, part, round, follows, writer, inDays(10), writer, ...risk)
  return part
}
