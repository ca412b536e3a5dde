/** A small area to test in: two families and the people around them, made with plain inserts. */
import type { Db } from '#db/connect.ts'
import type { Role, Seat, Shareable } from '#db/schema.ts'
import { areaViewerFor, must, theArea, viewerFor, viewerOfMoney, viewerOfSpend, type AreaViewer, type May, type Viewer } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { agreeLine, makeBudget, type NewBudget } from '#app/domain/budget/budgets.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type CircleId, type FamilyId, type FundingId, type GoalId, type LineId, type MemberId, type PersonId, type ReviewId, type SpendId, type TransferId } from '#app/values/ids.ts'
import { instant, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { pence, type Pence } from '#app/values/money.ts'

/** When the world begins: a Tuesday in November, ten in the morning. */
export const worldBegins = instant('2026-11-24T10:00:00Z')
export const today = '2026-11-24' as Day

const kinds: readonly Shareable[] = ['plan', 'goal', 'appointment', 'budget', 'spend', 'fact']

/** Somebody of the family, or around it, with an account. */
type Insider = 'marta' | 'piotr' | 'zosia' | 'kasia' | 'dean' | 'aisha'
/** Somebody with a post in the area. */
type Helper = 'sam' | 'omar' | 'priya' | 'ruth' | 'lewis' | 'femi'

export interface World {
  readonly db: Db
  /** Marta (parent), Piotr (second parent), Zosia (15), Leo (3, no account), Kasia (network), Dean (other parent); lead: Sam. */
  readonly family: FamilyId
  /** Aisha's, in the same team; lead: Sam. */
  readonly otherFamily: FamilyId
  readonly people: Readonly<Record<Insider | Helper, PersonId>>
  /** Their places in the first family; `aisha` and `samOther` are in the other one. */
  readonly members: Readonly<Record<Insider | 'leo' | 'sam' | 'samOther', MemberId>>
  /** A goal of Marta's that everybody in the family sees; Aisha's own. */
  readonly goal: GoalId
  readonly otherGoal: GoalId
  /** A person seen from inside the first family, unless another is named. Throws for somebody without a place in it. */
  viewer(person: Insider | 'sam' | 'omar', family?: FamilyId, at?: Instant): Promise<Viewer>
  /** The same, proven to have a power. */
  may<P extends FamilyPower>(person: Insider | 'sam', power: P, at?: Instant): Promise<May<P>>
  /** Somebody with a post, at their desk. */
  desk(person: Helper, at?: Instant): Promise<AreaViewer>
  /** Whoever decides or pays one spend, as they come to it from their desk. Undefined unless it is theirs. */
  spendViewer(person: Helper, spend: SpendId, at?: Instant): Promise<Viewer | undefined>
  /** A budget of the first family until half a year from now, made by Priya. One source unless told otherwise. */
  budget(left: Pence | number, more?: Partial<NewBudget>): Promise<BudgetId>
  /** A budget that is kept to a circle. */
  keptBudget(left: number, circle: CircleId): Promise<BudgetId>
  /** A line that Priya agreed. */
  line(budget: BudgetId, sum: number, more?: { name?: string; until?: Day }): Promise<LineId>
  /** A circle of the first family, with exactly these inside. */
  circle(...who: string[]): Promise<CircleId>
  /** A goal of the first family, kept to a circle if one is given. */
  newGoal(words: string, circle?: CircleId | null): Promise<GoalId>
}

/** Makes the world. Everybody's places and posts began a month before `worldBegins`; agreements with Sam hold for every kind. */
export async function aWorld(db: Db): Promise<World> {
  const began = '2026-10-24' as Day
  const made = { made_at: worldBegins, born_on: null }
  const names = {
    marta: 'Marta Kowalczyk', piotr: 'Piotr Bailey', zosia: 'Zosia Bailey', kasia: 'Kasia Nowak', dean: 'Dean Marsh', aisha: 'Aisha Hussain',
    sam: 'Sam Adeyemi', omar: 'Omar Siddiqui', priya: 'Priya Nair', ruth: 'Ruth Owen', lewis: 'Lewis Grant', femi: 'Femi Bello',
  }
  const people = Object.fromEntries(Object.keys(names).map((key) => [key, newId<PersonId>()])) as World['people']
  const given = (name: string) => name.split(' ')[0]!
  await db.insertInto('person').values(Object.entries(names).map(([key, name]) => ({
    id: people[key as Insider], name, given_name: given(name), email: `${key}@example.org`, mobile: null, password_hash: null, language: 'en', ...made,
  }))).execute()

  const posts: readonly (readonly [Helper, Role, string])[] = [['sam', 'lead', 'north'], ['omar', 'lead', 'south'], ['priya', 'manager', 'north'], ['ruth', 'panel', ''], ['lewis', 'panel', ''], ['femi', 'finance', '']]
  await db.insertInto('post').values(posts.map(([who, role, team]) => ({ person_id: people[who], id: newId(), role, team, from_on: began, until_on: null }))).execute()

  const family = newId<FamilyId>()
  const otherFamily = newId<FamilyId>()
  await db.insertInto('family').values([[family, 'Kowalczyk-Bailey'], [otherFamily, 'Hussain']].map(([id, name]) => ({
    id: id as FamilyId, name: name!, team: 'north', level: 'targeted', language: 'en', started_on: began,
  }))).execute()

  const members = Object.fromEntries(['marta', 'piotr', 'zosia', 'leo', 'kasia', 'dean', 'aisha', 'sam', 'samOther'].map((key) => [key, newId<MemberId>()])) as World['members']
  const place = (key: keyof World['members'], seat: Seat, name: string, person: PersonId | null, of = family, bornOn: string | null = null) => ({
    family_id: of, id: members[key], person_id: person, name, given_name: given(name), seat, relation: null, born_on: bornOn as Day | null, from_on: began, until_on: null, made_at: worldBegins,
  })
  await db.insertInto('member').values([
    place('marta', 'parent', names.marta, people.marta), place('piotr', 'parent', names.piotr, people.piotr),
    place('zosia', 'young-person', names.zosia, people.zosia, family, '2011-05-02'), place('leo', 'child', 'Leo Bailey', null, family, '2023-03-01'),
    place('kasia', 'network', names.kasia, people.kasia), place('dean', 'other-parent', names.dean, people.dean), place('sam', 'lead', names.sam, people.sam),
    place('aisha', 'parent', names.aisha, people.aisha, otherFamily), place('samOther', 'lead', names.sam, people.sam, otherFamily),
  ]).execute()

  const agreed = (of: FamilyId, to: MemberId, by: MemberId, about: readonly MemberId[]) => about.flatMap((member) => kinds.map((kind) => ({
    family_id: of, id: newId(), to_member: to, kind, about_member: member, why: 'So that they can help', given_by: by, from_at: worldBegins, until_on: null, withdrawn_at: null,
  })))
  await db.insertInto('consent').values([
    ...agreed(family, members.sam, members.marta, [members.marta, members.piotr, members.zosia, members.leo]),
    ...agreed(otherFamily, members.samOther, members.aisha, [members.aisha]),
  ]).execute()

  await db.insertInto('review').values([family, otherFamily].map((family_id) => ({ family_id, id: newId<ReviewId>(), due_on: plusDays(today, 40), planned_at: worldBegins, planned_by: people.sam }))).execute()

  await db.insertInto('responsibility').values([members.marta, members.piotr].flatMap((adult_member) => [members.zosia, members.leo].map((child_member) => ({
    family_id: family, adult_member, child_member, at: worldBegins,
  })))).execute()

  // A manager alone makes the budgets of most tests, whatever is in them.
  await db.insertInto('area_setting').values({ area_id: theArea, key: 'managerBudgetPence', value: '9999999', changed_at: worldBegins, changed_by: null }).execute()

  async function insertGoal(of: FamilyId, by: MemberId, words: string, circle: CircleId | null = null): Promise<GoalId> {
    const id = newId<GoalId>()
    await db.insertInto('goal').values({ family_id: of, id, circle_id: circle, words, lang: 'en', category: 'school', made_by: by, made_at: worldBegins, state: 'open' }).execute()
    return id
  }

  async function done<T>(answer: Promise<Answer<T, string>>): Promise<T> {
    const outcome = await answer
    if (!outcome.ok) throw new Error(`the world could not be made: ${outcome.why}`)
    return outcome.value
  }

  const world: World = {
    db, family, otherFamily, people, members,
    goal: await insertGoal(family, members.marta, 'Mornings without tears'),
    otherGoal: await insertGoal(otherFamily, members.aisha, 'A rest in the week'),
    async viewer(person, of = family, at = worldBegins) {
      const viewer = await viewerFor(db, people[person], of, at)
      if (!viewer) throw new Error(`${person} has no place in this family`)
      return viewer
    },
    async may(person, power, at = worldBegins) {
      return must(await world.viewer(person, family, at), power)
    },
    async desk(person, at = worldBegins) {
      const viewer = await areaViewerFor(db, people[person], at)
      if (!viewer) throw new Error(`${person} holds no post`)
      return viewer
    },
    spendViewer: (person, spend, at = worldBegins) => viewerOfSpend(db, people[person], family, spend, at),
    async budget(left, more = {}) {
      const until = more.until ?? plusDays(today, 182)
      const manager = await viewerOfMoney(db, people.priya, family, worldBegins)
      return done(act(must(manager!, 'budget:make'), makeBudget, {
        name: 'Our money', holding: 'council', from: began, until, sources: [{ source: 'The council', pence: pence(left), expiresOn: until }], ...more,
      }))
    },
    async keptBudget(left, circle) {
      const [id, funding] = [newId<BudgetId>(), newId<FundingId>()]
      const [until, sum] = [plusDays(today, 182), pence(left)]
      await db.insertInto('budget').values({ family_id: family, id, circle_id: circle, name: 'Kept', holding: 'council', from_on: began, until_on: until }).execute()
      await db.insertInto('funding').values({ family_id: family, id: funding, budget_id: id, source: 'The council', expires_on: until }).execute()
      await db.insertInto('transfer').values({
        family_id: family, id: newId<TransferId>(), budget_id: id, funding_id: funding, spend_id: null, from_bucket: 'council', to_bucket: 'available', pence: sum, at: worldBegins,
        by_person: people.sam, why: 'funded', corrects: null, position: 1, left_after: sum,
      }).execute()
      await db.insertInto('balance').values({ family_id: family, budget_id: id, funding_id: funding, bucket: 'available', pence: sum }).execute()
      return id
    },
    async line(budget, sum, more = {}) {
      const manager = await viewerOfMoney(db, people.priya, family, worldBegins)
      return (await done(act(must(manager!, 'line:agree'), agreeLine, { budget, name: more.name ?? 'After-school club', pence: pence(sum), until: more.until ?? plusDays(today, 100) }))).line
    },
    async circle(...who) {
      const id = newId<CircleId>()
      await db.insertInto('circle').values({ family_id: family, id, made_by: members.marta, made_at: worldBegins }).execute()
      await db.insertInto('circle_member').values(who.map((one) => ({ family_id: family, circle_id: id, who: one }))).execute()
      return id
    },
    newGoal: (words, circle = null) => insertGoal(family, members.marta, words, circle),
  }
  return world
}
