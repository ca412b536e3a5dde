/** The part of a request's page about help instead of money. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Field, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import type { insteadShown } from './spend-instead.server.ts'

type Shown = NonNullable<SerializeFrom<Awaited<ReturnType<typeof insteadShown>>>>
type Props = { readonly shown: Shown; readonly family: string; readonly spend: { readonly id: string; readonly version: number }; readonly form: FormState }

/** What is offered, with its answers; who could be asked; or the way to offer. */
export function Instead({ shown, family, spend, form }: Props): ReactNode {
  const { t, format } = useWords()
  const version = <input type="hidden" name="version" value={spend.version} />
  return (
    <>
      {shown.offers.map((one) => (
        <Card key={one.id} tone={shown.answers ? 'next' : 'plain'} title={t('instead:offer.title', { name: one.by })}>
          <Said lang={one.lang} as="blockquote">{one.words}</Said>
          <p className="soft">{t(`instead:when.${one.often}`, { day: format.day(one.on) })}</p>
          {shown.answers ? (
            <>
              <p>{t('instead:offer.takeHint')}</p>
              <Form once={shown.onceOf[`take-${one.id}`]!}>
                {version}<input type="hidden" name="offer" value={one.id} />
                <Field form={form} name="thanks" id={`thanks-${one.id}`} label={t('instead:offer.thanks')} hint={t('common:optional')} />
                <Actions><Button intent="take-offer">{t('instead:offer.take')}</Button></Actions>
              </Form>
              <Form once={shown.onceOf[`thank-${one.id}`]!}>{version}<input type="hidden" name="offer" value={one.id} /><Actions><Button kind="quiet" intent="thank-offer">{t('instead:offer.notNow')}</Button></Actions></Form>
            </>
          ) : null}
        </Card>
      ))}
      {shown.mayOffer ? <p><ButtonLink kind="quiet" to={`/families/${family}/budget/requests/${spend.id}/help`}>{t('instead:offer.mine')}</ButtonLink></p> : null}
      {shown.could.length > 0 ? (
        <Details summary={t('instead:ask.title')} open={form.errors.member !== undefined}>
          <p>{t('instead:ask.text')}</p>
          <Form once={shown.once}>
            {version}
            <Select form={form} name="member" label={t('instead:ask.who')} choose={t('instead:ask.choose')} items={shown.could.map((one) => ({ value: one.id as string, text: one.name }))} />
            <Actions><Button kind="quiet" intent="ask-to-help">{t('instead:ask.send')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
    </>
  )
}
