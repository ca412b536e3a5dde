/**
 * Reminders of appointments. They are planned some days ahead as messages of the outbox, each reminder of each time once; and
 * when one goes out it is asked again whether its reader still wants it, may see what it is about, and can safely be reached.
 * What was cancelled, moved or hidden meanwhile is not sent. No reminder is an event: nothing has happened.
 */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Schema, Seat } from '#db/schema.ts'
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { powersOfSeat, seatsThatHelp } from '#app/access/powers.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { viewerFor, type OwnActing, type OwnMay } from '#app/access/viewer.server.ts'
import { makeNoticeLink, reminderToken } from '#app/events/notice-links.server.ts'
import { readerNow } from '#app/events/notices.server.ts'
import type { AsksAgain } from '#app/events/outbox.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { isLang } from '#app/i18n/lang.ts'
import { newId } from '#app/values/ids.ts'
import { dayAt, now, type Instant } from '#app/values/instant.ts'
import { isGuarded, isKept, keptFromSomebody } from './guarded.server.ts'
import { timesIn } from './reminder-times.ts'
import { planAhead, reminderText, type Plan, type Span } from './reminding.server.ts'
import { inTurns } from '#app/events/in-turns.ts'

/** The times before an appointment at which the reader is reminded. One query. */
export async function ownReminders(me: OwnMay<'account:keep'>): Promise<readonly number[]> {
  const row = await me.db.selectFrom('reminder_choice').select('before').where('person_id', '=', me.person).executeTakeFirst()
  return timesIn(row?.before ?? null)
}

/** Chooses when one is reminded; no time is never. */
export async function chooseReminders(acting: OwnActing<'account:keep'>, { before }: { readonly before: readonly number[] }): Promise<Outcome<null, never>> {
  const row = { before: before.join(','), changed_at: acting.now }
  await acting.db.insertInto('reminder_choice').values({ person_id: acting.person, ...row }).onConflict((conflict) => conflict.column('person_id').doUpdateSet(row)).execute()
  return { ok: true, value: null, event: { kind: 'reminders-chosen', data: { before: row.before } } }
}

/** Whoever may be reminded: people of the family and those who are shown things by name. Whoever helps has a diary. */
const reminded: readonly Seat[] = (Object.keys(powersOfSeat) as Seat[]).filter((seat) => powersOfSeat[seat].includes('appointments:see') && !seatsThatHelp.has(seat))

/** The booked appointments that begin in a span, each with those of one seat who see it, and how these can be reached. */
function dueFor(db: Kysely<Schema>, seat: Seat, span: Span, at: Instant) {
  const today = dayAt(at)
  return db.selectFrom('appointment as a').innerJoin('member as m', 'm.family_id', 'a.family_id').innerJoin('person as p', 'p.id', 'm.person_id').leftJoin('safe_contact as s', 's.person_id', 'p.id').leftJoin('reminder_choice as c', 'c.person_id', 'p.id')
    .select(['a.family_id', 'a.id', 'a.starts_at', 'p.id as person_id', 'p.email', 'p.mobile', 'p.language', 'c.before', 's.channel', 's.days', 's.from_time', 's.until_time', 's.zone', 's.messages_ok', 's.safe_word', 's.must_not_learn', 's.email_detail', 's.text_detail'])
    .select([sql<Instant>`coalesce(a.changed_at, a.booked_at)`.as('told_at'), isKept().as('kept'), keptFromSomebody().as('kept_from')])
    .where('a.state', '=', 'booked').where('a.starts_at', '>', span.from).where('a.starts_at', '<=', span.until)
    .where('m.seat', '=', seat).where('m.from_on', '<=', today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', today)]))
    .where(visibleTo(lookerOfRow('m', seat, { now: at, today }), 'appointment', 'a'))
}

type Seen = Awaited<ReturnType<ReturnType<typeof dueFor>['execute']>>[number] & { readonly seat: Seat }

/** What is planned already of the appointments in a span. */
async function plannedIn(db: Kysely<Schema>, span: Span) {
  const rows = await db.selectFrom('appointment as a').innerJoin('reminder as r', (join) => join.onRef('r.family_id', '=', 'a.family_id').onRef('r.appointment_id', '=', 'a.id').onRef('r.starts_at', '=', 'a.starts_at')).leftJoin('outbox as o', 'o.id', 'r.message_id')
    .select(['r.appointment_id', 'r.person_id', 'r.before_minutes', 'r.message_id', 'o.state', 'o.not_before']).where('a.state', '=', 'booked').where('a.starts_at', '>', span.from).where('a.starts_at', '<=', span.until).execute()
  return rows.map((row) => ({ ...row, key: `${row.appointment_id} ${row.person_id} ${row.before_minutes}` }))
}

async function seenIn(db: Kysely<Schema>, span: Span, at: Instant): Promise<Seen[]> {
  const all: Seen[] = []
  for (const seat of reminded) all.push(...(await dueFor(db, seat, span, at).execute()).map((due) => ({ ...due, seat })))
  return all
}

/** Plans the reminders of appointments; returns how many. */
export async function planReminders(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  return planAhead<Seen>(db, at, {
    due: (span) => seenIn(db, span, at), planned: (span) => plannedIn(db, span), keyOf: ({ due, before }) => `${due.id} ${due.person_id} ${before}`, keep: (trx, plans) => keep(trx, plans, at),
  })
}

async function keep(db: Transaction<Schema>, plans: readonly Plan<Seen>[], at: Instant): Promise<number> {
  const rows = plans.map((plan) => ({ plan, message: newId() }))
  const kept = await db.insertInto('reminder').values(rows.map(({ plan: { due, before }, message }) => ({
    family_id: due.family_id, appointment_id: due.id, person_id: due.person_id, before_minutes: before, starts_at: due.starts_at, message_id: message, token_hash: plainHash(reminderToken(message)), made_at: at,
  }))).onConflict((conflict) => conflict.doNothing()).returning('message_id').execute()
  const mine = new Set(kept.map((row) => row.message_id))
  const messages = rows.filter(({ message }) => mine.has(message))
  if (messages.length === 0) return 0
  await db.insertInto('outbox').values(messages.map(({ plan: { due, goesAt, channel, address }, message }) => {
    const lang = isLang(due.language) ? due.language : 'en'
    const detail = (channel === 'email' ? due.email_detail : due.text_detail) === 1
    return {
      id: message, scope_id: due.family_id, to_person: due.person_id, channel, address, lang, ...reminderText({ lang, startsAt: due.starts_at, guarded: isGuarded(due, detail), byLink: mayChange(due.seat) }), at_once: 0 as const, not_before: goesAt, made_at: at,
      state: 'waiting' as const, claimed_at: null, tries: 0, sent_at: null, hours: null, sender: null,
    }
  })).execute()
  for (const { plan: { due }, message } of messages) {
    if (!mayChange(due.seat)) await makeNoticeLink(db, message, { person: due.person_id, name: 'somethingNew', path: `/families/${due.family_id}/appointments/${due.id}` }, due.starts_at)
  }
  return messages.length
}

/** Whether somebody in a seat may move and cancel: the others' link leads to the page, after signing in. */
function mayChange(seat: Seat): boolean {
  return powersOfSeat[seat].includes('appointments:book')
}

/**
 * A reminder as it goes out: not sent once its appointment was cancelled or moved or has begun, its reader no longer sees it, wants none at
 * that time, cannot safely be reached before it, or is due a later one too.
 */
export const remindersAskAgain: AsksAgain = async (db, message, at) => {
  const reminder = await db.selectFrom('reminder').selectAll().where('message_id', '=', message).executeTakeFirst()
  if (!reminder) return undefined
  const { family_id: family, person_id: person, starts_at: startsAt } = reminder
  const viewer = await viewerFor(db, person, family, at)
  if (!viewer || !reminded.includes(viewer.seat as Seat) || at >= startsAt) return 'drop'
  const row = await db.selectFrom('appointment as a').innerJoin('person as p', (join) => join.on('p.id', '=', person)).leftJoin('safe_contact as s', 's.person_id', 'p.id').leftJoin('reminder_choice as c', 'c.person_id', 'p.id')
    .select(['c.before', 's.safe_word', 's.must_not_learn', 's.messages_ok']).select([isKept().as('kept'), keptFromSomebody().as('kept_from')])
    .where('a.id', '=', reminder.appointment_id).where('a.state', '=', 'booked').where('a.starts_at', '=', startsAt).where(visibleTo(viewer, 'appointment', 'a')).executeTakeFirst()
  if (!row || !timesIn(row.before).includes(reminder.before_minutes)) return 'drop'
  const later = await db.selectFrom('reminder as r').innerJoin('outbox as o', 'o.id', 'r.message_id').select('o.id').where('r.family_id', '=', family).where('r.appointment_id', '=', reminder.appointment_id).where('r.person_id', '=', person)
    .where('r.starts_at', '=', startsAt).where('r.before_minutes', '<', reminder.before_minutes).where('o.not_before', '<=', at).executeTakeFirst()
  if (later) return 'drop'
  const reader = await readerNow(db, person, at)
  if (!reader) return 'drop'
  if (reader.notBefore > at) return reader.notBefore < startsAt ? { waitsUntil: reader.notBefore } : 'drop'
  const { channel, address, lang, sender = null } = reader
  return { channel, address, lang, sender, ...reminderText({ lang, startsAt, guarded: isGuarded(row, reader.detail), byLink: mayChange(viewer.seat as Seat) }) }
}

/** Milliseconds after the start, and between two looks. */
const pauses = { first: 3_000, then: 300_000 }

/** Plans from now on, and what a later room is reminded of besides (`also`); the function it returns stops that. */
export function startPlanning(db: Kysely<Schema>, onFault: (error: unknown) => void, also: (db: Kysely<Schema>) => Promise<unknown>): () => Promise<void> {
  return inTurns(pauses, () => planReminders(db).catch(onFault).then(() => also(db)).catch(onFault))
}
