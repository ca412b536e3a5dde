import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must, type AreaMay } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { visitsWhileAway } from '#app/domain/appointments/away.server.ts'
import { spanOf, timeOffForm } from '#app/domain/appointments/diary-form.ts'
import { keepDiariesOf, takeTimeOffFor } from '#app/domain/appointments/diary.server.ts'
import { colleaguesOf } from '#app/domain/appointments/colleagues.server.ts'
import { datesWithoutLeader } from '#app/domain/groups/leaders.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, thing, thingOrNone } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { AppointmentId, PersonId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'
import { proposeAllTo, sayOfVisit } from './who-comes.server.ts'

export const handle = titled('cover:away.title')

/** Cards on one page; the next come up when these are seen to. */
const most = 20
const hows = ['same-time', 'new-times', 'go-on'] as const
const whoForm = z.object({ visit: thing<AppointmentId>(), away: thing<PersonId>(), how: choice(hows), cover: thingOrNone<PersonId>() })

const awayForm = timeOffForm.pick({ 'off-from': true, 'off-until': true }).extend({ of: thing<PersonId>(), 'off-cover': thingOrNone<PersonId>() })

/** Those whose work is visits, for themselves; managers, for their teams. */
async function deskIn(request: Request): Promise<AreaMay<'desk:see'>> {
  const desk = must(await atTheDesk(request), 'desk:see')
  if (!desk.posts.some((post) => ['lead', 'practitioner', 'coordinator', 'manager'].includes(post.role))) throw notYours()
  return desk
}

export async function loader({ request }: LoaderFunctionArgs) {
  const desk = await deskIn(request)
  const visits = (await visitsWhileAway(desk)).slice(0, most)
  const people = [...new Set(visits.map((one) => one.away))]
  const colleagues = Object.fromEntries(await Promise.all(people.slice(0, 5).map(async (away) => [away, await colleaguesOf(desk, away)] as const)))
  return json({ places: deskPlaces(desk), me: desk.person, visits, groups: (await datesWithoutLeader(desk)).slice(0, most), colleagues, team: await keepDiariesOf(desk), onceAway: newFormId(), once: newFormIds(visits.map((one) => one.appointment)), kept: await keptForm(request), done: doneIn(request, ['off', 'some', 'said', 'for', 'covered', 'group']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const desk = await deskIn(request)
  const post = await posted(request)
  if (post.intent === 'away') {
    const said = readPosted(post, awayForm)
    if (!said.ok) return json({ form: said.form }, 400)
    const { from, until } = spanOf({ ...said.data, 'off-from-time': null, 'off-until-time': null, 'off-repeat': 'once', 'off-repeat-until': null, 'off-cover': null })
    const cover = said.data['off-cover']
    const kept = await act(desk, takeTimeOffFor, { of: said.data.of, from: from!, until: until!, repeat: null, untilOn: null, cover }, said.once)
    if (kept.ok && cover !== null && kept.value > 0) return doneAt('/desk/diary/away', (await proposeAllTo(desk, said.data.of, cover)) > 0 ? 'some' : 'covered')
    return kept.ok ? doneAt('/desk/diary/away', 'for') : json({ form: refusedForm(said.form, { ...kept, ...('field' in kept && kept.field !== 'of' ? { field: `off-${kept.field}` } : {}) }) }, 409)
  }
  const read = readPosted(post, whoForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { visit, away, how, cover } = read.data
  const one = (await visitsWhileAway(desk)).find((found) => found.appointment === visit && found.away === away)
  const answer = one && (await sayOfVisit(desk, one, { appointment: visit, away, how, cover }, read.once))
  if (!answer) return json({ form: refusedForm(read.form, { why: 'appointment-changed' }) }, 409)
  return answer.ok ? doneAt('/desk/diary/away', 'said') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Away() {
  const { t, format } = useWords()
  const { places, me, visits, groups, colleagues, team, onceAway, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const coverOf = (one: (typeof visits)[number]) => colleagues[one.away]?.find((other) => other.person === one.cover)?.name
  return (
    <Page title={t('cover:away.title')} lead={t('cover:away.lead')} errors={form.errors} desk={{ current: places.includes('diary') ? 'diary' : 'desk', places }} back={{ to: places.includes('diary') ? '/desk/diary' : '/desk', text: t(places.includes('diary') ? 'desk:diary.title' : 'desk:home.title') }} done={done ? t(`cover:away.done.${done}`) : undefined}>
      {visits.length + groups.length === 0 ? <Empty>{t('cover:away.none')}</Empty> : null}
      {visits.map((one) => {
        const mine = form.values.visit === undefined || form.values.visit === one.appointment
        const shown = mine ? form : newForm()
        return (
          <Card key={`${one.appointment} ${one.away}`} title={format.when(one.startsAt)} tone="next">
            <p>{t('desk:diary.booking', { family: one.familyName, mode: t(`appointments:manner.${one.mode}`) })}</p>
            {one.away === me ? null : <p>{t('cover:away.whose', { name: one.awayName })}</p>}
            {coverOf(one) === undefined ? null : <p className="soft">{t('cover:away.notFree', { name: coverOf(one)! })}</p>}
            <Form once={once[one.appointment]}>
              <input type="hidden" name="visit" value={one.appointment} />
              <input type="hidden" name="away" value={one.away} />
              <Radios
                form={shown} name="how" id={`how-${one.appointment}`} legend={t('cover:away.how')}
                items={hows.filter((how) => how !== 'go-on' || one.joint).map((how) => ({ value: how, text: t(`cover:away.hows.${how}`) }))}
              />
              <Select form={shown} name="cover" id={`cover-${one.appointment}`} label={t('cover:away.cover')} hint={t('cover:away.coverHint')} choose={one.away === me ? t('cover:away.myself') : t('cover:away.themselves', { name: one.awayName })} items={(colleagues[one.away] ?? []).map(({ person, name }) => ({ value: person, text: name }))} />
              <Actions><Button intent="say">{t('cover:away.go')}</Button></Actions>
            </Form>
          </Card>
        )
      })}
      {groups.length === 0 ? null : (
        <Card title={t('cover:group.title')} tone="next">
          <Rows>
            {groups.map((one) => (
              <div key={one.date}>
                <p><a href={`/desk/diary/away/${one.date}`}><Said lang={one.lang}>{one.name}</Said>, {format.when(one.startsAt)}</a></p>
                {one.gone.map((gone) => <p key={gone.person} className="soft">{gone.how === 'left' ? t('cover:group.left', { name: gone.name }) : gone.person === me ? t('cover:group.mine') : t('cover:away.whose', { name: gone.name })}</p>)}
              </div>
            ))}
          </Rows>
        </Card>
      )}
      {team.length === 0 ? null : (
        <Card title={t('cover:away.for')}>
          <Form once={onceAway}>
            <Select form={form} name="of" label={t('cover:away.forWho')} choose="" items={team.map(({ person, name }) => ({ value: person, text: name }))} />
            <DateField form={form} name="off-from" legend={t('desk:diary.offFrom')} />
            <DateField form={form} name="off-until" legend={t('desk:diary.offUntil')} />
            <Select form={form} name="off-cover" label={t('cover:away.forAll')} hint={t('cover:away.forAllHint')} choose={t('cover:away.oneByOne')} items={team.map(({ person, name }) => ({ value: person, text: name }))} />
            <Actions><Button intent="away" kind="quiet">{t('cover:away.forGo')}</Button></Actions>
          </Form>
        </Card>
      )}
    </Page>
  )
}
