/** A drawing or a voice note beside what somebody says: whose it is to see, how it is served, and that it goes with its words. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { beginSession } from '#app/access/session.server.ts'
import { must, myselfFor } from '#app/access/viewer.server.ts'
import { asOneRequest } from '#app/access/per-request.server.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { fileOf } from '#app/domain/plan/files.server.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { say, takeOut } from '#app/domain/plan/said.server.ts'
import { changeWhoSees } from '#app/domain/sharing/changing.server.ts'
import type { WhoSees } from '#app/domain/sharing/circles.server.ts'
import { act } from '#app/events/transact.server.ts'
import { loader } from '#app/routes/family/plan-file.ts'
import { action as sends } from '#app/routes/family/plan-said.tsx'
import { newId, type EntryId, type FileId } from '#app/values/ids.ts'
import type { Db } from '#db/connect.ts'
import { Browser } from './account-world.ts'
import { freshDatabase } from './database.ts'
import { aWorld, worldBegins, type World } from './world.ts'

const drawing = readFileSync('db/demo/ada-drawing.png')
const onlyMe = { members: [], lead: false }

let db: Db
let world: World

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

async function draws(whoSees: WhoSees = 'everybody'): Promise<EntryId> {
  const answer = await act(await world.may('marta', 'plan:strengths'), say, {
    part: 'says', area: null, words: 'Look', lang: 'en', saidBy: world.members.leo, about: [], whoSees, shareWith: [], delicate: [], file: { type: 'image/png', bytes: new Uint8Array(drawing), what: 'A house', lang: 'en' },
  })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const idOf = async (entry: EntryId) => (await db.selectFrom('plan_file').select('id').where('entry_id', '=', entry).executeTakeFirst())?.id
const sees = async (who: 'marta' | 'piotr' | 'zosia' | 'kasia' | 'sam', id: FileId) => (await fileOf(must(await world.viewer(who), 'plan:see'), id))?.bytes.length

describe('a drawing', () => {
  test('is seen by whoever sees the words, and by nobody else, also when they are kept later', async () => {
    const entry = await draws()
    const id = (await idOf(entry))!
    for (const who of ['marta', 'piotr', 'zosia', 'sam'] as const) expect(await sees(who, id), who).toBe(drawing.length)
    expect(await sees('kasia', id)).toBeUndefined()
    expect((await planEntries(await world.may('piotr', 'plan:see'))).says).toMatchObject([{ file: { id, type: 'image/png', what: 'A house' } }])
    const kept = (await idOf(await draws({ members: [], lead: true })))!
    expect([await sees('sam', kept), await sees('piotr', kept)]).toEqual([drawing.length, undefined])
    await db.updateTable('plan_entry').set({ said_by: world.members.marta }).where('id', '=', entry).execute()
    expect((await act(await world.may('marta', 'sharing:decide'), changeWhoSees, { kind: 'plan', thing: entry, whoSees: onlyMe, shareWith: [] })).ok).toBe(true)
    expect([await sees('marta', id), await sees('piotr', id), await sees('sam', id)]).toEqual([drawing.length, undefined, undefined])
  })

  test('goes when its words are taken out, and stands whole in the copy of whoever brought it', async () => {
    const entry = await draws()
    const me = must(myselfFor(db, world.people.marta, worldBegins), 'account:keep')
    const held = async (files: boolean) => (await everythingAbout(me, { files })).plan.map((one) => one.kept).find((one) => one.type === 'image/png')
    expect(await held(true)).toMatchObject({ what: 'A house', size: drawing.length, content: drawing.toString('base64') })
    expect(await held(false)).toMatchObject({ content: null })
    expect((await act(await world.may('marta', 'plan:strengths'), takeOut, { entry })).ok).toBe(true)
    expect(await db.selectFrom('plan_file').selectAll().execute()).toEqual([])
  })
})

describe('the address of a file', () => {
  const asks = async (who: 'piotr' | 'kasia', id: string, headers: Record<string, string> = {}) => {
    const browser = new Browser()
    browser.keep(await beginSession(browser.get('/'), world.people[who], { confirmed: true, sharedPhone: false }))
    const request = browser.get(`/families/${world.family}/plan/files/${id}`)
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
    try {
      return await asOneRequest(() => loader({ request, params: { family: world.family, id }, context: { nonce: '', reference: '', clientAddress: '', problem: { busy: false } } }))
    } catch (thrown) {
      return thrown as Response
    }
  }

  test('gives what it is and no more, shut in a box, to be kept nowhere', async () => {
    const id = (await idOf(await draws()))!
    const answer = await asks('piotr', id)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(drawing)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-disposition': 'inline; filename="file.png"',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    })
  })

  test('gives it in parts where a phone asks for parts', async () => {
    const id = (await idOf(await draws()))!
    const part = async (range: string) => {
      const answer = await asks('piotr', id, { Range: range })
      return [answer.status, answer.headers.get('content-range'), (await answer.arrayBuffer()).byteLength]
    }
    const n = drawing.length
    expect(await part('bytes=0-1')).toEqual([206, `bytes 0-1/${n}`, 2])
    expect(await part('bytes=5000-')).toEqual([206, `bytes 5000-${n - 1}/${n}`, n - 5000])
    expect(await part('bytes=-16')).toEqual([206, `bytes ${n - 16}-${n - 1}/${n}`, 16])
    expect(await part(`bytes=${n}-`)).toEqual([416, `bytes */${n}`, 0])
    for (const odd of ['bytes=', 'bytes=-', 'lines=0-1', 'bytes=0-1,4-5']) expect((await part(odd))[0], odd).toBe(200)
  })

  test('is the same for one that is not theirs as for one that never was', async () => {
    const kept = (await idOf(await draws(onlyMe)))!
    const answers = await Promise.all([asks('piotr', kept), asks('kasia', kept), asks('piotr', newId()), asks('piotr', 'nonsense')])
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404])
  })
})

describe('a form with a file', () => {
  const posts = async (fields: Record<string, string | File>) => {
    const browser = new Browser()
    browser.keep(await beginSession(browser.get('/'), world.people.marta, { confirmed: true, sharedPhone: false }))
    const path = `/families/${world.family}/plan/says`
    const body = new FormData()
    for (const [name, value] of Object.entries({ form: newId(), intent: 'add', 'who-sees': 'everybody', ...fields })) body.set(name, value)
    const request = new Request(browser.get(path).url, { method: 'POST', headers: browser.get(path).headers, body })
    const answer = await asOneRequest(() => sends({ request, params: { family: world.family }, context: { nonce: '', reference: '', clientAddress: '', problem: { busy: false } } }))
    return { status: answer.status, errors: answer.status === 303 ? undefined : ((await answer.json()) as { form: { errors: object } }).form.errors }
  }
  const file = (bytes: Uint8Array<ArrayBuffer>, name = 'x.png') => new File([bytes], name, { type: 'image/png' })

  test('takes a drawing with what it is, with words or without; what it is counts, not its name', async () => {
    expect((await posts({ words: '', file: file(new Uint8Array(drawing), 'no-picture.exe'), 'file-what': 'Our door' })).status).toBe(303)
    expect((await posts({ words: 'And words', file: file(new Uint8Array(drawing)), 'file-what': 'Our cat' })).status).toBe(303)
    expect((await planEntries(await world.may('piotr', 'plan:see'))).says.map((one) => [one.words, one.file?.what])).toEqual([['Our door', 'Our door'], ['And words', 'Our cat']])
  })

  test('says beside the field what is wrong: nothing at all, no word of what it is, no picture, too much', async () => {
    expect(await posts({ words: ' ', file: file(new Uint8Array(0), '') })).toMatchObject({ status: 400, errors: { words: { key: 'errors:required' } } })
    expect(await posts({ words: 'w', file: file(new Uint8Array(drawing)), 'file-what': '' })).toMatchObject({ status: 400, errors: { 'file-what': { key: 'errors:required' } } })
    expect(await posts({ words: 'w', file: file(new TextEncoder().encode('<svg onload=alert(1)>')), 'file-what': 'A cat' })).toMatchObject({ status: 400, errors: { file: { key: 'errors:notPictureOrSound' } } })
    expect(await posts({ words: 'w', file: file(new Uint8Array(4_000_001)), 'file-what': 'A cat' })).toMatchObject({ status: 400, errors: { file: { key: 'errors:fileTooBig', values: { max: 4 } } } })
    expect(await db.selectFrom('plan_entry').select('id').execute()).toEqual([])
  })

  test('obeys the limits that the area sets', async () => {
    await db.insertInto('area_setting').values({ area_id: 'area' as never, key: 'pictureKilobytes', value: '100', changed_at: worldBegins, changed_by: null }).execute()
    const label = [0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0]
    const sound = (bytes: number) => file(new Uint8Array([...label, 0xff, 0xfb, 0x90, 0, ...new Uint8Array(bytes)]))
    expect((await posts({ words: 'w', file: sound(150_000), 'file-what': 'A song' })).status).toBe(303)
    expect(await posts({ words: 'w', file: sound(2_100_000), 'file-what': 'A song' })).toMatchObject({ status: 400, errors: { file: { values: { max: 2 } } } })
  })
})
