/** A fault thrown at each statement of each command that moves money: all of it is done, or nothing. A NEW COMMAND is one more entry of `commands`. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, theHouseIn, viewerOfMoney, type AnyViewer } from '#app/access/viewer.server.ts'
import { makeBudget } from '#app/domain/budget/budgets.server.ts'
import { climb, endQuestion } from '#app/domain/budget/late-decisions.server.ts'
import { mendMoney, mendPayment, mendable, refund } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import { lookToday, notePanel } from '#app/domain/budget/panel.server.ts'
import { passOn } from '#app/domain/budget/pass-on.server.ts'
import { answerStay, endPeriods, giveBack, sayItShouldStay, tellEnd } from '#app/domain/budget/period-ends.server.ts'
import { confirmDelivered } from '#app/domain/budget/deliveries.server.ts'
import { cancelSpend } from '#app/domain/budget/orders.server.ts'
import { answerQuestion, approve, askQuestion, decline, requestSpend } from '#app/domain/budget/spending.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type SpendId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { allOrNothing } from './failing-at.ts'
import { asked, asking, happened, no, panelNoted, pay, question, standing, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(90_000)
})

type Answer = Promise<{ readonly ok: boolean }>
/** What makes the command possible, and then the command on a database that breaks. */
type Prepared = () => Promise<(db: Db) => Answer>

const on = <V extends AnyViewer>(viewer: V, db: Db): V => ({ ...viewer, db })
const said = { words: 'Words', lang: 'en' }
const soon = plusDays(today, 20)
const once = () => ({ id: newId(), contentHash: 'c' })
const seen = async (id: SpendId) => ({ spend: id, version: (await standing(world.db, id)).version })
const decider = async (id: SpendId, who: 'sam' | 'ruth' | 'lewis' = 'sam') => must((await world.spendViewer(who, id))!, 'spend:decide')
const large = () => asked(world, budget, 60_000)
const finance = async (id: SpendId) => must((await world.spendViewer('femi', id))!, 'spend:pay')
const manager = async () => must(must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'budget:make'), 'line:agree')
const house = (at = worldBegins) => must(theHouseIn(world.db, world.family, at), 'money:end')
const agreed = async () => {
  const id = await asked(world, budget, 2_000)
  await yes(world, 'sam', id)
  return id
}
const paid = async () => {
  const id = await agreed()
  await happened(world, id)
  expect((await pay(world, id)).ok).toBe(true)
  return id
}
const endsSoon = async () => act(await manager(), topUp, { budget, source: 'Winter fund', pence: pence(1_000), expiresOn: soon, words: null, lang: 'en' })
const ending = () => ({ budget, endsOn: soon })

const commands: Readonly<Record<string, Prepared>> = {
  async makeBudget() {
    const viewer = await manager()
    const form = once()
    return (db) => act(on(viewer, db), makeBudget, { name: 'New', holding: 'council', from: today, until: soon, sources: [{ source: 's', pence: pence(100), expiresOn: soon }], keptTo: [world.members.marta] }, form)
  },
  async requestSpend() {
    const [viewer, form] = [await world.may('marta', 'budget:ask'), once()]
    return (db) => act(on(viewer, db), requestSpend, asking(world, budget, 2_000), form)
  },
  async approve() {
    const id = await asked(world, budget, 2_000)
    const [viewer, input, form] = [await decider(id), await seen(id), once()]
    return (db) => act(on(viewer, db), approve, input, form)
  },
  async decline() {
    const id = await asked(world, budget, 2_000)
    const [viewer, input] = [await decider(id), await seen(id)]
    return (db) => act(on(viewer, db), decline, { ...input, ...said, reason: 'not-now' as const })
  },
  async askQuestion() {
    const id = await asked(world, budget, 2_000)
    const [viewer, input] = [await decider(id), await seen(id)]
    return (db) => act(on(viewer, db), askQuestion, { ...input, ...said })
  },
  async answerQuestion() {
    const id = await asked(world, budget, 2_000)
    await question(world, 'sam', id)
    const [viewer, input] = [await world.may('marta', 'budget:ask'), await seen(id)]
    return (db) => act(on(viewer, db), answerQuestion, { ...input, ...said })
  },
  async 'the last word of the panel'() {
    const id = await large()
    await panelNoted(world, id)
    await yes(world, 'ruth', id)
    const [viewer, input] = [await decider(id, 'lewis'), await seen(id)]
    return (db) => act(on(viewer, db), approve, input)
  },
  async 'the last word of the panel, after a no'() {
    const id = await large()
    await panelNoted(world, id)
    await no(world, 'ruth', id)
    const [viewer, input] = [await decider(id, 'lewis'), await seen(id)]
    return (db) => act(on(viewer, db), approve, input)
  },
  async lookToday() {
    const id = await large()
    const [viewer, input] = [await decider(id, 'ruth'), await seen(id)]
    return (db) => act(on(viewer, db), lookToday, input)
  },
  async notePanel() {
    const id = await large()
    await act(await decider(id, 'ruth'), lookToday, await seen(id))
    const [viewer, input] = [await decider(id, 'lewis'), await seen(id)]
    return (db) => act(on(viewer, db), notePanel, { ...input, there: [world.people.ruth], weighed: 'A loan', why: 'It lasts', lang: 'en' })
  },
  async passOn() {
    const id = await asked(world, budget, 2_000)
    const [viewer, input] = [await decider(id), await seen(id)]
    return (db) => act(on(viewer, db), passOn, input)
  },
  async climb() {
    const id = await asked(world, budget, 2_000)
    const viewer = must(theHouseIn(world.db, world.family, plusMinutes(worldBegins, 9 * 24 * 60)), 'promises:watch')
    return (db) => act(on(viewer, db), climb, { spend: id })
  },
  async endQuestion() {
    const id = await asked(world, budget, 2_000)
    await question(world, 'sam', id)
    const viewer = must(theHouseIn(world.db, world.family, plusMinutes(worldBegins, 400 * 24 * 60)), 'promises:watch')
    return (db) => act(on(viewer, db), endQuestion, { spend: id })
  },
  async cancelSpend() {
    const [viewer, input] = [await world.may('marta', 'budget:ask'), await seen(await agreed())]
    return (db) => act(on(viewer, db), cancelSpend, input)
  },
  async confirmDelivered() {
    const [viewer, input] = [await world.may('marta', 'budget:ask'), await seen(await agreed())]
    return (db) => act(on(viewer, db), confirmDelivered, input)
  },
  async pay() {
    const id = await agreed()
    await happened(world, id)
    const viewer = await finance(id)
    return (db) => pay(world, id, on(viewer, db))
  },
  async refund() {
    const viewer = await finance(await paid())
    return (db) => act(on(viewer, db), refund, { ...said, pence: pence(500) })
  },
  async mendPayment() {
    const viewer = await finance(await paid())
    return (db) => act(on(viewer, db), mendPayment, { ...said, what: 'paid' as const, pence: pence(500) })
  },
  async topUp() {
    const viewer = await manager()
    return (db) => act(on(viewer, db), topUp, { budget, source: 'New', pence: pence(500), expiresOn: soon, ...said }, undefined)
  },
  async mendMoney() {
    const viewer = await manager()
    const [line] = await mendable(viewer)
    return (db) => act(on(viewer, db), mendMoney, { ...said, transfer: line!.id, pence: pence(500) })
  },
  async moveMoney() {
    const other = await world.budget(1_000, { name: 'Other', until: soon })
    const viewer = await manager()
    return (db) => act(on(viewer, db), moveMoney, { from: budget, to: other, pence: pence(500) })
  },
  async tellEnd() {
    await endsSoon()
    return (db) => act(on(house(), db), tellEnd, ending())
  },
  async giveBack() {
    await endsSoon()
    await endPeriods(world.db, worldBegins)
    return (db) => act(on(house(plusMinutes(worldBegins, 40 * 24 * 60)), db), giveBack, ending())
  },
  async sayItShouldStay() {
    await endsSoon()
    await endPeriods(world.db, worldBegins)
    const viewer = await world.may('marta', 'budget:ask')
    return (db) => act(on(viewer, db), sayItShouldStay, { ...ending(), ...said })
  },
  async answerStay() {
    await endsSoon()
    await endPeriods(world.db, worldBegins)
    await act(await world.may('marta', 'budget:ask'), sayItShouldStay, { ...ending(), ...said })
    const viewer = await manager()
    return (db) => act(on(viewer, db), answerStay, { ...ending(), ...said, until: plusDays(today, 300) })
  },
}

describe('a fault at any statement leaves nothing behind', () => {
  test.for(Object.keys(commands))('of %s', { timeout: 60_000 }, async (name) => {
    expect(await allOrNothing(world.db, await commands[name]!())).toBeGreaterThan(4)
    expect((await verifyLedger(world.db)).findings).toEqual([])
  })
})
