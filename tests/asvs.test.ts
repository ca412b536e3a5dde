import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('every test that tests/asvs.md names is there, and every row says how it stands', () => {
  const rows = readFileSync('tests/asvs.md', 'utf8').split('\n').filter((line) => /^\| \d/.test(line)).map((line) => line.split('|').map((cell) => cell.trim()))
  expect(rows.length).toBeGreaterThan(40)
  let named = 0
  const missing: string[] = []
  for (const [, row, , how, shown] of rows) {
    expect(['met', 'partly', 'not met', 'elsewhere', 'does not apply'], row).toContain(how)
    for (const [, file, title] of shown!.matchAll(/`(tests\/[\w./-]+)` › (.+?)(?= · `|;|$)/g)) {
      named += 1
      expect(existsSync(file!), file).toBe(true)
      // A title may go on after a semicolon or stand in quotes of its own: how it begins is enough.
      const text = readFileSync(file!, 'utf8').replaceAll("\\'", "'")
      if (!text.includes(title!)) missing.push(`${row}: ${file} has no test "${title}"`)
    }
    if (how === 'met') expect(/`/.test(shown!), `${row} names nothing that shows it`).toBe(true)
  }
  expect(missing).toEqual([])
  expect(named).toBeGreaterThan(40)
})
