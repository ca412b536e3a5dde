/** After a post: a redirect to the page that says what happened, by one word in the URL. */
import { redirect } from '@remix-run/node'

/** 303 to a page of ours that then says `word`. */
export function doneAt(path: string, word: string, headers?: HeadersInit): Response {
  const [place, hash] = path.split('#')
  return redirect(`${place}${place!.includes('?') ? '&' : '?'}done=${word}${hash ? `#${hash}` : ''}`, { status: 303, ...(headers ? { headers } : {}) })
}

/** The word in the URL if it is one that this page knows; null otherwise. */
export function doneIn<const W extends string>(request: Request, words: readonly W[]): W | null {
  const word = new URL(request.url).searchParams.get('done')
  return (words as readonly (string | null)[]).includes(word) ? (word as W) : null
}
