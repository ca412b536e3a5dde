/** A family's money as a manager of its team and the panel come to it: from outside, in sums, and with what they agree beforehand. */
import type { Selectable } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { may, must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { agreeLine, agreeProposedLine, linesOf, linesToAgree, linesToSeeTo, makeBudget } from '#app/domain/budget/budgets.server.ts'
import { budgetsOf, budgetsToSeeTo } from '#app/domain/budget/ledger.server.ts'
import { decisionOn, spend } from '#app/domain/budget/spends.server.ts'
import { act } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { newId, type BudgetId, type LineId, type MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Schema } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { ask, asked, list, stateOf, takeBack, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const pounds = (sum: number) => sum * 100
const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })
const approved = { ok: true, again: false, value: { state: 'approved' } }

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(pounds(900))
})

describe('what is agreed beforehand', () => {
  const money = async (who: 'priya' | 'ruth' | 'lewis', at = worldBegins) => must((await viewerOfMoney(world.db, world.people[who], world.family, at))!, 'line:agree')
  const agree = async (who: 'priya' | 'ruth', sum: number, at = worldBegins) => act(await money(who, at), agreeLine, { budget, name: 'Club', pence: pence(sum), until: plusDays(today, 100) })
  const sayYes = async (who: 'priya' | 'ruth' | 'lewis', line: LineId) => act(await money(who), agreeProposedLine, { line })
  const proposed = async (sum: number) => {
    const answer = await agree('priya', sum)
    if (!answer.ok || answer.value.agreed) throw new Error('it was to be proposed')
    return answer.value.line
  }
  const agreed = (is: boolean) => ({ ok: true, value: { agreed: is } })
  const posted = (who: 'priya' | 'sam', role: 'lead' | 'manager' | 'panel', team = 'north') =>
    world.db.insertInto('post').values({ person_id: world.people[who], id: newId(), role, team, from_on: today, until_on: null }).execute()
  beforeEach(async () => {
    budget = await world.budget(pounds(3_000))
  })

  test('by a manager alone up to the limit, over all that managers agreed for this family in 28 days', async () => {
    expect(await agree('priya', pounds(700))).toMatchObject(agreed(true))
    expect(await agree('priya', pounds(300))).toMatchObject(agreed(true))
    expect(await agree('priya', 1)).toMatchObject(agreed(false))
    const later = plusMinutes(worldBegins, 28 * 24 * 60)
    expect(await agree('priya', pounds(1_000) + 1, later)).toMatchObject(agreed(false))
    expect(await agree('priya', pounds(1_000), later)).toMatchObject(agreed(true))
  })

  test('above it by two different people of the panel, and until then nobody can use it', async () => {
    const line = await proposed(pounds(1_000) + 1)
    const told = await world.db.selectFrom('notice_link').select('person_id').where('name', '=', 'toDecide').execute()
    expect(told.map((row) => row.person_id).sort()).toEqual([world.people.lewis, world.people.ruth].sort())
    const marta = await world.may('marta', 'budget:see')
    expect(await linesOf(marta, budget)).toEqual([])
    expect(await ask(world, budget, pounds(10), { line })).toEqual(refused('line-is-over', { field: 'line' }))

    expect(await sayYes('priya', line)).toEqual(refused('not-your-decision'))
    expect(await sayYes('ruth', line)).toMatchObject(agreed(false))
    expect(await sayYes('ruth', line)).toEqual(refused('said-yes-already'))
    expect(await ask(world, budget, pounds(10), { line })).toEqual(refused('line-is-over', { field: 'line' }))
    const [seen] = await linesToSeeTo(await money('lewis'))
    expect(seen!.proposed).toEqual({ yes: ['Ruth Owen'], size: 2, mayAgree: true })
    expect((await linesToSeeTo(await money('priya')))[0]!.proposed!.mayAgree).toBe(false)

    expect(await sayYes('lewis', line)).toMatchObject(agreed(true))
    expect((await linesOf(marta, budget)).map((one) => one.id)).toEqual([line])
    const part = await asked(world, budget, pounds(500), { line })
    expect(await stateOf(world, part)).toEqual(['asked', 'lead'])
    expect(await yes(world, 'sam', part)).toEqual(approved)
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('two of the panel at once: it is agreed once', async () => {
    const line = await proposed(pounds(1_500))
    const viewers = [await money('ruth'), await money('lewis')]
    const answers = await Promise.all(viewers.map((viewer) => act(viewer, agreeProposedLine, { line })))
    expect(answers.map((answer) => answer.ok && answer.value.agreed).sort()).toEqual([false, true])
    expect(await act(viewers[0]!, agreeProposedLine, { line })).toEqual(refused('said-yes-already'))
    expect(await act(viewers[0]!, agreeProposedLine, { line: newId<LineId>() })).toEqual(refused('not-there'))
  })

  test('by one of the panel: theirs is the first yes', async () => {
    await asked(world, budget, pounds(600))
    const answer = await agree('ruth', pounds(10))
    expect(answer).toMatchObject(agreed(false))
    expect(await sayYes('lewis', (answer as { value: { line: LineId } }).value.line)).toMatchObject(agreed(true))
  })

  test('waits in the list of the panel: not of those who agreed, who belong to the family, or who lead with it', async () => {
    const line = await proposed(pounds(1_500))
    const listed = async (who: 'ruth' | 'lewis' | 'priya' | 'sam', at = worldBegins) => (await linesToAgree(must(await world.desk(who, at), 'spends:decide'))).map((one) => one.id)
    await posted('sam', 'panel')
    expect([await listed('ruth'), await listed('lewis'), await listed('priya'), await listed('sam')]).toEqual([[line], [line], [], []])
    await sayYes('ruth', line)
    expect([await listed('ruth'), await listed('lewis')]).toEqual([[], [line]])
    expect(await listed('lewis', plusMinutes(worldBegins, 101 * 24 * 60))).toEqual([])
    await world.db.insertInto('member').values({ ...(await seat('marta')), id: newId<MemberId>(), person_id: world.people.lewis, seat: 'network', until_on: plusDays(today, -10) }).execute()
    expect(await listed('lewis')).toEqual([])
  })

  test('is not agreed when the money or the time for it is gone meanwhile', async () => {
    const line = await proposed(pounds(1_500))
    await sayYes('ruth', line)
    await asked(world, budget, pounds(1_501))
    expect(await sayYes('lewis', line)).toEqual(refused('not-enough-money', { values: { left: pounds(1_499), wanted: pounds(1_500) } }))
  })

  test('by nobody who leads with the family: not as its manager, nor in the panel', async () => {
    const line = await proposed(pounds(1_500))
    for (const role of ['manager', 'panel'] as const) {
      await posted('sam', role)
      const sam = must((await viewerOfMoney(world.db, world.people.sam, world.family, worldBegins))!, 'line:agree')
      expect(await act(sam, agreeLine, { budget, name: 'Club', pence: pence(100), until: plusDays(today, 100) })).toEqual(refused('leads-this-family'))
      expect(await act(sam, agreeProposedLine, { line })).toEqual(refused('leads-this-family'))
    }
  })

  test('is released by somebody else: who agreed it and leads with the family now can see its parts and not say yes', async () => {
    const line = await world.line(budget, pounds(700))
    const before = await asked(world, budget, pounds(60), { line })
    await posted('priya', 'lead')
    await world.db.updateTable('member').set({ person_id: world.people.priya }).where('id', '=', world.members.sam).execute()
    expect(await yes(world, 'priya', before)).toEqual(refused('own-line'))
    expect(await list(await world.desk('priya'))).toEqual([])
    const sees = must((await world.spendViewer('priya', before))!, 'spend:decide')
    expect((await decisionOn(sees, (await spend(must(sees, 'spend:see'), before))!)).line).toMatchObject({ mine: true })
    // Nobody else leads or manages here, so the next part goes to the panel at once.
    expect(await stateOf(world, await asked(world, budget, pounds(60), { line }))).toEqual(['asked', 'panel'])
    // What comes from no line is theirs to decide.
    expect(await yes(world, 'priya', await asked(world, budget, pounds(50)))).toEqual(approved)
  })
})

describe('a family\'s money, seen to from outside', () => {
  const money = async (who: 'priya' | 'ruth' | 'lewis') => must((await viewerOfMoney(world.db, world.people[who], world.family, worldBegins))!, 'line:agree')

  test('a manager of the team and the panel see the family\'s own budgets in sums, with the agreed lines, and no circle\'s', async () => {
    const line = await world.line(budget, pounds(200))
    await asked(world, budget, pounds(60), { line })
    await world.keptBudget(777, await world.circle(world.members.marta))
    await asked(world, budget, pounds(501))
    for (const who of ['priya', 'ruth'] as const) {
      const viewer = await money(who)
      expect((await budgetsToSeeTo(viewer)).map(({ id, left, aside, total }) => ({ id, left, aside, total }))).toEqual([{ id: budget, left: 33_900, aside: 56_100, total: 90_000 }])
      expect(await linesToSeeTo(viewer)).toEqual([{ id: line, budget, name: 'After-school club', pence: 20_000, left: 14_000, until: plusDays(today, 100), proposed: null }])
      expect(may(viewer, 'budget:see') || may(viewer, 'spend:see') || may(viewer, 'family:see')).toBe(false)
    }
  })

  test('the panel comes to it only while a request or a proposed line of this family waits for it', async () => {
    const ruth = async (family = world.family) => (await viewerOfMoney(world.db, world.people.ruth, family, worldBegins)) !== undefined
    await asked(world, budget, pounds(200))
    expect(await ruth()).toBe(false)
    const id = await asked(world, budget, pounds(501))
    expect([await ruth(), await ruth(world.otherFamily)]).toEqual([true, false])
    await takeBack(world, id)
    expect(await ruth()).toBe(false)
    const larger = await world.budget(pounds(2_000))
    const { line } = (await act(await money('priya'), agreeLine, { budget: larger, name: 'Club', pence: pence(pounds(1_001)), until: today }) as { value: { line: LineId } }).value
    expect([await ruth(), await ruth(world.otherFamily)]).toEqual([true, false])
    expect(await viewerOfMoney(world.db, world.people.ruth, world.family, plusMinutes(worldBegins, 24 * 60))).toBeUndefined()
    for (const who of ['ruth', 'lewis'] as const) await act(await money(who), agreeProposedLine, { line })
    expect(await ruth()).toBe(false)
    expect(await viewerOfMoney(world.db, world.people.priya, world.otherFamily, worldBegins)).toBeDefined()
  })

  test('they make a budget that everybody in the family sees', async () => {
    const viewer = must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'budget:make')
    const made = { name: 'Winter', holding: 'council' as const, from: today, until: plusDays(today, 30), sources: [{ source: 'Warm homes', pence: pence(5_000), expiresOn: plusDays(today, 30) }] }
    expect(await act(viewer, makeBudget, made)).toMatchObject({ ok: true })
    expect((await budgetsOf(await world.may('marta', 'budget:see'))).map((one) => one.name)).toEqual(['Our money', 'Winter'])
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('nobody sees to the money of a family that they belong to, or once belonged to', async () => {
    await world.db.insertInto('member').values({ ...(await seat('marta')), id: newId<MemberId>(), person_id: world.people.priya, seat: 'network', until_on: plusDays(today, -10) }).execute()
    expect(await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins)).toBeUndefined()
    expect(await viewerOfMoney(world.db, world.people.priya, world.otherFamily, worldBegins)).toBeDefined()
  })
})

async function seat(who: 'marta'): Promise<Selectable<Schema['member']>> {
  return world.db.selectFrom('member').selectAll().where('id', '=', world.members[who]).executeTakeFirstOrThrow()
}
