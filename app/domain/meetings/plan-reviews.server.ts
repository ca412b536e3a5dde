/** The day on which a family's plan is looked at again: how each part went, and the same people coming together once more (C4, review). */
import { sql } from 'kysely'
import { isAskedTo, leadsToday } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, May } from '#app/access/viewer.server.ts'
import { daysAfterAgain, daysBeforeAgain, notLookedAt } from '#app/domain/plan/look-again.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { PartWent } from '#db/schema-meeting-plan.ts'
import type { FamilyId, MeetingId, MeetingPartId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { planHappened } from './plan-writing.server.ts'

/** One of those who were asked says how a part of the plan that was accepted went, in a word and in words. Said again, it stands instead. */
export async function sayHowPartWent(acting: Acting<'meetings:attend'>, { meeting, part, went, words, lang }: { readonly meeting: MeetingId; readonly part: MeetingPartId; readonly went: PartWent; readonly words: string | null; readonly lang: string }): Promise<Outcome<null, 'not-there'>> {
  const row = await acting.db.selectFrom('meeting_part as q').innerJoin('meeting_plan as n', (join) => join.onRef('n.family_id', '=', 'q.family_id').onRef('n.meeting_id', '=', 'q.meeting_id').onRef('n.sitting', '=', 'q.sitting').onRef('n.round', '=', 'q.round')).select('q.id')
    .where('q.family_id', '=', acting.family).where('q.meeting_id', '=', meeting).where('q.id', '=', part).where('n.state', '=', 'accepted').where(isAskedTo(acting, sql.ref('q.meeting_id'), sql.ref('q.sitting'))).executeTakeFirst()
  if (!row || acting.member === null) return { ok: false, why: 'not-there' }
  const said = { went, words, lang: words === null ? null : lang, at: acting.now }
  await acting.db.insertInto('meeting_part_went').values({ family_id: acting.family, part_id: part, by_member: acting.member, ...said }).onConflict((conflict) => conflict.columns(['family_id', 'part_id', 'by_member']).doUpdateSet(said)).execute()
  return { ok: true, value: null, event: planHappened('family-plan-part-went', meeting) }
}

export interface PartWentSaid { readonly part: MeetingPartId; readonly by: string; readonly went: PartWent; readonly words: string | null; readonly lang: string | null }

/** What was said of how some parts went, by those who were there; the parts were read before by the same viewer. One query. */
export async function howPartsWent(viewer: May<'meetings:see'>, parts: readonly MeetingPartId[]): Promise<PartWentSaid[]> {
  if (parts.length === 0) return []
  const rows = await viewer.db.selectFrom('meeting_part_went as w').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'w.family_id').onRef('m.id', '=', 'w.by_member')).select(['w.part_id', 'm.name', 'w.went', 'w.words', 'w.lang'])
    .where('w.family_id', '=', viewer.family).where('w.part_id', 'in', [...parts]).orderBy('w.at').orderBy('w.by_member').execute()
  return rows.map((row) => ({ part: row.part_id, by: row.name, went: row.went, words: row.words, lang: row.lang }))
}

export interface PlanToLookAt { readonly family: FamilyId; readonly name: string; readonly meeting: MeetingId; readonly on: Day }

/** Plans that a lead professional looks at again with the family, from a week before their day until somebody has said how a part went. One query. */
export async function plansToLookAt(viewer: AreaMay<'desk:see'>): Promise<PlanToLookAt[]> {
  const rows = await viewer.db.selectFrom('member as l').innerJoin('family as f', 'f.id', 'l.family_id').innerJoin('meeting_plan as n', 'n.family_id', 'l.family_id').select(['n.family_id', 'f.name', 'n.meeting_id', 'n.again_on'])
    .where('l.person_id', '=', viewer.person).where(leadsToday('l', viewer.today)).where('n.state', '=', 'accepted').where('n.again_on', '<=', plusDays(viewer.today, daysBeforeAgain))
    .where(notLookedAt('n')).orderBy('n.again_on').orderBy('n.meeting_id').orderBy('n.sitting').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, meeting: row.meeting_id, on: row.again_on! }))
}

/** Parts that a lead professional checks, because nobody is named or they are: from the day before theirs, until somebody says how they went or four weeks have passed; of one plan and day once. One query. */
export async function plansToCheck(viewer: AreaMay<'desk:see'>): Promise<PlanToLookAt[]> {
  const rows = await viewer.db.selectFrom('member as l').innerJoin('family as f', 'f.id', 'l.family_id').innerJoin('meeting_plan as n', 'n.family_id', 'l.family_id').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'n.family_id').onRef('g.id', '=', 'n.meeting_id'))
    .innerJoin('meeting_part as q', (join) => join.onRef('q.family_id', '=', 'n.family_id').onRef('q.meeting_id', '=', 'n.meeting_id').onRef('q.sitting', '=', 'n.sitting').onRef('q.round', '=', 'n.round')).select(['n.family_id', 'f.name', 'n.meeting_id', 'q.due_on']).distinct()
    .where('l.person_id', '=', viewer.person).where(leadsToday('l', viewer.today)).where('n.state', '=', 'accepted').where('g.state', '<>', 'off').where((eb) => eb.or([eb('q.checks_member', 'is', null), eb('q.checks_member', '=', eb.ref('l.id'))])).where('q.due_on', '<=', plusDays(viewer.today, 1)).where('q.due_on', '>=', plusDays(viewer.today, -daysAfterAgain))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('meeting_part_went as w').select('w.part_id').whereRef('w.family_id', '=', 'q.family_id').whereRef('w.part_id', '=', 'q.id').where('w.went', '<>', 'early'))))
    .orderBy('q.due_on').orderBy('n.meeting_id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, meeting: row.meeting_id, on: row.due_on }))
}
