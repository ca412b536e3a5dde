import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { answerStay, endsOf, sayItShouldStay } from '#app/domain/budget/period-ends.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { dayTypedOrNone, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { Day } from '#app/values/instant.ts'
import { StayFields } from '../desk/stay-fields.tsx'
import { PeriodEndWords } from './period-end.tsx'

export const handle = titled('books:ends.title')

const sayForm = z.object({ endsOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), words: words(1000) })
const answerForm = z.object({ endsOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), until: dayTypedOrNone, words: wordsOrNone(1000) })

async function budgetSeen(request: Request, params: LoaderFunctionArgs['params'], how: typeof lookIn) {
  const viewer = must(await how(request, params.family), 'budget:see')
  const wanted = new URL(request.url).searchParams.get('budget')
  const budgets = await budgetsOf(viewer)
  const budget = budgets.find((one) => one.id === wanted) ?? budgets[0]
  if (!budget) throw notYours()
  return { viewer, budget }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, budget } = await budgetSeen(request, params, lookIn)
  const ends = await endsOf(viewer, budget.id)
  return json({
    family: viewer.family, budget: { id: budget.id, name: budget.name }, ends: ends.map((one) => ({ ...one, once: newFormId() })), maySay: may(viewer, 'budget:ask') && (viewer.seat !== 'young-person' || budget.kept),
    done: doneIn(request, ['said', 'answered']), kept: await keptForm(request),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, budget } = await budgetSeen(request, params, actIn)
  if (!may(viewer, 'budget:ask') && !may(viewer, 'spend:decide')) throw notYours()
  const post = await posted(request)
  const here = `/families/${viewer.family}/budget/ends?budget=${budget.id}`
  const lang = await langOf(request)
  if (post.intent === 'answer') {
    const read = readPosted(post, answerForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const { endsOn, ...said } = read.data
    const answer = await act(must(viewer, 'spend:decide'), answerStay, { ...said, lang, budget: budget.id, endsOn: endsOn as Day }, read.once)
    return answer.ok ? doneAt(here, 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, sayForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(must(viewer, 'budget:ask'), sayItShouldStay, { budget: budget.id, endsOn: read.data.endsOn as Day, words: read.data.words, lang }, read.once)
  return answer.ok ? doneAt(here, 'said') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function BudgetEnds() {
  const { t, format } = useWords()
  const { family, budget, ends, maySay, done, kept } = useLoaderData<typeof loader>()
  const form: FormState = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page
      title={t('books:ends.title')} above={<bdi>{budget.name}</bdi>} family={{ id: family, current: 'budget' }} lead={t('books:ends.lead')} errors={form.errors}
      done={done ? t(`books:ends.done.${done}`) : undefined} back={{ to: `/families/${family}/budget?budget=${budget.id}`, text: t('budget:title') }}
    >
      {ends.length === 0 ? <Card><Empty>{t('books:ends.none')}</Empty></Card> : ends.map((one) => {
        // What was typed goes back to the form that it was typed in.
        const own = form.values['endsOn'] === one.endsOn ? form : newForm()
        return (
          <Card key={one.endsOn} title={format.dayWithYear(one.endsOn)}>
            <PeriodEndWords end={one} />
            {maySay && one.said === null && one.returnedAt === null ? (
              <Form once={one.once}>
                <input type="hidden" name="endsOn" value={one.endsOn} />
                <TextArea form={own} name="words" label={t('books:ends.why')} hint={t('books:ends.whyHint')} />
                <Actions><Button intent="say">{t('books:ends.send')}</Button></Actions>
              </Form>
            ) : null}
            {one.toAnswer ? (
              <Form once={one.once}>
                <input type="hidden" name="endsOn" value={one.endsOn} />
                <StayFields form={own} />
                <Actions><Button intent="answer">{t('books:stay.save')}</Button></Actions>
              </Form>
            ) : null}
          </Card>
        )
      })}
    </Page>
  )
}
