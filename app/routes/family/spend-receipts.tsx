/** The part of a request's page about a receipt of what the family paid itself. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import type { receiptsShown } from './spend-receipts.server.ts'

type Shown = NonNullable<SerializeFrom<Awaited<ReturnType<typeof receiptsShown>>>>
type Props = { readonly shown: Shown; readonly family: string; readonly spend: { readonly id: string; readonly version: number }; readonly form: FormState }

/** The receipt that waits, the one that was agreed, or the way to send one. */
export function Receipts(props: Props): ReactNode {
  const { t, format } = useWords()
  const { shown, family, spend } = props
  if (shown.waiting) return <Waiting {...props} one={shown.waiting} />
  if (shown.agreed) {
    const { agreed } = shown
    return <Card title={t('receipts:one.agreedTitle')}><p>{t('receipts:one.agreed', { name: agreed.name, sum: format.money(agreed.pence) })}</p>{agreed.picture ? <Picture family={family} id={agreed.id} /> : null}</Card>
  }
  return shown.maySend ? (
    <Card title={t('receipts:one.paidYourselves')}>
      <p>{t('receipts:one.paidHint')}</p>
      <Actions><ButtonLink kind="quiet" to={`/families/${family}/budget/requests/${spend.id}/receipt`}>{t('receipts:send.title')}</ButtonLink></Actions>
    </Card>
  ) : null
}

function Picture({ family, id }: { family: string; id: string }): ReactNode {
  const { t } = useWords()
  return <p><a href={`/families/${family}/budget/receipts/${id}`}>{t('receipts:one.see')}</a></p>
}

function Waiting({ shown, family, spend, form, one }: Props & { one: NonNullable<Shown['waiting']> }): ReactNode {
  const { t, format } = useWords()
  const seen = <><input type="hidden" name="version" value={spend.version} /><input type="hidden" name="receipt" value={one.id} /></>
  return (
    <Card title={t('receipts:one.waitingTitle')} tone={shown.mayAnswer ? 'next' : 'plain'}>
      <p>{t('receipts:one.sent', { name: one.name, sum: format.money(one.pence), day: format.day(one.at) })}</p>
      {one.picture ? <Picture family={family} id={one.id} /> : null}
      {shown.mayAnswer ? (
        <>
          <p>{t('receipts:one.fitsHint')}</p>
          <Form once={shown.once.yes}>{seen}<Actions><Button intent="receipt-yes">{t('receipts:one.fits')}</Button></Actions></Form>
          <Details summary={t('receipts:one.fitsNot')} open={form.errors['receipt-words'] !== undefined}>
            <Form once={shown.once.no}>
              {seen}
              <TextArea form={form} name="receipt-words" label={t('receipts:one.why')} hint={t('receipts:one.whyHint')} rows={2} limit={500} />
              <Actions><Button kind="quiet" intent="receipt-no">{t('receipts:one.sendNo')}</Button></Actions>
            </Form>
          </Details>
        </>
      ) : <p>{t('receipts:one.waits')}</p>}
      {shown.mine ? <Form once={shown.once.back}>{seen}<Actions><Button kind="quiet" intent="receipt-back">{t('receipts:one.takeBack')}</Button></Actions></Form> : null}
    </Card>
  )
}
