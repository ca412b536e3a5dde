/** Reminders of appointments: when they go out, to whom, what they say, and what their link can do. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { must, myselfFor, remindedBy } from '#app/access/viewer.server.ts'
import { hashOfSafeWord } from '#app/domain/account/own-account.server.ts'
import { bookAppointment, cancelAppointment, moveAppointment, type Booking } from '#app/domain/appointments/booking.server.ts'
import { cancelByLink, changeByLink, moveByLink, remindedIn, timesByLink, visitByLink, wordByLink } from '#app/domain/appointments/by-link.server.ts'
import { reminderMoment, timesIn } from '#app/domain/appointments/reminder-times.ts'
import { chooseReminders, ownReminders, planReminders, remindersAskAgain } from '#app/domain/appointments/reminders.server.ts'
import { changeWhoSees } from '#app/domain/sharing/changing.server.ts'
import { reminderToken } from '#app/events/notice-links.server.ts'
import { lastSafeMoment, safeMoment } from '#app/events/notices.server.ts'
import { sendDue, type Message, type SendEnd } from '#app/events/outbox.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newFormId } from '#app/http/read-form.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { newId, type AppointmentId } from '#app/values/ids.ts'
import { instant, plusMinutes, wallTime, type Day, type Instant } from '#app/values/instant.ts'
import type { Insertable } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { aMember, weekHours } from './diary-world.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let world: World
let sent: (Message & { at: Instant })[] = []
const clockAt = (at: Instant) => vi.setSystemTime(new Date(at))

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(worldBegins) })
  world = await aWorld(await freshDatabase())
  await weekHours(world.db, world.people.sam, '09:00', '17:00')
  sent = []
})
afterEach(() => { vi.useRealTimers() })

const monday = instant('2026-11-30T10:00:00Z')
const tuesday = instant('2026-12-01T11:00:00Z')
const hours = (at: Instant, n: number) => plusMinutes(at, n * 60)

async function books(startsAt = monday, more: Partial<Booking> = {}): Promise<AppointmentId> {
  const answer = await act(await world.may('marta', 'appointments:book'), bookAppointment, {
    practitioner: world.members.sam, mode: 'phone', startsAt, about: [], whoSees: { members: [world.members.marta], lead: false }, shareWith: [], needs: [], interpreterLang: null, where: null, note: null, lang: 'en', ...more,
  })
  if (!answer.ok) throw new Error(answer.why)
  await world.db.deleteFrom('outbox').execute()
  return answer.value
}
/** Marta's alone, and yet as everybody's: what is kept is tested by itself. */
const open = { whoSees: 'everybody' } as const
const safe = (who: keyof World['people'], changed: Partial<Insertable<Schema['safe_contact']>> = {}) => world.db.insertInto('safe_contact').values({
  person_id: world.people[who], channel: 'email', days: '1234567', from_time: '08:00', until_time: '20:00', zone: 'Europe/London', messages_ok: 1, changed_at: worldBegins, ...changed,
}).execute()
const only = (who: 'marta' | 'piotr' | 'zosia') => sent.filter((one) => one.address === `${who}@example.org`)

/** Lives from one moment to another in steps of a quarter of an hour, planning and sending as a worker does. */
async function live(from: Instant, until: Instant, end: SendEnd = 'sent'): Promise<void> {
  for (let at = from; at <= until; at = plusMinutes(at, 15)) {
    clockAt(at)
    if ((Date.parse(at) / 60_000) % 60 === 0) await planReminders(world.db, at)
    while ((await sendDue(world.db, (message) => (sent.push({ ...message, at }), Promise.resolve(end)), { clock: () => at, again: remindersAskAgain })) > 0);
  }
}
const tokenIn = (message: Message) => /\/do\/([\w-]{22})\b/.exec(message.body)![1]!

describe('when a reminder goes out', () => {
  const tanyas = { days: '12345', from: '10:00', until: '12:00', zone: 'Europe/London' }
  const moments = { first: (from: Instant) => safeMoment(from, tanyas), last: (before: Instant) => lastSafeMoment(before, tanyas) }
  const moment = (startsAt: string, before: number, now = '2026-11-20T00:00:00Z') => reminderMoment({ wanted: plusMinutes(instant(startsAt), -before), startsAt: instant(startsAt), now: instant(now) }, moments)

  test.each([
    ['in safe hours: as wanted', '2026-11-26T11:30:00Z', 1440, '2026-11-25T11:30:00.000Z'],
    ['before them: as they begin', '2026-11-26T11:30:00Z', 120, '2026-11-26T10:00:00.000Z'],
    ['after them: the next day', '2026-11-27T15:00:00Z', 1440, '2026-11-27T10:00:00.000Z'],
    ['on a weekend: the Monday', '2026-11-30T15:00:00Z', 1440, '2026-11-30T10:00:00.000Z'],
    ['no safe moment before it: the last one before that', '2026-11-30T09:30:00Z', 1440, '2026-11-27T11:45:00.000Z'],
    ['just as they begin: the day before', '2026-11-26T10:00:00Z', 120, '2026-11-25T11:45:00.000Z'],
  ])('%s', (_, startsAt, before, expected) => expect(moment(startsAt, before)).toBe(expected))

  test('that has passed is never made up in an unsafe hour', () => {
    expect(moment('2026-11-30T09:30:00Z', 1440, '2026-11-27T12:00:00Z')).toBeUndefined()
    expect(moment('2026-11-30T15:00:00Z', 1440, '2026-11-30T11:00:00Z')).toBe('2026-11-30T11:00:00.000Z')
    expect(moment('2026-11-30T15:00:00Z', 1440, '2026-11-30T13:00:00Z')).toBeUndefined()
  })

  test('the last safe moment lies in safe hours and before, whatever they are', () => {
    for (let n = 0; n < 200; n += 1) {
      const from = Math.floor(Math.random() * 92)
      const clock = (quarter: number) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
      const some = { days: String(1 + Math.floor(Math.random() * 7)), from: clock(from), until: clock(from + 1 + Math.floor(Math.random() * (95 - from))), zone: 'Europe/London' }
      const before = plusMinutes(instant('2026-11-01T00:00:00Z'), Math.floor(Math.random() * 20_000))
      const found = lastSafeMoment(before, some)!
      expect(found < before, JSON.stringify({ some, before, found })).toBe(true)
      expect(safeMoment(found, some), JSON.stringify({ some, before, found })).toBe(found)
    }
    expect(lastSafeMoment(worldBegins, { ...tanyas, days: '' })).toBeUndefined()
  })

  test('what is kept of a choice is read as ours', () => {
    expect([timesIn(null), timesIn(''), timesIn('120,2880'), timesIn('7,120')]).toEqual([[2880, 120], [], [2880, 120], [120]])
  })
})

describe('a reminder', () => {
  test('comes two days and two hours before, each once, in its reader\'s language, with the time and nothing else', async () => {
    await world.db.updateTable('person').set({ language: 'pl' }).where('id', '=', world.people.marta).execute()
    await world.db.updateTable('person').set({ language: 'ur' }).where('id', '=', world.people.zosia).execute()
    await books(monday, open)
    await live(hours(monday, -60), hours(monday, 1))
    expect(only('marta').map(({ at }) => at)).toEqual([hours(monday, -48), hours(monday, -2)])
    for (const [who, lang] of [['marta', 'pl'], ['zosia', 'ur'], ['piotr', 'en']] as const) {
      const { t, format } = wordsFor(lang)
      expect(only(who)).toHaveLength(2)
      for (const one of only(who)) {
        expect(one.subject).toBe(t('reminders:mail.subject'))
        expect(one.body.replace(/[\u2066-\u2069]/g, '')).toContain(format.when(monday).replace(/[\u2066-\u2069]/g, ''))
        expect(one.body).toMatch(/http:\/\/localhost:3000\/do\/[\w-]{22}$/)
        expect(one.body).not.toMatch(/sam|adeyemi|kowalczyk|family plan/i)
      }
    }
    // Whoever helps has a diary.
    expect(sent.map(({ address }) => address)).not.toContain('sam@example.org')
    expect(new Set(sent.map(tokenIn)).size).toBe(6)
    // No way in stands in the database.
    const kept = JSON.stringify([await world.db.selectFrom('outbox').selectAll().execute(), await world.db.selectFrom('reminder').selectAll().execute()])
    for (const one of sent) expect(kept).not.toContain(tokenIn(one))
  })

  test('comes when its reader chose, and not at all to whoever chose never', async () => {
    const choose = (who: 'marta' | 'piotr', before: number[]) => act(must(myselfFor(world.db, world.people[who], worldBegins), 'account:keep'), chooseReminders, { before })
    await choose('marta', [1440])
    await choose('piotr', [])
    expect(await ownReminders(must(myselfFor(world.db, world.people.marta, worldBegins), 'account:keep'))).toEqual([1440])
    await books(monday, open)
    await live(hours(monday, -60), monday)
    expect([only('marta').map(({ at }) => at), only('piotr')]).toEqual([[hours(monday, -24)], []])
  })

  test('that was planned is not sent once its reader has chosen otherwise, and comes when they chose instead', async () => {
    await books()
    await live(hours(monday, -60), hours(monday, -50))
    await act(must(myselfFor(world.db, world.people.marta, worldBegins), 'account:keep'), chooseReminders, { before: [1440] })
    await live(hours(monday, -49), monday)
    expect(sent.map(({ at }) => at)).toEqual([hours(monday, -24)])
  })

  test('is not sent for what was cancelled', async () => {
    const id = await books(monday, open)
    await live(hours(monday, -100), hours(monday, -90))
    await act(await world.may('marta', 'appointments:book', hours(monday, -89)), cancelAppointment, { appointment: id, sequence: 0 })
    await world.db.deleteFrom('outbox').where('id', 'not in', world.db.selectFrom('reminder').select('message_id')).execute()
    await live(hours(monday, -89), monday)
    expect(sent).toEqual([])
    expect(await world.db.selectFrom('outbox').select('state').execute()).toEqual([])
  })

  test('is sent for the time to which it was moved, and not for the one before', async () => {
    const id = await books(monday, open)
    await live(hours(monday, -60), hours(monday, -49))
    await act(await world.may('marta', 'appointments:book', hours(monday, -49)), moveAppointment, { appointment: id, sequence: 0, startsAt: tuesday })
    await world.db.deleteFrom('outbox').where('id', 'not in', world.db.selectFrom('reminder').select('message_id')).execute()
    await live(hours(monday, -49), tuesday)
    expect(only('marta').map(({ at }) => at)).toEqual([hours(tuesday, -48), hours(tuesday, -2)])
    for (const one of only('marta')) expect(one.body.replace(/[\u2066-\u2069]/g, '')).toContain(wordsFor('en').format.when(tuesday))
  })

  test('is not sent to whoever no longer sees it, even when it is hidden after it was planned', async () => {
    const id = await books(monday, open)
    await live(hours(monday, -100), hours(monday, -99))
    expect(await world.db.selectFrom('reminder').select('person_id').where('person_id', '=', world.people.piotr).execute()).toHaveLength(2)
    await act(await world.may('marta', 'sharing:decide', hours(monday, -98)), changeWhoSees, { kind: 'appointment', thing: id, whoSees: { members: [world.members.marta], lead: false }, shareWith: [] })
    await live(hours(monday, -98), monday)
    expect([only('piotr'), only('zosia'), only('marta').length]).toEqual([[], [], 2])
  })

  test('is not sent to whoever has left the family, nor to somebody who never saw it', async () => {
    await books(monday, open)
    await live(hours(monday, -100), hours(monday, -99))
    await world.db.updateTable('member').set({ until_on: '2026-11-26' as Day }).where('family_id', '=', world.family).where('id', '=', world.members.piotr).execute()
    await live(hours(monday, -98), monday)
    expect([...new Set(sent.map(({ address }) => address))].sort()).toEqual(['marta@example.org', 'zosia@example.org'])
  })

  test('keeps to safe hours as they are when it goes out: later, at the last one before, or not at all', async () => {
    await safe('marta', { days: '12345', from_time: '10:00', until_time: '12:00' })
    const early = instant('2026-11-30T09:30:00Z')
    await books(early)
    await live(hours(early, -200), early)
    // Both would come at the last safe moment before the weekend: one is enough.
    expect(sent.map(({ at }) => at)).toEqual(['2026-11-27T11:45:00.000Z'])
    sent = []
    await books(instant('2026-12-02T15:00:00Z'))
    await live(instant('2026-11-30T10:00:00Z'), instant('2026-11-30T12:00:00Z'))
    expect(sent).toEqual([])
    // Her hours change after it was planned.
    await world.db.updateTable('safe_contact').set({ days: '3', from_time: '16:00', until_time: '18:00' }).where('person_id', '=', world.people.marta).execute()
    await live(instant('2026-11-30T12:15:00Z'), instant('2026-12-02T20:00:00Z'))
    expect(sent).toEqual([])
  })

  test('is not sent to whoever cannot safely be reached by then', async () => {
    await books()
    await live(hours(monday, -60), hours(monday, -50))
    await safe('marta', { channel: 'none' })
    await live(hours(monday, -49), monday)
    expect(sent).toEqual([])
  })

  test('of what was booked after its time is not sent: whoever booked it knows', async () => {
    await books(instant('2026-11-25T16:00:00Z'))
    await live(worldBegins, instant('2026-11-25T16:00:00Z'))
    expect(sent.map(({ at }) => at)).toEqual([instant('2026-11-25T14:00:00Z')])
  })

  test('that waited with its worker comes once: of two that are due the last', async () => {
    await books()
    await planReminders(world.db, hours(monday, -60))
    await live(hours(monday, -1), monday)
    expect(sent.map(({ at }) => at)).toEqual([hours(monday, -1)])
  })

  test('is planned once, by however many', async () => {
    await books(monday, open)
    const planned = await Promise.all([1, 2, 3].map(() => planReminders(world.db, hours(monday, -60))))
    expect(planned.reduce((a, b) => a + b)).toBe(6)
    expect(await planReminders(world.db, hours(monday, -60))).toBe(0)
    expect(await world.db.selectFrom('outbox').select('id').execute()).toHaveLength(6)
  })

  test('says nothing where contact is not safe, or of what is kept, unless its reader allowed it', async () => {
    const { t } = wordsFor('en')
    const neutral = t('notices:somethingNew.subject')
    await books()
    await live(hours(monday, -49), hours(monday, -48))
    expect(sent).toMatchObject([{ subject: neutral }])
    expect(sent[0]!.body).not.toMatch(/appointment|Monday|10:00/)
    await safe('marta', { email_detail: 1 })
    await live(hours(monday, -3), monday)
    expect(sent[1]).toMatchObject({ subject: t('reminders:mail.subject') })
    await world.db.updateTable('safe_contact').set({ safe_word: 'x' }).where('person_id', '=', world.people.marta).execute()
    await books(tuesday, open)
    await live(hours(tuesday, -3), tuesday)
    expect(only('marta').at(-1)).toMatchObject({ subject: neutral })
    expect(only('piotr').at(-1)).toMatchObject({ subject: t('reminders:mail.subject') })
  })

  test('to whoever is shown it by name leads to its page, after signing in', async () => {
    const id = await books(monday, { ...open, shareWith: [world.members.kasia] })
    await live(hours(monday, -49), hours(monday, -48))
    const [kasias] = sent.filter(({ address }) => address === 'kasia@example.org')
    expect(kasias!.body).toMatch(/Sign in to see it: http:\/\/localhost:3000\/n\/[\w-]{22}$/)
    expect(await world.db.selectFrom('notice_link').select(['person_id', 'path']).where('person_id', '=', world.people.kasia).execute()).toContainEqual({ person_id: world.people.kasia, path: `/families/${world.family}/appointments/${id}` })
    const { token_hash } = await world.db.selectFrom('reminder').select('token_hash').where('person_id', '=', world.people.kasia).executeTakeFirstOrThrow()
    expect(await remindedBy(world.db, token_hash, hours(monday, -40))).toBeUndefined()
  })
})

describe('the link in a reminder', () => {
  const plainly = new Request('http://localhost:3000/do/x')
  async function reminded(startsAt = monday, more: Partial<Booking> = open, at = hours(startsAt, -48)) {
    const id = await books(startsAt, more)
    await live(hours(at, -1), at)
    const token = tokenIn(only('marta')[0]!)
    return { id, token, found: (await remindedIn(plainly, token))! }
  }
  const once = () => ({ id: newFormId(), contentHash: 'x' })

  test('shows with whom, when and where, and has one power', async () => {
    const { found, id } = await reminded()
    expect(found.open).toBe(true)
    expect([...found.holder.powers]).toEqual(['appointment:change'])
    expect(found.holder.appointment).toBe(id)
    expect(await visitByLink(found.holder)).toMatchObject({ startsAt: monday, name: 'Sam Adeyemi', mayChange: true, sequence: 0 })
    for (const power of ['appointments:see', 'appointments:book', 'family:see', 'plan:see'] as const) expect(() => must(found.holder, power)).toThrow()
  })

  test('moves it, with the nearest three where the time was taken, and goes on working; then cancels it', async () => {
    const { found, token, id } = await reminded()
    const free = await timesByLink(found.holder)
    expect(free.length).toBeGreaterThan(5)
    const taken = await act(await world.may('piotr', 'appointments:book', hours(monday, -48)), bookAppointment, {
      practitioner: world.members.sam, mode: 'phone', startsAt: tuesday, about: [], whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, where: null, note: null, lang: 'en',
    })
    expect(taken.ok).toBe(true)
    expect(await changeByLink(found.holder, { how: 'move', sequence: 0, startsAt: tuesday }, token, '192.0.2.1', once())).toMatchObject({ ok: false, why: 'time-taken' })
    expect(await timesByLink(found.holder, tuesday)).toHaveLength(3)
    const wanted = hours(tuesday, 1)
    expect(await changeByLink(found.holder, { how: 'move', sequence: 0, startsAt: wanted }, token, '192.0.2.1', once())).toMatchObject({ ok: true, value: id })
    const again = (await remindedIn(plainly, token))!
    expect(await visitByLink(again.holder)).toMatchObject({ startsAt: wanted, sequence: 1 })
    // What was moved meanwhile is looked at again first.
    expect(await changeByLink(again.holder, { how: 'cancel', sequence: 0, words: null, lang: 'en' }, token, '192.0.2.1', once())).toMatchObject({ ok: false, why: 'appointment-changed' })
    expect(await changeByLink(again.holder, { how: 'cancel', sequence: 1, words: null, lang: 'en' }, token, '192.0.2.1', once())).toMatchObject({ ok: true })
    expect(await remindedIn(plainly, token)).toBeUndefined()
    expect(await act(again.holder, cancelByLink, { sequence: 2 })).toMatchObject({ ok: false, why: 'appointment-changed' })
    const [event] = await world.db.selectFrom('event').select(['kind', 'by_person']).where('scope_id', '=', world.family).where('kind', '=', 'appointment-cancelled').execute()
    expect(event).toEqual({ kind: 'appointment-cancelled', by_person: world.people.marta })
    // Whoever sees it is told, as if it had been done in the account.
    expect((await world.db.selectFrom('notice_link').select('person_id').where('name', '=', 'appointmentCancelled').execute()).map((row) => row.person_id)).toContain(world.people.sam)
  })

  test('ends in a letter or a digit, for programs that show a message leave another sign out of the link', () => {
    for (let n = 0; n < 500; n += 1) expect(reminderToken(newId())).toMatch(/^[\w-]{21}[0-9A-Za-z]$/)
  })

  test('names all who help at a joint visit, and moves it only to times at which all of them are free', async () => {
    const { found, id } = await reminded()
    const alone = (await timesByLink(found.holder)).length
    await weekHours(world.db, world.people.omar, '09:00', '11:00')
    await world.db.insertInto('appointment_with').values({ family_id: world.family, appointment_id: id, practitioner_id: world.people.omar, member_id: await aMember(world.db, world.family, world.people.omar, 'team', 'Omar Siddiqui') }).execute()
    expect(await visitByLink(found.holder)).toMatchObject({ name: 'Sam Adeyemi', together: ['Omar Siddiqui'] })
    const both = await timesByLink(found.holder)
    expect(both.length).toBeGreaterThan(3)
    expect(both.length).toBeLessThan(alone)
    expect(new Set(both.map((time) => wallTime(time.startsAt) < '11:00'))).toEqual(new Set([true]))
    expect(await act(found.holder, moveByLink, { sequence: 0, startsAt: tuesday })).toMatchObject({ ok: false, why: 'time-taken' })
  })

  test('asks to ring once it is later than the area\'s notice', async () => {
    const { found, token } = await reminded(monday, open, hours(monday, -2))
    expect(await visitByLink(found.holder)).toMatchObject({ mayChange: false })
    expect(await changeByLink(found.holder, { how: 'cancel', sequence: 0, words: null, lang: 'en' }, token, '192.0.2.1', once())).toMatchObject({ ok: false, why: 'too-late-ring-us' })
    expect(await act(found.holder, moveByLink, { sequence: 0, startsAt: tuesday })).toMatchObject({ ok: false, why: 'too-late-ring-us' })
  })

  test('is like one that never was for a wrong token, once it has begun, and once its reader no longer sees it', async () => {
    const { token } = await reminded()
    const hash = plainHash(token)
    expect(await remindedIn(plainly, 'x'.repeat(22))).toBeUndefined()
    expect(await remindedBy(world.db, hash, hours(monday, -1))).toBeDefined()
    expect(await remindedBy(world.db, hash, monday)).toBeUndefined()
    await world.db.updateTable('member').set({ until_on: '2026-11-26' as Day }).where('family_id', '=', world.family).where('id', '=', world.members.marta).execute()
    expect(await remindedBy(world.db, hash, hours(monday, -47))).toBeUndefined()
  })

  test('opens no other appointment, whatever is sent with it', async () => {
    const { found } = await reminded()
    const other = await books(hours(monday, 2), open)
    await act(found.holder, cancelByLink, { sequence: 0, appointment: other } as { sequence: number })
    expect(await world.db.selectFrom('appointment').select('state').where('id', '=', other).executeTakeFirstOrThrow()).toEqual({ state: 'booked' })
  })

  test('where contact is not safe opens with the word alone, for a quarter of an hour, in that browser', async () => {
    await safe('marta', { safe_word: hashOfSafeWord(world.people.marta, 'blue kite') })
    const { token, found } = await reminded()
    expect(found.open).toBe(false)
    expect(await wordByLink(token, found.holder, 'red kite', '192.0.2.1')).toMatchObject({ ok: false, why: 'word-wrong' })
    const said = await wordByLink(token, found.holder, ' Blue  KITE', '192.0.2.1')
    if (!said.ok) throw new Error(said.why)
    expect(said.cookie).toMatch(/^said=[\w.-]+; Path=\/do; Max-Age=900; SameSite=Lax; HttpOnly$/)
    const [pair] = said.cookie.split(';')
    const withWord = (value: string) => new Request('http://localhost:3000/do/x', { headers: { Cookie: value } })
    expect((await remindedIn(withWord(pair!), token))!.open).toBe(true)
    expect((await remindedIn(withWord(pair!.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))), token))!.open).toBe(false)
    clockAt(plusMinutes(hours(monday, -48), 15))
    expect((await remindedIn(withWord(pair!), token))!.open).toBe(false)
    for (let n = 0; n < 5; n += 1) await wordByLink(token, found.holder, 'red kite', '192.0.2.1')
    expect(await wordByLink(token, found.holder, 'blue kite', '192.0.2.1')).toMatchObject({ ok: false, why: 'wait-a-little' })
  })

  test('to what is kept opens with no word where there is none: only after signing in', async () => {
    const { found, token } = await reminded(monday, {})
    expect(found.open).toBe(false)
    expect(await wordByLink(token, found.holder, '', '192.0.2.1')).toMatchObject({ ok: false, why: 'word-wrong' })
  })
})
