/** Help instead of money: offered by those who see what is asked, taken up once, the money left again, and never told to one who may not see it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { askToHelp, couldHelp, offerInstead, offersInstead, takeOffer, thankNotNow, toHelpWith, withdrawOffer } from '#app/domain/budget/instead.server.ts'
import { spend } from '#app/domain/budget/spends.server.ts'
import { kindWordsOf } from '#app/domain/goals/kind-words.server.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { promise } from '#app/domain/plan/promises.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { BudgetId, InsteadId, SpendId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { freshDatabase, warm } from './database.ts'
import { allOrNothing } from './failing-at.ts'
import { ask, asked, booksAreRight, formUse, many, standing, stateOf, sums, takeBack, yes } from './money-steps.ts'
import { aWorld, today, type World } from './world.ts'

const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })
const gone = { status: 404 }
const soon = plusDays(today, 4)

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(20_000)
})

type Who = 'marta' | 'piotr' | 'zosia' | 'kasia' | 'dean'
const seen = async (id: SpendId) => ({ spend: id, version: (await standing(world.db, id)).version })
const shows = async (id: SpendId, by: Who = 'marta', member = world.members.kasia) => act(await world.may(by, 'budget:ask'), askToHelp, { ...(await seen(id)), member })
const offers = async (who: Who, id: SpendId, more: { words?: string; on?: typeof soon } = {}) => act(await world.may(who, 'help:offer'), offerInstead, { spend: id, words: 'I can drive him', lang: 'en', on: soon, often: 'weekly', ...more })
async function offered(who: Who, id: SpendId): Promise<InsteadId> {
  const answer = await offers(who, id)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const takes = async (id: SpendId, offer: InsteadId, thanks: string | null = null, by: Who = 'marta') => act(await world.may(by, 'budget:ask'), takeOffer, { ...(await seen(id)), offer, thanks, lang: 'pl' })

describe('an offer of help', () => {
  test('of an aunt to whom it was shown: taken up, the money is left again, and it is her promise in the plan, with thanks', async () => {
    const id = await asked(world, budget, 3_000)
    expect((await couldHelp(await world.may('marta', 'budget:ask'), id)).map((one) => one.name)).toEqual(['Kasia Nowak'])
    expect(await shows(id)).toMatchObject({ ok: true })
    expect((await waitsForUs(await world.may('kasia', 'family:see'))).helps).toEqual([id])
    const read = await toHelpWith(await world.may('kasia', 'help:offer'), id)
    expect(read).toMatchObject({ what: 'Swimming', asker: 'Marta Kowalczyk', open: true, mine: null })
    expect(JSON.stringify(read)).not.toMatch(/3000|pence|pool/)
    const offer = await offered('kasia', id)
    expect((await waitsForUs(await world.may('kasia', 'family:see'))).helps).toEqual([])
    expect((await offersInstead(await world.may('piotr', 'spend:see'), id)).map((one) => [one.by, one.words, one.on])).toEqual([['Kasia Nowak', 'I can drive him', soon]])
    const taken = await takes(id, offer, 'Dziękuję!')
    expect(await stateOf(world, id)).toEqual(['cancelled', 'lead'])
    expect(await sums(world, budget)).toMatchObject({ left: 20_000, aside: 0 })
    const { actions } = await planEntries(await world.may('piotr', 'plan:see'))
    expect(actions).toMatchObject([{ words: 'I can drive him', owner: world.members.kasia, dueOn: soon, instead: true, goal: world.goal, last: { kind: 'accepted' } }])
    const entry = (taken as { value: (typeof actions)[number]['id'] }).value
    expect(await promise(await world.may('kasia', 'plan:see'), entry)).toMatchObject({ instead: true, may: { answer: true } })
    expect((await kindWordsOf(await world.may('kasia', 'goals:see'), [entry])).map((one) => [one.kind, one.words])).toEqual([['thanks', 'Dziękuję!']])
    expect((await toHelpWith(await world.may('kasia', 'help:offer'), id))!.mine).toMatchObject({ state: 'taken', entry })
    await booksAreRight(world, budget)
  })

  test('of one of the family needs no showing; not this time is said with thanks, and they can offer again', async () => {
    const id = await asked(world, budget, 3_000)
    const offer = await offered('piotr', id)
    expect(await offers('piotr', id)).toEqual(refused('offered-already'))
    expect(await act(await world.may('marta', 'budget:ask'), thankNotNow, { ...(await seen(id)), offer })).toMatchObject({ ok: true })
    expect(await stateOf(world, id)).toEqual(['asked', 'lead'])
    expect((await toHelpWith(await world.may('piotr', 'help:offer'), id))!.mine!.state).toBe('not-now')
    const again = await offered('piotr', id)
    expect(await act(await world.may('piotr', 'help:offer'), withdrawOffer, { offer: again })).toMatchObject({ ok: true })
    expect(await takes(id, again)).toEqual(refused('changed-meanwhile'))
    expect(await offersInstead(await world.may('marta', 'spend:see'), id)).toEqual([])
  })

  test('is taken up once; the others are thanked', async () => {
    const id = await asked(world, budget, 3_000)
    const [one, other] = [await offered('piotr', id), await offered('zosia', id)]
    expect(await takes(id, one)).toMatchObject({ ok: true })
    expect(await takes(id, other)).toEqual(refused('changed-meanwhile'))
    expect((await toHelpWith(await world.may('zosia', 'help:offer'), id))!.mine!.state).toBe('not-now')
  })

  test('is for what is not decided, on a day to come, and not of one’s own asking', async () => {
    const id = await asked(world, budget, 3_000)
    expect(await offers('piotr', id, { on: plusDays(today, -1) })).toEqual(refused('day-is-past', { field: 'on' }))
    await expect(offers('marta', id)).rejects.toMatchObject(gone)
    const offer = await offered('piotr', id)
    await yes(world, 'sam', id)
    expect(await takes(id, offer)).toEqual(refused('changed-meanwhile'))
    expect(await offers('zosia', id)).toEqual(refused('changed-meanwhile'))
    const back = await asked(world, budget, 1_000)
    await takeBack(world, back)
    expect(await offers('zosia', back)).toEqual(refused('changed-meanwhile'))
  })
})

describe('nobody learns', () => {
  test('of what was not shown to them: an aunt and a parent elsewhere find nothing, and can be shown nothing that is kept', async () => {
    const id = await asked(world, budget, 3_000)
    await expect(offers('kasia', id)).rejects.toMatchObject(gone)
    await expect(world.may('dean', 'help:offer')).rejects.toMatchObject(gone)
    expect(await shows(id, 'marta', world.members.dean)).toEqual(refused('somebody-is-not-here', { field: 'member' }))
    const circle = await world.circle(world.members.marta, 'seat:lead')
    const kept = await ask(world, await world.keptBudget(5_000, circle), 1_000)
    if (!kept.ok) throw new Error(kept.why)
    expect(await couldHelp(await world.may('marta', 'budget:ask'), kept.value)).toEqual([])
    expect(await shows(kept.value)).toEqual(refused('somebody-is-not-here', { field: 'member' }))
    for (const who of ['piotr', 'zosia', 'kasia'] as const) {
      expect(await toHelpWith(await world.may(who, 'help:offer'), kept.value)).toBeUndefined()
      await expect(offers(who, kept.value)).rejects.toMatchObject(gone)
    }
  })

  test('of an offer beside a kept request; what it becomes is as kept', async () => {
    const circle = await world.circle(world.members.marta, world.members.zosia, 'seat:lead')
    const kept = await ask(world, await world.keptBudget(5_000, circle), 1_000)
    if (!kept.ok) throw new Error(kept.why)
    const offer = await offered('zosia', kept.value)
    expect(await offersInstead(await world.may('piotr', 'spend:see'), kept.value)).toEqual([])
    expect(await takes(kept.value, offer, 'Kochana')).toMatchObject({ ok: true })
    expect((await planEntries(await world.may('piotr', 'plan:see'))).actions).toEqual([])
    expect((await planEntries(await world.may('zosia', 'plan:see'))).actions).toHaveLength(1)
  })

  test('an aunt reads no sum and no other offer, and nothing once it is decided', async () => {
    const id = await asked(world, budget, 3_000)
    await shows(id)
    await offered('piotr', id)
    await expect(world.may('kasia', 'spend:see')).rejects.toMatchObject(gone)
    expect(JSON.stringify(await toHelpWith(await world.may('kasia', 'help:offer'), id))).not.toContain('drive')
    await takeBack(world, id)
    expect((await waitsForUs(await world.may('kasia', 'family:see'))).helps).toEqual([])
    expect(await spend(await world.may('marta', 'spend:see'), id)).toMatchObject({ state: 'cancelled' })
  })

  test('a young person answers only what was offered for their own', async () => {
    const id = await asked(world, budget, 3_000)
    const offer = await offered('piotr', id)
    await expect(takes(id, offer, null, 'zosia')).rejects.toMatchObject(gone)
  })
})

describe('all at once', () => {
  test('32 who take up, thank, and say yes to one request: one of them, and the books are right', async () => {
    await warm(world.db, 32)
    for (let round = 0; round < 3; round += 1) {
      const id = await asked(world, budget, 500)
      const offer = await offered('piotr', id)
      const [marta, at] = [await world.may('marta', 'budget:ask'), await seen(id)]
      const answers = await many(32, async (n) => (n % 4 === 0 ? yes(world, 'sam', id, { version: at.version }).catch(() => ({ ok: false as const })) : act(marta, takeOffer, { ...at, offer, thanks: 'Thanks', lang: 'en' }, formUse())))
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
      await booksAreRight(world, budget)
    }
  }, 120_000)

  test('a fault at any statement of taking one up leaves nothing behind', async () => {
    const id = await asked(world, budget, 500)
    const offer = await offered('piotr', id)
    const [marta, at] = [await world.may('marta', 'budget:ask'), await seen(id)]
    expect(await allOrNothing(world.db, (db) => act({ ...marta, db }, takeOffer, { ...at, offer, thanks: 'Thanks', lang: 'en' }))).toBeGreaterThan(12)
    await booksAreRight(world, budget)
  })
})
