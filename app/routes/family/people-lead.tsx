import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { askForAnotherLead, endCover, isTheLead, setCover, whoCanCover, whoLeads } from '#app/domain/family/lead.server.ts'
import { adultsToAgree } from '#app/domain/family/members.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { dayTyped, thing, things, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId, PersonId } from '#app/values/ids.ts'
import { CoverLine } from './cover-line.tsx'

export const handle = titled('promises:lead.title')

const coverForm = z.object({ by: thing<PersonId>(), from: dayTyped, until: dayTyped, 'agreed-by': things<MemberId>() })
const endForm = z.object({ cover: thing<MemberId>() })
const wishForm = z.object({ reason: words(1000) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:see')
  const leads = (await isTheLead(viewer)) ? must(viewer, 'people:invite') : null
  if (!leads && !may(viewer, 'sharing:decide')) throw notYours()
  const who = await whoLeads(viewer)
  return json({
    family: viewer.family, today: viewer.today, ...who, mayWish: may(viewer, 'sharing:decide') && who.lead !== null,
    cover: who.cover, covering: leads ? { colleagues: await whoCanCover(leads), adults: await adultsToAgree(leads) } : null,
    once: newFormId(), onceOther: newFormId(), kept: await keptForm(request), done: doneIn(request, ['cover', 'cover-ended', 'wish']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'people:see')
  const here = `/families/${viewer.family}/people/lead`
  const leads = await isTheLead(viewer)
  if (!leads && !may(viewer, 'sharing:decide')) throw notYours()
  const sent = await posted(request)
  if (!leads) {
    const read = readPosted(sent, wishForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'sharing:decide'), askForAnotherLead, { reason: read.data.reason, lang: await langOf(request) }, read.once)
    return answer.ok ? doneAt(here, 'wish') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const acts = must(viewer, 'people:invite')
  if (sent.intent === 'end') {
    const read = readPosted(sent, endForm)
    if (!read.ok) return json({ form: { ...read.form, errors: { '': { key: 'errors:formGone' } } } }, 400)
    const answer = await act(acts, endCover, { cover: read.data.cover }, read.once)
    return answer.ok ? doneAt(here, 'cover-ended') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(sent, coverForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(acts, setCover, { by: read.data.by, from: read.data.from, until: read.data.until, agreedBy: read.data['agreed-by'] }, read.once)
  return answer.ok ? doneAt(here, 'cover') : json({ form: refusedForm(read.form, answer) }, 409)
}

const doneWords = { cover: 'promises:lead.coverDone', 'cover-ended': 'promises:lead.coverEnded', wish: 'promises:lead.wishDone' } as const

export default function PeopleLead() {
  const { t, format } = useWords()
  const { family, today, lead, gap, cover, wish, mayWish, covering, once, onceOther, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page
      title={t('promises:lead.title')} family={{ id: family, current: 'people' }} errors={form.errors} done={done ? t(doneWords[done]) : undefined} back={{ to: `/families/${family}/people`, text: t('people:title') }}
      lead={lead ? t('promises:lead.is', { name: lead.name }) : gap ? t('promises:lead.gap', { name: gap.manager, day: format.date(gap.until) }) : t('promises:lead.nobody')}
    >
      {lead === null && gap ? <p>{t('promises:lead.gapMore')}</p> : null}
      {cover ? <Card tone="sun"><CoverLine lead={lead?.givenName ?? ''} cover={cover} today={today} /></Card> : null}
      {covering && cover ? <Form once={onceOther}><input type="hidden" name="cover" value={cover.member} /><Actions><Button intent="end" kind="quiet">{t('promises:lead.coverEnd')}</Button></Actions></Form> : null}
      {covering && !cover ? (
        <Card title={t('promises:lead.away')}>
          <p>{t('promises:lead.awayText')}</p>
          <Form once={once}>
            <Select form={form} name="by" label={t('promises:lead.who')} choose="" items={covering.colleagues.map(({ person, name }) => ({ value: person, text: name }))} />
            <DateField form={form} name="from" legend={t('promises:lead.from')} />
            <DateField form={form} name="until" legend={t('promises:lead.until')} />
            <Checkboxes form={form} name="agreed-by" legend={t('promises:lead.agreed')} hint={t('promises:lead.agreedHint')} items={covering.adults.map((adult) => ({ value: adult.id, text: <bdi>{adult.name}</bdi> }))} />
            <Actions><Button intent="cover">{t('promises:lead.coverGo')}</Button></Actions>
          </Form>
        </Card>
      ) : null}
      {wish ? (
        <Card title={t('promises:lead.wish')}>
          <Said as="blockquote" className="lines" lang={wish.lang}>{wish.reason}</Said>
          {wish.answeredAt === null ? <p>{t('promises:lead.wishWaits', { day: format.date(wish.dueOn) })}</p>
            : wish.answer === null ? <p>{t('promises:lead.wishNamed')}</p> : <><p>{t('promises:lead.wishAnswer')}</p><Said as="blockquote" className="lines" lang={wish.answerLang}>{wish.answer}</Said></>}
        </Card>
      ) : null}
      {mayWish && (wish === null || wish.answeredAt !== null) ? (
        <Details summary={t('promises:lead.another')} open={form.errors.reason !== undefined}>
          <p>{t('promises:lead.anotherText')}</p>
          <Form once={once}>
            <TextArea form={form} name="reason" label={t('promises:lead.why')} hint={t('promises:lead.whyHint')} rows={4} limit={1000} />
            <Actions><Button intent="wish" kind="quiet">{t('promises:lead.wishGo')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
    </Page>
  )
}
