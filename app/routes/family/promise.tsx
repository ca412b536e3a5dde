import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { familyOf, membersOf } from '#app/domain/family/people.server.ts'
import { kindWordsOf, type KindWord } from '#app/domain/goals/kind-words.server.ts'
import { cameFrom } from '#app/domain/meetings/family-plan.server.ts'
import { answerAction, noLongerNeeded, promise } from '#app/domain/plan/promises.server.ts'
import { endActionLink, sendActionLink } from '#app/domain/plan/thing-links.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, emailOrPhone, ticked, words } from '#app/http/fields.ts'
import { readAnswer } from '#app/http/promise-fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { languages } from '#app/i18n/lang.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Icon } from '#app/ui/icons.tsx'
import { Details } from '#app/ui/notice.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type EntryId } from '#app/values/ids.ts'
import { FromMeeting } from './from-meeting.tsx'
import { KindLine, KindWords } from './kind-parts.tsx'
import { Pictured, PlanPage } from './plan-page.tsx'
import { PromiseAnswer } from './promise-answer.tsx'
import { PromiseWordLine } from './promise-line.tsx'

export const handle = titled('promises:page.title')

const codes = languages.map(({ code }) => code)
const outForm = z.object({ reason: words(500) })
const sendForm = z.object({ to: emailOrPhone, language: choice(codes), names: ticked })
/** Nothing is asked: the button says it all. */
const endForm = z.object({})
const said = ['accept', 'done', 'move', 'cannot', 'out', 'sent', 'ended', 'taken'] as const

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:see')
  const found = isId(params.id) ? await promise(viewer, params.id as EntryId) : undefined
  if (!found) throw notYours()
  const [family, members, warm] = await Promise.all([familyOf(viewer), membersOf(viewer), may(viewer, 'goals:see') ? kindWordsOf(must(viewer, 'goals:see'), [found.id]) : [] as KindWord[]])
  const nameOf = (id: string | null) => members.find((one) => one.id === id)?.name ?? null
  const id = newFormId
  return json({
    family: viewer.family, today: viewer.today, promise: { ...found, owner: found.owner === null ? found.ownerName : nameOf(found.owner), agency: found.owner === null ? found.ownerAgency : null },
    from: await cameFrom(viewer, found.id), warm, names: Object.fromEntries(members.map((one) => [one.id, one.name])) as Record<string, string>,
    words: found.said.map((word) => ({ ...word, by: nameOf(word.member) })), told: found.owner === null, ours: viewer.seat === 'parent' || viewer.seat === 'kin-carer', language: family.language,
    once: { yes: id(), done: id(), move: id(), cannot: id(), out: id(), send: id(), end: id() }, kept: await keptForm(request), done: doneIn(request, said),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const sees = must(viewer, 'plan:see')
  const id = params.id as EntryId
  if (!isId(params.id) || !(await promise(sees, id))) throw notYours()
  const sent = await posted(request)
  const here = `/families/${viewer.family}/plan/promise/${id}`
  const lang = await langOf(request)
  const answer = readAnswer(sent, lang)
  if (answer) {
    if (!answer.ok) return json({ form: answer.form }, 400)
    const outcome = await act(sees, answerAction, { action: id, answer: answer.data }, answer.once)
    return outcome.ok ? doneAt(here, answer.data.how) : json({ form: refusedForm(answer.form, outcome) }, 409)
  }
  if (sent.intent === 'out') {
    const read = readPosted(sent, outForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const outcome = await act(must(viewer, 'plan:actions'), noLongerNeeded, { action: id, words: read.data.reason, lang }, read.once)
    return outcome.ok ? doneAt(here, 'out') : json({ form: refusedForm(read.form, outcome) }, 409)
  }
  if (sent.intent === 'send') {
    const read = readPosted(sent, sendForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const outcome = await act(must(viewer, 'plan:actions'), sendActionLink, { action: id, to: read.data.to, lang: read.data.language, namesFamily: read.data.names }, read.once)
    return outcome.ok ? doneAt(here, 'sent') : json({ form: refusedForm(read.form, outcome) }, 409)
  }
  if (sent.intent === 'end') {
    const read = readPosted(sent, endForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const outcome = await act(must(viewer, 'plan:actions'), endActionLink, { action: id }, read.once)
    return outcome.ok ? doneAt(here, 'ended') : json({ form: refusedForm(read.form, outcome) }, 409)
  }
  return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
}

export default function OnePromise() {
  const { t, format } = useWords()
  const { family, today, promise: one, words: all, from, warm, names, told, ours, language, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ language })
  const last = all.filter((word) => word.kind !== 'told').at(-1)
  const accepted = last?.kind === 'accepted' || last?.kind === 'moved'
  const first = all.find((word) => word.kind === 'moved')?.before ?? null
  const state = one.endedAt ? 'over' : one.doneAt ? 'done' : last?.kind === 'cannot' || last?.kind === 'fell' ? 'back' : accepted ? 'accepted' : 'asked'
  return (
    <PlanPage
      title={t('promises:page.title')} family={family} picture="steps" errors={form.errors} done={done ? t(`promises:done.${done}`) : undefined}
      lead={<Said lang={one.lang}>{one.words}</Said>} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}
      short={
        <>
          <Pictured picture={state === 'done' ? 'tick' : state === 'over' ? 'rest' : 'steps'} title={t(`promises:state.${state}`)}>
            <p>{one.owner === null ? t('plan:somebodyElse') : <bdi>{one.owner}</bdi>}</p>
            {state === 'done' || state === 'over' ? null : <p>{t('plan:due', { day: format.day(one.dueOn) })} {one.dueOn < today ? <Tag tone="sun">{t('plan:lateTag')}</Tag> : null}</p>}
          </Pictured>
          {warm.map((word) => <KindLine key={word.id} word={word} name={names[word.by]} />)}
          {one.may.answer ? (
            accepted || told ? <Form once={once.done}><Button intent="done">{t('promises:answer.done')}</Button></Form> : <Form once={once.yes}><Button intent="accept">{t('promises:answer.accept')}</Button></Form>
          ) : null}
        </>
      }
    >
      <Card>
        {one.instead ? <p className="kind"><Icon name="heart" /> <span>{t('instead:worth')}</span></p> : null}
        <p><Tag tone={state === 'done' || state === 'accepted' ? 'leaf' : 'sun'}>{t(`promises:state.${state}`)}</Tag></p>
        <SummaryList rows={[
          { key: t('promises:page.by'), value: one.owner === null ? t('plan:somebodyElse') : one.agency ? t('plan:ownerAgency', { name: one.owner, agency: one.agency }) : <bdi>{one.owner}</bdi> },
          {
            key: t('promises:page.due'),
            value: <>{format.date(one.dueOn)} {state !== 'done' && state !== 'over' && one.dueOn < today ? <Tag tone="sun">{t('plan:lateTag')}</Tag> : null}{first && first !== one.dueOn ? <><br /><span className="soft">{t('promises:page.firstDay', { day: format.date(first) })}</span></> : null}</>,
          },
        ]} />
        <FromMeeting from={from} family={family} />
      </Card>
      {one.may.answer ? (
        <Card title={told ? t('promises:answer.titleTold', { name: one.owner ?? '' }) : t('promises:answer.title')} tone="next">
          <PromiseAnswer form={form} once={once} accepted={accepted} told={told} />
        </Card>
      ) : null}
      {one.may.send ? <Send form={form} once={once} name={one.owner ?? ''} link={one.link} ours={ours} /> : null}
      <Card title={t('promises:page.said')}>
        {all.length === 0 ? <p>{t('promises:page.nothing')}</p> : <Rows>{all.map((word, at) => <PromiseWordLine key={at} word={word} by={word.by} dated />)}</Rows>}
      </Card>
      <Card title={t('warm:title')}><KindWords words={warm} names={names} thing={one.id} of={one.words} to={{ path: `/families/${family}/kind/plan/${one.id}`, text: t('warm:sayThanks') }} /></Card>
      {one.may.takeBack ? (
        <Details summary={t('promises:out.title')} open={form.errors.reason !== undefined}>
          <Form once={once.out}>
            <p>{t('promises:out.text')}</p>
            <TextArea form={form} name="reason" label={t('promises:out.why')} rows={2} limit={500} />
            <Actions><Button intent="out" kind="warning">{t('promises:out.go')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
    </PlanPage>
  )
}

/** For an owner elsewhere: a link of their own to this one thing. */
function Send({ form, once, name, link, ours }: { form: FormState; once: { send: string; end: string }; name: string; link: SerializeFrom<typeof loader>['promise']['link']; ours: boolean }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('promises:send.title', { name })}>
      <p>{t('promises:send.text')}</p>
      {link ? (
        <>
          <p>{t('promises:send.open', { address: format.phone(link.address), day: format.day(link.until) })}</p>
          <Form once={once.end}><Actions><Button intent="end" kind="quiet">{t('promises:send.end')}</Button></Actions></Form>
          <p className="soft">{t('promises:send.again')}</p>
        </>
      ) : null}
      <Form once={once.send}>
        <Field form={form} name="to" label={t('promises:send.to')} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="ltr" />
        <Select form={form} name="language" label={t('promises:send.lang')} items={languages.map(({ code, ownName }) => ({ value: code, text: ownName, lang: code }))} />
        {ours ? <Checkboxes form={form} name="names" legend={t('promises:send.names')} items={[{ value: 'yes', text: t('promises:send.namesYes') }]} /> : null}
        <Actions><Button intent="send" kind="quiet">{t('promises:send.go')}</Button></Actions>
      </Form>
    </Card>
  )
}
