/**
 * What is due to be paid. One row for each sum: the whole spend, or what of it was delivered so far. Its sum, payee and
 * reference never change; paying moves exactly that sum from committed to spent.
 *
 * | from      | command  | who                                  | to      | money              |
 * |-----------|----------|--------------------------------------|---------|--------------------|
 * | (none)    | due      | whatever says that it was delivered  | due     |                    |
 * | due       | hold     | whatever opens a dispute             | held    |                    |
 * | held      | release  | whatever ends it                     | due     |                    |
 * | due, held | drop     | whatever says: not to be paid        | dropped | its own to move    |
 * | due       | markPaid | finance; neither asker nor approver  | paid    | committed -> spent |
 *
 * Each step asks for the state it changes in the same statement that changes it: a run takes payments under the area's
 * lock, not the family's. Finance reads payee, sum and reference, and nothing of the family or of what it is for.
 */
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, Viewer } from '#app/access/viewer.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type PaymentId, type SpendId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { PaymentState } from '#db/schema-paying.ts'
import { moveSpend, spendHolds } from './ledger.server.ts'
import { tiedTo } from './limits.server.ts'
import { spendKey } from './spends.server.ts'

/** 60 random bits; a bank carries 18 characters at the most to the payee of a UK payment. */
function newReference(): string {
  return newId().slice(0, 12).toUpperCase()
}

/** A sum of a spend is due, in pence: what is committed holds it, beside all that is due already. The caller has looked the spend up. */
export async function due(acting: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, of: { spend: SpendId; pence: Pence }): Promise<PaymentId> {
  const id = newId<PaymentId>()
  const spend = await acting.db.selectFrom('spend').select('payee').where('family_id', '=', acting.family).where('id', '=', of.spend).executeTakeFirstOrThrow()
  await acting.db.insertInto('payment').values({
    family_id: acting.family, id, spend_id: of.spend, pence: of.pence, payee: spend.payee, reference: newReference(), state: 'due', due_at: acting.now, paid_at: null, paid_by: null,
  }).execute()
  return id
}

/** Nothing of a spend is paid until `release`. How many payments it holds: one that a run has taken goes its way. */
export async function hold(acting: Inside<Viewer>, spend: SpendId): Promise<number> {
  return moved(acting, spend, ['due'], 'held')
}

/** What was held is due again. */
export async function release(acting: Inside<Viewer>, spend: SpendId): Promise<number> {
  return moved(acting, spend, ['held'], 'due')
}

/** What is due or held of a spend will not be paid: its money stays committed, and is the caller's to move. */
export async function drop(acting: Inside<Viewer>, spend: SpendId): Promise<number> {
  return moved(acting, spend, ['due', 'held'], 'dropped')
}

async function moved(acting: Inside<Viewer>, spend: SpendId, from: readonly PaymentState[], to: PaymentState): Promise<number> {
  const rows = await acting.db.updateTable('payment').set({ state: to }).where('family_id', '=', acting.family).where('spend_id', '=', spend).where('state', 'in', [...from]).returning('id').execute()
  return rows.length
}

/** Finance says that one payment was made. Who asks, who approves and who pays are three people. */
export async function markPaid(acting: Acting<'spend:pay'>, { payment }: { payment: PaymentId }): Promise<Outcome<null, 'changed-meanwhile' | 'somebody-else-must-pay'>> {
  const row = await find(acting, payment)
  if (await takesPart(acting, row)) return { ok: false, why: 'somebody-else-must-pay' }
  return settle(acting, row, 'due')
}

type Row = Awaited<ReturnType<typeof find>>

async function find(acting: Inside<Viewer>, id: PaymentId) {
  const row = await acting.db.selectFrom('payment as y')
    .innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'y.family_id').onRef('s.id', '=', 'y.spend_id'))
    .innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    .select(['y.id as payment', 'y.pence', 'y.payee', 's.id', 's.budget_id', 's.circle_id', 's.version', 's.state', 's.asked_by', 'a.person_id as asker'])
    .where('y.id', '=', id).where(visibleTo(acting, 'spend', 's')).executeTakeFirst()
  if (!row) throw notYours()
  return row
}

/** Whether somebody asked for what a payment is for, said anything to it, belongs to the family, or is to be paid. */
async function takesPart(acting: Inside<Viewer>, row: Row): Promise<boolean> {
  const said = await acting.db.selectFrom('spend_word').select('id').where('family_id', '=', acting.family).where('spend_id', '=', row.id)
    .where('kind', '<>', 'paid').where('by_person', '=', acting.person).limit(1).executeTakeFirst()
  return said !== undefined || (await tiedTo(acting, { askedBy: row.asked_by, payee: row.payee }, [acting.person])).size > 0
}

/** The payment was made: exactly its sum is spent. The spend is paid once nothing of it is committed any more. */
async function settle(acting: Acting<'spend:pay'>, row: Row, from: PaymentState): Promise<Outcome<null, 'changed-meanwhile'>> {
  const now = await acting.db.updateTable('payment').set({ state: 'paid', paid_at: acting.now, paid_by: acting.person }).where('family_id', '=', acting.family).where('id', '=', row.payment)
    .where('state', '=', from).returning('id').executeTakeFirst()
  if (!now) return { ok: false, why: 'changed-meanwhile' }
  await moveSpend(acting, { budget: row.budget_id, id: row.id }, 'committed', 'spent', 'paid', row.pence)
  const rest = await spendHolds(acting, row.id, 'committed')
  await acting.db.updateTable('spend').set({ ...(rest === 0 ? { state: 'paid' as const } : {}), version: row.version + 1 }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  await acting.db.insertInto('spend_word').values({
    family_id: acting.family, id: newId(), spend_id: row.id, kind: 'paid', level: null, by_person: acting.person, by_member: acting.member, at: acting.now, version: row.version + 1, reason: null, words: null, lang: null,
  }).execute()
  const notices: Notice[] = row.asker && row.asker !== acting.person ? [{ to: row.asker, name: 'moneyAnswer' }] : []
  return { ok: true, value: null, event: { kind: 'spend-paid', data: { pence: row.pence }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }, notices }
}

/** What finance sees: who is to be paid, how much, and what the payee will read beside it. */
export interface Payable { readonly key: string; readonly payment: PaymentId; readonly payee: string; readonly pence: Pence; readonly reference: string; readonly since: Instant }

/** What is due, the oldest first; without what this person asked for, said something to or belongs to. One query. */
export async function toPay(viewer: AreaMay<'payments:pay'>, most = 100): Promise<Payable[]> {
  const person = viewer.person
  if (person === null) return []
  const rows = await viewer.db.selectFrom('payment as y').select(['y.family_id', 'y.id', 'y.spend_id', 'y.payee', 'y.pence', 'y.reference', 'y.due_at'])
    .where('y.state', '=', 'due')
    .where((eb) => eb.not(eb.exists(eb.selectFrom('spend_word as w').select('w.id').whereRef('w.family_id', '=', 'y.family_id').whereRef('w.spend_id', '=', 'y.spend_id').where('w.by_person', '=', person).where('w.kind', '<>', 'paid'))))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as k').select('k.id').whereRef('k.family_id', '=', 'y.family_id').where('k.person_id', '=', person))))
    .orderBy('y.due_at').orderBy('y.id').limit(most).execute()
  return rows.map((row) => ({ key: spendKey({ family: row.family_id as FamilyId, spend: row.spend_id }), payment: row.id, payee: row.payee, pence: row.pence, reference: row.reference, since: row.due_at }))
}
