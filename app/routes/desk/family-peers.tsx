import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { notePeerLook, peersOf } from '#app/domain/carers/peers.server.ts'
import { familyOf, membersOf } from '#app/domain/family/people.server.ts'
import { moneyViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { answerPeer } from '../family/peer-answer.server.ts'
import { FoundFields, PeerAsked } from '../family/peers-parts.tsx'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('peers:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = await atTheDesk(request)
  const viewer = must(must(await moneyViewer(request, params.family), 'peers:answer'), 'peers:see')
  // A manager sees what waits while nobody leads the family, and no more of it.
  const waiting = (await peersOf(viewer)).filter((one) => one.state === 'asked')
  if (waiting.length === 0) throw notYours()
  for (const one of waiting) await act(viewer, notePeerLook, { peer: one.id })
  const [family, members] = [await familyOf(viewer), await membersOf(viewer)]
  return json({
    places: deskPlaces(desk), family: family.name, lead: `/desk/families/${viewer.family}/lead`, today: viewer.today, kept: await keptForm(request), once: [newFormId(), newFormId()] as const,
    waiting: waiting.map((one) => ({ ...one, by: members.find((member) => member.id === one.askedBy)?.name ?? '' })),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(must(await moneyViewer(request, params.family), 'peers:answer'), 'peers:see')
  // Somebody leads the family again: it is theirs to look. What a colleague has noted meanwhile is said in words.
  if ((await peersOf(viewer)).length === 0) throw notYours()
  const answer = await answerPeer(viewer, await posted(request), await langOf(request))
  return answer.ok ? doneAt('/desk', 'peers') : json({ form: answer.form }, answer.status)
}

export default function PeersWithoutLead() {
  const { t } = useWords()
  const { places, family, lead, today, waiting, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  // One at a time: the oldest.
  const first = waiting.at(-1)!.id
  return (
    <Page title={t('peers:title')} above={<bdi>{family}</bdi>} lead={t('peers:desk.lead')} errors={form.errors} desk={{ current: 'desk', places }} back={{ to: '/desk', text: t('desk:home.title') }}>
      {waiting.map((one) => (
        <PeerAsked key={one.id} asked={one} by={one.by} today={today} looks={null}>
          {one.id === first ? <FoundFields form={form} peer={one.id} once={once} /> : null}
        </PeerAsked>
      ))}
      <p><a href={lead}>{t('carers:desk.name')}</a></p>
    </Page>
  )
}
