const always: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  // Not `no-referrer`: with that a browser says "Origin: null" on our own forms, and an older one, which has no
  // Sec-Fetch-Site either, could send no form at all. Other sites get nothing with either.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy':
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
  // For browsers that do not know frame-ancestors.
  'X-Frame-Options': 'DENY',
}

/** The headers of every answer. `https` is whether people reach us by it: then the browser is told to keep to it for two years. */
export function securityHeaders(https: boolean): Readonly<Record<string, string>> {
  return https ? { ...always, 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : always
}

/** What a page may load and do: nothing but what comes from here, and of scripts in the page itself only those that carry the nonce. */
export function contentSecurityPolicy(nonce?: string): string {
  return [
    `default-src 'none'`,
    nonce ? `script-src 'nonce-${nonce}' 'self'` : `script-src 'none'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `media-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ')
}
