/**
 * What was given for a spend, day by day, and what the family says of it. A provider says by its link what it gave, and the
 * family answers "did it happen?"; where there is no order the family says so by itself. What happened is paid at the agreed
 * price and never more, what did not is held until it is settled, and the rest goes back to what is left.
 *
 * | delivery  | who                                               | to        | money                             |
 * |-----------|---------------------------------------------------|-----------|-----------------------------------|
 * | (none)    | provider `sayGiven`                               | waiting   |                                   |
 * | (none)    | family `confirmDelivered`                         | happened  | due at once                       |
 * | waiting   | family `answerDelivery`: it happened              | happened  | due, as far as the bills go       |
 * | waiting   | family `answerDelivery`: it did not               | not       | held                              |
 * | not       | family `answerDelivery`: it did happen            | happened  | due, as far as the bills go       |
 * | waiting, not | provider `takeBackGiven`                       | withdrawn | its units can be given again      |
 * | not       | lead professional `settleDelivery`                | paid-for, not-paid | due, or as withdrawn     |
 */
import { notYours } from '#app/access/not-yours.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Provider, Viewer } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type CircleId, type DeliveryId, type FamilyId, type OrderId, type SpendId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { pence, sum, type Pence } from '#app/values/money.ts'
import type { Schema, SpendState } from '#db/schema.ts'
import type { DeliveryAnswer } from '#db/schema-orders.ts'
import { moveSpend, spendHolds, type Mover } from './ledger.server.ts'
import { leadsOf, tiedTo } from './limits.server.ts'
import { earned, inDispute, isOpen, unitsLeft, unitsPaidFor, worth, type Given } from './owed.ts'
import { due, hold, release } from './payments.server.ts'
import { receiptWaits } from './receipt-waits.server.ts'
import { change, say, seenAs, type Seen } from './spending.server.ts'
import { isTheirs } from './who-asks.ts'

/** Whoever carries a spend out: one of the family, somebody who helps, or the provider by its link. */
type Somebody = Pick<Inside<Viewer | Provider>, 'db' | 'family' | 'now' | 'today'>

/** A spend that is carried out, as far as sums and days ask. */
export interface Carried { readonly id: SpendId; readonly budget_id: BudgetId; readonly circle_id: CircleId | null; readonly state: SpendState; readonly unit_pence: Pence; readonly quantity: number; readonly weeks: number; readonly pence: Pence; readonly version: number; readonly level: Schema['spend']['level'] }

/** A row of what was given, as far as sums ask. */
export function asGiven(row: { readonly units: number; readonly answer: DeliveryAnswer; readonly order_id: OrderId | null }): Given {
  return { units: row.units, answer: row.answer, byOrder: row.order_id !== null }
}

/** What was given for a spend so far, and what was billed. Two queries. */
export async function givenFor(acting: Somebody, spend: SpendId): Promise<{ given: Given[]; billed: Pence }> {
  const rows = await acting.db.selectFrom('delivery').select(['units', 'answer', 'order_id']).where('family_id', '=', acting.family).where('spend_id', '=', spend).execute()
  const bills = await acting.db.selectFrom('bill').select('pence').where('family_id', '=', acting.family).where('spend_id', '=', spend).execute()
  return { given: rows.map(asGiven), billed: sum(bills.map((bill) => bill.pence)) }
}

/** All of a spend that was due so far, and what of it is paid, in pence. */
async function dueSoFar(acting: Somebody, spend: SpendId): Promise<{ due: Pence; paid: Pence }> {
  const rows = await acting.db.selectFrom('payment').select(['pence', 'state']).where('family_id', '=', acting.family).where('spend_id', '=', spend).where('state', '<>', 'dropped').execute()
  return { due: sum(rows.map((row) => row.pence)), paid: sum(rows.filter((row) => row.state === 'paid').map((row) => row.pence)) }
}

/** The spend of a command, without asking who may see it: the caller has proven that already. */
export async function carried(acting: Somebody, spend: SpendId): Promise<Carried> {
  return acting.db.selectFrom('spend').select(['id', 'budget_id', 'circle_id', 'state', 'unit_pence', 'quantity', 'weeks', 'pence', 'version', 'level']).where('family_id', '=', acting.family).where('id', '=', spend).executeTakeFirstOrThrow()
}

/** After each word about a spend that is carried out: what has become due is due, and a spend of which all was given has only to be paid. */
export async function carryOn(acting: Somebody, spend: Carried): Promise<void> {
  const { given, billed } = await givenFor(acting, spend.id)
  const owed = earned(spend.unit_pence, given, billed) - (await dueSoFar(acting, spend.id)).due
  if (owed > 0) await due(acting, { spend: spend.id, pence: pence(owed) })
  // A dispute holds all that is due of it, and the end of the last one lets it go.
  await (inDispute(given) ? hold : release)(acting, spend.id)
  const all = spend.state === 'approved' && unitsPaidFor(given) === spend.quantity
  await change(acting, spend, all ? { state: 'delivered' } : {})
}

/** The family says how much of it has happened, where no provider says so by a link: so many `units` of what is still to come, or all of it. */
export async function confirmDelivered(acting: Acting<'budget:ask'>, { units: said, ...seen }: Seen & { units?: number }): Promise<Outcome<null, 'changed-meanwhile' | 'more-than-is-left' | 'answer-first' | 'receipt-first'>> {
  const found = await seenAs(acting, seen, ['approved'])
  if (!found.ok) return found
  if (acting.member === null) throw notYours()
  if (await receiptWaits(acting, found.row.id)) return { ok: false, why: 'receipt-first' }
  const spend = await carried(acting, found.row.id)
  const left = unitsLeft(spend.quantity, (await givenFor(acting, spend.id)).given)
  const units = said ?? left
  if (left === 0) return { ok: false, why: 'answer-first' }
  if (units > left) return { ok: false, why: 'more-than-is-left', values: { count: left }, field: 'units' }
  await acting.db.insertInto('delivery').values({
    family_id: acting.family, id: newId<DeliveryId>(), spend_id: spend.id, order_id: null, on_day: acting.today, units, said_by: acting.member, said_at: acting.now,
    answer: 'happened', answered_by: acting.member, answered_at: acting.now, words: null, lang: null,
  }).execute()
  await say(acting, found.row, 'delivered')
  await carryOn(acting, spend)
  return { ok: true, value: null, event: { kind: 'spend-delivered', data: { pence: spend.unit_pence * units }, thing: { kind: 'spend', id: spend.id }, circle: spend.circle_id } }
}

/** A delivery of a spend that this viewer may see. */
async function deliverySeen(acting: Inside<Viewer>, id: DeliveryId, states: readonly DeliveryAnswer[]) {
  const row = await acting.db.selectFrom('delivery as d').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'd.family_id').onRef('s.id', '=', 'd.spend_id'))
    .select(['d.id', 'd.answer', 'd.spend_id', 'd.order_id', 's.circle_id', 's.asked_by', 's.payee']).where('d.family_id', '=', acting.family).where('d.id', '=', id).where(visibleTo(acting, 'spend', 's')).executeTakeFirst()
  if (!row || !isTheirs(acting, { askedBy: row.asked_by })) throw notYours()
  return states.includes(row.answer) ? row : undefined
}

type Answered = Pick<Schema['delivery'], 'answer' | 'words' | 'lang'>

/** Writes an answer, and what follows from it for the money. */
async function answered(acting: Inside<Viewer>, row: { id: DeliveryId; spend_id: SpendId; circle_id: CircleId | null }, said: Answered, notices: readonly Notice[]): Promise<Outcome<SpendId, never>> {
  await acting.db.updateTable('delivery').set({ ...said, answered_by: acting.member, answered_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  await carryOn(acting, await carried(acting, row.spend_id))
  return { ok: true, value: row.spend_id, event: { kind: 'delivery-answered', data: { answer: said.answer }, thing: { kind: 'spend', id: row.spend_id }, circle: row.circle_id }, notices }
}

export interface DeliverySaid { readonly delivery: DeliveryId; readonly happened: boolean; readonly words: string | null; readonly lang: string }

/** The family answers "did it happen?"; a no holds the money, and can be changed to a yes. */
export async function answerDelivery(acting: Acting<'budget:ask'>, { delivery, happened, words, lang }: DeliverySaid): Promise<Outcome<SpendId, 'changed-meanwhile'>> {
  const row = await deliverySeen(acting, delivery, happened ? ['waiting', 'not'] : ['waiting'])
  if (!row || acting.member === null) return { ok: false, why: 'changed-meanwhile' }
  const lead = happened ? [] : await leadsOf(acting, row.spend_id)
  return answered(acting, row, { answer: happened ? 'happened' : 'not', words, lang: words === null ? null : lang }, lead.filter((person) => person !== acting.person).map((to) => ({ to, name: 'somethingNew' })))
}

/** What is in dispute is settled by whoever leads, with a reason that both sides read: paid for though it did not happen as agreed, or not. */
export async function settleDelivery(acting: Acting<'spend:decide'>, { delivery, pay, words, lang }: { delivery: DeliveryId; pay: boolean; words: string; lang: string }): Promise<Outcome<SpendId, 'changed-meanwhile' | 'own-request'>> {
  const row = await deliverySeen(acting, delivery, ['not'])
  if (!row || acting.member === null) return { ok: false, why: 'changed-meanwhile' }
  if ((await tiedTo(acting, { askedBy: row.asked_by, payee: row.payee }, [acting.person])).size > 0) return { ok: false, why: 'own-request' }
  return answered(acting, row, { answer: pay ? 'paid-for' : 'not-paid', words, lang }, await toTheFamily(acting, row.circle_id))
}

/**
 * The family says that this was all: what was not given goes back to what is left, and what was is still paid. Refused while
 * something waits for its answer. Of what nothing was given, taking it back is the word.
 */
export async function finishSpend(acting: Acting<'budget:ask'>, seen: Seen): Promise<Outcome<null, 'changed-meanwhile' | 'answer-first' | 'nothing-was-given'>> {
  const found = await seenAs(acting, seen, ['approved'])
  if (!found.ok) return found
  const spend = await carried(acting, found.row.id)
  const { given } = await givenFor(acting, spend.id)
  if (isOpen(given)) return { ok: false, why: 'answer-first' }
  if (unitsPaidFor(given) === 0) return { ok: false, why: 'nothing-was-given' }
  await say(acting, found.row, 'finished')
  await change(acting, spend, { state: await leaveTheRest(acting, spend) })
  return { ok: true, value: null, event: { kind: 'spend-finished', data: { pence: worth(spend.unit_pence, given) }, thing: { kind: 'spend', id: spend.id }, circle: spend.circle_id } }
}

/**
 * Nothing more will be given: what is kept beyond what is still to be paid is left again. While a provider can still send its
 * bill, what was given waits for that at the agreed price; without an order, only what is due already does. The state that the
 * spend has then: of which nothing is paid, nor will be, it is over as one that was taken back.
 */
export async function leaveTheRest(acting: Somebody & Mover, spend: Carried): Promise<'delivered' | 'paid' | 'cancelled'> {
  const order = await acting.db.selectFrom('spend_order').select('id').where('family_id', '=', acting.family).where('spend_id', '=', spend.id).where('ended_at', 'is', null).where('expires_at', '>', acting.now).executeTakeFirst()
  const { given } = await givenFor(acting, spend.id)
  const { due: asked, paid } = await dueSoFar(acting, spend.id)
  const toPay = (order ? worth(spend.unit_pence, given) : asked) - paid
  const rest = (await spendHolds(acting, spend.id, 'committed')) - toPay
  if (rest > 0) await moveSpend(acting, { budget: spend.budget_id, id: spend.id }, 'committed', 'available', 'not-delivered', pence(rest))
  return toPay > 0 ? 'delivered' : paid > 0 ? 'paid' : 'cancelled'
}

/** Whether it helped, in one of four answers and own words; said again, it stands instead. */
export interface Helped { readonly answer: Schema['spend_helped']['answer']; readonly words: string | null; readonly lang: string }

/** One of the family says whether something that was given helped. */
export async function sayHelped(acting: Acting<'budget:ask'>, { spend, answer, words, lang }: Helped & { spend: SpendId }): Promise<Outcome<SpendId, 'nothing-was-given'>> {
  const row = await acting.db.selectFrom('spend as s').select(['s.id', 's.circle_id']).where('s.id', '=', spend).where(visibleTo(acting, 'spend', 's')).executeTakeFirst()
  if (!row || acting.member === null) throw notYours()
  const repaid = await acting.db.selectFrom('receipt').select('id').where('family_id', '=', acting.family).where('spend_id', '=', spend).where('state', '=', 'agreed').executeTakeFirst()
  if (!repaid && unitsPaidFor((await givenFor(acting, spend)).given) === 0) return { ok: false, why: 'nothing-was-given' }
  const said = { answer, words, lang: words === null ? null : lang, at: acting.now }
  await acting.db.insertInto('spend_helped').values({ family_id: acting.family, spend_id: spend, by_member: acting.member, ...said })
    .onConflict((conflict) => conflict.columns(['family_id', 'spend_id', 'by_member']).doUpdateSet(said)).execute()
  return { ok: true, value: spend, event: { kind: 'helped-said', data: {}, thing: { kind: 'spend', id: spend }, circle: row.circle_id } }
}

/** Those of the family who see a spend: told that a provider or whoever leads said something, or that it ends soon. */
export async function toTheFamily(acting: Somebody, circle: CircleId | null): Promise<Notice[]> {
  return (await readersOf(acting, circle)).map((to) => ({ to, name: 'moneyWord' }))
}

/** Something that was given, as the family and whoever leads read it. */
export interface Delivery { readonly id: DeliveryId; readonly on: Day; readonly units: number; readonly answer: DeliveryAnswer; readonly byOrder: boolean; readonly name: string | null; readonly at: Instant; readonly words: string | null; readonly lang: string | null }

/** How a spend is carried out: what was given, billed and still to come, and whether it helped. */
export interface Carrying {
  readonly deliveries: readonly Delivery[]
  readonly left: number
  readonly bills: readonly { readonly reference: string; readonly pence: Pence; readonly at: Instant }[]
  readonly helped: readonly { readonly name: string; readonly answer: Helped['answer']; readonly words: string | null; readonly lang: string | null }[]
}

/** How one spend is carried out. The spend was read by the same viewer. Three queries. */
export async function carryingOf(viewer: May<'spend:see'>, spend: SpendId, quantity: number): Promise<Carrying> {
  const seen = viewer.db.selectFrom('spend as s').where('s.id', '=', spend).where(visibleTo(viewer, 'spend', 's'))
  const deliveries = await seen.innerJoin('delivery as d', (join) => join.onRef('d.family_id', '=', 's.family_id').onRef('d.spend_id', '=', 's.id'))
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'd.family_id').onRef('m.id', '=', 'd.answered_by'))
    .select(['d.id', 'd.on_day', 'd.units', 'd.answer', 'd.order_id', 'm.name', 'd.said_at', 'd.answered_at', 'd.words', 'd.lang']).orderBy('d.on_day').orderBy('d.said_at').orderBy('d.id').execute()
  const bills = await seen.innerJoin('bill as b', (join) => join.onRef('b.family_id', '=', 's.family_id').onRef('b.spend_id', '=', 's.id')).select(['b.reference', 'b.pence', 'b.sent_at']).orderBy('b.sent_at').orderBy('b.reference').execute()
  const helped = await seen.innerJoin('spend_helped as h', (join) => join.onRef('h.family_id', '=', 's.family_id').onRef('h.spend_id', '=', 's.id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'h.family_id').onRef('m.id', '=', 'h.by_member')).select(['m.name', 'h.answer', 'h.words', 'h.lang']).orderBy('h.at').execute()
  return {
    deliveries: deliveries.map((row) => ({ id: row.id, on: row.on_day, units: row.units, answer: row.answer, byOrder: row.order_id !== null, name: row.name, at: row.answered_at ?? row.said_at, words: row.words, lang: row.lang })),
    left: unitsLeft(quantity, deliveries.map(asGiven)),
    bills: bills.map((row) => ({ reference: row.reference, pence: row.pence, at: row.sent_at })),
    helped: helped.map((row) => ({ name: row.name, answer: row.answer, words: row.words, lang: row.lang })),
  }
}

/** Of the families that a person leads and may see it of: what a family says did not happen. The oldest first. One query. */
export async function disputesToSettle({ db, person, now, today }: AreaMay<'desk:see'>): Promise<{ family: FamilyId; name: string; spend: SpendId; since: Instant }[]> {
  if (person === null) return []
  const rows = await db.selectFrom('delivery as d').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'd.family_id').onRef('s.id', '=', 'd.spend_id'))
    .innerJoin('member as m', 'm.family_id', 's.family_id').innerJoin('family as f', 'f.id', 's.family_id').select(['d.family_id', 'f.name', 's.id', (eb) => eb.fn.min('d.answered_at').as('since')])
    .where('d.answer', '=', 'not').where('m.person_id', '=', person).where(leadsToday('m', today)).where(visibleTo(lookerOfRow('m', 'lead', { now, today }), 'spend', 's'))
    .groupBy(['d.family_id', 'f.name', 's.id']).orderBy('since').orderBy('s.id').execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, spend: row.id, since: row.since! }))
}
