/**
 * Payment runs: what finance sends to the bank in one file. Frozen, a run never changes; its file is the same each time.
 *
 * | from     | command    | who                                             | to       | its payments        |
 * |----------|------------|-------------------------------------------------|----------|---------------------|
 * | (none)   | freezeRun  | finance, of what is due and not their own       | frozen   | due -> in a run     |
 * | frozen   | releaseRun | somebody else of finance (setting `runRelease`) | released |                     |
 * | frozen   | undoRun    | finance                                         | undone   | in a run -> due, held |
 * | released | readBank   | finance, by the bank's answer (bank-answers)    | released | paid, or due again  |
 *
 * A run is the area's: its lock is the area's, so each payment is taken by asking for the state it is in, in the statement
 * that changes it. A file is given out only of a released run, and what the bank may have is never undone.
 */
import { notYours } from '#app/access/not-yours.ts'
import type { AreaActing, AreaMay } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type PaymentId, type RunId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { pence, sum, type Pence } from '#app/values/money.ts'
import type { RunState } from '#db/schema-paying.ts'
import { countAll, sumOf } from '#db/sum.ts'
import { sealAccount, unsealAccount } from './payee-accounts.server.ts'
import type { RunFile } from './pain001.ts'
import { dueFor, dueUnlessDisputed, tiedToSome } from './payments.server.ts'

/** The most payments of one run. */
export const mostOfARun = 500

type FreezeRefused = 'changed-meanwhile' | 'account-missing' | 'payer-missing' | 'pay-day-past'

/** Freezes these payments as one run, to be paid on a day. All of them or, where one is no longer due or has no account, none. */
export async function freezeRun(acting: AreaActing<'payments:pay'>, wanted: { payments: readonly PaymentId[]; payOn: Day }): Promise<Outcome<RunId, FreezeRefused>> {
  if (acting.person === null) throw notYours()
  if (wanted.payOn < acting.today) return { ok: false, why: 'pay-day-past', field: 'payOn' }
  const settings = await settingsOf(acting.db)
  if (settings.payerName === '' || settings.payerSortCode === '' || settings.payerNumber === '') return { ok: false, why: 'payer-missing' }
  const asked = new Set<string>(wanted.payments)
  const rows = (await dueFor(acting, 10_000)).filter((row) => asked.has(row.id))
  if (rows.length === 0 || rows.length !== asked.size || rows.length > mostOfARun) return { ok: false, why: 'changed-meanwhile' }
  if (rows.some((row) => row.sealed === null)) return { ok: false, why: 'account-missing', field: 'payments' }
  const id = newId<RunId>()
  const alone = settings.runRelease === 'one'
  await acting.db.insertInto('payment_run').values({
    id, made_at: acting.now, made_by: acting.person, pay_on: wanted.payOn, state: alone ? 'released' : 'frozen', released_at: alone ? acting.now : null, released_by: alone ? acting.person : null,
    payer: sealAccount(id, { name: settings.payerName, sortCode: settings.payerSortCode, number: settings.payerNumber }),
  }).execute()
  for (const [position, row] of rows.entries()) {
    const taken = await acting.db.updateTable('payment').set({ state: 'in-run', attempts: row.attempts + 1 }).where('family_id', '=', row.family_id).where('id', '=', row.id).where('state', '=', 'due').returning('id').executeTakeFirst()
    if (!taken) return { ok: false, why: 'changed-meanwhile' }
    await acting.db.insertInto('payment_line').values({
      run_id: id, position, family_id: row.family_id, payment_id: row.id, pence: row.pence, payee: row.payee,
      // Tried again, the bank must be able to tell it from the time before.
      reference: row.attempts === 0 ? row.reference : `${row.reference}-${row.attempts + 1}`,
      sealed: sealAccount(id, unsealAccount(row.spend_id, row.sealed!)), answer: null, reason: null, answered_at: null, settled: 0,
    }).execute()
  }
  return { ok: true, value: id, event: { kind: 'payment-run-made', data: { payments: rows.length, pence: sum(rows.map((row) => row.pence)) }, thing: { kind: 'payment-run', id } } }
}

/** A second person says that a run may go to the bank: not who made it, and nobody who takes part in one of its payments. */
export async function releaseRun(acting: AreaActing<'payments:pay'>, { run }: { run: RunId }): Promise<Outcome<null, 'changed-meanwhile' | 'somebody-else-must-release'>> {
  const made = await acting.db.selectFrom('payment_run').select(['made_by', 'state']).where('id', '=', run).executeTakeFirst()
  if (!made || acting.person === null) throw notYours()
  if (made.state !== 'frozen') return { ok: false, why: 'changed-meanwhile' }
  if (made.made_by === acting.person || (await tiedToSome(acting, run))) return { ok: false, why: 'somebody-else-must-release' }
  await acting.db.updateTable('payment_run').set({ state: 'released', released_at: acting.now, released_by: acting.person }).where('id', '=', run).execute()
  return { ok: true, value: null, event: { kind: 'payment-run-released', data: {}, thing: { kind: 'payment-run', id: run } } }
}

/** A run that nobody has released is undone: its payments are due again. */
export async function undoRun(acting: AreaActing<'payments:pay'>, { run }: { run: RunId }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const undone = await acting.db.updateTable('payment_run').set({ state: 'undone' }).where('id', '=', run).where('state', '=', 'frozen').returning('id').executeTakeFirst()
  if (!undone) return { ok: false, why: 'changed-meanwhile' }
  await acting.db.updateTable('payment').set({ state: dueUnlessDisputed }).where('state', '=', 'in-run')
    .where((eb) => eb.exists(eb.selectFrom('payment_line as l').select('l.position').where('l.run_id', '=', run).whereRef('l.family_id', '=', 'payment.family_id').whereRef('l.payment_id', '=', 'payment.id'))).execute()
  return { ok: true, value: null, event: { kind: 'payment-run-undone', data: {}, thing: { kind: 'payment-run', id: run } } }
}

export interface RunInShort { readonly id: RunId; readonly madeAt: Instant; readonly payOn: Day; readonly state: RunState; readonly count: number; readonly pence: Pence; /** Of which the bank has not answered. */ readonly open: number }

/** The newest runs. One query. */
export async function runsOf(viewer: AreaMay<'payments:pay'>, most = 20): Promise<RunInShort[]> {
  const rows = await viewer.db.selectFrom('payment_run as r').innerJoin('payment_line as l', 'l.run_id', 'r.id')
    .select(['r.id', 'r.made_at', 'r.pay_on', 'r.state', countAll().as('count'), (eb) => sumOf(eb.ref('l.pence')).as('pence'), (eb) => sumOf(eb.case().when('l.answer', 'is', null).then(1).else(0).end()).as('open')])
    .groupBy(['r.id', 'r.made_at', 'r.pay_on', 'r.state']).orderBy('r.made_at', 'desc').orderBy('r.id').limit(most).execute()
  return rows.map((row) => ({ id: row.id, madeAt: row.made_at, payOn: row.pay_on, state: row.state, count: row.count, pence: pence(row.pence), open: row.open }))
}

export interface RunLine { readonly payee: string; readonly pence: Pence; readonly reference: string; readonly answer: 'paid' | 'failed' | null; readonly reason: string | null; readonly settled: boolean }
export interface Run extends RunInShort { readonly madeBy: string; readonly releasedBy: string | null; /** Whether this viewer made it. */ readonly mine: boolean; readonly lines: readonly RunLine[] }

/** One run with its payments; undefined when there is none. Two queries. */
export async function run(viewer: AreaMay<'payments:pay'>, id: RunId): Promise<Run | undefined> {
  const made = await viewer.db.selectFrom('payment_run as r').innerJoin('person as m', 'm.id', 'r.made_by').leftJoin('person as p', 'p.id', 'r.released_by')
    .select(['r.id', 'r.made_at', 'r.made_by', 'r.pay_on', 'r.state', 'm.name as maker', 'p.name as releaser']).where('r.id', '=', id).executeTakeFirst()
  if (!made) return undefined
  const rows = await viewer.db.selectFrom('payment_line').select(['payee', 'pence', 'reference', 'answer', 'reason', 'settled']).where('run_id', '=', id).orderBy('position').execute()
  return {
    id: made.id, madeAt: made.made_at, payOn: made.pay_on, state: made.state, madeBy: made.maker, releasedBy: made.releaser, mine: made.made_by === viewer.person,
    count: rows.length, pence: sum(rows.map((row) => row.pence)), open: rows.filter((row) => row.answer === null).length, lines: rows.map((row) => ({ ...row, settled: row.settled === 1 })),
  }
}

/** What a released run says to the bank; undefined for any other. Two queries. */
export async function fileOfRun(viewer: AreaMay<'payments:pay'>, id: RunId): Promise<RunFile | undefined> {
  const made = await viewer.db.selectFrom('payment_run').select(['id', 'made_at', 'pay_on', 'payer']).where('id', '=', id).where('state', '=', 'released').executeTakeFirst()
  if (!made) return undefined
  const rows = await viewer.db.selectFrom('payment_line').select(['reference', 'pence', 'sealed']).where('run_id', '=', id).orderBy('position').execute()
  return {
    id: made.id.toUpperCase(), madeAt: made.made_at, payOn: made.pay_on, payer: unsealAccount(made.id, made.payer),
    lines: rows.map((row) => ({ reference: row.reference, pence: row.pence, payee: unsealAccount(made.id, row.sealed) })),
  }
}
