import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atTheDesk, may, must } from '#app/access/viewer.server.ts'
import { contactsChanged } from '#app/domain/account/reaching.server.ts'
import { linesToAgree } from '#app/domain/budget/budgets.server.ts'
import { toPay, waitingFor } from '#app/domain/budget/spends.server.ts'
import { caringToAnswer } from '#app/domain/carers/caring.server.ts'
import { peersToFind } from '#app/domain/carers/peers.server.ts'
import { correctionsToAnswer } from '#app/domain/data/corrections.server.ts'
import { decisionsToReview } from '#app/domain/sharing/safeguarding.server.ts'
import { handOversToName, helpedFamilies, ownPromises, teamFamilies } from '#app/domain/family/helped-families.server.ts'
import { emergenciesToReview } from '#app/domain/family/emergency.server.ts'
import { changesToAnswer } from '#app/domain/plan/changes.server.ts'
import { reviewsToHold } from '#app/domain/plan/reviews.server.ts'
import { needsToAnswer } from '#app/domain/plan/said.server.ts'
import { messagesToRead } from '#app/domain/messages/conversations.server.ts'
import { waitingRequests } from '#app/domain/help/requests.server.ts'
import { doneIn } from '#app/http/done.ts'
import { wishesToAnswer } from '#app/domain/family/lead.server.ts'
import { cameBack } from '#app/domain/plan/promises.server.ts'
import { withoutOwner } from '#app/domain/plan/open-without-owner.server.ts'
import { lateToSeeTo } from '#app/domain/plan/watch.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'
import { promiseLines } from './promise-lines.tsx'
import { pageIn } from '#app/http/page-in.ts'

export const handle = titled('desk:home.title')

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'desk:see')
  const [helped, team, promised, handOvers, reviews, spends, lines, payments, requests, emergencies, carers, peers, notRight, contacts, messages, needs, toHold, back, late, unowned, wishes, changed] = await Promise.all([
    helpedFamilies(viewer, pageIn(request)),
    teamFamilies(viewer, pageIn(request, 'team')),
    ownPromises(viewer),
    handOversToName(viewer),
    decisionsToReview(viewer),
    may(viewer, 'spends:decide') ? waitingFor(must(viewer, 'spends:decide')) : [],
    may(viewer, 'spends:decide') ? linesToAgree(must(viewer, 'spends:decide')) : [],
    may(viewer, 'payments:pay') ? toPay(must(viewer, 'payments:pay')) : [],
    may(viewer, 'requests:answer') ? waitingRequests(must(viewer, 'requests:answer')) : { waiting: 0, late: 0 },
    emergenciesToReview(viewer),
    caringToAnswer(viewer),
    peersToFind(viewer),
    correctionsToAnswer(viewer),
    contactsChanged(viewer),
    messagesToRead(viewer),
    needsToAnswer(viewer),
    reviewsToHold(viewer),
    cameBack(viewer),
    lateToSeeTo(viewer),
    withoutOwner(viewer),
    wishesToAnswer(viewer),
    changesToAnswer(viewer),
  ])
  return json({
    places: deskPlaces(viewer), today: viewer.today, helped, team, promised, requests, handOvers, reviews, carers, peers, notRight, messages, needs, toHold, promises: { back, late, unowned, wishes }, changed,
    spends: spends.filter((spend) => spend.state === 'asked').length, lines: lines.length, payments: payments.length, emergencies: emergencies.map((one) => one.reviewOn), contacts,
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
  const { places, today, promises, messages, needs, toHold, changed, carers, peers, notRight, handOvers, reviews, helped, team, promised, spends, lines, payments, emergencies, contacts, requests, mayStart, helps, done } = useLoaderData<typeof loader>()
  const promiseRows = promiseLines(t, format, promises)
  const waits = promiseRows.length + messages.length + needs.length + toHold.length + changed.length + spends + lines + payments + emergencies.length + requests.waiting + helped.withoutContact + handOvers.length + reviews.length + carers.length + peers.length + notRight.length > 0
  const start = mayStart ? <ButtonLink to="/desk/families/new">{t('desk:home.start')}</ButtonLink> : null
  const showFamilies = helps || helped.families.length > 0
  return (
    <Page
      title={signedIn ? t('desk:home.hello', { name: signedIn.name }) : t('desk:home.title')} desk={{ current: 'desk', places }} wide
      done={done ? t(said[done]) : undefined} lead={waits || promised.length > 0 ? undefined : t('desk:home.nothing')}
    >
      <Columns
        first={
          <>
            {waits ? (
              <Card title={t('desk:home.waits')} tone="next">
                <Rows>
                  {handOvers.map((one) => (
                    <p key={one.family}>{t('sharing:desk.handOver', { name: one.name, day: format.date(one.dueOn) })} <a href={`/desk/families/${one.family}/lead`}>{t('desk:home.name')}<span className="vh"> {t('desk:home.nameFor', { name: one.name })}</span></a></p>
                  ))}
                  {promiseRows}
                  {messages.map((one) => (
                    <p key={one.conversation}>{t('messages:desk.waits', { name: one.name, when: format.when(one.since) })} <a href={`/families/${one.family}/messages/${one.conversation}`}>{t('messages:desk.read')}<span className="vh"> {t('messages:desk.readFor', { name: one.name })}</span></a></p>
                  ))}
                  {needs.map((one) => (
                    <p key={one.need}>{t(one.dueOn < today ? 'plan:desk.late' : 'plan:desk.waits', { name: one.name, day: format.date(one.dueOn) })} <a href={`/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/plan`)}`}>{t('plan:desk.open')}<span className="vh"> {t('plan:desk.openFor', { name: one.name })}</span></a></p>
                  ))}
                  {changed.map((one) => (
                    <p key={one.change}>{t(one.dueOn < today ? 'changes:desk.late' : 'changes:desk.waits', { name: one.name, day: format.date(one.dueOn) })} <a href={`/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/plan/changed`)}`}>{t('changes:desk.open')}<span className="vh"> {t('changes:desk.openFor', { name: one.name })}</span></a></p>
                  ))}
                  {toHold.map((one) => (
                    <p key={one.family}>{t(one.dueOn < today ? 'reviews:desk.late' : 'reviews:desk.due', { name: one.name, day: format.date(one.dueOn) })} {one.noLead ? null : <a href={`/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/plan/review`)}`}>{t('reviews:desk.open')}<span className="vh"> {t('reviews:desk.openFor', { name: one.name })}</span></a>}</p>
                  ))}
                  {carers.map((one, at) => (
                    <p key={at}>{t(one.dueOn < today ? 'carers:desk.late' : 'carers:desk.waits', { name: one.name, day: format.date(one.dueOn) })} <a href={one.noLead ? `/desk/families/${one.family}/caring` : `/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/caring`)}`}>{t('carers:desk.open')}<span className="vh"> {t('carers:desk.openFor', { name: one.name })}</span></a></p>
                  ))}
                  {peers.map((one, at) => (
                    <p key={at}>{t(one.dueOn < today ? 'peers:desk.late' : 'peers:desk.waits', { name: one.name, day: format.date(one.dueOn) })} <a href={one.noLead ? `/desk/families/${one.family}/peers` : `/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/peers`)}`}>{t('peers:desk.open')}<span className="vh"> {t('peers:desk.openFor', { name: one.name })}</span></a></p>
                  ))}
                  {notRight.map((one, at) => (
                    <p key={at}>{t('data:desk.waits', { name: one.name })} <a href={`/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/not-right/${one.kind}/${one.thing}`)}`}>{t('data:desk.look')}<span className="vh"> {t('data:desk.lookFor', { name: one.name })}</span></a></p>
                  ))}
                  {reviews.map((one, at) => (
                    <p key={at}>{t(one.reviewBy < today ? 'sharing:desk.toReviewLate' : 'sharing:desk.toReview', { name: one.name, day: format.date(one.reviewBy) })} <a href={`/desk/families/${one.family}/safeguarding`}>{t('sharing:desk.look')}<span className="vh"> {t('sharing:desk.lookFor', { name: one.name })}</span></a></p>
                  ))}
                  {spends > 0 ? <p>{t('desk:home.spends', { count: spends })} <a href="/desk/approvals">{t('desk:home.spendsLink')}</a></p> : null}
                  {lines > 0 ? <p>{t('desk:home.lines', { count: lines })} <a href="/desk/approvals">{t('desk:home.linesLink')}</a></p> : null}
                  {emergencies.length > 0 ? <p>{t('looked:reviews.waiting', { count: emergencies.length })} {emergencies.some((day) => day < today) ? <strong>{t('looked:reviews.isLate')}</strong> : null} <a href="/desk/emergency/reviews">{t('looked:reviews.link')}</a></p> : null}
                  {payments > 0 ? <p>{t('desk:home.payments', { count: payments })} <a href="/desk/payments">{t('desk:home.paymentsLink')}</a></p> : null}
                  {requests.waiting > 0 ? (
                    <div>
                      <p>{t('desk:home.help', { count: requests.waiting })} <a href="/desk/requests">{t('desk:home.helpLink')}</a></p>
                      {requests.late > 0 ? <p className="soft">{t('desk:home.helpLate', { count: requests.late })}</p> : null}
                    </div>
                  ) : null}
                  {helped.withoutContact > 0 ? <p>{t('desk:home.noContact', { count: helped.withoutContact })}</p> : null}
                </Rows>
              </Card>
            ) : null}
            {showFamilies ? (
              <Card title={t('desk:home.families')} id="families">
                {helped.families.length === 0 ? <Empty>{t('desk:home.noFamilies')}</Empty> : (
                  <Rows>
                    {helped.families.map((family) => (
                      <div key={family.id}>
                        <p><a href={`/desk/families/${family.id}`}><bdi>{family.name}</bdi></a></p>
                        <p className="soft">{t(`desk:seat.${family.seat}` as 'desk:seat.lead')}</p>
                        {family.nextContact !== null ? <p>{t('desk:home.next', { when: format.when(family.nextContact) })}</p>
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
