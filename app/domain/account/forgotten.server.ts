/** A password that was forgotten, or never set: a link to the address that is known, and no word about whether it is. */
import { networkOf, counted, take } from '#app/access/throttle.server.ts'
import { must, myselfFor, type OwnActing } from '#app/access/viewer.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { addressOf, endResetLinks, hashOfToken, makeResetLink, personOfResetLink, useLink } from './links.server.ts'
import { rememberDevice } from './known-device.server.ts'
import { hashPassword } from './passwords.server.ts'
import { inSameTime } from './same-time.ts'
import { personAt, type Address } from './sign-in.server.ts'

const paces = {
  address: { atOnce: 3, everySeconds: 5 * 60 },
  network: { atOnce: 20, everySeconds: 30 },
}

/**
 * Sends a link to set a new password, if somebody has this address. The answer and its time are the same if not, and
 * also when it was asked for too often: then nothing more is sent.
 */
export function askForReset(who: Address, clientAddress: string): Promise<void> {
  return inSameTime(async () => {
    const mayAsk = (await take(counted(paces.network, 'reset-network', networkOf(clientAddress)))).ok && (await take(counted(paces.address, 'reset', who.address))).ok
    const person = await personAt(who)
    if (mayAsk && person) await act(must(myselfFor(database(), person.id, now()), 'account:keep'), sendResetLink, null)
  })
}

/** Whether a link can still set a password. Looking uses nothing up: mail programs look, too. */
export async function isOpenResetLink(token: string): Promise<boolean> {
  return (await personOfResetLink(database(), token, now())) !== undefined
}

/**
 * Sets the password that a link is for, and ends every session of its person. Refused when the link has ended. The cookie
 * lets them sign in here at once, even while strangers use up all tries of their address: they have proven that it is theirs.
 */
export async function setPasswordByLink(token: string, password: string): Promise<{ ok: true; cookie: string } | { ok: false; why: 'link-ended' }> {
  const person = await personOfResetLink(database(), token, now())
  if (!person) return { ok: false, why: 'link-ended' }
  // Before the transaction: it must do nothing but database work.
  const passwordHash = await hashPassword(password)
  const answer = await act(must(myselfFor(database(), person, now()), 'account:keep'), usePasswordLink, { tokenHash: hashOfToken(token), passwordHash })
  return answer.ok ? { ok: true, cookie: rememberDevice(person, { untilClosed: true }) } : { ok: false, why: 'link-ended' }
}

async function sendResetLink(acting: OwnActing<'account:keep'>): Promise<Outcome<null, never>> {
  const link = addressOf(await makeResetLink(acting.db, acting.person, acting.now))
  return {
    ok: true, value: null, event: { kind: 'reset-asked', data: {} },
    notices: [{ to: acting.person, name: 'reset', values: { link }, atOnce: true }],
  }
}

async function usePasswordLink(acting: OwnActing<'account:keep'>, link: { tokenHash: string; passwordHash: string }): Promise<Outcome<null, 'link-ended'>> {
  if (!(await useLink(acting.db, link.tokenHash, acting.now))) return { ok: false, why: 'link-ended' }
  await keepPassword(acting, link.passwordHash)
  return passwordSet(acting.person)
}

/** Writes a new password down and ends every session, every other link and every code of its person. */
export async function keepPassword({ db, person, now: at }: OwnActing<'account:keep'>, passwordHash: string): Promise<void> {
  await db.updateTable('person').set({ password_hash: passwordHash }).where('id', '=', person).execute()
  await db.deleteFrom('session').where('person_id', '=', person).execute()
  await db.deleteFrom('one_time_code').where('person_id', '=', person).execute()
  // Whoever began to change the address knew the password before.
  await db.deleteFrom('address_change').where('person_id', '=', person).execute()
  await endResetLinks(db, person, at)
}

/** What is written down and who is told when a password was set. */
export function passwordSet(person: PersonId): Outcome<null, never> {
  return { ok: true, value: null, event: { kind: 'password-set', data: {} }, notices: [{ to: person, name: 'passwordChanged' }] }
}
