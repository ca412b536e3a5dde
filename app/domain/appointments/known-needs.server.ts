/**
 * What makes a visit possible for somebody, said once and filled in ever after (TF ¶3.7; #14; DCB1605: identify, record, flag,
 * share, meet). It is a fact of their record: seen by whoever sees their facts.
 */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, May } from '#app/access/viewer.server.ts'
import { setAbout } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type MemberId } from '#app/values/ids.ts'
import { comfort, needs as allNeeds, type Need } from './words.ts'

export interface Needs { readonly needs: readonly Need[]; readonly interpreterLang: string | null }

/** What is known of these people together, as far as the viewer may see it; of everybody where none is named. One query. */
export async function knownNeeds(viewer: May<'appointments:book'>, of: readonly MemberId[]): Promise<Needs> {
  const rows = await viewer.db.selectFrom('known_need as k').select(['k.needs', 'k.interpreter_lang']).where(visibleTo(viewer, 'fact', 'k'))
    .$if(of.length > 0, (query) => query.where('k.child_member', 'in', [...of])).orderBy('k.said_at').orderBy('k.id').execute()
  const known = new Set(rows.flatMap((row) => JSON.parse(row.needs) as Need[]))
  return {
    needs: [...allNeeds, ...comfort].filter((need) => known.has(need)),
    interpreterLang: rows.find((row) => row.interpreter_lang !== null)?.interpreter_lang ?? null,
  }
}

/** Keeps what somebody of the household needs, instead of what was known before. */
export async function keepNeeds(acting: Acting<'appointments:book'>, said: Needs & { readonly member: MemberId }): Promise<Outcome<null, 'somebody-is-not-here'>> {
  const here = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', '=', said.member)
    .where('seat', 'in', ['parent', 'kin-carer', 'young-person', 'child']).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!here || acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  const id = newId()
  await acting.db.insertInto('known_need').values({
    family_id: acting.family, id, circle_id: null, child_member: said.member, needs: JSON.stringify(said.needs), interpreter_lang: said.interpreterLang, said_by: acting.member, said_at: acting.now,
  }).execute()
  await setAbout(acting, id, [said.member])
  // Whoever may not read what is known of somebody does not write it either: the rule itself says who that is.
  const seen = await acting.db.selectFrom('known_need as k').select('k.id').where('k.id', '=', id).where(visibleTo(acting, 'fact', 'k')).executeTakeFirst()
  if (!seen) return { ok: false, why: 'somebody-is-not-here' }
  const before = await acting.db.deleteFrom('known_need').where('family_id', '=', acting.family).where('child_member', '=', said.member).where('id', '<>', id).returning('id').execute()
  if (before.length > 0) await acting.db.deleteFrom('about').where('family_id', '=', acting.family).where('thing_id', 'in', before.map((row) => row.id)).execute()
  return { ok: true, value: null, event: { kind: 'needs-known', data: {}, thing: { kind: 'fact', id } } }
}
