/** Pays all that is due by runs until it is killed: freezes, reads the bank's answer, takes it over. Arguments: the database's address, who pays. */
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { readBank, settleAnswered } from '#app/domain/budget/bank-answers.server.ts'
import { freezeRun, run, runsOf } from '#app/domain/budget/payment-runs.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import { connect } from '#db/connect.ts'

const [, , url = '', person = ''] = process.argv
const db = connect(url)
const finance = async () => must((await areaViewerFor(db, person as PersonId, now()))!, 'payments:pay')
console.log('ready')
for (;;) {
  const viewer = await finance()
  await settleAnswered(viewer)
  const due = await toPay(viewer, 5)
  const open = (await runsOf(viewer, 1_000)).filter((one) => one.open > 0)
  if (due.length === 0 && open.length === 0) break
  if (due.length > 0) await act(viewer, freezeRun, { payments: due.map((one) => one.payment), payOn: viewer.today })
  for (const one of open) {
    const lines = (await run(viewer, one.id))!.lines.filter((line) => line.answer === null)
    // One payment in five comes back the first time.
    await act(viewer, readBank, { answers: lines.map((line, n) => ({ reference: line.reference, pence: line.pence, result: n % 5 === 4 && !line.reference.includes('-') ? 'failed' as const : 'paid' as const, reason: null })) })
  }
}
console.log('all paid')
await db.destroy()
