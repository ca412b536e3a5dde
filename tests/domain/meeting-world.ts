/** A family meeting that is got ready: Marta asked for it, Grace gets it ready, Kasia and Halina (who has no account) are to come. */
import { must, viewerFor, type May, type Viewer } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { askForMeeting, inviteToMeeting } from '#app/domain/meetings/meetings.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { newId, type MeetingId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { PartSaid } from '#app/domain/meetings/plan-writing.server.ts'
import { plusDays, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { today, worldBegins, type World } from './world.ts'

export interface Gathering {
  readonly meeting: MeetingId
  readonly grace: PersonId
  readonly graceMember: MemberId
  readonly halina: MemberId
  /** Grace seen from inside the family, proven to have a power. */
  graceMay<P extends FamilyPower>(power: P, at?: Instant): Promise<May<P>>
  graceViewer(at?: Instant): Promise<Viewer>
}

/** What a command gave; throws when it was refused. */
export async function done<T>(answer: Promise<Answer<T, string>>): Promise<T> {
  const outcome = await answer
  if (!outcome.ok) throw new Error(outcome.why)
  return outcome.value
}

/** Makes it: Marta, Piotr, Kasia and Halina are to come; Kasia and Piotr have been invited. */
export async function aGathering(db: Db, world: World): Promise<Gathering> {
  const [grace, graceMember, halina] = [newId<PersonId>(), newId<MemberId>(), newId<MemberId>()]
  await db.insertInto('person').values({ ...(await db.selectFrom('person').selectAll().where('id', '=', world.people.ruth).executeTakeFirstOrThrow()), id: grace, email: 'grace@example.org', name: 'Grace Lim', given_name: 'Grace' }).execute()
  await db.insertInto('post').values({ id: newId(), person_id: grace, role: 'coordinator', team: '', from_on: today, until_on: null }).execute()
  const place = { family_id: world.family, relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }
  await db.insertInto('member').values([
    { ...place, id: graceMember, person_id: grace, name: 'Grace Lim', given_name: 'Grace', seat: 'coordinator' },
    { ...place, id: halina, person_id: null, name: 'Halina Kowalczyk', given_name: 'Halina', seat: 'network' },
  ]).execute()
  const { piotr, kasia } = world.members
  const meeting = await done(act(await world.may('marta', 'meetings:answer'), askForMeeting, { question: 'Who can help in the mornings?', lang: 'en', people: [piotr, kasia, halina] }))
  for (const member of [piotr, kasia]) await done(act(await world.may('marta', 'meetings:see'), inviteToMeeting, { meeting, member }))
  const graceViewer = async (at = worldBegins) => (await viewerFor(db, grace, world.family, at))!
  return { meeting, grace, graceMember, halina, graceViewer, graceMay: async (power, at) => must(await graceViewer(at), power) }
}

/** A part of a family's plan that somebody of it does within a week. */
export function aPartOfAPlan(owner: MemberId, words = 'Kasia has them on Tuesdays'): PartSaid {
  return { words, lang: 'en', owner, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 7), needs: 'nothing', needsWords: null, pence: null, kind: null, otherwise: null, checks: null, becomes: 'action', category: null, kept: 'everybody', answer: null }
}
