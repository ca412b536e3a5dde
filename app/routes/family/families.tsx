import { json } from '@remix-run/node'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedInAs } from '#app/access/session.server.ts'
import { must, myself } from '#app/access/viewer.server.ts'
import { ownFamilies } from '#app/domain/family/families.server.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('people:families.title')

export async function loader({ request }: LoaderFunctionArgs) {
  const me = await myself(request)
  const families = await ownFamilies(must(me, 'account:keep'))
  const helps = (await signedInAs(request))?.helps ?? false
  const { search } = new URL(request.url) // a language that was just chosen goes along
  if (families.length === 1 && !helps) return goTo(`/families/${families[0]!.id}${search}`)
  if (families.length === 0 && helps) return goTo(`/desk${search}`)
  return json({ families, helps })
}

export default function Families() {
  const { t } = useWords()
  const { families, helps } = useLoaderData<typeof loader>()
  return (
    <Page title={t('people:families.title')}>
      {families.length === 0 ? (
        <Empty action={<ButtonLink to="/help">{t('people:families.help')}</ButtonLink>}>{t('people:families.none')}</Empty>
      ) : (
        <Card>
          <Rows>{families.map((family) => <p key={family.id}><a href={`/families/${family.id}`}><bdi>{family.name}</bdi></a></p>)}</Rows>
        </Card>
      )}
      {helps ? <p><a href="/desk">{t('common:nav.desk')}</a></p> : null}
      <OrRing />
    </Page>
  )
}
