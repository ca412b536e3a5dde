import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { PlanParts } from './plan-parts.tsx'
import { readPlan } from './read-plan.server.ts'

export const handle = titled('plan:printed.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  return json({ plan: await readPlan(must(viewer, 'plan:see')) })
}

/** The plan without buttons; the stylesheet's print part leaves out everything that is not the plan. */
export default function PrintedPlan() {
  const { t, format } = useWords()
  const { plan } = useLoaderData<typeof loader>()
  return (
    <Page title={t('plan:printed.of', { family: plan.family.name })} lead={t('plan:printed.on', { day: format.dayWithYear(plan.today) })} family={{ id: plan.family.id, current: 'plan' }} back={{ to: `/families/${plan.family.id}/plan`, text: t('plan:title') }} wide>
      <PlanParts plan={plan} />
    </Page>
  )
}
