/** Who belongs to a family, who its network is and who helps it, as one viewer may see them. */
import { sql, type AliasableExpression, type Kysely, type Selectable } from 'kysely'
import type { Schema, Seat } from '#db/schema.ts'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { leadsToday } from '#app/access/visible-to.server.ts'
import type { Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { FamilyId, MemberId, PersonId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { keptQuery } from '#db/kept.ts'
import type { Nearness } from './nearness.ts'

export interface Member {
  readonly id: MemberId
  readonly person: PersonId | null
  readonly name: string
  readonly givenName: string
  readonly seat: Seat
  readonly relation: string | null
  readonly bornOn: Day | null
  /** They cover for the lead professional for some days. */
  readonly covers: boolean
  /** False once their place has ended, or the post of whoever helps: what they did stays theirs by name. */
  readonly current: boolean
  /** How near they live and how close it is to them, for whom it is to read; null where nothing is said. */
  readonly near: Nearness | null
}

/**
 * The members of the family that the viewer may know of, those of the past included (for the names on old things).
 * Somebody who sees by name learns of the household and the lead professional, never of others in the network; a guest of a meeting of those who come
 * to their own sitting and the lead professional.
 */
export async function membersOf(viewer: Viewer | Inside<Viewer>): Promise<Member[]> {
  const rows = await viewer.db.selectFrom('member as m')
    .select(['m.id', 'm.person_id', 'm.name', 'm.given_name', 'm.seat', 'm.relation', 'm.born_on', 'm.covers', 'm.lives', 'm.touch', sql<number>`case when ${isHere('m', viewer.today)} then 1 else 0 end`.as('here'), isGuestOfMeeting(viewer) ? comesBeside(viewer).as('beside') : sql<0 | 1>`0`.as('beside')])
    .where('m.family_id', '=', viewer.family).orderBy('m.made_at').orderBy('m.id').execute()
  if (isGuestOfMeeting(viewer)) return rows.filter((row) => row.id === viewer.member || row.seat === 'lead' || row.beside === 1).map((row) => memberOf(row, viewer))
  const seesAll = viewer.seat === 'work' || seatsOfTheFamily.has(viewer.seat as Seat) || seatsThatHelp.has(viewer.seat as Seat)
  return rows
    .filter((row) => seesAll || row.id === viewer.member || !['network', 'other-parent', 'team', 'coordinator'].includes(row.seat))
    .map((row) => memberOf(row, viewer))
}

function memberOf(row: Pick<Selectable<Schema['member']>, 'id' | 'person_id' | 'name' | 'given_name' | 'seat' | 'relation' | 'born_on' | 'covers' | 'lives' | 'touch'> & { readonly here: number }, { powers }: Pick<Viewer, 'powers'>): Member {
  const near = powers.has('near:see') && (row.lives !== null || row.touch !== null) ? { lives: row.lives, touch: row.touch } : null
  return { id: row.id, person: row.person_id, name: row.name, givenName: row.given_name, seat: row.seat, relation: row.relation, bornOn: row.born_on, covers: row.covers !== null, current: row.here === 1, near }
}

/** Whether somebody was invited to a family meeting alone, and so learns of nobody in the family but those who come with them. */
export function isGuestOfMeeting(viewer: Pick<Viewer, 'seat' | 'powers'>): boolean {
  return viewer.seat === 'network' && !viewer.powers.has('household:see')
}

/** 1 for the rows of the member `m` who is asked to the same sitting of a meeting as the viewer. */
function comesBeside(viewer: Pick<Viewer, 'family' | 'member'>): AliasableExpression<0 | 1> {
  return sql<0 | 1>`case when exists (select 1 from meeting_person as v_own inner join meeting_person as v_beside on v_beside.family_id = v_own.family_id and v_beside.meeting_id = v_own.meeting_id and v_beside.sitting = v_own.sitting
    where v_own.family_id = ${viewer.family} and v_own.member_id = ${viewer.member} and v_own.invited_at is not null and v_own.gone_at is null
      and v_beside.member_id = m.id and v_beside.invited_at is not null and v_beside.gone_at is null) then 1 else 0 end`
}

/** The family itself: people about whom goals are and to whom things can be kept. Helpers and the network are not in it. */
export function ofTheHousehold(member: Member): boolean {
  return member.current && (seatsOfTheFamily.has(member.seat) || member.seat === 'child')
}

export interface Helper {
  readonly member: MemberId
  readonly person: PersonId
  readonly name: string
  readonly givenName: string
  readonly lead: boolean
  /** Of whoever covers for the lead professional, or comes once instead of somebody: the last day. */
  readonly coversUntil: Day | null
  readonly job: string | null
  readonly agency: string | null
  /** Their service says something delicate; false where its name may not be read. */
  readonly delicate: boolean
  /** Their own words to families, in the language they wrote. */
  readonly hello: string | null
  readonly helloLang: string | null
  readonly answersWithinDays: number | null
  readonly phone: string | null
  /** A small picture as a data URI. */
  readonly photo: string | null
}

const helpersToday = keptQuery([], (db, viewer: { family: FamilyId; member: MemberId | null; person: PersonId; now: Instant; today: Day }) =>
  db.selectFrom('member as m').leftJoin('profile as p', (join) => join.onRef('p.person_id', '=', 'm.person_id'))
    .select(serviceIsNamed(viewer, 'p.delicate', 'm.person_id').as('named'))
    .select(['m.id', 'm.person_id', 'm.name', 'm.given_name', 'm.seat', 'm.covers', 'm.stands_in', 'm.until_on', 'p.job', 'p.agency', 'p.delicate', 'p.hello', 'p.hello_lang', 'p.answers_within_days', 'p.phone', 'p.photo'])
    .where('m.family_id', '=', viewer.family).where('m.seat', 'in', ['lead', 'team', 'coordinator']).where('m.person_id', 'is not', null)
    .where(isHere('m', viewer.today)).orderBy('m.made_at'))

/**
 * 1 where the viewer may read which service a person is of. Being helped by a delicate service says something about
 * somebody: it is named to those whom it helps by their own agreement, to itself, and to others where that was agreed (#36).
 * `profile` and `person` are the columns `….delicate` and of the person's id.
 */
export function serviceIsNamed(viewer: { family: FamilyId; member: MemberId | null; person: PersonId; now: Instant; today: Day }, profile: string, person: string): AliasableExpression<0 | 1> {
  return sql<0 | 1>`case when coalesce(${sql.ref(profile)}, 0) = 0 or ${sql.ref(person)} = ${viewer.person} or exists (
    select 1 from member as v_helper inner join consent as v_named on v_named.family_id = v_helper.family_id and v_named.to_member = v_helper.id
    where v_helper.family_id = ${viewer.family} and v_helper.person_id = ${sql.ref(person)} and v_named.withdrawn_at is null and v_named.from_at <= ${viewer.now}
      and (v_named.until_on is null or v_named.until_on >= ${viewer.today}) and (v_named.kind = 'listed' or v_named.about_member = ${viewer.member})) then 1 else 0 end`
}

/** The people who help this family today, the lead professional first. */
export async function helpersOf(viewer: May<'family:see'>): Promise<Helper[]> {
  const { family, member, person, now, today } = viewer
  const rows = await helpersToday(viewer.db, { family, member, person, now, today })
  const visible = seatsOfTheFamily.has(viewer.seat as Seat) || seatsThatHelp.has(viewer.seat as Seat) ? rows : rows.filter((row) => row.seat === 'lead')
  // Whoever comes to a meeting alone reads who leads, and rings the area.
  const own = <T,>(said: T): T | null => (isGuestOfMeeting(viewer) ? null : said)
  return visible
    .map((row) => ({
      member: row.id, person: row.person_id!, name: row.name, givenName: row.given_name, lead: row.seat === 'lead', coversUntil: row.covers === null && row.stands_in === 0 ? null : row.until_on, job: row.named === 1 ? row.job : null, agency: row.named === 1 ? row.agency : null, delicate: row.named === 1 && row.delicate === 1,
      hello: own(row.hello), helloLang: own(row.hello_lang), answersWithinDays: own(row.answers_within_days), phone: own(row.phone), photo: row.photo,
    }))
    .sort((a, b) => Number(b.lead) - Number(a.lead) || Number(a.coversUntil !== null) - Number(b.coversUntil !== null))
}

/** The managers of the family's team who hold their post today. */
export async function managersOf(viewer: Pick<Viewer, 'family' | 'today'> & { readonly db: Kysely<Schema> }): Promise<PersonId[]> {
  const rows = await viewer.db.selectFrom('post as o').innerJoin('family as f', 'f.team', 'o.team').select('o.person_id').distinct().where('f.id', '=', viewer.family)
    .where('o.role', '=', 'manager').where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)])).execute()
  return rows.map((row) => row.person_id)
}

/** Those who lead the family today, with a post that holds. */
export async function leadingNow(viewer: Pick<Viewer, 'family' | 'today'> & { readonly db: Kysely<Schema> }): Promise<PersonId[]> {
  const rows = await viewer.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', viewer.family).where(leadsToday('m', viewer.today)).execute()
  return rows.flatMap((row) => row.person_id ?? [])
}

/** Whose it is to see to something of a family: the lead professional; the managers of the team where there is none. */
export async function leadingOrManaging(viewer: Parameters<typeof leadingNow>[0]): Promise<PersonId[]> {
  const leads = await leadingNow(viewer)
  return leads.length > 0 ? leads : managersOf(viewer)
}

/** A family's name. */
export async function familyOf(viewer: Viewer | Inside<Viewer>) {
  return viewer.db.selectFrom('family').select(['id', 'name', 'language', 'level', 'started_on']).where('id', '=', viewer.family).executeTakeFirstOrThrow()
}

/** The people behind family seats who may see a thing of this circle: whom to tell of it. */
export async function readersOf(viewer: Pick<Inside<Viewer>, 'db' | 'family' | 'today'>, circle: string | null): Promise<PersonId[]> {
  const rows = await viewer.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', viewer.family)
    .where('m.seat', 'in', [...seatsOfTheFamily]).where('m.person_id', 'is not', null)
    .where('m.from_on', '<=', viewer.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)]))
    .$if(circle !== null, (query) => query.where((eb) => eb.exists(
      eb.selectFrom('circle_member as c').select('c.who').whereRef('c.family_id', '=', 'm.family_id').where('c.circle_id', '=', circle as never).whereRef('c.who', '=', 'm.id'),
    )))
    .execute()
  return rows.map((row) => row.person_id!)
}

