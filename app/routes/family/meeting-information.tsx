import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { isToCome } from '#app/domain/meetings/answers.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { informationParts } from '#app/domain/meetings/information-parts.ts'
import { informationOf } from '#app/domain/meetings/information.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, newFormIds, posted } from '#app/http/read-form.ts'
import { languages } from '#app/i18n/lang.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, CardTitle, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form, FormsOf } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isOfBefore, KeptWords } from './kept-words.tsx'
import { answerInformation, informationDone } from './read-information.server.ts'
import { meetingIdOf } from './meeting-id.ts'
import { ofAnotherSitting, sittingMark } from './sitting-mark.server.ts'
import { keepingWords } from './words-kept.server.ts'

export const handle = titled('information:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const all = await informationOf(viewer, meetingIdOf(params.id))
  if (!all) throw notYours()
  const { meeting } = all
  return json({
    ...all, family: viewer.family, here: sittingMark(viewer, meeting.id, meeting.own), open: isToCome(meeting.state), late: all.writeBy !== null && all.writeBy < viewer.today, asks: may(viewer, 'meetings:attend'), coordinates: viewer.seat === 'coordinator', once: newFormId(), kept: await keptForm(request),
    onceOf: newFormIds(all.informers.flatMap(({ member, questions }) => [member, ...meeting.sittings.map(({ number }) => `${member} ${number}`), `${member} ask`, `${member} in`, ...questions.map(({ id }) => id)])), done: doneIn(request, informationDone),
  })
}

export const action = keepingWords(async ({ request, params }: ActionFunctionArgs) => {
  const viewer = must(await actIn(request, params.family), 'meetings:see')
  const meeting = meetingIdOf(params.id)
  const all = await informationOf(viewer, meeting)
  if (!all) throw notYours()
  const post = await posted(request)
  // A question is read by those of one sitting alone; the other forms of the page carry its mark too.
  const elsewhere = ofAnotherSitting(post, sittingMark(viewer, meeting, all.meeting.own))
  if (elsewhere) return json({ form: elsewhere, about: null }, 409)
  const answer = await answerInformation(request, viewer, meeting, post)
  return answer.ok ? doneAt(`/families/${viewer.family}/meetings/${meeting}/information`, answer.done) : json({ form: answer.form, about: answer.about }, answer.status)
})

type Data = SerializeFrom<typeof loader>
type Informer = Data['informers'][number]

export default function MeetingInformation() {
  return <FormsOf here={useLoaderData<typeof loader>().here}><TheInformation /></FormsOf>
}

/** Whether what came back was sent by a form that is there only until the meeting is held. */
const closedWith = (about: string | null | undefined): boolean => about == null || about === 'write' || about.endsWith(' ask')

function TheInformation(): ReactNode {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const form = sent?.form ?? data.kept ?? newForm()
  const { meeting, family, informers } = data
  /** What was sent is shown again in its own form, and in no other. */
  const formOf = (about: string) => (sent?.about === about ? sent.form : newForm())
  const mine = informers.find((one) => one.mine)
  return (
    <Page title={t('information:title')} above={<Said as="q" lang={meeting.lang}>{meeting.question}</Said>} lead={t(data.asks ? 'information:lead' : 'information:leadHelper')} family={{ id: family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${family}/meetings/${meeting.id}`, text: t('ready:back') }} done={data.done ? t(`information:done.${data.done}`) : undefined}>
      {isOfBefore(form, data.here) || (!data.open && closedWith(sent?.about)) ? <KeptWords form={form} /> : null}
      {mine && data.open ? <Writing mine={mine} by={data.writeBy} late={data.late} once={data.onceOf[mine.member]!} form={sent?.about === 'write' ? sent.form : data.kept ?? newForm(Object.fromEntries(mine.told.map((one) => [one.part, one.words])))} /> : null}
      {informers.filter((one) => !one.mine || one.told.length > 0).map((one) => <OneTells key={one.member} one={one} data={data} formOf={formOf} />)}
      {informers.length === 0 ? <Empty>{t('information:none')}</Empty> : null}
      {data.toAsk.length > 0 && data.open ? (
        <Card title={t('information:ask.title')}>
          <Form once={data.once}>
            <Checkboxes form={formOf('members')} name="members" legend={t('information:ask.who')} hint={t(data.asks ? 'information:ask.hint' : 'information:ask.hintHelper')} items={data.toAsk.map(({ member, name }) => ({ value: member, text: <bdi>{name}</bdi> }))} />
            <Actions><Button intent="members">{t('information:ask.go')}</Button></Actions>
          </Form>
        </Card>
      ) : null}
      <OrRing />
    </Page>
  )
}

function Writing({ mine, by, late, once, form }: { mine: Informer; by: Data['writeBy']; late: boolean; once: string; form: FormState }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t(mine.wroteAt ? 'information:write.again' : 'information:write.title')} tone="next">
      <Form once={once}>
        {by ? <p><strong>{t(late && !mine.wroteAt ? 'information:write.late' : 'information:write.by', { day: format.day(by) })}</strong></p> : null}
        <p>{t('information:write.who')}</p>
        {informationParts.map((part) => <TextArea key={part} form={form} name={part} label={t(`information:part.${part}`)} hint={t(`information:hint.${part}`)} rows={3} limit={2000} />)}
        <Actions><Button intent="write">{t('information:write.go')}</Button></Actions>
      </Form>
    </Card>
  )
}

function OneTells({ one, data, formOf }: { one: Informer; data: Data; formOf: (about: string) => FormState }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={<bdi>{one.name}</bdi>}>
      {one.told.length === 0 ? <Empty>{data.writeBy ? t(data.late ? 'information:notYetLate' : 'information:notYetBy', { day: format.day(data.writeBy) }) : t('information:notYet')}</Empty> : null}
      {one.told.length > 0 ? (
        <Rows>
          {one.told.map((told) => (
            <section key={told.part}>
              <CardTitle level={3}>{t(`information:part.${told.part}`)}</CardTitle>
              <Said as="p" className="lines" lang={told.lang}>{told.words}</Said>
              {told.others.map((other) => (
                <div key={other.lang}>
                  <Said as="blockquote" className="lines" lang={other.lang}>{other.words}</Said>
                  <p className="soft">{t('information:in.by', { name: other.by })}</p>
                </div>
              ))}
            </section>
          ))}
        </Rows>
      ) : null}
      {one.here ? null : <p className="soft">{t('information:left', { name: one.name })}</p>}
      {one.told.length > 0 ? <Shown one={one} data={data} /> : null}
      <Questions one={one} data={data} formOf={formOf} />
      {one.told.length > 0 && (one.mine || data.mayShow) ? <Translating one={one} once={data.onceOf[`${one.member} in`]!} form={formOf(`${one.member} in`)} /> : null}
    </Card>
  )
}

/** Forms that are alike stand on one page: the one with something wrong has the plain id that the list of errors links to. */
const idIn = (form: FormState, name: string, key: string) => (Object.keys(form.errors).length > 0 ? name : `${name}-${key}`)

/** To whom it is shown, and the button that shows it. */
function Shown({ one, data }: { one: Informer; data: Data }): ReactNode {
  const { t } = useWords()
  const { meeting, mayShow, coordinates } = data
  const left = mayShow ? meeting.sittings.filter(({ number }) => !one.shownTo.includes(number)) : []
  const waits = coordinates && one.shownTo.length === 0
  return (
    <>
      {one.shownTo.length === 0 ? <p className="soft">{t(mayShow && !coordinates ? 'information:shown.youFirst' : 'information:shown.notYet')}</p> : meeting.own !== null && mayShow ? <p className="soft">{t('information:shown.yes')}</p> : null}
      {waits ? null : left.map(({ number }) => (
        <Form key={number} once={data.onceOf[`${one.member} ${number}`]!}>
          <input type="hidden" name="member" value={one.member} /><input type="hidden" name="sitting" value={number} />
          <Actions><Button intent="show">{coordinates ? t('information:shown.sitting', { number }) : t('information:shown.go')}<span className="vh"> {one.name}</span></Button></Actions>
        </Form>
      ))}
    </>
  )
}

function Questions({ one, data, formOf }: { one: Informer; data: Data; formOf: (about: string) => FormState }): ReactNode {
  const { t } = useWords()
  return (
    <>
      {one.questions.map((asked) => (
        <section key={asked.id}>
          <p className="soft">{asked.by ? t('information:question.by', { name: asked.by }) : t('information:question.of')}</p>
          <Said as="p" className="lines" lang={asked.lang}>{asked.words}</Said>
          {asked.answer ? <><p className="soft">{asked.answer.by ? t('information:question.answer', { name: asked.answer.by }) : t('information:question.team')}</p><Said as="p" className="lines" lang={asked.answer.lang}>{asked.answer.words}</Said></> : one.answers ? null : <p className="soft">{t('information:question.waits')}</p>}
          {one.answers ? (
            <Form once={data.onceOf[asked.id]!}>
              <input type="hidden" name="question" value={asked.id} />
              <TextArea form={formOf(asked.id)} name="answer" id={idIn(formOf(asked.id), 'answer', asked.id)} label={t('information:question.yours')} rows={2} limit={1000} />
              <Actions><Button intent="answer" kind="quiet">{t('information:question.send')}</Button></Actions>
            </Form>
          ) : null}
        </section>
      ))}
      {one.here ? null : <KeptWords form={formOf(`${one.member} ask`)} />}
      {data.asks && data.open && one.here && one.told.length > 0 ? (
        <Details summary={t('information:question.ask', { name: one.name })} open={Object.keys(formOf(`${one.member} ask`).errors).length > 0}>
          <Form once={data.onceOf[`${one.member} ask`]!}>
            <input type="hidden" name="member" value={one.member} />
            <TextArea form={formOf(`${one.member} ask`)} name="words" id={idIn(formOf(`${one.member} ask`), 'words', `${one.member}-ask`)} label={t('information:question.words')} hint={t('information:question.noName')} rows={3} limit={1000} />
            <Actions><Button intent="question">{t('information:question.go')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
    </>
  )
}

function Translating({ one, once, form }: { one: Informer; once: string; form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <Details summary={t('information:in.add')} open={Object.keys(form.errors).length > 0}>
      <Form once={once}>
        <input type="hidden" name="member" value={one.member} />
        <p className="soft">{t('information:in.never')}</p>
        <Select form={form} name="part" id={idIn(form, 'part', one.member)} label={t('information:in.part')} choose="" items={one.told.map(({ part }) => ({ value: part, text: t(`information:part.${part}`) }))} />
        <Select form={form} name="language" id={idIn(form, 'language', one.member)} label={t('information:in.language')} choose="" items={languages.map(({ code, ownName }) => ({ value: code, text: ownName }))} />
        <TextArea form={form} name="words" id={idIn(form, 'words', one.member)} label={t('information:in.words')} rows={3} limit={2000} />
        <Field form={form} name="by" id={idIn(form, 'by', one.member)} label={t('information:in.whose')} hint={t('information:in.whoseHint')} autoComplete="off" />
        <Actions><Button intent="translate">{t('information:in.go')}</Button></Actions>
      </Form>
    </Details>
  )
}
