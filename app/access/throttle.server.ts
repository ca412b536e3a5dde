/**
 * How often something may be tried: so many at once, then one each so many seconds. There is no growing penalty and no
 * lock: whoever has to wait never waits longer than `everySeconds`, and a refused try makes nobody wait longer.
 *
 * It is one statement on the table `rate_limit`, on the connection the process has anyway. The usual library would
 * open a connection of its own, which on SQLite locks ours out, and counts tries only after it has looked; two hundred
 * tries at once then all pass. Here the database counts and decides in one step, for all processes together.
 */
import { sql } from 'kysely'
import { inTransaction } from '#db/transaction.ts'
import { database } from '#db/connect.ts'
import { keyedHash } from './keyed-hash.server.ts'

export interface Pace {
  /** Tries that may come at once. */
  readonly atOnce: number
  /** Seconds after which one more may come. */
  readonly everySeconds: number
}

/** Something counted: what it is and whom it is about. Only a keyed hash is kept, never an address. */
export interface Counted extends Pace {
  readonly key: string
}

/** What is counted under a name, such as the tries of one account. */
export function counted(pace: Pace, name: string, ...about: readonly string[]): Counted {
  return { ...pace, key: keyedHash('throttle', name, ...about) }
}

/** Takes one try. `waitSeconds` when there is none left now. */
export async function take({ key, atOnce, everySeconds }: Counted): Promise<{ ok: true } | { ok: false; waitSeconds: number }> {
  const every = everySeconds * 1000
  return inTransaction(database(), async (db) => {
    const at = Date.now()
    // `expire` is the moment at which all tries are there again.
    const latest = at + (atOnce - 1) * every
    const taken = await db.insertInto('rate_limit').values({ key, points: 1, expire: at + every })
      .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({
        points: eb('rate_limit.points', '+', 1),
        expire: sql<number>`case when rate_limit.expire > ${at} then rate_limit.expire + ${every} else ${at + every} end`,
      })).where('rate_limit.expire', '<=', latest))
      .returning('expire').executeTakeFirst()
    if (taken) return { ok: true as const }
    const full = await db.selectFrom('rate_limit').select('expire').where('key', '=', key).executeTakeFirst()
    // Others may have taken one between the two statements: nobody waits longer for that.
    return { ok: false as const, waitSeconds: Math.min(everySeconds, Math.max(1, Math.ceil(((full?.expire ?? latest) - latest) / 1000))) }
  })
}

/** Takes one try of each; the first that has none left decides. */
export async function takeAll(all: readonly Counted[]): Promise<{ ok: true } | { ok: false; waitSeconds: number }> {
  for (const one of all) {
    const taken = await take(one)
    if (!taken.ok) return taken
  }
  return { ok: true }
}

/** Gives one try back: it was a right one. */
export async function giveBack({ key, everySeconds }: Counted): Promise<void> {
  await inTransaction(database(), (db) =>
    db.updateTable('rate_limit').set((eb) => ({ expire: eb('expire', '-', everySeconds * 1000) })).where('key', '=', key).execute())
}

/** Forgets all tries: whoever was meant has proven themselves. */
export async function forgetTries({ key }: Counted): Promise<void> {
  await inTransaction(database(), (db) => db.deleteFrom('rate_limit').where('key', '=', key).execute())
}

/** Removes what no longer counts. */
export async function sweepTries(): Promise<void> {
  await inTransaction(database(), (db) => db.deleteFrom('rate_limit').where('expire', '<', Date.now()).execute())
}

/** The network that an address belongs to: a home has one IPv4 address, but as many IPv6 addresses as it likes. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('%')[0]!.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = plain.includes('::') ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : []
  return [...before, ...zeros, ...after].slice(0, 4).map((part) => part.replace(/^0+(?=.)/, '').toLowerCase()).join(':')
}
