/** Deciding: something else is suggested, a promised day that passes goes up, and a yes in one tap where nothing speaks against it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { balance } from '#app/domain/budget/ledger.server.ts'
import { makePanelDay } from '#app/domain/budget/panel.server.ts'
import { waitingFor } from '#app/domain/budget/spends.server.ts'
import { passOn } from '#app/domain/budget/pass-on.server.ts'
import { answerSuggestion, suggestChange, suggestionOf, type NewSuggestion } from '#app/domain/budget/suggestions.server.ts'
import { chooseTwoAdults, sayTogether } from '#app/domain/budget/two-adults.server.ts'
import { watchSpends } from '#app/domain/budget/watch.server.ts'
import { act } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import type { BudgetId, SpendId } from '#app/values/ids.ts'
import { instant, plusDays, type Day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { aService, asked, booksAreRight, panelNoted, question, read, reply, standing, stateOf, sums, yes } from './money-steps.ts'
import { aWorld, today, type World } from './world.ts'

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(90_000)
})

const nothing: NewSuggestion = { other: null, unitPence: null, quantity: null, neededOn: null, words: null, lang: 'en' }
const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })

async function suggests(id: SpendId, change: Partial<NewSuggestion>, who: 'sam' | 'priya' = 'sam') {
  const viewer = (await world.spendViewer(who, id))!
  return act(must(viewer, 'spend:decide'), suggestChange, { spend: id, version: (await standing(world.db, id)).version, ...nothing, ...change })
}

async function answers(id: SpendId, take: boolean, version?: number) {
  return act(await world.may('marta', 'budget:ask'), answerSuggestion, { spend: id, version: version ?? (await standing(world.db, id)).version, yes: take })
}

describe('a suggestion', () => {
  test('is read beside what was asked, and changes nothing until the family answers', async () => {
    const id = await asked(world, budget, 3_000, { quantity: 2 })
    expect(await suggests(id, { unitPence: pence(2_500), words: 'The hub sells them for less' })).toMatchObject({ ok: true })
    // It is no answer: it asks for a word.
    expect(await world.db.selectFrom('notice_link').select(['person_id', 'name']).where('name', 'in', ['moneyAnswer', 'moneyWord']).execute()).toEqual([{ person_id: world.people.marta, name: 'moneyWord' }])
    expect(await suggestionOf(await world.may('marta', 'spend:see'), id)).toMatchObject({ what: 'Swimming', unitPence: 2_500, quantity: 2, pence: 5_000, words: 'The hub sells them for less' })
    expect(await stateOf(world, id)).toEqual(['question', 'lead'])
    expect((await sums(world, budget)).aside).toBe(6_000)
    await booksAreRight(world, budget)
  })

  test('that is taken is the request from then on, its money to the penny, and is decided anew', async () => {
    for (const [change, sum] of [[{ unitPence: pence(2_500) }, 5_000], [{ quantity: 3 }, 9_000], [{ unitPence: pence(3_333), quantity: 1 }, 3_333], [{ neededOn: plusDays(today, 20) }, 6_000]] as const) {
      const before = (await sums(world, budget)).aside
      const id = await asked(world, budget, 3_000, { quantity: 2 })
      await suggests(id, change)
      expect(await answers(id, true)).toMatchObject({ ok: true })
      expect(await stateOf(world, id)).toEqual(['asked', 'lead'])
      expect(await standing(world.db, id)).toMatchObject({ pence: sum, ...('neededOn' in change ? { needed_on: change.neededOn } : {}) })
      expect((await sums(world, budget)).aside - before).toBe(sum)
      expect(await suggestionOf(await world.may('marta', 'spend:see'), id)).toBeNull()
      await booksAreRight(world, budget)
    }
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('that is not taken leaves the request as it was asked, and it waits for its decision', async () => {
    const id = await asked(world, budget, 3_000)
    await suggests(id, { quantity: 2 })
    expect(await answers(id, false)).toMatchObject({ ok: true })
    expect(await standing(world.db, id)).toMatchObject({ state: 'asked', pence: 3_000, quantity: 1 })
    expect((await read(world, id))!.words.map((word) => word.kind)).toEqual(['suggest', 'keep'])
    expect(await yes(world, 'sam', id)).toMatchObject({ ok: true, value: { state: 'approved' } })
    await booksAreRight(world, budget)
  })

  test('of another service is what the directory says it is, by its kind and its price of now', async () => {
    const { service, option } = await aService(world.db, 4_200)
    await world.db.insertInto('service_category').values({ service_id: service, slug: 'short-breaks', name: 'Short breaks' }).execute()
    const id = await asked(world, budget, 3_000)
    await suggests(id, { other: { service, option } })
    await answers(id, true)
    // A short break is an exception, and those are a manager's.
    expect(await standing(world.db, id)).toMatchObject({ what: 'Counselling', payee: 'Talking Together', unit_pence: 4_200, pence: 4_200, kind: 'breaks', level: 'manager' })
    await booksAreRight(world, budget)
  })

  test('of another service is not taken once its price there has changed; one that comes to the panel stands on its next day', async () => {
    const { service, option } = await aService(world.db, 4_200)
    const id = await asked(world, budget, 3_000)
    await suggests(id, { other: { service, option } })
    await world.db.updateTable('service_option').set({ pence: pence(4_300) }).where('service_id', '=', service).execute()
    expect(await answers(id, true)).toEqual(refused('price-gone-now'))
    expect(await answers(id, false)).toMatchObject({ ok: true })
    expect((await act(must(await world.desk('priya'), 'panel:plan'), makePanelDay, { on: plusDays(today, 6) })).ok).toBe(true)
    await suggests(id, { unitPence: pence(60_000) })
    expect(await answers(id, true)).toMatchObject({ ok: true })
    expect(await stateOf(world, id)).toEqual(['asked', 'panel'])
    expect(await world.db.selectFrom('panel_item').select('ended_how').where('spend_id', '=', id).execute()).toEqual([{ ended_how: null }])
    await booksAreRight(world, budget)
  })

  test('above what is left, or above the level that decides it, is treated as any request is', async () => {
    const id = await asked(world, budget, 3_000)
    await suggests(id, { unitPence: pence(90_001) })
    expect(await answers(id, true)).toEqual(refused('not-enough-money', { values: { left: 90_000, wanted: 90_001 } }))
    expect((await sums(world, budget)).aside).toBe(3_000)
    expect(await answers(id, false)).toMatchObject({ ok: true })
    await suggests(id, { unitPence: pence(20_000) })
    await answers(id, true)
    expect(await stateOf(world, id)).toEqual(['asked', 'manager'])
    await booksAreRight(world, budget)
  })

  test('that changes nothing, comes too late or is answered twice is refused', async () => {
    const id = await asked(world, budget, 3_000)
    expect(await suggests(id, {})).toEqual(refused('nothing-changed'))
    expect(await suggests(id, { quantity: 1 })).toEqual(refused('nothing-changed'))
    expect(await suggests(id, { neededOn: plusDays(today, -1) })).toEqual(refused('needed-on-outside', { field: 'neededOn' }))
    expect(await answers(id, true)).toEqual(refused('changed-meanwhile'))
    await suggests(id, { quantity: 2 })
    expect(await suggests(id, { quantity: 3 })).toEqual(refused('changed-meanwhile'))
    expect(await answers(id, true, 1)).toEqual(refused('changed-meanwhile'))
    await answers(id, true)
    expect(await answers(id, true)).toEqual(refused('changed-meanwhile'))
    // An answer to a question takes no suggestion that was settled before.
    await question(world, 'sam', id)
    expect(await suggestionOf(await world.may('marta', 'spend:see'), id)).toBeNull()
    expect(await answers(id, true)).toEqual(refused('changed-meanwhile'))
    await reply(world, id)
    await booksAreRight(world, budget)
  })
})

describe('the day by which a request is answered', () => {
  const noon = (day: Day) => instant(`${day}T12:00:00Z`)
  const climbed = async (day: Day) => {
    const both = await Promise.all([watchSpends(world.db, noon(day)), watchSpends(world.db, noon(day))])
    return both[0]!.climbed + both[1]!.climbed
  }

  test('is five working days away; the day after, it goes up a level by itself, once, with a new day', async () => {
    const id = await asked(world, budget, 3_000)
    // Tuesday and five working days.
    const first = '2026-12-01' as Day
    expect((await read(world, id))!.answerBy).toBe(first)
    expect(await climbed(first)).toBe(0)
    expect(await climbed(plusDays(first, 1))).toBe(1)
    expect(await stateOf(world, id)).toEqual(['asked', 'manager'])
    expect(await read(world, id)).toMatchObject({ answerBy: '2026-12-09', words: [{ kind: 'late', level: 'manager', person: null }] })
    expect(await climbed(plusDays(first, 1))).toBe(0)
    expect(await climbed('2026-12-10' as Day)).toBe(1)
    expect(await stateOf(world, id)).toEqual(['asked', 'panel'])
    // Above the panel there is nobody: it is brought to them again.
    expect(await climbed('2026-12-18' as Day)).toBe(1)
    expect(await stateOf(world, id)).toEqual(['asked', 'panel'])
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('of a question is the end of its budget: then nobody waits for it any more, and the money is the family’s again', async () => {
    const id = await asked(world, budget, 3_000)
    await question(world, 'sam', id)
    const { until } = (await balance(await world.may('marta', 'budget:see'), budget))!
    expect((await watchSpends(world.db, noon(until))).lapsed).toBe(0)
    expect([(await watchSpends(world.db, noon(plusDays(until, 1)))).lapsed, (await watchSpends(world.db, noon(plusDays(until, 1)))).lapsed]).toEqual([1, 0])
    expect(await read(world, id)).toMatchObject({ state: 'cancelled', lapsed: true, words: [{ kind: 'question' }, { kind: 'lapse', level: 'lead', person: null }] })
    expect((await sums(world, budget)).aside).toBe(0)
    await booksAreRight(world, budget)
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('rests while the family is asked something, and is counted anew from its answer', async () => {
    const id = await asked(world, budget, 3_000)
    await question(world, 'sam', id)
    expect(await climbed('2026-12-05' as Day)).toBe(0)
    await reply(world, id)
    expect((await read(world, id))!.answerBy).toBe('2026-12-01')
    await yes(world, 'sam', id)
    expect(await climbed('2026-12-05' as Day)).toBe(0)
  })
})

describe('a yes in one tap', () => {
  const taps = async (who: 'sam' | 'priya' | 'ruth') => (await waitingFor(must(await world.desk(who), 'spends:decide'))).filter((one) => one.oneTap).map((one) => one.spend)

  test('is offered where limits and rules are met, and nowhere else', async () => {
    const within = await asked(world, budget, 6_000)
    await asked(world, budget, 6_000, { kind: 'breaks' })
    const manager = await asked(world, budget, 20_000)
    await asked(world, budget, 60_000 - 40_000, { payee: 'Leo Bailey' })
    expect(await taps('sam')).toEqual([within])
    expect(await taps('priya')).toEqual([manager])
    await yes(world, 'sam', within)
    // With what was agreed, the next would pass the limit.
    const next = await asked(world, budget, 4_000)
    expect(await taps('sam')).toEqual([next])
    await asked(world, budget, 4_100)
    expect(await taps('sam')).toEqual([next])
    expect(await taps('ruth')).toEqual([])
  })

  test('is not offered where another adult has a word on it: whoever decides reads that first', async () => {
    const both = async (above: number) => {
      await act(await world.may('marta', 'budget:ask'), chooseTwoAdults, { member: world.members.piotr, above: pence(above) })
      await act(await world.may('piotr', 'budget:ask'), chooseTwoAdults, { member: world.members.marta, above: pence(above) })
    }
    await both(3_000)
    const small = await asked(world, budget, 3_000)
    const larger = await asked(world, budget, 3_001)
    expect(await taps('sam')).toEqual([small])
    // What was said stands when the choice is taken back.
    await act(await world.may('piotr', 'budget:ask'), sayTogether, { spend: larger, agrees: true, words: null, lang: 'en' })
    await act(await world.may('piotr', 'budget:ask'), chooseTwoAdults, { member: world.members.marta, above: null })
    expect(await taps('sam')).toEqual([small])
  })

  test('shows of what kind it is, and none of the family’s own words: those are read by opening it, which is written down', async () => {
    const id = await asked(world, budget, 6_000, { kind: 'talking' })
    const [one] = await waitingFor(must(await world.desk('sam'), 'spends:decide'))
    expect(one).toMatchObject({ spend: id, kind: 'talking', oneTap: true })
    expect(JSON.stringify(one)).not.toContain('Swimming')
  })
})

test('what is to be paid to somebody by name stands in no list of theirs', async () => {
  const id = await asked(world, budget, 3_000, { payee: 'Sam Adeyemi, football coach' })
  expect(await stateOf(world, id)).toEqual(['asked', 'manager'])
  await world.db.updateTable('spend').set({ level: 'lead' }).where('id', '=', id).execute()
  expect((await waitingFor(must(await world.desk('sam'), 'spends:decide'))).map((one) => one.spend)).toEqual([])
})

describe('whoever knows somebody in it', () => {
  const passes = async (who: 'sam' | 'priya' | 'ruth' | 'lewis', id: SpendId) => act(must((await world.spendViewer(who, id))!, 'spend:decide'), passOn, { spend: id, version: (await standing(world.db, id)).version })
  const waits = async (who: 'sam' | 'priya' | 'ruth' | 'lewis') => (await waitingFor(must(await world.desk(who), 'spends:decide'))).map((one) => one.spend)

  test('passes it on, decides it no more and has it in no list; the family reads that it went on, and not whom they know', async () => {
    const id = await asked(world, budget, 3_000)
    expect(await passes('sam', id)).toMatchObject({ ok: true })
    expect(await stateOf(world, id)).toEqual(['asked', 'manager'])
    expect([await waits('sam'), await waits('priya')]).toEqual([[], [id]])
    expect((await read(world, id))!.words).toMatchObject([{ kind: 'passed-on', name: 'Sam Adeyemi', words: null }])
    await world.db.updateTable('spend').set({ level: 'lead' }).where('id', '=', id).execute()
    expect(await yes(world, 'sam', id)).toEqual(refused('own-request'))
    expect([await waits('sam'), await waits('priya')]).toEqual([[], [id]])
    expect(await yes(world, 'priya', id)).toMatchObject({ ok: true, value: { state: 'approved' } })
    expect(await verifyChains(world.db)).toEqual([])
    await booksAreRight(world, budget)
  })

  test('in the panel: what they said no longer counts, the family reads no name, and the last who could decide stays', async () => {
    const id = await asked(world, budget, 60_000)
    await panelNoted(world, id)
    await yes(world, 'ruth', id)
    expect(await passes('ruth', id)).toMatchObject({ ok: true })
    expect((await read(world, id))!.words).toEqual([])
    expect(await yes(world, 'lewis', id)).toMatchObject({ ok: true, value: { state: 'asked', more: 1 } })
    expect(await waits('ruth')).toEqual([])
    expect(await passes('lewis', id)).toEqual(refused('nobody-else-decides'))
    expect((await world.db.selectFrom('spend_word').select('id').where('kind', '=', 'passed-on').execute()).length).toBe(1)
  })
})
