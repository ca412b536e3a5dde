import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { readBankFile } from '#app/domain/budget/bank-answer.ts'
import { answeredAndOpen, oddities, readBank, sayNotPaid, seeOddity, settleAnswered, type Oddity, type OddStep } from '#app/domain/budget/bank-answers.server.ts'
import { paidByReference, refund } from '#app/domain/budget/mending.server.ts'
import { accountOf, giveAccount } from '#app/domain/budget/payee-accounts.server.ts'
import { pain001 } from '#app/domain/budget/pain001.ts'
import { fileOfRun, freezeRun, releaseRun, run, runsOf, undoRun } from '#app/domain/budget/payment-runs.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { runCsv } from '#app/domain/budget/run-csv.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type PaymentId, type RunId, type SpendId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { asked, booksAreRight, happened, pay, paymentOf, standing, sums, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId

const setting = (key: string, value: string) => world.db.insertInto('area_setting').values({ area_id: 'area' as never, key, value: JSON.stringify(value), changed_at: worldBegins, changed_by: null }).onConflict((conflict) => conflict.columns(['area_id', 'key']).doUpdateSet({ value: JSON.stringify(value) })).execute()
const finance = async (who: 'femi' | 'omar' = 'femi') => must(await world.desk(who), 'payments:pay')
const account = { name: 'The Swimming Pool', sortCode: '112233', number: '01234567' }

beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(50_000)
  for (const [key, value] of [['payerName', 'Our Council'], ['payerSortCode', '445566'], ['payerNumber', '76543210']] as const) await setting(key, value)
})

/** Something that was delivered, with the account of its payee unless told otherwise. */
async function delivered(sum: number, { to = account as typeof account | null, payee = 'The swimming pool' } = {}): Promise<SpendId> {
  const id = await asked(world, budget, sum, { payee })
  await yes(world, 'sam', id)
  await happened(world, id)
  if (to) await act(must((await world.spendViewer('femi', id))!, 'spend:pay'), giveAccount, to)
  return id
}

async function frozen(...spends: SpendId[]): Promise<RunId> {
  const answer = await act(await finance(), freezeRun, { payments: await Promise.all(spends.map((spend) => paymentOf(world, spend))), payOn: plusDays(today, 1) })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

const stateOf = async (spend: SpendId) => (await world.db.selectFrom('payment').select(['state', 'reason']).where('spend_id', '=', spend).executeTakeFirstOrThrow())
/** The largest first. */
const lines = async (id: RunId) => [...(await run(await finance(), id))!.lines].sort((a, b) => b.pence - a.pence)
const answered = async (text: string) => {
  const read = await act(await finance(), readBank, { answers: readBankFile(text)! })
  await settleAnswered(await finance())
  return read.ok ? read.value : read.why
}

describe('a run', () => {
  test('takes what is due with an account, and is the same file each time, whatever changes afterwards', async () => {
    const one = await delivered(1_234, { to: { ...account, name: 'Śwież & <Sons> "Ltd"' } })
    const id = await frozen(one, await delivered(50))
    expect(await toPay(await finance())).toEqual([])
    const [before, csv] = [pain001((await fileOfRun(await finance(), id))!), runCsv((await fileOfRun(await finance(), id))!)]
    await act(must((await world.spendViewer('femi', one))!, 'spend:pay'), giveAccount, { ...account, number: '99999999' })
    await setting('payerNumber', '11111111')
    expect(pain001((await fileOfRun(await finance(), id))!)).toBe(before)
    expect(runCsv((await fileOfRun(await finance(), id))!)).toBe(csv)
    expect((await runsOf(await finance())).map((found) => [found.id, found.state, found.count, found.pence, found.open])).toEqual([[id, 'released', 2, 1_284, 2]])
  })

  test('takes all of it or nothing: not what is paid, held, in another run, without an account, or unknown', async () => {
    const [one, two, bare] = [await delivered(1_000), await delivered(2_000), await delivered(3_000, { to: null })]
    await frozen(two)
    const tried = async (...payments: PaymentId[]) => act(await finance(), freezeRun, { payments, payOn: today })
    for (const other of [await paymentOf(world, two), newId<PaymentId>()]) expect(await tried(await paymentOf(world, one), other)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await tried(await paymentOf(world, one), await paymentOf(world, bare))).toMatchObject({ ok: false, why: 'account-missing' })
    expect(await act(await finance(), freezeRun, { payments: [await paymentOf(world, one)], payOn: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'pay-day-past' })
    expect((await stateOf(one)).state).toBe('due')
    await pay(world, one)
    expect(await tried(await paymentOf(world, one))).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    await setting('payerSortCode', '')
    expect(await tried(await paymentOf(world, bare))).toMatchObject({ ok: false, why: 'payer-missing' })
  })

  test('what is in a run is not paid by hand', async () => {
    const one = await delivered(1_000)
    await frozen(one)
    expect(await pay(world, one)).toEqual({ ok: false, why: 'changed-meanwhile' })
  })

  test('waits for a second person where the area says so, gives no file before, and can be undone until then', async () => {
    await setting('runRelease', 'two')
    await world.db.insertInto('post').values({ person_id: world.people.omar, id: newId(), role: 'finance', team: '', from_on: today, until_on: null }).execute()
    const one = await delivered(1_000)
    const first = await frozen(one)
    expect(await fileOfRun(await finance(), first)).toBeUndefined()
    expect(await act(await finance(), releaseRun, { run: first })).toMatchObject({ ok: false, why: 'somebody-else-must-release' })
    expect(await act(await finance(), undoRun, { run: first })).toMatchObject({ ok: true })
    expect((await stateOf(one)).state).toBe('due')
    const second = await frozen(one)
    expect(await act(await finance('omar'), releaseRun, { run: second })).toMatchObject({ ok: true })
    expect((await fileOfRun(await finance(), second))?.lines.map((line) => line.reference)).toEqual([expect.stringMatching(/^[0-9A-Z]{12}-2$/)])
    expect(await act(await finance(), undoRun, { run: second })).toEqual({ ok: false, why: 'changed-meanwhile' })
    expect(await act(await finance(), releaseRun, { run: newId<RunId>() }).catch((error: unknown) => error)).toMatchObject({ status: 404 })
  })

  test('who approved something does not put it into a run, nor release one that has it', async () => {
    await setting('runRelease', 'two')
    const one = await delivered(1_000)
    await world.db.insertInto('post').values({ person_id: world.people.sam, id: newId(), role: 'finance', team: '', from_on: today, until_on: null }).execute()
    const sam = must(await world.desk('sam'), 'payments:pay')
    expect(await toPay(sam)).toEqual([])
    expect(await act(sam, freezeRun, { payments: [await paymentOf(world, one)], payOn: today })).toEqual({ ok: false, why: 'changed-meanwhile' })
    expect(await act(sam, releaseRun, { run: await frozen(one) })).toMatchObject({ ok: false, why: 'somebody-else-must-release' })
  })
})

describe('the account of a payee', () => {
  test('is read by finance alone, and stands nowhere in the database as it is', async () => {
    const one = await delivered(1_000)
    await frozen(one)
    expect(await accountOf(must((await world.spendViewer('femi', one))!, 'spend:pay'))).toEqual({ payee: 'The swimming pool', account })
    const sam = await world.desk('sam')
    expect(() => must(sam, 'payments:pay')).toThrow()
    for (const table of ['payee_account', 'payment_line', 'payment_run', 'event', 'outbox'] as const) {
      expect(JSON.stringify(await world.db.selectFrom(table).selectAll().execute())).not.toMatch(/01234567|112233|76543210/)
    }
  })
})

describe('the bank’s answer', () => {
  const csv = (...rows: [string, string, string, string?][]) => ['reference,amount,status,reason', ...rows.map((row) => row.join(','))].join('\n')

  test('moves exactly what was paid, puts back what failed with its reason, and twice is once', async () => {
    const [one, two] = [await delivered(1_234), await delivered(500)]
    const id = await frozen(one, two)
    const [first, second] = await lines(id)
    const file = csv([first!.reference, '12.34', 'paid'], [second!.reference, '5.00', 'failed', 'Account closed'], ['RENT 12', '900.00', 'paid'])
    expect(await answered(file)).toEqual({ paid: 1, failed: 1, again: 0, odd: 0 })
    expect([(await standing(world.db, one)).state, await stateOf(two)]).toEqual(['paid', { state: 'due', reason: 'Account closed' }])
    expect(await sums(world, budget)).toMatchObject({ spent: 1_234, aside: 500 })
    expect(await answered(file)).toEqual({ paid: 0, failed: 0, again: 2, odd: 0 })
    expect(await sums(world, budget)).toMatchObject({ spent: 1_234, aside: 500 })
    expect((await toPay(await finance())).map((due) => due.reason)).toEqual(['Account closed'])
    const again = await frozen(two)
    expect((await lines(again))[0]!.reference).toBe(`${second!.reference}-2`)
    await booksAreRight(world, budget)
  })

  test('lists once, for a person, what is odd: no such payment, another sum, money that came back', async () => {
    const id = await frozen(await delivered(1_000), await delivered(2_000))
    const [second, first] = await lines(id)
    await answered(csv([first!.reference, '10.00', 'paid']))
    const odd = csv([first!.reference, '10.00', 'failed', 'No account'], [second!.reference, '20.01', 'paid'], ['ABCDEFGHJKMN', '1.00', 'paid'])
    expect(await answered(odd)).toEqual({ paid: 0, failed: 0, again: 0, odd: 3 })
    expect(await answered(odd)).toEqual({ paid: 0, failed: 0, again: 0, odd: 0 })
    expect((await oddities(await finance())).map((one) => one.why).sort()).toEqual(['came-back', 'other-sum', 'unknown'])
    expect(await sums(world, budget)).toMatchObject({ spent: 1_000 })
    expect(await act(await finance(), seeOddity, { reference: 'ABCDEFGHJKMN', why: 'unknown' })).toMatchObject({ ok: true })
    expect(await act(await finance(), seeOddity, { reference: 'ABCDEFGHJKMN', why: 'unknown' })).toMatchObject({ ok: false })
    expect(await oddities(await finance())).toHaveLength(2)
    expect(await answered(csv(['RENT 12', '900.00', 'paid']))).toBe('nothing-of-ours')
  })

  test('says nothing of a run that was never released', async () => {
    await setting('runRelease', 'two')
    const [line] = await lines(await frozen(await delivered(1_000)))
    expect(await answered(csv([line!.reference, '10.00', 'paid']))).toMatchObject({ paid: 0, odd: 1 })
  })

  test('waits for a colleague where who brings it in has a part in a payment', async () => {
    const one = await delivered(1_000)
    const [line] = await lines(await frozen(one))
    await world.db.insertInto('post').values({ person_id: world.people.sam, id: newId(), role: 'finance', team: '', from_on: today, until_on: null }).execute()
    const sam = must(await world.desk('sam'), 'payments:pay')
    await act(sam, readBank, { answers: readBankFile(csv([line!.reference, '10.00', 'paid']))! })
    expect(await settleAnswered(sam)).toBe(1)
    expect((await stateOf(one)).state).toBe('in-run')
    expect(await settleAnswered(await finance())).toBe(0)
    expect(await answeredAndOpen(await finance())).toBe(0)
    expect((await stateOf(one)).state).toBe('paid')
    await booksAreRight(world, budget)
  })
})

describe('what the bank says odd', () => {
  const says = async (reference: string, sum: string, status: 'paid' | 'failed') => answered(['reference,amount,status', `${reference},${sum},${status}`].join('\n'))
  /** Something is said of one, and the books follow. */
  const does = async (reference: string, why: Oddity, step: OddStep | null) => {
    const answer = await act(await finance(), seeOddity, { reference, why, step })
    await settleAnswered(await finance())
    expect(await answeredAndOpen(await finance())).toBe(0)
    return answer
  }
  const steps = async () => (await oddities(await finance())).map((one) => [one.why, ...one.steps])
  const inRun = async (sum = 1_000) => {
    const spend = await delivered(sum)
    const [line] = await lines(await frozen(spend))
    return { spend, reference: line!.reference }
  }

  test('came back after it was paid: it is due again, and its provider is paid by another run; the old statement says nothing new', async () => {
    const { spend, reference } = await inRun()
    await says(reference, '10.00', 'paid')
    expect((await standing(world.db, spend)).state).toBe('paid')
    expect(await says(reference, '10.00', 'failed')).toMatchObject({ odd: 1 })
    expect(await steps()).toEqual([['came-back', 'due-again']])
    expect(await does(reference, 'came-back', 'due-again')).toMatchObject({ ok: true })
    expect([(await standing(world.db, spend)).state, (await stateOf(spend)).state, await sums(world, budget)]).toMatchObject(['delivered', 'due', { spent: 0, aside: 1_000 }])
    await booksAreRight(world, budget)
    expect(await says(reference, '10.00', 'paid')).toMatchObject({ again: 1, odd: 0 })
    const [line] = await lines(await frozen(spend))
    expect(line!.reference).toBe(`${reference}-2`)
    await says(line!.reference, '10.00', 'paid')
    expect([(await standing(world.db, spend)).state, await sums(world, budget)]).toMatchObject(['paid', { spent: 1_000, aside: 0 }])
    expect(await does(reference, 'came-back', 'due-again')).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await paidByReference(await finance(), line!.reference)).toMatchObject({ pence: 1_000 })
    await booksAreRight(world, budget)
  })

  test('came back, and was given back to the family by hand before: nothing is paid again', async () => {
    const { spend, reference } = await inRun()
    await says(reference, '10.00', 'paid')
    await says(reference, '10.00', 'failed')
    await act(must((await world.spendViewer('femi', spend))!, 'spend:pay'), refund, { pence: pence(1_000), words: null, lang: 'en' })
    expect(await steps()).toEqual([['came-back']])
    expect(await does(reference, 'came-back', 'due-again')).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await does(reference, 'came-back', null)).toMatchObject({ ok: true })
    expect(await steps()).toEqual([])
    await booksAreRight(world, budget)
  })

  test('paid after it had come back: it is in no other run until somebody has looked, and is then paid once', async () => {
    const { spend, reference } = await inRun()
    await says(reference, '10.00', 'failed')
    expect(await toPay(await finance())).toHaveLength(1)
    await says(reference, '10.00', 'paid')
    expect(await toPay(await finance())).toEqual([])
    expect(await act(await finance(), freezeRun, { payments: [await paymentOf(world, spend)], payOn: today })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await steps()).toEqual([['paid-after-all', 'paid']])
    expect(await does(reference, 'paid-after-all', 'paid')).toMatchObject({ ok: true })
    expect([(await standing(world.db, spend)).state, await sums(world, budget)]).toMatchObject(['paid', { spent: 1_000, aside: 0 }])
    await booksAreRight(world, budget)
  })

  test('paid after it had come back, and already in another run: it waits for the answer to that', async () => {
    const { spend, reference } = await inRun()
    await says(reference, '10.00', 'failed')
    await frozen(spend)
    await says(reference, '10.00', 'paid')
    expect(await steps()).toEqual([['paid-after-all']])
    expect(await does(reference, 'paid-after-all', 'paid')).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    await booksAreRight(world, budget)
  })

  test.each([['due-again', 'due'], ['paid', 'paid']] as const)('another sum: whoever looked says that it is %s, and it is no longer stuck in its run', async (step, state) => {
    const { spend, reference } = await inRun()
    await says(reference, '9.99', 'paid')
    expect(await steps()).toEqual([['other-sum', 'paid', 'due-again']])
    expect(await does(reference, 'other-sum', step)).toMatchObject({ ok: true })
    expect((await stateOf(spend)).state).toBe(state)
    await booksAreRight(world, budget)
  })

  test('nothing at all, or a whole file that the bank refused: all that is open is due again, and can be paid once', async () => {
    const [one, two, three] = [await delivered(1_000), await delivered(2_000), await delivered(3_000)]
    const id = await frozen(one, two, three)
    const [last, middle, first] = await lines(id)
    await says(first!.reference, '10.00', 'paid')
    const not = async (reference: string | null) => {
      const answer = await act(await finance(), sayNotPaid, { run: id, reference })
      await settleAnswered(await finance())
      return answer
    }
    expect(await not(middle!.reference)).toMatchObject({ ok: true, value: 1 })
    expect([(await stateOf(one)).state, (await stateOf(two)).state, (await stateOf(three)).state]).toEqual(['paid', 'due', 'in-run'])
    expect(await not(null)).toMatchObject({ ok: true, value: 1 })
    expect((await stateOf(three)).state).toBe('due')
    expect(await not(null)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    // The bank paid it after all.
    expect(await says(last!.reference, '30.00', 'paid')).toMatchObject({ odd: 1 })
    expect((await toPay(await finance())).map((due) => due.pence)).toEqual([2_000])
    await booksAreRight(world, budget)
  })
})
