/** Private family time: who is inside, what they say there, and that nobody else learns of it, on a page or in a copy of the database. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { must, myselfFor } from '#app/access/viewer.server.ts'
import { forget, askToBeForgotten } from '#app/domain/data/forgetting.server.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { inviteToMeeting, leaveOutOfMeeting } from '#app/domain/meetings/meetings.server.ts'
import { openIn, sealIn, secretly } from '#app/domain/meetings/room-keys.server.ts'
import { forgetIdleKeys, rotateRoomKeys } from '#app/domain/meetings/rotate.server.ts'
import { keysIn, newWrappingKey, writeKeys } from '#app/domain/meetings/wrapping-keys.server.ts'
import { takePostBack, talkIn, writePost, type NewPost } from '#app/domain/meetings/room-posts.server.ts'
import { around, closeRoom, mustBeInTheRoom, nameFacilitator, openRoom, roomNow, type InRoom } from '#app/domain/meetings/rooms.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import { action, loader } from '#app/routes/family/room.tsx'
import { roomMark } from '#app/routes/family/sitting-mark.server.ts'
import { newId, type MemberId, type PostId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { everything } from './other-family.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let meeting: Gathering['meeting']
let gathering: Gathering
atWorldBegins()
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
  meeting = gathering.meeting
})

type Who = 'marta' | 'piotr' | 'kasia' | 'zosia'
let forms = 0
const form = (said = `said ${forms += 1}`) => ({ id: newId(), contentHash: said })
const into = async (who: Who, at = worldBegins): Promise<InRoom> => mustBeInTheRoom(await world.viewer(who, world.family, at), meeting)
const open = async (who: Who = 'marta', facilitator: MemberId = world.members.marta) => actQuietly(await into(who), openRoom, { facilitator }, form())
const write = async (who: Who, words: string, more: Partial<NewPost> = {}, at = worldBegins) => actQuietly(await into(who, at), writePost, { words, view: false, child: null, ...more }, form())
const close = async (who: Who) => actQuietly(await into(who), closeRoom, {}, form())
const talkOf = async (who: Who, page = 1) => {
  const viewer = await into(who)
  return talkIn(viewer, await around(viewer), page)
}
const said = async (who: Who, page = 1) => (await talkOf(who, page)).posts.map((one) => one.said?.words ?? null)
const invite = async (member: MemberId) => done(act(await world.may('marta', 'meetings:see'), inviteToMeeting, { meeting, member }))
const events = async () => (await db.selectFrom('event').select(['kind', 'data']).where('scope_id', '=', world.family).orderBy('seq').execute()).map((one) => one.kind)
const stranger = async (run: Promise<unknown>) => run.then(() => 'in', (thrown: unknown) => (thrown instanceof Response ? thrown.status : thrown))

describe('who is inside', () => {
  test('those who were asked, and nobody who helps, was not asked, or is somebody else', async () => {
    for (const who of ['marta', 'piotr', 'kasia'] as const) expect((await into(who)).room).toEqual({ family: world.family, meeting, sitting: 1 })
    for (const who of ['zosia', 'dean', 'sam'] as const) expect(await stranger(mustBeInTheRoom(await world.viewer(who), meeting)), who).toBe(404)
    expect(await stranger(mustBeInTheRoom(await gathering.graceViewer(), meeting))).toBe(404)
    for (const wrong of [newId(), 'x', undefined]) expect(await stranger(mustBeInTheRoom(await world.viewer('marta'), wrong))).toBe(404)
  })

  test('whoever is taken out is out at once, in the middle of writing too', async () => {
    await open()
    const kasia = await into('kasia')
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting, member: world.members.kasia }))
    expect(await stranger(actQuietly(kasia, writePost, { words: 'half a', view: false, child: null }, form()))).toBe(404)
    expect(await stranger(into('kasia'))).toBe(404)
    expect(await said('marta')).toEqual([])
  })

  test('each sitting has a room of its own, and learns nothing of another', async () => {
    await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: meeting, number: 2, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
    await open()
    await write('marta', 'Only ours')
    await db.updateTable('meeting_person').set({ sitting: 2 }).where('member_id', '=', world.members.kasia).execute()
    const kasia = await into('kasia')
    expect(await roomNow(kasia)).toMatchObject({ state: 'never', news: 0, facilitator: null, people: [{ name: 'Kasia Nowak' }] })
    expect(await talkOf('kasia')).toMatchObject({ posts: [], views: [] })
    expect(await write('kasia', 'x')).toMatchObject({ ok: false, why: 'room-closed' })
    await open('kasia', world.members.kasia)
    await write('kasia', 'Only mine')
    expect(await said('kasia')).toEqual(['Only mine'])
    expect(await said('piotr')).toEqual(['Only ours'])
    expect((await roomNow(await into('piotr'))).people.map((one) => one.name)).not.toContain('Kasia Nowak')
    // A row that is moved to another sitting opens for nobody.
    await db.updateTable('room_post').set({ sitting: 2, place: 99 }).where('by_member', '=', world.members.marta).execute()
    await expect(said('kasia')).rejects.toThrow()
  })
})

describe('it opens and closes at the family’s word', () => {
  test('an adult opens it and names who leads; both may close it; closed, it is read and not written, and can be opened again', async () => {
    await invite(world.members.piotr)
    expect(await open('marta', world.members.dean)).toMatchObject({ ok: false, why: 'not-inside', field: 'facilitator' })
    expect(await open('marta', world.members.piotr)).toMatchObject({ ok: true })
    expect(await roomNow(await into('kasia'))).toMatchObject({ state: 'open', facilitator: { name: 'Piotr Bailey' }, canOpen: false })
    expect(await actQuietly(await into('kasia'), nameFacilitator, { facilitator: world.members.kasia }, form())).toMatchObject({ ok: true })
    await write('kasia', 'One')
    expect(await close('kasia')).toMatchObject({ ok: true })
    expect(await write('marta', 'Two')).toMatchObject({ ok: false, why: 'room-closed' })
    expect(await said('marta')).toEqual(['One'])
    expect(await roomNow(await into('marta'))).toMatchObject({ state: 'closed', closedBy: 'Kasia Nowak', goneOn: plusDays(today, 90), canOpen: true })
    await open('piotr')
    expect(await roomNow(await into('marta'))).toMatchObject({ state: 'open', goneOn: null })
    expect(await said('piotr')).toEqual(['One'])
  })

  test('two who open or close it at once are both told that it is so, and it is written down once', async () => {
    expect(await Promise.all([open('marta'), open('piotr', world.members.piotr)])).toMatchObject([{ ok: true }, { ok: true }])
    expect(await Promise.all([close('marta'), close('kasia')])).toMatchObject([{ ok: true }, { ok: true }])
    expect((await events()).filter((kind) => kind.startsWith('room-'))).toEqual(['room-opened', 'room-closed'])
  })

  test('a young person opens nothing, and closes it when they lead the talk', async () => {
    await db.insertInto('meeting_person').values({ family_id: world.family, meeting_id: meeting, member_id: world.members.zosia, sitting: 1, added_by: world.members.marta, added_at: worldBegins, invited_at: worldBegins, gone_at: null, how: null, must_agree: 1, let_in_at: worldBegins }).execute()
    expect(await open('zosia')).toMatchObject({ ok: false, why: 'adults-open' })
    await open()
    expect(await close('zosia')).toMatchObject({ ok: false, why: 'adults-open' })
    await actQuietly(await into('marta'), nameFacilitator, { facilitator: world.members.zosia }, form())
    expect(await close('zosia')).toMatchObject({ ok: true })
  })

  test('once the meeting is over it opens no more', async () => {
    await open()
    await close('marta')
    await db.updateTable('meeting').set({ state: 'met' }).where('id', '=', meeting).execute()
    expect(await open()).toMatchObject({ ok: false, why: 'meeting-over' })
  })
})

describe('what is said', () => {
  beforeEach(async () => {
    await open()
  })

  test('any script and both directions come back as they were; the newest is last, a hundred on a page', async () => {
    const all = ['Zażółć gęślą jaźń', 'ابا کو کون لائے گا؟ — Tariq', '<b>5 < 6</b> 🏠', 'a'.repeat(4_000)]
    for (const words of all) expect(await write('piotr', words)).toMatchObject({ ok: true })
    expect(await said('kasia')).toEqual(all)
    for (let n = 0; n < 99; n += 1) await write('kasia', `n ${n}`)
    expect(await said('marta')).toEqual([...all.slice(3), ...Array.from({ length: 99 }, (_, n) => `n ${n}`)])
    expect((await talkOf('marta')).earlier).toBe(true)
    expect(await said('marta', 2)).toEqual(all.slice(0, 3))
  })

  test('one’s own words can be taken back, by nobody else', async () => {
    await write('marta', 'Better not')
    const { posts } = await talkOf('marta')
    const post = posts[0]!.id
    for (const [who, id] of [['kasia', post], ['marta', newId<PostId>()]] as const) expect(await actQuietly(await into(who), takePostBack, { post: id }, form())).toMatchObject({ ok: false, why: 'not-there' })
    expect(await actQuietly(await into('marta'), takePostBack, { post }, form())).toMatchObject({ ok: true })
    expect(await said('kasia')).toEqual([null])
    expect(await db.selectFrom('room_post').select('sealed').execute()).toEqual([{ sealed: null }])
  })

  test('a young person’s own view and a child’s that somebody brings stand apart', async () => {
    await db.insertInto('meeting_person').values({ family_id: world.family, meeting_id: meeting, member_id: world.members.zosia, sitting: 1, added_by: world.members.marta, added_at: worldBegins, invited_at: worldBegins, gone_at: null, how: null, must_agree: 1, let_in_at: worldBegins }).execute()
    await write('zosia', 'I want to stay at my school', { view: true })
    await write('kasia', 'He misses his dog', { child: world.members.leo })
    await write('marta', 'Not mine to mark', { view: true })
    expect(await write('kasia', 'x', { child: world.members.piotr })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'child' })
    const { views, posts } = await talkOf('marta')
    expect(views).toMatchObject([{ by: 'Zosia Bailey', said: { words: 'I want to stay at my school', child: null } }, { by: 'Kasia Nowak', said: { words: 'He misses his dog', child: 'Leo' } }])
    expect(posts.map((one) => one.said?.words)).toEqual(['Not mine to mark'])
  })

  test('the same form twice is one post; other words under its id are another sending', async () => {
    const marta = await into('marta')
    const id = newId()
    const send = async (words: string) => actQuietly(marta, writePost, { words, view: false, child: null }, await secretly(db, marta.room, { id, contentHash: words }))
    expect(await send('Once')).toMatchObject({ ok: true, again: false })
    expect(await send('Once')).toMatchObject({ ok: true, again: true })
    expect(await send('Twice')).toMatchObject({ ok: false, why: 'already-sent' })
    expect(await said('marta')).toEqual(['Once'])
  })
})

describe('nobody outside learns of it', () => {
  const canary = 'Nachtigall-Nightingale-بلبل'

  test('nothing grows by it but the room and the ids of the forms: no event, no message, no count of the family’s', async () => {
    await open()
    const before = await everything(db)
    await write('marta', `Say ${canary}`)
    await write('kasia', `For ${canary}`, { child: world.members.leo })
    const after = await everything(db)
    expect(Object.keys(after).filter((table) => JSON.stringify(after[table]) !== JSON.stringify(before[table])).sort()).toEqual(['form_use', 'room', 'room_post'])
    expect(JSON.stringify(after['form_use'])).not.toContain(world.people.marta)
  })

  test('the family’s record says that it opened and closed, in a circle that nobody reads', async () => {
    const before = await events()
    await open()
    await write('marta', 'One')
    await write('piotr', 'Two')
    await close('kasia')
    expect((await events()).slice(before.length)).toEqual(['room-opened', 'room-closed'])
    expect((await db.selectFrom('event').select(['data', 'circle_id']).where('kind', 'in', ['room-opened', 'room-closed']).execute()).every((one) => one.data === '{}' && one.circle_id !== null)).toBe(true)
  })

  test('each who works here gets, for looking and for sending, what a stranger gets; those inside get the page', async () => {
    await open()
    await write('marta', canary)
    const params = { family: world.family, id: meeting }
    const page = `/families/${world.family}/meetings/${meeting}/private`
    const all = { ...world.people, grace: gathering.grace }
    const answers = async (who: keyof typeof all, to = params, at = page) => {
      const browser = await browserOf(all[who])
      const sent = ['', 'open', 'close', 'leads', 'back', 'write'].map((intent) => browser.post(at, { form: newId(), intent, words: 'Let me in', facilitator: world.members.marta, post: newId() }))
      const got = [await answerOf(loader, browser.get(at), to)]
      for (const request of sent) got.push(await answerOf(action, request, to))
      return Promise.all(got.map(async (one) => `${one.status} ${await one.text()}`))
    }
    const nowhere = { family: world.family, id: newId<typeof meeting>() }
    const forStrangers = await answers('aisha', nowhere, `/families/${world.family}/meetings/${nowhere.id}/private`)
    for (const who of ['sam', 'grace', 'omar', 'priya', 'ruth', 'lewis', 'femi', 'aisha', 'dean', 'zosia'] as const) expect(await answers(who), who).toEqual(forStrangers)
    const marta = await browserOf(all.marta)
    expect(await (await answerOf(loader, marta.get(page), params)).text()).toContain(canary)
    expect(await said('marta')).toEqual([canary])
    expect((await db.selectFrom('event').select('kind').where('kind', '=', 'page-looked-at').execute())).toEqual([])
  })

  test('what is too long is said, and kept for whoever wrote it', async () => {
    await open()
    const browser = await browserOf(world.people.marta)
    const params = { family: world.family, id: meeting }
    const long = await answerOf(action, browser.post(`/families/${world.family}/meetings/${meeting}/private`, { form: newId(), here: roomMark(await into('marta')), intent: 'write', words: 'ب'.repeat(20_000) }), params)
    expect(long.status).toBe(400)
    expect(await long.json()).toMatchObject({ form: { values: { words: 'ب'.repeat(20_000) }, errors: { words: { key: 'errors:tooLong' } } } })
    expect(await said('marta')).toEqual([])
  })

  test('what was sent after a session had ended is kept sealed, and comes back filled in', async () => {
    await open()
    const browser = await browserOf(world.people.marta)
    const page = `/families/${world.family}/meetings/${meeting}/private`
    await db.updateTable('session').set({ expires_at: plusMinutes(worldBegins, -1) }).execute()
    expect((await answerOf(action, browser.post(page, { form: newId(), intent: 'write', words: canary }), { family: world.family, id: meeting })).status).toBe(303)
    expect(JSON.stringify(await everything(db))).not.toContain(canary)
    const { id } = await db.selectFrom('parked_form').select('id').executeTakeFirstOrThrow()
    const again = await browserOf(world.people.marta)
    expect(await (await answerOf(loader, again.get(`${page}?kept=${id}`), { family: world.family, id: meeting })).json()).toMatchObject({ kept: { values: { words: canary } } })
  })
})

describe('one’s own copy, and being forgotten', () => {
  const copyOf = async (who: Who) => JSON.stringify(await everythingAbout(must(myselfFor(db, world.people[who], worldBegins), 'account:keep')))

  test('it holds one’s own words, while one is inside, and nobody else’s', async () => {
    await open()
    await write('marta', 'Mine alone')
    await write('kasia', 'Hers alone')
    await write('kasia', 'Brought by her', { child: world.members.leo })
    expect(await copyOf('marta')).toContain('Mine alone')
    for (const words of ['Hers alone', 'Brought by her']) {
      expect(await copyOf('kasia')).toContain(words)
      expect(await copyOf('marta')).not.toContain(words)
    }
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting, member: world.members.kasia }))
    expect(await copyOf('kasia')).not.toContain('Hers alone')
  })

  test('whoever is forgotten has written nothing', async () => {
    await open('piotr', world.members.piotr)
    await write('piotr', 'To be forgotten')
    await write('marta', 'To stay')
    await done(act(must(myselfFor(db, world.people.piotr, worldBegins), 'account:keep'), askToBeForgotten, {}))
    await db.insertInto('post').values({ person_id: world.people.omar, id: newId(), role: 'administrator', team: '', from_on: today, until_on: null }).execute()
    await done(act(must(await world.desk('omar'), 'people:keep'), forget, { person: world.people.piotr }))
    expect(await said('marta')).toEqual(['To stay'])
  })
})

describe('the seal', () => {
  test('opens under its own name alone, and not when a letter of it was changed', async () => {
    await open()
    const { room } = await into('marta')
    const sealed = await sealIn(db, room, 'post 1', 'words')
    expect(await openIn(db, room, [{ about: 'post 1', sealed }, { about: 'post 2', sealed: null }])).toEqual(['words', null])
    for (const [where, about, text] of [[room, 'post 2', sealed], [{ ...room, sitting: 2 }, 'post 1', sealed], [room, 'post 1', sealed.slice(0, -2) + (sealed.endsWith('A') ? 'BB' : 'AA')]] as const) {
      await expect(openIn(db, where, [{ about, sealed: text }])).rejects.toThrow()
    }
    expect(await sealIn(db, room, 'post 1', 'words')).not.toBe(sealed)
    await db.deleteFrom('room_key').execute()
    await expect(openIn(db, room, [{ about: 'post 1', sealed }])).rejects.toThrow('no key')
  })

  test('another key outside seals it anew, killed in between too; the one before is read until it is taken out', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'keys-'))
    const file = path.join(folder, 'room-keys')
    vi.stubEnv('ROOM_KEYS_FILE', file)
    onTestFinished(() => {
      vi.unstubAllEnvs()
      rmSync(folder, { recursive: true })
    })
    const wrappedBy = async () => (await db.selectFrom('room_key').select('wrapped_by').execute()).map((row) => row.wrapped_by)
    expect(await rotateRoomKeys(db, file)).toMatchObject({ meetings: 0, idle: [] })
    await open()
    await write('marta', 'Before')
    const [first] = await wrappedBy()
    // Killed after the key was written and before any row was: the next run adds none.
    writeKeys(file, [...keysIn(file), newWrappingKey()])
    const second = keysIn(file)[1]!.name
    expect(await said('kasia')).toEqual(['Before'])
    expect(await rotateRoomKeys(db, file)).toEqual({ to: second, meetings: 1, idle: [first] })
    expect(await wrappedBy()).toEqual([second])
    await write('kasia', 'After')
    expect(await forgetIdleKeys(db, file)).toEqual([first])
    expect(await said('marta')).toEqual(['Before', 'After'])
    expect(statSync(file).mode & 0o077).toBe(0)
    writeKeys(file, [newWrappingKey()])
    await expect(said('marta')).rejects.toThrow('no key')
  })

  test('a key opens for its own meeting alone', async () => {
    await open()
    const { room } = await into('marta')
    await sql`update room_key set wrapped = ${'A'.repeat(80)}`.execute(db)
    await expect(sealIn(db, room, 'post 1', 'words')).rejects.toThrow()
  })
})
