/** Whoever helps sees to something by a day: who reads it, who owns it when somebody leaves, and that nobody is forgotten. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { closeFollowUp, followUpsOf, followUpsToDo, keepFollowUp } from '#app/domain/appointments/follow-ups.server.ts'
import { helpedFamilies } from '#app/domain/family/helped-families.server.ts'
import { familiesWithoutNextContact, withoutNextContact } from '#app/domain/family/next-contact.server.ts'
import { settleWhoLeft } from '#app/domain/family/owners-left.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { watchPromises } from '#app/domain/plan/watch.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type CircleId, type FollowUpId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { inTransaction } from '#db/transaction.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let omar: MemberId

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  omar = newId()
  await db.insertInto('member').values({ family_id: world.family, id: omar, person_id: world.people.omar, name: 'Omar Siddiqui', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
})

const yesterday = plusDays(today, -1)
const soon = plusDays(today, 3)
async function met(practitioner: PersonId, circle: CircleId | null = null, starts = plusMinutes(worldBegins, -120)): Promise<AppointmentId> {
  const id = newId<AppointmentId>()
  await db.insertInto('appointment').values({
    family_id: world.family, id, circle_id: circle, practitioner_id: practitioner, mode: 'phone', place: null, starts_at: starts, ends_at: plusMinutes(starts, 30), state: starts > worldBegins ? 'booked' : 'not-seen',
    note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: world.members.marta, booked_at: worldBegins, cancelled_at: null,
  }).execute()
  return id
}
const kept = (appointment: AppointmentId | null, owner: MemberId | null = null): Promise<FollowUpId | null> =>
  inTransaction(db, (trx) => keepFollowUp({ db: trx, family: world.family, now: worldBegins, today }, { why: 'not-seen', dueOn: soon, owner, appointment }))
const reads = async (who: 'marta' | 'piotr' | 'sam' | 'omar') => (await followUpsOf(must(await world.viewer(who), 'appointments:see'))).map((one) => one.id)
const desk = async (who: 'sam' | 'omar') => (await followUpsToDo(must(await world.desk(who), 'desk:see'))).map((one) => one.followUp)
const ownerOf = async (id: FollowUpId) => (await db.selectFrom('follow_up').select('owner_member').where('id', '=', id).executeTakeFirstOrThrow()).owner_member

describe('what somebody sees to', () => {
  test('about an appointment is read by those who see the appointment, and stands on the desk of whoever leads', async () => {
    const id = await kept(await met(world.people.omar))
    expect([await reads('marta'), await reads('piotr'), await desk('sam')]).toEqual([[id], [id], [id]])
    expect([await reads('omar'), await desk('omar')]).toEqual([[], []])
    expect(await followUpsToDo(must(await world.desk('sam'), 'desk:see'))).toMatchObject([{ name: 'Kowalczyk-Bailey', why: 'not-seen', dueOn: soon, raised: null }])
  })

  test('about one that whoever leads may not see is the practitioner’s, and as kept as the appointment', async () => {
    const id = await kept(await met(world.people.omar, await world.circle(world.members.marta)))
    expect(await ownerOf(id!)).toBe(omar)
    expect([await reads('marta'), await reads('piotr'), await reads('sam'), await desk('sam'), await desk('omar')]).toEqual([[id], [], [], [], [id]])
  })

  test('about no appointment is its owner’s work alone; whoever leads owns it as whoever leads', async () => {
    const id = await kept(null, world.members.sam)
    expect(await ownerOf(id!)).toBeNull()
    expect([await reads('marta'), await reads('sam'), await reads('omar')]).toEqual([[], [id], []])
  })

  test('is done with a word by its owner and nobody else, once; and where nothing is next, the next day is kept', async () => {
    const id = (await kept(await met(world.people.sam)))!
    const done = { followUp: id, words: 'We talked', lang: 'en' }
    await expect(act(must(await world.viewer('marta'), 'appointments:see'), closeFollowUp, done)).rejects.toMatchObject({ status: 404 })
    await expect(act(must(await world.viewer('omar'), 'appointments:see'), closeFollowUp, done)).rejects.toMatchObject({ status: 404 })
    const sam = must(await world.viewer('sam'), 'appointments:see')
    expect(await act(sam, closeFollowUp, done)).toMatchObject({ ok: true })
    expect(await act(sam, closeFollowUp, done)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await followUpsOf(must(await world.viewer('marta'), 'appointments:see'))).toMatchObject([{ done: { words: 'We talked' } }])
    expect(await followUpsToDo(must(await world.desk('sam'), 'desk:see'))).toMatchObject([{ why: 'nothing-next', dueOn: '2026-11-27' }])
    expect(await familiesWithoutNextContact(db, today)).toEqual([world.otherFamily])
  })

  test('of somebody who left goes to whoever leads, or ends where they may not know of it; none is nobody’s', async () => {
    const [open, secret, own] = [await kept(await met(world.people.omar), omar), await kept(await met(world.people.omar, await world.circle(world.members.marta))), await kept(null, omar)]
    await db.updateTable('post').set({ until_on: yesterday }).where('person_id', '=', world.people.omar).execute()
    const nobodys = async () => (await openWithoutOwnerOrDate(db, today)).filter((one) => one.kind === 'follow-up').map((one) => one.id).sort()
    expect(await nobodys()).toEqual([open, secret, own].sort())
    expect(await settleWhoLeft(db, worldBegins, today)).toBe(1)
    expect([await ownerOf(open!), await ownerOf(own!)]).toEqual([null, null])
    expect(await nobodys()).toEqual([])
    expect((await desk('sam')).sort()).toEqual([open, own].sort())
    expect(await db.selectFrom('follow_up').select(['done_by', 'words']).where('id', '=', secret).where('done_at', 'is not', null).execute()).toEqual([{ done_by: null, words: null }])
    await db.updateTable('member').set({ until_on: yesterday }).where('seat', '=', 'lead').execute()
    expect(await nobodys()).toEqual([])
    await db.updateTable('post').set({ until_on: yesterday }).where('role', '=', 'manager').execute()
    expect(await nobodys()).toEqual([open, own].sort())
  })
})

describe('a family', () => {
  const noon = (on: Day) => `${on}T12:00:00.000Z` as Instant

  test('is without a next contact until something is booked that whoever leads sees; what is kept from them counts for nothing', async () => {
    expect((await familiesWithoutNextContact(db, today)).sort()).toEqual([world.family, world.otherFamily].sort())
    expect(await withoutNextContact(must(await world.desk('priya'), 'desk:see'))).toEqual([{ family: world.otherFamily, name: 'Hussain', lead: 'Sam Adeyemi' }, { family: world.family, name: 'Kowalczyk-Bailey', lead: 'Sam Adeyemi' }])
    expect(await withoutNextContact(must(await world.desk('omar'), 'desk:see'))).toEqual([])
    await met(world.people.omar, await world.circle(world.members.marta), plusMinutes(worldBegins, 3_000))
    expect(await familiesWithoutNextContact(db, today)).toContain(world.family)
    await met(world.people.omar, await world.circle(world.members.marta, 'seat:lead'), plusMinutes(worldBegins, 2_000))
    expect(await familiesWithoutNextContact(db, today)).toEqual([world.otherFamily])
    expect(await familiesWithoutNextContact(db, plusDays(today, 2))).toContain(world.family)
  })

  test('that time left without one has one after the watch: whoever leads is in touch in the area’s days, and nobody else reads of it', async () => {
    await Promise.all([watchPromises(db, worldBegins), watchPromises(db, worldBegins)])
    expect(await familiesWithoutNextContact(db, today)).toEqual([])
    expect(await db.selectFrom('follow_up').select(['why', 'due_on', 'owner_member']).execute()).toEqual([1, 2].map(() => ({ why: 'nothing-next', due_on: '2026-11-27', owner_member: null })))
    expect([await reads('marta'), await reads('omar')]).toEqual([[], []])
    expect(await helpedFamilies(must(await world.desk('sam'), 'desk:see'), 1)).toMatchObject({ withoutContact: 0, families: [{ nextContact: '2026-11-27' }, { nextContact: '2026-11-27' }] })
    expect(await helpedFamilies(must(await world.desk('omar'), 'desk:see'), 1)).toMatchObject({ withoutContact: 0, families: [{ nextContact: null }] })
    // What is late does not stand before the time that is booked.
    await met(world.people.sam, null, plusMinutes(worldBegins, 60 * 24 * 9))
    expect((await helpedFamilies(must(await world.desk('sam', plusMinutes(worldBegins, 60 * 24 * 8)), 'desk:see'), 1)).families.map((one) => one.nextContact).sort()).toEqual(['2026-11-27', plusMinutes(worldBegins, 60 * 24 * 9)])
    await db.deleteFrom('appointment').where('practitioner_id', '=', world.people.sam).execute()
    // It holds while its day passes, and while nobody leads; a plan that is closed needs none.
    expect(await familiesWithoutNextContact(db, plusDays(today, 60))).toEqual([])
    await db.updateTable('member').set({ until_on: yesterday }).where('seat', '=', 'lead').execute()
    expect(await familiesWithoutNextContact(db, today)).toEqual([])
    await db.deleteFrom('follow_up').execute()
    expect(await familiesWithoutNextContact(db, today)).toHaveLength(2)
    await db.updateTable('review').set({ closed_at: noon(today), closed_by: world.people.sam, outcome: 'plan-closed', words: 'Well done', lang: 'en' }).execute()
    expect(await familiesWithoutNextContact(db, today)).toEqual([])
  })
})
