/**
 * Sharing without consent: only as a recorded decision, kept apart from consent (TF ¶3.27-3.29; #35). It covers the kinds,
 * people and helper that it names, until its day; it opens no circle: what a young person keeps to themselves stays closed.
 * Another person looks at it by a set day. The family reads it, unless that would be dangerous: then it leaves no trace for
 * them, in tables, events or notices.
 */
import type { Agreeable } from '#db/schema.ts'
import { seatsThatHelp, teamsManaged } from '#app/access/powers.ts'
import { viewerOfSafeguarding, type Acting, type AreaMay, type Inside, type May, type Viewer } from '#app/access/viewer.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { whoAgrees } from '#app/domain/family/agreeing.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type DecisionId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import type { Basis, Verdict } from './safeguarding-form.ts'

export interface NewDecision {
  /** Somebody who helps this family today, and not the one who decides. */
  readonly to: MemberId
  readonly about: readonly MemberId[]
  readonly kinds: readonly Agreeable[]
  readonly basis: Basis
  readonly reason: string
  readonly lang: string
  readonly until: Day
  /** Why it would be dangerous if the family read it; null where they do. */
  readonly danger: string | null
  readonly reviewer: PersonId
}

type DecideRefused = 'not-there' | 'somebody-is-not-here' | 'day-is-past' | 'not-for-yourself' | 'reviewer-cannot'

/** Decides to share without consent. Refused for oneself: somebody else must need to know, and somebody else looks at it again. */
export async function decideToShare(acting: Acting<'safeguarding:decide'>, decision: NewDecision): Promise<Outcome<DecisionId, DecideRefused>> {
  if (!(await stillMay(acting, 'safeguarding:decide'))) return { ok: false, why: 'not-there' }
  if (decision.until < acting.today) return { ok: false, why: 'day-is-past', field: 'until' }
  const who = await whoAgrees(acting)
  const helper = who.people.find((one) => one.id === decision.to && seatsThatHelp.has(one.seat))
  if (!helper) return { ok: false, why: 'somebody-is-not-here', field: 'to' }
  if (helper.person === acting.person) return { ok: false, why: 'not-for-yourself', field: 'to' }
  const about = who.people.filter((one) => decision.about.includes(one.id) && !seatsThatHelp.has(one.seat))
  if (about.length === 0 || about.length !== new Set(decision.about).size) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  if (decision.reviewer === helper.person || !(await reviewersOf(acting)).some((one) => one.person === decision.reviewer)) return { ok: false, why: 'reviewer-cannot', field: 'reviewer' }

  const { reviewDays, holidays } = await settingsOf(acting.db)
  const id = newId<DecisionId>()
  await acting.db.insertInto('safeguarding_decision').values({
    family_id: acting.family, id, to_member: helper.id, made_by: acting.person, made_at: acting.now, basis: decision.basis, reason: decision.reason, reason_lang: decision.lang,
    until_on: decision.until, shown: decision.danger === null ? 1 : 0, danger: decision.danger, reviewer: decision.reviewer,
    review_by: workingDaysAfter(acting.today, reviewDays, new Set(holidays)), reviewed_at: null, reviewed_by: null, review_words: null, review_lang: null, ended_at: null, ended_by: null,
  }).execute()
  await acting.db.insertInto('decided').values(about.flatMap((one) => [...new Set(decision.kinds)].map((kind) => ({
    family_id: acting.family, decision_id: id, to_member: helper.id, kind, about_member: one.id, from_at: acting.now, until_on: decision.until, withdrawn_at: null,
  })))).execute()
  const told = decision.danger === null ? about.flatMap((one) => one.person ?? []) : []
  return {
    ok: true, value: id, event: { kind: 'shared-without-consent', data: { to: helper.id, basis: decision.basis }, thing: { kind: 'decision', id }, circle: forNobody() },
    notices: [decision.reviewer, ...(helper.person ? [helper.person] : []), ...told].map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

/** A second person's answer: it holds, it holds and can be shown, or it ends. Never the one who made it. */
export async function reviewDecision(acting: Acting<'safeguarding:review'>, { decision, verdict, words, lang }: { decision: DecisionId; verdict: Verdict; words: string; lang: string }): Promise<Outcome<null, 'not-there' | 'own-decision' | 'changed-meanwhile'>> {
  if (!(await stillMay(acting, 'safeguarding:review'))) return { ok: false, why: 'not-there' }
  const row = await decisionToChange(acting, decision)
  if (!row) return { ok: false, why: 'not-there' }
  if (row.made_by === acting.person) return { ok: false, why: 'own-decision' }
  if (row.reviewed_at !== null || row.ended_at !== null) return { ok: false, why: 'changed-meanwhile' }
  await acting.db.updateTable('safeguarding_decision').set({
    reviewed_at: acting.now, reviewed_by: acting.person, review_words: words, review_lang: lang, ...(verdict === 'show' ? { shown: 1 as const } : {}),
  }).where('family_id', '=', acting.family).where('id', '=', decision).execute()
  if (verdict === 'end') await endNow(acting, decision)
  return { ok: true, value: null, event: { kind: 'decision-reviewed', data: { verdict }, thing: { kind: 'decision', id: decision }, circle: forNobody() } }
}

/** Ends a decision before its day: from the next request on it covers nothing. */
export async function endDecision(acting: Acting<'safeguarding:decide'>, { decision }: { decision: DecisionId }): Promise<Outcome<null, 'not-there' | 'changed-meanwhile'>> {
  if (!(await stillMay(acting, 'safeguarding:decide'))) return { ok: false, why: 'not-there' }
  const row = await decisionToChange(acting, decision)
  if (!row) return { ok: false, why: 'not-there' }
  if (row.ended_at !== null) return { ok: false, why: 'changed-meanwhile' }
  await endNow(acting, decision)
  return { ok: true, value: null, event: { kind: 'decision-ended', data: {}, thing: { kind: 'decision', id: decision }, circle: forNobody() } }
}

/** Writes that somebody opened the page of decisions. Like every event of theirs it stands in a circle that nobody is in. */
export async function noteSafeguarding(_acting: Acting<'safeguarding:review'>, _look: { page: 'safeguarding' }): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'page-looked-at', data: { page: 'safeguarding', because: 'safeguarding', lang: null }, circle: forNobody() } }
}

/** A circle that nobody is in: no reader of events in the family sees what stands in it. The chain holds it all the same. */
const forNobody = () => newId<CircleId>()

/** They were let in by a post or a review that may have ended while the command waited for its turn. */
async function stillMay(acting: Inside<Viewer>, power: 'safeguarding:decide' | 'safeguarding:review'): Promise<boolean> {
  return (await viewerOfSafeguarding(acting.db, acting.person, acting.family, acting.now))?.powers.has(power) ?? false
}

async function decisionToChange(acting: Acting<'safeguarding:review'> | Acting<'safeguarding:decide'>, decision: DecisionId) {
  return acting.db.selectFrom('safeguarding_decision').select(['made_by', 'reviewed_at', 'ended_at']).where('family_id', '=', acting.family).where('id', '=', decision)
    .$if(!acting.powers.has('safeguarding:decide'), (query) => query.where('reviewer', '=', acting.person)).executeTakeFirst()
}

async function endNow(acting: Inside<Viewer>, decision: DecisionId): Promise<void> {
  await acting.db.updateTable('safeguarding_decision').set({ ended_at: acting.now, ended_by: acting.person }).where('family_id', '=', acting.family).where('id', '=', decision).execute()
  await acting.db.updateTable('decided').set({ withdrawn_at: acting.now }).where('family_id', '=', acting.family).where('decision_id', '=', decision).execute()
  await keepNextContact(acting)
}

/** Who can look at a decision again: lead professionals, managers and the panel, but for the asker and whoever is or was of this family. */
export async function reviewersOf(viewer: May<'safeguarding:decide'> | Inside<Viewer>): Promise<{ person: PersonId; name: string }[]> {
  return viewer.db.selectFrom('post as o').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct()
    .where('o.role', 'in', ['lead', 'manager', 'panel']).where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)]))
    .where('p.id', '<>', viewer.person)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as m').select('m.id').where('m.family_id', '=', viewer.family).whereRef('m.person_id', '=', 'p.id').where('m.seat', 'not in', [...seatsThatHelp]))))
    .orderBy('p.name').limit(200).execute()
}

/** A decision as the family reads it: about those of whom the reader may know. */
export interface ShownDecision {
  readonly id: DecisionId
  readonly to: MemberId
  readonly about: readonly MemberId[]
  readonly kinds: readonly Agreeable[]
  readonly basis: Basis
  readonly reason: string
  readonly lang: string
  readonly by: string
  readonly madeAt: Instant
  readonly until: Day
  readonly reviewer: string
  readonly reviewBy: Day
  readonly reviewedAt: Instant | null
}

/** The decisions in force that the family may read, about these members, as rows of each kind and person. */
export function decisionsToldTo(viewer: May<'sharing:see'>, about: readonly MemberId[]) {
  return viewer.db.selectFrom('safeguarding_decision as d').innerJoin('decided as c', (join) => join.onRef('c.family_id', '=', 'd.family_id').onRef('c.decision_id', '=', 'd.id').onRef('c.to_member', '=', 'd.to_member'))
    .innerJoin('person as p', 'p.id', 'd.made_by')
    .where('d.family_id', '=', viewer.family).where('d.shown', '=', 1).where('d.ended_at', 'is', null).where('d.until_on', '>=', viewer.today).where('c.about_member', 'in', [...about])
}

/** The decisions in force that the family may read, about these members. One query. */
export async function decisionsShown(viewer: May<'sharing:see'>, about: readonly MemberId[], to: MemberId | null): Promise<ShownDecision[]> {
  if (about.length === 0) return []
  const rows = await decisionsToldTo(viewer, about).innerJoin('person as r', 'r.id', 'd.reviewer')
    .select(['d.id', 'd.to_member', 'd.basis', 'd.reason', 'd.reason_lang', 'd.made_at', 'd.until_on', 'd.review_by', 'd.reviewed_at', 'p.name as maker', 'r.name as reviewer', 'c.kind', 'c.about_member'])
    .$if(to !== null, (query) => query.where('d.to_member', '=', to!)).orderBy('d.made_at').orderBy('d.id').limit(500).execute()
  return [...grouped(rows).values()].map(({ first, kinds, about: whom }) => ({
    id: first.id, to: first.to_member, about: whom, kinds, basis: first.basis as Basis, reason: first.reason, lang: first.reason_lang, by: first.maker, madeAt: first.made_at,
    until: first.until_on, reviewer: first.reviewer, reviewBy: first.review_by, reviewedAt: first.reviewed_at,
  }))
}

function grouped<Row extends { id: DecisionId; kind: Agreeable; about_member: MemberId }>(rows: readonly Row[]) {
  const groups = new Map<DecisionId, { first: Row; kinds: Agreeable[]; about: MemberId[] }>()
  for (const row of rows) {
    const group = groups.get(row.id) ?? { first: row, kinds: [], about: [] }
    if (!group.kinds.includes(row.kind)) group.kinds.push(row.kind)
    if (!group.about.includes(row.about_member)) group.about.push(row.about_member)
    groups.set(row.id, group)
  }
  return groups
}

export interface Decision extends ShownDecision {
  readonly shown: boolean
  readonly danger: string | null
  readonly own: boolean
  readonly reviewWords: string | null
  readonly reviewLang: string | null
  readonly endedAt: Instant | null
}

/** The decisions of a family for those who make them, newest first; for a reviewer those that are theirs to look at. One query. */
export async function decisionsOf(viewer: May<'safeguarding:review'>): Promise<Decision[]> {
  const rows = await viewer.db.selectFrom('safeguarding_decision as d').innerJoin('decided as c', (join) => join.onRef('c.family_id', '=', 'd.family_id').onRef('c.decision_id', '=', 'd.id').onRef('c.to_member', '=', 'd.to_member'))
    .innerJoin('person as p', 'p.id', 'd.made_by').innerJoin('person as r', 'r.id', 'd.reviewer')
    .select(['d.id', 'd.to_member', 'd.basis', 'd.reason', 'd.reason_lang', 'd.made_at', 'd.made_by', 'd.until_on', 'd.review_by', 'd.reviewed_at', 'd.shown', 'd.danger', 'd.review_words', 'd.review_lang',
      'd.ended_at', 'p.name as maker', 'r.name as reviewer', 'c.kind', 'c.about_member'])
    .where('d.family_id', '=', viewer.family).$if(!viewer.powers.has('safeguarding:decide'), (query) => query.where('d.reviewer', '=', viewer.person))
    .orderBy('d.made_at', 'desc').orderBy('d.id').limit(1000).execute()
  return [...grouped(rows).values()].map(({ first, kinds, about }) => ({
    id: first.id, to: first.to_member, about, kinds, basis: first.basis as Basis, reason: first.reason, lang: first.reason_lang, by: first.maker, madeAt: first.made_at, until: first.until_on,
    reviewer: first.reviewer, reviewBy: first.review_by, reviewedAt: first.reviewed_at, shown: first.shown === 1, danger: first.danger, own: first.made_by === viewer.person,
    reviewWords: first.review_words, reviewLang: first.review_lang, endedAt: first.ended_at,
  }))
}

export interface ToReview { readonly family: FamilyId; readonly name: string; readonly reviewBy: Day }

/** The decisions that wait for this person to look at them, and those of a manager's teams that are late; earliest first. One query. */
export async function decisionsToReview(viewer: AreaMay<'desk:see'>): Promise<ToReview[]> {
  const teams = teamsManaged(viewer)
  const rows = await viewer.db.selectFrom('safeguarding_decision as d').innerJoin('family as f', 'f.id', 'd.family_id').select(['d.family_id', 'f.name', 'd.review_by'])
    .where('d.reviewed_at', 'is', null).where('d.ended_at', 'is', null).where('d.until_on', '>=', viewer.today).where('d.made_by', '<>', viewer.person!)
    .where((eb) => eb.or([eb('d.reviewer', '=', viewer.person!), ...(teams.length > 0 ? [eb.and([eb('f.team', 'in', teams), eb('d.review_by', '<', viewer.today)])] : [])]))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as m').select('m.id').whereRef('m.family_id', '=', 'd.family_id').where('m.person_id', '=', viewer.person!).where('m.seat', 'not in', [...seatsThatHelp]))))
    .orderBy('d.review_by').orderBy('d.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, reviewBy: row.review_by }))
}
