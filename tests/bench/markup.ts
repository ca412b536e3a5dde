// A page's HTML as a tree, so that others can render the same markup without what made it.
import { createElement, type ReactNode } from 'react'

export interface Element { readonly tag: string; readonly props: Readonly<Record<string, string | true>>; readonly children: readonly Node[] }
export type Node = string | Element

const empty = new Set(['meta', 'link', 'input', 'img', 'br', 'hr'])
// What React calls otherwise than HTML does, and what stands there as empty text and means yes.
const nameOf: Record<string, string> = { class: 'className', for: 'htmlFor', tabindex: 'tabIndex', charset: 'charSet', viewbox: 'viewBox' }
const yes = new Set(['defer', 'async', 'disabled', 'checked', 'selected', 'required', 'open', 'hidden'])
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" }
const plain = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity)

/** Reads what React wrote, without the doctype; it is not for any other HTML. */
export function treeOf(html: string): readonly Node[] {
  const open: { tag: string; props: Record<string, string | true>; children: Node[] }[] = [{ tag: '', props: {}, children: [] }]
  for (const [piece, closing, tag, attributes, text] of html.replace(/^<!DOCTYPE html>/, '').matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>]+="[^"]*")*)\s*\/?>|([^<]+)|<!--.*?-->/g)) {
    const here = open.at(-1)!
    if (text !== undefined) here.children.push(plain(text))
    else if (closing) open.pop()
    else if (tag) {
      const props: Record<string, string | true> = Object.fromEntries([...(attributes ?? '').matchAll(/([^\s=]+)="([^"]*)"/g)].map(([, name, value]) => [nameOf[name!] ?? name!, value === '' && yes.has(name!) ? (true as const) : plain(value!)]))
      const node = { tag, props, children: [] as Node[] }
      here.children.push(node)
      if (!empty.has(tag) && !piece.endsWith('/>')) open.push(node)
    }
  }
  return open[0]!.children
}

/** A new element, as a component would make it. `key` is for one in a list. */
export function elementOf(node: Node, key?: number): ReactNode {
  if (typeof node === 'string') return node
  return createElement(node.tag, { ...node.props, ...(key === undefined ? {} : { key }) } as object, ...node.children.map((child) => elementOf(child)))
}
