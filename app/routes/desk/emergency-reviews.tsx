import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must, viewerOfMoney, type AreaViewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { emergenciesToReview, reviewEmergency, whoReadsLooks } from '#app/domain/family/emergency.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, thing, things, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import type { EmergencyId, MemberId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('looked:reviews.title')

const fields = z.object({ view: thing<EmergencyId>(), finding: choice(['right', 'wrong']), words: words(1000), 'kept-from': things<MemberId>() })

async function managerIn(request: Request): Promise<AreaViewer> {
  const desk = must(await atTheDesk(request), 'families:find')
  if (!desk.posts.some((post) => post.role === 'manager')) throw notYours()
  return desk
}

export async function loader({ request }: LoaderFunctionArgs) {
  const desk = await managerIn(request)
  const waiting = await emergenciesToReview(must(desk, 'desk:see'))
  const readers = waiting[0] ? await whoReadsLooks({ family: waiting[0].family, today: desk.today, db: desk.db }) : []
  return json({ places: deskPlaces(desk), today: desk.today, one: waiting[0] ?? null, readers, more: Math.max(0, waiting.length - 1), once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['reviewed']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const desk = await managerIn(request)
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const one = (await emergenciesToReview(must(desk, 'desk:see'))).find(({ view }) => view === read.data.view)
  const viewer = one && desk.person !== null && (await viewerOfMoney(desk.db, desk.person, one.family, desk.now))
  if (!viewer) return json({ form: refusedForm(read.form, { why: 'not-there' }) }, 409)
  const { 'kept-from': keptFrom, ...said } = read.data
  const answer = await act(must(viewer, 'emergency:review'), reviewEmergency, { ...said, keptFrom, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt('/desk/emergency/reviews', 'reviewed') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function EmergencyReviews() {
  const { t, format } = useWords()
  const { places, today, one, readers, more, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('looked:reviews.title')} lead={t('looked:reviews.lead')} desk={{ current: 'desk', places }} errors={form.errors} done={done ? t('looked:reviews.done') : undefined} back={{ to: '/desk', text: t('desk:home.title') }}>
      {one === null ? <Empty>{t('looked:reviews.none')}</Empty> : (
        <Card title={<bdi>{one.familyName}</bdi>}>
          <SummaryList
            rows={[
              { key: t('looked:reviews.who'), value: <bdi>{[one.by, one.job].filter(Boolean).join(', ')}</bdi> },
              { key: t('looked:reviews.when'), value: format.when(one.openedAt) },
              { key: t('looked:reviews.why'), value: <Said lang={one.reasonLang}>{one.reason}</Said> },
              { key: t('looked:reviews.seen'), value: t(one.seenAt === null ? 'looked:reviews.notSeen' : 'looked:reviews.wasSeen') },
              { key: t(one.reviewOn < today ? 'looked:reviews.late' : 'looked:reviews.by'), value: format.day(one.reviewOn) },
            ]}
          />
          <Form once={once}>
            <input type="hidden" name="view" value={one.view} />
            <Radios form={form} name="finding" legend={t('looked:reviews.finding')} items={[{ value: 'right', text: t('looked:reviews.right') }, { value: 'wrong', text: t('looked:reviews.wrong') }]} />
            <TextArea form={form} name="words" label={t('looked:reviews.words')} rows={3} limit={1000} />
            {readers.length > 0 ? <Checkboxes form={form} name="kept-from" legend={t('looked:reviews.kept')} hint={t('looked:reviews.keptHint')} items={readers.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} /> : null}
            <Actions><Button intent="review">{t('looked:reviews.go')}</Button></Actions>
          </Form>
        </Card>
      )}
      {more > 0 ? <p>{t('looked:reviews.more', { count: more })}</p> : null}
    </Page>
  )
}
