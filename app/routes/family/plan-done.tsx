import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { doneSoFar } from '#app/domain/plan/plan.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { pageIn } from '#app/http/page-in.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { titled } from '#app/ui/titled.ts'
import { Pictured, PlanPage } from './plan-page.tsx'

export const handle = titled('plan:doneSoFar.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:see')
  const [members, { done, page, pages }] = await Promise.all([membersOf(viewer), doneSoFar(viewer, pageIn(request))])
  const names = new Map(members.map((member) => [member.id, member.name]))
  return json({
    family: viewer.family, page, pages,
    done: done.map(({ id, words, lang, goal, owner, ownerName, ownerAgency, doneAt }) => ({
      id, words, lang, goal, doneAt, name: owner === null ? ownerName : (names.get(owner) ?? null), agency: owner === null ? ownerAgency : null,
    })),
  })
}

/** What the family and services have done, the latest first: what is done long ago leaves the plan for this page. */
export default function DoneSoFar() {
  const { t, format } = useWords()
  const { family, done, page, pages } = useLoaderData<typeof loader>()
  const turn = <Pagination page={page} pages={pages} to={(to) => `/families/${family}/plan/done?page=${to}`} />
  const shown = done.length === 0 ? <p>{t('plan:doneSoFar.none')}</p> : done.map(({ id, words, lang, name }) => (
    <Pictured key={id} picture="tick"><Said as="p" lang={lang}>{words}</Said>{name ? <p className="soft"><bdi>{name}</bdi></p> : null}</Pictured>
  ))
  return (
    <PlanPage title={t('plan:doneSoFar.title')} lead={t('plan:doneSoFar.lead')} family={family} picture="tick" back={{ to: `/families/${family}/plan`, text: t('plan:title') }} short={<>{shown}{turn}</>}>
      {done.length === 0 ? <Empty>{t('plan:doneSoFar.none')}</Empty> : (
        <Card>
          <Rows>
            {done.map(({ id, words, lang, goal, name, agency, doneAt }) => (
              <div key={id}>
                <p>{goal === null ? <Said lang={lang}>{words}</Said> : <a href={`/families/${family}/goals/${goal}`}><Said lang={lang}>{words}</Said></a>}</p>
                <p className="soft">{name === null ? t('plan:somebodyElse') : agency ? t('plan:ownerAgency', { name, agency }) : <bdi>{name}</bdi>}{' · '}{t('plan:doneOn', { day: format.dayWithYear(doneAt as never) })}</p>
              </div>
            ))}
          </Rows>
        </Card>
      )}
      {turn}
    </PlanPage>
  )
}
