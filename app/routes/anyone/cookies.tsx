import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { Table } from '#app/ui/table.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('anyone:cookies.title')

export default function Cookies() {
  const { t } = useWords()
  const name = (text: string) => <code dir="ltr">{text}</code>
  return (
    <Page title={t('anyone:cookies.title')} lead={t('anyone:cookies.lead')}>
      <p>{t('anyone:cookies.noAsk')}</p>
      <Table
        caption={t('anyone:cookies.caption')}
        columns={[{ head: t('anyone:cookies.name') }, { head: t('anyone:cookies.purpose') }, { head: t('anyone:cookies.ends') }]}
        rows={[
          { id: 'session', cells: [name('session'), t('anyone:cookies.session.purpose'), t('anyone:cookies.session.ends')] },
          { id: 'device', cells: [name('device'), t('anyone:cookies.device.purpose'), t('anyone:cookies.device.ends')] },
          { id: 'passkey', cells: [name('passkey'), t('anyone:cookies.passkey.purpose'), t('anyone:cookies.passkey.ends')] },
          { id: 'joining', cells: [name('joining'), t('anyone:cookies.joining.purpose'), t('anyone:cookies.joining.ends')] },
          { id: 'language', cells: [name('language'), t('anyone:cookies.language.purpose'), t('anyone:cookies.language.ends')] },
          { id: 'short', cells: [name('short'), t('anyone:cookies.short.purpose'), t('anyone:cookies.short.ends')] },
        ]}
      />
      <p>{t('anyone:cookies.off')}</p>
    </Page>
  )
}
