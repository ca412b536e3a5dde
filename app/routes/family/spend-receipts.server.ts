/** The receipts on the page of a request, and what is answered to them. */
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { counts } from '#app/domain/budget/owed.ts'
import { refuseReceiptForm, seenReceiptForm } from '#app/domain/budget/receipt-form.ts'
import { agreeReceipt, mayBePaidBack, receiptsOf, refuseReceipt, takeReceiptBack } from '#app/domain/budget/receipts.server.ts'
import type { Spend } from '#app/domain/budget/spends.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newFormId, readPosted, type Posted } from '#app/http/read-form.ts'
import type { SpendId } from '#app/values/ids.ts'
import { answersOf, type SpendAnswer } from './spend-answers.server.ts'
import type { carriedOut } from './spend-carried.server.ts'

/** The receipts of a request, and whether its reader can send one: while it is agreed, nobody was asked to give it, nothing was given and it is a small sum. */
export async function receiptsShown(viewer: Viewer, spend: Spend, carried: Awaited<ReturnType<typeof carriedOut>>) {
  if (!carried) return null
  const receipts = await receiptsOf(must(viewer, 'spend:see'), spend.id)
  const waiting = receipts.find((one) => one.state === 'sent') ?? null
  const free = spend.state === 'approved' && waiting === null && (carried.order === null || carried.order.state === 'ended' || carried.order.state === 'declined') && !counts(carried.deliveries)
  const maySend = free && may(viewer, 'budget:ask') && (await mayBePaidBack(viewer, spend))
  return { waiting, mine: waiting?.by === viewer.member, agreed: receipts.find((one) => one.state === 'agreed') ?? null, maySend, mayAnswer: may(viewer, 'spend:decide'), once: { yes: newFormId(), no: newFormId(), back: newFormId() } }
}

/** Answers what was sent about a receipt; undefined for a button of another part of the page. */
export async function actOnReceipts(request: Request, viewer: Viewer, spend: SpendId, post: Posted): Promise<SpendAnswer> {
  const through = answersOf(viewer, spend, { isGone: (errors) => !('receipt-words' in errors) })
  switch (post.intent) {
    case 'receipt-back': return through(readPosted(post, seenReceiptForm), 'receipt-back', ({ data, once }) => act(must(viewer, 'budget:ask'), takeReceiptBack, { spend, ...data }, once))
    case 'receipt-yes': return through(readPosted(post, seenReceiptForm), 'receipt-yes', ({ data, once }) => act(must(viewer, 'spend:decide'), agreeReceipt, { spend, ...data }, once))
    case 'receipt-no':
      return through(readPosted(post, refuseReceiptForm), 'receipt-no', async ({ data: { 'receipt-words': words, ...seen }, once }) => act(must(viewer, 'spend:decide'), refuseReceipt, { spend, ...seen, words, lang: await langOf(request) }, once))
    default: return undefined
  }
}
