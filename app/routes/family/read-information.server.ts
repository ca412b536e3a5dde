/** What is sent from the page of information time, by its button. */
import { z } from 'zod'
import { must, type Viewer } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { informationParts } from '#app/domain/meetings/information-parts.ts'
import { answerAsInformer, askInformer, askToInform, showInformation, translateInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { choice, message, thing, things, wholeNumber, words, wordsOrNone } from '#app/http/fields.ts'
import { readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import { languages } from '#app/i18n/lang.ts'
import type { FormState } from '#app/ui/form-state.ts'
import type { MeetingId, MemberId, QuestionId } from '#app/values/ids.ts'

/** What the page says after each. */
export const informationDone = ['asked', 'written', 'shown', 'question', 'answered', 'translated'] as const

const membersForm = z.object({ members: things<MemberId>().refine((some) => some.length > 0, message('errors:chooseOne')) })
const writeForm = z.object({ well: wordsOrNone(2000), worry: wordsOrNone(2000), help: wordsOrNone(2000), must: wordsOrNone(2000) })
const showForm = z.object({ member: thing<MemberId>(), sitting: wholeNumber(1, 4) })
const askForm = z.object({ member: thing<MemberId>(), words: words(1000) })
const answerForm = z.object({ question: thing<QuestionId>(), answer: words(1000) })
const translateForm = z.object({ member: thing<MemberId>(), part: choice(informationParts), language: choice(languages.map(({ code }) => code)), words: words(2000), by: words(100) })

/** `about`: in which form on the page what was sent is shown again. */
type Sent = { readonly ok: true; readonly done: (typeof informationDone)[number] } | { readonly ok: false; readonly form: FormState; readonly about: string; readonly status: 400 | 409 }

/** Does what the pressed button asks; a button that is none asks to write, as one who helps, or to ask somebody to. */
export async function answerInformation(request: Request, viewer: ReturnType<typeof must<Viewer, 'meetings:see'>>, meeting: MeetingId, post: Posted): Promise<Sent> {
  const lang = await langOf(request)
  switch (post.intent) {
    case 'write': {
      const read = readPosted(post, writeForm)
      return read.ok ? ended(await act(must(viewer, 'meetings:inform'), writeInformation, { meeting, parts: read.data, lang }, read.once), read.form, 'write', 'written') : wrong(read.form, 'write')
    }
    case 'show': {
      const read = readPosted(post, showForm)
      return read.ok ? ended(await act(viewer, showInformation, { meeting, ...read.data }, read.once), read.form, 'show', 'shown') : wrong(read.form, 'show')
    }
    case 'question': {
      const read = readPosted(post, askForm)
      const about = `${String(read.form.values.member ?? '')} ask`
      return read.ok ? ended(await act(must(viewer, 'meetings:attend'), askInformer, { meeting, ...read.data, lang }, read.once), read.form, about, 'question') : wrong(read.form, about)
    }
    case 'answer': {
      const read = readPosted(post, answerForm)
      const about = String(read.form.values.question ?? '')
      return read.ok ? ended(await act(must(viewer, 'meetings:inform'), answerAsInformer, { question: read.data.question, words: read.data.answer, lang }, read.once), read.form, about, 'answered') : wrong(read.form, about)
    }
    case 'translate': {
      const read = readPosted(post, translateForm)
      const about = `${String(read.form.values.member ?? '')} in`
      return read.ok ? ended(await act(viewer, translateInformation, { meeting, ...read.data, lang: read.data.language }, read.once), read.form, about, 'translated') : wrong(read.form, about)
    }
    default: {
      const read = readPosted(post, membersForm)
      return read.ok ? ended(await act(viewer, askToInform, { meeting, members: read.data.members }, read.once), read.form, 'members', 'asked') : wrong(read.form, 'members')
    }
  }
}

const wrong = (form: FormState, about: string): Sent => ({ ok: false, form, about, status: 400 })

function ended(answer: Answer<unknown, string>, form: FormState, about: string, done: (typeof informationDone)[number]): Sent {
  return answer.ok ? { ok: true, done } : { ok: false, form: refusedForm(form, answer), about, status: 409 }
}
