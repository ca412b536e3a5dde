/** Messages between a family and those who help it, and notes that somebody keeps. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must, type Viewer } from '#app/access/viewer.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { conversation, conversationsOf, leaveConversation, messagesToRead, startConversation, writeMessage, writesTo } from '#app/domain/messages/conversations.server.ts'
import { changeNote, keepNote, note, notesOf, throwNoteAway } from '#app/domain/messages/notes.server.ts'
import type { Named } from '#app/domain/sharing/circles.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type ConversationId, type MemberId, type NoteId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

type Who = 'marta' | 'piotr' | 'zosia' | 'kasia' | 'dean' | 'sam'

let db: Db
let world: World
let minute: number

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  minute = 0
})

/** Each thing that is done is done a minute later. */
const later = (): Instant => plusMinutes(worldBegins, (minute += 1))
const as = async (who: Who): Promise<Viewer> => world.viewer(who, world.family, later())
const onlyLead: Named = { members: [], lead: true }

async function starts(who: Who, to: Named, words = 'Hello'): Promise<ConversationId> {
  const answer = await act(must(await as(who), 'messages:write'), startConversation, { to, topic: 'A question', words, lang: 'en' })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const says = async (who: Who, id: ConversationId, words = 'And this') => act(must(await as(who), 'messages:write'), writeMessage, { conversation: id, words, lang: 'en' })
const reads = async (who: Who, id: ConversationId, page = 1) => conversation(must(await as(who), 'messages:see'), id, page)
const list = async (who: Who) => (await conversationsOf(must(await as(who), 'messages:see'), 1)).conversations
const unread = async (who: Who) => (await waitsForUs(must(await as(who), 'family:see'))).unread
const outbox = async () => (await db.selectFrom('outbox').select('to_person').orderBy('made_at').execute()).map((row) => row.to_person)

describe('a conversation', () => {
  test('is read by those it names and by nobody else, whatever they agreed or lead', async () => {
    const id = await starts('marta', { members: [world.members.zosia], lead: false })
    expect((await reads('zosia', id))!.messages.map(({ words, by }) => [words, by])).toEqual([['Hello', 'Marta Kowalczyk']])
    for (const who of ['piotr', 'kasia', 'dean', 'sam'] as const) {
      expect(await reads(who, id), who).toBeUndefined()
      expect(await list(who), who).toEqual([])
      expect(await unread(who), who).toEqual([])
      expect(await says(who, id), who).toEqual(await says(who, newId<ConversationId>()))
      expect(await act(must(await as(who), 'messages:see'), leaveConversation, { conversation: id }), who).toMatchObject({ ok: false, why: 'not-there' })
    }
  })

  test('with the lead professional is with whoever that is, and ends for whoever was', async () => {
    const id = await starts('zosia', onlyLead)
    expect((await reads('sam', id))!.with).toEqual(['Zosia Bailey'])
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('family_id', '=', world.family).where('id', '=', world.members.sam).execute()
    await db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: world.people.omar, name: 'Omar Siddiqui', given_name: 'Omar', seat: 'lead', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
    const omar = await world.viewer('omar', world.family, later())
    expect((await conversation(must(omar, 'messages:see'), id, 1))!.messages).toHaveLength(1)
    expect((await reads('zosia', id))!.with).toEqual(['Omar Siddiqui'])
  })

  test('tells each reader once until they have read it, never the one who wrote, in words that say nothing', async () => {
    const id = await starts('marta', { members: [world.members.piotr], lead: true })
    const told = async (who: Who) => (await outbox()).filter((one) => one === world.people[who]).length
    expect([await told('piotr'), await told('sam'), await told('marta')]).toEqual([1, 1, 0])
    await says('marta', id)
    await reads('sam', id)
    await says('marta', id)
    expect([await told('piotr'), await told('sam'), await told('marta')]).toEqual([1, 2, 0])
    await says('piotr', id)
    expect(await told('marta')).toBe(1)
    const rows = await db.selectFrom('outbox').select(['subject', 'body']).execute()
    for (const { subject, body } of rows) expect(subject + body).not.toMatch(/Hello|question|Marta|family|plan/i)
  })

  test('is new to a reader until its page was open; what one wrote oneself is not', async () => {
    const id = await starts('marta', onlyLead)
    expect(await unread('marta')).toEqual([])
    expect(await unread('sam')).toEqual([id])
    expect((await reads('sam', id))!.messages.map((one) => one.new)).toEqual([true])
    expect((await reads('sam', id))!.messages.map((one) => one.new)).toEqual([false])
    expect(await unread('sam')).toEqual([])
    await says('sam', id, 'An answer')
    expect((await list('marta'))[0]).toMatchObject({ id, unread: true, with: ['Sam Adeyemi'], lastBy: world.members.sam })
    expect(await unread('marta')).toEqual([id])
  })

  test('waits on the desk of whoever helps, by the family and the hour alone', async () => {
    const desk = async () => messagesToRead(must((await areaViewerFor(db, world.people.sam, later()))!, 'desk:see'))
    const id = await starts('marta', onlyLead)
    await starts('marta', { members: [world.members.piotr], lead: false })
    expect(await desk()).toEqual([{ family: world.family, name: expect.any(String), conversation: id, since: plusMinutes(worldBegins, 1) }])
    await reads('sam', id)
    expect(await desk()).toEqual([])
  })

  test('is left by whoever it names, to whom it is then not there; the others keep what was said', async () => {
    const id = await starts('marta', { members: [world.members.zosia, world.members.piotr], lead: true })
    await says('zosia', id, 'I was here')
    expect(await act(must(await as('zosia'), 'messages:see'), leaveConversation, { conversation: id })).toMatchObject({ ok: true })
    expect(await reads('zosia', id)).toBeUndefined()
    expect((await reads('piotr', id))!.messages.map(({ words }) => words)).toEqual(['Hello', 'I was here'])
    expect((await reads('piotr', id))!.with).toEqual(['Marta Kowalczyk', 'Sam Adeyemi'])
    // Whoever is in it as the lead professional stays.
    expect((await reads('sam', id))!.mayLeave).toBe(false)
    expect(await act(must(await as('sam'), 'messages:see'), leaveConversation, { conversation: id })).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('shows its newest twenty first, and the earlier ones a page further', async () => {
    const id = await starts('marta', onlyLead, 'Number 0')
    for (let n = 1; n <= 24; n += 1) await says('marta', id, `Number ${n}`)
    const [newest, earlier] = [(await reads('sam', id))!, (await reads('sam', id, 2))!]
    expect(newest.messages.map(({ words }) => words)).toEqual(Array.from({ length: 20 }, (_, n) => `Number ${n + 5}`))
    expect(earlier.messages.map(({ words }) => words)).toEqual(Array.from({ length: 5 }, (_, n) => `Number ${n}`))
    expect([newest.pages, (await reads('sam', id, 99))!.page]).toEqual([2, 2])
  })
})

describe('whom somebody writes to', () => {
  const names = async (who: Who) => writesTo(await as(who), await membersOf(await as(who))).map(({ name }) => name).sort()

  test('is whoever can sign in and read it: from outside of the household the lead professional alone', async () => {
    expect(await names('marta')).toEqual(['Dean Marsh', 'Kasia Nowak', 'Piotr Bailey', 'Sam Adeyemi', 'Zosia Bailey'])
    expect(await names('sam')).toContain('Marta Kowalczyk')
    for (const who of ['kasia', 'dean'] as const) expect(await names(who)).toEqual(['Sam Adeyemi'])
  })

  test('is refused at the command too, and beside its field', async () => {
    const tries = async (who: Who, to: Named) => act(must(await as(who), 'messages:write'), startConversation, { to, topic: 't', words: 'w', lang: 'en' })
    expect(await tries('dean', { members: [world.members.marta], lead: false })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'seen-by' })
    expect(await tries('dean', { members: [], lead: true })).toMatchObject({ ok: true })
    expect(await tries('marta', { members: [world.members.leo], lead: false })).toMatchObject({ ok: false, why: 'cannot-read-here', field: 'seen-by' })
    expect(await tries('marta', { members: [], lead: false })).toMatchObject({ ok: false, why: 'nobody-to-write-to' })
    expect(await tries('marta', { members: [world.members.marta], lead: false })).toMatchObject({ ok: false, why: 'nobody-to-write-to' })
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.sam).execute()
    expect(await tries('marta', onlyLead)).toMatchObject({ ok: false, why: 'nobody-to-write-to' })
  })

  test('somebody from outside who was written to answers everybody in it', async () => {
    const id = await starts('marta', { members: [world.members.kasia], lead: false })
    expect(await says('kasia', id, 'I can')).toMatchObject({ ok: true })
    expect((await reads('marta', id))!.messages.map(({ by }) => by)).toEqual(['Marta Kowalczyk', 'Kasia Nowak'])
  })

  test('a young person below the age of the area keeps nothing to some, messages neither', async () => {
    await db.updateTable('member').set({ born_on: `${Number(today.slice(0, 4)) - 9}-01-01` as Day }).where('id', '=', world.members.zosia).execute()
    expect(await act(must(await as('zosia'), 'messages:write'), startConversation, { to: onlyLead, topic: 't', words: 'w', lang: 'en' })).toMatchObject({ ok: false, why: 'too-young-to-keep' })
  })
})

describe('a note', () => {
  const keeps = async (who: 'marta' | 'zosia', shownTo: Named = { members: [], lead: false }): Promise<NoteId> => {
    const answer = await act(must(await as(who), 'notes:keep'), keepNote, { words: 'Quietly', lang: 'en', shownTo })
    if (!answer.ok) throw new Error(answer.why)
    return answer.value
  }
  const sees = async (who: Who) => (await notesOf(must(await as(who), 'notes:see'), 1)).notes.map(({ id }) => id)

  test('is its writer’s alone until they show it to somebody by name', async () => {
    const id = await keeps('zosia')
    expect(await sees('zosia')).toEqual([id])
    for (const who of ['marta', 'piotr', 'kasia', 'dean', 'sam'] as const) {
      expect(await sees(who), who).toEqual([])
      expect(await note(must(await as(who), 'notes:see'), id), who).toBeUndefined()
    }
    const shown = await keeps('zosia', { members: [world.members.kasia], lead: true })
    for (const who of ['kasia', 'sam'] as const) expect(await sees(who), who).toEqual([shown])
    expect(await sees('marta')).toEqual([])
  })

  test('is changed by its writer alone, in its words and in who sees it; the words before are nowhere', async () => {
    const id = await keeps('zosia', { members: [world.members.marta], lead: false })
    const change = async (who: 'marta' | 'zosia', shownTo: Named) => act(must(await as(who), 'notes:keep'), changeNote, { note: id, words: 'Louder', lang: 'en', shownTo })
    expect(await change('marta', onlyLead)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await change('zosia', onlyLead)).toMatchObject({ ok: true })
    expect(await sees('marta')).toEqual([])
    expect(await note(must(await as('sam'), 'notes:see'), id)).toMatchObject({ words: 'Louder' })
    expect(await rowsWith('Quietly')).toEqual([])
  })

  test('that is thrown away is gone from every table, with what was typed of it and not sent', async () => {
    const id = await keeps('zosia', { members: [world.members.marta], lead: false })
    await db.insertInto('parked_form').values({ person_id: world.people.zosia, id: newId(), path: `/families/${world.family}/notes/${id}`, fields: JSON.stringify({ words: 'Quietly more' }), at: worldBegins }).execute()
    expect(await act(must(await as('marta'), 'notes:keep'), throwNoteAway, { note: id })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(must(await as('zosia'), 'notes:keep'), throwNoteAway, { note: id })).toMatchObject({ ok: true })
    expect(await note(must(await as('zosia'), 'notes:see'), id)).toBeUndefined()
    expect(await rowsWith('Quietly')).toEqual([])
    expect(await act(must(await as('zosia'), 'notes:keep'), throwNoteAway, { note: id })).toMatchObject({ ok: false, why: 'not-there' })
  })

  /** The tables in which a word stands. */
  async function rowsWith(word: string): Promise<string[]> {
    const tables = (await db.introspection.getTables()).map(({ name }) => name)
    const found = await Promise.all(tables.map(async (name) => (JSON.stringify(await db.selectFrom(name as 'note').selectAll().execute()).includes(word) ? [name] : [])))
    return found.flat()
  }
})
