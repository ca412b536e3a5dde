/**
 * `npm run bench`: the figures of the README, measured here and now. `npm run bench -- weight pages` measures only these.
 * Ends with exit code 1 when a figure misses its bar.
 */
import { cpus } from 'node:os'
import process from 'node:process'

// The commands are measured in this process, which then needs a key and an address: those of the demo.
process.env.DEMO = '1'

const parts: Record<string, () => Promise<boolean>> = {
  weight: async () => (await import('./weight.ts')).weight(),
  pages: async () => (await import('./pages.ts')).pages(),
  plan: async () => (await import('./long-plan.ts')).longPlan(),
  money: async () => (await import('./long-money.ts')).longMoney(),
  diary: async () => (await import('./diary.ts')).diary(),
  commands: async () => (await import('./commands.ts')).commands(),
  races: async () => (await import('./races.ts')).races(),
  kill: async () => (await import('./races.ts')).kill(),
}

const chosen = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(parts)
const unknown = chosen.filter((name) => !parts[name])
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`)
  process.exit(1)
}

console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${process.platform} ${process.arch}`)
let kept = true
for (const name of chosen) {
  console.log(`\n${name}`)
  kept = (await parts[name]!()) && kept
}
process.exit(kept ? 0 : 1)
