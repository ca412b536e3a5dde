import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { isToCome } from '#app/domain/meetings/answers.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { mostSittings, usualMinutes } from '#app/domain/meetings/finding-words.ts'
import { meetingOf } from '#app/domain/meetings/meetings.server.ts'
import { keepSitting, moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { dayTypedOrNone, httpsOrNone, message, phoneOrNone, things, wallTimeTyped, wholeNumber, wordsOrNone } from '#app/http/fields.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MeetingId, type MemberId } from '#app/values/ids.ts'
import { atWallTime, dayAt, wallTime, type Day, type Instant } from '#app/values/instant.ts'

export const handle = titled<typeof loader>(({ t }, data) => t('ready:sitting.title', { number: data.number }))

const timeOrNone = z.union([z.literal('').transform(() => null), z.undefined().transform(() => null), wallTimeTyped])
const sittingForm = z.object({ day: dayTypedOrNone, time: timeOrNone, minutes: wholeNumber(15, 600), place: wordsOrNone(300), 'dial-in': phoneOrNone, call: httpsOrNone }).superRefine(({ day, time }, ctx) => {
  if (day !== null && time === null) ctx.addIssue({ code: 'custom', path: ['time'], message: message('errors:notTime') })
  if (day === null && time !== null) ctx.addIssue({ code: 'custom', path: ['day'], message: message('errors:dayRequired') })
})
const peopleForm = z.object({ people: things<MemberId>().refine((some) => some.length > 0, message('errors:chooseOne')) })

/** The meeting that the viewer gets ready and a sitting of it, or the next one; 404 for any other. */
async function theirs(request: Request, params: LoaderFunctionArgs['params'], how: typeof lookIn) {
  const viewer = must(must(await how(request, params.family), 'meetings:arrange'), 'meetings:see')
  const meeting = isId(params.id) ? await meetingOf(viewer, params.id as string as MeetingId) : undefined
  const number = /^[1-4]$/.test(params.n ?? '') ? Number(params.n) : 0
  if (!meeting || number === 0 || number > Math.min(meeting.sittings.length + 1, mostSittings) || !isToCome(meeting.state)) throw notYours()
  return { viewer, meeting, number }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, meeting, number } = await theirs(request, params, lookIn)
  const sitting = meeting.sittings.find((one) => one.number === number) ?? null
  const person = ({ member, name, invited, sitting: of }: (typeof meeting.people)[number]) => ({ member, name, invited, of })
  return json({
    family: viewer.family, id: meeting.id, number, sitting, here: meeting.people.filter((one) => one.sitting === number).map(person), elsewhere: sitting ? meeting.people.filter((one) => one.sitting !== number).map(person) : [],
    once: newFormIds(['keep', 'move']), kept: await keptForm(request), done: doneIn(request, ['kept', 'moved']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, meeting, number } = await theirs(request, params, actIn)
  const here = `/families/${viewer.family}/meetings/${meeting.id}/sitting/${number}`
  const post = await posted(request)
  if (post.intent === 'move') {
    const read = readPosted(post, peopleForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, moveToSitting, { meeting: meeting.id, people: read.data.people, number }, read.once)
    return answer.ok ? doneAt(here, 'moved') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, sittingForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { day, time, minutes, place, 'dial-in': dialIn, call } = read.data
  const startsAt = startOf(day, time)
  if (startsAt === undefined) return json({ form: { ...read.form, errors: { time: { key: 'errors:notTime' } } } }, 400)
  const answer = await act(viewer, keepSitting, { meeting: meeting.id, number, startsAt, minutes, place, dialIn, callUrl: call }, read.once)
  return answer.ok ? doneAt(here, 'kept') : json({ form: refusedForm(read.form, answer) }, 409)
}

/** The moment of a day and a time on the area's clock; undefined in the hour that spring skips. */
function startOf(day: Day | null, time: string | null): Instant | null | undefined {
  return day === null || time === null ? null : atWallTime(day, time)
}

export default function MeetingSitting() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  return (
    <Page
      title={t('ready:sitting.title', { number: data.number })} lead={t('ready:sitting.lead')} family={{ id: data.family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${data.family}/meetings/${data.id}/ready`, text: t('ready:ready.title') }} done={data.done ? t(`ready:sitting.${data.done}`) : undefined}
    >
      <WhenAndWhere form={form} />
      {data.sitting ? <Who form={form} /> : null}
    </Page>
  )
}

function WhenAndWhere({ form }: { form: FormState }): ReactNode {
  const { t } = useWords()
  const { sitting, once } = useLoaderData<typeof loader>()
  const startsAt = sitting?.startsAt as Instant | null | undefined
  const [year = '', month = '', day = ''] = startsAt ? dayAt(startsAt).split('-').map((part) => String(Number(part))) : []
  const first = { 'day-day': day, 'day-month': month, 'day-year': year, time: startsAt ? wallTime(startsAt) : '', minutes: String(sitting?.minutes ?? usualMinutes), place: sitting?.place ?? '', 'dial-in': sitting?.dialIn ?? '', call: sitting?.callUrl ?? '' }
  const filled = 'minutes' in form.values ? form : { ...form, values: { ...form.values, ...first } }
  return (
    <Card title={t('ready:sitting.when')}>
      <Form once={once['keep']!}>
        <p className="soft">{t('ready:sitting.whenText')}</p>
        <DateField form={filled} name="day" legend={t('ready:sitting.day')} />
        <Field form={filled} name="time" label={t('ready:sitting.time')} hint={t('ready:sitting.timeHint')} width={5} inputMode="numeric" autoComplete="off" />
        <Field form={filled} name="minutes" label={t('ready:sitting.minutes')} width={4} inputMode="numeric" autoComplete="off" />
        <Field form={filled} name="place" label={t('ready:sitting.place')} hint={t('common:optional')} autoComplete="off" />
        <Field form={filled} name="dial-in" type="tel" label={t('ready:sitting.dialIn')} hint={t('common:optional')} width={20} autoComplete="off" />
        <Field form={filled} name="call" type="url" label={t('ready:sitting.call')} hint={t('common:optional')} autoComplete="off" />
        <Actions><Button intent="keep">{t('ready:sitting.save')}</Button></Actions>
      </Form>
    </Card>
  )
}

function Who({ form }: { form: FormState }): ReactNode {
  const { t } = useWords()
  const { here, elsewhere, once } = useLoaderData<typeof loader>()
  return (
    <Card title={t('ready:sitting.who')}>
      {here.length === 0 ? <Empty>{t('ready:sitting.nobody')}</Empty> : <Rows>{here.map((one) => <p key={one.member}><bdi>{one.name}</bdi></p>)}</Rows>}
      {elsewhere.length === 0 ? null : (
        <Form once={once['move']!}>
          <Checkboxes form={form} name="people" legend={t('ready:sitting.move')} hint={t('ready:sitting.moveHint')} items={elsewhere.map((one) => ({
            value: one.member, text: <bdi>{one.name}</bdi>, hint: one.invited ? t('ready:sitting.haveRead') : t('ready:sitting.of', { number: one.of }),
          }))} />
          <Actions><Button intent="move" kind="quiet">{t('ready:sitting.moveGo')}</Button></Actions>
        </Form>
      )}
    </Card>
  )
}
