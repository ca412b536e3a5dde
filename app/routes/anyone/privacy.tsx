import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { Paragraph, Part, Points } from './reading.tsx'

export const handle = titled('anyone:privacy.title')

export default function Privacy() {
  const { t } = useWords()
  return (
    <Page title={t('anyone:privacy.title')} lead={t('anyone:privacy.lead')}>
      <Part title="anyone:privacy.who.title">
        <p>{t('anyone:privacy.who.text')}</p>
        <p>{t('anyone:privacy.who.officer')}</p>
      </Part>
      <Part title="anyone:privacy.kept.title">
        <Points
          of={[
            'anyone:privacy.kept.names',
            'anyone:privacy.kept.needs',
            'anyone:privacy.kept.plan',
            'anyone:privacy.kept.appointments',
            'anyone:privacy.kept.money',
            'anyone:privacy.kept.looked',
            'anyone:privacy.kept.technical',
          ]}
        />
      </Part>
      <Part title="anyone:privacy.see.title">
        <p>{t('anyone:privacy.see.you')}</p>
        <p>{t('anyone:privacy.see.helpers')}</p>
        <p>{t('anyone:privacy.see.reason')}</p>
        <p>{t('anyone:privacy.see.finance')}</p>
        <p>{t('anyone:privacy.see.never')}</p>
        <p>{t('anyone:privacy.see.computer')}</p>
      </Part>
      <Part title="anyone:privacy.unasked.title">
        <p>{t('anyone:privacy.unasked.text')}</p>
        <p>{t('anyone:privacy.unasked.told')}</p>
      </Part>
      <Part title="anyone:privacy.law.title">
        <p>{t('anyone:privacy.law.task')}</p>
        <p>{t('anyone:privacy.law.special')}</p>
        <p>{t('anyone:privacy.law.agreement')}</p>
      </Part>
      <Part title="anyone:privacy.long.title">
        <p>{t('anyone:privacy.long.text')}</p>
        <p>{t('anyone:privacy.long.ask')}</p>
      </Part>
      <Part title="anyone:privacy.rights.title">
        <Points of={['anyone:privacy.rights.copy', 'anyone:privacy.rights.correct', 'anyone:privacy.rights.erase']} />
        <p>{t('anyone:privacy.rights.how')}</p>
        <OrRing />
        <p>{t('anyone:privacy.rights.child')}</p>
      </Part>
      <Part title="anyone:privacy.complain.title">
        <Paragraph of="anyone:privacy.complain.us" to="/complaints" />
        <Paragraph of="anyone:privacy.complain.ico" other="https://ico.org.uk/make-a-complaint/" />
      </Part>
    </Page>
  )
}
