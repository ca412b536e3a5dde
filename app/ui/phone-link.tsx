import { useContext, type ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Icon } from './icons.tsx'
import { ReadShorter, useShell } from './shell.tsx'

/** A number that can be rung by a tap, from another country too; it reads from left to right in every language. */
export function PhoneLink({ number }: { number: string }): ReactNode {
  const { format } = useWords()
  return (
    <a className="tel" href={`tel:${number.replaceAll(' ', '')}`}>
      <bdi dir="ltr">{format.phone(number)}</bdi>
    </a>
  )
}

/** "Or ring us": stands on every page that asks for something; on the shorter ones the foot of the page says it. */
export function OrRing(): ReactNode {
  const { t } = useWords()
  const { areaPhone } = useShell()
  if (useContext(ReadShorter) || !areaPhone) return null
  return (
    <p className="ring">
      <Icon name="phone" />
      <span>
        {t('common:orRing')} <PhoneLink number={areaPhone} />
      </span>
    </p>
  )
}
