import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { answerLeadWish, leadWishes } from '#app/domain/family/lead.server.ts'
import { adultsToAgree, nameLead, needsLead, whoCanLead } from '#app/domain/family/members.server.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import { moneyViewer, noteLooking } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { thing, things, words } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId, PersonId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:lead.title')

const wishForm = z.object({ wish: thing<string>(), words: words(1000) })
const leadForm = z.object({ to: thing<PersonId>(), 'agreed-by': things<MemberId>() })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = await atTheDesk(request)
  const viewer = must(await moneyViewer(request, params.family), 'lead:name')
  // Who is who is shown only while there is nobody who leads.
  if (!(await needsLead(viewer))) throw notYours()
  await act(viewer, noteLooking, { page: 'people', because: 'lead-to-name' })
  const [family, colleagues, adults, wishes] = await Promise.all([familyOf(viewer), whoCanLead(viewer), adultsToAgree(viewer), leadWishes(viewer)])
  return json({ places: deskPlaces(desk), name: family.name, colleagues, adults, wishes, onceWish: newFormIds(wishes.map((wish) => wish.id)), kept: await keptForm(request), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await moneyViewer(request, params.family), 'lead:name')
  const sent = await posted(request)
  if (sent.intent === 'answer') {
    const said = readPosted(sent, wishForm)
    if (!said.ok) return json({ form: said.form }, 400)
    const answered = await act(viewer, answerLeadWish, { wish: said.data.wish, words: said.data.words, lang: await langOf(request) }, said.once)
    return answered.ok ? doneAt('/desk', 'answered') : json({ form: refusedForm(said.form, answered) }, 409)
  }
  const read = readPosted(sent, leadForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, nameLead, { to: read.data.to, agreedBy: read.data['agreed-by'] }, read.once)
  // Somebody else named one a moment ago: the desk says who.
  if (!answer.ok && answer.why === 'has-a-lead') return doneAt('/desk', 'named')
  return answer.ok ? doneAt('/desk', 'named') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function NameLead() {
  const { t, format } = useWords()
  const { places, name, colleagues, adults, wishes, onceWish, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('desk:lead.title')} above={<bdi>{name}</bdi>} lead={t(wishes.length > 0 ? 'promises:lead.deskLead' : 'desk:lead.lead')} errors={form.errors} desk={{ current: 'desk', places }} back={{ to: '/desk#team', text: t('desk:home.title') }}>
      {wishes.map((wish) => (
        <Card key={wish.id} tone="next">
          <p>{t('promises:lead.deskBy', { name: wish.by, day: format.date(wish.dueOn) })}</p>
          <Said as="blockquote" className="lines" lang={wish.lang}>{wish.reason}</Said>
          <Form once={onceWish[wish.id]}>
            <input type="hidden" name="wish" value={wish.id} />
            <TextArea form={form} name="words" id={`words-${wish.id}`} label={t('promises:lead.deskWords')} rows={3} limit={1000} />
            <Actions><Button intent="answer" kind="quiet">{t('promises:lead.deskGo')}</Button></Actions>
          </Form>
        </Card>
      ))}
      {colleagues.length === 0 ? <Empty>{t('desk:lead.nobody')}</Empty> : (
        <Form once={once}>
          <Select form={form} name="to" label={t('desk:lead.who')} choose="" items={colleagues.map(({ person, name: text }) => ({ value: person, text }))} />
          <Checkboxes
            form={form} name="agreed-by" legend={t('desk:lead.agreed')} hint={t('desk:lead.agreedHint')}
            items={adults.map((adult) => ({ value: adult.id as string, text: <bdi>{adult.name}</bdi> }))}
          />
          <Actions><Button intent="name">{t('desk:lead.save')}</Button></Actions>
        </Form>
      )}
    </Page>
  )
}
