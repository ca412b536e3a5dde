/** The forms by which a promise is answered, on its page in the plan and on that of a link alike. */
import { z } from 'zod'
import { dayTyped, words, wordsOrNone } from './fields.ts'
import { readPosted, type Posted, type Read } from './read-form.ts'

const moveForm = z.object({ due: dayTyped, why: wordsOrNone(500) })
const cannotForm = z.object({ because: words(500) })
/** Nothing is asked: the button says it all. */
const plainForm = z.object({})

export type SaidToPromise =
  | { readonly how: 'accept' } | { readonly how: 'done' }
  | { readonly how: 'move'; readonly dueOn: z.output<typeof dayTyped>; readonly words: string | null; readonly lang: string }
  | { readonly how: 'cannot'; readonly words: string; readonly lang: string }

/** What the pressed button says, with its fields; `lang` is what they were written in. Undefined for a button that answers nothing. */
export function readAnswer(said: Posted, lang: string): Read<SaidToPromise> | undefined {
  if (said.intent === 'accept' || said.intent === 'done') {
    const read = readPosted(said, plainForm)
    return read.ok ? { ...read, data: { how: said.intent } } : read
  }
  if (said.intent === 'move') {
    const read = readPosted(said, moveForm)
    return read.ok ? { ...read, data: { how: 'move', dueOn: read.data.due, words: read.data.why, lang } } : read
  }
  if (said.intent !== 'cannot') return undefined
  const read = readPosted(said, cannotForm)
  return read.ok ? { ...read, data: { how: 'cannot', words: read.data.because, lang } } : read
}
