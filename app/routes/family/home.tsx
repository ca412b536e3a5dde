import { defer, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { may, must } from '#app/access/viewer.server.ts'
import { isToCome } from '#app/domain/meetings/answers.ts'
import { GroupLine } from '#app/domain/appointments/group-line.tsx'
import { nextAppointment } from '#app/domain/appointments/appointments.server.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { moneyAtAGlance } from '#app/domain/budget/ledger.server.ts'
import { mayAskOfAny } from '#app/domain/budget/who-asks.ts'
import { helpersOf } from '#app/domain/family/people.server.ts'
import { goalsOf } from '#app/domain/goals/goals.server.ts'
import { meetingsOf } from '#app/domain/meetings/meetings.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { doneIn } from '#app/http/done.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { newFormId } from '#app/http/read-form.ts'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Columns, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { Icon } from '#app/ui/icons.tsx'
import { MoneyBar } from '#app/ui/money-bar.tsx'
import { Page } from '#app/ui/page.tsx'
import { Person } from '#app/ui/person.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { TimeCard } from '#app/ui/time-card.tsx'
import { titled } from '#app/ui/titled.ts'
import type { Pence } from '#app/values/money.ts'
import { AskedToMeeting } from './asked-to-meeting.tsx'
import { GoalLine } from './goal-line.tsx'
import { ICan } from './i-can-parts.tsx'
import { iCanShown } from './i-can-shown.server.ts'
import { LookAgainCard } from './look-again.tsx'
import { ReviewCard } from './review-parts.tsx'
import { RunsNow } from './backup-parts.tsx'
import { shareLeft } from './share-left.ts'

export const handle = titled('home:title')

/** Goals shown on the home page; the rest are one tap away. */
const goalsAtHome = 3

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const [next, goals, money, { cans, helps, questions, given, givenLongAgo, offers, asked, unread, ending, review, plan, gap, runs, again, promised, checks, meets }, helpers, meetings, can] = await Promise.all([
    may(viewer, 'appointments:see') ? nextAppointment(viewer) : null,
    may(viewer, 'goals:see') ? goalsOf(must(viewer, 'goals:see'), 'open') : [],
    may(viewer, 'budget:see') ? moneyAtAGlance(viewer) : null,
    waitsForUs(must(viewer, 'family:see')),
    helpersOf(must(viewer, 'family:see')),
    viewer.seat === 'network' || viewer.seat === 'other-parent' ? meetingsOf(must(viewer, 'meetings:see')) : [],
    may(viewer, 'offers:give') ? iCanShown(must(viewer, 'offers:give')) : null,
  ])
  // Nothing here is awaited later: `defer` hands the data to the page as it is, where `json` writes a text that is then read.
  return defer({
    family: viewer.family, warm: goals.filter((goal) => goal.warm !== null).sort((a, b) => (a.warm!.at < b.warm!.at ? 1 : -1)).map(({ id, warm }) => ({ goal: id, ...warm! }))[0] ?? null, next, money, cans, can, helps, questions, given, givenLongAgo, offers, asked, unread, ending, plan, gap, runs, signs: viewer.seat === 'lead', mayWrite: may(viewer, 'messages:write') && may(viewer, 'household:see') && viewer.seat !== 'lead', helpers: helpers.filter((helper) => helper.lead), more: helpers.length > 1,
    goals: goals.slice(0, goalsAtHome),
    due: goals.filter((goal) => goal.nextStep !== null && goal.nextStep.owner === viewer.member && goal.nextStep.dueOn <= viewer.today).map(({ id, nextStep }) => ({ id, words: nextStep!.words, lang: nextStep!.lang })),
    mayBook: may(viewer, 'appointments:book'), mayAdd: may(viewer, 'goals:add'), mayAsk: may(viewer, 'budget:ask') && mayAskOfAny(viewer, (await settingsForWords(viewer.db)).youngAsk), seesMoney: may(viewer, 'budget:see'),
    seesPlan: may(viewer, 'plan:see') && may(viewer, 'household:see'),
    tellsChange: may(viewer, 'change:tell'), meets: may(viewer, 'meetings:answer'), review, mayTell: may(viewer, 'plan:strengths'),
    meetings: [...meets.map((one) => ({ ...one, asked: null })), ...meetings.filter((one) => isToCome(one.state)).map(({ id, startsAt, roomOpen, question, lang }) => ({ id, startsAt, roomOpen, asked: { question, lang } }))], again, promised, checks,
    caring: viewer.seat === 'young-person' ? newFormId() : null,
    done: doneIn(request, ['joined', 'welcome']),
  })
}

export default function Home() {
  const { t, format } = useWords()
  const { signedIn } = useShell()
  const data = useLoaderData<typeof loader>()
  const { family, next, promised, checks, cans, helps, questions, given, givenLongAgo, offers, asked, due, goals, mayAdd, unread, ending, plan, signs, runs } = data
  const waiting = unread.length + offers.length + asked.length + questions.length + given.length + (givenLongAgo ? 1 : 0) + cans.length + helps.length + due.length + promised.length + checks.length + (ending ? 1 : 0) + (plan ? 1 : 0) + runs.filter((run) => run.mine).length
  // Whoever was asked from outside comes for that alone; at home what is next comes first.
  const [outside, ours] = [data.meetings.filter((one) => one.asked !== null), data.meetings.filter((one) => one.asked === null)]
  return (
    <Page
      title={t('home:hello', { name: signedIn?.name ?? '' })} family={{ id: family, current: 'home' }} wide
      lead={waiting === 0 && outside.length > 0 ? undefined : waiting === 0 ? t('home:nothing') : t('home:needed', { count: waiting })} done={data.done ? t(`home:done.${data.done}`) : undefined}
    >
      {runs.map((run) => <RunsNow key={run.id} family={family} run={run} ours={!signs} />)}
      {waiting > runs.filter((run) => run.mine).length ? (
        <Card tone="sun">
          <Rows>
            {[
              ...(unread.length === 0 ? [] : [
                <p key="unread">{t('messages:home.waits', { count: unread.length })} <a href={`/families/${family}/messages${unread.length === 1 ? `/${unread[0]}` : ''}`}>{t(unread.length === 1 ? 'messages:home.read' : 'messages:home.readAll')}</a></p>,
              ]),
              ...offers.map((id) => <p key={id}>{t('booking:offered.homeSome')} <a href={`/families/${family}/appointments/offers/${id}`}>{t('booking:offered.homeGo')}</a></p>),
              ...(givenLongAgo ? [<p key="given-long-ago">{t('home:givenLongAgo')} <a href={`/families/${family}/budget/requests/${givenLongAgo}`}>{t('home:givenSay')}</a></p>] : []),
              ...given.map((id) => <p key={id}>{t('home:givenWaits')} <a href={`/families/${family}/budget/requests/${id}`}>{t('home:givenSay')}</a></p>),
              ...asked.map((id) => <p key={id}>{t('groups:wait.home')} <a href={`/families/${family}/appointments/waits/${id}`}>{t('groups:wait.go')}</a></p>),
              ...cans.map((id) => <p key={id}>{t('warm:can.home')} <a href={`/families/${family}/offers/${id}`}>{t('warm:can.homeGo')}</a></p>),
              ...helps.map((id) => <p key={id}>{t('instead:home')} <a href={`/families/${family}/budget/requests/${id}/help`}>{t('instead:homeGo')}</a></p>),
              ...questions.map((id) => <p key={id}>{t('home:answerWaits')} <a href={`/families/${family}/budget/requests/${id}`}>{t('home:answerIt')}</a></p>),
              ...(plan?.asks === 'agree' ? [<p key="plan">{t(signs ? 'agreement:home.sign' : 'agreement:home.agree')} <a href={`/families/${family}/plan/agree`}>{t(signs ? 'agreement:home.signGo' : 'agreement:home.agreeGo')}</a></p>] : []),
              ...(plan?.asks === 'changed' ? [<p key="plan">{t('agreement:home.changed')} <a href={`/families/${family}/plan/versions/${plan.version}`}>{t('agreement:home.changedGo')}</a></p>] : []),
              ...(ending ? [<p key="ending">{t('sharing:ending.home')} <a href={`/families/${family}/sharing`}>{t('sharing:ending.go')}</a></p>] : []),
              ...promised.map((one) => <p key={one.id}>{t('home:promised', { day: format.day(one.on) })} <a href={`/families/${family}/plan/promise/${one.id}`}>{t('home:promisedGo')}</a></p>),
              ...checks.map((one) => <p key={`${one.meeting} ${one.on}`}>{t('home:checks', { day: format.day(one.on) })} <a href={`/families/${family}/meetings/${one.meeting}/plan`}>{t('home:checksGo')}</a></p>),
              ...due.map((step) => <p key={step.id}>{t('home:stepDue')} <a href={`/families/${family}/goals/${step.id}`}><Said lang={step.lang}>{step.words}</Said></a></p>),
            ]}
          </Rows>
        </Card>
      ) : null}
      {outside.map((one) => <AskedToMeeting key={one.id} family={family} one={one} />)}
      {data.again.map((one) => <LookAgainCard key={one.meeting} family={family} one={one} />)}
      {data.can ? <ICan family={family} shown={data.can} /> : null}
      {next || data.mayBook ? <Next family={family} next={next} mayBook={data.mayBook} /> : null}
      {ours.map((one) => <AskedToMeeting key={one.id} family={family} one={one} />)}
      {data.review ? <ReviewCard family={family} review={data.review} lead={data.helpers[0]?.name ?? null} mayTell={data.mayTell} /> : null}
      {data.warm ? (
        <p className="kind">
          <Icon name="heart" />
          <span><a href={`/families/${family}/goals/${data.warm.goal}`}><Said as="q" lang={data.warm.lang}>{data.warm.words}</Said></a> <bdi className="soft">{data.warm.by}</bdi></span>
        </p>
      ) : null}
      <Columns
        first={goals.length === 0 && !mayAdd && outside.length > 0 ? null : (
          <Card title={t('home:goals')}>
            {goals.length === 0 ? <Empty>{t('home:noGoals')}</Empty> : <Rows>{goals.map((goal) => <GoalLine key={goal.id} goal={goal} family={family} />)}</Rows>}
            <p>{mayAdd ? <a href={`/families/${family}/goals/new`}>{t('home:addGoal')}</a> : <a href={`/families/${family}/goals`}>{t('home:allGoals')}</a>}</p>
          </Card>
        )}
        second={data.seesMoney ? <Money family={family} money={data.money} mayAsk={data.mayAsk} /> : null}
      />
      <Columns first={<Helping family={family} gap={data.gap} helpers={data.helpers} more={data.more} ours={mayAdd} mayWrite={data.mayWrite} />}
        second={(
          <>
            {data.caring === null ? null : (
              <Card title={t('carers:home.title')}>
                <Form once={data.caring} action={`/families/${family}/caring`}><Button kind="quiet" intent="look-after">{t('carers:home.button')}</Button></Form>
              </Card>
            )}
            {data.seesPlan ? <p><a href={`/families/${family}/plan/if-things-get-harder`}>{t('backup:homeLink')}</a></p> : null}
            {data.meets ? <p>{t('meetings:home')} <a href={`/families/${family}/meetings`}>{t('meetings:title')}</a></p> : null}
            {data.tellsChange ? <p><ButtonLink kind="quiet" to={`/families/${family}/plan/changed`}>{t('changes:link')}</ButtonLink></p> : null}
          </>
        )}
      />
    </Page>
  )
}

type Data = SerializeFrom<typeof loader>

function Next({ family, next, mayBook }: { family: string; next: Data['next']; mayBook: boolean }): ReactNode {
  const { t, format } = useWords()
  if (!next) {
    return (
      <Card title={t('home:next')} tone="next">
        <Empty action={mayBook ? <ButtonLink to={`/families/${family}/appointments/book`}>{t('home:bookOne')}</ButtonLink> : null}>{t('home:noNext')}</Empty>
      </Card>
    )
  }
  const length = format.minutes((Date.parse(next.endsAt) - Date.parse(next.startsAt)) / 60_000)
  return (
    <TimeCard
      title={t('home:next')} next when={format.when(next.startsAt)} instant={next.startsAt} who={next.practitioner}
      actions={<ButtonLink to={`/families/${family}/appointments/${next.id}`}>{t('home:seeOrChange')}</ButtonLink>}
    >
      <p>{t(`home:visit.${next.mode}`, { name: next.together.length > 0 ? format.list([next.practitioner.name, ...next.together]) : next.practitioner.givenName, length })} {t('home:canStop')}</p>
      <GroupLine group={next.group} />
      {next.place ? <p className="soft"><Said lang={next.placeLang ?? undefined}>{next.place}</Said></p> : null}
      {next.interpreterLang ? <p className="soft">{t('home:interpreter', { language: format.language(next.interpreterLang) })}</p> : null}
    </TimeCard>
  )
}

function Money({ family, money, mayAsk }: { family: string; money: Data['money']; mayAsk: boolean }): ReactNode {
  const { t, format } = useWords()
  if (!money) return <Card title={t('home:money')}><Empty>{t('home:noMoney')}</Empty></Card>
  const { left, aside, spent, total } = money as { left: Pence; aside: Pence; spent: Pence; total: Pence }
  return (
    <Card title={t('home:money')}>
      <p>{t('home:leftOf', { left: format.moneyShort(left), total: format.moneyShort(total) })} {t(`home:share.${shareLeft(left, total)}`)}</p>
      <MoneyBar
        label={t('home:moneyPicture', { left: format.money(left), aside: format.money(aside), spent: format.money(spent) })}
        left={{ pence: left, text: t('home:left') }} aside={{ pence: aside, text: t('home:aside') }} spent={{ pence: spent, text: t('home:spent') }}
      />
      {mayAsk ? <ButtonLink to={`/families/${family}/budget/requests/new`}>{t('home:ask')}</ButtonLink> : null}
    </Card>
  )
}

function Helping({ family, gap, helpers, more, ours, mayWrite }: { family: string; gap: Data['gap']; helpers: Data['helpers']; more: boolean; ours: boolean; mayWrite: boolean }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('home:helping')}>
      {gap ? <p>{t('promises:lead.gap', { name: gap.manager, day: format.date(gap.until) })}</p> : helpers.length === 0 ? <Empty>{t('home:noHelp')}</Empty> : null}
      {helpers.map((helper) => (
        <Person key={helper.member} name={helper.name} photo={helper.photo} role={helper.coversUntil ? t('promises:lead.covers', { day: format.date(helper.coversUntil) }) : ours ? t('home:lead') : t('home:leadOfFamily')} words={helper.hello ? <Said lang={helper.helloLang ?? undefined}>{helper.hello}</Said> : undefined}>
          {helper.answersWithinDays ? <p className="soft">{t('home:answers', { count: helper.answersWithinDays })}</p> : null}
          {mayWrite ? <p><a href={`/families/${family}/messages/new?to=${helper.member}`}>{t('messages:home.writeTo', { name: helper.givenName })}</a></p> : null}
          {helper.phone ? <p>{t('home:ring', { name: helper.givenName })} <PhoneLink number={helper.phone} /></p> : null}
        </Person>
      ))}
      <p><a href={`/families/${family}/messages`}>{t('messages:home.all')}</a></p>
      {more ? <p><a href={`/families/${family}/people`}>{t('home:allPeople')}</a></p> : null}
    </Card>
  )
}
