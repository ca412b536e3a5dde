/** Pages of the desk that stand between the rooms and the address bar: who gets them, and what a post leads to. */
import { beforeEach, describe, expect, test } from 'vitest'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { linesOf } from '#app/domain/budget/budgets.server.ts'
import * as approval from '#app/routes/desk/approval.tsx'
import * as approvals from '#app/routes/desk/approvals.tsx'
import * as familyBudget from '#app/routes/desk/family-budget.tsx'
import * as familyLead from '#app/routes/desk/family-lead.tsx'
import { newId, type FamilyId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { answerOf as answerOfPage, browserOf as signedIn, atWorldBegins } from './pages.ts'
import { asked, happened, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
atWorldBegins()
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

type Who = keyof World['people']
type Page = { loader: (args: never) => Promise<Response>; action: (args: never) => Promise<Response> }

const browserOf = (who: Who) => signedIn(world.people[who])
const answerOf = (page: unknown, way: 'loader' | 'action', request: Request, params: Record<string, string>) => answerOfPage((page as Page)[way], request, params)

async function opened(page: unknown, who: Who, path: string, params: Record<string, string>): Promise<Response> {
  return answerOf(page, 'loader', (await browserOf(who)).get(path), params)
}

async function sent(page: unknown, who: Who, path: string, params: Record<string, string>, fields: Record<string, string>): Promise<Response> {
  return answerOf(page, 'action', (await browserOf(who)).post(path, { form: newId(), ...fields }), params)
}

const day = (name: string, of: string) => Object.fromEntries(['year', 'month', 'day'].map((part, at) => [`${name}-${part}`, of.split('-')[at]!]))
const lookedAt = () => world.db.selectFrom('event').select(['kind', 'by_person', 'thing_id']).where('scope_id', '=', world.family).where('kind', '=', 'page-looked-at').execute()

describe('the money of a family, from outside', () => {
  const money = (family: FamilyId = world.family) => [`/desk/families/${family}/budget`, { family }] as const

  test('is there for a manager of its team, and for the panel while it is asked, who leave a trace; for nobody else there is no such page', async () => {
    expect((await opened(familyBudget, 'ruth', ...money())).status).toBe(404)
    await asked(world, await world.budget(90_000), 60_000)
    for (const who of ['priya', 'ruth'] as const) expect((await opened(familyBudget, who, ...money())).status).toBe(200)
    expect((await lookedAt()).map((event) => event.by_person)).toEqual([world.people.priya, world.people.ruth])
    for (const who of ['sam', 'omar', 'femi', 'marta', 'kasia', 'aisha'] as const) {
      expect((await opened(familyBudget, who, ...money())).status).toBe(404)
      expect((await sent(familyBudget, who, ...money(), { intent: 'make' })).status).toBe(404)
    }
    expect((await opened(familyBudget, 'priya', ...money(newId<FamilyId>()))).status).toBe(404)
    expect((await opened(familyBudget, 'priya', '/desk/families/x/budget', { family: 'x' })).status).toBe(404)
    await world.db.updateTable('post').set({ team: 'south' }).where('person_id', '=', world.people.priya).execute()
    expect((await opened(familyBudget, 'priya', ...money())).status).toBe(404)
  })

  test('is made with one or two sources, and a sum is agreed in it beforehand', async () => {
    const made = await sent(familyBudget, 'priya', ...money(), {
      intent: 'make', whose: 'all', holding: 'direct-payment', name: 'Winter', pence: '500', source: 'The council', ...day('until', plusDays(today, 60)), 'source-2': 'Warm homes', 'pence-2': '40.50', ...day('expires-2', plusDays(today, 20)),
    })
    expect([made.status, made.headers.get('Location')]).toEqual([303, `/desk/families/${world.family}/budget?done=made`])
    const marta = await world.may('marta', 'budget:see')
    const [budget] = await budgetsOf(marta)
    expect(await world.db.selectFrom('budget').select('holding').execute()).toEqual([{ holding: 'direct-payment' }])
    expect(budget).toMatchObject({ name: 'Winter', from: today, until: plusDays(today, 60), left: 54_050 })
    const line = { intent: 'agree', 'line-budget': budget!.id, 'line-name': 'Club', 'line-pence': '200', ...day('line-until', plusDays(today, 30)) }
    expect((await sent(familyBudget, 'priya', ...money(), line)).headers.get('Location')).toContain('done=agreed')
    expect((await linesOf(marta, budget!.id)).map((one) => [one.name, one.pence])).toEqual([['Club', 20_000]])
  })

  test('a sum above the manager\'s limit waits in the list of the panel, who agree it from there', async () => {
    const budget = await world.budget(200_000)
    const line = { intent: 'agree', 'line-budget': budget, 'line-name': 'Club', 'line-pence': '1000.01', ...day('line-until', plusDays(today, 30)) }
    expect((await sent(familyBudget, 'priya', ...money(), line)).headers.get('Location')).toContain('done=proposed')
    const marta = await world.may('marta', 'budget:see')
    expect(await linesOf(marta, budget)).toEqual([])
    for (const [who, word] of [['ruth', 'line-yes'], ['lewis', 'line-agreed']] as const) {
      const { lines: [found] } = (await (await opened(approvals, who, '/desk/approvals', {})).json()) as { lines: { id: string; family: string }[] }
      expect(found).toMatchObject({ family: world.family, pence: 100_001 })
      expect((await sent(familyBudget, who, ...money(), { intent: 'yes', line: 'x' })).status).toBe(400)
      expect((await sent(familyBudget, who, ...money(), { intent: 'yes', line: found!.id })).headers.get('Location')).toBe(`/desk/approvals?done=${word}`)
    }
    expect((await linesOf(marta, budget)).map((one) => one.pence)).toEqual([100_001])
    expect((await opened(familyBudget, 'lewis', ...money())).status).toBe(404)
  })

  test('a budget above the manager\'s limit is refused beside the sum', async () => {
    await world.db.updateTable('area_setting').set({ value: '200000' }).where('key', '=', 'managerBudgetPence').execute()
    const answer = await sent(familyBudget, 'priya', ...money(), { intent: 'make', whose: 'all', holding: 'council', name: 'Winter', pence: '2000.01', source: 'x', ...day('until', plusDays(today, 9)) })
    const { form } = (await answer.json()) as { form: { errors: object } }
    expect([answer.status, form.errors]).toEqual([409, { pence: expect.objectContaining({ key: 'refusals:above-your-limit' }) }])
  })

  test('what is wrong is said beside its field, and what was typed stays', async () => {
    const budget = await world.budget(10_000)
    const line = { intent: 'agree', 'line-budget': budget, 'line-name': 'Club', 'line-pence': '100.01', ...day('line-until', plusDays(today, 30)) }
    const wrong: [Record<string, string>, number, string[]][] = [
      [{ intent: 'agree' }, 400, ['line-budget', 'line-name', 'line-pence', 'line-until']],
      [line, 409, ['line-pence']],
      [{ ...line, 'line-pence': '1', 'line-budget': newId() }, 409, ['line-budget']],
      [{ intent: 'make', whose: 'all', holding: 'council', name: 'Winter' }, 400, ['pence', 'source', 'until']],
      [{ intent: 'make', whose: 'all', holding: 'mine', name: 'Winter', pence: '1', source: 'x', ...day('until', plusDays(today, 9)) }, 400, ['holding']],
      [{ intent: 'make', whose: 'named', holding: 'council', name: 'Winter', pence: '1', source: 'x', ...day('until', plusDays(today, 9)) }, 400, ['kept-to']],
      [{ intent: 'make', whose: 'all', holding: 'council', name: 'Winter', pence: '1', source: 'x', ...day('until', plusDays(today, 9)), 'source-2': 'y' }, 400, ['expires-2', 'pence-2']],
      [{ intent: 'make', whose: 'all', holding: 'council', name: 'Winter', pence: '1', source: 'x', ...day('until', plusDays(today, 9)), 'source-2': 'y', 'pence-2': '1', ...day('expires-2', plusDays(today, 10)) }, 409, ['expires-2']],
      [{ intent: 'another' }, 400, ['']],
    ]
    for (const [fields, status, names] of wrong) {
      const answer = await sent(familyBudget, 'priya', ...money(), fields)
      const { form } = (await answer.json()) as { form: { errors: object; values: Record<string, string> } }
      expect([answer.status, Object.keys(form.errors).sort()]).toEqual([status, names])
      expect(form.values.name).toBe(fields.name)
    }
    expect(await world.db.selectFrom('budget').select('id').execute()).toHaveLength(1)
  })
})

describe('naming a lead professional', () => {
  test('is for the manager of the team alone, and only while there is none', async () => {
    const there = [`/desk/families/${world.family}/lead`, { family: world.family }] as const
    expect((await opened(familyLead, 'priya', ...there)).status).toBe(404)
    await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.sam).execute()
    await world.db.updateTable('post').set({ team: 'north' }).where('person_id', '=', world.people.omar).execute()
    expect((await opened(familyLead, 'priya', ...there)).status).toBe(200)
    for (const who of ['sam', 'ruth', 'omar', 'femi', 'marta'] as const) expect((await opened(familyLead, who, ...there)).status).toBe(404)
    const fields = { to: world.people.omar as string, 'agreed-by': world.members.marta as string }
    for (const wrong of [{}, { to: 'x' }, { ...fields, 'agreed-by': 'x' }] as Record<string, string>[]) expect((await sent(familyLead, 'priya', ...there, wrong)).status).toBe(400)
    expect((await sent(familyLead, 'ruth', ...there, fields)).status).toBe(404)
    expect((await sent(familyLead, 'priya', ...there, fields)).headers.get('Location')).toBe('/desk?done=named')
    expect((await world.viewer('omar')).seat).toBe('lead')
  })
})

describe('a request to spend', () => {
  test('is opened by whoever decides it, and leaves a trace; finance, who may pay it, finds no such page and leaves none', async () => {
    const id = await asked(world, await world.budget(90_000), 5_000)
    const there = [`/desk/approvals/${world.family}.${id}`, { id: `${world.family}.${id}` }] as const
    expect((await opened(approval, 'sam', ...there)).status).toBe(200)
    await yes(world, 'sam', id)
    await happened(world, id)
    expect((await opened(approval, 'femi', ...there)).status).toBe(404)
    expect((await lookedAt()).map((event) => event.by_person)).toEqual([world.people.sam])
  })
})

describe('a request that went up while somebody had it open', () => {
  test('sends them back to their list with a word about it, if it was theirs and they had looked at it', async () => {
    const budget = await world.budget(90_000)
    const id = await asked(world, budget, 9_000)
    const there = [`/desk/approvals/${world.family}.${id}`, { id: `${world.family}.${id}` }] as const
    expect((await opened(approval, 'sam', ...there)).status).toBe(200)
    await world.db.insertInto('area_setting').values({ area_id: 'area' as never, key: 'leadLimitPence', value: '0', changed_at: worldBegins, changed_by: null }).execute()
    await yes(world, 'sam', id)
    const answer = await sent(approval, 'sam', ...there, { intent: 'yes', version: '1' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/desk/approvals?done=moved-up'])
    for (const who of ['omar', 'ruth', 'femi', 'marta'] as const) expect((await sent(approval, who, ...there, { intent: 'yes', version: '1' })).status).toBe(404)
    expect((await opened(approval, 'priya', ...there)).status).toBe(200)
  })
})
