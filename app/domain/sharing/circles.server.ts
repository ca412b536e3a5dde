/** Circles: who a thing is kept to. Chosen by naming people, fixed when it is made. */
import { sql } from 'kysely'
import type { Seat } from '#db/schema.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { newId, type CircleId, type MemberId } from '#app/values/ids.ts'
import { ageOn, type Day } from '#app/values/instant.ts'
import { keptFromHere } from './must-not-learn.server.ts'
import type { WhoSeesQuestion } from './who-sees.tsx'

/** Everybody in our plan, or the named people (members, or whoever is the lead professional). */
export type WhoSees = 'everybody' | Named
export interface Named { readonly members: readonly MemberId[]; readonly lead: boolean }

export type CircleRefused = 'somebody-is-not-here' | 'too-young-to-keep'

/**
 * Makes the circle for a new thing: null for everybody. Its maker is always inside. Refused when a named member is not
 * a current member of the family, and for a young person below the age from which they may keep things (C2);
 * `atAnyAge` for what the law lets them ask for by themselves however young they are.
 */
export async function circleFor(acting: Inside<Viewer>, who: WhoSees, { atAnyAge = false } = {}): Promise<{ ok: true; circle: CircleId | null } | { ok: false; why: CircleRefused; values?: { age: number } }> {
  if (who === 'everybody') return { ok: true, circle: null }
  // Somebody without a place in the family cannot be inside; what they wanted kept must not be shown to everybody instead.
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  if (acting.seat === 'young-person' && !atAnyAge) {
    const { keepsFromAge: age } = await settingsOf(acting.db)
    if ((await youngAge(acting)) < age) return { ok: false, why: 'too-young-to-keep', values: { age } }
  }
  const named = [...new Set([acting.member, ...who.members])]
  const here = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', 'in', named)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  if (here.length !== named.length) return { ok: false, why: 'somebody-is-not-here' }
  const circle = newId<CircleId>()
  await acting.db.insertInto('circle').values({ family_id: acting.family, id: circle, made_by: acting.member, made_at: acting.now }).execute()
  const inside = [...named, ...(who.lead ? ['seat:lead'] : [])]
  await acting.db.insertInto('circle_member').values(inside.map((w) => ({ family_id: acting.family, circle_id: circle, who: w }))).execute()
  return { ok: true, circle }
}

/** The circle that somebody's answer to “Who can see this?” makes; the answer is remembered as the first one of their next question. */
export async function circleAnswered(acting: Inside<Viewer>, who: WhoSees): ReturnType<typeof circleFor> {
  const made = await circleFor(acting, who)
  if (made.ok) await remember(acting, made.circle)
  return made
}

async function remember(acting: Inside<Viewer>, circle: CircleId | null): Promise<void> {
  if (acting.member === null) return
  await acting.db.insertInto('last_answer').values({ family_id: acting.family, member_id: acting.member, circle_id: circle })
    .onConflict((conflict) => conflict.columns(['family_id', 'member_id']).doUpdateSet({ circle_id: circle })).execute()
}

/** How old the viewer is; 0 when nobody knows. */
async function youngAge(viewer: Viewer | Inside<Viewer>): Promise<number> {
  const row = await viewer.db.selectFrom('member').select('born_on').where('family_id', '=', viewer.family).where('id', '=', viewer.member!).executeTakeFirst()
  return row?.born_on && row.born_on <= viewer.today ? ageOn(row.born_on, viewer.today) : 0
}

interface Known { readonly id: MemberId; readonly name: string; readonly givenName: string; readonly seat: Seat; readonly current: boolean; readonly bornOn: Day | null }

/**
 * What the question “Who can see this?” asks of this viewer, with their last answer as its first one. From the area's
 * second age on what is theirs is theirs (C2): it begins with “only me”, or with those they last chose by name, and never
 * with everybody. Nobody who must not learn is ticked: where everybody would hold them, it begins with the others. Three queries.
 */
export async function whoSeesQuestion(viewer: Viewer, members: readonly Known[]): Promise<WhoSeesQuestion> {
  const named = (seats: readonly Seat[]) => members.filter((m) => m.current && m.id !== viewer.member && seats.includes(m.seat)).map(({ id, name }) => ({ id, name }))
  const me = members.find((m) => m.id === viewer.member)
  const age = me?.bornOn && me.bornOn <= viewer.today ? ageOn(me.bornOn, viewer.today) : 0
  const [{ keepsFromAge, ownFromAge }, last, kept] = await Promise.all([settingsOf(viewer.db), lastAnswer(viewer), keptFromHere(viewer)])
  const young = viewer.seat === 'young-person'
  const here = new Set(members.filter((m) => m.current).map((m) => m.id))
  const theirs = young && age >= ownFromAge
  const mayKeep = !young || age >= keepsFromAge
  const family = named(['parent', 'kin-carer', 'young-person'])
  const wary = mayKeep && family.some(({ id }) => kept.has(id))
  const lead = members.find((m) => m.current && m.seat === 'lead')?.name ?? null
  const first = theirs && (last === undefined || last === 'everybody') ? { members: [], lead: false }
    : wary && (last === undefined || last === 'everybody') ? { members: family.map(({ id }) => id), lead: lead !== null }
    : (last ?? 'everybody')
  return {
    family, lead, network: named(['network', 'other-parent']), wary,
    first: first === 'everybody' ? first : { members: first.members.filter((id) => id !== viewer.member && here.has(id) && !kept.has(id)), lead: first.lead },
    mayKeep,
    grownUps: young ? members.filter((m) => m.current && (m.seat === 'parent' || m.seat === 'kin-carer')).map((m) => m.givenName) : [],
  }
}

/** What the viewer answered last in this family; undefined for somebody who never answered. */
async function lastAnswer(viewer: Viewer): Promise<WhoSees | undefined> {
  if (viewer.member === null) return undefined
  const rows = await viewer.db.selectFrom('last_answer as l').leftJoin('circle_member as c', (join) => join.onRef('c.family_id', '=', 'l.family_id').onRef('c.circle_id', '=', 'l.circle_id'))
    .select(['l.circle_id', 'c.who']).where('l.family_id', '=', viewer.family).where('l.member_id', '=', viewer.member).execute()
  const [row] = rows
  if (!row) return undefined
  if (row.circle_id === null) return 'everybody'
  const who = rows.flatMap((one) => one.who ?? [])
  return { members: who.filter((one) => !one.startsWith('seat:')) as MemberId[], lead: who.includes('seat:lead') }
}

/**
 * The circle of a part of something that is kept: whoever is inside both. A row of its own, because whoever leaves the part
 * stays in the whole. Null for everybody.
 */
export async function circleWithin(acting: Inside<Viewer>, whole: CircleId | null, part: CircleId | null): Promise<CircleId | null> {
  if (whole === null) return part
  const insideOf = async (circle: CircleId) => (await acting.db.selectFrom('circle_member').select('who').where('family_id', '=', acting.family).where('circle_id', '=', circle).execute()).map((row) => row.who)
  const all = await insideOf(whole)
  const named = part === null ? null : await insideOf(part)
  const circle = newId<CircleId>()
  const { made_by } = await acting.db.selectFrom('circle').select('made_by').where('family_id', '=', acting.family).where('id', '=', part ?? whole).executeTakeFirstOrThrow()
  await acting.db.insertInto('circle').values({ family_id: acting.family, id: circle, made_by, made_at: acting.now }).execute()
  const inside = all.filter((who) => named === null || named.includes(who))
  if (inside.length > 0) await acting.db.insertInto('circle_member').values(inside.map((who) => ({ family_id: acting.family, circle_id: circle, who }))).execute()
  return circle
}

/** A circle of everybody in another one, and of some more, such as those whom a thing names. Null for everybody. */
export async function circleWithMore(acting: Inside<Viewer>, circle: CircleId | null, more: readonly MemberId[]): Promise<CircleId | null> {
  if (circle === null) return null
  const of = acting.db.selectFrom('circle_member').select('who').where('family_id', '=', acting.family).where('circle_id', '=', circle)
  const { made_by } = await acting.db.selectFrom('circle').select('made_by').where('family_id', '=', acting.family).where('id', '=', circle).executeTakeFirstOrThrow()
  const id = newId<CircleId>()
  const inside = new Set<string>([...(await of.execute()).map((row) => row.who), ...more])
  await acting.db.insertInto('circle').values({ family_id: acting.family, id, made_by, made_at: acting.now }).execute()
  if (inside.size > 0) await acting.db.insertInto('circle_member').values([...inside].map((who) => ({ family_id: acting.family, circle_id: id, who }))).execute()
  return id
}

/** The circle of some people and of whoever leads, for what one of them made: inside a command that has asked who they are. */
export async function circleOfThese(acting: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, maker: MemberId, members: readonly MemberId[]): Promise<CircleId> {
  const circle = newId<CircleId>()
  await acting.db.insertInto('circle').values({ family_id: acting.family, id: circle, made_by: maker, made_at: acting.now }).execute()
  await acting.db.insertInto('circle_member').values([...new Set([maker, ...members]), 'seat:lead'].map((who) => ({ family_id: acting.family, circle_id: circle, who }))).execute()
  return circle
}

/** Whether two circles hold the same people; null is everybody. */
export async function sameCircle(acting: Inside<Viewer>, one: CircleId | null, other: CircleId | null): Promise<boolean> {
  if (one === other || one === null || other === null) return one === other
  const rows = await acting.db.selectFrom('circle_member').select(['circle_id', 'who']).where('family_id', '=', acting.family).where('circle_id', 'in', [one, other]).orderBy('who').execute()
  const of = (circle: CircleId) => rows.filter((row) => row.circle_id === circle).map((row) => row.who).join(' ')
  return of(one) === of(other)
}

/** Whether a member is inside a circle, by name or by their seat: nobody is given work that they cannot see. */
export async function isInside(acting: Inside<Viewer>, circle: CircleId, member: { readonly id: MemberId; readonly seat: Seat }): Promise<boolean> {
  const row = await acting.db.selectFrom('circle_member').select('who').where('family_id', '=', acting.family).where('circle_id', '=', circle)
    .where('who', 'in', [member.id, `seat:${member.seat}`]).executeTakeFirst()
  return row !== undefined
}

/** Says which members a thing is about. Refused (false) when one of them is not of this family. */
export async function setAbout(acting: Inside<Viewer>, thing: string, members: readonly MemberId[]): Promise<boolean> {
  const whom = [...new Set(members)]
  if (whom.length === 0) return true
  const known = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', 'in', whom).execute()
  if (known.length !== whom.length) return false
  await acting.db.insertInto('about').values(whom.map((member) => ({ family_id: acting.family, thing_id: thing, member_id: member }))).execute()
  return true
}

/** Shows a thing by name to members whose seats would not show it (the network, a parent who lives elsewhere). */
export async function shareByName(acting: Inside<Viewer>, thing: string, members: readonly MemberId[]): Promise<boolean> {
  if (members.length === 0) return true
  if (acting.member === null) return false
  const known = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', 'in', [...members])
    .where('seat', 'in', ['network', 'other-parent']).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  if (known.length !== new Set(members).size) return false
  await acting.db.insertInto('shared_with').values(members.map((member) => ({ family_id: acting.family, thing_id: thing, member_id: member, at: acting.now, by_member: acting.member! })))
    .onConflict((conflict) => conflict.doNothing()).execute()
  return true
}

/** The members to whom a thing is shown by name: for its maker, and for themselves. */
export async function shownByName(viewer: Viewer, thing: string): Promise<MemberId[]> {
  return (await viewer.db.selectFrom('shared_with').select('member_id').where('family_id', '=', viewer.family).where('thing_id', '=', thing).orderBy('member_id').execute()).map((row) => row.member_id)
}

/** Who sees one thing, in the order of the plan: for the thing's own page, when its owner opens it. */
export async function whoSees(viewer: Viewer | Inside<Viewer>, circle: CircleId | null): Promise<'everybody' | { members: MemberId[]; lead: boolean }> {
  if (circle === null) return 'everybody'
  const rows = await viewer.db.selectFrom('circle_member').select('who').where('family_id', '=', viewer.family).where('circle_id', '=', circle).orderBy(sql`who`).execute()
  return { members: rows.filter((row) => !row.who.startsWith('seat:')).map((row) => row.who as MemberId), lead: rows.some((row) => row.who === 'seat:lead') }
}
