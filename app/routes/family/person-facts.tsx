import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { factTopics } from '#app/domain/carers/caring.ts'
import { addFact } from '#app/domain/carers/facts.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, things, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'

export const handle = titled('carers:facts.add')

const fields = z.object({ topic: choice(factTopics), words: words(1000), 'share-with': things<MemberId>() })

/** The child whom the URL names; 404 for anybody else. */
async function childNamed(viewer: Viewer, id: string | undefined) {
  const members = await membersOf(viewer)
  const child = members.find((one) => one.id === id && one.current && (one.seat === 'child' || one.seat === 'young-person'))
  if (!child) throw notYours()
  return { members, child }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'facts:add')
  const { members, child } = await childNamed(viewer, params.id)
  return json({ family: viewer.family, child: child.id, name: child.name, network: members.filter((one) => one.current && (one.seat === 'network' || one.seat === 'other-parent')).map((one) => ({ id: one.id, name: one.name })), once: newFormId(), kept: await keptForm(request) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'facts:add')
  const { child } = await childNamed(viewer, params.id)
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, addFact, { child: child.id, topic: read.data.topic, words: read.data.words, lang: await langOf(request), shareWith: read.data['share-with'] }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/people/${child.id}`, 'fact') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function AddFact() {
  const { t } = useWords()
  const { family, child, name, network, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('carers:facts.add')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people/${child}`, text: name }} lead={t('carers:facts.lead', { name })}>
      <Form once={once}>
        <Radios form={form} name="topic" legend={t('carers:facts.topic')} items={factTopics.map((value) => ({ value, text: t(`carers:facts.${value}`), hint: t(`carers:facts.${value}Hint`) }))} />
        <TextArea form={form} name="words" label={t('carers:facts.words')} rows={3} limit={1000} />
        {network.length > 0 ? <Checkboxes form={form} name="share-with" legend={t('common:whoSees.share')} hint={t('common:whoSees.shareHint')} items={network.map(({ id, name: called }) => ({ value: id, text: <bdi>{called}</bdi> }))} /> : null}
        <Actions><Button intent="add">{t('carers:facts.save')}</Button></Actions>
      </Form>
      <OrRing />
    </Page>
  )
}
