/**
 * How near those live who matter to a family, and how close it is to them (#10): what a genogram or a circle map of a family meeting asks. Its adults say it and
 * read it beside each (`membersOf`), and whoever leads or gets its meetings ready; those of whom it is said do not.
 */
import type { Acting } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { MemberId } from '#app/values/ids.ts'
import type { Nearness } from './nearness.ts'

/** Those who matter to a family from outside of the household: of them it is asked. */
const outside = ['network', 'other-parent'] as const

/** Says it of one of them, anew each time; null is not said. */
export async function sayNearness(acting: Acting<'near:keep'>, { member, lives, touch }: Nearness & { readonly member: MemberId }): Promise<Outcome<null, 'not-there'>> {
  const row = await acting.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', acting.family).where('m.id', '=', member).where('m.seat', 'in', outside).where(isHere('m', acting.today)).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('member').set({ lives, touch }).where('family_id', '=', acting.family).where('id', '=', member).execute()
  return { ok: true, value: null, event: { kind: 'nearness-said', data: {}, thing: { kind: 'member', id: member } } }
}
