/**
 * The one question "Who can see this?". It lists each person by name, never a preset group, which may hold the wrong one;
 * everybody in the plan is the first answer. Below it, whom else it is shown to by name.
 */
import type { ReactNode } from 'react'
import { z } from 'zod'
import { choice, things } from '#app/http/fields.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import type { MemberId } from '#app/values/ids.ts'
import type { WhoSees } from './circles.server.ts'

/** The lead professional among the boxes: whoever holds that seat, today and later. */
export const leadValue = 'lead'

/** People named in boxes: members, and whoever is the lead professional. */
export const seenBy = z.unknown().transform((given, ctx) => {
  const all = given === undefined ? [] : Array.isArray(given) ? given : [given]
  const members = things<MemberId>().safeParse(all.filter((value) => value !== leadValue))
  if (members.success) return { members: members.data, lead: all.includes(leadValue) }
  ctx.addIssue({ code: 'custom', message: 'errors:chooseOne' })
  return z.NEVER
})

/** The fields of the question, to spread into a form's zod object. */
export const whoSeesFields = {
  'who-sees': choice(['everybody', 'named']),
  'seen-by': seenBy,
  'share-with': things<MemberId>(),
}

/** What the answer means. */
export function whoSeesOf(data: { 'who-sees': 'everybody' | 'named'; 'seen-by': { members: MemberId[]; lead: boolean } }): WhoSees {
  return data['who-sees'] === 'everybody' ? 'everybody' : data['seen-by']
}

interface Somebody { readonly id: MemberId; readonly name: string }
/** The people whom the question names (never the asker, who always sees it), and how it stands for this asker. */
export interface WhoSeesQuestion {
  readonly family: readonly Somebody[]
  readonly lead: string | null
  readonly network: readonly Somebody[]
  /** The answer that stands there first. */
  readonly first: WhoSees
  /** Whether somebody who would be among everybody must not learn what the asker keeps: then it never begins with everybody. */
  readonly wary: boolean
  /** Whether they may keep things at all: a young person from the area's age on, every adult. */
  readonly mayKeep: boolean
  /** For a young person: what the grown-ups of the family are called, from whom it is kept unless they are ticked. */
  readonly grownUps: readonly string[]
}

/** The answers of the form as they stand first. */
function asAnswered(first: WhoSees): FormState['values'] {
  if (first === 'everybody') return { 'who-sees': 'everybody' }
  return { 'who-sees': 'named', 'seen-by': [...first.members, ...(first.lead ? [leadValue] : [])] }
}

/** `everybody` is said in place of “everybody in our plan”, for a part of something that fewer see. */
export function WhoSeesFields({ form, who, everybody }: { form: FormState; who: WhoSeesQuestion; everybody?: string }): ReactNode {
  const { t } = useWords()
  const first: FormState = 'who-sees' in form.values ? form : { ...form, values: { ...form.values, ...asAnswered(who.first) } }
  const names = [
    ...who.family.map(({ id, name }) => ({ value: id as string, text: <bdi>{name}</bdi> })),
    ...(who.lead ? [{ value: leadValue, text: t('common:whoSees.lead', { name: who.lead }) }] : []),
  ]
  return (
    <>
      <Radios
        form={first}
        name="who-sees"
        legend={t('common:whoSees.question')}
        items={[
          { value: 'everybody', text: everybody ?? t('common:whoSees.everybody') },
          ...(who.mayKeep ? [{
            value: 'named', text: t('common:whoSees.named'), hint: t('common:whoSees.namedHint'),
            more: names.length > 0 ? <Checkboxes form={first} name="seen-by" legend={t('common:whoSees.tick')} items={names} /> : undefined,
          }] : []),
        ]}
      />
      {who.network.length > 0 ? (
        <Checkboxes
          form={form} name="share-with" legend={t('common:whoSees.share')} hint={t('common:whoSees.shareHint')}
          items={who.network.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))}
        />
      ) : null}
    </>
  )
}

/** What a young person reads before they write: who will not see it, and when the lead professional may have to tell others. */
export function BeforeWriting({ who }: { who: WhoSeesQuestion }): ReactNode {
  const { t, format } = useWords()
  if (!who.mayKeep || who.grownUps.length === 0) return null
  return <Notice><p>{t('common:whoSees.young', { names: format.list(who.grownUps) })}</p><p>{t('common:whoSees.youngSafe')}</p></Notice>
}
