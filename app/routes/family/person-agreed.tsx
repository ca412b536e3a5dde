import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type Viewer } from '#app/access/viewer.server.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { allKinds, topics } from '#app/domain/family/agreeing.ts'
import { whoAgrees } from '#app/domain/family/agreeing.server.ts'
import { noteAgreement, noteTakenBack } from '#app/domain/sharing/in-person.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTyped, dayTypedOrNone, someOf, thing, things, thingOrNone, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'

export const handle = titled('sharing:inPerson.title')

const said = { to: thing<MemberId>(), said: dayTyped, present: thingOrNone<MemberId>() }
const agreeForm = z.object({
  ...said, about: things<MemberId>().refine((chosen) => chosen.length > 0, 'errors:chooseOne'), kinds: someOf(allKinds).refine((chosen) => chosen.length > 0, 'errors:chooseOne'), topics: someOf(topics),
  why: words(300, 'errors:sayWhyItHelps'), until: dayTypedOrNone,
})
const stopForm = z.object(said)

/** Somebody of the family without an account, named by the URL, for the lead professional; 404 for anybody else. */
async function giverNamed(viewer: Viewer, id: string | undefined) {
  if (viewer.seat !== 'lead') throw notYours()
  const who = await whoAgrees(viewer)
  const giver = who.people.find((one) => one.id === id && one.person === null)
  const about = giver ? who.people.filter((one) => !seatsThatHelp.has(one.seat) && who.may(giver.id, one.id, null)) : []
  if (!giver || about.length === 0) throw notYours()
  return { who, giver, about }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:invite')
  const { who, giver, about } = await giverNamed(viewer, params.id)
  const named = (one: { id: MemberId; name: string }) => ({ id: one.id, name: one.name })
  return json({
    family: viewer.family, id: giver.id, name: giver.name, today: viewer.today, about: about.map(named), helpers: who.people.filter((one) => seatsThatHelp.has(one.seat)).map(named),
    present: who.people.filter((one) => one.id !== viewer.member && one.id !== giver.id).map(named), kept: await keptForm(request), once: newFormId(),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'people:invite')
  const { giver } = await giverNamed(viewer, params.id)
  const post = await posted(request)
  const back = `/families/${viewer.family}/people/${giver.id}`
  if (post.intent === 'took-back') {
    const read = readPosted(post, stopForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, noteTakenBack, { giver: giver.id, to: read.data.to, saidOn: read.data.said, present: read.data.present }, read.once)
    return answer.ok ? doneAt(back, 'in-person') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, agreeForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { to, about, kinds, topics: delicate, why, until, said: saidOn, present } = read.data
  const answer = await act(viewer, noteAgreement, { giver: giver.id, to, about, kinds: [...kinds, ...delicate], why, whyLang: await langOf(request), until, saidOn, present }, read.once)
  return answer.ok ? doneAt(back, 'in-person') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function AgreedInPerson() {
  const { t } = useWords()
  const { family, id, name, today, about, helpers, present, kept, once } = useLoaderData<typeof loader>()
  const [year, month, date] = today.split('-') as [string, string, string]
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ 'said-day': String(Number(date)), 'said-month': String(Number(month)), 'said-year': year, ...(about.length === 1 ? { about: [about[0]!.id] } : {}) })
  const options = (of: typeof about) => of.map((one) => ({ value: one.id, text: one.name }))
  return (
    <Page title={t('sharing:inPerson.title')} above={<bdi>{name}</bdi>} lead={t('sharing:inPerson.lead', { name })} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people/${id}`, text: name }}>
      <Card>
        <Form once={once}>
          <Select form={form} name="to" label={t('sharing:inPerson.to')} choose="" items={options(helpers)} />
          <Checkboxes form={form} name="about" legend={t('sharing:desk.about')} items={about.map((one) => ({ value: one.id, text: <bdi>{one.name}</bdi> }))} />
          <Checkboxes form={form} name="kinds" legend={t('sharing:one.kinds')} items={allKinds.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
          <Checkboxes form={form} name="topics" legend={t('sharing:one.topics')} hint={t('sharing:inPerson.topicsHint')} items={topics.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
          <TextArea form={form} name="why" label={t('sharing:one.why')} hint={t('sharing:inPerson.whyHint')} rows={2} limit={300} />
          <DateField form={form} name="until" legend={t('sharing:one.until')} hint={t('sharing:inPerson.untilHint')} />
          <DateField form={form} name="said" legend={t('sharing:inPerson.said')} />
          <Select form={form} name="present" label={t('sharing:inPerson.present')} choose={t('sharing:inPerson.nobodyElse')} items={options(present)} />
          <Actions>
            <Button intent="agreed">{t('sharing:inPerson.go')}</Button>
            <Button intent="took-back" kind="quiet">{t('sharing:inPerson.tookBack')}</Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  )
}
