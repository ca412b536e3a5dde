/** Who joins a family's plan, who leaves it, and who helps: places begin and end, they are never deleted. */
import type { ExpressionBuilder } from 'kysely'
import type { Agreeable, Schema, Seat } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { ageOn, plusDays, type Day } from '#app/values/instant.ts'
import { agree, holdResponsible, whoAgrees } from './agreeing.server.ts'
import { adultSeats, allKinds, isAdult, isYoung } from './agreeing.ts'
import { letFall } from './owners-left.server.ts'
import { peersGone } from './peers-gone.ts'
import { familyOf } from './people.server.ts'
import { contactRow, firstWord, mostDaysToBirth, ownAccountAge, whyTheLead, wrongContact, type NewContact } from './starting.server.ts'
import { keepNextContact } from './next-contact.server.ts'

export interface NewMember {
  readonly name: string
  readonly givenName: string | null
  readonly seat: 'parent' | 'kin-carer' | 'young-person' | 'child' | 'network' | 'other-parent'
  readonly relation: string | null
  readonly bornOn: Day | null
  /** How to reach them safely, if they may be invited. */
  readonly contact: NewContact | null
  /**
   * Who agreed that the lead professional sees what is about them: themselves, for a child an adult with parental
   * responsibility; null for no agreement, and for the network, about whom nothing is kept.
   */
  readonly agreedBy: MemberId | 'themselves' | null
  /**
   * Of a child: the adults with parental responsibility for them; of an adult: the children for whom they have it. The
   * lead professional says it; a parent who adds a child may say it of themselves.
   */
  readonly responsible?: readonly MemberId[]
}

type AddRefused = 'somebody-is-not-here' | 'not-theirs-to-agree' | 'too-young-for-account' | 'born-later' | 'address-missing' | 'hours-wrong' | 'messages-not-safe'

/** Adds somebody to the family or its network. They need no account; one is made when they accept an invitation. */
export async function addMember(acting: Acting<'people:invite'>, member: NewMember): Promise<Outcome<MemberId, AddRefused>> {
  if (member.bornOn !== null && member.bornOn > plusDays(acting.today, mostDaysToBirth)) return { ok: false, why: 'born-later', field: 'born' }
  if (member.seat === 'young-person' && (member.bornOn === null || member.bornOn > acting.today || ageOn(member.bornOn, acting.today) < ownAccountAge)) {
    return { ok: false, why: 'too-young-for-account', field: 'born' }
  }
  const wrong = member.contact && wrongContact(member.contact)
  if (wrong) return { ok: false, ...wrong }
  if (member.agreedBy !== null && acting.seat !== 'lead' && member.agreedBy !== acting.member) return { ok: false, why: 'somebody-is-not-here', field: 'agreed-by' }

  const id = newId<MemberId>()
  await acting.db.insertInto('member').values({
    family_id: acting.family, id, person_id: null, name: member.name, given_name: member.givenName ?? firstWord(member.name), seat: member.seat,
    relation: member.relation, born_on: member.bornOn, from_on: acting.today, until_on: null, made_at: acting.now,
  }).execute()
  if (member.contact) await acting.db.insertInto('member_contact').values(contactRow(acting.family, id, member.contact)).execute()
  const responsible = [...new Set(member.responsible)]
  if (!(await mayHold(acting, { seat: member.seat, with: responsible }))) return { ok: false, why: 'somebody-is-not-here', field: 'responsible' }
  await holdResponsible(acting, responsible.map((one) => (isYoung(member.seat) ? { adult: one, child: id } : { adult: id, child: one })))
  if (member.agreedBy !== null) {
    const who = await whoAgrees(acting)
    const by = member.agreedBy === 'themselves' ? id : member.agreedBy
    if (!who.people.some((one) => one.id === by)) return { ok: false, why: 'somebody-is-not-here', field: 'agreed-by' }
    if (!who.may(by, id, null)) return { ok: false, why: 'not-theirs-to-agree', field: 'agreed-by' }
    const lead = who.people.find((one) => one.seat === 'lead')
    const { language } = await familyOf(acting)
    const about = who.people.filter((one) => one.id === id)
    if (lead) await agree(acting, { to: lead.id, kinds: allKinds, about, why: whyTheLead(language, acting.today), whyLang: language, by, until: null }, who.ages)
  }
  return { ok: true, value: id, event: { kind: 'member-added', data: { member: id, seat: member.seat }, thing: { kind: 'member', id } } }
}

/** Whether the actor may say this of parental responsibility: between an adult and children of this family, the lead professional all of it. */
async function mayHold(acting: Inside<Viewer>, { seat, with: others }: { seat: Seat; with: readonly MemberId[] }): Promise<boolean> {
  if (others.length === 0) return true
  if (!isAdult(seat) && !isYoung(seat) && seat !== 'other-parent') return false
  if (acting.seat !== 'lead' && (acting.seat !== 'parent' || !isYoung(seat) || others.some((one) => one !== acting.member))) return false
  const known = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', 'in', [...others])
    .where('seat', 'in', isYoung(seat) ? [...adultSeats, 'other-parent'] : ['child', 'young-person']).where(isCurrent(acting.today)).execute()
  return known.length === others.length
}

/**
 * Says for which children an adult has parental responsibility, as the lead professional was shown. What they had agreed
 * for a child for whom they no longer have it ends with it.
 */
export async function setResponsibility(acting: Acting<'people:invite'>, { adult, children }: { adult: MemberId; children: readonly MemberId[] }): Promise<Outcome<null, 'not-the-lead' | 'somebody-is-not-here'>> {
  if (acting.seat !== 'lead') return { ok: false, why: 'not-the-lead' }
  const row = await acting.db.selectFrom('member').select('seat').where('family_id', '=', acting.family).where('id', '=', adult)
    .where('seat', 'in', [...adultSeats, 'other-parent']).where(isCurrent(acting.today)).executeTakeFirst()
  const of = [...new Set(children)]
  if (!row || !(await mayHold(acting, { seat: row.seat, with: of }))) return { ok: false, why: 'somebody-is-not-here' }
  const before = await acting.db.selectFrom('responsibility').select('child_member').where('family_id', '=', acting.family).where('adult_member', '=', adult).execute()
  const gone = before.map((one) => one.child_member).filter((child) => !of.includes(child))
  if (gone.length > 0) {
    await acting.db.deleteFrom('responsibility').where('family_id', '=', acting.family).where('adult_member', '=', adult).where('child_member', 'in', gone).execute()
    await acting.db.updateTable('consent').set({ withdrawn_at: acting.now, withdrawn_by: acting.member }).where('family_id', '=', acting.family)
      .where('given_by', '=', adult).where('about_member', 'in', gone).where('withdrawn_at', 'is', null).execute()
  }
  await holdResponsible(acting, of.map((child) => ({ adult, child })))
  await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'responsibility-changed', data: { member: adult, children: of.length }, thing: { kind: 'member', id: adult } } }
}

/**
 * Ends somebody's place from today on. An adult of the family leaves by their own wish or is taken out by the lead
 * professional, never by the other adult; the last adult and the lead professional stay.
 */
export async function endMember(acting: Acting<'people:invite'>, { member }: { member: MemberId }): Promise<Outcome<null, 'not-there' | 'not-yours-to-end' | 'last-adult' | 'hand-over-first'>> {
  const row = await acting.db.selectFrom('member').select(['id', 'seat', 'person_id']).where('family_id', '=', acting.family).where('id', '=', member)
    .where(isCurrent(acting.today)).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  if (row.seat === 'lead') return { ok: false, why: 'hand-over-first' }
  const adult = (adultSeats as readonly Seat[]).includes(row.seat)
  if (acting.seat !== 'lead' && row.id !== acting.member && (adult || row.seat === 'young-person')) return { ok: false, why: 'not-yours-to-end' }
  if (adult && (await currentAdults(acting)).length < 2) return { ok: false, why: 'last-adult' }

  await endPlace(acting, row.id)
  const told = await letFall(acting)
  return {
    ok: true, value: null, event: { kind: 'member-ended', data: { member }, thing: { kind: 'member', id: member } },
    notices: told.filter((person) => person !== acting.person).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

export interface NewHelper {
  readonly person: PersonId
  readonly seat: 'team' | 'coordinator'
  /** What they may see: these kinds of things, about these members. */
  readonly kinds: readonly Agreeable[]
  readonly about: readonly MemberId[]
  /** Why it helps, in words that the family reads, and their language if it is known. */
  readonly why: string
  readonly whyLang?: string
  readonly until: Day | null
  /** Who of the family agreed, one or several: each about themselves, or about a child for whom they may. Somebody of the family says it only for themselves. */
  readonly agreedBy: MemberId | readonly MemberId[]
}

/**
 * Adds somebody who helps to the team around the family, with what they may see. The list of those who help is the list
 * of those who can look (TF ¶3.17; #17): without agreement they see only who is who, and their own work.
 */
export async function addHelper(acting: Acting<'people:invite'>, helper: NewHelper): Promise<Outcome<MemberId, 'not-a-colleague' | 'already-here' | 'somebody-is-not-here' | 'not-theirs-to-agree' | 'day-is-past'>> {
  if (helper.until !== null && helper.until < acting.today) return { ok: false, why: 'day-is-past', field: 'until' }
  const person = await acting.db.selectFrom('person as p').select(['p.name', 'p.given_name']).where('p.id', '=', helper.person)
    .where((eb) => eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'p.id').where('o.from_on', '<=', acting.today)
      .where((or) => or.or([or('o.until_on', 'is', null), or('o.until_on', '>=', acting.today)])))).executeTakeFirst()
  if (!person) return { ok: false, why: 'not-a-colleague', field: 'person' }
  if (await placeOf(acting, helper.person)) return { ok: false, why: 'already-here', field: 'person' }
  const agreedBy = [helper.agreedBy].flat()
  const who = await whoAgrees(acting)
  if (agreedBy.some((by) => (acting.seat !== 'lead' && by !== acting.member) || !who.people.some((one) => one.id === by && (isAdult(one.seat) || isYoung(one.seat))))) {
    return { ok: false, why: 'somebody-is-not-here', field: 'agreed-by' }
  }
  const about = who.people.filter((one) => helper.about.includes(one.id) && !seatsThatHelp.has(one.seat))
  if (about.length !== new Set(helper.about).size) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  const given = about.map((one) => ({ one, by: agreedBy.find((by) => who.may(by, one.id, null)) }))
  if (given.some(({ by }) => by === undefined)) return { ok: false, why: 'not-theirs-to-agree', field: 'agreed-by' }
  const id = newId<MemberId>()
  await acting.db.insertInto('member').values({
    family_id: acting.family, id, person_id: helper.person, name: person.name, given_name: person.given_name, seat: helper.seat, relation: null, born_on: null,
    from_on: acting.today, until_on: null, made_at: acting.now,
  }).execute()
  for (const { one, by } of given) await agree(acting, { to: id, kinds: helper.kinds, about: [one], why: helper.why, whyLang: helper.whyLang ?? null, by: by!, until: helper.until }, who.ages)
  return {
    ok: true, value: id, event: { kind: 'helper-added', data: { member: id, kinds: helper.kinds.join(',') }, thing: { kind: 'member', id } },
    notices: [{ to: helper.person, name: 'somethingNew' }],
  }
}

/**
 * Hands the family over to another lead professional of its team: there is exactly one at any time, and the change is
 * an event of its own (TF ¶3.15; #16). What was agreed with the one before holds for the new one as far as the adults who
 * said so may agree it: each about themselves and their children. Every adult is asked. It ends for the one before.
 */
export async function setLead(acting: Acting<'people:invite'>, { to, agreedBy }: { to: PersonId; agreedBy: readonly MemberId[] }): Promise<Outcome<MemberId, 'not-the-lead' | 'not-of-this-team' | 'already-here' | 'somebody-is-not-here'>> {
  if (acting.seat !== 'lead' || acting.member === null || (await isCover(acting, acting.member))) return { ok: false, why: 'not-the-lead' }
  if (to === acting.person) return { ok: false, why: 'not-of-this-team', field: 'to' }
  if (!(await areAdults(acting, agreedBy))) return { ok: false, why: 'somebody-is-not-here', field: 'agreed-by' }
  return seatLead(acting, { from: acting.member, to, agreedBy })
}

/**
 * A manager names the lead professional of a family of the team whose lead has left: no family is without one
 * (TF ¶3.15; #16). What was agreed with the one before holds for the new one only if an adult of the family said so;
 * otherwise they begin with nothing but who is who.
 */
export async function nameLead(acting: Acting<'lead:name'>, { to, agreedBy }: { to: PersonId; agreedBy: readonly MemberId[] }): Promise<Outcome<MemberId, 'has-a-lead' | 'not-of-this-team' | 'already-here' | 'somebody-is-not-here'>> {
  if (!(await needsLead(acting))) return { ok: false, why: 'has-a-lead' }
  // Whoever the family asked to be without is not the one they get.
  if ((await placeOf(acting, to))?.seat === 'lead') return { ok: false, why: 'not-of-this-team', field: 'to' }
  if (!(await areAdults(acting, agreedBy))) return { ok: false, why: 'somebody-is-not-here', field: 'agreed-by' }
  const before = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('seat', '=', 'lead').where('covers', 'is', null).where('from_on', '<=', acting.today)
    .orderBy('from_on', 'desc').orderBy('made_at', 'desc').orderBy('id').limit(1).executeTakeFirst()
  return seatLead(acting, { from: before?.id ?? null, to, agreedBy })
}

/** Whether nobody who holds a post leads this family today, or somebody of the family has asked for somebody else. */
export async function needsLead(viewer: May<'lead:name'> | Acting<'lead:name'>): Promise<boolean> {
  const row = await viewer.db.selectFrom('member as m').innerJoin('post as o', 'o.person_id', 'm.person_id').select('m.id').where('m.family_id', '=', viewer.family)
    .where('m.seat', '=', 'lead').where('m.covers', 'is', null).where('m.from_on', '<=', viewer.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)]))
    .where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)]))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('hand_over as h').select('h.id').whereRef('h.family_id', '=', 'm.family_id').where('h.ended_at', 'is', null)))).where((eb) => eb.not(eb.exists(eb.selectFrom('lead_wish as w').select('w.id').whereRef('w.family_id', '=', 'm.family_id').whereRef('w.about_member', '=', 'm.id').where('w.answered_at', 'is', null))))
    .limit(1).executeTakeFirst()
  return row === undefined
}

/** Who can lead this family: colleagues of its team who are not its lead and not of the family or its network. */
export async function whoCanLead(viewer: May<'people:invite'> | May<'lead:name'>): Promise<{ person: PersonId; name: string }[]> {
  return viewer.db.selectFrom('post as o').innerJoin('family as f', 'f.team', 'o.team').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct()
    .where('f.id', '=', viewer.family).where('o.role', 'in', [...rolesThatLead]).where('o.from_on', '<=', viewer.today).where('p.id', '<>', viewer.person)
    .where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)]))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member').select('member.id').where('member.family_id', '=', viewer.family).whereRef('member.person_id', '=', 'p.id')
      .where((is) => is.or([is('member.seat', 'not in', [...seatsThatHelp]), is.and([is('member.seat', '=', 'lead'), is('member.covers', 'is', null)])])).where('member.from_on', '<=', viewer.today).where((or) => or.or([or('member.until_on', 'is', null), or('member.until_on', '>=', viewer.today)])))))
    .orderBy('p.name').limit(200).execute()
}

/** Who can be added to those who help this family: colleagues who meet families and have no place in this one. One query. */
export async function whoCanHelp(viewer: May<'people:invite'>): Promise<{ person: PersonId; name: string }[]> {
  return viewer.db.selectFrom('post as o').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct()
    .where('o.role', 'in', ['lead', 'practitioner', 'coordinator']).where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)]))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as m').select('m.id').where('m.family_id', '=', viewer.family).whereRef('m.person_id', '=', 'p.id').where((or) => or.or([or('m.until_on', 'is', null), or('m.until_on', '>=', viewer.today)])))))
    .orderBy('p.name').limit(200).execute()
}

/** The adults of the family by name, for saying which of them agreed to a new lead professional. */
export async function adultsToAgree(viewer: May<'people:invite'> | May<'lead:name'>): Promise<{ id: MemberId; name: string }[]> {
  return viewer.db.selectFrom('member').select(['id', 'name']).where('family_id', '=', viewer.family).where('seat', 'in', [...adultSeats])
    .where(isCurrent(viewer.today)).orderBy('made_at').orderBy('id').execute()
}

/** Posts whose holders can lead a family: any practitioner may (#39). */
const rolesThatLead = ['lead', 'practitioner'] as const

/** Gives the lead seat to a colleague of the team and ends the one before, in one step: there is never a second one. */
async function seatLead(acting: Inside<Viewer>, { from, to, agreedBy }: { from: MemberId | null; to: PersonId; agreedBy: readonly MemberId[] }): Promise<Outcome<MemberId, 'not-of-this-team' | 'already-here'>> {
  const colleague = await acting.db.selectFrom('post as o').innerJoin('family as f', 'f.team', 'o.team').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.name', 'p.given_name'])
    .where('f.id', '=', acting.family).where('o.person_id', '=', to).where('o.role', 'in', [...rolesThatLead]).where('o.from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', acting.today)])).executeTakeFirst()
  if (!colleague) return { ok: false, why: 'not-of-this-team', field: 'to' }
  const place = await placeOf(acting, to)
  if (place && !seatsThatHelp.has(place.seat)) return { ok: false, why: 'already-here', field: 'to' }

  // Whoever asked for somebody else took back at that moment what the new one may be given again.
  const asked = from === null ? undefined : await acting.db.selectFrom('hand_over').select(['id', 'at']).where('family_id', '=', acting.family).where('ended_at', 'is', null)
    .where('from_member', '=', from).executeTakeFirst()
  const agreed = from === null || agreedBy.length === 0 ? [] : await acting.db.selectFrom('consent').select(['kind', 'about_member', 'why', 'why_lang', 'until_on'])
    .where('family_id', '=', acting.family).where('to_member', '=', from)
    .where((eb) => eb.or([eb('withdrawn_at', 'is', null), ...(asked ? [eb('withdrawn_at', '=', asked.at)] : [])]))
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  if (asked) await acting.db.updateTable('hand_over').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', asked.id).execute()
  if (from !== null) await endPlace(acting, from)
  // Whoever covered for the one before covers for nobody now; and what was asked about them is answered by this.
  const covers = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('covers', 'is not', null).where('until_on', '>=', acting.today).execute()
  for (const cover of covers) await endPlace(acting, cover.id)
  await acting.db.updateTable('lead_wish').set({ answered_at: acting.now, answered_by: acting.person }).where('family_id', '=', acting.family).where('answered_at', 'is', null).execute()
  if (place && place.id !== from) await endPlace(acting, place.id)
  const id = newId<MemberId>()
  await acting.db.insertInto('member').values({
    family_id: acting.family, id, person_id: to, name: colleague.name, given_name: colleague.given_name, seat: 'lead', relation: null, born_on: null,
    from_on: acting.today, until_on: null, made_at: acting.now,
  }).execute()
  if (agreed.length > 0) {
    const who = await whoAgrees(acting)
    for (const one of agreed) {
      // What a young person said of the one before is asked of them again, not of anybody else.
      const by = agreedBy.find((adult) => who.may(adult, one.about_member, from))
      if (by === undefined) continue
      const about = who.people.filter((other) => other.id === one.about_member)
      await agree(acting, { to: id, kinds: [one.kind], about, why: one.why, whyLang: one.why_lang, by, until: one.until_on }, who.ages)
    }
  }
  // What the one before had promised is now the new one's to keep, as far as they may see it.
  const told = await letFall(acting)
  const adults = await currentAdults(acting)
  return {
    ok: true, value: id, event: { kind: 'lead-handed-over', data: { from: from ?? '', to: id }, thing: { kind: 'member', id } },
    notices: [...new Set([to, ...adults.flatMap((adult) => adult.person_id ?? []), ...told])].map((person) => ({ to: person, name: 'somethingNew' as const })),
  }
}

/** Whether a place is that of somebody who covers for the lead professional: they hand nothing on. */
async function isCover(acting: Inside<Viewer>, member: MemberId): Promise<boolean> {
  const row = await acting.db.selectFrom('member').select('covers').where('family_id', '=', acting.family).where('id', '=', member).executeTakeFirst()
  return row?.covers != null
}

/** How a member can be reached safely, for inviting them: only the lead professional is told. */
export async function contactOf(viewer: May<'people:invite'>, member: MemberId): Promise<NewContact | undefined> {
  if (viewer.seat !== 'lead') return undefined
  const row = await viewer.db.selectFrom('member_contact').selectAll().where('family_id', '=', viewer.family).where('member_id', '=', member).executeTakeFirst()
  return row && {
    email: row.email, mobile: row.mobile, language: row.language, channel: row.channel, days: row.days, from: row.from_time, until: row.until_time,
    zone: row.zone, messagesOk: row.messages_ok === 1,
  }
}

function isCurrent(today: Day) {
  return (eb: ExpressionBuilder<Schema, 'member'>) => eb.and([eb('from_on', '<=', today), eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])])
}

/** Whether all of these speak for the family today. */
async function areAdults(acting: Inside<Viewer>, members: readonly MemberId[]): Promise<boolean> {
  const adults = members.length === 0 ? [] : await currentAdults(acting)
  return members.every((member) => adults.some((adult) => adult.id === member))
}

/** The adults who speak for the family today. */
async function currentAdults(acting: Inside<Viewer>) {
  return acting.db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', acting.family).where('seat', 'in', [...adultSeats])
    .where(isCurrent(acting.today)).execute()
}

/** Where a person already stands in this family today: nobody has two places in one. */
async function placeOf(acting: Inside<Viewer>, person: PersonId) {
  return acting.db.selectFrom('member').select(['id', 'seat']).where('family_id', '=', acting.family).where('person_id', '=', person).where('covers', 'is', null).where(isCurrent(acting.today)).executeTakeFirst()
}

/** Ends a place at once: its last day was yesterday, or earlier where it had ended already. What was agreed to be shown to it, its address and its open invitation go too. */
export async function endPlace(acting: Inside<Viewer>, member: MemberId): Promise<void> {
  await acting.db.updateTable('member').set({ until_on: plusDays(acting.today, -1) }).where('family_id', '=', acting.family).where('id', '=', member)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  await acting.db.updateTable('consent').set({ withdrawn_at: acting.now }).where('family_id', '=', acting.family).where('to_member', '=', member).where('withdrawn_at', 'is', null).execute()
  // Nothing is decided any more for somebody who is not here.
  await acting.db.updateTable('decided').set({ withdrawn_at: acting.now }).where('family_id', '=', acting.family).where('to_member', '=', member).where('withdrawn_at', 'is', null).execute()
  await acting.db.updateTable('safeguarding_decision').set({ ended_at: acting.now, ended_by: acting.person }).where('family_id', '=', acting.family).where('to_member', '=', member).where('ended_at', 'is', null).execute()
  await acting.db.deleteFrom('member_contact').where('family_id', '=', acting.family).where('member_id', '=', member).execute()
  await acting.db.updateTable('peer_contact').set({ ...peersGone, ended_at: acting.now, ended_by: 'asker' }).where('family_id', '=', acting.family).where('asked_by', '=', member).where('state', '<>', 'ended').execute()
  await acting.db.updateTable('secret_link').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('member_id', '=', member)
    .where('used_at', 'is', null).where('ended_at', 'is', null).execute()
}
