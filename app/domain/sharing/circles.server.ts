/** Circles: who a thing is kept to. Chosen by naming people, fixed when it is made. */
import { sql } from 'kysely'
import type { Seat } from '#db/schema.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { newId, type CircleId, type MemberId } from '#app/values/ids.ts'

/** Everybody in our plan, or the named people (members, or whoever is the lead professional). */
export type WhoSees = 'everybody' | { readonly members: readonly MemberId[]; readonly lead: boolean }

export type CircleRefused = 'somebody-is-not-here'

/**
 * Makes the circle for a new thing: null for everybody. Its maker is always inside. Refused when a named member is not
 * a current member of the family.
 */
export async function circleFor(acting: Inside<Viewer>, who: WhoSees): Promise<{ ok: true; circle: CircleId | null } | { ok: false; why: CircleRefused }> {
  if (who === 'everybody') return { ok: true, circle: null }
  // Somebody without a place in the family cannot be inside; what they wanted kept must not be shown to everybody instead.
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
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

/** Who sees one thing, in the order of the plan: for the thing's own page, when its owner opens it. */
export async function whoSees(viewer: Viewer, circle: CircleId | null): Promise<'everybody' | { members: MemberId[]; lead: boolean }> {
  if (circle === null) return 'everybody'
  const rows = await viewer.db.selectFrom('circle_member').select('who').where('family_id', '=', viewer.family).where('circle_id', '=', circle).orderBy(sql`who`).execute()
  return { members: rows.filter((row) => !row.who.startsWith('seat:')).map((row) => row.who as MemberId), lead: rows.some((row) => row.who === 'seat:lead') }
}
