/**
 * Changing the e-mail address or the number that somebody signs in and is reached with, or taking one of them away. It asks for
 * the password; a new one is in force only when the code that went to it is given. Nothing tells an address that is somebody
 * else's from a free one.
 */
import type { Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { failureOf } from '#db/failure.ts'
import { keyedHash } from '#app/access/keyed-hash.server.ts'
import { counted, takeAll } from '#app/access/throttle.server.ts'
import type { OwnActing, OwnMay } from '#app/access/viewer.server.ts'
import { readerNow, type Notice } from '#app/events/notices.server.ts'
import { act, type FormUse, type Outcome } from '#app/events/transact.server.ts'
import { firstLang, isLang } from '#app/i18n/lang.ts'
import type { PersonId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { makeCode, tryCode, typedCode } from './codes.server.ts'
import { endResetLinks } from './links.server.ts'
import { endSessionsOf, provenByPassword, sessionAnew } from './locks.server.ts'
import { leadsToTell, textsGoOut, usualContact } from './own-account.server.ts'
import type { Address } from './sign-in.server.ts'

/** Minutes in which the code of a new address can be asked for again without the password. */
const minutesOfChange = 60

const paces = {
  /** New addresses that one person asks for, and codes that are sent to them. */
  person: { atOnce: 5, everySeconds: 5 * 60 },
  /** The same to one address, from whomever: nobody is pestered. */
  address: { atOnce: 3, everySeconds: 10 * 60 },
}

/** The new address that waits for its code; undefined when there is none. */
export async function addressInWaiting(me: OwnMay<'account:keep'>): Promise<(Address & { readonly until: Instant }) | undefined> {
  const row = await me.db.selectFrom('address_change').select(['channel', 'address', 'expires_at']).where('person_id', '=', me.person).where('expires_at', '>', me.now).executeTakeFirst()
  return row && { channel: row.channel, address: row.address, until: row.expires_at }
}

export interface NewAddress {
  readonly to: Address
  /** Whether a message to the address before is safe; it says nothing but that something changed. */
  readonly tellOld: boolean
}

/**
 * Begins the change: a code goes to the new address. The answer is the same when it is somebody else's; then no code
 * goes out, and its owner is told in neutral words. Refused for a wrong password, an address that is theirs already, and
 * when too many were asked for.
 */
export async function askForAddress(me: OwnMay<'account:keep'>, asked: NewAddress & { readonly password: string }, once?: FormUse) {
  const proven = await provenByPassword(me, asked.password)
  if (!proven.ok) return proven
  const waits = await tooMany(me.person, asked.to.address)
  return waits ?? act(me, beginAddress, { to: asked.to, tellOld: asked.tellOld }, once)
}

async function tooMany(person: PersonId, address: string) {
  const taken = await takeAll([counted(paces.person, 'new-address', person), counted(paces.address, 'new-address-to', address)])
  return taken.ok ? undefined : ({ ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } } as const)
}

async function beginAddress(acting: OwnActing<'account:keep'>, { to, tellOld }: NewAddress): Promise<Outcome<null, 'address-is-yours' | 'no-such-address'>> {
  if (to.channel === 'text' && !textsGoOut()) return { ok: false, why: 'no-such-address', field: 'address' }
  const own = await acting.db.selectFrom('person').select(['email', 'mobile']).where('id', '=', acting.person).executeTakeFirstOrThrow()
  if (to.address === (to.channel === 'email' ? own.email : own.mobile)) return { ok: false, why: 'address-is-yours', field: 'address' }
  const row = { channel: to.channel, address: to.address, tell_old: tellOld ? (1 as const) : (0 as const), made_at: acting.now, expires_at: plusMinutes(acting.now, minutesOfChange) }
  await acting.db.insertInto('address_change').values({ person_id: acting.person, ...row }).onConflict((conflict) => conflict.column('person_id').doUpdateSet(row)).execute()
  return { ok: true, value: null, event: { kind: 'address-change-asked', data: { channel: to.channel } }, notices: await codeTo(acting, to, { keepTries: false }) }
}

/** Sends another code to the new address; the one before ends, wrong tries stay counted. Refused when nothing waits, or too many were sent. */
export async function sendAddressCode(me: OwnMay<'account:keep'>) {
  const waiting = await addressInWaiting(me)
  if (!waiting) return { ok: false, why: 'code-ended' } as const
  return (await tooMany(me.person, waiting.address)) ?? act(me, sendCodeAgain, waiting)
}

async function sendCodeAgain(acting: OwnActing<'account:keep'>, to: Address): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'code-sent', data: { channel: to.channel } }, notices: await codeTo(acting, to, { keepTries: true }) }
}

/** Whose an address is, if not this person's. */
async function ownedByAnother(db: Transaction<Schema>, person: PersonId, { channel, address }: Address): Promise<PersonId | undefined> {
  const row = await db.selectFrom('person').select('id').where(channel === 'email' ? 'email' : 'mobile', '=', address).where('id', '<>', person).executeTakeFirst()
  return row?.id
}

/** A code is made in either case, so that tries are counted alike. */
async function codeTo(acting: OwnActing<'account:keep'>, to: Address, how: { keepTries: boolean }): Promise<Notice[]> {
  const code = await makeCode(acting.db, codeFor(acting.person, to), acting.now, how)
  const owner = await ownedByAnother(acting.db, acting.person, to)
  if (owner) return [{ to: owner, name: 'addressAsked' }]
  return [{ to: { channel: to.channel, address: to.address, ...(await voiceOf(acting)) }, name: 'code', values: { code }, atOnce: true }]
}

/** The code is bound to the person and the address: another address needs its own. */
function codeFor(person: PersonId, { channel, address }: Address) {
  return { linkHash: keyedHash('own-address', person, channel, address) }
}

/** Their language, and the name that messages to them come from. */
async function voiceOf({ db, person }: OwnActing<'account:keep'>) {
  const row = await db.selectFrom('person as p').leftJoin('safe_contact as s', 's.person_id', 'p.id').select(['p.language', 's.sender']).where('p.id', '=', person).executeTakeFirstOrThrow()
  return { lang: isLang(row.language) ? row.language : firstLang, sender: row.sender }
}

/**
 * Gives the code of the new address, which is in force from then on. Ends every session but a new one here, and every
 * link and code that went to the address before. Returns the Set-Cookie of the new session.
 */
export async function giveAddressCode(request: Request, me: OwnMay<'account:keep'>, { code }: { code: string }): Promise<{ ok: true; cookie: string } | { ok: false; why: 'code-wrong' | 'code-ended'; field: 'code' }> {
  const tried = await act(me, tryAddressCode, { code: typedCode(code) }).catch((error: unknown) => {
    // Somebody else took it at the same moment.
    if (failureOf(error) === 'unique') return { ok: true, value: 'ended' } as const
    throw error
  })
  if (tried.ok && tried.value === 'right') return { ok: true, cookie: await sessionAnew(request, me.person) }
  return { ok: false, why: tried.ok && tried.value === 'wrong' ? 'code-wrong' : 'code-ended', field: 'code' }
}

async function tryAddressCode(acting: OwnActing<'account:keep'>, { code }: { code: string }): Promise<Outcome<'right' | 'wrong' | 'ended', never>> {
  const waiting = await acting.db.selectFrom('address_change').selectAll().where('person_id', '=', acting.person).where('expires_at', '>', acting.now).executeTakeFirst()
  const tried = waiting ? await tryCode(acting.db, codeFor(acting.person, waiting), code, acting.now) : 'ended'
  // No code was sent to an address that is another's: what was typed is a guess.
  if (!waiting || tried !== 'right' || (await ownedByAnother(acting.db, acting.person, waiting))) {
    return { ok: true, value: tried === 'right' ? 'ended' : tried, event: { kind: 'address-code-tried', data: { right: false } } }
  }
  const old = await acting.db.selectFrom('person').select([waiting.channel === 'email' ? 'email as address' : 'mobile as address']).where('id', '=', acting.person).executeTakeFirstOrThrow()
  // Before the address is another: the message goes to the old one.
  const toOld = waiting.tell_old === 1 && old.address !== null ? await neutralWord(acting, { channel: waiting.channel, address: old.address }) : []
  await acting.db.updateTable('person').set(waiting.channel === 'email' ? { email: waiting.address } : { mobile: waiting.address }).where('id', '=', acting.person).execute()
  await acting.db.deleteFrom('address_change').where('person_id', '=', acting.person).execute()
  await endWhatWentTo(acting)
  await noteChanged(acting)
  return { ok: true, value: 'right', event: { kind: 'address-changed', data: { channel: waiting.channel } }, notices: [...toOld, ...(await leadsToTell(acting))] }
}

/** A neutral word to an address of theirs, at the hours that are safe; none where messages are not. */
async function neutralWord(acting: OwnActing<'account:keep'>, to: Address): Promise<Notice[]> {
  const contact = await acting.db.selectFrom('safe_contact').select(['channel', 'messages_ok', 'days', 'from_time', 'until_time', 'zone']).where('person_id', '=', acting.person).executeTakeFirst()
  if (contact?.channel === 'none' || (to.channel === 'text' && contact?.messages_ok === 0)) return []
  const hours = contact && { days: contact.days, from: contact.from_time, until: contact.until_time, zone: contact.zone }
  return [{ to: { ...to, ...(await voiceOf(acting)), ...(hours ? { hours } : {}) }, name: 'addressChanged' }]
}

/** What was sent to the address before opens nothing any more, and nothing more of it is sent. */
async function endWhatWentTo({ db, person, now: at }: OwnActing<'account:keep'>): Promise<void> {
  await endResetLinks(db, person, at)
  await db.deleteFrom('one_time_code').where('person_id', '=', person).execute()
  await db.updateTable('outbox').set({ state: 'failed' }).where('to_person', '=', person).where('at_once', '=', 1).where('state', '=', 'waiting').execute()
  await endSessionsOf(db, person)
}

/** The desk of the lead professional says that something changed, by the day on which it did. */
async function noteChanged({ db, person, now: at }: OwnActing<'account:keep'>): Promise<void> {
  const { email } = await db.selectFrom('person').select('email').where('id', '=', person).executeTakeFirstOrThrow()
  await db.insertInto('safe_contact').values({
    person_id: person, channel: email ? 'email' : 'text', days: usualContact.days, from_time: usualContact.fromTime, until_time: usualContact.untilTime, zone: usualContact.zone, messages_ok: 1, changed_at: at,
  }).onConflict((conflict) => conflict.column('person_id').doUpdateSet({ changed_at: at })).execute()
}

/**
 * Takes the e-mail address or the number away, when somebody gives their password. Ends every session but a new one here, and
 * every link and code that went to it. Returns the Set-Cookie of the new session. Refused for a wrong password, one that they do
 * not have, their only one, and where messages to the other one are not safe or cannot go out: they could not be reached then.
 */
export async function takeAddressAway(request: Request, me: OwnMay<'account:keep'>, asked: { channel: Address['channel']; password: string }, once?: FormUse) {
  const proven = await provenByPassword(me, asked.password)
  if (!proven.ok) return proven
  const answer = await act(me, removeAddress, { channel: asked.channel }, once)
  return answer.ok ? ({ ok: true, cookie: await sessionAnew(request, me.person) } as const) : answer
}

async function removeAddress(acting: OwnActing<'account:keep'>, { channel }: { channel: Address['channel'] }): Promise<Outcome<null, 'not-there' | 'last-address' | 'not-reached-then'>> {
  const { db, person } = acting
  const own = await db.selectFrom('person').select(['email', 'mobile']).where('id', '=', person).executeTakeFirstOrThrow()
  const [gone, other] = channel === 'email' ? [own.email, own.mobile] : [own.mobile, own.email]
  if (gone === null) return { ok: false, why: 'not-there' }
  if (other === null) return { ok: false, why: 'last-address' }
  const left = { channel: channel === 'email' ? 'text' : 'email', address: other } as const
  if (left.channel === 'text' && !textsGoOut()) return { ok: false, why: 'not-reached-then' }
  await db.updateTable('person').set(channel === 'email' ? { email: null } : { mobile: null }).where('id', '=', person).execute()
  // What a message to the next one by that channel may say is asked anew.
  await db.updateTable('safe_contact').set(channel === 'email' ? { email_detail: 0 } : { text_detail: 0 }).where('person_id', '=', person).execute()
  await db.updateTable('safe_contact').set({ channel: left.channel }).where('person_id', '=', person).where('channel', '=', channel).execute()
  await endWhatWentTo(acting)
  await noteChanged(acting)
  const contact = await db.selectFrom('safe_contact').select(['channel', 'messages_ok']).where('person_id', '=', person).executeTakeFirstOrThrow()
  const reached = contact.channel === 'none' ? left.channel === 'email' || contact.messages_ok === 1 : (await readerNow(db, person, acting.now)) !== undefined
  if (!reached) return { ok: false, why: 'not-reached-then' }
  return { ok: true, value: null, event: { kind: 'address-removed', data: { channel } }, notices: [...(await neutralWord(acting, left)), ...(await leadsToTell(acting))] }
}

/** Leaves the address as it is. Nothing waiting is no refusal. */
export async function dropAddress(acting: OwnActing<'account:keep'>): Promise<Outcome<null, never>> {
  await acting.db.deleteFrom('address_change').where('person_id', '=', acting.person).execute()
  return { ok: true, value: null, event: { kind: 'address-change-dropped', data: {} } }
}
