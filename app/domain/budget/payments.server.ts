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
 * | due       | markPaid   | finance; neither asker nor approver | paid    | committed -> spent |
 * | due       | freezeRun  | finance (payment-runs)              | in-run  |                    |
 * | in-run    | settleLine | finance, by the bank's "paid"       | paid    | committed -> spent |
 * | in-run    | settleLine | finance, by the bank's "failed"     | due; held in a dispute |     |
 * | paid      | settleLine | finance: the bank sent it back      | due; held in a dispute | spent -> committed |
 * | due, held | settleLine | finance: the bank paid it after all | paid    | committed -> spent |
 *
 * Each step asks for the state it changes in the same statement that changes it: a run takes payments under the area's
 * lock, not the family's. Finance reads payee, sum and reference, and nothing of the family or of what it is for.
 */
import { sql, type ExpressionBuilder, type SqlBool } from 'kysely'
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaActing, AreaMay, Inside, Viewer } from '#app/access/viewer.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type PaymentId, type PersonId, type RunId, type SpendId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { Schema } from '#db/schema.ts'
import type { PaymentState } from '#db/schema-paying.ts'
import { moveSpend, spendHolds } from './ledger.server.ts'
import { isNamed, tiedTo } from './limits.server.ts'
import { spendKey } from './spends.server.ts'

/** 60 random bits; a bank carries 18 characters at the most to the payee of a UK payment. */
function newReference(): string {
  return newId().slice(0, 12).toUpperCase()
}

/** A sum of a spend is due, in pence: what is committed holds it, beside all that is due already. The caller has looked the spend up. */
export async function due(acting: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, of: { spend: SpendId; pence: Pence; /** Somebody else than the payee of the spend. */ payee?: string }): Promise<PaymentId> {
  const id = newId<PaymentId>()
  const spend = await acting.db.selectFrom('spend').select('payee').where('family_id', '=', acting.family).where('id', '=', of.spend).executeTakeFirstOrThrow()
  await acting.db.insertInto('payment').values({
    family_id: acting.family, id, spend_id: of.spend, pence: of.pence, payee: of.payee ?? spend.payee, reference: newReference(), state: 'due', due_at: acting.now, paid_at: null, paid_by: null,
  }).execute()
  return id
}

/** Nothing of a spend is paid until `release`. How many payments it holds: one that a run has taken goes its way. */
export async function hold(acting: Pick<Inside<Viewer>, 'db' | 'family'>, spend: SpendId): Promise<number> {
  return moved(acting, spend, ['due'], 'held')
}

/** What was held is due again. */
export async function release(acting: Pick<Inside<Viewer>, 'db' | 'family'>, spend: SpendId): Promise<number> {
  return moved(acting, spend, ['held'], 'due')
}

/** What is due or held of a spend will not be paid: its money stays committed, and is the caller's to move. */
export async function drop(acting: Inside<Viewer>, spend: SpendId): Promise<number> {
  return moved(acting, spend, ['due', 'held'], 'dropped')
}

async function moved(acting: Pick<Inside<Viewer>, 'db' | 'family'>, spend: SpendId, from: readonly PaymentState[], to: PaymentState): Promise<number> {
  const rows = await acting.db.updateTable('payment').set({ state: to }).where('family_id', '=', acting.family).where('spend_id', '=', spend).where('state', 'in', [...from]).returning('id').execute()
  return rows.length
}

/** Finance says that one payment was made. Who asks, who approves and who pays are three people. */
export async function markPaid(acting: Acting<'spend:pay'>, { payment }: { payment: PaymentId }): Promise<Outcome<null, 'changed-meanwhile' | 'somebody-else-must-pay'>> {
  const row = await find(acting, payment)
  if (await takesPart(acting, row)) return { ok: false, why: 'somebody-else-must-pay' }
  return settle(acting, row, 'due')
}

/**
 * What the bank said of one payment of a run, taken over into the family's books: paid, or due again with its reason. Once:
 * whoever comes second finds it done. What somebody did by hand meanwhile stays as it is.
 */
export async function settleLine(acting: Acting<'spend:pay'>, { run, position }: { run: RunId; position: number }): Promise<Outcome<null, 'changed-meanwhile' | 'somebody-else-must-pay'>> {
  const line = await acting.db.updateTable('payment_line').set({ settled: 1 }).where('run_id', '=', run).where('position', '=', position).where('family_id', '=', acting.family)
    .where('settled', '=', 0).where('answer', 'is not', null).returning(['payment_id', 'answer', 'reason', 'reference']).executeTakeFirst()
  if (!line) return { ok: false, why: 'changed-meanwhile' }
  const row = await find(acting, line.payment_id)
  if (await takesPart(acting, row)) return { ok: false, why: 'somebody-else-must-pay' }
  const done: Outcome<null, never> = { ok: true, value: null, event: { kind: 'bank-oddity-seen', data: { reference: line.reference }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id } }
  if (line.answer === 'paid') return row.payment_state === 'paid' ? done : settle(acting, row, row.payment_state === 'in-run' ? 'in-run' : 'due', 'held')
  return (await comesBack(acting, row, line.reason)) ? { ...done, event: { kind: 'payment-came-back', data: { pence: row.pence }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id } } : done
}

/** A payment is due again. Of one that was paid, exactly its sum is kept for it again, unless it was given back or mended by hand meanwhile. */
async function comesBack(acting: Acting<'spend:pay'>, row: Row, reason: string | null): Promise<boolean> {
  const wasPaid = row.payment_state === 'paid'
  if (!wasPaid && row.payment_state !== 'in-run') return false
  if (wasPaid && (await spendHolds(acting, row.id, 'spent')) < row.pence) return false
  await acting.db.updateTable('payment').set({ state: dueUnlessDisputed, reason, paid_at: null, paid_by: null }).where('family_id', '=', acting.family).where('id', '=', row.payment).execute()
  if (!wasPaid) return true
  await moveSpend(acting, { budget: row.budget_id, id: row.id }, 'spent', 'committed', 'came-back', row.pence)
  await acting.db.updateTable('spend').set({ ...(row.state === 'paid' ? { state: 'delivered' as const } : {}), version: row.version + 1 }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  return true
}

/** What a payment is that comes back from a run: due, or held while the family disputes what it is for. */
export const dueUnlessDisputed = sql<PaymentState>`case when exists (select 1 from delivery as v_open where v_open.family_id = payment.family_id and v_open.spend_id = payment.spend_id and v_open.answer = 'not') then 'held' else 'due' end`

type Row = Awaited<ReturnType<typeof find>>

async function find(acting: Inside<Viewer>, id: PaymentId) {
  const row = await acting.db.selectFrom('payment as y')
    .innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'y.family_id').onRef('s.id', '=', 'y.spend_id'))
    .innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    .select(['y.id as payment', 'y.pence', 'y.payee', 'y.state as payment_state', 's.id', 's.budget_id', 's.circle_id', 's.version', 's.state', 's.asked_by', 'a.person_id as asker'])
    .where('y.id', '=', id).where(visibleTo(acting, 'spend', 's')).executeTakeFirst()
  if (!row) throw notYours()
  return row
}

/** Whether somebody asked for what a payment is for, said anything to it, belongs to the family, or is to be paid. */
async function takesPart(acting: Inside<Viewer>, row: Row): Promise<boolean> {
  const said = await acting.db.selectFrom('spend_word').select('id').where('family_id', '=', acting.family).where('spend_id', '=', row.id)
    .where('kind', 'not in', ['paid', 'refunded', 'mended']).where('by_person', '=', acting.person).limit(1).executeTakeFirst()
  return said !== undefined || (await tiedTo(acting, { askedBy: row.asked_by, payee: row.payee }, [acting.person])).size > 0
}

/** The payment was made: exactly its sum is spent. The spend is paid once nothing of it is committed any more. */
async function settle(acting: Acting<'spend:pay'>, row: Row, ...from: PaymentState[]): Promise<Outcome<null, 'changed-meanwhile'>> {
  const now = await acting.db.updateTable('payment').set({ state: 'paid', paid_at: acting.now, paid_by: acting.person }).where('family_id', '=', acting.family).where('id', '=', row.payment)
    .where('state', 'in', from).returning('id').executeTakeFirst()
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
export interface Payable { readonly key: string; readonly payment: PaymentId; readonly payee: string; readonly pence: Pence; readonly reference: string; readonly since: Instant; /** Whether finance has given where it is paid. */ readonly account: boolean; /** What the bank said when it came back. */ readonly reason: string | null }

/** What is due, the oldest first; without what this person asked for, said something to, belongs to or is paid by. Two queries. */
export async function toPay(viewer: AreaMay<'payments:pay'>, most = 100): Promise<Payable[]> {
  return (await dueFor(viewer, most)).map((row) => ({
    key: spendKey({ family: row.family_id, spend: row.spend_id }), payment: row.id, payee: row.payee, pence: row.pence, reference: row.reference, since: row.due_at, account: row.sealed !== null, reason: row.reason,
  }))
}

/** The rows of the same, with the sealed accounts. */
export async function dueFor(viewer: AreaMay<'payments:pay'> | AreaActing<'payments:pay'>, most: number) {
  const person = viewer.person
  if (person === null) return []
  const { name } = await viewer.db.selectFrom('person').select('name').where('id', '=', person).executeTakeFirstOrThrow()
  const rows = await viewer.db.selectFrom('payment as y').leftJoin('payee_account as a', (join) => join.onRef('a.family_id', '=', 'y.family_id').onRef('a.spend_id', '=', 'y.spend_id'))
    .select(['y.family_id', 'y.id', 'y.spend_id', 'y.payee', 'y.pence', 'y.reference', 'y.due_at', 'y.attempts', 'y.reason', 'a.sealed'])
    .where('y.state', '=', 'due').where(nothingOdd).where(apartFrom(person)).orderBy('y.due_at').orderBy('y.id').limit(most).execute()
  return rows.filter((row) => !isNamed(row.payee, name))
}

/** True for the payments `y` of which the bank says nothing that the books do not have yet: what it paid after all is not paid again. */
const nothingOdd = sql<SqlBool>`not exists (select 1 from payment_line as l where l.family_id = y.family_id and l.payment_id = y.id and ((l.settled = 0 and l.answer is not null)
  or exists (select 1 from payment_oddity as o where o.reference = l.reference and o.why = 'paid-after-all' and o.seen_at is null)))`

/** True for the payments `y` with which somebody has nothing to do: they said nothing to what they are for, and are not of the family. */
function apartFrom(person: PersonId) {
  return (eb: ExpressionBuilder<Schema & { y: Schema['payment'] }, 'y'>) => eb.not(eb.or([
    eb.exists(eb.selectFrom('spend_word as w').select('w.id').whereRef('w.family_id', '=', 'y.family_id').whereRef('w.spend_id', '=', 'y.spend_id').where('w.by_person', '=', person).where('w.kind', 'not in', ['paid', 'refunded', 'mended'])),
    eb.exists(eb.selectFrom('member as k').select('k.id').whereRef('k.family_id', '=', 'y.family_id').where('k.person_id', '=', person)),
  ]))
}

/** Whether this person has something to do with one of the payments of a run. */
export async function tiedToSome(acting: AreaActing<'payments:pay'>, run: RunId): Promise<boolean> {
  const { name } = await acting.db.selectFrom('person').select('name').where('id', '=', acting.person!).executeTakeFirstOrThrow()
  const rows = await acting.db.selectFrom('payment_line as l').innerJoin('payment as y', (join) => join.onRef('y.family_id', '=', 'l.family_id').onRef('y.id', '=', 'l.payment_id'))
    .select('y.payee').select((eb) => eb.case().when(apartFrom(acting.person!)(eb as never)).then(0).else(1).end().as('tied')).where('l.run_id', '=', run).execute()
  return rows.some((row) => row.tied === 1 || isNamed(row.payee, name))
}
