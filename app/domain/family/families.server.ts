/** The families that somebody belongs to. */
import type { OwnMay } from '#app/access/viewer.server.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import type { FamilyId } from '#app/values/ids.ts'

/**
 * The families in which a person has a place of their own today, by name. Families that they help are not among them:
 * those are on their desk, where opening one begins with a reason.
 */
export async function ownFamilies(me: OwnMay<'account:keep'>): Promise<{ id: FamilyId; name: string }[]> {
  return me.db.selectFrom('member as m').innerJoin('family as f', 'f.id', 'm.family_id').select(['f.id', 'f.name']).distinct()
    .where('m.person_id', '=', me.person).where('m.seat', 'not in', [...seatsThatHelp]).where('m.from_on', '<=', me.today)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', me.today)])).orderBy('f.name').orderBy('f.id').execute()
}
