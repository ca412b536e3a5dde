import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { comingGroups } from '#app/domain/groups/places.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { RoomTag } from './group-room.tsx'

export const handle = titled('groups:title')

/** Dates of each that stand in the list; the others are one tap away. */
const datesInList = 3

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'appointments:book')
  const groups = await comingGroups(viewer)
  return json({ family: viewer.family, groups: groups.map(({ dates, ...group }) => ({ ...group, dates: dates.slice(0, datesInList), more: Math.max(0, dates.length - datesInList) })) })
}

export default function Groups() {
  const { t, format } = useWords()
  const { family, groups } = useLoaderData<typeof loader>()
  const list = `/families/${family}/appointments`
  return (
    <Page title={t('groups:title')} lead={t('groups:lead')} family={{ id: family, current: 'appointments' }} back={{ to: `${list}/book`, text: t('appointments:book.title') }}>
      {groups.length === 0 ? <Empty>{t('groups:none')}</Empty> : null}
      {groups.map((one) => (
        <Card key={one.id} title={<Said lang={one.lang}>{one.name}</Said>}>
          <Said as="p" className="lines" lang={one.lang}>{one.purpose}</Said>
          <p className="soft">{t('groups:with', { names: format.list(one.leaders) })}</p>
          <p className="soft"><bdi>{one.place}</bdi></p>
          <ul className="plain">{one.dates.map((date) => <li key={date.id}>{format.when(date.startsAt)} <RoomTag room={date.room} /></li>)}</ul>
          {one.more > 0 ? <p className="soft">{t('groups:more', { count: one.more })}</p> : null}
          <Actions><ButtonLink to={`${list}/groups/${one.id}`}>{t('groups:choose')}<span className="vh">: <Said lang={one.lang}>{one.name}</Said></span></ButtonLink></Actions>
        </Card>
      ))}
      <OrRing />
    </Page>
  )
}
