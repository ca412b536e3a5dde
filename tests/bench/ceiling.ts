/**
 * The least that a program in this language can do for the same page: `node:http`, the same queries by better-sqlite3
 * with everything prepared, `renderToString` of the same markup, and the same compression. No router, no session rules,
 * no words, no headers. Everything it needs is in the file that its first argument names.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { brotliCompress, constants } from 'node:zlib'
import Database from 'better-sqlite3'
import { createElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import type { Noted } from './note-queries.ts'

/** What the program serves. */
export interface CeilingPage { readonly database: string; readonly queries: readonly Noted[]; readonly html: string }

type Node = string | { readonly tag: string; readonly props: Record<string, string>; readonly children: readonly Node[] }

const empty = new Set(['meta', 'link', 'input', 'img', 'br', 'hr'])
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" }
const plain = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity)

/** Reads what React wrote; it is not for any other HTML. */
function treeOf(html: string): readonly Node[] {
  const open: { tag: string; props: Record<string, string>; children: Node[] }[] = [{ tag: '', props: {}, children: [] }]
  for (const [piece, closing, tag, attributes, text] of html.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>]+="[^"]*")*)\s*\/?>|([^<]+)|<!--.*?-->/g)) {
    const here = open.at(-1)!
    if (text !== undefined) here.children.push(plain(text))
    else if (closing) open.pop()
    else if (tag) {
      const props = Object.fromEntries([...(attributes ?? '').matchAll(/([^\s=]+)="([^"]*)"/g)].map(([, name, value]) => [name === 'class' ? 'className' : name!, plain(value!)]))
      const node = { tag, props, children: [] }
      here.children.push(node)
      if (!empty.has(tag) && !piece.endsWith('/>')) open.push(node)
    }
  }
  return open[0]!.children
}

function elementOf(node: Node): ReactNode {
  return typeof node === 'string' ? node : createElement(node.tag, node.props, ...node.children.map(elementOf))
}

const page = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as CeilingPage
const database = new Database(page.database, { readonly: true })
const queries = page.queries.map(({ sql, parameters }) => ({ statement: database.prepare(sql), parameters }))
const tree = treeOf(page.html.replace(/^<!DOCTYPE html>/, ''))

createServer((req, res) => {
  if (req.url === '/readyz') return res.end('ok')
  for (const { statement, parameters } of queries) statement.all(parameters)
  const html = `<!DOCTYPE html>${tree.map((node) => renderToString(elementOf(node))).join('')}`
  brotliCompress(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }, (error, body) => {
    if (error) throw error
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Encoding': 'br' }).end(body)
  })
}).listen(Number(process.env.PORT))
