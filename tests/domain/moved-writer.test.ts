/** Somebody is moved to another sitting, or others are quicker, while they write: nothing is said to those for whom it was not written, and no word of it is lost. */
import { beforeEach, describe, expect, test } from 'vitest'
import { familyPlanOf } from '#app/domain/meetings/family-plan.server.ts'
import { askToInform, informationOf, showInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { sendFamilyPlan, takePartOut, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { talkIn, writePost } from '#app/domain/meetings/room-posts.server.ts'
import { propose, takeProposalBack } from '#app/domain/meetings/proposals.server.ts'
import { callOffMeeting } from '#app/domain/meetings/meetings.server.ts'
import { letIn } from '#app/domain/meetings/room-door.server.ts'
import { around, closeRoom, mustBeInTheRoom, openRoom, roomNow } from '#app/domain/meetings/rooms.server.ts'
import { keepSitting, moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { must } from '#app/access/viewer.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import * as information from '#app/routes/family/meeting-information.tsx'
import * as planPart from '#app/routes/family/meeting-plan-part.tsx'
import * as plan from '#app/routes/family/meeting-plan.tsx'
import * as decide from '#app/routes/family/room-decide.tsx'
import { loader as live } from '#app/routes/family/room-live.ts'
import * as proposal from '#app/routes/family/room-proposal.tsx'
import * as tell from '#app/routes/family/room-tell.tsx'
import * as room from '#app/routes/family/room.tsx'
import { newId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, aPartOfAPlan, done, type Gathering } from './meeting-world.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let gathering: Gathering
let browser: Awaited<ReturnType<typeof browserOf>>
atWorldBegins()
type Who = 'marta' | 'piotr' | 'kasia'
const form = () => ({ id: newId(), contentHash: newId() })
const into = async (who: Who) => mustBeInTheRoom(await world.viewer(who, world.family, worldBegins), gathering.meeting)
const open = async (who: Who) => done(actQuietly(await into(who), openRoom, { facilitator: world.members[who] }, form()))
const said = async (who: Who) => {
  const viewer = await into(who)
  return (await talkIn(viewer, await around(viewer), 1)).posts.map((one) => one.said?.words)
}
const move = async (who: Who, number: number) => done(act(must(await gathering.graceMay('meetings:arrange'), 'meetings:see'), moveToSitting, { meeting: gathering.meeting, people: [world.members[who]], number }))
/** Kasia is put with Piotr, who lets her in. */
const toPiotr = async () => {
  await move('kasia', 2)
  await done(actQuietly(await into('piotr'), letIn, { member: world.members.kasia }, form()))
}

interface Page { readonly loader: (args: never) => Promise<unknown>; readonly action: (args: never) => Promise<unknown> }
const at = (path: string) => `/families/${world.family}/meetings/${gathering.meeting}${path}`
const params = (more: Record<string, string> = {}) => ({ family: world.family, id: gathering.meeting, ...more })
/** Kasia opens a page; the mark that its forms carry. */
const opens = async (page: Page, path: string, more?: Record<string, string>) => ((await (await answerOf(page.loader, browser.get(at(path)), params(more))).json()) as { here: string }).here
const sends = (page: Page, path: string, fields: Record<string, string>, more?: Record<string, string>) => answerOf(page.action, browser.post(at(path), { form: newId(), ...fields }), params(more))
const proposed = (who: Who) => ({ words: 'Somebody cooks', lang: 'en', owner: world.members[who], ownerName: null, ownerAgency: null, dueOn: plusDays(today, 7), needs: 'nothing' as const, needsWords: null, pence: null, kind: null })
const refused = (why: string, values: Record<string, string>) => ({ form: { values, errors: { '': { key: `refusals:${why}` } } } })

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
  browser = await browserOf(world.people.kasia)
  await done(act(must(await gathering.graceMay('meetings:arrange'), 'meetings:see'), keepSitting, { meeting: gathering.meeting, number: 2, startsAt: null, minutes: 60, place: null, dialIn: null, callUrl: null }))
  await move('piotr', 2)
})

describe('moved to another sitting between opening a page and sending it', () => {
  beforeEach(async () => {
    await open('marta')
    await open('piotr')
  })

  test('a post, a view, and each button are sent nowhere; the words come back', async () => {
    const here = await opens(room, '/private')
    await toPiotr()
    for (const intent of ['write', 'open', 'close', 'leads', 'let-in', 'stop', 'before', 'unsay', 'back']) {
      const answer = await sends(room, '/private', { here, intent, words: 'About Piotr, for Marta only', facilitator: world.members.kasia, post: newId() })
      expect(answer.status, intent).toBe(409)
      expect(await answer.json(), intent).toMatchObject(refused('page-of-before', { words: 'About Piotr, for Marta only' }))
    }
    expect([await said('piotr'), await said('marta')]).toEqual([[], []])
    expect(await roomNow(await into('piotr'))).toMatchObject({ state: 'open', facilitator: { member: world.members.piotr } })
    expect(await db.selectFrom('room').select('asked_in_at').where('asked_in_at', 'is not', null).execute()).toEqual([])
    expect((await sends(room, '/private', { here: await opens(room, '/private'), intent: 'write', words: 'To Piotr' })).status).toBe(303)
    expect(await said('piotr')).toEqual(['To Piotr'])
  })

  test('the mark tells no number, and is another for each reader; a page without one sends nothing', async () => {
    const marks = new Set<string>()
    for (const who of ['marta', 'kasia'] as const) {
      browser = await browserOf(world.people[who])
      marks.add(await opens(room, '/private'))
    }
    expect([...marks].map((mark) => mark.length)).toEqual([43, 43])
    expect((await sends(room, '/private', { intent: 'write', words: 'No mark' })).status).toBe(409)
    expect((await sends(room, '/private', { here: [...marks][0]!, intent: 'write', words: 'Of Marta’s page' })).status).toBe(409)
    expect(await said('kasia')).toEqual([])
  })

  test('a proposal, an answer, what is agreed and what is told outside are sent nowhere', async () => {
    const made = await done(actQuietly(await into('marta'), propose, { proposed: proposed('kasia'), follows: null }, form()))
    const theirs = await done(actQuietly(await into('piotr'), propose, { proposed: proposed('piotr'), follows: null }, form()))
    const [here, one, outside] = [await opens(decide, '/private/decide'), await opens(proposal, `/private/decide/${made}`, { proposal: made }), await opens(tell, '/private/tell')]
    await toPiotr()
    for (const intent of ['propose', 'put', 'agree']) expect(await (await sends(decide, '/private/decide', { here, intent, words: 'Not for Piotr', kept: 'us' })).json(), intent).toMatchObject(refused('page-of-before', { words: 'Not for Piotr' }))
    for (const id of [made, theirs]) expect(await (await sends(proposal, `/private/decide/${id}`, { here: one, intent: 'answer', stance: 'no', why: 'Because of Piotr' }, { proposal: id })).json()).toMatchObject(refused('page-of-before', { why: 'Because of Piotr' }))
    expect(await (await sends(tell, '/private/tell', { here: outside, intent: 'send', words: 'Help', contact: 'kasia@safe.example' })).json()).toMatchObject(refused('page-of-before', { words: 'Help' }))
    expect(await db.selectFrom('room_proposal').select('id').execute()).toHaveLength(2)
    expect([await db.selectFrom('room_answer').selectAll().execute(), await db.selectFrom('help_request').selectAll().execute()]).toEqual([[], []])
  })

  test('an open page hears nothing of the other room, nor asks again', async () => {
    const here = await opens(room, '/private')
    const asked = () => {
      const request = browser.get(at(`/private/live?here=${here}`))
      request.headers.set('Accept', 'text/event-stream')
      return answerOf(live, request, params())
    }
    const before = await asked()
    expect(before.status).toBe(200)
    await before.body!.cancel()
    await toPiotr()
    expect((await asked()).status).toBe(404)
  })

  test('a new part of the plan, its words above and a question are not the other sitting’s', async () => {
    const sam = await world.may('sam', 'meetings:inform')
    await done(act(await world.may('marta', 'meetings:see'), askToInform, { meeting: gathering.meeting, members: [world.members.sam] }))
    await done(act(sam, writeInformation, { meeting: gathering.meeting, parts: { well: 'Leo sings', worry: null, help: null, must: null }, lang: 'en' }))
    for (const [who, sitting] of [[await world.may('marta', 'meetings:see'), 1], [must(await gathering.graceMay('meetings:arrange'), 'meetings:see'), 2]] as const) await done(act(who, showInformation, { meeting: gathering.meeting, member: world.members.sam, sitting }))
    await done(act(await world.may('piotr', 'meetings:attend'), writePart, { meeting: gathering.meeting, part: null, said: aPartOfAPlan(world.members.piotr) }))
    const [part, whole, ask] = [await opens(planPart, '/plan/part'), await opens(plan, '/plan'), await opens(information, '/information')]
    await toPiotr()
    const day = plusDays(today, 9).split('-')
    const fields = { words: 'So that Piotr does not come', owner: world.members.kasia, 'due-day': day[2]!, 'due-month': day[1]!, 'due-year': day[0]!, needs: 'nothing', becomes: 'action', kept: 'everybody', intent: 'save' }
    expect(await (await sends(planPart, '/plan/part', { here: part, ...fields })).json()).toMatchObject(refused('page-of-before', { words: 'So that Piotr does not come' }))
    expect(await (await sends(plan, '/plan', { here: whole, intent: 'keep', round: '1', words: 'Without Piotr' })).json()).toMatchObject(refused('page-of-before', { words: 'Without Piotr' }))
    expect(await (await sends(information, '/information', { here: ask, intent: 'question', member: world.members.sam, words: 'Does he know?' })).json()).toMatchObject(refused('page-of-before', { words: 'Does he know?' }))
    const round = (await familyPlanOf(await world.may('piotr', 'meetings:see'), gathering.meeting)).plans[0]!.rounds[0]!
    expect([round.words, round.parts.map((one) => one.words)]).toEqual([null, ['Kasia has them on Tuesdays']])
    expect((await informationOf(await world.may('piotr', 'meetings:see'), gathering.meeting))!.informers.flatMap((one) => one.questions)).toEqual([])
  })
})

describe('others were quicker', () => {
  test('the room was closed, or the proposal taken back: what was written comes back', async () => {
    await open('marta')
    const made = await done(actQuietly(await into('marta'), propose, { proposed: proposed('kasia'), follows: null }, form()))
    const here = await opens(proposal, `/private/decide/${made}`, { proposal: made })
    await done(actQuietly(await into('marta'), takeProposalBack, { proposal: made }, form()))
    const late = await sends(proposal, `/private/decide/${made}`, { here, intent: 'answer', stance: 'no', why: 'He snores' }, { proposal: made })
    expect([late.status, await late.json()]).toMatchObject([409, refused('changed-meanwhile', { why: 'He snores' })])
    expect((await answerOf(proposal.loader, browser.get(at(`/private/decide/${made}`)), params({ proposal: made }))).status).toBe(404)
    await done(actQuietly(await into('kasia'), writePost, { words: 'Still open', view: false, child: null }, form()))
    await done(actQuietly(await into('marta'), closeRoom, {}, form()))
    const closed = await sends(room, '/private', { here: await opens(room, '/private'), intent: 'write', words: 'My long words' })
    expect([closed.status, await closed.json()]).toMatchObject([409, refused('room-closed', { words: 'My long words' })])
  })

  test('the meeting was called off while a part, the words above the plan or how a part went was written: what was written stands there', async () => {
    const [part, whole] = [await opens(planPart, '/plan/part'), await opens(plan, '/plan')]
    await done(act(await world.may('marta', 'meetings:see'), callOffMeeting, { meeting: gathering.meeting }))
    const late = async (page: Page, path: string, fields: Record<string, string>) => {
      const answer = await sends(page, path, fields)
      return [answer.status, await answer.json()]
    }
    expect(await late(planPart, '/plan/part', { here: part, intent: 'save', words: 'Kasia on Fridays', otherwise: 'Marta rings' })).toMatchObject([409, refused('meeting-is-off', { words: 'Kasia on Fridays', otherwise: 'Marta rings' })])
    expect(await late(plan, '/plan', { here: whole, intent: 'send', round: '1', words: 'All that we agreed' })).toMatchObject([409, refused('meeting-is-off', { words: 'All that we agreed' })])
    expect(await late(plan, '/plan', { here: whole, intent: 'went', 'went-words': 'Twice' })).toMatchObject([409, refused('meeting-is-off', { 'went-words': 'Twice' })])
    const page = await answerOf(planPart.loader, browser.get(at('/plan/part')), params())
    expect([page.status, await page.json()]).toEqual([404, { family: world.family, meeting: gathering.meeting }])
    browser = await browserOf(world.people.dean)
    const stranger = await sends(planPart, '/plan/part', { here: part, intent: 'save', words: 'Mine' })
    expect([stranger.status, await stranger.json()], 'who was not asked learns nothing of it').toEqual([404, { values: { words: 'Mine' } }])
  })

  test('the plan was sent, or the part taken out, while it was changed: what was written comes back, and nothing tells which of the two', async () => {
    const writes = await world.may('marta', 'meetings:attend')
    const write = () => done(act(writes, writePart, { meeting: gathering.meeting, part: null, said: aPartOfAPlan(world.members.kasia) }))
    const [sent, out] = [await write(), await write()]
    const here = await opens(planPart, `/plan/part?part=${sent}`)
    await done(act(writes, takePartOut, { meeting: gathering.meeting, part: out }))
    await done(act(writes, sendFamilyPlan, { meeting: gathering.meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 40) }))
    for (const part of [sent, out, newId()]) {
      const answer = await sends(planPart, `/plan/part?part=${part}`, { here, intent: 'save', words: 'Kasia on Fridays', otherwise: 'Marta rings' })
      expect([answer.status, await answer.json()]).toMatchObject([409, refused('changed-meanwhile', { words: 'Kasia on Fridays', otherwise: 'Marta rings' })])
      const page = await answerOf(planPart.loader, browser.get(at(`/plan/part?part=${part}`)), params())
      expect([page.status, await page.json()]).toEqual([404, { family: world.family, meeting: gathering.meeting }])
    }
  })
})
