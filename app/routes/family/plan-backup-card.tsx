/** The plan for when things get harder on one small sheet, for a wallet, a school bag or the fridge. */
import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { BackupRead } from './backup-read.tsx'
import { readBackup } from './read-backup.server.ts'

export const handle = titled('backup:card.title')

/** Letters from which on they are set smaller, so that the card stays one sheet. */
const sizes = [[500, 'roomy'], [1_100, 'close'], [Infinity, 'tight']] as const

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:see')
  const { entries } = await readBackup(viewer)
  const letters = entries.flatMap((one) => [one.words, one.name, one.school, one.medicine, one.sleep, one.comfort]).reduce((sum, words) => sum + (words?.length ?? 0), 0)
  return json({ family: viewer.family, entries, today: viewer.today, size: sizes.find(([most]) => letters <= most)![1] })
}

export default function BackupCard() {
  const { t, format } = useWords()
  const { family, entries, today, size } = useLoaderData<typeof loader>()
  return (
    <Page title={t('backup:title')} family={{ id: family, current: 'plan' }} back={{ to: `/families/${family}/plan/if-things-get-harder`, text: t('backup:title') }}>
      <div className="off-paper">
        <p>{t('backup:card.how')}</p>
        <Notice tone="sun"><p>{t('backup:card.safety')}</p></Notice>
      </div>
      <div className={`sheet a6 ${size}`}>
        <p className="soft">{t('backup:saved.from', { day: format.dayWithYear(today) })}</p>
        <BackupRead entries={entries} />
      </div>
    </Page>
  )
}
