import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { Goal, GoalInShort } from '#app/domain/goals/goals.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { Picture, type PictureName } from '#app/ui/picture.tsx'
import { Steps10 } from '#app/ui/steps.tsx'
import { AgreementAsks, type AgreementShown } from './agreement-parts.tsx'
import { FileShown } from './file-shown.tsx'
import { PersonLinks } from './plan-choices.tsx'
import type { LongPart } from './plan-long.ts'
import { Pictured } from './plan-page.tsx'
import type { Doing, readPlan } from './read-plan.server.ts'

/** How many things stand under one picture. */
const few = 3

type Plan = SerializeFrom<Awaited<ReturnType<typeof readPlan>>>
type Goals = readonly SerializeFrom<GoalInShort>[]

const pictureOfState = { open: 'hill', paused: 'rest', reached: 'star', 'let-go': 'heart' } as const

function GoalSaid({ goal, family }: { goal: Goals[number]; family: string }): ReactNode {
  const { t } = useWords()
  return (
    <div>
      <p><a href={`/families/${family}/goals/${goal.id}`}><Said lang={goal.lang}>{goal.words}</Said></a></p>
      {goal.state === 'open' && goal.score !== null ? <Steps10 value={goal.score} label={t('goals:progress', { score: goal.score })} /> : null}
      {goal.state === 'open' ? null : <p className="soft">{t(`goals:state.${goal.state}`)}</p>}
    </div>
  )
}

/** The plan in a few pictures: what is good, what we want, the one thing that is next, and the way to the rest. */
export function ShortPlan({ plan, agreement, once, ways }: { plan: Plan; agreement: AgreementShown | null; /** The form ids of the actions, where the reader may tick them. */ once?: Record<string, string> | undefined; /** Whether the reader sees the reviews, and the level of help. */ ways: { readonly review: boolean; readonly level: boolean } }): ReactNode {
  const { t } = useWords()
  const { family } = plan
  const next = plan.ours.find((doing) => doing.doneAt === null && !doing.over)
  const drawing = plan.says.find((one) => one.file !== null)
  return (
    <>
      <p><a href={`/families/${family.id}/plan/if-things-get-harder`}>{t('backup:homeLink')}</a></p>
      <PersonLinks here={`/families/${family.id}/plan`} people={plan.people} person={plan.person} />
      {agreement ? <AgreementAsks agreement={agreement} /> : null}
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
      <Ways plan={plan} version={agreement && agreement.state !== 'draft' ? agreement.version : null} ways={ways} />
    </>
  )
}

/** The way to everything else in the plan: a picture each, with its word. */
function Ways({ plan, version, ways }: { plan: Plan; version: number | null; ways: { readonly review: boolean; readonly level: boolean } }): ReactNode {
  const { t } = useWords()
  const all: readonly (readonly [to: string, picture: PictureName, text: string, there: boolean])[] = [
    ['all/ours', 'steps', t('plan:ours'), plan.ours.length > 0], ['all/services', 'together', t('plan:services'), plan.services.length > 0],
    ['all/says', 'speech', t('plan:says'), plan.says.length > 0], ['all/matters', 'heart', t('plan:matters'), plan.matters.length > 0], ['all/needs', 'cloud', t('plan:needs'), plan.needs.length > 0],
    [`versions/${version}`, 'paper', t('agreement:card.title'), version !== null], ['review', 'days', t('reviews:card'), ways.review], ['programme', 'home', t('programmes:card'), ways.review],
    ['level', 'shelter', t('promises:level.title'), ways.level], ['done', 'tick', t('plan:doneSoFar.title'), true],
  ]
  return (
    <nav aria-label={t('plan:title')}>
      <ul className="ways">{all.filter(([, , , there]) => there).map(([to, picture, text]) => <li key={to}><a href={`/families/${plan.family.id}/plan/${to}`}><Picture name={picture} />{text}</a></li>)}</ul>
    </nav>
  )
}

/** Goals, each with the picture of how it stands. */
export function ShortGoals({ goals, family }: { goals: Goals; family: string }): ReactNode {
  return <>{goals.map((goal) => <Pictured key={goal.id} picture={pictureOfState[goal.state]}><GoalSaid goal={goal} family={family} /></Pictured>)}</>
}

/** One goal: how it is going, the newest kind word, and the next step with its one button. */
export function ShortGoal({ goal, once, words }: { goal: SerializeFrom<Pick<Goal, 'id' | 'steps' | 'ratings' | 'state'>>; /** The form ids of the steps, where the reader may tick them. */ once?: Record<string, string> | undefined; words: readonly { id: string; kind: string; words: string | null; lang: string | null }[] }): ReactNode {
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
      ) : <Pictured picture={pictureOfState[goal.state]}><p>{t(`goals:state.${goal.state}`)}</p></Pictured>}
      {warm ? <Pictured picture="heart" title={t('warm:title')}><Said as="q" lang={warm.lang}>{warm.words}</Said></Pictured> : null}
    </>
  )
}

/** Somebody's words, and who they are from. */
function SaidBy({ one, family }: { one: Plan['matters'][number]; family: string }): ReactNode {
  return <><Said as="p" className="lines" lang={one.lang}>{one.words}</Said><FileShown file={one.file} family={family} />{one.by ? <p className="soft"><bdi>{one.by}</bdi></p> : null}</>
}

/** Something that somebody does: the words, and whether it is done, late, or when it will be. Its page tells the rest. */
export function ShortDoing({ doing, family }: { doing: Pick<SerializeFrom<Doing>, 'words' | 'lang' | 'name' | 'doneAt' | 'over' | 'late' | 'dueOn' | 'action' | 'goal' | 'id'>; family: string }): ReactNode {
  const { t, format } = useWords()
  return (
    <Pictured picture={doing.doneAt ? 'tick' : doing.over ? 'rest' : 'steps'}>
      <p><a href={doing.action || doing.goal === null ? `/families/${family}/plan/promise/${doing.id}` : `/families/${family}/goals/${doing.goal}`}><Said lang={doing.lang}>{doing.words}</Said></a></p>
      <p className="soft"><bdi>{doing.name ?? t('plan:somebodyElse')}</bdi>{' · '}{doing.doneAt ? t('plan:doneTag') : doing.over ? t('promises:state.over') : doing.late ? t('plan:lateTag') : t('plan:due', { day: format.day(doing.dueOn) })}</p>
    </Pictured>
  )
}

/** One part of the plan, a card with a picture for each thing. */
export function ShortPart({ part, plan }: { part: LongPart; plan: Plan }): ReactNode {
  const { t, format } = useWords()
  const family = plan.family.id
  switch (part) {
    case 'good': return plan.strengths.map((one) => <Pictured key={one.id} picture="star"><Said as="p" lang={one.lang}>{one.words}</Said></Pictured>)
    case 'wants': return <ShortGoals goals={plan.goals} family={family} />
    case 'ours':
    case 'services': return plan[part].map((one) => <ShortDoing key={one.id} doing={one} family={family} />)
    case 'says': return plan.says.map((one) => <Pictured key={one.id} picture="speech"><SaidBy one={one} family={family} /></Pictured>)
    case 'matters': return plan.matters.map((one) => <Pictured key={one.id} picture="heart"><SaidBy one={one} family={family} /></Pictured>)
    case 'needs': return plan.needs.map((one) => (
      <Pictured key={one.id} picture="cloud">
        <SaidBy one={one} family={family} />
        {one.answers.map((answer) => <p key={answer.id}><Picture name={answer.doneAt ? 'tick' : 'steps'} /> <Said lang={answer.lang}>{answer.words}</Said></p>)}
        {one.answers.length > 0 ? null : <p className="soft">{one.notNow === null ? t(one.due ? 'plan:needLate' : 'plan:needDue', { day: format.day(one.dueOn) }) : t(one.again ? 'plan:askAgainNow' : 'plan:notNow', { day: format.day(one.notNow.againOn) })}</p>}
      </Pictured>
    ))
  }
}
