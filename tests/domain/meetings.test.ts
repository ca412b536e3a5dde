/** A family meeting: who asks for it, who comes, and who learns of it. */
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { askForMeeting, callOffMeeting, choosePeople, inviteToMeeting, leaveOutOfMeeting, meetingOf, meetingsOf } from '#app/domain/meetings/meetings.server.ts'
import { mustBeInTheRoom, openRoom } from '#app/domain/meetings/rooms.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import { loader as home } from '#app/routes/family/home.tsx'
import { newId, type MeetingId, type MemberId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { browserOf } from './pages.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let db: Db
let world: World
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

const notThere = { ok: false, why: 'not-there' }
type Who = Parameters<World['viewer']>[0]
const sees = async (who: Who) => must(await world.viewer(who), 'meetings:see')
const asked = async (people: readonly MemberId[] = [world.members.kasia], who: 'marta' | 'piotr' = 'marta') => {
  const answer = await act(must(await world.viewer(who), 'meetings:answer'), askForMeeting, { question: 'Who has the children in the holidays?', lang: 'en', people })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const meeting = async (who: Who, id: MeetingId) => meetingOf(await sees(who), id)
const invite = async (who: Who, id: MeetingId, member: MemberId) => act(await sees(who), inviteToMeeting, { meeting: id, member })

describe('a meeting is asked for', () => {
  test('whoever asks reads it at once, and whoever leads; nobody else, at home or asked later, knows of it', async () => {
    const id = await asked()
    expect(await meeting('marta', id)).toMatchObject({ question: 'Who has the children in the holidays?', state: 'preparing', arranges: true, own: 1, askedBy: { member: world.members.marta } })
    expect((await meeting('sam', id))!.arranges).toBe(false)
    for (const who of ['piotr', 'zosia', 'kasia', 'dean'] as const) {
      expect(await meeting(who, id), who).toBeUndefined()
      expect(await meetingsOf(await sees(who)), who).toEqual([])
    }
    expect((await meetingsOf(await sees('marta'))).map((one) => one.id)).toEqual([id])
  })

  test('somebody who helps, somebody of another family and a stranger cannot come', async () => {
    for (const wrong of [world.members.sam, newId<MemberId>()]) {
      expect(await act(must(await world.viewer('marta'), 'meetings:answer'), askForMeeting, { question: 'Q', lang: 'en', people: [wrong] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'people' })
      expect(await act(await sees('marta'), choosePeople, { meeting: await asked(), people: [wrong] })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    }
    expect(await db.selectFrom('meeting_person').select('member_id').where('member_id', '=', world.members.sam).execute()).toEqual([])
  })

  test('five at a time', async () => {
    for (let n = 0; n < 5; n += 1) await asked([])
    expect(await act(must(await world.viewer('marta'), 'meetings:answer'), askForMeeting, { question: 'Q', lang: 'en', people: [] })).toMatchObject({ ok: false, why: 'too-many-meetings', values: { count: 5 } })
    await asked([], 'piotr')
  })
})

describe('who comes', () => {
  test('they see it from when they are asked, and no longer once they are left out or leave', async () => {
    const id = await asked([world.members.kasia, world.members.dean])
    expect((await meeting('marta', id))!.people).toMatchObject([{ member: world.members.marta, invited: true }, { invited: false }, { invited: false }])
    expect((await invite('marta', id, world.members.kasia)).ok).toBe(true)
    const seen = (await meeting('kasia', id))!
    expect(seen).toMatchObject({ arranges: false, own: 1 })
    expect(seen.people.map((one) => one.member), 'nobody else learns of whoever was not asked').toEqual([world.members.marta, world.members.kasia])
    expect(await db.selectFrom('outbox').select('to_person').where('to_person', '=', world.people.kasia).execute()).toHaveLength(1)
    expect(await invite('kasia', id, world.members.dean), 'not theirs to ask').toEqual(notThere)
    expect((await act(await sees('kasia'), leaveOutOfMeeting, { meeting: id, member: world.members.marta })).ok).toBe(false)
    expect((await act(await sees('kasia'), leaveOutOfMeeting, { meeting: id, member: world.members.kasia })).ok).toBe(true)
    expect(await meeting('kasia', id)).toBeUndefined()
    await act(await sees('marta'), choosePeople, { meeting: id, people: [world.members.kasia] })
    expect(await meeting('kasia', id), 'chosen again is not asked again').toBeUndefined()
    await invite('marta', id, world.members.kasia)
    expect(await meeting('kasia', id)).toBeDefined()
    expect((await act(await sees('marta'), leaveOutOfMeeting, { meeting: id, member: world.members.kasia })).ok).toBe(true)
    expect(await meeting('kasia', id)).toBeUndefined()
    expect((await act(await sees('marta'), leaveOutOfMeeting, { meeting: id, member: world.members.marta })).ok, 'whoever asked calls it off instead').toBe(false)
  })

  test('those of another sitting learn of nobody in this one, nor who asked for it', async () => {
    const id = await asked([world.members.kasia, world.members.dean])
    await invite('marta', id, world.members.kasia)
    await invite('marta', id, world.members.dean)
    await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: id, number: 2, starts_at: null, minutes: null, place: 'Somewhere else', dial_in: null, call_url: null }).execute()
    await db.updateTable('meeting_person').set({ sitting: 2 }).where('meeting_id', '=', id).where('member_id', '=', world.members.dean).execute()
    const dean = (await meeting('dean', id))!
    expect(dean).toMatchObject({ own: 2, askedBy: null, people: [{ member: world.members.dean }], sittings: [{ number: 2, place: 'Somewhere else' }] })
    const kasia = JSON.stringify(await meeting('kasia', id))
    expect(kasia).not.toContain(world.members.dean)
    expect(kasia).not.toContain('Somewhere else')
    expect((await meeting('sam', id))!.sittings).toHaveLength(2)
  })

  test('somebody whose place ended is gone from it', async () => {
    const id = await asked()
    await invite('marta', id, world.members.kasia)
    await db.updateTable('member').set({ until_on: '2026-01-02' as Day }).where('id', '=', world.members.kasia).execute()
    expect((await meeting('marta', id))!.people.map((one) => one.member)).toEqual([world.members.marta])
    expect((await invite('marta', id, world.members.kasia)).ok).toBe(false)
  })
})

test('whoever asked for it calls it off, and those who were asked are told; nothing stands in the history of others', async () => {
  const id = await asked()
  await invite('marta', id, world.members.kasia)
  expect(await act(await sees('kasia'), callOffMeeting, { meeting: id })).toEqual(notThere)
  expect((await act(await sees('marta'), callOffMeeting, { meeting: id })).ok).toBe(true)
  expect(await meeting('kasia', id)).toMatchObject({ state: 'off' })
  expect(await db.selectFrom('outbox').select('to_person').where('to_person', '=', world.people.kasia).execute()).toHaveLength(2)
  expect(await invite('marta', id, world.members.kasia), 'it is off').toEqual(notThere)
  const open = await db.selectFrom('event as e').leftJoin('circle_member as c', 'c.circle_id', 'e.circle_id').select(['e.kind', 'e.circle_id', 'c.who']).where('e.kind', 'like', 'meeting-%').where('e.at', '=', worldBegins).execute()
  expect(open.length).toBeGreaterThan(2)
  for (const event of open) expect(event).toMatchObject({ who: null, circle_id: expect.any(String) })
})

const anotherSitting = async (id: MeetingId) => db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: id, number: 2, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()

describe('whoever asked has left', () => {
  const leaves = async (member: MemberId) => db.updateTable('member').set({ until_on: '2026-11-01' as Day }).where('id', '=', member).execute()

  test('another adult of the household who is asked to the same sitting calls the meeting off; no relative, and nobody while whoever asked is here', async () => {
    const id = await asked([world.members.piotr, world.members.kasia, world.members.zosia])
    for (const who of ['piotr', 'kasia', 'zosia'] as const) expect((await invite('marta', id, world.members[who])).ok).toBe(true)
    for (const who of ['piotr', 'kasia'] as const) expect(await act(await sees(who), callOffMeeting, { meeting: id }), who).toEqual(notThere)
    await leaves(world.members.marta)
    for (const who of ['kasia', 'zosia'] as const) expect(await act(await sees(who), callOffMeeting, { meeting: id }), who).toEqual(notThere)
    expect((await meeting('piotr', id))?.mayCallOff).toBe(true)
    await anotherSitting(id)
    await db.updateTable('meeting_person').set({ sitting: 2 }).where('member_id', '=', world.members.piotr).execute()
    expect(await act(await sees('piotr'), callOffMeeting, { meeting: id }), 'in another sitting it would tell who asked').toEqual(notThere)
    await db.updateTable('meeting_person').set({ sitting: 1 }).execute()
    expect((await act(await sees('piotr'), callOffMeeting, { meeting: id })).ok).toBe(true)
    expect(await act(await sees('piotr'), callOffMeeting, { meeting: id }), 'it is off').toEqual(notThere)
  })
})

test('the home page of everybody who was asked says the meeting’s day, and that private time is open in their sitting; of nobody else', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
  onTestFinished(() => void vi.useRealTimers())
  const id = await asked([world.members.piotr, world.members.zosia])
  expect((await invite('marta', id, world.members.zosia)).ok).toBe(true)
  const shown = async (who: Who) => {
    const { data } = (await home({ request: (await browserOf(world.people[who])).get(`/families/${world.family}`), params: { family: world.family }, context: {} } as never)) as unknown as { data: { meetings: { id: string; startsAt: string | null; roomOpen: boolean }[] } }
    return data.meetings.map((one) => [one.id, one.startsAt, one.roomOpen])
  }
  await db.updateTable('meeting_sitting').set({ starts_at: '2026-12-08T17:00:00.000Z' as Instant }).execute()
  const dated = [id, '2026-12-08T17:00:00.000Z']
  for (const who of ['marta', 'zosia'] as const) expect(await shown(who), who).toEqual([[...dated, false]])
  const inside = await mustBeInTheRoom(await world.viewer('marta'), id)
  expect((await actQuietly(inside, openRoom, { facilitator: world.members.marta }, { id: newId(), contentHash: '' })).ok).toBe(true)
  for (const who of ['marta', 'zosia'] as const) expect(await shown(who), who).toEqual([[...dated, true]])
  expect(await shown('piotr'), 'chosen, and not asked yet').toEqual([])
  expect((await meetingsOf(await sees('sam'))).map((one) => one.roomOpen), 'whoever leads learns nothing of the room').toEqual([false])
  await anotherSitting(id)
  await db.updateTable('meeting_person').set({ sitting: 2 }).where('member_id', '=', world.members.zosia).execute()
  expect((await shown('zosia')).map((one) => one[2]), 'another sitting’s room').toEqual([false])
})
