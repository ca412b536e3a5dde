// Every key of the site, typed from the English files. Only types: nothing of this reaches a bundle.
import type account from '../../locales/en/account.json'
import type after from '../../locales/en/after.json'
import type again from '../../locales/en/again.json'
import type agreement from '../../locales/en/agreement.json'
import type anyone from '../../locales/en/anyone.json'
import type appointments from '../../locales/en/appointments.json'
import type area from '../../locales/en/area.json'
import type asking from '../../locales/en/asking.json'
import type backup from '../../locales/en/backup.json'
import type booking from '../../locales/en/booking.json'
import type books from '../../locales/en/books.json'
import type budget from '../../locales/en/budget.json'
import type calendar from '../../locales/en/calendar.json'
import type carers from '../../locales/en/carers.json'
import type changes from '../../locales/en/changes.json'
import type common from '../../locales/en/common.json'
import type cover from '../../locales/en/cover.json'
import type data from '../../locales/en/data.json'
import type dates from '../../locales/en/dates.json'
import type decided from '../../locales/en/decided.json'
import type deciding from '../../locales/en/deciding.json'
import type demo from '../../locales/en/demo.json'
import type desk from '../../locales/en/desk.json'
import type errors from '../../locales/en/errors.json'
import type goals from '../../locales/en/goals.json'
import type groups from '../../locales/en/groups.json'
import type help from '../../locales/en/help.json'
import type holding from '../../locales/en/holding.json'
import type home from '../../locales/en/home.json'
import type insight from '../../locales/en/insight.json'
import type instead from '../../locales/en/instead.json'
import type locks from '../../locales/en/locks.json'
import type looked from '../../locales/en/looked.json'
import type information from '../../locales/en/information.json'
import type together from '../../locales/en/together.json'
import type meetings from '../../locales/en/meetings.json'
import type messages from '../../locales/en/messages.json'
import type notices from '../../locales/en/notices.json'
import type panel from '../../locales/en/panel.json'
import type paying from '../../locales/en/paying.json'
import type peers from '../../locales/en/peers.json'
import type people from '../../locales/en/people.json'
import type plan from '../../locales/en/plan.json'
import type programmes from '../../locales/en/programmes.json'
import type promises from '../../locales/en/promises.json'
import type provider from '../../locales/en/provider.json'
import type ready from '../../locales/en/ready.json'
import type receipts from '../../locales/en/receipts.json'
import type refusals from '../../locales/en/refusals.json'
import type reminders from '../../locales/en/reminders.json'
import type reviews from '../../locales/en/reviews.json'
import type proposals from '../../locales/en/proposals.json'
import type rooms from '../../locales/en/rooms.json'
import type rules from '../../locales/en/rules.json'
import type services from '../../locales/en/services.json'
import type sharing from '../../locales/en/sharing.json'
import type statement from '../../locales/en/statement.json'
import type warm from '../../locales/en/warm.json'
import type young from '../../locales/en/young.json'

type English = {
  account: typeof account
  after: typeof after
  again: typeof again
  agreement: typeof agreement
  anyone: typeof anyone
  appointments: typeof appointments
  area: typeof area
  asking: typeof asking
  backup: typeof backup
  booking: typeof booking
  books: typeof books
  budget: typeof budget
  calendar: typeof calendar
  carers: typeof carers
  changes: typeof changes
  common: typeof common
  data: typeof data
  cover: typeof cover
  dates: typeof dates
  decided: typeof decided
  deciding: typeof deciding
  demo: typeof demo
  desk: typeof desk
  errors: typeof errors
  goals: typeof goals
  groups: typeof groups
  help: typeof help
  holding: typeof holding
  home: typeof home
  insight: typeof insight
  instead: typeof instead
  locks: typeof locks
  looked: typeof looked
  messages: typeof messages
  notices: typeof notices
  panel: typeof panel
  paying: typeof paying
  peers: typeof peers
  information: typeof information
  together: typeof together
  meetings: typeof meetings
  people: typeof people
  plan: typeof plan
  programmes: typeof programmes
  promises: typeof promises
  provider: typeof provider
  ready: typeof ready
  receipts: typeof receipts
  refusals: typeof refusals
  reminders: typeof reminders
  reviews: typeof reviews
  proposals: typeof proposals
  rooms: typeof rooms
  rules: typeof rules
  services: typeof services
  sharing: typeof sharing
  statement: typeof statement
  warm: typeof warm
  young: typeof young
}

export type Namespace = keyof English

type WithoutPlural<K extends string> = K extends `${infer Base}_${Intl.LDMLPluralRule}` ? Base : K
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? WithoutPlural<K> : `${K}.${Paths<T[K]>}`
}[keyof T & string]

/** A key of a text, `namespace:path.of.it`; of a text with plural forms, without the form. */
export type Key = { [N in Namespace]: `${N}:${Paths<English[N]>}` }[Namespace]

/** What goes into the `{{…}}` of a text. Numbers are formatted on the way; a year is no number, hand it over as text. */
export type Values = Readonly<Record<string, string | number>>
