/**
 * Ten thousand reminders that are due, and two workers of which one is killed at random, ten times: each reminder goes out once, or
 * stands at the administrator's desk as one of which nobody knows. None goes out twice and none is lost.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { messagesUnknown } from '#app/domain/area/messages-unknown.server.ts'
import { planReminders, remindersAskAgain } from '#app/domain/appointments/reminders.server.ts'
import { sendDue, senderOf } from '#app/events/outbox.server.ts'
import { newId, type AppointmentId } from '#app/values/ids.ts'
import { now, plusMinutes, type Day } from '#app/values/instant.ts'
import { countAll } from '#db/sum.ts'
import { aWorld, type World } from '#tests/domain/world.ts'
import { onBothDatabases } from './both-databases.ts'

const [appointments, readers, kills] = [3_334, ['marta', 'piotr', 'zosia'] as const, 10]

/** A gateway for texts that writes down what it was given. */
async function aGateway() {
  const given: string[] = []
  const server = createServer((req, res) => {
    let body = ''
    req.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => {
      given.push((JSON.parse(body) as { reference: string }).reference)
      res.writeHead(202).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { given, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => (server.closeAllConnections(), server.close()) }
}

/** Everybody's visits of the next day, of which they are reminded by text a day before: now. */
async function remindersAreDue(world: World): Promise<number> {
  const at = now()
  for (const [n, who] of readers.entries()) {
    await world.db.updateTable('person').set({ email: null, mobile: `+44770090012${n}` }).where('id', '=', world.people[who]).execute()
    await world.db.insertInto('reminder_choice').values({ person_id: world.people[who], before: '1440', changed_at: at }).execute()
  }
  const rows = Array.from({ length: appointments }, (_, n) => ({
    family_id: world.family, id: newId<AppointmentId>(), circle_id: null, practitioner_id: world.people.sam, mode: 'phone' as const, place: null, starts_at: plusMinutes(at, 20 * 60 + (n % 180)), ends_at: plusMinutes(at, 21 * 60 + (n % 180)), state: 'booked' as const,
    note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: world.members.marta, booked_at: plusMinutes(at, -10 * 24 * 60), cancelled_at: null,
  }))
  for (let from = 0; from < rows.length; from += 500) await world.db.insertInto('appointment').values(rows.slice(from, from + 500)).execute()
  return planReminders(world.db, at)
}

onBothDatabases('reminders while workers are killed', (make) => {
  test(`${appointments * readers.length} of them, ${kills} kills: none twice, and none lost but to the desk`, async () => {
    const { db, url, remove } = await make()
    const world = await aWorld(db)
    const began = performance.now()
    expect(await remindersAreDue(world)).toBe(appointments * readers.length)
    const gateway = await aGateway()
    const start = () => spawn(process.execPath, [path.join(import.meta.dirname, 'reminder-worker.ts'), url, gateway.url], { stdio: 'ignore', env: { ...process.env, DEMO: '1' } })
    const workers: ChildProcess[] = [start(), start()]
    const end = async (worker: ChildProcess) => {
      const ended = once(worker, 'exit')
      worker.kill('SIGKILL')
      await ended
    }
    for (let kill = 1; kill <= kills; kill += 1) {
      const reached = kill * 800
      await expect.poll(() => gateway.given.length, { timeout: 120_000, interval: 20 }).toBeGreaterThan(reached)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200))
      const which = Math.random() < 0.5 ? 0 : 1
      await end(workers[which]!)
      workers[which] = start()
    }
    const left = async () => (await db.selectFrom('outbox').select(countAll().as('rows')).where('state', '=', 'waiting').executeTakeFirstOrThrow()).rows
    await expect.poll(left, { timeout: 240_000, interval: 500 }).toBe(0)
    for (const worker of workers) await end(worker)
    // Eleven minutes later what the dead had claimed is given back, and what they had in hand is settled.
    const later = plusMinutes(now(), 11)
    while ((await sendDue(db, senderOf({ mail: undefined, text: { url: gateway.url, key: 'k' }, origin: 'http://localhost:3000' }), { clock: () => later, again: remindersAskAgain })) > 0);
    gateway.close()

    expect(new Set(gateway.given).size).toBe(gateway.given.length)
    const rows = await db.selectFrom('outbox').select(['id', 'state']).execute()
    expect(rows).toHaveLength(appointments * readers.length)
    const given = new Set(gateway.given)
    expect(rows.filter(({ id, state }) => (state === 'sent' ? !given.has(id) : state !== 'unknown'))).toEqual([])
    const unknown = rows.filter(({ state }) => state === 'unknown').length
    // Both workers were killed once more at the end.
    expect(unknown).toBeLessThanOrEqual(kills + 2)
    await db.insertInto('post').values({ person_id: world.people.lewis, id: newId(), role: 'administrator', team: '', from_on: '2020-01-01' as Day, until_on: null }).execute()
    const desk = must((await areaViewerFor(db, world.people.lewis, later))!, 'desk:see')
    expect(await messagesUnknown(desk)).toBe(unknown)
    console.log(`${gateway.given.length} reminders in ${Math.round((performance.now() - began) / 1000)} s, ${kills} kills, ${unknown} of which nobody knows`)
    await remove()
  }, 600_000)
})
