import { languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { day } from '#app/values/instant.ts'
import { Paragraph, Part, Points } from './reading.tsx'

export const handle = titled('anyone:accessibility.title')

/** The law asks when the statement was written. Set it anew with every change of its content. */
const writtenOn = day('2026-11-21')

export default function Accessibility() {
  const { t, format } = useWords()
  const machineTranslated = format.list(languages.filter((language) => language.machineTranslated).map(({ code }) => format.language(code)))
  return (
    <Page title={t('anyone:accessibility.title')} lead={t('anyone:accessibility.lead')}>
      <Part title="anyone:accessibility.can.title">
        <Points
          of={[
            'anyone:accessibility.can.zoom',
            'anyone:accessibility.can.keyboard',
            'anyone:accessibility.can.reader',
            'anyone:accessibility.can.phone',
            'anyone:accessibility.can.colours',
            'anyone:accessibility.can.time',
            'anyone:accessibility.can.plain',
          ]}
        />
      </Part>
      <Part title="anyone:accessibility.state.title">
        <p>{t('anyone:accessibility.state.aim')}</p>
        <p>{t('anyone:accessibility.state.checked')}</p>
        <p>{t('anyone:accessibility.state.notAudited')}</p>
      </Part>
      <Part title="anyone:accessibility.known.title">
        <p>{t('anyone:accessibility.known.machine', { languages: machineTranslated })}</p>
        <p>{t('anyone:accessibility.known.own')}</p>
        <p>{t('anyone:accessibility.known.easyRead')}</p>
        <p>{t('anyone:accessibility.known.letters')}</p>
      </Part>
      <Part title="anyone:accessibility.ask.title">
        <p>{t('anyone:accessibility.ask.text')}</p>
        <p>{t('anyone:accessibility.ask.answer')}</p>
        <OrRing />
      </Part>
      <Part title="anyone:accessibility.wrong.title">
        <Paragraph of="anyone:accessibility.wrong.text" to="/complaints" />
        <Paragraph of="anyone:accessibility.wrong.eass" other="https://www.equalityadvisoryservice.com/" />
        <p>{t('anyone:accessibility.wrong.ehrc')}</p>
      </Part>
      <p>{t('anyone:accessibility.written', { date: format.date(writtenOn) })}</p>
    </Page>
  )
}
