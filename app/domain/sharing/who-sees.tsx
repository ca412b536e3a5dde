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
import type { MemberId } from '#app/values/ids.ts'
import type { WhoSees } from './circles.server.ts'

/** The lead professional among the boxes: whoever holds that seat, today and later. */
const leadValue = 'lead'

const seenBy = z.unknown().transform((given, ctx) => {
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
/** The people whom the question names: never the asker, who always sees it. */
export interface WhoCanBeNamed { readonly family: readonly Somebody[]; readonly lead: string | null; readonly network: readonly Somebody[] }

/** Picks the people for the question out of the members that the viewer may know of. */
export function whoCanBeNamed(members: readonly { id: MemberId; name: string; seat: string; current: boolean; person: string | null }[], me: MemberId | null): WhoCanBeNamed {
  const named = (seats: readonly string[]) => members.filter((m) => m.current && m.id !== me && seats.includes(m.seat)).map(({ id, name }) => ({ id, name }))
  return {
    family: named(['parent', 'kin-carer', 'young-person']),
    lead: members.find((m) => m.current && m.seat === 'lead')?.name ?? null,
    network: named(['network', 'other-parent']),
  }
}

export function WhoSeesFields({ form, who }: { form: FormState; who: WhoCanBeNamed }): ReactNode {
  const { t } = useWords()
  const first: FormState = 'who-sees' in form.values ? form : { ...form, values: { ...form.values, 'who-sees': 'everybody' } }
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
          { value: 'everybody', text: t('common:whoSees.everybody') },
          {
            value: 'named', text: t('common:whoSees.named'), hint: t('common:whoSees.namedHint'),
            more: names.length > 0 ? <Checkboxes form={form} name="seen-by" legend={t('common:whoSees.tick')} items={names} /> : undefined,
          },
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
