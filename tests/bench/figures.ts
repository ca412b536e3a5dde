// How figures are put together and printed.

/** The middle one. Throws for none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) throw new Error('The median of nothing')
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** One figure against its bar. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** `most`: not above it; `least`: not below it; a `goal` is told and fails nothing. */
  readonly bar: { readonly most: number } | { readonly least: number } | { readonly goal: number }
}

/** Prints figures with their bars. Returns whether all bars are kept. */
export function tell(figures: readonly Figure[]): boolean {
  let kept = true
  for (const { what, value, unit, bar } of figures) {
    const good = 'most' in bar ? value <= bar.most : value >= ('least' in bar ? bar.least : bar.goal)
    if (!good && !('goal' in bar)) kept = false
    const wanted = 'most' in bar ? `at most ${bar.most}` : 'least' in bar ? `at least ${bar.least}` : `the goal is ${bar.goal}`
    console.log(`${good ? '✓' : 'goal' in bar ? '·' : '✗'} ${what}: ${round(value)}${unit} (${wanted})`)
  }
  return kept
}

/** Two figures after the point, and none for large numbers. */
export function round(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Math.round(value * 100) / 100)
}

/** Prints rows under headings, in columns. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [headings, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? round(cell) : cell)))]
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  for (const row of cells) console.log(`  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')}`)
}
