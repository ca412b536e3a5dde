/** What is typed when somebody asks to spend. */
import { z } from 'zod'
import { spendKinds } from '#app/domain/area/spend-kinds.ts'
import { choice, dayTyped, message, pounds, thing, thingOrNone, things, ticked, wholeNumber, words } from '#app/http/fields.ts'
import type { BudgetId, DraftId, GoalId, LineId, MeetingPartId, MemberId } from '#app/values/ids.ts'
import { pence, type Pence } from '#app/values/money.ts'

/** A price option with the price that stood beside it: what is asked for is what was seen. */
export function optionValue(option: string, shown: Pence): string {
  return `${option}.${shown}`
}

const optionChosen = z.unknown().transform((given, ctx): { option: string; shownPence: Pence } => {
  const found = /^([0-9a-z]{20})\.(\d{1,9})$/.exec(typeof given === 'string' ? given : '')
  if (found) return { option: found[1]!, shownPence: pence(Number(found[2])) }
  ctx.addIssue({ code: 'custom', message: message('errors:chooseOne') })
  return z.NEVER
})

const both = {
  budget: thing<BudgetId>(), quantity: wholeNumber(1, 500), goal: thing<GoalId>(), neededOn: dayTyped, line: thingOrNone<LineId>(), for: things<MemberId>(), weekly: ticked, draft: thingOrNone<DraftId>(), decided: thingOrNone<MeetingPartId>(),
}

/** From the directory: a price option and how many. */
export const listedForm = z.object({ option: optionChosen, ...both })
/** In the asker's own words. */
export const ownForm = z.object({ kind: choice(spendKinds), what: words(200), payee: words(120), relative: ticked, price: pounds, ...both })
/** For how many weeks, where it is each week. */
export const weeksForm = z.object({ weeks: wholeNumber(2, 52) })

/** The fields that a draft keeps, as they were typed. */
export const draftFields = ['option', 'kind', 'what', 'payee', 'relative', 'price', 'budget', 'quantity', 'goal', 'neededOn-day', 'neededOn-month', 'neededOn-year', 'line', 'for', 'weekly', 'weeks', 'decided'] as const
