import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { atTheDesk, may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { answerHoldingWish, wishesUnled } from '#app/domain/budget/holding-wishes.server.ts'
import { budgetsToSeeTo } from '#app/domain/budget/ledger.server.ts'
import { mendMoney, mendable } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import { answerStay, staysToAnswer } from '#app/domain/budget/period-ends.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import { lookAtMoney, moneyViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, dayTyped, dayTypedOrNone, pounds, thing, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { BudgetId, HoldingWishId, TransferId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { WaitingWish } from '../family/holding-parts.tsx'
import { PeriodEndWords } from '../family/period-end.tsx'
import { deskPlaces } from './desk-places.ts'
import { StayFields } from './stay-fields.tsx'

export const handle = titled('books:change.title')

const kinds = ['top-up', 'move', 'mend', 'stay', 'answer'] as const
type Kind = (typeof kinds)[number]

const budgetField = thing<BudgetId>()
const topUpForm = z.object({ budget: budgetField, source: words(80), pence: pounds, expires: dayTyped, words: wordsOrNone(500) })
const moveForm = z.object({ from: budgetField, to: budgetField, pence: pounds })
const mendForm = z.object({ transfer: thing<TransferId>(), pence: pounds, words: words(500) })
const wishForm = z.object({ wish: thing<HoldingWishId>(), answer: choice(['yes', 'no']), words: wordsOrNone(1000) })
const stayForm = z.object({ budget: budgetField, endsOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), until: dayTypedOrNone, words: wordsOrNone(1000) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = await atTheDesk(request)
  const viewer = must(must(await lookAtMoney(request, params.family), 'line:agree'), 'budget:make')
  const [family, budgets, lines, stays, wishes, ...kept] = await Promise.all([familyOf(viewer), budgetsToSeeTo(viewer), mendable(viewer), staysToAnswer(viewer), may(viewer, 'lead:name') ? wishesUnled(must(viewer, 'lead:name')) : [], ...kinds.map((kind) => keptForm(request, kind))])
  const at = kept.findIndex((form) => form !== null && form !== undefined)
  return json({
    places: deskPlaces(desk), family: viewer.family, name: family.name, budgets: budgets.filter((budget) => budget.until >= viewer.today), lines, stays: stays.map((one) => ({ ...one, once: newFormId() })), wishes: wishes.map((one) => ({ ...one, once: newFormId() })),
    kept: at < 0 ? null : { open: kinds[at]!, form: kept[at]! }, done: doneIn(request, kinds), once: kinds.map(() => newFormId()),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(must(await moneyViewer(request, params.family), 'line:agree'), 'budget:make')
  const post = await posted(request)
  const [lang, { format }] = [await langOf(request), wordsFor(await langOf(request))]
  const here = `/desk/families/${viewer.family}/budget/change`
  const open = kinds.find((kind) => kind === post.intent)
  const bad = (form: FormState, status = 400) => json({ open: open ?? null, form }, status)
  const refusedAs = (form: FormState, refusal: Parameters<typeof refusedForm>[1]) => bad(refusedForm(form, saidRefusal(refusal, format)), 409)
  switch (open) {
    case 'top-up': {
      const read = readPosted(post, topUpForm)
      if (!read.ok) return bad(read.form)
      const { expires, ...more } = read.data
      const answer = await act(viewer, topUp, { ...more, expiresOn: expires, lang }, read.once)
      return answer.ok ? doneAt(here, open) : refusedAs(read.form, answer)
    }
    case 'move': {
      const read = readPosted(post, moveForm)
      if (!read.ok) return bad(read.form)
      const answer = await act(viewer, moveMoney, read.data, read.once)
      return answer.ok ? doneAt(here, open) : refusedAs(read.form, answer)
    }
    case 'mend': {
      const read = readPosted(post, mendForm)
      if (!read.ok) return bad(read.form)
      const answer = await act(viewer, mendMoney, { ...read.data, lang }, read.once)
      return answer.ok ? doneAt(here, open) : refusedAs(read.form, answer)
    }
    case 'stay': {
      const read = readPosted(post, stayForm)
      if (!read.ok) return bad(read.form)
      const answer = await act(viewer, answerStay, { ...read.data, endsOn: read.data.endsOn as Day, lang }, read.once)
      return answer.ok ? doneAt(here, open) : refusedAs(read.form, answer)
    }
    case 'answer': {
      const read = readPosted(post, wishForm)
      if (!read.ok) return bad(read.form)
      const answer = await act(must(viewer, 'lead:name'), answerHoldingWish, { wish: read.data.wish, yes: read.data.answer === 'yes', words: read.data.words, lang }, read.once)
      return answer.ok ? doneAt(here, open) : refusedAs(read.form, answer)
    }
    case undefined:
      return bad({ values: post.values, errors: { '': { key: 'errors:formGone' } } })
  }
}

export default function ChangeMoney() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()
  const { places, family, name, budgets, lines, stays, wishes, done, once } = data
  const given: FormState = acted?.form ?? data.kept?.form ?? newForm()
  const open: Kind | null = acted ? acted.open : (data.kept?.open ?? null)
  const form = (kind: Kind) => (open === kind ? given : newForm())
  // The error summary leads to a field by its name: it is the id in the form that was sent, and in that of the others their own.
  const idOf = (kind: Kind, field: string) => (open === kind ? field : `${kind}-${field}`)
  const items = budgets.map((budget) => ({ value: budget.id, text: t('books:change.budgetLeft', { name: budget.name, sum: format.money(budget.left) }) }))
  return (
    <Page
      title={t('books:change.title')} above={<bdi>{name}</bdi>} lead={t('books:change.lead')} desk={{ current: 'desk', places }} errors={given.errors}
      done={done ? t(`books:change.done.${done}`) : undefined} back={{ to: `/desk/families/${family}/budget`, text: t('desk:money.title') }}
    >
      {wishes.map((one) => {
        const opened = open === 'answer' && given.values.wish === one.id
        return <WaitingWish key={one.id} wish={one} form={opened ? given : newForm()} once={{ answer: one.once }} mayTakeBack={false} mayAnswer of={opened ? '' : `${one.id}-`} />
      })}
      {stays.map((one) => (
        <Card key={`${one.budget} ${one.endsOn}`} title={t('books:stay.title')} tone="next">
          <PeriodEndWords end={one} />
          <Form once={one.once}>
            <input type="hidden" name="budget" value={one.budget} />
            <input type="hidden" name="endsOn" value={one.endsOn} />
            <StayFields form={open === 'stay' && given.values['endsOn'] === one.endsOn ? given : newForm()} />
            <Actions><Button intent="stay">{t('books:stay.save')}</Button></Actions>
          </Form>
        </Card>
      ))}
      {budgets.length === 0 ? <Card><Empty>{t('books:change.none')}</Empty></Card> : (
        <Details summary={t('books:change.topUp')} open={open === 'top-up'}>
          <Form once={once[0]!}>
            <p>{t('books:change.topUpText')}</p>
            <Which name="budget" form={form('top-up')} items={items} label={t('books:change.which')} />
            <MoneyField form={form('top-up')} name="pence" id={idOf('top-up', 'pence')} label={t('budget:start.sum')} />
            <Field form={form('top-up')} name="source" label={t('budget:start.source')} hint={t('budget:start.sourceHint')} />
            <DateField form={form('top-up')} name="expires" legend={t('budget:start.expires')} />
            <TextArea form={form('top-up')} name="words" id={idOf('top-up', 'words')} label={t('books:change.words')} hint={t('books:change.wordsHint')} />
            <Actions><Button intent="top-up">{t('books:change.topUpSave')}</Button></Actions>
          </Form>
        </Details>
      )}
      {budgets.length < 2 ? null : (
        <Details summary={t('books:change.move')} open={open === 'move'}>
          <Form once={once[1]!}>
            <p>{t('books:change.moveText')}</p>
            <Select form={form('move')} name="from" label={t('books:change.from')} choose="" items={items} />
            <Select form={form('move')} name="to" label={t('books:change.to')} choose="" items={items} />
            <MoneyField form={form('move')} name="pence" id={idOf('move', 'pence')} label={t('budget:start.sum')} />
            <Actions><Button intent="move">{t('books:change.moveSave')}</Button></Actions>
          </Form>
        </Details>
      )}
      {lines.length === 0 ? null : (
        <Details summary={t('books:change.mend')} open={open === 'mend'}>
          <Form once={once[2]!}>
            <p>{t('books:change.mendText')}</p>
            <Select form={form('mend')} name="transfer" label={t('books:change.line')} choose="" items={lines.map((line) => ({ value: line.id, text: t('books:change.oneLine', { day: format.date(line.at), what: t(`budget:movement.${line.why}`, { source: line.source }), sum: format.money(line.pence) }) }))} />
            <MoneyField form={form('mend')} name="pence" id={idOf('mend', 'pence')} label={t('books:change.mendSum')} />
            <TextArea form={form('mend')} name="words" id={idOf('mend', 'words')} label={t('books:change.mendWords')} hint={t('books:change.wordsHint')} />
            <Actions><Button intent="mend">{t('books:change.mendSave')}</Button></Actions>
          </Form>
        </Details>
      )}
    </Page>
  )
}

/** With one budget there is nothing to choose. */
function Which({ name, form, items, label }: { name: string; form: FormState; items: { value: string; text: string }[]; label: string }): ReactNode {
  return items.length === 1 ? <input type="hidden" name={name} value={items[0]!.value} /> : <Select form={form} name={name} label={label} choose="" items={items} />
}
