/**
 * What matters to a family, what each of them says in their own words, and what they worry about and need (#31 to #33). Each
 * need is answered by an action or by "not now", which says when to ask again: none is open without an owner, who is the
 * lead professional, and a day (#32, #42).
 */
import { sql } from 'kysely'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { circleAnswered, setAbout, shareByName, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { markDelicate } from '#app/domain/sharing/topics.server.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type EntryId, type FamilyId, type MemberId } from '#app/values/ids.ts'
import { plusDays, workingDaysAfter, type Day } from '#app/values/instant.ts'
import type { Topic } from '#db/schema.ts'
import { toldOfChange } from '#app/domain/family/told-of-change.server.ts'
import { attachFile, throwFileAway, type NewFile } from './files.server.ts'
import { saidParts, type NeedArea, type SaidPart } from './parts.ts'

/** The latest day on which a need is asked about again: a year is long enough to be forgotten. */
const mostDaysAhead = 366

export interface Saying {
  readonly part: SaidPart
  /** What a need is about; null for the other parts. */
  readonly area: NeedArea | null
  readonly words: string
  readonly lang: string
  /** Whose words they are; null for the one who writes them down. */
  readonly saidBy: MemberId | null
  readonly about: readonly MemberId[]
  readonly whoSees: WhoSees
  readonly shareWith: readonly MemberId[]
  readonly delicate: readonly Topic[]
  /** A drawing or a voice note that belongs to the words. */
  readonly file?: NewFile | null
}

export type SayRefused = CircleRefused | 'whose-words' | 'their-own-words'

/**
 * Puts somebody's words into the plan. Of whoever has an account of their own the family writes nothing down for them; the
 * lead professional does as told on the phone, and puts no words of their own where the family speaks.
 */
export async function say(acting: Acting<'plan:strengths'>, said: Saying): Promise<Outcome<EntryId, SayRefused>> {
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  const by = said.saidBy ?? acting.member
  const refused = await mayWriteFor(acting, by, said.part)
  if (refused) return { ok: false, why: refused, field: 'said-by' }
  const circle = await circleAnswered(acting, said.whoSees)
  if (!circle.ok) return { ...circle, field: 'who-sees' }
  const id = newId<EntryId>()
  const { needDays, holidays } = await settingsOf(acting.db)
  await acting.db.insertInto('plan_entry').values({
    family_id: acting.family, id, circle_id: circle.circle, kind: said.part, words: said.words, lang: said.lang, said_by: by, owner_member: null, owner_name: null, owner_agency: null, goal_id: null,
    due_on: said.part === 'need' ? workingDaysAfter(acting.today, needDays, new Set(holidays)) : null, done_at: null, made_by: acting.person, made_at: acting.now, area: said.part === 'need' ? (said.area ?? 'other') : null,
  }).execute()
  if (said.file) await attachFile(acting, id, said.file)
  if (!(await setAbout(acting, id, said.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  if (!(await shareByName(acting, id, said.shareWith))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
  await markDelicate(acting, id, said.delicate)
  const others = (await readersOf(acting, circle.circle)).filter((person) => person !== acting.person)
  return {
    ok: true, value: id, event: { kind: 'plan-said', data: { part: said.part, words: said.words }, thing: { kind: 'plan', id }, circle: circle.circle },
    notices: others.map((to) => ({ to, name: 'somethingNew' })),
  }
}

async function mayWriteFor(acting: Inside<Viewer>, by: MemberId, part: SaidPart): Promise<SayRefused | undefined> {
  if (by === acting.member) return acting.seat === 'lead' && part !== 'need' ? 'whose-words' : undefined
  const member = await acting.db.selectFrom('member').select(['seat', 'person_id']).where('family_id', '=', acting.family).where('id', '=', by)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!member || !(seatsOfTheFamily.has(member.seat) || member.seat === 'child')) return 'somebody-is-not-here'
  return member.person_id !== null && acting.seat !== 'lead' ? 'their-own-words' : undefined
}

/** Takes what one said, or wrote down, out of the plan. That it was there is kept. */
export async function takeOut(acting: Acting<'plan:strengths'>, { entry }: { entry: EntryId }): Promise<Outcome<null, 'not-there'>> {
  const row = await ownWords(acting, entry)
  if (!row) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('plan_entry').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', entry).execute()
  await throwFileAway(acting, entry) // a drawing is no record of anything
  return {
    ok: true, value: null, event: { kind: 'plan-taken-out', data: {}, thing: { kind: 'plan', id: entry }, circle: row.circle },
    notices: (await toldOfChange(acting, entry, row.circle)).map((to) => ({ to, name: 'somethingNew' })),
  }
}

/** What the viewer said or wrote down and that still stands in the plan; undefined for anything else. */
export async function ownWords(viewer: May<'plan:strengths'> | Acting<'plan:strengths'>, entry: EntryId): Promise<{ words: string; lang: string; circle: CircleId | null } | undefined> {
  const row = await viewer.db.selectFrom('plan_entry as e').select(['e.words', 'e.lang', 'e.circle_id']).where('e.id', '=', entry).where('e.kind', 'in', [...saidParts]).where('e.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'e'))
    .where((eb) => eb.or([eb('e.said_by', '=', viewer.member), eb('e.made_by', '=', viewer.person)])).executeTakeFirst()
  return row && { words: row.words, lang: row.lang, circle: row.circle_id }
}

/** Answers a need with "not now", why, and the day to ask again. Refused for a day that is past, and for one more than a year ahead. */
export async function notNow(acting: Acting<'plan:strengths'>, answer: { need: EntryId; words: string; lang: string; againOn: Day }): Promise<Outcome<null, 'not-there' | 'day-is-past' | 'day-too-far'>> {
  if (answer.againOn <= acting.today) return { ok: false, why: 'day-is-past', field: 'again' }
  if (answer.againOn > plusDays(acting.today, mostDaysAhead)) return { ok: false, why: 'day-too-far', field: 'again' }
  const need = await acting.db.selectFrom('plan_entry as e').select('e.circle_id').where('e.id', '=', answer.need).where('e.kind', '=', 'need').where('e.ended_at', 'is', null).where(visibleTo(acting, 'plan', 'e')).executeTakeFirst()
  if (!need) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('plan_entry').set({ not_now: answer.words, not_now_lang: answer.lang, again_on: answer.againOn }).where('family_id', '=', acting.family).where('id', '=', answer.need).execute()
  return { ok: true, value: null, event: { kind: 'need-not-now', data: { words: answer.words, again: answer.againOn }, thing: { kind: 'plan', id: answer.need }, circle: need.circle_id } }
}

export interface NeedWaiting { readonly family: FamilyId; readonly name: string; readonly need: EntryId; readonly dueOn: Day }

/**
 * The needs that wait for an answer of a lead professional: nothing that they can see answers one, or the day to ask again
 * has come. Those alone that they may see; the earliest day first. One query.
 */
export async function needsToAnswer(viewer: AreaMay<'desk:see'>): Promise<NeedWaiting[]> {
  const lead = lookerOfRow('me', 'lead', viewer)
  const rows = await viewer.db.selectFrom('member as me').innerJoin('family as f', 'f.id', 'me.family_id').innerJoin('plan_entry as e', 'e.family_id', 'me.family_id')
    .select(['e.family_id', 'f.name', 'e.id', sql<Day>`coalesce(e.again_on, e.due_on)`.as('due')]).where('me.person_id', '=', viewer.person).where('me.seat', '=', 'lead').where('me.from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('me.until_on', 'is', null), eb('me.until_on', '>=', viewer.today)]))
    .where('e.kind', '=', 'need').where('e.ended_at', 'is', null).where((eb) => eb.or([eb('e.again_on', 'is', null), eb('e.again_on', '<=', viewer.today)]))
    .where(visibleTo(lead, 'plan', 'e'))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('plan_entry as a').select('a.id').whereRef('a.family_id', '=', 'e.family_id').whereRef('a.need_id', '=', 'e.id').where('a.ended_at', 'is', null).where(visibleTo(lead, 'plan', 'a')))))
    .orderBy('due').orderBy('e.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, need: row.id, dueOn: row.due }))
}

export interface Need { readonly id: EntryId; readonly words: string; readonly lang: string; readonly area: NeedArea; readonly dueOn: Day }

/** One need that is open in the plan; undefined when it is not there or not the viewer's to see. */
export async function need(viewer: May<'plan:see'>, id: EntryId): Promise<Need | undefined> {
  const row = await viewer.db.selectFrom('plan_entry as e').select(['e.id', 'e.words', 'e.lang', 'e.area', 'e.due_on']).where('e.id', '=', id).where('e.kind', '=', 'need').where('e.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'e')).executeTakeFirst()
  return row && { id: row.id, words: row.words, lang: row.lang, area: row.area as NeedArea, dueOn: row.due_on! }
}
