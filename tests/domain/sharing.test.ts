import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { must, viewerOfMoney, type Viewer } from '#app/access/viewer.server.ts'
import { startConversation, writeMessage } from '#app/domain/messages/conversations.server.ts'
import { keepNote, throwNoteAway } from '#app/domain/messages/notes.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { addGoal, addStep, changeGoalState, goal, goalsOf, rateGoal, stepsOf, tickStep, type NewGoal } from '#app/domain/goals/goals.server.ts'
import { notNow, say, takeOut } from '#app/domain/plan/said.server.ts'
import { tellChange } from '#app/domain/plan/changes.server.ts'
import { sayView } from '#app/domain/plan/views.server.ts'
import { addAction, addStrength, planEntries } from '#app/domain/plan/plan.server.ts'
import { tickAction } from '#app/domain/plan/promises.server.ts'
import { whoSees, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import type { BackupRunId } from '#app/values/ids.ts'
import { newId, type AppointmentId, type BudgetId, type ConversationId, type EntryId, type FileId, type GoalId, type ICanId, type KindWordId, type MeetingId, type MemberId, type NoteId, type OfferId, type ReviewId, type SpendId, type StepId, type WaitId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase, newDatabase } from './database.ts'
import { backupAhead } from '#app/domain/plan/backup-ahead.server.ts'
import { startBackup } from '#app/domain/plan/backup-run.server.ts'
import { keepBackup } from '#app/domain/plan/backup.server.ts'
import { exportedIn, readElsewhere, reads, type Asked } from './reads.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

type Who = 'marta' | 'piotr' | 'zosia' | 'kasia' | 'dean' | 'sam'
/** Priya manages the team: she sees to the family's money from outside. */
type Looking = Who | 'priya'

const soon = plusDays(today, 14)

/** A world in which people came one after the other, so that their order is no accident. */
async function aStory(db: Db): Promise<Story> {
  const world = await aWorld(db)
  for (const [n, id] of Object.values(world.members).entries()) {
    await db.updateTable('member').set({ made_at: plusMinutes(worldBegins, n - 100) }).where('id', '=', id).execute()
  }
  return new Story(world)
}

/** A world with a clock that goes on by a minute with everything that somebody does. */
class Story {
  readonly world: World
  #minute = 0
  constructor(world: World) {
    this.world = world
  }

  get now() {
    return plusMinutes(worldBegins, this.#minute)
  }

  /** Lets the time pass that something took which did not happen in this story. */
  pass(minutes: number) {
    this.#minute += minutes
  }

  async viewer(who: Looking): Promise<Viewer> {
    if (who === 'priya') return (await viewerOfMoney(this.world.db, this.world.people.priya, this.world.family, this.now))!
    return this.world.viewer(who, this.world.family, this.now)
  }

  async may<P extends FamilyPower>(who: Who, power: P) {
    this.pass(1)
    return must(await this.viewer(who), power)
  }

  async goal(who: Who, words: string, changed: Partial<NewGoal> = {}): Promise<GoalId> {
    return done(act(await this.may(who, 'goals:add'), addGoal, {
      words, lang: 'en', category: 'school', about: [], steps: [], whoSees: 'everybody', shareWith: [], ...changed,
    }))
  }

  async step(who: Who, goal: GoalId, words: string, owner: MemberId): Promise<StepId> {
    return done(act(await this.may(who, 'goals:add'), addStep, { goal, words, lang: 'en', owner, dueOn: soon }))
  }

  async rate(who: Who, goal: GoalId, score: number): Promise<void> {
    await done(act(await this.may(who, 'goals:rate'), rateGoal, { goal, score, note: 'A note', lang: 'en' }))
  }

  async strength(who: Who, words: string, sees: WhoSees = 'everybody', shareWith: MemberId[] = []): Promise<EntryId> {
    return done(act(await this.may(who, 'plan:strengths'), addStrength, { words, lang: 'en', about: [], whoSees: sees, shareWith }))
  }

  async action(who: Who, words: string, goal: GoalId | null, owner: MemberId): Promise<EntryId> {
    return done(act(await this.may(who, 'plan:actions'), addAction, { words, lang: 'en', owner, ownerName: null, ownerAgency: null, dueOn: soon, goal, about: [] }))
  }
}

async function done<T>(answer: Promise<Answer<T, string>>): Promise<T> {
  const outcome = await answer
  if (!outcome.ok) throw new Error(`refused: ${outcome.why}`)
  return outcome.value
}

/** Everything that somebody is told, with each id called by the order in which it first comes. */
function masked(told: unknown): unknown {
  const names = new Map<string, string>()
  return JSON.parse(JSON.stringify(told ?? null).replace(/(?<![0-9a-z])[0-9a-z]{20}(?![0-9a-z])/g, (id) => {
    if (!names.has(id)) names.set(id, `#${names.size + 1}`)
    return names.get(id)!
  }))
}

describe('a circle', () => {
  let db: Db
  let story: Story
  let world: World
  beforeEach(async () => {
    db = await freshDatabase()
    story = await aStory(db)
    world = story.world
  })

  const see = async (who: Who) => (await goalsOf(await story.may(who, 'goals:see'))).map((one) => one.words)
  const kept = (...members: MemberId[]): WhoSees => ({ members, lead: false })

  test('holds its maker and those whom she names, and is told to those inside', async () => {
    const id = await story.goal('marta', 'Kept', { whoSees: kept(world.members.zosia) })
    expect(await see('marta')).toContain('Kept')
    expect(await see('zosia')).toContain('Kept')
    for (const other of ['piotr', 'kasia', 'dean', 'sam'] as const) expect(await see(other)).not.toContain('Kept')
    const read = (await goal(await story.may('zosia', 'goals:see'), id))!
    expect(await whoSees(await story.viewer('zosia'), read.circle)).toEqual({ members: [world.members.marta, world.members.zosia].sort(), lead: false })
    expect(await whoSees(await story.viewer('zosia'), null)).toBe('everybody')
  })

  test('of nobody else is hers alone', async () => {
    await story.goal('marta', 'Mine', { whoSees: kept() })
    expect(await see('marta')).toContain('Mine')
    for (const other of ['piotr', 'zosia', 'kasia', 'dean', 'sam'] as const) expect(await see(other)).not.toContain('Mine')
  })

  test('with "my lead professional" lets whoever that is in', async () => {
    await story.goal('marta', 'With my lead', { whoSees: { members: [], lead: true } })
    expect(await see('sam')).toContain('With my lead')
    expect(await see('piotr')).not.toContain('With my lead')
  })

  test('tells nobody outside of it by a message', async () => {
    await story.goal('marta', 'Kept', { whoSees: kept(world.members.zosia) })
    const told = await db.selectFrom('outbox').select(['to_person', 'subject', 'body']).execute()
    expect(told.map((row) => row.to_person)).toEqual([world.people.zosia])
    expect(JSON.stringify(told)).not.toMatch(/Kept|Marta/)
  })

  test('covers the steps, the ratings and the promises of its goal', async () => {
    const id = await story.goal('marta', 'Kept', { whoSees: kept(world.members.zosia) })
    await story.step('zosia', id, 'A step', world.members.zosia)
    await story.rate('zosia', id, 3)
    await story.action('marta', 'A promise', id, world.members.marta)
    expect(await stepsOf(await story.may('piotr', 'goals:see'), [id])).toEqual([])
    expect(await goal(await story.may('piotr', 'goals:see'), id)).toBeUndefined()
    expect((await planEntries(await story.may('piotr', 'plan:see'))).actions).toEqual([])
    expect((await planEntries(await story.may('zosia', 'plan:see'))).actions.map((one) => one.words)).toEqual(['A promise'])
  })

  test('gives no work to somebody outside of it', async () => {
    const id = await story.goal('marta', 'Kept', { whoSees: kept(world.members.zosia) })
    const step = { goal: id, words: 'A step', lang: 'en', owner: world.members.piotr, dueOn: soon }
    expect(await act(await story.may('marta', 'goals:add'), addStep, step)).toMatchObject({ ok: false, why: 'owner-cannot-see' })
    const inside = { words: 'Kept too', lang: 'en', category: 'school' as const, about: [], steps: [{ words: 'A step', owner: world.members.piotr, dueOn: soon }], whoSees: kept(), shareWith: [] }
    expect(await act(await story.may('marta', 'goals:add'), addGoal, inside)).toMatchObject({ ok: false, why: 'owner-cannot-see', field: 'owner-0' })
    for (const owner of [world.members.piotr, world.members.sam, world.members.kasia]) {
      const action = { words: 'A promise', lang: 'en', owner, ownerName: null, ownerAgency: null, dueOn: soon, goal: id, about: [] }
      expect(await act(await story.may('marta', 'plan:actions'), addAction, action)).toEqual({ ok: false, why: 'owner-cannot-see', field: 'owner' })
    }
  })

  test('is of people who are there: not of somebody who has left, nor of another family', async () => {
    for (const somebody of [world.members.aisha, world.members.samOther, newId<MemberId>()]) {
      const goal = { words: 'Kept', lang: 'en', category: 'school' as const, about: [], steps: [], whoSees: kept(somebody), shareWith: [] }
      expect(await act(await story.may('marta', 'goals:add'), addGoal, goal)).toEqual({ ok: false, why: 'somebody-is-not-here', field: 'who-sees' })
    }
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.zosia).execute()
    const goal = { words: 'Kept', lang: 'en', category: 'school' as const, about: [], steps: [], whoSees: kept(world.members.zosia), shareWith: [] }
    expect(await act(await story.may('marta', 'goals:add'), addGoal, goal)).toEqual({ ok: false, why: 'somebody-is-not-here', field: 'who-sees' })
    expect(await db.selectFrom('circle').selectAll().execute()).toEqual([])
  })

  test('and the people a thing is about, given twice, are each in it once', async () => {
    const id = await story.goal('marta', 'Twice', { whoSees: kept(world.members.zosia, world.members.zosia, world.members.marta), about: [world.members.leo, world.members.leo] })
    const read = (await goal(await story.may('zosia', 'goals:see'), id))!
    expect(read.about).toEqual([world.members.leo])
    await story.goal('marta', 'Shared twice', { shareWith: [world.members.kasia, world.members.kasia] })
    expect(await see('kasia')).toEqual(['Shared twice'])
  })

  test('ends with its last member: what they kept is nobody\'s to read', async () => {
    await story.goal('zosia', 'Mine', { whoSees: kept() })
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.zosia).execute()
    for (const other of ['marta', 'piotr', 'sam'] as const) expect(await see(other)).not.toContain('Mine')
  })
})

describe('what is shared by name', () => {
  let story: Story
  beforeEach(async () => {
    story = await aStory(await freshDatabase())
  })

  test('is all that somebody in the network sees, and it says nothing of others with whom it is shared', async () => {
    const { members } = story.world
    const alone = await story.goal('marta', 'For Kasia', { shareWith: [members.kasia] })
    const both = await story.goal('marta', 'For both', { shareWith: [members.kasia, members.dean] })
    const kasia = await story.may('kasia', 'goals:see')
    expect((await goalsOf(kasia)).map((one) => one.words).sort()).toEqual(['For Kasia', 'For both'].sort())
    for (const id of [alone, both]) expect(JSON.stringify(await goal(kasia, id))).not.toContain(members.dean)
    // The family itself sees with whom it is shared.
    expect((await goal(await story.may('piotr', 'goals:see'), both))!.sharedWith.sort()).toEqual([members.kasia, members.dean].sort())
  })

  test('is what they are asked to do: a step only of a goal that they see, a promise as it is', async () => {
    const { members } = story.world
    const unseen = await story.goal('marta', 'Not for Kasia')
    const step = { goal: unseen, words: 'Fetch her', lang: 'en', owner: members.kasia, dueOn: soon }
    expect(await act(await story.may('marta', 'goals:add'), addStep, step)).toEqual({ ok: false, why: 'owner-cannot-see', field: 'owner' })
    const shown = await story.goal('marta', 'For Kasia', { shareWith: [members.kasia], steps: [{ words: 'Fetch her', owner: members.kasia, dueOn: soon }] })
    expect((await stepsOf(await story.may('kasia', 'goals:see'), [shown])).map((one) => one.words)).toEqual(['Fetch her'])
    await story.action('marta', 'Kasia collects Zosia on Thursdays', unseen, members.kasia)
    await story.action('marta', 'Marta rings the school', unseen, members.marta)
    expect((await planEntries(await story.may('kasia', 'plan:see'))).actions.map((one) => one.words)).toEqual(['Kasia collects Zosia on Thursdays'])
    expect((await planEntries(await story.may('dean', 'plan:see'))).actions).toEqual([])
    expect((await goalsOf(await story.may('kasia', 'goals:see'))).map((one) => one.words)).toEqual(['For Kasia'])
  })

  test('is shown to the network and to a parent who lives elsewhere only, and never to another family', async () => {
    for (const somebody of [story.world.members.sam, story.world.members.piotr, story.world.members.aisha, newId<MemberId>()]) {
      const goal = { words: 'Shared', lang: 'en', category: 'school' as const, about: [], steps: [], whoSees: 'everybody' as const, shareWith: [somebody] }
      expect(await act(await story.may('marta', 'goals:add'), addGoal, goal)).toEqual({ ok: false, why: 'somebody-is-not-here', field: 'share-with' })
    }
  })

  test('names the household and the lead professional, and nobody else of the network', async () => {
    const kasia = await reads.membersOf!(await story.viewer('kasia'), {} as Asked)
    expect((kasia as { seat: string }[]).map((one) => one.seat).sort()).toEqual(['child', 'lead', 'network', 'parent', 'parent', 'young-person'])
    expect(JSON.stringify(kasia)).not.toContain(story.world.members.dean)
  })
})

describe('somebody from whom something is kept', () => {
  test('every read of a family is asked below', () => {
    const rooms = ['family', 'sharing', 'goals', 'appointments', 'groups', 'messages', 'plan', 'programmes', 'budget']
    const named = exportedIn(rooms, 'viewer', /Viewer|May</).filter((name) => !(name in readElsewhere))
    expect(named.filter((name) => !(name in reads) && !isOfTheArea(name))).toEqual([])
  })
  const isOfTheArea = (name: string) => exportedIn(['family', 'budget', 'appointments', 'messages'], 'viewer', /AreaMay/).includes(name)

  interface Secrets { iCan: ICanId; kindWord: KindWordId; backupRun: BackupRunId; goal: GoalId; step: StepId; entry: EntryId; strength: EntryId; budget: BudgetId; spend: SpendId; appointment: AppointmentId; offer: OfferId; wait: WaitId; conversation: ConversationId; note: NoteId; need: EntryId; review: ReviewId; viewAbout: MemberId; file: FileId; meeting: MeetingId }

  /** The same history, with what is kept or, in its twin, without it. */
  async function history(story: Story, secret: boolean, inside: { members: MemberId[]; lead: boolean }): Promise<{ shown: Asked; secrets: Secrets }> {
    const { members } = story.world
    const kept = async <T>(minutes: number, tell: () => Promise<T>): Promise<T> => {
      if (secret) return tell()
      story.pass(minutes)
      return newId() as T
    }
    const shown = await story.goal('marta', 'Mornings', { steps: [{ words: 'Alarm clock', owner: members.piotr, dueOn: soon }], about: [members.leo], shareWith: [members.kasia] })
    const goal = await kept(1, () => story.goal('marta', 'Leave safely', { whoSees: inside, about: [members.leo] }))
    const step = await kept(1, () => story.step('marta', goal, 'Pack', members.marta))
    await story.rate('piotr', shown, 4)
    await kept(1, () => story.rate('marta', goal, 2))
    await story.strength('piotr', 'We laugh', 'everybody', [members.kasia])
    const strength = await kept(1, () => story.strength('marta', 'I am brave', inside))
    await story.action('sam', 'Ring the school', shown, members.sam)
    const entry = await kept(1, () => story.action('marta', 'See the solicitor', goal, members.marta))
    await kept(1, async () => done(act(await story.may('marta', 'goals:rate'), tickStep, { step, done: true })))
    await story.goal('piotr', 'Football')
    await kept(1, async () => done(act(await story.may('marta', 'goals:add'), changeGoalState, { goal, state: 'reached' })))
    await kept(1, async () => done(act(await story.may('marta', 'plan:see'), tickAction, { action: entry, done: true })))
    await story.step('piotr', shown, 'Bag by the door', members.zosia)
    const budget = await story.world.budget(50_000)
    const secretBudget = await kept(0, async () => story.world.keptBudget(30_000, await story.world.circle(members.marta, ...(inside.lead ? ['seat:lead'] : []))))
    const to = inside.lead ? inside : { members: [members.piotr], lead: false }
    const conversation = await kept(1, async () => done(act(await story.may('marta', 'messages:write'), startConversation, { to, topic: 'How to leave safely', words: 'Pack', lang: 'en' })))
    const note = await kept(1, async () => done(act(await story.may('marta', 'notes:keep'), keepNote, { words: 'The solicitor', lang: 'en', shownTo: { members: [], lead: false } })))
    const need = await kept(1, async () => done(act(await story.may('marta', 'plan:strengths'), say, { part: 'need', area: 'safe', words: 'To be brave', lang: 'en', saidBy: null, about: [], whoSees: inside, shareWith: [], delicate: [] })))
    await kept(1, async () => done(act(await story.may('marta', 'change:tell'), tellChange, { kind: 'home', words: 'We moved out to be brave', lang: 'en', whoSees: inside, delicate: [] })))
    await kept(1, async () => done(act(await story.may('marta', 'backup:write'), keepBackup, { entry: { part: 'care', owner: members.marta, child: members.leo, words: 'We go to be brave', know: { school: 'Brave', medicine: null, sleep: null, comfort: null } }, whoSees: inside, shareWith: [], delicate: [], lang: 'en' })))
    const backupRun = await kept(1, async () => {
      const marta = await story.may('marta', 'backup:start')
      return done(act(marta, startBackup, { drill: false, because: null, whoSees: inside, seen: (await backupAhead(marta))!.seen }))
    })
    const { id: review } = await story.world.db.selectFrom('review').select('id').where('family_id', '=', story.world.family).executeTakeFirstOrThrow()
    const view = { hard: null, change: null, score: null, face: null, lang: 'en', delicate: [] } as const
    await kept(1, async () => done(act(await story.may('marta', 'plan:strengths'), sayView, { ...view, about: members.marta, better: 'I was brave', whoSees: inside })))
    await kept(1, async () => done(act(await story.may('marta', 'plan:strengths'), sayView, { ...view, about: members.leo, better: 'Leo was brave', whoSees: inside })))
    await done(act(await story.may('piotr', 'plan:strengths'), sayView, { ...view, about: members.piotr, better: 'We eat together', whoSees: 'everybody' }))
    const drawn = await kept(1, async () => done(act(await story.may('marta', 'plan:strengths'), say, { part: 'says', area: null, words: 'See what I drew', lang: 'en', saidBy: null, about: [], whoSees: inside, shareWith: [], delicate: [], file: { type: 'image/png', bytes: new Uint8Array([1, 2, 3]), what: 'A door', lang: 'en' } })))
    const file = (await story.world.db.selectFrom('plan_file').select('id').where('entry_id', '=', drawn).executeTakeFirst())?.id ?? newId<FileId>()
    return {
      shown: { iCan: newId(), kindWord: newId(), backupRun: newId(), goal: shown, budget, spend: newId(), appointment: newId(), offer: newId(), wait: newId(), conversation: newId(), note: newId(), need: newId(), entry: newId(), review, viewAbout: members.piotr, file: newId(), meeting: newId() },
      secrets: { iCan: newId(), kindWord: newId(), backupRun, goal, step, entry, strength, budget: secretBudget, spend: newId(), appointment: newId(), offer: newId(), wait: newId(), conversation, note, need, review, viewAbout: members.leo, file, meeting: newId() },
    }
  }

  /** Everything that somebody could learn: by every read, for what is shown and for what is kept; by messages; by trying. */
  async function learns(story: Story, who: Looking, told: { shown: Asked; secrets: Secrets }): Promise<unknown> {
    const viewer = await story.viewer(who)
    const answers: Record<string, unknown> = {}
    for (const [name, read] of Object.entries(reads)) {
      answers[`${name} of what is shown`] = await read(viewer, told.shown)
      answers[`${name} of what is kept`] = await read(viewer, told.secrets)
    }
    answers.messages = await story.world.db.selectFrom('outbox').select(['subject', 'body', 'channel', 'not_before', 'made_at']).where('to_person', '=', viewer.person).orderBy('made_at').execute()
    const { goal, step, entry, budget, conversation, note, need } = told.secrets
    const trying = async <P extends FamilyPower>(power: P, act: (may: Viewer & ReturnType<typeof must<Viewer, P>>) => Promise<unknown>) => (viewer.powers.has(power) ? act(must(viewer, power)) : 'may not')
    answers.tried = [
      await trying('goals:add', (may) => act(may, addStep, { goal, words: 'w', lang: 'en', owner: story.world.members.piotr, dueOn: soon })),
      await trying('goals:rate', (may) => act(may, rateGoal, { goal, score: 1, note: null, lang: 'en' })),
      await trying('goals:rate', (may) => act(may, tickStep, { step, done: true })),
      await trying('goals:add', (may) => act(may, changeGoalState, { goal, state: 'let-go' })),
      await trying('plan:actions', (may) => act(may, addAction, { words: 'w', lang: 'en', owner: story.world.members.piotr, ownerName: null, ownerAgency: null, dueOn: soon, goal, about: [] })),
      await trying('plan:see', (may) => act(may, tickAction, { action: entry, done: true })),
      await trying('messages:write', (may) => act(may, writeMessage, { conversation, words: 'w', lang: 'en' })),
      await trying('notes:keep', (may) => act(may, throwNoteAway, { note })),
      await trying('plan:strengths', (may) => act(may, notNow, { need, words: 'w', lang: 'en', againOn: soon })),
      await trying('plan:strengths', (may) => act(may, takeOut, { entry: need })),
      await trying('plan:see', (may) => act(may, tickAction, { action: told.secrets.strength, done: true })),
    ]
    expect(JSON.stringify(answers)).not.toMatch(/safely|brave|solicitor|Pack|"Kept"/)
    for (const id of [goal, step, entry, budget, conversation, note, need]) expect(JSON.stringify(answers)).not.toContain(id)
    return masked(answers)
  }

  test.each([
    ['a second parent', 'piotr', true],
    ['a parent who lives elsewhere', 'dean', true],
    ['somebody of the network', 'kasia', true],
    ['a young person', 'zosia', true],
    ['the lead professional', 'sam', false],
    ['the manager who sees to the money', 'priya', true],
  ] as const)('is %s: the same history without it tells them the very same', async (_, who, lead) => {
    const [withIt, without] = await Promise.all([true, false].map(async (secret) => {
      const made = await newDatabase()
      onTestFinished(() => made.remove())
      const story = await aStory(made.db)
      return { story, told: await history(story, secret, { members: [], lead }) }
    }))
    expect(await learns(withIt!.story, who, withIt!.told)).toEqual(await learns(without!.story, who, without!.told))
  })

  test('the comparison itself would see a secret: the one who keeps it learns other things in the two histories', async () => {
    const [withIt, without] = await Promise.all([true, false].map(async (secret) => {
      const made = await newDatabase()
      onTestFinished(() => made.remove())
      const story = await aStory(made.db)
      const told = await history(story, secret, { members: [], lead: true })
      const viewer = await story.viewer('marta')
      return masked([await reads.goalsOf!(viewer, told.shown), await reads.planEntries!(viewer, told.shown), await reads.budgetsOf!(viewer, told.shown)])
    }))
    expect(withIt).not.toEqual(without)
  })
})
