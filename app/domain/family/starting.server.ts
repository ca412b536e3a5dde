/** Starting with a family: who they are, what is going well, how to reach them safely, and what they agreed to share. */
import { seatsThatHelp } from '#app/access/powers.ts'
import { sittingEnds } from '#app/access/record-sitting.server.ts'
import type { Acting, AreaActing } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { firstLang, isLang } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { newId, type EntryId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { ageOn, plusDays, type Day } from '#app/values/instant.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { agree, holdResponsible } from './agreeing.server.ts'
import { allKinds, mayAgree, type Somebody } from './agreeing.ts'
import { planFirstReview } from './review-day.server.ts'
import { keepNextContact } from './next-contact.server.ts'

/** From this age a child may have an account of their own. */
export const ownAccountAge = 11

/** How somebody may be reached without harm. Times are on the wall in the area; `days` are digits, 1 (Monday) to 7. */
export interface NewContact {
  readonly email: string | null
  readonly mobile: string | null
  /** The language they like to read, if they said. */
  readonly language: string | null
  readonly channel: 'email' | 'text' | 'none'
  readonly days: string
  readonly from: string
  readonly until: string
  /** Whose clocks they live by. */
  readonly zone: string
  readonly messagesOk: boolean
}

export interface NewAdult {
  readonly name: string
  /** What they like to be called; the first word of their name if not said. */
  readonly givenName: string | null
  readonly seat: 'parent' | 'kin-carer'
  readonly relation: string | null
  readonly contact: NewContact
  /** Whether they have parental responsibility for the children; a parent does unless it is said otherwise, a relative who brings them up does not. */
  readonly responsible?: boolean
}

export interface NewChild {
  readonly name: string
  readonly givenName: string | null
  readonly relation: string | null
  /** Null where it was not said; for a baby who is expected, the day it is due. */
  readonly bornOn: Day | null
  /** Whether they are to have an account of their own, from 11. */
  readonly ownAccount: boolean
}

/** What is going well, in somebody's words. `saidBy` points at one of the adults or children; null is the starter. */
export interface NewStrength {
  readonly words: string
  readonly lang: string
  readonly saidBy: { readonly adult: number } | { readonly child: number } | null
}

export interface NewFamily {
  readonly name: string
  /** The language that the family's pages and letters are in. */
  readonly language: string
  readonly adults: readonly NewAdult[]
  readonly children: readonly NewChild[]
  readonly strengths: readonly NewStrength[]
  /** Who will be their lead professional: the starter, or for a manager somebody of the team. */
  readonly lead: PersonId
}

export interface Started { readonly family: FamilyId; readonly firstAdult: MemberId }

type StartRefused = 'adult-missing' | 'strength-missing' | 'not-of-this-team' | 'hours-wrong' | 'address-missing' | 'messages-not-safe' | 'too-young-for-account' | 'born-later' | 'somebody-is-not-here'

/**
 * Starts a family. The lead professional talked it through in person: each adult (and each young person from 16) agrees
 * for themselves to what the lead professional sees, the first adult with parental responsibility for the children; it is
 * in force until it is taken back. About a child for whom nobody here may agree, nothing is agreed.
 * Nobody in the family needs an account for it (TF ¶3.15, 3.18; #16, #35).
 */
export async function startFamily(acting: AreaActing<'families:start'>, family: NewFamily): Promise<Outcome<Started, StartRefused>> {
  if (acting.person === null) return { ok: false, why: 'not-of-this-team' }
  const wrong = wrongIn(family, acting.today)
  if (wrong) return { ok: false, ...wrong }
  const lead = await leadToBe(acting, family.lead)
  if (!lead) return { ok: false, why: 'not-of-this-team', field: 'lead' }

  const id = newId<FamilyId>()
  await acting.db.insertInto('family').values({ id, name: family.name, team: lead.team, level: 'targeted', language: family.language, started_on: acting.today }).execute()

  const member = (name: string, givenName: string | null) => ({
    family_id: id, id: newId<MemberId>(), person_id: null, name, given_name: givenName ?? firstWord(name), from_on: acting.today, until_on: null, made_at: acting.now,
  })
  const adults = family.adults.map((adult) => ({ ...member(adult.name, adult.givenName), seat: adult.seat, relation: adult.relation, born_on: null }))
  const children = family.children.map((child) => ({
    ...member(child.name, child.givenName), seat: child.ownAccount ? 'young-person' as const : 'child' as const, relation: child.relation, born_on: child.bornOn,
  }))
  const leadMember = { ...member(lead.name, lead.given_name), person_id: family.lead, seat: 'lead' as const, relation: null, born_on: null }
  await acting.db.insertInto('member').values([...adults, ...children, leadMember]).execute()
  await acting.db.insertInto('member_contact').values(family.adults.map(({ contact }, at) => contactRow(id, adults[at]!.id, contact))).execute()

  const first = adults[0]!
  const inside = { db: acting.db, family: id, now: acting.now }
  const responsible = adults.filter((adult, at) => family.adults[at]!.responsible ?? adult.seat === 'parent')
  await holdResponsible(inside, responsible.flatMap((adult) => children.map((child) => ({ adult: adult.id, child: child.id }))))
  const settings = await settingsOf(acting.db)
  const everybody = [...adults, ...children].map((one) => ({ id: one.id, seat: one.seat, bornOn: one.born_on }))
  const why = whyTheLead(family.language, acting.today)
  // A young person under that age is asked by themselves once they have an account; here an adult says it.
  const ages = { ...settings, keepsFromAge: settings.ownFromAge }
  const may = (giver: Somebody, about: Somebody) => mayAgree(giver, about, { responsible: responsible.some((one) => one.id === giver.id), saidThemselves: false }, ages, acting.today)
  for (const about of everybody) {
    const by = everybody.find((one) => one.id !== about.id && may(one, about)) ?? (may(about, about) ? about : undefined)
    if (by) await agree(inside, { to: leadMember.id, kinds: allKinds, about: [about], why, whyLang: family.language, by: by.id, until: null }, settings)
  }

  await acting.db.insertInto('plan_entry').values(family.strengths.map(({ words, lang, saidBy }) => ({
    family_id: id, id: newId<EntryId>(), circle_id: null, kind: 'strength' as const, words, lang,
    said_by: saidBy === null ? leadMember.id : 'adult' in saidBy ? adults[saidBy.adult]!.id : children[saidBy.child]!.id,
    owner_member: null, owner_name: null, owner_agency: null, goal_id: null, due_on: null, done_at: null, made_by: acting.person!, made_at: acting.now,
  }))).execute()

  await planFirstReview({ db: acting.db, family: id, now: acting.now, today: acting.today, person: acting.person })
  await keepNextContact({ db: acting.db, family: id, now: acting.now, today: acting.today })

  return {
    ok: true, value: { family: id, firstAdult: first.id },
    event: { kind: 'family-started', data: { name: family.name }, thing: { kind: 'family', id } },
    notices: family.lead === acting.person ? [] : [{ to: family.lead, name: 'somethingNew' }],
  }
}

/** What is written down as the sense of sharing with the lead professional, in the family's language. */
export function whyTheLead(familyLanguage: string, today: Day): string {
  const { t, format } = wordsFor(isLang(familyLanguage) ? familyLanguage : firstLang)
  return t('desk:start.whyTheLead', { day: format.date(today) })
}

function wrongIn(family: NewFamily, today: Day): { why: StartRefused; field: string } | undefined {
  if (family.adults.length === 0) return { why: 'adult-missing', field: 'adult-0-name' }
  // A plan begins with what is going well (TF ¶2.7; #3).
  if (family.strengths.length === 0) return { why: 'strength-missing', field: 'strength-0-words' }
  for (const [at, { contact }] of family.adults.entries()) {
    const wrong = wrongContact(contact)
    if (wrong) return { why: wrong.why, field: `adult-${at}-${wrong.field}` }
  }
  for (const [at, child] of family.children.entries()) {
    if (child.bornOn !== null && child.bornOn > plusDays(today, mostDaysToBirth)) return { why: 'born-later', field: `child-${at}-born` }
    if (child.ownAccount && (child.bornOn === null || child.bornOn > today || ageOn(child.bornOn, today) < ownAccountAge)) return { why: 'too-young-for-account', field: `child-${at}-account` }
  }
  for (const [at, { saidBy }] of family.strengths.entries()) {
    const there = saidBy === null || ('adult' in saidBy ? family.adults[saidBy.adult] : family.children[saidBy.child])
    if (!there) return { why: 'somebody-is-not-here', field: `strength-${at}-by` }
  }
  return undefined
}

/** A baby can be named from about the twelfth week on. */
export const mostDaysToBirth = 280

/** What is wrong with a way to reach somebody, and beside which field it stands; undefined when it can be used. */
export function wrongContact(contact: NewContact): { why: 'address-missing' | 'hours-wrong' | 'messages-not-safe'; field: 'email' | 'mobile' | 'days' | 'from' | 'messages' } | undefined {
  if (contact.channel === 'email' && contact.email === null) return { why: 'address-missing', field: 'email' }
  if (contact.channel === 'text' && contact.mobile === null) return { why: 'address-missing', field: 'mobile' }
  // A text is a message on a screen that others may see: without a yes to messages there is none.
  if (contact.channel === 'text' && !contact.messagesOk) return { why: 'messages-not-safe', field: 'messages' }
  if (contact.channel === 'none') return undefined
  if (!/^[1-7]{1,7}$/.test(contact.days)) return { why: 'hours-wrong', field: 'days' }
  if (contact.from >= contact.until) return { why: 'hours-wrong', field: 'from' }
  return undefined
}

/** The row for a way to reach somebody. */
export function contactRow(family: FamilyId, member: MemberId, contact: NewContact) {
  return {
    family_id: family, member_id: member, email: contact.email, mobile: contact.mobile, language: contact.language, channel: contact.channel,
    days: contact.days, from_time: contact.from, until_time: contact.until, zone: contact.zone, messages_ok: contact.messagesOk ? 1 as const : 0 as const,
  }
}

/** What somebody is called when they did not say: the first word of their name. */
export function firstWord(name: string): string {
  return name.split(/\s+/)[0] ?? name
}

/** The starter, or for a manager somebody of a team of theirs; any practitioner may be one (#39). */
async function leadToBe(acting: AreaActing<'families:start'>, person: PersonId) {
  const teams = acting.posts.filter((post) => post.role === 'manager' || (post.role === 'lead' && person === acting.person)).map((post) => post.team)
  if (teams.length === 0) return undefined
  return acting.db.selectFrom('post as o').innerJoin('person as p', 'p.id', 'o.person_id').select(['o.team', 'p.name', 'p.given_name'])
    .where('o.person_id', '=', person).where('o.role', 'in', ['lead', 'practitioner']).where('o.team', 'in', teams).where('o.from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', acting.today)])).orderBy('o.from_on').executeTakeFirst()
}

/** Opens a family's record for a sitting, with the reason for it: a usual one (`lang` null), or own words. */
export async function openRecord(acting: Acting<'family:see'>, opening: { reason: string; lang: string | null }): Promise<Outcome<null, 'not-there'>> {
  if (acting.seat === 'work' || !(seatsThatHelp as ReadonlySet<string>).has(acting.seat)) return { ok: false, why: 'not-there' }
  await acting.db.insertInto('sitting').values({
    family_id: acting.family, id: newId(), person_id: acting.person, reason: opening.reason, reason_lang: opening.lang, opened_at: acting.now, until_at: sittingEnds(acting),
  }).execute()
  return { ok: true, value: null, event: { kind: 'record-opened', data: { reason: opening.reason } } }
}
