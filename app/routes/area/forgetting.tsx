import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { forget, toForget } from '#app/domain/data/forgetting.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { PersonId } from '#app/values/ids.ts'
import { deskPlaces } from '../desk/desk-places.ts'

export const handle = titled('data:area.title')

const fields = z.object({ person: thing<PersonId>() })

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'people:keep')
  return json({ places: deskPlaces(viewer), waiting: await toForget(viewer), today: viewer.today, once: newFormId(), done: doneIn(request, ['forgotten']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'people:keep')
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, forget, read.data, read.once)
  return answer.ok ? doneAt('/area/forgetting', 'forgotten') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Forgetting() {
  const { t, format } = useWords()
  const { places, waiting, today, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  return (
    <Page title={t('data:area.title')} desk={{ current: 'colleagues', places }} errors={form.errors} lead={t('data:area.lead')} done={done ? t('data:area.done') : null} back={{ to: '/area/people', text: t('area:people.title') }}>
      <Card>
        {waiting.length === 0 ? <Empty>{t('data:area.none')}</Empty> : (
          <Form once={once}>
            <Radios form={form} name="person" legend={t('data:area.who')} items={waiting.map((one) => ({ value: one.person, text: <bdi>{one.name}</bdi>, hint: t(one.dueOn < today ? 'data:area.late' : 'data:area.due', { day: format.date(one.dueOn) }) }))} />
            <p>{t('data:area.sure')}</p>
            <Actions><Button kind="warning" intent="forget">{t('data:area.go')}</Button></Actions>
          </Form>
        )}
      </Card>
    </Page>
  )
}
