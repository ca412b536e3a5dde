import { sql, type Transaction } from 'kysely'
import { beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { areaViewerFor, must, type Acting, type AnyViewer, type Inside, type May } from '#app/access/viewer.server.ts'
import { changeSettings } from '#app/domain/area/settings.server.ts'
import { addGoal, addStep, rateGoal, type NewGoal } from '#app/domain/goals/goals.server.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { act, type Answer, type FormUse, type Outcome } from '#app/events/transact.server.ts'
import { newId, type GoalId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { failureOf } from '#db/failure.ts'
import type { Schema } from '#db/schema.ts'
import { freshDatabase, freshDatabaseAt, warm } from './database.ts'
import { connectBreakable } from './faults.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const kind = inject('databaseTemplate').kind
const soon = plusDays(today, 14)
const form = (contentHash = 'what it says'): FormUse => ({ id: newId(), contentHash })

let db: Db
let world: World
let marta: May<'goals:add'>

const aGoal = (changed: Partial<NewGoal> = {}): NewGoal => ({
  words: 'Reading together', lang: 'en', category: 'school', about: [world.members.leo], steps: [{ words: 'Library card', owner: world.members.marta, dueOn: soon }],
  whoSees: 'everybody', shareWith: [], ...changed,
})

describe('a command', () => {
  beforeEach(async () => {
    db = await freshDatabase()
    await warm(db, 80)
    world = await aWorld(db)
    marta = await world.may('marta', 'goals:add')
  })

  test('leaves what it did, its event and its notices together', async () => {
    const answer = await act(marta, addGoal, aGoal())
    if (!answer.ok) throw new Error(answer.why)
    const events = await db.selectFrom('event').selectAll().where('scope_id', '=', world.family).execute()
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ seq: 1, kind: 'goal-added', thing_id: answer.value, by_person: world.people.marta, by_member: world.members.marta, at: worldBegins, before_hash: '' })
    expect(JSON.parse(events[0]!.data!)).toEqual({ words: 'Reading together' })
    // Piotr and Zosia are told; Marta said it herself.
    const told = await db.selectFrom('outbox').select('to_person').execute()
    expect(told.map((row) => row.to_person).sort()).toEqual([world.people.piotr, world.people.zosia].sort())
    expect(await verifyChains(db)).toEqual([])
  })

  test('that is refused leaves nothing, and does not use the form up', async () => {
    const before = await everything(db)
    const once = form()
    const wrong = aGoal({ steps: [...aGoal().steps, { words: 'Too late', owner: world.members.marta, dueOn: plusDays(today, -1) }] })
    expect(await act(marta, addGoal, wrong, once)).toEqual({ ok: false, why: 'day-is-past', field: 'due-1' })
    expect(await everything(db)).toEqual(before)

    // Put right, the same form goes through: the page that showed the refusal kept its id.
    expect(await act(marta, addGoal, aGoal(), { ...once, contentHash: 'put right' })).toMatchObject({ ok: true, again: false })
  })

  test('that breaks in the middle leaves nothing, and does not use the form up', async () => {
    const before = await everything(db)
    const once = form()
    async function addAndBreak(acting: Acting<'goals:add'>, goal: NewGoal): Promise<Outcome<GoalId, never>> {
      await addGoal(acting, goal)
      throw new Error('a fault of ours')
    }
    await expect(act(marta, addAndBreak, aGoal(), once)).rejects.toThrow('a fault of ours')
    expect(await everything(db)).toEqual(before)
    expect(await act(marta, addGoal, aGoal(), once)).toMatchObject({ ok: true, again: false })
  })

  test.each([2, 8])('sent %i times at once by the same form has one effect, and everybody hears the first result', async (times) => {
    const once = form()
    const answers = await Promise.all(Array.from({ length: times }, () => act(marta, addGoal, aGoal(), once)))
    expect(answers.every((answer) => answer.ok)).toBe(true)
    const done = answers.flatMap((answer) => (answer.ok ? [answer] : []))
    expect(done.filter((answer) => !answer.again)).toHaveLength(1)
    expect(new Set(done.map((answer) => answer.value)).size).toBe(1)
    expect(await count('goal')).toBe(3)
    expect(await count('event')).toBe(1)
    expect(await count('outbox')).toBe(2)
    // And long afterwards, when its answer was lost.
    expect(await act(marta, addGoal, aGoal(), once)).toEqual({ ok: true, value: done[0]!.value, again: true })
    await act(marta, addGoal, aGoal(), form())
    expect(await verifyChains(db)).toEqual([])
  })

  test('sent by the same form with other words is not taken for the first', async () => {
    const once = form()
    await act(marta, addGoal, aGoal(), once)
    const before = await everything(db)
    expect(await act(marta, addGoal, aGoal({ words: 'Something else' }), { ...once, contentHash: 'something else' })).toEqual({ ok: false, why: 'already-sent' })
    expect(await everything(db)).toEqual(before)
  })

  test('sent at once by one form with two contents is done for one of them', async () => {
    const once = form()
    const answers = await Promise.all(['one', 'two', 'three'].map((words) => act(marta, addGoal, aGoal({ words }), { ...once, contentHash: words })))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok && answer.why === 'already-sent')).toHaveLength(2)
    expect(await count('goal')).toBe(3)
  })

  test('sent by the same form for somebody else, or to another command, is not taken for the first', async () => {
    const once = form()
    await act(marta, addGoal, aGoal(), once)
    const before = await everything(db)
    expect(await act(await world.may('piotr', 'goals:add'), addGoal, aGoal(), once)).toEqual({ ok: false, why: 'already-sent' })
    expect(await act(marta, addStep, { goal: world.goal, words: 'A step', lang: 'en', owner: world.members.marta, dueOn: soon }, once)).toEqual({ ok: false, why: 'already-sent' })
    expect(await everything(db)).toEqual(before)
  })

  test('finds nothing when the place or the post that let somebody in has ended, or became another one, while it waited', async () => {
    const yesterday = plusDays(today, -1)
    const ended = { piotr: db.updateTable('member').set({ until_on: yesterday }).where('id', '=', world.members.piotr), sam: db.updateTable('post').set({ until_on: yesterday }).where('person_id', '=', world.people.sam) }
    const piotr = await world.may('piotr', 'goals:add')
    const zosia = await world.may('zosia', 'goals:add')
    const sam = await world.may('sam', 'plan:strengths')
    const strength = { words: 'Good', lang: 'en', about: [world.members.leo], whoSees: 'everybody' as const, shareWith: [] }
    expect(await act(sam, addStrength, strength)).toMatchObject({ ok: true })
    await ended.piotr.execute()
    await ended.sam.execute()
    await db.updateTable('member').set({ seat: 'network' }).where('id', '=', world.members.zosia).execute()
    const before = await everything(db)
    for (const late of [piotr, zosia]) await expect(act(late, addGoal, aGoal())).rejects.toMatchObject({ status: 404 })
    await expect(act(sam, addStrength, strength)).rejects.toMatchObject({ status: 404 })
    expect(await everything(db)).toEqual(before)
    expect(await act(marta, addGoal, aGoal())).toMatchObject({ ok: true })
  })

  test('is of its own moment: a place that ends later holds until then, and one that begins later does not yet', async () => {
    await db.updateTable('member').set({ until_on: plusDays(today, 1) }).where('id', '=', world.members.piotr).execute()
    expect(await act(await world.may('piotr', 'goals:add'), addGoal, aGoal())).toMatchObject({ ok: true })
    const inTwoDays = plusDays(today, 2)
    await expect(act({ ...(await world.may('piotr', 'goals:add')), today: inTwoDays }, addGoal, aGoal())).rejects.toMatchObject({ status: 404 })
    await db.updateTable('member').set({ from_on: inTwoDays }).where('id', '=', world.members.marta).execute()
    await expect(act(marta, addGoal, aGoal())).rejects.toMatchObject({ status: 404 })
    expect(await act({ ...marta, today: inTwoDays }, addGoal, aGoal())).toMatchObject({ ok: true })
  })

  test('that was done, and then ended the place of whoever sent it, tells them its result when the form comes twice', async () => {
    const once = form()
    const piotr = await world.may('piotr', 'goals:add')
    const first = await act(piotr, addGoal, aGoal(), once)
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.piotr).execute()
    expect(await act(piotr, addGoal, aGoal(), once)).toEqual({ ...first, again: true })
  })

  test('of another family with the same form id is another one', async () => {
    const once = form()
    await act(marta, addGoal, aGoal(), once)
    const aisha = must(await world.viewer('aisha', world.otherFamily), 'goals:add')
    const own = aGoal({ about: [world.members.aisha], steps: [] })
    expect(await act(aisha, addGoal, own, once)).toMatchObject({ ok: true, again: false })
  })

  test('of which 64 come at once for one family come one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => act(marta, addGoal, aGoal({ words: `Goal ${n}` }))))
    expect(answers.every((answer) => answer.ok)).toBe(true)
    const events = await db.selectFrom('event').select('seq').where('scope_id', '=', world.family).orderBy('seq').execute()
    expect(events.map((row) => row.seq)).toEqual(Array.from({ length: 64 }, (_, n) => n + 1))
    const { seq } = await db.selectFrom('family').select('seq').where('id', '=', world.family).executeTakeFirstOrThrow()
    expect(seq).toBe(64)
    expect(await verifyChains(db)).toEqual([])
  }, 60_000)

  test('of which some are refused leaves no gap in the count', async () => {
    const late = { words: 'Too late', owner: world.members.marta, dueOn: '2020-01-01' as Day }
    const answers = await Promise.all(Array.from({ length: 32 }, (_, n) => act(marta, addGoal, aGoal(n % 3 === 0 ? { steps: [late] } : {}))))
    const done = answers.filter((answer) => answer.ok).length
    expect(done).toBe(21)
    const events = await db.selectFrom('event').select('seq').where('scope_id', '=', world.family).orderBy('seq').execute()
    expect(events.map((row) => row.seq)).toEqual(Array.from({ length: done }, (_, n) => n + 1))
    expect(await verifyChains(db)).toEqual([])
  })

  test('is run again from its start when the database chose another one, and is done once', async () => {
    let tries = 0
    async function addAtTheThirdTry(acting: Acting<'goals:add'>, goal: NewGoal) {
      const done = await addGoal(acting, goal)
      tries += 1
      if (tries < 3) throw Object.assign(new Error('conflict'), { code: '40001' })
      return done
    }
    expect(await act(marta, addAtTheThirdTry, aGoal(), form())).toMatchObject({ ok: true, again: false })
    expect(tries).toBe(3)
    expect([await count('goal'), await count('event'), await count('outbox')]).toEqual([3, 1, 2])
  })

  test('cannot reach around its transaction', async () => {
    async function peep(acting: Acting<'goals:add'>): Promise<Outcome<null, never>> {
      await db.selectFrom('goal').select('id').execute()
      return { ok: true, value: null, event: { kind: 'goal-rated', data: { score: acting.family.length } } }
    }
    await expect(act(marta, peep, null)).rejects.toThrow('use the transaction')
  })

  test.runIf(kind === 'postgres')('of one family waits for the one before it, and for no other family\'s', async () => {
    const aisha = must(await world.viewer('aisha', world.otherFamily), 'goals:add')
    const piotr = await world.may('piotr', 'goals:add')
    const begun = signal()
    const mayEnd = signal()
    async function addSlowly(acting: Acting<'goals:add'>, goal: NewGoal) {
      const done = await addGoal(acting, goal)
      begun.give()
      await mayEnd.given
      return done
    }
    const order: string[] = []
    const slow = act(marta, addSlowly, aGoal()).then(() => order.push('the slow one'))
    await begun.given
    const next = act(piotr, addGoal, aGoal()).then(() => order.push('the next one'))
    // It would never end if it waited for the slow one, which waits for what comes after it.
    expect(await act(aisha, addGoal, aGoal({ about: [], steps: [] }))).toMatchObject({ ok: true })
    order.push('the other family')
    await new Promise((resolve) => setTimeout(resolve, 100))
    mayEnd.give()
    await Promise.all([slow, next])
    expect(order).toEqual(['the other family', 'the slow one', 'the next one'])
  })
})

describe('the chain of events', () => {
  beforeEach(async () => {
    db = await freshDatabase()
    await warm(db, 10)
    world = await aWorld(db)
    marta = await world.may('marta', 'goals:add')
    for (let n = 0; n < 5; n += 1) await act(marta, addGoal, aGoal({ words: `Goal ${n}` }))
    await act(must(await world.viewer('aisha', world.otherFamily), 'goals:add'), addGoal, aGoal({ about: [], steps: [] }))
  })

  /** What the check finds after somebody with the database's own password has been at it; then everything is put back. */
  async function foundAfter(tampering: (trx: Transaction<Schema>) => Promise<unknown>) {
    let found: unknown
    await db.transaction().execute(async (trx) => {
      const on = kind === 'postgres' ? ' on event' : ''
      for (const trigger of ['event_no_update', 'event_no_delete']) await sql.raw(`drop trigger ${trigger}${on}`).execute(trx)
      await tampering(trx)
      found = await verifyChains(trx)
      throw new Error('put back')
    }).catch((error: Error) => {
      if (error.message !== 'put back') throw error
    })
    expect(await verifyChains(db)).toEqual([])
    return found
  }
  const raw = (text: string) => (trx: Transaction<Schema>) => sql.raw(text.replaceAll('$family', `'${world.family}'`)).execute(trx)
  const found = (seq: number, wrong: string) => ({ scope: world.family, seq, wrong })

  test('holds, also while commands go on', async () => {
    expect(await verifyChains(db)).toEqual([])
    let going = true
    const commands = Promise.all([marta, await world.may('piotr', 'goals:add')].map(async (who) => {
      for (let n = 0; n < 20; n += 1) await act(who, addGoal, aGoal({ words: `Goal ${n}` }))
    })).finally(() => (going = false))
    while (going) expect(await verifyChains(db)).toEqual([])
    await commands
    expect(await verifyChains(db)).toEqual([])
  })

  test.each([
    ['data', `data = '{"words":"Something else"}'`],
    ['salt', `salt = 'another'`],
    ['at', `at = '2026-01-01T00:00:00.000Z'`],
    ['kind', `kind = 'goal-rated'`],
    ['by_person', `by_person = 'somebody'`],
    ['by_member', `by_member = null`],
    ['thing_id', `thing_id = null`],
    ['thing_kind', `thing_kind = 'plan'`],
    ['circle_id', `circle_id = 'x'`],
    ['id', `id = 'x'`],
    ['commitment', `commitment = 'x'`],
    ['before_hash', `before_hash = ''`],
  ])('shows a row whose %s was changed', async (_, set) => {
    expect(await foundAfter(raw(`update event set ${set} where scope_id = $family and seq = 3`))).toEqual([found(3, 'changed')])
  })

  test('shows a row that was changed and given a fitting hash, by the row after it or by the head', async () => {
    const rehash = (seq: number) => foundAfter(async (trx) => {
      const row = await trx.selectFrom('event').selectAll().where('scope_id', '=', world.family).where('seq', '=', seq).executeTakeFirstOrThrow()
      const { createHash } = await import('node:crypto')
      const kind = 'goal-rated'
      const hash = createHash('sha256').update(JSON.stringify([row.scope_id, row.seq, row.id, row.at, row.by_person, row.by_member, kind, row.thing_kind, row.thing_id, row.circle_id, row.commitment, row.before_hash])).digest('hex')
      await raw(`update event set kind = '${kind}', hash = '${hash}' where scope_id = $family and seq = ${seq}`)(trx)
    })
    expect(await rehash(3)).toEqual([found(4, 'changed')])
    expect(await rehash(5)).toEqual([found(5, 'head')])
  })

  test('shows rows that were removed, at the beginning, in the middle and at the end', async () => {
    const without = (where: string) => foundAfter(raw(`delete from event where scope_id = $family and ${where}`))
    expect(await without('seq = 1')).toEqual([found(1, 'missing'), found(2, 'changed')])
    expect(await without('seq in (2, 3)')).toEqual([found(2, 'missing'), found(3, 'missing'), found(4, 'changed')])
    expect(await without('seq = 5')).toEqual([found(5, 'missing'), found(5, 'head')])
    expect(await without('true')).toEqual([...[1, 2, 3, 4, 5].map((seq) => found(seq, 'missing')), found(5, 'head')])
  })

  test('shows rows that were exchanged, added, or moved to another family', async () => {
    expect(await foundAfter(async (trx) => {
      await raw('update event set seq = 99 where scope_id = $family and seq = 2')(trx)
      await raw('update event set seq = 2 where scope_id = $family and seq = 3')(trx)
      await raw('update event set seq = 3 where scope_id = $family and seq = 99')(trx)
    })).toEqual([found(2, 'changed'), found(3, 'changed'), found(4, 'changed')])
    expect(await foundAfter(raw(`insert into event select scope_id, 6, 'x', at, by_person, by_member, kind, thing_kind, thing_id, circle_id, data, salt, commitment, hash, 'x' from event where scope_id = $family and seq = 5`)))
      .toEqual([found(6, 'head')])
    expect(await foundAfter(raw(`update event set scope_id = 'nobody' where scope_id = $family and seq = 5`)))
      .toEqual([found(5, 'missing'), found(5, 'head'), { scope: 'nobody', seq: 1, wrong: 'scope' }])
  })

  test('shows a head that was changed, also together with its count', async () => {
    expect(await foundAfter(raw(`update family set chain_head = 'x' where id = $family`))).toEqual([found(5, 'head')])
    expect(await foundAfter(raw(`update family set seq = 7 where id = $family`))).toEqual([found(6, 'missing'), found(7, 'missing')])
    expect(await foundAfter(raw(`update family set seq = 4 where id = $family`))).toEqual([found(4, 'head')])
    expect(await foundAfter(raw(`update family set seq = 4, chain_head = (select hash from event where scope_id = $family and seq = 4) where id = $family`))).toEqual([found(5, 'head')])
  })

  test('still holds when a text was erased, which is all that may be done to it', async () => {
    const refused = async (text: string) => expect(failureOf(await raw(text)(db as Transaction<Schema>).catch((error: unknown) => error))).toBe('append-only')
    await refused(`update event set data = '{}' where scope_id = $family`)
    await refused(`update event set data = null where scope_id = $family`) // without its salt it could be guessed at
    await refused(`update event set data = null, salt = null, kind = 'goal-rated' where scope_id = $family`)
    await refused(`delete from event where scope_id = $family`)

    await raw(`update event set data = null, salt = null where scope_id = $family and seq in (1, 3)`)(db as Transaction<Schema>)
    expect(await verifyChains(db)).toEqual([])
    await refused(`update event set data = '{}', salt = 'x' where scope_id = $family and seq = 1`)
    await act(marta, addGoal, aGoal())
    expect(await verifyChains(db)).toEqual([])
  })

  test('says the same whatever hash somebody can guess: two events of the same words have nothing in common', async () => {
    await act(marta, addGoal, aGoal({ words: 'The same' }))
    await act(marta, addGoal, aGoal({ words: 'The same' }))
    const rows = await db.selectFrom('event').select(['data', 'salt', 'commitment', 'hash']).where('scope_id', '=', world.family).orderBy('seq', 'desc').limit(2).execute()
    expect(rows[0]!.data).toBe(rows[1]!.data)
    for (const column of ['salt', 'commitment', 'hash'] as const) expect(rows[0]![column]).not.toBe(rows[1]![column])
    expect(rows[0]!.salt!.length).toBeGreaterThanOrEqual(22)
  })
})

describe('a fault at any statement', () => {
  interface Trial<V extends AnyViewer = AnyViewer, In = never> {
    viewer: () => Promise<V>
    command: (acting: Inside<V>, input: In) => Promise<Outcome<unknown, string>>
    input: () => In
  }
  const trial = <V extends AnyViewer, In>(viewer: () => Promise<V>, command: (acting: Inside<V>, input: In) => Promise<Outcome<unknown, string>>, input: () => In) =>
    ({ viewer, command, input }) as unknown as Trial

  const trials: Record<string, Trial> = {
    addGoal: trial(() => world.may('marta', 'goals:add'), addGoal, () => aGoal({ whoSees: { members: [world.members.piotr], lead: true }, about: [world.members.leo, world.members.zosia] })),
    'addGoal, shown by name': trial(() => world.may('marta', 'goals:add'), addGoal, () => aGoal({ shareWith: [world.members.kasia] })),
    addStep: trial(() => world.may('marta', 'goals:add'), addStep, () => ({ goal: world.goal, words: 'One more', lang: 'en', owner: world.members.piotr, dueOn: soon })),
    rateGoal: trial(() => world.may('marta', 'goals:rate'), rateGoal, () => ({ goal: world.goal, score: 7, note: 'Better', lang: 'en' })),
    addStrength: trial(() => world.may('marta', 'plan:strengths'), addStrength, () => ({ words: 'We laugh', lang: 'en', about: [world.members.leo], whoSees: 'everybody' as const, shareWith: [world.members.kasia] })),
    addAction: trial(() => world.may('marta', 'plan:actions'), addAction, () => ({ words: 'Ring the school', lang: 'en', owner: world.members.marta, ownerName: null, ownerAgency: null, dueOn: soon, goal: world.goal, about: [world.members.leo] })),
    changeSettings: trial(async () => must((await areaViewerFor(world.db, world.people.ruth, worldBegins))!, 'settings:keep'), changeSettings, () => ({ areaPhone: `01632 ${newId()}`, panelSize: 3, limitDays: 30 })),
  }

  test.each(Object.keys(trials))('%s is done wholly or not at all', async (name) => {
    const made = await freshDatabaseAt()
    const breakable = connectBreakable(made.url)
    onTestFinished(() => breakable.db.destroy())
    db = breakable.db
    world = await aWorld(db)
    await db.insertInto('post').values({ person_id: world.people.ruth, id: newId(), role: 'administrator', team: '', from_on: today, until_on: null }).execute()
    const { command, input, ...rest } = trials[name]!
    const viewer = await rest.viewer()
    const run = (once: FormUse) => act(viewer, command, input() as never, once) as Promise<Answer<unknown, string>>

    // Once without a fault, to learn how many statements there are.
    const before = await everything(db)
    breakable.arm()
    expect(await run(form())).toMatchObject({ ok: true, again: false })
    const statements = [...breakable.statements]
    const after = await everything(db)
    expect(statements[0]).toBe('begin')
    expect(statements.at(-1)).toBe('commit')
    expect(statements.length).toBeGreaterThanOrEqual(7)
    expect(after).not.toEqual(before)

    let known = after
    const lostLine = () => Object.assign(new Error('the line was cut'), { code: 'ECONNRESET' })
    for (let at = 1; at <= statements.length; at += 1) {
      for (const done of [false, true]) {
        // A connection whose begin was done and whose answer was lost is thrown away by the drivers; this one would stay.
        if (at === 1 && done) continue
        const commit = at === statements.length
        const once = form()
        // A bug: nothing of it stays, unless the commit itself was done and only its answer lost.
        breakable.arm({ at, done, error: new Error('a fault') })
        await expect(run(once), `${name} at ${at}: ${statements[at - 1]}`).rejects.toThrow('a fault')
        expect(breakable.broke).toBe(true)
        const left = await everything(db)
        if (commit && done) {
          expect(changedTables(known, left)).toEqual(changedTables(before, after))
          // The person sends the form again, and hears what was done the first time.
          breakable.arm()
          expect(await run(once)).toMatchObject({ ok: true, again: true })
          expect(await everything(db)).toEqual(left)
        } else {
          expect(left).toEqual(known)
        }
        known = left

        // A line that was cut: the command runs again by itself, and is done once; but nobody runs a commit twice.
        const second = form()
        breakable.arm({ at, done, error: lostLine() })
        const answer = await run(second).catch((error: unknown) => error)
        if (commit) {
          expect(failureOf(answer)).toBe('connection')
          breakable.arm()
          expect(await run(second)).toMatchObject({ ok: true, again: done })
        } else {
          expect(answer).toMatchObject({ ok: true, again: false })
        }
        const then = await everything(db)
        expect(changedTables(known, then)).toEqual(changedTables(before, after))
        expect(then.event!.length).toBe(known.event!.length + 1)
        known = then
      }
    }
    breakable.arm()
    expect(await verifyChains(db)).toEqual([])
  }, 120_000)
})

/** All rows of all tables that commands write, in one order. */
async function everything(of: Db): Promise<Record<string, string[]>> {
  const tables = await of.introspection.getTables()
  const found: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await sql.raw<object>(`select * from ${name}`).execute(of)
    found[name] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return found
}

function changedTables(before: Record<string, string[]>, after: Record<string, string[]>): string[] {
  // What was answered last is the same each time.
  return Object.keys(after).filter((table) => table !== 'last_answer' && JSON.stringify(before[table]) !== JSON.stringify(after[table]))
}

async function count(table: 'goal' | 'event' | 'outbox'): Promise<number> {
  return (await db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('rows')).executeTakeFirstOrThrow()).rows
}

function signal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => (give = resolve))
  return { given, give }
}
