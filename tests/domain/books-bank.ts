/** The commands of payment runs and of what the bank answers, right and odd, and what a person makes of it. */
import { must } from '#app/access/viewer.server.ts'
import { oddities, readBank, sayNotPaid, seeOddity, settleAnswered } from '#app/domain/budget/bank-answers.server.ts'
import { giveAccount } from '#app/domain/budget/payee-accounts.server.ts'
import { freezeRun, runsOf } from '#app/domain/budget/payment-runs.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { SpendId } from '#app/values/ids.ts'
import { pence } from '#app/values/money.ts'
import { pick, refused, type Books, type Command, type Effect } from './books-model.ts'
import { today, worldBegins, type World } from './world.ts'

const finance = async (world: World) => must(await world.desk('femi'), 'payments:pay')

/** What the area must have for payment runs, and so much for whoever leads that histories go beyond a yes. */
export async function openRuns({ db }: World): Promise<void> {
  for (const [key, value] of [['payerName', 'Our Council'], ['payerSortCode', '445566'], ['payerNumber', '76543210'], ['leadLimitPence', 60_000]] as const) {
    await db.insertInto('area_setting').values({ area_id: 'area' as never, key, value: JSON.stringify(value), changed_at: worldBegins, changed_by: null }).execute()
  }
}

/** The lines of released runs, each with its request. */
const linesOf = ({ world }: Books) => world.db.selectFrom('payment_line as l').innerJoin('payment as y', 'y.id', 'l.payment_id')
  .select(['l.run_id', 'l.reference', 'l.pence', 'l.answer', 'l.payment_id', 'y.spend_id', 'y.state']).orderBy('l.run_id').orderBy('l.position').execute()

/** What the model makes of a payment that is paid, or came back after it was. */
function moved({ spends }: Books, of: { spend_id: SpendId; pence: number }, way: 'paid' | 'came-back'): Effect {
  const one = spends.find(({ id }) => id === of.spend_id)!
  one.paid += way === 'paid' ? of.pence : -of.pence
  return [{ budget: one.budget, spend: one.id, from: way === 'paid' ? 'committed' : 'spent', to: way === 'paid' ? 'spent' : 'committed', sum: of.pence }]
}

const says = async (world: World, reference: string, sum: number, result: 'paid' | 'failed') => {
  const answer = await act(await finance(world), readBank, { answers: [{ reference, pence: pence(sum), result, reason: null }] })
  await settleAnswered(await finance(world))
  return answer
}

export const bankCommands: Readonly<Record<string, Command>> = {
  async 'make a payment run'({ world }, { nth }) {
    const due = (await toPay(await finance(world))).slice(0, 1 + (nth % 4))
    if (due.length === 0) return 'refused'
    for (const { payment, account } of due) {
      if (account) continue
      const { spend_id } = await world.db.selectFrom('payment').select('spend_id').where('id', '=', payment).executeTakeFirstOrThrow()
      await act(must((await world.spendViewer('femi', spend_id))!, 'spend:pay'), giveAccount, { name: 'The Swimming Pool', sortCode: '112233', number: '01234567' })
    }
    return (await refused(act(await finance(world), freezeRun, { payments: due.map((one) => one.payment), payOn: today }))) ? 'refused' : []
  },
  async 'the bank answers'(books, { nth, who }) {
    const open = (await linesOf(books)).filter((line) => line.answer === null)
    if (open.length === 0) return 'refused'
    const line = pick(open, nth)
    const result = who % 3 > 0 ? 'paid' as const : 'failed' as const
    if (await refused(says(books.world, line.reference, line.pence, result))) return 'refused'
    return result === 'paid' ? moved(books, line, 'paid') : []
  },
  /** The other way round than before, or of another sum: nothing moves before somebody has looked. */
  async 'the bank says something odd'(books, { nth, who }) {
    const lines = await linesOf(books)
    if (lines.length === 0) return 'refused'
    const line = pick(lines, nth)
    const answer = await says(books.world, line.reference, line.pence + (line.answer === null || who % 4 === 0 ? 1 : 0), line.answer === 'paid' ? 'failed' : 'paid')
    return answer.ok && answer.value.odd > 0 ? [] : 'refused'
  },
  async 'look at what is odd'(books, { nth, who }) {
    const all = await oddities(await finance(books.world))
    if (all.length === 0) return 'refused'
    const odd = pick(all, nth)
    // Mostly a step that there is, now and then one that there is not.
    const step = who % 5 === 0 ? pick(['paid', 'due-again', null] as const, nth) : odd.steps.length > 0 ? pick(odd.steps, who) : null
    const line = (await linesOf(books)).find(({ reference }) => reference === odd.reference)
    if (await refused(act(await finance(books.world), seeOddity, { reference: odd.reference, why: odd.why, step }))) return 'refused'
    await settleAnswered(await finance(books.world))
    if (step === 'paid') return moved(books, line!, 'paid')
    return step === 'due-again' && odd.why === 'came-back' ? moved(books, line!, 'came-back') : []
  },
  async 'the bank did not pay'({ world }, { nth, who }) {
    const open = (await runsOf(await finance(world))).filter((one) => one.open > 0)
    if (open.length === 0) return 'refused'
    const run = pick(open, nth).id
    const { reference } = await world.db.selectFrom('payment_line').select('reference').where('run_id', '=', run).where('answer', 'is', null).orderBy('position').executeTakeFirstOrThrow()
    if (await refused(act(await finance(world), sayNotPaid, { run, reference: who % 3 === 0 ? null : reference }))) return 'refused'
    await settleAnswered(await finance(world))
    return []
  },
}
