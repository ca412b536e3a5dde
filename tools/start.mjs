// `npm start`: the demo, from a bare clone to a running site.
import process from 'node:process'
import { build, giveUp, install, newNode, runUntilStopped, serveFlags } from './ready.mjs'

install()
const node = newNode()
if (!build(node)) giveUp('The build failed. What it said stands above.')
process.exitCode = await runUntilStopped(node, [...serveFlags, 'tools/serve.mjs'], { DEMO: '1' })
