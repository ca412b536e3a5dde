import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { knowsLevel } from '#app/domain/plan/level.server.ts'
import { tickAction } from '#app/domain/plan/promises.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing } from '#app/http/fields.ts'
import { newFormIds, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { titled } from '#app/ui/titled.ts'
import type { EntryId } from '#app/values/ids.ts'
import { AgreementAsks, AgreementCard, ChangedSince, agreementDone, isAgreementDone } from './agreement-parts.tsx'
import { firstOfEach } from './plan-long.ts'
import { PlanPage } from './plan-page.tsx'
import { ReviewCard } from './review-parts.tsx'
import { PersonLinks } from './plan-choices.tsx'
import { PlanParts } from './plan-parts.tsx'
import { ProgrammeCard } from './programme-card.tsx'
import { readAgreement } from './read-agreement.server.ts'
import { membersHere, readPlan } from './read-plan.server.ts'
import { ShortPlan } from './short-pages.tsx'

export const handle = titled('plan:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const { family, agreement, visits } = await readAgreement(viewer, await membersHere(viewer))
  const { plan, more } = firstOfEach(await readPlan(must(viewer, 'plan:see'), { known: family, request }))
  return json({
    plan, more, visits, agreesVisits: may(viewer, 'programme:agree'), agreement, seesLevel: knowsLevel(viewer), seesReview: may(viewer, 'review:see'), tellsChange: may(viewer, 'change:tell'), done: doneIn(request, ['said', 'out', 'not-now', 'strength', 'action', 'ticked', 'sees', 'left', 'changed', ...agreementDone]), once: newFormIds([...plan.ours, ...plan.services].map((doing) => doing.id)), kept: await keptForm(request),
    mayGood: may(viewer, 'plan:strengths'), mayAct: may(viewer, 'plan:actions'), mayGoal: may(viewer, 'goals:add'), me: may(viewer, 'sharing:decide') ? viewer.member : null,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:see')
  const read = await readForm(request, z.object({ action: thing<EntryId>() }))
  if (!read.ok) return json({ form: read.form }, 400)
  // The page has the button for those who may promise something, and for nobody else.
  const answer = await act(must(viewer, 'plan:actions'), tickAction, { action: read.data.action, done: true }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  return doneAt(`/families/${viewer.family}/plan`, 'ticked')
}

export default function Plan() {
  const { t } = useWords()
  const { plan, more, visits, agreesVisits, agreement, seesLevel, seesReview, tellsChange, done, once, kept, mayGood, mayAct, mayGoal, me } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const here = `/families/${plan.family.id}/plan`
  return (
    <PlanPage title={t('plan:title')} lead={mayGoal ? t('plan:lead') : mayGood ? t('plan:leadHelping') : t('plan:leadShared')} family={plan.family.id} picture="hill" errors={form.errors} done={done ? t(isAgreementDone(done) ? `agreement:done.${done}` : done === 'changed' ? 'agreement:change.done' : done === 'sees' || done === 'left' ? `sharing:hide.${done === 'sees' ? 'done' : 'left'}` : `plan:done.${done}`) : undefined} wide short={<ShortPlan plan={plan} agreement={agreement} once={mayAct ? once : undefined} ways={{ review: seesReview, level: seesLevel }} />}>
      <p><a href={`${here}/if-things-get-harder`}>{t('backup:link')}</a></p>
      <PersonLinks here={here} people={plan.people} person={plan.person} />
      {agreement ? <AgreementAsks agreement={agreement} /> : null}
      <ChangedSince.Provider value={agreement?.answered ? agreement.changed : []}>
        <PlanParts
          plan={plan} more={more} said={plan.said} once={mayAct ? once : undefined} me={me}
          addGood={mayGood ? <ButtonLink kind="quiet" to={`${here}/good`}>{t('plan:addStrength')}</ButtonLink> : null}
          addMatters={mayGood ? <ButtonLink kind="quiet" to={`${here}/matters`}>{t('plan:addMatters')}</ButtonLink> : null}
          addSays={mayGood ? <ButtonLink kind="quiet" to={`${here}/says`}>{t('plan:addSays')}</ButtonLink> : null}
          addNeed={mayGood ? <ButtonLink kind="quiet" to={`${here}/needs`}>{t('plan:addNeed')}</ButtonLink> : null}
          answers={{ byAction: mayAct, notNow: mayGood }}
          addGoal={mayGoal ? <ButtonLink kind="quiet" to={`/families/${plan.family.id}/goals/new`}>{t('plan:addGoal')}</ButtonLink> : null}
          addAction={mayAct ? <ButtonLink kind="quiet" to={`${here}/promise`}>{t('plan:addAction')}</ButtonLink> : null}
        />
      </ChangedSince.Provider>
      {agreement ? <AgreementCard agreement={agreement} /> : null}
      {visits ? <ProgrammeCard family={plan.family.id} visits={visits} agrees={agreesVisits} /> : null}
      {seesReview ? <ReviewCard family={plan.family.id} review={plan.review} lead={plan.lead} mayTell={mayGood} mayTellChange={tellsChange} /> : null}
      {seesLevel ? <p><a href={`${here}/level`}>{t('promises:level.title')}</a></p> : null}
      <p><a href={`${here}/done`}>{t('plan:doneSoFar.title')}</a>{' · '}{seesReview && !visits ? <><a href={`${here}/programme`}>{t('programmes:card')}</a>{' · '}</> : null}<a href={`${here}/print`}>{t('plan:print')}</a></p>
    </PlanPage>
  )
}
