import type { ReactNode } from 'react'
import { toKnow } from '#app/domain/plan/backup-parts.ts'
import { Said } from '#app/i18n/said.tsx'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import type { Instant } from '#app/values/instant.ts'

/** On home: that the plan for when things get harder runs, and the way to it. */
export function RunsNow({ family, run, ours }: { family: string; run: { readonly id: string; readonly since: string; readonly mine: boolean }; /** To one of the family or its network. */ ours: boolean }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('backup:home.title')} tone="sun">
      <p>{t(ours ? 'backup:home.since' : 'backup:home.sinceRead', { when: format.when(run.since as Instant) })} {run.mine ? t('backup:home.mine') : null}</p>
      <ButtonLink to={`/families/${family}/plan/if-things-get-harder/runs/${run.id}`}>{t(run.mine ? 'backup:home.goMine' : 'backup:home.go')}</ButtonLink>
    </Card>
  )
}

type Known = Readonly<Record<(typeof toKnow)[number], string | null>> & { readonly lang: string | null }

/** What is to be known of a child, as far as somebody wrote it. */
export function ToKnow({ of }: { of: Known }): ReactNode {
  const { t } = useWords()
  return toKnow.filter((what) => of[what] !== null).map((what) => (
    <p key={what}><span className="soft">{t(`backup:know.${what}`)}</span><br /><Said className="lines" lang={of.lang}>{of[what]}</Said></p>
  ))
}

/** Whom to ring, first things first. */
export function InOrder({ calls }: { calls: readonly { readonly id: string; readonly name: string; readonly phone: string; readonly beside?: ReactNode }[] }): ReactNode {
  return (
    <ol className="calls">
      {calls.map(({ id, name, phone, beside }) => <li key={id}><strong><bdi>{name}</bdi></strong> <PhoneLink number={phone} />{beside ? <span className="soft"> {beside}</span> : null}</li>)}
    </ol>
  )
}

/** Before anything else: this plan is no ambulance. */
export function DangerFirst(): ReactNode {
  return <p><Sentence of="backup:start.danger" parts={{ phone: (number) => <PhoneLink number={number} /> }} /></p>
}
