import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { budgetsOf, statement } from '#app/domain/budget/ledger.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Empty } from '#app/ui/card.tsx'
import { Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { Table } from '#app/ui/table.tsx'
import { titled } from '#app/ui/titled.ts'
import { atWallTime, day, type Day, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { pageIn } from '#app/http/page-in.ts'

export const handle = titled('budget:statement.title')

/** The first days of the months from the one to the other, newest first. */
function monthsBetween(from: Day, until: Day): string[] {
  const months: string[] = []
  for (let [year, month] = [Number(until.slice(0, 4)), Number(until.slice(5, 7))]; `${year}-${String(month).padStart(2, '0')}` >= from.slice(0, 7); month -= 1) {
    if (month === 0) [year, month] = [year - 1, 12]
    months.push(`${year}-${String(month).padStart(2, '0')}`)
  }
  return months
}

/** The moments at which a month begins and ends on the area's clocks. */
function spanOf(month: string): { from: Instant; until: Instant } {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))]
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return { from: atWallTime(day(`${month}-01`), '00:00')!, until: atWallTime(day(`${next}-01`), '00:00')! }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:see')
  const given = new URL(request.url).searchParams
  const budgets = await budgetsOf(viewer)
  const budget = budgets.find((one) => one.id === given.get('budget')) ?? budgets[0]
  if (!budget) throw notYours()
  const months = monthsBetween(budget.from, budget.until < viewer.today ? budget.until : viewer.today)
  const month = months.find((one) => one === given.get('month')) ?? ''
  const span = month ? spanOf(month) : { from: null, until: null }
  const found = await statement(viewer, budget.id, { ...span, page: pageIn(request) })
  if (!found) throw notYours()
  return json({ family: viewer.family, budget: { id: budget.id, name: budget.name }, months, month, statement: found })
}

export default function Statement() {
  const { t, format } = useWords()
  const { family, budget, months, month, statement: { lines, page, pages } } = useLoaderData<typeof loader>()
  const here = `/families/${family}/budget`
  const sources = new Set(lines.map((line) => line.source)).size
  return (
    <Page title={t('budget:statement.title')} family={{ id: family, current: 'budget' }} back={{ to: `${here}?budget=${budget.id}`, text: t('budget:title') }} lead={t('budget:statement.lead')} wide>
      {months.length > 1 ? (
        <Form method="get">
          <input type="hidden" name="budget" value={budget.id} />
          <Select form={newForm({ month })} name="month" label={t('budget:statement.month')} choose={t('budget:statement.all')} items={months.map((one) => ({ value: one, text: format.month(day(`${one}-01`)) }))} />
          <Actions><Button kind="quiet">{t('budget:statement.show')}</Button></Actions>
        </Form>
      ) : null}
      {lines.length === 0 ? <Empty>{t('budget:statement.none')}</Empty> : (
        <Table
          caption={budget.name}
          columns={[{ head: t('budget:statement.day') }, { head: t('budget:statement.what') }, { head: t('budget:statement.sum'), numeric: true }, { head: t('budget:statement.left'), numeric: true }]}
          rows={lines.map((line) => ({
            id: line.id,
            cells: [
              format.date(line.at),
              <span key="what">
                {t(`budget:movement.${line.why}`, { source: line.source })}
                {line.spend ? <><br /><a href={`${here}/requests/${line.spend.id}`}><Said lang={line.spend.lang}>{line.spend.what}</Said></a></> : null}
                {line.note ? <><br /><Said lang={line.note.lang}>{line.note.words}</Said></> : null}
                {sources > 1 && line.spend ? <><br /><span className="soft">{t('budget:statement.source', { source: line.source })}</span></> : null}
              </span>,
              line.change === 0 ? format.money(line.pence) : format.change(pence(line.change)),
              format.money(line.left),
            ],
          }))}
        />
      )}
      <Pagination page={page} pages={pages} to={(n) => `${here}/statement?${new URLSearchParams({ budget: budget.id, ...(month ? { month } : {}), page: String(n) })}`} />
      <p><a href={`${here}/statement.csv?budget=${budget.id}`}>{t('budget:statement.csv')}</a></p>
    </Page>
  )
}
