/**
 * The least that a program in this language can do for the same page: `node:http`, the same queries by better-sqlite3
 * with everything prepared, `renderToString` of the same markup, and the same compression. No router, no session rules,
 * no words, no headers. Everything it needs is in the file that its first argument names.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { brotliCompress, constants } from 'node:zlib'
import Database from 'better-sqlite3'
import { renderToString } from 'react-dom/server'
import { elementOf, treeOf } from './markup.ts'
import type { Noted } from './note-queries.ts'

/** What the program serves. */
export interface CeilingPage { readonly database: string; readonly queries: readonly Noted[]; readonly html: string }

const page = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as CeilingPage
const database = new Database(page.database, { readonly: true })
const queries = page.queries.map(({ sql, parameters }) => ({ statement: database.prepare(sql), parameters }))
const tree = treeOf(page.html)

createServer((req, res) => {
  if (req.url === '/readyz') return res.end('ok')
  for (const { statement, parameters } of queries) statement.all(parameters)
  const html = `<!DOCTYPE html>${tree.map((node) => renderToString(elementOf(node))).join('')}`
  brotliCompress(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }, (error, body) => {
    if (error) throw error
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Encoding': 'br' }).end(body)
  })
}).listen(Number(process.env.PORT))
