/** Reminders of a family meeting: who is reminded of which day, in which words, and that nobody hears of what is no longer so. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { must, myselfFor } from '#app/access/viewer.server.ts'
import { chooseReminders } from '#app/domain/appointments/reminders.server.ts'
import { addTime, askWhichSuit, markTimes } from '#app/domain/meetings/finding-a-time.server.ts'
import { callOffMeeting, inviteToMeeting, leaveOutOfMeeting } from '#app/domain/meetings/meetings.server.ts'
import { planMeetingReminders } from '#app/domain/meetings/meeting-reminders.server.ts'
import { keepSitting, moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { sayPart } from '#app/domain/meetings/taking-part.server.ts'
import { sendTimesLink } from '#app/domain/meetings/time-links.server.ts'
import { asksAgain } from '#app/house-work.server.ts'
import { sendDue, type Message } from '#app/events/outbox.server.ts'
import { act } from '#app/events/transact.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import type { MemberId } from '#app/values/ids.ts'
import { instant, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { TakesPart } from '#db/schema-meetings.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let world: World
let gathering: Gathering
let sent: (Message & { at: Instant })[] = []

const monday = instant('2026-11-30T10:00:00Z')
const hours = (at: Instant, n: number) => plusMinutes(at, n * 60)

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(worldBegins) })
  world = await aWorld(await freshDatabase())
  gathering = await aGathering(world.db, world)
  sent = []
})
afterEach(() => { vi.useRealTimers() })

type Who = 'marta' | 'piotr' | 'kasia' | 'zosia'
const comes = async (who: Who, how: TakesPart, at: Instant = worldBegins) => done(act(await world.may(who, 'meetings:see', at), sayPart, { meeting: gathering.meeting, member: world.members[who], how, lang: 'en', interpreterLang: null, needs: [] }))
const graceSets = async (startsAt: Instant | null, number = 1, at: Instant = worldBegins) => {
  const grace = await gathering.graceViewer(at)
  await done(act(must(must(grace, 'meetings:see'), 'meetings:arrange'), keepSitting, { meeting: gathering.meeting, number, startsAt, minutes: 90, place: 'The hall', dialIn: null, callUrl: null }))
}
const graceMoves = async (people: readonly MemberId[], number: number, at: Instant = worldBegins) => {
  const grace = await gathering.graceViewer(at)
  await done(act(must(must(grace, 'meetings:see'), 'meetings:arrange'), moveToSitting, { meeting: gathering.meeting, people, number }))
}
const invite = async (member: MemberId) => done(act(await world.may('marta', 'meetings:see'), inviteToMeeting, { meeting: gathering.meeting, member }))
const zosiaToo = async () => world.db.insertInto('meeting_person').values({ family_id: world.family, meeting_id: gathering.meeting, member_id: world.members.zosia, sitting: 1, added_by: world.members.marta, added_at: worldBegins, invited_at: worldBegins, gone_at: null, how: null, must_agree: 1, let_in_at: null }).execute()

/** Lives from one moment to another by quarters of an hour, planning and sending as a worker does; what the commands themselves told is left out. */
async function live(from: Instant, until: Instant): Promise<void> {
  await world.db.deleteFrom('outbox').where('id', 'not in', world.db.selectFrom('meeting_reminder').select('message_id')).execute()
  for (let at = from; at <= until; at = plusMinutes(at, 15)) {
    vi.setSystemTime(new Date(at))
    if ((Date.parse(at) / 60_000) % 60 === 0) await planMeetingReminders(world.db, at)
    while ((await sendDue(world.db, (message) => (sent.push({ ...message, at }), Promise.resolve('sent')), { clock: () => at, again: asksAgain })) > 0);
  }
}
const only = (who: string) => sent.filter((one) => one.address === `${who}@example.org`)
const whole = () => live(hours(monday, -60), hours(monday, 1))

describe('whoever was asked and says that they come', () => {
  test('is reminded two days and two hours before, each once, in their language, and nobody else is', async () => {
    await zosiaToo()
    await world.db.updateTable('person').set({ language: 'pl' }).where('id', '=', world.people.kasia).execute()
    await comes('kasia', 'phone')
    await comes('piotr', 'writing')
    await graceSets(monday)
    await whole()
    expect(only('marta').map(({ at }) => at), 'she asked for it').toEqual([hours(monday, -48), hours(monday, -2)])
    expect(only('kasia').map(({ at }) => at)).toEqual([hours(monday, -48), hours(monday, -2)])
    const { t, format } = wordsFor('pl')
    expect(only('kasia')[0]).toMatchObject({ subject: t('reminders:mail.subject'), lang: 'pl' })
    expect(only('kasia')[0]!.body).toContain(format.when(monday))
    expect(only('kasia')[0]!.body).not.toMatch(/narad|marta|kowalczyk|hall|mornings/i)
    expect(new Set(sent.map(({ address }) => address)), 'who writes before, who said nothing, and who gets it ready').toEqual(new Set(['marta@example.org', 'kasia@example.org']))
    const [link] = await world.db.selectFrom('notice_link').select(['path', 'name']).where('person_id', '=', world.people.kasia).where('path', 'like', '%/meetings/%').execute()
    expect(link).toEqual({ path: `/families/${world.family}/meetings/${gathering.meeting}`, name: 'somethingNew' })
  })

  test('is one who said that this time suits them, and nobody who said that it does not', async () => {
    const later = hours(monday, 24)
    for (const startsAt of [monday, later]) await done(act(await world.may('marta', 'meetings:see'), addTime, { meeting: gathering.meeting, sitting: 1, startsAt }))
    await done(act(await world.may('marta', 'meetings:see'), askWhichSuit, { meeting: gathering.meeting, sitting: 1 }))
    await done(act(await world.may('kasia', 'meetings:see'), markTimes, { meeting: gathering.meeting, member: world.members.kasia, marks: [{ startsAt: monday, mark: 'if-need-be' }, { startsAt: later, mark: 'no' }] }))
    await done(act(await world.may('piotr', 'meetings:see'), markTimes, { meeting: gathering.meeting, member: world.members.piotr, marks: [{ startsAt: monday, mark: 'no' }, { startsAt: later, mark: 'yes' }] }))
    await graceSets(monday)
    await whole()
    expect([only('kasia').length, only('piotr').length]).toEqual([2, 0])
  })

  test('is reminded when they chose, in their safe hours, and not where they cannot safely be reached', async () => {
    for (const who of ['kasia', 'piotr'] as const) await comes(who, 'room')
    await act(must(myselfFor(world.db, world.people.marta, worldBegins), 'account:keep'), chooseReminders, { before: [1440] })
    const safe = { days: '1234567', from_time: '17:00', until_time: '20:00', zone: 'Europe/London', messages_ok: 1 as const, changed_at: worldBegins }
    await world.db.insertInto('safe_contact').values([{ ...safe, person_id: world.people.kasia, channel: 'email' }, { ...safe, person_id: world.people.piotr, channel: 'none' }]).execute()
    await graceSets(monday)
    await whole()
    expect(only('marta').map(({ at }) => at)).toEqual([hours(monday, -24)])
    expect(only('kasia').map(({ at }) => at)).toEqual([instant('2026-11-28T17:00:00.000Z'), instant('2026-11-29T19:45:00.000Z')])
    expect(only('piotr')).toEqual([])
  })

  test('reads no day where others of the family do not come to that sitting, unless they let messages say what they are about', async () => {
    await comes('kasia', 'room')
    await graceSets(monday)
    await world.db.insertInto('safe_contact').values({ person_id: world.people.kasia, channel: 'email', days: '1234567', from_time: '00:00', until_time: '23:59', zone: 'Europe/London', messages_ok: 1, email_detail: 1, changed_at: worldBegins }).execute()
    await live(hours(monday, -60), hours(monday, -47))
    const { t } = wordsFor('en')
    expect(only('marta')[0]).toMatchObject({ subject: t('notices:somethingNew.subject') })
    expect(only('marta')[0]!.body).not.toMatch(/Monday|10:00|appointment/)
    expect(only('kasia')[0]).toMatchObject({ subject: t('reminders:mail.subject') })
  })
})

describe('somebody without an account', () => {
  const toHalina = async () => {
    await invite(gathering.halina)
    await done(act(await world.may('marta', 'meetings:see'), sendTimesLink, { meeting: gathering.meeting, member: gathering.halina, to: { channel: 'text', address: '07700900123' }, lang: 'pl' }))
    await done(act(await world.may('marta', 'meetings:see'), sayPart, { meeting: gathering.meeting, member: gathering.halina, how: 'room', lang: 'en', interpreterLang: null, needs: [] }))
  }
  const halinas = () => sent.filter((one) => one.address === '07700900123')

  test('is reminded where they were asked which times suit them, in the hours that are safe for them, and reads whom to ring', async () => {
    await toHalina()
    await world.db.insertInto('member_contact').values({ family_id: world.family, member_id: gathering.halina, email: null, mobile: '07700900123', language: 'pl', channel: 'text', days: '12345', from_time: '12:00', until_time: '13:00', messages_ok: 1 }).execute()
    await graceSets(monday)
    await live(hours(monday, -80), monday)
    expect(halinas().map(({ at }) => at)).toEqual([instant('2026-11-27T12:45:00.000Z')])
    expect(halinas()[0]).toMatchObject({ channel: 'text' })
    expect(halinas()[0]!.body).toContain(wordsFor('pl').format.when(monday))
    expect(halinas()[0]!.body).not.toMatch(/http|kowalczyk|narad/i)
  })

  test('hears nothing once they are taken out of it', async () => {
    await toHalina()
    await graceSets(monday)
    await live(hours(monday, -60), hours(monday, -50))
    await done(act(await world.may('marta', 'meetings:see', hours(monday, -49)), leaveOutOfMeeting, { meeting: gathering.meeting, member: gathering.halina }))
    await live(hours(monday, -49), monday)
    expect(halinas()).toEqual([])
  })
})

describe('what is no longer so', () => {
  beforeEach(async () => {
    await comes('kasia', 'room')
    await graceSets(monday)
    await live(hours(monday, -100), hours(monday, -90))
    expect(await world.db.selectFrom('outbox').select('id').execute()).toHaveLength(4)
  })

  test('a day that moved: the old one is not sent, the new one is', async () => {
    const later = hours(monday, 72)
    await graceSets(later, 1, hours(monday, -89))
    await live(hours(monday, -89), hours(later, 1))
    expect(only('kasia').map(({ at }) => at)).toEqual([hours(later, -48), hours(later, -2)])
  })

  test('a day that was taken away, a meeting that was called off', async () => {
    await graceSets(null, 1, hours(monday, -89))
    await live(hours(monday, -89), hours(monday, -30))
    expect(sent).toEqual([])
    await graceSets(monday, 1, hours(monday, -29))
    await done(act(await world.may('marta', 'meetings:see', hours(monday, -29)), callOffMeeting, { meeting: gathering.meeting }))
    await live(hours(monday, -29), monday)
    expect(sent).toEqual([])
  })

  test('somebody taken out, or who has left, or who says that they write instead', async () => {
    await done(act(await world.may('marta', 'meetings:see', hours(monday, -89)), leaveOutOfMeeting, { meeting: gathering.meeting, member: world.members.kasia }))
    await live(hours(monday, -89), hours(monday, -40))
    expect(only('kasia')).toEqual([])
    expect(only('marta')).toHaveLength(1)
    await comes('marta', 'writing', hours(monday, -39))
    await live(hours(monday, -39), monday)
    expect(only('marta')).toHaveLength(1)
  })

  test('somebody in another sitting hears of their own day alone, and it is nobody else’s', async () => {
    await graceSets(hours(monday, 48), 2, hours(monday, -89))
    await graceMoves([world.members.kasia], 2, hours(monday, -89))
    await live(hours(monday, -89), hours(monday, 49))
    expect(only('marta').map(({ at }) => at)).toEqual([hours(monday, -48), hours(monday, -2)])
    expect(only('kasia').map(({ at }) => at)).toEqual([monday, hours(monday, 46)])
    for (const one of sent) expect(one.body).not.toMatch(/sitting/i)
  })
})

test('a reminder is planned once, by however many', async () => {
  await comes('kasia', 'room')
  await graceSets(monday)
  const before = (await world.db.selectFrom('outbox').select('id').execute()).length
  const planned = await Promise.all([1, 2, 3].map(() => planMeetingReminders(world.db, hours(monday, -60))))
  expect(planned.reduce((a, b) => a + b)).toBe(4)
  expect(await planMeetingReminders(world.db, hours(monday, -60))).toBe(0)
  expect((await world.db.selectFrom('outbox').select('id').execute()).length).toBe(before + 4)
})

test('whoever helps is not reminded, nor whoever was chosen and not asked', async () => {
  await graceSets(monday)
  await whole()
  expect(new Set(sent.map(({ address }) => address))).toEqual(new Set(['marta@example.org']))
})
