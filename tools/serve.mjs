// Starts the built site: `npm run serve`, and the end of `npm start`. Everything else is inside the bundle. Plain script, not
// TypeScript: what Node needs to strip types stays in memory, some ten megabytes of every web process.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

function giveUp(why) {
  console.error(why)
  process.exit(1)
}

// The demo's passwords are public, so it must not come on by a variable that was left over.
if (process.argv.includes('--production') && process.env.DEMO) giveUp('Cannot start. DEMO must not be set: `npm start` is the demo, `npm run serve` is for real families.')
if (!existsSync('build/server/index.js')) giveUp('Cannot start. There is no build yet: run `npm run build` first.')
process.env.NODE_ENV = 'production'

// The shell that npm starts this in hands no signal on; it only goes.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}

try {
  const build = await import(new URL('../build/server/index.js', import.meta.url).href)
  await build.entry.module.startUp({ build })
} catch (error) {
  if (!(error instanceof Error)) throw error
  // A wrong setting, a taken port and a database that does not answer are for the one who starts it to mend.
  if (error.name === 'ConfigProblem') giveUp(error.message)
  if ('code' in error && error.code === 'EADDRINUSE') giveUp(`Cannot start. PORT ${process.env.PORT ?? 3000} is taken by another program.`)
  throw error
}
