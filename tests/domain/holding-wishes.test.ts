/** How a family's money is held: their choice, answered by whoever leads; what the law excludes is asked of one alone and leaves nothing. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { answerHoldingWish, holdingOf, holdingWishesToAnswer, takeWishBack, wishesUnled, wishHolding } from '#app/domain/budget/holding-wishes.server.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import { holdings, type Holding } from '#app/domain/budget/holding-words.ts'
import { act } from '#app/events/transact.server.ts'
import { isSecretField } from '#app/http/posted-fields.ts'
import { newId, type BudgetId, type HoldingWishId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { freshDatabase, warm } from './database.ts'
import { booksAreRight, many, sums } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'
import { Reader } from './whole-site.ts'

const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(20_000)
})

const wish = async (holding: Holding, by: 'marta' | 'piotr' | 'zosia' = 'marta') => act(await world.may(by, 'budget:ask'), wishHolding, { budget, holding })
const stands = async (who: 'marta' | 'sam' = 'marta') => (await holdingOf(await world.may(who, 'budget:see'), budget))!
async function waiting(holding: Holding = 'direct-payment'): Promise<HoldingWishId> {
  expect(await wish(holding)).toMatchObject({ ok: true, value: 'asked' })
  return (await stands()).wish!.id
}
const answers = async (id: HoldingWishId, yes: boolean, words: string | null = null) => act(await world.may('sam', 'spend:decide'), answerHoldingWish, { wish: id, yes, words, lang: 'en' })
const desk = async () => holdingWishesToAnswer(must(await world.desk('sam'), 'desk:see'))

describe('a wish that money be held another way', () => {
  test('waits on the desk of whoever leads; with a yes the budget is held like this, and no sum moves', async () => {
    expect(await stands()).toEqual({ holding: 'council', wish: null })
    const id = await waiting()
    expect(await stands('sam')).toMatchObject({ holding: 'council', wish: { holding: 'direct-payment', by: 'Marta Kowalczyk', state: 'asked' } })
    expect((await desk()).map((one) => one.budget)).toEqual([budget])
    const before = await sums(world, budget)
    expect(await answers(id, true, 'We meet on Monday')).toMatchObject({ ok: true })
    expect(await stands()).toMatchObject({ holding: 'direct-payment', wish: { state: 'yes', words: 'We meet on Monday', lang: 'en' } })
    expect(await sums(world, budget)).toEqual(before)
    expect(await desk()).toEqual([])
    await booksAreRight(world, budget)
  })

  test('a no has its reason, and can be asked again; nothing is answered twice', async () => {
    const id = await waiting('prepaid-card')
    expect(await answers(id, false)).toEqual(refused('say-why', { field: 'words' }))
    expect(await answers(id, false, 'The council has no cards yet')).toMatchObject({ ok: true })
    expect(await answers(id, true)).toEqual(refused('changed-meanwhile'))
    expect(await stands()).toMatchObject({ holding: 'council', wish: { state: 'no', words: 'The council has no cards yet' } })
    expect(await wish('service-fund')).toMatchObject({ ok: true })
  })

  test('is a manager’s to answer while nobody leads, and stands on their desk alone', async () => {
    const id = await waiting('service-fund')
    const manager = async () => must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'lead:name')
    const theirs = async () => holdingWishesToAnswer(must(await world.desk('priya'), 'desk:see'))
    expect([await theirs(), await wishesUnled(await manager())]).toEqual([[], []])
    await expect(act(await manager(), answerHoldingWish, { wish: id, yes: true, words: null, lang: 'en' })).rejects.toMatchObject({ status: 404 })
    await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.sam).execute()
    expect(await theirs()).toMatchObject([{ family: world.family, budget, noLead: true }])
    expect(await wishesUnled(await manager())).toMatchObject([{ id, holding: 'service-fund', by: 'Marta Kowalczyk' }])
    expect(await act(await manager(), answerHoldingWish, { wish: id, yes: false, words: null, lang: 'en' })).toEqual(refused('say-why', { field: 'words' }))
    expect(await act(await manager(), answerHoldingWish, { wish: id, yes: true, words: 'Good idea', lang: 'en' })).toMatchObject({ ok: true })
    expect(await stands()).toMatchObject({ holding: 'service-fund', wish: { state: 'yes', words: 'Good idea' } })
    expect(await theirs()).toEqual([])
  })

  test('one waits at a time, the other parent may take it back, and nothing of it is left to read', async () => {
    const id = await waiting()
    expect(await wish('prepaid-card', 'piotr')).toEqual(refused('changed-meanwhile'))
    expect(await act(await world.may('piotr', 'budget:ask'), takeWishBack, { wish: id })).toMatchObject({ ok: true })
    expect(await stands()).toEqual({ holding: 'council', wish: null })
    expect(await answers(id, true)).toEqual(refused('changed-meanwhile'))
    expect(await act(await world.may('piotr', 'budget:ask'), takeWishBack, { wish: id })).toEqual(refused('changed-meanwhile'))
  })

  test('the council cannot insist: that it holds the money again is so at once', async () => {
    await answers(await waiting(), true)
    expect(await wish('direct-payment')).toEqual(refused('changed-meanwhile'))
    expect(await wish('council', 'piotr')).toMatchObject({ ok: true, value: 'yes' })
    expect(await stands()).toMatchObject({ holding: 'council', wish: { state: 'yes', words: null } })
    expect(await desk()).toEqual([])
  })

  test('is of the adults of the family, and of no money that somebody does not see', async () => {
    expect((['parent', 'kin-carer', 'young-person', 'network', 'lead'] as const).filter(isAdult)).toEqual(['parent', 'kin-carer'])
    await expect(wish('prepaid-card', 'zosia')).rejects.toMatchObject({ status: 404 })
    const circle = await world.circle(world.members.zosia)
    await world.db.updateTable('budget').set({ circle_id: circle }).where('id', '=', budget).execute()
    await expect(wish('prepaid-card')).rejects.toMatchObject({ status: 404 })
    expect(await holdingOf(await world.may('marta', 'budget:see'), budget)).toBeUndefined()
  })

  test('eight of the same moment leave one', async () => {
    await warm(world.db, 8)
    const said = await many(8, (n) => wish(n % 2 === 0 ? 'prepaid-card' : 'service-fund', n % 2 === 0 ? 'marta' : 'piotr'))
    expect(said.filter((one) => one.ok)).toHaveLength(1)
    expect(await world.db.selectFrom('holding_wish').select('id').execute()).toHaveLength(1)
  })

  test('what the law excludes is read by the one who says it, and leaves every row of the database as it was', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
    onTestFinished(() => void vi.useRealTimers())
    const rows = async () => {
      const tables = (await world.db.introspection.getTables()).map(({ name }) => name).filter((name) => name !== 'session').sort()
      return Object.fromEntries(await Promise.all(tables.map(async (name) => [name, (await sql.raw<object>(`select * from ${name}`).execute(world.db)).rows.map((row) => JSON.stringify(row)).sort()] as const)))
    }
    const marta = await Reader.of('marta', world.people.marta)
    const here = `/families/${world.family}/budget/holding?budget=${budget}`
    expect((await marta.get(`${here}&kind=direct-payment`)).status).toBe(200)
    const before = await rows()
    for (const [manage, excluded, choice] of [['alone', 'some', 'own'], ['not', 'none', 'own'], ['help', 'none', 'told']] as const) {
      const answer = await marta.post(here, [['form', newId()], ['intent', 'direct-payment'], ['sealed-manage', manage], ['sealed-excluded', excluded], ['sealed-choice', choice]])
      expect([answer.status, answer.to]).toEqual([200, ''])
      expect(await rows()).toEqual(before)
    }
  })

  test('what is asked of one person alone is kept in no form that waits for them, and no way is without its words', () => {
    expect(['sealed-manage', 'sealed-excluded', 'sealed-choice'].every(isSecretField)).toBe(true)
    expect(isSecretField('holding')).toBe(false)
    expect(holdings[0]).toBe('council')
  })
})
