/** As much of autocannon as is used here; it brings no types of its own. */
declare module 'autocannon' {
  interface Options { readonly url: string; readonly connections: number; /** Seconds; or so many requests. */ readonly duration?: number; readonly amount?: number; readonly headers?: Record<string, string> }
  interface Result {
    readonly requests: { readonly average: number; readonly total: number }
    /** Milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number }
    readonly non2xx: number
    readonly errors: number
    readonly timeouts: number
  }
  export default function autocannon(options: Options): Promise<Result>
}
