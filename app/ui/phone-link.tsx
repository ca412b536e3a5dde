import { useContext, type ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Icon } from './icons.tsx'
import { ReadShorter, useShell } from './shell.tsx'

/** A number as it is kept, in groups that can be read aloud. The code of the country stays: a relative may ring from another one. */
const inGroups = (number: string) => number.replace(/^\+44(\d{4})(\d{3})(\d{3})$/, '+44 $1 $2 $3')

/** A number that can be rung by a tap; it reads from left to right in every language. */
export function PhoneLink({ number }: { number: string }): ReactNode {
  return (
    <a className="tel" href={`tel:${number.replaceAll(' ', '')}`}>
      {/* No-break spaces: a number in two lines is two numbers. */}
      <bdi dir="ltr">{inGroups(number).replaceAll(' ', '\u00a0')}</bdi>
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
