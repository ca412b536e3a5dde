import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import QRCode from 'qrcode'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { guestLetter } from '#app/domain/meetings/guests.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions } from '#app/ui/button.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MeetingId, type MemberId } from '#app/values/ids.ts'

export const handle = titled('people:letter.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const letter = isId(params.id) && isId(params.member) ? await guestLetter(viewer, params.id as string as MeetingId, params.member as string as MemberId) : undefined
  if (!letter) throw notYours()
  const picture = await QRCode.toString(letter.address, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' })
  return json({ family: viewer.family, meeting: params.id as string, letter, picture: `data:image/svg+xml,${encodeURIComponent(picture)}` })
}

export default function MeetingLetter() {
  const { t, format } = useWords()
  const { family, meeting, letter, picture } = useLoaderData<typeof loader>()
  return (
    <Page title={t('people:letter.dear', { name: letter.name })} back={{ to: `/families/${family}/meetings/${meeting}/guests`, text: t('ready:guests.title') }}>
      <Actions><p className="soft">{t('people:letter.print')}</p></Actions>
      <p>{letter.invitedBy ? t('ready:letter.by', { who: letter.invitedBy }) : t('ready:letter.into')}</p>
      <p>{t('people:letter.scan')}</p>
      <p><img src={picture} alt={t('people:letter.picture')} width="180" height="180" /></p>
      <SummaryList
        rows={[
          { key: t('people:letter.address'), value: <strong dir="ltr">{letter.address.replace(/^https?:\/\//, '')}</strong> },
          { key: t('people:letter.code'), value: <strong dir="ltr">{letter.code}</strong> },
          { key: t('people:letter.until'), value: format.dayWithYear(letter.until as Parameters<typeof format.dayWithYear>[0]) },
        ]}
      />
      <p>{t('people:letter.check')}</p>
      <OrRing />
    </Page>
  )
}
