/** Days for forms, counted from today in the area. */
import { dayAt, now, plusDays } from '#app/values/instant.ts'

const today = dayAt(now())

/** The day so many days from today, `YYYY-MM-DD`. */
export function inDays(days: number): string {
  return plusDays(today, days)
}
