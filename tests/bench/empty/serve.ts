// Starts the empty site, built into .cache/.
process.env.NODE_ENV = 'production'
const build = await import(new URL('../../../.cache/bench-empty/server/index.js', import.meta.url).href)
await build.entry.module.start(build, Number(process.env.PORT))
