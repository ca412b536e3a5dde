/** Time off in a diary: what is written down, once or again and again, and how it is added and given back. */
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import type { Day, Instant } from '#app/values/instant.ts'
import { repeats, type Repeat } from './repeat-choices.ts'

interface TimeOffShown {
  readonly id: string
  /** The next of it, or the first. */
  readonly from: Instant
  readonly until: Instant
  /** Null is once. */
  readonly repeat: Repeat | null
  readonly untilOn: Day | null
  /** Who comes instead. */
  readonly coverName: string | null
}

const fields = ['off-from', 'off-until', 'off-from-time', 'off-until-time', 'off-repeat', 'off-repeat-until', 'off-cover']

export function TimeOffCard({ form, timeOff, colleagues, once, onceOf }: { form: FormState; timeOff: readonly TimeOffShown[]; /** Who can come instead. */ colleagues: readonly { readonly person: string; readonly name: string }[]; once: string; onceOf: Readonly<Record<string, string>> }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('desk:diary.timeOff')}>
      {timeOff.length === 0 ? <Empty>{t('desk:diary.noTimeOff')}</Empty> : (
        <Rows>
          {timeOff.map((row) => {
            const which = t('desk:diary.span', { from: format.when(row.from), until: format.when(row.until) })
            return (
              <div key={row.id}>
                <p>{row.repeat === null ? which : t('desk:diary.nextSpan', { span: which })}</p>
                {row.repeat === null ? null : (
                  <p className="soft">{t(row.untilOn === null ? 'desk:diary.repeatsOnly' : 'desk:diary.repeatsUntil', { often: t(`desk:diary.repeats.${row.repeat}`), ...(row.untilOn === null ? {} : { day: format.day(row.untilOn) }) })}</p>
                )}
                {row.coverName === null ? null : <p className="soft">{t('cover:away.covers', { name: row.coverName })}</p>}
                <Form once={onceOf[row.id]}>
                  <input type="hidden" name="id" value={row.id} />
                  <Button kind="quiet" intent="back">{t('desk:diary.endTimeOff')}<span className="vh">{`: ${which}`}</span></Button>
                </Form>
              </div>
            )
          })}
        </Rows>
      )}
      <Details summary={t('desk:diary.addTimeOff')} open={fields.some((name) => name in form.errors || name in form.values)}>
        <Form once={once}>
          <DateField form={form} name="off-from" legend={t('desk:diary.offFrom')} />
          <Field form={form} name="off-from-time" label={t('desk:diary.offFromTime')} hint={t('desk:diary.offTimeHint')} width={5} inputMode="numeric" autoComplete="off" />
          <DateField form={form} name="off-until" legend={t('desk:diary.offUntil')} />
          <Field form={form} name="off-until-time" label={t('desk:diary.offUntilTime')} hint={t('desk:diary.offTimeHint')} width={5} inputMode="numeric" autoComplete="off" />
          <Select
            form={form} name="off-repeat" label={t('desk:diary.offRepeat')} hint={t('desk:diary.offRepeatHint')}
            items={[{ value: 'once', text: t('desk:diary.onlyOnce') }, ...repeats.map((value) => ({ value, text: t(`desk:diary.repeats.${value}`) }))]}
          />
          <DateField form={form} name="off-repeat-until" legend={t('desk:diary.offRepeatUntil')} hint={t('desk:diary.offRepeatUntilHint')} />
          {colleagues.length > 0 ? <Select form={form} name="off-cover" label={t('cover:away.forAll')} hint={t('cover:away.forAllHint')} choose={t('cover:away.oneByOne')} items={colleagues.map(({ person, name }) => ({ value: person, text: name }))} /> : null}
          <Actions><Button intent="off">{t('desk:diary.saveTimeOff')}</Button></Actions>
        </Form>
      </Details>
    </Card>
  )
}
