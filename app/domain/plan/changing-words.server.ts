/**
 * Changing words that stand in the plan: each by whoever said them (#7). A professional cannot change a family's own words,
 * and says beside them what is not right. How the words stood before is kept; who opens a page before somebody else's
 * change and saves after it is shown both, and decides.
 */
import { sql } from 'kysely'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import { keptFromNobody, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { keepGuestFor } from '#app/domain/family/guest-places.server.ts'
import { keepFirst } from '#app/domain/family/revisions.server.ts'
import { toldOfChange } from '#app/domain/family/told-of-change.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type EntryId, type GoalId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Seat } from '#db/schema.ts'

/** What has words that are changed on a page of its own. */
export type ChangeableWords = 'plan' | 'goal'

/** Words as they stand now, and whether the viewer may change them. */
export interface StandingWords {
  readonly kind: ChangeableWords
  readonly words: string
  readonly lang: string
  /** Of a promise, by when it is done; null for anything else. */
  readonly dueOn: Day | null
  /** Counts the changes from 1. */
  readonly number: number
  /** Who wrote them so, and when. */
  readonly by: MemberId | null
  readonly at: Instant
  readonly circle: CircleId | null
  readonly mayChange: boolean
}

/** Whose an entry is, as far as changing it goes. */
interface Whose { readonly saidBy: MemberId | null; readonly saidBySeat: Seat | null; readonly saidByPerson: PersonId | null; readonly madeBy: PersonId; readonly promise: boolean; readonly ownerSeat: Seat | null; readonly owned: boolean }

/**
 * Whether a viewer may change an entry: whoever said it; of whoever has no account, whoever of the family wrote it down; and
 * what services promise, in words of somebody who helps, the lead professional.
 */
export function mayChangeEntry(viewer: Pick<Viewer, 'member' | 'person' | 'seat'>, entry: Whose): boolean {
  if (viewer.member === null) return false
  if (entry.saidBy === viewer.member) return true
  if (seatsOfTheFamily.has(viewer.seat as Seat)) return entry.madeBy === viewer.person && entry.saidBy !== null && entry.saidByPerson === null
  const ofServices = entry.promise && (!entry.owned || (entry.ownerSeat !== null && seatsThatHelp.has(entry.ownerSeat)))
  return viewer.seat === 'lead' && ofServices && entry.saidBySeat !== null && seatsThatHelp.has(entry.saidBySeat)
}

/** Words of the plan as far as the viewer may see them; undefined for what is not there, or is taken out. One query. */
export async function wordsOf(viewer: May<'plan:see'> | Acting<'plan:see'>, kind: ChangeableWords, id: string): Promise<StandingWords | undefined> {
  return kind === 'plan' ? entryWords(viewer, id as EntryId) : goalWords(viewer, id as GoalId)
}

async function entryWords(viewer: Viewer | Inside<Viewer>, id: EntryId): Promise<StandingWords | undefined> {
  const row = await viewer.db.selectFrom('plan_entry as e')
    .leftJoin('member as s', (join) => join.onRef('s.family_id', '=', 'e.family_id').onRef('s.id', '=', 'e.said_by'))
    .leftJoin('member as o', (join) => join.onRef('o.family_id', '=', 'e.family_id').onRef('o.id', '=', 'e.owner_member'))
    .leftJoin('revision as r', (join) => join.onRef('r.family_id', '=', 'e.family_id').onRef('r.thing_id', '=', sql.ref('e.id')).on('r.number', '=', newest('e')))
    .select(['e.words', 'e.lang', 'e.kind', 'e.due_on', 'e.said_by', 'e.made_by', 'e.made_at', 'e.circle_id', 'e.owner_member', 's.seat as said_seat', 's.person_id as said_person', 'o.seat as owner_seat', 'r.number', 'r.by_member', 'r.at'])
    .where('e.id', '=', id).where('e.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'e')).executeTakeFirst()
  return row && {
    kind: 'plan', words: row.words, lang: row.lang, dueOn: row.kind === 'action' ? row.due_on : null, number: row.number ?? 1, by: row.number === null ? row.said_by : row.by_member, at: row.at ?? row.made_at, circle: row.circle_id,
    mayChange: mayChangeEntry(viewer, { saidBy: row.said_by, saidBySeat: row.said_seat, saidByPerson: row.said_person, madeBy: row.made_by, promise: row.kind === 'action', ownerSeat: row.owner_seat, owned: row.owner_member !== null }),
  }
}

/** A goal is changed by whoever holds it: who made it, whom it is about, and anybody of the family where it is about nobody in particular. */
async function goalWords(viewer: Viewer | Inside<Viewer>, id: GoalId): Promise<StandingWords | undefined> {
  const row = await viewer.db.selectFrom('goal as g')
    .leftJoin('revision as r', (join) => join.onRef('r.family_id', '=', 'g.family_id').onRef('r.thing_id', '=', sql.ref('g.id')).on('r.number', '=', newest('g')))
    .select(['g.words', 'g.lang', 'g.made_by', 'g.made_at', 'g.circle_id', 'r.number', 'r.by_member', 'r.at'])
    .select((eb) => eb.selectFrom('about as a').select(sql<number>`max(case when a.member_id = ${viewer.member} then 2 else 1 end)`.as('mine')).whereRef('a.family_id', '=', 'g.family_id').whereRef('a.thing_id', '=', sql.ref('g.id')).as('about'))
    .where('g.id', '=', id).where(visibleTo(viewer, 'goal', 'g')).executeTakeFirst()
  return row && {
    kind: 'goal', words: row.words, lang: row.lang, dueOn: null, number: row.number ?? 1, by: row.number === null ? row.made_by : row.by_member, at: row.at ?? row.made_at, circle: row.circle_id,
    mayChange: seatsOfTheFamily.has(viewer.seat as Seat) && (row.made_by === viewer.member || row.about !== 1),
  }
}

const newest = (alias: string) => sql<number>`(select max(v_newest.number) from revision as v_newest where v_newest.family_id = ${sql.ref(`${alias}.family_id`)} and v_newest.thing_id = ${sql.ref(`${alias}.id`)})`

export interface Changed {
  readonly kind: ChangeableWords
  readonly thing: string
  readonly words: string
  readonly lang: string
  /** The new day of a promise; null leaves it. */
  readonly dueOn: Day | null
  /** How it stood when the page was opened. */
  readonly from: { readonly number: number; readonly dueOn: Day | null }
}

/**
 * Changes one's own words, or the day of a promise. What is kept to some stays kept to them. Refused when somebody changed
 * them meanwhile: nothing is overwritten that was not read; and when nothing would change.
 */
export async function changeWords(acting: Acting<'plan:see'>, change: Changed): Promise<Outcome<number, 'not-there' | 'their-words' | 'words-changed-meanwhile' | 'words-the-same' | 'day-is-past'>> {
  const before = await wordsOf(acting, change.kind, change.thing)
  if (!before) return { ok: false, why: 'not-there' }
  if (!before.mayChange) return { ok: false, why: 'their-words' }
  if (before.number !== change.from.number || before.dueOn !== change.from.dueOn) return { ok: false, why: 'words-changed-meanwhile', field: 'words' }
  const dueOn = before.dueOn === null ? null : (change.dueOn ?? before.dueOn)
  if (before.words === change.words && before.dueOn === dueOn) return { ok: false, why: 'words-the-same', field: 'words' }
  if (dueOn !== null && dueOn !== before.dueOn && dueOn < acting.today) return { ok: false, why: 'day-is-past', field: 'due' }
  if (before.number === 1) await keepFirst(acting, change.kind, [change.thing])
  const number = before.number + 1
  await acting.db.insertInto('revision').values({
    family_id: acting.family, thing_id: change.thing, number, circle_id: before.circle, thing_kind: change.kind, words: change.words, lang: change.lang, due_on: dueOn, by_member: acting.member, by_person: acting.person, at: acting.now,
  }).execute()
  if (change.kind === 'goal') await acting.db.updateTable('goal').set({ words: change.words, lang: change.lang }).where('family_id', '=', acting.family).where('id', '=', change.thing as GoalId).execute()
  else await acting.db.updateTable('plan_entry').set({ words: change.words, lang: change.lang, ...(dueOn === null ? {} : { due_on: dueOn }) }).where('family_id', '=', acting.family).where('id', '=', change.thing as EntryId).execute()
  // Another day of a promise stands beside the old one, however it was changed.
  if (dueOn !== null && dueOn !== before.dueOn) {
    await acting.db.insertInto('promise_word').values({ family_id: acting.family, id: newId(), thing_id: change.thing, kind: 'moved', by_member: acting.member, by_name: null, by_agency: null, words: null, lang: null, day_before: before.dueOn, day_after: dueOn, at: acting.now }).execute()
    await keepGuestFor(acting, change.thing as EntryId, dueOn)
  }
  return {
    ok: true, value: number, event: { kind: 'words-changed', data: { words: change.words, revision: number }, thing: { kind: change.kind, id: change.thing }, circle: before.circle },
    notices: (await toldOfChange(acting, change.thing, before.circle)).map((to) => ({ to, name: 'somethingNew' })),
  }
}

export interface EarlierWords { readonly number: number; readonly words: string; readonly lang: string; readonly dueOn: Day | null; readonly by: MemberId | null; readonly at: Instant }

/**
 * How words stood before, newest first: of what the viewer may see now, and was not kept from them then: who is shown a
 * thing later is not shown what it said while it was kept. One query.
 */
export async function earlierWords(viewer: May<'plan:see'>, kind: ChangeableWords, id: string): Promise<EarlierWords[]> {
  const rows = await viewer.db.selectFrom('revision as r').select(['r.number', 'r.words', 'r.lang', 'r.due_on', 'r.by_member', 'r.at']).where('r.family_id', '=', viewer.family).where('r.thing_id', '=', id).where(keptFromNobody(viewer, 'r'))
    .where(sql<boolean>`r.number < (select max(v_newest.number) from revision as v_newest where v_newest.family_id = r.family_id and v_newest.thing_id = r.thing_id)`)
    .where(kind === 'plan' ? sql<boolean>`exists (select 1 from plan_entry as e where e.family_id = r.family_id and e.id = r.thing_id and ${visibleTo(viewer, 'plan', 'e')})` : sql<boolean>`exists (select 1 from goal as g where g.family_id = r.family_id and g.id = r.thing_id and ${visibleTo(viewer, 'goal', 'g')})`)
    .orderBy('r.number', 'desc').limit(50).execute()
  return rows.map((row) => ({ number: row.number, words: row.words, lang: row.lang, dueOn: row.due_on, by: row.by_member, at: row.at }))
}
