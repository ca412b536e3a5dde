import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { beginSession } from '#app/access/session.server.ts'
import { areaViewerFor, must, type AreaMay } from '#app/access/viewer.server.ts'
import { sendFirstLink } from '#app/domain/account/first-link.server.ts'
import { addColleague, colleagues, endPost, leadsToChoose, teams, type NewColleague } from '#app/domain/area/people.server.ts'
import { mostPhotoBytes, photoOf } from '#app/domain/area/photo.ts'
import { changeSettings, saveSettings, seenOf, settingsOf } from '#app/domain/area/settings.server.ts'
import { act } from '#app/events/transact.server.ts'
import * as settingsPage from '#app/routes/area/settings.tsx'
import { newId, type PersonId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { Browser } from './account-world.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let alex: PersonId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  alex = newId<PersonId>()
  await world.db.insertInto('person').values({ id: alex, name: 'Alex Stone', given_name: 'Alex', email: 'alex@example.org', mobile: null, password_hash: 'x', language: 'en', born_on: null, made_at: worldBegins }).execute()
  await world.db.insertInto('post').values({ person_id: alex, id: 'alexpost', role: 'administrator', team: '', from_on: today, until_on: null }).execute()
})

async function keeping(): Promise<AreaMay<'people:keep'>> {
  return must((await areaViewerFor(world.db, alex, worldBegins))!, 'people:keep')
}

const nia: NewColleague = {
  name: 'Nia Hughes', givenName: null, email: 'nia@example.org', mobile: null, language: 'cy', job: 'family nurse', agency: 'Health board', roles: ['practitioner', 'lead'], team: 'north',
  fromOn: today, untilOn: null, phone: '+441632960111', hello: 'Helo', helloLang: 'cy', answersWithinDays: 2, photo: null,
}

test('a command of the area finds nothing when the post that let somebody in has ended while it waited', async () => {
  const admin = await keeping()
  await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', alex).execute()
  await expect(act(admin, addColleague, nia)).rejects.toMatchObject({ status: 404 })
  await world.db.updateTable('post').set({ until_on: null, role: 'auditor' }).where('person_id', '=', alex).execute()
  await expect(act(admin, addColleague, nia)).rejects.toMatchObject({ status: 404 })
  await world.db.updateTable('post').set({ role: 'administrator' }).where('person_id', '=', alex).execute()
  expect(await act(admin, addColleague, nia)).toMatchObject({ ok: true })
})

test('somebody who helps is added with posts and a profile, and gets a link of their own, once', async () => {
  const admin = await keeping()
  const answer = await act(admin, addColleague, nia)
  if (!answer.ok) throw new Error(answer.why)
  const viewer = (await areaViewerFor(world.db, answer.value, worldBegins))!
  expect(viewer.posts.map((post) => post.role).sort()).toEqual(['lead', 'practitioner'])
  expect(await act(admin, sendFirstLink, { person: answer.value })).toMatchObject({ ok: true })
  const sent = await world.db.selectFrom('outbox').select(['address', 'lang', 'body']).execute()
  expect(sent).toMatchObject([{ address: 'nia@example.org', lang: 'cy' }])
  expect(sent[0]!.body).toMatch(/\/forgotten\/[\w-]{43}/)
  await act(admin, sendFirstLink, { person: answer.value })
  expect(await world.db.selectFrom('secret_link').select('token_hash').where('ended_at', 'is', null).execute()).toHaveLength(1)
  const found = await colleagues(admin, 1)
  expect(found.people.find(({ name }) => name === 'Nia Hughes')).toMatchObject({ joined: false, job: 'family nurse', agency: 'Health board', email: 'nia@example.org' })
})

test('a link goes only to somebody with a post and no password', async () => {
  for (const person of [alex, world.people.marta, newId<PersonId>()]) expect(await act(await keeping(), sendFirstLink, { person })).toMatchObject({ ok: false, why: 'not-there' })
})

test('a colleague gets a further post; an address of one of a family is refused without a word about it', async () => {
  const admin = await keeping()
  const again = await act(admin, addColleague, { ...nia, email: 'sam@example.org', roles: ['manager'] })
  expect(again).toMatchObject({ ok: true, value: world.people.sam })
  expect((await areaViewerFor(world.db, world.people.sam, worldBegins))!.posts).toHaveLength(2)
  expect(await act(admin, addColleague, { ...nia, email: 'marta@example.org' })).toMatchObject({ ok: false, why: 'address-not-usable', field: 'email' })
  expect(await act(admin, addColleague, { ...nia, roles: [] })).toMatchObject({ ok: false, why: 'role-missing' })
  expect(await act(admin, addColleague, { ...nia, untilOn: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'ends-before-it-begins' })
})

test('a further post leaves what is known of somebody where nothing else was given; a post is not held twice for the same time', async () => {
  const admin = await keeping()
  await act(admin, addColleague, { ...nia, photo: 'data:image/png;base64,AA==' })
  const profile = () => world.db.selectFrom('profile as f').innerJoin('person as p', 'p.id', 'f.person_id').select(['f.job', 'f.hello', 'f.hello_lang', 'f.phone', 'f.photo']).where('p.email', '=', nia.email).executeTakeFirstOrThrow()
  const before = await profile()
  const further: NewColleague = { ...nia, roles: ['manager'], job: 'team manager', phone: null, hello: null, helloLang: 'en', photo: null }
  expect(await act(admin, addColleague, further)).toMatchObject({ ok: true })
  expect(await profile()).toEqual({ ...before, job: 'team manager' })
  expect(await act(admin, addColleague, { ...further, roles: ['panel'], hello: 'Hello', phone: '+441632960112' })).toMatchObject({ ok: true })
  expect(await profile()).toEqual({ ...before, job: 'team manager', hello: 'Hello', hello_lang: 'en', phone: '+441632960112' })

  const posts = () => world.db.selectFrom('post').select('id').execute()
  const held = await posts()
  for (const again of [{}, { fromOn: plusDays(today, 40) }, { fromOn: plusDays(today, -9), untilOn: today }, { roles: ['panel', 'finance'] as const }]) {
    expect(await act(admin, addColleague, { ...further, ...again })).toMatchObject({ ok: false, why: 'has-that-post', field: 'roles' })
  }
  expect(await posts()).toEqual(held)
  // For another team or another time it is another post.
  expect(await act(admin, addColleague, { ...further, team: 'south' })).toMatchObject({ ok: true })
  expect(await act(admin, addColleague, { ...further, fromOn: plusDays(today, -9), untilOn: plusDays(today, -1) })).toMatchObject({ ok: true })
})

test('a post ends after its last day, or at once; the last administrator stays', async () => {
  const admin = await keeping()
  const { id } = await world.db.selectFrom('post').select('id').where('person_id', '=', world.people.omar).executeTakeFirstOrThrow()
  expect(await act(admin, endPost, { person: world.people.omar, post: id, lastDay: today })).toMatchObject({ ok: true })
  expect(await areaViewerFor(world.db, world.people.omar, worldBegins)).toBeDefined()
  expect(await act(admin, endPost, { person: world.people.omar, post: id, lastDay: plusDays(today, -1) })).toMatchObject({ ok: true })
  expect(await areaViewerFor(world.db, world.people.omar, worldBegins)).toBeUndefined()
  expect(await act(admin, endPost, { person: world.people.omar, post: id, lastDay: today })).toMatchObject({ ok: false, why: 'not-there' })
  expect(await act(admin, endPost, { person: alex, post: 'alexpost', lastDay: today })).toMatchObject({ ok: false, why: 'last-administrator' })
  expect(await act(admin, endPost, { person: world.people.sam, post: 'alexpost', lastDay: today })).toMatchObject({ ok: false, why: 'not-there' })
  await world.db.insertInto('post').values({ person_id: world.people.ruth, id: newId(), role: 'administrator', team: '', from_on: today, until_on: null }).execute()
  expect(await act(admin, endPost, { person: alex, post: 'alexpost', lastDay: '2026-01-01' as Day })).toMatchObject({ ok: false, why: 'ends-before-it-begins' })
  expect(await act(admin, endPost, { person: alex, post: 'alexpost', lastDay: today })).toMatchObject({ ok: true })
})

test('a manager chooses among the leads of the own team; the list of people has pages', async () => {
  expect(await leadsToChoose(must(await world.desk('priya'), 'families:start'))).toEqual([{ person: world.people.sam, name: 'Sam Adeyemi' }])
  expect(await leadsToChoose(must(await world.desk('sam'), 'families:start'))).toEqual([])
  const admin = await keeping()
  for (let n = 0; n < 15; n += 1) await act(admin, addColleague, { ...nia, name: `Zed ${n}`, email: `zed${n}@example.org` })
  expect(await colleagues(admin, 1)).toMatchObject({ page: 1, pages: 2 })
  expect((await colleagues(admin, 2)).people).toHaveLength(2)
  expect(await teams(admin)).toEqual(['north', 'south'])
})

test('settings change together with who changed them, and a wrong one changes none', async () => {
  const admin = must(await keeping(), 'settings:keep')
  expect(await act(admin, changeSettings, { leadLimitPence: 15_000, helpDays: 2 })).toMatchObject({ ok: true })
  expect(await settingsOf(world.db)).toMatchObject({ leadLimitPence: 15_000, helpDays: 2 })
  expect(await act(admin, changeSettings, { helpDays: 4, travelMinutes: 7 })).toMatchObject({ ok: false, why: 'setting-wrong', field: 'travelMinutes' })
  expect(await settingsOf(world.db)).toMatchObject({ helpDays: 2 })
})

test('settings that moved while a page was open are not put back by it, and only what differs is written', async () => {
  const admin = must(await keeping(), 'settings:keep')
  const shown = await settingsOf(world.db)
  await act(admin, changeSettings, { leadLimitPence: 15_000 })
  const now = await settingsOf(world.db)
  expect(await act(admin, saveSettings, { seen: seenOf(shown), values: { ...shown, areaPhone: '01632 960 111' } })).toEqual({ ok: false, why: 'settings-changed-meanwhile' })
  expect(await act(admin, saveSettings, { seen: '', values: now })).toMatchObject({ ok: false })
  expect(await settingsOf(world.db)).toEqual(now)
  const before = await world.db.selectFrom('area_setting').select('key').execute()
  expect(await act(admin, saveSettings, { seen: seenOf(now), values: { ...now, areaPhone: '01632 960 111' } })).toMatchObject({ ok: true })
  const keys = (await world.db.selectFrom('area_setting').select('key').execute()).map((row) => row.key)
  expect(keys.sort()).toEqual([...before.map((row) => row.key), 'areaPhone'].sort())
  const last = await world.db.selectFrom('event').select('data').where('kind', '=', 'setting-changed').orderBy('seq', 'desc').executeTakeFirstOrThrow()
  expect(last.data).toBe('{"key":"areaPhone"}')
})

test('the page of settings shows what is new beside what was typed, keeps what was typed, and can then be saved', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
  onTestFinished(() => void vi.useRealTimers())
  const browser = new Browser()
  browser.keep(await beginSession(browser.get('/'), alex, { confirmed: true, sharedPhone: false }))
  const at = (request: Request) => ({ request, params: {}, context: {} }) as never
  const { values, seen } = await (await settingsPage.loader(at(browser.get('/area/settings')))).json()
  const send = async (fields: Record<string, string>) => settingsPage.action(at(browser.post('/area/settings', { form: newId(), intent: 'save', ...fields }))) as Promise<Response>
  const typed = { ...(values as Record<string, string>), seen, areaPhone: '01632 960 111', helpDays: '4' }
  await act(must(await keeping(), 'settings:keep'), changeSettings, { leadLimitPence: 15_000, helpDays: 2 })

  const answer = await send(typed)
  expect(answer.status).toBe(409)
  const { form } = (await answer.json()) as { form: { values: Record<string, string>; errors: Record<string, unknown> } }
  expect(form.values).toMatchObject({ areaPhone: '01632 960 111', helpDays: '4', leadLimitPence: '150.00' })
  expect(form.errors).toEqual({
    '': { key: 'refusals:settings-changed-meanwhile' },
    leadLimitPence: { key: 'errors:changedMeanwhile', values: { value: '150.00' } }, helpDays: { key: 'errors:changedMeanwhile', values: { value: '2' } },
  })
  expect((await send({ ...typed, helpDays: 'x' })).status).toBe(400)
  expect((await send(form.values)).headers.get('Location')).toContain('done=saved')
  expect(await settingsOf(world.db)).toMatchObject({ leadLimitPence: 15_000, helpDays: 4, areaPhone: '01632 960 111' })
})

test('a photo is known by its first bytes, and is small', () => {
  expect(photoOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]))).toEqual({ ok: true, uri: 'data:image/jpeg;base64,/9j/4A==' })
  expect(photoOf(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toMatchObject({ ok: true })
  expect(photoOf(new TextEncoder().encode('RIFF\0\0\0\0WEBPVP8 '))).toMatchObject({ ok: true })
  expect(photoOf(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toEqual({ ok: false, why: 'no-picture' })
  expect(photoOf(new Uint8Array(mostPhotoBytes + 1))).toEqual({ ok: false, why: 'too-big' })
})
