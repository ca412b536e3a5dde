import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { pageIn } from '#app/http/page-in.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { titled } from '#app/ui/titled.ts'
import { longParts, pageOfPart } from './plan-long.ts'
import { Doings, Needs, Strengths, Wants, Words } from './plan-parts.tsx'
import { readPlan } from './read-plan.server.ts'

export const handle = titled('plan:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const part = longParts.find((one) => one === params.part)
  if (!part) throw notYours()
  return json({ part, ...pageOfPart(await readPlan(must(viewer, 'plan:see')), part, pageIn(request)), answers: { byAction: may(viewer, 'plan:actions'), notNow: may(viewer, 'plan:strengths') }, me: may(viewer, 'sharing:decide') ? viewer.member : null })
}

/** One long part of the plan, page by page. */
export default function AllOfOnePart() {
  const { t } = useWords()
  const { part, plan, page, pages, answers, me } = useLoaderData<typeof loader>()
  const here = `/families/${plan.family.id}/plan`
  const shared = { plan, said: plan.said, me, family: plan.family.id }
  return (
    <Page title={t('plan:title')} family={{ id: plan.family.id, current: 'plan' }} back={{ to: here, text: t('plan:title') }}>
      {part === 'good' ? <Strengths {...shared} /> : null}
      {part === 'wants' ? <Wants plan={plan} /> : null}
      {part === 'ours' ? <Doings {...shared} title={t('plan:ours')} none={t('plan:noOurs')} doings={plan.ours} lead={plan.lead} own /> : null}
      {part === 'services' ? <Doings {...shared} title={t('plan:services')} none={t('plan:noServices')} doings={plan.services} lead={plan.lead} /> : null}
      {part === 'matters' ? <Words {...shared} title={t('plan:matters')} none={t('plan:noMatters')} words={plan.matters} /> : null}
      {part === 'says' ? <Words {...shared} title={t('plan:says')} none={t('plan:noSays')} words={plan.says} /> : null}
      {part === 'needs' ? <Needs {...shared} answers={answers} /> : null}
      <Pagination page={page} pages={pages} to={(to) => `${here}/all/${part}?page=${to}`} />
    </Page>
  )
}
