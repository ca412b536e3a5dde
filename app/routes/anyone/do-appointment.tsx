import type { ReactNode } from 'react'
import { ChangeCards } from '#app/domain/appointments/change-cards.tsx'
import { GroupLine } from '#app/domain/appointments/group-line.tsx'
import type { Matter } from '#app/domain/appointments/dates.ts'
import { MattersNotice } from '#app/domain/appointments/matters.tsx'
import type { FreeTime } from '#app/domain/appointments/times.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { TimeCard } from '#app/ui/time-card.tsx'
import type { visitOf } from './do-appointment.server.ts'

/** The time that was chosen falls on days that matter: it is asked about once. */
export type Warned = { readonly time: FreeTime; readonly matters: readonly Matter[] } | null
type Visit = NonNullable<Awaited<ReturnType<typeof visitOf>>>

/** The appointment behind a reminder's link, or the question for its reader's word, which says nothing else. */
export function DoAppointment({ data, form, nearest, warned }: { data: Visit; form: FormState; nearest: readonly FreeTime[]; warned: Warned }): ReactNode {
  return data.open ? <Open data={data} form={form} nearest={nearest} warned={warned} /> : <Closed data={data} form={form} />
}

function Closed({ data, form }: { data: Visit; form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <Page title={t('account:message.title')} bare exit errors={form.errors}>
      <Actions><ButtonLink to={`/sign-in?to=${encodeURIComponent(`/do/${data.token}`)}`}>{t('account:message.signIn')}</ButtonLink></Actions>
      <Form once={data.once}>
        <Field form={form} name="word" label={t('account:message.word')} hint={t('reminders:do.wordHint')} width={20} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        <Actions><Button kind="quiet">{t('reminders:do.wordGo')}</Button></Actions>
      </Form>
    </Page>
  )
}

function Open({ data, form, nearest, warned }: { data: Visit & { open: true }; form: FormState; nearest: readonly FreeTime[]; warned: Warned }): ReactNode {
  const { t, format } = useWords()
  const { visit, once, asked, week, done, full, token } = data
  const minutes = (Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 60_000
  return (
    <Page title={t('reminders:do.title')} lead={t('reminders:do.lead')} exit errors={form.errors} done={done ? t(`appointments:done.${done}`) : undefined}>
      {warned ? <MattersNotice matters={warned.matters} ours /> : null}
      <TimeCard when={format.when(visit.startsAt)} instant={visit.startsAt} who={visit} next>
        <p>{t(`appointments:with.${visit.mode}`, { name: format.list([visit.name, ...visit.together]) })}</p>
        <GroupLine group={visit.group} />
        {visit.place ? <p><Said lang={visit.placeLang}>{visit.place}</Said></p> : null}
        <p className="soft">{t('appointments:length', { minutes: format.minutes(minutes) })}</p>
      </TimeCard>
      {visit.mayChange
        ? <ChangeCards form={form} once={once} here={`/do/${token}`} otherDate={visit.group ? null : undefined} sequence={visit.sequence} minutes={minutes} asked={asked} week={week} offer={nearest.length > 0 ? { because: 'nearest', times: nearest } : warned ? { because: 'kept', times: [warned.time] } : null}
          matters={data.matters} known={warned?.time.startsAt ?? ''} why={t('appointments:one.cancelWhyHint', { name: visit.givenName })} />
        : <Notice tone="sun">{t('appointments:one.tooLate')}</Notice>}
      <p><a href={`/sign-in?to=${encodeURIComponent(full)}`}>{t('reminders:do.open')}</a></p>
      <OrRing />
    </Page>
  )
}
