import type { ReactNode } from 'react'
import { isolate } from '#app/i18n/isolate.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Table } from './table.tsx'

/** One mark on a line: when (for its place on the axis), how that is said, whose line it is on, and the value, 0 to 10. */
export type ChartPoint = { at: string; when: string; value: number; who?: string; note?: ReactNode }

const width = 320
const height = 160
const inset = 14
/** Where the lines begin: what is before it belongs to the figures of the scale. */
const edge = 30
const foot = 30
/** Lines that can be told apart by their dashes and marks; further ones begin again. */
const looks = 4

/** How something went over time, 0 to 10, as a line for each person, drawn by the server, and as a table of the same beside it. */
export function LineChart(props: {
  title: string
  /** In time order. */
  points: ChartPoint[]
  heads: { when: string; value: string; note?: string }
}): ReactNode {
  const { format, dir } = useWords()
  const { title, points, heads } = props
  const times = points.map((point) => Date.parse(point.at))
  const from = Math.min(...times)
  const span = Math.max(...times) - from
  // Time runs as the page is read.
  const turned = (x: number) => Math.round(dir === 'rtl' ? width - x : x)
  const x = (time: number) => turned(span === 0 ? (width + edge) / 2 : edge + ((time - from) / span) * (width - edge - inset))
  const y = (value: number) => Math.round(height - foot - (value / 10) * (height - foot - inset))
  const people = [...new Set(points.map((point) => point.who ?? ''))]
  const lines = people.map((who) => points.flatMap((point, index) => ((point.who ?? '') === who ? [[x(times[index] ?? from), y(point.value)] as const] : [])))
  const [first, last] = [points[0], points.at(-1)]
  return (
    <figure className="chart">
      <div aria-hidden="true">
        <svg viewBox={`0 0 ${width} ${height}`}>
          <path className="grid" d={[0, 5, 10].map((value) => `M${turned(edge - 4)} ${y(value)}H${turned(width)}`).join('')} />
          {[0, 5, 10].map((value) => (
            <text key={value} x={turned(edge - 10)} y={y(value) + 4} className={dir === 'rtl' ? 'first' : undefined}>
              {format.number(value)}
            </text>
          ))}
          {first && last && span > 0 ? [first, last].map((point, at) => (
            <text key={at} x={turned(at === 0 ? edge - 4 : width)} y={height - 6} className={(at === 0) === (dir === 'ltr') ? 'first' : undefined}>{isolate(point.when, dir)}</text>
          )) : null}
          {lines.map((marks, at) => <g key={at} className={`l${at % looks}`}><Line marks={marks} look={at % looks} /></g>)}
        </svg>
        {people.length > 1 ? (
          <ul className="key">
            {people.map((who, at) => <li key={who}><svg viewBox="0 0 40 16"><g className={`l${at % looks}`}><Line marks={[[4, 8], [20, 8], [36, 8]]} look={at % looks} only={1} /></g></svg> <bdi>{who}</bdi></li>)}
          </ul>
        ) : null}
      </div>
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

/** A line and its marks: round, square, three-cornered or on its tip, so that no line is known by its colour alone. `only` draws the mark of one place. */
function Line({ marks, look, only }: { marks: readonly (readonly [number, number])[]; look: number; only?: number }): ReactNode {
  const shape = ['M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0', 'M-4-4H4V4H-4z', 'M0-5L5 4H-5z', 'M0-6L6 0L0 6L-6 0z'][look]
  return (
    <>
      <path d={`M${marks.map((place) => place.join(' ')).join('L')}`} />
      {marks.map(([cx, cy], at) => (only === undefined || only === at ? <path key={at} className="mark" d={shape} transform={`translate(${cx} ${cy})`} /> : null))}
    </>
  )
}
