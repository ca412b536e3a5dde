/**
 * A family that nobody leads, because the lead professional's post has ended: a manager of the team, by name, says who leads by
 * a day (`handOverDays`), and until then what services promised waits with them (TF ¶3.15; #16, #42). The family reads who and
 * by when; the manager reads that there is a family without a lead professional, and no more of it than that.
 */
import { sql } from 'kysely'
import { teamsManaged } from '#app/access/powers.ts'
import { lasts, isHere } from '#app/access/who-is-here.server.ts'
import type { AreaMay, Inside, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { newId, type FamilyId, type PersonId } from '#app/values/ids.ts'
import { workingDaysAfter, type Day } from '#app/values/instant.ts'
import { adultSeats } from './agreeing.ts'

type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>

/** How a family that nobody leads stands after a look: until when somebody is named, null where somebody leads; and who is told because that is new. */
interface Looked { readonly until: Day | null; readonly tell: readonly PersonId[]; /** Whether the look changed anything. */ readonly changed: boolean }

/** Opens the gap of a family that nobody leads, gives it to another manager where the one before has left, and closes it once somebody leads. */
export async function lookForGap(acting: Place): Promise<Looked> {
  const { db, family, today } = acting
  const open = await db.selectFrom('lead_gap').select(['id', 'due_on', 'owner_person']).where('family_id', '=', family).where('ended_at', 'is', null).executeTakeFirst()
  const before = await db.selectFrom('member as m').select(['m.id', sql<number>`case when ${isHere('m', today)} then 1 else 0 end`.as('here')]).where('m.family_id', '=', family).where('m.seat', '=', 'lead').where('m.covers', 'is', null).where('m.from_on', '<=', today)
    .orderBy('here', 'desc').orderBy('m.from_on', 'desc').orderBy('m.made_at', 'desc').orderBy('m.id').limit(1).executeTakeFirst()
  if (before?.here === 1) {
    if (open) await db.updateTable('lead_gap').set({ ended_at: acting.now }).where('family_id', '=', family).where('id', '=', open.id).execute()
    return { until: null, tell: [], changed: open !== undefined }
  }
  const managers = await db.selectFrom('post as o').innerJoin('family as f', 'f.team', 'o.team').select('o.person_id').where('f.id', '=', family).where('o.role', '=', 'manager').where(lasts('o', today)).orderBy('o.from_on').orderBy('o.person_id').execute()
  const [first] = managers
  if (open && (!first || managers.some((manager) => manager.person_id === open.owner_person))) return { until: open.due_on, tell: [], changed: false }
  // Nobody manages the team: that is counted among what nobody owns.
  if (!first) return { until: null, tell: [], changed: false }
  if (open) {
    await db.updateTable('lead_gap').set({ owner_person: first.person_id }).where('family_id', '=', family).where('id', '=', open.id).execute()
    return { until: open.due_on, tell: [first.person_id], changed: true }
  }
  const { handOverDays, holidays } = await settingsOf(db)
  const until = workingDaysAfter(today, handOverDays, new Set(holidays))
  await db.insertInto('lead_gap').values({ family_id: family, id: newId(), from_member: before?.id ?? null, owner_person: first.person_id, at: acting.now, due_on: until, ended_at: null }).execute()
  const adults = await db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', family).where('m.seat', 'in', [...adultSeats]).where('m.person_id', 'is not', null).where(lasts('m', today)).execute()
  return { until, tell: [first.person_id, ...adults.map((adult) => adult.person_id!)], changed: true }
}

/** Who names a lead professional for a family that has none, and by when. */
export interface LeadGap { readonly manager: string; readonly until: Day }

/** The gap of the viewer's family; null where somebody leads. One query. */
export async function leadGap(viewer: Pick<Viewer, 'db' | 'family'>): Promise<LeadGap | null> {
  const row = await viewer.db.selectFrom('lead_gap as l').innerJoin('person as p', 'p.id', 'l.owner_person').select(['p.name', 'l.due_on']).where('l.family_id', '=', viewer.family).where('l.ended_at', 'is', null).executeTakeFirst()
  return row ? { manager: row.name, until: row.due_on } : null
}

/** The families of a manager's teams that nobody leads, the earliest day first; those that asked for somebody else stand there already. One query. */
export async function gapsToFill(viewer: AreaMay<'desk:see'>): Promise<{ family: FamilyId; name: string; dueOn: Day }[]> {
  const teams = teamsManaged(viewer)
  if (teams.length === 0) return []
  const rows = await viewer.db.selectFrom('lead_gap as l').innerJoin('family as f', 'f.id', 'l.family_id').select(['l.family_id', 'f.name', 'l.due_on']).where('l.ended_at', 'is', null).where('f.team', 'in', teams)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('hand_over as h').select('h.id').whereRef('h.family_id', '=', 'l.family_id').where('h.ended_at', 'is', null)))).orderBy('l.due_on').orderBy('l.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, dueOn: row.due_on }))
}
