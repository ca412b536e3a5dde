import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { requestsOf } from '#app/domain/help/requests.server.ts'
import { doneIn } from '#app/http/done.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'
import { pageIn } from '#app/http/page-in.ts'

export const handle = titled('desk:requests.title')

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'requests:answer')
  const state = new URL(request.url).searchParams.has('answered') ? 'answered' : 'waiting'
  const found = await requestsOf(viewer, { state, page: pageIn(request) })
  return json({ places: deskPlaces(viewer), today: viewer.today, state, found, done: doneIn(request, ['passed']) })
}

export default function Requests() {
  const { t, format } = useWords()
  const { places, today, state, found, done } = useLoaderData<typeof loader>()
  const waiting = state === 'waiting'
  return (
    <Page title={t('desk:requests.title')} desk={{ current: 'requests', places }} done={done ? t(`desk:done.${done}`) : undefined}>
      <Card title={t(waiting ? 'desk:requests.waiting' : 'desk:requests.answered')}>
        {found.requests.length === 0 ? <Empty>{t(waiting ? 'desk:requests.none' : 'desk:requests.noneAnswered')}</Empty> : (
          <Rows>
            {found.requests.map((one) => (
              <div key={one.id}>
                <p><a href={`/desk/requests/${one.id}`}><bdi>{one.name}</bdi></a> <span className="soft n">{one.reference}</span></p>
                {one.topics.length > 0 ? <p>{format.list(one.topics.map((topic) => t(`help:topic.${topic}`)))}</p> : null}
                <p className="soft">
                  {one.mine ? t('desk:requests.mine') : t('desk:requests.owner', { name: one.owner })}
                  {waiting ? <>{', '}{one.dueOn < today ? <Tag tone="sun">{t('desk:requests.late', { day: format.day(one.dueOn) })}</Tag> : t('desk:requests.due', { day: format.day(one.dueOn) })}</> : null}
                </p>
              </div>
            ))}
          </Rows>
        )}
        <Pagination page={found.page} pages={found.pages} to={(page) => `/desk/requests?${waiting ? '' : 'answered=yes&'}page=${page}`} />
      </Card>
      <p><a href={waiting ? '/desk/requests?answered=yes' : '/desk/requests'}>{t(waiting ? 'desk:requests.showAnswered' : 'desk:requests.showWaiting')}</a></p>
    </Page>
  )
}
