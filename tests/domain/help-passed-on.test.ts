/** A request for help whose owner has left is passed on to the next, with its day. */
import { beforeEach, expect, test } from 'vitest'
import { anybody, must } from '#app/access/viewer.server.ts'
import { askForHelp, passOnLostRequests, type NewRequest } from '#app/domain/help/requests.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { newId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { done } from '#db/demo/director.server.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
const need: NewRequest = { words: 'The heating is broken', lang: 'en', topics: ['housing'], forWhom: 'family', name: 'Nia', contact: { channel: 'email', address: 'nia@home.example' }, contactWhen: null, messagesSafe: false, member: null }

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

const asks = (more: Partial<NewRequest> = {}) => done(must(anybody(db, worldBegins), 'help:ask'), askForHelp, { ...need, ...more })
const leaves = (person: PersonId) => db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', person).execute()
const lost = async () => (await openWithoutOwnerOrDate(db, today)).filter((one) => one.kind === 'help')
const owner = async (id: string) => db.selectFrom('help_request').select(['owner_id', 'due_on']).where('id', '=', id as never).executeTakeFirstOrThrow()

test('the family’s lead professional has it after whoever led, its day stays, and of two that look one passes it on', async () => {
  const { id, dueOn } = await asks({ member: { person: world.people.marta, family: world.family } })
  expect(await owner(id)).toEqual({ owner_id: world.people.sam, due_on: dueOn })
  await leaves(world.people.sam)
  await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.sam).execute()
  await db.insertInto('post').values({ person_id: world.people.lewis, id: newId(), role: 'lead', team: 'north', from_on: plusDays(today, -9), until_on: null }).execute()
  await db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: world.people.lewis, name: 'Lewis Grant', given_name: 'Lewis', seat: 'lead', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
  await db.deleteFrom('outbox').execute()
  expect(await lost()).toHaveLength(1)
  const found = await Promise.all([passOnLostRequests(db, worldBegins), passOnLostRequests(db, worldBegins)])
  expect(found[0]! + found[1]!).toBe(1)
  expect([await owner(id), await lost()]).toEqual([{ owner_id: world.people.lewis, due_on: dueOn }, []])
  expect(await db.selectFrom('outbox').select('to_person').execute()).toEqual([{ to_person: world.people.lewis }])
})

test('one of nobody’s family goes to a manager on duty, else to somebody who leads; while nobody answers any it waits', async () => {
  const { id } = await asks()
  expect((await owner(id)).owner_id).toBe(world.people.priya)
  await leaves(world.people.priya)
  expect(await passOnLostRequests(db, worldBegins)).toBe(1)
  expect([world.people.sam, world.people.omar]).toContain((await owner(id)).owner_id)
  await leaves(world.people.sam)
  await leaves(world.people.omar)
  expect([await passOnLostRequests(db, worldBegins), (await lost()).length]).toEqual([0, 1])
})
