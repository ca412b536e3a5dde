/** Safe contact: only with the password, told to the lead professional alone, and obeyed by what is sent. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, myselfFor, type OwnMay } from '#app/access/viewer.server.ts'
import { changeContact, safeContactOf, usualContact, type ContactChange } from '#app/domain/account/own-account.server.ts'
import { hashPassword } from '#app/domain/account/passwords.server.ts'
import { contactsChanged, mayTrySafeWord, reachOf, trySafeWord } from '#app/domain/account/reaching.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { whoMustNotLearn } from '#app/domain/sharing/must-not-learn.server.ts'
import { putInOutbox, safeMoment } from '#app/events/notices.server.ts'
import { sendDue, type Message } from '#app/events/outbox.server.ts'
import { isSecretField } from '#app/http/posted-fields.ts'
import { act } from '#app/events/transact.server.ts'
import { instant, plusMinutes } from '#app/values/instant.ts'
import { zoneNames } from '#app/values/zones.ts'
import { inTransaction } from '#db/transaction.ts'
import { freshDatabase } from './database.ts'
import { aWorld, worldBegins, type World } from './world.ts'

const password = 'three blue teapots'
let world: World
let marta: OwnMay<'account:keep'>
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  await world.db.updateTable('person').set({ password_hash: await hashPassword(password) }).where('id', '=', world.people.marta).execute()
  marta = must(myselfFor(world.db, world.people.marta, plusMinutes(worldBegins, 1)), 'account:keep')
})

const full: ContactChange = { ...usualContact, channel: 'email', mustNotLearn: 'My sister-in-law', friend: 'Carly', friendPhone: '+447700900128', leadReads: true, sender: 'News', safeWord: 'Blue Kite' }
const change = (contact: Partial<ContactChange> = {}, given: string | null = password) => changeContact(marta, { password: given, contact: { ...full, ...contact } })

describe('changing how somebody is reached', () => {
  test('needs their password, which cannot be guessed for long', async () => {
    for (let n = 0; n < 5; n += 1) expect(await change({}, `guess ${n}`)).toMatchObject({ ok: false, why: 'password-wrong', field: 'password' })
    expect(await change()).toMatchObject({ ok: false, why: 'wait-a-little' })
    expect(await safeContactOf(marta)).toMatchObject({ mustNotLearn: null, hasSafeWord: false })
  })

  test('keeps all of it, the word as a hash that is compared and never read', async () => {
    expect(await change()).toMatchObject({ ok: true })
    const { safeWord, ...kept } = full
    expect(await safeContactOf(marta)).toEqual({ ...kept, hasSafeWord: true })
    const { safe_word } = await world.db.selectFrom('safe_contact').select('safe_word').where('person_id', '=', world.people.marta).executeTakeFirstOrThrow()
    expect(safe_word).not.toContain(safeWord!.toLowerCase())
    // Left as it is, then taken away.
    await change({ safeWord: undefined })
    expect((await safeContactOf(marta)).hasSafeWord).toBe(true)
    await change({ safeWord: null })
    expect((await safeContactOf(marta)).hasSafeWord).toBe(false)
  })

  test('tells the lead professional, in a message that names nobody, and nobody of the family', async () => {
    await change()
    const told = await world.db.selectFrom('outbox').select(['to_person', 'subject', 'body']).execute()
    expect(told.map((row) => row.to_person)).toEqual([world.people.sam])
    expect(`${told[0]!.subject} ${told[0]!.body}`).not.toMatch(/Marta|Kowalczyk|sister|Carly|News/)
    const seen = async (who: 'sam' | 'omar' | 'priya') => (await contactsChanged(must(await world.desk(who, plusMinutes(worldBegins, 2)), 'desk:see'))).map((one) => one.name)
    expect([await seen('sam'), await seen('omar'), await seen('priya')]).toEqual([['Marta Kowalczyk'], [], []])
  })
})

describe('reaching somebody', () => {
  test('is for the lead professional alone, as far as the person allows', async () => {
    await change()
    const reach = async (who: 'sam' | 'piotr' | 'zosia' | 'kasia') => reachOf(await world.may(who, 'people:see'), world.members.marta)
    expect(await reach('sam')).toMatchObject({ mustNotLearn: 'My sister-in-law', friend: 'Carly', hasSafeWord: true })
    expect([await reach('piotr'), await reach('zosia'), await reach('kasia')]).toEqual([undefined, undefined, undefined])
    await change({ leadReads: false })
    expect(await reach('sam')).toMatchObject({ mustNotLearn: null, friend: null, friendPhone: null, channel: 'email' })
  })

  test('by telephone begins with their word, said with or without capitals; wrong ones cannot be tried for long', async () => {
    await change()
    const sam = await world.may('sam', 'people:invite')
    const said = async (word: string) => act(sam, trySafeWord, { member: world.members.marta, word })
    expect([await said('blue kite'), await said(' BLUE  KITE '), await said('red kite')].map((one) => one.ok && one.value)).toEqual([true, true, false])
    expect(await act(sam, trySafeWord, { member: world.members.piotr, word: 'x' })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(await world.may('piotr', 'people:invite'), trySafeWord, { member: world.members.marta, word: 'blue kite' })).toMatchObject({ ok: false, why: 'not-there' })
    const tries = []
    for (let n = 0; n < 4; n += 1) tries.push((await mayTrySafeWord(sam, world.members.marta)).ok)
    expect(tries).toEqual([true, true, true, false])
  })
})

describe('who must not learn', () => {
  const keptFrom = (...who: ('piotr' | 'dean' | 'kasia')[]) => change({ keptFrom: who.map((one) => ({ family: world.family, member: world.members[one] })) })
  const question = async (who: 'marta' | 'piotr') => {
    const viewer = await world.viewer(who)
    return whoSeesQuestion(viewer, await membersOf(viewer))
  }

  test('can be anybody whom the reader sees in their families, and nobody who helps; each reads their own answer alone', async () => {
    await keptFrom('piotr', 'dean')
    const named = async (who: 'marta' | 'piotr' | 'kasia' | 'sam') => (await whoMustNotLearn(must(myselfFor(world.db, world.people[who], worldBegins), 'account:keep'))).map(({ name, chosen }) => `${name}${chosen ? ' +' : ''}`).sort()
    expect(await named('marta')).toEqual(['Dean Marsh +', 'Kasia Nowak', 'Leo Bailey', 'Piotr Bailey +', 'Zosia Bailey'])
    expect(await named('piotr')).toContain('Marta Kowalczyk')
    expect(await named('kasia')).toEqual(['Leo Bailey', 'Marta Kowalczyk', 'Piotr Bailey', 'Zosia Bailey'])
    expect(await named('sam')).toEqual([])
    const reach = async (leadReads: boolean) => {
      await change({ leadReads })
      return (await reachOf(await world.may('sam', 'people:see'), world.members.marta))?.keptFrom
    }
    expect([await reach(true), await reach(false)]).toEqual([['Dean Marsh', 'Piotr Bailey'], []])
  })

  test('is never ticked in “Who can see this?”: it begins with the others, or with those of last time but for them', async () => {
    expect((await question('marta')).first).toBe('everybody')
    await keptFrom('dean')
    // Whom everybody does not hold anyway changes nothing.
    expect((await question('marta')).first).toBe('everybody')
    await keptFrom('piotr')
    expect((await question('marta')).first).toEqual({ members: [world.members.zosia], lead: true })
    const goal = { words: 'Mine', lang: 'en', category: 'school' as const, about: [], steps: [], whoSees: { members: [world.members.piotr, world.members.zosia], lead: false }, shareWith: [] }
    await act(await world.may('marta', 'goals:add'), addGoal, goal)
    expect((await question('marta')).first).toEqual({ members: [world.members.zosia], lead: false })
    expect((await question('piotr')).first).toBe('everybody')
  })

  test('nothing is written to an address that is theirs too, as their lead professional was told', async () => {
    await world.db.insertInto('member_contact').values({ family_id: world.family, member_id: world.members.leo, email: 'marta@example.org', mobile: null, language: 'en', channel: 'email', days: '1234567', from_time: '08:00', until_time: '20:00', messages_ok: 1 }).execute()
    const told = async () => {
      await world.db.deleteFrom('outbox').execute()
      await inTransaction(world.db, (trx) => putInOutbox(trx, world.family, worldBegins, [{ to: world.people.marta, name: 'somethingNew' }]))
      return (await world.db.selectFrom('outbox').select('address').execute()).map(({ address }) => address)
    }
    expect(await told()).toEqual(['marta@example.org'])
    await change({ keptFrom: [{ family: world.family, member: world.members.leo }] })
    expect(await told()).toEqual([])
  })
})

describe('what is sent', () => {
  const sent: Message[] = []
  const send = (at: string) => sendDue(world.db, (message) => (sent.push(message), Promise.resolve('sent' as const)), { clock: () => instant(at) })
  beforeEach(() => {
    sent.length = 0
  })

  test('comes under the name that the reader chose, and waits for their own clocks', async () => {
    await change({ zone: 'Asia/Karachi', fromTime: '10:00', untilTime: '12:00' })
    await world.db.deleteFrom('outbox').execute()
    await inTransaction(world.db, (trx) => putInOutbox(trx, world.family, worldBegins, [{ to: world.people.marta, name: 'somethingNew' }]))
    await send('2026-11-25T04:59:00Z')
    expect(sent).toEqual([])
    await send('2026-11-25T05:00:00Z')
    expect(sent).toMatchObject([{ address: 'marta@example.org', sender: 'News' }])
  })

  test('what was changed after the message was written holds: another name, other hours, or nothing at all', async () => {
    await inTransaction(world.db, (trx) => putInOutbox(trx, world.family, worldBegins, [{ to: world.people.marta, name: 'somethingNew' }]))
    await change({ channel: 'none' })
    await send('2026-11-25T12:00:00Z')
    expect(sent.filter((message) => message.address === 'marta@example.org')).toEqual([])
  })

  test('what they ask for this minute is not sent either once they cannot safely be reached, and else under the name they chose', async () => {
    const asks = () => inTransaction(world.db, (trx) => putInOutbox(trx, world.family, worldBegins, [{ to: world.people.marta, name: 'reset', values: { link: 'x' }, atOnce: true }]))
    await change()
    await world.db.deleteFrom('outbox').execute()
    await asks()
    await send('2026-11-25T23:30:00Z')
    expect(sent).toMatchObject([{ address: 'marta@example.org', sender: 'News' }])
    await asks()
    await change({ channel: 'none' })
    await send('2026-11-25T23:40:00Z')
    expect(sent.filter((message) => message.address === 'marta@example.org')).toHaveLength(1)
  })

  test('texts are not chosen where they are not safe, and a safe word is kept and shown by no form', async () => {
    await world.db.updateTable('person').set({ mobile: '+447700900127' }).where('id', '=', world.people.marta).execute()
    expect(await change({ channel: 'text', messagesOk: false })).toMatchObject({ ok: false, why: 'messages-not-safe', field: 'texts' })
    expect(['safeWord', 'word', 'password', 'code', 'words', 'mustNotLearn'].map((name) => isSecretField(name))).toEqual([true, true, true, true, false, false])
  })

  test('every country that can be chosen has clocks', () => {
    for (const zone of zoneNames) expect(safeMoment(worldBegins, { days: '1234567', from: '00:00', until: '23:59', zone }), zone).toBeDefined()
  })
})
