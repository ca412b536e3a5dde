/** The families that somebody helps, for their desk: only what each family's consent shows. */
import { sql } from 'kysely'
import type { Seat } from '#db/schema.ts'
import { seatsThatHelp, teamsManaged } from '#app/access/powers.ts'
import { lookerOfRow } from '#app/access/visible-to.server.ts'
import type { AreaMay } from '#app/access/viewer.server.ts'
import type { FamilyId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'
import { contactsSeenBy } from './next-contact.server.ts'

/** The most families that one person holds a seat in; with more, nobody would be helped. */
const mostFamilies = 200
export interface HelpedFamily {
  readonly id: FamilyId
  readonly name: string
  readonly seat: Seat
  /** When they are next in touch with somebody, a moment or a day, as far as this person may know; one that is past where nothing lies ahead; null when there is none. */
  readonly nextContact: Instant | Day | null
}

/**
 * The families in which this person holds a seat today: first those with no next contact (nobody is forgotten, TF ¶3.16;
 * #19), then by name. One query. `withoutContact` are those that they lead: none, unless something is broken.
 */
export async function helpedFamilies(viewer: AreaMay<'desk:see'>, asked: number): Promise<{ families: HelpedFamily[]; page: number; pages: number; withoutContact: number }> {
  const person = viewer.person
  if (person === null) return { families: [], page: 1, pages: 1, withoutContact: 0 }
  const next = (seat: Seat) => sql<Instant | Day | null>`(select coalesce(min(case when v_next.on_at > ${viewer.now} or v_next.on_at = ${viewer.today} then v_next.on_at end), max(v_next.on_at)) from ${contactsSeenBy(lookerOfRow('m', seat, viewer))} as v_next)`
  const seats = await viewer.db.selectFrom('member as m').innerJoin('family as f', 'f.id', 'm.family_id').select(['f.id', 'f.name', 'm.seat'])
    .select(sql<Instant | Day | null>`case m.seat when 'lead' then ${next('lead')} when 'team' then ${next('team')} else ${next('coordinator')} end`.as('nextContact'))
    .where('m.person_id', '=', person).where('m.seat', 'in', [...seatsThatHelp]).where('m.from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)])).orderBy('f.name').orderBy('f.id').limit(mostFamilies).execute()
  const families = seats
    .sort((a, b) => Number(a.nextContact !== null) - Number(b.nextContact !== null))
  const { page, pages, offset } = pageAsked(families.length, asked)
  return { families: families.slice(offset, offset + aPage), page, pages, withoutContact: families.filter((family) => family.nextContact === null && family.seat === 'lead').length }
}

export interface TeamFamily { readonly id: FamilyId; readonly name: string; readonly startedOn: Day; /** Null when nobody who holds a post is. */ readonly lead: string | null }

/** The families of a manager's teams, with who leads each: no more than that, because the families agreed to no more. */
export async function teamFamilies(viewer: AreaMay<'desk:see'>, asked: number): Promise<{ families: TeamFamily[]; page: number; pages: number }> {
  const teams = teamsManaged(viewer)
  if (teams.length === 0) return { families: [], page: 1, pages: 1 }
  const { total } = await viewer.db.selectFrom('family').select(sql<number>`count(*)`.as('total')).where('team', 'in', teams).executeTakeFirstOrThrow()
  const { page, pages, offset } = pageAsked(total, asked)
  const rows = await viewer.db.selectFrom('family as f').select(['f.id', 'f.name', 'f.started_on'])
    .select((eb) => eb.selectFrom('member as m').innerJoin('person as p', 'p.id', 'm.person_id').select('p.name').whereRef('m.family_id', '=', 'f.id').where('m.seat', '=', 'lead').where('m.covers', 'is', null)
      .where('m.from_on', '<=', viewer.today).where((or) => or.or([or('m.until_on', 'is', null), or('m.until_on', '>=', viewer.today)]))
      .where((is) => is.exists(is.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'p.id').where('o.from_on', '<=', viewer.today)
        .where((or) => or.or([or('o.until_on', 'is', null), or('o.until_on', '>=', viewer.today)])))).limit(1).as('lead'))
    .where('f.team', 'in', teams).orderBy('f.name').orderBy('f.id').limit(aPage).offset(offset).execute()
  return { page, pages, families: rows.map((row) => ({ id: row.id, name: row.name, startedOn: row.started_on, lead: row.lead })) }
}

export interface HandOver { readonly family: FamilyId; readonly name: string; readonly dueOn: Day }

/** The families of a manager's teams that asked for another lead professional, by the day until which one is named. One query. */
export async function handOversToName(viewer: AreaMay<'desk:see'>): Promise<HandOver[]> {
  const teams = teamsManaged(viewer)
  if (teams.length === 0) return []
  const rows = await viewer.db.selectFrom('hand_over as h').innerJoin('family as f', 'f.id', 'h.family_id').select(['h.family_id', 'f.name', 'h.due_on'])
    .where('h.ended_at', 'is', null).where('f.team', 'in', teams).orderBy('h.due_on').orderBy('h.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, dueOn: row.due_on }))
}

export interface OwnWork { readonly family: FamilyId; readonly familyName: string; readonly dueOn: Day }

/** What this person promised families and has not done, by its day. What it is, is read in the plan, after a reason. */
export async function ownPromises(viewer: AreaMay<'desk:see'>, most = 20): Promise<OwnWork[]> {
  const rows = await viewer.db.selectFrom('plan_entry as e').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'e.family_id').onRef('m.id', '=', 'e.owner_member'))
    .innerJoin('family as f', 'f.id', 'e.family_id').select(['e.family_id', 'f.name', 'e.due_on'])
    .where('m.person_id', '=', viewer.person!).where('m.seat', 'in', [...seatsThatHelp]).where('m.from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)]))
    .where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null).orderBy('e.due_on').orderBy('e.id').limit(most).execute()
  return rows.map((row) => ({ family: row.family_id, familyName: row.name, dueOn: row.due_on! }))
}
