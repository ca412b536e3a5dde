/** The ids of another family in every command of the rooms that two-families.test does not try: refused, as ids of nobody are. */
import { beforeEach, expect, test } from 'vitest'
import { must, viewerOfMoney, viewerOfSpend, type Viewer } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { changeOffer, notNow, offerTimes, proposeOthers, takeOffered } from '#app/domain/appointments/offers.server.ts'
import { comeToGroup, stopWaiting, takeOfferedPlaces, waitForGroup } from '#app/domain/groups/places.server.ts'
import { giveWayIn } from '#app/domain/appointments/way-in.server.ts'
import { answerCover, sayWhoComes } from '#app/domain/appointments/cover.server.ts'
import { sayArranged } from '#app/domain/appointments/arrangements.server.ts'
import { dropDate, keepDate } from '#app/domain/appointments/dates.server.ts'
import { keepNeeds } from '#app/domain/appointments/known-needs.server.ts'
import { bookAppointment, cancelAppointment, moveAppointment } from '#app/domain/appointments/booking.server.ts'
import { recordAppointment, sayInTheWay } from '#app/domain/appointments/how-it-went.server.ts'
import { agreeLine, agreeProposedLine, makeBudget } from '#app/domain/budget/budgets.server.ts'
import { mendMoney } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import { markPaid, settleLine } from '#app/domain/budget/payments.server.ts'
import { keepDraft, takeFileOut, throwDraftAway } from '#app/domain/budget/drafts.server.ts'
import { askAgain } from '#app/domain/budget/unanswered.server.ts'
import { passOn } from '#app/domain/budget/pass-on.server.ts'
import { notePanel, putOnDay, lookToday } from '#app/domain/budget/panel.server.ts'
import { answerSuggestion, suggestChange } from '#app/domain/budget/suggestions.server.ts'
import { answerDelivery, confirmDelivered, finishSpend, sayHelped, settleDelivery } from '#app/domain/budget/deliveries.server.ts'
import { answerOtherPrice, cancelSpend, endOrder, sendOrder } from '#app/domain/budget/orders.server.ts'
import { askToHelp, offerInstead, takeOffer, thankNotNow, withdrawOffer } from '#app/domain/budget/instead.server.ts'
import { answerHoldingWish, takeWishBack, wishHolding } from '#app/domain/budget/holding-wishes.server.ts'
import { agreeReceipt, refuseReceipt, sendReceipt, takeReceiptBack } from '#app/domain/budget/receipts.server.ts'
import { answerStay, sayItShouldStay } from '#app/domain/budget/period-ends.server.ts'
import { answerQuestion, approve, askQuestion, decline, requestSpend } from '#app/domain/budget/spending.server.ts'
import { answerCaring, askForAssessment } from '#app/domain/carers/caring.server.ts'
import { askForPeer, lookOn, notePeer, notePeerStopped, stopPeer } from '#app/domain/carers/peers.server.ts'
import { addFact, endFact, setCaresFor } from '#app/domain/carers/facts.server.ts'
import { answerNotRight, sayNotRight } from '#app/domain/data/corrections.server.ts'
import { reviewEmergency } from '#app/domain/family/emergency.server.ts'
import { invite } from '#app/domain/family/invitations.server.ts'
import { answerLeadWish, endCover, setCover } from '#app/domain/family/lead.server.ts'
import { sayNearness } from '#app/domain/family/nearness.server.ts'
import { addHelper, addMember, endMember, nameLead, setLead, setResponsibility } from '#app/domain/family/members.server.ts'
import { act, actQuietly, type Answer } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type PanelDayId, type PaymentId, type SpendId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { everything, theirThings, type Theirs } from './other-family.ts'
import { closeFollowUp } from '#app/domain/appointments/follow-ups.server.ts'
import { chooseTwoAdults, sayTogether } from '#app/domain/budget/two-adults.server.ts'
import { answerAsInformer, askInformer, askToInform, showInformation, translateInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { askForMeeting, callOffMeeting, choosePeople, inviteToMeeting, leaveOutOfMeeting } from '#app/domain/meetings/meetings.server.ts'
import { comeTogetherAgain } from '#app/domain/meetings/again.server.ts'
import { addTime, askWhichSuit, dropTime, markTimes, showAnswers } from '#app/domain/meetings/finding-a-time.server.ts'
import { inviteGuest, inviteGuestAgain, withdrawGuest } from '#app/domain/meetings/guests.server.ts'
import { keepSitting, moveToSitting, setSittingTime } from '#app/domain/meetings/sittings.server.ts'
import { sendTimesLink } from '#app/domain/meetings/time-links.server.ts'
import { answerFamilyPlan, joinPart } from '#app/domain/meetings/plan-answers.server.ts'
import { sayHowPartWent } from '#app/domain/meetings/plan-reviews.server.ts'
import { keepFamilyPlan, sendFamilyPlan, takePartOut, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { cameIn } from '#app/domain/meetings/room-stop.server.ts'
import { sayNeedArranged, sayPart } from '#app/domain/meetings/taking-part.server.ts'
import { aGathering, type Gathering } from './meeting-world.ts'
import { exportedIn } from './reads.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let ownBudget: BudgetId
let own: SpendId

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  ownBudget = await world.budget(90_000)
  const asked = await act(must(await world.viewer('marta'), 'budget:ask'), requestSpend, { budget: ownBudget, wanted: { what: 'Bus', payee: 'Bus', pence: pence(60_000), lang: 'en' }, quantity: 1, goal: world.goal, neededOn: plusDays(today, 9), line: null })
  if (!asked.ok) throw new Error(asked.why)
  own = asked.value
  gathering = undefined
  await db.insertInto('payment').values({ family_id: world.family, id: newId<PaymentId>(), spend_id: own, pence: pence(60_000), payee: 'Bus', reference: newId(), state: 'due', due_at: worldBegins, paid_at: null, paid_by: null }).execute()
})

type Try = (theirs: Theirs) => Promise<Answer<unknown, string>>
type May<P extends FamilyPower> = ReturnType<typeof must<Viewer, P>>

const soon = plusDays(today, 14)
const as = async <P extends FamilyPower>(who: 'marta' | 'sam', power: P): Promise<May<P>> => must(await world.viewer(who), power)
/** The manager of our team, who sees to our money. */
const manager = async <P extends FamilyPower>(power: P): Promise<May<P>> => must((await viewerOfMoney(db, world.people.priya, world.family, worldBegins))!, power)
/** Whoever decides or pays our own spend. */
const decider = async <P extends FamilyPower>(who: 'ruth' | 'femi', power: P): Promise<May<P>> => must((await viewerOfSpend(db, world.people[who], world.family, own, worldBegins))!, power)

/** A meeting of our own, that Marta was asked to. */
const ourMeeting = async () => (gathering ??= await aGathering(db, world)).meeting
const aPart = () => ({ words: 'w', lang: 'en', owner: world.members.marta, ownerName: null, ownerAgency: null, dueOn: today, needs: 'nothing' as const, needsWords: null, pence: null, kind: null, otherwise: null, checks: null, becomes: 'action' as const, category: null, kept: 'us' as const, answer: null })
/** Whoever gets our own meeting ready. */
let gathering: Gathering | undefined
const coordinating = async () => (gathering ??= await aGathering(db, world)).graceMay('meetings:arrange')

const booking = () => ({
  practitioner: world.members.sam, mode: 'phone' as const, startsAt: plusMinutes(worldBegins, 60 * 24 * 3), about: [], whoSees: 'everybody' as const, shareWith: [], needs: [], interpreterLang: null, where: '1', note: null, lang: 'en',
})
/** A place on a date of a group with room. */
const coming = async () => {
  const { id: date } = await db.updateTable('group_date').set({ places: 9 }).returning('id').executeTakeFirstOrThrow()
  return { date, who: [world.members.marta], whoSees: 'everybody' as const, shareWith: [], needs: [], interpreterLang: null, note: null, lang: 'en' }
}
const offering = () => ({ mode: 'phone' as const, times: [plusMinutes(worldBegins, 60 * 24 * 3)], answerBy: plusDays(today, 1), about: [], to: 'everybody' as const, words: null, lang: 'en' })
const spend = (theirs: Theirs) => ({ spend: theirs.spend, version: 1 })
const child = { name: 'New Child', givenName: null, seat: 'child' as const, relation: null, bornOn: null, contact: null, agreedBy: null }
const helper = () => ({ person: world.people.omar, seat: 'team' as const, kinds: ['plan' as const], about: [world.members.leo], why: 'w', until: null, agreedBy: world.members.marta })
const wanted = { what: 'w', payee: 'p', pence: pence(100), lang: 'en' }

/** By the name of the command: every way of putting an id of the other family into it. */
const tries: Record<string, Record<string, Try>> = {
  bookAppointment: {
    practitioner: async ({ helper: practitioner }) => act(await as('marta', 'appointments:book'), bookAppointment, { ...booking(), practitioner }),
    about: async ({ member }) => act(await as('marta', 'appointments:book'), bookAppointment, { ...booking(), about: [member] }),
    'who sees': async ({ member }) => act(await as('marta', 'appointments:book'), bookAppointment, { ...booking(), whoSees: { members: [member], lead: true } }),
    'share with': async ({ network }) => act(await as('marta', 'appointments:book'), bookAppointment, { ...booking(), shareWith: [network] }),
  },
  offerTimes: {
    about: async ({ member }) => act(await as('sam', 'appointments:book'), offerTimes, { ...offering(), about: [member] }),
    to: async ({ member }) => act(await as('sam', 'appointments:book'), offerTimes, { ...offering(), to: [member] }),
    together: async ({ helper }) => act(await as('sam', 'appointments:book'), offerTimes, { ...offering(), together: [helper] }),
  },
  comeToGroup: {
    who: async ({ member }) => act(await as('marta', 'appointments:book'), comeToGroup, { ...(await coming()), who: [member] }),
    'who sees': async ({ member }) => act(await as('marta', 'appointments:book'), comeToGroup, { ...(await coming()), whoSees: { members: [member], lead: true } }),
    'share with': async ({ network }) => act(await as('marta', 'appointments:book'), comeToGroup, { ...(await coming()), shareWith: [network] }),
  },
  waitForGroup: {
    who: async ({ member }) => act(await as('marta', 'appointments:book'), waitForGroup, { ...(await coming()), who: [member] }),
    'who sees': async ({ member }) => act(await as('marta', 'appointments:book'), waitForGroup, { ...(await coming()), whoSees: { members: [member], lead: true } }),
  },
  askForMeeting: { people: async ({ network }) => act(await as('marta', 'meetings:answer'), askForMeeting, { question: 'w', lang: 'en', people: [network] }) },
  choosePeople: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:see'), choosePeople, { meeting, people: [] }) },
  inviteToMeeting: { meeting: async ({ meeting, member }) => act(await as('marta', 'meetings:see'), inviteToMeeting, { meeting, member }) },
  leaveOutOfMeeting: { meeting: async ({ meeting, member }) => act(await as('marta', 'meetings:see'), leaveOutOfMeeting, { meeting, member }) },
  sayPart: { meeting: async ({ meeting, member }) => act(await as('marta', 'meetings:see'), sayPart, { meeting, member, how: 'room', lang: 'en', interpreterLang: null, needs: [{ need: 'food', words: 'w' }] }) },
  keepSitting: { meeting: async ({ meeting }) => act(must(await coordinating(), 'meetings:see'), keepSitting, { meeting, number: 1, startsAt: null, minutes: 60, place: 'w', dialIn: null, callUrl: null }) },
  setSittingTime: { meeting: async ({ meeting }) => act(must(await coordinating(), 'meetings:see'), setSittingTime, { meeting, number: 1, startsAt: plusMinutes(worldBegins, 60 * 24 * 3) }) },
  moveToSitting: { meeting: async ({ meeting, member }) => act(must(await coordinating(), 'meetings:see'), moveToSitting, { meeting, people: [member], number: 1 }) },
  inviteGuest: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:see'), inviteGuest, { meeting, name: 'w', relation: 'w', by: { channel: 'letter' }, lang: 'en', saysName: false, until: null }) },
  inviteGuestAgain: { meeting: async ({ meeting, network: member }) => act(await as('marta', 'meetings:see'), inviteGuestAgain, { meeting, member, by: { channel: 'letter' }, lang: 'en', saysName: false }) },
  withdrawGuest: { meeting: async ({ meeting, network: member }) => act(await as('marta', 'meetings:see'), withdrawGuest, { meeting, member }) },
  addTime: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:see'), addTime, { meeting, sitting: 1, startsAt: plusMinutes(worldBegins, 60 * 24 * 4) }) },
  dropTime: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:see'), dropTime, { meeting, sitting: 1, startsAt: plusMinutes(worldBegins, 60 * 24 * 3) }) },
  askWhichSuit: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:see'), askWhichSuit, { meeting, sitting: 1 }) },
  showAnswers: { meeting: async ({ meeting }) => act(must(await coordinating(), 'meetings:see'), showAnswers, { meeting, sitting: 1, shown: true }) },
  markTimes: { meeting: async ({ meeting, member }) => act(await as('marta', 'meetings:see'), markTimes, { meeting, member, marks: [{ startsAt: plusMinutes(worldBegins, 60 * 24 * 3), mark: 'yes' }] }) },
  sendTimesLink: { meeting: async ({ meeting, member }) => act(await as('marta', 'meetings:see'), sendTimesLink, { meeting, member, to: { channel: 'email', address: 'a@example.org' }, lang: 'en' }) },
  cameIn: { meeting: async ({ meeting }) => actQuietly(await coordinating(), cameIn, { meeting, sitting: 1, since: worldBegins }, { id: newId(), contentHash: '' }) },
  sayNeedArranged: { meeting: async ({ meeting, member }) => act(await coordinating(), sayNeedArranged, { meeting, member, need: 'food', arranged: false, words: null, lang: 'en' }) },
  chooseTwoAdults: { member: async ({ member }) => act(await as('marta', 'budget:ask'), chooseTwoAdults, { member, above: pence(100) }) },
  sayTogether: { spend: async ({ spend: id }) => act(await as('marta', 'budget:ask'), sayTogether, { spend: id, agrees: true, words: null, lang: 'en' }) },
  askToInform: { meeting: async ({ meeting, helper }) => act(await as('marta', 'meetings:see'), askToInform, { meeting, members: [helper] }) },
  writeInformation: { meeting: async ({ meeting }) => act(await as('sam', 'meetings:inform'), writeInformation, { meeting, parts: { well: 'w', worry: null, help: null, must: null }, lang: 'en' }) },
  showInformation: { meeting: async ({ meeting, helper }) => act(await as('marta', 'meetings:see'), showInformation, { meeting, member: helper, sitting: 1 }) },
  askInformer: { meeting: async ({ meeting, helper }) => act(await as('marta', 'meetings:attend'), askInformer, { meeting, member: helper, words: 'w', lang: 'en' }) },
  answerAsInformer: { question: async ({ question }) => act(await as('sam', 'meetings:inform'), answerAsInformer, { question, words: 'w', lang: 'en' }) },
  translateInformation: { meeting: async ({ meeting, helper }) => act(await as('marta', 'meetings:see'), translateInformation, { meeting, member: helper, part: 'well', lang: 'pl', words: 'w', by: 'w' }) },
  writePart: {
    meeting: async ({ meeting }) => act(await as('marta', 'meetings:attend'), writePart, { meeting, part: null, said: aPart() }),
    part: async ({ part }) => act(await as('marta', 'meetings:attend'), writePart, { meeting: await ourMeeting(), part, said: aPart() }),
    owner: async ({ member: owner }) => act(await as('marta', 'meetings:attend'), writePart, { meeting: await ourMeeting(), part: null, said: { ...aPart(), owner } }),
    checks: async ({ member: checks }) => act(await as('marta', 'meetings:attend'), writePart, { meeting: await ourMeeting(), part: null, said: { ...aPart(), checks } }),
  },
  takePartOut: {
    meeting: async ({ meeting, part }) => act(await as('marta', 'meetings:attend'), takePartOut, { meeting, part }),
    part: async ({ part }) => act(await as('marta', 'meetings:attend'), takePartOut, { meeting: await ourMeeting(), part }),
  },
  keepFamilyPlan: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:attend'), keepFamilyPlan, { meeting, round: 1, words: 'w', lang: 'en', againOn: null }) },
  sendFamilyPlan: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:attend'), sendFamilyPlan, { meeting, round: 1, words: 'w', lang: 'en', againOn: plusDays(today, 20) }) },
  answerFamilyPlan: {
    meeting: async ({ meeting }) => act(await as('sam', 'meetings:prepare'), answerFamilyPlan, { meeting, sitting: 1, round: 1, risks: [], lang: 'en' }),
    part: async ({ part }) => act(await as('sam', 'meetings:prepare'), answerFamilyPlan, { meeting: await ourMeeting(), sitting: 1, round: 1, risks: [{ part, words: 'w' }], lang: 'en' }),
  },
  sayHowPartWent: {
    meeting: async ({ meeting, part }) => act(await as('marta', 'meetings:attend'), sayHowPartWent, { meeting, part, went: 'well', words: 'w', lang: 'en' }),
    part: async ({ part }) => act(await as('marta', 'meetings:attend'), sayHowPartWent, { meeting: await ourMeeting(), part, went: 'well', words: 'w', lang: 'en' }),
  },
  joinPart: {
    meeting: async ({ meeting, part }) => act(await coordinating(), joinPart, { meeting, part, forAll: true }),
    part: async ({ part }) => act(await coordinating(), joinPart, { meeting: await ourMeeting(), part, forAll: true }),
  },
  comeTogetherAgain: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:see'), comeTogetherAgain, { meeting }) },
  callOffMeeting: { meeting: async ({ meeting }) => act(await as('marta', 'meetings:see'), callOffMeeting, { meeting }) },
  takeOfferedPlaces: { wait: async ({ wait }) => act(await as('marta', 'appointments:book'), takeOfferedPlaces, { wait }) },
  stopWaiting: { wait: async ({ wait }) => act(await as('marta', 'appointments:book'), stopWaiting, { wait }) },
  takeOffered: { offer: async ({ offer }) => act(await as('marta', 'appointments:book'), takeOffered, { offer, startsAt: plusMinutes(worldBegins, 60 * 24 * 3), lang: 'en' }) },
  proposeOthers: { offer: async ({ offer }) => act(await as('marta', 'appointments:book'), proposeOthers, { offer, words: 'w', lang: 'en' }) },
  notNow: { offer: async ({ offer }) => act(await as('marta', 'appointments:book'), notNow, { offer, againOn: soon, words: null, lang: 'en' }) },
  changeOffer: { offer: async ({ offer }) => act(await as('sam', 'appointments:book'), changeOffer, { offer, answerBy: null }) },
  sayWhoComes: { appointment: async ({ appointment }) => act(await as('sam', 'appointments:see'), sayWhoComes, { appointment, away: world.people.sam, how: 'new-times', cover: null }) },
  answerCover: { appointment: async ({ appointment }) => act(await as('marta', 'appointments:book'), answerCover, { appointment, how: 'agree' }) },
  giveWayIn: { appointment: async ({ appointment }) => act(await as('sam', 'appointments:see'), giveWayIn, { appointment, link: 'https://meet.example/x', phone: null }) },
  sayArranged: { appointment: async ({ appointment }) => act(await as('sam', 'appointments:see'), sayArranged, { appointment, need: 'bsl', arranged: true }) },
  keepDate: { about: async ({ member }) => act(await as('marta', 'appointments:book'), keepDate, { date: { what: 'feasts', feasts: ['easter'] }, about: [member], whoSees: 'everybody', lang: 'en' }) },
  dropDate: { date: async ({ date }) => act(await as('marta', 'appointments:book'), dropDate, { id: date }) },
  keepNeeds: { member: async ({ member }) => act(await as('marta', 'appointments:book'), keepNeeds, { member, needs: ['bsl'], interpreterLang: null }) },
  moveAppointment: { appointment: async ({ appointment }) => act(await as('marta', 'appointments:book'), moveAppointment, { appointment, sequence: 0, startsAt: plusMinutes(worldBegins, 60 * 24 * 3) }) },
  cancelAppointment: { appointment: async ({ appointment }) => act(await as('marta', 'appointments:book'), cancelAppointment, { appointment, sequence: 0 }) },
  recordAppointment: { appointment: async ({ appointment }) => act(await as('sam', 'appointments:see'), recordAppointment, { appointment, state: 'seen' }) },
  closeFollowUp: { 'follow-up': async ({ followUp }) => act(await as('sam', 'appointments:see'), closeFollowUp, { followUp, words: 'w', lang: 'en' }) },
  sayInTheWay: { appointment: async ({ appointment }) => act(await as('marta', 'appointments:book'), sayInTheWay, { appointment, what: ['fare'], words: null, lang: 'en' }) },
  makeBudget: { 'kept to': async ({ member }) => act(await manager('budget:make'), makeBudget, { name: 'w', holding: 'council', from: today, until: soon, sources: [{ source: 's', pence: pence(100), expiresOn: soon }], keptTo: [member] }) },
  topUp: { budget: async ({ budget }) => act(await manager('budget:make'), topUp, { budget, source: 's', pence: pence(100), expiresOn: soon, words: null, lang: 'en' }) },
  moveMoney: {
    from: async ({ budget }) => act(await manager('budget:make'), moveMoney, { from: budget, to: ownBudget, pence: pence(100) }),
    to: async ({ budget }) => act(await manager('budget:make'), moveMoney, { from: ownBudget, to: budget, pence: pence(100) }),
  },
  mendMoney: { transfer: async ({ transfer }) => act(await manager('budget:make'), mendMoney, { transfer, pence: pence(1), words: 'w', lang: 'en' }) },
  sayItShouldStay: { budget: async ({ budget }) => act(await as('marta', 'budget:ask'), sayItShouldStay, { budget, endsOn: soon, words: 'w', lang: 'en' }) },
  answerStay: { budget: async ({ budget }) => act(await manager('line:agree'), answerStay, { budget, endsOn: soon, until: plusDays(today, 60), words: null, lang: 'en' }) },
  agreeLine: { budget: async ({ budget }) => act(await manager('line:agree'), agreeLine, { budget, name: 'w', pence: pence(100), until: soon }) },
  agreeProposedLine: { line: async ({ line }) => act(await manager('line:agree'), agreeProposedLine, { line }) },
  suggestChange: { spend: async (theirs) => act(await decider('ruth', 'spend:decide'), suggestChange, { ...spend(theirs), other: null, unitPence: null, quantity: 2, neededOn: null, words: null, lang: 'en' }) },
  putOnDay: { spend: async (theirs) => act(await decider('ruth', 'spend:decide'), putOnDay, { ...spend(theirs), day: newId<PanelDayId>() }) },
  passOn: { spend: async (theirs) => act(await decider('ruth', 'spend:decide'), passOn, spend(theirs)) },
  lookToday: { spend: async (theirs) => act(await decider('ruth', 'spend:decide'), lookToday, spend(theirs)) },
  notePanel: { spend: async (theirs) => act(await decider('ruth', 'spend:decide'), notePanel, { ...spend(theirs), there: [], weighed: 'w', why: 'w', lang: 'en' }) },
  answerSuggestion: { spend: async (theirs) => act(await as('marta', 'budget:ask'), answerSuggestion, { ...spend(theirs), yes: true }) },
  keepDraft: { draft: async ({ draft }) => act(await as('marta', 'budget:ask'), keepDraft, { draft, service: null, typed: { what: 'w' }, file: null }) },
  takeFileOut: { draft: async ({ draft }) => act(await as('marta', 'budget:ask'), takeFileOut, { draft }) },
  throwDraftAway: { draft: async ({ draft }) => act(await as('marta', 'budget:ask'), throwDraftAway, { draft }) },
  requestSpend: {
    for: async ({ member }) => act(await as('marta', 'budget:ask'), requestSpend, { budget: ownBudget, wanted, quantity: 1, goal: world.goal, neededOn: soon, line: null, forWhom: [member] }),
    draft: async ({ draft }) => act(await as('marta', 'budget:ask'), requestSpend, { budget: ownBudget, wanted, quantity: 1, goal: world.goal, neededOn: soon, line: null, draft }),
    budget: async ({ budget }) => act(await as('marta', 'budget:ask'), requestSpend, { budget, wanted, quantity: 1, goal: world.goal, neededOn: soon, line: null }),
    goal: async ({ goal }) => act(await as('marta', 'budget:ask'), requestSpend, { budget: ownBudget, wanted, quantity: 1, goal, neededOn: soon, line: null }),
    line: async ({ line }) => act(await as('marta', 'budget:ask'), requestSpend, { budget: ownBudget, wanted, quantity: 1, goal: world.goal, neededOn: soon, line }),
    decided: async ({ part }) => {
      await ourMeeting()
      return act(await as('marta', 'budget:ask'), requestSpend, { budget: ownBudget, wanted: { ...wanted, kind: 'network' }, quantity: 1, goal: world.goal, neededOn: soon, line: null, decided: part })
    },
  },
  approve: { spend: async (theirs) => act(await decider('ruth', 'spend:decide'), approve, spend(theirs)) },
  decline: { spend: async (theirs) => act(await decider('ruth', 'spend:decide'), decline, { ...spend(theirs), reason: 'other', words: 'w', lang: 'en' }) },
  askQuestion: { spend: async (theirs) => act(await decider('ruth', 'spend:decide'), askQuestion, { ...spend(theirs), words: 'w', lang: 'en' }) },
  answerQuestion: { spend: async (theirs) => act(await as('marta', 'budget:ask'), answerQuestion, { ...spend(theirs), words: 'w', lang: 'en' }) },
  cancelSpend: { spend: async (theirs) => act(await as('marta', 'budget:ask'), cancelSpend, spend(theirs)) },
  confirmDelivered: { spend: async (theirs) => act(await as('marta', 'budget:ask'), confirmDelivered, spend(theirs)) },
  sendOrder: { spend: async (theirs) => act(await as('marta', 'order:send'), sendOrder, { ...spend(theirs), to: { channel: 'email', address: 'w@w.example' }, lang: 'en', note: null, noteLang: 'en' }) },
  endOrder: { spend: async (theirs) => act(await as('marta', 'order:send'), endOrder, spend(theirs)) },
  finishSpend: { spend: async (theirs) => act(await as('marta', 'budget:ask'), finishSpend, spend(theirs)) },
  answerOtherPrice: { spend: async (theirs) => act(await as('marta', 'budget:ask'), answerOtherPrice, { ...spend(theirs), yes: true }) },
  askToHelp: {
    spend: async (theirs) => act(await as('marta', 'budget:ask'), askToHelp, { ...spend(theirs), member: world.members.kasia }),
    member: async ({ network }) => act(await as('marta', 'budget:ask'), askToHelp, { spend: own, version: 1, member: network }),
  },
  offerInstead: { spend: async ({ spend: id }) => act(await as('marta', 'help:offer'), offerInstead, { spend: id, words: 'w', lang: 'en', on: soon, often: 'once' }) },
  withdrawOffer: { offer: async ({ instead }) => act(await as('marta', 'help:offer'), withdrawOffer, { offer: instead }) },
  takeOffer: { offer: async ({ instead }) => act(await as('marta', 'budget:ask'), takeOffer, { spend: own, version: 1, offer: instead, thanks: null, lang: 'en' }) },
  thankNotNow: { offer: async ({ instead }) => act(await as('marta', 'budget:ask'), thankNotNow, { spend: own, version: 1, offer: instead }) },
  wishHolding: { budget: async ({ budget }) => act(await as('marta', 'budget:ask'), wishHolding, { budget, holding: 'prepaid-card' }) },
  takeWishBack: { wish: async ({ holdingWish: wish }) => act(await as('marta', 'budget:ask'), takeWishBack, { wish }) },
  answerHoldingWish: { wish: async ({ holdingWish: wish }) => act(await as('sam', 'spend:decide'), answerHoldingWish, { wish, yes: true, words: null, lang: 'en' }) },
  sendReceipt: { spend: async (theirs) => act(await as('marta', 'budget:ask'), sendReceipt, { ...spend(theirs), pence: pence(1), file: { type: 'image/png', bytes: new Uint8Array(1) }, account: { name: 'w', sortCode: '112233', number: '12345678' } }) },
  takeReceiptBack: { receipt: async (theirs) => act(await as('marta', 'budget:ask'), takeReceiptBack, { ...spend(theirs), receipt: theirs.receipt }) },
  agreeReceipt: { receipt: async (theirs) => act(await as('sam', 'spend:decide'), agreeReceipt, { ...spend(theirs), receipt: theirs.receipt }) },
  refuseReceipt: { receipt: async (theirs) => act(await as('sam', 'spend:decide'), refuseReceipt, { ...spend(theirs), receipt: theirs.receipt, words: 'w', lang: 'en' }) },
  sayHelped: { spend: async ({ spend: id }) => act(await as('marta', 'budget:ask'), sayHelped, { spend: id, answer: 'not', words: null, lang: 'en' }) },
  answerDelivery: { delivery: async ({ delivery }) => act(await as('marta', 'budget:ask'), answerDelivery, { delivery, happened: true, words: null, lang: 'en' }) },
  askAgain: { spend: async ({ spend: id }) => act(await as('sam', 'spend:decide'), askAgain, { spend: id }) },
  settleDelivery: { delivery: async ({ delivery }) => act(await as('sam', 'spend:decide'), settleDelivery, { delivery, pay: true, words: 'w', lang: 'en' }) },
  markPaid: {
    payment: async ({ payment }) => act(await decider('femi', 'spend:pay'), markPaid, { payment }),
  },
  settleLine: { run: async ({ run }) => act(await decider('femi', 'spend:pay'), settleLine, { run, position: 0 }) },
  askForAssessment: {
    about: async ({ member }) => act(await as('marta', 'caring:ask'), askForAssessment, { about: member, talkTo: null, shownTo: [] }),
    'talk to': async ({ helper: talkTo }) => act(await as('marta', 'caring:ask'), askForAssessment, { about: world.members.leo, talkTo, shownTo: [] }),
    'shown to': async ({ member }) => act(await as('marta', 'caring:ask'), askForAssessment, { about: world.members.leo, talkTo: null, shownTo: [member] }),
  },
  answerCaring: { caring: async ({ caring }) => act(await as('sam', 'caring:answer'), answerCaring, { caring, state: 'done', words: 'w', lang: 'en', againOn: null }) },
  askForPeer: { 'shown to': async ({ member }) => act(await as('marta', 'peers:ask'), askForPeer, { likeness: 'parent', firstName: 'w', reach: 'w', words: 'w', lang: 'en', shownTo: [member] }) },
  notePeer: { peer: async ({ peer }) => act(await as('sam', 'peers:answer'), notePeer, { peer, name: 'w', reach: 'w', agreedOn: today }) },
  lookOn: { peer: async ({ peer }) => act(await as('sam', 'peers:answer'), lookOn, { peer, words: 'w', lang: 'en', until: soon }) },
  stopPeer: { peer: async ({ peer }) => act(await as('marta', 'peers:ask'), stopPeer, { peer }) },
  notePeerStopped: { peer: async ({ peer }) => act(await as('sam', 'peers:answer'), notePeerStopped, { peer }) },
  addFact: {
    child: async ({ member }) => act(await as('marta', 'facts:add'), addFact, { child: member, topic: 'school', words: 'w', lang: 'en', shareWith: [] }),
    'share with': async ({ network }) => act(await as('marta', 'facts:add'), addFact, { child: world.members.leo, topic: 'school', words: 'w', lang: 'en', shareWith: [network] }),
  },
  endFact: { fact: async ({ fact }) => act(await as('marta', 'facts:add'), endFact, { fact }) },
  setCaresFor: {
    carer: async ({ member }) => act(await as('sam', 'people:invite'), setCaresFor, { carer: member, children: [world.members.leo] }),
    children: async ({ member }) => act(await as('sam', 'people:invite'), setCaresFor, { carer: world.members.kasia, children: [member] }),
  },
  sayNotRight: {
    goal: async ({ goal }) => act(await as('marta', 'family:see'), sayNotRight, { kind: 'goal', thing: goal, words: 'w', lang: 'en' }),
    fact: async ({ fact }) => act(await as('marta', 'family:see'), sayNotRight, { kind: 'fact', thing: fact, words: 'w', lang: 'en' }),
    entry: async ({ strength }) => act(await as('marta', 'family:see'), sayNotRight, { kind: 'plan', thing: strength, words: 'w', lang: 'en' }),
  },
  answerNotRight: { correction: async ({ correction }) => act(await as('sam', 'plan:actions'), answerNotRight, { correction, words: 'w', lang: 'en' }) },
  reviewEmergency: { view: async ({ view }) => act(await manager('emergency:review'), reviewEmergency, { view, finding: 'right', words: 'w', lang: 'en', keptFrom: [] }) },
  invite: { member: async ({ network }) => act(await as('sam', 'people:invite'), invite, { member: network, by: { channel: 'letter' }, lang: 'en' }) },
  addMember: {
    responsible: async ({ member }) => act(await as('sam', 'people:invite'), addMember, { ...child, responsible: [member] }),
    'agreed by': async ({ member }) => act(await as('sam', 'people:invite'), addMember, { ...child, agreedBy: member, responsible: [world.members.marta] }),
  },
  setResponsibility: {
    adult: async ({ member }) => act(await as('sam', 'people:invite'), setResponsibility, { adult: member, children: [world.members.leo] }),
    children: async ({ member }) => act(await as('sam', 'people:invite'), setResponsibility, { adult: world.members.marta, children: [member] }),
  },
  sayNearness: { member: async ({ network }) => act(await as('marta', 'near:keep'), sayNearness, { member: network, lives: 'near', touch: null }) },
  endMember: { member: async ({ network }) => act(await as('sam', 'people:invite'), endMember, { member: network }) },
  addHelper: {
    about: async ({ member }) => act(await as('sam', 'people:invite'), addHelper, { ...helper(), about: [member] }),
    'agreed by': async ({ member }) => act(await as('sam', 'people:invite'), addHelper, { ...helper(), agreedBy: member }),
  },
  setCover: { 'agreed by': async ({ member }) => act(await as('sam', 'people:invite'), setCover, { by: world.people.priya, from: today, until: soon, agreedBy: [member] }) },
  endCover: { cover: async ({ helper: cover }) => act(await as('sam', 'people:invite'), endCover, { cover }) },
  answerLeadWish: { wish: async ({ caring }) => act(await manager('lead:name'), answerLeadWish, { wish: caring, words: 'w', lang: 'en' }) },
  setLead: { 'agreed by': async ({ member }) => act(await as('sam', 'people:invite'), setLead, { to: world.people.omar, agreedBy: [member] }) },
  nameLead: { 'agreed by': async ({ member }) => act(await manager('lead:name'), nameLead, { to: world.people.omar, agreedBy: [member] }) },
}

/** What somebody learns of a try: the refusal, or that there is no such page. */
async function answerTo(attempt: Try, theirs: Theirs): Promise<unknown> {
  try {
    return await attempt(theirs)
  } catch (thrown) {
    if (thrown instanceof Response) return { status: thrown.status }
    throw thrown
  }
}

test('ids of another family change nothing by any command, and are answered as ids of nobody are', async () => {
  const theirs = await theirThings(db, world)
  const nobodys = Object.fromEntries(Object.keys(theirs).map((name) => [name, newId()])) as unknown as Theirs
  for (const [command, ways] of Object.entries(tries)) {
    for (const [way, attempt] of Object.entries(ways)) {
      // First with ids of nobody: what a try itself prepares is then there before it is counted.
      const unknown = await answerTo(attempt, nobodys)
      const before = await everything(db)
      const answer = await answerTo(attempt, theirs)
      const after = await everything(db)
      expect(answer, `${command} by ${way}`).toEqual(unknown)
      expect(JSON.stringify(answer), `${command} by ${way}`).toMatch(/"ok":false|"status":404/)
      expect(after, `${command} by ${way}`).toEqual(before)
    }
  }
})

test('every command of these rooms is tried, or has nothing of a family in it', () => {
  const without: Readonly<Record<string, string>> = {
    askForAnotherLead: 'names nothing', answerMeetingOffer: 'names nothing', nameCoordinator: 'names somebody of the area: meeting-offer.test', mine: 'a part of each decision that is tried here',
    refund: 'names nothing: it is of the spend that its viewer came to', mendPayment: 'as refund',
    toAgreeTogether: 'a part of requestSpend', askAnew: 'a part of answerSuggestion and answerOtherPrice, of the request that these read',
    giveAccount: 'names nothing: it is for the spend that its viewer was made from',
    openEmergencyView: 'opens the family that was asked for by what is known of it', takeEmergencyView: 'its viewer is made from the view: looking.test', shieldFamily: 'names nothing', openRecord: 'names nothing',
    sayCaring: 'names nothing', noteCaringLook: 'writes down a look at a page that was read before: carers.test', notePeerLook: 'as noteCaringLook: peers.test', noteQuestionLook: 'as noteCaringLook: late-information.test', trySafeWord: 'contact.test',
  }
  const all = exportedIn(['family', 'appointments', 'groups', 'budget', 'carers', 'data', 'meetings'], 'acting', /^Acting</)
  expect(all.filter((name) => !(name in tries) && !(name in without))).toEqual([])
  expect(Object.keys(tries).filter((name) => !all.includes(name) && !['moveAppointment', 'cancelAppointment', 'recordAppointment'].includes(name))).toEqual([])
})
