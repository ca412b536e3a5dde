/** Somebody who has been through the same: both agree, nothing of a plan or a budget is told, and either stops at any time. */
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { must, viewerOfMoney, type Viewer } from '#app/access/viewer.server.ts'
import { askForPeer, lookOn, notePeer, notePeerLook, notePeerStopped, peersOf, peersToFind, stopPeer, type PeerAsk } from '#app/domain/carers/peers.server.ts'
import { endMember } from '#app/domain/family/members.server.ts'
import { looksAt } from '#app/domain/sharing/looked.server.ts'
import { openRecord } from '#app/domain/family/starting.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId } from '#app/values/ids.ts'
import { plusDays, workingDaysAfter } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { done } from '#db/demo/director.server.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'
import { Reader } from './whole-site.ts'

let db: Db
let world: World
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

const theirs: PeerAsk = { likeness: 'parent', firstName: 'Zq-Marta', reach: 'zq-reach of hers', words: 'Zqwords of hers', lang: 'en', shownTo: [] }
const peer = { name: 'Zq-Pat', reach: 'zq-reach of Pat' }
const ask = async (more: Partial<PeerAsk> = {}, who: 'marta' | 'piotr' | 'zosia' = 'marta') => act(must(await world.viewer(who), 'peers:ask'), askForPeer, { ...theirs, ...more })
const lead = async () => must(await world.viewer('sam'), 'peers:answer')
const idOf = async () => (await db.selectFrom('peer_contact').select('id').where('state', '<>', 'ended').executeTakeFirstOrThrow()).id
const seenBy = async (who: 'marta' | 'piotr' | 'zosia' | 'sam') => peersOf(must(await world.viewer(who), 'peers:see'))
const found = async () => act(await lead(), notePeer, { peer: await idOf(), ...peer, agreedOn: today })

/** Every column of every table in which a word stands; a hyphen in it tells it from ids. */
async function where(word: string): Promise<string[]> {
  const at = new Set<string>()
  for (const { name } of await db.introspection.getTables()) {
    for (const row of await db.selectFrom(name as 'goal').selectAll().execute()) for (const [column, value] of Object.entries(row)) if (typeof value === 'string' && value.toLowerCase().includes(word)) at.add(`${name}.${column}`)
  }
  return [...at].sort()
}

async function rows(): Promise<Record<string, number>> {
  const tables = await db.introspection.getTables()
  return Object.fromEntries(await Promise.all(tables.map(async ({ name }) => [name, (await db.selectFrom(name as 'goal').selectAll().execute()).length] as const)))
}

describe('asking', () => {
  test('is kept to the asker and the lead professional, whose desk has it with a day; whoever was ticked sees it too', async () => {
    expect(await ask()).toMatchObject({ ok: true, value: { dueOn: workingDaysAfter(today, 10, new Set()) } })
    expect(await seenBy('marta')).toMatchObject([{ state: 'asked', firstName: 'Zq-Marta', peer: null }])
    expect(await seenBy('sam')).toMatchObject([{ askedBy: world.members.marta }])
    for (const who of ['piotr', 'zosia'] as const) expect(await seenBy(who)).toEqual([])
    expect(await peersToFind(must(await world.desk('sam'), 'desk:see'))).toMatchObject([{ family: world.family, noLead: false }])
    for (const who of ['priya', 'omar'] as const) expect(await peersToFind(must(await world.desk(who), 'desk:see'))).toEqual([])
    expect((await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)).toEqual([world.people.sam])

    expect(await ask({ shownTo: [world.members.marta] }, 'piotr')).toMatchObject({ ok: true })
    expect(await seenBy('marta')).toHaveLength(2)
  })

  test('holds what the asker chose to say, and nothing of a plan or a budget', async () => {
    await ask()
    const row = await db.selectFrom('peer_contact').selectAll().executeTakeFirstOrThrow()
    expect(Object.entries(row).filter(([, value]) => value !== null).map(([column]) => column).sort()).toEqual(['asked_at', 'asked_by', 'circle_id', 'due_on', 'family_id', 'first_name', 'id', 'lang', 'likeness', 'reach', 'state', 'words'])
    for (const word of ['zq-marta', 'zq-reach', 'zq-words']) expect((await where(word)).every((column) => column.startsWith('peer_contact.'))).toBe(true)
  })

  test('is once at a time, and not for somebody too young to keep things to themselves', async () => {
    await ask()
    expect(await ask()).toMatchObject({ ok: false, why: 'asked-already' })
    expect(await ask({ shownTo: [world.members.samOther] }, 'piotr')).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'shown-to' })
    await db.updateTable('member').set({ born_on: plusDays(today, -365 * 9) }).where('id', '=', world.members.zosia).execute()
    expect(await ask({}, 'zosia')).toMatchObject({ ok: false, why: 'too-young-to-keep' })
  })
})

describe('somebody who agreed', () => {
  test('is read by the asker with both days of consent, and by nobody else', async () => {
    await ask()
    expect(await act(await lead(), notePeer, { peer: await idOf(), ...peer, agreedOn: plusDays(today, 1) })).toMatchObject({ ok: false, why: 'not-yet-said', field: 'agreed' })
    expect(await found()).toMatchObject({ ok: true })
    expect(await seenBy('marta')).toMatchObject([{ state: 'agreed', dueOn: null, askedOn: worldBegins, peer: { ...peer, agreedOn: today } }])
    for (const who of ['piotr', 'zosia'] as const) expect(await seenBy(who)).toEqual([])
    expect(await peersToFind(must(await world.desk('sam'), 'desk:see'))).toEqual([])
    expect(await found()).toMatchObject({ ok: false, why: 'changed-meanwhile' })
  })

  test('has no account, no seat, no message and no link: there is nothing that they could see', async () => {
    await ask({ reach: 'marta.zq-@example.org' })
    const before = await rows()
    await act(await lead(), notePeer, { peer: await idOf(), name: 'Zq-Pat', reach: 'zq-pat@example.org', agreedOn: today })
    const after = await rows()
    const grown = Object.keys(after).filter((table) => after[table] !== before[table])
    expect(grown.sort()).toEqual(['event', 'notice_link', 'outbox'])
    expect(await where('zq-pat')).toEqual(['peer_contact.peer_name', 'peer_contact.peer_reach'])
    expect((await db.selectFrom('outbox').select('to_person').orderBy('made_at').execute()).map((row) => row.to_person).sort()).toEqual([world.people.marta, world.people.sam].sort())
    const stranger = new Reader('Pat')
    for (const page of ['', '/plan', '/budget', '/peers']) expect((await stranger.get(`/families/${world.family}${page}`)).to).toMatch(/^\/sign-in/)
  })

  test('stops, or the asker does: names and numbers of both are gone everywhere, and it can be asked again', async () => {
    for (const stop of ['asker', 'peer'] as const) {
      await ask()
      await found()
      const id = await idOf()
      const ended = stop === 'asker' ? await act(must(await world.viewer('marta'), 'peers:ask'), stopPeer, { peer: id }) : await act(await lead(), notePeerStopped, { peer: id })
      expect(ended).toMatchObject({ ok: true })
      expect((await seenBy('marta')).find((one) => one.id === id)).toMatchObject({ state: 'ended', endedBy: stop, firstName: null, reach: null, words: null, peer: null })
      // Whole words: three letters can stand in what is made by chance.
      for (const word of ['zq-marta', 'zq-reach', 'zq-pat', 'zqwords']) expect(await where(word)).toEqual([])
      expect(await act(must(await world.viewer('marta'), 'peers:ask'), stopPeer, { peer: id })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    }
  })

  test('is not stopped by somebody else, nor noted by one of the family', async () => {
    await ask({ shownTo: [world.members.piotr] })
    await found()
    const piotr = await world.viewer('piotr')
    expect(await act(must(piotr, 'peers:ask'), stopPeer, { peer: await idOf() })).toMatchObject({ ok: false, why: 'not-there' })
    expect(() => must(piotr, 'peers:answer')).toThrow()
    for (const who of ['kasia', 'dean'] as const) {
      const outside: Viewer = await world.viewer(who)
      expect(() => must(outside, 'peers:see')).toThrow()
    }
  })
})

describe('nobody yet', () => {
  test('is told to the asker with a new day, which is to come', async () => {
    await ask()
    const on = { peer: await idOf(), words: 'I ask at the hub on Friday', lang: 'en' }
    expect(await act(await lead(), lookOn, { ...on, until: today })).toMatchObject({ ok: false, why: 'day-is-past', field: 'until' })
    expect(await act(await lead(), lookOn, { ...on, until: plusDays(today, 9) })).toMatchObject({ ok: true })
    expect(await seenBy('marta')).toMatchObject([{ state: 'asked', dueOn: plusDays(today, 9), said: { words: 'I ask at the hub on Friday' } }])
  })

  test('is a manager of the team to look for where nobody leads; that they looked is told to the asker alone', async () => {
    await ask()
    const manager = async () => (await viewerOfMoney(db, world.people.priya, world.family, worldBegins))!
    const peerId = await idOf()
    expect(await peersOf(must(await manager(), 'peers:see'))).toEqual([])
    expect(await act(must(await manager(), 'peers:answer'), notePeer, { peer: peerId, ...peer, agreedOn: today })).toMatchObject({ ok: false, why: 'not-there' })
    await db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.sam).execute()
    expect(await peersToFind(must(await world.desk('priya'), 'desk:see'))).toMatchObject([{ family: world.family, noLead: true }])
    expect(await act(must(await manager(), 'peers:answer'), notePeerLook, { peer: peerId })).toMatchObject({ ok: true })
    expect(await act(must(await manager(), 'peers:answer'), notePeerLook, { peer: newId() })).toMatchObject({ ok: false, why: 'not-there' })
    expect((await looksAt(must(await world.viewer('marta'), 'sharing:see'), 1)).looks).toMatchObject([{ name: 'Priya Nair', what: 'peers', because: { known: 'peer-to-find' } }])
    expect((await looksAt(must(await world.viewer('piotr'), 'sharing:see'), 1)).looks).toEqual([])
    expect(await act(must(await manager(), 'peers:answer'), notePeer, { peer: peerId, ...peer, agreedOn: today })).toMatchObject({ ok: true })
  })

  test('is looked for no more when the place of whoever asked has ended, and what they said is gone', async () => {
    await ask({}, 'piotr')
    await done(must(await world.viewer('sam'), 'people:invite'), endMember, { member: world.members.piotr })
    expect(await peersToFind(must(await world.desk('sam'), 'desk:see'))).toEqual([])
    // Whole words: three letters can stand in what is made by chance.
    for (const word of ['zq-marta', 'zq-reach', 'zq-pat', 'zqwords']) expect(await where(word)).toEqual([])
  })
})

test('a look of the lead professional at the page is told to whoever knows that somebody asked, and to nobody else', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
  onTestFinished(() => void vi.useRealTimers())
  await ask()
  await done(must(await world.viewer('sam'), 'family:see'), openRecord, { reason: 'visit', lang: null })
  const sam = await Reader.of('sam', world.people.sam)
  expect((await sam.get(`/families/${world.family}/peers`)).status).toBe(200)
  expect((await looksAt(must(await world.viewer('marta'), 'sharing:see'), 1)).looks).toMatchObject([{ name: 'Sam Adeyemi', what: 'peers' }])
  expect((await looksAt(must(await world.viewer('piotr'), 'sharing:see'), 1)).looks).toEqual([])
})
