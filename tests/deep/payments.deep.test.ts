/** A payment run in a process that is killed again and again: at the end each payment was made once, and none is lost. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sealAccount } from '#app/domain/budget/payee-accounts.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { connect } from '#db/connect.ts'
import { asked, forgetLimits, happened, yes } from '#tests/domain/money-steps.ts'
import { aWorld, worldBegins } from '#tests/domain/world.ts'
import { onBothDatabases } from './both-databases.ts'

const [payments, kills] = [160, 20]

onBothDatabases('kill -9 during payment runs', (make, server) => {
  test(`${kills} times while ${payments} are paid: none is lost, none is made twice`, async () => {
    const { db, url, remove } = await make()
    const world = await aWorld(db)
    const budget = await world.budget(payments * 1_000)
    for (const [key, value] of [['payerName', 'Council'], ['payerSortCode', '112233'], ['payerNumber', '12345678']] as const) {
      await db.insertInto('area_setting').values({ area_id: 'area' as never, key, value: JSON.stringify(value), changed_at: worldBegins, changed_by: null }).execute()
    }
    for (let n = 0; n < payments; n += 1) {
      const spend = await asked(world, budget, 1_000)
      if (n % 8 === 7) await forgetLimits(world)
      await yes(world, 'sam', spend)
      await happened(world, spend)
      await db.insertInto('payee_account').values({ family_id: world.family, spend_id: spend, sealed: sealAccount(spend, { name: 'Pool', sortCode: '112233', number: '01234567' }), given_by: world.people.femi, given_at: worldBegins }).execute()
    }
    await db.destroy()

    const start = () => spawn(process.execPath, [path.join(import.meta.dirname, 'payer.ts'), url, world.people.femi], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DEMO: '1' } })
    let killed = 0
    for (; killed < kills; killed += 1) {
      const child = start()
      const ended = once(child, 'exit')
      await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 80))
      child.kill('SIGKILL')
      await ended
      await server()?.crashAndRestart()
      const between = connect(url)
      expect((await verifyLedger(between)).findings).toEqual([])
      await between.destroy()
    }
    const last = start()
    let said = ''
    last.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await once(last, 'exit')
    expect(said).toContain('all paid')

    const after = connect(url)
    const rows = await after.selectFrom('payment').select(['id', 'spend_id', 'state']).execute()
    expect(rows.filter((row) => row.state !== 'paid')).toEqual([])
    expect(rows).toHaveLength(payments)
    const paid = await after.selectFrom('transfer').select(['spend_id', 'pence']).where('why', '=', 'paid').execute()
    expect(new Set(paid.map((row) => row.spend_id)).size).toBe(payments)
    expect(paid.map((row) => row.pence)).toEqual(Array.from({ length: payments }, () => 1_000))
    // The bank was told to pay each once, and once more where it had come back.
    const lines = await after.selectFrom('payment_line').select(['payment_id', 'answer', 'settled']).execute()
    expect(lines.filter((line) => line.answer === 'paid').map((line) => line.payment_id).sort()).toEqual(rows.map((row) => row.id).sort())
    expect(lines.filter((line) => line.settled !== 1)).toEqual([])
    expect((await verifyLedger(after)).findings).toEqual([])
    expect(await verifyChains(after)).toEqual([])
    console.log(`${killed} kills, ${payments} payments in ${lines.length} lines, each made once`)
    await after.destroy()
    await remove()
  }, 600_000)
}, { durable: true })
