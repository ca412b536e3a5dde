/** A reminder as it stands in somebody's letter box: through a real mail server, read as a mail program reads it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { remindedIn } from '#app/domain/appointments/by-link.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { planReminders, remindersAskAgain } from '#app/domain/appointments/reminders.server.ts'
import { sendDue } from '#app/events/outbox.server.ts'
import { act } from '#app/events/transact.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { instant, plusMinutes } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { weekHours } from './diary-world.ts'
import { aMailServer, by } from './mail-server.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let world: World
const startsAt = instant('2026-11-30T10:00:00Z')
const dayBefore = plusMinutes(startsAt, -2 * 24 * 60)

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(worldBegins) })
  world = await aWorld(await freshDatabase())
  await weekHours(world.db, world.people.sam, '09:00', '17:00')
})
afterEach(() => { vi.useRealTimers() })

// As a program that shows plain text decides its direction: by the first letter that has one.
const firstLetter = (text: string) => /\p{L}/u.exec(text)![0]

test.each([
  ['pl', 'Przypomnienie', 'Masz spotkanie: poniedziałek, 30 listopada, 10:00. Tutaj możesz je zobaczyć, przełożyć lub odwołać, bez logowania: ', /^\p{Script=Latin}$/u],
  ['ur', 'یاد دہانی', 'آپ کی ملاقات ہے: \u2068پیر، 30 نومبر کو 10:00\u2069۔ یہاں سائن اِن کیے بغیر', /^\p{Script=Arabic}$/u],
] as const)('in %s its subject and its sentence arrive whole, letters and direction and all', async (lang, subject, sentence, script) => {
  await world.db.updateTable('person').set({ language: lang }).where('id', '=', world.people.marta).execute()
  const booked = await act(await world.may('marta', 'appointments:book'), bookAppointment, {
    practitioner: world.members.sam, mode: 'phone', startsAt, about: [], whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, where: null, note: null, lang,
  })
  expect(booked.ok).toBe(true)
  await world.db.deleteFrom('outbox').execute()
  const mail = await aMailServer()
  vi.setSystemTime(new Date(dayBefore))
  await planReminders(world.db, dayBefore)
  await sendDue(world.db, by(mail), { clock: () => dayBefore, again: remindersAskAgain })

  const mine = mail.arrived.find(({ to }) => to.includes('marta@example.org'))!
  const { format } = wordsFor(lang)
  expect(mine.subject).toBe(subject)
  expect(mine.text).toContain(sentence)
  expect(mine.text).toContain(format.when(startsAt))
  for (const text of [mine.subject!, mine.text!]) expect(firstLetter(text)).toMatch(script)
  // In bytes that every mail server passes on: RFC 2047 in the subject, a transfer encoding for the text, lines of at most 998.
  expect(mine.raw).toMatch(/^[\x00-\x7f]*$/)
  expect(mine.raw).toMatch(lang === 'ur' ? /^Subject: =\?UTF-8\?[BQ]\?/m : /^Subject: Przypomnienie\r$/m)
  expect(mine.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(mine.headers.get('content-language')).toBe(lang)
  expect(Math.max(...mine.raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
  // Its link is whole, whatever the encoding broke into lines, and opens that appointment.
  const [, token] = /https?:\/\/\S+\/do\/([\w-]{22})$/.exec(mine.text!)!
  expect((await remindedIn(new Request('http://localhost:3000/do/x'), token!))!.holder).toMatchObject({ person: world.people.marta, appointment: booked.ok ? booked.value : '' })
})
