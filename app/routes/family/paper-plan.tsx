import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { ProgressWords } from '#app/ui/steps.tsx'
import { FileShown } from './file-shown.tsx'
import type { Doing, readPlan } from './read-plan.server.ts'

type Plan = SerializeFrom<Awaited<ReturnType<typeof readPlan>>>

/** The plan for the fridge: the same parts as on the screen, in their order, with boxes to tick by hand. A goal and its steps stay on one sheet. */
export function PaperPlan({ plan }: { plan: Plan }): ReactNode {
  const { t, format } = useWords()
  const { areaPhone } = useShell()
  const stepsOf = (goal: string) => [...plan.ours, ...plan.services].filter((doing) => !doing.action && doing.goal === goal)
  const actions = (side: readonly SerializeFrom<Doing>[]) => side.filter((doing) => doing.action)
  const drawn = plan.says.filter((one) => one.file !== null)
  return (
    <>
      {plan.strengths.length > 0 ? <Part title={t('plan:strengths')}><ul>{plan.strengths.map((one) => <li key={one.id}><Said lang={one.lang}>{one.words}</Said></li>)}</ul></Part> : null}
      {drawn.map((one) => <Part key={one.id} title={one.by ?? t('plan:says')}><FileShown file={one.file} family={plan.family.id} atOnce /></Part>)}
      <Part title={t('plan:wants')}>
        {plan.goals.length === 0 ? <p>{t('plan:noWants')}</p> : null}
        {plan.goals.map((goal) => (
          <section className="whole" key={goal.id}>
            <h3><Said lang={goal.lang}>{goal.words}</Said></h3>
            {goal.state === 'open' && goal.score !== null ? <ProgressWords value={goal.score} label={t('goals:progress', { score: goal.score })}>{t('goals:progress', { score: goal.score })}</ProgressWords> : null}
            {goal.state === 'open' ? null : <p>{t(`goals:state.${goal.state}`)}</p>}
            <Doings doings={stepsOf(goal.id)} />
          </section>
        ))}
      </Part>
      {(['ours', 'services'] as const).map((side) => (actions(plan[side]).length > 0 ? <Part key={side} title={t(`plan:${side}`)}><Doings doings={actions(plan[side])} /></Part> : null))}
      {([['matters', plan.matters], ['says', plan.says.filter((one) => one.file === null || one.words !== one.file.what)]] as const).map(([part, words]) => (words.length > 0 ? (
        <Part key={part} title={t(`plan:${part}`)}>{words.map((one) => <div className="whole" key={one.id}><Said as="p" className="lines" lang={one.lang}>{one.words}</Said>{one.by ? <p className="soft"><bdi>{one.by}</bdi></p> : null}</div>)}</Part>
      ) : null))}
      {plan.needs.length > 0 ? (
        <Part title={t('plan:needs')}>
          {plan.needs.map((one) => (
            <div className="whole" key={one.id}>
              <Said as="p" className="lines" lang={one.lang}>{one.words}</Said>
              {one.answers.map((answer) => <p key={answer.id}>{t('plan:answeredBy')} <Said lang={answer.lang}>{answer.words}</Said></p>)}
              {one.answers.length > 0 ? null : <p className="soft">{one.notNow === null ? t('plan:needDue', { day: format.day(one.dueOn) }) : <>{t('plan:notNow', { day: format.day(one.notNow.againOn) })} <Said as="q" lang={one.notNow.lang}>{one.notNow.words}</Said></>}</p>}
            </div>
          ))}
        </Part>
      ) : null}
      <p className="whole">{plan.lead ? t('warm:paper.ring', { name: plan.lead, phone: areaPhone }) : t('warm:paper.ringUs', { phone: areaPhone })}</p>
    </>
  )
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }): ReactNode {
  return <section className="part"><h2>{title}</h2>{children}</section>
}

/** What somebody does by a day, each with a box. */
function Doings({ doings }: { doings: readonly SerializeFrom<Doing>[] }): ReactNode {
  const { t, format } = useWords()
  return (
    <ul className="boxes">
      {doings.map((doing) => (
        <li key={doing.id} className={doing.doneAt ? 'ticked' : undefined}>
          <Said lang={doing.lang}>{doing.words}</Said>{' '}
          <span className="soft">{doing.name === null ? t('plan:somebodyElse') : doing.agency ? t('plan:ownerAgency', { name: doing.name, agency: doing.agency }) : <bdi>{doing.name}</bdi>} · {doing.doneAt ? t('plan:doneOn', { day: format.day(doing.doneAt as never) }) : doing.late ? t('plan:late', { day: format.day(doing.dueOn) }) : t('plan:due', { day: format.day(doing.dueOn) })}</span>
        </li>
      ))}
    </ul>
  )
}
