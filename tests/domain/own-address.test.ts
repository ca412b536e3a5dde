/** Changing one's own address: with the password, in force with the code of the new one, and no word about whose an address is. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, myselfFor } from '#app/access/viewer.server.ts'
import { changePassword, setSafeContact, usualContact } from '#app/domain/account/own-account.server.ts'
import { addressInWaiting, askForAddress, dropAddress, giveAddressCode, sendAddressCode, takeAddressAway } from '#app/domain/account/own-address.server.ts'
import { hashPassword } from '#app/domain/account/passwords.server.ts'
import { contactsChanged } from '#app/domain/account/reaching.server.ts'
import { sweep } from '#app/domain/account/sweep.server.ts'
import { askForReset, isOpenResetLink } from '#app/domain/account/forgotten.server.ts'
import { sendDue, type Message } from '#app/events/outbox.server.ts'
import { act } from '#app/events/transact.server.ts'
import { now, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { done } from '#db/demo/director.server.ts'
import { Browser, newestCode, newestMessage, newestToken, password } from './account-world.ts'
import { freshDatabase } from './database.ts'
import { aWorld, type World } from './world.ts'

const old = 'marta@example.org'
const fresh = { channel: 'email', address: 'm.k@example.org' } as const
const foreign = { channel: 'text', address: '+48600900127' } as const

let db: Db
let world: World
const marta = () => must(myselfFor(db, world.people.marta, now()), 'account:keep')
const ask = (to: typeof fresh | typeof foreign = fresh, { given = password, tellOld = true } = {}) => askForAddress(marta(), { to, tellOld, password: given })
const give = (code: string, browser = new Browser()) => giveAddressCode(browser.get('/account/contact/address'), marta(), { code })
const own = () => db.selectFrom('person').select(['email', 'mobile']).where('id', '=', world.people.marta).executeTakeFirstOrThrow()
const bodies = async (address: string) => (await db.selectFrom('outbox').select('body').where('address', '=', address).execute()).map(({ body }) => body)

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  await db.updateTable('person').set({ password_hash: await hashPassword(password), leaving_known_at: now() }).where('id', '=', world.people.marta).execute()
})

describe('a new address', () => {
  test('needs the password, and is in force with the code that went to it: sign-in goes on with it alone', async () => {
    expect(await ask(fresh, { given: 'not this' })).toMatchObject({ ok: false, why: 'password-wrong', field: 'password' })
    expect(await addressInWaiting(marta())).toBeUndefined()
    expect(await ask()).toMatchObject({ ok: true })
    expect(await addressInWaiting(marta())).toMatchObject(fresh)
    expect(await own()).toMatchObject({ email: old })
    expect(await new Browser().signIn(fresh.address)).toMatchObject({ ok: false })

    const elsewhere = new Browser('192.0.2.7')
    await elsewhere.signIn(old)
    const here = new Browser()
    await here.signIn(old)
    const given = await give(await newestCode(db, fresh.address), here)
    expect(given).toMatchObject({ ok: true, cookie: expect.stringMatching(/^session=/) })
    expect(await own()).toEqual({ email: fresh.address, mobile: null })
    expect(await db.selectFrom('session').select('person_id').where('person_id', '=', world.people.marta).execute()).toHaveLength(1)
    expect(await new Browser().signIn(fresh.address)).toMatchObject({ ok: true })
    expect(await new Browser('192.0.2.9').signIn(old)).toMatchObject({ ok: false, why: 'wrong-address-or-password' })
  })

  test('may be a number of another country, and is read back as such', async () => {
    await ask(foreign)
    expect(await give(await newestCode(db, foreign.address))).toMatchObject({ ok: true })
    expect(await own()).toEqual({ email: old, mobile: foreign.address })
  })

  test('that is theirs already is refused, and one that is left as it was changes nothing', async () => {
    expect(await askForAddress(marta(), { to: { channel: 'email', address: old }, tellOld: true, password })).toMatchObject({ ok: false, why: 'address-is-yours', field: 'address' })
    await ask()
    const code = await newestCode(db, fresh.address)
    await act(marta(), dropAddress, null)
    expect(await give(code)).toMatchObject({ ok: false, why: 'code-ended' })
    expect(await own()).toMatchObject({ email: old })
  })
})

describe('its code', () => {
  test('works once, for its own address, for ten minutes, and five times at the most', async () => {
    await ask()
    const first = await newestCode(db, fresh.address)
    await ask(foreign)
    if (first !== (await newestCode(db, foreign.address))) expect(await give(first)).toMatchObject({ ok: false, why: 'code-wrong' })
    const second = await newestCode(db, foreign.address)
    await db.updateTable('one_time_code').set({ expires_at: plusMinutes(now(), -1) }).execute()
    expect(await give(second)).toMatchObject({ ok: false, why: 'code-ended' })
    expect(await sendAddressCode(marta())).toMatchObject({ ok: true })
    const codes = (await bodies(foreign.address)).flatMap((body) => /\b\d{6}\b/.exec(body)?.[0] ?? [])
    const third = codes.find((code) => code !== second) ?? second
    for (let n = 0; n < 3; n += 1) expect(await give(third === '000000' ? '000001' : '000000')).toMatchObject({ why: 'code-wrong' })
    // The one of before the new code counts as well.
    expect(await give(third === '000000' ? '000001' : '000000')).toMatchObject({ why: 'code-ended' })
    expect(await give(third)).toMatchObject({ why: 'code-ended' })
    expect(await own()).toEqual({ email: old, mobile: null })
  })

  test('cannot be asked for again and again, by one person or for one address', async () => {
    expect([(await ask()).ok, (await sendAddressCode(marta())).ok, (await sendAddressCode(marta())).ok]).toEqual([true, true, true])
    expect(await sendAddressCode(marta())).toMatchObject({ ok: false, why: 'wait-a-little' })
    expect(await ask()).toMatchObject({ ok: false, why: 'wait-a-little' })
    expect(await bodies(fresh.address)).toHaveLength(3)
  })

  test('ends with the hour, with another password, and with the sweep', async () => {
    await ask()
    const code = await newestCode(db, fresh.address)
    await changePassword(new Browser().get('/account/security'), marta(), { password, newPassword: 'four green teapots' })
    expect(await give(code)).toMatchObject({ why: 'code-ended' })
    await ask(fresh, { given: 'four green teapots' })
    await db.updateTable('address_change').set({ expires_at: plusMinutes(now(), -24 * 60 - 1) }).execute()
    expect(await sendAddressCode(marta())).toMatchObject({ why: 'code-ended' })
    await sweep()
    expect(await db.selectFrom('address_change').selectAll().execute()).toEqual([])
  })
})

describe('an address of somebody else', () => {
  const theirs = { channel: 'email', address: 'dean@example.org' } as const
  beforeEach(async () => {
    await db.updateTable('person').set({ email: theirs.address }).where('id', '=', world.people.dean).execute()
  })

  test('is answered like a free one at every step; no code goes out, and its owner reads that nothing changed', async () => {
    const answers = async (to: { channel: 'email'; address: string }) => {
      const asked = await askForAddress(marta(), { to, tellOld: true, password })
      const waiting = await addressInWaiting(marta())
      const tried = [await give('000000'), await give('000001'), await give('000002'), await give('000003'), await give('000004'), await give('000005')]
      return JSON.stringify([asked, { ...waiting, address: '', until: '' }, tried])
    }
    expect(await answers(theirs)).toBe(await answers(fresh))
    const [told, ...more] = await bodies(theirs.address)
    expect(more).toEqual([])
    expect(told).not.toMatch(/\b\d{6}\b|Marta|Kowalczyk/)
  })

  test('cannot be taken, even with the code that was made for it, nor when it became theirs in between', async () => {
    await ask()
    const code = await newestCode(db, fresh.address)
    await db.updateTable('person').set({ email: fresh.address }).where('id', '=', world.people.dean).execute()
    expect(await give(code)).toMatchObject({ ok: false, why: 'code-ended' })
    expect(await own()).toMatchObject({ email: old })
  })
})

describe('one of two', () => {
  const number = '+447700900124'
  const away = (channel: 'email' | 'text', { given = password, browser = new Browser() } = {}) => takeAddressAway(browser.get('/account/contact/address'), marta(), { channel, password: given })
  const contact = () => db.selectFrom('safe_contact').select(['channel', 'email_detail', 'text_detail']).where('person_id', '=', world.people.marta).executeTakeFirst()
  const said = (more: Partial<Parameters<typeof setSafeContact>[1]>) => done(marta(), setSafeContact, { channel: 'email', ...usualContact, ...more })
  beforeEach(async () => {
    await db.updateTable('person').set({ mobile: number }).where('id', '=', world.people.marta).execute()
  })

  test('is taken away with the password: nobody signs in by it any more, every other session ends, the other one and the lead are told', async () => {
    expect(await away('email', { given: 'not this' })).toMatchObject({ ok: false, why: 'password-wrong', field: 'password' })
    expect(await own()).toEqual({ email: old, mobile: number })
    const [here, there] = [new Browser(), new Browser('192.0.2.7')]
    await here.signIn(old)
    await there.signIn(old)
    await askForReset({ channel: 'email', address: old }, '192.0.2.1')
    const token = await newestToken(db, old)
    expect(await away('email', { browser: here })).toMatchObject({ ok: true, cookie: expect.stringMatching(/^session=/) })
    expect(await own()).toEqual({ email: null, mobile: number })
    expect(await contact()).toMatchObject({ channel: 'text' })
    expect(await db.selectFrom('session').select('person_id').where('person_id', '=', world.people.marta).execute()).toHaveLength(1)
    expect(await isOpenResetLink(token)).toBe(false)
    expect(await new Browser('192.0.2.9').signIn(old)).toMatchObject({ ok: false, why: 'wrong-address-or-password' })
    const [told, ...more] = await bodies(number)
    expect(more).toEqual([])
    expect(told).not.toMatch(/plan|family|marta|example|077/i)
    expect(await db.selectFrom('outbox').select('to_person').where('to_person', '=', world.people.sam).execute()).toHaveLength(1)
  })

  test('is not the last one, nor one that is not there', async () => {
    expect(await away('text')).toMatchObject({ ok: true })
    expect(await away('text')).toMatchObject({ ok: false, why: 'not-there' })
    expect(await away('email')).toMatchObject({ ok: false, why: 'last-address' })
    expect(await own()).toEqual({ email: old, mobile: null })
  })

  test('stays where messages to the other one are not safe, and nothing has changed then', async () => {
    for (const channel of ['email', 'none'] as const) {
      await said({ channel, messagesOk: false, emailDetail: true })
      expect(await away('email')).toMatchObject({ ok: false, why: 'not-reached-then' })
      expect([await own(), await contact()]).toEqual([{ email: old, mobile: number }, { channel, email_detail: 1, text_detail: 0 }])
    }
    // The number may go: the address is safe. Whoever wants no messages gets none about it.
    expect(await away('text')).toMatchObject({ ok: true })
    expect([(await contact())!.channel, await bodies(old)]).toEqual(['none', []])
  })

  test('says nothing of what a message to the next one may say', async () => {
    await said({ channel: 'text', textDetail: true })
    expect(await away('text')).toMatchObject({ ok: true })
    expect(await contact()).toEqual({ channel: 'email', email_detail: 0, text_detail: 0 })
  })
})

describe('who is told', () => {
  test('the old address, in neutral words at its safe hours and under the name they chose; nobody where it is not safe', async () => {
    await db.insertInto('safe_contact').values({ person_id: world.people.marta, channel: 'email', days: '12345', from_time: '10:00', until_time: '12:00', zone: 'Europe/London', messages_ok: 1, changed_at: now(), sender: 'Messages' }).execute()
    await ask()
    await give(await newestCode(db, fresh.address))
    expect(await newestMessage(db, old)).not.toMatch(/plan|family|marta|address|example/i)
    const sent: Message[] = []
    const send = (at: string) => sendDue(db, (message) => (sent.push(message), Promise.resolve('sent' as const)), { clock: () => at as Instant })
    // A Sunday, then the Monday after it, years from now: whatever waits is due.
    await send('2030-01-06T11:00:00.000Z')
    expect(sent.filter(({ address }) => address === old)).toEqual([])
    await send('2030-01-07T11:00:00.000Z')
    expect(sent.filter(({ address }) => address === old)).toMatchObject([{ subject: 'You have a new message', sender: 'Messages' }])

    await ask({ channel: 'email', address: old } as never, { tellOld: false })
    await give(await newestCode(db, old))
    expect((await bodies(fresh.address)).filter((body) => body !== '' && !/\b\d{6}\b/.test(body))).toEqual([])
  })

  test('the lead professional: that something changed, and not what', async () => {
    await ask()
    await give(await newestCode(db, fresh.address))
    const told = await db.selectFrom('outbox').select(['subject', 'body']).where('to_person', '=', world.people.sam).execute()
    expect(told).toHaveLength(1)
    expect(JSON.stringify(told)).not.toContain(fresh.address)
    const seen = async (who: 'sam' | 'omar') => (await contactsChanged(must(await world.desk(who, plusMinutes(now(), 1)), 'desk:see'))).map(({ name }) => name)
    expect([await seen('sam'), await seen('omar')]).toEqual([['Marta Kowalczyk'], []])
  })

  test('a link to set a password that went to the old address opens nothing any more', async () => {
    await askForReset({ channel: 'email', address: old }, '192.0.2.1')
    const token = await newestToken(db, old)
    expect(await isOpenResetLink(token)).toBe(true)
    await ask(fresh, { tellOld: false })
    await give(await newestCode(db, fresh.address))
    expect(await isOpenResetLink(token)).toBe(false)
    expect(await db.selectFrom('outbox').select('state').where('address', '=', old).execute()).toEqual([{ state: 'failed' }])
  })
})
