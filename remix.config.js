/**
 * The options of Remix; vite.config.ts hands them to its plugin.
 *
 * @type {import('@remix-run/dev').VitePluginConfig}
 */
export default {
  appDirectory: 'app',
  ssr: true,
  future: {
    // What React Router 7 does anyway, taken on now so that the move there is mechanical.
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_routeConfig: true,
    // Off for good. Single fetch puts turbo-stream 2.4.1 on the wire, whose denial of service and remote code execution
    // (CVE-2026-34077, CVE-2026-42211) were mended in React Router only; lazy route discovery opens `/__manifest`
    // (CVE-2026-55685). Without single fetch a page can also be rendered whole, which is nearly four times as fast.
    v3_singleFetch: false,
    v3_lazyRouteDiscovery: false,
    // Otherwise a cold start of `npm run dev` reloads in the middle of a page.
    unstable_optimizeDeps: true,
  },
}
