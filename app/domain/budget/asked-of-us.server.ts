/** What waits for a word from somebody: for the family's home page. */
import { sql } from 'kysely'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import { lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import type { LeadGap } from '#app/domain/family/lead-gap.server.ts'
import { unreadBy } from '#app/domain/messages/conversations.server.ts'
import { againDays, lookAgainRows, type LookAgain } from '#app/domain/plan/look-again.server.ts'
import { partsToCheck } from '#app/domain/plan/own-checks.server.ts'
import { meetingsToCome, roomIsOpen } from '#app/domain/plan/own-meetings.server.ts'
import { planAsks } from '#app/domain/plan/agreeing.server.ts'
import { oldEnough } from '#app/domain/plan/having-a-say.ts'
import { runningFor } from '#app/domain/plan/backup-run.server.ts'
import { daysBefore, glance, ownViewOf, reviewNear, type ReviewAtAGlance } from '#app/domain/plan/reviews.server.ts'
import { answersDue } from './unanswered.server.ts'
import type { BackupRunId, ConversationId, EntryId, ICanId, MeetingId, OfferId, SpendId, WaitId } from '#app/values/ids.ts'
import { endingRows, soonDays } from '#app/domain/sharing/register.server.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { keptQuery } from '#db/kept.ts'

/** Days before the day of what somebody said they would do or check, from which on it stands at home. */
const promisedDays = 7

type What = 'help' | 'message' | 'question' | 'given' | 'offer' | 'place' | 'ending' | 'review' | 'agree' | 'changed' | 'gap' | 'run' | 'run-mine' | 'again' | 'promised' | 'check' | 'meets' | 'meets-now' | 'i-can'

const waiting = keptQuery(['seat', 'offers', 'asks', 'helps', 'agrees', 'reviews', 'answers', 'plans', 'meets', 'promises', 'sits', 'cans'], (db, given: Looker & { offers: 'times' | 'nothing'; asks: 'money' | 'own' | 'nothing'; helps: 'shown' | 'nothing'; agrees: 'sharing' | 'nothing'; reviews: 'plan' | 'nothing'; answers: 'plan' | 'nothing'; plans: 'plan' | 'nothing'; meets: 'plan' | 'nothing'; promises: 'own' | 'nothing'; sits: 'ours' | 'nothing'; cans: 'ours' | 'nothing'; promisedBy: Day; againSoon: Day; againPast: Day; soon: Day; past: Day; near: Day; oldEnough: Day }) => {
  const unread = unreadBy(db, given).select([sql<What>`'message'`.as('what'), sql<string>`c.id`.as('id'), sql<Instant>`c.last_at`.as('at')])
  const asked = given.asks === 'nothing' ? unread : unread.unionAll(
    db.selectFrom('spend as s').select([sql<What>`'question'`.as('what'), sql<string>`s.id`.as('id'), sql<Instant>`s.asked_at`.as('at')]).where('s.state', '=', 'question').where(visibleTo(given, 'spend', 's')).$if(given.asks === 'own', (query) => query.where('s.asked_by', '=', given.member)))
    .unionAll(db.selectFrom('delivery as d').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'd.family_id').onRef('s.id', '=', 'd.spend_id')).select([sql<What>`'given'`.as('what'), sql<string>`s.id`.as('id'), sql<Instant>`min(d.said_at)`.as('at')])
      .where('d.family_id', '=', given.family).where('d.answer', '=', 'waiting').where(visibleTo(given, 'spend', 's')).$if(given.asks === 'own', (query) => query.where('s.asked_by', '=', given.member)).groupBy('s.id'))
  const offered = given.offers === 'nothing' ? asked : asked.unionAll(
    db.selectFrom('appointment_offer as o').select([sql<What>`'offer'`.as('what'), sql<string>`o.id`.as('id'), sql<Instant>`o.offered_at`.as('at')]).where('o.state', '=', 'open').where(visibleTo(given, 'appointment', 'o')))
    .unionAll(db.selectFrom('group_wait as w').select([sql<What>`'place'`.as('what'), sql<string>`w.id`.as('id'), sql<Instant>`w.offered_at`.as('at')]).where('w.state', '=', 'asked').where(visibleTo(given, 'appointment', 'w')))
  // What somebody asks for was shown to them by name, because they could help.
  const helped = given.helps === 'nothing' ? offered : offered.unionAll(db.selectFrom('spend as s').select([sql<What>`'help'`.as('what'), sql<string>`s.id`.as('id'), sql<Instant>`s.asked_at`.as('at')]).where('s.state', 'in', ['asked', 'question'])
    .where((eb) => eb.exists(eb.selectFrom('shared_with as w').select('w.thing_id').whereRef('w.family_id', '=', 's.family_id').whereRef('w.thing_id', '=', eb.ref('s.id') as never).where('w.member_id', '=', given.member)))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('help_instead as h').select('h.id').whereRef('h.family_id', '=', 's.family_id').whereRef('h.spend_id', '=', 's.id').where('h.by_member', '=', given.member)))).where(visibleTo(given, 'spend', 's')))
  const all = given.agrees === 'nothing' ? helped : helped.unionAll(endingRows(db, given).select([sql<What>`'ending'`.as('what'), sql<string>`c.to_member`.as('id'), sql<Instant>`c.until_on`.as('at')]).distinct())
  const withReview = given.reviews === 'nothing' ? all : all.unionAll(reviewNear(db, given).select([sql<What>`'review'`.as('what'), sql<string>`case when ${ownViewOf('r', given)} then 'said' else 'not-said' end`.as('id'), sql<Instant>`r.due_on`.as('at')]))
  const every = given.answers === 'nothing' ? withReview : withReview.unionAll(planAsks(db, given))
  // Of a family that nobody leads: which manager names somebody, by a day.
  const withGap = every.unionAll(db.selectFrom('lead_gap as l').innerJoin('person as p', 'p.id', 'l.owner_person').select([sql<What>`'gap'`.as('what'), sql<string>`p.name`.as('id'), sql<Instant>`l.due_on`.as('at')]).where('l.family_id', '=', given.family).where('l.ended_at', 'is', null))
  const withRuns = given.plans === 'nothing' ? withGap : withGap.unionAll(runningFor(db, given))
  const withAgain = given.meets === 'nothing' ? withRuns : withRuns.unionAll(lookAgainRows(db, given).select([sql<What>`'again'`.as('what'), sql<string>`g.id`.as('id'), sql<Instant>`n.again_on`.as('at')]))
    .unionAll(partsToCheck(db, given, { from: given.againPast, by: given.promisedBy }).select([sql<What>`'check'`.as('what'), sql<string>`g.id`.as('id'), sql<Instant>`q.due_on`.as('at')]).distinct())
  // What they said they would do, while it is near or late; whoever helps has a desk.
  const withPromised = given.promises === 'nothing' ? withAgain : withAgain.unionAll(db.selectFrom('plan_entry as e').select([sql<What>`'promised'`.as('what'), sql<string>`e.id`.as('id'), sql<Instant>`e.due_on`.as('at')])
    .where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null).where('e.owner_member', '=', given.member).where('e.due_on', '<=', given.promisedBy).where(visibleTo(given, 'plan', 'e')))
  const withMeetings = given.sits === 'nothing' ? withPromised : withPromised.unionAll(meetingsToCome(db, given).select([sql<What>`case when ${roomIsOpen} then 'meets-now' else 'meets' end`.as('what'), sql<string>`g.id`.as('id'), sql<Instant>`s.starts_at`.as('at')]))
  // Help that somebody of the network offers them unasked.
  const withOffers = given.cans === 'nothing' ? withMeetings : withMeetings.unionAll(db.selectFrom('i_can as o').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'o.family_id').onRef('m.id', '=', 'o.by_member')).select([sql<What>`'i-can'`.as('what'), sql<string>`o.id`.as('id'), sql<Instant>`o.at`.as('at')])
    .where('o.state', '=', 'offered').where('o.by_member', '<>', given.member).where(visibleTo(given, 'message', 'o')).where(isHere('m', given.today)))
  return withOffers.orderBy('at').limit(40)
})

export interface Waiting { /** Help that is offered to them unasked. */ readonly cans: readonly ICanId[]; /** Requests with which they could help. */ readonly helps: readonly SpendId[]; readonly questions: readonly SpendId[]; /** What somebody says to have given: did it happen? */ readonly given: readonly SpendId[]; /** The oldest of those that waits for long; others of them wait until it is answered. */ readonly givenLongAgo: SpendId | null; /** Times that are offered to them. */ readonly offers: readonly OfferId[]; /** Places in groups that are kept for them until they answer. */ readonly asked: readonly WaitId[]; readonly unread: readonly ConversationId[]; /** Something that they agreed ends soon. */ readonly ending: boolean; /** The next review of the plan, when it is near or late. */ readonly review: ReviewAtAGlance | null; /** The plan waits for their answer, or what they agreed to was changed. */ readonly plan: { readonly asks: 'agree' | 'changed'; readonly version: string } | null; /** Where nobody leads. */ readonly gap: LeadGap | null; /** The plan for when things get harder runs; `mine` where something in it is theirs to do. */ readonly runs: readonly { readonly id: BackupRunId; readonly since: Instant; readonly mine: boolean }[]; /** When they look again at what they agreed at a meeting. */ readonly again: readonly LookAgain[]; /** What they said they would do, and by when. */ readonly promised: readonly { readonly id: EntryId; readonly on: Day }[]; /** The meetings of whose plan they check something, by when. */ readonly checks: readonly LookAgain[]; /** The meetings to come that somebody of the household was asked to. */ readonly meets: readonly { readonly id: MeetingId; readonly startsAt: Instant | null; /** Private family time is open in their sitting. */ readonly roomOpen: boolean }[] }

/**
 * The requests to spend about which somebody has asked the family a question, and the conversations with something new,
 * those that wait longest first; whether something that was agreed ends soon; the review of the plan that is near, and the day on which a meeting's plan is looked at again; and what the plan asks of them. One query.
 */
export async function waitsForUs(viewer: May<'family:see'>): Promise<Waiting> {
  const rows = await waiting(viewer.db, {
    ...lookerOf(viewer), offers: viewer.powers.has('appointments:book') && seatsOfTheFamily.has(viewer.seat as never) ? 'times' : 'nothing', asks: !viewer.powers.has('budget:ask') ? 'nothing' : viewer.seat === 'young-person' ? 'own' : 'money', helps: viewer.seat === 'network' ? 'shown' : 'nothing', agrees: viewer.powers.has('sharing:decide') ? 'sharing' : 'nothing',
    answers: viewer.powers.has('plan:agree') || viewer.seat === 'lead' ? 'plan' : 'nothing', oldEnough: oldEnough((await settingsForWords(viewer.db)).keepsFromAge, viewer.today),
    reviews: viewer.powers.has('review:see') ? 'plan' : 'nothing', near: plusDays(viewer.today, daysBefore), plans: viewer.powers.has('plan:see') ? 'plan' : 'nothing', meets: viewer.powers.has('meetings:attend') ? 'plan' : 'nothing', promises: viewer.powers.has('plan:see') && !seatsThatHelp.has(viewer.seat as never) ? 'own' : 'nothing', sits: viewer.powers.has('meetings:attend') && seatsOfTheFamily.has(viewer.seat as never) ? 'ours' : 'nothing', cans: viewer.powers.has('offers:answer') ? 'ours' : 'nothing', promisedBy: plusDays(viewer.today, promisedDays), ...againDays(viewer.today), soon: plusDays(viewer.today, soonDays), past: plusDays(viewer.today, -soonDays),
  })
  const { before } = await answersDue(viewer)
  const late = rows.filter((row) => row.what === 'given' && row.at < before)
  const ids = (what: What) => rows.filter((row) => row.what === what).map((row) => row.id as never)
  const review = rows.find((row) => row.what === 'review')
  const planAsked = rows.find((row) => row.what === 'agree' || row.what === 'changed')
  const gap = rows.find((row) => row.what === 'gap')
  const plan = planAsked ? { asks: planAsked.what as 'agree' | 'changed', version: planAsked.id } : null
  const runs = rows.flatMap((row) => (row.what === 'run' || row.what === 'run-mine' ? [{ id: row.id as unknown as BackupRunId, since: row.at, mine: row.what === 'run-mine' }] : []))
  const again = rows.flatMap((row) => (row.what === 'again' ? [{ meeting: row.id as unknown as MeetingId, on: row.at as unknown as Day }] : []))
  const promised = rows.flatMap((row) => (row.what === 'promised' ? [{ id: row.id as unknown as EntryId, on: row.at as unknown as Day }] : []))
  const checks = rows.flatMap((row) => (row.what === 'check' ? [{ meeting: row.id as unknown as MeetingId, on: row.at as unknown as Day }] : []))
  const meets = rows.flatMap((row) => (row.what === 'meets' || row.what === 'meets-now' ? [{ id: row.id as unknown as MeetingId, startsAt: row.at as Instant | null, roomOpen: row.what === 'meets-now' }] : []))
  return { runs, again, promised, checks, meets, cans: ids('i-can'), helps: ids('help'), questions: ids('question'), given: rows.filter((row) => row.what === 'given' && !late.includes(row)).map((row) => row.id as never), givenLongAgo: (late[0]?.id as never) ?? null, offers: ids('offer'), asked: ids('place'), unread: ids('message'), ending: ids('ending').length > 0, plan, gap: gap ? { manager: gap.id, until: gap.at as unknown as Day } : null, review: review ? glance(viewer, review.at as unknown as Day, (review.id as string) === 'said') : null }
}
