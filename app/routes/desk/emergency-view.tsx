import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must, viewerOfEmergency } from '#app/access/viewer.server.ts'
import { familyOf, helpersOf, membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { takeEmergencyView } from '#app/domain/family/emergency.server.ts'
import { act } from '#app/events/transact.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Person } from '#app/ui/person.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type EmergencyId, type FamilyId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('looked:emergency.viewTitle')

/** Shows the plan once; asked for again, there is no such page. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = must(await atTheDesk(request), 'families:find')
  const [family, view] = (params.id ?? '').split('.')
  if (!isId(family) || !isId(view) || desk.person === null) throw notYours()
  const viewer = await viewerOfEmergency(desk.db, desk.person, family as FamilyId, view as EmergencyId, desk.now)
  if (!viewer) throw notYours()
  const taken = await act(must(viewer, 'emergency:see'), takeEmergencyView, { view: view as EmergencyId })
  if (!taken.ok) throw notYours()
  const [{ name }, members, helpers, entries] = await Promise.all([familyOf(viewer), membersOf(viewer), helpersOf(must(viewer, 'family:see')), planEntries(must(viewer, 'plan:see'))])
  return json({
    places: deskPlaces(desk), name, today: viewer.today, lead: helpers[0] ?? null,
    us: members.filter(ofTheHousehold).map(({ id, name: called, bornOn }) => ({ id, name: called, bornOn })),
    strengths: entries.strengths.map(({ id, words, lang }) => ({ id, words, lang })),
    open: entries.actions.filter((one) => one.doneAt === null).map(({ id, words, lang, dueOn, owner, ownerName }) => ({ id, words, lang, dueOn, owner: members.find((member) => member.id === owner)?.name ?? ownerName })),
  })
}

export default function EmergencyView() {
  const { t, format } = useWords()
  const { places, name, today, lead, us, strengths, open } = useLoaderData<typeof loader>()
  return (
    <Page title={t('looked:emergency.viewTitle')} above={<bdi>{name}</bdi>} desk={{ current: 'find', places }}>
      <Notice><p>{t('looked:emergency.once')}</p></Notice>
      {lead ? (
        <Card title={t('looked:emergency.ring')} tone="next">
          <Person name={lead.name} photo={lead.photo} role={t('people:role.lead')}>{lead.phone ? <p><PhoneLink number={lead.phone} /></p> : null}</Person>
        </Card>
      ) : null}
      <Card title={t('looked:emergency.who')}>
        <Rows>{us.map((one) => <p key={one.id}><bdi>{one.name}</bdi>{one.bornOn && one.bornOn <= today ? <span className="soft"> {format.age(one.bornOn as Day, today as Day)}</span> : null}</p>)}</Rows>
      </Card>
      <Card title={t('looked:emergency.good')}>
        {strengths.length === 0 ? <Empty>{t('looked:emergency.none')}</Empty> : <Rows>{strengths.map((one) => <Said key={one.id} as="p" lang={one.lang}>{one.words}</Said>)}</Rows>}
      </Card>
      <Card title={t('looked:emergency.promised')}>
        {open.length === 0 ? <Empty>{t('looked:emergency.none')}</Empty> : (
          <Rows>
            {open.map((one) => (
              <div key={one.id}>
                <Said as="p" lang={one.lang}>{one.words}</Said>
                <p className="soft">{one.owner ? <><bdi>{one.owner}</bdi>, </> : null}{format.day(one.dueOn)}</p>
              </div>
            ))}
          </Rows>
        )}
      </Card>
    </Page>
  )
}
