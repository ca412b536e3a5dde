import type { ReactNode } from 'react'

/** Things to do in any order. A whole row is the link; what cannot be started yet has no `to`. */
export function TaskList({
  id,
  tasks,
}: {
  /** Makes the ids that tie each status to its link. */
  id: string
  tasks: { to?: string; text: ReactNode; hint?: ReactNode; status: ReactNode }[]
}): ReactNode {
  return (
    <ul className="tasks">
      {tasks.map((task, at) => (
        <li key={at}>
          <div>
            {task.to ? (
              <a href={task.to} aria-describedby={`${id}-${at}`}>
                {task.text}
              </a>
            ) : (
              <span className="soft">{task.text}</span>
            )}
            {task.hint ? <p className="hint">{task.hint}</p> : null}
          </div>
          <div id={`${id}-${at}`}>{task.status}</div>
        </li>
      ))}
    </ul>
  )
}
