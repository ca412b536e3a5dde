import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { withoutNextContact } from '#app/domain/family/next-contact.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('after:next.title')

/** For a manager: which families of the team have no next contact. There should never be one. */
export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'desk:see')
  if (!viewer.posts.some((post) => post.role === 'manager')) throw notYours()
  return json({ places: deskPlaces(viewer), families: await withoutNextContact(viewer) })
}

export default function NextContact() {
  const { t } = useWords()
  const { places, families } = useLoaderData<typeof loader>()
  return (
    <Page title={t('after:next.title')} lead={t('after:next.lead')} desk={{ current: 'desk', places }} back={{ to: '/desk', text: t('desk:home.title') }}>
      {families.length === 0 ? <Empty>{t('after:next.none')}</Empty> : (
        <Card>
          <Rows>
            {families.map((one) => (
              <div key={one.family}>
                <p><strong><bdi>{one.name}</bdi></strong></p>
                <p>{one.lead === null ? <a href={`/desk/families/${one.family}/lead`}>{t('after:next.nobody')}</a> : t('after:next.with', { name: one.lead })}</p>
              </div>
            ))}
          </Rows>
        </Card>
      )}
    </Page>
  )
}
