import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { agreementOf, noteAnswer } from '#app/domain/plan/agreeing.server.ts'
import { hasASay } from '#app/domain/plan/having-a-say.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { whoSeesOf, type WhoSeesQuestion } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTyped, thing, wholeNumber } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { AnswerFields, answerFields, answerOf } from './answer-fields.tsx'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('agreement:told.title')

const toldForm = z.object({ version: wholeNumber(1, 999_999), member: thing<MemberId>(), said: dayTyped, ...answerFields })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(must(await lookIn(request, params.family), 'plan:note'), 'plan:versions')
  const [agreement, members, { keepsFromAge }] = await Promise.all([agreementOf(viewer), membersOf(viewer), settingsOf(viewer.db)])
  if (!agreement) throw notYours()
  const themselves = new Set(agreement.answers.filter((answer) => answer.notedBy === null).map((answer) => answer.member))
  return json({
    family: viewer.family, version: agreement.version, today: viewer.today, once: newFormId(), kept: await keptForm(request), who: { ...(await whoSeesQuestion(viewer, members)), network: [] } as WhoSeesQuestion,
    voices: members.filter((one) => one.current && hasASay(one, keepsFromAge, viewer.today) && !themselves.has(one.id)).map(({ id, name }) => ({ id, name })),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(must(await actIn(request, params.family), 'plan:note'), 'plan:versions')
  if (!(await agreementOf(viewer))) throw notYours()
  const read = await readForm(request, toldForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = answerOf(read.data)
  if (!answer) return json({ form: refusedForm(read.form, { why: 'reason-missing', field: 'words' }) }, 400)
  const { version, member, said: saidOn } = read.data
  const noted = await act(viewer, noteAnswer, { ...answer, version, member, saidOn, lang: await langOf(request), whoSees: whoSeesOf(read.data) }, read.once)
  return noted.ok ? doneAt(`/families/${viewer.family}/plan`, noted.value.active ? 'active' : 'told') : json({ form: refusedForm(read.form, noted) }, 409)
}

export default function NoteAnswer() {
  const { t } = useWords()
  const { family, version, today, voices, who, once, kept } = useLoaderData<typeof loader>()
  const [year, month, day] = today.split('-')
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ 'said-day': String(Number(day)), 'said-month': String(Number(month)), 'said-year': year!, ...(voices.length === 1 ? { member: voices[0]!.id } : {}) })
  return (
    <PlanPage title={t('agreement:told.title')} family={family} picture="speech" errors={form.errors} lead={t('agreement:told.lead')} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}>
      {voices.length === 0 ? <p>{t('agreement:told.nobody')}</p> : (
        <Form once={once}>
          <input type="hidden" name="version" value={version} />
          <Radios form={form} name="member" legend={t('agreement:told.who')} items={voices.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
          <DateField form={form} name="said" legend={t('agreement:told.day')} />
          <AnswerFields form={form} who={who} told />
          <Actions><Button intent="note">{t('agreement:told.go')}</Button></Actions>
        </Form>
      )}
    </PlanPage>
  )
}
