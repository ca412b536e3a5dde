import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { correctionKinds, type CorrectionKind } from '#app/domain/data/correction-kinds.ts'
import { answerNotRight, correctionsOf, originalOf, sayNotRight } from '#app/domain/data/corrections.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId } from '#app/values/ids.ts'
import { dayAt } from '#app/values/instant.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('data:notRight.title')

const sayForm = z.object({ words: words(1000) })
const answerForm = z.object({ correction: thing<string>(), words: words(1000) })

/** What the URL names: a kind and an id; 404 for anything else. */
function named(params: { kind?: string | undefined; id?: string | undefined }): { kind: CorrectionKind; thing: string } {
  const kind = correctionKinds.find((one) => one === params.kind)
  if (!kind || !isId(params.id)) throw notYours()
  return { kind, thing: params.id }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'family:see')
  const { kind, thing: id } = named(params)
  const original = await originalOf(viewer, kind, id)
  if (!original) throw notYours()
  const members = await membersOf(viewer)
  const said = await correctionsOf(viewer, kind, [id])
  return json({
    family: viewer.family, original: { words: original.words, lang: original.lang }, said: said.map((one) => ({ ...one, by: members.find((member) => member.id === one.by)?.name ?? null })),
    answers: viewer.seat === 'lead', kept: await keptForm(request), once: newFormId(), done: doneIn(request, ['said', 'answered']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'family:see')
  const { kind, thing: id } = named(params)
  if (!(await originalOf(viewer, kind, id))) throw notYours()
  const post = await posted(request)
  const here = `/families/${viewer.family}/not-right/${kind}/${id}`
  if (post.intent === 'answer') {
    const read = readPosted(post, answerForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'plan:actions'), answerNotRight, { correction: read.data.correction, words: read.data.words, lang: await langOf(request) }, read.once)
    return answer.ok ? doneAt(here, 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, sayForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, sayNotRight, { kind, thing: id, words: read.data.words, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(here, 'said') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function NotRight() {
  const { t, format } = useWords()
  const { family, original, said, answers, kept, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const open = said.find((one) => one.answer === null)
  return (
    <PlanPage title={t('data:notRight.title')} family={family} picture="pencil" errors={form.errors} lead={t('data:notRight.lead')} done={done ? t(`data:notRight.done.${done}`) : null} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}>
      <Card title={t('data:notRight.original')}>
        <p><Said lang={original.lang}>{original.words}</Said></p>
        {said.length === 0 ? null : (
          <Rows>
            {said.map((one) => (
              <div key={one.id}>
                <p><Said lang={one.lang}>{one.words}</Said></p>
                <p className="soft">{t('data:notRight.by', { name: one.by ?? '', day: format.date(dayAt(one.at)) })}</p>
                {one.answer ? <p>{t('data:notRight.answer')} <Said lang={one.answer.lang}>{one.answer.words}</Said></p> : null}
              </div>
            ))}
          </Rows>
        )}
      </Card>
      {answers && !open ? null : (
        <Form once={once}>
          {answers && open ? <input type="hidden" name="correction" value={open.id} /> : null}
          <TextArea form={form} name="words" label={t(answers ? 'data:notRight.yourAnswer' : 'data:notRight.words')} rows={3} limit={1000} />
          <Actions><Button intent={answers ? 'answer' : 'say'}>{t(answers ? 'data:notRight.sendAnswer' : 'data:notRight.go')}</Button></Actions>
        </Form>
      )}
      <OrRing />
    </PlanPage>
  )
}
