import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { isToCome } from '#app/domain/meetings/answers.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import type { InviteBy } from '#app/domain/family/invitations.server.ts'
import { guestsOf, inviteGuest, inviteGuestAgain, withdrawGuest } from '#app/domain/meetings/guests.server.ts'
import { meetingOf, type Meeting } from '#app/domain/meetings/meetings.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, dayTypedOrNone, emailOrPhoneOrNone, thing, ticked, words } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { isLang, languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MeetingId, type MemberId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'

export const handle = titled('ready:guests.title')

const how = { by: choice(['message', 'letter']), address: emailOrPhoneOrNone, language: choice(languages.map(({ code }) => code)), 'say-name': ticked }
const newForms = z.object({ name: words(80), relation: words(60), until: dayTypedOrNone, ...how })
const againForm = z.object(how)
const memberForm = z.object({ member: thing<MemberId>() })

/** The meeting that the viewer arranges; 404 for any other. */
async function theirs(viewer: May<'meetings:see'>, id: string | undefined): Promise<Meeting> {
  const meeting = isId(id) ? await meetingOf(viewer, id as string as MeetingId) : undefined
  if (!meeting?.arranges) throw notYours()
  return meeting
}

/** Who is invited once more, where the address names somebody whom nothing else lets in. */
function againOf(request: Request, guests: Awaited<ReturnType<typeof guestsOf>>) {
  const member = new URL(request.url).searchParams.get('member')
  if (member === null) return null
  const one = guests.find((guest) => guest.member === member && guest.invitable)
  if (!one) throw notYours()
  return one
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const meeting = await theirs(viewer, params.id)
  const [guests, { language }] = await Promise.all([guestsOf(viewer, meeting), familyOf(viewer)])
  const again = againOf(request, isToCome(meeting.state) ? guests : [])
  return json({
    family: viewer.family, id: meeting.id, open: isToCome(meeting.state), guests, again: again && { member: again.member, name: again.name }, language: isLang(language) ? language : 'en', once: newFormId(), onceOf: newFormIds(guests.map((one) => one.member)),
    kept: await keptForm(request), done: doneIn(request, ['invited', 'withdrawn']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:see')
  const meeting = await theirs(viewer, params.id)
  const here = `/families/${viewer.family}/meetings/${meeting.id}`
  const post = await posted(request)
  if (post.intent === 'withdraw') {
    const read = readPosted(post, memberForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, withdrawGuest, { meeting: meeting.id, member: read.data.member }, read.once)
    return answer.ok ? doneAt(`${here}/guests`, 'withdrawn') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  // Once it has been held or called off nobody is invited any more; what somebody sees of it can still be taken back.
  if (!isToCome(meeting.state)) throw notYours()
  const again = againOf(request, await guestsOf(viewer, meeting))
  const sent = await invited(viewer, meeting.id, again?.member ?? null, post)
  if ('form' in sent) return json({ form: sent.form }, sent.status)
  return sent.letter ? goTo(`${here}/letter/${sent.member}`) : doneAt(`${here}/guests`, 'invited')
}

type Sent = { readonly form: FormState; readonly status: 400 | 409 } | { readonly member: MemberId; readonly letter: boolean }

async function invited(viewer: May<'meetings:see'>, meeting: MeetingId, again: MemberId | null, post: Posted): Promise<Sent> {
  const read = readPosted(post, againForm)
  const more = again === null ? readPosted(post, newForms) : null
  // Of somebody new all is asked for at once.
  if (more && !more.ok) return { form: more.form, status: 400 }
  if (!read.ok) return { form: read.form, status: 400 }
  const by: InviteBy | null = read.data.by === 'letter' ? { channel: 'letter' } : read.data.address
  if (!by) return { form: { ...read.form, errors: { address: { key: 'errors:notEmailOrPhone' } } }, status: 400 }
  const said = { meeting, by, lang: read.data.language, saysName: read.data['say-name'] }
  const answer = more ? await act(viewer, inviteGuest, { ...said, name: more.data.name, relation: more.data.relation, until: more.data.until }, read.once) : await act(viewer, inviteGuestAgain, { ...said, member: again! }, read.once)
  return answer.ok ? { member: answer.value, letter: by.channel === 'letter' } : { form: refusedForm(read.form, answer), status: 409 }
}

type Data = SerializeFrom<typeof loader>

export default function MeetingGuests() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm({ by: 'message', language: data.language })
  const here = `/families/${data.family}/meetings/${data.id}`
  return (
    <Page
      title={data.again ? t('people:invite.title', { name: data.again.name }) : t(data.open ? 'ready:guests.title' : 'ready:guests.list')} lead={data.open ? t(data.again ? 'ready:guests.againLead' : 'ready:guests.lead') : undefined} family={{ id: data.family, current: 'people' }} errors={form.errors}
      back={data.again ? { to: `${here}/guests`, text: t('ready:guests.title') } : { to: here, text: t('ready:back') }} done={data.done ? t(`ready:guests.${data.done}`) : undefined}
    >
      {data.again ? null : <Guests data={data} />}
      {data.open ? <Inviting data={data} form={form} /> : null}
      <OrRing />
    </Page>
  )
}

function Inviting({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <Card title={data.again ? undefined : t('ready:guests.add')}>
      <Form once={data.once}>
        {data.again ? null : (
          <>
            <Field form={form} name="name" label={t('people:new.name')} autoComplete="off" />
            <Field form={form} name="relation" label={t('people:new.relation')} hint={t('people:new.relationHint')} autoComplete="off" />
          </>
        )}
        <Radios form={form} name="by" legend={t('people:invite.by')} items={[
          { value: 'message', text: t('people:invite.message'), more: <Field form={form} name="address" label={t('people:invite.address')} hint={t('people:invite.addressHint')} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="ltr" /> },
          { value: 'letter', text: t('people:invite.letter'), hint: t('people:invite.letterHint') },
        ]} />
        <Radios form={form} name="language" legend={t('people:invite.language')} inline items={languages.map(({ code, ownName }) => ({ value: code, text: ownName, lang: code }))} />
        <Checkboxes form={form} name="say-name" legend={t('ready:guests.nameLegend')} hint={t('ready:guests.nameHint')} items={[{ value: 'yes', text: t('ready:guests.name') }]} />
        {data.again ? null : <DateField form={form} name="until" legend={t('ready:guests.until')} hint={t('ready:guests.untilHint')} />}
        <Actions><Button intent="invite">{t('people:invite.go')}</Button></Actions>
      </Form>
    </Card>
  )
}

function Guests({ data }: { data: Data }): ReactNode {
  const { t, format } = useWords()
  const here = `/families/${data.family}/meetings/${data.id}`
  return (
    <Card title={t('ready:guests.list')}>
      {data.guests.length === 0 ? <Empty>{t('ready:guests.none')}</Empty> : (
        <Rows>
          {data.guests.map((one) => (
            <div key={one.member}>
              <p><strong><bdi>{one.name}</bdi></strong> {one.joined ? <Tag>{t('ready:guests.joined')}</Tag> : one.open ? <Tag tone="sun">{t('ready:guests.open')}</Tag> : <Tag tone="grey">{t('ready:guests.notInvited')}</Tag>}</p>
              {one.until ? <p className="soft">{t('ready:guests.lasts', { day: format.day(one.until as Day) })}</p> : null}
              {data.open && one.invitable ? <p>{one.joined ? t('ready:guests.noWayIn') : null} <a href={`${here}/guests?member=${one.member}`}>{t('ready:guests.again')}<span className="vh"> {one.name}</span></a></p> : null}
              {data.open && one.invitable && one.open === 'letter' ? <p><a href={`${here}/letter/${one.member}`}>{t('people:letter.title')}<span className="vh"> {one.name}</span></a></p> : null}
              {one.guest ? (
                <Form once={data.onceOf[one.member]!}>
                  <input type="hidden" name="member" value={one.member} />
                  <Button intent="withdraw" kind="link">{t('ready:guests.withdraw')}<span className="vh"> {one.name}</span></Button>
                </Form>
              ) : null}
            </div>
          ))}
        </Rows>
      )}
    </Card>
  )
}
