import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { fewestFamilies, goalStates } from '#app/domain/goals/outcomes.ts'
import { goalsByOutcome } from '#app/domain/goals/outcomes.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Empty } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Table } from '#app/ui/table.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from '../desk/desk-places.ts'

export const handle = titled('insight:title')

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'insight:see')
  return json({ places: deskPlaces(viewer), lines: await goalsByOutcome(viewer) })
}

/** What the area learns from what families want to change: no person is in it. */
export default function Insight() {
  const { t, format } = useWords()
  const { places, lines } = useLoaderData<typeof loader>()
  const number = (count: number | null) => (count === null ? <span className="soft">{t('insight:few', { number: fewestFamilies })}</span> : format.number(count))
  const told = lines.filter((line) => line.families !== null)
  const few = lines.filter((line) => line.families === null).map((line) => t(`insight:outcome.${line.outcome}`))
  return (
    <Page title={t('insight:title')} lead={t('insight:lead')} desk={{ current: 'insight', places }} wide>
      {told.length === 0 ? <Empty>{t('insight:none', { number: fewestFamilies })}</Empty> : <Table
        caption={t('insight:goals')}
        columns={[{ head: t('insight:outcomeHead') }, ...[t('insight:families'), ...goalStates.map((state) => t(`insight:state.${state}`))].map((head) => ({ head, numeric: true }))]}
        rows={told.map((line) => ({ id: line.outcome, cells: [t(`insight:outcome.${line.outcome}`), number(line.families), ...goalStates.map((state) => number(line.goals[state]))] }))}
      />}
      {few.length > 0 ? <><h2>{t('insight:fewer', { number: fewestFamilies })}</h2><ul>{few.map((name) => <li key={name}>{name}</li>)}</ul></> : null}
      <p>{t('insight:rule', { number: fewestFamilies })}</p>
      <p>{t('insight:kept')}</p>
      <p><a href="/area/insight.csv">{t('insight:csv')}</a></p>
    </Page>
  )
}
