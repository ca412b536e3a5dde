import { expect, test } from 'vitest'
import { fromOurPages, originAskedFor } from '#app/http/same-origin.ts'

const ours = 'https://plan.example.org'
const other = 'https://elsewhere.example'

test.each([
  ['a browser of today', { 'sec-fetch-site': 'same-origin', origin: ours }, true],
  ['a browser that sends no Origin', { 'sec-fetch-site': 'same-origin' }, true],
  ['an older browser', { origin: ours }, true],
  ['a form sent again from the history', { 'sec-fetch-site': 'none', origin: ours }, true],
  ['neither header', {}, false],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: other }, false],
  ['another site in an older browser', { origin: other }, false],
  ['our sister on the same domain', { 'sec-fetch-site': 'same-site', origin: 'https://www.example.org' }, false],
  ['headers that contradict each other', { 'sec-fetch-site': 'same-origin', origin: other }, false],
  ['a cross-site request with our Origin', { 'sec-fetch-site': 'cross-site', origin: ours }, false],
  ['a hidden origin', { origin: 'null' }, false],
  ['the typed address, without Origin', { 'sec-fetch-site': 'none' }, false],
  ['our host over http', { origin: 'http://plan.example.org' }, false],
  ['two values', { 'sec-fetch-site': ['same-origin', 'same-origin'] }, false],
])('%s', (_, headers, allowed) => {
  expect(fromOurPages(headers, ours)).toBe(allowed)
})

test('a Host is one of ours in any case and with the port that its scheme implies', () => {
  const origins = [ours, 'http://localhost:3000', 'http://[::1]:3000']
  expect(originAskedFor('plan.example.org', origins)).toBe(ours)
  expect(originAskedFor('Plan.Example.org:443', origins)).toBe(ours)
  expect(originAskedFor('localhost:3000', origins)).toBe('http://localhost:3000')
  expect(originAskedFor('[::1]:3000', origins)).toBe('http://[::1]:3000')
  for (const host of [undefined, '', 'localhost', 'plan.example.org:80', 'plan.example.org.elsewhere.example', 'x@plan.example.org']) {
    expect(originAskedFor(host, origins)).toBeUndefined()
  }
})
