import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must, type AreaMay } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { whoLeadsForm, whoLeadsHows } from '#app/domain/groups/group-form.ts'
import { datesWithoutLeader, sayWhoLeads, whoLeadsInstead, type DateWithoutLeader } from '#app/domain/groups/leaders.server.ts'
import { settleGroups } from '#app/domain/groups/waiting.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type GroupDateId } from '#app/values/ids.ts'
import { atWallTime } from '#app/values/instant.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('cover:group.title')

/** The date of the address, if nobody leads it and the viewer sees to that. */
async function dateHere(desk: AreaMay<'desk:see'>, date: string | undefined): Promise<DateWithoutLeader> {
  const [one] = isId(date) ? await datesWithoutLeader(desk, { date: date as GroupDateId }) : []
  if (!one) throw notYours()
  return one
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = must(await atTheDesk(request), 'desk:see')
  const one = await dateHere(desk, params.date)
  const later = (await datesWithoutLeader(desk, { group: one.group })).filter((date) => date.startsAt > one.startsAt).length
  return json({
    places: deskPlaces(desk), one, me: desk.person, later, colleagues: await whoLeadsInstead(desk, one), left: one.gone.some((gone) => gone.how === 'left'), once: newFormId(), kept: await keptForm(request),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const desk = must(await atTheDesk(request), 'desk:see')
  if (!isId(params.date)) throw notYours()
  const read = await readForm(request, whoLeadsForm)
  if (!read.ok) {
    await dateHere(desk, params.date)
    return json({ form: read.form }, 400)
  }
  const { how, cover, all, on, time, why } = read.data
  const startsAt = how === 'another' ? atWallTime(on!, time!) : null
  if (startsAt === undefined) return json({ form: { ...read.form, errors: { time: { key: 'errors:notTime' } } } }, 400)
  const answer = await act(desk, sayWhoLeads, { date: params.date as GroupDateId, how, cover, all: all && how !== 'another', startsAt, words: why, lang: await langOf(request) }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  await settleGroups(desk.db, desk.now)
  return doneAt('/desk/diary/away', 'group')
}

export default function GroupWithoutLeader() {
  const { t, format } = useWords()
  const { places, one, me, later, colleagues, left, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const anotherDay = (
    <>
      <DateField form={form} name="on" legend={t('cover:group.on')} hint={t('cover:group.onHint')} />
      <Field form={form} name="time" label={t('groups:desk.time')} hint={t('desk:diary.timeHint')} width={5} inputMode="numeric" autoComplete="off" />
    </>
  )
  return (
    <Page title={format.when(one.startsAt)} above={<Said lang={one.lang}>{one.name}</Said>} lead={t('cover:group.lead')} errors={form.errors} desk={{ current: places.includes('diary') ? 'diary' : 'desk', places }} back={{ to: '/desk/diary/away', text: t('cover:away.title') }}>
      {one.gone.map((gone) => <p key={gone.person}>{gone.how === 'left' ? t('cover:group.left', { name: gone.name }) : gone.person === me ? t('cover:group.mine') : t('cover:away.whose', { name: gone.name })}</p>)}
      <Form once={once}>
        <Radios form={form} name="how" legend={t('cover:group.how')} items={whoLeadsHows.map((how) => ({ value: how, text: t(`cover:group.hows.${how}`), more: how === 'another' ? anotherDay : undefined }))} />
        <Select
          form={form} name="cover" label={t('cover:group.cover')} hint={t('cover:group.coverHint')} choose={left ? '' : t('cover:group.themselves', { names: format.list(one.gone.map((gone) => gone.name)) })}
          items={colleagues.map(({ person, name }) => ({ value: person, text: name }))}
        />
        {later > 0 ? <Checkboxes form={form} name="all" legend={t('cover:group.later', { count: later })} items={[{ value: 'yes', text: t('cover:group.all') }]} /> : null}
        <TextArea form={form} name="why" label={t('cover:group.why')} hint={t('cover:group.whyHint')} rows={2} limit={300} />
        <Actions><Button>{t('cover:away.go')}</Button></Actions>
      </Form>
    </Page>
  )
}
