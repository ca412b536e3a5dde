/** The plan for when things get harder, started or tried: who is told, what is opened and for how long, who may do it, and who learns of it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { backupAhead } from '#app/domain/plan/backup-ahead.server.ts'
import { backupRun, backupRuns, endBackup, lookBackOn, sayTask, startBackup, type Starting } from '#app/domain/plan/backup-run.server.ts'
import { dropBackup, keepBackup, type NewBackup, type NewBackups } from '#app/domain/plan/backup.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { act } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { newId, type BackupRunId, type MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { countQueries } from './diary-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
type Who = Parameters<World['viewer']>[0]

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

const nothing = { school: null, medicine: null, sleep: null, comfort: null }
const later = (minutes: number) => plusMinutes(worldBegins, minutes)
const starts = async (who: Who, at = worldBegins) => must(await world.viewer(who, world.family, at), 'backup:start')
const keep = async (entry: NewBackup, more: Partial<NewBackups> = {}, who: Who = 'marta') => {
  const kept = await act(must(await world.viewer(who), 'backup:write'), keepBackup, { entry, whoSees: 'everybody', shareWith: [], delicate: [], lang: 'en', ...more })
  if (!kept.ok) throw new Error(kept.why)
}
const only = (...members: MemberId[]) => ({ whoSees: { members, lead: false } })
const care = (owner: MemberId, child: MemberId, words: string, know: Partial<typeof nothing> | Record<string, string> = {}): NewBackup => ({ part: 'care', owner, child, words, know: { ...nothing, ...know } })

/** Kasia collects Leo, Dean has Zosia on Sunday, Piotr has Leo at night; Kasia may start it; Gran is rung first, then Kasia. */
async function aPlan(): Promise<MemberId> {
  const { members, family } = world
  const gran = newId<MemberId>()
  await db.insertInto('member').values({ family_id: family, id: gran, person_id: null, name: 'Gran', given_name: 'Gran', seat: 'network', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
  await keep({ part: 'start', words: 'Mum goes into hospital' })
  await keep({ part: 'starter', owners: [members.kasia] })
  await keep(care(members.kasia, members.leo, 'Collects him', { school: 'Until three' }))
  await keep(care(members.piotr, members.leo, 'Nights', { sleep: 'With the door open' }))
  await keep(care(gran, members.zosia, 'Sundays'))
  await keep({ part: 'call', owner: gran, name: null, phone: '01632 960 001', words: null })
  await keep({ part: 'call', owner: members.kasia, name: null, phone: '01632 960 002', words: null })
  await keep({ part: 'call', owner: null, name: 'NHS 111', phone: '111', words: null })
  await db.deleteFrom('notice_link').execute()
  await db.deleteFrom('outbox').execute()
  return gran
}

const begin = async (who: Who, more: Partial<Starting> = {}) => {
  const viewer = await starts(who)
  return act(viewer, startBackup, { drill: false, because: null, whoSees: 'everybody', seen: (await backupAhead(viewer))!.seen, ...more })
}
const started = async (who: Who, more: Partial<Starting> = {}): Promise<BackupRunId> => {
  const answer = await begin(who, more)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const told = async () => (await db.selectFrom('outbox').select('to_person').execute()).map((row) => Object.entries(world.people).find(([, id]) => id === row.to_person)?.[0]).sort()
const runFor = async (who: Who, run: BackupRunId, at = worldBegins) => backupRun(must(await world.viewer(who, world.family, at), 'plan:see'), run)
const sees = async (who: Who) => (await waitsForUs(must(await world.viewer(who), 'family:see'))).runs.map((one) => (one.mine ? 'mine' : 'runs'))

describe('starting the plan for when things get harder', () => {
  test('says first who is told, what they do and read, and whom to ring in what order', async () => {
    await aPlan()
    const ahead = (await backupAhead(await starts('marta')))!
    expect(ahead.told.map((one) => one.name)).toEqual(['Kasia Nowak', 'Piotr Bailey'])
    expect(ahead.steps.map((one) => [one.name, one.childName, one.words])).toEqual([['Kasia Nowak', 'Leo Bailey', 'Collects him'], ['Piotr Bailey', 'Leo Bailey', 'Nights'], ['Gran', 'Zosia Bailey', 'Sundays']])
    expect(ahead.opens).toEqual([{ name: 'Kasia Nowak', childName: 'Leo Bailey', what: ['school', 'sleep'], kept: false }, { name: 'Piotr Bailey', childName: 'Leo Bailey', what: ['school', 'sleep'], kept: false }])
    expect(ahead.calls.map((one) => [one.name, one.phone, one.told])).toEqual([['Gran', '01632 960 001', false], ['Kasia Nowak', '01632 960 002', true], ['NHS 111', '111', false]])
    expect(ahead.noNumber).toEqual([])
  })

  test('tells exactly those who are named and have an account, and makes what each does theirs', async () => {
    await aPlan()
    const run = await started('marta', { because: (await backupAhead(await starts('marta')))!.reasons[0]!.id })
    expect(await told()).toEqual(['kasia', 'piotr'])
    expect((await db.selectFrom('outbox').select(['subject', 'body']).execute()).map((row) => JSON.stringify(row)).join(' ')).not.toMatch(/harder|Leo|Marta/)
    const path = await db.selectFrom('notice_link').select('path').execute()
    expect([...new Set(path.map((row) => row.path))]).toEqual([`/families/${world.family}/plan/if-things-get-harder/runs/${run}`])
    expect(await sees('marta')).toEqual(['runs'])
    expect(await sees('zosia')).toEqual(['runs'])
    for (const who of ['kasia', 'piotr'] as const) expect(await sees(who), who).toEqual(['mine'])
    expect(await sees('dean'), 'who is not named learns nothing').toEqual([])
    expect((await runFor('kasia', run))!.tasks.map((one) => one.words), 'and for Kasia, who may start it, the others without words').toEqual(['Collects him', null, null])
    expect((await runFor('zosia', run))!.because).toEqual({ words: 'Mum goes into hospital', lang: 'en' })
    expect((await runFor('kasia', run))!.because, 'the reason is as kept as its entry').toBeNull()
    const task = (await runFor('kasia', run))!.tasks[0]!.id
    expect((await act(await starts('kasia'), sayTask, { task, done: true })).ok).toBe(true)
    expect(await sees('kasia')).toEqual(['runs'])
    expect((await runFor('marta', run))!.tasks.filter((one) => one.doneAt !== null).map((one) => one.words)).toEqual(['Collects him'])
    expect(await verifyChains(db)).toEqual([])
  })

  test('opens what is to be known of the child while it runs, and neither before, nor after, nor more', async () => {
    const { members } = world
    await aPlan()
    await keep(care(members.marta, members.leo, 'Where we are safe', { medicine: 'Blue inhaler' }), only(members.piotr))
    const before = await starts('kasia')
    expect(JSON.stringify(await backupAhead(before)), 'who starts with little sees no word of it').not.toMatch(/Nights|inhaler|safe/)
    const run = await started('marta')
    const known = (await runFor('kasia', run))!
    expect(known.opened.map(({ school, medicine, sleep }) => [school, medicine, sleep])).toEqual([['Until three', null, null], [null, null, 'With the door open'], [null, 'Blue inhaler', null]])
    expect(JSON.stringify(known)).not.toMatch(/safe|Nights/)
    expect((await runFor('zosia', run))!.opened).toEqual([])
    expect((await backupAhead(await starts('marta')))!.opens.find((one) => one.name === 'Kasia Nowak')).toMatchObject({ kept: true, what: ['school', 'medicine', 'sleep'] })
    expect((await act(await starts('marta', later(10)), endBackup, { run })).ok).toBe(true)
    expect((await runFor('kasia', run, later(11)))!.opened).toEqual([])
    expect((await runFor('kasia', run, later(11)))!.calls).toEqual([])
  })

  test('opens nothing to somebody who must not learn what its writer keeps from them', async () => {
    const { members, people, family } = world
    await aPlan()
    await keep(care(members.dean, members.leo, 'Saturdays'))
    await keep(care(members.marta, members.leo, 'Where we are safe', { school: 'The new school' }), only(members.piotr))
    await db.insertInto('must_not_learn').values({ person_id: people.marta, family_id: family, member_id: members.dean }).execute()
    const run = await started('marta')
    expect(JSON.stringify(await runFor('dean', run))).not.toContain('The new school')
    expect(JSON.stringify(await runFor('kasia', run))).toContain('The new school')
  })

  test('is done by adults of the family and whoever is named for it, and by nobody who helps', async () => {
    await aPlan()
    for (const who of ['marta', 'piotr', 'kasia'] as const) expect(await backupAhead(await starts(who)), who).toBeTruthy()
    for (const who of ['zosia', 'dean'] as const) {
      expect(await backupAhead(await starts(who)), who).toBeUndefined()
      await expect(act(await starts(who), startBackup, { drill: false, because: null, whoSees: 'everybody', seen: 'x' }), who).rejects.toMatchObject({ status: 404 })
    }
    expect((await world.viewer('sam')).powers.has('backup:start')).toBe(false)
    const run = await started('kasia')
    expect(await told(), 'also those that she does not see otherwise').toEqual(['piotr'])
    expect((await runFor('kasia', run))!.calls.map((one) => one.name)).toEqual(['Gran', 'Kasia Nowak', 'NHS 111'])
    expect((await runFor('kasia', run))!.tasks.map((one) => one.name)).toEqual(['Kasia Nowak', 'Piotr Bailey', 'Gran'])
    expect(await act(await starts('zosia'), endBackup, { run })).toMatchObject({ ok: false, why: 'not-there' })
    expect((await act(await starts('piotr'), endBackup, { run })).ok, 'whoever may start it ends it').toBe(true)
    expect(await act(await starts('marta'), endBackup, { run })).toMatchObject({ ok: false, why: 'backup-run-over' })
  })

  test('twice at once is one run', async () => {
    await aPlan()
    const [marta, piotr] = [await starts('marta'), await starts('piotr')]
    const [one, other] = [(await backupAhead(marta))!, (await backupAhead(piotr))!]
    const answers = await Promise.all([[marta, one], [piotr, other]].map(async ([viewer, ahead]) => act(viewer as typeof marta, startBackup, { drill: false, because: null, whoSees: 'everybody', seen: (ahead as typeof one).seen })))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ why: 'backup-runs-already' })
    expect(await db.selectFrom('backup_run').select('id').execute()).toHaveLength(1)
  })

  test('does what was read, or nothing: a change meanwhile is said', async () => {
    const gran = await aPlan()
    const marta = await starts('marta')
    const { seen } = (await backupAhead(marta))!
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.kasia).execute()
    expect(await act(marta, startBackup, { drill: false, because: null, whoSees: 'everybody', seen })).toMatchObject({ ok: false, why: 'backup-changed' })
    expect(await told()).toEqual([])
    const ahead = (await backupAhead(marta))!
    expect(ahead.gone).toEqual(['Kasia Nowak'])
    expect(ahead.told.map((one) => one.name)).toEqual(['Piotr Bailey'])
    const run = await started('marta')
    expect(await told()).toEqual(['piotr'])
    expect((await runFor('marta', run))!.tasks.map((one) => [one.name, one.here])).toEqual([['Kasia Nowak', false], ['Piotr Bailey', true], ['Gran', true]])
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', gran).execute()
    expect((await runFor('marta', run))!.tasks.at(-1)!.here, 'also who goes while it runs').toBe(false)
  })

  test('leaves no trace of it, or of what is kept in it, with somebody from whom it is kept', async () => {
    const { members } = world
    await aPlan()
    await keep(care(members.dean, members.zosia, 'Away from here'), only(members.zosia))
    const kept = await started('marta', only(members.zosia))
    expect(await sees('zosia')).toEqual(['runs'])
    expect(await sees('dean')).toEqual(['mine'])
    expect(await sees('kasia'), 'who is named is told, whoever else is chosen').toEqual(['mine'])
    expect((await act(await starts('marta'), endBackup, { run: kept })).ok).toBe(true)
    await db.deleteFrom('outbox').execute()
    const open = await started('piotr')
    expect(await told(), 'what Piotr does not see is no part of what he starts').toEqual(['kasia'])
    expect(await sees('dean')).toEqual([])
    expect((await runFor('piotr', open))!.tasks.map((one) => one.words)).not.toContain('Away from here')
    expect(await act(await starts('marta'), endBackup, { run: open })).toMatchObject({ ok: true })
    const martas = await started('marta')
    expect((await runFor('piotr', martas))!.tasks.map((one) => one.words)).toEqual(['Collects him', 'Nights', 'Sundays'])
    expect((await runFor('marta', martas))!.tasks).toHaveLength(4)
    expect((await runFor('dean', martas))!.tasks.map((one) => one.words)).toEqual(['Away from here'])
    expect((await runFor('piotr', kept)), 'a run is kept from whoever was not chosen').toMatchObject({ tasks: [{ words: 'Nights' }] })
    expect(await runFor('sam', kept)).toBeUndefined()
    expect(await runFor('kasia', kept)).toBeTruthy()
  })

  test('a run that somebody may start in secret alone is kept with that', async () => {
    const { members } = world
    await aPlan()
    await keep({ part: 'starter', owners: [members.zosia] }, only())
    const run = await started('zosia')
    expect(await runFor('marta', run)).toBeTruthy()
    expect((await runFor('zosia', run))!.tasks.map((one) => one.words)).toEqual(['Collects him', 'Nights', 'Sundays'])
    expect((await runFor('piotr', run))!.tasks.map((one) => one.words), 'Piotr is named in it, and reads his own').toEqual(['Nights'])
    expect(await runFor('sam', run)).toBeUndefined()
  })

  test('is heard of by whoever leads when it is over, as far as the plan is agreed', async () => {
    await aPlan()
    const run = await started('marta')
    expect(await told()).not.toContain('sam')
    await db.deleteFrom('outbox').execute()
    await act(await starts('marta', later(5)), endBackup, { run })
    expect(await told()).toEqual(['kasia', 'piotr', 'sam'])
    const second = await started('marta')
    await db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('kind', '=', 'plan').where('about_member', '=', world.members.leo).execute()
    await db.deleteFrom('outbox').execute()
    await act(await starts('marta', later(6)), endBackup, { run: second })
    expect(await told()).toEqual(['kasia', 'piotr'])
    const sam = must((await viewerFor(db, world.people.sam, world.family, later(7)))!, 'plan:see')
    expect(await backupRun(sam, second)).toBeUndefined()
  })

  test('is looked back on when it is over, in words that more never see than the run', async () => {
    const { members } = world
    await aPlan()
    const run = await started('marta')
    const say = async (who: Who, well: string, whoSees: Starting['whoSees'] = 'everybody') => act(await starts(who, later(20)), lookBackOn, { run, well, change: null, whoSees, lang: 'en' })
    expect(await say('marta', 'Too soon')).toMatchObject({ ok: false, why: 'backup-still-runs' })
    await act(await starts('marta', later(10)), endBackup, { run })
    for (const [who, words] of [['marta', 'First'], ['marta', 'Leo slept'], ['kasia', 'The school let me in']] as const) expect((await say(who, words)).ok).toBe(true)
    expect((await say('piotr', 'Between us', { members: [members.marta], lead: false })).ok).toBe(true)
    const words = async (who: Who) => (await runFor(who, run, later(21)))!.looks.map((one) => one.well).sort()
    expect(await words('marta')).toEqual(['Between us', 'Leo slept', 'The school let me in'])
    expect(await words('zosia')).toEqual(['Leo slept', 'The school let me in'])
    expect(await words('kasia'), 'the network reads its own').toEqual(['The school let me in'])
    expect(await words('sam')).toEqual(['Leo slept', 'The school let me in'])
    expect(await act(await starts('dean'), lookBackOn, { run, well: 'Mine', change: null, whoSees: 'everybody', lang: 'en' })).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('goes on with its own words where the plan is changed meanwhile', async () => {
    await aPlan()
    const run = await started('marta')
    const { id } = await db.selectFrom('backup_entry').select('id').where('words', '=', 'Nights').executeTakeFirstOrThrow()
    expect((await act(must(await world.viewer('marta'), 'backup:write'), dropBackup, { id })).ok).toBe(true)
    expect((await runFor('piotr', run))!.tasks.map((one) => one.words)).toContain('Nights')
    expect((await runFor('kasia', run))!.opened.map((one) => one.sleep)).toEqual([null])
  })

  test('is refused where nobody is named, and costs few queries', async () => {
    await keep({ part: 'sign', words: 'No answer' })
    expect(await begin('marta')).toMatchObject({ ok: false, why: 'backup-is-empty' })
    await aPlan()
    const run = await started('marta')
    const marta = await starts('marta')
    expect(await countQueries(db, (counting) => backupAhead({ ...marta, db: counting }))).toBeLessThanOrEqual(4)
    const kasia = must(await world.viewer('kasia'), 'plan:see')
    expect(await countQueries(db, (counting) => backupRun({ ...kasia, db: counting }, run))).toBeLessThanOrEqual(4)
  })
})

describe('a drill', () => {
  test('tells nobody, opens nothing, runs no moment, and leaves its day', async () => {
    await aPlan()
    const run = await started('kasia', { drill: true })
    expect(await told()).toEqual([])
    for (const table of ['backup_task', 'backup_opened'] as const) expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([])
    for (const who of ['marta', 'kasia', 'piotr'] as const) expect(await sees(who), who).toEqual([])
    expect(await backupRuns(must(await world.viewer('marta'), 'plan:see'))).toEqual([{ id: run, drill: true, startedAt: worldBegins, endedAt: worldBegins }])
    expect(await runFor('marta', run)).toMatchObject({ drill: true, starter: 'Kasia Nowak', tasks: [] })
    expect(await runFor('dean', run)).toBeUndefined()
    expect((await act(await starts('marta'), lookBackOn, { run, well: null, change: 'Gran has a new number', whoSees: 'everybody', lang: 'en' })).ok).toBe(true)
    const real = await started('marta')
    expect(real, 'a drill does not stand in the way of the real thing').not.toBe(run)
    expect((await begin('piotr', { drill: true })).ok, 'nor the real thing in the way of a drill').toBe(true)
  })
})
