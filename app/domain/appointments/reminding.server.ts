/**
 * How reminders are planned, of whatever has a time: some days ahead as messages of the outbox, each reminder of each time once, in its
 * reader's safe hours. What is reminded of, and of what not, is each room's own to say.
 */
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.ts'
import { linkMark, reminderLinkMark } from '#app/events/notice-links.server.ts'
import { bareLinks, lastSafeMoment, quietText, safeMoment } from '#app/events/notices.server.ts'
import type { Lang } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { reminderMoment, timesIn } from './reminder-times.ts'

/** Something with a time and somebody who may be reminded of it: since when they can know of it, when they chose to be reminded, and how they can be reached. */
export interface Due {
  readonly starts_at: Instant; readonly told_at: Instant; readonly before: string | null; readonly email: string | null; readonly mobile: string | null; readonly messages_ok: number | null
  readonly channel: 'email' | 'text' | 'none' | null; readonly days: string | null; readonly from_time: string | null; readonly until_time: string | null; readonly zone: string | null
}

export interface Plan<D extends Due> { readonly due: D; readonly before: number; readonly goesAt: Instant; readonly channel: 'email' | 'text'; readonly address: string }

/** The reminders of one time for one reader, none for whoever cannot safely be reached. Of two that would go out at one moment the later one is enough. */
function plansOf<D extends Due>(due: D, at: Instant): Plan<D>[] {
  if (due.channel === 'none' || (due.channel === 'text' && due.messages_ok === 0)) return []
  const channel = due.channel ?? (due.email ? 'email' : 'text')
  const address = channel === 'email' ? due.email : due.mobile
  if (!address) return []
  const hours = due.days === null ? null : { days: due.days, from: due.from_time!, until: due.until_time!, zone: due.zone! }
  const safe = hours === null ? { first: (from: Instant) => from, last: (before: Instant) => before } : { first: (from: Instant) => safeMoment(from, hours), last: (before: Instant) => lastSafeMoment(before, hours) }
  const plans = timesIn(due.before).flatMap((before): Plan<D>[] => {
    const wanted = plusMinutes(due.starts_at, -before)
    // Whoever made or moved it after that knows when it is.
    const goesAt = wanted <= due.told_at ? undefined : reminderMoment({ wanted, startsAt: due.starts_at, now: at }, safe)
    return goesAt === undefined ? [] : [{ due, before, goesAt, channel, address }]
  })
  return plans.filter((one, n) => !plans.some((other, m) => m > n && other.goesAt === one.goesAt))
}

/** A stretch of time: after its beginning, until its end and that moment too. */
export interface Span { readonly from: Instant; readonly until: Instant }

/** What is reminded of. */
export interface Reminded<D extends Due> {
  /** All that begins in a span, for each who may be reminded of it. */
  readonly due: (span: Span) => Promise<readonly D[]>
  /** What is planned already of what begins in a span. `key` as `keyOf` makes it. */
  readonly planned: (span: Span) => Promise<readonly { readonly key: string; readonly message_id: string; readonly state: string | null; readonly not_before: Instant | null }[]>
  readonly keyOf: (plan: Plan<D>) => string
  /** Keeps some plans with their messages; how many were not kept by somebody else meanwhile. */
  readonly keep: (db: Transaction<Schema>, plans: readonly Plan<D>[]) => Promise<number>
}

/** Days ahead that are planned: the longest time before, and a week, for somebody's safe hours may all lie before that. */
const daysAhead = 9
/** Rows written in one go. */
const atOnce = 200

/** Plans what is not planned yet, and moves what its reader's hours have moved. Returns how many reminders it planned; of many processes that plan at once each is one's. */
export async function planAhead<D extends Due>(db: Kysely<Schema>, at: Instant, { due, planned, keyOf, keep }: Reminded<D>): Promise<number> {
  let count = 0
  // A day at a time, so that no query takes long.
  for (let day = 0; day < daysAhead; day += 1) {
    const span = { from: plusMinutes(at, day * 24 * 60), until: plusMinutes(at, (day + 1) * 24 * 60) }
    const plans = (await due(span)).flatMap((one) => plansOf(one, at))
    if (plans.length === 0) continue
    const known = new Map((await planned(span)).map((row) => [row.key, row]))
    const anew = plans.filter((plan) => !known.has(keyOf(plan)))
    for (let n = 0; n < anew.length; n += atOnce) count += await inTransaction(db, (trx) => keep(trx, anew.slice(n, n + atOnce)))
    for (const plan of plans) {
      const row = known.get(keyOf(plan))
      if (row?.state === 'waiting' && row.not_before !== null && row.not_before > at && row.not_before !== plan.goesAt) {
        await inTransaction(db, (trx) => trx.updateTable('outbox').set({ not_before: plan.goesAt }).where('id', '=', row.message_id).where('state', '=', 'waiting').execute())
      }
    }
  }
  return count
}

/** When it is, and nothing else; where a stranger may read along, that there is something. `byLink`: its link changes the time without signing in. */
export function reminderText({ lang, startsAt, guarded, byLink }: { readonly lang: Lang; readonly startsAt: Instant; readonly guarded: boolean; readonly byLink: boolean }): { subject: string; body: string } {
  const { t, format } = wordsFor(lang)
  const link = byLink ? reminderLinkMark() : linkMark()
  if (guarded) return { subject: quietText({ lang, detail: false }, 'somethingNew').subject, body: bareLinks(t('notices:signIn', { said: t('notices:somethingNew.said'), link })) }
  return { subject: t('reminders:mail.subject'), body: bareLinks(t(byLink ? 'reminders:mail.body' : 'reminders:mail.seeOnly', { when: format.when(startsAt), link })) }
}
