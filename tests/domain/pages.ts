/** Pages asked as somebody's browser asks them: their loaders and actions, with a session. */
import { beginSession } from '#app/access/session.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { afterEach, beforeEach, vi } from 'vitest'
import { Browser } from './account-world.ts'
import { worldBegins } from './world.ts'

/** Pages read the clock themselves: in each test it stands at the moment at which the world begins. */
export function atWorldBegins(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(worldBegins) })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

/** Somebody's browser, signed in with all that signing in asks of them. */
export async function browserOf(person: PersonId, { sharedPhone = false } = {}): Promise<Browser> {
  const browser = new Browser()
  browser.keep(await beginSession(browser.get('/'), person, { confirmed: true, sharedPhone }))
  return browser
}

/** The answer of a page's loader or action; a thrown answer is one too. */
export async function answerOf(run: (args: never) => Promise<unknown>, request: Request, params: Record<string, string> = {}): Promise<Response> {
  try {
    return (await run({ request, params, context: {} } as never)) as Response
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  }
}
