/** The door of private family time, for whoever was asked to the meeting and is not let in: nothing that was said, how much, or by whom. */
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { viewerIn } from '#app/access/viewer.server.ts'
import { goesInAlone, goIn } from '#app/domain/meetings/room-door.server.ts'
import { inTheRoomOrAtItsDoor, type AtTheDoor } from '#app/domain/meetings/rooms.server.ts'
import { takeBackWrittenBefore, writtenBefore } from '#app/domain/meetings/writing-before.server.ts'
import { actQuietly } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('rooms:title')

/** Nothing is asked: the button says it all. */
const doorForm = z.object({})

const roomOf = ({ params }: Pick<LoaderFunctionArgs, 'params'>) => `/families/${params.family}/meetings/${params.id}/private`

/** Whoever is inside is sent in. */
async function atTheDoor(args: Pick<LoaderFunctionArgs, 'request' | 'params'>): Promise<AtTheDoor> {
  const { waits } = await inTheRoomOrAtItsDoor(await viewerIn(args.request, args.params.family), args.params.id)
  if (!waits) throw redirect(roomOf(args), 303)
  return waits
}

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await atTheDoor(args)
  return json({
    family: viewer.family, meeting: viewer.room.meeting, alone: await goesInAlone(viewer), before: await writtenBefore(viewer), onces: newFormIds(['in', 'unsay']), done: doneIn(args.request, ['unsaid']),
  })
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await atTheDoor(args)
  const post = await posted(args.request)
  const read = readPosted(post, doorForm)
  if (!read.ok) return json({ form: read.form }, 400)
  if (post.intent === 'unsay') {
    const answer = await actQuietly(viewer, takeBackWrittenBefore, {}, read.once)
    return answer.ok ? doneAt(`${roomOf(args)}/door`, 'unsaid') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const answer = await actQuietly(viewer, goIn, {}, read.once)
  return answer.ok ? redirect(roomOf(args), 303) : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Door() {
  const { t } = useWords()
  const { family, meeting, alone, before, onces, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  return (
    <Page title={t('rooms:title')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/meetings/${meeting}`, text: t('rooms:back') }} done={done ? t('rooms:done.unsaid') : null}>
      <Card title={t('rooms:door.title')} tone="next">
        <p>{t('rooms:door.text')}</p>
        <p>{t('rooms:door.ring')}</p>
      </Card>
      {alone ? (
        <Card title={t('rooms:door.alone')}>
          <Form once={onces.in!}><p>{t('rooms:door.aloneText')}</p><Actions><Button intent="in">{t('rooms:goIn')}</Button></Actions></Form>
        </Card>
      ) : null}
      {before ? (
        <Card title={t('rooms:door.before')}>
          <p>{t(before.elsewhere ? 'rooms:before.elsewhere' : 'rooms:door.beforeText')}</p>
          <Said as="p" className="lines">{before.words}</Said>
          <Details summary={t('rooms:takeBack.summary')}>
            <Form once={onces.unsay!}><p>{t('rooms:before.back')}</p><Button intent="unsay" kind="quiet">{t('rooms:takeBack.go')}</Button></Form>
          </Details>
        </Card>
      ) : null}
      <OrRing />
    </Page>
  )
}
