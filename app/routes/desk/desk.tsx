import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atTheDesk, may, must } from '#app/access/viewer.server.ts'
import { contactsChanged } from '#app/domain/account/reaching.server.ts'
import { helpedFamilies, ownPromises, teamFamilies } from '#app/domain/family/helped-families.server.ts'
import { doneIn } from '#app/http/done.ts'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'
import { waitsFor } from './read-waits.server.ts'
import { Waits, type Wait } from './waits.tsx'
import type { Instant } from '#app/values/instant.ts'
import { pageIn } from '#app/http/page-in.ts'

export const handle = titled('desk:home.title')

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'desk:see')
  const [helped, team, promised, contacts, waits] = await Promise.all([
    helpedFamilies(viewer, pageIn(request)),
    teamFamilies(viewer, pageIn(request, 'team')),
    ownPromises(viewer),
    contactsChanged(viewer),
    waitsFor(viewer),
  ])
  const noContact: Wait[] = helped.withoutContact === 0 ? [] : [{ say: 'desk:home.noContact', count: helped.withoutContact, day: null, to: null }]
  return json({
    places: deskPlaces(viewer), today: viewer.today, helped, team, promised, contacts, waits: [...waits, ...noContact],
    mayStart: may(viewer, 'families:start'), helps: viewer.posts.some((post) => ['lead', 'practitioner', 'coordinator'].includes(post.role)),
    done: doneIn(request, ['started', 'handed-over', 'named', 'reviewed', 'shielded', 'caring', 'peers', 'answered']),
  })
}

const said = {
  started: 'desk:home.started', 'handed-over': 'desk:home.handedOver', named: 'desk:home.named', reviewed: 'sharing:desk.done.reviewed', shielded: 'looked:shield.done', caring: 'carers:done.answered', peers: 'peers:done.noted', answered: 'carers:done.answered',
} as const

export default function Desk() {
  const { t, format } = useWords()
  const { signedIn } = useShell()
  const { places, today, waits, helped, team, promised, contacts, mayStart, helps, done } = useLoaderData<typeof loader>()
  const start = mayStart ? <ButtonLink to="/desk/families/new">{t('desk:home.start')}</ButtonLink> : null
  const showFamilies = helps || helped.families.length > 0
  return (
    <Page
      title={signedIn ? t('desk:home.hello', { name: signedIn.name }) : t('desk:home.title')} desk={{ current: 'desk', places }} wide
      done={done ? t(said[done]) : undefined} lead={waits.length > 0 || promised.length > 0 ? undefined : t('desk:home.nothing')}
    >
      <Columns
        first={
          <>
            {waits.length > 0 ? <Waits waits={waits} today={today} /> : null}
            {showFamilies ? (
              <Card title={t('desk:home.families')} id="families">
                {helped.families.length === 0 ? <Empty>{t('desk:home.noFamilies')}</Empty> : (
                  <Rows>
                    {helped.families.map((family) => (
                      <div key={family.id}>
                        <p><a href={`/desk/families/${family.id}`}><bdi>{family.name}</bdi></a></p>
                        <p className="soft">{t(`desk:seat.${family.seat}` as 'desk:seat.lead')}</p>
                        {family.nextContact !== null ? <p>{t('desk:home.next', { when: family.nextContact.length > 10 ? format.when(family.nextContact as Instant) : format.date(family.nextContact) })}</p>
                          : family.seat === 'lead' ? <p><Tag tone="sun">{t('desk:home.noNext')}</Tag></p> : null}
                        {family.seat === 'lead' ? <p><a href={`/desk/families/${family.id}/safeguarding`}>{t('sharing:desk.link')}<span className="vh"> {t('sharing:desk.linkFor', { name: family.name })}</span></a></p> : null}
                      </div>
                    ))}
                  </Rows>
                )}
                <Pagination page={helped.page} pages={helped.pages} to={(page) => `/desk?page=${page}#families`} />
                {start}
              </Card>
            ) : null}
            {team.families.length > 0 ? (
              <Card title={t('desk:home.team')} id="team">
                <p className="soft">{t('desk:home.teamHint')}</p>
                <Rows>
                  {team.families.map((family) => (
                    <div key={family.id}>
                      <p><strong><bdi>{family.name}</bdi></strong> <span className="soft">{t('desk:home.since', { day: format.date(family.startedOn) })}</span></p>
                      <p>{family.lead === null ? <><Tag tone="sun">{t('desk:home.noLead')}</Tag> <a href={`/desk/families/${family.id}/lead`}>{t('desk:home.name')}<span className="vh"> {t('desk:home.nameFor', { name: family.name })}</span></a></> : t('desk:home.leads', { name: family.lead })}</p>
                      <p><a href={`/desk/families/${family.id}/budget`}>{t('desk:home.money')}<span className="vh"> {t('desk:home.moneyOf', { name: family.name })}</span></a></p>
                      <p><a href={`/desk/families/${family.id}/safeguarding`}>{t('sharing:desk.link')}<span className="vh"> {t('sharing:desk.linkFor', { name: family.name })}</span></a></p>
                      <p><a href={`/desk/families/${family.id}/shield`}>{t('looked:shield.link')}<span className="vh"> {t('desk:home.moneyOf', { name: family.name })}</span></a></p>
                    </div>
                  ))}
                </Rows>
                <Pagination page={team.page} pages={team.pages} to={(page) => `/desk?team=${page}#team`} />
              </Card>
            ) : null}
            {showFamilies ? null : start}
          </>
        }
        second={
          <>
            {contacts.length > 0 ? (
              <Card title={t('desk:home.contacts')}>
                <Rows>
                  {contacts.map((one) => (
                    <p key={one.member}>
                      <a href={`/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/people/${one.member}`)}`}><bdi>{one.name}</bdi></a>, <span className="soft">{format.day(one.at)}</span>
                    </p>
                  ))}
                </Rows>
              </Card>
            ) : null}
            {promised.length > 0 ? (
              <Card title={t('desk:home.promised')}>
                <Rows>
                  {promised.map((one, at) => (
                    <p key={at}>
                      <a href={`/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/plan`)}`}><bdi>{one.familyName}</bdi></a>{', '}
                      {t(one.dueOn < today ? 'desk:home.promisedLate' : 'desk:home.promisedBy', { day: format.day(one.dueOn) })}
                    </p>
                  ))}
                </Rows>
              </Card>
            ) : null}
          </>
        }
      />
    </Page>
  )
}
