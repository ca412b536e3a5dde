import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { spend as spendOf } from '#app/domain/budget/spends.server.ts'
import { panelLooksOn } from '#app/domain/budget/panel.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { answerSuggestion, suggestionOf } from '#app/domain/budget/suggestions.server.ts'
import { answerQuestion } from '#app/domain/budget/spending.server.ts'
import { isTheirs } from '#app/domain/budget/who-asks.ts'
import { cameFrom } from '#app/domain/meetings/family-plan.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { wholeNumber, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { directoryLang } from '#app/domain/directory/say-service.ts'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type SpendId } from '#app/values/ids.ts'
import { dayAt, workingDaysAfter } from '#app/values/instant.ts'
import { FromMeeting } from './from-meeting.tsx'
import { Suggested } from './spend-suggested.tsx'
import { CarriedOut } from './spend-carried.tsx'
import { actOnCarried, carriedOut } from './spend-carried.server.ts'
import { Instead } from './spend-instead.tsx'
import { actOnInstead, insteadShown } from './spend-instead.server.ts'
import { Receipts } from './spend-receipts.tsx'
import { actOnReceipts, receiptsShown } from './spend-receipts.server.ts'
import { History, Price, StateTag, What, WhatWasSaid } from './spend-parts.tsx'
import { actOnTogether, togetherShown } from './spend-together.server.ts'
import { AgreedTogether } from './spend-together.tsx'

export const handle = titled('budget:one.title')

const version = wholeNumber(1, 999_999)
const seenForm = z.object({ version })
const answerForm = z.object({ version, words: words(2000) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'spend:see')
  const found = isId(params.id) ? await spendOf(viewer, params.id as string as SpendId) : undefined
  if (!found) throw notYours()
  const { decisionDays, holidays, panelSize } = await settingsOf(viewer.db)
  const suggestion = await suggestionOf(viewer, found.id)
  const waits = found.state === 'asked'
  const carried = await carriedOut(viewer, found)
  return json({
    family: viewer.family, from: await cameFrom(viewer, found.id), suggestion, spend: found, carried, receipts: await receiptsShown(viewer, found, carried), instead: await insteadShown(viewer, found), together: await togetherShown(viewer, found), mayAsk: may(viewer, 'budget:ask') && isTheirs(viewer, found), maySay: may(viewer, 'budget:ask'), done: doneIn(request, ['together', 'take', 'keep', 'asked', 'answered', 'cancelled', 'delivered', 'finished', 'asked-anew', 'price-no', 'did', 'did-not', 'helped', 'ordered', 'order-ended', 'settled', 'asked-again', 'receipt', 'receipt-yes', 'receipt-no', 'receipt-back', 'instead', 'thanked', 'asked-to-help']),
    looksOn: found.level === 'panel' && (waits || found.state === 'question') ? ((await panelLooksOn(viewer, found.id))?.on ?? null) : null,
    promise: waits ? { panel: panelSize, days: decisionDays, until: workingDaysAfter(dayAt(found.askedAt), decisionDays, new Set(holidays)) } : null, kept: await keptForm(request), once: [newFormId(), newFormId()] as const,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  if (!may(viewer, 'budget:ask') && !may(viewer, 'order:send')) throw notYours()
  if (!isId(params.id) || !(await spendOf(must(viewer, 'spend:see'), params.id as string as SpendId))) throw notYours()
  const id = params.id as string as SpendId
  const here = `/families/${viewer.family}/budget/requests/${id}`
  const post = await posted(request)
  if (post.intent === 'answer') {
    const read = readPosted(post, answerForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'budget:ask'), answerQuestion, { spend: id, ...read.data, lang: await langOf(request) }, read.once)
    return answer.ok ? doneAt(here, 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'take' || post.intent === 'keep') {
    const read = readPosted(post, seenForm)
    if (!read.ok) return json({ form: { ...read.form, errors: { '': { key: 'errors:formGone' } } } }, 400)
    const answer = await act(must(viewer, 'budget:ask'), answerSuggestion, { spend: id, version: read.data.version, yes: post.intent === 'take' }, read.once)
    return answer.ok ? doneAt(here, post.intent) : json({ form: refusedForm(read.form, { ...saidRefusal(answer, wordsFor(await langOf(request)).format), field: '' }) }, 409)
  }
  return (await actOnTogether(request, viewer, id, post)) ?? (await actOnInstead(request, viewer, id, post)) ?? (await actOnReceipts(request, viewer, id, post)) ?? (await actOnCarried(request, viewer, id, post)) ?? json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
}

export default function OneSpend() {
  const { t, format } = useWords()
  const { family, from, spend, suggestion, carried, receipts, instead, together, mayAsk, maySay, done, promise, looksOn, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const { state } = spend
  const question = spend.words.findLast((word) => word.kind === 'question')
  const last = spend.words.at(-1)
  const no = spend.words.findLast((word) => word.kind === 'decline')
  const seen = <input type="hidden" name="version" value={spend.version} />
  const ours = maySay ? family : undefined
  return (
    <Page
      title={<Said lang={spend.whatLang}>{spend.what}</Said>} family={{ id: family, current: 'budget' }} errors={form.errors} done={done ? (done === 'together' ? t('together:done.said') : done === 'take' || done === 'keep' ? t(`deciding:done.${done}`) : t(`budget:done.${done}`)) : undefined}
      back={{ to: `/families/${family}/budget`, text: t('budget:title') }}
    >
      <p><StateTag state={state} lapsed={spend.lapsed} /></p>
      {spend.lapsed ? <p>{t(last?.kind === 'lapse' && last.level !== null ? 'budget:lapsedUnanswered' : 'budget:lapsed')}</p> : spend.holdsUntil ? <p>{t('budget:holds', { day: format.day(spend.holdsUntil) })}</p> : null}
      {promise ? <p>{spend.level === 'panel' ? t('budget:waitsFor.panel', { count: promise.panel }) : t(`budget:waitsFor.${spend.level}`)} {spend.answerBy ? t('deciding:by', { day: format.day(spend.answerBy) }) : t('budget:promise', { count: promise.days, day: format.day(promise.until) })}</p> : null}
      <FromMeeting from={from} family={family} />
      {looksOn ? <p>{t('panel:told.looksOn', { day: format.dayWithYear(looksOn) })}</p> : null}
      {promise && last?.kind === 'late' ? <p>{t(last.level === null ? 'deciding:lateAgain' : 'deciding:late')}</p> : null}
      {suggestion ? <Suggested suggestion={suggestion} spend={spend} mayAnswer={mayAsk} once={once[0]} family={ours} /> : null}
      {state === 'question' && question && !suggestion ? (
        <Card title={t('budget:one.question', { name: question.name })} tone="next">
          <WhatWasSaid word={question} family={ours} />
          {mayAsk ? (
            <Form once={once[0]}>
              {seen}
              <TextArea form={form} name="words" label={t('budget:one.answer')} hint={t('budget:one.answerHint')} rows={4} limit={2000} />
              <Actions><Button intent="answer">{t('budget:one.sendAnswer')}</Button></Actions>
            </Form>
          ) : null}
        </Card>
      ) : null}
      {state === 'declined' && no ? (
        <Card title={no.name === '' ? t('panel:told.decline') : t('budget:happened.decline', { name: no.name })} tone="sun">
          <WhatWasSaid word={no} family={ours} />
          <p>{t('budget:one.again')} <a href="/complaints">{t('budget:one.complain')}</a></p>
          {mayAsk ? <ButtonLink to={`/families/${family}/budget/requests/new`}>{t('budget:ask')}</ButtonLink> : null}
        </Card>
      ) : null}
      {receipts?.waiting || receipts?.agreed ? <Receipts shown={receipts} spend={spend} family={family} form={form} /> : null}
      {carried && !receipts?.waiting ? <CarriedOut spend={spend} family={family} carried={carried} mayAsk={mayAsk} maySay={maySay} repaid={receipts?.agreed != null} form={form} /> : null}
      {receipts?.maySend ? <Receipts shown={receipts} spend={spend} family={family} form={form} /> : null}
      <SummaryList
        rows={[
          ...(spend.label ? [{ key: t('budget:check.what'), value: <What spend={spend} /> }] : []),
          { key: t('budget:one.sum'), value: <strong>{format.money(spend.pence)}</strong> },
          ...(spend.quantity > 1 || spend.unit ? [{ key: t('budget:check.price'), value: <Price spend={spend} /> }] : []),
          { key: t('budget:one.payee'), value: <Said lang={spend.listed ? directoryLang : undefined}>{spend.payee}</Said> },
          ...(spend.goal ? [{ key: t('budget:one.goal'), value: <a href={`/families/${family}/goals/${spend.goal.id}`}><Said lang={spend.goal.lang}>{spend.goal.words}</Said></a> }] : []),
          ...(spend.weeks > 1 ? [{ key: t('asking:often.legend'), value: t('asking:often.said', { count: spend.weeks }) }] : []),
          ...(spend.forWhom.length > 0 ? [{ key: t('asking:forWhom'), value: format.list([...spend.forWhom]) }] : []),
          { key: t('budget:one.neededOn'), value: format.day(spend.neededOn) },
          ...(spend.file ? [{ key: t('asking:file.title'), value: <a href={`/families/${family}/budget/files/${spend.file}`}>{t('asking:file.see')}</a> }] : []),
        ]}
      />
      <AgreedTogether shown={together} form={form} />
      {instead ? <Instead shown={instead} spend={spend} family={family} form={form} /> : null}
      <Card title={t('budget:one.history')}><History asked={{ name: spend.askerName, at: spend.askedAt }} words={spend.words} family={ours} /></Card>
      {(state === 'asked' || state === 'question') && mayAsk ? (
        <Form once={once[1]}>
          {seen}
          <p className="soft">{t('budget:one.takeBackHint')}</p>
          <Actions><Button kind="quiet" intent="cancel">{t('budget:one.takeBack')}</Button></Actions>
        </Form>
      ) : null}
      <OrRing />
    </Page>
  )
}
