/**
 * Two adults of a family who agree above a sum. It holds only where each of the two chose it for themselves, and nobody reads what
 * another chose before both have: a choice that the other could see could be demanded (domain.md, Tanya and Dean). It is never a
 * condition of asking and keeps no request back: whoever decides reads whether the other agrees. Taking a choice back is so at once
 * and tells nobody.
 */
import { sql, type Expression, type SqlBool } from 'kysely'
import { adultSeats, isAdult } from '#app/domain/family/agreeing.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, May } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MemberId, type SpendId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { pence, type Pence } from '#app/values/money.ts'
import { toMember } from '#app/domain/family/to-member.server.ts'

export interface WithAnother {
  readonly member: MemberId; readonly name: string
  /** Above which sum the viewer chose to agree with them; null for not chosen. */
  readonly chosen: Pence | null
  /** Above which sum it holds: both have chosen, and the higher sum counts. Null while it does not. */
  readonly holdsAbove: Pence | null
}

/** The other adults of the family, with what the viewer chose and where it holds. Nothing of what another chose alone. One query. */
export async function twoAdultsOf(viewer: May<'budget:ask'> | Acting<'budget:ask'>): Promise<WithAnother[]> {
  const rows = await viewer.db.selectFrom('member as m').leftJoin('two_adults as own', (join) => join.onRef('own.family_id', '=', 'm.family_id').onRef('own.with_member', '=', 'm.id').on('own.member_id', '=', viewer.member!))
    .leftJoin('two_adults as other', (join) => join.onRef('other.family_id', '=', 'm.family_id').onRef('other.member_id', '=', 'm.id').on('other.with_member', '=', viewer.member!))
    .select(['m.id', 'm.name', 'own.above_pence as chosen', 'other.above_pence as other']).where('m.family_id', '=', viewer.family).where('m.seat', 'in', [...adultSeats]).where('m.id', '<>', viewer.member!)
    .where('m.person_id', 'is not', null).where(isHere('m', viewer.today)).orderBy('m.made_at').orderBy('m.id').execute()
  return rows.map((row) => ({ member: row.id, name: row.name, chosen: row.chosen, holdsAbove: row.chosen !== null && row.other !== null ? pence(Math.max(row.chosen, row.other)) : null }))
}

/** An adult chooses to agree with another above a sum, or (null) takes it back. The other hears of it when both have chosen, and never that it was taken back. */
export async function chooseTwoAdults(acting: Acting<'budget:ask'>, { member, above }: { readonly member: MemberId; readonly above: Pence | null }): Promise<Outcome<null, 'somebody-is-not-here'>> {
  if (!isAdult(acting.seat) || acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  const other = (await twoAdultsOf(acting)).find((one) => one.member === member)
  if (!other) return { ok: false, why: 'somebody-is-not-here', field: 'member' }
  const key = { family_id: acting.family, member_id: acting.member, with_member: member }
  await acting.db.deleteFrom('two_adults').where('family_id', '=', acting.family).where('member_id', '=', acting.member).where('with_member', '=', member).execute()
  if (above !== null) await acting.db.insertInto('two_adults').values({ ...key, above_pence: above, at: acting.now }).execute()
  const both = above !== null && (await acting.db.selectFrom('two_adults').select(['member_id']).where('family_id', '=', acting.family).where('member_id', '=', member).where('with_member', '=', acting.member).executeTakeFirst()) !== undefined
  return { ok: true, value: null, event: { kind: 'two-adults-chosen', data: {}, circle: newId<CircleId>() }, notices: both && other.chosen === null ? await toMember(acting, member) : [] }
}

export interface Together {
  readonly member: MemberId; readonly name: string; readonly mine: boolean
  /** What they said to it; null while they have not. */
  readonly said: { readonly agrees: boolean; readonly words: string | null; readonly lang: string | null } | null
}

/**
 * Who agreed with whoever asked to agree above this sum, and what they say: for whoever sees the request. What was said stands when a choice
 * is taken back; who has not said anything then no longer stands here. One query.
 */
export async function togetherOn(viewer: May<'spend:see'> | Acting<'budget:ask'>, spend: SpendId): Promise<Together[]> {
  const rows = await viewer.db.selectFrom('spend as s').innerJoin('member as m', 'm.family_id', 's.family_id').leftJoin('spend_together as y', (join) => join.onRef('y.family_id', '=', 's.family_id').onRef('y.spend_id', '=', 's.id').onRef('y.member_id', '=', 'm.id'))
    .select(['m.id', 'm.name', 'y.agrees', 'y.words', 'y.lang']).where('s.id', '=', spend).where(visibleTo(viewer, 'spend', 's')).where('s.circle_id', 'is', null).whereRef('m.id', '<>', 's.asked_by')
    .where((eb) => eb.or([eb('y.at', 'is not', null), eb.and([holds('s', 'm'), isHere('m', viewer.today)])])).orderBy('m.made_at').orderBy('m.id').execute()
  return rows.map((row) => ({ member: row.id, name: row.name, mine: row.id === viewer.member, said: row.agrees === null ? null : { agrees: row.agrees === 1, words: row.words, lang: row.lang } }))
}

/** Whether whoever asked for a spend and a member each chose the other, and its sum is above both of theirs. */
function holds(spend: string, member: string) {
  const of = (name: string) => sql.ref(`${spend}.${name}`)
  return sql<boolean>`(exists (select 1 from two_adults as v_own where v_own.family_id = ${of('family_id')} and v_own.member_id = ${of('asked_by')} and v_own.with_member = ${sql.ref(`${member}.id`)} and v_own.above_pence < ${of('pence')})
    and exists (select 1 from two_adults as v_other where v_other.family_id = ${of('family_id')} and v_other.member_id = ${sql.ref(`${member}.id`)} and v_other.with_member = ${of('asked_by')} and v_other.above_pence < ${of('pence')}))`
}

/** True for the spends of `alias` on which another adult is asked whether they agree, or has said so: whoever decides it reads that first. */
export function asksAnother(spend: string, today: Day): Expression<SqlBool> {
  const of = (name: string) => sql.ref(`${spend}.${name}`)
  return sql<SqlBool>`(exists (select 1 from spend_together as v_said where v_said.family_id = ${of('family_id')} and v_said.spend_id = ${of('id')})
    or exists (select 1 from member as v_adult where v_adult.family_id = ${of('family_id')} and v_adult.id <> ${of('asked_by')} and ${isHere('v_adult', today)} and ${holds(spend, 'v_adult')}))`
}

/** The other adult says whether they agree, until it is decided; a no has its reason. Said again, it stands instead. */
export async function sayTogether(acting: Acting<'budget:ask'>, { spend, agrees, words, lang }: { readonly spend: SpendId; readonly agrees: boolean; readonly words: string | null; readonly lang: string }): Promise<Outcome<null, 'not-there' | 'changed-meanwhile' | 'say-why'>> {
  if (!(await togetherOn(acting, spend)).some((one) => one.mine)) return { ok: false, why: 'not-there' }
  const row = await acting.db.selectFrom('spend').select(['state', 'asked_by', 'circle_id']).where('family_id', '=', acting.family).where('id', '=', spend).executeTakeFirstOrThrow()
  if (row.state !== 'asked' && row.state !== 'question') return { ok: false, why: 'changed-meanwhile' }
  if (!agrees && words === null) return { ok: false, why: 'say-why', field: 'together-words' }
  const said = { agrees: agrees ? 1 as const : 0 as const, words, lang: words === null ? null : lang, at: acting.now }
  await acting.db.insertInto('spend_together').values({ family_id: acting.family, spend_id: spend, member_id: acting.member!, ...said }).onConflict((conflict) => conflict.columns(['family_id', 'spend_id', 'member_id']).doUpdateSet(said)).execute()
  return { ok: true, value: null, event: { kind: 'spend-together-said', data: { agrees }, thing: { kind: 'spend', id: spend }, circle: row.circle_id }, notices: await toMember(acting, row.asked_by) }
}

/** Whom to tell of a request that was made this moment: the adults who agreed with whoever asks to agree above such a sum. */
export async function toAgreeTogether(acting: Acting<'budget:ask'>, spend: SpendId): Promise<Notice[]> {
  const notices: Notice[] = []
  for (const { member } of await togetherOn(acting, spend)) notices.push(...(await toMember(acting, member)))
  return notices
}
