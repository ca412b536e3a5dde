import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerOfMoney, viewerFor, type AreaMay } from '#app/access/viewer.server.ts'
import { balance, statement } from '#app/domain/budget/ledger.server.ts'
import { mendMoney, mendPayment, mendable, paidByReference, refund } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import { paceOf, sourcesOf } from '#app/domain/budget/pace.server.ts'
import { answerStay, endPeriods, endsOf, sayItShouldStay, staysToAnswer, staysWaiting } from '#app/domain/budget/period-ends.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { BudgetId, SpendId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { asked, booksAreRight, happened, pay, sums, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(10_000)
})

const end = plusDays(today, 182)
const said = { words: 'A wrong key', lang: 'en' }
const after = (days: number): Instant => plusMinutes(worldBegins, days * 24 * 60)
const manager = async (who: 'priya' | 'ruth' = 'priya') => must((await viewerOfMoney(world.db, world.people[who], world.family, worldBegins))!, 'budget:make')
const sees = async () => must(await manager(), 'line:agree')
const more = (sum: number, expiresOn: Day = end) => ({ budget, source: 'The council', pence: pence(sum), expiresOn, words: null, lang: 'en' })
const bring = async (sum: number, expiresOn?: Day) => act(await manager(), topUp, more(sum, expiresOn))
const limit = (sum: number) => world.db.updateTable('area_setting').set({ value: String(sum) }).where('key', '=', 'managerBudgetPence').execute()
const finance = async (id: SpendId) => must((await world.spendViewer('femi', id))!, 'spend:pay')
const lastLine = async () => (await statement(await world.may('marta', 'budget:see'), budget, { from: null, until: null, page: 1 }))!.lines[0]!

describe('a top-up', () => {
  test('is left at once, in the source it names, and says in the statement what it is', async () => {
    expect(await act(await manager(), topUp, { ...more(2_500), words: 'For the school trip' })).toMatchObject({ ok: true })
    expect((await sums(world, budget)).left).toBe(12_500)
    expect(await lastLine()).toMatchObject({ why: 'topped-up', change: 2_500, left: 12_500, source: 'The council', note: { words: 'For the school trip', lang: 'en' } })
    expect(await sourcesOf(await world.may('marta', 'budget:see'), budget)).toMatchObject([{ source: 'The council', left: 12_500, came: 12_500 }])
    await bring(100, plusDays(today, 30))
    expect((await sourcesOf(await world.may('marta', 'budget:see'), budget)).map((one) => one.left)).toEqual([100, 12_500])
    await booksAreRight(world, budget)
  })

  test('of a manager counts with all that came in the days that count; what is put right makes room again', async () => {
    await limit(12_000)
    expect(await bring(2_001)).toMatchObject({ ok: false, why: 'above-your-limit', values: { limit: 12_000 } })
    expect((await bring(2_000)).ok).toBe(true)
    expect(await bring(1)).toMatchObject({ why: 'above-your-limit' })
    const [line] = await mendable(await manager())
    expect((await act(await manager(), mendMoney, { ...said, transfer: line!.id, pence: pence(500) })).ok).toBe(true)
    expect((await bring(500)).ok).toBe(true)
    expect(await bring(1)).toMatchObject({ why: 'above-your-limit' })
  })

  test('is refused after the budget, of days that do not fit, and of a budget that is kept to a few', async () => {
    expect(await bring(100, plusDays(end, 1))).toMatchObject({ why: 'days-do-not-fit' })
    expect(await bring(100, plusDays(today, -1))).toMatchObject({ why: 'days-do-not-fit' })
    const kept = await world.keptBudget(5_000, await world.circle(world.members.marta))
    expect(await act(await manager(), topUp, { ...more(100), budget: kept })).toMatchObject({ why: 'not-there' })
  })
})

describe('a mistake', () => {
  test('is put right once, by no more than it moved, and only of what is left', async () => {
    const [line] = await mendable(await manager())
    const mend = async (sum: number, transfer = line!.id) => act(await manager(), mendMoney, { ...said, transfer, pence: pence(sum) })
    expect(await mend(10_001)).toMatchObject({ why: 'more-than-it-moved', values: { limit: 10_000 } })
    await asked(world, budget, 9_000)
    expect(await mend(1_001)).toMatchObject({ why: 'not-enough-money', values: { left: 1_000, wanted: 1_001 } })
    expect((await mend(1_000)).ok).toBe(true)
    expect(await mend(1)).toMatchObject({ why: 'mended-already' })
    expect(await lastLine()).toMatchObject({ why: 'corrected', change: -1_000, note: { words: 'A wrong key' } })
    const [mending] = await mendable(await manager())
    expect((await mend(400, mending!.id)).ok).toBe(true)
    expect(await sums(world, budget)).toMatchObject({ left: 400, aside: 9_000 })
    await booksAreRight(world, budget)
  })

  test('two at the same moment put it right once', async () => {
    const [line] = await mendable(await manager())
    const viewer = await manager()
    const answers = await Promise.all([1, 2].map(() => act(viewer, mendMoney, { ...said, transfer: line!.id, pence: pence(10) })))
    expect(answers.filter((answer) => answer.ok).length).toBe(1)
    await booksAreRight(world, budget)
  })
})

describe('what was paid', () => {
  let id: SpendId
  beforeEach(async () => {
    id = await asked(world, budget, 6_000)
    expect((await yes(world, 'sam', id)).ok && (await happened(world, id)).ok && (await pay(world, id)).ok).toBe(true)
  })

  test('comes back in part or whole, and never more', async () => {
    const back = async (sum: number) => act(await finance(id), refund, { pence: pence(sum), words: null, lang: 'en' })
    expect((await back(2_000)).ok).toBe(true)
    expect(await sums(world, budget)).toMatchObject({ left: 6_000, aside: 0, spent: 4_000 })
    expect(await back(4_001)).toMatchObject({ why: 'more-than-was-paid', values: { limit: 4_000 } })
    expect((await back(4_000)).ok).toBe(true)
    await booksAreRight(world, budget)
  })

  test('is put right by finance: too much was written down as paid, or as given back', async () => {
    const mend = async (what: 'paid' | 'refunded', sum: number) => act(await finance(id), mendPayment, { ...said, what, pence: pence(sum) })
    expect(await mend('paid', 6_001)).toMatchObject({ why: 'more-than-it-moved', values: { limit: 6_000 } })
    expect((await mend('paid', 500)).ok).toBe(true)
    expect(await mend('paid', 1)).toMatchObject({ why: 'more-than-it-moved', values: { limit: 0 } })
    expect(await sums(world, budget)).toMatchObject({ left: 4_500, aside: 0, spent: 5_500 })
    expect((await act(await finance(id), refund, { pence: pence(1_000), words: 'Closed in May', lang: 'en' })).ok).toBe(true)
    expect((await mend('refunded', 1_000)).ok).toBe(true)
    expect(await sums(world, budget)).toMatchObject({ left: 4_500, spent: 5_500 })
    await booksAreRight(world, budget)
  })

  test('is found by the reference of its payment, by finance alone who took no part in it', async () => {
    const { reference } = await world.db.selectFrom('payment').select('reference').where('spend_id', '=', id).executeTakeFirstOrThrow()
    const femi = must(await world.desk('femi'), 'payments:pay')
    expect(await paidByReference(femi, reference)).toMatchObject({ payee: 'The swimming pool', pence: 6_000 })
    expect(await paidByReference(femi, 'NOSUCHPAYMENT')).toBeUndefined()
  })

  test('is not put right by whoever said yes to it', async () => {
    await world.db.insertInto('post').values({ person_id: world.people.sam, id: 'p'.repeat(20), role: 'finance', team: '', from_on: today, until_on: null }).execute()
    const sam = must((await world.spendViewer('sam', id))!, 'spend:pay')
    expect(await act(sam, refund, { pence: pence(1), words: null, lang: 'en' })).toMatchObject({ why: 'somebody-else-must-pay' })
  })
})

describe('money that goes to another budget', () => {
  test('keeps its source and its last day, and its two lines are one pair', async () => {
    const winter = await world.budget(0, { name: 'Winter', until: plusDays(today, 90), sources: [{ source: 'Winter fund', pence: pence(100), expiresOn: plusDays(today, 90) }] })
    await bring(3_000, plusDays(today, 30))
    expect((await act(await manager(), moveMoney, { from: budget, to: winter, pence: pence(4_000) })).ok).toBe(true)
    expect((await sourcesOf(await world.may('marta', 'budget:see'), winter)).map((one) => [one.left, one.source, one.expiresOn]).sort()).toEqual([[100, 'Winter fund', plusDays(today, 90)], [1_000, 'The council', plusDays(today, 90)], [3_000, 'The council', plusDays(today, 30)]])
    expect([(await sums(world, budget)).left, (await sums(world, winter)).left]).toEqual([9_000, 4_100])
    await booksAreRight(world, winter)
  })

  test('never comes from a budget that is kept to a few, nor goes to one, and is only what is left', async () => {
    const kept = await world.keptBudget(5_000, await world.circle(world.members.marta))
    const other = await world.budget(1_000, { name: 'Other' })
    const move = async (from: BudgetId, to: BudgetId, sum = 100) => act(await manager(), moveMoney, { from, to, pence: pence(sum) })
    expect(await move(budget, kept)).toMatchObject({ why: 'not-there', field: 'to' })
    expect(await move(kept, budget)).toMatchObject({ why: 'not-there', field: 'from' })
    expect(await move(budget, budget)).toMatchObject({ why: 'same-budget' })
    await asked(world, other, 900)
    expect(await move(other, budget, 101)).toMatchObject({ why: 'not-enough-money', values: { left: 100, wanted: 101 } })
  })
})

describe('the end of a period', () => {
  const soon = plusDays(today, 20)
  beforeEach(async () => {
    await bring(3_000, soon)
  })
  const ends = async (who: 'marta' | 'sam' = 'marta', at: Instant = worldBegins) => endsOf(await world.may(who, 'budget:see', at), budget)
  const say = async () => act(await world.may('marta', 'budget:ask'), sayItShouldStay, { budget, endsOn: soon, words: 'The course begins in spring', lang: 'en' })
  const desk = async () => must(await world.desk('priya'), 'desk:see') as AreaMay<'desk:see'>

  test('is told the days of the area beforehand, once, and what is left is given back no earlier', async () => {
    expect(await endPeriods(world.db, worldBegins)).toEqual({ told: 1, returned: 0 })
    expect(await endPeriods(world.db, worldBegins)).toEqual({ told: 0, returned: 0 })
    expect(await ends()).toMatchObject([{ endsOn: soon, returnsOn: plusDays(today, 28), pence: 3_000, said: null, returnedAt: null }])
    await asked(world, budget, 1_000)
    expect(await endPeriods(world.db, after(27))).toEqual({ told: 0, returned: 0 })
    expect(await endPeriods(world.db, after(28))).toEqual({ told: 0, returned: 1 })
    const row = await world.db.selectFrom('transfer').select(['by_person', 'pence', 'to_bucket']).where('why', '=', 'ended').executeTakeFirstOrThrow()
    expect(row).toEqual({ by_person: null, pence: 2_000, to_bucket: 'returned' })
    expect(await endPeriods(world.db, after(29))).toEqual({ told: 0, returned: 0 })
    await booksAreRight(world, budget)
  })

  test('waits for an answer, however late; what stays has a new last day', async () => {
    expect(await say()).toMatchObject({ why: 'not-there' })
    await endPeriods(world.db, worldBegins)
    expect(await say()).toMatchObject({ ok: true, value: { by: plusDays(today, 7) } })
    expect(await say()).toMatchObject({ why: 'said-already' })
    expect(await endPeriods(world.db, after(60))).toEqual({ told: 0, returned: 0 })
    expect(await staysWaiting(await desk())).toMatchObject([{ family: world.family, dueOn: plusDays(today, 7) }])
    const answer = async (until: Day | null, words: string | null = null) => act(await sees(), answerStay, { budget, endsOn: soon, until, words, lang: 'en' })
    expect(await answer(null)).toMatchObject({ why: 'say-why' })
    expect(await answer(soon)).toMatchObject({ why: 'days-do-not-fit' })
    expect((await answer(plusDays(end, 30))).ok).toBe(true)
    expect(await answer(plusDays(end, 40))).toMatchObject({ why: 'changed-meanwhile' })
    expect((await balance(await world.may('marta', 'budget:see'), budget))?.until).toBe(plusDays(end, 30))
    expect(await endPeriods(world.db, after(60))).toEqual({ told: 0, returned: 0 })
    expect(await staysToAnswer(await sees())).toEqual([])
  })

  test('a no is said with a reason, and then the money goes', async () => {
    await endPeriods(world.db, worldBegins)
    await say()
    expect((await act(await sees(), answerStay, { budget, endsOn: soon, until: null, words: 'The fund is closed', lang: 'en' })).ok).toBe(true)
    expect(await ends()).toMatchObject([{ answer: { until: null, words: 'The fund is closed' }, toAnswer: false }])
    expect(await endPeriods(world.db, after(28))).toEqual({ told: 0, returned: 1 })
  })

  test('of a kept budget is told to its circle and answered by whoever leads, and nobody outside reads of it', async () => {
    const kept = await world.keptBudget(5_000, await world.circle(world.members.marta, 'seat:lead'))
    await world.db.updateTable('funding').set({ expires_on: soon }).where('budget_id', '=', kept).execute()
    expect((await endPeriods(world.db, worldBegins)).told).toBe(2)
    expect((await act(await world.may('marta', 'budget:ask'), sayItShouldStay, { budget: kept, endsOn: soon, words: 'Ours', lang: 'en' })).ok).toBe(true)
    expect([await staysToAnswer(await sees()), await staysWaiting(await desk())]).toEqual([[], []])
    const piotr = must((await viewerFor(world.db, world.people.piotr, world.family, worldBegins))!, 'budget:see')
    expect(await endsOf(piotr, kept)).toEqual([])
    const answer = { budget: kept, endsOn: soon, until: plusDays(today, 60), words: null, lang: 'en' }
    expect(await act(await sees(), answerStay, answer)).toMatchObject({ why: 'not-there' })
    expect((await act(await world.may('sam', 'spend:decide'), answerStay, answer)).ok).toBe(true)
    expect(await act(await world.may('sam', 'spend:decide'), answerStay, { ...answer, budget })).toMatchObject({ why: 'not-there' })
  })
})

describe('how long it lasts', () => {
  test('is said once enough is known: four weeks, and three requests', async () => {
    const pace = async () => {
      const marta = await world.may('marta', 'budget:see')
      return paceOf(marta, { id: budget, ...(await balance(marta, budget))! })
    }
    await asked(world, budget, 1_000)
    await asked(world, budget, 1_000)
    expect((await pace()).weeks).toBeNull()
    await asked(world, budget, 1_000)
    // £30 in the four weeks and three days that the budget holds: £70 last about ten weeks more.
    expect(await pace()).toEqual({ lately: 3_000, before: 0, weeks: 10 })
  })
})
