import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { ChangedTag } from './agreement-parts.tsx'
import { Beside } from './beside.tsx'
import { FileShown } from './file-shown.tsx'
import { GoalLine } from './goal-line.tsx'
import type { LongPart } from './plan-long.ts'
import { PromiseState } from './promise-state.tsx'
import { KindWords } from './kind-parts.tsx'
import type { Doing, readPlan } from './read-plan.server.ts'

type Corrections = SerializeFrom<Awaited<ReturnType<typeof readPlan>>>['said']
type Plan = SerializeFrom<Awaited<ReturnType<typeof readPlan>>>

/** The parts of the plan, on the screen and on paper: what is good, what we want, who does what by when; and what grows by conversation. `once` has the form ids of the actions, by theirs. */
export function PlanParts(props: { plan: Plan; /** How many there are of a part that is longer than what is shown of it. */ more?: Partial<Record<LongPart, number>>; /** What was said to be not right; none on paper. */ said?: Corrections; once?: Record<string, string>; /** The reader, where what they said themselves can be kept to others. */ me?: string | null; addGood?: ReactNode; addMatters?: ReactNode; addSays?: ReactNode; addNeed?: ReactNode; /** Whether the reader may answer a need: by an action, or by “not now”. */ answers?: { readonly byAction: boolean; readonly notNow: boolean }; addGoal?: ReactNode; addAction?: ReactNode }): ReactNode {
  const { t, format } = useWords()
  const { plan, more = {}, said, once, me = null, addGood, addMatters, addSays, addNeed, answers, addGoal, addAction } = props
  const rest = (part: LongPart) => (more[part] ? <p><a href={`/families/${plan.family.id}/plan/all/${part}`}>{t(`plan:all.of.${part}`, { number: format.number(more[part]) })}</a></p> : null)
  return (
    <>
      {plan.strengths.length > 0 || addGood ? <Strengths plan={plan} said={said} me={me} add={addGood} rest={rest('good')} /> : null}
      <Wants plan={plan} add={addGoal} rest={rest('wants')} />
      <h2>{t('plan:actions')}</h2>
      <Columns
        first={<Doings title={t('plan:ours')} none={t('plan:noOurs')} doings={plan.ours} said={said} once={once} me={me} plan={plan} rest={rest('ours')} lead={plan.lead} own />}
        second={<Doings title={t('plan:services')} none={t('plan:noServices')} doings={plan.services} said={said} once={once} me={me} plan={plan} rest={rest('services')} lead={plan.lead} />}
      />
      {addAction}
      <Columns
        first={plan.matters.length > 0 || addMatters ? <Words title={t('plan:matters')} none={t('plan:noMatters')} words={plan.matters} said={said} me={me} family={plan.family.id} add={addMatters} rest={rest('matters')} /> : null}
        second={plan.says.length > 0 || addSays ? <Words title={t('plan:says')} none={t('plan:noSays')} words={plan.says} said={said} me={me} family={plan.family.id} add={addSays} rest={rest('says')} /> : null}
      />
      {plan.needs.length > 0 || addNeed ? <Needs plan={plan} said={said} me={me} add={addNeed} answers={answers} rest={rest('needs')} /> : null}
    </>
  )
}

/** What is going well: it stands first. */
export function Strengths({ plan, said, me, add, rest }: { plan: Plan; said?: Corrections; me: string | null; add?: ReactNode; rest?: ReactNode }): ReactNode {
  const { t } = useWords()
  return (
    <Card title={t('plan:strengths')} tone="next">
      {plan.strengths.length === 0 ? <Empty>{t('plan:noStrengths')}</Empty> : (
        <ul>
          {plan.strengths.map((strength) => (
            <li key={strength.id}>
              <Said lang={strength.lang}>{strength.words}</Said>
              {strength.by ? <span className="soft"> (<bdi>{strength.by}</bdi>)</span> : null}
              <Entry family={plan.family.id} entry={strength.id} words={strength.words} mine={me !== null && strength.saidBy === me} said={said} change={strength.change} />
            </li>
          ))}
        </ul>
      )}
      {rest}
      {add}
    </Card>
  )
}

/** What the family wants to change. */
export function Wants({ plan, add, rest }: { plan: Plan; add?: ReactNode; rest?: ReactNode }): ReactNode {
  const { t } = useWords()
  return (
    <Card title={t('plan:wants')}>
      {plan.goals.length === 0 ? <Empty>{t('plan:noWants')}</Empty> : <Rows>{plan.goals.map((goal) => <GoalLine key={goal.id} goal={goal} family={plan.family.id} />)}</Rows>}
      {rest}
      {add}
    </Card>
  )
}

/** What was said, each in the words and the language of whoever said it. */
export function Words({ title, none, words, said, me, family, add, rest }: { title: string; none: string; words: Plan['matters']; said?: Corrections; me: string | null; family: string; add?: ReactNode; rest?: ReactNode }): ReactNode {
  return (
    <Card title={title}>
      {words.length === 0 ? <Empty>{none}</Empty> : (
        <Rows>
          {words.map((one) => (
            <div key={one.id}>
              <Said as="p" className="lines" lang={one.lang}>{one.words}</Said>
              <FileShown file={one.file} family={family} />
              <p className="soft">
                {one.by ? <bdi>{one.by}</bdi> : null}
                <Entry family={family} entry={one.id} words={one.words} mine={me !== null && one.saidBy === me} said={said} change={one.change} />
              </p>
            </div>
          ))}
        </Rows>
      )}
      {rest}
      {add}
    </Card>
  )
}

/** What somebody worries about or needs, each with what answers it: an action, "not now", or the day until when it is answered. */
export function Needs({ plan, said, me, add, rest, answers }: { plan: Plan; said?: Corrections; me: string | null; add?: ReactNode; rest?: ReactNode; answers?: { readonly byAction: boolean; readonly notNow: boolean } }): ReactNode {
  const { t, format } = useWords()
  const family = plan.family.id
  return (
    <Card title={t('plan:needs')}>
      {plan.needs.length === 0 ? <Empty>{t('plan:noNeeds')}</Empty> : (
        <Rows>
          {plan.needs.map((one) => (
            <div key={one.id}>
              <Said as="p" className="lines" lang={one.lang}>{one.words}</Said>
              <p className="soft">
                {t(`plan:area.${one.area}`)}{one.by ? <>{' · '}<bdi>{one.by}</bdi></> : null}
                <Entry family={family} entry={one.id} words={one.words} mine={me !== null && one.saidBy === me} said={said} change={one.change} />
              </p>
              {one.answers.map((answer) => (
                <p key={answer.id}>{t('plan:answeredBy')} <Said lang={answer.lang}>{answer.words}</Said> <span className="soft">({answer.name ? <><bdi>{answer.name}</bdi>, </> : null}{answer.doneAt ? t('plan:doneOn', { day: format.day(answer.doneAt as never) }) : t('plan:due', { day: format.day(answer.dueOn) })})</span></p>
              ))}
              {one.answers.length > 0 ? null : one.notNow === null
                ? <p>{t(one.due ? 'plan:needLate' : 'plan:needDue', { day: format.day(one.dueOn) })} {one.due ? <Tag tone="sun">{t('plan:lateTag')}</Tag> : null}</p>
                : <p>{t(one.again ? 'plan:askAgainNow' : 'plan:notNow', { day: format.day(one.notNow.againOn) })} <Said as="q" lang={one.notNow.lang}>{one.notNow.words}</Said></p>}
              <KindWords words={plan.kind} names={plan.names} thing={one.id} of={one.words} to={said ? { path: `/families/${family}/kind/plan/${one.id}`, text: t('warm:kind.offer') } : undefined} takes={said ? plan.takes : null} />
              {answers && one.answers.length === 0 ? (
                <p>
                  {answers.byAction ? <a href={`/families/${family}/plan/promise?need=${one.id}`}>{t('plan:answerNeed')}<span className="vh">{`: ${one.words}`}</span></a> : null}{answers.byAction && answers.notNow ? ' · ' : null}
                  {answers.notNow ? <a href={`/families/${family}/plan/needs/${one.id}`}>{t('plan:sayNotNow')}<span className="vh">{`: ${one.words}`}</span></a> : null}
                </p>
              ) : null}
            </div>
          ))}
        </Rows>
      )}
      {rest}
      {add}
    </Card>
  )
}

/**
 * What the reader may do with one entry: change their own, where who sees it and taking it out are too, or say that
 * another's is not right. It stands on every entry alike, whoever sees it: it tells nothing to somebody who looks over
 * their shoulder.
 */
function Entry({ family, entry, words, mine, said, change }: { family: string; entry: string; words: string; mine: boolean; /** None on paper, where nothing can be done. */ said?: Corrections; /** Whether its words are the reader’s to change. */ change: boolean }): ReactNode {
  const { t } = useWords()
  if (!said) return null
  return (
    <>
      <ChangedTag of={entry} />
      {' · '}{change || mine ? <a className="soft" href={`/families/${family}/plan/${entry}/change`}>{t('agreement:change.open')}<span className="vh">{`: ${words}`}</span></a> : null}
      <Beside family={family} kind="plan" thing={entry} words={words} said={said} mine={mine || change} />
    </>
  )
}

export function Doings({ title, none, doings, said, once, me, rest, lead, own = false, plan }: { lead: string | null; own?: boolean; title: string; none: string; doings: readonly SerializeFrom<Doing>[]; said?: Corrections; once?: Record<string, string>; me: string | null; plan: Pick<Plan, 'family' | 'kind' | 'names'>; rest?: ReactNode }): ReactNode {
  const { t, format } = useWords()
  const family = plan.family.id
  return (
    <Card title={title} level={3}>
      {doings.length === 0 ? <Empty>{none}</Empty> : (
        <Rows>
          {doings.map((doing) => (
            <div key={doing.id}>
              <p>
                {doing.action || doing.goal === null ? <Said lang={doing.lang}>{doing.words}</Said> : <a href={`/families/${family}/goals/${doing.goal}`}><Said lang={doing.lang}>{doing.words}</Said></a>}
              </p>
              <p className="soft">
                {doing.name === null ? t('plan:somebodyElse') : doing.agency ? t('plan:ownerAgency', { name: doing.name, agency: doing.agency }) : <bdi>{doing.name}</bdi>}{' · '}
                {doing.doneAt ? t('plan:doneOn', { day: format.day(doing.doneAt as never) }) : doing.over ? null : doing.late ? t('plan:late', { day: format.day(doing.dueOn) }) : t('plan:due', { day: format.day(doing.dueOn) })}{' '}
                {doing.doneAt ? <Tag tone="leaf">{t('plan:doneTag')}</Tag> : doing.late ? <Tag tone="sun">{t('plan:lateTag')}</Tag> : null}
                {doing.action ? <Entry family={family} entry={doing.id} words={doing.words} mine={me !== null && doing.saidBy === me} said={said} change={doing.change} /> : said ? <ChangedTag of={doing.id} /> : null}
              </p>
              <PromiseState doing={doing} family={family} link={said !== undefined} lead={lead} own={own} />
              {doing.action ? <KindWords words={plan.kind} names={plan.names} thing={doing.id} of={doing.words} /> : null}
              {once && doing.action && !doing.doneAt && !doing.over ? (
                <Form once={once[doing.id]}>
                  <input type="hidden" name="action" value={doing.id} />
                  <Button kind="quiet" intent="tick">{t('plan:tick')}<span className="vh">{`: ${doing.words}`}</span></Button>
                </Form>
              ) : null}
            </div>
          ))}
        </Rows>
      )}
      {rest}
    </Card>
  )
}
