/** What somebody must see to before an appointment always has an owner who is here and a day before it. */
import { expect, test } from 'vitest'
import { viewerFor } from '#app/access/viewer.server.ts'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { arrangementsOf, dueBefore, leftToArrange, sayArranged } from '#app/domain/appointments/arrangements.server.ts'
import { bookAppointment, cancelAppointment, moveAppointment } from '#app/domain/appointments/booking.server.ts'
import { settleWhoLeft } from '#app/domain/family/owners-left.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { act } from '#app/events/transact.server.ts'
import { day, instant, plusMinutes } from '#app/values/instant.ts'
import type { AppointmentId } from '#app/values/ids.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, friday, helpedFamily, plainBooking, weekHours } from './diary-world.ts'

const wednesday = '2026-11-25T10:00:00Z'

async function world() {
  const db = await freshDatabase()
  const [sam, nia] = [await aPerson(db, 'Sam Helper'), await aPerson(db, 'Nia Nurse')]
  for (const one of [sam, nia]) { await aPost(db, one, 'lead'); await weekHours(db, one) }
  const home = await helpedFamily(db, sam)
  const team = await aMember(db, home.family, nia, 'team', 'Nia Nurse')
  const parent = await booker(db, home.parentPerson, home.family)
  return { db, sam, nia, team, ...home, parent, parentMember: home.parent }
}
type World = Awaited<ReturnType<typeof world>>

async function books({ parent, team }: World, whoSees: Parameters<typeof plainBooking>[2] = {}): Promise<AppointmentId> {
  const answer = await act(parent, bookAppointment, plainBooking(team, wednesday, { needs: ['interpreter', 'step-free', 'fare'], interpreterLang: 'pl', ...whoSees }))
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

const desk = async ({ db }: World, who: World['sam'], at = friday) => leftToArrange(must((await areaViewerFor(db, who, at))!, 'desk:see'))

test('the day is the last working day before, and never past', () => {
  const free = new Set(['2026-12-25', '2026-12-28'])
  expect(dueBefore(instant('2026-12-29T10:00:00.000Z'), day('2026-12-01'), free), 'over the holidays').toBe('2026-12-24')
  expect(dueBefore(instant('2026-11-23T10:00:00.000Z'), day('2026-11-22'), free), 'no working day is left').toBe('2026-11-22')
  expect(dueBefore(instant('2026-11-25T10:00:00.000Z'), day('2026-11-20'), free)).toBe('2026-11-24')
})

test('an interpreter and the fare are seen to by whoever is met, by a day before; the family reads who, and when it is arranged', async () => {
  const w = await world()
  const appointment = await books(w)
  expect(await arrangementsOf(w.parent, appointment)).toEqual([
    { need: 'interpreter', owner: 'Nia', mine: false, dueOn: '2026-11-24', arranged: false }, { need: 'fare', owner: 'Nia', mine: false, dueOn: '2026-11-24', arranged: false },
  ])
  expect((await desk(w, w.nia)).map((one) => [one.appointment, one.need])).toEqual([[appointment, 'fare'], [appointment, 'interpreter']])
  expect(await desk(w, w.sam)).toEqual([])
  expect(await act(w.parent, sayArranged, { appointment, need: 'fare', arranged: true }), 'not the family').toMatchObject({ ok: false, why: 'not-there' })
  const nia = await booker(w.db, w.nia, w.family)
  expect((await act(nia, sayArranged, { appointment, need: 'interpreter', arranged: true })).ok).toBe(true)
  expect((await arrangementsOf(w.parent, appointment)).map((one) => one.arranged)).toEqual([true, false])
  expect((await desk(w, w.nia)).map((one) => one.need)).toEqual(['fare'])

  // Another time: an interpreter for the old one is none for this.
  const moved = await act(w.parent, moveAppointment, { appointment, sequence: 0, startsAt: instant('2026-11-27T10:00:00Z') })
  expect(moved.ok).toBe(true)
  expect((await arrangementsOf(w.parent, appointment)).map((one) => [one.need, one.dueOn, one.arranged])).toEqual([['interpreter', '2026-11-26', false], ['fare', '2026-11-26', false]])
  expect((await act(w.parent, cancelAppointment, { appointment, sequence: 1 })).ok).toBe(true)
  expect(await desk(w, w.nia)).toEqual([])
  expect(await openWithoutOwnerOrDate(w.db, day('2026-11-20'))).toEqual([])
})

test('whoever leaves hands it on: to the lead professional, and of what is kept from them to somebody inside', async () => {
  const w = await world()
  const open = await books(w, { about: [w.parentMember] })
  const kept = await act(w.parent, bookAppointment, plainBooking(w.team, '2026-11-26T10:00:00Z', { needs: ['bsl'], whoSees: { members: [], lead: false } }))
  if (!kept.ok) throw new Error(kept.why)
  await w.db.updateTable('member').set({ until_on: day('2026-11-20') }).where('id', '=', w.team).execute()
  const tomorrow = plusMinutes(friday, 24 * 60)
  expect((await openWithoutOwnerOrDate(w.db, day('2026-11-21'))).filter((one) => one.kind === 'arrangement').map((one) => one.id).sort()).toEqual([open, open, kept.value].sort())
  expect(await settleWhoLeft(w.db, tomorrow, day('2026-11-21'))).toBe(1)
  expect((await openWithoutOwnerOrDate(w.db, day('2026-11-21'))).filter((one) => one.kind === 'arrangement')).toEqual([])
  expect((await desk(w, w.sam, tomorrow)).map((one) => one.appointment), 'nothing of what is kept').toEqual([open, open])
  const parent = await booker(w.db, w.parentPerson, w.family, tomorrow)
  expect((await arrangementsOf(parent, kept.value)).map((one) => [one.need, one.mine])).toEqual([['bsl', true]])
  const lead = await viewerFor(w.db, w.sam, w.family, tomorrow)
  expect(await arrangementsOf(must(lead!, 'appointments:see'), kept.value), 'no trace').toEqual([])
})
