import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { changeContact, ownAccount, safeContactOf, sendersNames, textsGoOut } from '#app/domain/account/own-account.server.ts'
import { whoMustNotLearn } from '#app/domain/sharing/must-not-learn.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, phoneOrNone, secret, someOf, ticked, wallTimeTyped, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Field, PasswordField, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { zoneNames, zones } from '#app/values/zones.ts'

export const handle = titled('account:contact.title')

const week = ['1', '2', '3', '4', '5', '6', '7'] as const
/** Boxes of people in families, `family.member`; whether they are there and in sight is asked of the database. */
const pairs = z.unknown().transform((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]))
const fields = z.object({
  channel: choice(['email', 'text', 'none']), days: someOf(week), fromTime: wallTimeTyped, untilTime: wallTimeTyped, zone: choice(zoneNames), texts: choice(['yes', 'no']), voicemail: choice(['yes', 'no']),
  sender: wordsOrNone(11), detail: someOf(['email', 'text']), mustNotLearn: wordsOrNone(500), friend: wordsOrNone(100), friendPhone: phoneOrNone, leadReads: ticked, safeWord: wordsOrNone(40), noSafeWord: ticked, keptFrom: pairs,
})
const withPassword = fields.extend({ password: secret() })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const [contact, { email, mobile, hasPassword }, senders, others, kept] = await Promise.all([safeContactOf(me), ownAccount(me), sendersNames(me), whoMustNotLearn(me), keptForm(request)])
  return json({ contact, senders, others: others.map(({ value, name, chosen }) => ({ value, name, chosen })), email, mobile, hasPassword, texts: textsGoOut(), kept, once: newFormId(), done: doneIn(request, ['kept']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const { hasPassword } = await ownAccount(me)
  const read = await readForm(request, hasPassword ? withPassword : fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const { channel, days, fromTime, untilTime, zone, texts, voicemail, sender, detail, mustNotLearn, friend, friendPhone, leadReads, safeWord, noSafeWord } = read.data
  const keptFrom = (await whoMustNotLearn(me)).filter(({ value }) => read.data.keptFrom.includes(value))
  if (keptFrom.length !== new Set(read.data.keptFrom).size) return json({ form: { ...read.form, errors: { keptFrom: { key: 'errors:chooseOne' } } } }, 400)
  if (days.length === 0) return json({ form: { ...read.form, errors: { days: { key: 'errors:chooseOne' } } } }, 400)
  const contact = {
    channel, days: [...days].sort().join(''), fromTime, untilTime, zone, messagesOk: texts === 'yes', voicemailOk: voicemail === 'yes', sender, emailDetail: detail.includes('email'), textDetail: detail.includes('text'), mustNotLearn, friend, friendPhone, leadReads,
    safeWord: noSafeWord ? null : (safeWord ?? undefined), keptFrom,
  }
  const password = 'password' in read.data && typeof read.data.password === 'string' ? read.data.password : null
  const answer = await changeContact(me, { password, contact }, read.once)
  return answer.ok ? doneAt('/account/contact', 'kept') : json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 409)
}

// Any Monday: the names of the days are the language's own.
const monday = '2024-01-01' as Day

export default function Contact() {
  const { t, format } = useWords()
  const { contact, senders, others, email, mobile, hasPassword, texts, kept, once, done } = useLoaderData<typeof loader>()
  const yesNo = (yes: boolean) => (yes ? 'yes' : 'no')
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({
    channel: contact.channel, days: [...contact.days], fromTime: contact.fromTime, untilTime: contact.untilTime, zone: contact.zone, texts: yesNo(contact.messagesOk), voicemail: yesNo(contact.voicemailOk),
    sender: contact.sender ?? '', detail: [...(contact.emailDetail ? ['email'] : []), ...(contact.textDetail ? ['text'] : [])], keptFrom: others.filter(({ chosen }) => chosen).map(({ value }) => value), mustNotLearn: contact.mustNotLearn ?? '', friend: contact.friend ?? '', friendPhone: contact.friendPhone ?? '', ...(contact.leadReads ? { leadReads: 'yes' } : {}),
  })
  const answers = [{ value: 'yes', text: t('account:contact.yes') }, { value: 'no', text: t('account:contact.no') }]
  return (
    <Page title={t('account:contact.title')} lead={t('account:contact.lead')} errors={form.errors} done={done ? t('account:contact.done') : null}
      back={{ to: '/account', text: t('account:own.title') }}>
      <Form once={once}>
        <Radios form={form} name="channel" legend={t('account:contact.channel')}
          items={[
            ...(email ? [{ value: 'email', text: t('account:contact.email'), hint: <bdi dir="ltr">{email}</bdi> }] : []),
            ...(mobile && texts ? [{ value: 'text', text: t('account:contact.text'), hint: <bdi dir="ltr">{format.phone(mobile)}</bdi> }] : []),
            { value: 'none', text: t('account:contact.none'), hint: t('account:contact.noneHint') },
          ]} />
        <p><a href="/account/contact/address">{t('account:contact.changeAddress')}</a></p>
        {texts ? <Radios form={form} name="texts" legend={t('account:contact.texts')} hint={t('account:contact.textsHint')} inline items={answers} />
          : <input type="hidden" name="texts" value={yesNo(contact.messagesOk)} />}
        <Radios form={form} name="voicemail" legend={t('account:contact.voicemail')} inline items={answers} />
        <Checkboxes form={form} name="days" legend={t('account:contact.days')}
          items={week.map((value, at) => ({ value, text: format.weekday(plusDays(monday, at)) }))} inline />
        <Field form={form} name="fromTime" label={t('account:contact.from')} hint={t('account:contact.timeHint')} width={5} inputMode="numeric" dir="ltr" />
        <Field form={form} name="untilTime" label={t('account:contact.until')} width={5} inputMode="numeric" dir="ltr" />
        <Select form={form} name="zone" label={t('account:contact.zone')} items={zones.map(([country, zone]) => ({ value: zone, text: format.country(country) }))} />
        <Select form={form} name="sender" label={t('account:contact.sender')} hint={t('account:contact.senderHint')} items={[{ value: '', text: t('account:contact.usualSender') }, ...senders.map((name) => ({ value: name, text: name }))]} />
        <Checkboxes form={form} name="detail" legend={t('account:contact.detail')} hint={t('account:contact.detailHint')}
          items={[{ value: 'email', text: t('account:contact.emailDetail') }, ...(mobile && texts ? [{ value: 'text', text: t('account:contact.textDetail') }] : [])]} />
        {!(mobile && texts) && contact.textDetail ? <input type="hidden" name="detail" value="text" /> : null}
        <p className="soft">{t('account:contact.atOnce')}</p>
        <Card title={t('account:contact.safer')}>
          {others.length > 0 ? <Checkboxes form={form} name="keptFrom" legend={t('account:contact.keptFrom')} hint={t('account:contact.keptFromHint')} items={others.map(({ value, name }) => ({ value, text: <bdi>{name}</bdi> }))} /> : null}
          <TextArea form={form} name="mustNotLearn" label={t(others.length > 0 ? 'account:contact.whoElse' : 'account:contact.mustNotLearn')} hint={t('account:contact.mustNotLearnHint')} rows={2} limit={500} />
          <Field form={form} name="friend" label={t('account:contact.friend')} hint={t('account:contact.friendHint')} autoComplete="off" />
          <Field form={form} name="friendPhone" label={t('account:contact.friendPhone')} type="tel" width={20} autoComplete="off" dir="ltr" />
          <Checkboxes form={form} name="leadReads" legend={t('account:contact.leadReads')} items={[{ value: 'yes', text: t('account:contact.leadReadsYes') }]} />
          <Field form={form} name="safeWord" label={t(contact.hasSafeWord ? 'account:contact.newSafeWord' : 'account:contact.safeWord')} hint={t('account:contact.safeWordHint')} width={20} autoComplete="off" />
          {contact.hasSafeWord ? <Checkboxes form={form} name="noSafeWord" legend={t('account:contact.hasSafeWord')} items={[{ value: 'yes', text: t('account:contact.noSafeWord') }]} /> : null}
        </Card>
        {hasPassword ? <PasswordField form={form} name="password" label={t('account:security.old')} hint={t('account:contact.passwordHint')} autoComplete="current-password" /> : null}
        <p className="soft">{t('account:contact.leadTold')}</p>
        <Actions><Button>{t('account:contact.go')}</Button></Actions>
      </Form>
      <OrRing />
    </Page>
  )
}
