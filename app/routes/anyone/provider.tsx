import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { langOf } from '#app/domain/area/shell.server.ts'
import { actByLink, orderByLink, providerWith } from '#app/domain/budget/order-links.server.ts'
import { acceptForm, backForm, billForm, cannotForm, cannotReasons, givenForm, priceForm } from '#app/domain/budget/order-form.ts'
import { acceptOrder, askOtherPrice, declineOrder, sayGiven, sendBill, takeBackGiven } from '#app/domain/budget/orders.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { directoryLang, sayPrice } from '#app/domain/directory/say-service.ts'
import { doneIn } from '#app/http/done.ts'
import { newFormId, posted, readPosted, refusedForm, type Read } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled, type Handle } from '#app/ui/titled.ts'

export const handle: Handle = { nameless: true, ...titled<typeof loader>(({ t }, data) => t(data.answered ? 'provider:thanksTitle' : data.order ? 'provider:title' : 'provider:old')) }

/** Where whoever cannot do it is led: their link has ended with the answer. */
const answered = 'answered'

/** Looking changes nothing, so that programs which open every link of a message answer nothing. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const none = { answered: false, order: null, once: null, done: null }
  if (params.token === answered) return json({ ...none, answered: true })
  const provider = await providerWith(params.token ?? '')
  if (!provider) return json(none, 404)
  const once = { accept: newFormId(), cannot: newFormId(), price: newFormId(), given: newFormId(), back: newFormId(), bill: newFormId() }
  return json({ ...none, order: await orderByLink(provider), once, done: doneIn(request, ['accept', 'given', 'back', 'bill', 'price']) })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = params.token ?? ''
  const provider = await providerWith(token)
  if (!provider) return json({ form: newForm() }, 404)
  const post = await posted(request)
  const lang = await langOf(request)
  const of = { token, clientAddress: context.clientAddress }
  type Done = Awaited<ReturnType<typeof actByLink>>
  const through = async <T,>(read: Read<T>, does: (read: Read<T> & { ok: true }) => Promise<Done>) => {
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await does(read)
    if (!answer.ok) return json({ form: refusedForm(read.form, saidRefusal(answer, wordsFor(lang).format)) }, answer.why === 'wait-a-little' ? 429 : 409)
    return goTo(post.intent === 'cannot' ? `/provider/${answered}` : `/provider/${token}?done=${post.intent}`)
  }
  switch (post.intent) {
    case 'accept': return through(readPosted(post, acceptForm), ({ data, once }) => actByLink(provider, acceptOrder, { beginsOn: data.begins }, of, once))
    case 'cannot': return through(readPosted(post, cannotForm), ({ data, once }) => actByLink(provider, declineOrder, { ...data, lang }, of, once))
    case 'given': return through(readPosted(post, givenForm), ({ data, once }) => actByLink(provider, sayGiven, data, of, once))
    case 'back': return through(readPosted(post, backForm), ({ data, once }) => actByLink(provider, takeBackGiven, data, of, once))
    case 'bill': return through(readPosted(post, billForm), ({ data, once }) => actByLink(provider, sendBill, data, of, once))
    case 'price': return through(readPosted(post, priceForm), ({ data, once }) => actByLink(provider, askOtherPrice, { unitPence: data.price, quantity: data.quantity, words: data.why, lang }, of, once))
    default: return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

type Order = NonNullable<SerializeFrom<typeof loader>['order']>
type Ids = NonNullable<SerializeFrom<typeof loader>['once']>
type Part = { readonly order: Order; readonly form: FormState; readonly once: Ids }

/** One order, for whoever holds its link: what is asked for, their answer, what they gave, and their bill. Nothing else of the family is here. */
export default function ProviderPage() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  const { order, once, done } = data
  if (!order || !once) {
    return (
      <Page title={t(data.answered ? 'provider:thanksTitle' : 'provider:old')}>
        <p>{t(data.answered ? 'provider:thanks' : 'provider:oldText')}</p>
        <OrRing />
      </Page>
    )
  }
  const part = { order, form, once }
  return (
    <Page title={t('provider:title')} lead={t('provider:lead', { area: order.area })} errors={form.errors} done={done ? t(`provider:done.${done}`) : undefined}>
      <Asked order={order} />
      {order.agreed ? null : <Notice tone="sun">{t('provider:price.decided')}</Notice>}
      {order.agreed && order.state === 'sent' ? <Accept {...part} /> : null}
      {order.state === 'accepted' ? <Given {...part} /> : null}
      {order.toBill > 0 || order.bills.length > 0 ? <Bill {...part} /> : null}
      {order.agreed && order.given.length === 0 ? <OtherPrice {...part} /> : null}
      {order.agreed && order.state === 'sent' ? <Cannot {...part} /> : null}
      <OrRing />
    </Page>
  )
}

function Asked({ order }: { order: Order }): ReactNode {
  const words = useWords()
  const { t, format } = words
  const listed = order.label !== null
  return (
    <Card>
      <SummaryList
        rows={[
          { key: t('provider:number'), value: <bdi>{order.number}</bdi> },
          { key: t('provider:what'), value: listed ? <Said lang={directoryLang}>{`${order.what}, ${order.label}`}</Said> : <Said lang={order.whatLang}>{order.what}</Said> },
          { key: t('provider:each'), value: order.quantity === 1 ? sayPrice(words, order.unitPence, order.unit) : t('budget:one.each', { price: sayPrice(words, order.unitPence, order.unit), number: order.quantity }) },
          ...(order.weeks > 1 ? [{ key: t('asking:often.legend'), value: t('asking:often.said', { count: order.weeks }) }] : []),
          { key: t('provider:together'), value: <strong>{format.money(order.pence)}</strong> },
          { key: t('provider:neededOn'), value: format.day(order.neededOn) },
          ...(order.beginsOn ? [{ key: t('provider:begins'), value: format.day(order.beginsOn) }] : []),
        ]}
      />
      {order.note === null ? null : <><p>{t('provider:note')}</p><Said lang={order.noteLang} as="blockquote">{order.note}</Said></>}
    </Card>
  )
}

function Accept({ form, once }: Part): ReactNode {
  const { t } = useWords()
  return (
    <Card tone="next" title={t('provider:accept.title')}>
      <Form once={once.accept}>
        <DateField form={form} name="begins" legend={t('provider:accept.begins')} />
        <Actions><Button intent="accept">{t('provider:accept.send')}</Button></Actions>
      </Form>
    </Card>
  )
}

function Cannot({ form, once }: Part): ReactNode {
  const { t } = useWords()
  return (
    <Details summary={t('provider:cannot.title')} open={['reason', 'words'].some((name) => form.errors[name] !== undefined)}>
      <Form once={once.cannot}>
        <Radios form={form} name="reason" legend={t('provider:cannot.why')} items={cannotReasons.map((reason) => ({ value: reason, text: t(`provider:cannot.${reason}`) }))} />
        <TextArea form={form} name="words" label={t('provider:cannot.words')} hint={t('common:optional')} rows={2} limit={500} />
        <Actions><Button intent="cannot">{t('provider:cannot.send')}</Button></Actions>
      </Form>
    </Details>
  )
}

function OtherPrice({ order, form, once }: Part): ReactNode {
  const { t, format } = useWords()
  if (order.other) return <Notice>{t('provider:price.waits', { price: format.money(order.other.unitPence), count: order.other.quantity })}</Notice>
  return (
    <Details summary={t('provider:price.title')} open={['price', 'quantity', 'why'].some((name) => form.errors[name] !== undefined)}>
      <p>{t('provider:price.text')}</p>
      <Form once={once.price}>
        <MoneyField form={form} name="price" label={t('provider:price.price')} />
        <Field form={form} name="quantity" label={t(order.weeks > 1 ? 'provider:price.quantityWeekly' : 'provider:price.quantity')} width={3} inputMode="numeric" autoComplete="off" />
        <TextArea form={form} name="why" label={t('provider:price.why')} rows={2} limit={500} />
        <Actions><Button intent="price">{t('provider:price.send')}</Button></Actions>
      </Form>
    </Details>
  )
}

const tones = { waiting: 'sun', happened: 'leaf', not: 'sun', withdrawn: 'grey', 'paid-for': 'leaf', 'not-paid': 'grey' } as const

function Given({ order, form, once }: Part): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('provider:given.title')} tone={order.left > 0 ? 'next' : 'plain'}>
      {order.left > 0 ? (
        <>
          <p>{t('provider:given.text')} {t('budget:carry.left', { count: order.left })}</p>
          <Form once={once.given}>
            <DateField form={form} name="on" legend={t('provider:given.on')} />
            <Field form={form} name="units" label={t('provider:given.units')} width={3} inputMode="numeric" autoComplete="off" />
            <Actions><Button intent="given">{t('provider:given.send')}</Button></Actions>
          </Form>
        </>
      ) : null}
      <Rows>
        {order.given.map((one) => (
          <div key={one.id}>
            <p>{t('provider:given.row', { day: format.day(one.on), count: one.units })} <Tag tone={tones[one.answer]}>{t(`provider:given.state.${one.answer}`)}</Tag></p>
            {one.words === null ? null : <Said lang={one.lang} as="blockquote">{one.words}</Said>}
            {one.answer === 'waiting' || one.answer === 'not' ? (
              <Form once={once.back}>
                <input type="hidden" name="delivery" value={one.id} />
                <Actions><Button kind="quiet" intent="back">{t('provider:given.back')}</Button></Actions>
              </Form>
            ) : null}
          </div>
        ))}
      </Rows>
    </Card>
  )
}

function Bill({ order, form, once }: Part): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('provider:bill.title')}>
      {order.toBill > 0 ? (
        <>
          <p>{t('provider:bill.text', { sum: format.money(order.toBill) })}</p>
          <Form once={once.bill}>
            <Field form={form} name="reference" label={t('provider:bill.reference')} width={20} dir="ltr" autoComplete="off" spellCheck={false} />
            <MoneyField form={form} name="pence" label={t('provider:bill.sum')} />
            <Actions><Button intent="bill">{t('provider:bill.send')}</Button></Actions>
          </Form>
        </>
      ) : null}
      <Rows>{order.bills.map((bill) => <p key={bill.reference}>{t('provider:bill.row', { reference: bill.reference, sum: format.money(bill.pence), day: format.day(bill.on as never) })}</p>)}</Rows>
    </Card>
  )
}
