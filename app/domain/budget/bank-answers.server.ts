/**
 * The bank's answer to payment runs. Reading a file writes down in one step what it says of each payment; each family's books
 * follow one by one, and whatever stopped in the middle goes on where it was. The same file again changes nothing.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import { may, must, viewerOfSpend, type AreaActing, type AreaMay } from '#app/access/viewer.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { RunId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { Schema } from '#db/schema.ts'
import { countAll } from '#db/sum.ts'
import type { BankAnswer } from './bank-answer.ts'
import { settleLine } from './payments.server.ts'

/** Why a person must look at what the bank says: no such payment; another sum; it came back after it was paid, or was paid after it came back. */
export type Oddity = 'unknown' | 'other-sum' | 'came-back' | 'paid-after-all'

export interface BankRead { readonly paid: number; readonly failed: number; readonly again: number; readonly odd: number }

/** A reference of ours, as `payments` makes it: the rest of a statement is about other money. */
const ours = /^[0-9A-Z]{12}(?:-\d{1,3})?$/

/** Writes down what the bank says of payments of released runs. What is odd is listed for a person, once. */
export async function readBank(acting: AreaActing<'payments:pay'>, { answers }: { answers: readonly BankAnswer[] }): Promise<Outcome<BankRead, 'nothing-of-ours'>> {
  const own = answers.filter((answer) => ours.test(answer.reference))
  if (own.length === 0) return { ok: false, why: 'nothing-of-ours', field: 'file' }
  const read = { paid: 0, failed: 0, again: 0, odd: 0 }
  for (const answer of own) {
    const line = await acting.db.selectFrom('payment_line as l').innerJoin('payment_run as r', 'r.id', 'l.run_id').select(['l.run_id', 'l.position', 'l.pence', 'l.answer'])
      .where('l.reference', '=', answer.reference).where('r.state', '=', 'released').executeTakeFirst()
    // A statement that says once more what was paid before it came back says nothing new.
    if (line?.answer === 'failed' && answer.result === 'paid' && (await cameBackBefore(acting, answer.reference))) {
      read.again += 1
      continue
    }
    const odd: Oddity | null = !line ? 'unknown' : line.pence !== answer.pence ? 'other-sum' : line.answer === null || line.answer === answer.result ? null : answer.result === 'failed' ? 'came-back' : 'paid-after-all'
    if (odd) read.odd += await keepOddity(acting, answer, odd)
    else if (line!.answer !== null) read.again += 1
    else {
      await answerLine(acting, { run: line!.run_id, position: line!.position }, answer.result, answer.reason)
      read[answer.result] += 1
    }
  }
  return { ok: true, value: read, event: { kind: 'bank-answer-read', data: read } }
}

async function cameBackBefore(acting: AreaActing<'payments:pay'>, reference: string): Promise<boolean> {
  return (await acting.db.selectFrom('payment_oddity').select('why').where('reference', '=', reference).where('why', '=', 'came-back').executeTakeFirst()) !== undefined
}

async function keepOddity(acting: AreaActing<'payments:pay'>, { reference, pence }: BankAnswer, why: Oddity): Promise<number> {
  const kept = await acting.db.insertInto('payment_oddity').values({ reference, pence, why, at: acting.now, seen_at: null }).onConflict((conflict) => conflict.doNothing()).returning('why').executeTakeFirst()
  return kept ? 1 : 0
}

/**
 * Takes what the bank has said over into the books of each family, a command each. What this person takes part in is left for
 * a colleague; what another process did meanwhile is done. Returns how many are left.
 */
export async function settleAnswered(viewer: AreaMay<'payments:pay'>): Promise<number> {
  const rows = await viewer.db.selectFrom('payment_line as l').innerJoin('payment as y', (join) => join.onRef('y.family_id', '=', 'l.family_id').onRef('y.id', '=', 'l.payment_id'))
    .select(['l.family_id', 'l.run_id', 'l.position', 'y.spend_id']).where('l.settled', '=', 0).where('l.answer', 'is not', null).orderBy('l.run_id').orderBy('l.position').execute()
  for (const row of rows) {
    const inside = viewer.person === null ? undefined : await viewerOfSpend(viewer.db, viewer.person, row.family_id, row.spend_id, viewer.now)
    if (inside && may(inside, 'spend:pay')) await act(must(inside, 'spend:pay'), settleLine, { run: row.run_id, position: row.position })
  }
  return answeredAndOpen(viewer)
}

/** How many answers of the bank are not in the books yet. One query. */
export async function answeredAndOpen(viewer: AreaMay<'payments:pay'>): Promise<number> {
  const { rows } = await viewer.db.selectFrom('payment_line').select(countAll().as('rows')).where('settled', '=', 0).where('answer', 'is not', null).executeTakeFirstOrThrow()
  return rows
}

/** What finance can say of an oddity once it has looked at the bank: the money came back and is due again, or it was paid. */
export type OddStep = 'due-again' | 'paid'

export interface Odd { readonly reference: string; readonly pence: Pence; readonly why: Oddity; readonly at: Instant; /** What can be done about it here, beside having looked. */ readonly steps: readonly OddStep[] }

/** The payments of released runs that oddities are about, as they stand. */
function oddLines(db: AreaMay<'payments:pay'>['db'] | AreaActing<'payments:pay'>['db']) {
  return (db as Kysely<Schema>).selectFrom('payment_oddity as o')
    .leftJoin('payment_line as l', (join) => join.onRef('l.reference', '=', 'o.reference').on((eb) => eb.exists(eb.selectFrom('payment_run as r').select('r.id').whereRef('r.id', '=', 'l.run_id').where('r.state', '=', 'released'))))
    .leftJoin('payment as y', (join) => join.onRef('y.family_id', '=', 'l.family_id').onRef('y.id', '=', 'l.payment_id'))
    .select(['o.reference', 'o.pence', sql<Oddity>`o.why`.as('why'), 'o.at', 'l.run_id', 'l.position', 'l.answer', 'l.settled', 'y.state'])
    // Of what was given back or mended by hand, the money is no longer there to be kept for it again.
    .select((eb) => eb.case().when(allSpent).then(1).else(0).end().as('whole')).where('o.seen_at', 'is', null)
}

/** True while all that was paid of the request of `y` is still spent. */
const allSpent = sql<SqlBool>`(select coalesce(sum(case when t.to_bucket = 'spent' then t.pence when t.from_bucket = 'spent' then -t.pence else 0 end), 0) from transfer as t where t.family_id = y.family_id and t.spend_id = y.spend_id)
  = (select coalesce(sum(p.pence), 0) from payment as p where p.family_id = y.family_id and p.spend_id = y.spend_id and p.state = 'paid')`

type OddLine = Awaited<ReturnType<ReturnType<typeof oddLines>['execute']>>[number]

/** What can be done about one. Whatever is in another run meanwhile waits for the bank's answer to that. */
function stepsOf({ why, answer, settled, state, whole }: OddLine): readonly OddStep[] {
  if (why === 'other-sum') return state === 'in-run' && answer === null ? ['paid', 'due-again'] : []
  if (why === 'came-back') return answer === 'paid' && whole === 1 && (state === 'paid' || (state === 'in-run' && settled === 0)) ? ['due-again'] : []
  if (why === 'paid-after-all') return answer === 'failed' && (state === 'due' || state === 'held' || (state === 'in-run' && settled === 0)) ? ['paid'] : []
  return []
}

/** What of the bank's answers a person has still to look at, the oldest first. One query. */
export async function oddities(viewer: AreaMay<'payments:pay'>): Promise<Odd[]> {
  const rows = await oddLines(viewer.db).orderBy('o.at').orderBy('o.reference').limit(100).execute()
  return rows.map((row) => ({ reference: row.reference, pence: row.pence, why: row.why, at: row.at, steps: stepsOf(row) }))
}

/** Somebody has looked at it, and says what the bank truly did, where that is not what the books have. The family's books follow by `settleAnswered`. */
export async function seeOddity(acting: AreaActing<'payments:pay'>, { reference, why, step = null }: { reference: string; why: Oddity; step?: OddStep | null }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const row = await oddLines(acting.db).where('o.reference', '=', reference).where('o.why', '=', why).executeTakeFirst()
  if (!row || (step && !stepsOf(row).includes(step))) return { ok: false, why: 'changed-meanwhile' }
  await acting.db.updateTable('payment_oddity').set({ seen_at: acting.now }).where('reference', '=', reference).where('why', '=', why).where('seen_at', 'is', null).execute()
  if (step) await answerLine(acting, { run: row.run_id!, position: row.position! }, step === 'paid' ? 'paid' : 'failed', null)
  return { ok: true, value: null, event: { kind: 'bank-oddity-seen', data: { reference } } }
}

/** The bank took none of a run, or never answered some of it: those that are open are due again. With a reference, that one alone. How many. */
export async function sayNotPaid(acting: AreaActing<'payments:pay'>, { run, reference }: { run: RunId; reference: string | null }): Promise<Outcome<number, 'changed-meanwhile'>> {
  const open = await acting.db.selectFrom('payment_line as l').innerJoin('payment_run as r', 'r.id', 'l.run_id').select('l.position').where('r.id', '=', run).where('r.state', '=', 'released').where('l.answer', 'is', null)
    .$if(reference !== null, (query) => query.where('l.reference', '=', reference!)).execute()
  if (open.length === 0) return { ok: false, why: 'changed-meanwhile' }
  for (const { position } of open) await answerLine(acting, { run, position }, 'failed', null)
  return { ok: true, value: open.length, event: { kind: 'bank-answer-read', data: { paid: 0, failed: open.length, again: 0, odd: 0 }, thing: { kind: 'payment-run', id: run } } }
}

/** What became of one payment of a run, for the books of its family to follow. */
async function answerLine(acting: AreaActing<'payments:pay'>, line: { run: RunId; position: number }, answer: 'paid' | 'failed', reason: string | null): Promise<void> {
  await acting.db.updateTable('payment_line').set({ answer, reason, answered_at: acting.now, settled: 0 }).where('run_id', '=', line.run).where('position', '=', line.position).execute()
}
