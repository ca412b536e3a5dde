/** What a family does if things get harder: who writes it, who reads which entry of it, and in what order whom to call. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { backupOf, changeBackup, dropBackup, keepBackup, moveBackup, type BackupWords, type NewBackup, type NewBackups } from '#app/domain/plan/backup.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { readBackup } from '#app/domain/plan/backup-form.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type BackupId } from '#app/values/ids.ts'
import { plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { countQueries } from './diary-world.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let db: Db
let world: World

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
})

const nothing = { school: null, medicine: null, sleep: null, comfort: null }
type Who = Parameters<World['viewer']>[0]
const keep = async (who: Who, entry: NewBackup, more: Partial<NewBackups> = {}) => act(must(await world.viewer(who), 'backup:write'), keepBackup, { entry, whoSees: 'everybody', shareWith: [], delicate: [], lang: 'en', ...more })
const entriesFor = async (who: Who) => (await backupOf(must(await world.viewer(who), 'plan:see'))).entries
const wordsFor = async (who: Who) => (await entriesFor(who)).map((one) => one.words ?? one.part)
const rings = (name: string): NewBackup => ({ part: 'call', owner: null, name, phone: '999', words: name })
const idOf = async (words: string): Promise<BackupId> => (await db.selectFrom('backup_entry').select('id').where('words', '=', words).executeTakeFirstOrThrow()).id
const collects = (): NewBackup => ({ part: 'care', owner: world.members.kasia, child: world.members.leo, words: 'Collects him', know: { ...nothing, medicine: 'Blue inhaler' } })

describe('the plan for when things get harder', () => {
  test('is written by the grown-ups of the family, and read part by part', async () => {
    for (const entry of [rings('Gran'), collects(), { part: 'start', words: 'Mum goes into hospital' }, { part: 'sign', words: 'No answer on the phone' }] satisfies NewBackup[]) expect((await keep('marta', entry)).ok).toBe(true)
    expect((await keep('piotr', { part: 'starter', owners: [world.members.piotr, world.members.kasia] })).ok).toBe(true)
    expect(await wordsFor('piotr')).toEqual(['No answer on the phone', 'Mum goes into hospital', 'starter', 'starter', 'Collects him', 'Gran'])
    expect(await wordsFor('zosia'), 'a young person reads it').toHaveLength(6)
    expect((await entriesFor('marta')).find((one) => one.part === 'care')).toMatchObject({ owner: world.members.kasia, child: world.members.leo, medicine: 'Blue inhaler', lang: 'en' })
    for (const who of ['zosia', 'kasia', 'dean', 'sam'] as const) expect((await world.viewer(who)).powers.has('backup:write'), who).toBe(false)
  })

  test('is read by whoever helps as the plan is agreed, and by whoever is named as far as it names them', async () => {
    await keep('marta', collects())
    await keep('marta', { part: 'sign', words: 'No answer on the phone' })
    await keep('marta', { part: 'sign', words: 'Only us' }, { whoSees: { members: [world.members.piotr], lead: false } })
    await keep('marta', { part: 'sign', words: 'Low days' }, { delicate: ['mental-health'] })
    await keep('marta', rings('For Dean'), { shareWith: [world.members.dean] })
    expect((await wordsFor('sam')).sort()).toEqual(['Collects him', 'For Dean', 'No answer on the phone'])
    expect(await wordsFor('kasia')).toEqual(['Collects him'])
    expect(await wordsFor('dean')).toEqual(['For Dean'])
    expect(await wordsFor('zosia')).not.toContain('Only us')
    await db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('family_id', '=', world.family).where('kind', '=', 'plan').where('about_member', '=', world.members.leo).execute()
    const later = must((await viewerFor(db, world.people.sam, world.family, plusMinutes(worldBegins, 1)))!, 'plan:see')
    expect((await backupOf(later)).entries.map((one) => one.words), 'what is about Leo went with the agreement about him').not.toContain('Collects him')
  })

  test('kept to some is read by whoever of the family it names, and does not stand first in their next question', async () => {
    await keep('marta', { part: 'care', owner: world.members.piotr, child: world.members.leo, words: 'He has him at night', know: nothing }, { whoSees: { members: [], lead: false } })
    expect(await wordsFor('piotr')).toEqual(['He has him at night'])
    expect(await wordsFor('zosia')).toEqual([])
    const marta = await world.viewer('marta')
    expect((await whoSeesQuestion(marta, await membersOf(marta))).first).toEqual({ members: [], lead: false })
  })

  test('is told to whoever is named and to the others of the family who see it', async () => {
    await keep('marta', collects())
    const told = async () => (await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)
    expect(await told()).toContain(world.people.kasia)
    expect(await told()).not.toContain(world.people.marta)
    await db.deleteFrom('outbox').execute()
    await keep('marta', { part: 'sign', words: 'Only me' }, { whoSees: { members: [], lead: false } })
    expect(await told()).toEqual([])
  })

  test('says whom to call in an order that can be changed, among what one sees', async () => {
    await keep('marta', rings('First'))
    await keep('piotr', rings('Hidden'), { whoSees: { members: [], lead: false } })
    await keep('marta', rings('Second'))
    const marta = must(await world.viewer('marta'), 'backup:write')
    expect((await act(marta, moveBackup, { id: await idOf('Second') })).ok).toBe(true)
    expect(await wordsFor('marta')).toEqual(['Second', 'First'])
    expect(await wordsFor('piotr')).toEqual(['Second', 'Hidden', 'First'])
    expect((await act(marta, moveBackup, { id: await idOf('Second') })).ok, 'the first stays where it is').toBe(true)
    expect(await wordsFor('marta')).toEqual(['Second', 'First'])
    expect(await act(marta, moveBackup, { id: await idOf('Hidden') })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(marta, dropBackup, { id: await idOf('Hidden') })).toEqual(await act(marta, dropBackup, { id: newId<BackupId>() }))
  })

  test('is said in other words in its place; what is kept is changed by its writer alone', async () => {
    await keep('marta', collects())
    await keep('marta', rings('Gran'))
    await keep('marta', { part: 'sign', words: 'Ours' }, { whoSees: { members: [world.members.piotr], lead: false } })
    await db.deleteFrom('outbox').execute()
    const change = async (who: Who, words: string, said: Partial<BackupWords>) => act(must(await world.viewer(who), 'backup:write'), changeBackup, { id: await idOf(words), words: null, phone: null, ...nothing, lang: 'pl', ...said })
    expect((await change('piotr', 'Collects him', { words: 'Odbiera go', medicine: 'Green inhaler' })).ok).toBe(true)
    expect((await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)).toContain(world.people.kasia)
    expect((await entriesFor('marta')).find((one) => one.part === 'care')).toMatchObject({ words: 'Odbiera go', lang: 'pl', owner: world.members.kasia, child: world.members.leo, medicine: 'Green inhaler' })
    expect((await change('piotr', 'Gran', { words: 'Granny', phone: '111' })).ok).toBe(true)
    expect((await entriesFor('marta')).at(-1)).toMatchObject({ words: 'Granny', phone: '111', name: 'Gran' })
    expect(await change('piotr', 'Ours', { words: 'Mine' })).toMatchObject({ ok: false, why: 'not-there' })
    expect((await entriesFor('piotr')).find((one) => one.words === 'Ours')).toMatchObject({ mayChange: false })
    expect((await change('marta', 'Ours', { words: 'Still ours' })).ok).toBe(true)
    expect(await wordsFor('zosia')).not.toContain('Still ours')
  })

  test('is taken out with all that stood beside it', async () => {
    await keep('marta', collects(), { delicate: ['mental-health'], shareWith: [world.members.dean] })
    const id = await idOf('Collects him')
    expect((await act(must(await world.viewer('piotr'), 'backup:write'), dropBackup, { id })).ok).toBe(true)
    expect(await wordsFor('marta')).toEqual([])
    for (const table of ['about', 'delicate', 'shared_with'] as const) expect(await db.selectFrom(table).selectAll().where('thing_id', '=', id).execute(), table).toEqual([])
  })

  test('is refused where somebody is not here, cannot be named, or it is too much', async () => {
    const gone = newId<World['members']['marta']>()
    expect(await keep('marta', { ...collects(), owner: gone } as NewBackup)).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'owner' })
    expect(await keep('marta', { ...collects(), child: world.members.kasia } as NewBackup)).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'child' })
    expect(await keep('marta', { ...collects(), owner: world.members.sam } as NewBackup), 'whoever helps is rung, and steps in for nobody').toMatchObject({ ok: false, field: 'owner' })
    expect(await keep('marta', { ...collects(), owner: world.members.zosia, child: world.members.zosia } as NewBackup)).toMatchObject({ ok: false, why: 'steps-in-for-themselves' })
    await db.insertInto('backup_entry').values(Array.from({ length: 60 }, (_, at) => ({
      family_id: world.family, id: newId<BackupId>(), circle_id: null, part: 'sign' as const, place: at, words: 'w', lang: 'en', owner_member: null, name: null, phone: null, child_member: null, ...nothing, said_by: world.members.marta, said_at: worldBegins,
    }))).execute()
    expect(await keep('marta', rings('One more'))).toMatchObject({ ok: false, why: 'too-many-entries' })
  })

  test('is one query', async () => {
    await keep('marta', collects())
    const viewer = must(await world.viewer('marta'), 'plan:see')
    expect(await countQueries(db, (counting) => backupOf({ ...viewer, db: counting }))).toBe(1)
  })
})

describe('its form', () => {
  const read = (part: 'call' | 'care' | 'starter' | 'sign', values: Record<string, string>) => {
    const told = readBackup({ once: { id: newId(), contentHash: 'x' }, values: { 'who-sees': 'everybody', ...values }, intent: 'keep' } as never, part)
    return told.ok ? told.entry : Object.keys(told.form.errors).sort()
  }
  test('takes any number that can be dialled, in any digits, and says what is missing', () => {
    for (const [typed, phone] of [['999', '999'], ['01632 960 000', '01632 960 000'], ['۱۱۱', '111'], ['+48 22 123 45 67', '+48 22 123 45 67']] as const) expect(read('call', { name: 'Gran', phone: typed })).toMatchObject({ phone })
    for (const phone of ['', 'x', '1', 'ring 999', 'javascript:1']) expect(read('call', { name: 'Gran', phone }), phone).toEqual(['phone'])
    expect(read('call', { phone: '999' })).toEqual(['name'])
    expect(read('care', {})).toEqual(['child', 'owner', 'words'])
    expect(read('starter', {})).toEqual(['starters'])
    expect(read('sign', { words: ' ' })).toEqual(['words'])
  })
})
