import type { ReactNode } from 'react'
import passkeyScript from './passkey-script.js?worker&url'

/**
 * A button that asks the browser for a passkey and then sends the form it stands in, with the answer in its field
 * `passkey`. It stands inside of `WithPasskeys`. `options` makes a new passkey; `from` is where the options for using one are asked. `failed` is what is said
 * when nothing came of it.
 */
export function PasskeyButton(props: { children: ReactNode; failed: string; kind?: 'main' | 'quiet' } & ({ options: object } | { from: string })): ReactNode {
  const { children, failed, kind = 'main' } = props
  return (
    <>
      <input type="hidden" name="passkey" />
      <button className={kind === 'main' ? 'b' : 'b quiet'} type="button" data-failed={failed} {...('options' in props ? { 'data-options': JSON.stringify(props.options) } : { 'data-from': props.from })}>
        {children}
      </button>
      <p role="status" />
    </>
  )
}

/** What is shown by the script alone, and only where the browser knows passkeys. The script comes with it, once a page. */
export function WithPasskeys({ children, instead }: { children: ReactNode; /** What stands there for everybody else. */ instead?: ReactNode }): ReactNode {
  return (
    <>
      <div data-passkey hidden>{children}</div>
      {instead ? <div data-no-passkey>{instead}</div> : null}
      <script type="module" src={passkeyScript} />
    </>
  )
}
