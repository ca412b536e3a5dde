/** Pages of a family between the rooms and the address bar: what is sent by people who help, and what a list of forms carries. */
import { beforeEach, expect, test, vi } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { openRecord } from '#app/domain/family/starting.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { addAction } from '#app/domain/plan/plan.server.ts'
import { act } from '#app/events/transact.server.ts'
import * as actionNew from '#app/routes/family/action-new.tsx'
import * as familyOpen from '#app/routes/desk/family-open.tsx'
import * as goalPage from '#app/routes/family/goal.tsx'
import * as messageNew from '#app/routes/family/message-new.tsx'
import * as planPage from '#app/routes/family/plan.tsx'
import { readPlan } from '#app/routes/family/read-plan.server.ts'
import { newId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { answerOf, browserOf as signedIn, atWorldBegins } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
atWorldBegins()
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

const browserOf = (who: keyof World['people'], sharedPhone = false) => signedIn(world.people[who], { sharedPhone })
const answer = (run: (args: never) => Promise<unknown>, request: Request, params: Record<string, string> = {}) => answerOf(run, request, { family: world.family, ...params })

const soon = plusDays(today, 9)
const promise = () => {
  const [year, month, day] = soon.split('-') as [string, string, string]
  return { form: newId(), intent: 'add', words: 'Ring the school', owner: world.members.sam as string, 'due-day': day, 'due-month': month, 'due-year': year, 'who-sees': 'everybody' }
}
const promises = () => world.db.selectFrom('plan_entry').select('words').where('kind', '=', 'action').execute()

test('somebody who helps sends nothing to a family without a reason; what they sent is there again once they gave one', async () => {
  const path = `/families/${world.family}/plan/promise`
  const browser = await browserOf('sam')
  const refused = await answer(actionNew.action, browser.post(path, promise()))
  expect(refused.status).toBe(303)
  expect(await promises()).toEqual([])

  const desk = new URL(refused.headers.get('Location')!, 'http://here')
  expect(desk.pathname).toBe(`/desk/families/${world.family}`)
  const opened = await answer(familyOpen.action, browser.post(desk.pathname + desk.search, { form: newId(), reason: 'visit', words: '' }))
  const back = opened.headers.get('Location')!
  expect(back).toMatch(new RegExp(`^${path}\\?kept=[0-9a-z]{20}$`))
  expect(await keptForm(browser.get(back))).toMatchObject({ values: { words: 'Ring the school', owner: world.members.sam }, errors: { '': { key: 'errors:notSentYet' } } })

  expect((await answer(actionNew.action, browser.post(path, promise()))).headers.get('Location')).toContain('done=action')
  expect(await promises()).toEqual([{ words: 'Ring the school' }])
  // The hour is over, and so is the reason.
  vi.setSystemTime(Date.now() + 61 * 60_000)
  const late = await browserOf('sam')
  expect((await answer(actionNew.action, late.post(path, promise()))).headers.get('Location')).toContain('/desk/families/')
  expect(await promises()).toHaveLength(1)
})

test('nothing is kept from a shared phone, the family itself needs no reason, and for strangers there is no such page', async () => {
  const path = `/families/${world.family}/plan/promise`
  const shared = await answer(actionNew.action, (await browserOf('sam', true)).post(path, promise()))
  expect(shared.headers.get('Location')).toBe(`/desk/families/${world.family}?to=${encodeURIComponent(path)}`)
  expect(await world.db.selectFrom('parked_form').select('id').execute()).toEqual([])
  expect((await answer(actionNew.action, (await browserOf('marta')).post(path, promise()))).headers.get('Location')).toContain('done=action')
  for (const who of ['omar', 'aisha'] as const) expect((await answer(actionNew.action, (await browserOf(who)).post(path, promise()))).status).toBe(404)
})

test('each row that can be ticked has a form of its own: two ticks one after the other are two', async () => {
  const marta = await world.viewer('marta')
  for (const words of ['One', 'Two']) await act(must(marta, 'plan:actions'), addAction, { words, lang: 'en', owner: world.members.marta, ownerName: null, ownerAgency: null, dueOn: soon, goal: null, about: [] })
  const step = (words: string) => ({ words, owner: world.members.marta, dueOn: soon })
  const goal = await act(must(marta, 'goals:add'), addGoal, { words: 'Reading', lang: 'en', category: 'school', about: [], steps: [step('Three'), step('Four')], whoSees: 'everybody', shareWith: [] })
  if (!goal.ok) throw new Error(goal.why)
  const browser = await browserOf('marta')

  const plan = (await (await answer(planPage.loader, browser.get(`/families/${world.family}/plan`))).json()) as { plan: { ours: { id: string; action: boolean }[] }; once: Record<string, string> }
  const ticks = plan.plan.ours.filter((doing) => doing.action)
  expect(new Set(Object.values(plan.once)).size).toBe(4)
  for (const { id } of ticks) expect((await answer(planPage.action, browser.post(`/families/${world.family}/plan`, { form: plan.once[id]!, intent: 'tick', action: id }))).status).toBe(303)
  expect((await world.db.selectFrom('plan_entry').select('done_at').execute()).every((row) => row.done_at !== null)).toBe(true)

  const path = `/families/${world.family}/goals/${goal.value}`
  const one = (await (await answer(goalPage.loader, browser.get(path), { id: goal.value })).json()) as { onceOfStep: Record<string, string> }
  for (const [id, form] of Object.entries(one.onceOfStep)) expect((await answer(goalPage.action, browser.post(path, { form, intent: 'tick', 'step-id': id }), { id: goal.value })).status).toBe(303)
  expect((await world.db.selectFrom('step').select('done_at').execute()).every((row) => row.done_at !== null)).toBe(true)
})

test('what somebody does whom the reader may not know of stands with the family, without their name', async () => {
  const sam = must(await world.viewer('sam'), 'plan:actions')
  await act(must(sam, 'family:see'), openRecord, { reason: 'visit', lang: null })
  const made = await act(must(await world.viewer('marta'), 'plan:actions'), addAction, { words: 'Drive him there', lang: 'en', owner: world.members.dean, ownerName: null, ownerAgency: null, dueOn: soon, goal: null, about: [] })
  const services = await act(sam, addAction, { words: 'Write to them', lang: 'en', owner: null, ownerName: 'Jo Price', ownerAgency: 'Housing', dueOn: soon, goal: null, about: [] })
  if (!made.ok || !services.ok) throw new Error('refused')
  for (const thing of [made.value, services.value]) await world.db.insertInto('shared_with').values({ family_id: world.family, thing_id: thing, member_id: world.members.kasia, at: worldBegins, by_member: world.members.marta }).execute()
  const kasia = await readPlan(await world.may('kasia', 'plan:see'))
  expect([kasia.ours, kasia.services].map((doings) => doings.map(({ words, name, agency }) => ({ words, name, agency })))).toEqual([
    [{ words: 'Drive him there', name: null, agency: null }], [{ words: 'Write to them', name: 'Jo Price', agency: 'Housing' }],
  ])
  expect(JSON.stringify(kasia)).not.toContain('Dean')
  expect((await readPlan(await world.may('marta', 'plan:see'))).ours.map(({ name }) => name)).toEqual(['Dean Marsh'])
})

test('a message that asks to be rung about words in another language is written beforehand in both, to whoever leads', async () => {
  const shown = async (search: string) => {
    const page = await answer(messageNew.loader, (await browserOf('marta')).get(`/families/${world.family}/messages/new?lng=pl${search}`))
    return (await page.json()) as { to: string | null; ring: { topic: string; words: string } | null }
  }
  const { to, ring } = await shown('&to=lead&ring=en')
  expect(to).toBe('lead')
  expect(ring!.words).toMatch(/Please ring me.*Polish.*\n\nProszę zadzwonić.*polski/s)
  // Nothing but one of the languages of the site is taken from the address.
  for (const search of ['', '&ring=pl', '&ring=%3Cb%3E', '&ring=xx', '&to=%27']) expect((await shown(search)).ring, search).toBeNull()
})
