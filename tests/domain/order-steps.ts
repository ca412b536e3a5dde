/** The way of an order, each step as its person takes it: sent by Marta, taken by whoever holds its link, given. */
import { expect } from 'vitest'
import { must, providerOf, type ProviderActing } from '#app/access/viewer.server.ts'
import { hashOfToken } from '#app/domain/account/links.server.ts'
import { acceptOrder, sayGiven, sendOrder } from '#app/domain/budget/orders.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type DeliveryId, type SpendId } from '#app/values/ids.ts'
import { formUse, standing } from './money-steps.ts'
import { today, worldBegins, type World } from './world.ts'

/** A request as whoever answers it has seen it. */
export const seenNow = async (world: World, spend: SpendId) => ({ spend, version: (await standing(world.db, spend)).version })

/** An order as Marta sends it. */
export const orderToSend = async (world: World, spend: SpendId, note: string | null = null) => ({ ...(await seenNow(world, spend)), to: { channel: 'email', address: 'hello@pool.example' } as const, lang: 'en' as const, note, noteLang: 'pl' })

/** Sends the order; the token of its link. */
export async function orderSent(world: World, spend: SpendId, note: string | null = null): Promise<string> {
  const answer = await act(await world.may('marta', 'order:send'), sendOrder, await orderToSend(world, spend, note))
  if (!answer.ok) throw new Error(answer.why)
  const mail = await world.db.selectFrom('outbox').select('body').where('address', '=', 'hello@pool.example').orderBy('made_at', 'desc').orderBy('id').execute()
  const tokens = mail.flatMap(({ body }) => /\/provider\/([\w-]{43})/.exec(body)?.[1] ?? [])
  const open = await Promise.all(tokens.map(async (token) => ((await holderOf(world, token))?.spend === spend ? [token] : [])))
  expect(open.flat()).toHaveLength(1)
  return open.flat()[0]!
}

/** Whoever holds the link, at the moment of the world. */
export async function holderOf(world: World, token: string) {
  const found = await providerOf(world.db, hashOfToken(token), worldBegins)
  return found && must(found, 'order:answer')
}

/** What whoever holds the link says by it. */
export async function answeredByLink<In, Why extends string>(world: World, token: string, command: (acting: ProviderActing, input: In) => Promise<Outcome<null, Why>>, input: In) {
  const provider = await holderOf(world, token)
  if (!provider) return 'link-is-gone'
  return act(provider, command, input, formUse(newId()))
}

export async function orderAccepted(world: World, spend: SpendId): Promise<string> {
  const token = await orderSent(world, spend)
  expect(await answeredByLink(world, token, acceptOrder, { beginsOn: today })).toMatchObject({ ok: true })
  return token
}

/** So many were given today. */
export async function unitsGiven(world: World, token: string, units: number): Promise<DeliveryId> {
  const ids = async () => (await world.db.selectFrom('delivery').select('id').execute()).map((row) => row.id)
  const before = await ids()
  expect(await answeredByLink(world, token, sayGiven, { on: today, units })).toMatchObject({ ok: true })
  return (await ids()).find((id) => !before.includes(id))!
}
