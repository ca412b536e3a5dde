/**
 * Young people who look after somebody (TF p.22; #27). They say so with one tap, which tells nobody; they ask for their own
 * needs assessment by themselves, without anybody's approval (s17ZA Children Act 1989). It has an owner and a day.
 */
import { sql } from 'kysely'
import { circleFor, type CircleRefused } from '#app/domain/sharing/circles.server.ts'
import { leadingOrManaging } from '#app/domain/family/people.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { teamsManaged } from '#app/access/powers.ts'
import { leadsToday, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, May } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { caringAnswers } from './caring.ts'
import { newId, type FamilyId, type MemberId } from '#app/values/ids.ts'
import { workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'

/** An assessment is for somebody under this age. */
const adultFrom = 18

/** "I look after somebody": kept to whoever says it. Said twice it is said once. */
export async function sayCaring(acting: Acting<'caring:ask'>, _said: Record<never, never>): Promise<Outcome<null, 'not-there'>> {
  if (acting.member === null || acting.seat !== 'young-person') return { ok: false, why: 'not-there' }
  const before = await acting.db.selectFrom('caring').select(['circle_id']).where('family_id', '=', acting.family).where('about_member', '=', acting.member).where('asked_by', '=', acting.member).limit(1).executeTakeFirst()
  if (before) return { ok: true, value: null, event: { kind: 'caring-said', data: {}, circle: before.circle_id } }
  const circle = await circleFor(acting, { members: [], lead: false }, { atAnyAge: true })
  if (!circle.ok) return { ok: false, why: 'not-there' }
  await acting.db.insertInto('caring').values({ ...blank(acting), circle_id: circle.circle!, about_member: acting.member, state: 'said' }).execute()
  return { ok: true, value: null, event: { kind: 'caring-said', data: {}, circle: circle.circle } }
}

const blank = (acting: Acting<'caring:ask'>) => ({
  family_id: acting.family, id: newId(), asked_by: acting.member!, talk_to: null, said_at: acting.now, asked_at: null, due_on: null,
  answer: null, answer_lang: null, answered_at: null, answered_by: null, again_on: null,
})

export interface Asking {
  /** Whose assessment it is: a young person asks for themselves, a parent or kin carer for one of the children. */
  readonly about: MemberId
  /** Who of the helpers they would like to talk to; null for whoever answers the area's number. */
  readonly talkTo: MemberId | null
  /** Adults of the family who may know, by name. Besides the asker and the lead professional nobody else does. */
  readonly shownTo: readonly MemberId[]
}

/**
 * Asks for a young carer's needs assessment. It is the lead professional's to answer by a day (`carerDays`); the managers of
 * the team are told where there is none. Refused while one waits already, and for somebody who is 18.
 */
export async function askForAssessment(acting: Acting<'caring:ask'>, asked: Asking): Promise<Outcome<{ dueOn: Day }, 'not-there' | 'somebody-is-not-here' | 'asked-already' | 'is-an-adult' | CircleRefused>> {
  if (acting.member === null) return { ok: false, why: 'not-there' }
  const young = await acting.db.selectFrom('member').select(['id', 'person_id', 'born_on']).where('family_id', '=', acting.family).where('id', '=', asked.about).where('seat', 'in', ['young-person', 'child'])
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!young || (acting.seat === 'young-person' && young.id !== acting.member)) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  if (young.born_on !== null && young.born_on <= yearsBefore(acting.today, adultFrom)) return { ok: false, why: 'is-an-adult', field: 'about' }
  // Only their own asking is in the way: what somebody else has asked may be kept from them.
  const waits = await acting.db.selectFrom('caring').select('id').where('family_id', '=', acting.family).where('about_member', '=', young.id).where('asked_by', '=', acting.member)
    .where('state', 'in', ['asked', 'offered']).limit(1).executeTakeFirst()
  if (waits) return { ok: false, why: 'asked-already' }
  if (asked.talkTo !== null && !(await whoToTalkTo(acting)).some((one) => one.id === asked.talkTo)) return { ok: false, why: 'somebody-is-not-here', field: 'talk-to' }
  const also = young.person_id !== null && young.id !== acting.member ? [young.id] : []
  // The right to ask is theirs at any age (s17ZA): it does not wait for the age from which the area lets them keep things.
  const circle = await circleFor(acting, { members: [...asked.shownTo, ...also], lead: true }, { atAnyAge: true })
  if (!circle.ok) return { ...circle, field: 'shown-to' }
  const { carerDays, holidays } = await settingsOf(acting.db)
  const dueOn = workingDaysAfter(acting.today, carerDays, new Set(holidays))
  await acting.db.insertInto('caring').values({ ...blank(acting), circle_id: circle.circle!, about_member: young.id, talk_to: asked.talkTo, state: 'asked', asked_at: acting.now, due_on: dueOn }).execute()
  return {
    ok: true, value: { dueOn }, event: { kind: 'assessment-asked', data: { due: dueOn }, circle: circle.circle },
    notices: (await leadingOrManaging(acting)).map((to) => ({ to, name: 'somethingNew' })),
  }
}

function yearsBefore(day: Day, years: number): Day {
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}` as Day
}

/** Who can be asked for as somebody to talk to: whoever helps this family today and holds a post. One query. */
export async function whoToTalkTo(viewer: May<'caring:ask'> | Acting<'caring:ask'>): Promise<{ id: MemberId; name: string }[]> {
  return viewer.db.selectFrom('member as m').select(['m.id', 'm.name']).where('m.family_id', '=', viewer.family).where('m.seat', 'in', ['lead', 'team']).where('m.from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)])).where((eb) => eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'm.person_id')
      .where('o.from_on', '<=', viewer.today).where((or) => or.or([or('o.until_on', 'is', null), or('o.until_on', '>=', viewer.today)]))))
    .orderBy(sql`case m.seat when 'lead' then 0 else 1 end`).orderBy('m.made_at').orderBy('m.id').execute()
}

export interface CaringAnswer {
  readonly caring: string
  readonly state: (typeof caringAnswers)[number]
  readonly words: string
  readonly lang: string
  /** When to ask again, for "not now". */
  readonly againOn: Day | null
}

/** The lead professional answers, or a manager where there is none: a time is offered, it is done, or not now and when to ask again. */
export async function answerCaring(acting: Acting<'caring:answer'>, said: CaringAnswer): Promise<Outcome<null, 'not-there' | 'changed-meanwhile' | 'say-when-again' | 'day-is-past'>> {
  const row = await acting.db.selectFrom('caring as c').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'c.family_id').onRef('m.id', '=', 'c.asked_by'))
    .select(['c.state', 'c.circle_id', 'm.person_id']).where('c.id', '=', said.caring).where(visibleTo(acting, 'caring', 'c')).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  if (row.state !== 'asked' && row.state !== 'offered') return { ok: false, why: 'changed-meanwhile' }
  if (said.state === 'not-now' && said.againOn === null) return { ok: false, why: 'say-when-again', field: 'again' }
  if (said.againOn !== null && said.againOn <= acting.today) return { ok: false, why: 'day-is-past', field: 'again' }
  await acting.db.updateTable('caring').set({
    state: said.state, answer: said.words, answer_lang: said.lang, answered_at: acting.now, answered_by: acting.person, again_on: said.state === 'not-now' ? said.againOn : null,
  }).where('family_id', '=', acting.family).where('id', '=', said.caring).execute()
  return {
    ok: true, value: null, event: { kind: 'assessment-answered', data: { state: said.state }, circle: row.circle_id },
    notices: row.person_id ? [{ to: row.person_id, name: 'somethingNew' }] : [],
  }
}

export interface Caring {
  readonly id: string
  readonly about: MemberId
  readonly askedBy: MemberId
  readonly talkTo: MemberId | null
  readonly state: 'said' | 'asked' | 'offered' | 'done' | 'not-now'
  readonly askedAt: Instant | null
  readonly dueOn: Day | null
  readonly answer: { readonly words: string; readonly lang: string } | null
  readonly againOn: Day | null
}

/** What was said and asked as a carer, the newest first, as far as the viewer is inside. One query. */
export async function caringOf(viewer: May<'caring:see'>): Promise<Caring[]> {
  const rows = await viewer.db.selectFrom('caring as c').selectAll('c').where(visibleTo(viewer, 'caring', 'c')).orderBy('c.said_at', 'desc').orderBy('c.id').limit(50).execute()
  return rows.map((row) => ({
    id: row.id, about: row.about_member, askedBy: row.asked_by, talkTo: row.talk_to, state: row.state, askedAt: row.asked_at, dueOn: row.due_on,
    answer: row.answer === null ? null : { words: row.answer, lang: row.answer_lang! }, againOn: row.again_on,
  }))
}

export interface CaringToAnswer { readonly family: FamilyId; readonly name: string; readonly dueOn: Day; /** No lead professional just now: the manager answers. */ readonly noLead: boolean }

/** Assessments that wait: the lead professional's, and for a manager those of families of their team that nobody leads. Earliest first; one query. */
export async function caringToAnswer(viewer: AreaMay<'desk:see'>): Promise<CaringToAnswer[]> {
  const teams = teamsManaged(viewer)
  const rows = await viewer.db.selectFrom('caring as c').innerJoin('family as f', 'f.id', 'c.family_id')
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'c.family_id').on(leadsToday('m', viewer.today)))
    .select(['c.family_id', 'f.name', 'c.due_on', 'm.id as lead']).where('c.state', 'in', ['asked', 'offered'])
    .where((eb) => eb.or([eb('m.person_id', '=', viewer.person!), ...(teams.length > 0 ? [eb.and([eb('m.id', 'is', null), eb('f.team', 'in', teams)])] : [])]))
    .orderBy('c.due_on').orderBy('c.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, dueOn: row.due_on!, noLead: row.lead === null }))
}

/** Writes that a manager opened what waits. It stands in the circle of what was asked: whoever does not know of that reads nothing of this. */
export async function noteCaringLook(acting: Acting<'caring:answer'>, { caring }: { caring: string }): Promise<Outcome<null, 'not-there'>> {
  const row = await acting.db.selectFrom('caring as c').select('c.circle_id').where('c.id', '=', caring).where(visibleTo(acting, 'caring', 'c')).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  return { ok: true, value: null, event: { kind: 'page-looked-at', data: { page: 'caring', because: 'caring-to-answer', lang: null }, circle: row.circle_id } }
}
