/** The pages of sharing between the rooms and the address bar: what a post leads to, and who gets which page. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { beginSession } from '#app/access/session.server.ts'
import * as desk from '#app/routes/desk/desk.tsx'
import * as familyLead from '#app/routes/desk/family-lead.tsx'
import * as safeguarding from '#app/routes/desk/family-safeguarding.tsx'
import * as person from '#app/routes/family/person.tsx'
import * as sharing from '#app/routes/family/sharing.tsx'
import * as sharingHelper from '#app/routes/family/sharing-helper.tsx'
import { openRecord } from '#app/domain/family/starting.server.ts'
import { must } from '#app/access/viewer.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { Browser } from './account-world.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
  world = await aWorld(await freshDatabase())
})
afterEach(() => void vi.useRealTimers())

type Who = keyof World['people']
type Page = Record<'loader' | 'action', (args: never) => Promise<Response>>

async function answerOf(page: unknown, way: 'loader' | 'action', who: Who, path: string, fields: Record<string, string | string[]> = {}, params: Record<string, string> = {}): Promise<Response> {
  const browser = new Browser()
  browser.keep(await beginSession(browser.get('/'), world.people[who], { confirmed: true, sharedPhone: false }))
  const request = way === 'loader' ? browser.get(path) : browser.post(path, { form: newId(), ...fields } as Record<string, string>)
  try {
    return await (page as Page)[way]({ request, params: { family: world.family, ...params }, context: {} } as never)
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  }
}

const here = () => `/families/${world.family}/sharing`
const ofSam = () => ({ path: `${here()}/${world.members.sam}`, params: { helper: world.members.sam } })
const toSam = (who: Who, fields: Record<string, string | string[]>) => answerOf(sharingHelper, 'action', who, ofSam().path, fields, ofSam().params)
const day = (name: string, of: string) => Object.fromEntries(['year', 'month', 'day'].map((part, at) => [`${name}-${part}`, of.split('-')[at]!]))

test('the register is for the family: its network, people who help and a manager are told that it is not here', async () => {
  await act(must(await world.viewer('sam'), 'family:see'), openRecord, { reason: 'visit', lang: null })
  for (const who of ['marta', 'piotr', 'zosia'] as const) {
    expect((await answerOf(sharing, 'loader', who, here())).status).toBe(200)
    expect((await answerOf(sharingHelper, 'loader', who, ofSam().path, {}, ofSam().params)).status).toBe(200)
  }
  for (const who of ['kasia', 'dean', 'sam', 'priya', 'aisha'] as const) {
    expect((await answerOf(sharing, 'loader', who, here())).status, who).toBe(404)
    expect((await toSam(who, { intent: 'stop-all' })).status, who).toBe(404)
  }
  for (const helper of [world.members.kasia, world.members.samOther, 'none']) expect((await answerOf(sharingHelper, 'loader', 'marta', `${here()}/${helper}`, {}, { helper })).status).toBe(404)
})

test('taking everything back from the lead professional: the family reads what happens next, the manager names somebody else, and Sam has no page here', async () => {
  await world.db.updateTable('post').set({ team: 'north' }).where('person_id', '=', world.people.omar).execute()
  const handOvers = async () => ((await (await answerOf(desk, 'loader', 'priya', '/desk')).json()) as { waits: { say: string }[] }).waits.filter((wait) => wait.say === 'sharing:desk.handOver')
  expect((await answerOf(familyLead, 'loader', 'priya', '/')).status).toBe(404)
  const stopped = await toSam('marta', { intent: 'stop-all' })
  expect([stopped.status, stopped.headers.get('Location')]).toEqual([303, `${here()}?done=hand-over`])
  const shown = await (await answerOf(sharing, 'loader', 'marta', here())).json() as { handOver: unknown; helpers: { shared: unknown[] }[] }
  expect(shown).toMatchObject({ handOver: { from: world.members.sam, dueOn: '2026-12-01' }, helpers: [{ shared: [] }] })
  expect(await handOvers()).toMatchObject([{ to: `/desk/families/${world.family}/lead`, day: '2026-12-01' }])
  expect((await answerOf(familyLead, 'loader', 'priya', '/')).status).toBe(200)
  const named = await answerOf(familyLead, 'action', 'priya', '/', { intent: 'name', to: world.people.omar, 'agreed-by': world.members.marta })
  expect([named.status, named.headers.get('Location')]).toEqual([303, '/desk?done=named'])
  expect((await answerOf(sharing, 'loader', 'sam', here())).status).toBe(404)
  expect(await handOvers()).toEqual([])
})

test('what is missing or not theirs keeps what was typed', async () => {
  const full = { intent: 'agree', about: world.members.leo as string, kinds: 'goal', why: 'So that Sam can help' }
  for (const [fields, status] of [[{ ...full, kinds: '' }, 400], [{ ...full, why: '' }, 400], [{ ...full, about: 'x' }, 400], [{ ...full, ...day('until', plusDays(today, -1)) }, 409], [{ ...full, about: world.members.piotr as string }, 409], [{ intent: 'other' }, 400], [{ intent: 'stop', about: world.members.piotr as string }, 409]] as const) {
    const answer = await toSam('marta', fields)
    expect(answer.status, JSON.stringify(fields)).toBe(status)
    const { form } = await answer.json() as { form: { values: Record<string, string>; errors: object } }
    expect(Object.keys(form.errors)).toHaveLength(1)
    if ('why' in fields) expect(form.values.why).toBe(fields.why)
  }
  expect((await toSam('marta', full)).headers.get('Location')).toBe(`${here()}?done=agreed`)
})

test('a decision to share without asking is made and looked at on its own page, for those whose it is', async () => {
  const path = `/desk/families/${world.family}/safeguarding`
  for (const who of ['omar', 'ruth', 'femi', 'marta', 'kasia'] as const) expect((await answerOf(safeguarding, 'loader', who, path)).status, who).toBe(404)
  for (const who of ['sam', 'priya'] as const) expect((await answerOf(safeguarding, 'loader', who, path)).status, who).toBe(200)
  const looked = await world.db.selectFrom('event').select(['kind', 'circle_id']).where('scope_id', '=', world.family).execute()
  expect(looked.map((one) => one.kind)).toEqual(['page-looked-at', 'page-looked-at'])
  expect(looked.every((one) => one.circle_id !== null)).toBe(true)
  const decision = { intent: 'decide', to: world.members.sam as string, about: world.members.leo as string, kinds: 'goal', basis: 'harm', reason: 'He was found alone', ...day('until', plusDays(today, 9)), show: 'no', danger: 'He reads her phone', reviewer: world.people.ruth as string }
  for (const [more, field] of [[{ danger: '' }, 'danger'], [{ reviewer: '' }, 'reviewer'], [{ basis: 'consent' }, 'basis'], [{ about: '' }, 'about']] as const) {
    const answer = await answerOf(safeguarding, 'action', 'priya', path, { ...decision, ...more })
    expect(answer.status).toBe(400)
    expect(Object.keys((await answer.json() as { form: { errors: object } }).form.errors)).toEqual([field])
  }
  expect((await answerOf(safeguarding, 'action', 'priya', path, decision)).headers.get('Location')).toBe(`${path}?done=decided`)
  const { decisions } = await (await answerOf(safeguarding, 'loader', 'ruth', path)).json() as { decisions: { id: string }[] }
  expect(decisions).toHaveLength(1)
  expect((await answerOf(safeguarding, 'action', 'ruth', path, decision)).status).toBe(404)
  const said = { intent: 'review', decision: decisions[0]!.id, verdict: 'uphold', words: 'Right' }
  expect((await answerOf(safeguarding, 'action', 'priya', path, said)).status).toBe(409)
  expect((await answerOf(safeguarding, 'action', 'ruth', path, said)).headers.get('Location')).toBe('/desk?done=reviewed')
  expect((await answerOf(safeguarding, 'action', 'sam', path, { intent: 'end', decision: decisions[0]!.id })).headers.get('Location')).toBe(`${path}?done=ended`)
  expect((await answerOf(safeguarding, 'loader', 'ruth', path)).status).toBe(404)
})

test('parental responsibility is read by the family and the lead professional, and changed by the lead professional', async () => {
  await act(must(await world.viewer('sam'), 'family:see'), openRecord, { reason: 'visit', lang: null })
  const path = `/families/${world.family}/people/${world.members.piotr}`
  const params = { id: world.members.piotr }
  const of = async (who: Who) => (await (await answerOf(person, 'loader', who, path, {}, params)).json() as { responsible: { of: string[]; change: boolean } | null }).responsible
  expect(await of('marta')).toMatchObject({ change: false })
  expect((await of('sam'))!.of.sort()).toEqual([world.members.leo, world.members.zosia].sort())
  expect(await of('kasia')).toBeNull()
  expect((await answerOf(person, 'action', 'marta', path, { intent: 'responsible', children: world.members.leo }, params)).status).toBe(409)
  expect((await answerOf(person, 'action', 'sam', path, { intent: 'responsible', children: world.members.leo }, params)).headers.get('Location')).toBe(`${path}?done=responsible`)
  expect((await of('marta'))!.of).toEqual([world.members.leo])
})
