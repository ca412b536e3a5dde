/** What an area learns from goals as a table for spreadsheets. Pure. */
import Papa from 'papaparse'
import type { Words } from '#app/i18n/words.tsx'
import { fewestFamilies, goalStates, type OutcomeLine } from './outcomes.ts'

/** The lines as the page shows them, with heads in the reader's language; the mark at the start tells a spreadsheet that it is UTF-8. */
export function outcomesCsv({ t }: Words, lines: readonly OutcomeLine[]): string {
  const few = t('insight:few', { number: fewestFamilies })
  const heads = [t('insight:outcomeHead'), t('insight:families'), ...goalStates.map((state) => t(`insight:state.${state}`))]
  const rows = lines.map((line) => [t(`insight:outcome.${line.outcome}`), line.families ?? few, ...goalStates.map((state) => line.goals[state] ?? few)])
  return `\ufeff${Papa.unparse([heads, ...rows], { newline: '\r\n' })}\r\n`
}
