/** What somebody writes for private family time before it opens: theirs alone until then, said in the room from then on, and gone where it never opens. */
import { beforeEach, expect, test } from 'vitest'
import { must, myselfFor } from '#app/access/viewer.server.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { callOffMeeting, leaveOutOfMeeting } from '#app/domain/meetings/meetings.server.ts'
import { endRooms } from '#app/domain/meetings/room-end.server.ts'
import { talkIn } from '#app/domain/meetings/room-posts.server.ts'
import { around, closeRoom, mustBeInTheRoom, openRoom, roomNow } from '#app/domain/meetings/rooms.server.ts'
import { moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { writtenBefore } from '#app/domain/meetings/writing-before.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import { action } from '#app/routes/family/room.tsx'
import { roomMark } from '#app/routes/family/sitting-mark.server.ts'
import { newId, type MemberId } from '#app/values/ids.ts'
import { instant, plusDays, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { everything } from './other-family.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let gathering: Gathering
atWorldBegins()
type Who = 'marta' | 'piotr' | 'kasia' | 'zosia'
const form = () => ({ id: newId(), contentHash: newId() })
const into = async (who: Who, at: Instant = worldBegins) => mustBeInTheRoom(await world.viewer(who, world.family, at), gathering.meeting)
const page = () => `/families/${world.family}/meetings/${gathering.meeting}/private`
const send = async (who: Who, intent: string, words = '', id: string = newId()) => answerOf(action, (await browserOf(world.people[who])).post(page(), { form: id, here: await into(who).then(roomMark, () => ''), intent, words }), { family: world.family, id: gathering.meeting })
const write = async (who: Who, words: string) => expect((await send(who, 'before', words)).headers.get('location')).toBe(`${page()}?done=before`)
const open = async (who: Who = 'marta') => done(actQuietly(await into(who), openRoom, { facilitator: world.members[who] }, form()))
const own = async (who: Who) => (await writtenBefore(await into(who)))?.words ?? null
const talk = async (who: Who) => {
  const viewer = await into(who)
  const { posts, views } = await talkIn(viewer, await around(viewer), 1)
  return { said: posts.map((one) => `${one.by}: ${one.said?.words}`), views: views.map((one) => `${one.by}: ${one.said?.words}`) }
}
const on = (days: number) => instant(`${plusDays(today, days)}T10:00:00Z`)

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
})

test('it is their own until the room opens, lies sealed, and is then said in it, a young person’s as their view', async () => {
  await db.insertInto('meeting_person').values({ family_id: world.family, meeting_id: gathering.meeting, member_id: world.members.zosia, sitting: 1, added_by: world.members.marta, added_at: worldBegins, invited_at: worldBegins, gone_at: null, how: null, must_agree: 1, let_in_at: null }).execute()
  const before = await everything(db)
  const news = await roomNow(await into('piotr'))
  await write('kasia', 'میں سوموار کو آ سکتی ہوں — Mondays')
  await write('zosia', 'I want to sleep at home')
  expect(await own('kasia')).toBe('میں سوموار کو آ سکتی ہوں — Mondays')
  expect(await own('marta')).toBeNull()
  expect(await roomNow(await into('piotr'))).toEqual(news)
  const after = await everything(db)
  expect(Object.keys(after).filter((table) => table !== 'session' && JSON.stringify(after[table]) !== JSON.stringify(before[table])).sort()).toEqual(['form_use', 'room_before', 'room_key'])
  expect(JSON.stringify(after)).not.toMatch(/Mondays|sleep at home/)
  await open()
  expect(await talk('piotr')).toEqual({ said: ['Kasia Nowak: میں سوموار کو آ سکتی ہوں — Mondays'], views: ['Zosia Bailey: I want to sleep at home'] })
  expect(await db.selectFrom('room_before').selectAll().execute()).toEqual([])
})

test('it is written anew in its place, and taken back; nothing, and what comes after the room has opened, is said to the writer and kept in the box', async () => {
  await write('kasia', 'First')
  await write('kasia', 'Second')
  expect(await own('kasia')).toBe('Second')
  const id = newId()
  for (const _ of [1, 2]) expect((await send('piotr', 'before', 'Twice', id)).status).toBe(303)
  expect((await send('piotr', 'before', 'Not the same', id)).status).toBe(409)
  expect(await own('piotr')).toBe('Twice')
  for (const _ of [1, 2]) expect((await send('piotr', 'unsay')).headers.get('location')).toBe(`${page()}?done=unsaid`)
  expect(await own('piotr')).toBeNull()
  expect((await send('piotr', 'before', '')).status).toBe(400)
  expect((await send('piotr', 'before', 'a'.repeat(4_001))).status).toBe(400)
  await open()
  const late = await send('piotr', 'before', 'Too late')
  expect(late.status).toBe(409)
  expect(await late.json()).toMatchObject({ form: { values: { words: 'Too late' }, errors: { '': { key: 'refusals:room-is-open' } } } })
  expect((await talk('marta')).said).toEqual(['Kasia Nowak: Second'])
})

test('whoever is left out says nothing in the room, and whoever is put in another sitting says it there only once they write it anew', async () => {
  await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: gathering.meeting, number: 2, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
  await write('piotr', 'Left out')
  await write('kasia', 'Put elsewhere')
  await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting: gathering.meeting, member: world.members.piotr }))
  expect((await send('piotr', 'before', 'Let me in')).status).toBe(404)
  const grace = must(await gathering.graceMay('meetings:see'), 'meetings:arrange')
  await done(act(grace, moveToSitting, { meeting: gathering.meeting, people: [world.members.kasia], number: 2 }))
  await open()
  expect((await talk('marta')).said).toEqual([])
  expect(await own('kasia')).toBe('Put elsewhere')
  expect(await writtenBefore(await into('kasia'))).toMatchObject({ elsewhere: true })
  await open('kasia')
  expect((await talk('kasia')).said, 'it was for others').toEqual([])
  expect(await own('kasia')).toBe('Put elsewhere')
  expect((await talk('marta')).said).toEqual([])
  // With the room for which it was written the words of whoever was left out go too, and the key with the last room.
  for (const who of ['marta', 'kasia'] as const) await done(actQuietly(await into(who), closeRoom, {}, form()))
  await endRooms(db, on(76))
  expect(await endRooms(db, on(90))).toMatchObject({ gone: 2 })
  for (const table of ['room', 'room_before', 'room_post', 'room_key'] as const) expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([])
})

test('moved before either opens, what is written anew is for those of the new sitting, and moved back what was written first is said', async () => {
  await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: gathering.meeting, number: 2, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
  const puts = async (member: MemberId, number: number) => done(act(must(await gathering.graceMay('meetings:see'), 'meetings:arrange'), moveToSitting, { meeting: gathering.meeting, people: [member], number }))
  await write('piotr', 'For Marta')
  await write('kasia', 'For Marta too')
  for (const who of ['piotr', 'kasia'] as const) await puts(world.members[who], 2)
  await write('piotr', 'For Kasia')
  await puts(world.members.kasia, 1)
  await open('piotr')
  expect((await talk('piotr')).said).toEqual(['Piotr Bailey: For Kasia'])
  await open()
  expect((await talk('marta')).said).toEqual(['Kasia Nowak: For Marta too'])
})

test('where the meeting is called off it can be read by its writer and no more be changed, until the day that the page says', async () => {
  await write('kasia', 'For nobody')
  await done(act(await world.may('marta', 'meetings:see'), callOffMeeting, { meeting: gathering.meeting }))
  expect((await send('kasia', 'before', 'Changed')).status).toBe(409)
  expect(await writtenBefore(await into('kasia'))).toEqual({ words: 'For nobody', goneOn: plusDays(today, 91), elsewhere: false })
  expect(await endRooms(db, on(90))).toEqual({ closed: 0, told: 0, gone: 0 })
  expect(await endRooms(db, on(91))).toEqual({ closed: 0, told: 0, gone: 1 })
  for (const table of ['room_before', 'room_key'] as const) expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([])
})

test('it is in the writer’s own copy of their data, and in nobody else’s', async () => {
  await write('kasia', 'In my copy')
  const copyOf = async (who: Who) => JSON.stringify(await everythingAbout(must(myselfFor(db, world.people[who], worldBegins), 'account:keep')))
  expect(await copyOf('kasia')).toContain('In my copy')
  for (const who of ['marta', 'piotr'] as const) expect(await copyOf(who)).not.toContain('In my copy')
})
