/** Information time: who is asked to write, who reads it when, questions and translations. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { answerAsInformer, askInformer, askToInform, informationOf, showInformation, translateInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { informationToWrite } from '#app/domain/meetings/late-information.server.ts'
import { askForMeeting, inviteToMeeting } from '#app/domain/meetings/meetings.server.ts'
import { familyPlanOf } from '#app/domain/meetings/family-plan.server.ts'
import { sendFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type MeetingId, type MemberId } from '#app/values/ids.ts'
import { instant, plusDays, plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let meeting: MeetingId
let omar: MemberId

type Who = Parameters<World['viewer']>[0]
const sees = async (who: Who) => must(await world.viewer(who), 'meetings:see')
const read = async (who: Who) => informationOf(await sees(who), meeting)
const informs = async (who: Who) => must(await world.viewer(who), 'meetings:inform')
const nothing = { well: null, worry: null, help: null, must: null }
const write = async (who: Who, parts: Partial<Record<keyof typeof nothing, string>>) => act(await informs(who), writeInformation, { meeting, parts: { ...nothing, ...parts }, lang: 'en' })
const ask = async (who: Who, members: readonly MemberId[]) => act(await sees(who), askToInform, { meeting, members })
const show = async (who: Who, member = world.members.sam, sitting = 1) => act(await sees(who), showInformation, { meeting, member, sitting })
const notThere = { ok: false, why: 'not-there' }
const waits = async (who: 'sam' | 'omar') => (await informationToWrite(must(await world.desk(who), 'desk:see'))).filter((one) => one.family === world.family).map((one) => one.what)

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  omar = newId<MemberId>()
  await db.insertInto('member').values({ family_id: world.family, id: omar, person_id: world.people.omar, name: 'Omar', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
  const asked = await act(must(await world.viewer('marta'), 'meetings:answer'), askForMeeting, { question: 'What next?', lang: 'en', people: [world.members.kasia, world.members.dean] })
  if (!asked.ok) throw new Error(asked.why)
  meeting = asked.value
  for (const member of [world.members.kasia, world.members.dean]) await act(await sees('marta'), inviteToMeeting, { meeting, member })
  await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: meeting, number: 2, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
  await db.updateTable('meeting_person').set({ sitting: 2 }).where('meeting_id', '=', meeting).where('member_id', '=', world.members.dean).execute()
})

describe('who is asked to write', () => {
  test('whoever asked for the meeting or leads asks them; they see the meeting from then on, and it stands on their desk', async () => {
    expect(await read('omar')).toBeUndefined()
    for (const who of ['kasia', 'dean'] as const) expect(await ask(who, [omar]), who).toEqual(notThere)
    expect(await ask('marta', [omar, newId<MemberId>()])).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    expect((await read('marta'))!.toAsk.map((one) => one.member).sort()).toEqual([world.members.sam, omar].sort())
    expect((await ask('marta', [omar])).ok).toBe(true)
    expect((await ask('sam', [world.members.sam])).ok).toBe(true)
    expect(await read('omar')).toMatchObject({ toAsk: [], informers: [{ mine: true, wroteAt: null }] })
    expect([await waits('omar'), await waits('sam')]).toEqual([['write'], ['write']])
    expect((await read('kasia'))!.toAsk, 'nobody who comes asks in their place').toEqual([])
  })

  test('whoever was asked to write knows of the meeting, and reads nothing of what is decided there', async () => {
    await ask('marta', [omar])
    const said = { words: 'We do this', lang: 'en', owner: world.members.kasia, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 5), needs: 'nothing' as const, needsWords: null, pence: null, kind: null, otherwise: null, checks: null, becomes: 'action' as const, category: null, kept: 'us' as const, answer: null }
    expect((await act(must(await world.viewer('marta'), 'meetings:attend'), writePart, { meeting, part: null, said })).ok).toBe(true)
    expect((await act(must(await world.viewer('marta'), 'meetings:attend'), sendFamilyPlan, { meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 60) })).ok).toBe(true)
    expect((await familyPlanOf(await sees('sam'), meeting)).plans).toHaveLength(1)
    await expect(familyPlanOf(await sees('omar'), meeting)).rejects.toMatchObject({ status: 404 })
  })

  test('others of the team read the question and the first day, and neither who comes nor how often or where people meet', async () => {
    await db.updateTable('meeting_sitting').set({ starts_at: plusMinutes(worldBegins, 20_000), minutes: 60, place: 'At the feared one’s' }).where('meeting_id', '=', meeting).where('number', '=', 1).execute()
    await db.updateTable('meeting_sitting').set({ starts_at: plusMinutes(worldBegins, 10_000), minutes: 60, place: 'In the other hall', dial_in: '0300' }).where('meeting_id', '=', meeting).where('number', '=', 2).execute()
    await ask('marta', [omar])
    expect((await read('omar'))!.meeting).toMatchObject({ question: 'What next?', people: [], askedBy: null, sittings: [{ number: 1, startsAt: plusMinutes(worldBegins, 10_000), place: null, dialIn: null, callUrl: null }] })
    expect((await read('sam'))!.meeting).toMatchObject({ sittings: [{ number: 1 }, { number: 2, place: 'In the other hall' }], people: [{ name: 'Marta Kowalczyk' }, {}, {}] })
  })

  test('once the meeting has a day, it is written three days before, on a weekday; the desk says so', async () => {
    await ask('marta', [omar])
    expect((await read('omar'))!.writeBy).toBeNull()
    const startsAt = instant('2026-10-06T09:00:00Z')
    await db.updateTable('meeting_sitting').set({ starts_at: startsAt }).where('meeting_id', '=', meeting).where('number', '=', 2).execute()
    // The third day before that Tuesday is a Saturday.
    expect((await read('omar'))!.writeBy).toBe('2026-10-02')
    expect((await informationToWrite(must(await world.desk('omar'), 'desk:see'))).map((one) => one.by)).toEqual(['2026-10-02'])
    expect((await read('kasia'))!.writeBy, 'of a sitting that she does not know of').toBeNull()
  })

  test('whoever was not asked cannot write, and nothing is not written', async () => {
    expect(await write('omar', { well: 'W' })).toEqual(notThere)
    await ask('marta', [omar])
    expect(await write('omar', {})).toMatchObject({ ok: false, why: 'nothing-written', field: 'well' })
    expect(await waits('omar')).toEqual(['write'])
    expect((await write('omar', { well: 'W' })).ok).toBe(true)
    expect(await waits('omar')).toEqual([])
  })
})

describe('what was written', () => {
  beforeEach(async () => {
    await ask('marta', [world.members.sam, omar])
    await write('sam', { well: 'They eat together', must: 'Somebody is home at night' })
  })

  test('whoever asked for the meeting reads it first; those who come to their sitting once it is shown; another sitting when the co-ordinator shows it too', async () => {
    const words = async (who: Who) => (await read(who))!.informers.flatMap((one) => one.told.map((told) => told.words))
    expect(await words('marta')).toEqual(['They eat together', 'Somebody is home at night'])
    for (const who of ['kasia', 'dean', 'omar'] as const) expect(await words(who), who).toEqual([])
    expect(await show('kasia')).toEqual(notThere)
    expect(await show('sam')).toEqual(notThere)
    expect(await show('marta', world.members.sam, 2), 'a sitting that she does not know of').toEqual(notThere)
    expect(await show('marta', omar), 'there is nothing to show yet').toEqual(notThere)
    const coordinator = newId<MemberId>()
    await db.insertInto('member').values({ family_id: world.family, id: coordinator, person_id: world.people.ruth, name: 'Grace', given_name: 'Grace', seat: 'coordinator', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
    const grace = must((await viewerFor(db, world.people.ruth, world.family, worldBegins))!, 'meetings:see')
    const toTheOthers = () => act(grace, showInformation, { meeting, member: world.members.sam, sitting: 2 })
    expect(await toTheOthers()).toMatchObject({ ok: false, why: 'not-shown-yet' })
    expect((await show('marta')).ok).toBe(true)
    expect(await words('kasia')).toEqual(['They eat together', 'Somebody is home at night'])
    expect(await words('dean')).toEqual([])
    expect((await toTheOthers()).ok).toBe(true)
    expect(await words('dean')).toHaveLength(2)
  })

  test('people ask without a name for whoever answers; it is read in their sitting alone', async () => {
    await show('marta')
    const question = async (who: Who) => act(must(await world.viewer(who), 'meetings:attend'), askInformer, { meeting, member: world.members.sam, words: 'Who is at home?', lang: 'en' })
    expect(await question('dean'), 'not shown to them').toEqual(notThere)
    expect((await question('kasia')).ok).toBe(true)
    expect(await waits('sam')).toEqual(['answer'])
    const asked = (await read('sam'))!.informers.find((one) => one.mine)!.questions
    expect(asked).toMatchObject([{ words: 'Who is at home?', by: null, answer: null }])
    expect(JSON.stringify(await read('sam'))).not.toContain('"by":"Kasia')
    expect((await read('marta'))!.informers.flatMap((one) => one.questions)).toMatchObject([{ by: expect.stringContaining('Kasia') }])
    const answer = async (who: Who) => act(await informs(who), answerAsInformer, { question: asked[0]!.id, words: 'An aunt', lang: 'en' })
    expect(await answer('omar')).toEqual(notThere)
    expect((await answer('sam')).ok).toBe(true)
    expect((await read('kasia'))!.informers.flatMap((one) => one.questions)).toMatchObject([{ answer: { words: 'An aunt' } }])
    expect(await waits('sam')).toEqual([])
  })

  test('a translation stands beside the words with whose it is, and goes with the words', async () => {
    const translate = async (who: Who, lang = 'pl') => act(await sees(who), translateInformation, { meeting, member: world.members.sam, part: 'well', lang, words: 'Jedzą razem', by: 'Ewa Lis' })
    expect(await translate('kasia')).toEqual(notThere)
    expect(await translate('sam', 'en')).toMatchObject({ ok: false, why: 'same-language', field: 'language' })
    expect((await translate('sam')).ok).toBe(true)
    const well = async () => (await read('marta'))!.informers.find((one) => one.member === world.members.sam)!.told.find((one) => one.part === 'well')
    expect(await well()).toMatchObject({ others: [{ lang: 'pl', words: 'Jedzą razem', by: 'Ewa Lis' }] })
    await write('sam', { well: 'They eat together', must: 'Another' })
    expect((await well())!.others, 'this part is as it was').toHaveLength(1)
    await write('sam', { well: 'They eat at one table' })
    expect(await well()).toMatchObject({ words: 'They eat at one table', others: [] })
    expect((await read('marta'))!.informers.flatMap((one) => one.told.map((told) => told.part))).toEqual(['well'])
  })

  test('after the meeting nothing more is written', async () => {
    await db.updateTable('meeting').set({ state: 'met' }).where('id', '=', meeting).execute()
    expect(await write('sam', { well: 'Later' })).toEqual(notThere)
    expect(await ask('sam', [omar])).toEqual(notThere)
  })
})
