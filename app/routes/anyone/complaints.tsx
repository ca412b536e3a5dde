import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { titled } from '#app/ui/titled.ts'
import { Paragraph, Part } from './reading.tsx'

export const handle = titled('anyone:complaints.title')

export default function Complaints() {
  const { t } = useWords()
  const { areaPhone } = useShell()
  return (
    <Page title={t('anyone:complaints.title')} lead={t('anyone:complaints.lead')}>
      <p>{t('anyone:complaints.ring')}</p>
      {areaPhone ? (
        <p>
          <PhoneLink number={areaPhone} />
        </p>
      ) : null}
      <p>{t('anyone:complaints.interpreter')}</p>
      <Paragraph of="anyone:complaints.danger" />
      <Part title="anyone:complaints.next.title">
        <p>{t('anyone:complaints.next.told')}</p>
        <p>{t('anyone:complaints.next.other')}</p>
        <p>{t('anyone:complaints.next.answer')}</p>
      </Part>
      <Part title="anyone:complaints.child.title">
        <p>{t('anyone:complaints.child.text')}</p>
      </Part>
      <Part title="anyone:complaints.further.title">
        <Paragraph of="anyone:complaints.further.text" />
        <Paragraph of="anyone:complaints.further.wales" />
      </Part>
    </Page>
  )
}
