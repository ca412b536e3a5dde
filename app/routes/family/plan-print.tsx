import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { PaperPlan } from './paper-plan.tsx'
import { readPlan } from './read-plan.server.ts'

export const handle = titled('plan:printed.title')

const sheets = ['a4', 'a5'] as const
const prints = ['ordinary', 'large'] as const

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const asked = new URL(request.url).searchParams
  return json({ plan: await readPlan(must(viewer, 'plan:see')), sheet: sheets.find((one) => one === asked.get('paper')) ?? 'a4', print: prints.find((one) => one === asked.get('print')) ?? 'ordinary' })
}

/** The plan for the fridge, on the sheet and in the letters that were chosen; what is not the plan stays off the paper. */
export default function PrintedPlan() {
  const { t, format } = useWords()
  const { plan, sheet, print } = useLoaderData<typeof loader>()
  const here = `/families/${plan.family.id}/plan`
  const choices = [...sheets.map((one) => ({ to: { paper: one, print }, text: t(`warm:paper.${one}`), chosen: one === sheet })), ...prints.map((one) => ({ to: { paper: sheet, print: one }, text: t(`warm:paper.${one}`), chosen: one === print }))]
  return (
    <Page title={t('plan:printed.of', { family: plan.family.name })} lead={t('plan:printed.on', { day: format.dayWithYear(plan.today) })} family={{ id: plan.family.id, current: 'plan' }} back={{ to: here, text: t('plan:title') }}>
      <div className={`sheet ${sheet} ${print}`}>
        <nav aria-label={t('warm:paper.choose')}>
          <ul className="choices">
            {choices.map(({ to, text, chosen }) => <li key={text}>{chosen ? <strong aria-current="true">{text}</strong> : <a href={`${here}/print?${new URLSearchParams(to)}`}>{text}</a>}</li>)}
          </ul>
          <p className="soft">{t('warm:paper.how')}</p>
        </nav>
        <PaperPlan plan={plan} />
      </div>
    </Page>
  )
}
