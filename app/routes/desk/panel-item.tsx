import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { mayBeThere, notePanel, panelRecord, sits, lookToday } from '#app/domain/budget/panel.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { decisionOn, spend as spendOf } from '#app/domain/budget/spends.server.ts'
import { lookAtSpend, spendViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { things, wholeNumber, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type PanelDayId, type PersonId } from '#app/values/ids.ts'
import { directoryLang } from '#app/domain/directory/say-service.ts'
import { StateTag, What, WhatWasSaid } from '../family/spend-parts.tsx'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('panel:item.title')

const version = wholeNumber(1, 999_999)
const noteForm = z.object({ version, there: things<PersonId>(), weighed: words(4000), why: words(4000) })

async function deskIn(request: Request, day: string | undefined) {
  const desk = must(await atTheDesk(request), 'panel:plan')
  if (!sits(desk) || !isId(day)) throw notYours()
  return { desk, day: day as string as PanelDayId }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { desk, day } = await deskIn(request, params.day)
  const viewer = await lookAtSpend(request, params.key)
  const [spend, record] = [await spendOf(viewer, viewer.work!), await panelRecord(viewer, viewer.work!, day)]
  if (!spend || !record) throw notYours()
  const open = spend.state === 'asked' || spend.state === 'question'
  return json({
    places: deskPlaces(desk), today: viewer.today, day, key: params.key!, spend, record, open, family: (await decisionOn(viewer, spend)).family,
    might: open && record.on <= viewer.today ? await mayBeThere(viewer, spend.id) : [], me: viewer.person, kept: await keptForm(request), once: newFormId(), done: doneIn(request, ['noted', 'today']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { day } = await deskIn(request, params.day)
  const viewer = must(await spendViewer(request, params.key), 'spend:decide')
  if (!(await panelRecord(viewer, viewer.work!, day))) throw notYours()
  const post = await posted(request)
  const lang = await langOf(request)
  const { format } = wordsFor(lang)
  if (post.intent === 'today') {
    const read = readPosted(post, z.object({ version }))
    if (!read.ok) return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
    const answer = await act(viewer, lookToday, { spend: viewer.work!, version: read.data.version }, read.once)
    return answer.ok ? doneAt(`/desk/panel/${answer.value}/${params.key}`, 'today') : json({ form: refusedForm(read.form, saidRefusal(answer, format)) }, 409)
  }
  const read = readPosted(post, noteForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, notePanel, { spend: viewer.work!, ...read.data, lang }, read.once)
  return answer.ok ? doneAt(`/desk/panel/${day}/${params.key}`, 'noted') : json({ form: refusedForm(read.form, saidRefusal(answer, format)) }, 409)
}

/** One request before the panel: its record, which can be printed, and where it is written. */
export default function PanelItem() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const { places, today, day, key, spend, record, open, family, kept, done } = data
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ there: [data.me] })
  const said = spend.words.filter((word) => word.level === 'panel' && word.person !== null && (word.kind === 'agree' || word.kind === 'approve' || word.kind === 'disagree' || word.kind === 'decline'))
  return (
    <Page title={t('panel:item.of', { family })} lead={t('panel:day.on', { day: format.dayWithYear(record.on) })} desk={{ current: 'panel', places }} errors={form.errors} done={done ? t(`panel:done.${done}`) : undefined} back={{ to: `/desk/panel/${day}`, text: t('panel:item.back') }}>
      <p><StateTag state={spend.state} /></p>
      <SummaryList
        rows={[
          { key: t('desk:approvals.what'), value: <What spend={spend} /> },
          { key: t('budget:one.sum'), value: <strong className="n">{format.money(spend.pence)}</strong> },
          { key: t('desk:approvals.payee'), value: <Said lang={spend.listed ? directoryLang : undefined}>{spend.payee}</Said> },
          ...(spend.goal ? [{ key: t('desk:approvals.goal'), value: <Said lang={spend.goal.lang}>{spend.goal.words}</Said> }] : []),
          { key: t('panel:item.there'), value: record.there.length === 0 ? t('panel:item.nobodyYet') : format.list([...record.there]) },
          { key: t('panel:item.weighed'), value: record.weighed === null ? t('panel:item.notYet') : <Said lang={record.weighedLang} as="blockquote">{record.weighed}</Said> },
          { key: t('panel:item.why'), value: record.why === null ? t('panel:item.notYet') : <Said lang={record.whyLang} as="blockquote">{record.why}</Said> },
          ...(record.notedBy && record.notedAt ? [{ key: t('panel:item.notedBy'), value: t('panel:item.notedByWhen', { name: record.notedBy, when: format.when(record.notedAt) }) }] : []),
        ]}
      />
      <Card title={t('panel:item.decisions')}>
        {said.length === 0 ? <Empty>{t('panel:item.noneYet')}</Empty> : (
          <Rows>{said.map((word) => <div key={word.id}><p>{t(word.kind === 'agree' || word.kind === 'approve' ? 'panel:item.saidYes' : 'panel:item.saidNo', { name: word.name })} <span className="soft">{format.when(word.at)}</span></p><WhatWasSaid word={word} /></div>)}</Rows>
        )}
      </Card>
      {open ? (
        <section className="off-paper">
          <p>{t(record.on > today ? 'panel:item.readBefore' : record.notedAt ? 'panel:item.nowDecide' : 'panel:item.noteFirst')}</p>
          <Actions><ButtonLink to={`/desk/approvals/${key}`} kind={record.notedAt ? undefined : 'quiet'}>{t('panel:item.papers')}</ButtonLink></Actions>
          {record.on > today ? <CannotWait data={data} /> : <Note data={data} form={form} />}
        </section>
      ) : <p className="soft off-paper">{t('panel:item.print')}</p>}
    </Page>
  )
}

type Data = SerializeFrom<typeof loader>

function Note({ data: { spend, might, record, once }, form }: { data: Data; form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <Card title={t(record.notedAt ? 'panel:note.anew' : 'panel:note.title')}>
      <Form once={once}>
        <input type="hidden" name="version" value={spend.version} />
        <Checkboxes form={form} name="there" legend={t('panel:item.there')} items={might.map(({ person, name }) => ({ value: person, text: name }))} />
        <TextArea form={form} name="weighed" label={t('panel:item.weighed')} hint={t('panel:note.weighedHint')} rows={3} limit={4000} />
        <TextArea form={form} name="why" label={t('panel:item.why')} hint={t('panel:note.whyHint')} rows={3} limit={4000} />
        <Actions><Button intent="note">{t('panel:note.go')}</Button></Actions>
      </Form>
    </Card>
  )
}

function CannotWait({ data: { spend, once } }: { data: Data }): ReactNode {
  const { t } = useWords()
  return (
    <Form once={once}>
      <input type="hidden" name="version" value={spend.version} />
      <p className="soft">{t('panel:item.todayHint')}</p>
      <Actions><Button kind="quiet" intent="today">{t('panel:item.today')}</Button></Actions>
    </Form>
  )
}
