/** Two adults who agree above a sum: each by their own choice, which the other cannot read, and never in the way of asking. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { approve, requestSpend } from '#app/domain/budget/spending.server.ts'
import { chooseTwoAdults, sayTogether, togetherOn, twoAdultsOf } from '#app/domain/budget/two-adults.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type MemberId, type SpendId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, type World } from './world.ts'

let db: Db
let world: World
let budget: BudgetId
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  budget = await world.budget(50_000)
})

type Adult = 'marta' | 'piotr'
const asks = async (who: Adult) => must(await world.viewer(who), 'budget:ask')
const choose = async (who: Adult, member: MemberId, above: number | null) => act(await asks(who), chooseTwoAdults, { member, above: above === null ? null : pence(above) })
const both = async (first = 2_000, second = 3_000) => {
  await choose('marta', world.members.piotr, first)
  await choose('piotr', world.members.marta, second)
}
const other = async (who: Adult) => (await twoAdultsOf(await asks(who)))[0]!
const ask = async (sum: number, who: Adult = 'marta'): Promise<SpendId> => {
  const answer = await act(await asks(who), requestSpend, { budget, wanted: { what: 'Shoes', payee: 'A shop', pence: pence(sum), lang: 'en' }, quantity: 1, goal: world.goal, neededOn: plusDays(today, 10), line: null })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const on = async (who: Adult | 'zosia', spend: SpendId) => togetherOn(must(await world.viewer(who), 'spend:see'), spend)
const say = async (who: Adult | 'zosia', spend: SpendId, agrees: boolean, words: string | null = null) => act(must(await world.viewer(who), 'budget:ask'), sayTogether, { spend, agrees, words, lang: 'en' })
const told = async (person: keyof World['people']) => (await db.selectFrom('outbox').select('to_person').where('to_person', '=', world.people[person]).execute()).length

describe('the choice', () => {
  test('of one alone is theirs: the other reads nothing, is told nothing, and nothing holds', async () => {
    const before = JSON.stringify([await other('piotr'), await told('piotr')])
    expect((await choose('marta', world.members.piotr, 2_000)).ok).toBe(true)
    expect(await other('marta')).toMatchObject({ chosen: 2_000, holdsAbove: null })
    expect(JSON.stringify([await other('piotr'), await told('piotr')])).toBe(before)
    expect(await on('marta', await ask(10_000))).toEqual([])
  })

  test('of both holds above the higher sum, and the first is told; taken back, it ends at once and nobody is told', async () => {
    const before = await told('marta')
    await both()
    expect(await told('marta')).toBe(before + 1)
    expect([await other('marta'), await other('piotr')]).toMatchObject([{ chosen: 2_000, holdsAbove: 3_000 }, { chosen: 3_000, holdsAbove: 3_000 }])
    const [marta, piotr] = [await told('marta'), await told('piotr')]
    expect((await choose('marta', world.members.piotr, null)).ok).toBe(true)
    expect([await other('marta'), await other('piotr')]).toMatchObject([{ chosen: null, holdsAbove: null }, { chosen: 3_000, holdsAbove: null }])
    expect([await told('marta'), await told('piotr')]).toEqual([marta, piotr])
  })

  test('is of adults who are here, about another of them', async () => {
    for (const member of [world.members.marta, world.members.zosia, world.members.kasia, world.members.sam, newId<MemberId>()]) expect(await choose('marta', member, 100), member).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    expect(await act(must(await world.viewer('zosia'), 'budget:ask'), chooseTwoAdults, { member: world.members.marta, above: pence(100) })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    expect(await db.selectFrom('two_adults').selectAll().execute()).toEqual([])
  })

  test('stands in no history that another reads', async () => {
    await both()
    const events = await db.selectFrom('event as e').leftJoin('circle_member as c', 'c.circle_id', 'e.circle_id').select(['e.circle_id', 'e.data', 'c.who']).where('e.kind', '=', 'two-adults-chosen').execute()
    expect(events).toHaveLength(2)
    for (const event of events) expect(event).toMatchObject({ who: null, circle_id: expect.any(String) })
  })
})

describe('a request', () => {
  test('above the sum asks the other, who is told; it is asked either way and decided either way', async () => {
    await both()
    const before = await told('piotr')
    const spend = await ask(3_001)
    expect(await told('piotr')).toBe(before + 1)
    expect(await on('marta', spend)).toMatchObject([{ member: world.members.piotr, mine: false, said: null }])
    expect(await on('piotr', spend)).toMatchObject([{ mine: true }])
    expect(await on('marta', await ask(3_000)), 'not above the sum').toEqual([])
    expect((await act(must((await world.spendViewer('sam', spend))!, 'spend:decide'), approve, { spend, version: 1 })).ok, 'silence keeps nothing back').toBe(true)
    expect(await say('piotr', spend, true), 'it is decided').toMatchObject({ ok: false, why: 'changed-meanwhile' })
  })

  test('the other says yes, or no with a reason; nobody else says it, and whoever decides reads it', async () => {
    await both()
    const spend = await ask(5_000)
    expect(await say('marta', spend, true)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await say('zosia', spend, true)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await say('piotr', spend, false)).toMatchObject({ ok: false, why: 'say-why', field: 'together-words' })
    expect((await say('piotr', spend, false, 'We have some')).ok).toBe(true)
    expect(await togetherOn(must((await world.spendViewer('sam', spend))!, 'spend:see'), spend)).toMatchObject([{ said: { agrees: false, words: 'We have some' } }])
    expect((await say('piotr', spend, true)).ok).toBe(true)
    await choose('marta', world.members.piotr, null)
    expect(await on('marta', spend), 'what was said stands').toMatchObject([{ said: { agrees: true } }])
    expect(await on('marta', await ask(5_000))).toEqual([])
  })

  test('of kept money tells nobody and asks nobody', async () => {
    await both(0, 0)
    budget = await world.keptBudget(30_000, await world.circle(world.members.marta))
    const before = await told('piotr')
    const spend = await ask(1_000)
    expect([await told('piotr'), await on('marta', spend)]).toEqual([before, []])
  })
})
