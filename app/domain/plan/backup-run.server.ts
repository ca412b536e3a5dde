/**
 * The plan for when things get harder, started (#11): exactly those who are named are told, each by their own safe contact; whoever steps in for a
 * child has that to do, and reads what they need to know of the child while it runs. A drill does none of this and leaves its day.
 *
 * A run is as kept as whoever starts it says; each task and what is opened as kept as the entry that it comes from. The people who help start nothing.
 */
import { sql } from 'kysely'
import { openToStarter, openWhileItRuns, lookerOfRow, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { notYours } from '#app/access/not-yours.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { circleFor, circleWithin, circleWithMore, setAbout, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { markDelicate, topicsOf } from '#app/domain/sharing/topics.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type BackupId, type BackupRunId, type BackupTaskId, type CircleId, type LookBackId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Schema } from '#db/schema.ts'
import { rightToStart, whatHappens, type AheadInside } from './backup-ahead.server.ts'

export interface Starting {
  /** Tells nobody, and leaves its day. */
  readonly drill: boolean
  /** Which sign, or what of that which starts it, has happened. */
  readonly because: BackupId | null
  readonly whoSees: WhoSees
  /** The mark of what was read before: what is started is that, or nothing. */
  readonly seen: string
}

type StartRefused = CircleRefused | 'backup-runs-already' | 'backup-changed' | 'backup-is-empty' | 'not-there'

/** Starts it, or tries it. Where it runs already, as far as whoever starts it can see, nothing happens twice. */
export async function startBackup(acting: Acting<'backup:start'>, { drill, because, whoSees, seen }: Starting): Promise<Outcome<BackupRunId, StartRefused>> {
  const ahead = await whatHappens(acting)
  if (!ahead || acting.member === null) throw notYours()
  if (!drill && ahead.running) return { ok: false, why: 'backup-runs-already' }
  if (ahead.steps.length + ahead.calls.length === 0) return { ok: false, why: 'backup-is-empty' }
  if (ahead.seen !== seen) return { ok: false, why: 'backup-changed' }
  if (because !== null && !ahead.reasons.some((one) => one.id === because)) return { ok: false, why: 'not-there', field: 'because' }
  const made = await circleFor(acting, whoSees)
  if (!made.ok) return { ...made, field: 'who-sees' }
  // That somebody may start it can itself be kept: then so is what they start.
  const inner = ahead.right === null ? made.circle : await circleWithMore(acting, await circleWithin(acting, ahead.right, made.circle), [acting.member])
  const circle = inner === null || drill ? inner : await circleWithMore(acting, inner, ahead.named.map((one) => one.member))
  const run = newId<BackupRunId>()
  await acting.db.insertInto('backup_run').values({ family_id: acting.family, id: run, circle_id: circle, owner_member: acting.member, drill: drill ? 1 : 0, because_entry: because, started_at: acting.now, ended_at: drill ? acting.now : null, ended_by: drill ? acting.member : null }).execute()
  const openly = ahead.steps.filter((step) => ahead.circles.get(step.entry) === null)
  await setAbout(acting, run, openly.map((step) => step.child))
  const thing = { kind: 'backup-run', id: run }
  if (drill) return { ok: true, value: run, event: { kind: 'backup-drilled', data: {}, thing, circle } }
  await makeTasks(acting, run, inner, ahead)
  await nameIn(acting, run, ahead)
  return { ok: true, value: run, event: { kind: 'backup-started', data: {}, thing, circle }, notices: ahead.named.flatMap(({ person }) => (person === null ? [] : [{ to: person, name: 'somethingNew' as const }])) }
}

/** What each does, as kept as the entry and the run, and as delicate as the entry. Whoever is no longer here is named too: it is then said that nobody does it. */
async function makeTasks(acting: Acting<'backup:start'>, run: BackupRunId, inner: CircleId | null, { steps, circles }: AheadInside): Promise<void> {
  for (const [place, step] of steps.entries()) {
    const id = newId<BackupTaskId>()
    const kept = circles.get(step.entry) ?? null
    const circle = await circleWithMore(acting, kept === null ? inner : await circleWithin(acting, inner, kept), [step.owner])
    const { words, ...said } = await acting.db.selectFrom('backup_entry').select(['words', 'lang', 'said_by']).where('family_id', '=', acting.family).where('id', '=', step.entry).executeTakeFirstOrThrow()
    await acting.db.insertInto('backup_task').values({
      family_id: acting.family, id, run_id: run, place, circle_id: circle, owner_member: step.owner, child_member: step.child, words: words!, ...said, done_at: null, done_by: null,
    }).execute()
    await setAbout(acting, id, [step.child])
    await markDelicate(acting, id, await topicsOf(acting, step.entry))
  }
}

/** Shows the run to those who are named, and opens to whoever steps in what they need to know. */
async function nameIn(acting: Acting<'backup:start'>, run: BackupRunId, { named, opened }: AheadInside): Promise<void> {
  if (named.length > 0) await acting.db.insertInto('shared_with').values(named.map(({ member }) => ({ family_id: acting.family, thing_id: run, member_id: member, at: acting.now, by_member: acting.member! }))).execute()
  if (opened.length > 0) await acting.db.insertInto('backup_opened').values(opened.map(({ entry, member }) => ({ family_id: acting.family, run_id: run, entry_id: entry, member_id: member }))).execute()
}

type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>

async function seenRun(viewer: Inside<Viewer>, run: BackupRunId) {
  return viewer.db.selectFrom('backup_run as r').select(['r.id', 'r.circle_id', 'r.owner_member', 'r.drill', 'r.ended_at']).where('r.id', '=', run).where(visibleTo(viewer, 'plan', 'r')).executeTakeFirst()
}

/** Ends it, by whoever may start it. Those who were told hear of it, and whoever leads as far as they may see the plan: it can be looked back on. */
export async function endBackup(acting: Acting<'backup:start'>, { run }: { readonly run: BackupRunId }): Promise<Outcome<null, 'not-there' | 'backup-run-over'>> {
  const row = await seenRun(acting, run)
  if (!row || (await rightToStart(acting)) === undefined) return { ok: false, why: 'not-there' }
  if (row.ended_at !== null) return { ok: false, why: 'backup-run-over' }
  await acting.db.updateTable('backup_run').set({ ended_at: acting.now, ended_by: acting.member }).where('family_id', '=', acting.family).where('id', '=', run).execute()
  const told = new Set<PersonId>([...(await namedIn(acting, run, row.owner_member)), ...(await leadsWhoSee(acting, run))])
  told.delete(acting.person)
  return { ok: true, value: null, event: { kind: 'backup-ended', data: {}, thing: { kind: 'backup-run', id: run }, circle: row.circle_id }, notices: [...told].map((to) => ({ to, name: 'somethingNew' as const })) }
}

/** The accounts of those who were named in a run and are still here, and of whoever started it. */
async function namedIn(acting: Place, run: BackupRunId, starter: MemberId): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', acting.family).where('m.person_id', 'is not', null).where(isHere('m', acting.today))
    .where((eb) => eb.or([eb('m.id', '=', starter), eb.exists(eb.selectFrom('shared_with as w').select('w.member_id').whereRef('w.family_id', '=', 'm.family_id').where('w.thing_id', '=', run).whereRef('w.member_id', '=', 'm.id'))])).execute()
  return rows.map((row) => row.person_id!)
}

async function leadsWhoSee(acting: Place, run: BackupRunId): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('member as m').innerJoin('backup_run as r', 'r.family_id', 'm.family_id').select('m.person_id').where('m.family_id', '=', acting.family).where('r.id', '=', run).where('m.seat', '=', 'lead').where('m.person_id', 'is not', null)
    .where(isHere('m', acting.today)).where(visibleTo(lookerOfRow('m', 'lead', acting), 'plan', 'r')).execute()
  return rows.map((row) => row.person_id!)
}

/** Says that something is done, or is not yet: whoever does it, or whoever may start it, as of somebody who told them. Whoever started it hears of it. */
export async function sayTask(acting: Acting<'backup:start'>, { task, done }: { readonly task: BackupTaskId; readonly done: boolean }): Promise<Outcome<null, 'not-there' | 'backup-run-over'>> {
  const row = await acting.db.selectFrom('backup_task as t').innerJoin('backup_run as r', (join) => join.onRef('r.family_id', '=', 't.family_id').onRef('r.id', '=', 't.run_id')).select(['t.circle_id', 't.owner_member', 't.run_id', 'r.ended_at', 'r.owner_member as starter'])
    .where('t.id', '=', task).where((eb) => eb.or([visibleTo(acting, 'plan', 't') as never, openToStarter(acting, 't') as never])).executeTakeFirst()
  if (!row || acting.member === null || (row.owner_member !== acting.member && (await rightToStart(acting)) === undefined)) return { ok: false, why: 'not-there' }
  if (row.ended_at !== null) return { ok: false, why: 'backup-run-over' }
  await acting.db.updateTable('backup_task').set(done ? { done_at: acting.now, done_by: acting.member } : { done_at: null, done_by: null }).where('family_id', '=', acting.family).where('id', '=', task).execute()
  const starter = row.starter === acting.member ? undefined : await acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', acting.family).where('m.id', '=', row.starter).where(isHere('m', acting.today)).executeTakeFirst()
  return { ok: true, value: null, event: { kind: 'backup-task-said', data: { done }, thing: { kind: 'backup-run', id: row.run_id }, circle: row.circle_id }, notices: starter?.person_id ? [{ to: starter.person_id, name: 'somethingNew' }] : [] }
}

export interface LookingBack { readonly run: BackupRunId; readonly well: string | null; readonly change: string | null; readonly whoSees: WhoSees; readonly lang: string }

/** Says how a run that is over, or a drill, was: what went well, what to change. Said again, it stands instead. Never seen by more than the run. */
export async function lookBackOn(acting: Acting<'backup:start'>, { run, well, change, whoSees, lang }: LookingBack): Promise<Outcome<null, CircleRefused | 'not-there' | 'backup-still-runs'>> {
  const row = await seenRun(acting, run)
  if (!row || acting.member === null) return { ok: false, why: 'not-there' }
  if (row.ended_at === null) return { ok: false, why: 'backup-still-runs' }
  const made = await circleFor(acting, whoSees)
  if (!made.ok) return { ...made, field: 'who-sees' }
  const circle = await circleWithin(acting, row.circle_id, made.circle)
  const before = await acting.db.deleteFrom('backup_look_back').where('family_id', '=', acting.family).where('run_id', '=', run).where('owner_member', '=', acting.member).returning('id').execute()
  for (const { id } of before) await acting.db.deleteFrom('about').where('family_id', '=', acting.family).where('thing_id', '=', id).execute()
  const id = newId<LookBackId>()
  await acting.db.insertInto('backup_look_back').values({ family_id: acting.family, id, circle_id: circle, run_id: run, owner_member: acting.member, well, change, lang, at: acting.now }).execute()
  const about = await acting.db.selectFrom('about').select('member_id').where('family_id', '=', acting.family).where('thing_id', '=', run).execute()
  await setAbout(acting, id, about.map((one) => one.member_id))
  return { ok: true, value: null, event: { kind: 'backup-looked-back', data: {}, thing: { kind: 'backup-run', id: run }, circle } }
}

export interface RunTask {
  readonly id: BackupTaskId; readonly owner: MemberId; readonly name: string; readonly child: MemberId; readonly childName: string
  /** Whether whoever was to do it is still here. */
  readonly here: boolean
  /** Null where the viewer reads only who and for whom. */
  readonly words: string | null; readonly lang: string | null; readonly doneAt: Instant | null
}
export interface OpenedOf extends Pick<Schema['backup_entry'], 'school' | 'medicine' | 'sleep' | 'comfort' | 'lang'> { readonly id: BackupId; readonly child: MemberId; readonly childName: string }

export interface BackupRun {
  readonly id: BackupRunId; readonly drill: boolean; readonly startedAt: Instant; readonly endedAt: Instant | null; readonly starter: string; readonly own: boolean
  readonly because: { readonly words: string; readonly lang: string | null } | null
  readonly mayEnd: boolean
  readonly tasks: readonly RunTask[]
  /** What the viewer needs to know of those for whom they step in: while it runs alone. */
  readonly opened: readonly OpenedOf[]
  /** Whom to ring, for whoever may start it: while it runs alone. */
  readonly calls: readonly { readonly id: BackupId; readonly name: string; readonly phone: string }[]
  readonly looks: readonly { readonly id: LookBackId; readonly name: string; readonly own: boolean; readonly well: string | null; readonly change: string | null; readonly lang: string; readonly at: Instant }[]
}

/** A run or a drill as the viewer sees it; undefined where they do not. At most four queries. */
export async function backupRun(viewer: May<'plan:see'>, id: BackupRunId): Promise<BackupRun | undefined> {
  const row = await viewer.db.selectFrom('backup_run as r').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'r.family_id').onRef('m.id', '=', 'r.owner_member'))
    .leftJoin('backup_entry as b', (join) => join.onRef('b.family_id', '=', 'r.family_id').onRef('b.id', '=', 'r.because_entry').on(visibleTo(viewer, 'plan', 'b')))
    .select(['r.id', 'r.drill', 'r.started_at', 'r.ended_at', 'r.owner_member', 'm.name', 'b.words', 'b.lang']).where('r.id', '=', id).where(visibleTo(viewer, 'plan', 'r')).executeTakeFirst()
  if (!row) return undefined
  const runs = row.ended_at === null
  const mayEnd = (await rightToStart(viewer)) !== undefined
  const [tasks, reads, looks] = [await tasksOf(viewer, id), runs ? await readsOf(viewer, mayEnd) : [], runs ? [] : await looksBackOn(viewer, id)]
  return {
    id: row.id, drill: row.drill === 1, startedAt: row.started_at, endedAt: row.ended_at, starter: row.name, own: row.owner_member === viewer.member, mayEnd,
    because: row.words === null ? null : { words: row.words, lang: row.lang }, tasks, looks,
    opened: reads.flatMap((one) => (one.part === 'care' && tasks.some((task) => task.owner === viewer.member && task.child === one.child_member) ? [{ id: one.id, child: one.child_member!, childName: one.child_name!, school: one.school, medicine: one.medicine, sleep: one.sleep, comfort: one.comfort, lang: one.lang }] : [])),
    calls: reads.flatMap((one) => (one.part === 'call' ? [{ id: one.id, name: one.owner_name ?? one.name!, phone: one.phone! }] : [])),
  }
}

async function tasksOf(viewer: May<'plan:see'>, run: BackupRunId): Promise<RunTask[]> {
  const seen = visibleTo(viewer, 'plan', 't')
  const rows = await viewer.db.selectFrom('backup_task as t').innerJoin('member as o', (join) => join.onRef('o.family_id', '=', 't.family_id').onRef('o.id', '=', 't.owner_member')).innerJoin('member as c', (join) => join.onRef('c.family_id', '=', 't.family_id').onRef('c.id', '=', 't.child_member'))
    .select(['t.id', 't.owner_member', 't.child_member', 'o.name', 'c.name as child_name', 't.lang', 't.done_at', sql<string | null>`case when ${seen} then t.words end`.as('words'), sql<number>`case when ${isHere('o', viewer.today)} then 1 else 0 end`.as('here')])
    .where('t.run_id', '=', run).where((eb) => eb.or([seen as never, openToStarter(viewer, 't') as never])).orderBy('t.place').orderBy('t.id').execute()
  return rows.map((row) => ({ id: row.id, owner: row.owner_member, name: row.name, child: row.child_member, childName: row.child_name, here: row.here === 1, words: row.words, lang: row.lang, doneAt: row.done_at }))
}

/** What the viewer's own entries and those that a run opened to them say of the children, and, for whoever may start it, whom to ring. */
async function readsOf(viewer: May<'plan:see'>, mayEnd: boolean) {
  return viewer.db.selectFrom('backup_entry as b').leftJoin('member as o', (join) => join.onRef('o.family_id', '=', 'b.family_id').onRef('o.id', '=', 'b.owner_member')).leftJoin('member as c', (join) => join.onRef('c.family_id', '=', 'b.family_id').onRef('c.id', '=', 'b.child_member'))
    .select(['b.id', 'b.part', 'b.child_member', 'c.name as child_name', 'b.school', 'b.medicine', 'b.sleep', 'b.comfort', 'b.lang', 'o.name as owner_name', 'b.name', 'b.phone'])
    .where('b.family_id', '=', viewer.family)
    .where((eb) => eb.or([
      eb.and([eb('b.part', '=', 'care'), eb.or([eb('b.owner_member', '=', viewer.member), openWhileItRuns(viewer, 'b') as never])]),
      ...(mayEnd ? [eb.and([eb('b.part', '=', 'call'), eb.or([visibleTo(viewer, 'plan', 'b') as never, openToStarter(viewer, 'b') as never])])] : []),
    ])).orderBy('b.place').orderBy('b.id').execute()
}

async function looksBackOn(viewer: May<'plan:see'>, run: BackupRunId): Promise<BackupRun['looks']> {
  const rows = await viewer.db.selectFrom('backup_look_back as l').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'l.family_id').onRef('m.id', '=', 'l.owner_member')).select(['l.id', 'l.owner_member', 'm.name', 'l.well', 'l.change', 'l.lang', 'l.at'])
    .where('l.run_id', '=', run).where(visibleTo(viewer, 'plan', 'l')).orderBy('l.at').orderBy('l.id').execute()
  return rows.map(({ owner_member, ...row }) => ({ ...row, own: owner_member === viewer.member }))
}

export interface RunInShort { readonly id: BackupRunId; readonly drill: boolean; readonly startedAt: Instant; readonly endedAt: Instant | null }

/** The newest runs and drills that the viewer sees, the newest first. One query. */
export async function backupRuns(viewer: May<'plan:see'>): Promise<RunInShort[]> {
  const rows = await viewer.db.selectFrom('backup_run as r').select(['r.id', 'r.drill', 'r.started_at', 'r.ended_at']).where(visibleTo(viewer, 'plan', 'r')).orderBy('r.started_at', 'desc').orderBy('r.id').limit(10).execute()
  return rows.map((row) => ({ id: row.id, drill: row.drill === 1, startedAt: row.started_at, endedAt: row.ended_at }))
}

/** The runs that a looker sees running, as rows to be put together with others: `run-mine` where something in it is theirs to do. */
export function runningFor(db: Viewer['db'], looker: Looker) {
  const mine = sql`exists (select 1 from backup_task as v_task where v_task.family_id = r.family_id and v_task.run_id = r.id and v_task.owner_member = ${looker.member} and v_task.done_at is null)`
  return db.selectFrom('backup_run as r').select([sql<'run' | 'run-mine'>`case when ${mine} then 'run-mine' else 'run' end`.as('what'), sql<string>`r.id`.as('id'), sql<Instant>`r.started_at`.as('at')])
    .where('r.drill', '=', 0).where('r.ended_at', 'is', null).where(visibleTo(looker, 'plan', 'r'))
}
