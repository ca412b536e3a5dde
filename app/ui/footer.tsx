import type { ReactNode } from 'react'
import type { Key } from '#app/i18n/keys.ts'
import { languageOf, languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { PhoneLink } from './phone-link.tsx'
import { useShell } from './shell.tsx'

/** The same page in each language, named in that language. */
export function LanguageLinks(): ReactNode {
  const { t, lang } = useWords()
  const { path } = useShell()
  const glue = path.includes('?') ? '&' : '?'
  return (
    <nav aria-label={t('common:footer.languages')}>
      <ul>
        {languages.map(({ code, ownName, dir }) => (
          <li key={code} lang={code} dir={dir}>
            {code === lang ? (
              <strong aria-current="true">{ownName}</strong>
            ) : (
              <a href={`${path}${glue}lng=${code}`} hrefLang={code}>
                {ownName}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

const about = [
  ['/staying-safe', 'common:footer.stayingSafe'],
  ['/what-to-expect', 'common:footer.whatToExpect'],
  ['/complaints', 'common:footer.complaints'],
  ['/privacy', 'common:footer.privacy'],
  ['/accessibility', 'common:footer.accessibility'],
  ['/cookies', 'common:footer.cookies'],
  ['/language', 'common:footer.language'],
] as const satisfies readonly (readonly [string, Key])[]

/** The end of every page: languages, who is signed in, the promises and rules, the phone. */
export function Footer(): ReactNode {
  const { t, lang } = useWords()
  const { signedIn, areaPhone, demo } = useShell()
  return (
    <footer>
      <LanguageLinks />
      {languageOf(lang).machineTranslated ? <p>{t('common:footer.machineTranslated')}</p> : null}
      {signedIn ? (
        <form className="me" method="post" action="/sign-out">
          <span>{t('common:footer.signedInAs', { name: signedIn.name })}</span>
          {signedIn.helps ? <a href="/desk">{t('common:nav.desk')}</a> : null}
          <a href="/account">{t('common:footer.account')}</a>
          <button className="link" type="submit">{t('common:footer.signOut')}</button>
        </form>
      ) : null}
      <ul>
        {about.map(([to, key]) => (
          <li key={to}>
            <a href={to}>{t(key)}</a>
          </li>
        ))}
        {demo ? (
          <li>
            <a href="/demo">{t('common:footer.demo')}</a>
          </li>
        ) : null}
      </ul>
      {areaPhone ? (
        <p>
          {t('common:footer.ring')} <PhoneLink number={areaPhone} />
        </p>
      ) : null}
    </footer>
  )
}
