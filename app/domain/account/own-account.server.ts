/** What somebody keeps about themselves: password, language, where they are signed in, how to reach them safely. */
import { keyedHash } from '#app/access/keyed-hash.server.ts'
import { beginSession, sessionOf, sessionsOf, type OpenSession } from '#app/access/session.server.ts'
import { must, myselfFor, type Myself, type OwnActing, type OwnMay } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { act, type FormUse, type Outcome } from '#app/events/transact.server.ts'
import { config, type Config } from '#app/values/config.ts'
import type { FamilyId, MemberId, PersonId } from '#app/values/ids.ts'
import { areaZone, now } from '#app/values/instant.ts'
import { keepPassword, passwordSet } from './forgotten.server.ts'
import { provenByPassword } from './locks.server.ts'
import { hashPassword } from './passwords.server.ts'

/** What somebody reads about themselves at the top of their account. */
export async function ownAccount(me: OwnMay<'account:keep'>) {
  const row = await me.db.selectFrom('person').select(['name', 'given_name', 'email', 'mobile', 'language', 'password_hash']).where('id', '=', me.person).executeTakeFirstOrThrow()
  return { name: row.name, givenName: row.given_name, email: row.email, mobile: row.mobile, language: row.language, hasPassword: row.password_hash !== null }
}

/**
 * Sets a new password for somebody who knows the old one, or has none yet, and ends all their sessions but a new one
 * here. Returns its Set-Cookie value.
 */
export async function changePassword(request: Request, me: Myself, asked: { password: string | null; newPassword: string }):
  Promise<{ ok: true; cookie: string } | { ok: false; why: 'password-wrong'; field: 'password' } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const proven = await provenByPassword(me, asked.password ?? '')
  if (!proven.ok && proven.why !== 'password-first') return proven
  const kept = proven.ok ? proven.kept : null
  const session = await sessionOf(request)
  const passwordHash = await hashPassword(asked.newPassword)
  const answer = await act(must(myselfFor(me.db, me.person, now()), 'account:keep'), replacePassword, { kept, passwordHash })
  // Another page set one in between; the old password is wrong by now.
  if (!answer.ok) return { ok: false, why: 'password-wrong', field: 'password' }
  const cookie = await beginSession(request, me.person, { confirmed: session?.confirmed ?? false, sharedPhone: session?.sharedPhone ?? true })
  return { ok: true, cookie }
}

async function replacePassword(acting: OwnActing<'account:keep'>, change: { kept: string | null; passwordHash: string }): Promise<Outcome<null, 'password-wrong'>> {
  const { password_hash: still } = await acting.db.selectFrom('person').select('password_hash').where('id', '=', acting.person).executeTakeFirstOrThrow()
  if (still !== change.kept) return { ok: false, why: 'password-wrong' }
  await keepPassword(acting, change.passwordHash)
  return passwordSet(acting.person)
}

/** Where somebody is signed in. */
export function whereSignedIn(request: Request, me: OwnMay<'account:keep'>): Promise<OpenSession[]> {
  return sessionsOf(request, me.person)
}

/** Ends one session of one's own, by the id that `whereSignedIn` gave. One that is gone already is no refusal. */
export async function endOwnSession(acting: OwnActing<'account:keep'>, { session }: { session: string }): Promise<Outcome<null, never>> {
  await acting.db.deleteFrom('session').where('person_id', '=', acting.person).where('id_hash', '=', session).execute()
  return { ok: true, value: null, event: { kind: 'session-ended', data: {} } }
}

/** Ends every session of one's own but the one it is asked from, whose id `whereSignedIn` gave. */
export async function endOtherSessions(acting: OwnActing<'account:keep'>, { here }: { here: string }): Promise<Outcome<null, never>> {
  await acting.db.deleteFrom('session').where('person_id', '=', acting.person).where('id_hash', '<>', here).execute()
  return { ok: true, value: null, event: { kind: 'sessions-ended', data: {} } }
}

/** How somebody can be reached without harm. `days` are digits, 1 = Monday; times are on the wall in `zone`. */
export interface SafeContact {
  readonly channel: 'email' | 'text' | 'none'
  readonly days: string
  readonly fromTime: string
  readonly untilTime: string
  readonly messagesOk: boolean
  readonly zone: string
  readonly voicemailOk: boolean
  /** In own words: who must not learn of the help; and somebody who may be asked instead, with their number. */
  readonly mustNotLearn: string | null
  readonly friend: string | null
  readonly friendPhone: string | null
  /** Whether the lead professional reads these three. */
  readonly leadReads: boolean
  /** The name that messages come from, of the area's list; null for the usual one. */
  readonly sender: string | null
  /** Whether an e-mail, or a text, may say what it is about. */
  readonly emailDetail: boolean
  readonly textDetail: boolean
}

/** What holds until somebody says otherwise. */
export const usualContact = {
  days: '1234567', fromTime: '08:00', untilTime: '20:00', messagesOk: true, zone: areaZone, voicemailOk: false, mustNotLearn: null, friend: null, friendPhone: null, leadReads: false, sender: null, emailDetail: false, textDetail: false,
} as const

/** How a person can be reached safely, as they said; the usual if they have not said. */
export async function safeContactOf(me: OwnMay<'account:keep'>): Promise<SafeContact & { readonly hasSafeWord: boolean }> {
  const row = await me.db.selectFrom('safe_contact').selectAll().where('person_id', '=', me.person).executeTakeFirst()
  if (row) {
    return {
      channel: row.channel, days: row.days, fromTime: row.from_time, untilTime: row.until_time, messagesOk: row.messages_ok === 1, zone: row.zone, voicemailOk: row.voicemail_ok === 1,
      mustNotLearn: row.must_not_learn, friend: row.friend, friendPhone: row.friend_phone, leadReads: row.lead_reads === 1, sender: row.sender,
      emailDetail: row.email_detail === 1, textDetail: row.text_detail === 1, hasSafeWord: row.safe_word !== null,
    }
  }
  const person = await me.db.selectFrom('person').select('email').where('id', '=', me.person).executeTakeFirstOrThrow()
  return { channel: person.email ? 'email' : 'text', ...usualContact, hasSafeWord: false }
}

/** The names that messages may come from, as the area has chosen them. */
export async function sendersNames({ db }: OwnMay<'account:keep'>): Promise<readonly string[]> {
  return (await settingsOf(db)).senderNames
}

/** Whether a text message can reach anybody: there is a gateway, or the demo's outbox to look into. */
export function textsGoOut({ text, demo, notify }: Pick<Config, 'text' | 'demo'> & { readonly notify?: Config['notify'] } = config()): boolean {
  return text !== undefined || notify?.textTemplate !== undefined || demo
}

/** A changed contact: `safeWord` is a new one, null to take it away, undefined to leave it; `keptFrom` are those who must not learn, undefined to leave them. */
export type ContactChange = SafeContact & { readonly safeWord?: string | null; readonly keptFrom?: readonly { readonly family: FamilyId; readonly member: MemberId }[] }

/**
 * Changes how somebody is reached, when they know their password. The lead professionals of their families are told that
 * it was changed. Refused for a wrong password, and as `setSafeContact` does.
 */
export async function changeContact(me: OwnMay<'account:keep'>, asked: { password: string | null; contact: ContactChange }, once?: FormUse) {
  const proven = await provenByPassword(me, asked.password ?? '')
  if (!proven.ok && proven.why !== 'password-first') return proven
  return act(me, setSafeContact, asked.contact, once)
}

/** Changes how somebody is reached. Refused for a channel that they have no address for or that nothing goes out by, for texts that are not safe, for hours that end before they begin, and for a sender's name that is not of the area's list. */
export async function setSafeContact(acting: OwnActing<'account:keep'>, contact: ContactChange): Promise<Outcome<null, 'no-such-address' | 'messages-not-safe' | 'ends-before-it-begins' | 'sender-not-listed'>> {
  const person = await acting.db.selectFrom('person').select(['email', 'mobile']).where('id', '=', acting.person).executeTakeFirstOrThrow()
  if (contact.channel === 'email' && !person.email) return { ok: false, why: 'no-such-address', field: 'channel' }
  if (contact.channel === 'text' && (!person.mobile || !textsGoOut())) return { ok: false, why: 'no-such-address', field: 'channel' }
  if (contact.channel === 'text' && !contact.messagesOk) return { ok: false, why: 'messages-not-safe', field: 'texts' }
  if (contact.untilTime <= contact.fromTime) return { ok: false, why: 'ends-before-it-begins', field: 'untilTime' }
  if (contact.sender !== null && !(await sendersNames(acting)).includes(contact.sender)) return { ok: false, why: 'sender-not-listed', field: 'sender' }
  const bit = (yes: boolean) => (yes ? (1 as const) : (0 as const))
  const row = {
    channel: contact.channel, days: contact.days, from_time: contact.fromTime, until_time: contact.untilTime, zone: contact.zone, messages_ok: bit(contact.messagesOk), changed_at: acting.now,
    voicemail_ok: bit(contact.voicemailOk), must_not_learn: contact.mustNotLearn, friend: contact.friend, friend_phone: contact.friendPhone, lead_reads: bit(contact.leadReads), sender: contact.sender,
    email_detail: bit(contact.emailDetail), text_detail: bit(contact.textDetail),
    ...(contact.safeWord === undefined ? {} : { safe_word: contact.safeWord === null ? null : hashOfSafeWord(acting.person, contact.safeWord) }),
  }
  await acting.db.insertInto('safe_contact').values({ person_id: acting.person, ...row })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row)).execute()
  if (contact.keptFrom) {
    await acting.db.deleteFrom('must_not_learn').where('person_id', '=', acting.person).execute()
    for (const { family, member } of contact.keptFrom) await acting.db.insertInto('must_not_learn').values({ person_id: acting.person, family_id: family, member_id: member }).execute()
  }
  return { ok: true, value: null, event: { kind: 'contact-changed', data: { channel: contact.channel } }, notices: await leadsToTell(acting) }
}

/** The lead professionals of somebody's families are told that something changed about reaching them: that it did, never what. */
export async function leadsToTell(acting: OwnActing<'account:keep'>): Promise<Notice[]> {
  const leads = await acting.db.selectFrom('member as m').innerJoin('member as l', (join) => join.onRef('l.family_id', '=', 'm.family_id').on('l.seat', '=', 'lead'))
    .select('l.person_id').distinct().where('m.person_id', '=', acting.person).where('m.seat', 'not in', ['lead', 'team', 'coordinator'])
    .where((eb) => eb.and([eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', acting.today)]), eb.or([eb('l.until_on', 'is', null), eb('l.until_on', '>=', acting.today)])])).execute()
  return leads.flatMap(({ person_id: to }) => (to === null || to === acting.person ? [] : [{ to, name: 'contactChanged' as const }]))
}

/** A safe word is compared without its capitals and spaces: it is said on the telephone. */
export function hashOfSafeWord(person: PersonId, word: string): string {
  return keyedHash('safe-word', person, word.normalize('NFKC').toLowerCase().replace(/\s+/gu, ''))
}

/** Whether somebody stays signed in when they leave quickly, on a phone of their own. */
export async function staysAfterLeaving({ db, person }: OwnMay<'account:keep'>): Promise<boolean> {
  const row = await db.selectFrom('person').select('leaving_stays').where('id', '=', person).executeTakeFirstOrThrow()
  return row.leaving_stays === 1
}

/** Remembers that somebody was told how leaving quickly works, and whether they then stay signed in on a phone of their own. */
export async function knowLeaving(acting: OwnActing<'account:keep'>, { stays }: { stays: boolean }): Promise<Outcome<null, never>> {
  await acting.db.updateTable('person').set({ leaving_known_at: acting.now, leaving_stays: stays ? 1 : 0 }).where('id', '=', acting.person).execute()
  return { ok: true, value: null, event: { kind: 'leaving-known', data: {} } }
}
