/** Versions of the plan, who agrees to them, and what has changed since. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, type Viewer } from '#app/access/viewer.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { addStep } from '#app/domain/goals/goals.server.ts'
import { agreementOf, answerPlan, noteAnswer, planStands, signPlan } from '#app/domain/plan/agreeing.server.ts'
import { changeWords } from '#app/domain/plan/changing-words.server.ts'
import { answerAction } from '#app/domain/plan/promises.server.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { say, takeOut } from '#app/domain/plan/said.server.ts'
import { changesBetween } from '#app/domain/plan/versions.ts'
import { partsOf, putForward, standing, version, whatIsMissing } from '#app/domain/plan/versions.server.ts'
import { changeWhoSees } from '#app/domain/sharing/changing.server.ts'
import type { WhoSees } from '#app/domain/sharing/circles.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type EntryId, type MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { done } from '#db/demo/director.server.ts'
import { freshDatabase, warm } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let minute: number

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  minute = 0
})

type Who = 'marta' | 'piotr' | 'zosia' | 'sam'
const only: WhoSees = { members: [], lead: false }
const viewerOf = (who: Who): Promise<Viewer> => world.viewer(who, world.family, plusMinutes(worldBegins, (minute += 1)) as Instant)
const strength = async (who: Who = 'marta', whoSees: WhoSees = 'everybody', words = 'We laugh', delicate: 'mental-health'[] = []) =>
  done(must(await viewerOf(who), 'plan:strengths'), addStrength, { words, lang: 'en', about: [], whoSees, shareWith: [], delicate })
const promise = async (who: Who, owner: MemberId, whoSees: WhoSees = 'everybody') =>
  done(must(await viewerOf(who), 'plan:actions'), addAction, { words: 'Ring them', lang: 'en', owner, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [], whoSees })
const put = async (who: Who, seen: number, reviewOn: Day = plusDays(today, 42)) => act(must(await viewerOf(who), 'plan:put-forward'), putForward, { reviewOn, seen })
const answers = async (who: Who, of: number, agrees = true, words: string | null = null, whoSees: WhoSees = 'everybody') =>
  act(must(await viewerOf(who), 'plan:agree'), answerPlan, { version: of, agrees, words, lang: 'en', whoSees })
const signs = async (of: number) => act(must(await viewerOf('sam'), 'plan:sign'), signPlan, { version: of })
const told = async (member: MemberId, of: number, saidOn: Day = today) =>
  act(must(await viewerOf('sam'), 'plan:note'), noteAnswer, { version: of, member, saidOn, agrees: true, words: null, lang: 'en', whoSees: 'everybody' })
const rewords = async (who: Who, thing: string, words: string, number = 1, dueOn: Day | null = null) =>
  act(must(await viewerOf(who), 'plan:see'), changeWords, { kind: 'plan', thing, words, lang: 'en', dueOn: null, from: { number, dueOn } })
const reader = async (who: Who) => must(await viewerOf(who), 'plan:versions')
const wordsIn = async (who: Who, number: number) => (await partsOf(await reader(who), number)).map((part) => part.words).sort()
const changes = async (who: Who, number: number) => changesBetween(await partsOf(await reader(who), number), await standing(await reader(who))).map(({ before, after }) => [before?.words ?? null, after?.words ?? null])
const asked = async (who: Who) => waitsForUs(must(await viewerOf(who), 'family:see'))
const state = async () => db.selectFrom('plan_state').select(['state', 'version', 'active_version']).where('family_id', '=', world.family).executeTakeFirst()

/** A plan with something good and a promise of each side. */
async function aPlan(): Promise<{ good: EntryId; ours: EntryId; theirs: EntryId }> {
  return { good: await strength(), ours: await promise('marta', world.members.marta), theirs: await promise('sam', world.members.sam) }
}

describe('putting the plan forward', () => {
  test('waits until it says what is good and what both sides do, of what everybody sees, and for a day to come', async () => {
    const missing = async (who: 'marta' | 'sam') => whatIsMissing(must(await viewerOf(who), 'plan:put-forward'))
    await strength('zosia', only)
    await strength('marta', 'everybody', 'Delicate', ['mental-health'])
    for (const who of ['marta', 'sam'] as const) expect(await missing(who)).toEqual(['nothing-good', 'no-we-will', 'no-services-will'])
    expect(await put('marta', 0)).toMatchObject({ ok: false, why: 'nothing-good' })
    await strength()
    expect(await put('sam', 0)).toMatchObject({ ok: false, why: 'no-we-will' })
    await promise('marta', world.members.marta, only)
    expect(await put('sam', 0)).toMatchObject({ ok: false, why: 'no-we-will' })
    // A step of a goal is a promise too.
    await done(must(await viewerOf('marta'), 'goals:add'), addStep, { goal: world.goal, words: 'Pack the bag', lang: 'en', owner: world.members.marta, dueOn: plusDays(today, 2) })
    expect(await put('sam', 0)).toMatchObject({ ok: false, why: 'no-services-will' })
    await promise('marta', world.members.sam)
    expect(await put('sam', 0, today)).toMatchObject({ ok: false, why: 'day-is-past', field: 'review' })
    expect(await put('sam', 0, plusDays(today, 400))).toMatchObject({ ok: false, why: 'review-too-far', field: 'review', values: { days: 182 } })
    expect(await put('sam', 0)).toMatchObject({ ok: true, value: 1 })
    expect(await state()).toEqual({ state: 'put-forward', version: 1, active_version: null })
  })

  test('by two at once makes one version', async () => {
    await aPlan()
    await warm(db, 2)
    const both = await Promise.all([put('marta', 0), put('sam', 0)])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(both.find((one) => !one.ok)).toMatchObject({ why: 'put-forward-meanwhile' })
    expect(await put('marta', 1)).toMatchObject({ ok: true, value: 2 })
  })

  test('keeps it word for word: no version changes afterwards, and each reads what was not kept from them', async () => {
    const { good, ours } = await aPlan()
    const kept = await strength('zosia', only, 'I sing alone')
    expect(await put('marta', 0)).toMatchObject({ ok: true })
    const before = await db.selectFrom('plan_version_part').selectAll().orderBy('thing_id').execute()
    await rewords('marta', good, 'We laugh a lot')
    await rewords('marta', ours, 'Write to them', 1, plusDays(today, 3))
    await done(must(await viewerOf('zosia'), 'sharing:decide'), changeWhoSees, { kind: 'plan', thing: kept, whoSees: 'everybody', shareWith: [] })
    expect(await put('sam', 1)).toMatchObject({ ok: true })
    expect(await db.selectFrom('plan_version_part').selectAll().where('version', '=', 1).orderBy('thing_id').execute()).toEqual(before)
    expect(await wordsIn('marta', 1)).toEqual(['Mornings without tears', 'Ring them', 'Ring them', 'We laugh'])
    expect(await wordsIn('zosia', 1)).toEqual(['I sing alone', 'Mornings without tears', 'Ring them', 'Ring them', 'We laugh'])
    expect(await wordsIn('marta', 2)).toEqual(['I sing alone', 'Mornings without tears', 'Ring them', 'We laugh a lot', 'Write to them'])
    expect(await version(await reader('marta'), 3)).toBeUndefined()
    // What is hidden later is in no version for those from whom it is hidden.
    await done(must(await viewerOf('marta'), 'sharing:decide'), changeWhoSees, { kind: 'plan', thing: good, whoSees: only, shareWith: [] })
    expect(await wordsIn('piotr', 1)).toEqual(['Mornings without tears', 'Ring them', 'Ring them'])
    expect(await changes('piotr', 2)).toEqual([])
    expect(await wordsIn('marta', 1)).toContain('We laugh')
  })
})

describe('agreeing', () => {
  beforeEach(async () => {
    await aPlan()
    await put('sam', 0)
  })

  test('by an adult of the family and the lead professional makes it hold; a no takes it back and closes nothing', async () => {
    expect((await asked('marta')).plan).toEqual({ asks: 'agree', version: '1' })
    expect((await asked('sam')).plan).toEqual({ asks: 'agree', version: '1' })
    expect(await answers('zosia', 1)).toMatchObject({ ok: true, value: { active: false } })
    expect(await signs(1)).toMatchObject({ ok: true, value: { active: false } })
    expect(await answers('piotr', 1, false, 'Too much at once')).toMatchObject({ ok: true, value: { active: false } })
    expect(await answers('marta', 1, true, 'If the bus runs')).toMatchObject({ ok: true, value: { active: true } })
    expect(await state()).toEqual({ state: 'active', version: 1, active_version: 1 })
    // What holds has the day of its next review in it.
    expect(await db.selectFrom('review').select('due_on').where('family_id', '=', world.family).where('closed_at', 'is', null).execute()).toEqual([{ due_on: plusDays(today, 42) }])
    expect((await agreementOf(await reader('sam')))?.answers.map(({ member, agrees, words }) => [member, agrees, words?.words ?? null])).toEqual([
      [world.members.zosia, true, null], [world.members.sam, true, null], [world.members.piotr, false, 'Too much at once'], [world.members.marta, true, 'If the bus runs'],
    ])
    expect((await asked('marta')).plan).toBeNull()
    expect(await answers('marta', 1, false, 'Not like this')).toMatchObject({ ok: true, value: { active: false } })
    expect(await state()).toEqual({ state: 'put-forward', version: 1, active_version: null })
    expect(await db.selectFrom('plan_answer').select('id').where('member_id', '=', world.members.marta).execute()).toHaveLength(2)
    expect(await db.selectFrom('member').select('until_on').where('id', '=', world.members.sam).executeTakeFirst()).toEqual({ until_on: null })
  })

  test('a no needs its reason; a young person has a say from the area’s age; nobody answers what is no longer the newest', async () => {
    expect(await answers('marta', 1, false)).toMatchObject({ ok: false, why: 'reason-missing', field: 'words' })
    await db.updateTable('member').set({ born_on: '2018-01-01' as Day }).where('id', '=', world.members.zosia).execute()
    expect(await answers('zosia', 1)).toMatchObject({ ok: false, why: 'no-say-yet', values: { age: 11 } })
    expect((await asked('zosia')).plan).toBeNull()
    await put('marta', 1)
    expect(await answers('marta', 1)).toMatchObject({ ok: false, why: 'put-forward-meanwhile' })
    expect(await signs(1)).toMatchObject({ ok: false, why: 'put-forward-meanwhile' })
  })

  test('what holds goes on holding while a newer version waits', async () => {
    await signs(1)
    await answers('marta', 1)
    await put('marta', 1)
    expect(await state()).toEqual({ state: 'put-forward', version: 2, active_version: 1 })
    expect((await asked('marta')).plan?.asks).toBe('agree')
  })

  test('is noted as told, with who and when; the person changes it themselves, and then nobody for them', async () => {
    expect(await told(world.members.piotr, 1, plusDays(today, 1))).toMatchObject({ ok: false, why: 'not-yet-said', field: 'said' })
    expect(await told(world.members.piotr, 1, plusDays(today, -1))).toMatchObject({ ok: false, why: 'said-before', field: 'said' })
    for (const nobody of [world.members.leo, world.members.kasia, world.members.sam, world.members.aisha, newId<MemberId>()]) expect(await told(nobody, 1)).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'member' })
    expect(await told(world.members.piotr, 1)).toMatchObject({ ok: true })
    expect((await agreementOf(await reader('marta')))?.answers).toMatchObject([{ member: world.members.piotr, notedBy: world.members.sam, saidOn: today }])
    expect(await answers('piotr', 1, false, 'I said yes, and thought again')).toMatchObject({ ok: true })
    expect(await told(world.members.piotr, 1)).toMatchObject({ ok: false, why: 'answered-themselves', field: 'member' })
    expect((await agreementOf(await reader('marta')))?.answers).toMatchObject([{ member: world.members.piotr, agrees: false, notedBy: null }])
  })

  test('a worry is read by those whom it is for; that it is a yes, by everybody', async () => {
    await answers('marta', 1, true, 'Of Piotr', { members: [], lead: true })
    const worry = async (who: Who) => (await agreementOf(await reader(who)))?.answers.map(({ agrees, words }) => [agrees, words?.words ?? null])
    expect([await worry('marta'), await worry('sam'), await worry('piotr')]).toEqual([[[true, 'Of Piotr']], [[true, 'Of Piotr']], [[true, null]]])
  })

  test('somebody else who helps signs what they have promised, and nothing else', async () => {
    const id = newId<MemberId>()
    await db.insertInto('member').values({ family_id: world.family, id, person_id: world.people.omar, name: 'Omar', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
    const omar = async () => must(await world.viewer('omar', world.family, plusMinutes(worldBegins, (minute += 1)) as Instant), 'plan:sign')
    expect(await act(await omar(), signPlan, { version: 1 })).toMatchObject({ ok: false, why: 'nothing-to-sign' })
    await promise('sam', id)
    await put('sam', 1)
    expect((await agreementOf(must(await omar(), 'plan:versions')))?.promises).toBe(true)
    await answers('marta', 2)
    // Their name does not stand for the services.
    expect(await act(await omar(), signPlan, { version: 2 })).toMatchObject({ ok: true, value: { active: false } })
  })

  test('sent twice counts once, and of two answers at once one holds', async () => {
    const once = { id: newId(), contentHash: 'h' }
    const marta = must(await viewerOf('marta'), 'plan:agree')
    const yes = { version: 1, agrees: true, words: null, lang: 'en', whoSees: 'everybody' as const }
    expect([await act(marta, answerPlan, yes, once), await act(marta, answerPlan, yes, once)]).toMatchObject([{ again: false }, { again: true }])
    await warm(db, 4)
    await Promise.all([answers('marta', 1, false, 'No'), answers('marta', 1), answers('piotr', 1), signs(1)])
    expect(await db.selectFrom('plan_answer').select('id').where('ended_at', 'is', null).execute()).toHaveLength(3)
  })
})

describe('what has changed since', () => {
  test('is what was added, changed, re-dated and taken out, of what its reader sees; and may be nothing', async () => {
    const { good, theirs } = await aPlan()
    const gone = await done(must(await viewerOf('marta'), 'plan:strengths'), say, { part: 'says', area: null, words: 'Gone', lang: 'en', saidBy: null, about: [], whoSees: 'everybody', shareWith: [], delicate: [] })
    await put('sam', 0)
    await answers('marta', 1)
    await signs(1)
    expect(await changes('marta', 1)).toEqual([])
    expect((await planStands(await reader('marta'))).changed).toEqual([])
    await strength('zosia', only, 'Kept')
    expect(await changes('marta', 1)).toEqual([])
    await rewords('marta', good, 'We sing')
    await done(must(await viewerOf('sam'), 'plan:see'), changeWords, { kind: 'plan', thing: theirs, words: 'Ring them', lang: 'en', dueOn: plusDays(today, 20), from: { number: 1, dueOn: plusDays(today, 3) } })
    await done(must(await viewerOf('marta'), 'plan:strengths'), takeOut, { entry: gone })
    await strength('piotr', 'everybody', 'New')
    expect(await changes('marta', 1)).toEqual([['We laugh', 'We sing'], [null, 'New'], ['Ring them', 'Ring them'], ['Gone', null]])
    // What one changed oneself does not ask again; what the lead professional changed does.
    expect(((await planStands(await reader('marta'))).changed).sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([{ id: good, asks: false }, { id: theirs, asks: true }, { id: gone, asks: false }].sort((a, b) => (a.id < b.id ? -1 : 1)))
    expect((await asked('marta')).plan?.asks).toBe('changed')
    expect((await asked('sam')).plan?.asks).toBe('changed')
    // Whoever answers again has seen it; words that come back as they were are no change.
    await answers('marta', 1)
    expect((await asked('marta')).plan).toBeNull()
    await rewords('marta', good, 'We laugh', 2)
    expect((await changes('marta', 1)).map(([before]) => before)).not.toContain('We laugh')
  })

  test('asks again where an owner names another day; an answer given again settles it, and how it stood is kept', async () => {
    const { theirs } = await aPlan()
    await put('sam', 0)
    await answers('marta', 1)
    await done(must(await viewerOf('sam'), 'plan:see'), answerAction, { action: theirs, answer: { how: 'move', dueOn: plusDays(today, 9), words: null, lang: 'en' } })
    expect((await asked('marta')).plan?.asks).toBe('changed')
    await answers('marta', 1)
    expect((await asked('marta')).plan).toBeNull()
    // How it stood is kept, by the one who changed it.
    expect((await db.selectFrom('revision').select(['number', 'due_on', 'by_member']).where('thing_id', '=', theirs).orderBy('number').execute())).toEqual([
      { number: 1, due_on: plusDays(today, 3), by_member: world.members.sam }, { number: 2, due_on: plusDays(today, 9), by_member: world.members.sam },
    ])
    // A form that was opened before is shown both.
    expect(await rewords('sam', theirs, 'Call them', 1, plusDays(today, 3))).toMatchObject({ ok: false, why: 'words-changed-meanwhile' })
  })

  test('is read between any two versions too, of what their reader sees and was not kept from them', async () => {
    const { good } = await aPlan()
    const kept = await strength('zosia', only, 'Hers')
    await put('marta', 0)
    await rewords('marta', good, 'We sing')
    await act(must(await viewerOf('zosia'), 'plan:see'), changeWords, { kind: 'plan', thing: kept, words: 'Hers anew', lang: 'en', dueOn: null, from: { number: 1, dueOn: null } })
    await put('marta', 1)
    await rewords('marta', good, 'We dance', 2)
    const between = async (who: Who, one: number, other: number) => changesBetween(await partsOf(await reader(who), one), await partsOf(await reader(who), other)).map(({ before, after }) => [before?.words, after?.words])
    for (const who of ['piotr', 'sam'] as const) expect(await between(who, 1, 2)).toEqual([['We laugh', 'We sing']])
    expect((await between('zosia', 1, 2)).sort()).toEqual([['Hers', 'Hers anew'], ['We laugh', 'We sing']])
    expect(await between('piotr', 2, 1)).toEqual([['We sing', 'We laugh']])
  })

  test('asks those who answered, by a message that says nothing of it, if they see it', async () => {
    const { theirs } = await aPlan()
    const kept = await done(must(await viewerOf('marta'), 'plan:strengths'), say, { part: 'says', area: null, words: 'For Piotr', lang: 'en', saidBy: null, about: [], whoSees: { members: [world.members.piotr], lead: false }, shareWith: [], delicate: [] })
    await put('sam', 0)
    for (const who of ['marta', 'piotr', 'zosia'] as const) await answers(who, 1)
    await db.deleteFrom('outbox').execute()
    await rewords('marta', kept, 'For Piotr, again')
    const to = async () => (await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)
    expect(await to()).toEqual([world.people.piotr])
    await rewords('sam', theirs, 'Call them', 1, plusDays(today, 3))
    expect((await to()).sort()).toEqual([world.people.piotr, world.people.piotr, world.people.marta, world.people.zosia].sort())
    const { body } = await db.selectFrom('outbox').select('body').executeTakeFirstOrThrow()
    expect(body).not.toMatch(/Call|plan|Piotr/i)
  })
})
