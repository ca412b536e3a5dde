/**
 * Deciding in private family time (C4): somebody proposes, everybody answers, and a proposal stands by the rule of `standing`. What is
 * proposed and answered lies sealed, as what is said. Nobody answers for another; of somebody without an account an adult inside can
 * say what they were told. What stands becomes a part of the family's plan at the family's word, and then alone leaves the room.
 */
import type { PartKept, PartNeeds } from '#db/schema-meeting-plan.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import type { Quiet } from '#app/events/transact.server.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import { newId, type MemberId, type ProposalId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import { partNotRight, planHappened, putPartsIn, withUs } from './plan-writing.server.ts'
import { sealIn } from './room-keys.server.ts'
import { mostProposals } from './room-limits.ts'
import { somethingNewIn } from './room-news.server.ts'
import { mayName, proposalsIn, standsAlone } from './proposals-read.server.ts'
import { canBeAnswered } from './proposals-where.server.ts'
import { around, isGrownUp, stateNow, stillInside, type ActingInRoom } from './rooms.server.ts'
import type { Said } from './standing.ts'

/** What somebody proposes. */
export interface Proposed {
  readonly words: string; readonly lang: string
  /** Who does it; somebody who is not inside by their name. */
  readonly owner: MemberId | null; readonly ownerName: string | null; readonly ownerAgency: string | null
  readonly dueOn: Day; readonly needs: PartNeeds; readonly needsWords: string | null
  /** In pence, and what for; of what needs money alone. */
  readonly pence: Pence | null; readonly kind: SpendKind | null
}

type NotProposed = 'room-closed' | 'owner-missing' | 'day-is-past' | 'day-too-far' | 'somebody-is-not-here' | 'too-many-proposals' | 'changed-meanwhile' | 'not-there'

/** Proposes something to those inside, or says in other words what was proposed: then everybody answers anew, because a yes was to other words. */
export async function propose(acting: ActingInRoom, { proposed, follows }: { readonly proposed: Proposed; readonly follows: ProposalId | null }): Promise<Quiet<ProposalId, NotProposed>> {
  await stillInside(acting)
  if ((await stateNow(acting)) !== 'open') return { ok: false, why: 'room-closed' }
  const { room, db } = acting
  const wrong = await partNotRight(acting, room.meeting, room.sitting, { ...proposed, checks: null })
  if (wrong) return wrong
  const owner = proposed.owner === null ? undefined : (await withUs(acting, room.meeting, room.sitting)).find((one) => one.id === proposed.owner)
  const before = follows === null ? null : await openOne(acting, follows)
  if (before?.ok === false) return before
  if (follows === null && (await open(acting)).length >= mostProposals) return { ok: false, why: 'too-many-proposals', values: { count: mostProposals } }
  const id = newId<ProposalId>()
  const place = await somethingNewIn(db, room)
  await db.insertInto('room_proposal').values({
    family_id: room.family, meeting_id: room.meeting, sitting: room.sitting, id, place, by_member: acting.member, follows, sealed: await sealIn(db, room, `proposal ${id}`, JSON.stringify({ ...proposed, ownerName: owner?.name ?? proposed.ownerName })), part_id: null, at: acting.now,
  }).execute()
  return { ok: true, value: id }
}

/** The proposals that can be answered, and who made each. */
async function open({ db, room }: ActingInRoom): Promise<{ id: ProposalId; by: MemberId }[]> {
  return db.selectFrom('room_proposal as p').select(['p.id', 'p.by_member as by']).where('p.family_id', '=', room.family).where('p.meeting_id', '=', room.meeting).where('p.sitting', '=', room.sitting).where(canBeAnswered()).execute()
}

/** One that can be answered; otherwise why not: somebody was quicker, or it is not in this room. */
async function openOne(acting: ActingInRoom, id: ProposalId): Promise<{ ok: true; by: MemberId } | { ok: false; why: 'not-there' | 'changed-meanwhile' }> {
  const one = (await open(acting)).find((other) => other.id === id)
  if (one) return { ok: true, by: one.by }
  const { db, room } = acting
  const there = await db.selectFrom('room_proposal').select('id').where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting).where('id', '=', id).executeTakeFirst()
  return { ok: false, why: there ? 'changed-meanwhile' : 'not-there' }
}

/** Whoever proposed it takes it back: its words and the answers to it are gone. What it said in other words waits again. */
export async function takeProposalBack(acting: ActingInRoom, { proposal }: { readonly proposal: ProposalId }): Promise<Quiet<null, 'not-there' | 'changed-meanwhile'>> {
  await stillInside(acting)
  const { room, db } = acting
  const one = await openOne(acting, proposal)
  if (!one.ok) return one
  if (one.by !== acting.member) return { ok: false, why: 'not-there' }
  await db.updateTable('room_proposal').set({ sealed: null, follows: null }).where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting).where('id', '=', proposal).execute()
  await db.deleteFrom('room_answer').where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting).where('proposal_id', '=', proposal).execute()
  await somethingNewIn(db, room)
  return { ok: true, value: null }
}

/**
 * Answers a proposal; again, the new answer stands instead. `as` is whose answer it is where an adult says what somebody without an
 * account told them: whoever has one answers for themselves, and for a young person nobody does.
 */
export async function answerProposal(acting: ActingInRoom, { proposal, said, as }: { readonly proposal: ProposalId; readonly said: Said; readonly as: MemberId | null }): Promise<Quiet<null, 'room-closed' | 'not-there' | 'changed-meanwhile' | 'speaks-for-themselves'>> {
  await stillInside(acting)
  if ((await stateNow(acting)) !== 'open') return { ok: false, why: 'room-closed' }
  const { room, db } = acting
  const one = await openOne(acting, proposal)
  if (!one.ok) return one
  if (as !== null && as !== acting.member && !(await canBeToldFor(acting, as))) return { ok: false, why: 'speaks-for-themselves', field: 'as' }
  const place = await somethingNewIn(db, room)
  const member = as ?? acting.member
  await db.insertInto('room_answer').values({
    family_id: room.family, meeting_id: room.meeting, sitting: room.sitting, proposal_id: proposal, place, member_id: member, by_member: acting.member, sealed: await sealIn(db, room, `answer ${proposal} ${member} ${place}`, JSON.stringify(said)), at: acting.now,
  }).execute()
  return { ok: true, value: null }
}

async function canBeToldFor(acting: ActingInRoom, member: MemberId): Promise<boolean> {
  return isGrownUp(acting) && (await around(acting)).people.some((one) => one.member === member && !one.hasAccount)
}

/**
 * Names who must agree, of those whom the one who acts may name: themselves; and an adult of the family names relatives, friends and children
 * without an account. Nobody takes the voice of a young person or of another parent: they alone do.
 */
export async function nameWhoAgrees(acting: ActingInRoom, { members }: { readonly members: readonly MemberId[] }): Promise<Quiet<null, 'room-closed' | 'somebody-must-agree' | 'somebody-is-not-here'>> {
  await stillInside(acting)
  if ((await stateNow(acting)) !== 'open') return { ok: false, why: 'room-closed' }
  const { room, db } = acting
  const { people: inside } = await around(acting)
  const named = inside.filter((one) => mayName({ member: acting.member, adult: isAdult(acting.seat) }, one))
  if (members.some((member) => !named.some((one) => one.member === member))) return { ok: false, why: 'somebody-is-not-here', field: 'agree' }
  if (members.length === 0 && !inside.some((one) => one.mustAgree && !named.includes(one))) return { ok: false, why: 'somebody-must-agree', field: 'agree' }
  for (const { member } of named) {
    await db.updateTable('meeting_person').set({ must_agree: members.includes(member) ? 1 : 0 }).where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting).where('member_id', '=', member).execute()
  }
  await somethingNewIn(db, room)
  return { ok: true, value: null }
}

/** Puts all that stands into the family's plan, and so out of the room: what it says, who does it, by when and what it needs; not what anybody answered. Gives how many. */
export async function putIntoPlan(acting: ActingInRoom, { kept }: { readonly kept: PartKept }): Promise<Quiet<number, 'nothing-stands' | 'changed-meanwhile' | 'too-many-parts'>> {
  await stillInside(acting)
  const { room, db } = acting
  const stand = (await proposalsIn(acting, (await around(acting)).people)).filter(standsAlone)
  if (stand.length === 0) return { ok: false, why: 'nothing-stands' }
  const put = await putPartsIn(acting, room.meeting, stand.map(({ proposed }) => ({ ...proposed, otherwise: null, checks: null, becomes: 'action', category: null, kept, answer: null })))
  if (!put.ok) return put
  for (const [at, { id }] of stand.entries()) {
    await db.updateTable('room_proposal').set({ part_id: put.parts[at]! }).where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting).where('id', '=', id).execute()
  }
  await somethingNewIn(db, room)
  return { ok: true, value: stand.length, event: planHappened('family-plan-part-written', room.meeting) }
}
