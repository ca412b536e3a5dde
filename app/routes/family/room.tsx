import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { viewerIn } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { closeRoom, inTheRoomOrAtItsDoor, nameFacilitator, openRoom, opensFirst, roomNow, type InRoom } from '#app/domain/meetings/rooms.server.ts'
import { letIn } from '#app/domain/meetings/room-door.server.ts'
import { secretly } from '#app/domain/meetings/room-keys.server.ts'
import { askIn } from '#app/domain/meetings/room-stop.server.ts'
import { mostPostWords } from '#app/domain/meetings/room-limits.ts'
import { takePostBack, talkIn, writePost } from '#app/domain/meetings/room-posts.server.ts'
import { readyToWrite, takeBackWrittenBefore, writeBefore, writtenBefore } from '#app/domain/meetings/writing-before.server.ts'
import { actQuietly, type Answer, type FormUse } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing, thingOrNone, things, ticked, words } from '#app/http/fields.ts'
import { pageIn } from '#app/http/page-in.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form, FormsOf } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing, PhoneLink } from '#app/ui/phone-link.tsx'
import roomScript from '#app/ui/room-script.js?url'
import { titled } from '#app/ui/titled.ts'
import type { MemberId, PostId } from '#app/values/ids.ts'
import { formOf, isOfBefore, KeptWords } from './kept-words.tsx'
import { WritingBefore } from './room-before.tsx'
import { CameWithoutBeingLetIn, WhoComesIn, WhoWaits } from './room-who.tsx'
import { ofAnotherSitting, roomMark } from './sitting-mark.server.ts'
import { keepingWords } from './words-kept.server.ts'

export const handle = titled('rooms:title')

const writeForm = z.object({ words: words(mostPostWords, 'rooms:nothingWritten'), view: ticked, child: thingOrNone<MemberId>() })
const beforeForm = writeForm.pick({ words: true })
const backForm = z.object({ post: thing<PostId>() })
const leadsForm = z.object({ facilitator: thing<MemberId>('rooms:sayWhoLeads') })
const openForm = leadsForm.extend({ 'let-in': things<MemberId>() })
const letInForm = z.object({ member: thing<MemberId>() })
/** Nothing is asked: the button says it all. */
const closeForm = z.object({})

/** Whoever helps is not asked for a reason first: there is nothing here for them, and nothing says so. Whoever waits to be let in is sent to the door. */
async function roomIn({ request, params }: Pick<LoaderFunctionArgs, 'request' | 'params'>): Promise<InRoom> {
  const { inRoom } = await inTheRoomOrAtItsDoor(await viewerIn(request, params.family), params.id)
  if (!inRoom) throw redirect(`/families/${params.family}/meetings/${params.id}/private/door`, 303)
  return inRoom
}

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await roomIn(args)
  const page = pageIn(args.request)
  const room = await roomNow(viewer)
  const talk = await talkIn(viewer, room, page)
  const before = room.unsaid ? await writtenBefore(viewer) : null
  return json({
    family: viewer.family, meeting: viewer.room.meeting, here: roomMark(viewer), room, talk, page, before, young: viewer.seat === 'young-person', me: viewer.member, openers: opensFirst(room.people, room.askedBy).map(({ member, name }) => ({ member, name })),
    once: newFormId(), onceStop: newFormId(), onces: newFormIds([...[...talk.posts, ...talk.views].map((one) => one.id), ...room.waiting.map((one) => one.member)]), kept: await keptForm(args.request), done: doneIn(args.request, ['written', 'before', 'unsaid', 'back', 'open', 'closed', 'leads', 'let-in', 'told']),
  })
}

type Done = 'told' | 'written' | 'before' | 'unsaid' | 'back' | 'open' | 'closed' | 'leads' | 'let-in'

export const action = keepingWords(async (args: ActionFunctionArgs) => {
  const viewer = await roomIn(args)
  const post = await posted(args.request)
  const elsewhere = ofAnotherSitting(post, roomMark(viewer))
  if (elsewhere) return json({ form: elsewhere }, 409)
  const here = `/families/${viewer.family}/meetings/${viewer.room.meeting}/private`
  const answered = (form: FormState, answer: Answer<null, string>, done: Done) => {
    if (!answer.ok && answer.why === 'not-there') throw notYours()
    return answer.ok ? doneAt(here, done) : json({ form: refusedForm(form, answer) }, 409)
  }
  const does = async <S extends z.ZodObject>(form: S, done: Done, run: (data: z.output<S>, once: FormUse) => Promise<Answer<null, string>>) => {
    const read = readPosted(post, form)
    return read.ok ? answered(read.form, await run(read.data, read.once), done) : json({ form: read.form }, 400)
  }
  if (post.intent === 'open') return does(openForm, 'open', (data, once) => actQuietly(viewer, openRoom, { facilitator: data.facilitator, letIn: data['let-in'] }, once))
  if (post.intent === 'leads') return does(leadsForm, 'leads', (data, once) => actQuietly(viewer, nameFacilitator, data, once))
  if (post.intent === 'let-in') return does(letInForm, 'let-in', (data, once) => actQuietly(viewer, letIn, data, once))
  if (post.intent === 'close') return does(closeForm, 'closed', (_, once) => actQuietly(viewer, closeRoom, {}, once))
  if (post.intent === 'stop') {
    const read = readPosted(post, closeForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await actQuietly(viewer, askIn, {}, read.once)
    // The page is as it was: whoever looks over a shoulder reads nothing of it.
    return answer.ok ? redirect(here, 303) : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'unsay') return does(closeForm, 'unsaid', (_, once) => actQuietly(viewer, takeBackWrittenBefore, {}, once))
  if (post.intent === 'before') {
    return does(beforeForm, 'before', async (data, once) => {
      await readyToWrite(viewer)
      return actQuietly(viewer, writeBefore, data, await secretly(viewer.db, viewer.room, once))
    })
  }
  if (post.intent === 'back') return does(backForm, 'back', (data, once) => actQuietly(viewer, takePostBack, data, once))
  return does(writeForm, 'written', async (data, once) => actQuietly(viewer, writePost, data, await secretly(viewer.db, viewer.room, once)))
})

type Data = SerializeFrom<typeof loader>
type Post = Data['talk']['posts'][number]

export default function Room() {
  return <FormsOf here={useLoaderData<typeof loader>().here}><ThisRoom /></FormsOf>
}

function ThisRoom(): ReactNode {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const form = formOf(sent, data.here)
  const { family, meeting, room, talk, page } = data
  const writes = room.state === 'open' || (room.state === 'never' && room.canOpen)
  const here = `/families/${family}/meetings/${meeting}/private`
  return (
    <Page
      title={t('rooms:title')} lead={<Said lang={room.lang}>{room.question}</Said>} family={{ id: family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${family}/meetings/${meeting}`, text: t('rooms:back') }} done={data.done ? t(`rooms:done.${data.done}`) : null}
    >
      <Above data={data} />
      <div data-part="door" aria-live="polite">{room.adult ? <WhoWaits waiting={room.waiting} onces={data.onces} /> : null}</div>
      {isOfBefore(sent, data.here) || !writes ? <KeptWords form={sent} /> : null}
      {room.state === 'open' && page === 1 ? <><span data-live={`${here}/live?here=${data.here}`} hidden /><script defer src={roomScript} /></> : null}
      {room.state === 'open' ? null : <NotOpen data={data} form={form} />}
      {room.state === 'never' || data.before ? <WritingBefore form={form} before={data.before} young={data.young} open={room.state === 'never' && room.canOpen} once={data.once} onceBack={data.onceStop} /> : null}
      <div data-part="views">
        {talk.views.length > 0 ? (
          <Card title={t('rooms:views')} tone="sun"><Rows>{talk.views.map((one) => <OnePost key={one.id} post={one} once={data.onces[one.id]!} view />)}</Rows></Card>
        ) : null}
      </div>
      <div data-part="said" aria-live="polite">
      {room.state === 'never' ? null : (
        <Card title={t('rooms:said')} id="said">
          {talk.earlier ? <p><a href={`${here}?page=${page + 1}#said`}>{t('rooms:earlier')}</a></p> : null}
          {talk.posts.length === 0 ? <Empty>{t('rooms:nothingYet')}</Empty> : <Rows>{talk.posts.map((one) => <OnePost key={one.id} post={one} once={data.onces[one.id]!} />)}</Rows>}
          {page > 1 ? <p><a href={`${here}${page > 2 ? `?page=${page - 1}` : ''}#said`}>{t('rooms:later')}</a></p> : null}
        </Card>
      )}
      </div>
      {room.state === 'never' ? null : <div data-part="deciding"><DecidingHere data={data} /></div>}
      {room.state === 'open' ? <Writing data={data} form={form} /> : null}
      {room.state === 'open' ? <Leading data={data} form={form} /> : null}
      {room.goneOn ? <p className="soft">{t('rooms:goneOn', { day: format.day(room.goneOn) })}</p> : null}
      <OrRing />
    </Page>
  )
}

/** What stands above all that is said: who can read it, and where to turn in danger. */
function Above({ data }: { data: Data }): ReactNode {
  const { t, format } = useWords()
  const others = data.room.people.filter((one) => one.member !== data.me)
  return (
    <Notice>
      <p><strong>{t('rooms:nobodyReads')}</strong></p>
      <div data-part="who" aria-live="polite">
        <p>{others.length > 0 ? t('rooms:inside', { names: format.list(others.map((one) => one.name)) }) : t('rooms:alone')}</p>
        <CameWithoutBeingLetIn room={data.room} me={data.me} />
      </div>
      <p><Sentence of="rooms:danger" parts={{ phone: (number) => <PhoneLink number={number} /> }} /></p>
      {data.room.state === 'open' ? (
        <Details summary={t('rooms:stop.summary')}>
          {data.room.coordinator ? (
            <Form once={data.onceStop}><p>{t('rooms:stop.text', { name: data.room.coordinator })}</p><Button intent="stop" kind="quiet">{t('rooms:stop.go', { name: data.room.coordinator })}</Button></Form>
          ) : null}
          <p>{t('rooms:tell.lead')}</p>
          <ButtonLink to={`/families/${data.family}/meetings/${data.meeting}/private/tell`} kind="quiet">{t('rooms:tell.title')}</ButtonLink>
        </Details>
      ) : null}
    </Notice>
  )
}

/** What is proposed has a page of its own: here stands whether the reader's answer is waited for. */
function DecidingHere({ data }: { data: Data }): ReactNode {
  const { t } = useWords()
  const { there: proposed, waits: mine } = data.room.proposals
  const said = data.room.state !== 'open' ? t('proposals:onRoom.read') : mine > 0 ? t('proposals:onRoom.waits', { count: mine }) : t(proposed > 0 ? 'proposals:onRoom.answered' : 'proposals:onRoom.none')
  return (
    <Card title={t('proposals:onRoom.title')} id="deciding">
      <p>{said}</p>
      <ButtonLink to={`/families/${data.family}/meetings/${data.meeting}/private/decide`} kind="quiet">{t('proposals:onRoom.go')}</ButtonLink>
    </Card>
  )
}

function NotOpen({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const { room } = data
  const mayOpen = room.canOpen && (room.state === 'never' ? data.openers.some((one) => one.member === data.me) : room.adult)
  return (
    <Card title={room.state === 'never' ? t('rooms:never') : room.closedBy ? t('rooms:closedBy', { name: room.closedBy, when: format.when(room.closedAt!) }) : t('rooms:closed', { when: format.when(room.closedAt!) })} tone="next">
      {room.state === 'never' ? <p>{t('rooms:what')}</p> : <p>{t('rooms:closedText')}</p>}
      {mayOpen ? (
        <Form once={data.once}>
          {room.state === 'never' ? <WhoComesIn people={room.people} me={data.me} form={form} /> : null}
          <WhoLeads data={data} form={form} />
          <Actions><Button intent="open">{room.state === 'never' ? t('rooms:open') : t('rooms:openAgain')}</Button></Actions>
        </Form>
      ) : null}
      {room.canOpen && !mayOpen ? <p>{room.state === 'never' && data.openers.length > 0 ? t('rooms:door.opens', { names: format.list(data.openers.map((one) => one.name)) }) : t('rooms:adultsOpen')}</p> : null}
    </Card>
  )
}

function WhoLeads({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t } = useWords()
  return <Radios form={form} name="facilitator" legend={t('rooms:whoLeads')} hint={t('rooms:whoLeadsHint')} items={data.room.people.map((one) => ({ value: one.member, text: <bdi>{one.name}</bdi> }))} />
}

function OnePost({ post, once, view = false }: { post: Post; once: string; view?: boolean }): ReactNode {
  const { t, format } = useWords()
  if (post.said === null) return <p className="soft">{t('rooms:tookBack', { name: post.by, when: format.when(post.at) })}</p>
  const by = view ? (post.said.child ? t('rooms:viewOf', { child: post.said.child, name: post.by }) : t('rooms:ownView', { name: post.by })) : null
  return (
    <>
      <p><strong>{by ?? (post.mine ? t('rooms:you') : <bdi>{post.by}</bdi>)}</strong> <span className="soft">{format.when(post.at)}</span></p>
      <Said as="p" className="lines">{post.said.words}</Said>
      {post.mine ? (
        <Details summary={t('rooms:takeBack.summary')}>
          <p>{t('rooms:takeBack.text')}</p>
          <Form once={once}><input type="hidden" name="post" value={post.id} /><Button intent="back" kind="quiet">{t('rooms:takeBack.go')}</Button></Form>
        </Details>
      ) : null}
    </>
  )
}

function Writing({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t } = useWords()
  const { children } = data.room
  return (
    <Card title={t('rooms:write')} tone="next">
      <Form once={data.once}>
        <TextArea form={form} name="words" label={t('rooms:words')} rows={4} limit={mostPostWords} />
        {data.young ? <Checkboxes form={form} name="view" legend={t('rooms:yourView')} items={[{ value: '1', text: t('rooms:isMyView'), hint: t('rooms:isMyViewHint') }]} /> : null}
        {!data.young && children.length > 0 ? (
          <Details summary={t('rooms:bring')} open={form.errors.child !== undefined}>
            <Select form={form} name="child" label={t('rooms:whose')} hint={t('rooms:whoseHint')} choose={t('rooms:mine')} items={children.map((one) => ({ value: one.member, text: one.name }))} />
          </Details>
        ) : null}
        <Actions><Button intent="write">{t('rooms:send')}</Button></Actions>
      </Form>
    </Card>
  )
}

function Leading({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t } = useWords()
  const { room } = data
  const leads = room.facilitator
  const whoLeads = leads ? (leads.member === data.me ? t('rooms:youLead') : t('rooms:leads', { name: leads.name })) : t('rooms:nobodyLeads')
  if (!room.adult && leads?.member !== data.me) return <p className="soft">{whoLeads}</p>
  return (
    <Card title={whoLeads}>
      {room.adult ? (
        <Details summary={t(leads ? 'rooms:otherLeads' : 'rooms:whoLeads')} open={form.errors.facilitator !== undefined}>
          <Form once={data.once}><WhoLeads data={data} form={form} /><Actions><Button intent="leads" kind="quiet">{t('rooms:nameLead')}</Button></Actions></Form>
        </Details>
      ) : null}
      <Details summary={t('rooms:close.summary')}>
        <p>{t('rooms:close.text')}</p>
        <Form once={data.once}><Button intent="close" kind="warning">{t('rooms:close.go')}</Button></Form>
      </Details>
    </Card>
  )
}
