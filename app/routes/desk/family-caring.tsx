import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { answerCaring, caringOf, noteCaringLook } from '#app/domain/carers/caring.server.ts'
import { familyOf, membersOf } from '#app/domain/family/people.server.ts'
import { moneyViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { AnswerFields, answerForm, AskedFor } from '../family/caring-parts.tsx'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('carers:leadTitle')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = await atTheDesk(request)
  const viewer = must(must(await moneyViewer(request, params.family), 'caring:answer'), 'caring:see')
  // A manager sees what waits while nobody leads the family, and no more of it.
  const waiting = (await caringOf(viewer)).filter((one) => one.state === 'asked' || one.state === 'offered')
  if (waiting.length === 0) throw notYours()
  for (const one of waiting) await act(viewer, noteCaringLook, { caring: one.id })
  const [family, members] = [await familyOf(viewer), await membersOf(viewer)]
  const name = (id: string | null) => members.find((one) => one.id === id)?.name ?? null
  return json({
    places: deskPlaces(desk), family: family.name, lead: `/desk/families/${viewer.family}/lead`, today: viewer.today, kept: await keptForm(request), once: newFormId(),
    waiting: waiting.map((one) => ({ ...one, state: one.state as 'asked' | 'offered', waits: true, talk: name(one.talkTo), name: name(one.about) })),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(must(await moneyViewer(request, params.family), 'caring:answer'), 'caring:see')
  // Somebody leads the family again: it is theirs to answer. What a colleague has answered meanwhile is said in words.
  if ((await caringOf(viewer)).length === 0) throw notYours()
  const read = await readForm(request, answerForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { caring, state, words, again } = read.data
  const answer = await act(viewer, answerCaring, { caring, state, words, lang: await langOf(request), againOn: again }, read.once)
  return answer.ok ? doneAt('/desk', 'caring') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function CaringWithoutLead() {
  const { t } = useWords()
  const { places, family, lead, today, waiting, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  // One at a time: the one that is due first.
  const first = waiting.at(-1)!.id
  return (
    <Page title={t('carers:leadTitle')} above={<bdi>{family}</bdi>} lead={t('carers:desk.lead')} errors={form.errors} desk={{ current: 'desk', places }} back={{ to: '/desk', text: t('desk:home.title') }}>
      {waiting.map((one) => (
        <AskedFor key={one.id} asked={one} title={t('carers:for', { name: one.name ?? '' })} today={today} answers={null}>
          {one.id === first ? <AnswerFields form={form} caring={one.id} once={once} /> : null}
        </AskedFor>
      ))}
      <p><a href={lead}>{t('carers:desk.name')}</a></p>
    </Page>
  )
}
