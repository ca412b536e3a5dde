/** What is arranged for an appointment, and who sees to the rest by when. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { Arrangement } from '#app/domain/appointments/arrangements.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Tag } from '#app/ui/tag.tsx'

export function Arranged({ arrangements, edit }: { arrangements: readonly SerializeFrom<Arrangement>[]; /** Where whoever helps says that it is arranged; null for the family. */ edit: string | null }): ReactNode {
  const { t, format } = useWords()
  if (arrangements.length === 0) return edit === null ? null : <p><a href={edit}>{t('booking:arrange.wayIn')}</a></p>
  return (
    <Card title={t('booking:arrange.title')}>
      <Rows>
        {arrangements.map((one) => (
          <p key={one.need}>
            {t(`appointments:needs.${one.need}`)}{' '}
            {one.arranged ? <Tag>{t('booking:arrange.done')}</Tag>
              : <><Tag tone="sun">{t('booking:arrange.notYet')}</Tag><br /><span className="soft">{one.mine ? t('booking:arrange.you', { day: format.day(one.dueOn) }) : t('booking:arrange.by', { name: one.owner, day: format.day(one.dueOn) })}</span></>}
          </p>
        ))}
      </Rows>
      {edit === null ? null : <p><a href={edit}>{t('booking:arrange.link')}</a></p>}
    </Card>
  )
}
