import { json } from '@remix-run/node'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { CodeField, Field, FileField, MoneyField, PasswordField, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import type { FormState } from '#app/ui/form-state.ts'
import { LineChart } from '#app/ui/line-chart.tsx'
import { MoneyBar } from '#app/ui/money-bar.tsx'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { Person } from '#app/ui/person.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { ProgressWords } from '#app/ui/steps.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { Table } from '#app/ui/table.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { TaskList } from '#app/ui/task-list.tsx'
import { TimeCard } from '#app/ui/time-card.tsx'
import { titled } from '#app/ui/titled.ts'
import { config } from '#app/values/config.ts'
import type { Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'

export const handle = titled('demo:patterns.title')

const states = ['plain', 'filled', 'wrong', 'done'] as const
type State = (typeof states)[number]

/** Only in the demo. `?state=` shows the parts as they are at first, filled in, with errors, or after something was done. */
export async function loader({ request }: LoaderFunctionArgs) {
  if (!config().demo) throw notYours()
  const asked = new URL(request.url).searchParams.get('state')
  return json({ state: states.find((state) => state === asked) ?? 'plain' })
}

const visit = '2026-11-24T10:00:00.000Z' as Instant

/** Every field, as a form is shown again in this state. */
function formIn(state: State, words: string): FormState {
  if (state === 'plain' || state === 'done') return newForm()
  const filled = newForm({
    words,
    sum: '62.50',
    email: 'marta@demo.example',
    where: 'phone',
    number: '07700 900123',
    needs: ['interpreter', 'childcare'],
    'when-day': '27',
    'when-month': '11',
    'when-year': '2026',
    who: 'halina',
    short: 'yes',
  })
  if (state === 'filled') return filled
  const required = { key: 'errors:required' }
  const chooseOne = { key: 'errors:chooseOne' }
  return {
    values: filled.values,
    errors: {
      '': { key: 'errors:thereIsAProblem' },
      words: { key: 'errors:tooLong', values: { max: 20 } },
      sum: required,
      email: required,
      password: required,
      code: required,
      bill: required,
      where: chooseOne,
      needs: chooseOne,
      when: required,
      who: chooseOne,
      short: chooseOne,
    },
  }
}

function Fields({ form }: { form: FormState }) {
  const { t } = useWords()
  return (
    <Form method="get">
      <TextArea form={form} name="words" label={t('demo:patterns.forms.words')} hint={t('demo:patterns.forms.wordsHint')} limit={20} />
      <MoneyField form={form} name="sum" label={t('demo:patterns.forms.sum')} />
      <Field form={form} name="email" type="email" autoComplete="email" label={t('demo:patterns.forms.email')} />
      <PasswordField form={form} name="password" autoComplete="current-password" label={t('demo:patterns.forms.password')} />
      <CodeField form={form} name="code" label={t('demo:patterns.forms.code')} />
      <FileField form={form} name="bill" label={t('demo:patterns.forms.file')} hint={t('demo:patterns.forms.fileHint')} />
      <Radios
        form={form}
        name="where"
        legend={t('demo:patterns.forms.where')}
        items={[
          { value: 'home', text: t('demo:patterns.forms.home'), hint: t('demo:patterns.forms.homeHint') },
          {
            value: 'phone',
            text: t('demo:patterns.forms.phone'),
            more: <Field form={form} name="number" type="tel" width={20} label={t('demo:patterns.forms.number')} />,
          },
          { value: 'centre', text: t('demo:patterns.forms.centre') },
        ]}
      />
      <Checkboxes
        form={form}
        name="needs"
        legend={t('demo:patterns.forms.needs')}
        items={[
          { value: 'interpreter', text: t('demo:patterns.forms.interpreter') },
          { value: 'childcare', text: t('demo:patterns.forms.childcare') },
          { value: 'none', text: t('demo:patterns.forms.none'), before: t('demo:patterns.forms.or') },
        ]}
      />
      <DateField form={form} name="when" legend={t('demo:patterns.forms.when')} hint={t('demo:patterns.forms.whenHint')} />
      <Select
        form={form}
        name="who"
        label={t('demo:patterns.forms.who')}
        choose={t('demo:patterns.forms.choose')}
        items={[
          { value: 'marta', text: 'Marta Kowalczyk' },
          { value: 'halina', text: 'Halina Kowalczyk' },
        ]}
      />
      <Radios
        form={form}
        name="short"
        inline
        legend={t('demo:patterns.forms.short')}
        items={[
          { value: 'yes', text: t('demo:patterns.forms.yes') },
          { value: 'no', text: t('demo:patterns.forms.no') },
        ]}
      />
      <Actions>
        <Button intent="ask">{t('demo:patterns.forms.send')}</Button>
        <Button intent="keep" kind="quiet">
          {t('demo:patterns.forms.later')}
        </Button>
        <Button intent="stop" kind="warning">
          {t('demo:patterns.forms.stop')}
        </Button>
      </Actions>
      <OrRing />
    </Form>
  )
}

function Cards() {
  const { t, format } = useWords()
  return (
    <>
      <TimeCard
        next
        title={t('demo:patterns.cards.next')}
        when={format.when(visit)}
        instant={visit}
        who={{ name: 'Sam Adeyemi' }}
        actions={<ButtonLink to="#main">{t('demo:patterns.cards.change')}</ButtonLink>}
      >
        <p>{t('demo:patterns.cards.visit')}</p>
        <p className="soft">{t('demo:patterns.cards.stop')}</p>
      </TimeCard>
      <TimeCard when={format.when(visit)} instant={visit}>
        <p>{t('demo:patterns.cards.visit')}</p>
      </TimeCard>
      <Columns
        first={
          <>
            <Card title={t('demo:patterns.cards.quiet')}>
              <p>{t('demo:patterns.cards.quietText')}</p>
            </Card>
            <Card title={t('demo:patterns.cards.warm')} tone="sun">
              <p>{t('demo:patterns.cards.quietText')}</p>
            </Card>
          </>
        }
        second={
          <>
            <Card>
              <Person name="Sam Adeyemi" role={t('demo:patterns.cards.role')} words={<Said lang="en">Write any time. I answer by the next working day.</Said>}>
                <p>
                  <a href="#main">{t('demo:patterns.cards.write')}</a>
                </p>
              </Person>
            </Card>
            <Card>
              <Person name="عائشہ حسین" words={<Said lang="ur">ہم صبح ساتھ ناشتہ کرتے ہیں۔</Said>} to="#main" />
            </Card>
            <Empty action={<ButtonLink to="#main">{t('demo:patterns.cards.first')}</ButtonLink>}>{t('demo:patterns.cards.empty')}</Empty>
          </>
        }
      />
    </>
  )
}

function Pictures() {
  const { t, format } = useWords()
  const parts = (left: number, aside: number, spent: number) => ({
    left: { pence: pence(left), text: t('demo:patterns.pictures.left') },
    aside: { pence: pence(aside), text: t('demo:patterns.pictures.aside') },
    spent: { pence: pence(spent), text: t('demo:patterns.pictures.spent') },
  })
  const half = t('demo:patterns.pictures.moneyLine', { left: format.moneyShort(pence(48600)), whole: format.moneyShort(pence(90000)) })
  const points = [
    ['2026-09-04', 3],
    ['2026-09-25', 4],
    ['2026-10-16', 4],
    ['2026-11-13', 7],
  ] as const
  return (
    <>
      <Columns
        first={
          <Card title={t('demo:patterns.pictures.goals')}>
            <Rows>
              {[7, 0, 10].map((value) => (
                <ProgressWords key={value} value={value} label={t('demo:patterns.pictures.steps', { value })}>
                  {t('demo:patterns.pictures.before')}
                </ProgressWords>
              ))}
            </Rows>
          </Card>
        }
        second={
          <>
            <Card title={t('demo:patterns.pictures.money')}>
              <p>{half}</p>
              <MoneyBar label={half} {...parts(48600, 20800, 20600)} />
            </Card>
            <Card>
              <MoneyBar label={t('demo:patterns.pictures.nothing')} {...parts(90000, 0, 0)} />
            </Card>
          </>
        }
      />
      <LineChart
        title={t('demo:patterns.pictures.over')}
        heads={{ when: t('demo:patterns.pictures.when'), value: t('demo:patterns.pictures.value'), note: t('demo:patterns.pictures.note') }}
        points={points.map(([on, value]) => ({
          at: on,
          when: format.day(on as never),
          value,
          note: value === 7 ? t('demo:patterns.pictures.better') : undefined,
        }))}
      />
    </>
  )
}

function Lists() {
  const { t, format } = useWords()
  const change = (what: string) => [{ to: '#main', text: t('common:change'), what }]
  return (
    <>
      <SummaryList
        rows={[
          { key: t('demo:patterns.lists.goal'), value: t('demo:patterns.forms.filled'), actions: change(t('demo:patterns.lists.goalWhat')) },
          { key: t('demo:patterns.lists.by'), value: format.day('2026-11-27' as never) },
          { key: t('demo:patterns.lists.owner'), value: 'Marta Kowalczyk' },
        ]}
      />
      <TaskList
        id="tasks"
        tasks={[
          { to: '#main', text: t('demo:patterns.forms.where'), status: <Tag>{t('demo:patterns.lists.fresh')}</Tag> },
          {
            to: '#main',
            text: t('demo:patterns.forms.needs'),
            hint: t('demo:patterns.forms.wordsHint'),
            status: <Tag tone="sun">{t('demo:patterns.lists.begun')}</Tag>,
          },
          { to: '#main', text: t('demo:patterns.forms.who'), status: t('demo:patterns.lists.ready') },
          { text: t('demo:patterns.forms.sum'), status: <Tag tone="grey">{t('demo:patterns.lists.notYet')}</Tag> },
        ]}
      />
      <Table
        caption={t('demo:patterns.lists.caption')}
        columns={[
          { head: t('demo:patterns.lists.what') },
          { head: t('demo:patterns.lists.day') },
          { head: t('demo:patterns.lists.asked') },
          { head: t('demo:patterns.lists.paid'), numeric: true },
        ]}
        rows={[
          {
            id: 'club',
            cells: [t('demo:patterns.lists.club'), format.day('2026-11-13' as never), <Tag tone="clay">{t('demo:patterns.lists.declined')}</Tag>, format.money(pence(0))],
          },
          {
            id: 'bus',
            cells: [t('demo:patterns.lists.bus'), format.day('2026-11-20' as never), <Tag tone="sun">{t('demo:patterns.lists.waiting')}</Tag>, format.money(pence(123450))],
          },
        ]}
        foot={[t('demo:patterns.lists.all'), '', '', format.money(pence(123450))]}
      />
      <Pagination page={2} pages={7} to={(page) => `?page=${page}`} />
      <Details summary={t('demo:patterns.lists.more')}>
        <p>{t('demo:patterns.lists.moreText')}</p>
      </Details>
      <Notice>{t('demo:patterns.lists.note')}</Notice>
      <Notice tone="sun">{t('demo:patterns.lists.careful')}</Notice>
      <Notice tone="clay">{t('demo:patterns.lists.danger')}</Notice>
    </>
  )
}

/** Every component in its states, in the reader's language. */
export default function Patterns() {
  const { t } = useWords()
  const { state } = useLoaderData<typeof loader>()
  const form = formIn(state, t('demo:patterns.forms.filled'))
  return (
    <Page
      title={t('demo:patterns.title')}
      above={t('demo:patterns.above')}
      lead={t('demo:patterns.lead')}
      back={{ to: '/demo', text: t('common:back') }}
      family={{ id: 'demo', current: 'home' }}
      desk={{ current: 'approvals', places: ['desk', 'approvals', 'requests', 'diary'] }}
      done={state === 'done' ? t('demo:patterns.done') : undefined}
      errors={form.errors}
      exit
      wide
    >
      <h2>{t('demo:patterns.states.title')}</h2>
      <ul>
        {states.map((one) => (
          <li key={one}>
            <a href={`?state=${one}`} aria-current={one === state ? 'true' : undefined}>
              {t(`demo:patterns.states.${one}`)}
            </a>
          </li>
        ))}
      </ul>
      <h2>{t('demo:patterns.cards.title')}</h2>
      <Cards />
      <h2>{t('demo:patterns.pictures.title')}</h2>
      <Pictures />
      <h2>{t('demo:patterns.lists.title')}</h2>
      <Lists />
      <h2>{t('demo:patterns.forms.title')}</h2>
      <Form method="get" role="search">
        <Field form={newForm()} name="find" type="search" label={t('demo:patterns.forms.find')} />
        <Button kind="quiet">{t('demo:patterns.forms.findNow')}</Button>
      </Form>
      <Fields form={form} />
    </Page>
  )
}
