/** The fields of the forms at a practitioner's own diary. */
import { z } from 'zod'
import type { Mode } from '#db/schema.ts'
import { choice, dayTyped, dayTypedOrNone, message, someOf, thing, thingOrNone, wallTimeTyped, wholeNumber, wordsOrNone } from '#app/http/fields.ts'
import type { PersonId } from '#app/values/ids.ts'
import { atWallTime, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { repeats } from './repeat-choices.ts'
import type { Lengths } from './times.ts'
import { modes } from './words.ts'

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const

/** At least one of some boxes. */
const chosen = <const C extends string>(choices: readonly C[]) => someOf(choices).refine((some) => some.length > 0, message('errors:chooseOne'))

export const hoursForm = z.object({
  weekdays: chosen(weekdays), from: wallTimeTyped, until: wallTimeTyped, modes: chosen(modes), place: wordsOrNone(300), repeat: choice(repeats), 'from-on': dayTypedOrNone,
})

/** Minutes in quarters, or none: then the area's hold. */
const minutesOrNone = z.unknown().transform((given, ctx): number | null => {
  if (given === undefined || given === '') return null
  const minutes = wholeNumber(15, 240).safeParse(given)
  if (minutes.success && minutes.data % 15 === 0) return minutes.data
  ctx.addIssue({ code: 'custom', message: message('errors:quarters', { min: 15, max: 240 }) })
  return z.NEVER
})

/** The field of a length. */
export const lengthName = (mode: Mode) => `${mode}-minutes` as const

export const lengthsForm = z.object(Object.fromEntries(modes.map((mode) => [lengthName(mode), minutesOrNone])))

/** The lengths that were said, by mode. */
export function lengthsSaid(said: z.output<typeof lengthsForm>): Lengths {
  return Object.fromEntries(modes.flatMap((mode) => (said[lengthName(mode)] == null ? [] : [[mode, said[lengthName(mode)]!]])))
}

/** A time on the wall, or none. */
export const timeOrNone = wordsOrNone(10).transform((text, ctx) => {
  if (text === null) return null
  const time = wallTimeTyped.safeParse(text)
  if (time.success) return time.data
  ctx.addIssue({ code: 'custom', message: message('errors:notTime') })
  return z.NEVER
})

export const timeOffForm = z.object({ 'off-from': dayTyped, 'off-from-time': timeOrNone, 'off-until': dayTyped, 'off-until-time': timeOrNone, 'off-repeat': choice(['once', ...repeats]), 'off-repeat-until': dayTypedOrNone, 'off-cover': thingOrNone<PersonId>() })

export const takeOutForm = z.object({ id: thing<string>() })

/** From the first day (or a time on it) to the end of the last (or a time on it). Undefined for a time that spring's clocks leave out. */
export function spanOf(said: z.output<typeof timeOffForm>): { from: Instant | undefined; until: Instant | undefined } {
  const at = (day: Day, time: string | null, days: number) => (time === null ? atWallTime(plusDays(day, days), '00:00') : atWallTime(day, time))
  return { from: at(said['off-from'], said['off-from-time'], 0), until: at(said['off-until'], said['off-until-time'], 1) }
}
