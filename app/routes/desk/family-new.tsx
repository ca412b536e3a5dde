import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, may, must, viewerFor, type AreaMay } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { leadsToChoose } from '#app/domain/area/people.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { mostAdults, mostChildren, mostStrengths, startReason } from '#app/domain/family/starting-form.ts'
import { openRecord, startFamily, type NewAdult, type NewChild, type NewFamily, type NewStrength } from '#app/domain/family/starting.server.ts'
import { helpRequest, linkRequest } from '#app/domain/help/requests.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, dayTypedOrNone, emailOrNone, phoneOrNone, readEmail, someOf, thingOrNone, ticked, wallTimeTyped, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { languages, type Lang } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormErrors, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type HelpRequestId, type PersonId } from '#app/values/ids.ts'
import { areaZone, day, plusDays } from '#app/values/instant.ts'
import { zoneNames, zones } from '#app/values/zones.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:start.title')

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const
const usualHours = { from: '09:00', until: '19:00' }
const places = (most: number) => Array.from({ length: most }, (_, n) => n)
const codes = languages.map(({ code }) => code) as [Lang, ...Lang[]]

const timeOrNone = wordsOrNone(10).transform((text, ctx): string | null => {
  const read = text === null ? null : wallTimeTyped.safeParse(text)
  if (read === null) return null
  if (read.success) return read.data
  ctx.addIssue({ code: 'custom', message: 'errors:notTime' })
  return z.NEVER
})

// Everything may be left out here; what is needed of a place that was begun, `familyOf` says beside it, all at once.
const adultShape = {
  name: wordsOrNone(120), called: wordsOrNone(60), seat: choice(['parent', 'kin-carer', '']), relation: wordsOrNone(60), language: choice([...codes, '']),
  email: emailOrNone, mobile: phoneOrNone, channel: choice(['email', 'text', 'none', '']), days: someOf(weekdays), from: timeOrNone, until: timeOrNone, zone: choice([...zoneNames, '']), messages: ticked, responsible: ticked,
}
const childShape = { name: wordsOrNone(120), born: dayTypedOrNone, account: ticked }
const strengthShape = { words: wordsOrNone(1000), by: wordsOrNone(20) }

function numbered(name: string, most: number, shape: z.ZodRawShape): z.ZodRawShape {
  return Object.fromEntries(places(most).flatMap((n) => Object.entries(shape).map(([field, kind]) => [`${name}-${n}-${field}`, kind])))
}

const familyForm = z.object({
  name: wordsOrNone(80), language: choice(codes), lead: thingOrNone<PersonId>(), agreed: ticked,
  ...numbered('adult', mostAdults, adultShape), ...numbered('child', mostChildren, childShape), ...numbered('strength', mostStrengths, strengthShape),
})

/** The fields of one numbered place, under their own names again. */
function place<Shape extends z.ZodRawShape>(data: Record<string, unknown>, name: string, n: number, shape: Shape): z.output<z.ZodObject<Shape>> {
  return Object.fromEntries(Object.keys(shape).map((field) => [field, data[`${name}-${n}-${field}`]])) as z.output<z.ZodObject<Shape>>
}

/** What was typed, without the places left empty; or what is missing in those that were begun. */
function familyOf(data: z.output<typeof familyForm>, starter: PersonId, lang: Lang): { family: NewFamily } | { errors: FormErrors } {
  const errors: FormErrors = {}
  const atTop: FormErrors = data.name === null ? { name: { key: 'errors:sayFamilyName' } } : {}
  const adults: NewAdult[] = []
  const children: NewChild[] = []
  const strengths: NewStrength[] = []
  // Where each place of the form went in the list, so that "who said it" still points at the right one.
  const at = new Map<string, number>()
  for (const n of places(mostAdults)) {
    const adult = place(data, 'adult', n, adultShape)
    const begun = [adult.name, adult.called, adult.relation, adult.email, adult.mobile].some((value) => value !== null) || adult.seat !== '' || adult.channel !== ''
    if (!begun && n > 0) continue
    if (adult.name === null) errors[`adult-${n}-name`] = { key: n === 0 ? 'errors:sayFirstAdult' : 'errors:nameMissing' }
    if (adult.seat === '') errors[`adult-${n}-seat`] = { key: 'errors:saySeat' }
    if (adult.channel === '') errors[`adult-${n}-channel`] = { key: 'errors:sayChannel' }
    if (adult.channel === 'email' || adult.channel === 'text') {
      for (const field of ['from', 'until'] as const) if (adult[field] === null) errors[`adult-${n}-${field}`] = { key: 'errors:notTime' }
    }
    if (adult.name === null || adult.seat === '' || adult.channel === '') continue
    at.set(`adult-${n}`, adults.length)
    adults.push({
      name: adult.name, givenName: adult.called, seat: adult.seat, relation: adult.relation, responsible: adult.seat === 'parent' || adult.responsible,
      contact: {
        email: adult.email, mobile: adult.mobile, language: adult.language === '' ? data.language : adult.language, channel: adult.channel,
        days: adult.days.join(''), from: adult.from ?? usualHours.from, until: adult.until ?? usualHours.until, zone: adult.zone === '' ? areaZone : adult.zone, messagesOk: adult.messages,
      },
    })
  }
  for (const n of places(mostChildren)) {
    const child = place(data, 'child', n, childShape)
    if (child.name === null && child.born === null && !child.account) continue
    if (child.name === null) errors[`child-${n}-name`] = { key: 'errors:nameMissing' }
    else {
      at.set(`child-${n}`, children.length)
      children.push({ name: child.name, givenName: null, relation: null, bornOn: child.born, ownAccount: child.account })
    }
  }
  for (const n of places(mostStrengths)) {
    const { words, by } = place(data, 'strength', n, strengthShape)
    if (words === null) continue
    const who = by === null ? undefined : at.get(by)
    if (by !== null && who === undefined) atTop[`strength-${n}-by`] = { key: 'errors:chooseOne' }
    strengths.push({ words, lang, saidBy: who === undefined ? null : by!.startsWith('adult') ? { adult: who } : { child: who } })
  }
  if (strengths.length === 0) atTop['strength-0-words'] = { key: 'refusals:strength-missing' }
  if (!data.agreed) errors.agreed = { key: 'errors:agreeMissing' }
  const wrong = { ...atTop, ...errors } // in the order of the page
  if (data.name === null || Object.keys(wrong).length > 0) return { errors: wrong }
  return { family: { name: data.name, language: data.language, adults, children, strengths, lead: data.lead ?? starter } }
}

/** A refusal's field names the place in the list; the form's places may have gaps. */
function fieldInForm(data: z.output<typeof familyForm>, field: string): string {
  const found = /^(adult|child|strength)-(\d)-(.*)$/.exec(field)
  if (!found) return field
  const [, name = '', n = '', rest = ''] = found
  const shape = { adult: 'name', child: 'name', strength: 'words' }[name]
  const used = places(mostChildren).filter((at) => data[`${name}-${at}-${shape}` as keyof typeof data] ?? null)
  return `${name}-${used[Number(n)] ?? n}-${rest}`
}

/** The request that the family is started from, if the URL names one that is this person's to answer. */
async function requestIn(viewer: AreaMay<'families:start'>, request: Request) {
  const id = new URL(request.url).searchParams.get('request')
  return isId(id) && may(viewer, 'requests:answer') ? helpRequest(must(viewer, 'requests:answer'), id as HelpRequestId) : undefined
}

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'families:start')
  const [asked, leads] = await Promise.all([requestIn(viewer, request), leadsToChoose(viewer)])
  const isEmail = asked && readEmail(asked.contact) !== undefined
  const self = viewer.posts.some((post) => post.role === 'lead')
  return json({
    places: deskPlaces(viewer), kept: await keptForm(request), once: newFormId(), lang: await langOf(request), reference: asked?.reference ?? null,
    leads: self ? [] : leads, // whoever leads, starts for themselves; a manager says who will
    first: asked ? { 'adult-0-name': asked.name, [isEmail ? 'adult-0-email' : 'adult-0-mobile']: asked.contact } : {},
  })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'families:start')
  const asked = await requestIn(viewer, request)
  const read = await readForm(request, familyForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const meant = familyOf(read.data, viewer.person!, await langOf(request))
  if ('errors' in meant) return json({ form: { ...read.form, errors: meant.errors } }, 400)
  const answer = await act(viewer, startFamily, meant.family, read.once)
  if (!answer.ok) {
    const refused = { why: answer.why, ...(answer.values && { values: answer.values }), ...(answer.field && { field: fieldInForm(read.data, answer.field) }) }
    return json({ form: refusedForm(read.form, refused) }, 409)
  }
  const { family, firstAdult } = answer.value
  if (asked && !answer.again) await act(must(viewer, 'requests:answer'), linkRequest, { request: asked.id, family })
  const lead = await viewerFor(viewer.db, viewer.person!, family, viewer.now)
  if (!lead) return doneAt('/desk', 'started')
  // The family's own chain begins with who opened its record, and why.
  if (!answer.again) await act(must(lead, 'family:see'), openRecord, { reason: startReason, lang: null })
  return redirect(`/families/${family}/people/invite?member=${firstAdult}`, 303)
}

export default function StartFamily() {
  const { t } = useWords()
  const { places: deskOf, kept, once, leads, first, lang, reference } = useLoaderData<typeof loader>()
  const usual = Object.fromEntries(places(mostAdults).flatMap((n) => [[`adult-${n}-days`, ['1', '2', '3', '4', '5']], [`adult-${n}-from`, usualHours.from], [`adult-${n}-until`, usualHours.until]]))
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ language: lang, ...usual, ...(first as FormState['values']) })
  const filled = (name: string) => Object.keys(form.errors).some((key) => key.startsWith(name)) || Boolean(form.values[`${name}-name`] ?? form.values[`${name}-words`])
  const languageItems = languages.map(({ code, ownName }) => ({ value: code as string, text: ownName, lang: code as string }))
  const speakers = [
    ...places(mostAdults).map((n) => ({ value: `adult-${n}`, text: t('desk:start.adult', { n: n + 1 }) })),
    ...places(mostChildren).map((n) => ({ value: `child-${n}`, text: t('desk:start.child', { n: n + 1 }) })),
  ]
  return (
    <Page
      title={t('desk:start.title')} lead={t('desk:start.lead')} errors={form.errors} desk={{ current: 'desk', places: deskOf }} back={{ to: '/desk', text: t('desk:home.title') }}
      above={reference ? t('desk:start.fromRequest', { reference }) : undefined}
    >
      <Form once={once}>
        <Field form={form} name="name" label={t('desk:start.name')} hint={t('desk:start.nameHint')} autoComplete="off" />
        <Select form={form} name="language" label={t('desk:start.language')} items={languageItems} />
        {leads.length > 0 ? <Select form={form} name="lead" label={t('desk:start.leadWho')} choose="" items={leads.map(({ person, name }) => ({ value: person, text: name }))} /> : null}

        <h2>{t('desk:start.strengths')}</h2>
        <p className="soft">{t('desk:start.strengthsHint')}</p>
        {places(mostStrengths).map((n) => {
          const fields = (
            <>
              <TextArea form={form} name={`strength-${n}-words`} label={t(n === 0 ? 'desk:start.strength' : 'desk:start.strengthMore')} rows={2} limit={1000} />
              <Select form={form} name={`strength-${n}-by`} label={t('desk:start.saidBy')} hint={t('desk:start.saidByHint')} choose={t('desk:start.saidByMe')} items={speakers} />
            </>
          )
          return n === 0 ? <Card key={n}>{fields}</Card> : <Details key={n} summary={t('desk:start.strengthMore')} open={filled(`strength-${n}`)}>{fields}</Details>
        })}

        <h2>{t('desk:start.adults')}</h2>
        {places(mostAdults).map((n) => {
          const fields = <AdultFields form={form} n={n} languageItems={languageItems} />
          return n === 0 ? <Card key={n} title={t('desk:start.adult', { n: 1 })} level={3}>{fields}</Card> : (
            <Details key={n} summary={t('desk:start.adult', { n: n + 1 })} open={filled(`adult-${n}`)}>
              <p className="soft">{t('desk:start.adultHint')}</p>
              {fields}
            </Details>
          )
        })}

        <h2>{t('desk:start.children')}</h2>
        <p className="soft">{t('desk:start.childrenHint')}</p>
        {places(mostChildren).map((n) => {
          const fields = (
            <>
              <Field form={form} name={`child-${n}-name`} label={t('desk:start.fullName')} autoComplete="off" />
              <DateField form={form} name={`child-${n}-born`} legend={t('desk:start.born')} />
              <Checkboxes form={form} name={`child-${n}-account`} legend={t('desk:start.account')} hint={t('desk:start.ownAccountHint')} items={[{ value: 'yes', text: t('desk:start.ownAccount') }]} />
            </>
          )
          return n === 0 ? <Card key={n} title={t('desk:start.child', { n: 1 })} level={3}>{fields}</Card> : (
            <Details key={n} summary={t('desk:start.child', { n: n + 1 })} open={filled(`child-${n}`)}>{fields}</Details>
          )
        })}

        <Checkboxes form={form} name="agreed" legend={t('desk:start.agreed')} hint={t('desk:start.agreedText')} items={[{ value: 'yes', text: t('desk:start.agreedTick') }]} />
        <Actions><Button intent="start">{t('desk:start.save')}</Button></Actions>
      </Form>
    </Page>
  )
}

function AdultFields({ form, n, languageItems }: { form: FormState; n: number; languageItems: { value: string; text: string; lang?: string }[] }) {
  const { t, format } = useWords()
  const name = (field: string) => `adult-${n}-${field}`
  return (
    <>
      <Field form={form} name={name('name')} label={t('desk:start.fullName')} autoComplete="off" />
      <Field form={form} name={name('called')} label={t('desk:start.called')} hint={t('common:optional')} autoComplete="off" />
      <Radios
        form={form} name={name('seat')} legend={t('desk:start.seat')}
        items={[{ value: 'parent', text: t('desk:start.seatParent') }, { value: 'kin-carer', text: t('desk:start.seatKin') }]}
      />
      <Checkboxes form={form} name={name('responsible')} legend={t('sharing:responsible.legend')} hint={t('sharing:responsible.startHint')} items={[{ value: 'yes', text: t('sharing:responsible.yes') }]} />
      <Field form={form} name={name('relation')} label={t('desk:start.relation')} hint={t('desk:start.relationHint')} autoComplete="off" />
      <Select form={form} name={name('language')} label={t('desk:start.adultLanguage')} choose={t('desk:start.sameLanguage')} items={languageItems} />
      <Field form={form} name={name('email')} type="email" label={t('desk:start.email')} hint={t('common:optional')} autoComplete="off" />
      <Field form={form} name={name('mobile')} type="tel" label={t('desk:start.mobile')} hint={t('common:optional')} autoComplete="off" />
      <Radios
        form={form} name={name('channel')} legend={t('desk:start.channel')}
        items={[
          { value: 'email', text: t('desk:start.channelEmail') }, { value: 'text', text: t('desk:start.channelText') },
          { value: 'none', text: t('desk:start.channelNone') },
        ]}
      />
      <Checkboxes form={form} name={name('days')} legend={t('desk:start.days')} inline items={weekdays.map((value) => ({ value, text: format.weekday(plusDays(aMonday, Number(value) - 1)) }))} />
      <Field form={form} name={name('from')} label={t('desk:start.from')} width={5} autoComplete="off" />
      <Field form={form} name={name('until')} label={t('desk:start.until')} width={5} autoComplete="off" />
      <Select form={form} name={name('zone')} label={t('desk:start.zone')} items={zones.map(([country, zone]) => ({ value: zone, text: format.country(country) }))} />
      <Checkboxes form={form} name={name('messages')} legend={t('desk:start.messages')} hint={t('desk:start.messagesHint')} items={[{ value: 'yes', text: t('desk:start.messagesOk') }]} />
    </>
  )
}

// A week's days have names; any week does.
const aMonday = day('2024-01-01')
