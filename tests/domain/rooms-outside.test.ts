/** What leaves private family time, and how it ends: a silent signal, words for the people on duty, news to open pages, and the day on which all is deleted. */
import { setTimeout as wait } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { openRecord } from '#app/domain/family/starting.server.ts'
import { leaveOutOfMeeting } from '#app/domain/meetings/meetings.server.ts'
import { keepFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { endRooms } from '#app/domain/meetings/room-end.server.ts'
import { endLive } from '#app/domain/meetings/room-live.server.ts'
import { takePostBack, talkIn, writePost } from '#app/domain/meetings/room-posts.server.ts'
import { asksToComeIn, askedInTo, askIn, cameIn } from '#app/domain/meetings/room-stop.server.ts'
import { around, closeRoom, mustBeInTheRoom, openRoom, roomNow } from '#app/domain/meetings/rooms.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import { loader as live } from '#app/routes/family/room-live.ts'
import { action as comeIn } from '#app/routes/family/room-come-in.tsx'
import { action as room } from '#app/routes/family/room.tsx'
import { action as tell } from '#app/routes/family/room-tell.tsx'
import { roomMark } from '#app/routes/family/sitting-mark.server.ts'
import { newId } from '#app/values/ids.ts'
import { instant, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, aPartOfAPlan, done, type Gathering } from './meeting-world.ts'
import { everything } from './other-family.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let gathering: Gathering
atWorldBegins()
type Who = 'marta' | 'piotr' | 'kasia'
const form = () => ({ id: newId(), contentHash: newId() })
const into = async (who: Who, at: Instant = worldBegins) => mustBeInTheRoom(await world.viewer(who, world.family, at), gathering.meeting)
const talkOf = async (who: Who, page = 1) => {
  const viewer = await into(who)
  return talkIn(viewer, await around(viewer), page)
}
const write = async (who: Who, words: string, at: Instant = worldBegins) => done(actQuietly(await into(who, at), writePost, { words, view: false, child: null }, form()))
const close = async (at: Instant = worldBegins) => done(actQuietly(await into('marta', at), closeRoom, {}, form()))
const params = () => ({ family: world.family, id: gathering.meeting })
const page = (more = '') => `/families/${world.family}/meetings/${gathering.meeting}/private${more}`
const from = 'From private family time of the family Kowalczyk-Bailey.'
const on = (days: number) => instant(`${plusDays(today, days)}T10:00:00Z`)

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
  await done(actQuietly(await into('marta'), openRoom, { facilitator: world.members.marta }, form()))
})

describe('the silent signal', () => {
  const desk = async () => asksToComeIn(must((await areaViewerFor(db, gathering.grace, worldBegins))!, 'desk:see'))

  test('the co-ordinator is told that somebody asks, and nothing says who; those inside read the same as before', async () => {
    const before = await everything(db)
    const [news, talk] = [await roomNow(await into('piotr')), await talkOf('piotr')]
    const kasia = await browserOf(world.people.kasia)
    const answer = await answerOf(room, kasia.post(page(), { form: newId(), here: roomMark(await into('kasia')), intent: 'stop' }), params())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, page()])
    expect(await desk()).toMatchObject([{ family: world.family, meeting: gathering.meeting }])
    expect(await askedInTo(await gathering.graceMay('meetings:arrange'), gathering.meeting)).toMatchObject([{ sitting: 1 }])
    expect(await roomNow(await into('piotr'))).toEqual(news)
    expect(await talkOf('piotr')).toEqual(talk)
    const after = await everything(db)
    const changed = Object.keys(after).filter((table) => table !== 'session' && JSON.stringify(after[table]) !== JSON.stringify(before[table])).sort()
    expect(changed).toEqual(['form_use', 'notice_link', 'outbox', 'room'])
    const written = changed.flatMap((table) => after[table]!.filter((row) => !before[table]!.includes(row)))
    for (const row of written) for (const of of [world.people.kasia, world.members.kasia]) expect(row.replace(`"facilitator":"${of}"`, '')).not.toContain(of)
    expect(await db.selectFrom('outbox').select('to_person').where('to_person', '=', gathering.grace).execute()).not.toEqual([])
    await done(actQuietly(await gathering.graceMay('meetings:arrange'), cameIn, { meeting: gathering.meeting, sitting: 1, since: worldBegins }, form()))
    expect(await desk()).toEqual([])
  })

  test('whoever gets it ready has been to one sitting, as it asked then: another still waits, and so does who asked later', async () => {
    const arranging = await gathering.graceMay('meetings:arrange')
    await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: gathering.meeting, number: 2, starts_at: null, minutes: 60, place: null, dial_in: null, call_url: null }).execute()
    await done(act(must(arranging, 'meetings:see'), moveToSitting, { meeting: gathering.meeting, people: [world.members.piotr], number: 2 }))
    await done(actQuietly(await into('piotr'), openRoom, { facilitator: world.members.piotr }, form()))
    for (const who of ['piotr', 'kasia'] as const) await done(actQuietly(await into(who), askIn, {}, form()))
    const grace = await browserOf(gathering.grace)
    await done(act(await gathering.graceMay('family:see'), openRecord, { reason: 'visit', lang: null }))
    const been = (sitting: string, since: string) => answerOf(comeIn, grace.post(`/families/${world.family}/meetings/${gathering.meeting}/come-in`, { form: newId(), intent: 'came', sitting, since }), params())
    expect((await been('2', worldBegins)).status).toBe(303)
    expect(await askedInTo(arranging, gathering.meeting)).toMatchObject([{ sitting: 1 }])
    const later = plusMinutes(worldBegins, 3)
    await done(actQuietly(await into('kasia', later), askIn, {}, form()))
    const late = await been('1', worldBegins)
    expect([late.status, await late.json()]).toMatchObject([409, { form: { errors: { '': { key: 'refusals:asked-again' } } } }])
    expect(await askedInTo(arranging, gathering.meeting)).toEqual([{ sitting: 1, since: later }])
    expect((await been('1', later)).status).toBe(303)
    expect(await desk()).toEqual([])
    for (const [sitting, since] of [['5', later], ['1', 'now'], ['', '']] as const) expect((await been(sitting, since)).status, sitting).toBe(400)
  })

  test('closing the room, forgetting it and opening it again do not silence it', async () => {
    await done(actQuietly(await into('kasia'), askIn, {}, form()))
    await close()
    expect(await desk()).toHaveLength(1)
    await done(actQuietly(await into('marta'), openRoom, { facilitator: world.members.marta }, form()))
    expect(await desk()).toHaveLength(1)
    expect(await endRooms(db, on(40))).toMatchObject({ closed: 1 })
    expect(await desk()).toHaveLength(1)
    await done(actQuietly(await gathering.graceMay('meetings:arrange'), cameIn, { meeting: gathering.meeting, sitting: 1, since: worldBegins }, form()))
    expect(await desk()).toEqual([])
  })

  test('a closed room asks nobody in, nor does somebody who was taken out', async () => {
    const kasia = await into('kasia')
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting: gathering.meeting, member: world.members.kasia }))
    await expect(actQuietly(kasia, askIn, {}, form())).rejects.toMatchObject({ status: 404 })
    await close()
    expect(await actQuietly(await into('piotr'), askIn, {}, form())).toMatchObject({ ok: false, why: 'room-closed' })
    expect(await desk()).toEqual([])
  })
})

describe('telling somebody outside', () => {
  test('what leaves is shown first, and only that leaves', async () => {
    await write('kasia', 'This one leaves')
    await write('marta', 'This one stays')
    const { posts } = await talkOf('piotr')
    const piotr = await browserOf(world.people.piotr)
    const here = roomMark(await into('piotr'))
    const send = (intent: string, more: Record<string, string> = {}) => answerOf(tell, piotr.post(page('/tell'), { form: newId(), here, intent, words: 'I am worried', posts: posts[0]!.id, contact: 'piotr@safe.example', ...more }), params())
    const shown = (await (await send('look')).json()) as { leaves: string }
    expect(shown.leaves).toBe(`${from}\n\nI am worried\n\nKasia Nowak: This one leaves`)
    expect(await db.selectFrom('help_request').select('id').execute()).toEqual([])
    expect((await send('send')).headers.get('location')).toBe(`${page()}?done=told`)
    const [request] = await db.selectFrom('help_request').selectAll().execute()
    expect(request).toMatchObject({ words: shown.leaves, name: 'Piotr Bailey', owner_id: world.people.priya, contact: 'piotr@safe.example', safe_to_leave_message: 0, due_on: today })
    expect(JSON.stringify(await everything(db))).not.toContain('This one stays')
    expect(await db.selectFrom('outbox').select('id').where('address', '=', 'piotr@safe.example').execute()).toEqual([])
  })

  test('whoever cannot be reached safely says so, and it is sent; whoever says neither is asked', async () => {
    const piotr = await browserOf(world.people.piotr)
    const here = roomMark(await into('piotr'))
    const send = (intent: string, more: Record<string, string>) => answerOf(tell, piotr.post(page('/tell'), { form: newId(), here, intent, words: 'I am afraid', contact: '', ...more }), params())
    expect(await (await send('look', {})).json()).toMatchObject({ form: { errors: { contact: { key: 'rooms:tell.sayHow' } } }, leaves: null })
    expect(await (await send('look', { 'no-way': '1' })).json()).toMatchObject({ leaves: `${from}\n\nI am afraid` })
    expect((await send('send', { 'no-way': '1' })).status).toBe(303)
    expect(await db.selectFrom('help_request').selectAll().execute()).toMatchObject([{ words: `${from}\n\nI am afraid`, contact: '', safe_to_leave_message: 0, due_on: today, family_id: null }])
    expect((await send('send', { 'no-way': '1', contact: 'piotr@safe.example' })).status, 'the tick is what holds').toBe(303)
    expect(await db.selectFrom('help_request').select('contact').where('contact', '<>', '').execute()).toEqual([])
  })

  test('what is taken back between looking and sending is said before anything is sent', async () => {
    await write('kasia', 'I take this back')
    await write('marta', 'This stays')
    const { posts } = await talkOf('piotr')
    const piotr = await browserOf(world.people.piotr)
    const here = roomMark(await into('piotr'))
    const send = (intent: string, chosen: readonly string[]) => answerOf(tell, piotr.post(page('/tell'), { form: newId(), here, intent, words: '', posts: [...chosen], contact: 'piotr@safe.example' }), params())
    const both = posts.map((one) => one.id)
    expect((await send('look', both)).status).toBe(200)
    await done(actQuietly(await into('kasia'), takePostBack, { post: both[0]! }, form()))
    const late = await send('send', both)
    expect([late.status, await late.json()]).toMatchObject([409, { form: { values: { posts: [both[1]] }, errors: { '': { key: 'rooms:tell.takenBack' } } }, leaves: `${from}\n\nMarta Kowalczyk: This stays` }])
    expect((await send('send', [both[0]!])).status).toBe(409)
    expect(await db.selectFrom('help_request').select('id').execute()).toEqual([])
    expect((await send('send', [both[1]!])).status).toBe(303)
  })

  test('nothing chosen, another room’s words and somebody who helps send nothing', async () => {
    const piotr = await browserOf(world.people.piotr)
    const here = roomMark(await into('piotr'))
    const send = (posts: string) => answerOf(tell, piotr.post(page('/tell'), { form: newId(), here, intent: 'send', words: '', posts, contact: 'piotr@safe.example' }), params())
    expect([(await send('')).status, (await send(newId())).status]).toEqual([400, 409])
    for (const who of [world.people.sam, gathering.grace, world.people.dean]) expect((await answerOf(tell, (await browserOf(who)).post(page('/tell'), { form: newId(), intent: 'send', words: 'x' }), params())).status).toBe(404)
    expect(await db.selectFrom('help_request').select('id').execute()).toEqual([])
  })
})

describe('news', () => {
  async function listening(who: Who) {
    const browser = await browserOf(world.people[who])
    const asked = browser.get(page(`/live?here=${roomMark(await into(who))}`))
    asked.headers.set('Accept', 'text/event-stream')
    const answer = await answerOf(live, asked, params())
    const heard: string[] = []
    const reader = answer.body!.getReader()
    const over = (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) heard.push(new TextDecoder().decode(part.value))
    })()
    const news = () => heard.filter((text) => text === 'data: new\n\n').length
    return { answer, heard, news, over }
  }
  const until = async (holds: () => boolean) => {
    for (let n = 0; n < 100 && !holds(); n += 1) await wait(50)
    return holds()
  }

  test('an open page hears that something is new, and not what; whoever is taken out hears nothing more, and a process that stops ends all', async () => {
    const [kasia, piotr] = [await listening('kasia'), await listening('piotr')]
    expect(kasia.answer.headers.get('content-type')).toBe('text/event-stream')
    await write('marta', 'News')
    expect(await until(() => kasia.news() === 1 && piotr.news() === 1)).toBe(true)
    expect(kasia.heard.join('')).not.toContain('News')
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting: gathering.meeting, member: world.members.kasia }))
    await write('marta', 'More')
    await kasia.over
    expect(await until(() => piotr.news() === 2)).toBe(true)
    expect(kasia.news()).toBe(1)
    endLive()
    await piotr.over
  })

  test('nobody who helps listens', async () => {
    for (const who of [world.people.sam, gathering.grace, world.people.priya]) expect((await answerOf(live, (await browserOf(who)).get(page('/live')), params())).status).toBe(404)
  })
})

describe('fifty people', () => {
  test('each posting at once, nothing is lost and each is there once', async () => {
    const rooms = [await into('marta'), await into('piotr'), await into('kasia')]
    const said = Array.from({ length: 50 }, (_, n) => `word ${n}`)
    const answers = await Promise.all(said.map((words, n) => actQuietly(rooms[n % 3]!, writePost, { words, view: false, child: null }, form())))
    expect(answers.every((one) => one.ok)).toBe(true)
    expect((await talkOf('kasia')).posts.map((one) => one.said!.words).sort()).toEqual([...said].sort())
  })
})

describe('how it ends', () => {
  test('those inside are told two weeks before, and on its day words and key are gone', async () => {
    await write('marta', 'Until then')
    await close()
    expect(await endRooms(db, on(75))).toEqual({ closed: 0, told: 0, gone: 0 })
    const sent = async () => (await db.selectFrom('outbox').select('id').execute()).length
    const before = await sent()
    expect(await endRooms(db, on(76))).toEqual({ closed: 0, told: 1, gone: 0 })
    expect(await sent()).toBe(before + 3)
    expect(await endRooms(db, on(89))).toEqual({ closed: 0, told: 0, gone: 0 })
    expect((await talkOf('marta')).posts).toHaveLength(1)
    expect(await endRooms(db, on(90))).toEqual({ closed: 0, told: 0, gone: 1 })
    for (const table of ['room', 'room_post', 'room_key'] as const) expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([])
    expect(await roomNow(await into('marta'))).toMatchObject({ state: 'never' })
  })

  test('a house that was asleep tells first, and deletes two weeks later', async () => {
    await close()
    expect(await endRooms(db, on(200))).toEqual({ closed: 0, told: 1, gone: 0 })
    expect(await endRooms(db, on(213))).toEqual({ closed: 0, told: 0, gone: 0 })
    expect(await endRooms(db, on(214))).toEqual({ closed: 0, told: 0, gone: 1 })
  })

  const looksAgain = async (days: number) => done(act(await world.may('marta', 'meetings:attend'), keepFamilyPlan, { meeting: gathering.meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, days) }))
  const aPlan = async () => done(act(await world.may('marta', 'meetings:attend'), writePart, { meeting: gathering.meeting, part: null, said: aPartOfAPlan(world.members.kasia) }))

  test('nothing is deleted before two weeks after the day on which the plan is looked at again, whenever that was named; the page says the day', async () => {
    await aPlan()
    await looksAgain(200)
    await close()
    const goneOn = async (days: number) => (await roomNow(await into('marta', on(days)))).goneOn
    expect(await goneOn(1)).toBe(plusDays(today, 214))
    expect(await endRooms(db, on(91))).toEqual({ closed: 0, told: 0, gone: 0 })
    expect(await endRooms(db, on(199))).toEqual({ closed: 0, told: 0, gone: 0 })
    expect(await endRooms(db, on(200))).toEqual({ closed: 0, told: 1, gone: 0 })
    await looksAgain(300)
    expect(await goneOn(200)).toBe(plusDays(today, 314))
    expect(await endRooms(db, on(214)), 'the notice of the day before holds no more').toEqual({ closed: 0, told: 0, gone: 0 })
    expect(await db.selectFrom('room_key').select('meeting_id').execute()).toHaveLength(1)
    expect(await endRooms(db, on(300))).toEqual({ closed: 0, told: 1, gone: 0 })
    expect(await endRooms(db, on(314))).toEqual({ closed: 0, told: 0, gone: 1 })
  })

  test('a plan that is looked at soon changes nothing, nor does that of another sitting; a room that the house closes is kept as long', async () => {
    await aPlan()
    await looksAgain(30)
    await db.insertInto('meeting_sitting').values({ ...(await db.selectFrom('meeting_sitting').selectAll().executeTakeFirstOrThrow()), number: 2 }).execute()
    await db.insertInto('meeting_plan').values({ ...(await db.selectFrom('meeting_plan').selectAll().executeTakeFirstOrThrow()), sitting: 2, again_on: plusDays(today, 300) }).execute()
    await close()
    expect((await roomNow(await into('marta'))).goneOn).toBe(plusDays(today, 90))
    await done(actQuietly(await into('marta', on(2)), openRoom, { facilitator: world.members.marta }, form()))
    await db.updateTable('meeting_plan').set({ again_on: plusDays(today, 200) }).where('sitting', '=', 1).execute()
    expect(await endRooms(db, on(40))).toMatchObject({ closed: 1 })
    expect((await roomNow(await into('marta', on(40)))).goneOn).toBe(plusDays(today, 214))
  })

  test('opened again, it is not deleted; where nobody writes for a month, and where the meeting is off, it is closed', async () => {
    await close()
    await done(actQuietly(await into('marta', on(80)), openRoom, { facilitator: world.members.marta }, form()))
    await write('marta', 'Still here', on(95))
    expect(await endRooms(db, on(100))).toEqual({ closed: 0, told: 0, gone: 0 })
    expect(await endRooms(db, plusMinutes(on(125), 1))).toEqual({ closed: 1, told: 0, gone: 0 })
    expect(await roomNow(await into('marta', on(125)))).toMatchObject({ state: 'closed', goneOn: plusDays(today, 215) })
  })
})
