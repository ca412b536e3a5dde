/** The dates that matter to a family: what is kept, by what comes next, and one more. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { kindsOfDate, weekdayValues } from '#app/domain/appointments/date-kinds.ts'
import { dropForm, readDate } from '#app/domain/appointments/dates-form.ts'
import { datesOf, dropDate, keepDate } from '#app/domain/appointments/dates.server.ts'
import { MatterName, MatterWhen } from '#app/domain/appointments/matters.tsx'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting, WhoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { byTheMoon, feasts } from '#app/values/feasts.ts'
import { plusDays, type Day } from '#app/values/instant.ts'

export const handle = titled('dates:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'appointments:book')
  const [dates, members, settings] = await Promise.all([datesOf(viewer), membersOf(viewer), settingsOf(viewer.db)])
  const adds = seatsOfTheFamily.has(viewer.seat as never)
  const question = adds ? await whoSeesQuestion(viewer, members) : null
  const names = new Map(members.map((one) => [one.id, one.name]))
  return json({
    family: viewer.family, dates: dates.map(({ about, ...one }) => ({ ...one, about: about.map((id) => names.get(id) ?? '') })), household: members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name })), school: settings.schoolHolidays.length > 0,
    // Those of the network choose no times: it is shown to none of them.
    seenBy: question && { ...question, network: question.network.slice(0, 0) }, once: newFormId(), drop: newFormIds(dates.filter((one) => one.mayDrop).map((one) => one.id)), kept: await keptForm(request), done: doneIn(request, ['kept', 'dropped', 'sees', 'left']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'appointments:book')
  if (!seatsOfTheFamily.has(viewer.seat as never)) throw notYours()
  const here = `/families/${viewer.family}/dates`
  const post = await posted(request)
  if (post.intent === 'drop') {
    const read = readPosted(post, dropForm)
    if (!read.ok) return json({ form: { values: {}, errors: { '': { key: 'errors:formGone' } } } as FormState }, 400)
    const answer = await act(viewer, dropDate, { id: read.data.date }, read.once)
    return answer.ok ? doneAt(here, 'dropped') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readDate(post)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, keepDate, { date: read.date, about: read.data.about, whoSees: whoSeesOf(read.data), lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(here, 'kept') : json({ form: refusedForm(read.form, answer) }, 409)
}

type Data = SerializeFrom<typeof loader>

export default function Dates() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm({ often: 'once' })
  const { family, dates, seenBy, done } = data
  return (
    <Page title={t('dates:title')} lead={t(seenBy ? 'dates:lead' : 'dates:leadTheirs')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people`, text: t('people:title') }} done={done ? t(done === 'sees' ? 'sharing:hide.done' : done === 'left' ? 'sharing:hide.left' : `dates:done.${done}`) : undefined}>
      {dates.length === 0 ? <Empty>{t('dates:none')}</Empty> : <Card><Rows>{dates.map((one) => <OneDate key={one.id} one={one} here={`/families/${family}/dates`} once={data.drop[one.id]} />)}</Rows></Card>}
      {seenBy ? <NewDate data={data} seenBy={seenBy} form={form} open={dates.length === 0} /> : null}
      <OrRing />
    </Page>
  )
}

function OneDate({ one, here, once }: { one: Data['dates'][number]; /** The address of the page. */ here: string; once: string | undefined }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      <p><strong><MatterName of={one} /></strong></p>
      {one.weekly ? <p>{t('dates:everyWeek', { weekday: format.weekday(weekdayFrom(one.weekly.weekday)), from: one.weekly.from, until: one.weekly.until })}</p> : <p>{one.next ? <MatterWhen of={one.next} /> : t('dates:notKnown')}</p>}
      {one.what === 'yearly' ? <p className="soft">{t('dates:everyYear')}</p> : null}
      {one.feast && byTheMoon.has(one.feast) ? <p className="soft">{t('dates:moon')}</p> : null}
      {one.about.length > 0 ? <p className="soft">{t('dates:for', { names: format.list(one.about) })}</p> : null}
      {one.mine ? <p><a href={`${here}/${one.id}/sees`}>{t('sharing:hide.link')}<span className="vh">: <MatterName of={one} /></span></a></p> : null}
      {one.mayDrop ? (
        <Form once={once}>
          <input type="hidden" name="date" value={one.id} />
          <Button kind="quiet" intent="drop">{t('dates:drop')}<span className="vh">: <MatterName of={one} /></span></Button>
        </Form>
      ) : null}
    </>
  )
}

/** A day that is a weekday's, for its name (1 = Monday): 5 January 1970 was a Monday. */
const weekdayFrom = (weekday: number) => plusDays('1970-01-05' as Day, weekday - 1)

function NewDate({ data, seenBy, form, open }: { data: Data; seenBy: NonNullable<Data['seenBy']>; form: FormState; open: boolean }): ReactNode {
  const { t, format } = useWords()
  const more = {
    feasts: <Checkboxes form={form} name="feasts" legend={t('dates:which')} items={feasts.map((value) => ({ value, text: t(`dates:feast.${value}`) }))} />,
    school: undefined,
    own: (
      <>
        <Field form={form} name="words" label={t('dates:called')} hint={t('dates:calledHint')} />
        <DateField form={form} name="from" legend={t('dates:from')} />
        <DateField form={form} name="until" legend={t('dates:until')} hint={t('dates:untilHint')} />
        <Radios form={form} name="often" legend={t('dates:often')} items={(['once', 'yearly'] as const).map((value) => ({ value, text: t(`dates:${value}`) }))} />
      </>
    ),
    weekly: (
      <>
        <Field form={form} name="week-words" label={t('dates:called')} hint={t('dates:weekHint')} />
        <Select form={form} name="weekday" label={t('dates:weekday')} items={weekdayValues.map((value) => ({ value, text: format.weekday(weekdayFrom(Number(value))) }))} />
        <Field form={form} name="from-time" label={t('dates:fromTime')} hint={t('dates:timeHint')} width={5} inputMode="numeric" autoComplete="off" />
        <Field form={form} name="until-time" label={t('dates:untilTime')} width={5} inputMode="numeric" autoComplete="off" />
      </>
    ),
  }
  return (
    <Card>
      <Details summary={t('dates:add')} open={open || Object.keys(form.errors).length > 0 || 'what' in form.values}>
        <Form once={data.once}>
          <Radios
            form={form} name="what" legend={t('dates:what')} legendIs="h2"
            items={kindsOfDate.filter((value) => value !== 'school' || data.school).map((value) => ({ value, text: t(`dates:kind.${value}`), hint: t(`dates:kindHint.${value}`), more: more[value] }))}
          />
          <Checkboxes form={form} name="about" legend={t('dates:about')} hint={t('dates:aboutHint')} items={data.household.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
          <BeforeWriting who={seenBy} />
          <WhoSeesFields form={form} who={seenBy} />
          <Actions><Button intent="keep">{t('dates:save')}</Button></Actions>
        </Form>
      </Details>
    </Card>
  )
}
