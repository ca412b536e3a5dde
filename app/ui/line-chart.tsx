import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Table } from './table.tsx'

/** One mark on the line: when (for its place on the axis), how that is said, and the value, 0 to 10. */
export type ChartPoint = { at: string; when: string; value: number; note?: ReactNode }

const width = 320
const height = 150
const inset = 14

/** How something went over time, 0 to 10, as a line drawn by the server and as a table beside it. */
export function LineChart(props: {
  title: string
  /** In time order. */
  points: ChartPoint[]
  heads: { when: string; value: string; note?: string }
}): ReactNode {
  const { format } = useWords()
  const { title, points, heads } = props
  const times = points.map((point) => Date.parse(point.at))
  const from = Math.min(...times)
  const span = Math.max(...times) - from
  const x = (time: number) => (span === 0 ? width / 2 : 26 + ((time - from) / span) * (width - 26 - inset))
  const y = (value: number) => height - inset - (value / 10) * (height - 2 * inset)
  const at = points.map((point, index) => [Math.round(x(times[index] ?? from)), Math.round(y(point.value))] as const)
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <path className="grid" d={[0, 5, 10].map((value) => `M26 ${y(value)}H${width}`).join('')} />
        {[0, 5, 10].map((value) => (
          <text key={value} x="20" y={y(value) + 4}>
            {format.number(value)}
          </text>
        ))}
        <path d={`M${at.map((place) => place.join(' ')).join('L')}`} />
        {at.map(([cx, cy], index) => (
          <circle key={index} cx={cx} cy={cy} r="4.5" />
        ))}
      </svg>
      <Table
        caption={title}
        columns={[{ head: heads.when }, { head: heads.value, numeric: true }, ...(heads.note ? [{ head: heads.note }] : [])]}
        rows={points.map((point, index) => ({
          id: String(index),
          cells: [point.when, format.number(point.value), ...(heads.note ? [point.note] : [])],
        }))}
      />
    </figure>
  )
}
