/**
 * What of a family's money ends on a day: it is told beforehand, may say why it should stay, has an answer by a day, and
 * only then is the money given back.
 *
 * | state    | who brings it here                                        | money                 | what may follow                          |
 * |----------|-----------------------------------------------------------|-----------------------|------------------------------------------|
 * | (none)   |                                                           |                       | told, from `endNoticeDays` before the day |
 * | told     | the house, with the day on which it would be given back   |                       | should stay; given back, on that day      |
 * | to stay  | the family, with why; an answer is due by a day           |                       | stays; goes                               |
 * | stays    | a manager or the panel; of a kept budget, whoever leads   | ends on a later day   | told again before that day                |
 * | goes     | the same, with why                                        |                       | given back                                |
 * | returned | the house                                                 | available -> returned | given back again, when more comes back    |
 *
 * While the family waits for its answer, nothing is given back, however late the answer is.
 */
import type { Kysely } from 'kysely'
import { teamsManaged } from '#app/access/powers.ts'
import { notYours } from '#app/access/not-yours.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { must, theHouseIn, type Acting, type AreaMay, type May, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { managersOf, readersOf } from '#app/domain/family/people.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { BudgetId, CircleId, FamilyId, PersonId } from '#app/values/ids.ts'
import { dayAt, now, plusDays, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { pence, sum, type Pence } from '#app/values/money.ts'
import type { Schema } from '#db/schema.ts'
import { sumOf } from '#db/sum.ts'
import { post } from './ledger.server.ts'

/** Money of one budget that ends on one day. */
interface Ending { readonly budget: BudgetId; readonly endsOn: Day }

/** What is left in the sources of a budget that end on a day, by source. */
async function leftThatEnds(acting: { readonly db: Kysely<Schema>; readonly family: FamilyId }, { budget, endsOn }: Ending) {
  return acting.db.selectFrom('balance as l').innerJoin('funding as f', (join) => join.onRef('f.family_id', '=', 'l.family_id').onRef('f.id', '=', 'l.funding_id'))
    .select(['l.funding_id as funding', 'l.pence']).where('l.family_id', '=', acting.family).where('l.budget_id', '=', budget).where('l.bucket', '=', 'available').where('l.pence', '>', pence(0))
    .where('f.expires_on', '=', endsOn).orderBy('f.id').execute()
}

/** Tells a family what of its money would be given back, and when: never before so many days have passed as the area gives. */
export async function tellEnd(acting: WatchActing<'money:end'>, ending: Ending): Promise<Outcome<null, 'nothing-to-do'>> {
  const [left, circle, { endNoticeDays }] = [await leftThatEnds(acting, ending), await circleOf(acting, ending.budget), await settingsOf(acting.db)]
  const total = sum(left.map((share) => share.pence))
  if (total === 0 || ending.endsOn > plusDays(acting.today, endNoticeDays)) return { ok: false, why: 'nothing-to-do' }
  const earliest = plusDays(acting.today, endNoticeDays)
  const after = plusDays(ending.endsOn, 1)
  const made = await acting.db.insertInto('period_end').values({
    family_id: acting.family, budget_id: ending.budget, ends_on: ending.endsOn, told_at: acting.now, returns_on: after > earliest ? after : earliest,
    said_by: null, said_at: null, words: null, lang: null, answer_by: null, answered_at: null, answered_by: null, stays_until: null, answer_words: null, answer_lang: null, returned_at: null,
  }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0n) === 0) return { ok: false, why: 'nothing-to-do' }
  return {
    ok: true, value: null, event: { kind: 'period-end-told', data: { pence: total, endsOn: ending.endsOn }, thing: { kind: 'budget', id: ending.budget }, circle },
    notices: (await readersOf(acting, circle)).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

async function circleOf(acting: { readonly db: Kysely<Schema>; readonly family: FamilyId }, budget: BudgetId): Promise<CircleId | null> {
  return (await acting.db.selectFrom('budget').select('circle_id').where('family_id', '=', acting.family).where('id', '=', budget).executeTakeFirstOrThrow()).circle_id
}

/** Gives back what has ended, once its day has come and no question about it is open. */
export async function giveBack(acting: WatchActing<'money:end'>, ending: Ending): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await acting.db.selectFrom('period_end').select(['returns_on', 'said_at', 'answered_at']).where('family_id', '=', acting.family).where('budget_id', '=', ending.budget).where('ends_on', '=', ending.endsOn).executeTakeFirst()
  if (!row || row.returns_on > acting.today || ending.endsOn >= acting.today || (row.said_at !== null && row.answered_at === null)) return { ok: false, why: 'nothing-to-do' }
  const left = await leftThatEnds(acting, ending)
  if (left.length === 0) return { ok: false, why: 'nothing-to-do' }
  const posted = await post(acting, ending.budget, left.map((share) => ({ ...share, spend: null, from: 'available', to: 'returned', why: 'ended' })))
  if (!posted.ok) throw new Error('The books do not hold what is left')
  await acting.db.updateTable('period_end').set({ returned_at: acting.now }).where('family_id', '=', acting.family).where('budget_id', '=', ending.budget).where('ends_on', '=', ending.endsOn).execute()
  return {
    ok: true, value: null,
    event: { kind: 'money-returned', data: { pence: sum(left.map((share) => share.pence)), endsOn: ending.endsOn }, thing: { kind: 'budget', id: ending.budget }, circle: await circleOf(acting, ending.budget) },
  }
}

/** One of the family says why the money should stay; it has an answer by a day, and until then nothing is given back. */
export async function sayItShouldStay(acting: Acting<'budget:ask'>, said: Ending & { words: string; lang: string }): Promise<Outcome<{ readonly by: Day }, 'not-there' | 'said-already'>> {
  if (acting.member === null) throw notYours()
  const row = await acting.db.selectFrom('period_end as e').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'e.family_id').onRef('b.id', '=', 'e.budget_id'))
    .select(['e.said_at', 'e.returned_at', 'b.circle_id']).where('e.family_id', '=', acting.family).where('e.budget_id', '=', said.budget).where('e.ends_on', '=', said.endsOn).where(visibleTo(acting, 'budget', 'b')).executeTakeFirst()
  // The family's money is the adults' to speak for; of money that is kept to some, each of them.
  if (!row || row.returned_at !== null || (acting.seat === 'young-person' && row.circle_id === null)) return { ok: false, why: 'not-there' }
  if (row.said_at !== null) return { ok: false, why: 'said-already' }
  const { stayAnswerDays, holidays } = await settingsOf(acting.db)
  const by = workingDaysAfter(acting.today, stayAnswerDays, new Set(holidays))
  await acting.db.updateTable('period_end').set({ said_by: acting.member, said_at: acting.now, words: said.words, lang: said.lang, answer_by: by })
    .where('family_id', '=', acting.family).where('budget_id', '=', said.budget).where('ends_on', '=', said.endsOn).execute()
  return {
    ok: true, value: { by }, event: { kind: 'money-should-stay', data: { answerBy: by }, thing: { kind: 'budget', id: said.budget }, circle: row.circle_id },
    // Of a kept budget nobody outside of it hears.
    notices: (row.circle_id === null ? await managersOf(acting) : await leadsSeeing(acting, said.budget)).filter((person) => person !== acting.person).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

/** Those who lead the family today and see a budget: who answers for one that is kept, and alone hears of it. */
async function leadsSeeing(acting: Acting<'budget:ask'>, budget: BudgetId): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('budget as b').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'b.family_id').on(leadsToday('m', acting.today))).select('m.person_id').distinct()
    .where('b.family_id', '=', acting.family).where('b.id', '=', budget).where(visibleTo(lookerOfRow('m', 'lead', acting), 'budget', 'b')).execute()
  return rows.flatMap((row) => row.person_id ?? [])
}

interface StayAnswer extends Ending { /** The new last day; null when it goes. */ readonly until: Day | null; readonly words: string | null; readonly lang: string }

/**
 * Whether it stays: a manager or the panel says so of the family's own budgets, whoever leads of one that is kept and that
 * they see. What stays has a later last day, and so has its budget if it would end before. What goes needs a reason.
 */
export async function answerStay(acting: Acting<'line:agree'> | Acting<'spend:decide'>, answer: StayAnswer): Promise<Outcome<null, 'not-there' | 'changed-meanwhile' | 'days-do-not-fit' | 'say-why'>> {
  const row = await acting.db.selectFrom('period_end as e').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'e.family_id').onRef('b.id', '=', 'e.budget_id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'e.family_id').onRef('m.id', '=', 'e.said_by'))
    .select(['e.answered_at', 'b.circle_id', 'b.until_on', 'm.person_id']).where('e.family_id', '=', acting.family).where('e.budget_id', '=', answer.budget).where('e.ends_on', '=', answer.endsOn)
    .$if(acting.member === null, (query) => query.where('b.circle_id', 'is', null)).$if(acting.member !== null, (query) => query.where('b.circle_id', 'is not', null).where(visibleTo(acting, 'budget', 'b'))).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  if (row.answered_at !== null) return { ok: false, why: 'changed-meanwhile' }
  if (answer.until === null && answer.words === null) return { ok: false, why: 'say-why', field: 'words' }
  if (answer.until !== null && (answer.until <= answer.endsOn || answer.until < acting.today)) return { ok: false, why: 'days-do-not-fit', field: 'until' }
  await acting.db.updateTable('period_end').set({ answered_at: acting.now, answered_by: acting.person, stays_until: answer.until, answer_words: answer.words, answer_lang: answer.words === null ? null : answer.lang })
    .where('family_id', '=', acting.family).where('budget_id', '=', answer.budget).where('ends_on', '=', answer.endsOn).execute()
  if (answer.until !== null) {
    await acting.db.updateTable('funding').set({ expires_on: answer.until }).where('family_id', '=', acting.family).where('budget_id', '=', answer.budget).where('expires_on', '=', answer.endsOn).execute()
    if (row.until_on < answer.until) await acting.db.updateTable('budget').set({ until_on: answer.until }).where('family_id', '=', acting.family).where('id', '=', answer.budget).execute()
  }
  const readers = await readersOf(acting, row.circle_id)
  return {
    ok: true, value: null, event: { kind: 'money-stays', data: { until: answer.until }, thing: { kind: 'budget', id: answer.budget }, circle: row.circle_id },
    notices: readers.filter((person) => person !== acting.person).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

/** One day on which money of a budget ends, as those who see the budget read it. */
export interface PeriodEnd {
  readonly endsOn: Day
  readonly returnsOn: Day
  /** What is left of it, and would be given back. */
  readonly pence: Pence
  readonly said: { readonly words: string; readonly lang: string; readonly name: string; readonly answerBy: Day } | null
  readonly answer: { readonly until: Day | null; readonly words: string | null; readonly lang: string | null } | null
  readonly returnedAt: Instant | null
  /** Whether it waits for an answer that whoever looks gives. */
  readonly toAnswer: boolean
}

/** The ends of a budget that somebody sees, the newest first: what was told and not answered by a later day. One query. */
export async function endsOf(viewer: May<'budget:see'>, budget: BudgetId): Promise<PeriodEnd[]> {
  const rows = await endsWhere(viewer).where('b.id', '=', budget).where(visibleTo(viewer, 'budget', 'b')).execute()
  return rows.map((row) => asEnd(row, viewer.powers.has('spend:decide') && row.circle_id !== null))
}

/** What waits for an answer in the family's own budgets, for a manager or the panel. One query. */
export async function staysToAnswer(viewer: May<'line:agree'>): Promise<(PeriodEnd & { readonly budget: BudgetId })[]> {
  const rows = await endsWhere(viewer).where('b.circle_id', 'is', null).where('e.said_at', 'is not', null).where('e.answered_at', 'is', null).execute()
  return rows.map((row) => ({ ...asEnd(row, true), budget: row.budget_id }))
}

function endsWhere({ db, family }: May<'budget:see'> | May<'line:agree'>) {
  return db.selectFrom('period_end as e').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'e.family_id').onRef('b.id', '=', 'e.budget_id'))
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'e.family_id').onRef('m.id', '=', 'e.said_by'))
    .select(['e.budget_id', 'b.circle_id', 'e.ends_on', 'e.returns_on', 'e.words', 'e.lang', 'e.answer_by', 'e.answered_at', 'e.stays_until', 'e.answer_words', 'e.answer_lang', 'e.returned_at', 'm.name'])
    .select((eb) => eb.selectFrom('balance as l').innerJoin('funding as f', (join) => join.onRef('f.family_id', '=', 'l.family_id').onRef('f.id', '=', 'l.funding_id')).select((l) => sumOf(l.ref('l.pence')).as('pence'))
      .whereRef('l.family_id', '=', 'e.family_id').whereRef('l.budget_id', '=', 'e.budget_id').where('l.bucket', '=', 'available').whereRef('f.expires_on', '=', 'e.ends_on').as('left'))
    .where('e.family_id', '=', family).orderBy('e.ends_on', 'desc').limit(20)
}

function asEnd(row: Awaited<ReturnType<ReturnType<typeof endsWhere>['execute']>>[number], answers: boolean): PeriodEnd {
  return {
    endsOn: row.ends_on, returnsOn: row.returns_on, pence: pence(row.left ?? 0),
    said: row.words === null ? null : { words: row.words, lang: row.lang!, name: row.name!, answerBy: row.answer_by! },
    answer: row.answered_at === null ? null : { until: row.stays_until, words: row.answer_words, lang: row.answer_lang },
    returnedAt: row.returned_at, toAnswer: answers && row.words !== null && row.answered_at === null,
  }
}

export interface StayWaiting { readonly family: FamilyId; readonly name: string; readonly dueOn: Day; /** A budget that is kept to some, which its reader sees and answers for. */ readonly kept: BudgetId | null }

/**
 * For the desk: families that wait to hear whether their money stays, by the day they were promised. The family's own stand
 * with the managers of its team, and with the panel too once that day has passed; a kept one with whoever leads and sees it. One query.
 */
export async function staysWaiting(viewer: AreaMay<'desk:see'>): Promise<StayWaiting[]> {
  const { person, today } = viewer
  if (person === null) return []
  const teams = teamsManaged(viewer)
  const panel = viewer.posts.some((post) => post.role === 'panel')
  const rows = await viewer.db.selectFrom('period_end as e').innerJoin('family as f', 'f.id', 'e.family_id').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'e.family_id').onRef('b.id', '=', 'e.budget_id'))
    .select(['e.family_id', 'f.name', 'e.answer_by', 'e.budget_id', 'b.circle_id']).where('e.answered_at', 'is', null).where('e.answer_by', 'is not', null)
    .where((eb) => eb.or([
      ...(teams.length > 0 ? [eb.and([eb('b.circle_id', 'is', null), eb('f.team', 'in', teams)])] : []),
      ...(panel ? [eb.and([eb('b.circle_id', 'is', null), eb('e.answer_by', '<', today)])] : []),
      eb.and([eb('b.circle_id', 'is not', null), eb.exists(eb.selectFrom('member as m').select('m.id').where('m.person_id', '=', person).where(leadsToday('m', today)).where(visibleTo(lookerOfRow('m', 'lead', viewer), 'budget', 'b')))]),
    ]))
    .orderBy('e.answer_by').orderBy('e.family_id').orderBy('e.budget_id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, dueOn: row.answer_by!, kept: row.circle_id === null ? null : row.budget_id }))
}

/** Looks once at all money that ends soon or has ended. How many families were told, and how often money was given back. */
export async function endPeriods(db: Kysely<Schema>, at: Instant = now()): Promise<{ told: number; returned: number }> {
  const today = dayAt(at)
  const { endNoticeDays } = await settingsOf(db)
  const rows = await db.selectFrom('funding as f').innerJoin('balance as l', (join) => join.onRef('l.family_id', '=', 'f.family_id').onRef('l.budget_id', '=', 'f.budget_id').onRef('l.funding_id', '=', 'f.id'))
    .leftJoin('period_end as e', (join) => join.onRef('e.family_id', '=', 'f.family_id').onRef('e.budget_id', '=', 'f.budget_id').onRef('e.ends_on', '=', 'f.expires_on'))
    .select(['f.family_id', 'f.budget_id', 'f.expires_on', 'e.returns_on']).distinct()
    .where('l.bucket', '=', 'available').where('l.pence', '>', pence(0)).where('f.expires_on', '<=', plusDays(today, endNoticeDays))
    .where((eb) => eb.or([eb('e.told_at', 'is', null), eb.and([eb('e.returns_on', '<=', today), eb.or([eb('e.said_at', 'is', null), eb('e.answered_at', 'is not', null)])])]))
    .orderBy('f.family_id').orderBy('f.budget_id').orderBy('f.expires_on').execute()
  const done = { told: 0, returned: 0 }
  for (const row of rows) {
    const house = must(theHouseIn(db, row.family_id, at), 'money:end')
    const ending = { budget: row.budget_id, endsOn: row.expires_on }
    const answer = await act(house, row.returns_on === null ? tellEnd : giveBack, ending)
    if (answer.ok) done[row.returns_on === null ? 'told' : 'returned'] += 1
  }
  return done
}
