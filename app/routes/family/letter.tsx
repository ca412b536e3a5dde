/** The sheet of a letter that invites somebody: the address as a picture and to be typed, the code, and until when. */
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Actions } from '#app/ui/button.tsx'
import { Page } from '#app/ui/page.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { useShell } from '#app/ui/shell.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'

interface Shown { readonly name: string; readonly address: string; readonly code: string; readonly until: string }

/** `children`: who invites, and to what. */
export function LetterSheet({ letter, picture, back, children }: { letter: Shown; picture: string; back: { to: string; text: string }; children: ReactNode }): ReactNode {
  const { t, format } = useWords()
  const { areaPhone } = useShell()
  return (
    <Page title={t('people:letter.dear', { name: letter.name })} back={back}>
      <Actions><p className="soft">{t('people:letter.print')}</p></Actions>
      <p>{children}</p>
      <p>{t('people:letter.scan')}</p>
      <p><img src={picture} alt={t('people:letter.picture')} width="180" height="180" /></p>
      <SummaryList
        rows={[
          { key: t('people:letter.address'), value: <strong dir="ltr">{letter.address.replace(/^https?:\/\//, '')}</strong> },
          { key: t('people:letter.code'), value: <strong dir="ltr">{letter.code}</strong> },
          { key: t('people:letter.until'), value: format.dayWithYear(letter.until as Parameters<typeof format.dayWithYear>[0]) },
        ]}
      />
      <p>{t('people:letter.check')} {areaPhone ? <PhoneLink number={areaPhone} /> : null}</p>
    </Page>
  )
}
