import { languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { Part } from './reading.tsx'

export const handle = titled('anyone:language.title')

export default function Language() {
  const { t, lang, format } = useWords()
  const others = languages.filter(({ code }) => code !== lang)
  const machineTranslated = languages.filter((language) => language.machineTranslated)
  return (
    <Page title={t('anyone:language.title')} lead={t('anyone:language.lead')}>
      <p>{t('anyone:language.now', { language: format.language(lang) })}</p>
      <Actions>
        {others.map(({ code, ownName, dir }) => (
          <span key={code} lang={code} dir={dir}>
            <ButtonLink to={`/language?lng=${code}`} kind="quiet">
              {ownName}
            </ButtonLink>
          </span>
        ))}
      </Actions>
      <Part title="anyone:language.machineTitle">
        <p>{t('anyone:language.machine', { languages: format.list(machineTranslated.map(({ code }) => format.language(code))) })}</p>
        <p>{t('anyone:language.unclear')}</p>
      </Part>
      <Part title="anyone:language.interpreterTitle">
        <p>{t('anyone:language.interpreter')}</p>
        <OrRing />
        <p>{t('anyone:language.notFamily')}</p>
      </Part>
    </Page>
  )
}
