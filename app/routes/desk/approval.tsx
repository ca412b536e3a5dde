import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { declineReasons } from '#app/domain/budget/decline-reasons.ts'
import { lookToday, panelLooksOn } from '#app/domain/budget/panel.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { decisionOn, spend as spendOf, spendKey, waitingFor } from '#app/domain/budget/spends.server.ts'
import { togetherOn } from '#app/domain/budget/two-adults.server.ts'
import { isLike } from '#app/domain/budget/helps-with.ts'
import { suggestChange } from '#app/domain/budget/suggestions.server.ts'
import { passOn } from '#app/domain/budget/pass-on.server.ts'
import { approve, askQuestion, decline } from '#app/domain/budget/spending.server.ts'
import { pricesAmong } from '#app/domain/directory/directory.server.ts'
import { directoryLang, sayPrice } from '#app/domain/directory/say-service.ts'
import { lookAtSpend, spendViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, dayTypedOrNone, message, poundsOrNone, wholeNumber, wholeNumberOrNone, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { MoneyBar } from '#app/ui/money-bar.tsx'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import type { ServiceId } from '#app/values/ids.ts'
import { pence } from '#app/values/money.ts'
import { History, Price, StateTag, What } from '../family/spend-parts.tsx'
import { decided, doneOfYes } from './approval-done.ts'
import { Rules } from './approval-rules.tsx'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:approvals.one')

const version = wholeNumber(1, 999_999)
const yesForm = z.object({ version })
const questionForm = z.object({ version, question: words(2000) })
/** Another price of the directory, or none. */
const otherChosen = z.unknown().transform((given, ctx): { service: ServiceId; option: string } | null => {
  if (given === undefined || given === '') return null
  const found = /^([0-9a-z]{20})\.([0-9a-z]{20})$/.exec(typeof given === 'string' ? given : '')
  if (found) return { service: found[1]! as ServiceId, option: found[2]! }
  ctx.addIssue({ code: 'custom', message: message('errors:chooseOne') })
  return z.NEVER
})
const suggestForm = z.object({ version, 'other-price': poundsOrNone, 'other-quantity': wholeNumberOrNone(1, 500), 'other-day': dayTypedOrNone, other: otherChosen, why: wordsOrNone(2000) })
const noForm = z.object({ version, reason: choice(declineReasons), words: wordsOrNone(2000) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = await atTheDesk(request)
  const viewer = await lookAtSpend(request, params.id)
  const found = await spendOf(viewer, viewer.work!)
  if (!found) throw notYours()
  return json({
    places: deskPlaces(desk), key: spendKey({ family: viewer.family, spend: found.id }), spend: found, decision: await decisionOn(viewer, found), together: await togetherOn(must(viewer, 'spend:see'), found.id), panelDay: found.level === 'panel' ? await panelLooksOn(viewer, found.id) : null, today: viewer.today, done: doneIn(request, decided),
    kept: await keptForm(request), once: [newFormId(), newFormId(), newFormId(), newFormId(), newFormId(), newFormId()] as const, others: await pricesAmong(viewer.db, (name) => isLike(name, { kind: found.kind }), 12),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await spendViewer(request, params.id), 'spend:decide')
  const id = viewer.work!
  const post = await posted(request)
  const lang = await langOf(request)
  const { format } = wordsFor(lang)
  switch (post.intent) {
    case 'yes': {
      const read = readPosted(post, yesForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, approve, { spend: id, version: read.data.version }, read.once)
      if (!answer.ok) return json({ form: refusedForm(read.form, saidRefusal(answer, format)) }, 409)
      return onwards(request, doneOfYes(answer.value))
    }
    case 'today': {
      const read = readPosted(post, yesForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, lookToday, { spend: id, version: read.data.version }, read.once)
      return answer.ok ? doneAt(`/desk/panel/${answer.value}/${params.id}`, 'today') : json({ form: refusedForm(read.form, saidRefusal(answer, format)) }, 409)
    }
    case 'pass-on': {
      const read = readPosted(post, yesForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, passOn, { spend: id, version: read.data.version }, read.once)
      return answer.ok ? onwards(request, 'passed-on') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'question': {
      const read = readPosted(post, questionForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, askQuestion, { spend: id, version: read.data.version, words: read.data.question, lang }, read.once)
      return answer.ok ? onwards(request, 'asked') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'suggest': {
      const read = readPosted(post, suggestForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const { version, 'other-price': unitPence, 'other-quantity': quantity, 'other-day': neededOn, other, why } = read.data
      const answer = await act(viewer, suggestChange, { spend: id, version, unitPence, quantity, neededOn, other, words: why, lang }, read.once)
      return answer.ok ? onwards(request, 'suggested') : json({ form: refusedForm(read.form, suggestedField(saidRefusal(answer, format))) }, 409)
    }
    case 'no': {
      const read = readPosted(post, noForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, decline, { spend: id, ...read.data, lang }, read.once)
      return answer.ok ? onwards(request, answer.value.state === 'declined' ? 'declined' : 'no') : json({ form: refusedForm(read.form, saidRefusal(answer, format)) }, 409)
    }
    default:
      return json({ form: { values: post.values, errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

/** The field of this form that a refusal of a suggestion is about. */
function suggestedField<R extends { field?: string }>(refusal: R): R {
  return refusal.field === 'neededOn' ? { ...refusal, field: 'other-day' } : refusal
}

/** To the next request that waits, or to the list when there is none. */
async function onwards(request: Request, word: (typeof decided)[number]): Promise<Response> {
  const desk = await atTheDesk(request)
  const next = may(desk, 'spends:decide') ? (await waitingFor(must(desk, 'spends:decide'))).find((one) => one.state === 'asked') : undefined
  return doneAt(next ? `/desk/approvals/${spendKey(next)}` : '/desk/approvals', word)
}

export default function Approval() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const { places, spend, decision, panelDay, today, done, once } = data
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const open = (spend.state === 'asked' || spend.state === 'question') && !decision.own && !decision.line?.mine
  const { climbs, panel } = decision
  // What is on a later day of the panel can be asked about, and is decided then.
  const later = panelDay !== null && panelDay.on > today
  const seen = <input type="hidden" name="version" value={spend.version} />
  return (
    <Page
      title={<Said lang={spend.whatLang}>{spend.what}</Said>} above={t('desk:approvals.asked', { name: spend.askerName, family: decision.family, day: format.day(spend.askedAt) })}
      desk={{ current: 'approvals', places }} errors={form.errors} done={done ? t(`desk:approvals.done.${done}`) : undefined} back={{ to: '/desk/approvals', text: t('desk:approvals.title') }}
    >
      {spend.state === 'asked' ? null : <p><StateTag state={spend.state} /></p>}
      <SummaryList
        rows={[
          { key: t('desk:approvals.what'), value: <What spend={spend} /> },
          { key: t('budget:one.sum'), value: <strong className="n">{format.money(spend.pence)}</strong> },
          ...(spend.quantity > 1 || spend.unit ? [{ key: t('desk:approvals.price'), value: <Price spend={spend} /> }] : []),
          { key: t('desk:approvals.payee'), value: <Said lang={spend.listed ? directoryLang : undefined}>{spend.payee}</Said> },
          ...(spend.goal ? [{ key: t('desk:approvals.goal'), value: <Said lang={spend.goal.lang}>{spend.goal.words}</Said> }] : []),
          ...(spend.weeks > 1 ? [{ key: t('asking:often.legend'), value: t('asking:often.said', { count: spend.weeks }) }] : []),
          ...(spend.forWhom.length > 0 ? [{ key: t('asking:forWhom'), value: format.list([...spend.forWhom]) }] : []),
          { key: t('budget:one.neededOn'), value: format.day(spend.neededOn) },
          ...(spend.file ? [{ key: t('asking:file.title'), value: <a href={`/desk/approvals/${data.key}/files/${spend.file}`}>{t('asking:file.see')}</a> }] : []),
          { key: t('rules:which'), value: t(`rules:kind.${spend.kind}`) },
        ]}
      />
      {panelDay && open ? <Notice><p>{t(later ? 'panel:on.later' : 'panel:on.now', { day: format.dayWithYear(panelDay.on) })} <a href={`/desk/panel/${panelDay.id}/${data.key}`}>{t('panel:on.record')}</a></p></Notice> : null}
      {panel && open && !panelDay ? <WithoutDay version={spend.version} once={once[4]} /> : null}
      <Rules spend={spend} decision={decision} together={data.together} />
      {open && !later && panel?.mine !== 'agree' ? (
        <Form once={once[0]}>
          {seen}
          <Actions><Button intent="yes">{climbs ? t('desk:approvals.yesUp') : t('desk:approvals.yes')}</Button></Actions>
        </Form>
      ) : null}
      {open ? (
        <>
          {spend.state === 'asked' ? (
            <Details summary={t('desk:approvals.ask')} open={'question' in form.errors || 'question' in form.values}>
              <Form once={once[1]}>
                {seen}
                <TextArea form={form} name="question" label={t('desk:approvals.askWords')} hint={t('desk:approvals.askHint')} rows={3} limit={2000} />
                <Actions><Button kind="quiet" intent="question">{t('desk:approvals.sendAsk')}</Button></Actions>
              </Form>
            </Details>
          ) : null}
          {spend.state === 'asked' ? <Suggest data={data} form={form} /> : null}
          {later || panel?.mine === 'disagree' ? null : <Details summary={t('desk:approvals.no')} open={'reason' in form.errors || 'words' in form.values}>
            <Form once={once[2]}>
              {seen}
              <Radios form={form} name="reason" legend={t('desk:approvals.reason')} items={declineReasons.map((value) => ({ value, text: t(`budget:declined.${value}`) }))} />
              <TextArea form={form} name="words" label={t('desk:approvals.ownWords')} hint={t('desk:approvals.ownWordsHint')} rows={3} limit={2000} />
              <Actions><Button kind="quiet" intent="no">{t('desk:approvals.sendNo')}</Button></Actions>
            </Form>
          </Details>}
          <Details summary={t('deciding:know')}>
            <Form once={once[5]}>
              {seen}
              <p className="soft">{t('deciding:knowHint')}</p>
              <Actions><Button kind="quiet" intent="pass-on">{t('deciding:passOn')}</Button></Actions>
            </Form>
          </Details>
        </>
      ) : null}
      <Money data={data} />
      <Card title={t('budget:one.history')}><History asked={{ name: spend.askerName, at: spend.askedAt }} words={spend.words} /></Card>
    </Page>
  )
}

type Data = SerializeFrom<typeof loader>

/** It stands on no day of the panel: before the last of them decides it they look at it on one, and write down what they weigh. */
function WithoutDay({ version, once }: { version: number; once: string }): ReactNode {
  const { t } = useWords()
  return (
    <Notice>
      <p>{t('panel:on.none')}</p>
      <Form once={once}>
        <input type="hidden" name="version" value={version} />
        <Actions><Button kind="quiet" intent="today">{t('panel:on.today')}</Button></Actions>
      </Form>
    </Notice>
  )
}

/** Another price, number, day or service: only what would be different. */
function Suggest({ data: { spend, once, others }, form }: { data: Data; form: FormState }): ReactNode {
  const words = useWords()
  const { t } = words
  const names = ['other-price', 'other-quantity', 'other-day', 'other', 'why']
  return (
    <Details summary={t('deciding:suggest')} open={names.some((name) => name in form.errors) || 'why' in form.values}>
      <Form once={once[3]}>
        <input type="hidden" name="version" value={spend.version} />
        <p className="soft">{t('deciding:hint')}</p>
        {spend.listed ? null : <MoneyField form={form} name="other-price" label={t('deciding:price')} />}
        <Field form={form} name="other-quantity" label={t('deciding:quantity')} width={3} inputMode="numeric" />
        <DateField form={form} name="other-day" legend={t('deciding:day')} />
        {others.length > 0 ? <Select form={form} name="other" label={t('deciding:other')} choose={t('deciding:otherNone')} items={others.map((one) => ({ value: `${one.service}.${one.option}`, text: `${one.name}${one.label ? `, ${one.label}` : ''}: ${sayPrice(words, one.pence, one.unit)}` }))} /> : null}
        <TextArea form={form} name="why" label={t('deciding:words')} hint={t('desk:approvals.askHint')} rows={3} limit={2000} />
        <Actions><Button kind="quiet" intent="suggest">{t('deciding:send')}</Button></Actions>
      </Form>
    </Details>
  )
}

/** The family's money as it will be. */
function Money({ data: { spend, decision: { balance } } }: { data: Data }): ReactNode {
  const { t, format } = useWords()
  const open = spend.state === 'asked' || spend.state === 'question'
  return (
    <Card title={t('desk:approvals.after')}>
      {open ? <p>{t('desk:approvals.afterText', { left: format.money(balance.left), total: format.money(balance.total), more: format.money(pence(balance.left + spend.pence)) })}</p> : null}
      <MoneyBar
        label={t('home:moneyPicture', { left: format.money(balance.left), aside: format.money(balance.aside), spent: format.money(balance.spent) })}
        left={{ pence: balance.left, text: t('home:left') }} aside={{ pence: balance.aside, text: t('home:aside') }} spent={{ pence: balance.spent, text: t('home:spent') }}
      />
    </Card>
  )
}
