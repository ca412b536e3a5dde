/** A practitioner with a diary and families that they help, made with plain inserts. */
import type { KyselyPlugin } from 'kysely'
import { areaViewerFor, must, viewerFor, type AreaMay, type May } from '#app/access/viewer.server.ts'
import type { Booking } from '#app/domain/appointments/booking.server.ts'
import { newId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { day, instant, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import type { Mode, Role, Seat } from '#db/schema.ts'

/** A Friday noon; the week after begins on Monday 23 November 2026. */
export const friday = instant('2026-11-20T12:00:00Z')
const longAgo = day('2026-01-01')

export async function aPerson(db: Db, name: string): Promise<PersonId> {
  const id = newId<PersonId>()
  await db.insertInto('person').values({ id, name, given_name: name.split(' ')[0]!, email: `${id}@mail.example`, made_at: instant('2026-01-01T00:00:00Z') }).execute()
  return id
}

export async function aPost(db: Db, person: PersonId, role: Role): Promise<void> {
  await db.insertInto('post').values({ person_id: person, id: newId(), role, team: 'North', from_on: longAgo, until_on: null }).execute()
}

export async function aFamily(db: Db, name = 'Example'): Promise<FamilyId> {
  const id = newId<FamilyId>()
  await db.insertInto('family').values({ id, name, team: 'North', level: 'targeted', language: 'en', started_on: longAgo }).execute()
  return id
}

export async function aMember(db: Db, family: FamilyId, person: PersonId | null, seat: Seat, name = 'Somebody Else', untilOn: Day | null = null): Promise<MemberId> {
  const id = newId<MemberId>()
  await db.insertInto('member').values({
    family_id: family, id, person_id: person, name, given_name: name.split(' ')[0]!, seat, relation: null, born_on: null, from_on: longAgo, until_on: untilOn,
    made_at: instant('2026-01-01T00:00:00Z'),
  }).execute()
  return id
}

/** Says that a helper may see appointments about these members. */
export async function consentTo(db: Db, family: FamilyId, helper: MemberId, about: readonly MemberId[], by: MemberId): Promise<void> {
  for (const member of about) {
    await db.insertInto('consent').values({
      family_id: family, id: newId(), to_member: helper, kind: 'appointment', about_member: member, why: 'It helps.', given_by: by,
      from_at: instant('2026-01-01T00:00:00Z'), until_on: null, withdrawn_at: null,
    }).execute()
  }
}

/** Hours on the wall from Monday to Friday. */
export async function weekHours(db: Db, practitioner: PersonId, from = '09:00', until = '12:00', modes: readonly Mode[] = ['home', 'phone', 'video', 'centre'], weekdays = [1, 2, 3, 4, 5]) {
  await db.insertInto('working_hours').values(weekdays.map((weekday) => ({
    practitioner_id: practitioner, id: newId(), weekday, from_time: from, until_time: until, modes: modes.join(','), place: 'The hub, Mill Lane', from_on: longAgo, until_on: null,
  }))).execute()
}

/** A family with a parent, and the practitioner as its lead professional. */
export async function helpedFamily(db: Db, practitioner: PersonId, name = 'Example') {
  const family = await aFamily(db, name)
  const parentPerson = await aPerson(db, `Parent ${name}`)
  const parent = await aMember(db, family, parentPerson, 'parent', `Parent ${name}`)
  const lead = await aMember(db, family, practitioner, 'lead', 'Sam Helper')
  await consentTo(db, family, lead, [parent], parent)
  return { family, parentPerson, parent, lead }
}

export type Helped = Awaited<ReturnType<typeof helpedFamily>>

/** A person inside a family who may book. */
export async function booker(db: Db, person: PersonId, family: FamilyId, at: Instant = friday): Promise<May<'appointments:book'> & May<'appointments:see'>> {
  const viewer = await viewerFor(db, person, family, at)
  if (!viewer) throw new Error('Nobody of this family')
  return must(must(viewer, 'appointments:see'), 'appointments:book')
}

export async function diaryKeeper(db: Db, person: PersonId, at: Instant = friday): Promise<AreaMay<'diary:keep'>> {
  const viewer = await areaViewerFor(db, person, at)
  if (!viewer) throw new Error('No post')
  return must(viewer, 'diary:keep')
}

/** A booking with nothing special about it. */
export function plainBooking(practitioner: MemberId, startsAt: string, changed: Partial<Booking> = {}): Booking {
  return {
    practitioner, mode: 'phone', startsAt: instant(startsAt), about: [], whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null,
    where: null, note: null, lang: 'en', ...changed,
  }
}

/** How many queries a piece of work asks. */
export async function countQueries(db: Db, work: (db: Db) => Promise<unknown>): Promise<number> {
  let count = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => Promise.resolve(((count += 1), result)),
  }
  await work(db.withPlugin(counting))
  return count
}

/** Two who help one family, each with hours of their own: Sam in the morning, Nia from ten to two. */
export async function twoWhoHelp(db: Db) {
  const [sam, nia] = [await aPerson(db, 'Sam Helper'), await aPerson(db, 'Nia Nurse')]
  for (const [who, post] of [[sam, 'lead'], [nia, 'practitioner']] as const) await aPost(db, who, post)
  await weekHours(db, sam, '09:00', '12:00')
  await weekHours(db, nia, '10:00', '14:00')
  const home = await helpedFamily(db, sam)
  const nurse = await aMember(db, home.family, nia, 'team', 'Nia Nurse')
  return { db, sam, nia, ...home, nurse, mother: await booker(db, home.parentPerson, home.family) }
}
