/** Agreements around the plan: said in person, about to end, of all adults at a hand-over; delicate later; steps only for who sees the goal. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerFor, viewerOfSafeguarding } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { addHelper, setLead, whoCanHelp } from '#app/domain/family/members.server.ts'
import { addGoal, addStep, changeTopics, goalsOf, helpersWhoSee } from '#app/domain/goals/goals.server.ts'
import { addAction } from '#app/domain/plan/plan.server.ts'
import { noteAgreement, noteTakenBack, type SaidInPerson } from '#app/domain/sharing/in-person.server.ts'
import { agreeToShare, sharingOf } from '#app/domain/sharing/register.server.ts'
import { decideToShare } from '#app/domain/sharing/safeguarding.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { newId, type GoalId, type MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import type { Topic } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

const soon = plusMinutes(worldBegins, 5)
const may = <P extends FamilyPower>(who: 'marta' | 'piotr' | 'zosia' | 'sam', power: P, at: Instant = soon) => world.may(who, power, at)
async function ok<T>(answer: Promise<Answer<T, string>>): Promise<T> {
  const said = await answer
  if (!said.ok) throw new Error(said.why)
  return said.value
}
/** Omar, of another team, helps; he sees goals about Marta unless told otherwise. */
const omarHelps = (about: MemberId[] = [world.members.marta]): Promise<MemberId> =>
  may('marta', 'people:invite').then((marta) => ok(act(marta, addHelper, { person: world.people.omar, seat: 'team', kinds: about.length > 0 ? ['goal'] : [], about, why: 'Omar helps', until: null, agreedBy: world.members.marta })))

describe('said in person', () => {
  const said = (more: Partial<SaidInPerson> = {}): SaidInPerson => ({ giver: world.members.piotr, to: world.members.sam, about: [world.members.piotr, world.members.leo], kinds: ['plan', 'goal'], why: 'So that we need not say it twice', whyLang: 'en', until: null, saidOn: plusDays(today, -1), present: world.members.marta, ...more })
  /** Piotr has no account yet. */
  const withoutAccount = () => db.updateTable('member').set({ person_id: null }).where('id', '=', world.members.piotr).execute()

  test('an agreement is written down with the day and who was there; whoever joins later reads it and changes it', async () => {
    await withoutAccount()
    await db.deleteFrom('consent').execute()
    await ok(act(await may('sam', 'people:invite'), noteAgreement, said()))
    const later = plusMinutes(soon, 1)
    await db.updateTable('member').set({ person_id: world.people.piotr }).where('id', '=', world.members.piotr).execute()
    const register = await sharingOf(await may('piotr', 'sharing:see', later))
    expect(register.shared.map((one) => [one.about, [...one.kinds], one.by, one.inPerson])).toEqual(
      [world.members.piotr, world.members.leo].map((about) => [about, ['plan', 'goal'], world.members.piotr, { on: plusDays(today, -1), notedBy: world.members.sam, present: world.members.marta }]))
    await ok(act(await may('piotr', 'sharing:decide', later), agreeToShare, { to: world.members.sam, about: world.members.piotr, kinds: ['plan'], why: 'Only the plan', whyLang: 'en', until: null }))
    expect((await sharingOf(await may('piotr', 'sharing:see', plusMinutes(later, 1)))).shared.find((one) => one.about === world.members.piotr)).toMatchObject({ kinds: ['plan'], inPerson: null })
    // From now on he says it there.
    expect(await act(await may('sam', 'people:invite', later), noteAgreement, said())).toMatchObject({ ok: false, why: 'has-account' })
  })

  test('is kept to the rule and to the lead professional; taken back the same way', async () => {
    await withoutAccount()
    const sam = await may('sam', 'people:invite')
    expect(await act(await may('marta', 'people:invite'), noteAgreement, said())).toMatchObject({ ok: false, why: 'not-there' })
    for (const [more, why, field] of [
      [{ about: [world.members.marta] }, 'not-theirs-to-agree', 'about'], [{ about: [] }, 'somebody-is-not-here', 'about'], [{ about: [world.members.aisha] }, 'somebody-is-not-here', 'about'],
      [{ saidOn: plusDays(today, 1) }, 'not-yet-said', 'said'], [{ until: plusDays(today, -1) }, 'day-is-past', 'until'], [{ to: world.members.kasia }, 'somebody-is-not-here', 'to'],
      [{ present: world.members.sam }, 'somebody-is-not-here', 'present'], [{ present: world.members.piotr }, 'somebody-is-not-here', 'present'], [{ present: world.members.aisha }, 'somebody-is-not-here', 'present'],
    ] as const) expect(await act(sam, noteAgreement, said(more as never)), why).toMatchObject({ ok: false, why, field })
    expect(await act(sam, noteAgreement, said({ giver: world.members.leo }))).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    await ok(act(sam, noteAgreement, said({ about: [world.members.piotr] })))
    await ok(act(sam, noteTakenBack, { giver: world.members.piotr, to: world.members.sam, saidOn: today, present: null }))
    expect(await db.selectFrom('consent').select('id').where('about_member', 'in', [world.members.piotr, world.members.leo]).where('withdrawn_at', 'is', null).execute()).toEqual([])
    expect(await act(sam, noteTakenBack, { giver: world.members.piotr, to: world.members.sam, saidOn: today, present: null })).toMatchObject({ ok: false, why: 'nothing-shared' })
  })
})

describe('an agreement that is about to end', () => {
  const until = async (about: MemberId, day: Day) => ok(act(await may('marta', 'sharing:decide'), agreeToShare, { to: world.members.sam, about, kinds: ['plan', 'goal'], why: 'w', whyLang: 'en', until: day }))
  const ending = async (who: 'marta' | 'piotr' | 'zosia', at: Instant = soon) => {
    const ending = (await sharingOf(await may(who, 'sharing:see', at))).ending.map((one) => [one.aboutName, one.on, one.ended])
    // The home page says that there is something.
    expect((await waitsForUs(await may(who, 'family:see', at))).ending).toBe(ending.length > 0)
    return ending
  }

  test('is said 28 days before to whoever may say it again, once, and not after it was', async () => {
    await until(world.members.marta, plusDays(today, 29))
    expect(await ending('marta')).toEqual([])
    await until(world.members.marta, plusDays(today, 28))
    await until(world.members.leo, plusDays(today, 3))
    expect(await ending('marta')).toEqual([['Leo Bailey', plusDays(today, 3), false], ['Marta Kowalczyk', plusDays(today, 28), false]])
    // Piotr may say it for Leo, not for her.
    expect(await ending('piotr')).toEqual([['Leo Bailey', plusDays(today, 3), false]])
    expect(await ending('zosia')).toEqual([])
    await until(world.members.leo, plusDays(today, 200))
    expect(await ending('piotr')).toEqual([])
  })

  test('on the sixteenth birthday the young person reads that it is theirs to say now, and nobody else does', async () => {
    const birthday = plusDays(today, 1)
    await db.updateTable('member').set({ born_on: `${Number(birthday.slice(0, 4)) - 16}${birthday.slice(4)}` as Day }).where('id', '=', world.members.zosia).execute()
    await until(world.members.zosia, plusDays(today, 300))
    expect(await ending('marta')).toEqual([['Zosia Bailey', today, false]])
    const at = plusMinutes(worldBegins, 24 * 60)
    expect(await ending('zosia', at)).toEqual([['Zosia Bailey', today, true]])
    expect(await ending('marta', at)).toEqual([])
    expect(await ending('zosia', plusMinutes(worldBegins, 30 * 24 * 60))).toEqual([])
    await ok(act(await may('zosia', 'sharing:decide', at), agreeToShare, { to: world.members.sam, about: world.members.zosia, kinds: ['goal'], why: 'w', whyLang: 'en', until: null }))
    expect(await ending('zosia', plusMinutes(at, 1))).toEqual([])
  })
})

describe('a hand-over', () => {
  test('with two adults takes along what is about both when both agreed, and about one when one did', async () => {
    await db.insertInto('post').values({ person_id: world.people.ruth, id: newId(), role: 'practitioner', team: 'north', from_on: today, until_on: null }).execute()
    const { marta, piotr } = world.members
    await ok(act(await may('piotr', 'sharing:decide'), agreeToShare, { to: world.members.sam, about: piotr, kinds: ['plan'], why: 'w', whyLang: 'en', until: null }))
    expect(await act(await may('sam', 'people:invite'), setLead, { to: world.people.ruth, agreedBy: [marta, world.members.aisha] })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    const lead = await ok(act(await may('sam', 'people:invite'), setLead, { to: world.people.ruth, agreedBy: [marta, piotr] }))
    const rows = await db.selectFrom('consent').select(['about_member', 'given_by']).distinct().where('to_member', '=', lead).where('withdrawn_at', 'is', null).execute()
    expect(new Set(rows.map((row) => row.about_member))).toEqual(new Set([marta, piotr, world.members.zosia, world.members.leo]))
    for (const row of rows) if (row.about_member === marta || row.about_member === piotr) expect(row.given_by).toBe(row.about_member)
  })
})

describe('somebody who helps', () => {
  test('is added from colleagues who have no place here', async () => {
    const before = (await whoCanHelp(await may('sam', 'people:invite'))).map((one) => one.person)
    expect(before).toContain(world.people.omar)
    expect(before).not.toContain(world.people.sam)
    await omarHelps()
    expect((await whoCanHelp(await may('sam', 'people:invite'))).map((one) => one.person)).not.toContain(world.people.omar)
  })

  test('gets no step of a goal that they do not see by agreement; what was decided without asking does not show by it', async () => {
    const omar = await omarHelps([])
    const { members, goal } = world
    await db.insertInto('about').values({ family_id: world.family, thing_id: goal, member_id: members.marta }).execute()
    const step = (owner: MemberId, of: GoalId = goal) => ({ goal: of, words: 'Ring the school', lang: 'en', owner, dueOn: plusDays(today, 3) })
    const marta = await may('marta', 'goals:add')
    expect(await act(marta, addStep, step(omar))).toMatchObject({ ok: false, why: 'owner-cannot-see', field: 'owner' })
    expect(await helpersWhoSee(must(marta, 'goals:see'), goal)).toEqual([members.sam])
    expect((await act(marta, addStep, step(members.sam))).ok).toBe(true)

    // A decision that the family does not read lets him see it, and the answer is the same as before.
    const priya = must((await viewerOfSafeguarding(db, world.people.priya, world.family, soon))!, 'safeguarding:decide')
    await db.insertInto('post').values({ person_id: world.people.ruth, id: newId(), role: 'lead', team: 'south', from_on: today, until_on: null }).execute()
    await ok(act(priya, decideToShare, { to: omar, about: [members.marta], kinds: ['goal'], basis: 'harm', reason: 'w', lang: 'en', until: plusDays(today, 5), danger: 'Danger', reviewer: world.people.ruth }))
    const seen = (await goalsOf(must((await viewerFor(db, world.people.omar, world.family, plusMinutes(soon, 1)))!, 'goals:see'))).map((one) => one.id)
    expect(seen).toEqual([goal])
    expect(await act(marta, addStep, step(omar))).toMatchObject({ ok: false, why: 'owner-cannot-see', field: 'owner' })
    expect(await helpersWhoSee(must(marta, 'goals:see'), goal)).toEqual([members.sam])

    await ok(act(await may('marta', 'sharing:decide'), agreeToShare, { to: omar, about: members.marta, kinds: ['goal'], why: 'w', whyLang: 'en', until: null }))
    expect((await act(await may('marta', 'goals:add', plusMinutes(soon, 1)), addStep, step(omar))).ok).toBe(true)
    // Nor one of a delicate goal whose topic was not agreed by name.
    const delicate = { words: 'On low days', lang: 'en', category: 'health' as const, about: [members.marta], steps: [step(omar)], whoSees: 'everybody' as const, shareWith: [], delicate: ['mental-health'] as const }
    expect(await act(await may('marta', 'goals:add', plusMinutes(soon, 1)), addGoal, delicate)).toMatchObject({ ok: false, why: 'owner-cannot-see', field: 'owner-0' })
  })
})

describe('delicate', () => {
  const topicsOn = async (thing: string) => (await db.selectFrom('delicate').select('topic').where('thing_id', '=', thing).orderBy('topic').execute()).map((row) => row.topic)

  test('is what is asked money for when its goal is; said later it follows, and only the maker of a goal says it', async () => {
    const { marta: member } = world.members
    const marta = await may('marta', 'goals:add')
    const goal = await ok(act(marta, addGoal, { words: 'A rest', lang: 'en', category: 'health', about: [member], steps: [], whoSees: 'everybody', shareWith: [], delicate: ['mental-health'] }))
    const spend = await ok(act(must(marta, 'budget:ask'), requestSpend, { budget: await world.budget(10_000), wanted: { what: 'Counselling', payee: 'Relate', pence: pence(500), lang: 'en' }, quantity: 1, goal, neededOn: plusDays(today, 5), line: null }))
    const action = await ok(act(must(marta, 'plan:actions'), addAction, { words: 'Ring them', lang: 'en', owner: member, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 3), goal, about: [], delicate: ['substances'] }))
    expect([await topicsOn(spend), await topicsOn(action)]).toEqual([['mental-health'], ['mental-health', 'substances']])
    // Sam has every kind agreed and no topic: a manager decides it.
    expect(await world.spendViewer('sam', spend)).toBeUndefined()
    expect(await world.spendViewer('priya', spend)).toBeDefined()

    const change = async (who: 'marta' | 'piotr', topics: readonly Topic[], of: GoalId = goal) => act(await may(who, 'goals:add'), changeTopics, { goal: of, topics })
    expect(await change('piotr', [])).toMatchObject({ ok: false, why: 'not-there' })
    expect(await change('marta', [], world.otherGoal)).toMatchObject({ ok: false, why: 'not-there' })
    await ok(change('marta', ['sexual-health']))
    expect([await topicsOn(goal), await topicsOn(spend), await topicsOn(action)]).toEqual([['sexual-health'], ['sexual-health'], ['mental-health', 'sexual-health', 'substances']])
    await ok(change('marta', []))
    expect([await topicsOn(goal), await topicsOn(spend), await topicsOn(action)]).toEqual([[], [], ['mental-health', 'sexual-health', 'substances']])
    // A category that is delicate by itself stays so.
    const sober = await ok(act(marta, addGoal, { words: 'Dry January', lang: 'en', category: 'substances', about: [member], steps: [], whoSees: 'everybody', shareWith: [] }))
    await ok(change('marta', [], sober))
    expect(await topicsOn(sober)).toEqual(['substances'])
  })
})
