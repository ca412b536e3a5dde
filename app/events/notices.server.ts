/**
 * From what a command wants told to rows of the outbox: in the reader's language, by the channel and at the hours that
 * are safe for that reader. Texts are neutral: they name neither the service, nor a person, nor the topic.
 */
import type { Kysely, Transaction } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Schema } from '#db/schema.ts'
import type { Key } from '#app/i18n/keys.ts'
import { isLang, type Lang } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { config } from '#app/values/config.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { linkMark, makeNoticeLink } from './notice-links.server.ts'

/** Said as they are: they are asked for this minute, or go to an address that is nobody's account. `subject` and `body` in `locales/…/notices.json`. */
export const plainNotices = ['code', 'invitation', 'invitationFromFamily', 'reset', 'helpReceived', 'helpAnswered', 'addressChanged', 'oneThing', 'order', 'orderEnded', 'orderAgreed',
  'timesAsked',
  'meetingInvitation', 'meetingInvitationNamed',
] as const
/** Said as `somethingNew` unless their reader allowed more by that channel: `subject` and `said` in `locales/…/notices.json`. */
export const quietNotices = [
  'somethingNew', 'newGoal', 'newInPlan', 'contactChanged', 'helpAsked', 'moneyAnswer', 'moneyWord', 'toDecide', 'appointmentBooked', 'appointmentMoved', 'appointmentCancelled', 'passwordChanged',
  'signInChanged', 'spareCodeUsed', 'addressAsked', 'signedOut',
  'calendarMade',
  'notMet',
  'coverComes',
  'placeOffered', 'leadsGroup',
  'toCheck',
] as const
export type QuietName = (typeof quietNotices)[number]
export type NoticeName = (typeof plainNotices)[number] | QuietName

/** Whether a message is one of those that say nothing of their own unless allowed. */
export function isQuiet(name: string | undefined): name is QuietName {
  return (quietNotices as readonly (string | undefined)[]).includes(name)
}

/** When it is safe to write. `days` are digits, 1 = Monday; times are on the wall in `zone`. */
export interface SafeHours { readonly days: string; readonly from: string; readonly until: string; readonly zone: string }

export interface Notice {
  /** A person, told as their safe contact says; or an address that was given for this alone. */
  readonly to: PersonId | { readonly channel: 'email' | 'text'; readonly address: string; readonly lang: Lang; readonly hours?: SafeHours; readonly sender?: string | null }
  readonly name: NoticeName
  /** What a plain text needs, its `link` included. */
  readonly values?: Readonly<Record<string, string>>
  /** Asked for this minute (a code, a reset): sent at once, outside of safe hours too. */
  readonly atOnce?: boolean
}

interface Reader {
  readonly channel: 'email' | 'text'; readonly address: string; readonly lang: Lang; readonly person: PersonId | null; readonly notBefore: Instant
  /** The hours of an address that is nobody's account, as the outbox keeps them. */
  readonly hours?: string
  /** The name that it comes from, if they chose one. */
  readonly sender?: string | null | undefined
  /** Whether a message by this channel may say what it is about. */
  readonly detail: boolean
}

/** Where the link of a command's messages leads, after signing in. */
export type PathOf = (name: NoticeName) => string

/** Writes the notices of one command into the outbox. A person who cannot safely be reached gets none. */
export async function putInOutbox(db: Transaction<Schema>, scope: string, at: Instant, notices: readonly Notice[], pathOf: PathOf = () => '/families'): Promise<void> {
  for (const notice of notices) {
    const reader = await readerOf(db, notice, at)
    if (!reader) continue
    const id = newId()
    const { name } = notice
    const quiet = isQuiet(name)
    await db.insertInto('outbox').values({
      id, scope_id: scope, to_person: reader.person, channel: reader.channel, address: reader.address, lang: reader.lang,
      ...(quiet ? quietText(reader, name) : plainText(reader.lang, name, notice.values)), at_once: notice.atOnce ? 1 : 0, not_before: reader.notBefore, made_at: at, state: 'waiting',
      claimed_at: null, tries: 0, sent_at: null, hours: reader.hours ?? null, sender: reader.person === null ? (reader.sender ?? null) : null,
    }).execute()
    if (quiet && reader.person !== null) await makeNoticeLink(db, id, { person: reader.person, name, path: pathOf(name) }, at)
  }
}

function plainText(lang: Lang, name: (typeof plainNotices)[number], values: Notice['values']) {
  const { t } = wordsFor(lang)
  const text = (part: 'subject' | 'body') => t(`notices:${name}.${part}` as Key, { link: config().origin, ...values } as never)
  return { subject: text('subject'), body: bareLinks(text('body')) }
}

/** Marks of direction that stand around a link would be taken for a part of it: it needs none. */
export function bareLinks(text: string): string {
  return text.replace(/\u2068(https?:[^\s\u2069]*)\u2069/g, '$1')
}

/** What a reader is told: that there is something, or, where they allowed it, what it is about. Never who, nor by which service. */
export function quietText({ lang, detail }: Pick<Reader, 'lang' | 'detail'>, name: QuietName): { subject: string; body: string } {
  const { t } = wordsFor(lang)
  const told = detail ? name : 'somethingNew'
  return { subject: t(`notices:${told}.subject`), body: bareLinks(t('notices:signIn', { said: t(`notices:${told}.said`), link: linkMark() })) }
}

async function readerOf(db: Transaction<Schema>, notice: Notice, at: Instant): Promise<Reader | undefined> {
  if (typeof notice.to === 'object') {
    const { channel, address, lang, hours, sender } = notice.to
    const notBefore = hours ? safeMoment(at, hours) : at
    return notBefore && { channel, address, lang, person: null, notBefore, sender, detail: false, ...(hours ? { hours: `${hours.days} ${hours.from} ${hours.until} ${hours.zone}` } : {}) }
  }
  const reader = await readerNow(db, notice.to, at)
  return reader && notice.atOnce ? { ...reader, notBefore: at } : reader
}

/** The hours that the outbox keeps for an address, read back. */
export function hoursKept(text: string): SafeHours {
  const [days = '', from = '', until = '', zone = ''] = text.split(' ')
  return { days, from, until, zone }
}

/** How a person can safely be reached as things stand, and from when on; undefined for somebody who cannot. */
export async function readerNow(db: Kysely<Schema>, person: PersonId, at: Instant): Promise<Reader | undefined> {
  const row = await db.selectFrom('person as p').leftJoin('safe_contact as s', 's.person_id', 'p.id')
    .select(['p.email', 'p.mobile', 'p.language', 's.channel', 's.days', 's.from_time', 's.until_time', 's.zone', 's.messages_ok', 's.sender', 's.email_detail', 's.text_detail'])
    .where('p.id', '=', person).executeTakeFirst()
  if (!row || row.channel === 'none') return undefined
  if (row.channel === 'text' && row.messages_ok === 0) return undefined
  const channel = row.channel ?? (row.email ? 'email' : 'text')
  const address = channel === 'email' ? row.email : row.mobile
  if (!address || (await isSharedWithSomebodyWhoMustNotLearn(db, person, address))) return undefined
  const notBefore = row.channel === null ? at : safeMoment(at, { days: row.days!, from: row.from_time!, until: row.until_time!, zone: row.zone! })
  return notBefore && { channel, address, person, lang: isLang(row.language) ? row.language : 'en', notBefore, sender: row.sender, detail: (channel === 'email' ? row.email_detail : row.text_detail) === 1 }
}

/** Whether an address is also that of somebody who must not learn, as their lead professional was told it: no message is safe there. */
async function isSharedWithSomebodyWhoMustNotLearn(db: Kysely<Schema>, person: PersonId, address: string): Promise<boolean> {
  const row = await db.selectFrom('must_not_learn as k').innerJoin('member_contact as c', (join) => join.onRef('c.family_id', '=', 'k.family_id').onRef('c.member_id', '=', 'k.member_id'))
    .select('k.member_id').where('k.person_id', '=', person).where((eb) => eb.or([eb('c.email', '=', address), eb('c.mobile', '=', address)])).executeTakeFirst()
  return row !== undefined
}

/**
 * The first moment from `at` on that lies in somebody's safe hours (`days` are digits, 1 = Monday), in their own zone;
 * undefined when they have none.
 */
export function safeMoment(at: Instant, hours: SafeHours): Instant | undefined {
  const here = Temporal.Instant.from(at).toZonedDateTimeISO(hours.zone)
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const open = openOn(here.toPlainDate().add({ days: ahead }), hours)
    if (!open || Temporal.ZonedDateTime.compare(here, open.closes) >= 0) continue
    if (Temporal.ZonedDateTime.compare(here, open.opens) <= 0) return instantOf(open.opens)
    const from = Temporal.PlainTime.from(hours.from)
    // In the hour that autumn repeats the clock has gone back to before they begin: they begin once more.
    return instantOf(Temporal.PlainTime.compare(here.toPlainTime(), from) < 0 ? here.toPlainDate().toPlainDateTime(from).toZonedDateTime(hours.zone, { disambiguation: 'later' }) : here)
  }
  return undefined
}

/** Minutes before somebody's safe hours end: what goes out then is read within them. */
const beforeTheEnd = 15

/** The last moment before `at` that lies well in somebody's safe hours: some minutes before they end, or as they begin where they are short; undefined when they have none. */
export function lastSafeMoment(at: Instant, hours: SafeHours): Instant | undefined {
  const here = Temporal.Instant.from(at).toZonedDateTimeISO(hours.zone)
  for (let back = 0; back <= 7; back += 1) {
    const open = openOn(here.toPlainDate().subtract({ days: back }), hours)
    if (!open || Temporal.ZonedDateTime.compare(open.opens, here) >= 0) continue
    const last = open.closes.subtract({ minutes: beforeTheEnd })
    const inThem = Temporal.ZonedDateTime.compare(last, open.opens) > 0 ? last : open.opens
    return instantOf(Temporal.ZonedDateTime.compare(inThem, here) < 0 ? inThem : open.opens)
  }
  return undefined
}

function instantOf(moment: Temporal.ZonedDateTime): Instant {
  return new Date(moment.epochMilliseconds).toISOString() as Instant
}

/** From when until when a day is safe. Hours that end before they begin, or that a change of the clocks skipped, are none. */
function openOn(day: Temporal.PlainDate, hours: SafeHours): { opens: Temporal.ZonedDateTime; closes: Temporal.ZonedDateTime } | undefined {
  if (!hours.days.includes(String(day.dayOfWeek))) return undefined
  const at = (time: string) => day.toZonedDateTime({ timeZone: hours.zone, plainTime: Temporal.PlainTime.from(time) })
  const [opens, closes] = [at(hours.from), at(hours.until)]
  return Temporal.ZonedDateTime.compare(opens, closes) < 0 ? { opens, closes } : undefined
}
