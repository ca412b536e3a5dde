// Reading directories of services: the project's own examples, real dirt, and garbage.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languageCode } from '#app/domain/directory/languages.ts'
import type { DirectoryService, ReadRow } from '#app/domain/directory/directory-service.ts'
import { decodeFile, fold, plainText } from '#app/domain/directory/plain-text.ts'
import { readDirectory } from '#app/domain/directory/read-directory.ts'
import { sayAges, sayLanguage, sayPrice } from '#app/domain/directory/say-service.ts'
import { placeIn, searchText, soughtIn } from '#app/domain/directory/search-words.ts'
import { unitOf, unitWords } from '#app/domain/directory/units.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { pence } from '#app/values/money.ts'

const example = (name: string) => readFileSync(`db/demo/directory/${name}-services.json`, 'utf8')

function rowsOf(text: string): readonly ReadRow[] {
  const read = readDirectory(text)
  if ('unreadable' in read) throw new Error(read.unreadable)
  return read.rows
}

function service(row: ReadRow | undefined): DirectoryService {
  if (!row?.ok) throw new Error(`refused: ${JSON.stringify(row)}`)
  return row.service
}

/** One Open Referral service with these fields. */
function openReferral(fields: object): { service: DirectoryService; leftOut: readonly string[] } {
  const [row] = rowsOf(JSON.stringify({ id: 'x', name: 'A group', status: 'active', ...fields }))
  return { service: service(row), leftOut: row?.ok ? row.leftOut : [] }
}

const price = (amount: unknown, more: object = {}) => {
  const { service: { options: [option] }, leftOut } = openReferral({ cost_options: [{ id: 'c', option: 'Place', amount, ...more }] })
  return { pence: option?.pence, unit: option?.unit, label: option?.label, leftOut }
}

describe('our own examples', () => {
  test('of Open Referral are read without a loss', () => {
    const rows = rowsOf(example('open-referral'))
    expect(rows.flatMap((row) => (row.ok && row.leftOut.length === 0 ? [] : [row]))).toEqual([])
    expect(rows.length).toBeGreaterThanOrEqual(14)
    const club = service(rows[0])
    expect(club).toMatchObject({
      source: 'open-referral', name: 'Kingsmere after-school club', minAge: 4, maxAge: 11, free: false, tier: 'open', needsReferral: false,
      languages: ['en'], attending: ['in-person'], phone: '01632 960101', archived: false, brief: false,
      places: [{ name: 'Kingsmere Primary School', address: 'School Road, Kingsmere', postcode: 'WZ4 3HT', lat: null, lon: null }],
      when: [{ days: [1, 2, 3, 4, 5], every: 'week', opens: '15:15', closes: '18:00', words: null, validTo: null }],
    })
    expect(club.options.map(({ label, unit, pence: amount }) => [label, unit, amount])).toEqual([['All five afternoons', 'a week', 6900], ['One afternoon', 'a session', 1550]])
    expect(club.categories).toEqual([{ slug: 'after-school-clubs', name: 'After-school clubs' }, { slug: 'childcare', name: 'Childcare' }])
  })

  test('of Outpost are read without a loss', () => {
    const rows = rowsOf(example('outpost'))
    expect(rows.flatMap((row) => (row.ok && row.leftOut.length === 0 ? [] : [row]))).toEqual([])
    expect(service(rows[1])).toMatchObject({ name: 'Portage home visiting', needsReferral: true, tier: 'ask', free: true, minAge: 0, maxAge: 4 })
    expect(service(rows[3]).when).toEqual([{ days: [1, 2, 3, 4, 5, 6], every: 'week', opens: '07:30', closes: '18:30', words: null, validTo: null }])
    expect(service(rows[6])).toMatchObject({ attending: ['in-person', 'video'], places: [{ name: 'The Old Mill' }] })
  })

  test('hold the prices of the demo families', () => {
    const all = [...rowsOf(example('open-referral')), ...rowsOf(example('outpost'))].map(service)
    const prices = new Map(all.flatMap(({ name, options }) => options.map(({ label, pence: amount }) => [`${name}: ${label}`, amount] as const)))
    expect(prices.get('Talk It Through: counselling: Young person')).toBe(5200)
    expect(prices.get('Talk It Through: counselling: Family')).toBe(6000)
    expect(prices.get('Side by Side: personal assistants: Personal assistant')).toBe(1380)
    expect(prices.get('Kingsmere holiday club: Whole week')).toBe(17500)
    expect(prices.get('Wendle swimming lessons: Block of 10 lessons')).toBe(5500)
    expect(prices.get('Common Ground family mediation: Mediation, for each person')).toBe(9000)
    expect(prices.get('Young carers’ weekend at Highmere: Weekend, with travel and food')).toBe(32000)
    expect(prices.get('Wendle buses: weekly pass: Adult')).toBe(2000)
    expect(prices.get('Second Bell school uniform: Whole uniform, new')).toBe(6500)
    expect(prices.get('Warm Start beds and furniture: Single bed with mattress')).toBe(14000)
  })

  test('use only numbers and addresses kept for invention', () => {
    for (const { phone, email, url } of [...rowsOf(example('open-referral')), ...rowsOf(example('outpost'))].map(service)) {
      expect(phone).toMatch(/^01632 960\d{3}$/)
      expect(email).toMatch(/\.example\.org$/)
      expect(url).toMatch(/^https:\/\/[a-z-]+\.example\.org\/$/)
    }
  })

  test('of what goes wrong: bad rows are refused one by one, bad fields are left out and named', () => {
    const rows = rowsOf(example('imperfect'))
    expect(rows.map((row) => (row.ok ? `${row.where}: ${row.leftOut.join(', ')}` : `${row.where} ${row.sourceId}: ${row.reason} ${row.detail}`.trim()))).toEqual([
      'row 1: price, email, url, ages, updated-at',
      'row 2 imperfect-2: no-name',
      'row 3 null: no-id',
      'row 4 imperfect-1: same-id-twice row 1',
      'row 5 null: not-a-row',
      'row 6: ',
      'row 7 imperfect-4: name-too-long',
      'row 8 imperfect-5: not-a-service',
      'row 9: phone, ages, languages',
    ])
    expect(service(rows[0])).toMatchObject({ description: 'Borrow toys & games for three weeks.\n\n• Cots\n• Jigsaws', url: null, email: null, minAge: null, maxAge: null })
    expect(service(rows[0]).options.map(({ label, unit, pence: amount }) => [label, unit, amount])).toEqual([
      ['Month', 'a month', 350], ['Deposit', '', null], ['Big toys (£10–£15)', '', null], ['Abroad (20 EUR)', '', null], ['Open day', '', 0],
    ])
    expect(service(rows[5]).archived).toBe(true)
    expect(service(rows[8])).toMatchObject({
      name: 'Nearly right playgroup', description: 'Line one\nLine two', url: 'https://www.playgroup.example.org/', minAge: 2, maxAge: null, phone: '01632 960301',
      languages: ['pl', 'ur'], places: [{ name: 'Hall', address: '1 High Street, Ashcombe', postcode: 'WZ7 5RS', lat: null, lon: null }],
    })
  })
})

describe('a file', () => {
  test('may be a page, a single service, with a byte order mark and Windows line ends', () => {
    expect(rowsOf('\ufeff{\r\n"contents": [\r\n{"id": "a", "name": "A", "status": "active"}]}')).toHaveLength(1)
    expect(rowsOf('{"id": 7, "name": "A", "organisation": {}}')).toMatchObject([{ ok: true, service: { source: 'outpost', sourceId: '7' } }])
    expect(rowsOf('{"contents": []}')).toEqual([])
  })

  test.each([
    ['', 'not-json'], ['{"contents": [{"id"', 'not-json'], ['<html></html>', 'not-json'], ['null', 'no-services'], ['[]', 'no-services'], ['"text"', 'no-services'],
    ['{"id": "o", "name": "An organisation", "website": "https://example.org"}', 'no-services'], ['{"contents": {}}', 'no-services'],
  ])('%s cannot be read', (text, unreadable) => expect(readDirectory(text)).toEqual({ unreadable }))

  test('is decoded by its mark, as UTF-8, or as what a British spreadsheet saves', () => {
    const bytes = (...values: number[]) => decodeFile(Uint8Array.from(values))
    expect(bytes(0xef, 0xbb, 0xbf, 0x7b)).toEqual({ text: '{', encoding: 'utf-8' })
    expect(bytes(0xff, 0xfe, 0x7b, 0)).toEqual({ text: '{', encoding: 'utf-16' })
    expect(bytes(0xfe, 0xff, 0, 0x7b)).toEqual({ text: '{', encoding: 'utf-16' })
    expect(bytes(0x63, 0x61, 0x66, 0xe9, 0x92)).toEqual({ text: 'café’', encoding: 'windows-1252' })
    expect(bytes(0x89, 0x50, 0x4e, 0x47, 0, 0)).toBeUndefined()
  })
})

describe('a row', () => {
  test('of another kind is refused, and the rest of the file goes on', () => {
    const rows = rowsOf(JSON.stringify({ contents: [{ id: 'at', service: {}, location: {}, status: 'active' }, [], 3, { id: 'a', name: 'A', status: 'active' }] }))
    expect(rows.map((row) => (row.ok ? 'ok' : row.reason))).toEqual(['not-a-service', 'not-a-row', 'not-a-row', 'ok'])
  })

  test('with an id that cannot be kept is refused', () => {
    const reasons = [null, '', ' ', {}, true, 'a\u0000b', 'x'.repeat(201)].map((id) => rowsOf(JSON.stringify({ contents: [{ id, name: 'A', status: 'active' }] }))[0])
    expect(reasons.map((row) => row?.ok === false && row.reason)).toEqual(['no-id', 'no-id', 'bad-id', 'bad-id', 'bad-id', 'bad-id', 'bad-id'])
  })

  test('has its age, place and position checked', () => {
    expect(openReferral({ minimum_age: 0.5, maximum_age: '4' }).service).toMatchObject({ minAge: 0, maxAge: 4 })
    expect(openReferral({ minimum_age: -1, maximum_age: 121 })).toMatchObject({ service: { minAge: null, maxAge: null }, leftOut: ['ages'] })
    const at = (location: object) => openReferral({ service_at_locations: [{ id: 'a', location: { id: 'l', name: 'Hall', ...location } }] })
    expect(at({ latitude: 52.1, longitude: -1.2 }).service.places[0]).toMatchObject({ lat: 52.1, lon: -1.2 })
    expect(at({ latitude: 100, longitude: 101 })).toMatchObject({ service: { places: [{ lat: null, lon: null }] }, leftOut: ['position'] })
    expect(at({ addresses: [{ address_1: 'x', postal_code: 'ABC 1234' }] })).toMatchObject({ service: { places: [{ postcode: null }] }, leftOut: ['postcode'] })
    expect(at({ location_type: 'virtual' }).service).toMatchObject({ places: [], attending: ['video'] })
  })

  test('tells its referral only by a term for it', () => {
    const term = (name: string, taxonomy: string) => openReferral({ attributes: [{ id: 'a', link_type: 'x', taxonomy_term: { id: 't', name, description: '', taxonomy } }] }).service
    expect(term('Needs a referral', 'referral')).toMatchObject({ needsReferral: true, tier: 'ask', categories: [] })
    expect(term('Self-referral', 'referral')).toMatchObject({ needsReferral: false, tier: 'open', categories: [] })
    expect(term('Debt advice', 'kinds')).toMatchObject({ needsReferral: null, tier: 'open', categories: [{ slug: 'debt-advice', name: 'Debt advice' }] })
  })

  test('never gives away the street of a masked address', () => {
    const [row] = rowsOf(JSON.stringify({ content: [{ id: 1, name: 'Refuge', locations: [{ name: 'The house', address_1: '3 Quiet Road', city: 'Wendleford', postal_code: 'WZ1 5XX', mask_exact_address: true, geometry: { coordinates: [-1.1, 52] } }] }] }))
    expect(service(row).places).toEqual([{ name: null, address: 'Wendleford', postcode: 'WZ1', lat: null, lon: null }])
  })

  test('that is a summary says so', () => {
    expect(openReferral({}).service.brief).toBe(true)
    expect(openReferral({ cost_options: [] }).service.brief).toBe(false)
  })
})

describe('a price', () => {
  test.each([
    [35, 3500], [13.8, 1380], [0, 0], ['£52.00', 5200], ['1,250', 125000], ['Free', 0], ['free of charge', 0], ['£5.50 per session', 550], ['20 GBP', 2000], ['£12/week', 1200],
  ])('%s is surely pounds', (amount, expected) => expect(price(amount)).toMatchObject({ pence: expected, leftOut: [] }))

  test.each([-5, 19.999, 1e21, 25_000, '£35-£40', '€20', '$5', 'from 10', '٢٠', true, { pounds: 3 }])('%s is not', (amount) => {
    expect(price(amount)).toMatchObject({ pence: null, leftOut: ['price'] })
  })

  test('keeps its words where it has no sure amount, and its unit in one spelling', () => {
    expect(price('£35–£40')).toMatchObject({ label: 'Place (£35–£40)' })
    expect(price('£5 per session')).toMatchObject({ unit: 'a session', label: 'Place' })
    expect(price(5, { amount_description: 'per hour' })).toMatchObject({ unit: 'an hour' })
    expect(price(5, { amount_description: 'per 1 hour session' })).toMatchObject({ unit: 'per 1 hour session' })
    expect(price(5, { currency: 'EUR' })).toMatchObject({ pence: null, leftOut: ['price'] })
    expect([unitOf('per half day'), unitOf('half a day'), unitOf('for 10 lessons'), unitWords('weekly')]).toEqual(['halfDay', 'halfDay', undefined, 'a week'])
  })

  test('keeps its key when only the amount changes', () => {
    const keys = (amount: number) => service(rowsOf(JSON.stringify({ content: [{ id: 1, name: 'A', cost_options: [{ option: 'Day', amount, cost_type: 'per day' }, { option: 'Day', amount: 1, cost_type: 'per day' }] }] }))[0]).options.map(({ key }) => key)
    expect(keys(5)).toEqual(['day/a day', 'day/a day#2'])
    expect(keys(6)).toEqual(keys(5))
  })

  test('above nothing makes a service not free, whatever a flag says', () => {
    const free = (flag: unknown, amount?: number) => service(rowsOf(JSON.stringify({ content: [{ id: 1, name: 'A', free: flag, cost_options: amount === undefined ? [] : [{ option: 'x', amount }] }] }))[0]).free
    expect([free(true), free(true, 5), free(null, 0), free(false, 0), free(null), free('yes')]).toEqual([true, false, true, false, false, true])
  })

  test('is said in the reader’s words', () => {
    const en = wordsFor('en')
    expect(sayPrice(en, pence(6900), 'a week')).toBe('£69.00 a week')
    expect(sayPrice(en, pence(5500), 'for 10 lessons')).toBe('£55.00 for 10 lessons')
    expect([sayPrice(en, pence(0), 'a week'), sayPrice(en, null, '')]).toEqual(['Free', 'Ask them for the price'])
    expect([sayAges(en, { minAge: 0, maxAge: 2 }), sayAges(en, { minAge: 8, maxAge: null }), sayAges(en, { minAge: null, maxAge: null })]).toEqual(['For ages 0 to 2', 'From age 8', null])
    expect([sayLanguage(en, 'bfi'), sayLanguage(en, 'cy')]).toEqual(['British Sign Language (BSL)', 'Welsh'])
  })
})

describe('words', () => {
  test('lose markup, control characters and turned directions', () => {
    expect(plainText('<p>One</p>\r\n<p>Two<br>three &amp; four</p>')).toBe('One\n\nTwo\nthree & four')
    expect(plainText('&lt;p&gt;Twice&amp;nbsp;escaped&lt;/p&gt;')).toBe('Twice escaped')
    expect(plainText('for ages <5 and >3 & up')).toBe('for ages <5 and >3 & up')
    expect(plainText('a\u0000b\u0007c\u202ed\ud800e&#0;f')).toBe('a b cd\ufffdef')
    expect(plainText('<script>alert(1)</script>safe<style>p{}')).toBe('safe')
  })

  test('are compared without case, accents and signs', () => {
    expect(fold('Grŵp BABANOD – Łódź, children’s café_100%')).toBe('grwp babanod lodz childrens cafe 100')
    expect(fold('اردو')).toBe('اردو')
  })

  test('name languages by code or by name', () => {
    expect(['pl', 'pol', 'Polish', 'wel', 'CYM', 'pt-br', 'BSL', 'bfi', 'اردو', 'Punjabi'].map(languageCode)).toEqual(['pl', 'pl', 'pl', 'cy', 'cy', 'pt-BR', 'bfi', 'bfi', 'ur', 'pa'])
    expect(['Klingonish', 'zz', '', '../..', 'en"]%'].map(languageCode)).toEqual([undefined, undefined, undefined, undefined, undefined])
  })

  test('look for each other by synonyms, numbers and beginnings', () => {
    expect(soughtIn('help with MST for my daughter')).toHaveLength(1)
    expect(soughtIn('MST')[0]?.phrases).toContain(' multi systemic therapy')
    expect(soughtIn('english classes')[0]).toMatchObject({ words: [[' english'], [' classes', ' class']] })
    expect(soughtIn('families')[0]?.words).toEqual([[' families', ' family']])
    expect(soughtIn('PA')[0]?.words).toEqual([[' pa ']])
    expect(soughtIn('100% _ \\')).toEqual([{ words: [[' 100']], phrases: [] }])
    expect(soughtIn('  ')).toEqual([])
    expect(placeIn('WZ4 2AB')).toEqual([' @wz4', ' @2ab'])
  })

  test('of a place stand apart from the others', () => {
    const text = searchText({ name: 'Choir', description: 'Sings', organisation: null, categories: [], access: [], languages: ['pl'], options: [], places: [{ name: null, address: 'Wendleford', postcode: 'WZ1 1AA' }] })
    expect(text).toBe(' choir ! @wendleford @wz1 @1aa @wz11aa wendleford wz1 1aa polish polski sings ')
  })
})

describe('garbage', () => {
  test('of any JSON never throws, and what is read is whole', () => {
    const key = fc.constantFrom('id', 'name', 'status', 'description', 'url', 'email', 'minimum_age', 'maximum_age', 'cost_options', 'amount', 'option', 'languages', 'code', 'attributes', 'taxonomy_term',
      'schedules', 'byday', 'opens_at', 'service_at_locations', 'location', 'addresses', 'organization', 'organisation', 'locations', 'geometry', 'coordinates', 'contacts', 'phones', 'number', 'taxonomies', 'free', 'needs_referral', 'regular_schedules', 'weekday', '__proto__')
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), tie('row')),
      row: fc.dictionary(key, tie('value'), { maxKeys: 8 }),
    }))
    fc.assert(fc.property(fc.constantFrom('contents', 'content'), fc.array(value, { maxLength: 5 }), (page, rows) => {
      const named = rows.map((row, n) => (typeof row === 'object' && row !== null && !Array.isArray(row) ? { id: n, name: 'A', status: 'active', ...row } : row))
      const read = rowsOf(JSON.stringify({ [page]: named }))
      expect(read).toHaveLength(rows.length)
      for (const row of read) {
        if (!row.ok) continue
        expect(row.service.name).not.toBe('')
        expect(JSON.stringify(row.service)).not.toContain('\\u0000')
        for (const { pence: amount } of row.service.options) expect(amount === null || amount >= 0).toBe(true)
      }
    }), { numRuns: 300 })
  })

  test('of any text never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      readDirectory(text)
      expect(fold(text)).not.toMatch(/[%_\\'"]/)
      expect(plainText(text)).not.toMatch(/[\0\r]/)
      soughtIn(text)
    }))
    fc.assert(fc.property(fc.uint8Array(), (bytes) => { decodeFile(bytes) }))
  })

  test('of great length is read in a moment', () => {
    // Time of this process, not of the clock: the machine may be busy with others.
    const began = process.cpuUsage()
    for (const part of ['<a', '<script>', '&lt;', ' \n', '£', '<!--', 'a@'] as const) {
      const long = part.repeat(500_000)
      openReferral({ description: long, email: long, url: long, fees: long, cost_options: [{ id: 'c', option: long, amount: long }], contacts: [{ id: 'k', phones: [{ number: long }] }] })
    }
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(5_000)
  })
})
