/** Every read of a family, and how it is asked: for the tests that ask all of them and may not forget one. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { must, type Viewer } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { appointment, appointmentsOf, nextAppointment } from '#app/domain/appointments/appointments.server.ts'
import { coverOf } from '#app/domain/appointments/cover.server.ts'
import { offer, openOffers } from '#app/domain/appointments/offers.server.ts'
import { comingGroups, waitOf, waitsOf } from '#app/domain/groups/places.server.ts'
import { clashesWith } from '#app/domain/appointments/clashes.server.ts'
import { otherClock } from '#app/domain/appointments/other-clock.server.ts'
import { ownWayIn, wayInOf } from '#app/domain/appointments/way-in.server.ts'
import { arrangementsOf } from '#app/domain/appointments/arrangements.server.ts'
import { datesOf, mattersAt, mattersIn } from '#app/domain/appointments/dates.server.ts'
import { knownNeeds } from '#app/domain/appointments/known-needs.server.ts'
import { calendarFileOf } from '#app/domain/appointments/calendar.server.ts'
import { practitionersOf } from '#app/domain/appointments/booking.server.ts'
import { followUp, followUpsOf } from '#app/domain/appointments/follow-ups.server.ts'
import { afterOf } from '#app/domain/appointments/how-it-went.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { moneyDecided } from '#app/domain/budget/decided-money.server.ts'
import { linesOf, linesToSeeTo } from '#app/domain/budget/budgets.server.ts'
import { balance, budgetsOf, budgetsToSeeTo, moneyAtAGlance, statement } from '#app/domain/budget/ledger.server.ts'
import { carryingOf } from '#app/domain/budget/deliveries.server.ts'
import { insideBudgets } from '#app/domain/budget/kept-budgets.server.ts'
import { couldHelp, offersInstead, toHelpWith } from '#app/domain/budget/instead.server.ts'
import { holdingOf } from '#app/domain/budget/holding-wishes.server.ts'
import { ownAccount } from '#app/domain/budget/own-accounts.server.ts'
import { receiptsOf } from '#app/domain/budget/receipts.server.ts'
import { orderOf, providersAddress } from '#app/domain/budget/orders.server.ts'
import { paceOf, sourcesOf } from '#app/domain/budget/pace.server.ts'
import { sumsOfDates } from '#app/domain/budget/statement-sums.server.ts'
import { boughtFor } from '#app/domain/budget/helped.server.ts'
import { isUnanswered } from '#app/domain/budget/unanswered.server.ts'
import { mayBeThere, panelLooksOn, panelRecord } from '#app/domain/budget/panel.server.ts'
import { endsOf } from '#app/domain/budget/period-ends.server.ts'
import { goalsToServe, spend, spendsOf } from '#app/domain/budget/spends.server.ts'
import { helpOffered, ownOffers, whoReadsOffers } from '#app/domain/plan/i-can.server.ts'
import { familyOf, helpersOf, membersOf } from '#app/domain/family/people.server.ts'
import { goal, goalsOf, stepsOf } from '#app/domain/goals/goals.server.ts'
import { togetherOn, twoAdultsOf } from '#app/domain/budget/two-adults.server.ts'
import { informationOf } from '#app/domain/meetings/information.server.ts'
import { cameFrom, familyPlanOf } from '#app/domain/meetings/family-plan.server.ts'
import { meetingOf, meetingsOf } from '#app/domain/meetings/meetings.server.ts'
import { plansWeLookAt } from '#app/domain/plan/look-again.server.ts'
import { meetingOffer } from '#app/domain/meetings/offer.server.ts'
import { peersOf } from '#app/domain/carers/peers.server.ts'
import { kindThing, kindWordsOf, offerBeside } from '#app/domain/goals/kind-words.server.ts'
import { conversation, conversationsOf } from '#app/domain/messages/conversations.server.ts'
import { note, notesOf } from '#app/domain/messages/notes.server.ts'
import { thingToKeep } from '#app/domain/sharing/changing.server.ts'
import { sharingOf } from '#app/domain/sharing/register.server.ts'
import { looksAt } from '#app/domain/sharing/looked.server.ts'
import { agreementOf, planStands } from '#app/domain/plan/agreeing.server.ts'
import { earlierWords, wordsOf } from '#app/domain/plan/changing-words.server.ts'
import { fileOf } from '#app/domain/plan/files.server.ts'
import { backupAhead, rightToStart } from '#app/domain/plan/backup-ahead.server.ts'
import { backupRun, backupRuns } from '#app/domain/plan/backup-run.server.ts'
import { backupOf, changeable } from '#app/domain/plan/backup.server.ts'
import { need, ownWords } from '#app/domain/plan/said.server.ts'
import { familyAndReview, reviewsOf, toHear } from '#app/domain/plan/reviews.server.ts'
import { changesOf } from '#app/domain/plan/changes.server.ts'
import { isForAVisit, programmesOf } from '#app/domain/programmes/programmes.server.ts'
import { openReviewOf, ownView, viewsOf } from '#app/domain/plan/views.server.ts'
import { partsOf, standing, version, whatIsMissing } from '#app/domain/plan/versions.server.ts'
import { whoLeads } from '#app/domain/family/lead.server.ts'
import { leadGap } from '#app/domain/family/lead-gap.server.ts'
import { levelOf } from '#app/domain/plan/level.server.ts'
import { promise } from '#app/domain/plan/promises.server.ts'
import { doneSoFar, planEntries } from '#app/domain/plan/plan.server.ts'
import { pence } from '#app/values/money.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import type { BackupRunId } from '#app/values/ids.ts'
import { newId, type AppointmentId, type BudgetId, type ConversationId, type EntryId, type FileId, type GoalId, type ICanId, type KindWordId, type MeetingId, type MemberId, type NoteId, type OfferId, type ReviewId, type SpendId, type WaitId } from '#app/values/ids.ts'

/** What is asked for by its id. */
export interface Asked { iCan: ICanId; kindWord: KindWordId; goal: GoalId; budget: BudgetId; spend: SpendId; appointment: AppointmentId; offer: OfferId; wait: WaitId; conversation: ConversationId; note: NoteId; need: EntryId; entry: EntryId; review: ReviewId; viewAbout: MemberId; file: FileId; meeting: MeetingId; backupRun: BackupRunId }

type Read = (viewer: Viewer, asked: Asked) => Promise<unknown>

const whole = { from: null, until: null, page: 1 } as const
const withPower = <P extends FamilyPower>(power: P, ask: (viewer: Viewer & ReturnType<typeof must<Viewer, P>>, asked: Asked) => Promise<unknown>): Read =>
  async (viewer, asked) => (viewer.powers.has(power) ? ask(must(viewer, power), asked) : 'may not')

/** By the name of the function. */
export const reads: Record<string, Read> = {
  goalsOf: withPower('goals:see', (viewer) => goalsOf(viewer)),
  goal: withPower('goals:see', (viewer, { goal: id }) => goal(viewer, id)),
  stepsOf: withPower('goals:see', (viewer, { goal: id }) => stepsOf(viewer, [id])),
  kindThing: async (viewer, { goal: id, need: entry }) => [await kindThing(viewer, 'goal', id), await kindThing(viewer, 'plan', entry)],
  offerBeside: async (viewer, { kindWord }) => offerBeside(viewer, kindWord),
  whoReadsOffers: withPower('offers:give', (viewer) => whoReadsOffers(viewer)),
  ownOffers: withPower('offers:give', (viewer) => ownOffers(viewer)),
  helpOffered: withPower('offers:answer', async (viewer, { iCan, kindWord }) => [await helpOffered(viewer, iCan), await helpOffered(viewer, kindWord)]),
  kindWordsOf: withPower('goals:see', (viewer, { goal: id }) => kindWordsOf(viewer, [id])),
  thingToKeep: async (viewer, { goal: id, appointment: visit }) => [await thingToKeep(viewer, 'goal', id), await thingToKeep(viewer, 'appointment', visit)],
  looksAt: withPower('sharing:see', (viewer) => looksAt(viewer, 1)),
  backupOf: withPower('plan:see', (viewer) => backupOf(viewer)),
  backupAhead: withPower('backup:start', (viewer) => backupAhead(viewer)),
  rightToStart: (viewer) => rightToStart(viewer),
  backupRuns: withPower('plan:see', (viewer) => backupRuns(viewer)),
  backupRun: withPower('plan:see', (viewer, { backupRun: id }) => backupRun(viewer, id)),
  changeable: (viewer, { entry }) => changeable(viewer, entry as never),
  planEntries: withPower('plan:see', (viewer) => planEntries(viewer)),
  doneSoFar: withPower('plan:see', (viewer) => doneSoFar(viewer, 1)),
  conversationsOf: withPower('messages:see', (viewer) => conversationsOf(viewer, 1)),
  conversation: withPower('messages:see', (viewer, { conversation: id }) => conversation(viewer, id, 1)),
  notesOf: withPower('notes:see', (viewer) => notesOf(viewer, 1)),
  note: withPower('notes:see', (viewer, { note: id }) => note(viewer, id)),
  levelOf: withPower('plan:see', (viewer) => levelOf(viewer)),
  whoLeads: withPower('people:see', (viewer) => whoLeads(viewer)),
  leadGap: (viewer) => leadGap(viewer),
  promise: withPower('plan:see', (viewer, { entry: id }) => promise(viewer, id)),
  need: withPower('plan:see', (viewer, { need: id }) => need(viewer, id)),
  version: withPower('plan:versions', (viewer) => version(viewer, 1)),
  partsOf: withPower('plan:versions', (viewer) => partsOf(viewer, 1)),
  standing: withPower('plan:versions', (viewer) => standing(viewer)),
  agreementOf: withPower('plan:versions', (viewer) => agreementOf(viewer)),
  planStands: withPower('plan:versions', (viewer) => planStands(viewer)),
  whatIsMissing: withPower('plan:put-forward', (viewer) => whatIsMissing(viewer)),
  wordsOf: withPower('plan:see', async (viewer, { need: id, goal }) => [await wordsOf(viewer, 'plan', id), await wordsOf(viewer, 'goal', goal)]),
  earlierWords: withPower('plan:see', async (viewer, { need: id, goal }) => [await earlierWords(viewer, 'plan', id), await earlierWords(viewer, 'goal', goal)]),
  fileOf: withPower('plan:see', async (viewer, { file }) => (await fileOf(viewer, file))?.bytes.toString()),
  ownWords: withPower('plan:strengths', (viewer, { need: id }) => ownWords(viewer, id)),
  reviewsOf: withPower('review:see', (viewer) => reviewsOf(viewer)),
  isForAVisit: withPower('review:see', (viewer, { offer: id }) => isForAVisit(viewer, id)),
  programmesOf: withPower('review:see', (viewer) => programmesOf(viewer)),
  changesOf: withPower('review:see', (viewer) => changesOf(viewer)),
  familyAndReview: withPower('plan:see', (viewer) => familyAndReview(viewer)),
  toHear: withPower('review:hold', (viewer) => toHear(viewer)),
  openReviewOf: (viewer) => openReviewOf(viewer),
  viewsOf: withPower('review:see', (viewer, { review }) => viewsOf(viewer, [review])),
  ownView: withPower('plan:strengths', (viewer, { viewAbout }) => ownView(viewer, viewAbout)),
  membersOf: (viewer) => membersOf(viewer),
  familyOf: (viewer) => familyOf(viewer),
  sharingOf: withPower('sharing:see', (viewer) => sharingOf(viewer)),
  helpersOf: withPower('family:see', (viewer) => helpersOf(viewer)),
  nextAppointment: (viewer) => nextAppointment(viewer),
  appointmentsOf: withPower('appointments:see', (viewer) => appointmentsOf(viewer, 1)),
  appointment: withPower('appointments:see', (viewer, { appointment: id }) => appointment(viewer, id)),
  openOffers: withPower('appointments:see', (viewer) => openOffers(viewer)),
  offer: withPower('appointments:see', (viewer, { offer: id }) => offer(viewer, id)),
  comingGroups: withPower('appointments:book', (viewer) => comingGroups(viewer)),
  waitsOf: withPower('appointments:see', (viewer) => waitsOf(viewer)),
  waitOf: withPower('appointments:see', (viewer, { wait: id }) => waitOf(viewer, id)),
  clashesWith: withPower('appointments:book', (viewer) => clashesWith(viewer, { startsAt: viewer.now, endsAt: plusMinutes(viewer.now, 60 * 24 * 60) })),
  otherClock: (viewer) => otherClock(viewer),
  coverOf: withPower('appointments:see', (viewer, { appointment: id }) => coverOf(viewer, id)),
  wayInOf: withPower('appointments:see', (viewer, { appointment: id }) => wayInOf(viewer, id)),
  ownWayIn: withPower('appointments:see', (viewer, { appointment: id }) => ownWayIn(viewer, id)),
  arrangementsOf: withPower('appointments:see', (viewer, { appointment: id }) => arrangementsOf(viewer, id)),
  datesOf: (viewer) => datesOf(viewer),
  mattersIn: (viewer) => mattersIn(viewer, { from: viewer.today, until: plusDays(viewer.today, 60) }, { schoolHolidays: [] }),
  mattersAt: (viewer) => mattersAt(viewer, { startsAt: viewer.now, endsAt: plusMinutes(viewer.now, 60 * 24 * 60) }, { schoolHolidays: [] }),
  knownNeeds: withPower('appointments:book', (viewer) => knownNeeds(viewer, [])),
  followUp: withPower('appointments:see', async (viewer, { appointment: id }) => followUp(viewer, (await followUpsOf(viewer, id))[0]?.id ?? newId())),
  afterOf: withPower('appointments:see', (viewer, { appointment: id }) => afterOf(viewer, id)),
  followUpsOf: withPower('appointments:see', (viewer, { appointment: id }) => followUpsOf(viewer, id)),
  calendarFileOf: withPower('appointments:see', (viewer, { appointment: id }) => calendarFileOf(viewer, id, 'en')),
  practitionersOf: withPower('appointments:book', (viewer) => practitionersOf(viewer)),
  budgetsOf: withPower('budget:see', (viewer) => budgetsOf(viewer)),
  balance: withPower('budget:see', (viewer, { budget }) => balance(viewer, budget)),
  paceOf: withPower('budget:see', (viewer, { budget }) => paceOf(viewer, { id: budget, left: pence(1), from: viewer.today })),
  sourcesOf: withPower('budget:see', (viewer, { budget }) => sourcesOf(viewer, budget)),
  endsOf: withPower('budget:see', (viewer, { budget }) => endsOf(viewer, budget)),
  sumsOfDates: withPower('budget:see', (viewer, { budget }) => sumsOfDates(viewer, budget, { from: null, until: null })),
  linesOf: withPower('budget:see', (viewer, { budget }) => linesOf(viewer, budget)),
  statement: withPower('budget:see', (viewer, { budget }) => statement(viewer, budget, whole)),
  moneyAtAGlance: (viewer) => moneyAtAGlance(viewer),
  budgetsToSeeTo: withPower('line:agree', (viewer) => budgetsToSeeTo(viewer)),
  linesToSeeTo: withPower('line:agree', (viewer) => linesToSeeTo(viewer)),
  panelLooksOn: withPower('spend:see', (viewer, { spend: id }) => panelLooksOn(viewer, id)),
  boughtFor: withPower('spend:see', (viewer, { goal: id }) => boughtFor(viewer, id)),
  isUnanswered: withPower('spend:see', (viewer, { spend: id }) => isUnanswered(viewer, id)),
  mayBeThere: withPower('spend:decide', (viewer, { spend: id }) => mayBeThere(viewer, id)),
  panelRecord: withPower('spend:decide', (viewer, { spend: id }) => panelRecord(viewer, id, newId())),
  waitsForUs: withPower('family:see', (viewer) => waitsForUs(viewer)),
  meetingOffer: withPower('meetings:see', (viewer) => meetingOffer(viewer)),
  meetingsOf: withPower('meetings:see', (viewer) => meetingsOf(viewer)),
  plansWeLookAt: withPower('meetings:see', (viewer) => plansWeLookAt(viewer)),
  informationOf: withPower('meetings:see', (viewer, { meeting }) => informationOf(viewer, meeting)),
  meetingOf: withPower('meetings:see', (viewer, { meeting }) => meetingOf(viewer, meeting)),
  familyPlanOf: withPower('meetings:see', async (viewer, { meeting }) => ((await meetingOf(viewer, meeting)) ? familyPlanOf(viewer, meeting) : null)),
  moneyDecided: withPower('spend:see', (viewer, { meeting }) => moneyDecided(viewer, meeting)),
  cameFrom: withPower('plan:see', (viewer, { entry }) => cameFrom(viewer, entry)),
  peersOf: withPower('peers:see', (viewer) => peersOf(viewer)),
  goalsToServe: withPower('budget:ask', (viewer) => goalsToServe(viewer)),
  spendsOf: withPower('spend:see', (viewer, { budget }) => spendsOf(viewer, budget, 1)),
  spend: withPower('spend:see', (viewer, { spend: id }) => spend(viewer, id)),
  carryingOf: withPower('spend:see', (viewer, { spend: id }) => carryingOf(viewer, id, 2)),
  receiptsOf: withPower('spend:see', (viewer, { spend: id }) => receiptsOf(viewer, id)),
  twoAdultsOf: withPower('budget:ask', (viewer) => twoAdultsOf(viewer)),
  togetherOn: withPower('spend:see', (viewer, { spend: id }) => togetherOn(viewer, id)),
  insideBudgets: withPower('budget:see', (viewer) => insideBudgets(viewer)),
  toHelpWith: withPower('help:offer', (viewer, { spend: id }) => toHelpWith(viewer, id)),
  offersInstead: withPower('spend:see', (viewer, { spend: id }) => offersInstead(viewer, id)),
  couldHelp: withPower('budget:ask', (viewer, { spend: id }) => couldHelp(viewer, id)),
  holdingOf: withPower('budget:see', (viewer, { budget }) => holdingOf(viewer, budget)),
  ownAccount: withPower('budget:ask', (viewer) => ownAccount(viewer)),
  orderOf: withPower('spend:see', (viewer, { spend: id }) => orderOf(viewer, id)),
  providersAddress: withPower('spend:see', (viewer, { spend: id }) => providersAddress(viewer, id)),
}

/** Reads that are asked in another way, each with where that is tested. */
export const readElsewhere: Readonly<Record<string, string>> = {
  invitesTo: 'reads nothing of the family: whether a seat may invite another: invitations.test',
  whoSees: 'takes the circle of a thing that was read before: sharing.test',
  unreadBy: 'a part of waitsForUs: messages.test',
  messagesToRead: 'of the desk: messages.test',
  writesTo: 'takes the members that were read before: messages.test',
  wasSeen: 'a part of partsOf: agreement.test',
  mayChangeEntry: 'takes what was read before: plan-words.test',
  needsToAnswer: 'of the desk: plan-said.test',
  receiptsToAgree: 'of the desk: receipts.test',
  holdingWishesToAnswer: 'of the desk: holding-wishes.test',
  receiptFileOf: 'receipts.test',
  mayOffer: 'takes what was read before: instead.test',
  visitColumns: 'a part of planStands: programmes.test',
  visitsDue: 'of the desk: programmes.test',
  changesToAnswer: 'of the desk: changes.test',
  reviewsToHold: 'of the desk: reviews.test',
  followUpsToDo: 'of the desk: follow-ups.test',
  keepDiariesOf: 'of the area: names of a manager’s own team',
  visitsWhileAway: 'of the desk: when and how, in whose time off: cover.test', colleaguesOf: 'of the area: names of colleagues',
  datesWithoutLeader: 'of the desk: dates of groups: group-leaders.test', whoLeadsInstead: 'of the area: names of colleagues', leadersOfDate: 'of the area: who leads a date',
  withoutNextContact: 'of the desk of a manager: families of the team by name, and who leads: follow-ups.test',
  colleagues: 'of the desk: groups.test',
  groupsLed: 'of the desk: groups.test',
  groupLed: 'of the desk: groups.test',
  registerOf: 'of the desk: groups.test',
  recordPlace: 'of the desk, and no read: groups.test',
  cameBack: 'of the desk: promises.test',
  whatHappens: 'what backupAhead tells, and what the command needs: backup-run.test',
  knowsLevel: 'reads nothing of the family: level.test',
  leadWishes: 'of a manager: lead.test',
  wishesToAnswer: 'of the desk: lead.test',
  mayBePaidBack: 'a sum against a setting of the area: receipts.test',
  meetingAnswersOf: 'of whoever leads: meeting-offer.test', coordinatorsFor: 'of the area: names of colleagues: meeting-offer.test', meetingsToSeeTo: 'of the desk: meeting-offer.test',
  findingOf: 'takes a meeting that was read before: meeting-times.test', meetingCalendarOf: 'the viewer’s own sitting: meeting-times.test', toCome: 'as meetingOf',
  informationToWrite: 'of the desk: meeting-information.test', informationMissing: 'of the desk: late-information.test', questionsLeft: 'of a manager while nobody leads: late-information.test',
  guestsOf: 'takes a meeting that was read before: meeting-guests.test', guestLetter: 'of whoever arranges a meeting: meeting-guests.test', openLetter: 'a part of letterTo and guestLetter', meetingsToPrepare: 'of the desk: meeting-guests.test',
  partOf: 'the viewer’s own, or of somebody without an account: meeting-ready.test', toArrangeFor: 'of whoever gets a meeting ready: meeting-ready.test',
  isDecided: 'a part of the rules: decided-money.test', aboveDecided: 'a part of suggestions and other prices: deciding.test, orders.test', isGuestOfMeeting: 'reads nothing of the family: meeting-guests.test', notDecided: 'limits: decided-money.test', decidedToAsk: 'of those who sat there: decided-money.test',
  decidedToBook: 'of those who sat there: decided-times.test', timesDecided: 'takes parts that were read before: decided-times.test',
  howPartsWent: 'takes parts that were read before: family-plan.test', followedBy: 'takes a meeting that was read before: again.test', coordinatorGone: 'takes a meeting that was read before: coordinator-gone.test', goesOn: 'takes a meeting that was read before: again.test', acceptedParts: 'takes a meeting that was read before: again.test', plansToLookAt: 'of the desk: family-plan.test', plansToCheck: 'of the desk: own-checks.test',
  meetingWith: 'a part of familyPlanOf: family-plan.test', partToChange: 'what the viewer’s own sitting writes: family-plan.test', withUs: 'a part of writing a part: family-plan.test', familyPlansToAnswer: 'of the desk: family-plan.test',
  whoCanCover: 'of the area: names of colleagues: lead.test',
  isTheLead: 'whether the viewer leads: lead.test',
  lateToSeeTo: 'of the desk: promises-late.test',
  withoutOwner: 'of the desk: a number that is 0: promises-late.test',
  goalsByOutcome: 'of the area: outcomes.test',
  recordOf: 'of the area: looking.test',
  whoHelpsHere: 'of the area: looking.test',
  lastChecks: 'of the area: looking.test',
  openReviews: 'of the area: looking.test',
  shownByName: 'takes a thing that was read before, of its maker: circles.test',
  whoSeesQuestion: 'takes the members that were read before: circles.test',
  whoMaySaw: 'takes a thing that was read before, of its maker: circles.test',
  trustedAdultOf: 'circles.test',
  readersOf: 'tells a command whom to notify: act.test',
  balanceForDecision: 'spending.test',
  accountOf: 'of finance: payment-runs.test',
  decisionOn: 'takes a spend that was read before: spending.test',
  askedJustNow: 'spending.test',
  tiedTo: 'limits: spending.test',
  givenFor: 'of a spend that a command has looked up: orders.test',
  carried: 'of a spend that a command has looked up: orders.test',
  orderByLink: 'by the link of one order: orders.test',
  toTheFamily: 'whom a command tells: orders.test',
  levelFor: 'limits: spending.test',
  rulesFor: 'takes a request that is asked or was read before: spend-rules.test',
  livesWithThem: 'limits: spend-rules.test',
  suggestionOf: 'takes a request that was read before: deciding.test',
  draftsOf: 'the viewer’s own alone: asking.test',
  draftOf: 'the viewer’s own alone: asking.test',
  spendFileOf: 'asking.test',
  lookAhead: 'takes a request that is not sent yet: spend-rules.test',
  lineHolds: 'limits: spending.test',
  agreersOf: 'limits: money-from-outside.test',
  calendarFileOf: 'one appointment, as its page: calendar.test',
  mayStillChange: 'pure: appointments.test',
  budgetsToSeeTo: 'money-from-outside.test',
  mendable: 'more-money.test',
  staysToAnswer: 'more-money.test',
  staysWaiting: 'of the desk: more-money.test',
  wishesUnled: 'holding-wishes.test',
  heldFor: 'a part of a command: ledger-parts.test',
  linesToSeeTo: 'money-from-outside.test',
  needsLead: 'starting.test',
  whoAgrees: 'who may agree about whom: consent.test',
  managersOf: 'tells a command whom to notify: consent.test', leadingNow: 'as managersOf: meeting-offer.test', leadingOrManaging: 'as managersOf: peers.test',
  strengthsOf: 'takes a goal that was read before: kind-words.test',
  topicsOf: 'takes a thing that was read before: consent.test',
  looksToldTo: 'a part of looksAt: looking.test',
  helpersWhoSee: 'takes a goal that was read before: agreed.test',
  whoCanHelp: 'of the area: names of colleagues who are not of this family: agreed.test',
  decisionsToldTo: 'a part of decisionsShown: consent.test',
  decisionsShown: 'a part of sharingOf: consent.test',
  decisionsOf: 'safeguarding.test',
  decisionsToReview: 'safeguarding.test',
  reviewersOf: 'safeguarding.test',
  whoCanLead: 'starting.test',
  adultsToAgree: 'starting.test',
  contactOf: 'invitations.test',
  keptFromHere: 'the viewer\'s own, for their own question: contact.test',
  letterTo: 'invitations.test',
  openInvitations: 'invitations.test',
  isShielded: 'looking.test',
}

/** The names of the exported functions of rooms whose first parameter is called `first` and has a type that matches. */
export function exportedIn(rooms: readonly string[], first: 'viewer' | 'acting', type: RegExp): string[] {
  return rooms.flatMap((room) => {
    const folder = path.join('app/domain', room)
    return readdirSync(folder).filter((file) => file.endsWith('.server.ts')).flatMap((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8')
      return [...text.matchAll(/^export (?:async )?function (\w+)\((\w+): ([^,)]+)/gm)]
        .filter(([, , parameter, of]) => parameter === first && type.test(of!)).map(([, name]) => name!)
    })
  }).sort()
}
