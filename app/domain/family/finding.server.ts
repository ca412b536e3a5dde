/**
 * Finding a family from the desk. Each search is written down. Of a family of another team nobody learns more than whom
 * to ring; of a shielded one, not that it is there.
 */
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import type { Acting, AreaActing, AreaMay } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { FamilyId } from '#app/values/ids.ts'

/** The most that one search shows: who must look through more does not know whom they seek. */
const most = 20

export interface FoundFamily {
  /** Null for a family of another team: there is nothing to open. */
  readonly id: FamilyId | null
  readonly name: string
  readonly team: string
  readonly mine: boolean
}

/** "kowalczyk-bailey" is found as it is written, "Kowalczyk-Bailey". */
export function asNamesAreWritten(words: string): string {
  return words.trim().replace(/\s+/gu, ' ').replace(/(^|[\s-])(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}

/** The families whose name begins so, or that of somebody in them: those this person helps, those of their team, and of other teams those that are not shielded. */
export async function findFamilies(viewer: AreaMay<'families:find'>, words: string): Promise<FoundFamily[]> {
  const begins = asNamesAreWritten(words)
  if (begins.length < 2 || viewer.person === null) return []
  const teams = viewer.posts.map((post) => post.team)
  const rows = await viewer.db.selectFrom('family as f').select(['f.id', 'f.name', 'f.team', 'f.shielded'])
    .select((eb) => eb.exists(eb.selectFrom('member as m').select('m.id').whereRef('m.family_id', '=', 'f.id').where('m.person_id', '=', viewer.person).where('m.seat', 'in', [...seatsThatHelp])
      .where('m.from_on', '<=', viewer.today).where((or) => or.or([or('m.until_on', 'is', null), or('m.until_on', '>=', viewer.today)]))).as('mine'))
    .where((eb) => eb.or([
      eb.and([eb('f.name', '>=', begins), eb('f.name', '<', `${begins}\u{10ffff}`)]),
      eb('f.id', 'in', eb.selectFrom('member as n').select('n.family_id').where('n.name', '>=', begins).where('n.name', '<', `${begins}\u{10ffff}`)
        .where('n.seat', 'in', [...seatsOfTheFamily, 'child']).where('n.from_on', '<=', viewer.today).where((or) => or.or([or('n.until_on', 'is', null), or('n.until_on', '>=', viewer.today)]))),
    ]))
    .where((eb) => eb.or([
      eb('f.shielded', '=', 0), eb('f.team', 'in', teams),
      eb.exists(eb.selectFrom('member as s').select('s.id').whereRef('s.family_id', '=', 'f.id').where('s.person_id', '=', viewer.person).where('s.seat', 'in', [...seatsThatHelp])
        .where('s.from_on', '<=', viewer.today).where((or) => or.or([or('s.until_on', 'is', null), or('s.until_on', '>=', viewer.today)]))),
    ]))
    .orderBy('f.name').orderBy('f.id').limit(most).execute()
  return rows.map((row) => ({ id: row.mine ? row.id : null, name: row.name, team: row.team, mine: Boolean(row.mine) }))
}

/** Writes a search down, with how many it found: somebody who looks their neighbours up is found too. */
export async function noteSearch(_acting: AreaActing<'families:find'>, { words, found }: { words: string; found: number }): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'families-searched', data: { words, found } } }
}

/** Shields a family from the searches of other teams, or no longer. */
export async function shieldFamily(acting: Acting<'family:shield'>, { shielded }: { shielded: boolean }): Promise<Outcome<null, never>> {
  await acting.db.updateTable('family').set({ shielded: shielded ? 1 : 0 }).where('id', '=', acting.family).execute()
  return { ok: true, value: null, event: { kind: 'shield-changed', data: { shielded } } }
}

/** Whether a family is shielded. */
export async function isShielded(viewer: { readonly db: Acting<'family:shield'>['db'] | AreaMay<'families:find'>['db']; readonly family: FamilyId }): Promise<boolean> {
  const row = await viewer.db.selectFrom('family').select('shielded').where('id', '=', viewer.family).executeTakeFirstOrThrow()
  return row.shielded === 1
}
