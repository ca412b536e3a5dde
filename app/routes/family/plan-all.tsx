import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { pageIn } from '#app/http/page-in.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { titled } from '#app/ui/titled.ts'
import { longParts, pageOfPart } from './plan-long.ts'
import { PlanPage } from './plan-page.tsx'
import { Doings, Needs, Strengths, Wants, Words } from './plan-parts.tsx'
import { readPlan } from './read-plan.server.ts'
import { ShortPart } from './short-pages.tsx'

export const handle = titled('plan:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const part = longParts.find((one) => one === params.part)
  if (!part) throw notYours()
  return json({ part, ...pageOfPart(await readPlan(must(viewer, 'plan:see')), part, pageIn(request)), answers: { byAction: may(viewer, 'plan:actions'), notNow: may(viewer, 'plan:strengths') }, me: may(viewer, 'sharing:decide') ? viewer.member : null })
}

const pictures = { good: 'star', wants: 'hill', ours: 'steps', services: 'together', matters: 'heart', says: 'speech', needs: 'cloud' } as const
const titles = { good: 'plan:strengths', wants: 'plan:wants', ours: 'plan:ours', services: 'plan:services', matters: 'plan:matters', says: 'plan:says', needs: 'plan:needs' } as const

/** One long part of the plan, page by page. */
export default function AllOfOnePart() {
  const { t } = useWords()
  const { part, plan, page, pages, answers, me } = useLoaderData<typeof loader>()
  const here = `/families/${plan.family.id}/plan`
  const turn = <Pagination page={page} pages={pages} to={(to) => `${here}/all/${part}?page=${to}`} />
  const shared = { plan, said: plan.said, me, family: plan.family.id }
  return (
    <PlanPage title={t(useShell().short ? titles[part] : 'plan:title')} family={plan.family.id} picture={pictures[part]} back={{ to: here, text: t('plan:title') }} short={<><ShortPart part={part} plan={plan} />{turn}</>}>
      {part === 'good' ? <Strengths {...shared} /> : null}
      {part === 'wants' ? <Wants plan={plan} /> : null}
      {part === 'ours' ? <Doings {...shared} title={t('plan:ours')} none={t('plan:noOurs')} doings={plan.ours} lead={plan.lead} own /> : null}
      {part === 'services' ? <Doings {...shared} title={t('plan:services')} none={t('plan:noServices')} doings={plan.services} lead={plan.lead} /> : null}
      {part === 'matters' ? <Words {...shared} title={t('plan:matters')} none={t('plan:noMatters')} words={plan.matters} /> : null}
      {part === 'says' ? <Words {...shared} title={t('plan:says')} none={t('plan:noSays')} words={plan.says} /> : null}
      {part === 'needs' ? <Needs {...shared} answers={answers} /> : null}
      {turn}
    </PlanPage>
  )
}
