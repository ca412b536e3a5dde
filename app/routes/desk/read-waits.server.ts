/** What waits for the reader of a desk, out of every room, in one list: what is late first, then by its day. */
import { may, must, type AreaMay } from '#app/access/viewer.server.ts'
import { leftToArrange } from '#app/domain/appointments/arrangements.server.ts'
import { visitsWhileAway } from '#app/domain/appointments/away.server.ts'
import { followUpsToDo } from '#app/domain/appointments/follow-ups.server.ts'
import { offersToSeeTo } from '#app/domain/appointments/offers.server.ts'
import { messagesUnknown } from '#app/domain/area/messages-unknown.server.ts'
import { linesToAgree } from '#app/domain/budget/budgets.server.ts'
import { holdingWishesToAnswer } from '#app/domain/budget/holding-wishes.server.ts'
import { disputesToSettle } from '#app/domain/budget/deliveries.server.ts'
import { nextToRead } from '#app/domain/budget/panel.server.ts'
import { staysWaiting } from '#app/domain/budget/period-ends.server.ts'
import { receiptsToAgree } from '#app/domain/budget/receipts.server.ts'
import { notAllGiven } from '#app/domain/budget/lapse.server.ts'
import { unanswered } from '#app/domain/budget/unanswered.server.ts'
import { waitingFor } from '#app/domain/budget/spends.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { caringToAnswer } from '#app/domain/carers/caring.server.ts'
import { peersToFind } from '#app/domain/carers/peers.server.ts'
import { correctionsToAnswer } from '#app/domain/data/corrections.server.ts'
import { emergenciesToReview } from '#app/domain/family/emergency.server.ts'
import { handOversToName } from '#app/domain/family/helped-families.server.ts'
import { gapsToFill } from '#app/domain/family/lead-gap.server.ts'
import { withoutNextContact } from '#app/domain/family/next-contact.server.ts'
import { wishesToAnswer } from '#app/domain/family/lead.server.ts'
import { datesWithoutLeader } from '#app/domain/groups/leaders.server.ts'
import { waitingRequests } from '#app/domain/help/requests.server.ts'
import { informationMissing, informationToWrite } from '#app/domain/meetings/late-information.server.ts'
import { familyPlansToAnswer } from '#app/domain/meetings/family-plan.server.ts'
import { plansToCheck, plansToLookAt } from '#app/domain/meetings/plan-reviews.server.ts'
import { meetingsToSeeTo } from '#app/domain/meetings/offer.server.ts'
import { meetingsToPrepare } from '#app/domain/meetings/to-prepare.server.ts'
import { asksToComeIn } from '#app/domain/meetings/room-stop.server.ts'
import { messagesToRead } from '#app/domain/messages/conversations.server.ts'
import { changesToAnswer } from '#app/domain/plan/changes.server.ts'
import { withoutOwner } from '#app/domain/plan/open-without-owner.server.ts'
import { cameBack } from '#app/domain/plan/promises.server.ts'
import { reviewsToHold } from '#app/domain/plan/reviews.server.ts'
import { needsToAnswer } from '#app/domain/plan/said.server.ts'
import { lateToSeeTo } from '#app/domain/plan/late-things.server.ts'
import { visitsDue } from '#app/domain/programmes/programmes.server.ts'
import { decisionsToReview } from '#app/domain/sharing/safeguarding.server.ts'
import type { Day } from '#app/values/instant.ts'
import type { Wait } from './waits.tsx'

/** The way into a page of a family, by the question why it is opened. */
const into = (family: string, path: string) => `/desk/families/${family}?to=${encodeURIComponent(`/families/${family}${path}`)}`

/** What families have not answered in time, what a provider has not given in time, and families that wait to hear whether their money stays. */
async function waitsForMoney(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const late = (await unanswered(viewer)).map((one): Wait => ({ say: 'desk:home.unanswered', name: one.name, day: one.dueOn, to: into(one.family, `/budget/requests/${one.spend}`), link: 'booking:desk.open', more: 'booking:desk.openFor' }))
  const given = (await notAllGiven(viewer)).map((one): Wait => ({ say: 'desk:home.notAllGiven', name: one.name, day: one.heldUntil, to: into(one.family, `/budget/requests/${one.spend}`), link: 'booking:desk.open', more: 'booking:desk.openFor' }))
  const stays = (await staysWaiting(viewer)).map((one): Wait => ({ say: 'books:desk.waits', name: one.name, day: one.dueOn, to: one.kept ? into(one.family, `/budget/ends?budget=${one.kept}`) : `/desk/families/${one.family}/budget/change`, link: 'books:desk.open', more: 'books:desk.openFor' }))
  const held = (await holdingWishesToAnswer(viewer)).map((one): Wait => ({ say: 'holding:desk.waits', name: one.name, day: null, when: one.since, to: one.noLead ? `/desk/families/${one.family}/budget/change` : into(one.family, `/budget/holding?budget=${one.budget}`), link: 'booking:desk.open', more: 'booking:desk.openFor' }))
  return [...late, ...given, ...stays, ...held]
}

/** Families that paid something themselves. */
async function receiptsSent(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  return (await receiptsToAgree(viewer)).map((one) => ({ say: 'receipts:desk.waits', name: one.name, day: null, when: one.since, to: into(one.family, `/budget/requests/${one.spend}`), link: 'booking:desk.open', more: 'booking:desk.openFor' }))
}

/** Meetings for which the reader was asked to write, or has a question to answer, and what others owe them in the families that the reader leads. */
async function informationAsked(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const line = ({ family, name, meeting }: { readonly family: string; readonly name: string; readonly meeting: string }) => ({ name, to: into(family, `/meetings/${meeting}/information`), link: 'information:desk.open', more: 'information:desk.openFor' }) as const
  const own = (await informationToWrite(viewer)).map((one): Wait => ({ ...line(one), say: one.what === 'write' && one.by !== null && one.by < viewer.today ? 'information:desk.late' : `information:desk.${one.what}`, day: one.by }))
  // Whoever manages a family that nobody leads answers what was asked of somebody who has left, and names who leads.
  const missing = (await informationMissing(viewer)).map((one): Wait => ({ ...line(one), say: `information:desk.missing.${one.what}`, day: one.by, late: true, ...(one.noLead ? { to: `/desk/families/${one.family}/${one.what === 'left' ? 'questions' : 'lead'}` } : {}) }))
  return [...own, ...missing]
}

/** Families that would like a family meeting, or have not answered the offer of one, and the plans that came out of meetings. */
async function meetingsAsked(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const plans = await familyPlansSent(viewer)
  const offers = (await meetingsToSeeTo(viewer)).map((one): Wait => ({ say: one.dueOn === null ? 'meetings:desk.silent' : one.gone ? 'meetings:desk.gone' : 'meetings:desk.yes', name: one.name, day: one.dueOn, to: into(one.family, '/meetings'), link: 'meetings:desk.open', more: 'meetings:desk.openFor' }))
  return [...plans, ...offers]
}

/** The meetings that the viewer gets ready, one line each: what must be arranged first, then who has not answered, then that there is no day. */
async function meetingsGotReady(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  return (await meetingsToPrepare(viewer)).flatMap(({ family, name, meeting, arrangeBy, silent, withoutDay }): Wait[] => {
    const to = into(family, `/meetings/${meeting}${silent > 0 && arrangeBy === null ? '' : '/ready'}`)
    const line = { name, to, link: 'meetings:desk.open', more: 'meetings:desk.openFor' } as const
    if (arrangeBy !== null) return [{ ...line, say: 'meetings:desk.ready.arrange', day: arrangeBy }]
    if (silent > 0) return [{ ...line, say: 'meetings:desk.ready.silent', count: silent, day: null }]
    return withoutDay > 0 ? [{ ...line, say: 'meetings:desk.ready.day', day: null }] : []
  })
}

/** Plans of family meetings: to answer, or late, of which a manager reads no more than that; to check, and to look at again. */
async function familyPlansSent(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const again = (await plansToLookAt(viewer)).map((one): Wait => ({ say: 'decided:desk.again', name: one.name, day: one.on, to: into(one.family, `/meetings/${one.meeting}/plan`), link: 'decided:desk.look', more: 'decided:desk.openFor' }))
  const answers = (await familyPlansToAnswer(viewer)).map((one): Wait => ({ say: one.late ? 'decided:desk.late' : one.dueOn < viewer.today ? 'decided:desk.overdue' : 'decided:desk.waits', name: one.name, day: one.dueOn, to: one.late ? null : into(one.family, `/meetings/${one.meeting}/plan`), link: 'decided:desk.open', more: 'decided:desk.openFor' }))
  const checks = (await plansToCheck(viewer)).map((one): Wait => ({ say: 'decided:desk.checks', name: one.name, day: one.on, to: into(one.family, `/meetings/${one.meeting}/plan`), link: 'decided:desk.look', more: 'decided:desk.openFor' }))
  return [...answers, ...checks, ...again]
}

/** Private family time in which somebody asks whoever gets the meeting ready to come in, or asked for somebody who is not there any more. */
async function asksIn(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  return (await asksToComeIn(viewer)).map(({ family, name, meeting, since, nobodyThere, nobodyLeads }) => ({
    say: nobodyThere ? 'rooms:desk.nobody' : 'rooms:desk.asks', name, day: null, when: since, late: true, to: !nobodyThere ? into(family, `/meetings/${meeting}/come-in`) : nobodyLeads ? `/desk/families/${family}/lead` : into(family, '/meetings'), link: 'meetings:desk.open', more: 'meetings:desk.openFor',
  }))
}

/** Everything that waits, each with its sentence, its day and its link. */
export async function waitsFor(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const [forFamilies, visits, money, receipts, meetings, information, forThePost, gotReady, askedIn] = await Promise.all([waitsOfFamilies(viewer), visitsToWriteDown(viewer), waitsForMoney(viewer), receiptsSent(viewer), meetingsAsked(viewer), informationAsked(viewer), waitsOfThePost(viewer), meetingsGotReady(viewer), asksIn(viewer)])
  return [...askedIn, ...forThePost, ...forFamilies, ...money, ...receipts, ...meetings, ...information, ...gotReady, ...visits]
}

async function waitsOfFamilies(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const [handOvers, wishes, back, late, messages, needs, changed, toHold, carers, peers, notRight, reviews, arrange, followUps, offers, gaps, disputes] = await Promise.all([
    handOversToName(viewer), wishesToAnswer(viewer), cameBack(viewer), lateToSeeTo(viewer), messagesToRead(viewer), needsToAnswer(viewer), changesToAnswer(viewer),
    reviewsToHold(viewer), caringToAnswer(viewer), peersToFind(viewer), correctionsToAnswer(viewer), decisionsToReview(viewer), leftToArrange(viewer), followUpsToDo(viewer), offersToSeeTo(viewer), gapsToFill(viewer),
    disputesToSettle(viewer),
  ])
  const overdue = (day: Day) => day < viewer.today
  return [
    ...handOvers.map((one): Wait => ({ say: 'sharing:desk.handOver', name: one.name, day: one.dueOn, to: `/desk/families/${one.family}/lead`, link: 'desk:home.name', more: 'desk:home.nameFor' })),
    ...gaps.map((one): Wait => ({ say: 'promises:desk.gap', name: one.name, day: one.dueOn, to: `/desk/families/${one.family}/lead`, link: 'desk:home.name', more: 'desk:home.nameFor' })),
    ...wishes.map((one): Wait => ({ say: 'promises:desk.wish', name: one.name, day: one.dueOn, to: `/desk/families/${one.family}/lead`, link: 'promises:desk.open', more: 'promises:desk.openFor' })),
    ...back.map((one): Wait => ({ say: 'promises:desk.back', name: one.name, day: one.by, to: into(one.family, `/plan/promise/${one.action}`), link: 'promises:desk.open', more: 'promises:desk.openFor' })),
    ...late.map((one): Wait => ({ say: 'promises:desk.late', name: one.name, day: one.dueOn, to: one.opens === 'no' ? null : into(one.family, one.opens === 'plan' ? '/plan' : `/goals/${one.opens}`), link: 'plan:desk.open', more: 'plan:desk.openFor' })),
    ...messages.map((one): Wait => ({ say: 'messages:desk.waits', name: one.name, day: null, when: one.since, to: `/families/${one.family}/messages/${one.conversation}`, link: 'messages:desk.read', more: 'messages:desk.readFor' })),
    ...needs.map((one): Wait => ({ say: overdue(one.dueOn) ? 'plan:desk.late' : 'plan:desk.waits', name: one.name, day: one.dueOn, to: into(one.family, '/plan'), link: 'plan:desk.open', more: 'plan:desk.openFor' })),
    ...changed.map((one): Wait => ({ say: overdue(one.dueOn) ? 'changes:desk.late' : 'changes:desk.waits', name: one.name, day: one.dueOn, to: into(one.family, '/plan/changed'), link: 'changes:desk.open', more: 'changes:desk.openFor' })),
    ...toHold.map((one): Wait => ({ say: overdue(one.dueOn) ? 'reviews:desk.late' : 'reviews:desk.due', name: one.name, day: one.dueOn, to: one.noLead ? null : into(one.family, '/plan/review'), link: 'reviews:desk.open', more: 'reviews:desk.openFor' })),
    ...carers.map((one): Wait => ({ say: overdue(one.dueOn) ? 'carers:desk.late' : 'carers:desk.waits', name: one.name, day: one.dueOn, to: one.noLead ? `/desk/families/${one.family}/caring` : into(one.family, '/caring'), link: 'carers:desk.open', more: 'carers:desk.openFor' })),
    ...peers.map((one): Wait => ({ say: overdue(one.dueOn) ? 'peers:desk.late' : 'peers:desk.waits', name: one.name, day: one.dueOn, to: one.noLead ? `/desk/families/${one.family}/peers` : into(one.family, '/peers'), link: 'peers:desk.open', more: 'peers:desk.openFor' })),
    ...followUps.map((one): Wait => ({ say: `after:desk.${one.raised ?? one.why}`, name: one.name, day: one.dueOn, to: into(one.family, `/follow-ups/${one.followUp}`), link: 'after:desk.open', more: 'after:desk.openFor' })),
    ...notRight.map((one): Wait => ({ say: 'data:desk.waits', name: one.name, day: null, to: into(one.family, `/not-right/${one.kind}/${one.thing}`), link: 'data:desk.look', more: 'data:desk.lookFor' })),
    ...offers.map((one): Wait => ({ say: 'booking:deskOffer.others', name: one.name, day: one.day, to: into(one.family, `/appointments/offers/${one.offer}`), link: 'booking:deskOffer.open', more: 'booking:desk.openFor' })),
    ...disputes.map((one): Wait => ({ say: 'desk:home.dispute', name: one.name, day: null, when: one.since, to: into(one.family, `/budget/requests/${one.spend}`), link: 'booking:desk.open', more: 'booking:desk.openFor' })),
    ...arrange.map((one): Wait => ({ say: overdue(one.dueOn) ? 'booking:desk.late' : 'booking:desk.waits', name: one.name, day: one.dueOn, to: into(one.family, `/appointments/${one.appointment}/arrange`), link: 'booking:desk.open', more: 'booking:desk.openFor' })),
    ...reviews.map((one): Wait => ({ say: overdue(one.reviewBy) ? 'sharing:desk.toReviewLate' : 'sharing:desk.toReview', name: one.name, day: one.reviewBy, to: `/desk/families/${one.family}/safeguarding`, link: 'sharing:desk.look', more: 'sharing:desk.lookFor' })),
  ]
}

async function visitsToWriteDown(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  return (await visitsDue(viewer)).map((one) => ({ say: 'programmes:desk.due', name: one.name, day: one.on, to: into(one.family, '/plan/programme'), link: 'programmes:desk.open', more: 'programmes:desk.openFor' }))
}

/** What comes with a post, counted: each has a page of its own. */
async function waitsOfThePost(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const unknown = await messagesUnknown(viewer)
  const sent: Wait[] = unknown === 0 ? [] : [{ say: 'desk:home.unknownMessages', count: unknown, day: null, to: null }]
  return [...sent, ...(await panelToRead(viewer)), ...(await countedWaits(viewer))]
}

/** What the panel looks at on its next day, for those who sit. */
async function panelToRead(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const next = may(viewer, 'panel:plan') ? await nextToRead(must(viewer, 'panel:plan')) : undefined
  return next ? counted(next.count, { say: 'panel:desk.waits', day: next.on, to: `/desk/panel/${next.day}`, link: 'panel:desk.open' }) : []
}

async function countedWaits(viewer: AreaMay<'desk:see'>): Promise<Wait[]> {
  const decides = may(viewer, 'spends:decide') ? must(viewer, 'spends:decide') : null
  const [away, unled, unowned, forgotten, spends, lines, payments, requests, emergencies] = await Promise.all([
    visitsWhileAway(viewer),
    datesWithoutLeader(viewer),
    withoutOwner(viewer),
    withoutNextContact(viewer),
    decides ? waitingFor(decides) : [],
    decides ? linesToAgree(decides) : [],
    may(viewer, 'payments:pay') ? toPay(must(viewer, 'payments:pay')) : [],
    may(viewer, 'requests:answer') ? waitingRequests(must(viewer, 'requests:answer')) : { waiting: 0, late: 0 },
    emergenciesToReview(viewer),
  ])
  const asked = spends.filter((spend) => spend.state === 'asked').length
  const reviewOn = emergencies.map((one) => one.reviewOn).sort()[0] ?? null
  return [
    ...counted(away.length, { say: 'cover:desk.waits', day: null, late: true, to: '/desk/diary/away', link: 'cover:desk.open' }),
    ...counted(unled.length, { say: 'cover:desk.groups', day: null, late: true, to: '/desk/diary/away', link: 'cover:desk.groupsOpen' }),
    ...counted(unowned, { say: 'promises:desk.unowned', day: null, to: null }),
    ...counted(forgotten.length, { say: 'after:desk.forgotten', day: null, late: true, to: '/desk/next-contact', link: 'after:desk.which' }),
    ...counted(asked, { say: 'desk:home.spends', day: null, to: '/desk/approvals', link: 'desk:home.spendsLink' }),
    ...counted(lines.length, { say: 'desk:home.lines', day: null, to: '/desk/approvals', link: 'desk:home.linesLink' }),
    ...counted(emergencies.length, { say: 'looked:reviews.waiting', day: reviewOn, to: '/desk/emergency/reviews', link: 'looked:reviews.link' }),
    ...counted(payments.length, { say: 'desk:home.payments', day: null, to: '/desk/payments', link: 'desk:home.paymentsLink' }),
    ...counted(requests.late, { say: 'desk:home.helpLate', day: null, late: true, to: '/desk/requests', link: 'desk:home.helpLink' }),
    ...counted(requests.waiting - requests.late, { say: 'desk:home.help', day: null, to: '/desk/requests', link: 'desk:home.helpLink' }),
  ]
}

function counted(count: number, wait: Omit<Wait, 'count'>): Wait[] {
  return count > 0 ? [{ ...wait, count }] : []
}
