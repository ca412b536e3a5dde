import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as ask, type IncomingHttpHeaders } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'

const journeyPort = Number(process.env.JOURNEY_PORT)

type Answer = { status: number; headers: IncomingHttpHeaders; body: string }
type Question = { port?: number; method?: string; headers?: Record<string, string>; body?: string }

/** Asks with exactly these headers, which a browser would not let us. */
function say(target: string, { port = journeyPort, method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = ask({ host: 'localhost', port, path: target, method, headers: { Host: `localhost:${port}`, ...headers } }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (piece) => (text += piece))
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Sends a form with a file of so many megabytes, one after the other; how it was answered, if it was, and how many were sent until then. */
function sendsFile(megabytes: number): Promise<{ status?: number; megabytes: number }> {
  return new Promise((resolve) => {
    let sent = 0
    const request = ask({ host: 'localhost', port: journeyPort, path: '/no/such/page', method: 'POST', headers: { ...fromUs, 'Content-Type': 'multipart/form-data; boundary=edge', Host: `localhost:${journeyPort}` } }, (res) => {
      res.resume().on('end', () => resolve({ status: res.statusCode, megabytes: sent }))
    })
    for (const end of ['error', 'close']) request.on(end, () => resolve({ megabytes: sent }))
    request.write('--edge\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n\r\n')
    const more = () => {
      if (request.destroyed) return
      if (sent === megabytes) return void request.end('\r\n--edge--\r\n')
      sent += 1
      request.write(Buffer.alloc(1_000_000), more)
    }
    more()
  })
}

function policyOf({ headers }: Answer): string {
  return String(headers['content-security-policy'])
}

const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const fromUs = { ...form, 'Sec-Fetch-Site': 'same-origin' }

test.describe('every answer', () => {
  test('forbids a page everything but what comes from here, with a new nonce each time', async () => {
    const [one, other] = await Promise.all([say('/privacy'), say('/privacy')])
    expect(one.status).toBe(200)
    const policy = policyOf(one)
    for (const part of ["default-src 'none'", "style-src 'self'", "img-src 'self' data:", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy.split('; ')).toContain(part)
    }
    expect(policy).not.toContain('unsafe')
    const nonces = [one, other].map((answer) => /script-src 'nonce-([^']{20,})' 'self'/.exec(policyOf(answer))?.[1])
    expect(nonces[0]).toBeTruthy()
    expect(nonces[0]).not.toBe(nonces[1])
  })

  test('says how it may be used', async () => {
    for (const target of ['/privacy', '/no/such/page', '/healthz']) {
      const { headers } = await say(target)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      })
      expect(headers['permissions-policy']).toContain('geolocation=()')
      expect(headers['x-powered-by']).toBeUndefined()
      // The demo is on http, where this header would lock people out.
      expect(headers['strict-transport-security']).toBeUndefined()
    }
  })

  test('is compressed as the browser can take it', async () => {
    for (const coding of ['br', 'gzip']) expect((await say('/privacy', { headers: { 'Accept-Encoding': coding } })).headers['content-encoding']).toBe(coding)
    expect((await say('/privacy')).headers['content-encoding']).toBeUndefined()
  })

  test('of a built file may be kept for good', async () => {
    const { body } = await say('/privacy')
    const stylesheet = /href="(\/assets\/[^"]+\.css)"/.exec(body)?.[1] ?? ''
    const { status, headers } = await say(stylesheet, { headers: { 'Accept-Encoding': 'br' } })
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'br', 'x-content-type-options': 'nosniff' })
  })
})

test.describe('a request that changes something', () => {
  const refused: [string, Record<string, string>][] = [
    ['says nothing of where it came from', {}],
    ['comes from another site', { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['comes from another site in an older browser', { Origin: 'https://elsewhere.example' }],
    ['hides where it came from', { Origin: 'null' }],
    ['claims another site to be ours', { Origin: 'https://elsewhere.example', 'X-Forwarded-Host': 'elsewhere.example' }],
    ['comes from another port of this machine', { Origin: 'http://localhost:1' }],
    ['comes from our other name', { Origin: `http://127.0.0.1:${journeyPort}` }],
  ]
  for (const [why, headers] of refused) {
    test(`is refused when it ${why}`, async () => {
      for (const [method, target] of [['POST', '/privacy'], ['POST', '/no/such/page'], ['DELETE', '/privacy'], ['PUT', '/assets/x.css']] as const) {
        const { status, body } = await say(target, { method, headers: { ...form, ...headers }, body: 'intent=save' })
        expect(status).toBe(403)
        expect(body).toContain('<h1>')
      }
    })
  }

  test('passes when one of our pages sent it', async () => {
    for (const headers of [fromUs, { ...form, Origin: `http://localhost:${journeyPort}` }]) {
      const { status } = await say('/no/such/page', { method: 'POST', headers, body: 'intent=save' })
      expect([404, 405]).toContain(status)
    }
  })

  test('comes as a post or not at all', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      const { status, headers } = await say('/privacy', { method, headers: fromUs })
      expect(status).toBe(405)
      expect(headers.allow).toBe('GET, HEAD, POST')
    }
  })

  test('reaches its page with a megabyte of text in any script, and is refused in words beyond that', async () => {
    const megabyte = (letter: string) => `note=${encodeURIComponent(letter.repeat(Math.floor(1_048_576 / Buffer.byteLength(letter))))}`
    for (const letter of ['a', '<', 'خ', 'ł', '🙂']) {
      const { status } = await say('/no/such/page', { method: 'POST', headers: fromUs, body: megabyte(letter) })
      expect([404, 405]).toContain(status)
    }
    const { status, body } = await say('/no/such/page', { method: 'POST', headers: fromUs, body: megabyte('خ').repeat(2) })
    expect(status).toBe(413)
    expect(body).toContain('<h1>')
  })

  test('reaches its page with a file that is too large; a gigabyte is cut off long before its end, while others are answered', async () => {
    expect([404, 405]).toContain((await sendsFile(30)).status)
    const began = Date.now()
    const [gigabyte, other] = await Promise.all([sendsFile(1_024), say('/healthz')])
    expect(gigabyte.status).toBeUndefined()
    expect(gigabyte.megabytes).toBeLessThan(200)
    expect(other.status).toBe(200)
    expect(Date.now() - began).toBeLessThan(30_000)
    expect((await say('/privacy')).status).toBe(200)
  })
})

test.describe('an address', () => {
  test('under another name is not ours', async () => {
    for (const Host of ['elsewhere.example', `elsewhere.example:${journeyPort}`, 'localhost', `localhost:${journeyPort}.elsewhere.example`]) {
      expect((await say('/privacy', { headers: { Host } })).status).toBe(421)
    }
    expect((await say('/privacy', { headers: { Host: `127.0.0.1:${journeyPort}` } })).status).toBe(200)
  })

  test('is not changed by what claims to be a proxy', async () => {
    const { status, body } = await say('/privacy', { headers: { 'X-Forwarded-Host': 'elsewhere.example', 'X-Forwarded-Proto': 'https', Forwarded: 'host=elsewhere.example' } })
    expect(status).toBe(200)
    expect(body).not.toContain('elsewhere.example')
  })

  test('that nothing has is answered with a page that says so', async () => {
    for (const target of ['/no/such/page', '//elsewhere.example/privacy', '/privacy/../../etc/passwd', '/assets/none.css', '/.env']) {
      const { status, headers, body } = await say(target, { headers: { 'Accept-Language': 'ur' } })
      expect(status, target).toBe(404)
      expect(headers['content-type']).toContain('text/html')
      expect(body).toContain('<html lang="ur" dir="rtl"')
    }
  })

  test('that is no address is refused, not stumbled over', async () => {
    for (const target of ['/%E0%A4%A', '/%00', '/privacy%', 'http://elsewhere.example/privacy']) expect((await say(target)).status, target).toBe(400)
  })

  test("of Remix's own is closed: no manifest, no data without its page", async () => {
    for (const target of ['/__manifest', '/__manifest?p=/privacy', '/privacy.data', '/_root.data', '/privacy?_data=root', '/?_data=root', '/privacy?a=b&_data=routes%2Fanyone%2Fprivacy']) {
      const { status, headers, body } = await say(target)
      expect(status, target).toBe(404)
      expect(headers['content-type'] ?? '').not.toMatch(/json|turbo/)
      expect(body).not.toContain('"shell"')
    }
  })
})

/** The built site in a process of its own. */
class House {
  readonly port: number
  readonly folder: string
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  said = ''

  constructor(port: number, env: Record<string, string> = { DEMO: '1' }, words: string[] = []) {
    this.port = port
    this.folder = mkdtempSync(path.join(tmpdir(), 'family-plan-server-'))
    const all: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: process.env.PATH, PORT: String(port), DATA_DIR: this.folder, ...env }
    this.child = spawn(process.execPath, ['tools/serve.mjs', ...words], { env: all, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text))
    this.ended = new Promise((resolve) => this.child.on('close', (code) => resolve(code)))
  }

  async open(): Promise<void> {
    await expect.poll(() => this.#isReady(), { timeout: 60_000 }).toBe(200)
  }

  #isReady(): Promise<number> {
    return say('/readyz', { port: this.port }).then(({ status }) => status, () => 0)
  }

  async close(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

test.describe('the process', () => {
  test('is well while it lives, and ready only while its database is as it must be', async () => {
    const house = new House(await freePort())
    try {
      await house.open()
      expect(await say('/healthz', { port: house.port })).toMatchObject({ status: 200, body: 'ok' })

      const database = new Database(path.join(house.folder, 'our-family-plan.sqlite'))
      database.exec('delete from schema_migration where name = (select max(name) from schema_migration)')
      database.close()

      expect((await say('/readyz', { port: house.port })).status).toBe(503)
      expect((await say('/healthz', { port: house.port })).status).toBe(200)
      // A balancer asks by whatever name it knows.
      expect((await say('/healthz', { port: house.port, headers: { Host: '10.0.0.7' } })).status).toBe(200)
    } finally {
      await house.close()
    }
  })

  test('told to stop, finishes what is under way, takes nothing new and ends in order', async () => {
    const house = new House(await freePort())
    try {
      await house.open()
      const { port } = house
      const answered = new Promise<number>((resolve, reject) => {
        const slow = ask({ host: 'localhost', port, path: '/no/such/page', method: 'POST', headers: { ...fromUs, 'Content-Length': '11' } }, (res) => {
          res.resume()
          resolve(res.statusCode ?? 0)
        })
        slow.on('error', reject)
        slow.write('intent')
        // The rest comes when the server has been told to stop and has closed its door.
        const untilClosed = setInterval(() => {
          if (!house.said.includes('stopping')) return
          clearInterval(untilClosed)
          say('/healthz', { port }).then(() => reject(new Error('it still let somebody in')), () => slow.end('=save'))
        }, 50)
      })
      await new Promise((resolve) => setTimeout(resolve, 200))
      house.child.kill('SIGTERM')
      expect([404, 405]).toContain(await answered)
      expect(await house.ended).toBe(0)
    } finally {
      await house.close()
    }
  })

  test('logs one line a request, and in it nothing that says who somebody is', async () => {
    const house = new House(await freePort())
    try {
      await house.open()
      const before = house.said.length
      await say('/join/a-very-secret-link?email=marta@demo.example', { port: house.port, headers: { 'User-Agent': 'Agent of Marta', Cookie: 'session=secret' } })
      await say('/privacy?q=kowalczyk', { port: house.port })
      await expect.poll(() => house.said.slice(before).trim().split('\n').length).toBe(2)
      const logged = house.said.slice(before)
      const [join, privacy] = logged.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
      expect(join).toMatchObject({ method: 'GET', status: 404, msg: 'request' })
      expect(String(join?.path)).toMatch(/^\/(join|:id)\/:id$/)
      expect(privacy).toMatchObject({ path: '/privacy', status: 200 })
      expect(String(privacy?.reference)).toMatch(/^[2-9a-z]{8}$/)
      for (const word of ['secret', 'marta', 'Marta', 'kowalczyk', '127.0.0.1', '::1']) expect(logged).not.toContain(word)
    } finally {
      await house.close()
    }
  })

  test('in production does not start without its address, its key and its mail, and says so in one line', async () => {
    const house = new House(await freePort(), {}, ['--production'])
    try {
      expect(await house.ended).toBe(1)
      expect(house.said.trim().split('\n')).toHaveLength(1)
      for (const name of ['ORIGIN', 'SECRET_KEY', 'ROOM_KEYS_FILE', 'SMTP_URL', 'MAIL_FROM']) expect(house.said).toContain(name)
    } finally {
      await house.close()
    }
  })

  test('in production is never the demo', async () => {
    const house = new House(await freePort(), { DEMO: '1' }, ['--production'])
    try {
      expect(await house.ended).toBe(1)
      expect(house.said).toContain('DEMO')
    } finally {
      await house.close()
    }
  })

  test('in production answers to its own name only, over https for good, and shows no demo', async () => {
    const port = await freePort()
    const keys = path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'room-keys')
    writeFileSync(keys, `first ${randomBytes(32).toString('base64url')}\n`)
    const house = new House(port, { ROOM_KEYS_FILE: keys, ORIGIN: 'https://plan.example.org', SECRET_KEY: 'x'.repeat(40), SMTP_URL: 'smtp://localhost:1', MAIL_FROM: 'plan@example.org', TRUST_PROXY: '1' }, ['--production'])
    try {
      await house.open()
      expect((await say('/privacy', { port })).status).toBe(421)
      const { status, headers } = await say('/privacy', { port, headers: { 'X-Forwarded-Host': 'plan.example.org' } })
      expect(status).toBe(200)
      expect(headers['strict-transport-security']).toContain('max-age=63072000')
      expect((await say('/demo', { port, headers: { Host: 'plan.example.org' } })).status).toBe(404)
    } finally {
      await house.close()
    }
  })
})
