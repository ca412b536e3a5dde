import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { categories } from '#app/domain/goals/categories.ts'
import { meetingWith, partToChange, type FamilyPart } from '#app/domain/meetings/family-plan.server.ts'
import { chosenOr, moneyIsWhole, partShape } from '#app/domain/meetings/part-form.ts'
import { partBecomes, partKept, writesPlan } from '#app/domain/meetings/plan-words.ts'
import { takePartOut, withUs, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, message, thingOrNone, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form, FormsOf } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MeetingId, type MeetingPartId, type MemberId } from '#app/values/ids.ts'
import { formOf, isOfBefore, KeptWords, NoLongerHere } from './kept-words.tsx'
import { PartFields, partTyped } from './part-fields.tsx'
import { ofAnotherSitting, sittingMark, typedBefore } from './sitting-mark.server.ts'
import { keepingWords } from './words-kept.server.ts'

export const handle = titled('decided:form.title')

const partForm = z.object({
  ...partShape, otherwise: wordsOrNone(500), checks: thingOrNone<MemberId>(), becomes: choice(partBecomes), category: chosenOr(categories), kept: choice(partKept), answer: wordsOrNone(1000),
}).superRefine((data, ctx) => {
  moneyIsWhole(data, ctx)
  if (data.becomes === 'goal' && data.category === null) ctx.addIssue({ code: 'custom', path: ['category'], message: message('errors:chooseOne') })
})

/** Where the viewer writes, and the part that the address names: null for a new one, undefined for one that cannot be changed, is not theirs or was taken out, and for any once the meeting is off. */
async function placeOf(viewer: Awaited<ReturnType<typeof lookIn>>, given: string | undefined, request: Request) {
  if (!isId(given)) throw notYours()
  const writer = must(viewer, 'meetings:attend')
  const meeting = given as MeetingId
  const { own, question, lang, state } = await meetingWith(writer, meeting)
  if (own === null || !writesPlan(writer.seat)) throw notYours()
  const asked = new URL(request.url).searchParams.get('part')
  const off = state === 'off'
  const part = off ? undefined : isId(asked) ? await partToChange(must(viewer, 'meetings:see'), meeting, asked as MeetingPartId) : null
  return { writer, meeting, own, question, lang, off, part, mark: sittingMark(writer, meeting, own) }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { writer, meeting, own, question, lang, part, mark: here } = await placeOf(await lookIn(request, params.family), params.id, request)
  const kept = await keptForm(request)
  // Nothing says whether there ever was such a part: whoever was writing in it while somebody else was quicker still gets their own words back.
  if (part === undefined) return json({ family: writer.family, meeting, part: undefined, kept }, 404)
  return json({ family: writer.family, meeting, here, question, lang, part, people: await withUs(writer, meeting, own), once: newFormId(), onceOut: newFormId(), kept })
}

export const action = keepingWords(async ({ request, params }: ActionFunctionArgs) => {
  const { writer, meeting, off, part, mark } = await placeOf(await actIn(request, params.family), params.id, request)
  const post = await posted(request)
  if (off) return json({ form: typedBefore(post, 'meeting-is-off') }, 409)
  const elsewhere = ofAnotherSitting(post, mark)
  if (elsewhere) return json({ form: elsewhere }, 409)
  if (part === undefined) return json({ form: typedBefore(post, 'changed-meanwhile') }, 409)
  const back = `/families/${writer.family}/meetings/${meeting}/plan`
  if (post.intent === 'out' && part) {
    const read = readPosted(post, z.object({}))
    if (!read.ok) return json({ form: read.form }, 400)
    const gone = await act(writer, takePartOut, { meeting, part: part.id }, read.once)
    return gone.ok ? doneAt(back, 'part-out') : json({ form: refusedForm(read.form, gone) }, 409)
  }
  const read = readPosted(post, partForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { data } = read
  const said = await act(writer, writePart, {
    meeting, part: part?.id ?? null, said: {
      words: data.words, lang: await langOf(request), owner: data.owner, ownerName: data['owner-name'], ownerAgency: data['owner-agency'], dueOn: data.due, needs: data.needs, needsWords: data['needs-words'], pence: data.price, kind: data.kind,
      otherwise: data.otherwise, checks: data.checks, becomes: data.becomes, category: data.category, kept: data.kept, answer: data.answer,
    },
  }, read.once)
  return said.ok ? doneAt(back, 'part') : json({ form: refusedForm(read.form, said) }, 409)
})

/** The part as it stands, as the form shows it. */
function typedFrom(part: FamilyPart | null): FormState {
  if (!part) return newForm()
  return newForm({ ...partTyped(part), otherwise: part.otherwise ?? '', checks: part.checksMember ?? '', becomes: part.becomes, category: part.category ?? '', kept: part.kept, answer: part.answer ?? '' })
}

type There = Extract<SerializeFrom<typeof loader>, { once: string }>

export default function MeetingPart() {
  const data = useLoaderData<typeof loader>()
  return 'once' in data ? <FormsOf here={data.here}><ThisPart data={data} /></FormsOf> : <Gone data={data} />
}

/** It was sent, or taken out, or the meeting was called off: what somebody was writing is still theirs. */
function Gone({ data: { family, meeting, kept } }: { data: Exclude<SerializeFrom<typeof loader>, There> }): ReactNode {
  const { t } = useWords()
  return <NoLongerHere title={t('decided:form.gone')} family={family} back={{ to: `/families/${family}/meetings/${meeting}/plan`, text: t('decided:title') }} form={useActionData<typeof action>()?.form ?? kept ?? newForm()} />
}

function ThisPart({ data }: { data: There }): ReactNode {
  const { t } = useWords()
  const { family, meeting, question, lang, part, people, once, onceOut, kept } = data
  const sent = useActionData<typeof action>()?.form ?? kept ?? typedFrom(part as FamilyPart | null)
  const form = formOf(sent, data.here)
  return (
    <Page
      title={t(part ? 'decided:form.change' : 'decided:form.title')} above={<Said as="q" lang={lang}>{question}</Said>} family={{ id: family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${family}/meetings/${meeting}/plan`, text: t('decided:title') }}
    >
      {isOfBefore(sent, data.here) ? <KeptWords form={sent} /> : null}
      {part?.told ? <Notice tone="sun"><p><strong>{t('decided:part.told')}</strong></p><Said as="p" lang={part.toldLang}>{part.told}</Said></Notice> : null}
      <Form once={once}>
        {part?.told ? <TextArea form={form} name="answer" label={t('decided:form.answer')} hint={t('decided:form.answerHint')} rows={3} limit={1000} /> : null}
        <PartFields form={form} people={people} label={t('decided:form.words')} />
        <TextArea form={form} name="otherwise" label={t('decided:form.otherwise')} hint={t('common:optional')} rows={2} limit={500} />
        <Select form={form} name="checks" label={t('decided:form.checks')} choose={t('decided:form.leadChecks')} items={people.filter((one) => !one.lead).map(({ id, name }) => ({ value: id, text: name }))} />
        <Radios form={form} name="becomes" legend={t('decided:form.becomes')} items={partBecomes.map((value) => ({
          value, text: t(`decided:form.become.${value}`),
          more: value === 'goal' ? <Select form={form} name="category" label={t('goals:new.category')} choose={t('rules:choose')} items={categories.map((category) => ({ value: category, text: t(`goals:category.${category}`) }))} /> : undefined,
        }))} />
        <Radios form={form} name="kept" legend={t('decided:form.kept')} items={partKept.map((value) => ({ value, text: t(`decided:form.keep.${value}`), hint: t(`decided:form.keepHint.${value}`) }))} />
        <Actions><Button intent="save">{t('decided:form.save')}</Button></Actions>
      </Form>
      {part ? <Details summary={t('decided:form.out')}><Form once={onceOut}><p>{t('decided:form.outText')}</p><Actions><Button intent="out" kind="quiet">{t('decided:form.out')}</Button></Actions></Form></Details> : null}
      <OrRing />
    </Page>
  )
}
