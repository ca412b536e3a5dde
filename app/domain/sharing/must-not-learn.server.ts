/**
 * Who of their families must not learn what somebody keeps from them. Nothing is closed by it: it is what the question
 * "Who can see this?" begins with, and which shared addresses no message goes to.
 */
import { viewerFor, type OwnMay, type Viewer } from '#app/access/viewer.server.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import type { FamilyId, MemberId } from '#app/values/ids.ts'

/** Somebody of one of the families that a person has a place in, by the value of their box. */
export interface KeptFrom { readonly value: string; readonly name: string; readonly family: FamilyId; readonly member: MemberId; readonly chosen: boolean }

/** Whom somebody can name: those they see in their families today, without themselves and the people who help. */
export async function whoMustNotLearn(me: OwnMay<'account:keep'>): Promise<KeptFrom[]> {
  const places = await me.db.selectFrom('member').select('family_id').distinct().where('person_id', '=', me.person).where('seat', 'not in', ['lead', 'team', 'coordinator'])
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', me.today)])).execute()
  const chosen = new Set((await me.db.selectFrom('must_not_learn').select('member_id').where('person_id', '=', me.person).execute()).map((row) => row.member_id))
  const all: KeptFrom[] = []
  for (const { family_id: family } of places) {
    const viewer = await viewerFor(me.db, me.person, family, me.now)
    if (!viewer) continue
    const others = (await membersOf(viewer)).filter((one) => one.current && one.id !== viewer.member && !seatsThatHelp.has(one.seat))
    all.push(...others.map(({ id, name }) => ({ value: `${family}.${id}`, name, family, member: id, chosen: chosen.has(id) })))
  }
  return all
}

/** The members of this family who must not learn what the viewer keeps; for the viewer's own questions alone. */
export async function keptFromHere(viewer: Viewer): Promise<ReadonlySet<MemberId>> {
  if (viewer.person === null) return new Set()
  const rows = await viewer.db.selectFrom('must_not_learn').select('member_id').where('person_id', '=', viewer.person).where('family_id', '=', viewer.family).execute()
  return new Set(rows.map((row) => row.member_id))
}
