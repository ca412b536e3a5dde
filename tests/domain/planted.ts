/** The families of the demo, copies of them with secrets planted, and whoever reads them: for the tests that look for traces. */
import { afterAll, beforeAll, vi } from 'vitest'
import type { Db } from '#db/connect.ts'
import { setDatabase } from '#db/connect.ts'
import { makeDemoArea } from '#db/demo/make-demo.server.ts'
import { demoAddress, demoPeople, type DemoKey } from '#db/demo/people.ts'
import { newId, type FamilyId, type PersonId } from '#app/values/ids.ts'
import { instant, plusMinutes } from '#app/values/instant.ts'
import { newDatabase, type TestDatabase } from './database.ts'
import { planters, plotOf, type Planted, type Plot } from './secrets.ts'
import { Reader, type Guesses } from './whole-site.ts'

export const begins = instant('2026-11-24T10:00:00Z')
/** The families as they are before anything is planted; closed, to be copied. */
let demo: TestDatabase
export let cast: Plot['cast']
export let families: readonly { id: FamilyId; name: string }[]

/** The demo, before the tests of a file and until they are done; its moment is `begins`. */
export function onTheDemo(): void {
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
}

/** A copy of the demo that is this process's database. */
export async function aCopy(): Promise<TestDatabase> {
  const copy = await newDatabase({ like: demo })
  setDatabase(copy.db)
  return copy
}

export interface Secret extends Planted { readonly kind: string; readonly owner: DemoKey; readonly family: FamilyId; readonly word: string; readonly inside: ReadonlySet<PersonId> }

/** Plants secrets, one after the other, all within the hour. */
export async function plant(db: Db, kinds: readonly string[], by: readonly DemoKey[]): Promise<Secret[]> {
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

export const everybody: readonly (DemoKey | 'nobody')[] = ['nobody', ...demoPeople.map(({ key }) => key)]
export const personOf = (who: DemoKey | 'nobody') => (who === 'nobody' ? null : cast[who])

/** Somebody signed in; who helps has given a reason for each family that asks for one. */
export async function readerOf(who: DemoKey | 'nobody'): Promise<Reader> {
  const reader = await Reader.of(who, personOf(who))
  for (const { id } of families) {
    const opened = await reader.post(`/desk/families/${id}`, [['form', newId()], ['intent', 'open'], ['reason', 'visit']])
    if (opened.status >= 500 || (who === 'sam' && opened.to !== `/families/${id}`)) throw new Error(`${who} could not open a record: ${opened.status}`)
  }
  return reader
}

export function guessesOf(secrets: readonly Secret[]): Guesses {
  return { families: families.map(({ id }) => id), ids: (family) => secrets.filter((secret) => secret.family === family).flatMap(({ ids }) => ids), urls: secrets.flatMap(({ urls }) => urls ?? []) }
}
