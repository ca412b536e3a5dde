/** Steps about money, for tests: each is one command, as its page runs it. */
import { expect } from 'vitest'
import { must, type AreaViewer, type Viewer } from '#app/access/viewer.server.ts'
import { balance, statement, type Balance } from '#app/domain/budget/ledger.server.ts'
import { spend, waitingFor } from '#app/domain/budget/spends.server.ts'
import { markPaid } from '#app/domain/budget/payments.server.ts'
import { answerQuestion, approve, askQuestion, decline, requestSpend, type NewSpend, type Wanted } from '#app/domain/budget/spending.server.ts'
import { confirmDelivered } from '#app/domain/budget/deliveries.server.ts'
import { cancelSpend } from '#app/domain/budget/orders.server.ts'
import type { DeclineReason } from '#app/domain/budget/decline-reasons.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act, type FormUse } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type PanelDayId, type PaymentId, type ServiceId, type SpendId } from '#app/values/ids.ts'
import { plusDays, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import type { SpendState } from '#db/schema.ts'
import { DatabaseBusy } from '#db/transaction.ts'
import { today, worldBegins, type World } from './world.ts'

type Decider = 'sam' | 'omar' | 'priya' | 'ruth' | 'lewis' | 'femi'

/** A request in the asker's own words. */
export function asking(world: World, budget: BudgetId, sum: number, more: Partial<NewSpend> & { payee?: string } = {}): NewSpend {
  const { payee = 'The swimming pool', ...rest } = more
  const wanted: Wanted = { what: 'Swimming', payee, pence: pence(sum), lang: 'en' }
  return { budget, wanted, quantity: 1, goal: world.goal, neededOn: plusDays(today, 14), line: null, ...rest }
}

/** Asks as Marta unless another is named; the answer as the page gets it. */
export async function ask(world: World, budget: BudgetId, sum: number, more: Parameters<typeof asking>[3] & { by?: 'marta' | 'piotr'; once?: FormUse; at?: Instant } = {}) {
  const { by = 'marta', once, at = worldBegins, ...rest } = more
  return act(await world.may(by, 'budget:ask', at), requestSpend, asking(world, budget, sum, rest), once)
}

/** A request that was taken. */
export async function asked(world: World, budget: BudgetId, sum: number, more: Parameters<typeof ask>[3] = {}): Promise<SpendId> {
  const answer = await ask(world, budget, sum, more)
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
  return answer.value
}

/** The request as it stands in the database. */
export async function standing(db: Db, id: SpendId) {
  return db.selectFrom('spend').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** The state of a request and the level that decides it. */
export async function stateOf(world: World, id: SpendId): Promise<readonly [SpendState, string]> {
  const row = await standing(world.db, id)
  return [row.state, row.level]
}

async function decider(world: World, who: Decider, id: SpendId, at: Instant): Promise<Viewer> {
  const viewer = await world.spendViewer(who, id, at)
  if (!viewer) throw new Error(`it is not ${who}'s to decide`)
  return viewer
}

type Step = { version?: number; at?: Instant; once?: FormUse; viewer?: Viewer }

/** Says yes as somebody, having seen the request as it is now unless a version is given. */
export async function yes(world: World, who: Decider, id: SpendId, { version, at = worldBegins, once, viewer }: Step = {}) {
  const seen = { spend: id, version: version ?? (await standing(world.db, id)).version }
  return act(must(viewer ?? (await decider(world, who, id, at)), 'spend:decide'), approve, seen, once)
}

export async function no(world: World, who: Decider, id: SpendId, reason: DeclineReason = 'not-now', words: string | null = null, { version, viewer }: Step = {}) {
  const seen = { spend: id, version: version ?? (await standing(world.db, id)).version }
  return act(must(viewer ?? (await decider(world, who, id, worldBegins)), 'spend:decide'), decline, { ...seen, reason, words, lang: 'en' })
}

/** What the panel weighed is written down today, by rows alone: the request is as it was seen. Once. */
export async function panelNoted(world: World, id: SpendId): Promise<void> {
  const { ruth } = world.people
  const standsAlready = await world.db.selectFrom('panel_item').select('day_id').where('spend_id', '=', id).where('ended_how', 'is', null).executeTakeFirst()
  if (standsAlready) return
  await world.db.insertInto('panel_day').values({ id: newId<PanelDayId>(), on_day: today, made_by: ruth, made_at: worldBegins, called_off_at: null, called_off_by: null }).onConflict((conflict) => conflict.doNothing()).execute()
  const day = await world.db.selectFrom('panel_day').select('id').where('on_day', '=', today).where('called_off_at', 'is', null).executeTakeFirstOrThrow()
  await world.db.insertInto('panel_item').values({
    family_id: world.family, spend_id: id, day_id: day.id, put_by: ruth, put_at: worldBegins, ended_how: null, weighed: 'A loan', weighed_lang: 'en', why: 'It lasts', why_lang: 'en', noted_by: ruth, noted_at: worldBegins,
  }).execute()
}

export async function question(world: World, who: Decider, id: SpendId, words = 'Which days?') {
  return act(must(await decider(world, who, id, worldBegins), 'spend:decide'), askQuestion, { spend: id, version: (await standing(world.db, id)).version, words, lang: 'en' })
}

export async function reply(world: World, id: SpendId, words = 'Mondays') {
  return act(await world.may('marta', 'budget:ask'), answerQuestion, { spend: id, version: (await standing(world.db, id)).version, words, lang: 'pl' })
}

export async function takeBack(world: World, id: SpendId) {
  return act(await world.may('marta', 'budget:ask'), cancelSpend, { spend: id, version: (await standing(world.db, id)).version })
}

export async function happened(world: World, id: SpendId) {
  return act(await world.may('marta', 'budget:ask'), confirmDelivered, { spend: id, version: (await standing(world.db, id)).version })
}

export async function pay(world: World, id: SpendId, viewer?: Viewer) {
  const femi = must(viewer ?? (await decider(world, 'femi', id, worldBegins)), 'spend:pay')
  return act(femi, markPaid, { payment: await paymentOf(world, id) })
}

/** The oldest payment of a request. */
export async function paymentOf(world: World, id: SpendId): Promise<PaymentId> {
  const { id: payment } = await world.db.selectFrom('payment').select('id').where('spend_id', '=', id).orderBy('due_at').executeTakeFirstOrThrow()
  return payment
}

/** The sums that the family sees. */
export async function sums(world: World, budget: BudgetId, at = worldBegins): Promise<Pick<Balance, 'left' | 'aside' | 'spent' | 'ended' | 'total'>> {
  const { from: _, until: __, ...all } = (await balance(await world.may('marta', 'budget:see', at), budget))!
  const { left, aside, spent, ended, total } = all
  return { left, aside, spent, ended, total }
}

/** The books are proven, and the whole statement ends at what is left. */
export async function booksAreRight(world: World, budget: BudgetId): Promise<void> {
  expect((await verifyLedger(world.db)).findings).toEqual([])
  const all = await statement(await world.may('marta', 'budget:see'), budget, { from: null, until: null, page: 'all' })
  const { left, ended } = await sums(world, budget)
  expect(all!.lines.at(-1)?.left ?? 0).toBe(left + ended)
  expect(all!.lines.reduce((sum, line) => sum + line.change, 0)).toBe(left + ended)
}

/** A service with one price in the directory. */
export async function aService(db: Db, price: number | null, label = 'One session'): Promise<{ service: ServiceId; option: string }> {
  const service = newId<ServiceId>()
  await db.insertInto('service').values({
    id: service, source: 'open-referral', source_id: service, name: 'Counselling', description: 'Somebody to talk to', organisation: 'Talking Together', url: null, email: null, phone: null,
    min_age: null, max_age: null, free: 0, needs_referral: 0, tier: 'open', attending: null, languages: '[]', when_text: null, access_text: null, content_hash: '', search_text: '', archived: 0, updated_at: null, imported_at: worldBegins,
  }).execute()
  const option = newId()
  await db.insertInto('service_option').values({ service_id: service, id: option, label, unit: 'a session', pence: price === null ? null : pence(price), position: 0 }).execute()
  return { service, option }
}

/** The spends that wait for somebody, by id. */
export async function list(desk: AreaViewer): Promise<SpendId[]> {
  return (await waitingFor(must(desk, 'spends:decide'))).map((waiting) => waiting.spend)
}

/** What Marta reads of a request. */
export async function read(world: World, id: SpendId) {
  return spend(await world.may('marta', 'spend:see'), id)
}

/** A once-only id with what its form said. */
export function formUse(content = 'the same'): FormUse {
  return { id: newId(), contentHash: content }
}

/** Does something many times at once. Whoever is told that the database is busy tries again, as a person does. */
export function many<T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const patiently = async (n: number): Promise<T> => work(n).catch((error: unknown) => {
    if (error instanceof DatabaseBusy) return patiently(n)
    throw error
  })
  return Promise.all(Array.from({ length: count }, (_, n) => patiently(n)))
}

/** Puts all that was approved so far out of the days that count for a limit. */
export async function forgetLimits(world: World): Promise<void> {
  await world.db.updateTable('spend').set({ decided_at: '2026-01-01T00:00:00.000Z' as Instant }).where('decided_at', 'is not', null).execute()
}

const splits = { lead: { who: 'sam', each: 1_500, within: 6 }, manager: { who: 'priya', each: 11_000, within: 4 } } as const

/** Asks for parts and has whoever decides them say yes to all at the same moment: as many are agreed as are within the limit of £100, or £500, and the others go up. */
export async function approveParts(world: World, parts: number, level: 'lead' | 'manager' = 'lead'): Promise<void> {
  const { who, each, within } = splits[level]
  await forgetLimits(world)
  const budget = await world.budget(parts * each)
  const ids: SpendId[] = []
  for (let n = 0; n < parts; n += 1) ids.push(await asked(world, budget, each))
  const viewers = await many(parts, async (n) => must(await decider(world, who, ids[n]!, worldBegins), 'spend:decide'))
  const answers = await many(parts, (n) => act(viewers[n]!, approve, { spend: ids[n]!, version: 1 }, formUse()))
  const states = answers.map((answer) => (answer.ok ? answer.value.state : answer.why))
  expect([states.filter((state) => state === 'approved').length, states.filter((state) => state === 'asked').length]).toEqual([within, parts - within])
  await booksAreRight(world, budget)
}
