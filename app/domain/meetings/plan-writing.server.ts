/**
 * The family writes its plan and sends it (C4). The adults of one sitting write it together; whoever of them presses first sends it. What
 * was sent is never written again: a "not yet" begins another round, in which the parts that were named are changed and answered.
 */
import type { Schema } from '#db/schema.ts'
import type { PartBecomes, PartKept, PartNeeds } from '#db/schema-meeting-plan.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import { notYours } from '#app/access/not-yours.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Acting } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { leadingNow } from '#app/domain/family/people.server.ts'
import type { EventDraft } from '#app/events/catalogue.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MeetingId, type MeetingPartId, type MemberId } from '#app/values/ids.ts'
import { plusDays, wallTime, workingDaysAfter, type Day } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import { meetingWith, partToChange } from './family-plan.server.ts'
import { somethingNew } from './meetings.server.ts'
import { mostDaysAhead, mostParts, sameDayUntil, writesPlan } from './plan-words.ts'
import { keepUntilLookedAgain } from './room-kept.server.ts'
import { askedToSitting } from './sittings.server.ts'

export interface PartSaid {
  readonly words: string; readonly lang: string
  readonly owner: MemberId | null; readonly ownerName: string | null; readonly ownerAgency: string | null
  readonly dueOn: Day; readonly needs: PartNeeds; readonly needsWords: string | null
  /** What it costs, and what for; of a part that needs money alone. */
  readonly pence: Pence | null; readonly kind: SpendKind | null
  readonly otherwise: string | null
  /** Null for the lead professional. */
  readonly checks: MemberId | null
  readonly becomes: PartBecomes; /** Of a goal. */ readonly category: string | null
  readonly kept: PartKept
  /** What the family says to what the lead professional said of it. */
  readonly answer: string | null
}

type Writing = Acting<'meetings:attend'>

/** Something of a plan happened, which stands in the plan itself and in no history. */
export function planHappened(kind: 'family-plan-part-written' | 'family-plan-part-out' | 'family-plan-kept' | 'family-plan-sent' | 'family-plan-answered' | 'family-plan-part-joined' | 'family-plan-part-went' | 'family-plan-again', id: MeetingId): EventDraft {
  return { kind, data: {}, thing: { kind: 'meeting', id }, circle: newId<CircleId>() }
}

type Place = { readonly sitting: number; readonly plan: Schema['meeting_plan'] }

/** The round that the writer's own sitting writes now, begun where there is none; refused while it waits for its answer, and once it was accepted. */
async function roundToWrite(acting: Writing, meeting: MeetingId): Promise<Place | undefined> {
  const { own: sitting, state } = await meetingWith(acting, meeting)
  if (sitting === null || acting.member === null || state === 'off' || !writesPlan(acting.seat)) throw notYours()
  const there = await acting.db.selectFrom('meeting_plan').selectAll().where('family_id', '=', acting.family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).orderBy('round', 'desc').limit(1).executeTakeFirst()
  if (there) return there.state === 'ours' ? { sitting, plan: there } : undefined
  const plan = { family_id: acting.family, meeting_id: meeting, sitting, round: 1, state: 'ours' as const, words: null, lang: null, again_on: null, sent_by: null, sent_at: null, answer_by: null, answered_by: null, answered_at: null, late_told_at: null }
  await acting.db.insertInto('meeting_plan').values(plan).execute()
  return { sitting, plan }
}

type PartRefused = 'changed-meanwhile' | 'somebody-is-not-here' | 'owner-missing' | 'day-is-past' | 'day-too-far' | 'too-many-parts' | 'not-there'

/** Writes a part of the plan, or writes one anew: then others than those of the sitting read it only once the co-ordinator lets them again, who has not seen these words. */
export async function writePart(acting: Acting<'meetings:attend'>, { meeting, part, said }: { readonly meeting: MeetingId; readonly part: MeetingPartId | null; readonly said: PartSaid }): Promise<Outcome<MeetingPartId, PartRefused>> {
  const place = await roundToWrite(acting, meeting)
  if (!place) return { ok: false, why: 'changed-meanwhile' }
  const before = part ? await partToChange(acting, meeting, part) : undefined
  if (part && !before) return { ok: false, why: 'not-there' }
  const refused = await partNotRight(acting, meeting, place.sitting, said)
  if (refused) return refused
  if (part) {
    await acting.db.updateTable('meeting_part').set({ ...rowOf(acting, said), changed_at: acting.now, for_all: 0 }).where('family_id', '=', acting.family).where('id', '=', part).execute()
    return { ok: true, value: part, event: planHappened('family-plan-part-written', meeting) }
  }
  const added = await addPart(acting, meeting, place, said)
  return added.ok ? { ok: true, value: added.value, event: planHappened('family-plan-part-written', meeting) } : added
}

async function addPart(acting: Writing, meeting: MeetingId, { sitting, plan }: Place, said: PartSaid) {
  const { count, last } = await acting.db.selectFrom('meeting_part').select((eb) => [eb.cast<number>(eb.fn.countAll(), 'integer').as('count'), eb.fn.max('place').as('last')])
    .where('family_id', '=', acting.family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).where('round', '=', plan.round).executeTakeFirstOrThrow()
  if (count >= mostParts) return { ok: false as const, why: 'too-many-parts' as const, values: { count: mostParts } }
  const id = newId<MeetingPartId>()
  await acting.db.insertInto('meeting_part').values({
    family_id: acting.family, id, meeting_id: meeting, sitting, round: plan.round, place: Number(last ?? 0) + 1, follows: null, ...rowOf(acting, said), for_all: 0, changed_at: acting.now, risk: null, risk_lang: null, entry_id: null, goal_id: null,
  }).execute()
  return { ok: true as const, value: id }
}

/**
 * Puts what stands in private family time into the plan, in the same words: the parts, in the same order. A day that has passed, or an owner who is no
 * longer here, goes in as it was said, and is put right in the plan before it is sent. Refused while the plan is not the family's to write.
 */
export async function putPartsIn(acting: Writing, meeting: MeetingId, all: readonly PartSaid[]) {
  const place = await roundToWrite(acting, meeting)
  if (!place) return { ok: false as const, why: 'changed-meanwhile' as const }
  const here = await withUs(acting, meeting, place.sitting)
  const parts: MeetingPartId[] = []
  for (const said of all) {
    const owner = here.find((one) => one.id === said.owner)?.id ?? null
    const added = await addPart(acting, meeting, place, { ...said, owner })
    if (!added.ok) return added
    parts.push(added.value)
  }
  return { ok: true as const, parts }
}

function rowOf(acting: Writing, said: PartSaid) {
  const money = said.needs === 'money'
  const goal = said.becomes === 'goal'
  return {
    words: said.words, lang: said.lang, owner_member: said.owner, owner_name: said.owner ? null : said.ownerName, owner_agency: said.owner ? null : said.ownerAgency, due_on: said.dueOn, needs: said.needs,
    needs_words: said.needs === 'nothing' || money ? null : said.needsWords, pence: money ? said.pence : null, spend_kind: money ? said.kind : null, otherwise: said.otherwise, checks_member: said.checks,
    becomes: said.becomes, category: goal ? said.category : null, kept: said.kept, by_member: acting.member!, answer: said.answer, answer_lang: said.answer === null ? null : said.lang,
  }
}

/** Whoever does it and whoever checks sits with the writer, or leads; its day is to come. */
export async function partNotRight(acting: Writing, meeting: MeetingId, sitting: number, said: Pick<PartSaid, 'owner' | 'ownerName' | 'dueOn' | 'checks'>) {
  if (said.owner === null && said.ownerName === null) return { ok: false as const, why: 'owner-missing' as const, field: 'owner-name' }
  if (said.dueOn < acting.today) return { ok: false as const, why: 'day-is-past' as const, field: 'due' }
  if (said.dueOn > plusDays(acting.today, mostDaysAhead)) return { ok: false as const, why: 'day-too-far' as const, field: 'due' }
  const known = await withUs(acting, meeting, sitting)
  if (said.owner && !known.some((one) => one.id === said.owner)) return { ok: false as const, why: 'somebody-is-not-here' as const, field: 'owner' }
  if (said.checks && !known.some((one) => one.id === said.checks)) return { ok: false as const, why: 'somebody-is-not-here' as const, field: 'checks' }
  return undefined
}

export interface WithUs { readonly id: MemberId; readonly name: string; readonly lead: boolean }

/** Who can do a part and check it: those who were asked to the same sitting, and whoever leads. One query. */
export async function withUs(viewer: Pick<Writing, 'family' | 'today'> & { readonly db: Pick<Writing['db'], 'selectFrom'> }, meeting: MeetingId, sitting: number): Promise<WithUs[]> {
  const rows = await viewer.db.selectFrom('member as m').select(['m.id', 'm.name', 'm.seat']).where('m.family_id', '=', viewer.family).where(isHere('m', viewer.today))
    .where((eb) => eb.or([eb('m.seat', '=', 'lead'), eb.exists(eb.selectFrom('meeting_person as p').select('p.member_id').whereRef('p.family_id', '=', 'm.family_id').whereRef('p.member_id', '=', 'm.id')
      .where('p.meeting_id', '=', meeting).where('p.sitting', '=', sitting).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null))])).orderBy('m.made_at').orderBy('m.id').execute()
  return rows.map((row) => ({ id: row.id, name: row.name, lead: row.seat === 'lead' }))
}

/** Takes a part out while the plan is the family's. What was sent before stays to be read. */
export async function takePartOut(acting: Acting<'meetings:attend'>, { meeting, part }: { readonly meeting: MeetingId; readonly part: MeetingPartId }): Promise<Outcome<null, 'not-there' | 'changed-meanwhile'>> {
  if (!(await roundToWrite(acting, meeting))) return { ok: false, why: 'changed-meanwhile' }
  if (!(await partToChange(acting, meeting, part))) return { ok: false, why: 'not-there' }
  await acting.db.deleteFrom('meeting_part').where('family_id', '=', acting.family).where('id', '=', part).execute()
  return { ok: true, value: null, event: planHappened('family-plan-part-out', meeting) }
}

export interface PlanSaid { readonly meeting: MeetingId; /** Which round stood on the page. */ readonly round: number; readonly words: string | null; readonly lang: string; readonly againOn: Day | null }

/** Keeps what stands above the parts, and the day on which we look again. */
export async function keepFamilyPlan(acting: Acting<'meetings:attend'>, said: PlanSaid): Promise<Outcome<null, 'changed-meanwhile' | 'day-is-past' | 'day-too-far'>> {
  const kept = await keep(acting, said)
  return kept.ok ? { ok: true, value: null, event: planHappened('family-plan-kept', said.meeting) } : kept
}

async function keep(acting: Writing, { meeting, round, words, lang, againOn }: PlanSaid) {
  const place = await roundToWrite(acting, meeting)
  if (!place || place.plan.round !== round) return { ok: false as const, why: 'changed-meanwhile' as const }
  if (againOn !== null && againOn <= acting.today) return { ok: false as const, why: 'day-is-past' as const, field: 'again' }
  if (againOn !== null && againOn > plusDays(acting.today, mostDaysAhead)) return { ok: false as const, why: 'day-too-far' as const, field: 'again' }
  await acting.db.updateTable('meeting_plan').set({ words, lang: words === null ? null : lang, again_on: againOn }).where('family_id', '=', acting.family).where('meeting_id', '=', meeting).where('sitting', '=', place.sitting).where('round', '=', round).execute()
  await keepUntilLookedAgain(acting.db, { family: acting.family, meeting, sitting: place.sitting })
  return { ok: true as const, ...place }
}

/**
 * Sends the plan to the lead professional, who answers it on the same day (C4): today while people are at work, otherwise on the next
 * working day. Refused while a part that was named is neither changed, answered nor taken out, or has a day that has passed.
 */
export async function sendFamilyPlan(acting: Acting<'meetings:attend'>, said: PlanSaid): Promise<Outcome<null, 'changed-meanwhile' | 'day-is-past' | 'day-too-far' | 'plan-is-empty' | 'look-again-missing' | 'part-unanswered' | 'part-day-past'>> {
  if (said.againOn === null) return { ok: false, why: 'look-again-missing', field: 'again' }
  const kept = await keep(acting, said)
  if (!kept.ok) return kept
  const parts = await acting.db.selectFrom('meeting_part as q').leftJoin('meeting_part as b', (join) => join.onRef('b.family_id', '=', 'q.family_id').onRef('b.id', '=', 'q.follows')).select(['q.id', 'q.due_on', 'q.changed_at', 'b.risk'])
    .where('q.family_id', '=', acting.family).where('q.meeting_id', '=', said.meeting).where('q.sitting', '=', kept.sitting).where('q.round', '=', said.round).execute()
  if (parts.length === 0) return { ok: false, why: 'plan-is-empty' }
  if (parts.some((part) => part.risk !== null && part.changed_at === null)) return { ok: false, why: 'part-unanswered' }
  if (said.round === 1 && parts.some((part) => part.due_on < acting.today)) return { ok: false, why: 'part-day-past' }
  const { holidays } = await settingsOf(acting.db)
  await acting.db.updateTable('meeting_plan').set({ state: 'sent', sent_by: acting.member, sent_at: acting.now, answer_by: answerDay(acting, new Set(holidays)) })
    .where('family_id', '=', acting.family).where('meeting_id', '=', said.meeting).where('sitting', '=', kept.sitting).where('round', '=', said.round).execute()
  return { ok: true, value: null, event: planHappened('family-plan-sent', said.meeting), notices: somethingNew([...(await leadingNow(acting)), ...(await askedToSitting(acting, said.meeting, kept.sitting))]) }
}

/** The same working day, or the next one of what is sent when it is over. */
function answerDay({ today, now }: Pick<Writing, 'today' | 'now'>, holidays: ReadonlySet<string>): Day {
  const works = workingDaysAfter(plusDays(today, -1), 1, holidays) === today
  return works && wallTime(now) < sameDayUntil ? today : workingDaysAfter(today, 1, holidays)
}
