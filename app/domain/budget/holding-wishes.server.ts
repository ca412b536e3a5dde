/**
 * How a family's money is held, and its wish that it be held another way. It is the family's choice: the council may say
 * why not, and can insist on nothing (domain.md C1, SI 2009/1887).
 *
 * | wish   | command            | who                                          | to        | the budget                    |
 * |--------|--------------------|----------------------------------------------|-----------|-------------------------------|
 * | (none) | wishHolding        | a parent or kin carer who sees the budget    | asked     |                               |
 * | (none) | wishHolding        | the same, to have the council hold it again  | yes       | is held by the council        |
 * | asked  | answerHoldingWish  | whoever leads; a manager where nobody does   | yes, no   | with a yes, is held like this |
 * | asked  | takeWishBack       | a parent or kin carer who sees the budget    | withdrawn |                               |
 *
 * What the law excludes from a direct payment (SI 2009/1887 Schedule 1) is asked by the page, of the person alone, before
 * any of these commands: no command takes the answer and no table holds it. What is excluded has left nothing behind.
 */
import { notYours } from '#app/access/not-yours.ts'
import { teamsManaged } from '#app/access/powers.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import { leadingNow, readersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type FamilyId, type HoldingWishId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { HoldingWishState } from '#db/schema-asking.ts'
import type { Holding } from './holding-words.ts'

export interface HoldingWish {
  readonly id: HoldingWishId; readonly holding: Holding; readonly by: string; readonly at: Instant; readonly state: HoldingWishState
  readonly answeredAt: Instant | null; readonly words: string | null; readonly lang: string | null
}

/** How a budget is held, and the last wish about it that was not taken back; undefined where it is not there or not the viewer's to see. One query. */
export async function holdingOf(viewer: May<'budget:see'>, budget: BudgetId): Promise<{ readonly holding: Holding; readonly wish: HoldingWish | null } | undefined> {
  const row = await viewer.db.selectFrom('budget as b')
    .leftJoin('holding_wish as w', (join) => join.onRef('w.family_id', '=', 'b.family_id').onRef('w.budget_id', '=', 'b.id').on('w.state', '<>', 'withdrawn'))
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'w.family_id').onRef('m.id', '=', 'w.by_member'))
    .select(['b.holding as held', 'w.id', 'w.holding', 'w.at', 'w.state', 'w.answered_at', 'w.words', 'w.lang', 'm.name'])
    .where('b.family_id', '=', viewer.family).where('b.id', '=', budget).where(visibleTo(viewer, 'budget', 'b')).orderBy('w.at', 'desc').orderBy('w.id').limit(1).executeTakeFirst()
  if (!row) return undefined
  const wish = row.id === null ? null : { id: row.id, holding: row.holding!, by: row.name!, at: row.at!, state: row.state!, answeredAt: row.answered_at, words: row.words, lang: row.lang }
  return { holding: row.held, wish }
}

/** An adult of the family would like a budget held another way. That the council holds it again is so at once; all else is answered by whoever leads. */
export async function wishHolding(acting: Acting<'budget:ask'>, { budget, holding }: { budget: BudgetId; holding: Holding }): Promise<Outcome<HoldingWishState, 'changed-meanwhile'>> {
  if (acting.member === null || !isAdult(acting.seat)) throw notYours()
  const row = await acting.db.selectFrom('budget as b').select(['b.holding', 'b.circle_id']).where('b.family_id', '=', acting.family).where('b.id', '=', budget).where(visibleTo(acting, 'budget', 'b')).executeTakeFirst()
  if (!row) throw notYours()
  const waits = await acting.db.selectFrom('holding_wish').select('id').where('family_id', '=', acting.family).where('budget_id', '=', budget).where('state', '=', 'asked').executeTakeFirst()
  if (waits || row.holding === holding) return { ok: false, why: 'changed-meanwhile' }
  const state = holding === 'council' ? 'yes' : 'asked'
  await acting.db.insertInto('holding_wish').values({
    family_id: acting.family, id: newId<HoldingWishId>(), budget_id: budget, holding, by_member: acting.member, at: acting.now, state, answered_at: state === 'yes' ? acting.now : null, answered_by: null, words: null, lang: null,
  }).execute()
  if (state === 'yes') await isHeld(acting, budget, holding)
  return { ok: true, value: state, event: { kind: 'holding-wished', data: { holding, state }, thing: { kind: 'budget', id: budget }, circle: row.circle_id }, notices: await toTheOthers(acting, row.circle_id) }
}

async function isHeld(acting: Inside<Viewer>, budget: BudgetId, holding: Holding): Promise<void> {
  await acting.db.updateTable('budget').set({ holding }).where('family_id', '=', acting.family).where('id', '=', budget).execute()
}

async function toTheOthers(acting: Inside<Viewer>, circle: string | null) {
  return (await readersOf(acting, circle)).filter((person) => person !== acting.person).map((to) => ({ to, name: 'somethingNew' as const }))
}

/** A wish about a budget that the viewer sees. A manager, who is not of the family, sees those that are kept to nobody. */
async function wished(acting: Inside<Viewer>, id: HoldingWishId) {
  const row = await acting.db.selectFrom('holding_wish as w').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'w.family_id').onRef('b.id', '=', 'w.budget_id'))
    .select(['w.budget_id', 'w.holding', 'w.state', 'b.circle_id']).where('w.family_id', '=', acting.family).where('w.id', '=', id)
    .$if(acting.member === null, (query) => query.where('b.circle_id', 'is', null)).$if(acting.member !== null, (query) => query.where(visibleTo(acting, 'budget', 'b'))).executeTakeFirst()
  if (!row) throw notYours()
  return row
}

async function becomes(acting: Inside<Viewer>, id: HoldingWishId, set: { state: HoldingWishState; words?: string | null; lang?: string | null }): Promise<void> {
  await acting.db.updateTable('holding_wish').set({ ...set, answered_at: acting.now, answered_by: acting.member }).where('family_id', '=', acting.family).where('id', '=', id).execute()
}

/** An adult of the family takes a wish back that nobody has answered. */
export async function takeWishBack(acting: Acting<'budget:ask'>, { wish }: { wish: HoldingWishId }): Promise<Outcome<null, 'changed-meanwhile'>> {
  if (!isAdult(acting.seat)) throw notYours()
  const row = await wished(acting, wish)
  if (row.state !== 'asked') return { ok: false, why: 'changed-meanwhile' }
  await becomes(acting, wish, { state: 'withdrawn' })
  return { ok: true, value: null, event: { kind: 'holding-wish-taken-back', data: {}, thing: { kind: 'budget', id: row.budget_id }, circle: row.circle_id } }
}

/** Whoever leads answers, or a manager of the team while nobody does: with a yes the budget is held like this from now on, and no sum moves; a no has its reason. */
export async function answerHoldingWish(acting: Acting<'spend:decide'> | Acting<'lead:name'>, { wish, yes, words, lang }: { wish: HoldingWishId; yes: boolean; words: string | null; lang: string }): Promise<Outcome<null, 'changed-meanwhile' | 'say-why'>> {
  if (acting.member === null ? (await leadingNow(acting)).length > 0 : acting.seat !== 'lead') throw notYours()
  const row = await wished(acting, wish)
  if (row.state !== 'asked') return { ok: false, why: 'changed-meanwhile' }
  if (!yes && words === null) return { ok: false, why: 'say-why', field: 'words' }
  await becomes(acting, wish, { state: yes ? 'yes' : 'no', words, lang: words === null ? null : lang })
  if (yes) await isHeld(acting, row.budget_id, row.holding)
  return { ok: true, value: null, event: { kind: 'holding-answered', data: { holding: row.holding, yes }, thing: { kind: 'budget', id: row.budget_id }, circle: row.circle_id }, notices: await toTheOthers(acting, row.circle_id) }
}

/** The wishes that a manager answers: those of a family that nobody leads. Two queries. */
export async function wishesUnled(viewer: May<'lead:name'>): Promise<(HoldingWish & { readonly budget: string })[]> {
  if ((await leadingNow(viewer)).length > 0) return []
  const rows = await viewer.db.selectFrom('holding_wish as w').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'w.family_id').onRef('b.id', '=', 'w.budget_id')).innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'w.family_id').onRef('m.id', '=', 'w.by_member'))
    .select(['w.id', 'w.holding', 'm.name as by', 'w.at', 'b.name as budget']).where('w.family_id', '=', viewer.family).where('w.state', '=', 'asked').where('b.circle_id', 'is', null).orderBy('w.at').orderBy('w.id').execute()
  return rows.map((row) => ({ ...row, state: 'asked', answeredAt: null, words: null, lang: null }))
}

export interface WishToAnswer { readonly family: FamilyId; readonly name: string; readonly budget: BudgetId; readonly since: Instant; /** No lead professional just now: the manager answers. */ readonly noLead: boolean }

/** For the desk: families that would like their money held another way, of whoever leads, and for a manager those of the team that nobody leads. The oldest wish first. One query. */
export async function holdingWishesToAnswer(viewer: AreaMay<'desk:see'>): Promise<WishToAnswer[]> {
  const { db, person, now, today } = viewer
  if (person === null) return []
  const teams = teamsManaged(viewer)
  const rows = await db.selectFrom('holding_wish as w').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'w.family_id').onRef('b.id', '=', 'w.budget_id')).innerJoin('family as f', 'f.id', 'w.family_id')
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'w.family_id').on(leadsToday('m', today))).select(['w.family_id', 'f.name', 'w.budget_id', 'w.at', 'm.id as lead']).where('w.state', '=', 'asked')
    .where((eb) => eb.or([eb.and([eb('m.person_id', '=', person), visibleTo(lookerOfRow('m', 'lead', { now, today }), 'budget', 'b')]), ...(teams.length > 0 ? [eb.and([eb('m.id', 'is', null), eb('f.team', 'in', teams), eb('b.circle_id', 'is', null)])] : [])]))
    .orderBy('w.at').orderBy('w.id').execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, budget: row.budget_id, since: row.at, noLead: row.lead === null }))
}
