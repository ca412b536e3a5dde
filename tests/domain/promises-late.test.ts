/** A service's promise that is late: who is told, on which day, once each; and that nothing open is ever nobody's. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { latePace } from '#app/domain/plan/late.ts'
import { withoutOwner } from '#app/domain/plan/open-without-owner.server.ts'
import { addAction, type NewAction } from '#app/domain/plan/plan.server.ts'
import { answerAction } from '#app/domain/plan/promises.server.ts'
import { sendActionLink } from '#app/domain/plan/thing-links.server.ts'
import { lateToSeeTo, ownersMissing, watchPromises } from '#app/domain/plan/watch.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type EntryId } from '#app/values/ids.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let team: typeof world.members.sam

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  team = newId()
  await db.insertInto('member').values({ family_id: world.family, id: team, person_id: world.people.omar, name: 'Omar Siddiqui', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
})

async function made(more: Partial<NewAction> = {}): Promise<EntryId> {
  const answer = await act(must(await world.viewer('marta'), 'plan:actions'), addAction, { words: 'Ring the landlord', lang: 'en', owner: team, ownerName: null, ownerAgency: null, dueOn: today, goal: null, about: [], ...more })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const noonOf = (on: Day): Instant => `${on}T12:00:00.000Z` as Instant
const steps = async () => (await db.selectFrom('escalation').select(['step', 'due_on']).orderBy('at').orderBy('step').execute()).map(({ step }) => step)
const told = async () => (await db.selectFrom('outbox').select('to_person').orderBy('made_at').execute()).map(({ to_person }) => to_person)
const deskOf = async (who: 'sam' | 'priya' | 'ruth', on: Day) => lateToSeeTo(must((await areaViewerFor(db, world.people[who], noonOf(on)))!, 'desk:see'))
// Tuesday 24 November: three working days later is Friday 27, seven are Thursday 3 December, fourteen Monday 14.
const [friday, thursday, monday] = ['2026-11-27', '2026-12-03', '2026-12-14'] as Day[]

describe('a service’s promise that is late', () => {
  test('has its days by the area’s working days', () => {
    expect(latePace(today, { lateOwnerDays: 3, lateLeadDays: 7, lateManagerDays: 14, holidays: [] })).toEqual({ owner: friday, lead: thursday, manager: monday })
    // No step comes before the one that it follows, whatever was set; a day without work is none.
    expect(latePace(today, { lateOwnerDays: 5, lateLeadDays: 1, lateManagerDays: 2, holidays: ['2026-11-25'] })).toEqual({ owner: '2026-12-02', lead: '2026-12-02', manager: '2026-12-02' })
  })

  test('comes to its owner, then to the lead professional, then to the manager: each on its day and once, however many watch', async () => {
    await made()
    await db.deleteFrom('outbox').execute()
    const watch = async (on: Day) => Promise.all([watchPromises(db, noonOf(on)), watchPromises(db, noonOf(on))])
    await watch(plusDays(friday!, -1))
    expect(await steps()).toEqual([])
    await watch(friday!)
    await watch(friday!)
    expect(await steps()).toEqual(['owner'])
    expect(await told()).toEqual([world.people.omar])
    expect([await deskOf('sam', friday!), await deskOf('priya', friday!)]).toEqual([[], []])
    await watch(thursday!)
    expect(await steps()).toEqual(['owner', 'lead'])
    expect(await deskOf('sam', thursday!)).toMatchObject([{ family: world.family, dueOn: today, opens: true }])
    expect(await deskOf('priya', thursday!)).toEqual([])
    await watch(monday!)
    expect(await steps()).toEqual(['owner', 'lead', 'manager'])
    expect(await deskOf('priya', monday!)).toMatchObject([{ family: world.family, opens: false }])
    expect(new Set(await told())).toEqual(new Set([world.people.omar, world.people.sam, world.people.priya]))
    expect(await db.selectFrom('event').select('id').where('kind', '=', 'promise-late').execute()).toHaveLength(3)
  })

  test('that a process missed is brought up by the next one; done, moved or taken back it comes to nobody any more', async () => {
    const id = await made()
    await watchPromises(db, noonOf(monday!))
    expect((await steps()).sort()).toEqual(['lead', 'manager', 'owner'])
    const omar = must(await world.viewer('omar', world.family, noonOf(monday!)), 'plan:see')
    expect(await act(omar, answerAction, { action: id, answer: { how: 'move', dueOn: plusDays(monday!, 3), words: null, lang: 'en' } })).toMatchObject({ ok: true })
    expect([await deskOf('sam', monday!), await deskOf('priya', monday!)]).toEqual([[], []])
    await watchPromises(db, noonOf(monday!))
    expect(await steps()).toHaveLength(3)
  })

  test('of an owner elsewhere is brought to them by a new link in place of the old', async () => {
    const id = await made({ owner: null, ownerName: 'Robin Field', ownerAgency: 'Wendle Housing' })
    await act(must(await world.viewer('marta'), 'plan:actions'), sendActionLink, { action: id, to: { channel: 'email', address: 'robin@work.example' }, lang: 'pl', namesFamily: false })
    await watchPromises(db, noonOf(friday!))
    const sent = await db.selectFrom('outbox').select(['body', 'lang']).where('address', '=', 'robin@work.example').execute()
    expect(sent.map(({ lang }) => lang)).toEqual(['pl', 'pl'])
    expect(new Set(sent.map(({ body }) => /\/do\/([\w-]{43})/.exec(body)![1])).size).toBe(2)
  })

  test('is nothing that the family’s own comes to: those are brought to nobody', async () => {
    await made({ owner: world.members.piotr })
    await watchPromises(db, noonOf(monday!))
    expect(await steps()).toEqual([])
  })

  test('that is kept to a few comes to nobody who does not see it', async () => {
    await made({ whoSees: { members: [team], lead: false } })
    await db.deleteFrom('outbox').execute()
    await watchPromises(db, noonOf(monday!))
    expect(await told()).toEqual([world.people.omar])
    expect([await deskOf('sam', monday!), await deskOf('priya', monday!)]).toEqual([[], []])
  })
})

describe('what is open', () => {
  test('is somebody’s: the desk and the checks of each night count none, and the manager reads of it where it is not so', async () => {
    await made()
    const desk = async (who: 'sam' | 'priya') => withoutOwner(must((await areaViewerFor(db, world.people[who], worldBegins))!, 'desk:see'))
    expect([await ownersMissing(db, today), await desk('priya')]).toEqual([0, 0])
    await db.updateTable('member').set({ until_on: plusDays(today, -1), from_on: plusDays(today, -9) }).where('id', '=', team).execute()
    expect([await ownersMissing(db, today), await desk('priya'), await desk('sam')]).toEqual([1, 1, 0])
    await watchPromises(db, worldBegins)
    expect([await ownersMissing(db, today), await desk('priya')]).toEqual([0, 0])
  })
})
