/**
 * Somebody of a family is put in touch with another who has been through the same (TF ¶3.6; #13). They say what the other may
 * know: a first name, a way to reach them, what it is about; nothing here touches a plan or a budget. The lead professional asks
 * around and notes who agreed. That person has no account and no seat: there is nothing that they could see. Either stops at any
 * time, and then the names and numbers of both are gone.
 */
import { circleFor, type CircleRefused } from '#app/domain/sharing/circles.server.ts'
import { leadingOrManaging } from '#app/domain/family/people.server.ts'
import { peersGone } from '#app/domain/family/peers-gone.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { teamsManaged } from '#app/access/powers.ts'
import { leadsToday, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { workingDaysAfter, type Day } from '#app/values/instant.ts'
import type { likenesses } from './peers.ts'

export type Likeness = (typeof likenesses)[number]

export interface PeerAsk {
  readonly likeness: Likeness
  /** What the other person may know, all of it chosen by the asker: a first name, a way to reach them, what it is about. */
  readonly firstName: string
  readonly reach: string
  readonly words: string
  readonly lang: string
  /** Who else of the family may know that it was asked, by name: besides the asker and the lead professional nobody does. */
  readonly shownTo: readonly MemberId[]
}

/**
 * Asks for somebody who has been through the same. It is the lead professional's to look for them by a day (`needDays`); the
 * managers of the team are told where there is none. Refused while one of their own is open.
 */
export async function askForPeer(acting: Acting<'peers:ask'>, asked: PeerAsk): Promise<Outcome<{ dueOn: Day }, 'not-there' | 'asked-already' | CircleRefused>> {
  if (acting.member === null) return { ok: false, why: 'not-there' }
  const open = await acting.db.selectFrom('peer_contact').select('id').where('family_id', '=', acting.family).where('asked_by', '=', acting.member).where('state', '<>', 'ended').limit(1).executeTakeFirst()
  if (open) return { ok: false, why: 'asked-already' }
  const circle = await circleFor(acting, { members: asked.shownTo, lead: true })
  if (!circle.ok) return { ...circle, field: 'shown-to' }
  const dueOn = await dayToLook(acting)
  await acting.db.insertInto('peer_contact').values({
    family_id: acting.family, id: newId(), circle_id: circle.circle!, asked_by: acting.member, asked_at: acting.now, likeness: asked.likeness, first_name: asked.firstName, reach: asked.reach,
    words: asked.words, lang: asked.lang, state: 'asked', due_on: dueOn, said: null, said_lang: null, said_at: null, peer_name: null, peer_reach: null, peer_agreed_on: null, noted_by: null, noted_at: null, ended_at: null, ended_by: null,
  }).execute()
  return {
    ok: true, value: { dueOn }, event: { kind: 'peer-asked', data: { due: dueOn }, circle: circle.circle },
    notices: (await leadingOrManaging(acting)).map((to) => ({ to, name: 'somethingNew' })),
  }
}

async function dayToLook(acting: Inside<Viewer>): Promise<Day> {
  const { needDays, holidays } = await settingsOf(acting.db)
  return workingDaysAfter(acting.today, needDays, new Set(holidays))
}

export interface PeerFound {
  readonly peer: string
  readonly name: string
  readonly reach: string
  /** The day on which they said that they want to be reached by this person. */
  readonly agreedOn: Day
}

type NotOpen = 'not-there' | 'changed-meanwhile'

/** Notes somebody who agreed to be reached: the asker then reads their name and how to reach them. Refused for a day to come. */
export async function notePeer(acting: Acting<'peers:answer'>, found: PeerFound): Promise<Outcome<null, NotOpen | 'not-yet-said'>> {
  const row = await asked(acting, found.peer)
  if (!row) return { ok: false, why: 'not-there' }
  if (row.state !== 'asked') return { ok: false, why: 'changed-meanwhile' }
  if (found.agreedOn > acting.today) return { ok: false, why: 'not-yet-said', field: 'agreed' }
  await acting.db.updateTable('peer_contact').set({
    state: 'agreed', due_on: null, peer_name: found.name, peer_reach: found.reach, peer_agreed_on: found.agreedOn, noted_by: acting.person, noted_at: acting.now,
  }).where('family_id', '=', acting.family).where('id', '=', found.peer).execute()
  return { ok: true, value: null, event: { kind: 'peer-agreed', data: {}, circle: row.circle_id }, notices: toAsker(row) }
}

/** Says that nobody was found yet, and until when the search goes on. Refused for a day that is not to come. */
export async function lookOn(acting: Acting<'peers:answer'>, { peer, words, lang, until }: { peer: string; words: string; lang: string; until: Day }): Promise<Outcome<null, NotOpen | 'day-is-past'>> {
  const row = await asked(acting, peer)
  if (!row) return { ok: false, why: 'not-there' }
  if (row.state !== 'asked') return { ok: false, why: 'changed-meanwhile' }
  if (until <= acting.today) return { ok: false, why: 'day-is-past', field: 'until' }
  await acting.db.updateTable('peer_contact').set({ due_on: until, said: words, said_lang: lang, said_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', peer).execute()
  return { ok: true, value: null, event: { kind: 'peer-looked-for', data: { due: until }, circle: row.circle_id }, notices: toAsker(row) }
}

/** The asker stops: what they said and how the other can be reached is gone. The lead professional is told, to tell the other. */
export async function stopPeer(acting: Acting<'peers:ask'>, { peer }: { peer: string }): Promise<Outcome<null, NotOpen>> {
  const row = await asked(acting, peer)
  if (row?.asked_by !== acting.member) return { ok: false, why: 'not-there' }
  if (row.state === 'ended') return { ok: false, why: 'changed-meanwhile' }
  await endOf(acting, peer, 'asker')
  return { ok: true, value: null, event: { kind: 'peer-ended', data: { by: 'asker' }, circle: row.circle_id }, notices: (await leadingOrManaging(acting)).map((to) => ({ to, name: 'somethingNew' })) }
}

/** The lead professional notes that the other person wants no more of it: the names and numbers of both are gone. */
export async function notePeerStopped(acting: Acting<'peers:answer'>, { peer }: { peer: string }): Promise<Outcome<null, NotOpen>> {
  const row = await asked(acting, peer)
  if (!row) return { ok: false, why: 'not-there' }
  if (row.state !== 'agreed') return { ok: false, why: 'changed-meanwhile' }
  await endOf(acting, peer, 'peer')
  return { ok: true, value: null, event: { kind: 'peer-ended', data: { by: 'peer' }, circle: row.circle_id }, notices: toAsker(row) }
}

async function endOf(acting: Inside<Viewer>, peer: string, by: 'asker' | 'peer'): Promise<void> {
  await acting.db.updateTable('peer_contact').set({
    ...peersGone, ended_at: acting.now, ended_by: by,
  }).where('family_id', '=', acting.family).where('id', '=', peer).execute()
}

async function asked(acting: Inside<Viewer>, peer: string) {
  return acting.db.selectFrom('peer_contact as c').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'c.family_id').onRef('m.id', '=', 'c.asked_by'))
    .select(['c.state', 'c.circle_id', 'c.asked_by', 'm.person_id']).where('c.id', '=', peer).where(visibleTo(acting, 'peer', 'c')).executeTakeFirst()
}

const toAsker = ({ person_id: to }: { person_id: PersonId | null }) => (to === null ? [] : [{ to, name: 'somethingNew' as const }])

export interface Peer {
  readonly id: string
  readonly askedBy: MemberId
  readonly likeness: Likeness
  readonly state: 'asked' | 'agreed' | 'ended'
  readonly askedOn: string
  /** What the other may know; null once it has ended. */
  readonly firstName: string | null
  readonly reach: string | null
  readonly words: string | null
  readonly lang: string
  readonly dueOn: Day | null
  readonly said: { readonly words: string; readonly lang: string } | null
  /** Who agreed, how to reach them, and the day of their yes. */
  readonly peer: { readonly name: string; readonly reach: string; readonly agreedOn: Day } | null
  readonly endedBy: 'asker' | 'peer' | null
}

/** What was asked, the newest first, as far as the viewer is inside. One query. */
export async function peersOf(viewer: May<'peers:see'>): Promise<Peer[]> {
  const rows = await viewer.db.selectFrom('peer_contact as c').selectAll('c').where(visibleTo(viewer, 'peer', 'c')).orderBy('c.asked_at', 'desc').orderBy('c.id').limit(20).execute()
  return rows.map((row) => ({
    id: row.id, askedBy: row.asked_by, likeness: row.likeness, state: row.state, askedOn: row.asked_at, firstName: row.first_name, reach: row.reach, words: row.words, lang: row.lang, dueOn: row.due_on,
    said: row.said === null ? null : { words: row.said, lang: row.said_lang! }, endedBy: row.ended_by,
    peer: row.peer_name === null ? null : { name: row.peer_name, reach: row.peer_reach!, agreedOn: row.peer_agreed_on! },
  }))
}

export interface PeerToFind { readonly family: FamilyId; readonly name: string; readonly dueOn: Day; /** No lead professional just now: the manager looks. */ readonly noLead: boolean }

/** Who waits for somebody to be found: the lead professional's, and for a manager those of families of their team that nobody leads. Earliest first; one query. */
export async function peersToFind(viewer: AreaMay<'desk:see'>): Promise<PeerToFind[]> {
  const teams = teamsManaged(viewer)
  const rows = await viewer.db.selectFrom('peer_contact as c').innerJoin('family as f', 'f.id', 'c.family_id')
    .innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 'c.family_id').onRef('a.id', '=', 'c.asked_by').on((eb) => eb.or([eb('a.until_on', 'is', null), eb('a.until_on', '>=', viewer.today)])))
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'c.family_id').on(leadsToday('m', viewer.today)))
    .select(['c.family_id', 'f.name', 'c.due_on', 'm.id as lead']).where('c.state', '=', 'asked')
    .where((eb) => eb.or([eb('m.person_id', '=', viewer.person!), ...(teams.length > 0 ? [eb.and([eb('m.id', 'is', null), eb('f.team', 'in', teams)])] : [])]))
    .orderBy('c.due_on').orderBy('c.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, dueOn: row.due_on!, noLead: row.lead === null }))
}

/** Writes that a manager opened what waits. It stands in the circle of what was asked: whoever does not know of that reads nothing of this. */
export async function notePeerLook(acting: Acting<'peers:answer'>, { peer }: { peer: string }): Promise<Outcome<null, 'not-there'>> {
  const row = await asked(acting, peer)
  if (!row) return { ok: false, why: 'not-there' }
  return { ok: true, value: null, event: { kind: 'page-looked-at', data: { page: 'peers', because: 'peer-to-find', lang: null }, circle: row.circle_id } }
}
