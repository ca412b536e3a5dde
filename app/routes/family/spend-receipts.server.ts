/** The receipts on the page of a request, and what is answered to them. */
import { json, type TypedResponse } from '@remix-run/node'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { refuseReceiptForm, seenReceiptForm } from '#app/domain/budget/receipt-form.ts'
import { agreeReceipt, paysItself, receiptsOf, refuseReceipt, takeReceiptBack } from '#app/domain/budget/receipts.server.ts'
import type { Spend } from '#app/domain/budget/spends.server.ts'
import { act, type Refusal } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readPosted, refusedForm, type Posted, type Read } from '#app/http/read-form.ts'
import type { FormState } from '#app/ui/form-state.ts'
import type { SpendId } from '#app/values/ids.ts'
import type { carriedOut } from './spend-carried.server.ts'

/** The receipts of a request, and whether its reader can send one: while it is agreed, nobody was asked to give it and nothing was given. */
export async function receiptsShown(viewer: Viewer, spend: Spend, carried: Awaited<ReturnType<typeof carriedOut>>) {
  if (!carried) return null
  const receipts = await receiptsOf(must(viewer, 'spend:see'), spend.id)
  const waiting = receipts.find((one) => one.state === 'sent') ?? null
  const free = spend.state === 'approved' && waiting === null && (carried.order === null || carried.order.state === 'ended' || carried.order.state === 'declined') && carried.deliveries.every((one) => one.answer === 'withdrawn' || one.answer === 'not-paid')
  const maySend = free && may(viewer, 'budget:ask') && paysItself(viewer) && (await settingsOf(viewer.db)).receiptMostPence > 0
  return { waiting, mine: waiting?.by === viewer.member, agreed: receipts.find((one) => one.state === 'agreed') ?? null, maySend, mayAnswer: may(viewer, 'spend:decide'), once: { yes: newFormId(), no: newFormId(), back: newFormId() } }
}

/** Answers what was sent about a receipt; undefined for a button of another part of the page. */
export async function actOnReceipts(request: Request, viewer: Viewer, spend: SpendId, post: Posted): Promise<Response | TypedResponse<{ form: FormState }> | undefined> {
  const here = `/families/${viewer.family}/budget/requests/${spend}`
  const through = async <T>(read: Read<T>, done: string, does: (read: Read<T> & { ok: true }) => Promise<{ ok: true } | Refusal<string>>) => {
    if (!read.ok) return json({ form: 'receipt-words' in read.form.errors ? read.form : { ...read.form, errors: { '': { key: 'errors:formGone' as const } } } }, 400)
    const answer = await does(read)
    return answer.ok ? doneAt(here, done) : json({ form: refusedForm(read.form, answer) }, 409)
  }
  switch (post.intent) {
    case 'receipt-back': return through(readPosted(post, seenReceiptForm), 'receipt-back', ({ data, once }) => act(must(viewer, 'budget:ask'), takeReceiptBack, { spend, ...data }, once))
    case 'receipt-yes': return through(readPosted(post, seenReceiptForm), 'receipt-yes', ({ data, once }) => act(must(viewer, 'spend:decide'), agreeReceipt, { spend, ...data }, once))
    case 'receipt-no':
      return through(readPosted(post, refuseReceiptForm), 'receipt-no', async ({ data: { 'receipt-words': words, ...seen }, once }) => act(must(viewer, 'spend:decide'), refuseReceipt, { spend, ...seen, words, lang: await langOf(request) }, once))
    default: return undefined
  }
}
