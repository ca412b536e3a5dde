/** Money as a whole number of pence. Pure. */

declare const brand: unique symbol
/** An integer number of pence. `p + q` is a plain number again, so every sum passes `pence()` once more. */
export type Pence = number & { readonly [brand]: 'Pence' }

/** The only maker of `Pence`. Throws on anything but a safe integer: a wrong sum is a fault, never a rounding. */
export function pence(amount: number): Pence {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of pence: ${amount}`)
  return amount as Pence
}

export const noPence = pence(0)

/**
 * Reads what a person typed as pounds: `62`, `62.5`, `£1,234.50`, `62,50 £`. Works on the text, never through a float.
 * Returns undefined for anything it is not sure of (`1.234,50`, `0,500`, `1e3`, `20.005`, `-5`), so that the person is asked.
 */
export function parsePounds(text: string): Pence | undefined {
  // A comma before exactly two last digits can only be the comma of `62,50 £`: thousands have three.
  const found = /^£?\s*([1-9]\d{0,2}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?\s*£?$/.exec(text.trim()) ?? /^£?\s*(\d{1,9}),(\d{2})\s*£?$/.exec(text.trim())
  if (!found) return undefined
  const pounds = found[1]!.replaceAll(',', '')
  if (pounds.length > 9) return undefined
  return pence(Number(pounds) * 100 + Number((found[2] ?? '').padEnd(2, '0')))
}

/** A sum as it is typed: `100.00`. */
export function poundsTyped(sum: number): string {
  return `${Math.floor(sum / 100)}.${String(sum % 100).padStart(2, '0')}`
}

/** `price` times a whole number of units, checked. */
export function times(price: Pence, quantity: number): Pence {
  return pence(price * quantity)
}

/** The sum of all, checked. */
export function sum(amounts: Iterable<Pence>): Pence {
  let total = 0
  for (const amount of amounts) total += amount
  return pence(total)
}
