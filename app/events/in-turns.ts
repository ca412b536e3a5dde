/** Work that comes again and again while a process lives: once some milliseconds after the start, then after each pause. */
export interface Pauses { readonly first: number; readonly then: number }

/** Does it in turns from now on, one after the other; a fault that `turn` lets through ends them. The function it returns stops that, and waits for the turn in hand. */
export function inTurns(pauses: Pauses, turn: () => Promise<unknown>): () => Promise<void> {
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const next = () => {
    running = turn().then(() => {
      if (!stopped) timer = setTimeout(next, pauses.then).unref()
    })
  }
  let timer = setTimeout(next, pauses.first).unref()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
