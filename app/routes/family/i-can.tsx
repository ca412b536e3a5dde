import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { mostLettersOffered } from '#app/domain/plan/i-can.ts'
import { sayICan, takeICanBack } from '#app/domain/plan/i-can.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { message, thing, things, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { ICanId, MemberId } from '#app/values/ids.ts'
import { ICan } from './i-can-parts.tsx'
import { iCanShown } from './i-can-shown.server.ts'

export const handle = titled('warm:can.title')

const offerForm = z.object({ words: words(mostLettersOffered), to: things<MemberId>().refine((some) => some.length > 0, message('errors:chooseOne')) })
const backForm = z.object({ offer: thing<ICanId>() })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'offers:give')
  return json({ family: viewer.family, shown: (await iCanShown(viewer)) ?? { readers: [], own: [], once: newFormId(), onceOf: {} }, kept: await keptForm(request), done: doneIn(request, ['offered', 'back']) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'offers:give')
  const here = `/families/${viewer.family}/i-can`
  const post = await posted(request)
  if (post.intent === 'take-back') {
    const read = readPosted(post, backForm)
    if (!read.ok) return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
    const answer = await act(viewer, takeICanBack, read.data, read.once)
    return answer.ok ? doneAt(here, 'back') : json({ form: refusedForm(newForm(), answer) }, 409)
  }
  const read = readPosted(post, offerForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, sayICan, { ...read.data, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(here, 'offered') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function ICanPage() {
  const { t } = useWords()
  const { family, shown, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('warm:can.title')} lead={t('warm:can.lead')} family={{ id: family, current: 'home' }} errors={form.errors} back={{ to: `/families/${family}`, text: t('home:title') }} done={done ? t(`warm:can.done.${done}`) : undefined}>
      <ICan family={family} shown={shown} form={form} />
    </Page>
  )
}
