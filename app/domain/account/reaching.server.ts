/** How the lead professional of a family reaches somebody in it safely: what each of them allowed, and the word that proves who is speaking. */
import { sameHash } from '#app/access/keyed-hash.server.ts'
import { counted, take } from '#app/access/throttle.server.ts'
import type { Acting, AreaMay, May } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { FamilyId, MemberId } from '#app/values/ids.ts'
import { plusDays, atWallTime, type Instant } from '#app/values/instant.ts'
import { hashOfSafeWord } from './own-account.server.ts'

export interface Reach {
  readonly channel: 'email' | 'text' | 'none'
  readonly days: string
  readonly fromTime: string
  readonly untilTime: string
  readonly zone: string
  readonly textsOk: boolean
  readonly voicemailOk: boolean
  /** Who of the family must not learn, by name; empty where they did not say it, or not for the lead professional. */
  readonly keptFrom: readonly string[]
  /** Null where they did not say it, or not for the lead professional. */
  readonly mustNotLearn: string | null
  readonly friend: string | null
  readonly friendPhone: string | null
  readonly hasSafeWord: boolean
  readonly changedAt: Instant
}

/** How a member can be reached, for the lead professional alone; undefined for anybody else, and for somebody who said nothing. */
export async function reachOf(viewer: May<'people:see'>, member: MemberId): Promise<Reach | undefined> {
  if (viewer.seat !== 'lead') return undefined
  const row = await viewer.db.selectFrom('member as m').innerJoin('safe_contact as s', 's.person_id', 'm.person_id').selectAll('s')
    .where('m.family_id', '=', viewer.family).where('m.id', '=', member).where('m.seat', 'not in', ['lead', 'team', 'coordinator']).executeTakeFirst()
  if (!row) return undefined
  const told = row.lead_reads === 1
  const kept = told ? await viewer.db.selectFrom('must_not_learn as k').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'k.family_id').onRef('m.id', '=', 'k.member_id'))
    .select('m.name').where('k.person_id', '=', row.person_id).where('k.family_id', '=', viewer.family).orderBy('m.name').execute() : []
  return {
    keptFrom: kept.map(({ name }) => name),
    channel: row.channel, days: row.days, fromTime: row.from_time, untilTime: row.until_time, zone: row.zone, textsOk: row.messages_ok === 1, voicemailOk: row.voicemail_ok === 1,
    mustNotLearn: told ? row.must_not_learn : null, friend: told ? row.friend : null, friendPhone: told ? row.friend_phone : null, hasSafeWord: row.safe_word !== null, changedAt: row.changed_at,
  }
}

/** Tries of a safe word: somebody on the telephone gets it right, or nearly. */
const pace = { atOnce: 3, everySeconds: 300 }

/** Whether there is a try left for this member's safe word; else the seconds to wait. */
export async function mayTrySafeWord(viewer: May<'people:invite'>, member: MemberId): ReturnType<typeof take> {
  return take(counted(pace, 'safe-word', viewer.person, member))
}

/** Compares what somebody says on the telephone with their safe word; it can be compared, and never read. */
export async function trySafeWord(acting: Acting<'people:invite'>, { member, word }: { member: MemberId; word: string }): Promise<Outcome<boolean, 'not-there'>> {
  if (acting.seat !== 'lead') return { ok: false, why: 'not-there' }
  const row = await acting.db.selectFrom('member as m').innerJoin('safe_contact as s', 's.person_id', 'm.person_id').select(['s.safe_word', 's.person_id'])
    .where('m.family_id', '=', acting.family).where('m.id', '=', member).where('s.safe_word', 'is not', null).executeTakeFirst()
  if (!row?.safe_word) return { ok: false, why: 'not-there' }
  const right = sameHash(row.safe_word, hashOfSafeWord(row.person_id, word))
  return { ok: true, value: right, event: { kind: 'safe-word-tried', data: { right }, thing: { kind: 'member', id: member } } }
}

/** Days for which the desk says that somebody changed how to be reached. */
const daysSaid = 14

/** Who in the families that this person leads has changed how to be reached lately. */
export async function contactsChanged(viewer: AreaMay<'desk:see'>): Promise<{ family: FamilyId; member: MemberId; name: string; at: Instant }[]> {
  if (viewer.person === null) return []
  const rows = await viewer.db.selectFrom('member as l').innerJoin('member as m', 'm.family_id', 'l.family_id').innerJoin('person as p', 'p.id', 'm.person_id').innerJoin('safe_contact as s', 's.person_id', 'p.id')
    .select(['m.family_id', 'm.id', 'm.name', 's.changed_at']).where('l.person_id', '=', viewer.person).where('l.seat', '=', 'lead').where('l.from_on', '<=', viewer.today)
    .where((eb) => eb.and([eb.or([eb('l.until_on', 'is', null), eb('l.until_on', '>=', viewer.today)]), eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)])]))
    .where('m.seat', 'not in', ['lead', 'team', 'coordinator']).where('s.changed_at', '>', atWallTime(plusDays(viewer.today, -daysSaid), '00:00')!).whereRef('s.changed_at', '>', 'p.made_at')
    .orderBy('s.changed_at', 'desc').limit(20).execute()
  return rows.map((row) => ({ family: row.family_id, member: row.id, name: row.name, at: row.changed_at }))
}
