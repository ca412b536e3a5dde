/** What is proposed in private family time, what each answered, and how it stands. Read by those inside alone. */
import type { ExpressionBuilder } from 'kysely'
import type { Schema, Seat } from '#db/schema.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Viewer } from '#app/access/viewer.server.ts'
import type { MeetingPartId, MemberId, ProposalId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { openAcross, openIn } from './room-keys.server.ts'
import type { Proposed } from './proposals.server.ts'
import type { ActingInRoom, InRoom } from './rooms.server.ts'
import { lastOf, standing, type Said, type Standing } from './standing.ts'

type Reading = InRoom | ActingInRoom

/** Somebody inside, and whether the family named them as needing to agree (C4). */
export interface Agreeing { readonly member: MemberId; readonly name: string; readonly seat: Seat; readonly mustAgree: boolean; readonly hasAccount: boolean }

/** Those inside. One query. */
export async function agreeingIn({ db, room, today }: Reading): Promise<Agreeing[]> {
  const rows = await db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).select(['p.member_id', 'm.name', 'm.seat', 'm.person_id', 'p.must_agree'])
    .where('p.family_id', '=', room.family).where('p.meeting_id', '=', room.meeting).where('p.sitting', '=', room.sitting).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null).where(isHere('m', today)).orderBy('m.name').orderBy('p.member_id').execute()
  return rows.map((row) => ({ member: row.member_id, name: row.name, seat: row.seat, mustAgree: row.must_agree === 1, hasAccount: row.person_id !== null }))
}

/** Whether somebody may say of another, or of themselves, that they must agree. Pure. */
export function mayName(who: { readonly member: MemberId; readonly adult: boolean }, one: Pick<Agreeing, 'member' | 'seat' | 'hasAccount'>): boolean {
  return one.member === who.member || (who.adult && (one.seat === 'network' || (one.seat === 'child' && !one.hasAccount)))
}

export interface Answered {
  readonly member: MemberId; readonly name: string; readonly said: Said; readonly at: Instant
  /** Who says that they were told it; null where it is the answer of whoever it is. */
  readonly toldTo: string | null
  /** They answered otherwise before. */
  readonly changed: boolean
}

export interface Proposal {
  readonly id: ProposalId; readonly by: string; readonly mine: boolean; readonly at: Instant
  readonly proposed: Proposed
  /** Who does it, as they are called. */
  readonly owner: string
  readonly standing: Standing
  /** Said in other words since; put into the plan. */
  readonly replacedBy: ProposalId | null; readonly part: MeetingPartId | null
  readonly follows: ProposalId | null
  /** What each inside answered last; then those who answered and are no longer inside are not counted and not shown. */
  readonly answers: readonly Answered[]
  /** Whose yes is still missing, of those who must agree. */
  readonly waitsFor: readonly { readonly member: MemberId; readonly name: string }[]
}

export interface Deciding { readonly proposals: readonly Proposal[]; readonly people: readonly Agreeing[] }

/** All that is proposed in the room and was not taken back; the oldest first. Five queries. */
export async function decidingIn(viewer: Reading): Promise<Deciding> {
  const people = await agreeingIn(viewer)
  const rows = await proposalRows(viewer)
  if (rows.length === 0) return { proposals: [], people }
  const answers = await answersIn(viewer)
  const texts = await openIn(viewer.db, viewer.room, rows.map(({ id, sealed }) => ({ about: `proposal ${id}`, sealed })))
  return { people, proposals: rows.map((row, at) => proposalOf(viewer, row, JSON.parse(texts[at]!) as Proposed, people, answers.filter((one) => one.proposal === row.id), rows.find((one) => one.follows === row.id)?.id ?? null)) }
}

/** It stands, was not said in other words since, and is not in the plan yet. */
export const standsAlone = (one: Pick<Proposal, 'standing' | 'replacedBy' | 'part'>): boolean => one.standing === 'stands' && one.replacedBy === null && one.part === null

/** The part of the plan that a proposal `p` was put into. A part that was taken out again is in it no more. */
export function inThePlan(eb: ExpressionBuilder<Schema & { p: Schema['room_proposal'] }, 'p'>) {
  return eb.selectFrom('meeting_part as q').select('q.id').whereRef('q.family_id', '=', 'p.family_id').whereRef('q.id', '=', 'p.part_id')
}

async function proposalRows({ db, room }: Reading) {
  return db.selectFrom('room_proposal as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.by_member'))
    .select(['p.id', 'p.by_member', 'm.name', 'p.at', 'p.sealed', 'p.follows']).select((eb) => inThePlan(eb).as('part'))
    .where('p.family_id', '=', room.family).where('p.meeting_id', '=', room.meeting).where('p.sitting', '=', room.sitting).where('p.sealed', 'is not', null).orderBy('p.place').execute()
}

interface AnswerRow { readonly proposal: ProposalId; readonly member: MemberId; readonly by: MemberId; readonly byName: string; readonly nth: number; readonly at: Instant; readonly said: Said }

async function answersIn({ db, room }: Reading): Promise<AnswerRow[]> {
  const rows = await db.selectFrom('room_answer as a').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'a.family_id').onRef('m.id', '=', 'a.by_member')).select(['a.proposal_id', 'a.member_id', 'a.by_member', 'm.name', 'a.place', 'a.sealed', 'a.at'])
    .where('a.family_id', '=', room.family).where('a.meeting_id', '=', room.meeting).where('a.sitting', '=', room.sitting).orderBy('a.place').execute()
  const texts = await openIn(db, room, rows.map(({ proposal_id, member_id, place, sealed }) => ({ about: `answer ${proposal_id} ${member_id} ${place}`, sealed })))
  return rows.map((row, at) => ({ proposal: row.proposal_id, member: row.member_id, by: row.by_member, byName: row.name, nth: row.place, at: row.at, said: JSON.parse(texts[at]!) as Said }))
}

type ProposalRow = Awaited<ReturnType<typeof proposalRows>>[number]

function proposalOf(viewer: Reading, row: ProposalRow, proposed: Proposed, people: readonly Agreeing[], all: readonly AnswerRow[], replacedBy: ProposalId | null): Proposal {
  // Whoever was taken out has no say any more.
  const theirs = all.filter((one) => people.some(({ member }) => member === one.member))
  const last = lastOf(theirs)
  const must = people.filter((one) => one.mustAgree)
  return {
    id: row.id, by: row.name, mine: row.by_member === viewer.member, at: row.at, proposed, owner: people.find((one) => one.member === proposed.owner)?.name ?? proposed.ownerName ?? '', replacedBy, part: row.part, follows: row.follows,
    standing: standing(theirs.map(({ member, said, nth }) => ({ member, stance: said.stance, nth })), new Set(must.map((one) => one.member))),
    answers: people.flatMap(({ member, name }): Answered[] => {
      const one = last.get(member)
      return one ? [{ member, name, said: one.said, at: one.at, toldTo: one.by === member ? null : one.byName, changed: theirs.filter((other) => other.member === member).length > 1 }] : []
    }),
    waitsFor: must.filter(({ member }) => !['yes', 'yes-but', 'no'].includes(last.get(member)?.said.stance ?? '')).map(({ member, name }) => ({ member, name })),
  }
}

/** What somebody proposed and answered in the rooms that they are in today, for their own copy. Two queries, and one for each room. */
export async function ownDecisions(viewers: readonly Viewer[]): Promise<{ words: string; at: Instant }[]> {
  const [one] = viewers
  if (!one) return []
  const rows = [...(await ownProposals(one, viewers)), ...(await ownAnswers(one, viewers))]
  const texts = await openAcross(one.db, rows)
  return rows.flatMap(({ at }, n) => {
    const { words } = JSON.parse(texts[n]!) as Pick<Said, 'words'>
    return words === null ? [] : [{ words, at }]
  })
}

async function ownProposals({ db }: Viewer, viewers: readonly Viewer[]) {
  const rows = await db.selectFrom('room_proposal as p').innerJoin('meeting_person as w', (join) => join.onRef('w.family_id', '=', 'p.family_id').onRef('w.meeting_id', '=', 'p.meeting_id').onRef('w.member_id', '=', 'p.by_member').onRef('w.sitting', '=', 'p.sitting'))
    .select(['p.family_id as family', 'p.meeting_id as meeting', 'p.sitting', 'p.id', 'p.sealed', 'p.at']).where('p.sealed', 'is not', null).where('w.invited_at', 'is not', null).where('w.gone_at', 'is', null)
    .where((eb) => eb.or(viewers.map(({ family, member }) => eb.and([eb('p.family_id', '=', family), eb('p.by_member', '=', member!)])))).orderBy('p.at').orderBy('p.id').execute()
  return rows.map((row) => ({ ...row, about: `proposal ${row.id}`, sealed: row.sealed! }))
}

async function ownAnswers({ db }: Viewer, viewers: readonly Viewer[]) {
  const rows = await db.selectFrom('room_answer as a').innerJoin('meeting_person as w', (join) => join.onRef('w.family_id', '=', 'a.family_id').onRef('w.meeting_id', '=', 'a.meeting_id').onRef('w.member_id', '=', 'a.member_id').onRef('w.sitting', '=', 'a.sitting'))
    .select(['a.family_id as family', 'a.meeting_id as meeting', 'a.sitting', 'a.proposal_id', 'a.member_id', 'a.place', 'a.sealed', 'a.at']).where('w.invited_at', 'is not', null).where('w.gone_at', 'is', null)
    .where((eb) => eb.or(viewers.map(({ family, member }) => eb.and([eb('a.family_id', '=', family), eb('a.member_id', '=', member!)])))).orderBy('a.at').orderBy('a.place').execute()
  return rows.map((row) => ({ ...row, about: `answer ${row.proposal_id} ${row.member_id} ${row.place}` }))
}
