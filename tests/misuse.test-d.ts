/**
 * What must not compile. Nothing here is run: `tsc` reads it, and a line under `@ts-expect-error` that does compile is an
 * error. Beside each misuse stands the right use, so that no misuse fails for another reason.
 */
import type { Acting, AreaMay, AreaViewer, LinkHolder, May, Viewer } from '#app/access/viewer.server.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { powersOfSeat } from '#app/access/powers.ts'
import { changeSettings } from '#app/domain/area/settings.server.ts'
import { addGoal, goal, goalsOf, type NewGoal } from '#app/domain/goals/goals.server.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { answerAction, answerByLink } from '#app/domain/plan/promises.server.ts'
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
declare const holder: LinkHolder
declare const words: Words
declare const newGoal: NewGoal
declare const [goalId, stepId, personId, memberId]: [GoalId, StepId, PersonId, MemberId]
declare const [price, other]: [Pence, Pence]
declare const [today, now]: [Day, Instant]

export function money() {
  const right: Pence = pence(price + other)
  // @ts-expect-error a number is no sum of money until it was checked
  const number: Pence = 1_250
  // @ts-expect-error nor is what comes of reckoning with money
  const added: Pence = price + other
  // @ts-expect-error nor a share of it
  const half: Pence = price / 2
  // @ts-expect-error nor what somebody typed
  const typed: Pence = Number('12.50')
  // @ts-expect-error a sum is of money
  const total = sum([1, 2])
  // @ts-expect-error and money is what is written as money
  words.format.money(1_250)
  return [right, number, added, half, typed, total, words.format.money(right)]
}

export function ids() {
  const right: GoalId = goalId
  // @ts-expect-error a text is no id
  const text: FamilyId = '0123456789abcdefghjk'
  // @ts-expect-error a person is no family
  const person: FamilyId = personId
  // @ts-expect-error a person is no member: somebody may have two families
  const member: MemberId = personId
  // @ts-expect-error a step is no goal
  const step: GoalId = stepId
  return [right, text, person, member, step]
}

export function times() {
  const right = [plusDays(today, 1), dayAt(now), day('2026-11-24')]
  // @ts-expect-error a text is no day until it was read
  const text: Day = '2026-11-24'
  // @ts-expect-error a moment is no day: which one depends on the place
  const moment: Day = now
  // @ts-expect-error and a day is no moment
  dayAt(today)
  return [right, text, moment]
}

/** Whoever holds the link of one thing answers that one, and is nobody in the family. */
export async function links() {
  await act(must(holder, 'action:answer'), answerByLink, { answer: { how: 'accept' } })
  // @ts-expect-error the holder of a link is no viewer of the family
  const inside: Viewer = holder
  // @ts-expect-error has none of its powers
  must(holder, 'plan:see')
  // @ts-expect-error reads none of the plan
  await planEntries(must(holder, 'action:answer'))
  // @ts-expect-error names no thing to answer
  await act(must(holder, 'action:answer'), answerAction, { action: stepId as never, answer: { how: 'accept' } })
  // @ts-expect-error and somebody of the family holds no link
  await act(must(viewer, 'plan:see'), answerByLink, { answer: { how: 'accept' } })
  return inside
}

export async function powers() {
  await act(must(viewer, 'goals:add'), addGoal, newGoal)
  // @ts-expect-error whoever acts is proven to have the power
  await act(viewer, addGoal, newGoal)
  // @ts-expect-error and it is this power, not another one
  await act(must(viewer, 'goals:see'), addGoal, newGoal)
  // @ts-expect-error asking whether somebody may is no proof
  if (may(viewer, 'goals:add')) await act(viewer, addGoal, newGoal)
  // @ts-expect-error the area's power is not the family's
  must(viewer, 'settings:keep')
  // @ts-expect-error there is no such power
  must(viewer, 'goals:read')
  await act(must(area, 'settings:keep'), changeSettings, {})
  // @ts-expect-error a power in the family is none in the area
  await act(must(viewer, 'goals:add'), changeSettings, {})
  // @ts-expect-error the desk does not open a family's goals
  await goalsOf(must(area, 'desk:see'))
  await goalsOf(must(viewer, 'goals:see'))
  // @ts-expect-error a read of the plan asks for the power to read the plan
  await planEntries(must(viewer, 'goals:see'))
  // @ts-expect-error what is read by its id is proven too
  await goal(viewer, goalId)
  // @ts-expect-error there is no such seat
  return powersOfSeat.grandmother
}

export function forgeries() {
  const { person, family, seat, member, work, powers: all, now: at, today: on } = viewer
  // @ts-expect-error nobody makes a viewer out of its parts
  const viewerOfOnesOwn: Viewer = { scope: 'family', person, family, seat, member, work, powers: all, now: at, today: on, db }
  // @ts-expect-error nor a proof out of a viewer
  const proof: May<'goals:add'> = viewer
  // @ts-expect-error nor out of a copy of one
  const copy: May<'goals:add'> = { ...viewer, powers: new Set(['goals:add'] as const) }
  // @ts-expect-error nor one proof out of another
  const another: May<'goals:add'> = must(viewer, 'goals:see')
  // @ts-expect-error nor one for the area out of one for a family
  const elsewhere: AreaMay<'settings:keep'> = must(viewer, 'family:see')
  return [viewerOfOnesOwn, proof, copy, another, elsewhere]
}

export async function commands() {
  const marta = must(viewer, 'goals:add')
  // @ts-expect-error a command runs in a transaction, never on the outer database
  await addGoal(marta, newGoal)
  // @ts-expect-error which no spread of a viewer gives
  const acting: Acting<'goals:add'> = { ...marta }
  await inTransaction(db, (transaction) => addGoal({ ...marta, db: transaction }, newGoal))
  // @ts-expect-error what a command is given is what it asks for
  await act(marta, addGoal, { words: 'Reading' })
  const answer = await act(marta, addGoal, newGoal)
  // @ts-expect-error the result is there only when it was not refused
  const unseen = answer.value
  // @ts-expect-error and a reason to refuse is one that the command gives
  const reason = !answer.ok && answer.why === 'because'
  return [acting, unseen, reason, answer.ok ? answer.value : answer.why]
}

export async function outcomes(): Promise<Outcome<null, 'day-is-past'>[]> {
  return [
    { ok: true, value: null, event: { kind: 'goal-rated', data: { score: 7 } } },
    { ok: false, why: 'day-is-past' },
    // @ts-expect-error a command that did something says what happened
    { ok: true, value: null },
    // @ts-expect-error a refusal has a reason that the caller knows of
    { ok: false, why: 'not-there' },
  ]
}

export const events: EventDraft[] = [
  { kind: 'goal-rated', data: { score: 7 } },
  // @ts-expect-error nothing happens that is not in the catalogue
  { kind: 'goal-liked', data: { score: 7 } },
  // @ts-expect-error and of each thing that happens is kept what the catalogue says
  { kind: 'goal-rated', data: { words: 'Reading' } },
  // @ts-expect-error no more than that
  { kind: 'goal-rated', data: { score: 7, note: 'A private note' } },
]

export const notices: Notice[] = [
  { to: personId, name: 'somethingNew' },
  // @ts-expect-error a member is told through the person they are
  { to: memberId, name: 'somethingNew' },
  // @ts-expect-error messages are among those that were written to say nothing private
  { to: personId, name: 'goalAdded' },
]

export async function forEver() {
  await db.updateTable('goal').set({ words: 'Other words' }).execute()
  await db.updateTable('event').set({ data: null, salt: null }).execute()
  // @ts-expect-error what happened is not changed
  await db.updateTable('event').set({ kind: 'goal-added' }).execute()
  // @ts-expect-error nor when
  await db.updateTable('event').set({ at: now }).execute()
  // @ts-expect-error a transfer is mended by another one
  await db.updateTable('transfer').set({ pence: price }).execute()
  // @ts-expect-error and money is money in the database too
  await db.updateTable('balance').set({ pence: 100 }).execute()
  // @ts-expect-error as an id is an id
  await db.selectFrom('goal').select('words').where('family_id', '=', personId).execute()
}

export function texts() {
  words.t('common:nav.plan')
  // @ts-expect-error a text that is in no file
  words.t('common:nav.nowhere')
  // @ts-expect-error a group of texts is none
  words.t('common:nav')
}
