import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { waysIn, wents } from '#app/domain/appointments/after-words.ts'
import { appointment } from '#app/domain/appointments/appointments.server.ts'
import { afterOf, recordAppointment, sayInTheWay } from '#app/domain/appointments/how-it-went.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, someOf, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { langOf } from '#app/domain/area/shell.server.ts'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type AppointmentId } from '#app/values/ids.ts'

export const handle = titled<typeof loader>(({ t }, data) => t(data.records ? 'after:record.title' : 'after:way.title'))

const recordForm = z.object({ went: choice(wents), why: wordsOrNone(1000) })
const wayForm = z.object({ what: someOf(waysIn), words: wordsOrNone(1000) })

/** Whoever was to be met, once it has begun, or one of the family who sees that it did not happen; 404 for anybody else. */
async function theirs(request: Request, params: LoaderFunctionArgs['params'], how: typeof lookIn) {
  const viewer = must(await how(request, params.family), 'appointments:see')
  const one = isId(params.id) ? await appointment(viewer, params.id as AppointmentId) : undefined
  const after = one && (await afterOf(viewer, one.id))
  const records = one !== undefined && one.practitioners.includes(viewer.person!) && one.startsAt <= viewer.now
  if (!one || !after || !(records || (one.state === 'not-seen' && seatsOfTheFamily.has(viewer.seat as never)))) throw notYours()
  return { viewer, one, after, records }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, one, after, records } = await theirs(request, params, lookIn)
  const mine = after.inTheWay.find((said) => said.by === viewer.member)
  const who = (await membersOf(viewer)).find((member) => member.current && member.person === one.practitioners[0])
  return json({
    family: viewer.family, id: one.id, startsAt: one.startsAt, name: one.practitioner.givenName, records, forAChild: after.forAChild, once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['said']),
    said: mine ? { what: [...mine.what], words: mine.words ?? '' } : null, book: who ? `/families/${viewer.family}/appointments/book?who=${who.id}&how=${one.mode}` : `/families/${viewer.family}/appointments/book`,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, one, records } = await theirs(request, params, actIn)
  const here = `/families/${viewer.family}/appointments/${one.id}`
  const post = await posted(request)
  const lang = await langOf(request)
  if (records) {
    const read = readPosted(post, recordForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, recordAppointment, { appointment: one.id, state: read.data.went, words: read.data.why, lang }, read.once)
    return answer.ok ? doneAt(here, 'recorded') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, wayForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(must(viewer, 'appointments:book'), sayInTheWay, { appointment: one.id, what: read.data.what, words: read.data.words, lang }, read.once)
  return answer.ok ? doneAt(`${here}/after`, 'said') : json({ form: refusedForm(read.form, answer) }, answer.why === 'nothing-said' ? 400 : 409)
}

export default function After() {
  const { t, format } = useWords()
  const { family, id, startsAt, name, records, forAChild, said, book, once, kept, done } = useLoaderData<typeof loader>()
  const form: FormState = useActionData<typeof action>()?.form ?? kept ?? { ...newForm(), values: said ? { what: said.what, words: said.words } : {} }
  const back = { to: `/families/${family}/appointments/${id}`, text: format.when(startsAt) }
  if (records) {
    return (
      <Page title={t('after:record.title')} family={{ id: family, current: 'appointments' }} errors={form.errors} back={back} lead={t('after:record.lead')}>
        <Form once={once}>
          <Radios form={form} name="went" legend={t('after:record.went')} items={wents.filter((went) => went !== 'not-brought' || forAChild).map((went) => ({ value: went, text: t(`after:went.${went}`) }))} />
          <TextArea form={form} name="why" label={t('after:record.why')} hint={t('after:record.whyHint')} />
          <Actions><Button intent="record">{t('after:record.go')}</Button></Actions>
        </Form>
      </Page>
    )
  }
  return (
    <Page title={t('after:way.title')} family={{ id: family, current: 'appointments' }} errors={form.errors} back={back} done={done ? t('after:way.done', { name }) : undefined} lead={t('after:way.lead', { name })}>
      {done ? <NewTime book={book} /> : null}
      <Form once={once}>
        <Checkboxes form={form} name="what" legend={t('after:way.what')} hint={t('after:way.whatHint')} items={waysIn.map((way) => ({ value: way, text: t(`after:ways.${way}`) }))} />
        <TextArea form={form} name="words" label={t('after:way.words')} hint={t('after:way.wordsHint', { name })} />
        <Actions><Button intent="way" kind={done ? 'quiet' : 'main'}>{t('after:way.go')}</Button>{done ? null : <ButtonLink kind="quiet" to={book}>{t('after:way.newTime')}</ButtonLink>}</Actions>
      </Form>
      <OrRing />
    </Page>
  )
}

function NewTime({ book }: { book: string }): ReactNode {
  const { t } = useWords()
  return <Actions><ButtonLink to={book}>{t('after:way.newTime')}</ButtonLink></Actions>
}
