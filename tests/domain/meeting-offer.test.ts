/** The offer of a family meeting: each adult answers for themselves, nobody reads another's answer, and somebody independent gets it ready. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { askForMeeting } from '#app/domain/meetings/meetings.server.ts'
import { answerMeetingOffer, coordinatorsFor, meetingAnswersOf, meetingOffer, meetingsToSeeTo, nameCoordinator } from '#app/domain/meetings/offer.server.ts'
import type { MeetingAnswer } from '#app/domain/meetings/answers.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type MemberId, type PersonId, type ReviewId } from '#app/values/ids.ts'
import { instant, plusDays, workingDaysAfter, type Day } from '#app/values/instant.ts'
import type { Role } from '#db/schema.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  await db.insertInto('review').values({ family_id: world.family, id: newId<ReviewId>(), due_on: plusDays(today, 60), planned_at: worldBegins, planned_by: null }).onConflict((conflict) => conflict.doNothing()).execute()
})

type Adult = 'marta' | 'piotr'
const answer = async (who: Adult, said: MeetingAnswer, againOn: Day | null = null) => act(must(await world.viewer(who), 'meetings:answer'), answerMeetingOffer, { answer: said, againOn })
const offer = async (who: Adult | 'sam', at = worldBegins) => meetingOffer(must(await world.viewer(who, world.family, at), 'meetings:see'))
const answers = async () => meetingAnswersOf(must(await world.viewer('sam'), 'meetings:prepare'))
const waits = async (at = worldBegins) => (await meetingsToSeeTo(must(await world.desk('sam', at), 'desk:see'))).filter((one) => one.family === world.family)
const name = async (person: PersonId) => act(must(await world.viewer('sam'), 'people:invite'), nameCoordinator, { person })

async function colleague(roles: readonly Role[], called = 'Grace Lim'): Promise<PersonId> {
  const id = newId<PersonId>()
  await db.insertInto('person').values({ ...(await db.selectFrom('person').selectAll().where('id', '=', world.people.ruth).executeTakeFirstOrThrow()), id, email: `${id}@example.org`, name: called, given_name: called.split(' ')[0]! }).execute()
  for (const role of roles) await db.insertInto('post').values({ id: newId(), person_id: id, role, team: '', from_on: '2026-01-01' as Day, until_on: null }).execute()
  return id
}

describe('the offer stands from the first day of a plan', () => {
  test('before anybody answers it is open to each adult, and after two weeks it stands on the desk', async () => {
    expect(await offer('marta')).toMatchObject({ own: null, coordinator: null })
    await db.updateTable('family').set({ started_on: plusDays(today, -13) }).where('id', '=', world.family).execute()
    expect(await waits()).toEqual([])
    await db.updateTable('family').set({ started_on: plusDays(today, -14) }).where('id', '=', world.family).execute()
    expect(await waits()).toMatchObject([{ dueOn: null }])
  })

  test('a yes has a day by which somebody is named, and the lead professional is told', async () => {
    const dueOn = workingDaysAfter(today, 3, new Set())
    expect(await answer('marta', 'yes')).toMatchObject({ ok: true })
    expect(await offer('marta')).toMatchObject({ own: { answer: 'yes', dueOn } })
    expect(await waits()).toMatchObject([{ dueOn }])
    expect(await db.selectFrom('outbox').select('to_person').where('to_person', '=', world.people.sam).execute()).toHaveLength(1)
  })

  test('once somebody is named those who said yes are told, and nobody else at home', async () => {
    await answer('marta', 'yes')
    await answer('piotr', 'no')
    await db.deleteFrom('outbox').execute()
    const grace = await colleague(['coordinator'])
    expect(await name(grace)).toMatchObject({ ok: true })
    const told = (await db.selectFrom('outbox').select('to_person').execute()).map((one) => one.to_person)
    expect(told.filter((one) => one === world.people.marta)).toHaveLength(1)
    expect(told).not.toContain(world.people.piotr)
  })

  test('whoever asks for a meeting has said yes, whatever they had answered: somebody can then be named', async () => {
    await answer('marta', 'no')
    expect((await act(must(await world.viewer('marta'), 'meetings:answer'), askForMeeting, { question: 'Who helps?', lang: 'en', people: [] })).ok).toBe(true)
    expect(await answers()).toMatchObject([{ name: 'Marta Kowalczyk', answer: 'yes', againOn: null }])
    expect(await name(await colleague(['coordinator']))).toMatchObject({ ok: true })
  })

  test('a "not now" is asked again on its day, and takes a day to come within a year', async () => {
    for (const wrong of [null, today, plusDays(today, -1)]) expect(await answer('marta', 'not-now', wrong)).toMatchObject({ ok: false, why: 'day-is-past', field: 'again' })
    expect(await answer('marta', 'not-now', plusDays(today, 366))).toMatchObject({ ok: false, why: 'day-too-far', field: 'again' })
    const again = plusDays(today, 21)
    expect(await answer('marta', 'not-now', again)).toMatchObject({ ok: true })
    expect(await offer('marta')).toMatchObject({ own: { answer: 'not-now', againOn: again } })
    expect(await offer('marta', instant(`${again}T10:00:00Z`))).toMatchObject({ own: null })
    await db.updateTable('family').set({ started_on: plusDays(today, -14) }).where('id', '=', world.family).execute()
    expect(await waits()).toEqual([])
    expect(await waits(instant(`${again}T10:00:00Z`))).toMatchObject([{ dueOn: null }])
  })

  test('another answer stands instead, and a day of the one before is gone', async () => {
    await answer('marta', 'not-now', plusDays(today, 21))
    await answer('marta', 'no')
    expect((await offer('marta')).own).toEqual({ answer: 'no', againOn: null, dueOn: null })
    await answer('marta', 'yes')
    expect((await offer('marta')).own).toMatchObject({ answer: 'yes', againOn: null })
    expect(await answers()).toHaveLength(1)
  })
})

describe('nobody at home reads what another adult answered', () => {
  test('neither the answer, nor that there is one, nor in the record of the family', async () => {
    const before = await offer('piotr')
    await answer('marta', 'no')
    expect(await offer('piotr')).toEqual(before)
    const written = await db.selectFrom('event as e').leftJoin('circle_member as c', 'c.circle_id', 'e.circle_id').select(['e.circle_id', 'e.data', 'c.who']).where('e.kind', '=', 'meeting-answered').execute()
    expect(written).toMatchObject([{ who: null }])
    expect(written[0]!.circle_id).not.toBeNull()
    expect(JSON.stringify(written)).not.toContain('"no"')
    await answer('marta', 'yes')
    expect(await offer('piotr')).toEqual(before)
    expect(await answers()).toMatchObject([{ name: 'Marta Kowalczyk', answer: 'yes' }])
  })

  test('a young person, the network and another parent do not answer it, nor read what others answered', async () => {
    for (const who of ['zosia', 'kasia', 'dean'] as const) {
      const viewer = await world.viewer(who)
      for (const power of ['meetings:answer', 'meetings:prepare'] as const) expect(() => must(viewer, power)).toThrow()
    }
  })
})

describe('somebody independent gets it ready', () => {
  test('only after a yes, only once, and only by whoever leads', async () => {
    const grace = await colleague(['coordinator'])
    expect(await name(grace)).toMatchObject({ ok: false, why: 'nobody-said-yes' })
    await answer('piotr', 'yes')
    expect(await act(must(await world.viewer('marta'), 'people:invite'), nameCoordinator, { person: grace })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await name(grace)).toMatchObject({ ok: true })
    expect(await offer('marta')).toMatchObject({ coordinator: { name: 'Grace Lim' } })
    expect(await waits()).toEqual([])
    expect(await name(await colleague(['coordinator'], 'Hugh May'))).toMatchObject({ ok: false, why: 'has-a-coordinator' })
    expect(await db.selectFrom('consent as c').select('c.id').innerJoin('member as m', 'm.id', 'c.to_member').where('m.person_id', '=', grace).execute()).toEqual([])
  })

  test('never somebody who works with families in another post, or who has had another place in this one, even long ago', async () => {
    await answer('marta', 'yes')
    const [helps, knew, free] = [await colleague(['coordinator', 'practitioner'], 'Ann Hall'), await colleague(['coordinator'], 'Ben Ide'), await colleague(['coordinator'])]
    await db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: knew, name: 'Ben Ide', given_name: 'Ben', seat: 'team', relation: null, born_on: null, from_on: '2025-01-01' as Day, until_on: '2025-06-01' as Day, made_at: worldBegins }).execute()
    expect(await coordinatorsFor(must(await world.viewer('sam'), 'meetings:prepare'))).toEqual([{ person: free, name: 'Grace Lim' }])
    for (const person of [helps, knew, world.people.omar, world.people.sam]) expect(await name(person)).toMatchObject({ ok: false, why: 'not-independent', field: 'person' })
  })
})
