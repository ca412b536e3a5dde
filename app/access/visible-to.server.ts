/**
 * The one visibility rule. It is an expression for `where`, never a filter after the read, and there is no second one.
 *
 * A thing is visible to somebody whose current seat has the scope for its kind; who, if they help, is covered by consent
 * or a safeguarding decision in force for its kind, for each delicate topic it touches, and for every member it is about;
 * and who is inside its circle if it has one: no agreement and no decision opens a circle. Messages and notes always have one,
 * and being inside it is all. A piece of work is visible to
 * the one who must do it.
 */
import { sql, type Expression, type SqlBool } from 'kysely'
import type { Kind, Seat } from '#db/schema.ts'
import { seatsOfTheFamily, seatsThatHelp } from './powers.ts'
import type { PersonId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import type { Viewer } from './viewer.server.ts'

/** Whoever may look: a viewer, or the same viewer inside a command. */
export type Looker = Pick<Viewer, 'family' | 'member' | 'seat' | 'work' | 'person' | 'now' | 'today'> & {
  /** Only what the family itself agreed counts, no decision: for an answer to the family, which would tell of one. */
  readonly agreedOnly?: 'yes'
}

/** No more of a viewer than the rule asks for: what a kept query may depend on. */
export function lookerOf({ family, member, seat, work, person, now, today }: Looker): Looker {
  return { family, member, seat, work, person, now, today }
}

/** What somebody asks of the lead professional: an assessment as a carer, another who has been through the same. */
type AskedOfTheLead = 'caring' | 'peer'

/**
 * True for the rows of `alias` that the viewer may see. The aliased table has `family_id`, `id` and `circle_id` (for kind `message` it is the conversation);
 * for kind `meeting` it has no `circle_id`, for kind `appointment` also `practitioner_id`, for `plan` also `owner_member`, for `fact` also `child_member`. No alias begins with `v_`: those are its own.
 */
export function visibleTo(viewer: Looker, kind: Kind | AskedOfTheLead | 'review' | 'meeting', alias: string): Expression<SqlBool> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const ofThisFamily = sql<SqlBool>`${column('family_id')} = ${viewer.family}`
  // In an emergency: the plan that nobody keeps to a few, and nothing delicate. No money, no appointments.
  if (viewer.seat === 'emergency') {
    return kind !== 'plan' ? sql<SqlBool>`1 = 0` : sql<SqlBool>`(${ofThisFamily} and ${column('circle_id')} is null
      and not exists (select 1 from delicate as v_delicate where v_delicate.family_id = ${column('family_id')} and v_delicate.thing_id = ${column('id')}))`
  }
  const work = workOf(viewer, kind, column)
  if (viewer.member === null || viewer.seat === 'work') return sql<SqlBool>`(${ofThisFamily} and ${work})`

  // A meeting is for those who were asked to it, for whoever gets it ready, and for the lead professional, who answers its plan (C4).
  // Others who help see those for which they were asked to write.
  if (kind === 'meeting') return viewer.seat === 'lead' || viewer.seat === 'coordinator' ? ofThisFamily : sql<SqlBool>`(${ofThisFamily} and ${viewer.seat === 'team' ? writesFor(viewer, column('id')) : isAskedTo(viewer, column('id'))})`

  const inside = sql`exists (select 1 from circle_member as v_inside where v_inside.family_id = ${column('family_id')}
    and v_inside.circle_id = ${column('circle_id')} and v_inside.who in (${viewer.member}, ${'seat:' + viewer.seat}))`

  // What is said to somebody, and what is kept in a note, is for those it names and for nobody by their seat alone.
  if (kind === 'message' || kind === 'note') return sql<SqlBool>`(${ofThisFamily} and ${inside})`
  // It is kept to a circle, and the work of the lead professional: of no other who helps.
  if (kind === 'caring' || kind === 'peer') return sql<SqlBool>`(${ofThisFamily} and (${work} or ${inside}))`
  if (kind === 'fact' && viewer.seat === 'young-person') {
    return sql<SqlBool>`(${ofThisFamily} and (${inside} or (${column('circle_id')} is null and ${column('child_member')} = ${viewer.member})))`
  }
  if (kind === 'fact' && viewer.seat === 'kin-carer') {
    return sql<SqlBool>`(${ofThisFamily} and (${inside} or (${column('circle_id')} is null and ${bringsUp(viewer, column)})))`
  }
  if (seatsOfTheFamily.has(viewer.seat)) {
    return sql<SqlBool>`(${ofThisFamily} and (${column('circle_id')} is null or ${inside}))`
  }
  if (seatsThatHelp.has(viewer.seat)) {
    // What is said for a review, and what has changed, is of the plan: the agreement for it is that for the plan.
    const agreed = sql`(${covered(viewer, column, kind === 'review' ? 'plan' : kind)} and not exists (select 1 from delicate as v_delicate where v_delicate.family_id = ${column('family_id')}
      and v_delicate.thing_id = ${column('id')} and not ${covered(viewer, column, sql.ref('v_delicate.topic'))}))`
    return sql<SqlBool>`(${ofThisFamily} and (${work} or (${agreed} and (${column('circle_id')} is null or ${inside}))))`
  }
  const byName = sql`exists (select 1 from shared_with as v_shown where v_shown.family_id = ${column('family_id')}
    and v_shown.thing_id = ${column('id')} and v_shown.member_id = ${viewer.member})`
  return sql<SqlBool>`(${ofThisFamily} and (${work} or (${column('circle_id')} is null and ${byName}) or ${inside}))`
}

/** Whether the viewer has been asked to a meeting, or to one sitting of it, and not been taken out of it. Nobody who helps ever is. */
export function isAskedTo(viewer: Pick<Looker, 'family' | 'member'>, meeting: Expression<unknown>, sitting?: Expression<unknown>): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from meeting_person as v_asked where v_asked.family_id = ${viewer.family} and v_asked.meeting_id = ${meeting}
    and v_asked.member_id = ${viewer.member} and v_asked.invited_at is not null and v_asked.gone_at is null${sitting ? sql` and v_asked.sitting = ${sitting}` : sql``})`
}

/** Whether somebody who helps was asked to write for a meeting. */
function writesFor(viewer: Looker, meeting: Expression<unknown>): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from meeting_informer as v_writes where v_writes.family_id = ${viewer.family} and v_writes.meeting_id = ${meeting} and v_writes.member_id = ${viewer.member})`
}

/**
 * Whether somebody who helps may see `what` of everybody whom a thing is about, by consent or by a decision in force. What
 * is about nobody in particular is the family's, and takes consent: a decision is about the people it names, and no more.
 */
function covered(viewer: Looker, column: (name: string) => Expression<unknown>, what: Expression<unknown> | Kind): Expression<SqlBool> {
  const inForce = sql`v_agreed.family_id = ${column('family_id')} and v_agreed.to_member = ${viewer.member} and v_agreed.kind = ${what}
    and v_agreed.withdrawn_at is null and v_agreed.from_at <= ${viewer.now} and (v_agreed.until_on is null or v_agreed.until_on >= ${viewer.today})`
  const ofThem = sql`${inForce} and v_agreed.about_member = v_about.member_id`
  const about = sql`select 1 from about as v_about where v_about.family_id = ${column('family_id')} and v_about.thing_id = ${column('id')}`
  return sql<SqlBool>`((exists (select 1 from consent as v_agreed where ${inForce}) or exists (${about}))
    and not exists (${about} and not exists (select 1 from consent as v_agreed where ${ofThem})${viewer.agreedOnly ? sql`` : sql` and not exists (select 1 from decided as v_agreed where ${ofThem})`}))`
}

/**
 * True for the rows of `alias` (`backup_entry`, `backup_task`) of which whoever is named to start the back-up plan reads who, for whom and which
 * number, and no words: what is kept to nobody. The family named them, so that they can tell and ring the others (#11).
 */
export function openToStarter(viewer: Looker, alias: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`${alias}.family_id`)} = ${viewer.family} and ${sql.ref(`${alias}.circle_id`)} is null and exists (select 1 from backup_entry as v_named
    where v_named.family_id = ${viewer.family} and v_named.part = 'starter' and v_named.owner_member = ${viewer.member}))`
}

/**
 * True for the rows of `alias` (`backup_entry`) of which the viewer reads what they need to know of a child for whom they step in: school, medicine, sleep,
 * comfort and nothing else, while the run runs that opened it to them, and not after.
 */
export function openWhileItRuns(viewer: Looker, alias: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`${alias}.family_id`)} = ${viewer.family} and exists (select 1 from backup_opened as v_open inner join backup_run as v_run on v_run.family_id = v_open.family_id and v_run.id = v_open.run_id
    where v_open.family_id = ${viewer.family} and v_open.entry_id = ${sql.ref(`${alias}.id`)} and v_open.member_id = ${viewer.member} and v_run.ended_at is null))`
}

/** True for the rows of `alias` that are kept to no circle of their own, or to one that the viewer is in: for parts of a thing that is visible. */
export function keptFromNobody(viewer: Looker, alias: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`${alias}.circle_id`)} is null or exists (select 1 from circle_member as v_inside where v_inside.family_id = ${sql.ref(`${alias}.family_id`)}
    and v_inside.circle_id = ${sql.ref(`${alias}.circle_id`)} and v_inside.who in (${viewer.member}, ${'seat:' + viewer.seat})))`
}

/** Whether a relative is the one whom a fact is about, or brings that child up: they care for them, or have parental responsibility (TF ¶2.7; #28). */
function bringsUp(viewer: Looker, column: (name: string) => Expression<unknown>): Expression<SqlBool> {
  const theirs = sql`v_child.family_id = ${column('family_id')} and v_child.child_member = ${column('child_member')}`
  return sql<SqlBool>`(${column('child_member')} = ${viewer.member} or exists (select 1 from cares_for as v_child where ${theirs} and v_child.carer_member = ${viewer.member})
    or exists (select 1 from responsibility as v_child where ${theirs} and v_child.adult_member = ${viewer.member}))`
}

/** The work that is the viewer's own to do. */
function workOf(viewer: Looker, kind: Kind | AskedOfTheLead | 'review' | 'meeting', column: (name: string) => Expression<unknown>): Expression<SqlBool> {
  if (kind === 'appointment') {
    return sql<SqlBool>`(${column('practitioner_id')} = ${viewer.person} or exists (select 1 from appointment_with as v_with where v_with.family_id = ${column('family_id')}
      and v_with.appointment_id = ${column('id')} and v_with.practitioner_id = ${viewer.person}))`
  }
  if ((kind === 'caring' || kind === 'peer') && viewer.seat === 'lead') return sql<SqlBool>`${column('state')} <> 'said'`
  if ((kind === 'caring' || kind === 'peer') && viewer.seat === 'work') return sql<SqlBool>`(${column('state')} <> 'said' and ${managesWithoutLead(viewer, column)})`
  if (kind === 'spend' && viewer.work !== null) return sql<SqlBool>`${column('id')} = ${viewer.work}`
  if (kind === 'plan' && viewer.member !== null) return sql<SqlBool>`coalesce(${column('owner_member')}, '') = ${viewer.member}`
  return sql<SqlBool>`1 = 0`
}

/** Whether the viewer manages the team of a family that nobody leads today: what would be the lead professional's is then theirs. */
function managesWithoutLead(viewer: Looker, column: (name: string) => Expression<unknown>): Expression<SqlBool> {
  return sql<SqlBool>`(exists (select 1 from family as v_family inner join post as v_post on v_post.team = v_family.team where v_family.id = ${column('family_id')} and v_post.person_id = ${viewer.person}
    and v_post.role = 'manager' and v_post.from_on <= ${viewer.today} and (v_post.until_on is null or v_post.until_on >= ${viewer.today}))
    and not exists (select 1 from member as v_lead where v_lead.family_id = ${column('family_id')} and ${leadsToday('v_lead', viewer.today)}))`
}

/** True where a row of `member` holds the lead seat today and whoever holds it a post. */
export function leadsToday(member: string, today: Day): Expression<SqlBool> {
  const of = (name: string) => sql.ref(`${member}.${name}`)
  return sql<SqlBool>`(${of('seat')} = 'lead' and ${of('from_on')} <= ${today} and (${of('until_on')} is null or ${of('until_on')} >= ${today}) and exists (select 1 from post as v_held
    where v_held.person_id = ${of('person_id')} and v_held.from_on <= ${today} and (v_held.until_on is null or v_held.until_on >= ${today})))`
}

type Moment = Pick<Looker, 'now' | 'today'>

/**
 * Whoever holds the row of `member` that a query calls `row`, in this seat: its columns stand where a viewer has values, so
 * that one query asks the rule for many.
 */
export function lookerOfRow(row: string, seat: Seat, { now, today }: Moment): Looker {
  return { now, today, family: sql.ref(`${row}.family_id`), member: sql.ref(`${row}.id`), person: sql.ref(`${row}.person_id`), seat, work: null } as unknown as Looker
}

/**
 * True for the rows of `alias` that whoever leads today is shown by what the family agreed, and, of a part, is not kept from:
 * said to the family, it tells of no decision.
 */
export function leadIsShown(kind: 'plan' | 'goal', alias: string, at: Moment, part: string = alias): Expression<SqlBool> {
  const lead: Looker = { ...lookerOfRow('v_leads', 'lead', at), agreedOnly: 'yes' }
  return sql<SqlBool>`exists (select 1 from member as v_leads where v_leads.family_id = ${sql.ref(`${alias}.family_id`)} and ${leadsToday('v_leads', at.today)}
    and ${visibleTo(lead, kind, alias)} and ${keptFromNobody(lead, part)})`
}

/** True for the spends of `alias` that this lead professional of their family may see: their post holds, and so does what the family agreed. */
export function leadSees(alias: string, person: PersonId, at: Moment): Expression<SqlBool> {
  return seenByALead(alias, at, sql`v_lead.person_id = ${person}`)
}

/** True for the spends of `alias` that the lead professional can say yes to: they may see it, did not pass it on, and did not agree the line that it comes from. */
export function leadDecides(alias: string, at: Moment): Expression<SqlBool> {
  return seenByALead(alias, at, sql`not exists (select 1 from spend_word as v_passed where v_passed.family_id = ${sql.ref(`${alias}.family_id`)} and v_passed.spend_id = ${sql.ref(`${alias}.id`)}
    and v_passed.kind = 'passed-on' and v_passed.by_person = v_lead.person_id) and not exists (select 1 from spending_line as v_line where v_line.family_id = ${sql.ref(`${alias}.family_id`)}
    and v_line.id = ${sql.ref(`${alias}.line_id`)} and v_line.until_on >= ${at.today} and (v_line.proposed_by = v_lead.person_id
    or exists (select 1 from spending_line_yes as v_yes where v_yes.family_id = v_line.family_id and v_yes.line_id = v_line.id and v_yes.person_id = v_lead.person_id)))`)
}

function seenByALead(alias: string, at: Moment, and: Expression<unknown>): Expression<SqlBool> {
  const family = sql.ref(`${alias}.family_id`)
  return sql<SqlBool>`exists (select 1 from member as v_lead where v_lead.family_id = ${family} and v_lead.seat = 'lead' and v_lead.from_on <= ${at.today}
    and (v_lead.until_on is null or v_lead.until_on >= ${at.today}) and exists (select 1 from post as v_post where v_post.person_id = v_lead.person_id
    and v_post.role in ('lead', 'practitioner') and v_post.from_on <= ${at.today} and (v_post.until_on is null or v_post.until_on >= ${at.today}))
    and ${visibleTo(lookerOfRow('v_lead', 'lead', at), 'spend', alias)} and ${and})`
}
