/** What is owed to a family before its meeting: late words, what was asked of somebody who has left, and whose all of it is. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { answerAsInformer, askInformer, askToInform, informationOf, noteQuestionLook, questionsLeft, showInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { informationMissing, informationToWrite, watchInformation } from '#app/domain/meetings/late-information.server.ts'
import { sayPart } from '#app/domain/meetings/taking-part.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { sendFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { looksAt } from '#app/domain/sharing/looked.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type MemberId } from '#app/values/ids.ts'
import { dayAt, instant, plusDays, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, aPartOfAPlan, done, type Gathering } from './meeting-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let there: Gathering
let omar: MemberId

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  there = await aGathering(db, world)
  omar = newId<MemberId>()
  await db.insertInto('member').values({ family_id: world.family, id: omar, person_id: world.people.omar, name: 'Omar', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
  await done(act(await world.may('marta', 'meetings:see'), askToInform, { meeting: there.meeting, members: [omar] }))
  await db.deleteFrom('outbox').execute()
})

const noon = (day: string): Instant => instant(`${day}T12:00:00Z`)
const later = noon('2026-11-25')
// Three days before that Monday is a Friday.
const [monday, lastDay] = [noon('2026-12-07'), '2026-12-04']
const told = async () => (await db.selectFrom('outbox').select('to_person').execute()).map((one) => one.to_person).sort()
const people = (...some: (keyof World['people'])[]) => some.map((one) => world.people[one]).sort()
const called = async (startsAt: Instant = monday) => db.updateTable('meeting_sitting').set({ starts_at: startsAt }).where('meeting_id', '=', there.meeting).execute()
const leaves = async (...who: ('omar' | 'sam' | 'priya')[]) => db.updateTable('post').set({ until_on: today }).where('person_id', 'in', people(...who)).execute()
const read = async (who: 'marta' | 'kasia' | 'sam', at: Instant = later) => informationOf(must(await world.viewer(who, world.family, at), 'meetings:see'), there.meeting)
const missing = async (who: 'sam' | 'priya', at: Instant = later) => (await informationMissing(must(await world.desk(who, at), 'desk:see'))).filter((one) => one.family === world.family).map(({ what, by, noLead }) => ({ what, by, noLead }))
const toWrite = async (who: 'sam' | 'omar', at: Instant = later) => (await informationToWrite(must(await world.desk(who, at), 'desk:see'))).filter((one) => one.family === world.family)
const asks = async (at: Instant = later) => act(must(await world.viewer('kasia', world.family, at), 'meetings:attend'), askInformer, { meeting: there.meeting, member: omar, words: 'Who comes?', lang: 'en' })
const lost = async (at: Instant = later) => (await openWithoutOwnerOrDate(db, dayAt(at))).filter((one) => one.family === world.family).map((one) => one.kind)

/** Omar has written, it is shown, and Kasia has asked him something. */
async function asked(): Promise<void> {
  await done(act(must(await world.viewer('omar'), 'meetings:inform'), writeInformation, { meeting: there.meeting, parts: { well: 'They sing', worry: null, help: null, must: null }, lang: 'en' }))
  await done(act(await world.may('marta', 'meetings:see'), showInformation, { meeting: there.meeting, member: omar, sitting: 1 }))
  await done(asks(worldBegins))
  await db.deleteFrom('outbox').execute()
}

describe('words that have not come by their day', () => {
  test('are told whoever leads and whoever asked for the meeting, on the next day, once, however many look', async () => {
    expect(await watchInformation(db, later), 'it has no day yet').toBe(0)
    await called()
    expect(await watchInformation(db, noon(lastDay))).toBe(0)
    expect(await missing('sam', noon(lastDay))).toEqual([])
    const looks = await Promise.all([1, 2, 3].map(() => watchInformation(db, noon('2026-12-05'))))
    expect(looks.reduce((a, b) => a + b)).toBe(1)
    expect(await told(), 'a Saturday, because it is on Monday').toEqual(people('sam', 'marta'))
    for (const day of ['2026-12-05', '2026-12-06', '2026-12-07']) expect(await watchInformation(db, noon(day))).toBe(0)
    expect(await missing('sam', noon('2026-12-05'))).toEqual([{ what: 'late', by: lastDay, noLead: false }])
    expect(await toWrite('omar', noon('2026-12-05'))).toMatchObject([{ what: 'write', by: lastDay }])
    expect(await db.selectFrom('event').select(['thing_id']).where('kind', '=', 'information-late').execute(), 'the record names no meeting').toEqual([{ thing_id: null }])
  })

  test('are told again where the meeting has a later day and that passes too; written, or called off, they are nobody’s', async () => {
    await called()
    await watchInformation(db, noon('2026-12-05'))
    await called(noon('2026-12-14'))
    expect(await missing('sam', noon('2026-12-06'))).toEqual([])
    expect([await watchInformation(db, noon('2026-12-11')), await watchInformation(db, noon('2026-12-12'))]).toEqual([0, 1])
    await db.updateTable('meeting_informer').set({ late_for: null }).execute()
    await db.updateTable('meeting').set({ state: 'off' }).execute()
    expect([await watchInformation(db, noon('2026-12-12')), await missing('sam', noon('2026-12-12'))]).toEqual([0, []])
    await db.updateTable('meeting').set({ state: 'called' }).execute()
    await db.updateTable('meeting_informer').set({ wrote_at: worldBegins }).execute()
    expect(await watchInformation(db, noon('2026-12-12'))).toBe(0)
  })

  test('are not owed by whoever was asked only afterwards', async () => {
    await called(noon('2026-11-26'))
    expect(await watchInformation(db, later)).toBe(0)
  })

  test('come to the manager where nobody leads', async () => {
    await called()
    await leaves('sam')
    expect(await watchInformation(db, noon('2026-12-05'))).toBe(1)
    expect(await told()).toEqual(people('priya', 'marta'))
    expect(await missing('priya', noon('2026-12-05'))).toEqual([{ what: 'late', by: lastDay, noLead: true }])
  })
})

describe('whoever was asked has left', () => {
  test('nobody asks them more: what was asked is whoever leads’s, who is told once and answers', async () => {
    await asked()
    expect([await missing('sam'), await watchInformation(db, later)]).toEqual([[], 0])
    await leaves('omar')
    expect((await read('kasia'))!.informers).toMatchObject([{ here: false, answers: false }])
    expect(await asks()).toMatchObject({ ok: false, why: 'writer-left' })
    const looks = await Promise.all([1, 2, 3].map(() => watchInformation(db, later)))
    expect([looks.reduce((a, b) => a + b), await told(), await missing('sam')]).toEqual([1, people('sam'), [{ what: 'left', by: null, noLead: false }]])
    const [question] = (await read('sam'))!.informers.find((one) => one.answers)!.questions
    expect(question).toMatchObject({ words: 'Who comes?', by: null })
    await done(act(must(await world.viewer('sam', world.family, later), 'meetings:inform'), answerAsInformer, { question: question!.id, words: 'I do', lang: 'en' }))
    expect((await read('kasia'))!.informers.flatMap((one) => one.questions)).toMatchObject([{ answer: { words: 'I do', by: 'Sam Adeyemi' } }])
    expect(await missing('sam')).toEqual([])
  })

  test('while they are here, nobody answers instead of them', async () => {
    await asked()
    const [question] = (await read('sam'))!.informers[0]!.questions
    expect((await read('sam'))!.informers).toMatchObject([{ here: true, answers: false }])
    expect(await act(await world.may('sam', 'meetings:inform'), answerAsInformer, { question: question!.id, words: 'I do', lang: 'en' })).toEqual({ ok: false, why: 'not-there' })
  })

  test('what they had not written is for whoever leads to write, who is told, and so is whoever asked for the meeting', async () => {
    await leaves('omar')
    expect(await watchInformation(db, later)).toBe(1)
    expect(await told()).toEqual(people('sam', 'marta'))
    expect((await read('marta'))!.informers).toMatchObject([{ member: world.members.sam, wroteAt: null }])
    expect([await toWrite('sam'), await missing('sam'), await watchInformation(db, later)]).toMatchObject([[{ what: 'write' }], [], 0])
  })

  test('where nobody leads the manager reads the question and nothing else, which the family reads, and answers', async () => {
    await asked()
    const manages = async () => must((await viewerOfMoney(db, world.people.priya, world.family, later))!, 'meetings:inform')
    const { id } = await db.selectFrom('meeting_question').select('id').executeTakeFirstOrThrow()
    const answers = async () => act(await manages(), answerAsInformer, { question: id, words: 'Moira comes', lang: 'en' })
    await leaves('omar')
    expect([await questionsLeft(await manages()), (await answers()).ok, (await act(await manages(), noteQuestionLook, { question: id })).ok], 'somebody leads').toEqual([[], false, false])
    await leaves('sam')
    expect(await questionsLeft(await manages())).toEqual([{ id, to: 'Omar', words: 'Who comes?', lang: 'en' }])
    await done(act(await manages(), noteQuestionLook, { question: id }))
    const looked = async (who: 'marta' | 'zosia') => (await looksAt(must(await world.viewer(who, world.family, later), 'sharing:see'), 1)).looks
    expect([await looked('marta'), await looked('zosia')], 'those who sit there').toMatchObject([[{ name: 'Priya Nair', because: { known: 'question-to-answer' } }], []])
    await done(answers())
    expect((await read('kasia'))!.informers.flatMap((one) => one.questions)).toMatchObject([{ answer: { words: 'Moira comes', by: null } }])
    expect([await questionsLeft(await manages()), await missing('priya')]).toEqual([[], []])
  })

  test('where nobody leads the manager is told, and whoever is named then has it', async () => {
    await asked()
    await leaves('omar', 'sam')
    expect(await watchInformation(db, later)).toBe(1)
    expect([await told(), await missing('priya')]).toEqual([people('priya'), [{ what: 'left', by: null, noLead: true }]])
    await db.updateTable('post').set({ until_on: null }).where('person_id', '=', world.people.sam).execute()
    expect([await missing('sam'), await missing('priya')]).toEqual([[{ what: 'left', by: null, noLead: false }], []])
  })
})

describe('nothing of a meeting is nobody’s', () => {
  const everything = async () => {
    await asked()
    await done(act(await world.may('marta', 'meetings:see'), askToInform, { meeting: there.meeting, members: [world.members.sam] }))
    await done(act(await world.may('kasia', 'meetings:see'), sayPart, { meeting: there.meeting, member: world.members.kasia, how: 'room', lang: 'en', interpreterLang: null, needs: [{ need: 'childcare', words: null }] }))
    await done(act(await world.may('marta', 'meetings:attend'), writePart, { meeting: there.meeting, part: null, said: aPartOfAPlan(world.members.marta) }))
    await done(act(await world.may('marta', 'meetings:attend'), sendFamilyPlan, { meeting: there.meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 42) }))
  }
  const ofMeetings = ['coordinator', 'family-plan', 'information', 'meeting-need', 'question']

  test('it is of those who do it, of whoever leads after them, and then of the manager; without any of these it is counted', async () => {
    await everything()
    expect(await lost()).toEqual([])
    await leaves('omar')
    await db.updateTable('post').set({ until_on: today }).where('person_id', '=', there.grace).execute()
    expect(await lost(), 'whoever leads').toEqual([])
    await leaves('sam')
    expect(await lost(), 'the manager').toEqual([])
    await leaves('priya')
    expect((await lost()).filter((kind) => ofMeetings.includes(kind))).toEqual(ofMeetings)
  })

  test('of a meeting that was called off, or a need of somebody who does not come any more, nothing is open', async () => {
    await everything()
    await leaves('omar', 'sam', 'priya')
    await db.updateTable('post').set({ until_on: today }).where('person_id', '=', there.grace).execute()
    await db.updateTable('meeting_person').set({ gone_at: later }).where('member_id', '=', world.members.kasia).execute()
    expect(await lost()).not.toContain('meeting-need')
    await db.updateTable('meeting').set({ state: 'off' }).execute()
    expect((await lost()).filter((kind) => ofMeetings.includes(kind))).toEqual([])
  })
})
