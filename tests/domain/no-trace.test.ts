/**
 * No trace: what is kept from somebody is not there for them. Secrets of every kind are planted in the families of the
 * demo; then everybody reads everything that can be reached or guessed.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type PersonId } from '#app/values/ids.ts'
import { holdsNoSecret, owners, planters } from './secrets.ts'
import { readsAll, type Read, type Reader } from './whole-site.ts'
import { aCopy, cast, everybody, guessesOf, onTheDemo, personOf, plant, readerOf } from './planted.ts'

onTheDemo()

type Who = (typeof everybody)[number]

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

  test('knows every kind of private thing', () => {
    const lines = [...readFileSync('db/schema.ts', 'utf8').matchAll(/export type (?:Shareable|Kind) = [^\n]*/g)].join('\n')
    const kinds = [...lines.matchAll(/'([\w-]+)'/g)].map(([, kind]) => kind!)
    expect(kinds.length).toBeGreaterThan(7)
    for (const kind of kinds) expect(Object.keys(planters), `There is no planter for the kind "${kind}". ${help}.`).toContain(kind)
  })
})

describe('a canary', () => {
  test('in each kind of private thing of each family is found by those inside, and by nobody else, wherever they look', async () => {
    const copy = await aCopy()
    const secrets = await plant(copy.db, Object.keys(planters), owners)
    const found = new Map(secrets.map((secret) => [secret, new Set<PersonId>()]))
    const leaks: string[] = []
    // Where anybody reads a word of them: there everybody looks, whatever leads them there.
    const shown = new Set<string>()
    let pages = 0
    const looks = (who: Who, { url, answer }: Read) => {
      pages += 1
      if (answer.status >= 500) leaks.push(`${who} ${url}: ${answer.status}`)
      const [person, text] = [personOf(who), `${answer.body} ${answer.to} ${answer.cookies.join(' ')}`]
      for (const secret of secrets) {
        if (!text.includes(secret.word)) continue
        shown.add(url)
        if (person !== null && secret.inside.has(person)) found.get(secret)!.add(person)
        else leaks.push(`${who} ${url}: ${secret.kind} of ${secret.owner}`)
      }
    }
    const readers = new Map<Who, { readonly reader: Reader; readonly seen: ReadonlySet<string> }>()
    for (const who of everybody) {
      const reader = await readerOf(who)
      const read = await readsAll(reader, { ...guessesOf(secrets), oneOf: 4 })
      readers.set(who, { reader, seen: new Set(read.map(({ url }) => url)) })
      for (const one of read) looks(who, one)
    }
    expect(shown.size).toBeGreaterThan(100)
    for (const [who, { reader, seen }] of readers) {
      for (const url of [...shown].filter((one) => !seen.has(one))) looks(who, { url, answer: await reader.get(url) })
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
