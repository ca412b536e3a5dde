import type { ReactNode } from 'react'
import type { Key } from '#app/i18n/keys.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Icon } from './icons.tsx'
import type { IconName } from './icons.tsx'
import { useShell } from './shell.tsx'

const familyLinks = [
  ['home', '', 'home', 'common:nav.home'],
  ['plan', '/plan', 'plan', 'common:nav.plan'],
  ['appointments', '/appointments', 'visits', 'common:nav.visits'],
  ['budget', '/budget', 'money', 'common:nav.money'],
  ['people', '/people', 'people', 'common:nav.people'],
] as const satisfies readonly (readonly [string, string, IconName, Key])[]

export type FamilyPlace = (typeof familyLinks)[number][0]

/** The five places of a family: a bar at the bottom of a phone, at the top from 60 rem. */
export function FamilyNavigation({ id, current }: { id: string; current?: FamilyPlace }): ReactNode {
  const { t } = useWords()
  const { seesMoney } = useShell()
  return (
    <nav className="five" aria-label={t('common:nav.family')}>
      <ul>
        {familyLinks.filter(([place]) => place !== 'budget' || seesMoney).map(([place, path, icon, key]) => (
          <li key={place}>
            <a href={`/families/${id}${path}`} aria-current={place === current ? 'true' : undefined}>
              <Icon name={icon} />
              {t(key)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const deskLinks = {
  desk: ['/desk', 'common:nav.families'],
  find: ['/desk/find', 'common:nav.find'],
  approvals: ['/desk/approvals', 'common:nav.approvals'],
  panel: ['/desk/panel', 'common:nav.panel'],
  requests: ['/desk/requests', 'common:nav.requests'],
  diary: ['/desk/diary', 'common:nav.diary'],
  payments: ['/desk/payments', 'common:nav.payments'],
  settings: ['/area/settings', 'common:nav.settings'],
  colleagues: ['/area/people', 'common:nav.colleagues'],
  directory: ['/area/directory', 'common:nav.directory'],
  insight: ['/area/insight', 'common:nav.insight'],
  audit: ['/area/audit', 'common:nav.audit'],
} as const satisfies Record<string, readonly [string, Key]>

export type DeskPlace = keyof typeof deskLinks

/** The places of somebody who helps: only those their post gives them. */
export function DeskNavigation({ current, places }: { current?: DeskPlace; places: readonly DeskPlace[] }): ReactNode {
  const { t } = useWords()
  return (
    <nav className="desk" aria-label={t('common:nav.desk')}>
      <ul>
        {places.map((place) => (
          <li key={place}>
            <a href={deskLinks[place][0]} aria-current={place === current ? 'true' : undefined}>
              {t(deskLinks[place][1])}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
