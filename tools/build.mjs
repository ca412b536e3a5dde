// `npm run build`: Remix's build, and each built file compressed once instead of at every request.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { giveUp, root, run } from './ready.mjs'

if (run(process.execPath, ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'], { env: { NODE_ENV: 'production' } }) !== 0) process.exit(1)

const client = path.join(root, 'build', 'client')
// Remix serves what both builds made alike. A script that was built on its own has the name that the server's build gave it.
cpSync(path.join(root, 'build', 'server', 'assets'), path.join(client, 'assets'), { recursive: true, force: false })
for (const entry of readdirSync(client, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(css|js|svg|json|txt|webmanifest)$/.test(entry.name)) continue
  const file = path.join(entry.parentPath ?? entry.path, entry.name)
  const content = readFileSync(file)
  // Below this a compressed file saves no packet.
  if (content.length < 1000) continue
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }))
}
if (!readdirSync(path.join(root, 'build', 'server')).includes('index.js')) giveUp('The build made no server.')
