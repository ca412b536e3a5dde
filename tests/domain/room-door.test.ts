/** The door of private family time: whoever helps opens ways into a meeting, and none of them leads inside; an adult of the family who is inside does. */
import { beforeEach, describe, expect, test } from 'vitest'
import { invitedBy, must, myselfFor, viewerFor } from '#app/access/viewer.server.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { invite, joinAsNewPerson, letterTo, type InviteBy } from '#app/domain/family/invitations.server.ts'
import { guestLetter, inviteGuest, inviteGuestAgain } from '#app/domain/meetings/guests.server.ts'
import { choosePeople, inviteToMeeting, leaveOutOfMeeting } from '#app/domain/meetings/meetings.server.ts'
import { goIn, goesInAlone, letIn } from '#app/domain/meetings/room-door.server.ts'
import { talkIn, writePost } from '#app/domain/meetings/room-posts.server.ts'
import { around, closeRoom, inTheRoomOrAtItsDoor, mustBeInTheRoom, openRoom, opensFirst, roomNow } from '#app/domain/meetings/rooms.server.ts'
import { keepSitting, moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { readyToWrite, takeBackWrittenBefore, writeBefore, writtenBefore } from '#app/domain/meetings/writing-before.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import * as decide from '#app/routes/family/room-decide.tsx'
import * as door from '#app/routes/family/room-door.tsx'
import * as live from '#app/routes/family/room-live.ts'
import * as tell from '#app/routes/family/room-tell.tsx'
import * as room from '#app/routes/family/room.tsx'
import { newId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { setDatabase, type Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let there: Gathering
atWorldBegins()
beforeEach(async () => {
  db = await freshDatabase()
  setDatabase(db)
  world = await aWorld(db)
  there = await aGathering(db, world)
})

type Who = 'marta' | 'piotr' | 'kasia'
const form = () => ({ id: newId(), contentHash: newId() })
const letter: InviteBy = { channel: 'letter' }
const seenBy = async (person: PersonId) => (await viewerFor(db, person, world.family, worldBegins))!
const stands = async (person: PersonId) => inTheRoomOrAtItsDoor(await seenBy(person), there.meeting)
const into = async (person: PersonId) => mustBeInTheRoom(await seenBy(person), there.meeting)
const open = async (who: Who = 'marta', people: readonly MemberId[] = []) => done(actQuietly(await into(world.people[who]), openRoom, { facilitator: world.members[who], letIn: people }, form()))
const write = async (who: Who, words: string) => done(actQuietly(await into(world.people[who]), writePost, { words, view: false, child: null }, form()))
const said = async (person: PersonId) => {
  const viewer = await into(person)
  return (await talkIn(viewer, await around(viewer), 1)).posts.map((one) => one.said?.words)
}
const lets = async (who: Who, member: MemberId) => actQuietly(await into(world.people[who]), letIn, { member }, form())
const waiting = async (who: Who = 'marta') => (await roomNow(await into(world.people[who]))).waiting.map(({ name, invitedBy: by }) => [name, by])
const arranging = async () => must(await there.graceMay('meetings:arrange'), 'meetings:see')
const guest = async (who: 'marta' | 'grace', name = 'Cousin Rosa', by: InviteBy = letter) => done(act(who === 'grace' ? await arranging() : await world.may('marta', 'meetings:see'), inviteGuest, { meeting: there.meeting, name, relation: 'cousin', by, lang: 'en', saysName: false, until: null }))
const invited = async (member: MemberId) => done(act(await world.may('marta', 'meetings:see'), inviteToMeeting, { meeting: there.meeting, member }))
async function joins(member: MemberId): Promise<PersonId> {
  const { token_hash: tokenHash } = await db.selectFrom('secret_link').select('token_hash').where('member_id', '=', member).where('ended_at', 'is', null).executeTakeFirstOrThrow()
  const bearer = must((await invitedBy(db, tokenHash, worldBegins))!, 'invitation:answer')
  return (await done(act(bearer, joinAsNewPerson, { tokenHash, to: { channel: 'email', address: `${newId()}@example.org` }, lang: 'en', passwordHash: null }))).person
}
/** Somebody made up by whoever gets the meeting ready, who then comes as them. */
const madeUp = async () => {
  const member = await guest('grace')
  return { member, person: await joins(member) }
}
/** Halina, who has no account: the lead professional invites her, and comes as her. */
const asHalina = async () => {
  await done(act(must(await world.viewer('sam'), 'people:invite'), invite, { member: there.halina, by: letter, lang: 'en' }))
  return { member: there.halina, person: await joins(there.halina) }
}
const moved = async (people: readonly MemberId[], number: number) => {
  if (number === 2) await done(act(await arranging(), keepSitting, { meeting: there.meeting, number, startsAt: null, minutes: 60, place: null, dialIn: null, callUrl: null }))
  await done(act(await arranging(), moveToSitting, { meeting: there.meeting, people, number }))
}

/** What every address of the room answers somebody, and every button of it. */
async function everyAddress(person: PersonId): Promise<string> {
  const browser = await browserOf(person)
  const params = { family: world.family, id: there.meeting }
  const here = `/families/${world.family}/meetings/${there.meeting}/private`
  const got: string[] = []
  for (const [path, page] of [['', room], ['/door', door], ['/decide', decide], ['/tell', tell], ['/live', live]] as const) {
    const pages = [answerOf(page.loader, browser.get(`${here}${path}`), params)]
    if ('action' in page) for (const intent of ['open', 'leads', 'close', 'stop', 'back', 'write', 'before', 'let-in', 'look', 'send', 'propose', 'agree', 'put', 'in']) pages.push(answerOf(page.action, browser.post(`${here}${path}`, { form: newId(), intent, words: 'Let me in', facilitator: world.members.marta, member: world.members.marta, contact: '01632 960123', kept: 'us' }), params))
    for (const answer of await Promise.all(pages)) got.push(`${path} ${answer.status} ${answer.headers.get('Location') ?? ''} ${await answer.text()}`)
  }
  return got.join('\n')
}

describe('whoever helps lets nobody in', () => {
  test.each([
    ['somebody made up, whom the co-ordinator invited', madeUp, 'Grace Lim'],
    ['somebody without an account, as whom the lead professional joined', asHalina, 'Sam Okafor'],
  ])('%s waits at the door, reads nothing at any address and does nothing, until an adult inside lets them in', async (_, comes, who) => {
    await invited(there.halina)
    await open()
    await write('kasia', 'What nobody else reads')
    const { member, person } = await comes()
    expect((await stands(person)).waits).toBeDefined()
    const before = await db.selectFrom('room').selectAll().execute()
    const got = await everyAddress(person)
    expect(got).not.toMatch(/What nobody else reads|Kasia/)
    expect(got).toMatch(/\/private\/door/)
    expect(got).toMatch(/^\/decide 404/m)
    expect(got).toMatch(/^\/live 404/m)
    expect(got).not.toMatch(/^\/tell 200/m)
    expect(await db.selectFrom('room').selectAll().execute()).toEqual(before)
    expect(await said(world.people.marta)).toEqual(['What nobody else reads'])
    expect(await waiting()).toEqual([[expect.any(String), expect.stringContaining(who.split(' ')[0]!)]])
    expect((await roomNow(await into(world.people.kasia))).people.map((one) => one.member)).not.toContain(member)

    const events = await db.selectFrom('event').select('seq').execute()
    await done(lets('kasia', member))
    expect(await said(person)).toEqual(['What nobody else reads'])
    expect(await waiting()).toEqual([])
    expect(await db.selectFrom('event').select('seq').execute(), 'no event says so').toHaveLength(events.length)
    expect(await lets('marta', member), 'again, they are inside').toMatchObject({ ok: true })
  })

  test('whom they invited before it opened comes in only where the one who opens it says that it is really them', async () => {
    const { member, person } = await madeUp()
    expect((await stands(person)).inRoom, 'before it opens, each reads their own alone').toBeDefined()
    expect((await roomNow(await into(world.people.marta))).people.filter((one) => one.invitedBy !== null)).toMatchObject([{ member, invitedBy: 'Grace Lim' }])
    expect(await actQuietly(await into(person), openRoom, { facilitator: member }, form()), 'and opens nothing').toMatchObject({ ok: false, why: 'adults-open' })
    expect(await actQuietly(await into(world.people.marta), openRoom, { facilitator: member }, form()), 'nor leads the talk').toMatchObject({ ok: false, why: 'not-inside', field: 'facilitator' })
    await open()
    expect((await stands(person)).waits).toBeDefined()
    expect((await stands(world.people.kasia)).inRoom).toBeDefined()
  })

  test('said to be really them, they come in as it opens', async () => {
    const { member, person } = await madeUp()
    await open('marta', [member])
    expect((await stands(person)).inRoom).toBeDefined()
  })

  test('whoever is moved into a sitting that is open waits, and moved back they wait again', async () => {
    await open()
    await write('kasia', 'About Piotr')
    await moved([world.members.piotr], 2)
    expect((await stands(world.people.piotr)).inRoom, 'where nothing is open there is nothing to wait for').toMatchObject({ room: { sitting: 2 } })
    await moved([world.members.piotr], 1)
    expect((await stands(world.people.piotr)).waits).toBeDefined()
    expect(await everyAddress(world.people.piotr)).not.toContain('About Piotr')
    expect(await waiting()).toEqual([['Piotr Bailey', null]])
    await moved([world.members.kasia], 1)
    expect((await stands(world.people.kasia)).inRoom, 'whoever sits there already stays inside').toBeDefined()
    await done(lets('marta', world.members.piotr))
    expect(await said(world.people.piotr)).toEqual(['About Piotr'])
  })

  test('whoever was left out and is asked again waits', async () => {
    await open()
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting: there.meeting, member: world.members.kasia }))
    await done(act(await arranging(), choosePeople, { meeting: there.meeting, people: [world.members.kasia] }))
    await done(act(await arranging(), inviteToMeeting, { meeting: there.meeting, member: world.members.kasia }))
    expect((await stands(world.people.kasia)).waits).toBeDefined()
  })
})

describe('the family lets in', () => {
  test('whom it invited itself comes in as it opens; invited again by whoever helps, they are looked at once more', async () => {
    const [hers, both] = [await guest('marta'), await guest('marta', 'Ola', { channel: 'email', address: 'ola@example.org' })]
    const grace = await arranging()
    await done(act(grace, inviteGuestAgain, { meeting: there.meeting, member: both, by: letter, lang: 'en', saysName: false }))
    const [cousin, ola] = [await joins(hers), await joins(both)]
    await open()
    expect((await stands(cousin)).inRoom).toBeDefined()
    expect((await stands(ola)).waits).toBeDefined()
  })

  test('nobody who helps prints a letter of the family’s, with whose code they could come as its reader', async () => {
    const [hers, graces] = [await guest('marta'), await guest('grace', 'Ola')]
    expect(await guestLetter(await world.may('marta', 'meetings:see'), there.meeting, hers)).toMatchObject({ name: 'Cousin Rosa' })
    expect(await guestLetter(await arranging(), there.meeting, hers)).toBeUndefined()
    expect(await letterTo(must(await world.viewer('sam'), 'people:invite'), hers)).toBeUndefined()
    expect(await guestLetter(await arranging(), there.meeting, graces)).toMatchObject({ name: 'Ola' })
  })

  test('whoever comes after it opened waits, also where the family invited them; no young person lets anybody in', async () => {
    await open()
    const member = await guest('marta')
    const person = await joins(member)
    expect(await waiting()).toEqual([['Cousin Rosa', null]])
    await db.updateTable('member').set({ seat: 'young-person' }).where('id', '=', world.members.kasia).execute()
    expect(await lets('kasia', member)).toMatchObject({ ok: false, why: 'adults-let-in' })
    expect(await lets('marta', newId())).toMatchObject({ ok: false, why: 'not-there' })
    await done(lets('marta', member))
    expect((await stands(person)).inRoom).toBeDefined()
    const told = await db.selectFrom('outbox').select('to_person').where('to_person', '=', person).execute()
    expect(told.length, 'they are told that there is something').toBeGreaterThan(0)
  })

  test('what somebody wrote before is said when they are let in, and is theirs until then', async () => {
    const { member, person } = await madeUp()
    await readyToWrite(await into(person))
    await done(actQuietly(await into(person), writeBefore, { words: 'From Rosa' }, form()))
    await open()
    expect(await said(world.people.marta)).toEqual([])
    const { waits } = await stands(person)
    expect(await writtenBefore(waits!)).toMatchObject({ words: 'From Rosa' })
    expect(JSON.stringify(await everythingAbout(must(myselfFor(db, person, worldBegins), 'account:keep')))).toContain('From Rosa')
    await done(lets('marta', member))
    expect(await said(world.people.marta)).toEqual(['From Rosa'])
    expect(await said(person)).toEqual(['From Rosa'])
  })

  test('taken back at the door, it is never said', async () => {
    const { member, person } = await madeUp()
    await readyToWrite(await into(person))
    await done(actQuietly(await into(person), writeBefore, { words: 'From Rosa' }, form()))
    await open()
    await done(actQuietly((await stands(person)).waits!, takeBackWrittenBefore, {}, form()))
    await done(lets('marta', member))
    expect(await said(world.people.marta)).toEqual([])
  })

  test('closed, somebody can still be let in, to read; nothing is said in it', async () => {
    const { member, person } = await madeUp()
    await readyToWrite(await into(person))
    await done(actQuietly(await into(person), writeBefore, { words: 'From Rosa' }, form()))
    await open()
    await done(actQuietly(await into(world.people.marta), closeRoom, {}, form()))
    await done(lets('marta', member))
    expect(await said(person)).toEqual([])
    await open()
    expect(await said(person)).toEqual(['From Rosa'])
  })

  test('where no adult is inside any more, whoever was inside goes in again while nobody else has said anything since, and nobody else', async () => {
    const { person } = await madeUp()
    await open()
    await write('marta', 'Between us')
    await moved([world.members.marta, world.members.piotr, world.members.kasia], 2)
    const cousin = (await stands(person)).waits!
    expect(await goesInAlone(cousin), 'whoever helps empties a room, and comes in no more than before').toBe(false)
    expect(await actQuietly(cousin, goIn, {}, form())).toMatchObject({ ok: false, why: 'not-there' })
    await moved([world.members.marta, world.members.kasia], 1)
    expect([await goesInAlone((await stands(world.people.kasia)).waits!), await goesInAlone(cousin)]).toEqual([true, false])
    const marta = (await stands(world.people.marta)).waits!
    expect(await goesInAlone(marta)).toBe(true)
    await done(actQuietly(marta, goIn, {}, form()))
    expect(await said(world.people.marta)).toEqual(['Between us'])
    expect(await goesInAlone((await stands(world.people.kasia)).waits!)).toBe(false)
    await done(lets('marta', world.members.kasia))
  })

  test('whoever was moved out reads nothing of what was said since, though the room be emptied, and though they opened it', async () => {
    await open()
    await moved([world.members.marta], 2)
    await write('kasia', 'About Marta')
    await moved([world.members.piotr, world.members.kasia], 2)
    await moved([world.members.marta], 1)
    const marta = (await stands(world.people.marta)).waits!
    expect(await goesInAlone(marta)).toBe(false)
    expect(await actQuietly(marta, goIn, {}, form())).toMatchObject({ ok: false, why: 'not-there' })
    expect(await everyAddress(world.people.marta)).not.toContain('About Marta')
    await moved([world.members.kasia], 1)
    await done(actQuietly((await stands(world.people.kasia)).waits!, goIn, {}, form()))
    await done(lets('kasia', world.members.marta))
    expect(await said(world.people.marta)).toEqual(['About Marta'])
  })

  test('whoever asked for the meeting goes in where the one who opened it has left, and no adult is inside', async () => {
    await moved([world.members.marta], 2)
    await open('kasia')
    await moved([world.members.marta], 1)
    expect(await goesInAlone((await stands(world.people.marta)).waits!)).toBe(false)
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting: there.meeting, member: world.members.piotr }))
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting: there.meeting, member: world.members.kasia }))
    expect(await goesInAlone((await stands(world.people.marta)).waits!)).toBe(true)
  })

  test('whoever asked for the meeting does not, where others have said something: the co-ordinator empties no room for them to read, open or closed', async () => {
    await moved([world.members.marta], 2)
    await open('kasia')
    await write('kasia', 'About Marta')
    await moved([world.members.piotr, world.members.kasia], 2)
    await moved([world.members.marta], 1)
    for (const state of ['open', 'closed'] as const) {
      await db.updateTable('room').set({ state }).execute()
      const marta = (await stands(world.people.marta)).waits!
      expect([await goesInAlone(marta), await actQuietly(marta, goIn, {}, form())], state).toMatchObject([false, { ok: false, why: 'not-there' }])
      expect(await everyAddress(world.people.marta)).not.toContain('About Marta')
    }
    await moved([world.members.kasia], 1)
    expect(await goesInAlone((await stands(world.people.kasia)).waits!), 'it is not lost to those who said it').toBe(true)
  })
})

describe('being let in holds as long as the place', () => {
  test('a guest who joined and comes in anew by an invitation waits again, and those inside see it', async () => {
    const member = await guest('marta')
    const comes = async (to: Parameters<typeof joinAsNewPerson>[1]['to']) => {
      const { token_hash: tokenHash } = await db.selectFrom('secret_link').select('token_hash').where('member_id', '=', member).where('used_at', 'is', null).where('ended_at', 'is', null).executeTakeFirstOrThrow()
      return (await done(act(must((await invitedBy(db, tokenHash, worldBegins))!, 'invitation:answer'), joinAsNewPerson, { tokenHash, to, lang: 'en', passwordHash: null }))).person
    }
    const person = await comes(null)
    await open()
    expect((await stands(person)).inRoom).toBeDefined()
    const { news } = await roomNow(await into(world.people.marta))
    await done(act(await world.may('marta', 'meetings:see'), inviteGuestAgain, { meeting: there.meeting, member, by: { channel: 'email', address: 'rosa@example.org' }, lang: 'en', saysName: false }))
    expect((await stands(person)).inRoom, 'asked again, they are there as before').toBeDefined()
    expect(await comes(null)).toBe(person)
    expect((await stands(person)).waits, 'who comes by the link may be somebody else').toBeDefined()
    expect([await waiting(), (await roomNow(await into(world.people.marta))).news > news]).toEqual([[['Cousin Rosa', null]], true])
    await done(lets('marta', member))
    expect((await stands(person)).inRoom).toBeDefined()
  })

  test('whoever is left out is inside no more, whatever becomes of their place', async () => {
    await open()
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting: there.meeting, member: world.members.kasia }))
    expect(await db.selectFrom('meeting_person').select('let_in_at').where('member_id', '=', world.members.kasia).execute()).toEqual([{ let_in_at: null }])
  })
})

test('who opens it first: those whom the family knows and whoever asked; failing these the family’s adults; failing these anybody grown up', () => {
  const one = (member: string, seat: 'parent' | 'network' | 'young-person', invitedBy: string | null, hasAccount = true) => ({ member: member as MemberId, name: member, seat, mustAgree: true, hasAccount, invitedBy })
  const [mum, dad, gran, cousin, girl] = [one('mum', 'parent', 'Sam'), one('dad', 'parent', 'Sam'), one('gran', 'network', null), one('cousin', 'network', 'Grace'), one('girl', 'young-person', null)]
  const opens = (people: readonly Parameters<typeof opensFirst>[0][number][]) => opensFirst(people, mum.member).map((each) => each.name)
  expect(opens([mum, dad, gran, cousin, girl])).toEqual(['mum', 'gran'])
  expect(opens([dad, cousin, girl])).toEqual(['dad'])
  expect(opens([cousin, girl])).toEqual(['cousin'])
  expect(opens([girl, one('aunt', 'network', null, false)])).toEqual([])
})

test('news comes to an open page when somebody is asked, let in, moved or left out, and to no other sitting', async () => {
  await moved([world.members.piotr], 2)
  await open()
  await open('piotr')
  const news = async () => Object.fromEntries((await db.selectFrom('room').select(['sitting', 'news']).execute()).map((row) => [row.sitting, row.news]))
  let before = await news()
  const grows = async (what: string) => {
    const after = await news()
    expect(after[1], what).toBeGreaterThan(before[1]!)
    expect(after[2], what).toBe(before[2])
    before = after
  }
  const member = await guest('marta')
  await grows('a guest is invited')
  await joins(member)
  await done(lets('marta', member))
  await grows('somebody is let in')
  await invited(there.halina)
  await grows('somebody is asked')
  await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting: there.meeting, member: there.halina }))
  await grows('somebody is left out')
  await moved([world.members.kasia], 2)
  expect((await news())[1]).toBeGreaterThan(before[1]!)
  expect((await news())[2]).toBeGreaterThan(before[2]!)
})
