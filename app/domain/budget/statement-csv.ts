/** A statement as a table for spreadsheets. Pure. */
import Papa from 'papaparse'
import type { Words } from '#app/i18n/words.tsx'
import { dayAt, wallTime } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { StatementLine } from './ledger.server.ts'

/** What a spreadsheet may take for the beginning of a formula, in either width; the library's own pattern misses it before a line break. */
export const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/

/** `1234` as `12.34`: what every spreadsheet takes for a number, whatever the language. */
function plain(sum: Pence): string {
  return `${Math.trunc(sum / 100)}.${String(sum % 100).padStart(2, '0')}`
}

/**
 * The lines in their order, with heads in the reader's language; sums are never negative, `from` and `to` say the way.
 * Words that a spreadsheet would take for a formula are made harmless, and the mark at the start tells it that it is UTF-8.
 */
export function statementCsv({ t }: Words, lines: readonly StatementLine[]): string {
  const heads = [t('budget:csv.day'), t('budget:csv.time'), t('budget:csv.what'), t('budget:csv.request'), t('budget:csv.source'), t('budget:csv.from'), t('budget:csv.to'), t('budget:csv.sum'), t('budget:csv.left')]
  const rows = lines.map((line) => [
    dayAt(line.at), wallTime(line.at), t(`budget:movement.${line.why}`, { source: line.source }), line.spend?.what ?? line.note?.words ?? '', line.source,
    t(`budget:bucket.${line.from}`), t(`budget:bucket.${line.to}`), plain(line.pence), plain(line.left),
  ])
  return `\ufeff${Papa.unparse([heads, ...rows], { escapeFormulae: formula, newline: '\r\n' })}\r\n`
}
