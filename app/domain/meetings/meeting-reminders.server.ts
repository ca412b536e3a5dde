/**
 * Reminders of the day of a sitting, planned and sent as those of appointments are: to whoever was asked to it and says that they come, an account
 * or not. As one goes out it is asked again whether that still holds, so that nobody hears of a day that moved, of a meeting that was
 * called off or that they were taken out of, nor ever of another sitting. Whoever helps has a diary.
 */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { isGuarded, keptFromSomebody } from '#app/domain/appointments/guarded.server.ts'
import { planAhead, reminderText, type Plan, type Span } from '#app/domain/appointments/reminding.server.ts'
import { timesIn } from '#app/domain/appointments/reminder-times.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { makeNoticeLink } from '#app/events/notice-links.server.ts'
import { readerNow, safeMoment } from '#app/events/notices.server.ts'
import type { AsksAgain } from '#app/events/outbox.server.ts'
import { isLang, type Lang } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { newId } from '#app/values/ids.ts'
import { dayAt, now, type Instant } from '#app/values/instant.ts'

/**
 * Those who come to a sitting, with its day. Somebody comes who said how they take part and not by writing alone, and else who asked for the meeting or
 * said that this time suits them. It is kept (`kept`) where one of the family does not come to that sitting: they may read along.
 */
function coming(db: Kysely<Schema>, at: Instant) {
  const today = dayAt(at)
  const ofTheirs = sql`k.family_id = p.family_id and k.meeting_id = p.meeting_id`
  return db.selectFrom('meeting_sitting as s').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.meeting_id'))
    .innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 's.family_id').onRef('p.meeting_id', '=', 's.meeting_id').onRef('p.sitting', '=', 's.number'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id'))
    .leftJoin('meeting_finding as f', (join) => join.onRef('f.family_id', '=', 's.family_id').onRef('f.meeting_id', '=', 's.meeting_id').onRef('f.sitting', '=', 's.number'))
    .leftJoin('person as i', 'i.id', 'm.person_id').leftJoin('safe_contact as c', 'c.person_id', 'i.id').leftJoin('reminder_choice as r', 'r.person_id', 'i.id')
    // Of somebody without an account: where they were asked which times suit them, in the hours that are safe for them.
    .leftJoin('meeting_link as l', (join) => join.onRef('l.family_id', '=', 'p.family_id').onRef('l.meeting_id', '=', 'p.meeting_id').onRef('l.member_id', '=', 'p.member_id').on('l.ended_at', 'is', null).on('m.person_id', 'is', null))
    .leftJoin('member_contact as o', (join) => join.onRef('o.family_id', '=', 'l.family_id').onRef('o.member_id', '=', 'l.member_id'))
    .select(['s.family_id', 's.meeting_id', 'p.member_id', 'm.person_id', sql<Instant>`s.starts_at`.as('starts_at'), 'r.before', 'c.messages_ok', 'c.safe_word', 'c.must_not_learn', 'c.email_detail', 'c.text_detail'])
    .select((eb) => [
      eb.fn.coalesce('i.email', 'l.address').as('email'), eb.fn.coalesce('i.mobile', 'l.address').as('mobile'), eb.fn.coalesce('i.language', 'l.lang').as('language'), eb.fn.coalesce('c.channel', 'l.channel').as('channel'),
      eb.fn.coalesce('c.days', 'o.days').as('days'), eb.fn.coalesce('c.from_time', 'o.from_time').as('from_time'), eb.fn.coalesce('c.until_time', 'o.until_time').as('until_time'), eb.fn.coalesce('c.zone', 'o.zone').as('zone'),
      sql<Instant>`case when p.invited_at > coalesce(f.set_at, g.made_at) then p.invited_at else coalesce(f.set_at, g.made_at) end`.as('told_at'), keptFromSomebody('i').as('kept_from'),
      sql<number>`case when exists (select 1 from member as w where w.family_id = p.family_id and w.seat in (${sql.join([...seatsOfTheFamily])}) and ${isHere('w', today)}
        and not exists (select 1 from meeting_person as k where ${ofTheirs} and k.member_id = w.id and k.sitting = p.sitting and k.invited_at is not null and k.gone_at is null)) then 1 else 0 end`.as('kept'),
    ])
    .where('s.starts_at', '>', at).where('g.state', 'in', ['preparing', 'called']).where('m.seat', 'not in', [...seatsThatHelp]).where(isHere('m', today)).where(visibleTo(lookerOfRow('m', 'network', { now: at, today }), 'meeting', 'g'))
    .where((eb) => eb.or([eb('m.person_id', 'is not', null), eb('l.address', 'is not', null)]))
    .where((eb) => eb.or([eb('p.how', 'in', ['room', 'phone', 'video']), eb.and([eb('p.how', 'is', null), eb.or([eb('p.member_id', '=', eb.ref('g.asked_by')),
      sql<boolean>`exists (select 1 from meeting_mark as k where ${ofTheirs} and k.member_id = p.member_id and k.starts_at = s.starts_at and k.mark <> 'no')`])])]))
}

type Coming = Awaited<ReturnType<ReturnType<typeof coming>['execute']>>[number]

/** What is planned already of the days of sittings in a span. */
async function plannedIn(db: Kysely<Schema>, span: Span) {
  const rows = await db.selectFrom('meeting_reminder as r').leftJoin('outbox as o', 'o.id', 'r.message_id').select(['r.meeting_id', 'r.member_id', 'r.before_minutes', 'r.starts_at', 'r.message_id', 'o.state', 'o.not_before'])
    .where('r.starts_at', '>', span.from).where('r.starts_at', '<=', span.until).execute()
  return rows.map((row) => ({ ...row, key: keyOf(row, row.before_minutes) }))
}

function keyOf(one: Pick<Coming, 'meeting_id' | 'member_id' | 'starts_at'>, before: number): string {
  return `${one.meeting_id} ${one.member_id} ${one.starts_at} ${before}`
}

/** Plans the reminders of family meetings; returns how many. */
export async function planMeetingReminders(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  return planAhead<Coming>(db, at, {
    due: (span) => coming(db, at).where('s.starts_at', '>', span.from).where('s.starts_at', '<=', span.until).execute(), planned: (span) => plannedIn(db, span),
    keyOf: ({ due, before }) => keyOf(due, before), keep: (trx, plans) => keep(trx, plans, at),
  })
}

async function keep(db: Transaction<Schema>, plans: readonly Plan<Coming>[], at: Instant): Promise<number> {
  const rows = plans.map((plan) => ({ plan, message: newId() }))
  const kept = await db.insertInto('meeting_reminder').values(rows.map(({ plan: { due, before }, message }) => ({
    family_id: due.family_id, meeting_id: due.meeting_id, member_id: due.member_id, before_minutes: before, starts_at: due.starts_at, message_id: message, made_at: at,
  }))).onConflict((conflict) => conflict.doNothing()).returning('message_id').execute()
  const mine = new Set(kept.map((row) => row.message_id))
  const messages = rows.filter(({ message }) => mine.has(message))
  if (messages.length === 0) return 0
  const { areaPhone } = await settingsOf(db)
  await db.insertInto('outbox').values(messages.map(({ plan: { due, goesAt, channel, address }, message }) => ({
    id: message, scope_id: due.family_id, to_person: due.person_id, channel, address, lang: langOf(due), ...textFor(due, channel, areaPhone), at_once: 0 as const, not_before: goesAt, made_at: at, state: 'waiting' as const, claimed_at: null, tries: 0, sent_at: null,
    hours: due.person_id === null && due.days !== null ? `${due.days} ${due.from_time} ${due.until_time} ${due.zone}` : null, sender: null,
  }))).execute()
  for (const { plan: { due }, message } of messages) {
    if (due.person_id !== null) await makeNoticeLink(db, message, { person: due.person_id, name: 'somethingNew', path: `/families/${due.family_id}/meetings/${due.meeting_id}` }, due.starts_at)
  }
  return messages.length
}

function langOf({ language }: Pick<Coming, 'language'>): Lang {
  return isLang(language) ? language : 'en'
}

/** As that of an appointment. Somebody without an account has nothing to sign in to: they read when it is and whom to ring, at the address that was given for this meeting. */
function textFor(due: Coming, channel: 'email' | 'text', phone: string, lang = langOf(due)): { subject: string; body: string } {
  const startsAt = due.starts_at
  if (due.person_id !== null) return reminderText({ lang, startsAt, guarded: isGuarded(due, (channel === 'email' ? due.email_detail : due.text_detail) === 1), byLink: false })
  const { t, format } = wordsFor(lang)
  return { subject: t('reminders:mail.subject'), body: t('reminders:mail.ring', { when: format.when(startsAt), phone }) }
}

/**
 * A reminder as it goes out: not sent once its sitting has another day or none, the meeting was called off or its reader taken out of it, they do
 * not say any more that they come, want none at that time, cannot safely be reached before it, or are due a later one too.
 */
export const meetingRemindersAskAgain: AsksAgain = async (db, message, at) => {
  const reminder = await db.selectFrom('meeting_reminder').selectAll().where('message_id', '=', message).executeTakeFirst()
  if (!reminder) return undefined
  const due = await coming(db, at).where('p.family_id', '=', reminder.family_id).where('p.meeting_id', '=', reminder.meeting_id).where('p.member_id', '=', reminder.member_id).where('s.starts_at', '=', reminder.starts_at).executeTakeFirst()
  if (!due || !timesIn(due.before).includes(reminder.before_minutes)) return 'drop'
  const later = await db.selectFrom('meeting_reminder as r').innerJoin('outbox as o', 'o.id', 'r.message_id').select('o.id').where('r.family_id', '=', reminder.family_id).where('r.meeting_id', '=', reminder.meeting_id).where('r.member_id', '=', reminder.member_id)
    .where('r.starts_at', '=', reminder.starts_at).where('r.before_minutes', '<', reminder.before_minutes).where('o.not_before', '<=', at).executeTakeFirst()
  if (later) return 'drop'
  const reader = await readerOf(db, due, at)
  if (!reader) return 'drop'
  if (reader.notBefore > at) return reader.notBefore < reminder.starts_at ? { waitsUntil: reader.notBefore } : 'drop'
  const { channel, address, lang, sender } = reader
  return { channel, address, lang, sender, ...textFor(due, channel, (await settingsOf(db)).areaPhone, lang) }
}

/** How somebody is reached as things stand, and from when on; undefined for whoever cannot be. */
async function readerOf(db: Kysely<Schema>, due: Coming, at: Instant): Promise<{ channel: 'email' | 'text'; address: string; lang: Lang; sender: string | null; notBefore: Instant } | undefined> {
  if (due.person_id !== null) {
    const reader = await readerNow(db, due.person_id, at)
    return reader && { ...reader, sender: reader.sender ?? null }
  }
  const notBefore = due.days === null ? at : safeMoment(at, { days: due.days, from: due.from_time!, until: due.until_time!, zone: due.zone! })
  const channel = due.channel === 'text' ? 'text' : 'email'
  return notBefore && { channel, address: due.email!, lang: langOf(due), sender: null, notBefore }
}
