import { useContext, type ReactNode } from 'react'
import { WhoSeesFields, whoSeesFields, type WhoSeesQuestion } from '#app/domain/sharing/who-sees.tsx'
import { choice, wordsOrNone } from '#app/http/fields.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Picture } from '#app/ui/picture.tsx'
import { ReadShorter } from '#app/ui/shell.tsx'
import { pictureOfAnswer } from './agreement-parts.tsx'
import { Longer } from './plan-page.tsx'

const answers = ['yes', 'worry', 'no'] as const

/** The fields of an answer to the plan, to spread into a form's zod object. */
export const answerFields = { answer: choice(answers), words: wordsOrNone(2000), ...whoSeesFields }

/** What the answer means; undefined for a worry without words, or a no without its reason. */
export function answerOf({ answer, words }: { answer: (typeof answers)[number]; words: string | null }): { agrees: boolean; words: string | null } | undefined {
  if (answer === 'yes') return { agrees: true, words: null }
  return words === null ? undefined : { agrees: answer === 'worry', words }
}

/** Yes, yes with a worry, or no; the words, and who reads them. `told` where somebody else writes it down. */
export function AnswerFields({ form, who, told = false }: { form: FormState; who: WhoSeesQuestion; told?: boolean }): ReactNode {
  const { t } = useWords()
  const shorter = useContext(ReadShorter)
  return (
    <>
      <Radios form={form} name="answer" legend={t(told ? 'agreement:told.answer' : 'agreement:answer.question')} items={answers.map((value) => ({ value, text: shorter ? <span className="faced"><Picture name={pictureOfAnswer[value]} /> {t(`agreement:answer.${value}`)}</span> : t(`agreement:answer.${value}`) }))} />
      <TextArea form={form} name="words" label={t('agreement:answer.words')} hint={t('agreement:answer.wordsHint')} rows={3} limit={2000} />
      <Longer><p className="soft">{t('agreement:answer.seen')}</p></Longer>
      <WhoSeesFields form={form} who={who} />
    </>
  )
}
