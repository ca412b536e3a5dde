/** Who may agree about whom, and what agreeing, changing and taking back do. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerFor, viewerOfMoney, type May } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { agreeables, mayAgree, untilTheirOwn, type Somebody } from '#app/domain/family/agreeing.ts'
import { handOversToName } from '#app/domain/family/helped-families.server.ts'
import { addHelper, nameLead, needsLead, setLead, setResponsibility, whoCanLead } from '#app/domain/family/members.server.ts'
import { helpersOf } from '#app/domain/family/people.server.ts'
import { addGoal, goal, goalsOf } from '#app/domain/goals/goals.server.ts'
import { addAction, planEntries } from '#app/domain/plan/plan.server.ts'
import { agreeToShare, sharingOf, stopSharing } from '#app/domain/sharing/register.server.ts'
import { looksAt } from '#app/domain/sharing/looked.server.ts'
import { noteLooking } from '#app/events/looking.server.ts'
import { topicsOf } from '#app/domain/sharing/topics.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import type { MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import type { Agreeable, Seat } from '#db/schema.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const ages = { keepsFromAge: 11, ownFromAge: 16 }

describe('who may agree about whom', () => {
  const seats: Seat[] = ['parent', 'kin-carer', 'young-person', 'child', 'network', 'other-parent', 'lead', 'team', 'coordinator']
  const birthdays = { unknown: null, baby: plusDays(today, 30), three: '2023-03-01' as Day, tenTomorrowEleven: '2015-11-25' as Day, eleven: '2015-11-24' as Day, fifteenTomorrowSixteen: '2010-11-25' as Day, sixteen: '2010-11-24' as Day }
  const adults: Seat[] = ['parent', 'kin-carer']
  const young: Seat[] = ['young-person', 'child']
  const body = (seat: Seat, bornOn: Day | null, id = 'somebody') => ({ id: id as MemberId, seat, bornOn }) satisfies Somebody

  test('about themselves: adults of the family, and young people from the age that the area has set', () => {
    for (const seat of seats) {
      for (const [name, bornOn] of Object.entries(birthdays)) {
        const me = body(seat, bornOn)
        const old = ['eleven', 'fifteenTomorrowSixteen', 'sixteen'].includes(name)
        const may = adults.includes(seat) || (young.includes(seat) && old)
        expect(mayAgree(me, me, { responsible: false, saidThemselves: false }, ages, today), `${seat} ${name}`).toBe(may)
      }
    }
  })

  test('about another: only an adult with parental responsibility, about a child under 16 who has not said it first', () => {
    let yes = 0
    for (const giver of seats) for (const about of seats) for (const [name, bornOn] of Object.entries(birthdays)) for (const responsible of [true, false]) for (const saidThemselves of [true, false]) {
      const may = adults.includes(giver) && young.includes(about) && responsible && !saidThemselves && name !== 'sixteen'
      const said = mayAgree(body(giver, null, 'giver'), body(about, bornOn), { responsible, saidThemselves }, ages, today)
      expect(said, `${giver} for ${about} ${name}, responsible ${responsible}, said ${saidThemselves}`).toBe(may)
      if (said) yes += 1
    }
    expect(yes).toBe(2 * 2 * 6)
  })

  test('the ages are the area\'s own', () => {
    const twelve = body('young-person', '2013-11-24' as Day)
    expect(mayAgree(twelve, twelve, { responsible: false, saidThemselves: false }, { keepsFromAge: 14, ownFromAge: 18 }, today)).toBe(false)
    expect(mayAgree(body('parent', null, 'giver'), body('child', '2009-01-01' as Day), { responsible: true, saidThemselves: false }, { keepsFromAge: 14, ownFromAge: 18 }, today)).toBe(true)
  })

  test('what is agreed for a child ends on the day before it is theirs alone', () => {
    expect(untilTheirOwn(body('child', '2023-03-01' as Day), ages, null)).toBe('2039-02-28')
    expect(untilTheirOwn(body('young-person', '2010-11-25' as Day), ages, null)).toBe(today)
    expect(untilTheirOwn(body('child', '2012-02-29' as Day), { ...ages, ownFromAge: 15 }, null)).toBe('2027-02-28')
    expect(untilTheirOwn(body('child', '2023-03-01' as Day), ages, '2027-01-01' as Day)).toBe('2027-01-01')
    expect(untilTheirOwn(body('child', null), ages, null)).toBeNull()
    expect(untilTheirOwn(body('parent', '1990-01-01' as Day), ages, null)).toBeNull()
  })
})

let db: Db
let world: World
const soon = plusMinutes(worldBegins, 5)

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

type Who = 'marta' | 'piotr' | 'zosia' | 'sam' | 'omar'
const may = <P extends FamilyPower>(who: Who, power: P, at: Instant = soon): Promise<May<P>> => world.viewer(who, world.family, at).then((viewer) => must(viewer, power))
const ok = async <T>(answer: Promise<Answer<T, string>>): Promise<T> => {
  const said = await answer
  if (!said.ok) throw new Error(said.why)
  return said.value
}
const agree = async (who: Who, about: MemberId, more: { to?: MemberId; kinds?: Agreeable[]; until?: Day | null; why?: string } = {}, at = soon) =>
  act(await may(who, 'sharing:decide', at), agreeToShare, { to: world.members.sam, about, kinds: ['goal'], why: 'So that Sam can help', whyLang: 'en', until: null, ...more })
const stop = async (who: Who, about: MemberId | null, at = soon, to = world.members.sam) => act(await may(who, 'sharing:decide', at), stopSharing, { to, about })
const goals = async (who: Who, at = plusMinutes(soon, 1)) => (await goalsOf(await may(who, 'goals:see', at))).map((one) => one.words)
const newGoal = async (who: 'marta' | 'zosia', words: string, more: object = {}) => ok(act(await may(who, 'goals:add'), addGoal, { words, lang: 'en', category: 'school', about: [], steps: [], whoSees: 'everybody', shareWith: [], ...more }))

/** Omar of another team joins as one who helps. */
async function omarHelps(kinds: Agreeable[] = ['goal'], about = [world.members.marta]): Promise<MemberId> {
  return ok(act(await may('marta', 'people:invite', worldBegins), addHelper, { person: world.people.omar, seat: 'team', kinds, about, why: 'Omar helps', until: null, agreedBy: world.members.marta }))
}

describe('the commands of a family', () => {
  test('kept to the rule: nobody agrees for another adult, a young person not after they said it, a relative without responsibility for no child', async () => {
    const { members } = world
    expect(await agree('marta', members.piotr)).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    expect(await agree('marta', members.leo)).toMatchObject({ ok: true })
    expect(await agree('marta', members.zosia)).toMatchObject({ ok: true })
    expect(await agree('zosia', members.leo)).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    expect(await agree('zosia', members.zosia, { kinds: ['plan'] })).toMatchObject({ ok: true })
    expect(await agree('marta', members.zosia)).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    expect(await stop('marta', members.zosia)).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    await db.deleteFrom('responsibility').where('adult_member', '=', members.marta).execute()
    await db.updateTable('member').set({ seat: 'kin-carer' }).where('id', '=', members.marta).execute()
    expect(await agree('marta', members.leo)).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    expect(await agree('marta', members.marta)).toMatchObject({ ok: true })
    const helper = { person: world.people.omar, seat: 'team', kinds: ['goal'], about: [members.leo], why: 'w', until: null } as const
    expect(await act(await may('marta', 'people:invite'), addHelper, { ...helper, agreedBy: members.marta })).toMatchObject({ ok: false, why: 'not-theirs-to-agree', field: 'agreed-by' })
    expect(await act(await may('sam', 'people:invite'), addHelper, { ...helper, about: [members.leo, members.marta], agreedBy: [members.piotr, members.marta] })).toMatchObject({ ok: true })
  })

  test('agree with people who help and with nobody else, and not for a day that has passed', async () => {
    expect(await agree('marta', world.members.marta, { to: world.members.kasia })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    expect(await agree('marta', world.members.kasia)).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    expect(await agree('marta', world.members.marta, { until: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past', field: 'until' })
  })

  test('a sixteenth birthday: through the day before, a parent; from that day on, nobody but the young person', async () => {
    const { members } = world
    await db.updateTable('member').set({ born_on: '2010-11-25' as Day }).where('id', '=', members.zosia).execute()
    expect(await agree('marta', members.zosia)).toMatchObject({ ok: true })
    const about = await newGoal('marta', 'About Zosia', { about: [members.zosia] })
    expect(await goals('sam')).toContain('About Zosia')
    const tomorrow = '2026-11-25T09:00:00.000Z' as Instant
    expect(await goals('sam', tomorrow)).not.toContain('About Zosia')
    expect(await agree('marta', members.zosia, {}, tomorrow)).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    expect(await agree('zosia', members.zosia, {}, tomorrow)).toMatchObject({ ok: true })
    expect(await goals('sam', tomorrow)).toContain('About Zosia')
    expect(about).toBeTruthy()
  })
})

describe('an agreement', () => {
  test('taken back between two requests shows nothing on the second one', async () => {
    await newGoal('marta', 'About Leo', { about: [world.members.leo] })
    expect(await goals('sam')).toContain('About Leo')
    await ok(stop('marta', world.members.leo, plusMinutes(soon, 2)))
    expect(await goals('sam', plusMinutes(soon, 2))).not.toContain('About Leo')
    expect(await goals('marta', plusMinutes(soon, 2))).toContain('About Leo')
    expect(await stop('marta', world.members.leo, plusMinutes(soon, 3))).toMatchObject({ ok: false, why: 'nothing-shared' })
  })

  test('between two adults: the narrower holds, either takes it back alone', async () => {
    await newGoal('marta', 'About Leo', { about: [world.members.leo] })
    await ok(agree('marta', world.members.leo))
    await ok(stop('piotr', world.members.leo, plusMinutes(soon, 2)))
    expect(await goals('sam', plusMinutes(soon, 3))).not.toContain('About Leo')
  })

  test('is never overwritten: a change is a new version, and the one before says how it was', async () => {
    await ok(agree('marta', world.members.marta, { kinds: ['goal', 'plan'], why: 'For the school' }, plusMinutes(soon, 1)))
    await ok(agree('marta', world.members.marta, { kinds: ['plan'], why: 'Only the plan', until: plusDays(today, 9) }, plusMinutes(soon, 2)))
    await ok(stop('marta', world.members.marta, plusMinutes(soon, 3)))
    const { shared } = await sharingOf(await may('marta', 'sharing:see', plusMinutes(soon, 4)), world.members.sam)
    const mine = shared.filter((one) => one.about === world.members.marta)
    expect(mine.map((one) => [one.kinds, one.why, one.until, one.endedAt])).toEqual([
      [['plan'], 'Only the plan', plusDays(today, 9), plusMinutes(soon, 3)],
      [['plan', 'goal'], 'For the school', null, plusMinutes(soon, 2)],
      [['plan', 'goal', 'appointment', 'budget', 'spend', 'fact'], 'So that they can help', null, plusMinutes(soon, 1)],
    ])
    expect((await sharingOf(await may('marta', 'sharing:see', plusMinutes(soon, 4)))).shared.filter((one) => one.about === world.members.marta)).toEqual([])
    expect(await verifyChains(db)).toEqual([])
  })

  test('two changes at once leave one version in force', async () => {
    const marta = await may('marta', 'sharing:decide')
    const piotr = await may('piotr', 'sharing:decide')
    await Promise.all([marta, piotr].map((who) => act(who, agreeToShare, { to: world.members.sam, about: world.members.leo, kinds: ['goal'], why: 'w', whyLang: 'en', until: null })))
    const inForce = await db.selectFrom('consent').select('id').where('about_member', '=', world.members.leo).where('withdrawn_at', 'is', null).execute()
    expect(inForce).toHaveLength(1)
  })
})

describe('the register', () => {
  const about = async (who: Who) => [...new Set((await sharingOf(await may(who, 'sharing:see'))).shared.map((one) => one.about))]

  test('tells an adult of themselves and the children, a young person of themselves; never of another adult', async () => {
    const { marta, zosia, leo, piotr } = world.members
    expect((await about('marta')).sort()).toEqual([marta, zosia, leo].sort())
    expect((await about('piotr')).sort()).toEqual([piotr, zosia, leo].sort())
    expect(await about('zosia')).toEqual([zosia])
    for (const who of ['kasia', 'dean', 'sam'] as const) expect((await world.viewer(who)).powers.has('sharing:see')).toBe(false)
  })

  test('what a young person says themselves is told to them alone; others read that it is theirs', async () => {
    await ok(agree('zosia', world.members.zosia, { kinds: ['goal', 'sexual-health'] }))
    expect(await about('marta')).not.toContain(world.members.zosia)
    const martas = await sharingOf(await may('marta', 'sharing:see'), world.members.sam)
    expect(JSON.stringify(martas.shared)).not.toContain('sexual-health')
    expect(martas.saysThemselves[world.members.sam]).toEqual([world.members.zosia])
    expect(martas.mayDecide[world.members.sam]).not.toContain(world.members.zosia)
    expect((await sharingOf(await may('zosia', 'sharing:see'))).shared[0]!.kinds).toEqual(['goal', 'sexual-health'])
  })

  test('tells a delicate agreement only to those who may decide it', async () => {
    await ok(agree('marta', world.members.leo, { kinds: ['goal', 'mental-health'] }))
    expect(JSON.stringify((await sharingOf(await may('piotr', 'sharing:see'))).shared)).toContain('mental-health')
    await db.deleteFrom('responsibility').where('adult_member', '=', world.members.piotr).execute()
    const told = await sharingOf(await may('piotr', 'sharing:see'))
    expect(JSON.stringify(told.shared)).not.toContain('mental-health')
    expect(told.shared.some((one) => one.about === world.members.leo)).toBe(true)
  })

  test('its events stand in circles that nobody is in', async () => {
    await ok(agree('zosia', world.members.zosia))
    await ok(stop('zosia', null, plusMinutes(soon, 1)))
    const events = await db.selectFrom('event').select(['kind', 'circle_id']).where('scope_id', '=', world.family).execute()
    expect(events.map((one) => one.kind)).toEqual(['sharing-agreed', 'sharing-taken-back'])
    expect(events.every((one) => one.circle_id !== null)).toBe(true)
    expect(await db.selectFrom('circle_member').selectAll().execute()).toEqual([])
  })
})

describe('the lead professional, from whom an adult takes everything back,', () => {
  const manager = async (at = plusMinutes(soon, 2)) => must((await viewerOfMoney(db, world.people.priya, world.family, at))!, 'lead:name')
  const desk = async () => must(await world.desk('priya'), 'desk:see')

  beforeEach(async () => {
    await db.deleteFrom('consent').where('family_id', '=', world.family).where('about_member', '=', world.members.piotr).execute()
    await db.updateTable('post').set({ team: 'north' }).where('person_id', '=', world.people.omar).execute()
  })

  test('sees nothing any more; a manager has it on the desk with its day, and the family reads that too', async () => {
    await ok(act(await may('sam', 'plan:actions'), addAction, { words: 'Ring the school', lang: 'en', owner: world.members.sam, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [] }))
    expect(await ok(stop('marta', null))).toEqual({ handOver: true })
    expect(await goals('sam')).toEqual([])
    // What they promised stays theirs.
    expect((await planEntries(await may('sam', 'plan:see', plusMinutes(soon, 1)))).actions.map((one) => one.words)).toEqual(['Ring the school'])
    expect(await handOversToName(await desk())).toEqual([{ family: world.family, name: 'Kowalczyk-Bailey', dueOn: '2026-12-01' }])
    for (const who of ['marta', 'piotr', 'zosia'] as const) expect((await sharingOf(await may(who, 'sharing:see'))).handOver).toEqual({ from: world.members.sam, dueOn: '2026-12-01' })
    expect(await db.selectFrom('outbox').select('to_person').execute()).toEqual([{ to_person: world.people.priya }])
    expect(await needsLead(await manager())).toBe(true)
    expect(await whoCanLead(await manager())).toEqual([{ person: world.people.omar, name: 'Omar Siddiqui' }])
    expect(await act(await manager(), nameLead, { to: world.people.sam, agreedBy: [] })).toMatchObject({ ok: false, why: 'not-of-this-team' })
  })

  test('is followed by one who sees again what was taken back, if an adult says so, as far as that adult may', async () => {
    await ok(stop('marta', null))
    await ok(act(await manager(), nameLead, { to: world.people.omar, agreedBy: [world.members.marta] }))
    expect(await goals('omar', plusMinutes(soon, 3))).toEqual(['Mornings without tears'])
    expect(await viewerFor(db, world.people.sam, world.family, plusMinutes(soon, 3))).toBeUndefined()
    expect(await handOversToName(await desk())).toEqual([])
    const inForce = await db.selectFrom('consent').select(['about_member']).distinct().where('family_id', '=', world.family).where('withdrawn_at', 'is', null).execute()
    expect(inForce.map((row) => row.about_member).sort()).toEqual([world.members.marta, world.members.zosia, world.members.leo].sort())
  })

  test('stays when it is agreed after all', async () => {
    await ok(stop('marta', null))
    await ok(agree('marta', world.members.marta, {}, plusMinutes(soon, 1)))
    expect(await handOversToName(await desk())).toEqual([])
    expect(await needsLead(await manager())).toBe(false)
  })

  test('is not handed over by a part, by a young person, or with another helper', async () => {
    const omar = await omarHelps()
    expect(await ok(stop('marta', null, soon, omar))).toEqual({ handOver: false })
    expect(await ok(stop('zosia', null))).toEqual({ handOver: false })
    expect(await ok(stop('marta', world.members.marta))).toEqual({ handOver: false })
    expect(await ok(stop('marta', world.members.leo))).toEqual({ handOver: true })
  })
})

describe('parental responsibility', () => {
  test('is said by the lead professional alone; what had been agreed without it ends', async () => {
    const { piotr, zosia, leo, kasia, aisha } = world.members
    await ok(agree('piotr', leo))
    expect(await act(await may('marta', 'people:invite'), setResponsibility, { adult: piotr, children: [zosia] })).toMatchObject({ ok: false, why: 'not-the-lead' })
    const sam = await may('sam', 'people:invite', plusMinutes(soon, 1))
    for (const wrong of [{ adult: kasia, children: [leo] }, { adult: piotr, children: [aisha] }, { adult: zosia, children: [leo] }, { adult: piotr, children: [world.members.marta] }]) {
      expect(await act(sam, setResponsibility, wrong)).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    }
    await ok(act(sam, setResponsibility, { adult: piotr, children: [zosia] }))
    expect(await agree('piotr', leo, {}, plusMinutes(soon, 2))).toMatchObject({ ok: false, why: 'not-theirs-to-agree' })
    expect(await db.selectFrom('consent').select('id').where('given_by', '=', piotr).where('withdrawn_at', 'is', null).execute()).toEqual([])
  })

  test('a new lead is given what that adult may agree, and no more', async () => {
    await db.updateTable('post').set({ team: 'north' }).where('person_id', '=', world.people.omar).execute()
    await db.deleteFrom('responsibility').where('adult_member', '=', world.members.piotr).where('child_member', '=', world.members.leo).execute()
    await ok(act(await may('sam', 'people:invite'), setLead, { to: world.people.omar, agreedBy: [world.members.piotr] }))
    const inForce = await db.selectFrom('consent').select('about_member').distinct().where('family_id', '=', world.family).where('withdrawn_at', 'is', null).execute()
    expect(inForce.map((row) => row.about_member).sort()).toEqual([world.members.piotr, world.members.zosia].sort())
  })
})

describe('something delicate', () => {
  test('is seen by people who help only where its topic was agreed by name', async () => {
    const id = await newGoal('marta', 'On low days I ring', { about: [world.members.marta], delicate: ['mental-health'] })
    expect(await topicsOf(await world.viewer('marta'), id)).toEqual(['mental-health'])
    expect(await goals('sam')).not.toContain('On low days I ring')
    expect(await goals('piotr')).toContain('On low days I ring')
    await ok(agree('marta', world.members.marta, { kinds: ['goal', 'sexual-health'] }, plusMinutes(soon, 1)))
    expect(await goals('sam', plusMinutes(soon, 2))).not.toContain('On low days I ring')
    await ok(agree('marta', world.members.marta, { kinds: ['goal', 'mental-health'] }, plusMinutes(soon, 3)))
    expect(await goals('sam', plusMinutes(soon, 4))).toContain('On low days I ring')
    expect(await goal(await may('sam', 'goals:see', plusMinutes(soon, 4)), id)).toMatchObject({ id })
  })

  test('a goal of a delicate category is marked by itself, and so is what is promised for it', async () => {
    const id = await newGoal('marta', 'Fewer drinks', { category: 'substances' })
    const action = await ok(act(await may('marta', 'plan:actions'), addAction, { words: 'Go to the group', lang: 'en', owner: world.members.marta, ownerName: null, ownerAgency: null, dueOn: today, goal: id, about: [] }))
    const marta = await world.viewer('marta')
    expect([await topicsOf(marta, id), await topicsOf(marta, action)]).toEqual([['substances'], ['substances']])
    expect(await goals('sam')).not.toContain('Fewer drinks')
    expect((await planEntries(await may('sam', 'plan:see'))).actions).toEqual([])
    expect(await topicsOf(marta, await newGoal('marta', 'Safe', { category: 'safe-at-home' }))).toEqual(['domestic-abuse'])
    expect(await topicsOf(marta, await newGoal('marta', 'School'))).toEqual([])
  })

  test('a delicate service is named to those whom it helps, to itself, and to others where that was agreed', async () => {
    const omar = await omarHelps(['goal'])
    await db.insertInto('profile').values({ person_id: world.people.omar, job: 'Counsellor', agency: 'The clinic', hello: null, hello_lang: null, answers_within_days: 2, phone: null, photo: null, delicate: 1 }).execute()
    await ok(act(await may('omar', 'family:see'), noteLooking, { page: 'plan', because: 'visit' }))
    const lookedAs = async (who: Who, at = soon) => (await looksAt(await may(who, 'sharing:see', at), 1)).looks.map((one) => one.job)
    const named = async (who: Who, at = soon) => (await helpersOf(await may(who, 'family:see', at))).find((one) => one.member === omar)!.job
    expect(await named('marta')).toBe('Counsellor')
    expect(await named('omar')).toBe('Counsellor')
    for (const who of ['piotr', 'zosia', 'sam'] as const) expect(await named(who)).toBeNull()
    // Nor beside their name where the family reads who has looked.
    expect([await lookedAs('marta'), await lookedAs('piotr'), await lookedAs('zosia')]).toEqual([['Counsellor'], [null], [null]])
    await ok(agree('marta', world.members.marta, { to: omar, kinds: ['goal', 'listed'] }, plusMinutes(soon, 1)))
    for (const who of ['piotr', 'zosia', 'sam'] as const) expect(await named(who, plusMinutes(soon, 1))).toBe('Counsellor')
    await ok(stop('marta', null, plusMinutes(soon, 2), omar))
    for (const who of ['marta', 'piotr', 'sam'] as const) expect(await named(who, plusMinutes(soon, 2))).toBeNull()
  })

  test('every name that an agreement can have is one of the eleven', () => {
    expect(new Set(agreeables).size).toBe(11)
  })
})

