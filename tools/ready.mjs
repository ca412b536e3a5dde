// What `npm start` and `npm test` need before anything else: packages, a Node new enough, a build. Plain Node from
// 20.19 with no package at all, for it must run on a bare clone.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => path.join(root, ...parts)
const windows = process.platform === 'win32'

// The oldest Node that the sources run on: it strips types by itself.
const oldestNode = [22, 18]

/**
 * How Node serves the site, here and in `npm run serve`. Left to itself it takes 350 MB under load before it looks for
 * what can be freed; with these under 200, for nothing that can be measured in requests a second: little room for young
 * objects, old ones looked through early, one compiler less and one thread for it.
 */
export const serveFlags = ['--max-semi-space-size=4', '--heap-growing-percent=20', '--no-maglev', '--v8-pool-size=1']

/** Says why not, on one line, and ends the program. */
export function giveUp(why) {
  console.error(why)
  process.exit(1)
}

/** Runs a program, its output shown, and returns its exit code. */
export function run(program, words, { env = {}, shell = false } = {}) {
  const { status, error } = spawnSync(program, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env }, shell })
  if (error) console.error(`${program}: ${error.message}`)
  return status ?? 1
}

/** Installs the packages when there are none, or when the lockfile is newer than they are. */
export function install() {
  const lock = at('package-lock.json')
  const installed = at('node_modules', '.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  console.log('Installing packages (half a minute or so) …')
  // Not by the Node in node_modules, which is being replaced.
  const PATH = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules')).join(path.delimiter)
  // The tools to build with are wanted whatever NODE_ENV says. Not `npm ci`: it asks that the lockfile name the binaries
  // for every system there is, and a registry need not have them all. `--no-save` leaves the lockfile as it was.
  const words = ['install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  if (run('npm', words, { env: { PATH }, shell: windows }) !== 0) giveUp('npm could not install the packages. What it said stands above.')
  // npm leaves the time alone when there was nothing to change.
  const now = new Date()
  if (existsSync(installed)) utimesSync(installed, now, now)
}

/** The Node to run the site on: the one that npm brought, else this one if it is new enough. */
export function newNode() {
  const platform = windows ? 'win' : process.platform
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    const file = at('node_modules', name, 'bin', windows ? 'node.exe' : 'node')
    // It can be there and not run, such as on a Linux without glibc.
    if (existsSync(file) && spawnSync(file, ['--version']).status === 0) return file
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return process.execPath
  return giveUp(`This machine (${process.platform}-${process.arch}) needs its own Node ${oldestNode.join('.')} or newer; it has ${process.versions.node}. See https://nodejs.org.`)
}

// Everything that goes into a build.
const sources = ['app', 'db', 'locales', 'public', 'vite.config.ts', 'remix.config.js', 'package.json', 'package-lock.json', 'tsconfig.json', 'tools/build.mjs']
const stamp = at('build', 'made-from')

/** A hash of everything that goes into a build. By content: the times of files say little after a `git checkout`. */
function fingerprint() {
  const hash = createHash('sha256')
  const take = (name) => {
    const file = at(name)
    if (!existsSync(file)) return
    if (statSync(file).isDirectory()) for (const entry of readdirSync(file).sort()) take(`${name}/${entry}`)
    else hash.update(`${name}\n`).update(readFileSync(file)).update('\n')
  }
  sources.forEach(take)
  return hash.digest('hex')
}

/** Builds the site when the sources are not those of the last build. Returns whether there is a good build. */
export function build(node) {
  const now = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return true
  console.log('Building …')
  rmSync(stamp, { force: true })
  if (run(node, [at('tools', 'build.mjs')]) !== 0) return false
  writeFileSync(stamp, now)
  return true
}

/** Runs a program to its end beside this one, and ends it when this one is told to stop. Resolves to its exit code. */
export function runUntilStopped(program, words, env) {
  const child = spawn(program, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
  // The shell that npm starts this in hands no signal on; it only goes.
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref()
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
    child.on('error', (error) => giveUp(`${program}: ${error.message}`))
  })
}
