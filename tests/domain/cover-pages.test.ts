/** The pages on which somebody says who comes instead of them, and on which the family reads and answers it: as forms without a script send them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import * as appointment from '#app/routes/family/appointment.tsx'
import * as away from '#app/routes/desk/away.tsx'
import * as diary from '#app/routes/desk/diary.tsx'
import { act } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type PersonId } from '#app/values/ids.ts'
import { freshDatabase } from './database.ts'
import { aPerson, plainBooking, weekHours } from './diary-world.ts'
import { answerOf, browserOf } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let ayesha: PersonId
let visit: AppointmentId

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
  world = await aWorld(await freshDatabase())
  ayesha = await aPerson(world.db, 'Ayesha Begum')
  await world.db.insertInto('post').values({ person_id: ayesha, id: newId(), role: 'practitioner', team: 'north', from_on: today, until_on: null }).execute()
  for (const person of [world.people.sam, ayesha]) await weekHours(world.db, person)
  const booked = await act(await world.may('marta', 'appointments:book'), bookAppointment, plainBooking(world.members.sam, '2026-11-30T10:00:00.000Z'))
  if (!booked.ok) throw new Error(booked.why)
  visit = booked.value
})
afterEach(() => {
  vi.useRealTimers()
})

type Page = { loader: (args: never) => Promise<Response>; action: (args: never) => Promise<Response> }
const opened = async (page: unknown, who: PersonId, path: string, params: Record<string, string> = {}) => answerOf((page as Page).loader, (await browserOf(who)).get(path), params)
const sent = async (page: unknown, who: PersonId, path: string, fields: Record<string, string>, params: Record<string, string> = {}) => answerOf((page as Page).action, (await browserOf(who)).post(path, { form: newId(), ...fields }), params)
const day = (name: string, of: string) => Object.fromEntries(['year', 'month', 'day'].map((part, at) => [`${name}-${part}`, of.split('-')[at]!]))
const monday = { ...day('off-from', '2026-11-30'), ...day('off-until', '2026-11-30') }
const here = '/desk/diary/away'
const at = () => [`/families/${world.family}/appointments/${visit}`, { family: world.family, id: visit }] as const

test('time off leads to the page of the visits in it, where a colleague is chosen; what is missing is said beside its field', async () => {
  const { sam, priya, femi, marta } = world.people
  const off = await sent(diary, sam, '/desk/diary', { intent: 'off', 'off-repeat': 'once', ...monday })
  expect([off.status, off.headers.get('Location')]).toEqual([303, `${here}?done=off`])
  const found = async (who: PersonId) => ((await (await opened(away, who, here)).json()) as { visits: { appointment: string }[] }).visits.map((one) => one.appointment)
  expect([await found(sam), await found(priya), await found(ayesha)]).toEqual([[visit], [visit], []])
  for (const who of [femi, marta]) expect((await opened(away, who, here)).status).toBe(404)

  const said = { intent: 'say', visit, away: sam }
  expect((await sent(away, sam, here, said)).status, 'how').toBe(400)
  const nobody = await sent(away, sam, here, { ...said, how: 'same-time', cover: '' })
  expect([nobody.status, Object.keys(((await nobody.json()) as { form: { errors: object } }).form.errors)]).toEqual([409, ['cover']])
  expect((await sent(away, ayesha, here, { ...said, how: 'same-time', cover: ayesha })).status, 'it is not hers to say').toBe(409)
  const done = await sent(away, sam, here, { ...said, how: 'same-time', cover: ayesha })
  expect([done.status, done.headers.get('Location')]).toEqual([303, `${here}?done=said`])
  expect(await found(sam)).toEqual([])
})

test('a manager writes down that somebody is away, and says who comes to which visit', async () => {
  const { sam, priya, omar } = world.people
  const off = { intent: 'away', of: sam, ...monday }
  expect((await sent(away, sam, here, off)).status, 'nobody does it for others').toBe(409)
  expect((await sent(away, omar, here, off)).status).toBe(409)
  expect((await sent(away, priya, here, { intent: 'away', of: sam })).status).toBe(400)
  expect((await sent(away, priya, here, off)).headers.get('Location')).toBe(`${here}?done=for`)
  expect((await sent(away, priya, here, { intent: 'say', visit, away: sam, how: 'same-time', cover: ayesha })).headers.get('Location')).toBe(`${here}?done=said`)
})

test('the family reads who comes and says yes; whoever comes reads the visit and answers nothing for them; why it is called off after all is read there', async () => {
  const { sam, marta } = world.people
  await sent(diary, sam, '/desk/diary', { intent: 'off', 'off-repeat': 'once', ...monday })
  await sent(away, sam, here, { intent: 'say', visit, away: sam, how: 'same-time', cover: ayesha })
  const read = async (who: PersonId) => {
    const answer = await opened(appointment, who, ...at())
    return answer.status === 200 ? ((await answer.json()) as { cover: { state: string } | null; answersCover: boolean; after: { why: { words: string } | null } | null }) : answer.status
  }
  expect(await read(marta)).toMatchObject({ cover: { state: 'comes' }, answersCover: true })
  expect(await read(ayesha)).toMatchObject({ cover: { state: 'comes' }, answersCover: false })
  const [path, params] = at()
  expect((await sent(appointment, ayesha, path, { intent: 'cover-agree' }, params)).status).toBe(404)
  expect((await sent(appointment, marta, path, { intent: 'cover-agree' }, params)).headers.get('Location')).toBe(`${path}?done=cover-agree`)
  expect((await sent(appointment, marta, path, { intent: 'cover-agree' }, params)).status, 'once').toBe(409)
  expect((await sent(appointment, marta, path, { intent: 'cancel', sequence: '1', why: 'Leo has a school play' }, params)).headers.get('Location')).toBe(`${path}?done=cancelled`)
  expect(await read(marta)).toMatchObject({ cover: null, after: { why: { words: 'Leo has a school play' } } })
  expect(await read(ayesha), 'there is nothing more to come for').toBe(404)
  expect(await world.db.selectFrom('member').select('stands_in').where('person_id', '=', ayesha).where('until_on', '>=', today).execute()).toEqual([])
})
