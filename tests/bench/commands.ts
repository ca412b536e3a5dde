/**
 * Two durable commands, one after the other, against bare transactions of better-sqlite3 that write as many rows under
 * the same settings: what the rules, the record of events and the notices cost on top of the disk. In turns.
 */
import path from 'node:path'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { must } from '#app/access/viewer.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { approve, requestSpend } from '#app/domain/budget/spending.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import type { SpendId } from '#app/values/ids.ts'
import { dayAt, instant, plusDays, plusMinutes, weekday, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { connect, type Db } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { aPerson, aPost, booker, friday, helpedFamily, plainBooking, weekHours, type Helped } from '#tests/domain/diary-world.ts'
import { aWorld, today } from '#tests/domain/world.ts'
import { median, table, tell } from './figures.ts'
import { scratch } from './servers.ts'

const rounds = 7
const aRound = 60

/** One command of a series; the same number is never asked twice. */
type Run = (n: number) => Promise<Answer<unknown, string>>

/** Whether the commands keep their goal. */
export async function commands(): Promise<boolean> {
  const folder = scratch()
  const bare = bareTransactions(path.join(folder, 'bare.sqlite'))
  const rows: (string | number)[][] = []
  const figures: { what: string; value: number; unit: string; bar: { goal: number } }[] = []
  for (const [name, prepare] of [['approve a spend', approvals], ['book a time', bookings]] as const) {
    const db = connect(path.join(folder, `${name.replaceAll(' ', '-')}.sqlite`))
    await migrate(db)
    const run = await prepare(db, aRound * (rounds + 1))
    const changed = async () => (await sql<{ n: number }>`select total_changes() as n`.execute(db)).rows[0]!.n
    const before = await changed()
    for (let n = 0; n < aRound; n += 1) done(await run(n))
    const written = Math.round(((await changed()) - before) / aRound)
    bare(written, aRound)
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 1; round <= rounds; round += 1) {
      const began = performance.now()
      for (let n = 0; n < aRound; n += 1) done(await run(round * aRound + n))
      const between = performance.now()
      bare(written, aRound)
      ours.push((aRound * 1000) / (between - began))
      theirs.push((aRound * 1000) / (performance.now() - between))
    }
    await db.destroy()
    rows.push([name, median(ours), median(theirs), written])
    figures.push({ what: `${name}: commands/s, of bare transactions`, value: median(ours.map((perSecond, n) => perSecond / theirs[n]!)), unit: '', bar: { goal: 0.5 } })
  }
  table(['', 'commands/s', 'bare/s', 'rows each'], rows)
  return tell(figures)
}

function done(answer: Answer<unknown, string>): void {
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
}

/** Approvals of small spends of one family, asked for beforehand. */
async function approvals(db: Db, count: number): Promise<Run> {
  const world = await aWorld(db)
  const budget = await world.budget(500_000)
  const asker = await world.may('marta', 'budget:ask')
  const spends: SpendId[] = []
  for (let n = 0; n < count; n += 1) {
    const answer = await act(asker, requestSpend, {
      budget, wanted: { what: `Bus fare ${n}`, payee: 'The bus', pence: pence(10), lang: 'en' }, quantity: 1, goal: world.goal, neededOn: plusDays(today, 10), line: null,
    })
    if (!answer.ok) throw new Error(`refused: ${answer.why}`)
    spends.push(answer.value)
  }
  return async (n) => {
    const viewer = await world.spendViewer('sam', spends[n]!)
    return act(must(viewer!, 'spend:decide'), approve, { spend: spends[n]!, version: 1 })
  }
}

/** Bookings of the free half hours of one diary by twenty families in turn. */
async function bookings(db: Db, count: number): Promise<Run> {
  const sam = await aPerson(db, 'Sam Helper')
  await aPost(db, sam, 'lead')
  await weekHours(db, sam, '07:00', '20:00')
  const families: Helped[] = []
  for (let n = 0; n < 20; n += 1) families.push(await helpedFamily(db, sam, `F${n}`))
  const viewers = await Promise.all(families.map((one) => booker(db, one.parentPerson, one.family)))
  const times: Instant[] = []
  for (let day = plusDays(dayAt(friday), 1); times.length < count; day = plusDays(day, 1)) {
    if (weekday(day) > 5) continue
    for (let half = 0; half < 26; half += 1) times.push(plusMinutes(instant(`${day}T07:00:00Z`), 30 * half))
  }
  return (n) => act(viewers[n % viewers.length]!, bookAppointment, plainBooking(families[n % families.length]!.lead, times[n]!))
}

/** Runs transactions of so many inserted rows each, with the pragmas of our own connection (db/sqlite.ts). */
function bareTransactions(file: string): (rows: number, times: number) => void {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.exec('create table line (scope_id text not null, seq integer not null, words text not null, primary key (scope_id, seq)) strict, without rowid')
  const insert = db.prepare('insert into line values (?, ?, ?)')
  const words = 'x'.repeat(200)
  let seq = 0
  const write = db.transaction((rows: number) => {
    for (let n = 0; n < rows; n += 1) insert.run(`scope-${n}`, (seq += 1), words)
  })
  return (rows, times) => {
    for (let n = 0; n < times; n += 1) write.immediate(rows)
  }
}
