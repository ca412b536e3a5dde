import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { spendKinds } from '#app/domain/area/spend-kinds.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { linesOf, type Line } from '#app/domain/budget/budgets.server.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { lookAhead } from '#app/domain/budget/asking.server.ts'
import { kindOfService, whyNotAsked, type RuleSaid, type SpendRules } from '#app/domain/budget/rules.ts'
import { listedForm, optionValue, ownForm } from '#app/domain/budget/spend-form.ts'
import { askedJustNow, goalsToServe, type ServedGoal } from '#app/domain/budget/spends.server.ts'
import { requestSpend, type NewSpend } from '#app/domain/budget/spending.server.ts'
import { categoriesOf, priceOption, searchServices, serviceById } from '#app/domain/directory/directory.server.ts'
import { directoryLang, sayPrice } from '#app/domain/directory/say-service.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act, type Refusal } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type GoalId, type LineId, type ServiceId, type SpendId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { pence, times, type Pence } from '#app/values/money.ts'
import { pageIn } from '#app/http/page-in.ts'
import type { Level } from '#db/schema.ts'
import { Instead, useRuleWords, WhatCanBeAsked } from './rules-shown.tsx'

export const handle = titled('budget:new.title')

/** What the address asks for: a service of the directory, own words, or neither yet. */
function wayOf(request: Request): { service: ServiceId | null; own: boolean; words: string } {
  const given = new URL(request.url).searchParams
  const service = given.get('service')
  return { service: isId(service) ? (service as string as ServiceId) : null, own: given.has('own'), words: (given.get('words') ?? '').replace(/\p{C}/gu, ' ').slice(0, 200) }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:ask')
  const { service: chosen, own, words } = wayOf(request)
  const wanted = new URL(request.url).searchParams.get('budget')
  const budgets = (await budgetsOf(must(viewer, 'budget:see'))).filter((budget) => budget.current)
  const first = budgets.find((budget) => budget.id === wanted) ?? budgets[0] ?? null
  const details = first !== null && (own || chosen !== null)
  const noLines: Line[] = []
  const noGoals: ServedGoal[] = []
  const [service, goals, lines, found, rules] = await Promise.all([
    chosen ? serviceById(viewer.db, chosen) : undefined,
    first ? goalsToServe(viewer) : noGoals,
    details ? linesOf(must(viewer, 'budget:see'), first.id) : noLines,
    first && !details && words !== '' ? searchServices(viewer.db, { words, place: '', age: null, free: false, language: null, category: null, page: pageIn(request) }) : null,
    details ? settingsOf(viewer.db).then(({ kindRules, capDays, relativePaid }): SpendRules => ({ kindRules, capDays, relativePaid })) : null,
  ])
  return json({
    family: viewer.family, once: newFormId(), kept: await keptForm(request), words, found, goals, lines, rules, own: details && own,
    budgets: budgets.map(({ id, name, left, until }) => ({ id, name, left, until })), budget: first && { id: first.id, left: first.left, until: first.until },
    service: details && service && !service.archived ? {
      id: service.id, name: service.name, organisation: service.organisation, kind: kindOfService(service.categories.map(({ name }) => name)),
      options: service.options.flatMap(({ id, label, unit, pence }) => (pence !== null && pence > 0 ? [{ value: optionValue(id, pence), label, unit, pence }] : [])),
    } : null,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'budget:ask')
  const post = await posted(request)
  const lang = await langOf(request)
  const { format } = wordsFor(lang)
  const read = readAsk(post, wayOf(request).service, lang)
  if (!read.ok || post.intent === 'change') return json({ form: read.ok ? read.form : { ...read.form, ...(post.intent === 'change' ? { errors: {} } : {}) }, check: null }, read.ok || post.intent === 'change' ? 200 : 400)
  if (post.intent !== 'send') {
    const check = await checked(viewer, read.ask)
    return check.ok ? json({ form: read.form, check: check.value }) : json({ form: refusedForm(read.form, saidRefusal(check, format)), check: null }, 409)
  }
  const answer = await act(viewer, requestSpend, read.ask, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, saidRefusal(answer, format)), check: null }, 409)
  return doneAt(`/families/${viewer.family}/budget/requests/${answer.value}`, 'asked')
}

/** The request that a form makes: from the directory where the address names a service, else in own words. */
function readAsk(post: Posted, service: ServiceId | null, lang: string) {
  if (service) {
    const read = readPosted(post, listedForm)
    if (!read.ok) return read
    const { option, ...rest } = read.data
    return { ok: true as const, form: read.form, once: read.once, ask: { ...rest, wanted: { service, ...option } } satisfies NewSpend }
  }
  const read = readPosted(post, ownForm)
  if (!read.ok) return read
  const { what, payee, price, ...rest } = read.data
  return { ok: true as const, form: read.form, once: read.once, ask: { ...rest, wanted: { what, payee, pence: price, lang } } satisfies NewSpend }
}

interface Checked {
  readonly what: string
  readonly whatLang: string
  readonly label: string | null
  readonly payee: string
  readonly unit: string
  readonly pence: Pence
  readonly quantity: number
  readonly sum: Pence
  /** Left after it. */
  readonly after: Pence
  readonly neededOn: Day
  readonly rules: RuleSaid[]
  readonly level: Level
  readonly goal: GoalId
  readonly line: LineId | null
  /** The same request, sent a few minutes ago. */
  readonly like: SpendId | null
}

/** The answers as they will be sent, or the one that is wrong already; the command looks at them all again. */
async function checked(viewer: May<'budget:ask'>, ask: NewSpend): Promise<{ ok: true; value: Checked } | Refusal<string>> {
  const { wanted } = ask
  const price = 'service' in wanted ? await priceOption(viewer.db, wanted.service, wanted.option) : null
  if (price === undefined) return { ok: false, why: 'price-gone', field: 'option' }
  const one = 'service' in wanted
    ? { what: price!.name, whatLang: directoryLang, label: price!.label, payee: price!.organisation ?? price!.name, unit: price!.unit, pence: wanted.shownPence }
    : { what: wanted.what, whatLang: wanted.lang, label: null, payee: wanted.payee, unit: '', pence: wanted.pence }
  if (price && price.pence !== one.pence) return price.pence === null ? { ok: false, why: 'price-unknown', field: 'option' } : { ok: false, why: 'price-changed', values: { price: price.pence }, field: 'option' }
  const budget = (await budgetsOf(must(viewer, 'budget:see'))).find(({ id }) => id === ask.budget)
  if (!budget) return { ok: false, why: 'not-there', field: 'budget' }
  if (ask.neededOn < viewer.today || ask.neededOn > budget.until) return { ok: false, why: 'needed-on-outside', values: { from: viewer.today, until: budget.until }, field: 'neededOn' }
  const sum = times(one.pence, ask.quantity)
  if (sum > budget.left) return { ok: false, why: 'not-enough-money', values: { left: budget.left, wanted: sum }, field: 'quantity' }
  const kind = 'service' in wanted ? kindOfService(await categoriesOf(viewer.db, wanted.service)) : (ask.kind ?? 'other')
  const ahead = await lookAhead(viewer, { budget: ask.budget, line: ask.line, kind, unitPence: one.pence, pence: sum, payee: one.payee, relative: ask.relative === true })
  if (!ahead) return { ok: false, why: 'not-there', field: 'budget' }
  const unmet = ahead.rules.find((rule) => rule.stands === 'not-met')
  if (unmet) return whyNotAsked(unmet, 'service' in wanted)
  const like = await askedJustNow(must(viewer, 'spend:see'), { budget: ask.budget, what: one.what, pence: sum })
  return { ok: true, value: { ...one, quantity: ask.quantity, sum, rules: ahead.rules, level: ahead.level, after: pence(budget.left - sum), neededOn: ask.neededOn, goal: ask.goal, line: ask.line, like: like ?? null } }
}

type Data = SerializeFrom<typeof loader>
type Check = Checked

export default function NewSpendPage() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { family, budget, goals } = data
  const given = answer?.form ?? data.kept ?? newForm()
  // What is wrong with a field that is not on this page (a changed hidden one) is said of the form as a whole.
  const hidden = [...(data.budgets.length > 1 ? [] : ['budget']), ...(data.lines.length > 0 ? [] : ['line']), ...(data.service ? ['what', 'payee', 'price', 'kind', 'relative'] : ['option'])]
  const form: FormState = { ...given, errors: Object.fromEntries(Object.entries(given.errors).map(([name, error]) => [hidden.includes(name) ? '' : name, error])) }
  const check = answer?.check ?? null
  const here = `/families/${family}/budget`
  const detailed = data.own || data.service !== null
  return (
    <Page
      title={check ? t('budget:check.title') : data.service ? <Said lang={directoryLang}>{data.service.name}</Said> : t('budget:new.title')} family={{ id: family, current: 'budget' }} errors={form.errors}
      back={detailed && !check ? { to: `${here}/requests/new`, text: t('budget:new.title') } : { to: here, text: t('budget:title') }}
      lead={budget && !check ? t('budget:new.lead', { left: format.money(budget.left) }) : undefined}
    >
      {budget === null ? <Empty>{t('budget:new.noBudget')}</Empty>
        : goals.length === 0 ? <Empty action={<ButtonLink to={`/families/${family}/goals/new`}>{t('budget:new.addGoal')}</ButtonLink>}>{t('budget:new.noGoals')}</Empty>
          : check ? <CheckAnswers data={data} form={form} check={check} />
            : detailed ? <Details data={data} form={form} />
              : <Choose data={data} />}
      <OrRing />
    </Page>
  )
}

/** First step: something of the directory, or something else. */
function Choose({ data: { family, budget, words, found } }: { data: Data }): ReactNode {
  const { t, ...rest } = useWords()
  const form = newForm({ words })
  const to = (more: Record<string, string>) => `/families/${family}/budget/requests/new?${new URLSearchParams({ budget: budget?.id ?? '', ...more })}`
  return (
    <>
      <Form method="get" role="search">
        <input type="hidden" name="budget" value={budget?.id} />
        <Field form={form} name="words" type="search" label={t('budget:new.find')} hint={t('budget:new.findHint')} />
        <Actions><Button>{t('budget:new.search')}</Button></Actions>
      </Form>
      {found === null ? null : (
        <Card title={t('budget:new.found')} id="found">
          {found.total === 0 ? <Empty>{t('budget:new.nothing')}</Empty> : (
            <Rows>
              {found.services.map((service) => (
                <div key={service.id}>
                  <h3><Said lang={directoryLang}>{service.name}</Said></h3>
                  {service.organisation ? <p className="soft"><Said lang={directoryLang}>{service.organisation}</Said></p> : null}
                  <Said lang={directoryLang} as="p">{service.summary}</Said>
                  {service.from ? (
                    <p>
                      {t('services:price.from', { price: sayPrice({ t, ...rest }, service.from.pence, service.from.unit) })}{' '}
                      <a href={to({ service: service.id })}>{t('budget:new.choose')}<span className="vh">{`: ${service.name}`}</span></a>
                    </p>
                  ) : service.free ? <p><a href={`/services/${service.id}`}>{t('budget:new.free')}</a></p> : <p>{t('budget:new.askPrice')}</p>}
                </div>
              ))}
            </Rows>
          )}
          <Pagination page={found.page} pages={found.pages} to={(page) => `${to({ words, page: String(page) })}#found`} />
        </Card>
      )}
      <p><ButtonLink kind="quiet" to={to({ own: '1' })}>{t('budget:new.own')}</ButtonLink></p>
    </>
  )
}

/** Second step: which price, how many, for which goal, by when. */
function Details({ data, form }: { data: Data; form: FormState }): ReactNode {
  const words = useWords()
  const { t, format } = words
  const { family, budget, budgets, goals, lines, service, once } = data
  if (service?.options.length === 0) {
    return <Empty action={<ButtonLink to={`/families/${family}/budget/requests/new?own=1`}>{t('budget:new.own')}</ButtonLink>}>{t('budget:form.noPrices')}</Empty>
  }
  const only = service?.options.length === 1 ? service.options[0]!.value : ''
  const first: FormState = { ...form, values: { quantity: '1', line: '', option: only, budget: budget?.id ?? '', ...form.values } }
  const refused = Object.values(form.errors).map((error) => error?.key).find((key) => key === 'refusals:not-bought' || key === 'refusals:needs-a-meeting')
  const kind = service?.kind ?? spendKinds.find((one) => one === valueOf(form, 'kind')) ?? 'other'
  return (
    <Form once={once}>
      {refused ? <Instead kind={kind} why={refused === 'refusals:not-bought' ? 'not-bought' : 'needs-a-meeting'} family={family} /> : data.rules && !service ? <WhatCanBeAsked rules={data.rules} /> : null}
      {service ? (
        <Radios
          form={first} name="option" legend={t('budget:form.option')}
          items={service.options.map((option) => ({ value: option.value, text: option.label ? <Said lang={directoryLang}>{option.label}</Said> : sayPrice(words, option.pence, option.unit), hint: option.label ? sayPrice(words, option.pence, option.unit) : undefined }))}
        />
      ) : (
        <>
          <Select form={first} name="kind" label={t('rules:which')} hint={t('rules:whichHint')} choose={t('rules:choose')} items={spendKinds.map((value) => ({ value, text: t(`rules:kind.${value}`) }))} />
          <Field form={first} name="what" label={t('budget:form.what')} hint={t('budget:form.whatHint')} />
          <Field form={first} name="payee" label={t('budget:form.payee')} hint={t('budget:form.payeeHint')} />
          <Checkboxes form={first} name="relative" legend={t('rules:relativeLegend')} items={[{ value: 'yes', text: t('rules:relative') }]} />
          <MoneyField form={first} name="price" label={t('budget:form.price')} />
        </>
      )}
      <Field form={first} name="quantity" label={t('budget:form.quantity')} hint={t('budget:form.quantityHint')} width={3} inputMode="numeric" />
      <Radios form={first} name="goal" legend={t('budget:form.goal')} items={goals.map((goal) => ({ value: goal.id, text: <Said lang={goal.lang}>{goal.words}</Said> }))} />
      <DateField form={first} name="neededOn" legend={t('budget:form.neededOn')} hint={t('budget:form.neededHint', { day: format.date(budget!.until) })} />
      {lines.length > 0 ? (
        <Radios
          form={first} name="line" legend={t('budget:form.line')}
          items={[{ value: '', text: t('budget:form.noLine') }, ...lines.map((line) => ({ value: line.id as string, text: <bdi>{line.name}</bdi>, hint: t('budget:form.lineLeft', { left: format.money(line.left) }) }))]}
        />
      ) : null}
      {budgets.length > 1 ? (
        <Radios form={first} name="budget" legend={t('budget:form.budget')} items={budgets.map((one) => ({ value: one.id, text: <bdi>{one.name}</bdi>, hint: t('budget:form.lineLeft', { left: format.money(one.left) }) }))} />
      ) : <input type="hidden" name="budget" value={budget?.id} />}
      <Actions><Button intent="check">{t('budget:form.check')}</Button></Actions>
    </Form>
  )
}

/** Third step: everything once more, with what is left after it. */
function CheckAnswers({ data, form, check }: { data: Data; form: FormState; check: Check }): ReactNode {
  const words = useWords()
  const { t, format } = words
  const goal = data.goals.find((one) => one.id === check.goal)
  const line = data.lines.find((one) => one.id === check.line)
  const ruleWords = useRuleWords()
  const exceptions = check.rules.filter((rule) => rule.stands === 'exception').map(ruleWords)
  return (
    <Form once={data.once}>
      {check.like ? <Notice tone="sun"><p>{t('budget:check.again')} <a href={`/families/${data.family}/budget/requests/${check.like}`}>{t('budget:check.seeIt')}</a></p></Notice> : null}
      <SummaryList
        rows={[
          { key: t('budget:check.what'), value: <><Said lang={check.whatLang}>{check.what}</Said>{check.label ? <>{', '}<Said lang={directoryLang}>{check.label}</Said></> : null}</> },
          { key: t('budget:check.payee'), value: <Said lang={data.service ? directoryLang : undefined}>{check.payee}</Said> },
          ...(check.quantity > 1 ? [{ key: t('budget:check.price'), value: t('budget:one.each', { price: sayPrice(words, check.pence, check.unit), number: check.quantity }) }] : []),
          { key: t('budget:check.sum'), value: <strong>{format.money(check.sum)}</strong> },
          ...(goal ? [{ key: t('budget:check.goal'), value: <Said lang={goal.lang}>{goal.words}</Said> }] : []),
          { key: t('budget:check.neededOn'), value: format.day(check.neededOn) },
          ...(line ? [{ key: t('budget:check.line'), value: <bdi>{line.name}</bdi> }] : []),
          { key: t('budget:check.after'), value: format.money(check.after) },
          { key: t('rules:whoDecides'), value: <>{t(`rules:decides.${check.level}`)}{exceptions.map((text) => <span key={text}><br />{text}</span>)}</> },
        ]}
      />
      {Object.entries(form.values).map(([name, value]) => <input key={name} type="hidden" name={name} value={Array.isArray(value) ? value[0] : value} />)}
      <p>{t('budget:check.next')}</p>
      <Actions>
        <Button intent="send">{t('budget:check.send')}</Button>
        <Button kind="quiet" intent="change">{t('budget:check.change')}</Button>
      </Actions>
    </Form>
  )
}
