import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { looksAt } from '#app/domain/sharing/looked.server.ts'
import type { KnownReason, LookedPage } from '#app/domain/sharing/looked.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { pageIn } from '#app/http/page-in.ts'
import { Said } from '#app/i18n/said.tsx'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { dayAt, type Day } from '#app/values/instant.ts'

export const handle = titled('looked:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'sharing:see')
  const { looks, page, pages } = await looksAt(viewer, pageIn(request))
  return json({ family: viewer.family, page, pages, looks: looks.map((look) => ({ ...look, on: dayAt(look.at) })) })
}

type Look = ReturnType<typeof useLoaderData<typeof loader>>['looks'][number]

export default function LookedAt() {
  const { t, format } = useWords()
  const { family, looks, page, pages } = useLoaderData<typeof loader>()
  const days = [...new Set(looks.map((look) => look.on))]
  return (
    <Page title={t('looked:title')} lead={t('looked:lead')} family={{ id: family, current: 'people' }} back={{ to: `/families/${family}/sharing`, text: t('sharing:title') }}>
      {looks.length === 0 ? <Empty>{t('looked:nobody')}</Empty> : null}
      {days.map((on) => (
        <Card key={on} title={format.dayWithYear(on as Day)}>
          <Rows>{looks.filter((look) => look.on === on).map((look) => <OneLook key={look.id} look={look} />)}</Rows>
        </Card>
      ))}
      <Pagination page={page} pages={pages} to={(to) => `/families/${family}/sharing/looked?page=${to}`} />
      <p>{t('looked:strange')}</p>
      <OrRing />
    </Page>
  )
}

function OneLook({ look }: { look: Look }) {
  const { t, format } = useWords()
  const { because, to } = look
  const why = 'known' in because ? t(`looked:because.${because.known as KnownReason}`) : because.words
  const lang = 'known' in because ? undefined : because.lang
  return (
    <>
      <p>
        <Sentence
          of="looked:one"
          values={{ name: look.name, what: t(`looked:what.${look.what as LookedPage}`), time: format.time(look.at), because: why }}
          parts={{
            strong: (words) => <strong><bdi>{words}</bdi></strong>,
            link: (words) => (to ? <a href={to}>{words}</a> : words),
            other: (words) => ('known' in because ? words : <Said as="q" lang={lang ?? null}>{words}</Said>),
          }}
        />
      </p>
      {look.job ? <p className="soft"><bdi>{[look.job, look.agency].filter(Boolean).join(', ')}</bdi></p> : null}
    </>
  )
}
