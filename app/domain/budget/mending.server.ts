/**
 * What was written down wrongly is mended by a further transfer that names the one it mends: never more than that moved,
 * never twice, and with words that stand in the family's statement. A manager or the panel mends what came in, finance what
 * was paid. Finance writes down too what a provider gives back.
 */
import { sql, type SqlBool } from 'kysely'
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { levelsOf, type Acting, type AreaMay, type Inside, type May, type Viewer } from '#app/access/viewer.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome, Refusal } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type CircleId, type FundingId, type PersonId, type SpendId, type TransferId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { pence, sum, type Pence } from '#app/values/money.ts'
import { heldFor, moveSpend, post, type NewTransfer } from './ledger.server.ts'
import { tiedTo } from './limits.server.ts'
import { mayBring, noteOn } from './more-money.server.ts'
import { spendKey } from './spends.server.ts'

/** Minutes in which whoever brought money to a budget that is kept to some can put its sum right: then it is their affair alone. */
const atOnceMinutes = 60

/** True for the lines of `transfer` that a manager or the panel may mend: of the family's own budgets, and at once what they brought themselves to a kept one. */
function mendedBy({ person, now }: Pick<Viewer, 'person' | 'now'>, transfer: string, budget: string) {
  const [by, at] = [sql.ref(`${transfer}.by_person`), sql.ref(`${transfer}.at`)]
  return sql<SqlBool>`(${sql.ref(`${budget}.circle_id`)} is null or (${by} = ${person} and ${at} > ${plusMinutes(now, -atOnceMinutes)}))`
}

interface Mend { readonly transfer: TransferId; readonly pence: Pence; readonly words: string; readonly lang: string }

/**
 * Mends a sum that came to one of the family's own budgets, or an earlier mending of one, and at once what they brought
 * themselves to a kept one: so many pence go back the way they came. What is asked for or paid cannot go back. Mending a mending brings money in, and counts for the limit again.
 */
export async function mendMoney(acting: Acting<'budget:make'>, mend: Mend): Promise<Outcome<null, 'not-your-decision' | 'above-your-limit' | 'not-there' | 'mended-already' | 'more-than-it-moved' | 'not-enough-money'>> {
  const levels = await levelsOf(acting.db, acting.person, acting.family, acting.now)
  if (!levels.includes('manager') && !levels.includes('panel')) return { ok: false, why: 'not-your-decision' }
  const row = await acting.db.selectFrom('transfer as t').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 't.family_id').onRef('b.id', '=', 't.budget_id'))
    .select(['t.id', 't.budget_id', 'b.circle_id', 't.funding_id', 't.from_bucket', 't.to_bucket', 't.pence']).where('t.family_id', '=', acting.family).where('t.id', '=', mend.transfer)
    .where(mendedBy(acting, 't', 'b')).where('t.spend_id', 'is', null).where('t.why', 'in', ['funded', 'topped-up', 'corrected']).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there', field: 'transfer' }
  const before = await acting.db.selectFrom('transfer').select('id').where('family_id', '=', acting.family).where('corrects', '=', row.id).executeTakeFirst()
  if (before) return { ok: false, why: 'mended-already', field: 'transfer' }
  if (mend.pence > row.pence) return { ok: false, why: 'more-than-it-moved', values: { limit: row.pence }, field: 'pence' }
  const refused = row.from_bucket === 'available' ? await mayBring(acting, mend.pence) : undefined
  if (refused) return refused
  const posted = await post(acting, row.budget_id, [{ funding: row.funding_id, spend: null, from: row.to_bucket, to: row.from_bucket, pence: mend.pence, why: 'corrected', corrects: row.id }])
  // What a few have used of what they keep is not told: it is as if it were too late.
  if (!posted.ok && row.circle_id !== null) return { ok: false, why: 'not-there', field: 'transfer' }
  if (!posted.ok) return { ok: false, why: 'not-enough-money', values: { left: await leftIn(acting, row.funding_id), wanted: mend.pence }, field: 'pence' }
  await noteOn(acting, posted.ids[0]!, mend)
  return { ok: true, value: null, event: { kind: 'money-corrected', data: { pence: mend.pence, corrects: row.id }, thing: { kind: 'budget', id: row.budget_id }, circle: row.circle_id } }
}

async function leftIn(acting: Inside<Viewer>, funding: FundingId): Promise<Pence> {
  const row = await acting.db.selectFrom('balance as l').innerJoin('funding as f', (join) => join.onRef('f.family_id', '=', 'l.family_id').onRef('f.budget_id', '=', 'l.budget_id').onRef('f.id', '=', 'l.funding_id'))
    .select('l.pence').where('f.family_id', '=', acting.family).where('f.id', '=', funding).where('l.bucket', '=', 'available').executeTakeFirst()
  return row?.pence ?? pence(0)
}

/** A line that came to a budget, or mended one, and that was not mended yet. */
export interface Mendable { readonly id: TransferId; readonly budget: BudgetId; readonly at: Instant; readonly why: 'funded' | 'topped-up' | 'corrected'; readonly source: string; readonly pence: Pence; readonly cameIn: boolean }

/** What a manager or the panel may mend, the newest first. One query. */
export async function mendable(viewer: May<'budget:make'>, most = 50): Promise<Mendable[]> {
  const rows = await viewer.db.selectFrom('transfer as t').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 't.family_id').onRef('b.id', '=', 't.budget_id'))
    .innerJoin('funding as f', (join) => join.onRef('f.family_id', '=', 't.family_id').onRef('f.id', '=', 't.funding_id'))
    .select(['t.id', 't.budget_id', 't.at', 't.why', 't.pence', 't.to_bucket', 'f.source'])
    .where('t.family_id', '=', viewer.family).where(mendedBy(viewer, 't', 'b')).where('t.spend_id', 'is', null).where('t.why', 'in', ['funded', 'topped-up', 'corrected'])
    .where((eb) => eb.not(eb.exists(eb.selectFrom('transfer as c').select('c.id').whereRef('c.family_id', '=', 't.family_id').whereRef('c.corrects', '=', 't.id'))))
    .orderBy('t.at', 'desc').orderBy('t.position', 'desc').limit(most).execute()
  return rows.map((row) => ({ id: row.id, budget: row.budget_id, at: row.at, why: row.why as Mendable['why'], source: row.source, pence: row.pence, cameIn: row.to_bucket === 'available' }))
}

interface Paid { readonly id: SpendId; readonly budget: BudgetId; readonly circle: CircleId | null; readonly asker: PersonId | null; readonly version: number }

/** The spend that finance came to, paid at least in part, and not their own: who asks, who approves and who handles the money are three people. */
async function paidOne(acting: Acting<'spend:pay'>): Promise<{ ok: true; spend: Paid } | Refusal<'somebody-else-must-pay'>> {
  if (acting.work === null) throw notYours()
  const row = await acting.db.selectFrom('spend as s').innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    .select(['s.id', 's.budget_id', 's.circle_id', 's.asked_by', 's.payee', 's.version', 'a.person_id']).where('s.id', '=', acting.work).where(visibleTo(acting, 'spend', 's')).executeTakeFirst()
  if (!row) throw notYours()
  const said = await acting.db.selectFrom('spend_word').select('id').where('family_id', '=', acting.family).where('spend_id', '=', row.id).where('kind', 'in', ['agree', 'approve']).where('by_person', '=', acting.person).limit(1).executeTakeFirst()
  const own = await tiedTo(acting, { askedBy: row.asked_by, payee: row.payee }, [acting.person])
  if (said || own.size > 0) return { ok: false, why: 'somebody-else-must-pay' }
  return { ok: true, spend: { id: row.id, budget: row.budget_id, circle: row.circle_id, asker: row.person_id, version: row.version } }
}

/** The next version of a spend, with what was said of its money. */
async function said(acting: Acting<'spend:pay'>, spend: Paid, kind: 'refunded' | 'mended', words: { words: string | null; lang: string }): Promise<void> {
  await acting.db.updateTable('spend').set({ version: spend.version + 1 }).where('family_id', '=', acting.family).where('id', '=', spend.id).execute()
  await acting.db.insertInto('spend_word').values({
    family_id: acting.family, id: newId(), spend_id: spend.id, kind, level: null, by_person: acting.person, by_member: acting.member, at: acting.now, version: spend.version + 1,
    reason: null, words: words.words, lang: words.words === null ? null : words.lang,
  }).execute()
}

function told(acting: Acting<'spend:pay'>, spend: Paid): Notice[] {
  return spend.asker && spend.asker !== acting.person ? [{ to: spend.asker, name: 'moneyAnswer' }] : []
}

/** A provider gave money back after it was paid: it is left again, in the sources it came from. Never more than was paid. */
export async function refund(acting: Acting<'spend:pay'>, back: { pence: Pence; words: string | null; lang: string }): Promise<Outcome<null, 'somebody-else-must-pay' | 'more-than-was-paid'>> {
  const found = await paidOne(acting)
  if (!found.ok) return found
  const { spend } = found
  const paid = sum((await heldFor(acting, spend.id, 'spent')).map((share) => share.pence))
  if (back.pence > paid) return { ok: false, why: 'more-than-was-paid', values: { limit: paid }, field: 'pence' }
  await moveSpend(acting, spend, 'spent', 'available', 'refunded', back.pence)
  await said(acting, spend, 'refunded', back)
  return { ok: true, value: null, event: { kind: 'spend-refunded', data: { pence: back.pence }, thing: { kind: 'spend', id: spend.id }, circle: spend.circle }, notices: told(acting, spend) }
}

/**
 * More was written down as paid, or as given back, than truly was: so many pence go back to what is left, or to what is spent.
 * Each part names the transfer that it mends.
 */
export async function mendPayment(acting: Acting<'spend:pay'>, mend: { what: 'paid' | 'refunded'; pence: Pence; words: string; lang: string }): Promise<Outcome<null, 'somebody-else-must-pay' | 'more-than-it-moved' | 'not-enough-money'>> {
  const found = await paidOne(acting)
  if (!found.ok) return found
  const { spend } = found
  const open = await acting.db.selectFrom('transfer as t').select(['t.id', 't.funding_id', 't.from_bucket', 't.to_bucket', 't.pence']).where('t.family_id', '=', acting.family).where('t.spend_id', '=', spend.id).where('t.why', '=', mend.what)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('transfer as c').select('c.id').whereRef('c.family_id', '=', 't.family_id').whereRef('c.corrects', '=', 't.id')))).orderBy('t.position', 'desc').execute()
  const held = new Map((mend.what === 'paid' ? await heldFor(acting, spend.id, 'spent') : []).map((share) => [share.funding, share.pence as number]))
  let missing: number = mend.pence
  const parts: NewTransfer[] = []
  for (const line of open) {
    const part = Math.min(missing, line.pence, mend.what === 'paid' ? (held.get(line.funding_id) ?? 0) : line.pence)
    if (part <= 0) continue
    held.set(line.funding_id, (held.get(line.funding_id) ?? 0) - part)
    missing -= part
    // What was paid wrongly is left again: nothing stays kept for what is paid.
    parts.push({ funding: line.funding_id, spend: spend.id, from: line.to_bucket, to: mend.what === 'paid' ? 'available' : 'spent', pence: pence(part), why: 'corrected', corrects: line.id })
  }
  if (missing > 0) return { ok: false, why: 'more-than-it-moved', values: { limit: mend.pence - missing }, field: 'pence' }
  const posted = await post(acting, spend.budget, parts)
  if (!posted.ok) return { ok: false, why: 'not-enough-money', values: { left: 0, wanted: mend.pence }, field: 'pence' }
  for (const id of posted.ids) await noteOn(acting, id, mend)
  await said(acting, spend, 'mended', mend)
  return { ok: true, value: null, event: { kind: 'spend-mended', data: { pence: mend.pence }, thing: { kind: 'spend', id: spend.id }, circle: spend.circle }, notices: told(acting, spend) }
}

/** What finance sees of a payment that was made: the key of its spend, to whom, how much, when. */
export interface PaidOut { readonly key: string; readonly payee: string; readonly pence: Pence; readonly at: Instant }

/** A second try has the payment's reference with its number, and stands so on the bank's statement. */
const tryNumber = /-\d+$/

/** The payment with this reference, or that of a later try of it, once it was made; undefined for any other, and for what is this person's own to do with. One query. */
export async function paidByReference(viewer: AreaMay<'payments:pay'>, reference: string): Promise<PaidOut | undefined> {
  const person = viewer.person
  if (person === null) return undefined
  const row = await viewer.db.selectFrom('payment as y').select(['y.family_id', 'y.spend_id', 'y.payee', 'y.pence', 'y.paid_at']).where('y.reference', '=', reference.replace(tryNumber, '')).where('y.state', '=', 'paid')
    .where((eb) => eb.not(eb.exists(eb.selectFrom('spend_word as w').select('w.id').whereRef('w.family_id', '=', 'y.family_id').whereRef('w.spend_id', '=', 'y.spend_id').where('w.by_person', '=', person).where('w.kind', 'not in', ['paid', 'refunded', 'mended']))))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as k').select('k.id').whereRef('k.family_id', '=', 'y.family_id').where('k.person_id', '=', person)))).executeTakeFirst()
  return row && { key: spendKey({ family: row.family_id, spend: row.spend_id }), payee: row.payee, pence: row.pence, at: row.paid_at! }
}
