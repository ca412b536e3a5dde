/**
 * What happens if the plan for when things get harder is started (#11), as whoever may start it reads it before they press: who is told, who does
 * what for which child, what is opened to them meanwhile, and whom to ring. What is kept from whoever looks is no part of it, and of no run of theirs.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { openToStarter, visibleTo } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { may, type Inside, type May, type Viewer } from '#app/access/viewer.server.ts'
import type { BackupId, BackupRunId, CircleId, MemberId, PersonId } from '#app/values/ids.ts'
import type { BackupPart } from '#db/schema-backup.ts'
import { toKnow } from './backup-parts.ts'

type Known = (typeof toKnow)[number]

export interface Told { readonly member: MemberId; readonly name: string }
export interface StepAhead {
  readonly entry: BackupId; readonly owner: MemberId; readonly name: string; readonly child: MemberId; readonly childName: string
  /** Whether whoever steps in is still here. */
  readonly here: boolean
  /** Null where the viewer reads only who and for whom. */
  readonly words: string | null; readonly lang: string | null
}
export interface OpenedAhead { readonly name: string; readonly childName: string; readonly what: readonly Known[]; /** Some of it is kept from them otherwise. */ readonly kept: boolean }
export interface CallAhead { readonly entry: BackupId; readonly name: string; readonly phone: string; readonly here: boolean; /** They are told by a message as well. */ readonly told: boolean }

export interface Ahead {
  readonly told: readonly Told[]
  readonly steps: readonly StepAhead[]
  readonly opens: readonly OpenedAhead[]
  readonly calls: readonly CallAhead[]
  /** Who is named, has no account, and no number here. */
  readonly noNumber: readonly string[]
  /** Who is named and no longer here. */
  readonly gone: readonly string[]
  /** The signs, and what starts it, one of which may be named as what happened. */
  readonly reasons: readonly { readonly id: BackupId; readonly words: string; readonly lang: string | null }[]
  /** A run that the viewer sees running. */
  readonly running: BackupRunId | null
  /** A mark of all this: what is started is what was read. */
  readonly seen: string
}

/** The same with what the command needs and no page shows. */
export interface AheadInside extends Ahead {
  /** To whom it is kept that the viewer may start it; null where that is kept from nobody. */
  readonly right: CircleId | null
  /** Everybody who is named and here but the viewer, with an account or without. */
  readonly named: readonly { readonly member: MemberId; readonly person: PersonId | null }[]
  readonly circles: ReadonlyMap<BackupId, CircleId | null>
  readonly opened: readonly { readonly entry: BackupId; readonly member: MemberId }[]
}

/** To whom it is kept that somebody may start the plan: adults of the family may, and whoever is named for it; undefined for anybody else. One query for those who are named. */
export async function rightToStart(viewer: Viewer | Inside<Viewer>): Promise<CircleId | null | undefined> {
  if (may(viewer, 'backup:write')) return null
  if (!may(viewer, 'backup:start') || viewer.member === null) return undefined
  const rows = await viewer.db.selectFrom('backup_entry').select('circle_id').where('family_id', '=', viewer.family).where('part', '=', 'starter').where('owner_member', '=', viewer.member).orderBy('id').execute()
  return rightBy(rows)
}

function rightBy(named: readonly { readonly circle_id: CircleId | null }[]): CircleId | null | undefined {
  return named.some((row) => row.circle_id === null) ? null : named[0]?.circle_id
}

/** What starting it does, for somebody who may start it; undefined for anybody else. At most three queries. */
export async function backupAhead(viewer: May<'backup:start'>): Promise<Ahead | undefined> {
  const ahead = await whatHappens(viewer)
  if (!ahead) return undefined
  const { told, steps, opens, calls, noNumber, gone, reasons, running, seen } = ahead
  return { told, steps, opens, calls, noNumber, gone, reasons, running, seen }
}

/** What a command goes by, read inside of its own transaction. */
export async function whatHappens(viewer: Viewer | Inside<Viewer>): Promise<AheadInside | undefined> {
  if (!may(viewer, 'backup:start')) return undefined
  const rows = await rowsAhead(viewer)
  const right = may(viewer, 'backup:write') ? null : rightBy(rows.filter((row) => row.part === 'starter' && row.owner_member === viewer.member))
  if (right === undefined) return undefined
  const [running] = rows.flatMap((row) => row.running ?? [])
  const owners = new Map(rows.filter((row) => row.owner_member !== null && row.owner_member !== viewer.member).map((row) => [row.owner_member!, { member: row.owner_member!, person: row.person_id, name: row.owner_name!, here: row.here === 1 }]))
  const here = [...owners.values()].filter((one) => one.here)
  const rung = new Set(rows.filter((row) => row.part === 'call').map((row) => row.owner_member))
  const care = rows.flatMap((row) => (row.part === 'care' ? [{ ...row, owner: row.owner_member!, child: row.child_member! }] : []))
  const opened = await openings(viewer, care)
  const ahead = {
    told: here.filter((one) => one.person !== null).map(({ member, name }) => ({ member, name })),
    steps: care.map((row) => ({ entry: row.id, owner: row.owner, name: row.owner_name!, child: row.child, childName: row.child_name!, here: row.here === 1, words: row.words, lang: row.lang })),
    opens: opened.shown,
    calls: rows.flatMap((row) => (row.part === 'call' ? [{ entry: row.id, name: row.owner_name ?? row.name!, phone: row.phone!, here: row.owner_member === null || row.here === 1, told: row.owner_member !== viewer.member && row.person_id !== null && row.here === 1 }] : [])),
    noNumber: here.filter((one) => one.person === null && !rung.has(one.member)).map((one) => one.name),
    gone: [...owners.values()].filter((one) => !one.here).map((one) => one.name),
    reasons: rows.flatMap((row) => (row.words !== null && (row.part === 'sign' || row.part === 'start') ? [{ id: row.id, words: row.words, lang: row.lang }] : [])),
  }
  const { reasons: _reasons, ...marked } = ahead
  return {
    ...ahead, running: running ?? null, seen: createHash('sha256').update(JSON.stringify([marked, opened.pairs])).digest('base64url').slice(0, 22),
    right, named: here.map(({ member, person }) => ({ member, person })), circles: new Map(rows.map((row) => [row.id, row.circle_id])), opened: opened.pairs,
  }
}

/** The entries that a run of the viewer's is made of: those that they see, and, named to start it, of those kept to nobody who, for whom and which number. */
async function rowsAhead(viewer: Viewer | Inside<Viewer>) {
  const seen = visibleTo(viewer, 'plan', 'b')
  const has = (what: Known) => sql<number>`case when ${sql.ref(`b.${what}`)} is null then 0 else 1 end`.as(`has_${what}`)
  const rows = await viewer.db.selectFrom('backup_entry as b').leftJoin('member as o', (join) => join.onRef('o.family_id', '=', 'b.family_id').onRef('o.id', '=', 'b.owner_member')).leftJoin('member as c', (join) => join.onRef('c.family_id', '=', 'b.family_id').onRef('c.id', '=', 'b.child_member'))
    .leftJoin('member as s', (join) => join.onRef('s.family_id', '=', 'b.family_id').onRef('s.id', '=', 'b.said_by'))
    .select(['b.id', 'b.part', 'b.circle_id', 'b.owner_member', 'b.child_member', 'b.name', 'b.phone', 'b.lang', 'o.name as owner_name', 'o.person_id', 'c.name as child_name', 's.person_id as writer'])
    .select([sql<string | null>`case when ${seen} then b.words end`.as('words'), sql<number>`case when o.id is not null and ${isHere('o', viewer.today)} then 1 else 0 end`.as('here'), has('school'), has('medicine'), has('sleep'), has('comfort')])
    .select((eb) => eb.selectFrom('backup_run as r').select('r.id').where('r.drill', '=', 0).where('r.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'r')).orderBy('r.id').limit(1).as('running'))
    .where((eb) => eb.or([seen as never, eb.and([eb('b.part', 'in', ['starter', 'care', 'call'] satisfies BackupPart[]), openToStarter(viewer, 'b') as never])]))
    .where('b.family_id', '=', viewer.family).orderBy('b.place').orderBy('b.id').execute()
  return rows
}

type Care = Awaited<ReturnType<typeof rowsAhead>>[number] & { readonly owner: MemberId; readonly child: MemberId }

/**
 * What whoever steps in reads of a child beside their own entry: what any entry of that child in the run says that they need to know, also one
 * that is kept from them otherwise; never one whose writer told us that they must not learn.
 */
async function openings(viewer: Viewer | Inside<Viewer>, care: readonly Care[]): Promise<{ pairs: AheadInside['opened']; shown: OpenedAhead[] }> {
  const kept = care.flatMap((row) => row.circle_id ?? [])
  const [inside, secret] = kept.length === 0 ? [[], []] : [
    await viewer.db.selectFrom('circle_member').select(['circle_id', 'who']).where('family_id', '=', viewer.family).where('circle_id', 'in', kept).execute(),
    await viewer.db.selectFrom('must_not_learn').select(['person_id', 'member_id']).where('family_id', '=', viewer.family).execute(),
  ]
  const isKept = (row: Care, from: MemberId) => row.circle_id !== null && row.owner !== from && !inside.some((one) => one.circle_id === row.circle_id && one.who === from)
  const mustNot = (row: Care, member: MemberId) => row.circle_id !== null && secret.some((one) => one.person_id === row.writer && one.member_id === member)
  const says = (row: Care) => toKnow.filter((what) => row[`has_${what}`] === 1)
  const pairs = new Map<string, AheadInside['opened'][number]>()
  const shown: OpenedAhead[] = []
  const whoFor = new Map(care.filter((row) => row.here === 1 && row.person_id !== null).map((row) => [`${row.owner} ${row.child}`, row]))
  for (const { owner, child, owner_name, child_name } of whoFor.values()) {
    const of = care.filter((row) => row.child === child && says(row).length > 0 && (row.owner === owner || !mustNot(row, owner)))
    for (const row of of) if (row.owner !== owner) pairs.set(`${row.id} ${owner}`, { entry: row.id, member: owner })
    const what = toKnow.filter((one) => of.some((row) => says(row).includes(one)))
    if (what.length > 0 && owner !== viewer.member) shown.push({ name: owner_name!, childName: child_name!, what, kept: of.some((row) => isKept(row, owner)) })
  }
  return { pairs: [...pairs.values()], shown }
}
