/** The page behind the link in a message: nothing before signing in or the safe word, and nothing in it tells an unknown link from a known one. */
import { plainHash, sameHash } from '#app/access/keyed-hash.server.ts'
import { counted, networkOf, take, takeAll } from '#app/access/throttle.server.ts'
import { must, myselfFor, type OwnActing } from '#app/access/viewer.server.ts'
import { isQuiet, type QuietName } from '#app/events/notices.server.ts'
import { noticeOfLink } from '#app/events/notice-links.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { hashOfSafeWord } from './own-account.server.ts'
import { inSameTime } from './same-time.ts'
import { ownPath } from './where-to.ts'

const paces = {
  network: { atOnce: 30, everySeconds: 30 },
  link: { atOnce: 5, everySeconds: 5 * 60 },
  /** Tries of one person's word through all of their links; what is over counts as wrong, so that it tells nothing. */
  person: { atOnce: 20, everySeconds: 5 * 60 },
}

/** Messages whose page would not say what happened: it is said to whoever is signed in, with the way to that page. */
const saidInFull: ReadonlySet<QuietName> = new Set(['passwordChanged', 'signInChanged', 'spareCodeUsed', 'addressAsked', 'signedOut', 'calendarMade'])

/** Where a link leads somebody who is signed in, and what to say first, if anything; undefined for a link that is not theirs, unknown or ended. */
export async function noticeForMyself(token: string, person: PersonId): Promise<{ path: string; say: QuietName | null } | undefined> {
  const notice = await noticeOfLink(database(), token, now())
  if (notice?.person !== person) return undefined
  return { path: ownPath(notice.path) ?? '/families', say: isQuiet(notice.name) && saidInFull.has(notice.name) ? notice.name : null }
}

/**
 * What a message is about, for whoever says the safe word of its reader. Refused alike, and in the same time, for a wrong
 * word, somebody who has none, and a link that is unknown or has ended.
 */
export async function noticeByWord(token: string, word: string, clientAddress: string): Promise<{ ok: true; say: QuietName } | { ok: false; why: 'word-wrong'; field: 'word' } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const taken = await takeAll([counted(paces.network, 'notice-network', networkOf(clientAddress)), counted(paces.link, 'notice-word', plainHash(token))])
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const say = await inSameTime(() => saidByWord(token, word), (said) => said !== undefined)
  return say ? { ok: true, say } : { ok: false, why: 'word-wrong', field: 'word' }
}

async function saidByWord(token: string, word: string): Promise<QuietName | undefined> {
  const notice = await noticeOfLink(database(), token, now())
  if (!notice || !isQuiet(notice.name)) return undefined
  return (await isOwnWord(notice.person, word)) ? notice.name : undefined
}

/**
 * Whether somebody's own word was said, for the page behind another link of theirs, with the same paces: refused alike, and in the same time,
 * for a wrong word and for somebody who has none. `link` is a hash of the link's token.
 */
export async function ownWordSaid({ link, person }: { readonly link: string; readonly person: PersonId }, word: string, clientAddress: string): Promise<{ ok: true } | { ok: false; why: 'word-wrong'; field: 'word' } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const taken = await takeAll([counted(paces.network, 'notice-network', networkOf(clientAddress)), counted(paces.link, 'notice-word', link)])
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const right = await inSameTime(() => isOwnWord(person, word), (said) => said)
  return right ? { ok: true } : { ok: false, why: 'word-wrong', field: 'word' }
}

async function isOwnWord(person: PersonId, word: string): Promise<boolean> {
  const may = (await take(counted(paces.person, 'notice-word-of', person))).ok
  const answer = await act(must(myselfFor(database(), person, now()), 'account:keep'), tryOwnWord, { word })
  return may && answer.ok && answer.value
}

async function tryOwnWord(acting: OwnActing<'account:keep'>, { word }: { word: string }): Promise<Outcome<boolean, never>> {
  const row = await acting.db.selectFrom('safe_contact').select('safe_word').where('person_id', '=', acting.person).executeTakeFirst()
  const right = row?.safe_word ? sameHash(row.safe_word, hashOfSafeWord(acting.person, word)) : false
  return { ok: true, value: right, event: { kind: 'safe-word-tried', data: { right } } }
}
