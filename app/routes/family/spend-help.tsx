import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { offerForm, oftens, withdrawForm } from '#app/domain/budget/instead-form.ts'
import { offerInstead, toHelpWith, withdrawOffer, type ToHelpWith } from '#app/domain/budget/instead.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type SpendId } from '#app/values/ids.ts'

export const handle = titled('instead:page.title')

/** What somebody else asks for, and nothing of what it costs: for whoever sees it and could help. */
async function askedOne(viewer: May<'help:offer'>, id: string | undefined): Promise<ToHelpWith> {
  const found = isId(id) ? await toHelpWith(viewer, id as string as SpendId) : undefined
  // Of what is decided, only whoever offered reads what became of it.
  if (!found || (!found.open && found.mine === null)) throw notYours()
  return found
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'help:offer')
  return json({ family: viewer.family, asked: await askedOne(viewer, params.id), seesMoney: may(viewer, 'spend:see'), seesPlan: may(viewer, 'plan:see'), done: doneIn(request, ['offered', 'withdrawn']), kept: await keptForm(request), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'help:offer')
  const { id } = await askedOne(viewer, params.id)
  const here = `/families/${viewer.family}/budget/requests/${id}/help`
  const post = await posted(request)
  if (post.intent === 'withdraw') {
    const read = readPosted(post, withdrawForm)
    if (!read.ok) return json({ form: { ...read.form, errors: { '': { key: 'errors:formGone' } } } }, 400)
    const answer = await act(viewer, withdrawOffer, read.data, read.once)
    return answer.ok ? doneAt(here, 'withdrawn') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, offerForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, offerInstead, { spend: id, ...read.data, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(here, 'offered') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function HelpInstead() {
  const { t, format } = useWords()
  const { family, asked, seesMoney, seesPlan, done, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ often: asked.weeks > 1 ? 'weekly' : 'once' })
  const { mine } = asked
  return (
    <Page
      title={t('instead:page.title')} lead={t('instead:page.lead', { name: asked.asker })} family={{ id: family, current: seesMoney ? 'budget' : 'home' }} errors={form.errors} done={done ? t(`instead:done.${done}`) : undefined}
      back={seesMoney ? { to: `/families/${family}/budget/requests/${asked.id}`, text: t('budget:one.title') } : { to: `/families/${family}`, text: t('home:title') }}
    >
      <SummaryList rows={[
        { key: t('budget:check.what'), value: <Said lang={asked.whatLang}>{asked.what}</Said> },
        { key: t('budget:one.neededOn'), value: format.day(asked.neededOn) },
        ...(asked.weeks > 1 ? [{ key: t('asking:often.legend'), value: t('asking:often.said', { count: asked.weeks }) }] : []),
        ...(asked.forWhom.length > 0 ? [{ key: t('asking:forWhom'), value: format.list([...asked.forWhom]) }] : []),
      ]} />
      {mine ? (
        <Card title={t('instead:page.mine')}>
          <Said lang={mine.lang} as="blockquote">{mine.words}</Said>
          <p className="soft">{t(`instead:when.${mine.often}`, { day: format.day(mine.on) })}</p>
          <p>{t(`instead:state.${mine.state}`, { name: asked.asker })} {mine.state === 'taken' && seesPlan && mine.entry ? <a href={`/families/${family}/plan/promise/${mine.entry}`}>{t('instead:page.promise')}</a> : null}</p>
          {mine.state === 'offered' && asked.open ? <Form once={once}><input type="hidden" name="offer" value={mine.id} /><Actions><Button kind="quiet" intent="withdraw">{t('instead:page.withdraw')}</Button></Actions></Form> : null}
        </Card>
      ) : null}
      {asked.open && mine?.state !== 'offered' ? (
        <Form once={once}>
          <TextArea form={form} name="words" label={t('instead:page.words')} hint={t('instead:page.wordsHint')} rows={3} limit={300} />
          <Radios form={form} name="often" legend={t('instead:page.often')} items={oftens.map((value) => ({ value, text: t(`instead:often.${value}`) }))} />
          <DateField form={form} name="on" legend={t('instead:page.on')} hint={t('instead:page.onHint')} />
          <p className="soft">{t('instead:page.then', { name: asked.asker })}</p>
          <Actions><Button intent="offer">{t('instead:page.send')}</Button></Actions>
        </Form>
      ) : null}
    </Page>
  )
}
