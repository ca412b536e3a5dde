/** Help that somebody of the demo gives instead of money. */
import { askToHelp, offerInstead, takeOffer } from '#app/domain/budget/instead.server.ts'
import type { MemberId, PersonId, SpendId } from '#app/values/ids.ts'
import { done } from './director.server.ts'
import type { House, Scene } from './house.server.ts'

/** Shown what is asked for, a relative offers to do it the same evening; the next day it is taken up, with thanks. */
export async function helpsInstead({ db, director, calendar }: Scene, house: House, days: number, spend: SpendId, said: { asker: PersonId; helper: PersonId; member: MemberId; words: string; first: number; thanks: string; lang: string }): Promise<void> {
  const version = async () => (await db.selectFrom('spend').select('version').where('family_id', '=', house.family).where('id', '=', spend).executeTakeFirstOrThrow()).version
  await done(await director.inFamily(said.asker, house.family, house.at(days, '19:20'), 'budget:ask'), askToHelp, { spend, version: await version(), member: said.member })
  const offer = await done(await director.inFamily(said.helper, house.family, house.at(days, '20:40'), 'help:offer'), offerInstead, { spend, words: said.words, lang: 'en', on: calendar.day(said.first), often: 'weekly' })
  await done(await director.inFamily(said.asker, house.family, house.at(days + 1, '08:10'), 'budget:ask'), takeOffer, { spend, version: await version(), offer, thanks: said.thanks, lang: said.lang })
}
