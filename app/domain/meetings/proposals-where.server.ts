/** What is asked of a proposal inside a query, where it is called `p`. Nothing is unsealed for it. */
import { expressionBuilder, sql } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { MemberId } from '#app/values/ids.ts'
import type { Room } from './room-keys.server.ts'

const builder = expressionBuilder<Schema & { p: Schema['room_proposal'] }, 'p'>()

/** The proposal that says the same in other words. */
function saidOtherwise() {
  return builder.selectFrom('room_proposal as f').select('f.id').whereRef('f.family_id', '=', 'p.family_id').whereRef('f.meeting_id', '=', 'p.meeting_id').whereRef('f.sitting', '=', 'p.sitting').whereRef('f.follows', '=', 'p.id')
}

/** The part of the plan that it was put into. A part that was taken out again is in it no more. */
export function inThePlan() {
  return builder.selectFrom('meeting_part as q').select('q.id').whereRef('q.family_id', '=', 'p.family_id').whereRef('q.id', '=', 'p.part_id')
}

/** True of one that can be answered: neither taken back, nor said in other words since, nor put into the plan. */
export function canBeAnswered() {
  return builder.and([builder('p.sealed', 'is not', null), builder.not(builder.exists(inThePlan())), builder.not(builder.exists(saidOtherwise()))])
}

function answeredBy(member: MemberId) {
  return builder.selectFrom('room_answer as a').select('a.place').whereRef('a.family_id', '=', 'p.family_id').whereRef('a.meeting_id', '=', 'p.meeting_id').whereRef('a.sitting', '=', 'p.sitting').whereRef('a.proposal_id', '=', 'p.id').where('a.member_id', '=', member)
}

/** Of the proposals of a room: how many there are, and how many wait for the answer of one of those inside. */
export function proposalCounts({ family, meeting, sitting }: Room, member: MemberId) {
  const all = builder.selectFrom('room_proposal as p').select(sql<number>`cast(count(*) as integer)`.as('count')).where('p.family_id', '=', family).where('p.meeting_id', '=', meeting).where('p.sitting', '=', sitting)
  return { there: all.where('p.sealed', 'is not', null), waits: all.where(canBeAnswered()).where(({ not, exists }) => not(exists(answeredBy(member)))) }
}
