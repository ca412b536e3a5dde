/** A tiny model of the books, and random histories that the real ones must follow step by step. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { markPaid } from '#app/domain/budget/payments.server.ts'
import { approve, answerQuestion, askQuestion, decline } from '#app/domain/budget/spending.server.ts'
import { confirmDelivered } from '#app/domain/budget/deliveries.server.ts'
import { cancelSpend } from '#app/domain/budget/orders.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { BudgetId, LineId, SpendId } from '#app/values/ids.ts'
import type { Level, SpendState } from '#db/schema.ts'
import { ask, booksAreRight, panelNoted, paymentOf, stateOf, sums } from './money-steps.ts'
import type { World } from './world.ts'

const total = 200_000
const lineTotal = 30_000
const limits = { lead: 10_000, manager: 50_000 }

/** `nth` chooses among the requests so far; `stale` is somebody who looks at an older page. */
export type Command =
  | { readonly do: 'ask'; readonly pence: number; readonly onLine: boolean }
  | { readonly do: 'approve' | 'decline' | 'question'; readonly who: 'sam' | 'priya' | 'ruth' | 'lewis'; readonly nth: number; readonly stale: boolean }
  | { readonly do: 'answer' | 'cancel' | 'delivered' | 'paid'; readonly nth: number; readonly stale: boolean }

const nth = fc.nat(1_000)
const stale = fc.nat(7).map((n) => n === 7)

/** Any step by anybody, likely and unlikely ones. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), pence: fc.oneof(fc.integer({ min: 1, max: 6_000 }), fc.integer({ min: 1, max: 60_000 })), onLine: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('approve' as const, 'approve' as const, 'decline' as const, 'question' as const), who: fc.constantFrom('sam' as const, 'sam' as const, 'priya' as const, 'ruth' as const, 'lewis' as const), nth, stale }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'cancel' as const, 'delivered' as const, 'delivered' as const, 'paid' as const, 'paid' as const), nth, stale }) },
)

interface Model { spends: { id: SpendId; pence: number; onLine: boolean; state: SpendState; level: Level; version: number; voices: Map<string, 'yes' | 'no'>; said: Set<string> }[] }
type One = Model['spends'][number]

const isOver = (one: One) => one.state === 'declined' || one.state === 'cancelled'
const levelOf = { sam: 'lead', priya: 'manager', ruth: 'panel', lewis: 'panel' } as const
const rank = (level: Level) => ['lead', 'manager', 'panel'].indexOf(level)
const add = (all: readonly One[]) => all.reduce((sum, one) => sum + one.pence, 0)

function levelFor(model: Model, pence: number, onLine: boolean): Level {
  const counted = model.spends.filter((one) => !one.onLine && ['approved', 'delivered', 'paid'].includes(one.state))
  if (onLine || pence + add(counted.filter((one) => one.level === 'lead')) <= limits.lead) return 'lead'
  return pence + add(counted.filter((one) => one.level !== 'panel')) <= limits.manager ? 'manager' : 'panel'
}

function moneyOf(model: Model) {
  const aside = add(model.spends.filter((one) => !isOver(one) && one.state !== 'paid'))
  const spent = add(model.spends.filter((one) => one.state === 'paid'))
  return { left: total - aside - spent, aside, spent, ended: 0, total }
}

/** What the model says of a step: why it is refused, or 'done', after which the model has taken it. */
function expected(model: Model, command: Exclude<Command, { do: 'ask' }>, one: One): string {
  if ('who' in command) {
    const open = one.state === 'asked' || one.state === 'question'
    // What is decided is read by those who said something to it, and by the lead professional.
    if (open ? levelOf[command.who] !== one.level : command.who !== 'sam' && !one.said.has(command.who)) return 'not-theirs'
  }
  if (command.do === 'paid' && one.state !== 'delivered' && one.state !== 'paid') return 'not-theirs'
  const states: Record<typeof command.do, readonly SpendState[]> = {
    approve: ['asked', 'question'], decline: ['asked', 'question'], question: ['asked'], answer: ['question'],
    cancel: ['asked', 'question', 'approved'], delivered: ['approved'], paid: ['delivered'],
  }
  // A payment never changes: there is no older page of it.
  if ((command.stale && command.do !== 'paid') || !states[command.do].includes(one.state)) return 'changed-meanwhile'
  const needed = command.do === 'approve' ? levelFor(model, one.pence, one.onLine) : one.level
  if (rank(needed) > rank(one.level)) Object.assign(one, { level: needed, state: 'asked' })
  else if ((command.do === 'approve' || command.do === 'decline') && one.level === 'panel') {
    // Two say theirs, and can think it over until then; a no and a yes are a no, and the books have a word more.
    const voice = command.do === 'approve' ? 'yes' as const : 'no' as const
    if (one.voices.get(command.who) === voice) return voice === 'yes' ? 'said-yes-already' : 'said-no-already'
    one.voices.set(command.who, voice)
    const all = [...one.voices.values()]
    one.state = all.length < 2 ? 'asked' : all.includes('no') ? 'declined' : 'approved'
    if (one.state === 'declined' && voice === 'yes') one.version += 1
  } else if (command.do === 'approve') one.state = 'approved'
  else {
    const next = { decline: 'declined', question: 'question', answer: 'asked', cancel: 'cancelled', delivered: 'delivered', paid: 'paid' } as const
    one.state = next[command.do]
  }
  if ('who' in command) one.said.add(command.who)
  one.version += 1
  return 'done'
}

async function really(world: World, command: Exclude<Command, { do: 'ask' }>, one: One): Promise<string> {
  const seen = { spend: one.id, version: one.version - (command.stale ? 1 : 0) }
  const said = { words: 'Words', lang: 'en' }
  const answer = await (async () => {
    if ('who' in command) {
      const viewer = await world.spendViewer(command.who, one.id)
      if (!viewer) return 'not-theirs'
      const may = must(viewer, 'spend:decide')
      if (levelOf[command.who] === 'panel') await panelNoted(world, one.id)
      if (command.do === 'approve') return act(may, approve, seen)
      if (command.do === 'decline') return act(may, decline, { ...seen, ...said, reason: 'not-now' as const })
      return act(may, askQuestion, { ...seen, ...said })
    }
    if (command.do === 'paid') {
      const viewer = await world.spendViewer('femi', one.id)
      return viewer ? act(must(viewer, 'spend:pay'), markPaid, { payment: await paymentOf(world, one.id) }) : 'not-theirs'
    }
    const marta = await world.may('marta', 'budget:ask')
    if (command.do === 'answer') return act(marta, answerQuestion, { ...seen, ...said })
    return act(marta, command.do === 'cancel' ? cancelSpend : confirmDelivered, seen)
  })()
  if (typeof answer === 'string') return answer
  return answer.ok ? 'done' : answer.why
}

/** Runs a history on the real books and on the model; after each step both say the same. Returns how many steps were taken. */
export async function follow(world: World, commands: readonly Command[]): Promise<number> {
  const budget: BudgetId = await world.budget(total)
  const line: LineId = await world.line(budget, lineTotal)
  const model: Model = { spends: [] }
  for (const command of commands) {
    if (command.do === 'ask') {
      const onLine = add(model.spends.filter((one) => one.onLine && !isOver(one)))
      const why = command.onLine && lineTotal - onLine < command.pence ? 'line-has-not-enough' : moneyOf(model).left < command.pence ? 'not-enough-money' : 'done'
      const level = levelFor(model, command.pence, command.onLine)
      const answer = await ask(world, budget, command.pence, { line: command.onLine ? line : null })
      expect(answer.ok ? 'done' : answer.why).toBe(why)
      if (answer.ok) model.spends.push({ id: answer.value, pence: command.pence, onLine: command.onLine, state: 'asked', level, version: 1, voices: new Map(), said: new Set() })
    } else {
      const one = model.spends[command.nth % Math.max(1, model.spends.length)]
      if (!one) continue
      const before = { ...one, voices: new Map(one.voices) }
      const why = expected(model, command, one)
      expect(await really(world, command, before)).toBe(why)
      expect(await stateOf(world, one.id)).toEqual([one.state, one.level])
    }
    expect(await sums(world, budget)).toEqual(moneyOf(model))
  }
  await booksAreRight(world, budget)
  return commands.length
}
