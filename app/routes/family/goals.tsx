import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { may, must } from '#app/access/viewer.server.ts'
import { goalsOf } from '#app/domain/goals/goals.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { doneIn } from '#app/http/done.ts'
import { pageIn } from '#app/http/page-in.ts'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { titled } from '#app/ui/titled.ts'
import { onPage } from '#app/values/pages.ts'
import { GoalLine } from './goal-line.tsx'
import { PlanPage } from './plan-page.tsx'
import { ShortGoals } from './short-pages.tsx'

export const handle = titled('goals:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  return json({ family: viewer.family, mayAdd: may(viewer, 'goals:add'), left: doneIn(request, ['left']) !== null, page: pageIn(request), goals: await goalsOf(must(viewer, 'goals:see')) })
}

export default function Goals() {
  const { t } = useWords()
  const { family, mayAdd, goals: all, page, left } = useLoaderData<typeof loader>()
  const { shown: goals, pages, page: at } = onPage(all, page)
  const open = goals.filter((goal) => goal.state === 'open')
  const others = goals.filter((goal) => goal.state !== 'open')
  const add = mayAdd ? <ButtonLink to={`/families/${family}/goals/new`}>{t('goals:add')}</ButtonLink> : null
  const turn = <Pagination page={at} pages={pages} to={(to) => `/families/${family}/goals?page=${to}`} />
  return (
    <PlanPage title={t('goals:title')} family={family} picture="hill" done={left ? t('sharing:hide.left') : null} back={{ to: `/families/${family}/plan`, text: t('plan:title') }} short={<>{goals.length === 0 ? <p>{t('goals:none')}</p> : <ShortGoals goals={goals} family={family} />}{turn}</>}>
      {goals.length === 0 ? <Card><Empty action={add}>{`${t('goals:none')} ${t('goals:noneHint')}`}</Empty></Card> : null}
      {open.length > 0 ? (
        <Card title={t('goals:openGoals')}>
          <Rows>{open.map((goal) => <GoalLine key={goal.id} goal={goal} family={family} />)}</Rows>
        </Card>
      ) : null}
      {others.length > 0 ? (
        <Card title={t('goals:otherGoals')}>
          <Rows>{others.map((goal) => <GoalLine key={goal.id} goal={goal} family={family} />)}</Rows>
        </Card>
      ) : null}
      {turn}
      {goals.length > 0 ? add : null}
    </PlanPage>
  )
}
