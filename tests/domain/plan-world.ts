/** What the tests of a plan say again and again: who says what is good, promises, puts it forward and agrees, each a minute after the one before. */
import { must, type Viewer } from '#app/access/viewer.server.ts'
import { answerPlan, planStands, signPlan } from '#app/domain/plan/agreeing.server.ts'
import { addAction, addStrength, type NewAction } from '#app/domain/plan/plan.server.ts'
import { putForward } from '#app/domain/plan/versions.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import type { EntryId, MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { done } from '#db/demo/director.server.ts'
import { today, worldBegins, type World } from './world.ts'

export type Who = Parameters<World['viewer']>[0]

export interface PlanWorld {
  /** A minute after the time before. */
  later(): Instant
  viewerOf(who: Who): Promise<Viewer>
  strength(who?: Who, more?: Partial<Parameters<typeof addStrength>[1]>): Promise<EntryId>
  /** Something that is done in three days, by a member of the family or somebody elsewhere. */
  promise(who: Who, owner: MemberId | null, more?: Partial<NewAction>): Promise<EntryId>
  /** Something good, and a promise of each side. */
  aPlan(): Promise<{ good: EntryId; ours: EntryId; theirs: EntryId }>
  puts(who: Who, seen: number, reviewOn?: Day): Promise<Answer<number, string>>
  agrees(who: Who, version: number): Promise<unknown>
  signs(version: number): Promise<unknown>
  /** What has changed of a plan for one reader, and whether it asks them again. */
  changedFor(who: Who): Promise<{ id: string; asks: boolean }[]>
}

export function planWorld(world: () => World): PlanWorld {
  let minute = 0
  const later = (): Instant => plusMinutes(worldBegins, (minute += 1))
  const viewerOf = (who: Who) => world().viewer(who, world().family, later())
  const strength: PlanWorld['strength'] = async (who = 'marta', more = {}) =>
    done(must(await viewerOf(who), 'plan:strengths'), addStrength, { words: 'We laugh', lang: 'en', about: [], whoSees: 'everybody', shareWith: [], ...more })
  const promise: PlanWorld['promise'] = async (who, owner, more = {}) => done(must(await viewerOf(who), 'plan:actions'), addAction, {
    words: 'Ring them', lang: 'en', owner, ownerName: owner ? null : 'Robin Field', ownerAgency: owner ? null : 'Wendle Housing', dueOn: plusDays(today, 3), goal: null, about: [], ...more,
  })
  return {
    later, viewerOf, strength, promise,
    aPlan: async () => ({ good: await strength(), ours: await promise('marta', world().members.marta), theirs: await promise('sam', world().members.sam) }),
    puts: async (who, seen, reviewOn = plusDays(today, 42)) => act(must(await viewerOf(who), 'plan:put-forward'), putForward, { reviewOn, seen }),
    agrees: async (who, version) => done(must(await viewerOf(who), 'plan:agree'), answerPlan, { version, agrees: true, words: null, lang: 'en', whoSees: 'everybody' }),
    signs: async (version) => done(must(await viewerOf('sam'), 'plan:sign'), signPlan, { version }),
    changedFor: async (who) => (await planStands(must(await viewerOf(who), 'plan:versions'))).changed,
  }
}
