/** The visits of a programme as times: offered to the family ahead of their days, and followed whatever becomes of them. */
import { beforeEach, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { cancelAppointment, moveAppointment } from '#app/domain/appointments/booking.server.ts'
import { keepDate } from '#app/domain/appointments/dates.server.ts'
import { recordAppointment } from '#app/domain/appointments/how-it-went.server.ts'
import { changeOffer, notNow, offer, openOffers, takeOffered } from '#app/domain/appointments/offers.server.ts'
import { planStands } from '#app/domain/plan/agreeing.server.ts'
import { answerOffer, endProgramme, moveContact, offerProgramme, programmesOf, recordContact, visitsDue } from '#app/domain/programmes/programmes.server.ts'
import { seeToProgrammes } from '#app/domain/programmes/proposing.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import type { AppointmentId, OfferId, ProgrammeId } from '#app/values/ids.ts'
import { atWallTime, dayAt, plusDays, wallTime, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { weekHours } from './diary-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  await weekHours(db, world.people.sam, '09:00', '16:00')
})

const on = (day: Day, time = '11:00'): Instant => atWallTime(day, time)!
const as = async <P extends FamilyPower>(who: 'marta' | 'kasia' | 'sam', power: P, at: Instant = worldBegins) => must(await world.viewer(who, world.family, at), power)
function valueOf<T>(answer: Answer<T, string>): T {
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
  return answer.value
}

/** A programme of weekly visits whose first one is on `startOn`, to which Marta said yes. */
async function running(startOn: Day = plusDays(today, 3)): Promise<ProgrammeId> {
  const programme = valueOf(await act(await as('sam', 'programme:run'), offerProgramme, { key: 'family-nurse', worker: world.members.sam, startOn, dueOn: plusDays(today, 100), about: [world.members.marta] }))
  valueOf(await act(await as('marta', 'programme:agree'), answerOffer, { programme, yes: true }))
  return programme
}
const contacts = async (at: Instant = worldBegins) => (await programmesOf(await as('marta', 'review:see', at)))[0]!.contacts
const days = async (most = 4) => (await contacts()).slice(0, most).map((one) => [one.on, one.state])
const asked = async (at: Instant = worldBegins) => (await openOffers(await as('marta', 'appointments:see', at))).map((one) => one.id)
const timesOf = async (id: OfferId) => (await offer(await as('marta', 'appointments:see'), id))!.times
const takes = async (id: OfferId, startsAt?: Instant, at: Instant = worldBegins): Promise<AppointmentId> => valueOf(await act(await as('marta', 'appointments:book', at), takeOffered, { offer: id, startsAt: startsAt ?? (await timesOf(id))[0]!, lang: 'en' }))
const house = (at: Instant = worldBegins) => seeToProgrammes(db, at)

test('the yes of the family is followed by times for the first visit: near its day, in its worker’s hours, mornings and afternoons, for whom the programme is', async () => {
  await running()
  const [id] = await asked()
  const found = (await offer(await as('marta', 'appointments:see'), id!))!
  expect(found.times.map((at) => [dayAt(at), wallTime(at)])).toEqual([['2026-11-26', '15:00'], ['2026-11-27', '09:00'], ['2026-11-30', '09:00']])
  expect(found).toMatchObject({ mode: 'home', about: [world.members.marta], answerBy: '2026-11-25', state: 'open' })
  expect(await asked()).toHaveLength(1)
  expect(await house(), 'asked once').toBe(0)
  expect((await contacts())[0]).toMatchObject({ on: '2026-11-27', offer: id, time: null })
  expect((await planStands(await as('marta', 'plan:versions'))).visits).toMatchObject({ choose: id, bookedAt: null })
  const told = await db.selectFrom('outbox').select('to_person').where('made_at', '=', worldBegins).execute()
  expect(told.map((row) => row.to_person)).toContain(world.people.marta)
})

test('a time that is taken is the visit’s, and the next visit is asked about when it is near', async () => {
  const programme = await running()
  const visit = await takes((await asked())[0]!)
  expect((await contacts())[0]).toMatchObject({ time: { appointment: visit }, offer: null })
  expect((await planStands(await as('marta', 'plan:versions'))).visits).toMatchObject({ choose: null, bookedAt: on('2026-11-26' as Day, '15:00') })
  expect(await act(await as('marta', 'programme:keep'), moveContact, { programme, number: 1, on: plusDays(today, 5) })).toMatchObject({ ok: false, why: 'visit-has-a-time' })
  expect(await house()).toBe(1)
  const [second] = await asked()
  expect((await timesOf(second!)).map((at) => dayAt(at)), 'after the first, and near 4 December').toEqual(['2026-12-02', '2026-12-03', '2026-12-04'])
  await takes(second!)
  expect(await asked()).toEqual([])
  expect(await house(), 'the third is more than two weeks away').toBe(0)
})

test('what took place is held, and stands on nobody’s desk as a visit before that', async () => {
  await running()
  const visit = await takes((await asked())[0]!)
  const after = on('2026-11-27' as Day, '17:00')
  expect(await visitsDue(must(await world.desk('sam', after), 'desk:see'))).toEqual([])
  valueOf(await act(await as('sam', 'appointments:see', after), recordAppointment, { appointment: visit, state: 'seen' }))
  expect(await house(after)).toBe(1)
  expect((await contacts(after)).slice(0, 2)).toMatchObject([{ state: 'held' }, { state: 'planned' }])
})

test('moved within half of its rhythm the others stay; further away they are planned anew from its day, and what was offered is taken back', async () => {
  await running()
  const visit = await takes((await asked())[0]!)
  await house()
  const [before] = await asked()
  const moves = async (sequence: number, day: Day) => valueOf(await act(await as('marta', 'appointments:book'), moveAppointment, { appointment: visit, sequence, startsAt: on(day) }))
  await moves(0, '2026-11-30' as Day)
  expect(await house()).toBe(0)
  expect(await days(3)).toEqual([['2026-11-27', 'planned'], ['2026-12-04', 'planned'], ['2026-12-11', 'planned']])
  await moves(1, '2026-12-01' as Day)
  expect(await house()).toBe(1)
  expect(await days(3)).toEqual([['2026-12-01', 'moved'], ['2026-12-08', 'planned'], ['2026-12-15', 'planned']])
  expect(await offer(await as('marta', 'appointments:see'), before!)).toMatchObject({ state: 'withdrawn' })
  const [after] = await asked()
  expect((await timesOf(after!)).map((at) => dayAt(at))).toEqual(['2026-12-07', '2026-12-08', '2026-12-09'])
})

test('one that is called off, or at which nobody was met, is open again, and times are offered anew', async () => {
  await running()
  const visit = await takes((await asked())[0]!)
  valueOf(await act(await as('marta', 'appointments:book'), cancelAppointment, { appointment: visit, sequence: 0 }))
  expect((await contacts())[0]).toMatchObject({ time: null, state: 'planned' })
  expect(await house()).toBe(1)
  const again = await takes((await asked())[0]!)
  const after = on('2026-11-27' as Day, '17:00')
  valueOf(await act(await as('sam', 'appointments:see', after), recordAppointment, { appointment: again, state: 'not-seen' }))
  expect(await house(after)).toBe(1)
  const third = (await asked(after))[0]!
  expect((await timesOf(third)).map((at) => dayAt(at)), 'from the next days on').toEqual(['2026-11-30', '2026-12-01'])
  await takes(third, (await timesOf(third)).at(-1), after)
  await house(after)
  expect((await contacts(after))[0], 'the others count from its day').toMatchObject({ on: '2026-12-01', state: 'moved' })
  expect((await contacts(after))[1]).toMatchObject({ on: '2026-12-08' })
})

test('“not now” is asked again on its day; what its worker took back only when the visit is moved', async () => {
  const programme = await running(plusDays(today, 6))
  valueOf(await act(await as('marta', 'appointments:book'), notNow, { offer: (await asked())[0]!, againOn: plusDays(today, 4), words: null, lang: 'en' }))
  expect(await house()).toBe(0)
  const later = on(plusDays(today, 4))
  expect(await house(later)).toBe(1)
  valueOf(await act(await as('sam', 'appointments:book', later), changeOffer, { offer: (await asked(later))[0]!, answerBy: null }))
  expect(await house(later)).toBe(0)
  valueOf(await act(await as('marta', 'programme:keep', later), moveContact, { programme, number: 1, on: plusDays(today, 8) }))
  expect(await asked(later)).toHaveLength(1)
})

test('a visit that is moved, written down or ended takes what was offered for it with it', async () => {
  const programme = await running()
  const [first] = await asked()
  valueOf(await act(await as('marta', 'programme:keep'), moveContact, { programme, number: 1, on: plusDays(today, 9) }))
  const [second] = await asked()
  expect(second).not.toBe(first)
  expect(await asked()).toHaveLength(1)
  const then = on(plusDays(today, 9))
  valueOf(await act(await as('sam', 'programme:run', then), recordContact, { programme, number: 1, held: true }))
  expect(await asked(then), 'of the next one').not.toContain(second)
  valueOf(await act(await as('marta', 'programme:keep', then), endProgramme, { programme }))
  expect(await asked(then)).toEqual([])
  expect(await db.selectFrom('contact_offer').selectAll().where('number', '>', 1).execute()).toEqual([])
})

test('times keep away from dates that matter, as far as whoever visits sees them, and two that look at once offer once', async () => {
  const date = (words: string, day: Day, only: boolean) => async () => valueOf(await act(await as('marta', 'appointments:book'), keepDate, { date: { what: 'once', words, from: day, until: day }, about: [], whoSees: only ? { members: [], lead: false } : 'everybody', lang: 'en' }))
  await date('Exam', '2026-11-27' as Day, false)()
  await date('Mine alone', '2026-11-26' as Day, true)()
  await running()
  expect((await timesOf((await asked())[0]!)).map((at) => dayAt(at)), 'not on the exam').toEqual(['2026-11-26', '2026-11-30'])
  await takes((await asked())[0]!)
  expect((await Promise.all([house(), house(), house()])).reduce((sum, one) => sum + one, 0)).toBe(1)
  expect(await asked()).toHaveLength(1)
})

test('nothing is offered where its worker has no hours, or has left', async () => {
  await db.deleteFrom('working_hours').execute()
  await running()
  expect(await asked()).toEqual([])
  await weekHours(db, world.people.sam, '09:00', '16:00')
  await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.sam).execute()
  expect(await house()).toBe(0)
  await db.updateTable('member').set({ until_on: null }).where('id', '=', world.members.sam).execute()
  expect(await house()).toBe(1)
})
