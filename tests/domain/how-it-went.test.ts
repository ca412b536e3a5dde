/** How an appointment went: nobody is blamed or forgotten, and what is counted is what its readers see. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { settingKinds } from '#app/domain/area/settings.server.ts'
import { cancelAppointment } from '#app/domain/appointments/booking.server.ts'
import { followUpsOf } from '#app/domain/appointments/follow-ups.server.ts'
import { afterOf, raisedBy, recordAppointment, sayInTheWay } from '#app/domain/appointments/how-it-went.server.ts'
import type { Went } from '#app/domain/appointments/after-words.ts'
import { familiesWithoutNextContact } from '#app/domain/family/next-contact.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type CircleId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { dayAt, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
const at = (days: number): Instant => plusMinutes(worldBegins, days * 24 * 60)

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  await db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: world.people.omar, name: 'Omar Siddiqui', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
})

async function booked(days: number, more: { by?: PersonId; circle?: CircleId | null; about?: readonly MemberId[] } = {}): Promise<AppointmentId> {
  const id = newId<AppointmentId>()
  await db.insertInto('appointment').values({
    family_id: world.family, id, circle_id: more.circle ?? null, practitioner_id: more.by ?? world.people.sam, mode: 'phone', place: null, starts_at: at(days), ends_at: plusMinutes(at(days), 30), state: 'booked',
    note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: world.members.marta, booked_at: worldBegins, cancelled_at: null,
  }).execute()
  for (const member of more.about ?? []) await db.insertInto('about').values({ family_id: world.family, thing_id: id, member_id: member }).execute()
  return id
}
async function went(appointment: AppointmentId, state: Went, days: number, by: 'sam' | 'omar' = 'sam') {
  return act(must(await world.viewer(by, world.family, plusMinutes(at(days), 60)), 'appointments:see'), recordAppointment, { appointment, state, words: state.startsWith('off') ? 'The bus' : null, lang: 'en' })
}
const raises = async () => (await db.selectFrom('follow_up').select(['why', 'raised']).where('why', '=', 'not-seen').orderBy('made_at').execute()).map((one) => one.raised)
const without = async (days: number) => (await familiesWithoutNextContact(db, dayAt(at(days)))).filter((one) => one === world.family)

describe('somebody was not met', () => {
  test('once, twice, three times: each has a day for whoever leads, who does what the area set; having met begins anew', async () => {
    for (const [n, raised] of [null, 'call', 'visit', 'visit'].entries()) {
      expect(await went(await booked(n), 'not-seen', n)).toMatchObject({ ok: true })
      expect(await raises()).toEqual([null, 'call', 'visit', 'visit'].slice(0, n + 1))
      expect([raised, await without(n)]).toEqual([(await raises()).at(-1), []])
    }
    await went(await booked(5), 'seen', 5)
    await went(await booked(6), 'not-seen', 6)
    expect((await raises()).at(-1)).toBeNull()
    expect(raisedBy(2, { secondMiss: 'talk', thirdMiss: 'nothing' })).toBe('talk')
    expect(raisedBy(9, { secondMiss: 'talk', thirdMiss: 'nothing' })).toBeNull()
    expect(settingKinds.secondMiss.safeParse('sanction').success).toBe(false)
    expect(await db.selectFrom('review').select('id').where('family_id', '=', world.family).where('closed_at', 'is not', null).execute()).toEqual([])
  })

  test('is written to kindly and at once, once, in neutral words that lead to the page which asks', async () => {
    const id = await booked(1)
    await db.deleteFrom('outbox').execute()
    await went(id, 'not-seen', 1)
    await went(id, 'not-seen', 1)
    const sent = await db.selectFrom('outbox').selectAll().execute()
    expect(sent.map((one) => one.to_person)).not.toContain(world.people.dean)
    expect(new Set(sent.map((one) => one.to_person)).size).toBe(sent.length)
    expect(JSON.stringify(sent)).not.toMatch(/miss|Sam|appointment/i)
  })

  test('by mistake is put right: nobody is in touch because of it, and it is not counted', async () => {
    const first = await booked(1)
    await went(first, 'not-seen', 1)
    await went(first, 'seen', 1)
    expect(await db.selectFrom('follow_up').select('id').where('why', '=', 'not-seen').where('done_at', 'is', null).execute()).toEqual([])
    expect(await without(1)).toEqual([])
    await went(await booked(2), 'not-seen', 2)
    expect(await raises()).toEqual([null, null])
  })

  test('is not counted where the service called it off or could not come; why is read by those who see it', async () => {
    const off = await booked(1)
    await went(off, 'off-service', 1)
    expect(await afterOf(await world.may('marta', 'appointments:see', at(2)), off)).toMatchObject({ endedBy: 'service', why: { words: 'The bus', lang: 'en' } })
    await went(await booked(2), 'off-family', 2)
    await went(await booked(3), 'not-seen', 3)
    expect(await raises()).toEqual([null])
    await went(off, 'not-seen', 3)
    expect(await raises()).toHaveLength(2)
  })

  test('of a child is that the child was not brought: said of children alone', async () => {
    expect(await went(await booked(1), 'not-brought', 1)).toMatchObject({ ok: false, why: 'not-of-a-child' })
    expect(await went(await booked(1, { about: [world.members.leo, world.members.marta] }), 'not-brought', 1)).toMatchObject({ ok: false })
    const leos = await booked(1, { about: [world.members.leo] })
    expect(await went(leos, 'not-brought', 1)).toMatchObject({ ok: true })
    expect(await afterOf(await world.may('marta', 'appointments:see', at(2)), leos)).toMatchObject({ notBrought: true, forAChild: true })
  })

  test('and keeps it: what others do is as if it had not been, and the kept one counts what all of its readers see', async () => {
    const mine = await world.circle(world.members.marta)
    for (const days of [1, 2]) await went(await booked(days, { by: world.people.omar, circle: mine }), 'not-seen', days, 'omar')
    expect(await raises()).toEqual([null, 'call'])
    await went(await booked(3), 'not-seen', 3)
    expect(await raises()).toEqual([null, 'call', null])
    expect(await followUpsOf(await world.may('piotr', 'appointments:see', at(4)))).toHaveLength(1)
    await went(await booked(4, { by: world.people.omar, circle: mine }), 'not-seen', 4, 'omar')
    expect((await raises()).at(-1)).toBe('visit')
  })
})

describe('what got in the way', () => {
  test('is said by the family that sees it, put right, and by nobody else', async () => {
    const id = await booked(1)
    const says = async (who: 'marta' | 'piotr' | 'sam', more: { what?: readonly ('fare' | 'worry')[]; words?: string | null } = {}) =>
      act(must(await world.viewer(who, world.family, at(2)), 'appointments:book'), sayInTheWay, { appointment: id, what: more.what ?? ['fare'], words: more.words ?? null, lang: 'pl' })
    expect(await says('marta')).toMatchObject({ ok: false, why: 'appointment-changed' })
    await went(id, 'not-seen', 1)
    expect(await says('marta', { what: [] })).toMatchObject({ ok: false, why: 'nothing-said' })
    expect(await says('marta')).toMatchObject({ ok: true })
    expect(await says('marta', { what: ['fare', 'worry'], words: 'Autobus' })).toMatchObject({ ok: true })
    await expect(says('sam')).rejects.toMatchObject({ status: 404 })
    expect(await afterOf(await world.may('sam', 'appointments:see', at(2)), id)).toMatchObject({ inTheWay: [{ by: world.members.marta, what: ['fare', 'worry', 'other'], words: 'Autobus', lang: 'pl' }] })
    await db.updateTable('appointment').set({ circle_id: await world.circle(world.members.piotr) }).where('id', '=', id).execute()
    await expect(says('marta')).rejects.toMatchObject({ status: 404 })
  })
})

describe('moving and cancelling often', () => {
  test('is asked about kindly, once, where the family did it; a service’s own is not counted', async () => {
    const asked = async () => (await db.selectFrom('follow_up').select('id').where('why', '=', 'moved-often').execute()).length
    const cancels = async (who: 'marta' | 'sam', days: number, circle: CircleId | null = null) =>
      act(must(await world.viewer(who), 'appointments:book'), cancelAppointment, { appointment: await booked(days, { circle }), sequence: 0 })
    for (const days of [4, 5, 6, 7]) await cancels('sam', days)
    expect(await asked()).toBe(0)
    for (const days of [4, 5]) await cancels('marta', days)
    for (const days of [4, 5]) await cancels('marta', days, await world.circle(world.members.marta, 'seat:lead'))
    expect(await asked(), 'the kept ones count for those inside').toBe(1)
    await cancels('marta', 6)
    expect(await asked(), 'and for the others as if they were not').toBe(2)
    await cancels('marta', 7)
    expect(await asked()).toBe(2)
    expect(await without(0)).toEqual([])
  })
})
