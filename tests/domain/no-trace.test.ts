/**
 * No trace: what is kept from somebody is not there for them. Secrets of every kind are planted in the families of the
 * demo; then everybody reads everything that can be reached or guessed.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Db } from '#db/connect.ts'
import { setDatabase } from '#db/connect.ts'
import { makeDemoArea } from '#db/demo/make-demo.server.ts'
import { demoAddress, demoPeople, type DemoKey } from '#db/demo/people.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { newId, type AppointmentId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { dayAt, instant, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { done } from '#db/demo/director.server.ts'
import { newDatabase, type TestDatabase } from './database.ts'
import { holdsNoSecret, owners, planters, plotOf, type Planted, type Plot } from './secrets.ts'
import { fieldsOf, Reader, readsAll, type Answer, type Guesses } from './whole-site.ts'

const begins = instant('2026-11-24T10:00:00Z')
/** The families as they are before anything is planted; closed, to be copied. */
let demo: TestDatabase
let cast: Plot['cast']
let families: readonly { id: FamilyId; name: string }[]

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(begins) })
  demo = await newDatabase()
  setDatabase(demo.db)
  await makeDemoArea(demo.db)
  const people = await demo.db.selectFrom('person').select(['id', 'email']).execute()
  cast = Object.fromEntries(demoPeople.map(({ key }) => [key, people.find((one) => one.email === demoAddress(key))!.id])) as Plot['cast']
  families = await demo.db.selectFrom('family').select(['id', 'name']).execute()
  await demo.db.destroy()
})
afterAll(async () => {
  await demo.remove().catch(() => undefined)
  vi.useRealTimers()
})

/** A copy of the demo that is this process's database. */
async function aCopy(): Promise<TestDatabase> {
  const copy = await newDatabase({ like: demo })
  setDatabase(copy.db)
  return copy
}

interface Secret extends Planted { readonly kind: string; readonly owner: DemoKey; readonly family: FamilyId; readonly word: string; readonly inside: ReadonlySet<PersonId> }

/** Plants secrets, one after the other, all within the hour. */
async function plant(db: Db, kinds: readonly string[], by: readonly DemoKey[]): Promise<Secret[]> {
  const planted: Secret[] = []
  for (const [n, owner] of by.entries()) {
    for (const [m, kind] of kinds.entries()) {
      const word = `zq${kind.replaceAll(/[^a-z]/g, '')}${owner}`
      const plot = await plotOf(db, cast, owner, word, plusMinutes(begins, -55 + n * 7 + m / 2))
      const secret = await planters[kind]!.plant(plot)
      if (secret) planted.push({ ...secret, kind, owner, family: plot.family, word, inside: new Set([...secret.seenBy, ...(secret.notOwners ? [] : [plot.person])]) })
    }
  }
  return planted
}

const everybody: readonly (DemoKey | 'nobody')[] = ['nobody', ...demoPeople.map(({ key }) => key)]
const personOf = (who: DemoKey | 'nobody') => (who === 'nobody' ? null : cast[who])

/** Somebody signed in; who helps has given a reason for each family that asks for one. */
async function readerOf(who: DemoKey | 'nobody'): Promise<Reader> {
  const reader = await Reader.of(who, personOf(who))
  for (const { id } of families) {
    const opened = await reader.post(`/desk/families/${id}`, [['form', newId()], ['intent', 'open'], ['reason', 'visit']])
    if (opened.status >= 500 || (who === 'sam' && opened.to !== `/families/${id}`)) throw new Error(`${who} could not open a record: ${opened.status}`)
  }
  return reader
}

function guessesOf(secrets: readonly Secret[]): Guesses {
  return { families: families.map(({ id }) => id), ids: (family) => secrets.filter((secret) => secret.family === family).flatMap(({ ids }) => ids), urls: secrets.flatMap(({ urls }) => urls ?? []) }
}

describe('the register of secrets', () => {
  const help = 'The head of tests/domain/secrets.ts says how: one object in `planters`, or a reason in `holdsNoSecret`'

  test('knows every table of the database', async () => {
    const copy = await aCopy()
    const tables = (await copy.db.introspection.getTables()).map(({ name, columns }) => ({ name, kept: columns.some((column) => column.name === 'circle_id') })).filter(({ name }) => name !== 'schema_migration' && !name.startsWith('sqlite_'))
    await copy.remove()
    expect(tables.length).toBeGreaterThan(40)
    const planted = new Set<string>(Object.values(planters).flatMap((one) => one.tables))
    for (const { name, kept } of tables) {
      expect(planted.has(name) || name in holdsNoSecret, `Nothing plants a secret in the table "${name}", so nobody would notice if it leaked. ${help}.`).toBe(true)
      if (kept && name !== 'event') expect(planted.has(name), `"${name}" can be kept to a circle and has no planter. ${help}.`).toBe(true)
    }
  })

  test('knows every kind that can be agreed to', () => {
    const kinds = [.../export type Kind = ([^\n]*)/.exec(readFileSync('db/schema.ts', 'utf8'))![1]!.matchAll(/'([\w-]+)'/g)].map(([, kind]) => kind!)
    expect(kinds.length).toBeGreaterThan(4)
    for (const kind of kinds) expect(Object.keys(planters), `There is no planter for the kind "${kind}". ${help}.`).toContain(kind)
  })
})

describe('a canary', () => {
  test('in each kind of private thing of each family is found by those inside, and by nobody else, wherever they look', async () => {
    const copy = await aCopy()
    const secrets = await plant(copy.db, Object.keys(planters), owners)
    const found = new Map(secrets.map((secret) => [secret, new Set<PersonId>()]))
    const leaks: string[] = []
    let pages = 0
    for (const who of everybody) {
      const person = personOf(who)
      for (const { url, answer } of await readsAll(await readerOf(who), guessesOf(secrets))) {
        pages += 1
        if (answer.status >= 500) leaks.push(`${who} ${url}: ${answer.status}`)
        const text = `${answer.body} ${answer.to} ${answer.cookies.join(' ')}`
        for (const secret of secrets) {
          if (!text.includes(secret.word)) continue
          if (person !== null && secret.inside.has(person)) found.get(secret)!.add(person)
          else leaks.push(`${who} ${url}: ${secret.kind} of ${secret.owner}`)
        }
      }
    }
    for (const row of await copy.db.selectFrom('outbox').selectAll().execute()) {
      for (const secret of secrets) if (JSON.stringify([row.subject, row.body]).includes(secret.word)) leaks.push(`outbox to ${row.address}: ${secret.kind} of ${secret.owner}`)
    }
    await copy.remove()
    expect(leaks).toEqual([])
    expect(secrets.filter((secret) => !secret.notShownYet && (secret.notOwners ? found.get(secret)!.size === 0 : !found.get(secret)!.has(cast[secret.owner]))).map(({ kind, owner }) => `${kind} of ${owner} was not found`)).toEqual([])
    for (const owner of owners) expect(secrets.filter((secret) => secret.owner === owner).length).toBeGreaterThan(4)
    expect(pages).toBeGreaterThan(3_000)
  }, 900_000)
})

describe('two histories that differ by secrets alone', () => {
  /** As plain reading would compare them: what is made anew for each answer looks the same. Ids that were there before keep their names. */
  function plain(answer: Answer, known: ReadonlySet<string>): string {
    const names = new Map<string, string>()
    const masked = (text: string) => text.replace(/(?<![0-9a-z])[0-9a-z]{20}(?![0-9a-z])/g, (id) => {
      if (known.has(id)) return id
      if (!names.has(id)) names.set(id, `made-${names.size}`)
      return names.get(id)!
    }).replace(/[\w-]{43}/g, 'hash').replace(/session=\w+/g, 'session')
    return masked(`${answer.status} ${answer.to} ${answer.type}\n${answer.cookies.join('\n')}\n${answer.body}`)
  }

  async function idsIn(db: Db): Promise<Set<string>> {
    const known = new Set<string>()
    for (const { name } of await db.introspection.getTables()) {
      for (const row of await db.selectFrom(name as 'goal').selectAll().execute()) for (const value of Object.values(row)) if (typeof value === 'string' && /^[0-9a-z]{20}$/.test(value)) known.add(value)
    }
    return known
  }

  /** What goes on in the open after the secrets: it must go on as if there were none. */
  async function goesOn(db: Db): Promise<void> {
    for (const [n, owner] of owners.entries()) {
      const plot = await plotOf(db, cast, owner, 'open', plusMinutes(begins, -4 + n / 10))
      if (!(await plot.may('goals:add'))) continue
      const goal = await done(await plot.as('goals:add'), addGoal, { words: `Afterwards, of ${owner}`, lang: 'en', category: 'home', about: [], steps: [], whoSees: 'everybody', shareWith: [] })
      if (!(await plot.may('budget:ask'))) continue
      const { id: budget } = (await budgetsOf(await plot.as('budget:see'))).find((one) => !/Kept|Money for/.test(one.name))!
      await done(await plot.as('budget:ask'), requestSpend, { budget, wanted: { what: 'Paint', payee: 'Hardware shop', pence: pence(900), lang: 'en' }, quantity: 1, goal, neededOn: plusDays(plot.today, 6), line: null })
    }
  }

  /** Another family's bookings, of which nobody here may know anything but that the time is taken. */
  async function takeTheTimes(db: Db, times: readonly { practitioner_id: PersonId; mode: 'phone'; starts_at: Instant; ends_at: Instant; cells: number[] }[]): Promise<void> {
    const [family, member] = [newId<FamilyId>(), newId<MemberId>()]
    await db.insertInto('family').values({ id: family, name: 'Somebody else', team: 'west', level: 'targeted', language: 'en', started_on: dayAt(begins) }).execute()
    await db.insertInto('member').values({ family_id: family, id: member, person_id: null, name: 'E', given_name: 'E', seat: 'parent', relation: null, born_on: null, from_on: dayAt(begins), until_on: null, made_at: begins }).execute()
    for (const { cells, ...time } of times) {
      const id = newId<AppointmentId>()
      await db.insertInto('appointment').values({ family_id: family, circle_id: null, id, place: null, state: 'booked', note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: member, booked_at: begins, cancelled_at: null, ...time }).execute()
      await db.insertInto('cell').values(cells.map((cell) => ({ practitioner_id: time.practitioner_id, cell, family_id: family, appointment_id: id, travel: 0 as const }))).execute()
    }
  }

  /**
   * Everything that a reader is told, by address: pages, files, and what is answered to forms into which the id of a secret was
   * put in the place of another thing's.
   */
  async function toldTo(who: DemoKey | 'nobody', secrets: readonly Secret[], known: ReadonlySet<string>): Promise<Map<string, string>> {
    const reader = await readerOf(who)
    const told = new Map<string, string>()
    const pages = await readsAll(reader, { ...guessesOf(secrets), brief: true })
    // What is made after the secrets has another id in each history.
    const tell = (address: string, answer: Answer) => {
      const alike = address.replace(/(?<![0-9a-z])[0-9a-z]{20}(?![0-9a-z])/g, (id) => (known.has(id) ? id : 'made'))
      let name = alike
      for (let n = 2; told.has(name); n += 1) name = `${alike} (${n})`
      told.set(name, plain(answer, known))
    }
    for (const { url, answer } of pages) tell(url, answer)
    const probed = new Set<string>()
    let turn = 0
    for (const { url, answer } of pages) {
      const family = families.find(({ id }) => url.includes(id))?.id
      if (!family || answer.status !== 200) continue
      const secret = secrets.filter((one) => one.family === family).flatMap(({ ids }) => ids)
      for (const [, tag, inside] of answer.body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
        if (!/method="post"/i.test(tag!)) continue
        const fields = fieldsOf(inside!)
        const kind = `${url.replace(/[0-9a-z]{20}/g, ':id')} ${fields.map(({ name }) => name).join()}`
        if (probed.has(kind)) continue
        probed.add(kind)
        const usual = fields.filter(({ chosen }) => chosen).map(({ name, value }) => [name, value] as const)
        const buttons = fields.filter(({ name }) => name === 'intent').map(({ value }) => value)
        const places = [...new Set(fields.filter(({ name, value }) => name !== 'form' && /^[0-9a-z]{20}$/.test(value)).map(({ name }) => name))]
        if (secret.length === 0) continue
        const fresh = usual.filter(([name]) => name !== 'form')
        // Each button and each place takes the next secret in turn: all of them into every place would take minutes.
        const next = () => { turn += 1; return [turn % secret.length, secret[turn % secret.length]!] as const }
        for (const intent of buttons) {
          for (const place of places) {
            const [n, id] = next()
            tell(`POST ${url} ${intent} ${place}=${n}`, await reader.post(url, [...fresh.filter(([name]) => name !== place), ['form', newId()], ['intent', intent], [place, id]]))
          }
          const [n, id] = next()
          const there = url.replace(/(\/(?:goals|appointments|requests)\/)[0-9a-z]{20}/, `$1${id}`)
          if (there !== url) tell(`POST ${url} at ${n} ${intent}`, await reader.post(there, [...fresh, ['form', newId()], ['intent', intent]]))
        }
      }
    }
    return told
  }

  /** The first differences between what a reader is told with the secrets and without them. */
  async function traces(kinds: readonly string[], by: readonly DemoKey[], readers: readonly (DemoKey | 'nobody')[] = everybody): Promise<{ read: number; differ: string[] }> {
    const with_ = await aCopy()
    const known = await idsIn(with_.db)
    const secrets = await plant(with_.db, kinds, by)
    for (const secret of secrets) for (const id of secret.ids) known.add(id)
    const times = await Promise.all(secrets.filter(({ kind }) => kind === 'appointment').map(async ({ ids: [id] }) => {
      const row = await with_.db.selectFrom('appointment').select(['practitioner_id', 'starts_at', 'ends_at']).where('id', '=', id as AppointmentId).executeTakeFirstOrThrow()
      return { ...row, mode: 'phone' as const, cells: (await with_.db.selectFrom('cell').select('cell').where('appointment_id', '=', id as AppointmentId).execute()).map(({ cell }) => cell) }
    }))
    const outside = readers.filter((who) => !secrets.some(({ inside }) => inside.has(personOf(who)!)))
    const notices = async (db: Db, who: DemoKey | 'nobody') => {
      const rows = await db.selectFrom('outbox').select(['to_person', 'channel', 'address', 'subject', 'body', 'not_before', 'made_at']).where('to_person', '=', personOf(who) ?? ('' as PersonId)).orderBy('made_at').orderBy('body').execute()
      return rows.map((row) => JSON.stringify(row)).join('\n')
    }
    const everything = async (db: Db) => {
      await goesOn(db)
      const told = new Map<string, Map<string, string>>()
      for (const who of outside) {
        told.set(who, await toldTo(who, secrets, known))
        told.get(who)!.set('notices', await notices(db, who))
      }
      return told
    }
    const there = await everything(with_.db)
    await with_.remove()
    const without = await aCopy()
    await takeTheTimes(without.db, times)
    const gone = await everything(without.db)
    await without.remove()

    let read = 0
    const differ: string[] = []
    for (const who of outside) {
      const [a, b] = [there.get(who)!, gone.get(who)!]
      for (const url of new Set([...a.keys(), ...b.keys()])) {
        // Everybody sees every message in the demo, and it is there alone.
        if (url.startsWith('/demo/outbox')) continue
        read += 1
        if (/^5\d\d /.test(a.get(url) ?? '')) differ.push(`${who} ${url}: a fault`)
        if (a.get(url) !== b.get(url)) differ.push(`${who} ${url}\n${firstDifference(a.get(url) ?? 'not there', b.get(url) ?? 'not there')}`)
      }
    }
    return { read, differ: differ.slice(0, 12) }
  }

  function firstDifference(a: string, b: string): string {
    let at = 0
    while (at < a.length && a[at] === b[at]) at += 1
    return `  with:    …${a.slice(Math.max(0, at - 80), at + 120)}\n  without: …${b.slice(Math.max(0, at - 80), at + 120)}`
  }

  const theirOwn = ['goal', 'plan', 'budget', 'form not sent yet']

  test.each([
    ['everything of one person of each family, for whoever is outside of all of it', Object.keys(planters).filter((kind) => !/reason|decision|contact|trusts/.test(kind)), ['marta', 'aisha', 'joy', 'daniel', 'bethan'], ['nobody', 'halina', 'imran', 'tariq', 'tanya', 'dean', 'ruth', 'nia', 'ines']],
    ['everything of a young person and of a mother who lives elsewhere', Object.keys(planters).filter((kind) => !/reason|decision|contact|trusts/.test(kind)), ['imran', 'tanya'], ['marta', 'aisha', 'tariq', 'joy', 'dean', 'kwame']],
    ['what somebody keeps to themselves, for those who help and decide', theirOwn, ['marta', 'imran', 'joy', 'daniel', 'bethan'], ['sam', 'priya', 'kwame', 'nia', 'moira', 'omar']],
    ['what was decided without the family and would be dangerous to show, for the family', ['dangerous decision', 'contact before joining', 'adult whom a child trusts'], owners, owners],
  ] as const)('%s: every answer is the same', async (_, kinds, by, readers) => {
    const { read, differ } = await traces(kinds, by, readers)
    expect(differ.join('\n\n')).toBe('')
    expect(read).toBeGreaterThan(300)
  }, 900_000)
})
