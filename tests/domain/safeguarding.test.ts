/** Sharing without consent: a recorded decision, looked at by a second person, that leaves no trace where that would be dangerous. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerFor, viewerOfSafeguarding, type May } from '#app/access/viewer.server.ts'
import { addHelper, endMember } from '#app/domain/family/members.server.ts'
import { goalsOf } from '#app/domain/goals/goals.server.ts'
import { sharingOf } from '#app/domain/sharing/register.server.ts'
import { decideToShare, decisionsOf, decisionsToReview, endDecision, noteSafeguarding, reviewDecision, reviewersOf, type NewDecision } from '#app/domain/sharing/safeguarding.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { newId, type DecisionId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { reads, type Asked } from './reads.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let omar: MemberId
const soon = plusMinutes(worldBegins, 5)
const later = plusMinutes(worldBegins, 9)

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  // Omar helps, and nothing was agreed with him.
  omar = await ok(act(must(await world.viewer('marta'), 'people:invite'), addHelper, { person: world.people.omar, seat: 'team', kinds: [], about: [], why: 'w', until: null, agreedBy: world.members.marta }))
})

async function ok<T>(answer: Promise<Answer<T, string>>): Promise<T> {
  const said = await answer
  if (!said.ok) throw new Error(said.why)
  return said.value
}
type Desk = 'sam' | 'priya' | 'ruth' | 'lewis' | 'omar' | 'femi'
const decider = async (who: Desk = 'sam', at: Instant = soon): Promise<May<'safeguarding:decide'>> => must((await viewerOfSafeguarding(db, world.people[who], world.family, at))!, 'safeguarding:decide')
const reviewer = async (who: Desk, at: Instant = later): Promise<May<'safeguarding:review'>> => must((await viewerOfSafeguarding(db, world.people[who], world.family, at))!, 'safeguarding:review')
const asDecided = (more: Partial<NewDecision> = {}): NewDecision => ({
  to: omar, about: [world.members.leo], kinds: ['goal'], basis: 'harm', reason: 'Leo was found alone', lang: 'en', until: plusDays(today, 9), danger: null, reviewer: world.people.priya, ...more,
})
const decide = async (more: Partial<NewDecision> = {}, who: Desk = 'sam') => act(await decider(who), decideToShare, asDecided(more))
const goals = async (at: Instant = later) => (await goalsOf(must(await world.viewer('omar', world.family, at), 'goals:see'))).map((one) => one.words)
async function aGoal(words: string, about: MemberId[], circle: string | null = null): Promise<string> {
  const id = await world.newGoal(words, circle as never)
  if (about.length > 0) await db.insertInto('about').values(about.map((member_id) => ({ family_id: world.family, thing_id: id, member_id }))).execute()
  return id
}

describe('a decision', () => {
  test('shows the helper that it names what it names about whom it names, until its day, and nothing more', async () => {
    const { leo, zosia } = world.members
    await aGoal('About Leo', [leo])
    await aGoal('About both', [leo, zosia])
    await aGoal('About nobody', [])
    await aGoal('Kept by Zosia', [leo], await world.circle(world.members.zosia))
    const delicate = await aGoal('Delicate', [leo])
    await db.insertInto('delicate').values({ family_id: world.family, thing_id: delicate, topic: 'substances' }).execute()
    expect(await goals()).toEqual([])
    await ok(decide())
    expect(await goals()).toEqual(['About Leo'])
    expect(await goals(`${plusDays(today, 9)}T22:00:00.000Z` as Instant)).toEqual(['About Leo'])
    expect(await goals(`${plusDays(today, 10)}T01:00:00.000Z` as Instant)).toEqual([])
    await ok(decide({ about: [leo, zosia], kinds: ['goal', 'substances'] }))
    // No decision opens a circle.
    expect((await goals()).sort()).toEqual(['About Leo', 'About both', 'Delicate'])
  })

  test('ended between two requests shows nothing on the second one', async () => {
    await aGoal('About Leo', [world.members.leo])
    const decision = await ok(decide())
    expect(await goals(soon)).toEqual(['About Leo'])
    await ok(act(await decider('priya', plusMinutes(soon, 1)), endDecision, { decision }))
    expect(await goals(plusMinutes(soon, 1))).toEqual([])
    expect(await act(await decider('priya', later), endDecision, { decision })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await verifyChains(db)).toEqual([])
  })

  test('is made by the lead professional or a manager of the team, for somebody else, with somebody else to look at it', async () => {
    for (const who of ['ruth', 'femi', 'omar'] as const) expect(await viewerOfSafeguarding(db, world.people[who], world.family, soon)).toBeUndefined()
    for (const who of ['marta', 'kasia', 'dean'] as const) expect(await viewerOfSafeguarding(db, world.people[who], world.family, soon)).toBeUndefined()
    expect(await decide({ to: world.members.sam })).toMatchObject({ ok: false, why: 'not-for-yourself', field: 'to' })
    expect(await decide({ to: world.members.sam }, 'priya')).toMatchObject({ ok: false, why: 'reviewer-cannot' })
    expect(await decide({ to: world.members.sam, reviewer: world.people.ruth }, 'priya')).toMatchObject({ ok: true })
    for (const wrong of [world.people.sam, world.people.omar, world.people.marta, world.people.femi, newId<PersonId>()]) {
      expect(await decide({ reviewer: wrong }), wrong).toMatchObject({ ok: false, why: 'reviewer-cannot', field: 'reviewer' })
    }
    expect(await decide({ to: world.members.kasia })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'to' })
    expect(await decide({ about: [] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'about' })
    expect(await decide({ about: [omar] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'about' })
    expect(await decide({ until: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past', field: 'until' })
  })

  test('ends with the place of whoever it was for', async () => {
    await ok(decide())
    await ok(act(must(await world.viewer('marta', world.family, later), 'people:invite'), endMember, { member: omar }))
    expect(await decisionsOf(await reviewer('priya'))).toMatchObject([{ endedAt: later }])
    expect(await decisionsToReview(must(await world.desk('priya', later), 'desk:see'))).toEqual([])
  })

  test('is not made by somebody whose post ended, or who came into the family, while it waited for its turn', async () => {
    const priya = await decider('priya')
    await db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.priya).execute()
    expect(await act(priya, decideToShare, asDecided({ reviewer: world.people.ruth }))).toMatchObject({ ok: false, why: 'not-there' })
    const sam = await decider('sam')
    await db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: world.people.sam, name: 'S', given_name: 'S', seat: 'network', relation: null, born_on: null, from_on: plusDays(today, -60), until_on: plusDays(today, -50), made_at: worldBegins }).execute()
    expect(await act(sam, decideToShare, asDecided())).toMatchObject({ ok: false, why: 'not-there' })
  })
})

describe('a second person', () => {
  test('has it on the desk with its day, and says that it holds', async () => {
    const decision = await ok(decide({ reviewer: world.people.ruth }))
    const ruth = must(await world.desk('ruth', later), 'desk:see')
    expect(await decisionsToReview(ruth)).toEqual([{ family: world.family, name: 'Kowalczyk-Bailey', reviewBy: '2026-12-01' }])
    expect(await decisionsToReview(must(await world.desk('lewis', later), 'desk:see'))).toEqual([])
    const viewer = await reviewer('ruth')
    expect([...viewer.powers]).toEqual(['safeguarding:review'])
    expect(await decisionsOf(viewer)).toMatchObject([{ id: decision, reason: 'Leo was found alone', own: false }])
    await ok(act(viewer, reviewDecision, { decision, verdict: 'uphold', words: 'It is right', lang: 'en' }))
    expect(await decisionsToReview(ruth)).toEqual([])
    expect(await act(await reviewer('ruth'), reviewDecision, { decision, verdict: 'end', words: 'No', lang: 'en' })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    await aGoal('About Leo', [world.members.leo])
    expect(await goals()).toEqual(['About Leo'])
  })

  test('who ends it, ends it on the next request', async () => {
    await aGoal('About Leo', [world.members.leo])
    const decision = await ok(decide())
    await ok(act(await reviewer('priya'), reviewDecision, { decision, verdict: 'end', words: 'They could have been asked', lang: 'en' }))
    expect(await goals(later)).toEqual([])
  })

  test('is never the one who made it, and sees no decision that is not theirs to look at', async () => {
    const decision = await ok(decide({ reviewer: world.people.ruth }, 'priya'))
    expect(await act(await reviewer('priya'), reviewDecision, { decision, verdict: 'uphold', words: 'w', lang: 'en' })).toMatchObject({ ok: false, why: 'own-decision' })
    await expect(db.updateTable('safeguarding_decision').set({ reviewed_by: world.people.priya }).where('id', '=', decision).execute()).rejects.toThrow()
    const other = await ok(decide({ reviewer: world.people.lewis }))
    const ruth = await reviewer('ruth')
    expect((await decisionsOf(ruth)).map((one) => one.id)).toEqual([decision])
    expect(await act(ruth, reviewDecision, { decision: other, verdict: 'end', words: 'w', lang: 'en' })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(ruth, reviewDecision, { decision: newId<DecisionId>(), verdict: 'end', words: 'w', lang: 'en' })).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('who is late is seen by the manager of the team, who may look at it instead', async () => {
    const decision = await ok(decide({ reviewer: world.people.ruth, until: plusDays(today, 60) }))
    const at = `${plusDays(today, 8)}T10:00:00.000Z` as Instant
    expect(await decisionsToReview(must(await world.desk('priya', `${plusDays(today, 7)}T10:00:00.000Z` as Instant), 'desk:see'))).toEqual([])
    expect(await decisionsToReview(must(await world.desk('priya', at), 'desk:see'))).toMatchObject([{ family: world.family, reviewBy: '2026-12-01' }])
    expect(await ok(act(await reviewer('priya', at), reviewDecision, { decision, verdict: 'uphold', words: 'w', lang: 'en' }))).toBeNull()
  })

  test('can be anybody who leads, manages or sits on the panel, but for the asker and the family', async () => {
    await db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: world.people.lewis, name: 'L', given_name: 'L', seat: 'network', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
    expect((await reviewersOf(await decider('sam'))).map((one) => one.name)).toEqual(['Omar Siddiqui', 'Priya Nair', 'Ruth Owen'])
  })
})

describe('the family', () => {
  const told = async (who: 'marta' | 'piotr' | 'zosia') => (await sharingOf(must(await world.viewer(who, world.family, later), 'sharing:see'))).decisions

  test('reads a decision, those whom it is about and those who look after them, with who looks at it again', async () => {
    await ok(decide({ about: [world.members.leo] }))
    expect(await told('marta')).toMatchObject([{ to: omar, about: [world.members.leo], kinds: ['goal'], basis: 'harm', reason: 'Leo was found alone', by: 'Sam Adeyemi', reviewer: 'Priya Nair', reviewBy: '2026-12-01' }])
    expect(await told('zosia')).toEqual([])
    const piotr = await ok(decide({ about: [world.members.piotr] }))
    expect((await told('marta')).map((one) => one.id)).not.toContain(piotr)
    expect((await told('piotr')).map((one) => one.id)).toContain(piotr)
    expect((await db.selectFrom('outbox').select('to_person').where('to_person', 'in', [world.people.marta, world.people.piotr]).execute()).map((row) => row.to_person)).toEqual([world.people.piotr])
  })

  test('is left no trace of one that would be dangerous to read: the same history without it tells them the very same', async () => {
    const everybody = ['marta', 'piotr', 'zosia', 'kasia', 'dean'] as const
    const asked = { goal: world.goal, budget: newId(), spend: newId(), appointment: newId() } as Asked
    const all = async () => {
      const answers: Record<string, unknown> = {}
      for (const who of everybody) {
        const viewer = (await viewerFor(db, world.people[who], world.family, later))!
        for (const [name, read] of Object.entries(reads)) answers[`${who} ${name}`] = await read(viewer, asked)
        // Whatever reads events as the rule for them says.
        answers[`${who} events`] = await db.selectFrom('event as e').select(['e.kind', 'e.by_person', 'e.data']).where('e.scope_id', '=', world.family)
          .where((eb) => eb.or([eb('e.circle_id', 'is', null), eb.exists(eb.selectFrom('circle_member as c').select('c.who').whereRef('c.circle_id', '=', 'e.circle_id').where('c.who', '=', viewer.member!))])).orderBy('e.seq').execute()
        answers[`${who} messages`] = await db.selectFrom('outbox').select('subject').where('to_person', '=', world.people[who]).execute()
      }
      return answers
    }
    const before = await all()
    await ok(act(must(await decider(), 'safeguarding:review'), noteSafeguarding, { page: 'safeguarding' }))
    const decision = await ok(decide({ danger: 'He reads her phone' }))
    expect(await all()).toEqual(before)
    await ok(act(await reviewer('priya'), reviewDecision, { decision, verdict: 'uphold', words: 'Right', lang: 'en' }))
    expect(await all()).toEqual(before)
    const other = await ok(decide({ danger: 'He reads her phone' }))
    await ok(act(await reviewer('priya'), reviewDecision, { decision: other, verdict: 'show', words: 'Safe now', lang: 'en' }))
    expect((await told('marta')).map((one) => one.id)).toEqual([other])
  })

  test('cannot have a decision hidden without a reason for it', async () => {
    const decision = await ok(decide())
    await expect(db.updateTable('safeguarding_decision').set({ shown: 0 }).where('id', '=', decision).execute()).rejects.toThrow()
  })
})
