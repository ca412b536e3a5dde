import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { beginSession } from '#app/access/session.server.ts'
import { anybody, must, type AreaMay } from '#app/access/viewer.server.ts'
import { promises } from '#app/domain/help/promises.server.ts'
import { codeOf, newGlance, newReference, readGlance, readReference } from '#app/domain/help/references.server.ts'
import {
  answerRequest, askForHelp, findRequest, helpRequest, linkRequest, mayAskNow, noteRequestLooking, passOn, requestsOf, tracked, waitingRequests, whoAnswers, type NewRequest,
} from '#app/domain/help/requests.server.ts'
import { act } from '#app/events/transact.server.ts'
import { action } from '#app/routes/anyone/help.tsx'
import { newId, type HelpRequestId, type PersonId } from '#app/values/ids.ts'
import { instant, plusDays, type Instant } from '#app/values/instant.ts'
import { Browser } from './account-world.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

const need: NewRequest = {
  words: 'The rent went up and I cannot sleep', lang: 'pl', topics: ['housing', 'health'], forWhom: 'family', name: 'Ewa', contact: { channel: 'email', address: 'ewa@example.org' },
  contactWhen: null, messagesSafe: true, member: null,
}

const nobody = (at = worldBegins) => must(anybody(world.db, at), 'help:ask')

async function asked(more: Partial<NewRequest> = {}, at?: Instant) {
  const answer = await act(nobody(at), askForHelp, { ...need, ...more })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

async function answering(person: 'sam' | 'omar' | 'priya'): Promise<AreaMay<'requests:answer'>> {
  return must(await world.desk(person), 'requests:answer')
}

const ownerOf = async (id: HelpRequestId) => (await world.db.selectFrom('help_request').select('owner_id').where('id', '=', id).executeTakeFirstOrThrow()).owner_id

test('a request has a reference, an owner and a day at once; both are told in their language, with no private word', async () => {
  const { id, reference, dueOn } = await asked()
  expect(reference).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{4}$/)
  expect(dueOn).toBe('2026-11-27') // three working days after a Tuesday
  expect(await ownerOf(id)).toBe(world.people.priya)
  const sent = await world.db.selectFrom('outbox').select(['to_person', 'address', 'lang', 'subject', 'body']).orderBy('lang').execute()
  expect(sent).toMatchObject([{ to_person: world.people.priya, lang: 'en' }, { to_person: null, address: 'ewa@example.org', lang: 'pl' }])
  expect(sent[1]!.body).toContain(reference)
  for (const { subject, body } of sent) expect(`${subject} ${body}`).not.toMatch(/Ewa|rent|housing|sleep|help/i)
})

test('where a message is not safe, none is sent by itself', async () => {
  const { id } = await asked({ messagesSafe: false })
  await act(await answering('priya'), answerRequest, { request: id, words: 'I ring you on Monday', lang: 'en' })
  expect(await world.db.selectFrom('outbox').select('to_person').execute()).toEqual([{ to_person: world.people.priya }])
})

test('it goes to the manager with the fewest waiting, else to a lead; with nobody there it is refused, not lost', async () => {
  const another = newId<PersonId>()
  await world.db.insertInto('person').values({ id: another, name: 'Jo Pym', given_name: 'Jo', email: 'jo@example.org', mobile: null, password_hash: null, language: 'en', born_on: null, made_at: worldBegins }).execute()
  await world.db.insertInto('post').values({ person_id: another, id: newId(), role: 'manager', team: 'south', from_on: today, until_on: null }).execute()
  const owners = [await ownerOf((await asked()).id), await ownerOf((await asked()).id), await ownerOf((await asked()).id), await ownerOf((await asked()).id)]
  expect(owners.slice(0, 2).sort()).toEqual([another, world.people.priya].sort())
  expect(owners.slice(2).sort()).toEqual([another, world.people.priya].sort())
  await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('role', '=', 'manager').execute()
  expect([world.people.sam, world.people.omar]).toContain(await ownerOf((await asked()).id))
  await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('role', '=', 'lead').execute()
  expect(await act(nobody(), askForHelp, need)).toMatchObject({ ok: false, why: 'nobody-on-duty' })
})

test('somebody with a plan can send it to their own lead professional, and to nobody else’s', async () => {
  const { id } = await asked({ member: { person: world.people.kasia, family: world.family } })
  expect(await ownerOf(id)).toBe(world.people.sam)
  expect((await helpRequest(await answering('sam'), id))?.family).toBe(world.family)
  expect(await act(nobody(), askForHelp, { ...need, member: { person: world.people.kasia, family: world.otherFamily } })).toMatchObject({ ok: false, why: 'not-there', field: 'family' })
})

test('the same form sent twice is one request', async () => {
  const form = { id: newId(), contentHash: 'same' }
  const answers = await Promise.all([act(nobody(), askForHelp, need, form), act(nobody(), askForHelp, need, form)])
  expect(new Set(answers.map((answer) => answer.ok && answer.value.reference)).size).toBe(1)
  expect(await world.db.selectFrom('help_request').select('id').execute()).toHaveLength(1)
})

test('the same form from the same browser shows the code again for ten minutes from its first sending, and not to somebody signed in there', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
  onTestFinished(() => void vi.useRealTimers())
  const browser = new Browser()
  const fields = { form: newId(), intent: 'ask', words: 'We need a hand', for: 'me', name: 'Ewa', contact: 'ewa@example.org' }
  const send = async () => (await action({ request: browser.post('/help', fields), params: {}, context: { clientAddress: '192.0.2.7' } } as never)) as Response
  const shown = (to: string) => readGlance(new URL(to, 'http://x').searchParams.get('glance'), new URL(to, 'http://x').pathname.split('/').at(-1)!, Date.now())
  const first = (await send()).headers.get('Location')!
  expect(shown(first)).toBeDefined()
  vi.setSystemTime(Date.now() + 9 * 60_000)
  expect((await send()).headers.get('Location')).toBe(first)
  vi.setSystemTime(Date.now() + 2 * 60_000)
  const later = (await send()).headers.get('Location')!
  expect(shown(later)).toBeUndefined()
  browser.keep(await beginSession(browser.get('/'), world.people.marta, { confirmed: true, sharedPhone: false }))
  expect((await send()).status).toBe(409)
  expect(await world.db.selectFrom('help_request').select('id').execute()).toHaveLength(1)
})

test('whoever asked follows it by reference and code, however they type them; a wrong pair tells nothing', async () => {
  const { id, reference } = await asked()
  const code = codeOf(id)
  expect(await findRequest(nobody(), { reference: ` ${reference.toLowerCase().replace('-', ' ')}`, code: code.toLowerCase().replace('-', '') }, '192.0.2.1')).toEqual({ ok: true, id, reference })
  expect(await tracked(nobody(), id)).toMatchObject({ reference, owner: 'Priya Nair', answer: null, dueOn: '2026-11-27' })
  const wrong = [{ reference, code: 'AAAA-AAAA' }, { reference: newReference(), code }, { reference: 'x', code }]
  for (const pair of wrong) expect(await findRequest(nobody(), pair, '192.0.2.1')).toEqual({ ok: false, why: 'no-such-request' })
  expect(JSON.stringify(await world.db.selectFrom('form_use').selectAll().execute())).not.toContain(code)
})

test('codes cannot be tried out: after some tries one has to wait, from one address and for one reference', async () => {
  const { reference } = await asked()
  const tries = []
  for (let n = 0; n < 6; n += 1) tries.push(await findRequest(nobody(), { reference, code: 'AAAA-AAAA' }, `198.51.100.${n}`))
  expect(tries.map((one) => !one.ok && one.why)).toEqual([...Array<string>(5).fill('no-such-request'), 'wait-a-little'])
  for (let n = 0; n < 10; n += 1) expect((await mayAskNow('203.0.113.9')).ok).toBe(true)
  expect(await mayAskNow('203.0.113.9')).toMatchObject({ ok: false })
})

test('a glance lasts ten minutes and holds for one request alone', () => {
  const [id, other] = [newId<HelpRequestId>(), newId<HelpRequestId>()]
  const at = Date.parse('2026-11-24T10:00:00Z')
  const glance = newGlance(id, 'KF7-2M9Q', at)
  expect(readGlance(glance, 'KF7-2M9Q', at + 9 * 60_000)).toBe(id)
  expect(readGlance(glance, 'KF7-2M9Q', at + 11 * 60_000)).toBeUndefined()
  expect(readGlance(glance, 'KF7-2M9R', at)).toBeUndefined()
  expect(readGlance(glance.replace(id, other), 'KF7-2M9Q', at)).toBeUndefined()
  for (const none of [null, '', 'x', '...']) expect(readGlance(none, 'KF7-2M9Q', at)).toBeUndefined()
})

test('references hold no letter that is mistaken for another, and are read however they are typed', () => {
  for (let n = 0; n < 200; n += 1) expect(newReference()).toMatch(/^[2-9A-HJKMNP-TW-Z]{3}-[2-9A-HJKMNP-TW-Z]{4}$/)
  expect(readReference(' kf7 2m9q ')).toBe('KF7-2M9Q')
  expect(readReference('KF7–2M9Q')).toBe('KF7-2M9Q')
  for (const none of ['', 'KF7', 'KF7-2M9', 'KF0-2M9Q', 'KF7-2M9QX', '<b>']) expect(readReference(none)).toBeUndefined()
})

test('a request is seen by its owner and the manager of the owner’s team, by nobody else', async () => {
  const { id } = await asked({ member: { person: world.people.marta, family: world.family } })
  expect(await helpRequest(await answering('sam'), id)).toMatchObject({ name: 'Ewa', mine: true })
  expect(await helpRequest(await answering('priya'), id)).toMatchObject({ name: 'Ewa', mine: false })
  expect(await helpRequest(await answering('omar'), id)).toBeUndefined()
  expect((await requestsOf(await answering('omar'), { state: 'waiting', page: 1 })).total).toBe(0)
  for (const command of [answerRequest, passOn, linkRequest] as const) {
    const input = { request: id, words: 'x', lang: 'en', to: world.people.sam, family: world.otherFamily } as const
    expect(await act(await answering('omar'), command as typeof passOn, input)).toMatchObject({ ok: false, why: 'not-there' })
  }
})

test('the request of somebody whose post has ended comes to the managers: none is ever lost', async () => {
  const { id } = await asked({ member: { person: world.people.marta, family: world.family } })
  await world.db.updateTable('post').set({ until_on: plusDays(today, -1), team: 'gone' }).where('person_id', '=', world.people.sam).execute()
  expect(await helpRequest(await answering('priya'), id)).toMatchObject({ owner: 'Sam Adeyemi' })
})

test('the owner answers once, in words; whoever asked is told that there is an answer, and reads it', async () => {
  const { id } = await asked()
  const priya = await answering('priya')
  expect(await waitingRequests(priya)).toEqual({ waiting: 1, late: 0 })
  expect(await act(priya, answerRequest, { request: id, words: 'Sam rings you tomorrow', lang: 'en' })).toMatchObject({ ok: true })
  expect((await tracked(nobody(), id))?.answer).toEqual({ words: 'Sam rings you tomorrow', lang: 'en', at: worldBegins })
  expect(await world.db.selectFrom('outbox').select('lang').where('address', '=', 'ewa@example.org').execute()).toHaveLength(2)
  expect(await act(priya, answerRequest, { request: id, words: 'Again', lang: 'en' })).toMatchObject({ ok: false, why: 'answered-already' })
  expect(await act(priya, passOn, { request: id, to: world.people.sam })).toMatchObject({ ok: false, why: 'answered-already' })
  expect(await waitingRequests(priya)).toEqual({ waiting: 0, late: 0 })
  expect((await requestsOf(priya, { state: 'answered', page: 1 })).requests).toHaveLength(1)
})

test('it is passed on to somebody who answers requests, with its day; looking at it is written down', async () => {
  const { id, reference, dueOn } = await asked()
  const priya = await answering('priya')
  await act(priya, noteRequestLooking, { id, reference })
  expect((await whoAnswers(priya)).map(({ name }) => name)).toEqual(['Omar Siddiqui', 'Priya Nair', 'Sam Adeyemi'])
  for (const to of [world.people.femi, world.people.marta]) expect(await act(priya, passOn, { request: id, to })).toMatchObject({ ok: false, why: 'not-a-colleague' })
  expect(await act(priya, passOn, { request: id, to: world.people.omar })).toMatchObject({ ok: true })
  expect(await helpRequest(await answering('omar'), id)).toMatchObject({ mine: true, dueOn })
  expect(await helpRequest(priya, id)).toBeUndefined()
  expect((await world.db.selectFrom('event').select('kind').orderBy('seq').execute()).map(({ kind }) => kind)).toEqual(['help-asked', 'help-looked-at', 'help-passed-on'])
})

test('lists show twenty and then pages, the most urgent first', async () => {
  for (let n = 0; n < 21; n += 1) await asked({ name: `Ewa ${n}` }, n === 20 ? instant('2026-11-20T10:00:00Z') : worldBegins)
  const first = await requestsOf(await answering('priya'), { state: 'waiting', page: 1 })
  expect(first).toMatchObject({ page: 1, pages: 2, total: 21 })
  expect(first.requests).toHaveLength(20)
  expect(first.requests[0]!.name).toBe('Ewa 20')
  expect((await requestsOf(await answering('priya'), { state: 'waiting', page: 99 })).requests).toHaveLength(1)
})

test('promises are measured from what happened, and too few are not counted', async () => {
  const later = instant('2026-12-10T10:00:00Z')
  for (let n = 0; n < 4; n += 1) await asked()
  expect(await promises(world.db, later)).toMatchObject({ helpDays: 3, help: null, decisions: null })
  const { id } = await asked()
  expect((await promises(world.db, later)).help).toEqual({ kept: 0, all: 5 })
  await act({ ...(await answering('priya')), now: instant('2026-11-27T16:00:00Z') }, answerRequest, { request: id, words: 'Yes', lang: 'en' })
  expect((await promises(world.db, later)).help).toEqual({ kept: 1, all: 5 })
  // What is not yet due counts for nothing, and after 90 days it is forgotten.
  for (let n = 0; n < 3; n += 1) await asked({}, instant('2026-12-09T10:00:00Z'))
  expect((await promises(world.db, later)).help).toEqual({ kept: 1, all: 5 })
  expect((await promises(world.db, instant('2027-03-20T10:00:00Z'))).help).toBeNull()
})

