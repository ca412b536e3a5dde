import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'

/** For a link that was used, ended, is too old or never was: one page for all, so that nobody learns which. */
export function OldLink({ to }: { to: 'forgotten' | 'join' }) {
  const { t } = useWords()
  return (
    <Page title={t('account:oldLink.title')} exit>
      <p>{t(`account:oldLink.${to}`)}</p>
      <Actions>{to === 'forgotten' ? <ButtonLink to="/forgotten">{t('account:oldLink.again')}</ButtonLink> : <ButtonLink to="/sign-in" kind="quiet">{t('account:signIn.title')}</ButtonLink>}</Actions>
      <OrRing />
    </Page>
  )
}
