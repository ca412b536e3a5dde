/**
 * Private family time in two web processes over one PostgreSQL: what is written through one is read in a page of the other in under two seconds, and fifty
 * who write at once lose nothing.
 */
import { get } from 'node:http'
import { expect, type Page } from '@playwright/test'
import { newId, type MeetingId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { dayAt, now } from '#app/values/instant.ts'
import { connect, type Db } from '#db/connect.ts'
import { demoAddress, type DemoKey } from '#db/demo/people.ts'
import { serveSite, type Site } from '#tests/bench/servers.ts'
import { startPostgres, type PostgresServer } from '#tests/domain/postgres-server.ts'
import { test } from '../site.ts'

/** How soon somebody sees what another wrote, in milliseconds. */
const seenWithin = 2_000
const rounds = 20
const inTheRoom = 50
const postsOfEach = 4

test.describe.configure({ mode: 'serial' })

let postgres: PostgresServer
let db: Db
/** The readers' process and the writers'. */
let [near, far]: Site[] = []
/** The room of the Hussains, as an address of either, and its meeting. */
let room: string
let meeting: MeetingId

test.beforeAll(async () => {
  test.setTimeout(180_000)
  postgres = await startPostgres()
  const env = { DATABASE_URL: postgres.url(), LOG_LEVEL: 'warn' }
  near = await serveSite({ env })
  far = await serveSite({ env })
  db = connect(postgres.url())
  const open = await db.selectFrom('meeting as g').innerJoin('room as r', 'r.meeting_id', 'g.id').select(['g.family_id', 'g.id']).where('r.state', '=', 'open').executeTakeFirstOrThrow()
  meeting = open.id
  room = `/families/${open.family_id}/meetings/${meeting}/private`
})

test.afterAll(async () => {
  await db?.destroy()
  await Promise.all([near?.stop(), far?.stop()])
  await postgres?.end()
})

interface Cookie { readonly cookie: string }

const signedIn = (who: DemoKey): Promise<Cookie> => far!.signIn(demoAddress(who))

const marks = new Map<string, Promise<string>>()

/** The mark that each form of the room's page carries for one reader: for which sitting it was made. */
function markOf({ origin }: Site, { cookie }: Cookie): Promise<string> {
  const known = marks.get(origin + cookie) ?? fetch(origin + room, { headers: { Cookie: cookie } }).then(async (page) => /name="here" value="([^"]+)"/.exec(await page.text())![1]!)
  marks.set(origin + cookie, known)
  return known
}

/** Sends one post through a process, as its page would. Fails where it is not taken. */
async function write(site: Site, who: Cookie, words: string): Promise<void> {
  const { origin } = site
  const here = await markOf(site, who)
  const sent = await fetch(origin + room, {
    method: 'POST', redirect: 'manual', headers: { Cookie: who.cookie, Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ form: newId(), here, intent: 'write', words }).toString(),
  })
  expect(sent.status, words).toBe(303)
}

/** The words that a page of the room shows through a process and that begin with a sign, in their order. */
async function wordsIn({ origin }: Site, { cookie }: Cookie, sign: string, page = 1): Promise<string[]> {
  const text = await (await fetch(`${origin}${room}?page=${page}`, { headers: { Cookie: cookie } })).text()
  return [...text.matchAll(new RegExp(`>(${sign} [^<]*)</p>`, 'g'))].map(([, words]) => words!)
}

/** The open line of somebody's page. `said` gives the moment of the next word that something is new. */
async function listen(site: Site, who: Cookie): Promise<{ said: () => Promise<number>; close: () => void }> {
  const here = await markOf(site, who)
  let heard: (at: number) => void = () => undefined
  const line = await new Promise<{ destroy: () => void }>((resolve, reject) => {
    const asked = get(`${site.origin}${room}/live?here=${here}`, { headers: { Cookie: who.cookie, Accept: 'text/event-stream' } }, (answer) => {
      answer.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('data: new')) heard(performance.now())
        if (text.includes(': open')) resolve(asked)
      })
    }).on('error', reject)
  })
  return { said: () => new Promise((resolve) => (heard = resolve)), close: () => line.destroy() }
}

/** Writes down the middle and the greatest of some times, in whole milliseconds, beside the test; the greatest. */
function measured(what: string, times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  const greatest = Math.round(sorted.at(-1)!)
  test.info().annotations.push({ type: 'measured', description: `${what}: ${times.length} times, median ${Math.round(sorted[Math.floor(sorted.length / 2)]!)} ms, greatest ${greatest} ms` })
  return greatest
}

test('what Tariq writes through one process is told to the open page of Aisha at the other in under two seconds', async () => {
  const [aisha, tariq] = [await signedIn('aisha'), await signedIn('tariq')]
  const line = await listen(near!, aisha)
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const said = line.said()
    const begun = performance.now()
    await write(far!, tariq, `told ${round}`)
    times.push((await said) - begun)
  }
  line.close()
  expect(measured('from sending to the word that something is new, at another process', times)).toBeLessThan(seenWithin)
  expect(await wordsIn(near!, aisha, 'told')).toEqual(Array.from({ length: rounds }, (_, round) => `told ${round}`))
})

test('and stands on her page, which is not asked for again', async ({ page }) => {
  const [aisha, tariq] = [await signedIn('aisha'), await signedIn('tariq')]
  await opens(page, near!, aisha)
  await page.getByRole('main').locator('textarea[name=words]').fill('What I am about to say')
  const times: number[] = []
  for (let round = 0; round < rounds / 4; round += 1) {
    const begun = performance.now()
    await write(far!, tariq, `shown ${round}`)
    await page.getByText(`shown ${round}`, { exact: true }).waitFor()
    times.push(performance.now() - begun)
  }
  expect(measured('from sending to the words on the page, at another process', times)).toBeLessThan(seenWithin)
  await expect(page.getByRole('main').locator('textarea[name=words]')).toHaveValue('What I am about to say')
})

/** Somebody's page of the room at a process, whose line is open. */
async function opens(page: Page, { origin }: Site, { cookie }: Cookie): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  await page.context().addCookies([{ name, value, url: origin }])
  const open = page.waitForResponse(`**${room}/live?*`)
  await page.goto(origin + room)
  await open
}

test(`${inTheRoom} people who each write ${postsOfEach} times at once through two processes lose nothing, in one order for all`, async () => {
  test.setTimeout(180_000)
  const aisha = await signedIn('aisha')
  const people = [aisha, await signedIn('imran'), await signedIn('tariq'), ...(await relatives(inTheRoom - 3))]
  await Promise.all(people.flatMap((one) => [markOf(near!, one), markOf(far!, one)]))
  const begun = performance.now()
  const site = (n: number) => (n % 2 === 0 ? near! : far!)
  await Promise.all(people.map(async (one, n) => {
    for (let post = 0; post < postsOfEach; post += 1) await write(site(n + post), one, `all ${n} ${post}`)
  }))
  const all = people.length * postsOfEach
  test.info().annotations.push({ type: 'measured', description: `${people.length} people wrote ${all} posts through two processes in ${Math.round(performance.now() - begun)} ms` })

  const read = async (at: Site, who: Cookie) => [...(await wordsIn(at, who, 'all', 2)), ...(await wordsIn(at, who, 'all', 1))]
  const order = await read(near!, aisha)
  expect(order.length).toBe(all)
  expect(new Set(order)).toEqual(new Set(people.flatMap((_, n) => Array.from({ length: postsOfEach }, (__, post) => `all ${n} ${post}`))))
  for (const [n] of people.entries()) expect(order.filter((words) => words.startsWith(`all ${n} `))).toEqual(Array.from({ length: postsOfEach }, (_, post) => `all ${n} ${post}`))
  for (const who of [people[3]!, people.at(-1)!]) expect(await read(far!, who)).toEqual(order)
  const places = await db.selectFrom('room_post').select('place').where('meeting_id', '=', meeting).orderBy('place').execute()
  expect(new Set(places.map(({ place }) => place)).size).toBe(places.length)
})

/** Relatives of the Hussains, each with an account and a session, who are asked to their meeting. */
async function relatives(count: number): Promise<Cookie[]> {
  const { family_id, meeting_id, sitting } = await db.selectFrom('room').select(['family_id', 'meeting_id', 'sitting']).where('state', '=', 'open').executeTakeFirstOrThrow()
  const tariq = await db.selectFrom('person').selectAll().where('email', '=', demoAddress('tariq')).executeTakeFirstOrThrow()
  const place = await db.selectFrom('member').selectAll().where('family_id', '=', family_id).where('person_id', '=', tariq.id).executeTakeFirstOrThrow()
  const comes = await db.selectFrom('meeting_person').selectAll().where('meeting_id', '=', meeting_id).where('member_id', '=', place.id).where('sitting', '=', sitting).executeTakeFirstOrThrow()
  const made = Array.from({ length: count }, (_, n) => ({ person: newId<PersonId>(), member: newId<MemberId>(), address: `relative${n}@demo.example`, name: `Relative ${n}` }))
  await db.insertInto('person').values(made.map(({ person, address, name }) => ({ ...tariq, id: person, email: address, name, given_name: name, mobile: null }))).execute()
  await db.insertInto('member').values(made.map(({ person, member, name }) => ({ ...place, id: member, person_id: person, name, given_name: name, from_on: dayAt(now()), made_at: now() }))).execute()
  await db.insertInto('meeting_person').values(made.map(({ member }) => ({ ...comes, member_id: member }))).execute()
  return Promise.all(made.map(({ address }) => far!.signIn(address)))
}
