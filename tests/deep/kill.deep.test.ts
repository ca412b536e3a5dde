import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test } from 'vitest'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { connect } from '#db/connect.ts'
import { now, dayAt, plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { aWorld } from '#tests/domain/world.ts'
import { onBothDatabases } from './both-databases.ts'

const rounds = 20
/** How soon the next process must be able to work, in milliseconds. */
const readyWithin = 2_000

/** Runs the asker until it is killed in the middle of its work; what it acknowledged, and how long it took to be ready. */
async function askUntilKilled(args: readonly string[], killToo?: () => Promise<void>): Promise<{ acknowledged: string[]; readyAfter: number }> {
  const started = performance.now()
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'asker.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DEMO: '1' } })
  const ended = once(child, 'exit')
  let said = ''
  let readyAfter = Number.NaN
  const working = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (Number.isNaN(readyAfter) && said.includes('ready')) readyAfter = performance.now() - started
      if (said.includes('ok ')) resolve()
    })
  })
  await Promise.race([working, ended])
  await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 900))
  child.kill('SIGKILL')
  await ended
  await killToo?.()
  // A line that was cut off was not acknowledged to anybody.
  const lines = said.slice(0, said.lastIndexOf('\n')).split('\n')
  return { acknowledged: lines.filter((line) => line.startsWith('ok ')).map((line) => line.slice(3)), readyAfter }
}

onBothDatabases('kill -9 while a family asks', (make, server) => {
  test(`${rounds} times: every acknowledged request is there, the books and the chain are right, and the next one is ready soon`, async () => {
    const { db, url, remove } = await make()
    const world = await aWorld(db)
    const until = plusDays(dayAt(now()), 400)
    const budget = await world.budget(0, { until, sources: [{ source: 'S', pence: pence(9_000_000), expiresOn: until }] })
    await db.destroy()

    let acknowledged = 0
    let slowest = 0
    // Nothing was killed before the first round: what a start costs on this machine just now, which may be busy.
    let cleanStart = 0
    for (let round = 0; round < rounds; round += 1) {
      const powerCut = server()?.crashAndRestart
      const told = await askUntilKilled([url, world.people.marta, world.family, budget, world.goal], powerCut)
      expect(told.acknowledged.length).toBeGreaterThan(0)
      if (round === 0) cleanStart = told.readyAfter
      else expect(told.readyAfter).toBeLessThanOrEqual(Math.max(readyWithin, 4 * cleanStart))
      const after = connect(url)
      const kept = new Set((await after.selectFrom('spend').select('id').execute()).map((row) => row.id as string))
      expect(told.acknowledged.filter((id) => !kept.has(id))).toEqual([])
      expect((await verifyLedger(after)).findings).toEqual([])
      expect(await verifyChains(after)).toEqual([])
      await after.destroy()
      acknowledged += told.acknowledged.length
      slowest = Math.max(slowest, told.readyAfter)
    }
    console.log(`${rounds} kills, ${acknowledged} acknowledged, all present; ready after ${Math.round(slowest)} ms at most`)
    await remove()
  })
}, { durable: true })
