/**
 * Invitations: from a place in a family to a person in it. A link alone opens nothing: whoever has it also needs the
 * code that goes to the address of the invitation, or stands in the letter. Five wrong codes end it.
 */
import type { Kysely } from 'kysely'
import type { Schema, Seat } from '#db/schema.ts'
import { database } from '#db/connect.ts'
import { failureOf } from '#db/failure.ts'
import { keyedHash, sameHash } from '#app/access/keyed-hash.server.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { beginSession, signedInAs } from '#app/access/session.server.ts'
import { counted, take } from '#app/access/throttle.server.ts'
import { invitedBy, must, type Acting, type Invited, type Inside, type InvitedActing, type May, type Viewer } from '#app/access/viewer.server.ts'
import { makeCode, tryCode, typedCode } from '#app/domain/account/codes.server.ts'
import { addressOf, hashOfToken, newToken, useLink } from '#app/domain/account/links.server.ts'
import { usualContact } from '#app/domain/account/own-account.server.ts'
import { hashPassword } from '#app/domain/account/passwords.server.ts'
import { leavingFirst, type Address } from '#app/domain/account/sign-in.server.ts'
import { withQuery } from '#app/domain/account/where-to.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Notice, NoticeName } from '#app/events/notices.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { firstLang, isLang, type Lang } from '#app/i18n/lang.ts'
import { config } from '#app/values/config.ts'
import { newId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { areaZone, now, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { comesAnew } from './let-out.server.ts'

/** Seats whose holders sign in again and again, and so choose a password. The network comes in by the link alone. */
const seatsWithPassword: ReadonlySet<Seat> = new Set<Seat>(['parent', 'kin-carer', 'young-person', 'other-parent'])
/** Seats that an invitation can fill. A child needs no account; people who help have theirs from the area. */
const seatsToInvite: ReadonlySet<Seat> = new Set<Seat>([...seatsWithPassword, 'network'])

/**
 * Whether this viewer invites people to such a seat. The family invites its own network. Everybody else's address, and
 * the code in their letter, are between them and the lead professional: whoever held it could take their place.
 */
export function invitesTo(viewer: Pick<Viewer, 'seat'>, seat: Seat): boolean {
  return seatsToInvite.has(seat) && (viewer.seat === 'lead' || seat === 'network')
}

const codePace = { atOnce: 3, everySeconds: 60 }

/** By message to an address, or by a letter with a code in it. */
export type InviteBy = Address | { readonly channel: 'letter' }

/**
 * Invites a member who has no account. An earlier invitation of theirs ends. Refused for somebody who is not here (any
 * more) or not theirs to invite, has an account, or is a child without one.
 */
export async function invite(acting: Acting<'people:invite'>, asked: { member: MemberId; by: InviteBy; lang: Lang }): Promise<Outcome<MemberId, 'not-there' | 'has-account' | 'child-needs-none'>> {
  const member = await acting.db.selectFrom('member').select(['person_id', 'seat']).where('family_id', '=', acting.family).where('id', '=', asked.member)
    .where('from_on', '<=', acting.today).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!member) return { ok: false, why: 'not-there' }
  if (member.person_id !== null) return { ok: false, why: 'has-account' }
  if (!seatsToInvite.has(member.seat)) return { ok: false, why: 'child-needs-none' }
  if (!invitesTo(acting, member.seat)) return { ok: false, why: 'not-there' }
  return {
    ok: true, value: asked.member, event: { kind: 'invited', data: { member: asked.member, channel: asked.by.channel }, thing: { kind: 'member', id: asked.member } },
    notices: await makeInvitation(acting, asked, { name: seatsThatHelp.has(acting.seat as Seat) ? 'invitation' : 'invitationFromFamily', values: {} }),
  }
}

/**
 * Makes the invitation of a member without an account, in place of an earlier one, and gives the message that carries it; none for a
 * letter. Whether the one who acts may invite them has been asked.
 */
export async function makeInvitation(acting: Inside<Viewer>, asked: { readonly member: MemberId; readonly by: InviteBy; readonly lang: Lang }, said: { readonly name: NoticeName; readonly values: Readonly<Record<string, string>> }): Promise<Notice[]> {
  await acting.db.updateTable('secret_link').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('member_id', '=', asked.member)
    .where('used_at', 'is', null).where('ended_at', 'is', null).execute()

  // Asked for by somebody else than its reader, so it waits for the hours at which its reader can safely be reached.
  const told = await acting.db.selectFrom('member_contact').select(['days', 'from_time', 'until_time', 'zone']).where('family_id', '=', acting.family).where('member_id', '=', asked.member).executeTakeFirst()
  const hours = told ? { days: told.days, from: told.from_time, until: told.until_time, zone: told.zone } : undefined

  const { invitationDays } = await settingsOf(acting.db)
  const until = plusMinutes(acting.now, invitationDays * 24 * 60)
  const letter = asked.by.channel === 'letter' ? letterSecrets(acting.family, asked.member, acting.now) : undefined
  const token = letter?.token ?? newToken()
  const tokenHash = hashOfToken(token)
  await acting.db.insertInto('secret_link').values({
    token_hash: tokenHash, kind: 'join', person_id: null, family_id: acting.family, member_id: asked.member,
    address: asked.by.channel === 'letter' ? null : asked.by.address, channel: asked.by.channel,
    made_at: acting.now, made_by: acting.person, expires_at: until, used_at: null, ended_at: null, lang: asked.lang,
  }).execute()
  if (letter) await makeCode(acting.db, { linkHash: tokenHash }, acting.now, { code: letter.code, until })
  return asked.by.channel === 'letter' ? [] : [{
    to: { channel: asked.by.channel, address: asked.by.address, lang: asked.lang, ...(hours ? { hours } : {}) }, atOnce: true, name: said.name, values: { ...said.values, link: addressOf(`/join/${token}`) },
  }]
}

/** The invitations that are open, by member. */
export async function openInvitations(viewer: May<'people:invite'>): Promise<{ member: MemberId; channel: 'email' | 'text' | 'letter'; until: Instant }[]> {
  const rows = await viewer.db.selectFrom('secret_link').select(['member_id', 'channel', 'expires_at']).where('family_id', '=', viewer.family).where('kind', '=', 'join')
    .where('used_at', 'is', null).where('ended_at', 'is', null).where('expires_at', '>', viewer.now).execute()
  return rows.map((row) => ({ member: row.member_id!, channel: row.channel!, until: row.expires_at }))
}

const readable = '0123456789abcdefghjkmnpqrstvwxyz' // as in ids: no i, l, o, u

function readableFrom(hash: string, letters: number): string {
  return [...Buffer.from(hash, 'base64url').subarray(0, letters)].map((byte) => readable[byte & 31]).join('')
}

/**
 * The address and the code of a letter. They are reckoned from the house's secret key, so that the letter can be
 * printed again while the database keeps hashes alone.
 */
function letterSecrets(family: FamilyId, member: MemberId, madeAt: Instant): { token: string; code: string } {
  return {
    token: readableFrom(keyedHash('letter-address', family, member, madeAt), 20),
    code: readableFrom(keyedHash('letter-code', family, member, madeAt), 8),
  }
}

export interface Letter { readonly name: string; readonly address: string; readonly code: string; readonly until: Instant; /** The language chosen for its reader. */ readonly lang: Lang }

/** The letter of a member whose open invitation is one; undefined otherwise. */
export async function letterTo(viewer: May<'people:invite'>, member: MemberId): Promise<Letter | undefined> {
  const letter = await openLetter(viewer, member)
  return letter && invitesTo(viewer, letter.seat) ? letter : undefined
}

/** The same, with the seat that it is for. Whether the viewer may read it is the caller's to ask; but whoever helps prints no letter of the family's own, whose code would let them come as its reader. */
export async function openLetter(viewer: Viewer, member: MemberId): Promise<(Letter & { readonly seat: Seat }) | undefined> {
  const row = await viewer.db.selectFrom('secret_link as l').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'l.family_id').onRef('m.id', '=', 'l.member_id'))
    .select(['l.token_hash', 'l.made_at', 'l.expires_at', 'l.lang', 'm.name', 'm.seat']).where('l.family_id', '=', viewer.family).where('l.member_id', '=', member).where('l.channel', '=', 'letter')
    .where('l.used_at', 'is', null).where('l.ended_at', 'is', null).where('l.expires_at', '>', viewer.now)
    .$if(seatsThatHelp.has(viewer.seat as Seat), (query) => query.where(({ exists, selectFrom }) => exists(selectFrom('member as h').select('h.id').whereRef('h.family_id', '=', 'l.family_id').whereRef('h.person_id', '=', 'l.made_by').where('h.seat', 'in', [...seatsThatHelp])))).executeTakeFirst()
  if (!row) return undefined
  const { token, code } = letterSecrets(viewer.family, member, row.made_at)
  // Made before the house had the secret key that it has now: it cannot be printed again.
  if (hashOfToken(token) !== row.token_hash) return undefined
  const inFours = (text: string) => text.match(/.{4}/g)!.join('-')
  return { seat: row.seat, name: row.name, address: addressOf(`/join/${inFours(token)}`), code: inFours(code), until: row.expires_at, lang: isLang(row.lang) ? row.lang : firstLang }
}

/** An invitation that is open, as its bearer comes with it. */
export interface Invitation {
  readonly bearer: Invited
  readonly tokenHash: string
  /** Where its code goes; null for a letter, which carries its own. */
  readonly address: Address | null
  /** A code was sent and can still be given. */
  readonly codeIsOut: boolean
  readonly needsPassword: boolean
}

/** The open invitation of a token; undefined for an unknown, used, ended or old one. */
export async function invitationOf(token: string): Promise<Invitation | undefined> {
  const at = now()
  const tokenHash = hashOfToken(token)
  const bearer = await invitedBy(database(), tokenHash, at)
  if (!bearer) return undefined
  const row = await database().selectFrom('secret_link as l').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'l.family_id').onRef('m.id', '=', 'l.member_id'))
    .leftJoin('one_time_code as c', (join) => join.onRef('c.link_hash', '=', 'l.token_hash').on('c.used_at', 'is', null).on('c.tries_left', '>', 0).on('c.expires_at', '>', at))
    .select(['l.channel', 'l.address', 'm.seat', 'c.id as code']).where('l.token_hash', '=', tokenHash).executeTakeFirstOrThrow()
  return {
    bearer, tokenHash, address: row.channel !== 'letter' && row.channel && row.address ? { channel: row.channel, address: row.address } : null,
    codeIsOut: row.code !== null, needsPassword: seatsWithPassword.has(row.seat),
  }
}

const minutesOfProof = 30

/** What proves to us, for half an hour, that somebody gave the code of an invitation; `to` is where that code had gone. */
function proofOf(invitation: Invitation, until: string, to: string): string {
  return keyedHash('joining', invitation.tokenHash, to, until)
}

const secure = () => config().origin.startsWith('https:')
const cookieName = () => (secure() ? '__Host-joining' : 'joining')

/** The Set-Cookie that remembers a right code. It is bound to the address: another address needs its own code. */
export function proofCookie(invitation: Invitation): string {
  const until = String(Date.parse(plusMinutes(now(), minutesOfProof)))
  const proof = `${until}.${proofOf(invitation, until, invitation.address?.address ?? 'letter')}`
  return `${cookieName()}=${proof}; Path=/; Max-Age=${minutesOfProof * 60}; SameSite=Lax; HttpOnly${secure() ? '; Secure' : ''}`
}

/** The Set-Cookie that removes the proof once it has served. */
function noProofCookie(): string {
  return `${cookieName()}=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly${secure() ? '; Secure' : ''}`
}

/** What a request's cookie proves: the code that went to the invitation's address, that of its letter, or nothing. */
function provenBy(invitation: Invitation, request: Request): 'address' | 'letter' | undefined {
  const [, until = '', hash = ''] = new RegExp(`(?:^|;\\s*)${cookieName()}=(\\d+)\\.([\\w-]{43})(?:;|$)`).exec(request.headers.get('Cookie') ?? '') ?? []
  if (!/^\d{13}$/.test(until) || Number(until) < Date.now()) return undefined
  if (invitation.address && sameHash(hash, proofOf(invitation, until, invitation.address.address))) return 'address'
  return sameHash(hash, proofOf(invitation, until, 'letter')) ? 'letter' : undefined
}

/** Sends a code to the invitation's own address. Refused when it was asked for too often. */
export async function sendJoiningCode(invitation: Invitation, lang: Lang): Promise<{ ok: true } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const taken = await take(counted(codePace, 'joining-code', invitation.tokenHash))
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  if (invitation.address) await act(must(invitation.bearer, 'invitation:answer'), sendCodeToAddress, { tokenHash: invitation.tokenHash, to: invitation.address, lang })
  return { ok: true }
}

async function sendCodeToAddress(acting: InvitedActing<'invitation:answer'>, { tokenHash, to, lang }: { tokenHash: string; to: Address; lang: Lang }): Promise<Outcome<null, never>> {
  const code = await makeCode(acting.db, { linkHash: tokenHash }, acting.now, { keepTries: true })
  return {
    ok: true, value: null, event: { kind: 'invitation-code-sent', data: { channel: to.channel } },
    notices: [{ to: { ...to, lang }, name: 'code', values: { code }, atOnce: true }],
  }
}

/** Tries the code of an invitation. The fifth wrong one ends the invitation itself. */
export async function tryJoiningCode(invitation: Invitation, code: string): Promise<'right' | 'code-wrong' | 'code-ended' | 'link-ended'> {
  const answer = await act(must(invitation.bearer, 'invitation:answer'), tryCodeOfLink, { tokenHash: invitation.tokenHash, code: typedCode(code) })
  return answer.ok ? answer.value : 'code-ended'
}

async function tryCodeOfLink(acting: InvitedActing<'invitation:answer'>, { tokenHash, code }: { tokenHash: string; code: string }): Promise<Outcome<'right' | 'code-wrong' | 'code-ended' | 'link-ended', never>> {
  const tried = await tryCode(acting.db, { linkHash: tokenHash }, code, acting.now)
  const event = { kind: 'invitation-code-tried', data: { right: tried === 'right' }, thing: { kind: 'member', id: acting.member } } as const
  if (tried !== 'ended') return { ok: true, value: tried === 'right' ? 'right' : 'code-wrong', event }
  const left = await acting.db.selectFrom('one_time_code').select('tries_left').where('link_hash', '=', tokenHash).executeTakeFirst()
  if (left?.tries_left !== 0) return { ok: true, value: 'code-ended', event }
  await acting.db.updateTable('secret_link').set({ ended_at: acting.now }).where('token_hash', '=', tokenHash).execute()
  return { ok: true, value: 'link-ended', event }
}

/**
 * Somebody who has given the code of a letter says where they can be reached; from now on the invitation is one to that
 * address, and its code goes there. Refused when codes were asked for too often.
 */
export async function giveAddress(invitation: Invitation, to: Address, lang: Lang): Promise<{ ok: true } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const taken = await take(counted(codePace, 'joining-code', invitation.tokenHash))
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  await act(must(invitation.bearer, 'invitation:answer'), setAddress, { tokenHash: invitation.tokenHash, to, lang })
  return { ok: true }
}

async function setAddress(acting: InvitedActing<'invitation:answer'>, { tokenHash, to, lang }: { tokenHash: string; to: Address; lang: Lang }): Promise<Outcome<null, never>> {
  await acting.db.updateTable('secret_link').set({ channel: to.channel, address: to.address }).where('token_hash', '=', tokenHash).execute()
  const code = await makeCode(acting.db, { linkHash: tokenHash }, acting.now, { keepTries: true })
  return {
    ok: true, value: null, event: { kind: 'invitation-address-given', data: { channel: to.channel }, thing: { kind: 'member', id: acting.member } },
    notices: [{ to: { ...to, lang }, name: 'code', values: { code }, atOnce: true }],
  }
}

/** What whoever has given the code may know: who asked them, unless that is not to be said, and into which family; for somebody who is invited to a meeting alone, until when. */
export async function invitationWords(invitation: Invitation): Promise<{ family: string; by: string | null; givenName: string; meetingUntil: Day | null }> {
  const { bearer } = invitation
  const row = await bearer.db.selectFrom('secret_link as l').innerJoin('family as f', 'f.id', 'l.family_id').leftJoin('person as p', 'p.id', 'l.made_by')
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'l.family_id').onRef('m.id', '=', 'l.member_id'))
    .leftJoin('meeting_guest as g', (join) => join.onRef('g.family_id', '=', 'l.family_id').onRef('g.member_id', '=', 'l.member_id'))
    .select(['f.name as family', 'p.name as by', 'm.given_name', 'm.until_on', 'g.says_name']).where('l.token_hash', '=', invitation.tokenHash).executeTakeFirstOrThrow()
  return { family: row.family, by: row.says_name === 0 ? null : row.by, givenName: row.given_name, meetingUntil: row.says_name === null ? null : row.until_on }
}

/** Whose account an address is that of. Only for whoever has given the code that went to it. */
async function accountAt(db: Kysely<Schema>, to: Address | null): Promise<PersonId | undefined> {
  if (!to) return undefined
  const row = await db.selectFrom('person').select('id').where(to.channel === 'email' ? 'email' : 'mobile', '=', to.address).executeTakeFirst()
  return row?.id
}

/** Where somebody stands between opening their link and being in. */
export type Step =
  /** The letter's own code is asked for. */
  | 'letter-code'
  /** Nothing was sent yet. */
  | 'ask-code'
  /** A code is on its way to the invitation's address. */
  | 'give-code'
  /** The letter is proven; an address to sign in with is asked for. */
  | 'address'
  /** The address is that of an account: its owner signs in first. */
  | 'sign-in'
  /** Somebody is signed in here who may take the place. */
  | 'as-me'
  /** Nobody yet: an account is made. */
  | 'as-new'

export interface Joining {
  readonly invitation: Invitation
  readonly step: Step
  /** Whoever is signed in on this device, for 'as-me' and 'sign-in'. */
  readonly signedIn: { readonly person: PersonId; readonly name: string } | null
  /** They came with a letter, and may give another address. */
  readonly byLetter: boolean
}

/** Where the bearer of a token stands; undefined when the link is not open. Every answer to it is looked at against this. */
export async function joiningOf(request: Request, token: string): Promise<Joining | undefined> {
  const invitation = await invitationOf(token)
  if (!invitation) return undefined
  const proven = provenBy(invitation, request)
  const session = await signedInAs(request)
  const signedIn = session ? { person: session.person, name: session.name } : null
  const at = (step: Step): Joining => ({ invitation, step, signedIn, byLetter: proven === 'letter' })
  if (!invitation.address) return at(proven !== 'letter' ? 'letter-code' : signedIn ? 'as-me' : 'address')
  if (proven !== 'address') return at(invitation.codeIsOut ? 'give-code' : 'ask-code')
  const owner = await accountAt(database(), invitation.address)
  if (owner && owner !== signedIn?.person) return at('sign-in')
  return at(signedIn ? 'as-me' : 'as-new')
}

export type Joined = { readonly family: FamilyId; readonly person: PersonId }
/** `cookies` go with the answer. */
export type JoinedAnswer<Why extends string> = { readonly ok: true; readonly family: FamilyId; /** The page to go to. */ readonly next: string; readonly cookies: readonly string[] } | { readonly ok: false; readonly why: Why }

/**
 * Makes the person, gives them their place and signs them in. Those who chose no password get a short session; a link
 * from `/forgotten` lets them set one. Refused when the link has ended or the address has an account by now.
 */
export async function joinAsNew(request: Request, invitation: Invitation, asked: { lang: Lang; password: string | null; sharedPhone: boolean }): Promise<JoinedAnswer<'link-ended' | 'has-account'>> {
  const passwordHash = asked.password === null ? null : await hashPassword(asked.password)
  const answer = await act(must(invitation.bearer, 'invitation:answer'), joinAsNewPerson, { tokenHash: invitation.tokenHash, to: invitation.address, lang: asked.lang, passwordHash })
    .catch((error: unknown) => {
      // Two invitations to one new address, answered at the same moment in two families.
      if (failureOf(error) === 'unique') return { ok: false, why: 'has-account' } as const
      throw error
    })
  if (!answer.ok) return { ok: false, why: answer.why === 'has-account' ? 'has-account' : 'link-ended' }
  const session = await beginSession(request, answer.value.person, { confirmed: false, sharedPhone: asked.sharedPhone || asked.password === null })
  return { ok: true, family: answer.value.family, next: await firstPage(answer.value), cookies: [session, noProofCookie()] }
}

/** The family's own page, after what whoever is new here reads first; for somebody who was invited to a meeting alone, that meeting's. */
async function firstPage({ person, family }: Joined): Promise<string> {
  const guest = await database().selectFrom('meeting_guest as g').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'g.family_id').onRef('m.id', '=', 'g.member_id'))
    .innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'g.family_id').onRef('p.meeting_id', '=', 'g.meeting_id').onRef('p.member_id', '=', 'g.member_id'))
    .select('g.meeting_id').where('g.family_id', '=', family).where('m.person_id', '=', person).where('p.gone_at', 'is', null).orderBy('g.made_at', 'desc').limit(1).executeTakeFirst()
  return leavingFirst(person, withQuery(guest ? `/families/${family}/meetings/${guest.meeting_id}` : `/families/${family}`, 'done', 'joined'))
}

/** Gives the place to the person who is signed in. */
export async function joinAsMyself(joining: Joining): Promise<JoinedAnswer<'link-ended' | 'already-here' | 'somebody-else-invited'>> {
  const { invitation, signedIn } = joining
  if (!signedIn) return { ok: false, why: 'somebody-else-invited' }
  const answer = await act(must(invitation.bearer, 'invitation:answer'), joinAsPerson, { tokenHash: invitation.tokenHash, to: invitation.address, person: signedIn.person })
  if (!answer.ok) return { ok: false, why: answer.why === 'already-sent' ? 'link-ended' : answer.why }
  return { ok: true, family: answer.value.family, next: await firstPage(answer.value), cookies: [noProofCookie()] }
}

/** Makes the person, reached as the lead professional was told is safe, and gives them their place; whoever has it already and no other way in comes in again. */
export async function joinAsNewPerson(acting: InvitedActing<'invitation:answer'>, asked: { tokenHash: string; to: Address | null; lang: Lang; passwordHash: string | null }): Promise<Outcome<Joined, 'link-ended' | 'has-account'>> {
  if (!(await useLink(acting.db, asked.tokenHash, acting.now))) return { ok: false, why: 'link-ended' }
  if (await accountAt(acting.db, asked.to)) return { ok: false, why: 'has-account' }
  const { name, given_name, born_on, person_id: before } = await acting.db.selectFrom('member').select(['name', 'given_name', 'born_on', 'person_id'])
    .where('family_id', '=', acting.family).where('id', '=', acting.member).executeTakeFirstOrThrow()
  if (before) return comesAgain(acting, before, asked)
  const person = newId<PersonId>()
  await acting.db.insertInto('person').values({
    id: person, name, given_name, born_on, language: asked.lang, password_hash: asked.passwordHash, made_at: acting.now,
    email: asked.to?.channel === 'email' ? asked.to.address : null, mobile: asked.to?.channel === 'text' ? asked.to.address : null,
  }).execute()
  const told = await acting.db.selectFrom('member_contact').selectAll().where('family_id', '=', acting.family).where('member_id', '=', acting.member).executeTakeFirst()
  await acting.db.insertInto('safe_contact').values({
    person_id: person, channel: asked.to?.channel ?? 'none', days: told?.days ?? usualContact.days, from_time: told?.from_time ?? usualContact.fromTime,
    until_time: told?.until_time ?? usualContact.untilTime, zone: told?.zone ?? areaZone, messages_ok: told?.messages_ok ?? 1, changed_at: acting.now,
  }).execute()
  // From now on it is theirs to say.
  await acting.db.deleteFrom('member_contact').where('family_id', '=', acting.family).where('member_id', '=', acting.member).execute()
  return takePlace(acting, person)
}

/** Whoever joined and gave no address comes in again as the same person, as far as whoever is inside private family time lets them; an address that they prove now lets them come back by a code. */
async function comesAgain(acting: InvitedActing<'invitation:answer'>, person: PersonId, { to, lang, passwordHash }: { to: Address | null; lang: Lang; passwordHash: string | null }): Promise<Outcome<Joined, never>> {
  const proven = to === null ? {} : { [to.channel === 'email' ? 'email' : 'mobile']: to.address }
  await acting.db.updateTable('person').set({ language: lang, password_hash: passwordHash, ...proven }).where('id', '=', person).execute()
  await comesAnew(acting.db, acting.family, acting.member)
  if (to) await acting.db.updateTable('safe_contact').set({ channel: to.channel, changed_at: acting.now }).where('person_id', '=', person).where('channel', '=', 'none').execute()
  return { ok: true, value: { family: acting.family, person }, event: joined(acting.member) }
}

const joined = (member: MemberId) => ({ kind: 'joined', data: { member }, thing: { kind: 'member', id: member } }) as const

/**
 * Gives the place to somebody who has an account and is signed in to it. Refused when the link has ended, when they
 * have a place in this family already, and when the invitation went to the address of somebody else's account.
 */
async function joinAsPerson(acting: InvitedActing<'invitation:answer'>, asked: { tokenHash: string; to: Address | null; person: PersonId }): Promise<Outcome<Joined, 'link-ended' | 'already-here' | 'somebody-else-invited'>> {
  if (!(await useLink(acting.db, asked.tokenHash, acting.now))) return { ok: false, why: 'link-ended' }
  const owner = await accountAt(acting.db, asked.to)
  if (owner && owner !== asked.person) return { ok: false, why: 'somebody-else-invited' }
  const already = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('person_id', '=', asked.person)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (already) return { ok: false, why: 'already-here' }
  return takePlace(acting, asked.person)
}

async function takePlace(acting: InvitedActing<'invitation:answer'>, person: PersonId): Promise<Outcome<Joined, 'link-ended'>> {
  const { numUpdatedRows } = await acting.db.updateTable('member').set({ person_id: person }).where('family_id', '=', acting.family).where('id', '=', acting.member)
    .where('person_id', 'is', null).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (numUpdatedRows !== 1n) return { ok: false, why: 'link-ended' }
  return { ok: true, value: { family: acting.family, person }, event: joined(acting.member) }
}
