import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { fallOn, wholeDays } from '#app/domain/appointments/dates.ts'
import { mattersIn } from '#app/domain/appointments/dates.server.ts'
import { QuietMatters } from '#app/domain/appointments/matters.tsx'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { programmeOf } from '#app/domain/programmes/known.server.ts'
import { answerOffer, endProgramme, moveContact, programmesOf, recordContact, tellBirth } from '#app/domain/programmes/programmes.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { dayTyped, thing, wholeNumber } from '#app/http/fields.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import type { Key } from '#app/i18n/keys.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type ProgrammeId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { Pictured, PlanPage } from './plan-page.tsx'

export const handle = titled('programmes:title')

/** Days that a list shows before the rest is folded away. */
const daysShown = 3
/** Days ahead of which it is said that they matter to the family. */
const daysMarked = 182

/** What a file of the area says in its own words, in the reader's language or the first it has; null for what the site has words for. */
interface OwnText { readonly text: string; readonly lang: string }
function ownText(texts: Readonly<Record<string, string>> | undefined, lang: string): OwnText | null {
  if (!texts) return null
  const said = texts[lang] === undefined ? Object.keys(texts)[0]! : lang
  return { text: texts[said]!, lang: said }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'review:see')
  const [members, found, lang, settings] = await Promise.all([membersOf(viewer), programmesOf(viewer), langOf(request), settingsOf(viewer.db)])
  const last = found.flatMap((one) => one.contacts.map((contact) => contact.on)).sort().at(-1)
  // Far ahead nobody reads a day: what matters is marked in the next half year.
  const matters = last && last >= viewer.today ? await mattersIn(viewer, { from: viewer.today, until: [last, plusDays(viewer.today, daysMarked)].sort()[0]! }, settings) : []
  const worksHere = (worker: string) => may(viewer, 'programme:run') && (viewer.seat === 'lead' || viewer.member === worker)
  const programmes = found.filter((one) => one.state !== 'declined').map((one) => {
    const programme = programmeOf(one.key)
    const next = one.contacts.find((contact) => contact.state === 'planned' || contact.state === 'moved')
    const named = (name: string) => ({ name, own: ownText(programme?.texts?.[name], lang) })
    return {
      ...one, title: ownText(programme?.title, lang), workerName: members.find((member) => member.id === one.worker)?.name ?? '', works: worksHere(one.worker),
      phases: programme?.phases.map((phase) => ({ ...named(phase.name), every: phase.every, times: phase.times ?? null })) ?? [],
      prompts: next && worksHere(one.worker) ? programme?.phases[next.phase]?.prompts.map(named) ?? [] : [],
    }
  })
  return json({
    family: viewer.family, today: viewer.today, matters, programmes, agrees: may(viewer, 'programme:agree'), keeps: may(viewer, 'programme:keep'), runs: may(viewer, 'programme:run'), kept: await keptForm(request),
    once: newFormIds(programmes.flatMap(({ id }) => ['answer', 'move', 'born', 'end', 'record'].map((what) => `${what} ${id}`))), done: doneIn(request, ['offered', 'yes', 'no', 'moved', 'born', 'ended', 'recorded']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const form = await posted(request)
  const here = `/families/${viewer.family}/plan/programme`
  const id = typeof form.values.programme === 'string' && isId(form.values.programme) ? (form.values.programme as ProgrammeId) : undefined
  const fields = { programme: thing<ProgrammeId>() }
  if (form.intent === 'yes' || form.intent === 'no') {
    const agrees = must(viewer, 'programme:agree')
    const read = readPosted(form, z.object(fields))
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(agrees, answerOffer, { programme: read.data.programme, yes: form.intent === 'yes' }, read.once)
    return answer.ok ? doneAt(here, form.intent) : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (form.intent === 'held' || form.intent === 'missed') {
    const runs = must(viewer, 'programme:run')
    const read = readPosted(form, z.object({ ...fields, number: wholeNumber(1, 9999) }))
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(runs, recordContact, { ...read.data, held: form.intent === 'held' }, read.once)
    return answer.ok ? doneAt(here, 'recorded') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const keeps = must(viewer, 'programme:keep')
  if (form.intent === 'end') {
    const read = readPosted(form, z.object(fields))
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(keeps, endProgramme, read.data, read.once)
    return answer.ok ? doneAt(here, 'ended') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  // A page with two programmes has two of each field: they are told apart by whose they are.
  const [on, born] = [`on-${id ?? ''}`, `born-${id ?? ''}`]
  if (form.intent === 'born') {
    const read = readPosted(form, z.object({ ...fields, [born]: dayTyped }))
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(keeps, tellBirth, { programme: read.data.programme as ProgrammeId, bornOn: (read.data as Record<string, unknown>)[born] as Day }, read.once)
    return answer.ok ? doneAt(here, 'born') : json({ form: refusedForm(read.form, answer.field === 'born' ? { ...answer, field: born } : answer) }, 409)
  }
  const read = readPosted(form, z.object({ ...fields, number: wholeNumber(1, 9999), [on]: dayTyped }))
  if (!read.ok) return json({ form: read.form }, 400)
  if (id === undefined) throw notYours()
  const answer = await act(keeps, moveContact, { programme: id, number: read.data.number as number, on: (read.data as Record<string, unknown>)[on] as Day }, read.once)
  return answer.ok ? doneAt(here, 'moved') : json({ form: refusedForm(read.form, answer.field === 'on' ? { ...answer, field: on } : answer) }, 409)
}

export default function Programmes() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, programmes, runs, kept, done } = data
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <PlanPage title={t('programmes:title')} lead={t('programmes:lead')} family={family} picture="days" errors={form.errors} done={done ? t(`programmes:done.${done}`) : undefined} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}
      short={programmes.length === 0 ? <p>{t('programmes:none')}</p> : programmes.map((one) => <ShortProgramme key={one.id} one={one} data={data} />)}
    >
      {programmes.length === 0 ? <Empty>{t('programmes:none')}</Empty> : programmes.map((one) => <OneProgramme key={one.id} one={one} data={data} form={form} />)}
      {runs ? <Actions><ButtonLink kind="quiet" to={`/families/${family}/plan/programme/new`}>{t('programmes:offer.link')}</ButtonLink></Actions> : null}
      <OrRing />
    </PlanPage>
  )
}

type Data = SerializeFrom<typeof loader>
type Shown = Data['programmes'][number]

/** The name of a programme: the site's word, or the area's own. */
function ProgrammeName({ one }: { one: Shown }): ReactNode {
  const { t } = useWords()
  return one.title ? <Said lang={one.title.lang}>{one.title.text}</Said> : t(`programmes:name.${one.key}` as Key)
}

/** Who visits, and the day that comes next; the yes or no to what is offered. */
function ShortProgramme({ one, data }: { one: Shown; data: Data }): ReactNode {
  const { t, format } = useWords()
  const next = one.contacts.find((contact) => contact.state === 'planned' || contact.state === 'moved')
  return (
    <Pictured picture={one.state === 'ended' ? 'tick' : 'home'} title={<ProgrammeName one={one} />}>
      <p>{one.state === 'ended' ? t('programmes:isEnded') : t('programmes:visits', { name: one.workerName })}</p>
      {one.state === 'running' ? <p><strong>{next ? next.time ? t('programmes:next', { day: format.when(next.time.at) }) : t(next.on < data.today ? 'programmes:nextWas' : 'programmes:next', { day: format.day(next.on) }) : t('programmes:noMore')}</strong></p> : null}
      {one.state === 'offered' ? <p>{t('programmes:begins', { day: format.day(one.startOn) })}</p> : null}
      {one.state === 'offered' && data.agrees ? <Answer one={one} data={data} /> : null}
    </Pictured>
  )
}

/** The family's yes or no. */
function Answer({ one, data }: { one: Shown; data: Data }): ReactNode {
  const { t } = useWords()
  return (
    <Form once={data.once[`answer ${one.id}`]!}>
      <input type="hidden" name="programme" value={one.id} />
      <p>{t('programmes:free')}</p>
      <Actions><Button intent="yes">{t('programmes:yes')}</Button><Button intent="no" kind="quiet">{t('programmes:no')}</Button></Actions>
    </Form>
  )
}

function OneProgramme({ one, data, form }: { one: Shown; data: Data; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const { agrees, keeps, once } = data
  const open = one.contacts.filter((contact) => contact.state === 'planned' || contact.state === 'moved')
  const [next] = open
  const hidden = <input type="hidden" name="programme" value={one.id} />
  return (
    <Card title={<ProgrammeName one={one} />} tone={one.state === 'running' ? 'next' : 'plain'}>
      <p>{t('programmes:visits', { name: one.workerName })}</p>
      {one.state === 'ended' ? <p>{t('programmes:isEnded')}</p> : null}
      {one.state === 'offered' ? (
        <>
          <p>{t('programmes:begins', { day: format.dayWithYear(one.startOn) })}</p>
          <ul>{one.phases.map((phase) => <li key={phase.name}><Named of={phase} group="phase" />: <Rhythm every={phase.every} times={phase.times} /></li>)}</ul>
          {agrees ? <Answer one={one} data={data} /> : <p>{t('programmes:waits')}</p>}
        </>
      ) : null}
      {one.state === 'running' ? <Days one={one} data={data} /> : null}
      {one.prompts.length > 0 ? <Notice><p>{t('programmes:prompts')}</p><ul>{one.prompts.map((prompt) => <li key={prompt.name}><Named of={prompt} group="prompt" /></li>)}</ul></Notice> : null}
      {next && next.time ? <p><a href={`/families/${data.family}/appointments/${next.time.appointment}`}>{t('programmes:timeLink')}</a></p> : null}
      {next && !next.time && one.works && next.on <= data.today ? (
        <Form once={once[`record ${one.id}`]!}>
          {hidden}<input type="hidden" name="number" value={next.number} />
          <p>{t('programmes:wasIt', { day: format.day(next.on) })}</p>
          <Actions><Button intent="held">{t('programmes:held')}</Button><Button intent="missed" kind="quiet">{t('programmes:missed')}</Button></Actions>
        </Form>
      ) : null}
      {keeps && one.state === 'running' ? (
        <>
          {next && !next.time ? (
            <Details summary={t('programmes:move')} open={`on-${one.id}` in form.errors}>
              <Form once={once[`move ${one.id}`]!}>
                {hidden}<input type="hidden" name="number" value={next.number} />
                <DateField form={form} name={`on-${one.id}`} legend={t('programmes:moveTo', { day: format.day(next.on) })} hint={t('programmes:moveHint')} />
                <Actions><Button kind="quiet" intent="move">{t('programmes:moveGo')}</Button></Actions>
              </Form>
            </Details>
          ) : null}
          {one.dueOn === null ? null : (
            <Details summary={t(one.bornOn === null ? 'programmes:born' : 'programmes:bornAgain')} open={`born-${one.id}` in form.errors}>
              <Form once={once[`born ${one.id}`]!}>
                {hidden}
                <DateField form={form} name={`born-${one.id}`} legend={t('programmes:bornOn')} hint={t('programmes:bornHint')} />
                <Actions><Button kind="quiet" intent="born">{t('programmes:bornGo')}</Button></Actions>
              </Form>
            </Details>
          )}
        </>
      ) : null}
      {keeps && (one.state === 'running' || (one.state === 'offered' && one.works)) ? (
        <Details summary={t('programmes:end')}>
          <Form once={once[`end ${one.id}`]!}>{hidden}<p>{t('programmes:endText')}</p><Actions><Button kind="warning" intent="end">{t('programmes:endGo')}</Button></Actions></Form>
        </Details>
      ) : null}
    </Card>
  )
}

/** A word of a programme: the site's, or the area's own in the language it is written in. */
function Named({ of, group }: { of: { name: string; own: OwnText | null }; group: 'phase' | 'prompt' }): ReactNode {
  const { t } = useWords()
  return of.own ? <Said lang={of.own.lang}>{of.own.text}</Said> : t(`programmes:${group}.${of.name}` as Key)
}

function Rhythm({ every, times }: { every: Shown['phases'][number]['every']; times: number | null }): ReactNode {
  const { t } = useWords()
  const [unit, count] = 'months' in every ? ['months', every.months] as const : 'weeks' in every ? ['weeks', every.weeks] as const : ['days', every.days] as const
  return <>{t(`programmes:every.${unit}`, { count })}{times === null ? null : <>, {t('programmes:times', { count: times })}</>}</>
}

/** What comes next, and the days after it; those that are past folded away with the rest. */
function Days({ one, data: { today, family, agrees, matters } }: { one: Shown; data: Data }): ReactNode {
  const { t, format } = useWords()
  const open = one.contacts.filter((contact) => contact.state === 'planned' || contact.state === 'moved')
  const [next, ...later] = open
  const quiet = (contact: Shown['contacts'][number]) => {
    const { from, until } = wholeDays({ from: contact.on as Day, until: contact.on as Day })
    return contact.time ? null : <QuietMatters of={fallOn(matters, { startsAt: from, endsAt: until })} />
  }
  const line = (contact: Shown['contacts'][number]) => (
    <p key={contact.number}>{contact.time ? <a href={`/families/${family}/appointments/${contact.time.appointment}`}>{format.when(contact.time.at)}</a> : format.dayWithYear(contact.on)}{quiet(contact)}{contact.state === 'planned' ? null : <> <Tag tone={contact.state === 'missed' ? 'grey' : contact.state === 'moved' ? 'sun' : 'leaf'}>{t(`programmes:state.${contact.state}`)}</Tag></>}</p>
  )
  if (!next) return <p>{t('programmes:noMore')}</p>
  return (
    <>
      <p><strong>{next.time ? t('programmes:next', { day: format.when(next.time.at) }) : t(next.on < today ? 'programmes:nextWas' : 'programmes:next', { day: format.dayWithYear(next.on) })}</strong>{quiet(next)}</p>
      {next.offer === null ? null : <p>{agrees ? <ButtonLink to={`/families/${family}/appointments/offers/${next.offer}`}>{t('programmes:choose')}</ButtonLink> : t('programmes:timesWait')}</p>}
      {later.length > 0 ? <><p className="soft">{t('programmes:then')}</p><Rows>{later.slice(0, daysShown).map(line)}</Rows></> : null}
      {later.length > 0 ? <p className="soft">{t('programmes:until', { day: format.dayWithYear(later.at(-1)!.on) })}</p> : null}
      {one.contacts.length > daysShown + 1 ? <Details summary={t('programmes:all')}><Rows>{one.contacts.map(line)}</Rows></Details> : null}
    </>
  )
}
