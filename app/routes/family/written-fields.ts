/** In which fields somebody writes whose page can be there no more when they send it: of a meeting, and of an offer of help. */
const written: ReadonlySet<string> = new Set(['words', 'owner-name', 'owner-agency', 'needs-words', 'otherwise', 'answer', 'worry', 'why', 'well', 'help', 'must', 'went-words', 'thanks'])

/** Whether a field holds somebody's own words; of a plan there is one for each part, in which whoever leads writes. */
export function isWritten(name: string): boolean {
  return written.has(name) || name.startsWith('risk-')
}
