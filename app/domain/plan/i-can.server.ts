/**
 * "I can …": what somebody of the network offers unasked (#40), to the adults of the household whom they name; and the one way in which a family takes up
 * an offer of help, this or one beside a need or a goal (`kind-words`): it is an action of whoever offered, accepted from the beginning, by a day, with thanks.
 *
 * | offer                | command       | who                                             | to                                                    |
 * |----------------------|---------------|-------------------------------------------------|-------------------------------------------------------|
 * | (none)               | sayICan       | whoever has the place of one of the network     | offered                                               |
 * | offered              | takeOfferUp   | an adult who reads it                           | taken: an action of whoever offered, in words as kept |
 * | offered              | thankForOffer | the same                                        | not-now, with thanks                                  |
 * | offered, of `i_can`  | takeICanBack  | whoever offered                                 | withdrawn: its words are gone                         |
 *
 * Nobody else learns of it, nor of whom it was told: its circle is whoever offered and those whom they named. It is there while the place of whoever offered is.
 * A parent who lives elsewhere offers beside what they are shown, and has no place to write unasked: to nobody comes a word of somebody whom they have
 * not written to (#34), but of those whom the family itself asked in.
 */
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import { keepGuests } from '#app/domain/family/guest-places.server.ts'
import { membersOf, readersOf } from '#app/domain/family/people.server.ts'
import { toMember } from '#app/domain/family/to-member.server.ts'
import { answerOfferBeside, offerBeside, type KindThing } from '#app/domain/goals/kind-words.server.ts'
import { circleFor, circleWithMore } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type EntryId, type ICanId, type KindWordId, type MemberId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { InsteadState } from '#db/schema-asking.ts'
import { mostOffersShown, mostOffersWaiting } from './i-can.ts'
import { acceptedByOffering, addAction } from './plan.server.ts'

/** The adults of the household who can sign in, as far as somebody of the network knows of them: who could read an offer. One query. */
export async function whoReadsOffers(viewer: May<'offers:give'> | Acting<'offers:give'>): Promise<{ readonly id: MemberId; readonly name: string }[]> {
  return (await membersOf(viewer)).filter((one) => one.current && isAdult(one.seat) && one.person !== null).map(({ id, name }) => ({ id, name }))
}

/** Offers help to those whom it names, who are told that there is something. */
export async function sayICan(acting: Acting<'offers:give'>, { words, lang, to }: { readonly words: string; readonly lang: string; readonly to: readonly MemberId[] }): Promise<Outcome<ICanId, 'somebody-is-not-here' | 'too-many-offers'>> {
  if (acting.member === null) throw notYours()
  const readers = new Set((await whoReadsOffers(acting)).map(({ id }) => id))
  if (to.length === 0 || to.some((one) => !readers.has(one))) return { ok: false, why: 'somebody-is-not-here', field: 'to' }
  const waiting = await acting.db.selectFrom('i_can').select('id').where('family_id', '=', acting.family).where('by_member', '=', acting.member).where('state', '=', 'offered').execute()
  if (waiting.length >= mostOffersWaiting) return { ok: false, why: 'too-many-offers', values: { count: mostOffersWaiting } }
  const made = await circleFor(acting, { members: to, lead: false })
  if (!made.ok) return { ok: false, why: 'somebody-is-not-here', field: 'to' }
  const [id, circle] = [newId<ICanId>(), made.circle!]
  await acting.db.insertInto('i_can').values({ family_id: acting.family, id, circle_id: circle, by_member: acting.member, words, lang, at: acting.now, state: 'offered', answered_at: null, answered_by: null, entry_id: null }).execute()
  return {
    ok: true, value: id, event: { kind: 'help-offered', data: {}, thing: { kind: 'i-can', id }, circle },
    notices: (await readersOf(acting, circle)).map((to) => ({ to, name: 'somethingNew' })),
  }
}

/** Takes one's own offer back while nobody has answered it: its words are gone. */
export async function takeICanBack(acting: Acting<'offers:give'>, { offer }: { readonly offer: ICanId }): Promise<Outcome<null, 'not-there' | 'changed-meanwhile'>> {
  const row = await acting.db.selectFrom('i_can').select(['id', 'state', 'circle_id']).where('family_id', '=', acting.family).where('id', '=', offer).where('by_member', '=', acting.member).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  if (row.state !== 'offered') return { ok: false, why: 'changed-meanwhile' }
  await answer(acting, row.id, { state: 'withdrawn', words: null })
  return { ok: true, value: null, event: { kind: 'help-offer-answered', data: { how: 'withdrawn' }, thing: { kind: 'i-can', id: row.id }, circle: row.circle_id } }
}

async function answer(acting: Inside<Viewer>, id: ICanId, now: { readonly state: 'taken'; readonly entry_id: EntryId } | { readonly state: 'not-now' } | { readonly state: 'withdrawn'; readonly words: null }): Promise<void> {
  await acting.db.updateTable('i_can').set({ ...now, answered_at: acting.now, answered_by: acting.member }).where('family_id', '=', acting.family).where('id', '=', id).execute()
}

export interface OwnICan {
  readonly id: ICanId; readonly words: string; readonly lang: string; readonly at: Instant; readonly state: Exclude<InsteadState, 'withdrawn'>
  /** Who answered it. */
  readonly by: string | null
  /** The action that it became. */
  readonly entry: EntryId | null
}

/** What the viewer offered unasked, the newest first. One query. */
export async function ownOffers(viewer: May<'offers:give'>): Promise<OwnICan[]> {
  const rows = await viewer.db.selectFrom('i_can as o').leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'o.family_id').onRef('m.id', '=', 'o.answered_by')).select(['o.id', 'o.words', 'o.lang', 'o.at', 'o.state', 'o.entry_id', 'm.name'])
    .where('o.family_id', '=', viewer.family).where('o.by_member', '=', viewer.member!).where('o.state', '<>', 'withdrawn').orderBy('o.at', 'desc').orderBy('o.id').limit(mostOffersShown).execute()
  return rows.map((row) => ({ id: row.id, words: row.words!, lang: row.lang, at: row.at, state: row.state as OwnICan['state'], by: row.name, entry: row.entry_id }))
}

export interface HelpOffered {
  readonly id: string; readonly from: MemberId
  /** None of an offer that says all by itself, and of one that was taken back. */
  readonly words: string | null; readonly lang: string | null; readonly at: Instant; readonly state: InsteadState
  /** What it stands beside; null where it was offered unasked. */
  readonly beside: KindThing | null
  /** Who reads it: of one that was offered unasked those it was told to, else whoever sees what it stands beside. */
  readonly circle: CircleId | null
  /** It was told to some of the adults and not to others: what it becomes is kept to the same. */
  readonly kept: boolean
}

/** One offer of help that an adult reads, whatever became of it; undefined when it is not there or not theirs to read. Two queries. */
export async function helpOffered(viewer: May<'offers:answer'> | Acting<'offers:answer'>, id: string): Promise<HelpOffered | undefined> {
  const row = await viewer.db.selectFrom('i_can as o').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'o.family_id').onRef('m.id', '=', 'o.by_member')).select(['o.id', 'o.circle_id', 'o.by_member', 'o.words', 'o.lang', 'o.at', 'o.state'])
    .where('o.id', '=', id as ICanId).where('o.by_member', '<>', viewer.member).where(visibleTo(viewer, 'message', 'o')).where(isHere('m', viewer.today)).executeTakeFirst()
  if (row) return { id: row.id, from: row.by_member, words: row.words, lang: row.lang, at: row.at, state: row.state, beside: null, circle: row.circle_id, kept: !(await toEveryAdult(viewer, row.circle_id)) }
  const word = await offerBeside(viewer, id as KindWordId)
  return word && { id: word.id, from: word.by, words: word.words, lang: word.lang, at: word.at, state: word.state ?? 'offered', beside: word.beside, circle: word.beside.circle, kept: false }
}

/** Whether a circle holds every adult of the household who can sign in today. */
async function toEveryAdult(viewer: Viewer | Inside<Viewer>, circle: CircleId): Promise<boolean> {
  const outside = await viewer.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', viewer.family).where('m.seat', 'in', ['parent', 'kin-carer']).where('m.person_id', 'is not', null).where(isHere('m', viewer.today))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('circle_member as c').select('c.who').whereRef('c.family_id', '=', 'm.family_id').where('c.circle_id', '=', circle).whereRef('c.who', '=', 'm.id')))).limit(1).executeTakeFirst()
  return outside === undefined
}

export interface TakenUp { readonly offer: string; /** As the plan says it. */ readonly words: string; readonly lang: string; readonly dueOn: Day; /** Told beside it, in the words of whoever takes it up. */ readonly thanks: string | null }

/** Takes an offer up: it is an action of whoever offered, for the need or the goal that it stands beside, and accepted; they are told, and thanked. */
export async function takeOfferUp(acting: Acting<'offers:answer' | 'plan:actions'>, { offer, thanks, ...action }: TakenUp): Promise<Outcome<EntryId, 'changed-meanwhile' | 'day-is-past' | 'not-there' | 'owner-cannot-see'>> {
  const found = await helpOffered(acting, offer)
  if (!found) return { ok: false, why: 'not-there' }
  if (found.state !== 'offered') return { ok: false, why: 'changed-meanwhile' }
  const { beside, from } = found
  const made = await addAction(acting, {
    // In the words of whoever offered it is in their language too.
    ...action, lang: found.lang !== null && action.words === found.words ? found.lang : action.lang, owner: from, ownerName: null, ownerAgency: null, about: [], goal: beside?.goal ?? null, need: beside?.is === 'need' ? (beside.id as EntryId) : null, keptTo: found.kept ? await circleWithMore(acting, found.circle, []) : null,
  })
  if (!made.ok) return made as Extract<typeof made, { ok: false }> & { why: 'day-is-past' | 'not-there' | 'owner-cannot-see' }
  await acceptedByOffering(acting, made.value, { owner: from, thanks, lang: action.lang })
  await keepGuests(acting, [from], action.dueOn)
  if (beside) await answerOfferBeside(acting, found.id as KindWordId, 'taken')
  else await answer(acting, found.id as ICanId, { state: 'taken', entry_id: made.value })
  return { ...made, notices: await toMember(acting, from, 'newInPlan') }
}

/** Says thank you, not now: whoever offered reads it. */
export async function thankForOffer(acting: Acting<'offers:answer'>, { offer }: { readonly offer: string }): Promise<Outcome<null, 'not-there' | 'changed-meanwhile'>> {
  const found = await helpOffered(acting, offer)
  if (!found) return { ok: false, why: 'not-there' }
  if (found.state !== 'offered') return { ok: false, why: 'changed-meanwhile' }
  if (found.beside) await answerOfferBeside(acting, found.id as KindWordId, 'not-now')
  else await answer(acting, found.id as ICanId, { state: 'not-now' })
  const { beside, circle } = found
  const thing = beside ? { kind: beside.goal === null ? 'plan' : 'goal', id: beside.goal ?? beside.id } : { kind: 'i-can', id: found.id }
  return { ok: true, value: null, event: { kind: 'help-offer-answered', data: { how: 'not-now' }, thing, circle }, notices: await toMember(acting, found.from) }
}
