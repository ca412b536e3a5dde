/** Starting the plan for when things get harder, or trying it: what happens stands there before anything does. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { backupAhead, rightToStart } from '#app/domain/plan/backup-ahead.server.ts'
import { ofTheRun, startForm } from '#app/domain/plan/backup-run-form.ts'
import { startBackup } from '#app/domain/plan/backup-run.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { WhoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { DangerFirst, InOrder } from './backup-parts.tsx'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('backup:start.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'backup:start')
  const ahead = await backupAhead(viewer)
  if (!ahead) throw notYours()
  return json({ family: viewer.family, ahead, who: ofTheRun(await whoSeesQuestion(viewer, await membersOf(viewer))), once: newFormId(), kept: await keptForm(request) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'backup:start')
  if ((await rightToStart(viewer)) === undefined) throw notYours()
  const post = await posted(request)
  const read = readPosted(post, startForm)
  if (!read.ok) return json({ form: read.form }, 400)
  // Of something as grave as this only its own button is taken for a yes.
  const drill = post.intent === 'drill'
  if (!drill && post.intent !== 'start') return json({ form: { ...read.form, errors: { '': { key: 'errors:formGone' } } } as FormState }, 400)
  const { because, seen } = read.data
  const answer = await act(viewer, startBackup, { drill, because, seen, whoSees: whoSeesOf(read.data) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/if-things-get-harder/runs/${answer.value}`, drill ? 'tried' : 'started') : json({ form: refusedForm(read.form, answer) }, 409)
}

type Data = SerializeFrom<typeof loader>

export default function BackupStart() {
  const { t } = useWords()
  const { family, ahead, who, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const here = `/families/${family}/plan/if-things-get-harder`
  const empty = ahead.steps.length + ahead.calls.length === 0
  return (
    <PlanPage title={t('backup:start.title')} lead={t('backup:start.lead')} family={family} picture="shelter" errors={form.errors} back={{ to: here, text: t('backup:title') }}>
      <DangerFirst />
      {ahead.running ? (
        <Card title={t('backup:start.runsTitle')} tone="next">
          <p>{t('backup:start.runs')}</p>
          <ButtonLink to={`${here}/runs/${ahead.running}`}>{t('backup:home.go')}</ButtonLink>
        </Card>
      ) : null}
      {empty ? <Card><Empty>{t('backup:start.empty')}</Empty></Card> : (
        <>
          <WhatHappens ahead={ahead} />
          <Card title={t('backup:start.now')} tone="next">
            <Form once={once}>
              <input type="hidden" name="seen" value={ahead.seen} />
              {ahead.reasons.length > 0 ? (
                <Radios
                  form={form} name="because" legend={t('backup:start.because')} hint={t('backup:start.becauseHint')}
                  items={[...ahead.reasons.map(({ id, words, lang }) => ({ value: id as string, text: <Said lang={lang}>{words}</Said> })), { value: '', text: t('backup:start.noReason') }]}
                />
              ) : null}
              {who.mayKeep ? <Details summary={t('backup:start.whoSees')} open={form.values['who-sees'] === 'named' || who.wary || 'who-sees' in form.errors}><WhoSeesFields form={form} who={who} everybody={t('backup:start.everybody')} /><p className="soft">{t('backup:start.toldSee')}</p></Details> : <input type="hidden" name="who-sees" value="everybody" />}
              <Actions>
                {ahead.running ? null : <Button intent="start">{t('backup:start.start')}</Button>}
                <Button kind="quiet" intent="drill">{t('backup:start.drill')}</Button>
              </Actions>
              <p className="soft">{t('backup:start.drillHint')}</p>
            </Form>
          </Card>
        </>
      )}
      <OrRing />
    </PlanPage>
  )
}

function WhatHappens({ ahead }: { ahead: Data['ahead'] }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      <Card title={t('backup:start.told')}>
        {ahead.told.length === 0 ? <Empty>{t('backup:start.toldNobody')}</Empty> : (
          <>
            <Rows>{ahead.told.map(({ member, name }) => <p key={member}><strong><bdi>{name}</bdi></strong></p>)}</Rows>
            <p className="soft">{t('backup:start.howTold')}</p>
          </>
        )}
        {ahead.gone.length > 0 ? <p>{t('backup:start.gone', { names: format.list(ahead.gone) })}</p> : null}
      </Card>
      {ahead.steps.length > 0 ? (
        <Card title={t('backup:start.steps')}>
          <Rows>
            {ahead.steps.map((step) => (
              <div key={step.entry}>
                <p><strong>{t('backup:stepsInFor', { name: step.name, child: step.childName })}</strong></p>
                {step.words ? <Said as="p" className="lines" lang={step.lang}>{step.words}</Said> : null}
                {step.here ? null : <p>{t('backup:start.nobodyDoes', { name: step.name })}</p>}
              </div>
            ))}
          </Rows>
        </Card>
      ) : null}
      {ahead.opens.length > 0 ? (
        <Card title={t('backup:start.opens')}>
          <Rows>
            {ahead.opens.map((one) => (
              <div key={`${one.name} ${one.childName}`}>
                <p>{t('backup:start.reads', { name: one.name, child: one.childName, what: format.list(one.what.map((what) => t(`backup:know.${what}`))) })}</p>
                {one.kept ? <p className="soft">{t('backup:start.keptTillNow', { name: one.name })}</p> : null}
              </div>
            ))}
          </Rows>
          <p className="soft">{t('backup:start.opensHint')}</p>
        </Card>
      ) : null}
      <Card title={t('backup:start.calls')}>
        {ahead.calls.length === 0 ? <Empty>{t('backup:empty.call')}</Empty> : <InOrder calls={ahead.calls.map((one) => ({ id: one.entry, name: one.name, phone: one.phone, beside: !one.here ? t('backup:start.notHere') : one.told ? t('backup:start.messageToo') : undefined }))} />}
        {ahead.noNumber.length > 0 ? <p>{t('backup:start.noNumber', { names: format.list(ahead.noNumber) })}</p> : null}
      </Card>
    </>
  )
}
