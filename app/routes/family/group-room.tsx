import type { ReactNode } from 'react'
import type { Room } from '#app/domain/groups/group-words.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Tag } from '#app/ui/tag.tsx'

/** Whether a date of a group has room: of the last few places how many. */
export function RoomTag({ room }: { room: Room }): ReactNode {
  const { t } = useWords()
  if (room.kind === 'few') return <Tag tone="sun">{t('groups:room.few', { count: room.left })}</Tag>
  return <Tag tone={room.kind === 'full' ? 'grey' : 'leaf'}>{t(`groups:room.${room.kind}`)}</Tag>
}
