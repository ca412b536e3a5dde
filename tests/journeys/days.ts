/** Days for forms, counted from today in the area. */
import { dayAt, now, plusDays, weekday } from '#app/values/instant.ts'

export const today = dayAt(now())

/** The day so many days from today, `YYYY-MM-DD`. */
export function inDays(days: number): string {
  return plusDays(today, days)
}

/** The first Monday to Thursday on or after it: a day on which Sam can be booked. */
export function bookableFrom(days: number): string {
  let on = plusDays(today, days)
  while (weekday(on) > 4) on = plusDays(on, 1)
  return on
}
