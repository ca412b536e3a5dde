import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('anyone:start.title')

export default function Home() {
  const { t } = useWords()
  const { signedIn } = useShell()
  return (
    <Page title={t('anyone:start.title')} lead={t('anyone:start.lead')} exit>
      {signedIn ? (
        <Card tone="next" title={t('anyone:start.hello', { name: signedIn.name })}>
          <Actions><ButtonLink to={signedIn.helps ? '/desk' : '/families'}>{t(signedIn.helps ? 'anyone:start.toDesk' : 'anyone:start.toPlan')}</ButtonLink></Actions>
        </Card>
      ) : (
        <Card tone="next" title={t('anyone:start.signInTitle')}>
          <p>{t('anyone:start.signInText')}</p>
          <Actions><ButtonLink to="/sign-in">{t('anyone:start.signIn')}</ButtonLink></Actions>
        </Card>
      )}
      <Card title={t('anyone:start.helpTitle')}>
        <p>{t('anyone:start.helpText')}</p>
        <Actions><ButtonLink kind={signedIn ? 'quiet' : 'main'} to="/help">{t('anyone:start.help')}</ButtonLink></Actions>
        <OrRing />
      </Card>
      <Card title={t('anyone:start.servicesTitle')}>
        <p>{t('anyone:start.servicesText')}</p>
        <Actions><ButtonLink kind="quiet" to="/services">{t('anyone:start.services')}</ButtonLink></Actions>
      </Card>
      <h2>{t('anyone:start.promiseTitle')}</h2>
      <p className="intro">{t('anyone:start.promise')}</p>
      <p><a href="/what-to-expect">{t('anyone:start.expect')}</a></p>
    </Page>
  )
}
