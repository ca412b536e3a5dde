/** What is written in private family time lies sealed wherever the database lies: in its tables, its files, a dump and a backup of it. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { parkFormOf } from '#app/access/parked-forms.server.ts'
import { answerProposal, propose } from '#app/domain/meetings/proposals.server.ts'
import { writePost } from '#app/domain/meetings/room-posts.server.ts'
import { mustBeInTheRoom, openRoom } from '#app/domain/meetings/rooms.server.ts'
import { readyToWrite, writeBefore } from '#app/domain/meetings/writing-before.server.ts'
import { actQuietly } from '#app/events/transact.server.ts'
import { newId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { dialectOf, setDatabase, type Db } from '#db/connect.ts'
import { freshDatabaseAt } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { everything } from './other-family.ts'
import { atWorldBegins } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let url: string
let world: World
let gathering: Gathering
atWorldBegins()
beforeEach(async () => {
  ({ db, url } = await freshDatabaseAt())
  setDatabase(db)
  world = await aWorld(db)
  gathering = await aGathering(db, world)
})

/** A word for each place where something of the room is written, in three scripts; no two have a part in common. */
const words = {
  before: 'Nachtigall-Nightingale-بلبل', post: 'Rotkehlchen-Redbreast-چڑیا', view: 'Zaunkönig-Wrenling-ہدہد', child: 'Kohlmeise-Titmouse-فاختہ',
  proposed: 'Grünspecht-Woodpecker-کبوتر', answer: 'Bachstelze-Wagtail-طوطا', parked: 'Eisvogel-Kingfisher-مور',
}
const form = () => ({ id: newId(), contentHash: newId<string>() })
const into = async (who: 'marta' | 'kasia' | 'zosia') => mustBeInTheRoom(await world.viewer(who), gathering.meeting)

/** Writes a word at each of them. */
async function writeEverywhere(): Promise<void> {
  await db.insertInto('meeting_person').values({ family_id: world.family, meeting_id: gathering.meeting, member_id: world.members.zosia, sitting: 1, added_by: world.members.marta, added_at: worldBegins, invited_at: worldBegins, gone_at: null, how: null, must_agree: 1, let_in_at: worldBegins }).execute()
  await readyToWrite(await into('kasia'))
  await done(actQuietly(await into('kasia'), writeBefore, { words: words.before }, form()))
  await done(actQuietly(await into('marta'), openRoom, { facilitator: world.members.marta }, form()))
  await done(actQuietly(await into('marta'), writePost, { words: words.post, view: false, child: null }, form()))
  await done(actQuietly(await into('zosia'), writePost, { words: words.view, view: true, child: null }, form()))
  await done(actQuietly(await into('marta'), writePost, { words: words.child, view: false, child: world.members.leo }, form()))
  const proposed = { words: words.proposed, lang: 'en', owner: null, ownerName: words.proposed, ownerAgency: null, dueOn: plusDays(today, 5), needs: 'service' as const, needsWords: words.proposed, pence: null, kind: null }
  const proposal = await done(actQuietly(await into('marta'), propose, { proposed, follows: null }, form()))
  await done(actQuietly(await into('kasia'), answerProposal, { proposal, said: { stance: 'no', words: words.answer }, as: null }, form()))
  const late = new Request(`http://localhost:3000/families/${world.family}/meetings/${gathering.meeting}/private`, { method: 'POST', body: new URLSearchParams({ form: newId(), intent: 'write', words: words.parked }) })
  expect(await parkFormOf(world.people.marta, late)).toBeDefined()
}

/** The files in which a database lies, what was not yet moved out of its log included. */
async function filesOf(): Promise<Buffer> {
  if (dialectOf(db) === 'sqlite') return Buffer.concat(['', '-wal'].map((ending) => readFileSync(url + ending)))
  await sql`checkpoint`.execute(db)
  const { rows: [at] } = await sql<{ data: string; oid: string }>`select current_setting('data_directory') as data, oid::text as oid from pg_database where datname = current_database()`.execute(db)
  const files = ['pg_wal', path.join('base', at!.oid)].flatMap((folder) => readdirSync(path.join(at!.data, folder), { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(at!.data, folder, entry.name)))
  return Buffer.concat(files.map((file) => readFileSync(file)))
}

/** A whole copy of it, as the database itself makes one. */
async function dumpOf(): Promise<Buffer> {
  if (dialectOf(db) === 'sqlite') {
    const copy = `${url}.backup`
    await sql`vacuum into ${sql.lit(copy)}`.execute(db)
    const bytes = readFileSync(copy)
    rmSync(copy)
    return bytes
  }
  const { rows: [dump] } = await sql<{ whole: string }>`select database_to_xml(true, false, '')::text as whole`.execute(db)
  return Buffer.from(dump!.whole)
}

/** A word as it could lie there unsealed: as it is, each part of it, and thinly wrapped: in base 64, wherever a triple of it begins, and in hexadecimal. */
function disguises(word: string): Buffer[] {
  const wrapped = [0, 1, 2].map((before) => Buffer.from(`${' '.repeat(before)}${word}`).toString('base64').slice(4, -4))
  return [word, ...word.split('-'), ...wrapped, Buffer.from(word).toString('hex'), JSON.stringify(word).slice(1, -1)].map((text) => Buffer.from(text))
}

test('no table, no file, no dump and no backup of the database holds a word of it in plain', async () => {
  await writeEverywhere()
  const places = { tables: Buffer.from(JSON.stringify(await everything(db))), files: await filesOf(), dump: await dumpOf() }
  for (const [place, bytes] of Object.entries(places)) {
    for (const [what, word] of Object.entries(words)) {
      for (const disguise of disguises(word)) expect(bytes.includes(disguise), `${what} as "${disguise.toString()}" in the ${place}`).toBe(false)
    }
    // The look finds what is not sealed.
    expect(bytes.includes('Who can help in the mornings?'), place).toBe(true)
  }
})

test('those inside read each of these words', async () => {
  await writeEverywhere()
  const { Reader } = await import('./whole-site.ts')
  const marta = await Reader.of('marta', world.people.marta)
  const room = `/families/${world.family}/meetings/${gathering.meeting}/private`
  const read = [await marta.get(room), await marta.get(`${room}/decide`)].map(({ body }) => body).join('\n')
  for (const [what, word] of Object.entries(words)) if (what !== 'parked') expect(read, what).toContain(word)
})
