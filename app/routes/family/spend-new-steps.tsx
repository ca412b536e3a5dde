/** The three steps of asking for something: choosing it, saying more of it, and looking at it all once more. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { spendKinds } from '#app/domain/area/spend-kinds.ts'
import { directoryLang, sayPrice } from '#app/domain/directory/say-service.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, FileField, MoneyField, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import type { Checked } from './read-ask.server.ts'
import { Instead, useRuleWords, WhatCanBeAsked } from './rules-shown.tsx'
import type { loader } from './spend-new.tsx'
import { useWhoReads, YoungFirst } from './who-reads-asked.tsx'

type Data = SerializeFrom<typeof loader>

/** First step: something of the directory, or something else. */
export function Choose({ data: { family, budget, words, found, helps, goal, goals } }: { data: Data }): ReactNode {
  const { t, ...rest } = useWords()
  const form = newForm({ words })
  const to = (more: Record<string, string>) => `/families/${family}/budget/requests/new?${new URLSearchParams({ budget: budget?.id ?? '', ...(goal ? { goal } : {}), ...more })}`
  const chosen = goals.find((one) => one.id === goal)
  return (
    <>
      {chosen ? (
        <Card title={t('asking:helps.title')} tone="next">
          <Said lang={chosen.lang} as="p">{chosen.words}</Said>
          {helps.length === 0 ? <p>{t('asking:helps.none')}</p> : (
            <Rows>
              {helps.map((service) => (
                <div key={service.id}>
                  <h3><Said lang={directoryLang}>{service.name}</Said></h3>
                  <Said lang={directoryLang} as="p">{service.summary}</Said>
                  <p>
                    {service.free ? <>{t('budget:new.free')}{' '}<a href={`/services/${service.id}`}>{t('asking:free.see')}<span className="vh">{`: ${service.name}`}</span></a></>
                      : <a href={to({ service: service.id })}>{t('budget:new.choose')}<span className="vh">{`: ${service.name}`}</span></a>}
                  </p>
                </div>
              ))}
            </Rows>
          )}
        </Card>
      ) : null}
      <Form method="get" role="search">
        <input type="hidden" name="budget" value={budget?.id} />
        {goal ? <input type="hidden" name="goal" value={goal} /> : null}
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

/** What is free and of the same kind: before anything is asked for. */
function FreeFirst({ services }: { services: Data['free'] }): ReactNode {
  const { t } = useWords()
  if (services.length === 0) return null
  return (
    <Notice>
      <p><strong>{t('asking:free.title')}</strong> {t('asking:free.text')}</p>
      <ul>{services.map((service) => <li key={service.id}><a href={`/services/${service.id}`}><Said lang={directoryLang}>{service.name}</Said></a></li>)}</ul>
    </Notice>
  )
}

/** Second step: which price, how many and how often, for whom, for which goal, by when. */
export function Details({ data, form, file }: { data: Data; form: FormState; file: string | null }): ReactNode {
  const words = useWords()
  const { t, format } = words
  const { family, budget, budgets, goals, lines, service, once, people } = data
  const whoReads = useWhoReads()
  if (service?.options.length === 0) {
    return <Empty action={<ButtonLink to={`/families/${family}/budget/requests/new?own=1`}>{t('budget:new.own')}</ButtonLink>}>{t('budget:form.noPrices')}</Empty>
  }
  const only = service?.options.length === 1 ? service.options[0]!.value : ''
  const first: FormState = { ...form, values: { quantity: '1', line: '', option: only, goal: data.goal ?? '', budget: budget?.id ?? '', ...form.values } }
  const refused = Object.values(form.errors).map((error) => error?.key).find((key) => key === 'refusals:not-bought' || key === 'refusals:needs-a-meeting')
  const kind = service?.kind ?? spendKinds.find((one) => one === valueOf(form, 'kind')) ?? 'other'
  return (
    <>
      {refused ? <Instead kind={kind} why={refused === 'refusals:not-bought' ? 'not-bought' : 'needs-a-meeting'} family={family} mayMeet={data.mayMeet} /> : null}
      {data.young ? <YoungFirst family={family} budgets={budgets} /> : null}
      {service ? <FreeFirst services={data.free} /> : <p>{t('asking:free.own')} <a href="/services?free=yes">{t('asking:free.all')}</a></p>}
      <Form once={once} multipart>
        {valueOf(form, 'decided') ? <><input type="hidden" name="decided" value={valueOf(form, 'decided')} /><p className="soft">{t('decided:money.asked')}</p></> : null}
        {valueOf(form, 'draft') ? <input type="hidden" name="draft" value={valueOf(form, 'draft')} /> : null}
        {data.rules && !service && !refused ? <WhatCanBeAsked rules={data.rules} /> : null}
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
        <Field form={first} name="quantity" label={t('budget:form.quantity')} hint={t('asking:quantityHint')} width={3} inputMode="numeric" />
        <Checkboxes
          form={first} name="weekly" legend={t('asking:often.legend')}
          items={[{ value: 'yes', text: t('asking:often.weekly'), more: <Field form={first} name="weeks" label={t('asking:often.weeks')} hint={t('asking:often.hint')} width={3} inputMode="numeric" /> }]}
        />
        <Checkboxes form={first} name="for" legend={t('asking:forWhom')} hint={t('asking:forHint')} items={people.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
        <Radios form={first} name="goal" legend={t('budget:form.goal')} items={goals.map((goal) => ({ value: goal.id, text: <Said lang={goal.lang}>{goal.words}</Said> }))} />
        <DateField form={first} name="neededOn" legend={t('budget:form.neededOn')} hint={t('budget:form.neededHint', { day: format.date(budget!.until) })} />
        {lines.length > 0 ? (
          <Radios
            form={first} name="line" legend={t('budget:form.line')}
            items={[{ value: '', text: t('budget:form.noLine') }, ...lines.map((line) => ({ value: line.id as string, text: <bdi>{line.name}</bdi>, hint: t('budget:form.lineLeft', { left: format.money(line.left) }) }))]}
          />
        ) : null}
        {budgets.length > 1 ? (
          <Radios form={first} name="budget" legend={t('budget:form.budget')} items={budgets.map((one) => ({ value: one.id, text: <bdi>{one.name}</bdi>, hint: `${t('budget:form.lineLeft', { left: format.money(one.left) })} ${whoReads(one.inside)}` }))} />
        ) : <input type="hidden" name="budget" value={budget?.id} />}
        <FileField form={first} name="file" label={file ? t('asking:file.another') : t('asking:file.label')} hint={t('asking:file.hint', { most: format.number(data.pictureMegabytes) })} accept="image/jpeg,image/png,image/webp" most={data.pictureMegabytes} />
        {file ? <p><a href={`/families/${family}/budget/files/${file}`}>{t('asking:file.see')}</a></p> : null}
        <p className="soft" data-keeps>{t('asking:draft.hint', { count: data.draftDays })}</p>
        <Actions>
          <Button intent="check">{t('budget:form.check')}</Button>
          <Button kind="quiet" intent="keep">{t('asking:draft.keep')}</Button>
          {file ? <Button kind="quiet" intent="take-out">{t('asking:file.takeOut')}</Button> : null}
        </Actions>
      </Form>
    </>
  )
}

/** Third step: everything once more, with what is left after it. */
export function CheckAnswers({ data, form, check, file }: { data: Data; form: FormState; check: Checked; file: string | null }): ReactNode {
  const words = useWords()
  const { t, format } = words
  const goal = data.goals.find((one) => one.id === check.goal)
  const line = data.lines.find((one) => one.id === check.line)
  const forWhom = data.people.filter((one) => check.forWhom.includes(one.id)).map((one) => one.name)
  const ruleWords = useRuleWords()
  const exceptions = check.rules.filter((rule) => rule.stands === 'exception').map(ruleWords)
  return (
    <Form once={data.once}>
      {check.like ? <Notice tone="sun"><p>{t('budget:check.again')} <a href={`/families/${data.family}/budget/requests/${check.like}`}>{t('budget:check.seeIt')}</a></p></Notice> : null}
      {data.service ? null : <FreeFirst services={check.free} />}
      <SummaryList
        rows={[
          { key: t('budget:check.what'), value: <><Said lang={check.whatLang}>{check.what}</Said>{check.label ? <>{', '}<Said lang={directoryLang}>{check.label}</Said></> : null}</> },
          { key: t('budget:check.payee'), value: <Said lang={data.service ? directoryLang : undefined}>{check.payee}</Said> },
          ...(check.quantity > 1 ? [{ key: t('budget:check.price'), value: t('budget:one.each', { price: sayPrice(words, check.pence, check.unit), number: check.quantity }) }] : []),
          ...(check.weeks > 1 ? [{ key: t('asking:often.legend'), value: t('asking:often.said', { count: check.weeks }) }] : []),
          { key: t('budget:check.sum'), value: <strong>{format.money(check.sum)}</strong> },
          ...(forWhom.length > 0 ? [{ key: t('asking:forWhom'), value: format.list(forWhom) }] : []),
          ...(goal ? [{ key: t('budget:check.goal'), value: <Said lang={goal.lang}>{goal.words}</Said> }] : []),
          { key: t('budget:check.neededOn'), value: format.day(check.neededOn) },
          ...(line ? [{ key: t('budget:check.line'), value: <bdi>{line.name}</bdi> }] : []),
          ...(file ? [{ key: t('asking:file.title'), value: <a href={`/families/${data.family}/budget/files/${file}`}>{t('asking:file.see')}</a> }] : []),
          { key: t('budget:check.after'), value: format.money(check.after) },
          { key: t('rules:whoDecides'), value: <>{t(`rules:decides.${check.level}`)}{exceptions.map((text) => <span key={text}><br />{text}</span>)}</> },
        ]}
      />
      {Object.entries(form.values).filter(([name]) => name !== 'file').flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => <input key={`${name} ${one}`} type="hidden" name={name} value={one} />))}
      <p>{t('budget:check.next')}</p>
      <Actions>
        <Button intent="send">{t('budget:check.send')}</Button>
        <Button kind="quiet" intent="change">{t('budget:check.change')}</Button>
        <Button kind="quiet" intent="keep">{t('asking:draft.keep')}</Button>
      </Actions>
    </Form>
  )
}
