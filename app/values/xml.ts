/**
 * XML that is written and read here: elements, attributes and text. A document type, and so every entity but the five of XML
 * itself, is refused: nothing expands, and nothing is fetched. Pure.
 */
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

const name = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const token = new RegExp(`<!--[^]*?-->|<!\\[CDATA\\[(?<cdata>[^]*?)\\]\\]>|<\\?[^]*?\\?>|</(?<ends>${name})\\s*>|<(?<begins>${name})(?<attributes>(?:\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(?<empty>/?)>|(?<text>[^<]+)`, 'y')
const attribute = new RegExp(`(${name})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g')
const known: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** More than any statement of a bank has. */
const most = { elements: 400_000, deep: 40 }

class NotXml extends Error {}

/** The one element of a document; undefined for whatever is not plain, whole XML. Names lose their prefixes. */
export function readXml(document: string): Element | undefined {
  try {
    return read(document.replace(/^\ufeff/, ''))
  } catch (error) {
    if (error instanceof NotXml) return undefined
    throw error
  }
}

type Open = { name: string; attributes: Record<string, string>; children: Element[]; text: string }

function read(document: string): Element {
  const open: Open[] = []
  let root: Element | undefined
  let count = 0
  const close = ({ name: full, attributes, children, text }: Open): void => {
    const element: Element = { name: local(full), attributes, has: children.length > 0 ? children : text.trim() }
    const around = open.at(-1)
    if (around) around.children.push(element)
    else if (root) throw new NotXml()
    else root = element
  }
  for (token.lastIndex = 0; token.lastIndex < document.length;) {
    const groups = token.exec(document)?.groups
    if (!groups) throw new NotXml()
    const { begins, ends, text, cdata } = groups
    if (begins !== undefined) {
      if ((count += 1) > most.elements || open.length >= most.deep) throw new NotXml()
      const one: Open = { name: begins, attributes: attributesOf(groups.attributes ?? ''), children: [], text: '' }
      if (groups.empty) close(one)
      else open.push(one)
    } else if (ends !== undefined) {
      const one = open.pop()
      if (one?.name !== ends) throw new NotXml()
      close(one)
    } else {
      const said = cdata ?? (text === undefined ? '' : plain(text))
      const around = open.at(-1)
      if (around) around.text += said
      else if (said.trim() !== '') throw new NotXml()
    }
  }
  if (!root || open.length > 0) throw new NotXml()
  return root
}

const local = (full: string) => full.slice(full.indexOf(':') + 1)

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(attribute)].map(([, key = '', double, single]) => [key, plain(double ?? single ?? '')]))
}

function plain(text: string): string {
  return text.replace(/&([^;&\s]{0,10});?/g, (whole, entity: string) => {
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(entity)
    const point = code ? (code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16)) : undefined
    const said = whole.endsWith(';') ? (known[entity] ?? (point !== undefined && point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined)) : undefined
    if (said === undefined || said.search(unwritable) >= 0) throw new NotXml()
    return said
  })
}

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
