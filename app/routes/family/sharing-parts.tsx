import type { ReactNode } from 'react'
import type { Agreeable } from '#db/schema.ts'
import type { ShownDecision } from '#app/domain/sharing/safeguarding.server.ts'
import type { Basis } from '#app/domain/sharing/safeguarding-form.ts'
import type { Shared as SharedThere } from '#app/domain/sharing/register.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { Day, Instant } from '#app/values/instant.ts'

type Shared = Omit<SharedThere, 'inPerson'>
interface InPerson { readonly inPerson: { readonly on: string; readonly notedBy: string; readonly present: string | null } | null }
type Names = Readonly<Record<string, string>>

/** As it comes out of a loader: ids and days are texts there, names of kinds are what they were. */
type Text<T> = T extends Basis ? T : T extends string ? string : T
type Plain<T> = { readonly [K in keyof T]: T[K] extends readonly Agreeable[] ? readonly Agreeable[] : T[K] extends readonly string[] ? readonly string[] : Text<T[K]> }

/** What somebody who helps may see, in a list: "the plan, goals and mental health". */
export function useKinds(): (kinds: readonly Agreeable[]) => string {
  const { t, format } = useWords()
  return (kinds) => format.list(kinds.map((kind) => t(`sharing:inList.${kind}`)))
}

/** Agreements in sentences: what, why it helps, about whom and until when, who agreed and when. The same of several people is said once. */
export function SharedLines({ shared, helper, me, names, change }: {
  shared: readonly (Plain<Shared> & InPerson)[]; helper: string; me: string | null; names: Names
  /** Where what is about somebody is changed; null where it is not the reader's to change. */
  change?: (about: string) => string | null
}): ReactNode {
  const { t, format } = useWords()
  const kinds = useKinds()
  return (
    <Rows>
      {saidTogether(shared).map((same, at) => {
        const { by, since, endedAt, why, whyLang, inPerson } = same[0]!
        const day = format.date(since as Instant)
        return (
          <div key={at}>
            <p>{t('sharing:sees', { helper, what: kinds(same[0]!.kinds) })}</p>
            <ul>
              {same.map((one) => {
                const to = change?.(one.about) ?? null
                const name = names[one.about] ?? ''
                const open = one.until === null && endedAt === null
                const until = one.until === null || endedAt !== null ? null : format.date(one.until as Day)
                return (
                  <li key={one.about}>
                    {one.about === me ? (until !== null ? t('sharing:aboutYouUntil', { day: until }) : open ? t('sharing:aboutYouOpen') : t('sharing:aboutYou'))
                      : until !== null ? t('sharing:aboutUntil', { name, day: until }) : open ? t('sharing:aboutOpen', { name }) : t('sharing:about', { name })}
                    {to === null ? null : <>{' '}<a href={to}>{t('sharing:change')}<span className="vh"> {t('sharing:changeOf', { helper, name })}</span></a></>}
                  </li>
                )
              })}
            </ul>
            <p className="soft">{t('sharing:why')}</p>
            <Said as="p" lang={whyLang}>{why}</Said>
            <p className="soft">{by === me ? t('sharing:youAgreed', { day }) : t('sharing:agreed', { name: names[by] ?? '', day })}{endedAt === null ? null : <> {t('sharing:ended', { day: format.date(endedAt as Instant) })}</>}</p>
            {inPerson === null ? null : (
              <p className="soft">{inPerson.present === null ? t('sharing:inPerson.noted', { day: format.date(inPerson.on as Day), name: names[inPerson.notedBy] ?? '' })
                : t('sharing:inPerson.notedWith', { day: format.date(inPerson.on as Day), name: names[inPerson.notedBy] ?? '', other: names[inPerson.present] ?? '' })}</p>
            )}
          </div>
        )
      })}
    </Rows>
  )
}

/** Those that say the same of several people, beside each other. */
function saidTogether(shared: readonly (Plain<Shared> & InPerson)[]): (Plain<Shared> & InPerson)[][] {
  const groups = new Map<string, (Plain<Shared> & InPerson)[]>()
  for (const one of shared) {
    const same = JSON.stringify([one.kinds, one.why, one.by, one.since, one.endedAt, one.inPerson])
    groups.set(same, [...(groups.get(same) ?? []), one])
  }
  return [...groups.values()]
}

/** Something that was shared without asking: who decided it, why, and who looks at it again. */
export function DecidedWithoutAsking({ decision, helper, names }: { decision: Plain<ShownDecision>; helper: string; names: Names }): ReactNode {
  const { t, format } = useWords()
  const kinds = useKinds()
  const about = format.list(decision.about.map((one) => names[one] ?? ''))
  return (
    <Notice tone="sun">
      <p><strong>{t('sharing:decision.title')}</strong></p>
      <p>{t('sharing:seesAbout', { helper, name: about, what: kinds(decision.kinds) })}</p>
      <p>{t(`sharing:decision.${decision.basis}`)}</p>
      <Said as="p" lang={decision.lang}>{decision.reason}</Said>
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

/** Agreements that are about to end, and what became a young person's alone to say. */
export function EndingSoon({ family, ending, me }: { family: string; ending: readonly { readonly to: string; readonly name: string; readonly about: string; readonly aboutName: string; readonly on: string; readonly ended: boolean }[]; me: string | null }): ReactNode {
  const { t, format } = useWords()
  if (ending.length === 0) return null
  return (
    <Card tone="sun" title={t('sharing:ending.title')}>
      <Rows>
        {ending.map((one) => (
          <p key={`${one.to} ${one.about} ${one.on}`}>
            {one.ended ? t('sharing:ending.yours', { helper: one.name, day: format.date(one.on as Day) })
              : one.about === me ? t('sharing:ending.you', { helper: one.name, day: format.date(one.on as Day) }) : t('sharing:ending.other', { helper: one.name, name: one.aboutName, day: format.date(one.on as Day) })}{' '}
            <a href={`/families/${family}/sharing/${one.to}?about=${one.about}`}>{t('sharing:ending.go')}<span className="vh"> {t('sharing:changeOf', { helper: one.name, name: one.aboutName })}</span></a>
          </p>
        ))}
      </Rows>
    </Card>
  )
}
