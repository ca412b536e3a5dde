/**
 * A form that arrived after its session, or a helper's sitting with a family's record, had ended. It is kept for its
 * person for a day and shown filled in when they have signed in or given a reason again; it is never carried out by itself. Passwords and codes are not kept, nor anything from a shared phone.
 */
import { isSecretField, postedFields, type Fields } from '#app/http/posted-fields.ts'
import { database } from '#db/connect.ts'
import { inTransaction } from '#db/transaction.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import { now, plusMinutes, type Instant } from '#app/values/instant.ts'
import { seal, unseal } from './sealed.server.ts'
import { endedSessionOf } from './session.server.ts'

/** The most forms that are kept of one person, and the most letters of one form. */
const most = { forms: 5, letters: 100_000 }
const minutesKept = 24 * 60

const purpose = 'parked form'

/** What was typed lies sealed: some of it is for a few, or for a family alone. What was kept before that was so is as it was. */
export function openParked(person: PersonId, fields: string): string {
  return fields.startsWith('{') ? fields : unseal(purpose, person, fields)
}

/** Whether what a request carries is now kept for the person whose session it came with. */
export async function parkForm(request: Request): Promise<boolean> {
  const person = await endedSessionOf(request)
  return person !== undefined && (await parkFormOf(person, request)) !== undefined
}

/** Keeps what a request carries for a person; the id that it is kept under, or undefined when it cannot be kept. */
export async function parkFormOf(person: PersonId, request: Request): Promise<string | undefined> {
  const sent = await postedFields(request.clone())
  if (!sent) return undefined
  const fields: Fields = Object.fromEntries(Object.entries(sent).filter(([name]) => name !== 'form' && !isSecretField(name)))
  const text = JSON.stringify(fields)
  if (text.length > most.letters) return undefined
  const [id, at] = [newId(), now()]
  await inTransaction(database(), async (db) => {
    const kept = await db.selectFrom('parked_form').select('id').where('person_id', '=', person).orderBy('at', 'desc').orderBy('id').offset(most.forms - 1).limit(100).execute()
    if (kept.length > 0) await db.deleteFrom('parked_form').where('person_id', '=', person).where('id', 'in', kept.map((row) => row.id)).execute()
    await db.insertInto('parked_form').values({ person_id: person, id, path: new URL(request.url).pathname, fields: seal(purpose, person, text), at }).execute()
  })
  return id
}

/** The id of the newest form that is kept for a person at a path. */
export async function parkedAt(person: PersonId, path: string): Promise<string | undefined> {
  const row = await database().selectFrom('parked_form').select('id').where('person_id', '=', person).where('path', '=', path)
    .where('at', '>', oldest()).orderBy('at', 'desc').executeTakeFirst()
  return row?.id
}

/** What is kept for a person under an id and for a path; undefined for anybody else, or when the day is over. */
export async function parkedForm(person: PersonId, id: string, path: string): Promise<Fields | undefined> {
  const row = await database().selectFrom('parked_form').select('fields').where('person_id', '=', person).where('id', '=', id)
    .where('path', '=', path).where('at', '>', oldest()).executeTakeFirst()
  return row ? (JSON.parse(openParked(person, row.fields)) as Fields) : undefined
}

/** Forgets what is kept for a person: when they sign out. */
export async function forgetParkedForms(person: PersonId): Promise<void> {
  await inTransaction(database(), (db) => db.deleteFrom('parked_form').where('person_id', '=', person).execute())
}

/** Removes what was kept for a day. */
export async function sweepParkedForms(): Promise<void> {
  await inTransaction(database(), (db) => db.deleteFrom('parked_form').where('at', '<=', oldest()).execute())
}

const oldest = (): Instant => plusMinutes(now(), -minutesKept)
