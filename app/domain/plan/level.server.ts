/**
 * How much help a family has (TF ¶2.9-2.10; #4, #38): a property of the plan, changed by its lead professional with a line in
 * words. The plan, its goals, its actions and whose they are stay as they are: nothing is begun anew.
 */
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { keptFromNobody } from '#app/access/visible-to.server.ts'
import type { Acting, May, Viewer } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { adultSeats } from '#app/domain/family/agreeing.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MemberId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { HelpLevel, Seat } from '#db/schema.ts'

/** The lead professional changes the level of help, in words that the family reads. */
export async function changeLevel(acting: Acting<'plan:actions'>, change: { level: HelpLevel; words: string; lang: string }): Promise<Outcome<null, 'not-the-lead' | 'level-is-so'>> {
  if (acting.seat !== 'lead' || acting.member === null) return { ok: false, why: 'not-the-lead' }
  const { level } = await acting.db.selectFrom('family').select('level').where('id', '=', acting.family).executeTakeFirstOrThrow()
  if (level === change.level) return { ok: false, why: 'level-is-so', field: 'level' }
  await acting.db.updateTable('family').set({ level: change.level }).where('id', '=', acting.family).execute()
  await acting.db.insertInto('level_change').values({ family_id: acting.family, id: newId(), level_before: level as HelpLevel, level_after: change.level, words: change.words, lang: change.lang, by_member: acting.member, at: acting.now }).execute()
  return {
    ok: true, value: null, event: { kind: 'level-changed', data: { before: level, after: change.level }, thing: { kind: 'plan', id: acting.family } },
    notices: (await readersOf(acting, null)).map((to) => ({ to, name: 'newInPlan' as const })),
  }
}

/**
 * Says that a child protection plan stands beside the family's own, or that it has ended. The adults of the family and the
 * lead professional read it, on its own page alone; young people hear it from them.
 */
export async function setProtection(acting: Acting<'plan:actions'>, { inPlace }: { inPlace: boolean }): Promise<Outcome<null, 'not-the-lead' | 'level-is-so'>> {
  if (acting.seat !== 'lead' || acting.member === null) return { ok: false, why: 'not-the-lead' }
  const open = await acting.db.selectFrom('protection').select(['id', 'circle_id']).where('family_id', '=', acting.family).where('ended_on', 'is', null).executeTakeFirst()
  if (inPlace === (open !== undefined)) return { ok: false, why: 'level-is-so' }
  let circle = open?.circle_id
  if (open) await acting.db.updateTable('protection').set({ ended_on: acting.today }).where('family_id', '=', acting.family).where('id', '=', open.id).execute()
  else {
    circle = newId<CircleId>()
    const adults = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('seat', 'in', [...adultSeats]).where('from_on', '<=', acting.today)
      .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
    await acting.db.insertInto('circle').values({ family_id: acting.family, id: circle, made_by: acting.member, made_at: acting.now }).execute()
    await acting.db.insertInto('circle_member').values([...adults.map((adult) => adult.id as string), 'seat:lead'].map((who) => ({ family_id: acting.family, circle_id: circle!, who }))).execute()
    await acting.db.insertInto('protection').values({ family_id: acting.family, id: newId(), circle_id: circle, since_on: acting.today, ended_on: null, by_member: acting.member, at: acting.now }).execute()
  }
  return {
    ok: true, value: null, event: { kind: 'protection-changed', data: { inPlace }, thing: { kind: 'plan', id: acting.family }, circle: circle! },
    notices: (await readersOf(acting, circle!)).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

export interface LevelOfHelp {
  readonly level: HelpLevel
  /** The newest first. */
  readonly changes: readonly { readonly before: HelpLevel; readonly after: HelpLevel; readonly words: string; readonly lang: string; readonly by: MemberId; readonly at: Instant }[]
  /** Child protection beside the plan, for whoever may know of it. */
  readonly protection: readonly { readonly since: Day; readonly until: Day | null }[]
}

/** Whether a viewer is told how much help there is: the family and its lead professional are. */
export function knowsLevel(viewer: Pick<Viewer, 'seat'>): boolean {
  return seatsOfTheFamily.has(viewer.seat as Seat) || viewer.seat === 'lead'
}

/** How much help there is and how that came; undefined for whoever is not told. Three queries. */
export async function levelOf(viewer: May<'plan:see'>): Promise<LevelOfHelp | undefined> {
  if (!knowsLevel(viewer)) return undefined
  const { level } = await viewer.db.selectFrom('family').select('level').where('id', '=', viewer.family).executeTakeFirstOrThrow()
  const changes = await viewer.db.selectFrom('level_change').selectAll().where('family_id', '=', viewer.family).orderBy('at', 'desc').orderBy('id').limit(100).execute()
  const protection = await viewer.db.selectFrom('protection as p').select(['p.since_on', 'p.ended_on']).where('p.family_id', '=', viewer.family).where(keptFromNobody(viewer, 'p')).orderBy('p.at', 'desc').limit(20).execute()
  return {
    level: level as HelpLevel, changes: changes.map((row) => ({ before: row.level_before, after: row.level_after, words: row.words, lang: row.lang, by: row.by_member, at: row.at })),
    protection: protection.map((row) => ({ since: row.since_on, until: row.ended_on })),
  }
}
