/** What waits for a word from somebody: for the family's home page. */
import { sql } from 'kysely'
import { lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import { unreadBy } from '#app/domain/messages/conversations.server.ts'
import type { ConversationId, SpendId } from '#app/values/ids.ts'
import { endingRows, soonDays } from '#app/domain/sharing/register.server.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { keptQuery } from '#db/kept.ts'

type What = 'message' | 'question' | 'ending'

const waiting = keptQuery(['seat', 'asks', 'agrees'], (db, given: Looker & { asks: 'money' | 'nothing'; agrees: 'sharing' | 'nothing'; soon: Day; past: Day }) => {
  const unread = unreadBy(db, given).select([sql<What>`'message'`.as('what'), sql<string>`c.id`.as('id'), sql<Instant>`c.last_at`.as('at')])
  const asked = given.asks === 'nothing' ? unread : unread.unionAll(
    db.selectFrom('spend as s').select([sql<What>`'question'`.as('what'), sql<string>`s.id`.as('id'), sql<Instant>`s.asked_at`.as('at')]).where('s.state', '=', 'question').where(visibleTo(given, 'spend', 's')))
  const all = given.agrees === 'nothing' ? asked : asked.unionAll(endingRows(db, given).select([sql<What>`'ending'`.as('what'), sql<string>`c.to_member`.as('id'), sql<Instant>`c.until_on`.as('at')]).distinct())
  return all.orderBy('at').limit(40)
})

export interface Waiting { readonly questions: readonly SpendId[]; readonly unread: readonly ConversationId[]; /** Something that they agreed ends soon. */ readonly ending: boolean }

/**
 * The requests to spend about which somebody has asked the family a question, and the conversations with something new,
 * those that wait longest first; and whether something that was agreed ends soon. One query.
 */
export async function waitsForUs(viewer: May<'family:see'>): Promise<Waiting> {
  const rows = await waiting(viewer.db, {
    ...lookerOf(viewer), asks: viewer.powers.has('budget:ask') ? 'money' : 'nothing', agrees: viewer.powers.has('sharing:decide') ? 'sharing' : 'nothing',
    soon: plusDays(viewer.today, soonDays), past: plusDays(viewer.today, -soonDays),
  })
  const ids = (what: What) => rows.filter((row) => row.what === what).map((row) => row.id as never)
  return { questions: ids('question'), unread: ids('message'), ending: ids('ending').length > 0 }
}
