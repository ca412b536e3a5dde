/**
 * The order to a provider for what was approved: sent by the family or its lead professional as a secret link, which shows
 * that one order and nothing of the family beyond what the order needs (#9). What the provider answers stands beside the
 * spend; another price than the agreed one is a new request, which is decided again.
 *
 * | order          | who                                     | to       | money                                  |
 * |----------------|-----------------------------------------|----------|----------------------------------------|
 * | (none)         | family or lead `sendOrder`              | sent     |                                        |
 * | sent           | provider `acceptOrder`                  | accepted |                                        |
 * | sent           | provider `declineOrder`                 | declined | stays kept, until it is taken back     |
 * | sent, accepted | provider `askOtherPrice`                | as it was |                                       |
 * | sent, accepted | family `answerOtherPrice`: yes          | as it was | committed -> available -> asked, decided again |
 * | sent, accepted | family or lead `endOrder`, once all that was confirmed is billed; `sendOrder` | ended | what nobody gave: left again, once all is over |
 * | sent           | the house, with the yes (`lapse`); a no to another price | ended | as the yes, the no |
 * | accepted       | the house, once its link has run out (`lapse`) | ended | what was given and never billed: left again |
 */
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, May, ProviderActing } from '#app/access/viewer.server.ts'
import { addressOf, hashOfToken, newToken } from '#app/domain/account/links.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { EventDraft } from '#app/events/catalogue.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { Lang } from '#app/i18n/lang.ts'
import { newId, type DeliveryId, type OrderId, type SpendId } from '#app/values/ids.ts'
import { atWallTime, dayAt, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { OrderState } from '#db/schema-orders.ts'
import type { CannotReason } from './order-form.ts'
import { carried, carryOn, givenFor, leaveTheRest, toTheFamily, type Carried } from './deliveries.server.ts'
import { moveSpend } from './ledger.server.ts'
import { firstWithDeciders } from './limits.server.ts'
import { endOpen } from './order-ends.server.ts'
import { billable, billAwaited, counts, isOpen, unitsLeft } from './owed.ts'
import { placeOnAgenda } from './panel-agenda.server.ts'
import { receiptWaits } from './receipt-waits.server.ts'
import { answerBy, askOf, change, open, say, seenAs, toDecide, type Seen } from './spending.server.ts'
import { askedAs, askAnew, type AnewRefused } from './suggestions.server.ts'

export interface NewOrder extends Seen {
  readonly to: { readonly channel: 'email' | 'text'; readonly address: string }
  /** The language of the message; the page can be read in any. */
  readonly lang: Lang
  /** What the provider should know, in the sender's words: the page says nothing else of the family. */
  readonly note: string | null
  readonly noteLang: string
}

/** Sends the order of an approved spend, in place of one sent before. The link holds until so many days after the budget ends. */
export async function sendOrder(acting: Acting<'order:send'>, order: NewOrder): Promise<Outcome<OrderId, 'changed-meanwhile' | 'answer-first' | 'receipt-first'>> {
  const found = await seenAs(acting, order, ['approved'])
  if (!found.ok) return found
  if (acting.member === null) throw notYours()
  if (isOpen((await givenFor(acting, found.row.id)).given)) return { ok: false, why: 'answer-first' }
  if (await receiptWaits(acting, found.row.id)) return { ok: false, why: 'receipt-first' }
  await endOpen(acting, found.row.id)
  const token = newToken()
  const id = newId<OrderId>()
  const { areaName, orderDays } = await settingsOf(acting.db)
  await acting.db.insertInto('spend_order').values({
    family_id: acting.family, id, spend_id: found.row.id, token_hash: hashOfToken(token), channel: order.to.channel, address: order.to.address, lang: order.lang,
    note: order.note, note_lang: order.note === null ? null : order.noteLang, state: 'sent', begins_on: null, reason: null, words: null, words_lang: null, new_unit_pence: null, new_quantity: null,
    made_by: acting.member, made_at: acting.now, expires_at: atWallTime(plusDays(found.row.until_on, orderDays), '23:00')!, answered_at: null, ended_at: null,
  }).execute()
  await change(acting, found.row, {})
  return {
    ok: true, value: id, event: { kind: 'order-sent', data: { channel: order.to.channel }, thing: { kind: 'spend', id: found.row.id }, circle: found.row.circle_id },
    notices: [{ to: { ...order.to, lang: order.lang }, name: 'order', atOnce: true, values: { area: areaName, link: addressOf(`/provider/${token}`) } }],
  }
}

/** Ends the link of an order. Refused while something that was given waits for its answer, or what the family confirmed for its bill: without the link nobody could ask for that money. */
export async function endOrder(acting: Acting<'order:send'>, seen: Seen): Promise<Outcome<null, 'changed-meanwhile' | 'answer-first' | 'bill-awaited'>> {
  const found = await seenAs(acting, seen, ['approved', 'delivered'])
  if (!found.ok) return found
  const spend = await carried(acting, found.row.id)
  const { given, billed } = await givenFor(acting, spend.id)
  if (isOpen(given)) return { ok: false, why: 'answer-first' }
  const unbilled = billAwaited(spend.unit_pence, given, billed)
  if (unbilled > 0) return { ok: false, why: 'bill-awaited', values: { left: unbilled } }
  const notices = await endOpen(acting, spend.id)
  if (notices.length === 0) return { ok: false, why: 'changed-meanwhile' }
  await change(acting, spend, spend.state === 'approved' ? {} : { state: await leaveTheRest(acting, spend) })
  return { ok: true, value: null, event: { kind: 'order-ended', data: {}, thing: { kind: 'spend', id: spend.id }, circle: spend.circle_id }, notices }
}

/** The family takes a request back, or says that what was agreed did not happen: the money is left again, and the provider told. What was given in part is finished instead. */
export async function cancelSpend(acting: Acting<'budget:ask'>, seen: Seen): Promise<Outcome<null, 'changed-meanwhile' | 'given-already' | 'receipt-first'>> {
  const found = await seenAs(acting, seen, [...open, 'approved'])
  if (!found.ok) return found
  const { row } = found
  if (row.state === 'approved' && counts((await givenFor(acting, row.id)).given)) return { ok: false, why: 'given-already' }
  if (await receiptWaits(acting, row.id)) return { ok: false, why: 'receipt-first' }
  await change(acting, row, { state: 'cancelled' })
  await say(acting, row, 'cancel')
  await moveSpend(acting, { budget: row.budget_id, id: row.id }, row.state === 'approved' ? 'committed' : 'asked', 'available', 'cancelled')
  return { ok: true, value: null, event: { kind: 'spend-cancelled', data: { pence: row.pence }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }, notices: await endOpen(acting, row.id) }
}

/** Asks again, inside a command, whether the link holds: it may have ended while it waited. */
async function ownOrder(acting: ProviderActing, states: readonly OrderState[]) {
  const order = await acting.db.selectFrom('spend_order').selectAll().where('family_id', '=', acting.family).where('id', '=', acting.order).where('ended_at', 'is', null).where('expires_at', '>', acting.now).executeTakeFirst()
  return order && states.includes(order.state) ? { order, spend: await carried(acting, acting.spend) } : undefined
}

/** The provider says yes, and when it begins. */
export async function acceptOrder(acting: ProviderActing, { beginsOn }: { beginsOn: Day }): Promise<Outcome<null, 'link-ended' | 'day-is-past' | 'day-after-order' | 'not-decided-yet'>> {
  const own = await ownOrder(acting, ['sent'])
  if (!own) return { ok: false, why: 'link-ended' }
  if (own.spend.state !== 'approved') return { ok: false, why: 'not-decided-yet' }
  if (beginsOn < acting.today) return { ok: false, why: 'day-is-past', field: 'begins' }
  const lastDay = dayAt(own.order.expires_at)
  if (beginsOn > lastDay) return { ok: false, why: 'day-after-order', values: { until: lastDay }, field: 'begins' }
  await acting.db.updateTable('spend_order').set({ state: 'accepted', begins_on: beginsOn, answered_at: acting.now, new_unit_pence: null, new_quantity: null }).where('family_id', '=', acting.family).where('id', '=', acting.order).execute()
  await change(acting, own.spend, {})
  return done(acting, own.spend, { kind: 'order-answered', data: { how: 'accept' } })
}

/** The provider cannot do it, and says why. Its link ends; the money stays kept until the family takes it back or orders anew. */
export async function declineOrder(acting: ProviderActing, { reason, words, lang }: { reason: CannotReason; words: string | null; lang: string }): Promise<Outcome<null, 'link-ended' | 'say-why'>> {
  const own = await ownOrder(acting, ['sent'])
  if (!own) return { ok: false, why: 'link-ended' }
  if (reason === 'other' && words === null) return { ok: false, why: 'say-why', field: 'words' }
  await acting.db.updateTable('spend_order').set({ state: 'declined', reason, words, words_lang: words === null ? null : lang, answered_at: acting.now, ended_at: acting.now, new_unit_pence: null, new_quantity: null })
    .where('family_id', '=', acting.family).where('id', '=', acting.order).execute()
  await change(acting, own.spend, {})
  return done(acting, own.spend, { kind: 'order-answered', data: { how: 'decline' } })
}

/** The provider says what it gave on a day: of the agreed number, and no more. The family is asked whether it happened. */
export async function sayGiven(acting: ProviderActing, { on, units }: { on: Day; units: number }): Promise<Outcome<null, 'link-ended' | 'day-not-yet' | 'day-too-early' | 'more-than-is-left' | 'not-decided-yet'>> {
  const own = await ownOrder(acting, ['accepted'])
  if (!own) return { ok: false, why: 'link-ended' }
  const { order, spend } = own
  if (spend.state !== 'approved') return { ok: false, why: 'not-decided-yet' }
  if (on > acting.today) return { ok: false, why: 'day-not-yet', field: 'on' }
  if (on < order.begins_on! && on < acting.today) return { ok: false, why: 'day-too-early', field: 'on' }
  const left = unitsLeft(spend.quantity, (await givenFor(acting, spend.id)).given)
  if (units > left) return { ok: false, why: 'more-than-is-left', values: { count: left }, field: 'units' }
  await acting.db.insertInto('delivery').values({
    family_id: acting.family, id: newId<DeliveryId>(), spend_id: spend.id, order_id: order.id, on_day: on, units, said_by: null, said_at: acting.now, answer: 'waiting', answered_by: null, answered_at: null, words: null, lang: null,
  }).execute()
  await change(acting, spend, {})
  return done(acting, spend, { kind: 'delivery-said', data: { units } })
}

/** The provider takes back what it said to have given: it was a mistake, or is not charged. */
export async function takeBackGiven(acting: ProviderActing, { delivery }: { delivery: DeliveryId }): Promise<Outcome<null, 'link-ended' | 'changed-meanwhile'>> {
  const own = await ownOrder(acting, ['accepted'])
  if (!own) return { ok: false, why: 'link-ended' }
  const { given, billed } = await givenFor(acting, acting.spend)
  const row = await acting.db.selectFrom('delivery').select(['answer', 'units']).where('family_id', '=', acting.family).where('id', '=', delivery).where('order_id', '=', acting.order).executeTakeFirst()
  // What is on a bill already stays: the bill would be for more than was given.
  if (!row || !['waiting', 'not'].includes(row.answer) || own.spend.unit_pence * row.units > billable(own.spend.unit_pence, given, billed)) return { ok: false, why: 'changed-meanwhile' }
  await acting.db.updateTable('delivery').set({ answer: 'withdrawn', answered_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', delivery).execute()
  await carryOn(acting, own.spend)
  return done(acting, own.spend, { kind: 'delivery-answered', data: { answer: 'withdrawn' } })
}

/** The provider sends a bill: for what it says it gave at the agreed price, and no more. It is paid as far as the family says that it happened. */
export async function sendBill(acting: ProviderActing, { reference, pence: asked }: { reference: string; pence: Pence }): Promise<Outcome<null, 'link-ended' | 'more-than-agreed' | 'bill-was-sent'>> {
  const own = await ownOrder(acting, ['accepted'])
  if (!own) return { ok: false, why: 'link-ended' }
  const { given, billed } = await givenFor(acting, acting.spend)
  const most = billable(own.spend.unit_pence, given, billed)
  if (asked > most) return { ok: false, why: 'more-than-agreed', values: { left: most }, field: 'pence' }
  const before = await acting.db.selectFrom('bill').select('id').where('family_id', '=', acting.family).where('order_id', '=', acting.order).where('reference', '=', reference).executeTakeFirst()
  if (before) return { ok: false, why: 'bill-was-sent', field: 'reference' }
  await acting.db.insertInto('bill').values({ family_id: acting.family, id: newId(), spend_id: acting.spend, order_id: acting.order, reference, pence: asked, sent_at: acting.now }).execute()
  await carryOn(acting, own.spend)
  return done(acting, own.spend, { kind: 'bill-sent', data: { pence: asked } })
}

/** The provider asks for another price or number, before anything was given: the family says whether it asks anew. What is for several weeks has so many in each. */
export async function askOtherPrice(acting: ProviderActing, { unitPence, quantity: each, words, lang }: { unitPence: Pence; quantity: number; words: string; lang: string }): Promise<Outcome<null, 'link-ended' | 'given-already' | 'as-agreed' | 'not-decided-yet'>> {
  const own = await ownOrder(acting, ['sent', 'accepted'])
  if (!own) return { ok: false, why: 'link-ended' }
  if (own.spend.state !== 'approved') return { ok: false, why: 'not-decided-yet' }
  if (counts((await givenFor(acting, acting.spend)).given)) return { ok: false, why: 'given-already' }
  const quantity = each * own.spend.weeks
  if (unitPence === own.spend.unit_pence && quantity === own.spend.quantity) return { ok: false, why: 'as-agreed', field: 'price' }
  await acting.db.updateTable('spend_order').set({ new_unit_pence: unitPence, new_quantity: quantity, words, words_lang: lang }).where('family_id', '=', acting.family).where('id', '=', acting.order).execute()
  await change(acting, own.spend, {})
  return done(acting, own.spend, { kind: 'other-price-asked', data: { pence: unitPence * quantity } })
}

async function done(acting: ProviderActing, spend: Carried, event: Pick<EventDraft, 'kind' | 'data'>): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { ...event, thing: { kind: 'spend', id: spend.id }, circle: spend.circle_id } as EventDraft, notices: await toTheFamily(acting, spend.circle_id) }
}

/**
 * The family answers another price: with a yes it asks for that instead, the money set aside anew and all rules asked again, and
 * it is decided again; with a no it stays as agreed. What it is of, and for how many weeks, stays either way.
 */
export async function answerOtherPrice(acting: Acting<'budget:ask'>, { yes, ...seen }: Seen & { yes: boolean }): Promise<Outcome<null, 'changed-meanwhile' | AnewRefused>> {
  const found = await seenAs(acting, seen, ['approved'])
  if (!found.ok) return found
  const { row } = found
  const order = await acting.db.selectFrom('spend_order').select(['id', 'new_unit_pence', 'new_quantity']).where('family_id', '=', acting.family).where('spend_id', '=', row.id).where('ended_at', 'is', null).executeTakeFirst()
  const { given } = await givenFor(acting, row.id)
  const was = await askedAs(acting, row.id)
  if (!was || !order || order.new_unit_pence === null || order.new_quantity === null || counts(given)) return { ok: false, why: 'changed-meanwhile' }
  await acting.db.updateTable('spend_order').set({ new_unit_pence: null, new_quantity: null }).where('family_id', '=', acting.family).where('id', '=', order.id).execute()
  const event = { kind: 'other-price-answered' as const, data: { yes }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }
  if (!yes) {
    await change(acting, row, {})
    return { ok: true, value: null, event }
  }
  // It does not count for the limits beside itself.
  await acting.db.updateTable('spend').set({ state: 'asked', decided_at: null }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  const level = await askAnew(acting, row, was, { ...was, unit_pence: order.new_unit_pence, quantity: order.new_quantity }, 'committed')
  if ('why' in level) return level
  const who = await firstWithDeciders(acting, level.level, askOf(row))
  await change(acting, { ...row, level: who.level }, { state: 'asked', answer_by: await answerBy(acting) })
  await say(acting, row, 'new-price')
  if (who.level === 'panel') await placeOnAgenda(acting, row.id)
  return { ok: true, value: null, event, notices: toDecide(acting, who.deciders) }
}

/** The order of a spend, as the family and whoever leads read it. */
export interface Order { readonly state: OrderState; readonly address: string; readonly sentAt: Instant; readonly until: Instant; readonly over: boolean; readonly note: string | null; readonly noteLang: string | null; readonly beginsOn: Day | null; readonly reason: string | null; readonly words: string | null; readonly wordsLang: string | null; readonly other: { readonly unitPence: Pence; readonly quantity: number } | null }

/** The newest order of a spend; null where none was sent. One query. */
export async function orderOf(viewer: May<'spend:see'>, spend: SpendId): Promise<Order | null> {
  const row = await viewer.db.selectFrom('spend_order as o').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'o.family_id').onRef('s.id', '=', 'o.spend_id')).selectAll('o')
    .where('o.family_id', '=', viewer.family).where('o.spend_id', '=', spend).where(visibleTo(viewer, 'spend', 's')).orderBy('o.made_at', 'desc').orderBy('o.id').limit(1).executeTakeFirst()
  return row ? {
    state: row.state, address: row.address, sentAt: row.made_at, until: row.expires_at, over: row.ended_at === null && row.expires_at <= viewer.now, note: row.note, noteLang: row.note_lang, beginsOn: row.begins_on,
    reason: row.reason, words: row.words, wordsLang: row.words_lang, other: row.new_unit_pence !== null && row.new_quantity !== null ? { unitPence: row.new_unit_pence, quantity: row.new_quantity } : null,
  } : null
}

/** The address that the directory has for the provider of a spend, to begin the form with. One query. */
export async function providersAddress(viewer: May<'spend:see'>, spend: SpendId): Promise<string> {
  const row = await viewer.db.selectFrom('spend as s').innerJoin('service as v', 'v.id', 's.service_id').select('v.email').where('s.id', '=', spend).where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  return row?.email ?? ''
}
