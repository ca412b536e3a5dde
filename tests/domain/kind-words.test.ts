/** What a goal builds on, what it counts as in a report, and kind words: seen with their thing, by nobody else. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { may, must } from '#app/access/viewer.server.ts'
import { changeBuildsOn } from '#app/domain/goals/builds-on.server.ts'
import { categories, outcomeOf, outcomes } from '#app/domain/goals/categories.ts'
import { addGoal, addStep, goal, goalsOf, stepsOf } from '#app/domain/goals/goals.server.ts'
import type { KindOfWord } from '#app/domain/goals/kind-words.ts'
import { kindWordsOf, sayKindWord, takeBackKindWord, type NewKindWord } from '#app/domain/goals/kind-words.server.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { say } from '#app/domain/plan/said.server.ts'
import { changeWhoSees } from '#app/domain/sharing/changing.server.ts'
import type { WhoSees } from '#app/domain/sharing/circles.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { languages } from '#app/i18n/lang.ts'
import type { EntryId, GoalId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let minute: number

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  minute = 0
})

type Who = 'marta' | 'piotr' | 'zosia' | 'kasia' | 'dean' | 'sam'
const later = (): Instant => plusMinutes(worldBegins, (minute += 1))
const viewer = (who: Who, at = later()) => world.viewer(who, world.family, at)
async function done<T>(answer: Promise<Answer<T, string>>): Promise<T> {
  const outcome = await answer
  if (!outcome.ok) throw new Error(outcome.why)
  return outcome.value
}
const strength = async (who: Who, whoSees: WhoSees = 'everybody') => done(act(must(await viewer(who), 'plan:strengths'), addStrength, { words: `Good, says ${who}`, lang: 'en', about: [], whoSees, shareWith: [] }))
const newGoal = async (who: 'marta' | 'zosia', more: { whoSees?: WhoSees; shareWith?: typeof world.members.kasia[]; buildsOn?: EntryId[] } = {}) => act(must(await viewer(who), 'goals:add'), addGoal, {
  words: `A goal of ${who}`, lang: 'en', category: 'school', about: [], steps: [], whoSees: 'everybody', shareWith: [], ...more,
})
const cited = async (who: Who, id: GoalId) => (await goal(must(await viewer(who), 'goals:see'), id))?.buildsOn.map((one) => one.words)
const says = async (who: Who, thing: string, more: Partial<NewKindWord> = {}) => act(must(await viewer(who), 'goals:see'), sayKindWord, { kind: 'thanks', place: 'goal', thing, words: `Thanks, says ${who}`, lang: 'en', ...more })
const read = async (who: Who, ...things: string[]) => (await kindWordsOf(must(await viewer(who), 'goals:see'), things)).map((one) => one.words)
/** The warm line of a goal in the list of goals. */
const warm = async (who: Who, id: GoalId, at?: Instant) => (await goalsOf(must(await viewer(who, at), 'goals:see'))).find((one) => one.id === id)?.warm?.words ?? null
const onlyMe = { members: [], lead: false }

describe('what a goal counts as', () => {
  test('in a report is one of ten outcomes, each of which some goal can be', () => {
    expect(outcomes).toHaveLength(10)
    expect(categories.map((one) => outcomeOf[one]).sort()).toEqual([...outcomes].sort())
  })

  test('for the family is said in plain words of its own: no name of an outcome is on any page', () => {
    for (const { code } of languages) {
      const texts = readFileSync(`locales/${code}/goals.json`, 'utf8')
      for (const category of categories) expect(texts).toContain(`"${category}":`)
    }
    const texts = readFileSync('locales/en/goals.json', 'utf8').toLowerCase()
    for (const outcome of outcomes) expect(texts).not.toContain(outcome.replaceAll('-', ' '))
  })
})

describe('the strengths that a goal builds on', () => {
  test('are those that its maker sees, and are told to whoever sees both', async () => {
    const [open, martas, zosias] = [await strength('piotr'), await strength('marta', onlyMe), await strength('zosia', onlyMe)]
    expect(await newGoal('marta', { buildsOn: [zosias] })).toMatchObject({ ok: false, why: 'not-there', field: 'builds-on' })
    const id = await done(newGoal('marta', { buildsOn: [open, martas], shareWith: [world.members.kasia] }))
    expect(await cited('marta', id)).toEqual(['Good, says piotr', 'Good, says marta'])
    for (const who of ['piotr', 'zosia', 'sam'] as const) expect(await cited(who, id), who).toEqual(['Good, says piotr'])
    // To whom the goal is shown by name, the strength is not.
    expect(await cited('kasia', id)).toEqual([])
  })

  test('can be said anew; one that the reader does not see stays as it was', async () => {
    const [open, other, martas] = [await strength('piotr'), await strength('sam'), await strength('marta', onlyMe)]
    const id = await done(newGoal('marta', { buildsOn: [open, martas] }))
    await done(act(must(await viewer('zosia'), 'goals:add'), changeBuildsOn, { goal: id, strengths: [other] }))
    expect(await cited('zosia', id)).toEqual(['Good, says sam'])
    expect(await cited('marta', id)).toEqual(['Good, says sam', 'Good, says marta'])
    await db.updateTable('plan_entry').set({ ended_at: later() }).where('id', '=', open).execute()
    expect(await act(must(await viewer('marta'), 'goals:add'), changeBuildsOn, { goal: id, strengths: [open] })).toMatchObject({ ok: false, why: 'not-there' })
    const need = await done(act(must(await viewer('marta'), 'plan:strengths'), say, { part: 'need', area: 'home', words: 'No strength', lang: 'en', saidBy: null, about: [], whoSees: 'everybody', shareWith: [], delicate: [] }))
    expect(await act(must(await viewer('marta'), 'goals:add'), changeBuildsOn, { goal: id, strengths: [need] })).toMatchObject({ ok: false, why: 'not-there' })
  })
})

describe('a kind word', () => {
  test('is said by anybody who sees the thing, and read by whoever sees it', async () => {
    const id = await done(newGoal('marta', { shareWith: [world.members.kasia] }))
    for (const who of ['marta', 'zosia', 'kasia', 'sam'] as const) expect(await says(who, id), who).toMatchObject({ ok: true })
    expect(await says('dean', id)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await read('piotr', id)).toEqual(['marta', 'zosia', 'kasia', 'sam'].map((who) => `Thanks, says ${who}`))
    expect(await read('dean', id)).toEqual([])
    expect(await warm('piotr', id)).toBe('Thanks, says sam')
    expect(await warm('piotr', id, plusMinutes(worldBegins, 15 * 24 * 60))).toBeNull()
    await done(says('marta', id, { kind: 'offer', words: 'I can drive' }))
    expect(await warm('piotr', id)).toBe('Thanks, says sam')
  })

  test('of somebody else in the network is not told to whom the thing is shown by name', async () => {
    const id = await done(newGoal('marta', { shareWith: [world.members.kasia, world.members.dean] }))
    for (const who of ['kasia', 'dean', 'marta'] as const) await done(says(who, id))
    expect(await read('kasia', id)).toEqual(['Thanks, says kasia', 'Thanks, says marta'])
    expect(await read('dean', id)).toEqual(['Thanks, says dean', 'Thanks, says marta'])
    await done(says('kasia', id, { words: 'The newest' }))
    expect([await warm('piotr', id), await warm('kasia', id), await warm('dean', id)]).toEqual(['The newest', 'The newest', 'Thanks, says marta'])
  })

  test('is as kept as the thing: of a kept step, of a kept action, and of what is kept later', async () => {
    const id = await done(newGoal('marta'))
    const goals = must(await viewer('marta'), 'goals:add')
    const step = await done(act(goals, addStep, { goal: id, words: 'Quietly', lang: 'en', owner: world.members.marta, dueOn: plusDays(today, 3), whoSees: { members: [], lead: true } }))
    await done(says('marta', step, { place: 'step', kind: 'win', words: 'A quiet win' }))
    const action = await done(act(must(await viewer('marta'), 'plan:actions'), addAction, { words: 'Do', lang: 'en', owner: world.members.marta, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [], whoSees: onlyMe }))
    await done(says('marta', action, { place: 'plan', words: 'A kept thanks' }))
    expect([await warm('marta', id), await warm('sam', id), await warm('piotr', id)]).toEqual(['A quiet win', 'A quiet win', null])
    await done(says('piotr', id))
    expect(await read('marta', id, step, action)).toEqual(['A quiet win', 'A kept thanks', 'Thanks, says piotr'])
    expect(await read('sam', id, step, action)).toEqual(['A quiet win', 'Thanks, says piotr'])
    expect(await read('piotr', id, step, action)).toEqual(['Thanks, says piotr'])
    expect((await stepsOf(must(await viewer('piotr'), 'goals:see'), [id])).map((one) => one.words)).toEqual([])
    expect(await says('piotr', step, { place: 'step' })).toMatchObject({ ok: false, why: 'not-there' })
    await done(act(must(await viewer('marta'), 'sharing:decide'), changeWhoSees, { kind: 'goal', thing: id, whoSees: onlyMe, shareWith: [] }))
    expect(await read('piotr', id)).toEqual([])
    expect(await warm('piotr', id)).toBeNull()
    // Nor can it be taken back by somebody who would not be told that it is there.
    const { id: piotrs } = await db.selectFrom('kind_word').select('id').where('by_member', '=', world.members.piotr).executeTakeFirstOrThrow()
    expect(await act(must(await viewer('piotr'), 'goals:see'), takeBackKindWord, { word: piotrs })).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('is taken back by whoever said it and nobody else, and its text is gone', async () => {
    await done(says('zosia', world.goal))
    const [word] = await kindWordsOf(must(await viewer('marta'), 'goals:see'), [world.goal])
    for (const who of ['marta', 'sam'] as const) expect(await act(must(await viewer(who), 'goals:see'), takeBackKindWord, { word: word!.id }), who).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(must(await viewer('zosia'), 'goals:see'), takeBackKindWord, { word: word!.id })).toMatchObject({ ok: true })
    expect(await db.selectFrom('kind_word').selectAll().execute()).toEqual([])
    expect(JSON.stringify(await db.selectFrom('event').select('data').execute())).not.toContain('says zosia')
  })
})

describe('help', () => {
  test('is offered by the family and its network where nobody has promised yet, once each; whoever helps for a living promises instead', async () => {
    const need = await done(act(must(await viewer('marta'), 'plan:strengths'), say, { part: 'need', area: 'home', words: 'A lift', lang: 'en', saidBy: null, about: [], whoSees: 'everybody', shareWith: [world.members.kasia], delicate: [] }))
    const offer = { kind: 'offer' as KindOfWord, place: 'plan' as const, words: null }
    expect(await says('kasia', need, offer)).toMatchObject({ ok: true })
    expect(await says('kasia', need, offer)).toMatchObject({ ok: false, why: 'offered-already' })
    expect(await says('piotr', need, { ...offer, words: 'On Fridays' })).toMatchObject({ ok: true })
    expect(await says('sam', need, offer)).toMatchObject({ ok: false, why: 'promise-instead' })
    expect(await says('zosia', need, { place: 'plan' })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await read('marta', need)).toEqual([null, 'On Fridays'])
    // Marta asked, and is told that there is something; nobody else is.
    expect((await db.selectFrom('outbox').select('to_person').distinct().where('made_at', '>', plusMinutes(worldBegins, 1)).execute()).map((row) => row.to_person)).toEqual([world.people.marta])
  })

  test('and thanks are offered to nobody who is no longer there, or by a seat that sees no goals', async () => {
    await db.updateTable('member').set({ seat: 'coordinator' }).where('id', '=', world.members.sam).execute()
    expect(may(await viewer('sam'), 'goals:see')).toBe(false)
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.kasia).execute()
    await done(says('marta', world.goal))
    await expect(viewer('kasia')).rejects.toThrow('no place')
  })
})
