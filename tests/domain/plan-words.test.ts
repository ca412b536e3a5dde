/** Words of the plan are changed by whoever said them, and how they stood is kept. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { addAction, addStrength, planEntries } from '#app/domain/plan/plan.server.ts'
import { changeWords, earlierWords, wordsOf, type Changed } from '#app/domain/plan/changing-words.server.ts'
import { say, takeOut } from '#app/domain/plan/said.server.ts'
import { changeWhoSees } from '#app/domain/sharing/changing.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type EntryId, type GoalId, type MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { done } from '#db/demo/director.server.ts'
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

type Who = 'marta' | 'piotr' | 'zosia' | 'sam' | 'kasia'
const viewerOf = (who: Who) => world.viewer(who, world.family, plusMinutes(worldBegins, (minute += 1)) as Instant)
const strength = async (who: Who, whoSees: 'everybody' | { members: MemberId[]; lead: boolean } = 'everybody') =>
  done(must(await viewerOf(who), 'plan:strengths'), addStrength, { words: 'We laugh', lang: 'en', about: [], whoSees, shareWith: [] })
const promise = async (who: Who, owner: MemberId | null) =>
  done(must(await viewerOf(who), 'plan:actions'), addAction, { words: 'Ring them', lang: 'en', owner, ownerName: owner ? null : 'Lee', ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [] })
const changes = async (who: Who, thing: string, more: Partial<Changed> = {}) =>
  act(must(await viewerOf(who), 'plan:see'), changeWords, { kind: 'plan', thing, words: 'We sing', lang: 'en', dueOn: null, from: { number: 1, dueOn: null }, ...more })

describe('words of the plan', () => {
  test('are changed by whoever said them, every wording is kept, and nothing else of them changes', async () => {
    const id = await strength('marta', { members: [world.members.piotr], lead: false })
    const before = await db.selectFrom('plan_entry').select(['circle_id', 'said_by', 'made_at', 'kind']).where('id', '=', id).executeTakeFirstOrThrow()
    expect(await changes('marta', id)).toMatchObject({ ok: true, value: 2 })
    expect(await changes('marta', id, { words: 'Śpiewamy', lang: 'pl', from: { number: 2, dueOn: null } })).toMatchObject({ ok: true, value: 3 })
    expect(await db.selectFrom('plan_entry').select(['circle_id', 'said_by', 'made_at', 'kind']).where('id', '=', id).executeTakeFirstOrThrow()).toEqual(before)
    expect((await planEntries(must(await viewerOf('piotr'), 'plan:see'))).strengths).toMatchObject([{ words: 'Śpiewamy', lang: 'pl' }])
    expect((await earlierWords(must(await viewerOf('piotr'), 'plan:see'), 'plan', id)).map(({ number, words }) => [number, words])).toEqual([[2, 'We sing'], [1, 'We laugh']])
    for (const who of ['zosia', 'sam'] as const) {
      expect(await wordsOf(must(await viewerOf(who), 'plan:see'), 'plan', id)).toBeUndefined()
      expect(await earlierWords(must(await viewerOf(who), 'plan:see'), 'plan', id)).toEqual([])
      expect(await changes(who, id)).toMatchObject({ ok: false, why: 'not-there' })
    }
  })

  test('of others are refused with a sentence, to the family and to a professional', async () => {
    const id = await strength('marta')
    for (const who of ['piotr', 'zosia', 'sam'] as const) {
      expect(await wordsOf(must(await viewerOf(who), 'plan:see'), 'plan', id)).toMatchObject({ mayChange: false })
      expect(await changes(who, id), who).toMatchObject({ ok: false, why: 'their-words' })
    }
    // What the lead professional wrote down of somebody is theirs.
    const told = await done(must(await viewerOf('sam'), 'plan:strengths'), say, { part: 'says', area: null, words: 'In my words', lang: 'en', saidBy: world.members.piotr, about: [], whoSees: 'everybody', shareWith: [], delicate: [] })
    expect(await changes('sam', told)).toMatchObject({ ok: false, why: 'their-words' })
    expect(await changes('piotr', told)).toMatchObject({ ok: true })
  })

  test('of a child without an account are changed by whoever of the family wrote them down, until the child has one', async () => {
    const id = await done(must(await viewerOf('marta'), 'plan:strengths'), say, { part: 'says', area: null, words: 'A red door', lang: 'en', saidBy: world.members.leo, about: [], whoSees: 'everybody', shareWith: [], delicate: [] })
    expect(await changes('piotr', id)).toMatchObject({ ok: false, why: 'their-words' })
    expect(await changes('marta', id)).toMatchObject({ ok: true })
    await db.updateTable('member').set({ person_id: world.people.omar }).where('id', '=', world.members.leo).execute()
    expect(await changes('marta', id, { words: 'Other', from: { number: 2, dueOn: null } })).toMatchObject({ ok: false, why: 'their-words' })
  })

  test('that services promise are changed by the lead professional where one of them said it, its day too', async () => {
    const from = { number: 1, dueOn: plusDays(today, 3) }
    const [theirs, mine, ours] = [await promise('sam', null), await promise('marta', world.members.sam), await promise('sam', world.members.marta)]
    expect(await changes('sam', theirs, { from, dueOn: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past', field: 'due' })
    expect(await changes('sam', theirs, { from, words: 'Ring them', dueOn: plusDays(today, 9) })).toMatchObject({ ok: true })
    // Another day makes the old page old as well.
    expect(await changes('sam', theirs, { from: { number: 2, dueOn: from.dueOn } })).toMatchObject({ ok: false, why: 'words-changed-meanwhile' })
    // The old day stands beside the new one, as when its owner names another.
    expect((await planEntries(must(await viewerOf('piotr'), 'plan:see'))).actions.find((action) => action.id === theirs)).toMatchObject({ firstDueOn: from.dueOn, dueOn: plusDays(today, 9), last: { kind: 'moved', member: world.members.sam, before: from.dueOn, after: plusDays(today, 9), words: null } })
    expect(await db.selectFrom('plan_entry').select(['words', 'due_on']).where('id', '=', theirs).executeTakeFirst()).toEqual({ words: 'Ring them', due_on: plusDays(today, 9) })
    expect(await changes('sam', mine, { from })).toMatchObject({ ok: false, why: 'their-words' })
    expect(await changes('marta', ours, { from })).toMatchObject({ ok: false, why: 'their-words' })
    expect(await changes('marta', mine, { from })).toMatchObject({ ok: true })
  })

  test('of a goal are changed by whoever holds it', async () => {
    const goal = async (about: MemberId[]) => done(must(await viewerOf('marta'), 'goals:add'), addGoal, { words: 'Calm', lang: 'en', category: 'home', about, steps: [], whoSees: 'everybody', shareWith: [] })
    const [hers, everybodys] = [await goal([world.members.zosia]), await goal([])]
    expect(await changes('piotr', hers, { kind: 'goal' })).toMatchObject({ ok: false, why: 'their-words' })
    for (const thing of [hers, everybodys]) expect(await changes('sam', thing, { kind: 'goal' })).toMatchObject({ ok: false, why: 'their-words' })
    expect(await changes('zosia', hers, { kind: 'goal' })).toMatchObject({ ok: true })
    expect(await changes('marta', hers, { kind: 'goal', words: 'Calmer', from: { number: 2, dueOn: null } })).toMatchObject({ ok: true })
    expect(await changes('piotr', everybodys, { kind: 'goal' })).toMatchObject({ ok: true })
  })

  test('are never overwritten unread: of two who change them at once, one is told', async () => {
    const goal = await world.newGoal('Calm') as GoalId
    const answers = await Promise.all(['marta', 'piotr'].map((who) => changes(who as Who, goal, { kind: 'goal', words: `Of ${who}` })))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ why: 'words-changed-meanwhile', field: 'words' })
    const second = answers[0]!.ok ? 'piotr' : 'marta'
    expect(await changes(second, goal, { kind: 'goal', words: `Of ${second}`, from: { number: 2, dueOn: null } })).toMatchObject({ ok: true })
    expect((await db.selectFrom('revision').select('words').where('thing_id', '=', goal).orderBy('number').execute()).map((row) => row.words)).toEqual(['Calm', second === 'piotr' ? 'Of marta' : 'Of piotr', `Of ${second}`])
  })

  test('sent twice are changed once; the same words, what is gone and what is nobody’s change nothing', async () => {
    const id = await strength('marta')
    const once = { id: newId(), contentHash: 'h' }
    const marta = must(await viewerOf('marta'), 'plan:see')
    const change: Changed = { kind: 'plan', thing: id, words: 'We sing', lang: 'en', dueOn: null, from: { number: 1, dueOn: null } }
    expect([await act(marta, changeWords, change, once), await act(marta, changeWords, change, once)]).toMatchObject([{ ok: true, again: false }, { ok: true, again: true }])
    expect(await changes('marta', id, { from: { number: 2, dueOn: null } })).toMatchObject({ ok: false, why: 'words-the-same' })
    const said = await done(must(await viewerOf('marta'), 'plan:strengths'), say, { part: 'says', area: null, words: 'Gone', lang: 'en', saidBy: null, about: [], whoSees: 'everybody', shareWith: [], delicate: [] })
    await done(must(await viewerOf('marta'), 'plan:strengths'), takeOut, { entry: said })
    for (const thing of [said, newId<EntryId>()]) expect(await changes('marta', thing)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await db.selectFrom('revision').select('number').execute()).toHaveLength(2)
  })

  test('that were kept are not shown to those to whom it is shown later', async () => {
    const id = await strength('zosia', { members: [], lead: false })
    expect(await changes('zosia', id)).toMatchObject({ ok: true })
    await done(must(await viewerOf('zosia'), 'sharing:decide'), changeWhoSees, { kind: 'plan', thing: id, whoSees: 'everybody', shareWith: [] })
    expect(await changes('zosia', id, { words: 'We dance', from: { number: 2, dueOn: null } })).toMatchObject({ ok: true })
    expect(await earlierWords(must(await viewerOf('marta'), 'plan:see'), 'plan', id)).toEqual([])
    expect((await earlierWords(must(await viewerOf('zosia'), 'plan:see'), 'plan', id)).map((one) => one.words)).toEqual(['We sing', 'We laugh'])
  })
})
