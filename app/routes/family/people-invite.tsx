import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { invite, invitesTo, type InviteBy } from '#app/domain/family/invitations.server.ts'
import { addMember, contactOf } from '#app/domain/family/members.server.ts'
import { familyOf, membersOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, emailOrPhoneOrNone, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { isLang, languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId } from '#app/values/ids.ts'

export const handle = titled<typeof loader>(({ t }, data) => (data.member ? t('people:invite.title', { name: data.member.name }) : t('people:new.title')))

const newFields = z.object({ name: words(80), relation: words(60) })
const inviteFields = z.object({ by: choice(['message', 'letter']), address: emailOrPhoneOrNone, language: choice(languages.map(({ code }) => code)) })

/** The member that the URL names, if they can be invited; null for somebody new. 404 for anybody else. */
async function memberAsked(request: Request, viewer: May<'people:invite'>) {
  const id = new URL(request.url).searchParams.get('member')
  if (id === null) return null
  const member = isId(id) ? (await membersOf(viewer)).find((one) => one.id === id) : undefined
  if (!member?.current || member.person !== null || !invitesTo(viewer, member.seat)) throw notYours()
  return member
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:invite')
  const member = await memberAsked(request, viewer)
  const [family, contact, kept] = await Promise.all([familyOf(viewer), member ? contactOf(viewer, member.id) : undefined, keptForm(request)])
  const language = contact?.language ?? family.language
  return json({
    family: viewer.family, once: newFormId(), kept,
    member: member && { id: member.id, name: member.name },
    first: { by: 'message', address: (contact?.channel === 'text' ? contact.mobile : contact?.email ?? contact?.mobile) ?? '', language: isLang(language) ? language : 'en' },
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'people:invite')
  const member = await memberAsked(request, viewer)
  const said = await posted(request)
  const people = `/families/${viewer.family}/people`
  if (!member) {
    const read = readPosted(said, newFields)
    if (!read.ok) return json({ form: read.form }, 400)
    const { name, relation } = read.data
    const answer = await act(viewer, addMember, { name, givenName: null, seat: 'network', relation, bornOn: null, contact: null, agreedBy: null }, read.once)
    return answer.ok ? goTo(`${people}/invite?member=${answer.value}`) : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(said, inviteFields)
  if (!read.ok) return json({ form: read.form }, 400)
  const by: InviteBy | null = read.data.by === 'letter' ? { channel: 'letter' } : read.data.address
  if (!by) return json({ form: missing(read.form) }, 400)
  const answer = await act(viewer, invite, { member: member.id, by, lang: read.data.language }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  return by.channel === 'letter' ? goTo(`${people}/${member.id}/letter`) : doneAt(people, 'invited')
}

function missing(form: FormState): FormState {
  return { ...form, errors: { address: { key: 'errors:notEmailOrPhone' } } }
}

export default function PeopleInvite() {
  const { t } = useWords()
  const { family, member, first, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm(member ? first : {})
  const back = { to: `/families/${family}/people`, text: t('people:title') }
  if (!member) {
    return (
      <Page title={t('people:new.title')} lead={t('people:new.lead')} family={{ id: family, current: 'people' }} errors={form.errors} back={back}>
        <Form once={once}>
          <Field form={form} name="name" label={t('people:new.name')} autoComplete="off" />
          <Field form={form} name="relation" label={t('people:new.relation')} hint={t('people:new.relationHint')} autoComplete="off" />
          <Actions><Button>{t('people:new.go')}</Button></Actions>
        </Form>
      </Page>
    )
  }
  return (
    <Page title={t('people:invite.title', { name: member.name })} lead={t('people:invite.lead')} family={{ id: family, current: 'people' }} errors={form.errors} back={back}>
      <Form once={once}>
        <Radios form={form} name="by" legend={t('people:invite.by')}
          items={[
            {
              value: 'message', text: t('people:invite.message'),
              more: <Field form={form} name="address" label={t('people:invite.address')} hint={t('people:invite.addressHint')} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="ltr" />,
            },
            { value: 'letter', text: t('people:invite.letter'), hint: t('people:invite.letterHint') },
          ]} />
        <Radios form={form} name="language" legend={t('people:invite.language')} inline
          items={languages.map(({ code, ownName }) => ({ value: code, text: ownName, lang: code }))} />
        <Actions>
          <Button>{t('people:invite.go')}</Button>
          <a href={back.to}>{t('people:invite.notNow')}</a>
        </Actions>
      </Form>
      <OrRing />
    </Page>
  )
}
