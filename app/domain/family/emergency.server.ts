/**
 * Looking at a family's plan in an emergency, by somebody who is none of its helpers (C3 of domain.md: the override shows
 * a warning, lasts for that view only, and raises a review at once).
 */
import type { Kysely } from 'kysely'
import { seatsOfTheFamily, teamsManaged } from '#app/access/powers.ts'
import type { Acting, AreaMay } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { newId, type EmergencyId, type FamilyId, type MemberId } from '#app/values/ids.ts'
import { plusMinutes, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import type { Schema } from '#db/schema.ts'

/** Opens one view, and asks the managers of the family's team to look at why by a day. The lead professional is told. */
export async function openEmergencyView(acting: Acting<'emergency:open'>, { reason, lang }: { reason: string; lang: string }): Promise<Outcome<{ family: FamilyId; view: EmergencyId }, never>> {
  const { emergencyMinutes, emergencyReviewDays, holidays } = await settingsOf(acting.db)
  const view = newId<EmergencyId>()
  await acting.db.insertInto('emergency_view').values({
    family_id: acting.family, id: view, person_id: acting.person, reason, reason_lang: lang, opened_at: acting.now, until_at: plusMinutes(acting.now, emergencyMinutes), seen_at: null,
    review_on: workingDaysAfter(acting.today, emergencyReviewDays, new Set(holidays)), reviewed_at: null, reviewed_by: null, finding: null, words: null, lang: null,
  }).execute()
  return { ok: true, value: { family: acting.family, view }, event: { kind: 'emergency-view-opened', data: { reason, lang } }, notices: await whoIsTold(acting) }
}

async function whoIsTold(acting: Acting<'emergency:open'>): Promise<Notice[]> {
  const lead = acting.db.selectFrom('member').select('person_id as id').where('family_id', '=', acting.family).where('seat', '=', 'lead').where('from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).where('person_id', 'is not', null)
  const managers = acting.db.selectFrom('post as o').innerJoin('family as f', 'f.team', 'o.team').select('o.person_id as id').where('f.id', '=', acting.family).where('o.role', '=', 'manager')
    .where('o.from_on', '<=', acting.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', acting.today)]))
  const people = new Set([...(await lead.execute()), ...(await managers.execute())].flatMap(({ id }) => (id === null || id === acting.person ? [] : [id])))
  return [...people].map((to) => ({ to, name: 'somethingNew' }))
}

/** Uses a view up: it is shown once. Refused when it was shown before. */
export async function takeEmergencyView(acting: Acting<'emergency:see'>, { view }: { view: EmergencyId }): Promise<Outcome<null, 'not-there'>> {
  const used = await acting.db.updateTable('emergency_view').set({ seen_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', view).where('seen_at', 'is', null).returning('id').executeTakeFirst()
  if (!used) return { ok: false, why: 'not-there' }
  return { ok: true, value: null, event: { kind: 'page-looked-at', data: { page: 'plan', because: 'emergency', lang: null }, thing: { kind: 'emergency', id: view } } }
}

export interface EmergencyToReview {
  readonly family: FamilyId
  readonly familyName: string
  readonly view: EmergencyId
  readonly by: string
  readonly job: string | null
  readonly reason: string
  readonly reasonLang: string
  readonly openedAt: Instant
  readonly seenAt: Instant | null
  readonly reviewOn: Day
}

/** The views that wait for a manager of the family's team, the most urgent first. Nobody looks at why they looked themselves. */
export async function emergenciesToReview(viewer: AreaMay<'desk:see'>): Promise<EmergencyToReview[]> {
  const teams = teamsManaged(viewer)
  if (teams.length === 0 || viewer.person === null) return []
  const rows = await viewer.db.selectFrom('emergency_view as v').innerJoin('family as f', 'f.id', 'v.family_id').innerJoin('person as p', 'p.id', 'v.person_id').leftJoin('profile as r', 'r.person_id', 'v.person_id')
    .select(['v.family_id', 'f.name as family_name', 'v.id', 'p.name', 'r.job', 'v.reason', 'v.reason_lang', 'v.opened_at', 'v.seen_at', 'v.review_on'])
    .where('v.reviewed_at', 'is', null).where('v.person_id', '<>', viewer.person).where('f.team', 'in', teams).orderBy('v.review_on').orderBy('v.id').limit(50).execute()
  return rows.map((row) => ({
    family: row.family_id, familyName: row.family_name, view: row.id, by: row.name, job: row.job, reason: row.reason, reasonLang: row.reason_lang,
    openedAt: row.opened_at, seenAt: row.seen_at, reviewOn: row.review_on,
  }))
}

/** Who of the family reads of looks, by name: from whom a look can be kept where reading of it would be dangerous. */
export async function whoReadsLooks(viewer: Pick<Acting<'emergency:review'>, 'family' | 'today'> & { readonly db: Kysely<Schema> }): Promise<{ id: MemberId; name: string }[]> {
  return viewer.db.selectFrom('member').select(['id', 'name']).where('family_id', '=', viewer.family).where('seat', 'in', [...seatsOfTheFamily]).where('person_id', 'is not', null).where('from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', viewer.today)])).orderBy('made_at').orderBy('id').execute()
}

/**
 * Says whether a view was right, in words, and from whom of the family it is kept because reading of it would put somebody
 * in danger: for them it leaves no trace. Refused for one's own, and for one that somebody has looked at meanwhile.
 */
export async function reviewEmergency(acting: Acting<'emergency:review'>, said: { view: EmergencyId; finding: 'right' | 'wrong'; words: string; lang: string; keptFrom: readonly MemberId[] }): Promise<Outcome<null, 'not-there' | 'somebody-is-not-here'>> {
  const readers = await whoReadsLooks(acting)
  if (said.keptFrom.some((id) => !readers.some((one) => one.id === id))) return { ok: false, why: 'somebody-is-not-here', field: 'kept-from' }
  const done = await acting.db.updateTable('emergency_view').set({ reviewed_at: acting.now, reviewed_by: acting.person, finding: said.finding, words: said.words, lang: said.lang })
    .where('family_id', '=', acting.family).where('id', '=', said.view).where('reviewed_at', 'is', null).where('person_id', '<>', acting.person).returning('id').executeTakeFirst()
  if (!done) return { ok: false, why: 'not-there' }
  const kept = [...new Set(said.keptFrom)]
  if (kept.length > 0) await acting.db.insertInto('emergency_kept').values(kept.map((member_id) => ({ family_id: acting.family, view_id: said.view, member_id }))).execute()
  return { ok: true, value: null, event: { kind: 'emergency-view-reviewed', data: { finding: said.finding }, thing: { kind: 'emergency', id: said.view } } }
}
