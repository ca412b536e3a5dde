/** What is proposed in private family time, what each answered, and how it stands. Read by those inside alone. */
import type { MeetingPartId, MemberId, ProposalId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { openIn } from './room-keys.server.ts'
import type { Proposed } from './proposals.server.ts'
import type { ActingInRoom, Insider, InRoom } from './rooms.server.ts'
import { inThePlan } from './proposals-where.server.ts'
import { lastOf, standing, type Said, type Standing } from './standing.ts'

type Reading = InRoom | ActingInRoom

/** Whether somebody may say of another, or of themselves, that they must agree. Pure. */
export function mayName(who: { readonly member: MemberId; readonly adult: boolean }, one: Pick<Insider, 'member' | 'seat' | 'hasAccount'>): boolean {
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

/** All that is proposed in the room and was not taken back; the oldest first. `people`: those inside. Two queries. */
export async function proposalsIn(viewer: Reading, people: readonly Insider[]): Promise<Proposal[]> {
  const rows = await proposalRows(viewer)
  const firsts = rows.filter((row, at) => rows[at - 1]?.id !== row.id)
  const given = rows.flatMap(({ id, said_by, said_to, said_name, nth, said_sealed, said_at }) => (said_by === null ? [] : [{ proposal: id, member: said_by, by: said_to!, byName: said_name!, nth: nth!, sealed: said_sealed, at: said_at! }]))
  const texts = await openIn(viewer.db, viewer.room, [...firsts.map(({ id, sealed }) => ({ about: `proposal ${id}`, sealed })), ...given.map(({ proposal, member, nth, sealed }) => ({ about: `answer ${proposal} ${member} ${nth}`, sealed }))])
  const answers = given.map((row, at): AnswerRow => ({ ...row, said: JSON.parse(texts[firsts.length + at]!) as Said }))
  return firsts.map((row, at) => proposalOf(viewer, row, JSON.parse(texts[at]!) as Proposed, people, answers.filter((one) => one.proposal === row.id), firsts.find((one) => one.follows === row.id)?.id ?? null))
}

/** It stands, was not said in other words since, and is not in the plan yet. */
export const standsAlone = (one: Pick<Proposal, 'standing' | 'replacedBy' | 'part'>): boolean => one.standing === 'stands' && one.replacedBy === null && one.part === null

/** A row for each answer, those of one proposal together; one without an answer where there is none. */
async function proposalRows({ db, room }: Reading) {
  return db.selectFrom('room_proposal as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.by_member'))
    .leftJoin('room_answer as a', (join) => join.onRef('a.family_id', '=', 'p.family_id').onRef('a.meeting_id', '=', 'p.meeting_id').onRef('a.sitting', '=', 'p.sitting').onRef('a.proposal_id', '=', 'p.id'))
    .leftJoin('member as t', (join) => join.onRef('t.family_id', '=', 'a.family_id').onRef('t.id', '=', 'a.by_member'))
    .select(['p.id', 'p.by_member', 'm.name', 'p.at', 'p.sealed', 'p.follows', 'a.member_id as said_by', 'a.by_member as said_to', 't.name as said_name', 'a.place as nth', 'a.sealed as said_sealed', 'a.at as said_at']).select(inThePlan().as('part'))
    .where('p.family_id', '=', room.family).where('p.meeting_id', '=', room.meeting).where('p.sitting', '=', room.sitting).where('p.sealed', 'is not', null).orderBy('p.place').orderBy('a.place').execute()
}

interface AnswerRow { readonly proposal: ProposalId; readonly member: MemberId; readonly by: MemberId; readonly byName: string; readonly nth: number; readonly at: Instant; readonly said: Said }

type ProposalRow = Awaited<ReturnType<typeof proposalRows>>[number]

function proposalOf(viewer: Reading, row: ProposalRow, proposed: Proposed, people: readonly Insider[], all: readonly AnswerRow[], replacedBy: ProposalId | null): Proposal {
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
