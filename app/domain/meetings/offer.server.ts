/**
 * The offer of a family meeting (#10). It stands for every family with an open plan from its first day, so nobody can forget to
 * make it: family group decision-making is "standard practice in the early stages" (FH). Each adult answers for themselves, and
 * reads no other's answer: a no may have a reason that somebody at home must not learn. Whoever leads reads all of them. A yes of
 * one is enough to begin; somebody independent, who does not work with the family, gets the meeting ready (C4).
 */
import { sql, type Expression, type SqlBool } from 'kysely'
import { leadsToday } from '#app/access/visible-to.server.ts'
import { isHere, lasts } from '#app/access/who-is-here.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { addHelper, endPlace } from '#app/domain/family/members.server.ts'
import { leadingNow } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { plusDays, workingDaysAfter, type Day } from '#app/values/instant.ts'
import { daysUnanswered, daysUntilAskedAgain, type MeetingAnswer } from './answers.ts'

export interface OwnAnswer { readonly answer: MeetingAnswer; /** On which day a "not now" is asked again. */ readonly againOn: Day | null; /** By which day somebody is named after a yes. */ readonly dueOn: Day | null }

export interface MeetingOffer {
  /** The day from which it stands: that on which the family's help began. */
  readonly since: Day
  /** What the viewer answered; null while they have not, or when their "not now" is over. */
  readonly own: OwnAnswer | null
  /** Who gets the meeting ready. */
  readonly coordinator: { readonly member: MemberId; readonly name: string } | null
}

/** The offer as one of the family reads it: their own answer, and who gets the meeting ready. Two queries. */
export async function meetingOffer(viewer: May<'meetings:see'>): Promise<MeetingOffer> {
  const row = await viewer.db.selectFrom('family as f').leftJoin('meeting_answer as a', (join) => join.onRef('a.family_id', '=', 'f.id').on('a.member_id', '=', viewer.member))
    .select(['f.started_on', 'a.answer', 'a.again_on', 'a.due_on']).where('f.id', '=', viewer.family).executeTakeFirstOrThrow()
  const over = row.again_on !== null && row.again_on <= viewer.today
  return { since: row.started_on, own: row.answer === null || over ? null : { answer: row.answer, againOn: row.again_on, dueOn: row.due_on }, coordinator: await coordinatorOf(viewer) }
}

/** True where nobody gets the meetings of a family ready today: no co-ordinator has a place in it and a post. `family` is the column of its id. */
export function noneIsHere(family: string, today: Day): Expression<SqlBool> {
  return sql<SqlBool>`not exists (select 1 from member as k where k.family_id = ${sql.ref(family)} and k.seat = 'coordinator' and ${isHere('k', today)})`
}

/** Who gets the meetings of the family ready today. One query. */
export async function coordinatorOf(viewer: Place): Promise<MeetingOffer['coordinator']> {
  const row = await viewer.db.selectFrom('member as m').select(['m.id', 'm.name']).where('m.family_id', '=', viewer.family).where('m.seat', '=', 'coordinator').where(isHere('m', viewer.today)).orderBy('m.from_on').orderBy('m.id').limit(1).executeTakeFirst()
  return row ? { member: row.id, name: row.name } : null
}

/**
 * Answers the offer; said again, it stands instead. A yes has a day by which somebody is named (the area's `followUpDays`), and
 * whoever leads is told. A "not now" names the day on which to ask again: refused unless it is to come, within a year.
 */
export async function answerMeetingOffer(acting: Acting<'meetings:answer'>, { answer, againOn }: { answer: MeetingAnswer; againOn: Day | null }): Promise<Outcome<null, 'not-there' | 'day-is-past' | 'day-too-far'>> {
  if (acting.member === null) return { ok: false, why: 'not-there' }
  const again = answer === 'not-now' ? againOn : null
  if (answer === 'not-now' && (again === null || again <= acting.today)) return { ok: false, why: 'day-is-past', field: 'again' }
  if (again !== null && again > plusDays(acting.today, daysUntilAskedAgain.most)) return { ok: false, why: 'day-too-far', field: 'again' }
  const { followUpDays, holidays } = await settingsOf(acting.db)
  const said = { answer, again_on: again, due_on: answer === 'yes' ? workingDaysAfter(acting.today, followUpDays, new Set(holidays)) : null, at: acting.now }
  await acting.db.insertInto('meeting_answer').values({ family_id: acting.family, member_id: acting.member, ...said }).onConflict((conflict) => conflict.columns(['family_id', 'member_id']).doUpdateSet(said)).execute()
  const told = answer === 'yes' ? await leadingNow(acting) : []
  return { ok: true, value: null, event: { kind: 'meeting-answered', data: {}, circle: newId<CircleId>() }, notices: told.map((to) => ({ to, name: 'somethingNew' as const })) }
}

/** Whoever asks for a meeting has said yes to the offer of one, whatever they had answered before: a co-ordinator can then be named. */
export async function asksSaysYes(acting: Inside<Viewer>): Promise<void> {
  const { followUpDays, holidays } = await settingsOf(acting.db)
  const said = { answer: 'yes' as const, again_on: null, due_on: workingDaysAfter(acting.today, followUpDays, new Set(holidays)), at: acting.now }
  await acting.db.insertInto('meeting_answer').values({ family_id: acting.family, member_id: acting.member!, ...said })
    .onConflict((conflict) => conflict.columns(['family_id', 'member_id']).doUpdateSet(said).where('meeting_answer.answer', '<>', 'yes')).execute()
}

export interface AnswerOf extends OwnAnswer { readonly member: MemberId; readonly name: string }

/** What each adult has answered, as whoever leads reads it; those who have not are not in it. One query. */
export function meetingAnswersOf(viewer: May<'meetings:prepare'>): Promise<AnswerOf[]> {
  return answersOf(viewer)
}

type Place = Pick<Viewer, 'db' | 'family' | 'today'>

async function answersOf(viewer: Place): Promise<AnswerOf[]> {
  const rows = await viewer.db.selectFrom('meeting_answer as a').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'a.family_id').onRef('m.id', '=', 'a.member_id'))
    .select(['a.member_id', 'm.name', 'a.answer', 'a.again_on', 'a.due_on']).where('a.family_id', '=', viewer.family).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)])).orderBy('a.at').orderBy('a.member_id').execute()
  return rows.map((row) => ({ member: row.member_id, name: row.name, answer: row.answer, againOn: row.again_on, dueOn: row.due_on }))
}

export interface Independent { readonly person: PersonId; readonly name: string }

/** Who can get a meeting of this family ready: those who hold the post of a meeting co-ordinator, do not do it already, and have had no other place in it, now or before. One query. */
export function coordinatorsFor(viewer: May<'meetings:prepare'>): Promise<Independent[]> {
  return independent(viewer)
}

function independent(viewer: Place): Promise<Independent[]> {
  return viewer.db.selectFrom('post as o').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct().where('o.role', '=', 'coordinator')
    .where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)]))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as m').select('m.id').where('m.family_id', '=', viewer.family).whereRef('m.person_id', '=', 'p.id').where((or) => or.or([or('m.seat', '<>', 'coordinator'), lasts('m', viewer.today) as never])))))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('post as w').select('w.id').whereRef('w.person_id', '=', 'p.id').where('w.role', 'in', ['lead', 'manager', 'practitioner']).where('w.from_on', '<=', viewer.today).where((or) => or.or([or('w.until_on', 'is', null), or('w.until_on', '>=', viewer.today)])))))
    .orderBy('p.name').orderBy('p.id').limit(100).execute()
}

/**
 * Whoever leads names who gets the meeting ready, once somebody of the family said yes: never somebody who works with the family
 * (C4, "independent"). They see who is in the family, and nothing else of it. `instead` of whoever does it now, who is ill or cannot: their place ends, and
 * all that was got ready is read by the new one. Those who said yes are told, and those who were asked to a meeting that is still to come.
 */
export async function nameCoordinator(acting: Acting<'people:invite'>, { person, instead = null }: { person: PersonId; instead?: MemberId | null }): Promise<Outcome<MemberId, 'not-there' | 'nobody-said-yes' | 'has-a-coordinator' | 'not-independent' | 'already-here' | 'not-a-colleague' | 'somebody-is-not-here' | 'not-theirs-to-agree' | 'day-is-past'>> {
  if (acting.seat !== 'lead') return { ok: false, why: 'not-there' }
  const yes = (await answersOf(acting)).filter((one) => one.answer === 'yes').map((one) => one.member)
  if (yes.length === 0) return { ok: false, why: 'nobody-said-yes' }
  const does = await coordinatorOf(acting)
  if (does && does.member !== instead) return { ok: false, why: 'has-a-coordinator' }
  if (!(await independent(acting)).some((one) => one.person === person)) return { ok: false, why: 'not-independent', field: 'person' }
  // Who did it before does not any more, though their post be held again.
  for (const before of await acting.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', acting.family).where('m.seat', '=', 'coordinator').where(lasts('m', acting.today)).execute()) await endPlace(acting, before.id)
  const added = await addHelper(acting, { person, seat: 'coordinator', kinds: [], about: [], why: '', until: null, agreedBy: yes })
  if (!added.ok) return added
  const told = new Set([...(await meetingsGoOn(acting)), ...(await accountsOf(acting, yes))])
  return { ...added, notices: [...(added.notices ?? []), ...[...told].map((to) => ({ to, name: 'somethingNew' as const }))] }
}

/** The accounts of members who are here: those who said yes heard by which day they are told who gets the meeting ready. */
async function accountsOf(acting: Acting<'people:invite'>, members: readonly MemberId[]): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', acting.family).where('m.id', 'in', [...members]).where(isHere('m', acting.today)).execute()
  return rows.flatMap((row) => row.person_id ?? [])
}

/** The meetings to come have somebody again who gets them ready. Who was asked to one of them, and has an account: never whoever acts. */
async function meetingsGoOn(acting: Acting<'people:invite'>): Promise<PersonId[]> {
  await acting.db.updateTable('meeting').set({ without_since: null }).where('family_id', '=', acting.family).where('without_since', 'is not', null).execute()
  const rows = await acting.db.selectFrom('meeting_person as p').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'p.family_id').onRef('g.id', '=', 'p.meeting_id')).innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id'))
    .select('m.person_id').distinct().where('p.family_id', '=', acting.family).where('g.state', 'in', ['preparing', 'called']).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null).where(isHere('m', acting.today)).execute()
  return rows.flatMap((row) => row.person_id ?? []).filter((one) => one !== acting.person)
}

export interface MeetingToSeeTo { readonly family: FamilyId; readonly name: string; /** By when somebody is named after a yes; null where no adult has answered the offer. */ readonly dueOn: Day | null; /** Whoever got a meeting ready is not here any more. */ readonly gone: boolean }

/**
 * Families that said yes and have nobody yet who gets their meeting ready, and families with an open plan in which no adult's answer
 * holds (nobody answered, or the day of a "not now" has come) `daysUnanswered` days after it began: the lead professional's. One query.
 */
export async function meetingsToSeeTo(viewer: AreaMay<'desk:see'>): Promise<MeetingToSeeTo[]> {
  // A family whose meetings were got ready has somebody named again while one is to come.
  const had = sql<SqlBool>`exists (select 1 from member as c where c.family_id = f.id and c.seat = 'coordinator')`
  const open = sql<SqlBool>`exists (select 1 from meeting as o where o.family_id = f.id and o.state in ('preparing', 'called'))`
  const rows = await viewer.db.selectFrom('family as f').innerJoin('member as l', (join) => join.onRef('l.family_id', '=', 'f.id').on(leadsToday('l', viewer.today)).on('l.person_id', '=', viewer.person!))
    .leftJoin('meeting_answer as a', (join) => join.onRef('a.family_id', '=', 'f.id').on((eb) => eb.or([eb('a.again_on', 'is', null), eb('a.again_on', '>', viewer.today)]))
      .on((eb) => eb.exists(eb.selectFrom('member as g').select('g.id').whereRef('g.family_id', '=', 'a.family_id').whereRef('g.id', '=', 'a.member_id').where((or) => or.or([or('g.until_on', 'is', null), or('g.until_on', '>=', viewer.today)])))))
    .select((eb) => ['f.id', 'f.name', eb.fn.min('a.due_on').as('due_on'), sql<number>`case when ${had} then 1 else 0 end`.as('gone')])
    .where((eb) => eb.exists(eb.selectFrom('review as r').select('r.id').whereRef('r.family_id', '=', 'f.id').where('r.closed_at', 'is', null)))
    .where((eb) => eb.or([eb('a.answer', '=', 'yes'), eb.and([eb('a.answer', 'is', null), eb('f.started_on', '<=', plusDays(viewer.today, -daysUnanswered))])]))
    .where(noneIsHere('f.id', viewer.today)).where((eb) => eb.or([eb.not(had as never), open as never]))
    .groupBy(['f.id', 'f.name']).orderBy('f.name').orderBy('f.id').limit(50).execute()
  return rows.map((row) => ({ family: row.id, name: row.name, dueOn: row.due_on, gone: row.gone === 1 }))
}
