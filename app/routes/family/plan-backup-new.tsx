/** One more entry of the plan for when things get harder, in the family's own words. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { readBackup } from '#app/domain/plan/backup-form.ts'
import { backupParts, toKnow } from '#app/domain/plan/backup-parts.ts'
import { canBeNamed, isSteppedInFor, keepBackup } from '#app/domain/plan/backup.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { DelicateFields } from '#app/domain/sharing/delicate.tsx'
import { BeforeWriting, WhoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled<typeof loader>(({ t }, data) => t(`backup:add.${data.part}`))

function partOf(given: string | undefined) {
  const part = backupParts.find((one) => one === given)
  if (!part) throw notYours()
  return part
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'backup:write')
  const members = await membersOf(viewer)
  const inShort = (some: typeof members) => some.map(({ id, name }) => ({ id, name }))
  return json({
    family: viewer.family, part: partOf(params.part), people: inShort(members.filter(canBeNamed)), children: inShort(members.filter(isSteppedInFor)),
    who: await whoSeesQuestion(viewer, members), once: newFormId(), kept: await keptForm(request),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'backup:write')
  const read = readBackup(await posted(request), partOf(params.part))
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, keepBackup, { entry: read.entry, whoSees: whoSeesOf(read.data), shareWith: read.data['share-with'], delicate: read.data.delicate, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/if-things-get-harder`, 'kept') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function BackupNew() {
  const { t } = useWords()
  const { family, part, people, children, who, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <PlanPage title={t(`backup:add.${part}`)} lead={t(`backup:about.${part}`)} family={family} picture="pencil" errors={form.errors} back={{ to: `/families/${family}/plan/if-things-get-harder`, text: t('backup:title') }}>
      <Form once={once}>
        <BeforeWriting who={who} />
        <Fields part={part} form={form} people={people} children={children} />
        <WhoSeesFields form={form} who={who} />
        <DelicateFields form={form} />
        <Actions><Button intent="keep">{t('backup:save')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}

interface Somebody { readonly id: string; readonly name: string }

function Fields({ part, form, people, children }: { part: (typeof backupParts)[number]; form: FormState; people: readonly Somebody[]; children: readonly Somebody[] }): ReactNode {
  const { t } = useWords()
  const options = (some: readonly Somebody[]) => some.map(({ id, name }) => ({ value: id, text: name }))
  if (part === 'starter') return <Checkboxes form={form} name="starters" legend={t('backup:who.starter')} hint={t('backup:starterReads')} items={people.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
  const own = <TextArea form={form} name="words" label={t(`backup:words.${part}`)} hint={t(`backup:hint.${part}`)} rows={3} limit={part === 'call' ? 500 : 1000} />
  if (part === 'care') {
    return (
      <>
        <Select form={form} name="child" label={t('backup:who.child')} choose="" items={options(children)} />
        <Select form={form} name="owner" label={t('backup:who.care')} hint={t('backup:theyRead')} choose="" items={options(people)} />
        {own}
        {toKnow.map((what) => <TextArea key={what} form={form} name={what} label={t(`backup:know.${what}`)} hint={t(`backup:knowHint.${what}`)} rows={2} limit={1000} />)}
      </>
    )
  }
  if (part === 'call') {
    return (
      <>
        <Select form={form} name="owner" label={t('backup:who.call')} hint={t('backup:theyRead')} choose={t('backup:who.else')} items={options(people)} />
        <Field form={form} name="name" label={t('backup:who.name')} hint={t('backup:who.nameHint')} />
        <Field form={form} name="phone" type="tel" label={t('backup:phone')} inputMode="tel" width={20} autoComplete="off" />
        {own}
      </>
    )
  }
  return own
}
