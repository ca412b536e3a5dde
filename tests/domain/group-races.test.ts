import { expect, test } from 'vitest'
import { bookAppointment, cancelAppointment } from '#app/domain/appointments/booking.server.ts'
import { callOff, makeGroup } from '#app/domain/groups/groups.server.ts'
import { comeToGroup, stopWaiting, takeOfferedPlaces, waitForGroup } from '#app/domain/groups/places.server.ts'
import { settleGroups } from '#app/domain/groups/waiting.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import type { GroupDateId } from '#app/values/ids.ts'
import { day, dayAt, plusDays, plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase, warm } from './database.ts'
import { aMember, booker, friday, helpedFamily, plainBooking } from './diary-world.ts'
import { aGroup, aLeader, comes, dateNow, families, tuesdays, valueOf } from './group-world.ts'

const rounds = 20
const atOnce = 64

function outcomes(answers: readonly Answer<unknown, string>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer.ok ? 'ok' : answer.why] = (counts[answer.ok ? 'ok' : answer.why] ?? 0) + 1
  return counts
}

/** What a date counts is what families have: the places of those who come and of those who are asked, and how many wait. */
async function soundDate(db: Db, date: GroupDateId) {
  const booked = await db.selectFrom('appointment').select('places').where('group_date_id', '=', date).where('state', '=', 'booked').execute()
  const waits = await db.selectFrom('group_wait').select(['state', 'places']).where('date_id', '=', date).execute()
  const sum = (rows: readonly { places: number | null }[]) => rows.reduce((all, row) => all + row.places!, 0)
  const now = await dateNow(db, date)
  expect({ taken: now.taken, waiting: now.waiting }).toEqual({ taken: sum(booked) + sum(waits.filter((row) => row.state === 'asked')), waiting: waits.filter((row) => row.state === 'waiting').length })
  expect(now.taken).toBeLessThanOrEqual(now.places)
  return { ...now, booked: booked.length }
}

test(`of ${atOnce} families that ask for the last place at once, one has it, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const nia = await aLeader(db)
  const all = await families(db, atOnce)
  const { dates } = await aGroup(db, nia.keeper, { untilOn: plusDays(tuesdays.fromOn, 200), places: 1 })
  await warm(db, atOnce)
  for (let round = 0; round < rounds; round += 1) {
    const date = dates[round]!.id
    const answers = await Promise.all(all.map((one) => act(one.viewer, comeToGroup, comes(date, [one.parent]))))
    expect(outcomes(answers), `round ${round}`).toEqual({ ok: 1, 'group-full': atOnce - 1 })
    expect(await soundDate(db, date)).toMatchObject({ taken: 1, booked: 1 })
  }
  expect(await verifyChains(db)).toEqual([])
}, 240_000)

test(`of ${atOnce} families of one and of two that ask for seven places at once, as many come as there are places for, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const nia = await aLeader(db)
  const all = await Promise.all((await families(db, atOnce)).map(async (one, n) => ({ ...one, who: n % 2 === 0 ? [one.parent] : [one.parent, await aMember(db, one.family, null, 'child', 'A Child')] })))
  const { dates } = await aGroup(db, nia.keeper, { untilOn: plusDays(tuesdays.fromOn, 200), places: 7 })
  await warm(db, atOnce)
  for (let round = 0; round < rounds; round += 1) {
    const date = dates[round]!.id
    const answers = await Promise.all(all.map((one) => act(one.viewer, comeToGroup, comes(date, one.who))))
    expect(Object.keys(outcomes(answers)).sort(), `round ${round}`).toEqual(['group-full', 'ok'])
    expect((await soundDate(db, date)).taken, `round ${round}`).toBe(7)
  }
}, 240_000)

test(`places given back, waited for and asked about at once by many and by two workers: never one too many, and nobody waits beside a free place, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const nia = await aLeader(db)
  const all = await families(db, 12)
  const { dates } = await aGroup(db, nia.keeper, { untilOn: plusDays(tuesdays.fromOn, 200), places: 3 })
  await warm(db, 16)
  for (let round = 0; round < rounds; round += 1) {
    const date = dates[round]!.id
    const taken = await Promise.all(all.slice(0, 3).map((one) => act(one.viewer, comeToGroup, comes(date, [one.parent]))))
    const waits = await Promise.all(all.slice(3, 9).map((one) => act(one.viewer, waitForGroup, comes(date, [one.parent]))))
    expect(outcomes([...taken, ...waits])).toEqual({ ok: 9 })
    const gone: Promise<Answer<unknown, string>>[] = [
      ...[0, 1].map((n) => act(all[n]!.viewer, cancelAppointment, { appointment: valueOf(taken[n]!), sequence: 0 })),
      act(all[4]!.viewer, stopWaiting, { wait: valueOf(waits[1]!) }),
      ...all.slice(9).map((one) => act(one.viewer, comeToGroup, comes(date, [one.parent]))),
    ]
    await Promise.all([...gone, settleGroups(db, friday), settleGroups(db, friday)])
    expect(outcomes((await Promise.all(gone)).slice(3)), 'nobody books past those who wait').toEqual({ 'group-full': 3 })
    await settleGroups(db, friday)
    expect(await soundDate(db, date), `round ${round}`).toMatchObject({ taken: 3, waiting: 3 })
    const asked = await db.selectFrom('group_wait').select(['id', 'family_id']).where('date_id', '=', date).where('state', '=', 'asked').execute()
    expect(asked).toHaveLength(2)
    const one = all.find((family) => family.family === asked[0]!.family_id)!
    expect(outcomes(await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? act(one.viewer, takeOfferedPlaces, { wait: asked[0]!.id }) : act(one.viewer, stopWaiting, { wait: asked[0]!.id })) as Promise<Answer<unknown, string>>)))).toEqual({ ok: 1, 'answered-already': 7 })
    await soundDate(db, date)
  }
  expect(await verifyChains(db)).toEqual([])
}, 240_000)

test(`a group and a booking in its time at once: never both, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const nia = await aLeader(db)
  const helped = await Promise.all(Array.from({ length: 4 }, (_, n) => helpedFamily(db, nia.person, `H${n}`)))
  const viewers = await Promise.all(helped.map((one) => booker(db, one.parentPerson, one.family)))
  await warm(db, 8)
  for (let round = 0; round < rounds; round += 1) {
    const on = plusDays(dayAt(friday), 3 + (round % 5) + 7 * Math.floor(round / 5))
    const at = plusMinutes(`${on}T10:00:00.000Z` as never, 0)
    const all = [
      ...viewers.map((viewer, n) => (): Promise<Answer<unknown, string>> => act(viewer, bookAppointment, plainBooking(helped[n]!.lead, at))),
      (): Promise<Answer<unknown, string>> => act(nia.keeper, makeGroup, { ...tuesdays, fromOn: on, untilOn: on, repeat: null, time: '10:15', minutes: 30 }),
    ]
    const answers = await Promise.all((round % 2 === 0 ? all : all.reverse()).map((one) => one()))
    expect(outcomes(answers).ok, `round ${round}`).toBe(1)
    const booked = await db.selectFrom('appointment').select('id').where('starts_at', '=', at).execute()
    const groups = await db.selectFrom('group_date').select('id').where('starts_at', '=', plusMinutes(at, 15)).execute()
    expect(booked.length + groups.length).toBe(1)
  }
}, 240_000)

test(`a date called off while families come: all of them are told, none is left on it, ${rounds} times`, async () => {
  const db = await freshDatabase()
  const nia = await aLeader(db)
  const all = await families(db, 8)
  const { group, dates } = await aGroup(db, nia.keeper, { untilOn: day('2027-04-20'), places: 8 })
  await warm(db, 12)
  for (let round = 0; round < rounds; round += 1) {
    const date = dates[round]!.id
    const [off, ...come] = await Promise.all([act(nia.keeper, callOff, { group, date, words: 'Ill', lang: 'en' }), ...all.map((one) => act(one.viewer, comeToGroup, comes(date, [one.parent])))])
    expect(off!.ok).toBe(true)
    const came = outcomes(come).ok ?? 0
    const counts = await Promise.all([settleGroups(db, friday), settleGroups(db, friday)])
    expect(counts[0] + counts[1], `round ${round}`).toBe(came)
    expect(await soundDate(db, date)).toMatchObject({ taken: 0, booked: 0 })
  }
}, 240_000)
