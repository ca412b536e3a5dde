import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { may, must } from '#app/access/viewer.server.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import { linesOf } from '#app/domain/budget/budgets.server.ts'
import { draftsOf, throwDraftAway } from '#app/domain/budget/drafts.server.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { paceOf } from '#app/domain/budget/pace.server.ts'
import { endsOf } from '#app/domain/budget/period-ends.server.ts'
import { spendsOf } from '#app/domain/budget/spends.server.ts'
import { mayAskOf } from '#app/domain/budget/who-asks.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing } from '#app/http/fields.ts'
import { newFormIds, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { MoneyBar } from '#app/ui/money-bar.tsx'
import { Form } from '#app/ui/form.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { DraftId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { pageIn } from '#app/http/page-in.ts'
import { PeriodEndWords } from './period-end.tsx'
import { shareLeft } from './share-left.ts'
import { StateTag } from './spend-parts.tsx'

export const handle = titled('budget:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:see')
  const wanted = new URL(request.url).searchParams.get('budget')
  const budgets = await budgetsOf(viewer)
  const budget = budgets.find((one) => one.id === wanted) ?? budgets[0] ?? null
  const [spends, lines, pace, ends] = budget
    ? await Promise.all([may(viewer, 'spend:see') ? spendsOf(must(viewer, 'spend:see'), budget.id, pageIn(request)) : null, linesOf(viewer, budget.id), budget.ending ? null : paceOf(viewer, budget), budget.ending ? endsOf(viewer, budget.id) : []])
    : [null, [], null, []]
  const drafts = may(viewer, 'budget:ask') ? await draftsOf(must(viewer, 'budget:ask')) : []
  return json({
    family: viewer.family, young: viewer.seat === 'young-person', today: viewer.today, budget, spends, lines, pace,
    end: ends.find((one) => one.returnedAt === null && !one.answer?.until && (one.pence > 0 || one.toAnswer)) ?? null, others: budgets.filter((one) => one !== budget).map(({ id, name, until }) => ({ id, name, until })),
    mayAsk: budget !== null && may(viewer, 'budget:ask') && mayAskOf(viewer, budget, (await settingsForWords(viewer.db)).youngAsk), maySay: may(viewer, 'budget:ask') && (viewer.seat !== 'young-person' || budget?.kept === true), done: doneIn(request, ['kept', 'thrown']), onceOf: newFormIds(drafts.map(({ id }) => id)),
    drafts: drafts.map(({ id, typed, changedAt }) => ({ id, what: typeof typed.what === 'string' ? typed.what : '', changedAt })),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'budget:ask')
  const read = await readForm(request, z.object({ draft: thing<DraftId>('errors:formGone') }))
  if (!read.ok) return json({ form: { ...read.form, errors: { '': { key: 'errors:formGone' } } } }, 400)
  const answer = await act(viewer, throwDraftAway, { draft: read.data.draft }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/budget`, 'thrown') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Budget() {
  const { t, format } = useWords()
  const { family, young, today, budget, spends, lines, pace, end, others, mayAsk, maySay, drafts, onceOf, done } = useLoaderData<typeof loader>()
  const errors = useActionData<typeof action>()?.form.errors
  const here = `/families/${family}/budget`
  return (
    <Page
      title={t('budget:title')} above={budget && others.length > 0 ? <bdi>{budget.name}</bdi> : undefined} family={{ id: family, current: 'budget' }} errors={errors} done={done ? t(`asking:done.${done}`) : undefined}
      lead={budget ? `${t('home:leftOf', { left: format.moneyShort(budget.left), total: format.moneyShort(budget.total) })} ${t(`home:share.${shareLeft(budget.left, budget.total)}`)}` : undefined}
    >
      {budget === null ? <Card><Empty>{t('budget:none')}</Empty></Card> : (
        <>
          <Card>
            <MoneyBar
              label={t('home:moneyPicture', { left: format.money(budget.left), aside: format.money(budget.aside), spent: format.money(budget.spent) })}
              left={{ pence: budget.left, text: t('home:left') }} aside={{ pence: budget.aside, text: t('home:aside') }} spent={{ pence: budget.spent, text: t('home:spent') }}
            />
            <p>{budget.current ? t('budget:until', { day: format.dayWithYear(budget.until) }) : budget.from > today ? t('budget:begins', { day: format.dayWithYear(budget.from) }) : t('budget:over', { day: format.dayWithYear(budget.until) })}</p>
            {pace !== null && pace.weeks !== null && budget.current ? <p>{t('books:pace.lasts', { count: pace.weeks })}</p> : null}
            {budget.ended > 0 ? <p className="soft">{t('budget:ended', { sum: format.money(budget.ended) })}</p> : null}
            {mayAsk && budget.current ? <ButtonLink to={`${here}/requests/new?budget=${budget.id}`}>{t('budget:ask')}</ButtonLink> : null}
          </Card>
          <Drafts family={family} drafts={drafts} onceOf={onceOf} />
          {end === null ? null : (
            <Card title={t('books:ends.title')} tone="sun">
              <PeriodEndWords end={end} />
              <p><a href={`${here}/ends?budget=${budget.id}`}>{t(maySay && end.said === null ? 'books:ends.say' : 'books:ends.more')}</a></p>
            </Card>
          )}
          {spends === null ? null : (
            <Card title={t('budget:requests')} id="requests">
              {spends.spends.length === 0 ? <Empty>{t('budget:noRequests')}</Empty> : (
                <Rows>
                  {spends.spends.map((spend) => (
                    <div key={spend.id}>
                      <p><a href={`${here}/requests/${spend.id}`}><Said lang={spend.whatLang}>{spend.what}</Said></a></p>
                      <p className="soft">
                        {['asked', 'question', 'approved'].includes(spend.state) ? t('budget:line', { sum: format.money(spend.pence), day: format.day(spend.neededOn) }) : format.money(spend.pence)}{' '}
                        <StateTag state={spend.state} lapsed={spend.lapsed} />
                      </p>
                    </div>
                  ))}
                </Rows>
              )}
              <Pagination page={spends.page} pages={spends.pages} to={(page) => `${here}?budget=${budget.id}&page=${page}#requests`} />
            </Card>
          )}
          {lines.length > 0 ? (
            <Card title={t('budget:lines.title')}>
              <p className="soft">{t('budget:lines.text')}</p>
              <Rows>
                {lines.map((line) => (
                  <div key={line.id}>
                    <p><bdi>{line.name}</bdi></p>
                    <p className="soft">{t('budget:lines.left', { left: format.money(line.left), sum: format.money(line.pence), day: format.day(line.until) })}</p>
                  </div>
                ))}
              </Rows>
            </Card>
          ) : null}
          {young ? null : <p><a href={`${here}/holding?budget=${budget.id}`}>{t('holding:link')}</a></p>}
          <p><a href={`${here}/more?budget=${budget.id}`}>{t('books:more.title')}</a></p>
          <p><a href={`${here}/statement?budget=${budget.id}`}>{t('budget:movements')}</a></p>
        </>
      )}
      {others.length > 0 ? (
        <>
          <h2>{t('budget:others')}</h2>
          <ul>{others.map((other) => <li key={other.id}><a href={`${here}?budget=${other.id}`}>{t('budget:thisOne', { name: other.name, day: format.date(other.until) })}</a></li>)}</ul>
        </>
      ) : null}
      <OrRing />
    </Page>
  )
}

/** What its reader has begun and not sent. */
function Drafts({ family, drafts, onceOf }: { family: string; drafts: readonly { id: string; what: string; changedAt: Instant }[]; onceOf: Readonly<Record<string, string>> }): ReactNode {
  const { t, format } = useWords()
  if (drafts.length === 0) return null
  return (
    <Card title={t('asking:draft.title')}>
      <p className="soft">{t('asking:draft.text')}</p>
      <Rows>
        {drafts.map((draft) => {
          const what = draft.what.trim() === '' ? t('asking:draft.unnamed') : draft.what
          return (
            <div key={draft.id}>
              <p><a href={`/families/${family}/budget/requests/new?draft=${draft.id}`}><bdi>{what}</bdi></a></p>
              <p className="soft">{t('asking:draft.since', { day: format.day(draft.changedAt) })}</p>
              <Form once={onceOf[draft.id]!}>
                <input type="hidden" name="draft" value={draft.id} />
                <Actions><Button kind="quiet" intent="throw">{t('asking:draft.throw')}<span className="vh">{`: ${what}`}</span></Button></Actions>
              </Form>
            </div>
          )
        })}
      </Rows>
    </Card>
  )
}
