// `npm run dev`: the demo on Vite, so that a page is made anew from its sources at each request. The same server as in
// production stands in front, with the same headers and checks.
import process from 'node:process'
import { createServer } from 'vite'
import { root } from './ready.mjs'

process.chdir(root)
process.env.DEMO = '1'
process.env.NODE_ENV = 'development'

const vite = await createServer({ server: { middlewareMode: true } })
const { startUp } = await vite.ssrLoadModule('/app/entry.server.tsx')
await startUp({ build: () => vite.ssrLoadModule('virtual:remix/server-build'), files: vite.middlewares })
