import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { appointment as appointmentOf, type Appointment } from '#app/domain/appointments/appointments.server.ts'
import { BothClocks } from '#app/domain/appointments/both-clocks.tsx'
import { GroupLine } from '#app/domain/appointments/group-line.tsx'
import { otherClock } from '#app/domain/appointments/other-clock.server.ts'
import { wayInOf } from '#app/domain/appointments/way-in.server.ts'
import { arrangementsOf } from '#app/domain/appointments/arrangements.server.ts'
import { timeForm } from '#app/domain/appointments/booking-form.ts'
import { cancelAppointment, mayStillChange, moveAppointment } from '#app/domain/appointments/booking.server.ts'
import { answerCover, coverOf } from '#app/domain/appointments/cover.server.ts'
import { followUpsOf } from '#app/domain/appointments/follow-ups.server.ts'
import { afterOf, recordAppointment } from '#app/domain/appointments/how-it-went.server.ts'
import { mattersAt, mattersIn } from '#app/domain/appointments/dates.server.ts'
import type { Matter } from '#app/domain/appointments/dates.ts'
import { daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { ChangeCards } from '#app/domain/appointments/change-cards.tsx'
import { MattersNotice } from '#app/domain/appointments/matters.tsx'
import { nearestTo, weekOfTimes, type FreeTime } from '#app/domain/appointments/times.ts'
import { settingsOf, type Settings } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { cameFrom } from '#app/domain/meetings/family-plan.server.ts'
import { whoSees } from '#app/domain/sharing/circles.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { wholeNumber, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { TimeCard } from '#app/ui/time-card.tsx'
import { titled } from '#app/ui/titled.ts'
import { WayIn } from './way-in.tsx'
import { Arranged } from './appointment-arranged.tsx'
import { AppointmentWent } from './appointment-went.tsx'
import { CoverCard } from './cover-card.tsx'
import { CalendarLine } from './calendar-line.tsx'
import { FromMeeting } from './from-meeting.tsx'
import { isId, type AppointmentId } from '#app/values/ids.ts'
import { plusMinutes } from '#app/values/instant.ts'

export const handle = titled<typeof loader>(({ format }, data) => format.when(data.one.startsAt))

/** The version of the appointment that the page showed: what was moved meanwhile is looked at again first. */
const seenForm = z.object({ sequence: wholeNumber(0, 999_999_999) })
const moveForm = timeForm.extend(seenForm.shape)
const cancelForm = seenForm.extend({ why: wordsOrNone(1000) })
const recordForm = z.object({})

async function freeToMove(viewer: Viewer, one: Appointment, settings: Settings): Promise<FreeTime[]> {
  const free = await freeTimes(viewer.db, one.practitioners, one.mode, rulesFor(one.mode, settings), daysToBook(viewer.today, settings), viewer.now, one.id)
  return free.filter((time) => time.startsAt !== one.startsAt)
}

interface Warned { readonly time: FreeTime; readonly matters: readonly Matter[] }

/** A time that falls on dates that matter, to be asked about once; null for any other. */
async function warnedOf(viewer: Viewer, one: Appointment, startsAt: FreeTime['startsAt']): Promise<Warned | null> {
  const time = { startsAt, endsAt: plusMinutes(startsAt, (Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000), place: null }
  const matters = await mattersAt(viewer, time, await settingsOf(viewer.db))
  return matters.length > 0 ? { time, matters } : null
}

async function theOne(viewer: Viewer, id: string | undefined): Promise<Appointment> {
  const found = isId(id) ? await appointmentOf(must(viewer, 'appointments:see'), id as AppointmentId) : undefined
  if (!found) throw notYours()
  return found
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const found = await theOne(viewer, params.id)
  const [settings, members, seenBy] = await Promise.all([settingsOf(viewer.db), membersOf(viewer), whoSees(viewer, found.circle)])
  const query = new URL(request.url).searchParams
  const mine = found.practitioners.includes(viewer.person!)
  const ahead = found.state === 'booked' && found.startsAt > viewer.now && may(viewer, 'appointments:book')
  const change = ahead && mayStillChange(viewer, found.startsAt, settings)
  const wanted = change ? query.get('change') : null
  const week = query.get('week')
  const free = wanted === 'time' && found.group === null ? await freeToMove(viewer, found, settings) : null
  const kept = await keptForm(request)
  const namesOf = (ids: readonly string[]) => members.filter((member) => ids.includes(member.id)).map((member) => member.name)
  const lead = members.find((member) => member.current && member.seat === 'lead')
  const { practitioners: _practitioners, circle: _circle, about, sharedWith, bookedBy: _bookedBy, ...one } = found
  return json({
    family: viewer.family, from: await cameFrom(viewer, found.id), one, about: namesOf(about), once: newFormId(), change, tooLate: ahead && !change,
    asked: wanted === 'time' || wanted === 'cancel' ? wanted : null,
    week: free ? weekOfTimes(free, viewer.today, /^\d{1,2}$/.test(week ?? '') ? Number(week) : null) : null,
    matters: free ? await mattersIn(viewer, daysToBook(viewer.today, settings), settings) : [], ours: seatsOfTheFamily.has(viewer.seat as never), kept, keptTime: free?.find((time) => kept && time.startsAt === valueOf(kept, 'time')) ?? null,
    // Those outside of the family do not learn who else is shown it.
    seenBy: !may(viewer, 'appointments:book') ? null : {
      everybody: seenBy === 'everybody',
      names: seenBy === 'everybody' ? [] : [...namesOf(seenBy.members), ...(seenBy.lead && lead && !seenBy.members.includes(lead.id) ? [lead.name] : [])],
      shared: namesOf(sharedWith),
    },
    zone: await otherClock(viewer), wayIn: await wayInOf(must(viewer, 'appointments:see'), found.id),
    arrangements: await arrangementsOf(must(viewer, 'appointments:see'), found.id), helps: seatsThatHelp.has(viewer.seat as never),
    after: await afterOf(must(viewer, 'appointments:see'), found.id), followUps: await followUpsOf(must(viewer, 'appointments:see'), found.id), names: Object.fromEntries(members.map((member) => [member.id, member.name])),
    lead: lead?.name ?? null, asks: found.state === 'not-seen' && seatsOfTheFamily.has(viewer.seat as never),
    record: mine && found.startsAt <= viewer.now,
    mayChangeSees: may(viewer, 'sharing:decide') && found.bookedBy === viewer.member, 
    mayLeave: !may(viewer, 'sharing:decide') && !mine && (sharedWith.includes(viewer.member!) || (seenBy !== 'everybody' && seenBy.members.includes(viewer.member!))),
    done: doneIn(request, ['booked', 'moved', 'cancelled', 'recorded', 'sees', 'cover-agree', 'cover-wait']),
    cover: await coverOf(must(viewer, 'appointments:see'), found.id), answersCover: seatsOfTheFamily.has(viewer.seat as never) && may(viewer, 'appointments:book'),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const found = await theOne(viewer, params.id)
  const here = `/families/${viewer.family}/appointments/${found.id}`
  const post = await posted(request)
  const wrong = (form: FormState, status: 400 | 409) => {
    // A version that is none was not typed by anybody: the page is stale or was changed.
    const errors = 'sequence' in form.errors ? { '': { key: 'errors:formGone' } } : form.errors
    return json({ form: { ...form, errors }, nearest: [] as FreeTime[], warned: null as Warned | null }, status)
  }
  switch (post.intent) {
    case 'move': {
      const read = readPosted(post, moveForm)
      if (!read.ok) return wrong(read.form, 400)
      const warned = post.values.known === read.data.time ? null : await warnedOf(viewer, found, read.data.time)
      if (warned) return json({ form: read.form, nearest: [] as FreeTime[], warned }, 409)
      const answer = await act(must(viewer, 'appointments:book'), moveAppointment, { appointment: found.id, sequence: read.data.sequence, startsAt: read.data.time }, read.once)
      if (answer.ok) return doneAt(here, 'moved')
      const form = refusedForm(read.form, answer)
      if (answer.why !== 'time-taken') return wrong(form, 409)
      return json({ form, nearest: nearestTo(read.data.time, await freeToMove(viewer, found, await settingsOf(viewer.db)), 3), warned: null }, 409)
    }
    case 'cancel': {
      const read = readPosted(post, cancelForm)
      if (!read.ok) return wrong(read.form, 400)
      const answer = await act(must(viewer, 'appointments:book'), cancelAppointment, { appointment: found.id, sequence: read.data.sequence, words: read.data.why, lang: await langOf(request) }, read.once)
      return answer.ok ? doneAt(here, 'cancelled') : wrong(refusedForm(read.form, answer), 409)
    }
    case 'cover-agree':
    case 'cover-wait': {
      const read = readPosted(post, recordForm)
      if (!read.ok) return wrong(read.form, 400)
      const how = post.intent === 'cover-agree' ? 'agree' : 'wait'
      const answer = await act(must(viewer, 'appointments:book'), answerCover, { appointment: found.id, how }, read.once)
      return answer.ok ? doneAt(here, `cover-${how}`) : wrong(refusedForm(read.form, answer), 409)
    }
    case 'seen': {
      const read = readPosted(post, recordForm)
      if (!read.ok) return wrong(read.form, 400)
      const answer = await act(must(viewer, 'appointments:see'), recordAppointment, { appointment: found.id, state: post.intent }, read.once)
      return answer.ok ? doneAt(here, 'recorded') : wrong(refusedForm(read.form, answer), 409)
    }
    default:
      return wrong({ values: post.values, errors: { '': { key: 'errors:formGone' } } }, 400)
  }
}

export default function OneAppointment() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()
  const { family, one, done, asked, change, tooLate, once } = data
  const form = acted?.form ?? data.kept ?? newForm()
  const offer = acted?.nearest.length ? { because: 'nearest' as const, times: acted.nearest } : acted?.warned ? { because: 'kept' as const, times: [acted.warned.time] } : !acted && data.keptTime ? { because: 'kept' as const, times: [data.keptTime] } : null
  const list = `/families/${family}/appointments`
  const here = `${list}/${one.id}`
  const minutes = (Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000
  const name = format.list([one.practitioner.name, ...one.together])
  const state = one.state === 'booked' ? (one.upcoming ? null : 'past') : one.state
  return (
    <Page
      title={format.when(one.startsAt)} family={{ id: family, current: 'appointments' }} errors={form.errors} back={{ to: list, text: t('appointments:title') }}
      done={done ? t(done === 'sees' ? 'sharing:hide.done' : done === 'cover-agree' ? 'cover:card.done.agree' : done === 'cover-wait' ? 'cover:card.done.wait' : `appointments:done.${done}`) : undefined} lead={state ? t(`appointments:state.${state}`) : undefined}
    >
      {acted?.warned ? <MattersNotice matters={acted.warned.matters} ours={data.ours} /> : null}
      <TimeCard title={t(`appointments:with.${one.mode}`, { name })} when={format.timeRange(one.startsAt, one.endsAt)} instant={one.startsAt} who={one.practitioner} next={one.upcoming}>
        {one.place && one.mode !== 'video' ? <p>{t(`appointments:where.${one.mode}`)}: <Said lang={one.placeLang}>{one.place}</Said></p> : null}
        {one.upcoming && one.mode === 'phone' ? <p>{t('appointments:rings', { name: one.practitioner.givenName })}</p> : null}
        {one.upcoming && one.mode === 'video' ? <p>{t('appointments:sendsLink', { name: one.practitioner.givenName })}</p> : null}
        <GroupLine group={one.group} />
        <BothClocks at={one.startsAt} zone={data.zone} />
        <WayIn wayIn={data.wayIn} />
        <p className="soft">{t('appointments:length', { minutes: format.minutes(minutes) })}</p>
      </TimeCard>

      {data.cover && asked === null ? <CoverCard cover={data.cover} answers={data.answersCover} once={once} here={here} changes={change} group={one.group !== null} /> : null}
      {change ? <ChangeCards form={form} once={once} here={here} otherDate={one.group ? `${list}/groups/${one.group.id}` : undefined} sequence={one.sequence} minutes={minutes} asked={asked} week={data.week} offer={offer} zone={data.zone}
        matters={data.matters} known={acted?.warned?.time.startsAt ?? ''} why={t('appointments:one.cancelWhyHint', { name: one.practitioner.givenName })} /> : null}
      {tooLate ? <Notice tone="sun">{t('appointments:one.tooLate')}</Notice> : null}
      {/* Whoever moves or cancels it sees the time and that question, and nothing else. */}
      {asked === null ? <AboutIt data={data} name={name} here={here} /> : null}
      <OrRing />
    </Page>
  )
}

/** How it went, what is arranged, for whom it is and who sees it. */
function AboutIt({ data, name, here }: { data: SerializeFrom<typeof loader>; /** Of those with whom it is. */ name: string; here: string }): ReactNode {
  const { t, format } = useWords()
  const { family, one, about, seenBy, once } = data
  const needs = one.needs.map((need) =>
    need === 'interpreter' && one.interpreterLang ? t('appointments:needs.interpreterIn', { language: format.language(one.interpreterLang) }) : t(`appointments:needs.${need}`))
  return (
    <>
      {data.record ? (
        <Card title={t('appointments:one.record')}>
          <p>{t('appointments:one.recordText')}</p>
          <Form once={once}>
            <Actions>
              <Button intent="seen" kind={one.state === 'booked' ? 'main' : 'quiet'}>{t('appointments:one.met')}</Button>
              <ButtonLink kind="quiet" to={`${here}/after`}>{t('appointments:one.notMet')}</ButtonLink>
            </Actions>
          </Form>
        </Card>
      ) : null}
      {data.after ? <AppointmentWent after={data.after} followUps={data.followUps} names={data.names} about={about} lead={data.lead} family={`/families/${family}`} here={here} asks={data.asks} /> : null}
      <Arranged arrangements={data.arrangements} edit={data.helps && one.upcoming ? `${here}/arrange` : null} />
      <SummaryList
        rows={[
          { key: t('appointments:one.about'), value: about.length > 0 ? format.list(about) : t('appointments:one.family') },
          { key: t('appointments:one.needs'), value: needs.length > 0 ? <ul>{needs.map((need) => <li key={need}>{need}</li>)}</ul> : t('appointments:one.noNeeds') },
          ...(one.note ? [{ key: t('appointments:one.note'), value: <Said lang={one.noteLang}>{one.note}</Said> }] : []),
          ...(seenBy ? [{
            key: t('appointments:one.whoSees'),
            value: (
              <>
                <p>{seenBy.everybody ? t('appointments:one.everybody') : t('appointments:one.named', { names: format.list(seenBy.names) })}</p>
                {seenBy.shared.length > 0 ? <p>{t('appointments:one.shared', { names: format.list(seenBy.shared) })}</p> : null}
                <p className="soft">{t('appointments:one.andPractitioner', { name })}</p>
              </>
            ),
          }] : []),
        ]}
      />
      <FromMeeting from={data.from} family={family} />
      {one.state === 'booked' && one.upcoming ? <CalendarLine here={here} kept={seenBy !== null && !seenBy.everybody} /> : null}
      {data.mayChangeSees || data.mayLeave ? <p><a href={`${here}/sees`}>{t(data.mayChangeSees ? 'sharing:hide.link' : 'sharing:hide.leave')}</a></p> : null}
    </>
  )
}
