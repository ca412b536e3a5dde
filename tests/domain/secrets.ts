/**
 * Every kind of private thing, and how a secret of that kind is planted: the register of the tests that prove that what
 * is kept from somebody leaves no trace for them (no-trace.test.ts).
 *
 * A NEW KIND OF THING: add one object to `planters`, such as
 *
 *   message: {
 *     tables: ['message', 'message_text'],                        // the tables it lies in
 *     async plant({ as, word, onlyMe }) {                          // by your own command, kept to its owner alone
 *       const id = await done(await as('messages:write'), writeMessage, { words: `A ${word} message`, whoSees: onlyMe, … })
 *       return { ids: [id], seenBy: [] }                           // ids to guess; who sees it beside its owner
 *     },
 *   },
 *
 * `word` must stand in every text of it that a page could show. Return null where this owner cannot have one. A table
 * that holds nothing private goes into `holdsNoSecret` with the reason. Nothing else is to be done: the pages, feeds,
 * files and notices are found by the tests themselves.
 */
import { chooseTwoAdults } from '#app/domain/budget/two-adults.server.ts'
import { areaViewerFor, must, myselfFor, viewerFor, viewerOfSafeguarding, viewerOfSpend, viewerWhoKnows, type May } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { keepFollowUp } from '#app/domain/appointments/follow-ups.server.ts'
import { keepDate } from '#app/domain/appointments/dates.server.ts'
import { makeGroup } from '#app/domain/groups/groups.server.ts'
import { waitForGroup } from '#app/domain/groups/places.server.ts'
import { offerTimes } from '#app/domain/appointments/offers.server.ts'
import { freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { askForAssessment } from '#app/domain/carers/caring.server.ts'
import { askForPeer, notePeer } from '#app/domain/carers/peers.server.ts'
import { sayNotRight } from '#app/domain/data/corrections.server.ts'
import { sayOwnNotRight } from '#app/domain/data/own-corrections.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { keepDraft } from '#app/domain/budget/drafts.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { openEmergencyView } from '#app/domain/family/emergency.server.ts'
import { peersGone } from '#app/domain/family/peers-gone.ts'
import { openRecord } from '#app/domain/family/starting.server.ts'
import { addGoal, addStep, rateGoal } from '#app/domain/goals/goals.server.ts'
import { changeWords } from '#app/domain/plan/changing-words.server.ts'
import { sayKindWord } from '#app/domain/goals/kind-words.server.ts'
import { say } from '#app/domain/plan/said.server.ts'
import { tellChange } from '#app/domain/plan/changes.server.ts'
import { sayView } from '#app/domain/plan/views.server.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { askForAnotherLead } from '#app/domain/family/lead.server.ts'
import { setProtection } from '#app/domain/plan/level.server.ts'
import { answerAction } from '#app/domain/plan/promises.server.ts'
import { sendActionLink } from '#app/domain/plan/thing-links.server.ts'
import { nameTrustedAdult } from '#app/domain/sharing/changing.server.ts'
import { startConversation, writeMessage } from '#app/domain/messages/conversations.server.ts'
import { keepNote } from '#app/domain/messages/notes.server.ts'
import { decideToShare } from '#app/domain/sharing/safeguarding.server.ts'
import { newId, type BudgetId, type CircleId, type DeliveryId, type HoldingWishId, type ICanId, type InsteadId, type ReceiptId, type FamilyId, type FundingId, type GoalId, type MemberId, type OrderId, type PanelDayId, type PaymentId, type PersonId, type ProgrammeId, type SpendId, type TransferId } from '#app/values/ids.ts'
import { dayAt, plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import { inTransaction } from '#db/transaction.ts'
import { done } from '#db/demo/director.server.ts'
import type { DemoKey } from '#db/demo/people.ts'
import type { Kind, Schema } from '#db/schema.ts'
import { secretsOfTheBackUpPlan } from './secrets-of-backup.ts'
import { secretsOfMeetings } from './secrets-of-meetings.ts'
import { Reader } from './whole-site.ts'

/** Where a secret is planted: in a family, by its owner, at a moment. */
export interface Plot {
  readonly db: Db
  readonly family: FamilyId
  readonly owner: DemoKey
  readonly person: PersonId
  readonly member: MemberId
  /** Everybody of the demo. */
  readonly cast: Readonly<Record<DemoKey, PersonId>>
  readonly at: Instant
  readonly today: Day
  /** Stands in every text of the secret, and nowhere else. */
  readonly word: string
  readonly onlyMe: { readonly members: readonly MemberId[]; readonly lead: boolean }
  /** The owner with a power; throws where their seat has it not (ask `may` first). */
  as<P extends FamilyPower>(power: P): Promise<May<P>>
  may(power: FamilyPower): Promise<boolean>
}

export interface Planted {
  /** What a nosy reader could put into a URL or a form. */
  readonly ids: readonly string[]
  /** Addresses to try beside the site map's. */
  readonly urls?: readonly string[]
  /** Who sees it beside its owner: whose work it is. */
  readonly seenBy: readonly PersonId[]
  /** The owner does not see it, but somebody of `seenBy` does. */
  readonly notOwners?: true
  /** No page shows it yet to those inside. */
  readonly notShownYet?: true
}

export interface Planter {
  readonly tables: readonly (keyof Schema)[]
  plant(plot: Plot): Promise<Planted | null>
}

const ofKinds: Record<Kind, Planter> = {
  goal: {
    tables: ['goal', 'step', 'rating', 'circle', 'circle_member', 'about', 'last_answer'],
    async plant({ as, may, member, word, onlyMe, today }) {
      const step = { words: `First ${word} step`, owner: member, dueOn: plusDays(today, 3) }
      const id = await done(await as('goals:add'), addGoal, { words: `A ${word} goal`, lang: 'en', category: 'health', about: [member], steps: [step], whoSees: onlyMe, shareWith: [] })
      if (await may('goals:rate')) await done(await as('goals:rate'), rateGoal, { goal: id, score: 2, note: `So ${word}`, lang: 'en' })
      return { ids: [id], seenBy: [] }
    },
  },
  plan: {
    tables: ['plan_entry', 'revision', 'promise_word', 'thing_link'],
    async plant({ db, as, may, family, member, word, onlyMe, today }) {
      for (const part of ['matters', 'says', 'need'] as const) await done(await as('plan:strengths'), say, { part, area: 'other', words: `${part} ${word}`, lang: 'en', saidBy: null, about: [], whoSees: onlyMe, shareWith: [], delicate: [] })
      const strength = await done(await as('plan:strengths'), addStrength, { words: `Good at ${word}`, lang: 'en', about: [], whoSees: onlyMe, shareWith: [] })
      await done(await as('plan:see'), changeWords, { kind: 'plan', thing: strength, words: `Better at ${word}`, lang: 'en', dueOn: null, from: { number: 1, dueOn: null } })
      if (!(await may('plan:actions'))) return { ids: [strength], seenBy: [] }
      const goal = await done(await as('goals:add'), addGoal, { words: `For ${word}`, lang: 'en', category: 'money', about: [], steps: [], whoSees: onlyMe, shareWith: [] })
      const action = await done(await as('plan:actions'), addAction, { words: `Do ${word}`, lang: 'en', owner: member, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 4), goal, about: [] })
      const elsewhere = await done(await as('plan:actions'), addAction, { words: `Elsewhere ${word}`, lang: 'en', owner: null, ownerName: `Somebody of ${word}`, ownerAgency: null, dueOn: plusDays(today, 4), goal, about: [] })
      await done(await as('plan:actions'), sendActionLink, { action: elsewhere, to: { channel: 'email', address: `${word}@work.example` }, lang: 'en', namesFamily: false })
      // It has gone to a mailbox elsewhere: in the demo's open outbox everybody would find the way in.
      await db.deleteFrom('outbox').where('address', '=', `${word}@work.example`).execute()
      await done(await as('plan:see'), answerAction, { action, answer: { how: 'move', dueOn: plusDays(today, 5), words: `Later for ${word}`, lang: 'en' } })
      return { ids: [strength, action, goal, elsewhere], urls: [`/families/${family}/plan/promise/${action}`, `/families/${family}/plan/promise/${elsewhere}`], seenBy: [] }
    },
  },
  appointment: {
    tables: ['appointment', 'appointment_with', 'appointment_cover', 'cell', 'arrangement', 'follow_up', 'in_the_way', 'appointment_offer', 'offer_time', 'way_in'],
    async plant({ db, as, family, member, cast, word, onlyMe, at, today }) {
      const lead = await db.selectFrom('member').select('id').where('family_id', '=', family).where('person_id', '=', cast.sam).where('until_on', 'is', null).executeTakeFirstOrThrow()
      const [time, later] = await freeTimes(db, [cast.sam], 'phone', rulesFor('phone', await settingsOf(db)), { from: plusDays(today, 2), until: plusDays(today, 12) }, at)
      const id = await done(await as('appointments:book'), bookAppointment, {
        practitioner: lead.id, mode: 'phone', startsAt: time!.startsAt, about: [], whoSees: onlyMe, shareWith: [], needs: ['bsl'], interpreterLang: null, where: `Ring ${word}`, note: `About ${word}`, lang: 'en',
      })
      const seenTo = await inTransaction(db, (trx) => keepFollowUp({ db: trx, family, now: at, today }, { why: 'not-seen', dueOn: plusDays(today, 3), owner: lead.id, appointment: id }))
      await db.updateTable('follow_up').set({ words: `Talked of ${word}`, lang: 'en', done_at: at, done_by: cast.sam }).where('family_id', '=', family).where('appointment_id', '=', id).execute()
      await db.insertInto('in_the_way').values({ family_id: family, appointment_id: id, by_member: member, what: 'other', words: `Because of ${word}`, lang: 'en', at }).execute()
      // It is the practitioner's own work, and so is what they offer.
      const sam = must((await viewerFor(db, cast.sam, family, at))!, 'appointments:book')
      await db.insertInto('way_in').values({ family_id: family, appointment_id: id, link: `https://meet.example/${word}`, phone: null, given_at: at }).execute()
      const offer = await done(sam, offerTimes, { mode: 'phone', times: [later!.startsAt], answerBy: plusDays(today, 1), about: [], to: [member], words: `Offered for ${word}`, lang: 'en' })
      // A colleague is asked to come instead: they see nothing of it without a yes.
      await db.insertInto('appointment_cover').values({ family_id: family, appointment_id: id, away_person: cast.sam, cover_person: cast.omar, cover_member: null, state: 'asked', asked_at: at, back_on: plusDays(today, 9), answered_by: null, answered_at: null }).execute()
      return { ids: [id, seenTo!, offer], urls: [`/families/${family}/appointments/offers/${offer}`], seenBy: [cast.sam] }
    },
  },
  budget: {
    tables: ['budget', 'funding', 'balance', 'transfer', 'transfer_note', 'period_end', 'holding_wish'],
    async plant(plot) {
      const { db, family, member, word, at, today } = plot
      const id = await keptBudget(plot, `Money for ${word}`)
      const transfer = await db.selectFrom('transfer').select('id').where('family_id', '=', family).where('budget_id', '=', id).executeTakeFirstOrThrow()
      await db.insertInto('transfer_note').values({ family_id: family, transfer_id: transfer.id, words: `Came for ${word}`, lang: 'en' }).execute()
      await db.insertInto('period_end').values({
        family_id: family, budget_id: id, ends_on: plusDays(today, 90), told_at: at, returns_on: plusDays(today, 91), said_by: member, said_at: at, words: `Should stay for ${word}`, lang: 'en', answer_by: plusDays(today, 5),
        answered_at: null, answered_by: null, stays_until: null, answer_words: null, answer_lang: null, returned_at: null,
      }).execute()
      await db.insertInto('holding_wish').values({ family_id: family, id: newId<HoldingWishId>(), budget_id: id, holding: 'prepaid-card', by_member: member, at, state: 'no', answered_at: at, answered_by: member, words: `Not for ${word}`, lang: 'en' }).execute()
      return { ids: [id], seenBy: [] }
    },
  },
  spend: {
    tables: ['spend', 'spend_word', 'spend_draft', 'spend_file', 'spend_suggestion', 'panel_item', 'panel_there', 'spend_order', 'delivery', 'bill', 'spend_helped', 'receipt', 'help_instead'],
    async plant(plot) {
      const { db, as, may, family, person, member, word, at, today } = plot
      if (!(await may('budget:ask'))) return null
      const { id, goal, budget } = await keptSpend(plot, { goal: `Serves ${word}`, what: `One ${word}`, payee: `Shop of ${word}` })
      await db.insertInto('spend_word').values({ family_id: family, id: newId(), spend_id: id, kind: 'answer', level: null, by_person: person, by_member: member, at, version: 0, reason: null, words: `Says ${word}`, lang: 'en' }).execute()
      await db.insertInto('spend_suggestion').values({ family_id: family, spend_id: id, version: 0, what: `Other ${word}`, what_lang: 'en', payee: `Other shop of ${word}`, service_id: null, option_id: null, label: null, unit: '', unit_pence: pence(1), quantity: 1, needed_on: plot.today, words: `Rather ${word}`, lang: 'en', by_person: person, at }).execute()
      const day = newId<PanelDayId>()
      await db.insertInto('panel_day').values({ id: day, on_day: today, made_by: plot.cast.ruth, made_at: at, called_off_at: at, called_off_by: plot.cast.ruth }).execute()
      await db.insertInto('panel_item').values({ family_id: family, spend_id: id, day_id: day, put_by: null, put_at: at, ended_how: null, weighed: `Weighs ${word}`, weighed_lang: 'en', why: `Because of ${word}`, why_lang: 'en', noted_by: plot.cast.ruth, noted_at: at }).execute()
      await db.insertInto('panel_there').values({ family_id: family, spend_id: id, day_id: day, person_id: plot.cast.ruth }).execute()
      const picture = { type: 'image/png' as const, bytes: new Uint8Array(Buffer.from(word)) }
      const draft = await done(await as('budget:ask'), keepDraft, { draft: null, service: null, typed: { what: `Begun ${word}` }, file: picture })
      const order = newId<OrderId>()
      await db.insertInto('spend_order').values({
        family_id: family, id: order, spend_id: id, token_hash: newId(), channel: 'email', address: `${word}@pool.example`, lang: 'en', note: `For ${word}`, note_lang: 'en', state: 'accepted', begins_on: today, reason: null,
        words: `Pool says ${word}`, words_lang: 'en', new_unit_pence: null, new_quantity: null, made_by: member, made_at: at, expires_at: plusMinutes(at, 90 * 24 * 60), answered_at: at, ended_at: null,
      }).execute()
      await db.insertInto('delivery').values({ family_id: family, id: newId<DeliveryId>(), spend_id: id, order_id: order, on_day: today, units: 1, said_by: null, said_at: at, answer: 'not', answered_by: member, answered_at: at, words: `Not ${word}`, lang: 'en' }).execute()
      await db.insertInto('bill').values({ family_id: family, id: newId(), spend_id: id, order_id: order, reference: `Bill ${word}`, pence: pence(1_700), sent_at: at }).execute()
      await db.insertInto('help_instead').values({ family_id: family, id: newId<InsteadId>(), spend_id: id, by_member: member, words: `Drives ${word}`, lang: 'en', on_day: plusDays(today, 5), often: 'once', state: 'offered', at, answered_at: null, answered_by: null, entry_id: null }).execute()
      await db.insertInto('receipt').values({ family_id: family, id: newId<ReceiptId>(), spend_id: id, pence: pence(1_700), state: 'withdrawn', by_member: member, sent_at: at, answered_at: at, payment_id: null, type: 'image/png', size: word.length, content: Buffer.from(word).toString('base64') }).execute()
      await db.insertInto('spend_helped').values({ family_id: family, spend_id: id, by_member: member, answer: 'a-little', words: `Helped ${word}`, lang: 'en', at }).execute()
      return { ids: [id, goal, budget, draft], seenBy: await thoseWhoReach(plot, id) }
    },
  },
  message: {
    tables: ['conversation', 'message'],
    async plant({ as, word, cast }) {
      const id = await done(await as('messages:write'), startConversation, { to: { members: [], lead: true }, topic: `Of ${word}`, words: `Told ${word}`, lang: 'en' })
      await done(await as('messages:write'), writeMessage, { conversation: id, words: `And more ${word}`, lang: 'en' })
      return { ids: [id], seenBy: [cast.sam] }
    },
  },
  note: {
    tables: ['note'],
    async plant({ as, may, word }) {
      if (!(await may('notes:keep'))) return null
      const id = await done(await as('notes:keep'), keepNote, { words: `Noted ${word}`, lang: 'en', shownTo: { members: [], lead: false } })
      return { ids: [id], seenBy: [] }
    },
  },
  fact: {
    tables: ['fact', 'known_need'],
    async plant({ db, family, member, word, at }) {
      const child = await aChild(db, family)
      if (!child) return null
      const [id, circle] = [newId(), newId<CircleId>()]
      await db.insertInto('circle').values({ family_id: family, id: circle, made_by: member, made_at: at }).execute()
      await db.insertInto('circle_member').values({ family_id: family, circle_id: circle, who: member }).execute()
      await db.insertInto('fact').values({ family_id: family, id, circle_id: circle, child_member: child, topic: 'health', words: `Allergic to ${word}`, lang: 'en', said_by: member, made_at: at, ended_at: null }).execute()
      await db.insertInto('known_need').values({ family_id: family, id: newId(), circle_id: circle, child_member: child, needs: JSON.stringify(['interpreter', 'bsl']), interpreter_lang: 'yue', said_by: member, said_at: at }).execute()
      return { ids: [id], urls: [`/families/${family}/not-right/fact/${id}`], seenBy: [] }
    },
  },
}

async function aChild(db: Db, family: FamilyId): Promise<MemberId | undefined> {
  return (await db.selectFrom('member').select('id').where('family_id', '=', family).where('seat', '=', 'child').where('person_id', 'is', null).where('until_on', 'is', null).orderBy('id').executeTakeFirst())?.id
}

/** A budget kept to the owner: no page makes one yet. */
async function keptBudget({ db, family, person, member, at, today }: Plot, name: string): Promise<BudgetId> {
  const [id, funding, circle] = [newId<BudgetId>(), newId<FundingId>(), newId<CircleId>()]
  const until = plusDays(today, 90)
  await db.insertInto('circle').values({ family_id: family, id: circle, made_by: member, made_at: at }).execute()
  await db.insertInto('circle_member').values({ family_id: family, circle_id: circle, who: member }).execute()
  await db.insertInto('budget').values({ family_id: family, id, circle_id: circle, name, holding: 'council', from_on: plusDays(today, -1), until_on: until }).execute()
  await db.insertInto('funding').values({ family_id: family, id: funding, budget_id: id, source: 'The council', expires_on: until }).execute()
  await db.insertInto('transfer').values({
    family_id: family, id: newId<TransferId>(), budget_id: id, funding_id: funding, spend_id: null, from_bucket: 'council', to_bucket: 'available', pence: pence(7_300), at, by_person: person,
    why: 'funded', corrects: null, position: 1, left_after: pence(7_300),
  }).execute()
  await db.insertInto('balance').values({ family_id: family, budget_id: id, funding_id: funding, bucket: 'available', pence: pence(7_300) }).execute()
  return id
}

export const planters: Readonly<Record<string, Planter>> = {
  ...ofKinds,
  // Finance reads who is to be paid; whoever decides the spend reads it there.
  payment: {
    tables: ['payment'],
    async plant(plot) {
      const { db, may, family, word, at } = plot
      if (!(await may('budget:ask'))) return null
      const { id, goal, budget } = await keptSpend(plot, { goal: 'Getting about', what: 'A bus pass', payee: 'A shop' })
      const payment = newId<PaymentId>()
      await db.insertInto('payment').values({ family_id: family, id: payment, spend_id: id, pence: pence(3_400), payee: `Shop of ${word}`, reference: newId().slice(0, 12), state: 'due', due_at: at, paid_at: null, paid_by: null }).execute()
      return { ids: [id, goal, budget, payment], seenBy: await thoseWhoReach(plot, id), notOwners: true }
    },
  },
  /** How it is going for somebody before a review; the demo's families have one open each. */
  'what is said for a review': {
    tables: ['review_view'],
    async plant({ as, member, word, onlyMe }) {
      const id = await done(await as('plan:strengths'), sayView, { about: member, better: `Better ${word}`, hard: `Hard ${word}`, change: `Change ${word}`, score: 3, face: null, lang: 'en', whoSees: onlyMe, delicate: [] })
      return { ids: [id], seenBy: [] }
    },
  },
  /** Something that changed in somebody's life, told to nobody else. */
  'what has changed': {
    tables: ['life_event'],
    async plant({ as, family, word, onlyMe }) {
      const id = await done(await as('change:tell'), tellChange, { kind: 'diagnosis', words: `We lost ${word}`, lang: 'en', whoSees: onlyMe, delicate: [] })
      return { ids: [id], urls: [`/families/${family}/plan/changed`], seenBy: [] }
    },
  },
  /** A date that matters, kept to its owner: a day, and a time of each week on which any booking falls. */
  wait: {
    tables: ['group_wait'],
    async plant({ db, as, family, member, cast, word, onlyMe, at, today }) {
      const grace = must((await areaViewerFor(db, cast.grace, at))!, 'diary:keep')
      const on = plusDays(today, 5)
      const group = await done(grace, makeGroup, { name: 'A group', purpose: 'To meet', lang: 'en', mode: 'centre', place: 'The hub', fromOn: on, untilOn: on, repeat: null, time: '06:00', minutes: 15, places: 1, together: [] })
      const { id: date } = await db.updateTable('group_date').set({ taken: 1 }).where('group_id', '=', group).returning('id').executeTakeFirstOrThrow()
      // Somebody who helps waits for one of the household.
      const { id: who } = await db.selectFrom('member').select('id').where('family_id', '=', family).where('seat', 'in', ['parent', 'kin-carer', 'young-person', 'child']).where('until_on', 'is', null).orderBy((eb) => eb.case().when('id', '=', member).then(0).else(1).end()).orderBy('made_at').limit(1).executeTakeFirstOrThrow()
      const id = await done(await as('appointments:book'), waitForGroup, { date, who: [who], whoSees: onlyMe, shareWith: [], needs: [], interpreterLang: null, note: `Waits for ${word}`, lang: 'en' })
      // A group is there for every family: this one is over, so that it tells nothing by itself; and Grace is free again for the next one.
      await db.updateTable('group_date').set({ starts_at: plusMinutes(at, -120), ends_at: plusMinutes(at, -105) }).where('id', '=', date).execute()
      await db.updateTable('group_series').set({ from_on: plusDays(today, -1), until_on: plusDays(today, -1) }).where('id', '=', group).execute()
      await db.deleteFrom('group_hold').where('date_id', '=', date).execute()
      return { ids: [id], urls: [`/families/${family}/appointments/waits/${id}`], seenBy: [] }
    },
  },
  date: {
    tables: ['family_date'],
    async plant({ db, as, may, family, member, word, today, onlyMe }) {
      if (!(await may('appointments:book'))) return null
      await done(await as('appointments:book'), keepDate, { date: { what: 'once', words: `Of ${word}`, from: today, until: plusDays(today, 60) }, about: [], whoSees: onlyMe, lang: 'en' })
      const { id } = await db.selectFrom('family_date').select('id').where('family_id', '=', family).where('said_by', '=', member).where('words', '=', `Of ${word}`).executeTakeFirstOrThrow()
      return { ids: [id], urls: [`/families/${family}/dates`, `/families/${family}/appointments/offer?how=phone`], seenBy: [] }
    },
  },
  /** A programme that somebody keeps to themselves: no page makes one. It has no words: its days are what a page would show. */
  programme: {
    tables: ['programme'],
    async plant({ db, family, member, person, at, today }) {
      const [id, circle] = [newId<ProgrammeId>(), newId<CircleId>()]
      await db.insertInto('circle').values({ family_id: family, id: circle, made_by: member, made_at: at }).execute()
      await db.insertInto('circle_member').values({ family_id: family, circle_id: circle, who: member }).execute()
      await db.insertInto('programme').values({ family_id: family, id, circle_id: circle, programme_key: 'parenting-course', worker_member: member, start_on: today, due_on: null, born_on: null, state: 'ended', offered_by: person, offered_at: at }).execute()
      return { ids: [id], seenBy: [], notShownYet: true }
    },
  },
  /** Whom a child trusts, when the parents are not to know: two people, and no text that a page could show; who sees them is in circles.test. */
  'adult whom a child trusts': {
    tables: ['trusted_adult'],
    async plant({ db, family, cast, at, owner }) {
      if (owner === 'imran') return null
      const here = await db.selectFrom('member').select(['id', 'seat', 'person_id']).where('family_id', '=', family).where('until_on', 'is', null).execute()
      const [child, adult] = [here.find((one) => one.seat === 'child' && one.person_id === null), here.find((one) => one.seat === 'network' || one.seat === 'team')]
      if (!child || !adult) return null
      await done(must((await viewerFor(db, cast.sam, family, at))!, 'people:invite'), nameTrustedAdult, { child: child.id, adult: adult.id, parentsKnow: false })
      return { ids: [], seenBy: [cast.sam, ...(adult.person_id ? [adult.person_id] : [])], notOwners: true, notShownYet: true }
    },
  },
  /** A step that is kept to fewer than its goal. */
  'step of an open goal': {
    tables: ['step'],
    async plant({ db, family, as, member, word, onlyMe, today }) {
      const goal = await db.selectFrom('goal').select('id').where('family_id', '=', family).where('circle_id', 'is', null).orderBy('made_at').executeTakeFirst()
      if (!goal) return null
      await done(await as('goals:add'), addStep, { goal: goal.id, words: `Quietly ${word}`, lang: 'en', owner: member, dueOn: plusDays(today, 1), whoSees: onlyMe })
      return { ids: [], seenBy: [] }
    },
  },
  /** What stood in a version of the plan and is kept to its owner; and a worry that they kept beside their answer to it. */
  'part of a version': {
    tables: ['plan_version_part', 'plan_answer_words'],
    async plant({ db, as, family, member, word, onlyMe }) {
      const version = await db.selectFrom('plan_version').select('number').where('family_id', '=', family).orderBy('number', 'desc').executeTakeFirst()
      if (!version) return null
      const entry = await done(await as('plan:strengths'), addStrength, { words: `Agreed ${word}`, lang: 'en', about: [], whoSees: onlyMe, shareWith: [] })
      await done(await as('plan:see'), changeWords, { kind: 'plan', thing: entry, words: `Since then ${word}`, lang: 'en', dueOn: null, from: { number: 1, dueOn: null } })
      const { circle_id } = await db.selectFrom('plan_entry').select('circle_id').where('family_id', '=', family).where('id', '=', entry).executeTakeFirstOrThrow()
      await db.insertInto('plan_version_part').values({ family_id: family, version: version.number, thing_id: entry, thing_kind: 'plan', revision: 1, circle_id, due_on: null, owner_member: null, owner_name: null, owner_agency: null }).execute()
      const answer = await db.selectFrom('plan_answer').select('id').where('family_id', '=', family).where('version', '=', version.number).where('member_id', '=', member).where('ended_at', 'is', null).executeTakeFirst()
      if (answer) await db.insertInto('plan_answer_words').values({ family_id: family, id: answer.id, circle_id, owner_member: member, words: `But ${word}`, lang: 'en' }).onConflict((conflict) => conflict.columns(['family_id', 'id']).doUpdateSet({ circle_id, words: `But ${word}` })).execute()
      return { ids: [entry], urls: [`/families/${family}/plan/versions/${version.number}`, ...(version.number > 1 ? [`/families/${family}/plan/versions/1?with=${version.number}`] : [])], seenBy: [] }
    },
  },
  /** A strength that is kept, which an open goal builds on. */
  'strength of an open goal': {
    tables: ['builds_on'],
    async plant({ as, may, word, onlyMe }) {
      const strength = await done(await as('plan:strengths'), addStrength, { words: `Strong at ${word}`, lang: 'en', about: [], whoSees: onlyMe, shareWith: [] })
      if (!(await may('goals:add'))) return null
      const goal = await done(await as('goals:add'), addGoal, { words: 'A walk together', lang: 'en', category: 'health', about: [], steps: [], whoSees: 'everybody', shareWith: [], buildsOn: [strength] })
      return { ids: [strength], urls: [`/families/${(await as('goals:add')).family}/goals/${goal}`], seenBy: [] }
    },
  },
  /** A drawing beside words that are kept. */
  'drawing of kept words': {
    tables: ['plan_file'],
    async plant({ db, family, as, word, onlyMe }) {
      const file = { type: 'image/png' as const, bytes: new TextEncoder().encode(`Drawn ${word}`), what: `A drawing of ${word}`, lang: 'en' }
      const entry = await done(await as('plan:strengths'), say, { part: 'says', area: null, words: `See ${word}`, lang: 'en', saidBy: null, about: [], whoSees: onlyMe, shareWith: [], delicate: [], file })
      const { id } = await db.selectFrom('plan_file').select('id').where('family_id', '=', family).where('entry_id', '=', entry).executeTakeFirstOrThrow()
      return { ids: [id, entry], urls: [`/families/${family}/plan/files/${id}`], seenBy: [] }
    },
  },
  /** What was said of something that is kept: the newest kind word of all. */
  'kind word': {
    tables: ['kind_word'],
    async plant({ db, family, as, member, word, onlyMe, today }) {
      const step = { words: 'A small step', owner: member, dueOn: plusDays(today, 3) }
      const goal = await done(await as('goals:add'), addGoal, { words: 'Kept with a word', lang: 'en', category: 'health', about: [], steps: [step], whoSees: onlyMe, shareWith: [] })
      const { id } = await db.selectFrom('step').select('id').where('family_id', '=', family).where('goal_id', '=', goal).executeTakeFirstOrThrow()
      await done(await as('goals:see'), sayKindWord, { kind: 'thanks', place: 'goal', thing: goal, words: `Thanks for ${word}`, lang: 'en' })
      await done(await as('goals:see'), sayKindWord, { kind: 'win', place: 'step', thing: id, words: `Done with ${word}`, lang: 'en' })
      return { ids: [goal, id], urls: [`/families/${family}/kind/goal/${goal}`, `/families/${family}/kind/step/${id}`], seenBy: [] }
    },
  },
  /** What somebody asked for as a young carer: their own, and the lead professional's work. */
  caring: {
    tables: ['caring'],
    async plant({ db, as, family, owner, member, cast, word }) {
      const about = owner === 'imran' ? member : await aChild(db, family)
      if (!about) return null
      // Imran's own of the demo is answered first.
      if (owner === 'imran') await db.updateTable('caring').set({ state: 'done' }).where('family_id', '=', family).where('state', '=', 'asked').execute()
      await done(await as('caring:ask'), askForAssessment, { about, talkTo: null, shownTo: [] })
      const { id } = await db.selectFrom('caring').select('id').where('family_id', '=', family).where('state', '=', 'asked').orderBy('asked_at', 'desc').executeTakeFirstOrThrow()
      await db.updateTable('caring').set({ state: 'done', answer: `We meet at ${word}`, answer_lang: 'en' }).where('family_id', '=', family).where('id', '=', id).execute()
      return { ids: [id], seenBy: [cast.sam] }
    },
  },
  /** Somebody who has been through the same, found for one of the family: theirs, and the lead professional's work. */
  peer: {
    tables: ['peer_contact'],
    async plant({ db, as, may, family, member, cast, word, at, today }) {
      if (!(await may('peers:ask'))) return null
      await db.updateTable('peer_contact').set({ ...peersGone, ended_at: at, ended_by: 'asker' }).where('family_id', '=', family).where('asked_by', '=', member).where('state', '<>', 'ended').execute()
      await done(await as('peers:ask'), askForPeer, { likeness: 'carer', firstName: `I ${word}`, reach: `at ${word}`, words: `About ${word}`, lang: 'en', shownTo: [] })
      const { id } = await db.selectFrom('peer_contact').select('id').where('family_id', '=', family).where('asked_by', '=', member).where('state', '=', 'asked').executeTakeFirstOrThrow()
      await done(must((await viewerFor(db, cast.sam, family, at))!, 'peers:answer'), notePeer, { peer: id, name: `They ${word}`, reach: `by ${word}`, agreedOn: today })
      return { ids: [id], seenBy: [cast.sam] }
    },
  },
  /** Help that somebody of the network offers to one adult alone. */
  'i can': {
    tables: ['i_can'],
    async plant({ db, family, may, member, word, at }) {
      const from = await db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', family).where('seat', '=', 'network').where('person_id', 'is not', null).executeTakeFirst()
      if (!from || !(await may('offers:answer'))) return null
      const [id, circle] = [newId<ICanId>(), newId<CircleId>()]
      await db.insertInto('circle').values({ family_id: family, id: circle, made_by: from.id, made_at: at }).execute()
      await db.insertInto('circle_member').values([from.id, member].map((who) => ({ family_id: family, circle_id: circle, who }))).execute()
      await db.insertInto('i_can').values({ family_id: family, id, circle_id: circle, by_member: from.id, words: `I can ${word}`, lang: 'en', at, state: 'offered', answered_at: null, answered_by: null, entry_id: null }).execute()
      return { ids: [id], urls: [`/families/${family}/offers/${id}`], seenBy: [from.person_id!] }
    },
  },
  /** "This isn't right" beside something that is kept. */
  correction: {
    tables: ['correction'],
    async plant({ as, family, word, onlyMe }) {
      const goal = await done(await as('goals:add'), addGoal, { words: `Wrongly ${word}`, lang: 'en', category: 'home', about: [], steps: [], whoSees: onlyMe, shareWith: [] })
      await done(await as('family:see'), sayNotRight, { kind: 'goal', thing: goal, words: `Not so ${word}`, lang: 'en' })
      return { ids: [goal], urls: [`/families/${family}/not-right/goal/${goal}`], seenBy: [] }
    },
  },
  /** Sharing without consent that would be dangerous to show: not even the family learns of it. */
  'dangerous decision': {
    tables: ['safeguarding_decision', 'decided'],
    async plant({ db, family, cast, word, at, today, owner }) {
      // Of one owner in each family, where somebody helps beside the lead professional.
      const helper = await db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', family).where('seat', '=', 'team').where('until_on', 'is', null).executeTakeFirst()
      const child = await db.selectFrom('member').select('id').where('family_id', '=', family).where('seat', 'in', ['parent', 'kin-carer']).executeTakeFirstOrThrow()
      if (!helper?.person_id || owner === 'imran') return null
      const manager = must((await viewerOfSafeguarding(db, cast.priya, family, at))!, 'safeguarding:decide')
      const id = await done(manager, decideToShare, { to: helper.id, about: [child.id], kinds: ['plan'], basis: 'harm', reason: `Because of ${word}`, lang: 'en', until: plusDays(today, 20), danger: `Danger of ${word}`, reviewer: cast.omar })
      return { ids: [id], seenBy: [cast.priya, cast.omar, cast.sam, helper.person_id], notOwners: true }
    },
  },
  /** Why somebody who helps looks: for the family to read, for those who help it, and for the auditor of the record. */
  'reason of a sitting': {
    tables: ['sitting'],
    async plant({ db, family, cast, word, at }) {
      await done(must((await viewerFor(db, cast.sam, family, at))!, 'family:see'), openRecord, { reason: `To see ${word}`, lang: 'en' })
      await (await Reader.of('sam', cast.sam)).get(`/families/${family}/goals`)
      return { ids: [], seenBy: [...(await us(db, family)), cast.ines] }
    },
  },
  /** Why somebody else had to look in an emergency: for the same, and for whoever looks at it again. */
  'reason in an emergency': {
    tables: ['emergency_view'],
    async plant({ db, family, cast, word, at }) {
      const known = await db.selectFrom('member as m').innerJoin('family as f', 'f.id', 'm.family_id').select(['f.name', 'm.given_name', 'm.born_on']).where('m.family_id', '=', family).where('m.born_on', 'is not', null).executeTakeFirst()
      if (!known) return null
      const omar = await viewerWhoKnows((await areaViewerFor(db, cast.omar, at))!, { family: known.name, givenName: known.given_name, bornOn: known.born_on! })
      const { view } = await done(must(omar!, 'emergency:open'), openEmergencyView, { reason: `They need ${word}`, lang: 'en' })
      return { ids: [view], seenBy: [...(await us(db, family)), cast.omar, cast.priya, cast.ines] }
    },
  },
  /** How somebody who is not here yet can be invited without harm: for the lead professional alone. */
  'contact before joining': {
    tables: ['member_contact'],
    async plant({ db, family, cast, word, owner }) {
      if (owner === 'imran') return null
      const waiting = await db.selectFrom('member as m').innerJoin('member_contact as c', (join) => join.onRef('c.family_id', '=', 'm.family_id').onRef('c.member_id', '=', 'm.id'))
        .select('m.id').where('m.family_id', '=', family).where('m.person_id', 'is', null).executeTakeFirst()
      if (!waiting) return null
      await db.updateTable('member_contact').set({ email: `${word}@families.example`, channel: 'email' }).where('family_id', '=', family).where('member_id', '=', waiting.id).execute()
      return { ids: [], seenBy: [cast.sam], notOwners: true, notShownYet: true }
    },
  },
  /** That a child protection plan stands beside the family's own: for its adults and the lead professional. Days alone, no text that a page could show; who reads them is in level.test. */
  protection: {
    tables: ['protection'],
    async plant({ db, family, cast, at }) {
      if (await db.selectFrom('protection').select('id').where('family_id', '=', family).executeTakeFirst()) return null
      await done(must((await viewerFor(db, cast.sam, family, at))!, 'plan:actions'), setProtection, { inPlace: true })
      return { ids: [], seenBy: await us(db, family), notOwners: true, notShownYet: true }
    },
  },
  /** Why somebody asks for another lead professional: theirs, and the manager's of the team. */
  'wish for another lead': {
    tables: ['lead_wish'],
    async plant({ as, may, word, cast }) {
      if (!(await may('sharing:decide'))) return null
      await done(await as('sharing:decide'), askForAnotherLead, { reason: `Because of ${word}`, lang: 'en' })
      return { ids: [], seenBy: [cast.priya] }
    },
  },
  ...secretsOfMeetings,
  ...secretsOfTheBackUpPlan,
  /** That an adult chose to agree with another above a sum: theirs alone until both did. Sums alone, which no page of others shows; who reads it is in two-adults.test. */
  'two adults': {
    tables: ['two_adults', 'spend_together'],
    async plant({ as, may, db, family, member }) {
      const other = await db.selectFrom('member').select('id').where('family_id', '=', family).where('seat', 'in', ['parent', 'kin-carer']).where('id', '<>', member).where('person_id', 'is not', null).where('until_on', 'is', null).executeTakeFirst()
      const own = await db.selectFrom('member').select('seat').where('id', '=', member).executeTakeFirst()
      if (!other || !(await may('budget:ask')) || !['parent', 'kin-carer'].includes(own?.seat ?? '')) return null
      await done(await as('budget:ask'), chooseTwoAdults, { member: other.id, above: pence(12_345) })
      return { ids: [], seenBy: [], notShownYet: true }
    },
  },
  /** What somebody says is not right about themselves: theirs, and the administrator's to answer. */
  'not right about oneself': {
    tables: ['person_correction'],
    async plant({ db, person, cast, word, at }) {
      await done(must(myselfFor(db, person, at), 'account:keep'), sayOwnNotRight, { words: `My name is ${word}`, lang: 'en' })
      return { ids: [], seenBy: [cast.alex] }
    },
  },
  /** What somebody wrote and had not sent when their session ended. */
  'form not sent yet': {
    tables: ['parked_form'],
    async plant({ db, family, person, word, at }) {
      const [id, path] = [newId(), `/families/${family}/goals/new`]
      await db.insertInto('parked_form').values({ person_id: person, id, path, fields: JSON.stringify({ words: `Half a ${word}` }), at: plusMinutes(at, -5) }).execute()
      return { ids: [id], urls: [`${path}?kept=${id}`], seenBy: [] }
    },
  },
}

/** A spend for a kept goal out of kept money. */
async function keptSpend(plot: Plot, said: { goal: string; what: string; payee: string }): Promise<{ id: SpendId; goal: GoalId; budget: BudgetId }> {
  const { db, as, family, member, at, today } = plot
  const budget = await keptBudget(plot, 'Kept money')
  // Why it is asked is a part of the work of whoever decides it.
  const { circle_id: circle } = await db.selectFrom('budget').select('circle_id').where('family_id', '=', family).where('id', '=', budget).executeTakeFirstOrThrow()
  const goal = newId<GoalId>()
  await db.insertInto('goal').values({ family_id: family, id: goal, circle_id: circle, words: said.goal, lang: 'en', category: 'home', made_by: member, made_at: at, state: 'open' }).execute()
  const id = await done(await as('budget:ask'), requestSpend, { budget, wanted: { what: said.what, payee: said.payee, pence: pence(1_700), lang: 'en' }, quantity: 2, goal, neededOn: plusDays(today, 5), line: null })
  return { id, goal, budget }
}

/** Whoever decides a spend or pays it. */
async function thoseWhoReach({ db, cast, family, at }: Plot, spend: SpendId): Promise<PersonId[]> {
  const reach = await Promise.all(Object.values(cast).map(async (one) => ((await viewerOfSpend(db, one, family, spend, at)) ? [one] : [])))
  return reach.flat()
}

/** A family and those who help it, without its network. */
async function us(db: Db, family: FamilyId): Promise<PersonId[]> {
  const rows = await db.selectFrom('member').select('person_id').where('family_id', '=', family).where('person_id', 'is not', null).where('seat', 'in', ['parent', 'kin-carer', 'young-person', 'lead', 'team']).execute()
  return rows.map((row) => row.person_id!)
}

/** Tables that hold nothing that is kept from somebody inside a family, each with why. */
export const holdsNoSecret: Partial<Record<keyof Schema, string>> = {
  backup_opened: 'which entry is open to whom while a run runs; shown on no page: backup-run.test',
  group_series: 'what a group is: open to every family', group_leader: 'who leads it', group_date: 'counts of places: groups.test', group_hold: 'when somebody leads a group',
  own_account: 'sealed; shown to its owner alone, by its last figures: receipts.test',
  money_move: 'which lines of a family’s own budgets belong together: more-money.test',
  conversation_read: 'up to when somebody has read what they may read; shown to nobody else: messages.test',
  programme_contact: 'the days of a programme, read with it',
  review: 'the family’s: when its plan is looked at, and what was agreed', review_reason: 'read by nobody on a page; in the copy of whom it is about: reviews.test',
  area: 'the area itself', area_setting: 'what holds for everybody', person: 'names; addresses are shown to their owner alone: account.test', safe_contact: 'one row a person, shown to them alone: account.test',
  post: 'who holds which post', profile: 'what people who help say of themselves', session: 'hashes', authenticator: 'sealed', passkey: 'a public key and its name, shown to its owner alone: passkeys.test', spare_code: 'hashes', one_time_code: 'hashes', secret_link: 'hashes', notice_link: 'a hash, and where its reader may go anyway: contact.test', address_change: 'shown to whoever asked for it alone: own-address.test', must_not_learn: 'shown to whoever said it, and to their lead professional where they allow it: contact.test', rate_limit: 'counts by hashed keys', form_use: 'hashes; results are read by whoever sent the form: act.test',
  plan_version: 'that the plan was put forward: for the whole family', plan_state: 'how the plan stands: for the whole family', plan_answer: 'who says yes or no to the plan: for the whole family; why is planted',
  family: 'its name', member: 'who is in the family: people.tsx says which seats see whom', shared_with: 'kept with the thing that is shared', consent: 'agreements of the family, for those who may agree: sharing.test',
  emergency_kept: 'who does not read of a look in an emergency: looking.test', cares_for: 'who brings up whom, set and read by the lead professional', erasure: 'shown to whoever asked and to the administrator: carers.test',
  responsibility: 'who may agree for a child', own_say: 'that a young person speaks for themselves', hand_over: 'that somebody else is to lead', delicate: 'the topic of a thing, read with the thing',
  calendar_feed: 'a hash, and what its owner may see anyway: calendar.test', reminder_choice: 'shown to its owner alone: reminders.test', reminder: 'a hash and days, as kept as the appointment: reminders.test', meeting_reminder: 'days, as kept as the sitting: meeting-reminders.test',
  event: 'planted by every command above', outbox: 'searched whole by the test',
  level_change: 'in words for the whole family: level.test',
  lead_gap: 'that nobody leads, and which manager names somebody by when: lead.test',
  escalation: 'that a promise is late, by its day: promises.test',
  feast_day: 'the same for everybody', offer_with: 'who comes too, read with the offer: together-times.test', contact_offer: 'for which visit an offer is, read where both are: programme-times.test',
  diary: 'how long times with a practitioner take', bank_holiday: 'the same for everybody',
  working_hours: 'a practitioner’s offer', time_off: 'a practitioner’s own', service: 'the directory', service_place: 'the directory', service_option: 'the directory', service_category: 'the directory',
  spend_for: 'ids of members: the request that it is of is planted',
  panel_day: 'a day of the area: panel.test',
  payee_account: 'sealed, read by finance alone: payment-runs.test', payment_run: 'of the area: who made it and when', payment_line: 'as the payment, for finance alone: payment-runs.test', payment_oddity: 'what a bank said that fits no payment',
  spending_line: 'of budgets that are the family’s own', spending_line_yes: 'of budgets that are the family’s own', nightly_check: 'that a check was made', help_request: 'of no family yet; who opens one: help.test',
}

/** Whoever plants, and for whom it must then be as if it were not there. */
export const owners: readonly DemoKey[] = ['marta', 'aisha', 'imran', 'joy', 'tanya', 'daniel', 'bethan']

/** The plot of an owner; the word is theirs and of this kind. */
export async function plotOf(db: Db, cast: Plot['cast'], owner: DemoKey, word: string, at: Instant): Promise<Plot> {
  const place = await db.selectFrom('member').select(['family_id', 'id']).where('person_id', '=', cast[owner]).where('until_on', 'is', null).executeTakeFirstOrThrow()
  const inside = async () => (await viewerFor(db, cast[owner], place.family_id, at))!
  return {
    db, family: place.family_id, owner, person: cast[owner], member: place.id, cast, at, today: dayAt(at), word, onlyMe: { members: [], lead: false },
    as: async (power) => must(await inside(), power),
    may: async (power) => (await inside()).powers.has(power),
  }
}
