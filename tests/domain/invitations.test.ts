import { describe, expect, test } from 'vitest'
import { sessionOf, signedInAs } from '#app/access/session.server.ts'
import { must, viewerFor, viewerIn } from '#app/access/viewer.server.ts'
import { askForReset, setPasswordByLink } from '#app/domain/account/forgotten.server.ts'
import { goalsOf } from '#app/domain/goals/goals.server.ts'
import { giveAddress, invite, joinAsMyself, joinAsNew, joiningOf, letterTo, openInvitations, proofCookie, sendJoiningCode, tryJoiningCode, type InviteBy } from '#app/domain/family/invitations.server.ts'
import { addMember, endMember } from '#app/domain/family/members.server.ts'
import { shareByName } from '#app/domain/sharing/circles.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { Lang } from '#app/i18n/lang.ts'
import type { MemberId } from '#app/values/ids.ts'
import { newId } from '#app/values/ids.ts'
import { now, plusDays, plusMinutes, type Day } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { aMoment, anAccount, Browser, newestCode, newestMessage, newestToken, password } from './account-world.ts'
import { freshDatabase, warm } from './database.ts'
import { aWorld, type World } from './world.ts'

const tariqs = 'tariq@example.net'
const byEmail = (address: string): InviteBy => ({ channel: 'email', address })

/** The world, and an uncle in its network who has no account yet. */
async function withUncle() {
  const db = await freshDatabase()
  // The links and sessions of these tests live now, so the places and posts must, too.
  const world = await aWorld(db)
  await db.updateTable('member').set({ from_on: '2020-01-01' as Day }).execute()
  await db.updateTable('post').set({ from_on: '2020-01-01' as Day }).execute()
  const marta = await inviter(db, world)
  const added = await act(marta, addMember, { name: 'Tariq Hussain', givenName: null, seat: 'network', relation: 'uncle', bornOn: null, contact: null, agreedBy: null })
  if (!added.ok) throw new Error(added.why)
  return { ...world, marta, uncle: added.value }
}

type Around = Awaited<ReturnType<typeof withUncle>>

async function inviter(db: Db, { people, family }: Pick<World, 'people' | 'family'>, who: 'marta' | 'aisha' | 'sam' = 'marta') {
  return must((await viewerFor(db, people[who], family, now()))!, 'people:invite')
}

/** Invites the uncle and gives the token of his link. */
async function invited(around: Around, by = byEmail(tariqs), member: MemberId = around.uncle, who: 'marta' | 'sam' = 'marta', lang: Lang = 'en'): Promise<string> {
  await aMoment()
  const answer = await act(await inviter(around.db, around, who), invite, { member, by, lang })
  if (!answer.ok) throw new Error(answer.why)
  if (by.channel !== 'letter') return newestToken(around.db, by.address)
  return (await letterTo(around.marta, member))!.address.split('/').at(-1)!
}

const joining = async (browser: Browser, token: string) => (await joiningOf(browser.get(`/join/${token}`), token))!

/** Opens a link and gives the code that went to its address. */
async function proven(db: Db, browser: Browser, token: string, address = tariqs) {
  const { invitation } = await joining(browser, token)
  expect(await sendJoiningCode(invitation, 'en')).toEqual({ ok: true })
  expect(await tryJoiningCode(invitation, await newestCode(db, address))).toBe('right')
  browser.keep(proofCookie(invitation))
  return joining(browser, token)
}

const notThere = (thrown: unknown) => thrown instanceof Response && thrown.status === 404

describe('an uncle opens his invitation', () => {
  test('proves himself by link and code, is in, and sees only what is shared with him by name', async () => {
    const around = await withUncle()
    const { db, family } = around
    const browser = new Browser()
    const token = await invited(around)
    expect(await newestMessage(db, tariqs)).not.toMatch(/Marta|Kowalczyk|plan|family/i)
    expect(await joining(browser, token)).toMatchObject({ step: 'ask-code', signedIn: null })

    const { invitation, step } = await proven(db, browser, token)
    expect(step).toBe('as-new')
    const answer = await joinAsNew(browser.post('/', {}), invitation, { lang: 'ur', password: null, sharedPhone: true })
    if (!answer.ok) throw new Error(answer.why)
    browser.keep(...answer.cookies)
    expect(answer.family).toBe(family)
    expect(await signedInAs(browser.get('/'))).toMatchObject({ name: 'Tariq Hussain', language: 'ur', sharedPhone: true, helps: false })

    const viewer = await viewerIn(browser.get('/'), family)
    expect(await goalsOf(must(viewer, 'goals:see'))).toEqual([])
    await db.transaction().execute((transaction) => shareByName({ ...around.marta, db: transaction } as never, around.goal, [around.uncle]))
    expect((await goalsOf(must(viewer, 'goals:see'))).map((goal) => goal.id)).toEqual([around.goal])
    expect(viewer.powers.has('budget:see')).toBe(false)

    const events = await db.selectFrom('event').select('kind').where('scope_id', '=', family).orderBy('seq').execute()
    expect(events.map((event) => event.kind)).toEqual(['member-added', 'invited', 'invitation-code-sent', 'invitation-code-tried', 'joined'])
  })

  test('comes back another day with a password that he sets by himself', async () => {
    const around = await withUncle()
    const browser = new Browser()
    const { invitation } = await proven(around.db, browser, await invited(around))
    await joinAsNew(browser.get('/'), invitation, { lang: 'en', password: null, sharedPhone: true })
    await askForReset({ channel: 'email', address: tariqs }, '192.0.2.1')
    await setPasswordByLink(await newestToken(around.db, tariqs), 'four green kettles')
    expect(await new Browser().signIn(tariqs, { as: 'four green kettles' })).toMatchObject({ ok: true })
  })

  test('is not there any more from the request after his access has ended', async () => {
    const around = await withUncle()
    const browser = new Browser()
    const { invitation } = await proven(around.db, browser, await invited(around))
    const answer = await joinAsNew(browser.get('/'), invitation, { lang: 'en', password: null, sharedPhone: true })
    if (answer.ok) browser.keep(...answer.cookies)
    await viewerIn(browser.get('/'), around.family)
    expect(await act(around.marta, endMember, { member: around.uncle })).toMatchObject({ ok: true })
    await expect(viewerIn(browser.get('/'), around.family)).rejects.toSatisfy(notThere)
  })
})

describe('a link', () => {
  test('without its code opens nothing', async () => {
    const around = await withUncle()
    const browser = new Browser()
    const token = await invited(around)
    browser.keep(`joining=9999999999999.${'x'.repeat(43)}`)
    expect((await joining(browser, token)).step).toBe('ask-code')
  })

  test('works once', async () => {
    const around = await withUncle()
    const browser = new Browser()
    const token = await invited(around)
    const { invitation } = await proven(around.db, browser, token)
    expect(await joinAsNew(browser.get('/'), invitation, { lang: 'en', password: null, sharedPhone: true })).toMatchObject({ ok: true })
    expect(await joiningOf(browser.get('/'), token)).toBeUndefined()
    expect(await joinAsNew(browser.get('/'), invitation, { lang: 'en', password: null, sharedPhone: true })).toEqual({ ok: false, why: 'link-ended' })
  })

  test('answered by two at once lets one in', async () => {
    const around = await withUncle()
    await warm(around.db, 8)
    const browser = new Browser()
    const { invitation } = await proven(around.db, browser, await invited(around))
    const answers = await Promise.all(Array.from({ length: 8 }, () => joinAsNew(new Browser().get('/'), invitation, { lang: 'en', password: null, sharedPhone: true })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await around.db.selectFrom('person').select('id').where('email', '=', tariqs).execute()).toHaveLength(1)
  })

  test('that is old, was ended or never was, is the same', async () => {
    const around = await withUncle()
    const first = await invited(around)
    const second = await invited(around)
    const browser = new Browser()
    expect(await joiningOf(browser.get('/'), first)).toBeUndefined()
    expect(await joiningOf(browser.get('/'), second)).toBeDefined()
    await around.db.updateTable('secret_link').set({ expires_at: plusMinutes(now(), -1) }).execute()
    for (const token of [second, '', 'x'.repeat(43), '0'.repeat(20)]) expect(await joiningOf(browser.get('/'), token)).toBeUndefined()
  })

  test('ends with the place that it is for', async () => {
    const around = await withUncle()
    const token = await invited(around)
    await act(around.marta, endMember, { member: around.uncle })
    expect(await joiningOf(new Browser().get('/'), token)).toBeUndefined()
  })

  test('that was forwarded ends after five wrong codes, however many codes are sent', async () => {
    const around = await withUncle()
    const stranger = new Browser()
    const token = await invited(around)
    const { invitation } = await joining(stranger, token)
    const answers = []
    for (let time = 0; time < 5; time += 1) {
      if (time < 3) expect(await sendJoiningCode(invitation, 'en')).toEqual({ ok: true })
      answers.push(await tryJoiningCode(invitation, 'wrong1'))
    }
    expect(answers).toEqual(['code-wrong', 'code-wrong', 'code-wrong', 'code-wrong', 'link-ended'])
    expect(await joiningOf(stranger.get('/'), token)).toBeUndefined()
  })

  test('is kept as a hash', async () => {
    const around = await withUncle()
    const token = await invited(around)
    expect(JSON.stringify(await around.db.selectFrom('secret_link').selectAll().execute())).not.toContain(token)
    expect(JSON.stringify(await around.db.selectFrom('form_use').selectAll().execute())).not.toContain(token)
    expect(JSON.stringify(await around.db.selectFrom('event').selectAll().execute())).not.toContain(token)
  })

  test('the proof of one does not serve another', async () => {
    const around = await withUncle()
    const second = await act(around.marta, addMember, { name: 'Ola Nowak', givenName: null, seat: 'network', relation: 'friend', bornOn: null, contact: null, agreedBy: null })
    const browser = new Browser()
    await proven(around.db, browser, await invited(around))
    const other = await invited(around, byEmail('ola@example.net'), second.ok ? second.value : around.uncle)
    expect((await joining(browser, other)).step).toBe('ask-code')
  })
})

describe('a letter', () => {
  test('is in the language that was chosen for its reader, whoever prints it; one made anew in another is in that', async () => {
    const around = await withUncle()
    for (const lang of ['ur', 'pl'] as const) {
      await invited(around, { channel: 'letter' }, around.uncle, 'marta', lang)
      expect(await letterTo(around.marta, around.uncle)).toMatchObject({ lang })
    }
  })

  test('can be printed again, and its code is in it', async () => {
    const around = await withUncle()
    await invited(around, { channel: 'letter' })
    const letter = (await letterTo(around.marta, around.uncle))!
    expect(await letterTo(around.marta, around.uncle)).toEqual(letter)
    expect(letter.name).toBe('Tariq Hussain')
    expect(letter.address).toMatch(/\/join\/([0-9a-z]{4}-){4}[0-9a-z]{4}$/)
    expect(letter.code).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}$/)
    expect(JSON.stringify(await around.db.selectFrom('secret_link').selectAll().execute())).not.toContain(letter.address.slice(-4))
    expect(await around.db.selectFrom('outbox').selectAll().execute()).toEqual([])
  })

  test('is followed by an address and its own code, then by the account', async () => {
    const around = await withUncle()
    const { db } = around
    const browser = new Browser()
    const token = (await invited(around, { channel: 'letter' })).toUpperCase()
    const letter = (await letterTo(around.marta, around.uncle))!
    const { invitation, step } = await joining(browser, token)
    expect(step).toBe('letter-code')
    expect(await tryJoiningCode(invitation, ` ${letter.code.toUpperCase()} `)).toBe('right')
    browser.keep(proofCookie(invitation))
    expect((await joining(browser, token)).step).toBe('address')
    await giveAddress(invitation, { channel: 'email', address: tariqs }, 'en')
    expect(await joining(browser, token)).toMatchObject({ step: 'give-code', byLetter: true })
    expect(await joining(new Browser(), token)).toMatchObject({ step: 'give-code', byLetter: false })
    const again = (await joining(browser, token)).invitation
    expect(await tryJoiningCode(again, await newestCode(db, tariqs))).toBe('right')
    browser.keep(proofCookie(again))
    const last = await joining(browser, token)
    expect(last.step).toBe('as-new')
    expect(await joinAsNew(browser.get('/'), last.invitation, { lang: 'pl', password, sharedPhone: false })).toMatchObject({ ok: true })
    expect(await new Browser().signIn(tariqs)).toMatchObject({ ok: true })
  })

  test('may be answered without an address by somebody of the network', async () => {
    const around = await withUncle()
    const browser = new Browser()
    const token = await invited(around, { channel: 'letter' })
    const { invitation } = await joining(browser, token)
    await tryJoiningCode(invitation, (await letterTo(around.marta, around.uncle))!.code)
    browser.keep(proofCookie(invitation))
    const answer = await joinAsNew(browser.get('/'), (await joining(browser, token)).invitation, { lang: 'en', password: null, sharedPhone: true })
    if (!answer.ok) throw new Error(answer.why)
    browser.keep(...answer.cookies)
    expect(await sessionOf(browser.get('/'))).toMatchObject({ name: 'Tariq Hussain', sharedPhone: true })
  })
})

describe('somebody who has an account', () => {
  test('signs in first, and then the place is theirs; nobody is told before the code was given', async () => {
    const around = await withUncle()
    const { db, family } = around
    const person = await anAccount(db, tariqs)
    const browser = new Browser()
    const token = await invited(around)
    expect((await joining(browser, token)).step).toBe('ask-code')
    expect((await proven(db, browser, token)).step).toBe('sign-in')
    await browser.signIn(tariqs)
    const mine = await joining(browser, token)
    expect(mine).toMatchObject({ step: 'as-me', signedIn: { person } })
    expect(await joinAsMyself(mine)).toMatchObject({ ok: true, family })
    expect(await viewerIn(browser.get('/'), family)).toMatchObject({ person, member: around.uncle, seat: 'network' })
  })

  test('who is signed in as another person cannot take the place', async () => {
    const around = await withUncle()
    await anAccount(around.db, tariqs)
    await anAccount(around.db, 'kofi@example.net')
    const browser = new Browser()
    await browser.signIn('kofi@example.net')
    const mine = await proven(around.db, browser, await invited(around))
    expect(mine.step).toBe('sign-in')
    expect(await joinAsMyself(mine)).toEqual({ ok: false, why: 'somebody-else-invited' })
  })

  test('who has a place in the family already gets no second one', async () => {
    const around = await withUncle()
    const { db } = around
    const token = await invited(around)
    const marta = await anAccount(db, 'marta@example.net')
    await db.updateTable('member').set({ person_id: marta }).where('id', '=', around.members.marta).execute()
    const browser = new Browser()
    await browser.signIn('marta@example.net')
    const mine = await proven(db, browser, token)
    expect(mine.step).toBe('as-me')
    expect(await joinAsMyself(mine)).toEqual({ ok: false, why: 'already-here' })
  })

  test('made while two invitations to one new address are answered at once: one account', async () => {
    const around = await withUncle()
    const { db } = around
    const aisha = () => inviter(db, { people: around.people, family: around.otherFamily }, 'aisha')
    const added = await act(await aisha(), addMember, { name: 'Tariq Hussain', givenName: null, seat: 'network', relation: 'uncle', bornOn: null, contact: null, agreedBy: null })
    if (!added.ok) throw new Error(added.why)
    const [first, second] = [new Browser(), new Browser()]
    const one = await proven(db, first, await invited(around))
    await aMoment()
    await act(await aisha(), invite, { member: added.value, by: byEmail(tariqs), lang: 'en' })
    const two = await proven(db, second, await newestToken(db, tariqs))
    await warm(db, 4)
    const answers = await Promise.all([one, two].map(({ invitation }) => joinAsNew(new Browser().get('/'), invitation, { lang: 'en', password: null, sharedPhone: true })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, why: 'has-account' })
  })
})

describe('inviting', () => {
  test('is refused for a child, for somebody with an account, for another family’s people and for nobody', async () => {
    const around = await withUncle()
    const attempt = async (member: MemberId) => {
      const answer = await act(around.marta, invite, { member, by: byEmail(tariqs), lang: 'en' })
      return answer.ok ? 'invited' : answer.why
    }
    expect(await attempt(around.members.leo)).toBe('child-needs-none')
    expect(await attempt(around.members.kasia)).toBe('has-account')
    expect(await attempt(around.members.aisha)).toBe('not-there')
    expect(await attempt(newId<MemberId>())).toBe('not-there')
    await around.db.updateTable('member').set({ until_on: plusDays(around.marta.today, -1) }).where('id', '=', around.uncle).execute()
    expect(await attempt(around.uncle)).toBe('not-there')
  })

  test('is for the family and its lead professional', async () => {
    const around = await withUncle()
    for (const who of ['kasia', 'dean', 'zosia'] as const) {
      const viewer = (await viewerFor(around.db, around.people[who], around.family, now()))!
      expect(() => must(viewer, 'people:invite')).toThrow()
    }
    const sam = await inviter(around.db, around, 'sam')
    expect(await act(sam, invite, { member: around.uncle, by: byEmail(tariqs), lang: 'en' })).toMatchObject({ ok: true })
    expect(await openInvitations(sam)).toMatchObject([{ member: around.uncle, channel: 'email' }])
  })

  test('of another adult, of a young person and of the other parent is the lead professional’s alone, and so is their letter', async () => {
    const around = await withUncle()
    const sam = await inviter(around.db, around, 'sam')
    for (const seat of ['parent', 'young-person', 'other-parent'] as const) {
      const added = await act(sam, addMember, { name: 'Robin Example', givenName: null, seat, relation: null, bornOn: '2011-05-02' as Day, contact: null, agreedBy: null })
      if (!added.ok) throw new Error(added.why)
      const ask = { member: added.value, by: { channel: 'letter' }, lang: 'en' } as const
      expect(await act(around.marta, invite, ask)).toMatchObject({ ok: false, why: 'not-there' })
      expect(await act(sam, invite, ask)).toMatchObject({ ok: true })
      expect(await letterTo(around.marta, added.value)).toBeUndefined()
      expect(await letterTo(sam, added.value)).toBeDefined()
    }
  })

  test('twice by the same form sends one message', async () => {
    const around = await withUncle()
    const once = { id: newId(), contentHash: 'the same' }
    const send = () => act(around.marta, invite, { member: around.uncle, by: byEmail(tariqs), lang: 'en' }, once)
    await Promise.all([send(), send()])
    await send()
    expect(await around.db.selectFrom('outbox').selectAll().where('address', '=', tariqs).execute()).toHaveLength(1)
  })

  test('a young person’s invitation is one to an account with a password, reached as the lead professional was told, by their own clocks', async () => {
    const around = await withUncle()
    const { db } = around
    const sam = await inviter(db, around, 'sam')
    const contact = { email: 'imran@example.net', mobile: null, language: 'en', channel: 'email', days: '12345', from: '16:00', until: '18:00', zone: 'Asia/Karachi', messagesOk: true } as const
    const added = await act(sam, addMember, { name: 'Imran Hussain', givenName: null, seat: 'young-person', relation: null, bornOn: '2011-05-02' as Day, contact, agreedBy: null })
    if (!added.ok) throw new Error(added.why)
    const browser = new Browser()
    const { invitation } = await proven(db, browser, await invited(around, byEmail('imran@example.net'), added.value, 'sam'), 'imran@example.net')
    expect(invitation.needsPassword).toBe(true)
    const answer = await joinAsNew(browser.get('/'), invitation, { lang: 'en', password, sharedPhone: false })
    expect(answer.ok).toBe(true)
    const person = await db.selectFrom('person').select(['id', 'born_on']).where('email', '=', 'imran@example.net').executeTakeFirstOrThrow()
    expect(person.born_on).toBe('2011-05-02')
    expect(await db.selectFrom('safe_contact').select(['channel', 'days', 'from_time', 'until_time', 'zone']).where('person_id', '=', person.id).execute())
      .toEqual([{ channel: 'email', days: '12345', from_time: '16:00', until_time: '18:00', zone: 'Asia/Karachi' }])
    // The invitation itself had waited for those hours: four in the afternoon there is eleven in the morning in Greenwich.
    const { not_before } = await db.selectFrom('outbox').select('not_before').where('address', '=', 'imran@example.net').orderBy('made_at').orderBy('not_before', 'desc').executeTakeFirstOrThrow()
    expect(['11', '12'].includes(not_before.slice(11, 13)), not_before).toBe(true)
    expect(await db.selectFrom('member_contact').selectAll().where('member_id', '=', added.value).execute()).toEqual([])
  })
})
