/** The people who help in this area: who they are, which posts they hold, from when until when (#36: names and posts, no family). */
import type { Role } from '#db/schema.ts'
import { countAll } from '#db/sum.ts'
import { teamsManaged } from '#app/access/powers.ts'
import type { AreaActing, AreaMay } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

export interface NewColleague {
  readonly name: string
  readonly givenName: string | null
  /** Their own at work: nobody's private account is given a post. */
  readonly email: string
  readonly mobile: string | null
  readonly language: string | null
  readonly job: string
  readonly agency: string
  readonly roles: readonly Role[]
  readonly team: string
  readonly fromOn: Day
  readonly untilOn: Day | null
  /** The number that families may ring. */
  readonly phone: string | null
  readonly hello: string | null
  readonly helloLang: string
  readonly answersWithinDays: number
  /** A small picture as a data URI, made by `photoOf`. */
  readonly photo: string | null
  /** Being helped by their service says something delicate: it is named only where a family agreed to that (#36). */
  readonly delicate?: boolean
}

type ColleagueRefused = 'role-missing' | 'has-that-post' | 'ends-before-it-begins' | 'address-not-usable'

/**
 * Adds somebody who helps, or gives a further post to somebody who has one. Refused for an address that cannot be used,
 * whatever the reason: nobody learns whether somebody is known here as one of a family. What the profile of somebody known
 * says stays where nothing else was given, and nobody gets a post twice for the same time.
 */
export async function addColleague(acting: AreaActing<'people:keep'>, colleague: NewColleague): Promise<Outcome<PersonId, ColleagueRefused>> {
  const roles = [...new Set(colleague.roles)]
  if (roles.length === 0) return { ok: false, why: 'role-missing', field: 'roles' }
  if (colleague.untilOn !== null && colleague.untilOn < colleague.fromOn) return { ok: false, why: 'ends-before-it-begins', field: 'until' }
  const known = await acting.db.selectFrom('person as p').select('p.id').select((eb) => eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'p.id')).as('helps'))
    .where((eb) => eb.or([eb('p.email', '=', colleague.email), ...(colleague.mobile ? [eb('p.mobile', '=', colleague.mobile)] : [])])).execute()
  const [one] = known
  if (known.length > 1 || (one && !one.helps)) return { ok: false, why: 'address-not-usable', field: 'email' }

  if (one) {
    const held = await acting.db.selectFrom('post').select('id').where('person_id', '=', one.id).where('role', 'in', roles).where('team', '=', colleague.team)
      .where((eb) => eb.or([eb('until_on', 'is', null), eb.and([eb('until_on', '>=', colleague.fromOn), eb('until_on', '>=', eb.ref('from_on'))])]))
      .$if(colleague.untilOn !== null, (query) => query.where('from_on', '<=', colleague.untilOn!)).limit(1).executeTakeFirst()
    if (held) return { ok: false, why: 'has-that-post', field: 'roles' }
  }

  if (one && one.id !== acting.person) await endSessionsOf(acting, one.id)
  const id = one?.id ?? newId<PersonId>()
  if (!one) {
    await acting.db.insertInto('person').values({
      id, name: colleague.name, given_name: colleague.givenName ?? colleague.name.split(/\s+/)[0]!, email: colleague.email, mobile: colleague.mobile,
      password_hash: null, language: colleague.language, born_on: null, made_at: acting.now,
    }).execute()
  }
  const profile = {
    job: colleague.job, agency: colleague.agency, hello: colleague.hello, hello_lang: colleague.hello === null ? null : colleague.helloLang,
    answers_within_days: colleague.answersWithinDays, phone: colleague.phone, photo: colleague.photo, delicate: colleague.delicate ? 1 as const : 0 as const,
  }
  const given = Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== null)) as Partial<typeof profile>
  await acting.db.insertInto('profile').values({ person_id: id, ...profile }).onConflict((conflict) => conflict.column('person_id').doUpdateSet(given)).execute()
  await acting.db.insertInto('post').values(roles.map((role) => ({ person_id: id, id: newId(), role, team: colleague.team, from_on: colleague.fromOn, until_on: colleague.untilOn }))).execute()
  return { ok: true, value: id, event: { kind: 'person-added', data: { person: id, role: roles.join(',') }, thing: { kind: 'person', id } } }
}

/** Ends a post after its last day; a day before today ends it at once. The last administrator stays. */
export async function endPost(acting: AreaActing<'people:keep'>, end: { person: PersonId; post: string; lastDay: Day }): Promise<Outcome<null, 'not-there' | 'ends-before-it-begins' | 'last-administrator'>> {
  const row = await acting.db.selectFrom('post').select(['role', 'from_on']).where('person_id', '=', end.person).where('id', '=', end.post)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  // One day before its first is how a post that never began ends.
  if (end.lastDay < plusDays(row.from_on, -1)) return { ok: false, why: 'ends-before-it-begins', field: 'last-day' }
  if (row.role === 'administrator') {
    const others = await acting.db.selectFrom('post').select(countAll().as('rows')).where('role', '=', 'administrator').where('until_on', 'is', null).where('from_on', '<=', acting.today)
      .where((eb) => eb.not(eb.and([eb('person_id', '=', end.person), eb('id', '=', end.post)]))).executeTakeFirstOrThrow()
    if (others.rows === 0) return { ok: false, why: 'last-administrator' }
  }
  await acting.db.updateTable('post').set({ until_on: end.lastDay }).where('person_id', '=', end.person).where('id', '=', end.post).execute()
  if (end.lastDay < acting.today && end.person !== acting.person) await endSessionsOf(acting, end.person)
  return { ok: true, value: null, event: { kind: 'post-ended', data: { person: end.person }, thing: { kind: 'person', id: end.person } } }
}

/** Whose powers change begins anew: what they may do from now on is for whoever signs in now. */
async function endSessionsOf({ db }: AreaActing<'people:keep'>, person: PersonId): Promise<void> {
  await db.deleteFrom('session').where('person_id', '=', person).execute()
}

export interface Colleague {
  readonly person: PersonId
  readonly name: string
  readonly email: string | null
  readonly job: string | null
  readonly agency: string | null
  readonly photo: string | null
  /** False until they have set a password. */
  readonly joined: boolean
  readonly posts: readonly { readonly id: string; readonly role: Role; readonly team: string; readonly fromOn: Day; readonly untilOn: Day | null; readonly ended: boolean }[]
}

/** Everybody who holds or held a post, by name; one page. Two queries. */
export async function colleagues(viewer: AreaMay<'people:keep'>, asked: number): Promise<{ people: Colleague[]; page: number; pages: number }> {
  const { total } = await viewer.db.selectFrom('post').select((eb) => eb.cast<number>(eb.fn.count('person_id').distinct(), 'bigint').as('total')).executeTakeFirstOrThrow()
  const { page, pages, offset } = pageAsked(total, asked)
  const people = await viewer.db.selectFrom('person as p').leftJoin('profile as f', 'f.person_id', 'p.id')
    .select(['p.id', 'p.name', 'p.email', 'f.job', 'f.agency', 'f.photo']).select((eb) => eb('p.password_hash', 'is not', null).as('joined'))
    .where('p.id', 'in', viewer.db.selectFrom('post').select('person_id')).orderBy('p.name').orderBy('p.id').limit(aPage).offset(offset).execute()
  if (people.length === 0) return { people: [], page, pages }
  const posts = await viewer.db.selectFrom('post').selectAll().where('person_id', 'in', people.map((person) => person.id)).orderBy('from_on').orderBy('id').execute()
  return {
    page, pages,
    people: people.map((person) => ({
      person: person.id, name: person.name, email: person.email, job: person.job, agency: person.agency, photo: person.photo, joined: Boolean(person.joined),
      posts: posts.filter((post) => post.person_id === person.id)
        .map((post) => ({ id: post.id, role: post.role, team: post.team, fromOn: post.from_on, untilOn: post.until_on, ended: post.until_on !== null && post.until_on < viewer.today })),
    })),
  }
}

/** The teams there are, for choosing one. */
export async function teams(viewer: AreaMay<'people:keep'>): Promise<string[]> {
  const rows = await viewer.db.selectFrom('post').select('team').distinct().where('team', '<>', '').orderBy('team').limit(200).execute()
  return rows.map((row) => row.team)
}

export interface LeadToChoose { readonly person: PersonId; readonly name: string }

/** Who of a manager's teams can be a lead professional. */
export async function leadsToChoose(viewer: AreaMay<'families:start'>): Promise<LeadToChoose[]> {
  const managed = teamsManaged(viewer)
  if (managed.length === 0) return []
  return viewer.db.selectFrom('post as o').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct()
    .where('o.role', 'in', ['lead', 'practitioner']).where('o.team', 'in', managed).where('o.from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)])).orderBy('p.name').limit(200).execute()
}
