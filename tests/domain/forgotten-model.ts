/**
 * Random histories of a family whose plan is open: times booked, moved and called off by the family and by the service, times offered
 * and what is said to them, visits and how they went, places in groups, absence, who comes and who leads instead, people who leave, plans that close, days that pass.
 * After each command nobody is forgotten; days pass with the worker's turn, because time is no command of anybody's.
 */
import fc from 'fast-check'
import { expect } from 'vitest'
import { areaViewerFor, must, viewerFor, viewerOfMoney, type Viewer } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { visitsWhileAway } from '#app/domain/appointments/away.server.ts'
import { bookAppointment, cancelAppointment, moveAppointment } from '#app/domain/appointments/booking.server.ts'
import { answerCover, sayWhoComes } from '#app/domain/appointments/cover.server.ts'
import { daysToBook, freeTimes, rulesFor, takeTimeOff } from '#app/domain/appointments/diary.server.ts'
import { closeFollowUp } from '#app/domain/appointments/follow-ups.server.ts'
import { recordAppointment } from '#app/domain/appointments/how-it-went.server.ts'
import { changeOffer, notNow, offerTimes, proposeOthers, takeOffered } from '#app/domain/appointments/offers.server.ts'
import { makeGroup } from '#app/domain/groups/groups.server.ts'
import { datesWithoutLeader, sayWhoLeads } from '#app/domain/groups/leaders.server.ts'
import { comeToGroup, stopWaiting, takeOfferedPlaces } from '#app/domain/groups/places.server.ts'
import { settleGroups } from '#app/domain/groups/waiting.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { endMember, nameLead, setLead } from '#app/domain/family/members.server.ts'
import { familiesWithoutNextContact } from '#app/domain/family/next-contact.server.ts'
import { openWithoutOwnerOrDate } from '#app/domain/plan/open-without-owner.server.ts'
import { watchPromises } from '#app/domain/plan/watch.server.ts'
import { openPlanAgain } from '#app/domain/plan/reviews.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { newId, type MemberId, type PersonId, type ReviewId } from '#app/values/ids.ts'
import { dayAt, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { aMember, aPerson, aPost, consentTo, diaryKeeper, friday, helpedFamily, weekHours } from './diary-world.ts'

const names = ['sam', 'ayesha', 'nia'] as const
type Helper = (typeof names)[number]

export type Step =
  | { readonly do: 'book'; readonly with: Helper; readonly together: boolean; readonly kept: boolean; readonly nth: number }
  | { readonly do: 'move' | 'cancel'; readonly by: 'family' | 'service'; readonly nth: number }
  | { readonly do: 'offer'; readonly by: Helper; readonly kept: boolean; readonly days: number }
  | { readonly do: 'take' | 'others' | 'not-now' | 'withdraw' | 'renew'; readonly nth: number }
  | { readonly do: 'went'; readonly how: 'seen' | 'not-seen' | 'not-brought' | 'off-family' | 'off-service'; readonly nth: number }
  | { readonly do: 'off'; readonly who: Helper; readonly from: number; readonly days: number }
  | { readonly do: 'cover'; readonly how: 'same-time' | 'new-times' | 'go-on'; readonly cover: Helper | null; readonly nth: number }
  | { readonly do: 'agree' | 'wait'; readonly nth: number }
  | { readonly do: 'group'; readonly by: Helper; readonly together: boolean; readonly days: number }
  | { readonly do: 'come'; readonly kept: boolean; readonly nth: number }
  | { readonly do: 'lead-date'; readonly how: 'colleague' | 'another' | 'off'; readonly cover: Helper | null; readonly all: boolean; readonly nth: number }
  | { readonly do: 'all-done' }
  | { readonly do: 'leaves'; readonly who: Helper; readonly how: 'place' | 'post' }
  | { readonly do: 'comes-back'; readonly who: Helper }
  | { readonly do: 'lead'; readonly to: Helper }
  | { readonly do: 'close' | 'open' }
  | { readonly do: 'days'; readonly days: number }

const nth = fc.nat(50)
const helper = fc.constantFrom(...names)

/** Any step, likely and unlikely ones. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('book' as const), with: helper, together: fc.boolean(), kept: fc.nat(3).map((n) => n === 0), nth }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('move' as const, 'cancel' as const), by: fc.constantFrom('family' as const, 'service' as const), nth }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('offer' as const), by: helper, kept: fc.nat(3).map((n) => n === 0), days: fc.nat(6) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('take' as const, 'others' as const, 'not-now' as const, 'withdraw' as const, 'renew' as const), nth }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('went' as const), how: fc.constantFrom('seen' as const, 'not-seen' as const, 'not-brought' as const, 'off-family' as const, 'off-service' as const), nth }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('off' as const), who: helper, from: fc.nat(6), days: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('cover' as const), how: fc.constantFrom('same-time' as const, 'same-time' as const, 'new-times' as const, 'go-on' as const), cover: fc.option(helper), nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('agree' as const, 'wait' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('group' as const), by: helper, together: fc.boolean(), days: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('come' as const), kept: fc.nat(3).map((n) => n === 0), nth }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lead-date' as const), how: fc.constantFrom('colleague' as const, 'colleague' as const, 'another' as const, 'off' as const), cover: fc.option(helper), all: fc.boolean(), nth }) },
  // What is seen to hides whether anything else is next: so it is often seen to.
  { weight: 9, arbitrary: fc.record({ do: fc.constant('all-done' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leaves' as const), who: helper, how: fc.constantFrom('place' as const, 'post' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('comes-back' as const), who: helper }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lead' as const), to: helper }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'open' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.integer({ min: 1, max: 6 }) }) },
)

/** A family with an open plan, a lead professional, a helper of its team, a colleague who knows it not, and a manager. */
async function aTeam(db: Db) {
  const people = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await aPerson(db, `${name} Helper`)] as const))) as Record<Helper, PersonId>
  for (const name of names) {
    await aPost(db, people[name], 'practitioner')
    await weekHours(db, people[name], '09:00', '11:00', ['phone'])
  }
  const manager = await aPerson(db, 'Priya Manager')
  await aPost(db, manager, 'manager')
  const home = await helpedFamily(db, people.sam)
  const ayesha = await aMember(db, home.family, people.ayesha, 'team', 'Ayesha Helper')
  await consentTo(db, home.family, ayesha, [home.parent], home.parent)
  await db.insertInto('review').values({ family_id: home.family, id: newId<ReviewId>(), due_on: plusDays(dayAt(friday), 60), planned_at: friday, planned_by: people.sam }).execute()
  await watchPromises(db, friday)
  return { db, people, manager, ...home }
}

type Team = Awaited<ReturnType<typeof aTeam>>
interface History { readonly team: Team; now: Instant }

/** Does the steps one after another, and asks after each whether somebody is forgotten. How many commands were done. */
export async function follow(db: Db, steps: readonly Step[]): Promise<number> {
  const history: History = { team: await aTeam(db), now: friday }
  let done = 0
  for (const [at, step] of steps.entries()) {
    history.now = plusMinutes(history.now, 1)
    if (await take(history, step)) done += 1
    const where = `step ${at}: ${JSON.stringify(step)}`
    expect(await familiesWithoutNextContact(db, dayAt(history.now)), where).toEqual([])
  }
  await theWorker(db, plusMinutes(history.now, 1))
  // Nothing open is nobody's, and nobody waits for somebody who does not come.
  expect(await openWithoutOwnerOrDate(db, dayAt(history.now))).toEqual([])
  await nobodyWaitsInVain(history)
  return done
}

/** The worker's turn: it looks at everything once. */
async function theWorker(db: Db, at: Instant): Promise<void> {
  await watchPromises(db, at)
  await settleGroups(db, at)
}

/** After the worker's turn: each appointment that is ahead is with people who help the family, and none soon is with somebody who is off. */
async function nobodyWaitsInVain({ team: { db }, now }: History): Promise<void> {
  const today = dayAt(now)
  const rows = await db.selectFrom('appointment as a').select(['a.id', 'a.family_id', 'a.practitioner_id', 'a.starts_at', 'a.ends_at', 'a.group_date_id']).where('a.state', '=', 'booked').where('a.starts_at', '>', now).execute()
  for (const row of rows) {
    const with_ = await db.selectFrom('appointment_with').select('practitioner_id').where('appointment_id', '=', row.id).execute()
    for (const person of [row.practitioner_id, ...with_.map((one) => one.practitioner_id)]) {
      const viewer = await viewerFor(db, person, row.family_id, now)
      if (row.group_date_id !== null) expect(await db.selectFrom('group_hold').select('date_id').where('practitioner_id', '=', person).where('date_id', '=', row.group_date_id).execute(), 'whoever leads is named').not.toEqual([])
      else expect(viewer?.powers.has('appointments:see'), 'whoever comes helps the family').toBe(true)
      if (row.group_date_id !== null && dayAt(row.starts_at) <= plusDays(today, 1)) expect(await areaViewerFor(db, person, now), 'and works here').toBeDefined()
      if (row.group_date_id === null) expect(await db.selectFrom('cell').select('cell').where('practitioner_id', '=', person).where('appointment_id', '=', row.id).execute(), 'and their time is theirs').not.toEqual([])
      const off = await db.selectFrom('time_off').select('id').where('practitioner_id', '=', person).where('from_at', '<', row.ends_at).where('until_at', '>', row.starts_at).execute()
      if (dayAt(row.starts_at) <= plusDays(today, 1)) expect(off, 'and is not off').toEqual([])
    }
  }
}

async function inFamily({ team: { db, family }, now }: History, person: PersonId): Promise<Viewer | undefined> {
  return viewerFor(db, person, family, now)
}

const has = <P extends FamilyPower>(viewer: Viewer | undefined, power: P) => (viewer?.powers.has(power) ? must(viewer, power) : undefined)
const ok = (answer: Answer<unknown, string> | undefined) => answer?.ok ?? false

async function memberOf({ team: { db, family }, now }: History, person: PersonId): Promise<MemberId | undefined> {
  const viewer = await viewerFor(db, person, family, now)
  return viewer?.member ?? undefined
}

/** Whoever leads today. */
async function leader(history: History): Promise<Viewer | undefined> {
  const row = await history.team.db.selectFrom('member').select('person_id').where('family_id', '=', history.team.family).where('seat', '=', 'lead').where('until_on', 'is', null).executeTakeFirst()
  return row?.person_id ? inFamily(history, row.person_id) : undefined
}

async function booked({ team: { db, family } }: History, which: number, when: 'ahead' | 'past', now: Instant) {
  const rows = await db.selectFrom('appointment').selectAll().where('family_id', '=', family).where('starts_at', when === 'ahead' ? '>' : '<=', now).where('state', 'in', when === 'ahead' ? ['booked'] : ['booked', 'seen', 'not-seen']).orderBy('starts_at', when === 'ahead' ? 'asc' : 'desc').orderBy('id').limit(6).execute()
  return rows[which % Math.max(1, rows.length)]
}

async function offersNow({ team: { db, family } }: History, which: number) {
  const rows = await db.selectFrom('appointment_offer').selectAll().where('family_id', '=', family).where('state', 'in', ['open', 'others']).orderBy('offered_at').orderBy('id').execute()
  return rows[which % Math.max(1, rows.length)]
}

async function free(history: History, people: readonly PersonId[], which: number): Promise<Instant | undefined> {
  const settings = await settingsOf(history.team.db)
  const days = daysToBook(dayAt(history.now), settings)
  const times = await freeTimes(history.team.db, people, 'phone', rulesFor('phone', settings), { from: days.from, until: plusDays(days.from, 14) }, history.now)
  return times[(which * 7) % Math.max(1, times.length)]?.startsAt
}

/** Takes one step, where it can be taken. */
async function take(history: History, step: Step): Promise<boolean> {
  const { team, now } = history
  const { db, people, family } = team
  const parent = (await inFamily(history, team.parentPerson))!
  const today = dayAt(now)
  switch (step.do) {
    case 'book': {
      const other = step.together ? names.find((name) => name !== step.with)! : null
      const [first, second] = [await memberOf(history, people[step.with]), other && (await memberOf(history, people[other]))]
      const startsAt = first && (await free(history, [people[step.with], ...(second && other ? [people[other]] : [])], step.nth))
      if (!startsAt) return false
      return ok(await act(must(parent, 'appointments:book'), bookAppointment, {
        practitioner: first, ...(second ? { together: [second] } : {}), mode: 'phone', startsAt, about: [], whoSees: step.kept ? { members: [team.parent], lead: false } : 'everybody', shareWith: [], needs: step.nth % 2 === 0 ? ['childcare'] : [], interpreterLang: null, where: null, note: null, lang: 'en',
      }))
    }
    case 'move':
    case 'cancel': {
      const row = await booked(history, step.nth, 'ahead', now)
      const viewer = row && has(step.by === 'family' ? parent : await inFamily(history, row.practitioner_id), 'appointments:book')
      if (!viewer) return false
      if (step.do === 'cancel') return ok(await act(viewer, cancelAppointment, { appointment: row.id, sequence: row.sequence }))
      const startsAt = await free(history, [row.practitioner_id], step.nth)
      return startsAt ? ok(await act(viewer, moveAppointment, { appointment: row.id, sequence: row.sequence, startsAt })) : false
    }
    case 'offer': {
      const viewer = has(await inFamily(history, people[step.by]), 'appointments:book')
      const startsAt = await free(history, [people[step.by]], step.days)
      if (!viewer || !startsAt) return false
      const answerBy = plusDays(today, step.days) < dayAt(startsAt) ? plusDays(today, step.days) : dayAt(startsAt)
      return ok(await act(viewer, offerTimes, { mode: 'phone', times: [startsAt], answerBy, about: [], to: step.kept ? [team.parent] : 'everybody', words: null, lang: 'en' }))
    }
    case 'take':
    case 'others':
    case 'not-now': {
      const offer = await offersNow(history, step.nth)
      if (!offer) return false
      const viewer = must(parent, 'appointments:book')
      if (step.do === 'others') return ok(await act(viewer, proposeOthers, { offer: offer.id, words: 'After school', lang: 'en' }))
      if (step.do === 'not-now') return ok(await act(viewer, notNow, { offer: offer.id, againOn: plusDays(today, 1 + step.nth), words: null, lang: 'en' }))
      const startsAt = await free(history, [offer.practitioner_id], step.nth)
      return startsAt ? ok(await act(viewer, takeOffered, { offer: offer.id, startsAt, lang: 'en' })) : false
    }
    case 'withdraw':
    case 'renew': {
      const offer = await offersNow(history, step.nth)
      const viewer = offer && has(await inFamily(history, offer.practitioner_id), 'appointments:book')
      return viewer ? ok(await act(viewer, changeOffer, { offer: offer.id, answerBy: step.do === 'renew' ? plusDays(today, step.nth % 5) : null })) : false
    }
    case 'went': {
      const row = await booked(history, step.nth, 'past', now)
      const viewer = row && has(await inFamily(history, row.practitioner_id), 'appointments:see')
      return viewer ? ok(await act(viewer, recordAppointment, { appointment: row.id, state: step.how })) : false
    }
    case 'off': {
      const post = await areaViewerFor(db, people[step.who], now)
      if (!post) return false
      const from = plusMinutes(now, 24 * 60 * step.from)
      return ok(await act(await diaryKeeper(db, people[step.who], now), takeTimeOff, { from, until: plusMinutes(from, 24 * 60 * step.days), repeat: null, untilOn: null }))
    }
    case 'cover': {
      const desk = (await areaViewerFor(db, team.manager, now))!
      const visits = await visitsWhileAway(must(desk, 'desk:see'))
      const visit = visits[step.nth % Math.max(1, visits.length)]
      if (!visit) return false
      const said = { appointment: visit.appointment, away: visit.away, how: step.how, cover: step.cover && people[step.cover] }
      const own = step.nth % 2 === 0 ? has(await inFamily(history, visit.away), 'appointments:see') : undefined
      return ok(own ? await act(own, sayWhoComes, said) : await act(must((await viewerOfMoney(db, team.manager, family, now))!, 'lead:name'), sayWhoComes, said))
    }
    case 'agree':
    case 'wait': {
      // Who leads a date of a group is not answered by a family.
      const rows = await db.selectFrom('appointment_cover as k').innerJoin('appointment as a', 'a.id', 'k.appointment_id').select('a.id').where('k.state', 'in', ['asked', 'comes']).where('a.state', '=', 'booked').where('a.group_date_id', 'is', null).orderBy('a.id').execute()
      const row = rows[step.nth % Math.max(1, rows.length)]
      return row ? ok(await act(must(parent, 'appointments:book'), answerCover, { appointment: row.id, how: step.do })) : false
    }
    case 'group': {
      if (!(await areaViewerFor(db, people[step.by], now))) return false
      const other = names.find((name) => name !== step.by)!
      const fromOn = plusDays(today, step.days)
      return ok(await act(await diaryKeeper(db, people[step.by], now), makeGroup, {
        name: 'Cooking together', purpose: 'To eat', lang: 'en', mode: 'centre', place: 'The hub', fromOn, untilOn: plusDays(fromOn, 15), repeat: 'weekly', time: '14:00', minutes: 60, places: 3, together: step.together ? [people[other]] : [],
      }))
    }
    case 'come': {
      const dates = await db.selectFrom('group_date').select('id').where('off_at', 'is', null).where('starts_at', '>', now).orderBy('starts_at').orderBy('id').execute()
      const asked = await db.selectFrom('group_wait').select('id').where('state', '=', 'asked').orderBy('id').execute()
      const viewer = must(parent, 'appointments:book')
      if (asked.length > 0 && step.nth % 2 === 0) return ok(step.nth % 4 === 0 ? await act(viewer, takeOfferedPlaces, { wait: asked[0]!.id }) : await act(viewer, stopWaiting, { wait: asked[0]!.id }))
      const date = dates[step.nth % Math.max(1, dates.length)]
      return date ? ok(await act(viewer, comeToGroup, { date: date.id, who: [team.parent], whoSees: step.kept ? { members: [team.parent], lead: false } : 'everybody', shareWith: [], needs: [], interpreterLang: null, note: null, lang: 'en' })) : false
    }
    case 'lead-date': {
      const desk = must((await areaViewerFor(db, team.manager, now))!, 'desk:see')
      const unled = await datesWithoutLeader(desk)
      const date = unled[step.nth % Math.max(1, unled.length)]
      if (!date) return false
      const said = ok(await act(desk, sayWhoLeads, { date: date.date, how: step.how, cover: step.cover && people[step.cover], all: step.all, startsAt: plusMinutes(date.startsAt, 24 * 60 * (1 + (step.nth % 4))), words: 'Nobody can', lang: 'en' }))
      await settleGroups(db, now)
      return said
    }
    case 'all-done': {
      const rows = await db.selectFrom('follow_up as u').leftJoin('member as m', 'm.id', 'u.owner_member').select(['u.id', 'm.person_id']).where('u.done_at', 'is', null).orderBy('u.id').execute()
      let any = false
      for (const row of rows) {
        const owner = row.person_id ?? (await leader(history))?.person
        const viewer = owner && has(await inFamily(history, owner), 'appointments:see')
        if (viewer && (await act(viewer, closeFollowUp, { followUp: row.id, words: 'We talked', lang: 'en' }).then(ok, () => false))) any = true
        expect(await familiesWithoutNextContact(db, today), 'one is done').toEqual([])
      }
      return any
    }
    case 'leaves': {
      if (step.how === 'place') {
        const lead = has(await leader(history), 'people:invite')
        const member = await memberOf(history, people[step.who])
        return lead && member ? ok(await act(lead, endMember, { member })) : false
      }
      // A post ends by its last day, which is the area's to say: the worker's turn follows, as after the page that says it.
      await db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', people[step.who]).where('until_on', 'is', null).execute()
      await theWorker(db, now)
      return true
    }
    case 'comes-back':
      if (await areaViewerFor(db, people[step.who], now)) return false
      await db.insertInto('post').values({ person_id: people[step.who], id: newId(), role: 'practitioner', team: 'North', from_on: today, until_on: null }).execute()
      await watchPromises(db, now)
      return true
    case 'lead': {
      const leads = has(await leader(history), 'people:invite')
      if (leads?.seat === 'lead') return act(leads, setLead, { to: people[step.to], agreedBy: [team.parent] }).then(ok, () => false)
      const manager = await viewerOfMoney(db, team.manager, family, now)
      return manager?.powers.has('lead:name') ? act(must(manager, 'lead:name'), nameLead, { to: people[step.to], agreedBy: [team.parent] }).then(ok, () => false) : false
    }
    case 'close':
      await db.updateTable('review').set({ closed_at: now, closed_by: people.sam, outcome: 'plan-closed', words: 'Well done', lang: 'en' }).where('family_id', '=', family).where('closed_at', 'is', null).execute()
      return true
    case 'open':
      return ok(await act(must(parent, 'change:tell'), openPlanAgain, {}))
    case 'days':
      for (let passed = 0; passed < step.days; passed += 1) {
        history.now = plusMinutes(history.now, 24 * 60)
        await theWorker(db, history.now)
        expect(await familiesWithoutNextContact(db, dayAt(history.now)), 'a day has passed').toEqual([])
      }
      return true
  }
}
