import type { ReactNode } from 'react'

/** Ten small steps, `value` of them filled (0 to 10). `label` says the same in words: "7 of 10". */
export function Steps10({ value, label }: { value: number; label: string }): ReactNode {
  const filled = Math.min(10, Math.max(0, Math.round(value)))
  return (
    <svg className="s10" viewBox="0 0 210 10" role="img" aria-label={label}>
      <path d="M5 5H205" />
      {filled > 0 ? <path className="on" d={`M5 5H${filled * 21 - 5}`} /> : null}
    </svg>
  )
}

/** How something is going: the steps, and a line of words below them. */
export function ProgressWords({ value, label, children }: { value: number; label: string; children?: ReactNode }): ReactNode {
  return (
    <div className="prog">
      <Steps10 value={value} label={label} />
      {children ? <p className="soft">{children}</p> : null}
    </div>
  )
}
