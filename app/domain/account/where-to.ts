/** Where somebody may be sent after they sign in: pages of ours, known by their first segment. Pure. */

const knownPlaces = new Set(['families', 'account', 'desk', 'area', 'services', 'help', 'join', 'n', 'do', 'demo'])
const here = 'https://here.invalid'

/**
 * The path and query that a text from outside asks for, if it is one of our own pages; undefined for anything else:
 * other hosts in whatever disguise, signing out, unknown places.
 */
export function ownPath(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 2000 || !isPlain(text)) return undefined
  if (!URL.canParse(text, here)) return undefined
  const url = new URL(text, here)
  // Resolving takes dots out and could leave two slashes at the start, so what comes out is looked at once more.
  const path = url.pathname + url.search
  if (url.origin !== here || !isPlain(path)) return undefined
  return knownPlaces.has(path.slice(1).split(/[/?]/, 1)[0]!) ? path : undefined
}

// Browsers read a backslash as a slash and leave out tabs and line ends.
function isPlain(text: string): boolean {
  return /^\/(?!\/)/.test(text) && !/[\\\p{Cc}]/u.test(text)
}

/** A path of ours with one more word in its query. */
export function withQuery(path: string, name: string, value: string): string {
  const url = new URL(path, here)
  url.searchParams.set(name, value)
  return url.pathname + url.search
}
