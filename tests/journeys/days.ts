/** Days for forms, counted from today in the area. */
import { dayAt, now, plusDays } from '#app/values/instant.ts'

/** The day so many days from today, `YYYY-MM-DD`; today is asked for each time, because the journeys may run over midnight. */
export function inDays(days: number): string {
  return plusDays(dayAt(now()), days)
}
