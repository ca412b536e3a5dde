/** What becomes of a promise: what its owner says, by an account or by a link, and whose it is when they have left. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, linkHolderOf, must } from '#app/access/viewer.server.ts'
import { hashOfToken } from '#app/domain/account/links.server.ts'
import { endMember, setLead } from '#app/domain/family/members.server.ts'
import { settleWhoLeft } from '#app/domain/family/owners-left.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { addAction, planEntries, type NewAction } from '#app/domain/plan/plan.server.ts'
import { answerAction, answerByLink, cameBack, noLongerNeeded, promise, tickAction, type PromiseAnswer } from '#app/domain/plan/promises.server.ts'
import { answerThing, endActionLink, holderOf, sendActionLink, thingByLink } from '#app/domain/plan/thing-links.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type EntryId } from '#app/values/ids.ts'
import { dayAt, plusDays, plusMinutes, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { setDatabase, type Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let minute: number

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  minute = 0
})

type Who = 'marta' | 'piotr' | 'zosia' | 'sam'
const later = (): Instant => plusMinutes(worldBegins, (minute += 1))
const soon = plusDays(today, 10)
async function made(more: Partial<NewAction> = {}, by: 'marta' | 'sam' = 'sam'): Promise<EntryId> {
  const answer = await act(must(await world.viewer(by, world.family, later()), 'plan:actions'), addAction, { words: 'Ring the landlord', lang: 'en', owner: world.members.sam, ownerName: null, ownerAgency: null, dueOn: soon, goal: null, about: [], ...more })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const elsewhere = { owner: null, ownerName: 'Robin Field', ownerAgency: 'Wendle Housing' }
const answers = async (who: Who, action: EntryId, answer: PromiseAnswer) => act(must(await world.viewer(who, world.family, later()), 'plan:see'), answerAction, { action, answer })
const page = async (who: Who, action: EntryId) => promise(must(await world.viewer(who, world.family, later()), 'plan:see'), action)
const plan = async (who: Who) => (await planEntries(must(await world.viewer(who, world.family, later()), 'plan:see'))).actions
const desk = async () => cameBack(must((await areaViewerFor(db, world.people.sam, later()))!, 'desk:see'))
const move = (dueOn: Day): PromiseAnswer => ({ how: 'move', dueOn, words: 'The office is shut', lang: 'en' })
const cannot: PromiseAnswer = { how: 'cannot', words: 'That is another office', lang: 'en' }

/** Sends an action to Robin and returns the token that went out. */
async function sends(who: 'marta' | 'sam', action: EntryId, more: { namesFamily?: boolean; lang?: 'en' | 'pl' } = {}): Promise<string> {
  const answer = await act(must(await world.viewer(who, world.family, later()), 'plan:actions'), sendActionLink, { action, to: { channel: 'email', address: 'robin@work.example' }, lang: 'en', namesFamily: false, ...more })
  if (!answer.ok) throw new Error(answer.why)
  const { body } = await db.selectFrom('outbox').select('body').where('address', '=', 'robin@work.example').orderBy('made_at', 'desc').executeTakeFirstOrThrow()
  return /\/do\/([\w-]{43})/.exec(body)![1]!
}
const holder = (token: string, at: Instant = later()) => linkHolderOf(db, hashOfToken(token), at)
const byLink = async (token: string, answer: PromiseAnswer) => {
  const found = await holder(token)
  return found ? act(must(found, 'action:answer'), answerByLink, { answer }) : undefined
}

describe('the owner of an action', () => {
  test('says yes to it, names another day, and says that it is done; each stands in the plan with the day before', async () => {
    const id = await made()
    expect(await answers('sam', id, { how: 'accept' })).toMatchObject({ ok: true })
    expect(await answers('sam', id, move(plusDays(soon, 4)))).toMatchObject({ ok: true })
    expect((await plan('marta')).map(({ dueOn, firstDueOn, last }) => ({ dueOn, firstDueOn, last }))).toMatchObject([{ dueOn: plusDays(soon, 4), firstDueOn: soon, last: { kind: 'moved', before: soon, after: plusDays(soon, 4), words: 'The office is shut', lang: 'en', member: world.members.sam } }])
    expect(await answers('sam', id, { how: 'done' })).toMatchObject({ ok: true })
    expect((await page('piotr', id))!.said.map(({ kind }) => kind)).toEqual(['accepted', 'moved', 'done'])
    for (const answer of [{ how: 'accept' } as const, move(soon), cannot]) expect(await answers('sam', id, answer)).toMatchObject({ ok: false, why: 'is-settled' })
  })

  test('is asked for a day that can be', async () => {
    const id = await made()
    expect(await answers('sam', id, move(plusDays(today, -1)))).toMatchObject({ ok: false, why: 'day-is-past', field: 'due' })
    expect(await answers('sam', id, move(plusDays(today, 500)))).toMatchObject({ ok: false, why: 'day-too-far', field: 'due' })
  })

  test('who cannot do it says why, and it comes back to the lead professional with a day', async () => {
    const id = await made({ owner: world.members.piotr })
    expect(await answers('piotr', id, cannot)).toMatchObject({ ok: true })
    const by = workingDaysAfter(today, 3, new Set())
    expect((await plan('marta'))).toMatchObject([{ owner: world.members.sam, dueOn: soon, last: { kind: 'cannot', member: world.members.piotr, after: by, words: 'That is another office' } }])
    expect(await desk()).toEqual([{ family: world.family, name: expect.any(String), action: id, by }])
    // There is nobody behind the lead professional: they name a day, or say that it is not needed.
    expect(await answers('sam', id, cannot)).toMatchObject({ ok: false, why: 'nobody-else' })
    expect(await answers('sam', id, { how: 'accept' })).toMatchObject({ ok: true })
    expect(await desk()).toEqual([])
  })

  test('is asked, and nobody else; of an owner elsewhere the lead professional notes what was told', async () => {
    const [own, out] = [await made({ owner: world.members.piotr }), await made(elsewhere)]
    for (const who of ['marta', 'zosia', 'sam'] as const) expect(await answers(who, own, { how: 'accept' })).toMatchObject({ ok: false, why: 'not-there' })
    for (const who of ['marta', 'piotr'] as const) expect(await answers(who, out, { how: 'accept' })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await answers('sam', out, move(plusDays(soon, 1)))).toMatchObject({ ok: true })
    expect((await plan('marta')).find((one) => one.id === out)).toMatchObject({ last: { kind: 'moved', member: world.members.sam, name: 'Robin Field', agency: 'Wendle Housing' } })
  })
})

describe('an action that is not needed any more', () => {
  test('stays in the plan with why; a service does not take out what it promised', async () => {
    const team = newId<typeof world.members.sam>()
    await db.insertInto('member').values({ family_id: world.family, id: team, person_id: world.people.omar, name: 'Omar Siddiqui', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
    const id = await made({ owner: team }, 'marta')
    const out = async (who: 'marta' | 'omar', action = id) => act(must(await world.viewer(who, world.family, later()), 'plan:actions'), noLongerNeeded, { action, words: 'The school has done it', lang: 'en' })
    expect(await out('omar')).toMatchObject({ ok: false, why: 'not-there' })
    expect(await out('marta')).toMatchObject({ ok: true })
    expect(await plan('piotr')).toMatchObject([{ id, over: true, last: { kind: 'no-longer', words: 'The school has done it' } }])
    expect(await out('marta')).toMatchObject({ ok: false, why: 'is-settled' })
    expect(await act(must(await world.viewer('marta', world.family, later()), 'plan:see'), tickAction, { action: id, done: true })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await openWithoutOwnerOrDate(db, today)).toEqual([])
  })
})

describe('an owner who has left', () => {
  test('leaves nothing without an owner: it falls to the lead professional with a day, as does what they promised themselves', async () => {
    const aunt = await made({ owner: world.members.kasia })
    await act(must(await world.viewer('sam', world.family, later()), 'people:invite'), endMember, { member: world.members.kasia })
    expect(await plan('marta')).toMatchObject([{ id: aunt, owner: world.members.sam, last: { kind: 'fell', name: 'Kasia Nowak', after: workingDaysAfter(today, 3, new Set()) } }])
    await db.insertInto('post').values({ person_id: world.people.omar, id: newId(), role: 'lead', team: 'north', from_on: today, until_on: null }).execute()
    expect(await act(must(await world.viewer('sam', world.family, later()), 'people:invite'), setLead, { to: world.people.omar, agreedBy: [world.members.marta] })).toMatchObject({ ok: true })
    const lead = await db.selectFrom('member').select('id').where('family_id', '=', world.family).where('seat', '=', 'lead').where('until_on', 'is', null).executeTakeFirstOrThrow()
    expect(await plan('marta')).toMatchObject([{ owner: lead.id }])
    expect(await openWithoutOwnerOrDate(db, today)).toEqual([])
  })

  test('by the end of their post is found by the house, once', async () => {
    const team = newId<typeof world.members.sam>()
    await db.insertInto('member').values({ family_id: world.family, id: team, person_id: world.people.omar, name: 'Omar Siddiqui', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
    const id = await made({ owner: team })
    await db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.omar).execute()
    expect(await openWithoutOwnerOrDate(db, today)).toMatchObject([{ kind: 'action', id }])
    expect(await Promise.all([settleWhoLeft(db, later(), today), settleWhoLeft(db, later(), today)])).toSatisfy((found: number[]) => found[0]! + found[1]! === 1)
    expect(await openWithoutOwnerOrDate(db, today)).toEqual([])
    expect(await plan('piotr')).toMatchObject([{ owner: world.members.sam, last: { kind: 'fell' } }])
    expect(await db.selectFrom('event').select('by_person').where('kind', '=', 'owners-left').execute()).toEqual([{ by_person: null }])
  })

  test('of what is kept from the lead professional, falls to somebody who sees it', async () => {
    const id = await made({ owner: world.members.piotr, whoSees: { members: [world.members.piotr], lead: false } }, 'marta')
    await act(must(await world.viewer('sam', world.family, later()), 'people:invite'), endMember, { member: world.members.piotr })
    expect(await plan('marta')).toMatchObject([{ id, owner: world.members.marta }])
    expect(await plan('sam')).toEqual([])
  })
})

describe('a link to one thing', () => {
  test('shows what is asked, by whom and by when; the family’s name only where the family ticked it', async () => {
    const id = await made(elsewhere)
    const shown = async (token: string) => thingByLink(must((await holder(token))!, 'action:answer'))
    const first = await sends('sam', id, { namesFamily: true })
    expect(await shown(first)).toEqual({ words: 'Ring the landlord', lang: 'en', owner: 'Robin Field', dueOn: soon, late: false, asks: 'Sam', area: 'Our area', family: null, accepted: false })
    const second = await sends('marta', id, { namesFamily: true })
    expect((await shown(second)).family).toMatch(/\w/)
    // The one before ended with it.
    expect(await holder(first)).toBeUndefined()
    expect((await page('piotr', id))!.said.map(({ kind }) => kind)).toEqual(['told', 'told'])
  })

  test('takes the answers of its owner, and ends with the last of them', async () => {
    const id = await made(elsewhere)
    const token = await sends('marta', id)
    expect(await byLink(token, { how: 'accept' })).toMatchObject({ ok: true })
    expect(await byLink(token, move(plusDays(soon, 7)))).toMatchObject({ ok: true })
    expect(await plan('marta')).toMatchObject([{ dueOn: plusDays(soon, 7), firstDueOn: soon, last: { kind: 'moved', member: null, name: 'Robin Field', before: soon, after: plusDays(soon, 7) } }])
    expect(await byLink(token, { how: 'done' })).toMatchObject({ ok: true })
    expect(await byLink(token, { how: 'accept' })).toBeUndefined()
    const events = await db.selectFrom('event').select(['by_person', 'by_member', 'data']).where('kind', '=', 'action-answered').orderBy('seq').execute()
    expect(events.map(({ by_person, by_member, data }) => ({ by_person, by_member, by: (JSON.parse(data!) as { by: string }).by }))).toEqual(Array.from({ length: 3 }, () => ({ by_person: null, by_member: null, by: 'link' })))
  })

  test('whose owner cannot do it brings it back to the lead professional', async () => {
    const token = await sends('sam', await made(elsewhere))
    expect(await byLink(token, cannot)).toMatchObject({ ok: true })
    expect(await plan('marta')).toMatchObject([{ owner: world.members.sam, ownerName: null, last: { kind: 'cannot', name: 'Robin Field', agency: 'Wendle Housing' } }])
    expect(await holder(token)).toBeUndefined()
  })

  test('ends when it is taken back, when the action is done or not needed, and after its days', async () => {
    const ways: ((action: EntryId) => Promise<unknown>)[] = [
      async (action) => act(must(await world.viewer('marta', world.family, later()), 'plan:actions'), endActionLink, { action }),
      async (action) => act(must(await world.viewer('piotr', world.family, later()), 'plan:see'), tickAction, { action, done: true }),
      async (action) => act(must(await world.viewer('marta', world.family, later()), 'plan:actions'), noLongerNeeded, { action, words: 'w', lang: 'en' }),
    ]
    for (const way of ways) {
      const id = await made(elsewhere)
      const token = await sends('sam', id)
      const open = (await holder(token))!
      expect(await way(id)).toMatchObject({ ok: true })
      expect(await holder(token)).toBeUndefined()
      // Whoever had it open while it ended is told the same.
      expect(await act(must(open, 'action:answer'), answerByLink, { answer: { how: 'accept' } })).toMatchObject({ ok: false, why: 'link-ended' })
    }
    const token = await sends('sam', await made(elsewhere))
    expect(await holder(token, `${plusDays(soon, 30)}T12:00:00.000Z` as Instant)).toBeDefined()
    expect(await holder(token, `${plusDays(soon, 31)}T12:00:00.000Z` as Instant)).toBeUndefined()
    expect(await holder('a'.repeat(43))).toBeUndefined()
  })

  test('is sent by somebody who sees the action, to an owner elsewhere; it names who sent it where the lead professional does not see it', async () => {
    const kept = await made({ ...elsewhere, whoSees: { members: [], lead: false } }, 'marta')
    const tries = async (who: 'piotr' | 'sam', action: EntryId) => act(must(await world.viewer(who, world.family, later()), 'plan:actions'), sendActionLink, { action, to: { channel: 'text', address: '+447700900199' }, lang: 'cy', namesFamily: false })
    for (const who of ['piotr', 'sam'] as const) expect(await tries(who, kept)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await tries('sam', await made())).toMatchObject({ ok: false, why: 'owner-has-account' })
    const token = await sends('marta', kept)
    expect(await thingByLink(must((await holder(token))!, 'action:answer'))).toMatchObject({ asks: 'Marta' })
    expect(await byLink(token, cannot)).toMatchObject({ ok: true })
    expect((await plan('marta')).find((one) => one.id === kept)).toMatchObject({ owner: world.members.marta })
    expect((await plan('sam')).some((one) => one.id === kept)).toBe(false)
  })

  test('pressed by many at once is answered once each, and says done once', async () => {
    setDatabase(db)
    const id = await made({ ...elsewhere, dueOn: plusDays(dayAt(new Date().toISOString() as Instant), 10) })
    const token = await sends('sam', id)
    await db.updateTable('thing_link').set({ expires_at: '2999-01-01T00:00:00.000Z' as Instant }).execute()
    expect(await holderOf(token)).toBeDefined()
    const once = () => ({ id: newId(), contentHash: 'x' })
    const all = await Promise.all(Array.from({ length: 8 }, () => answerThing(token, { how: 'done' }, '192.0.2.1', once())))
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await page('marta', id))!.said.filter(({ kind }) => kind === 'done')).toHaveLength(1)
    const wait = await Promise.all(Array.from({ length: 12 }, () => answerThing(token, { how: 'done' }, '192.0.2.1', once())))
    expect(wait.some((one) => !one.ok && one.why === 'wait-a-little')).toBe(true)
  })
})
