/** Times that somebody who helps offers: taken, answered with others, put off, or not answered at all. */
import { expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { appointment } from '#app/domain/appointments/appointments.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { followUp, followUpsOf } from '#app/domain/appointments/follow-ups.server.ts'
import { keepNeeds } from '#app/domain/appointments/known-needs.server.ts'
import { changeOffer, notNow, offer, offersToSeeTo, offerTimes, openOffers, proposeOthers, takeOffered, type NewOffer } from '#app/domain/appointments/offers.server.ts'
import { familiesWithoutNextContact } from '#app/domain/family/next-contact.server.ts'
import { settleWhoLeft } from '#app/domain/family/owners-left.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { watchPromises } from '#app/domain/plan/watch.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type OfferId, type ReviewId } from '#app/values/ids.ts'
import { day, dayAt, instant, plusDays, plusMinutes } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, friday, helpedFamily, plainBooking, weekHours } from './diary-world.ts'

const [monday, tuesday] = [instant('2026-11-23T10:00:00.000Z'), instant('2026-11-24T10:00:00.000Z')]
const three: NewOffer = { mode: 'phone', times: [tuesday, monday], answerBy: day('2026-11-23'), about: [], to: 'everybody', words: 'To look at the forms', lang: 'en' }

async function world() {
  const db = await freshDatabase()
  const sam = await aPerson(db, 'Sam Helper')
  await aPost(db, sam, 'lead')
  await weekHours(db, sam)
  const home = await helpedFamily(db, sam)
  const otherPerson = await aPerson(db, 'Other Parent')
  await aMember(db, home.family, otherPerson, 'parent', 'Other Parent')
  const [parent, other, lead] = [await booker(db, home.parentPerson, home.family), await booker(db, otherPerson, home.family), await booker(db, sam, home.family)]
  const offers = async (changed: Partial<NewOffer> = {}) => {
    const answer = await act(lead, offerTimes, { ...three, ...changed })
    if (!answer.ok) throw new Error(answer.why)
    return answer.value
  }
  const desk = async (at = friday) => (await offersToSeeTo(must((await areaViewerFor(db, sam, at))!, 'desk:see'))).map((one) => one.offer)
  return { db, sam, ...home, parentMember: home.parent, parent, other, lead, leadMember: home.lead, offers, desk }
}

test('the family takes one of the times, with what is known of its needs; nobody else can take another', async () => {
  const { parent, other, lead, offers, parentMember } = await world()
  expect((await act(parent, keepNeeds, { member: parentMember, needs: ['interpreter'], interpreterLang: 'ur' })).ok).toBe(true)
  const id = await offers({ about: [parentMember] })
  expect((await openOffers(other)).map((one) => [one.id, one.first, one.count])).toEqual([[id, monday, 2]])
  const taken = await act(parent, takeOffered, { offer: id, startsAt: tuesday, lang: 'ur' })
  if (!taken.ok) throw new Error(taken.why)
  expect(await appointment(parent, taken.value)).toMatchObject({ startsAt: tuesday, needs: ['interpreter'], interpreterLang: 'ur', note: 'To look at the forms', about: [parentMember], circle: null })
  expect(await offer(lead, id)).toMatchObject({ state: 'accepted', appointment: taken.value })
  expect(await openOffers(parent)).toEqual([])
  expect(await act(other, takeOffered, { offer: id, startsAt: monday, lang: 'en' })).toMatchObject({ ok: false, why: 'answered-already' })
})

test('an offer to some is for them alone, and so is what becomes of it', async () => {
  const { parent, other, lead, offers, parentMember, leadMember } = await world()
  const id = await offers({ to: [parentMember] })
  expect(await openOffers(other), 'no trace').toEqual([])
  expect(await offer(other, id)).toBeUndefined()
  await expect(act(other, takeOffered, { offer: id, startsAt: monday, lang: 'en' })).rejects.toMatchObject({ status: 404 })
  const taken = await act(parent, takeOffered, { offer: id, startsAt: monday, lang: 'en' })
  if (!taken.ok) throw new Error(taken.why)
  expect(await appointment(other, taken.value)).toBeUndefined()
  expect(await appointment(lead, taken.value)).toBeDefined()
  expect(await act(lead, offerTimes, { ...three, times: [tuesday], to: [leadMember] }), 'to the family alone').toMatchObject({ ok: false, why: 'somebody-is-not-here' })
})

test('an offer holds no time: what was taken meanwhile is said, and another one can be had', async () => {
  const { parent, other, offers, leadMember } = await world()
  const id = await offers()
  expect((await act(other, bookAppointment, plainBooking(leadMember, monday))).ok).toBe(true)
  expect(await act(parent, takeOffered, { offer: id, startsAt: monday, lang: 'en' })).toMatchObject({ ok: false, why: 'time-taken', field: 'time' })
  expect((await act(parent, takeOffered, { offer: id, startsAt: instant('2026-11-23T11:00:00.000Z'), lang: 'en' })).ok, 'one that was not offered, and is free').toBe(true)
})

test('others are asked for, it is put off, taken back or asked again', async () => {
  const { parent, lead, offers, desk } = await world()
  const id = await offers()
  expect(await desk()).toEqual([])
  await expect(act(lead, proposeOthers, { offer: id, words: 'x', lang: 'en' }), 'the family answers').rejects.toMatchObject({ status: 404 })
  await expect(act(parent, changeOffer, { offer: id, answerBy: null }), 'whoever offered changes').rejects.toMatchObject({ status: 404 })
  expect((await act(parent, proposeOthers, { offer: id, words: 'After school', lang: 'en' })).ok).toBe(true)
  expect(await desk()).toEqual([id])
  expect((await act(lead, changeOffer, { offer: id, answerBy: day('2026-11-27') })).ok).toBe(true)
  expect(await offer(parent, id)).toMatchObject({ state: 'open', answerBy: '2026-11-27', answer: 'After school' })
  expect(await act(parent, notNow, { offer: id, againOn: day('2026-11-20'), words: null, lang: 'en' })).toMatchObject({ ok: false, why: 'day-is-past', field: 'again' })
  expect((await act(parent, notNow, { offer: id, againOn: day('2027-01-11'), words: 'A lot is going on', lang: 'en' })).ok).toBe(true)
  expect(await offer(lead, id)).toMatchObject({ state: 'not-now', againOn: '2027-01-11', answer: 'A lot is going on' })
  expect((await followUpsOf(lead)).map((one) => [one.why, one.dueOn, one.mine])).toEqual([['not-now', '2027-01-11', true]])
  const second = await offers()
  expect((await act(lead, changeOffer, { offer: second, answerBy: null })).ok).toBe(true)
  expect(await openOffers(parent)).toEqual([])
})

test('an open offer is the next contact until its day; then, by itself, whoever offered is in touch by a day, and the family can still answer', async () => {
  const { db, sam, parent, lead, offers, family } = await world()
  await db.insertInto('review').values({ family_id: family, id: newId<ReviewId>(), due_on: day('2027-01-20'), planned_at: friday, planned_by: sam }).execute()
  const open = async () => (await db.selectFrom('follow_up').select('why').where('done_at', 'is', null).orderBy('why').execute()).map((one) => one.why)
  const [answerBy, dayAfter] = [day('2026-11-23'), instant('2026-11-24T00:10:00Z')]
  await watchPromises(db, friday)
  expect(await open(), 'nothing is next').toEqual(['nothing-next'])
  const id = await offers()
  expect(await open(), 'the offer is').toEqual([])
  await watchPromises(db, instant('2026-11-23T20:00:00Z'))
  expect([await open(), await familiesWithoutNextContact(db, answerBy)]).toEqual([[], []])
  expect(await familiesWithoutNextContact(db, day('2026-11-24')), 'time alone took it').toEqual([family])
  await Promise.all([watchPromises(db, dayAfter), watchPromises(db, dayAfter)])
  await watchPromises(db, plusMinutes(dayAfter, 60 * 30))
  expect([await open(), await familiesWithoutNextContact(db, day('2026-11-24'))], 'once, however often it is looked').toEqual([['unanswered'], []])
  const [asks] = (await followUpsOf(lead)).filter((one) => one.mine && one.why === 'unanswered')
  expect(await followUp(lead, asks!.id)).toMatchObject({ offer: id, dueOn: '2026-11-27' })
  expect((await followUpsOf(parent)).length, 'it is the work of whoever offered alone').toBe(0)
  // Asked again by a later day nobody is in touch because of it, and once that has passed too, they are again.
  expect((await act(await booker(db, sam, family, dayAfter), changeOffer, { offer: id, answerBy: day('2026-11-25') })).ok).toBe(true)
  expect(await open()).toEqual([])
  await watchPromises(db, instant('2026-11-26T09:00:00Z'))
  expect(await open()).toEqual(['unanswered'])
  const late = instant('2026-11-26T09:00:00Z')
  const family2 = await booker(db, (await db.selectFrom('member').select('person_id').where('seat', '=', 'parent').orderBy('id').limit(1).executeTakeFirstOrThrow()).person_id!, family, late)
  expect((await act(family2, takeOffered, { offer: id, startsAt: instant('2026-11-27T10:00:00.000Z'), lang: 'en' })).ok, 'answered after all').toBe(true)
  expect(await open()).toEqual([])
})

test('what cannot be offered is said beside its field', async () => {
  const { lead, parent, db, leadMember, family } = await world()
  const wrong = (changed: Partial<NewOffer>) => act(lead, offerTimes, { ...three, ...changed })
  expect(await wrong({ answerBy: day('2026-11-19') })).toMatchObject({ ok: false, why: 'day-is-past', field: 'answer-by' })
  expect(await wrong({ answerBy: day('2026-11-25') })).toMatchObject({ ok: false, why: 'answer-after-the-times', field: 'answer-by' })
  expect(await wrong({ times: [instant('2026-11-23T18:00:00.000Z')] })).toMatchObject({ ok: false, why: 'time-taken', field: 'times' })
  expect(await wrong({ times: ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30'].map((at) => instant(`2026-11-23T${at}:00.000Z`)) })).toMatchObject({ ok: false, why: 'too-many-times' })
  await expect(act(parent, offerTimes, three)).rejects.toMatchObject({ status: 404 })
  // Whoever leaves takes their offers with them: nobody else can keep them.
  expect((await wrong({})).ok).toBe(true)
  await db.updateTable('member').set({ until_on: day('2026-11-20') }).where('id', '=', leadMember).execute()
  expect((await openWithoutOwnerOrDate(db, day('2026-11-21'))).filter((one) => one.kind === 'offer' && one.family === family)).toHaveLength(1)
  await settleWhoLeft(db, plusMinutes(friday, 24 * 60), day('2026-11-21'))
  expect((await openWithoutOwnerOrDate(db, day('2026-11-21'))).filter((one) => one.kind === 'offer')).toEqual([])
})

test('an offer that is taken back leaves somebody who is in touch by a day, unless something else is next', async () => {
  const { db, sam, lead, offers, family } = await world()
  await db.insertInto('review').values({ family_id: family, id: newId<ReviewId>(), due_on: day('2027-01-20'), planned_at: friday, planned_by: sam }).execute()
  await watchPromises(db, friday)
  const open = async () => (await db.selectFrom('follow_up').select(['why', 'due_on']).where('done_at', 'is', null).execute()).map((one) => [one.why, one.due_on])
  const [first, second] = [await offers(), await offers()]
  const back = async (id: OfferId) => act(lead, changeOffer, { offer: id, answerBy: null })
  expect([(await back(first)).ok, await open(), await familiesWithoutNextContact(db, dayAt(friday))], 'the other offer is next').toEqual([true, [], []])
  expect([(await back(second)).ok, await open(), await familiesWithoutNextContact(db, dayAt(friday))]).toEqual([true, [['nothing-next', '2026-11-25']], []])
  expect((await back(second)).ok, 'once').toBe(false)
  const third = await offers()
  expect(await open(), 'a new one is next').toEqual([])
  await db.updateTable('member').set({ until_on: plusDays(dayAt(friday), -1) }).where('family_id', '=', family).where('person_id', '=', sam).execute()
  await watchPromises(db, friday)
  expect([(await db.selectFrom('appointment_offer').select('state').where('id', '=', third).execute())[0]!.state, await familiesWithoutNextContact(db, dayAt(friday))], 'its owner has left: it is taken back, and something waits for whoever leads next').toEqual(['withdrawn', []])
})
