import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { viewFormOf } from '#app/domain/plan/review.ts'
import { moveReview, openPlanAgain, reviewsOf } from '#app/domain/plan/reviews.server.ts'
import { viewsOf } from '#app/domain/plan/views.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { dayTyped } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Steps10 } from '#app/ui/steps.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { Pictured, PlanPage } from './plan-page.tsx'
import { FacePicture, ViewWords } from './review-parts.tsx'

export const handle = titled('reviews:title')

const moveForm = z.object({ due: dayTyped })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'review:see')
  const [members, reviews] = await Promise.all([membersOf(viewer), reviewsOf(viewer)])
  const views = await viewsOf(viewer, reviews.map((one) => one.id))
  const [open] = reviews.filter((one) => one.closedAt === null)
  const named = Object.fromEntries(members.map((one) => [one.id, one.name]))
  const tells = open !== undefined && may(viewer, 'plan:strengths')
  const asked = tells ? members.filter((one) => ofTheHousehold(one) && viewFormOf(one, viewer.today) !== null && (one.id === viewer.member || one.person === null || viewer.seat === 'lead')) : []
  return json({
    family: viewer.family, me: viewer.member, today: viewer.today, lead: members.find((one) => one.current && one.seat === 'lead')?.name ?? null,
    open: open ?? null, late: open !== undefined && open.dueOn < viewer.today, reviews: reviews.filter((one) => one.closedAt !== null),
    views: views.map((view) => ({ ...view, name: named[view.about] ?? '', by: view.notedBy === view.about ? null : named[view.notedBy] ?? null })),
    asked: asked.map(({ id, givenName, seat }) => ({ id, givenName, young: seat === 'child', said: views.some((view) => view.review === open!.id && view.about === id && view.notedBy === viewer.member) })),
    holds: may(viewer, 'review:hold'), mayAskAgain: open === undefined && may(viewer, 'change:tell'), once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['said', 'moved', 'closed', 'plan-closed', 'again']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const form = await posted(request)
  const here = `/families/${viewer.family}/plan/review`
  if (form.intent === 'again') {
    const read = readPosted(form, z.object({}))
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'change:tell'), openPlanAgain, {}, read.once)
    return answer.ok ? doneAt(here, 'again') : json({ form: refusedForm(newForm(), answer) }, 409)
  }
  const holds = must(viewer, 'review:hold')
  const read = readPosted(form, moveForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(holds, moveReview, { dueOn: read.data.due }, read.once)
  return answer.ok ? doneAt(here, 'moved') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Review() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, open, late, lead, asked, views, reviews, holds, mayAskAgain, once, kept, done } = data
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const here = `/families/${family}/plan/review`
  return (
    <PlanPage
      title={t('reviews:title')} family={family} picture="days" errors={form.errors} done={done ? t(`reviews:done.${done}`) : undefined} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}
      lead={open === null ? t('reviews:closedPlan') : t(late ? 'reviews:wasDue' : 'reviews:isOn', { day: format.dayWithYear(open.dueOn) })}
      short={<ShortReview data={data} here={here} />}
    >
      {late ? <p><Tag tone="sun">{t('plan:lateTag')}</Tag> {lead === null ? t('reviews:nobodyLeads') : t('reviews:whoLeads', { name: lead })}</p> : null}
      {open === null ? <Closed reviews={reviews} mayAskAgain={mayAskAgain} once={once} /> : null}
      {asked.length > 0 ? (
        <Card title={t('reviews:before')} tone="next">
          <p>{t(holds ? 'reviews:beforeLead' : 'reviews:beforeText')}</p>
          <Rows>
            {asked.map((one) => (
              <p key={one.id}>
                <a href={`${here}/say/${one.id}`}>{one.id === data.me ? t('reviews:sayMine') : t(one.young ? 'reviews:sayWith' : 'reviews:sayFor', { name: one.givenName })}</a>
                {one.said ? <>{' '}<Tag>{t('reviews:saidTag')}</Tag></> : null}
              </p>
            ))}
          </Rows>
        </Card>
      ) : null}
      {open === null ? null : (
        <Card title={t('reviews:said')}>
          {views.some((view) => view.review === open.id) ? null : <Empty>{t('reviews:noneSaid')}</Empty>}
          <Rows>{views.filter((view) => view.review === open.id).map((view) => <ViewWords key={view.id} view={view} name={view.name} notedBy={view.by} />)}</Rows>
        </Card>
      )}
      <p><a href={`${here}/together`}>{t('reviews:together.link')}</a></p>
      {holds && open !== null ? <Holding here={here} form={form} once={once} /> : null}
      {open !== null && reviews.length > 0 ? <Earlier reviews={reviews} views={views} /> : null}
      <OrRing />
    </PlanPage>
  )
}

type Data = SerializeFrom<typeof loader>

/** The day, a face or the steps for each who said something, and the one button to say how it is going. */
function ShortReview({ data, here }: { data: Data; here: string }): ReactNode {
  const { t, format } = useWords()
  const { open, late, lead, asked, views, reviews, mayAskAgain, once, me } = data
  const first = asked.find((one) => !one.said && one.id === me) ?? asked.find((one) => !one.said)
  if (open === null) return <Closed reviews={reviews} mayAskAgain={mayAskAgain} once={once} />
  return (
    <>
      <Pictured picture="days">
        <p>{t(late ? 'reviews:wasDue' : 'reviews:isOn', { day: format.day(open.dueOn) })}</p>
        {late ? <p>{lead === null ? t('reviews:nobodyLeads') : t('reviews:whoLeads', { name: lead })}</p> : null}
      </Pictured>
      {first ? <Pictured picture="speech"><ButtonLink to={`${here}/say/${first.id}`}>{first.id === me ? t('reviews:sayMine') : t(first.young ? 'reviews:sayWith' : 'reviews:sayFor', { name: first.givenName })}</ButtonLink></Pictured> : null}
      {views.filter((view) => view.review === open.id).map((view) => (
        <Pictured key={view.id} picture={view.face ? <FacePicture face={view.face} /> : 'speech'} title={<bdi>{view.name}</bdi>}>
          {view.face ? <p>{t(`reviews:face.${view.face}`)}</p> : null}
          {view.score === null ? null : <Steps10 value={view.score} label={t('reviews:score', { score: view.score })} />}
          {[view.better, view.hard, view.change].filter((words) => words !== null).slice(0, 1).map((words) => <Said key={view.id} as="p" className="lines" lang={view.lang}>{words}</Said>)}
        </Pictured>
      ))}
      <Pictured picture="hill"><p><a href={`${here}/together`}>{t('reviews:together.link')}</a></p></Pictured>
    </>
  )
}

/** A plan that is closed: the look back, and how to come back. */
function Closed({ reviews, mayAskAgain, once }: { reviews: Data['reviews']; mayAskAgain: boolean; once: string }): ReactNode {
  const { t, format } = useWords()
  const last = reviews[0]
  return (
    <Card title={t('reviews:closed.title')} tone="next">
      {last?.closedAt ? <p className="soft">{format.dayWithYear(last.closedAt as never)}</p> : null}
      {last?.words ? <Said as="p" className="lines" lang={last.lang}>{last.words}</Said> : null}
      <p>{t('reviews:closed.back')}</p>
      {mayAskAgain ? <Form once={once}><Actions><Button intent="again">{t('reviews:closed.again')}</Button></Actions></Form> : null}
    </Card>
  )
}

/** What whoever leads does: hold the review and close it, or set another day. */
function Holding({ here, form, once }: { here: string; form: FormState; once: string }): ReactNode {
  const { t } = useWords()
  return (
    <Card title={t('reviews:hold.title')}>
      <ButtonLink to={`${here}/close`}>{t('reviews:hold.close')}</ButtonLink>
      <Details summary={t('reviews:hold.move')} open={Object.keys(form.errors).length > 0}>
        <Form once={once}>
          <DateField form={form} name="due" legend={t('reviews:hold.day')} />
          <Actions><Button kind="quiet" intent="move">{t('reviews:hold.save')}</Button></Actions>
        </Form>
      </Details>
    </Card>
  )
}

function Earlier({ reviews, views }: { reviews: Data['reviews']; views: Data['views'] }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      <h2>{t('reviews:earlier')}</h2>
      {reviews.map((one) => (
        <Details key={one.id} summary={format.dayWithYear(one.closedAt as never)}>
          {one.words ? <Said as="p" className="lines" lang={one.lang}>{one.words}</Said> : null}
          <Rows>{views.filter((view) => view.review === one.id).map((view) => <ViewWords key={view.id} view={view} name={view.name} notedBy={view.by} />)}</Rows>
        </Details>
      ))}
    </>
  )
}
