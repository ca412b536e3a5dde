/** Joint visits: those who come too are known to clashes, to the link of a reminder, to offers, and to whoever sees to what follows. */
import { expect, test } from 'vitest'
import { must, viewerFor, type RemindedMay } from '#app/access/viewer.server.ts'
import { appointment } from '#app/domain/appointments/appointments.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { timesByLink, visitByLink } from '#app/domain/appointments/by-link.server.ts'
import { clashesWith } from '#app/domain/appointments/clashes.server.ts'
import { whoSeesTo } from '#app/domain/appointments/follow-ups.server.ts'
import { offer, offerTimes, openOffers, takeOffered, type NewOffer } from '#app/domain/appointments/offers.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { day, dayAt, instant, plusMinutes, wallTime } from '#app/values/instant.ts'
import { inTransaction } from '#db/transaction.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, friday, helpedFamily, plainBooking, twoWhoHelp, weekHours } from './diary-world.ts'

const tenOnMonday = instant('2026-11-23T10:00:00.000Z')

const world = async () => twoWhoHelp(await freshDatabase())

function valueOf<T>(answer: Answer<T, string>): T {
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
  return answer.value
}

test('what is booked at the same time is said with the names of all with whom it is', async () => {
  const { mother, lead, nurse } = await world()
  valueOf(await act(mother, bookAppointment, plainBooking(lead, tenOnMonday, { together: [nurse] })))
  expect((await clashesWith(mother, { startsAt: tenOnMonday, endsAt: plusMinutes(tenOnMonday, 15) })).map((one) => one.names)).toEqual([['Sam Helper', 'Nia Nurse']])
})

test('the link of a reminder names all, and moves to times at which all are free', async () => {
  const { db, family, parentPerson, mother, lead, nurse } = await world()
  const id = valueOf(await act(mother, bookAppointment, plainBooking(lead, tenOnMonday, { together: [nurse] })))
  const holder = { ...must((await viewerFor(db, parentPerson, family, friday))!, 'appointments:book'), appointment: id } as unknown as RemindedMay
  expect(await visitByLink(holder)).toMatchObject({ name: 'Sam Helper', together: ['Nia Nurse'] })
  const tuesday = (await timesByLink(holder)).filter((time) => dayAt(time.startsAt) === '2026-11-24').map((time) => wallTime(time.startsAt))
  expect(tuesday, 'Sam alone would be free from nine').toEqual(['10:00', '10:30', '11:00', '11:30'])
})

test('somebody who helps offers times with a colleague: free for both, and taken for both', async () => {
  const { db, sam, nia, family, mother, lead, nurse } = await world()
  const helper = await booker(db, sam, family)
  const wanted: NewOffer = { mode: 'phone', times: [tenOnMonday], answerBy: day('2026-11-22'), about: [], to: 'everybody', words: null, lang: 'en', together: [nurse, lead] }
  expect(await act(helper, offerTimes, { ...wanted, times: [instant('2026-11-23T09:00:00.000Z')] }), 'Nia begins at ten').toMatchObject({ ok: false, why: 'time-taken' })
  const other = await helpedFamily(db, nia, 'Other')
  expect(await act(helper, offerTimes, { ...wanted, together: [other.lead] })).toMatchObject({ ok: false, why: 'not-helping-you', field: 'together' })
  const id = valueOf(await act(helper, offerTimes, wanted))
  expect(await openOffers(mother)).toMatchObject([{ id, name: 'Sam Helper', together: ['Nia Nurse'] }])
  expect((await offer(mother, id))!.together).toEqual([{ member: nurse, person: nia, name: 'Nia Nurse' }])
  const taken = valueOf(await act(mother, takeOffered, { offer: id, startsAt: tenOnMonday, lang: 'en' }))
  expect(await appointment(mother, taken)).toMatchObject({ practitioners: [sam, nia], together: ['Nia Nurse'] })
  expect(new Set((await db.selectFrom('cell').select('practitioner_id').execute()).map((row) => row.practitioner_id))).toEqual(new Set([sam, nia]))
})

test('an offer to some with a colleague is for them and those who come, and so is its time', async () => {
  const { db, sam, nia, family, parent, mother, nurse } = await world()
  const gran = await aPerson(db, 'Gran')
  await aMember(db, family, gran, 'kin-carer', 'Gran')
  const id = valueOf(await act(await booker(db, sam, family), offerTimes, { mode: 'phone', times: [tenOnMonday], answerBy: day('2026-11-22'), about: [], to: [parent], words: 'Only us', lang: 'en', together: [nurse] }))
  expect(await offer(await booker(db, gran, family), id), 'no trace').toBeUndefined()
  expect(await offer(await booker(db, nia, family), id)).toBeUndefined()
  const taken = valueOf(await act(mother, takeOffered, { offer: id, startsAt: tenOnMonday, lang: 'en' }))
  expect(await appointment(await booker(db, nia, family), taken)).toBeDefined()
  expect(await appointment(await booker(db, gran, family), taken)).toBeUndefined()
})

test('what whoever leads may not see is seen to by one of those who come and are here, the first named before the others', async () => {
  const { db, family, mother } = await world()
  const [third, fourth] = [await aPerson(db, 'Third Helper'), await aPerson(db, 'Fourth Helper')]
  for (const one of [third, fourth]) {
    await weekHours(db, one, '09:00', '12:00')
    await aPost(db, one, 'practitioner')
  }
  const [first, other] = [await aMember(db, family, third, 'team', 'Third Helper'), await aMember(db, family, fourth, 'team', 'Fourth Helper')]
  const id = valueOf(await act(mother, bookAppointment, plainBooking(first, tenOnMonday, { together: [other], whoSees: { members: [], lead: false } })))
  const seesTo = () => inTransaction(db, (transaction) => whoSeesTo({ db: transaction, family, now: friday, today: dayAt(friday) }, id))
  expect(await seesTo()).toBe(first)
  await db.updateTable('member').set({ until_on: day('2026-11-19') }).where('id', '=', first).execute()
  expect(await seesTo()).toBe(other)
  await db.updateTable('member').set({ until_on: day('2026-11-19') }).where('id', '=', other).execute()
  expect(await seesTo()).toBeUndefined()
})
