/** Moving or cancelling a time that is booked: the two ways to begin, and the card of the one that was asked for. */
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import type { Matter } from './dates.ts'
import { TimeChoice, type Offer } from './time-choice.tsx'
import type { WeekOfTimes } from './times.ts'

/** `asked` and `week` are what the address asks for: `?change=time&week=2`, `?change=cancel`. */
export function ChangeCards({ form, once, here, sequence, minutes, asked, week, offer, zone = null, matters = [], known, why, otherDate }: {
  form: FormState; once: string; /** The address of the page. */ here: string; /** The version that the page shows. */ sequence: number; minutes: number
  asked: string | null; week: WeekOfTimes | null; offer: Offer | null; zone?: string | null
  matters?: readonly Matter[]; /** The time of which its reader was told that it falls on a day that matters. */ known?: string; /** Whoever cancels may say why; this tells who reads it. */ why?: string
  /** A place in a group has the dates of its group: where they stand, or null where nothing is said of them. */ otherDate?: string | null | undefined
}): ReactNode {
  const { t } = useWords()
  if (asked === null) {
    return (
      <Actions>
        {otherDate === undefined ? <ButtonLink to={`${here}?change=time`}>{t('appointments:one.move')}</ButtonLink> : otherDate === null ? null : <ButtonLink to={otherDate}>{t('groups:otherDate')}</ButtonLink>}
        <ButtonLink kind="quiet" to={`${here}?change=cancel`}>{t('appointments:one.cancel')}</ButtonLink>
      </Actions>
    )
  }
  const seen = <input type="hidden" name="sequence" value={sequence} />
  const keep = <ButtonLink kind="quiet" to={here}>{t(asked === 'time' ? 'appointments:one.keepTime' : 'appointments:one.keep')}</ButtonLink>
  if (asked === 'time' && week) {
    return (
      <Card title={t('appointments:one.moveTitle')}>
        <Form once={once}>
          {seen}
          {known === undefined ? null : <input type="hidden" name="known" value={known} />}
          <TimeChoice form={form} week={week} offer={offer} minutes={minutes} to={(n) => `${here}?change=time&week=${n}`} zone={zone} matters={matters} />
          <Actions><Button intent="move">{t('appointments:one.moveButton')}</Button>{keep}</Actions>
        </Form>
      </Card>
    )
  }
  return (
    <Card title={t('appointments:one.cancelTitle')}>
      <p>{t('appointments:one.cancelText')}</p>
      <Form once={once}>
        {seen}
        {why === undefined ? null : <TextArea form={form} name="why" label={t('appointments:one.cancelWhy')} hint={why} rows={3} limit={1000} />}
        <Actions><Button intent="cancel" kind="warning">{t('appointments:one.cancelButton')}</Button>{keep}</Actions>
      </Form>
    </Card>
  )
}
