import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { Beside } from './beside.tsx'
import { GoalLine } from './goal-line.tsx'
import type { Doing, readPlan } from './read-plan.server.ts'

type Corrections = readonly { id: string; thing: string; words: string; lang: string }[]
type Plan = SerializeFrom<Awaited<ReturnType<typeof readPlan>>>

/** The three parts of the plan, on the screen and on paper: what is good, what we want, who does what by when. `once` has the form ids of the actions, by theirs. */
export function PlanParts(props: { plan: Plan; /** What was said to be not right; none on paper. */ said?: Corrections; once?: Record<string, string>; /** The reader, where what they said themselves can be kept to others. */ me?: string | null; addGood?: ReactNode; addGoal?: ReactNode; addAction?: ReactNode }): ReactNode {
  const { t } = useWords()
  const { plan, said, once, me = null, addGood, addGoal, addAction } = props
  return (
    <>
      {plan.strengths.length > 0 || addGood ? <Card title={t('plan:strengths')} tone="next">
        {plan.strengths.length === 0 ? <Empty>{t('plan:noStrengths')}</Empty> : (
          <ul>
            {plan.strengths.map((strength) => (
              <li key={strength.id}>
                <Said lang={strength.lang}>{strength.words}</Said>
                {strength.by ? <span className="soft"> (<bdi>{strength.by}</bdi>)</span> : null}
                {me !== null && strength.saidBy === me ? <SeesLink family={plan.family.id} entry={strength.id} words={strength.words} /> : null}
                {said ? <Beside family={plan.family.id} kind="plan" thing={strength.id} words={strength.words} said={said} /> : null}
              </li>
            ))}
          </ul>
        )}
        {addGood}
      </Card> : null}
      <Card title={t('plan:wants')}>
        {plan.goals.length === 0 ? <Empty>{t('plan:noWants')}</Empty> : <Rows>{plan.goals.map((goal) => <GoalLine key={goal.id} goal={goal} family={plan.family.id} />)}</Rows>}
        {addGoal}
      </Card>
      <h2>{t('plan:actions')}</h2>
      <Columns
        first={<Doings title={t('plan:ours')} none={t('plan:noOurs')} doings={plan.ours} said={said} once={once} me={me} family={plan.family.id} />}
        second={<Doings title={t('plan:services')} none={t('plan:noServices')} doings={plan.services} said={said} once={once} me={me} family={plan.family.id} />}
      />
      {addAction}
    </>
  )
}

/** On every entry that the reader said, whoever sees it: it tells nothing to somebody who looks over their shoulder. */
function SeesLink({ family, entry, words }: { family: string; entry: string; words: string }): ReactNode {
  const { t } = useWords()
  return <> <a className="soft" href={`/families/${family}/plan/${entry}/sees`}>{t('sharing:hide.linkOf')}<span className="vh">{`: ${words}`}</span></a></>
}

function Doings({ title, none, doings, said, once, me, family }: { title: string; none: string; doings: SerializeFrom<Doing>[]; said?: Corrections; once?: Record<string, string>; me: string | null; family: string }): ReactNode {
  const { t, format } = useWords()
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
                {doing.doneAt ? t('plan:doneOn', { day: format.day(doing.doneAt as never) }) : doing.late ? t('plan:late', { day: format.day(doing.dueOn) }) : t('plan:due', { day: format.day(doing.dueOn) })}{' '}
                {doing.doneAt ? <Tag tone="leaf">{t('plan:doneTag')}</Tag> : doing.late ? <Tag tone="sun">{t('plan:lateTag')}</Tag> : null}
              </p>
              {me !== null && doing.saidBy === me ? <p><SeesLink family={family} entry={doing.id} words={doing.words} /></p> : null}
              {said && doing.action ? <p><Beside family={family} kind="plan" thing={doing.id} words={doing.words} said={said} /></p> : null}
              {once && doing.action && !doing.doneAt ? (
                <Form once={once[doing.id]}>
                  <input type="hidden" name="action" value={doing.id} />
                  <Button kind="quiet" intent="tick">{t('plan:tick')}<span className="vh">{`: ${doing.words}`}</span></Button>
                </Form>
              ) : null}
            </div>
          ))}
        </Rows>
      )}
    </Card>
  )
}
