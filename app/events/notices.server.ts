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

/** The notices there are; each has `subject` and `body` in `locales/…/notices.json`. */
export type NoticeName =
  | 'code' | 'invitation' | 'invitationFromFamily' | 'reset' | 'passwordChanged' | 'signInChanged' | 'spareCodeUsed' | 'addressChanged' | 'addressAsked' | 'somethingNew' | 'moneyAnswer' | 'toDecide' | 'appointmentBooked'
  | 'appointmentMoved' | 'appointmentCancelled' | 'helpReceived' | 'helpAnswered'

/** When it is safe to write. `days` are digits, 1 = Monday; times are on the wall in `zone`. */
export interface SafeHours { readonly days: string; readonly from: string; readonly until: string; readonly zone: string }

export interface Notice {
  /** A person, told as their safe contact says; or an address that was given for this alone. */
  readonly to: PersonId | { readonly channel: 'email' | 'text'; readonly address: string; readonly lang: Lang; readonly hours?: SafeHours; readonly sender?: string | null }
  readonly name: NoticeName
  /** What the text needs; `link` is the site's address unless it is given. */
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
}

/** Writes the notices of one command into the outbox. A person who cannot safely be reached gets none. */
export async function putInOutbox(db: Transaction<Schema>, scope: string, at: Instant, notices: readonly Notice[]): Promise<void> {
  for (const notice of notices) {
    const reader = await readerOf(db, notice, at)
    if (!reader) continue
    const { t } = wordsFor(reader.lang)
    const text = (part: 'subject' | 'body') => t(`notices:${notice.name}.${part}` as Key, { link: config().origin, ...notice.values } as never)
    await db.insertInto('outbox').values({
      id: newId(), scope_id: scope, to_person: reader.person, channel: reader.channel, address: reader.address, lang: reader.lang,
      subject: text('subject'), body: text('body'), at_once: notice.atOnce ? 1 : 0, not_before: reader.notBefore, made_at: at, state: 'waiting',
      claimed_at: null, tries: 0, sent_at: null, hours: reader.hours ?? null, sender: reader.person === null ? (reader.sender ?? null) : null,
    }).execute()
  }
}

async function readerOf(db: Transaction<Schema>, notice: Notice, at: Instant): Promise<Reader | undefined> {
  if (typeof notice.to === 'object') {
    const { channel, address, lang, hours, sender } = notice.to
    const notBefore = hours ? safeMoment(at, hours) : at
    return notBefore && { channel, address, lang, person: null, notBefore, sender, ...(hours ? { hours: `${hours.days} ${hours.from} ${hours.until} ${hours.zone}` } : {}) }
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
    .select(['p.email', 'p.mobile', 'p.language', 's.channel', 's.days', 's.from_time', 's.until_time', 's.zone', 's.messages_ok', 's.sender'])
    .where('p.id', '=', person).executeTakeFirst()
  if (!row || row.channel === 'none') return undefined
  if (row.channel === 'text' && row.messages_ok === 0) return undefined
  const channel = row.channel ?? (row.email ? 'email' : 'text')
  const address = channel === 'email' ? row.email : row.mobile
  if (!address) return undefined
  const notBefore = row.channel === null ? at : safeMoment(at, { days: row.days!, from: row.from_time!, until: row.until_time!, zone: row.zone! })
  return notBefore && { channel, address, person, lang: isLang(row.language) ? row.language : 'en', notBefore, sender: row.sender }
}

/**
 * The first moment from `at` on that lies in somebody's safe hours (`days` are digits, 1 = Monday), in their own zone;
 * undefined when they have none.
 */
export function safeMoment(at: Instant, hours: SafeHours): Instant | undefined {
  const here = Temporal.Instant.from(at).toZonedDateTimeISO(hours.zone)
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = here.toPlainDate().add({ days: ahead })
    if (!hours.days.includes(String(day.dayOfWeek))) continue
    const opens = day.toZonedDateTime({ timeZone: hours.zone, plainTime: Temporal.PlainTime.from(hours.from) })
    const closes = day.toZonedDateTime({ timeZone: hours.zone, plainTime: Temporal.PlainTime.from(hours.until) })
    // Hours that end before they begin, or that a change of the clocks skipped, are none.
    if (Temporal.ZonedDateTime.compare(opens, closes) >= 0 || Temporal.ZonedDateTime.compare(here, closes) >= 0) continue
    const first = Temporal.ZonedDateTime.compare(here, opens) > 0 ? here : opens
    return new Date(first.epochMilliseconds).toISOString() as Instant
  }
  return undefined
}
