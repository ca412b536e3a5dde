/** The rounds of a family's plan: as the family writes and sends it, and as those read it who help. */
import type { ReactNode } from 'react'
import { timedNeeds } from '#app/domain/appointments/words.ts'
import { partWent } from '#app/domain/meetings/plan-words.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { OrRing, PhoneLink } from '#app/ui/phone-link.tsx'
import type { PlanData } from './meeting-plan.tsx'
import { PartShown, PartTimes } from './meeting-plan-parts.tsx'

type Plan = PlanData['plan']['plans'][number]
type Round = Plan['rounds'][number]

/** How the newest round stands, in one sentence. */
function useStands(): (round: Round) => string {
  const { t, format } = useWords()
  return (round) => {
    const values = { name: round.sentBy ?? '', answerer: round.answeredBy ?? '', day: round.answerBy ? format.day(round.answerBy) : '', on: round.answeredAt ? format.day(round.answeredAt) : '' }
    return t(round.state === 'ours' && round.round > 1 ? 'decided:stands.again' : `decided:stands.${round.state}`, values)
  }
}

/** Whether the reader's own plan can be sent now; and whether one waits for their answer. */
export const canSend = ({ may, plans }: PlanData['plan']): boolean => may.write && plans[0]?.rounds[0]?.state === 'ours' && plans[0].rounds[0].parts.length > 0
export const canAnswer = ({ may, plans }: PlanData['plan']): boolean => may.answer && plans.some((one) => one.rounds[0]?.state === 'sent')

/** What the family sees: its plan, and while it is theirs, what they can do with it. */
export function OwnPlan({ plan, data, form }: { plan: Plan | undefined; data: PlanData; form: FormState }): ReactNode {
  const { t } = useWords()
  const stands = useStands()
  const here = `/families/${data.family}/meetings/${data.meeting}/plan`
  const [now, ...before] = plan?.rounds ?? []
  const writes = data.plan.may.write && (now === undefined || now.state === 'ours')
  return (
    <>
      <Card title={now ? stands(now) : t('decided:stands.none')} tone={now?.state === 'accepted' ? 'plain' : 'next'}>
        {now?.late ? <Late round={now} whom={data.whom} /> : null}
        {now && now.state !== 'ours' ? <OnTop round={now} /> : null}
        {!now || now.parts.length === 0 ? <Empty>{t('decided:noParts')}</Empty> : (
          <Rows>
            {now.parts.map((part) => (
              <PartShown key={part.id} part={part} family={data.family}>
                <Money part={part} data={data} />
                <Times part={part} data={data} />
                <Went part={part} data={data} form={form} tells={data.tells && now.state === 'accepted'} />
                {writes && part.may.change ? <p><a href={`${here}/part?part=${part.id}`}>{t(part.told && !part.changed ? 'decided:part.changeOrAnswer' : 'decided:part.change')}<span className="vh">{`: ${part.words}`}</span></a></p> : null}
              </PartShown>
            ))}
          </Rows>
        )}
        {writes ? <Actions><ButtonLink to={`${here}/part`} kind={now?.parts.length ? 'quiet' : 'main'}>{t('decided:add')}</ButtonLink></Actions> : null}
      </Card>
      {now && canSend(data.plan) ? <Sending round={now} data={data} form={form} /> : null}
      {before.map((round) => <Earlier key={round.round} round={round} family={data.family} />)}
    </>
  )
}

/** That the answer is late, said as it is: whose doing that is, who was told, and whom the family can ring. */
function Late({ round, whom }: { round: Round; whom: PlanData['whom'] }): ReactNode {
  const { t, format } = useWords()
  return (
    <Notice tone="sun">
      <p><strong>{t('decided:late.title')}</strong></p>
      <p>{t('decided:late.text', { day: format.day(round.answerBy!) })} {round.lateTold ? t('decided:late.told') : null}</p>
      {whom?.leads.map((one) => <p key={one.name}>{t('decided:late.ring', { name: one.name })}{one.phone ? <> <PhoneLink number={one.phone} /></> : null}</p>)}
      {whom?.gap ? <p>{t('decided:late.gap', { name: whom.gap.manager, day: format.day(whom.gap.until) })}</p> : null}
      <OrRing />
    </Notice>
  )
}

function Sending({ round, data, form }: { round: Round; data: PlanData; form: FormState }): ReactNode {
  const { t } = useWords()
  const [year, month, day] = (round.againOn ?? '--').split('-')
  const first: FormState = { ...form, values: { words: round.words ?? '', 'again-day': String(Number(day) || ''), 'again-month': String(Number(month) || ''), 'again-year': year ?? '', ...form.values } }
  return (
    <Card title={t('decided:send.title')}>
      <Form once={data.once}>
        <input type="hidden" name="round" value={round.round} />
        <TextArea form={first} name="words" label={t('decided:send.words')} hint={t('decided:send.wordsHint')} rows={3} limit={2000} />
        <DateField form={first} name="again" legend={t('decided:send.again')} hint={t('decided:send.againHint')} />
        <p>{t('decided:send.what')}</p>
        <Actions>
          <Button intent="send">{t('decided:send.go')}</Button>
          <Button intent="keep" kind="quiet">{t('decided:send.keep')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}

/** What stands above the parts, and when we look again. */
function OnTop({ round }: { round: Round }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      {round.words ? <Said as="p" lang={round.lang}>{round.words}</Said> : null}
      {round.againOn ? <p>{t('decided:again', { day: format.dayWithYear(round.againOn) })}</p> : null}
    </>
  )
}

function Earlier({ round, family }: { round: Round; family: string }): ReactNode {
  const { t, format } = useWords()
  return (
    <Details summary={t('decided:earlier', { day: format.day(round.sentAt!) })}>
      <OnTop round={round} />
      <Rows>{round.parts.map((part) => <PartShown key={part.id} part={part} family={family} />)}</Rows>
    </Details>
  )
}

/** What those who help read of one sitting; the lead professional answers it, the co-ordinator says which parts everybody reads. */
export function SentPlan({ plan, data, form }: { plan: Plan; data: PlanData; form: FormState }): ReactNode {
  const { t } = useWords()
  const stands = useStands()
  const [now, ...before] = plan.rounds
  const mine = valueOf(form, 'sitting') === String(plan.sitting) ? form : { values: {}, errors: {} }
  if (!now) return null
  const answers = data.plan.may.answer && now.state === 'sent'
  const rows = (
    <Rows>
      {now.parts.map((part) => (
        <PartShown key={part.id} part={part} family={data.family}>
          <Money part={part} data={data} />
          <Times part={part} data={data} />
          <Went part={part} data={data} form={form} tells={false} />
          {answers ? (
            <Details summary={<>{t('decided:answer.risk')}<span className="vh">{`: ${part.words}`}</span></>} open={mine.errors[`risk-${part.id}`] !== undefined || valueOf(mine, `risk-${part.id}`) !== ''}>
              <TextArea form={mine} name={`risk-${part.id}`} label={t('decided:answer.why')} hint={t('decided:answer.whyHint')} rows={3} limit={1000} />
            </Details>
          ) : null}
          {part.forAll && data.plan.plans.length > 1 ? <p className="soft">{t('decided:join.all')}</p> : null}
          {data.plan.may.join ? <Joining part={part} data={data} /> : null}
        </PartShown>
      ))}
    </Rows>
  )
  return (
    <>
      <Card title={stands(now)} tone={now.state === 'accepted' ? 'plain' : 'next'}>
        {data.plan.plans.length > 1 ? <p className="soft">{t('decided:sitting', { number: plan.sitting })}</p> : null}
        <OnTop round={now} />
        {answers ? (
          <Form once={data.onceOf[String(plan.sitting)]!}>
            <input type="hidden" name="sitting" value={plan.sitting} />
            <input type="hidden" name="round" value={now.round} />
            <p>{t('decided:answer.rule')}</p>
            {rows}
            <Actions>
              <Button intent="accept">{t('decided:answer.accept')}</Button>
              <Button intent="not-yet" kind="quiet">{t('decided:answer.notYet')}</Button>
            </Actions>
          </Form>
        ) : rows}
      </Card>
      {before.map((round) => <Earlier key={round.round} round={round} family={data.family} />)}
    </>
  )
}

/** What became of the money of a part: the request that it carries, or the way to ask for it. */
function Money({ part, data }: { part: Round['parts'][number]; data: PlanData }): ReactNode {
  const { t } = useWords()
  const decided = data.money.find((one) => one.id === part.id)
  if (!decided) return null
  if (decided.spend) return <p><a href={`/families/${data.family}/budget/requests/${decided.spend}`}>{t('decided:money.see')}<span className="vh">{`: ${part.words}`}</span></a></p>
  return decided.free && data.asks && data.plan.own !== null ? <p><a href={`/families/${data.family}/budget/requests/new?decided=${part.id}`}>{t('decided:money.ask')}<span className="vh">{`: ${part.words}`}</span></a></p> : null
}

/** The times booked for an accepted part that needs somebody, and the way to book one while none is ahead. */
function Times({ part, data }: { part: Round['parts'][number]; data: PlanData }): ReactNode {
  const { t } = useWords()
  const booked = data.times.filter((one) => one.part === part.id)
  const asks = data.books && part.state === 'accepted' && timedNeeds.includes(part.needs) && !booked.some((one) => one.upcoming)
  return (
    <>
      <PartTimes of={booked} family={data.family} />
      {asks ? <p><a href={`/families/${data.family}/appointments/book?decided=${part.id}`}>{t('decided:time.book')}<span className="vh">{`: ${part.words}`}</span></a></p> : null}
    </>
  )
}

/** How a part went, as those say who were there, and the way to say it. */
function Went({ part, data, form, tells }: { part: Round['parts'][number]; data: PlanData; form: FormState; tells: boolean }): ReactNode {
  const { t } = useWords()
  const said = data.went.filter((one) => one.part === part.id)
  const mine = form.values.went !== undefined || form.errors.went ? (valueOf(form, 'part') === part.id ? form : newForm()) : newForm()
  // Forms that are alike stand on one page: the one with something wrong has the plain ids that the list of errors links to.
  const wrong = Object.keys(mine.errors).length > 0
  return (
    <>
      {said.map((one, at) => <p key={at}><strong>{t(`decided:went.said.${one.went}`, { name: one.by })}</strong> {one.words ? <Said as="q" lang={one.lang}>{one.words}</Said> : null}</p>)}
      {tells ? (
        <Details summary={<>{t('decided:went.title')}<span className="vh">{`: ${part.words}`}</span></>} open={wrong}>
          <Form once={data.onceOf[part.id]!}>
            <input type="hidden" name="part" value={part.id} />
            <Radios form={mine} name="went" id={wrong ? 'went' : `went-${part.id}`} legend={t('decided:went.title')} items={partWent.map((value) => ({ value, text: t(`decided:went.${value}`) }))} />
            <TextArea form={mine} name="went-words" id={wrong ? 'went-words' : `words-${part.id}`} label={t('decided:went.words')} hint={t('common:optional')} rows={2} limit={1000} />
            <Actions><Button intent="went" kind="quiet">{t('decided:went.go')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
    </>
  )
}

function Joining({ part, data }: { part: Round['parts'][number]; data: PlanData }): ReactNode {
  const { t } = useWords()
  return (
    <Form once={data.onceOf[part.id]!}>
      <input type="hidden" name="part" value={part.id} />
      <Actions><Button intent={part.forAll ? 'apart' : 'join'} kind="quiet">{t(part.forAll ? 'decided:join.apart' : 'decided:join.go')}<span className="vh">{`: ${part.words}`}</span></Button></Actions>
    </Form>
  )
}
