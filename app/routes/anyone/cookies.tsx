import { languageCookieName } from '#app/i18n/lang.ts'
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
          { id: 'joining', cells: [name('joining'), t('anyone:cookies.joining.purpose'), t('anyone:cookies.joining.ends')] },
          { id: 'language', cells: [name(languageCookieName), t('anyone:cookies.language.purpose'), t('anyone:cookies.language.ends')] },
        ]}
      />
      <p>{t('anyone:cookies.off')}</p>
    </Page>
  )
}
