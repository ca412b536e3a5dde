/**
 * What somebody who helps sees to by a day: after somebody was not met, after "not now", when nothing is booked (TF ¶3.16;
 * #19). It has one owner, a person who helps, and is done with a word of what came of it. One of an appointment is as kept
 * as the appointment; one of none is its owner's work alone.
 */
import { sql, type Expression, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { leadsToday, lookerOfRow, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { keepNextContact, ownFollowUp, writeFollowUp, type NewFollowUp } from '#app/domain/family/next-contact.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type CircleId, type FamilyId, type FollowUpId, type MemberId, type OfferId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { isWorkOf } from './together.server.ts'

/** A family inside a command, whoever acts. */
type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>

/**
 * Keeps a follow-up in the transaction of a command. `owner` is somebody who helps, or null for whoever leads: it then goes
 * with the family to the next one, and to whoever covers. What whoever leads may not see falls to the practitioner; null where
 * nobody who is here may know of it. With an owner who does not lead, `keepNextContact` is to be called besides.
 */
export async function keepFollowUp(place: Place, kept: NewFollowUp): Promise<FollowUpId | null> {
  const leads = kept.owner === null ? undefined : await place.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', place.family).where('m.id', '=', kept.owner).where(leadsToday('m', place.today)).executeTakeFirst()
  const wanted = leads ? null : kept.owner
  const owner = wanted === null && kept.appointment ? await whoSeesTo(place, kept.appointment) : wanted
  return owner === undefined ? null : writeFollowUp(place, { ...kept, owner })
}

/** Null, for whoever leads, where they see the appointment; else one of those who help at it and are here, the first named before the others; undefined when nobody may. */
export async function whoSeesTo(place: Place, appointment: AppointmentId): Promise<MemberId | null | undefined> {
  const seen = await place.db.selectFrom('member as m').innerJoin('appointment as a', 'a.family_id', 'm.family_id').select('m.id').where('m.family_id', '=', place.family).where('a.id', '=', appointment)
    .where(leadsToday('m', place.today)).where(visibleTo(lookerOfRow('m', 'lead', place), 'appointment', 'a')).limit(1).executeTakeFirst()
  if (seen) return null
  const practitioner = await place.db.selectFrom('appointment as a').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'a.family_id')).select('m.id')
    .where('a.family_id', '=', place.family).where('a.id', '=', appointment).where(isWorkOf(sql.ref('m.person_id'), 'a')).where(isHere('m', place.today)).orderBy(sql`case when m.person_id = a.practitioner_id then 0 else 1 end`).orderBy('m.made_at').limit(1).executeTakeFirst()
  return practitioner?.id
}

/** True for the rows of `follow_up` that a looker may see: their own, and for the family those of an appointment that they see. */
function seesFollowUp(looker: Looker, alias: string): Expression<SqlBool> {
  if (!seatsOfTheFamily.has(looker.seat as never)) return ownFollowUp(looker, alias)
  return sql<SqlBool>`exists (select 1 from appointment as a where a.family_id = ${sql.ref(`${alias}.family_id`)} and a.id = ${sql.ref(`${alias}.appointment_id`)} and ${visibleTo(looker, 'appointment', 'a')})`
}

/** Its owner has seen to it, and says what came of it. Where the family has no other next contact, the next day is kept in the same moment. */
export async function closeFollowUp(acting: Acting<'appointments:see'>, done: { followUp: FollowUpId; words: string; lang: string }): Promise<Outcome<FollowUpId, 'changed-meanwhile'>> {
  const row = await acting.db.selectFrom('follow_up as u').leftJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'u.family_id').onRef('a.id', '=', 'u.appointment_id')).select(['u.why', 'u.done_at', 'u.appointment_id', 'a.circle_id'])
    .where('u.id', '=', done.followUp).where(ownFollowUp(acting, 'u')).executeTakeFirst()
  if (!row) throw notYours()
  if (row.done_at !== null) return { ok: false, why: 'changed-meanwhile' }
  await acting.db.updateTable('follow_up').set({ done_at: acting.now, done_by: acting.person, words: done.words, lang: done.lang }).where('family_id', '=', acting.family).where('id', '=', done.followUp).execute()
  await keepNextContact(acting)
  return {
    ok: true, value: done.followUp,
    event: { kind: 'follow-up-done', data: { why: row.why }, thing: row.appointment_id === null ? { kind: 'follow-up', id: done.followUp } : { kind: 'appointment', id: row.appointment_id }, circle: row.appointment_id === null ? newId<CircleId>() : row.circle_id },
  }
}

export interface FollowUp {
  readonly id: FollowUpId
  readonly why: Schema['follow_up']['why']
  readonly raised: Schema['follow_up']['raised']
  readonly dueOn: Day
  readonly appointment: AppointmentId | null
  /** Null is whoever leads. */
  readonly owner: MemberId | null
  /** The viewer sees to it. */
  readonly mine: boolean
  readonly done: { readonly words: string | null; readonly lang: string | null; readonly at: Instant } | null
}

/** What is seen to in a family, as far as the viewer may see it: what is open first, by its day. `of` asks for those of one appointment. One query. */
export async function followUpsOf(viewer: May<'appointments:see'>, of?: AppointmentId): Promise<FollowUp[]> {
  const mine = ownFollowUp(viewer, 'u')
  const rows = await viewer.db.selectFrom('follow_up as u').select(['u.id', 'u.why', 'u.raised', 'u.due_on', 'u.appointment_id', 'u.owner_member', 'u.done_at', 'u.words', 'u.lang']).select(sql<number>`case when ${mine} then 1 else 0 end`.as('mine'))
    .where('u.family_id', '=', viewer.family).where(seesFollowUp(viewer, 'u')).$if(of !== undefined, (query) => query.where('u.appointment_id', '=', of!))
    .orderBy(sql`case when u.done_at is null then 0 else 1 end`).orderBy('u.due_on').orderBy('u.id').limit(20).execute()
  return rows.map((row) => ({
    id: row.id, why: row.why, raised: row.raised, dueOn: row.due_on, appointment: row.appointment_id, owner: row.owner_member, mine: row.mine === 1,
    done: row.done_at === null ? null : { words: row.words, lang: row.lang, at: row.done_at },
  }))
}

export interface FollowUpToDo { readonly family: FamilyId; readonly name: string; readonly followUp: FollowUpId; readonly why: Schema['follow_up']['why']; readonly raised: Schema['follow_up']['raised']; readonly dueOn: Day }

/** What this person sees to in the families that they help, the earliest day first. One query. */
export async function followUpsToDo(viewer: AreaMay<'desk:see'>): Promise<FollowUpToDo[]> {
  const rows = await viewer.db.selectFrom('member as me').innerJoin('family as f', 'f.id', 'me.family_id').innerJoin('follow_up as u', 'u.family_id', 'me.family_id').select(['u.family_id', 'f.name', 'u.id', 'u.why', 'u.raised', 'u.due_on'])
    .where('me.person_id', '=', viewer.person).where(isHere('me', viewer.today)).where('u.done_at', 'is', null)
    .where((eb) => eb.or([eb('u.owner_member', '=', eb.ref('me.id')), eb.and([eb('u.owner_member', 'is', null), eb('me.seat', '=', 'lead')])]))
    .orderBy('u.due_on').orderBy('u.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, followUp: row.id, why: row.why, raised: row.raised, dueOn: row.due_on }))
}

/** One open follow-up that the viewer sees to, with the offer that it is about if they see that; undefined for any other. One query. */
export async function followUp(viewer: May<'appointments:see'>, id: FollowUpId): Promise<(Pick<FollowUp, 'id' | 'why' | 'raised' | 'dueOn' | 'appointment'> & { readonly offer: OfferId | null }) | undefined> {
  const row = await viewer.db.selectFrom('follow_up as u').select(['u.why', 'u.raised', 'u.due_on', 'u.appointment_id'])
    .select((eb) => eb.selectFrom('appointment_offer as o').select('o.id').whereRef('o.family_id', '=', 'u.family_id').whereRef('o.id', '=', 'u.offer_id').where(visibleTo(viewer, 'appointment', 'o')).as('offer')).where('u.id', '=', id).where(ownFollowUp(viewer, 'u')).where('u.done_at', 'is', null).executeTakeFirst()
  return row && { id, why: row.why, raised: row.raised, dueOn: row.due_on, appointment: row.appointment_id, offer: row.offer }
}
