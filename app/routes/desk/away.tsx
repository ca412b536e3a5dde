import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must, viewerFor, viewerOfMoney, type AreaMay } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { visitsWhileAway, type VisitWhileAway } from '#app/domain/appointments/away.server.ts'
import { spanOf, timeOffForm } from '#app/domain/appointments/diary-form.ts'
import { keepDiariesOf, takeTimeOffFor } from '#app/domain/appointments/diary.server.ts'
import { sayWhoComes, type WhoComes } from '#app/domain/appointments/cover.server.ts'
import { colleaguesOf } from '#app/domain/appointments/stand-in.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, thing } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { AppointmentId, PersonId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('cover:away.title')

/** Cards on one page; the next come up when these are seen to. */
const most = 20
const hows = ['same-time', 'new-times', 'go-on'] as const
const whoForm = z.object({ visit: thing<AppointmentId>(), away: thing<PersonId>(), how: choice(hows), cover: z.string().max(40).default('') })

const awayForm = timeOffForm.pick({ 'off-from': true, 'off-until': true }).extend({ of: thing<PersonId>() })

/** Those whose work is visits, for themselves; managers, for their teams. */
async function deskIn(request: Request): Promise<AreaMay<'desk:see'>> {
  const desk = must(await atTheDesk(request), 'desk:see')
  if (!desk.posts.some((post) => ['lead', 'practitioner', 'coordinator', 'manager'].includes(post.role))) throw notYours()
  return desk
}

/** What is said of one visit: by whoever is away in their own place in the family, by a manager from outside of it. */
async function say(desk: AreaMay<'desk:see'>, one: VisitWhileAway, said: WhoComes, once: { id: string; contentHash: string }) {
  if (one.away === desk.person) {
    const viewer = await viewerFor(desk.db, desk.person, one.family, desk.now)
    return viewer ? act(must(viewer, 'appointments:see'), sayWhoComes, said, once) : undefined
  }
  const viewer = await viewerOfMoney(desk.db, desk.person!, one.family, desk.now)
  return viewer ? act(must(viewer, 'lead:name'), sayWhoComes, said, once) : undefined
}

export async function loader({ request }: LoaderFunctionArgs) {
  const desk = await deskIn(request)
  const visits = (await visitsWhileAway(desk)).slice(0, most)
  const people = [...new Set(visits.map((one) => one.away))]
  const colleagues = Object.fromEntries(await Promise.all(people.slice(0, 5).map(async (away) => [away, await colleaguesOf(desk, away)] as const)))
  return json({ places: deskPlaces(desk), me: desk.person, visits, colleagues, team: await keepDiariesOf(desk), onceAway: newFormId(), once: newFormIds(visits.map((one) => one.appointment)), kept: await keptForm(request), done: doneIn(request, ['off', 'said', 'for']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const desk = await deskIn(request)
  const post = await posted(request)
  if (post.intent === 'away') {
    const said = readPosted(post, awayForm)
    if (!said.ok) return json({ form: said.form }, 400)
    const { from, until } = spanOf({ ...said.data, 'off-from-time': null, 'off-until-time': null, 'off-repeat': 'once', 'off-repeat-until': null })
    const kept = await act(desk, takeTimeOffFor, { of: said.data.of, from: from!, until: until!, repeat: null, untilOn: null }, said.once)
    return kept.ok ? doneAt('/desk/diary/away', 'for') : json({ form: refusedForm(said.form, { ...kept, ...('field' in kept && kept.field !== 'of' ? { field: `off-${kept.field}` } : {}) }) }, 409)
  }
  const read = readPosted(post, whoForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { visit, away, how, cover } = read.data
  const one = (await visitsWhileAway(desk)).find((found) => found.appointment === visit && found.away === away)
  const answer = one && (await say(desk, one, { appointment: visit, away, how, cover: cover === '' ? null : (cover as PersonId) }, read.once))
  if (!answer) return json({ form: refusedForm(read.form, { why: 'appointment-changed' }) }, 409)
  return answer.ok ? doneAt('/desk/diary/away', 'said') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Away() {
  const { t, format } = useWords()
  const { places, me, visits, colleagues, team, onceAway, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('cover:away.title')} lead={t('cover:away.lead')} errors={form.errors} desk={{ current: places.includes('diary') ? 'diary' : 'desk', places }} back={{ to: places.includes('diary') ? '/desk/diary' : '/desk', text: t(places.includes('diary') ? 'desk:diary.title' : 'desk:home.title') }} done={done ? t(`cover:away.done.${done}`) : undefined}>
      {visits.length === 0 ? <Empty>{t('cover:away.none')}</Empty> : null}
      {visits.map((one) => {
        const mine = form.values.visit === undefined || form.values.visit === one.appointment
        const shown = mine ? form : newForm()
        return (
          <Card key={`${one.appointment} ${one.away}`} title={format.when(one.startsAt)} tone="next">
            <p>{t('desk:diary.booking', { family: one.familyName, mode: t(`appointments:manner.${one.mode}`) })}</p>
            {one.away === me ? null : <p>{t('cover:away.whose', { name: one.awayName })}</p>}
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
      {team.length === 0 ? null : (
        <Card title={t('cover:away.for')}>
          <Form once={onceAway}>
            <Select form={form} name="of" label={t('cover:away.forWho')} choose="" items={team.map(({ person, name }) => ({ value: person, text: name }))} />
            <DateField form={form} name="off-from" legend={t('desk:diary.offFrom')} />
            <DateField form={form} name="off-until" legend={t('desk:diary.offUntil')} />
            <Actions><Button intent="away" kind="quiet">{t('cover:away.forGo')}</Button></Actions>
          </Form>
        </Card>
      )}
    </Page>
  )
}
