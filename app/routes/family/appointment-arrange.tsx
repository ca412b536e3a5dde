import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { appointment } from '#app/domain/appointments/appointments.server.ts'
import { arrangementsOf, sayArranged } from '#app/domain/appointments/arrangements.server.ts'
import { toArrange } from '#app/domain/appointments/words.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice } from '#app/http/fields.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type AppointmentId } from '#app/values/ids.ts'

export const handle = titled('booking:arrange.title')

const needForm = z.object({ need: choice(toArrange) })

/** Whoever helps and sees the appointment that the address names; 404 for anybody else. */
async function theirs(request: Request, params: LoaderFunctionArgs['params'], how: typeof lookIn) {
  const viewer = must(await how(request, params.family), 'appointments:see')
  const one = isId(params.id) && seatsThatHelp.has(viewer.seat as never) ? await appointment(viewer, params.id as AppointmentId) : undefined
  if (!one) throw notYours()
  return { viewer, one }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, one } = await theirs(request, params, lookIn)
  return json({
    family: viewer.family, id: one.id, startsAt: one.startsAt, arrangements: await arrangementsOf(viewer, one.id), once: newFormIds([...toArrange]), kept: await keptForm(request), done: doneIn(request, ['arranged']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, one } = await theirs(request, params, actIn)
  const post = await posted(request)
  const read = readPosted(post, needForm)
  if (!read.ok) return json({ form: read.form }, 400)
  if (post.intent !== 'arranged' && post.intent !== 'not-arranged') return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
  const answer = await act(viewer, sayArranged, { appointment: one.id, need: read.data.need, arranged: post.intent === 'arranged' }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/appointments/${one.id}/arrange`, 'arranged') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Arrange() {
  const { t, format } = useWords()
  const { family, id, startsAt, arrangements, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page
      title={t('booking:arrange.title')} family={{ id: family, current: 'appointments' }} errors={form.errors} back={{ to: `/families/${family}/appointments/${id}`, text: format.when(startsAt) }}
      done={done ? t('booking:arrange.said') : undefined} lead={t('booking:arrange.lead')}
    >
      {arrangements.length === 0 ? <Empty>{t('booking:arrange.nothing')}</Empty> : null}
      {arrangements.map((one) => (
        <Card key={one.need} title={t(`appointments:needs.${one.need}`)}>
          <p>{one.arranged ? <Tag>{t('booking:arrange.done')}</Tag> : <><Tag tone="sun">{t('booking:arrange.notYet')}</Tag> {one.mine ? t('booking:arrange.you', { day: format.day(one.dueOn) }) : t('booking:arrange.by', { name: one.owner, day: format.day(one.dueOn) })}</>}</p>
          <Form once={once[one.need]!}>
            <input type="hidden" name="need" value={one.need} />
            <Actions>{one.arranged ? <Button intent="not-arranged" kind="quiet">{t('booking:arrange.undo')}</Button> : <Button intent="arranged">{t('booking:arrange.go')}</Button>}</Actions>
          </Form>
        </Card>
      ))}
    </Page>
  )
}
