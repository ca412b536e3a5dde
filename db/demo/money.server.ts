/** What happens to a family's money besides asking: more of it comes, some comes back, some will end, and some waits to be paid. By the same commands. */
import { must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { confirmDelivered, sayHelped, type Helped } from '#app/domain/budget/deliveries.server.ts'
import { refund } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import type { Account } from '#app/domain/budget/pain001.ts'
import { giveAccount } from '#app/domain/budget/payee-accounts.server.ts'
import type { BudgetId, PersonId, SpendId } from '#app/values/ids.ts'
import { pence } from '#app/values/money.ts'
import { done } from './director.server.ts'
import type { House, Scene } from './house.server.ts'
import type { DemoKey } from './people.ts'

/** More money comes for a budget, until a day. */
export async function toppedUp({ db, cast, calendar }: Scene, house: House, by: DemoKey, days: number, more: { budget: BudgetId; source: string; pounds: number; until: number; words: string }): Promise<void> {
  const viewer = (await viewerOfMoney(db, cast[by], house.family, house.at(days, '10:40')))!
  await done(must(viewer, 'budget:make'), topUp, { budget: more.budget, source: more.source, pence: pence(more.pounds * 100), expiresOn: calendar.day(more.until), words: more.words, lang: 'en' })
}

/** Money of one of the family's budgets goes to another. */
export async function moved({ db, cast }: Scene, house: House, by: DemoKey, days: number, more: { from: BudgetId; to: BudgetId; pounds: number }): Promise<void> {
  const viewer = (await viewerOfMoney(db, cast[by], house.family, house.at(days, '10:50')))!
  await done(must(viewer, 'budget:make'), moveMoney, { from: more.from, to: more.to, pence: pence(more.pounds * 100) })
}

/** One of the family says whether something helped. */
export async function saysHelped({ director }: Scene, house: House, by: PersonId, days: number, spend: SpendId, said: Helped): Promise<void> {
  await done(await director.inFamily(by, house.family, house.at(days, '20:15'), 'budget:ask'), sayHelped, { spend, ...said })
}

/** A provider gives some of what it was paid back. */
export async function gaveBack({ director, cast }: Scene, house: House, days: number, spend: SpendId, back: { pounds: number; words: string }): Promise<void> {
  const femi = await director.onSpend(cast.femi, house.family, spend, house.at(days, '11:30'), 'spend:pay')
  await done(femi, refund, { pence: pence(back.pounds * 100), words: back.words, lang: 'en' })
}

/** The family says that it came; finance has the account, and it waits to be paid. */
export async function toBePaid({ director, cast, db }: Scene, house: House, by: PersonId, days: number, spend: SpendId, account: Account): Promise<void> {
  const { version } = await db.selectFrom('spend').select('version').where('family_id', '=', house.family).where('id', '=', spend).executeTakeFirstOrThrow()
  await done(await director.inFamily(by, house.family, house.at(days, '19:30'), 'budget:ask'), confirmDelivered, { spend, version })
  await done(await director.onSpend(cast.femi, house.family, spend, house.at(days + 1, '11:00'), 'spend:pay'), giveAccount, account)
}
