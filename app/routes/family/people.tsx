import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { seatsThatHelp } from '#app/access/powers.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { invitesTo, openInvitations } from '#app/domain/family/invitations.server.ts'
import { leadGap } from '#app/domain/family/lead-gap.server.ts'
import { byNearness } from '#app/domain/family/nearness.ts'
import { familyOf, helpersOf, membersOf, ofTheHousehold, type Member } from '#app/domain/family/people.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { doneIn } from '#app/http/done.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Person } from '#app/ui/person.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { NearWords } from './near-words.tsx'
import { roleKey } from './role.ts'

export const handle = titled('people:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:see')
  const mayInvite = may(viewer, 'people:invite')
  const [family, members, helpers, gap, invitations] = await Promise.all([
    familyOf(viewer), membersOf(viewer), helpersOf(must(viewer, 'family:see')), leadGap(viewer), mayInvite ? openInvitations(must(viewer, 'people:invite')) : [],
  ])
  const line = (member: Member) => ({
    id: member.id, name: member.name, role: roleKey(member.seat), relation: member.relation, me: member.id === viewer.member,
    invitedUntil: invitations.find((one) => one.member === member.id)?.until ?? null,
    near: member.near,
    toInvite: mayInvite && member.person === null && invitesTo(viewer, member.seat),
  })
  return json({
    family: viewer.family, name: family.name, mayInvite,
    us: members.filter(ofTheHousehold).map(line),
    network: byNearness(members.filter((member) => member.current && (member.seat === 'network' || member.seat === 'other-parent'))).map(line),
    helpers, gap, writes: may(viewer, 'messages:see'), caring: may(viewer, 'caring:see') && viewer.seat !== 'young-person', peers: may(viewer, 'peers:see'), meetings: may(viewer, 'meetings:see'), dates: !may(viewer, 'appointments:book') ? null : seatsThatHelp.has(viewer.seat as never) ? 'theirs' as const : 'ours' as const,
    sharing: may(viewer, 'sharing:see'), leads: viewer.seat === 'lead' && helpers.some((helper) => helper.member === viewer.member && helper.coversUntil === null), done: doneIn(request, ['invited', 'ended', 'added', 'helper']),
  })
}

export default function People() {
  const { t, format } = useWords()
  const { family, name, mayInvite, us, network, helpers, gap, leads, writes, caring, peers, meetings, dates, sharing, done } = useLoaderData<typeof loader>()
  const row = (member: (typeof us)[number]) => (
    <Person key={member.id} name={member.name} to={`/families/${family}/people/${member.id}`}
      role={member.me ? t('people:me') : member.relation ? <Said>{member.relation}</Said> : t(`people:role.${member.role}`)}>
      {member.near ? <p className="soft"><NearWords near={member.near} /></p> : null}
      {member.toInvite ? <Invite family={family} member={member} /> : null}
    </Person>
  )
  return (
    <Page title={t('people:title')} above={<bdi>{name}</bdi>} family={{ id: family, current: 'people' }} done={done ? t(`people:done.${done}`) : null}>
      <Card title={t('people:us')}>
        <Rows>{us.map(row)}</Rows>
        {mayInvite ? <p><ButtonLink to={`/families/${family}/people/add`} kind="quiet">{t('people:ours.link')}</ButtonLink></p> : null}
        {dates ? <p><a href={`/families/${family}/dates`}>{t(dates === 'ours' ? 'dates:link' : 'dates:linkTheirs')}</a></p> : null}
        {caring ? <p><a href={`/families/${family}/caring`}>{t('carers:home.people')}</a></p> : null}
      </Card>
      <Card title={t('people:helping')}>
        {gap ? <p>{t('promises:lead.gap', { name: gap.manager, day: format.date(gap.until) })}</p> : null}
        {helpers.length === 0 ? (gap ? null : <Empty>{t('people:nobodyHelps')}</Empty>) : (
          <Rows>
            {helpers.map((helper) => (
              <Person key={helper.member} name={helper.name} photo={helper.photo} to={`/families/${family}/people/${helper.member}`}
                role={helper.coversUntil ? t('promises:lead.covers', { day: format.date(helper.coversUntil) }) : helper.lead ? t('people:role.lead') : helper.job ? <Said>{helper.job}</Said> : t('people:role.team')}
                words={helper.hello ? <Said lang={helper.helloLang}>{helper.hello}</Said> : undefined}>
                {helper.answersWithinDays === null ? null : <p className="soft">{t('people:answers', { count: helper.answersWithinDays })}</p>}
                {helper.phone ? <p><PhoneLink number={helper.phone} /></p> : null}
              </Person>
            ))}
          </Rows>
        )}
        {sharing || leads ? <p><a href={`/families/${family}/people/lead`}>{t('promises:lead.title')}</a></p> : null}
        {writes ? <p><a href={`/families/${family}/messages`}>{t('messages:title')}</a></p> : null}
        {mayInvite ? <p><a href={`/families/${family}/people/helper`}>{t('people:helper.title')}</a></p> : null}
        {sharing ? <p><ButtonLink to={`/families/${family}/sharing`} kind="quiet">{t('sharing:link')}</ButtonLink></p> : null}
      </Card>
      <Card title={t('people:network')}>
        {network.length === 0 ? <Empty>{t('people:noNetwork')}</Empty> : <Rows>{network.map(row)}</Rows>}
        {mayInvite ? <p><ButtonLink to={`/families/${family}/people/invite`} kind="quiet">{t('people:add')}</ButtonLink></p> : null}
        {meetings ? <p><a href={`/families/${family}/meetings`}>{t('meetings:title')}</a></p> : null}
        {peers ? <p><a href={`/families/${family}/peers`}>{t('peers:link')}</a></p> : null}
      </Card>
    </Page>
  )
}

function Invite({ family, member }: { family: string; member: { id: string; invitedUntil: string | null } }) {
  const { t, format } = useWords()
  const to = `/families/${family}/people/invite?member=${member.id}`
  if (member.invitedUntil === null) return <p><a href={to}>{t('people:inviteThem')}</a></p>
  return <p className="soft">{t('people:invitedUntil', { day: format.day(member.invitedUntil as Parameters<typeof format.day>[0]) })}</p>
}
