/** Help instead of money, on the page of a request. */
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { askToHelpForm, notNowForm, takeForm } from '#app/domain/budget/instead-form.ts'
import { askToHelp, couldHelp, mayOffer, offersInstead, takeOffer, thankNotNow } from '#app/domain/budget/instead.server.ts'
import type { Spend } from '#app/domain/budget/spends.server.ts'
import { isTheirs } from '#app/domain/budget/who-asks.ts'
import { act } from '#app/events/transact.server.ts'
import { newFormId, newFormIds, readPosted, type Posted } from '#app/http/read-form.ts'
import type { SpendId } from '#app/values/ids.ts'
import { answersOf, type SpendAnswer } from './spend-answers.server.ts'

/** What is offered instead of a request that is not decided, who could be asked, and whether its reader may offer. */
export async function insteadShown(viewer: Viewer, spend: Spend) {
  if (spend.state !== 'asked' && spend.state !== 'question') return null
  const answers = may(viewer, 'budget:ask') && isTheirs(viewer, spend)
  const offers = await offersInstead(must(viewer, 'spend:see'), spend.id)
  return { offers, answers, mayOffer: may(viewer, 'help:offer') && mayOffer(viewer, spend), could: answers ? await couldHelp(must(viewer, 'budget:ask'), spend.id) : [], once: newFormId(), onceOf: newFormIds(offers.flatMap(({ id }) => [`take-${id}`, `thank-${id}`])) }
}

/** Answers what was sent about an offer; undefined for a button of another part of the page. */
export async function actOnInstead(request: Request, viewer: Viewer, spend: SpendId, post: Posted): Promise<SpendAnswer> {
  const through = answersOf(viewer, spend, { isGone: (errors) => 'version' in errors || 'offer' in errors })
  const asks = () => must(viewer, 'budget:ask')
  switch (post.intent) {
    case 'take-offer': return through(readPosted(post, takeForm), 'instead', async ({ data, once }) => act(asks(), takeOffer, { spend, ...data, lang: await langOf(request) }, once))
    case 'thank-offer': return through(readPosted(post, notNowForm), 'thanked', ({ data, once }) => act(asks(), thankNotNow, { spend, ...data }, once))
    case 'ask-to-help': return through(readPosted(post, askToHelpForm), 'asked-to-help', ({ data, once }) => act(asks(), askToHelp, { spend, ...data }, once))
    default: return undefined
  }
}
