/** Work done once for a request though several loaders need it: who is signed in, above all. */
import { AsyncLocalStorage } from 'node:async_hooks'

const requests = new AsyncLocalStorage<Map<string, unknown>>()

/** Runs the handling of one request; within it `oncePerRequest` remembers. */
export function asOneRequest<T>(handle: () => T): T {
  return requests.run(new Map(), handle)
}

/** The result of `work`, made once for this request; outside of a request it is made each time. */
export function oncePerRequest<T>(key: string, work: () => T): T {
  const made = requests.getStore()
  if (!made) return work()
  if (!made.has(key)) made.set(key, work())
  return made.get(key) as T
}

/** Forgets what was remembered, when the request itself signs somebody in or out. */
export function forgetInRequest(key: string): void {
  requests.getStore()?.delete(key)
}
