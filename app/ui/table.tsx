import type { ReactNode } from 'react'

/**
 * Rows and columns. On a phone each row stands on its own, every cell with its column's name before it,
 * so nothing scrolls sideways. The first column is the row's heading.
 */
export function Table(props: {
  caption: ReactNode
  captionHidden?: boolean
  columns: { head: string; numeric?: boolean }[]
  rows: { id: string; cells: ReactNode[] }[]
  /** A last row, such as a sum. */
  foot?: ReactNode[]
}): ReactNode {
  const { caption, captionHidden, columns, rows, foot } = props
  const line = (cells: ReactNode[]) =>
    cells.map((cell, at) => {
      const className = columns[at]?.numeric ? 'n' : undefined
      return at === 0 ? (
        <th key={at} scope="row" className={className}>
          {cell}
        </th>
      ) : (
        <td key={at} className={className} data-label={columns[at]?.head}>
          {cell}
        </td>
      )
    })
  return (
    <table>
      <caption className={captionHidden ? 'vh' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.head} scope="col" className={column.numeric ? 'n' : undefined}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>{line(row.cells)}</tr>
        ))}
      </tbody>
      {foot ? (
        <tfoot>
          <tr>{line(foot)}</tr>
        </tfoot>
      ) : null}
    </table>
  )
}
