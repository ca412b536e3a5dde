import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { linesToAgree } from '#app/domain/budget/budgets.server.ts'
import { spendKey, waitingFor } from '#app/domain/budget/spends.server.ts'
import { doneIn } from '#app/http/done.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { decided } from './approval-done.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:approvals.title')

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'spends:decide')
  const [waiting, lines] = await Promise.all([waitingFor(viewer), linesToAgree(viewer)])
  return json({ places: deskPlaces(viewer), today: viewer.today, lines, waiting: waiting.map((one) => ({ ...one, key: spendKey(one) })), done: doneIn(request, decided) })
}

export default function Approvals() {
  const { t, format } = useWords()
  const { places, today, lines, waiting, done } = useLoaderData<typeof loader>()
  return (
    <Page title={t('desk:approvals.title')} desk={{ current: 'approvals', places }} done={done ? t(`desk:approvals.done.${done}`) : undefined}>
      <Card>
        {waiting.length + lines.length === 0 ? <Empty>{t('desk:approvals.none')}</Empty> : (
          <Rows>
            {waiting.map((one) => (
              <div key={one.key}>
                <p>
                  <a href={`/desk/approvals/${one.key}`}>{t('desk:approvals.wants', { name: one.askerName, sum: format.money(one.pence) })}</a>
                  {one.state === 'question' ? <>{' '}<Tag tone="grey">{t('desk:approvals.answerAwaited')}</Tag></> : null}
                </p>
                <p className="soft"><bdi>{one.familyName}</bdi>{', '}{t('desk:approvals.neededOn', { day: format.relativeDay(one.neededOn, today) })}</p>
              </div>
            ))}
            {lines.map((line) => (
              <div key={line.id}>
                <p><a href={`/desk/families/${line.family}/budget`}>{t('desk:approvals.lineToAgree', { sum: format.money(line.pence) })}</a></p>
                <p className="soft"><bdi>{line.familyName}</bdi>{', '}{t('desk:approvals.lineUntil', { day: format.date(line.until) })}</p>
              </div>
            ))}
          </Rows>
        )}
      </Card>
    </Page>
  )
}
