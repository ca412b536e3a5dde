import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { timesDecided } from '#app/domain/appointments/decided-times.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { moneyDecided } from '#app/domain/budget/decided-money.server.ts'
import { leadGap } from '#app/domain/family/lead-gap.server.ts'
import { helpersOf } from '#app/domain/family/people.server.ts'
import { familyPlanOf, type FamilyPlan } from '#app/domain/meetings/family-plan.server.ts'
import { answerFamilyPlan, joinPart } from '#app/domain/meetings/plan-answers.server.ts'
import { keepFamilyPlan, sendFamilyPlan } from '#app/domain/meetings/plan-writing.server.ts'
import { howPartsWent, sayHowPartWent } from '#app/domain/meetings/plan-reviews.server.ts'
import { partWent } from '#app/domain/meetings/plan-words.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, dayTypedOrNone, thing, wholeNumber, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { FormsOf } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { type MeetingId, type MeetingPartId } from '#app/values/ids.ts'
import { formOf, isOfBefore, KeptWords } from './kept-words.tsx'
import { canAnswer, canSend, OwnPlan, SentPlan } from './meeting-plan-rounds.tsx'
import { PartShown } from './meeting-plan-parts.tsx'
import { meetingIdOf } from './meeting-id.ts'
import { ofAnotherSitting, sittingMark, typedBefore } from './sitting-mark.server.ts'
import { keepingWords } from './words-kept.server.ts'

export const handle = titled('decided:title')

const planForm = z.object({ round: wholeNumber(1, 99), words: wordsOrNone(2000), again: dayTypedOrNone })
const wentForm = z.object({ part: thing<MeetingPartId>(), went: choice(partWent), 'went-words': wordsOrNone(1000) })
const joinForm = z.object({ part: thing<MeetingPartId>() })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const id = meetingIdOf(params.id)
  const plan = await familyPlanOf(viewer, id)
  const parts = plan.plans.flatMap((one) => one.rounds.flatMap((round) => round.parts.map((part) => part.id)))
  const accepted = plan.plans.flatMap((one) => one.rounds.filter((round) => round.state === 'accepted').flatMap((round) => round.parts.map((part) => part.id)))
  // Of another sitting nobody learns what it decided to pay for.
  const money = may(viewer, 'spend:see') && parts.length > 0 ? (await moneyDecided(must(viewer, 'spend:see'), id)).filter((one) => parts.includes(one.id)) : []
  const times = may(viewer, 'appointments:see') ? await timesDecided(must(viewer, 'appointments:see'), accepted) : []
  const late = plan.own !== null && plan.plans.some((one) => one.rounds[0]?.late === true)
  return json({
    family: viewer.family, meeting: id, here: sittingMark(viewer, id, plan.own), plan, whom: late ? await whomToRing(viewer) : null, went: await howPartsWent(viewer, accepted), tells: plan.own !== null && !plan.off, asks: may(viewer, 'budget:ask'), money, times, books: may(viewer, 'appointments:book'), once: newFormId(), onceOf: newFormIds([...plan.plans.map((one) => String(one.sitting)), ...parts]), kept: await keptForm(request),
    done: doneIn(request, ['part', 'put-in', 'part-out', 'kept', 'sent', 'accepted', 'not-yet', 'joined', 'apart', 'went']),
  })
}

/** Whoever leads, with their number, or who says by when who does: for a family whose answer is late. */
async function whomToRing(viewer: Reading) {
  const leads = (await helpersOf(must(viewer, 'family:see'))).filter((one) => one.lead)
  return { leads: leads.map(({ name, phone }) => ({ name, phone })), gap: leads.length === 0 ? await leadGap(viewer) : null }
}

type Reading = ReturnType<typeof must<Awaited<ReturnType<typeof actIn>>, 'meetings:see'>>
type Told = { readonly form: FormState; readonly status: 400 | 409 } | { readonly done: string }

export const action = keepingWords(async ({ request, params }: ActionFunctionArgs) => {
  const viewer = must(await actIn(request, params.family), 'meetings:see')
  const id = meetingIdOf(params.id)
  const plan = await familyPlanOf(viewer, id)
  const post = await posted(request)
  if (plan.off) return json({ form: typedBefore(post, 'meeting-is-off') }, 409)
  const lang = await langOf(request)
  const said = post.intent === 'went' && plan.own !== null ? await inOwnSitting(viewer, id, plan, post, () => wentSaid(viewer, id, post, lang)) : plan.may.answer ? await answered(viewer, id, plan, post, lang) : plan.may.join ? await joined(viewer, id, post) : plan.may.write ? await inOwnSitting(viewer, id, plan, post, () => written(viewer, id, post, lang)) : null
  if (!said) throw notYours()
  return 'done' in said ? doneAt(`/families/${viewer.family}/meetings/${id}/plan`, said.done) : json({ form: said.form }, said.status)
})

/** Does what was sent, unless its page was made for another sitting. */
async function inOwnSitting(viewer: Reading, meeting: MeetingId, { own }: FamilyPlan, post: Posted, send: () => Promise<Told>): Promise<Told> {
  const elsewhere = ofAnotherSitting(post, sittingMark(viewer, meeting, own))
  return elsewhere ? { form: elsewhere, status: 409 } : send()
}

async function written(viewer: Reading, meeting: MeetingId, post: Posted, lang: string): Promise<Told> {
  const read = readPosted(post, planForm)
  if (!read.ok) return { form: read.form, status: 400 }
  const { round, words: on, again: againOn } = read.data
  const input = { meeting, round, words: on, lang, againOn }
  const writer = must(viewer, 'meetings:attend')
  const said = await (post.intent === 'keep' ? act(writer, keepFamilyPlan, input, read.once) : act(writer, sendFamilyPlan, input, read.once))
  if (said.ok) return { done: post.intent === 'keep' ? 'kept' : 'sent' }
  return { form: refusedForm(read.form, said), status: said.why === 'look-again-missing' ? 400 : 409 }
}

/** Which parts have words beside them, as the form of one sitting's plan names them. */
async function answered(viewer: Reading, meeting: MeetingId, plan: FamilyPlan, post: Posted, lang: string): Promise<Told> {
  const sitting = plan.plans.find((one) => String(one.sitting) === post.values.sitting)
  const parts = sitting?.rounds[0]?.parts ?? []
  const no = post.intent === 'not-yet'
  const read = readPosted(post, z.object({ sitting: wholeNumber(1, 9), round: wholeNumber(1, 99), ...Object.fromEntries(parts.map((part) => [`risk-${part.id}`, wordsOrNone(1000)])) }))
  if (!read.ok) return { form: read.form, status: 400 }
  const { sitting: number, round, ...given } = read.data as { sitting: number; round: number } & Record<string, string | null>
  const risks = parts.flatMap((part) => (given[`risk-${part.id}`] ? [{ part: part.id, words: given[`risk-${part.id}`]! }] : []))
  // A reason and an acceptance at once say two things: nobody guesses which was meant.
  if (no !== risks.length > 0) {
    const first = parts[0] ? `risk-${parts[0].id}` : ''
    return { form: { ...read.form, errors: { [no ? first : `risk-${risks[0]!.part}`]: { key: no ? 'decided:answer.whichPart' : 'decided:answer.both' } } }, status: 400 }
  }
  const said = await act(must(viewer, 'meetings:prepare'), answerFamilyPlan, { meeting, sitting: number, round, risks, lang }, read.once)
  return said.ok ? { done: said.value.accepted ? 'accepted' : 'not-yet' } : { form: refusedForm(read.form, said), status: 409 }
}

async function wentSaid(viewer: Reading, meeting: MeetingId, post: Posted, lang: string): Promise<Told> {
  const read = readPosted(post, wentForm)
  if (!read.ok) return { form: read.form, status: 400 }
  const { part, went, 'went-words': on } = read.data
  const said = await act(must(viewer, 'meetings:attend'), sayHowPartWent, { meeting, part, went, words: on, lang }, read.once)
  return said.ok ? { done: 'went' } : { form: refusedForm(read.form, said), status: 409 }
}

async function joined(viewer: Reading, meeting: MeetingId, post: Posted): Promise<Told> {
  const read = readPosted(post, joinForm)
  if (!read.ok) return { form: read.form, status: 400 }
  const forAll = post.intent !== 'apart'
  const said = await act(must(viewer, 'meetings:arrange'), joinPart, { meeting, part: read.data.part, forAll }, read.once)
  return said.ok ? { done: forAll ? 'joined' : 'apart' } : { form: refusedForm(read.form, said), status: 409 }
}

export type PlanData = SerializeFrom<typeof loader>

export default function MeetingPlan() {
  return <FormsOf here={useLoaderData<typeof loader>().here}><ThePlan /></FormsOf>
}

function ThePlan(): ReactNode {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const form = formOf(sent, data.here)
  const { plan, family, meeting } = data
  const helps = plan.own === null
  return (
    <Page
      title={t(helps ? 'decided:onMeeting' : 'decided:title')} above={<Said as="q" lang={plan.lang}>{plan.question}</Said>} lead={t(helps ? 'decided:leadHelps' : 'decided:lead')} family={{ id: family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${family}/meetings/${meeting}`, text: t('ready:back') }} done={data.done ? t(`decided:done.${data.done}`) : undefined}
    >
      {plan.off || isOfBefore(sent, data.here) || (sent.values.went === undefined && !canSend(plan) && !canAnswer(plan)) ? <KeptWords form={sent} /> : null}
      {helps ? (plan.plans.length === 0 ? <Card><p>{t('decided:nothingSent')}</p></Card> : plan.plans.map((one) => <SentPlan key={one.sitting} plan={one} data={data} form={form} />))
        : <OwnPlan plan={plan.plans[0]} data={data} form={form} />}
      {plan.shared.length > 0 ? (
        <Card title={t('decided:shared.title')}>
          <p className="soft">{t('decided:shared.text')}</p>
          <Rows>{plan.shared.map((part) => <PartShown key={part.id} part={part} family={family} />)}</Rows>
        </Card>
      ) : null}
      <OrRing />
    </Page>
  )
}
