/** Asking for something: what is begun keeps itself, is its maker's alone, and goes when it is sent; a photo beside it; each week; for whom; what is free. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { asOneRequest } from '#app/access/per-request.server.ts'
import { beginSession } from '#app/access/session.server.ts'
import { must } from '#app/access/viewer.server.ts'
import { draftOf, draftsOf, keepDraft, spendFileOf, takeFileOut, throwDraftAway } from '#app/domain/budget/drafts.server.ts'
import { helpsWith, isLike } from '#app/domain/budget/helps-with.ts'
import { watchSpends } from '#app/domain/budget/watch.server.ts'
import { servicesAmong } from '#app/domain/directory/directory.server.ts'
import { act } from '#app/events/transact.server.ts'
import { loader as fileAt } from '#app/routes/family/spend-file.ts'
import { action } from '#app/routes/family/spend-new.tsx'
import { newId, type BudgetId, type DraftId, type FileId } from '#app/values/ids.ts'
import { instant, plusDays } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { Browser } from './account-world.ts'
import { freshDatabase } from './database.ts'
import { aService, ask, asked, booksAreRight, read, standing, sums, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const photo = readFileSync('db/demo/ada-drawing.png')
const picture = { type: 'image/png' as const, bytes: new Uint8Array(photo) }

let db: Db
let world: World
let budget: BudgetId
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
  db = await freshDatabase()
  world = await aWorld(db)
  budget = await world.budget(90_000)
})
afterEach(() => void vi.useRealTimers())

const drafts = async (who: 'marta' | 'piotr' = 'marta') => draftsOf(await world.may(who, 'budget:ask'))

async function begins(more: { draft?: DraftId; file?: typeof picture | null; typed?: Record<string, string> } = {}): Promise<DraftId> {
  const answer = await act(await world.may('marta', 'budget:ask'), keepDraft, { draft: more.draft ?? null, service: null, typed: more.typed ?? { what: 'A bed' }, file: more.file ?? null })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

/** Posts the form of the page as Marta, with a file or without. */
async function posts(fields: Record<string, string>, file?: { bytes: Buffer; name: string; type: string }, search = '?own=1'): Promise<{ status: number; to: string | null; form: { values: Record<string, string>; errors: Record<string, { key: string }> }; check: { free: { name: string }[] } | null; file: string | null }> {
  const browser = new Browser()
  browser.keep(await beginSession(browser.get('/'), world.people.marta, { confirmed: true, sharedPhone: false }))
  const body = new FormData()
  for (const [name, value] of Object.entries({ form: newId(), intent: 'check', ...fields })) body.set(name, value)
  if (file) body.set('file', new File([new Uint8Array(file.bytes)], file.name, { type: file.type }))
  const path = `/families/${world.family}/budget/requests/new${search}`
  const request = new Request(`http://localhost:3000${path}`, { method: 'POST', headers: { Cookie: browser.get('/').headers.get('Cookie')! }, body })
  const answer = (await asOneRequest(() => action({ request, params: { family: world.family }, context: { nonce: '', reference: '', clientAddress: '', problem: { busy: false } } }))) as Response
  const said = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {}
  return { status: answer.status, to: answer.headers.get('Location'), form: said.form, check: said.check ?? null, file: said.file ?? null }
}

const [year, month, day] = plusDays(today, 14).split('-') as [string, string, string]
const right = (): Record<string, string> => ({ kind: 'home', what: 'A bed', payee: 'Bed shop', price: '62.50', quantity: '1', goal: world.goal, budget, line: '', 'neededOn-day': day, 'neededOn-month': month, 'neededOn-year': year })

describe('what is begun', () => {
  test('is kept as it was typed, is its maker’s alone, and is thrown away by hand', async () => {
    const id = await begins({ typed: { what: 'A bed', price: '1.234,50' } })
    expect(await drafts()).toMatchObject([{ id, typed: { what: 'A bed', price: '1.234,50' }, file: null }])
    expect(await begins({ draft: id, typed: { what: 'A bunk bed' }, file: picture })).toBe(id)
    expect(await drafts()).toMatchObject([{ id, typed: { what: 'A bunk bed' } }])
    expect(await drafts('piotr')).toEqual([])
    expect(await draftOf(await world.may('piotr', 'budget:ask'), id)).toBeUndefined()
    for (const command of [throwDraftAway, takeFileOut]) expect(await act(await world.may('piotr', 'budget:ask'), command, { draft: id })).toMatchObject({ ok: false, why: 'draft-gone' })
    expect(await act(await world.may('piotr', 'budget:ask'), keepDraft, { draft: id, service: null, typed: {}, file: null })).toMatchObject({ ok: false, why: 'draft-gone' })
    expect(await act(await world.may('marta', 'budget:ask'), throwDraftAway, { draft: id })).toMatchObject({ ok: true })
    expect([await drafts(), await db.selectFrom('spend_file').select('id').execute()]).toEqual([[], []])
  })

  test('is one however often its form is kept before its page knows of it; what somebody else began has no second maker', async () => {
    const sent = { ...right(), form: newId(), price: '' }
    expect((await posts({ ...sent, intent: 'keep' })).status).toBe(303)
    expect((await posts({ ...sent, what: 'A bunk bed', intent: 'check' })).form.values.draft).toBe(sent.form)
    expect(await drafts()).toMatchObject([{ id: sent.form, typed: { what: 'A bunk bed' } }])
    const piotr = await world.may('piotr', 'budget:ask')
    expect(await act(piotr, keepDraft, { draft: null, begun: sent.form as DraftId, service: null, typed: { what: 'Mine now' }, file: null })).toMatchObject({ ok: false, why: 'draft-gone' })
    expect([await drafts(), await drafts('piotr')]).toMatchObject([[{ typed: { what: 'A bunk bed' } }], []])
  })

  test('ends when nobody touched it for the area’s days, and not a moment before', async () => {
    await begins({ file: picture })
    const at = (minute: string) => instant(`${plusDays(today, 30)}T${minute}:00Z`)
    expect(await watchSpends(db, at('10:00'))).toMatchObject({ dropped: 0 })
    const both = await Promise.all([watchSpends(db, at('10:01')), watchSpends(db, at('10:01'))])
    expect(both[0]!.dropped + both[1]!.dropped).toBe(1)
    expect([await drafts(), await db.selectFrom('spend_file').select('id').execute()]).toEqual([[], []])
  })

  test('becomes the request when it is sent, with its photo, and cannot be sent twice', async () => {
    const draft = await begins({ file: picture })
    const id = await asked(world, budget, 6_000, { draft })
    expect(await drafts()).toEqual([])
    const { file } = (await read(world, id))!
    expect(file).not.toBeNull()
    expect(await ask(world, budget, 6_000, { draft })).toMatchObject({ ok: false, why: 'draft-gone' })
    expect((await sums(world, budget)).aside).toBe(6_000)
    await booksAreRight(world, budget)
  })
})

describe('the form', () => {
  test('keeps what was typed whatever is wrong with it, and checks it when it is right', async () => {
    const first = await posts({ ...right(), price: '' })
    expect([first.status, first.form.errors]).toMatchObject([400, { price: { key: 'errors:required' } }])
    const [draft] = await drafts()
    expect(first.form.values.draft).toBe(draft!.id)
    const then = await posts({ ...right(), draft: draft!.id }, { bytes: photo, name: 'bed.png', type: 'image/png' })
    expect([then.status, then.check]).toMatchObject([200, { quantity: 1, sum: 6_250, level: 'lead' }])
    expect(await drafts()).toMatchObject([{ id: draft!.id, typed: { price: '62.50' } }])
    // Refused at the last, it still has the photo beside it.
    const refused = await posts({ ...right(), draft: draft!.id, quantity: '400', intent: 'send' })
    expect([refused.status, refused.file]).toEqual([409, then.file])
    expect(then.file).toMatch(/^[0-9a-z]{20}$/)
    const sent = await posts({ ...right(), draft: draft!.id, intent: 'send' })
    expect(sent.to).toMatch(/\/budget\/requests\/[0-9a-z]{20}\?done=asked/)
    expect(await drafts()).toEqual([])
  })

  test.each(['1.234,50', '£20.005', '-5', '1e3', '0', '0.00', '', '-٥', '100000', 'NaN', '5 5'])('takes no %j for a sum, and keeps it as it was typed', async (price) => {
    const answer = await posts({ ...right(), price })
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.form.errors)).toEqual(['price'])
    expect(answer.form.values.price).toBe(price)
    expect((await sums(world, budget)).aside).toBe(0)
  })

  test.each([['٦٢٫٥٠', 6_250], ['۶۲', 6_200], ['£12.5', 1_250], ['١٢٫٥', 1_250]])('takes %j', async (price, pence) => {
    expect((await posts({ ...right(), price })).check).toMatchObject({ sum: pence })
  })

  test.each(['0', '-1', '501', '1.5', '', 'x'])('takes no %j for how many', async (quantity) => {
    expect(Object.keys((await posts({ ...right(), quantity })).form.errors)).toEqual(['quantity'])
  })

  test('an attachment that lies about what it is, is no picture or is too large, is said beside its field', async () => {
    const wrong = async (bytes: Buffer, name = 'bed.png', type = 'image/png') => {
      const answer = await posts(right(), { bytes, name, type })
      return [answer.status, answer.form.errors.file?.key]
    }
    expect(await wrong(Buffer.from('<script>alert(1)</script>'))).toEqual([400, 'errors:notPicture'])
    expect(await wrong(Buffer.from('%PDF-1.7'), 'quote.pdf', 'application/pdf')).toEqual([400, 'errors:notPicture'])
    expect(await wrong(photo.subarray(0, 200))).toEqual([400, 'errors:notPicture'])
    await db.insertInto('area_setting').values({ area_id: 'area' as never, key: 'pictureKilobytes', value: '100', changed_at: worldBegins, changed_by: null }).execute()
    expect(await wrong(Buffer.concat([photo, Buffer.alloc(200_000)]))).toEqual([400, 'errors:fileTooBig'])
    expect(await db.selectFrom('spend_file').select('id').execute()).toEqual([])
  })

  test('a draft that is somebody else’s opens nothing', async () => {
    const browser = new Browser()
    browser.keep(await beginSession(browser.get('/'), world.people.piotr, { confirmed: true, sharedPhone: false }))
    const draft = await begins()
    const request = browser.post(`/families/${world.family}/budget/requests/new?draft=${draft}`, { form: newId(), intent: 'keep' })
    await expect(asOneRequest(() => action({ request, params: { family: world.family }, context: { nonce: '', reference: '', clientAddress: '', problem: { busy: false } } }))).rejects.toMatchObject({ status: 404 })
  })
})

describe('a photo', () => {
  test('is for whoever sees the request, as a download, and for whoever decides it', async () => {
    const id = await asked(world, budget, 6_000, { draft: await begins({ file: picture }) })
    const file = (await read(world, id))!.file as FileId
    const seen = async (who: 'marta' | 'piotr' | 'zosia' | 'sam') => (await spendFileOf(must(await world.viewer(who), 'spend:see'), file))?.bytes.equals(photo)
    expect([await seen('marta'), await seen('piotr'), await seen('zosia'), await seen('sam')]).toEqual([true, true, true, true])
    const priya = await asked(world, budget, 20_000, { draft: await begins({ file: picture }) })
    const other = (await read(world, priya))!.file as FileId
    const decider = must((await world.spendViewer('priya', priya))!, 'spend:decide')
    expect((await spendFileOf(must(decider, 'spend:see'), other))?.type).toBe('image/png')
    expect(await spendFileOf(must(decider, 'spend:see'), file)).toBeUndefined()

    const browser = new Browser()
    browser.keep(await beginSession(browser.get('/'), world.people.piotr, { confirmed: true, sharedPhone: false }))
    const asks = (name: string) => asOneRequest(() => fileAt({ request: browser.get(`/families/${world.family}/budget/files/${name}`), params: { family: world.family, id: name }, context: { nonce: '', reference: '', clientAddress: '', problem: { busy: false } } }))
    const answer = await asks(file)
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'image/png', 'content-disposition': 'attachment; filename="picture.png"', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    const begun = (await draftOf(await world.may('marta', 'budget:ask'), await begins({ file: picture })))!.file!
    for (const name of [begun, newId(), 'nonsense']) await expect(asks(name)).rejects.toMatchObject({ status: 404 })
  })
})

describe('how often and for whom', () => {
  test('each week for some weeks is the price times all of them, to the penny, and must end while the money lasts', async () => {
    const id = await asked(world, budget, 1_333, { quantity: 2, weeks: 6 })
    expect(await standing(db, id)).toMatchObject({ quantity: 12, weeks: 6, pence: 15_996 })
    expect((await sums(world, budget)).aside).toBe(15_996)
    await yes(world, 'priya', id)
    // A yes holds until after the last of the weeks.
    expect((await read(world, id))!.holdsUntil).toBe(plusDays(today, 14 + 35 + 28))
    expect(await ask(world, budget, 100, { weeks: 26 })).toMatchObject({ ok: false, why: 'weeks-outside', field: 'weeks' })
    expect(await ask(world, budget, 100, { weeks: 25 })).toMatchObject({ ok: true })
  })

  test('it is for those who are named, of the household alone, and whoever helps sees it by what they agreed', async () => {
    expect(await ask(world, budget, 1_000, { forWhom: [world.members.kasia] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'for' })
    expect(await ask(world, budget, 1_000, { forWhom: [world.members.aisha] })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'for' })
    const id = await asked(world, budget, 1_000, { forWhom: [world.members.leo, world.members.zosia] })
    expect((await read(world, id))!.forWhom.toSorted()).toEqual(['Leo', 'Zosia'])
    expect(await world.spendViewer('sam', id)).toBeDefined()
    await db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('about_member', '=', world.members.zosia).where('kind', '=', 'spend').execute()
    expect(await world.spendViewer('sam', id)).toBeUndefined()
    expect(await world.spendViewer('priya', id)).toBeDefined()
  })
})

describe('what else there is', () => {
  async function inCategory(name: string, free: boolean) {
    const { service } = await aService(db, free ? null : 1_000)
    await db.updateTable('service').set({ name: `${name}, ${free ? 'free' : 'paid'}`, free: free ? 1 : 0 }).where('id', '=', service).execute()
    await db.insertInto('service_category').values([{ service_id: service, slug: name.toLowerCase(), name }, { service_id: service, slug: 'self-referral', name: 'Self-referral' }]).execute()
    return service
  }

  test('what is free and alike is pointed out before anything is asked for', async () => {
    const paid = await inCategory('Counselling', false)
    await inCategory('Counselling', true)
    await inCategory('Swimming', true)
    expect((await servicesAmong(db, (name) => isLike(name, { categories: ['Counselling', 'Self-referral'] }), { most: 3, free: true, without: paid })).map((one) => one.name)).toEqual(['Counselling, free'])
    expect((await posts({ ...right(), kind: 'talking' })).check!.free.map((one) => one.name)).toEqual(['Counselling, free'])
    expect((await posts({ ...right(), kind: 'other' })).check!.free).toEqual([])
  })

  test('a goal finds the services of its kind, those that are free first', async () => {
    await inCategory('Counselling', false)
    await inCategory('Counselling', true)
    await inCategory('Debt advice', true)
    expect((await servicesAmong(db, (name) => helpsWith('health', name), { most: 8 })).map((one) => one.name)).toEqual(['Counselling, free', 'Counselling, paid'])
    expect((await servicesAmong(db, (name) => helpsWith('money', name), { most: 8 })).map((one) => one.name)).toEqual(['Debt advice, free'])
    expect(await servicesAmong(db, (name) => helpsWith('substances', name), { most: 8 })).toEqual([])
  })
})
