import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { byNearness } from '#app/domain/family/nearness.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { canCome } from '#app/domain/meetings/answers.ts'
import { askForMeeting } from '#app/domain/meetings/meetings.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { things, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { useNearItems } from './near-words.tsx'

export const handle = titled('meetings:new.title')

const fields = z.object({ question: words(500), people: things<MemberId>() })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:answer')
  const members = await membersOf(viewer)
  const people = byNearness(members.filter((one) => canCome(one) && one.id !== viewer.member)).map(({ id, name, relation, seat, near }) => ({ id, name, relation, seat, near }))
  return json({ family: viewer.family, people, once: newFormId(), kept: await keptForm(request) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:answer')
  const read = readPosted(await posted(request), fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, askForMeeting, { ...read.data, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/meetings/${answer.value}`, 'asked') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function MeetingNew() {
  const { t } = useWords()
  const { family, people, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const items = useNearItems(people)
  return (
    <Page title={t('meetings:new.title')} lead={t('meetings:new.lead')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/meetings`, text: t('meetings:title') }}>
      <Form once={once}>
        <TextArea form={form} name="question" label={t('meetings:new.question')} hint={t('meetings:new.questionHint')} rows={3} limit={500} />
        <Checkboxes form={form} name="people" legend={t('meetings:new.people')} hint={t('meetings:new.peopleHint')} items={items} />
        <p className="soft">{t('meetings:new.safe')}</p>
        <Actions><Button intent="ask">{t('meetings:new.go')}</Button></Actions>
      </Form>
      <OrRing />
    </Page>
  )
}
