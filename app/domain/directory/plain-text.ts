/** Words from outside, made safe to keep, to show and to search. Pure. */

/** The only named entities that real directories use; the rest are numbers. */
const entities: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', pound: '£', euro: '€', copy: '©', reg: '®', deg: '°', middot: '·',
  lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', ndash: '–', mdash: '—', hellip: '…', bull: '•', frac12: '½', frac14: '¼',
  eacute: 'é', egrave: 'è', agrave: 'à', acirc: 'â', ecirc: 'ê', icirc: 'î', ocirc: 'ô', ucirc: 'û', wcirc: 'ŵ', ycirc: 'ŷ', ouml: 'ö', uuml: 'ü', ccedil: 'ç',
}

/** Longest text that is looked at; nothing in a directory is honestly longer. */
const longest = 100_000

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,8}));/gi, (all, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? all
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : parseInt(decimal, 10)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
  })
}

/** Whether a text holds HTML; `ages <5 and >3` does not. The classes stop at the next `<`, so this is linear. */
const tag = /<\/?[a-z][^<>]*>/i

function stripTags(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(script|style)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<li\b[^<>]*>/gi, '\n• ')
    .replace(/<(?:br|hr)\b[^<>]*>|<\/?(?:p|div|ul|ol|h[1-6]|table|tr|section|blockquote)\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
}

/**
 * Text without markup, control characters (NUL too, which PostgreSQL refuses), lone surrogates or marks that turn the
 * direction of what follows; line ends are `\n`, at most one empty line in a row.
 */
export function plainText(raw: string): string {
  let text = raw.slice(0, longest).replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
  // Twice, for descriptions that were escaped once too often: `&lt;p&gt;`.
  for (let pass = 0; pass < 2 && (tag.test(text) || /&[#a-z]/i.test(text)); pass += 1) {
    if (tag.test(text)) text = stripTags(text)
    text = decodeEntities(text)
  }
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\u200b\ufeff\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[^\P{Cc}\n]|[\u00a0\u2000-\u200a\u3000]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** The same on one line. */
export function oneLine(raw: string): string {
  return plainText(raw).replace(/\s+/g, ' ')
}

/** At most `length` characters, cut at a word, with an ellipsis where something was cut. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')
  const space = cut.search(/\s\S*$/)
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}

const withoutDecomposition: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' }

/**
 * Words as they are compared: no case, no accents, only letters and digits with single spaces between. Apostrophes go
 * without a gap (`children's` is `childrens`). The result is safe in any pattern of a database.
 */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđßæœıþð]/g, (letter) => withoutDecomposition[letter] ?? letter)
    .replace(/['’‘ʼ`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * The text of a file: by its byte order mark, else UTF-8, else Windows-1252, which is what a spreadsheet of a British
 * council saves. Undefined for bytes that are no text.
 */
export function decodeFile(bytes: Uint8Array): { text: string; encoding: 'utf-8' | 'utf-16' | 'windows-1252' } | undefined {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16' }
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    if (bytes.subarray(0, 1024).includes(0)) return undefined
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
  }
}
