import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { viewerIn } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import { partKept, writesPlan } from '#app/domain/meetings/plan-words.ts'
import { agreeForm, proposeForm, putForm } from '#app/domain/meetings/proposal-form.ts'
import { mayName, proposalsIn, standsAlone, type Proposal } from '#app/domain/meetings/proposals-read.server.ts'
import { nameWhoAgrees, propose, putIntoPlan } from '#app/domain/meetings/proposals.server.ts'
import { secretly } from '#app/domain/meetings/room-keys.server.ts'
import { mustBeInTheRoom, roomNow, type InRoom } from '#app/domain/meetings/rooms.server.ts'
import { actQuietly } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Form, FormsOf } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing, PhoneLink } from '#app/ui/phone-link.tsx'
import roomScript from '#app/ui/room-script.js?url'
import { titled } from '#app/ui/titled.ts'
import { formOf, isOfBefore, KeptWords } from './kept-words.tsx'
import { PartFields, partTyped } from './part-fields.tsx'
import { StandingTag, WhatIsMissing, WhoAndWhen } from './proposal-parts.tsx'
import { ofAnotherSitting, roomMark } from './sitting-mark.server.ts'
import { keepingWords } from './words-kept.server.ts'

export const handle = titled('proposals:title')

async function roomIn({ request, params }: Pick<LoaderFunctionArgs, 'request' | 'params'>): Promise<InRoom> {
  return mustBeInTheRoom(await viewerIn(request, params.family), params.id)
}

/** What the form begins with: what is said in other words, where the address names it. */
function begun(request: Request, proposals: readonly Proposal[]): FormState | null {
  const of = new URL(request.url).searchParams.get('again')
  const before = proposals.find((one) => one.id === of && one.replacedBy === null && one.part === null)
  return before ? newForm({ ...partTyped({ ...before.proposed, ownerMember: before.proposed.owner, owner: before.proposed.ownerName, agency: before.proposed.ownerAgency }), follows: before.id }) : null
}

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await roomIn(args)
  const room = await roomNow(viewer)
  const proposals = await proposalsIn(viewer, room.people)
  const who = { member: viewer.member, adult: isAdult(viewer.seat) }
  return json({
    family: viewer.family, meeting: viewer.room.meeting, here: roomMark(viewer), question: room.question, lang: room.lang, state: room.state, proposals: proposals.filter((one) => one.replacedBy === null), stand: proposals.filter(standsAlone).length,
    puts: writesPlan(viewer.seat), me: viewer.member, people: room.people.map((one) => ({ ...one, named: mayName(who, one) })), owners: [...room.people, ...(room.lead ? [room.lead] : [])].map(({ member, name }) => ({ id: member, name })),
    begun: begun(args.request, proposals), once: newFormId(), onces: newFormIds(['put', 'agree']), kept: await keptForm(args.request), done: doneIn(args.request, ['proposed', 'agree', 'back']),
  })
}

export const action = keepingWords(async (args: ActionFunctionArgs) => {
  const viewer = await roomIn(args)
  const post = await posted(args.request)
  const elsewhere = ofAnotherSitting(post, roomMark(viewer))
  if (elsewhere) return json({ form: elsewhere }, 409)
  const meeting = `/families/${viewer.family}/meetings/${viewer.room.meeting}`
  if (post.intent === 'put') return put(viewer, post, meeting)
  if (post.intent === 'agree') return agreed(viewer, post, meeting)
  const read = readPosted(post, proposeForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { data } = read
  const proposed = {
    words: data.words, lang: await langOf(args.request), owner: data.owner, ownerName: data['owner-name'], ownerAgency: data['owner-agency'], dueOn: data.due, needs: data.needs, needsWords: data['needs-words'],
    ...(data.needs === 'money' ? { pence: data.price, kind: data.kind } : { pence: null, kind: null }),
  }
  const answer = await actQuietly(viewer, propose, { proposed, follows: data.follows }, await secretly(viewer.db, viewer.room, read.once))
  if (!answer.ok && answer.why === 'not-there') throw notYours()
  return answer.ok ? doneAt(`${meeting}/private/decide`, 'proposed') : json({ form: refusedForm(read.form, answer) }, 409)
})

async function put(viewer: InRoom, post: Posted, meeting: string) {
  const read = readPosted(post, putForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await actQuietly(viewer, putIntoPlan, read.data, await secretly(viewer.db, viewer.room, read.once))
  return answer.ok ? doneAt(`${meeting}/plan`, 'put-in') : json({ form: refusedForm(read.form, answer) }, 409)
}

async function agreed(viewer: InRoom, post: Posted, meeting: string) {
  const read = readPosted(post, agreeForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await actQuietly(viewer, nameWhoAgrees, { members: read.data.agree }, await secretly(viewer.db, viewer.room, read.once))
  return answer.ok ? doneAt(`${meeting}/private/decide`, 'agree') : json({ form: refusedForm(read.form, answer) }, 409)
}

type Data = SerializeFrom<typeof loader>

export default function Decide() {
  return <FormsOf here={useLoaderData<typeof loader>().here}><Deciding /></FormsOf>
}

function Deciding(): ReactNode {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()?.form ?? data.kept ?? data.begun ?? newForm()
  const form = formOf(sent, data.here)
  const { family, meeting, proposals, state, lang, question } = data
  const open = state === 'open'
  const room = `/families/${family}/meetings/${meeting}/private`
  return (
    <Page
      title={t('proposals:title')} above={<Said as="q" lang={lang}>{question}</Said>} lead={t('proposals:lead')} family={{ id: family, current: 'people' }} errors={form.errors}
      back={{ to: room, text: t('rooms:title') }} done={data.done ? t(`proposals:done.${data.done}`) : null}
    >
      <Notice>
        <p><strong>{t('rooms:nobodyReads')}</strong></p>
        <p><Sentence of="rooms:danger" parts={{ phone: (number) => <PhoneLink number={number} /> }} /></p>
      </Notice>
      {isOfBefore(sent, data.here) || !open ? <KeptWords form={sent} /> : null}
      {open ? <><span data-live={`${room}/live?here=${data.here}`} hidden /><script defer src={roomScript} /></> : <Card><p>{t(state === 'never' ? 'rooms:never' : 'proposals:closed')}</p></Card>}
      <div data-part="proposals" aria-live="polite">
        <Card title={t('proposals:all')}>
          {proposals.length === 0 ? <Empty>{t(open ? 'proposals:none' : 'proposals:onRoom.none')}</Empty> : (
            <Rows>
              {proposals.map((one) => (
                <div key={one.id}>
                  <h3><a href={`${room}/decide/${one.id}`}><Said lang={one.proposed.lang}>{one.proposed.words}</Said></a></h3>
                  <p><StandingTag proposal={one} /></p>
                  <WhoAndWhen proposal={one} />
                  <WhatIsMissing proposal={one} />
                </div>
              ))}
            </Rows>
          )}
        </Card>
      </div>
      <div data-part="into-plan">{data.puts && data.stand > 0 ? <IntoPlan data={data} form={form} /> : null}</div>
      {open ? <Proposing data={data} form={form} /> : null}
      {open ? <WhoAgrees data={data} form={form} /> : null}
      <OrRing />
    </Page>
  )
}

function Proposing({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t } = useWords()
  const follows = String(form.values.follows ?? '')
  return (
    <Card title={t(follows ? 'proposals:form.again' : 'proposals:form.title')} tone="next" id="propose">
      {follows ? <p>{t('proposals:form.againLead')}</p> : null}
      <Form once={data.once}>
        {follows ? <input type="hidden" name="follows" value={follows} /> : null}
        <PartFields form={form} people={data.owners} label={t('proposals:form.words')} />
        <Actions><Button intent="propose">{t('proposals:form.go')}</Button></Actions>
      </Form>
    </Card>
  )
}

function IntoPlan({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <Card title={t('proposals:plan.title', { count: data.stand })} tone="sun">
      <p>{t('proposals:plan.text')}</p>
      <Form once={data.onces.put!}>
        <Radios form={form} name="kept" legend={t('decided:form.kept')} items={partKept.map((value) => ({ value, text: t(`decided:form.keep.${value}`), hint: t(`decided:form.keepHint.${value}`) }))} />
        <Actions><Button intent="put">{t('proposals:plan.go')}</Button></Actions>
      </Form>
    </Card>
  )
}

/** Who must agree: of the others it is read, and said of those whom one may name. */
function WhoAgrees({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const named = data.people.filter((one) => one.named)
  const fixed = data.people.filter((one) => !one.named && one.mustAgree)
  const state = form.errors.agree === undefined ? newForm({ agree: named.filter((one) => one.mustAgree).map((one) => one.member) }) : form
  return (
    <Card title={t('proposals:agree.title')}>
      <p>{t('proposals:agree.now', { names: format.list(data.people.filter((one) => one.mustAgree).map((one) => one.name)) })}</p>
      <Details summary={t('proposals:agree.summary')} open={form.errors.agree !== undefined}>
        {fixed.length > 0 ? <p>{t('proposals:agree.fixed', { names: format.list(fixed.map((one) => one.name)) })}</p> : null}
        <Form once={data.onces.agree!}>
          <Checkboxes form={state} name="agree" legend={t('proposals:agree.legend')} items={named.map((one) => ({ value: one.member, text: one.member === data.me ? t('proposals:agree.me') : <bdi>{one.name}</bdi> }))} />
          <Actions><Button intent="agree" kind="quiet">{t('proposals:agree.go')}</Button></Actions>
        </Form>
      </Details>
    </Card>
  )
}
