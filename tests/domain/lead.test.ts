/** One lead professional: cover while they are away, the family's say, the level of help; and whatever happens, nothing open is nobody's. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must, viewerFor, viewerOfMoney } from '#app/access/viewer.server.ts'
import { answerLeadWish, askForAnotherLead, endCover, isTheLead, leadWishes, setCover, whoCanCover, whoLeads, wishesToAnswer, type NewCover } from '#app/domain/family/lead.server.ts'
import { endMember, nameLead, setLead } from '#app/domain/family/members.server.ts'
import { goalsOf } from '#app/domain/goals/goals.server.ts'
import { changeLevel, knowsLevel, levelOf, setProtection } from '#app/domain/plan/level.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { addAction, planEntries } from '#app/domain/plan/plan.server.ts'
import { answerAction, noLongerNeeded, tickAction } from '#app/domain/plan/promises.server.ts'
import { watchPromises } from '#app/domain/plan/watch.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type EntryId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { dayAt, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let minute: number

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  minute = 0
  await db.insertInto('post').values({ person_id: world.people.omar, id: newId(), role: 'practitioner', team: 'north', from_on: today, until_on: null }).execute()
})

const later = (): Instant => plusMinutes(worldBegins, (minute += 1))
const as = async (who: 'marta' | 'piotr' | 'zosia' | 'kasia' | 'sam' | 'omar', at: Instant = later()) => world.viewer(who, world.family, at)
const noon = (days: number): Instant => `${plusDays(today, days)}T12:00:00.000Z` as Instant
const covers = async (more: Partial<NewCover> = {}) => act(must(await as('sam'), 'people:invite'), setCover, { by: world.people.priya, from: plusDays(today, 2), until: plusDays(today, 9), agreedBy: [world.members.marta], ...more })
const leadsNow = async (on = today) => (await db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', world.family).where('seat', '=', 'lead').where('covers', 'is', null).where('from_on', '<=', on)
  .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', on)])).execute())

describe('cover while the lead professional is away', () => {
  test('gives a colleague the lead’s powers on those days and on no other; the family sees who and until when', async () => {
    expect(await whoCanCover(must(await as('sam'), 'people:invite'))).toEqual(expect.arrayContaining([{ person: world.people.priya, name: expect.any(String) }]))
    expect(await covers()).toMatchObject({ ok: true })
    const seat = async (days: number) => (await viewerFor(db, world.people.priya, world.family, noon(days)))?.seat
    expect([await seat(1), await seat(2), await seat(9), await seat(10)]).toEqual([undefined, 'lead', 'lead', undefined])
    expect(await whoLeads(must(await as('marta'), 'people:see'))).toMatchObject({ lead: { givenName: 'Sam' }, cover: { givenName: 'Priya', from: plusDays(today, 2), until: plusDays(today, 9) } })
    const priya = (await viewerFor(db, world.people.priya, world.family, noon(3)))!
    expect([await isTheLead(priya), await isTheLead(await as('sam')), await isTheLead(await as('marta'))]).toEqual([false, true, false])
    // There is one lead professional all the while, and whoever covers hands nothing on.
    expect(await leadsNow(plusDays(today, 3))).toEqual([{ id: world.members.sam, person_id: world.people.sam }])
    expect(await act(must(priya, 'people:invite'), setLead, { to: world.people.omar, agreedBy: [world.members.marta] })).toMatchObject({ ok: false, why: 'not-the-lead' })
    expect(await act(must(priya, 'people:invite'), setCover, { by: world.people.omar, from: plusDays(today, 20), until: plusDays(today, 21), agreedBy: [] })).toMatchObject({ ok: false, why: 'not-the-lead' })
  })

  test('shows what the family agreed for it, and no more', async () => {
    await covers({ agreedBy: [] })
    const sees = async () => (await goalsOf(must((await viewerFor(db, world.people.priya, world.family, noon(3)))!, 'goals:see'))).length
    expect(await sees()).toBe(0)
    const { cover } = await whoLeads(must(await as('marta'), 'people:see'))
    expect(await act(must(await as('sam'), 'people:invite'), endCover, { cover: cover!.member })).toMatchObject({ ok: true })
    await covers({ agreedBy: [world.members.marta, world.members.piotr] })
    expect(await sees()).toBeGreaterThan(0)
    expect(await viewerFor(db, world.people.priya, world.family, noon(10))).toBeUndefined()
  })

  test('is for days that fit, by a colleague of the team, one at a time', async () => {
    expect(await covers({ from: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past', field: 'from' })
    for (const until of [plusDays(today, 1), plusDays(today, 400)]) expect(await covers({ until })).toMatchObject({ ok: false, why: 'days-do-not-fit', field: 'until' })
    for (const by of [world.people.ruth, world.people.marta, world.people.sam]) expect(await covers({ by })).toMatchObject({ ok: false, why: 'not-of-this-team', field: 'by' })
    expect(await covers({ agreedBy: [world.members.kasia] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'agreed-by' })
    expect(await covers()).toMatchObject({ ok: true })
    expect(await covers({ by: world.people.omar, from: plusDays(today, 9), until: plusDays(today, 12) })).toMatchObject({ ok: false, why: 'cover-already', field: 'from' })
    expect(await act(must(await as('marta'), 'people:invite'), setCover, { by: world.people.priya, from: today, until: today, agreedBy: [] })).toMatchObject({ ok: false, why: 'not-the-lead' })
  })

  test('ends with the lead professional’s own place, and leaves nothing that is nobody’s', async () => {
    await covers({ from: today })
    const { cover } = await whoLeads(must(await as('marta'), 'people:see'))
    const action = await act(must(await as('marta'), 'plan:actions'), addAction, { words: 'Ring', lang: 'en', owner: cover!.member, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 20), goal: null, about: [] })
    expect(action).toMatchObject({ ok: true })
    await watchPromises(db, noon(11))
    expect((await planEntries(must(await as('marta'), 'plan:see'))).actions).toMatchObject([{ owner: world.members.sam }])
    await act(must(await as('sam'), 'people:invite'), setLead, { to: world.people.omar, agreedBy: [world.members.marta] })
    expect(await viewerFor(db, world.people.priya, world.family, noon(1))).toBeUndefined()
    expect(await openWithoutOwnerOrDate(db, today)).toEqual([])
  })
})

describe('a wish for another lead professional', () => {
  const manager = async () => must((await viewerOfMoney(db, world.people.priya, world.family, later()))!, 'lead:name')
  const desk = async () => wishesToAnswer(must((await areaViewerFor(db, world.people.priya, later()))!, 'desk:see'))
  const wish = async (who: 'marta' | 'zosia') => act(must(await as(who), 'sharing:decide'), askForAnotherLead, { reason: 'I cannot speak with him', lang: 'en' })

  test('comes to the manager with a day and with why; the one in question reads nothing of it', async () => {
    expect(await wish('zosia')).toMatchObject({ ok: true })
    expect(await wish('zosia')).toMatchObject({ ok: false, why: 'asked-already' })
    expect(await desk()).toMatchObject([{ family: world.family }])
    expect(await leadWishes(await manager())).toMatchObject([{ by: expect.stringContaining('Zosia'), reason: 'I cannot speak with him' }])
    for (const who of ['sam', 'marta'] as const) expect(await whoLeads(must(await as(who), 'people:see'))).toMatchObject({ wish: null })
    const events = await db.selectFrom('event').select(['data', 'circle_id']).where('kind', '=', 'lead-wished').execute()
    expect(events).toMatchObject([{ data: '{}' }])
    expect(events[0]!.circle_id).not.toBeNull()
    expect((await db.selectFrom('outbox').select('to_person').where('to_person', '=', world.people.sam).execute())).toEqual([])
    const { id } = (await leadWishes(await manager()))[0]!
    expect(await act(await manager(), answerLeadWish, { wish: id, words: 'Let us talk on Friday', lang: 'en' })).toMatchObject({ ok: true })
    expect(await act(await manager(), answerLeadWish, { wish: id, words: 'Again', lang: 'en' })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await whoLeads(must(await as('zosia'), 'people:see'))).toMatchObject({ wish: { answer: 'Let us talk on Friday' } })
    expect(await desk()).toEqual([])
  })

  test('is answered by naming somebody else, too', async () => {
    await wish('marta')
    expect(await act(await manager(), nameLead, { to: world.people.omar, agreedBy: [world.members.marta] })).toMatchObject({ ok: true })
    expect(await desk()).toEqual([])
    expect(await leadsNow()).toMatchObject([{ person_id: world.people.omar }])
    expect(await act(await manager(), nameLead, { to: world.people.sam, agreedBy: [] })).toMatchObject({ ok: false, why: 'has-a-lead' })
  })
})

describe('the level of help', () => {
  test('changes on the same plan: the lead, goals, actions and whose they are stay; the family reads why', async () => {
    const action = await act(must(await as('marta'), 'plan:actions'), addAction, { words: 'Ring', lang: 'en', owner: world.members.piotr, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 5), goal: world.goal, about: [] })
    if (!action.ok) throw new Error(action.why)
    await act(must(await as('piotr'), 'plan:see'), answerAction, { action: action.value, answer: { how: 'accept' } })
    const stands = async () => JSON.stringify([await planEntries(must(await as('marta'), 'plan:see')), await goalsOf(must(await as('marta'), 'goals:see')), await leadsNow()])
    const before = await stands()
    const change = async (who: 'sam' | 'marta', level: 'universal' | 'targeted' | 'intensive') => act(must(await as(who), 'plan:actions'), changeLevel, { level, words: 'Mornings are hard again', lang: 'en' })
    expect(await change('marta', 'intensive')).toMatchObject({ ok: false, why: 'not-the-lead' })
    const was = (await levelOf(must(await as('marta'), 'plan:see')))!.level
    expect(await change('sam', was)).toMatchObject({ ok: false, why: 'level-is-so', field: 'level' })
    const to = was === 'intensive' ? 'targeted' : 'intensive'
    expect(await change('sam', to)).toMatchObject({ ok: true })
    expect(await stands()).toBe(before)
    expect(await levelOf(must(await as('zosia'), 'plan:see'))).toMatchObject({ level: to, changes: [{ before: was, after: to, words: 'Mornings are hard again', by: world.members.sam }] })
    expect([knowsLevel(await as('kasia')), await levelOf(must(await as('kasia'), 'plan:see'))]).toEqual([false, undefined])
  })

  test('has child protection beside it for the adults and the lead professional alone', async () => {
    const set = async (who: 'sam' | 'marta', inPlace: boolean) => act(must(await as(who), 'plan:actions'), setProtection, { inPlace })
    expect(await set('marta', true)).toMatchObject({ ok: false, why: 'not-the-lead' })
    expect(await set('sam', true)).toMatchObject({ ok: true })
    expect(await set('sam', true)).toMatchObject({ ok: false, why: 'level-is-so' })
    const reads = async (who: 'marta' | 'piotr' | 'zosia' | 'sam') => (await levelOf(must(await as(who), 'plan:see')))!.protection
    for (const who of ['marta', 'piotr', 'sam'] as const) expect(await reads(who)).toEqual([{ since: today, until: null }])
    expect(await reads('zosia')).toEqual([])
    expect(await db.selectFrom('outbox').select('to_person').where('to_person', '=', world.people.zosia).execute()).toEqual([])
    expect(await set('sam', false)).toMatchObject({ ok: true })
    expect(await reads('marta')).toEqual([{ since: today, until: today }])
  })
})

test('whatever happens, nothing open is without an owner and a day, and exactly one leads', async () => {
  type Step = { readonly what: 'make' | 'accept' | 'move' | 'done' | 'cannot' | 'out' | 'leave' | 'level' | 'hand over' | 'cover' | 'a day'; readonly n: number }
  const what = fc.constantFrom<Step['what'][]>('make', 'make', 'accept', 'move', 'done', 'cannot', 'out', 'leave', 'level', 'hand over', 'cover', 'a day')
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ what, n: fc.nat(50) }), { minLength: 5, maxLength: 25 }), async (steps) => {
    const own = await freshDatabase()
    const here = await aWorld(own)
    await own.insertInto('post').values({ person_id: here.people.omar, id: newId(), role: 'lead', team: 'north', from_on: today, until_on: null }).execute()
    let at = worldBegins
    const viewer = async (person: PersonId) => viewerFor(own, person, here.family, at)
    const leadPerson = async () => (await own.selectFrom('member').select('person_id').where('family_id', '=', here.family).where('seat', '=', 'lead').where('covers', 'is', null).where('until_on', 'is', null).executeTakeFirstOrThrow()).person_id!
    for (const { what: kind, n } of steps) {
      at = plusMinutes(at, 1)
      const on = dayAt(at)
      const members = await own.selectFrom('member').select(['id', 'person_id', 'seat']).where('family_id', '=', here.family).where('from_on', '<=', on).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', on)])).orderBy('id').execute()
      const open = await own.selectFrom('plan_entry').select(['id', 'owner_member']).where('family_id', '=', here.family).where('kind', '=', 'action').where('done_at', 'is', null).where('ended_at', 'is', null).orderBy('id').execute()
      const one = open[n % Math.max(1, open.length)]
      const owner = one && members.find((member) => member.id === one.owner_member)
      const marta = (await viewer(here.people.marta))!
      const lead = (await viewer(await leadPerson()))!
      const answers = async (answer: Parameters<typeof answerAction>[1]['answer']) => {
        const by = one && owner?.person_id ? await viewer(owner.person_id) : undefined
        if (by && by.member === owner!.id) await act(must(by, 'plan:see'), answerAction, { action: one!.id as EntryId, answer })
      }
      if (kind === 'make') await act(must(marta, 'plan:actions'), addAction, { words: 'w', lang: 'en', owner: n % 7 === 0 ? null : members[n % members.length]!.id, ownerName: n % 7 === 0 ? 'Robin' : null, ownerAgency: null, dueOn: plusDays(on, n % 5), goal: null, about: [], ...(n % 3 === 0 ? { whoSees: { members: [members[n % members.length]!.id] as MemberId[], lead: n % 2 === 0 } } : {}) })
      if (kind === 'accept') await answers({ how: 'accept' })
      if (kind === 'move') await answers({ how: 'move', dueOn: plusDays(on, n), words: null, lang: 'en' })
      if (kind === 'cannot') await answers({ how: 'cannot', words: 'w', lang: 'en' })
      if (kind === 'done' && one) await act(must(marta, 'plan:see'), tickAction, { action: one.id as EntryId, done: true })
      if (kind === 'out' && one) await act(must(marta, 'plan:actions'), noLongerNeeded, { action: one.id as EntryId, words: 'w', lang: 'en' })
      if (kind === 'leave') {
        const goes = members.filter((member) => member.id !== here.members.marta && member.seat !== 'lead')
        if (goes.length > 0) await act(must(lead, 'people:invite'), endMember, { member: goes[n % goes.length]!.id })
      }
      if (kind === 'level') await act(must(lead, 'plan:actions'), changeLevel, { level: (['universal', 'targeted', 'intensive'] as const)[n % 3]!, words: 'w', lang: 'en' })
      if (kind === 'hand over') await act(must(lead, 'people:invite'), setLead, { to: lead.person === here.people.sam ? here.people.omar : here.people.sam, agreedBy: n % 2 === 0 ? [here.members.marta] : [] })
      if (kind === 'cover') await act(must(lead, 'people:invite'), setCover, { by: here.people.priya, from: on, until: plusDays(on, n % 6), agreedBy: n % 2 === 0 ? [here.members.marta] : [] })
      if (kind === 'a day') at = plusMinutes(at, 24 * 60 * (1 + (n % 4)))
      await watchPromises(own, at)
      expect(await openWithoutOwnerOrDate(own, dayAt(at)), `after ${kind}`).toEqual([])
      const leads = await own.selectFrom('member').select('id').where('family_id', '=', here.family).where('seat', '=', 'lead').where('covers', 'is', null).where('from_on', '<=', dayAt(at)).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', dayAt(at))])).execute()
      expect(leads, `after ${kind}`).toHaveLength(1)
    }
  }), { numRuns: 12 })
}, 120_000)
