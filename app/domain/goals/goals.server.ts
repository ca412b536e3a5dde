/** Goals in the family's own words, their steps, and how they are going from 0 to 10. */
import { sql } from 'kysely'
import type { Topic } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { keptFromNobody, leadIsShown, lookerOf, lookerOfRow, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { circleAnswered, circleFor, isInside, setAbout, shareByName, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type EntryId, type GoalId, type MemberId, type StepId } from '#app/values/ids.ts'
import { ageOn, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { keptQuery } from '#db/kept.ts'
import { markDelicate, topicsOf, unmark } from '#app/domain/sharing/topics.server.ts'
import { setBuildsOn, strengthsOf, type Cited } from './builds-on.server.ts'
import { newestSaidOf } from './kind-words.server.ts'
import { delicateCategories, type Category } from './categories.ts'

/** The most steps that one goal carries: a goal with more is several goals. */
const mostSteps = 30
/** For how long a thank-you or a small win stands beside its goal in a list, in days. */
const daysWarm = 14

export interface NewStep {
  readonly words: string
  readonly owner: MemberId
  readonly dueOn: Day
  /** Kept to fewer than the goal; left out, whoever sees the goal sees it. */
  readonly whoSees?: WhoSees
}
export interface NewGoal {
  readonly words: string
  /** The language the words are in. */
  readonly lang: string
  readonly category: Category
  /** Whom it is about; one or several of the family. */
  readonly about: readonly MemberId[]
  readonly steps: readonly NewStep[]
  readonly whoSees: WhoSees
  /** Members of the network, or a parent who lives elsewhere, to whom it is shown by name. */
  readonly shareWith: readonly MemberId[]
  /** Delicate topics that it touches, beside that of its category. */
  readonly delicate?: readonly Topic[]
  /** The strengths that it builds on, of those its maker sees (TF ¶2.7; #3). */
  readonly buildsOn?: readonly EntryId[]
}

type GoalRefused = CircleRefused | 'not-there' | 'day-is-past' | 'somebody-is-not-here' | 'owner-cannot-see' | 'too-many-steps'

/** Adds a goal in the words of whoever says it. Its steps have owners and days, or it has none yet. */
export async function addGoal(acting: Acting<'goals:add'>, goal: NewGoal): Promise<Outcome<GoalId, GoalRefused>> {
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  if (goal.steps.length > mostSteps) return { ok: false, why: 'too-many-steps' }
  const circle = await circleAnswered(acting, goal.whoSees)
  if (!circle.ok) return { ...circle, field: 'who-sees' }
  const id = newId<GoalId>()
  await acting.db.insertInto('goal').values({
    family_id: acting.family, id, circle_id: circle.circle, words: goal.words, lang: goal.lang, category: goal.category,
    made_by: acting.member, made_at: acting.now, state: 'open',
  }).execute()
  if (!(await setAbout(acting, id, goal.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  if (!(await shareByName(acting, id, goal.shareWith))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
  await markDelicate(acting, id, [...(goal.delicate ?? []), ...[delicateCategories[goal.category] ?? []].flat()])
  if (!(await setBuildsOn(acting, id, goal.buildsOn ?? []))) return { ok: false, why: 'not-there', field: 'builds-on' }
  for (const [position, step] of goal.steps.entries()) {
    const refused = await insertStep(acting, id, { goal: circle.circle, own: null }, goal.lang, step, position)
    if (refused) return { ok: false, why: refused, field: refused === 'day-is-past' ? `due-${position}` : `owner-${position}` }
  }
  const others = (await readersOf(acting, circle.circle)).filter((person) => person !== acting.person)
  return {
    ok: true, value: id,
    event: { kind: 'goal-added', data: { words: goal.words }, thing: { kind: 'goal', id }, circle: circle.circle },
    notices: others.map((to) => ({ to, name: 'newGoal' })),
  }
}

/** Adds one step to a goal. Whoever owns it must be able to see the goal. */
export async function addStep(acting: Acting<'goals:add'>, step: NewStep & { goal: GoalId; lang: string }): Promise<Outcome<StepId, GoalRefused | 'theirs-alone'>> {
  const goal = await goalToChange(acting, step.goal)
  if (!goal) return { ok: false, why: 'not-there' }
  if (await isTheirsAlone(acting, step.goal)) return { ok: false, why: 'theirs-alone' }
  const seen = await acting.db.selectFrom('step as s').select('s.id').where('s.family_id', '=', acting.family).where('s.goal_id', '=', step.goal).where(keptFromNobody(acting, 's')).execute()
  const { count } = await acting.db.selectFrom('step').select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('count'))
    .where('family_id', '=', acting.family).where('goal_id', '=', step.goal).executeTakeFirstOrThrow()
  // Those that are kept from the viewer do not count: the refusal would tell of them.
  if (seen.length >= mostSteps) return { ok: false, why: 'too-many-steps' }
  const own = await circleFor(acting, step.whoSees ?? 'everybody')
  if (!own.ok) return { ...own, field: 'who-sees' }
  const id = newId<StepId>()
  const refused = await insertStep(acting, step.goal, { goal: goal.circle_id, own: own.circle }, step.lang, step, count, id)
  if (refused) return { ok: false, why: refused, field: refused === 'day-is-past' ? 'due' : 'owner' }
  return { ok: true, value: id, event: { kind: 'step-added', data: { words: step.words, due: step.dueOn }, thing: { kind: 'goal', id: step.goal }, circle: own.circle ?? goal.circle_id } }
}

/** Writes a step of a goal down; why it cannot be, where its owner is not here or may not see it. */
export async function insertStep(acting: Inside<Viewer>, goal: GoalId, circles: { goal: CircleId | null; own: CircleId | null }, lang: string, step: NewStep, position: number, id = newId<StepId>()) {
  if (step.dueOn < acting.today) return 'day-is-past' as const
  const owner = await acting.db.selectFrom('member').select(['id', 'seat']).where('family_id', '=', acting.family).where('id', '=', step.owner)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!owner) return 'somebody-is-not-here' as const
  for (const circle of [circles.goal, circles.own]) if (circle !== null && !(await isInside(acting, circle, owner))) return 'owner-cannot-see' as const
  if (circles.goal === null && (owner.seat === 'network' || owner.seat === 'other-parent')) {
    const shown = await acting.db.selectFrom('shared_with').select('thing_id').where('family_id', '=', acting.family).where('thing_id', '=', goal)
      .where('member_id', '=', owner.id).executeTakeFirst()
    if (!shown) return 'owner-cannot-see' as const
  }
  if (seatsThatHelp.has(owner.seat) && !(await helpersWhoSee(acting, goal)).includes(owner.id)) return 'owner-cannot-see' as const
  await acting.db.insertInto('step').values({
    family_id: acting.family, id, goal_id: goal, words: step.words, lang, owner_member: step.owner, due_on: step.dueOn, done_at: null, position, circle_id: circles.own,
  }).execute()
  return undefined
}

/**
 * Who of those who help sees a goal by what the family agreed: only they can have a step of it. What was decided without
 * asking does not count: the answer would tell of it. One query.
 */
export async function helpersWhoSee(viewer: May<'goals:see'> | Inside<Viewer>, goal: GoalId): Promise<MemberId[]> {
  const { family, today } = viewer
  const helper: Looker = { ...lookerOfRow('m', 'team', viewer), agreedOnly: 'yes' }
  const rows = await viewer.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', family).where('m.seat', 'in', [...seatsThatHelp])
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', today)])).where((eb) => eb.exists(eb.selectFrom('goal as g').select('g.id').where('g.id', '=', goal)
      .where((or) => or.or([visibleTo(helper, 'goal', 'g') as never, or.and([visibleTo({ ...helper, seat: 'lead' }, 'goal', 'g') as never, or(sql.ref('m.seat'), '=', 'lead')])])))).execute()
  return rows.map((row) => row.id)
}

/** Ticks a step, or takes the tick back. */
export async function tickStep(acting: Acting<'goals:rate'>, { step, done }: { step: StepId; done: boolean }): Promise<Outcome<GoalId, 'not-there'>> {
  const row = await acting.db.selectFrom('step as s').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id'))
    .select(['s.goal_id', 'g.circle_id', 's.circle_id as own_circle']).where('s.family_id', '=', acting.family).where('s.id', '=', step).where(visibleTo(acting, 'goal', 'g')).where(keptFromNobody(acting, 's')).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('step').set({ done_at: done ? acting.now : null }).where('family_id', '=', acting.family).where('id', '=', step).execute()
  return { ok: true, value: row.goal_id, event: { kind: 'step-done', data: { done }, thing: { kind: 'goal', id: row.goal_id }, circle: row.own_circle ?? row.circle_id } }
}

/** Says how a goal is going for the one who says it: 0 (not at all) to 10 (we are there). Every answer is kept. */
export async function rateGoal(acting: Acting<'goals:rate'>, rating: { goal: GoalId; score: number; note: string | null; lang: string }): Promise<Outcome<GoalId, 'not-there'>> {
  const goal = await goalToChange(acting, rating.goal)
  if (!goal || acting.member === null) return { ok: false, why: 'not-there' }
  await acting.db.insertInto('rating').values({
    family_id: acting.family, id: newId(), goal_id: rating.goal, member_id: acting.member, score: rating.score,
    note: rating.note, note_lang: rating.note === null ? null : rating.lang, at: acting.now,
  }).execute()
  return { ok: true, value: rating.goal, event: { kind: 'goal-rated', data: { score: rating.score }, thing: { kind: 'goal', id: rating.goal }, circle: goal.circle_id } }
}

/**
 * Says later whether a goal is about something delicate: its maker alone does. What was asked money for follows it; an
 * action keeps what was said of it, and takes on what is new: what is marked on its own is not opened by this.
 */
export async function changeTopics(acting: Acting<'goals:add'>, change: { goal: GoalId; topics: readonly Topic[] }): Promise<Outcome<GoalId, 'not-there'>> {
  const goal = await acting.db.selectFrom('goal as g').select(['g.circle_id', 'g.made_by', 'g.category']).where('g.id', '=', change.goal).where(visibleTo(acting, 'goal', 'g')).executeTakeFirst()
  if (goal?.made_by !== acting.member || acting.member === null) return { ok: false, why: 'not-there' }
  const topics = [...change.topics, ...[delicateCategories[goal.category as Category] ?? []].flat()]
  const spends = await acting.db.selectFrom('spend').select('id').where('family_id', '=', acting.family).where('goal_id', '=', change.goal).execute()
  for (const thing of [change.goal, ...spends.map((spend) => spend.id)]) {
    await unmark(acting, thing)
    await markDelicate(acting, thing, topics)
  }
  const actions = await acting.db.selectFrom('plan_entry').select('id').where('family_id', '=', acting.family).where('goal_id', '=', change.goal).execute()
  for (const action of actions) await markDelicate(acting, action.id, topics)
  return { ok: true, value: change.goal, event: { kind: 'goal-topics-changed', data: {}, thing: { kind: 'goal', id: change.goal }, circle: goal.circle_id } }
}

/** Reached, paused, let go, or open again. */
export async function changeGoalState(acting: Acting<'goals:add'>, change: { goal: GoalId; state: 'open' | 'reached' | 'paused' | 'let-go' }): Promise<Outcome<GoalId, 'not-there' | 'theirs-alone'>> {
  const goal = await goalToChange(acting, change.goal)
  if (!goal) return { ok: false, why: 'not-there' }
  if (await isTheirsAlone(acting, change.goal)) return { ok: false, why: 'theirs-alone' }
  await acting.db.updateTable('goal').set({ state: change.state }).where('family_id', '=', acting.family).where('id', '=', change.goal).execute()
  return { ok: true, value: change.goal, event: { kind: 'goal-state-changed', data: { state: change.state }, thing: { kind: 'goal', id: change.goal }, circle: goal.circle_id } }
}

/** Whether a goal is somebody else's alone: they made it, it is about nobody but them, and they have reached the age from which what is theirs is theirs (C2). */
async function isTheirsAlone(acting: Inside<Viewer>, goal: GoalId): Promise<boolean> {
  const maker = await acting.db.selectFrom('goal as g').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'g.family_id').onRef('m.id', '=', 'g.made_by'))
    .select(['m.id', 'm.seat', 'm.born_on']).where('g.family_id', '=', acting.family).where('g.id', '=', goal).executeTakeFirst()
  if (!maker || maker.id === acting.member || maker.seat !== 'young-person' || maker.born_on === null) return false
  if (ageOn(maker.born_on, acting.today) < (await settingsOf(acting.db)).ownFromAge) return false
  const others = await acting.db.selectFrom('about').select('member_id').where('family_id', '=', acting.family).where('thing_id', '=', goal).where('member_id', '<>', maker.id).limit(1).executeTakeFirst()
  return others === undefined
}

async function goalToChange(acting: Inside<Viewer>, goal: GoalId) {
  return acting.db.selectFrom('goal as g').select('g.circle_id').where('g.id', '=', goal).where(visibleTo(acting, 'goal', 'g')).executeTakeFirst()
}

export interface GoalInShort {
  readonly id: GoalId
  readonly words: string
  readonly lang: string
  readonly state: 'open' | 'reached' | 'paused' | 'let-go'
  readonly category: string
  /** The newest answer, and the first one, if there is another. */
  readonly score: number | null
  readonly firstScore: number | null
  readonly firstAt: Instant | null
  /** Whether it is about the one person whose part of the plan was asked for. */
  readonly aboutThem: boolean
  /** The newest thank-you or small win of the last two weeks, of it or of a step of it. */
  readonly warm: { readonly words: string; readonly lang: string; readonly by: string; readonly at: Instant } | null
  /** The step that is due next. */
  readonly nextStep: { readonly words: string; readonly lang: string; readonly dueOn: Day; readonly owner: MemberId } | null
}

const goalsInShort = keptQuery(['seat', 'which'], (db, viewer: Looker & { most: number; which: 'all' | 'open'; since: Instant; whom: MemberId | null }) =>
  db.selectFrom('goal as g')
    .leftJoin('step as n', (join) => join.onRef('n.family_id', '=', 'g.family_id').on('n.id', '=', (eb) =>
      eb.selectFrom('step as s').select('s.id').whereRef('s.family_id', '=', 'g.family_id').whereRef('s.goal_id', '=', 'g.id').where('s.done_at', 'is', null)
        .where(keptFromNobody(viewer, 's')).orderBy('s.due_on').orderBy('s.position').limit(1)))
    .leftJoin('kind_word as w', (join) => join.onRef('w.family_id', '=', 'g.family_id').on('w.id', '=', newestSaidOf('g', viewer, viewer.since)))
    .leftJoin('member as b', (join) => join.onRef('b.family_id', '=', 'w.family_id').onRef('b.id', '=', 'w.by_member'))
    .select(['w.words as warm', 'w.lang as warm_lang', 'w.at as warm_at', 'b.given_name as warm_by'])
    .select(['g.id', 'g.words', 'g.lang', 'g.state', 'g.category', 'n.words as step_words', 'n.lang as step_lang', 'n.due_on', 'n.owner_member'])
    .select((eb) => [
      eb.selectFrom('rating as r').select('r.score').whereRef('r.family_id', '=', 'g.family_id').whereRef('r.goal_id', '=', 'g.id').orderBy('r.at', 'desc').limit(1).as('score'),
      eb.selectFrom('rating as r').select('r.score').whereRef('r.family_id', '=', 'g.family_id').whereRef('r.goal_id', '=', 'g.id').orderBy('r.at').limit(1).as('first_score'),
      eb.selectFrom('rating as r').select('r.at').whereRef('r.family_id', '=', 'g.family_id').whereRef('r.goal_id', '=', 'g.id').orderBy('r.at').limit(1).as('first_at'),
    ])
    .select((eb) => eb.exists(eb.selectFrom('about as a').select('a.thing_id').whereRef('a.family_id', '=', 'g.family_id').whereRef('a.thing_id', '=', eb.ref('g.id') as never).where('a.member_id', '=', viewer.whom ?? ('' as MemberId))).as('about_them'))
    .where(visibleTo(viewer, 'goal', 'g')).$if(viewer.which === 'open', (query) => query.where('g.state', '=', 'open'))
    .orderBy(sql`case g.state when 'open' then 0 when 'paused' then 1 when 'reached' then 2 else 3 end`).orderBy('g.made_at').orderBy('g.id')
    .limit(viewer.most))

/** The goals a viewer may see, open ones first, oldest first; or the open ones alone. One query. More than 300 are not a plan. */
export async function goalsOf(viewer: May<'goals:see'>, which: 'all' | 'open' = 'all', whom: MemberId | null = null, most = 300): Promise<GoalInShort[]> {
  const rows = await goalsInShort(viewer.db, { ...lookerOf(viewer), most, which, since: plusMinutes(viewer.now, -daysWarm * 24 * 60), whom })
  return rows.map((row) => ({
    id: row.id, words: row.words, lang: row.lang, state: row.state, category: row.category, score: row.score, firstScore: row.first_score, firstAt: row.first_at,
    aboutThem: Boolean(row.about_them), warm: row.warm === null ? null : { words: row.warm, lang: row.warm_lang!, by: row.warm_by!, at: row.warm_at! },
    nextStep: row.step_words === null ? null : { words: row.step_words, lang: row.step_lang!, dueOn: row.due_on!, owner: row.owner_member! },
  }))
}

export interface Step {
  readonly id: StepId; readonly goal: GoalId; readonly words: string; readonly lang: string; readonly owner: MemberId; readonly dueOn: Day; readonly doneAt: Instant | null
  /** Of a late one of a goal that is being worked on, who besides its owner hears of it where it is a service's; null of any other. */
  readonly hears: { readonly lead: boolean; readonly manager: boolean } | null
}

/** The steps of some goals that the viewer was already shown, in their order; of those that are done, all, or the ones since a time. One query. */
export async function stepsOf(viewer: May<'goals:see'>, goals: readonly GoalId[], doneSince: Instant | null = null): Promise<Step[]> {
  if (goals.length === 0) return []
  const rows = await viewer.db.selectFrom('step as s').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id'))
    .select(['s.id', 's.goal_id', 's.words', 's.lang', 's.owner_member', 's.due_on', 's.done_at', sql<number>`case when s.circle_id is null and g.circle_id is null then 1 else 0 end`.as('open')])
    .select(sql<number | null>`case when s.done_at is null and s.due_on < ${viewer.today} and g.state = 'open' then case when ${leadIsShown('goal', 'g', viewer, 's')} then 1 else 0 end end`.as('lead_hears'))
    .where('s.family_id', '=', viewer.family).where('s.goal_id', 'in', [...goals]).where(visibleTo(viewer, 'goal', 'g')).where(keptFromNobody(viewer, 's'))
    .$if(doneSince !== null, (query) => query.where((eb) => eb.or([eb('s.done_at', 'is', null), eb('s.done_at', '>=', doneSince)])))
    .orderBy('s.goal_id').orderBy('s.position').execute()
  return rows.map((row) => ({ id: row.id, goal: row.goal_id, words: row.words, lang: row.lang, owner: row.owner_member, dueOn: row.due_on, doneAt: row.done_at, hears: row.lead_hears === null ? null : { lead: row.lead_hears === 1, manager: row.open === 1 } }))
}

export interface Goal {
  readonly id: GoalId
  readonly words: string
  readonly lang: string
  readonly category: string
  readonly state: GoalInShort['state']
  readonly madeBy: MemberId
  readonly madeAt: Instant
  readonly circle: CircleId | null
  readonly about: MemberId[]
  readonly sharedWith: MemberId[]
  /** The delicate topics that it touches. */
  readonly delicate: readonly Topic[]
  /** The strengths that it builds on, of those the viewer sees. */
  readonly buildsOn: Cited[]
  readonly steps: Step[]
  readonly ratings: { readonly member: MemberId; readonly score: number; readonly note: string | null; readonly noteLang: string | null; readonly at: Instant }[]
}

/** One goal with its steps and how it went; undefined when it is not there or not the viewer's to see. */
export async function goal(viewer: May<'goals:see'>, id: GoalId): Promise<Goal | undefined> {
  const row = await viewer.db.selectFrom('goal as g').selectAll().where('g.id', '=', id).where(visibleTo(viewer, 'goal', 'g')).executeTakeFirst()
  if (!row) return undefined
  // Somebody to whom it is shown by name learns nothing of the others.
  const seesByName = viewer.seat === 'network' || viewer.seat === 'other-parent'
  const [about, sharedWith, delicate, buildsOn, steps, ratings] = await Promise.all([
    viewer.db.selectFrom('about').select('member_id').where('family_id', '=', viewer.family).where('thing_id', '=', id).orderBy('member_id').execute(),
    viewer.db.selectFrom('shared_with').select('member_id').where('family_id', '=', viewer.family).where('thing_id', '=', id).orderBy('member_id').execute(),
    topicsOf(viewer, id),
    strengthsOf(viewer, id),
    stepsOf(viewer, [id]),
    viewer.db.selectFrom('rating').select(['member_id', 'score', 'note', 'note_lang', 'at']).where('family_id', '=', viewer.family).where('goal_id', '=', id).orderBy('at', 'desc').limit(100).execute(),
  ])
  return {
    id: row.id, words: row.words, lang: row.lang, category: row.category, state: row.state, madeBy: row.made_by, madeAt: row.made_at, circle: row.circle_id,
    about: about.map((a) => a.member_id), sharedWith: sharedWith.map((s) => s.member_id).filter((member) => !seesByName || member === viewer.member), delicate, buildsOn, steps,
    ratings: ratings.map((r) => ({ member: r.member_id, score: r.score, note: r.note, noteLang: r.note_lang, at: r.at })).reverse(),
  }
}
