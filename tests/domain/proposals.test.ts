/** Deciding in private family time: who may propose and answer, when something stands, and that nothing but what was agreed leaves the room. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, myselfFor } from '#app/access/viewer.server.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { familyPlanOf } from '#app/domain/meetings/family-plan.server.ts'
import { inviteToMeeting, leaveOutOfMeeting } from '#app/domain/meetings/meetings.server.ts'
import { sendFamilyPlan, takePartOut } from '#app/domain/meetings/plan-writing.server.ts'
import { proposalsIn, type Proposal } from '#app/domain/meetings/proposals-read.server.ts'
import { answerProposal, nameWhoAgrees, propose, putIntoPlan, takeProposalBack, type Proposed } from '#app/domain/meetings/proposals.server.ts'
import { closeRoom, mustBeInTheRoom, openRoom, roomNow, type InRoom } from '#app/domain/meetings/rooms.server.ts'
import type { Said } from '#app/domain/meetings/standing.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import { newId, type MemberId, type ProposalId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { setDatabase, type Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { atWorldBegins } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

type Who = 'marta' | 'piotr' | 'kasia' | 'zosia'
let db: Db
let world: World
let gathering: Gathering
let meeting: Gathering['meeting']
atWorldBegins()
beforeEach(async () => {
  db = await freshDatabase()
  setDatabase(db)
  world = await aWorld(db)
  gathering = await aGathering(db, world)
  meeting = gathering.meeting
  await db.insertInto('meeting_person').values({ family_id: world.family, meeting_id: meeting, member_id: world.members.zosia, sitting: 1, added_by: world.members.marta, added_at: worldBegins, invited_at: worldBegins, gone_at: null, how: null, must_agree: 1, let_in_at: null }).execute()
  await done(act(await world.may('marta', 'meetings:see'), inviteToMeeting, { meeting, member: gathering.halina }))
  await done(actQuietly(await into('marta'), openRoom, { facilitator: world.members.marta }, form()))
})

let forms = 0
const form = () => ({ id: newId(), contentHash: `said ${forms += 1}` })
const into = async (who: Who, at = worldBegins): Promise<InRoom> => mustBeInTheRoom(await world.viewer(who, world.family, at), meeting)
const some: Proposed = { words: 'Kasia brings the boys to school', lang: 'en', owner: null, ownerName: 'Kasia', ownerAgency: null, dueOn: plusDays(today, 10), needs: 'nothing', needsWords: null, pence: null, kind: null }
const tries = async (who: Who, more: Partial<Proposed> = {}, follows: ProposalId | null = null) => actQuietly(await into(who), propose, { proposed: { ...some, ...more }, follows }, form())
const proposes = async (who: Who, more: Partial<Proposed> = {}, follows: ProposalId | null = null) => done(tries(who, more, follows))
const yes: Said = { stance: 'yes', words: null }
const no = (words: string): Said => ({ stance: 'no', words })
const answers = async (who: Who, proposal: ProposalId, said: Said = yes, as: MemberId | null = null) => actQuietly(await into(who), answerProposal, { proposal, said, as }, form())
const deciding = async (who: Who) => {
  const room = await into(who)
  const { people } = await roomNow(room)
  return { people, proposals: await proposalsIn(room, people) }
}
const read = async (id: ProposalId, who: Who = 'marta'): Promise<Proposal | undefined> => (await deciding(who)).proposals.find((one) => one.id === id)
const names = async (who: Who, members: readonly MemberId[]) => actQuietly(await into(who), nameWhoAgrees, { members }, form())
const everybody = ['marta', 'piotr', 'kasia', 'zosia'] as const
/** Everybody says yes, Halina too, as Marta was told. */
const allSayYes = async (id: ProposalId) => {
  for (const who of everybody) await done(answers(who, id))
  await done(answers('marta', id, yes, gathering.halina))
}

describe('what is proposed', () => {
  test('comes back as it was, in any script, and is answered by those inside', async () => {
    const id = await proposes('kasia', { words: 'Halina gotuje w środy — بدھ کو کھانا 🥘', lang: 'pl', owner: world.members.kasia, ownerName: null, needs: 'money', pence: pence(12_00), kind: 'network' })
    expect(await read(id, 'piotr')).toMatchObject({ by: 'Kasia Nowak', mine: false, owner: 'Kasia Nowak', standing: 'open', proposed: { words: 'Halina gotuje w środy — بدھ کو کھانا 🥘', lang: 'pl', pence: 1200, kind: 'network', dueOn: plusDays(today, 10) }, answers: [] })
    expect((await read(id))!.waitsFor.map((one) => one.member).sort()).toEqual([gathering.halina, ...everybody.map((who) => world.members[who])].sort())
  })

  test('is owned by somebody who is inside or named, and has a day to come', async () => {
    expect(await tries('marta', { owner: null, ownerName: null })).toMatchObject({ ok: false, why: 'owner-missing', field: 'owner-name' })
    expect(await tries('marta', { owner: world.members.dean })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'owner' })
    expect(await tries('marta', { dueOn: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past', field: 'due' })
    expect(await tries('marta', { dueOn: plusDays(today, 400) })).toMatchObject({ ok: false, why: 'day-too-far', field: 'due' })
    expect((await deciding('marta')).proposals).toEqual([])
  })

  test('is taken back by whoever proposed it, with all answers to it, and by nobody else', async () => {
    const id = await proposes('kasia')
    await done(answers('piotr', id, no('Not on Mondays')))
    expect(await actQuietly(await into('marta'), takeProposalBack, { proposal: id }, form())).toMatchObject({ ok: false, why: 'not-there' })
    await done(actQuietly(await into('kasia'), takeProposalBack, { proposal: id }, form()))
    expect(await read(id)).toBeUndefined()
    expect(await db.selectFrom('room_proposal').select('sealed').execute()).toEqual([{ sealed: null }])
    expect(await db.selectFrom('room_answer').selectAll().execute()).toEqual([])
    expect(await answers('piotr', id)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await answers('piotr', newId<ProposalId>())).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('said in other words it is answered anew; of two who do so at once one is told; taken back, the first words wait again', async () => {
    const id = await proposes('kasia')
    await done(answers('piotr', id))
    const both = await Promise.all([tries('marta', { words: 'Kasia on Mondays' }, id), tries('piotr', { words: 'Kasia on Fridays' }, id)])
    expect(both.map((one) => one.ok).sort()).toEqual([false, true])
    expect(both.find((one) => !one.ok)).toMatchObject({ why: 'changed-meanwhile' })
    const anew = both.flatMap((one) => (one.ok ? [one.value] : []))[0]!
    expect(await read(id)).toMatchObject({ replacedBy: anew })
    expect(await read(anew)).toMatchObject({ follows: id, answers: [] })
    expect(await answers('zosia', id)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    const who = (await read(anew, 'marta'))!.mine ? 'marta' : 'piotr'
    await done(actQuietly(await into(who), takeProposalBack, { proposal: anew }, form()))
    expect(await read(id)).toMatchObject({ replacedBy: null, answers: [{ name: 'Piotr Bailey' }] })
  })

  test('a room that is closed is read, and nothing is proposed, answered or named in it', async () => {
    const id = await proposes('kasia')
    await done(actQuietly(await into('marta'), closeRoom, {}, form()))
    expect(await tries('kasia')).toMatchObject({ ok: false, why: 'room-closed' })
    expect(await answers('kasia', id)).toMatchObject({ ok: false, why: 'room-closed' })
    expect(await names('kasia', [world.members.kasia])).toMatchObject({ ok: false, why: 'room-closed' })
    expect(await read(id)).toMatchObject({ standing: 'open' })
  })
})

describe('who answers', () => {
  test('a mind that is changed is a new answer, and the last counts', async () => {
    const id = await proposes('kasia')
    await done(answers('piotr', id, no('I work then')))
    await done(answers('piotr', id, { stance: 'yes-but', words: 'Not in winter' }))
    expect((await read(id))!.answers).toMatchObject([{ name: 'Piotr Bailey', said: { stance: 'yes-but', words: 'Not in winter' }, changed: true, toldTo: null }])
  })

  test('an adult says what somebody without an account told them, and whose word it is stays to be seen', async () => {
    const id = await proposes('kasia')
    await done(answers('kasia', id, no('Her knees'), gathering.halina))
    expect((await read(id))!.answers).toMatchObject([{ name: 'Halina Kowalczyk', said: { stance: 'no', words: 'Her knees' }, toldTo: 'Kasia Nowak' }])
  })

  test('nobody answers for whoever has an account, or is not inside; no young person answers for another', async () => {
    const id = await proposes('kasia')
    for (const as of [world.members.piotr, world.members.zosia, world.members.dean, newId<MemberId>()]) expect(await answers('marta', id, yes, as)).toMatchObject({ ok: false, why: 'speaks-for-themselves', field: 'as' })
    expect(await answers('zosia', id, yes, gathering.halina)).toMatchObject({ ok: false, why: 'speaks-for-themselves' })
    expect(await db.selectFrom('room_answer').selectAll().execute()).toEqual([])
  })

  test('whoever was taken out has no say any more, and is gone in the middle of answering', async () => {
    const id = await proposes('marta')
    await done(answers('kasia', id, no('Never')))
    expect(await read(id)).toMatchObject({ standing: 'sent-back' })
    const kasia = await into('kasia')
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting, member: world.members.kasia }))
    await expect(actQuietly(kasia, answerProposal, { proposal: id, said: yes, as: null }, form())).rejects.toMatchObject({ status: 404 })
    expect(await read(id)).toMatchObject({ standing: 'open', answers: [] })
  })
})

describe('when it stands', () => {
  test('with the yes of everybody who must agree; a no with its reason sends it back, also of a young person alone', async () => {
    const id = await proposes('marta')
    await allSayYes(id)
    expect(await read(id)).toMatchObject({ standing: 'stands', waitsFor: [] })
    await done(answers('zosia', id, no('I do not want to change schools')))
    expect(await read(id, 'zosia')).toMatchObject({ standing: 'sent-back' })
    await done(answers('zosia', id, { stance: 'not-sure', words: null }))
    expect(await read(id)).toMatchObject({ standing: 'open', waitsFor: [{ name: expect.stringContaining('Zosia') as unknown }] })
  })

  test('an adult names relatives; nobody takes the voice of a young person or of another parent but they themselves', async () => {
    const id = await proposes('marta')
    const { marta, piotr, kasia, zosia } = world.members
    for (const [who, members] of [['marta', [marta, zosia]], ['zosia', [zosia, marta]], ['kasia', [gathering.halina]], ['piotr', [marta]]] as const) expect(await names(who, members), who).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    await done(names('marta', [marta]))
    expect((await deciding('marta')).people.filter((one) => one.mustAgree).map((one) => one.member).sort()).toEqual([marta, piotr, zosia].sort())
    for (const who of ['marta', 'piotr'] as const) await done(answers(who, id))
    await done(answers('kasia', id, no('Too far')))
    expect(await read(id)).toMatchObject({ standing: 'open' })
    await done(names('zosia', []))
    expect(await read(id)).toMatchObject({ standing: 'stands', answers: expect.arrayContaining([expect.objectContaining({ said: { stance: 'no', words: 'Too far' } })]) as unknown })
    await done(names('piotr', []))
    expect(await names('marta', [])).toMatchObject({ ok: false, why: 'somebody-must-agree' })
    await done(names('marta', [marta, kasia]))
    expect(await read(id)).toMatchObject({ standing: 'sent-back' })
  })
})

describe('into the plan', () => {
  test('what stands becomes parts in the same words, once; what was answered stays in the room', async () => {
    const [first, second, third] = [await proposes('marta', { owner: world.members.kasia, ownerName: null }), await proposes('piotr', { words: 'A club', needs: 'money', pence: pence(30_00), kind: 'network', ownerName: 'The hub', ownerAgency: 'Hub' }), await proposes('kasia', { words: 'Move house' })]
    for (const id of [first, second]) await allSayYes(id)
    await done(answers('zosia', third, no('My friends are here')))
    expect(await actQuietly(await into('kasia'), putIntoPlan, { kept: 'us' }, form())).toMatchObject({ ok: true, value: 2 })
    expect(await actQuietly(await into('marta'), putIntoPlan, { kept: 'us' }, form())).toMatchObject({ ok: false, why: 'nothing-stands' })
    const parts = await db.selectFrom('meeting_part').selectAll().orderBy('place').execute()
    expect(parts).toMatchObject([{ words: some.words, owner_member: world.members.kasia, owner_name: null, due_on: plusDays(today, 10), needs: 'nothing', becomes: 'action', kept: 'us' }, { words: 'A club', owner_name: 'The hub', owner_agency: 'Hub', needs: 'money', pence: 3000, spend_kind: 'network' }])
    expect(JSON.stringify(parts)).not.toContain('Move house')
    expect(await read(first)).toMatchObject({ part: parts[0]!.id })
    expect(await answers('zosia', first, no('No'))).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    // Nobody who helps reads it before it is sent.
    expect((await familyPlanOf(await world.may('sam', 'meetings:see'), meeting)).plans).toEqual([])
  })

  test('a part that is taken out again can be decided anew', async () => {
    const id = await proposes('marta')
    await allSayYes(id)
    await done(actQuietly(await into('marta'), putIntoPlan, { kept: 'everybody' }, form()))
    const { part } = (await read(id))!
    await done(act(await world.may('marta', 'meetings:attend'), takePartOut, { meeting, part: part! }))
    expect(await read(id)).toMatchObject({ part: null, standing: 'stands' })
    await done(answers('kasia', id, no('After all not')))
    expect(await read(id)).toMatchObject({ standing: 'sent-back' })
  })

  test('a young person puts nothing into the plan, and into one that was sent nobody does', async () => {
    const id = await proposes('marta')
    await allSayYes(id)
    await expect(actQuietly(await into('zosia'), putIntoPlan, { kept: 'us' }, form())).rejects.toMatchObject({ status: 404 })
    await done(actQuietly(await into('marta'), putIntoPlan, { kept: 'us' }, form()))
    await done(act(await world.may('marta', 'meetings:attend'), sendFamilyPlan, { meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 60) }))
    await allSayYes(await proposes('kasia', { words: 'One more' }))
    expect(await actQuietly(await into('marta'), putIntoPlan, { kept: 'us' }, form())).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await db.selectFrom('meeting_part').select('words').execute()).toHaveLength(1)
  })
})

describe('what others learn', () => {
  test('no event, message or log of what is proposed and answered; in the tables no word of it', async () => {
    const before = { events: await db.selectFrom('event').select('seq').execute(), outbox: await db.selectFrom('outbox').select('id').execute() }
    const id = await proposes('kasia', { words: 'Xyzzyplugh', ownerName: 'Xyzzyplugh', needs: 'service', needsWords: 'Xyzzyplugh' })
    await done(answers('marta', id, no('Xyzzyplugh')))
    await done(answers('kasia', id, { stance: 'yes-but', words: 'Xyzzyplugh' }, gathering.halina))
    expect({ events: await db.selectFrom('event').select('seq').execute(), outbox: await db.selectFrom('outbox').select('id').execute() }).toEqual(before)
    for (const { name } of await db.introspection.getTables()) expect(JSON.stringify(await db.selectFrom(name as 'goal').selectAll().execute()), name).not.toContain('Xyzzyplugh')
  })

  test('a row that is moved to another proposal opens nowhere', async () => {
    const [one, other] = [await proposes('kasia'), await proposes('marta')]
    await done(answers('piotr', one, no('Mine')))
    await db.updateTable('room_answer').set({ proposal_id: other }).execute()
    await expect(read(other)).rejects.toThrow()
  })

  test('each sitting decides by itself', async () => {
    const id = await proposes('marta')
    await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: meeting, number: 2, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
    await db.updateTable('meeting_person').set({ sitting: 2 }).where('member_id', '=', world.members.kasia).execute()
    await done(actQuietly(await into('kasia'), openRoom, { facilitator: world.members.kasia }, form()))
    expect(await deciding('kasia')).toMatchObject({ proposals: [], people: [{ name: 'Kasia Nowak' }] })
    expect(await answers('kasia', id)).toMatchObject({ ok: false, why: 'not-there' })
    expect((await read(id))!.waitsFor.map((one) => one.name)).not.toContain('Kasia Nowak')
  })

  test('one’s own proposals and answers are in one’s own copy, and nobody else’s', async () => {
    const id = await proposes('kasia', { words: 'From Kasia' })
    await done(answers('piotr', id, no('From Piotr')))
    const copy = JSON.stringify(await everythingAbout(must(myselfFor(db, world.people.piotr, plusMinutes(worldBegins, 1)), 'account:keep')))
    expect(copy).toContain('From Piotr')
    expect(copy).not.toContain('From Kasia')
  })
})
