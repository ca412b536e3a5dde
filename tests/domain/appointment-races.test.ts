import { expect, test } from 'vitest'
import { bookAppointment, cancelAppointment, moveAppointment } from '#app/domain/appointments/booking.server.ts'
import { takeTimeOff } from '#app/domain/appointments/diary.server.ts'
import { cellsOf } from '#app/domain/appointments/times.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { newFormId } from '#app/http/read-form.ts'
import type { AppointmentId } from '#app/values/ids.ts'
import { dayAt, instant, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import type { Mode } from '#db/schema.ts'
import { freshDatabase, warm } from './database.ts'
import { aPerson, aPost, booker, diaryKeeper, friday, helpedFamily, plainBooking, weekHours, type Helped } from './diary-world.ts'

const rounds = 20
const atOnce = 64
/** Ten o'clock of the n-th working day after the Friday on which the tests take place; no bank holiday among them. */
const morning = (n: number): Instant => instant(`${plusDays(dayAt(friday), 3 + (n % 5) + 7 * Math.floor(n / 5))}T10:00:00Z`)

async function manyFamilies(db: Db, count = atOnce) {
  const practitioner = await aPerson(db, 'Sam Helper')
  await aPost(db, practitioner, 'lead')
  await weekHours(db, practitioner)
  const families: Helped[] = []
  for (let n = 0; n < count; n += 1) families.push(await helpedFamily(db, practitioner, `F${n}`))
  const bookers = await Promise.all(families.map((one) => booker(db, one.parentPerson, one.family)))
  await warm(db, atOnce)
  return { practitioner, families, bookers }
}

function outcomes(answers: readonly Answer<unknown, string>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer.ok ? 'ok' : answer.why] = (counts[answer.ok ? 'ok' : answer.why] ?? 0) + 1
  return counts
}

/** Every cell belongs to a booked appointment, every booked appointment has all of its cells, and no two overlap. */
async function soundDiary(db: Db) {
  const booked = await db.selectFrom('appointment').selectAll().where('state', '=', 'booked').execute()
  const cells = await db.selectFrom('cell').selectAll().execute()
  for (const one of booked) {
    const own = cells.filter((cell) => cell.family_id === one.family_id && cell.appointment_id === one.id)
    const wanted = cellsOf({ startsAt: one.starts_at, endsAt: one.ends_at }, one.mode === 'home' ? 30 : 0)
    expect(own.map(({ cell, travel }) => ({ cell, travel: travel === 1 })).sort((a, b) => a.cell - b.cell)).toEqual(wanted)
  }
  expect(cells.every((cell) => booked.some((one) => one.id === cell.appointment_id))).toBe(true)
  expect(new Set(cells.map((cell) => `${cell.practitioner_id} ${cell.cell}`)).size).toBe(cells.length)
  return booked
}

test(`of ${atOnce} families that book one time at once, one gets it, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const { families, bookers } = await manyFamilies(db)
  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all(bookers.map((viewer, n) => act(viewer, bookAppointment, plainBooking(families[n]!.lead, morning(round)))))
    expect(outcomes(answers), `round ${round}`).toEqual({ ok: 1, 'time-taken': atOnce - 1 })
  }
  const booked = await soundDiary(db)
  expect(booked).toHaveLength(rounds)
  expect(await db.selectFrom('outbox').selectAll().execute()).toHaveLength(2 * rounds)
  expect(await verifyChains(db)).toEqual([])
}, 180_000)

test(`${atOnce} bookings of times that overlap by length and way never overlap in the diary, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const { families, bookers } = await manyFamilies(db)
  const modes: Mode[] = ['home', 'phone', 'video', 'centre']
  for (let round = 0; round < rounds; round += 1) {
    const before = (await db.selectFrom('appointment').select('id').execute()).length
    const answers = await Promise.all(bookers.map((viewer, n) =>
      act(viewer, bookAppointment, plainBooking(families[n]!.lead, plusMinutes(morning(round), [-60, -30, 0, 30, 60][n % 5]!), { mode: modes[n % 4]! }))))
    const counts = outcomes(answers)
    expect(Object.keys(counts).sort()).toEqual(['ok', 'time-taken'])
    expect(counts.ok, `round ${round}`).toBeLessThanOrEqual(5)
    expect((await soundDiary(db)).length).toBe(before + counts.ok!)
  }
}, 180_000)

test(`one family that asks ${atOnce} times at once has the time once`, async () => {
  const db = await freshDatabase()
  const { families, bookers } = await manyFamilies(db, 1)
  const answers = await Promise.all(Array.from({ length: atOnce }, () => act(bookers[0]!, bookAppointment, plainBooking(families[0]!.lead, morning(0)))))
  expect(outcomes(answers)).toEqual({ ok: 1, 'time-taken': atOnce - 1 })
  expect(await soundDiary(db)).toHaveLength(1)
}, 60_000)

test('one form sent many times at once books once and gives every sender the same answer', async () => {
  const db = await freshDatabase()
  const { families, bookers } = await manyFamilies(db, 1)
  const once = { id: newFormId(), contentHash: 'the same' }
  const answers = await Promise.all(Array.from({ length: 16 }, () => act(bookers[0]!, bookAppointment, plainBooking(families[0]!.lead, morning(0)), once)))
  expect(outcomes(answers)).toEqual({ ok: 16 })
  expect(new Set(answers.map((answer) => answer.ok && answer.value)).size).toBe(1)
  expect(answers.filter((answer) => answer.ok && !answer.again)).toHaveLength(1)
  expect(await soundDiary(db)).toHaveLength(1)
  expect(await db.selectFrom('outbox').selectAll().execute()).toHaveLength(2)
}, 60_000)

test(`two families that move to the same time at once: one has it, the other keeps its own, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const { families, bookers } = await manyFamilies(db, 2)
  for (let round = 0; round < rounds; round += 1) {
    const own = [plusMinutes(morning(round), -60), plusMinutes(morning(round), 60)]
    const booked = await Promise.all(bookers.map((viewer, n) => act(viewer, bookAppointment, plainBooking(families[n]!.lead, own[n]!))))
    const answers = await Promise.all(bookers.map((viewer, n) =>
      act(viewer, moveAppointment, { appointment: valueOf(booked[n]!), sequence: 0, startsAt: morning(round) })))
    expect(outcomes(answers), `round ${round}`).toEqual({ ok: 1, 'time-taken': 1 })
    const lost = answers.findIndex((answer) => !answer.ok)
    const kept = await db.selectFrom('appointment').select(['starts_at', 'sequence']).where('id', '=', valueOf(booked[lost]!)).executeTakeFirstOrThrow()
    expect(kept).toEqual({ starts_at: own[lost], sequence: 0 })
  }
  expect(await soundDiary(db)).toHaveLength(2 * rounds)
}, 120_000)

test(`a time that is cancelled while others want it goes to one of them at most, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const { families, bookers } = await manyFamilies(db, 9)
  for (let round = 0; round < rounds; round += 1) {
    const first = valueOf(await act(bookers[0]!, bookAppointment, plainBooking(families[0]!.lead, morning(round))))
    const [cancelled, ...others] = await Promise.all([
      act(bookers[0]!, cancelAppointment, { appointment: first, sequence: 0 }),
      ...bookers.slice(1).map((viewer, n) => act(viewer, bookAppointment, plainBooking(families[n + 1]!.lead, morning(round)))),
    ])
    expect(cancelled.ok).toBe(true)
    expect(outcomes(others).ok ?? 0).toBeLessThanOrEqual(1)
    expect((await soundDiary(db)).filter((one) => one.starts_at === morning(round))).toHaveLength(outcomes(others).ok ?? 0)
  }
}, 120_000)

test(`time off and a booking in it at once: at most one is booked, and whoever is away knows of it, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const { practitioner, families, bookers } = await manyFamilies(db, 4)
  const keeper = await diaryKeeper(db, practitioner)
  for (let round = 0; round < rounds; round += 1) {
    const span = { from: plusMinutes(morning(round), 15), until: plusMinutes(morning(round), 60) }
    const all = [
      ...bookers.map((viewer, n) => () => act(viewer, bookAppointment, plainBooking(families[n]!.lead, morning(round)))),
      () => act(keeper, takeTimeOff, { ...span, repeat: null, untilOn: null }),
    ]
    // Now the one first, now the other.
    const answers = await Promise.all((round % 2 === 0 ? all : all.reverse()).map((one): Promise<Answer<unknown, string>> => one()))
    const off = answers[round % 2 === 0 ? all.length - 1 : 0]!
    const booked = (await soundDiary(db)).filter((one) => one.starts_at === morning(round))
    expect(booked.length, `round ${round}`).toBeLessThanOrEqual(1)
    expect(off).toMatchObject({ ok: true, value: booked.length })
  }
}, 120_000)

function valueOf(answer: Answer<AppointmentId, string>): AppointmentId {
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
  return answer.value
}
