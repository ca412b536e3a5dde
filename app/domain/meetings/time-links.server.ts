/**
 * The link by which somebody without an account says which times of a family meeting suit them. Behind it stand the times of their own
 * sitting and what they said, and nothing of who else comes nor of what the meeting is about: it may be forwarded. Opening it changes nothing.
 */
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { counted, networkOf, takeAll } from '#app/access/throttle.server.ts'
import { askedWhen, must, type Acting, type AskedWhen, type TimesMay } from '#app/access/viewer.server.ts'
import { addressOf, hashOfToken, newToken } from '#app/domain/account/links.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type FormUse, type Outcome } from '#app/events/transact.server.ts'
import type { Lang } from '#app/i18n/lang.ts'
import type { MeetingMark } from '#db/schema-meetings.ts'
import type { MeetingId, MemberId } from '#app/values/ids.ts'
import { areaZone, now, plusMinutes, type Instant } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { markByLink, type Marks } from './finding-a-time.server.ts'
import { happened } from './meetings.server.ts'
import { toCome } from './sittings.server.ts'

export interface NewTimesLink { readonly meeting: MeetingId; readonly member: MemberId; readonly to: { readonly channel: 'email' | 'text'; readonly address: string }; readonly lang: Lang }

/** Sends somebody without an account, who is asked to a meeting, the link of its times, in place of one sent before. It goes out in the hours that are safe for them. */
export async function sendTimesLink(acting: Acting<'meetings:see'>, { meeting: id, member, to, lang }: NewTimesLink): Promise<Outcome<null, 'not-there' | 'has-account'>> {
  const meeting = await toCome(acting, id)
  const one = meeting?.arranges ? meeting.people.find((other) => other.member === member && other.invited) : undefined
  if (!one || acting.member === null) return { ok: false, why: 'not-there' }
  if (one.hasAccount) return { ok: false, why: 'has-account' }
  const token = newToken()
  const { areaName, invitationDays } = await settingsOf(acting.db)
  const row = { token_hash: hashOfToken(token), channel: to.channel, address: to.address, lang, made_by: acting.member, made_at: acting.now, expires_at: plusMinutes(acting.now, invitationDays * 24 * 60), ended_at: null }
  await acting.db.insertInto('meeting_link').values({ family_id: acting.family, meeting_id: id, member_id: member, ...row }).onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'member_id']).doUpdateSet(row)).execute()
  const told = await acting.db.selectFrom('member_contact').select(['days', 'from_time', 'until_time', 'zone']).where('family_id', '=', acting.family).where('member_id', '=', member).executeTakeFirst()
  const hours = told ? { hours: { days: told.days, from: told.from_time, until: told.until_time, zone: told.zone } } : {}
  return {
    ok: true, value: null, event: happened('meeting-link-sent', id),
    notices: [{ to: { ...to, lang, ...hours }, name: 'timesAsked', atOnce: true, values: { area: areaName, link: addressOf(`/when/${token}?lng=${lang}`) } }],
  }
}

/** The holder of an open link; undefined for one that is unknown, old or ended, whichever of these. */
export async function timesHolder(token: string): Promise<AskedWhen | undefined> {
  return askedWhen(database(), hashOfToken(token), now())
}

export interface TimesByLink {
  /** The day of their sitting, once it is set. */
  readonly set: Instant | null
  readonly times: readonly { readonly startsAt: Instant; readonly own: MeetingMark | null }[]
  /** Those who come with them read what they answer. */
  readonly shown: boolean
  readonly lang: string
  /** The clock they live by, where it is not the area's. */
  readonly zone: string | null
  readonly area: string
}

/** What stands behind a link. Four queries. */
export async function timesByLink(holder: TimesMay): Promise<TimesByLink> {
  const row = await holder.db.selectFrom('meeting_link as l').innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'l.family_id').onRef('p.meeting_id', '=', 'l.meeting_id').onRef('p.member_id', '=', 'l.member_id'))
    .innerJoin('meeting_sitting as s', (join) => join.onRef('s.family_id', '=', 'p.family_id').onRef('s.meeting_id', '=', 'p.meeting_id').onRef('s.number', '=', 'p.sitting'))
    .leftJoin('meeting_finding as f', (join) => join.onRef('f.family_id', '=', 'p.family_id').onRef('f.meeting_id', '=', 'p.meeting_id').onRef('f.sitting', '=', 'p.sitting'))
    .leftJoin('member_contact as c', (join) => join.onRef('c.family_id', '=', 'l.family_id').onRef('c.member_id', '=', 'l.member_id'))
    .select(['l.lang', 'p.sitting', 's.starts_at', 'f.asked_at', 'f.shown', 'c.zone']).where('l.family_id', '=', holder.family).where('l.meeting_id', '=', holder.meeting).where('l.member_id', '=', holder.speaksFor).executeTakeFirstOrThrow()
  const times = row.asked_at === null ? [] : await holder.db.selectFrom('meeting_time as t').leftJoin('meeting_mark as k', (join) => join.onRef('k.family_id', '=', 't.family_id').onRef('k.meeting_id', '=', 't.meeting_id').onRef('k.starts_at', '=', 't.starts_at').on('k.member_id', '=', holder.speaksFor))
    .select(['t.starts_at', 'k.mark']).where('t.family_id', '=', holder.family).where('t.meeting_id', '=', holder.meeting).where('t.sitting', '=', row.sitting).where('t.starts_at', '>', holder.now).orderBy('t.starts_at').execute()
  const { areaName } = await settingsOf(holder.db)
  return { shown: row.shown === 1, set: row.starts_at, times: times.map((one) => ({ startsAt: one.starts_at, own: one.mark })), lang: row.lang, zone: row.zone === null || row.zone === areaZone ? null : row.zone, area: areaName }
}

const paces = { network: { atOnce: 60, everySeconds: 10 }, link: { atOnce: 10, everySeconds: 30 } }

/** Says by a link which times suit. */
export async function sayByLink(token: string, said: Pick<Marks, 'marks' | 'openly'>, clientAddress: string, once: FormUse): Promise<{ ok: true } | { ok: false; why: 'not-there' | 'link-ended' | 'already-sent' } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const taken = await takeAll([counted(paces.network, 'when-network', networkOf(clientAddress)), counted(paces.link, 'when-link', plainHash(token))])
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const holder = await timesHolder(token)
  if (!holder) return { ok: false, why: 'link-ended' }
  const answer = await act(must(holder, 'times:mark'), markByLink, said, once)
  return answer.ok ? { ok: true } : { ok: false, why: answer.why }
}
