/** The directory of services: importing it, searching it, one service and its prices. Anybody may read it. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ExpressionBuilder, Insertable, Selectable, SqlBool } from 'kysely'
import { dialectOf } from '#db/connect.ts'
import type { Db } from '#db/connect.ts'
import type { Bit, Schema } from '#db/schema.ts'
import type { AreaActing } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { ServiceId } from '#app/values/ids.ts'
import { dayAt, type Day, type Instant } from '#app/values/instant.ts'
import { noPence, type Pence } from '#app/values/money.ts'
import type { Attending, Category, DirectoryService, OpenTime, Place, PriceOption, ReadRow, RowRefusal } from './directory-service.ts'
import { shortened } from './plain-text.ts'
import { placeIn, searchText, soughtIn } from './search-words.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

/** What became of one row. `leftOut` names the fields that were wrong and are missing from the service. */
export type ImportedRow = {
  readonly where: string
  readonly sourceId: string | null
  readonly name: string | null
  readonly leftOut: readonly string[]
} & (
  | { readonly result: 'added' | 'changed' | 'left'; readonly service: ServiceId }
  | { readonly result: 'refused'; readonly why: RowRefusal | 'not-active'; readonly detail: string }
)

export type Imported = { readonly added: number; readonly changed: number; readonly left: number; readonly refused: number; readonly rows: readonly ImportedRow[] }

/**
 * Brings the rows of one file into the directory: each is added, changed, left as it is, or refused, and the rest of the
 * file goes on. Running it again changes nothing. A service that its source has ended is archived, never deleted; a
 * service that the file does not name stays, because a file may be one page of many.
 */
export async function importServices(acting: AreaActing<'directory:import'>, rows: readonly ReadRow[]): Promise<Outcome<Imported, never>> {
  const today = dayAt(acting.now)
  const known = await knownOf(acting.db, rows)
  const done: ImportedRow[] = []
  for (const row of rows) done.push(await importRow(acting, today, row, known))
  const count = (result: ImportedRow['result']) => done.filter((row) => row.result === result).length
  const counts = { added: count('added'), changed: count('changed'), left: count('left'), refused: count('refused') }
  return { ok: true, value: { ...counts, rows: done }, event: { kind: 'directory-imported', data: counts } }
}

type Known = Map<ServiceId, string>

/** The content hashes of those services of a file that are already here. */
async function knownOf(db: Db, rows: readonly ReadRow[]): Promise<Known> {
  const ids = rows.flatMap((row) => (row.ok ? [serviceIdOf(row.service)] : []))
  const known: Known = new Map()
  for (let from = 0; from < ids.length; from += 500) {
    const found = await db.selectFrom('service').select(['id', 'content_hash']).where('id', 'in', ids.slice(from, from + 500)).execute()
    for (const { id, content_hash: hash } of found) known.set(id, hash)
  }
  return known
}

async function importRow({ db, now }: Pick<AreaActing<'directory:import'>, 'db' | 'now'>, today: Day, row: ReadRow, known: Known): Promise<ImportedRow> {
  if (!row.ok) return { where: row.where, sourceId: row.sourceId, name: null, leftOut: [], result: 'refused', why: row.reason, detail: row.detail }
  const { service, where } = row
  const id = serviceIdOf(service)
  const told = { where, sourceId: service.sourceId, name: service.name }
  const before = known.get(id)
  if (before === undefined && service.archived) return { ...told, leftOut: [], result: 'refused', why: 'not-active', detail: '' }

  const { current, gone } = asOf(service, today)
  const leftOut = [...row.leftOut, ...gone]
  const options = current.options.map(({ key, label, unit, pence }) => ({ id: idFrom(id, key), label, unit, pence }))
  const kept = keptOf(id, service.brief && before !== undefined ? await completed(db, id, current) : { ...current, options })
  if (before === kept.hash) return { ...told, leftOut, result: 'left', service: id }

  const columns = { ...kept.columns, content_hash: kept.hash, imported_at: now }
  if (before === undefined) {
    await db.insertInto('service').values({ id, source: service.source, source_id: service.sourceId, ...columns }).execute()
  } else {
    await db.updateTable('service').set(columns).where('id', '=', id).execute()
    await db.deleteFrom('service_place').where('service_id', '=', id).execute()
    await db.deleteFrom('service_option').where('service_id', '=', id).execute()
    await db.deleteFrom('service_category').where('service_id', '=', id).execute()
  }
  if (kept.places.length > 0) await db.insertInto('service_place').values(kept.places).execute()
  if (kept.options.length > 0) await db.insertInto('service_option').values(kept.options).execute()
  if (kept.categories.length > 0) await db.insertInto('service_category').values(kept.categories).execute()
  known.set(id, kept.hash)
  return { ...told, leftOut, result: before === undefined ? 'added' : 'changed', service: id }
}

/** 20 characters of the same alphabet as random ids, from what the thing is in its source: the same at every import. */
function idFrom(...parts: readonly string[]): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  return [...createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 20)].map((byte) => alphabet[byte & 31]).join('')
}

function serviceIdOf({ source, sourceId }: Pick<DirectoryService, 'source' | 'sourceId'>): ServiceId {
  return idFrom(source, sourceId) as ServiceId
}

/** The service as it is true on a day: a price or opening hours whose time is over, or has not come, are not told. */
function asOf(service: DirectoryService, today: Day): { current: DirectoryService; gone: readonly string[] } {
  const gone = new Set<string>()
  const begun = service.options.filter(({ validFrom }) => validFrom === null || validFrom <= today)
  const over = ({ validTo }: { validTo: Day | null }) => validTo !== null && validTo < today
  const options = begun.flatMap((option) => {
    if (!over(option)) return [option]
    gone.add('price-out-of-date')
    const replaced = begun.some((other) => !over(other) && other.label === option.label)
    return replaced ? [] : [{ ...option, pence: null }]
  })
  const when = service.when.filter((time) => !over(time))
  if (begun.length < service.options.length) gone.add('price-not-yet')
  if (when.length < service.when.length) gone.add('when-out-of-date')
  return { current: { ...service, options, when }, gone: [...gone] }
}

/** A summary of a known service, with what the summary does not speak of as it is kept. */
async function completed(db: Db, id: ServiceId, brief: DirectoryService): Promise<Keepable> {
  const here = await serviceById(db, id)
  if (here === undefined) throw new Error(`service ${id} went away during its own import`)
  const { name, description, organisation, url, email, minAge, maxAge, archived, updatedAt } = brief
  return { ...here, name, description, organisation, url, email, minAge, maxAge, archived, updatedAt }
}

type Keepable = Omit<DirectoryService, 'source' | 'sourceId' | 'options' | 'brief'> & { readonly options: readonly Option[] }

/** The rows that a service is kept as, and the hash of all of them. */
function keptOf(id: ServiceId, service: Keepable) {
  const columns = {
    name: service.name, description: service.description, organisation: service.organisation, url: service.url, email: service.email, phone: service.phone,
    min_age: service.minAge, max_age: service.maxAge, free: bit(service.free), needs_referral: bit(service.needsReferral === true), tier: service.tier,
    attending: service.attending.join(',') || null, languages: JSON.stringify(service.languages),
    when_text: service.when.length === 0 ? null : JSON.stringify(service.when), access_text: service.access.join('\n') || null,
    search_text: searchText(service), archived: bit(service.archived), updated_at: service.updatedAt,
  } satisfies Partial<Insertable<Schema['service']>>
  const places = service.places.map(({ name, address, postcode, lat, lon }, index) => ({ service_id: id, id: String(index + 1), name, address, postcode, lat, lon }))
  const options = service.options.map(({ id: option, label, unit, pence }, position) => ({ service_id: id, id: option, label, unit, pence, position }))
  const categories = service.categories.map(({ slug, name }) => ({ service_id: id, slug, name }))
  const hash = createHash('sha256').update(JSON.stringify([columns, places, options, categories])).digest('base64url')
  return { columns, places, options, categories, hash }
}

function bit(truth: boolean): Bit {
  return truth ? 1 : 0
}

/** A price that a family may choose. The spend keeps its own copy: the price may change at the next import. */
export type Option = Omit<PriceOption, 'key' | 'validFrom' | 'validTo'> & { readonly id: string }

export type Service = Keepable & { readonly id: ServiceId; readonly importedAt: Instant }

/** One service with its prices and places, archived or not; undefined if there is none. */
export async function serviceById(db: Db, id: ServiceId): Promise<Service | undefined> {
  const row = await db.selectFrom('service').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const [places, options, categories] = await Promise.all([
    db.selectFrom('service_place').select(['name', 'address', 'postcode', 'lat', 'lon', 'id']).where('service_id', '=', id).execute(),
    db.selectFrom('service_option').select(['id', 'label', 'unit', 'pence']).where('service_id', '=', id).orderBy('position').execute(),
    db.selectFrom('service_category').select(['slug', 'name']).where('service_id', '=', id).orderBy('name').execute(),
  ])
  return {
    id, name: row.name, description: row.description, organisation: row.organisation, url: row.url, email: row.email, phone: row.phone,
    minAge: row.min_age, maxAge: row.max_age, free: row.free === 1, needsReferral: row.needs_referral === 1, tier: row.tier,
    attending: attendingOf(row), languages: JSON.parse(row.languages) as string[], when: row.when_text === null ? [] : (JSON.parse(row.when_text) as OpenTime[]),
    access: row.access_text?.split('\n') ?? [], archived: row.archived === 1, updatedAt: row.updated_at, importedAt: row.imported_at,
    places: places.sort(byNumber).map(({ name, address, postcode, lat, lon }) => ({ name, address, postcode, lat, lon })), options, categories,
  }
}

/** Places are numbered in the order of their source. */
function byNumber(one: { id: string }, other: { id: string }): number {
  return Number(one.id) - Number(other.id)
}

function attendingOf({ attending }: Pick<Selectable<Schema['service']>, 'attending'>): readonly Attending[] {
  return attending === null ? [] : (attending.split(',') as Attending[])
}

/** One price of a service that is offered now; undefined if either is gone. `pence` is null where the price must be asked for. */
export async function priceOption(db: Db, service: ServiceId, option: string): Promise<(Option & { readonly service: ServiceId; readonly name: string; readonly organisation: string | null }) | undefined> {
  return db.selectFrom('service_option').innerJoin('service', 'service.id', 'service_option.service_id')
    .select(['service_option.id', 'label', 'unit', 'pence', 'service.id as service', 'name', 'organisation'])
    .where('service_id', '=', service).where('service_option.id', '=', option).where('archived', '=', 0).executeTakeFirst()
}

/** The names of the categories of a service. One query. */
export async function categoriesOf(db: Db, service: ServiceId): Promise<string[]> {
  return (await db.selectFrom('service_category').select('name').where('service_id', '=', service).orderBy('name').execute()).map((row) => row.name)
}

/** A service in a short list of what may help. */
export interface ServiceInShort { readonly id: ServiceId; readonly name: string; readonly summary: string; readonly free: boolean }

/** The services in the categories whose names fit, free ones first, at most `most`; only what is free, where that is asked. Two queries. */
export async function servicesAmong(db: Db, fits: (name: string) => boolean, { most, free = false, without = null }: { most: number; free?: boolean; without?: ServiceId | null }): Promise<ServiceInShort[]> {
  const named = await db.selectFrom('service_category').select(['slug', 'name']).distinct().execute()
  const slugs = [...new Set(named.filter((row) => fits(row.name)).map((row) => row.slug))]
  if (slugs.length === 0) return []
  const rows = await db.selectFrom('service').select(['id', 'name', 'description', 'free']).where('archived', '=', 0)
    .where('id', 'in', db.selectFrom('service_category').select('service_id').where('slug', 'in', slugs))
    .$if(free, (query) => query.where('free', '=', 1)).$if(without !== null, (query) => query.where('id', '<>', without!))
    .orderBy('free', 'desc').orderBy('name').orderBy('id').limit(most).execute()
  return rows.map((row) => ({ id: row.id, name: row.name, summary: summaryOf(row.description), free: row.free === 1 }))
}

/** Prices above nothing of the services in the categories whose names fit, by name, at most `most`. Two queries. */
export async function pricesAmong(db: Db, fits: (name: string) => boolean, most: number): Promise<(Option & { readonly pence: Pence; readonly service: ServiceId; readonly option: string; readonly name: string })[]> {
  const named = await db.selectFrom('service_category').select(['slug', 'name']).distinct().execute()
  const slugs = [...new Set(named.filter((row) => fits(row.name)).map((row) => row.slug))]
  if (slugs.length === 0) return []
  const rows = await db.selectFrom('service_option as o').innerJoin('service as s', 's.id', 'o.service_id').select(['o.id', 'o.label', 'o.unit', 'o.pence', 's.id as service', 's.name']).where('s.archived', '=', 0).where('o.pence', '>', noPence)
    .where('s.id', 'in', db.selectFrom('service_category').select('service_id').where('slug', 'in', slugs)).orderBy('s.name').orderBy('o.position').limit(most).execute()
  return rows.map((row) => ({ ...row, option: row.id, pence: row.pence! }))
}

export type ServiceQuery = {
  readonly words: string
  /** Whole years. */
  readonly age: number | null
  readonly free: boolean
  /** A BCP 47 code; the service's may be narrower. */
  readonly language: string | null
  readonly category: string | null
  /** A town or a postcode. */
  readonly place: string
  /** From 1. */
  readonly page: number
}

/** A service in a list of results. */
export type FoundService = Pick<Service, 'id' | 'name' | 'organisation' | 'minAge' | 'maxAge' | 'free' | 'tier' | 'attending' | 'languages'> & {
  readonly summary: string
  readonly place: Pick<Place, 'name' | 'address' | 'postcode'> | null
  /** How many more places there are. */
  readonly morePlaces: number
  /** The lowest price above nothing. */
  readonly from: { readonly pence: Pence; readonly unit: string } | null
  /** How many prices there are. */
  readonly prices: number
}

export type Found = { readonly services: readonly FoundService[]; readonly total: number; readonly page: number; readonly pages: number }

/**
 * The services in which every word is found, in one number or the other or by a synonym (MST, CAB, English classes), by
 * name first. Text and words are folded alike and looked for as they are, which is cheaper than `like`.
 */
export async function searchServices(db: Db, query: ServiceQuery): Promise<Found> {
  const text = sql.ref('search_text')
  const at = (piece: string) => (dialectOf(db) === 'sqlite' ? sql<number>`instr(${text}, ${piece})` : sql<number>`strpos(${text}, ${piece})`)
  const holds = (piece: string) => sql<SqlBool>`${at(piece)} > 0`
  const sought = soughtIn(query.words)

  let matching = db.selectFrom('service').select('id').where('archived', '=', 0)
  for (const { words, phrases } of sought) {
    matching = matching.where((eb) => eb.or([eb.and(words.map((forms) => eb.or(forms.map(holds)))), ...phrases.map(holds)]))
  }
  for (const piece of placeIn(query.place)) matching = matching.where(holds(piece))
  const { age, language, category } = query
  if (age !== null) {
    matching = matching.where((eb) => eb.and([eb.or([eb('min_age', 'is', null), eb('min_age', '<=', age)]), eb.or([eb('max_age', 'is', null), eb('max_age', '>=', age)])]))
  }
  if (query.free) matching = matching.where('free', '=', 1)
  if (language !== null) {
    const code = language.replace(/[^a-z0-9-]/gi, '')
    matching = matching.where((eb) => eb.or([eb('languages', 'like', `%"${code}"%`), eb('languages', 'like', `%"${code}-%`)]))
  }
  if (category !== null) {
    matching = matching.where((eb) => eb.exists(eb.selectFrom('service_category').select('slug').whereRef('service_id', '=', 'service.id').where('slug', '=', category)))
  }

  // Every id that is found, in order: the texts are gone through once, for the count and the page together.
  const first = sought[0]?.words[0] ?? []
  const inName = (eb: ExpressionBuilder<Schema, 'service'>) => eb.or(first.map((piece) => sql<SqlBool>`${at(piece)} between 1 and ${at('!')}`))
  const all = await matching.$if(first.length > 0, (select) => select.orderBy((eb) => eb.case().when(inName(eb)).then(0).else(1).end()))
    .orderBy('search_text').orderBy('id').execute()
  const total = all.length
  const { page, pages, offset } = pageAsked(total, query.page)
  const ids = all.slice(offset, offset + aPage).map(({ id }) => id)
  if (ids.length === 0) return { services: [], total, page, pages }

  const rows = await db.selectFrom('service').select(['id', 'name', 'organisation', 'description', 'min_age', 'max_age', 'free', 'tier', 'attending', 'languages'])
    .where('id', 'in', ids).execute()
  rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  const places = await db.selectFrom('service_place').select(['service_id', 'id', 'name', 'address', 'postcode']).where('service_id', 'in', ids).execute()
  const options = await db.selectFrom('service_option').select(['service_id', 'unit', 'pence']).where('service_id', 'in', ids).orderBy('position').execute()
  const services = rows.map((row): FoundService => {
    const [first, ...more] = places.filter(({ service_id: of }) => of === row.id).sort(byNumber)
    const prices = options.filter(({ service_id: of }) => of === row.id)
    const [lowest] = prices.flatMap(({ pence, unit }) => (pence === null || pence === 0 ? [] : [{ pence, unit }])).sort((a, b) => a.pence - b.pence)
    return {
      id: row.id, name: row.name, organisation: row.organisation, summary: summaryOf(row.description),
      minAge: row.min_age, maxAge: row.max_age, free: row.free === 1, tier: row.tier, attending: attendingOf(row), languages: JSON.parse(row.languages) as string[],
      place: first === undefined ? null : { name: first.name, address: first.address, postcode: first.postcode }, morePlaces: more.length,
      from: lowest ?? null, prices: prices.length,
    }
  })
  return { services, total, page, pages }
}

/** The first services of a category by name, at most `most`, and whether there are more. One query. */
export async function servicesOf(db: Db, category: string, most: number): Promise<{ services: readonly Pick<FoundService, 'id' | 'name' | 'summary'>[]; more: boolean }> {
  const rows = await db.selectFrom('service').select(['id', 'name', 'description']).where('archived', '=', 0)
    .where('id', 'in', db.selectFrom('service_category').select('service_id').where('slug', '=', category)).orderBy('name').orderBy('id').limit(most + 1).execute()
  return { services: rows.slice(0, most).map((row) => ({ id: row.id, name: row.name, summary: summaryOf(row.description) })), more: rows.length > most }
}

function summaryOf(description: string): string {
  return shortened(description.replace(/\s+/g, ' '), 220)
}

/** The categories and languages that somebody can choose among, in the order of their names and codes. */
export async function searchChoices(db: Db): Promise<{ categories: readonly Category[]; languages: readonly string[] }> {
  const categories = await db.selectFrom('service_category').innerJoin('service', 'service.id', 'service_category.service_id')
    .select((eb) => ['slug', eb.fn.min('service_category.name').as('name')]).where('archived', '=', 0).groupBy('slug').execute()
  const spoken = await db.selectFrom('service').select('languages').distinct().where('archived', '=', 0).where('languages', '<>', '[]').execute()
  const languages = new Set(spoken.flatMap((row) => JSON.parse(row.languages) as string[]))
  return { categories: categories.sort((a, b) => a.name.localeCompare(b.name, 'en')), languages: [...languages].sort() }
}
