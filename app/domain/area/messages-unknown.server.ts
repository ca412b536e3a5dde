/** What the house sent and does not know whether it went out: for the desk of an administrator, who can look into the mail server's own record. */
import { may, type AreaMay } from '#app/access/viewer.server.ts'
import { countAll } from '#db/sum.ts'

/** How many messages there are of whose end nobody knows; nothing of whose they are or what about. One query, for administrators. */
export async function messagesUnknown(viewer: AreaMay<'desk:see'>): Promise<number> {
  if (!may(viewer, 'settings:keep')) return 0
  return (await viewer.db.selectFrom('outbox').select(countAll().as('rows')).where('state', '=', 'unknown').executeTakeFirstOrThrow()).rows
}
