import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { closeFollowUp, followUp } from '#app/domain/appointments/follow-ups.server.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { langOf } from '#app/domain/area/shell.server.ts'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type FollowUpId } from '#app/values/ids.ts'

export const handle = titled('after:follow.title')

const doneForm = z.object({ words: words(1000) })

/** Whoever sees to it; 404 for anybody else. */
async function theirs(request: Request, params: LoaderFunctionArgs['params'], how: typeof lookIn) {
  const viewer = must(await how(request, params.family), 'appointments:see')
  const one = isId(params.id) ? await followUp(viewer, params.id as FollowUpId) : undefined
  if (!one) throw notYours()
  return { viewer, one }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, one } = await theirs(request, params, lookIn)
  return json({ family: viewer.family, name: (await familyOf(viewer)).name, one, once: newFormId(), kept: await keptForm(request) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, one } = await theirs(request, params, actIn)
  const read = readPosted(await posted(request), doneForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, closeFollowUp, { followUp: one.id, words: read.data.words, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/appointments`, 'followed') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function OneFollowUp() {
  const { t, format } = useWords()
  const { family, name, one, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const list = `/families/${family}/appointments`
  return (
    <Page title={t('after:follow.title')} family={{ id: family, current: 'appointments' }} errors={form.errors} back={{ to: list, text: t('appointments:title') }} lead={t(`after:desk.${one.raised ?? one.why}`, { name, day: format.date(one.dueOn) })}>
      {one.offer ? <p><a href={`${list}/offers/${one.offer}`}>{t('after:follow.lookOffer')}</a></p> : null}
      {one.appointment ? <p><a href={`${list}/${one.appointment}`}>{t('after:follow.look')}</a></p> : null}
      <Form once={once}>
        <TextArea form={form} name="words" label={t('after:follow.words')} hint={t(one.appointment ? 'after:follow.wordsHint' : 'after:follow.ownHint')} />
        <Actions><Button intent="done">{t('after:follow.go')}</Button><ButtonLink kind="quiet" to={`${list}/book`}>{t('appointments:bookButton')}</ButtonLink></Actions>
      </Form>
    </Page>
  )
}
