/**
 * What a service promised and is late with, an action or a step of a goal alike: it is brought to those whom the area's steps
 * name, each once for each day that was promised, and to nobody who does not see it (#18).
 */
import { sql, type Expression, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { seatsThatHelp, teamsManaged } from '#app/access/powers.ts'
import { keptFromNobody, lookerOfRow, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { AreaMay, WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { managersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { CircleId, EntryId, FamilyId, GoalId, MemberId, PersonId, StepId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { latePace, type LateStep } from './late.ts'
import { renewLink } from './thing-links.server.ts'

type Which = { readonly kind: 'action'; readonly id: EntryId } | { readonly kind: 'step'; readonly id: StepId }

/** An open thing of a service whose day has passed. `goal` is that of a step; `circle` keeps it to some. */
interface Late { readonly family: FamilyId; readonly id: EntryId | StepId; readonly goal: GoalId | null; readonly circle: CircleId | null; readonly dueOn: Day; readonly owner: MemberId | null }

const helps = (owner: string, family: string) => sql<SqlBool>`exists (select 1 from member as m where m.family_id = ${sql.ref(family)} and m.id = ${sql.ref(owner)} and m.seat in (${sql.join([...seatsThatHelp])}))`

/** Of `e`, a row of `plan_entry`. */
const actionIsLate = (today: Day) => sql<SqlBool>`(e.kind = 'action' and e.done_at is null and e.ended_at is null and e.due_on < ${today} and (e.owner_member is null or ${helps('e.owner_member', 'e.family_id')}))`
/** Of `s`, a step of the goal `g`. A goal that rests, or was let go, is late for nobody. */
const stepIsLate = (today: Day) => sql<SqlBool>`(s.done_at is null and g.state = 'open' and s.due_on < ${today} and ${helps('s.owner_member', 's.family_id')})`

function lateActions(db: Kysely<Schema>, today: Day) {
  return db.selectFrom('plan_entry as e').where(actionIsLate(today)).select(['e.family_id as family', sql<EntryId | StepId>`e.id`.as('id'), sql<GoalId | null>`null`.as('goal'), 'e.circle_id as circle', sql<Day>`e.due_on`.as('dueOn'), 'e.owner_member as owner'])
}

function lateSteps(db: Kysely<Schema>, today: Day) {
  return db.selectFrom('step as s').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id')).where(stepIsLate(today))
    .select(['s.family_id as family', sql<EntryId | StepId>`s.id`.as('id'), sql<GoalId | null>`g.id`.as('goal'), sql<CircleId | null>`coalesce(s.circle_id, g.circle_id)`.as('circle'), 's.due_on as dueOn', sql<MemberId | null>`s.owner_member`.as('owner')])
}

/** Everything that is late, with how many steps were taken for the day that it was for. */
export async function allLate(db: Kysely<Schema>, today: Day): Promise<(Which & { readonly family: FamilyId; readonly dueOn: Day; readonly steps: number })[]> {
  const taken = sql<number>`(select count(*) from escalation as x where x.family_id = l.family and x.thing_id = l.id and x.due_on = l."dueOn")`.as('steps')
  const rows = await db.selectFrom(lateActions(db, today).unionAll(lateSteps(db, today)).as('l')).select(['l.family', 'l.id', 'l.goal', 'l.dueOn', taken]).orderBy('l.family').orderBy('l.id').execute()
  return rows.map(({ family, id, goal, dueOn, steps }) => ({ ...(goal === null ? { kind: 'action', id: id as EntryId } : { kind: 'step', id: id as StepId }), family, dueOn, steps: Number(steps) }))
}

async function lateOne(acting: WatchActing<'promises:watch'>, which: Which): Promise<Late | undefined> {
  return which.kind === 'action' ? lateActions(acting.db, acting.today).where('e.family_id', '=', acting.family).where('e.id', '=', which.id).executeTakeFirst()
    : lateSteps(acting.db, acting.today).where('s.family_id', '=', acting.family).where('s.id', '=', which.id).executeTakeFirst()
}

/** One step for one promise. Asked again inside, so that of two that watch one does it; what was done, moved or taken back meanwhile is left alone. */
export async function bringUp(acting: WatchActing<'promises:watch'>, { which, step }: { which: Which; step: LateStep }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await lateOne(acting, which)
  const days = row && latePace(row.dueOn, await settingsOf(acting.db))
  if (!row || !days || days[step] > acting.today) return { ok: false, why: 'nothing-to-do' }
  const made = await acting.db.insertInto('escalation').values({ family_id: acting.family, thing_id: row.id, due_on: row.dueOn, step, at: acting.now }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0n) === 0) return { ok: false, why: 'nothing-to-do' }
  const tell = await whoIsTold(acting, row, step)
  return {
    ok: true, value: null, event: { kind: 'promise-late', data: { step }, thing: row.goal === null ? { kind: 'plan', id: row.id } : { kind: 'goal', id: row.goal }, circle: row.circle },
    notices: [...tell.map((to) => ({ to, name: 'somethingNew' as const })), ...(which.kind === 'action' && step === 'owner' && row.owner === null ? await renewLink(acting, which.id) : [])],
  }
}

/** True where whoever `looker` stands for sees a late thing. */
function sees(looker: Looker, { id, goal }: Pick<Late, 'id' | 'goal'>): Expression<SqlBool> {
  return goal === null ? sql<SqlBool>`exists (select 1 from plan_entry as e where e.family_id = ${looker.family} and e.id = ${id} and ${visibleTo(looker, 'plan', 'e')})`
    : sql<SqlBool>`exists (select 1 from step as s inner join goal as g on g.family_id = s.family_id and g.id = s.goal_id where s.family_id = ${looker.family} and s.id = ${id} and ${visibleTo(looker, 'goal', 'g')} and ${keptFromNobody(looker, 's')})`
}

/** The owner, then the lead professional, each where they see it; then the managers of the team, who read no more of it than that it is late. */
async function whoIsTold(acting: WatchActing<'promises:watch'>, row: Late, step: LateStep): Promise<PersonId[]> {
  // What is kept to a few is not brought to anybody outside.
  if (step === 'manager') return row.circle === null ? managersOf(acting) : []
  if (step === 'owner' && row.owner === null) return []
  const members = await acting.db.selectFrom('member as m').select(['m.person_id', sql<number>`case when ${sees(lookerOfRow('m', 'lead', acting), row)} then 1 else 0 end`.as('as_lead'), sql<number>`case when ${sees(lookerOfRow('m', 'team', acting), row)} then 1 else 0 end`.as('as_team'), 'm.seat'])
    .where('m.family_id', '=', acting.family).where('m.person_id', 'is not', null).where('m.from_on', '<=', acting.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', acting.today)]))
    .$if(step === 'owner', (query) => query.where('m.id', '=', row.owner!)).$if(step === 'lead', (query) => query.where('m.seat', '=', 'lead')).execute()
  return members.flatMap((one) => ((one.seat === 'lead' ? one.as_lead : one.as_team) === 1 ? [one.person_id!] : []))
}

export interface LateInTeam { readonly family: FamilyId; readonly name: string; readonly dueOn: Day; /** Where the reader leads the family, and can open it: the goal of a step, else the plan. */ readonly opens: 'no' | 'plan' | GoalId }

/** For a lead professional's and a manager's desk: promises of services that have come to them by the area's steps, the oldest first. Families and days, never what it is. Two queries. */
export async function lateToSeeTo(viewer: AreaMay<'desk:see'>): Promise<LateInTeam[]> {
  const { db, today } = viewer
  const teams = teamsManaged(viewer)
  const taken = (step: LateStep, families: Expression<SqlBool>) => db.selectFrom('escalation as x').innerJoin('family as f', 'f.id', 'x.family_id').where('x.step', '=', step).where(families)
  const brought = (step: LateStep, families: Expression<SqlBool>, shown: { action: Expression<SqlBool>; step: Expression<SqlBool> }) => taken(step, families)
    .innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'x.family_id').onRef('e.id', '=', 'x.thing_id' as never).onRef('e.due_on', '=', 'x.due_on')).where(actionIsLate(today)).where(shown.action)
    .select(['f.id as family', 'f.name', 'x.due_on as dueOn', 'x.thing_id as id', sql<GoalId | null>`null`.as('goal')])
    .unionAll(taken(step, families).innerJoin('step as s', (join) => join.onRef('s.family_id', '=', 'x.family_id').onRef('s.id', '=', 'x.thing_id' as never).onRef('s.due_on', '=', 'x.due_on'))
      .innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id')).where(stepIsLate(today)).where(shown.step)
      .select(['f.id as family', 'f.name', 'x.due_on as dueOn', 'x.thing_id as id', sql<GoalId | null>`g.id`.as('goal')]))
    .orderBy('dueOn').orderBy('id').limit(50).execute()
  const myPlace = sql`me.person_id = ${viewer.person} and me.seat = 'lead' and me.from_on <= ${today} and (me.until_on is null or me.until_on >= ${today})`
  const mine = (row: string, seen: (looker: Looker) => Expression<SqlBool>) => sql<SqlBool>`exists (select 1 from member as me where me.family_id = ${sql.ref(`${row}.family_id`)} and ${myPlace}
    and coalesce(${sql.ref(`${row}.owner_member`)}, '') <> me.id and ${seen(lookerOfRow('me', 'lead', viewer))})`
  const led = await brought('lead', sql<SqlBool>`x.family_id in (select me.family_id from member as me where ${myPlace})`, {
    action: mine('e', (looker) => visibleTo(looker, 'plan', 'e')), step: mine('s', (looker) => sql<SqlBool>`(${visibleTo(looker, 'goal', 'g')} and ${keptFromNobody(looker, 's')})`),
  })
  const managed = teams.length === 0 ? [] : await brought('manager', sql<SqlBool>`f.team in (${sql.join(teams)})`, { action: sql<SqlBool>`e.circle_id is null`, step: sql<SqlBool>`(g.circle_id is null and s.circle_id is null)` })
  const seen = new Set<string>()
  return [...led.map((row) => ({ ...row, opens: row.goal ?? 'plan' as const })), ...managed.map((row) => ({ ...row, opens: 'no' as const }))].filter((row) => !seen.has(row.id) && seen.add(row.id))
    .map(({ family, name, dueOn, opens }) => ({ family, name, dueOn, opens })).sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}
