import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import { boughtFor } from '#app/domain/budget/helped.server.ts'
import { mayAskOfAny } from '#app/domain/budget/who-asks.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { correctionsOf } from '#app/domain/data/corrections.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { changeBuildsOn } from '#app/domain/goals/builds-on.server.ts'
import { kindWordsOf } from '#app/domain/goals/kind-words.server.ts'
import { cameFrom } from '#app/domain/meetings/family-plan.server.ts'
import { stepsWhenLate } from '#app/domain/plan/late.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { addStep, changeGoalState, changeTopics, goal as goalOf, helpersWhoSee, rateGoal, tickStep } from '#app/domain/goals/goals.server.ts'
import { whoSees, whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { delicateFields } from '#app/domain/sharing/delicate.tsx'
import { topics } from '#app/domain/family/agreeing.ts'
import { WhoSeesFields, whoSeesFields, whoSeesOf, type WhoSeesQuestion } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, dayTyped, thing, things, wholeNumber, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { LineChart } from '#app/ui/line-chart.tsx'
import { Details } from '#app/ui/notice.tsx'
import { ProgressWords } from '#app/ui/steps.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type EntryId, type GoalId, type MemberId, type StepId } from '#app/values/ids.ts'
import { Beside } from './beside.tsx'
import { BoughtFor } from './bought-for.tsx'
import { BuildsOn } from './builds-on.tsx'
import { FromMeeting } from './from-meeting.tsx'
import { KindWords } from './kind-parts.tsx'
import { PlanPage } from './plan-page.tsx'
import { WhenLate } from './promise-state.tsx'
import { ShortGoal } from './short-pages.tsx'

export const handle = titled('goals:one.title')

const done = ['added', 'step', 'ticked', 'unticked', 'rated', 'state', 'sees', 'topics', 'changed', 'builds'] as const
const states = ['open', 'reached', 'paused', 'let-go'] as const

const stepForm = z.object({ step: words(300), owner: thing<MemberId>(), due: dayTyped, ...whoSeesFields })
const tickForm = z.object({ 'step-id': thing<StepId>() })
const ratingForm = z.object({ score: wholeNumber(0, 10), note: wordsOrNone(1000) })
const stateForm = z.object({ state: choice(states) })
const buildsForm = z.object({ 'builds-on': things<EntryId>() })
const topicsForm = z.object({ about: choice(['nothing', 'delicate']), ...delicateFields })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const found = isId(params.id) ? await goalOf(must(viewer, 'goals:see'), params.id as GoalId) : undefined
  if (!found) throw notYours()
  const [members, seenBy, said] = await Promise.all([membersOf(viewer), whoSees(viewer, found.circle), correctionsOf(must(viewer, 'family:see'), 'goal', [found.id])])
  const helpers = may(viewer, 'goals:add') ? await helpersWhoSee(must(viewer, 'goals:see'), found.id) : []
  const [words, strengths] = await Promise.all([
    kindWordsOf(must(viewer, 'goals:see'), [found.id, ...found.steps.map((step) => step.id)]), may(viewer, 'goals:add') ? planEntries(must(viewer, 'plan:see')).then((entries) => entries.strengths) : [],
  ])
  const nameOf = Object.fromEntries(members.map((m) => [m.id, m.name]))
  const lead = members.find((m) => m.current && m.seat === 'lead')
  const settings = await settingsForWords(viewer.db)
  const late = Object.fromEntries(found.steps.flatMap((step) => {
    const owner = members.find((m) => m.id === step.owner)
    if (step.hears === null || owner === undefined || !seatsThatHelp.has(owner.seat)) return []
    return [[step.id, stepsWhenLate(step.dueOn, viewer.today, settings, { ...step.hears, lead: step.hears.lead && lead !== undefined && lead.id !== owner.id })]]
  }))
  const { circle: _circle, ...goal } = found
  return json({
    family: viewer.family, today: viewer.today, said: said.map((one) => ({ ...one, by: nameOf[one.by] ?? null })), goal, words, takes: may(viewer, 'offers:answer') && viewer.member ? { family: viewer.family, me: viewer.member } : null, strengths: strengths.map(({ id, words: text, lang }) => ({ id, words: text, lang })), onceBuilds: newFormId(), names: nameOf, seenBy: seenBy === 'everybody' ? null : seenBy,
    from: await cameFrom(viewer, found.id), leadName: lead?.name ?? null, late, bought: may(viewer, 'spend:see') ? await boughtFor(must(viewer, 'spend:see'), found.id) : [],
    owners: members.filter((m) => m.current && m.seat !== 'other-parent' && (!seatsThatHelp.has(m.seat) || helpers.includes(m.id)) && (seenBy === 'everybody' || seenBy.members.includes(m.id) || (seenBy.lead && m.seat === 'lead'))).map(({ id, name }) => ({ id, name })),
    // Of those who see the goal, and nobody of the network: it is shown single things, not parts of them.
    stepSeen: may(viewer, 'goals:add') ? within(await whoSeesQuestion(viewer, members), seenBy) : null, mayChange: may(viewer, 'sharing:decide'),
    mayLeave: !may(viewer, 'sharing:decide') && (found.sharedWith.includes(viewer.member!) || (seenBy !== 'everybody' && seenBy.members.includes(viewer.member!))),
    mayAsk: may(viewer, 'budget:ask') && mayAskOfAny(viewer, (await settingsForWords(viewer.db)).youngAsk) && found.circle === null && found.state === 'open', mayAdd: may(viewer, 'goals:add'), mayRate: may(viewer, 'goals:rate'), mine: may(viewer, 'goals:add') && found.madeBy === viewer.member, holds: may(viewer, 'goals:add') && (found.madeBy === viewer.member || found.about.length === 0 || found.about.includes(viewer.member!)), onceTopics: newFormId(), done: doneIn(request, done), kept: await keptForm(request), once: [newFormId(), newFormId(), newFormId()] as const,
    onceOfStep: newFormIds(goal.steps.map((step) => step.id)),
  })
}

/** The question about a step: only those who see its goal can be named. */
function within(question: WhoSeesQuestion, seenBy: Awaited<ReturnType<typeof whoSees>>): WhoSeesQuestion {
  const sees = (id: MemberId) => seenBy === 'everybody' || seenBy.members.includes(id)
  return { ...question, family: question.family.filter(({ id }) => sees(id)), lead: seenBy === 'everybody' || seenBy.lead ? question.lead : null, network: [], first: question.wary && seenBy === 'everybody' ? question.first : 'everybody' }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  if (!isId(params.id)) throw notYours()
  const id = params.id as GoalId
  if (!(await goalOf(must(viewer, 'goals:see'), id))) throw notYours()
  const here = `/families/${viewer.family}/goals/${id}`
  const post = await posted(request)
  const lang = await langOf(request)
  switch (post.intent) {
    case 'step': {
      const read = readPosted(post, stepForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(must(viewer, 'goals:add'), addStep, { goal: id, words: read.data.step, owner: read.data.owner, dueOn: read.data.due, lang, whoSees: whoSeesOf(read.data) }, read.once)
      return answer.ok ? doneAt(here, 'step') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'tick':
    case 'untick': {
      const read = readPosted(post, tickForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(must(viewer, 'goals:rate'), tickStep, { step: read.data['step-id'], done: post.intent === 'tick' }, read.once)
      return answer.ok ? doneAt(here, post.intent === 'tick' ? 'ticked' : 'unticked') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'rate': {
      const read = readPosted(post, ratingForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(must(viewer, 'goals:rate'), rateGoal, { goal: id, score: read.data.score, note: read.data.note, lang }, read.once)
      return answer.ok ? doneAt(here, 'rated') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'topics': {
      const read = readPosted(post, topicsForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const { about, delicate } = read.data
      if (about === 'delicate' && delicate.length === 0) return json({ form: { ...read.form, errors: { delicate: { key: 'errors:chooseOne' } } } }, 400)
      const answer = await act(must(viewer, 'goals:add'), changeTopics, { goal: id, topics: about === 'delicate' ? delicate : [] }, read.once)
      return answer.ok ? doneAt(here, 'topics') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'builds': {
      const read = readPosted(post, buildsForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(must(viewer, 'goals:add'), changeBuildsOn, { goal: id, strengths: read.data['builds-on'] }, read.once)
      return answer.ok ? doneAt(here, 'builds') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'state': {
      const read = readPosted(post, stateForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(must(viewer, 'goals:add'), changeGoalState, { goal: id, state: read.data.state }, read.once)
      return answer.ok ? doneAt(here, 'state') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    default:
      return json({ form: { values: post.values, errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

export default function OneGoal() {
  const { t, format } = useWords()
  const { family, goal, bought, from, words, takes, strengths, onceBuilds, said, names, seenBy, leadName, late, owners, stepSeen, mine, holds, onceTopics, mayChange, mayLeave, mayAsk, mayAdd, mayRate, done, kept, once, onceOfStep, today } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const nameOf = (id: string) => names[id] ?? ''
  const latest = goal.ratings.at(-1)
  const named = seenBy === null ? [] : [...seenBy.members.map(nameOf), ...(seenBy.lead && leadName ? [leadName] : [])]
  const next = { open: ['reached', 'paused', 'let-go'], paused: ['open', 'reached', 'let-go'], reached: ['open'], 'let-go': ['open'] } as const
  const saying = { open: 'goals:one.setOpen', reached: 'goals:one.setReached', paused: 'goals:one.setPaused', 'let-go': 'goals:one.setLetGo' } as const
  return (
    <PlanPage
      title={<Said lang={goal.lang}>{goal.words}</Said>} family={family} picture="hill" errors={form.errors}
      done={done ? t(done === 'changed' ? 'agreement:change.done' : done === 'sees' ? 'sharing:hide.done' : done === 'builds' ? 'warm:done.builds' : `goals:done.${done}`) : undefined} back={{ to: `/families/${family}/goals`, text: t('goals:title') }} lead={t(`goals:state.${goal.state}`)}
      short={<ShortGoal goal={goal} once={mayRate ? onceOfStep : undefined} words={words} />}
    >
      {latest ? <ProgressWords value={latest.score} label={t('goals:progress', { score: latest.score })}>{t('goals:progress', { score: latest.score })}</ProgressWords> : null}
      <Card title={t('goals:one.steps')}>
        {goal.steps.length === 0 ? <Empty>{t('goals:one.noSteps')}</Empty> : (
          <Rows>
            {goal.steps.map((step) => (
              <div key={step.id}>
                <p><Said lang={step.lang}>{step.words}</Said></p>
                <p className="soft">
                  <bdi>{nameOf(step.owner)}</bdi>{' · '}
                  {step.doneAt ? t('goals:one.doneOn', { day: format.day(step.doneAt) }) : step.dueOn < today ? t('goals:dueBefore', { day: format.day(step.dueOn) }) : t('goals:dueBy', { day: format.day(step.dueOn) })}{' '}
                  {step.doneAt ? <Tag tone="leaf">{t('plan:doneTag')}</Tag> : step.dueOn < today ? <Tag tone="sun">{t('plan:lateTag')}</Tag> : null}
                </p>
                {late[step.id] ? <WhenLate steps={late[step.id]!} owner={names[step.owner] ?? null} lead={leadName} /> : step.hears ? <p className="soft">{t('promises:late.own')}</p> : null}
                <KindWords words={words} names={names} thing={step.id} of={step.words} to={{ path: `/families/${family}/kind/step/${step.id}`, text: t('warm:sayThanks') }} />
                {mayRate ? (
                  <Form once={onceOfStep[step.id]}>
                    <input type="hidden" name="step-id" value={step.id} />
                    <Button kind="quiet" intent={step.doneAt ? 'untick' : 'tick'}>
                      {step.doneAt ? t('goals:one.untickShort') : t('goals:one.tickShort')}<span className="vh">{`: ${step.words}`}</span>
                    </Button>
                  </Form>
                ) : null}
              </div>
            ))}
          </Rows>
        )}
        {mayAdd ? (
          <Details summary={t('goals:one.addStep')} open={'step' in form.values || 'owner' in form.errors || 'due' in form.errors}>
            <Form once={once[0]}>
              <Field form={form} name="step" label={t('goals:one.stepWords')} />
              <Select form={form} name="owner" label={t('goals:new.owner')} choose="" items={owners.map(({ id, name }) => ({ value: id, text: name }))} />
              <DateField form={form} name="due" legend={t('goals:new.due')} />
              {stepSeen ? <WhoSeesFields form={form} who={stepSeen} everybody={t('goals:one.stepEverybody')} /> : null}
              <Actions><Button intent="step">{t('goals:one.saveStep')}</Button></Actions>
            </Form>
          </Details>
        ) : null}
      </Card>
      {mayRate && goal.state === 'open' ? (
        <Card title={t('goals:one.howGoing')}>
          <Form once={once[1]}>
            <Radios form={form} name="score" legend={t('goals:one.howGoingHint')} inline items={Array.from({ length: 11 }, (_, n) => ({ value: String(n), text: String(n) }))} />
            <TextArea form={form} name="note" label={t('goals:one.note')} hint={t('common:optional')} rows={2} limit={1000} />
            <Actions><Button intent="rate">{t('goals:one.saveRating')}</Button></Actions>
          </Form>
        </Card>
      ) : null}
      <FromMeeting from={from} family={family} />
      <BoughtFor bought={bought} family={family} />
      <Card title={t('warm:title')}>
        <KindWords words={words} names={names} thing={goal.id} of={goal.words} to={{ path: `/families/${family}/kind/goal/${goal.id}`, text: t('warm:sayOrHelp') }} takes={takes} />
      </Card>
      {goal.ratings.length > 0 ? (
        <Card title={t('goals:one.history')}>
          <LineChart
            title={t('goals:one.history')} heads={{ when: t('goals:one.historyWhen'), value: t('goals:one.historyValue'), note: t('goals:one.historyNote') }}
            points={goal.ratings.map((rating) => ({
              at: rating.at, when: format.day(rating.at), value: rating.score, who: nameOf(rating.member),
              note: <>{t('goals:one.by', { name: nameOf(rating.member) })}{rating.note ? <>: <Said lang={rating.noteLang ?? undefined}>{rating.note}</Said></> : null}</>,
            }))}
          />
        </Card>
      ) : null}
      <SummaryList
        rows={[
          ...(goal.about.length > 0 ? [{ key: t('goals:one.about'), value: format.list(goal.about.map(nameOf)) }] : []),
          ...(goal.buildsOn.length > 0 ? [{ key: t('warm:buildsOn'), value: goal.buildsOn.map((strength) => <Said key={strength.id} as="p" lang={strength.lang}>{strength.words}</Said>) }] : []),
          { key: t('goals:new.category'), value: t(`goals:category.${goal.category}` as 'goals:category.school') },
          ...(mayAdd && goal.delicate.length > 0 ? [{
            key: t('sharing:delicate.row'), value: <>{format.list(goal.delicate.map((topic) => t(`sharing:kind.${topic}`)))}<br /><span className="soft">{t('sharing:delicate.hint')}</span></>,
            actions: [{ to: `/families/${family}/sharing`, text: t('sharing:title'), what: t('sharing:delicate.row') }],
          }] : []),
          ...(mayAdd ? [{ key: t('goals:one.whoSees'), value: seenBy === null ? t('goals:one.everybody') : t('goals:one.named', { names: format.list(named) }) }] : []),
        ]}
      />
      {mayChange || mayLeave ? <p><a href={`/families/${family}/goals/${goal.id}/sees`}>{t(mayChange ? 'sharing:hide.link' : 'sharing:hide.leave')}</a></p> : null}
      {mayAdd && strengths.length > 0 ? (
        <Details summary={t('warm:buildsOnChange')} open={'builds-on' in form.errors}>
          <Form once={onceBuilds}>
            <BuildsOn form={'builds-on' in form.values ? form : newForm({ 'builds-on': goal.buildsOn.map((strength) => strength.id) })} strengths={strengths} />
            <Actions><Button kind="quiet" intent="builds">{t('sharing:hide.go')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
      {mine ? (
        <Details summary={t('sharing:delicate.question')} open={'about' in form.values || 'about' in form.errors}>
          <Form once={onceTopics}>
            <Radios
              form={'about' in form.values || 'about' in form.errors ? form : newForm({ about: goal.delicate.length > 0 ? 'delicate' : 'nothing', delicate: [...goal.delicate] })} name="about" legend={t('sharing:delicate.later')} hint={t('sharing:delicate.hint')}
              items={[
                { value: 'nothing', text: t('sharing:delicate.no') },
                { value: 'delicate', text: t('sharing:delicate.yes'), more: (
                  <Checkboxes form={'about' in form.values ? form : newForm({ delicate: [...goal.delicate] })} name="delicate" legend={t('sharing:delicate.legend')} items={topics.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
                ) },
              ]}
            />
            <Actions><Button kind="quiet" intent="topics">{t('sharing:hide.go')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
      {mayAdd ? (
        <Form once={once[2]}>
          <Radios form={form} name="state" legend={t('goals:one.change')} items={next[goal.state].map((value) => ({ value, text: t(saying[value]) }))} />
          <Actions><Button kind="quiet" intent="state">{t('goals:one.saveRating')}</Button></Actions>
        </Form>
      ) : null}
      {mayAsk ? <p><ButtonLink kind="quiet" to={`/families/${family}/budget/requests/new?goal=${goal.id}`}>{t('asking:helps.ask')}</ButtonLink></p> : null}
      <p>{holds ? <><a className="soft" href={`/families/${family}/goals/${goal.id}/change`}>{t('agreement:change.link')}</a>{' · '}</> : null}<Beside family={family} kind="goal" thing={goal.id} words={goal.words} said={said} /></p>
    </PlanPage>
  )
}
