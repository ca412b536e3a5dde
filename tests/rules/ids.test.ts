import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isId, newId } from '#app/values/ids.ts'

test('ids are 20 characters that are easy to read out, and never the same', () => {
  const made = Array.from({ length: 20_000 }, () => newId())
  for (const id of made) expect(id).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{20}$/)
  expect(new Set(made).size).toBe(made.length)
})

test('every character comes equally often', () => {
  const counts = new Map<string, number>()
  const letters = Array.from({ length: 4_000 }, () => newId()).join('')
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  expect(counts.size).toBe(32)
  // 80,000 letters: 2,500 of each, give or take eight standard deviations.
  for (const count of counts.values()) expect(Math.abs(count - 2_500)).toBeLessThan(400)
})

test('ids tell nothing of their order', () => {
  const made = Array.from({ length: 1_000 }, () => newId())
  const rising = made.filter((id, at) => at > 0 && id > made[at - 1]!).length
  expect(rising).toBeGreaterThan(400)
  expect(rising).toBeLessThan(600)
})

test.each([undefined, null, 7, {}, [], '', 'short', 'A'.repeat(20), `${newId()}0`, newId().slice(1), `${newId()}\n`, ` ${newId().slice(1)}`, '٠'.repeat(20), [newId()]])(
  '%j is no id',
  (what) => expect(isId(what)).toBe(false),
)

test('whatever the text, asking whether it is an id does not throw', () => {
  fc.assert(fc.property(fc.anything(), (what) => {
    expect(isId(what)).toBe(typeof what === 'string' && what.length === 20 && [...what].every((letter) => (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z')))
  }))
  expect(isId(newId())).toBe(true)
})
