/** The hours of a diary: what is offered, and how they are added and taken out. */
import type { ReactNode } from 'react'
import type { Mode } from '#db/schema.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { plusDays, type Day } from '#app/values/instant.ts'
import { lengthName } from './diary-form.ts'
import { repeats, type Repeat } from './repeat-choices.ts'
import type { Lengths } from './times.ts'
import { modes } from './words.ts'

/** A Monday, and so the days of the week by name. */
const aMonday = '2026-01-05' as Day

interface HoursShown {
  readonly id: string; readonly weekday: number; readonly from: string; readonly until: string; readonly modes: readonly Mode[]; readonly place: string | null
  readonly repeat: Repeat
  /** The next day of what is not of each week. */
  readonly nextOn: Day | null
}

const touched = (form: FormState, names: readonly string[]) => names.some((name) => name in form.errors || name in form.values)

export function HoursCard({ form, hours, lengths, areaMinutes, once, onceLengths, onceOf }: {
  form: FormState
  hours: readonly HoursShown[]
  lengths: Lengths
  /** What the area says of each kind, in minutes. */
  areaMinutes: Readonly<Record<Mode, number>>
  once: string
  onceLengths: string
  onceOf: Readonly<Record<string, string>>
}): ReactNode {
  const { t, format } = useWords()
  const weekdayOf = (n: number) => format.weekday(plusDays(aMonday, n - 1))
  return (
    <Card title={t('desk:diary.hours')}>
      {hours.length === 0 ? <Empty>{t('desk:diary.noHours')}</Empty> : (
        <Rows>
          {hours.map((row) => {
            const which = t('desk:diary.hoursOf', { weekday: weekdayOf(row.weekday), from: row.from, until: row.until })
            return (
              <div key={row.id}>
                <p>{which}</p>
                {row.repeat === 'weekly' ? null : <p className="soft">{t(row.nextOn ? 'desk:diary.repeatsNext' : 'desk:diary.repeatsOnly', { often: t(`desk:diary.repeats.${row.repeat}`), ...(row.nextOn ? { day: format.day(row.nextOn) } : {}) })}</p>}
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
      <Details summary={t('desk:diary.addHours')} open={hours.length === 0 || touched(form, ['weekdays', 'from', 'until', 'modes', 'place', 'repeat', 'from-on'])}>
        <Form once={once}>
          <Checkboxes form={form} name="weekdays" legend={t('desk:diary.weekdays')} inline items={[1, 2, 3, 4, 5, 6, 7].map((n) => ({ value: String(n), text: weekdayOf(n) }))} />
          <Field form={form} name="from" label={t('desk:diary.from')} hint={t('desk:diary.timeHint')} width={5} inputMode="numeric" autoComplete="off" />
          <Field form={form} name="until" label={t('desk:diary.until')} width={5} inputMode="numeric" autoComplete="off" />
          <Checkboxes form={form} name="modes" legend={t('desk:diary.modes')} items={modes.map((mode) => ({ value: mode, text: t(`appointments:mode.${mode}`) }))} />
          <Field form={form} name="place" label={t('desk:diary.place')} hint={t('desk:diary.placeHint')} />
          <Select form={form} name="repeat" label={t('desk:diary.howOften')} items={repeats.map((value) => ({ value, text: t(`desk:diary.repeats.${value}`) }))} />
          <DateField form={form} name="from-on" legend={t('desk:diary.fromOn')} hint={t('desk:diary.fromOnHint')} />
          <Actions><Button intent="hours">{t('desk:diary.saveHours')}</Button></Actions>
        </Form>
      </Details>
      <LengthsForm form={form} lengths={lengths} areaMinutes={areaMinutes} once={onceLengths} />
      <p className="soft">{t('desk:diary.booked')}</p>
    </Card>
  )
}

function LengthsForm({ form, lengths, areaMinutes, once }: { form: FormState; lengths: Lengths; areaMinutes: Readonly<Record<Mode, number>>; once: string }): ReactNode {
  const { t, format } = useWords()
  const names = modes.map(lengthName)
  const open = touched(form, names)
  const shown: FormState = open ? form : { ...form, values: { ...form.values, ...Object.fromEntries(modes.map((mode) => [lengthName(mode), String(lengths[mode] ?? '')])) } }
  return (
    <Details summary={t('desk:diary.lengths')} open={open}>
      <Form once={once}>
        <p>{t('desk:diary.lengthsLead')}</p>
        {modes.map((mode) => (
          <Field
            key={mode} form={shown} name={lengthName(mode)} label={t('desk:diary.lengthOf', { way: t(`appointments:mode.${mode}`) })}
            hint={t('desk:diary.lengthHint', { minutes: format.minutes(areaMinutes[mode]) })} width={4} inputMode="numeric" autoComplete="off"
          />
        ))}
        <Actions><Button intent="lengths">{t('desk:diary.saveLengths')}</Button></Actions>
      </Form>
    </Details>
  )
}
