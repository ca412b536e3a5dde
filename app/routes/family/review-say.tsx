import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf, ofTheHousehold, type Member } from '#app/domain/family/people.server.ts'
import { faces, viewFormOf, type Face, type ViewForm } from '#app/domain/plan/review.ts'
import { openReviewOf, ownView, sayView } from '#app/domain/plan/views.server.ts'
import { whoSees, whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { DelicateFields, delicateFields } from '#app/domain/sharing/delicate.tsx'
import { BeforeWriting, WhoSeesFields, whoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { PlanPage } from './plan-page.tsx'
import { FacePicture } from './review-parts.tsx'

export const handle = titled<typeof loader>(({ t }, data) => (data.mine ? t('reviews:say.mine') : t('reviews:say.for', { name: data.name })))

const scores = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const
const viewForm = z.object({
  better: wordsOrNone(2000), hard: wordsOrNone(2000), change: wordsOrNone(2000), score: choice(['', ...scores]), face: choice(['', ...faces]), ...whoSeesFields, ...delicateFields,
})

/** Whose view this reader may write down: their own; of whoever has no account; the lead professional, what anybody told them. */
function theMember(viewer: May<'plan:strengths'>, members: readonly Member[], id: string | undefined): { member: Member; form: ViewForm } {
  const member = members.find((one) => one.id === id && ofTheHousehold(one) && (one.id === viewer.member || one.person === null || viewer.seat === 'lead'))
  const form = member && viewFormOf(member, viewer.today)
  if (!member || !form) throw notYours()
  return { member, form }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:strengths')
  const members = await membersOf(viewer)
  const { member, form } = theMember(viewer, members, params.id)
  if (!(await openReviewOf(viewer))) throw notYours()
  const [before, question] = await Promise.all([ownView(viewer, member.id), whoSeesQuestion(viewer, members)])
  const first = before ? await whoSees(viewer, before.circle) : question.first
  return json({
    family: viewer.family, mine: member.id === viewer.member, name: member.givenName, kind: form, lead: viewer.seat === 'lead',
    who: { ...question, network: question.network.slice(0, 0), first: first === 'everybody' ? first : { ...first, members: first.members.filter((id) => id !== viewer.member) } },
    before: before && { better: before.better ?? '', hard: before.hard ?? '', change: before.change ?? '', score: before.score === null ? '' : String(before.score), face: before.face ?? '', delicate: [...before.delicate] },
    once: newFormId(), kept: await keptForm(request),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:strengths')
  const { member, form } = theMember(viewer, await membersOf(viewer), params.id)
  const read = await readForm(request, viewForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { better, hard, change, score, face, delicate } = read.data
  const answer = await act(viewer, sayView, {
    about: member.id, better, hard: form === 'child' ? null : hard, change, score: form === 'child' || score === '' ? null : Number(score), face: form !== 'child' || face === '' ? null : face as Face,
    lang: await langOf(request), whoSees: whoSeesOf(read.data), delicate,
  }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/review`, 'said') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function SayHowItIsGoing() {
  const { t, format } = useWords()
  const { family, mine, name, kind, lead, who, before, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm(before ?? {})
  return (
    <PlanPage
      title={mine ? t('reviews:say.mine') : t('reviews:say.for', { name })} family={family} picture="speech" errors={form.errors} back={{ to: `/families/${family}/plan/review`, text: t('reviews:title') }}
      lead={kind === 'child' ? t('reviews:say.childLead', { name }) : mine ? t('reviews:say.lead') : t(lead ? 'reviews:say.toldLead' : 'reviews:say.youngLead', { name })}
    >
      <Form once={once}>
        {mine ? <BeforeWriting who={who} /> : null}
        {kind === 'child' ? <Radios form={form} name="face" legend={t('reviews:child.face')} items={faces.map((value) => ({ value, text: <span className="faced"><FacePicture face={value} /> {t(`reviews:face.${value}`)}</span> }))} /> : null}
        <TextArea form={form} name="better" label={t(`reviews:${kind}.better`)} rows={3} limit={2000} />
        {kind === 'child' ? null : <TextArea form={form} name="hard" label={t(`reviews:${kind}.hard`)} rows={3} limit={2000} />}
        <TextArea form={form} name="change" label={t(`reviews:${kind}.change`)} rows={3} limit={2000} />
        {kind === 'child' ? null : <Radios form={form} name="score" legend={t('reviews:say.score')} hint={t('reviews:say.scoreHint')} inline="short" items={scores.map((value) => ({ value, text: format.number(Number(value)) }))} />}
        <WhoSeesFields form={form} who={who} />
        <DelicateFields form={form} />
        <Actions><Button intent="say">{t('reviews:say.go')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
