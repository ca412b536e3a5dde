import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { hoursForm, lengthsForm, lengthsSaid, spanOf, takeOutForm, timeOffForm } from '#app/domain/appointments/diary-form.ts'
import { HoursCard } from '#app/domain/appointments/diary-hours.tsx'
import { bookingsOf, dropHours, endTimeOff, hoursOf, keepHours, keepLengths, lengthsOf, takeTimeOff, timeOffOf } from '#app/domain/appointments/diary.server.ts'
import { colleaguesOf } from '#app/domain/appointments/colleagues.server.ts'
import { TimeOffCard } from '#app/domain/appointments/diary-time-off.tsx'
import { daysOf, repeatOf, spansOf } from '#app/domain/appointments/repeats.ts'
import { modes } from '#app/domain/appointments/words.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import { groupsLed } from '#app/domain/groups/groups.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { plusDays, type Instant } from '#app/values/instant.ts'
import type { Mode } from '#db/schema.ts'
import { deskPlaces } from './desk-places.ts'
import { GroupsCard } from './diary-groups.tsx'
import { proposeAllTo } from './who-comes.server.ts'

export const handle = titled('desk:diary.title')

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'diary:keep')
  const [hours, timeOff, bookings, lengths, settings] = await Promise.all([
    hoursOf(viewer.db, [viewer.person!], viewer.today), timeOffOf(viewer.db, viewer.person!, viewer.now), bookingsOf(viewer), lengthsOf(viewer), settingsForWords(viewer.db),
  ])
  return json({
    groups: await groupsLed(viewer), colleagues: await colleaguesOf(viewer, viewer.person!),
    places: deskPlaces(viewer), ...bookings, lengths, areaMinutes: Object.fromEntries(modes.map((mode) => [mode, settings[`${mode}Minutes`]])) as Record<Mode, number>,
    hours: hours.map(({ rule, fromOn, lengths: _lengths, practitioner: _practitioner, ...row }) => ({ ...row, repeat: repeatOf(rule), nextOn: rule === null ? null : (daysOf(rule, fromOn, { from: viewer.today, until: plusDays(viewer.today, 62) })[0] ?? null) })),
    timeOff: timeOff.map(({ rule, ...row }) => ({ ...row, ...(rule === null ? {} : spansOf({ rule, ...row }, { from: viewer.now, until: `${plusDays(viewer.today, 62)}T00:00:00.000Z` as Instant })[0]), repeat: rule === null ? null : repeatOf(rule) })),
    kept: await keptForm(request), once: [newFormId(), newFormId(), newFormId()] as const, onceOf: newFormIds([...hours, ...timeOff].map((row) => row.id)),
    done: doneIn(request, ['hours', 'dropped', 'lengths', 'off', 'covered', 'back']),
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
      const { weekdays, 'from-on': fromOn, ...hours } = read.data
      const answer = await act(viewer, keepHours, { ...hours, weekdays: weekdays.map(Number), fromOn: fromOn ?? viewer.today, untilOn: null }, read.once)
      return answer.ok ? doneAt('/desk/diary', 'hours') : wrong(refusedForm(read.form, answer), 409)
    }
    case 'drop': {
      const read = readPosted(post, takeOutForm)
      if (!read.ok) return wrong(read.form, 400)
      const answer = await act(viewer, dropHours, read.data, read.once)
      return answer.ok ? doneAt('/desk/diary', 'dropped') : wrong(refusedForm(read.form, answer), 409)
    }
    case 'lengths': {
      const read = readPosted(post, lengthsForm)
      if (!read.ok) return wrong(read.form, 400)
      const answer = await act(viewer, keepLengths, lengthsSaid(read.data), read.once)
      return answer.ok ? doneAt('/desk/diary', 'lengths') : wrong(refusedForm(read.form, answer), 409)
    }
    case 'off': {
      const read = readPosted(post, timeOffForm)
      if (!read.ok) return wrong(read.form, 400)
      const { from, until } = spanOf(read.data)
      if (!from || !until) return wrong({ ...read.form, errors: { [from ? 'off-until-time' : 'off-from-time']: { key: 'errors:notTime' } } }, 400)
      const repeat = read.data['off-repeat']
      const cover = read.data['off-cover']
      const answer = await act(viewer, takeTimeOff, { from, until, repeat: repeat === 'once' ? null : repeat, untilOn: read.data['off-repeat-until'], cover }, read.once)
      if (answer.ok && cover !== null && answer.value > 0) return (await proposeAllTo(must(viewer, 'desk:see'), viewer.person!, cover)) > 0 ? doneAt('/desk/diary/away', 'some') : doneAt('/desk/diary', 'covered')
      return answer.ok ? (answer.value > 0 ? doneAt('/desk/diary/away', 'off') : doneAt('/desk/diary', 'off')) : wrong(refusedForm(read.form, { ...answer, ...(answer.why === 'already-sent' ? {} : { field: `off-${answer.field}` }) }), 409)
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

export default function Diary() {
  const { t, format } = useWords()
  const { groups, colleagues, places, hours, timeOff, lengths, areaMinutes, next, toRecord, kept, once, onceOf, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
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
            <GroupsCard groups={groups} />
          </>
        }
        second={
          <>
            <HoursCard form={form} hours={hours} lengths={lengths} areaMinutes={areaMinutes} once={once[0]} onceLengths={once[2]} onceOf={onceOf} />
            <TimeOffCard form={form} timeOff={timeOff} colleagues={colleagues} once={once[1]} onceOf={onceOf} />
          </>
        }
      />
    </Page>
  )
}
