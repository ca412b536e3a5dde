// The directory in the database: imported, imported again, changed at its source, searched.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { atTheKeyboard, must } from '#app/access/viewer.server.ts'
import { importServices, priceOption, searchChoices, searchServices, serviceById, type Imported, type ServiceQuery } from '#app/domain/directory/directory.server.ts'
import { importFiles } from '#app/domain/directory/import-command.ts'
import { readDirectory } from '#app/domain/directory/read-directory.ts'
import { act } from '#app/events/transact.server.ts'
import type { ServiceId } from '#app/values/ids.ts'
import { instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'

let db: Db
beforeEach(async () => {
  db = await freshDatabase()
})

const openReferral = readFileSync('db/demo/directory/open-referral-services.json', 'utf8')
const outpost = readFileSync('db/demo/directory/outpost-services.json', 'utf8')
const imperfect = readFileSync('db/demo/directory/imperfect-services.json', 'utf8')

async function importing(file: string | object, on = '2026-11-20T10:00:00Z'): Promise<Imported> {
  const read = readDirectory(typeof file === 'string' ? file : JSON.stringify(file))
  if ('unreadable' in read) throw new Error(read.unreadable)
  const answer = await act(must(atTheKeyboard(db, instant(on)), 'directory:import'), importServices, read.rows)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

const counts = ({ added, changed, left, refused }: Imported) => [added, changed, left, refused]

/** A page of one service with a place, a price and hours. */
const one = (fields: object = {}) => ({
  contents: [{
    id: 'club', name: 'Club', status: 'active', description: 'Games.', organization: { name: 'Clubs' }, languages: [{ id: 'l', code: 'pl' }],
    cost_options: [{ id: 'day', option: 'Day', amount: 10, amount_description: 'per day' }, { id: 'week', option: 'Week', amount: 40, amount_description: 'per week' }],
    service_at_locations: [{ id: 'a', location: { id: 'h', location_type: 'physical', name: 'Hall', addresses: [{ id: 'b', address_1: '1 Lane', city: 'Ashcombe', postal_code: 'WZ7 5RS' }] } }],
    schedules: [{ id: 's', freq: 'WEEKLY', byday: 'MO', opens_at: '10:00', closes_at: '12:00' }], ...fields,
  }],
})

async function theClub() {
  const { services: [found] } = await searchServices(db, { ...everything, words: 'club' })
  const service = found && await serviceById(db, found.id)
  if (!service) throw new Error('the club is not there')
  return service
}

const everything: ServiceQuery = { words: '', age: null, free: false, language: null, category: null, place: '', page: 1 }
const names = async (query: Partial<ServiceQuery>) => (await searchServices(db, { ...everything, ...query })).services.map(({ name }) => name)
const rowsIn = async (table: 'service' | 'service_place' | 'service_option' | 'service_category') => (await db.selectFrom(table).selectAll().execute()).length

describe('importing', () => {
  test('twice makes no duplicate and leaves everything as it was', async () => {
    expect(counts(await importing(openReferral))).toEqual([17, 0, 0, 0])
    expect(counts(await importing(outpost))).toEqual([9, 0, 0, 0])
    const before = [await rowsIn('service'), await rowsIn('service_place'), await rowsIn('service_option'), await rowsIn('service_category')]
    expect(counts(await importing(openReferral, '2026-11-21T10:00:00Z'))).toEqual([0, 0, 17, 0])
    expect(counts(await importing(outpost, '2026-11-21T10:00:00Z'))).toEqual([0, 0, 9, 0])
    expect([await rowsIn('service'), await rowsIn('service_place'), await rowsIn('service_option'), await rowsIn('service_category')]).toEqual(before)
  })

  test('refuses bad rows one by one and keeps nothing of them', async () => {
    const imported = await importing(imperfect)
    expect(counts(imported)).toEqual([2, 0, 0, 7])
    expect(imported.rows.flatMap((row) => (row.result === 'refused' ? [row.why] : []))).toEqual(['no-name', 'no-id', 'same-id-twice', 'not-a-row', 'not-active', 'name-too-long', 'not-a-service'])
    expect(await rowsIn('service')).toBe(2)
    expect(counts(await importing(imperfect))).toEqual([0, 0, 2, 7])
  })

  test('leaves a record of how much came', async () => {
    await importing(outpost)
    const event = await db.selectFrom('event').select(['kind', 'data']).executeTakeFirstOrThrow()
    expect(event.kind).toBe('directory-imported')
    expect(JSON.parse(event.data ?? '')).toMatchObject({ added: 9, changed: 0, left: 0, refused: 0 })
  })

  test('brings a new price under the same id, so that a spend still knows what it was for', async () => {
    await importing(one())
    const before = await theClub()
    expect(counts(await importing(one({ cost_options: [{ id: 'week', option: 'Week', amount: 45, amount_description: 'per week' }, { id: 'day', option: 'One day', amount: 10, amount_description: 'per day' }] })))).toEqual([0, 1, 0, 0])
    const after = await theClub()
    expect(after.id).toBe(before.id)
    expect(after.options.map(({ id }) => id)).toEqual(before.options.map(({ id }) => id).toReversed())
    expect(after.options.map(({ label, pence }) => [label, pence])).toEqual([['Week', 4500], ['One day', 1000]])
    expect(await priceOption(db, after.id, after.options[0]?.id ?? '')).toMatchObject({ pence: 4500, unit: 'a week', service: after.id, name: 'Club', organisation: 'Clubs' })
    expect(await priceOption(db, after.id, 'nothing')).toBeUndefined()
  })

  test('drops a price that is gone', async () => {
    await importing(one())
    const gone = (await theClub()).options[0]?.id ?? ''
    await importing(one({ cost_options: [] }))
    const club = await theClub()
    expect(club.options).toEqual([])
    expect(await priceOption(db, club.id, gone)).toBeUndefined()
  })

  test('does not tell a price or hours that are over, even when the file stays the same', async () => {
    const dated = one({
      cost_options: [{ id: 'now', option: 'Day', amount: 10, valid_to: '2026-11-30' }, { id: 'then', option: 'Later', amount: 12, valid_from: '2026-12-01' }],
      schedules: [{ id: 's', byday: 'MO', valid_to: '2026-11-30' }],
    })
    await importing(dated, '2026-11-30T23:00:00Z')
    expect(await theClub()).toMatchObject({ options: [{ label: 'Day', pence: 1000 }], when: [{ days: [1] }] })
    const later = await importing(dated, '2026-12-01T00:30:00Z')
    expect(later.rows[0]).toMatchObject({ result: 'changed', leftOut: ['price-out-of-date', 'when-out-of-date'] })
    expect(await theClub()).toMatchObject({ options: [{ label: 'Day', pence: null }, { label: 'Later', pence: 1200 }], when: [] })
  })

  test('of a summary keeps what the summary does not speak of', async () => {
    await importing(one())
    const summary = { contents: [{ id: 'club', name: 'Club for all', status: 'active', description: 'More games.', minimum_age: 4, organization: { name: 'Clubs' } }] }
    expect(counts(await importing(summary))).toEqual([0, 1, 0, 0])
    expect(await theClub()).toMatchObject({
      name: 'Club for all', description: 'More games.', minAge: 4, languages: ['pl'], options: [{ pence: 1000 }, { pence: 4000 }], places: [{ name: 'Hall' }], when: [{ days: [1] }], attending: ['in-person'],
    })
    expect(counts(await importing(summary))).toEqual([0, 0, 1, 0])
    expect(await names({ place: 'Ashcombe' })).toEqual(['Club for all'])
  })

  test('archives what its source has ended, and takes it back', async () => {
    await importing(one())
    const { id, options } = await theClub()
    expect(counts(await importing(one({ status: 'temporarily closed' })))).toEqual([0, 1, 0, 0])
    expect(await names({})).toEqual([])
    expect(await searchChoices(db)).toEqual({ categories: [], languages: [] })
    expect(await priceOption(db, id, options[0]?.id ?? '')).toBeUndefined()
    expect(await serviceById(db, id)).toMatchObject({ archived: true, name: 'Club' })
    expect(counts(await importing(one({ status: 'temporarily closed' })))).toEqual([0, 0, 1, 0])
    expect(counts(await importing(one()))).toEqual([0, 1, 0, 0])
    expect(await names({})).toEqual(['Club'])
  })

  test('keeps apart the same id of two sources', async () => {
    await importing({ contents: [{ id: '7', name: 'Seven', status: 'active' }] })
    await importing({ content: [{ id: 7, name: 'Seven too' }] })
    expect(await names({ words: 'seven' })).toEqual(['Seven', 'Seven too'])
  })
})

describe('searching', () => {
  beforeEach(async () => {
    await importing(openReferral)
    await importing(outpost)
  })

  test('finds what families and professionals call by different names', async () => {
    const first = async (words: string) => (await names({ words }))[0]
    expect(await first('MST')).toBe('Wendleshire Multi-Systemic Therapy team')
    expect(await first('targeted youth support')).toBe('Targeted youth support: Somebody on Your Side')
    expect(await names({ words: 'IAPT' })).toContain('Wendle Talking Therapies')
    expect(await names({ words: 'psychological therapies' })).toContain('Wendle Talking Therapies')
    expect(await names({ words: 'brief interventions' })).toEqual(['Wendle Talking Therapies'])
    expect(await names({ words: 'One Plus One' })).toEqual(['The Two of Us: help for couples'])
    expect(await names({ words: 'CAB' })).toEqual(['Wendleshire Money Advice'])
    expect(await names({ words: 'financial capability' })).toEqual(['Wendleshire Money Advice'])
    expect(await names({ words: 'childcare tax credit' })).toEqual(['Wendleshire Money Advice'])
    expect(await names({ words: 'Sure Start' })).toContain('What’s on at Kingsmere Family Hub')
    expect(await first('English lessons')).toBe('English classes (ESOL)')
    expect(await names({ words: 'dług' })).toEqual(['Wendleshire Money Advice'])
    expect(await names({ words: 'قرض' })).toEqual(['Wendleshire Money Advice'])
  })

  test('asks for every word, without case, accents or signs', async () => {
    expect(await names({ words: 'GRWP llanwen' })).toEqual(['Grŵp babanod Llanwen (baby group)'])
    expect(await names({ words: 'swimming lessons for my daughter' })).toEqual(['Wendle swimming lessons'])
    expect(await names({ words: 'swimming counselling' })).toEqual([])
    expect(await names({ words: 'bunk beds' })).toEqual(['Warm Start beds and furniture'])
    for (const words of ['%', '_', '\\', "'; drop table service", '100%', '\u0000']) await expect(names({ words })).resolves.toBeDefined()
    expect(await names({ words: "'; drop table service" })).toEqual([])
  })

  test('narrows by age, cost, language, kind and place', async () => {
    expect(await names({ words: 'young carers', age: 9 })).toEqual(['Young carers’ Thursday group'])
    expect(await names({ free: true, age: 1, place: 'Llanwen' })).toEqual(['Grŵp babanod Llanwen (baby group)'])
    expect(await names({ language: 'ur' })).toEqual(['Side by Side: personal assistants', 'Wendleshire Money Advice'])
    expect(await names({ category: 'debt-advice' })).toEqual(['Wendleshire Money Advice'])
    expect(await names({ place: 'WZ7 5RS', words: 'advice' })).toEqual(['Wendleshire Money Advice'])
    expect(await names({ place: 'wz75rs', words: 'advice' })).toEqual(['Wendleshire Money Advice'])
    expect(await names({ place: 'Llanwen', words: 'swimming' })).toEqual([])
    const { categories, languages } = await searchChoices(db)
    expect(categories.map(({ slug }) => slug)).toEqual([...new Set(categories.map(({ slug }) => slug))])
    expect(categories[0]).toEqual({ slug: 'adult-learning', name: 'Adult learning' })
    expect(languages).toEqual(['bfi', 'cy', 'en', 'pa', 'pl', 'ro', 'ur'])
  })

  test('puts a name before a description, and pages by 20', async () => {
    expect((await names({ words: 'counselling' }))[0]).toBe('Talk It Through: counselling')
    const first = await searchServices(db, everything)
    const second = await searchServices(db, { ...everything, page: 2 })
    expect([first.total, first.pages, first.services.length, second.services.length]).toEqual([26, 2, 20, 6])
    expect(new Set([...first.services, ...second.services].map(({ id }) => id)).size).toBe(26)
    expect((await searchServices(db, { ...everything, page: 999 })).page).toBe(2)
    expect(await searchServices(db, { ...everything, words: 'nothing of the kind' })).toEqual({ services: [], total: 0, page: 1, pages: 1 })
  })

  test('says the lowest price, the place and how many more', async () => {
    const found = async (words: string) => (await searchServices(db, { ...everything, words })).services[0]
    expect(await found('talk it through')).toMatchObject({ free: false, from: { pence: 1200, unit: 'a session' }, prices: 4, place: { name: 'The Old Mill' }, morePlaces: 0 })
    expect(await found('money advice')).toMatchObject({ free: true, from: null, morePlaces: 1 })
    expect(await serviceById(db, 'nothing' as ServiceId)).toBeUndefined()
  })
})

describe('the command', () => {
  test('reads file after file, says what became of each row, and fails only for a file that cannot be read', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'directory-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = async (name: string, content: string | Uint8Array) => {
      await writeFile(path.join(folder, name), content)
      return path.join(folder, name)
    }
    const run = async (...files: string[]) => {
      const lines: string[] = []
      return { status: await importFiles(files, (line) => lines.push(line)), lines }
    }
    const latin = await file('latin.json', Buffer.from('{"content": [{"id": 1, "name": "Caf\xe9"}, null]}', 'latin1'))
    const broken = await file('broken.json', '{"content": [')
    expect(await run(latin)).toEqual({ status: 0, lines: [`${latin}: 2 rows, windows-1252`, '  added row 1, 1, Café', '  refused row 2: not-a-row', '1 added, 0 changed, 0 left as they were, 1 refused'] })
    expect(await run(broken, latin, path.join(folder, 'none.json'))).toEqual({
      status: 1,
      lines: [`${broken}: cannot be read: not-json`, `${latin}: 2 rows, windows-1252`, '  left row 1, 1, Café', '  refused row 2: not-a-row', `${path.join(folder, 'none.json')}: cannot be read: there is no such file`, '0 added, 0 changed, 1 left as they were, 1 refused, 2 of 3 files not read'],
    })
    expect((await run()).status).toBe(1)
  })
})
