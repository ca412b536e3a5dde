import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { appointment } from '#app/domain/appointments/appointments.server.ts'
import { arrangementsOf, sayArranged } from '#app/domain/appointments/arrangements.server.ts'
import { giveWayIn, ownWayIn } from '#app/domain/appointments/way-in.server.ts'
import { toArrange } from '#app/domain/appointments/words.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, httpsOrNone, phoneOrNone } from '#app/http/fields.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type AppointmentId } from '#app/values/ids.ts'

export const handle = titled('booking:arrange.title')

const wayInForm = z.object({ link: httpsOrNone, phone: phoneOrNone })
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
    family: viewer.family, id: one.id, startsAt: one.startsAt, arrangements: await arrangementsOf(viewer, one.id), once: newFormIds([...toArrange, 'way-in']),
    wayIn: one.practitioners.includes(viewer.person!) && one.upcoming && (one.mode === 'video' || one.mode === 'phone') ? (await ownWayIn(viewer, one.id)) ?? { link: null, phone: null } : null, kept: await keptForm(request), done: doneIn(request, ['arranged', 'way-in']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, one } = await theirs(request, params, actIn)
  const post = await posted(request)
  const here = `/families/${viewer.family}/appointments/${one.id}/arrange`
  if (post.intent === 'way-in') {
    const given = readPosted(post, wayInForm)
    if (!given.ok) return json({ form: given.form }, 400)
    const answer = await act(viewer, giveWayIn, { appointment: one.id, ...given.data }, given.once)
    return answer.ok ? doneAt(here, 'way-in') : json({ form: refusedForm(given.form, answer) }, 409)
  }
  const read = readPosted(post, needForm)
  if (!read.ok) return json({ form: read.form }, 400)
  if (post.intent !== 'arranged' && post.intent !== 'not-arranged') return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
  const answer = await act(viewer, sayArranged, { appointment: one.id, need: read.data.need, arranged: post.intent === 'arranged' }, read.once)
  return answer.ok ? doneAt(here, 'arranged') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Arrange() {
  const { t, format } = useWords()
  const { family, id, startsAt, arrangements, wayIn, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page
      title={t('booking:arrange.title')} family={{ id: family, current: 'appointments' }} errors={form.errors} back={{ to: `/families/${family}/appointments/${id}`, text: format.when(startsAt) }}
      done={done ? t(done === 'way-in' ? 'booking:wayIn.said' : 'booking:arrange.said') : undefined} lead={t('booking:arrange.lead')}
    >
      {arrangements.length === 0 && wayIn === null ? <Empty>{t('booking:arrange.nothing')}</Empty> : null}
      {arrangements.map((one) => (
        <Card key={one.need} title={t(`appointments:needs.${one.need}`)}>
          <p>{one.arranged ? <Tag>{t('booking:arrange.done')}</Tag> : <><Tag tone="sun">{t('booking:arrange.notYet')}</Tag> {one.mine ? t('booking:arrange.you', { day: format.day(one.dueOn) }) : t('booking:arrange.by', { name: one.owner, day: format.day(one.dueOn) })}</>}</p>
          <Form once={once[one.need]!}>
            <input type="hidden" name="need" value={one.need} />
            <Actions>{one.arranged ? <Button intent="not-arranged" kind="quiet">{t('booking:arrange.undo')}</Button> : <Button intent="arranged">{t('booking:arrange.go')}</Button>}</Actions>
          </Form>
        </Card>
      ))}
      {wayIn === null ? null : (
        <Card title={t('booking:wayIn.title')}>
          <Form once={once['way-in']!}>
            <p>{t('booking:wayIn.text')}</p>
            <Field form={'link' in form.values ? form : { ...form, values: { ...form.values, link: wayIn.link ?? '' } }} name="link" type="url" label={t('booking:wayIn.link')} hint={t('booking:wayIn.linkHint')} />
            <Field form={'phone' in form.values ? form : { ...form, values: { ...form.values, phone: wayIn.phone ?? '' } }} name="phone" type="tel" label={t('booking:wayIn.phone')} hint={t('common:optional')} width={20} />
            <Actions><Button intent="way-in" kind="quiet">{t('booking:wayIn.save')}</Button></Actions>
          </Form>
        </Card>
      )}
    </Page>
  )
}
