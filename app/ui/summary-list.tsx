import type { ReactNode } from 'react'

/** Questions and their answers, each with a way to change it. `what` completes the link for those who hear it alone. */
export function SummaryList({
  rows,
}: {
  rows: { key: ReactNode; value: ReactNode; actions?: { to: string; text: string; what: string }[] }[]
}): ReactNode {
  return (
    <dl className="sum">
      {rows.map((row, at) => (
        <div key={at}>
          <dt>{row.key}</dt>
          <dd>{row.value}</dd>
          {row.actions?.length ? (
            <dd className="act">
              {row.actions.map((action) => (
                <a key={action.to} href={action.to}>
                  {action.text}
                  <span className="vh"> {action.what}</span>
                </a>
              ))}
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  )
}
