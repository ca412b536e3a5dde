import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { directionOf, languageCookie, languages, pickLanguage, readLanguageCookie } from '#app/i18n/lang.ts'
import { isolate } from '#app/i18n/isolate.ts'
import { Said } from '#app/i18n/said.tsx'
import { timeBoth } from '#app/i18n/time-both.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { InLanguage, useWords, WordsProvider } from '#app/i18n/words.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { day, instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { asciiDigits } from '#app/values/digits.ts'

const en = wordsFor('en').format
const cy = wordsFor('cy').format
const pl = wordsFor('pl').format
const ur = wordsFor('ur').format
const bare = (text: string) => text.replace(/\u00a0/g, ' ')

describe('which language a page is in', () => {
  test('the question in the address comes first, then the person, the cookie, the browser', () => {
    const all = { query: 'ur', person: 'pl', cookie: 'cy', acceptLanguage: 'en' }
    expect(pickLanguage(all)).toBe('ur')
    expect(pickLanguage({ ...all, query: undefined })).toBe('pl')
    expect(pickLanguage({ ...all, query: undefined, person: null })).toBe('cy')
    expect(pickLanguage({ acceptLanguage: 'pl-PL,pl;q=0.9,en;q=0.5' })).toBe('pl')
    expect(pickLanguage({})).toBe('en')
  })

  test('a wish for what the site does not speak is no wish', () => {
    expect(pickLanguage({ query: 'xx', person: '', cookie: '__proto__', acceptLanguage: 'de, cy;q=0.4, en;q=0.2' })).toBe('cy')
    expect(pickLanguage({ acceptLanguage: 'en;q=0, ur;q=0.1' })).toBe('ur')
    expect(pickLanguage({ acceptLanguage: ';;;,q=,,' })).toBe('en')
    expect(pickLanguage({ acceptLanguage: 'pl,'.repeat(1000) })).toBe('en')
  })

  test('a browser remembers it', () => {
    expect(languageCookie('pl', true)).toBe('__Host-language=pl; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure')
    expect(readLanguageCookie('session=x; language=pl', false)).toBe('pl')
    expect(readLanguageCookie('language=cy; __Host-language=pl', true)).toBe('pl')
    expect([null, '', 'language=xx', 'notlanguage=pl', '__Host-language=pl'].map((header) => readLanguageCookie(header, false))).toEqual(Array(5).fill(undefined))
    expect(readLanguageCookie('language=pl', true)).toBeUndefined()
  })

  test('the direction of languages that only people write in', () => {
    expect(['ar', 'fa-IR', 'pa-Arab', 'ku-Arab', 'ur'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'rtl', 'rtl'])
    expect(['en', 'pa', 'bn', 'ur-Latn', 'uk'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'ltr', 'ltr'])
  })
})

describe('how money, days and times are said', () => {
  const noon = instant('2026-11-24T10:00:00Z')

  test('money', () => {
    expect(en.money(pence(6250))).toBe('£62.50')
    expect(en.money(pence(125000))).toBe('£1,250.00')
    expect(en.moneyShort(pence(48600))).toBe('£486')
    expect(en.moneyShort(pence(48650))).toBe('£486.50')
    expect(bare(pl.money(pence(6250)))).toBe('62,50 £')
    expect(cy.money(pence(6250))).toBe('£62.50')
    expect(ur.money(pence(6250))).toBe('\u2068£62.50\u2069')
  })

  test('days, the same day wherever the server stands', () => {
    expect(en.day(day('2026-11-24'))).toBe('Tuesday 24 November')
    expect(en.dayWithYear(day('2026-11-24'))).toBe('Tuesday 24 November 2026')
    expect(cy.day(day('2026-11-24'))).toBe('Dydd Mawrth 24 Tachwedd')
    expect(pl.day(day('2026-11-24'))).toBe('wtorek, 24 listopada')
    expect(ur.day(day('2026-11-24'))).toBe('منگل، 24 نومبر')
    expect(en.dayShort(day('2026-11-24'))).toBe('24 Nov')
    expect(en.month(day('2026-11-24'))).toBe('November 2026')
    expect(en.day(instant('2026-07-01T23:30:00Z'))).toBe('Thursday 2 July')
  })

  test('days near today', () => {
    const today = day('2026-11-24')
    expect(en.relativeDay(today, today)).toBe('today')
    expect(en.relativeDay(day('2026-11-25'), today)).toBe('tomorrow')
    expect(pl.relativeDay(day('2026-11-25'), today)).toBe('jutro')
    expect(en.relativeDay(day('2026-11-27'), today)).toBe('Friday 27 November')
    expect(en.relativeDay(instant('2026-07-01T23:30:00Z'), day('2026-07-02'))).toBe('today')
  })

  test('times, also over the nights the clocks change', () => {
    expect(en.time(noon)).toBe('10:00')
    expect(en.when(noon)).toBe('Tuesday 24 November at 10:00')
    expect(cy.when(noon)).toBe('Dydd Mawrth 24 Tachwedd am 10:00')
    expect(pl.when(noon)).toBe('wtorek, 24 listopada, 10:00')
    expect(en.time(instant('2026-03-29T00:59:00Z'))).toBe('00:59')
    expect(en.time(instant('2026-03-29T01:00:00Z'))).toBe('02:00')
    expect(en.time(instant('2026-10-25T00:30:00Z'))).toBe('01:30')
    expect(en.time(instant('2026-10-25T01:30:00Z'))).toBe('01:30')
    expect(en.time(instant('2026-11-24T00:00:00Z'))).toBe('00:00')
    expect(en.timeRange(noon, instant('2026-11-24T11:30:00Z'))).toBe('10:00–11:30')
  })

  test('a grandmother in Kraków sees both clocks', () => {
    const krakow = { zone: 'Europe/Warsaw', place: 'Kraków' }
    expect(timeBoth(wordsFor('en'), instant('2026-11-24T18:00:00Z'), krakow)).toBe('18:00 in England, 19:00 in Kraków')
    expect(timeBoth(wordsFor('en'), instant('2026-11-24T18:00:00Z'), { zone: 'Europe/Lisbon', place: 'Porto' })).toBe('18:00')
  })

  test('lists, numbers, ages, languages and sizes', () => {
    expect(en.list(['Joy', 'Winston', 'Eli'])).toBe('Joy, Winston and Eli')
    expect(cy.list(['Bethan', 'Rhys'])).toBe('Bethan a Rhys')
    expect(cy.list(['Rhys', 'Alun'])).toBe('Rhys ac Alun')
    expect(en.number(1200)).toBe('1,200')
    expect(en.minutes(45)).toBe('45 minutes')
    expect(en.age(day('2017-03-01'), day('2026-02-28'))).toBe('8 years')
    expect(en.age(day('2026-04-30'), day('2026-11-29'))).toBe('6 months')
    expect(en.language('pl')).toBe('Polish')
    expect(cy.list(['cy', 'pl', 'ur'].map(cy.language))).toBe('Cymraeg, Pwyleg, ac Wrdw')
    expect(en.bytes(2_500_000)).toBe('2.5 MB')
  })
})

describe('values inside sentences', () => {
  test('are fenced where directions meet, once, and not elsewhere', () => {
    expect(isolate('Marta', 'ltr')).toBe('Marta')
    expect(isolate('عائشہ', 'ltr')).toBe('\u2068عائشہ\u2069')
    expect(isolate('Marta', 'rtl')).toBe('\u2068Marta\u2069')
    expect(isolate('\u2068Marta\u2069', 'rtl')).toBe('\u2068Marta\u2069')
  })

  test('stay as they were typed', () => {
    const place = '<b>{{here}} $t(common:time.both) & "Kraków"</b>'
    expect(wordsFor('en').t('common:time.both', { here: '1', there: '2', place })).toBe(`1 in England, 2 in ${place}`)
  })

  test('a key that does not exist, or a value that was forgotten, is a fault here', () => {
    const { t } = wordsFor('pl')
    expect(() => t('common:no.such' as never)).toThrow('common:no.such')
    expect(() => t('common:time.both', { here: '1' })).toThrow('{{there}}')
  })
})

test('a telephone number is said as it is written in Britain, and with its country where it is of another; what was typed is left as it was grouped', () => {
  for (const { code } of languages) {
    const { phone } = wordsFor(code).format
    const said = ['+447700900123', '+441632960001', '+442079460123', '+48221234567', '+923001234567', '01632 960 000', '116 123', '999', '+441', 'ann@example.org'].map((number) => phone(number).replaceAll('\u00a0', ' '))
    expect(said).toEqual(['07700 900123', '01632 960001', '020 7946 0123', '+48 22 123 45 67', '+92 300 1234567', '01632 960 000', '116 123', '999', '+441', 'ann@example.org'])
  }
})

test('a number is rung with its country, and stands in one line from left to right', () => {
  const html = renderToStaticMarkup(<WordsProvider words={wordsFor('ur')}><PhoneLink number="+447700900123" /></WordsProvider>)
  expect(html).toBe('<a class="tel" href="tel:+447700900123"><bdi dir="ltr">07700\u00a0900123</bdi></a>')
})

describe('in a page', () => {
  test('every language has its words, and a person’s own words keep their language', () => {
    const Page = () => {
      const { t } = useWords()
      return (
        <p>
          {t('common:time.both', { here: '18:00', there: '19:00', place: 'Kraków' })} <Said lang="ar">صباح الخير</Said> <Said>Dzień</Said>
        </p>
      )
    }
    for (const { code } of languages) {
      const html = renderToStaticMarkup(<WordsProvider words={wordsFor(code)}><Page /></WordsProvider>)
      expect(html).toContain('19:00')
      expect(html).toContain('<span lang="ar" dir="rtl">صباح الخير</span> <span dir="auto">Dzień</span>')
    }
    expect(() => renderToStaticMarkup(<Page />)).toThrow('WordsProvider')
  })

  test('a part of it can be in the language of somebody else, its days and direction too; the rest stays as it is', () => {
    const Day = () => <p>{useWords().format.weekday(day('2026-11-24'))}</p>
    const page = <><Day /><InLanguage lang="ur"><Day /></InLanguage></>
    const html = renderToStaticMarkup(<WordsProvider words={wordsFor('en')} others={wordsFor}>{page}</WordsProvider>)
    expect(html).toBe('<p>Tuesday</p><section lang="ur" dir="rtl"><p>منگل</p></section>')
    expect(() => renderToStaticMarkup(<WordsProvider words={wordsFor('en')}>{page}</WordsProvider>)).toThrow('InLanguage')
  })
})

test('digits of other scripts are read as numbers', () => {
  expect(['٦٢٫٥٠', '۱۲۳', '６２', '৪৫', 'Flat 3'].map(asciiDigits)).toEqual(['62.50', '123', '62', '45', 'Flat 3'])
})
