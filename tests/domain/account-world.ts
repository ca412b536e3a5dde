/** People who sign in, and the browsers that they do it with. */
import { theArea } from '#app/access/viewer.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { newId } from '#app/values/ids.ts'
import { now, plusMinutes, type Day } from '#app/values/instant.ts'
import { hashPassword } from '#app/domain/account/passwords.server.ts'
import { signIn } from '#app/domain/account/sign-in.server.ts'
import type { Db } from '#db/connect.ts'
import type { Role } from '#db/schema.ts'

export const password = 'three blue teapots'
const hash = hashPassword(password)

/** Somebody with an account, and with a post if they help. */
export async function anAccount(db: Db, email: string, { role, withPassword = true, mobile = null }: { role?: Role; withPassword?: boolean; mobile?: string | null } = {}): Promise<PersonId> {
  const id = newId<PersonId>()
  const [givenName] = email.split('@')
  await db.insertInto('person').values({
    id, name: `${givenName} Example`, given_name: givenName!, email, mobile, password_hash: withPassword ? await hash : null, language: 'en', born_on: null, made_at: now(), leaving_known_at: now(),
  }).execute()
  if (role) await db.insertInto('post').values({ person_id: id, id: newId(), role, team: 'north', from_on: '2020-01-01' as Day, until_on: null }).execute()
  return id
}

/** Sets the area so that people who help need no lock of their own. */
export async function sentCodesAreEnough(db: Db): Promise<void> {
  await db.insertInto('area_setting').values({ area_id: theArea, key: 'secondStep', value: '"sent-code-too"', changed_at: now(), changed_by: null }).execute()
}

/** A browser: it keeps its cookies and sends them along. */
export class Browser {
  readonly #cookies = new Map<string, string>()
  readonly address: string
  constructor(address = '192.0.2.1') {
    this.address = address
  }

  get(path: string): Request {
    return new Request(`http://localhost:3000${path}`, { headers: { Cookie: this.#header() } })
  }

  post(path: string, fields: Record<string, string | string[]>): Request {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string])))
    return new Request(`http://localhost:3000${path}`, { method: 'POST', headers: { Cookie: this.#header() }, body })
  }

  /** Takes Set-Cookie values in. */
  keep(...cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /Max-Age=0(?:;|$)/i.test(cookie)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  async signIn(email: string, { as = password, sharedPhone = false, to }: { as?: string; sharedPhone?: boolean; to?: string } = {}) {
    const answer = await signIn(this.post('/sign-in', {}), { who: { channel: 'email', address: email }, password: as, sharedPhone, to }, this.address)
    if (answer.ok) this.keep(...answer.cookies)
    return answer
  }

  #header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

/** What was written to an address, the newest first. */
async function messagesTo(db: Db, address: string): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select('body').where('address', '=', address).orderBy('made_at', 'desc').execute()
  return rows.map((row) => row.body)
}

/** The newest message to an address. */
export async function newestMessage(db: Db, address: string): Promise<string> {
  return (await messagesTo(db, address))[0]!
}

/** The newest code that was sent to an address. */
export async function newestCode(db: Db, address: string): Promise<string> {
  return (await messagesTo(db, address)).flatMap((body) => /\b\d{6}\b/.exec(body) ?? [])[0]!
}

/** The last part of the newest link that was sent to an address. */
export async function newestToken(db: Db, address: string): Promise<string> {
  return (await messagesTo(db, address)).flatMap((body) => /\/([\w-]{20,})(?:\s|$)/.exec(body)?.[1] ?? [])[0]!
}

/** Lets a moment pass, so that what is done next is later than what was done. */
export function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3))
}

/** Moves what is written down about all sessions into the past. */
export async function letSessionsPass(db: Db, { idle = 0, since = 0 }: { idle?: number; since?: number }): Promise<void> {
  for (const row of await db.selectFrom('session').selectAll().execute()) {
    await db.updateTable('session').set({ seen_at: plusMinutes(row.seen_at, -idle), expires_at: plusMinutes(row.expires_at, -since) }).where('id_hash', '=', row.id_hash).execute()
  }
}
