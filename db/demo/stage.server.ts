/** How people come into the demo's families: by the invitation that everybody gets. */
import { invitedBy, must, myselfFor, type OwnActing } from '#app/access/viewer.server.ts'
import { hashOfToken } from '#app/domain/account/links.server.ts'
import { knowLeaving, setSafeContact, type ContactChange } from '#app/domain/account/own-account.server.ts'
import { invite, joinAsNewPerson } from '#app/domain/family/invitations.server.ts'
import type { NewContact } from '#app/domain/family/starting.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { isLang, type Lang } from '#app/i18n/lang.ts'
import type { FamilyId, MemberId, PersonId } from '#app/values/ids.ts'
import { areaZone, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { done, type Director } from './director.server.ts'
import { demoAddress, demoPeople, type DemoKey } from './people.ts'

/** The demo's cast by key, as the stories need them. */
export type Cast = Record<DemoKey, PersonId>

/** What the stories use to bring people into a family, as the invitation does it. */
export class Stage {
  readonly #db: Db
  readonly #director: Director
  readonly #cast: Cast
  readonly #passwordHash: string
  constructor(db: Db, director: Director, cast: Cast, passwordHash: string) {
    this.#db = db
    this.#director = director
    this.#cast = cast
    this.#passwordHash = passwordHash
  }

  /**
   * Invites a member and lets them join with the demo's password. The link is taken out of the message in the outbox,
   * as the person would take it out of theirs.
   */
  async joins(key: DemoKey, family: FamilyId, member: MemberId, at: Instant): Promise<PersonId> {
    const { language } = demoPeople.find((person) => person.key === key)!
    const lang: Lang = isLang(language) ? language : 'en'
    const to = { channel: 'email', address: demoAddress(key) } as const
    await done(await this.#director.inFamily(this.#cast.sam, family, at, 'people:invite'), invite, { member, by: to, lang })
    const message = await this.#db.selectFrom('outbox').select('body').where('address', '=', to.address).orderBy('made_at', 'desc').orderBy('id', 'desc').executeTakeFirstOrThrow()
    const tokenHash = hashOfToken(/\/join\/([\w-]+)/.exec(message.body)?.[1] ?? '')
    const bearer = await invitedBy(this.#db, tokenHash, at)
    if (!bearer) throw new Error(`the demo's invitation of ${key} cannot be found`)
    const { person } = await done(must(bearer, 'invitation:answer'), joinAsNewPerson, { tokenHash, to, lang, passwordHash: this.#passwordHash })
    this.#cast[key] = person
    await done(must(myselfFor(this.#db, person, at), 'account:keep'), knowLeaving, { stays: false })
    return person
  }

  /** Sets how somebody can be reached safely, with a mobile number of the range kept for drama. */
  async reachedBy(key: DemoKey, mobile: string | null, contact: ContactChange, at: Instant): Promise<void> {
    const me = must(myselfFor(this.#db, this.#cast[key], at), 'account:keep')
    if (mobile) await done(me, giveMobile, { mobile })
    await done(me, setSafeContact, contact)
  }
}

async function giveMobile(acting: OwnActing<'account:keep'>, { mobile }: { mobile: string }): Promise<Outcome<null, never>> {
  await acting.db.updateTable('person').set({ mobile }).where('id', '=', acting.person).execute()
  return { ok: true, value: null, event: { kind: 'contact-changed', data: { channel: 'text' } } }
}

/** A way to reach somebody, when they are written down and before they have an account. */
export function contactAt(key: DemoKey | null, language: string): NewContact {
  return {
    email: key ? demoAddress(key) : null, mobile: null, language, channel: key ? 'email' : 'none', days: '1234567', from: '08:00', until: '20:00', zone: areaZone, messagesOk: true,
  }
}
