/** Every message there is, in every language and by each channel: what it says, to whom, when, and what its link shows. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { must, myselfFor } from '#app/access/viewer.server.ts'
import { noticeByWord, noticeForMyself } from '#app/domain/account/notice.server.ts'
import { hashOfSafeWord, usualContact, setSafeContact } from '#app/domain/account/own-account.server.ts'
import { changeSettings, settingsOf } from '#app/domain/area/settings.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { linkMark } from '#app/events/notice-links.server.ts'
import { isQuiet, plainNotices, putInOutbox, quietNotices, type Notice, type NoticeName, type PathOf } from '#app/events/notices.server.ts'
import { sendDue, type Message } from '#app/events/outbox.server.ts'
import { outboxList } from '#app/events/outbox-list.server.ts'
import { act } from '#app/events/transact.server.ts'
import { languages, type Lang } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { instant, now, plusMinutes, type Instant } from '#app/values/instant.ts'
import { inTransaction } from '#db/transaction.ts'
import { freshDatabase } from './database.ts'
import { aWorld, type World } from './world.ts'
import english from '../../locales/en/notices.json' with { type: 'json' }

const channels = ['email', 'text'] as const
const noon = instant('2026-11-25T12:00:00Z')
const night = instant('2026-11-25T23:30:00Z')

let world: World
const sent: Message[] = []
const send = (at: Instant) => sendDue(world.db, (message) => (sent.push(message), Promise.resolve('sent' as const)), { clock: () => at })
const tell = (notices: readonly Notice[], at: Instant = noon, pathOf?: PathOf) => inTransaction(world.db, (trx) => putInOutbox(trx, world.family, at, notices, pathOf))

/** Marta is reached by one channel, ten to two, in a language. */
async function reached(channel: 'email' | 'text' | 'none', more: { lang?: Lang; emailDetail?: boolean; textDetail?: boolean; safeWord?: string } = {}) {
  const { lang = 'en', ...contact } = more
  await world.db.updateTable('person').set({ mobile: '+447700900127', language: lang }).where('id', '=', world.people.marta).execute()
  await act(must(myselfFor(world.db, world.people.marta, now()), 'account:keep'), setSafeContact, { ...usualContact, channel, fromTime: '10:00', untilTime: '14:00', ...contact })
  await world.db.deleteFrom('outbox').execute()
  await world.db.deleteFrom('notice_link').execute()
}

// Links are made at noon and work for some days, so it is that day as long as the tests run.
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(noon) })
  sent.length = 0
  world = await aWorld(await freshDatabase())
})
afterEach(() => void vi.useRealTimers())

/** Words by which somebody looking over a shoulder would know who writes, about whom, or what about. */
const telling: Readonly<Record<Lang, RegExp>> = {
  en: /\b(plan|famil|council|help|support|social|child|goal|money|spend|budget|appointment|visit|meeting|note|lead professional|password|sign in was|spare)/i,
  cy: /(cynllun|teulu|cyngor|cymorth|cefnog|cymdeithasol|plentyn|plant|nod newydd|nodau|arian|cyllideb|apwyntiad|ymweliad|cyfarfod|cyfrinair|sbâr)/i,
  pl: /(plan|rodzin|urz[ąę]d|pomoc|wsparci|socjaln|dzieck|dzieci|cel\b|pieni[ąę]d|bud[żz]et|wizyt|spotkani|hasło|zapasow)/i,
  ur: /(منصوب|خاندان|کونسل|مدد|سماجی|بچ[ےہو]|ہدف|رقم|بجٹ|ملاقات|پاس ورڈ|اضافی)/,
}
/** Names of people and of the service, in every language. */
const named = () => new RegExp([...languages.map(({ code }) => wordsFor(code).t('common:siteName')), 'Our area', 'Marta', 'Kowalczyk', 'Sam', 'Adeyemi', 'Zosia', 'Piotr'].join('|'), 'i')
/** The link, which holds the area's own address, and codes. */
const words = (message: Message) => `${message.subject} ${message.body}`.replaceAll(/https?:\/\/\S+/g, '')

/** What a text needs: an address of ours, a code. A name that got in here would be found. */
const values = { link: 'http://localhost:3000/join/x', code: '123456', reference: 'KF7-2M9Q', day: '3 December', who: 'Robin', area: 'Wendle', phone: '01632 960 000' }

describe('what a message says', () => {
  test('every message there is has its words, and no others are there', () => {
    const keys = Object.keys(english).filter((key) => key !== 'signIn')
    expect(keys.sort()).toEqual([...plainNotices, ...quietNotices].sort())
  })

  test.each(languages.flatMap(({ code }) => channels.map((channel) => [code, channel] as const)))('in %s by %s: that there is something, and nothing of what, for whom or from whom', async (lang, channel) => {
    await reached(channel, { lang })
    await tell(quietNotices.map((name) => ({ to: world.people.marta, name })))
    await send(noon)
    expect(sent).toHaveLength(quietNotices.length)
    expect(new Set(sent.map(({ subject }) => subject))).toEqual(new Set([wordsFor(lang).t('notices:somethingNew.subject')]))
    for (const message of sent) {
      expect(words(message)).not.toMatch(telling[lang])
      expect(words(message)).not.toMatch(named())
      expect(message.body).toMatch(/ http:\/\/localhost:3000\/n\/[\w-]{22}$/)
      expect(message.channel).toBe(channel)
    }
    expect(new Set(sent.map(({ body }) => body)).size).toBe(quietNotices.length)
  })

  test.each(languages.map(({ code }) => code))('in %s, what is asked for this minute names neither the service nor a person', async (lang) => {
    await tell(plainNotices.flatMap((name): Notice[] => channels.map((channel) => ({ to: { channel, address: channel === 'email' ? 'x@example.org' : '+447700900199', lang }, name, values }))))
    await send(noon)
    expect(sent).toHaveLength(2 * plainNotices.length)
    for (const message of sent) {
      expect(words(message)).not.toMatch(named())
      expect(`${message.subject} ${message.body}`).not.toMatch(/\{\{|undefined/)
    }
  })

  test('is more where its reader allowed it, by that channel alone; never a name', async () => {
    await reached('email', { emailDetail: true })
    const all = quietNotices.map((name): Notice => ({ to: world.people.marta, name }))
    await tell(all)
    await send(noon)
    expect(sent.map(({ subject }) => subject).sort()).toEqual(quietNotices.map((name) => english[name].subject).sort())
    for (const message of sent) expect(words(message)).not.toMatch(named())

    await reached('text', { emailDetail: true })
    sent.length = 0
    await tell(all)
    await send(noon)
    expect(new Set(sent.map(({ subject }) => subject))).toEqual(new Set(['You have a new message']))
  })

  test('is as its reader wants it when it goes out, and not as they wanted it when it was written', async () => {
    await reached('email', { emailDetail: true })
    await tell([{ to: world.people.marta, name: 'moneyAnswer' }], night)
    await world.db.updateTable('safe_contact').set({ email_detail: 0 }).where('person_id', '=', world.people.marta).execute()
    await world.db.updateTable('person').set({ language: 'pl' }).where('id', '=', world.people.marta).execute()
    await send(instant('2026-11-26T10:00:00Z'))
    expect(sent).toMatchObject([{ subject: 'Masz nową wiadomość' }])
    expect(words(sent[0]!)).not.toMatch(telling.pl)
  })
})

describe('when and where a message goes', () => {
  const every: readonly NoticeName[] = [...quietNotices, ...plainNotices]

  test('outside of safe hours nothing goes out but what is asked for this minute', async () => {
    await reached('text')
    await tell(every.map((name): Notice => ({ to: world.people.marta, name, values, atOnce: !isQuiet(name) })), night)
    await send(night)
    expect(sent.map(({ subject }) => subject).sort()).toEqual(plainNotices.map((name) => english[name].subject).sort())
    await send(instant('2026-11-26T10:00:00Z'))
    expect(sent).toHaveLength(every.length)
    expect(new Set(sent.map(({ channel, address }) => `${channel} ${address}`))).toEqual(new Set(['text +447700900127']))
  })

  test('nothing at all goes to somebody who cannot safely be reached', async () => {
    await reached('none')
    await tell(every.map((name): Notice => ({ to: world.people.marta, name, values, atOnce: !isQuiet(name) })))
    await world.db.updateTable('safe_contact').set({ channel: 'text', messages_ok: 0 }).where('person_id', '=', world.people.marta).execute()
    await tell(every.map((name): Notice => ({ to: world.people.marta, name, values, atOnce: !isQuiet(name) })))
    await send(instant('2026-11-26T10:00:00Z'))
    expect(sent).toEqual([])
    expect(await world.db.selectFrom('notice_link').selectAll().execute()).toEqual([])
  })

  test('to an address that was given for one message, at the hours that were given with it, tried again or not', async () => {
    const hours = { days: '1234567', from: '10:00', until: '11:00', zone: 'Europe/Warsaw' }
    await tell([{ to: { channel: 'email', address: 'x@example.org', lang: 'en', hours, sender: 'News' }, name: 'invitation', values, atOnce: true }], night)
    await send(night)
    await sendDue(world.db, async () => 'again', { clock: () => instant('2026-11-26T09:59:00Z') })
    await send(instant('2026-11-26T10:30:00Z'))
    expect(sent).toEqual([])
    await send(instant('2026-11-27T09:00:00Z'))
    expect(sent).toMatchObject([{ address: 'x@example.org', sender: 'News' }])
  })
})

describe('the link in a message', () => {
  const tokenOf = (message: Message | undefined) => /\/n\/([\w-]{22})/.exec(message?.body ?? '')![1]!
  const said = (token: string, word: string, from = '192.0.2.1') => noticeByWord(token, word, from)
  const onlyToken = async () => {
    await send(noon)
    return tokenOf(sent.at(-1))
  }

  test('leads its reader alone to the thing, and is kept nowhere', async () => {
    await reached('email')
    await world.db.updateTable('safe_contact').set({ from_time: '00:00', until_time: '23:59' }).where('person_id', '=', world.people.marta).execute()
    const goal = { words: 'A goal', lang: 'en', category: 'school' as const, about: [], steps: [], whoSees: 'everybody' as const, shareWith: [] }
    const made = await act(await world.may('piotr', 'goals:add'), addGoal, goal)
    if (!made.ok) throw new Error('the goal was refused')
    const { messages } = await outboxList(world.db, 1)
    const shown = messages.find(({ address }) => address === 'marta@example.org')!
    const token = tokenOf({ ...shown } as unknown as Message)
    expect(await noticeForMyself(token, world.people.marta)).toEqual({ path: `/families/${world.family}/goals/${made.value}`, say: null })
    expect(await noticeForMyself(token, world.people.piotr)).toBeUndefined()
    expect(await noticeForMyself('unknown', world.people.marta)).toBeUndefined()
    const kept = JSON.stringify([await world.db.selectFrom('outbox').selectAll().execute(), await world.db.selectFrom('notice_link').selectAll().execute()])
    expect(kept).not.toContain(token)
    expect(kept).toContain(linkMark())
  })

  test('leads to our own pages alone, whatever was written down', async () => {
    await reached('email')
    await tell([{ to: world.people.marta, name: 'newGoal' }], noon, () => '//elsewhere.example/families')
    expect(await noticeForMyself(await onlyToken(), world.people.marta)).toEqual({ path: '/families', say: null })
  })

  test('shows one sentence to whoever says the safe word, and to nobody else; its page says what no other page says', async () => {
    await reached('email', { safeWord: 'blue kite' })
    await tell([{ to: world.people.marta, name: 'passwordChanged' }])
    const token = await onlyToken()
    expect(await said(token, 'red kite')).toEqual({ ok: false, why: 'word-wrong', field: 'word' })
    expect(await said(token, 'Blue Kite')).toEqual({ ok: true, say: 'passwordChanged' })
    expect(await noticeForMyself(token, world.people.marta)).toMatchObject({ say: 'passwordChanged' })
    const tries = await world.db.selectFrom('event').select('data').where('kind', '=', 'safe-word-tried').execute()
    expect(tries.map(({ data }) => data).sort()).toEqual(['{"right":false}', '{"right":true}'])
  })

  test('answers alike when it is unknown, has ended, or its reader has no word; and not for long', async () => {
    await reached('email')
    await tell([{ to: world.people.marta, name: 'somethingNew' }])
    const token = await onlyToken()
    const wordless = await said(token, 'blue kite')
    await world.db.updateTable('safe_contact').set({ safe_word: hashOfSafeWord(world.people.marta, 'blue kite') }).where('person_id', '=', world.people.marta).execute()
    await world.db.updateTable('notice_link').set({ expires_at: plusMinutes(now(), -1) }).execute()
    expect(await noticeForMyself(token, world.people.marta)).toBeUndefined()
    const answers = [wordless, await said(token, 'blue kite'), await said('unknown', 'blue kite')]
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify({ ok: false, why: 'word-wrong', field: 'word' })]))
    for (const which of ['another', 'unknown']) {
      for (let n = 0; n < 5; n += 1) await said(which, 'x', `192.0.2.${n + 10}`)
      expect(await said(which, 'blue kite', '192.0.2.99')).toMatchObject({ ok: false, why: 'wait-a-little' })
    }
  })

  test('of many messages tries one word no more often than one does', async () => {
    await reached('email', { safeWord: 'blue kite' })
    await tell(Array.from({ length: 6 }, () => ({ to: world.people.marta, name: 'somethingNew' as const })))
    await send(noon)
    const tokens = sent.map(tokenOf)
    for (const token of tokens.slice(0, 5)) for (let n = 0; n < 4; n += 1) await said(token, `guess ${n}`, `192.0.2.${n + 10}`)
    expect(await said(tokens[5]!, 'blue kite', '192.0.2.99')).toEqual({ ok: false, why: 'word-wrong', field: 'word' })
  })

  test('works for the days that the area has set', async () => {
    await act(await asRuth(), changeSettings, { noticeLinkDays: 3 })
    await reached('email')
    await tell([{ to: world.people.marta, name: 'somethingNew' }])
    expect(await world.db.selectFrom('notice_link').select('expires_at').execute()).toEqual([{ expires_at: plusMinutes(noon, 3 * 24 * 60) }])
  })

  /** Ruth keeps the settings from now on. */
  const asRuth = async () => {
    await world.db.updateTable('post').set({ role: 'administrator' }).where('person_id', '=', world.people.ruth).execute()
    return must(await world.desk('ruth', now()), 'settings:keep')
  }

  test('comes from a name of the area’s list; a name that it strikes out is nobody’s', async () => {
    const me = () => must(myselfFor(world.db, world.people.marta, now()), 'account:keep')
    expect(await act(me(), setSafeContact, { ...usualContact, channel: 'email', sender: 'Swimming' })).toMatchObject({ ok: false, why: 'sender-not-listed', field: 'sender' })
    expect((await settingsOf(world.db)).senderNames).toContain('News')
    expect(await act(me(), setSafeContact, { ...usualContact, channel: 'email', sender: 'News' })).toMatchObject({ ok: true })
    for (const wrong of ['', '12345', 'Twelve chars', 'Książka', 'News!', ' News']) expect(await act(await asRuth(), changeSettings, { senderNames: [wrong] }), wrong).toMatchObject({ ok: false, why: 'setting-wrong' })
    expect(await act(await asRuth(), changeSettings, { senderNames: ['Messages', 'Elf letters'] })).toMatchObject({ ok: true })
    expect(await world.db.selectFrom('safe_contact').select('sender').where('person_id', '=', world.people.marta).execute()).toEqual([{ sender: null }])
  })
})
