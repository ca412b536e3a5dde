/** The page of one order, for the provider that holds its link: what is asked for, what it said, and its answers. */
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { counted, networkOf, takeAll } from '#app/access/throttle.server.ts'
import { must, providerOf, type ProviderActing, type ProviderMay } from '#app/access/viewer.server.ts'
import { hashOfToken } from '#app/domain/account/links.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type FormUse, type Outcome } from '#app/events/transact.server.ts'
import type { DeliveryId } from '#app/values/ids.ts'
import { now, type Day } from '#app/values/instant.ts'
import { sum, type Pence } from '#app/values/money.ts'
import type { DeliveryAnswer } from '#db/schema-orders.ts'
import { database } from '#db/connect.ts'
import { asGiven } from './deliveries.server.ts'
import { billable, unitsLeft } from './owed.ts'

/** The provider that holds the link of an order; undefined for one that is unknown, old or ended, whichever of these. */
export async function providerWith(token: string): Promise<ProviderMay | undefined> {
  const found = await providerOf(database(), hashOfToken(token), now())
  return found && must(found, 'order:answer')
}

/** What a provider reads: the order, and nothing of the family but what its sender wrote to it. */
export interface OrderByLink {
  readonly number: string
  readonly state: 'sent' | 'accepted'
  /** Whether it stands: another price may be waiting for its yes. */
  readonly agreed: boolean
  readonly area: string
  readonly what: string
  readonly whatLang: string
  readonly label: string | null
  readonly payee: string
  readonly unit: string
  readonly unitPence: Pence
  readonly quantity: number
  /** Each week for so many weeks; 1 is once. `quantity` is of all of them. */
  readonly weeks: number
  readonly pence: Pence
  readonly neededOn: Day
  readonly beginsOn: Day | null
  readonly note: string | null
  readonly noteLang: string | null
  readonly other: { readonly unitPence: Pence; readonly quantity: number } | null
  readonly given: readonly { readonly id: DeliveryId; readonly on: Day; readonly units: number; readonly answer: DeliveryAnswer; readonly words: string | null; readonly lang: string | null }[]
  /** Units that can still be given. */
  readonly left: number
  readonly bills: readonly { readonly reference: string; readonly pence: Pence; readonly on: string }[]
  /** What can still be billed, in pence. */
  readonly toBill: Pence
}

/** The order of a link. Four queries. */
export async function orderByLink(provider: ProviderMay): Promise<OrderByLink> {
  const { db, family } = provider
  const row = await db.selectFrom('spend_order as o').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'o.family_id').onRef('s.id', '=', 'o.spend_id'))
    .select(['o.id', 'o.state', 'o.begins_on', 'o.note', 'o.note_lang', 'o.new_unit_pence', 'o.new_quantity', 's.state as spend', 's.what', 's.what_lang', 's.label', 's.payee', 's.unit', 's.unit_pence', 's.quantity', 's.weeks', 's.pence', 's.needed_on'])
    .where('o.family_id', '=', family).where('o.id', '=', provider.order).executeTakeFirstOrThrow()
  const given = await db.selectFrom('delivery').select(['id', 'on_day', 'units', 'answer', 'order_id', 'words', 'lang']).where('family_id', '=', family).where('spend_id', '=', provider.spend).orderBy('on_day').orderBy('said_at').orderBy('id').execute()
  const all = given.map(asGiven)
  // A later order of the same request bills what an earlier one left unbilled, and nothing twice.
  const billed = await db.selectFrom('bill').select(['reference', 'pence', 'sent_at', 'order_id']).where('family_id', '=', family).where('spend_id', '=', provider.spend).orderBy('sent_at').orderBy('reference').execute()
  const { areaName } = await settingsOf(db)
  return {
    number: numberOf(row.id), state: row.state === 'accepted' ? 'accepted' : 'sent', agreed: row.spend === 'approved' || row.spend === 'delivered' || row.spend === 'paid', area: areaName,
    what: row.what, whatLang: row.what_lang, label: row.label, payee: row.payee, unit: row.unit, unitPence: row.unit_pence, quantity: row.quantity, weeks: row.weeks, pence: row.pence, neededOn: row.needed_on, beginsOn: row.begins_on,
    note: row.note, noteLang: row.note_lang, other: row.new_unit_pence !== null && row.new_quantity !== null ? { unitPence: row.new_unit_pence, quantity: row.new_quantity } : null,
    given: given.filter((one) => one.order_id === provider.order).map((one) => ({ id: one.id, on: one.on_day, units: one.units, answer: one.answer, words: one.words, lang: one.lang })),
    left: row.spend === 'approved' ? unitsLeft(row.quantity, all) : 0,
    bills: billed.filter((bill) => bill.order_id === provider.order).map((bill) => ({ reference: bill.reference, pence: bill.pence, on: bill.sent_at })), toBill: billable(row.unit_pence, all, sum(billed.map((bill) => bill.pence))),
  }
}

/** The number of an order, to say on the telephone: the end of its id. */
function numberOf(id: string): string {
  return id.slice(-8).toUpperCase()
}

const paces = { network: { atOnce: 60, everySeconds: 10 }, link: { atOnce: 30, everySeconds: 20 } }

/** Does one thing by the link, at a pace that stops whoever tries for sport. */
export async function actByLink<In, Why extends string>(provider: ProviderMay, command: (acting: ProviderActing, input: In) => Promise<Outcome<null, Why>>, input: In, of: { token: string; clientAddress: string }, once: FormUse) {
  const taken = await takeAll([counted(paces.network, 'do-network', networkOf(of.clientAddress)), counted(paces.link, 'do-link', plainHash(of.token))])
  if (!taken.ok) return { ok: false as const, why: 'wait-a-little' as const, values: { count: taken.waitSeconds } }
  return act(provider, command, input, once)
}
