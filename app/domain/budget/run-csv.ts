/** A payment run as a table, for a bank that takes no XML. Its heads are for programs, the same in every language. Pure. */
import Papa from 'papaparse'
import { poundsTyped } from '#app/values/money.ts'
import type { RunFile } from './pain001.ts'
import { formula } from './statement-csv.ts'

/** One line for each payment, in the order of the run; what a spreadsheet would take for a formula is made harmless. */
export function runCsv({ payOn, lines }: RunFile): string {
  const heads = ['name', 'sort code', 'account number', 'amount', 'reference', 'date']
  const rows = lines.map(({ reference, pence, payee }) => [payee.name, payee.sortCode, payee.number, poundsTyped(pence), reference, payOn])
  return `${Papa.unparse([heads, ...rows], { escapeFormulae: formula, newline: '\r\n' })}\r\n`
}
