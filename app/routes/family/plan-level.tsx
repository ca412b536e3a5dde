import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { changeLevel, levelOf, setProtection } from '#app/domain/plan/level.server.ts'
import { helpLevels } from '#app/domain/plan/levels.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { titled } from '#app/ui/titled.ts'
import { Pictured, PlanPage } from './plan-page.tsx'

export const handle = titled('promises:level.title')

const levelForm = z.object({ level: choice(helpLevels), words: words(500) })
/** Nothing is asked: the button says it all. */
const plainForm = z.object({})
const mayChange = (viewer: Viewer) => viewer.seat === 'lead' && may(viewer, 'plan:actions')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:see')
  const found = await levelOf(viewer)
  if (!found) throw notYours()
  const members = await membersOf(viewer)
  return json({
    family: viewer.family, level: found.level, changes: found.changes.map((one) => ({ ...one, by: members.find((member) => member.id === one.by)?.name ?? null })), protection: found.protection, change: mayChange(viewer),
    once: newFormId(), onceOther: newFormId(), kept: await keptForm(request), done: doneIn(request, ['level', 'beside', 'beside-ended']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:see')
  if (!mayChange(viewer)) throw notYours()
  const acts = must(viewer, 'plan:actions')
  const here = `/families/${viewer.family}/plan/level`
  const sent = await posted(request)
  if (sent.intent === 'beside' || sent.intent === 'beside-ended') {
    const read = readPosted(sent, plainForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(acts, setProtection, { inPlace: sent.intent === 'beside' }, read.once)
    return answer.ok ? doneAt(here, sent.intent) : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(sent, levelForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(acts, changeLevel, { level: read.data.level, words: read.data.words, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(here, 'level') : json({ form: refusedForm(read.form, answer) }, 409)
}

const doneWords = { level: 'promises:level.done', beside: 'promises:level.besideDone', 'beside-ended': 'promises:level.besideEnded' } as const

export default function PlanLevel() {
  const { t, format } = useWords()
  const { family, level, changes, protection, change, once, onceOther, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ level })
  const beside = protection.find((one) => one.until === null)
  return (
    <PlanPage title={t('promises:level.title')} family={family} picture="shelter" errors={form.errors} done={done ? t(doneWords[done]) : undefined} lead={t(`promises:level.${level}`)} back={{ to: `/families/${family}/plan`, text: t('plan:title') }} short={
      <>
        <Pictured picture="shelter" title={t(`promises:level.${level}`)}><p>{t('promises:level.same')}</p></Pictured>
        {changes.slice(0, 1).map((one) => <Pictured key={one.at} picture="speech"><Said as="p" className="lines" lang={one.lang}>{one.words}</Said>{one.by ? <p className="soft"><bdi>{one.by}</bdi></p> : null}</Pictured>)}
      </>
    }>
      <p>{t('promises:level.same')}</p>
      <Card title={t('promises:level.history')}>
        {changes.length === 0 ? <Empty>{t('promises:level.never')}</Empty> : (
          <Rows>
            {changes.map((one, at) => (
              <div key={at}>
                <p>{t('promises:level.changed', { before: t(`promises:level.${one.before}`), after: t(`promises:level.${one.after}`) })}</p>
                <Said as="blockquote" className="lines" lang={one.lang}>{one.words}</Said>
                <p className="soft">{one.by ? <><bdi>{one.by}</bdi>{' · '}</> : null}{format.day(one.at as never)}</p>
              </div>
            ))}
          </Rows>
        )}
      </Card>
      {protection.length > 0 ? (
        <Card title={t('promises:level.beside')}>
          {protection.map((one, at) => <p key={at}>{one.until === null ? t('promises:level.besideSince', { day: format.date(one.since) }) : t('promises:level.besideUntil', { from: format.date(one.since), until: format.date(one.until) })}</p>)}
          <p className="soft">{t('promises:level.besideWho')}</p>
        </Card>
      ) : null}
      {change ? (
        <>
          <Card title={t('promises:level.change')} tone="next">
            <Form once={once}>
              <Radios form={form} name="level" legend={t('promises:level.which')} items={helpLevels.map((value) => ({ value, text: t(`promises:level.${value}`) }))} />
              <TextArea form={form} name="words" label={t('promises:level.words')} hint={t('promises:level.wordsHint')} rows={3} limit={500} />
              <Actions><Button intent="level">{t('promises:level.go')}</Button></Actions>
            </Form>
          </Card>
          <Details summary={t('promises:level.beside')}>
            <p>{t('promises:level.besideWho')}</p>
            <Form once={onceOther}><Actions><Button intent={beside ? 'beside-ended' : 'beside'} kind="quiet">{t(beside ? 'promises:level.besideEnd' : 'promises:level.besideStart')}</Button></Actions></Form>
          </Details>
        </>
      ) : null}
    </PlanPage>
  )
}
