/** When the lead professional's own post ends: nothing is nobody's, nothing is laid on the family, and everybody reads what happens by when. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { addColleague, endPost } from '#app/domain/area/people.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { gapsToFill, leadGap } from '#app/domain/family/lead-gap.server.ts'
import { whoLeads } from '#app/domain/family/lead.server.ts'
import { nameLead } from '#app/domain/family/members.server.ts'
import { settleWhoLeft } from '#app/domain/family/owners-left.server.ts'
import { helpersOf } from '#app/domain/family/people.server.ts'
import { addStep } from '#app/domain/goals/goals.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import { plusDays, workingDaysAfter } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { done } from '#db/demo/director.server.ts'
import { freshDatabase } from './database.ts'
import { planWorld, type PlanWorld, type Who } from './plan-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let plan: PlanWorld
const until = workingDaysAfter(today, 5, new Set())
const yesterday = plusDays(today, -1)

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  plan = planWorld(() => world)
  await db.insertInto('post').values({ person_id: world.people.femi, id: newId(), role: 'administrator', team: '', from_on: plusDays(today, -30), until_on: null }).execute()
})

const keeper = async () => must((await areaViewerFor(db, world.people.femi, plan.later()))!, 'people:keep')
async function postEnds(person: PersonId): Promise<void> {
  const { id } = await db.selectFrom('post').select('id').where('person_id', '=', person).executeTakeFirstOrThrow()
  await done(await keeper(), endPost, { person, post: id, lastDay: yesterday })
}
const looks = () => settleWhoLeft(db, plan.later(), today)
const desk = async (who: 'priya' | 'omar') => gapsToFill(must((await areaViewerFor(db, world.people[who], plan.later()))!, 'desk:see'))
const actions = async (who: Who) => (await planEntries(must(await plan.viewerOf(who), 'plan:see'))).actions
const told = async () => (await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person).sort()

describe('a lead professional whose post has ended', () => {
  test('is followed by a manager of the team, by name and day: on their desk, and read by the family; each is told once, however many look', async () => {
    await plan.aPlan()
    await db.deleteFrom('outbox').execute()
    await postEnds(world.people.sam)
    await Promise.all([looks(), looks()])
    await looks()
    expect(await desk('priya')).toEqual(expect.arrayContaining([{ family: world.otherFamily, name: 'Hussain', dueOn: until }, { family: world.family, name: 'Kowalczyk-Bailey', dueOn: until }]))
    expect(await desk('omar')).toEqual([])
    const marta = await plan.viewerOf('marta')
    const gap = { manager: 'Priya Nair', until }
    expect([await leadGap(marta), (await waitsForUs(must(marta, 'family:see'))).gap, (await whoLeads(must(marta, 'people:see'))).gap]).toEqual([gap, gap, gap])
    expect([(await whoLeads(must(marta, 'people:see'))).lead, await helpersOf(must(marta, 'family:see'))]).toEqual([null, []])
    expect(await told()).toEqual([world.people.marta, world.people.piotr, world.people.aisha, world.people.priya, world.people.priya].sort())
  })

  test('leaves nothing without an owner and a day: what services promised waits with that manager, and is not laid on the family', async () => {
    const { ours, theirs } = await plan.aPlan()
    await done(must(await plan.viewerOf('marta'), 'goals:add'), addStep, { goal: world.goal, words: 'Ring the school', lang: 'en', owner: world.members.sam, dueOn: plusDays(today, 3) })
    await postEnds(world.people.sam)
    await looks()
    expect(await openWithoutOwnerOrDate(db, today)).toEqual([])
    const fell = { kind: 'fell', name: 'Sam Adeyemi', after: until }
    const shown = new Map((await actions('marta')).map((action) => [action.id, action]))
    expect([shown.get(ours), shown.get(theirs)]).toMatchObject([{ owner: world.members.marta, last: null }, { owner: world.members.sam, last: fell }])
    await looks()
    expect(await db.selectFrom('promise_word').select('kind').execute()).toHaveLength(2)
    // The manager who was to name somebody leaves too: another has it. With none at all, it is counted.
    const other = await done(await keeper(), addColleague, { name: 'Ira Cole', givenName: 'Ira', email: 'ira@example.org', mobile: null, language: 'en', job: 'Manager', agency: 'The council', roles: ['manager'], team: 'north', fromOn: today, untilOn: null, phone: null, hello: null, helloLang: 'en', answersWithinDays: 2, photo: null })
    await postEnds(world.people.priya)
    expect((await openWithoutOwnerOrDate(db, today)).map((one) => one.kind)).toEqual(['action', 'step'])
    await looks()
    expect(await openWithoutOwnerOrDate(db, today)).toEqual([])
    expect(await leadGap(await plan.viewerOf('marta'))).toEqual({ manager: 'Ira Cole', until })
    await postEnds(other)
    await looks()
    expect((await openWithoutOwnerOrDate(db, today)).map((one) => one.kind)).toEqual(['action', 'follow-up', 'follow-up', 'step'])
  })

  test('is followed by whoever is named: what was promised is theirs then, and whoever agreed to it is asked again', async () => {
    const { theirs } = await plan.aPlan()
    await plan.puts('marta', 0)
    await plan.agrees('marta', 1)
    await plan.signs(1)
    await postEnds(world.people.sam)
    await looks()
    expect(await plan.changedFor('marta')).toEqual([])
    await db.insertInto('post').values({ person_id: world.people.omar, id: newId(), role: 'lead', team: 'north', from_on: today, until_on: null }).execute()
    const manager = must((await viewerOfMoney(db, world.people.priya, world.family, plan.later()))!, 'lead:name')
    expect(await act(manager, nameLead, { to: world.people.omar, agreedBy: [world.members.marta] })).toMatchObject({ ok: true })
    const lead = await db.selectFrom('member').select('id').where('family_id', '=', world.family).where('person_id', '=', world.people.omar).executeTakeFirstOrThrow()
    expect((await actions('marta')).find((action) => action.id === theirs)).toMatchObject({ owner: lead.id })
    expect(await plan.changedFor('marta')).toEqual([{ id: theirs, asks: true }])
    expect([await leadGap(await plan.viewerOf('marta')), (await desk('priya')).map((one) => one.family)]).toEqual([null, [world.otherFamily]])
    expect(await openWithoutOwnerOrDate(db, today)).toEqual([])
  })

  test('of what is kept from whoever leads lets it fall to somebody who sees it; and a post that is held again closes the gap', async () => {
    const kept = await plan.promise('marta', world.members.sam, { whoSees: { members: [world.members.sam, world.members.piotr], lead: false } })
    await postEnds(world.people.sam)
    await looks()
    expect((await actions('piotr')).find((action) => action.id === kept)?.owner).toBe(world.members.marta)
    expect(await openWithoutOwnerOrDate(db, today)).toEqual([])
    await db.insertInto('post').values({ person_id: world.people.sam, id: newId(), role: 'lead', team: 'north', from_on: today, until_on: null }).execute()
    await looks()
    expect([await leadGap(await plan.viewerOf('marta')), await desk('priya')]).toEqual([null, []])
    expect((await whoLeads(must(await world.viewer('marta', world.family, worldBegins), 'people:see'))).lead).toMatchObject({ name: 'Sam Adeyemi' })
  })
})
