import type { ReactNode } from 'react'
import type { Agreeable } from '#db/schema.ts'
import type { ShownDecision } from '#app/domain/sharing/safeguarding.server.ts'
import type { Basis } from '#app/domain/sharing/safeguarding-form.ts'
import type { Shared } from '#app/domain/sharing/register.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card } from '#app/ui/card.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { Day, Instant } from '#app/values/instant.ts'

type Names = Readonly<Record<string, string>>

/** As it comes out of a loader: ids and days are texts there, names of kinds are what they were. */
type Text<T> = T extends Basis ? T : T extends string ? string : T
type Plain<T> = { readonly [K in keyof T]: T[K] extends readonly Agreeable[] ? readonly Agreeable[] : T[K] extends readonly string[] ? readonly string[] : Text<T[K]> }

/** What somebody who helps may see, in a list: "the plan, goals and mental health". */
export function useKinds(): (kinds: readonly Agreeable[]) => string {
  const { t, format } = useWords()
  return (kinds) => format.list(kinds.map((kind) => t(`sharing:inList.${kind}`)))
}

/** One agreement in sentences: what, about whom, why it helps, until when, who agreed and when. */
export function SharedLine({ shared, helper, me, names, children }: { shared: Plain<Shared>; helper: string; me: string | null; names: Names; children?: ReactNode }): ReactNode {
  const { t, format } = useWords()
  const kinds = useKinds()
  const what = kinds(shared.kinds)
  const since = format.date(shared.since as Instant)
  const until = shared.until === null ? null : format.date(shared.until as Day)
  const by = names[shared.by] ?? ''
  const mine = shared.by === me
  return (
    <div>
      <p>{shared.about === me ? t('sharing:seesYou', { helper, what }) : t('sharing:sees', { helper, name: names[shared.about] ?? '', what })}</p>
      <p>{t('sharing:why')} <Said lang={shared.whyLang}>{shared.why}</Said></p>
      <p className="soft">{mine ? t('sharing:youAgreed', { day: since }) : t('sharing:agreed', { name: by, day: since })} {shared.endedAt !== null
        ? t('sharing:ended', { day: format.date(shared.endedAt as Instant) }) : until === null ? t('sharing:open') : t('sharing:until', { day: until })}</p>
      {children}
    </div>
  )
}

/** Something that was shared without asking: who decided it, why, and who looks at it again. */
export function DecidedWithoutAsking({ decision, helper, names }: { decision: Plain<ShownDecision>; helper: string; names: Names }): ReactNode {
  const { t, format } = useWords()
  const kinds = useKinds()
  const about = format.list(decision.about.map((one) => names[one] ?? ''))
  return (
    <Notice tone="sun">
      <p><strong>{t('sharing:decision.title')}</strong></p>
      <p>{t('sharing:sees', { helper, name: about, what: kinds(decision.kinds) })}</p>
      <p>{t(`sharing:decision.${decision.basis}`)} <Said lang={decision.lang}>{decision.reason}</Said></p>
      <p className="soft">{t('sharing:decision.by', { name: decision.by, day: format.date(decision.madeAt as Instant), until: format.date(decision.until as Day) })}</p>
      <p className="soft">{decision.reviewedAt === null
        ? t('sharing:decision.review', { name: decision.reviewer, day: format.date(decision.reviewBy as Day) })
        : t('sharing:decision.reviewed', { name: decision.reviewer, day: format.date(decision.reviewedAt as Instant) })}</p>
      <p><a href="/complaints">{t('sharing:decision.wrong')}</a></p>
    </Notice>
  )
}

/** The family asked for another lead professional: what happens next, and by when. */
export function HandOverBegun({ handOver, names }: { handOver: { readonly from: string; readonly dueOn: string }; names: Names }): ReactNode {
  const { t, format } = useWords()
  const name = names[handOver.from] ?? ''
  return (
    <Card tone="next" title={t('sharing:handOver.title')}>
      <p>{t('sharing:handOver.text', { name, day: format.day(handOver.dueOn as Day) })}</p>
      <p>{t('sharing:handOver.meanwhile', { name })}</p>
    </Card>
  )
}
