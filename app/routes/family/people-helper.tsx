import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { allKinds, isAdult, isYoung, topics } from '#app/domain/family/agreeing.ts'
import { whoAgrees } from '#app/domain/family/agreeing.server.ts'
import { addHelper, whoCanHelp } from '#app/domain/family/members.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTypedOrNone, someOf, thing, things, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId, PersonId } from '#app/values/ids.ts'

export const handle = titled('people:helper.title')

const fields = z.object({
  person: thing<PersonId>(), about: things<MemberId>(), kinds: someOf(allKinds), topics: someOf(topics), why: words(300, 'errors:sayWhyItHelps'), until: dayTypedOrNone, 'agreed-by': things<MemberId>(),
})

/** About whom something can be agreed, and by whom: the lead professional writes down what each said, somebody of the family speaks for themselves. */
async function whoSays(viewer: May<'people:invite'>) {
  const who = await whoAgrees(viewer)
  const family = who.people.filter((one) => isAdult(one.seat) || isYoung(one.seat))
  const givers = viewer.seat === 'lead' ? family.filter((one) => family.some((about) => who.may(one.id, about.id, null))) : []
  const about = viewer.seat === 'lead' ? family : family.filter((one) => who.may(viewer.member!, one.id, null))
  const named = ({ id, name }: { id: MemberId; name: string }) => ({ id, name })
  return { givers: givers.map(named), about: about.map(named) }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:invite')
  const [colleagues, { givers, about }] = [await whoCanHelp(viewer), await whoSays(viewer)]
  return json({ family: viewer.family, me: viewer.member, colleagues, givers, about, kept: await keptForm(request), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'people:invite')
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const { person, about, kinds, topics: delicate, why, until } = read.data
  if (about.length > 0 && kinds.length === 0) return json({ form: { ...read.form, errors: { kinds: { key: 'errors:chooseOne' } } } }, 400)
  const agreedBy = viewer.seat === 'lead' ? read.data['agreed-by'] : [viewer.member!]
  const answer = await act(viewer, addHelper, { person, seat: 'team', kinds: [...kinds, ...delicate], about, why, whyLang: await langOf(request), until, agreedBy }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/people`, 'helper') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function AddHelper() {
  const { t } = useWords()
  const { family, me, colleagues, givers, about, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('people:helper.title')} lead={t('people:helper.lead')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people`, text: t('people:title') }}>
      <Card>
        {colleagues.length === 0 ? <Empty>{t('people:helper.nobody')}</Empty> : (
          <Form once={once}>
            <Select form={form} name="person" label={t('people:helper.who')} choose="" items={colleagues.map((one) => ({ value: one.person, text: one.name }))} />
            <Checkboxes form={form} name="about" legend={t('people:helper.about')} hint={t('people:helper.aboutHint')} items={about.map((one) => ({ value: one.id, text: one.id === me ? t('people:me') : <bdi>{one.name}</bdi> }))} />
            <Checkboxes form={form} name="kinds" legend={t('sharing:one.kinds')} items={allKinds.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
            <Checkboxes form={form} name="topics" legend={t('sharing:one.topics')} hint={t('sharing:inPerson.topicsHint')} items={topics.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
            <TextArea form={form} name="why" label={t('people:helper.why')} hint={t('people:helper.whyHint')} rows={2} limit={300} />
            <DateField form={form} name="until" legend={t('sharing:one.until')} hint={t('sharing:inPerson.untilHint')} />
            {givers.length > 0 ? <Checkboxes form={form} name="agreed-by" legend={t('people:helper.agreed')} hint={t('people:helper.agreedHint')} items={givers.map((one) => ({ value: one.id, text: <bdi>{one.name}</bdi> }))} /> : null}
            <Actions><Button intent="add">{t('people:helper.go')}</Button></Actions>
          </Form>
        )}
      </Card>
      <OrRing />
    </Page>
  )
}
