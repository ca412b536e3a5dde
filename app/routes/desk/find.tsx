import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { findFamilies, noteSearch } from '#app/domain/family/finding.server.ts'
import { act } from '#app/events/transact.server.ts'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Field } from '#app/ui/field.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('looked:find.title')

/** The most letters of a search that are read and written down. */
const longest = 60

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'families:find')
  const words = (new URL(request.url).searchParams.get('name') ?? '').trim().slice(0, longest)
  const found = words.length >= 2 ? await findFamilies(viewer, words) : null
  if (found) await act(viewer, noteSearch, { words, found: found.length })
  return json({ places: deskPlaces(viewer), words, found })
}

export default function Find() {
  const { t } = useWords()
  const { places, words, found } = useLoaderData<typeof loader>()
  return (
    <Page title={t('looked:find.title')} lead={t('looked:find.lead')} desk={{ current: 'find', places }}>
      <form method="get">
        <Field form={newForm({ name: words })} name="name" label={t('looked:find.name')} hint={t('looked:find.hint')} />
        <Actions><Button>{t('looked:find.go')}</Button></Actions>
      </form>
      {found === null ? null : found.length === 0 ? <Empty>{t('looked:find.nobody')}</Empty> : (
        <Card title={t('looked:find.found')}>
          <Rows>
            {found.map((family, at) => (
              <div key={at}>
                <p>{family.id ? <a href={`/desk/families/${family.id}`}><bdi>{family.name}</bdi></a> : <strong><bdi>{family.name}</bdi></strong>}</p>
                <p className="soft">{family.mine ? t('looked:find.mine') : t('looked:find.team', { team: family.team })}</p>
              </div>
            ))}
          </Rows>
        </Card>
      )}
      <p><Sentence of="looked:find.emergency" parts={{ link: (text) => <a href="/desk/emergency">{text}</a> }} /></p>
    </Page>
  )
}
