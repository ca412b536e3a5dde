/** What matters, what each says, and needs, each with an answer or a day. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { addAction, planEntries } from '#app/domain/plan/plan.server.ts'
import { need, needsToAnswer, notNow, ownWords, say, takeOut, type Saying } from '#app/domain/plan/said.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type EntryId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
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

type Who = 'marta' | 'piotr' | 'zosia' | 'sam'
const later = (): Instant => plusMinutes(worldBegins, (minute += 1))
const tries = async (who: Who, said: Partial<Saying> = {}) => act(must(await world.viewer(who, world.family, later()), 'plan:strengths'), say, {
  part: 'says', area: null, words: 'In my words', lang: 'en', saidBy: null, about: [], whoSees: 'everybody', shareWith: [], delicate: [], ...said,
})
async function said(who: Who, more: Partial<Saying> = {}): Promise<EntryId> {
  const answer = await tries(who, more)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const plan = async (who: Who) => planEntries(must(await world.viewer(who, world.family, later()), 'plan:see'))
const desk = async (at: Instant = later()) => needsToAnswer(must((await areaViewerFor(db, world.people.sam, at))!, 'desk:see'))
const waits = async (who: Who, id: EntryId, againOn: Day) => act(must(await world.viewer(who, world.family, later()), 'plan:strengths'), notNow, { need: id, words: 'After the move', lang: 'en', againOn })
const promises = async (who: 'marta' | 'sam', id: EntryId, more = {}) => act(must(await world.viewer(who, world.family, later()), 'plan:actions'), addAction, {
  words: 'Ring them', lang: 'en', owner: world.members.sam, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [], need: id, ...more,
})

describe('words in the plan', () => {
  test('are those of whoever says them; of whoever has an account nobody writes them down but the lead professional', async () => {
    expect(await tries('marta', { saidBy: world.members.leo })).toMatchObject({ ok: true })
    expect(await tries('marta', { saidBy: world.members.piotr })).toMatchObject({ ok: false, why: 'their-own-words', field: 'said-by' })
    expect(await tries('marta', { saidBy: world.members.zosia })).toMatchObject({ ok: false, why: 'their-own-words' })
    expect(await tries('sam', { saidBy: world.members.piotr })).toMatchObject({ ok: true })
    for (const saidBy of [world.members.kasia, world.members.aisha, newId<typeof world.members.marta>()]) expect(await tries('sam', { saidBy })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    // Where the family speaks, a professional has no words of their own; a worry they may have.
    for (const part of ['says', 'matters'] as const) expect(await tries('sam', { part })).toMatchObject({ ok: false, why: 'whose-words' })
    expect(await tries('sam', { part: 'need', area: 'learning' })).toMatchObject({ ok: true })
    expect((await plan('piotr')).says.map((one) => one.saidBy)).toEqual([world.members.leo, world.members.piotr])
  })

  test('are taken out by whoever said them or wrote them down, and by nobody else; that they were there is kept', async () => {
    const [mine, leos] = [await said('marta', { part: 'matters' }), await said('marta', { saidBy: world.members.leo })]
    const out = async (who: Who, entry: EntryId) => act(must(await world.viewer(who, world.family, later()), 'plan:strengths'), takeOut, { entry })
    for (const who of ['piotr', 'zosia', 'sam'] as const) expect(await out(who, mine), who).toMatchObject({ ok: false, why: 'not-there' })
    expect(await ownWords(must(await world.viewer('marta'), 'plan:strengths'), mine)).toMatchObject({ words: 'In my words' })
    for (const entry of [mine, leos]) expect(await out('marta', entry)).toMatchObject({ ok: true })
    expect(await out('marta', mine)).toMatchObject({ ok: false, why: 'not-there' })
    expect((await plan('piotr')).matters).toEqual([])
    expect(await db.selectFrom('plan_entry').select('words').where('id', '=', mine).execute()).toHaveLength(1)
  })

  test('kept to a few are not in the plan of the others', async () => {
    await said('zosia', { whoSees: { members: [], lead: true } })
    expect([(await plan('zosia')).says.length, (await plan('marta')).says.length]).toEqual([1, 0])
  })
})

describe('a need', () => {
  test('has a day from the beginning, waits on the desk of the lead professional, and is answered by an action', async () => {
    const id = await said('marta', { part: 'need', area: 'money', about: [world.members.marta] })
    const dueOn = workingDaysAfter(today, 10, new Set())
    expect((await plan('piotr')).needs).toMatchObject([{ id, area: 'money', dueOn, notNow: null }])
    expect(await desk()).toEqual([{ family: world.family, name: expect.any(String), need: id, dueOn }])
    expect(await promises('sam', id)).toMatchObject({ ok: true })
    expect(await desk()).toEqual([])
    expect((await plan('marta')).actions).toMatchObject([{ need: id, words: 'Ring them' }])
  })

  test('is answered by “not now” with the day to ask again, and waits again from that day on', async () => {
    const id = await said('marta', { part: 'need', area: 'home' })
    expect(await waits('piotr', id, today)).toMatchObject({ ok: false, why: 'day-is-past', field: 'again' })
    expect(await waits('piotr', id, plusDays(today, 500))).toMatchObject({ ok: false, why: 'day-too-far', field: 'again' })
    const again = plusDays(today, 30)
    expect(await waits('piotr', id, again)).toMatchObject({ ok: true })
    expect((await plan('marta')).needs).toMatchObject([{ notNow: { words: 'After the move', againOn: again } }])
    expect(await desk(`${plusDays(today, 29)}T12:00:00.000Z` as Instant)).toEqual([])
    expect(await desk(`${again}T12:00:00.000Z` as Instant)).toMatchObject([{ need: id, dueOn: again }])
  })

  test('kept from the lead professional is not on their desk; an answer that somebody keeps is none for the others', async () => {
    await said('marta', { part: 'need', area: 'safe', whoSees: { members: [], lead: false } })
    expect(await desk()).toEqual([])
    const open = await said('piotr', { part: 'need', area: 'home' })
    expect(await promises('marta', open, { owner: world.members.marta, whoSees: { members: [], lead: false } })).toMatchObject({ ok: true })
    expect((await desk()).map((one) => one.need)).toEqual([open])
    expect((await plan('marta')).actions).toHaveLength(1)
    expect((await plan('piotr')).actions).toEqual([])
  })

  test('that is delicate or kept makes its answer so', async () => {
    const id = await said('marta', { part: 'need', area: 'health', delicate: ['mental-health'], whoSees: { members: [world.members.piotr], lead: true } })
    expect(await need(must(await world.viewer('sam'), 'plan:see'), id)).toBeUndefined()
    expect(await promises('marta', id, { owner: world.members.piotr })).toMatchObject({ ok: true })
    expect(await db.selectFrom('delicate').select('topic').execute()).toEqual([{ topic: 'mental-health' }, { topic: 'mental-health' }])
    expect((await plan('piotr')).actions).toHaveLength(1)
    expect((await plan('zosia')).actions).toEqual([])
    expect(await promises('sam', id)).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('that is gone or of nobody is answered as one that never was', async () => {
    const id = await said('marta', { part: 'need', area: 'home' })
    await act(must(await world.viewer('marta', world.family, later()), 'plan:strengths'), takeOut, { entry: id })
    for (const gone of [id, newId<EntryId>(), await said('marta')]) {
      expect(await waits('marta', gone, plusDays(today, 9))).toMatchObject({ ok: false, why: 'not-there' })
      expect(await promises('marta', gone)).toMatchObject({ ok: false, why: 'not-there' })
    }
    expect(await desk()).toEqual([])
  })
})
