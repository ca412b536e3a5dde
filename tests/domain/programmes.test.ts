/** Programmes of a family: offered, begun with its yes, moved, told of a birth, ended; dated contacts throughout. */
import { beforeEach, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { answerOffer, endProgramme, moveContact, offerProgramme, programmesOf, recordContact, tellBirth, visitsDue, type Offer } from '#app/domain/programmes/programmes.server.ts'
import { keepBankHolidays } from '#app/domain/area/bank-holidays.server.ts'
import { planStands } from '#app/domain/plan/agreeing.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type MemberId, type ProgrammeId } from '#app/values/ids.ts'
import { atWallTime, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  await keepBankHolidays(db, today)
})

type Who = 'marta' | 'zosia' | 'sam'
const on = (day: Day): Instant => atWallTime(day, '11:00')!
const as = async <P extends FamilyPower>(who: Who, power: P, at: Instant = worldBegins) => must(await world.viewer(who, world.family, at), power)
const due = plusDays(today, 100)
const offers = async (more: Partial<Offer> = {}) => act(await as('sam', 'programme:run'), offerProgramme, { key: 'family-nurse', worker: world.members.sam, startOn: today, dueOn: due, about: [world.members.marta], ...more })
async function running(more: Partial<Offer> = {}): Promise<ProgrammeId> {
  const offered = await offers(more)
  if (!offered.ok) throw new Error(offered.why)
  expect(await act(await as('marta', 'programme:agree'), answerOffer, { programme: offered.value, yes: true })).toMatchObject({ ok: true })
  return offered.value
}
const of = async (who: Who = 'marta', at: Instant = worldBegins) => (await programmesOf(await as(who, 'review:see', at)))[0]
const days = async (...states: string[]) => ((await of())?.contacts ?? []).filter((one) => states.length === 0 || states.includes(one.state)).map((one) => one.on)

test('is offered by somebody who helps, for a day from today on, and for a birth with the day it is expected', async () => {
  for (const [more, why, field] of [
    [{ key: 'nothing' }, 'not-there', 'key'], [{ startOn: plusDays(today, -1) }, 'day-is-past', 'start'], [{ dueOn: null }, 'due-missing', 'due'], [{ dueOn: plusDays(today, 301) }, 'due-wrong', 'due'],
    [{ worker: world.members.marta }, 'not-helping-you', 'worker'], [{ about: [world.members.aisha] }, 'somebody-is-not-here', 'about'],
  ] as const) expect(await offers(more as Partial<Offer>), why).toMatchObject({ ok: false, why, field })
  expect((await world.viewer('marta')).powers.has('programme:run')).toBe(false)
  expect(await offers()).toMatchObject({ ok: true })
  expect(await of()).toMatchObject({ state: 'offered', contacts: [] })
})

test('begins with the yes of an adult of the family, and not with their no', async () => {
  const offered = await offers()
  const id = (offered as { value: ProgrammeId }).value
  for (const who of ['zosia', 'sam'] as const) expect((await world.viewer(who)).powers.has('programme:agree'), who).toBe(false)
  expect(await act(await as('marta', 'programme:agree'), answerOffer, { programme: id, yes: false })).toMatchObject({ ok: true })
  expect(await of()).toMatchObject({ state: 'declined', contacts: [] })
  expect(await act(await as('marta', 'programme:agree'), answerOffer, { programme: id, yes: true })).toMatchObject({ ok: false, why: 'answered-already' })
  const second = await running()
  const begun = (await programmesOf(await as('marta', 'review:see'))).find((one) => one.id === second)!
  expect(begun.contacts.map((one) => one.on).slice(0, 6)).toEqual(['2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15', '2026-12-29', '2027-01-12'])
  expect(begun.contacts.map((one) => one.number)).toEqual([...begun.contacts.keys()].map((at) => at + 1))
})

test('is said to have taken place, or not, by its worker, on its day or later', async () => {
  const programme = await running()
  const records = async (number: number, held: boolean, at = worldBegins) => act(await as('sam', 'programme:run', at), recordContact, { programme, number, held })
  expect(await records(1, true)).toMatchObject({ ok: true })
  expect(await records(1, false)).toMatchObject({ ok: false, why: 'not-there' })
  expect(await records(2, true)).toMatchObject({ ok: false, why: 'not-yet' })
  expect(await records(2, false, on('2026-12-02' as Day))).toMatchObject({ ok: true })
  expect((await of())!.contacts.slice(0, 3).map((one) => one.state)).toEqual(['held', 'missed', 'planned'])
})

test('follows a visit that is moved: those after it count from its day', async () => {
  const programme = await running()
  const moves = async (number: number, day: Day) => act(await as('marta', 'programme:keep'), moveContact, { programme, number, on: day })
  expect(await moves(3, plusDays(today, -1))).toMatchObject({ ok: false, why: 'day-is-past', field: 'on' })
  expect(await moves(3, '2026-12-01' as Day)).toMatchObject({ ok: false, why: 'not-after-the-one-before', field: 'on' })
  expect(await moves(999, '2026-12-10' as Day)).toMatchObject({ ok: false, why: 'not-there' })
  expect(await moves(3, '2026-12-10' as Day)).toMatchObject({ ok: true })
  expect((await of())!.contacts.slice(0, 6).map((one) => [one.on, one.state])).toEqual([
    ['2026-11-24', 'planned'], ['2026-12-01', 'planned'], ['2026-12-10', 'moved'], ['2026-12-17', 'planned'], ['2026-12-31', 'planned'], ['2027-01-14', 'planned'],
  ])
})

test('is planned anew from a birth that is told, early or late; what took place stays', async () => {
  const programme = await running()
  await act(await as('sam', 'programme:run'), recordContact, { programme, number: 1, held: true })
  const told = on('2026-12-22' as Day)
  const tells = async (bornOn: Day, at = told) => act(await as('marta', 'programme:keep', at), tellBirth, { programme, bornOn })
  expect(await tells('2026-12-23' as Day)).toMatchObject({ ok: false, why: 'born-later', field: 'born' })
  expect(await tells('2026-11-01' as Day)).toMatchObject({ ok: false, why: 'birth-wrong', field: 'born' })
  expect(await tells('2026-12-18' as Day)).toMatchObject({ ok: true })
  const all = await days()
  // Christmas Day, the first after the birth, is a day without work, as are the weekend and the Monday after it.
  expect(all.slice(0, 4)).toEqual(['2026-11-24', '2026-12-29', '2027-01-04', '2027-01-08'])
  expect(all.at(-1)! <= '2028-12-18').toBe(true)
  // Mended: it was a day later.
  expect(await tells('2026-12-19' as Day)).toMatchObject({ ok: true })
  expect((await of())!.bornOn).toBe('2026-12-19')
})

test('ends when the family or its worker says so, and plans no more; what is agreed is seen by those alone who may see the plan of whom it is about', async () => {
  const programme = await running()
  expect((await of('sam'))?.id).toBe(programme)
  await db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('to_member', '=', world.members.sam).where('kind', '=', 'plan').execute()
  expect(await of('sam')).toBeUndefined()
  expect(await act(await as('sam', 'programme:run'), recordContact, { programme, number: 1, held: true })).toMatchObject({ ok: false, why: 'not-there' })
  expect(await act(await as('marta', 'programme:keep'), endProgramme, { programme })).toMatchObject({ ok: true })
  expect(await act(await as('marta', 'programme:keep'), endProgramme, { programme })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
  expect(await of()).toMatchObject({ state: 'ended', contacts: [] })
  for (const command of [act(await as('marta', 'programme:keep'), tellBirth, { programme, bornOn: today }), act(await as('marta', 'programme:keep'), moveContact, { programme, number: 1, on: due })]) {
    expect(await command).toMatchObject({ ok: false, why: 'not-there' })
  }
})

test('stands on the plan by its next visit, or as an offer that waits; what is kept from its reader does not', async () => {
  const glance = async (who: Who, at = worldBegins) => (await planStands(await as(who, 'plan:versions', at))).visits
  expect(await glance('marta')).toBeNull()
  const offered = await offers()
  expect(await glance('marta')).toMatchObject({ offered: true, nextOn: null })
  await act(await as('marta', 'programme:agree'), answerOffer, { programme: (offered as { value: ProgrammeId }).value, yes: true })
  expect(await glance('marta')).toMatchObject({ offered: false, nextOn: '2026-11-24' })
  // A day that has passed is not next, whether or not anything was written down of it.
  expect(await glance('marta', on('2026-11-25' as Day))).toMatchObject({ offered: false, nextOn: '2026-12-01' })
  await db.updateTable('programme').set({ circle_id: await world.circle(world.members.piotr) }).execute()
  for (const who of ['marta', 'zosia', 'sam'] as const) expect(await glance(who), who).toBeNull()
})

test('stands on the desk of whoever visits and of whoever leads, once for each programme, from the day of a visit until it is written down', async () => {
  const omar = newId<MemberId>()
  await db.insertInto('member').values({ family_id: world.family, id: omar, person_id: world.people.omar, name: 'Omar Siddiqui', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: plusDays(today, -9), until_on: null, made_at: worldBegins }).execute()
  const seesPlan = () => db.insertInto('consent').values({ family_id: world.family, id: newId(), to_member: omar, kind: 'plan', about_member: world.members.marta, why: 'To visit', given_by: world.members.marta, from_at: worldBegins, until_on: null, withdrawn_at: null }).execute()
  const programme = await running({ worker: omar })
  const due = async (who: 'sam' | 'omar' | 'priya', at = worldBegins) => (await visitsDue(must(await world.desk(who, at), 'desk:see'))).map((one) => [one.programme, one.on])
  expect(await due('sam', on(plusDays(today, -1)))).toEqual([])
  expect(await due('sam')).toEqual([[programme, '2026-11-24']])
  expect(await due('sam', on('2026-12-02' as Day))).toEqual([[programme, '2026-11-24']])
  expect(await due('omar')).toEqual([])
  await seesPlan()
  expect(await due('omar')).toEqual([[programme, '2026-11-24']])
  expect(await due('priya')).toEqual([])
  // Somebody else's visits are not the worker's own line.
  await db.updateTable('programme').set({ worker_member: world.members.sam }).execute()
  expect(await due('omar')).toEqual([])
  expect(await act(await as('sam', 'programme:run'), recordContact, { programme, number: 1, held: true })).toMatchObject({ ok: true })
  expect(await due('sam')).toEqual([])
  await db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('kind', '=', 'plan').execute()
  expect(await due('sam', on('2026-12-02' as Day))).toEqual([])
})
