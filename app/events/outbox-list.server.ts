/** What would be sent, for the demo's page of messages. */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { countAll } from '#db/sum.ts'
import { withLink } from './notice-links.server.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

/** The outbox, newest first, 20 a page. */
export async function outboxList(db: Kysely<Schema>, page: number) {
  const { rows } = await db.selectFrom('outbox').select(countAll().as('rows')).executeTakeFirstOrThrow()
  const { page: shown, pages, offset } = pageAsked(rows, page)
  const messages = await db.selectFrom('outbox').select(['id', 'channel', 'address', 'lang', 'subject', 'body', 'not_before', 'made_at', 'state'])
    .orderBy('made_at', 'desc').orderBy('id').limit(aPage).offset(offset).execute()
  return { messages: messages.map((message) => ({ ...message, body: withLink(message) })), page: shown, pages }
}
