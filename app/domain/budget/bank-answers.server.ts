/**
 * The bank's answer to payment runs. Reading a file writes down in one step what it says of each payment; each family's books
 * follow one by one, and whatever stopped in the middle goes on where it was. The same file again changes nothing.
 */
import { sql } from 'kysely'
import { may, must, viewerOfSpend, type AreaActing, type AreaMay } from '#app/access/viewer.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
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
    const odd: Oddity | null = !line ? 'unknown' : line.pence !== answer.pence ? 'other-sum' : line.answer === null || line.answer === answer.result ? null : answer.result === 'failed' ? 'came-back' : 'paid-after-all'
    if (odd) read.odd += await keepOddity(acting, answer, odd)
    else if (line!.answer !== null) read.again += 1
    else {
      await acting.db.updateTable('payment_line').set({ answer: answer.result, reason: answer.reason, answered_at: acting.now }).where('run_id', '=', line!.run_id).where('position', '=', line!.position).execute()
      read[answer.result] += 1
    }
  }
  return { ok: true, value: read, event: { kind: 'bank-answer-read', data: read } }
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

export interface Odd { readonly reference: string; readonly pence: Pence; readonly why: Oddity; readonly at: Instant }

/** What of the bank's answers a person has still to look at, the oldest first. One query. */
export async function oddities(viewer: AreaMay<'payments:pay'>): Promise<Odd[]> {
  return viewer.db.selectFrom('payment_oddity').select(['reference', 'pence', sql<Oddity>`why`.as('why'), 'at']).where('seen_at', 'is', null).orderBy('at').orderBy('reference').limit(100).execute()
}

/** Somebody has looked at it. */
export async function seeOddity(acting: AreaActing<'payments:pay'>, { reference, why }: { reference: string; why: Oddity }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const seen = await acting.db.updateTable('payment_oddity').set({ seen_at: acting.now }).where('reference', '=', reference).where('why', '=', why).where('seen_at', 'is', null).returning('why').execute()
  if (seen.length === 0) return { ok: false, why: 'changed-meanwhile' }
  return { ok: true, value: null, event: { kind: 'bank-oddity-seen', data: { reference } } }
}
