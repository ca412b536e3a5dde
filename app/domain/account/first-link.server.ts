/** The link by which somebody who helps and has only just been added sets their first password. */
import type { AreaActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { addressOf, makeResetLink } from './links.server.ts'

/** Sends it to their address at work; one sent before ends. Refused for somebody without a post, or with a password. */
export async function sendFirstLink(acting: AreaActing<'people:keep'>, { person }: { person: PersonId }): Promise<Outcome<null, 'not-there'>> {
  const row = await acting.db.selectFrom('person as p').select('p.id').where('p.id', '=', person).where('p.password_hash', 'is', null)
    .where((eb) => eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'p.id')
      .where((or) => or.or([or('o.until_on', 'is', null), or('o.until_on', '>=', acting.today)])))).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  const { invitationDays } = await settingsOf(acting.db)
  const link = addressOf(await makeResetLink(acting.db, person, acting.now, { by: acting.person, days: invitationDays }))
  return {
    ok: true, value: null, event: { kind: 'first-link-sent', data: { person }, thing: { kind: 'person', id: person } },
    notices: [{ to: person, name: 'invitation', values: { link }, atOnce: true }],
  }
}
