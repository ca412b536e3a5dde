/** Five years of a family's history, made in bulk: a plan of 300 entries, sixty goals with their steps and what was said of them each month, a visit a week. */
import { newId, type AppointmentId, type EntryId, type FamilyId, type GoalId, type MemberId, type PersonId, type StepId } from '#app/values/ids.ts'
import { atWallTime, plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'

const goals = 60
const openGoals = 12
const weeks = 260

/** Whose history it is. The day is the last of it. */
export interface Whose { readonly family: FamilyId; readonly parent: MemberId; readonly person: PersonId; readonly helper: MemberId; readonly helperPerson: PersonId; readonly today: Day; /** Without what is past: only what is open today. */ readonly openOnly?: boolean }

/** Lives five years. Returns how many entries of the plan and how many goals there are more. */
export async function fiveYears(db: Db, { family, parent, person, helper, helperPerson, today, openOnly = false }: Whose): Promise<{ entries: number; goals: number }> {
  const ago = (days: number): Instant => plusMinutes(atWallTime(plusDays(today, -days), '10:00')!, days % 300)
  const lang = 'en'
  const goalIds = Array.from({ length: goals }, () => newId<GoalId>())
  const kept = goalIds.map((id, n) => ({ id, n, isOpen: n >= goals - openGoals })).filter(({ isOpen }) => isOpen || !openOnly)
  await inParts(kept.map(({ id, n, isOpen }) => ({
    family_id: family, id, circle_id: null, words: `Something that we want, number ${n}`, lang, category: 'school', made_by: parent, made_at: ago(30 * (goals - n) + 1), state: isOpen ? 'open' as const : 'reached' as const,
  })), (rows) => db.insertInto('goal').values(rows).execute())
  await inParts(kept.flatMap(({ id: goal_id, n, isOpen }) => Array.from({ length: 4 }, (_, position) => ({
    family_id: family, id: newId<StepId>(), goal_id, words: `Step ${position + 1} of ${n}`, lang, owner_member: position % 2 ? helper : parent, due_on: plusDays(today, -30 * (goals - n) + 60),
    done_at: isOpen && position > 1 ? null : ago(30 * (goals - n)), position, circle_id: null,
  }))), (rows) => db.insertInto('step').values(rows).execute())
  await inParts(kept.flatMap(({ id: goal_id, n, isOpen }) => Array.from({ length: isOpen && !openOnly ? 60 : 6 }, (_, month) => ({
    family_id: family, id: newId(), goal_id, member_id: parent, score: month % 11, note: null, note_lang: null, at: ago(30 * (60 - month) + (n % 28)),
  }))), (rows) => db.insertInto('rating').values(rows).execute())

  const entry = (n: number) => ({
    family_id: family, id: newId<EntryId>(), circle_id: null, words: `What was said, number ${n}, in a sentence as long as people say them`, lang, said_by: parent, owner_member: null as MemberId | null, owner_name: null, owner_agency: null,
    goal_id: null as GoalId | null, due_on: null as Day | null, done_at: null as Instant | null, made_by: person, made_at: ago(6 * (300 - n)), area: null as string | null, need_id: null as EntryId | null,
  })
  const said = (['strength', 'matters', 'says'] as const).flatMap((kind, part) => Array.from({ length: [60, 30, 50][part]! }, (_, n) => ({ ...entry(n * 5), kind })))
  const needs = Array.from({ length: 40 }, (_, n) => ({ ...entry(n * 7), kind: 'need' as const, area: 'home', due_on: plusDays(today, -7 * (40 - n)) }))
  const actions = Array.from({ length: 120 }, (_, n) => {
    const done = n < 85
    return {
      ...entry(n * 2), kind: 'action' as const, owner_member: n % 2 ? helper : parent, made_by: n % 2 ? helperPerson : person, goal_id: kept[n % kept.length]!.id, need_id: needs[n]?.id ?? null,
      due_on: done ? plusDays(today, -14 * (86 - n)) : plusDays(today, n - 100), done_at: done ? ago(14 * (86 - n) + 1) : null,
    }
  })
  const present = actions.filter((action) => !openOnly || action.done_at === null || action.need_id !== null)
  // An answer after the need that it answers.
  await inParts([...said, ...needs], (part) => db.insertInto('plan_entry').values(part).execute())
  await inParts(present, (part) => db.insertInto('plan_entry').values(part).execute())

  await inParts(Array.from({ length: openOnly ? 0 : weeks }, (_, n) => ({
    family_id: family, id: newId<AppointmentId>(), circle_id: null, practitioner_id: helperPerson, mode: 'home' as const, place: null, starts_at: ago(7 * (weeks - n)), ends_at: plusMinutes(ago(7 * (weeks - n)), 60),
    state: n % 9 === 0 ? 'not-seen' as const : 'seen' as const, note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: parent, booked_at: ago(7 * (weeks - n) + 7), cancelled_at: null,
  })), (rows) => db.insertInto('appointment').values(rows).execute())
  return { entries: said.length + needs.length + present.length, goals: kept.length }
}

/** SQLite takes only so many values in one statement. */
async function inParts<Row>(rows: readonly Row[], insert: (rows: readonly Row[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += 50) await insert(rows.slice(at, at + 50))
}
