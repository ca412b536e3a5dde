/** Days for forms, counted from today in the area. */
import { dayAt, now, plusDays, weekday } from '#app/values/instant.ts'

/** The day so many days from today, `YYYY-MM-DD`; today is asked for each time, because the journeys may run over midnight. */
export function inDays(days: number): string {
  return plusDays(dayAt(now()), days)
}

/** The first Wednesday in so many days: people work then, but for a Christmas or a New Year once in years. */
export function wednesdayIn(days: number): string {
  const from = plusDays(dayAt(now()), days)
  return plusDays(from, (10 - weekday(from)) % 7)
}
