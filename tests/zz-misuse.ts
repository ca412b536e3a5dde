/**
 * What must not compile. Nothing here is run: `tsc` reads it, and a line under `@ts-expect-error` that does compile is an
 * error. Beside each misuse stands the right use, so that no misuse fails for another reason.
 */
import type { Acting, AreaMay, AreaViewer, May, Viewer } from '#app/access/viewer.server.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { powersOfSeat } from '#app/access/powers.ts'
import { changeSettings } from '#app/domain/area/settings.server.ts'
import { addGoal, goal, goalsOf, type NewGoal } from '#app/domain/goals/goals.server.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import type { EventDraft } from '#app/events/catalogue.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { Words } from '#app/i18n/words.tsx'
import type { FamilyId, GoalId, MemberId, PersonId, StepId } from '#app/values/ids.ts'
import { dayAt, day, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { pence, sum, type Pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import { inTransaction } from '#db/transaction.ts'

declare const db: Db
declare const viewer: Viewer
declare const area: AreaViewer
declare const words: Words
declare const newGoal: NewGoal
declare const [goalId, stepId, personId, memberId]: [GoalId, StepId, PersonId, MemberId]
declare const [price, other]: [Pence, Pence]
declare const [today, now]: [Day, Instant]

export function money() {
  const right: Pence = pence(price + other)
  
  const number: Pence = 1_250
  
  const added: Pence = price + other
  
  const half: Pence = price / 2
  
  const typed: Pence = Number('12.50')
  
  const total = sum([1, 2])
  
  words.format.money(1_250)
  return [right, number, added, half, typed, total, words.format.money(right)]
}

export function ids() {
  const right: GoalId = goalId
  
  const text: FamilyId = '0123456789abcdefghjk'
  
  const person: FamilyId = personId
  
  const member: MemberId = personId
  
  const step: GoalId = stepId
  return [right, text, person, member, step]
}

export function times() {
  const right = [plusDays(today, 1), dayAt(now), day('2026-11-24')]
  
  const text: Day = '2026-11-24'
  
  const moment: Day = now
  
  dayAt(today)
  return [right, text, moment]
}

export async function powers() {
  await act(must(viewer, 'goals:add'), addGoal, newGoal)
  
  await act(viewer, addGoal, newGoal)
  
  await act(must(viewer, 'goals:see'), addGoal, newGoal)
  
  if (may(viewer, 'goals:add')) await act(viewer, addGoal, newGoal)
  
  must(viewer, 'settings:keep')
  
  must(viewer, 'goals:read')
  await act(must(area, 'settings:keep'), changeSettings, {})
  
  await act(must(viewer, 'goals:add'), changeSettings, {})
  
  await goalsOf(must(area, 'desk:see'))
  await goalsOf(must(viewer, 'goals:see'))
  
  await planEntries(must(viewer, 'goals:see'))
  
  await goal(viewer, goalId)
  
  return powersOfSeat.grandmother
}

export function forgeries() {
  const { person, family, seat, member, work, powers: all, now: at, today: on } = viewer
  
  const viewerOfOnesOwn: Viewer = { scope: 'family', person, family, seat, member, work, powers: all, now: at, today: on, db }
  
  const proof: May<'goals:add'> = viewer
  
  const copy: May<'goals:add'> = { ...viewer, powers: new Set(['goals:add'] as const) }
  
  const another: May<'goals:add'> = must(viewer, 'goals:see')
  
  const elsewhere: AreaMay<'settings:keep'> = must(viewer, 'family:see')
  return [viewerOfOnesOwn, proof, copy, another, elsewhere]
}

export async function commands() {
  const marta = must(viewer, 'goals:add')
  
  await addGoal(marta, newGoal)
  
  const acting: Acting<'goals:add'> = { ...marta }
  await inTransaction(db, (transaction) => addGoal({ ...marta, db: transaction }, newGoal))
  
  await act(marta, addGoal, { words: 'Reading' })
  const answer = await act(marta, addGoal, newGoal)
  
  const unseen = answer.value
  
  const reason = !answer.ok && answer.why === 'because'
  return [acting, unseen, reason, answer.ok ? answer.value : answer.why]
}

export async function outcomes(): Promise<Outcome<null, 'day-is-past'>[]> {
  return [
    { ok: true, value: null, event: { kind: 'goal-rated', data: { score: 7 } } },
    { ok: false, why: 'day-is-past' },
    
    { ok: true, value: null },
    
    { ok: false, why: 'not-there' },
  ]
}

export const events: EventDraft[] = [
  { kind: 'goal-rated', data: { score: 7 } },
  
  { kind: 'goal-liked', data: { score: 7 } },
  
  { kind: 'goal-rated', data: { words: 'Reading' } },
  
  { kind: 'goal-rated', data: { score: 7, note: 'A private note' } },
]

export const notices: Notice[] = [
  { to: personId, name: 'somethingNew' },
  
  { to: memberId, name: 'somethingNew' },
  
  { to: personId, name: 'goalAdded' },
]

export async function forEver() {
  await db.updateTable('goal').set({ words: 'Other words' }).execute()
  await db.updateTable('event').set({ data: null, salt: null }).execute()
  
  await db.updateTable('event').set({ kind: 'goal-added' }).execute()
  
  await db.updateTable('event').set({ at: now }).execute()
  
  await db.updateTable('transfer').set({ pence: price }).execute()
  
  await db.updateTable('balance').set({ pence: 100 }).execute()
  
  await db.selectFrom('goal').select('words').where('family_id', '=', personId).execute()
}

export function texts() {
  words.t('common:nav.plan')
  
  words.t('common:nav.nowhere')
  
  words.t('common:nav')
}
