/** Two adults who agree above a sum, on the page of a request. */
import { z } from 'zod'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import type { Spend } from '#app/domain/budget/spends.server.ts'
import { sayTogether, togetherOn } from '#app/domain/budget/two-adults.server.ts'
import { act } from '#app/events/transact.server.ts'
import { choice, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readPosted, type Posted } from '#app/http/read-form.ts'
import type { SpendId } from '#app/values/ids.ts'
import { answersOf, type SpendAnswer } from './spend-answers.server.ts'

const togetherForm = z.object({ together: choice(['yes', 'no']), 'together-words': wordsOrNone(500) })

export async function togetherShown(viewer: Viewer, spend: Spend) {
  const of = await togetherOn(must(viewer, 'spend:see'), spend.id)
  // Between the two, and for whoever decides, on the desk.
  return { of: viewer.member === spend.askedBy || of.some((one) => one.mine) ? of : [], mayStillSay: may(viewer, 'budget:ask') && (spend.state === 'asked' || spend.state === 'question'), once: newFormId() }
}

/** Answers what was sent about agreeing together; undefined for a button of another part of the page. */
export async function actOnTogether(request: Request, viewer: Viewer, spend: SpendId, post: Posted): Promise<SpendAnswer> {
  if (post.intent !== 'together') return undefined
  const through = answersOf(viewer, spend, { isGone: () => false })
  return through(readPosted(post, togetherForm), 'together', async ({ data, once }) => act(must(viewer, 'budget:ask'), sayTogether, { spend, agrees: data.together === 'yes', words: data['together-words'], lang: await langOf(request) }, once))
}
