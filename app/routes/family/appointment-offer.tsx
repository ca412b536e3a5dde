import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { mattersAt, mattersIn } from '#app/domain/appointments/dates.server.ts'
import type { Matter } from '#app/domain/appointments/dates.ts'
import { daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { notNowForm, othersForm, renewForm, takeForm, withdrawForm } from '#app/domain/appointments/offer-form.ts'
import { changeOffer, notNow, offer, proposeOthers, takeOffered } from '#app/domain/appointments/offers.server.ts'
import { otherClock } from '#app/domain/appointments/other-clock.server.ts'
import { MattersNotice } from '#app/domain/appointments/matters.tsx'
import { TimeChoice } from '#app/domain/appointments/time-choice.tsx'
import { weekOfTimes, type FreeTime } from '#app/domain/appointments/times.ts'
import { isForAVisit } from '#app/domain/programmes/programmes.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Person } from '#app/ui/person.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type OfferId } from '#app/values/ids.ts'
import { plusMinutes } from '#app/values/instant.ts'

export const handle = titled<typeof loader>(({ t }, data) => t(data.answers ? 'booking:offered.title' : 'booking:offered.yours'))

async function theOne(viewer: Viewer, id: string | undefined) {
  const found = isId(id) ? await offer(must(viewer, 'appointments:see'), id as OfferId) : undefined
  if (!found) throw notYours()
  return found
}

/** A time that falls on dates that matter, to be asked about once. */
interface Warned { readonly time: FreeTime; readonly matters: readonly Matter[] }

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const found = await theOne(viewer, params.id)
  const { about, practitioner: { person, ...practitioner }, together, times, ...one } = found
  const waits = one.state === 'open' || one.state === 'others'
  const answers = waits && seatsOfTheFamily.has(viewer.seat as never) && may(viewer, 'appointments:book')
  const settings = answers ? await settingsOf(viewer.db) : null
  const free = settings ? await freeTimes(viewer.db, [person, ...together.map((other) => other.person)], one.mode, rulesFor(one.mode, settings), daysToBook(viewer.today, settings), viewer.now) : []
  const week = new URL(request.url).searchParams.get('week')
  return json({
    family: viewer.family, one, practitioner, names: [practitioner.name, ...together.map((other) => other.name)], times, isVisit: may(viewer, 'review:see') && (await isForAVisit(must(viewer, 'review:see'), one.id)), about: (await membersOf(viewer)).filter((member) => about.includes(member.id)).map((member) => member.name), answers, changes: waits && person === viewer.person,
    matters: settings ? await mattersIn(viewer, daysToBook(viewer.today, settings), settings) : [], zone: answers ? await otherClock(viewer) : null, late: one.answerBy < viewer.today, offered: free.filter((time) => times.includes(time.startsAt)), week: weekOfTimes(free, viewer.today, week && /^\d{1,2}$/.test(week) ? Number(week) : null),
    once: newFormIds(['take', 'others', 'not-now', 'renew', 'withdraw']), kept: await keptForm(request), done: doneIn(request, ['offered', 'others', 'not-now', 'renewed', 'withdrawn']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'appointments:book')
  const found = await theOne(viewer, params.id)
  const here = `/families/${viewer.family}/appointments/offers/${found.id}`
  const post = await posted(request)
  const lang = await langOf(request)
  const wrong = (form: FormState, status: 400 | 409) => json({ form, warned: null as Warned | null }, status)
  if (post.intent === 'take') {
    const read = readPosted(post, takeForm)
    if (!read.ok) return wrong(read.form, 400)
    const settings = await settingsOf(viewer.db)
    const time: FreeTime = { startsAt: read.data.time, endsAt: plusMinutes(read.data.time, settings[`${found.mode}Minutes`]), place: null }
    const matters = post.values.known === time.startsAt ? [] : await mattersAt(viewer, time, settings)
    if (matters.length > 0) return json({ form: read.form, warned: { time, matters } }, 409)
    const answer = await act(viewer, takeOffered, { offer: found.id, startsAt: read.data.time, lang }, read.once)
    return answer.ok ? doneAt(`/families/${viewer.family}/appointments/${answer.value}`, 'booked') : wrong(refusedForm(read.form, answer), 409)
  }
  if (post.intent === 'others') {
    const read = readPosted(post, othersForm)
    if (!read.ok) return wrong(read.form, 400)
    const answer = await act(viewer, proposeOthers, { offer: found.id, words: read.data.others, lang }, read.once)
    return answer.ok ? doneAt(here, 'others') : wrong(refusedForm(read.form, answer), 409)
  }
  if (post.intent === 'not-now') {
    const read = readPosted(post, notNowForm)
    if (!read.ok) return wrong(read.form, 400)
    const answer = await act(viewer, notNow, { offer: found.id, againOn: read.data.again, words: read.data.why, lang }, read.once)
    return answer.ok ? doneAt(here, 'not-now') : wrong(refusedForm(read.form, answer), 409)
  }
  if (post.intent === 'renew') {
    const read = readPosted(post, renewForm)
    if (!read.ok) return wrong(read.form, 400)
    const answer = await act(viewer, changeOffer, { offer: found.id, answerBy: read.data['answer-by'] }, read.once)
    return answer.ok ? doneAt(here, 'renewed') : wrong(refusedForm(read.form, answer), 409)
  }
  const read = readPosted(post, withdrawForm)
  if (!read.ok || post.intent !== 'withdraw') return wrong({ values: post.values, errors: { '': { key: 'errors:formGone' } } }, 400)
  const answer = await act(viewer, changeOffer, { offer: found.id, answerBy: null }, read.once)
  return answer.ok ? doneAt(here, 'withdrawn') : wrong(refusedForm(read.form, answer), 409)
}

type Data = SerializeFrom<typeof loader>

export default function OneOffer() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, one, practitioner, about, times } = data
  const acted = useActionData<typeof action>()
  const form = acted?.form ?? data.kept ?? newForm()
  const list = `/families/${family}/appointments`
  return (
    <Page
      title={t(data.answers ? 'booking:offered.title' : 'booking:offered.yours')} family={{ id: family, current: 'appointments' }} errors={form.errors} back={{ to: list, text: t('appointments:title') }} done={data.done ? t(`booking:offered.done.${data.done}`) : undefined}
    >
      {acted?.warned ? <MattersNotice matters={acted.warned.matters} ours /> : null}
      <Card tone={data.answers ? 'next' : 'plain'}>
        <Person name={format.list(data.names)} photo={practitioner.photo} role={t(`appointments:mode.${one.mode}`)} words={one.words ? <Said lang={one.lang}>{one.words}</Said> : undefined} />
        {data.isVisit ? <p><a href={`/families/${family}/plan/programme`}>{t('programmes:offeredFor')}</a></p> : null}
        {about.length > 0 ? <p>{t('booking:offered.for', { names: format.list(about) })}</p> : null}
        {one.state === 'open' || one.state === 'others' ? <p>{t(data.late ? 'booking:offered.wasBy' : 'booking:offered.by', { day: format.day(one.answerBy) })}</p> : null}
        {data.answers ? null : <ul>{times.map((at) => <li key={at}>{format.when(at)}</li>)}</ul>}
        {one.state === 'open' ? null : <p><strong>{t(`booking:offered.state.${one.state}`, { day: one.againOn === null ? '' : format.day(one.againOn) })}</strong></p>}
        {one.answer ? <Said as="p" className="lines" lang={one.answerLang}>{one.answer}</Said> : null}
        {one.appointment ? <Actions><ButtonLink to={`${list}/${one.appointment}`}>{t('appointments:look')}</ButtonLink></Actions> : null}
      </Card>
      {data.answers ? <Answers data={data} form={form} warned={acted?.warned ?? null} /> : null}
      {data.changes ? (
        <>
          <Details summary={t('booking:offered.renew')} open={'answer-by' in form.errors || data.late}>
            <Form once={data.once.renew!}><DateField form={form} name="answer-by" legend={t('booking:offer.answerBy')} /><Actions><Button kind="quiet" intent="renew">{t('booking:offered.renewGo')}</Button></Actions></Form>
          </Details>
          <Details summary={t('booking:offered.withdraw')}>
            <Form once={data.once.withdraw!}><p>{t('booking:offered.withdrawText')}</p><Actions><Button kind="warning" intent="withdraw">{t('booking:offered.withdrawGo')}</Button></Actions></Form>
          </Details>
          <p><a href={`${list}/offer`}>{t('booking:offer.anew')}</a></p>
        </>
      ) : null}
      <OrRing />
    </Page>
  )
}

/** What the family can say: this one, others, or not now. */
function Answers({ data, form, warned }: { data: Data; form: FormState; warned: Warned | null }): ReactNode {
  const { t, format } = useWords()
  const { one, offered, week, once, names } = data
  const here = `/families/${data.family}/appointments/offers/${one.id}`
  const [first] = [...offered, ...week.days.flatMap((day) => day.times)]
  return (
    <>
      {offered.length === 0 ? <Notice tone="sun">{t('booking:offered.gone')}</Notice> : null}
      <Form once={once.take!}>
        <input type="hidden" name="known" value={warned?.time.startsAt ?? ''} />
        <TimeChoice form={form} week={week} matters={data.matters} offer={warned ? { because: 'kept', times: [warned.time] } : offered.length > 0 ? { because: 'offered', times: offered } : null} minutes={first ? (Date.parse(first.endsAt) - Date.parse(first.startsAt)) / 60_000 : 30} zone={data.zone} to={(n) => `${here}?week=${n}`} />
        <p className="soft">{t('appointments:book.alwaysSees', { name: format.list(names) })}</p>
        <Actions><Button intent="take">{t('booking:offered.take')}</Button></Actions>
      </Form>
      <Details summary={t('booking:offered.others')} open={'others' in form.errors}>
        <Form once={once.others!}>
          <TextArea form={form} name="others" label={t('booking:offered.othersLabel')} hint={t('booking:offered.othersHint')} rows={3} limit={500} />
          <Actions><Button kind="quiet" intent="others">{t('booking:offered.othersGo')}</Button></Actions>
        </Form>
      </Details>
      <Details summary={t('booking:offered.notNow')} open={'again' in form.errors}>
        <Form once={once['not-now']!}>
          <p>{t('booking:offered.notNowText')}</p>
          <DateField form={form} name="again" legend={t('booking:offered.again')} hint={t('booking:offered.againHint')} />
          <TextArea form={form} name="why" label={t('booking:offered.why')} hint={t('common:optional')} rows={2} limit={500} />
          <Actions><Button kind="quiet" intent="not-now">{t('booking:offered.notNowGo')}</Button></Actions>
        </Form>
      </Details>
    </>
  )
}
