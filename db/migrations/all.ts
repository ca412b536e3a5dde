/** Every migration, oldest first. Listed by name so that the built server carries them. */
import { theHouse } from './0001-the-house.ts'
import { circles } from './0002-circles.ts'
import { consent } from './0003-consent.ts'
import { looking } from './0004-looking.ts'
import { safeContact } from './0005-safe-contact.ts'
import { locks } from './0006-locks.ts'
import { carers } from './0007-carers.ts'
import { talk } from './0008-talk.ts'
import { passkeys } from './0009-passkeys.ts'
import { contact } from './0010-contact.ts'
import { people } from './0011-people.ts'
import { planWords } from './0012-plan-words.ts'
import { agreeing } from './0013-agreeing.ts'
import { promises } from './0014-promises.ts'
import { reviews } from './0015-reviews.ts'
import { kindWords } from './0016-kind-words.ts'
import { peers } from './0017-peers.ts'
import { leadAndLevel } from './0018-lead-and-level.ts'
import { files } from './0019-files.ts'
import { changes } from './0020-changes.ts'
import { programmes } from './0021-programmes.ts'
import { leadGap } from './0022-lead-gap.ts'
import { outcomes } from './0023-outcomes.ts'
import { hours } from './0024-hours.ts'
import { nationDays } from './0024-nation-days.ts'
import { booking } from './0025-booking.ts'
import { after } from './0026-after.ts'
import { calendars } from './0027-calendars.ts'
import { together } from './0028-together.ts'
import { groups } from './0029-groups.ts'
import { cover } from './0030-cover.ts'
import { familyDates } from './0031-family-dates.ts'
import { orders } from './0032-orders.ts'
import { asking } from './0033-asking.ts'
import { deciding } from './0033-deciding.ts'
import { rules } from './0033-rules.ts'
import { books } from './0034-books.ts'
import { payments } from './0035-payments.ts'
import { runs } from './0035-runs.ts'
import { offersOfSeveral } from './0036-offers-of-several.ts'
import { groupLeaders } from './0037-group-leaders.ts'
import { instead } from './0038-instead.ts'
import { receipts } from './0038-receipts.ts'
import { askedAgain } from './0039-asked-again.ts'
import { helped } from './0039-helped.ts'
import { panel } from './0039-panel.ts'
import { holdingWishes } from './0040-holding-wishes.ts'
import { backup } from './0041-backup.ts'
import { meetingAnswers } from './0042-meeting-answers.ts'
import { meetings } from './0043-meetings.ts'
import { backupRuns } from './0044-backup-runs.ts'
import { rooms } from './0045-rooms.ts'
import { meetingNeeds } from './0047-meeting-needs.ts'
import { meetingTimes } from './0047-meeting-times.ts'
import { meetingGuests } from './0047-network-guests.ts'
import { meetingInformation } from './0048-meeting-information.ts'
import { twoAdults } from './0049-two-adults.ts'
import { proposals } from './0050-proposals.ts'
import { meetingsAgain } from './0051-meetings-again.ts'
import { writtenBefore } from './0052-written-before.ts'
import { languageOfLetters } from './0053-language-of-letters.ts'
import { letIn } from './0054-let-in.ts'
import { decidedTimes } from './0055-decided-times.ts'
import { iCan } from './0056-i-can.ts'
import { informationLate } from './0057-information-late.ts'
import { letOut } from './0057-let-out.ts'
import { decidedMoney } from './0046-decided-money.ts'
import { meetingPlans } from './0046-meeting-plans.ts'

export type Dialect = 'sqlite' | 'postgres'
export type Migration = { readonly name: string; readonly statements: (dialect: Dialect) => string[] }

/** One per line, so that two changes do not fight over one. */
export const migrations: readonly Migration[] = [
  theHouse,
  circles,
  consent,
  looking,
  safeContact,
  locks,
  carers,
  talk,
  passkeys,
  contact,
  people,
  planWords,
  agreeing,
  promises,
  reviews,
  kindWords,
  peers,
  leadAndLevel,
  files,
  changes,
  programmes,
  leadGap,
  outcomes,
  hours,
  nationDays,
  booking,
  after,
  calendars,
  together,
  groups,
  cover,
  familyDates,
  orders,
  asking,
  deciding,
  rules,
  books,
  payments,
  runs,
  offersOfSeveral,
  groupLeaders,
  instead,
  receipts,
  askedAgain,
  helped,
  panel,
  holdingWishes,
  backup,
  meetingAnswers,
  meetings,
  backupRuns,
  rooms,
  decidedMoney,
  meetingPlans,
  meetingNeeds,
  meetingTimes,
  meetingGuests,
  meetingInformation,
  twoAdults,
  proposals,
  meetingsAgain,
  writtenBefore,
  languageOfLetters,
  letIn,
  decidedTimes,
  iCan,
  informationLate,
  letOut,
]
