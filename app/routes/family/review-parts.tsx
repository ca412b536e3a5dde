import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { ReviewAtAGlance } from '#app/domain/plan/reviews.server.ts'
import type { View } from '#app/domain/plan/views.server.ts'
import type { Face } from '#app/domain/plan/review.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Steps10 } from '#app/ui/steps.tsx'
import { Tag } from '#app/ui/tag.tsx'

const mouths: Record<Face, string> = { good: 'M8 14.2q4 4.6 8 0', middling: 'M8.2 15.4h7.6', hard: 'M8 16.6q4-4.6 8 0' }

/** A face that says how it is, for those who read little. Its word always stands beside it. */
export function FacePicture({ face }: { face: Face }): ReactNode {
  return (
    <svg className="mood" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 2.5a9.5 9.5 0 1 0 .01 0" />
      <path d="M8.8 9.4v.4M15.2 9.4v.4" />
      <path d={mouths[face]} />
    </svg>
  )
}

/** What somebody said for a review, in their own words. */
export function ViewWords({ view, name, notedBy }: { view: SerializeFrom<View>; name: string; /** Whoever wrote it down, where that was somebody else. */ notedBy: string | null }): ReactNode {
  const { t, format } = useWords()
  const parts = (['better', 'hard', 'change'] as const).flatMap((part) => (view[part] === null ? [] : [[part, view[part]] as const]))
  return (
    <div>
      <h3><bdi>{name}</bdi></h3>
      {view.face ? <p className="faced"><FacePicture face={view.face} /> {t(`reviews:face.${view.face}`)}</p> : null}
      {view.score === null ? null : <div className="prog"><Steps10 value={view.score} label={t('reviews:score', { score: view.score })} /><p className="soft">{t('reviews:score', { score: view.score })}</p></div>}
      {parts.map(([part, words]) => (
        <div key={part}>
          <p className="soft">{t(`reviews:${view.form}.${part}` as 'reviews:adult.better')}</p>
          <Said as="p" className="lines" lang={view.lang}>{words}</Said>
        </div>
      ))}
      <p className="soft">{notedBy === null ? format.day(view.at as never) : t('reviews:notedBy', { name: notedBy, day: format.day(view.at as never) })}</p>
    </div>
  )
}

/** When the plan is looked at together next, and whether it is late: at home when it is near, in the plan always. */
export function ReviewCard({ family, review, lead, mayTell, mayTellChange = false }: { family: string; review: SerializeFrom<ReviewAtAGlance> | null; /** Who leads, for a review that is late. */ lead: string | null; mayTell: boolean; /** Whether the way to tell that something has changed stands here. */ mayTellChange?: boolean }): ReactNode {
  const { t, format } = useWords()
  const here = `/families/${family}/plan/review`
  return (
    <Card title={t('reviews:card')} tone={review?.late ? 'sun' : 'plain'}>
      {review === null ? <p>{t('reviews:closedPlan')}</p> : review.late ? (
        <>
          <p><Tag tone="sun">{t('plan:lateTag')}</Tag> {t('reviews:wasDue', { day: format.day(review.dueOn) })}</p>
          <p>{lead === null ? t('reviews:nobodyLeads') : t('reviews:whoLeads', { name: lead })}</p>
        </>
      ) : <p>{t('reviews:isOn', { day: format.day(review.dueOn) })}</p>}
      {mayTell && review !== null && !review.said && (review.soon || review.late) ? <p>{t('reviews:askYou')}</p> : null}
      <Actions>
        <ButtonLink kind="quiet" to={here}>{t('reviews:open')}</ButtonLink>
        {mayTellChange ? <ButtonLink kind="quiet" to={`/families/${family}/plan/changed`}>{t('changes:link')}</ButtonLink> : null}
      </Actions>
    </Card>
  )
}
