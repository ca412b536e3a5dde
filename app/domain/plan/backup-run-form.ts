/** The forms that start the plan for when things get harder, say what is done, end it, and look back. */
import { z } from 'zod'
import { whoSeesFields, type WhoSeesQuestion } from '#app/domain/sharing/who-sees.tsx'
import { choice, message, thing, thingOrNone, words, wordsOrNone } from '#app/http/fields.ts'
import type { BackupId, BackupTaskId } from '#app/values/ids.ts'

const { 'who-sees': whoSees, 'seen-by': seenBy } = whoSeesFields

export const startForm = z.object({ because: thingOrNone<BackupId>(), seen: words(40), 'who-sees': whoSees, 'seen-by': seenBy })
export const taskForm = z.object({ task: thing<BackupTaskId>(), say: choice(['done', 'not-yet']) })
/** Nothing is asked: the button says it all. */
export const endForm = z.object({})
export const lookBackForm = z.object({ well: wordsOrNone(2000), change: wordsOrNone(2000), 'who-sees': whoSees, 'seen-by': seenBy }).superRefine((data, ctx) => {
  if (data.well === null && data.change === null) ctx.addIssue({ code: 'custom', path: ['well'], message: message('errors:required') })
})

/** Who can see a run: it is shown by name to those who are named in it, and to nobody else. */
export function ofTheRun(who: WhoSeesQuestion): WhoSeesQuestion {
  return { ...who, network: [] }
}
