/** The day of a family meeting is found by everybody, each sitting by itself, and nobody learns of another sitting or of another's answer. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { addTime, askWhichSuit, dropTime, findingOf, markTimes, showAnswers } from '#app/domain/meetings/finding-a-time.server.ts'
import type { MeetingMark } from '#db/schema-meetings.ts'
import { meetingCalendarOf } from '#app/domain/meetings/meeting-calendar.server.ts'
import { leaveOutOfMeeting, meetingOf, meetingsOf } from '#app/domain/meetings/meetings.server.ts'
import { keepSitting, moveToSitting, setSittingTime } from '#app/domain/meetings/sittings.server.ts'
import { sayPart, toArrangeFor } from '#app/domain/meetings/taking-part.server.ts'
import { sayByLink, sendTimesLink, timesByLink, timesHolder } from '#app/domain/meetings/time-links.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type MeetingId } from '#app/values/ids.ts'
import { instant, now, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { aWorld, type World } from './world.ts'

let db: Db
let world: World
let there: Gathering
let meeting: MeetingId
const [first, second] = [instant('2099-12-08T17:00:00Z'), instant('2099-12-09T17:00:00Z')]
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  there = await aGathering(db, world)
  meeting = there.meeting
})

type Insider = 'marta' | 'piotr' | 'kasia' | 'sam'
const soon = [plusMinutes(instant('2026-12-08T17:00:00Z'), 0), instant('2026-12-09T17:00:00Z')] as const
const sees = (who: Insider) => world.may(who, 'meetings:see')
const grace = async () => must(await there.graceMay('meetings:arrange'), 'meetings:see')
const finding = async (who: Insider | 'grace') => {
  const viewer = who === 'grace' ? await grace() : await sees(who)
  return findingOf(viewer, (await meetingOf(viewer, meeting))!)
}
const asks = async (times: readonly Instant[] = soon, sitting = 1) => {
  for (const startsAt of times) await done(act(await grace(), addTime, { meeting, sitting, startsAt }))
  return act(await grace(), askWhichSuit, { meeting, sitting })
}
const mark = async (who: Insider, marks: readonly MeetingMark[], member = world.members[who as 'marta']) => act(await sees(who), markTimes, { meeting, member, marks: marks.map((one, at) => ({ startsAt: soon[at]!, mark: one })) })
const told = async (who: 'piotr' | 'kasia') => (await db.selectFrom('outbox').select('id').where('to_person', '=', world.people[who]).execute()).length

describe('finding a day', () => {
  test('times are gathered in quiet, asked of from two on, and each then reads their own answer alone', async () => {
    await done(act(await sees('marta'), addTime, { meeting, sitting: 1, startsAt: soon[0] }))
    expect(await act(await sees('marta'), askWhichSuit, { meeting, sitting: 1 })).toMatchObject({ ok: false, why: 'too-few-times' })
    expect((await finding('kasia'))[0]).toMatchObject({ asked: false, times: [] })
    const before = await told('kasia')
    expect(await asks([soon[1]])).toMatchObject({ ok: true })
    expect(await told('kasia')).toBe(before + 1)
    expect(await mark('kasia', ['yes', 'if-need-be'])).toMatchObject({ ok: true })
    expect(await mark('piotr', ['no'])).toMatchObject({ ok: true })
    expect(await finding('kasia')).toMatchObject([{ asked: true, times: [{ startsAt: soon[0], own: 'yes', said: null }, { own: 'if-need-be', said: null }], silent: null }])
    expect(await finding('marta'), 'whoever asked for it reads no more').toMatchObject([{ times: [{ own: null, said: null }, { own: null, said: null }], silent: null }])
    expect(await finding('grace')).toMatchObject([{ times: [{ said: [{ name: 'Kasia Nowak', mark: 'yes' }, { name: 'Piotr Bailey', mark: 'no' }] }, { said: [{ mark: 'if-need-be' }] }], silent: [{ name: 'Marta Kowalczyk' }, { name: 'Piotr Bailey' }] }])
  })

  test('where whoever gets it ready lets them, those of the sitting read each other’s', async () => {
    await asks()
    expect(await finding('grace')).toMatchObject([{ canShow: true }])
    expect(await act(await grace(), showAnswers, { meeting, sitting: 1, shown: true })).toMatchObject({ ok: true })
    await mark('kasia', ['yes', 'no'])
    expect((await finding('piotr'))[0]!.times[0]!.said).toMatchObject([{ name: 'Kasia Nowak', mark: 'yes' }])
    await done(act(await grace(), showAnswers, { meeting, sitting: 1, shown: false }))
    expect((await finding('piotr'))[0]!.times[0]!.said).toBeNull()
  })

  test('what was answered under the word that nobody else reads it is shown to nobody else later', async () => {
    await asks()
    await mark('kasia', ['yes', 'no'])
    expect(await act(await grace(), showAnswers, { meeting, sitting: 1, shown: true })).toMatchObject({ ok: false, why: 'answered-in-confidence' })
    expect((await finding('piotr'))[0]!.times[0]!.said).toBeNull()
    expect([(await finding('grace'))[0]!.canShow, (await finding('piotr'))[0]!.canShow]).toEqual([false, false])
  })

  test('what was answered in confidence, or on a page that said so, is read by nobody of a sitting to which its writer is moved, nor whether they have answered', async () => {
    await done(act(await grace(), keepSitting, { meeting, number: 2, startsAt: null, minutes: 60, place: null, dialIn: null, callUrl: null }))
    await done(act(await grace(), moveToSitting, { meeting, people: [world.members.piotr], number: 2 }))
    await asks()
    await asks(soon, 2)
    await done(act(await grace(), showAnswers, { meeting, sitting: 1, shown: true }))
    await mark('kasia', ['yes', 'no'])
    await mark('piotr', ['no', 'no'])
    const before = await finding('kasia')
    await done(act(await grace(), moveToSitting, { meeting, people: [world.members.piotr], number: 1 }))
    const [kasias] = await finding('kasia')
    expect(kasias!.times.map(({ said }) => said!.map(({ name }) => name))).toEqual([['Kasia Nowak'], ['Kasia Nowak']])
    expect([kasias!.times, kasias!.silent!.map(({ name }) => name)]).toEqual([before[0]!.times, ['Marta Kowalczyk', 'Piotr Bailey']])
    expect((await finding('piotr'))[0]!.times).toMatchObject([{ own: 'no' }, { own: 'no' }])
    expect((await finding('grace'))[0]!.times[0]!.said).toHaveLength(2)
    const says = async (openly: boolean) => done(act(await sees('piotr'), markTimes, { meeting, member: world.members.piotr, marks: [{ startsAt: soon[0], mark: 'yes' }], openly }))
    await says(false)
    expect((await finding('kasia'))[0]!.times[0]!.said, 'his page said that nobody else reads it').toHaveLength(1)
    await says(true)
    expect((await finding('kasia'))[0]!.times[0]!.said).toHaveLength(2)
    // And back: what was said to those of one sitting is not said to another.
    await done(act(await grace(), moveToSitting, { meeting, people: [world.members.kasia], number: 2 }))
    await db.updateTable('meeting_finding').set({ shown: 1 }).execute()
    await done(act(await grace(), moveToSitting, { meeting, people: [world.members.marta], number: 2 }))
    expect((await finding('marta'))[0]!.times.flatMap(({ said }) => said)).toEqual([])
  })

  test('a time is to come, at most twelve are asked of, and one that is taken out takes its answers with it', async () => {
    const add = async (startsAt: Instant) => act(await grace(), addTime, { meeting, sitting: 1, startsAt })
    expect(await add(instant('2026-11-24T09:00:00Z'))).toMatchObject({ ok: false, why: 'time-is-past', field: 'day' })
    expect(await add(instant('2027-08-24T09:00:00Z'))).toMatchObject({ ok: false, why: 'day-too-far' })
    for (let n = 0; n < 12; n += 1) expect(await add(plusMinutes(soon[0], n * 60))).toMatchObject({ ok: true })
    expect(await add(plusMinutes(soon[0], 13 * 60))).toMatchObject({ ok: false, why: 'too-many-times', values: { count: 12 } })
    await done(act(await grace(), askWhichSuit, { meeting, sitting: 1 }))
    await mark('kasia', ['yes'])
    await done(act(await grace(), dropTime, { meeting, sitting: 1, startsAt: soon[0] }))
    expect(await db.selectFrom('meeting_mark').selectAll().execute()).toEqual([])
    expect(await mark('kasia', ['yes']), 'it is not asked of any more').toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(await sees('piotr'), addTime, { meeting, sitting: 1, startsAt: soon[1] }), 'not theirs to arrange').toMatchObject({ ok: false, why: 'not-there' })
  })

  test('nobody answers for somebody who can; for somebody without an account whoever arranges it does', async () => {
    await asks()
    expect(await mark('marta', ['yes'], world.members.kasia)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await mark('piotr', ['yes'], there.halina)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await mark('marta', ['no'], there.halina)).toMatchObject({ ok: true })
  })
})

describe('sittings', () => {
  const apart = async () => {
    await done(act(await grace(), keepSitting, { meeting, number: 2, startsAt: null, minutes: 60, place: 'The library', dialIn: '+441632960001', callUrl: null }))
    return act(await grace(), moveToSitting, { meeting, people: [world.members.piotr], number: 2 })
  }

  test('moving somebody tells nobody, and neither side reads of the other', async () => {
    const before = await db.selectFrom('outbox').select('id').execute()
    expect(await apart()).toMatchObject({ ok: true })
    expect(await db.selectFrom('outbox').select('id').execute()).toEqual(before)
    const piotr = (await meetingOf(await sees('piotr'), meeting))!
    expect(piotr).toMatchObject({ askedBy: null, sittings: [{ number: 2, place: 'The library' }], people: [{ name: 'Piotr Bailey' }] })
    expect((await meetingOf(await sees('kasia'), meeting))!.people.map((one) => one.name)).not.toContain('Piotr Bailey')
  })

  test('that the other sitting has a day changes nothing that one reads; their own is told to them alone, and what they need is arranged for it anew', async () => {
    await apart()
    await done(act(await sees('piotr'), sayPart, { meeting, member: world.members.piotr, how: 'room', lang: 'en', interpreterLang: null, needs: [{ need: 'fare', words: null }] }))
    await asks(soon, 2)
    const [piotr, kasia] = [await told('piotr'), await told('kasia')]
    const read = async (who: Insider) => JSON.stringify([await meetingOf(await sees(who), meeting), await meetingsOf(await sees(who)), await finding(who)])
    const before = [await read('kasia'), await read('marta')]
    expect(await act(await grace(), setSittingTime, { meeting, number: 2, startsAt: soon[0] })).toMatchObject({ ok: true })
    expect([await read('kasia'), await read('marta')]).toEqual(before)
    expect([await told('piotr'), await told('kasia')]).toEqual([piotr + 1, kasia])
    expect(await meetingsOf(await sees('piotr'))).toMatchObject([{ state: 'called', startsAt: soon[0] }])
    expect(await meetingsOf(await sees('kasia'))).toMatchObject([{ state: 'preparing', startsAt: null }])
    expect(await toArrangeFor(await there.graceMay('meetings:arrange'), meeting)).toMatchObject([{ need: 'fare', dueOn: '2026-12-07', arranged: false }])
    expect(await meetingCalendarOf(await sees('kasia'), meeting, 'en')).toBeUndefined()
    const file = await meetingCalendarOf(await sees('piotr'), meeting, 'en')
    expect(file).toContain('DTSTART:20261208T170000Z')
    for (const said of ['library', 'Kowalczyk', 'mornings', 'eeting']) expect(file).not.toContain(said)
  })

  test('a sitting has a day to come, the next number, and four are enough', async () => {
    const keep = async (number: number, startsAt: Instant | null = null) => act(await grace(), keepSitting, { meeting, number, startsAt, minutes: 90, place: null, dialIn: null, callUrl: null })
    expect(await keep(3)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await keep(1, instant('2026-11-24T09:59:00Z'))).toMatchObject({ ok: false, why: 'time-is-past', field: 'day' })
    expect(await keep(1, instant('2028-11-24T09:59:00Z'))).toMatchObject({ ok: false, why: 'day-too-far', field: 'day' })
    for (const number of [2, 3, 4]) expect(await keep(number)).toMatchObject({ ok: true })
    expect(await keep(5)).toMatchObject({ ok: false, why: 'too-many-sittings', values: { count: 4 } })
    expect(await keep(1, soon[0])).toMatchObject({ ok: true })
    expect(await keep(1)).toMatchObject({ ok: true })
    expect(await meetingsOf(await sees('kasia')), 'its day is taken back').toMatchObject([{ state: 'preparing', startsAt: null }])
    expect(await act(await grace(), setSittingTime, { meeting, number: 1, startsAt: soon[0] }), 'it was not asked of').toMatchObject({ ok: false, why: 'not-there' })
  })
})

describe('the link of somebody without an account', () => {
  const send = async (member = there.halina) => act(await grace(), sendTimesLink, { meeting, member, to: { channel: 'text', address: '+48123456789' }, lang: 'pl' })
  const token = async () => /\/when\/([\w-]+)/.exec((await db.selectFrom('outbox').select('body').where('address', '=', '+48123456789').orderBy('made_at', 'desc').orderBy('id', 'desc').execute()).map((one) => one.body).join(' '))![1]!
  const invited = async () => db.updateTable('meeting_person').set({ invited_at: now() }).where('member_id', '=', there.halina).execute()
  // A link is opened on the clock of the machine.
  const ahead = async () => {
    await db.insertInto('meeting_time').values([first, second].map((starts_at) => ({ family_id: world.family, meeting_id: meeting, sitting: 1, starts_at }))).execute()
    await db.insertInto('meeting_finding').values({ family_id: world.family, meeting_id: meeting, sitting: 1, shown: 1, asked_at: now(), set_at: null }).execute()
    await db.updateTable('meeting_link').set({ expires_at: first }).execute()
  }
  const once = () => ({ id: newId(), contentHash: newId() })

  test('is for somebody who was asked and has no account; it shows the times of their sitting and takes their answer, and tells of nobody', async () => {
    expect(await send(), 'not asked yet').toMatchObject({ ok: false, why: 'not-there' })
    await invited()
    expect(await send(world.members.kasia)).toMatchObject({ ok: false, why: 'has-account' })
    expect(await send()).toMatchObject({ ok: true })
    await ahead()
    await db.insertInto('meeting_mark').values({ family_id: world.family, meeting_id: meeting, member_id: world.members.kasia, starts_at: first, mark: 'no', at: now() }).execute()
    const holder = must((await timesHolder(await token()))!, 'times:mark')
    const shown = await timesByLink(holder)
    expect(shown).toMatchObject({ set: null, shown: true, times: [{ startsAt: first, own: null }, { startsAt: second, own: null }], lang: 'pl' })
    expect(JSON.stringify(shown)).not.toMatch(/Kasia|Marta|mornings|no"/)
    expect(await sayByLink(await token(), { marks: [{ startsAt: second, mark: 'yes' }] }, '127.0.0.1', once())).toEqual({ ok: true })
    expect((await timesByLink(holder)).times).toMatchObject([{ own: null }, { own: 'yes' }])
    await db.updateTable('meeting_finding').set({ shown: 0 }).execute()
    expect(await timesByLink(holder), 'who reads it, as the page says').toMatchObject({ shown: false })
    expect(await sayByLink(await token(), { marks: [{ startsAt: plusMinutes(second, 5), mark: 'yes' }] }, '127.0.0.1', once())).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('opens nothing when a newer one was sent, after its day, when they are left out, and when they have joined', async () => {
    await invited()
    await send()
    await ahead()
    const old = await token()
    expect(await timesHolder(old)).toBeDefined()
    await db.updateTable('meeting_link').set({ expires_at: plusMinutes(now(), -1) }).execute()
    expect(await timesHolder(old)).toBeUndefined()
    await db.updateTable('meeting_link').set({ expires_at: first }).execute()
    await db.updateTable('member').set({ person_id: there.grace }).where('id', '=', there.halina).execute()
    expect(await timesHolder(old)).toBeUndefined()
    await db.updateTable('member').set({ person_id: null }).where('id', '=', there.halina).execute()
    expect(await timesHolder(old)).toBeDefined()
    await done(act(await sees('marta'), leaveOutOfMeeting, { meeting, member: there.halina }))
    expect(await timesHolder(old)).toBeUndefined()
    expect(await sayByLink(old, { marks: [{ startsAt: first, mark: 'yes' }] }, '127.0.0.1', once())).toMatchObject({ ok: false, why: 'link-ended' })
  })
})
