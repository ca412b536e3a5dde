/**
 * Whatever button a forged form says was pressed: who cannot see a page of a family or of the desk sends nothing to it, and who
 * sees a page sends no form of others that stands on it.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sql } from 'kysely'
import { setDatabase } from '#db/connect.ts'
import { makeDemoArea } from '#db/demo/make-demo.server.ts'
import { demoAddress, demoPeople, type DemoKey } from '#db/demo/people.ts'
import { newId } from '#app/values/ids.ts'
import { newDatabase, type TestDatabase } from './database.ts'
import { fieldsOf, Reader, siteRoutes } from './whole-site.ts'

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

/** Those who may send where there is nothing to look at: a manager names a lead professional only while nobody leads. */
const mayAllTheSame = new Map<string, readonly DemoKey[]>([['desk/families/:family/lead', ['priya']]])

const intentsOf = (file: string) => [...new Set([...readFileSync(`app/${file}`, 'utf8').matchAll(/(?:intent="|case '|intent === ')([\w-]+)['"]/g)].map(([, intent]) => intent!))]

/** All rows but what looking and trying leave behind. */
async function everything(): Promise<string> {
  const traces = new Set(['event', 'session', 'rate_limit', 'parked_form', 'outbox', 'sitting', 'conversation_read', 'family', 'person', 'area'])
  const tables = (await made.db.introspection.getTables()).map(({ name }) => name).filter((name) => !traces.has(name)).sort()
  const rows = await Promise.all(tables.map(async (name) => [name, (await sql.raw<object>(`select * from ${name}`).execute(made.db)).rows.map((row) => JSON.stringify(row)).sort()]))
  return JSON.stringify(rows)
}

test('a button of a page that somebody cannot see answers as if it were not there, and changes nothing', async () => {
  const families = await made.db.selectFrom('family').select(['id', 'name']).execute()
  const hussain = families.find(({ name }) => name === 'Hussain')!.id
  const idOf = async (table: 'goal' | 'appointment' | 'spend' | 'member') => (await made.db.selectFrom(table).select('id').where('family_id', '=', hussain).limit(1).executeTakeFirstOrThrow()).id as string
  const [goal, appointment, spend, member] = await Promise.all([idOf('goal'), idOf('appointment'), idOf('spend'), idOf('member')])
  const thing = (pattern: string) => (pattern.includes('goals') ? goal : pattern.includes('appointments') ? appointment : pattern.includes('requests') ? spend : member)
  const people = await made.db.selectFrom('person').select(['id', 'email']).execute()
  const before = await everything()

  const wrong: string[] = []
  let sent = 0
  const pages = (await siteRoutes()).filter(({ pattern, module }) => 'action' in module && /^(families|desk|area)\b/.test(pattern))
  expect(pages.length).toBeGreaterThan(20)
  for (const who of ['nobody', ...demoPeople.map(({ key }) => key)] as const) {
    const reader = await Reader.of(who, who === 'nobody' ? null : people.find((one) => one.email === demoAddress(who))!.id)
    for (const { pattern, file } of pages) {
      if (who !== 'nobody' && mayAllTheSame.get(pattern)?.includes(who)) continue
      const dotted = pattern.includes(':family') ? thing(pattern) : `${hussain}.${thing(pattern)}`
      const url = `/${pattern.replace(':family', hussain).replace(/:\w+/g, dotted)}`
      const seen = await reader.get(url)
      if (who === 'nobody' ? seen.status !== 303 : seen.status !== 404) continue
      for (const intent of ['', ...intentsOf(file)]) {
        sent += 1
        const answer = await reader.post(url, [['form', newId()], ['intent', intent], ['words', 'w'], ['reason', 'visit'], ['version', '1']])
        const fits = who === 'nobody' ? answer.status === 303 && answer.to.startsWith('/sign-in') : answer.status === 404
        if (!fits) wrong.push(`${who} POST ${url} ${intent}: ${answer.status} ${answer.to}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(sent).toBeGreaterThan(1_000)
  expect(await everything()).toBe(before)
}, 300_000)

/** A form as somebody sees it: its button, and all its fields filled as well as a stranger to it can. */
interface Seen { readonly url: string; readonly intent: string; readonly fields: readonly (readonly [string, string])[] }

function formsOf(url: string, html: string): Seen[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].filter(([, tag]) => /method="post"/i.test(tag!)).flatMap(([, tag, inside]) => {
    const to = /\saction="([^"]*)"/.exec(tag!)?.[1]?.replaceAll('&amp;', '&') ?? url
    const found = fieldsOf(inside!)
    const typed = [...inside!.matchAll(/<textarea\b[^>]*\sname="([^"]*)"/g)].map(([, name]) => [name!, 'Some words'] as const)
    const values = new Map<string, string>(typed)
    for (const { name, value, chosen } of found) if (name !== 'form' && name !== 'intent' && (chosen || !values.has(name))) values.set(name, value || filled(name))
    return found.filter(({ name }) => name === 'intent').map(({ value: intent }) => ({ url: to, intent, fields: [...values] }))
  })
}

function filled(name: string): string {
  if (/-(day|month)$/.test(name)) return '12'
  if (name.endsWith('-year')) return '2026'
  if (/pence|price|pounds|quantity|version/.test(name)) return '1'
  return /mail/.test(name) ? 'somebody@example.org' : 'Some words'
}

test('a form that others see on a page, filled and sent by somebody whose page does not hold it, changes nothing', async () => {
  const families = await made.db.selectFrom('family').select(['id', 'name']).execute()
  const people = await made.db.selectFrom('person').select(['id', 'email']).execute()
  const readers = await Promise.all(demoPeople.map(async ({ key }) => Reader.of(key, people.find((one) => one.email === demoAddress(key))!.id)))
  for (const reader of readers) for (const { id } of families) await reader.post(`/desk/families/${id}`, [['form', newId()], ['intent', 'open'], ['reason', 'visit']])
  const pages = (await siteRoutes()).filter(({ pattern, module }) => 'action' in module && pattern.startsWith('families/:family'))
  const [seen, holds] = [new Map<string, Seen>(), new Map<string, Set<string>>()]
  for (const { id: family, name } of families) {
    if (!['Hussain', 'Reid'].includes(name)) continue
    const idOf = async (table: 'goal' | 'appointment' | 'spend' | 'member' | 'plan_entry' | 'note' | 'conversation', some = 2) => (await made.db.selectFrom(table).select('id').where('family_id', '=', family).limit(some).execute()).map(({ id }) => id as string)
    const things = { goals: await idOf('goal'), appointments: await idOf('appointment'), requests: await idOf('spend', 20), people: await idOf('member'), plan: await idOf('plan_entry'), notes: await idOf('note'), messages: await idOf('conversation'), sharing: await idOf('member') }
    const urls = pages.flatMap(({ pattern }) => {
      const url = `/${pattern.replace(':family', family)}`
      const kind = (Object.keys(things) as (keyof typeof things)[]).find((one) => pattern.includes(`${one}/`))
      return url.includes(':') ? (kind ? things[kind] : []).map((id) => url.replace(/:\w+/g, id)) : [url]
    })
    for (const url of urls) {
      for (const reader of readers) {
        const page = await reader.get(url)
        if (page.status !== 200) continue
        for (const form of formsOf(url, page.body)) {
          const key = `${form.url} ${form.intent}`
          seen.set(key, form)
          holds.set(key, (holds.get(key) ?? new Set()).add(reader.who))
        }
      }
    }
  }
  const before = await everything()
  const [wrong, sent] = [[] as string[], { all: 0 }]
  for (const [key, form] of seen) {
    for (const reader of readers) {
      if (holds.get(key)!.has(reader.who)) continue
      sent.all += 1
      const answer = await reader.post(form.url, [['form', newId()], ['intent', form.intent], ...form.fields])
      if (answer.status < 400 || answer.status >= 500) wrong.push(`${reader.who} POST ${key}: ${answer.status} ${answer.to}`)
    }
  }
  expect(wrong).toEqual([])
  expect(sent.all).toBeGreaterThan(300)
  expect(await everything()).toBe(before)
}, 300_000)
