/**
 * Every page of the plan can be read shorter and with pictures, by children and by anybody who prefers it. A new page of the plan
 * is asked the same, by its place in the site map.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { setDatabase } from '#db/connect.ts'
import { makeDemoArea } from '#db/demo/make-demo.server.ts'
import { demoAddress, type DemoKey } from '#db/demo/people.ts'
import { backupParts } from '#app/domain/plan/backup-parts.ts'
import { newId, type BackupId, type BackupRunId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import { newDatabase, type TestDatabase } from './database.ts'
import { Reader, siteRoutes } from './whole-site.ts'

let made: TestDatabase
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-24T10:00:00Z') })
  made = await newDatabase()
  setDatabase(made.db)
  await makeDemoArea(made.db)
})
afterAll(async () => {
  await made.remove()
  vi.useRealTimers()
})

/** Paper has ordinary and large print of its own. */
const onPaper = new Set(['families/:family/plan/print', 'families/:family/plan/if-things-get-harder/card'])

const mainOf = (html: string) => /<main\b[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? ''
/** The words of a page's own part: what its lists offer to choose from is no text. */
const wordsOf = (html: string) => mainOf(html).replace(/<(select|svg)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' ').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
const picturesIn = (html: string) => [...mainOf(html).matchAll(/<svg class="(?:pic|mood)"/g)].length
const mainButtonsIn = (html: string) => [...mainOf(html).matchAll(/<(?:button|a) class="b"/g)].length

test('each page of the plan and its goals has fewer words, a picture and one main button at most where shorter pages are chosen', async () => {
  const people = await made.db.selectFrom('person').select(['id', 'email']).execute()
  const personOf = (key: DemoKey) => people.find((one) => one.email === demoAddress(key))!.id
  const { family_id: family } = await made.db.selectFrom('member').select('family_id').where('person_id', '=', personOf('daniel')).executeTakeFirstOrThrow()
  const { person_id: lead } = await made.db.selectFrom('member').select('person_id').where('family_id', '=', family).where('seat', '=', 'lead').executeTakeFirstOrThrow()
  const readers = [await Reader.of('daniel', personOf('daniel')), await Reader.of('lead', lead)] as const
  await readers[1].post(`/desk/families/${family}`, [['form', newId()], ['intent', 'open'], ['reason', 'visit']])
  const ids = async (table: 'goal' | 'plan_entry' | 'member') => (await made.db.selectFrom(table).select('id').where('family_id', '=', family).execute()).map(({ id }) => id as string)
  const [goals, entries, members] = await Promise.all([ids('goal'), ids('plan_entry'), ids('member')])
  const parts = ['good', 'wants', 'ours', 'services', 'matters', 'says', 'needs']

  const drill = newId<BackupRunId>()
  const { id: daniel } = await made.db.selectFrom('member').select('id').where('family_id', '=', family).where('person_id', '=', personOf('daniel')).executeTakeFirstOrThrow()
  const at = now()
  const entry = newId<BackupId>()
  await made.db.insertInto('backup_entry').values({
    family_id: family, id: entry, circle_id: null, part: 'sign', place: 1, words: 'No answer on the phone', lang: 'en', owner_member: null, name: null, phone: null, child_member: null, school: null, medicine: null, sleep: null, comfort: null, said_by: daniel, said_at: at,
  }).execute()
  await made.db.insertInto('backup_run').values({ family_id: family, id: drill, circle_id: null, owner_member: daniel, drill: 1, because_entry: null, started_at: at, ended_at: at, ended_by: daniel }).execute()

  const patterns = (await siteRoutes()).filter(({ pattern, module }) => 'default' in module && /^families\/:family\/(plan|goals|kind|not-right)(\/|$)/.test(pattern) && !onPaper.has(pattern)).map(({ pattern }) => pattern)
  const urlsOf = (pattern: string) => {
    const url = `/${pattern.replace(':family', family).replace(':kind', 'goal')}`
    if (url.includes('if-things-get-harder/change/:id')) return [url.replace(':id', entry)]
    if (url.includes('if-things-get-harder/runs/:id')) return [url.replace(':id', drill)]
    if (url.includes('if-things-get-harder/:part')) return backupParts.map((part) => url.replace(':part', part))
    if (url.includes(':part')) return parts.map((part) => url.replace(':part', part))
    if (url.includes(':n')) return [url.replace(':n', '1')]
    return url.includes(':id') ? (/goals|kind|not-right/.test(pattern) ? goals : pattern.includes('/say/') ? members : entries).map((id) => url.replace(':id', id)) : [url]
  }
  const wrong: string[] = []
  for (const pattern of patterns) {
    let found = 0
    for (const url of urlsOf(pattern)) {
      for (const reader of readers) {
        const whole = await reader.get(`${url}?short=no`)
        if (whole.status !== 200) continue
        found += 1
        const short = await reader.get(`${url}?short=yes`)
        const [before, after] = [wordsOf(whole.body), wordsOf(short.body)]
        if (short.status !== 200 || after >= before) wrong.push(`${reader.who} ${pattern}: ${after} words, ${before} without being shorter`)
        if (picturesIn(short.body) === 0) wrong.push(`${reader.who} ${pattern}: no picture`)
        if (mainButtonsIn(short.body) > 1) wrong.push(`${reader.who} ${pattern}: ${mainButtonsIn(short.body)} main buttons`)
        if (!mainOf(short.body).includes('?short=no"') || !mainOf(whole.body).includes('?short=yes"')) wrong.push(`${reader.who} ${pattern}: no way to the other`)
      }
      if (found >= 6) break
    }
    if (found === 0) wrong.push(`${pattern}: nobody could open it`)
  }
  expect(wrong).toEqual([])
  expect(patterns.length).toBeGreaterThan(25)
})

test('the choice is remembered for a year, on a shared phone until the browser is closed, and forgotten when it is taken back', async () => {
  const { id } = await made.db.selectFrom('person').select('id').where('email', '=', demoAddress('daniel')).executeTakeFirstOrThrow()
  const { family_id: family } = await made.db.selectFrom('member').select('family_id').where('person_id', '=', id).executeTakeFirstOrThrow()
  const cookieFor = async (shared: boolean, chosen: string) => (await (await Reader.of('daniel', id, shared)).get(`/families/${family}/plan?short=${chosen}`)).cookies.find((cookie) => cookie.startsWith('short='))
  expect(await cookieFor(false, 'yes')).toMatch(/^short=yes; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/)
  expect(await cookieFor(true, 'yes')).toMatch(/^short=yes; Path=\/; HttpOnly; SameSite=Lax$/)
  expect(await cookieFor(false, 'no')).toMatch(/Max-Age=0/)
  expect(await cookieFor(false, 'maybe')).toBeUndefined()
})
