import { beforeEach, describe, expect, test } from 'vitest'
import { must, myselfFor, theArea, viewerOfMoney, type Viewer } from '#app/access/viewer.server.ts'
import { answerCaring, askForAssessment, caringOf, caringToAnswer, noteCaringLook, sayCaring, whoToTalkTo } from '#app/domain/carers/caring.server.ts'
import { addFact, caresFor, endFact, factsOf, setCaresFor } from '#app/domain/carers/facts.server.ts'
import { answerNotRight, correctionsOf, correctionsToAnswer, originalOf, sayNotRight } from '#app/domain/data/corrections.server.ts'
import { holdings, parts } from '#app/domain/data/holdings.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { addStrength } from '#app/domain/plan/plan.server.ts'
import { looksAt } from '#app/domain/sharing/looked.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type MemberId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

const as = (who: 'marta' | 'piotr' | 'zosia' | 'kasia' | 'dean' | 'sam'): Promise<Viewer> => world.viewer(who)
const ask = { talkTo: null, shownTo: [] as MemberId[] }

describe('a young person who looks after somebody', () => {
  test('says so with one tap, which tells nobody; and asks for their own assessment without anybody’s approval', async () => {
    const zosia = await as('zosia')
    expect((await act(must(zosia, 'caring:ask'), sayCaring, {})).ok).toBe(true)
    expect((await act(must(zosia, 'caring:ask'), sayCaring, {})).ok).toBe(true)
    expect((await caringOf(must(zosia, 'caring:see'))).map((one) => one.state)).toEqual(['said'])
    for (const other of ['marta', 'sam'] as const) expect(await caringOf(must(await as(other), 'caring:see'))).toEqual([])
    expect(await db.selectFrom('outbox').select('id').execute()).toEqual([])

    const asked = await act(must(zosia, 'caring:ask'), askForAssessment, { ...ask, about: world.members.zosia, talkTo: world.members.sam })
    expect(asked).toMatchObject({ ok: true, value: { dueOn: '2026-12-01' } })
    expect((await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)).toEqual([world.people.sam])
    // Her lead professional has it with its day; her parents see nothing.
    expect(await caringOf(must(await as('sam'), 'caring:see'))).toMatchObject([{ state: 'asked', dueOn: '2026-12-01', talkTo: world.members.sam }])
    expect(await caringToAnswer(must(await world.desk('sam'), 'desk:see'))).toEqual([{ family: world.family, name: 'Kowalczyk-Bailey', dueOn: '2026-12-01', noLead: false }])
    for (const other of ['marta', 'piotr'] as const) expect(await caringOf(must(await as(other), 'caring:see'))).toEqual([])
    expect(await act(must(zosia, 'caring:ask'), askForAssessment, { ...ask, about: world.members.zosia })).toMatchObject({ ok: false, why: 'asked-already' })
  })

  test('shows it to whom they choose by name, also where no one has agreed to anything', async () => {
    await db.deleteFrom('consent').execute()
    await act(must(await as('zosia'), 'caring:ask'), askForAssessment, { ...ask, about: world.members.zosia, shownTo: [world.members.marta] })
    expect(await caringOf(must(await as('marta'), 'caring:see'))).toHaveLength(1)
    expect(await caringOf(must(await as('piotr'), 'caring:see'))).toEqual([])
    expect(await caringOf(must(await as('sam'), 'caring:see'))).toHaveLength(1)
  })

  test('is answered: a time, then done; or not now with when to ask again', async () => {
    const zosia = await as('zosia')
    await act(must(zosia, 'caring:ask'), askForAssessment, { ...ask, about: world.members.zosia })
    const sam = must(await as('sam'), 'caring:answer')
    const [one] = await caringOf(must(sam, 'caring:see'))
    const say = (state: 'offered' | 'not-now' | 'done', againOn: typeof today | null) => act(sam, answerCaring, { caring: one!.id, state, words: 'Tuesday at the hub', lang: 'en', againOn })
    expect(await say('not-now', null)).toMatchObject({ ok: false, why: 'say-when-again' })
    expect(await say('not-now', today)).toMatchObject({ ok: false, why: 'day-is-past' })
    expect((await say('offered', null)).ok).toBe(true)
    expect((await say('not-now', plusDays(today, 30))).ok).toBe(true)
    expect(await say('done', null)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await caringOf(must(zosia, 'caring:see'))).toMatchObject([{ state: 'not-now', againOn: plusDays(today, 30), answer: { words: 'Tuesday at the hub', lang: 'en' } }])
    expect((await act(must(zosia, 'caring:ask'), askForAssessment, { ...ask, about: world.members.zosia })).ok).toBe(true)
  })

  test('is one of the family and under 18; nobody asks for a grown-up or for a stranger', async () => {
    const marta = must(await as('marta'), 'caring:ask')
    for (const about of [world.members.piotr, world.members.aisha, newId<MemberId>()]) expect(await act(marta, askForAssessment, { ...ask, about })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    expect((await act(marta, askForAssessment, { ...ask, about: world.members.zosia })).ok).toBe(true)
    // She knows of what was asked for her.
    expect(await caringOf(must(await as('zosia'), 'caring:see'))).toHaveLength(1)
    await db.updateTable('member').set({ born_on: plusDays(today, -18 * 366) }).where('id', '=', world.members.zosia).execute()
    expect(await act(must(await as('zosia'), 'caring:ask'), askForAssessment, { ...ask, about: world.members.zosia })).toMatchObject({ ok: false, why: 'is-an-adult' })
  })

  test('asks at any age, whatever age the area lets young people keep things from', async () => {
    await db.insertInto('area_setting').values({ area_id: theArea, key: 'keepsFromAge', value: '16', changed_at: worldBegins, changed_by: null }).execute()
    const zosia = must(await as('zosia'), 'caring:ask')
    expect((await act(zosia, sayCaring, {})).ok).toBe(true)
    expect((await act(zosia, askForAssessment, { ...ask, about: world.members.zosia })).ok).toBe(true)
    for (const other of ['marta', 'piotr'] as const) expect(await caringOf(must(await as(other), 'caring:see'))).toEqual([])
  })

  test('names as somebody to talk to whoever helps the family today, and nobody else', async () => {
    const zosia = must(await as('zosia'), 'caring:ask')
    expect((await whoToTalkTo(zosia)).map((one) => one.id)).toEqual([world.members.sam])
    for (const talkTo of [world.members.kasia, world.members.marta, world.members.samOther, newId<MemberId>()]) {
      expect(await act(zosia, askForAssessment, { ...ask, about: world.members.zosia, talkTo })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'talk-to' })
    }
    await db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.sam).execute()
    expect(await whoToTalkTo(zosia)).toEqual([])
  })

  test('is answered by a manager of the team where nobody leads the family, and only there', async () => {
    await act(must(await as('zosia'), 'caring:ask'), askForAssessment, { ...ask, about: world.members.zosia })
    const manager = async () => (await viewerOfMoney(db, world.people.priya, world.family, worldBegins))!
    expect(await caringOf(must(await manager(), 'caring:see'))).toEqual([])
    const { id } = await db.selectFrom('caring').select('id').executeTakeFirstOrThrow()
    const answer = { caring: id, state: 'offered' as const, words: 'Tuesday', lang: 'en', againOn: null }
    expect(await act(must(await manager(), 'caring:answer'), answerCaring, answer)).toMatchObject({ ok: false, why: 'not-there' })

    // His post has ended: the seat alone leads nobody.
    await db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.sam).execute()
    expect(await caringToAnswer(must(await world.desk('priya'), 'desk:see'))).toMatchObject([{ family: world.family, noLead: true }])
    expect(await caringToAnswer(must(await world.desk('omar'), 'desk:see'))).toEqual([])
    expect(await caringOf(must(await manager(), 'caring:see'))).toMatchObject([{ id, state: 'asked' }])
    expect((await act(must(await manager(), 'caring:answer'), noteCaringLook, { caring: id })).ok).toBe(true)
    // That they looked is told to her, and to nobody who does not know that she asked.
    expect((await looksAt(must(await as('zosia'), 'sharing:see'), 1)).looks).toMatchObject([{ name: 'Priya Nair', because: { known: 'caring-to-answer' } }])
    expect((await looksAt(must(await as('marta'), 'sharing:see'), 1)).looks).toEqual([])
    expect((await act(must(await manager(), 'caring:answer'), answerCaring, answer)).ok).toBe(true)
    expect(await caringOf(must(await as('zosia'), 'caring:see'))).toMatchObject([{ state: 'offered', answer: { words: 'Tuesday' } }])
    // What she only said stays hers.
    await db.updateTable('caring').set({ state: 'said' }).execute()
    expect(await caringOf(must(await manager(), 'caring:see'))).toEqual([])
  })
})

describe('facts of a child', () => {
  const fact = (more: Partial<Parameters<typeof addFact>[1]> = {}) => ({ child: world.members.leo, topic: 'school' as const, words: 'Oak Lane', lang: 'en', shareWith: [], ...more })

  test('are read by parents, by a relative who brings the child up, by agreement, and by name', async () => {
    expect((await act(must(await as('marta'), 'facts:add'), addFact, fact({ shareWith: [world.members.dean] }))).ok).toBe(true)
    expect((await act(must(await as('marta'), 'facts:add'), addFact, fact({ topic: 'health', words: 'Asthma' }))).ok).toBe(true)
    const seen = async (who: Parameters<typeof as>[0]) => (await factsOf(must(await as(who), 'facts:see'), world.members.leo)).map((one) => one.words).sort()
    expect(await seen('piotr')).toEqual(['Asthma', 'Oak Lane'])
    expect(await seen('sam')).toEqual(['Asthma', 'Oak Lane'])
    expect(await seen('dean')).toEqual(['Oak Lane'])
    expect(await seen('kasia')).toEqual([])
    // A sister of 15 reads her own, not her brother's.
    expect(await seen('zosia')).toEqual([])
    await db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('kind', '=', 'fact').execute()
    expect(await seen('sam')).toEqual([])

    // Piotr as a relative: only of whom he brings up.
    await db.updateTable('member').set({ seat: 'kin-carer' }).where('id', '=', world.members.piotr).execute()
    await db.deleteFrom('responsibility').execute()
    expect(await seen('piotr')).toEqual([])
    expect(await act(must(await as('piotr'), 'facts:add'), addFact, fact())).toMatchObject({ ok: false, why: 'not-there' })
    const sam = must(await as('sam'), 'people:invite')
    expect((await act(sam, setCaresFor, { carer: world.members.piotr, children: [world.members.leo] })).ok).toBe(true)
    expect(await caresFor(must(sam, 'people:see'), world.members.piotr)).toEqual([world.members.leo])
    expect(await seen('piotr')).toEqual(['Asthma', 'Oak Lane'])
    for (const children of [[world.members.aisha], [world.members.marta]]) expect(await act(sam, setCaresFor, { carer: world.members.piotr, children })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    expect(await act(must(await as('marta'), 'people:invite'), setCaresFor, { carer: world.members.piotr, children: [] })).toMatchObject({ ok: false })
  })

  test('end and are shown no more', async () => {
    const marta = must(await as('marta'), 'facts:add')
    await act(marta, addFact, fact())
    const [one] = await factsOf(must(marta, 'facts:see'), world.members.leo)
    expect(await act(marta, endFact, { fact: newId() })).toMatchObject({ ok: false, why: 'not-there' })
    expect((await act(marta, endFact, { fact: one!.id })).ok).toBe(true)
    expect(await factsOf(must(marta, 'facts:see'), world.members.leo)).toEqual([])
  })
})

describe('"This isn’t right"', () => {
  test('stands beside the original for those who see it, and the lead professional answers', async () => {
    const zosia = await as('zosia')
    const said = { kind: 'goal' as const, thing: world.goal, words: 'To nie tak', lang: 'pl' }
    expect((await act(must(zosia, 'family:see'), sayNotRight, said)).ok).toBe(true)
    expect(await originalOf(zosia, 'goal', world.goal)).toMatchObject({ words: 'Mornings without tears' })
    expect(await correctionsOf(must(await as('marta'), 'family:see'), 'goal', [world.goal])).toMatchObject([{ words: 'To nie tak', lang: 'pl', by: world.members.zosia, at: worldBegins, answer: null }])
    expect(await correctionsOf(must(await as('kasia'), 'family:see'), 'goal', [world.goal])).toEqual([])
    expect(await act(must(await as('kasia'), 'family:see'), sayNotRight, said)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(must(zosia, 'family:see'), sayNotRight, { ...said, thing: world.otherGoal })).toMatchObject({ ok: false, why: 'not-there' })

    const [open] = await correctionsToAnswer(must(await world.desk('sam'), 'desk:see'))
    expect(open).toMatchObject({ family: world.family, kind: 'goal', thing: world.goal })
    const { id } = await db.selectFrom('correction').select('id').executeTakeFirstOrThrow()
    const sam = must(await as('sam'), 'plan:actions')
    expect((await act(sam, answerNotRight, { correction: id, words: 'Thank you', lang: 'en' })).ok).toBe(true)
    expect(await act(sam, answerNotRight, { correction: id, words: 'Again', lang: 'en' })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await act(must(await as('marta'), 'plan:actions'), answerNotRight, { correction: id, words: 'x', lang: 'en' })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await correctionsToAnswer(must(await world.desk('sam'), 'desk:see'))).toEqual([])
  })

  test('beside what is kept from somebody tells them nothing, the lead professional included', async () => {
    const kept = await world.newGoal('Secret', await world.circle(world.members.marta))
    await act(must(await as('marta'), 'family:see'), sayNotRight, { kind: 'goal', thing: kept, words: 'No', lang: 'en' })
    expect(await correctionsToAnswer(must(await world.desk('sam'), 'desk:see'))).toEqual([])
    expect(await correctionsOf(must(await as('piotr'), 'family:see'), 'goal', [kept])).toEqual([])
    expect(await db.selectFrom('outbox').select('id').execute()).toEqual([])
  })
})

describe('a copy of what is held about somebody', () => {
  test('has a part or a reason for every table there is', async () => {
    const tables = (await db.introspection.getTables()).map((table) => table.name).filter((name) => name !== 'schema_migration')
    expect(tables.filter((name) => !(name in holdings))).toEqual([])
    expect(Object.keys(await everythingAbout(must(myselfFor(db, world.people.marta, worldBegins), 'account:keep'))).sort()).toEqual([...parts].sort())
  })

  test('holds their words and what is about them, and nothing of what others keep', async () => {
    const marta = must(await as('marta'), 'goals:add')
    const goal = (words: string, whoSees: Parameters<typeof addGoal>[1]['whoSees']) => ({ words, lang: 'en', category: 'home' as const, about: [world.members.piotr], steps: [], whoSees, shareWith: [] })
    await act(marta, addGoal, goal('Piotr finds a course', 'everybody'))
    await act(marta, addGoal, goal('Xyzzy leaves him', { members: [], lead: true }))
    const copy = async (who: 'marta' | 'piotr' | 'sam' | 'aisha') => JSON.stringify(await everythingAbout(must(myselfFor(db, world.people[who], worldBegins), 'account:keep')))
    expect(await copy('piotr')).toContain('Piotr finds a course')
    expect(await copy('piotr')).not.toContain('Xyzzy')
    expect(await copy('piotr')).not.toContain('Mornings without tears')
    expect(await copy('marta')).toContain('Xyzzy')
    expect(await copy('marta')).toContain('marta@example.org')
    expect(await copy('marta')).not.toContain('piotr@example.org')
    expect(await copy('aisha')).not.toContain('Piotr')
    // Twins: the same copy, with the secret and without.
    const before = await copy('piotr')
    await act(must(marta, 'plan:strengths'), addStrength, { words: 'Xyzzy', lang: 'en', about: [world.members.piotr], whoSees: { members: [], lead: false }, shareWith: [] })
    expect(await copy('piotr')).toBe(before)
  })
})
