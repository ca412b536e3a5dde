/** The sheet of a letter that invites somebody: the address as a picture and to be typed, the code, and until when. */
import type { ReactNode } from 'react'
import type { Lang } from '#app/i18n/lang.ts'
import { InLanguage, useWords, type Words } from '#app/i18n/words.tsx'
import { Page } from '#app/ui/page.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import type { Instant } from '#app/values/instant.ts'

interface Shown { readonly name: string; readonly address: string; readonly code: string; readonly until: string; readonly lang: Lang }

/** A page with the letter as its reader gets it, in their language; what is for whoever prints it is in theirs, and stays off the paper. `said`: who invites, and to what. */
export function LetterSheet({ letter, picture, back, said }: { letter: Shown; picture: string; back: { to: string; text: string }; said: (words: Words) => string }): ReactNode {
  const { t } = useWords()
  return (
    <Page title={null} back={back}>
      <p className="soft off-paper">{t('people:letter.print')}</p>
      <InLanguage lang={letter.lang} className="letter"><Letter letter={letter} picture={picture} said={said} /></InLanguage>
    </Page>
  )
}

function Letter({ letter, picture, said }: { letter: Shown; picture: string; said: (words: Words) => string }): ReactNode {
  const words = useWords()
  const { t, format } = words
  const { areaPhone } = useShell()
  return (
    <>
      <p className="above">{t('common:siteName')}</p>
      <h1>{t('people:letter.dear', { name: letter.name })}</h1>
      <p>{said(words)}</p>
      <p>{t('people:letter.scan')}</p>
      <p><img src={picture} alt={t('people:letter.picture')} width="180" height="180" /></p>
      <SummaryList
        rows={[
          { key: t('people:letter.address'), value: <strong dir="ltr">{letter.address.replace(/^https?:\/\//, '')}</strong> },
          { key: t('people:letter.code'), value: <strong dir="ltr">{letter.code}</strong> },
          { key: t('people:letter.until'), value: format.dayWithYear(letter.until as Instant) },
        ]}
      />
      <p>{t('people:letter.check')} {areaPhone ? <PhoneLink number={areaPhone} /> : null}</p>
    </>
  )
}
