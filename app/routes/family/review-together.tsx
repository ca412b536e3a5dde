import { json, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { must } from '#app/access/viewer.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { Steps10 } from '#app/ui/steps.tsx'
import { titled } from '#app/ui/titled.ts'
import { Pictured, PlanPage } from './plan-page.tsx'
import { readLookBack } from './read-look-back.server.ts'

export const handle = titled('reviews:together.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  return json(await readLookBack(must(await lookIn(request, params.family), 'review:see')))
}

/** How many things that got done stand on the shorter page: the newest. */
const few = 3

/** Drawn to be looked at side by side, and to be printed: nothing on it sends anything. */
export default function Together() {
  const { t, format } = useWords()
  const { family, since, reached, done, ratings, people, ours, services } = useLoaderData<typeof loader>()
  const thenNow = [
    ...people.map((one) => <ThenNow key={one.id} then={one.then} now={one.now}><bdi>{one.name}</bdi></ThenNow>),
    ...ratings.map((one) => <ThenNow key={one.id} then={one.then} now={one.now}><Said lang={one.lang}>{one.words}</Said></ThenNow>),
  ]
  return (
    <PlanPage title={t('reviews:together.title')} lead={t('reviews:together.since', { day: format.dayWithYear(since) })} family={family} picture="hill" back={{ to: `/families/${family}/plan/review`, text: t('reviews:title') }} wide short={
      <>
        {reached.map((goal) => <Pictured key={goal.id} picture="star"><Said as="p" lang={goal.lang}>{goal.words}</Said></Pictured>)}
        <Pictured picture="tick" title={t('reviews:together.done')}>{done.length === 0 ? <p>{t('reviews:together.noneDone')}</p> : done.slice(-few).map((one) => <Said key={one.id} as="p" lang={one.lang}>{one.words}</Said>)}</Pictured>
        {ratings.length + people.length > 0 ? <Pictured picture="hill" title={t('reviews:together.thenNow')}>{thenNow}</Pictured> : null}
      </>
    }>
      {reached.length > 0 ? (
        <Card title={t('reviews:together.reached')} tone="next">
          <Rows>{reached.map((goal) => <p key={goal.id}><Said lang={goal.lang}>{goal.words}</Said></p>)}</Rows>
        </Card>
      ) : null}
      <Columns
        first={
          <Card title={t('reviews:together.done')}>
            {done.length === 0 ? <Empty>{t('reviews:together.noneDone')}</Empty> : (
              <Rows>{done.map((one) => <div key={one.id}><p><Said lang={one.lang}>{one.words}</Said></p><p className="soft">{one.name ? <><bdi>{one.name}</bdi>{' · '}</> : null}{format.day(one.doneAt as never)}</p></div>)}</Rows>
            )}
          </Card>
        }
        second={
          <>
            {ratings.length + people.length > 0 ? (
              <Card title={t('reviews:together.thenNow')}>
                <Rows>{thenNow}</Rows>
              </Card>
            ) : null}
          </>
        }
      />
      <h2>{t('reviews:together.promises')}</h2>
      <Columns first={<Side title={t('plan:ours')} side={ours} />} second={<Side title={t('plan:services')} side={services} />} />
    </PlanPage>
  )
}

function ThenNow({ then, now, children }: { then: number | null; now: number; children: ReactNode }): ReactNode {
  const { t } = useWords()
  return (
    <div className="prog">
      <p>{children}</p>
      <Steps10 value={now} label={t('reviews:score', { score: now })} />
      <p className="soft">{then === null || then === now ? t('reviews:together.now', { now }) : t('reviews:together.thenAndNow', { then, now })}</p>
    </div>
  )
}

/** What one side promised: how much of it is done, and what is not, as plainly for services as for the family. */
function Side({ title, side }: { title: string; side: SerializeFrom<typeof loader>['ours'] }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={title} level={3}>
      {side.all === 0 ? <Empty>{t('reviews:together.nothingDue')}</Empty> : <p>{t('reviews:together.kept', { done: side.done, all: side.all })}</p>}
      {side.notYet.length > 0 ? (
        <>
          <p className="soft">{t('reviews:together.notYet')}</p>
          <Rows>{side.notYet.map((one) => <div key={one.id}><p><Said lang={one.lang}>{one.words}</Said></p><p className="soft">{one.name ? <><bdi>{one.name}</bdi>{' · '}</> : null}{t('plan:late', { day: format.day(one.dueOn) })}</p></div>)}</Rows>
        </>
      ) : null}
    </Card>
  )
}
