import { beforeEach, describe, expect, test } from 'vitest'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { bookingsOf, daysToBook, freeTimes, rulesFor, takeTimeOff } from '#app/domain/appointments/diary.server.ts'
import { callOff, colleagues, groupLed, groupsLed, makeGroup, type NewGroup } from '#app/domain/groups/groups.server.ts'
import { comeToGroup, comingGroups } from '#app/domain/groups/places.server.ts'
import { recordPlace, registerOf } from '#app/domain/groups/register.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newFormId } from '#app/http/read-form.ts'
import { newId, type GroupId, type PersonId } from '#app/values/ids.ts'
import { day, dayAt, instant, wallTime, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, consentTo, countQueries, diaryKeeper, friday, helpedFamily, plainBooking, weekHours } from './diary-world.ts'
import { aGroup, aLeader, comes, datesIn, families, tuesdays, valueOf } from './group-world.ts'

let db: Db
let nia: Awaited<ReturnType<typeof aLeader>>

beforeEach(async () => {
  db = await freshDatabase()
  nia = await aLeader(db)
})

const once = () => ({ id: newFormId(), contentHash: newId() })
const make = (changed: Partial<NewGroup>) => act(nia.keeper, makeGroup, { ...tuesdays, ...changed })

describe('the dates of a group', () => {
  test('are those of its rule, at the same time on the wall when the clocks change', async () => {
    const { dates } = await aGroup(db, nia.keeper, { fromOn: day('2027-03-16'), untilOn: day('2027-04-06'), time: '09:00' })
    expect(dates.map((row) => [dayAt(row.starts_at), wallTime(row.starts_at), row.starts_at.slice(11, 16)])).toEqual([
      ['2027-03-16', '09:00', '09:00'], ['2027-03-23', '09:00', '09:00'], ['2027-03-30', '09:00', '08:00'], ['2027-04-06', '09:00', '08:00'],
    ])
    expect(dates.every((row) => Date.parse(row.ends_at) - Date.parse(row.starts_at) === 90 * 60_000)).toBe(true)
  })

  test('are none in the hour that spring leaves out, and one in the hour that autumn repeats', async () => {
    const spring = await aGroup(db, nia.keeper, { fromOn: day('2027-03-21'), untilOn: day('2027-04-04'), time: '01:30', minutes: 30 })
    expect(spring.dates.map((row) => dayAt(row.starts_at))).toEqual(['2027-03-21', '2027-04-04'])
    const autumn = await aGroup(db, nia.keeper, { fromOn: day('2027-10-31'), untilOn: day('2027-10-31'), repeat: null, time: '01:30', minutes: 30 })
    expect(autumn.dates.map((row) => row.starts_at)).toEqual(['2027-10-31T00:30:00.000Z'])
  })

  test('leave out bank holidays, and days on which one of those who lead it is off', async () => {
    const sam = await aLeader(db, 'Sam Second')
    await act(sam.keeper, takeTimeOff, { from: instant('2026-12-08T09:00:00Z'), until: instant('2026-12-08T17:00:00Z'), repeat: null, untilOn: null })
    const { dates } = await aGroup(db, nia.keeper, { together: [sam.person] })
    expect(dates.map((row) => dayAt(row.starts_at))).toEqual(['2026-11-24', '2026-12-01', '2026-12-15'])
    await db.insertInto('bank_holiday').values({ nation: 'england', on_day: day('2026-12-29'), name: 'A day without work' }).onConflict((conflict) => conflict.doNothing()).execute()
    const winter = await aGroup(db, nia.keeper, { fromOn: day('2026-12-22'), untilOn: day('2027-01-05'), time: '15:00' })
    expect(winter.dates.map((row) => dayAt(row.starts_at))).toEqual(['2026-12-22', '2027-01-05'])
  })

  test('are at most a year of them, in quarters of an hour, from today on', async () => {
    expect(await make({ time: '10:10' })).toMatchObject({ why: 'not-a-quarter', field: 'time' })
    expect(await make({ minutes: 50 })).toMatchObject({ why: 'not-a-quarter', field: 'minutes' })
    expect(await make({ fromOn: day('2026-11-19') })).toMatchObject({ why: 'day-is-past' })
    expect(await make({ untilOn: day('2026-11-23') })).toMatchObject({ why: 'ends-before-it-begins' })
    expect(await make({ untilOn: day('2027-12-31') })).toMatchObject({ why: 'group-too-long' })
    expect(await make({ fromOn: day('2026-11-20'), untilOn: day('2026-11-20'), repeat: null, time: '09:00' })).toMatchObject({ why: 'no-dates-left' })
    expect(await db.selectFrom('group_series').selectAll().execute()).toEqual([])
  })
})

describe('the diary of those who lead it', () => {
  const onTuesday = async (who: PersonId) => {
    const settings = await settingsOf(db)
    const free = await freeTimes(db, [who], 'phone', rulesFor('phone', settings), daysToBook(dayAt(friday), settings), friday)
    return free.filter((time) => dayAt(time.startsAt) === '2026-11-24').map((time) => wallTime(time.startsAt))
  }

  test('is full then, for each of them, and free again when the date is called off', async () => {
    const sam = await aLeader(db, 'Sam Second')
    const helped = await helpedFamily(db, nia.person)
    const { group, dates } = await aGroup(db, nia.keeper, { together: [sam.person] })
    for (const who of [nia.person, sam.person]) expect(await onTuesday(who)).toEqual(['09:00', '09:30', '11:30'])
    const parent = await booker(db, helped.parentPerson, helped.family)
    expect(await act(parent, bookAppointment, plainBooking(helped.lead, '2026-11-24T10:30:00.000Z'))).toMatchObject({ why: 'time-taken' })
    expect(await act(sam.keeper, takeTimeOff, { from: instant('2026-11-03T09:00:00Z'), until: instant('2026-11-03T17:00:00Z'), repeat: 'weekly', untilOn: null }), 'each date that is ahead lies in it').toMatchObject({ ok: true, value: 4 })
    await db.deleteFrom('time_off').execute()
    valueOf(await act(sam.keeper, callOff, { group, date: dates[0]!.id, words: 'The kitchen is broken', lang: 'en' }))
    expect(await onTuesday(sam.person)).toHaveLength(6)
    expect(await act(parent, bookAppointment, plainBooking(helped.lead, '2026-11-24T10:30:00.000Z'))).toMatchObject({ ok: true })
    expect(await countQueries(db, async (counted) => freeTimes(counted, [nia.person], 'phone', rulesFor('phone', await settingsOf(counted)), { from: dayAt(friday), until: day('2026-12-01') }, friday))).toBeLessThanOrEqual(4)
  })

  test('must have no booking then, the way to it included, and no other group', async () => {
    const helped = await helpedFamily(db, nia.person)
    valueOf(await act(await booker(db, helped.parentPerson, helped.family), bookAppointment, plainBooking(helped.lead, '2026-12-01T11:00:00.000Z', { mode: 'home' })))
    expect(await make({})).toMatchObject({ ok: false, why: 'group-on-booked-time', values: { count: 1 } })
    const sam = await aLeader(db, 'Sam Second')
    expect(await act(sam.keeper, makeGroup, { ...tuesdays, together: [nia.person] })).toMatchObject({ why: 'group-on-booked-time' })
    await aGroup(db, nia.keeper, { time: '08:00' })
    expect(await make({ time: '09:15' })).toMatchObject({ why: 'group-on-booked-time', values: { count: 4 } })
  })

  test('is nobody\'s to fill but their own and that of colleagues of their teams', async () => {
    const elsewhere = await aPerson(db, 'Else Where')
    await db.insertInto('post').values({ person_id: elsewhere, id: newId(), role: 'practitioner', team: 'South', from_on: day('2026-01-01'), until_on: null }).execute()
    const gone = await aPerson(db, 'Gone Away')
    await db.insertInto('post').values({ person_id: gone, id: newId(), role: 'practitioner', team: 'North', from_on: day('2026-01-01'), until_on: day('2026-11-19') }).execute()
    const manager = await aPerson(db, 'Man Ager')
    await aPost(db, manager, 'manager')
    for (const one of [elsewhere, gone, manager]) expect(await make({ together: [one] })).toMatchObject({ why: 'not-a-colleague', field: 'together' })
    const sam = await aLeader(db, 'Sam Second')
    expect(await colleagues(nia.keeper)).toEqual([{ person: sam.person, name: 'Sam Second' }])
    await aGroup(db, nia.keeper, { together: [sam.person] })
    expect(await db.selectFrom('notice_link').select(['person_id', 'name', 'path']).execute())
      .toEqual([{ person_id: sam.person, name: 'leadsGroup', path: '/desk/diary' }])
  })
})

describe('those who lead it', () => {
  test('see their groups with the next date, the register, and what is to be recorded; others see nothing', async () => {
    const [one, two] = await families(db, 2)
    const { group, dates } = await aGroup(db, nia.keeper)
    const place = valueOf(await act(one!.viewer, comeToGroup, comes(dates[0]!.id, [one!.parent], { needs: ['interpreter'], interpreterLang: 'pl', note: 'We come by bus' })))
    valueOf(await act(two!.viewer, comeToGroup, comes(dates[0]!.id, [two!.parent])))
    expect(await groupsLed(nia.keeper)).toEqual([{ id: group, name: 'Cooking together', lang: 'en', next: { id: dates[0]!.id, startsAt: dates[0]!.starts_at, places: 10, taken: 2, waiting: 0 }, toRecord: null }])
    expect((await groupLed(nia.keeper, group))!.dates).toHaveLength(4)
    expect((await registerOf(nia.keeper, dates[0]!.id)).map(({ who, needs, interpreterLang, note, helps }) => ({ who, needs, interpreterLang, note, helps })).sort((a, b) => (a.who[0]! < b.who[0]! ? -1 : 1))).toEqual([
      { who: ['Parent F0'], needs: ['interpreter'], interpreterLang: 'pl', note: { words: 'We come by bus', lang: 'en' }, helps: false }, { who: ['Parent F1'], needs: [], interpreterLang: null, note: null, helps: false },
    ])
    expect((await bookingsOf(nia.keeper)).next).toEqual([])
    const other = await aLeader(db, 'Other Leader')
    expect([await groupsLed(other.keeper), await groupLed(other.keeper, group), await registerOf(other.keeper, dates[0]!.id)]).toEqual([[], undefined, []])
    expect(await recordPlace(other.keeper, { family: one!.family, place, came: true }, once())).toMatchObject({ ok: false, why: 'not-there' })
    await expect(act(other.keeper, callOff, { group, date: null, words: 'No', lang: 'en' })).rejects.toMatchObject({ status: 404 })
    await expect(act(nia.keeper, callOff, { group: newId<GroupId>(), date: null, words: 'No', lang: 'en' })).rejects.toMatchObject({ status: 404 })
  })

  test('say of each family whether it came, of children alone that they were not brought; whoever leads the family is in touch', async () => {
    const [one, two] = await families(db, 2)
    const leo = await aMember(db, two!.family, null, 'child', 'Leo Two')
    await consentTo(db, two!.family, two!.lead, [leo], two!.parent)
    const { group, dates } = await aGroup(db, nia.keeper)
    const [came, missed] = [valueOf(await act(one!.viewer, comeToGroup, comes(dates[0]!.id, [one!.parent]))), valueOf(await act(two!.viewer, comeToGroup, comes(dates[0]!.id, [leo])))]
    expect(await recordPlace(nia.keeper, { family: one!.family, place: came, came: true }, once())).toMatchObject({ ok: false, why: 'not-yet' })
    const later = await diaryKeeper(db, nia.person, instant('2026-11-24T12:00:00Z'))
    expect((await groupsLed(later)).map((row) => [row.id, row.toRecord?.id])).toEqual([[group, dates[0]!.id]])
    valueOf(await recordPlace(later, { family: one!.family, place: came, came: true }, once()))
    valueOf(await recordPlace(later, { family: two!.family, place: missed, came: false }, once()))
    expect(await db.selectFrom('appointment').select(['id', 'state', 'not_brought']).orderBy('booked_at').orderBy('family_id').execute()).toEqual(expect.arrayContaining([{ id: came, state: 'seen', not_brought: 0 }, { id: missed, state: 'not-seen', not_brought: 1 }]))
    expect(await db.selectFrom('follow_up').select(['family_id', 'why', 'owner_member']).where('why', '=', 'not-seen').execute()).toEqual([{ family_id: two!.family, why: 'not-seen', owner_member: null }])
    expect((await groupsLed(later)).map((row) => row.toRecord)).toEqual([null])
  })
})

test('families are shown what is coming with whether there is room, in one query; who comes is in none of it', async () => {
  const sam = await aLeader(db, 'Sam Second')
  await weekHours(db, sam.person)
  const [one] = await families(db, 1)
  const { group, dates } = await aGroup(db, nia.keeper, { places: 4, together: [sam.person] })
  valueOf(await act(one!.viewer, comeToGroup, comes(dates[1]!.id, [one!.parent])))
  valueOf(await act(nia.keeper, callOff, { group, date: dates[2]!.id, words: 'Ill', lang: 'en' }))
  const shown = await comingGroups(one!.viewer)
  expect(shown).toEqual([expect.objectContaining({ id: group, name: 'Cooking together', purpose: 'To cook and to eat with others', leaders: ['Nia Nurse', 'Sam Second'], place: 'The hub, Mill Lane' })])
  expect(shown[0]!.dates.map((row) => [dayAt(row.startsAt), row.room])).toEqual([['2026-11-24', { kind: 'room' }], ['2026-12-01', { kind: 'few', left: 3 }], ['2026-12-15', { kind: 'room' }]])
  expect(JSON.stringify(shown)).not.toContain('Parent')
  expect(await comingGroups(one!.viewer, newId<GroupId>())).toEqual([])
  expect(await comingGroups(await booker(db, one!.parentPerson, one!.family, '2026-12-15T11:00:00.000Z' as Instant))).toEqual([])
  expect(await countQueries(db, (counted) => comingGroups({ ...one!.viewer, db: counted } as never))).toBe(1)
  expect(await datesIn(db, group)).toHaveLength(4)
})
