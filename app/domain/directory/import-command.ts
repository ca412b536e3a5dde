/**
 * `npm run directory:import FILE [FILE…]`: brings directory files into the database, one line for each row, totals at the
 * end. Ends with 1 when a file could not be read; refused rows alone are no failure. Safe to run again.
 */
import { readFile } from 'node:fs/promises'
import { database } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { atTheKeyboard, must } from '#app/access/viewer.server.ts'
import { act } from '#app/events/transact.server.ts'
import { now } from '#app/values/instant.ts'
import { importServices, type Imported, type ImportedRow } from './directory.server.ts'
import { decodeFile } from './plain-text.ts'
import { readDirectory } from './read-directory.ts'

/** Imports the files in order and says what happened by `print`; the exit status of the command. */
export async function importFiles(files: readonly string[], print: (line: string) => void): Promise<0 | 1> {
  if (files.length === 0) {
    print('Which file? npm run directory:import FILE [FILE…]')
    return 1
  }
  const db = database()
  await migrate(db)
  let unreadable = 0
  const totals = { added: 0, changed: 0, left: 0, refused: 0 }
  for (const file of files) {
    const read = await readFileOf(file)
    if ('unreadable' in read) {
      unreadable += 1
      print(`${file}: cannot be read: ${read.unreadable}`)
      continue
    }
    print(`${file}: ${read.rows.length} rows, ${read.encoding}`)
    const answer = await act(must(atTheKeyboard(db, now()), 'directory:import'), importServices, read.rows)
    if (!answer.ok) throw new Error(`the import was refused: ${answer.why}`)
    for (const row of answer.value.rows) print(`  ${sayRow(row)}`)
    for (const result of ['added', 'changed', 'left', 'refused'] as const) totals[result] += answer.value[result]
  }
  print(sayTotals(totals) + (unreadable > 0 ? `, ${unreadable} of ${files.length} files not read` : ''))
  return unreadable > 0 ? 1 : 0
}

async function readFileOf(file: string) {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => error.code ?? 'unknown')
  if (typeof bytes === 'string') return { unreadable: bytes === 'ENOENT' ? 'there is no such file' : bytes }
  const decoded = decodeFile(bytes)
  if (decoded === undefined) return { unreadable: 'not-text' }
  const read = readDirectory(decoded.text)
  return 'unreadable' in read ? read : { ...read, encoding: decoded.encoding }
}

function sayRow(row: ImportedRow): string {
  const what = [row.where, row.sourceId, row.name].filter((part) => part !== null).join(', ')
  if (row.result === 'refused') return `refused ${what}: ${row.why}${row.detail === '' ? '' : ` (${row.detail})`}`
  return `${row.result} ${what}${row.leftOut.length === 0 ? '' : `; left out: ${row.leftOut.join(', ')}`}`
}

function sayTotals({ added, changed, left, refused }: Omit<Imported, 'rows'>): string {
  return `${added} added, ${changed} changed, ${left} left as they were, ${refused} refused`
}

if (import.meta.main) {
  const status = await importFiles(process.argv.slice(2), (line) => console.log(line))
  await database().destroy()
  process.exitCode = status
}
