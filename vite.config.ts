import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig, transformWithEsbuild } from 'vite'
import remixConfig from './remix.config.js'

// The phones that families have: an iPhone 6s and an Android 5 that still get Chrome 87.
const phones = ['safari14', 'chrome87', 'firefox78']

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [remix(remixConfig)],
  // Compiled for the server; the browser has no use for it.
  optimizeDeps: { exclude: ['@node-rs/argon2'] },
  // A script of ours that stands on a library is built on its own. The pages link to the one that the server's build
  // makes, which would otherwise be for Node.
  worker: { plugins: () => [{ name: 'for-phones', renderChunk: (code: string) => transformWithEsbuild(code, 'script.js', { target: phones, minify: true }) }] },
  build: {
    // What is put inside the page is sent again with every page, and the content security policy leaves it no room.
    assetsInlineLimit: 0,
    target: isSsrBuild ? 'node22' : phones,
    // Both: the pages link to the stylesheet that the server's build made, and it must be the same.
    cssTarget: phones,
  },
}))
