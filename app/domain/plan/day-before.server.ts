/** A message on the day before brings back to somebody what they said they would do or check, once for each day that it was for: the one way for both. */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { must, theHouseIn, type WatchActing } from '#app/access/viewer.server.ts'
import { timesIn } from '#app/domain/appointments/reminder-times.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { actQuietly, type Quiet } from '#app/events/transact.server.ts'
import { newId, type EntryId, type FamilyId, type MeetingPartId, type PersonId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'

interface ForTomorrow { readonly family_id: FamilyId; readonly id: EntryId | MeetingPartId; readonly due_on: Day | null; readonly person_id: PersonId | null; /** When they want to be reminded of anything. */ readonly before: Parameters<typeof timesIn>[0] }

export interface DayBefore<Row extends ForTomorrow> {
  /** What is due by tomorrow and was not brought back yet; `only` asks of one of them. */
  readonly due: (db: Kysely<Schema>, at: Instant, only?: Pick<Row, 'family_id' | 'id'>) => Promise<Row[]>
  /** What its message says, and where it leads. */
  readonly says: (row: Row) => { readonly name: Extract<Notice['name'], 'somethingNew' | 'toCheck'>; readonly about: NonNullable<Extract<Quiet<null, never>, { ok: true }>['about']> }
}

/** Looks once, and tells everybody who has such a thing by tomorrow and wants to be reminded. How many. */
export async function remindTheDayBefore<Row extends ForTomorrow>(db: Kysely<Schema>, at: Instant, { due, says }: DayBefore<Row>): Promise<number> {
  // Asked again inside, so that of two that watch one tells them; what was done, moved or taken back meanwhile is left alone.
  async function remindOne(acting: WatchActing<'promises:watch'>, only: Pick<Row, 'family_id' | 'id'>): Promise<Quiet<boolean, never>> {
    const [row] = await due(acting.db, acting.now, only)
    if (!row) return { ok: true, value: false }
    await acting.db.insertInto('escalation').values({ family_id: acting.family, thing_id: row.id, due_on: row.due_on!, step: 'owner', at: acting.now }).onConflict((conflict) => conflict.doNothing()).execute()
    if (timesIn(row.before).length === 0) return { ok: true, value: false }
    const { name, about } = says(row)
    return { ok: true, value: true, notices: [{ to: row.person_id!, name }], about }
  }
  let told = 0
  for (const { family_id, id } of await due(db, at)) {
    const answer = await actQuietly(must(theHouseIn(db, family_id, at), 'promises:watch'), remindOne, { family_id, id }, { id: newId(), contentHash: '' })
    if (answer.ok && answer.value) told += 1
  }
  return told
}
