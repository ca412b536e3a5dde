import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { helpOffered, takeOfferUp, thankForOffer, type HelpOffered } from '#app/domain/plan/i-can.server.ts'
import { whoSees } from '#app/domain/sharing/circles.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { dayTyped, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId } from '#app/values/ids.ts'
import { KeptWords } from './kept-words.tsx'

export const handle = titled('warm:can.one')

const takeForm = z.object({ words: words(500), due: dayTyped, thanks: wordsOrNone(200) })
/** Nothing is asked: the button says it all. */
const thankForm = z.object({})

async function theOffer(viewer: May<'offers:answer'>, id: string | undefined): Promise<HelpOffered> {
  const found = isId(id) ? await helpOffered(viewer, id) : undefined
  if (!found) throw notYours()
  return found
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'offers:answer')
  const { circle, from, beside, ...offer } = await theOffer(viewer, params.id)
  const members = await membersOf(viewer)
  const inside = offer.kept ? await whoSees(viewer, circle) : 'everybody'
  const nameOf = (id: string) => members.find((one) => one.id === id)?.name
  return json({
    family: viewer.family, offer, name: nameOf(from) ?? '', beside: beside && { words: beside.words, lang: beside.lang, goal: beside.goal },
    keptTo: inside === 'everybody' ? null : inside.members.flatMap((one) => nameOf(one) ?? []), once: newFormIds(['take', 'thank']), kept: await keptForm(request), done: doneIn(request, ['thanked']) !== null,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(must(await actIn(request, params.family), 'offers:answer'), 'plan:actions')
  const { id } = await theOffer(viewer, params.id)
  const post = await posted(request)
  if (post.intent === 'thank') {
    const read = readPosted(post, thankForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, thankForOffer, { offer: id }, read.once)
    return answer.ok ? doneAt(`/families/${viewer.family}/offers/${id}`, 'thanked') : json({ form: refusedForm(newForm(), answer) }, 409)
  }
  const read = readPosted(post, takeForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, takeOfferUp, { offer: id, words: read.data.words, lang: await langOf(request), dueOn: read.data.due, thanks: read.data.thanks }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/promise/${answer.value}`, 'taken') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function OfferOfHelp() {
  const { t, format } = useWords()
  const { family, offer, name, beside, keptTo, once, kept, done } = useLoaderData<typeof loader>()
  // Answered by somebody else meanwhile, or taken back: what was typed stands to be read.
  const typed = useActionData<typeof action>()?.form ?? kept
  const form = typed ?? newForm({ words: offer.words ?? beside?.words ?? '' })
  const back = beside ? beside.goal ? { to: `/families/${family}/goals/${beside.goal}`, text: t('goals:one.title') } : { to: `/families/${family}/plan`, text: t('plan:title') } : { to: `/families/${family}`, text: t('home:title') }
  return (
    <Page title={t('warm:can.offers', { name })} family={{ id: family, current: 'home' }} errors={form.errors} back={back} done={done ? t('warm:can.done.thanked', { name }) : undefined}>
      <Card>
        {offer.words === null ? null : <Said as="blockquote" lang={offer.lang}>{offer.words}</Said>}
        {beside ? <p>{t('warm:can.beside')} <Said as="q" lang={beside.lang}>{beside.words}</Said></p> : null}
        {offer.state === 'offered' ? null : <p>{t(`warm:can.now.${offer.state}`, { name })}</p>}
      </Card>
      {offer.state === 'offered' ? (
        <>
          <Card title={t('warm:can.take')} tone="next">
            <Form once={once['take']!}>
              <p>{t('warm:can.takeText', { name })} {keptTo ? t('warm:can.takeKept', { names: format.list(keptTo) }) : t('warm:can.takeSeen')}</p>
              <TextArea form={form} name="words" label={t('plan:action.words')} rows={3} limit={500} />
              <DateField form={form} name="due" legend={t('plan:action.due')} />
              <Field form={form} name="thanks" label={t('instead:offer.thanks')} hint={t('common:optional')} />
              <Actions><Button intent="take">{t('warm:can.takeGo')}</Button></Actions>
            </Form>
          </Card>
          <Form once={once['thank']!}><p className="soft">{t('warm:can.thankText', { name })}</p><Actions><Button intent="thank" kind="quiet">{t('warm:can.thankGo')}</Button></Actions></Form>
        </>
      ) : typed ? <KeptWords form={typed} /> : null}
      <OrRing />
    </Page>
  )
}
