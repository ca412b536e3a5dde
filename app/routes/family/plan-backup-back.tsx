/** Looking back on a run of the plan for when things get harder, or on a drill: what went well, what to change. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { lookBackForm, ofTheRun } from '#app/domain/plan/backup-run-form.ts'
import { backupRun, lookBackOn } from '#app/domain/plan/backup-run.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting, WhoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type BackupRunId } from '#app/values/ids.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('backup:back.title')

async function overIn({ request, params }: LoaderFunctionArgs, look: typeof lookIn) {
  const viewer = must(must(await look(request, params.family), 'plan:see'), 'backup:start')
  const run = isId(params.id) ? await backupRun(viewer, params.id as BackupRunId) : undefined
  if (!run || run.endedAt === null) throw notYours()
  return { viewer, run }
}

export async function loader(args: LoaderFunctionArgs) {
  const { viewer, run } = await overIn(args, lookIn)
  const own = run.looks.find((look) => look.own)
  const said = own ? { well: own.well ?? '', change: own.change ?? '' } : null
  return json({ family: viewer.family, run: run.id, said, who: ofTheRun(await whoSeesQuestion(viewer, await membersOf(viewer))), once: newFormId(), kept: await keptForm(args.request) })
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, run } = await overIn(args, actIn)
  const read = await readForm(args.request, lookBackForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { well, change } = read.data
  const answer = await act(viewer, lookBackOn, { run: run.id, well, change, whoSees: whoSeesOf(read.data), lang: await langOf(args.request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/if-things-get-harder/runs/${run.id}`, 'looked') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function BackupBack() {
  const { t } = useWords()
  const { family, run, said, who, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? (said ? { values: said, errors: {} } : newForm())
  return (
    <PlanPage title={t('backup:back.title')} lead={t('backup:back.lead')} family={family} picture="speech" errors={form.errors} back={{ to: `/families/${family}/plan/if-things-get-harder/runs/${run}`, text: t('backup:run.link') }}>
      <Form once={once}>
        <BeforeWriting who={who} />
        <TextArea form={form} name="well" label={t('backup:back.well')} rows={3} limit={2000} />
        <TextArea form={form} name="change" label={t('backup:back.change')} hint={t('backup:back.changeHint')} rows={3} limit={2000} />
        <WhoSeesFields form={form} who={who} everybody={t('backup:back.everybody')} />
        <Actions><Button intent="say">{t('backup:save')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
