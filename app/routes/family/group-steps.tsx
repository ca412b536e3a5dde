/** The two pages of taking a place in a group. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { BothClocks } from '#app/domain/appointments/both-clocks.tsx'
import { MattersNotice } from '#app/domain/appointments/matters.tsx'
import { NeedsFields } from '#app/domain/appointments/needs-fields.tsx'
import { DelicateFields } from '#app/domain/sharing/delicate.tsx'
import { BeforeWriting, WhoSeesFields } from '#app/domain/sharing/who-sees.tsx'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { valuesOf } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import type { PlaceStep } from './read-group.server.ts'
import { RoomTag } from './group-room.tsx'

type Of<S extends PlaceStep['step']> = SerializeFrom<Extract<PlaceStep, { step: S }>>

/** The answers that the page of checks carries unseen. */
const carried = ['date', 'about', 'needs', 'interpreter-lang', 'comfort', 'note', 'who-sees', 'seen-by', 'share-with', 'delicate'] as const

/** Which date, who comes, what is needed, and who can see it. */
export function ChoosePlaces({ data: { form, group, household, known, seenBy, zone, once } }: { data: Of<'choose'> }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      <Said as="p" className="lines" lang={group.lang}>{group.purpose}</Said>
      <p className="soft">{t('groups:with', { names: format.list(group.leaders) })}<br /><bdi>{group.place}</bdi></p>
      <Form once={once}>
        <BeforeWriting who={seenBy} />
        <Radios
          form={form} name="date" legend={t('groups:one.date')} legendIs="h2"
          items={group.dates.map((date) => ({ value: date.id, text: format.when(date.startsAt), hint: <>{format.timeRange(date.startsAt, date.endsAt)} <RoomTag room={date.room} /> <BothClocks at={date.startsAt} zone={zone} /></> }))}
        />
        <Checkboxes form={form} name="about" legend={t('groups:one.who')} legendIs="h2" hint={t('groups:one.whoHint')} items={household.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
        <NeedsFields form={form} hint={known ? t('booking:known') : t('appointments:book.needsHint')} />
        <TextArea form={form} name="note" label={t('appointments:book.note')} hint={t('common:optional')} rows={3} limit={1000} />
        <WhoSeesFields form={form} who={seenBy} />
        <DelicateFields form={form} />
        <p className="soft">{t('groups:one.sees', { names: format.list(group.leaders) })}</p>
        <Actions><Button intent="check">{t('booking:toCheck')}</Button></Actions>
      </Form>
    </>
  )
}

/** Everything that was answered, each with a way to change it, before a place is taken or waited for. */
export function CheckPlaces({ data }: { data: Of<'check'> }): ReactNode {
  const { t, format } = useWords()
  const { form, group, date, full, once } = data
  const leaders = format.list(group.leaders)
  const needs = data.needs.map((need) => (need === 'interpreter' && data.interpreterLang ? t('appointments:needs.interpreterIn', { language: format.language(data.interpreterLang) }) : t(`appointments:needs.${need}`)))
  const row = (key: string, value: ReactNode, at: string) => ({ key, value, actions: [{ text: t('booking:check.change'), what: key, intent: 'change', at: `#${at}` }] })
  return (
    <Form once={once}>
      {carried.flatMap((name) => valuesOf(form, name).map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />))}
      {full ? <Notice tone="sun">{t('groups:check.full')}</Notice> : null}
      <MattersNotice matters={data.matters} ours={data.ours} />
      {data.clashes.length > 0 ? <Notice tone="sun"><p>{t('booking:clash.title')}</p><ul>{data.clashes.map((one) => <li key={one.id}>{t('booking:clash.one', { when: format.timeRange(one.startsAt, one.endsAt), name: format.list(one.names) })}</li>)}</ul><p>{t('booking:clash.goOn')}</p></Notice> : null}
      <SummaryList
        rows={[
          { key: t('groups:group'), value: <><Said lang={group.lang}>{group.name}</Said><br /><span className="soft">{t('groups:with', { names: leaders })}</span></> },
          row(t('booking:check.when'), <>{format.when(date.startsAt)}<BothClocks at={date.startsAt} zone={data.zone} /><br /><span className="soft">{format.timeRange(date.startsAt, date.endsAt)}</span></>, 'date'),
          { key: t(`appointments:where.${group.mode}`), value: <bdi>{group.place}</bdi> },
          row(t('groups:one.who'), format.list(data.who), 'about'),
          row(t('booking:check.needs'), needs.length > 0 ? <ul>{needs.map((need) => <li key={need}>{need}</li>)}</ul> : t('appointments:one.noNeeds'), 'needs'),
          row(t('booking:check.note'), data.note === null ? t('booking:check.none') : <bdi>{data.note}</bdi>, 'note'),
          row(t('appointments:one.whoSees'), (
            <>
              <p>{data.seenBy === null ? t('appointments:one.everybody') : t('appointments:one.named', { names: format.list(data.seenBy) })}</p>
              {data.shared.length > 0 ? <p>{t('appointments:one.shared', { names: format.list(data.shared) })}</p> : null}
              <p className="soft">{t('groups:one.sees', { names: leaders })}</p>
            </>
          ), 'who-sees'),
          ...(data.delicate.length > 0 ? [row(t('booking:check.delicate'), format.list(data.delicate.map((topic) => t(`sharing:kind.${topic}`))), 'delicate')] : []),
        ]}
      />
      <Actions>{full ? <Button intent="wait">{t('groups:check.wait')}</Button> : <Button intent="come">{t('groups:check.come', { count: data.count })}</Button>}</Actions>
    </Form>
  )
}
