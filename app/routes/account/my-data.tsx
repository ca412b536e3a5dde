import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { askToBeForgotten } from '#app/domain/data/forgetting.server.ts'
import { parts } from '#app/domain/data/holdings.ts'
import { everythingAbout, type Copy } from '#app/domain/data/my-data.server.ts'
import { sayOwnNotRight } from '#app/domain/data/own-corrections.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { Day, Instant } from '#app/values/instant.ts'

export const handle = titled('data:title')

const forgetForm = z.object({ sure: choice(['yes'], 'errors:tickSure') })
const notRightForm = z.object({ words: words(1000) })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const copy = await everythingAbout(me)
  const [own, beside] = [copy.corrections.filter((one) => one.kept.beside === 'person'), copy.corrections.filter((one) => one.kept.beside !== 'person')]
  return json({
    parts: parts.map((part) => ({ part, things: saidOnce((part === 'corrections' ? beside : copy[part]).map(({ words: said, lang, at }) => ({ words: said, lang, at }))) })).filter((one) => one.things.length > 0),
    own: own.map(({ words: said, lang, at, kept }) => ({ words: said ?? '', lang, at: at!, answer: kept.answer as string | null, answerLang: kept.answer_lang as string | null })),
    helps: copy.posts.length > 0, forgottenBy: forgottenBy(copy), once: newFormId(), onceOwn: newFormId(), kept: await keptForm(request), done: doneIn(request, ['asked', 'said']),
  })
}

interface Thing { readonly words: string | null; readonly lang: string | null; readonly at: string | null }

/** What the page would say twice, such as an agreement for each of its kinds, it says once; the file holds each. */
function saidOnce(things: readonly Thing[]): Thing[] {
  return things.filter((one, at) => things.findIndex((other) => other.words === one.words && other.at === one.at) === at)
}

/** By when they are forgotten, if they have asked. */
function forgottenBy(copy: Copy): string | null {
  return copy.kept.map((one) => one.kept as { due_on?: string; done_at?: string | null }).find((one) => one.due_on !== undefined && one.done_at === null)?.due_on ?? null
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const post = await posted(request)
  if (post.intent === 'say') {
    const read = readPosted(post, notRightForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(me, sayOwnNotRight, { words: read.data.words, lang: await langOf(request) }, read.once)
    return answer.ok ? doneAt('/account/data', 'said') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, forgetForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(me, askToBeForgotten, {}, read.once)
  return answer.ok ? doneAt('/account/data', 'asked') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function MyData() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  return (
    <Page title={t('data:title')} lead={t('data:lead')} errors={form.errors} back={{ to: '/account', text: t('account:own.title') }} done={data.done ? t(data.done === 'said' ? 'data:own.done' : 'data:asked') : null}>
      <p><ButtonLink to="/account/data.json" kind="quiet">{t('data:download')}</ButtonLink></p>
      <Card title={t('data:part.person')}>
        <Things things={data.parts.find(({ part }) => part === 'person')?.things ?? []} since />
        <NotRightAboutMe own={data.own} form={form} once={data.onceOwn} />
      </Card>
      <Card title={t('data:all')}>
        {data.parts.filter(({ part }) => part !== 'person').map(({ part, things }) => (
          <Details key={part} summary={t('data:partOf', { part: t(`data:part.${part}`), number: things.length })}><Things things={things} /></Details>
        ))}
      </Card>
      <Card title={t('data:wrong.title')}><p>{t('data:wrong.text')}</p></Card>
      <Card title={t('data:forget.title')}>
        <p>{t('data:forget.goes')}</p>
        <p>{t('data:forget.stays')}</p>
        {data.helps ? <p>{t('data:forget.helps')}</p> : data.forgottenBy ? <p><strong>{t('data:forget.waits', { day: format.date(data.forgottenBy as Day) })}</strong></p> : (
          <Form once={data.once}>
            <Checkboxes form={form} name="sure" legend={t('data:forget.sure')} items={[{ value: 'yes', text: t('data:forget.yes') }]} />
            <Actions><Button intent="forget" kind="warning">{t('data:forget.go')}</Button></Actions>
          </Form>
        )}
      </Card>
      <OrRing />
    </Page>
  )
}

/** `since` is said of a moment that stands alone: the one at which somebody got an account here. */
function Things({ things, since = false }: { things: readonly Thing[]; since?: boolean }) {
  const { t, format } = useWords()
  return (
    <Rows>
      {things.map((one, at) => (
        <div key={at}>
          {one.words === null ? null : <p><Said lang={one.lang}>{one.words}</Said></p>}
          {one.at === null ? null : <p className="soft">{since ? t('data:since', { when: format.when(one.at as Instant) }) : one.at.length === 10 ? format.date(one.at as Day) : format.when(one.at as Instant)}</p>}
        </div>
      ))}
    </Rows>
  )
}

/** What they said is not right about themselves, beside it, and the way to say so. */
function NotRightAboutMe({ own, form, once }: { own: readonly { words: string; lang: string | null; at: string; answer: string | null; answerLang: string | null }[]; form: FormState; once: string }) {
  const { t, format } = useWords()
  return (
    <>
      {own.map((one, at) => (
        <div key={at}>
          <p>{t('data:own.said', { day: format.date(one.at as Instant) })} <Said lang={one.lang}>{one.words}</Said></p>
          {one.answer ? <p>{t('data:notRight.answer')} <Said lang={one.answerLang}>{one.answer}</Said></p> : <p className="soft">{t('data:own.waits')}</p>}
        </div>
      ))}
      <Details summary={t('data:own.title')} open={'words' in form.values}>
        <Form once={once}>
          <TextArea form={form} name="words" label={t('data:notRight.words')} hint={t('data:own.hint')} rows={3} limit={1000} />
          <Actions><Button intent="say">{t('data:notRight.go')}</Button></Actions>
        </Form>
      </Details>
    </>
  )
}
