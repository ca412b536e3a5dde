/** An entry of the plan for when things get harder, said in other words. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { readChanged } from '#app/domain/plan/backup-form.ts'
import { toKnow } from '#app/domain/plan/backup-parts.ts'
import { changeable, changeBackup } from '#app/domain/plan/backup.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type BackupId } from '#app/values/ids.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('backup:changing')

async function entryIn({ request, params }: LoaderFunctionArgs, look: typeof lookIn) {
  const viewer = must(await look(request, params.family), 'backup:write')
  const entry = isId(params.id) ? await changeable(viewer, params.id as BackupId) : undefined
  if (!entry || entry.part === 'starter') throw notYours()
  return { viewer, entry, part: entry.part }
}

export async function loader(args: LoaderFunctionArgs) {
  const { viewer, entry, part } = await entryIn(args, lookIn)
  const { words, phone, school, medicine, sleep, comfort } = entry
  const values = Object.fromEntries(Object.entries({ words, phone, school, medicine, sleep, comfort }).map(([name, value]) => [name, value ?? '']))
  return json({ family: viewer.family, part, values, lang: entry.lang, once: newFormId(), kept: await keptForm(args.request) })
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, entry, part } = await entryIn(args, actIn)
  const read = readChanged(await posted(args.request), part)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, changeBackup, { id: entry.id, ...read.said, lang: await langOf(args.request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/if-things-get-harder`, 'changed') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function BackupChange() {
  const { t } = useWords()
  const { family, part, values, lang, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? { values, errors: {} }
  return (
    <PlanPage title={t('backup:changing')} lead={t(`backup:part.${part}`)} family={family} picture="pencil" errors={form.errors} back={{ to: `/families/${family}/plan/if-things-get-harder`, text: t('backup:title') }}>
      <Form once={once}>
        {part === 'call' ? <Field form={form} name="phone" type="tel" label={t('backup:phone')} inputMode="tel" width={20} autoComplete="off" /> : null}
        <TextArea form={form} name="words" label={t(`backup:words.${part}`)} hint={t(`backup:hint.${part}`)} rows={3} limit={part === 'call' ? 500 : 1000} lang={lang ?? undefined} />
        {part === 'care' ? toKnow.map((what) => <TextArea key={what} form={form} name={what} label={t(`backup:know.${what}`)} hint={t(`backup:knowHint.${what}`)} rows={2} limit={1000} lang={lang ?? undefined} />) : null}
        <Actions><Button intent="keep">{t('backup:save')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
