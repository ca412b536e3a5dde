import type { ReactNode } from 'react'
import { isolate } from '#app/i18n/isolate.ts'
import { useWords } from '#app/i18n/words.tsx'
import { daysBetween, type Day } from '#app/values/instant.ts'
import { pence, type Pence } from '#app/values/money.ts'

const width = 320
const height = 150
const inset = 12
/** Room for the sums of the scale, before the line begins. */
const edge = 58
const foot = 26

/** The next sum that is easily read: 1, 2 or 5 with noughts. */
function roundUp(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 100)))
  return [1, 2, 5, 10].map((by) => by * power).find((round) => round >= most)!
}

/**
 * A sum of money over some days as a line of steps, drawn by the server: it stays until something changes it. `sums` are the
 * ends of the days that changed it, `before` what it was until then. `label` says the same in words to whoever does not see it.
 */
export function SumChart({ title, label, from, until, before, sums }: { title: ReactNode; label: string; from: Day; until: Day; before: Pence; sums: readonly { on: Day; pence: Pence }[] }): ReactNode {
  const { format, dir } = useWords()
  const top = roundUp(Math.max(before, ...sums.map((one) => one.pence)))
  const days = daysBetween(from, until) + 1
  // Time runs as the page is read.
  const turned = (x: number) => Math.round((dir === 'rtl' ? width - x : x) * 10) / 10
  const x = (day: number) => turned(edge + (day / days) * (width - edge - inset))
  const y = (sum: number) => Math.round((height - foot - (sum / top) * (height - foot - inset)) * 10) / 10
  // Of years there are more days than can be told apart: the last of each place is drawn.
  const steps = new Map(sums.map((one) => [Math.round(x(daysBetween(from, one.on) + 0.5)), y(one.pence)]))
  const line = `M${x(0)} ${y(before)}${[...steps].map(([at, to]) => `H${at}V${to}`).join('')}H${x(days)}`
  return (
    <figure className="chart sums">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <path className="under" d={`${line}V${y(0)}H${x(0)}z`} />
        <path className="grid" d={[0, top / 2, top].map((sum) => `M${turned(edge - 4)} ${y(sum)}H${turned(width)}`).join('')} />
        {[0, top / 2, top].map((sum) => <text key={sum} x={turned(edge - 10)} y={y(sum) + 4} className={dir === 'rtl' ? 'first' : undefined}>{format.moneyShort(pence(sum))}</text>)}
        {(from === until ? [from] : [from, until]).map((on, at) => <text key={on} x={turned(at === 0 ? edge - 4 : width)} y={height - 6} className={(at === 0) === (dir === 'ltr') ? 'first' : undefined}>{isolate(format.dayShort(on), dir)}</text>)}
        <path d={line} />
      </svg>
    </figure>
  )
}
