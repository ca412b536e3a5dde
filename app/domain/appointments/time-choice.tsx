/** Choosing a free time: a week of days with their times, and links to the weeks before and after. */
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Fieldset } from '#app/ui/fieldset.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import type { FreeTime, WeekOfTimes } from './times.ts'

/** Times that stand above the week: the three nearest to one that was taken meanwhile, or the one chosen in another week. */
export interface Offer {
  readonly because: 'nearest' | 'kept'
  readonly times: readonly FreeTime[]
}

export function TimeChoice({ form, week, offer, minutes, to }: {
  form: FormState
  week: WeekOfTimes
  offer: Offer | null
  minutes: number
  /** The address of another week. */
  to: (week: number) => string
}): ReactNode {
  const { t, format } = useWords()
  const above = offer?.times ?? []
  const days = week.days
    .map(({ day, times }) => ({ day, times: times.filter((time) => !above.some((one) => one.startsAt === time.startsAt)) }))
    .filter(({ times }) => times.length > 0)
  if (above.length === 0 && days.length === 0 && week.before === null && week.after === null) return <Notice tone="sun">{t('appointments:times.none')}</Notice>
  // The question has the error once, on its outer frame; the days in it have none of their own.
  const plain = { ...form, errors: {} }
  const groups = [
    ...(offer && above.length > 0 ? [{ key: 'offer', legend: t(`appointments:times.${offer.because}`), items: above.map((time) => ({ value: time.startsAt as string, text: format.when(time.startsAt) })), inline: false }] : []),
    ...days.map(({ day, times }) => ({
      key: day as string, legend: format.day(day), items: times.map((time) => ({ value: time.startsAt as string, text: format.timeRange(time.startsAt, time.endsAt) })), inline: true,
    })),
  ]
  return (
    <>
      <Fieldset legend={t('appointments:times.legend')} legendIs="h2" id="time" hint={t('appointments:times.each', { minutes: format.minutes(minutes) })} error={form.errors.time}>
        {groups.map(({ key, legend, items, inline }, at) => (
          <Radios key={key} form={plain} name="time" id={at === 0 ? 'time' : `time-${key}`} legend={legend} items={items} inline={inline} />
        ))}
      </Fieldset>
      <Actions>
        {week.before === null ? null : <ButtonLink kind="quiet" to={to(week.before)}>{t('appointments:times.weekBefore')}</ButtonLink>}
        {week.after === null ? null : <ButtonLink kind="quiet" to={to(week.after)}>{t('appointments:times.weekAfter')}</ButtonLink>}
      </Actions>
    </>
  )
}
