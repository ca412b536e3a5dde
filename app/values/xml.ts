/**
 * XML that is written and read here: elements, attributes and text. A document type, and so every entity but the five of XML
 * itself, is refused: nothing expands, and nothing is fetched. Pure.
 */
import { parseXml, XmlDocumentType, XmlElement, XmlError } from '@rgrove/parse-xml'

export interface Element {
  /** Without its prefix. */
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>>
  /** Elements, or text. */
  readonly has: readonly Element[] | string
}

/** What XML 1.0 cannot hold, written or escaped. */
const unwritable = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** A text without what XML 1.0 cannot hold. */
export function writable(text: string): string {
  return text.replace(unwritable, '')
}

function escaped(text: string): string {
  return writable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** A document in UTF-8, an element a line; the same element is always the same text. */
export function xmlOf(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}`
}

function written({ name, attributes = {}, has }: Element, indent: string): string {
  const head = `${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}`
  const inner = typeof has === 'string' ? escaped(has) : `\n${has.map((one) => written(one, `${indent}  `)).join('')}${indent}`
  return `${indent}<${head}>${inner}</${name}>\n`
}

/** More than any statement of a bank has. */
const most = { elements: 400_000, deep: 40 }

class TooMuch extends Error {}

/** The one element of a document; undefined for whatever is not plain, whole XML. Names lose their prefixes. */
export function readXml(document: string): Element | undefined {
  try {
    const read = parseXml(document, { preserveDocumentType: true })
    if (read.children.some((one) => one instanceof XmlDocumentType) || !read.root) return undefined
    let count = 0
    const plain = (element: XmlElement, deep: number): Element => {
      if ((count += 1) > most.elements || deep > most.deep) throw new TooMuch()
      const inside = element.children.filter((one): one is XmlElement => one instanceof XmlElement)
      return { name: local(element.name), attributes: element.attributes, has: inside.length > 0 ? inside.map((one) => plain(one, deep + 1)) : element.text.trim() }
    }
    return plain(read.root, 1)
  } catch (error) {
    // What nests deeper than the reader's own stack is no statement of a bank either.
    if (error instanceof XmlError || error instanceof TooMuch || error instanceof RangeError) return undefined
    throw error
  }
}

const local = (full: string) => full.slice(full.indexOf(':') + 1)

/** Those of the elements inside that have a name, in order. */
export function children(of: Element | undefined, called: string): Element[] {
  return of === undefined || typeof of.has === 'string' ? [] : of.has.filter((one) => one.name === called)
}

/** The first on a path of names, such as `Refs/EndToEndId`. */
export function first(of: Element | undefined, path: string): Element | undefined {
  return path.split('/').reduce<Element | undefined>((at, called) => children(at, called)[0], of)
}

/** The text of the first on a path; '' where there is none. */
export function textAt(of: Element | undefined, path: string): string {
  const found = path === '' ? of : first(of, path)
  return typeof found?.has === 'string' ? found.has : ''
}
