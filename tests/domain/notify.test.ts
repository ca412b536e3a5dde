/** GOV.UK Notify by its own client, against a server on this machine that speaks its API and checks what it is sent. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { putInOutbox } from '#app/events/notices.server.ts'
import { withLink } from '#app/events/notice-links.server.ts'
import { sendDue, senderOf } from '#app/events/outbox.server.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { inTransaction } from '#db/transaction.ts'
import { freshDatabase } from './database.ts'
import { aWorld, worldBegins, type World } from './world.ts'

const service = '11111111-2222-4333-8444-555555555555'
const secret = '66666666-7777-4888-8999-aaaaaaaaaaaa'
const key = `test-${service}-${secret}`
const [emailTemplate, textTemplate] = ['0b7a5a1e-0000-4000-8000-000000000001', '0b7a5a1e-0000-4000-8000-000000000002']

interface Sent { readonly path: string; readonly body: { template_id: string; reference: string; email_address?: string; phone_number?: string; personalisation: Record<string, string> } }
/** How it answers: a status, after taking the message in or not; or it hangs up, having it or not. */
type Mood = number | 'takes it and hangs up' | 'hangs up' | 'takes it and says 500'

/** Notify: it looks at the token, keeps what it takes, and says by its reference what it has. */
async function aNotify(mood: () => Mood) {
  const taken: Sent[] = []
  const asked: string[] = []
  let remembers = true
  const server = createServer((req, res) => {
    void (async () => {
      const say = (status: number, body: unknown) => res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
      if (!signed(req)) return say(403, { status_code: 403, errors: [{ error: 'AuthError', message: 'Invalid token: signature' }] })
      const url = new URL(req.url!, 'http://localhost')
      if (req.method === 'GET') {
        asked.push(url.searchParams.get('reference')!)
        if (!remembers) return say(500, {})
        return say(200, { notifications: taken.filter(({ body }) => body.reference === url.searchParams.get('reference')).map(({ body }) => ({ reference: body.reference, status: 'delivered' })), links: {} })
      }
      const parts: Buffer[] = []
      for await (const part of req) parts.push(part as Buffer)
      const body = JSON.parse(Buffer.concat(parts).toString()) as Sent['body']
      const wants = url.pathname.endsWith('/email') ? { template: emailTemplate, to: body.email_address, said: ['body', 'subject'] } : { template: textTemplate, to: body.phone_number, said: ['body'] }
      if (body.template_id !== wants.template || !wants.to || Object.keys(body.personalisation).sort().join() !== wants.said.join()) return say(400, { status_code: 400, errors: [{ error: 'BadRequestError', message: 'Missing personalisation' }] })
      const how = mood()
      if (how === 201 || typeof how === 'string' && how.startsWith('takes')) taken.push({ path: url.pathname, body })
      if (typeof how === 'string' && how.endsWith('hangs up')) return void req.socket.destroy()
      say(how === 'takes it and says 500' ? 500 : (how as number), how === 201 ? { id: service, reference: body.reference, content: {}, uri: '', template: {} } : { errors: [] })
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  }))
  return { taken, asked, forgets: () => (remembers = false), minds: () => (remembers = true), url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Whether a request carries a token of this service that was made just now. */
function signed(req: IncomingMessage): boolean {
  const [head = '', claims = '', signature = ''] = (req.headers.authorization ?? '').replace(/^Bearer /, '').split('.')
  const right = createHmac('sha256', secret).update(`${head}.${claims}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false
  const { iss, iat } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string; iat: number }
  return iss === service && Math.abs(Date.now() / 1000 - iat) < 30
}

let world: World
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})
const by = (url: string, withKey = key) => senderOf({ mail: undefined, text: undefined, origin: 'https://plan.example.org', notify: { key: withKey, url, emailTemplate, textTemplate } })
const at = (clock: Instant) => ({ clock: () => clock })
const tell = (who: 'marta' | 'piotr') => inTransaction(world.db, (trx) => putInOutbox(trx, world.family, worldBegins, [{ to: world.people[who], name: 'somethingNew' }]))
const rows = () => world.db.selectFrom('outbox').selectAll().orderBy('id').execute()

describe('a message by Notify', () => {
  test('is one variable of a template, with its id as the reference: an e-mail with its subject, a text without', async () => {
    await world.db.updateTable('person').set({ email: null, mobile: '+447700900123', language: 'ur' }).where('id', '=', world.people.piotr).execute()
    await tell('marta')
    await tell('piotr')
    const notify = await aNotify(() => 201)
    await sendDue(world.db, by(notify.url), at(worldBegins))
    const all = await rows()
    expect(all.map(({ state }) => state)).toEqual(['sent', 'sent'])
    const [email, text] = [all.find((row) => row.channel === 'email')!, all.find((row) => row.channel === 'text')!]
    expect(notify.taken).toContainEqual({ path: '/v2/notifications/email', body: { template_id: emailTemplate, reference: email.id, email_address: 'marta@example.org', personalisation: { subject: email.subject, body: withLink(email) } } })
    expect(notify.taken).toContainEqual({ path: '/v2/notifications/sms', body: { template_id: textTemplate, reference: text.id, phone_number: '+447700900123', personalisation: { body: withLink(text) } } })
  })

  test.each([[201, 'sent', 0], [400, 'failed', 0], [403, 'waiting', 0], [429, 'waiting', 0], [500, 'waiting', 1], [503, 'waiting', 1], ['hangs up', 'waiting', 1], ['takes it and hangs up', 'sent', 1], ['takes it and says 500', 'sent', 1]] as const)(
    'that is answered with %s is %s', async (mood, state, questions) => {
      await tell('marta')
      const notify = await aNotify(() => mood)
      await sendDue(world.db, by(notify.url), at(worldBegins))
      const [row] = await rows()
      expect(row!.state).toBe(state)
      expect(notify.asked).toEqual(Array<string>(questions).fill(row!.id))
    })

  test('waits for the right key, and while nobody is there', async () => {
    await tell('marta')
    const notify = await aNotify(() => 201)
    await sendDue(world.db, by(notify.url, `test-${service}-${service}`), at(worldBegins))
    expect((await rows())[0]!.state).toBe('waiting')
    await sendDue(world.db, by('http://127.0.0.1:9'), at(plusMinutes(worldBegins, 3)))
    expect((await rows())[0]).toMatchObject({ state: 'waiting', tries: 2 })
    await sendDue(world.db, by(notify.url), at(plusMinutes(worldBegins, 60)))
    expect(notify.taken).toHaveLength(1)
  })

  test('of whose end nobody knows is asked for before it is sent again: never twice, and never lost', async () => {
    for (const mood of ['takes it and hangs up', 'hangs up'] as const) {
      await world.db.deleteFrom('outbox').execute()
      await tell('marta')
      let how: Mood = mood
      const notify = await aNotify(() => how)
      notify.forgets()
      await sendDue(world.db, by(notify.url), at(worldBegins))
      expect((await rows())[0]!.state).toBe('unknown')
      how = 201
      // Too early to ask; then nobody says; then they do.
      await sendDue(world.db, by(notify.url), at(plusMinutes(worldBegins, 4)))
      await sendDue(world.db, by(notify.url), at(plusMinutes(worldBegins, 6)))
      expect((await rows())[0]!.state).toBe('unknown')
      notify.minds()
      await sendDue(world.db, by(notify.url), at(plusMinutes(worldBegins, 12)))
      await sendDue(world.db, by(notify.url), at(plusMinutes(worldBegins, 13)))
      expect((await rows())[0]!.state).toBe('sent')
      expect(notify.taken, mood).toHaveLength(1)
    }
  })

  test('that a worker had in its hand when it died is asked for, too', async () => {
    await tell('marta')
    await world.db.updateTable('outbox').set({ state: 'sending', claimed_at: worldBegins, tries: 1 }).execute()
    const notify = await aNotify(() => 201)
    await sendDue(world.db, by(notify.url), at(plusMinutes(worldBegins, 11)))
    await sendDue(world.db, by(notify.url), at(plusMinutes(worldBegins, 12)))
    expect((await rows())[0]!.state).toBe('sent')
    expect(notify.taken).toHaveLength(1)
  })
})
