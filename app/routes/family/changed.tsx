import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { changeKinds } from '#app/domain/plan/change-kinds.ts'
import { answerChange, changesOf, tellChange } from '#app/domain/plan/changes.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { DelicateFields, delicateFields } from '#app/domain/sharing/delicate.tsx'
import { BeforeWriting, WhoSeesFields, whoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, thing, words } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import type { ChangeId } from '#app/values/ids.ts'
import { Pictured, PlanPage } from './plan-page.tsx'

export const handle = titled('changes:title')

const tellForm = z.object({ kind: choice(changeKinds), words: words(4000), ...whoSeesFields, ...delicateFields })
const answerForm = z.object({ change: thing<ChangeId>(), answer: words(2000) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'review:see')
  const [members, changes] = await Promise.all([membersOf(viewer), changesOf(viewer)])
  const question = may(viewer, 'change:tell') ? await whoSeesQuestion(viewer, members) : null
  const named = Object.fromEntries(members.map((one) => [one.id, one.name]))
  return json({
    family: viewer.family, today: viewer.today, lead: members.find((one) => one.current && one.seat === 'lead')?.givenName ?? null,
    who: question && { ...question, network: question.network.slice(0, 0) },
    changes: changes.map((one) => ({ ...one, by: one.saidBy === viewer.member ? null : named[one.saidBy] ?? null })),
    holds: may(viewer, 'review:hold'), once: newFormId(), onceFor: newFormIds(changes.map((one) => one.id)), kept: await keptForm(request), done: doneIn(request, ['told', 'answered']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const form = await posted(request)
  const here = `/families/${viewer.family}/plan/changed`
  if (form.intent === 'answer') {
    const holds = must(viewer, 'review:hold')
    const read = readPosted(form, answerForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(holds, answerChange, { change: read.data.change, words: read.data.answer, lang: await langOf(request) }, read.once)
    return answer.ok ? doneAt(here, 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const tells = must(viewer, 'change:tell')
  const read = readPosted(form, tellForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(tells, tellChange, { kind: read.data.kind, words: read.data.words, lang: await langOf(request), whoSees: whoSeesOf(read.data), delicate: read.data.delicate }, read.once)
  return answer.ok ? doneAt(here, 'told') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function SomethingHasChanged() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, who, lead, changes, once, kept, done } = data
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const telling = who ? (
      <Form once={once}>
        <BeforeWriting who={who} />
        <Radios form={form} name="kind" legend={t('changes:what')} items={changeKinds.map((value) => ({ value, text: t(`changes:kind.${value}`) }))} />
        <TextArea form={form} name="words" label={t('changes:words')} hint={t('changes:wordsHint')} rows={5} limit={4000} />
        {lead === null ? null : <Notice><p>{t('changes:tickLead', { name: lead })}</p></Notice>}
        <WhoSeesFields form={form} who={who} />
        <DelicateFields form={form} />
        <Actions><Button intent="tell">{t('changes:go')}</Button></Actions>
      </Form>
    ) : null
  return (
    <PlanPage title={t('changes:title')} lead={who ? t('changes:lead') : t('changes:leadHelping')} family={family} picture="cloud" errors={form.errors} done={done ? t(`changes:done.${done}`) : undefined} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}
      short={<>{changes.map((one) => <Pictured key={one.id} picture="cloud"><ShortChange change={one} lead={lead} /></Pictured>)}{telling}</>}
    >
      {changes.length > 0 ? <Card title={t('changes:told')} tone={done ? 'next' : 'plain'}><Rows>{changes.map((one) => <OneChange key={one.id} change={one} data={data} form={form} />)}</Rows></Card> : null}
      {telling}
      <OrRing />
    </PlanPage>
  )
}

/** The words, and what came of them or who talks with them by when. */
function ShortChange({ change, lead }: { change: Data['changes'][number]; lead: string | null }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      <Said as="p" className="lines" lang={change.lang}>{change.words}</Said>
      {change.answer ? <Said as="p" className="lines" lang={change.answer.lang}>{change.answer.words}</Said> : <p className="soft">{!change.toldLead ? t('changes:keptFromLead') : lead === null ? t('changes:teamTalks', { day: format.day(change.dueOn) }) : t('changes:talks', { name: lead, day: format.day(change.dueOn) })}</p>}
    </>
  )
}

type Data = SerializeFrom<typeof loader>

/** What changed, in the words of whoever told it; a kind word; and who talks with them by when, or what came of it. */
function OneChange({ change, data, form }: { change: Data['changes'][number]; data: Data; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const { family, lead, holds, today, onceFor } = data
  const mine = valueOf(form, 'change') === change.id ? form : newForm()
  return (
    <div>
      <p className="soft">{t(`changes:kind.${change.kind}`)}{' · '}{change.by === null ? null : <><bdi>{change.by}</bdi>{' · '}</>}{format.day(change.at as never)}</p>
      <Said as="p" className="lines" lang={change.lang}>{change.words}</Said>
      {holds ? null : <p>{t(`changes:kindWord.${change.kind}`)}</p>}
      {change.answer ? <p><Said className="lines" lang={change.answer.lang}>{change.answer.words}</Said> <span className="soft">({format.day(change.answer.at as never)})</span></p>
        : !change.toldLead ? <p className="soft">{t('changes:keptFromLead')}</p>
          : <p>{lead === null ? t('changes:teamTalks', { day: format.day(change.dueOn) }) : t('changes:talks', { name: lead, day: format.day(change.dueOn) })} {change.dueOn < today ? <Tag tone="sun">{t('plan:lateTag')}</Tag> : null}</p>}
      {holds && !change.answer ? (
        <Form once={onceFor[change.id]!}>
          <input type="hidden" name="change" value={change.id} />
          <TextArea form={mine} name="answer" id={`answer-${change.id}`} label={t('changes:answer')} hint={t('changes:answerHint')} rows={3} limit={2000} />
          <Actions><Button kind="quiet" intent="answer">{t('changes:answerGo')}</Button></Actions>
          <p><a href={`/families/${family}/plan/review`}>{t('changes:setReview')}</a></p>
        </Form>
      ) : null}
    </div>
  )
}
