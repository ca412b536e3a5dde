import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { backupParts } from '#app/domain/plan/backup-parts.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { ToKnow } from './backup-parts.tsx'
import type { readBackup } from './read-backup.server.ts'

type Entry = SerializeFrom<Awaited<ReturnType<typeof readBackup>>>['entries'][number]

/** One entry as it is read; `nth` in the order of its part. */
export function OneEntry({ one, nth }: { one: Entry; nth: number }): ReactNode {
  const { t } = useWords()
  if (one.part === 'starter') return <p><bdi>{one.name ?? t('plan:somebodyElse')}</bdi></p>
  if (one.part === 'call') {
    return (
      <>
        <p><strong>{nth}. <bdi>{one.name ?? t('plan:somebodyElse')}</bdi></strong> <PhoneLink number={one.phone!} /></p>
        {one.words ? <Said as="p" className="lines" lang={one.lang}>{one.words}</Said> : null}
      </>
    )
  }
  return (
    <>
      {one.part === 'care' ? <p><strong>{t('backup:stepsInFor', { name: one.name ?? t('plan:somebodyElse'), child: one.child ?? t('plan:somebodyElse') })}</strong></p> : null}
      <Said as="p" className="lines" lang={one.lang}>{one.words}</Said>
      <ToKnow of={one} />
    </>
  )
}

/** All of it, in the order in which it is needed: whom to call, who steps in, then the rest. */
export function BackupRead({ entries }: { entries: readonly Entry[] }): ReactNode {
  const { t } = useWords()
  const inNeed = [...backupParts].reverse()
  if (entries.length === 0) return <p>{t('backup:none')}</p>
  return inNeed.map((part) => {
    const some = entries.filter((one) => one.part === part)
    return some.length === 0 ? null : (
      <section key={part} className="part">
        <h2>{t(`backup:part.${part}`)}</h2>
        {some.map((one, at) => <div className="one" key={one.id}><OneEntry one={one} nth={at + 1} /></div>)}
      </section>
    )
  })
}
