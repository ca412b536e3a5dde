import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { papersReadyFor, watchAgenda } from '#app/domain/budget/panel-agenda.server.ts'
import { panelOffForm, panelOffReasons } from '#app/domain/budget/panel-off.ts'
import { agendaOf, callOffPanelDay, panelDay, putOnDay, sits } from '#app/domain/budget/panel.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { spendKey, waitingFor } from '#app/domain/budget/spends.server.ts'
import { spendViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { wholeNumber, words } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type PanelDayId } from '#app/values/ids.ts'
import { StateTag } from '../family/spend-parts.tsx'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('panel:day.title')

const putForm = z.object({ key: words(60), version: wholeNumber(1, 999_999) })
const gone = { '': { key: 'errors:formGone' } }

async function dayIn(request: Request, id: string | undefined) {
  const viewer = must(await atTheDesk(request), 'panel:plan')
  const day = isId(id) ? await panelDay(viewer, id as string as PanelDayId) : undefined
  if (!day) throw notYours()
  return { viewer, day }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, day } = await dayIn(request, params.day)
  const seated = sits(viewer)
  const agenda = (await agendaOf(viewer, day.id)).map((one) => ({ ...one, key: spendKey(one) }))
  const early = day.on >= (await papersReadyFor(viewer))
  const others = seated && early ? (await waitingFor(must(viewer, 'spends:decide'))).filter((one) => one.level === 'panel' && (one.answerBy === null || one.answerBy >= day.on)).map((one) => ({ key: spendKey(one), version: one.version, familyName: one.familyName, askerName: one.askerName, pence: one.pence })) : []
  const elsewhere = others.filter((one) => !agenda.some((here) => here.key === one.key))
  return json({ places: deskPlaces(viewer), today: viewer.today, day, seated, agenda, elsewhere, once: newFormId(), onceOf: newFormIds(elsewhere.map((one) => one.key)), done: doneIn(request, ['made', 'put']) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, day } = await dayIn(request, params.day)
  const post = await posted(request)
  if (post.intent === 'off') {
    const read = readPosted(post, panelOffForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, callOffPanelDay, { day: day.id, why: read.data.why }, read.once)
    if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
    await watchAgenda(viewer.db, viewer.now)
    return doneAt('/desk/panel', 'off')
  }
  const read = readPosted(post, putForm)
  if (!read.ok || post.intent !== 'put') return json({ form: { ...newForm(), errors: gone } }, 400)
  const decider = must(await spendViewer(request, read.data.key), 'spend:decide')
  const answer = await act(decider, putOnDay, { spend: decider.work!, version: read.data.version, day: day.id }, read.once)
  return answer.ok ? doneAt(`/desk/panel/${day.id}`, 'put') : json({ form: refusedForm(read.form, { ...saidRefusal(answer, wordsFor(await langOf(request)).format), field: '' }) }, 409)
}

/** One day of the panel: what is on it for whoever sits, and that it is planned for whoever only plans it. */
export default function OnePanelDay() {
  const { t, format } = useWords()
  const { places, today, day, seated, agenda, elsewhere, once, onceOf, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  return (
    <Page title={t('panel:day.on', { day: format.dayWithYear(day.on) })} lead={t(day.on > today ? 'panel:day.before' : 'panel:day.now')} desk={{ current: 'panel', places }} errors={form.errors} done={done ? t(`panel:done.${done}`) : undefined} back={{ to: '/desk/panel', text: t('panel:title') }}>
      <Card title={t('panel:day.agenda')}>
        {!seated ? <p>{t('panel:day.notSeated')}</p> : agenda.length === 0 ? <Empty>{t('panel:day.empty')}</Empty> : (
          <Rows>
            {agenda.map((one) => (
              <div key={one.key}>
                <p><a href={`/desk/panel/${day.id}/${one.key}`}>{t('desk:approvals.wants', { name: one.askerName, sum: format.money(one.pence) })}</a> <StateTag state={one.state} /></p>
                <p className="soft"><bdi>{one.familyName}</bdi>{', '}{t('desk:approvals.neededOn', { day: format.relativeDay(one.neededOn, today) })}{one.noted ? <>{' '}<Tag tone="leaf">{t('panel:day.noted')}</Tag></> : null}</p>
              </div>
            ))}
          </Rows>
        )}
      </Card>
      {elsewhere.length === 0 ? null : (
        <Card title={t('panel:day.elsewhere')}>
          <Rows>
            {elsewhere.map((one) => (
              <Form key={one.key} once={onceOf[one.key]!}>
                <p>{t('desk:approvals.wants', { name: one.askerName, sum: format.money(one.pence) })} <span className="soft"><bdi>{one.familyName}</bdi></span></p>
                <input type="hidden" name="key" value={one.key} />
                <input type="hidden" name="version" value={one.version} />
                <Actions><Button kind="quiet" intent="put">{t('panel:day.put')}<span className="vh">{`: ${one.askerName}, ${format.money(one.pence)}`}</span></Button></Actions>
              </Form>
            ))}
          </Rows>
        </Card>
      )}
      {day.on < today ? null : (
        <Details summary={t('panel:day.off')} open={'why' in form.errors}>
          <p>{t('panel:day.offHint')}</p>
          <Form once={once}>
            <Radios form={form} name="why" legend={t('panel:off.why')} items={panelOffReasons.map((value) => ({ value, text: t(`panel:off.${value}`) }))} />
            <Actions><Button kind="warning" intent="off">{t('panel:off.go')}</Button></Actions>
          </Form>
        </Details>
      )}
    </Page>
  )
}
