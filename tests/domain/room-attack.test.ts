/**
 * Attacks on private family time: everybody who works here, somebody of another family and a stranger, with the right ids in their hands, at every address
 * of the site and with every button of the room. None of them finds a word, changes anything, or learns that there is a room.
 */
import { beforeAll, afterAll, expect, test } from 'vitest'
import { invitedBy, must, viewerFor } from '#app/access/viewer.server.ts'
import { joinAsNewPerson } from '#app/domain/family/invitations.server.ts'
import { inviteGuest } from '#app/domain/meetings/guests.server.ts'
import { letIn } from '#app/domain/meetings/room-door.server.ts'
import { mustBeInTheRoom } from '#app/domain/meetings/rooms.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import type { DemoKey } from '#db/demo/people.ts'
import { newId, type FamilyId, type MeetingId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import type { TestDatabase } from './database.ts'
import { done } from './meeting-world.ts'
import { aCopy, onTheDemo, personOf, plant, readerOf, type Secret } from './planted.ts'
import { Reader, siteRoutes, type Answer } from './whole-site.ts'

onTheDemo()

const staff: readonly DemoKey[] = ['sam', 'omar', 'priya', 'ruth', 'lewis', 'femi', 'grace', 'nia', 'kwame', 'moira', 'ines', 'alex']
const attackers: readonly (DemoKey | 'nobody')[] = ['nobody', 'marta', ...staff]
const buttons = ['', 'open', 'leads', 'close', 'stop', 'back', 'write', 'before', 'unsay', 'look', 'send', 'propose', 'answer', 'agree', 'put', 'let-in', 'in'] as const

let copy: TestDatabase
let secret: Secret
/** Of the room: its family, its meeting, and what was written. */
let room: { readonly family: FamilyId; readonly meeting: string; readonly post: string; readonly proposal: string }

beforeAll(async () => {
  copy = await aCopy()
  secret = (await plant(copy.db, ['private family time'], ['aisha']))[0]!
  const { meeting_id: meeting } = await copy.db.selectFrom('room').select('meeting_id').where('state', '=', 'open').executeTakeFirstOrThrow()
  room = { family: secret.family, meeting, post: secret.ids[0]!, proposal: secret.ids[1]! }
})
afterAll(() => copy.remove())

/** Every address that names something, with the ids of the room in the places of all that it can name. */
async function addresses(): Promise<string[]> {
  const patterns = (await siteRoutes()).map(({ pattern }) => pattern).filter((pattern) => pattern.includes(':'))
  const word: Record<string, string> = { ':family': room.family, ':n': '1', ':kind': 'goal', ':part': 'good', ':proposal': room.proposal }
  return patterns.flatMap((pattern) => [room.meeting, room.post].map((id) => `/${pattern.replace(/:\w+/g, (name) => word[name] ?? (name === ':key' ? `${room.family}.${id}` : id))}?part=${id}&kept=${id}`))
}

/** As a reader compares answers: ids and once-only names are made anew for each. */
const alike = ({ status, to, type, cookies, body }: Answer) => `${status} ${to} ${type} ${cookies.length}\n${body}`.replace(/(?<![0-9a-z])[0-9a-z]{20}(?![0-9a-z])/g, 'id').replace(/[\w-]{43}/g, 'hash')
const wordsIn = ({ to, cookies, body }: Answer) => `${body} ${to} ${cookies.join(' ')}`

test('no address that names something tells a word of it to any of them; to those inside the room does', async () => {
  const found: string[] = []
  const all = await addresses()
  expect(all.length).toBeGreaterThan(200)
  for (const who of attackers) {
    const reader = await readerOf(who)
    for (const address of all) {
      const answer = await reader.get(address)
      if (wordsIn(answer).includes(secret.word)) found.push(`${who} ${address}`)
      if (answer.status >= 500) found.push(`${who} ${address}: ${answer.status}`)
    }
  }
  expect(found).toEqual([])
  for (const who of ['aisha', 'imran', 'tariq'] as const) expect((await (await readerOf(who)).get(`/families/${room.family}/meetings/${room.meeting}/private`)).body).toContain(secret.word)
}, 300_000)

/** The pages with a form that asks for something by words, with the names of its fields. */
async function searches(reader: Reader): Promise<{ readonly page: string; readonly field: string }[]> {
  const patterns = (await siteRoutes()).map(({ pattern }) => pattern).filter((pattern) => !pattern.includes('*'))
  const found: { page: string; field: string }[] = []
  for (const pattern of patterns) {
    const page = `/${pattern.replace(':family', room.family)}`
    if (page.includes(':')) continue
    const { body } = await reader.get(page)
    for (const [, inside] of body.matchAll(/<form\b[^>]*method="get"[^>]*>(.*?)<\/form>/gs)) {
      for (const [, field] of inside!.matchAll(/<input\b(?![^>]*type="(?:hidden|checkbox|radio)")[^>]*\sname="([^"]+)"/g)) found.push({ page, field: field! })
    }
  }
  return found
}

test('a search for a word of it finds, for each of them, what a search for no word at all finds', async () => {
  const asked = new Set<string>()
  for (const who of attackers) {
    const reader = await readerOf(who)
    for (const { page, field } of await searches(reader)) {
      asked.add(`${page.replace(room.family, ':family')} ${field}`)
      const nowhere = secret.word.replace(/^../, 'xj')
      const [found, nothing] = await Promise.all([secret.word, nowhere].map(async (word) => {
        const answer = await reader.get(`${page}?${new URLSearchParams({ [field]: word })}`)
        return alike({ ...answer, body: answer.body.replaceAll(new RegExp(word, 'gi'), 'word') })
      }))
      expect(found, `${who} ${page} ${field}`).toBe(nothing)
    }
  }
  expect([...asked].map((one) => one.split(' ')[0])).toEqual(expect.arrayContaining(['/services', '/desk/find', '/area/audit']))
}, 300_000)

test('its own addresses answer each of them, and each button, as those of a meeting that is not there', async () => {
  const rows = async () => Promise.all([copy.db.selectFrom('room_before').selectAll().orderBy('id').execute(), copy.db.selectFrom('room_post').selectAll().orderBy('place').execute(), copy.db.selectFrom('room_proposal').selectAll().orderBy('place').execute(), copy.db.selectFrom('room_answer').selectAll().orderBy('place').execute(), copy.db.selectFrom('meeting_part').selectAll().orderBy('id').execute()])
  const before = [await rows(), await copy.db.selectFrom('room').selectAll().execute()]
  const told = async (reader: Reader, meeting: string) => {
    const answers: string[] = []
    for (const path of ['private', 'private/door', 'private/decide', `private/decide/${room.proposal}`, 'private/tell', 'private/live']) {
      const here = `/families/${room.family}/meetings/${meeting}/${path}`
      answers.push(alike(await reader.get(here)))
      const fields = [['words', 'Let me in'], ['post', room.post], ['posts', room.post], ['facilitator', newId()], ['contact', '01632 960123'], ['proposal', room.proposal], ['stance', 'yes'], ['agree', newId()], ['kept', 'us']] as const
      for (const intent of buttons) answers.push(alike(await reader.post(here, [['form', newId()], ['intent', intent], ...fields])))
    }
    return answers
  }
  for (const who of attackers) {
    const reader = await readerOf(who)
    // What a session is given once is given.
    await reader.get('/help')
    expect(await told(reader, room.meeting), who).toEqual(await told(reader, newId()))
  }
  expect([await rows(), await copy.db.selectFrom('room').selectAll().execute()]).toEqual(before)
  expect(await copy.db.selectFrom('help_request').select('words').where('words', 'like', '%Let me in%').execute()).toEqual([])
}, 300_000)

test('a relative whom the co-ordinator made up finds no word of it at any address, and changes nothing by any button, until an adult inside lets them in', async () => {
  const meeting = room.meeting as MeetingId
  const seenBy = async (who: DemoKey) => (await viewerFor(copy.db, personOf(who)!, room.family, now()))!
  const member = await done(act(must(await seenBy('grace'), 'meetings:see'), inviteGuest, { meeting, name: 'Cousin Noor', relation: 'cousin', by: { channel: 'letter' }, lang: 'en', saysName: false, until: null }))
  const { token_hash: tokenHash } = await copy.db.selectFrom('secret_link').select('token_hash').where('member_id', '=', member).executeTakeFirstOrThrow()
  const bearer = must((await invitedBy(copy.db, tokenHash, now()))!, 'invitation:answer')
  const { person } = await done(act(bearer, joinAsNewPerson, { tokenHash, to: { channel: 'email', address: 'noor@example.org' }, lang: 'en', passwordHash: null }))
  const noor = await Reader.of('the made-up cousin', person)
  const found: string[] = []
  const looks = (address: string, answer: Answer) => {
    if (wordsIn(answer).includes(secret.word) || answer.status >= 500) found.push(`${address}: ${answer.status}`)
  }
  for (const address of await addresses()) looks(address, await noor.get(address))
  const rows = async () => Promise.all((['room', 'room_post', 'room_proposal', 'room_answer', 'room_before', 'meeting_part'] as const).map((table) => copy.db.selectFrom(table as 'room').selectAll().orderBy('meeting_id').execute()))
  const before = JSON.stringify(await rows())
  for (const path of ['private', 'private/door', 'private/decide', `private/decide/${room.proposal}`, 'private/tell', 'private/live']) {
    const here = `/families/${room.family}/meetings/${meeting}/${path}`
    for (const data of ['.data', `?_data=page-${path.length}`, '?_data=routes%2Ffamily%2Froom']) looks(`${here}${data}`, await noor.get(`${here}${data}`))
    for (const intent of buttons) looks(`${here} ${intent}`, await noor.post(here, [['form', newId()], ['intent', intent], ['words', 'Let me in'], ['post', room.post], ['posts', room.post], ['member', member], ['facilitator', member], ['contact', '01632 960123'], ['proposal', room.proposal], ['stance', 'yes'], ['agree', member], ['kept', 'us']]))
  }
  expect(found).toEqual([])
  expect(JSON.stringify(await rows())).toBe(before)
  expect((await noor.get(`/families/${room.family}/meetings/${meeting}/private/door`)).status).toBe(200)
  await done(actQuietly(await mustBeInTheRoom(await seenBy('aisha'), meeting), letIn, { member }, { id: newId(), contentHash: '' }))
  expect((await noor.get(`/families/${room.family}/meetings/${meeting}/private`)).body).toContain(secret.word)
}, 300_000)
