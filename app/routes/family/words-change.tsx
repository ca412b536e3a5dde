import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { changeWords, earlierWords, wordsOf, type ChangeableWords, type StandingWords } from '#app/domain/plan/changing-words.server.ts'
import { ownWords } from '#app/domain/plan/said.server.ts'
import { thingToKeep } from '#app/domain/sharing/changing.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTypedOrNone, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Columns, Rows } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type EntryId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('agreement:change.title')

/** The longest words of an entry and of a goal. */
const longest: Readonly<Record<ChangeableWords, number>> = { plan: 2000, goal: 500 }
const formOf = (kind: ChangeableWords) => z.object({ words: words(longest[kind]), due: dayTypedOrNone, from: fromPage })

/** How it stood when the page was made: its number and its day, as a hidden field carries them. */
const fromPage = z.unknown().transform((given, ctx) => {
  const found = /^([1-9]\d{0,8})(?:@(\d{4}-\d{2}-\d{2}))?$/.exec(typeof given === 'string' ? given : '')
  if (found) return { number: Number(found[1]), dueOn: (found[2] ?? null) as Day | null }
  ctx.addIssue({ code: 'custom', message: 'errors:formGone' })
  return z.NEVER
})
const pageOf = ({ number, dueOn }: Pick<StandingWords, 'number' | 'dueOn'>) => (dueOn === null ? String(number) : `${number}@${dueOn}`)

/** The words that the URL names: those of a goal, or of an entry of the plan. */
async function named(request: Request, viewer: Viewer, id: string | undefined) {
  const kind: ChangeableWords = new URL(request.url).pathname.split('/')[3] === 'goals' ? 'goal' : 'plan'
  const found = isId(id) ? await wordsOf(must(viewer, 'plan:see'), kind, id) : undefined
  if (!found) throw notYours()
  return { id: id!, kind, found, back: kind === 'goal' ? `/families/${viewer.family}/goals/${id}` : `/families/${viewer.family}/plan` }
}

/** What else the reader may do with an entry of the plan: say who sees it, take it out. */
async function besides(viewer: Viewer, id: string): Promise<{ sees: boolean; out: boolean }> {
  return {
    sees: may(viewer, 'sharing:decide') && (await thingToKeep(viewer, 'plan', id))?.maker === viewer.member,
    out: may(viewer, 'plan:strengths') && (await ownWords(must(viewer, 'plan:strengths'), id as EntryId)) !== undefined,
  }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:see')
  const { id, kind, found, back } = await named(request, viewer, params.id)
  const members = await membersOf(viewer)
  const nameOf = (member: string | null) => members.find((one) => one.id === member)?.name ?? null
  const { circle: _circle, by, ...standing } = found
  return json({
    family: viewer.family, id, kind, back, standing: { ...standing, by: nameOf(by), from: pageOf(found), limit: longest[kind] }, kept: await keptForm(request), once: newFormId(),
    ...(kind === 'plan' ? await besides(viewer, id) : { sees: false, out: false }),
    earlier: found.mayChange ? (await earlierWords(viewer, kind, id)).map((one) => ({ ...one, by: nameOf(one.by) })) : [],
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:see')
  const { id, kind, back } = await named(request, viewer, params.id)
  const read = await readForm(request, formOf(kind))
  if (!read.ok) return json({ form: read.form, both: false }, 400)
  const answer = await act(viewer, changeWords, { kind, thing: id, words: read.data.words, lang: await langOf(request), dueOn: read.data.due, from: read.data.from }, read.once)
  return answer.ok ? doneAt(back, 'changed') : json({ form: refusedForm(read.form, answer), both: answer.why === 'words-changed-meanwhile' }, 409)
}

export default function ChangeWords() {
  const { t, format } = useWords()
  const { family, id, kind, back, standing, sees, out, earlier, kept, once } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const first = newForm({ words: standing.words, from: standing.from, ...dayValues(standing.dueOn) })
  const form = answer?.form ?? kept ?? first
  const both = answer?.both ?? false
  // Whoever has read both saves over what they have read.
  const from = both ? standing.from : valueOf(form, 'from') || standing.from
  const field = <Fields form={form} from={from} kind={kind} limit={standing.limit} promise={standing.dueOn !== null} once={once} label={t(both ? 'agreement:change.yours' : 'agreement:change.words')} />
  return (
    <PlanPage title={t('agreement:change.title')} family={family} picture="pencil" errors={form.errors} lead={standing.mayChange ? t('agreement:change.lead') : null} back={{ to: back, text: t('plan:title') }} wide={both}>
      {!standing.mayChange ? (
        <>
          <p><Said as="q" lang={standing.lang}>{standing.words}</Said></p>
          <p>{t('agreement:change.notYours')}</p>
          <Actions><ButtonLink to={`/families/${family}/not-right/${kind}/${id}`}>{t('data:notRight.link')}</ButtonLink></Actions>
        </>
      ) : both ? (
        <Columns
          first={
            <Card title={t('agreement:change.theirs')} tone="sun">
              <Said as="p" className="lines" lang={standing.lang}>{standing.words}</Said>
              {standing.dueOn ? <p>{t('plan:due', { day: format.day(standing.dueOn) })}</p> : null}
              <p className="soft">{t('agreement:change.by', { name: standing.by ?? t('plan:somebodyElse'), when: format.when(standing.at) })}</p>
              <p><a href={back}>{t('agreement:change.keepTheirs')}</a></p>
            </Card>
          }
          second={field}
        />
      ) : field}
      {both || !(sees || out) ? null : (
        <p>
          {sees ? <a href={`/families/${family}/plan/${id}/sees`}>{t('sharing:hide.linkOf')}</a> : null}{sees && out ? ' · ' : null}
          {out ? <a href={`/families/${family}/plan/said/${id}`}>{t('plan:out.link')}</a> : null}
        </p>
      )}
      {earlier.length > 0 ? (
        <Details summary={t('agreement:change.before')}>
          <Rows>
            {earlier.map((one) => (
              <div key={one.number}>
                <Said as="p" className="lines" lang={one.lang}>{one.words}</Said>
                <p className="soft">{one.dueOn ? <>{t('plan:due', { day: format.day(one.dueOn) })}{' · '}</> : null}{t('agreement:change.by', { name: one.by ?? t('plan:somebodyElse'), when: format.when(one.at) })}</p>
              </div>
            ))}
          </Rows>
        </Details>
      ) : null}
      <OrRing />
    </PlanPage>
  )
}

function Fields({ form, from, kind, limit, promise, once, label }: { form: FormState; from: string; kind: ChangeableWords; limit: number; promise: boolean; once: string; label: string }): ReactNode {
  const { t } = useWords()
  return (
    <Form once={once}>
      <input type="hidden" name="from" value={from} />
      <TextArea form={form} name="words" label={label} rows={kind === 'goal' ? 3 : 5} limit={limit} />
      {promise ? <DateField form={form} name="due" legend={t('plan:action.due')} /> : null}
      <Actions><Button intent="change">{t('agreement:change.go')}</Button></Actions>
    </Form>
  )
}

function dayValues(day: string | null): Record<string, string> {
  return day === null ? {} : { 'due-year': day.slice(0, 4), 'due-month': String(Number(day.slice(5, 7))), 'due-day': String(Number(day.slice(8))) }
}
