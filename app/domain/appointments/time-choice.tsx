/** Choosing a free time: a week of days with their times, and links to the weeks before and after. */
import type { ReactNode } from 'react'
import { countryOf } from '#app/values/zones.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Fieldset } from '#app/ui/fieldset.tsx'
import { valueOf, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { fallOn, type Matter } from './dates.ts'
import { QuietMatters } from './matters.tsx'
import type { FreeTime, WeekOfTimes } from './times.ts'

/** Times that stand above the week: the three nearest to one that was taken meanwhile, or the one chosen in another week. */
export interface Offer {
  readonly because: 'nearest' | 'kept' | 'offered'
  readonly times: readonly FreeTime[]
}

export function TimeChoice({ form, week, offer, minutes, to, keepsRest = false, zone = null, matters = [] }: {
  form: FormState
  week: WeekOfTimes
  offer: Offer | null
  minutes: number
  /** The address of another week. */
  to: (week: number) => string
  /** Inside a form whose other answers are kept: its button `week-<n>` asks for another week. */
  keepsRest?: boolean
  /** The clock that the reader lives by, where it is another: its times stand in brackets. */
  zone?: string | null
  /** The dates that matter: a day or a time that falls on one has a quiet word. */
  matters?: readonly Matter[]
}): ReactNode {
  const { t, format } = useWords()
  const above = offer?.times ?? []
  const days = week.days
    .map(({ day, times }) => ({ day, times: times.filter((time) => !above.some((one) => one.startsAt === time.startsAt)) }))
    .filter(({ times }) => times.length > 0)
  if (above.length === 0 && days.length === 0 && week.before === null && week.after === null) return <Notice tone="sun">{t('appointments:times.none')}</Notice>
  // The question has the error once, on its outer frame; the days in it have none of their own.
  const plain = { ...form, errors: {} }
  const chosen = valueOf(form, 'time')
  const other = (n: number, text: string) => (keepsRest ? <Button kind="quiet" intent={`week-${n}`}>{text}</Button> : <ButtonLink kind="quiet" to={to(n)}>{text}</ButtonLink>)
  const there = (at: FreeTime['startsAt']) => (zone === null || format.time(at) === format.timeIn(at, zone) ? '' : ` (${format.timeIn(at, zone)})`)
  const firstId = above.length > 0 ? 'offer' : days[0]?.day
  return (
    <>
      <Fieldset
        legend={t('appointments:times.legend')} legendIs="h2" id="time"
        hint={<>{t('appointments:times.each', { minutes: format.minutes(minutes) })}{zone === null ? null : <> {t('booking:brackets', { place: format.country(countryOf(zone) ?? zone) })}</>}</>}
        error={form.errors.time}>
        {offer && above.length > 0 ? (
          <Radios form={plain} name="time" legend={t(`appointments:times.${offer.because}`)} items={above.map((time) => ({ value: time.startsAt, text: <>{`${format.when(time.startsAt)}${there(time.startsAt)}`}<QuietMatters of={fallOn(matters, time)} /></> }))} />
        ) : null}
        {above.length > 0 && days.length > 0 ? <p><strong>{t('appointments:times.others')}</strong></p> : null}
        {days.map(({ day, times }) => {
          const allDay = fallOn(matters, times[0]!).filter((one) => times.every((time) => fallOn([one], time).length > 0))
          const onlyThen = matters.filter((one) => !allDay.some(({ id }) => id === one.id))
          return (
            // A day is one line to tap, so that a week fits on a small phone; the first one is open, and the one chosen in.
            <Details key={day} summary={<>{t('appointments:times.day', { day: format.day(day), count: times.length })}<QuietMatters of={allDay} /></>} open={day === firstId || times.some((time) => time.startsAt === chosen)}>
              <Radios
                form={plain} name="time" id={day === firstId ? 'time' : `time-${day}`} legend={<span className="vh">{format.day(day)}</span>} inline="short"
                items={times.map((time) => ({ value: time.startsAt, text: <>{`${format.time(time.startsAt)}${there(time.startsAt)}`}<QuietMatters of={fallOn(onlyThen, time)} /></> }))}
              />
            </Details>
          )
        })}
      </Fieldset>
      <Actions>
        {week.before === null ? null : other(week.before, t('appointments:times.weekBefore'))}
        {week.after === null ? null : other(week.after, t('appointments:times.weekAfter'))}
      </Actions>
    </>
  )
}
