import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { answerHoldingWish, holdingOf, takeWishBack, wishHolding } from '#app/domain/budget/holding-wishes.server.ts'
import { asked } from '#app/domain/budget/holding-words.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, thing, wordsOrNone } from '#app/http/fields.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { HoldingWishId } from '#app/values/ids.ts'
import { LastWish, NotNow, Questions, WaitingWish, Ways } from './holding-parts.tsx'

export const handle = titled('holding:title')

const wayForm = z.object({ holding: choice(asked) })
const wishForm = z.object({ wish: thing<HoldingWishId>() })
const answerForm = z.object({ wish: thing<HoldingWishId>(), answer: choice(['yes', 'no']), words: wordsOrNone(1000) })
/** Asked of one person alone: fields of these names are never kept and never sent back. */
const sealedForm = z.object({ 'sealed-manage': choice(['alone', 'help', 'not']), 'sealed-excluded': choice(['none', 'some']), 'sealed-choice': choice(['own', 'told']) })

async function budgetSeen(request: Request, params: LoaderFunctionArgs['params'], how: typeof lookIn) {
  const viewer = must(await how(request, params.family), 'budget:see')
  const [wanted, budgets] = [new URL(request.url).searchParams.get('budget'), await budgetsOf(viewer)]
  const budget = budgets.find((one) => one.id === wanted) ?? budgets[0]
  // How money is held is the adults' to speak for.
  if (!budget || viewer.seat === 'young-person') throw notYours()
  return { viewer, budget }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, budget } = await budgetSeen(request, params, lookIn)
  const how = await holdingOf(viewer, budget.id)
  if (!how) throw notYours()
  const waits = how.wish?.state === 'asked'
  const mayWish = may(viewer, 'budget:ask') && isAdult(viewer.seat)
  return json({
    family: viewer.family, budget: { id: budget.id, name: budget.name }, now: how.holding, wish: how.wish, waits, mayWish, mayAnswer: may(viewer, 'spend:decide') && waits,
    asks: mayWish && !waits && how.holding !== 'direct-payment' && new URL(request.url).searchParams.get('kind') === 'direct-payment',
    once: newFormIds(['council', 'service-fund', 'prepaid-card', 'direct-payment', 'answer', 'back']), kept: await keptForm(request, 'answer'), done: doneIn(request, ['asked', 'back', 'taken', 'answered']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, budget } = await budgetSeen(request, params, actIn)
  const post = await posted(request)
  const here = `/families/${viewer.family}/budget/holding?budget=${budget.id}`
  switch (post.intent) {
    case 'answer': {
      const read = readPosted(post, answerForm)
      if (!read.ok) return json({ form: read.form, not: null }, 400)
      const { wish, answer: said, words } = read.data
      const answer = await act(must(viewer, 'spend:decide'), answerHoldingWish, { wish, yes: said === 'yes', words, lang: await langOf(request) }, read.once)
      return answer.ok ? doneAt(here, 'answered') : json({ form: refusedForm(read.form, answer), not: null }, 409)
    }
    case 'take-back': {
      const read = readPosted(post, wishForm)
      if (!read.ok) return json({ form: read.form, not: null }, 400)
      const answer = await act(must(viewer, 'budget:ask'), takeWishBack, read.data, read.once)
      return answer.ok ? doneAt(here, 'taken') : json({ form: refusedForm(read.form, answer), not: null }, 409)
    }
    case 'direct-payment': {
      const asks = must(viewer, 'budget:ask')
      if (!isAdult(asks.seat)) throw notYours()
      const read = readPosted(post, sealedForm)
      if (!read.ok) return json({ form: read.form, not: null }, 400)
      // What does not fit is said in this answer alone: no command, no address, nothing that anybody could find later.
      const { 'sealed-manage': manage, 'sealed-excluded': excluded, 'sealed-choice': own } = read.data
      const not = excluded === 'some' ? 'some' as const : manage === 'not' ? 'manage' as const : own === 'told' ? 'told' as const : null
      if (not) return json({ form: newForm(), not })
      const answer = await act(asks, wishHolding, { budget: budget.id, holding: 'direct-payment' }, read.once)
      return answer.ok ? doneAt(here, 'asked') : json({ form: refusedForm(read.form, answer), not: null }, 409)
    }
    default: {
      const read = readPosted(post, wayForm)
      if (!read.ok) return json({ form: read.form, not: null }, 400)
      const answer = await act(must(viewer, 'budget:ask'), wishHolding, { budget: budget.id, holding: read.data.holding }, read.once)
      return answer.ok ? doneAt(here, answer.value === 'yes' ? 'back' : 'asked') : json({ form: refusedForm(read.form, answer), not: null }, 409)
    }
  }
}

export default function HoldingPage() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, budget, now, wish, waits, mayWish, mayAnswer, asks, once, done } = data
  const answered = useActionData<typeof action>()
  const form: FormState = answered?.form ?? data.kept ?? newForm()
  const here = `/families/${family}/budget/holding?budget=${budget.id}`
  const own = asks || answered?.not
  return (
    <Page
      title={t(answered?.not ? 'holding:not.title' : asks ? 'holding:ask.title' : 'holding:title')} above={<bdi>{budget.name}</bdi>} family={{ id: family, current: 'budget' }} lead={own ? undefined : t('holding:lead')} errors={form.errors}
      done={done ? t(`holding:done.${done}`) : undefined} back={own ? { to: here, text: t('holding:title') } : { to: `/families/${family}/budget?budget=${budget.id}`, text: t('budget:title') }}
    >
      {answered?.not ? <NotNow why={answered.not} here={here} /> : asks ? <Questions form={form} once={once['direct-payment']!} /> : (
        <>
          {wish && waits ? <WaitingWish wish={wish} form={form} once={once} mayTakeBack={mayWish} mayAnswer={mayAnswer} /> : null}
          {wish && !waits && wish.holding !== 'council' ? <LastWish wish={wish} mayWish={mayWish} /> : null}
          <Ways now={now} mayWish={mayWish && !waits} here={here} once={once} />
        </>
      )}
    </Page>
  )
}
