import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { Goal, GoalInShort } from '#app/domain/goals/goals.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { Picture, type PictureName } from '#app/ui/picture.tsx'
import { Steps10 } from '#app/ui/steps.tsx'
import { FileShown } from './file-shown.tsx'
import { ShorterLink } from './plan-choices.tsx'
import type { readPlan } from './read-plan.server.ts'

/** How many things stand under one picture. */
const few = 3

type Plan = SerializeFrom<Awaited<ReturnType<typeof readPlan>>>

/** One picture with its words. */
function Pictured({ picture, title, children }: { picture: PictureName; title: ReactNode; children: ReactNode }): ReactNode {
  return <section className="card pictured"><Picture name={picture} /><div><h2 className="ct">{title}</h2>{children}</div></section>
}

function GoalSaid({ goal, family }: { goal: SerializeFrom<GoalInShort>; family: string }): ReactNode {
  const { t } = useWords()
  return (
    <div>
      <p><a href={`/families/${family}/goals/${goal.id}`}><Said lang={goal.lang}>{goal.words}</Said></a></p>
      {goal.state === 'open' && goal.score !== null ? <Steps10 value={goal.score} label={t('goals:progress', { score: goal.score })} /> : null}
      {goal.state === 'open' ? null : <p className="soft">{t(`goals:state.${goal.state}`)}</p>}
    </div>
  )
}

/** The plan in a few pictures: what is good, what we want, the one thing that is next. */
export function ShortPlan({ plan, once }: { plan: Plan; /** The form ids of the actions, where the reader may tick them. */ once?: Record<string, string> | undefined }): ReactNode {
  const { t } = useWords()
  const { family } = plan
  const here = `/families/${family.id}/plan`
  const next = plan.ours.find((doing) => doing.doneAt === null)
  const drawing = plan.says.find((one) => one.file !== null)
  return (
    <>
      {plan.strengths.length > 0 ? <Pictured picture="star" title={t('plan:strengths')}>{plan.strengths.slice(0, few).map((one) => <Said key={one.id} as="p" lang={one.lang}>{one.words}</Said>)}</Pictured> : null}
      <Pictured picture="hill" title={t('plan:wants')}>
        {plan.goals.length === 0 ? <p>{t('plan:noWants')}</p> : plan.goals.slice(0, few).map((goal) => <GoalSaid key={goal.id} goal={goal} family={family.id} />)}
        {plan.goals.length > few ? <p><a href={`/families/${family.id}/goals`}>{t('home:allGoals')}</a></p> : null}
      </Pictured>
      <Pictured picture="steps" title={t('warm:short.next')}>
        {next ? (
          <>
            <Said as="p" lang={next.lang}>{next.words}</Said>
            {next.name ? <p className="soft"><bdi>{next.name}</bdi></p> : null}
            {next.action && once ? (
              <Form once={once[next.id]}><input type="hidden" name="action" value={next.id} /><Button intent="tick">{t('plan:tick')}</Button></Form>
            ) : next.goal ? <ButtonLink to={`/families/${family.id}/goals/${next.goal}`}>{t('warm:short.look')}</ButtonLink> : null}
          </>
        ) : <p>{t('warm:short.nothing')}</p>}
      </Pictured>
      {drawing ? <Pictured picture="speech" title={t('plan:says')}><FileShown file={drawing.file} family={family.id} />{drawing.by ? <p className="soft"><bdi>{drawing.by}</bdi></p> : null}</Pictured> : null}
      <ShorterLink here={here} short />
    </>
  )
}

/** Our goals, each with its picture. */
export function ShortGoals({ goals, family }: { goals: readonly SerializeFrom<GoalInShort>[]; family: string }): ReactNode {
  const { t } = useWords()
  const pictures = { open: 'hill', paused: 'rest', reached: 'star', 'let-go': 'heart' } as const
  return (
    <>
      {goals.length === 0 ? <p>{t('goals:none')}</p> : goals.map((goal) => <section className="card pictured" key={goal.id}><Picture name={pictures[goal.state]} /><GoalSaid goal={goal} family={family} /></section>)}
      <ShorterLink here={`/families/${family}/goals`} short />
    </>
  )
}

/** One goal: how it is going, the newest kind word, and the next step with its one button. */
export function ShortGoal({ goal, family, once, words }: { goal: SerializeFrom<Pick<Goal, 'id' | 'steps' | 'ratings' | 'state'>>; family: string; /** The form ids of the steps, where the reader may tick them. */ once?: Record<string, string> | undefined; words: readonly { id: string; kind: string; words: string | null; lang: string | null }[] }): ReactNode {
  const { t } = useWords()
  const score = goal.ratings.at(-1)?.score
  const next = goal.steps.find((step) => step.doneAt === null)
  const warm = words.filter((word) => word.words !== null && word.kind !== 'offer').at(-1)
  return (
    <>
      {score === undefined ? null : <Pictured picture="hill" title={t('goals:one.howGoing')}><Steps10 value={score} label={t('goals:progress', { score })} /><p>{t('goals:progress', { score })}</p></Pictured>}
      {goal.state === 'open' ? (
        <Pictured picture="steps" title={t('warm:short.next')}>
          {next ? (
            <>
              <Said as="p" lang={next.lang}>{next.words}</Said>
              {once ? <Form once={once[next.id]}><input type="hidden" name="step-id" value={next.id} /><Button intent="tick">{t('goals:one.tickShort')}</Button></Form> : null}
            </>
          ) : <p>{t('warm:short.nothing')}</p>}
        </Pictured>
      ) : null}
      {warm ? <Pictured picture="heart" title={t('warm:title')}><Said as="q" lang={warm.lang}>{warm.words}</Said></Pictured> : null}
      <ShorterLink here={`/families/${family}/goals/${goal.id}`} short />
    </>
  )
}
