/**
 * The watch over promises, by whichever process has a worker: what belonged to somebody who left falls to somebody who is
 * here, and a service's promise that is late is brought to those whom the area's steps name, each once, however many watch.
 */
import { sql, type Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { must, theHouseIn, type AreaMay, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { settleWhoLeft } from '#app/domain/family/owners-left.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { CircleId, EntryId, FamilyId, MemberId, PersonId } from '#app/values/ids.ts'
import { dayAt, now, type Day, type Instant } from '#app/values/instant.ts'
import { latePace, lateSteps, type LateStep } from './late.ts'
import { openWithoutOwnerOrDate } from './open-without-owner.server.ts'
import { renewLink } from './thing-links.server.ts'

/** How many open things have no owner or no day: for the checks of each night. */
export async function ownersMissing(db: Kysely<Schema>, today: Day): Promise<number> {
  return (await openWithoutOwnerOrDate(db, today)).length
}

/** A service's promise whose day has passed: an action of somebody who helps, or of somebody elsewhere. */
const isOfAService = sql<boolean>`(e.owner_member is null or exists (select 1 from member as m where m.family_id = e.family_id and m.id = e.owner_member and m.seat in (${sql.join([...seatsThatHelp])})))`

function late(db: Kysely<Schema>, today: Day) {
  return db.selectFrom('plan_entry as e').where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null).where('e.due_on', '<', today).where(isOfAService)
}

interface ToTell { readonly action: EntryId; readonly step: LateStep }

/** One step for one promise. Asked again inside, so that of two that watch one does it; what was done, moved or taken back meanwhile is left alone. */
async function bringUp(acting: WatchActing<'promises:watch'>, { action, step }: ToTell): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await late(acting.db, acting.today).select(['e.id', 'e.circle_id', 'e.due_on', 'e.owner_member']).where('e.family_id', '=', acting.family).where('e.id', '=', action).executeTakeFirst()
  const days = row && latePace(row.due_on!, await settingsOf(acting.db))
  if (!row || !days || days[step] > acting.today) return { ok: false, why: 'nothing-to-do' }
  const made = await acting.db.insertInto('escalation').values({ family_id: acting.family, thing_id: action, due_on: row.due_on!, step, at: acting.now }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0n) === 0) return { ok: false, why: 'nothing-to-do' }
  const tell = await whoIsTold(acting, row, step)
  return {
    ok: true, value: null, event: { kind: 'promise-late', data: { step }, thing: { kind: 'plan', id: action }, circle: row.circle_id },
    notices: [...tell.map((to) => ({ to, name: 'somethingNew' as const })), ...(step === 'owner' && row.owner_member === null ? await renewLink(acting, action) : [])],
  }
}

/** The owner; then the lead professional, where they see it; then the managers of the team, who read no more of it than that it is late. */
async function whoIsTold(acting: WatchActing<'promises:watch'>, row: { id: EntryId; circle_id: CircleId | null; owner_member: MemberId | null }, step: LateStep): Promise<PersonId[]> {
  const members = acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', acting.family).where('m.person_id', 'is not', null)
    .where('m.from_on', '<=', acting.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', acting.today)]))
  if (step === 'owner') return row.owner_member === null ? [] : (await members.where('m.id', '=', row.owner_member).execute()).map((one) => one.person_id!)
  if (step === 'lead') {
    const rows = await members.where('m.seat', '=', 'lead').where((eb) => eb.exists(eb.selectFrom('plan_entry as e').select('e.id').whereRef('e.family_id', '=', 'm.family_id').where('e.id', '=', row.id)
      .where(visibleTo(lookerOfRow('m', 'lead', acting), 'plan', 'e') as never))).execute()
    return rows.map((one) => one.person_id!)
  }
  // What is kept to a few is not brought to anybody outside.
  if (row.circle_id !== null) return []
  const managers = await acting.db.selectFrom('post as o').innerJoin('family as f', 'f.team', 'o.team').select('o.person_id').distinct().where('f.id', '=', acting.family).where('o.role', '=', 'manager')
    .where('o.from_on', '<=', acting.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', acting.today)])).execute()
  return managers.map((one) => one.person_id)
}

/** Looks once. How many things fell to somebody, and how many steps were taken. */
export async function watchPromises(db: Kysely<Schema>, at: Instant = now()): Promise<{ fell: number; told: number }> {
  const today = dayAt(at)
  const fell = await settleWhoLeft(db, at, today)
  const settings = await settingsOf(db)
  const rows = await late(db, today).select(['e.family_id', 'e.id', 'e.due_on']).select((eb) => eb.selectFrom('escalation as x').select((x) => x.cast<number>(x.fn.count('x.step'), 'bigint').as('steps'))
    .whereRef('x.family_id', '=', 'e.family_id').whereRef('x.thing_id', '=', eb.ref('e.id') as never).whereRef('x.due_on', '=', 'e.due_on').as('steps')).orderBy('e.family_id').orderBy('e.id').execute()
  let told = 0
  for (const row of rows) {
    const days = latePace(row.due_on!, settings)
    for (const step of lateSteps.slice(Number(row.steps ?? 0))) {
      if (days[step] > today) break
      const answer = await act(must(theHouseIn(db, row.family_id as FamilyId, at), 'promises:watch'), bringUp, { action: row.id, step })
      if (answer.ok) told += 1
    }
  }
  return { fell, told }
}

/** Milliseconds after the start, and between two looks. */
const pauses = { first: 8_000, then: 600_000 }

/** Watches from now on; the function it returns stops that. */
export function startWatch(db: Kysely<Schema>, onFault: (error: unknown) => void): () => Promise<void> {
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const turn = () => {
    running = watchPromises(db).catch(onFault).then(() => {
      if (!stopped) timer = setTimeout(turn, pauses.then).unref()
    })
  }
  let timer = setTimeout(turn, pauses.first).unref()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}

export interface LateInTeam { readonly family: FamilyId; readonly name: string; readonly dueOn: Day; /** The reader leads the family, and can open its plan. */ readonly opens: boolean }

/** For a lead professional's and a manager's desk: promises of services that have come to them by the area's steps, the oldest first. Families and days, never what it is. Two queries. */
export async function lateToSeeTo(viewer: AreaMay<'desk:see'>): Promise<LateInTeam[]> {
  const teams = viewer.posts.filter((post) => post.role === 'manager').map((post) => post.team)
  const brought = (step: LateStep) => viewer.db.selectFrom('escalation as x').innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'x.family_id').onRef('e.id', '=', 'x.thing_id' as never).onRef('e.due_on', '=', 'x.due_on'))
    .innerJoin('family as f', 'f.id', 'x.family_id').select(['f.id as family', 'f.name', 'e.due_on', 'e.id']).where('x.step', '=', step).where('e.done_at', 'is', null).where('e.ended_at', 'is', null)
  const led = await brought('lead').innerJoin('member as me', 'me.family_id', 'e.family_id').where('me.person_id', '=', viewer.person).where('me.seat', '=', 'lead').where('me.from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('me.until_on', 'is', null), eb('me.until_on', '>=', viewer.today)])).where((eb) => eb.or([eb('e.owner_member', 'is', null), eb('e.owner_member', '<>', eb.ref('me.id'))])).where(visibleTo(lookerOfRow('me', 'lead', viewer), 'plan', 'e')).limit(50).execute()
  const managed = teams.length === 0 ? [] : await brought('manager').where('f.team', 'in', teams).where('e.circle_id', 'is', null).limit(50).execute()
  const seen = new Set<string>()
  return [...led.map((row) => ({ ...row, opens: true })), ...managed.map((row) => ({ ...row, opens: false }))].filter((row) => !seen.has(row.id) && seen.add(row.id)).map((row) => ({ family: row.family, name: row.name, dueOn: row.due_on!, opens: row.opens })).sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}
