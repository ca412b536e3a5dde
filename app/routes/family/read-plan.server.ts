/** The whole plan as one viewer may see it, for the screen and for paper: family, strengths, goals, who does what. */
import { oncePerRequest } from '#app/access/per-request.server.ts'
import { may, must, type May, type Viewer } from '#app/access/viewer.server.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { membersOf, ofTheHousehold, type Member } from '#app/domain/family/people.server.ts'
import { goalsOf, stepsOf } from '#app/domain/goals/goals.server.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import { mayChangeEntry } from '#app/domain/plan/changing-words.server.ts'
import { familyAndReview } from '#app/domain/plan/reviews.server.ts'
import { stepsWhenLate, type Hears, type StepWhenLate } from '#app/domain/plan/late.ts'
import { doneStandsSince, planEntries, type LastWord } from '#app/domain/plan/plan.server.ts'
import { isId, type GoalId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'

export interface Doing {
  readonly id: string; readonly words: string; readonly lang: string; /** Null when the reader may not know whose it is. */ readonly name: string | null; readonly agency: string | null
  readonly dueOn: Day; readonly doneAt: string | null; readonly late: boolean
  /** An action of the plan can be ticked here; a step on its goal's page. */
  readonly action: boolean; readonly goal: string | null
  /** The need that it answers. */
  readonly need: string | null
  /** What was said about it last, and by whom where the reader may know; the day that was promised first; whether it is not needed any more. */
  /** Offered instead of money. */
  readonly instead: boolean
  readonly last: LastWord | null; readonly lastBy: string | null; readonly firstDueOn: Day | null; readonly over: boolean
  /** Of a service's that is late: what happens if nobody answers, and what has. */
  readonly steps: readonly StepWhenLate[]
  /** Who said it, of an action. */
  readonly saidBy: string | null
  /** Whether the reader may change its words. */
  readonly change: boolean
}

/** The members as the viewer knows them, asked for once however many parts of a page name them. */
export function membersHere(viewer: Viewer): Promise<Member[]> {
  return oncePerRequest(`members ${viewer.family} ${viewer.person}`, () => membersOf(viewer))
}

/** On which side of the plan it stands, whether it is a part of the person asked after, and who hears of it while it is late. */
interface Placed { readonly ours: boolean; readonly theirs: boolean; readonly hears: Hears | null }

/** The people by whom the plan can be read: of the household, as far as the reader knows of them. Somebody who has left is not asked after; what was theirs stays in the whole plan. */
function peopleOf(members: readonly Member[]): { id: MemberId; name: string }[] {
  return members.filter(ofTheHousehold).map(({ id, givenName }) => ({ id, name: givenName }))
}

/**
 * Six queries at the most, five where the family is `known` already, whatever the plan's length. Where the address of `request`
 * names a person, their part of it: what they said, what is about them and what they do.
 */
export async function readPlan(viewer: May<'plan:see'>, { known, request }: { known?: Awaited<ReturnType<typeof familyAndReview>>; request?: Request } = {}) {
  const asked = request && new URL(request.url).searchParams.get('person')
  const wanted = isId(asked) ? asked as MemberId : null
  const [family, members, entries, goals] = await Promise.all([
    known ?? familyAndReview(viewer), membersHere(viewer), planEntries(viewer, wanted), may(viewer, 'goals:see') ? goalsOf(must(viewer, 'goals:see'), 'all', wanted) : [],
  ])
  const open = goals.filter((goal) => goal.state === 'open' || goal.state === 'paused')
  const steps = open.length > 0 ? await stepsOf(must(viewer, 'goals:see'), open.map((goal) => goal.id), doneStandsSince(viewer.today)) : []
  // Somebody of the household, of today or of before, as far as the reader knows of them.
  const whom = members.find((member) => member.id === wanted && (seatsOfTheFamily.has(member.seat) || member.seat === 'child'))?.id ?? null
  const byId = new Map(members.map((member) => [member.id, member]))
  // Whoever the reader may not know of stands with the family: who of the services helps it is not told either.
  const isOurs = (owner: string | null) => {
    if (owner === null) return false
    const member = byId.get(owner as never)
    return member === undefined || (seatsOfTheFamily.has(member.seat) || member.seat === 'child' || member.seat === 'network' || member.seat === 'other-parent')
  }
  const changes = ({ saidBy, madeBy }: { saidBy: MemberId | null; madeBy: PersonId }, owner?: MemberId | null) => {
    const by = byId.get(saidBy as never)
    return mayChangeEntry(viewer, { saidBy, saidBySeat: by?.seat ?? null, saidByPerson: by?.person ?? null, madeBy, promise: owner !== undefined, ownerSeat: byId.get(owner as never)?.seat ?? null, owned: owner != null })
  }
  // Where one person is asked after: what they said, what is about them, what they do. Otherwise all of it.
  const goalsAbout = new Set<GoalId | null>(open.filter((goal) => goal.aboutThem).map((goal) => goal.id))
  const isTheirs = (one: { saidBy: MemberId | null; aboutThem: boolean }) => whom === null || one.aboutThem || one.saidBy === whom
  const doings = [
    ...entries.actions.map((action): Doing & Placed => ({
      id: action.id, words: action.words, lang: action.lang, name: action.owner === null ? action.ownerName : byId.get(action.owner)?.name ?? null, agency: action.owner === null || byId.has(action.owner) ? action.ownerAgency : null,
      dueOn: action.dueOn, doneAt: action.doneAt, late: action.doneAt === null && !action.over && action.dueOn < viewer.today, action: true, steps: [], last: action.last, lastBy: (action.last?.member && byId.get(action.last.member)?.name) || null, firstDueOn: action.firstDueOn, over: action.over, instead: action.instead, goal: action.goal, need: action.need, saidBy: action.saidBy, change: !action.over && changes(action, action.owner), ours: isOurs(action.owner), hears: action.hears, theirs: action.owner === whom || action.aboutThem || goalsAbout.has(action.goal),
    })),
    ...steps.map((step): Doing & Placed => ({
      id: step.id, words: step.words, lang: step.lang, name: byId.get(step.owner)?.name ?? null, agency: null,
      dueOn: step.dueOn, doneAt: step.doneAt, late: step.doneAt === null && step.dueOn < viewer.today, action: false, last: null, lastBy: null, steps: [], firstDueOn: null, over: false, instead: false, goal: step.goal, need: null, saidBy: null, change: false, ours: isOurs(step.owner), hears: step.hears, theirs: step.owner === whom || goalsAbout.has(step.goal),
    })),
  ].sort((a, b) => Number(a.doneAt !== null || a.over) - Number(b.doneAt !== null || b.over) || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
  const settings = await settingsForWords(viewer.db)
  const lead = members.find((member) => member.current && member.seat === 'lead')
  // A service's late promise stands with what happens next; a family's own never does.
  const stepsOfLate = <T extends Doing & Placed>(doing: T): T => (doing.hears === null ? doing
    : { ...doing, steps: stepsWhenLate(doing.dueOn, viewer.today, settings, { ...doing.hears, lead: doing.hears.lead && lead !== undefined && lead.name !== doing.name }) })
  const named = <T extends { saidBy: MemberId | null; madeBy: PersonId }>({ madeBy, ...one }: T) => ({ ...one, by: (one.saidBy && byId.get(one.saidBy)?.name) || null, change: changes({ saidBy: one.saidBy, madeBy }) })
  const isYoung = (id: MemberId | null) => ['child', 'young-person'].includes(byId.get(id as never)?.seat ?? '')
  return {
    family: { id: family.id, name: family.name }, review: family.review, today: viewer.today, lead: lead?.name ?? null, said: entries.said.map((one) => ({ ...one, by: byId.get(one.by)?.name ?? null })),
    kind: entries.kind, takes: may(viewer, 'offers:answer') && viewer.member ? { family: viewer.family, me: viewer.member } : null, names: Object.fromEntries(members.map((member) => [member.id, member.name])) as Record<string, string>,
    people: peopleOf(members), person: whom,
    strengths: entries.strengths.filter(isTheirs).map(named),
    // A child's voice and an adult's stand apart: the young first.
    says: [true, false].flatMap((young) => entries.says.filter((one) => isTheirs(one) && isYoung(one.saidBy) === young).map(named)),
    matters: entries.matters.filter(isTheirs).map(named),
    needs: entries.needs.filter(isTheirs).map((need) => ({
      ...named(need), answers: doings.filter((doing) => doing.need === need.id && !doing.over).map(({ id, words, lang, name, dueOn, doneAt }) => ({ id, words, lang, name, dueOn, doneAt })),
      due: need.dueOn < viewer.today, again: need.notNow !== null && need.notNow.againOn <= viewer.today,
    })),
    goals: open.filter((goal) => whom === null || goal.aboutThem || steps.some((step) => step.goal === goal.id && step.owner === whom)),
    ours: doings.filter((doing) => doing.ours && (whom === null || doing.theirs)), services: doings.filter((doing) => !doing.ours && (whom === null || doing.theirs)).map(stepsOfLate),
  }
}
