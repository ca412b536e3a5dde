/**
 * What becomes of an action after it was made: its owner says yes to it, names another day, says that it is done, or that it
 * cannot be. What they say stands in the plan with who and when; nothing goes silently (TF ¶3.17; #18).
 */
import type { Schema } from '#db/schema.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { insideCircle } from '#app/access/who-is-here.server.ts'
import type { Acting, AreaMay, Inside, LinkActing, LinkHolder, May, Viewer } from '#app/access/viewer.server.ts'
import { keepGuestFor } from '#app/domain/family/guest-places.server.ts'
import { handBackDay, inCharge } from '#app/domain/family/owners-left.server.ts'
import { keepAnswered, keepFirst } from '#app/domain/family/revisions.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type EntryId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'

/** What an owner can say. Words are their own, in the language they were written in. */
export type PromiseAnswer =
  | { readonly how: 'accept' } | { readonly how: 'done' }
  | { readonly how: 'move'; readonly dueOn: Day; readonly words: string | null; readonly lang: string }
  | { readonly how: 'cannot'; readonly words: string; readonly lang: string }

export type AnswerRefused = 'not-there' | 'is-settled' | 'day-is-past' | 'day-too-far' | 'nobody-else'

/** The latest day that can be named. */
const mostDaysAhead = 366
const said = { accept: 'accepted', move: 'moved', done: 'done', cannot: 'cannot' } as const

type Place = Pick<Inside<Viewer | LinkHolder>, 'db' | 'family' | 'now' | 'today'>
interface Open { readonly id: EntryId; readonly circle_id: CircleId | null; readonly due_on: Day | null; readonly owner_member: MemberId | null; readonly owner_name: string | null; readonly owner_agency: string | null; readonly done_at: Instant | null; readonly ended_at: Instant | null }
const columns = ['e.id', 'e.circle_id', 'e.due_on', 'e.owner_member', 'e.owner_name', 'e.owner_agency', 'e.done_at', 'e.ended_at', 'e.said_by', 'e.lang'] as const

/** An action that the viewer may see, whatever has become of it. */
async function seenAction(viewer: Inside<Viewer>, action: EntryId) {
  return viewer.db.selectFrom('plan_entry as e').select(columns).where('e.id', '=', action).where('e.kind', '=', 'action').where(visibleTo(viewer, 'plan', 'e')).executeTakeFirst()
}

/** Writes down what was said about an action. */
async function write(acting: Place, action: EntryId, word: Partial<Schema['promise_word']> & Pick<Schema['promise_word'], 'kind'>): Promise<void> {
  await acting.db.insertInto('promise_word').values({
    family_id: acting.family, id: newId(), thing_id: action, by_member: null, by_name: null, by_agency: null, words: null, lang: null, day_before: null, day_after: null, at: acting.now, ...word,
  }).execute()
}

/** Ends the link of an action: what is settled, or belongs to somebody else now, is answered by it no more. */
async function endLinks(acting: Place, action: EntryId): Promise<void> {
  await acting.db.updateTable('thing_link').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('thing_id', '=', action).where('ended_at', 'is', null).execute()
}

/** Those of the family who see an action, and its lead professional where they do: who is told of what happens to it. */
async function whoIsTold(acting: Place, action: EntryId, but: PersonId | null = null): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('member as m').innerJoin('plan_entry as e', 'e.family_id', 'm.family_id').select('m.person_id').distinct().where('m.family_id', '=', acting.family).where('e.id', '=', action)
    .where('m.person_id', 'is not', null).where('m.from_on', '<=', acting.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', acting.today)]))
    .where((eb) => eb.or([
      eb.and([eb('m.seat', 'in', [...seatsOfTheFamily]), insideCircle('e.circle_id', 'm') as never]),
      eb.and([eb('m.seat', '=', 'lead'), visibleTo(lookerOfRow('m', 'lead', acting), 'plan', 'e') as never]),
    ])).execute()
  return rows.flatMap((row) => (row.person_id === but ? [] : [row.person_id!]))
}

/** What an owner says, whichever way they came: as a member, or by a link. */
async function answered(acting: Place, row: Open, answer: PromiseAnswer, by: Pick<Schema['promise_word'], 'by_member' | 'by_name' | 'by_agency'> & { readonly as: string; readonly person: PersonId | null }): Promise<Outcome<EntryId, AnswerRefused>> {
  if (row.done_at !== null || row.ended_at !== null) return { ok: false, why: 'is-settled' }
  const entry = acting.db.updateTable('plan_entry').where('family_id', '=', acting.family).where('id', '=', row.id)
  const { as, person, ...who } = by
  let after: Day | null = null
  if (answer.how === 'move' || answer.how === 'cannot') await keepFirst(acting, 'plan', [row.id])
  if (answer.how === 'move') {
    if (answer.dueOn < acting.today) return { ok: false, why: 'day-is-past', field: 'due' }
    if (answer.dueOn > plusDays(acting.today, mostDaysAhead)) return { ok: false, why: 'day-too-far', field: 'due' }
    await entry.set({ due_on: answer.dueOn }).execute()
    await keepGuestFor(acting, row.id, answer.dueOn)
    after = answer.dueOn
  }
  if (answer.how === 'done') await entry.set({ done_at: acting.now }).execute()
  if (answer.how === 'cannot') {
    const to = await inCharge(acting, { kind: 'action', id: row.id })
    if (!to || to.member === row.owner_member) return { ok: false, why: 'nobody-else' }
    await entry.set({ owner_member: to.member, owner_name: null, owner_agency: null }).execute()
    after = await handBackDay(acting)
  }
  if (answer.how === 'move' || answer.how === 'cannot') await keepAnswered(acting, 'plan', row.id, { member: by.by_member, person })
  if (answer.how === 'done' || answer.how === 'cannot') await endLinks(acting, row.id)
  const words = answer.how === 'move' || answer.how === 'cannot' ? answer.words : null
  await write(acting, row.id, { kind: said[answer.how], ...who, words, lang: words === null ? null : (answer as { lang: string }).lang, day_before: answer.how === 'move' ? row.due_on : null, day_after: after })
  return {
    ok: true, value: row.id, event: { kind: 'action-answered', data: { how: answer.how, by: as, before: row.due_on ?? '', after: after ?? '' }, thing: { kind: 'plan', id: row.id }, circle: row.circle_id },
    notices: (await whoIsTold(acting, row.id, person)).map((to) => ({ to, name: 'newInPlan' as const })),
  }
}

/**
 * The owner of an action answers it, with an account. Of an owner elsewhere the lead professional notes what was told, as on
 * the phone.
 */
export async function answerAction(acting: Acting<'plan:see'>, { action, answer }: { action: EntryId; answer: PromiseAnswer }): Promise<Outcome<EntryId, AnswerRefused>> {
  const row = await seenAction(acting, action)
  if (!row || acting.member === null || !(row.owner_member === acting.member || (row.owner_member === null && acting.seat === 'lead'))) return { ok: false, why: 'not-there' }
  const told = row.owner_member === null
  return answered(acting, row, answer, { by_member: acting.member, by_name: told ? row.owner_name : null, by_agency: told ? row.owner_agency : null, as: told ? 'told' : 'owner', person: acting.person })
}

/** The holder of a link answers the one action that it is for. Asked again whether the link holds: it may have ended while the command waited. */
export async function answerByLink(acting: LinkActing<'action:answer'>, { answer }: { answer: PromiseAnswer }): Promise<Outcome<EntryId, AnswerRefused | 'link-ended'>> {
  const link = await acting.db.selectFrom('thing_link').select('id').where('family_id', '=', acting.family).where('id', '=', acting.link).where('ended_at', 'is', null).where('expires_at', '>', acting.now).executeTakeFirst()
  const row = await acting.db.selectFrom('plan_entry as e').select(columns).where('e.family_id', '=', acting.family).where('e.id', '=', acting.action).where('e.kind', '=', 'action').executeTakeFirst()
  if (!link || !row || row.done_at !== null || row.ended_at !== null) return { ok: false, why: 'link-ended' }
  return answered(acting, row, answer, { by_member: null, by_name: row.owner_name, by_agency: row.owner_agency, as: 'link', person: null })
}

/**
 * Says that an action is not needed any more, and why: it stays in the plan with that (#18). Whoever made it says so, an
 * adult of the family, or the lead professional; a service does not take out what it promised.
 */
export async function noLongerNeeded(acting: Acting<'plan:actions'>, { action, words, lang }: { action: EntryId; words: string; lang: string }): Promise<Outcome<EntryId, 'not-there' | 'is-settled'>> {
  const row = await seenAction(acting, action)
  if (!row || acting.member === null || !mayTakeBack(acting, row.said_by)) return { ok: false, why: 'not-there' }
  if (row.done_at !== null || row.ended_at !== null) return { ok: false, why: 'is-settled' }
  await acting.db.updateTable('plan_entry').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', action).execute()
  await endLinks(acting, action)
  await write(acting, action, { kind: 'no-longer', by_member: acting.member, words, lang })
  const told = await whoIsTold(acting, action, acting.person)
  return {
    ok: true, value: action, event: { kind: 'action-no-longer', data: { words }, thing: { kind: 'plan', id: action }, circle: row.circle_id },
    notices: told.map((to) => ({ to, name: 'newInPlan' as const })),
  }
}

function mayTakeBack(viewer: Pick<Viewer, 'seat' | 'member'>, madeBy: MemberId | null): boolean {
  return viewer.seat === 'parent' || viewer.seat === 'kin-carer' || viewer.seat === 'lead' || (madeBy !== null && madeBy === viewer.member)
}

/** Says that an action is done, or not done after all. */
export async function tickAction(acting: Acting<'plan:see'>, { action, done }: { action: EntryId; done: boolean }): Promise<Outcome<EntryId, 'not-there'>> {
  const row = await seenAction(acting, action)
  if (!row || row.ended_at !== null) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('plan_entry').set({ done_at: done ? acting.now : null }).where('family_id', '=', acting.family).where('id', '=', action).execute()
  if (done) {
    await endLinks(acting, action)
    await write(acting, action, { kind: 'done', by_member: acting.member })
  }
  return { ok: true, value: action, event: { kind: 'action-done', data: { done }, thing: { kind: 'plan', id: action }, circle: row.circle_id } }
}

/** One thing that was said about an action. */
export interface PromiseWord {
  readonly kind: Schema['promise_word']['kind']
  readonly member: MemberId | null
  readonly name: string | null
  readonly agency: string | null
  readonly words: string | null
  readonly lang: string | null
  readonly before: Day | null
  readonly after: Day | null
  readonly at: Instant
}

export interface PromisePage {
  readonly id: EntryId
  readonly words: string
  readonly lang: string
  readonly owner: MemberId | null
  readonly ownerName: string | null
  readonly ownerAgency: string | null
  readonly dueOn: Day
  readonly doneAt: Instant | null
  readonly endedAt: Instant | null
  /** Offered instead of money. */
  readonly instead: boolean
  readonly said: readonly PromiseWord[]
  /** How it was sent to an owner elsewhere, while that link holds; for whoever may send one. */
  readonly link: { readonly channel: 'email' | 'text'; readonly address: string; readonly until: Instant } | null
  /** What the viewer may do with it now. */
  readonly may: { readonly answer: boolean; readonly takeBack: boolean; readonly send: boolean }
}

/** One action with all that was said about it, oldest first; undefined when it is not there or not the viewer's to see. Two or three queries. */
export async function promise(viewer: May<'plan:see'>, id: EntryId): Promise<PromisePage | undefined> {
  const row = await viewer.db.selectFrom('plan_entry as e').selectAll().where('e.id', '=', id).where('e.kind', '=', 'action').where(visibleTo(viewer, 'plan', 'e')).executeTakeFirst()
  if (!row) return undefined
  const words = await viewer.db.selectFrom('promise_word').selectAll().where('family_id', '=', viewer.family).where('thing_id', '=', id).orderBy('at').orderBy('id').limit(200).execute()
  const open = row.done_at === null && row.ended_at === null
  const acts = viewer.powers.has('plan:actions')
  const link = acts && open ? await viewer.db.selectFrom('thing_link').select(['channel', 'address', 'expires_at']).where('family_id', '=', viewer.family).where('thing_id', '=', id).where('ended_at', 'is', null).where('expires_at', '>', viewer.now).executeTakeFirst() : undefined
  return {
    id: row.id, words: row.words, lang: row.lang, owner: row.owner_member, ownerName: row.owner_name, ownerAgency: row.owner_agency, dueOn: row.due_on!, doneAt: row.done_at, endedAt: row.ended_at, instead: row.instead === 1,
    said: words.map((word) => ({ kind: word.kind, member: word.by_member, name: word.by_name, agency: word.by_agency, words: word.words, lang: word.lang, before: word.day_before, after: word.day_after, at: word.at })),
    link: link ? { channel: link.channel, address: link.address, until: link.expires_at } : null,
    may: {
      answer: open && viewer.member !== null && (row.owner_member === viewer.member || (row.owner_member === null && viewer.seat === 'lead')),
      takeBack: open && acts && mayTakeBack(viewer, row.said_by), send: open && acts && row.owner_member === null,
    },
  }
}

export interface CameBack { readonly family: FamilyId; readonly name: string; readonly action: EntryId; readonly by: Day }

/** What came back to this person because somebody left or cannot do it, by the day until which they say what becomes of it. One query. */
export async function cameBack(viewer: AreaMay<'desk:see'>): Promise<CameBack[]> {
  const rows = await viewer.db.selectFrom('member as m').innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'm.family_id').onRef('e.owner_member', '=', 'm.id')).innerJoin('family as f', 'f.id', 'm.family_id')
    .innerJoin('promise_word as w', (join) => join.onRef('w.family_id', '=', 'e.family_id').onRef('w.thing_id', '=', 'e.id' as never)).select(['e.family_id', 'f.name', 'e.id', 'w.day_after'])
    .where('m.person_id', '=', viewer.person).where('m.from_on', '<=', viewer.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)]))
    .where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null).where('w.kind', 'in', ['fell', 'cannot'])
    .where((eb) => eb.not(eb.exists(eb.selectFrom('promise_word as n').select('n.id').whereRef('n.family_id', '=', 'w.family_id').whereRef('n.thing_id', '=', 'w.thing_id').whereRef('n.at', '>', 'w.at').where('n.kind', '<>', 'told'))))
    .orderBy('w.day_after').orderBy('e.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, action: row.id, by: row.day_after! }))
}
