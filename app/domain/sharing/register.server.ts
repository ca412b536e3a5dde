/**
 * The consent register: what each person who helps may see, about whom, why it helps and until when, as far as the reader
 * may decide it or looks after whom it is about (TF ¶3.27-3.29; #35).
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Agreeable, Schema } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { agree, takeBack, whoAgrees, type WhoAgrees } from '#app/domain/family/agreeing.server.ts'
import { agreeables, isAdult, isYoung, topics } from '#app/domain/family/agreeing.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { managersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type FamilyId, type MemberId } from '#app/values/ids.ts'
import { ageOn, plusDays, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { decisionsShown, type ShownDecision } from './safeguarding.server.ts'

/** One agreement as it was given: what, about whom, why, until when. */
export interface Shared {
  readonly about: MemberId
  readonly kinds: readonly Agreeable[]
  readonly why: string
  readonly whyLang: string | null
  readonly by: MemberId
  readonly since: Instant
  readonly until: Day | null
  /** When it was taken back or replaced, or ended by itself; null while it holds. */
  readonly endedAt: Instant | null
  /** Said in person: on which day, who wrote it down, and who else was there. */
  readonly inPerson: { readonly on: Day; readonly notedBy: MemberId; readonly present: MemberId | null } | null
}

export interface Register {
  /** By the helper's place in the family. */
  readonly shared: readonly (Shared & { readonly to: MemberId })[]
  readonly decisions: readonly ShownDecision[]
  /** What ends soon, by its day. */
  readonly ending: readonly Ending[]
  /** About whom the reader may decide, by helper: themselves, and children for whom they may. */
  readonly mayDecide: Readonly<Record<MemberId, readonly MemberId[]>>
  /** Children of theirs who say it themselves, by helper. */
  readonly saysThemselves: Readonly<Record<MemberId, readonly MemberId[]>>
  readonly names: WhoAgrees['names']
  /** The family asked for another lead professional. */
  readonly handOver: WhoAgrees['handOver']
}

/** What the viewer may know of what is shared; `to` for one helper alone, with the versions of the past. Four queries. */
export async function sharingOf(viewer: May<'sharing:see'>, to: MemberId | null = null): Promise<Register> {
  const who = await whoAgrees(viewer)
  const about = readsAbout(who, viewer)
  const topicsAbout = about.filter((one) => one === viewer.member || who.may(viewer.member!, one, null))
  const [rows, decisions] = await Promise.all([
    about.length === 0 ? [] : viewer.db.selectFrom('consent as c').select(['c.to_member', 'c.kind', 'c.about_member', 'c.why', 'c.why_lang', 'c.given_by', 'c.from_at', 'c.until_on', 'c.withdrawn_at', 'c.noted_by', 'c.said_on', 'c.present_member'])
      .where('c.family_id', '=', viewer.family).where('c.about_member', 'in', about)
      // What is delicate is told only to those who may decide about it; what a young person says themselves, to them alone.
      .where((eb) => eb.or([eb('c.kind', 'not in', [...topics]), ...(topicsAbout.length > 0 ? [eb('c.about_member', 'in', topicsAbout)] : [])]))
      .where((eb) => eb.or([eb('c.about_member', '=', viewer.member!), eb.not(eb.exists(eb.selectFrom('own_say as s').select(sql`1`.as('one')).whereRef('s.family_id', '=', 'c.family_id')
        .whereRef('s.about_member', '=', 'c.about_member').whereRef('s.to_member', '=', 'c.to_member')))]))
      .$if(to !== null, (query) => query.where('c.to_member', '=', to!))
      .$if(to === null, (query) => query.where('c.withdrawn_at', 'is', null).where((eb) => eb.or([eb('c.until_on', 'is', null), eb('c.until_on', '>=', plusDays(viewer.today, -soonDays))])))
      .orderBy('c.from_at', 'desc').orderBy('c.id').limit(1000).execute(),
    decisionsShown(viewer, about, to),
  ])
  const groups = new Map<string, Shared & { to: MemberId; kinds: Agreeable[] }>()
  for (const row of rows) {
    if (to === null && row.until_on !== null && row.until_on < viewer.today) continue
    const key = [row.to_member, row.about_member, row.given_by, row.from_at, row.until_on, row.withdrawn_at, row.noted_by, row.why].join(' ')
    const passed = row.until_on !== null && row.until_on < viewer.today ? (`${row.until_on}T12:00:00.000Z` as Instant) : null
    const group = groups.get(key) ?? {
      to: row.to_member, about: row.about_member, kinds: [], why: row.why, whyLang: row.why_lang, by: row.given_by, since: row.from_at, until: row.until_on, endedAt: row.withdrawn_at ?? passed,
      inPerson: row.noted_by === null ? null : { on: row.said_on!, notedBy: row.noted_by, present: row.present_member },
    }
    group.kinds.push(row.kind)
    groups.set(key, group)
  }
  for (const group of groups.values()) group.kinds.sort((a, b) => agreeables.indexOf(a) - agreeables.indexOf(b))
  // The newest first, and of one moment the reader's own, then by name: never by ids, which are drawn.
  const place = (one: Shared & { to: MemberId }) => `${one.about === viewer.member ? ' ' : (who.names[one.about] ?? '')} ${who.names[one.to] ?? ''} ${one.kinds.join()}`
  const shared = [...groups.values()].sort((a, b) => (a.since === b.since ? (place(a) < place(b) ? -1 : 1) : a.since < b.since ? 1 : -1))
  const byHelper = <T>(of: (helper: MemberId) => T): Record<MemberId, T> => Object.fromEntries(who.people.filter((one) => seatsThatHelp.has(one.seat)).map((one) => [one.id, of(one.id)]))
  return {
    shared, decisions, ending: endingOf(rows, who, viewer),
    mayDecide: byHelper((helper) => about.filter((one) => who.may(viewer.member!, one, helper))),
    saysThemselves: byHelper((helper) => about.filter((one) => one !== viewer.member && who.saysThemselves(one, helper))),
    names: who.names, handOver: who.handOver,
  }
}

export interface Ending { readonly to: MemberId; readonly name: string; readonly about: MemberId; readonly aboutName: string; readonly on: Day; /** It has ended already, on the day before it became theirs alone to say. */ readonly ended: boolean }

/** How long before an agreement ends its givers read of it, and how long after it became theirs alone a young person does. */
export const soonDays = 28

/** Of a reader's agreements with one helper about one person: what ends within 28 days and was not said for longer, or became theirs alone within the last 28. */
function endingOf(rows: readonly { to_member: MemberId; about_member: MemberId; kind: Agreeable; given_by: MemberId; until_on: Day | null; withdrawn_at: Instant | null }[], who: WhoAgrees, viewer: May<'sharing:see'>): Ending[] {
  const [soon, past] = [plusDays(viewer.today, soonDays), plusDays(viewer.today, -soonDays)]
  const lasts = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    if (row.withdrawn_at !== null || (topics as readonly string[]).includes(row.kind)) continue
    const key = `${row.to_member} ${row.about_member}`
    const last = lasts.get(key)
    if (!last || row.until_on === null || (last.until_on !== null && row.until_on > last.until_on)) lasts.set(key, row)
  }
  return [...lasts.values()].flatMap((row) => {
    const { to_member: to, about_member: about, until_on: on } = row
    const ended = on !== null && on < viewer.today
    const told = on !== null && (ended ? about === viewer.member && row.given_by !== about && on >= past : on <= soon)
    return told && who.people.some((one) => one.id === to) && who.may(viewer.member!, about, to) ? [{ to, name: who.names[to] ?? '', about, aboutName: who.names[about] ?? '', on, ended }] : []
  }).sort((one, other) => `${one.on} ${one.name} ${one.aboutName}`.localeCompare(`${other.on} ${other.name} ${other.aboutName}`))
}

/** The same for the family's home page, which asks only whether there is any: as rows of helpers and days. `soon` and `past` are 28 days from today and before it. */
export function endingRows(db: Kysely<Schema>, given: { family: FamilyId; member: MemberId | null; today: Day; soon: Day; past: Day }) {
  const mine = sql`${given.member}`
  return db.selectFrom('consent as c').where('c.family_id', '=', given.family).where('c.withdrawn_at', 'is', null).where('c.kind', 'not in', [...topics]).where('c.until_on', '<=', given.soon)
    .where(sql<SqlBool>`(c.until_on >= ${given.today} or (c.until_on >= ${given.past} and c.about_member = ${mine} and c.given_by <> ${mine}))`)
    .where(sql<SqlBool>`(c.about_member = ${mine} or (exists (select 1 from responsibility as r where r.family_id = c.family_id and r.child_member = c.about_member and r.adult_member = ${mine})
      and not exists (select 1 from own_say as s where s.family_id = c.family_id and s.about_member = c.about_member and s.to_member = c.to_member)))`)
    .where(sql<SqlBool>`exists (select 1 from member as h where h.family_id = c.family_id and h.id = c.to_member and (h.until_on is null or h.until_on >= ${given.today}))`)
    .where(sql<SqlBool>`not exists (select 1 from consent as l where l.family_id = c.family_id and l.to_member = c.to_member and l.about_member = c.about_member and l.withdrawn_at is null and (l.until_on is null or l.until_on > c.until_on))`)
}

/** About whom a reader may know what is shared: themselves, and for an adult the children of the house until what is theirs is theirs alone. */
function readsAbout(who: WhoAgrees, viewer: Viewer | Inside<Viewer>): MemberId[] {
  const me = who.people.find((one) => one.id === viewer.member)
  if (!me) return []
  const young = who.people.filter((one) => isYoung(one.seat) && (one.bornOn === null || one.bornOn > viewer.today || ageOn(one.bornOn, viewer.today) < who.ages.ownFromAge))
  return isAdult(me.seat) ? [me.id, ...young.map((one) => one.id)] : [me.id]
}

/** An event of the register stands in a circle that nobody is in: the register says who agreed what, to those who may know. */
const forNobody = () => newId<CircleId>()

type AgreeRefused = 'somebody-is-not-here' | 'not-theirs-to-agree' | 'day-is-past'

/** Agrees what one helper sees of one person, in place of what was agreed before; the version before is kept. In force at once. */
export async function agreeToShare(acting: Acting<'sharing:decide'>, agreement: { to: MemberId; about: MemberId; kinds: readonly Agreeable[]; why: string; whyLang: string; until: Day | null }): Promise<Outcome<null, AgreeRefused>> {
  if (agreement.until !== null && agreement.until < acting.today) return { ok: false, why: 'day-is-past', field: 'until' }
  const who = await whoAgrees(acting)
  const helper = who.people.find((one) => one.id === agreement.to && seatsThatHelp.has(one.seat))
  const about = who.people.find((one) => one.id === agreement.about)
  if (!helper || !about || acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  if (!who.may(acting.member, about.id, helper.id)) return { ok: false, why: 'not-theirs-to-agree' }
  await takeBack(acting, { to: helper.id, about: [about.id] })
  await agree(acting, { to: helper.id, kinds: agreement.kinds, about: [about], why: agreement.why, whyLang: agreement.whyLang, by: acting.member, until: agreement.until }, who.ages)
  await saidThemselves(acting, about, helper.id)
  if (helper.seat === 'lead' && isAdult(acting.seat as 'parent')) {
    // Agreed after all: nobody else is looked for any more.
    await acting.db.updateTable('hand_over').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('ended_at', 'is', null).execute()
  }
  return {
    ok: true, value: null, event: { kind: 'sharing-agreed', data: { to: helper.id, about: about.id }, thing: { kind: 'member', id: helper.id }, circle: forNobody() },
    notices: helper.person === null ? [] : [{ to: helper.person, name: 'somethingNew' }],
  }
}

/**
 * Takes back what a helper sees: of one person, or (`about` null) of everybody the actor may decide about. Where two adults
 * may decide about a child, the narrower holds: either takes it back alone, because a thing that is not shown can be shown
 * later, and one that was shown cannot be unseen. When an adult has taken everything back from the lead professional, a
 * hand-over begins: a manager of the team names somebody else by a day.
 */
export async function stopSharing(acting: Acting<'sharing:decide'>, { to, about }: { to: MemberId; about: MemberId | null }): Promise<Outcome<{ handOver: boolean }, 'somebody-is-not-here' | 'not-theirs-to-agree' | 'nothing-shared'>> {
  const who = await whoAgrees(acting)
  const helper = who.people.find((one) => one.id === to && seatsThatHelp.has(one.seat))
  if (!helper || acting.member === null || (about !== null && !who.people.some((one) => one.id === about))) return { ok: false, why: 'somebody-is-not-here' }
  const mine = who.people.filter((one) => who.may(acting.member!, one.id, to))
  const whom = about === null ? mine : mine.filter((one) => one.id === about)
  if (whom.length === 0) return { ok: false, why: 'not-theirs-to-agree' }
  if ((await takeBack(acting, { to, about: whom.map((one) => one.id) })) === 0) return { ok: false, why: 'nothing-shared' }
  for (const one of whom) await saidThemselves(acting, one, to)
  // Whoever covers for them sees no more than they do.
  const covers = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('covers', '=', to).where('until_on', '>=', acting.today).execute()
  for (const cover of covers) await takeBack(acting, { to: cover.id, about: whom.map((one) => one.id) })
  const handOver = helper.seat === 'lead' && isAdult(acting.seat as 'parent') && !(await stillShares(acting, to, mine.map((one) => one.id)))
  return {
    ok: true, value: { handOver }, event: { kind: 'sharing-taken-back', data: { to, handOver }, thing: { kind: 'member', id: to }, circle: forNobody() },
    notices: handOver ? await beginHandOver(acting, to) : [],
  }
}

async function stillShares(acting: Acting<'sharing:decide'>, to: MemberId, about: readonly MemberId[]): Promise<boolean> {
  const row = await acting.db.selectFrom('consent').select('id').where('family_id', '=', acting.family).where('to_member', '=', to).where('about_member', 'in', [...about])
    .where('withdrawn_at', 'is', null).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Somebody else is to be named: the team's managers are told, and have it on their desk with its day. */
async function beginHandOver(acting: Acting<'sharing:decide'>, from: MemberId) {
  const open = await acting.db.selectFrom('hand_over').select('id').where('family_id', '=', acting.family).where('ended_at', 'is', null).limit(1).executeTakeFirst()
  if (open) return []
  const { handOverDays, holidays } = await settingsOf(acting.db)
  await acting.db.insertInto('hand_over').values({
    family_id: acting.family, id: newId(), from_member: from, asked_by: acting.member!, at: acting.now, due_on: workingDaysAfter(acting.today, handOverDays, new Set(holidays)), ended_at: null,
  }).execute()
  return (await managersOf(acting)).map((to) => ({ to, name: 'somethingNew' as const }))
}

/** A young person who says it themselves, says it from now on. */
async function saidThemselves(acting: Acting<'sharing:decide'>, about: { id: MemberId; seat: Parameters<typeof isYoung>[0] }, to: MemberId): Promise<void> {
  if (about.id !== acting.member || !isYoung(about.seat)) return
  await acting.db.insertInto('own_say').values({ family_id: acting.family, about_member: about.id, to_member: to, at: acting.now }).onConflict((conflict) => conflict.doNothing()).execute()
}
