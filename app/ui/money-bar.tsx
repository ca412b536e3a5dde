import type { ReactNode } from 'react'
import type { Pence } from '#app/values/money.ts'
import { useWords } from '#app/i18n/words.tsx'

type Part = { pence: Pence; text: string }

/**
 * Money as a picture: what is left, what is set aside (striped, so that it is not told by colour alone) and
 * what is spent, with the three sums below. The sentence before it ("£486 left of £900. About half.") is the caller's.
 */
export function MoneyBar({ label, left, aside, spent }: { label: string; left: Part; aside: Part; spent: Part }): ReactNode {
  const { format } = useWords()
  const whole = left.pence + aside.pence + spent.pence
  const share = (sum: number) => (whole > 0 ? Math.round((sum / whole) * 1000) / 10 : 0)
  const afterLeft = share(left.pence)
  const afterAside = share(left.pence + aside.pence)
  const rows = [
    ['left', left],
    ['aside', aside],
    ['spent', spent],
  ] as const
  return (
    <div className="money">
      {/* Widths are attributes, not styles: the content security policy allows no inline style. */}
      <svg className="bar" role="img" aria-label={label}>
        <rect className="left" width={`${afterLeft}%`} height="100%" />
        {aside.pence > 0 ? (
          <svg x={`${afterLeft}%`} width={`${Math.round((afterAside - afterLeft) * 10) / 10}%`}>
            <rect className="aside" width="100%" height="100%" />
            <path d="M0 12H2000" />
          </svg>
        ) : null}
        {spent.pence > 0 ? (
          <rect className="spent" x={`${afterAside}%`} width={`${Math.round((100 - afterAside) * 10) / 10}%`} height="100%" />
        ) : null}
      </svg>
      <dl>
        {rows.map(([kind, part]) => (
          <div key={kind}>
            <dt className={kind}>{part.text}</dt>
            <dd>{format.money(part.pence)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
