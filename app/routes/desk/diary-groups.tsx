/** The groups that somebody leads, in their diary: the next date of each, and what is to be said of one that is past. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { LedGroup } from '#app/domain/groups/groups.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'

export function GroupsCard({ groups }: { groups: readonly SerializeFrom<LedGroup>[] }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('groups:desk.title')}>
      {groups.length === 0 ? <Empty>{t('groups:desk.none')}</Empty> : (
        <Rows>
          {groups.map((one) => (
            <div key={one.id}>
              <p><a href={`/desk/groups/${one.id}`}><Said lang={one.lang}>{one.name}</Said></a></p>
              {one.next ? <p className="soft">{t('groups:desk.next', { when: format.when(one.next.startsAt) })}<br />{t('groups:desk.taken', { taken: one.next.taken, places: one.next.places })}</p> : null}
              {one.toRecord ? <p><a href={`/desk/groups/${one.id}/${one.toRecord.id}`}>{t('groups:desk.toRecord', { when: format.when(one.toRecord.startsAt) })}</a></p> : null}
            </div>
          ))}
        </Rows>
      )}
      <Actions><ButtonLink kind="quiet" to="/desk/groups/new">{t('groups:desk.make')}</ButtonLink></Actions>
    </Card>
  )
}
