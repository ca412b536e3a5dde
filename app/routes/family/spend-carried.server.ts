import { z } from 'zod'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { answerDelivery, carryingOf, confirmDelivered, finishSpend, sayHelped, settleDelivery } from '#app/domain/budget/deliveries.server.ts'
import { didForm, didNotForm, helpedForm, seenForm, settleForm, unitsForm } from '#app/domain/budget/order-form.ts'
import { answerOtherPrice, cancelSpend, endOrder, orderOf } from '#app/domain/budget/orders.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import type { Spend } from '#app/domain/budget/spends.server.ts'
import { askAgain, isUnanswered } from '#app/domain/budget/unanswered.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newFormId, readPosted, type Posted } from '#app/http/read-form.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import type { SpendId } from '#app/values/ids.ts'
import { answersOf, type SpendAnswer } from './spend-answers.server.ts'

const againForm = z.object({})

/** How an approved request is carried out, with an id for each form of its page; null before a yes and after a no. */
export async function carriedOut(viewer: Viewer, spend: Spend) {
  if (!['approved', 'delivered', 'paid'].includes(spend.state)) return null
  const seeing = must(viewer, 'spend:see')
  const carrying = await carryingOf(seeing, spend.id, spend.quantity)
  return {
    ...carrying, order: await orderOf(seeing, spend.id), mayOrder: may(viewer, 'order:send'), maySettle: may(viewer, 'spend:decide'), mayAskAgain: may(viewer, 'spend:decide') && (await isUnanswered(seeing, spend.id)),
    once: { given: newFormId(), finish: newFormId(), cancel: newFormId(), end: newFormId(), price: newFormId(), helped: newFormId(), did: newFormId(), not: newFormId(), settle: newFormId(), again: newFormId() },
  }
}

/** Answers what was sent to the page of a request that is carried out; undefined for a button of another part of it. */
export async function actOnCarried(request: Request, viewer: Viewer, spend: SpendId, post: Posted): Promise<SpendAnswer> {
  const lang = await langOf(request)
  const through = answersOf(viewer, spend, { isGone: (errors) => 'version' in errors || 'delivery' in errors, saying: (refusal) => saidRefusal(refusal, wordsFor(lang).format) })
  const asks = () => must(viewer, 'budget:ask')
  switch (post.intent) {
    case 'cancel': return through(readPosted(post, seenForm), 'cancelled', ({ data, once }) => act(asks(), cancelSpend, { spend, ...data }, once))
    case 'delivered': return through(readPosted(post, unitsForm), 'delivered', ({ data, once }) => act(asks(), confirmDelivered, { spend, ...data }, once))
    case 'finish': return through(readPosted(post, seenForm), 'finished', ({ data, once }) => act(asks(), finishSpend, { spend, ...data }, once))
    case 'price-yes': return through(readPosted(post, seenForm), 'asked-anew', ({ data, once }) => act(asks(), answerOtherPrice, { spend, ...data, yes: true }, once))
    case 'price-no': return through(readPosted(post, seenForm), 'price-no', ({ data, once }) => act(asks(), answerOtherPrice, { spend, ...data, yes: false }, once))
    case 'did': return through(readPosted(post, didForm), 'did', ({ data, once }) => act(asks(), answerDelivery, { ...data, happened: true, words: null, lang }, once))
    case 'did-not': return through(readPosted(post, didNotForm), 'did-not', ({ data, once }) => act(asks(), answerDelivery, { delivery: data.delivery, happened: false, words: data['not-words'], lang }, once))
    case 'helped': return through(readPosted(post, helpedForm), 'helped', ({ data, once }) => act(asks(), sayHelped, { spend, answer: data.helped, words: data['helped-words'], lang }, once))
    case 'end-order': return through(readPosted(post, seenForm), 'order-ended', ({ data, once }) => act(must(viewer, 'order:send'), endOrder, { spend, ...data }, once))
    case 'ask-again': return through(readPosted(post, againForm), 'asked-again', ({ once }) => act(must(viewer, 'spend:decide'), askAgain, { spend }, once))
    case 'settle-pay': case 'settle-not':
      return through(readPosted(post, settleForm), 'settled', ({ data, once }) => act(must(viewer, 'spend:decide'), settleDelivery, { delivery: data.delivery, pay: post.intent === 'settle-pay', words: data['settle-words'], lang }, once))
    default: return undefined
  }
}
