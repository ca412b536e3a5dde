/** The parts of the page about how a family's money is held. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { HoldingWish } from '#app/domain/budget/holding-wishes.server.ts'
import { holdings, type Holding } from '#app/domain/budget/holding-words.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'

type Once = Readonly<Record<string, string>>
type Wish = SerializeFrom<HoldingWish>

/** Each way, what it means and asks of the family; the one of today first. */
export function Ways({ now, mayWish, here, once }: { now: Holding; mayWish: boolean; here: string; once: Once }): ReactNode {
  const { t } = useWords()
  return [now, ...holdings.filter((one) => one !== now)].map((one) => (
    <Card key={one} title={one === now ? t('holding:now', { kind: t(`holding:kind.${one}.name`) }) : t(`holding:kind.${one}.title`)} tone={one === now ? 'next' : 'plain'}>
      <p>{t(`holding:kind.${one}.means`)}</p>
      <p className="soft">{t('holding:must')} {t(`holding:kind.${one}.must`)}</p>
      {!mayWish || one === now ? null : one === 'direct-payment' ? (
        <Actions><ButtonLink kind="quiet" to={`${here}&kind=direct-payment`}>{t('holding:like')}<Which kind={one} /></ButtonLink></Actions>
      ) : (
        <Form once={once[one]!}>
          <input type="hidden" name="holding" value={one} />
          {one === 'council' ? <p>{t('holding:backText')}</p> : null}
          <Actions><Button kind="quiet" intent="wish">{t(one === 'council' ? 'holding:back' : 'holding:like')}<Which kind={one} /></Button></Actions>
        </Form>
      )}
    </Card>
  ))
}

function Which({ kind }: { kind: Holding }): ReactNode {
  const { t } = useWords()
  return <span className="vh">{`: ${t(`holding:kind.${kind}.name`)}`}</span>
}

/** A wish that waits: the family may take it back, and whoever leads answers it. */
export function WaitingWish({ wish, form, once, mayTakeBack, mayAnswer, of = '' }: { wish: Wish; form: FormState; once: Once; mayTakeBack: boolean; mayAnswer: boolean; /** Before the ids of its fields, where a page has others of these names. */ of?: string }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('holding:wish.title')} tone="sun">
      <p>{t('holding:wish.asked', { name: wish.by, kind: t(`holding:kind.${wish.holding}.name`), day: format.day(wish.at) })} {t('holding:wish.talk')}</p>
      {mayAnswer ? null : <p>{t('holding:wish.waits')}</p>}
      {mayTakeBack ? <Form once={once['back']!}><input type="hidden" name="wish" value={wish.id} /><Actions><Button kind="quiet" intent="take-back">{t('holding:wish.takeBack')}</Button></Actions></Form> : null}
      {mayAnswer ? (
        <Form once={once['answer']!}>
          <input type="hidden" name="wish" value={wish.id} />
          <Radios form={form} name="answer" id={`${of}answer`} legend={t('holding:wish.answerTitle')} items={[{ value: 'yes', text: t('holding:wish.yes') }, { value: 'no', text: t('holding:wish.no') }]} />
          <TextArea form={form} name="words" id={`${of}words`} label={t('holding:wish.words')} hint={t('holding:wish.wordsHint')} rows={3} limit={1000} />
          <Actions><Button intent="answer">{t('holding:wish.save')}</Button></Actions>
        </Form>
      ) : null}
    </Card>
  )
}

/** What became of the last wish. */
export function LastWish({ wish, mayWish }: { wish: Wish; mayWish: boolean }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card>
      <p>{t('holding:wish.last', { name: wish.by, kind: t(`holding:kind.${wish.holding}.name`) })} {t(wish.state === 'yes' ? 'holding:wish.wasYes' : 'holding:wish.wasNo', { day: format.day(wish.answeredAt!) })}</p>
      {wish.words ? <Said as="p" className="lines" lang={wish.lang}>{wish.words}</Said> : null}
      {mayWish && wish.state === 'no' ? <p>{t('holding:wish.again')}</p> : null}
    </Card>
  )
}

/** What the law asks before a direct payment, of one person alone. */
export function Questions({ form, once }: { form: FormState; once: string }): ReactNode {
  const { t } = useWords()
  return (
    <Card>
      <p>{t('holding:ask.private')}</p>
      <Form once={once}>
        <Radios form={form} name="sealed-manage" legend={t('holding:ask.manage')} items={[{ value: 'alone', text: t('holding:ask.alone') }, { value: 'help', text: t('holding:ask.help') }, { value: 'not', text: t('holding:ask.not') }]} />
        <Radios form={form} name="sealed-excluded" legend={t('holding:ask.list')} hint={<>{t('holding:ask.court')}<br />{t('holding:ask.licence')}<br />{t('holding:ask.one')}</>} items={[{ value: 'none', text: t('holding:ask.none') }, { value: 'some', text: t('holding:ask.some') }]} />
        <Radios form={form} name="sealed-choice" legend={t('holding:ask.choice')} items={[{ value: 'own', text: t('holding:ask.own') }, { value: 'told', text: t('holding:ask.told') }]} />
        <Actions><Button intent="direct-payment">{t('holding:ask.send')}</Button></Actions>
      </Form>
    </Card>
  )
}

/** Why it cannot be now, for the one who answered and nobody else. */
export function NotNow({ why, here }: { why: 'some' | 'manage' | 'told'; here: string }): ReactNode {
  const { t } = useWords()
  return (
    <Card tone="next">
      <p>{t(`holding:not.${why}`)}</p>
      <p>{t('holding:not.ways')}</p>
      <p>{t('holding:not.kept')}</p>
      <Actions><ButtonLink to={here}>{t('holding:not.seen')}</ButtonLink></Actions>
    </Card>
  )
}
