/** The pages of a booking. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { BothClocks } from '#app/domain/appointments/both-clocks.tsx'
import { MattersNotice } from '#app/domain/appointments/matters.tsx'
import { TimeChoice } from '#app/domain/appointments/time-choice.tsx'
import { modes } from '#app/domain/appointments/words.ts'
import { NeedsFields } from '#app/domain/appointments/needs-fields.tsx'
import { DelicateFields } from '#app/domain/sharing/delicate.tsx'
import { BeforeWriting, WhoSeesFields } from '#app/domain/sharing/who-sees.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Empty } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { valuesOf, type FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Person } from '#app/ui/person.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import type { Step } from './read-booking.server.ts'

type Of<S extends Step['step']> = SerializeFrom<Extract<Step, { step: S }>>

type Decided = Of<'who'>['decided']

/** What a family decided at a meeting, for which the time is: carried unseen too. */
function ForDecided({ decided }: { decided: Decided }): ReactNode {
  return decided ? <input type="hidden" name="decided" value={decided.id} /> : null
}

/** The answers of the other pages, each carried unseen. */
const carriedNames = ['who', 'together', 'how', 'about', 'time', 'needs', 'interpreter-lang', 'comfort', 'where', 'note', 'who-sees', 'seen-by', 'share-with', 'delicate'] as const

function Carried({ form, but, decided }: { form: FormState; but: readonly (typeof carriedNames)[number][]; decided: Decided }): ReactNode {
  return (
    <>
      <input type="hidden" name="carried" value="yes" />
      <ForDecided decided={decided} />
      {carriedNames.filter((name) => !but.includes(name)).flatMap((name) => valuesOf(form, name).map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />))}
    </>
  )
}

/** For whom, with whom and how. At first its answers are the next page's address; when all is to be kept, they are sent with the rest. */
export function WithWhom({ data: { form, practitioners, household, byPost, once, decided } }: { data: Of<'who'> }): ReactNode {
  const { t, format } = useWords()
  if (practitioners.length === 0) return <Empty>{t('appointments:book.nobody')}</Empty>
  const offered = modes.filter((mode) => practitioners.some((one) => one.modes.includes(mode)))
  return (
    <Form method={byPost ? 'post' : 'get'} once={byPost ? once : undefined}>
      {byPost ? <Carried form={form} but={['who', 'together', 'how', 'about']} decided={decided} /> : <ForDecided decided={decided} />}
      <Checkboxes
        form={form} name="about" legend={t('appointments:book.about')} legendIs="h2" hint={t('appointments:book.aboutHint')}
        items={household.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))}
      />
      <Radios
        form={form} name="who" legend={t('appointments:book.who')} legendIs="h2"
        items={practitioners.map((one) => ({
          value: one.member, text: <bdi>{one.name}</bdi>, hint: <>{one.job ? <>{one.job}<br /></> : null}{t('appointments:book.offers', { ways: format.list(one.modes.map((mode) => t(`appointments:manner.${mode}`))) })}</>,
        }))}
      />
      {practitioners.length > 1 ? (
        <Checkboxes
          form={form} name="together" legend={t('appointments:book.together')} legendIs="h2" hint={t('appointments:book.togetherHint')}
          items={practitioners.map((one) => ({ value: one.member, text: <bdi>{one.name}</bdi> }))}
        />
      ) : null}
      <Radios
        form={form} name="how" legend={t('appointments:book.how')} legendIs="h2"
        items={offered.map((mode) => ({ value: mode, text: t(`appointments:mode.${mode}`), hint: t(`appointments:modeHint.${mode}`) }))}
      />
      <Actions>{byPost ? <Button intent="times">{t('appointments:book.next')}</Button> : <Button>{t('appointments:book.next')}</Button>}</Actions>
    </Form>
  )
}

/** Which time, what is needed, and who can see it. */
export function AtWhatTime({ data, here }: { data: Of<'time'>; here: string }): ReactNode {
  const { t, format } = useWords()
  const { form, who, together, how, week, offer, minutes, seenBy, once, known, decided } = data
  const names = format.list([who.name, ...together.map((one) => one.name)])
  return (
    <>
      {[who, ...together].map((one) => <Person key={one.member} name={one.name} photo={one.photo} role={t(`appointments:mode.${how}`)} />)}
      <Form once={once}>
        {/* The first button is the one that the Enter key presses. */}
        <button type="submit" name="intent" value="check" hidden />
        <Carried form={form} but={['time', 'needs', 'interpreter-lang', 'comfort', 'where', 'note', 'who-sees', 'seen-by', 'share-with', 'delicate']} decided={decided} />
        <BeforeWriting who={seenBy} />
        <TimeChoice form={form} week={week} offer={offer} minutes={minutes} to={(n) => `${here}?who=${who.member}${together.map((one) => `&together=${one.member}`).join('')}&how=${how}${decided ? `&decided=${decided.id}` : ''}&week=${n}`} keepsRest zone={data.zone} matters={data.matters} />
        {how === 'home' ? <Field form={form} name="where" label={t('appointments:book.whereHome')} hint={t('appointments:book.whereHomeHint')} /> : null}
        {how === 'phone' ? <Field form={form} name="where" type="tel" label={t('appointments:book.wherePhone')} hint={t('common:optional')} width={20} /> : null}
        <NeedsFields form={form} hint={known ? t('booking:known') : t('appointments:book.needsHint')} />
        <TextArea form={form} name="note" label={t('appointments:book.note')} hint={t('common:optional')} rows={3} limit={1000} />
        <WhoSeesFields form={form} who={seenBy} />
        <DelicateFields form={form} />
        <p className="soft">{t('appointments:book.alwaysSees', { name: names })}</p>
        <Actions><Button intent="check">{t('booking:toCheck')}</Button></Actions>
      </Form>
    </>
  )
}

/** Everything that was answered, each with a way to change it, before anything is booked. */
export function CheckAnswers({ data }: { data: Of<'check'> }): ReactNode {
  const { t, format } = useWords()
  const { form, who, together, how, time, once } = data
  const names = format.list([who.name, ...together])
  const needs = data.needs.map((need) => (need === 'interpreter' && data.interpreterLang ? t('appointments:needs.interpreterIn', { language: format.language(data.interpreterLang) }) : t(`appointments:needs.${need}`)))
  const row = (key: string, value: ReactNode, at: string, intent = 'change') => ({ key, value, actions: [{ text: t('booking:check.change'), what: key, intent, at: `#${at}` }] })
    return (
    <Form once={once}>
      <Carried form={form} but={[]} decided={data.decided} />
      {data.clashes.length > 0 ? <Notice tone="sun"><p>{t('booking:clash.title')}</p><ul>{data.clashes.map((one) => <li key={one.id}>{t('booking:clash.one', { when: format.timeRange(one.startsAt, one.endsAt), name: format.list(one.names) })}</li>)}</ul><p>{t('booking:clash.goOn')}</p></Notice> : null}
      <MattersNotice matters={data.matters} ours={data.ours} />
      <SummaryList
        rows={[
          row(t('appointments:one.about'), data.about.length > 0 ? format.list(data.about) : t('appointments:one.family'), 'about', 'change-who'),
          row(t('booking:check.who'), <bdi>{names}</bdi>, 'who', 'change-who'),
          row(t('booking:check.how'), t(`appointments:mode.${how}`), 'how', 'change-who'),
          row(t('booking:check.when'), <>{format.when(time.startsAt)}<BothClocks at={time.startsAt} zone={data.zone} /><br /><span className="soft">{t('appointments:times.each', { minutes: format.minutes((Date.parse(time.endsAt) - Date.parse(time.startsAt)) / 60_000) })}</span></>, 'time'),
          ...(how === 'home' || how === 'phone' ? [row(t(`appointments:where.${how}`), data.where === null ? t('booking:check.none') : <bdi>{data.where}</bdi>, 'where')] : []),
          ...((how === 'centre' || how === 'school') && time.place ? [{ key: t(`appointments:where.${how}`), value: <bdi>{time.place}</bdi> }] : []),
          row(t('booking:check.needs'), needs.length > 0 ? <ul>{needs.map((need) => <li key={need}>{need}</li>)}</ul> : t('appointments:one.noNeeds'), 'needs'),
          row(t('booking:check.note'), data.note === null ? t('booking:check.none') : <bdi>{data.note}</bdi>, 'note'),
          row(t('appointments:one.whoSees'), (
            <>
              <p>{data.seenBy === null ? t('appointments:one.everybody') : t('appointments:one.named', { names: format.list(data.seenBy) })}</p>
              {data.shared.length > 0 ? <p>{t('appointments:one.shared', { names: format.list(data.shared) })}</p> : null}
              <p className="soft">{t('appointments:one.andPractitioner', { name: names })}</p>
            </>
          ), 'who-sees'),
          ...(data.delicate.length > 0 ? [row(t('booking:check.delicate'), format.list(data.delicate.map((topic) => t(`sharing:kind.${topic}`))), 'delicate')] : []),
        ]}
      />
      <Actions><Button intent="book">{t('appointments:book.book')}</Button></Actions>
    </Form>
  )
}
