import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { practitionersOf } from '#app/domain/appointments/booking.server.ts'
import { fallOn, type Matter } from '#app/domain/appointments/dates.ts'
import { mattersIn } from '#app/domain/appointments/dates.server.ts'
import { daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { MattersNotice, QuietMatters } from '#app/domain/appointments/matters.tsx'
import { newOfferForm } from '#app/domain/appointments/offer-form.ts'
import { offerTimes } from '#app/domain/appointments/offers.server.ts'
import { mostOffered } from '#app/domain/appointments/words.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Empty } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Fieldset } from '#app/ui/fieldset.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valuesOf, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { dayAt, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'

export const handle = titled('booking:offer.title')

/** Days of which free times are listed: an offer is for soon. */
const daysListed = 21

/** Whoever helps offers times of their own diary; 404 for anybody else. */
async function offers(request: Request, params: LoaderFunctionArgs['params'], how: typeof lookIn) {
  const viewer = must(await how(request, params.family), 'appointments:book')
  if (!seatsThatHelp.has(viewer.seat as never)) throw notYours()
  const all = await practitionersOf(viewer)
  const own = all.find((one) => one.member === viewer.member)
  const query = new URL(request.url).searchParams
  const [asked, named] = [query.get('how'), query.getAll('together')]
  const mode = own?.modes.find((one) => one === asked) ?? (own?.modes.length === 1 && all.length === 1 ? own.modes[0]! : null)
  const colleagues = all.filter((one) => one !== own)
  return { viewer, own, mode, colleagues, together: colleagues.filter((one) => named.includes(one.member)) }
}

/** Times that fall on dates that matter, to be asked about once. */
interface Warned { readonly times: readonly Instant[]; readonly matters: readonly Matter[] }

const timeFrom = (startsAt: Instant, minutes: number) => ({ startsAt, endsAt: plusMinutes(startsAt, minutes) })
const wrong = (form: FormState, status: 400 | 409) => json({ form, warned: null as Warned | null }, status)

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, own, mode, colleagues, together } = await offers(request, params, lookIn)
  const members = (await membersOf(viewer)).filter((one) => one.current)
  const settings = await settingsOf(viewer.db)
  const until = plusDays(viewer.today, daysListed)
  const free = own && mode ? (await freeTimes(viewer.db, [own.person, ...together.map((one) => one.person)], mode, rulesFor(mode, settings), { ...daysToBook(viewer.today, settings), until }, viewer.now)).map((time) => time.startsAt) : []
  return json({
    family: viewer.family, modes: own?.modes ?? [], mode, colleagues: colleagues.map(({ member, name, modes }) => ({ member, name, modes })), together: together.map((one) => one.name), free, minutes: mode ? settings[`${mode}Minutes`] : 0, matters: free.length > 0 ? await mattersIn(viewer, { from: viewer.today, until }, settings) : [], household: members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name })),
    readers: members.filter((one) => seatsOfTheFamily.has(one.seat)).map(({ id, name }) => ({ id, name })), once: newFormId(), kept: await keptForm(request),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, mode, together } = await offers(request, params, actIn)
  const read = await readForm(request, newOfferForm)
  if (!read.ok) return wrong(read.form, 400)
  if (!mode) return wrong({ ...read.form, errors: { '': { key: 'errors:formGone' } } }, 400)
  const { data } = read
  const settings = await settingsOf(viewer.db)
  const matters = await mattersIn(viewer, daysToBook(viewer.today, settings), settings)
  const fall = data.times.filter((startsAt) => fallOn(matters, timeFrom(startsAt, settings[`${mode}Minutes`])).length > 0)
  if (fall.some((time) => !data.known.includes(time))) return json({ form: read.form, warned: { times: fall, matters: [...new Map(fall.flatMap((startsAt) => fallOn(matters, timeFrom(startsAt, settings[`${mode}Minutes`]))).map((one) => [one.id, one])).values()] } }, 409)
  const answer = await act(viewer, offerTimes, { mode, together: together.map((one) => one.member), times: data.times, answerBy: data['answer-by'], about: data.about, to: data.to === 'named' ? data.named : 'everybody', words: data.words, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/appointments/offers/${answer.value}`, 'offered') : wrong(refusedForm(read.form, answer), 409)
}

type Data = SerializeFrom<typeof loader>

export default function OfferTimes() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()
  const form = acted?.form ?? data.kept ?? newForm({ to: 'everybody' })
  const list = `/families/${data.family}/appointments`
  return (
    <Page title={t('booking:offer.title')} lead={t('booking:offer.lead')} family={{ id: data.family, current: 'appointments' }} errors={form.errors} back={{ to: list, text: t('appointments:title') }}>
      {data.modes.length === 0 ? <Empty action={<ButtonLink to="/desk/diary">{t('booking:offer.diary')}</ButtonLink>}>{t('booking:offer.noHours')}</Empty> : data.mode === null ? (
        <Form method="get">
          <Radios form={form} name="how" legend={t('appointments:book.how')} items={data.modes.map((value) => ({ value, text: t(`appointments:mode.${value}`) }))} />
          {data.colleagues.length > 0 ? <Checkboxes form={form} name="together" legend={t('booking:offer.together')} hint={t('appointments:book.togetherHint')} items={data.colleagues.map((one) => ({ value: one.member, text: <bdi>{one.name}</bdi>, hint: t('appointments:book.offers', { ways: format.list(one.modes.map((mode) => t(`appointments:manner.${mode}`))) }) }))} /> : null}
          <Actions><Button>{t('appointments:book.next')}</Button></Actions>
        </Form>
      ) : (
        <Form once={data.once}>
          {data.together.length > 0 ? <p>{t('booking:offer.with', { names: format.list(data.together) })}</p> : null}
          {acted?.warned ? <MattersNotice matters={acted.warned.matters} ours={false} /> : null}
          {acted?.warned?.times.map((time: string) => <input key={time} type="hidden" name="known" value={time} />)}
          <TimeBoxes form={form} data={data} />
          <DateField form={form} name="answer-by" legend={t('booking:offer.answerBy')} legendIs="h2" hint={t('booking:offer.answerByHint')} />
          <Checkboxes form={form} name="about" legend={t('appointments:book.about')} legendIs="h2" hint={t('appointments:book.aboutHint')} items={data.household.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
          <Radios
            form={form} name="to" legend={t('booking:offer.to')} legendIs="h2"
            items={[
              { value: 'everybody', text: t('common:whoSees.everybody') },
              { value: 'named', text: t('booking:offer.named'), more: <Checkboxes form={form} name="named" legend={t('common:whoSees.tick')} items={data.readers.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} /> },
            ]}
          />
          <TextArea form={form} name="words" label={t('booking:offer.words')} hint={t('common:optional')} rows={2} limit={500} />
          <Actions><Button intent="offer">{t('booking:offer.go')}</Button></Actions>
        </Form>
      )}
    </Page>
  )
}

/** The free times by their days, each a box. */
function TimeBoxes({ form, data: { free, minutes, matters } }: { form: FormState; data: Data }): ReactNode {
  const { t, format } = useWords()
  const chosen = valuesOf(form, 'times')
  const days = [...new Set(free.map((at) => dayAt(at as Instant)))]
  return (
    <Fieldset legend={t('booking:offer.times', { count: mostOffered })} legendIs="h2" id="times" error={form.errors.times}>
      {days.length === 0 ? <p>{t('appointments:times.none')}</p> : null}
      {days.map((day, at) => {
        const times = free.filter((one) => dayAt(one as Instant) === day)
        return (
          <Details key={day} summary={t('appointments:times.day', { day: format.day(day), count: times.length })} open={at === 0 || times.some((one) => chosen.includes(one))}>
            <Checkboxes form={{ ...form, errors: {} }} name="times" id={at === 0 ? 'times' : `times-${day}`} legend={<span className="vh">{format.day(day)}</span>} inline="short" items={times.map((value) => ({ value, text: <>{format.time(value as Instant)}<QuietMatters of={fallOn(matters, timeFrom(value as Instant, minutes))} /></> }))} />
          </Details>
        )
      })}
    </Fieldset>
  )
}
