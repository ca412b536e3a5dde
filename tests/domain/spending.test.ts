import type { Selectable } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { may, must, viewerOfMoney, viewerOfSpend } from '#app/access/viewer.server.ts'
import { agreeLine, linesOf, makeBudget } from '#app/domain/budget/budgets.server.ts'
import { balance, budgetsOf, moneyAtAGlance, statement } from '#app/domain/budget/ledger.server.ts'
import { lineHolds } from '#app/domain/budget/limits.server.ts'
import { refund } from '#app/domain/budget/mending.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { askedJustNow, decisionOn, spend, spendsOf, waitingFor } from '#app/domain/budget/spends.server.ts'
import { confirmDelivered, finishSpend } from '#app/domain/budget/deliveries.server.ts'
import { cancelSpend } from '#app/domain/budget/orders.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { setLead } from '#app/domain/family/members.server.ts'
import { act } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { newId, type BudgetId, type GoalId, type LineId, type MemberId } from '#app/values/ids.ts'
import { instant, plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Schema } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { aService, ask, asked, asking, booksAreRight, formUse, happened, list, no, panelNoted, pay, paymentOf, question, read, reply, standing, stateOf, sums, takeBack, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const pounds = (sum: number) => sum * 100
const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })
const approved = { ok: true, again: false, value: { state: 'approved' } }
const climbedTo = (level: string) => ({ ok: true, again: false, value: { state: 'asked', climbed: level } })

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(pounds(900))
})

/** Changes one setting of the area. */
async function setting(key: string, value: unknown) {
  const row = { value: JSON.stringify(value), changed_at: worldBegins, changed_by: null }
  await world.db.insertInto('area_setting').values({ area_id: 'area' as never, key, ...row }).execute()
}

async function notices(name: 'moneyAnswer' | 'toDecide') {
  const rows = await world.db.selectFrom('notice_link').select('person_id').where('name', '=', name).execute()
  return rows.map((row) => Object.entries(world.people).find(([, id]) => id === row.person_id)![0]).sort()
}

describe('a spend from asking to paid', () => {
  test('asking sets the money aside, a yes keeps it, the delivery is confirmed, finance pays', async () => {
    const id = await asked(world, budget, pounds(62.5))
    expect(await sums(world, budget)).toEqual({ left: 83750, aside: 6250, spent: 0, ended: 0, total: 90000 })
    expect(await yes(world, 'sam', id)).toEqual(approved)
    expect(await sums(world, budget)).toMatchObject({ left: 83750, aside: 6250, spent: 0 })
    expect(await happened(world, id)).toMatchObject({ ok: true })
    expect(await pay(world, id)).toMatchObject({ ok: true })
    expect(await sums(world, budget)).toEqual({ left: 83750, aside: 0, spent: 6250, ended: 0, total: 90000 })
    expect((await read(world, id))!.words.map((word) => [word.kind, word.name])).toEqual([['approve', 'Sam Adeyemi'], ['delivered', 'Marta Kowalczyk'], ['paid', 'Femi Bello']])
    await booksAreRight(world, budget)
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('the one who decides is told that something waits, the asker that there is an answer, both in neutral words', async () => {
    const id = await asked(world, budget, pounds(20))
    expect(await notices('toDecide')).toEqual(['sam'])
    await yes(world, 'sam', id)
    expect(await notices('moneyAnswer')).toEqual(['marta'])
    const texts = await world.db.selectFrom('outbox').select(['subject', 'body']).execute()
    for (const { subject, body } of texts) expect(subject + body).not.toMatch(/Swimming|£|Marta|Kowalczyk|money|budget/i)
  })

  test('a no gives its reason and own words, and the money is left again', async () => {
    const id = await asked(world, budget, pounds(40))
    expect(await no(world, 'sam', id, 'free-elsewhere', 'The hub has one on Fridays')).toMatchObject({ ok: true })
    expect((await sums(world, budget)).left).toBe(pounds(900))
    expect((await read(world, id))!.words[0]).toMatchObject({ kind: 'decline', reason: 'free-elsewhere', words: 'The hub has one on Fridays', lang: 'en' })
    await booksAreRight(world, budget)
  })

  test('a no for another reason needs words', async () => {
    const id = await asked(world, budget, pounds(40))
    expect(await no(world, 'sam', id, 'other', null)).toEqual(refused('say-why', { field: 'words' }))
    expect(await stateOf(world, id)).toEqual(['asked', 'lead'])
  })

  test('a question is answered by the family in its own language, and the request waits again', async () => {
    const id = await asked(world, budget, pounds(40))
    await question(world, 'sam', id, 'Which days?')
    expect(await stateOf(world, id)).toEqual(['question', 'lead'])
    expect((await sums(world, budget)).aside).toBe(pounds(40))
    await reply(world, id, 'W poniedziałki')
    expect(await stateOf(world, id)).toEqual(['asked', 'lead'])
    expect((await read(world, id))!.words).toMatchObject([{ kind: 'question', words: 'Which days?', lang: 'en' }, { kind: 'answer', words: 'W poniedziałki', lang: 'pl' }])
    expect(await reply(world, id)).toEqual(refused('changed-meanwhile'))
  })

  test('the family takes a request back, or says later that it did not happen', async () => {
    const one = await asked(world, budget, pounds(40))
    await takeBack(world, one)
    const other = await asked(world, budget, pounds(50))
    await yes(world, 'sam', other)
    await takeBack(world, other)
    expect(await sums(world, budget)).toMatchObject({ left: pounds(900), aside: 0, spent: 0 })
    expect(await takeBack(world, other)).toEqual(refused('changed-meanwhile'))
    expect(await happened(world, other)).toEqual(refused('changed-meanwhile'))
    await booksAreRight(world, budget)
  })

  test.for(['declined', 'cancelled', 'paid'] as const)('%s is an end: no step leads out of it', async (end) => {
    const id = await asked(world, budget, pounds(40))
    const sam = (await world.spendViewer('sam', id))!
    if (end === 'declined') await no(world, 'sam', id)
    if (end === 'cancelled') await takeBack(world, id)
    if (end === 'paid') {
      await yes(world, 'sam', id)
      await happened(world, id)
      await pay(world, id)
    }
    for (const step of [yes(world, 'sam', id, { viewer: sam }), no(world, 'sam', id, 'not-now', null, { viewer: sam }), takeBack(world, id), happened(world, id), reply(world, id)]) {
      expect(await step).toEqual(refused('changed-meanwhile'))
    }
    await booksAreRight(world, budget)
  })

  test('nothing is paid that was not delivered', async () => {
    const id = await asked(world, budget, pounds(40))
    await yes(world, 'sam', id)
    expect(await world.spendViewer('femi', id)).toBeUndefined()
    expect(await toPay(must(await world.desk('femi'), 'payments:pay'))).toEqual([])
  })
})

describe('what can be asked for', () => {
  test('more than is left is refused, with what is left', async () => {
    await asked(world, budget, pounds(800))
    expect(await ask(world, budget, pounds(100) + 1)).toEqual(refused('not-enough-money', { field: 'quantity', values: { left: pounds(100), wanted: pounds(100) + 1 } }))
    expect(await ask(world, budget, pounds(100))).toMatchObject({ ok: true })
    expect((await sums(world, budget)).left).toBe(0)
  })

  test('a price of the directory, as often as wanted', async () => {
    const { service, option } = await aService(world.db, 5200)
    const id = await asked(world, budget, 0, { wanted: { service, option, shownPence: pence(5200) }, quantity: 4 })
    expect(await read(world, id)).toMatchObject({ what: 'Counselling', payee: 'Talking Together', label: 'One session', unit: 'a session', unitPence: 5200, quantity: 4, pence: 20800, listed: true })
  })

  test('a price that changed, went away or must be asked for is refused', async () => {
    const { service, option } = await aService(world.db, 5200)
    const wanted = { service, option, shownPence: pence(5200) }
    await world.db.updateTable('service_option').set({ pence: pence(5500) }).where('id', '=', option).execute()
    expect(await ask(world, budget, 0, { wanted })).toEqual(refused('price-changed', { field: 'option', values: { price: 5500 } }))
    expect(await ask(world, budget, 0, { wanted: { ...wanted, shownPence: pence(1) } })).toEqual(refused('price-changed', { field: 'option', values: { price: 5500 } }))
    await world.db.updateTable('service_option').set({ pence: null }).where('id', '=', option).execute()
    expect(await ask(world, budget, 0, { wanted })).toEqual(refused('price-unknown', { field: 'option' }))
    await world.db.updateTable('service').set({ archived: 1 }).where('id', '=', service).execute()
    expect(await ask(world, budget, 0, { wanted })).toEqual(refused('price-gone', { field: 'option' }))
    expect(await ask(world, budget, 0, { wanted: { ...wanted, option: newId() } })).toEqual(refused('price-gone', { field: 'option' }))
    expect(await sums(world, budget)).toMatchObject({ left: pounds(900), aside: 0 })
  })

  test('by a day between today and the end of the budget', async () => {
    for (const neededOn of [plusDays(today, -1), plusDays(today, 183)]) {
      expect(await ask(world, budget, 100, { neededOn })).toEqual(refused('needed-on-outside', { field: 'neededOn' }))
    }
    expect(await ask(world, budget, 100, { neededOn: today })).toMatchObject({ ok: true })
    expect(await ask(world, budget, 100, { neededOn: plusDays(today, 182) })).toMatchObject({ ok: true })
    const over = instant('2027-06-01T10:00:00Z')
    expect(await ask(world, budget, 100, { at: over, neededOn: '2027-06-02' as Day })).toEqual(refused('outside-the-plan-dates'))
  })

  test('for a goal of ours that we see: a goal that is kept is not paid for out of money that all of us see', async () => {
    const kept = await world.newGoal('Our own', await world.circle(world.members.marta, 'seat:lead'))
    expect(await ask(world, budget, 100, { goal: kept })).toEqual(refused('goal-is-kept', { field: 'goal' }))
    expect(await ask(world, budget, 100, { goal: kept, by: 'piotr' })).toEqual(refused('not-there', { field: 'goal' }))
    expect(await ask(world, budget, 100, { goal: world.otherGoal })).toEqual(refused('not-there', { field: 'goal' }))
    expect(await ask(world, budget, 100, { goal: newId<GoalId>() })).toEqual(refused('not-there', { field: 'goal' }))
  })

  test('a circle has money of its own, which nobody outside of it can tell is there', async () => {
    const circle = await world.circle(world.members.marta, world.members.sam)
    const own = await world.keptBudget(pounds(100), circle)
    const kept = await world.newGoal('Our own', await world.circle(world.members.marta, world.members.sam, world.members.zosia))
    const narrower = await world.newGoal('Mine alone', await world.circle(world.members.marta))
    expect(await ask(world, own, 500, { goal: narrower })).toEqual(refused('goal-is-kept', { field: 'goal' }))
    const id = await asked(world, own, 500, { goal: kept })

    const piotr = await world.may('piotr', 'budget:see')
    expect((await budgetsOf(piotr)).map((one) => one.id)).toEqual([budget])
    expect(await balance(piotr, own)).toBeUndefined()
    expect(await statement(piotr, own, { from: null, until: null, page: 1 })).toBeUndefined()
    expect(await linesOf(piotr, own)).toEqual([])
    expect(await moneyAtAGlance(piotr)).toMatchObject({ budgetId: budget, left: pounds(900), total: pounds(900) })
    const sees = must(piotr, 'spend:see')
    expect(await spend(sees, id)).toBeUndefined()
    expect(await spendsOf(sees, own, 1)).toMatchObject({ spends: [], total: 0 })
    expect(await ask(world, own, 100, { by: 'piotr' })).toEqual(refused('not-there', { field: 'budget' }))
    await expect(act(must(piotr, 'budget:ask'), cancelSpend, { spend: id, version: 1 })).rejects.toMatchObject({ status: 404 })
    expect(await notices('toDecide')).toEqual(['sam'])
    // Nor by what becomes of a request of their own: what the circle spends counts for no limit of theirs.
    await yes(world, 'sam', await asked(world, own, 9_000, { goal: kept }))
    const theirs = await asked(world, budget, pounds(100), { by: 'piotr' })
    expect(await stateOf(world, theirs)).toEqual(['asked', 'lead'])
    expect(await yes(world, 'sam', theirs)).toEqual(approved)
    // What everybody sees counts for the circle.
    expect(await stateOf(world, await asked(world, own, 100, { goal: kept }))).toEqual(['asked', 'manager'])
  })

  test('a limit is not passed by asking in a circle and outside of it: each counts what its askers can see', async () => {
    const circles = [await world.circle(world.members.marta, world.members.sam), await world.circle(world.members.marta, world.members.sam, world.members.zosia)]
    const [own, other] = [await world.keptBudget(pounds(200), circles[0]!), await world.keptBudget(pounds(200), circles[1]!)]
    await yes(world, 'sam', await asked(world, budget, pounds(60)))
    const inside = await asked(world, own, pounds(41))
    expect(await stateOf(world, inside)).toEqual(['asked', 'manager'])
    await yes(world, 'sam', await asked(world, own, pounds(40)))
    expect(await stateOf(world, await asked(world, own, 1))).toEqual(['asked', 'manager'])
    expect(await stateOf(world, await asked(world, other, pounds(40)))).toEqual(['asked', 'lead'])
    expect(await stateOf(world, await asked(world, budget, pounds(40)))).toEqual(['asked', 'lead'])
  })

  test('a like request of the last minutes is pointed out', async () => {
    const like = { budget, what: 'Swimming', pence: pence(3000) }
    expect(await askedJustNow(await world.may('marta', 'spend:see'), like)).toBeUndefined()
    const id = await asked(world, budget, 3000)
    expect(await askedJustNow(await world.may('marta', 'spend:see', plusMinutes(worldBegins, 9)), like)).toBe(id)
    expect(await askedJustNow(await world.may('marta', 'spend:see', plusMinutes(worldBegins, 11)), like)).toBeUndefined()
  })
})

describe('limits', () => {
  test.for([[100_00, 'lead'], [100_01, 'manager'], [500_00, 'manager'], [500_01, 'panel']] as const)('a request of %i pence waits for the %s', async ([sum, level]) => {
    expect(await stateOf(world, await asked(world, budget, sum))).toEqual(['asked', level])
  })

  test('a limit is not passed by splitting: what was approved in 28 days counts', async () => {
    const first = await asked(world, budget, pounds(60))
    const second = await asked(world, budget, pounds(60))
    expect(await yes(world, 'sam', first)).toEqual(approved)
    expect(await yes(world, 'sam', second)).toEqual(climbedTo('manager'))
    expect(await stateOf(world, second)).toEqual(['asked', 'manager'])
    expect(await stateOf(world, await asked(world, budget, pounds(41)))).toEqual(['asked', 'manager'])
    expect(await stateOf(world, await asked(world, budget, pounds(40)))).toEqual(['asked', 'lead'])
    expect(await notices('toDecide')).toEqual(['priya', 'priya', 'sam', 'sam', 'sam'])
    expect(await yes(world, 'priya', second)).toEqual(approved)
    await booksAreRight(world, budget)
  })

  test('the sum of what lead and manager approved counts for the manager, what the panel approved for nobody', async () => {
    await yes(world, 'sam', await asked(world, budget, pounds(100)))
    await yes(world, 'priya', await asked(world, budget, pounds(300)))
    expect(await stateOf(world, await asked(world, budget, pounds(100)))).toEqual(['asked', 'manager'])
    const third = await asked(world, budget, pounds(101))
    expect(await stateOf(world, third)).toEqual(['asked', 'panel'])
    await panelNoted(world, third)
    await yes(world, 'ruth', third)
    await yes(world, 'lewis', third)
    expect(await stateOf(world, await asked(world, budget, pounds(100)))).toEqual(['asked', 'manager'])
  })

  test('after 28 days the limit is whole again; what was taken back does not count', async () => {
    const before = plusMinutes(worldBegins, -(28 * 24 * 60) - 1)
    const old = await asked(world, budget, pounds(100))
    await yes(world, 'sam', old)
    expect(await stateOf(world, await asked(world, budget, pounds(1)))).toEqual(['asked', 'manager'])
    await world.db.updateTable('spend').set({ decided_at: before }).where('id', '=', old).execute()
    const next = await asked(world, budget, pounds(100))
    expect(await stateOf(world, next)).toEqual(['asked', 'lead'])
    await yes(world, 'sam', next)
    await takeBack(world, next)
    expect(await stateOf(world, await asked(world, budget, pounds(100)))).toEqual(['asked', 'lead'])
  })

  test('limits are settings of the area, and hold from the moment they change', async () => {
    const id = await asked(world, budget, pounds(80))
    await setting('leadLimitPence', 5000)
    expect(await yes(world, 'sam', id)).toEqual(climbedTo('manager'))
  })

  test('the panel is two different people; the first yes is kept, and no one says it twice', async () => {
    const id = await asked(world, budget, pounds(600))
    expect(await yes(world, 'ruth', id)).toEqual({ ok: true, again: false, value: { state: 'asked', more: 1 } })
    expect((await sums(world, budget)).aside).toBe(pounds(600))
    expect(await yes(world, 'ruth', id)).toEqual(refused('said-yes-already'))
    expect(await list(await world.desk('ruth'))).toEqual([])
    expect(await list(await world.desk('lewis'))).toEqual([id])
    expect(await yes(world, 'lewis', id)).toEqual(refused('write-record-first'))
    await panelNoted(world, id)
    expect(await yes(world, 'lewis', id)).toEqual(approved)
    const viewer = must((await world.spendViewer('ruth', id))!, 'spend:see')
    expect((await spend(viewer, id))!.words.map((word) => [word.kind, word.level, word.name])).toEqual([['agree', 'panel', 'Ruth Owen'], ['approve', 'panel', 'Lewis Grant']])
    // To the family it is the panel's answer.
    expect((await read(world, id))!.words.map((word) => [word.kind, word.level, word.name])).toEqual([['approve', 'panel', '']])
  })

  test('one of the panel may say no', async () => {
    const id = await asked(world, budget, pounds(600))
    await panelNoted(world, id)
    await yes(world, 'ruth', id)
    expect(await no(world, 'lewis', id)).toMatchObject({ ok: true })
    expect((await sums(world, budget)).left).toBe(pounds(900))
  })

  test('a line agreed beforehand is released by the lead professional in parts, whatever the sum, and counts for no limit', async () => {
    const line = await world.line(budget, pounds(700))
    const club = await asked(world, budget, pounds(414), { line })
    expect(await stateOf(world, club)).toEqual(['asked', 'lead'])
    expect(await yes(world, 'sam', club)).toEqual(approved)
    expect(await stateOf(world, await asked(world, budget, pounds(100)))).toEqual(['asked', 'lead'])
    expect((await linesOf(await world.may('marta', 'budget:see'), budget)).map((one) => [one.pence, one.left])).toEqual([[70000, 28600]])
    expect(await ask(world, budget, pounds(286) + 1, { line })).toEqual(refused('line-has-not-enough', { field: 'line', values: { left: 28600 } }))
    await booksAreRight(world, budget)
  })

  test('a line gets back what was not used of it, and what came back after it was paid', async () => {
    const line = await world.line(budget, pounds(500))
    const club = await asked(world, budget, pounds(69), { quantity: 6, line })
    await yes(world, 'sam', club)
    const left = async () => (await linesOf(await world.may('marta', 'budget:see'), budget)).map((one) => one.left)
    expect(await left()).toEqual([pounds(86)])
    const seen = async () => ({ spend: club, version: (await standing(world.db, club)).version })
    await act(await world.may('marta', 'budget:ask'), confirmDelivered, { ...(await seen()), units: 2 })
    await act(await world.may('marta', 'budget:ask'), finishSpend, await seen())
    expect(await left()).toEqual([pounds(500 - 138)])
    expect((await lineHolds(await world.may('marta', 'budget:see'), budget, line))?.left).toBe(pounds(500 - 138))
    await pay(world, club)
    await act(must((await world.spendViewer('femi', club))!, 'spend:pay'), refund, { pence: pence(pounds(38)), words: null, lang: 'en' })
    expect(await left()).toEqual([pounds(400)])
    expect(await ask(world, budget, pounds(400), { line })).toMatchObject({ ok: true })
    expect(await left()).toEqual([0])
    await booksAreRight(world, budget)
  })

  test('a line whose time is over carries nothing: asked for before, the sum then counts like any other', async () => {
    const line = await world.line(budget, pounds(700), { until: plusDays(today, 2) })
    const club = await asked(world, budget, pounds(414), { line })
    const later = plusMinutes(worldBegins, 3 * 24 * 60)
    expect(await yes(world, 'sam', club, { at: later })).toEqual(climbedTo('manager'))
    expect((await standing(world.db, club)).line_id).toBeNull()
    expect(await ask(world, budget, pounds(1), { line, at: later, neededOn: plusDays(today, 5) })).toEqual(refused('line-is-over', { field: 'line' }))
    expect(await ask(world, budget, pounds(1), { line: newId<LineId>() })).toEqual(refused('line-is-over', { field: 'line' }))
  })

  test('a line is agreed by a manager of the team or the panel, and by nobody else', async () => {
    for (const who of ['sam', 'omar', 'femi', 'marta'] as const) expect(await viewerOfMoney(world.db, world.people[who], world.family, worldBegins)).toBeUndefined()
    const priya = must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'line:agree')
    const line = { budget, name: 'Club', pence: pence(100), until: plusDays(today, 30) }
    expect(await act(priya, agreeLine, { ...line, pence: pence(90_001) })).toEqual(refused('not-enough-money', { field: 'pence', values: { left: 90_000, wanted: 90_001 } }))
    expect(await act(priya, agreeLine, { ...line, until: plusDays(today, -1) })).toEqual(refused('days-do-not-fit', { field: 'until' }))
    expect(await act(priya, agreeLine, { ...line, budget: newId<BudgetId>() })).toEqual(refused('not-there', { field: 'budget' }))
    await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.priya).execute()
    expect(await act(priya, agreeLine, line)).toEqual(refused('not-your-decision'))
  })
})

describe('who decides', () => {
  test('a practitioner who leads a family decides for it; one who leads none has nothing to decide', async () => {
    const { db, family, members, people } = world
    await db.updateTable('post').set({ role: 'practitioner', team: 'north' }).where('person_id', '=', people.omar).execute()
    expect(may(await world.desk('omar'), 'spends:decide')).toBe(false)
    expect(await act(await world.may('sam', 'people:invite'), setLead, { to: people.omar, agreedBy: [members.marta] })).toMatchObject({ ok: true })
    const desk = must(await world.desk('omar'), 'spends:decide')
    const id = await asked(world, budget, pounds(60))
    expect((await waitingFor(desk)).map((one) => one.spend)).toEqual([id])
    expect(await yes(world, 'omar', id)).toEqual(approved)
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('family_id', '=', family).where('seat', '=', 'lead').execute()
    expect(may(await world.desk('omar'), 'spends:decide')).toBe(false)
  })

  test('nobody decides a request of a family that they belong to, or once belonged to', async () => {
    const id = await asked(world, budget, pounds(600))
    await world.db.insertInto('member').values({ ...(await seat('marta')), id: newId<MemberId>(), person_id: world.people.ruth, seat: 'network', until_on: plusDays(today, -10) }).execute()
    expect(await yes(world, 'ruth', id)).toEqual(refused('own-request'))
    expect(await no(world, 'ruth', id)).toEqual(refused('own-request'))
    expect(await question(world, 'ruth', id)).toEqual(refused('own-request'))
    expect(await list(await world.desk('ruth'))).toEqual([])
  })

  test('nobody decides what is to be paid to themselves, however their name is written', async () => {
    const id = await asked(world, budget, pounds(50), { payee: 'Swimming pool' })
    await world.db.updateTable('spend').set({ payee: 'Mrs  SAM ADÉYEMI, childminder' }).where('id', '=', id).execute()
    expect(await yes(world, 'sam', id)).toEqual(refused('own-request'))
    const sees = must((await world.spendViewer('sam', id))!, 'spend:decide')
    expect((await decisionOn(sees, (await spend(must(sees, 'spend:see'), id))!)).own).toBe(true)
  })

  test('a request that its own level may not decide goes up at once: it is never left where nobody can answer', async () => {
    const paysSam = await asked(world, budget, pounds(50), { payee: 'Sam Adeyemi' })
    expect(await stateOf(world, paysSam)).toEqual(['asked', 'manager'])
    await world.db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('kind', '=', 'spend').where('family_id', '=', world.family).execute()
    expect(await stateOf(world, await asked(world, budget, pounds(50)))).toEqual(['asked', 'manager'])
    await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.priya).execute()
    expect(await stateOf(world, await asked(world, budget, pounds(50)))).toEqual(['asked', 'panel'])
  })

  test('a post that ended, or a family that was handed on, ends the power to decide; also between looking and deciding', async () => {
    const id = await asked(world, budget, pounds(50))
    const sam = (await world.spendViewer('sam', id))!
    await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.sam).execute()
    expect(await yes(world, 'sam', id, { viewer: sam })).toEqual(refused('not-your-decision'))
    expect(await world.spendViewer('sam', id)).toBeUndefined()
    await world.db.updateTable('post').set({ until_on: null }).where('person_id', '=', world.people.sam).execute()
    await world.db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.sam).execute()
    expect(await no(world, 'sam', id, 'not-now', null, { viewer: sam })).toEqual(refused('not-your-decision'))
  })

  const withdrawn = (at: Instant | null) => world.db.updateTable('consent').set({ withdrawn_at: at }).where('kind', '=', 'spend').where('family_id', '=', world.family).execute()

  test('what waits for a lead professional whom the family shows it no more, waits for the manager', async () => {
    const ids = [await asked(world, budget, pounds(50)), await asked(world, budget, pounds(40)), await asked(world, budget, pounds(30))]
    const sam = (await world.spendViewer('sam', ids[0]!))!
    expect(await list(await world.desk('priya'))).toEqual([])
    await withdrawn(worldBegins)
    expect(await world.spendViewer('sam', ids[0]!)).toBeUndefined()
    expect(await yes(world, 'sam', ids[0]!, { viewer: sam })).toEqual(refused('not-your-decision'))
    expect((await list(await world.desk('priya'))).sort()).toEqual([...ids].sort())
    expect(await list(await world.desk('ruth'))).toEqual([])
    expect(await world.spendViewer('ruth', ids[0]!)).toBeUndefined()
    expect(await yes(world, 'priya', ids[0]!)).toEqual(approved)
    expect(await stateOf(world, ids[0]!)).toEqual(['approved', 'manager'])
    await question(world, 'priya', ids[1]!)
    expect(await stateOf(world, ids[1]!)).toEqual(['question', 'manager'])
    // What nobody has touched is the lead professional's again when the family agrees again.
    await withdrawn(null)
    expect(await list(await world.desk('sam'))).toEqual([ids[2]])
    expect(await list(await world.desk('priya'))).toEqual([ids[1]])
    await booksAreRight(world, budget)
  })

  test('what was decided is read again by those who said something to it, and by the lead professional with agreement', async () => {
    const id = await asked(world, budget, pounds(600))
    await panelNoted(world, id)
    await yes(world, 'ruth', id)
    await posted('omar', 'panel')
    await yes(world, 'lewis', id)
    const reads = async () => Promise.all((['sam', 'priya', 'ruth', 'lewis', 'omar'] as const).map(async (who) => (await world.spendViewer(who, id)) !== undefined))
    expect(await reads()).toEqual([true, false, true, true, false])
    await withdrawn(worldBegins)
    expect(await reads()).toEqual([false, false, true, true, false])
    await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.ruth).execute()
    expect(await reads()).toEqual([false, false, false, true, false])
  })
  const posted = (who: 'omar', role: 'panel') => world.db.insertInto('post').values({ person_id: world.people[who], id: newId(), role, team: '', from_on: today, until_on: null }).execute()

  test('each sees what is theirs to decide: the lead professional what the family shares, the manager the team, the panel its own', async () => {
    const small = await asked(world, budget, pounds(50), { neededOn: plusDays(today, 9) })
    const urgent = await asked(world, budget, pounds(20), { neededOn: plusDays(today, 1) })
    const middle = await asked(world, budget, pounds(200))
    const asksBack = await asked(world, budget, pounds(10), { neededOn: today })
    await question(world, 'sam', asksBack)
    expect(await list(await world.desk('sam'))).toEqual([urgent, small, asksBack])
    expect(await list(await world.desk('priya'))).toEqual([middle])
    expect(await list(await world.desk('ruth'))).toEqual([])
    expect(await list(await world.desk('omar'))).toEqual([])
    await expect(world.desk('femi').then((desk) => waitingFor(must(desk, 'spends:decide')))).rejects.toMatchObject({ status: 404 })
    expect(await world.spendViewer('omar', small)).toBeUndefined()
    expect(await world.spendViewer('priya', small)).toBeUndefined()
    expect(await world.spendViewer('sam', middle)).toBeUndefined()
    expect(await viewerOfSpend(world.db, world.people.sam, world.otherFamily, small, worldBegins)).toBeUndefined()

    await world.db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('kind', '=', 'spend').where('family_id', '=', world.family).execute()
    expect(await list(await world.desk('sam'))).toEqual([])
  })

  test('the lead professional sees a spend only with agreement for everybody it is about', async () => {
    await world.db.insertInto('about').values({ family_id: world.family, thing_id: world.goal, member_id: world.members.zosia }).execute()
    const id = await asked(world, budget, pounds(50))
    const sam = must(await world.viewer('sam'), 'spend:see')
    expect(await spend(sam, id)).toBeDefined()
    await world.db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('kind', '=', 'spend').where('about_member', '=', world.members.zosia).execute()
    expect(await spend(sam, id)).toBeUndefined()
    const budgetOnly = await statement(must(sam, 'budget:see'), budget, { from: null, until: null, page: 1 })
    expect(budgetOnly!.lines.map((line) => line.spend)).toEqual([null, null])
  })

  test('the one who agreed to it or belongs to the family does not pay it', async () => {
    const id = await asked(world, budget, pounds(50))
    await yes(world, 'sam', id)
    await happened(world, id)
    await world.db.insertInto('post').values({ person_id: world.people.sam, id: newId(), role: 'finance', team: '', from_on: today, until_on: null }).execute()
    expect(await toPay(must(await world.desk('sam'), 'payments:pay'))).toEqual([])
    expect(await pay(world, id, (await world.spendViewer('sam', id))!)).toEqual(refused('somebody-else-must-pay'))
    const [only] = await toPay(must(await world.desk('femi'), 'payments:pay'))
    expect(only).toEqual({ key: `${world.family}.${id}`, payment: await paymentOf(world, id), payee: 'The swimming pool', pence: 5000, reference: expect.stringMatching(/^[0-9A-Z]{12}$/), since: worldBegins, account: false, reason: null })
  })

  test('finance reads payee and sum, and nothing else of the request', async () => {
    const id = await asked(world, budget, pounds(50))
    await yes(world, 'sam', id)
    await happened(world, id)
    const femi = (await world.spendViewer('femi', id))!
    expect([...femi.powers]).toEqual(['spend:pay'])
    expect(() => must(femi, 'spend:see')).toThrow()
  })

  test('what was decided is what was seen', async () => {
    const id = await asked(world, budget, pounds(600))
    const lewis = (await world.spendViewer('lewis', id))!
    await yes(world, 'ruth', id)
    expect(await yes(world, 'lewis', id, { viewer: lewis, version: 1 })).toEqual(refused('changed-meanwhile'))
    expect(await no(world, 'lewis', id, 'not-now', null, { viewer: lewis, version: 1 })).toEqual(refused('changed-meanwhile'))
    expect(await act(await world.may('marta', 'budget:ask'), cancelSpend, { spend: id, version: 1 })).toEqual(refused('changed-meanwhile'))
  })

  test('a young person sees the money; network and other parent see none of it', async () => {
    const zosia = await world.viewer('zosia')
    expect(await moneyAtAGlance(zosia)).toMatchObject({ left: pounds(900) })
    for (const who of ['kasia', 'dean'] as const) {
      const viewer = await world.viewer(who)
      expect(await moneyAtAGlance(viewer)).toBeNull()
      expect(() => must(viewer, 'budget:see')).toThrow()
      expect(() => must(viewer, 'spend:see')).toThrow()
    }
  })
})

describe('two families', () => {
  test('the ids of one mean nothing in the other', async () => {
    const id = await asked(world, budget, pounds(50))
    const line = await world.line(budget, pounds(50))
    const aisha = await world.viewer('aisha', world.otherFamily)
    expect(await balance(must(aisha, 'budget:see'), budget)).toBeUndefined()
    expect(await budgetsOf(must(aisha, 'budget:see'))).toEqual([])
    expect(await linesOf(must(aisha, 'budget:see'), budget)).toEqual([])
    expect(await statement(must(aisha, 'budget:see'), budget, { from: null, until: null, page: 1 })).toBeUndefined()
    expect(await spend(must(aisha, 'spend:see'), id)).toBeUndefined()
    expect(await spendsOf(must(aisha, 'spend:see'), budget, 1)).toMatchObject({ total: 0 })
    expect(await act(must(aisha, 'budget:ask'), requestSpend, asking(world, budget, 100, { goal: world.otherGoal }))).toEqual(refused('not-there', { field: 'budget' }))
    for (const command of [cancelSpend, confirmDelivered]) {
      await expect(act(must(aisha, 'budget:ask'), command, { spend: id, version: 1 })).rejects.toMatchObject({ status: 404 })
    }
    const priya = must((await viewerOfMoney(world.db, world.people.priya, world.otherFamily, worldBegins))!, 'budget:make')
    const theirs = await act(priya, makeBudget, { name: 'Theirs', holding: 'council', from: today, until: plusDays(today, 30), sources: [{ source: 'S', pence: pence(9000), expiresOn: plusDays(today, 30) }] })
    if (!theirs.ok) throw new Error(theirs.why)
    const wanted = asking(world, theirs.value, 100, { goal: world.otherGoal })
    expect(await act(must(aisha, 'budget:ask'), requestSpend, { ...wanted, line })).toEqual(refused('line-is-over', { field: 'line' }))
    expect(await act(must(aisha, 'budget:ask'), requestSpend, { ...wanted, goal: world.goal })).toEqual(refused('not-there', { field: 'goal' }))
    expect(await act(must(aisha, 'budget:ask'), requestSpend, wanted)).toMatchObject({ ok: true })
  })
})

describe('the same form twice', () => {
  test('has one effect and the same answer; with other content it is refused', async () => {
    const once = formUse()
    const first = await ask(world, budget, pounds(20), { once })
    expect(await ask(world, budget, pounds(20), { once })).toEqual({ ...first, again: true })
    expect(await ask(world, budget, pounds(30), { once: { ...once, contentHash: 'other' } })).toEqual(refused('already-sent'))
    expect((await sums(world, budget)).aside).toBe(pounds(20))
  })

  test('a refusal does not use the form up', async () => {
    const once = formUse()
    expect(await ask(world, budget, pounds(901), { once })).toEqual(refused('not-enough-money'))
    expect(await ask(world, budget, pounds(900), { once })).toMatchObject({ ok: true })
  })
})

async function seat(who: 'marta'): Promise<Selectable<Schema['member']>> {
  return world.db.selectFrom('member').selectAll().where('id', '=', world.members[who]).executeTakeFirstOrThrow()
}
