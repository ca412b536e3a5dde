/** The support plan: what is going well first, what matters and what each says, then what the family wants to change and needs, then who does what by when. */
import { sql } from 'kysely'
import type { Schema, Topic } from '#db/schema.ts'
import { keptFromNobody, leadIsShown, visibleTo } from '#app/access/visible-to.server.ts'
import { may, type Acting, type Inside, type May, type Viewer } from '#app/access/viewer.server.ts'
import { circleAnswered, circleWithin, isInside, setAbout, shareByName, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { newestBeside, type KindWord } from '#app/domain/goals/kind-words.server.ts'
import { markDelicate, topicsOf } from '#app/domain/sharing/topics.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { newId, type CircleId, type EntryId, type GoalId, type KindWordId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { atWallTime, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import type { FileInShort } from './files.server.ts'
import type { Hears } from './late.ts'
import type { NeedArea } from './parts.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

export interface Strength {
  readonly id: EntryId; readonly words: string; readonly lang: string; readonly saidBy: MemberId | null
  /** Who wrote it down. */
  readonly madeBy: PersonId
  /** A drawing or a voice note beside it. */
  readonly file: FileInShort | null
  /** Whether it is about the one person whose part of the plan was asked for. */
  readonly aboutThem: boolean
}
export interface Action {
  readonly id: EntryId; readonly words: string; readonly lang: string; readonly goal: GoalId | null
  /** A member, or somebody elsewhere by name and agency. */
  readonly owner: MemberId | null; readonly ownerName: string | null; readonly ownerAgency: string | null
  readonly dueOn: Day; readonly doneAt: Instant | null; readonly saidBy: MemberId | null; readonly madeBy: PersonId
  /** The need that it answers. */
  readonly need: EntryId | null
  /** What was said about it last, by its owner or about them; null while nothing was. */
  readonly last: LastWord | null
  /** The day that was promised first, where it is another one now. */
  readonly firstDueOn: Day | null
  /** It is not needed any more. */
  readonly over: boolean
  /** Offered instead of money. */
  readonly instead: boolean
  /** Whether it is about the one person whose part of the plan was asked for. */
  readonly aboutThem: boolean
  /** Of a late one, who besides its owner hears of it where it is a service's; null of any other. */
  readonly hears: Hears | null
}
export interface LastWord {
  readonly kind: Schema['promise_word']['kind']; readonly member: MemberId | null; readonly name: string | null; readonly agency: string | null; readonly before: Day | null; readonly after: Day | null
  readonly at: Instant; readonly lang: string | null; readonly words: string | null
}
export interface NeedInPlan extends Strength {
  readonly area: NeedArea
  /** By when the lead professional answers it. */
  readonly dueOn: Day
  readonly notNow: { readonly words: string; readonly lang: string; readonly againOn: Day } | null
}

/** What is going well, in the words of whoever said it (TF ¶2.7: strengths first; #3). */
export async function addStrength(acting: Acting<'plan:strengths'>, entry: { words: string; lang: string; about: readonly MemberId[]; whoSees: WhoSees; shareWith: readonly MemberId[]; delicate?: readonly Topic[] }): Promise<Outcome<EntryId, CircleRefused>> {
  const circle = await circleAnswered(acting, entry.whoSees)
  if (!circle.ok) return { ...circle, field: 'who-sees' }
  const id = newId<EntryId>()
  await acting.db.insertInto('plan_entry').values({
    family_id: acting.family, id, circle_id: circle.circle, kind: 'strength', words: entry.words, lang: entry.lang, said_by: acting.member,
    owner_member: null, owner_name: null, owner_agency: null, goal_id: null, due_on: null, done_at: null, made_by: acting.person, made_at: acting.now,
  }).execute()
  if (!(await setAbout(acting, id, entry.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  if (!(await shareByName(acting, id, entry.shareWith))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
  await markDelicate(acting, id, entry.delicate ?? [])
  const others = (await readersOf(acting, circle.circle)).filter((person) => person !== acting.person)
  return {
    ok: true, value: id, event: { kind: 'strength-added', data: { words: entry.words }, thing: { kind: 'plan', id }, circle: circle.circle },
    notices: others.map((to) => ({ to, name: 'newInPlan' })),
  }
}

export interface NewAction {
  readonly words: string; readonly lang: string; readonly owner: MemberId | null; readonly ownerName: string | null; readonly ownerAgency: string | null
  readonly dueOn: Day; readonly goal: GoalId | null; readonly about: readonly MemberId[]
  readonly delicate?: readonly Topic[]
  /** The need that it answers, if any. */
  readonly need?: EntryId | null
  /** Left out, everybody; of an action for a kept goal, those of them who see the goal. */
  readonly whoSees?: WhoSees
  /** A circle that was made for it, where nobody is asked who sees it. */
  readonly keptTo?: CircleId | null
}

/** What somebody will do by a day, of the family or of any service (TF ¶3.17; #18). Nothing is promised without both. */
export async function addAction(acting: Acting<'plan:actions'>, action: NewAction): Promise<Outcome<EntryId, 'day-is-past' | 'somebody-is-not-here' | 'owner-missing' | 'owner-cannot-see' | 'not-there' | CircleRefused>> {
  if (action.dueOn < acting.today) return { ok: false, why: 'day-is-past', field: 'due' }
  if (action.owner === null && action.ownerName === null) return { ok: false, why: 'owner-missing', field: 'owner' }
  const owner = action.owner === null ? null : await acting.db.selectFrom('member').select(['id', 'seat']).where('family_id', '=', acting.family).where('id', '=', action.owner)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (owner === undefined) return { ok: false, why: 'somebody-is-not-here', field: 'owner' }
  const kept = action.whoSees === undefined ? { ok: true as const, circle: action.keptTo ?? null } : await circleAnswered(acting, action.whoSees)
  if (!kept.ok) return { ...kept, field: 'who-sees' }
  let { circle } = kept
  if (action.goal !== null) {
    const goal = await acting.db.selectFrom('goal as g').select('g.circle_id').where('g.id', '=', action.goal).where(visibleTo(acting, 'goal', 'g')).executeTakeFirst()
    if (!goal) return { ok: false, why: 'not-there', field: 'goal' }
    circle = await circleWithin(acting, goal.circle_id, circle) // an action for a kept goal is kept with it, or to fewer
  }
  const need = action.need ? await acting.db.selectFrom('plan_entry as e').select(['e.id', 'e.circle_id']).where('e.id', '=', action.need).where('e.kind', '=', 'need').where('e.ended_at', 'is', null).where(visibleTo(acting, 'plan', 'e')).executeTakeFirst() : null
  if (need === undefined) return { ok: false, why: 'not-there' }
  if (need) circle = await circleWithin(acting, need.circle_id, circle) // what answers a kept need is kept with it
  if (circle && owner && !(await isInside(acting, circle, owner))) return { ok: false, why: 'owner-cannot-see', field: 'owner' }
  const id = newId<EntryId>()
  await acting.db.insertInto('plan_entry').values({
    family_id: acting.family, id, circle_id: circle, kind: 'action', words: action.words, lang: action.lang, said_by: acting.member,
    owner_member: action.owner, owner_name: action.ownerName, owner_agency: action.ownerAgency, goal_id: action.goal, due_on: action.dueOn, done_at: null,
    made_by: acting.person, made_at: acting.now, need_id: need?.id ?? null,
  }).execute()
  if (!(await setAbout(acting, id, action.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  // What is promised for something delicate is as delicate.
  const touched = await Promise.all([action.goal, need?.id].flatMap((thing) => (thing ? [topicsOf(acting, thing)] : [])))
  await markDelicate(acting, id, [...(action.delicate ?? []), ...touched.flat()])
  return { ok: true, value: id, event: { kind: 'action-added', data: { words: action.words, due: action.dueOn }, thing: { kind: 'plan', id }, circle } }
}

/** What somebody offered instead of money: as much of it as the action needs. Who sees it, and whom it is about, is as with what was asked for. */
export interface OfferedAction { readonly words: string; readonly lang: string; readonly owner: MemberId; readonly dueOn: Day; readonly goal: GoalId; readonly circle: CircleId | null; readonly about: readonly MemberId[]; readonly delicate: readonly Topic[] }

/** Writes down what somebody offered instead of money as their action, inside a command that has asked who may. */
export async function promisedInstead(writing: Pick<Inside<Viewer>, 'db' | 'family' | 'member' | 'person' | 'now'>, offered: OfferedAction): Promise<EntryId> {
  const { db, family, now } = writing
  const id = newId<EntryId>()
  await db.insertInto('plan_entry').values({
    family_id: family, id, circle_id: offered.circle, kind: 'action', words: offered.words, lang: offered.lang, said_by: writing.member, owner_member: offered.owner, owner_name: null, owner_agency: null,
    goal_id: offered.goal, due_on: offered.dueOn, done_at: null, made_by: writing.person, made_at: now, instead: 1,
  }).execute()
  if (offered.about.length > 0) await db.insertInto('about').values(offered.about.map((member_id) => ({ family_id: family, thing_id: id, member_id }))).execute()
  await markDelicate(writing, id, offered.delicate)
  return id
}

/** Says beside an action that came of an offer what its owner said by offering, that they will do it, and the thanks of whoever takes it up. */
export async function acceptedByOffering({ db, family, member, now }: Pick<Inside<Viewer>, 'db' | 'family' | 'member' | 'now'>, entry: EntryId, { owner, thanks, lang }: { readonly owner: MemberId; readonly thanks: string | null; readonly lang: string }): Promise<void> {
  await db.insertInto('promise_word').values({ family_id: family, id: newId(), thing_id: entry, kind: 'accepted', by_member: owner, by_name: null, by_agency: null, words: null, lang: null, day_before: null, day_after: null, at: now }).execute()
  if (thanks !== null) await db.insertInto('kind_word').values({ family_id: family, id: newId<KindWordId>(), kind: 'thanks', thing_kind: 'plan', thing_id: entry, words: thanks, lang, by_member: member!, at: now }).execute()
}

/** The last that was said to be not right beside an entry, by whom and when. */
export interface SaidBeside { readonly id: string; readonly thing: EntryId; readonly words: string; readonly lang: string; readonly by: MemberId; readonly at: Instant }

/** Between the parts of what was said last, which is read in one column: no words hold it. */
const between = '\u001f'
const lastSaid = sql<string | null>`(select w.kind || ${between} || coalesce(w.by_member, '') || ${between} || coalesce(w.by_name, '') || ${between} || coalesce(w.by_agency, '') || ${between} || coalesce(w.day_before, '') || ${between}
  || coalesce(w.day_after, '') || ${between} || w.at || ${between} || coalesce(w.lang, '') || ${between} || coalesce(w.words, '')
  from promise_word as w where w.family_id = e.family_id and w.thing_id = e.id and w.kind <> 'told' order by w.at desc, w.id limit 1)`
const firstDay = sql<Day | null>`(select w.day_before from promise_word as w where w.family_id = e.family_id and w.thing_id = e.id and w.kind = 'moved' order by w.at, w.id limit 1)`
/** Days that an action which is not needed any more stands in the plan, with why; on its own page it stays. */
const daysOver = 60

function lastWord(text: string | null): LastWord | null {
  if (text === null) return null
  const [kind, member, name, agency, before, after, at, lang, ...words] = text.split(between)
  const given = (one: string | undefined) => one || null
  return { kind: kind as LastWord['kind'], member: given(member) as MemberId | null, name: given(name), agency: given(agency), before: given(before) as Day | null, after: given(after) as Day | null, at: at as Instant, lang: given(lang), words: given(words.join(between)) }
}

/** What is done stands in the plan for four weeks, and then among what was done: a plan of years stays as long as what is open in it. */
const daysDoneStands = 28

/** Since when what is done still stands in the plan. */
export function doneStandsSince(today: Day): Instant {
  return atWallTime(plusDays(today, -daysDoneStands), '00:00')!
}

/** What stands in the plan as the viewer may see it: what was said in its order, actions by their day; what answers a need however long it is done. One query. */
export async function planEntries(viewer: May<'plan:see'>, person: MemberId | null = null): Promise<{ strengths: Strength[]; matters: Strength[]; says: Strength[]; needs: NeedInPlan[]; actions: Action[]; said: SaidBeside[]; kind: KindWord[] }> {
  const rows = await viewer.db.selectFrom('plan_entry as e').selectAll('e')
    .leftJoin('plan_file as f', (join) => join.onRef('f.family_id', '=', 'e.family_id').onRef('f.entry_id', '=', 'e.id')).select(['f.id as file_id', 'f.type as file_type', 'f.what', 'f.what_lang'])
    .leftJoin('kind_word as w', (join) => join.onRef('w.family_id', '=', 'e.family_id').on('w.id', '=', newestBeside('e', viewer))).select(['w.id as kind_id', 'w.kind as kind_of', 'w.words as kind_words', 'w.lang as kind_lang', 'w.by_member as kind_by', 'w.at as kind_at', 'w.state as kind_state'])
    .select((eb) => eb.exists(eb.selectFrom('about as a').select('a.thing_id').whereRef('a.family_id', '=', 'e.family_id').whereRef('a.thing_id', '=', eb.ref('e.id') as never).where('a.member_id', '=', person ?? ('' as MemberId))).as('about_them'))
    // Whoever sees the entry sees what stands beside it: the last that was said, the rest on its own page.
    .select((eb) => (['words', 'lang', 'by_member', 'at'] as const).map((column) => eb.selectFrom('correction as c').select(`c.${column}`).whereRef('c.family_id', '=', 'e.family_id').whereRef('c.thing_id', '=', eb.ref('e.id') as never)
      .orderBy('c.at', 'desc').orderBy('c.id').limit(1).as(`said_${column}`)))
    .select([lastSaid.as('last_said'), firstDay.as('first_due_on')])
    .select(sql<number | null>`case when e.kind = 'action' and e.done_at is null and e.ended_at is null and e.due_on < ${viewer.today} then case when ${leadIsShown('plan', 'e', viewer)} then 1 else 0 end end`.as('lead_hears'))
    .where(visibleTo(viewer, 'plan', 'e')).where((eb) => eb.or([eb('e.ended_at', 'is', null), eb.and([eb('e.kind', '=', 'action'), eb('e.ended_at', '>', `${plusDays(viewer.today, -daysOver)}T00:00:00.000Z` as Instant)])]))
    .where((eb) => eb.or([eb('e.done_at', 'is', null), eb('e.done_at', '>=', doneStandsSince(viewer.today)), eb('e.need_id', 'is not', null)]))
    // Strengths have no day, and the two databases put that at different ends.
    .orderBy('e.kind', 'desc').orderBy('e.due_on').orderBy('e.made_at').orderBy('e.id').execute()
  const ofKind = (kind: (typeof rows)[number]['kind']) => rows.filter((row) => row.kind === kind).sort((a, b) => (a.made_at < b.made_at ? -1 : 1))
  const inWords = (row: (typeof rows)[number]): Strength => ({ id: row.id, words: row.words, lang: row.lang, saidBy: row.said_by, madeBy: row.made_by, aboutThem: Boolean(row.about_them), file: row.file_id && { id: row.file_id, type: row.file_type!, what: row.what!, lang: row.what_lang! } })
  return {
    kind: rows.flatMap((row) => (row.kind_id === null ? [] : [{ id: row.kind_id, kind: row.kind_of!, place: 'plan' as const, thing: row.id, words: row.kind_words, lang: row.kind_lang, by: row.kind_by!, at: row.kind_at!, state: row.kind_state }])),
    said: rows.flatMap((row) => (row.said_words === null ? [] : [{ id: row.id, thing: row.id, words: row.said_words as string, lang: row.said_lang as string, by: row.said_by_member as MemberId, at: row.said_at as Instant }])),
    strengths: ofKind('strength').map(inWords), matters: ofKind('matters').map(inWords), says: ofKind('says').map(inWords),
    needs: ofKind('need').map((row) => ({
      ...inWords(row), area: row.area as NeedArea, dueOn: row.due_on!, notNow: row.not_now === null ? null : { words: row.not_now, lang: row.not_now_lang!, againOn: row.again_on! },
    })),
    actions: rows.filter((row) => row.kind === 'action').map((row) => ({
      id: row.id, words: row.words, lang: row.lang, goal: row.goal_id, owner: row.owner_member, ownerName: row.owner_name, ownerAgency: row.owner_agency,
      dueOn: row.due_on!, doneAt: row.done_at, saidBy: row.said_by, madeBy: row.made_by, need: row.need_id, last: lastWord(row.last_said), firstDueOn: row.first_due_on === row.due_on ? null : row.first_due_on, over: row.ended_at !== null, instead: row.instead === 1, aboutThem: Boolean(row.about_them), hears: row.lead_hears === null ? null : { lead: row.lead_hears === 1, manager: row.circle_id === null },
    })),
  }
}

export interface DoneDoing { readonly id: string; readonly words: string; readonly lang: string; readonly goal: GoalId | null; readonly owner: MemberId | null; readonly ownerName: string | null; readonly ownerAgency: string | null; readonly doneAt: Instant }

/** What was done since the plan began, by the family and by services, the latest first: actions, and the steps of goals. Two queries. */
export async function doneSoFar(viewer: May<'plan:see'>, asked: number): Promise<{ done: DoneDoing[]; page: number; pages: number }> {
  const actions = viewer.db.selectFrom('plan_entry as e').select(['e.id', 'e.words', 'e.lang', 'e.goal_id', 'e.owner_member', 'e.owner_name', 'e.owner_agency', 'e.done_at'])
    .where('e.kind', '=', 'action').where('e.done_at', 'is not', null).where('e.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'e'))
  const steps = viewer.db.selectFrom('step as s').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id'))
    .select(['s.id', 's.words', 's.lang', 's.goal_id', 's.owner_member', sql<string | null>`null`.as('owner_name'), sql<string | null>`null`.as('owner_agency'), 's.done_at'])
    .where('s.done_at', 'is not', null).where(visibleTo(viewer, 'goal', 'g')).where(keptFromNobody(viewer, 's'))
  const both = viewer.db.selectFrom((may(viewer, 'goals:see') ? (actions.unionAll(steps as never) as typeof actions) : actions).as('d'))
  const { total } = await both.select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('total')).executeTakeFirstOrThrow()
  const { page, pages, offset } = pageAsked(total, asked)
  const rows = await both.selectAll().orderBy('d.done_at', 'desc').orderBy('d.id').limit(aPage).offset(offset).execute()
  return { page, pages, done: rows.map((row) => ({ id: row.id, words: row.words, lang: row.lang, goal: row.goal_id, owner: row.owner_member, ownerName: row.owner_name, ownerAgency: row.owner_agency, doneAt: row.done_at! })) }
}
