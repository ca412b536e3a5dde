import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { Agreeable } from '#db/schema.ts'
import { must } from '#app/access/viewer.server.ts'
import { helpersOf } from '#app/domain/family/people.server.ts'
import { sharingOf } from '#app/domain/sharing/register.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { doneIn } from '#app/http/done.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Person } from '#app/ui/person.tsx'
import { titled } from '#app/ui/titled.ts'
import { DecidedWithoutAsking, EndingSoon, HandOverBegun, SharedLines } from './sharing-parts.tsx'

export const handle = titled('sharing:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'sharing:see')
  const [helpers, register] = await Promise.all([helpersOf(must(viewer, 'family:see')), sharingOf(viewer)])
  return json({
    family: viewer.family, me: viewer.member, names: register.names as Record<string, string>, done: doneIn(request, ['agreed', 'stopped', 'hand-over']), handOver: register.handOver, ending: register.ending,
    helpers: helpers.map((helper) => ({
      id: helper.member, name: helper.name, givenName: helper.givenName, photo: helper.photo, lead: helper.lead, job: helper.job,
      shared: register.shared.filter((one) => one.to === helper.member), decisions: register.decisions.filter((one) => one.to === helper.member),
      mayDecide: register.mayDecide[helper.member] ?? [], theirs: register.saysThemselves[helper.member] ?? [],
    })),
  })
}

export default function Sharing() {
  const { t } = useWords()
  const { family, me, names, helpers, handOver, ending, done } = useLoaderData<typeof loader>()
  return (
    <Page
      title={t('sharing:title')} lead={t('sharing:lead')} family={{ id: family, current: 'people' }} back={{ to: `/families/${family}/people`, text: t('people:title') }}
      done={done ? t(`sharing:done.${done}`) : null}
    >
      <p><a href={`/families/${family}/sharing/looked`}>{t('looked:title')}</a></p>
      <EndingSoon family={family} ending={ending} me={me} />
      {handOver ? <HandOverBegun handOver={handOver} names={names} /> : null}
      {helpers.length === 0 ? <Card><Empty>{t('people:nobodyHelps')}</Empty></Card> : helpers.map((helper) => {
        const here = `/families/${family}/sharing/${helper.id}`
        const open = helper.mayDecide.filter((about) => !helper.shared.some((one) => one.about === about))
        return (
          <Card key={helper.id} id={helper.id}>
            <Person name={helper.name} photo={helper.photo} role={helper.lead ? t('people:role.lead') : helper.job ? <Said>{helper.job}</Said> : t('people:role.team')} />
            {helper.shared.length === 0 ? <p>{t('sharing:nothing', { helper: helper.givenName })}</p> : (
              <SharedLines
                shared={helper.shared.map((one) => ({ ...one, kinds: one.kinds as Agreeable[] }))} helper={helper.givenName} me={me} names={names}
                change={(about) => ((helper.mayDecide as string[]).includes(about) ? `${here}?about=${about}` : null)}
              />
            )}
            {helper.theirs.map((about) => <p className="soft" key={about}>{t('sharing:theirs', { helper: helper.givenName, name: names[about] ?? '' })}</p>)}
            {helper.decisions.map((one) => <DecidedWithoutAsking key={one.id} decision={{ ...one, kinds: one.kinds as Agreeable[] }} helper={helper.givenName} names={names} />)}
            <p><a href={open[0] ? `${here}?about=${open[0]}` : here}>{t(open[0] ? 'sharing:agreeMore' : 'sharing:more')}<span className="vh"> {t('sharing:moreOf', { helper: helper.givenName })}</span></a></p>
          </Card>
        )
      })}
      <Card title={t('sharing:without.title')}>
        <p>{t('sharing:without.text')}</p>
        <ul>
          {(['harm', 'life', 'crime', 'law'] as const).map((basis) => <li key={basis}>{t(`sharing:without.${basis}`)}</li>)}
        </ul>
        <p>{t('sharing:without.then')}</p>
      </Card>
      <Notice>{t('sharing:othersOwn')}</Notice>
    </Page>
  )
}
