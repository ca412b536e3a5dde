import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noPence, parsePounds, pence, sum, times, type Pence } from '#app/values/money.ts'

describe('what somebody types as pounds', () => {
  test.each([
    ['62', 6_200],
    ['62.5', 6_250],
    ['62.50', 6_250],
    ['62.05', 6_205],
    ['0', 0],
    ['0.01', 1],
    ['007', 700],
    ['£1,234.50', 123_450],
    ['62,50', 6_250],
    ['62,50 £', 6_250],
    ['£ 62', 6_200],
    ['62£', 6_200],
    [' 19.99 ', 1_999],
    ['1.10', 110],
    ['999,999,999.99', 99_999_999_999],
  ])('%s is %i pence', (text, expected) => expect(parsePounds(text)).toBe(expected))

  test.each([
    '', ' ', '.', '£', '£££', '.50', '20.', '£20.005', '1.234,50', '1,2', '1,234,50', '0,500', '1234,567', '1,2345', '12,34,567', ',123',
    '-5', '−5', '+5', '1e3', '0x10', 'Infinity', 'NaN', '1 000', '5 pounds', '$5', '€5', '5p', '1_000', '½', '1.2.3', '62\n63', '٦٢', '1000000000', '1,000,000,000',
  ])('%j is not guessed at', (text) => expect(parsePounds(text)).toBeUndefined())

  test('whatever the sum, it is read to the penny', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999n }), fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 3 }), (amount, commas, sign, spaces) => {
        const pounds = (amount / 100n).toString()
        const rest = (amount % 100n).toString().padStart(2, '0')
        const whole = commas ? grouped(pounds) : pounds
        const text = `${' '.repeat(spaces)}${sign ? '£' : ''}${whole}.${rest}${' '.repeat(spaces)}`
        expect(BigInt(parsePounds(text)!)).toBe(amount)
        if (rest === '00') expect(BigInt(parsePounds(whole)!)).toBe(amount)
        if (rest.endsWith('0')) expect(BigInt(parsePounds(`${whole}.${rest[0]}`)!)).toBe(amount)
      }),
      { numRuns: 2_000 },
    )
  })

  test('whatever is typed, it is a whole number of pence that says the same, or it is asked again', () => {
    const typed = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789.,£- eE+') }), fc.stringMatching(/^£?[1-9]\d{0,3}([.,]\d{1,3}){0,2}£?$/), fc.float().map(String), fc.bigInt().map(String))
    fc.assert(
      fc.property(typed, (text) => {
        const read = parsePounds(text)
        if (read === undefined) return
        expect(Number.isSafeInteger(read) && read >= 0).toBe(true)
        // The digits alone, read as one large number: an independent way to the same sum.
        // A comma with two digits after it, and no more, is the comma of other languages.
        const [whole = '', rest = ''] = text.replace(/,(?=\d{2}\D*$)/, '.').replace(/[£,\s]/g, '').split('.')
        expect(BigInt(read)).toBe(BigInt(whole + rest.padEnd(2, '0')))
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('sums', () => {
  const any = fc.integer({ min: 0, max: 9_999_999 }).map(pence)

  test('are exact, or a fault', () => {
    fc.assert(
      fc.property(fc.array(any), (amounts) => {
        expect(BigInt(sum(amounts))).toBe(amounts.reduce((total, amount) => total + BigInt(amount), 0n))
      }),
    )
    expect(sum([])).toBe(noPence)
    expect(() => sum([pence(Number.MAX_SAFE_INTEGER), pence(1)])).toThrow(RangeError)
    expect(() => times(pence(Number.MAX_SAFE_INTEGER), 2)).toThrow(RangeError)
    expect(times(pence(1_380), 3)).toBe(4_140)
    expect(() => times(pence(1), 1.5)).toThrow(RangeError)
  })

  test.each([1.5, NaN, Infinity, -Infinity, 2 ** 53, 0.1 + 0.2, '5' as unknown as number, undefined as unknown as number])('%s is no number of pence', (amount) => {
    expect(() => pence(amount)).toThrow(RangeError)
  })

  test('a sum below nothing is a number of pence too: what forbids it is the rule that knows why', () => {
    expect(pence(-5) satisfies Pence).toBe(-5)
  })
})

/** 1234567 as 1,234,567. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}
