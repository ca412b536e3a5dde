import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerOfMoney, viewerFor, type AreaMay } from '#app/access/viewer.server.ts'
import { makeBudget } from '#app/domain/budget/budgets.server.ts'
import { balance, statement } from '#app/domain/budget/ledger.server.ts'
import { mendMoney, mendPayment, mendable, paidByReference, refund } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import { paceOf, sourcesOf } from '#app/domain/budget/pace.server.ts'
import { answerStay, endPeriods, endsOf, sayItShouldStay, staysToAnswer, staysWaiting } from '#app/domain/budget/period-ends.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
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
    expect(await bring(2_001)).toMatchObject({ ok: false, why: 'above-your-limit', values: { limit: 12_000, days: 28 } })
    expect((await bring(2_000)).ok).toBe(true)
    expect(await bring(1)).toMatchObject({ why: 'above-your-limit' })
    const [line] = await mendable(await manager())
    expect((await act(await manager(), mendMoney, { ...said, transfer: line!.id, pence: pence(500) })).ok).toBe(true)
    expect((await bring(500)).ok).toBe(true)
    expect(await bring(1)).toMatchObject({ why: 'above-your-limit' })
  })

  test('passes no limit by budgets that are kept to a few: what a manager brought themselves counts, what others brought does not', async () => {
    await limit(20_000)
    const keeps = async (who: 'priya' | 'ruth', sum: number) => act(await manager(who), makeBudget, { name: `Kept ${sum}`, holding: 'council', from: today, until: end, sources: [{ source: 'S', pence: pence(sum), expiresOn: end }], keptTo: [world.members.marta] })
    await asked(world, budget, 10_000)
    await world.db.updateTable('spend').set({ level: 'panel' }).execute()
    expect((await keeps('ruth', 100_000)).ok).toBe(true)
    expect((await keeps('priya', 6_000)).ok).toBe(true)
    expect(await keeps('priya', 4_001)).toMatchObject({ ok: false, why: 'above-your-limit', field: 'pence' })
    expect(await bring(4_001)).toMatchObject({ why: 'above-your-limit' })
    expect((await bring(4_000)).ok).toBe(true)
    expect(await keeps('priya', 1)).toMatchObject({ why: 'above-your-limit' })
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

  test('in a budget that is kept to a few is put right at once by whoever made it, by nobody else and not later; what they used of it is not told', async () => {
    const keeps = async () => {
      const made = await act(await manager(), makeBudget, { name: 'Kept', holding: 'council', from: today, until: end, sources: [{ source: 'S', pence: pence(90_000), expiresOn: end }], keptTo: [world.members.marta] })
      if (!made.ok) throw new Error(made.why)
      return made.value
    }
    const at = async (who: 'priya' | 'ruth', when: Instant) => must((await viewerOfMoney(world.db, world.people[who], world.family, when))!, 'budget:make')
    const kept = await keeps()
    const line = (await mendable(await manager())).find((one) => one.budget === kept)!
    expect(line).toMatchObject({ why: 'funded', pence: 90_000 })
    const mend = async (viewer: Awaited<ReturnType<typeof at>>, sum: number, transfer = line.id) => act(viewer, mendMoney, { ...said, transfer, pence: pence(sum) })
    await asked(world, budget, 100)
    await world.db.updateTable('spend').set({ level: 'panel' }).execute()
    const later = plusMinutes(worldBegins, 60)
    for (const viewer of [await at('ruth', worldBegins), await at('priya', later)]) {
      expect((await mendable(viewer)).map((one) => one.budget)).toEqual([budget])
      expect(await mend(viewer, 81_000)).toMatchObject({ ok: false, why: 'not-there' })
    }
    expect((await mend(await manager(), 81_000)).ok).toBe(true)
    expect((await balance(await world.may('marta', 'budget:see'), kept))!.left).toBe(9_000)
    const event = await world.db.selectFrom('event').select('circle_id').where('kind', '=', 'money-corrected').executeTakeFirstOrThrow()
    expect(event.circle_id).toEqual(expect.any(String))
    // What was asked for of it is theirs: the refusal is the one of too late, with no sum.
    const used = await keeps()
    await act(await world.may('marta', 'budget:ask'), requestSpend, { budget: used, wanted: { what: 'Shoes', payee: 'A shop', pence: pence(50_000), lang: 'en' }, quantity: 1, goal: world.goal, neededOn: plusDays(today, 10), line: null })
    const other = (await mendable(await manager())).find((one) => one.budget === used)!
    expect(await mend(await manager(), 90_000, other.id)).toEqual({ ok: false, why: 'not-there', field: 'transfer' })
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
    expect(await paidByReference(femi, `${reference}-2`)).toMatchObject({ pence: 6_000 })
    for (const other of ['NOSUCHPAYMENT', `${reference}2`, `${reference}-`]) expect(await paidByReference(femi, other)).toBeUndefined()
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
    // Late, it stands with the panel too, who can come to it then and not before.
    const panel = async (when: Instant) => [(await staysWaiting(must(await world.desk('ruth', when), 'desk:see'))).length, (await viewerOfMoney(world.db, world.people.ruth, world.family, when)) !== undefined]
    expect([await panel(after(7)), await panel(after(8))]).toEqual([[0, false], [1, true]])
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
    // Whoever leads is in the circle: told of it, and it stands on their desk, and on nobody else's however late.
    const told = await world.db.selectFrom('outbox').select('to_person').where('to_person', 'in', [world.people.sam, world.people.priya, world.people.ruth]).execute()
    expect(told).toEqual([{ to_person: world.people.sam }])
    const waits = async (who: 'sam' | 'omar' | 'priya' | 'ruth', when = worldBegins) => staysWaiting(must(await world.desk(who, when), 'desk:see'))
    expect(await waits('sam')).toEqual([{ family: world.family, name: expect.any(String), dueOn: plusDays(today, 7), kept }])
    for (const who of ['omar', 'priya', 'ruth'] as const) expect([await waits(who), await waits(who, after(9))], who).toEqual([[], []])
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
