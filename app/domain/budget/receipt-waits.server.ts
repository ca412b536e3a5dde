/** Whether a receipt of a spend waits for its answer: until then nothing else becomes of that spend. */
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import type { SpendId } from '#app/values/ids.ts'

/** True while a receipt waits. One query. */
export async function receiptWaits({ db, family }: Pick<Inside<Viewer>, 'db' | 'family'>, spend: SpendId): Promise<boolean> {
  return (await db.selectFrom('receipt').select('id').where('family_id', '=', family).where('spend_id', '=', spend).where('state', '=', 'sent').executeTakeFirst()) !== undefined
}
