import { json, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { seatsThatHelp } from '#app/access/powers.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { BothClocks } from '#app/domain/appointments/both-clocks.tsx'
import { openOffers } from '#app/domain/appointments/offers.server.ts'
import { appointmentsOf } from '#app/domain/appointments/appointments.server.ts'
import { waitsOf } from '#app/domain/groups/places.server.ts'
import { GroupLine } from '#app/domain/appointments/group-line.tsx'
import { placedModes } from '#app/domain/appointments/words.ts'
import { mostDaysAhead } from '#app/domain/meetings/plan-words.ts'
import { plansWeLookAt } from '#app/domain/plan/look-again.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { doneIn } from '#app/http/done.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { LookAgainCard } from './look-again.tsx'
import { OpenOffers } from './open-offers.tsx'
import { OpenWaits } from './open-waits.tsx'
import { TimeCard } from '#app/ui/time-card.tsx'
import { titled } from '#app/ui/titled.ts'
import { dayAt, type Instant } from '#app/values/instant.ts'

export const handle = titled('appointments:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const asked = Number(new URL(request.url).searchParams.get('page') ?? '1')
  const found = await appointmentsOf(must(viewer, 'appointments:see'), Number.isSafeInteger(asked) ? asked : 1)
  return json({
    waits: await waitsOf(must(viewer, 'appointments:see')),
    // However far ahead it is: here a family reads what its days hold, and not only what is near.
    again: found.page === 1 && may(viewer, 'meetings:attend') ? await plansWeLookAt(must(viewer, 'meetings:see'), mostDaysAhead) : [],
    family: viewer.family, ...found, mayBook: may(viewer, 'appointments:book'), offers: await openOffers(must(viewer, 'appointments:see')), helps: seatsThatHelp.has(viewer.seat as never), done: doneIn(request, ['left', 'followed']),
  })
}

export default function Appointments() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, appointments, page, pages, mayBook, done, offers, helps, waits } = data
  const here = `/families/${family}/appointments`
  const past = appointments.filter((one) => !one.upcoming)
  return (
    <Page title={t('appointments:title')} family={{ id: family, current: 'appointments' }} done={done ? t(done === 'left' ? 'sharing:hide.left' : 'after:follow.done') : null}>
      {mayBook ? <Actions><ButtonLink to={`${here}/book`}>{t('appointments:bookButton')}</ButtonLink>{helps ? <ButtonLink kind="quiet" to={`${here}/offer`}>{t('booking:offer.title')}</ButtonLink> : null}</Actions> : null}
      <OpenOffers offers={offers} here={here} answers={mayBook && !helps} />
      <OpenWaits waits={waits} here={here} answers={mayBook && !helps} />
      {appointments.length === 0 ? <Empty>{mayBook ? t('appointments:noneHint') : t('appointments:none')}</Empty> : null}
      <ToCome data={data} here={here} />
      {past.length > 0 ? (
        <Card title={t('appointments:past')}>
          <Rows>
            {past.map((one) => (
              <div key={one.id}>
                <p><a href={`${here}/${one.id}`}>{format.when(one.startsAt)}</a></p>
                <GroupLine group={one.group} />
                <p className="soft">{t(`appointments:with.${one.mode}`, { name: format.list([one.practitioner.name, ...one.together]) })}</p>
                <p className="soft">{t(`appointments:state.${one.state === 'booked' ? 'past' : one.state}`)}</p>
              </div>
            ))}
          </Rows>
        </Card>
      ) : null}
      <Pagination page={page} pages={pages} to={(n) => `${here}?page=${n}`} />
      <OrRing />
    </Page>
  )
}

/** What is booked, and the days on which a plan is looked at again among them, the earliest first. */
function ToCome({ data, here }: { data: SerializeFrom<typeof loader>; here: string }): ReactNode {
  const { t, format } = useWords()
  const { family, appointments, page, zone, again } = data
  const upcoming = appointments.filter((one) => one.upcoming)
  const cards = [
    ...again.map((one) => ({ on: one.on as string, card: <LookAgainCard key={one.meeting} family={family} one={one} /> })),
    ...upcoming.map((one, at) => ({
      on: dayAt(one.startsAt as Instant) as string,
      card: (
        <TimeCard
          key={one.id} when={format.when(one.startsAt)} instant={one.startsAt} who={one.practitioner} next={at === 0 && page === 1}
          actions={<ButtonLink kind="quiet" to={`${here}/${one.id}`}>{t('appointments:look')}<span className="vh">{`: ${format.when(one.startsAt)}`}</span></ButtonLink>}
        >
          <BothClocks at={one.startsAt} zone={zone} />
          <GroupLine group={one.group} />
          <p>{t(`appointments:with.${one.mode}`, { name: format.list([one.practitioner.name, ...one.together]) })}</p>
          {placedModes.includes(one.mode) && one.place ? <p><Said lang={one.placeLang}>{one.place}</Said></p> : null}
          <p className="soft">{t('appointments:length', { minutes: format.minutes((Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000) })}</p>
        </TimeCard>
      ),
    })),
  ]
  return cards.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).map(({ card }) => card)
}
