/**
 * Random histories of a plan: what was put forward is always recovered word for word by those who may see it, no version
 * changes after it is made, and whoever is outside of a secret gets the same versions and the same changes without it.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { must, type Viewer } from '#app/access/viewer.server.ts'
import { agreementOf, answerPlan, signPlan } from '#app/domain/plan/agreeing.server.ts'
import { changeWords } from '#app/domain/plan/changing-words.server.ts'
import { changeLevel } from '#app/domain/plan/level.server.ts'
import { helpLevels } from '#app/domain/plan/levels.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { answerAction } from '#app/domain/plan/promises.server.ts'
import { say, takeOut } from '#app/domain/plan/said.server.ts'
import { changesBetween } from '#app/domain/plan/versions.ts'
import { partsOf, putForward, standing } from '#app/domain/plan/versions.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { EntryId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import type { HelpLevel } from '#db/schema.ts'
import { newDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

type Who = 'marta' | 'piotr' | 'sam'
const who = fc.constantFrom<Who[]>('marta', 'piotr', 'sam')
const nth = fc.nat({ max: 20 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('good', 'says', 'promise'), who }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('rewords'), nth }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('takes-out'), nth }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('puts-forward'), who }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('answers'), who, agrees: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('re-dates'), nth }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('level'), nth }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('secret'), nth }) },
)
type Step = { readonly does: string; readonly who?: Who; readonly nth?: number; readonly agrees?: boolean }

/** What a thing of the model says now; `secret` where Zosia keeps it. */
interface Thing { readonly id: EntryId; readonly by: Who | 'zosia'; words: string; dueOn: Day | null; number: number; out: boolean; readonly secret: boolean; readonly part: string }
interface Model { readonly things: Thing[]; /** The words of each version, and of the secrets in it. */ readonly versions: { readonly open: string[]; readonly secret: string[] }[] }

async function live(world: World, history: readonly Step[], secrets: boolean): Promise<Model> {
  const model: Model = { things: [], versions: [] }
  const viewerOf = (one: Who | 'zosia', at: number): Promise<Viewer> => world.viewer(one, world.family, plusMinutes(worldBegins, at) as Instant)
  const add = async (by: Who | 'zosia', part: string, words: string, at: number, secret = false) => {
    const viewer = await viewerOf(by, at)
    const whoSees = secret ? { members: [], lead: false } : 'everybody' as const
    const dueOn = part === 'promise' ? plusDays(today, 5) : null
    const answer = part === 'promise' ? await act(must(viewer, 'plan:actions'), addAction, { words, lang: 'en', owner: viewer.member, ownerName: null, ownerAgency: null, dueOn: dueOn!, goal: null, about: [] })
      : part === 'good' ? await act(must(viewer, 'plan:strengths'), addStrength, { words, lang: 'en', about: [], whoSees, shareWith: [] })
        : await act(must(viewer, 'plan:strengths'), say, { part: 'says', area: null, words, lang: 'en', saidBy: null, about: [], whoSees, shareWith: [], delicate: [] })
    if (answer.ok) model.things.push({ id: answer.value, by, words, dueOn, number: 1, out: false, secret, part })
  }
  const reword = async (thing: Thing | undefined, words: string, at: number) => {
    if (!thing) return
    const answer = await act(must(await viewerOf(thing.by, at), 'plan:see'), changeWords, { kind: 'plan', thing: thing.id, words, lang: 'en', dueOn: null, from: { number: thing.number, dueOn: thing.dueOn } })
    expect(answer.ok).toBe(!thing.out)
    if (answer.ok) Object.assign(thing, { words, number: answer.value })
  }
  for (const [at, { does, who: one = 'marta', nth: place = 0, agrees = true }] of history.entries()) {
    const pick = (things: Thing[]) => things[place % Math.max(things.length, 1)]
    const open = model.things.filter((thing) => !thing.secret)
    if (does === 'good' || does === 'says' || does === 'promise') await add(one, does, `said ${at}`, at)
    if (does === 'rewords') await reword(pick(open), `again ${at}`, at)
    if (does === 'takes-out') {
      const thing = pick(open.filter((some) => some.part === 'says'))
      if (thing && (await act(must(await viewerOf(thing.by, at), 'plan:strengths'), takeOut, { entry: thing.id })).ok) thing.out = true
    }
    if (does === 're-dates') {
      const thing = pick(open.filter((some) => some.part === 'promise'))
      const dueOn = plusDays(today, 6 + place)
      if (thing && (await act(must(await viewerOf(thing.by, at), 'plan:see'), answerAction, { action: thing.id, answer: { how: 'move', dueOn, words: null, lang: 'en' } })).ok) Object.assign(thing, { dueOn, number: thing.number + 1 })
    }
    if (does === 'level') await changesLevel(world, helpLevels[place % helpLevels.length]!, at)
    if (does === 'secret' && secrets) await (place % 3 === 0 ? reword(pick(model.things.filter((thing) => thing.secret)), `secret ${at}`, at) : add('zosia', place % 3 === 1 ? 'good' : 'says', `secret ${at}`, at, true))
    if (does === 'puts-forward') {
      const answer = await act(must(await viewerOf(one, at), 'plan:put-forward'), putForward, { reviewOn: plusDays(today, 42), seen: model.versions.length })
      const stands = (secret: boolean) => model.things.filter((thing) => thing.secret === secret && !thing.out).map((thing) => thing.words).sort()
      if (answer.ok) model.versions.push({ open: stands(false), secret: stands(true) })
    }
    if (does === 'answers' && model.versions.length > 0) {
      const viewer = await viewerOf(one, at)
      const version = model.versions.length
      const answer = one === 'sam' ? await act(must(viewer, 'plan:sign'), signPlan, { version }) : await act(must(viewer, 'plan:agree'), answerPlan, { version, agrees, words: agrees ? null : 'No', lang: 'en', whoSees: 'everybody' })
      expect(answer.ok).toBe(true)
    }
  }
  return model
}

/** The lead professional sets the level of help; the plan, who leads and what is in it stay the same. */
async function changesLevel(world: World, level: HelpLevel, at: number): Promise<void> {
  const viewer = must(await world.viewer('sam', world.family, plusMinutes(worldBegins, at) as Instant), 'plan:actions')
  const before = [await standing(must(viewer, 'plan:versions')), await viewer.db.selectFrom('plan_state').selectAll().where('family_id', '=', world.family).execute()]
  await act(viewer, changeLevel, { level, words: 'As you asked', lang: 'en' })
  expect([await standing(must(viewer, 'plan:versions')), await viewer.db.selectFrom('plan_state').selectAll().where('family_id', '=', world.family).execute()]).toEqual(before)
}

/** Everything about versions that somebody gets, without ids. */
async function told(world: World, one: Who | 'zosia', versions: number): Promise<unknown[]> {
  const viewer = must(await world.viewer(one, world.family, plusMinutes(worldBegins, 10_000) as Instant), 'plan:versions')
  const now = await standing(viewer)
  const all: unknown[] = []
  for (let number = 1; number <= versions; number += 1) {
    const then = await partsOf(viewer, number)
    const agreement = await agreementOf(viewer, number)
    all.push([then.map(({ words, dueOn }) => [words, dueOn]), changesBetween(then, now).map(({ before, after }) => [before?.words ?? null, after?.words ?? null]), agreement?.state, agreement?.answers.map(({ agrees, at }) => [agrees, at])])
  }
  return all
}

test('versions hold what stood in the plan, for those who may see it, whatever happens afterwards', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40, size: 'max' }), async (random) => {
    // Every history has something that can be put forward.
    const history: Step[] = [{ does: 'good', who: 'marta' }, { does: 'promise', who: 'marta' }, { does: 'promise', who: 'sam' }, { does: 'secret', nth: 1 }, { does: 'puts-forward', who: 'marta' }, ...random]
    const [withSecrets, without] = [await newDatabase(), await newDatabase()]
    const worlds = [await aWorld(withSecrets.db), await aWorld(without.db)] as const
    const model = await live(worlds[0], history, true)
    const twin = await live(worlds[1], history, false)
    expect(twin.versions.map(({ open }) => open)).toEqual(model.versions.map(({ open }) => open))
    const goal = 'Mornings without tears'
    const wordsOf = async (one: Who | 'zosia', number: number) => (await partsOf(must(await worlds[0].viewer(one), 'plan:versions'), number)).map((part) => part.words).filter((words) => words !== goal).sort()
    for (const [at, { open, secret }] of model.versions.entries()) {
      for (const one of ['marta', 'piotr', 'sam'] as const) expect(await wordsOf(one, at + 1)).toEqual(open)
      expect(await wordsOf('zosia', at + 1)).toEqual([...open, ...secret].sort())
    }
    for (const one of ['marta', 'piotr', 'sam'] as const) expect(await told(worlds[0], one, model.versions.length)).toEqual(await told(worlds[1], one, model.versions.length))
    await withSecrets.remove()
    await without.remove()
  }), { numRuns: 12 })
}, 240_000)
