/**
 * Help instead of money: somebody of the family or its network who sees what is asked for offers to do it themselves ("I can
 * drive him"; #40). Whoever asked takes it up, and the money is left again; what was offered is a promise of the plan, worth
 * as much. Or they say thank you, not this time. An offer is as kept as the request that it stands beside.
 *
 * | offer   | command         | who                                                      | to        | money and plan                               |
 * |---------|-----------------|----------------------------------------------------------|-----------|----------------------------------------------|
 * | (none)  | offerInstead    | the family, and whom of its network it was shown to      | offered   |                                              |
 * | offered | takeOffer       | whoever may take the request back, while it is not decided | taken   | asked -> available; an action of whoever offered |
 * | offered | thankNotNow     | the same                                                 | not-now   |                                              |
 * | offered | withdrawOffer   | whoever offered                                          | withdrawn |                                              |
 *
 * When one is taken, the others beside it are thanked.
 */
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { topicsOf } from '#app/domain/sharing/topics.server.ts'
import { acceptedByOffering, promisedInstead } from '#app/domain/plan/plan.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type EntryId, type InsteadId, type MemberId, type SpendId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { SpendState } from '#db/schema.ts'
import type { InsteadState } from '#db/schema-asking.ts'
import { moveSpend } from './ledger.server.ts'
import { endOpen } from './order-ends.server.ts'
import type { Often } from './instead-form.ts'
import { change, open, say, seenAs, type Seen } from './spending.server.ts'
import { toMember } from '#app/domain/family/to-member.server.ts'

/** Of a request, what somebody reads who could help: what, when and for whom, and nothing of money. */
export interface ToHelpWith {
  readonly id: SpendId; readonly what: string; readonly whatLang: string; readonly neededOn: Day; readonly weeks: number; readonly asker: string; readonly forWhom: readonly string[]
  /** It is not decided yet. */
  readonly open: boolean
  /** What the reader offered last. */
  readonly mine: Offered | null
}
export interface Offered { readonly id: InsteadId; readonly by: string; readonly words: string; readonly lang: string; readonly on: Day; readonly often: Often; readonly state: InsteadState; readonly at: Instant; readonly entry: EntryId | null }

const columns = ['h.id', 'm.name', 'h.words', 'h.lang', 'h.on_day', 'h.often', 'h.state', 'h.at', 'h.entry_id'] as const
type Row = { id: InsteadId; name: string; words: string; lang: string; on_day: Day; often: Often; state: InsteadState; at: Instant; entry_id: EntryId | null }
const asOffered = (row: Row): Offered => ({ id: row.id, by: row.name, words: row.words, lang: row.lang, on: row.on_day, often: row.often, state: row.state, at: row.at, entry: row.entry_id })

function offers(viewer: Viewer | Inside<Viewer>, spend: SpendId) {
  return viewer.db.selectFrom('help_instead as h').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'h.family_id').onRef('s.id', '=', 'h.spend_id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'h.family_id').onRef('m.id', '=', 'h.by_member')).select(columns)
    .where('h.family_id', '=', viewer.family).where('h.spend_id', '=', spend).where(visibleTo(viewer, 'spend', 's'))
}

/** What somebody else asks for, for whoever sees it and could help; undefined where it is not there or the viewer's own. Three queries. */
export async function toHelpWith(viewer: May<'help:offer'>, id: SpendId): Promise<ToHelpWith | undefined> {
  const row = await viewer.db.selectFrom('spend as s').innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    .select(['s.id', 's.what', 's.what_lang', 's.needed_on', 's.weeks', 's.state', 'a.name']).where('s.id', '=', id).where('s.asked_by', '<>', viewer.member!).where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  if (!row) return undefined
  const forWhom = await viewer.db.selectFrom('spend_for as o').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'o.family_id').onRef('m.id', '=', 'o.member_id'))
    .select('m.given_name').where('o.family_id', '=', viewer.family).where('o.spend_id', '=', id).orderBy('m.made_at').orderBy('m.id').execute()
  const mine = await offers(viewer, id).where('h.by_member', '=', viewer.member!).orderBy('h.at', 'desc').orderBy('h.id').limit(1).executeTakeFirst()
  return { id: row.id, what: row.what, whatLang: row.what_lang, neededOn: row.needed_on, weeks: row.weeks, asker: row.name, forWhom: forWhom.map((one) => one.given_name), open: open.includes(row.state), mine: mine ? asOffered(mine) : null }
}

/** The offers beside a request that wait for a word, the oldest first: for those of the family who see it. One query. */
export async function offersInstead(viewer: May<'spend:see'>, spend: SpendId): Promise<Offered[]> {
  return (await offers(viewer, spend).where('h.state', '=', 'offered').where('s.state', 'in', [...open]).orderBy('h.at').orderBy('h.id').execute()).map(asOffered)
}

/** Those of the network, with an account, who could be asked and were not yet, of a request that is kept to nobody. One query. */
export async function couldHelp(viewer: May<'budget:ask'>, spend: SpendId): Promise<{ id: MemberId; name: string }[]> {
  return viewer.db.selectFrom('member as m').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'm.family_id').on('s.id', '=', spend)).select(['m.id', 'm.name'])
    .where('m.family_id', '=', viewer.family).where('m.seat', '=', 'network').where('m.person_id', 'is not', null).where('m.from_on', '<=', viewer.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)]))
    .where('s.circle_id', 'is', null).where(visibleTo(viewer, 'spend', 's'))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('shared_with as w').select('w.thing_id').whereRef('w.family_id', '=', 'm.family_id').where('w.thing_id', '=', spend).whereRef('w.member_id', '=', 'm.id'))))
    .orderBy('m.made_at').orderBy('m.id').execute()
}

/** Shows what is asked for, and not what it costs, to one of the network who could help instead. What is kept to some is shown to nobody. */
export async function askToHelp(acting: Acting<'budget:ask'>, { member, ...seen }: Seen & { member: MemberId }): Promise<Outcome<null, 'changed-meanwhile' | 'somebody-is-not-here'>> {
  const found = await seenAs(acting, seen, open)
  if (!found.ok) return found
  const who = (await couldHelp(acting, found.row.id)).find((one) => one.id === member)
  if (!who || acting.member === null) return { ok: false, why: 'somebody-is-not-here', field: 'member' }
  await acting.db.insertInto('shared_with').values({ family_id: acting.family, thing_id: found.row.id, member_id: member, at: acting.now, by_member: acting.member }).execute()
  return { ok: true, value: null, event: { kind: 'help-asked-instead', data: {}, thing: { kind: 'spend', id: found.row.id }, circle: found.row.circle_id }, notices: await toMember(acting, member) }
}

export interface NewOffer { readonly spend: SpendId; readonly words: string; readonly lang: string; /** The day, or the first of each week. */ readonly on: Day; readonly often: Often }

/** Somebody who sees what is asked for offers to do it themselves, while it is not decided. */
export async function offerInstead(acting: Acting<'help:offer'>, offer: NewOffer): Promise<Outcome<InsteadId, 'changed-meanwhile' | 'offered-already' | 'day-is-past'>> {
  const seen = await toHelpWith(acting, offer.spend)
  if (!seen || acting.member === null) throw notYours()
  if (!seen.open) return { ok: false, why: 'changed-meanwhile' }
  if (seen.mine?.state === 'offered') return { ok: false, why: 'offered-already' }
  if (offer.on < acting.today) return { ok: false, why: 'day-is-past', field: 'on' }
  const { circle_id: circle, asked_by: asker } = await acting.db.selectFrom('spend').select(['circle_id', 'asked_by']).where('family_id', '=', acting.family).where('id', '=', offer.spend).executeTakeFirstOrThrow()
  const id = newId<InsteadId>()
  await acting.db.insertInto('help_instead').values({
    family_id: acting.family, id, spend_id: offer.spend, by_member: acting.member, words: offer.words, lang: offer.lang, on_day: offer.on, often: offer.often, state: 'offered', at: acting.now, answered_at: null, answered_by: null, entry_id: null,
  }).execute()
  return { ok: true, value: id, event: { kind: 'help-offered-instead', data: {}, thing: { kind: 'spend', id: offer.spend }, circle }, notices: await toMember(acting, asker) }
}

/** Takes one's own offer back, while nobody has answered it. */
export async function withdrawOffer(acting: Acting<'help:offer'>, { offer }: { offer: InsteadId }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const row = await acting.db.selectFrom('help_instead as h').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'h.family_id').onRef('s.id', '=', 'h.spend_id'))
    .select(['h.id', 'h.state', 's.id as spend', 's.circle_id']).where('h.family_id', '=', acting.family).where('h.id', '=', offer).where('h.by_member', '=', acting.member).where(visibleTo(acting, 'spend', 's')).executeTakeFirst()
  if (!row) throw notYours()
  if (row.state !== 'offered') return { ok: false, why: 'changed-meanwhile' }
  await becomes(acting, row.id, 'withdrawn')
  return { ok: true, value: null, event: { kind: 'help-offer-answered', data: { how: 'withdrawn' }, thing: { kind: 'spend', id: row.spend }, circle: row.circle_id } }
}

async function becomes(acting: Inside<Viewer>, id: InsteadId, state: Exclude<InsteadState, 'offered'>, entry: EntryId | null = null): Promise<void> {
  await acting.db.updateTable('help_instead').set({ state, answered_at: acting.now, answered_by: acting.member, entry_id: entry }).where('family_id', '=', acting.family).where('id', '=', id).execute()
}

/** An offer that waits beside a request, which is as it was seen and the viewer's to take back. */
async function waiting(acting: Acting<'budget:ask'>, { offer, ...seen }: Seen & { offer: InsteadId }) {
  const found = await seenAs(acting, seen, open)
  if (!found.ok) return found
  const row = await acting.db.selectFrom('help_instead').selectAll().where('family_id', '=', acting.family).where('spend_id', '=', found.row.id).where('id', '=', offer).executeTakeFirst()
  if (!row) throw notYours()
  return row.state === 'offered' ? { ok: true as const, row: found.row, offer: row } : { ok: false as const, why: 'changed-meanwhile' as const }
}

/** Says thank you, not this time. */
export async function thankNotNow(acting: Acting<'budget:ask'>, answer: Seen & { offer: InsteadId }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const found = await waiting(acting, answer)
  if (!found.ok) return found
  await becomes(acting, found.offer.id, 'not-now')
  return { ok: true, value: null, event: { kind: 'help-offer-answered', data: { how: 'not-now' }, thing: { kind: 'spend', id: found.row.id }, circle: found.row.circle_id }, notices: await toMember(acting, found.offer.by_member) }
}

/** Takes an offer up: the request is taken back and its money left again; what was offered stands in the plan as a promise of whoever offered, with thanks. */
export async function takeOffer(acting: Acting<'budget:ask'>, { thanks, lang, ...answer }: Seen & { offer: InsteadId; thanks: string | null; lang: string }): Promise<Outcome<EntryId, 'changed-meanwhile'>> {
  const found = await waiting(acting, answer)
  if (!found.ok) return found
  const { row, offer } = found
  const { goal_id: goal } = await acting.db.selectFrom('spend').select('goal_id').where('family_id', '=', acting.family).where('id', '=', row.id).executeTakeFirstOrThrow()
  const about = await acting.db.selectFrom('about').select('member_id').where('family_id', '=', acting.family).where('thing_id', '=', row.id).execute()
  const entry = await promisedInstead(acting, { words: offer.words, lang: offer.lang, owner: offer.by_member, dueOn: offer.on_day < acting.today ? acting.today : offer.on_day, goal, circle: row.circle_id, about: about.map((one) => one.member_id), delicate: await topicsOf(acting, row.id) })
  await acceptedByOffering(acting, entry, { owner: offer.by_member, thanks, lang })
  await becomes(acting, offer.id, 'taken', entry)
  const others = await acting.db.updateTable('help_instead').set({ state: 'not-now', answered_at: acting.now, answered_by: acting.member }).where('family_id', '=', acting.family).where('spend_id', '=', row.id).where('state', '=', 'offered').returning('by_member').execute()
  await change(acting, row, { state: 'cancelled' })
  await say(acting, row, 'instead')
  await moveSpend(acting, { budget: row.budget_id, id: row.id }, 'asked', 'available', 'cancelled')
  const thanked = (await Promise.all(others.map((one) => toMember(acting, one.by_member)))).flat()
  const readers = (await readersOf(acting, row.circle_id)).filter((person) => person !== acting.person)
  const owner = await toMember(acting, offer.by_member, 'newInPlan')
  return {
    ok: true, value: entry, event: { kind: 'help-offer-answered', data: { how: 'taken' }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id },
    notices: [...(await endOpen(acting, row.id)), ...owner, ...thanked, ...readers.filter((to) => !owner.some((one) => one.to === to)).map((to) => ({ to, name: 'newInPlan' as const }))],
  }
}

/** Whether somebody may offer beside a request that they read: it is not decided, and not their own. */
export function mayOffer(viewer: Pick<Viewer, 'seat' | 'member'>, spend: { readonly state: SpendState; readonly askedBy: MemberId }): boolean {
  return open.includes(spend.state) && spend.askedBy !== viewer.member && seatsOfTheFamily.has(viewer.seat as never)
}
