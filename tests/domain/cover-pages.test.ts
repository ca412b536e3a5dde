/** The pages on which somebody says who comes instead of them, and on which the family reads and answers it: as forms without a script send them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import * as appointment from '#app/routes/family/appointment.tsx'
import * as awayGroup from '#app/routes/desk/away-group.tsx'
import * as away from '#app/routes/desk/away.tsx'
import * as diary from '#app/routes/desk/diary.tsx'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { makeGroup } from '#app/domain/groups/groups.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type PersonId } from '#app/values/ids.ts'
import { freshDatabase } from './database.ts'
import { aPerson, plainBooking, weekHours } from './diary-world.ts'
import { day as realDay, instant } from '#app/values/instant.ts'
import { tuesdays } from './group-world.ts'
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

test('somebody is named for the whole time off, and comes to every visit and group in it in one step; what they cannot come to waits, with their name', async () => {
  const { sam, marta, priya } = world.people
  const desk = must((await areaViewerFor(world.db, sam, instant(worldBegins)))!, 'diary:keep')
  const group = await act(desk, makeGroup, { ...tuesdays, fromOn: realDay('2026-11-30'), untilOn: realDay('2026-11-30'), repeat: null, time: '14:00' })
  const other = await act(await world.may('marta', 'appointments:book'), bookAppointment, plainBooking(world.members.sam, '2026-11-30T11:00:00.000Z'))
  if (!group.ok || !other.ok) throw new Error('not made')
  await world.db.insertInto('time_off').values({ practitioner_id: ayesha, id: newId(), from_at: instant('2026-11-30T11:00:00Z'), until_at: instant('2026-11-30T12:00:00Z') }).execute()
  const said = { intent: 'off', 'off-repeat': 'once', ...monday }
  const wrong = await sent(diary, sam, '/desk/diary', { ...said, 'off-cover': marta })
  expect([wrong.status, Object.keys(((await wrong.json()) as { form: { errors: object } }).form.errors)]).toEqual([409, ['off-cover']])
  expect((await sent(diary, sam, '/desk/diary', { ...said, 'off-cover': ayesha })).headers.get('Location'), 'not to all of it').toBe(`${here}?done=some`)
  const left = (await (await opened(away, sam, here)).json()) as { visits: { appointment: string; cover: string }[]; groups: unknown[] }
  expect([left.visits, left.groups]).toMatchObject([[{ appointment: other.value, cover: ayesha }], []])
  expect(await world.db.selectFrom('appointment').select(['practitioner_id', 'covers_person']).where('id', '=', visit).execute()).toEqual([{ practitioner_id: ayesha, covers_person: sam }])
  expect(await world.db.selectFrom('group_hold').select('practitioner_id').execute()).toEqual([{ practitioner_id: ayesha }])
  const shown = (await (await opened(diary, sam, '/desk/diary')).json()) as { timeOff: { coverName: string }[] }
  expect(shown.timeOff.map((row) => row.coverName)).toEqual(['Ayesha Begum'])
  expect((await sent(away, sam, here, { intent: 'say', visit: other.value, away: sam, how: 'new-times', cover: '' })).status).toBe(303)
  const tuesday = { ...day('off-from', '2026-12-01'), ...day('off-until', '2026-12-01') }
  const next = await act(await world.may('marta', 'appointments:book'), bookAppointment, plainBooking(world.members.sam, '2026-12-01T10:00:00.000Z'))
  expect(next.ok).toBe(true)
  expect((await sent(away, priya, here, { intent: 'away', of: sam, ...tuesday, 'off-cover': ayesha })).headers.get('Location'), 'a manager for them').toBe(`${here}?done=covered`)
})

test('a manager says what happens with a date of a group that nobody leads; what is missing is said beside its field', async () => {
  const { sam, priya, omar } = world.people
  const made = await act(must((await areaViewerFor(world.db, sam, instant(worldBegins)))!, 'diary:keep'), makeGroup, { ...tuesdays, fromOn: realDay('2026-11-30'), untilOn: realDay('2026-12-07'), time: '14:00' })
  if (!made.ok) throw new Error(made.why)
  const [date] = await world.db.selectFrom('group_date').select('id').where('group_id', '=', made.value).orderBy('starts_at').execute()
  const page = `${here}/${date!.id}`
  const params = { date: date!.id }
  expect((await opened(awayGroup, priya, page, params)).status, 'somebody leads it').toBe(404)
  await sent(diary, sam, '/desk/diary', { intent: 'off', 'off-repeat': 'once', ...monday })
  expect(((await (await opened(awayGroup, priya, page, params)).json()) as { one: { name: string }; later: number })).toMatchObject({ one: { name: 'Cooking together' }, later: 0 })
  expect((await opened(awayGroup, omar, page, params)).status).toBe(404)
  const wrong = async (fields: Record<string, string>) => {
    const answer = await sent(awayGroup, priya, page, fields, params)
    return [answer.status, Object.keys(((await answer.json()) as { form: { errors: object } }).form.errors)]
  }
  expect(await wrong({})).toEqual([400, ['how']])
  expect(await wrong({ how: 'off' })).toEqual([400, ['why']])
  expect(await wrong({ how: 'another' })).toEqual([400, ['on', 'time']])
  expect(await wrong({ how: 'another', ...day('on', '2026-12-03'), time: 'late' })).toEqual([400, ['time']])
  expect(await wrong({ how: 'colleague' })).toEqual([409, ['cover']])
  expect((await sent(awayGroup, omar, page, { how: 'colleague', cover: ayesha }, params)).status).toBe(404)
  expect((await sent(awayGroup, priya, page, { how: 'another', ...day('on', '2026-12-03'), time: '14:00', cover: ayesha }, params)).headers.get('Location')).toBe(`${here}?done=group`)
  expect(await world.db.selectFrom('group_hold').select(['practitioner_id', 'starts_at']).orderBy('starts_at').execute()).toEqual([{ practitioner_id: ayesha, starts_at: '2026-12-03T14:00:00.000Z' }, { practitioner_id: sam, starts_at: '2026-12-07T14:00:00.000Z' }])
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
