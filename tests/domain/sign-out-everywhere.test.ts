/** An administrator ends every session of one person: of somebody who helps by name, of anybody by the address they say on the telephone. */
import { beforeEach, describe, expect, test } from 'vitest'
import { sessionOf } from '#app/access/session.server.ts'
import { areaViewerFor, must, theArea } from '#app/access/viewer.server.ts'
import { signOutAddress, signOutColleague } from '#app/domain/account/sign-out-everywhere.server.ts'
import { act } from '#app/events/transact.server.ts'
import { now, type Day } from '#app/values/instant.ts'
import type { PersonId } from '#app/values/ids.ts'
import type { Db } from '#db/connect.ts'
import { anAccount, Browser, newestMessage } from './account-world.ts'
import { freshDatabase } from './database.ts'

let db: Db
let sam: PersonId
let marta: PersonId
let alex: PersonId
const email = (address: string) => ({ channel: 'email', address }) as const
const admin = async () => must((await areaViewerFor(db, alex, now()))!, 'people:keep')
const open = async () => (await db.selectFrom('session').select('person_id').execute()).map(({ person_id: person }) => person)
const events = () => db.selectFrom('event').select(['data', 'thing_id']).where('scope_id', '=', theArea).where('kind', '=', 'signed-out-everywhere').orderBy('seq').execute()

beforeEach(async () => {
  db = await freshDatabase()
  sam = await anAccount(db, 'sam@example.org', { role: 'lead' })
  alex = await anAccount(db, 'alex@example.org', { role: 'administrator' })
  marta = await anAccount(db, 'marta@example.org', { mobile: '+447700900123' })
})

describe('somebody who helps', () => {
  test('is signed out on every phone, is told, and may sign in again', async () => {
    const [here, there, hers] = [new Browser(), new Browser('192.0.2.7'), new Browser('192.0.2.8')]
    await here.signIn('sam@example.org')
    await there.signIn('sam@example.org')
    await hers.signIn('marta@example.org')
    expect(await act(await admin(), signOutColleague, { person: sam })).toMatchObject({ ok: true })
    expect([await sessionOf(here.get('/')), await sessionOf(there.get('/'))]).toEqual([undefined, undefined])
    expect(await open()).toEqual([marta])
    expect(await newestMessage(db, 'sam@example.org')).not.toMatch(/family|plan|sam/i)
    expect(await db.selectFrom('notice_link').select(['name', 'path']).where('person_id', '=', sam).execute()).toEqual([{ name: 'signedOut', path: '/account/security' }])
    expect(await events()).toEqual([{ data: JSON.stringify({ person: sam }), thing_id: null }])
    expect(await here.signIn('sam@example.org')).toMatchObject({ ok: true })
  })

  test('is one whose post has ended as well; not the administrator themselves, nor one of a family, whose id is not theirs to know', async () => {
    await new Browser().signIn('sam@example.org')
    await new Browser('192.0.2.8').signIn('marta@example.org')
    await db.updateTable('post').set({ until_on: '2020-02-01' as Day }).where('person_id', '=', sam).execute()
    expect(await act(await admin(), signOutColleague, { person: alex })).toEqual({ ok: false, why: 'not-for-oneself' })
    expect(await act(await admin(), signOutColleague, { person: marta })).toEqual({ ok: false, why: 'not-there' })
    expect(await act(await admin(), signOutColleague, { person: sam })).toMatchObject({ ok: true })
    expect(await open()).toEqual([marta])
  })
})

describe('whoever signs in with an address', () => {
  test("is signed out by it, by either of theirs; an address that is nobody's gets the same answer", async () => {
    for (const to of [email('marta@example.org'), { channel: 'text', address: '+447700900123' } as const]) {
      await new Browser('192.0.2.8').signIn('marta@example.org')
      expect(await open()).toEqual([marta])
      const known = await act(await admin(), signOutAddress, to)
      expect(await open()).toEqual([])
      expect(await act(await admin(), signOutAddress, email('nobody@example.org'))).toEqual(known)
    }
    expect((await db.selectFrom('notice_link').select('name').where('person_id', '=', marta).execute()).map(({ name }) => name)).toEqual(['signedOut', 'signedOut'])
    expect((await events()).map(({ data }) => (JSON.parse(data!) as { person: string }).person)).toEqual([marta, '', marta, ''])
  })

  test('is not the administrator who sits here, and nobody else may ask', async () => {
    expect(await act(await admin(), signOutAddress, email('alex@example.org'))).toEqual({ ok: false, why: 'not-for-oneself' })
    const samAtTheDesk = (await areaViewerFor(db, sam, now()))!
    expect(() => must(samAtTheDesk, 'people:keep')).toThrow()
  })
})
