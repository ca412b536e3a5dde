import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { hoursForm, spanOf, takeOutForm, timeOffForm } from '#app/domain/appointments/diary-form.ts'
import { bookingsOf, dropHours, endTimeOff, hoursOf, keepHours, takeTimeOff, timeOffOf } from '#app/domain/appointments/diary.server.ts'
import { modes } from '#app/domain/appointments/words.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:diary.title')

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'diary:keep')
  const [hours, timeOff, bookings] = await Promise.all([
    hoursOf(viewer.db, viewer.person!, viewer.today), timeOffOf(viewer.db, viewer.person!, { from: viewer.now, until: null }), bookingsOf(viewer),
  ])
  return json({
    places: deskPlaces(viewer), hours, timeOff, ...bookings, kept: await keptForm(request), once: [newFormId(), newFormId()] as const, onceOf: newFormIds([...hours, ...timeOff].map((row) => row.id)),
    done: doneIn(request, ['hours', 'dropped', 'off', 'back']),
  })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'diary:keep')
  const post = await posted(request)
  const wrong = (form: FormState, status: 400 | 409) => json({ form }, status)
  switch (post.intent) {
    case 'hours': {
      const read = readPosted(post, hoursForm)
      if (!read.ok) return wrong(read.form, 400)
      const { weekdays, ...hours } = read.data
      const answer = await act(viewer, keepHours, { ...hours, weekdays: weekdays.map(Number), fromOn: viewer.today, untilOn: null }, read.once)
      return answer.ok ? doneAt('/desk/diary', 'hours') : wrong(refusedForm(read.form, answer), 409)
    }
    case 'drop': {
      const read = readPosted(post, takeOutForm)
      if (!read.ok) return wrong(read.form, 400)
      const answer = await act(viewer, dropHours, read.data, read.once)
      return answer.ok ? doneAt('/desk/diary', 'dropped') : wrong(refusedForm(read.form, answer), 409)
    }
    case 'off': {
      const read = readPosted(post, timeOffForm)
      if (!read.ok) return wrong(read.form, 400)
      const { from, until } = spanOf(read.data)
      if (!from || !until) return wrong({ ...read.form, errors: { [from ? 'off-until-time' : 'off-from-time']: { key: 'errors:notTime' } } }, 400)
      const answer = await act(viewer, takeTimeOff, { from, until }, read.once)
      return answer.ok ? doneAt('/desk/diary', 'off') : wrong(refusedForm(read.form, { ...answer, ...(answer.why === 'already-sent' ? {} : { field: `off-${answer.field}` }) }), 409)
    }
    case 'back': {
      const read = readPosted(post, takeOutForm)
      if (!read.ok) return wrong(read.form, 400)
      const answer = await act(viewer, endTimeOff, read.data, read.once)
      return answer.ok ? doneAt('/desk/diary', 'back') : wrong(refusedForm(read.form, answer), 409)
    }
    default:
      return wrong({ values: post.values, errors: { '': { key: 'errors:formGone' } } }, 400)
  }
}

/** A Monday, and so the days of the week by name. */
const aMonday = '2026-01-05' as Day

export default function Diary() {
  const { t, format } = useWords()
  const { places, hours, timeOff, next, toRecord, kept, once, onceOf, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const weekdayOf = (n: number) => format.weekday(plusDays(aMonday, n - 1))
  const wrong = (...names: string[]) => names.some((name) => name in form.errors || name in form.values)
  const bookings = (rows: typeof next) => (
    <Rows>
      {rows.map((row) => (
        <div key={row.id}>
          <p>
            <a href={`/families/${row.family}/appointments/${row.id}`}>{format.when(row.startsAt)}</a>
          </p>
          <p className="soft">{t('desk:diary.booking', { family: row.familyName, mode: t(`appointments:manner.${row.mode}`) })}</p>
        </div>
      ))}
    </Rows>
  )
  return (
    <Page title={t('desk:diary.title')} lead={t('desk:diary.lead')} desk={{ current: 'diary', places }} errors={form.errors} done={done ? t(`desk:diary.done.${done}`) : undefined} wide>
      <Columns
        first={
          <>
            {toRecord.length > 0 ? <Card tone="next" title={t('desk:diary.toRecord')}>{bookings(toRecord)}</Card> : null}
            <Card title={t('desk:diary.next')}>{next.length > 0 ? bookings(next) : <Empty>{t('desk:diary.nobodyNext')}</Empty>}</Card>
          </>
        }
        second={
          <>
            <Card title={t('desk:diary.hours')}>
              {hours.length === 0 ? <Empty>{t('desk:diary.noHours')}</Empty> : (
                <Rows>
                  {hours.map((row) => {
                    const which = t('desk:diary.hoursOf', { weekday: weekdayOf(row.weekday), from: row.from, until: row.until })
                    return (
                      <div key={row.id}>
                        <p>{which}</p>
                        <p className="soft">{t('desk:diary.offered', { ways: format.list(row.modes.map((mode) => t(`appointments:manner.${mode}`))) })}</p>
                        {row.place ? <p className="soft"><bdi>{row.place}</bdi></p> : null}
                        <Form once={onceOf[row.id]}>
                          <input type="hidden" name="id" value={row.id} />
                          <Button kind="quiet" intent="drop">{t('desk:diary.dropHours')}<span className="vh">{`: ${which}`}</span></Button>
                        </Form>
                      </div>
                    )
                  })}
                </Rows>
              )}
              <Details summary={t('desk:diary.addHours')} open={hours.length === 0 || wrong('weekdays', 'from', 'until', 'modes', 'place')}>
                <Form once={once[0]}>
                  <Checkboxes form={form} name="weekdays" legend={t('desk:diary.weekdays')} inline items={[1, 2, 3, 4, 5, 6, 7].map((n) => ({ value: String(n), text: weekdayOf(n) }))} />
                  <Field form={form} name="from" label={t('desk:diary.from')} hint={t('desk:diary.timeHint')} width={5} inputMode="numeric" autoComplete="off" />
                  <Field form={form} name="until" label={t('desk:diary.until')} width={5} inputMode="numeric" autoComplete="off" />
                  <Checkboxes form={form} name="modes" legend={t('desk:diary.modes')} items={modes.map((mode) => ({ value: mode, text: t(`appointments:mode.${mode}`) }))} />
                  <Field form={form} name="place" label={t('desk:diary.place')} hint={t('desk:diary.placeHint')} />
                  <Actions><Button intent="hours">{t('desk:diary.saveHours')}</Button></Actions>
                </Form>
              </Details>
              <p className="soft">{t('desk:diary.booked')}</p>
            </Card>
            <Card title={t('desk:diary.timeOff')}>
              {timeOff.length === 0 ? <Empty>{t('desk:diary.noTimeOff')}</Empty> : (
                <Rows>
                  {timeOff.map((row) => {
                    const which = t('desk:diary.span', { from: format.when(row.from), until: format.when(row.until) })
                    return (
                      <div key={row.id}>
                        <p>{which}</p>
                        <Form once={onceOf[row.id]}>
                          <input type="hidden" name="id" value={row.id} />
                          <Button kind="quiet" intent="back">{t('desk:diary.endTimeOff')}<span className="vh">{`: ${which}`}</span></Button>
                        </Form>
                      </div>
                    )
                  })}
                </Rows>
              )}
              <Details summary={t('desk:diary.addTimeOff')} open={wrong('off-from', 'off-until', 'off-from-time', 'off-until-time')}>
                <Form once={once[1]}>
                  <DateField form={form} name="off-from" legend={t('desk:diary.offFrom')} />
                  <Field form={form} name="off-from-time" label={t('desk:diary.offFromTime')} hint={t('desk:diary.offTimeHint')} width={5} inputMode="numeric" autoComplete="off" />
                  <DateField form={form} name="off-until" legend={t('desk:diary.offUntil')} />
                  <Field form={form} name="off-until-time" label={t('desk:diary.offUntilTime')} hint={t('desk:diary.offTimeHint')} width={5} inputMode="numeric" autoComplete="off" />
                  <Actions><Button intent="off">{t('desk:diary.saveTimeOff')}</Button></Actions>
                </Form>
              </Details>
            </Card>
          </>
        }
      />
    </Page>
  )
}
