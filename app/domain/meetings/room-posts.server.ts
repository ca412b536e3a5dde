/**
 * What is said in private family time. Words, and the child whose view it is, lie sealed; who wrote and when does not.
 * Nobody is told of a post: a message would say how much is talked.
 */
import type { Quiet } from '#app/events/transact.server.ts'
import { newId, type MemberId, type PostId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { PostKind } from '#db/schema-rooms.ts'
import { openIn, sealIn } from './room-keys.server.ts'
import { postsOnAPage } from './room-limits.ts'
import { somethingNewIn } from './room-news.server.ts'
import { around, stateNow, stillInside, type ActingInRoom, type InRoom, type RoomNow } from './rooms.server.ts'

export interface NewPost {
  readonly words: string
  /** A young person's own view, which stands in a place of its own. */
  readonly view: boolean
  /** The child whose view it is, brought by whoever writes. */
  readonly child: MemberId | null
}

interface Sealed { readonly words: string; readonly child: MemberId | null }

/** Writes in the room that is open. */
export async function writePost(acting: ActingInRoom, { words, view, child }: NewPost): Promise<Quiet<null, 'room-closed' | 'somebody-is-not-here'>> {
  await stillInside(acting)
  if ((await stateNow(acting)) !== 'open') return { ok: false, why: 'room-closed' }
  if (child !== null && !(await around(acting)).children.some((one) => one.member === child)) return { ok: false, why: 'somebody-is-not-here', field: 'child' }
  const { room, db } = acting
  const id = newId<PostId>()
  const kind: PostKind = child !== null ? 'child' : view && acting.seat === 'young-person' ? 'view' : 'said'
  const said: Sealed = { words, child }
  const place = await somethingNewIn(db, room)
  await db.insertInto('room_post').values({ family_id: room.family, meeting_id: room.meeting, sitting: room.sitting, id, place, by_member: acting.member, kind, sealed: await sealIn(db, room, `post ${id}`, JSON.stringify(said)), at: acting.now }).execute()
  return { ok: true, value: null }
}

/** Takes back what one wrote: its words are gone, and that something was taken back stays. Again, it stays so. */
export async function takePostBack(acting: ActingInRoom, { post }: { readonly post: PostId }): Promise<Quiet<null, 'not-there'>> {
  await stillInside(acting)
  const { room, db } = acting
  const { numUpdatedRows } = await db.updateTable('room_post').set({ sealed: null }).where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting).where('id', '=', post).where('by_member', '=', acting.member).executeTakeFirst()
  if (numUpdatedRows === 0n) return { ok: false, why: 'not-there' }
  await somethingNewIn(db, room)
  return { ok: true, value: null }
}

export interface Post {
  readonly id: PostId; readonly by: string; readonly mine: boolean; readonly at: Instant
  /** Null: whoever wrote it took it back. `child`: whose view it is, where somebody brought it. */
  readonly said: { readonly words: string; readonly child: string | null } | null
}

export interface Talk {
  /** A page of what was said, the newest last; page 1 holds the newest. */
  readonly posts: readonly Post[]
  /** There is a page of what was said before. */
  readonly earlier: boolean
  /** What children and young people think, in their own words or brought by somebody, in a place of its own. */
  readonly views: readonly Post[]
}

/** What is said in the room, whose `children` were read with it. Two queries. */
export async function talkIn(viewer: InRoom, { children }: Pick<RoomNow, 'children'>, page: number): Promise<Talk> {
  const { family, meeting, sitting } = viewer.room
  const inHere = viewer.db.selectFrom('room_post as n').select('n.id').where('n.family_id', '=', family).where('n.meeting_id', '=', meeting).where('n.sitting', '=', sitting).where('n.kind', '=', 'said')
    .orderBy('n.place', 'desc').limit(postsOnAPage + 1).offset((page - 1) * postsOnAPage)
  const rows = await viewer.db.selectFrom('room_post as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.by_member')).select(['p.id', 'p.kind', 'p.by_member', 'm.name', 'p.sealed', 'p.at'])
    .where('p.family_id', '=', family).where('p.meeting_id', '=', meeting).where('p.sitting', '=', sitting).where((eb) => eb.or([eb.and([eb('p.kind', '<>', 'said'), eb('p.sealed', 'is not', null)]), eb('p.id', 'in', inHere)])).orderBy('p.place').execute()
  const texts = await openIn(viewer.db, viewer.room, rows.map(({ id, sealed }) => ({ about: `post ${id}`, sealed })))
  const all = rows.map((row, at): Post & { kind: PostKind } => {
    const text = texts[at] == null ? null : (JSON.parse(texts[at]) as Sealed)
    return { kind: row.kind, id: row.id, by: row.name, mine: row.by_member === viewer.member, at: row.at, said: text && { words: text.words, child: children.find((one) => one.member === text.child)?.name ?? null } }
  })
  const said = all.filter((one) => one.kind === 'said')
  return { posts: said.slice(-postsOnAPage), earlier: said.length > postsOnAPage, views: all.filter((one) => one.kind !== 'said') }
}

/** Some of what was said, by whoever takes it outside: of this room alone, and nothing that was taken back. Two queries. */
export async function chosenPosts(viewer: InRoom, ids: readonly PostId[]): Promise<{ id: PostId; by: string; words: string }[]> {
  if (ids.length === 0) return []
  const { family, meeting, sitting } = viewer.room
  const rows = await viewer.db.selectFrom('room_post as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.by_member')).select(['p.id', 'm.name', 'p.sealed'])
    .where('p.family_id', '=', family).where('p.meeting_id', '=', meeting).where('p.sitting', '=', sitting).where('p.id', 'in', [...ids]).where('p.sealed', 'is not', null).orderBy('p.place').execute()
  const texts = await openIn(viewer.db, viewer.room, rows.map(({ id, sealed }) => ({ about: `post ${id}`, sealed })))
  return rows.map(({ id, name }, at) => ({ id, by: name, words: (JSON.parse(texts[at]!) as Sealed).words }))
}
