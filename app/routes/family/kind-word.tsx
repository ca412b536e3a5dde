import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { may, must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { kindsFor, kindsOfWord, mostLetters, placesOfWords, type PlaceOfWord } from '#app/domain/goals/kind-words.ts'
import { kindThing, kindWordsOf, sayKindWord, takeBackKindWord } from '#app/domain/goals/kind-words.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, thing, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { titled } from '#app/ui/titled.ts'
import { isId, type KindWordId } from '#app/values/ids.ts'
import { KindLine } from './kind-parts.tsx'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('warm:title')

const sayForm = z.object({ kind: choice(kindsOfWord), words: wordsOrNone(mostLetters) })
const backForm = z.object({ word: thing<KindWordId>() })

/** The thing that the URL names. */
async function thingIn(viewer: May<'goals:see'>, params: { kind?: string; id?: string }) {
  const place = placesOfWords.find((one) => one === params.kind) as PlaceOfWord | undefined
  const found = place && isId(params.id) ? await kindThing(viewer, place, params.id) : undefined
  if (!place || !found) throw notYours()
  return { ...found, place }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'goals:see')
  const { circle: _circle, whose: _whose, ...found } = await thingIn(viewer, params)
  const [members, words] = await Promise.all([membersOf(viewer), kindWordsOf(viewer, [found.id])])
  const offered = words.some((word) => word.kind === 'offer' && word.state === null && word.by === viewer.member)
  return json({
    family: viewer.family, found, words, me: viewer.member, names: Object.fromEntries(members.map((member) => [member.id, member.name])),
    kinds: kindsFor[found.is].filter((kind) => kind !== 'offer' || !(offered || seatsThatHelp.has(viewer.seat as never))),
    takes: may(viewer, 'offers:answer') && viewer.member ? { family: viewer.family, me: viewer.member } : null, promises: found.is === 'need' && may(viewer, 'plan:actions'), once: newFormId(), onceOf: newFormIds(words.map((word) => word.id)), kept: await keptForm(request), done: doneIn(request, ['said', 'back']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'goals:see')
  const found = await thingIn(viewer, params)
  const here = `/families/${viewer.family}/kind/${found.place}/${found.id}`
  const post = await posted(request)
  if (post.intent === 'take-back') {
    const read = readPosted(post, backForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, takeBackKindWord, { word: read.data.word }, read.once)
    return answer.ok ? doneAt(here, 'back') : json({ form: refusedForm(newForm(), answer) }, 409)
  }
  const read = readPosted(post, sayForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { kind, words } = read.data
  if (words === null && kind !== 'offer') return json({ form: { ...read.form, errors: { words: { key: 'errors:required' } } } }, 400)
  const answer = await act(viewer, sayKindWord, { kind, place: found.place, thing: found.id, words, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(here, 'said') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function KindWordPage() {
  const { t } = useWords()
  const { family, found, words, me, names, kinds, takes, promises, once, onceOf, kept, done } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const form = 'kind' in sent.values ? sent : { ...sent, values: { ...sent.values, kind: kinds[0] ?? '' } }
  const back = found.is === 'action' ? { to: `/families/${family}/plan/promise/${found.id}`, text: t('promises:page.title') } : found.goal === null ? { to: `/families/${family}/plan`, text: t('plan:title') } : { to: `/families/${family}/goals/${found.goal}`, text: t('goals:one.title') }
  return (
    <PlanPage title={t('warm:title')} lead={<Said as="q" lang={found.lang}>{found.words}</Said>} family={family} picture="heart" errors={sent.errors} back={back} done={done ? t(`warm:done.${done}`) : undefined}>
      {words.length > 0 ? (
        <Card title={t('warm:said')}>
          <Rows>
            {words.map((word) => (
              <div key={word.id}>
                <KindLine word={word} name={names[word.by]} takes={takes} />
                {word.by === me ? (
                  <Form once={onceOf[word.id]}>
                    <input type="hidden" name="word" value={word.id} />
                    <Button kind="quiet" intent="take-back">{t('warm:takeBack')}<span className="vh">{`: ${word.words ?? t('warm:kind.offer')}`}</span></Button>
                  </Form>
                ) : null}
              </div>
            ))}
          </Rows>
        </Card>
      ) : null}
      {kinds.length > 0 ? (
        <Form once={once}>
          {kinds.length > 1 ? <Radios form={form} name="kind" legend={t('warm:which')} items={kinds.map((kind) => ({ value: kind, text: t(`warm:kind.${kind}`) }))} /> : <input type="hidden" name="kind" value={kinds[0]} />}
          <TextArea form={form} name="words" label={t(kinds.length === 1 && kinds[0] === 'offer' ? 'warm:offerWords' : 'warm:words')} hint={t(kinds.length === 1 && kinds[0] === 'offer' ? 'common:optional' : 'warm:hint')} rows={2} limit={mostLetters} />
          <p className="soft">{t('warm:seenBy')}</p>
          <Actions><Button intent="say">{t(kinds.length === 1 && kinds[0] === 'offer' ? 'warm:kind.offer' : 'warm:say')}</Button></Actions>
        </Form>
      ) : null}
      {promises ? <p><a href={`/families/${family}/plan/promise?need=${found.id}`}>{t('plan:answerNeed')}</a></p> : null}
    </PlanPage>
  )
}
