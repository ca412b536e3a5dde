import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { answerCaring, askForAssessment, caringOf, sayCaring, whoToTalkTo } from '#app/domain/carers/caring.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing, things, thingOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { AnswerFields, answerForm, AskedFor } from './caring-parts.tsx'

export const handle = titled<typeof loader>(({ t }, data) => t(data.young ? 'carers:title' : 'carers:leadTitle'))

const sayForm = z.object({})
const askForm = z.object({ about: thing<MemberId>(), 'talk-to': thingOrNone<MemberId>(), 'shown-to': things<MemberId>() })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'caring:see')
  const [members, asked] = [await membersOf(viewer), await caringOf(viewer)]
  const name = (id: MemberId | null) => members.find((one) => one.id === id)?.name ?? null
  const named = (seats: readonly string[]) => members.filter((one) => one.current && one.id !== viewer.member && seats.includes(one.seat)).map(({ id, name: called }) => ({ id, name: called }))
  const young = viewer.seat === 'young-person'
  return json({
    family: viewer.family, today: viewer.today, young, mayAsk: may(viewer, 'caring:ask'), mayAnswer: may(viewer, 'caring:answer'), me: viewer.member,
    about: named(['young-person', 'child']), talkTo: may(viewer, 'caring:ask') ? await whoToTalkTo(must(viewer, 'caring:ask')) : [], adults: named(['parent', 'kin-carer']),
    lead: members.find((one) => one.current && one.seat === 'lead')?.name ?? null,
    asked: asked.flatMap((one) => (one.state === 'said' ? [] : [{ ...one, state: one.state, aboutName: name(one.about), by: name(one.askedBy), talk: name(one.talkTo), waits: one.state === 'asked' || one.state === 'offered', mine: one.askedBy === viewer.member }])),
    kept: await keptForm(request), once: newFormId(), done: doneIn(request, ['said', 'asked', 'answered']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'caring:see')
  const post = await posted(request)
  const here = `/families/${viewer.family}/caring`
  if (post.intent === 'answer') {
    const read = readPosted(post, answerForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const { caring, state, words: said, again } = read.data
    const answer = await act(must(viewer, 'caring:answer'), answerCaring, { caring, state, words: said, lang: await langOf(request), againOn: again }, read.once)
    return answer.ok ? doneAt(here, 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'look-after') {
    const read = readPosted(post, sayForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'caring:ask'), sayCaring, {}, read.once)
    if (answer.ok) return doneAt(here, 'said')
    if (answer.why === 'not-there') throw notYours()
    return json({ form: refusedForm(read.form, answer) }, 409)
  }
  // The young person is the one it is about: they need not say so.
  const read = readPosted(viewer.seat === 'young-person' ? { ...post, values: { ...post.values, about: viewer.member ?? '' } } : post, askForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(must(viewer, 'caring:ask'), askForAssessment, { about: read.data.about, talkTo: read.data['talk-to'], shownTo: read.data['shown-to'] }, read.once)
  return answer.ok ? doneAt(here, 'asked') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function CaringPage() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const { family, young, asked, today } = data
  // One at a time: the one that is due first, the last of those that wait.
  const toAnswer = asked.filter((one) => one.waits).at(-1)?.id
  const waits = asked.some((one) => one.waits && one.mine)
  return (
    <Page
      title={t(young ? 'carers:title' : 'carers:leadTitle')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people`, text: t('people:title') }}
      lead={data.mayAnswer ? undefined : t(young ? 'carers:leadYoung' : 'carers:leadAdult')} done={data.done ? t(`carers:done.${data.done}`) : undefined}
    >
      {asked.map((one) => (
        <AskedFor key={one.id} asked={one} title={t(one.mine && young ? 'carers:mine' : 'carers:for', { name: one.aboutName ?? '' })} today={today} answers={data.lead}>
          {data.mayAnswer && one.id === toAnswer ? <AnswerFields form={form} caring={one.id} once={data.once} /> : null}
        </AskedFor>
      ))}
      {data.mayAnswer && asked.length === 0 ? <p>{t('carers:nothing')}</p> : null}
      {data.mayAsk ? (
        <Card title={t('carers:can.title')}>
          <Rows>
            <p>{t('carers:can.assessment')}</p>
            <p>{t('carers:can.talk')}</p>
            <p>{t('carers:can.rest')} <a href="/services?words=carers">{t('carers:can.services')}</a>, <a href={`/families/${family}/budget`}>{t('carers:can.money')}</a></p>
            {young ? null : <p>{t('carers:can.adult')} <a href={`/families/${family}/goals/new`}>{t('carers:can.goal')}</a></p>}
          </Rows>
        </Card>
      ) : null}
      {data.mayAsk && !waits && (young || data.about.length > 0) ? (
        <Card title={t(young ? 'carers:ask.title' : 'carers:ask.titleAdult')}>
          <p>{t(young ? 'carers:ask.text' : 'carers:ask.textAdult')}</p>
          <Form once={data.once}>
            {young ? null : <Radios form={form} name="about" legend={t('carers:ask.about')} items={data.about.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />}
            <Radios
              form={'talk-to' in form.values ? form : { ...form, values: { ...form.values, 'talk-to': '' } }} name="talk-to" legend={t('carers:ask.talk')}
              items={[...data.talkTo.map(({ id, name }) => ({ value: id as string, text: <bdi>{name}</bdi> })), { value: '', text: t('carers:ask.phone') }]}
            />
            {data.adults.length > 0 ? (
              <Checkboxes
                form={form} name="shown-to" legend={t('carers:ask.shown')} hint={t(young ? 'carers:ask.shownHint' : 'carers:ask.shownHintAdult', { name: data.lead ?? t('carers:team') })}
                items={data.adults.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))}
              />
            ) : null}
            <Actions><Button intent="ask">{t('carers:ask.go')}</Button></Actions>
          </Form>
        </Card>
      ) : null}
      <OrRing />
    </Page>
  )
}
