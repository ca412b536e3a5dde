/**
 * Booking a time: with whom, which time and what is needed, check your answers, done. The answers travel in the form from page to
 * page, so that nothing is kept of a booking that nobody finished, and all of it works without script.
 */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { bookingForm } from '#app/domain/appointments/booking-form.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId } from '#app/values/ids.ts'
import { AtWhatTime, CheckAnswers, WithWhom } from './booking-steps.tsx'
import { bookingOf, type Step } from './read-booking.server.ts'

export const handle = titled('appointments:book.title')

/** What the address says of a booking. */
function asked(request: Request): { values: FormState['values']; week: number | null } {
  const query = new URL(request.url).searchParams
  const week = query.get('week')
  const values: FormState['values'] = {}
  for (const name of ['who', 'how']) if (query.has(name)) values[name] = query.get(name)!
  if (Object.keys(values).length > 0) for (const name of ['about', 'together']) values[name] = query.getAll(name).slice(0, 200)
  const decided = query.get('decided')
  if (isId(decided)) values.decided = decided
  return { values, week: weekOf(week) }
}

/** What was sent, with the address where it says nothing of it: none ticked is sent as nothing, and is an answer. */
function withAddress(address: FormState['values'], sent: FormState['values']): FormState['values'] {
  return { ...address, ...('carried' in sent ? { about: [], together: [], decided: '' } : {}), ...sent }
}

const weekOf = (said: string | null | undefined) => (said && /^\d{1,2}$/.test(said) ? Number(said) : null)

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'appointments:book')
  const [kept, { values, week }] = [await keptForm(request), asked(request)]
  const form: FormState = kept ? { ...kept, values: withAddress(values, kept.values) } : { values, errors: {} }
  const booking = await bookingOf(viewer, form.values)
  if (values.decided && !kept && !booking.decided) throw notYours()
  if (booking.wanted) return json<Step>(await booking.atWhatTime(form, week))
  return json<Step>(booking.withWhom({ ...form, errors: { ...form.errors, ...booking.errors } }, false), Object.keys(booking.errors).length > 0 ? 400 : 200)
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'appointments:book')
  const post = await posted(request)
  const values = withAddress(asked(request).values, post.values)
  const booking = await bookingOf(viewer, values)
  const plain: FormState = { values, errors: {} }
  if (post.intent === 'change-who' && post.once) return json<Step>(booking.withWhom(plain, true))
  if (!booking.wanted) return json<Step>(booking.withWhom({ values, errors: { ...(Object.keys(booking.errors).length > 0 ? booking.errors : { who: { key: 'errors:chooseOne' } }) } }, true), 400)
  const week = /^week-(\d{1,2})$/.exec(post.intent)?.[1]
  if (post.once && (week || post.intent === 'change' || post.intent === 'times')) return json<Step>(await booking.atWhatTime(plain, weekOf(week)))
  const again = async (form: FormState, status: 400 | 409, taken?: Parameters<typeof booking.atWhatTime>[2]) => json<Step>(await booking.atWhatTime({ ...form, values }, null, taken), status)

  const read = readPosted({ ...post, values }, bookingForm)
  if (!read.ok) return again(read.form, 400)
  if (post.intent !== 'check' && post.intent !== 'book') return again({ values, errors: { '': { key: 'errors:formGone' } } }, 400)
  const { data } = read
  const notHere = booking.notHere(data)
  if (Object.keys(notHere).length > 0) return again({ values, errors: notHere }, 409)
  if (post.intent === 'check') {
    const check = await booking.toCheck({ values, errors: {} }, data)
    return check ? json<Step>(check) : again(refusedForm(read.form, { why: 'time-taken', field: 'time' }), 409, data.time)
  }
  const answer = await act(viewer, bookAppointment, {
    practitioner: booking.wanted.who.member, together: booking.wanted.together.map((one) => one.member), mode: booking.wanted.how, startsAt: data.time, about: data.about, whoSees: whoSeesOf(data), shareWith: data['share-with'],
    needs: data.comfort === 'either' ? data.needs : [...data.needs, data.comfort],
    interpreterLang: data.needs.includes('interpreter') ? data['interpreter-lang'] : null,
    where: data.where, note: data.note, lang: booking.decided && booking.decided.note === data.note ? booking.decided.lang : await langOf(request), delicate: data.delicate, decided: booking.decided?.id ?? null,
  }, read.once)
  if (answer.ok) return doneAt(`/families/${viewer.family}/appointments/${answer.value}`, 'booked')
  return again(refusedForm(read.form, answer), 409, answer.why === 'time-taken' ? data.time : undefined)
}

export default function BookAppointment() {
  const { t, format } = useWords()
  const loaded = useLoaderData<typeof loader>()
  const shown: SerializeFrom<Step> = useActionData<typeof action>() ?? loaded
  const list = `/families/${shown.family}/appointments`
  return (
    <Page
      title={t(shown.step === 'check' ? 'booking:check.title' : 'appointments:book.title')} lead={shown.step === 'check' ? t('booking:check.lead') : undefined}
      family={{ id: shown.family, current: 'appointments' }} errors={shown.form.errors}
      back={shown.step === 'who' ? { to: list, text: t('appointments:title') } : { to: `${list}/book${shown.decided ? `?decided=${shown.decided.id}` : ''}`, text: t('booking:again') }}
    >
      {shown.decided ? <Notice><p>{t('booking:decided.for')} <Said as="q" lang={shown.decided.lang}>{shown.decided.words}</Said></p><p>{t('decided:part.by', { day: format.day(shown.decided.dueOn) })}</p></Notice> : null}
      {shown.step === 'who' ? <><WithWhom data={shown} /><p><a href={`/families/${shown.family}/dates`}>{t(shown.ours ? 'dates:link' : 'dates:linkTheirs')}</a></p></> : shown.step === 'time' ? <AtWhatTime data={shown} here={`${list}/book`} /> : <CheckAnswers data={shown} />}
      {shown.step === 'who' ? <p><a href={`${list}/groups`}>{t('groups:bookLink')}</a> <span className="soft">{t('groups:bookHint')}</span></p> : null}
      <OrRing />
    </Page>
  )
}
