import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, viewerIn, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { letterTo, openInvitations, seatsToInvite } from '#app/domain/family/invitations.server.ts'
import { endMember } from '#app/domain/family/members.server.ts'
import { helpersOf, membersOf, type Member } from '#app/domain/family/people.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Person as PersonLine } from '#app/ui/person.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { roleKey } from './role.ts'

export const handle = titled<typeof loader>((_, data) => data.name)

/** The person whom the URL names, as far as the viewer may know of them today; 404 for anybody else. */
async function memberNamed(viewer: Viewer, id: string | undefined): Promise<Member> {
  const member = (await membersOf(viewer)).find((one) => one.id === id)
  if (!member?.current) throw notYours()
  return member
}

/** Those whose access the family ends by itself; the others' is settled with the lead professional. */
const mayEnd = (viewer: Viewer, member: Member) => may(viewer, 'people:invite') && (member.seat === 'network' || member.seat === 'other-parent')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:see')
  const member = await memberNamed(viewer, params.id)
  const helper = (await helpersOf(must(viewer, 'family:see'))).find((one) => one.member === member.id)
  const toInvite = may(viewer, 'people:invite') && member.person === null && seatsToInvite.has(member.seat)
  const invitation = toInvite ? (await openInvitations(must(viewer, 'people:invite'))).find((one) => one.member === member.id) : undefined
  return json({
    family: viewer.family, id: member.id, name: member.name, givenName: member.givenName, role: roleKey(member.seat), relation: member.relation,
    byName: member.seat === 'network' || member.seat === 'other-parent',
    helper: helper ?? null, toInvite, invitedUntil: invitation?.until ?? null,
    letter: invitation?.channel === 'letter' && (await letterTo(must(viewer, 'people:invite'), member.id)) !== undefined,
    mayEnd: mayEnd(viewer, member), kept: await keptForm(request), once: newFormId(),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await viewerIn(request, params.family), 'people:invite')
  const member = await memberNamed(viewer, params.id)
  if (!mayEnd(viewer, member)) throw notYours()
  const { once } = await posted(request)
  const answer = await act(viewer, endMember, { member: member.id }, once)
  return answer.ok ? doneAt(`/families/${viewer.family}/people`, 'ended') : json({ form: refusedForm(newForm(), answer) }, 409)
}

export default function PersonPage() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const { family, id, name, givenName, helper } = data
  return (
    <Page title={<bdi>{name}</bdi>} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people`, text: t('people:title') }}>
      <Card>
        <PersonLine name={name} photo={helper?.photo ?? null} role={data.relation ? <Said>{data.relation}</Said> : t(`people:role.${data.role}`)}
          words={helper?.hello ? <Said lang={helper.helloLang}>{helper.hello}</Said> : undefined}>
          {helper?.job ? <p><Said>{helper.job}</Said>{helper.agency ? <>, <Said>{helper.agency}</Said></> : null}</p> : null}
          {helper && helper.answersWithinDays !== null ? <p className="soft">{t('people:answers', { count: helper.answersWithinDays })}</p> : null}
          {helper?.phone ? <p><PhoneLink number={helper.phone} /></p> : null}
        </PersonLine>
        {data.byName ? <p>{t('people:seesByName', { name: givenName })}</p> : null}
      </Card>
      {data.toInvite ? (
        <Card title={t('people:account')}>
          <p>{data.invitedUntil ? t('people:invitedUntil', { day: format.day(data.invitedUntil as Parameters<typeof format.day>[0]) }) : t('people:noAccount', { name: givenName })}</p>
          <Actions>
            <ButtonLink to={`/families/${family}/people/invite?member=${id}`} kind="quiet">{t(data.invitedUntil ? 'people:inviteAgain' : 'people:inviteThem')}</ButtonLink>
            {data.letter ? <a href={`/families/${family}/people/${id}/letter`}>{t('people:letter.title')}</a> : null}
          </Actions>
        </Card>
      ) : null}
      {data.mayEnd ? (
        <Details summary={t('people:end.title', { name: givenName })}>
          <p>{t('people:end.text', { name: givenName })}</p>
          <Form once={data.once}><Actions><Button intent="end" kind="warning">{t('people:end.go')}</Button></Actions></Form>
        </Details>
      ) : null}
    </Page>
  )
}
