/** Whether somebody reads the shorter pages: a choice that the browser remembers, as it does the language. */
import { signedInAs } from '#app/access/session.server.ts'
import { config } from '#app/values/config.ts'

const secure = () => config().origin.startsWith('https:')
const cookieName = () => (secure() ? '__Host-short' : 'short')

/**
 * The choice in the address, `?short=yes` or `no`, else the one remembered; nobody is asked their age. `headers` sets the
 * cookie of a choice just made: for a year, and on a shared phone until the browser is closed.
 */
export async function shorterPages(request: Request): Promise<{ short: boolean; headers: Headers }> {
  const chosen = new URL(request.url).searchParams.get('short')
  const headers = new Headers()
  if (chosen !== 'yes' && chosen !== 'no') return { short: new RegExp(`(?:^|;\\s*)${cookieName()}=yes(?:;|$)`).test(request.headers.get('Cookie') ?? ''), headers }
  const shared = (await signedInAs(request))?.sharedPhone ?? true
  const age = chosen === 'no' ? ' Max-Age=0;' : shared ? '' : ' Max-Age=31536000;'
  headers.append('Set-Cookie', `${cookieName()}=${chosen}; Path=/;${age} HttpOnly; SameSite=Lax${secure() ? '; Secure' : ''}`)
  return { short: chosen === 'yes', headers }
}
