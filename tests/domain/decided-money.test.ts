/** What a family decided at its meeting carries one request to spend: of its kind, up to its sum, by those who sat there. */
import { beforeEach, expect, test } from 'vitest'
import { decidedToAsk, moneyDecided } from '#app/domain/budget/decided-money.server.ts'
import { draftsOf } from '#app/domain/budget/drafts.server.ts'
import { cameFrom } from '#app/domain/meetings/family-plan.server.ts'
import { askForMeeting, inviteToMeeting } from '#app/domain/meetings/meetings.server.ts'
import { answerFamilyPlan } from '#app/domain/meetings/plan-answers.server.ts'
import { sendFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { BudgetId, MeetingId, MeetingPartId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { done } from './meeting-world.ts'
import { ask, asked, booksAreRight, stateOf, sums, yes } from './money-steps.ts'
import { aWorld, today, type World } from './world.ts'

let world: World
let budget: BudgetId
let meeting: MeetingId
let leave: MeetingPartId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(90_000)
  meeting = await done(act(await world.may('marta', 'meetings:answer'), askForMeeting, { question: 'Who has the children?', lang: 'en', people: [world.members.kasia] }))
  await done(act(await world.may('marta', 'meetings:see'), inviteToMeeting, { meeting, member: world.members.kasia }))
  leave = await done(act(await world.may('kasia', 'meetings:attend'), writePart, { meeting, part: null, said: {
    words: 'Three days of unpaid leave', lang: 'en', owner: world.members.kasia, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 10), needs: 'money', needsWords: null, pence: pence(21_000), kind: 'network', otherwise: null, checks: null,
    becomes: 'action', category: null, kept: 'everybody', answer: null,
  } }))
  await done(act(await world.may('marta', 'meetings:attend'), sendFamilyPlan, { meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 40) }))
})

const accept = async () => done(act(await world.may('sam', 'meetings:prepare'), answerFamilyPlan, { meeting, sitting: 1, round: 1, risks: [], lang: 'en' }))
const forLeave = (sum = 21_000, more: object = {}) => ask(world, budget, sum, { kind: 'network', decided: leave, ...more })

test('it carries nothing before it is accepted', async () => {
  expect(await forLeave()).toMatchObject({ ok: false, why: 'decided-gone' })
})

test('accepted, its request is begun for whoever may ask, filled in, and theirs alone', async () => {
  await accept()
  const [draft] = await draftsOf(await world.may('marta', 'budget:ask'))
  expect(draft!.typed).toMatchObject({ decided: leave, kind: 'network', price: '210.00', what: 'Three days of unpaid leave', quantity: '1' })
  expect(await draftsOf(await world.may('piotr', 'budget:ask'))).toEqual([])
  expect(await decidedToAsk(await world.may('marta', 'budget:ask'), leave)).toMatchObject({ pence: 21_000 })
  expect(await decidedToAsk(await world.may('piotr', 'budget:ask'), leave), 'who did not sit there').toBeUndefined()
})

test('once, up to its sum, of its kind; declined or taken back it carries another', async () => {
  await accept()
  expect(await forLeave(21_001)).toMatchObject({ ok: false, why: 'more-than-decided', values: { limit: 21_000 } })
  expect(await ask(world, budget, 1_000, { kind: 'network' }), 'another that names no meeting').toMatchObject({ ok: false, why: 'needs-a-meeting' })
  const both = await Promise.all([forLeave(), forLeave()])
  expect(both.filter((one) => one.ok)).toHaveLength(1)
  expect((await sums(world, budget)).left).toBe(90_000 - 21_000)
  const [id] = both.flatMap((one) => (one.ok ? [one.value] : []))
  if (!id) throw new Error('neither was asked')
  expect(await moneyDecided(await world.may('marta', 'spend:see'), meeting)).toMatchObject([{ id: leave, spend: id, state: 'asked', free: false }])
  expect(await cameFrom(await world.viewer('marta'), id)).toMatchObject({ meeting })
  expect(await cameFrom(await world.viewer('piotr'), id), 'who was not asked').toBeNull()
  await world.db.updateTable('spend').set({ state: 'cancelled' }).where('id', '=', id).execute()
  expect(await decidedToAsk(await world.may('marta', 'budget:ask'), leave)).toBeDefined()
})

test('whoever decides finds the rule met', async () => {
  await accept()
  const id = await asked(world, budget, 21_000, { kind: 'network', decided: leave })
  const [, level] = await stateOf(world, id)
  expect(await yes(world, level === 'lead' ? 'sam' : 'priya', id)).toMatchObject({ ok: true })
  await booksAreRight(world, budget)
})
