import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { forget, toForget } from '#app/domain/data/forgetting.server.ts'
import { answerOwnNotRight, ownNotRightToAnswer } from '#app/domain/data/own-corrections.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { PersonId } from '#app/values/ids.ts'
import { deskPlaces } from '../desk/desk-places.ts'

export const handle = titled('data:area.title')

const forgetForm = z.object({ person: thing<PersonId>() })
const answerForm = z.object({ correction: thing<string>(), words: words(1000) })

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'people:keep')
  return json({
    places: deskPlaces(viewer), waiting: await toForget(viewer), notRight: await ownNotRightToAnswer(viewer), me: viewer.person, today: viewer.today,
    kept: await keptForm(request), once: newFormId(), onceAnswer: newFormId(), done: doneIn(request, ['forgotten', 'answered']),
  })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'people:keep')
  const post = await posted(request)
  if (post.intent === 'answer') {
    const read = readPosted(post, answerForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, answerOwnNotRight, { ...read.data, lang: await langOf(request) }, read.once)
    return answer.ok ? doneAt('/area/forgetting', 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, forgetForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, forget, read.data, read.once)
  return answer.ok ? doneAt('/area/forgetting', 'forgotten') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Forgetting() {
  const { t, format } = useWords()
  const { places, waiting, notRight, me, today, kept, once, onceAnswer, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  // One at a time: the oldest that is not one's own.
  const next = notRight.find((one) => one.person !== me)
  return (
    <Page title={t('data:area.title')} desk={{ current: 'colleagues', places }} errors={form.errors} done={done ? t(done === 'answered' ? 'data:notRight.done.answered' : 'data:area.done') : null} back={{ to: '/area/people', text: t('area:people.title') }}>
      <Card title={t('data:area.forget')}>
        <p>{t('data:area.lead')}</p>
        {waiting.length === 0 ? <Empty>{t('data:area.none')}</Empty> : (
          <Form once={once}>
            <Radios form={form} name="person" legend={t('data:area.who')} items={waiting.map((one) => ({ value: one.person, text: <bdi>{one.name}</bdi>, hint: t(one.dueOn < today ? 'data:area.late' : 'data:area.due', { day: format.date(one.dueOn) }) }))} />
            <p>{t('data:area.sure')}</p>
            <Actions><Button kind="warning" intent="forget">{t('data:area.go')}</Button></Actions>
          </Form>
        )}
      </Card>
      <Card title={t('data:area.notRight')}>
        {notRight.length === 0 ? <Empty>{t('data:area.allRight')}</Empty> : (
          <Rows>
            {notRight.map((one) => (
              <div key={one.id}>
                <p><strong><bdi>{one.name}</bdi></strong> <span className="soft">{format.date(one.at)}</span></p>
                <p><Said lang={one.lang}>{one.words}</Said></p>
                {one.id !== next?.id ? null : (
                  <Form once={onceAnswer}>
                    <input type="hidden" name="correction" value={one.id} />
                    <TextArea form={form} name="words" label={t('data:notRight.yourAnswer')} rows={3} limit={1000} />
                    <Actions><Button intent="answer">{t('data:notRight.sendAnswer')}</Button></Actions>
                  </Form>
                )}
              </div>
            ))}
          </Rows>
        )}
      </Card>
    </Page>
  )
}
