/**
 * A small sum that one of the family pays itself for what was agreed, and gets back by the receipt: as far as the area lets
 * it (`receiptMostPence`, of what was agreed; #8, #26). More than that is ordered: a small receipt for it would silently end
 * the rest. A spend goes this way or is given by a provider, never both.
 *
 * | receipt | command       | who                                                  | to        | money                                            |
 * |---------|---------------|------------------------------------------------------|-----------|--------------------------------------------------|
 * | (none)  | sendReceipt   | a parent or a kin carer, of an agreed spend of a small sum | sent      |                                                  |
 * | sent    | takeBack      | whoever sent it                                      | withdrawn |                                                  |
 * | sent    | agreeReceipt  | the lead professional; not their own, nor for themselves | agreed | its sum is due to whoever sent it; committed -> available: the rest |
 * | sent    | refuseReceipt | the same, with words                                 | refused   |                                                  |
 *
 * While one waits, nothing else becomes of the spend. Agreed, the spend is delivered; it is paid as any other.
 */
import { notYours } from '#app/access/not-yours.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { CleanFile } from '#app/domain/plan/clean-file.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome, Refusal } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type MemberId, type ReceiptId, type SpendId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { pence, type Pence } from '#app/values/money.ts'
import type { ReceiptState } from '#db/schema-paying.ts'
import { givenFor } from './deliveries.server.ts'
import { moveSpend, spendHolds } from './ledger.server.ts'
import { leadsOf, tiedTo } from './limits.server.ts'
import { counts } from './owed.ts'
import { keepOwnAccount, ownAccount, sealedForSpend } from './own-accounts.server.ts'
import type { Account } from './pain001.ts'
import { due } from './payments.server.ts'
import { receiptWaits } from './receipt-waits.server.ts'
import { change, say, seenAs, type Seen } from './spending.server.ts'

export interface NewReceipt extends Seen {
  readonly pence: Pence
  readonly file: CleanFile
  /** Where they are paid; null for the account that they gave before. */
  readonly account: Account | null
}

type SendRefused = 'changed-meanwhile' | 'receipts-not-here' | 'receipt-too-much' | 'receipt-more-than-agreed' | 'receipt-ordered' | 'receipt-first' | 'receipt-account'

/** A parent or kin carer sends the receipt of what they paid for an agreed spend, where what was agreed is no more than the area's limit. */
export async function sendReceipt(acting: Acting<'budget:ask'>, receipt: NewReceipt): Promise<Outcome<ReceiptId, SendRefused>> {
  const found = await seenAs(acting, receipt, ['approved'])
  if (!found.ok) return found
  if (acting.member === null || !paysItself(acting)) throw notYours()
  const { row } = found
  const { receiptMostPence: most } = await settingsOf(acting.db)
  if (most === 0) return { ok: false, why: 'receipts-not-here' }
  if (await receiptWaits(acting, row.id)) return { ok: false, why: 'receipt-first' }
  if (await isCarriedOut(acting, row.id)) return { ok: false, why: 'receipt-ordered' }
  if (row.pence > most) return { ok: false, why: 'receipt-too-much', values: { limit: most } }
  if (receipt.pence > row.pence) return { ok: false, why: 'receipt-more-than-agreed', values: { limit: row.pence }, field: 'pence' }
  if (receipt.account) await keepOwnAccount(acting, receipt.account)
  else if (!(await ownAccount(acting))) return { ok: false, why: 'receipt-account', field: 'name' }
  const id = newId<ReceiptId>()
  await acting.db.insertInto('receipt').values({
    family_id: acting.family, id, spend_id: row.id, pence: receipt.pence, state: 'sent', by_member: acting.member, sent_at: acting.now, answered_at: null, payment_id: null,
    type: receipt.file.type, size: receipt.file.bytes.length, content: Buffer.from(receipt.file.bytes).toString('base64'),
  }).execute()
  await change(acting, row, {})
  await say(acting, row, 'receipt')
  const leads = await leadsOf(acting, row.id)
  return {
    ok: true, value: id, event: { kind: 'receipt-sent', data: { pence: receipt.pence }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id },
    notices: leads.filter((person) => person !== acting.person).map((to) => ({ to, name: 'toDecide' })),
  }
}

/** Who pays something itself and is paid back: parents and kin carers. */
function paysItself({ seat }: Pick<Viewer, 'seat'>): boolean {
  return seat === 'parent' || seat === 'kin-carer'
}

/** Whether what was agreed is small enough to be paid by its reader and paid back by a receipt. One query. */
export async function mayBePaidBack(viewer: Viewer, agreed: { readonly pence: Pence }): Promise<boolean> {
  return paysItself(viewer) && agreed.pence <= (await settingsOf(viewer.db)).receiptMostPence
}

/** Whether a provider was asked, or something was given already. */
async function isCarriedOut(acting: Inside<Viewer>, spend: SpendId): Promise<boolean> {
  const order = await acting.db.selectFrom('spend_order').select('id').where('family_id', '=', acting.family).where('spend_id', '=', spend).where('ended_at', 'is', null).executeTakeFirst()
  return order !== undefined || counts((await givenFor(acting, spend)).given)
}

/** Which receipt, and which state of its spend the page showed. */
export interface SeenReceipt extends Seen { readonly receipt: ReceiptId }

/** The receipt that waits, with its spend as it was seen. */
async function waiting(acting: Inside<Viewer>, seen: SeenReceipt) {
  const found = await seenAs(acting, seen, ['approved'])
  if (!found.ok) return found
  const receipt = await acting.db.selectFrom('receipt as r').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'r.family_id').onRef('m.id', '=', 'r.by_member'))
    .select(['r.id', 'r.pence', 'r.by_member', 'r.state', 'm.name', 'm.person_id']).where('r.family_id', '=', acting.family).where('r.spend_id', '=', seen.spend).where('r.id', '=', seen.receipt).executeTakeFirst()
  if (!receipt) throw notYours()
  if (receipt.state !== 'sent') return { ok: false, why: 'changed-meanwhile' } as const
  return { ok: true, row: found.row, receipt } as const
}

async function becomes(acting: Inside<Viewer>, id: ReceiptId, set: { state: ReceiptState; payment_id?: Awaited<ReturnType<typeof due>> }): Promise<void> {
  await acting.db.updateTable('receipt').set({ ...set, answered_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', id).execute()
}

/** Whoever sent a receipt takes it back: the spend is as it was. */
export async function takeReceiptBack(acting: Acting<'budget:ask'>, seen: SeenReceipt): Promise<Outcome<null, 'changed-meanwhile'>> {
  const found = await waiting(acting, seen)
  if (!found.ok) return found
  const { row, receipt } = found
  if (receipt.by_member !== acting.member) throw notYours()
  await becomes(acting, receipt.id, { state: 'withdrawn' })
  await change(acting, row, {})
  await say(acting, row, 'receipt-back')
  return { ok: true, value: null, event: { kind: 'receipt-taken-back', data: {}, thing: { kind: 'spend', id: row.id }, circle: row.circle_id } }
}

/** The receipt, if it waits for this lead professional: the agreement that shows them the spend is asked again, under the lock. */
async function toAnswer(acting: Acting<'spend:decide'>, seen: SeenReceipt): Promise<Exclude<Awaited<ReturnType<typeof waiting>>, { ok: false }> | Refusal<'changed-meanwhile' | 'own-request' | 'not-your-decision'>> {
  const found = await waiting(acting, seen)
  if (!found.ok) return found
  const { row, receipt } = found
  const own = receipt.person_id === acting.person || (await tiedTo(acting, { askedBy: row.asked_by, payee: receipt.name }, [acting.person])).size > 0
  if (own) return { ok: false, why: 'own-request' }
  return (await leadsOf(acting, row.id)).includes(acting.person) ? found : { ok: false, why: 'not-your-decision' }
}

/** The lead professional agrees that a receipt fits: its sum is due to whoever sent it, and what was agreed beyond it is left again. */
export async function agreeReceipt(acting: Acting<'spend:decide'>, seen: SeenReceipt): Promise<Outcome<null, 'changed-meanwhile' | 'own-request' | 'not-your-decision' | 'receipt-account'>> {
  const found = await toAnswer(acting, seen)
  if (!found.ok) return found
  const { row, receipt } = found
  const sealed = await sealedForSpend({ db: acting.db, family: acting.family, member: receipt.by_member }, row.id)
  if (sealed === undefined) return { ok: false, why: 'receipt-account' }
  const account = { sealed, given_by: receipt.person_id!, given_at: acting.now }
  await acting.db.insertInto('payee_account').values({ family_id: acting.family, spend_id: row.id, ...account }).onConflict((conflict) => conflict.columns(['family_id', 'spend_id']).doUpdateSet(account)).execute()
  const payment = await due(acting, { spend: row.id, pence: receipt.pence, payee: receipt.name })
  await becomes(acting, receipt.id, { state: 'agreed', payment_id: payment })
  const rest = (await spendHolds(acting, row.id, 'committed')) - receipt.pence
  if (rest > 0) await moveSpend(acting, { budget: row.budget_id, id: row.id }, 'committed', 'available', 'not-delivered', pence(rest))
  await change(acting, row, { state: 'delivered' })
  await say(acting, row, 'receipt-yes')
  return { ok: true, value: null, event: { kind: 'receipt-agreed', data: { pence: receipt.pence }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }, notices: told(receipt) }
}

/** The lead professional says why a receipt does not fit. What was agreed stays agreed, and another can be sent. */
export async function refuseReceipt(acting: Acting<'spend:decide'>, { words, lang, ...seen }: SeenReceipt & { words: string; lang: string }): Promise<Outcome<null, 'changed-meanwhile' | 'own-request' | 'not-your-decision'>> {
  const found = await toAnswer(acting, seen)
  if (!found.ok) return found
  const { row, receipt } = found
  await becomes(acting, receipt.id, { state: 'refused' })
  await change(acting, row, {})
  await say(acting, row, 'receipt-no', { words, lang })
  return { ok: true, value: null, event: { kind: 'receipt-refused', data: {}, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }, notices: told(receipt) }
}

function told({ person_id: to }: { person_id: Viewer['person'] | null }): Notice[] {
  return to === null ? [] : [{ to, name: 'moneyAnswer' }]
}

/** A receipt as the family and whoever leads read it. */
export interface Receipt { readonly id: ReceiptId; readonly pence: Pence; readonly state: ReceiptState; readonly by: MemberId; readonly name: string; readonly at: Instant; /** Its picture is still there. */ readonly picture: boolean }

/** The receipts of a spend that the viewer sees, the oldest first. One query. */
export async function receiptsOf(viewer: May<'spend:see'>, spend: SpendId): Promise<Receipt[]> {
  const rows = await viewer.db.selectFrom('receipt as r').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'r.family_id').onRef('s.id', '=', 'r.spend_id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'r.family_id').onRef('m.id', '=', 'r.by_member'))
    .select(['r.id', 'r.pence', 'r.state', 'r.by_member', 'm.name', 'r.sent_at', 'r.size']).where('r.spend_id', '=', spend).where(visibleTo(viewer, 'spend', 's')).orderBy('r.sent_at').orderBy('r.id').execute()
  return rows.map((row) => ({ id: row.id, pence: row.pence, state: row.state, by: row.by_member, name: row.name, at: row.sent_at, picture: row.size > 0 }))
}

/** The picture of a receipt, for whoever sees its spend; undefined for anybody else. One query. */
export async function receiptFileOf(viewer: May<'spend:see'>, id: ReceiptId): Promise<{ type: string; bytes: Buffer<ArrayBuffer> } | undefined> {
  const row = await viewer.db.selectFrom('receipt as r').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'r.family_id').onRef('s.id', '=', 'r.spend_id'))
    .select(['r.type', 'r.content']).where('r.family_id', '=', viewer.family).where('r.id', '=', id).where('r.size', '>', 0).where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  return row && { type: row.type, bytes: Buffer.from(row.content, 'base64') }
}

/** Of the families that a person leads and may see it of: receipts that wait for them. The oldest first. One query. */
export async function receiptsToAgree({ db, person, now, today }: AreaMay<'desk:see'>): Promise<{ family: FamilyId; name: string; spend: SpendId; since: Instant }[]> {
  if (person === null) return []
  const rows = await db.selectFrom('receipt as r').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'r.family_id').onRef('s.id', '=', 'r.spend_id'))
    .innerJoin('member as m', 'm.family_id', 's.family_id').innerJoin('family as f', 'f.id', 's.family_id').select(['r.family_id', 'f.name', 's.id', 'r.sent_at'])
    .where('r.state', '=', 'sent').where('m.person_id', '=', person).where(leadsToday('m', today)).where(visibleTo(lookerOfRow('m', 'lead', { now, today }), 'spend', 's'))
    .orderBy('r.sent_at').orderBy('s.id').execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, spend: row.id, since: row.sent_at }))
}
