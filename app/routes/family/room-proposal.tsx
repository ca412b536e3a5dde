import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { viewerIn } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { answerForm, saidIn, takeBackForm } from '#app/domain/meetings/proposal-form.ts'
import { proposalsIn } from '#app/domain/meetings/proposals-read.server.ts'
import { answerProposal, takeProposalBack } from '#app/domain/meetings/proposals.server.ts'
import { secretly } from '#app/domain/meetings/room-keys.server.ts'
import { mostWhyWords } from '#app/domain/meetings/room-limits.ts'
import { mustBeInTheRoom, roomNow } from '#app/domain/meetings/rooms.server.ts'
import { stances } from '#app/domain/meetings/standing.ts'
import { actQuietly, type Answer } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form, FormsOf } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import roomScript from '#app/ui/room-script.js?url'
import { titled } from '#app/ui/titled.ts'
import { formOf, isOfBefore, KeptWords, NoLongerHere } from './kept-words.tsx'
import { OneAnswer, StandingTag, StillToSay, WhoAndWhen } from './proposal-parts.tsx'
import { ofAnotherSitting, roomMark, typedBefore } from './sitting-mark.server.ts'
import { keepingWords } from './words-kept.server.ts'

export const handle = titled('proposals:one')

/** One proposal of the room that the viewer is in; undefined for another room's, and for one that was taken back. */
async function proposalIn({ request, params }: Pick<LoaderFunctionArgs, 'request' | 'params'>) {
  const viewer = await mustBeInTheRoom(await viewerIn(request, params.family), params.id)
  const room = await roomNow(viewer)
  const proposal = (await proposalsIn(viewer, room.people)).find((one) => one.id === params.proposal)
  return { viewer, proposal, room }
}

export async function loader(args: LoaderFunctionArgs) {
  const { viewer, proposal, room } = await proposalIn(args)
  const where = { family: viewer.family, meeting: viewer.room.meeting, here: roomMark(viewer) }
  if (!proposal) return json({ ...where, proposal: null }, 404)
  const open = room.state === 'open'
  return json({
    ...where, proposal, waits: open && proposal.replacedBy === null && proposal.part === null, me: viewer.member,
    told: room.adult ? room.people.filter((one) => !one.hasAccount).map(({ member, name }) => ({ member, name })) : [],
    live: open, once: newFormId(), onceBack: newFormId(), kept: await keptForm(args.request), done: doneIn(args.request, ['answered']),
  })
}

export const action = keepingWords(async (args: ActionFunctionArgs) => {
  const { viewer, proposal } = await proposalIn(args)
  const post = await posted(args.request)
  const elsewhere = ofAnotherSitting(post, roomMark(viewer))
  if (elsewhere) return json({ form: elsewhere }, 409)
  if (!proposal) return json({ form: typedBefore(post, 'changed-meanwhile') }, 409)
  const answered = (form: FormState, answer: Answer<null, string>, to: () => Response) => (answer.ok ? to() : json({ form: refusedForm(form, answer) }, 409))
  const list = `/families/${viewer.family}/meetings/${viewer.room.meeting}/private/decide`
  if (post.intent === 'back') {
    const read = readPosted(post, takeBackForm)
    if (!read.ok) return json({ form: read.form }, 400)
    return answered(read.form, await actQuietly(viewer, takeProposalBack, read.data, read.once), () => doneAt(list, 'back'))
  }
  const read = readPosted(post, answerForm)
  if (!read.ok) return json({ form: read.form }, 400)
  return answered(read.form, await actQuietly(viewer, answerProposal, { proposal: proposal.id, said: saidIn(read.data), as: read.data.as }, await secretly(viewer.db, viewer.room, read.once)), () => doneAt(`${list}/${proposal.id}`, 'answered'))
})

type There = Extract<SerializeFrom<typeof loader>, { waits: boolean }>

export default function OneProposal() {
  const data = useLoaderData<typeof loader>()
  return 'waits' in data ? <FormsOf here={data.here}><ThisProposal data={data} /></FormsOf> : <Gone family={data.family} meeting={data.meeting} />
}

/** It was taken back, or is of another sitting: what somebody was about to say to it is still theirs. */
function Gone({ family, meeting }: { family: string; meeting: string }): ReactNode {
  const { t } = useWords()
  return <NoLongerHere title={t('proposals:gone')} family={family} back={{ to: `/families/${family}/meetings/${meeting}/private/decide`, text: t('proposals:title') }} form={useActionData<typeof action>()?.form ?? newForm()} />
}

function ThisProposal({ data }: { data: There }): ReactNode {
  const { t, format } = useWords()
  const sent = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const form = formOf(sent, data.here)
  const { proposal, family, meeting } = data
  const room = `/families/${family}/meetings/${meeting}/private`
  return (
    <Page
      title={<Said lang={proposal.proposed.lang}>{proposal.proposed.words}</Said>} above={t('proposals:one')} family={{ id: family, current: 'people' }} errors={form.errors}
      back={{ to: `${room}/decide`, text: t('proposals:title') }} done={data.done ? t(`proposals:done.${data.done}`) : null}
    >
      {isOfBefore(sent, data.here) || !data.waits ? <KeptWords form={sent} /> : null}
      {data.live ? <><span data-live={`${room}/live?here=${data.here}`} hidden /><script defer src={roomScript} /></> : null}
      <div data-part="proposal" aria-live="polite">
        <Card>
          <p><StandingTag proposal={proposal} /></p>
          <WhoAndWhen proposal={proposal} />
          <p className="soft">{t('proposals:by', { name: proposal.by, when: format.when(proposal.at) })}</p>
          {proposal.follows ? <p><a href={`${room}/decide/${proposal.follows}`}>{t('proposals:before')}</a></p> : null}
          <StillToSay proposal={proposal} />
        </Card>
      </div>
      <div data-part="answers" aria-live="polite">
        {proposal.replacedBy ? <Notice><p>{t('proposals:replaced')} <a href={`${room}/decide/${proposal.replacedBy}`}>{t('proposals:seeNew')}</a></p></Notice> : null}
        {proposal.part ? <Notice><p><a href={`/families/${family}/meetings/${meeting}/plan`}>{t('decided:title')}</a></p></Notice> : null}
        <Card title={t('proposals:answers')}>
          {proposal.answers.length === 0 ? <Empty>{t('proposals:noAnswers')}</Empty> : <Rows>{proposal.answers.map((one) => <OneAnswer key={one.member} answer={one} />)}</Rows>}
        </Card>
      </div>
      {data.waits ? <Answering data={data} form={form} /> : null}
      {data.waits ? <Otherwise data={data} /> : null}
      <OrRing />
    </Page>
  )
}

function Answering({ data, form }: { data: There; form: FormState }): ReactNode {
  const { t } = useWords()
  const answered = data.proposal.answers.some((one) => one.member === data.me)
  return (
    <Card title={t(answered ? 'proposals:answer.change' : 'proposals:answer.title')} tone="next">
      <Form once={data.once}>
        <Radios form={form} name="stance" legend={t('proposals:answer.legend')} items={stances.map((stance) => ({
          value: stance, text: t(`proposals:answer.${stance}`),
          more: stance === 'yes-but' ? <TextArea form={form} name="worry" label={t('proposals:answer.worry')} rows={2} limit={mostWhyWords} />
            : stance === 'no' ? <TextArea form={form} name="why" label={t('proposals:answer.why')} hint={t('proposals:answer.whyHint')} rows={2} limit={mostWhyWords} /> : undefined,
        }))} />
        {data.told.length > 0 ? (
          <Details summary={t('proposals:as.summary')} open={form.errors.as !== undefined || Boolean(form.values.as)}>
            <Select form={form} name="as" label={t('proposals:as.label')} hint={t('proposals:as.hint')} choose={t('proposals:as.mine')} items={data.told.map((one) => ({ value: one.member, text: one.name }))} />
          </Details>
        ) : null}
        <Actions><Button intent="answer">{t('proposals:answer.go')}</Button></Actions>
      </Form>
    </Card>
  )
}

/** In other words; or, of one's own, taken back. */
function Otherwise({ data }: { data: There }): ReactNode {
  const { t } = useWords()
  const { proposal, family, meeting } = data
  return (
    <>
      <ButtonLink to={`/families/${family}/meetings/${meeting}/private/decide?again=${proposal.id}#propose`} kind="quiet">{t('proposals:form.again')}</ButtonLink>
      {proposal.mine ? (
        <Details summary={t('proposals:back.summary')}>
          <p>{t('proposals:back.text')}</p>
          <Form once={data.onceBack}><input type="hidden" name="proposal" value={proposal.id} /><Button intent="back" kind="quiet">{t('proposals:back.go')}</Button></Form>
        </Details>
      ) : null}
    </>
  )
}
