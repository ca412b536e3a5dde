/**
 * A path fit for the log: every segment that the site map does not spell out becomes `:id`, so that no id, token or
 * word that somebody typed is written down. `words` are the segments that the site map spells out.
 */
export function maskedPath(path: string, words: ReadonlySet<string>): string {
  const [whole = ''] = path.split('?', 1)
  return whole
    .split('/')
    .map((segment) => (segment === '' || words.has(segment) ? segment : ':id'))
    .join('/')
}

/** The segments that the patterns of a site map spell out: `families/:family/goals/new` has three. */
export function wordsOfPaths(patterns: Iterable<string | undefined>): ReadonlySet<string> {
  const segments = [...patterns].flatMap((pattern) => pattern?.split('/') ?? [])
  return new Set(segments.filter((segment) => /^[a-z][a-z0-9.-]*$/.test(segment)))
}

/** Whether a path is one of private family time, which is kept out of the log (C4). */
export function isOfTheRoom(path: string): boolean {
  const [whole = ''] = path.split(/[?#]/, 1)
  return /^\/+families\/+[^/]+\/+meetings\/+[^/]+\/+private(\/|$)/i.test(whole.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))))
}
