/** Who has looked: what is written down, who is told of it, and how a tampered record is found. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must, myselfFor, viewerOfEmergency, viewerOfMoney, viewerOfSafeguarding, viewerWhoKnows, type Acting, type AreaViewer } from '#app/access/viewer.server.ts'
import { askForAssessment } from '#app/domain/carers/caring.server.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { emergenciesToReview, openEmergencyView, reviewEmergency, takeEmergencyView, whoReadsLooks } from '#app/domain/family/emergency.server.ts'
import { findFamilies, isShielded, noteSearch, shieldFamily } from '#app/domain/family/finding.server.ts'
import { openRecord } from '#app/domain/family/starting.server.ts'
import { addStrength, planEntries } from '#app/domain/plan/plan.server.ts'
import { looksAt } from '#app/domain/sharing/looked.server.ts'
import { openReviews, recordOf } from '#app/domain/sharing/record.server.ts'
import { decideToShare } from '#app/domain/sharing/safeguarding.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { headsGone, writeHeads } from '#app/events/heads.server.ts'
import { contactsMissing as nobodyForgotten, ownersMissing as openThings } from '#app/domain/plan/watch.server.ts'
import { keepBankHolidaysNightly } from '#app/domain/area/bank-holidays.server.ts'
import { doNightly } from '#app/events/nightly.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import * as appointmentPage from '#app/routes/family/appointment.tsx'
import * as caringPage from '#app/routes/family/caring.tsx'
import * as goalPage from '#app/routes/family/goal.tsx'
import * as goalsPage from '#app/routes/family/goals.tsx'
import * as emergencyPage from '#app/routes/desk/emergency.tsx'
import * as emergencyView from '#app/routes/desk/emergency-view.tsx'
import { newId, type AppointmentId, type CircleId, type EmergencyId, type FamilyId } from '#app/values/ids.ts'
import { instant, plusDays, plusMinutes, type Day } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { answerOf as answerOfPage, browserOf as signedIn, atWorldBegins } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
atWorldBegins()
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

type Who = keyof World['people']

type Page = Record<'loader' | 'action', (args: never) => Promise<unknown>>
const browserOf = (who: Who) => signedIn(world.people[who])
const answerOf = (page: unknown, way: 'loader' | 'action', request: Request, params: Record<string, string> = {}) => answerOfPage((page as Page)[way], request, params)

const told = async (who: 'marta' | 'piotr' | 'zosia') => (await looksAt(await world.may(who, 'sharing:see'), 1)).looks

describe('looking at a record', () => {
  /** Sam opens the record for a reason, the list of goals and each of these goals. */
  async function samLooks(reason: { reason: string; lang: string | null }, ...goals: string[]): Promise<void> {
    await act(must(await world.viewer('sam'), 'family:see'), openRecord, reason)
    const sam = await browserOf('sam')
    expect((await answerOf(goalsPage, 'loader', sam.get(`/families/${world.family}/goals`), { family: world.family })).status).toBe(200)
    for (const id of goals) expect((await answerOf(goalPage, 'loader', sam.get(`/families/${world.family}/goals/${id}`), { family: world.family, id })).status).toBe(200)
  }

  test('is told to the family: who, what, when, because', async () => {
    await samLooks({ reason: 'visit', lang: null }, world.goal)
    const [one, list] = await told('marta')
    expect(one).toMatchObject({ name: 'Sam Adeyemi', what: 'goal', to: `/families/${world.family}/goals/${world.goal}`, because: { known: 'visit' }, at: worldBegins })
    expect(list).toMatchObject({ what: 'goals', to: null })
  })

  test('at an appointment that is their own needs no reason before: opening it is the reason', async () => {
    const id = newId<AppointmentId>()
    await world.db.insertInto('appointment').values({
      family_id: world.family, circle_id: null, id, practitioner_id: world.people.sam, mode: 'phone', place: null, starts_at: plusMinutes(worldBegins, 60), ends_at: plusMinutes(worldBegins, 90), state: 'booked',
      note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: world.members.marta, booked_at: worldBegins, cancelled_at: null,
    }).execute()
    const sam = await browserOf('sam')
    const open = (page: unknown, rest: string, more: Record<string, string> = {}) => answerOf(page, 'loader', sam.get(`/families/${world.family}${rest}`), { family: world.family, ...more })
    expect((await open(goalsPage, '/goals')).status).toBe(303)
    expect((await open(appointmentPage, `/appointments/${id}`, { id })).status).toBe(200)
    expect((await told('marta'))[0]).toMatchObject({ what: 'appointment', because: { known: 'own-appointment' } })
    await world.db.updateTable('appointment').set({ practitioner_id: world.people.omar }).where('id', '=', id).execute()
    expect((await open(appointmentPage, `/appointments/${id}`, { id })).status).toBe(303)
  })

  test('for a reason in own words is told in them, in their language', async () => {
    await samLooks({ reason: 'Bo Marta dzwoniła', lang: 'pl' })
    expect((await told('marta'))[0]!.because).toEqual({ words: 'Bo Marta dzwoniła', lang: 'pl' })
  })

  test('at the page of young carers is told to whoever knows that somebody asked, and to nobody else', async () => {
    await act(must(await world.viewer('zosia'), 'caring:ask'), askForAssessment, { about: world.members.zosia, talkTo: null, shownTo: [world.members.piotr] })
    await act(must(await world.viewer('sam'), 'family:see'), openRecord, { reason: 'visit', lang: null })
    const sam = await browserOf('sam')
    expect((await answerOf(caringPage, 'loader', sam.get(`/families/${world.family}/caring`), { family: world.family })).status).toBe(200)
    expect(await told('marta')).toEqual([])
    for (const who of ['zosia', 'piotr'] as const) expect(await told(who)).toMatchObject([{ name: 'Sam Adeyemi', what: 'caring', because: { known: 'visit' } }])
  })

  test('by the family itself is written down nowhere', async () => {
    const marta = await browserOf('marta')
    await answerOf(goalsPage, 'loader', marta.get(`/families/${world.family}/goals`), { family: world.family })
    expect(await told('piotr')).toEqual([])
  })

  test('at a thing that is kept to a few is told to nobody else, nor counted for them', async () => {
    const kept = await world.newGoal('A secret wish', await world.circle(world.members.zosia, 'seat:lead'))
    await samLooks({ reason: 'visit', lang: null }, world.goal, kept)
    expect((await told('zosia')).map((look) => look.to?.split('/').at(-1) ?? null)).toEqual([kept, world.goal, null])
    for (const who of ['marta', 'piotr'] as const) expect((await told(who)).map((look) => look.to?.split('/').at(-1) ?? null)).toEqual([world.goal, null])
  })

  test('at a kind of thing that the page does not know is told to nobody', async () => {
    await samLooks({ reason: 'visit', lang: null }, world.goal)
    await sql`drop trigger if exists event_no_update ${sql.raw(world.db.getExecutor().adapter.constructor.name === 'PostgresAdapter' ? 'on event' : '')}`.execute(world.db)
    await world.db.updateTable('event').set({ thing_kind: 'diary' } as never).where('thing_kind', '=', 'goal').execute()
    expect((await told('marta')).map((look) => look.what)).toEqual(['goals'])
  })

  test('that stands in a circle, such as at the page of safeguarding decisions, is told to those inside alone', async () => {
    const seen = await sharedLook(await world.circle(world.members.piotr))
    expect(await told('piotr')).toHaveLength(1)
    expect(seen).toEqual([])
    await sharedLook(newId<CircleId>())
    for (const who of ['marta', 'piotr', 'zosia'] as const) expect((await told(who)).length, who).toBe(who === 'piotr' ? 1 : 0)
  })

  async function sharedLook(circle: CircleId) {
    await act(must(await world.viewer('sam'), 'family:see'), lookInCircle, { circle })
    return told('marta')
  }

  async function lookInCircle(_acting: Acting<'family:see'>, { circle }: { circle: CircleId }): Promise<Outcome<null, never>> {
    return { ok: true, value: null, event: { kind: 'page-looked-at', data: { page: 'plan', because: 'visit', lang: null }, circle } }
  }

  test('is said twenty to a page', async () => {
    await act(must(await world.viewer('sam'), 'family:see'), openRecord, { reason: 'visit', lang: null })
    const sam = await browserOf('sam')
    for (let n = 0; n < 23; n += 1) await answerOf(goalsPage, 'loader', sam.get(`/families/${world.family}/goals`), { family: world.family })
    const viewer = await world.may('marta', 'sharing:see')
    expect([(await looksAt(viewer, 1)).looks.length, (await looksAt(viewer, 2)).looks.length, (await looksAt(viewer, 9)).page]).toEqual([20, 3, 2])
  })
})

describe('finding a family', () => {
  const find = async (who: 'sam' | 'omar' | 'priya', words: string) => (await findFamilies(must(await world.desk(who), 'families:find'), words)).map(({ id, name, mine }) => [name, mine, id !== null])

  test('shows whom one helps, and of another team no more than whom to ring', async () => {
    expect(await find('sam', 'kowal')).toEqual([['Kowalczyk-Bailey', true, true]])
    expect(await find('omar', 'kowalczyk-b')).toEqual([['Kowalczyk-Bailey', false, false]])
    expect(await find('priya', 'Hus')).toEqual([['Hussain', false, false]])
    for (const words of ['k', '', '%', '_ow', 'Bailey', '" or 1=1', '\u{10ffff}']) expect(await find('omar', words), words).toEqual([])
  })

  test('a shielded one is not there for other teams, and is for its own', async () => {
    const manager = must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'family:shield')
    expect(await act(manager, shieldFamily, { shielded: true })).toMatchObject({ ok: true })
    expect(await isShielded(manager)).toBe(true)
    expect(await find('omar', 'Kowal')).toEqual(await find('omar', 'Nosuchfamily'))
    expect((await find('sam', 'Kowal')).length + (await find('priya', 'Kowal')).length).toBe(2)
  })

  test('by the name of somebody in it finds the family, whole names as they begin; of a shielded one nothing, and nobody by their network or past', async () => {
    expect(await find('sam', 'piotr ba')).toEqual([['Kowalczyk-Bailey', true, true]])
    expect(await find('omar', 'Zosia')).toEqual([['Kowalczyk-Bailey', false, false]])
    for (const words of ['Kasia', 'Dean', 'Sam Adeyemi', 'osia', '%iotr']) expect(await find('omar', words), words).toEqual([])
    await world.db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.piotr).execute()
    expect(await find('omar', 'Piotr')).toEqual([])
    await world.db.updateTable('family').set({ shielded: 1 }).where('id', '=', world.family).execute()
    expect(await find('omar', 'Zosia')).toEqual([])
    expect(await find('priya', 'Zosia')).toEqual([['Kowalczyk-Bailey', false, false]])
  })

  test('each search is written down with what it found', async () => {
    await act(must(await world.desk('omar'), 'families:find'), noteSearch, { words: 'Kowal', found: 1 })
    const row = await world.db.selectFrom('event').select(['by_person', 'data']).where('kind', '=', 'families-searched').executeTakeFirstOrThrow()
    expect(row).toEqual({ by_person: world.people.omar, data: JSON.stringify({ words: 'Kowal', found: 1 }) })
  })
})

describe('looking once in an emergency', () => {
  const leo = { family: 'Kowalczyk-Bailey', givenName: 'Leo', bornOn: '2023-03-01' as Day }
  const knows = async (who: 'omar' | 'sam', known: Partial<typeof leo> = {}) => viewerWhoKnows(await world.desk(who), { ...leo, ...known })

  test('is for somebody who helps families and knows this one: its name, a name in it, a birthday', async () => {
    expect(await knows('omar')).toMatchObject({ family: world.family, seat: 'emergency', member: null })
    for (const wrong of [{ family: 'Hussain' }, { givenName: 'Zosia' }, { bornOn: plusDays(leo.bornOn, 1) }, { family: 'Kowalczyk' }]) expect(await knows('omar', wrong)).toBeUndefined()
    await world.db.insertInto('family').values({ id: newId<FamilyId>(), name: leo.family, team: 'south', level: 'targeted', language: 'en', started_on: today }).execute()
    expect(await knows('omar')).toBeDefined()
  })

  test('is for nobody who has or ever had a place in the family, as one of it or to help', async () => {
    expect(await knows('sam')).toBeUndefined()
    await world.db.updateTable('member').set({ until_on: plusDays(today, -10), person_id: world.people.omar }).where('id', '=', world.members.dean).execute()
    expect(await knows('omar')).toBeUndefined()
  })

  async function opened(): Promise<EmergencyId> {
    const answer = await act(must((await knows('omar'))!, 'emergency:open'), openEmergencyView, { reason: 'Leo is on the street alone', lang: 'en' })
    if (!answer.ok) throw new Error('refused')
    return answer.value.view
  }
  const viewing = (view: EmergencyId, who: Who = 'omar', at = worldBegins) => viewerOfEmergency(world.db, world.people[who], world.family, view, at)

  test('shows the plan that nobody keeps to a few, once, to the one who opened it, for some minutes', async () => {
    const strength = { words: 'We laugh', lang: 'en', about: [], shareWith: [] }
    await act(await world.may('marta', 'plan:strengths'), addStrength, { ...strength, whoSees: 'everybody' })
    await act(await world.may('zosia', 'plan:strengths'), addStrength, { ...strength, words: 'Only mine', whoSees: { members: [], lead: false } })
    const view = await opened()
    for (const nobody of [viewing(view, 'priya'), viewing(view, 'marta'), viewing(newId<EmergencyId>()), viewing(view, 'omar', plusMinutes(worldBegins, 11))]) expect(await nobody).toBeUndefined()
    const viewer = (await viewing(view))!
    expect([...viewer.powers].sort()).toEqual(['emergency:see', 'family:see', 'people:see', 'plan:see'])
    expect((await planEntries(must(viewer, 'plan:see'))).strengths.map(({ words }) => words)).toEqual(['We laugh'])
    expect(await act(must(viewer, 'emergency:see'), takeEmergencyView, { view })).toMatchObject({ ok: true })
    expect(await viewing(view)).toBeUndefined()
    expect(await act(must(viewer, 'emergency:see'), takeEmergencyView, { view })).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('is told to the family with its reason, and to the lead professional and the manager by a neutral message', async () => {
    await opened()
    expect((await told('marta'))[0]).toMatchObject({ name: 'Omar Siddiqui', what: 'emergency', because: { words: 'Leo is on the street alone', lang: 'en' } })
    const sent = await world.db.selectFrom('outbox').select(['to_person', 'body']).execute()
    expect(sent.map((row) => row.to_person).sort()).toEqual([world.people.sam, world.people.priya].sort())
    for (const { body } of sent) expect(body).not.toMatch(/Leo|Kowalczyk|Omar|emergency/i)
  })

  test('waits for a manager of the family, who says what they found; never for the one who looked', async () => {
    const view = await opened()
    const waiting = async (who: 'priya' | 'omar') => emergenciesToReview(must(await world.desk(who), 'desk:see'))
    expect(await waiting('omar')).toEqual([])
    expect(await waiting('priya')).toMatchObject([{ view, by: 'Omar Siddiqui', reviewOn: '2026-11-26' }])
    const priya = must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'emergency:review')
    const said = { view, finding: 'right' as const, words: 'He was found', lang: 'en', keptFrom: [] }
    await world.db.updateTable('emergency_view').set({ person_id: world.people.priya }).execute()
    expect(await waiting('priya')).toEqual([])
    expect(await act(priya, reviewEmergency, said)).toMatchObject({ ok: false, why: 'not-there' })
    await world.db.updateTable('emergency_view').set({ person_id: world.people.omar }).execute()
    expect(await act(priya, reviewEmergency, said)).toMatchObject({ ok: true })
    expect(await waiting('priya')).toEqual([])
    expect(await act(priya, reviewEmergency, said)).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('is kept from those of the family whom its reviewer names: they read as if it were not there', async () => {
    const before = [await told('piotr'), (await everythingAbout(must(myselfFor(world.db, world.people.piotr, worldBegins), 'account:keep'))).looks]
    const view = await opened()
    expect(await told('piotr')).toHaveLength(1)
    const priya = must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'emergency:review')
    expect((await whoReadsLooks(priya)).map((one) => one.name).sort()).toEqual(['Marta Kowalczyk', 'Piotr Bailey', 'Zosia Bailey'])
    const said = { view, finding: 'right' as const, words: 'He must not learn that she rang', lang: 'en' }
    for (const stranger of [world.members.kasia, world.members.aisha, world.members.sam]) expect(await act(priya, reviewEmergency, { ...said, keptFrom: [stranger] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'kept-from' })
    expect(await act(priya, reviewEmergency, { ...said, keptFrom: [world.members.piotr] })).toMatchObject({ ok: true })
    expect([await told('piotr'), (await everythingAbout(must(myselfFor(world.db, world.people.piotr, worldBegins), 'account:keep'))).looks]).toEqual(before)
    for (const who of ['marta', 'zosia'] as const) expect((await told(who))[0]).toMatchObject({ what: 'emergency', name: 'Omar Siddiqui' })
  })

  test('asked for wrongly is answered alike, whatever is wrong, and not more than a few times', async () => {
    const omar = await browserOf('omar')
    const send = async (more: Record<string, string>) => {
      const fields = { form: newId(), intent: 'open', family: 'Kowalczyk-Bailey', given: 'Leo', 'born-day': '1', 'born-month': '3', 'born-year': '2023', reason: 'He is alone', sure: 'yes', ...more }
      const answer = await answerOf(emergencyPage, 'action', omar.post('/desk/emergency', fields))
      return { status: answer.status, form: answer.status === 303 ? null : ((await answer.json()) as { form: { errors: unknown } }).form.errors, to: answer.headers.get('Location') }
    }
    expect(await send({ sure: '' })).toMatchObject({ status: 400 })
    const wrong = [await send({ family: 'Nobody' }), await send({ given: 'Lea' }), await send({ 'born-day': '2' })]
    await world.db.updateTable('family').set({ shielded: 1 }).execute()
    wrong.push(await send({ given: 'Max' }))
    expect(wrong.map(({ status }) => status)).toEqual([409, 409, 409, 409])
    expect(new Set(wrong.map(({ form }) => JSON.stringify(form))).size).toBe(1)
    const right = await send({ family: 'kowalczyk-bailey', given: 'leo' })
    expect(right.status).toBe(303)
    expect((await send({})).status).toBe(429)
    const id = right.to!.split('/').at(-1)!
    const page = await answerOf(emergencyView, 'loader', omar.get(right.to!), { id })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Leo Bailey')])
    expect((await answerOf(emergencyView, 'loader', omar.get(right.to!), { id })).status).toBe(404)
  })
})

describe('the record', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'family-plan-heads-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const writes = async (words: string) => act(await world.may('marta', 'plan:strengths'), addStrength, { words, lang: 'en', about: [], whoSees: 'everybody', shareWith: [] })

  test('whose tail is taken away together with its head holds inside, and is found out by what was written outside', async () => {
    for (const words of ['One', 'Two', 'Three']) await writes(words)
    await writeHeads(world.db, folder, today)
    expect(await headsGone(world.db, folder)).toEqual([])
    const onTable = world.db.getExecutor().adapter.constructor.name === 'PostgresAdapter' ? 'on event' : ''
    await sql`drop trigger event_no_delete ${sql.raw(onTable)}`.execute(world.db)
    await world.db.deleteFrom('event').where('scope_id', '=', world.family).where('seq', '=', 3).execute()
    const { hash } = await world.db.selectFrom('event').select('hash').where('scope_id', '=', world.family).where('seq', '=', 2).executeTakeFirstOrThrow()
    await world.db.updateTable('family').set({ seq: 2, chain_head: hash }).where('id', '=', world.family).execute()
    expect(await verifyChains(world.db)).toEqual([])
    expect(await headsGone(world.db, folder)).toEqual([{ on: today, scope: world.family, seq: 3 }])
    await writes('Another third')
    expect(await verifyChains(world.db)).toEqual([])
    expect(await headsGone(world.db, folder)).toEqual([{ on: today, scope: world.family, seq: 3 }])
  })

  test('of which a line outside cannot be read, or a whole day is gone, is not taken for right', async () => {
    await writes('One')
    const night = { dataDir: folder, keepDays: keepBankHolidaysNightly, checkBooks: () => Promise.resolve(0), checkOwners: openThings, checkContacts: nobodyForgotten }
    await doNightly(world.db, night, worldBegins)
    const heads = path.join(folder, 'heads')
    expect(await headsGone(world.db, heads)).toEqual([])
    appendFileSync(path.join(heads, `${today}.jsonl`), '{"scope":"torn')
    expect(await headsGone(world.db, heads)).toEqual([{ on: today, scope: 'heads', seq: 0 }])
    rmSync(heads, { recursive: true })
    expect(await headsGone(world.db, heads)).toEqual([{ on: today, scope: 'heads', seq: 0 }])
  })

  test('is checked once a night, with the books, and what was found stands there', async () => {
    await writes('One')
    const night = { dataDir: folder, keepDays: keepBankHolidaysNightly, checkBooks: () => Promise.resolve(3), checkOwners: openThings, checkContacts: nobodyForgotten }
    expect(await doNightly(world.db, night, worldBegins)).toBe(true)
    expect(await doNightly(world.db, night, plusMinutes(worldBegins, 600))).toBe(false)
    expect(await doNightly(world.db, night, instant('2026-11-25T01:00:00Z'))).toBe(false)
    expect(await doNightly(world.db, night, instant('2026-11-25T02:05:00Z'))).toBe(true)
    expect(await world.db.selectFrom('nightly_check').select(['what', 'on_day', 'findings']).orderBy('on_day').orderBy('what').execute()).toEqual([
      { what: 'books', on_day: today, findings: 3 }, { what: 'contacts', on_day: today, findings: 2 }, { what: 'owners', on_day: today, findings: 0 }, { what: 'record', on_day: today, findings: 0 }, { what: 'books', on_day: '2026-11-25', findings: 3 }, { what: 'contacts', on_day: '2026-11-25', findings: 2 }, { what: 'owners', on_day: '2026-11-25', findings: 0 }, { what: 'record', on_day: '2026-11-25', findings: 0 },
    ])
  })

  test('is read by the auditor by part, person and day, without a word of what families wrote', async () => {
    await writes('We laugh at dinner')
    await act(must(await world.desk('omar'), 'families:find'), noteSearch, { words: 'Kowal', found: 1 })
    await act(must(await world.viewer('sam'), 'family:see'), openRecord, { reason: 'visit', lang: null })
    await act(must(await world.viewer('sam'), 'family:see'), openRecord, { reason: 'Zosia said something', lang: 'en' })
    await world.db.insertInto('post').values({ person_id: world.people.ruth, id: newId(), role: 'auditor', team: '', from_on: today, until_on: null }).execute()
    const auditor = must((await areaViewerFor(world.db, world.people.ruth, worldBegins)) as AreaViewer, 'audit:see')
    const all = await Promise.all((['looks', 'emergencies', 'searches', 'doors', 'places', 'money', 'area', 'sharing'] as const).map((part) => recordOf(auditor, { part, on: null, by: null, chain: null }, 1)))
    expect(JSON.stringify(all)).not.toMatch(/laugh|Kowal|Zosia/)
    expect(all[0]!.lines).toMatchObject([{ because: expect.stringMatching(/^(visit|own-words)$/) }, { kind: 'record-opened', by: 'Sam Adeyemi', because: expect.stringMatching(/^(visit|own-words)$/), chain: world.family.slice(0, 6) }])
    expect(all[2]!.lines).toMatchObject([{ kind: 'families-searched', by: 'Omar Siddiqui' }])
    expect((await recordOf(auditor, { part: 'looks', on: plusDays(today, -1), by: null, chain: null }, 1)).lines).toEqual([])
    expect((await recordOf(auditor, { part: 'looks', on: today, by: world.people.omar, chain: null }, 1)).lines).toEqual([])
    // By the letters of one record alone.
    const of = async (chain: string) => (await recordOf(auditor, { part: 'looks', on: null, by: null, chain }, 1)).lines.length
    expect([await of(world.family.slice(0, 6)), await of(world.family), await of(world.otherFamily.slice(0, 6))]).toEqual([2, 2, 0])
  })

  test('says which reviews are outstanding: kinds, names and days, without a reason', async () => {
    await world.db.insertInto('post').values([
      { person_id: world.people.ruth, id: newId(), role: 'auditor', team: '', from_on: today, until_on: null }, { person_id: world.people.lewis, id: newId(), role: 'lead', team: 'south', from_on: today, until_on: null },
    ]).execute()
    const auditor = must((await areaViewerFor(world.db, world.people.ruth, worldBegins)) as AreaViewer, 'audit:see')
    expect(await openReviews(auditor)).toEqual([])
    const omar = must((await viewerWhoKnows(await world.desk('omar'), { family: 'Kowalczyk-Bailey', givenName: 'Leo', bornOn: '2023-03-01' as Day }))!, 'emergency:open')
    await act(omar, openEmergencyView, { reason: 'Xyzzy', lang: 'en' })
    const decider = must((await viewerOfSafeguarding(world.db, world.people.priya, world.family, worldBegins))!, 'safeguarding:decide')
    expect(await act(decider, decideToShare, { to: world.members.sam, about: [world.members.leo], kinds: ['plan'], basis: 'harm', reason: 'Xyzzy', lang: 'en', until: plusDays(today, 9), danger: 'Xyzzy', reviewer: world.people.lewis })).toMatchObject({ ok: true })
    const reviews = await openReviews(auditor)
    const chain = world.family.slice(0, 6)
    expect(reviews.map((one) => [one.kind, one.chain, one.by, one.reviewer]).sort()).toEqual([['decision', chain, 'Priya Nair', 'Lewis Grant'], ['emergency', chain, 'Omar Siddiqui', null]])
    expect(JSON.stringify(reviews)).not.toContain('Xyzzy')
    await world.db.updateTable('emergency_view').set({ reviewed_at: worldBegins, reviewed_by: world.people.priya, finding: 'right', words: 'w', lang: 'en' }).execute()
    await world.db.updateTable('safeguarding_decision').set({ reviewed_at: worldBegins, reviewed_by: world.people.lewis, review_words: 'w', review_lang: 'en' }).execute()
    expect(await openReviews(auditor)).toEqual([])
  })
})
