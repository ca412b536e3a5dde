/**
 * Who leads, for the family to see and to have a say in (TF ¶3.15; WT2023; #16): cover while the lead professional is away, and
 * asking for another one. Whoever covers has a lead's place of their own for those days, and by it a lead's powers; what
 * they see rests on what the family agreed for them, like everything that anybody who helps sees.
 */
import { sql, type Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { teamsManaged } from '#app/access/powers.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Acting, AreaMay, May, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { plusDays, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { agree, whoAgrees } from './agreeing.server.ts'
import { adultSeats } from './agreeing.ts'
import { leadGap, type LeadGap } from './lead-gap.server.ts'
import { endPlace } from './members.server.ts'
import { letFall } from './owners-left.server.ts'
import { managersOf } from './people.server.ts'

/** The longest that somebody covers; after that the family has another lead professional. */
const mostDaysOfCover = 92

export interface NewCover { readonly by: PersonId; readonly from: Day; readonly until: Day; /** Which adults of the family said that whoever covers may see what the lead professional sees of them and their children. */ readonly agreedBy: readonly MemberId[] }

/** The lead professional names who covers while they are away: a colleague of the team. The family is told, and sees it with its days. */
export async function setCover(acting: Acting<'people:invite'>, cover: NewCover): Promise<Outcome<MemberId, 'not-the-lead' | 'day-is-past' | 'days-do-not-fit' | 'not-of-this-team' | 'cover-already' | 'already-here' | 'somebody-is-not-here'>> {
  const { db, family, today } = acting
  if (acting.seat !== 'lead' || acting.member === null || (await coversFor(acting, acting.member))) return { ok: false, why: 'not-the-lead' }
  if (cover.from < today) return { ok: false, why: 'day-is-past', field: 'from' }
  if (cover.until < cover.from || cover.until > plusDays(cover.from, mostDaysOfCover)) return { ok: false, why: 'days-do-not-fit', field: 'until' }
  const colleague = await db.selectFrom('post as o').innerJoin('family as f', 'f.team', 'o.team').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.name', 'p.given_name']).where('f.id', '=', family).where('o.person_id', '=', cover.by)
    .where('o.role', 'in', ['lead', 'practitioner', 'manager']).where('o.person_id', '<>', acting.person).where('o.from_on', '<=', today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', cover.until)])).executeTakeFirst()
  if (!colleague) return { ok: false, why: 'not-of-this-team', field: 'by' }
  const place = await db.selectFrom('member').select('id').where('family_id', '=', family).where('person_id', '=', cover.by).where('seat', 'not in', ['team', 'coordinator', 'lead']).limit(1).executeTakeFirst()
  if (place) return { ok: false, why: 'already-here', field: 'by' }
  const other = await db.selectFrom('member').select('id').where('family_id', '=', family).where('covers', 'is not', null).where('until_on', '>=', cover.from).where('from_on', '<=', cover.until).limit(1).executeTakeFirst()
  if (other) return { ok: false, why: 'cover-already', field: 'from' }
  const who = await whoAgrees(acting)
  if (cover.agreedBy.some((one) => !who.people.some((adult) => adult.id === one && (adultSeats as readonly string[]).includes(adult.seat)))) return { ok: false, why: 'somebody-is-not-here', field: 'agreed-by' }

  const id = newId<MemberId>()
  await db.insertInto('member').values({ family_id: family, id, person_id: cover.by, name: colleague.name, given_name: colleague.given_name, seat: 'lead', relation: null, born_on: null, from_on: cover.from, until_on: cover.until, made_at: acting.now, covers: acting.member }).execute()
  const agreed = cover.agreedBy.length === 0 ? [] : await db.selectFrom('consent').select(['kind', 'about_member', 'why', 'why_lang', 'until_on']).where('family_id', '=', family).where('to_member', '=', acting.member).where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])).execute()
  for (const one of agreed) {
    const by = cover.agreedBy.find((adult) => who.may(adult, one.about_member, acting.member))
    if (by === undefined) continue
    const until = one.until_on !== null && one.until_on < cover.until ? one.until_on : cover.until
    await agree(acting, { to: id, kinds: [one.kind], about: who.people.filter((other) => other.id === one.about_member), why: one.why, whyLang: one.why_lang, by, until }, who.ages)
  }
  const adults = who.people.filter((one) => (adultSeats as readonly string[]).includes(one.seat)).flatMap((one) => one.person ?? [])
  return {
    ok: true, value: id, event: { kind: 'cover-set', data: { from: cover.from, until: cover.until }, thing: { kind: 'member', id } },
    notices: [cover.by, ...adults].map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

/** Whether a place is one of cover: whoever holds it is not the lead professional, and hands nothing on. */
async function coversFor(viewer: Pick<Viewer, 'family'> & { readonly db: Kysely<Schema> }, member: MemberId): Promise<boolean> {
  const row = await viewer.db.selectFrom('member').select('covers').where('family_id', '=', viewer.family).where('id', '=', member).executeTakeFirst()
  return row?.covers != null
}

/** The lead professional is back before the day that was said, or does not go: the cover ends, with all that was agreed for it. */
export async function endCover(acting: Acting<'people:invite'>, { cover }: { cover: MemberId }): Promise<Outcome<null, 'not-there'>> {
  const row = await acting.db.selectFrom('member').select('covers').where('family_id', '=', acting.family).where('id', '=', cover).where('covers', '=', acting.member).where('until_on', '>=', acting.today).executeTakeFirst()
  if (!row || acting.seat !== 'lead') return { ok: false, why: 'not-there' }
  await endPlace(acting, cover)
  const told = await letFall(acting)
  return { ok: true, value: null, event: { kind: 'cover-ended', data: {}, thing: { kind: 'member', id: cover } }, notices: told.map((to) => ({ to, name: 'somethingNew' as const })) }
}

/**
 * Somebody of the family asks for another lead professional. Why is read by the managers of the team, who answer by a day, and
 * by whoever asked; not by the one in question.
 */
export async function askForAnotherLead(acting: Acting<'sharing:decide'>, { reason, lang }: { reason: string; lang: string }): Promise<Outcome<null, 'asked-already' | 'somebody-is-not-here'>> {
  const lead = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('seat', '=', 'lead').where('covers', 'is', null).where('from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!lead || acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  const open = await acting.db.selectFrom('lead_wish').select('id').where('family_id', '=', acting.family).where('asked_by', '=', acting.member).where('answered_at', 'is', null).executeTakeFirst()
  if (open) return { ok: false, why: 'asked-already' }
  const { handOverDays, holidays } = await settingsOf(acting.db)
  await acting.db.insertInto('lead_wish').values({
    family_id: acting.family, id: newId(), about_member: lead.id, asked_by: acting.member, reason, lang, at: acting.now, due_on: workingDaysAfter(acting.today, handOverDays, new Set(holidays)), answered_at: null, answered_by: null, answer: null, answer_lang: null,
  }).execute()
  return { ok: true, value: null, event: { kind: 'lead-wished', data: {}, circle: newId<CircleId>() }, notices: (await managersOf(acting)).map((to) => ({ to, name: 'somethingNew' as const })) }
}

export interface LeadWish { readonly id: string; readonly by: string; readonly reason: string; readonly lang: string; readonly dueOn: Day }

/** What a manager of the team reads of a wish for another lead professional, the earliest day first; none of a wish about themselves. */
export async function leadWishes(viewer: May<'lead:name'> | Acting<'lead:name'>): Promise<LeadWish[]> {
  const rows = await viewer.db.selectFrom('lead_wish as w').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'w.family_id').onRef('m.id', '=', 'w.asked_by')).innerJoin('member as l', (join) => join.onRef('l.family_id', '=', 'w.family_id').onRef('l.id', '=', 'w.about_member'))
    .select(['w.id', 'm.name', 'w.reason', 'w.lang', 'w.due_on']).where('w.family_id', '=', viewer.family).where('w.answered_at', 'is', null).where('l.person_id', '<>', viewer.person).orderBy('w.due_on').orderBy('w.id').execute()
  return rows.map((row) => ({ id: row.id, by: row.name, reason: row.reason, lang: row.lang, dueOn: row.due_on }))
}

/** A manager answers a wish for another lead professional in words, for whoever asked. */
export async function answerLeadWish(acting: Acting<'lead:name'>, { wish, words, lang }: { wish: string; words: string; lang: string }): Promise<Outcome<null, 'not-there'>> {
  if (!(await leadWishes(acting)).some((one) => one.id === wish)) return { ok: false, why: 'not-there' }
  const row = await acting.db.updateTable('lead_wish').set({ answered_at: acting.now, answered_by: acting.person, answer: words, answer_lang: lang }).where('family_id', '=', acting.family).where('id', '=', wish).returning('asked_by').executeTakeFirstOrThrow()
  const asker = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('id', '=', row.asked_by).executeTakeFirst()
  return { ok: true, value: null, event: { kind: 'lead-wish-answered', data: {}, circle: newId<CircleId>() }, notices: asker?.person_id ? [{ to: asker.person_id, name: 'somethingNew' }] : [] }
}

/** The wishes that wait for a manager of these teams, with their day, for the desk: families and days alone. One query. */
export async function wishesToAnswer(viewer: AreaMay<'desk:see'>): Promise<{ family: FamilyId; name: string; dueOn: Day }[]> {
  const teams = teamsManaged(viewer)
  if (teams.length === 0) return []
  const rows = await viewer.db.selectFrom('lead_wish as w').innerJoin('family as f', 'f.id', 'w.family_id').innerJoin('member as l', (join) => join.onRef('l.family_id', '=', 'w.family_id').onRef('l.id', '=', 'w.about_member'))
    .select(['w.family_id', 'f.name', 'w.due_on']).where('w.answered_at', 'is', null).where('f.team', 'in', teams).where('l.person_id', '<>', viewer.person).orderBy('w.due_on').orderBy('w.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, dueOn: row.due_on }))
}

export interface WhoLeads {
  /** Where nobody leads. */
  readonly gap: LeadGap | null
  readonly lead: { readonly member: MemberId; readonly name: string; readonly givenName: string } | null
  /** Who covers, now or soon. */
  readonly cover: { readonly member: MemberId; readonly givenName: string; readonly name: string; readonly from: Day; readonly until: Day } | null
  /** The viewer's own last wish for another. */
  readonly wish: { readonly reason: string; readonly lang: string; readonly dueOn: Day; readonly answer: string | null; readonly answerLang: string | null; readonly answeredAt: Instant | null } | null
}

/** Who leads this family, or who names somebody by when, who covers, and what the viewer asked about it. Two or three queries. */
export async function whoLeads(viewer: May<'people:see'>): Promise<WhoLeads> {
  const rows = await viewer.db.selectFrom('member as m').select(['m.id', 'm.name', 'm.given_name', 'm.covers', 'm.from_on', 'm.until_on', sql<number>`case when ${isHere('m', viewer.today)} then 1 else 0 end`.as('here')]).where('m.family_id', '=', viewer.family).where('m.seat', '=', 'lead')
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)])).orderBy('m.from_on').orderBy('m.made_at').execute()
  const lead = rows.find((row) => row.covers === null && row.here === 1)
  const cover = rows.find((row) => row.covers !== null)
  const wish = viewer.member === null ? undefined : await viewer.db.selectFrom('lead_wish').selectAll().where('family_id', '=', viewer.family).where('asked_by', '=', viewer.member).orderBy('at', 'desc').orderBy('id').limit(1).executeTakeFirst()
  return {
    gap: lead ? null : await leadGap(viewer),
    lead: lead ? { member: lead.id, name: lead.name, givenName: lead.given_name } : null,
    cover: cover ? { member: cover.id, name: cover.name, givenName: cover.given_name, from: cover.from_on, until: cover.until_on! } : null,
    wish: wish ? { reason: wish.reason, lang: wish.lang, dueOn: wish.due_on, answer: wish.answer, answerLang: wish.answer_lang, answeredAt: wish.answered_at } : null,
  }
}

/** Who can cover for the lead professional: colleagues of the team, its managers among them. One query. */
export async function whoCanCover(viewer: May<'people:invite'>): Promise<{ person: PersonId; name: string }[]> {
  return viewer.db.selectFrom('post as o').innerJoin('family as f', 'f.team', 'o.team').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct().where('f.id', '=', viewer.family)
    .where('o.role', 'in', ['lead', 'practitioner', 'manager']).where('p.id', '<>', viewer.person).where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)]))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as m').select(sql`1`.as('one')).where('m.family_id', '=', viewer.family).whereRef('m.person_id', '=', 'p.id').where('m.seat', 'not in', ['team', 'coordinator', 'lead']))))
    .orderBy('p.name').limit(200).execute()
}

/** Whether the viewer is the lead professional, and not somebody who covers for them. */
export async function isTheLead(viewer: Viewer): Promise<boolean> {
  return viewer.seat === 'lead' && viewer.member !== null && !(await coversFor(viewer, viewer.member))
}
