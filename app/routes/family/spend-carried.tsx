/** The part of a request's page after the yes: the order, what has happened, and whether it helped. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { helpedAnswers } from '#app/domain/budget/order-form.ts'
import { isOpen } from '#app/domain/budget/owed.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Tag } from '#app/ui/tag.tsx'
import type { Spend } from '#app/domain/budget/spends.server.ts'
import type { carriedOut } from './spend-carried.server.ts'

type Carried = NonNullable<SerializeFrom<Awaited<ReturnType<typeof carriedOut>>>>
type Props = { readonly spend: Pick<Spend, 'id' | 'version' | 'state' | 'quantity' | 'pence' | 'unitPence'>; readonly family: string; readonly carried: Carried; readonly mayAsk: boolean; /** Whoever of the family sees it says whether it helped, a young person too. */ readonly maySay: boolean; /** It was paid back by a receipt. */ readonly repaid: boolean; readonly form: FormState }
type Given = Carried['deliveries'][number]

/** How an approved request is carried out. What waits for the reader stands first. */
export function CarriedOut(props: Props): ReactNode {
  const { spend, carried, mayAsk } = props
  const waiting = carried.deliveries.filter((one) => one.answer === 'waiting')
  const given = carried.deliveries.some((one) => one.answer === 'happened' || one.answer === 'paid-for')
  return (
    <>
      {mayAsk ? waiting.map((one) => <DidIt key={one.id} one={one} {...props} />) : null}
      {carried.order?.other && mayAsk && spend.state === 'approved' ? <OtherPrice {...props} /> : null}
      {carried.deliveries.length > (mayAsk ? waiting.length : 0) || carried.bills.length > 0 ? <Happened {...props} /> : null}
      {spend.state === 'approved' && mayAsk ? <WeSay {...props} given={given} /> : null}
      {spend.state === 'approved' || (spend.state === 'delivered' && carried.order) ? <OrderCard {...props} /> : null}
      {given || props.repaid ? <DidItHelp {...props} /> : null}
    </>
  )
}

function Seen({ spend }: Pick<Props, 'spend'>): ReactNode {
  return <input type="hidden" name="version" value={spend.version} />
}

function DidIt({ one, carried, form }: Props & { one: Given }): ReactNode {
  const { t, format } = useWords()
  const which = <input type="hidden" name="delivery" value={one.id} />
  const day = format.day(one.on)
  return (
    <Card tone="next" title={one.units === 1 ? t('budget:carry.didIt', { day }) : t('budget:carry.didItMany', { day, count: one.units })}>
      <Form once={carried.once.did}>{which}<Actions><Button intent="did">{t('budget:carry.yes')}</Button></Actions></Form>
      <Details summary={t('budget:carry.no')} open={form.errors['not-words'] !== undefined && form.values.delivery === one.id}>
        <Form once={carried.once.not}>
          {which}
          <TextArea form={form} name="not-words" id={`not-${one.id}`} label={t('budget:carry.noWhy')} hint={t('budget:carry.noHint')} rows={2} limit={500} />
          <Actions><Button kind="quiet" intent="did-not">{t('budget:carry.noSend')}</Button></Actions>
        </Form>
      </Details>
    </Card>
  )
}

function OtherPrice({ spend, carried }: Props): ReactNode {
  const { t, format } = useWords()
  const order = carried.order!
  const { unitPence, quantity } = order.other!
  return (
    <Card tone="next" title={t('budget:carry.otherPrice')}>
      <p>{t('budget:carry.otherPriceText', { before: format.money(spend.pence), price: format.money(unitPence), count: quantity, sum: format.money((unitPence * quantity) as never) })}</p>
      {order.words === null ? null : <Said lang={order.wordsLang} as="blockquote">{order.words}</Said>}
      <p className="soft">{t('budget:carry.priceHint')}</p>
      <Form once={carried.once.price}>
        <Seen spend={spend} />
        <Actions><Button intent="price-yes">{t('budget:carry.priceYes')}</Button><Button kind="quiet" intent="price-no">{t('budget:carry.priceNo')}</Button></Actions>
      </Form>
    </Card>
  )
}

const tones = { waiting: 'sun', happened: 'leaf', not: 'sun', withdrawn: 'grey', 'paid-for': 'leaf', 'not-paid': 'grey' } as const

function Happened(props: Props): ReactNode {
  const { carried, mayAsk, form } = props
  const { t, format } = useWords()
  return (
    <Card title={t('budget:carry.given')}>
      <Rows>
        {[
          ...carried.deliveries.filter((one) => !mayAsk || one.answer !== 'waiting').map((one) => (
            <div key={one.id}>
              <p>{t('provider:given.row', { day: format.day(one.on), count: one.units })} <Tag tone={tones[one.answer]}>{t(`budget:carry.state.${one.answer}`)}</Tag></p>
              {one.words === null ? null : <Said lang={one.lang} as="blockquote">{one.words}</Said>}
              {one.answer === 'not' && mayAsk ? (
                <Form once={carried.once.did}><input type="hidden" name="delivery" value={one.id} /><Actions><Button kind="quiet" intent="did">{t('budget:carry.changed')}</Button></Actions></Form>
              ) : null}
              {one.answer === 'not' && carried.maySettle ? <Settle one={one} carried={carried} form={form} /> : null}
            </div>
          )),
          ...(carried.mayAskAgain ? [<Form key="again" once={carried.once.again}><p className="soft">{t('budget:carry.unanswered')}</p><Actions><Button kind="quiet" intent="ask-again">{t('budget:carry.askAgain')}</Button></Actions></Form>] : []),
          ...carried.bills.map((bill) => <p key={bill.reference}>{t('budget:carry.bill', { reference: bill.reference, sum: format.money(bill.pence), day: format.day(bill.at) })}</p>),
        ]}
      </Rows>
    </Card>
  )
}

function Settle({ one, carried, form }: Pick<Props, 'carried' | 'form'> & { one: Given }): ReactNode {
  const { t } = useWords()
  return (
    <Details summary={t('budget:carry.settle')} open={form.errors['settle-words'] !== undefined && form.values.delivery === one.id}>
      <Form once={carried.once.settle}>
        <input type="hidden" name="delivery" value={one.id} />
        <TextArea form={form} name="settle-words" id={`settle-${one.id}`} label={t('budget:carry.settleWhy')} hint={t('budget:carry.settleHint')} rows={2} limit={500} />
        <Actions><Button intent="settle-pay">{t('budget:carry.settlePay')}</Button><Button kind="quiet" intent="settle-not">{t('budget:carry.settleNot')}</Button></Actions>
      </Form>
    </Details>
  )
}

/** What the family says by itself: where nobody answers by a link, or beside it. */
function WeSay({ spend, carried, form, given }: Props & { given: boolean }): ReactNode {
  const { t } = useWords()
  const byLink = carried.order?.state === 'accepted' && !carried.order.over
  return (
    <Card tone={byLink ? 'plain' : 'next'}>
      {byLink ? <p>{t('budget:carry.left', { count: carried.left })}</p> : <p>{t('budget:one.happenedHint')}</p>}
      {byLink || carried.left === 0 ? null : (
        <Form once={carried.once.given}>
          <Seen spend={spend} />
          {spend.quantity === 1 ? <input type="hidden" name="units" value="1" /> : (
            <Field form={form.values.units === undefined ? { ...form, values: { ...form.values, units: String(carried.left) } } : form} name="units" label={t('budget:carry.howMany')} hint={t('budget:carry.left', { count: carried.left })} width={3} inputMode="numeric" autoComplete="off" />
          )}
          <Actions><Button intent="delivered">{t('budget:one.happened')}</Button></Actions>
        </Form>
      )}
      {given && !isOpen(carried.deliveries) ? (
        <Form once={carried.once.finish}><Seen spend={spend} /><p className="soft">{t('budget:carry.finishHint')}</p><Actions><Button kind="quiet" intent="finish">{t('budget:carry.finish')}</Button></Actions></Form>
      ) : null}
      {given || isOpen(carried.deliveries) ? null : (
        <Form once={carried.once.cancel}><Seen spend={spend} /><Actions><Button kind="quiet" intent="cancel">{t('budget:one.notHappened')}</Button></Actions></Form>
      )}
    </Card>
  )
}

function OrderCard({ spend, family, carried }: Props): ReactNode {
  const { t, format } = useWords()
  const { order, mayOrder } = carried
  const open = order !== null && (order.state === 'sent' || order.state === 'accepted')
  const send = <ButtonLink kind="quiet" to={`/families/${family}/budget/requests/${spend.id}/order`}>{t(order ? 'budget:carry.again' : 'budget:carry.send')}</ButtonLink>
  return (
    <Card title={t('budget:carry.order')}>
      {order === null ? <p>{t('budget:carry.none')}</p> : null}
      {order && order.over ? <p>{t('budget:carry.over')}</p> : null}
      {order && !order.over && order.state === 'sent' ? <p>{t('budget:carry.sent', { address: order.address, day: format.day(order.sentAt) })}</p> : null}
      {order?.state === 'accepted' && order.beginsOn && !order.over ? <p>{t('budget:carry.accepted', { day: format.day(order.beginsOn) })}</p> : null}
      {order?.state === 'ended' ? <p>{t('budget:carry.endedOrder')}</p> : null}
      {order?.state === 'declined' ? (
        <>
          <p>{t('budget:carry.declined')} {order.reason && order.reason !== 'other' ? t(`provider:cannot.${order.reason as 'full'}`) : null}</p>
          {order.words === null ? null : <Said lang={order.wordsLang} as="blockquote">{order.words}</Said>}
          <p>{t('budget:carry.declinedNext')}</p>
        </>
      ) : null}
      {mayOrder && spend.state === 'approved' ? <Actions>{send}</Actions> : null}
      {mayOrder && open && !isOpen(carried.deliveries) ? (
        <Details summary={t('budget:carry.end')}>
          <p>{t('budget:carry.endHint')}</p>
          <Form once={carried.once.end}><Seen spend={spend} /><Actions><Button kind="warning" intent="end-order">{t('budget:carry.end')}</Button></Actions></Form>
        </Details>
      ) : null}
    </Card>
  )
}

function DidItHelp({ carried, maySay, form }: Props): ReactNode {
  const { t } = useWords()
  return (
    <Card title={t('budget:helped.title')}>
      <Rows>
        {carried.helped.map((one) => (
          <div key={one.name}>
            <p>{t('budget:helped.said', { name: one.name, answer: t(`budget:helped.${one.answer}`) })}</p>
            {one.words === null ? null : <Said lang={one.lang} as="blockquote">{one.words}</Said>}
          </div>
        ))}
      </Rows>
      {maySay ? (
        <Form once={carried.once.helped}>
          <Radios form={form} name="helped" legend={t('budget:helped.yours')} items={helpedAnswers.map((answer) => ({ value: answer, text: t(`budget:helped.${answer}`) }))} inline />
          <TextArea form={form} name="helped-words" label={t('budget:helped.words')} hint={t('common:optional')} rows={2} limit={500} />
          <Actions><Button intent="helped">{t('budget:helped.send')}</Button></Actions>
        </Form>
      ) : null}
    </Card>
  )
}
