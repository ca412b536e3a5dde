import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { anybody, must } from '#app/access/viewer.server.ts'
import { codeOf, readGlance, readReference } from '#app/domain/help/references.server.ts'
import { tracked } from '#app/domain/help/requests.server.ts'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { now } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'

export const handle = titled('help:sent.title')

/** The same for every reference that could be one, whether it is there or not; the code and the day only right after sending. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const reference = readReference(params.reference ?? '')
  if (reference === undefined || reference !== params.reference) throw notYours()
  const sent = readGlance(new URL(request.url).searchParams.get('glance'), reference, Date.now())
  const found = sent && (await tracked(must(anybody(database(), now()), 'help:ask'), sent))
  return json({ reference, glance: sent && found ? { code: codeOf(sent), dueOn: found.dueOn } : null })
}

export default function HelpSent() {
  const { t, format } = useWords()
  const { reference, glance } = useLoaderData<typeof loader>()
  const track = { link: (words: string) => <a href="/help/track">{words}</a> }
  return (
    <Page title={t('help:sent.title')} exit>
      <Card tone="next">
        <p>{t('help:sent.reference')}</p>
        <p className="big n"><bdi dir="ltr">{reference}</bdi></p>
        {glance ? (
          <>
            <p>{t('help:sent.code')}</p>
            <p className="big n"><bdi dir="ltr">{glance.code}</bdi></p>
            <p>{t('help:sent.codeOnce')}</p>
          </>
        ) : null}
      </Card>
      <h2>{t('help:sent.next')}</h2>
      {glance ? <p><strong>{t('help:sent.by', { day: format.day(glance.dueOn) })}</strong></p> : null}
      <p>{t('help:sent.nextRead')} {t('help:sent.nextHow')}</p>
      <p><Sentence of={glance ? 'help:sent.nextTrack' : 'help:sent.later'} parts={track} /></p>
      <p className="soft">{t('help:sent.lost')}</p>
      <OrRing />
    </Page>
  )
}
