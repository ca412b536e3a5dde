/** What the panel has said to a request as it stands now. Pure. */
import type { PersonId } from '#app/values/ids.ts'
import type { Level, SpendWordKind } from '#db/schema.ts'

interface Word { readonly kind: SpendWordKind; readonly level: Level | null; readonly person: PersonId | null }

/** After these it is another request: what was said before was said to what it was. */
const anew: ReadonlySet<SpendWordKind> = new Set<SpendWordKind>(['take', 'new-price'])

/**
 * Each of the panel with the last thing that they said: `agree` is a yes, `disagree` a no. `words` in their order. Nothing
 * that was said before the request became another one counts, nor of who has passed it on since.
 */
export function voicesAmong<W extends Word>(words: readonly W[]): W[] {
  const since = words.slice(words.findLastIndex((word) => anew.has(word.kind)) + 1)
  const voices = new Map<PersonId, W>()
  for (const word of since) {
    if (word.person === null || word.level !== 'panel') continue
    if (word.kind === 'agree' || word.kind === 'disagree') voices.set(word.person, word)
    else if (word.kind === 'passed-on') voices.delete(word.person)
  }
  return [...voices.values()]
}
