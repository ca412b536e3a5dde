/** "Something has changed": told to those whom its teller chooses, dated for whoever leads, and no trace for the others. */
import { beforeEach, expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { answerChange, changesOf, changesToAnswer, tellChange, type NewChange } from '#app/domain/plan/changes.server.ts'
import { familyAndReview } from '#app/domain/plan/reviews.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { ChangeId } from '#app/values/ids.ts'
import { plusMinutes, workingDaysAfter, type Instant } from '#app/values/instant.ts'
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
const onlyLead = { members: [], lead: true }
async function tells(who: 'marta' | 'zosia', more: Partial<NewChange> = {}): Promise<ChangeId> {
  const answer = await act(must(await world.viewer(who, world.family, later()), 'change:tell'), tellChange, { kind: 'home', words: 'We have to move', lang: 'en', whoSees: 'everybody', delicate: [], ...more })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const seen = async (who: Who) => (await changesOf(must(await world.viewer(who, world.family, later()), 'review:see'))).map((one) => one.id)
const desk = async () => (await changesToAnswer(must((await areaViewerFor(db, world.people.sam, later()))!, 'desk:see'))).map((one) => one.change)
const told = async (person: keyof World['people']) => (await db.selectFrom('outbox').select('id').where('to_person', '=', world.people[person]).execute()).length
const day = async () => (await familyAndReview(must(await world.viewer('marta'), 'plan:see'))).review!.dueOn
const answers = async (change: ChangeId) => act(must(await world.viewer('sam', world.family, later()), 'review:hold'), answerChange, { change, words: 'We meet on Friday', lang: 'en' })

test('anybody of the family tells it; it has a day, stands on the desk of whoever leads, and is answered once', async () => {
  const id = await tells('marta')
  const dueOn = workingDaysAfter(today, 10, new Set((await settingsOf(db)).holidays))
  expect(await changesOf(must(await world.viewer('piotr'), 'review:see'))).toMatchObject([{ id, kind: 'home', words: 'We have to move', dueOn, toldLead: true, answer: null }])
  expect(await desk()).toEqual([id])
  expect([await told('piotr'), await told('sam'), await told('marta')]).toEqual([1, 1, 0])
  expect(await answers(id)).toMatchObject({ ok: true })
  expect(await answers(id)).toMatchObject({ ok: false, why: 'answered-already' })
  expect(await desk()).toEqual([])
  expect(await changesOf(must(await world.viewer('marta'), 'review:see'))).toMatchObject([{ answer: { words: 'We meet on Friday' } }])
})

test('what a young person tells the lead professional alone is known to these two: nobody else reads it, is told, or sees a day move', async () => {
  const before = await day()
  const id = await tells('zosia', { whoSees: onlyLead })
  expect([await seen('zosia'), await seen('sam'), await seen('marta'), await seen('piotr')]).toEqual([[id], [id], [], []])
  expect(await desk()).toEqual([id])
  expect([await told('marta'), await told('piotr'), await told('sam')]).toEqual([0, 0, 1])
  expect(await day()).toBe(before)
  expect(await answers(id)).toMatchObject({ ok: true })
  expect([await told('zosia'), await told('marta')]).toEqual([1, 0])
  expect(await day()).toBe(before)
})

test('what is kept from whoever leads, or delicate without their agreement, is on no desk and tells them nothing', async () => {
  const [mine, delicate] = [await tells('marta', { whoSees: { members: [world.members.piotr], lead: false } }), await tells('marta', { kind: 'diagnosis', delicate: ['mental-health'] })]
  expect(await seen('piotr')).toEqual([delicate, mine])
  expect([await seen('sam'), await desk(), await told('sam')]).toEqual([[], [], 0])
  for (const id of [mine, delicate]) expect(await answers(id)).toMatchObject({ ok: false, why: 'not-there' })
  expect((await changesOf(must(await world.viewer('marta'), 'review:see'))).find((one) => one.id === mine)).toMatchObject({ toldLead: false })
})
