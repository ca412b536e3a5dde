/**
 * Where a request was addressed to and where it came from. Remix's own check lets a post without an Origin through,
 * trusts X-Forwarded-Host and leaves resource routes out; these two settle it before Remix is asked. Pure.
 */

/** Which of our origins a Host header names, or undefined if none. */
export function originAskedFor(host: string | undefined, origins: readonly string[]): string | undefined {
  const asked = host?.toLowerCase()
  return origins.find((origin) => asked === new URL(origin).host || asked === withPort(origin))
}

// Some clients spell out the port that their scheme implies.
function withPort(origin: string): string {
  const url = new URL(origin)
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}

/**
 * Whether a request that changes something was sent by one of our own pages. A browser says so in Sec-Fetch-Site, an
 * older one in Origin; what says neither is refused, and so is what contradicts itself.
 */
export function fromOurPages(headers: { 'sec-fetch-site'?: string | string[] | undefined; origin?: string | undefined }, ours: string): boolean {
  const { 'sec-fetch-site': site, origin } = headers
  if (origin !== undefined && origin !== ours) return false
  // "none" is a person's own doing, such as sending a form again from the history.
  if (site === undefined || site === 'none') return origin === ours
  return site === 'same-origin'
}
