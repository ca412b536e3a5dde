import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { CameBack } from '#app/domain/plan/promises.server.ts'
import type { LateInTeam } from '#app/domain/plan/watch.server.ts'
import type { useWords } from '#app/i18n/words.tsx'

export interface PromisesWaiting { readonly back: readonly SerializeFrom<CameBack>[]; readonly late: readonly SerializeFrom<LateInTeam>[]; readonly unowned: number; readonly wishes: readonly { readonly family: string; readonly name: string; readonly dueOn: string }[] }

/** What of the promises waits for the reader of a desk: each a row. */
export function promiseLines(t: ReturnType<typeof useWords>['t'], format: ReturnType<typeof useWords>['format'], { back, late, unowned, wishes }: PromisesWaiting): ReactNode[] {
  return [
    ...(unowned > 0 ? [<p key="unowned"><strong>{t('promises:desk.unowned', { count: unowned })}</strong></p>] : []),
    ...wishes.map((one) => (
      <p key={`wish ${one.family}`}>
        {t('promises:desk.wish', { name: one.name, day: format.date(one.dueOn as never) })}{' '}
        <a href={`/desk/families/${one.family}/lead`}>{t('promises:desk.open')}<span className="vh"> {t('promises:desk.openFor', { name: one.name })}</span></a>
      </p>
    )),
    ...back.map((one) => (
      <p key={`back ${one.action}`}>
        {t('promises:desk.back', { name: one.name, day: format.date(one.by) })}{' '}
        <a href={`/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/plan/promise/${one.action}`)}`}>{t('promises:desk.open')}<span className="vh"> {t('promises:desk.openFor', { name: one.name })}</span></a>
      </p>
    )),
    ...late.map((one, at) => (
      <p key={`late ${at}`}>
        {t('promises:desk.late', { name: one.name, day: format.date(one.dueOn) })}{' '}
        {one.opens ? <a href={`/desk/families/${one.family}?to=${encodeURIComponent(`/families/${one.family}/plan`)}`}>{t('plan:desk.open')}<span className="vh"> {t('plan:desk.openFor', { name: one.name })}</span></a> : null}
      </p>
    )),
  ]
}
