/** Whether somebody reads the shorter pages: a choice that the browser remembers, as it does the language. */
import { config } from '#app/values/config.ts'

const secure = () => config().origin.startsWith('https:')
const cookieName = () => (secure() ? '__Host-short' : 'short')

/**
 * The choice in the address, `?short=yes` or `no`, else the one remembered; nobody is asked their age. `cookie` keeps a choice
 * just made: for a year, and on a shared phone until the browser is closed.
 */
export function shorterPages(request: Request, sharedPhone: boolean): { short: boolean; cookie: string | null } {
  const chosen = new URL(request.url).searchParams.get('short')
  if (chosen !== 'yes' && chosen !== 'no') return { short: new RegExp(`(?:^|;\\s*)${cookieName()}=yes(?:;|$)`).test(request.headers.get('Cookie') ?? ''), cookie: null }
  const age = chosen === 'no' ? ' Max-Age=0;' : sharedPhone ? '' : ' Max-Age=31536000;'
  return { short: chosen === 'yes', cookie: `${cookieName()}=${chosen}; Path=/;${age} HttpOnly; SameSite=Lax${secure() ? '; Secure' : ''}` }
}
