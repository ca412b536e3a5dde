/** In which fields of the pages of a meeting somebody writes. */
const written: ReadonlySet<string> = new Set(['words', 'owner-name', 'owner-agency', 'needs-words', 'otherwise', 'answer', 'worry', 'why', 'well', 'help', 'must', 'went-words'])

/** Whether a field holds somebody's own words; of a plan there is one for each part, in which whoever leads writes. */
export function isWritten(name: string): boolean {
  return written.has(name) || name.startsWith('risk-')
}
