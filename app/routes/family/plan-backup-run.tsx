/** A run of the plan for when things get harder, or a drill: who does what, what they need to know, whom to ring; its end, and how it was. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { endForm, taskForm } from '#app/domain/plan/backup-run-form.ts'
import { backupRun, endBackup, sayTask } from '#app/domain/plan/backup-run.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type BackupRunId } from '#app/values/ids.ts'
import { DangerFirst, InOrder, ToKnow } from './backup-parts.tsx'
import { PlanPage } from './plan-page.tsx'

export const handle = titled<typeof loader>(({ t }, { run }) => t(run.drill ? 'backup:run.drill' : run.endedAt ? 'backup:run.over' : 'backup:run.title'))

async function runIn({ request, params }: LoaderFunctionArgs, look: typeof lookIn) {
  const viewer = must(await look(request, params.family), 'plan:see')
  const run = isId(params.id) ? await backupRun(viewer, params.id as BackupRunId) : undefined
  if (!run) throw notYours()
  return { viewer, run }
}

export async function loader(args: LoaderFunctionArgs) {
  const { viewer, run } = await runIn(args, lookIn)
  const { tasks, ...rest } = run
  const running = run.endedAt === null
  const ticks = tasks.map((task) => ({ ...task, mine: task.owner === viewer.member, tick: running && may(viewer, 'backup:start') && (run.mayEnd || task.owner === viewer.member) }))
  return json({
    family: viewer.family, run: { ...rest, tasks: ticks }, looksBack: !running && may(viewer, 'backup:start'),
    once: { end: newFormId(), task: newFormIds(tasks.map((task) => task.id)) }, done: doneIn(args.request, ['started', 'tried', 'done', 'not-yet', 'ended', 'looked']),
  })
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, run } = await runIn(args, actIn)
  const acting = must(viewer, 'backup:start')
  const post = await posted(args.request)
  const here = `/families/${viewer.family}/plan/if-things-get-harder/runs/${run.id}`
  if (post.intent === 'end') {
    const read = readPosted(post, endForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(acting, endBackup, { run: run.id }, read.once)
    return answer.ok ? doneAt(here, 'ended') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, taskForm)
  if (!read.ok) return json({ form: { values: {}, errors: { '': { key: 'errors:formGone' } } } }, 400)
  const done = read.data.say === 'done'
  const answer = await act(acting, sayTask, { task: read.data.task, done }, read.once)
  return answer.ok ? doneAt(here, done ? 'done' : 'not-yet') : json({ form: refusedForm(read.form, answer) }, 409)
}

type Data = SerializeFrom<typeof loader>

export default function BackupRun() {
  const { t, format } = useWords()
  const { family, run, looksBack, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  const here = `/families/${family}/plan/if-things-get-harder`
  const mine = run.tasks.filter((task) => task.mine)
  const first = mine.find((task) => task.doneAt === null)?.id
  const others = run.tasks.filter((task) => !task.mine)
  const lead = run.drill ? t('backup:run.drillOn', { day: format.dayWithYear(run.startedAt), name: run.starter })
    : run.endedAt ? t('backup:run.wasOn', { from: format.when(run.startedAt), until: format.when(run.endedAt), name: run.starter }) : t('backup:run.since', { when: format.when(run.startedAt), name: run.starter })
  return (
    <PlanPage title={t(run.drill ? 'backup:run.drill' : run.endedAt ? 'backup:run.over' : 'backup:run.title')} lead={<>{lead}</>} family={family} picture="shelter" errors={form.errors} back={{ to: here, text: t('backup:title') }} done={done ? t(`backup:run.done.${done}`) : undefined}>
      {run.endedAt ? null : <DangerFirst />}
      {run.because ? <p>{t('backup:run.because')} <Said as="q" lang={run.because.lang}>{run.because.words}</Said></p> : null}
      {mine.length > 0 ? (
        <Card title={t(run.endedAt ? 'backup:run.yoursThen' : 'backup:run.yours')} tone={run.endedAt ? 'plain' : 'next'}>
          <Rows>{mine.map((task) => <Task key={task.id} task={task} main={task.id === first} once={once.task[task.id]} />)}</Rows>
        </Card>
      ) : null}
      {run.opened.length > 0 ? (
        <Card title={t('backup:run.know')}>
          <Rows>{run.opened.map((one) => <div key={one.id}><p><strong><bdi>{one.childName}</bdi></strong></p><ToKnow of={one} /></div>)}</Rows>
          <p className="soft">{t('backup:run.knowHint')}</p>
        </Card>
      ) : null}
      {run.calls.length > 0 ? <Card title={t('backup:start.calls')}><InOrder calls={run.calls} /></Card> : null}
      {others.length > 0 ? <Card title={t('backup:run.others')}><Rows>{others.map((task) => <Task key={task.id} task={task} once={once.task[task.id]} />)}</Rows></Card> : null}
      {run.mayEnd && run.endedAt === null ? (
        <Card title={t('backup:run.endTitle')}>
          <p>{t('backup:run.endHint')}</p>
          <Form once={once.end}><Button kind="quiet" intent="end">{t('backup:run.end')}</Button></Form>
        </Card>
      ) : null}
      {run.endedAt ? <LooksBack run={run} to={looksBack ? `${here}/runs/${run.id}/back` : null} /> : null}
      <OrRing />
    </PlanPage>
  )
}

function Task({ task, main = false, once }: { task: Data['run']['tasks'][number]; main?: boolean; once: string | undefined }): ReactNode {
  const { t, format } = useWords()
  const says = task.doneAt ? 'not-yet' : 'done'
  return (
    <div>
      <p><strong>{t('backup:stepsInFor', { name: task.name, child: task.childName })}</strong> {task.doneAt ? <Tag>{t('backup:run.doneAt', { when: format.when(task.doneAt) })}</Tag> : null}</p>
      {task.words ? <Said as="p" className="lines" lang={task.lang}>{task.words}</Said> : null}
      {task.here ? null : <p>{t('backup:start.nobodyDoes', { name: task.name })}</p>}
      {task.tick ? (
        <Form once={once}>
          <input type="hidden" name="task" value={task.id} />
          <input type="hidden" name="say" value={says} />
          <Button kind={main ? 'main' : 'quiet'} intent="task">{t(`backup:run.say.${says}`)}<span className="vh">: {t('backup:stepsInFor', { name: task.name, child: task.childName })}</span></Button>
        </Form>
      ) : null}
    </div>
  )
}

function LooksBack({ run, to }: { run: Data['run']; to: string | null }): ReactNode {
  const { t } = useWords()
  return (
    <Card title={t('backup:back.title')}>
      {run.looks.length === 0 ? <Empty>{t('backup:back.none')}</Empty> : (
        <Rows>
          {run.looks.map((look) => (
            <div key={look.id}>
              <p><strong><bdi>{look.name}</bdi></strong></p>
              {look.well ? <p><span className="soft">{t('backup:back.well')}</span><br /><Said className="lines" lang={look.lang}>{look.well}</Said></p> : null}
              {look.change ? <p><span className="soft">{t('backup:back.change')}</span><br /><Said className="lines" lang={look.lang}>{look.change}</Said></p> : null}
            </div>
          ))}
        </Rows>
      )}
      {to ? <Actions><ButtonLink kind="quiet" to={to}>{t(run.looks.some((look) => look.own) ? 'backup:back.again' : 'backup:back.say')}</ButtonLink></Actions> : null}
    </Card>
  )
}
