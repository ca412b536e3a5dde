import type { ReactNode } from 'react'

type Change = { text: string; what: string } & ({ to: string } | { /** Inside a form that carries all answers: the button's intent, and where its page begins. */ intent: string; at: string })

/** Questions and their answers, each with a way to change it. `what` completes the link for those who hear it alone. */
export function SummaryList({
  rows,
}: {
  rows: { key: ReactNode; value: ReactNode; actions?: Change[] }[]
}): ReactNode {
  return (
    <dl className="sum">
      {rows.map((row, at) => (
        <div key={at}>
          <dt>{row.key}</dt>
          <dd>{row.value}</dd>
          {row.actions?.length ? (
            <dd className="act">
              {row.actions.map((action) => {
                const words = <>{action.text}<span className="vh"> {action.what}</span></>
                return 'to' in action ? <a key={action.to} href={action.to}>{words}</a>
                  : <button key={action.at} className="link" type="submit" name="intent" value={action.intent} formAction={action.at}>{words}</button>
              })}
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  )
}
