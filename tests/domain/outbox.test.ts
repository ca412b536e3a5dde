import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SMTPServerDataStream } from 'smtp-server'
import { beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { safeMoment, putInOutbox, type Notice } from '#app/events/notices.server.ts'
import { withLink } from '#app/events/notice-links.server.ts'
import { sendDue, senderOf, type Message, type SendEnd, type Sender } from '#app/events/outbox.server.ts'
import { startWorker } from '#app/events/worker.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import { instant, plusMinutes, type Instant } from '#app/values/instant.ts'
import { connect, type Db } from '#db/connect.ts'
import type { Insertable } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.ts'
import { freshDatabaseAt, warm } from './database.ts'
import { aMailServer, by, read, type Mail } from './mail-server.ts'
import { aWorld, worldBegins, type World } from './world.ts'

const kind = inject('databaseTemplate').kind
let db: Db
let url: string
let world: World

beforeEach(async () => {
  const made = await freshDatabaseAt()
  ;({ db, url } = made)
  world = await aWorld(db)
})

const at = (time: Instant) => ({ clock: () => time })
const tell = (...notices: Notice[]) => inTransaction(db, (trx) => putInOutbox(trx, world.family, worldBegins, notices))
const outbox = () => db.selectFrom('outbox').selectAll().orderBy('made_at').orderBy('id').execute()
const states = async () => (await outbox()).map((row) => row.state)
const contact = (person: PersonId, changed: Partial<Insertable<Schema['safe_contact']>> = {}) => db.insertInto('safe_contact').values({
  person_id: person, channel: 'email', days: '1234567', from_time: '08:00', until_time: '20:00', zone: 'Europe/London', messages_ok: 1, changed_at: worldBegins, ...changed,
}).execute()

const answering = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code })

describe('a message', () => {
  test('goes out in its reader\'s language, to them alone, with an id that stays the same', async () => {
    await db.updateTable('person').set({ language: 'ur' }).where('id', '=', world.people.zosia).execute()
    await db.updateTable('person').set({ language: 'pl' }).where('id', '=', world.people.piotr).execute()
    const goal = { words: 'A secret of ours', lang: 'en', category: 'school' as const, about: [], steps: [], whoSees: 'everybody' as const, shareWith: [] }
    await act(await world.may('marta', 'goals:add'), addGoal, goal)
    const mail = await aMailServer()
    expect(await sendDue(db, by(mail), at(worldBegins))).toBe(2)

    const rows = await outbox()
    expect(rows.map((row) => row.state)).toEqual(['sent', 'sent'])
    expect(mail.arrived).toHaveLength(2)
    for (const [who, lang] of [['zosia', 'ur'], ['piotr', 'pl']] as const) {
      const { t } = wordsFor(lang)
      const mine = mail.arrived.find(({ to }) => to.includes(`${who}@example.org`))!
      expect(mine.to).toEqual([`${who}@example.org`])
      expect(mine.from).toBe('plan@example.org')
      expect(mine.subject).toBe(t('notices:somethingNew.subject'))
      expect(mine.text).toContain('localhost')
      expect(mine.id).toBe(`<${rows.find((row) => row.address === `${who}@example.org`)!.id}@plan.example.org>`)
      // It names neither the family, nor a person, nor what it is about.
      expect(mine.raw).not.toMatch(/secret|marta|kowalczyk|goal/i)
    }
    expect(await sendDue(db, by(mail), at(plusMinutes(worldBegins, 600)))).toBe(0)
    expect(mail.arrived).toHaveLength(2)
  })

  test('to an address that a mail program would read as two goes to no second one', async () => {
    const mail = await aMailServer()
    await tell({ to: { channel: 'email', address: 'a,b@example.org', lang: 'en' }, name: 'reset', values: { link: 'x' } })
    await sendDue(db, by(mail), at(worldBegins))
    expect(mail.arrived.flatMap(({ to }) => to)).not.toContain('b@example.org')
  })

  test('that the mail server refuses for good has failed, and is not tried again', async () => {
    const mail = await aMailServer({ onRcptTo: (_address, _session, done) => done(answering(550, 'no such person')) })
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await sendDue(db, by(mail), at(worldBegins))
    expect(await states()).toEqual(['failed'])
    expect(await sendDue(db, by(mail), at(plusMinutes(worldBegins, 10_000)))).toBe(0)
  })

  test('that is refused after its text has failed too', async () => {
    const mail = await aMailServer({ onData: (stream, _session, done) => void read(stream).then(() => done(answering(554, 'not this'))) })
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await sendDue(db, by(mail), at(worldBegins))
    expect(await states()).toEqual(['failed'])
  })

  test.each(['onMailFrom', 'onRcptTo', 'onData'] as const)('that is put off (%s) is tried again later, each time later, and given up after eight times', async (step) => {
    let asked = 0
    const putOff = (...given: unknown[]) => {
      asked += 1
      const [first, , done] = given as [SMTPServerDataStream, unknown, (error: Error) => void]
      if (step === 'onData') first.resume()
      done(answering(451, 'come back later'))
    }
    const mail = await aMailServer({ [step]: putOff })
    await tell({ to: { channel: 'email', address: 'somebody@example.org', lang: 'en' }, name: 'reset', values: { link: 'x' } })
    let clock = worldBegins
    for (let tries = 1; tries <= 8; tries += 1) {
      expect(await sendDue(db, by(mail), at(clock))).toBe(1)
      const [row] = await outbox()
      expect(row).toMatchObject({ state: tries < 8 ? 'waiting' : 'failed', tries })
      if (tries === 8) break
      expect(row!.not_before).toBe(plusMinutes(clock, 2 ** tries))
      expect(await sendDue(db, by(mail), at(plusMinutes(row!.not_before, -1)))).toBe(0)
      clock = row!.not_before
    }
    expect(asked).toBe(8)
  })

  test('waits while the mail server is down, and goes out when it is back', async () => {
    const gone = await aMailServer()
    const port = (gone.server.server.address() as AddressInfo).port
    await new Promise<void>((resolve) => gone.server.close(() => resolve()))
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await sendDue(db, by({ url: `smtp://127.0.0.1:${port}` }), at(worldBegins))
    expect(await states()).toEqual(['waiting'])
    const back = await aMailServer()
    await sendDue(db, by(back), at(plusMinutes(worldBegins, 2)))
    expect(await states()).toEqual(['sent'])
    expect(back.arrived).toHaveLength(1)
  })

  test('is not lost because the password for the mail server is wrong, or it takes nothing today', async () => {
    const locked = await aMailServer({ authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(answering(535, 'wrong password')) })
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await sendDue(db, by({ url: locked.url.replace('//', '//user:wrong@') }), at(worldBegins))
    expect(await states()).toEqual(['waiting'])
    const closed = await aMailServer({ onConnect: (_session, done) => done(answering(554, 'no service here')) })
    await sendDue(db, by(closed), at(plusMinutes(worldBegins, 2)))
    expect(await states()).toEqual(['waiting'])
  })

  test('whose line is cut before its text was given goes out the next time', async () => {
    const mail: Mail = await aMailServer({ onRcptTo: () => mail.sockets.forEach((socket) => socket.destroy()) })
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await sendDue(db, by(mail), at(worldBegins))
    expect(await states()).toEqual(['waiting'])
    const back = await aMailServer()
    await sendDue(db, by(back), at(plusMinutes(worldBegins, 2)))
    expect(back.arrived).toHaveLength(1)
  })

  test('whose line is cut before a word was said goes out the next time', async () => {
    const mail: Mail = await aMailServer({ onConnect: () => mail.sockets.forEach((socket) => socket.destroy()) })
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await sendDue(db, by(mail), at(worldBegins))
    expect(await states()).toEqual(['waiting'])
  })

  test('whose line is cut after its text was given is shown as unknown, and never sent again', async () => {
    let given = 0
    const mail: Mail = await aMailServer({
      onData: (stream) => void read(stream).then(() => {
        given += 1
        mail.sockets.forEach((socket) => socket.destroy())
      }),
    })
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await sendDue(db, by(mail), at(worldBegins))
    expect(await states()).toEqual(['unknown'])
    for (const minutes of [5, 60, 10_000]) expect(await sendDue(db, by(mail), at(plusMinutes(worldBegins, minutes)))).toBe(0)
    expect(given).toBe(1)
  })

  test('for which there is no way has failed; the others still go out', async () => {
    await contact(world.people.piotr, { channel: 'text' })
    await db.updateTable('person').set({ mobile: '+447700900123' }).where('id', '=', world.people.piotr).execute()
    await tell({ to: world.people.piotr, name: 'somethingNew' }, { to: world.people.marta, name: 'somethingNew' })
    const mail = await aMailServer()
    await sendDue(db, by(mail), at(worldBegins))
    expect((await outbox()).map((row) => [row.channel, row.state]).sort()).toEqual([['email', 'sent'], ['text', 'failed']])
  })

  test('whose sender throws is shown as unknown, and the others still go out', async () => {
    await tell({ to: world.people.piotr, name: 'somethingNew' }, { to: world.people.marta, name: 'somethingNew' })
    let first = true
    await sendDue(db, async () => {
      if (!first) return 'sent'
      first = false
      throw new Error('a fault')
    }, at(worldBegins))
    expect((await states()).sort()).toEqual(['sent', 'unknown'])
  })
})

describe('a text message', () => {
  /** A gateway for texts on this machine: answers as it is told to, or hangs up. */
  async function aGateway(answer: number | 'hang up') {
    const asked: { authorization: string | undefined; body: unknown }[] = []
    const server = createServer((req, res) => {
      void read(req).then((body) => {
        asked.push({ authorization: req.headers.authorization, body: JSON.parse(body.toString()) })
        if (answer === 'hang up') req.socket.destroy()
        else res.writeHead(answer).end()
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const stop = () => new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
    onTestFinished(stop)
    return { asked, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
  }

  beforeEach(async () => {
    await contact(world.people.marta, { channel: 'text' })
    await db.updateTable('person').set({ mobile: '+447700900123' }).where('id', '=', world.people.marta).execute()
    await tell({ to: world.people.marta, name: 'somethingNew' })
  })

  const through = (url: string) => senderOf({ mail: undefined, text: { url, key: 'k' }, origin: 'https://plan.example.org' })

  test.each([[200, 'sent'], [202, 'sent'], [400, 'failed'], [404, 'failed'], [401, 'waiting'], [403, 'waiting'], [429, 'waiting'], [500, 'waiting'], [503, 'waiting'], ['hang up', 'unknown']] as const)(
    'that is answered with %s is %s', async (answer, state) => {
      const gateway = await aGateway(answer)
      await sendDue(db, through(gateway.url), at(worldBegins))
      const [row] = await outbox()
      expect(row!.state).toBe(state)
      expect(gateway.asked).toEqual([{ authorization: 'Bearer k', body: { reference: row!.id, to: '+447700900123', text: withLink(row!) } }])
    })

  test('waits while the gateway is down', async () => {
    const gateway = await aGateway(200)
    await gateway.stop()
    await sendDue(db, through(gateway.url), at(worldBegins))
    expect(await states()).toEqual(['waiting'])
  })
})

describe('workers', () => {
  const many = (rows: number) => db.insertInto('outbox').values(Array.from({ length: rows }, (_, n) => ({
    id: newId(), scope_id: 'x', to_person: null, channel: 'email' as const, address: `reader${n}@example.org`, lang: 'en', subject: 's', body: 'b', at_once: 0 as const,
    not_before: instant('2026-01-01T00:00:00Z'), made_at: worldBegins, state: 'waiting' as const, claimed_at: null, tries: 0, sent_at: null,
  }))).execute()

  test('two over one outbox of 300 send each message once', async () => {
    await many(300)
    const other = connect(url)
    onTestFinished(() => other.destroy())
    // A cold connection would come when all was sent.
    await warm(other, 1)
    const sent: string[] = []
    const slowly: Sender = async ({ id }) => {
      sent.push(id)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3))
      return 'sent'
    }
    const shares = await Promise.all([db, other].map(async (own) => {
      let share = 0
      for (let idle = 0; idle < 3;) {
        const dealt = await sendDue(own, slowly, at(worldBegins))
        share += dealt
        idle = dealt === 0 ? idle + 1 : 0
      }
      return share
    }))
    expect(sent).toHaveLength(300)
    expect(new Set(sent).size).toBe(300)
    expect(shares[0]! + shares[1]!).toBe(300)
    if (kind === 'postgres') expect(Math.min(...shares)).toBeGreaterThan(0)
    expect(new Set(await states())).toEqual(new Set(['sent']))
  }, 60_000)

  test('one that dies in the middle leaves one message of which nobody knows; the rest is sent by another', async () => {
    await many(5)
    let hand = 0
    const dies: Sender = () => {
      hand += 1
      return hand < 3 ? Promise.resolve<SendEnd>('sent') : new Promise<SendEnd>(() => {})
    }
    void sendDue(db, dies, at(worldBegins))
    await expect.poll(async () => (await states()).sort()).toEqual(['claimed', 'claimed', 'sending', 'sent', 'sent'])

    const sent: string[] = []
    const sender: Sender = async ({ id }) => {
      sent.push(id)
      return 'sent'
    }
    // Nine minutes later it might still be alive.
    expect(await sendDue(db, sender, at(plusMinutes(worldBegins, 9)))).toBe(0)
    expect(await sendDue(db, sender, at(plusMinutes(worldBegins, 11)))).toBe(2)
    expect((await states()).sort()).toEqual(['sent', 'sent', 'sent', 'sent', 'unknown'])
    expect(new Set(sent).size).toBe(2)
    expect(await sendDue(db, sender, at(plusMinutes(worldBegins, 10_000)))).toBe(0)
  })

  test('one that was only slow does not send what another has taken over, nor mark it', async () => {
    await many(2)
    let release = () => {}
    const sent: string[] = []
    const slow = sendDue(db, async ({ id }) => {
      sent.push(id)
      await new Promise<void>((resolve) => (release = resolve))
      return 'sent'
    }, at(worldBegins))
    await expect.poll(() => sent.length).toBe(1)
    await sendDue(db, async ({ id }) => {
      sent.push(id)
      return 'sent'
    }, at(plusMinutes(worldBegins, 11)))
    release()
    await slow
    expect(new Set(sent).size).toBe(2)
    expect(sent).toHaveLength(2)
    expect((await states()).sort()).toEqual(['sent', 'unknown'])
  })

  test('one that takes long gives back what it has not begun', async () => {
    await many(4)
    let clock = worldBegins
    await sendDue(db, async () => {
      clock = plusMinutes(clock, 3)
      return 'sent'
    }, { clock: () => clock })
    expect((await states()).sort()).toEqual(['sent', 'sent', 'waiting', 'waiting'])
    expect((await outbox()).map((row) => row.tries).sort()).toEqual([0, 0, 1, 1])
  })

  test('one that is stopped finishes the message in its hand and gives the others back', async () => {
    await many(20)
    let sent = 0
    const inHand = new Promise<void>((resolve) => {
      const stop = startWorker(db, async () => {
        sent += 1
        if (sent === 2) void stop().then(resolve)
        await new Promise((done) => setTimeout(done, 20))
        return 'sent'
      }, (error) => { throw error })
    })
    await inHand
    expect(sent).toBe(2)
    expect((await states()).filter((state) => state === 'sent')).toHaveLength(2)
    expect((await states()).filter((state) => state === 'waiting')).toHaveLength(18)
  })
})

describe('safe hours', () => {
  const tanyas = { days: '12345', from: '10:00', until: '12:00', zone: 'Europe/London' }
  const moment = (from: string, hours = tanyas) => safeMoment(instant(from), hours)

  test.each([
    ['in the middle of them', '2026-11-24T11:00:00Z', '2026-11-24T11:00:00.000Z'],
    ['as they begin', '2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'],
    ['before them', '2026-11-24T06:00:00Z', '2026-11-24T10:00:00.000Z'],
    ['as they end', '2026-11-24T12:00:00Z', '2026-11-25T10:00:00.000Z'],
    ['after them', '2026-11-24T20:00:00Z', '2026-11-25T10:00:00.000Z'],
    ['a second before they end', '2026-11-24T11:59:59Z', '2026-11-24T11:59:59.000Z'],
    ['on a Friday afternoon', '2026-11-27T13:00:00Z', '2026-11-30T10:00:00.000Z'],
    ['on a Saturday', '2026-11-28T11:00:00Z', '2026-11-30T10:00:00.000Z'],
    ['in summer, an hour earlier by UTC', '2026-06-23T08:00:00Z', '2026-06-23T09:00:00.000Z'],
    ['on the Friday before the clocks go back', '2026-10-23T12:00:00Z', '2026-10-26T10:00:00.000Z'],
    ['on the Friday before they go forward', '2027-03-26T13:00:00Z', '2027-03-29T09:00:00.000Z'],
  ])('%s', (_, from, expected) => expect(moment(from)).toBe(expected))

  test('of another country are on its clocks', () => {
    const karachi = { days: '1234567', from: '09:00', until: '17:00', zone: 'Asia/Karachi' }
    expect(moment('2026-11-24T03:00:00Z', karachi)).toBe('2026-11-24T04:00:00.000Z')
    expect(moment('2026-11-24T13:00:00Z', karachi)).toBe('2026-11-25T04:00:00.000Z')
    // Late on a Sunday here it is Monday there.
    expect(moment('2026-11-22T22:30:00Z', { days: '1', from: '03:00', until: '05:00', zone: 'Asia/Karachi' })).toBe('2026-11-22T22:30:00.000Z')
  })

  test('on one day of the week are found a week on', () => {
    expect(moment('2026-11-24T12:00:00Z', { ...tanyas, days: '2' })).toBe('2026-12-01T10:00:00.000Z')
    expect(moment('2026-11-24T09:00:00Z', { ...tanyas, days: '2' })).toBe('2026-11-24T10:00:00.000Z')
  })

  test('in the hour that spring skips begin when it is over, or are not that day', () => {
    const night = { days: '7', from: '01:30', until: '03:00', zone: 'Europe/London' }
    expect(moment('2027-03-28T00:00:00Z', night)).toBe('2027-03-28T01:30:00.000Z') // half past two on the wall
    expect(moment('2027-03-28T00:00:00Z', { ...night, from: '01:00', until: '01:00' })).toBeUndefined()
  })

  test('that do not exist are never a reason to send at any time', () => {
    for (const none of [{ ...tanyas, days: '' }, { ...tanyas, from: '12:00', until: '10:00' }, { ...tanyas, from: '10:00', until: '10:00' }]) {
      expect(moment('2026-11-24T11:00:00Z', none)).toBeUndefined()
    }
  })

  test('whatever they are, the moment lies in them and none before it does', () => {
    const clocks = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    for (let n = 0; n < 200; n += 1) {
      const from = plusMinutes(instant('2026-10-19T00:00:00Z'), Math.floor(Math.random() * 20_000))
      const days = '1234567'.split('').filter(() => Math.random() < 0.4).join('')
      const [a, b] = [Math.floor(Math.random() * 96), Math.floor(Math.random() * 96)].sort((x, y) => x - y) as [number, number]
      const clock = (quarter: number) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
      if (a === b || days === '') continue
      const hours = { days, from: clock(a), until: clock(b), zone: 'Europe/London' }
      const found = safeMoment(from, hours)!
      const inside = (when: Instant) => {
        const parts = Object.fromEntries(clocks.formatToParts(Date.parse(when)).map(({ type, value }) => [type, value]))
        const day = String(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday!) + 1)
        const time = `${parts.hour}:${parts.minute}`
        return hours.days.includes(day) && time >= hours.from && time < hours.until
      }
      expect(inside(found), JSON.stringify({ from, hours, found })).toBe(true)
      expect(found >= from).toBe(true)
      // The hour that autumn repeats is safe once: the second time round is left out, so only earlier days are asked.
      for (let before = Date.parse(found) - 15 * 60_000; before >= Date.parse(from); before -= 15 * 60_000) {
        const when = new Date(before).toISOString() as Instant
        if (when > '2026-10-25T00:00' && when < '2026-10-25T02:00') continue
        if (inside(when)) throw new Error(JSON.stringify({ from, hours, found, when }))
      }
    }
  })

  test('hold back what is not asked for this minute, and nothing else', async () => {
    await contact(world.people.marta, { days: '12345', from_time: '10:30', until_time: '12:00' })
    await tell({ to: world.people.marta, name: 'somethingNew' }, { to: world.people.marta, name: 'reset', values: { link: 'x' }, atOnce: true }, { to: world.people.piotr, name: 'somethingNew' })
    const rows = await outbox()
    expect(rows.map((row) => [row.to_person, row.at_once, row.not_before]).sort()).toEqual([
      [world.people.marta, 0, '2026-11-24T10:30:00.000Z'], [world.people.marta, 1, worldBegins], [world.people.piotr, 0, worldBegins],
    ].sort())
    const sent: Message[] = []
    await sendDue(db, async (message) => {
      sent.push(message)
      return 'sent'
    }, at(worldBegins))
    expect(sent).toHaveLength(2)
  })

  test('hold when the mail server was down through them: nothing comes in the evening', async () => {
    await contact(world.people.marta, { days: '12345', from_time: '10:00', until_time: '12:00' })
    await tell({ to: world.people.marta, name: 'somethingNew' })
    const sent: Instant[] = []
    const sender = (clock: Instant): Sender => async () => {
      sent.push(clock)
      return 'sent'
    }
    await sendDue(db, async () => 'again', at(instant('2026-11-24T11:59:00Z')))
    const evening = instant('2026-11-24T20:00:00Z')
    await sendDue(db, sender(evening), at(evening))
    expect(sent).toEqual([])
    const [row] = await outbox()
    expect(row).toMatchObject({ state: 'waiting', not_before: '2026-11-25T10:00:00.000Z', tries: 1 })
    const next = instant('2026-11-25T10:00:00Z')
    await sendDue(db, sender(next), at(next))
    expect(sent).toEqual([next])
  })
})

describe('somebody who cannot safely be reached', () => {
  test('is told nothing: no channel, no messages on a phone that others answer, no address, no safe hours', async () => {
    await contact(world.people.marta, { channel: 'none' })
    await contact(world.people.piotr, { channel: 'text', messages_ok: 0 })
    await contact(world.people.zosia, { channel: 'text' })
    await contact(world.people.kasia, { days: '' })
    await db.updateTable('person').set({ email: null }).where('id', '=', world.people.dean).execute()
    const all = ['marta', 'piotr', 'zosia', 'kasia', 'dean'] as const
    await tell(...all.map((who): Notice => ({ to: world.people[who], name: 'somethingNew' })), { to: newId<PersonId>(), name: 'somethingNew' })
    await tell(...all.map((who): Notice => ({ to: world.people[who], name: 'reset', values: { link: 'x' }, atOnce: true })))
    expect((await outbox()).map((row) => row.to_person)).toEqual([])
  })

  test('since the message was written is not sent it', async () => {
    await contact(world.people.marta)
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await db.updateTable('safe_contact').set({ channel: 'none' }).where('person_id', '=', world.people.marta).execute()
    const mail = await aMailServer()
    await sendDue(db, by(mail), at(worldBegins))
    expect(mail.arrived).toEqual([])
    expect(await states()).toEqual(['failed'])
  })

  test('at the old address since the message was written gets it at the new one', async () => {
    await contact(world.people.marta)
    await tell({ to: world.people.marta, name: 'somethingNew' })
    await db.updateTable('person').set({ email: 'new@example.org' }).where('id', '=', world.people.marta).execute()
    const mail = await aMailServer()
    await sendDue(db, by(mail), at(worldBegins))
    expect(mail.arrived.map(({ to }) => to)).toEqual([['new@example.org']])
    expect(await outbox()).toMatchObject([{ state: 'sent', address: 'new@example.org' }])
  })
})
