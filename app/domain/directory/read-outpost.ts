/** One row of an Outpost directory's services (the API behind many councils' family information services). Pure. */
import type { DirectoryService, OpenTime, Place } from './directory-service.ts'
import { attendingIn, category, distinct, fields, freeOf, keyed, option, type Fields, type Format, type Row } from './row-fields.ts'
import { shortened } from './plain-text.ts'

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
/** Towns that are none. */
const nowhere = /^(?:nationwide|online|virtual|remote|n\/?a)$/i

/** A place. One whose exact address is masked (a refuge, a childminder's home) keeps town and outward code only. */
function place(read: Fields, location: Row): Place | undefined {
  const masked = location.mask_exact_address === true
  const town = read.take(fields.line, location.city, 'address')
  const county = read.take(fields.line, location.state_province, 'address')
  const street = masked ? null : read.take(fields.line, location.address_1, 'address')
  const postcode = read.take(fields.postcode, location.postal_code, 'postcode')
  const geometry = read.part(location.geometry, 'position')
  const [lon, lat] = Array.isArray(geometry.coordinates) ? (geometry.coordinates as unknown[]) : []
  const real = town !== null && !nowhere.test(town)
  const found = {
    name: masked ? null : read.take(fields.line, location.name, 'place'),
    address: shortened(distinct([street, real ? town : null, real ? county : null].filter((line) => line !== null)).join(', '), 300) || null,
    postcode: masked ? (postcode?.split(' ')[0] ?? null) : postcode,
    ...(masked ? { lat: null, lon: null } : read.position(lat, lon)),
  }
  const isOnline = attendingIn(found.name ?? '').includes('video')
  return (found.name !== null && !isOnline) || found.address !== null || found.postcode !== null ? found : undefined
}

/** Opening hours, days with the same hours together. */
function openTimes(read: Fields, schedules: readonly Row[]): readonly OpenTime[] {
  const times = schedules.flatMap((row) => {
    const name = read.take(fields.line, row.weekday, 'when')
    const day = name === null ? 0 : weekdays.indexOf(name.toLowerCase()) + 1
    const words = read.take(fields.line, row.description, 'when')
    if (name !== null && day === 0) read.leftOut.add('when')
    return day === 0 && words === null ? [] : [{
      days: day === 0 ? [] : [day],
      every: Number(row.interval) === 2 && row.freq === 'week' ? ('fortnight' as const) : ('week' as const),
      opens: read.take(fields.time, row.opens_at, 'when'),
      closes: read.take(fields.time, row.closes_at, 'when'),
      words: words === null ? null : shortened(words, 600),
      validTo: read.take(fields.day, row.until, 'when'),
    }]
  })
  const hours = (time: OpenTime) => JSON.stringify({ ...time, days: [] })
  return distinct(times, hours).map((time) => {
    const same = times.filter((other) => hours(other) === hours(time))
    return { ...time, days: distinct(same.flatMap(({ days }) => days)).toSorted() }
  })
}

function readService(row: Row, read: Fields): Omit<DirectoryService, 'source' | 'sourceId' | 'name'> {
  const organisation = read.part(row.organisation, 'organisation')
  const locations = read.list(row.locations, 'places')
  const contacts = read.list(row.contacts, 'contact').filter(({ visible }) => visible !== false && visible !== 'false')
  const free = read.take(fields.flag, row.free, 'free')
  const needsReferral = read.take(fields.flag, row.needs_referral, 'needs-referral')
  const options = keyed(read.list(row.cost_options, 'price').flatMap((cost) => option(read, {
    id: cost.id, label: cost.option, unit: cost.cost_type, amount: cost.amount, currency: cost.currency,
  }) ?? []))
  const places = locations.flatMap((location) => place(read, location) ?? [])
  const phones = contacts.flatMap((contact) => [contact.phone, ...read.list(contact.phones, 'phone').map(({ number }) => number)])
  const towns = locations.map(({ name, city }) => `${String(name)} ${String(city)}`)
  const named = (list: unknown, name: string) => read.list(list, name).flatMap((one) => read.take(fields.line, one.name, name) ?? [])
  const status = read.take(fields.line, row.status, 'status')

  return {
    description: read.description(row.description, organisation.description),
    organisation: read.take(fields.line, organisation.name, 'organisation'),
    url: read.take(fields.url, row.url, 'url') ?? read.take(fields.url, organisation.url, 'url'),
    email: [...contacts.map(({ email }) => email), organisation.email].flatMap((email) => read.take(fields.email, email, 'email') ?? [])[0] ?? null,
    phone: phones.flatMap((number) => read.take(fields.phone, number, 'phone') ?? [])[0] ?? null,
    ...read.ages(row.min_age, row.max_age),
    free: freeOf(free, options),
    languages: [],
    categories: distinct(read.list(row.taxonomies, 'categories').flatMap(({ name, slug }) => {
      const words = read.take(fields.line, name, 'categories')
      return words === null ? [] : (category(words, read.take(fields.line, slug, 'categories') ?? words) ?? [])
    }), ({ slug }) => slug),
    places,
    options,
    needsReferral,
    tier: needsReferral === true ? 'ask' : 'open',
    attending: distinct([
      ...(places.some(({ address, postcode }) => (address ?? postcode) !== null) ? ['in-person' as const] : []),
      ...(towns.some((town) => attendingIn(town).includes('video')) ? ['video' as const] : []),
    ]),
    when: openTimes(read, read.list(row.regular_schedules, 'when')),
    access: distinct([...locations.flatMap(({ accessibilities }) => named(accessibilities, 'access')), ...named(row.send_needs, 'access'), ...named(row.suitabilities, 'access')]).map((text) => shortened(text, 300)),
    brief: false,
    archived: status !== null && status.toLowerCase() !== 'active',
    updatedAt: read.take(fields.instant, row.updated_at, 'updated-at'),
  }
}

/** Everything in a page of Outpost's services is one; a row alone shows it by what only Outpost calls so. */
export const outpost: Format = { source: 'outpost', isService: () => true, read: readService }

/** Whether a row has the shape of an Outpost service. */
export function isOutpostService(row: Row): boolean {
  return 'organisation' in row || 'taxonomies' in row || 'regular_schedules' in row
}
