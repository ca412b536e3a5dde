import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { moment } from '#app/domain/appointments/booking-form.ts'
import { mostSittings } from '#app/domain/meetings/finding-words.ts'
import { meetingOf } from '#app/domain/meetings/meetings.server.ts'
import { askedInTo, cameIn } from '#app/domain/meetings/room-stop.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { actQuietly } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { wholeNumber } from '#app/http/fields.ts'
import { newFormIds, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { meetingIdOf } from './meeting-id.ts'

export const handle = titled('rooms:comeIn.title')

/** To which sitting, and the moment at which the page says that somebody asked. */
const cameForm = z.object({ sitting: wholeNumber(1, mostSittings), since: moment })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:arrange')
  const meeting = meetingIdOf(params.id)
  if (!(await meetingOf(must(viewer, 'meetings:see'), meeting))) throw notYours()
  const asked = await askedInTo(viewer, meeting)
  return json({ family: viewer.family, meeting, asked, onces: newFormIds(asked.map((one) => String(one.sitting))), done: doneIn(request, ['seen']) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:arrange')
  const meeting = meetingIdOf(params.id)
  if (!(await meetingOf(must(viewer, 'meetings:see'), meeting))) throw notYours()
  const read = await readForm(request, cameForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await actQuietly(viewer, cameIn, { meeting, ...read.data }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/meetings/${meeting}/come-in`, 'seen') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function ComeIn() {
  const { t, format } = useWords()
  const { family, meeting, asked, onces, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  return (
    <Page title={t('rooms:comeIn.title')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/meetings/${meeting}`, text: t('rooms:back') }} done={done ? t('rooms:done.seen') : null}>
      {asked.length === 0 ? <Empty>{t('rooms:comeIn.none')}</Empty> : (
        <Card title={t('rooms:comeIn.asked')} tone="next">
          <p>{t('rooms:comeIn.how')}</p>
          <Rows>
            {asked.map(({ sitting, since }) => (
              <Form key={sitting} once={onces[sitting]!}>
                <input type="hidden" name="sitting" value={sitting} /><input type="hidden" name="since" value={since} />
                <p>{t('rooms:comeIn.sitting', { number: sitting, when: format.when(since) })}</p>
                <Actions><Button intent="came">{t('rooms:comeIn.seen')}<span className="vh">{`: ${t('ready:sitting.title', { number: sitting })}`}</span></Button></Actions>
              </Form>
            ))}
          </Rows>
        </Card>
      )}
      <OrRing />
    </Page>
  )
}
