import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedInAs } from '#app/access/session.server.ts'
import { anybody, must, myselfFor } from '#app/access/viewer.server.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { ownFamilies } from '#app/domain/family/families.server.ts'
import { newGlance } from '#app/domain/help/references.server.ts'
import { askForHelp, mayAskNow } from '#app/domain/help/requests.server.ts'
import { forWhom, topics } from '#app/domain/help/topics.ts'
import { act } from '#app/events/transact.server.ts'
import { choice, emailOrPhone, someOf, thingOrNone, ticked, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing, PhoneLink } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { FamilyId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'

export const handle = titled('help:ask.title')

const helpForm = z.object({
  words: words(5000, 'errors:sayHelp'), topics: someOf(topics), for: choice(forWhom, 'errors:sayFor'), name: words(120, 'errors:sayYourName'), contact: emailOrPhone, when: wordsOrNone(300), messages: ticked,
  family: thingOrNone<FamilyId>(),
})

export async function loader({ request }: LoaderFunctionArgs) {
  const me = await signedInAs(request)
  const families = me ? await ownFamilies(must(myselfFor(database(), me.person, now()), 'account:keep')) : []
  return json({ once: newFormId(), helpDays: (await settingsForWords(database())).helpDays, families, name: me?.name ?? '' })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const read = await readForm(request, helpForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const taken = await mayAskNow(context.clientAddress)
  if (!taken.ok) return json({ form: refusedForm(read.form, { why: 'wait-a-little', values: { count: taken.waitSeconds } }) }, 429)
  const me = await signedInAs(request)
  const { data } = read
  const answer = await act(must(anybody(database(), now()), 'help:ask'), askForHelp, {
    words: data.words, lang: await langOf(request), topics: data.topics, forWhom: data.for, name: data.name, contact: data.contact, contactWhen: data.when,
    messagesSafe: data.messages, member: me && data.family !== null ? { person: me.person, family: data.family } : null,
  }, { ...read.once, contentHash: `${read.once.contentHash}|${me?.person ?? ''}` })
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  // The glance counts from the first sending: whoever goes back in this browser later and sends it again learns no code.
  const { id, reference, askedAt } = answer.value
  return redirect(`/help/sent/${reference}?glance=${newGlance(id, reference, Date.parse(askedAt))}`, 303)
}

export default function Help() {
  const { t } = useWords()
  const { once, helpDays, families, name } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm({ name })
  return (
    <Page title={t('help:ask.title')} lead={t('help:ask.lead')} exit errors={form.errors}>
      <Notice tone="sun">
        <p>
          <Sentence of="help:ask.safe" parts={{ phone: (number) => <PhoneLink number={number} />, link: (words) => <a href="/staying-safe">{words}</a> }} />
        </p>
      </Notice>
      <Form once={once}>
        <TextArea form={form} name="words" label={t('help:ask.words')} hint={t('help:ask.wordsHint')} rows={6} limit={5000} />
        <Checkboxes form={form} name="topics" legend={t('help:ask.topics')} hint={t('help:ask.topicsHint')} items={topics.map((value) => ({ value, text: t(`help:topic.${value}`) }))} />
        <Radios form={form} name="for" legend={t('help:ask.for')} items={forWhom.map((value) => ({ value, text: t(`help:for.${value}`) }))} />
        {families.length > 0 ? (
          <Radios
            form={form} name="family" legend={t('help:ask.family')} hint={t('help:ask.familyHint')}
            items={[...families.map((family) => ({ value: family.id as string, text: <bdi>{family.name}</bdi> })), { value: '', text: t('help:ask.noFamily') }]}
          />
        ) : null}
        <Field form={form} name="name" label={t('help:ask.name')} autoComplete="name" />
        <Field form={form} name="contact" label={t('help:ask.contact')} hint={t('help:ask.contactHint')} dir="ltr" autoCapitalize="none" spellCheck={false} />
        <TextArea form={form} name="when" label={t('help:ask.when')} hint={t('help:ask.whenHint')} rows={2} limit={300} />
        <Checkboxes form={form} name="messages" legend={t('help:ask.messages')} hint={t('help:ask.messagesHint')} items={[{ value: 'yes', text: t('help:ask.messagesSafe') }]} />
        <p>{t('help:ask.promise', { count: helpDays })}</p>
        <Actions><Button intent="ask">{t('help:ask.send')}</Button></Actions>
      </Form>
      <OrRing />
      <p><a href="/help/track">{t('help:track.title')}</a></p>
    </Page>
  )
}
