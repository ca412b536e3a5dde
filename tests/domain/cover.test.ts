/** Who comes when somebody is away or has left: what a colleague sees of it, what the family says to it, and what the house does when nobody says anything. */
import { expect, test } from 'vitest'
import { areaViewerFor, must, viewerFor, viewerOfMoney } from '#app/access/viewer.server.ts'
import { powersOfStandIn } from '#app/access/powers.ts'
import { appointment, appointmentsOf } from '#app/domain/appointments/appointments.server.ts'
import { arrangementsOf } from '#app/domain/appointments/arrangements.server.ts'
import { settleVisits, visitsWhileAway } from '#app/domain/appointments/away.server.ts'
import { bookAppointment, practitionersOf, type Booking } from '#app/domain/appointments/booking.server.ts'
import { answerCover, coverOf, sayWhoComes, type WhoComes } from '#app/domain/appointments/cover.server.ts'
import { takeTimeOff, takeTimeOffFor } from '#app/domain/appointments/diary.server.ts'
import { followUpsOf } from '#app/domain/appointments/follow-ups.server.ts'
import { afterOf } from '#app/domain/appointments/how-it-went.server.ts'
import { offer, openOffers, takeOffered } from '#app/domain/appointments/offers.server.ts'
import { colleaguesOf } from '#app/domain/appointments/colleagues.server.ts'
import { helpersOf } from '#app/domain/family/people.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { AppointmentId, PersonId } from '#app/values/ids.ts'
import { day, instant, plusMinutes } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, diaryKeeper, friday, helpedFamily, plainBooking, weekHours } from './diary-world.ts'

const tuesday = '2026-11-24T10:00:00.000Z'
const days = (n: number) => plusMinutes(friday, 24 * 60 * n)

async function world() {
  const db = await freshDatabase()
  const person = async (name: string, role: 'lead' | 'practitioner' | 'manager') => {
    const id = await aPerson(db, name)
    await aPost(db, id, role)
    if (role !== 'manager') await weekHours(db, id)
    return id
  }
  const [sam, ayesha, priya] = [await person('Sam Helper', 'lead'), await person('Ayesha Begum', 'practitioner'), await person('Priya Manager', 'manager')]
  const home = await helpedFamily(db, sam)
  const parent = await booker(db, home.parentPerson, home.family)
  const book = async (changed: Partial<Booking> = {}, startsAt = tuesday): Promise<AppointmentId> => {
    const answer = await act(parent, bookAppointment, plainBooking(home.lead, startsAt, changed))
    if (!answer.ok) throw new Error(answer.why)
    return answer.value
  }
  /** Sam is ill from Monday until Wednesday night. */
  const ill = async () => act(await diaryKeeper(db, sam), takeTimeOff, { from: instant('2026-11-23T00:00:00Z'), until: instant('2026-11-26T00:00:00Z'), repeat: null, untilOn: null })
  const says = async (id: AppointmentId, said: Partial<WhoComes>) => act(must((await viewerFor(db, sam, home.family, friday))!, 'appointments:see'), sayWhoComes, { appointment: id, away: sam, how: 'same-time', cover: ayesha, ...said })
  const seenBy = async (who: PersonId, id: AppointmentId, at = friday) => {
    const viewer = await viewerFor(db, who, home.family, at)
    return viewer ? appointment(must(viewer, 'appointments:see'), id) : undefined
  }
  /** Nia helps the family too: her place in it. */
  const niaHelps = async () => aMember(db, home.family, await person('Nia Helper', 'practitioner'), 'team', 'Nia Helper')
  return { db, sam, ayesha, priya, ...home, member: home.parent, parent, book, ill, says, seenBy, niaHelps }
}

test('a colleague comes at the same time: they see what they come for and no more, until the working day after it', async () => {
  const w = await world()
  const [id, other] = [await w.book({ needs: ['childcare'] }), await w.book({}, '2026-12-01T10:00:00.000Z')]
  expect(await w.ill(), 'at once, whatever is booked').toMatchObject({ ok: true, value: 1 })
  const desk = async (who: PersonId) => (await visitsWhileAway(must((await areaViewerFor(w.db, who, friday))!, 'desk:see'))).map((one) => one.appointment)
  expect([await desk(w.sam), await desk(w.priya), await desk(w.ayesha)], 'it waits with them, and their manager').toEqual([[id], [id], []])
  expect((await colleaguesOf(must((await areaViewerFor(w.db, w.sam, friday))!, 'desk:see'), w.sam)).map((one) => one.name)).toEqual(['Ayesha Begum'])
  expect(await viewerFor(w.db, w.ayesha, w.family, friday), 'before').toBeUndefined()
  expect(await w.says(id, {})).toMatchObject({ ok: true })
  expect(await desk(w.sam)).toEqual([])

  const ayesha = (await viewerFor(w.db, w.ayesha, w.family, friday))!
  expect([...ayesha.powers].sort()).toEqual([...powersOfStandIn].sort())
  expect((await appointmentsOf(must(ayesha, 'appointments:see'), 1)).appointments.map((one) => one.id)).toEqual([id])
  expect(await w.seenBy(w.ayesha, other)).toBeUndefined()
  expect(await viewerFor(w.db, w.ayesha, w.family, instant('2026-11-25T23:00:00Z')), 'to say how it went').toBeDefined()
  expect(await viewerFor(w.db, w.ayesha, w.family, instant('2026-11-26T09:00:00Z')), 'and no longer').toBeUndefined()
  expect((await practitionersOf(w.parent)).map((one) => one.name), 'she is not booked for more').toEqual(['Sam Helper'])
  expect((await helpersOf(must(w.parent, 'family:see'))).find((one) => one.person === w.ayesha), 'the family reads until when she sees something').toMatchObject({ coversUntil: '2026-11-25' })
  expect(await arrangementsOf(w.parent, id)).toMatchObject([{ owner: 'Ayesha' }])

  expect(await coverOf(w.parent, id)).toEqual({ away: 'Sam', cover: 'Ayesha', state: 'comes', backOn: '2026-11-26' })
  expect(await afterOf(w.parent, id)).toMatchObject({ insteadOf: 'Sam Helper' })
  expect(await act(w.parent, answerCover, { appointment: id, how: 'agree' })).toMatchObject({ ok: true })
  expect(await coverOf(w.parent, id)).toMatchObject({ state: 'agreed' })
  expect(await act(w.parent, answerCover, { appointment: id, how: 'agree' }), 'once').toMatchObject({ ok: false, why: 'appointment-changed' })
})

test('what is kept is shown to a colleague with a yes alone; whoever waits for the one they know is offered times after the absence, and nobody forgets them', async () => {
  const w = await world()
  const id = await w.book({ whoSees: { members: [w.member], lead: false } })
  await w.ill()
  expect(await w.says(id, { how: 'new-times' }), 'nor with other times').toMatchObject({ ok: false, why: 'kept-waits' })
  expect(await w.says(id, {})).toMatchObject({ ok: true })
  expect(await viewerFor(w.db, w.ayesha, w.family, friday)).toBeUndefined()
  expect(await coverOf(w.parent, id)).toMatchObject({ state: 'asked' })
  expect((await w.db.selectFrom('cell').select('cell').where('practitioner_id', '=', w.ayesha).execute()).length, 'her time is held').toBeGreaterThan(0)
  expect(await act(w.parent, answerCover, { appointment: id, how: 'wait' })).toMatchObject({ ok: true })
  expect(await w.db.selectFrom('cell').select('cell').execute()).toEqual([])
  expect(await viewerFor(w.db, w.ayesha, w.family, friday)).toBeUndefined()
  expect(await afterOf(w.parent, id), 'never the family’s doing').toMatchObject({ endedBy: 'service' })
  const [first] = await openOffers(w.parent)
  const offered = (await offer(w.parent, first!.id))!
  expect(offered.practitioner.name).toBe('Sam Helper')
  expect(offered.times.every((at) => at >= '2026-11-26'), 'when he is back').toBe(true)
  expect((await followUpsOf(w.parent, id)).map((one) => [one.why, one.done])).toEqual([['away', null]])
  expect(await act(w.parent, takeOffered, { offer: first!.id, startsAt: offered.times[0]!, lang: 'en' })).toMatchObject({ ok: true })
  expect((await followUpsOf(w.parent, id)).filter((one) => one.done === null)).toEqual([])
  const [next] = (await appointmentsOf(w.parent, 1)).appointments
  expect((await w.db.selectFrom('appointment').select('circle_id').where('id', '=', next!.id).executeTakeFirstOrThrow()).circle_id, 'as kept as it was').not.toBeNull()
})

test('with a yes to what is kept the colleague sees it, and it is theirs', async () => {
  const w = await world()
  const id = await w.book({ whoSees: { members: [w.member], lead: false } })
  await w.ill()
  await w.says(id, {})
  expect(await act(w.parent, answerCover, { appointment: id, how: 'agree' })).toMatchObject({ ok: true })
  expect(await w.seenBy(w.ayesha, id)).toMatchObject({ practitioner: { name: 'Ayesha Begum' } })
  expect(await w.db.selectFrom('cell').select('practitioner_id').distinct().execute()).toEqual([{ practitioner_id: w.ayesha }])
})

test('whoever is of the family or its network comes to it for nobody, and is answered as if they were not free; a manager says it of their own team alone', async () => {
  const w = await world()
  const id = await w.book()
  const manages = async (who: PersonId) => must((await areaViewerFor(w.db, who, friday))!, 'desk:see')
  const off = { from: instant('2026-11-23T00:00:00Z'), until: instant('2026-11-26T00:00:00Z'), repeat: null, untilOn: null }
  expect(await act(await manages(w.ayesha), takeTimeOffFor, { ...off, of: w.sam })).toMatchObject({ ok: false, why: 'not-of-this-team' })
  expect(await act(await manages(w.priya), takeTimeOffFor, { ...off, of: w.sam }), 'for somebody who is ill').toMatchObject({ ok: true, value: 1 })
  await w.db.insertInto('working_hours').values({ practitioner_id: w.priya, id: 'h1', weekday: 2, from_time: '13:00', until_time: '14:00', modes: 'phone', place: null, from_on: day('2026-01-01'), until_on: null }).execute()
  const busy = await w.says(id, { cover: w.priya })
  await aMember(w.db, w.family, w.ayesha, 'network', 'Ayesha Begum', day('2026-02-01'))
  const related = await w.says(id, {})
  expect(related).toEqual(busy)
  expect(related).toMatchObject({ ok: false, why: 'cover-not-free', field: 'cover' })
  const priya = must((await viewerOfMoney(w.db, w.priya, w.family, friday))!, 'lead:name')
  expect(await act(priya, sayWhoComes, { appointment: id, away: w.sam, how: 'new-times', cover: null })).toMatchObject({ ok: true })
  await w.db.updateTable('post').set({ team: 'South' }).where('person_id', '=', w.sam).execute()
  const second = await w.book({}, '2026-11-27T10:00:00.000Z')
  await expect(act(priya, sayWhoComes, { appointment: second, away: w.sam, how: 'new-times', cover: null })).rejects.toMatchObject({ status: 404 })
})

test('where nobody says anything the house calls it off on the working day before; of several, the others go on', async () => {
  const w = await world()
  const niaHere = await w.niaHelps()
  const [alone, together] = [await w.book(), await w.book({ together: [niaHere] }, '2026-11-24T11:00:00.000Z')]
  await w.ill()
  expect(await settleVisits(w.db, friday, day('2026-11-20')), 'not yet: Monday is the working day before').toBe(0)
  expect(await settleVisits(w.db, days(3), day('2026-11-23'))).toBe(2)
  expect(await settleVisits(w.db, days(3), day('2026-11-23')), 'once').toBe(0)
  const parent = await booker(w.db, w.parentPerson, w.family, days(3))
  expect(await appointment(parent, alone)).toMatchObject({ state: 'cancelled' })
  expect(await appointment(parent, together)).toMatchObject({ state: 'booked', practitioner: { name: 'Nia Helper' }, together: [] })
})

test('what somebody leaves behind goes to whoever leads, who comes then or offers other times; the family is told once', async () => {
  const w = await world()
  const niaHere = await w.niaHelps()
  const [free, taken] = [await w.book({ practitioner: niaHere }), await w.book({ practitioner: niaHere }, '2026-11-25T10:00:00.000Z')]
  await w.book({}, '2026-11-25T10:00:00.000Z')
  await w.db.updateTable('member').set({ until_on: day('2026-11-19') }).where('id', '=', niaHere).execute()
  await w.db.deleteFrom('notice_link').execute()
  expect(await settleVisits(w.db, friday, day('2026-11-20'))).toBe(1)
  expect(await coverOf(w.parent, free)).toEqual({ away: 'Nia', cover: 'Sam', state: 'comes', backOn: null })
  expect(await act(w.parent, answerCover, { appointment: free, how: 'wait' }), 'there is nobody to wait for').toMatchObject({ ok: false, why: 'appointment-changed' })
  expect(await appointment(w.parent, taken)).toMatchObject({ state: 'cancelled' })
  expect((await openOffers(w.parent)).map((one) => one.name)).toEqual(['Sam Helper'])
  expect(await w.db.selectFrom('notice_link').select('person_id').where('person_id', '=', w.parentPerson).execute()).toHaveLength(1)
})
