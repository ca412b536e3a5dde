import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { isAdult, isYoung } from '#app/domain/family/agreeing.ts'
import { addMember } from '#app/domain/family/members.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, dayTypedOrNone, thing, things, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'

export const handle = titled('people:ours.title')

/** Whom a lead professional adds; somebody of the family adds a child. */
const seats = ['child', 'young-person', 'parent', 'kin-carer', 'other-parent'] as const

const fields = z.object({
  seat: choice(seats), name: words(80), relation: words(60), born: dayTypedOrNone, adults: things<MemberId>(), children: things<MemberId>(),
  'agreed-by': z.union([choice(['nobody', 'themselves']), thing<MemberId>()], 'errors:chooseOne'),
})

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:invite')
  const members = (await membersOf(viewer)).filter((one) => one.current)
  const lead = viewer.seat === 'lead'
  const named = (of: typeof members) => of.map(({ id, name }) => ({ id, name }))
  return json({
    family: viewer.family, lead, me: viewer.member, adults: named(members.filter((one) => isAdult(one.seat) && (lead || one.id === viewer.member))), children: lead ? named(members.filter((one) => isYoung(one.seat))) : [],
    kept: await keptForm(request), once: newFormId(),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'people:invite')
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const { seat, name, relation, born, adults, children, 'agreed-by': agreed } = read.data
  if (viewer.seat !== 'lead' && seat !== 'child') return json({ form: { ...read.form, errors: { seat: { key: 'errors:chooseOne' } } } }, 400)
  if (isYoung(seat) && born === null) return json({ form: { ...read.form, errors: { born: { key: 'errors:dayRequired' } } } }, 400)
  const answer = await act(viewer, addMember, {
    name, givenName: null, seat, relation, bornOn: born, contact: null, responsible: isYoung(seat) ? adults : children, agreedBy: agreed === 'nobody' ? null : agreed,
  }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/people`, 'added') : json({ form: refusedForm(answer.field === 'responsible' ? { ...read.form } : read.form, answer.field === 'responsible' ? { ...answer, field: isYoung(seat) ? 'adults' : 'children' } : answer) }, 409)
}

export default function AddPerson() {
  const { t } = useWords()
  const { family, lead, me, adults, children, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ seat: 'child', 'agreed-by': 'nobody', ...(lead ? {} : { adults: [me ?? ''] }) })
  const boxes = (of: typeof adults) => of.map((one) => ({ value: one.id, text: one.id === me ? t('people:me') : <bdi>{one.name}</bdi> }))
  return (
    <Page title={t('people:ours.title')} lead={t('people:ours.lead')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people`, text: t('people:title') }}>
      <Card>
        <Form once={once}>
          {lead ? <Radios form={form} name="seat" legend={t('people:ours.seat')} items={seats.map((value) => ({ value, text: t(`people:ours.${value}`) }))} /> : <input type="hidden" name="seat" value="child" />}
          <Field form={form} name="name" label={t('people:ours.name')} autoComplete="off" />
          <Field form={form} name="relation" label={t('people:new.relation')} hint={t('people:ours.relationHint')} autoComplete="off" />
          <DateField form={form} name="born" legend={t('people:ours.born')} hint={lead ? t('people:ours.bornHint') : undefined} />
          {adults.length > 0 ? <Checkboxes form={form} name="adults" legend={t('people:ours.adults')} hint={lead ? t('people:ours.adultsHint') : undefined} items={boxes(adults)} /> : null}
          {children.length > 0 ? <Checkboxes form={form} name="children" legend={t('people:ours.children')} hint={t('people:ours.adultsHint')} items={boxes(children)} /> : null}
          <Radios
            form={form} name="agreed-by" legend={t('people:ours.agreed')} hint={t('people:ours.agreedHint')}
            items={[{ value: 'nobody', text: t('people:ours.nobody') }, ...(lead ? [{ value: 'themselves', text: t('people:ours.themselves') }] : []), ...boxes(adults)]}
          />
          <Actions><Button intent="add">{t('people:ours.go')}</Button></Actions>
        </Form>
      </Card>
      <OrRing />
    </Page>
  )
}
