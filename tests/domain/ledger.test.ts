import fc from 'fast-check'
import { CompiledQuery, sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { linesOf, linesToAgree, makeBudget, type NewBudget } from '#app/domain/budget/budgets.server.ts'
import { budgetsOf, moneyAtAGlance, statement } from '#app/domain/budget/ledger.server.ts'
import { spend, spendsOf, waitingFor } from '#app/domain/budget/spends.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { statementCsv } from '#app/domain/budget/statement-csv.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act } from '#app/events/transact.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import type { BudgetId } from '#app/values/ids.ts'
import { instant, plusDays, plusMinutes, type Day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { dialectOf } from '#db/connect.ts'
import { failureOf } from '#db/failure.ts'
import { freshDatabase } from './database.ts'
import { anyCommand, follow } from './ledger-model.ts'
import { ask, asked, booksAreRight, happened, no, pay, sums, takeBack, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

const source = (name: string, sum: number, expiresOn: Day) => ({ source: name, pence: pence(sum), expiresOn })
const end = plusDays(today, 182)

async function shares(): Promise<unknown[]> {
  const rows = await world.db.selectFrom('transfer as t').innerJoin('funding as f', 'f.id', 't.funding_id').select(['f.source', 't.from_bucket', 't.to_bucket', 't.pence']).where('t.spend_id', 'is not', null).orderBy('t.position').execute()
  return rows.map((row) => [row.source, row.from_bucket, row.to_bucket, row.pence])
}

describe('sources of money', () => {
  let budget: BudgetId
  beforeEach(async () => {
    budget = await world.budget(0, { sources: [source('Family help', 50_000, end), source('Winter fund', 3_001, plusDays(today, 30)), source('Gift', 2_000, plusDays(today, 60))] })
  })

  test('those that end first are used first, and each penny goes back to where it came from', async () => {
    const id = await asked(world, budget, 6_000)
    expect(await shares()).toEqual([['Winter fund', 'available', 'asked', 3_001], ['Gift', 'available', 'asked', 2_000], ['Family help', 'available', 'asked', 999]])
    await no(world, 'sam', id)
    expect((await shares()).slice(3).sort()).toEqual([['Family help', 'asked', 'available', 999], ['Gift', 'asked', 'available', 2_000], ['Winter fund', 'asked', 'available', 3_001]])
    expect(await sums(world, budget)).toEqual({ left: 55_001, aside: 0, spent: 0, ended: 0, total: 55_001 })
    await booksAreRight(world, budget)
  })

  test('they stay apart all the way to paid', async () => {
    const id = await asked(world, budget, 6_000)
    await yes(world, 'sam', id)
    await happened(world, id)
    await pay(world, id)
    const spent = (await shares()).filter((share) => (share as string[])[2] === 'spent')
    expect(spent.sort()).toEqual([['Family help', 'committed', 'spent', 999], ['Gift', 'committed', 'spent', 2_000], ['Winter fund', 'committed', 'spent', 3_001]])
    await booksAreRight(world, budget)
  })

  test('a source pays for nothing that is needed after its end', async () => {
    await asked(world, budget, 4_000, { neededOn: plusDays(today, 31) })
    expect(await shares()).toEqual([['Gift', 'available', 'asked', 2_000], ['Family help', 'available', 'asked', 2_000]])
    expect(await ask(world, budget, 50_000, { neededOn: plusDays(today, 61) })).toMatchObject({ why: 'money-ends-before', field: 'neededOn', values: { left: 48_000 } })
    expect(await ask(world, budget, 48_000, { neededOn: plusDays(today, 61) })).toMatchObject({ ok: true })
  })

  test('what lay in a source when it ended is told apart, and cannot be asked for', async () => {
    const later = plusMinutes(worldBegins, 31 * 24 * 60)
    expect(await sums(world, budget, later)).toEqual({ left: 52_000, aside: 0, spent: 0, ended: 3_001, total: 55_001 })
    expect(await ask(world, budget, 52_001, { at: later, neededOn: plusDays(today, 40) })).toMatchObject({ why: 'not-enough-money', values: { left: 52_000 } })
  })
})

describe('making a budget', () => {
  const good: NewBudget = { name: 'Our money', holding: 'council', from: today, until: end, sources: [source('S', 100, end)] }
  test.for([
    ['it ends before it begins', { until: plusDays(today, -1) }, 'days-do-not-fit'],
    ['it is over already', { from: plusDays(today, -9), until: plusDays(today, -1) }, 'days-do-not-fit'],
    ['a source ends after it', { sources: [source('S', 100, plusDays(end, 1))] }, 'days-do-not-fit'],
    ['there is no source', { sources: [] }, 'no-money-in-it'],
    ['a source is empty', { sources: [source('S', 0, end)] }, 'no-money-in-it'],
  ] as const)('is refused when %s', async ([, wrong, why]) => {
    expect(await act(await money('priya'), makeBudget, { ...good, ...wrong } as NewBudget)).toMatchObject({ ok: false, why })
    expect(await world.db.selectFrom('budget').selectAll().execute()).toEqual([])
  })

  const money = async (who: 'priya' | 'ruth') => must((await viewerOfMoney(world.db, world.people[who], world.family, worldBegins))!, 'budget:make')
  const limit = (sum: number) => world.db.updateTable('area_setting').set({ value: String(sum) }).where('key', '=', 'managerBudgetPence').execute()

  test('is for those who see to the money from outside, not for the family itself nor its lead professional', async () => {
    for (const who of ['marta', 'sam'] as const) {
      const viewer = await world.viewer(who)
      expect(() => must(viewer, 'budget:make')).toThrow()
    }
  })

  test('a manager alone makes one up to the limit, over all its sources; above it the panel does', async () => {
    await limit(200_000)
    const large = { ...good, sources: [source('S', 150_000, end), source('T', 50_001, end)] }
    expect(await act(await money('priya'), makeBudget, large)).toEqual({ ok: false, why: 'above-your-limit', values: { limit: 200_000, days: 28 }, field: 'pence' })
    expect(await act(await money('priya'), makeBudget, { ...good, sources: [source('S', 150_000, end), source('T', 50_000, end)] })).toMatchObject({ ok: true })
    // Whatever came in the days that count stands beside what comes now, so that no limit is passed by splitting.
    expect(await act(await money('priya'), makeBudget, { ...good, sources: [source('S', 1, end)] })).toMatchObject({ why: 'above-your-limit' })
    await limit(300_000)
    await asked(world, await world.budget(60_000), 50_001)
    expect(await act(await money('ruth'), makeBudget, large)).toMatchObject({ ok: true })
  })

  test('a manager whose post ended between looking and making makes none', async () => {
    const priya = await money('priya')
    await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.priya).execute()
    expect(await act(priya, makeBudget, good)).toEqual({ ok: false, why: 'not-your-decision' })
  })
})

describe('the statement', () => {
  test('has a line for every transfer, in order, each with what was left after it', async () => {
    const budget = await world.budget(10_000)
    const one = await asked(world, budget, 3_000)
    await yes(world, 'sam', one)
    const two = await asked(world, budget, 1_000)
    await takeBack(world, two)
    await happened(world, one)
    await pay(world, one)
    const all = await statement(await world.may('marta', 'budget:see'), budget, { from: null, until: null, page: 'all' })
    expect(all!.lines.map((line) => [line.why, line.change, line.left, line.spend?.id ?? null])).toEqual([
      ['funded', 10_000, 10_000, null], ['asked', -3_000, 7_000, one], ['approved', 0, 7_000, one], ['asked', -1_000, 6_000, two],
      ['cancelled', 1_000, 7_000, two], ['paid', 0, 7_000, one],
    ])
    expect(await sums(world, budget)).toMatchObject({ left: 7_000, spent: 3_000 })
  })

  test('is newest first, 20 on a page, and for chosen days', async () => {
    const budget = await world.budget(10_000)
    for (let n = 0; n < 24; n += 1) await asked(world, budget, 100, { at: plusMinutes(worldBegins, n * 60) })
    const marta = await world.may('marta', 'budget:see')
    const first = await statement(marta, budget, { from: null, until: null, page: 1 })
    expect([first!.pages, first!.lines.length, first!.lines[0]!.left]).toEqual([2, 20, 7_600])
    expect((await statement(marta, budget, { from: null, until: null, page: 2 }))!.lines.map((line) => line.left)).toEqual([9_600, 9_700, 9_800, 9_900, 10_000])
    expect((await statement(marta, budget, { from: null, until: null, page: 99 }))!.page).toBe(2)
    const day = await statement(marta, budget, { from: instant('2026-11-25T00:00:00Z'), until: instant('2026-11-26T00:00:00Z'), page: 1 })
    expect(day!.lines.length).toBe(10)
  })
})

describe('the file for spreadsheets', () => {
  test('has every line, sums that any spreadsheet reads, and no formula of somebody else', async () => {
    const budget = await world.budget(10_000)
    for (const what of ['=HYPERLINK("http://example.org")', '+1', '-1', '@sum', 'A bed, "new"', 'Łóżko', '=1\n2']) {
      await asked(world, budget, 0, { wanted: { what, payee: 'Shop', pence: pence(1_005), lang: 'en' } })
    }
    const all = await statement(await world.may('marta', 'budget:see'), budget, { from: null, until: null, page: 'all' })
    const line = (what: string, left: string) => `2026-11-24,10:00,Asked for: set aside,${what},The council,Left,Asked for,10.05,${left}`
    expect(statementCsv(wordsFor('en'), all!.lines)).toBe([
      '\ufeffDay,Time,What happened,What for,Source,From,To,Sum in pounds,Left after it in pounds',
      '2026-11-24,10:00,Money came in from The council,,The council,Council,Left,100.00,100.00',
      line(`"'=HYPERLINK(""http://example.org"")"`, '89.95'), line(`"'+1"`, '79.90'), line(`"'-1"`, '69.85'), line(`"'@sum"`, '59.80'),
      line(`"A bed, ""new"""`, '49.75'), line('Łóżko', '39.70'), line(`"'=1\n2"`, '29.65'), '',
    ].join('\r\n'))
  })
})

describe('random histories of all commands by all people', () => {
  test('the books say after each step what a tiny model says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 30, maxLength: 60 }), async (commands) => {
        await follow(await aWorld(await freshDatabase()), commands)
      }),
      { numRuns: 8 },
    )
  }, 120_000)
})

describe('the home page', () => {
  test('reads the money of today in one query', async () => {
    const budget = await world.budget(10_000)
    await asked(world, budget, 2_500)
    await world.budget(500, { name: 'Next year', from: plusDays(today, 100), until: end })
    let queries = 0
    const counted = world.db.withPlugin({ transformQuery: ({ node }) => node, transformResult: async ({ result }) => ((queries += 1), result) })
    const marta = { ...(await world.viewer('marta')), db: counted }
    expect(await moneyAtAGlance(marta)).toEqual({ budgetId: budget, left: 7_500, aside: 2_500, spent: 0, total: 10_000 })
    expect(queries).toBe(1)
    expect((await budgetsOf(must(marta, 'budget:see'))).map((one) => one.name)).toEqual(['Our money', 'Next year'])
  })

  test('has nothing to say where there is no budget', async () => {
    expect(await moneyAtAGlance(await world.viewer('marta'))).toBeNull()
  })
})

describe('ledger:verify', () => {
  test('finds what was done to the books behind our back', async () => {
    const budget = await world.budget(10_000)
    const id = await asked(world, budget, 2_500)
    const wrong = async () => (await verifyLedger(world.db)).findings.map((finding) => finding.wrong)
    expect(await verifyLedger(world.db)).toEqual({ budgets: 1, transfers: 2, spends: 1, findings: [] })

    await world.db.updateTable('balance').set((eb) => ({ pence: sql<never>`${eb.ref('pence')} + 1` })).where('bucket', '=', 'available').execute()
    expect(await wrong()).toEqual(['balance'])
    await world.db.deleteFrom('balance').where('bucket', '=', 'asked').execute()
    expect(await wrong()).toEqual(['balance', 'balance'])
    await world.db.updateTable('balance').set({ pence: pence(7_500) }).where('bucket', '=', 'available').execute()
    await world.db.insertInto('balance').values({ family_id: world.family, budget_id: budget, funding_id: (await world.db.selectFrom('funding').select('id').executeTakeFirstOrThrow()).id, bucket: 'asked', pence: pence(2_500) }).execute()
    expect(await wrong()).toEqual([])

    await world.db.updateTable('spend').set({ state: 'approved' }).where('id', '=', id).execute()
    expect(await wrong()).toEqual(['spend'])
    await world.db.updateTable('spend').set({ state: 'declined' }).where('id', '=', id).execute()
    expect(await wrong()).toEqual(['spend'])
    await world.db.updateTable('spend').set({ state: 'asked' }).where('id', '=', id).execute()
    const last = await world.db.selectFrom('transfer').selectAll().orderBy('position', 'desc').executeTakeFirstOrThrow()
    await world.db.insertInto('transfer').values({ ...last, id: 'x'.repeat(20) as never, position: 9, left_after: pence(1) }).execute()
    expect((await wrong()).sort()).toEqual(['balance', 'balance', 'running-sum', 'spend'])
  })

  test('no bucket can hold less than nothing, whoever writes', async () => {
    await world.budget(10_000)
    await expect(world.db.updateTable('balance').set({ pence: pence(-1) }).execute()).rejects.toSatisfy((error) => failureOf(error) === 'check')
  })

  test('no query of the budget reads a whole table', async () => {
    if (dialectOf(world.db) !== 'sqlite') return
    const budget = await world.budget(10_000)
    const id = await asked(world, budget, 2_500)
    const queries: { text: string; parameters: readonly unknown[] }[] = []
    const explained = world.db.withPlugin({
      transformQuery: ({ node, queryId }) => {
        const { sql: text, parameters } = world.db.getExecutor().compileQuery(node, queryId)
        queries.push({ text, parameters })
        return node
      },
      transformResult: async ({ result }) => result,
    })
    const marta = must({ ...(await world.viewer('marta')), db: explained }, 'budget:see')
    await moneyAtAGlance(marta)
    await statement(marta, budget, { from: worldBegins, until: null, page: 1 })
    await spendsOf(must(marta, 'spend:see'), budget, 1)
    await spend(must(marta, 'spend:see'), id)
    await linesOf(marta, budget)
    for (const who of ['sam', 'priya', 'ruth'] as const) {
      await waitingFor(must({ ...(await world.desk(who)), db: explained }, 'spends:decide'))
      await linesToAgree(must({ ...(await world.desk(who)), db: explained }, 'spends:decide'))
    }
    await toPay(must({ ...(await world.desk('femi')), db: explained }, 'payments:pay'))
    // The sums of a budget are a kept query: it shows only where nobody asked before.
    expect(queries.length).toBeGreaterThanOrEqual(14)
    for (const { text, parameters } of queries) {
      const steps = await world.db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`, [...parameters]))
      for (const { detail } of steps.rows) expect(`${detail} (${text})`).not.toMatch(/^SCAN (?!CONSTANT)/)
    }
  })
})
