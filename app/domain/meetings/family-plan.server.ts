/**
 * The family's plan out of its meeting, as it is read (C4). It is the family's own until it is sent: nobody who helps reads a word of it
 * before. From then on the lead professional and the co-ordinator read what was sent, round by round. Each sitting has its own plan,
 * and reads of another's the parts alone that the co-ordinator lets everybody read.
 */
import { sql } from 'kysely'
import type { Seat } from '#db/schema.ts'
import type { FamilyPlanState, PartBecomes, PartKept, PartNeeds } from '#db/schema-meeting-plan.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import { notYours } from '#app/access/not-yours.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { leadsToday, visibleTo } from '#app/access/visible-to.server.ts'
import { lasts } from '#app/access/who-is-here.server.ts'
import { may, type Acting, type AreaMay, type Inside, type May, type Viewer } from '#app/access/viewer.server.ts'
import { teamsManaged } from '#app/access/powers.ts'
import type { AppointmentId, EntryId, FamilyId, GoalId, MeetingId, MeetingPartId, MemberId, SpendId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import { mayChangePart, readsPlan, writesPlan } from './plan-words.ts'

export interface FamilyPart {
  readonly id: MeetingPartId; readonly words: string; readonly lang: string
  /** Who does it: a name, with an agency of whoever has no place here; null for somebody of whom the reader must not know. */
  readonly owner: string | null; readonly agency: string | null; readonly ownerMember: MemberId | null
  readonly dueOn: Day; readonly needs: PartNeeds; readonly needsWords: string | null; readonly pence: Pence | null; readonly kind: SpendKind | null
  readonly otherwise: string | null
  /** Who checks; null for the lead professional. */
  readonly checks: string | null; readonly checksMember: MemberId | null
  readonly becomes: PartBecomes; readonly category: string | null; readonly kept: PartKept; readonly forAll: boolean
  /** Why the lead professional says that it would put somebody at risk, of this round; and what they said of it in the round before. */
  readonly risk: string | null; readonly riskLang: string | null; readonly told: string | null; readonly toldLang: string | null
  /** What the family says to that, and whether the part was written anew since. */
  readonly answer: string | null; readonly answerLang: string | null; readonly changed: boolean
  /** How the round stands in which it is; and what it became, where the reader sees that. */
  readonly state: FamilyPlanState; readonly entry: EntryId | null; readonly goal: GoalId | null
  readonly may: { readonly change: boolean }
}

export interface PlanRound {
  readonly round: number; readonly state: FamilyPlanState; readonly words: string | null; readonly lang: string | null; readonly againOn: Day | null
  readonly sentBy: string | null; readonly sentAt: Instant | null; readonly answerBy: Day | null; readonly answeredBy: string | null; readonly answeredAt: Instant | null
  /** It waits, and its day has passed; and then whether those who answer for that were told. */
  readonly late: boolean; readonly lateTold: boolean
  readonly parts: readonly FamilyPart[]
}

export interface SittingPlan { readonly sitting: number; /** The newest first. */ readonly rounds: readonly PlanRound[] }

export interface FamilyPlan {
  readonly question: string; readonly lang: string; readonly off: boolean
  /** The reader's own sitting; null for those who help. */
  readonly own: number | null
  /** The reader's own plan, or each that was sent, for those who help. */
  readonly plans: readonly SittingPlan[]
  /** Parts of other sittings that everybody of this meeting reads; also of sittings that have a meeting of their own, beside it. */
  readonly shared: readonly FamilyPart[]
  readonly may: { readonly write: boolean; readonly answer: boolean; readonly join: boolean }
}

type Reader = May<'meetings:see'> | Acting<'meetings:see'> | Acting<'meetings:attend'> | Acting<'meetings:prepare'> | Acting<'meetings:arrange'>

/** A meeting that the reader may know of, with their own sitting; a 404 for any other. One query. */
export async function meetingWith(viewer: Viewer | Inside<Viewer>, id: MeetingId) {
  const row = await viewer.db.selectFrom('meeting as g').leftJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'g.family_id').onRef('p.meeting_id', '=', 'g.id').on('p.member_id', '=', viewer.member).on('p.gone_at', 'is', null))
    .select(['g.id', 'g.question', 'g.lang', 'g.state', 'g.asked_by', 'p.sitting']).where('g.id', '=', id).where(visibleTo(viewer, 'meeting', 'g')).executeTakeFirst()
  if (!row) throw notYours()
  return { ...row, own: seatsThatHelp.has(viewer.seat as Seat) ? null : row.sitting }
}

/** The family's plan of one meeting as its reader may know of it. Three queries. */
export async function familyPlanOf(viewer: Reader, id: MeetingId): Promise<FamilyPlan> {
  const meeting = await meetingWith(viewer, id)
  if (!readsPlan(viewer.seat)) throw notYours()
  const { own } = meeting
  const helps = own === null
  const rounds = await viewer.db.selectFrom('meeting_plan as n').leftJoin('member as s', (join) => join.onRef('s.family_id', '=', 'n.family_id').onRef('s.id', '=', 'n.sent_by'))
    .leftJoin('member as a', (join) => join.onRef('a.family_id', '=', 'n.family_id').onRef('a.id', '=', 'n.answered_by'))
    .selectAll('n').select(['s.name as sender', 'a.name as answerer']).where('n.family_id', '=', viewer.family).where('n.meeting_id', '=', id)
    .$if(helps, (query) => query.where('n.sent_at', 'is not', null)).$if(!helps, (query) => query.where('n.sitting', '=', own!)).orderBy('n.sitting').orderBy('n.round', 'desc').execute()
  const rows = await partsQuery(viewer, helps ? id : besides(viewer, id)).$if(helps, (query) => query.where('n.sent_at', 'is not', null))
    .$if(!helps, (query) => query.where((eb) => eb.or([eb.and([eb('q.meeting_id', '=', id), eb('q.sitting', '=', own!)]), eb.and([eb('q.for_all', '=', 1), eb('n.sent_at', 'is not', null), eb('q.round', '=', newestSent)])]))).execute()
  const plans = [...new Set(rounds.map((row) => row.sitting))].map((sitting): SittingPlan => ({
    sitting, rounds: rounds.filter((row) => row.sitting === sitting).map((row) => ({
      round: row.round, state: row.state, words: row.words, lang: row.lang, againOn: row.again_on, sentBy: row.sender, sentAt: row.sent_at, answerBy: row.answer_by, answeredBy: row.answerer, answeredAt: row.answered_at, late: row.state === 'sent' && row.answer_by! < viewer.today, lateTold: row.late_told_at !== null,
      parts: rows.filter((part) => part.meeting_id === id && part.sitting === sitting && part.round === row.round).map((part) => asPart(part, true)),
    })),
  }))
  const off = meeting.state === 'off'
  return {
    question: meeting.question, lang: meeting.lang, off, own, plans,
    shared: helps ? [] : rows.filter((part) => part.meeting_id !== id || part.sitting !== own).map((part) => forOthers(asPart(part, part.owner_member === null || part.owner_member === viewer.member))),
    may: { write: !off && own !== null && may(viewer, 'meetings:attend') && writesPlan(viewer.seat), answer: !off && viewer.seat === 'lead', join: !off && viewer.seat === 'coordinator' },
  }
}

/** The parts of the plans of a meeting that were accepted, of one sitting or of all; the meeting was read before by the same reader. One query. */
export async function acceptedParts(viewer: May<'meetings:see'>, meeting: MeetingId, sitting: number | null): Promise<FamilyPart[]> {
  const rows = await partsQuery(viewer, meeting).where('n.state', '=', 'accepted').$if(sitting !== null, (query) => query.where('q.sitting', '=', sitting!)).execute()
  return rows.map((row) => asPart(row, true))
}

/** The newest round of the plan of a part `q` that was sent: what stood in one before it is not what its sitting says now. */
const newestSent = sql<number>`(select max(v_sent.round) from meeting_plan as v_sent where v_sent.family_id = q.family_id and v_sent.meeting_id = q.meeting_id and v_sent.sitting = q.sitting and v_sent.sent_at is not null)`

/** A meeting, and those that follow the same one beside it, which other sittings of that one asked for. */
function besides(viewer: Reader, meeting: MeetingId) {
  return viewer.db.selectFrom('meeting as v_one').leftJoin('meeting as v_this', (join) => join.onRef('v_this.family_id', '=', 'v_one.family_id').onRef('v_this.follows', '=', 'v_one.follows').on('v_this.id', '=', meeting)).select('v_one.id')
    .where('v_one.family_id', '=', viewer.family).where((eb) => eb.or([eb('v_one.id', '=', meeting), eb.and([eb('v_this.id', 'is not', null), eb('v_one.state', '<>', 'off')])]))
}

function partsQuery(viewer: Reader, meeting: MeetingId | ReturnType<typeof besides>) {
  return viewer.db.selectFrom('meeting_part as q').innerJoin('meeting_plan as n', (join) => join.onRef('n.family_id', '=', 'q.family_id').onRef('n.meeting_id', '=', 'q.meeting_id').onRef('n.sitting', '=', 'q.sitting').onRef('n.round', '=', 'q.round'))
    .leftJoin('member as o', (join) => join.onRef('o.family_id', '=', 'q.family_id').onRef('o.id', '=', 'q.owner_member'))
    .leftJoin('member as c', (join) => join.onRef('c.family_id', '=', 'q.family_id').onRef('c.id', '=', 'q.checks_member'))
    .leftJoin('meeting_part as b', (join) => join.onRef('b.family_id', '=', 'q.family_id').onRef('b.id', '=', 'q.follows'))
    .leftJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'q.family_id').onRef('e.id', '=', 'q.entry_id').on(visibleTo(viewer, 'plan', 'e') as never))
    .leftJoin('goal as g', (join) => join.onRef('g.family_id', '=', 'q.family_id').onRef('g.id', '=', 'q.goal_id').on(visibleTo(viewer, 'goal', 'g') as never))
    .selectAll('q').select(['n.state', 'o.name as owner', 'c.name as checker', 'b.risk as told', 'b.risk_lang as told_lang', 'e.id as seen_entry', 'g.id as seen_goal']).where('q.family_id', '=', viewer.family).where('q.meeting_id', typeof meeting === 'string' ? '=' : 'in', meeting as MeetingId)
    .orderBy('q.sitting').orderBy('q.round').orderBy('q.place').orderBy('q.id')
}

type PartRow = Awaited<ReturnType<ReturnType<typeof partsQuery>['execute']>>[number]

/** `known`: the reader may learn who does it and who checks. */
function asPart(row: PartRow, known: boolean): FamilyPart {
  return {
    id: row.id, words: row.words, lang: row.lang, owner: row.owner_member === null ? row.owner_name : known ? row.owner : null, agency: row.owner_agency, ownerMember: known ? row.owner_member : null, dueOn: row.due_on,
    needs: row.needs, needsWords: row.needs_words, pence: row.pence, kind: row.spend_kind, otherwise: row.otherwise, checks: known ? row.checker : null, checksMember: known ? row.checks_member : null,
    becomes: row.becomes, category: row.category, kept: row.kept, forAll: row.for_all === 1, risk: row.risk, riskLang: row.risk_lang, told: row.told, toldLang: row.told_lang, answer: row.answer, answerLang: row.answer_lang,
    changed: row.changed_at !== null, state: row.state, entry: row.seen_entry, goal: row.seen_goal, may: { change: mayChangePart({ state: row.state, round: row.round }, { follows: row.follows, told: row.told }) },
  }
}

/** A part as those of other sittings read it: not what could go wrong, nor what its sitting and the lead professional said to each other of it. */
function forOthers(part: FamilyPart): FamilyPart {
  return { ...part, otherwise: null, told: null, toldLang: null, answer: null, answerLang: null, risk: null, riskLang: null }
}

/** One part that the reader's own sitting may write anew now; undefined for any other. Two queries. */
export async function partToChange(viewer: Reader, meeting: MeetingId, id: MeetingPartId): Promise<FamilyPart | undefined> {
  const { own } = await meetingWith(viewer, meeting)
  if (own === null) return undefined
  const row = await partsQuery(viewer, meeting).where('q.id', '=', id).where('q.sitting', '=', own).executeTakeFirst()
  const part = row && asPart(row, true)
  return part?.may.change ? part : undefined
}

export interface CameFrom { readonly meeting: MeetingId; readonly question: string; readonly lang: string }

/** The meeting at which something of the plan was decided, for those who may know of it and of that part; null for everybody else. One query. */
export async function cameFrom(viewer: Viewer, thing: EntryId | GoalId | SpendId | AppointmentId): Promise<CameFrom | null> {
  if (!readsPlan(viewer.seat)) return null
  const helps = seatsThatHelp.has(viewer.seat as Seat)
  const row = await viewer.db.selectFrom('meeting_part as q').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'q.family_id').onRef('g.id', '=', 'q.meeting_id')).select(['g.id', 'g.question', 'g.lang'])
    .where('q.family_id', '=', viewer.family).where((eb) => eb.or([eb('q.entry_id', '=', thing as EntryId), eb('q.goal_id', '=', thing as GoalId), eb('q.id', '=', eb.selectFrom('spend as s').select('s.decided_id').where('s.family_id', '=', viewer.family).where('s.id', '=', thing as SpendId) as never),
      eb('q.id', '=', eb.selectFrom('appointment as a').select('a.decided_id').where('a.family_id', '=', viewer.family).where('a.id', '=', thing as AppointmentId) as never)])).where(visibleTo(viewer, 'meeting', 'g'))
    .$if(!helps, (query) => query.where((eb) => eb.or([eb('q.for_all', '=', 1), eb.exists(eb.selectFrom('meeting_person as p').select('p.member_id').whereRef('p.family_id', '=', 'q.family_id').whereRef('p.meeting_id', '=', 'q.meeting_id')
      .whereRef('p.sitting', '=', 'q.sitting').where('p.member_id', '=', viewer.member).where('p.gone_at', 'is', null))]))).executeTakeFirst()
  return row ? { meeting: row.id, question: row.question, lang: row.lang } : null
}

export interface PlanToAnswer { readonly family: FamilyId; readonly name: string; readonly meeting: MeetingId; readonly dueOn: Day; /** It came to a manager, who reads that it is late and no more. */ readonly late: boolean }

/** Plans of families' meetings that wait for their answer: of a lead professional each; of a manager those of the team whose day has passed. One query. */
export async function familyPlansToAnswer(viewer: AreaMay<'desk:see'>): Promise<PlanToAnswer[]> {
  const teams = teamsManaged(viewer)
  const rows = await viewer.db.selectFrom('meeting_plan as n').innerJoin('family as f', 'f.id', 'n.family_id').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'n.family_id').onRef('g.id', '=', 'n.meeting_id'))
    .leftJoin('member as l', (join) => join.onRef('l.family_id', '=', 'n.family_id').on('l.person_id', '=', viewer.person).on(leadsToday('l', viewer.today)).on(lasts('l', viewer.today)))
    .select(['n.family_id', 'f.name', 'n.meeting_id', 'n.answer_by', 'l.id as mine']).where('n.state', '=', 'sent').where('g.state', '<>', 'off')
    .where((eb) => eb.or([eb('l.id', 'is not', null), ...(teams.length === 0 ? [] : [eb.and([eb('f.team', 'in', teams), eb('n.answer_by', '<', viewer.today)])])]))
    .orderBy('n.answer_by').orderBy('n.meeting_id').orderBy('n.sitting').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, meeting: row.meeting_id, dueOn: row.answer_by!, late: row.mine === null }))
}
