import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { onWorkingDay } from '#app/domain/family/review-day.server.ts'
import { agreementOf } from '#app/domain/plan/agreeing.server.ts'
import { putForward, whatIsMissing } from '#app/domain/plan/versions.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTyped, wholeNumber } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { plusDays } from '#app/values/instant.ts'
import { Voluntary } from './agreement-parts.tsx'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('agreement:put.title')

const putForm = z.object({ review: dayTyped, seen: wholeNumber(0, 999_999) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(must(await lookIn(request, params.family), 'plan:put-forward'), 'plan:versions')
  const [agreement, missing, { planReviewDays, planReviewMostDays, holidays }] = await Promise.all([agreementOf(viewer), whatIsMissing(viewer), settingsOf(viewer.db)])
  return json({ family: viewer.family, seen: agreement?.version ?? 0, missing, review: onWorkingDay(plusDays(viewer.today, planReviewDays), holidays), most: planReviewMostDays, once: newFormId(), kept: await keptForm(request) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:put-forward')
  const read = await readForm(request, putForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, putForward, { reviewOn: read.data.review, seen: read.data.seen }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan`, 'put-forward') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function PutForward() {
  const { t } = useWords()
  const { family, seen, missing, review, most, once, kept } = useLoaderData<typeof loader>()
  const [year, month, day] = review.split('-')
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ 'review-day': String(Number(day)), 'review-month': String(Number(month)), 'review-year': year! })
  const plan = `/families/${family}/plan`
  return (
    <PlanPage title={t('agreement:put.title')} family={family} picture="paper" errors={form.errors} lead={t('agreement:put.lead')} back={{ to: plan, text: t('plan:title') }}>
      {missing.length > 0 ? (
        <Card title={t('agreement:put.missing')} tone="sun">
          <ul>{missing.map((part) => <li key={part}>{t(`agreement:put.${part}`)} <a href={`${plan}/${part === 'nothing-good' ? 'good' : 'promise'}`}>{t('agreement:put.add')}<span className="vh">{`: ${t(`agreement:put.${part}`)}`}</span></a></li>)}</ul>
          <Actions><ButtonLink kind="quiet" to={plan}>{t('agreement:put.back')}</ButtonLink></Actions>
        </Card>
      ) : (
        <>
          <Voluntary />
          <Form once={once}>
            <input type="hidden" name="seen" value={seen} />
            <DateField form={form} name="review" legend={t('agreement:put.review')} hint={t('agreement:put.reviewHint', { days: most })} />
            <Actions><Button intent="put">{t('agreement:put.go')}</Button></Actions>
          </Form>
        </>
      )}
      <OrRing />
    </PlanPage>
  )
}
