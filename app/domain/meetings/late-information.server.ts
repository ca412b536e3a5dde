/**
 * What is owed to a family before its meeting, and by whom: who is to write or to answer, and by when; what is late; and whose it is once whoever was asked
 * has left. Late is told once for each day, on the day after whatever day of the week that is, because the meeting is three days away: whoever leads and
 * whoever asked for the meeting. A question to somebody who has left is whoever leads's, and so is what they were asked to write and did not; where nobody leads, the managers of the team are told, and answer.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { teamsManaged } from '#app/access/powers.ts'
import { must, theHouseIn, type AreaMay, type WatchActing } from '#app/access/viewer.server.ts'
import { leadsToday } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { leadingOrManaging } from '#app/domain/family/people.server.ts'
import type { EventKind } from '#app/events/catalogue.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type FamilyId, type MeetingId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { dayAt, now, type Day, type Instant } from '#app/values/instant.ts'
import { writeBy } from './information-parts.ts'
import { somethingNew } from './meetings.server.ts'

const firstDay = sql<Instant | null>`(select min(s.starts_at) from meeting_sitting as s where s.family_id = g.family_id and s.meeting_id = g.id)`
const unanswered = sql<number>`(select count(*) from meeting_question as q where q.family_id = i.family_id and q.meeting_id = i.meeting_id and q.member_id = i.member_id and q.answered_at is null)`

/** Those who were asked to write (`i`, their place `m`) for a meeting `g` that is to come. */
function informers(db: Kysely<Schema>) {
  return db.selectFrom('meeting_informer as i').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'i.family_id').onRef('m.id', '=', 'i.member_id')).innerJoin('family as f', 'f.id', 'i.family_id')
    .innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'i.family_id').onRef('g.id', '=', 'i.meeting_id')).where('g.state', 'in', ['preparing', 'called'])
}

/** Those of them who are here and have not written, of whom it is to be told that their day has passed; whoever was asked only after it has none to be late for. */
async function lateOnes(db: Kysely<Schema>, today: Day, family?: FamilyId) {
  const rows = await informers(db).select(['i.family_id', 'i.meeting_id', 'i.member_id', 'i.asked_at', 'i.late_for', 'g.asked_by', firstDay.as('starts_at')])
    .$if(family !== undefined, (query) => query.where('i.family_id', '=', family!)).where('i.wrote_at', 'is', null).where(isHere('m', today)).where(firstDay, 'is not', null).orderBy('i.family_id').orderBy('i.meeting_id').execute()
  return rows.map((row) => ({ ...row, by: writeBy(row.starts_at!) })).filter(({ by, asked_at, late_for }) => by < today && dayAt(asked_at) <= by && (late_for === null || late_for < by))
}

/** What whoever has left was to write and has not, in families that somebody leads. */
function leftUnwritten(db: Kysely<Schema>, today: Day) {
  return informers(db).where('i.wrote_at', 'is', null).where((eb) => eb.not(isHere('m', today) as never))
    .where((eb) => eb.exists(eb.selectFrom('member as l').select('l.id').whereRef('l.family_id', '=', 'i.family_id').where(leadsToday('l', today))))
}

/** Questions that wait for somebody who has left, of which nobody was told. */
function leftUnanswered(db: Kysely<Schema>, today: Day) {
  return db.selectFrom('meeting_question as q').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'q.family_id').onRef('m.id', '=', 'q.member_id')).innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'q.family_id').onRef('g.id', '=', 'q.meeting_id'))
    .where('q.answered_at', 'is', null).where('q.passed_on_at', 'is', null).where('g.state', 'in', ['preparing', 'called']).where((eb) => eb.not(isHere('m', today) as never))
}

/** Looks once. How often somebody was told. */
export async function watchInformation(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  const today = dayAt(at)
  const left = [...(await leftUnwritten(db, today).select('i.family_id').execute()), ...(await leftUnanswered(db, today).select('q.family_id').execute())]
  let told = 0
  for (const [rows, command] of [[left, passOn], [await lateOnes(db, today), tellOfLate]] as const) {
    for (const family of [...new Set(rows.map((row) => row.family_id))].sort()) {
      const answer = await act(must(theHouseIn(db, family, at), 'promises:watch'), command, null)
      if (answer.ok) told += 1
    }
  }
  return told
}

type Watching = WatchActing<'promises:watch'>

/** What is late in one family, as one message. Asked again inside, so that of many that look one tells. */
async function tellOfLate(acting: Watching, _nothing: null): Promise<Outcome<null, 'nothing-to-do'>> {
  const late = await lateOnes(acting.db, acting.today, acting.family)
  if (late.length === 0) return { ok: false, why: 'nothing-to-do' }
  for (const { meeting_id, member_id, by } of late) await acting.db.updateTable('meeting_informer').set({ late_for: by }).where('family_id', '=', acting.family).where('meeting_id', '=', meeting_id).where('member_id', '=', member_id).execute()
  return said('information-late', [...(await leadingOrManaging(acting)), ...(await accountsOf(acting, late.map((one) => one.asked_by)))])
}

/** What waits for whoever has left is whoever leads's: they write instead, where they were not asked already, and answer. */
async function passOn(acting: Watching, _nothing: null): Promise<Outcome<null, 'nothing-to-do'>> {
  const unwritten = await leftUnwritten(acting.db, acting.today).select(['i.meeting_id', 'i.member_id', 'i.asked_by', 'g.asked_by as asker']).where('i.family_id', '=', acting.family).execute()
  const questions = await leftUnanswered(acting.db, acting.today).select(['q.id', 'q.meeting_id']).where('q.family_id', '=', acting.family).execute()
  if (unwritten.length + questions.length === 0) return { ok: false, why: 'nothing-to-do' }
  // Somebody leads wherever there is anything unwritten to pass on.
  const lead = unwritten.length === 0 ? undefined : await acting.db.selectFrom('member as l').select('l.id').where('l.family_id', '=', acting.family).where(leadsToday('l', acting.today)).orderBy('l.made_at').limit(1).executeTakeFirstOrThrow()
  for (const { meeting_id, member_id, asked_by } of unwritten) {
    await acting.db.deleteFrom('meeting_informer').where('family_id', '=', acting.family).where('meeting_id', '=', meeting_id).where('member_id', '=', member_id).execute()
    await acting.db.insertInto('meeting_informer').values({ family_id: acting.family, meeting_id, member_id: lead!.id, asked_by, asked_at: acting.now, wrote_at: null, late_for: null }).onConflict((conflict) => conflict.doNothing()).execute()
  }
  if (questions.length > 0) await acting.db.updateTable('meeting_question').set({ passed_on_at: acting.now }).where('family_id', '=', acting.family).where('id', 'in', questions.map((one) => one.id)).execute()
  return said('information-passed-on', [...(await leadingOrManaging(acting)), ...(await accountsOf(acting, unwritten.map((one) => one.asker)))])
}

/** It names no meeting: the message leads to the desk or home, where each reads what is theirs to read. */
function said(kind: Extract<EventKind, `information-${string}`>, people: readonly PersonId[]): Extract<Outcome<null, never>, { ok: true }> {
  return { ok: true, value: null, event: { kind, data: {}, circle: newId<CircleId>() }, notices: somethingNew(people) }
}

async function accountsOf(acting: Watching, members: readonly MemberId[]): Promise<PersonId[]> {
  if (members.length === 0) return []
  const rows = await acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', acting.family).where('m.id', 'in', [...new Set(members)]).where(isHere('m', acting.today)).execute()
  return rows.flatMap((row) => row.person_id ?? [])
}

export interface InformationToWrite { readonly family: FamilyId; readonly name: string; readonly meeting: MeetingId; readonly what: 'write' | 'answer'; /** By when it is written, where the meeting has a day. */ readonly by: Day | null }

/** Meetings for which the reader of a desk was asked to write and has not, and questions that they have not answered. One query. */
export async function informationToWrite(viewer: AreaMay<'desk:see'>): Promise<InformationToWrite[]> {
  const rows = await informers(viewer.db).select(['f.id', 'f.name', 'g.id as meeting', 'i.wrote_at', firstDay.as('starts_at')])
    .where('m.person_id', '=', viewer.person!).where(isHere('m', viewer.today)).where((eb) => eb.or([eb('i.wrote_at', 'is', null), eb(unanswered, '>', 0)])).orderBy('i.asked_at').orderBy('g.id').limit(50).execute()
  return rows.map((row) => ({ family: row.id, name: row.name, meeting: row.meeting, what: row.wrote_at === null ? 'write' : 'answer', by: row.wrote_at === null && row.starts_at !== null ? writeBy(row.starts_at) : null }))
}

export interface InformationMissing { readonly family: FamilyId; readonly name: string; readonly meeting: MeetingId; readonly what: 'late' | 'left'; /** The day that has passed. */ readonly by: Day | null; /** No lead professional just now: the manager answers, or names somebody. */ readonly noLead: boolean }

/**
 * What others owe the families that the viewer leads, or, of a manager's teams, that nobody leads: somebody has not written though their day has passed, or
 * has left, and questions to them wait. One line for each meeting and each of the two; one query.
 */
export async function informationMissing(viewer: AreaMay<'desk:see'>): Promise<InformationMissing[]> {
  const teams = teamsManaged(viewer)
  const rows = await informers(viewer.db).leftJoin('member as l', (join) => join.onRef('l.family_id', '=', 'i.family_id').on(leadsToday('l', viewer.today)))
    .select(['f.id', 'f.name', 'g.id as meeting', 'i.member_id', 'i.wrote_at', 'l.id as lead', firstDay.as('starts_at'), sql<number>`case when ${isHere('m', viewer.today)} then 1 else 0 end`.as('here')])
    .where((eb) => eb.or([eb('l.person_id', '=', viewer.person!), ...(teams.length > 0 ? [eb.and([eb('l.id', 'is', null), eb('f.team', 'in', teams)])] : [])]))
    .where((eb) => eb.or([eb.and([eb('i.wrote_at', 'is', null), sql<SqlBool>`${firstDay} is not null`]), eb.and([eb(unanswered, '>', 0), eb.not(isHere('m', viewer.today) as never)])]))
    .orderBy('f.name').orderBy('g.id').limit(200).execute()
  const some = rows.flatMap((row): InformationMissing[] => {
    const line = { family: row.id, name: row.name, meeting: row.meeting, noLead: row.lead === null }
    if (row.wrote_at !== null) return [{ ...line, what: 'left', by: null }]
    const by = writeBy(row.starts_at!)
    // What is one's own to write stands on one's desk already.
    return row.member_id === row.lead || by >= viewer.today ? [] : [{ ...line, what: 'late', by }]
  })
  return some.filter((one, at) => some.findIndex((other) => other.meeting === one.meeting && other.what === one.what) === at)
}
