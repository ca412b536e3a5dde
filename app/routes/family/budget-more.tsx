import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { paceOf, sourcesOf } from '#app/domain/budget/pace.server.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Card } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Table } from '#app/ui/table.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('books:more.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:see')
  const wanted = new URL(request.url).searchParams.get('budget')
  const budgets = await budgetsOf(viewer)
  const budget = budgets.find((one) => one.id === wanted) ?? budgets[0]
  if (!budget) throw notYours()
  const [pace, sources] = await Promise.all([paceOf(viewer, budget), sourcesOf(viewer, budget.id)])
  return json({ family: viewer.family, budget: { id: budget.id, name: budget.name }, pace, sources, adult: isAdult(viewer.seat) })
}

export default function MoreAboutMoney() {
  const { t, format } = useWords()
  const { family, budget, pace, sources, adult } = useLoaderData<typeof loader>()
  const here = `/families/${family}/budget`
  return (
    <Page title={t('books:more.title')} above={<bdi>{budget.name}</bdi>} family={{ id: family, current: 'budget' }} back={{ to: `${here}?budget=${budget.id}`, text: t('budget:title') }} wide>
      <Card title={t('books:pace.title')}>
        <p>{t('books:pace.compared', { lately: format.money(pace.lately), before: format.money(pace.before) })}</p>
        <p>{pace.weeks === null ? t('books:pace.unknown') : t('books:pace.lasts', { count: pace.weeks })}</p>
      </Card>
      <Table
        caption={t('books:more.sources')}
        columns={[{ head: t('books:more.source') }, { head: t('books:more.came'), numeric: true }, { head: t('home:left'), numeric: true }, { head: t('home:aside'), numeric: true }, { head: t('home:spent'), numeric: true }, { head: t('books:more.returned'), numeric: true }]}
        rows={sources.map((one, n) => ({
          id: String(n),
          cells: [
            <span key="source"><bdi>{one.source}</bdi><br /><span className="soft">{t('budget:until', { day: format.dayWithYear(one.expiresOn) })}</span></span>,
            format.money(one.came), format.money(one.left), format.money(one.aside), format.money(one.spent), format.money(one.returned),
          ],
        }))}
      />
      <p><a href={`${here}/statement?budget=${budget.id}`}>{t('budget:movements')}</a></p>
      {adult ? <p><a href={`${here}/together`}>{t('together:title')}</a></p> : null}
      <p><a href={`${here}/statement.csv?budget=${budget.id}`}>{t('budget:statement.csv')}</a></p>
    </Page>
  )
}
