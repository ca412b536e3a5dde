import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { onWorkingDay } from '#app/domain/family/review-day.server.ts'
import { noViewReasons, type NoViewReason } from '#app/domain/plan/review.ts'
import { closeReview, toHear } from '#app/domain/plan/reviews.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, dayTypedOrNone, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('reviews:close.title')

/** The form of a family: a reason for each child of whom nothing was said. */
function closingForm(children: readonly { id: MemberId }[]) {
  return z.object({
    how: choice(['goes-on', 'plan-closed']), next: dayTypedOrNone, words: wordsOrNone(4000),
    ...Object.fromEntries(children.flatMap(({ id }) => [[`reason-${id}`, choice(['', ...noViewReasons])], [`reason-words-${id}`, wordsOrNone(500)]])),
  })
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'review:hold')
  const [children, { planReviewDays, holidays }] = await Promise.all([toHear(viewer), settingsOf(viewer.db)])
  if (!children) throw notYours()
  const usual = onWorkingDay(plusDays(viewer.today, planReviewDays), holidays)
  return json({ family: viewer.family, children, usual, once: newFormId(), kept: await keptForm(request) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'review:hold')
  const children = await toHear(viewer)
  if (!children) throw notYours()
  const read = await readForm(request, closingForm(children))
  if (!read.ok) return json({ form: read.form }, 400)
  const { how, next, words } = read.data
  if (how === 'goes-on' && next === null) return json({ form: { ...read.form, errors: { next: { key: 'errors:dayRequired' } } } }, 400)
  const said = read.data as unknown as Record<string, string | null>
  const reasons = children.flatMap(({ id }) => (said[`reason-${id}`] ? [{ member: id, reason: said[`reason-${id}`] as NoViewReason, words: said[`reason-words-${id}`] ?? null }] : []))
  const answer = await act(viewer, closeReview, { reasons, next: how === 'goes-on' ? next : null, words, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/review`, how === 'goes-on' ? 'closed' : 'plan-closed') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function CloseReview() {
  const { t } = useWords()
  const { family, children, usual, once, kept } = useLoaderData<typeof loader>()
  const [year, month, day] = usual.split('-').map((part) => String(Number(part)))
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ how: 'goes-on', 'next-day': day!, 'next-month': month!, 'next-year': year! })
  return (
    <PlanPage title={t('reviews:close.title')} lead={t('reviews:close.lead')} family={family} picture="days" errors={form.errors} back={{ to: `/families/${family}/plan/review`, text: t('reviews:title') }}>
      <Form once={once}>
        {children.map(({ id, name, givenName }) => (
          <Card key={id} title={<bdi>{name}</bdi>}>
            <p>{t('reviews:close.unheard', { name: givenName })} <a href={`/families/${family}/plan/review/say/${id}`}>{t('reviews:close.hear', { name: givenName })}</a></p>
            <Select form={form} name={`reason-${id}`} label={t('reviews:close.why')} choose="" items={noViewReasons.map((value) => ({ value, text: t(`reviews:reason.${value}`) }))} />
            <Field form={form} name={`reason-words-${id}`} label={t('reviews:close.whyWords')} hint={t('reviews:close.whyHint')} autoComplete="off" />
          </Card>
        ))}
        <TextArea form={form} name="words" label={t('reviews:close.words')} hint={t('reviews:close.wordsHint')} rows={4} limit={4000} />
        <Radios form={form} name="how" legend={t('reviews:close.how')} items={[
          { value: 'goes-on', text: t('reviews:close.goesOn'), more: <DateField form={form} name="next" legend={t('reviews:close.next')} /> },
          { value: 'plan-closed', text: t('reviews:close.planCloses'), hint: t('reviews:close.planClosesHint') },
        ]} />
        <Actions><Button intent="close">{t('reviews:close.go')}</Button></Actions>
      </Form>
    </PlanPage>
  )
}
