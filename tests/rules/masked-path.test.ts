import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskedPath, wordsOfPaths } from '#app/http/masked-path.ts'

const words = wordsOfPaths(['families/:family', 'goals/:id', 'goals/new', 'budget/statement.csv', 'calendar/:token.ics', 'sign-in', '*', undefined])

test('the words of the site map are known, its places for ids are not', () => {
  expect([...words].sort()).toEqual(['budget', 'calendar', 'families', 'goals', 'new', 'sign-in', 'statement.csv'])
})

test.each([
  ['/', '/'],
  ['/sign-in', '/sign-in'],
  ['/sign-in?to=/families/0123456789abcdefghjk', '/sign-in'],
  ['/families/0123456789abcdefghjk/goals/new', '/families/:id/goals/new'],
  ['/calendar/s3cret.ics', '/calendar/:id'],
  ['/join/a-secret-link', '/:id/:id'],
  ['//elsewhere.example/goals', '//:id/goals'],
  ['', ''],
])('%s is logged as %s', (path, logged) => {
  expect(maskedPath(path, words)).toBe(logged)
})

test('whatever the path, nothing is logged but words of the site map', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), (url, tail) => {
      const logged = maskedPath(`${new URL(url).pathname}/${tail}`, words)
      for (const segment of logged.split('/')) expect(segment === '' || segment === ':id' || words.has(segment)).toBe(true)
    }),
  )
})
