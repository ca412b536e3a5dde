/**
 * What a family does if things get harder (TF Gloss, contingency planning; #11): in its own words which signs come early, what
 * starts it and who may start it, who steps in for which child and what they need to know, and whom to call in what order.
 * The family writes it. Whoever helps reads it as far as the plan is agreed, and changes none of its words; whoever is named
 * reads the entry that names them.
 */
import { sql } from 'kysely'
import type { Schema, Seat, Topic } from '#db/schema.ts'
import type { BackupPart } from '#db/schema-backup.ts'
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { may, type Acting, type Inside, type May, type Viewer } from '#app/access/viewer.server.ts'
import { readersOf, type Member } from '#app/domain/family/people.server.ts'
import { circleAnswered, circleWithMore, setAbout, shareByName, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { markDelicate, unmark } from '#app/domain/sharing/topics.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type BackupId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { backupParts } from './backup-parts.ts'

type ToKnow = Pick<Schema['backup_entry'], 'school' | 'medicine' | 'sleep' | 'comfort'>

export type NewBackup =
  | { readonly part: 'sign' | 'start'; readonly words: string }
  | { readonly part: 'starter'; readonly owners: readonly MemberId[] }
  | { readonly part: 'care'; readonly owner: MemberId; readonly child: MemberId; readonly words: string; readonly know: ToKnow }
  | { readonly part: 'call'; readonly owner: MemberId | null; readonly name: string | null; readonly phone: string; readonly words: string | null }

export interface NewBackups {
  readonly entry: NewBackup
  readonly whoSees: WhoSees
  readonly shareWith: readonly MemberId[]
  readonly delicate: readonly Topic[]
  /** The language of what was written. */
  readonly lang: string
}

/** How many entries somebody sees at most: more is no plan that anybody reads in a hurry. What is kept from them does not count, or a refusal would tell of it. */
const most = 60

/** Seats of those who can be named: of the family and of its network. */
const nameable: readonly Seat[] = ['parent', 'kin-carer', 'young-person', 'network', 'other-parent']

/** Whether somebody can be named in the back-up plan, and whether somebody is a child for whom others step in. */
export const canBeNamed = (one: Pick<Member, 'current' | 'seat'>) => one.current && nameable.includes(one.seat)
export const isSteppedInFor = (one: Pick<Member, 'current' | 'seat'>) => one.current && (one.seat === 'child' || one.seat === 'young-person')

export type BackupRefused = CircleRefused | 'too-many-entries' | 'steps-in-for-themselves'

/** Writes an entry, or one for each who may start it; who is named already is not named twice. */
export async function keepBackup(acting: Acting<'backup:write'>, said: NewBackups): Promise<Outcome<null, BackupRefused>> {
  if (acting.member === null) throw notYours()
  const { entry, lang } = said
  const named = entry.part === 'starter' ? entry.owners : 'owner' in entry && entry.owner ? [entry.owner] : []
  const people = await membersHere(acting, named, nameable)
  if (!people) return { ok: false, why: 'somebody-is-not-here', field: entry.part === 'starter' ? 'starters' : 'owner' }
  if (entry.part === 'care' && !(await membersHere(acting, [entry.child], ['child', 'young-person']))) return { ok: false, why: 'somebody-is-not-here', field: 'child' }
  if (entry.part === 'care' && entry.child === entry.owner) return { ok: false, why: 'steps-in-for-themselves', field: 'owner' }
  const { count, last } = await acting.db.selectFrom('backup_entry as b').select([sql<number>`count(case when ${visibleTo(acting, 'plan', 'b')} then 1 end)`.as('count'), sql<number | null>`max(b.place)`.as('last')]).where('b.family_id', '=', acting.family).executeTakeFirstOrThrow()
  const rows = entry.part === 'starter' ? entry.owners.map((owner) => ({ ...empty, owner_member: owner })) : [rowOf(entry, lang)]
  if (Number(count) + rows.length > most) return { ok: false, why: 'too-many-entries', values: { count: most } }
  const made = await circleAnswered(acting, said.whoSees)
  if (!made.ok) return { ...made, field: 'who-sees' }
  // Of the family too whoever is named reads it, and nothing else of theirs does that for them.
  const circle = named.length > 0 ? await circleWithMore(acting, made.circle, named) : made.circle
  for (const [at, row] of rows.entries()) {
    const id = newId<BackupId>()
    await acting.db.insertInto('backup_entry').values({ family_id: acting.family, id, circle_id: circle, part: entry.part, place: Number(last ?? 0) + 1 + at, said_by: acting.member, said_at: acting.now, ...row }).execute()
    if (row.child_member) await setAbout(acting, id, [row.child_member])
    if (!(await shareByName(acting, id, said.shareWith))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
    await markDelicate(acting, id, said.delicate)
  }
  const told = new Set<PersonId>([...(await readersOf(acting, circle)), ...people])
  told.delete(acting.person)
  return { ok: true, value: null, event: { kind: 'backup-said', data: { part: entry.part }, circle }, notices: [...told].map((to) => ({ to, name: 'somethingNew' })) }
}

const empty = { words: null, lang: null, owner_member: null, name: null, phone: null, child_member: null, school: null, medicine: null, sleep: null, comfort: null }

function rowOf(entry: Exclude<NewBackup, { part: 'starter' }>, lang: string): Omit<Schema['backup_entry'], 'family_id' | 'id' | 'circle_id' | 'part' | 'place' | 'said_by' | 'said_at'> {
  const said = { ...empty, words: entry.words, lang }
  if (entry.part === 'care') return { ...said, owner_member: entry.owner, child_member: entry.child, ...entry.know }
  if (entry.part === 'call') return { ...said, owner_member: entry.owner, name: entry.owner ? null : entry.name, phone: entry.phone }
  return said
}

/** The accounts of members who are here today in one of these seats; undefined where one of them is not. */
async function membersHere(acting: Inside<Viewer>, ids: readonly MemberId[], seats: readonly Seat[]): Promise<PersonId[] | undefined> {
  if (ids.length === 0) return []
  const rows = await acting.db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', acting.family).where('id', 'in', [...ids]).where('seat', 'in', [...seats])
    .where('from_on', '<=', acting.today).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  return rows.length === new Set(ids).size ? rows.flatMap((row) => row.person_id ?? []) : undefined
}

export interface BackupWords extends ToKnow { readonly id: BackupId; readonly words: string | null; /** Of whoever is called. */ readonly phone: string | null; readonly lang: string }

/**
 * Says an entry in other words, in its place; who it names and who sees it stay, and a run that runs reads it as it stands now. What is kept to a few is
 * changed by whoever wrote it alone: who must not learn it goes by its writer.
 */
export async function changeBackup(acting: Acting<'backup:write'>, { id, words, phone, lang, ...know }: BackupWords): Promise<Outcome<null, 'not-there'>> {
  const row = await changeable(acting, id)
  if (!row || acting.member === null) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('backup_entry').set({ words: words ?? (row.part === 'call' ? null : row.words), lang, said_by: acting.member, said_at: acting.now, ...(row.part === 'care' ? know : {}), ...(row.part === 'call' && phone !== null ? { phone } : {}) })
    .where('family_id', '=', acting.family).where('id', '=', id).execute()
  const told = new Set<PersonId>([...(await readersOf(acting, row.circle_id)), ...(row.owner_member ? (await membersHere(acting, [row.owner_member], nameable)) ?? [] : [])])
  told.delete(acting.person)
  return { ok: true, value: null, event: { kind: 'backup-changed', data: { part: row.part }, circle: row.circle_id }, notices: [...told].map((to) => ({ to, name: 'somethingNew' })) }
}

/** An entry whose words the viewer may change; undefined for any other. One query. */
export async function changeable(viewer: Viewer | Inside<Viewer>, id: BackupId) {
  return viewer.db.selectFrom('backup_entry as b').select(['b.id', 'b.part', 'b.circle_id', 'b.words', 'b.lang', 'b.owner_member', 'b.phone', 'b.school', 'b.medicine', 'b.sleep', 'b.comfort'])
    .where('b.id', '=', id).where('b.part', '<>', 'starter').where(visibleTo(viewer, 'plan', 'b')).where((eb) => eb.or([eb('b.circle_id', 'is', null), eb('b.said_by', '=', viewer.member)])).executeTakeFirst()
}

/** Takes an entry out; it is gone. */
export async function dropBackup(acting: Acting<'backup:write'>, { id }: { readonly id: BackupId }): Promise<Outcome<null, 'not-there'>> {
  const row = await seen(acting, id)
  if (!row) return { ok: false, why: 'not-there' }
  await acting.db.deleteFrom('backup_opened').where('family_id', '=', acting.family).where('entry_id', '=', id).execute()
  for (const table of ['about', 'shared_with'] as const) await acting.db.deleteFrom(table).where('family_id', '=', acting.family).where('thing_id', '=', id).execute()
  await unmark(acting, id)
  await acting.db.deleteFrom('backup_entry').where('family_id', '=', acting.family).where('id', '=', id).execute()
  return { ok: true, value: null, event: { kind: 'backup-taken-out', data: { part: row.part }, circle: row.circle_id } }
}

/** Puts an entry before the one that the viewer sees just before it in its part; the first stays where it is. */
export async function moveBackup(acting: Acting<'backup:write'>, { id }: { readonly id: BackupId }): Promise<Outcome<null, 'not-there'>> {
  const row = await seen(acting, id)
  if (!row) return { ok: false, why: 'not-there' }
  const before = await acting.db.selectFrom('backup_entry as b').select(['b.id', 'b.place']).where('b.part', '=', row.part).where('b.place', '<', row.place).where(visibleTo(acting, 'plan', 'b')).orderBy('b.place', 'desc').limit(1).executeTakeFirst()
  if (before) {
    const place = (of: BackupId, to: number) => acting.db.updateTable('backup_entry').set({ place: to }).where('family_id', '=', acting.family).where('id', '=', of).execute()
    await place(id, before.place)
    await place(before.id, row.place)
  }
  return { ok: true, value: null, event: { kind: 'backup-moved', data: { part: row.part }, circle: row.circle_id } }
}

async function seen(acting: Inside<Viewer>, id: BackupId) {
  return acting.db.selectFrom('backup_entry as b').select(['b.part', 'b.place', 'b.circle_id']).where('b.id', '=', id).where(visibleTo(acting, 'plan', 'b')).executeTakeFirst()
}

export interface BackupEntry extends ToKnow {
  readonly id: BackupId
  readonly part: BackupPart
  readonly words: string | null
  readonly lang: string | null
  readonly owner: MemberId | null
  /** Of whoever is called and has no place in the family. */
  readonly name: string | null
  readonly phone: string | null
  readonly child: MemberId | null
  /** The viewer may say it in other words. */
  readonly mayChange: boolean
}

/** What the viewer sees of the back-up plan, part by part in its order, and whether they write it. One query. */
export async function backupOf(viewer: May<'plan:see'>): Promise<{ readonly entries: readonly BackupEntry[]; readonly mayWrite: boolean }> {
  const rows = await viewer.db.selectFrom('backup_entry as b').select(['b.id', 'b.part', 'b.words', 'b.lang', 'b.owner_member', 'b.name', 'b.phone', 'b.child_member', 'b.school', 'b.medicine', 'b.sleep', 'b.comfort', 'b.circle_id', 'b.said_by'])
    .where(visibleTo(viewer, 'plan', 'b')).orderBy('b.place').orderBy('b.id').limit(2 * most).execute()
  const entries = rows.map(({ owner_member, child_member, circle_id, said_by, ...row }): BackupEntry => ({ ...row, owner: owner_member, child: child_member, mayChange: may(viewer, 'backup:write') && row.part !== 'starter' && (circle_id === null || said_by === viewer.member) }))
  return { entries: entries.sort((a, b) => backupParts.indexOf(a.part) - backupParts.indexOf(b.part)), mayWrite: may(viewer, 'backup:write') }
}
