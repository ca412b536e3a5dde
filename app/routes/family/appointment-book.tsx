import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { bookingForm } from '#app/domain/appointments/booking-form.ts'
import { bookAppointment, practitionersOf, type Practitioner } from '#app/domain/appointments/booking.server.ts'
import { daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { TimeChoice } from '#app/domain/appointments/time-choice.tsx'
import { nearestTo, weekOfTimes, type FreeTime } from '#app/domain/appointments/times.ts'
import { comfort, interpreterLangs, modes, needs } from '#app/domain/appointments/words.ts'
import { settingsOf, type Settings } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { DelicateFields } from '#app/domain/sharing/delicate.tsx'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting, WhoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Empty } from '#app/ui/card.tsx'
import { Checkboxes, Radios, type Choice } from '#app/ui/choices.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { Person } from '#app/ui/person.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { Mode } from '#db/schema.ts'

export const handle = titled('appointments:book.title')

interface Wanted { readonly who: Practitioner; readonly how: Mode }

/** With whom and how, from the address; what is wrong with it if that is said and cannot be. */
function wantedIn(request: Request, practitioners: readonly Practitioner[]): { wanted: Wanted | null; form: FormState } {
  const query = new URL(request.url).searchParams
  const [who, how] = [query.get('who') ?? '', query.get('how') ?? '']
  const values = { who: who || (practitioners.length === 1 ? practitioners[0]!.member : ''), how }
  const practitioner = practitioners.find((one) => one.member === who)
  const mode = modes.find((one) => one === how)
  if (practitioner && mode && practitioner.modes.includes(mode)) return { wanted: { who: practitioner, how: mode }, form: newForm(values) }
  if (!query.has('who') && !query.has('how')) return { wanted: null, form: newForm(values) }
  const errors: FormState['errors'] = {}
  if (!practitioner) errors.who = { key: who === '' ? 'errors:chooseOne' : 'refusals:not-helping-you' }
  if (!mode) errors.how = { key: 'errors:chooseOne' }
  if (practitioner && mode) errors.how = { key: 'appointments:book.notOffered', values: { name: practitioner.givenName } }
  return { wanted: null, form: { values, errors } }
}

async function freeOf(viewer: May<'appointments:book'>, { who, how }: Wanted, settings: Settings): Promise<FreeTime[]> {
  return freeTimes(viewer.db, [who.person], how, rulesFor(how, settings), daysToBook(viewer.today, settings), viewer.now)
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'appointments:book')
  const practitioners = await practitionersOf(viewer)
  const { wanted, form } = wantedIn(request, practitioners)
  const family = viewer.family
  if (!wanted) {
    // What stays on the server: whose account it is.
    const shown = practitioners.map(({ person: _person, ...one }) => one)
    return json({ step: 'who' as const, family, form, practitioners: shown }, Object.keys(form.errors).length > 0 ? 400 : 200)
  }
  const [settings, members] = await Promise.all([settingsOf(viewer.db), membersOf(viewer)])
  const asked = new URL(request.url).searchParams.get('week')
  const { person: _person, ...who } = wanted.who
  const kept = await keptForm(request)
  return json({
    kept, offer: kept ? await keptTime(viewer, wanted, settings, kept) : null,
    step: 'time' as const, family, who, how: wanted.how, me: viewer.member, once: newFormId(),
    week: weekOfTimes(await freeOf(viewer, wanted, settings), viewer.today, /^\d{1,2}$/.test(asked ?? '') ? Number(asked) : null),
    minutes: settings[`${wanted.how}Minutes`],
    about: members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name })), seenBy: await whoSeesQuestion(viewer, members),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'appointments:book')
  const { wanted, form: asked } = wantedIn(request, await practitionersOf(viewer))
  if (!wanted) return json({ form: { ...asked, errors: { who: { key: 'errors:chooseOne' }, ...asked.errors } }, offer: null }, 400)
  const read = await readForm(request, bookingForm)
  const settings = await settingsOf(viewer.db)
  if (!read.ok) return json({ form: read.form, offer: await keptTime(viewer, wanted, settings, read.form) }, 400)
  const { data } = read
  const answer = await act(viewer, bookAppointment, {
    practitioner: wanted.who.member, mode: wanted.how, startsAt: data.time, about: data.about, whoSees: whoSeesOf(data), shareWith: data['share-with'],
    needs: data.comfort === 'either' ? data.needs : [...data.needs, data.comfort],
    interpreterLang: data.needs.includes('interpreter') ? data['interpreter-lang'] : null,
    where: data.where, note: data.note, lang: await langOf(request), delicate: data.delicate,
  }, read.once)
  if (answer.ok) return doneAt(`/families/${viewer.family}/appointments/${answer.value}`, 'booked')
  const form = refusedForm(read.form, answer)
  if (answer.why !== 'time-taken') return json({ form, offer: await keptTime(viewer, wanted, settings, form) }, 409)
  return json({ form, offer: { because: 'nearest' as const, times: nearestTo(data.time, await freeOf(viewer, wanted, settings), 3) } }, 409)
}

/** The time that was chosen, so that it is still there to be seen when it lies in another week than the page shows. */
async function keptTime(viewer: May<'appointments:book'>, wanted: Wanted, settings: Settings, form: FormState) {
  const time = (await freeOf(viewer, wanted, settings)).find((one) => one.startsAt === valueOf(form, 'time'))
  return time ? { because: 'kept' as const, times: [time] } : null
}

export default function BookAppointment() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()
  const list = `/families/${data.family}/appointments`
  const form = data.step === 'who' ? (acted?.form ?? data.form) : (acted?.form ?? data.kept ?? newForm({ comfort: 'either', ...(data.me ? { about: data.me } : {}) }))
  return (
    <Page
      title={t('appointments:book.title')} family={{ id: data.family, current: 'appointments' }} errors={form.errors}
      back={data.step === 'who' ? { to: list, text: t('appointments:title') } : { to: `${list}/book`, text: t('appointments:book.changeWho') }}
    >
      {data.step === 'who' ? <WithWhom form={form} practitioners={data.practitioners} /> : <AtWhatTime data={data} form={form} offer={acted ? acted.offer : data.offer} here={`${list}/book`} />}
      <OrRing />
    </Page>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

function WithWhom({ form, practitioners }: { form: FormState; practitioners: Extract<Loaded, { step: 'who' }>['practitioners'] }) {
  const { t, format } = useWords()
  if (practitioners.length === 0) return <Empty>{t('appointments:book.nobody')}</Empty>
  const offered = modes.filter((mode) => practitioners.some((one) => one.modes.includes(mode)))
  return (
    <Form method="get">
      <Radios
        form={form} name="who" legend={t('appointments:book.who')}
        items={practitioners.map((one) => ({
          value: one.member, text: <bdi>{one.name}</bdi>, hint: <>{one.job ? <>{one.job}<br /></> : null}{t('appointments:book.offers', { ways: format.list(one.modes.map((mode) => t(`appointments:manner.${mode}`))) })}</>,
        }))}
      />
      <Radios
        form={form} name="how" legend={t('appointments:book.how')}
        items={offered.map((mode) => ({ value: mode, text: t(`appointments:mode.${mode}`), hint: t(`appointments:modeHint.${mode}`) }))}
      />
      <Actions><Button>{t('appointments:book.next')}</Button></Actions>
    </Form>
  )
}

function AtWhatTime({ data, form, offer, here }: { data: Extract<Loaded, { step: 'time' }>; form: FormState; offer: NonNullable<ReturnType<typeof useActionData<typeof action>>>['offer']; here: string }) {
  const { t, lang, format } = useWords()
  const { who, how, week, minutes, about, seenBy, once } = data
  const langs = interpreterLangs.map((value) => ({ value, text: format.language(value) })).sort((a, b) => a.text.localeCompare(b.text, lang))
  const asked: FormState = 'interpreter-lang' in form.values ? form : { ...form, values: { ...form.values, 'interpreter-lang': langs.some((one) => one.value === lang) ? lang : '' } }
  const more: Partial<Record<(typeof needs)[number], Partial<Choice>>> = {
    interpreter: {
      hint: t('appointments:book.interpreterHint'),
      more: <Select form={asked} name="interpreter-lang" label={t('appointments:book.interpreterLang')} choose={t('appointments:book.chooseLang')} items={langs} />,
    },
    fare: { hint: t('appointments:book.fareHint') },
  }
  return (
    <>
      <Person name={who.name} photo={who.photo} role={t(`appointments:mode.${how}`)} />
      <Form once={once}>
        <BeforeWriting who={seenBy} />
        <TimeChoice form={form} week={week} offer={offer} minutes={minutes} to={(n) => `${here}?who=${who.member}&how=${how}&week=${n}`} />
        {how === 'home' ? <Field form={form} name="where" label={t('appointments:book.whereHome')} hint={t('appointments:book.whereHomeHint')} /> : null}
        {how === 'phone' ? <Field form={form} name="where" type="tel" label={t('appointments:book.wherePhone')} hint={t('common:optional')} width={20} /> : null}
        <Checkboxes
          form={form} name="needs" legend={t('appointments:book.needs')} legendIs="h2" hint={t('appointments:book.needsHint')}
          items={needs.map((value) => ({ value, text: t(`appointments:needs.${value}`), ...more[value] }))}
        />
        <Radios
          form={form} name="comfort" legend={t('appointments:book.comfort')}
          items={[{ value: 'either', text: t('appointments:book.either') }, ...comfort.map((value) => ({ value, text: t(`appointments:book.${value}`) }))]}
        />
        <Checkboxes
          form={form} name="about" legend={t('appointments:book.about')} legendIs="h2" hint={t('appointments:book.aboutHint')}
          items={about.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))}
        />
        <TextArea form={form} name="note" label={t('appointments:book.note')} hint={t('common:optional')} rows={3} limit={1000} />
        <WhoSeesFields form={form} who={seenBy} />
        <DelicateFields form={form} />
        <p className="soft">{t('appointments:book.alwaysSees', { name: who.name })}</p>
        <Actions><Button intent="book">{t('appointments:book.book')}</Button></Actions>
      </Form>
    </>
  )
}
