/** What whoever decides a request reads beside it: only rules are met or not. */
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Decision } from '#app/domain/budget/spends.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { WordsProvider } from '#app/i18n/words.tsx'
import { Rules } from '#app/routes/desk/approval-rules.tsx'
import type { MemberId } from '#app/values/ids.ts'
import { day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'

const decision: Decision = {
  family: 'Nowak', own: false, line: null, limit: null, climbs: null, rules: [], panel: null,
  balance: { from: day('2026-09-01'), until: day('2027-03-01'), left: pence(100), aside: pence(0), spent: pence(0), ended: pence(0), total: pence(100) },
}

/** What stands in the list of rules, and what stands beside it, as plain words. */
function shown(more: Partial<Decision>, said: { agrees: boolean; words: string | null; lang: string | null } | null | undefined) {
  const together = said === undefined ? [] : [{ member: 'p' as MemberId, name: 'Piotr', mine: false, said }]
  const html = renderToStaticMarkup(<WordsProvider words={wordsFor('en')}><Rules spend={{ state: 'asked', neededOn: day('2026-12-01') }} decision={{ ...decision, ...more }} together={together} /></WordsProvider>)
  const plain = (part: string) => part.replace(/<[^>]*>/g, ' ').replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ')
  const list = /<ul>.*<\/ul>/.exec(html)![0]
  return { list: plain(list), beside: plain(html.replace(list, '')) }
}

test('that another adult is silent, or says no, is no rule that is not met', () => {
  for (const said of [null, { agrees: false, words: 'We have one', lang: 'en' }, { agrees: true, words: null, lang: null }]) {
    const { list, beside } = shown({}, said)
    expect(list).not.toMatch(/Piotr|Not met/)
    expect(beside).toContain('Piotr')
  }
  expect(shown({}, { agrees: false, words: 'Mamy już jeden', lang: 'pl' }).beside).toContain('Mamy już jeden')
})

test('what others of the panel said, or that nobody has yet, is nothing that is met', () => {
  const no = shown({ panel: { yes: [], no: ['Lewis Grant'], mine: null, size: 2 } }, undefined)
  expect([no.list.includes('Lewis'), no.beside.includes('Lewis Grant said no')]).toEqual([false, true])
  const none = shown({ panel: { yes: [], no: [], mine: null, size: 2 } }, undefined)
  expect([none.list.includes('panel'), none.beside.includes('2 people of the panel')]).toEqual([false, true])
})
