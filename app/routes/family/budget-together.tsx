import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { chooseTwoAdults, twoAdultsOf } from '#app/domain/budget/two-adults.server.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { pounds, thing } from '#app/http/fields.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'

export const handle = titled('together:title')

const chooseForm = z.object({ member: thing<MemberId>(), above: pounds })
const backForm = z.object({ member: thing<MemberId>() })

async function adult(viewer: Awaited<ReturnType<typeof lookIn>>) {
  if (!isAdult(viewer.seat)) throw notYours()
  return must(viewer, 'budget:ask')
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await adult(await lookIn(request, params.family))
  const others = await twoAdultsOf(viewer)
  return json({ family: viewer.family, others, onceOf: newFormIds(others.flatMap(({ member }) => [member, `${member} back`])), kept: await keptForm(request), done: doneIn(request, ['chosen', 'back']) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await adult(await actIn(request, params.family))
  const post = await posted(request)
  const here = `/families/${viewer.family}/budget/together`
  if (post.intent === 'back') {
    const read = readPosted(post, backForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, chooseTwoAdults, { member: read.data.member, above: null }, read.once)
    return answer.ok ? doneAt(here, 'back') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, chooseForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, chooseTwoAdults, read.data, read.once)
  return answer.ok ? doneAt(here, 'chosen') : json({ form: refusedForm(read.form, answer) }, 409)
}

type Data = SerializeFrom<typeof loader>

export default function Together() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  return (
    <Page title={t('together:title')} lead={t('together:lead')} family={{ id: data.family, current: 'budget' }} errors={form.errors} back={{ to: `/families/${data.family}/budget`, text: t('budget:title') }} done={data.done ? t(`together:done.${data.done}`) : undefined}>
      <ul>
        <li>{t('together:only')}</li>
        <li>{t('together:private')}</li>
        <li>{t('together:never')}</li>
      </ul>
      {data.others.length === 0 ? <Empty>{t('together:nobody')}</Empty> : data.others.map((one) => <Other key={one.member} one={one} data={data} form={form} />)}
      <OrRing />
    </Page>
  )
}

function Other({ one, data, form }: { one: Data['others'][number]; data: Data; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const sent = form.values['member'] === one.member || data.others.length === 1
  const own = sent ? form : newForm()
  return (
    <Card title={<bdi>{one.name}</bdi>}>
      {one.holdsAbove !== null ? <p>{t('together:holds', { name: one.name, sum: format.money(one.holdsAbove) })}</p> : one.chosen !== null ? <p>{t('together:chosen', { sum: format.money(one.chosen) })}</p> : null}
      <Form once={data.onceOf[one.member]!}>
        <input type="hidden" name="member" value={one.member} />
        <Field form={own} name="above" id={sent ? 'above' : `above-${one.member}`} label={t('together:above')} hint={t('together:aboveHint')} inputMode="decimal" width={10} prefix="£" />
        <Actions><Button intent="choose">{t('together:choose')}<span className="vh"> {one.name}</span></Button></Actions>
      </Form>
      {one.chosen === null ? null : (
        <Form once={data.onceOf[`${one.member} back`]!}>
          <input type="hidden" name="member" value={one.member} />
          <Actions><Button intent="back" kind="quiet">{t('together:back')}<span className="vh"> {one.name}</span></Button></Actions>
        </Form>
      )}
    </Card>
  )
}
