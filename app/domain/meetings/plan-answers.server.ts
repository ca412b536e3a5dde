/**
 * The lead professional answers the family's plan (C4): it holds unless a part of it would put somebody at risk of significant harm, which
 * they say part by part, and why. What is accepted becomes actions and goals of the support plan in the same moment, in the family's words.
 */
import type { Schema } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Acting } from '#app/access/viewer.server.ts'
import { keepDecided } from '#app/domain/budget/decided-money.server.ts'
import { adultSeats } from '#app/domain/family/agreeing.ts'
import { keepGuests } from '#app/domain/family/guest-places.server.ts'
import { goalAgreed } from '#app/domain/goals/agreed-goal.server.ts'
import type { Category } from '#app/domain/goals/categories.ts'
import { actionAgreed } from '#app/domain/plan/agreed-action.server.ts'
import { circleOfThese } from '#app/domain/sharing/circles.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type MeetingId, type MeetingPartId, type MemberId } from '#app/values/ids.ts'
import { heldOnceAllPlansHold } from './meetings.server.ts'
import { meetingWith } from './family-plan.server.ts'
import { planHappened } from './plan-writing.server.ts'
import { askedToSitting } from './sittings.server.ts'

type Answering = Acting<'meetings:prepare'>
type Part = Schema['meeting_part']

export interface AnswerToPlan {
  readonly meeting: MeetingId; readonly sitting: number
  /** Which round stood on the page. */
  readonly round: number
  /** Which parts would put somebody at risk of significant harm, and why; none accepts them all. */
  readonly risks: readonly { readonly part: MeetingPartId; readonly words: string }[]
  readonly lang: string
}

/** Accepts the plan, or says which part would put somebody at risk and why. */
export async function answerFamilyPlan(acting: Acting<'meetings:prepare'>, { meeting: id, sitting, round, risks, lang }: AnswerToPlan): Promise<Outcome<{ accepted: boolean }, 'changed-meanwhile' | 'not-there'>> {
  const meeting = await meetingWith(acting, id)
  if (acting.seat !== 'lead' || acting.member === null || meeting.state === 'off') throw notYours()
  const plan = await acting.db.selectFrom('meeting_plan').selectAll().where('family_id', '=', acting.family).where('meeting_id', '=', id).where('sitting', '=', sitting).where('round', '=', round).executeTakeFirst()
  if (plan?.state !== 'sent') return { ok: false, why: 'changed-meanwhile' }
  const parts = await acting.db.selectFrom('meeting_part').selectAll().where('family_id', '=', acting.family).where('meeting_id', '=', id).where('sitting', '=', sitting).where('round', '=', round).orderBy('place').execute()
  if (!risks.every((risk) => parts.some((part) => part.id === risk.part))) return { ok: false, why: 'not-there' }
  const accepted = risks.length === 0
  await acting.db.updateTable('meeting_plan').set({ state: accepted ? 'accepted' : 'not-yet', answered_by: acting.member, answered_at: acting.now })
    .where('family_id', '=', acting.family).where('meeting_id', '=', id).where('sitting', '=', sitting).where('round', '=', round).execute()
  if (accepted) {
    for (const part of parts) await become(acting, part)
    await keepPlaces(acting, parts)
    await heldOnceAllPlansHold(acting, id)
  } else await nextRound(acting, plan, parts, { risks, lang })
  return { ok: true, value: { accepted }, event: planHappened('family-plan-answered', id), notices: await toldOfAnswer(acting, id, sitting, accepted ? parts : []) }
}

/** Those of the sitting, each once: that there is something new, and whoever checks a part of what was accepted that there is something to check. */
async function toldOfAnswer(acting: Answering, meeting: MeetingId, sitting: number, accepted: readonly Part[]): Promise<Notice[]> {
  const checking = accepted.flatMap((part) => part.checks_member ?? [])
  const rows = checking.length === 0 ? [] : await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('id', 'in', checking).execute()
  return (await askedToSitting(acting, meeting, sitting)).map((to) => ({ to, name: rows.some((row) => row.person_id === to) ? 'toCheck' : 'somethingNew' }))
}

/** The words of both stay in the round that was answered; the next one begins with the same parts, and is the family's. */
async function nextRound(acting: Answering, plan: Schema['meeting_plan'], parts: readonly Part[], { risks, lang }: Pick<AnswerToPlan, 'risks' | 'lang'>): Promise<void> {
  for (const { part, words } of risks) await acting.db.updateTable('meeting_part').set({ risk: words, risk_lang: lang }).where('family_id', '=', acting.family).where('id', '=', part).execute()
  await acting.db.insertInto('meeting_plan').values({ ...plan, round: plan.round + 1, state: 'ours', sent_by: null, sent_at: null, answer_by: null, answered_by: null, answered_at: null, late_told_at: null }).execute()
  await acting.db.insertInto('meeting_part').values(parts.map((part) => ({ ...part, id: newId<MeetingPartId>(), round: plan.round + 1, follows: part.id, changed_at: null, answer: null, answer_lang: null, risk: null, risk_lang: null }))).execute()
}

/** Makes of a part what the family said it becomes, in its words, with its owner and its day. Whoever has left meanwhile does not get work: then it is whoever leads. */
async function become(acting: Answering, part: Part): Promise<void> {
  const circle = part.kept === 'us' ? await circleOfThese(acting, part.by_member, await whoSits(acting, part)) : null
  const by = await acting.db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', acting.family).where('id', '=', part.by_member).executeTakeFirstOrThrow()
  const set = part.becomes === 'goal'
    ? { goal_id: await goalAgreed(acting, { words: part.words, lang: part.lang, category: part.category as Category, madeBy: by.id, circle, owner: (await ownerOf(acting, part)).owner, dueOn: part.due_on }) }
    : { entry_id: await actionAgreed(acting, { words: part.words, lang: part.lang, saidBy: by.id, writtenBy: by.person_id ?? acting.person, ...(await ownerOf(acting, part)), dueOn: part.due_on, circle }) }
  if (part.pence !== null && part.spend_kind !== null) await keepDecided(acting, { id: part.id, meeting: part.meeting_id, sitting: part.sitting, what: part.words, lang: part.lang, kind: part.spend_kind, pence: part.pence, neededOn: part.due_on, asker: await askerOf(acting, part) })
  await acting.db.updateTable('meeting_part').set(set).where('family_id', '=', acting.family).where('id', '=', part.id).execute()
}

/** Whoever was invited for the meeting alone, and does or checks a part, keeps their place for it: for as many days after its day as guests have after their meeting, where that is longer. */
async function keepPlaces(acting: Answering, parts: readonly Part[]): Promise<void> {
  for (const { owner_member: owner, checks_member: checks, due_on } of parts) await keepGuests(acting, [owner, checks].filter((one) => one !== null), due_on)
}

/** Who begins the request for the money of a part: whoever wrote it, where they may ask; else whoever asked for the meeting, or another of the sitting who may. */
async function askerOf(acting: Answering, part: Part): Promise<MemberId | null> {
  const rows = await acting.db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'p.family_id').onRef('g.id', '=', 'p.meeting_id'))
    .select(['m.id', 'g.asked_by']).where('p.family_id', '=', acting.family).where('p.meeting_id', '=', part.meeting_id).where('p.sitting', '=', part.sitting).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null)
    .where('m.seat', 'in', [...adultSeats]).where('m.person_id', 'is not', null).where(isHere('m', acting.today)).orderBy('m.made_at').orderBy('m.id').execute()
  const first = rows.find((one) => one.id === part.by_member) ?? rows.find((one) => one.id === one.asked_by) ?? rows[0]
  return first?.id ?? null
}

async function ownerOf(acting: Answering, part: Part): Promise<{ owner: MemberId | null; ownerName: string | null; ownerAgency: string | null }> {
  if (part.owner_member === null) return { owner: null, ownerName: part.owner_name, ownerAgency: part.owner_agency }
  const here = await acting.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', acting.family).where('m.id', '=', part.owner_member).where(isHere('m', acting.today)).executeTakeFirst()
  return { owner: here ? part.owner_member : acting.member, ownerName: null, ownerAgency: null }
}

/** Those who were asked to the sitting of a part and are still in it, and whoever does it. */
async function whoSits(acting: Answering, part: Part): Promise<MemberId[]> {
  const rows = await acting.db.selectFrom('meeting_person').select('member_id').where('family_id', '=', acting.family).where('meeting_id', '=', part.meeting_id).where('sitting', '=', part.sitting).where('invited_at', 'is not', null).where('gone_at', 'is', null).execute()
  return [...rows.map((row) => row.member_id), ...(part.owner_member ? [part.owner_member] : [])]
}

/** The co-ordinator lets everybody of the meeting read a part that was sent, whichever sitting they were in, or no longer. */
export async function joinPart(acting: Acting<'meetings:arrange'>, { meeting: id, part, forAll }: { readonly meeting: MeetingId; readonly part: MeetingPartId; readonly forAll: boolean }): Promise<Outcome<null, 'not-there'>> {
  const meeting = await meetingWith(acting, id)
  const row = await acting.db.selectFrom('meeting_part as q').innerJoin('meeting_plan as n', (join) => join.onRef('n.family_id', '=', 'q.family_id').onRef('n.meeting_id', '=', 'q.meeting_id').onRef('n.sitting', '=', 'q.sitting').onRef('n.round', '=', 'q.round'))
    .select('q.id').where('q.family_id', '=', acting.family).where('q.meeting_id', '=', id).where('q.id', '=', part).where('n.sent_at', 'is not', null).executeTakeFirst()
  if (!row || meeting.state === 'off') return { ok: false, why: 'not-there' }
  await acting.db.updateTable('meeting_part').set({ for_all: forAll ? 1 : 0 }).where('family_id', '=', acting.family).where('id', '=', part).execute()
  return { ok: true, value: null, event: planHappened('family-plan-part-joined', id) }
}
