/** What a family of the demo paid itself: its receipt, the yes to it, and its money back. */
import { readFile } from 'node:fs/promises'
import type { Account } from '#app/domain/budget/pain001.ts'
import { markPaid } from '#app/domain/budget/payments.server.ts'
import { agreeReceipt, sendReceipt } from '#app/domain/budget/receipts.server.ts'
import { cleanFile } from '#app/domain/plan/clean-file.ts'
import type { PersonId, SpendId } from '#app/values/ids.ts'
import { pence } from '#app/values/money.ts'
import { done } from './director.server.ts'
import type { House, Scene } from './house.server.ts'

/** Somebody pays for what was agreed and sends the photo of the receipt; who leads agrees the next day, and finance pays it back the day after. */
export async function paysThemselves({ db, director, cast }: Scene, house: House, by: PersonId, days: number, spend: SpendId, said: { pounds: number; picture: string; account: Account }): Promise<void> {
  const version = async () => (await db.selectFrom('spend').select('version').where('family_id', '=', house.family).where('id', '=', spend).executeTakeFirstOrThrow()).version
  const file = cleanFile(await readFile(said.picture))!
  const receipt = await done(await director.inFamily(by, house.family, house.at(days, '17:20'), 'budget:ask'), sendReceipt, { spend, version: await version(), pence: pence(Math.round(said.pounds * 100)), file, account: said.account })
  await done(await director.inFamily(cast.sam, house.family, house.at(days + 1, '09:35'), 'spend:decide'), agreeReceipt, { spend, version: await version(), receipt })
  const { id: payment } = await db.selectFrom('payment').select('id').where('family_id', '=', house.family).where('spend_id', '=', spend).executeTakeFirstOrThrow()
  await done(await director.onSpend(cast.femi, house.family, spend, house.at(days + 2, '11:25'), 'spend:pay'), markPaid, { payment })
}
