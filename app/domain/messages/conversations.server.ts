/**
 * Talking with the people who help, and with each other (#16). A conversation is for those whom its first message names;
 * they see who else is in it, and nobody else learns of it. Its circle is never changed: what was said to some is not
 * shown to more, and whoever is to read it besides is asked into a new one. Anybody in it by name may leave.
 */
import { sql, type Kysely } from 'kysely'
import { seatsThatHelp } from '#app/access/powers.ts'
import { lookerOfRow, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { isGuestOfMeeting, type Member } from '#app/domain/family/people.server.ts'
import { circleFor, type CircleRefused, type Named } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type ConversationId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Schema, Seat } from '#db/schema.ts'
import { countAll } from '#db/sum.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

/**
 * To whom a viewer may write: to those who can sign in and read it. The household and those who help write to each other
 * and to the network; the network, and a parent who lives elsewhere, to the lead professional alone: nobody is written to
 * by somebody whom they have not written to first (#34).
 */
export function writesTo(viewer: Pick<Viewer, 'member' | 'seat'>, members: readonly Member[]): readonly Member[] {
  const ours = !fromOutside(viewer)
  return members.filter((one) => one.current && one.person !== null && one.id !== viewer.member && (ours || one.seat === 'lead'))
}

const fromOutside = ({ seat }: Pick<Viewer, 'seat'>): boolean => seat === 'network' || seat === 'other-parent'

export type StartRefused = CircleRefused | 'nobody-to-write-to' | 'cannot-read-here'

/** Begins a conversation with its first message. Whoever it is for can sign in today and is named. Refused for a guest of a meeting, who answers what is written to them. */
export async function startConversation(acting: Acting<'messages:write'>, first: { to: Named; topic: string; words: string; lang: string }): Promise<Outcome<ConversationId, StartRefused>> {
  if (acting.member === null || isGuestOfMeeting(acting)) return { ok: false, why: 'somebody-is-not-here' }
  if (first.to.members.length === 0 && !first.to.lead) return { ok: false, why: 'nobody-to-write-to', field: 'seen-by' }
  const made = await circleFor(acting, first.to)
  if (!made.ok) return { ...made, field: 'seen-by' }
  const circle = made.circle!
  const readers = await readersOf(acting, circle)
  if (fromOutside(acting) && first.to.members.some((one) => !readers.some(({ member, seat }) => member === one && seat === 'lead'))) return { ok: false, why: 'somebody-is-not-here', field: 'seen-by' }
  if (first.to.members.some((one) => one !== acting.member && !readers.some(({ member }) => member === one))) return { ok: false, why: 'cannot-read-here', field: 'seen-by' }
  if (readers.every(({ member }) => member === acting.member)) return { ok: false, why: 'nobody-to-write-to', field: 'seen-by' }
  const id = newId<ConversationId>()
  await acting.db.insertInto('conversation').values({ family_id: acting.family, id, circle_id: circle, topic: first.topic, lang: first.lang, started_by: acting.member, started_at: acting.now, last_at: acting.now }).execute()
  await say(acting, id, acting.member, first)
  return {
    ok: true, value: id, event: { kind: 'conversation-started', data: {}, thing: { kind: 'message', id }, circle },
    notices: readers.filter(({ member }) => member !== acting.member).map(({ person }) => ({ to: person, name: 'somethingNew' })),
  }
}

/** Says something in a conversation. Those are told who had read all that was said before: one message waits for one notice. */
export async function writeMessage(acting: Acting<'messages:write'>, message: { conversation: ConversationId; words: string; lang: string }): Promise<Outcome<ConversationId, 'not-there'>> {
  const found = await conversationToUse(acting, message.conversation)
  if (!found || acting.member === null) return { ok: false, why: 'not-there' }
  const behind = await membersBehind(acting, message.conversation)
  const upToDate = (await readersOf(acting, found.circle_id)).filter(({ member }) => member !== acting.member && !behind.has(member))
  await say(acting, message.conversation, acting.member, message)
  await acting.db.updateTable('conversation').set({ last_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', message.conversation).execute()
  return {
    ok: true, value: message.conversation, event: { kind: 'message-written', data: {}, thing: { kind: 'message', id: message.conversation }, circle: found.circle_id },
    notices: upToDate.map(({ person }) => ({ to: person, name: 'somethingNew' })),
  }
}

/** Takes oneself out of a conversation that named one: from then on it is not there. Whoever is in it as the lead professional stays. */
export async function leaveConversation(acting: Acting<'messages:see'>, { conversation }: { conversation: ConversationId }): Promise<Outcome<null, 'not-there'>> {
  const found = await conversationToUse(acting, conversation)
  if (!found || acting.member === null) return { ok: false, why: 'not-there' }
  const left = await acting.db.deleteFrom('circle_member').where('family_id', '=', acting.family).where('circle_id', '=', found.circle_id).where('who', '=', acting.member).executeTakeFirst()
  if (left.numDeletedRows === 0n) return { ok: false, why: 'not-there' }
  return { ok: true, value: null, event: { kind: 'circle-left', data: {}, thing: { kind: 'message', id: conversation }, circle: found.circle_id } }
}

async function conversationToUse(acting: Inside<Viewer>, conversation: ConversationId) {
  return acting.db.selectFrom('conversation as c').select('c.circle_id').where('c.id', '=', conversation).where(visibleTo(acting, 'message', 'c')).executeTakeFirst()
}

async function say(acting: Inside<Viewer>, conversation: ConversationId, member: MemberId, { words, lang }: { words: string; lang: string }): Promise<void> {
  await acting.db.insertInto('message').values({ family_id: acting.family, id: newId(), conversation_id: conversation, by_member: member, words, lang, at: acting.now }).execute()
  await keepBookmark(acting, conversation, member, acting.now)
}

async function keepBookmark(viewer: Viewer | Inside<Viewer>, conversation: ConversationId, member: MemberId, until: Instant): Promise<void> {
  await viewer.db.insertInto('conversation_read').values({ family_id: viewer.family, conversation_id: conversation, member_id: member, read_until: until })
    .onConflict((conflict) => conflict.columns(['family_id', 'conversation_id', 'member_id']).doUpdateSet({ read_until: until })).execute()
}

/** Those who can read a circle's conversation today, with their person. */
async function readersOf(acting: Inside<Viewer>, circle: CircleId): Promise<{ member: MemberId; person: PersonId; seat: Seat }[]> {
  const rows = await acting.db.selectFrom('member as m').select(['m.id', 'm.person_id', 'm.seat']).where('m.family_id', '=', acting.family).where('m.person_id', 'is not', null)
    .where('m.from_on', '<=', acting.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', acting.today)]))
    .where((eb) => eb.exists(eb.selectFrom('circle_member as c').select('c.who').whereRef('c.family_id', '=', 'm.family_id').where('c.circle_id', '=', circle)
      .where((who) => who.or([who('c.who', '=', who.ref('m.id')), who('c.who', '=', sql<string>`'seat:' || m.seat`)])))).execute()
  return rows.map((row) => ({ member: row.id, person: row.person_id!, seat: row.seat }))
}

/** The members of the family for whom something in a conversation would be new. One query. */
async function membersBehind(acting: Inside<Viewer>, conversation: ConversationId): Promise<ReadonlySet<MemberId>> {
  const rows = await acting.db.selectFrom('conversation as c').innerJoin('member as m', 'm.family_id', 'c.family_id').select('m.id')
    .where('c.family_id', '=', acting.family).where('c.id', '=', conversation).where(isUnread('c', sql.ref('m.id'))).execute()
  return new Set(rows.map((row) => row.id))
}

/** True for the conversations of `alias` in which somebody else said something that this member has not read. */
function isUnread(alias: string, member: ReturnType<typeof sql.val> | ReturnType<typeof sql.ref>) {
  const of = (table: string) => sql`${sql.ref(`${table}.family_id`)} = ${sql.ref(`${alias}.family_id`)} and ${sql.ref(`${table}.conversation_id`)} = ${sql.ref(`${alias}.id`)}`
  return sql<boolean>`exists (select 1 from message as u_message where ${of('u_message')} and u_message.by_member <> ${member}
    and not exists (select 1 from conversation_read as u_read where ${of('u_read')} and u_read.member_id = ${member} and u_read.read_until >= u_message.at))`
}

export interface ConversationInList {
  readonly id: ConversationId
  readonly topic: string
  readonly lang: string
  readonly lastAt: Instant
  readonly lastBy: MemberId
  readonly unread: boolean
  /** Who else is in it today. */
  readonly with: readonly string[]
}

/** The conversations that the viewer is in, the latest first, 20 a page. Three queries. */
export async function conversationsOf(viewer: May<'messages:see'>, asked: number): Promise<{ conversations: ConversationInList[]; page: number; pages: number }> {
  const mine = viewer.db.selectFrom('conversation as c').where(visibleTo(viewer, 'message', 'c'))
  const { total } = await mine.select(countAll().as('total')).executeTakeFirstOrThrow()
  const { page, pages, offset } = pageAsked(total, asked)
  const rows = await mine.select(['c.id', 'c.topic', 'c.lang', 'c.last_at', 'c.circle_id', isUnread('c', sql.val(viewer.member)).as('unread')])
    .select((eb) => eb.selectFrom('message as m').select('m.by_member').whereRef('m.family_id', '=', 'c.family_id').whereRef('m.conversation_id', '=', 'c.id').orderBy('m.at', 'desc').orderBy('m.id', 'desc').limit(1).as('last_by'))
    .orderBy('c.last_at', 'desc').orderBy('c.id').limit(aPage).offset(offset).execute()
  const names = await namesIn(viewer, rows.map((row) => row.circle_id))
  return { page, pages, conversations: rows.map((row) => ({ id: row.id, topic: row.topic, lang: row.lang, lastAt: row.last_at, lastBy: row.last_by!, unread: Boolean(row.unread), with: names.get(row.circle_id) ?? [] })) }
}

/** The names of the others who are inside circles that the viewer is inside too. One query. */
async function namesIn(viewer: Viewer, circles: readonly CircleId[]): Promise<Map<CircleId, string[]>> {
  const found = new Map<CircleId, string[]>()
  if (circles.length === 0) return found
  const rows = await viewer.db.selectFrom('circle_member as c')
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'c.family_id').on((on) => on.or([on('c.who', '=', on.ref('m.id')), on('c.who', '=', sql<string>`'seat:' || m.seat`)])))
    .select(['c.circle_id', 'm.id', 'm.name']).distinct().where('c.family_id', '=', viewer.family).where('c.circle_id', 'in', [...circles]).where('m.id', '<>', viewer.member)
    .where('m.from_on', '<=', viewer.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)])).orderBy('m.name').orderBy('m.id').execute()
  for (const row of rows) found.set(row.circle_id, [...(found.get(row.circle_id) ?? []), row.name])
  return found
}

export interface Message { readonly id: string; readonly words: string; readonly lang: string; readonly at: Instant; readonly by: string; readonly mine: boolean; /** Not read by the viewer until now. */ readonly new: boolean }

export interface Conversation {
  readonly id: ConversationId
  readonly topic: string
  readonly lang: string
  readonly with: readonly string[]
  /** Whether the viewer is in it by name, and so may leave. */
  readonly mayLeave: boolean
  /** Oldest first; the newest ones are on the first page. */
  readonly messages: readonly Message[]
  readonly page: number
  readonly pages: number
}

/**
 * One conversation, its newest messages on the first page, 20 a page; undefined when it is not there or not the viewer's.
 * What the first page shows is read from then on: a bookmark of the reader, which is told to nobody.
 */
export async function conversation(viewer: May<'messages:see'>, id: ConversationId, asked: number): Promise<Conversation | undefined> {
  const row = await viewer.db.selectFrom('conversation as c').select(['c.id', 'c.topic', 'c.lang', 'c.circle_id', 'c.last_at'])
    .select((eb) => [
      eb.selectFrom('conversation_read as r').select('r.read_until').whereRef('r.family_id', '=', 'c.family_id').whereRef('r.conversation_id', '=', 'c.id').where('r.member_id', '=', viewer.member).as('read'),
      eb.selectFrom('message as m').select(countAll().as('n')).whereRef('m.family_id', '=', 'c.family_id').whereRef('m.conversation_id', '=', 'c.id').as('total'),
      eb.selectFrom('circle_member as i').select('i.who').whereRef('i.family_id', '=', 'c.family_id').whereRef('i.circle_id', '=', 'c.circle_id').where('i.who', '=', viewer.member as string).as('by_name'),
    ])
    .where('c.id', '=', id).where(visibleTo(viewer, 'message', 'c')).executeTakeFirst()
  if (!row || viewer.member === null) return undefined
  const { page, pages, offset } = pageAsked((row.total ?? 0), asked)
  const said = await viewer.db.selectFrom('message as m').innerJoin('member as who', (join) => join.onRef('who.family_id', '=', 'm.family_id').onRef('who.id', '=', 'm.by_member'))
    .select(['m.id', 'm.words', 'm.lang', 'm.at', 'm.by_member', 'who.name']).where('m.family_id', '=', viewer.family).where('m.conversation_id', '=', id)
    .orderBy('m.at', 'desc').orderBy('m.id', 'desc').limit(aPage).offset(offset).execute()
  const names = await namesIn(viewer, [row.circle_id])
  if (page === 1 && (row.read === null || row.read < row.last_at)) await keepBookmark(viewer, id, viewer.member, row.last_at)
  return {
    id: row.id, topic: row.topic, lang: row.lang, with: names.get(row.circle_id) ?? [], mayLeave: row.by_name !== null, page, pages,
    messages: said.reverse().map((one) => ({ id: one.id, words: one.words, lang: one.lang, at: one.at, by: one.name, mine: one.by_member === viewer.member, new: one.by_member !== viewer.member && (row.read === null || row.read < one.at) })),
  }
}

/** The conversations, as `c`, in which something waits to be read by the viewer: to be selected from. */
export function unreadBy(db: Kysely<Schema>, viewer: Looker) {
  return db.selectFrom('conversation as c').where(visibleTo(viewer, 'message', 'c')).where(isUnread('c', sql.val(viewer.member)))
}

export interface WaitsToBeRead { readonly family: FamilyId; readonly name: string; readonly conversation: ConversationId; readonly since: Instant }

/** What families and colleagues wrote to somebody who helps and they have not read, for their desk: in which families, not what. One query. */
export async function messagesToRead(viewer: AreaMay<'desk:see'>): Promise<WaitsToBeRead[]> {
  const inside = [...seatsThatHelp].map((seat) => sql<boolean>`(me.seat = ${seat} and ${visibleTo(lookerOfRow('me', seat, viewer), 'message', 'c')})`)
  const rows = await viewer.db.selectFrom('member as me').innerJoin('family as f', 'f.id', 'me.family_id').innerJoin('conversation as c', 'c.family_id', 'me.family_id')
    .select(['me.family_id', 'f.name', 'c.id', 'c.last_at']).where('me.person_id', '=', viewer.person).where('me.from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('me.until_on', 'is', null), eb('me.until_on', '>=', viewer.today)]))
    .where(sql<boolean>`(${sql.join(inside, sql` or `)})`).where(isUnread('c', sql.ref('me.id'))).orderBy('c.last_at').orderBy('c.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, conversation: row.id, since: row.last_at }))
}
