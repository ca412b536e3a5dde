import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { answerThing, holderOf, thingByLink } from '#app/domain/plan/thing-links.server.ts'
import type { FreeTime } from '#app/domain/appointments/times.ts'
import { doneIn } from '#app/http/done.ts'
import { readAnswer } from '#app/http/promise-fields.ts'
import { newFormId, posted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card } from '#app/ui/card.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled, type Handle } from '#app/ui/titled.ts'
import { PromiseAnswer } from '../family/promise-answer.tsx'
import { DoAppointment, type Warned } from './do-appointment.tsx'
import { actOnVisit, visitOf } from './do-appointment.server.ts'

export const handle: Handle = { nameless: true, ...titled<typeof loader>(({ t }, data) => t(data.visit ? (data.visit.open ? 'reminders:do.title' : 'account:message.title') : data.cancelled ? 'reminders:do.cancelled' : data.thing ? 'promises:do.title' : data.thanks ? 'promises:do.thanksTitle' : 'promises:do.oldTitle')) }

/** Where whoever has answered is led: their link may have ended with the answer. */
const thanks = 'thanks'

/** Looking changes nothing, so that programs which open every link of a message answer nothing. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const none = { thanks: false, cancelled: false, thing: null, once: null, done: null, visit: null }
  if (params.token === thanks) return json({ ...none, thanks: true })
  if (params.token === 'cancelled') return json({ ...none, cancelled: true })
  const visit = await visitOf(request, params.token ?? '')
  if (visit) return json({ ...none, visit })
  const holder = await holderOf(params.token ?? '')
  if (!holder) return json(none, 404)
  const thing = await thingByLink(must(holder, 'action:answer'))
  return json({ ...none, thing, once: { yes: newFormId(), done: newFormId(), move: newFormId(), cannot: newFormId() }, done: doneIn(request, ['accept', 'move']) })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = params.token ?? ''
  const visited = await actOnVisit(request, token, context.clientAddress)
  if (visited) return visited
  if (!(await holderOf(token))) return json({ form: newForm() }, 404)
  const read = readAnswer(await posted(request), await langOf(request))
  if (!read) return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await answerThing(token, read.data, context.clientAddress, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : answer.why === 'link-ended' ? 404 : 409)
  const { how } = read.data
  return goTo(how === 'accept' || how === 'move' ? `/do/${token}?done=${how}` : `/do/${thanks}`)
}

/** One thing to do, for whoever holds its link: what, who asks, by when, and their answer. Nothing else of the plan is here. */
export default function OneThing() {
  const { t, format } = useWords()
  const { thanks: answered, cancelled, visit, thing, once, done } = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()
  const form = acted?.form ?? newForm()
  if (visit) return <DoAppointment data={visit} form={form} nearest={acted && 'nearest' in acted ? (acted.nearest as FreeTime[]) : []} warned={acted && 'warned' in acted ? (acted.warned as Warned) : null} />
  if (cancelled) {
    return (
      <Page title={t('reminders:do.cancelled')} exit>
        <p>{t('reminders:do.cancelledText')}</p>
        <p><a href="/families">{t('reminders:do.book')}</a></p>
        <OrRing />
      </Page>
    )
  }
  if (!thing || !once) {
    return (
      <Page title={t(answered ? 'promises:do.thanksTitle' : 'promises:do.oldTitle')}>
        <p>{t(answered ? 'promises:do.thanks' : 'promises:do.old')}</p>
        <OrRing />
      </Page>
    )
  }
  return (
    <Page title={t('promises:do.title')} errors={form.errors} done={done ? t(`promises:done.${done}`) : undefined} lead={t('promises:do.lead', { who: thing.asks, area: thing.area, owner: thing.owner })}>
      <Card tone="next">
        <p className="lines"><strong><Said lang={thing.lang}>{thing.words}</Said></strong></p>
        <p>{t(thing.late ? 'promises:do.late' : 'promises:do.due', { day: format.date(thing.dueOn) })} {thing.late ? <Tag tone="sun">{t('plan:lateTag')}</Tag> : null}</p>
        {thing.family ? <p>{t('promises:do.family', { name: thing.family })}</p> : null}
        {thing.accepted ? <Notice>{t('promises:do.accepted')}</Notice> : null}
      </Card>
      <h2>{t('promises:answer.title')}</h2>
      <PromiseAnswer form={form} once={once} accepted={thing.accepted} />
      <p className="soft">{t('promises:do.seen')}</p>
      <OrRing />
    </Page>
  )
}
