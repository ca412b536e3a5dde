import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { budgetField, readBudgetForm } from '#app/domain/budget/budget-form.ts'
import { agreeLine, agreeProposedLine, linesToSeeTo, makeBudget } from '#app/domain/budget/budgets.server.ts'
import { budgetsToSeeTo } from '#app/domain/budget/ledger.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { familyOf, membersOf } from '#app/domain/family/people.server.ts'
import { lookAtMoney, moneyViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { dayTyped, pounds, thing, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { MoneyBar } from '#app/ui/money-bar.tsx'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { BudgetId, LineId } from '#app/values/ids.ts'
import { BudgetFields } from './budget-fields.tsx'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:money.title')

/** Apart from the names of the other form on this page. */
const lineForm = z.object({ 'line-budget': thing<BudgetId>(), 'line-name': words(80), 'line-pence': pounds, 'line-until': dayTyped })
const yesForm = z.object({ line: thing<LineId>() })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = await atTheDesk(request)
  const viewer = must(await lookAtMoney(request, params.family), 'line:agree')
  const [family, members, budgets, lines, keptLine, keptBudget] = await Promise.all([
    familyOf(viewer), membersOf(viewer), budgetsToSeeTo(viewer), linesToSeeTo(viewer),
    keptForm(request, 'agree'), keptForm(request, 'make'),
  ])
  return json({
    places: deskPlaces(desk), family: viewer.family, name: family.name, people: members.filter((one) => one.current && ['parent', 'kin-carer', 'young-person'].includes(one.seat)).map(({ id, name }) => ({ id, name })), today: viewer.today, lines: lines.map((line) => ({ ...line, once: newFormId() })), budgets, kept: keptLine ?? keptBudget,
    open: keptLine ? 'agree' as const : keptBudget ? 'make' as const : null, done: doneIn(request, ['made', 'agreed', 'proposed']), once: [newFormId(), newFormId()] as const,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await moneyViewer(request, params.family)
  const here = `/desk/families/${viewer.family}/budget`
  const post = await posted(request)
  const { format } = wordsFor(await langOf(request))
  switch (post.intent) {
    case 'agree': {
      const read = readPosted(post, lineForm)
      if (!read.ok) return json({ open: 'agree' as const, form: read.form }, 400)
      const { data } = read
      const answer = await act(must(viewer, 'line:agree'), agreeLine, { budget: data['line-budget'], name: data['line-name'], pence: data['line-pence'], until: data['line-until'] }, read.once)
      if (answer.ok) return doneAt(here, answer.value.agreed ? 'agreed' : 'proposed')
      const said = saidRefusal(answer, format)
      return json({ open: 'agree' as const, form: refusedForm(read.form, { ...said, field: said.field && `line-${said.field}` }) }, 409)
    }
    case 'yes': {
      const read = readPosted(post, yesForm)
      if (!read.ok) return json({ open: null, form: { ...read.form, errors: { '': { key: 'errors:formGone' } } } satisfies FormState }, 400)
      const answer = await act(must(viewer, 'line:agree'), agreeProposedLine, read.data, read.once)
      // With the last yes the panel has nothing more to do here.
      if (answer.ok) return doneAt('/desk/approvals', answer.value.agreed ? 'line-agreed' : 'line-yes')
      return json({ open: null, form: refusedForm(read.form, saidRefusal(answer, format)) }, 409)
    }
    case 'make': {
      const read = readBudgetForm(post, viewer.today)
      if (!read.ok) return json({ open: 'make' as const, form: read.form }, 400)
      const answer = await act(must(viewer, 'budget:make'), makeBudget, read.data, read.once)
      if (answer.ok) return doneAt(here, 'made')
      const said = saidRefusal(answer, format)
      return json({ open: 'make' as const, form: refusedForm(read.form, { ...said, field: budgetField(said.field) }) }, 409)
    }
    default:
      return json({ open: null, form: { values: post.values, errors: { '': { key: 'errors:formGone' } } } satisfies FormState }, 400)
  }
}

export default function FamilyMoney() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()
  const { places, name, today, budgets, done, once } = data
  const given: FormState = acted?.form ?? data.kept ?? newForm()
  const open = acted ? acted.open : data.open
  const toAgreeIn = budgets.filter((budget) => budget.until >= today)
  // With one budget there is nothing to choose, and no field beside which its error could stand.
  const { 'line-budget': ofBudget, ...errors } = given.errors
  const form: FormState = ofBudget && toAgreeIn.length < 2 ? { ...given, errors: { ...errors, '': ofBudget } } : given
  return (
    <Page
      title={t('desk:money.title')} above={<bdi>{name}</bdi>} lead={t('desk:money.lead')} desk={{ current: 'desk', places }} errors={form.errors}
      done={done ? t(`desk:money.done.${done}`) : undefined} back={{ to: '/desk#team', text: t('desk:home.title') }}
    >
      {budgets.length === 0 ? <Card><Empty>{t('desk:money.none')}</Empty></Card> : budgets.map((budget) => <Budget key={budget.id} data={data} budget={budget} />)}
      <p><a href={`/desk/families/${data.family}/budget/change`}>{t('books:change.title')}</a></p>
      {toAgreeIn.length > 0 ? (
        <Details summary={t('desk:money.agree')} open={open === 'agree'}>
          <Form once={once[0]}>
            <p>{t('desk:money.agreeText')}</p>
            {toAgreeIn.length === 1 ? <input type="hidden" name="line-budget" value={toAgreeIn[0]!.id} /> : (
              <Select form={form} name="line-budget" label={t('desk:money.budget')} choose="" items={toAgreeIn.map((budget) => ({ value: budget.id, text: budget.name }))} />
            )}
            <Field form={form} name="line-name" label={t('desk:money.purpose')} hint={t('desk:money.purposeHint')} />
            <MoneyField form={form} name="line-pence" label={t('budget:start.sum')} />
            <DateField form={form} name="line-until" legend={t('budget:start.until')} />
            <Actions><Button intent="agree">{t('desk:money.agreeSave')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
      <Details summary={t('budget:start.title')} open={open === 'make' || budgets.length === 0}>
        <Form once={once[1]}>
          <BudgetFields people={data.people} form={open === 'make' ? form : newForm({ name: t('budget:start.nameValue') })} />
          <Actions><Button kind={budgets.length === 0 ? 'main' : 'quiet'} intent="make">{t('budget:start.save')}</Button></Actions>
        </Form>
      </Details>
    </Page>
  )
}

type Data = SerializeFrom<typeof loader>

/** One budget in sums, with what is agreed in it: not what the family asks for. */
function Budget({ data: { lines }, budget }: { data: Data; budget: Data['budgets'][number] }): ReactNode {
  const { t, format } = useWords()
  const ours = lines.filter((line) => line.budget === budget.id)
  const agreed = ours.filter((line) => line.proposed === null)
  const proposed = ours.filter((line) => line.proposed !== null)
  return (
    <Card title={<bdi>{budget.name}</bdi>}>
      <MoneyBar
        label={t('home:moneyPicture', { left: format.money(budget.left), aside: format.money(budget.aside), spent: format.money(budget.spent) })}
        left={{ pence: budget.left, text: t('home:left') }} aside={{ pence: budget.aside, text: t('home:aside') }} spent={{ pence: budget.spent, text: t('home:spent') }}
      />
      <p>{t('desk:money.days', { from: format.date(budget.from), until: format.date(budget.until) })}</p>
      {budget.ended > 0 ? <p className="soft">{t('budget:ended', { sum: format.money(budget.ended) })}</p> : null}
      {agreed.length > 0 ? (
        <>
          <h3>{t('budget:lines.title')}</h3>
          <Rows>
            {agreed.map((line) => (
              <div key={line.id}>
                <p><bdi>{line.name}</bdi></p>
                <p className="soft">{t('budget:lines.left', { left: format.money(line.left), sum: format.money(line.pence), day: format.day(line.until) })}</p>
              </div>
            ))}
          </Rows>
        </>
      ) : null}
      {proposed.length > 0 ? (
        <>
          <h3>{t('desk:money.proposed')}</h3>
          <Rows>
            {proposed.map((line) => <Proposed key={line.id} line={line} />)}
          </Rows>
        </>
      ) : null}
    </Card>
  )
}

/** A sum that the panel has still to agree. */
function Proposed({ line }: { line: Data['lines'][number] }): ReactNode {
  const { t, format } = useWords()
  const { yes, size, mayAgree } = line.proposed!
  return (
    <div>
      <p><bdi>{line.name}</bdi></p>
      <p className="soft">{t('desk:money.proposedSum', { sum: format.money(line.pence), day: format.day(line.until) })}</p>
      <p>{t('desk:money.panelMust', { count: size })} {yes.length > 0 ? t('desk:money.saidYes', { names: format.list([...yes]) }) : null}</p>
      {mayAgree ? (
        <Form once={line.once}>
          <input type="hidden" name="line" value={line.id} />
          <Actions><Button intent="yes">{t('desk:money.agreeSave')}<span className="vh">{`: ${line.name}`}</span></Button></Actions>
        </Form>
      ) : null}
    </div>
  )
}
