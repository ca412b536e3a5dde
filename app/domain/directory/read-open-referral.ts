/** One row of Open Referral UK 3.0 (the Human Services Data Specification UK), as its compiled schema has it. Pure. */
import type { DirectoryService, OpenTime, Place } from './directory-service.ts'
import { attendingIn, category, distinct, fields, freeOf, keyed, option, type Fields, type Format, type Row } from './row-fields.ts'
import { shortened } from './plain-text.ts'

/** What a detailed answer tells of a service and a page of `/services` may leave out. */
const details = ['schedules', 'service_at_locations', 'languages', 'cost_options', 'contacts', 'attributes']
/** What only a service has. The standard demands `status`; feeds that leave it out still carry one of the others. */
const ofAService = ['status', 'organization', 'organization_id', 'schedules', 'service_at_locations', 'service_areas', 'cost_options', 'minimum_age', 'maximum_age', 'fees']
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Whether a row is a service, and not an organisation, a taxonomy or a service at one of its locations. */
function isService(row: Row): boolean {
  return !('service' in row) && ofAService.some((key) => key in row)
}

/**
 * An attribute of the service that tells how to get in, not what it is. The standard has no field for it, so directories
 * write a term: `needs-referral`, or `self-referral` / `open-access`.
 */
function referralIn(words: string): boolean | null {
  if (!/referral|open[ -]access/i.test(words)) return null
  return !/self|open|no referral|not need/i.test(words)
}

/** Opening hours; a monthly rule is kept only in the source's own words. */
function openTime(read: Fields, row: Row): OpenTime | undefined {
  const weekly = row.freq === undefined || row.freq === null || row.freq === 'WEEKLY'
  const byDay = read.take(fields.line, row.byday, 'when') ?? ''
  const days = weekly ? distinct(byDay.toUpperCase().split(/[\s,]+/).map((day) => weekdays.indexOf(day) + 1).filter((day) => day > 0)).toSorted() : []
  const words = distinct([row.description, row.notes].flatMap((text) => read.take(fields.line, text, 'when') ?? []))
  if (days.length === 0 && words.length === 0) return undefined
  return {
    days,
    every: Number(row.interval) === 2 ? 'fortnight' : 'week',
    opens: days.length === 0 ? null : read.take(fields.time, row.opens_at, 'when'),
    closes: days.length === 0 ? null : read.take(fields.time, row.closes_at, 'when'),
    words: words.length === 0 ? null : shortened(words.join(' '), 600),
    validTo: read.take(fields.day, row.valid_to, 'when'),
  }
}

function place(read: Fields, location: Row): Place | undefined {
  const [address = {}] = read.list(location.addresses, 'address')
  const lines = ['address_1', 'address_2', 'city', 'region'].flatMap((key) => read.take(fields.line, address[key], 'address') ?? [])
  const found = {
    name: read.take(fields.line, location.name, 'place'),
    address: shortened(distinct(lines).join(', '), 300) || null,
    postcode: read.take(fields.postcode, address.postal_code, 'postcode'),
    ...read.position(location.latitude, location.longitude),
  }
  return found.name ?? found.address ?? found.postcode ?? found.lat ? found : undefined
}

function readService(row: Row, read: Fields): Omit<DirectoryService, 'source' | 'sourceId' | 'name'> {
  const organisation = read.part(row.organization, 'organisation')
  const locations = read.list(row.service_at_locations, 'places').map((at) => read.part(at.location, 'places'))
  const schedules = read.list(row.schedules, 'when')
  const terms = read.list(row.attributes, 'categories').map((attribute) => {
    const term = read.part(attribute.taxonomy_term, 'categories')
    return { name: read.take(fields.line, term.name ?? term.term ?? attribute.label, 'categories'), taxonomy: read.take(fields.line, term.taxonomy, 'categories') ?? '', link: read.take(fields.line, attribute.link_type, 'categories') ?? '' }
  })
  const referrals = terms.map(({ name, taxonomy, link }) => (/referral|access/i.test(`${taxonomy} ${link}`) ? referralIn(name ?? '') : null))
  const needsReferral = referrals.find((answer) => answer !== null) ?? null

  const options = keyed(read.list(row.cost_options, 'price').flatMap((cost) => option(read, {
    id: cost.id, label: cost.option, unit: cost.amount_description, amount: cost.amount, currency: cost.currency, from: cost.valid_from, to: cost.valid_to,
  }) ?? []))
  const fees = read.take(fields.line, row.fees, 'price')
  const physical = locations.filter(({ location_type: type }) => type !== 'virtual' && type !== 'postal')
  const places = physical.flatMap((location) => place(read, location) ?? [])
  const contacts = [row, ...read.list(row.contacts, 'contact')]
  const phones = [...contacts, ...locations].flatMap((holder) => read.list(holder.phones, 'phone')).flatMap(({ number }) => read.take(fields.phone, number, 'phone') ?? [])
  const emails = [row.email, ...read.list(row.contacts, 'contact').map(({ email }) => email), organisation.email].flatMap((email) => read.take(fields.email, email, 'email') ?? [])
  const alert = read.take(fields.text, row.alert, 'alert')
  const description = read.description(row.description, organisation.description)
  const status = read.take(fields.line, row.status, 'status')

  return {
    description: alert === null ? description : [description, shortened(alert, 1_000)].filter(Boolean).join('\n\n'),
    organisation: read.take(fields.line, organisation.name, 'organisation'),
    url: read.take(fields.url, row.url, 'url') ?? read.take(fields.url, organisation.website, 'url'),
    email: emails[0] ?? null,
    phone: phones[0] ?? null,
    ...read.ages(row.minimum_age, row.maximum_age),
    free: freeOf(fees !== null && options.length === 0 ? /^(?:free|no (?:charge|cost|fee)|nil)\b/i.test(fees) : null, options),
    languages: distinct(read.list(row.languages, 'languages').flatMap(({ code, name, language }) => read.take(fields.language, code ?? name ?? language, 'languages') ?? [])),
    categories: distinct(terms.flatMap(({ name }, index) => (name === null || referrals[index] !== null ? [] : (category(name) ?? []))), ({ slug }) => slug),
    places,
    options,
    needsReferral,
    tier: needsReferral === true ? 'ask' : 'open',
    attending: distinct([
      ...schedules.flatMap(({ attending_type: how }) => attendingIn(read.take(fields.line, how, 'attending') ?? '')),
      ...(places.length > 0 ? ['in-person' as const] : []),
      ...(locations.some(({ location_type: type }) => type === 'virtual') ? ['video' as const] : []),
    ]),
    when: schedules.flatMap((schedule) => openTime(read, schedule) ?? []),
    access: distinct(locations.flatMap((location) => read.list(location.accessibility, 'access')).flatMap(({ description: what, accessibility, details }) =>
      [what ?? accessibility, details].flatMap((text) => read.take(fields.line, text, 'access') ?? []))).map((text) => shortened(text, 300)),
    brief: !details.some((key) => key in row),
    archived: status !== null && status.toLowerCase() !== 'active',
    updatedAt: read.take(fields.instant, row.last_modified, 'updated-at'),
  }
}

export const openReferral: Format = { source: 'open-referral', isService, read: readService }
