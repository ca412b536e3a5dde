/** Taking a place in a group, or waiting for one: which date, who comes and what is needed; check your answers; done. The answers travel in the form, as those of a booking do. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { placeForm } from '#app/domain/groups/group-form.ts'
import { comeToGroup, waitForGroup } from '#app/domain/groups/places.server.ts'
import { whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { FormState } from '#app/ui/form-state.ts'
import { CheckPlaces, ChoosePlaces } from './group-steps.tsx'
import { placesOf, type PlaceStep } from './read-group.server.ts'

export const handle = titled('groups:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'appointments:book')
  const places = await placesOf(viewer, params.group)
  return json<PlaceStep>(await places.toChoose((await keptForm(request)) ?? { values: {}, errors: {} }))
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'appointments:book')
  const places = await placesOf(viewer, params.group)
  const post = await posted(request)
  const again = async (form: FormState, status: 200 | 400 | 409) => json<PlaceStep>(await places.toChoose(form), status)
  if (post.intent === 'change' && post.once) return again({ values: post.values, errors: {} }, 200)
  const read = readPosted(post, placeForm)
  if (!read.ok) return again(read.form, 400)
  const { data } = read
  if (data.about.length === 0) return again(refusedForm(read.form, { why: 'nobody-comes', field: 'about' }), 400)
  if (post.intent !== 'check' && post.intent !== 'come' && post.intent !== 'wait') return again({ values: post.values, errors: { '': { key: 'errors:formGone' } } }, 400)
  const check = await places.toCheck({ values: post.values, errors: {} }, data)
  if (!check) return again(refusedForm(read.form, { why: 'group-off', field: 'date' }), 409)
  if (post.intent === 'check') return json<PlaceStep>(check)
  const coming = {
    date: data.date, who: data.about, whoSees: whoSeesOf(data), shareWith: data['share-with'], needs: check.needs, interpreterLang: check.interpreterLang, note: data.note, lang: await langOf(request), delicate: data.delicate,
  }
  const list = `/families/${viewer.family}/appointments`
  if (post.intent === 'come') {
    const answer = await act(viewer, comeToGroup, coming, read.once)
    if (answer.ok) return doneAt(`${list}/${answer.value}`, 'booked')
    // Taken meanwhile: the answers stay, and the page says that they can wait.
    if (answer.why === 'group-full') return json<PlaceStep>({ ...check, full: true, form: { values: post.values, errors: { '': { key: 'refusals:group-full' } } } }, 409)
    return again(refusedForm(read.form, answer), 409)
  }
  const answer = await act(viewer, waitForGroup, coming, read.once)
  if (answer.ok) return doneAt(`${list}/waits/${answer.value}`, 'waiting')
  if (answer.why === 'group-has-room') return json<PlaceStep>({ ...check, full: false, form: { values: post.values, errors: { '': { key: 'refusals:group-has-room' } } } }, 409)
  return again(refusedForm(read.form, answer), 409)
}

export default function GroupPlaces() {
  const { t } = useWords()
  const loaded = useLoaderData<typeof loader>()
  const shown: SerializeFrom<PlaceStep> = useActionData<typeof action>() ?? loaded
  const { group } = shown
  const list = `/families/${shown.family}/appointments/groups`
  return (
    <Page
      title={shown.step === 'check' ? t('groups:check.title') : <Said lang={group.lang}>{group.name}</Said>} lead={shown.step === 'check' ? t('groups:check.lead') : undefined} family={{ id: shown.family, current: 'appointments' }} errors={shown.form.errors}
      back={shown.step === 'check' ? { to: `${list}/${group.id}`, text: t('booking:again') } : { to: list, text: t('groups:title') }}
    >
      {shown.step === 'choose' ? <ChoosePlaces data={shown} /> : <CheckPlaces data={shown} />}
      <OrRing />
    </Page>
  )
}
