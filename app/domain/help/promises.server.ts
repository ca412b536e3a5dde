/** What the area promised, and how often it kept it: numbers of the last 90 days, with nobody in them (TF ¶1.10, #46). */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { atWallTime, dayAt, plusDays, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'

/** Days that are looked back on. */
export const promiseDays = 90
/** Below this number nothing is said: it could tell about one family. */
const tooFew = 5

/** Of `all` that fell due, `kept` were answered in time; null while they are too few to say. */
export interface Kept { readonly kept: number; readonly all: number }
export interface Promises {
  readonly helpDays: number
  readonly decisionDays: number
  readonly help: Kept | null
  readonly decisions: Kept | null
}

/** How the promises were kept, as one number each. Three queries. */
export async function promises(db: Kysely<Schema>, at: Instant): Promise<Promises> {
  const { helpDays, decisionDays, holidays } = await settingsOf(db)
  const today = dayAt(at)
  const from = atWallTime(plusDays(today, -promiseDays), '00:00')!
  const asked = await db.selectFrom('help_request').select(['due_on', 'answered_at']).where('made_at', '>=', from).execute()
  const spends = await db.selectFrom('spend').select(['asked_at', 'decided_at']).where('asked_at', '>=', from).where('state', '<>', 'cancelled').execute()
  const free = new Set(holidays)
  return {
    helpDays, decisionDays,
    help: kept(asked.map((row) => ({ dueOn: row.due_on, answeredAt: row.answered_at })), today),
    decisions: kept(spends.map((row) => ({ dueOn: workingDaysAfter(dayAt(row.asked_at), decisionDays, free), answeredAt: row.decided_at })), today),
  }
}

/** What was answered, in time or not, and what should have been by now. What is not yet due counts for nothing. */
function kept(all: readonly { dueOn: Day; answeredAt: Instant | null }[], today: Day): Kept | null {
  const due = all.filter((one) => one.answeredAt !== null || one.dueOn < today)
  const inTime = due.filter((one) => one.answeredAt !== null && dayAt(one.answeredAt) <= one.dueOn)
  return due.length < tooFew ? null : { kept: inTime.length, all: due.length }
}

const minutesKept = 10
let made: { at: number; promises: Promise<Promises> } | undefined

/** The same for a page that anybody may open: reckoned anew every ten minutes. */
export function promisesForPages(db: Kysely<Schema>, at: Instant): Promise<Promises> {
  if (!made || Date.now() - made.at > minutesKept * 60_000) {
    const reckoned = promises(db, at)
    made = { at: Date.now(), promises: reckoned }
    // A failure is not kept.
    reckoned.catch(() => (made = undefined))
  }
  return made.promises
}
