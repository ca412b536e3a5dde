import { beforeEach, describe, expect, test } from 'vitest'
import { sittingOf } from '#app/access/record-sitting.server.ts'
import { areaViewerFor, must, viewerFor, viewerOfMoney, type AreaMay } from '#app/access/viewer.server.ts'
import { helpedFamilies, ownPromises, teamFamilies } from '#app/domain/family/helped-families.server.ts'
import { addHelper, addMember, adultsToAgree, contactOf, endMember, nameLead, needsLead, setLead, whoCanLead, type NewMember } from '#app/domain/family/members.server.ts'
import { openRecord, startFamily, type NewFamily } from '#app/domain/family/starting.server.ts'
import { addAction, planEntries } from '#app/domain/plan/plan.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type PersonId } from '#app/values/ids.ts'
import { instant, plusDays, plusMinutes, type Day } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

const reach = { email: 'bethan@example.org', mobile: null, language: 'cy', channel: 'email', days: '12345', from: '09:00', until: '19:00', zone: 'Europe/London', messagesOk: false } as const

function pugh(lead: PersonId, more: Partial<NewFamily> = {}): NewFamily {
  return {
    name: 'Pugh', language: 'cy', lead,
    adults: [
      { name: 'Bethan Pugh', givenName: null, seat: 'parent', relation: 'mam', contact: reach },
      { name: 'Rhys Morgan', givenName: 'Rhys', seat: 'parent', relation: null, contact: { ...reach, email: null, channel: 'none' } },
    ],
    children: [
      { name: 'Carys Pugh', givenName: null, relation: null, bornOn: '2010-03-01' as Day, ownAccount: true },
      { name: 'Y babi', givenName: null, relation: null, bornOn: plusDays(today, 120), ownAccount: false },
    ],
    strengths: [{ words: 'Mae gennym deulu mawr', lang: 'cy', saidBy: { adult: 0 } }, { words: 'They laugh together', lang: 'en', saidBy: null }],
    ...more,
  }
}

async function starter(person: 'sam' | 'priya' | 'omar' = 'sam'): Promise<AreaMay<'families:start'>> {
  return must(await world.desk(person), 'families:start')
}

async function started(more: Partial<NewFamily> = {}) {
  const answer = await act(await starter(), startFamily, pugh(world.people.sam, more))
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

async function leadIn(family: FamilyId) {
  return (await viewerFor(world.db, world.people.sam, family, worldBegins))!
}

test('a lead professional starts a family: everybody is in it, nobody has an account, the starter leads', async () => {
  const { family, firstAdult } = await started()
  const members = await world.db.selectFrom('member').selectAll().where('family_id', '=', family).execute()
  expect(members.map((m) => [m.name, m.given_name, m.seat, m.person_id]).sort()).toEqual([
    ['Bethan Pugh', 'Bethan', 'parent', null], ['Carys Pugh', 'Carys', 'young-person', null], ['Rhys Morgan', 'Rhys', 'parent', null],
    ['Sam Adeyemi', 'Sam', 'lead', world.people.sam], ['Y babi', 'Y', 'child', null],
  ])
  expect(members.find((m) => m.id === firstAdult)?.name).toBe('Bethan Pugh')
  expect(await world.db.selectFrom('family').select(['name', 'team', 'language', 'started_on']).where('id', '=', family).executeTakeFirst())
    .toEqual({ name: 'Pugh', team: 'north', language: 'cy', started_on: today })
})

test('the plan begins with what is going well, in the words and the language of whoever said it', async () => {
  const { family, firstAdult } = await started()
  const { strengths } = await planEntries(must(await leadIn(family), 'plan:see'))
  expect(strengths.map(({ words, lang }) => [words, lang]).sort()).toEqual([['Mae gennym deulu mawr', 'cy'], ['They laugh together', 'en']])
  expect(strengths.find((one) => one.lang === 'cy')?.saidBy).toBe(firstAdult)
})

test('each adult agrees for themselves, the first one for the children, a young person from 16 for themselves', async () => {
  const { family } = await started({ children: [
    { name: 'Carys Pugh', givenName: null, relation: null, bornOn: '2010-11-24' as Day, ownAccount: false },
    { name: 'Dai Pugh', givenName: null, relation: null, bornOn: '2010-11-25' as Day, ownAccount: false },
  ] })
  const rows = await world.db.selectFrom('consent as c').innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 'c.family_id').onRef('a.id', '=', 'c.about_member'))
    .innerJoin('member as g', (join) => join.onRef('g.family_id', '=', 'c.family_id').onRef('g.id', '=', 'c.given_by'))
    .select(['a.given_name as about', 'g.given_name as by', 'c.kind', 'c.why', 'c.until_on']).where('c.family_id', '=', family).execute()
  expect([...new Set(rows.map((row) => `${row.about}: ${row.by}`))].sort()).toEqual(['Bethan: Bethan', 'Carys: Carys', 'Dai: Bethan', 'Rhys: Rhys'])
  expect(rows.filter((row) => row.about === 'Dai').map((row) => row.kind).sort()).toEqual(['appointment', 'budget', 'fact', 'goal', 'plan', 'spend'])
  // What Bethan agrees for Dai ends the day before it is his alone.
  expect(rows.filter((row) => row.until_on !== null).map((row) => [row.about, row.until_on])).toEqual(Array(6).fill(['Dai', today]))
  expect(rows.every((row) => row.why.length > 20)).toBe(true)
})

test('what is missing or cannot be is refused beside its field, and then nothing is written', async () => {
  const before = await world.db.selectFrom('family').select('id').execute()
  const first = pugh(world.people.sam).adults[0]!
  const wrong: [Partial<NewFamily>, string, string][] = [
    [{ adults: [] }, 'adult-missing', 'adult-0-name'],
    [{ strengths: [] }, 'strength-missing', 'strength-0-words'],
    [{ adults: [{ ...first, contact: { ...reach, email: null } }] }, 'address-missing', 'adult-0-email'],
    [{ adults: [first, { ...first, contact: { ...reach, channel: 'text', mobile: '+447700900111' } }] }, 'messages-not-safe', 'adult-1-messages'],
    [{ adults: [{ ...first, contact: { ...reach, days: '' } }] }, 'hours-wrong', 'adult-0-days'],
    [{ adults: [{ ...first, contact: { ...reach, from: '12:00', until: '10:00' } }] }, 'hours-wrong', 'adult-0-from'],
    [{ children: [{ name: 'Leo', givenName: null, relation: null, bornOn: '2015-11-25' as Day, ownAccount: true }] }, 'too-young-for-account', 'child-0-account'],
    [{ children: [{ name: 'Leo', givenName: null, relation: null, bornOn: plusDays(today, 400), ownAccount: false }] }, 'born-later', 'child-0-born'],
    [{ strengths: [{ words: 'Kind', lang: 'en', saidBy: { child: 5 } }] }, 'somebody-is-not-here', 'strength-0-by'],
    [{ lead: world.people.omar }, 'not-of-this-team', 'lead'],
    [{ lead: newId<PersonId>() }, 'not-of-this-team', 'lead'],
  ]
  for (const [more, why, field] of wrong) expect(await act(await starter(), startFamily, pugh(world.people.sam, more))).toMatchObject({ ok: false, why, field })
  expect(await world.db.selectFrom('family').select('id').execute()).toHaveLength(before.length)
})

test('a manager starts a family for somebody of the team, who is told, and does not see into it', async () => {
  const answer = await act(await starter('priya'), startFamily, pugh(world.people.sam))
  if (!answer.ok) throw new Error(answer.why)
  expect(await viewerFor(world.db, world.people.priya, answer.value.family, worldBegins)).toBeUndefined()
  expect(await leadIn(answer.value.family)).toMatchObject({ seat: 'lead' })
  expect(await world.db.selectFrom('outbox').select('to_person').execute()).toEqual([{ to_person: world.people.sam }])
  expect(await act(await starter('priya'), startFamily, pugh(world.people.omar))).toMatchObject({ ok: false, why: 'not-of-this-team' })
  expect(await act(await starter('priya'), startFamily, pugh(world.people.priya))).toMatchObject({ ok: false, why: 'not-of-this-team' })
})

test('the same form sent twice starts one family', async () => {
  const form = { id: newId(), contentHash: 'same' }
  const viewer = await starter()
  const answers = await Promise.all([act(viewer, startFamily, pugh(world.people.sam), form), act(viewer, startFamily, pugh(world.people.sam), form)])
  expect(new Set(answers.map((answer) => answer.ok && answer.value.family)).size).toBe(1)
  expect(await world.db.selectFrom('family').select('id').where('name', '=', 'Pugh').execute()).toHaveLength(1)
})

test('only the lead professional is told how an adult can be reached', async () => {
  const { family, firstAdult } = await started()
  const bethan = await joined(family, 'Bethan Pugh')
  expect(await contactOf(must(await leadIn(family), 'people:invite'), firstAdult)).toEqual(reach)
  expect(await contactOf(must(bethan, 'people:invite'), firstAdult)).toBeUndefined()
  expect(await contactOf(await world.may('sam', 'people:invite'), firstAdult)).toBeUndefined()
})

test('opening a record gives a sitting of an hour with its reason, and begins the chain of the family', async () => {
  const { family } = await started()
  const lead = await leadIn(family)
  expect(await sittingOf(lead)).toBeUndefined()
  expect(await act(must(lead, 'family:see'), openRecord, { reason: 'visit', lang: null })).toMatchObject({ ok: true })
  expect(await sittingOf(lead)).toMatchObject({ reason: 'visit' })
  expect(await sittingOf({ ...lead, now: plusMinutes(worldBegins, 61) })).toBeUndefined()
  expect(await world.db.selectFrom('event').select(['seq', 'kind']).where('scope_id', '=', family).execute()).toEqual([{ seq: 1, kind: 'record-opened' }])
  expect(await act(await world.may('marta', 'family:see'), openRecord, { reason: 'visit', lang: null })).toMatchObject({ ok: false, why: 'not-there' })
  expect(await verifyChains(world.db)).toEqual([])
})

/** Somebody of a new family with an account, as if they had accepted an invitation. */
async function joined(family: FamilyId, name: string) {
  const person = newId<PersonId>()
  await world.db.insertInto('person').values({ id: person, name, given_name: name.split(' ')[0]!, email: `${person}@example.org`, mobile: null, password_hash: null, language: 'en', born_on: null, made_at: worldBegins }).execute()
  await world.db.updateTable('member').set({ person_id: person }).where('family_id', '=', family).where('name', '=', name).execute()
  return (await viewerFor(world.db, person, family, worldBegins))!
}

const newcomer: NewMember = { name: 'Tomek Bailey', givenName: null, seat: 'child', relation: null, bornOn: '2020-01-05' as Day, contact: null, agreedBy: null }

test('somebody joins the plan; what is about them is seen by the lead professional once an adult agreed', async () => {
  const marta = await world.may('marta', 'people:invite')
  const without = await act(marta, addMember, newcomer)
  const agreed = await act(marta, addMember, { ...newcomer, name: 'Ola Bailey', agreedBy: world.members.marta, responsible: [world.members.marta] })
  if (!without.ok || !agreed.ok) throw new Error('refused')
  const about = await world.db.selectFrom('consent').select(['about_member', 'to_member', 'given_by']).where('family_id', '=', world.family).where('about_member', 'in', [without.value, agreed.value]).execute()
  expect(about).toHaveLength(6)
  expect(about.every((row) => row.about_member === agreed.value && row.to_member === world.members.sam && row.given_by === world.members.marta)).toBe(true)
})

test('nobody agrees in the name of another adult, or with somebody of another family', async () => {
  const marta = await world.may('marta', 'people:invite')
  for (const agreedBy of [world.members.piotr, world.members.aisha, world.members.zosia]) {
    expect(await act(marta, addMember, { ...newcomer, agreedBy })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'agreed-by' })
  }
  const sam = await world.may('sam', 'people:invite')
  expect(await act(sam, addMember, { ...newcomer, agreedBy: world.members.aisha })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
  expect(await act(sam, addMember, { ...newcomer, agreedBy: world.members.piotr })).toMatchObject({ ok: false, why: 'not-theirs-to-agree', field: 'agreed-by' })
  expect(await act(sam, addMember, { ...newcomer, agreedBy: world.members.piotr, responsible: [world.members.piotr] })).toMatchObject({ ok: true })
  expect(await act(sam, addMember, { ...newcomer, seat: 'young-person' })).toMatchObject({ ok: false, why: 'too-young-for-account', field: 'born' })
})

test('a place ends: from then on it opens nothing, its agreements are withdrawn and its invitation is over', async () => {
  const marta = await world.may('marta', 'people:invite')
  await world.db.insertInto('secret_link').values({
    token_hash: 'x', kind: 'join', person_id: null, family_id: world.family, member_id: world.members.kasia, address: null, channel: 'letter', made_at: worldBegins, made_by: null,
    expires_at: plusMinutes(worldBegins, 60), used_at: null, ended_at: null,
  }).execute()
  expect(await act(marta, endMember, { member: world.members.kasia })).toMatchObject({ ok: true })
  expect(await viewerFor(world.db, world.people.kasia, world.family, worldBegins)).toBeUndefined()
  expect(await world.db.selectFrom('secret_link').select('ended_at').executeTakeFirst()).toEqual({ ended_at: worldBegins })
  expect(await act(marta, endMember, { member: world.members.kasia })).toMatchObject({ ok: false, why: 'not-there' })
})

test('no adult puts the other one out of the plan; the lead professional can, but not the last adult, and never their own seat', async () => {
  const marta = await world.may('marta', 'people:invite')
  expect(await act(marta, endMember, { member: world.members.piotr })).toMatchObject({ ok: false, why: 'not-yours-to-end' })
  expect(await act(marta, endMember, { member: world.members.zosia })).toMatchObject({ ok: false, why: 'not-yours-to-end' })
  expect(await act(marta, endMember, { member: world.members.sam })).toMatchObject({ ok: false, why: 'hand-over-first' })
  expect(await act(marta, endMember, { member: world.members.aisha })).toMatchObject({ ok: false, why: 'not-there' })
  const sam = await world.may('sam', 'people:invite')
  expect(await act(sam, endMember, { member: world.members.piotr })).toMatchObject({ ok: true })
  expect(await act(sam, endMember, { member: world.members.marta })).toMatchObject({ ok: false, why: 'last-adult' })
})

test('a helper joins the team and sees the kinds and the people that were agreed, no more; leaving takes it back', async () => {
  const marta = await world.may('marta', 'people:invite')
  const about = [world.members.marta, world.members.leo]
  const helper = { person: world.people.omar, seat: 'team', kinds: ['plan'], about, why: 'Omar helps with the flat', until: null, agreedBy: world.members.marta } as const
  const answer = await act(marta, addHelper, helper)
  if (!answer.ok) throw new Error(answer.why)
  const omar = await world.viewer('omar')
  expect(omar).toMatchObject({ seat: 'team', member: answer.value })
  const sam = await world.may('sam', 'plan:actions')
  for (const [words, whom] of [['for Marta', world.members.marta], ['for Piotr', world.members.piotr]] as const) {
    await act(sam, addAction, { words, lang: 'en', owner: world.members.sam, ownerName: null, ownerAgency: null, dueOn: today, goal: null, about: [whom] })
  }
  expect((await planEntries(must(omar, 'plan:see'))).actions.map((action) => action.words)).toEqual(['for Marta'])
  expect(await act(marta, addHelper, helper)).toMatchObject({ ok: false, why: 'already-here' })
  expect(await act(marta, endMember, { member: answer.value })).toMatchObject({ ok: true })
  await expect(world.viewer('omar')).rejects.toThrow('no place')
})

test('only people with a post help, only what is of this family is agreed to, and only adults of it agree', async () => {
  const marta = await world.may('marta', 'people:invite')
  const helper = { person: world.people.omar, seat: 'team', kinds: ['goal'], about: [world.members.marta], why: 'x', until: null, agreedBy: world.members.marta } as const
  expect(await act(marta, addHelper, { ...helper, person: world.people.kasia })).toMatchObject({ ok: false, why: 'not-a-colleague' })
  expect(await act(marta, addHelper, { ...helper, about: [world.members.aisha] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'about' })
  expect(await act(marta, addHelper, { ...helper, agreedBy: world.members.piotr })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'agreed-by' })
  expect(await act(marta, addHelper, { ...helper, until: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past' })
})

test('a family is handed over: one lead at any time, who sees what that adult may agree of what the one before saw, and that one nothing', async () => {
  const { db, family, members, people } = world
  const nia = newId<PersonId>()
  await db.insertInto('person').values({ id: nia, name: 'Nia Hughes', given_name: 'Nia', email: 'nia@example.org', mobile: null, password_hash: null, language: 'cy', born_on: null, made_at: worldBegins }).execute()
  await db.insertInto('post').values({ person_id: nia, id: newId(), role: 'practitioner', team: 'north', from_on: today, until_on: null }).execute()
  const sam = await world.may('sam', 'people:invite')
  const marta = await world.may('marta', 'people:invite')
  expect(await act(marta, setLead, { to: nia, agreedBy: [members.marta] })).toMatchObject({ ok: false, why: 'not-the-lead' })
  expect(await act(sam, setLead, { to: people.omar, agreedBy: [members.marta] })).toMatchObject({ ok: false, why: 'not-of-this-team' })
  expect(await act(sam, setLead, { to: nia, agreedBy: [members.aisha] })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
  await act(marta, addHelper, { person: nia, seat: 'team', kinds: [], about: [], why: 'x', until: null, agreedBy: members.marta })
  const answer = await act(sam, setLead, { to: nia, agreedBy: [members.marta] })
  expect(answer).toMatchObject({ ok: true })
  expect(await viewerFor(db, people.sam, family, worldBegins)).toBeUndefined()
  expect(await viewerFor(db, nia, family, worldBegins)).toMatchObject({ seat: 'lead' })
  const current = await db.selectFrom('member').select('id').where('family_id', '=', family).where('seat', '=', 'lead').where('until_on', 'is', null).execute()
  expect(current).toHaveLength(1)
  const inForce = await db.selectFrom('consent').select(['to_member', 'given_by', 'about_member']).where('family_id', '=', family).where('withdrawn_at', 'is', null).execute()
  // Marta says it of herself and the children. Piotr says it of himself.
  expect(inForce).toHaveLength(18)
  expect(inForce.every((row) => row.to_member === current[0]!.id && row.given_by === members.marta && row.about_member !== members.piotr)).toBe(true)
})

describe('a family whose lead has left', () => {
  const leads = () => world.db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', world.family).where('seat', '=', 'lead').where('until_on', 'is', null).execute()
  const inForce = () => world.db.selectFrom('consent').select(['to_member', 'given_by']).where('family_id', '=', world.family).where('withdrawn_at', 'is', null).execute()
  const manager = async () => must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'lead:name')

  beforeEach(async () => {
    await world.db.updateTable('post').set({ team: 'north' }).where('person_id', '=', world.people.omar).execute()
  })
  const samLeaves = () => world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.sam).execute()

  test('gets a new one from a manager of its team: exactly one, with what was agreed if an adult says so', async () => {
    await samLeaves()
    expect(await whoCanLead(await manager())).toEqual([{ person: world.people.omar, name: 'Omar Siddiqui' }])
    expect((await adultsToAgree(await manager())).map((one) => one.name).sort()).toEqual(['Marta Kowalczyk', 'Piotr Bailey'])
    const answer = await act(await manager(), nameLead, { to: world.people.omar, agreedBy: [world.members.piotr] })
    if (!answer.ok) throw new Error(answer.why)
    expect(await leads()).toEqual([{ id: answer.value, person_id: world.people.omar }])
    expect(await inForce()).toHaveLength(18)
    expect((await inForce()).every((row) => row.to_member === answer.value && row.given_by === world.members.piotr)).toBe(true)
    expect(await needsLead(await manager())).toBe(false)
    expect(await world.db.selectFrom('outbox').select('to_person').execute()).toHaveLength(3)
    expect(await world.db.selectFrom('event').select('kind').where('scope_id', '=', world.family).execute()).toEqual([{ kind: 'lead-handed-over' }])
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('shows the new one nothing until somebody of the family agrees', async () => {
    await samLeaves()
    expect(await act(await manager(), nameLead, { to: world.people.omar, agreedBy: [] })).toMatchObject({ ok: true })
    expect(await inForce()).toEqual([])
    expect(await world.viewer('omar')).toMatchObject({ seat: 'lead' })
  })

  test('is named one by nobody else, while it has one, or of people who cannot', async () => {
    expect(await act(await manager(), nameLead, { to: world.people.omar, agreedBy: [] })).toMatchObject({ ok: false, why: 'has-a-lead' })
    await samLeaves()
    for (const to of [world.people.sam, world.people.femi, world.people.marta, newId<PersonId>()]) {
      expect(await act(await manager(), nameLead, { to, agreedBy: [] })).toMatchObject({ ok: false, why: 'not-of-this-team', field: 'to' })
    }
    for (const agreedBy of [world.members.aisha, world.members.zosia, world.members.sam]) {
      expect(await act(await manager(), nameLead, { to: world.people.omar, agreedBy: [agreedBy] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'agreed-by' })
    }
    const panel = (await viewerOfMoney(world.db, world.people.ruth, world.family, worldBegins))!
    expect(() => must(panel, 'lead:name')).toThrow()
  })

  test('has one lead when two managers name one at once, and an end that was written down stays', async () => {
    await samLeaves()
    const long = plusDays(today, -20)
    await world.db.updateTable('member').set({ until_on: long }).where('id', '=', world.members.sam).execute()
    const priya = await manager()
    const answers = await Promise.all([0, 1].map(() => act(priya, nameLead, { to: world.people.omar, agreedBy: [] })))
    expect(answers.map((answer) => answer.ok).sort()).toEqual([false, true])
    expect(await leads()).toHaveLength(1)
    expect(await world.db.selectFrom('member').select('until_on').where('id', '=', world.members.sam).executeTakeFirst()).toEqual({ until_on: long })
  })
})

test('the desk lists the families that somebody helps, those with no next time first, and only what they may know', async () => {
  const { db, family, otherFamily, people, members } = world
  const at = instant('2026-12-01T10:00:00Z')
  const appointment = (of: FamilyId, by: string, circle: string | null, practitioner: PersonId) => ({
    family_id: of, id: newId(), circle_id: circle, practitioner_id: practitioner, mode: 'phone', place: null, starts_at: at, ends_at: plusMinutes(at, 30), state: 'booked',
    note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: by, booked_at: worldBegins, cancelled_at: null,
  }) as never
  await db.insertInto('appointment').values([appointment(otherFamily, members.aisha, null, people.omar), appointment(family, members.marta, await world.circle(members.marta), people.omar)]).execute()
  const sam = must(await world.desk('sam'), 'desk:see')
  const { families, withoutContact } = await helpedFamilies(sam, 1)
  expect(families.map((one) => [one.name, one.nextContact])).toEqual([['Kowalczyk-Bailey', null], ['Hussain', at]])
  expect(withoutContact).toBe(1)
  expect(await helpedFamilies(must(await world.desk('omar'), 'desk:see'), 1)).toMatchObject({ families: [], withoutContact: 0 })
})

test('a manager sees which families the team has and who leads, and misses nobody whose lead has left', async () => {
  const priya = must(await world.desk('priya'), 'desk:see')
  expect((await teamFamilies(priya, 1)).families.map((one) => [one.name, one.lead])).toEqual([['Hussain', 'Sam Adeyemi'], ['Kowalczyk-Bailey', 'Sam Adeyemi']])
  await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.sam).execute()
  expect((await teamFamilies(priya, 1)).families.map((one) => one.lead)).toEqual([null, null])
  expect((await teamFamilies(must(await world.desk('omar'), 'desk:see'), 1)).families).toEqual([])
  expect(await areaViewerFor(world.db, world.people.sam, worldBegins)).toBeUndefined()
})

test('the desk names the families to whom somebody promised something, not what it is', async () => {
  const action = { words: 'Ask about the boiler', lang: 'en', ownerName: null, ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [] }
  await act(await world.may('sam', 'plan:actions'), addAction, { ...action, owner: world.members.sam })
  await act(await world.may('sam', 'plan:actions'), addAction, { ...action, owner: world.members.marta })
  expect(await ownPromises(must(await world.desk('sam'), 'desk:see'))).toEqual([{ family: world.family, familyName: 'Kowalczyk-Bailey', dueOn: plusDays(today, 3) }])
})
