/** Whoever decides a request and knows somebody in it, as no list of ours can, says so and leaves it to others. */
import { sql, type Expression, type SqlBool } from 'kysely'
import type { Acting } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { firstWithDeciders } from './limits.server.ts'
import { placeOnAgenda } from './panel-agenda.server.ts'
import { askOf, change, mine, say, toDecide, type Seen } from './spending.server.ts'

/** True for the spends of `alias` that a person has passed on: they decide them no more. */
export function passedOnBy(alias: string, person: PersonId): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from spend_word as v_passed where v_passed.family_id = ${sql.ref(`${alias}.family_id`)} and v_passed.spend_id = ${sql.ref(`${alias}.id`)} and v_passed.kind = 'passed-on' and v_passed.by_person = ${person})`
}

/**
 * Passes a request on to the others of the same level, or to the next where there are none. It cannot be taken back: what
 * somebody said to it in the panel no longer counts. Refused where nobody else could decide it.
 */
export async function passOn(acting: Acting<'spend:decide'>, seen: Seen): Promise<Outcome<null, 'changed-meanwhile' | 'own-request' | 'not-your-decision' | 'nobody-else-decides'>> {
  const found = await mine(acting, seen)
  if (!found.ok) return found
  const { row } = found
  await say(acting, row, 'passed-on', { level: row.level })
  const next = await firstWithDeciders(acting, row.level, askOf(row))
  if (next.deciders.length === 0) return { ok: false, why: 'nobody-else-decides' }
  await change(acting, { ...row, level: next.level }, {})
  if (next.level === 'panel' && row.level !== 'panel') await placeOnAgenda(acting, row.id)
  return { ok: true, value: null, event: { kind: 'spend-passed-on', data: { level: next.level }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }, notices: next.level === row.level ? [] : toDecide(acting, next.deciders) }
}
