/** The tables of dates that matter to families, as types. */
import type { CircleId, FamilyDateId, FamilyId, MemberId } from '#app/values/ids.ts'
import type { Feast } from '#app/values/feasts.ts'
import type { Day, Instant } from '#app/values/instant.ts'

export interface FamilyDateTables {
  /** A date that matters to a family: a feast by its key, the area's school holidays, or their own days, once, each year or at a time of each week. */
  family_date: {
    family_id: FamilyId; id: FamilyDateId; circle_id: CircleId | null; what: 'feast' | 'school' | 'once' | 'yearly' | 'weekly'; feast: Feast | null; words: string | null; lang: string | null
    from_on: Day | null; until_on: Day | null; weekday: number | null; from_time: string | null; until_time: string | null; said_by: MemberId; said_at: Instant
  }
  /** When a feast is, both days included. Nobody's: reckoned for the years to come. */
  feast_day: { feast: Feast; from_on: Day; until_on: Day }
}
