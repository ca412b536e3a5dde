// Starts what is measured, each in a process of its own, and tells what it cost.
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { build, root, serveFlags } from '../../tools/ready.mjs'
import { connect } from '#db/connect.ts'
import type { FamilyId, PersonId } from '#app/values/ids.ts'
import { instant } from '#app/values/instant.ts'

/** A program that answers on a port of this machine. */
export interface Server {
  readonly origin: string
  /** Processor time so far, in milliseconds; undefined where the system does not tell. */
  cpuMs(): number | undefined
  /** Resident memory, in bytes: now, and the most there ever was. */
  memory(): { now: number; most: number } | undefined
  stop(): Promise<void>
}

/** The built site with the demo area, on a database of its own. */
export interface Site extends Server {
  readonly folder: string
  /** The session cookie of a demo person, and the address of the home page of their family. */
  signIn(email: string): Promise<{ cookie: string; home: string }>
}

const ticksASecond = 100

/** A folder for one measurement, removed when the process ends. */
export function scratch(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'family-plan-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Builds the site when its sources have changed. Throws when it cannot be built. */
export function buildSite(): void {
  if (!build(process.execPath)) throw new Error('The site could not be built')
}

/** Runs a program of ours until it answers on `ready`. */
export async function serve(words: readonly string[], env: Record<string, string>, ready: string): Promise<Server> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const child = spawn(process.execPath, words, { cwd: root, env: { ...process.env, PORT: String(port), ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  const killed = () => void child.kill('SIGKILL')
  process.once('exit', killed)
  await answering(child, origin + ready)
  return {
    origin,
    cpuMs: () => cpuMsOf(child.pid!),
    memory: () => memoryOf(child.pid!),
    stop: async () => {
      process.off('exit', killed)
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Starts the site as `npm start` would, with nothing in its database but the demo. `words` are for Node itself. */
export async function serveSite({ folder = scratch(), words = [], env = {} }: { folder?: string; words?: readonly string[]; env?: Record<string, string> } = {}): Promise<Site> {
  buildSite()
  const settings = { DEMO: '1', DATA_DIR: folder, DATABASE_URL: '', ORIGIN: '', WORKER: 'off', LOG_LEVEL: 'info' }
  const server = await serve([...serveFlags, ...words, 'tools/serve.mjs'], { ...settings, ...env }, '/readyz')
  return { ...server, folder, signIn: (email) => signIn(env.DATABASE_URL || path.join(folder, 'our-family-plan.sqlite'), email) }
}

/**
 * Opens a session for somebody of the demo. It is written into the database, so that people who help need no code and no
 * figure depends on the sign-in page.
 */
async function signIn(url: string, email: string): Promise<{ cookie: string; home: string }> {
  const db = connect(url)
  const person: PersonId = (await db.selectFrom('person').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
  const member: { family_id: FamilyId } | undefined = await db.selectFrom('member').select('family_id').where('person_id', '=', person).executeTakeFirst()
  const id = randomBytes(25).toString('hex')
  const at = instant(new Date().toISOString())
  await db.insertInto('session').values({
    id_hash: createHash('sha256').update(id).digest('base64url'), person_id: person, made_at: at, seen_at: at,
    expires_at: instant(new Date(Date.now() + 3_600_000).toISOString()), confirmed: 1, shared_phone: 0,
  }).execute()
  await db.destroy()
  return { cookie: `session=${id}`, home: member ? `/families/${member.family_id}` : '/desk' }
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + 120_000
  while (child.exitCode === null && performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`No answer from ${url}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

// Linux alone keeps these in files; elsewhere the figures that need them are left out.
function cpuMsOf(pid: number): number | undefined {
  if (!existsSync(`/proc/${pid}/stat`)) return undefined
  // The name in brackets may hold spaces; user and system time are the 12th and 13th word after it.
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return ((Number(words[11]) + Number(words[12])) * 1000) / ticksASecond
}

function memoryOf(pid: number): { now: number; most: number } | undefined {
  if (!existsSync(`/proc/${pid}/status`)) return undefined
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024
  return { now: bytes('VmRSS'), most: bytes('VmHWM') }
}
