import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { statement } from '#app/domain/budget/ledger.server.ts'
import { spanOf, statementWords, type Dates } from '#app/domain/budget/statement-dates.ts'
import { sumsOfDates } from '#app/domain/budget/statement-sums.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { pageIn } from '#app/http/page-in.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { SumChart } from '#app/ui/sum-chart.tsx'
import { Table } from '#app/ui/table.tsx'
import { titled } from '#app/ui/titled.ts'
import { plusDays, plusMonths, type Day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { inBoxes } from './statement-address.ts'
import { statementAsked } from './statement-asked.server.ts'

export const handle = titled('budget:statement.title')

/** As many lines as are offered on one page, for printing. */
const mostOnOnePage = 500

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:see')
  const { budget, dates, form } = await statementAsked(request, viewer)
  const shared = { family: viewer.family, today: viewer.today, budget: { id: budget.id, name: budget.name, from: budget.from }, form }
  if (dates === null) return json({ ...shared, of: null }, 400)
  const sums = await sumsOfDates(viewer, budget.id, dates)
  const whole = new URL(request.url).searchParams.has('all') && sums.lines <= mostOnOnePage
  const found = await statement(viewer, budget.id, { ...spanOf(dates), page: whole ? 'all' : pageIn(request) })
  if (!found) throw notYours()
  return json({ ...shared, of: { dates, sums, ...found, lines: whole ? found.lines.toReversed() : found.lines, onePage: !whole && found.pages > 1 && sums.lines <= mostOnOnePage } })
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>

export default function Statement() {
  const { t } = useWords()
  const { family, today, budget, form, of } = useLoaderData<typeof loader>()
  const here = `/families/${family}/budget`
  const address = (dates: Dates, more: Record<string, string> = {}, file = '') => `${here}/statement${file}?${new URLSearchParams({ budget: budget.id, ...inBoxes(dates), ...more })}`
  return (
    <Page title={t('budget:statement.title')} above={<bdi>{budget.name}</bdi>} family={{ id: family, current: 'budget' }} back={{ to: `${here}?budget=${budget.id}`, text: t('budget:title') }} errors={form.errors} wide>
      <Choose form={form} budget={budget.id} today={today} to={address} />
      {of === null ? null : <TheDates of={of} here={here} today={today} first={budget.from} to={address} />}
    </Page>
  )
}

/** Which days: the months that are asked for most as links, any others in boxes. */
function Choose({ form, budget, today, to }: { form: FormState; budget: string; today: Day; to: (dates: Dates) => string }): ReactNode {
  const { t } = useWords()
  const first = `${today.slice(0, 8)}01` as Day
  return (
    <nav aria-label={t('statement:choose')}>
      <Actions>
        <a href={to({ from: first, until: plusDays(plusMonths(first, 1), -1) })}>{t('statement:thisMonth')}</a>
        <a href={to({ from: plusMonths(first, -1), until: plusDays(first, -1) })}>{t('statement:lastMonth')}</a>
        <a href={to({ from: null, until: null })}>{t('budget:statement.all')}</a>
      </Actions>
      <Details summary={t('statement:choose')} open={Object.keys(form.errors).length > 0}>
        <Form method="get">
          <input type="hidden" name="budget" value={budget} />
          <DateField form={form} name="from" legend={t('statement:from')} hint={t('statement:fromHint')} />
          <DateField form={form} name="until" legend={t('statement:until')} hint={t('statement:untilHint')} />
          <Actions><Button kind="quiet">{t('budget:statement.show')}</Button></Actions>
        </Form>
      </Details>
    </nav>
  )
}

/** The days in words, as a picture, as a table and as a file. */
function TheDates({ of, here, today, first, to }: { of: NonNullable<Shown['of']>; here: string; today: Day; first: Day; to: (dates: Dates, more?: Record<string, string>, file?: string) => string }): ReactNode {
  const words = useWords()
  const { t, format } = words
  const { dates, sums, lines, page, pages, onePage } = of
  const from = dates.from ?? sums.left[0]?.on ?? first
  const until = dates.until === null || dates.until > today ? today : dates.until
  const said = statementWords(words, sums, { ...dates, today })
  const chosen = dates.from !== null || dates.until !== null
  const sources = new Set(lines.map((line) => line.source)).size
  return (
    <>
      <Card title={t('statement:title', { from: format.date(from), until: format.date(dates.until ?? today) })}>
        {said.map((sentence) => <p key={sentence}>{sentence}</p>)}
        {from <= until && (sums.opening > 0 || sums.left.length > 0) ? <SumChart title={t('statement:picture')} label={said.join(' ')} from={from} until={until} before={sums.opening} sums={sums.left} /> : null}
      </Card>
      {lines.length === 0 ? null : (
        <>
          <p>{t('budget:statement.lead')}</p>
          <Table
            caption={t('budget:statement.title')}
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
        </>
      )}
      <Pagination page={page} pages={pages} to={(n) => to(dates, { page: String(n) })} />
      <Actions>
        <a href={to(dates, {}, '.csv')}>{t(chosen ? 'statement:csv' : 'budget:statement.csv')}</a>
        {onePage ? <a href={to(dates, { all: '1' })}>{t('statement:onePage')}</a> : null}
      </Actions>
    </>
  )
}
