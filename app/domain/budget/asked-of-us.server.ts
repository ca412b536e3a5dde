/** What waits for a word from somebody: for the family's home page. */
import { sql } from 'kysely'
import { lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import { unreadBy } from '#app/domain/messages/conversations.server.ts'
import type { ConversationId, SpendId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { keptQuery } from '#db/kept.ts'

const waiting = keptQuery(['seat', 'asks'], (db, given: Looker & { asks: 'money' | 'nothing' }) => {
  const unread = unreadBy(db, given).select([sql<'message' | 'question'>`'message'`.as('what'), sql<string>`c.id`.as('id'), sql<Instant>`c.last_at`.as('at')])
  const both = given.asks === 'nothing' ? unread : unread.unionAll(
    db.selectFrom('spend as s').select([sql<'message' | 'question'>`'question'`.as('what'), sql<string>`s.id`.as('id'), sql<Instant>`s.asked_at`.as('at')]).where('s.state', '=', 'question').where(visibleTo(given, 'spend', 's')))
  return both.orderBy('at').limit(40)
})

export interface Waiting { readonly questions: readonly SpendId[]; readonly unread: readonly ConversationId[] }

/** The requests to spend about which somebody has asked the family a question, and the conversations with something new, those that wait longest first. One query. */
export async function waitsForUs(viewer: May<'family:see'>): Promise<Waiting> {
  const rows = await waiting(viewer.db, { ...lookerOf(viewer), asks: viewer.powers.has('budget:ask') ? 'money' : 'nothing' })
  const ids = (what: 'message' | 'question') => rows.filter((row) => row.what === what).map((row) => row.id as never)
  return { questions: ids('question'), unread: ids('message') }
}
