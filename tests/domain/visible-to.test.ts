import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { viewerFor, viewerOfMoney, viewerOfSpend, type Viewer } from '#app/access/viewer.server.ts'
import { lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { AppointmentId, BudgetId, CircleId, ConversationId, DecisionId, EntryId, FamilyId, GoalId, MemberId, NoteId, PaymentId, PersonId, SpendId } from '#app/values/ids.ts'
import { newId } from '#app/values/ids.ts'
import { instant, plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { dialectOf, type Db } from '#db/connect.ts'
import { keptQuery } from '#db/kept.ts'
import type { Agreeable, Level, Role, Seat, Shareable, Topic } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const tables = { plan: 'plan_entry', goal: 'goal', appointment: 'appointment', budget: 'budget', spend: 'spend', message: 'conversation', note: 'note' } as const
/** Facts follow the care of a child too: carers.test. */
type Kind = keyof typeof tables
const kinds = Object.keys(tables) as Kind[]

/** The ids that the rule lets a viewer see, of one kind. The table is called as the rule's own parts might be. */
async function seen(db: Db, viewer: Looker, kind: Kind, alias = 'c'): Promise<string[]> {
  const rows = await db.selectFrom(`${tables[kind]} as ${alias}` as 'goal as c').select(`${alias}.id` as never).where(visibleTo(viewer, kind, alias)).execute()
  return rows.map((row) => (row as { id: string }).id).sort()
}

/** The same, by queries that were compiled for somebody else of the same seat. */
const keptFor = Object.fromEntries(kinds.map((kind) => [kind, keptQuery(['seat'], (db, viewer: Looker) =>
  db.selectFrom(`${tables[kind]} as c` as 'goal as c').select('c.id' as never).where(visibleTo(viewer, kind, 'c')))]))

async function seenByKept(db: Db, viewer: Viewer, kind: Kind): Promise<string[]> {
  return (await keptFor[kind]!(db, lookerOf(viewer))).map((row) => (row as { id: string }).id).sort()
}

describe('whatever the family, its circles and its agreements', () => {
  // A family is drawn as numbers, so that a failure shrinks to a small one that can be read.
  interface Drawn {
    members: { seat: Seat; person: number | null; from: number; until: number | null }[]
    circles: string[][]
    things: { kind: Kind; circle: number | null; about: number[]; shared: number[]; owner: number | null; practitioner: number; level: Level; topics: Topic[] }[]
    consents: Given[]
    decisions: Given[]
  }
  interface Given { to: number; kind: Agreeable; about: number; from: number; until: number | null; withdrawn: boolean }

  const seats: Seat[] = ['parent', 'kin-carer', 'young-person', 'child', 'network', 'other-parent', 'lead', 'team', 'coordinator']
  const people = 6
  const members = 5
  const member = fc.nat({ max: members - 1 })
  const shareable = fc.constantFrom(...kinds.filter((one): one is Kind & Shareable => one !== 'message' && one !== 'note'))
  const kind = fc.oneof({ weight: 7, arbitrary: shareable }, { weight: 1, arbitrary: fc.constantFrom<Kind[]>('message', 'note') })
  const topics: Topic[] = ['mental-health', 'domestic-abuse']
  const helping = new Set<Seat>(['lead', 'team', 'coordinator'])
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 2 })
  const given: fc.Arbitrary<Given> = fc.record({
    to: member, kind: fc.oneof({ weight: 3, arbitrary: shareable }, { weight: 2, arbitrary: fc.constantFrom(...topics) }), about: member, from: fc.constantFrom(-60, -60, 0, 60),
    until: maybe(fc.integer({ min: -1, max: 1 })), withdrawn: fc.constantFrom(false, false, false, true),
  })
  const anything: fc.Arbitrary<Drawn> = fc.record({
    members: fc.array(
      fc.record({ seat: fc.constantFrom(...seats), person: maybe(fc.nat({ max: people - 1 })), from: fc.integer({ min: -2, max: 1 }), until: maybe(fc.integer({ min: -1, max: 1 })) }),
      { minLength: members, maxLength: members },
    ),
    circles: fc.array(fc.uniqueArray(fc.oneof(member.map(String), fc.constantFrom('seat:lead', 'seat:team', 'seat:parent')), { maxLength: 3 }), { maxLength: 3 }),
    things: fc.array(
      fc.record({
        kind, circle: maybe(fc.nat({ max: 2 })), about: fc.uniqueArray(member, { maxLength: 2 }), shared: fc.uniqueArray(member, { maxLength: 2 }),
        owner: maybe(member), practitioner: fc.nat({ max: people - 1 }), level: fc.constantFrom<Level[]>('lead', 'manager', 'panel'),
        topics: fc.oneof({ weight: 1, arbitrary: fc.constant<Topic[]>([]) }, { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...topics), { maxLength: 2 }) }),
      }),
      { minLength: 5, maxLength: 14 },
    ),
    consents: fc.array(given, { maxLength: 24 }),
    decisions: fc.array(given, { maxLength: 6 }),
  })
  // By chance alone an agreement or a decision seldom meets a thing: some are aimed at one, for somebody who helps.
  const aimed = fc.array(fc.record({ to: fc.nat({ max: 8 }), thing: fc.nat({ max: 13 }), decided: fc.constantFrom(true, false, false), topics: fc.constantFrom(true, true, true, false), all: fc.constantFrom(true, true, false) }), { minLength: 8, maxLength: 24 })
  const drawn: fc.Arbitrary<Drawn> = fc.tuple(anything, aimed).map(([family, aims]) => {
    const helpers = family.members.flatMap((one, at) => (helping.has(one.seat) ? [at] : []))
    const more = (decided: boolean): Given[] => aims.filter((aim) => aim.decided === decided && helpers.length > 0).flatMap((aim) => {
      const thing = family.things[aim.thing % family.things.length]!
      const about = aim.all ? thing.about : thing.about.slice(1)
      return [...(thing.kind === 'message' || thing.kind === 'note' ? [] : [thing.kind]), ...(aim.topics ? thing.topics : [])].flatMap((what) => about.map((whom) => ({ to: helpers[aim.to % helpers.length]!, kind: what, about: whom, from: 0, until: null, withdrawn: false })))
    })
    return { ...family, consents: [...family.consents, ...more(false)], decisions: [...family.decisions, ...more(true)] }
  })

  const at = worldBegins
  const on = (days: number): Day => plusDays(today, days)
  // The same ids in every family: what is found by its id alone is found in the wrong one.
  const fixed = <T>(what: string, n: number) => `${what}${String(n).padStart(20 - what.length, '0')}` as T
  const memberId = (n: number) => fixed<MemberId>('member', n)
  const thingId = (n: number) => fixed<string>('thing', n)
  const circleId = (n: number) => fixed<CircleId>('circle', n)

  /** Who may see what, as one would explain it at a kitchen table. */
  function maySee(family: Drawn, looker: { member: number | null; seat: Seat | 'work'; person: number; work: number | null }, what: Kind, n: number): boolean {
    const thing = family.things[n]!
    if (thing.kind !== what) return false
    const circle = thing.circle === null ? null : (family.circles[thing.circle] ?? null)
    const inside = circle !== null && (circle.includes(String(looker.member)) || circle.includes(`seat:${looker.seat}`))
    const mustDoIt =
      (what === 'appointment' && thing.practitioner === looker.person) ||
      (what === 'spend' && looker.work === n) ||
      (what === 'plan' && thing.owner !== null && thing.owner === looker.member)

    // What is said and what is noted is for those it names, whatever anybody agreed.
    if (what === 'message' || what === 'note') return looker.seat !== 'work' && inside
    switch (looker.seat) {
      case 'parent':
      case 'kin-carer':
      case 'young-person':
        return circle === null || inside
      case 'child':
      case 'network':
      case 'other-parent':
        return mustDoIt || (circle === null ? thing.shared.includes(looker.member!) : inside)
      case 'work':
        return mustDoIt
      case 'lead':
      case 'team':
      case 'coordinator': {
        const holds = (of: Given[], asked: Agreeable) => of.filter((one) => one.to === looker.member && one.kind === asked && !one.withdrawn && one.from <= 0 && (one.until === null || one.until >= 0))
        // What is about nobody in particular takes somebody's consent; a decision speaks only of those it names.
        const mayKnow = (asked: Agreeable) => {
          const byConsent = holds(family.consents, asked)
          if (thing.about.length === 0) return byConsent.length > 0
          return thing.about.every((whom) => [...byConsent, ...holds(family.decisions, asked)].some((one) => one.about === whom))
        }
        return mustDoIt || ([what, ...thing.topics].every(mayKnow) && (circle === null || inside))
      }
    }
  }

  async function make(db: Db, drawnFamily: Drawn, person: readonly PersonId[]): Promise<FamilyId> {
    const id = newId<FamilyId>()
    const family_id = id
    const { things } = drawnFamily
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('family').values({ id, name: 'Drawn', team: 'north', level: 'targeted', language: 'en', started_on: today }).execute()
      await trx.insertInto('member').values(drawnFamily.members.map((one, n) => ({
        family_id, id: memberId(n), person_id: one.person === null ? null : person[one.person]!, name: `M ${n}`, given_name: 'M',
        // One lead at a time is the database's own rule; a second one has ended far in the future.
        seat: one.seat, relation: null, born_on: null, from_on: on(one.from), until_on: one.until !== null ? on(one.until) : one.seat === 'lead' ? on(9_000) : null, made_at: at,
      }))).execute()
      if (drawnFamily.circles.length > 0) {
        await trx.insertInto('circle').values(drawnFamily.circles.map((_, n) => ({ family_id, id: circleId(n), made_by: memberId(0), made_at: at }))).execute()
        const inside = drawnFamily.circles.flatMap((who, n) => who.map((one) => ({ family_id, circle_id: circleId(n), who: one.startsWith('seat:') ? one : memberId(Number(one)) })))
        if (inside.length > 0) await trx.insertInto('circle_member').values(inside).execute()
      }
      // For messages and notes that none of the drawn circles holds: one that nobody is in.
      await trx.insertInto('circle').values({ family_id, id: fixed<CircleId>('nobody', 0), made_by: memberId(0), made_at: at }).execute()
      await trx.insertInto('goal').values({ family_id, id: fixed<GoalId>('goal', 0), circle_id: null, words: 'w', lang: 'en', category: 'school', made_by: memberId(0), made_at: at, state: 'open' }).execute()
      await trx.insertInto('budget').values({ family_id, id: fixed<BudgetId>('budget', 0), circle_id: null, name: 'b', holding: 'council', from_on: today, until_on: today }).execute()
      for (const [n, thing] of things.entries()) {
        const circle_id = thing.circle !== null && drawnFamily.circles[thing.circle] ? circleId(thing.circle) : null
        const same = { family_id, circle_id, made_at: at }
        if (thing.kind === 'goal') await trx.insertInto('goal').values({ ...same, id: thingId(n) as GoalId, words: 'w', lang: 'en', category: 'school', made_by: memberId(0), state: 'open' }).execute()
        if (thing.kind === 'plan') {
          await trx.insertInto('plan_entry').values({
            ...same, id: thingId(n) as EntryId, kind: 'strength', words: 'w', lang: 'en', said_by: null, owner_member: thing.owner === null ? null : memberId(thing.owner),
            owner_name: null, owner_agency: null, goal_id: null, due_on: null, done_at: null, made_by: person[0]!,
          }).execute()
        }
        const own = { family_id, circle_id: circle_id ?? fixed<CircleId>('nobody', 0), lang: 'en' }
        if (thing.kind === 'message') await trx.insertInto('conversation').values({ ...own, id: thingId(n) as ConversationId, topic: 'w', started_by: memberId(0), started_at: at, last_at: at }).execute()
        if (thing.kind === 'note') await trx.insertInto('note').values({ ...own, id: thingId(n) as NoteId, words: 'w', by_member: memberId(0), made_at: at, changed_at: null }).execute()
        if (thing.kind === 'budget') await trx.insertInto('budget').values({ family_id, circle_id, id: thingId(n) as BudgetId, name: 'b', holding: 'council', from_on: today, until_on: today }).execute()
        if (thing.kind === 'appointment') {
          await trx.insertInto('appointment').values({
            family_id, circle_id, id: thingId(n) as AppointmentId, practitioner_id: person[thing.practitioner]!, mode: 'phone', place: null, starts_at: at, ends_at: plusMinutes(at, 30),
            state: 'booked', note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: memberId(0), booked_at: at, cancelled_at: null,
          }).execute()
        }
        if (thing.kind === 'spend') {
          await trx.insertInto('spend').values({
            family_id, circle_id, id: thingId(n) as SpendId, budget_id: fixed<BudgetId>('budget', 0), line_id: null, what: 'w', what_lang: 'en', payee: 'p', service_id: null, option_id: null,
            label: null, unit: 'hour', unit_pence: pence(100), quantity: 1, pence: pence(100), goal_id: fixed<GoalId>('goal', 0), needed_on: today, state: 'asked', level: thing.level,
            asked_by: memberId(0), asked_at: at, decided_at: null, version: 1,
          }).execute()
        }
      }
      const about = things.flatMap((thing, n) => thing.about.map((whom) => ({ family_id, thing_id: thingId(n), member_id: memberId(whom) })))
      if (about.length > 0) await trx.insertInto('about').values(about).execute()
      const shared = things.flatMap((thing, n) => thing.shared.map((whom) => ({ family_id, thing_id: thingId(n), member_id: memberId(whom), at, by_member: memberId(0) })))
      if (shared.length > 0) await trx.insertInto('shared_with').values(shared).execute()
      const delicate = things.flatMap((thing, n) => thing.topics.map((topic) => ({ family_id, thing_id: thingId(n), topic })))
      if (delicate.length > 0) await trx.insertInto('delicate').values(delicate).execute()
      for (const [n, one] of drawnFamily.decisions.entries()) {
        const decision_id = fixed<DecisionId>('decision', n)
        await trx.insertInto('safeguarding_decision').values({
          family_id, id: decision_id, to_member: memberId(one.to), made_by: person[0]!, made_at: at, basis: 'harm', reason: 'w', reason_lang: 'en', until_on: today, shown: 1, danger: null,
          reviewer: person[1]!, review_by: today, reviewed_at: null, reviewed_by: null, review_words: null, review_lang: null, ended_at: null, ended_by: null,
        }).execute()
        await trx.insertInto('decided').values({
          family_id, decision_id, to_member: memberId(one.to), kind: one.kind, about_member: memberId(one.about), from_at: plusMinutes(at, one.from),
          until_on: one.until === null ? null : on(one.until), withdrawn_at: one.withdrawn ? plusMinutes(at, -1) : null,
        }).execute()
      }
      if (drawnFamily.consents.length > 0) {
        await trx.insertInto('consent').values(drawnFamily.consents.map((given) => ({
          family_id, id: newId(), to_member: memberId(given.to), kind: given.kind, about_member: memberId(given.about), why: 'w', given_by: memberId(0),
          from_at: plusMinutes(at, given.from), until_on: given.until === null ? null : on(given.until), withdrawn_at: given.withdrawn ? plusMinutes(at, -1) : null,
        }))).execute()
      }
    })
    return id
  }

  test('the rule in SQL shows what the rule in plain words shows, no more and no less', async () => {
    const db = await freshDatabase()
    const person = Array.from({ length: people }, () => newId<PersonId>())
    await db.insertInto('person').values(person.map((id) => ({ id, name: 'P', given_name: 'P', email: null, mobile: null, password_hash: null, language: null, born_on: null, made_at: at }))).execute()
    // Person 4 sits on the panel, person 5 manages this team; both may be members of the family as well. Person 1 has left.
    const posts: [number, Role, Day | null][] = [[1, 'panel', plusDays(today, -1)], [2, 'practitioner', null], [3, 'lead', today], [4, 'panel', null], [5, 'manager', null]]
    await db.insertInto('post').values(posts.map(([n, role, until_on]) => ({ person_id: person[n]!, id: newId(), role, team: 'north', from_on: plusDays(today, -9), until_on }))).execute()
    const holdsAPost = (n: number) => n >= 2
    const leadPlaces = (family: Drawn) => family.members.flatMap((one, at) => (one.seat === 'lead' && (one.person === 2 || one.person === 3) && one.from <= 0 && (one.until === null || one.until >= 0) ? [at] : []))

    let looked = 0
    let visible = 0
    // How often a decision, a topic, and an agreement to a topic made the difference.
    const made = { byDecision: 0, hiddenByTopic: 0, topicAgreed: 0 }
    const runs = dialectOf(db) === 'sqlite' ? 400 : 150
    await fc.assert(
      fc.asyncProperty(drawn, async (family) => {
        const id = await make(db, family, person)
        const expected = (looker: Parameters<typeof maySee>[1], what: Kind) => family.things.flatMap((_, n) => (maySee(family, looker, what, n) ? [thingId(n)] : [])).sort()
        const check = async (viewer: Viewer, looker: Parameters<typeof maySee>[1]) => {
          for (const what of kinds) {
            // Beside the things there stand a goal and a budget without a circle, so that spends can be: they are left out.
            const all = await seen(db, viewer, what)
            const found = all.filter((one) => one.startsWith('thing'))
            expect(await seenByKept(db, viewer, what)).toEqual(all)
            expect(found, `${what} for ${JSON.stringify(looker)}`).toEqual(expected(looker, what))
            looked += family.things.length
            if (helping.has(looker.seat as Seat)) {
              for (const [n, thing] of family.things.entries()) {
                const sees = maySee(family, looker, what, n)
                if (sees && !maySee({ ...family, decisions: [] }, looker, what, n)) made.byDecision += 1
                const plain = { ...family, things: family.things.map((one) => ({ ...one, topics: [] })) }
                if (thing.topics.length > 0 && maySee(plain, looker, what, n) && !sees) made.hiddenByTopic += 1
                if (thing.topics.length > 0 && sees && !maySee({ ...family, consents: family.consents.filter((one) => (kinds as string[]).includes(one.kind)) }, looker, what, n)) made.topicAgreed += 1
              }
            }
            visible += found.length
          }
        }
        // Once, in an emergency: the plan that nobody keeps to a few, and nothing delicate.
        const inAHurry: Looker = { family: id, member: null, seat: 'emergency', work: null, person: person[0]!, now: at, today }
        for (const what of kinds) {
          const open = family.things.flatMap((thing, n) => (what === 'plan' && thing.kind === 'plan' && thing.topics.length === 0 && (thing.circle === null || !family.circles[thing.circle]) ? [thingId(n)] : [])).sort()
          expect((await seen(db, inAHurry, what)).filter((one) => one.startsWith('thing')), `${what} in an emergency`).toEqual(open)
        }
        for (let n = 0; n < people; n += 1) {
          const places = family.members.flatMap((one, at) => (one.person === n && one.from <= 0 && (one.until === null || one.until >= 0) && (holdsAPost(n) || !helping.has(one.seat)) ? [at] : []))
          const viewer = await viewerFor(db, person[n]!, id, at)
          expect(viewer === undefined).toBe(places.length === 0)
          const place = viewer ? places.find((one) => memberId(one) === viewer.member)! : null
          if (viewer && place !== null) await check(viewer, { member: place, seat: family.members[place]!.seat, person: n, work: null })
          for (const [spend, thing] of family.things.entries()) {
            if (thing.kind !== 'spend') continue
            const leads = leadPlaces(family).filter((one) => maySee(family, { member: one, seat: 'lead', person: family.members[one]!.person!, work: null }, 'spend', spend))
            const theirs = (n === 4 && thing.level === 'panel') || (n === 5 && thing.level === 'manager') ||
              (thing.level === 'lead' && (n === 5 ? leads.length === 0 : leads.some((one) => family.members[one]!.person === n)))
            const decider = await viewerOfSpend(db, person[n]!, id, thingId(spend) as SpendId, at)
            expect(decider !== undefined).toBe(theirs)
            if (decider) await check(decider, { member: place, seat: place === null ? 'work' : family.members[place]!.seat, person: n, work: spend })
          }
        }
      }),
      { numRuns: runs },
    )
    // The drawing must be rich enough to mean something.
    expect(looked).toBeGreaterThan(runs * 20)
    expect(visible / looked).toBeGreaterThan(0.02)
    for (const [what, times] of Object.entries(made)) expect(times, what).toBeGreaterThan(runs / 100)
  }, 90_000)
})

describe('somebody', () => {
  let db: Db
  let world: World
  const soon = plusMinutes(worldBegins, 1)

  beforeEach(async () => {
    db = await freshDatabase()
    world = await aWorld(db)
  })

  const goals = async (who: 'marta' | 'piotr' | 'kasia' | 'dean' | 'sam', at: Instant = soon) => seen(db, await world.viewer(who, world.family, at), 'goal', 'g')
  const about = (thing: string, ...members: MemberId[]) => db.insertInto('about').values(members.map((member_id) => ({ family_id: world.family, thing_id: thing, member_id }))).execute()
  const change = (where: { about_member?: MemberId; kind?: Shareable }, set: { withdrawn_at?: Instant; until_on?: Day }) => {
    let query = db.updateTable('consent').set(set).where('family_id', '=', world.family).where('to_member', '=', world.members.sam)
    if (where.about_member) query = query.where('about_member', '=', where.about_member)
    if (where.kind) query = query.where('kind', '=', where.kind)
    return query.execute()
  }

  test('who helps sees what the family agreed to, and nothing from the moment it is taken back', async () => {
    expect(await goals('sam')).toEqual([world.goal])
    await change({}, { withdrawn_at: soon })
    expect(await goals('sam')).toEqual([])
    expect(await goals('marta')).toEqual([world.goal])
  })

  test('who helps sees it through the last day of the agreement and not on the day after', async () => {
    await change({}, { until_on: today })
    expect(await goals('sam', instant('2026-11-24T23:59:59Z'))).toEqual([world.goal])
    expect(await goals('sam', instant('2026-11-25T00:00:00Z'))).toEqual([])
  })

  test('who helps does not see it before the agreement begins', async () => {
    expect(await goals('sam', plusMinutes(worldBegins, -1))).toEqual([])
    expect(await goals('sam', worldBegins)).toEqual([world.goal])
  })

  test('who helps sees nothing of another kind by an agreement about one', async () => {
    await change({ kind: 'goal' }, { withdrawn_at: soon })
    expect(await goals('sam')).toEqual([])
    await world.budget(10_000)
    expect(await seen(db, await world.viewer('sam', world.family, soon), 'budget')).toHaveLength(1)
  })

  test('who helps sees a thing about two people only when both are agreed to', async () => {
    const both = await world.newGoal('For Zosia and Leo')
    await about(both, world.members.zosia, world.members.leo)
    expect(await goals('sam')).toEqual([world.goal, both].sort())
    await change({ about_member: world.members.leo }, { withdrawn_at: soon })
    expect(await goals('sam')).toEqual([world.goal])
    expect(await goals('piotr')).toEqual([world.goal, both].sort())
  })

  test('who helps has no say in who is in a circle: agreement alone does not open it', async () => {
    const kept = await world.newGoal('Kept', await world.circle(world.members.marta))
    expect(await goals('sam')).toEqual([world.goal])
    expect(await goals('piotr')).toEqual([world.goal])
    expect(await goals('marta')).toEqual([world.goal, kept].sort())
  })

  test('who helps is in the circle with "my lead professional" for as long as they are that, and whoever comes after is', async () => {
    const kept = await world.newGoal('With my lead', await world.circle(world.members.marta, 'seat:lead'))
    expect(await goals('sam')).toEqual([world.goal, kept].sort())
    expect(await goals('piotr')).toEqual([world.goal])

    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('family_id', '=', world.family).where('id', '=', world.members.sam).execute()
    expect(await viewerFor(db, world.people.sam, world.family, soon)).toBeUndefined()
    const next = newId<MemberId>()
    await db.insertInto('member').values({ family_id: world.family, id: next, person_id: world.people.omar, name: 'Omar', given_name: 'Omar', seat: 'lead', relation: null, born_on: null, from_on: today, until_on: null, made_at: soon }).execute()
    const omar = await world.viewer('omar', world.family, soon)
    // Agreement is with a person in their seat: the next one needs an own one.
    expect(await seen(db, omar, 'goal')).toEqual([])
    await db.insertInto('consent').values({ family_id: world.family, id: newId(), to_member: next, kind: 'goal', about_member: world.members.marta, why: 'w', given_by: world.members.marta, from_at: soon, until_on: null, withdrawn_at: null }).execute()
    expect(await seen(db, omar, 'goal')).toEqual([world.goal, kept].sort())
  })

  test('who helps is not in the circle with their seat in another family', async () => {
    const other = await world.viewer('sam', world.otherFamily, soon)
    await world.newGoal('With my lead', await world.circle(world.members.marta, 'seat:lead'))
    expect(await seen(db, other, 'goal')).toEqual([world.otherGoal])
  })

  test('from outside sees the one spend that is theirs to decide, and no other thing', async () => {
    const budget = await world.budget(100_000)
    const [theirs, other] = await Promise.all([spend(budget, 'panel'), spend(budget, 'panel')])
    const ruth = (await viewerOfSpend(db, world.people.ruth, world.family, theirs, soon))!
    expect(await seen(db, ruth, 'spend')).toEqual([theirs])
    for (const kind of ['goal', 'plan', 'appointment', 'budget'] as const) expect(await seen(db, ruth, kind)).toEqual([])
    expect([...ruth.powers].sort()).toEqual(['spend:decide', 'spend:see'])
    expect(await viewerOfSpend(db, world.people.ruth, world.family, newId<SpendId>(), soon)).toBeUndefined()
    expect(await viewerOfSpend(db, world.people.ruth, world.otherFamily, other, soon)).toBeUndefined()
    expect(await viewerOfSpend(db, world.people.omar, world.family, theirs, soon)).toBeUndefined()
    // The one who pays comes when it has been delivered, not before, and may not decide.
    expect(await viewerOfSpend(db, world.people.femi, world.family, theirs, soon)).toBeUndefined()
    await db.updateTable('spend').set({ state: 'delivered' }).where('family_id', '=', world.family).where('id', '=', theirs).execute()
    await db.insertInto('payment').values({ family_id: world.family, id: newId<PaymentId>(), spend_id: theirs, pence: pence(100), payee: 'P', reference: newId(), state: 'due', due_at: worldBegins, paid_at: null, paid_by: null }).execute()
    const femi = (await viewerOfSpend(db, world.people.femi, world.family, theirs, soon))!
    expect([...femi.powers]).toEqual(['spend:pay'])
    expect(await seen(db, femi, 'spend')).toEqual([theirs])
  })

  test('who sees to the money of a team from outside sees no private thing by that', async () => {
    await spend(await world.budget(100_000), 'manager')
    const priya = (await viewerOfMoney(db, world.people.priya, world.family, soon))!
    for (const kind of kinds) expect(await seen(db, priya, kind)).toEqual([])
  })

  test('in the network sees what was shared by name, until it is taken back', async () => {
    const other = await world.newGoal('Not for Kasia')
    expect(await goals('kasia')).toEqual([])
    const share = { family_id: world.family, thing_id: world.goal, member_id: world.members.kasia, at: soon, by_member: world.members.marta }
    await db.insertInto('shared_with').values(share).execute()
    expect(await goals('kasia')).toEqual([world.goal])
    expect(await goals('dean')).toEqual([])
    await db.deleteFrom('shared_with').where('member_id', '=', world.members.kasia).execute()
    expect(await goals('kasia')).toEqual([])
    // What is kept to a circle is not opened by a share beside it; being named in the circle opens it.
    const kept = await world.newGoal('Kept', await world.circle(world.members.marta, world.members.dean))
    await db.insertInto('shared_with').values({ ...share, thing_id: kept }).execute()
    expect(await goals('kasia')).toEqual([])
    expect(await goals('dean')).toEqual([kept])
    expect(other).not.toBe(kept)
  })

  test('whose place changes today is in the new one, not by chance in either', async () => {
    for (const [person, id] of [[world.people.kasia, world.members.kasia], [world.people.dean, world.members.dean]] as const) {
      await db.updateTable('member').set({ until_on: today }).where('family_id', '=', world.family).where('id', '=', id).execute()
      await db.insertInto('member').values({
        family_id: world.family, id: newId<MemberId>(), person_id: person, name: 'N', given_name: 'N', seat: 'kin-carer', relation: null, born_on: null, from_on: today, until_on: null, made_at: soon,
      }).execute()
      expect((await viewerFor(db, person, world.family, soon))!.seat).toBe('kin-carer')
    }
  })

  test('gets the same 404 inside a family that does not exist as inside one that is not theirs', async () => {
    expect(await viewerFor(db, world.people.marta, world.otherFamily, soon)).toBeUndefined()
    expect(await viewerFor(db, world.people.marta, newId<FamilyId>(), soon)).toBeUndefined()
    expect(await viewerFor(db, newId<PersonId>(), world.family, soon)).toBeUndefined()
  })

  test('is judged alike whatever the query calls its table', async () => {
    const viewer = await world.viewer('sam', world.family, soon)
    for (const alias of ['c', 'a', 'cm', 'sw', 'goal', 'member', 'about', 'consent']) expect(await seen(db, viewer, 'goal', alias), alias).toEqual([world.goal])
    for (const who of ['piotr', 'kasia'] as const) {
      const other = await world.viewer(who, world.family, soon)
      await sql`select 1 from goal as cm where ${visibleTo(other, 'goal', 'cm')}`.execute(db)
    }
  })

  async function spend(budget: BudgetId, level: Level): Promise<SpendId> {
    const id = newId<SpendId>()
    await db.insertInto('spend').values({
      family_id: world.family, circle_id: null, id, budget_id: budget, line_id: null, what: 'w', what_lang: 'en', payee: 'p', service_id: null, option_id: null, label: null, unit: 'hour',
      unit_pence: pence(100), quantity: 1, pence: pence(100), goal_id: world.goal, needed_on: today, state: 'asked', level, asked_by: world.members.marta, asked_at: soon, decided_at: null, version: 1,
    }).execute()
    return id
  }
})
