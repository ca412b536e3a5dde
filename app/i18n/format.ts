// The one place that turns money, days, times, numbers and lists into words. Everything is Europe/London unless a zone is named.
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { languageOf, type Lang } from './lang.ts'
import { isolate } from './isolate.ts'
import type { Pence } from '#app/values/money.ts'
import { ageOn, areaZone, dayAt, daysBetween, type Day, type Instant } from '#app/values/instant.ts'

export type Format = {
  /** "£62.50"; minus in front when below zero. */
  money(amount: Pence): string
  /** "+£62.50", "-£62.50": what a line adds or takes away. */
  change(pence: Pence): string
  /** "£486" when there are no odd pence, else as `money`. */
  moneyShort(amount: Pence): string
  /** "Tuesday 24 November" */
  day(on: Day | Instant): string
  /** "Tuesday 24 November 2026" */
  dayWithYear(on: Day | Instant): string
  /** "24 Nov" */
  dayShort(on: Day | Instant): string
  /** "24 November 2026" */
  date(on: Day | Instant): string
  /** "today", "tomorrow" or "yesterday", else as `day`. */
  relativeDay(on: Day | Instant, today: Day): string
  /** "November 2026" */
  month(on: Day | Instant): string
  /** "Tuesday", also for a weekly habit. */
  weekday(on: Day | Instant): string
  /** "10:00" */
  time(at: Instant): string
  /** "10:00" on the clocks of another IANA zone. Throws RangeError on an unknown zone. */
  timeIn(at: Instant, zone: string): string
  /** "10:00–11:00" */
  timeRange(from: Instant, to: Instant): string
  /** "Tuesday 24 November at 10:00" */
  when(at: Instant): string
  /** "1,200"; whole or not, as it is. */
  number(value: number): string
  /** "Joy, Winston and Eli" */
  list(items: readonly string[]): string
  /** "45 minutes" */
  minutes(count: number): string
  /** "9 years", or "7 months" in the first two years. */
  age(bornOn: Day, today: Day): string
  /** "Polish", of any BCP 47 tag; the tag itself when nobody has a name for it. */
  language(tag: string): string
  /** "Poland", of a country's two letters. */
  country(code: string): string
  /** "2.5 MB" */
  bytes(count: number): string
  /**
   * "07700 900123", as it is written in Britain, and "+48 22 123 45 67" of another country, of a number that is kept as +447700900123. What
   * somebody typed is left as they grouped it. No-break spaces: a number in two lines is two numbers.
   */
  phone(number: string): string
}

/** The formats of one language. Costs some milliseconds (it makes the `Intl` objects): made once per language. */
export function formatFor(lang: Lang): Format {
  const { locale, dir } = languageOf(lang)
  const fenced = (text: string) => isolate(text, dir)

  const currency = { style: 'currency', currency: 'GBP', currencyDisplay: 'narrowSymbol' } as const
  const pounds = new Intl.NumberFormat(locale, currency)
  const changes = new Intl.NumberFormat(locale, { ...currency, signDisplay: 'exceptZero' })
  const wholePounds = new Intl.NumberFormat(locale, { ...currency, maximumFractionDigits: 0 })
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const languageNames = new Intl.DisplayNames(locale, { type: 'language' })
  const countries = new Intl.DisplayNames(locale, { type: 'region' })
  const unit = (name: string, unitDisplay: 'long' | 'short') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 1 })
  const years = unit('year', 'long')
  const months = unit('month', 'long')
  const minutes = unit('minute', 'long')
  const sizes = [unit('byte', 'long'), unit('kilobyte', 'short'), unit('megabyte', 'short'), unit('gigabyte', 'short')]

  // A day has no zone: it is read and shown as UTC, so that it stays itself. An instant is shown on the area's clocks.
  const dated = (options: Intl.DateTimeFormatOptions) => {
    const ofDay = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    const ofInstant = new Intl.DateTimeFormat(locale, { ...options, timeZone: areaZone })
    return remembered((on: Day | Instant) => (on.length === 10 ? ofDay : ofInstant).format(Date.parse(on)))
  }
  // British use, English and Welsh, has no comma after the weekday; Intl puts one in some of its patterns.
  const noComma = lang === 'en' || lang === 'cy'
  const tidy = (text: string) => (noComma ? text.replace(',', '') : text)
  const full = dated({ weekday: 'long', day: 'numeric', month: 'long' })
  const fullWithYear = dated({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const short = dated({ day: 'numeric', month: 'short' })
  const date = dated({ day: 'numeric', month: 'long', year: 'numeric' })
  const month = dated({ month: 'long', year: 'numeric' })
  const weekday = dated({ weekday: 'long' })
  const day = (on: Day | Instant) => tidy(full(on))

  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const clocks = new Map<string, Intl.DateTimeFormat>()
  const clockIn = (zone: string) => {
    let found = clocks.get(zone)
    if (!found) clocks.set(zone, (found = new Intl.DateTimeFormat(locale, { ...clock, timeZone: zone })))
    return found
  }
  const areaClock = clockIn(areaZone)
  const dayAndClock = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...clock,
    timeZone: areaZone,
  })

  return {
    money: remembered((amount: Pence) => fenced(pounds.format(amount / 100))),
    change: (amount) => fenced(changes.format(amount / 100)),
    moneyShort: remembered((amount: Pence) => fenced((amount % 100 === 0 ? wholePounds : pounds).format(amount / 100))),
    day,
    dayWithYear: (on) => tidy(fullWithYear(on)),
    dayShort: short,
    date,
    relativeDay: (on, today) => {
      const away = daysBetween(today, on.length === 10 ? (on as Day) : dayAt(on as Instant))
      return Math.abs(away) <= 1 ? relative.format(away, 'day') : day(on)
    },
    month,
    weekday,
    time: (at) => areaClock.format(Date.parse(at)),
    timeIn: (at, zone) => clockIn(zone).format(Date.parse(at)),
    timeRange: (from, to) => fenced(areaClock.formatRange(Date.parse(from), Date.parse(to))),
    // Polish patterns join day and hour with nothing at all, which reads as one number after another.
    when: remembered((at: Instant) => (lang === 'pl' ? `${day(at)}, ${areaClock.format(Date.parse(at))}` : tidy(dayAndClock.format(Date.parse(at))))),
    number: remembered((value: number) => numbers.format(value)),
    list: (items) => andInWelsh(lang, lists.format(items.map(fenced))),
    minutes: remembered((count: number) => minutes.format(count)),
    age: (bornOn, today) => {
      const whole = ageOn(bornOn, today)
      return whole < 2 ? months.format(Math.max(0, wholeMonths(bornOn, today))) : years.format(whole)
    },
    language: remembered((tag: string) => languageNames.of(tag) ?? tag),
    country: (code) => countries.of(code) ?? code,
    bytes: (count) => {
      const step = count < 1000 ? 0 : count < 1e6 ? 1 : count < 1e9 ? 2 : 3
      return fenced(sizes[step]?.format(count / 1000 ** step) ?? String(count))
    },
    phone,
  }
}

const phone = remembered((number: string) => readable(number).replaceAll(' ', '\u00a0'))

function readable(number: string): string {
  const parsed = /^\+\d+$/.test(number) ? parsePhoneNumberFromString(number) : undefined
  if (!parsed?.isPossible()) return number
  return parsed.countryCallingCode === '44' ? parsed.formatNational() : parsed.formatInternational()
}

/** The few things that are said again and again, which Intl looks up anew each time. */
function remembered<Of>(say: (of: Of) => string): (of: Of) => string {
  const said = new Map<Of, string>()
  return (of) => {
    const known = said.get(of)
    if (known !== undefined) return known
    const words = say(of)
    if (said.size >= 200) said.clear()
    said.set(of, words)
    return words
  }
}

/** Welsh "and" is "ac" before a vowel and "a" otherwise; Intl leaves the choice to the reader as "a(c)". */
function andInWelsh(lang: Lang, text: string): string {
  if (lang !== 'cy') return text
  return text.replace(/ a\(c\) (\u2068?)(.?)/gu, (_, fence: string, next: string) => {
    const vowel = /^[aeiouwyâêîôûŵŷáéíóú]/i.test(next)
    return ` ${vowel ? 'ac' : 'a'} ${fence}${next}`
  })
}

function wholeMonths(from: Day, to: Day): number {
  const part = (on: Day, at: number, length: number) => Number(on.slice(at, at + length))
  const months = (part(to, 0, 4) - part(from, 0, 4)) * 12 + part(to, 5, 2) - part(from, 5, 2)
  return part(to, 8, 2) < part(from, 8, 2) ? months - 1 : months
}
