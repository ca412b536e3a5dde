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
import type { FamilyId, PersonId } from '#app/values/ids.ts'
import { instant, plusMinutes } from '#app/values/instant.ts'
import { newDatabase, type TestDatabase } from './database.ts'
import { holdsNoSecret, owners, planters, plotOf, type Planted, type Plot } from './secrets.ts'
import { Reader, readsAll, type Guesses } from './whole-site.ts'

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
  for (const { id } of families) await reader.post(`/desk/families/${id}`, [['intent', 'open'], ['reason', 'visit']])
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
    expect(pages).toBeGreaterThan(5_000)
  }, 180_000)
})
