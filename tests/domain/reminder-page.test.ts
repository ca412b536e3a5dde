/** The page of a reminder's link: it speaks its reader's language in whoever's browser, warns of dates that matter as booking does, and asks why when it is called off. */
import { beforeEach, expect, test } from 'vitest'
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { asOneRequest } from '#app/access/per-request.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { keepDate } from '#app/domain/appointments/dates.server.ts'
import { afterOf } from '#app/domain/appointments/how-it-went.server.ts'
import { langOf, shellOf } from '#app/domain/area/shell.server.ts'
import { act } from '#app/events/transact.server.ts'
import * as thing from '#app/routes/anyone/one-thing.tsx'
import { newId, type AppointmentId } from '#app/values/ids.ts'
import { day, instant } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { plainBooking, weekHours } from './diary-world.ts'
import { answerOf, atWorldBegins } from './pages.ts'
import { aWorld, type World } from './world.ts'

let world: World
let visit: AppointmentId
const token = 'aReminderOfTwentyTwo22'
const [monday, tuesday] = ['2026-11-30T10:00:00.000Z', '2026-12-01T11:00:00.000Z'] as const
atWorldBegins()
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  await weekHours(world.db, world.people.sam)
  await world.db.updateTable('person').set({ language: 'pl' }).where('id', '=', world.people.marta).execute()
  const booked = await act(await world.may('marta', 'appointments:book'), bookAppointment, plainBooking(world.members.sam, monday))
  if (!booked.ok) throw new Error(booked.why)
  visit = booked.value
  await world.db.insertInto('reminder').values({ family_id: world.family, appointment_id: visit, person_id: world.people.marta, before_minutes: 60, starts_at: instant(monday), message_id: newId(), token_hash: plainHash(token), made_at: instant(monday) }).execute()
})

const address = (path: string) => `http://localhost:3000${path}`
const asked = (path: string, headers: Record<string, string> = {}) => new Request(address(path), { headers: { 'Accept-Language': 'cy', ...headers } })
const spoken = async (path: string, headers: Record<string, string> = {}) => asOneRequest(() => langOf(asked(path, headers)))
async function sends(fields: Record<string, string>) {
  const request = new Request(address(`/do/${token}`), { method: 'POST', body: new URLSearchParams({ form: newId(), sequence: '0', ...fields }), headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'http://localhost:3000', 'Accept-Language': 'cy' } })
  return (await thing.action({ request, params: { token }, context: { clientAddress: '192.0.2.1' } } as never)) as Response
}

test('it speaks the language of whoever it was written to, not of the browser, unless another is chosen there; a link of nothing tells of nobody', async () => {
  expect(await spoken(`/do/${token}`)).toBe('pl')
  expect(await spoken(`/do/${token}`, { Cookie: 'language=cy' }), 'what that browser chose elsewhere is somebody else’s').toBe('pl')
  expect(await spoken(`/do/${token}?lng=ur`)).toBe('ur')
  const kept = (await shellOf(asked(`/do/${token}?lng=ur`))).headers.getSetCookie().find((one) => one.startsWith('link-language='))!
  expect(kept).toMatch(/^link-language=ur; Path=\/do; Max-Age=900; SameSite=Lax; HttpOnly/)
  expect(await spoken(`/do/${token}`, { Cookie: kept.split(';')[0]! })).toBe('ur')
  expect([await spoken('/do/never-was-a-link-at-all'), await spoken('/help')]).toEqual(['cy', 'cy'])
})

test('a time on a date that matters is asked about once, and can be chosen all the same', async () => {
  const kept = await act(await world.may('marta', 'appointments:book'), keepDate, { date: { what: 'once', words: 'Egzamin', from: day('2026-12-01'), until: day('2026-12-01') }, about: [], whoSees: { members: [world.members.marta], lead: false }, lang: 'pl' })
  expect(kept.ok).toBe(true)
  const warned = await sends({ intent: 'move', time: tuesday })
  expect([warned.status, (await warned.json() as { warned: { matters: { words: string }[] } }).warned.matters.map((one) => one.words)]).toEqual([409, ['Egzamin']])
  const shown = await (await answerOf(thing.loader, asked(`/do/${token}?change=time`), { token })).json() as { visit: { matters: { words: string }[] } }
  expect(shown.visit.matters.map((one) => one.words)).toEqual(['Egzamin'])
  const moved = await sends({ intent: 'move', time: tuesday, known: tuesday })
  expect([moved.status, moved.headers.get('Location')]).toEqual([303, `/do/${token}?done=moved`])
})

test('whoever cancels by it may say why, in their own language, for those who see the visit; the page after it still speaks it', async () => {
  const off = await sends({ intent: 'cancel', why: 'Leo jest chory' })
  expect([off.status, off.headers.get('Location'), off.headers.get('Set-Cookie')]).toEqual([303, '/do/cancelled', expect.stringContaining('link-language=pl')])
  expect(await afterOf(await world.may('sam', 'appointments:see'), visit)).toMatchObject({ why: { words: 'Leo jest chory', lang: 'pl' } })
})
