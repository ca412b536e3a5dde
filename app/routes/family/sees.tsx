import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { changeWhoSees, leaveCircle, thingToKeep, whoMaySaw, type Changeable } from '#app/domain/sharing/changing.server.ts'
import { shownByName, whoSees, whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { WhoSeesFields, whoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { titled } from '#app/ui/titled.ts'
import { isId } from '#app/values/ids.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('sharing:hide.title')

const fields = z.object(whoSeesFields)
/** Nothing is asked: the button says it all. */
const leaving = z.object({})
const places: Readonly<Record<string, Changeable>> = { goals: 'goal', appointments: 'appointment', plan: 'plan', dates: 'date' }

/** The thing that the URL names, by the place it stands in: `/families/x/goals/y/sees`. */
async function thingIn(request: Request, viewer: Viewer, id: string | undefined) {
  const place = new URL(request.url).pathname.split('/')[3] ?? ''
  const kind = places[place]
  const thing = kind && isId(id) ? await thingToKeep(viewer, kind, id) : undefined
  if (!kind || !thing) throw notYours()
  const seen = await whoSees(viewer, thing.circle)
  const byName = viewer.member !== null && (seen === 'everybody' ? await shownByName(viewer, thing.id) : seen.members).includes(viewer.member)
  // From outside of the family one may leave, and does not learn who else sees it.
  if (!byName && !may(viewer, 'sharing:decide')) throw notYours()
  return { kind, thing, seen, byName, list: `/families/${viewer.family}/${place}`, page: kind === 'plan' || kind === 'date' ? `/families/${viewer.family}/${place}` : `/families/${viewer.family}/${place}/${thing.id}` }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'family:see')
  const { kind, thing, page, seen, byName } = await thingIn(request, viewer, params.id)
  const decides = may(viewer, 'sharing:decide')
  const mine = decides && thing.maker === viewer.member
  const members = await membersOf(viewer)
  const question = mine ? await whoSeesQuestion(viewer, members) : null
  return json({
    family: viewer.family, kind, page, words: thing.words, lang: thing.lang, mine, mayLeave: !mine && byName, decides,
    // Those of the network choose no times: a date is shown to none of them.
    who: question && { ...question, ...(kind === 'date' ? { network: question.network.slice(0, 0) } : {}), first: seen === 'everybody' ? seen : { members: seen.members.filter((id) => id !== viewer.member), lead: seen.lead } },
    seen: seen === 'everybody' || !decides ? null : [...members.filter((m) => seen.members.includes(m.id)).map((m) => m.name), ...(seen.lead ? members.filter((m) => m.current && m.seat === 'lead').map((m) => m.name) : [])],
    saw: mine ? await whoMaySaw(must(viewer, 'sharing:decide'), kind, thing) : [], shared: mine ? await shownByName(viewer, thing.id) : [], kept: await keptForm(request), once: newFormId(),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'family:see')
  const { kind, thing, page, list } = await thingIn(request, viewer, params.id)
  const post = await posted(request)
  if (post.intent === 'leave') {
    const read = readPosted(post, leaving)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, leaveCircle, { kind, thing: thing.id }, read.once)
    return answer.ok ? doneAt(list, 'left') : json({ form: refusedForm(newForm(), answer) }, 409)
  }
  const decider = must(viewer, 'sharing:decide')
  const read = readPosted(post, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(decider, changeWhoSees, { kind, thing: thing.id, whoSees: whoSeesOf(read.data), shareWith: kind === 'date' ? [] : read.data['share-with'] }, read.once)
  return answer.ok ? doneAt(page, 'sees') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Sees() {
  const { t, format } = useWords()
  const { family, page, words, lang, mine, mayLeave, decides, who, seen, saw, shared, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ 'share-with': shared })
  return (
    <PlanPage title={t('sharing:hide.title')} family={family} picture="together" errors={form.errors} back={{ to: page, text: t('sharing:hide.back') }} lead={words ? <Said as="q" lang={lang}>{words}</Said> : undefined}>
      {decides ? <p>{seen === null ? t('sharing:hide.everybody') : t('sharing:hide.named', { names: format.list(seen) })}</p> : null}
      {saw.length > 0 ? (
        <Card title={t('sharing:hide.saw')}>
          <p className="soft">{t('sharing:hide.sawText')}</p>
          <Rows>
            {saw.map((one, at) => (
              <div key={at}>
                <p><strong><bdi>{one.name}</bdi></strong></p>
                <p className="soft">
                  {one.openedAt ? t('sharing:hide.opened', { when: format.when(one.openedAt) }) : t('sharing:hide.could')}
                  {one.toldAt ? ` ${t('sharing:hide.told', { when: format.when(one.toldAt) })}` : null}
                </p>
              </div>
            ))}
          </Rows>
        </Card>
      ) : null}
      {mine && who ? (
        <Form once={once}>
          <WhoSeesFields form={form} who={who} />
          <Actions><Button intent="change">{t('sharing:hide.go')}</Button></Actions>
        </Form>
      ) : null}
      {mayLeave ? (
        <Form once={once}>
          <p>{t('sharing:hide.leaveText')}</p>
          <Actions><Button intent="leave" kind="warning">{t('sharing:hide.leave')}</Button></Actions>
        </Form>
      ) : null}
    </PlanPage>
  )
}
