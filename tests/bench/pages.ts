/**
 * The signed-in home page of a family against an empty Remix page behind the same server: the same markup with no
 * session, no database, no words and no components around it, and once more as a fixed text of as many bytes. And
 * against the least a program could do. In turns, because a machine is now quick and now slow.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import autocannon from 'autocannon'
import { root, serveFlags } from '../../tools/ready.mjs'
import type { CeilingPage } from './ceiling.ts'
import { median, table, tell } from './figures.ts'
import type { Noted } from './note-queries.ts'
import { scratch, serve, serveSite, type Server } from './servers.ts'

const connections = 10
const warmRequests = 4_000
const roundSeconds = 3
const rounds = 7
const acceptEncoding = 'gzip, deflate, br'

type Runner = { readonly name: string; readonly server: Server; readonly url: string; readonly rounds: Round[] }
type Round = { perSecond: number; cpuMs: number; p99: number }

/** Whether the home page keeps its bars. */
export async function pages(): Promise<boolean> {
  const folder = scratch()
  const { html, queries } = await whatThePageIs(folder)
  const site = await serveSite({ folder })
  const { cookie, home } = await site.signIn('marta@demo.example')
  const empty = await serveEmpty(html, folder)
  const ceiling = await serveCeiling({ database: path.join(folder, 'our-family-plan.sqlite'), queries, html }, folder)
  console.log(`The home page of a family: ${Buffer.byteLength(html)} bytes of HTML, ${queries.length} queries`)

  const runners = [
    { name: 'home page', server: site, url: site.origin + home },
    { name: 'empty Remix page', server: empty, url: empty.origin },
    { name: 'the same, a fixed text', server: empty, url: `${empty.origin}/text` },
    { name: 'ceiling program', server: ceiling, url: ceiling.origin },
  ].map((runner): Runner => ({ ...runner, rounds: [] }))
  const headers = { cookie, 'accept-encoding': acceptEncoding }
  // Until the compiler has seen enough of each.
  for (const { url } of runners) await autocannon({ url, connections, amount: warmRequests, headers })
  for (let n = 0; n < rounds; n += 1) {
    for (const { server, url, rounds } of runners) {
      const before = server.cpuMs() ?? NaN
      const { requests, latency, non2xx, errors, timeouts } = await autocannon({ url, connections, duration: roundSeconds, headers })
      if (non2xx + errors + timeouts > 0) throw new Error(`${url}: ${non2xx} wrong answers, ${errors + timeouts} without an answer`)
      rounds.push({ perSecond: requests.average, cpuMs: ((server.cpuMs() ?? NaN) - before) / requests.total, p99: latency.p99 })
    }
  }
  const memory = site.memory()
  for (const server of new Set(runners.map((runner) => runner.server))) await server.stop()

  const middle = (runner: Runner, of: keyof Round) => median(runner.rounds.map((round) => round[of]))
  table(['', 'requests/s', 'CPU ms each', '99% within ms'], runners.map((runner) => [runner.name, middle(runner, 'perSecond'), middle(runner, 'cpuMs'), middle(runner, 'p99')]))
  const [ours, bare, text, least] = runners as [Runner, Runner, Runner, Runner]
  const share = (of: Runner) => median(ours.rounds.map((round, n) => round.perSecond / of.rounds[n]!.perSecond))
  return tell([
    { what: 'requests/s of the home page, of an empty Remix page with the same markup', value: share(bare), unit: '', bar: { least: 0.5 } },
    { what: 'requests/s of the home page, of an empty Remix page that is one fixed text', value: share(text), unit: '', bar: { goal: 0.5 } },
    { what: 'requests/s of the home page, of the ceiling program', value: share(least), unit: '', bar: { goal: 0.25 } },
    ...(memory ? [{ what: 'resident memory under load, at its most', value: memory.most / 1e6, unit: ' MB', bar: { most: 200 } }] : []),
  ])
}

/** One page and the queries it takes, from a site that is then stopped: to note them costs time. */
async function whatThePageIs(folder: string): Promise<{ html: string; queries: Noted[] }> {
  const noted = path.join(folder, 'queries.jsonl')
  const site = await serveSite({ folder, words: ['--import', path.join(root, 'tests/bench/note-queries.ts')], env: { NOTED_QUERIES: noted } })
  const { cookie, home } = await site.signIn('marta@demo.example')
  const ask = () => fetch(site.origin + home, { headers: { cookie } })
  // The first one of a process also reads what is kept from then on.
  await (await ask()).text()
  writeFileSync(noted, '')
  const answer = await ask()
  const html = await answer.text()
  if (answer.status !== 200) throw new Error(`The home page answered ${answer.status}`)
  await site.stop()
  return { html, queries: readFileSync(noted, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Noted) }
}

async function serveEmpty(html: string, folder: string): Promise<Server> {
  const words = ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build', 'tests/bench/empty', '--logLevel', 'error']
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_ENV: 'production' } })
  if (status !== 0) throw new Error('The empty page could not be built')
  const page = path.join(folder, 'page.html')
  writeFileSync(page, html)
  const server = await serve([...serveFlags, 'tests/bench/empty/serve.ts'], { DEMO: '1', LOG_LEVEL: 'info', PAGE: page }, '/readyz')
  for (const address of ['/', '/text']) {
    const length = (await (await fetch(server.origin + address)).arrayBuffer()).byteLength
    // Ids of a few bytes may differ; a page of another size would be another measure.
    if (Math.abs(length - Buffer.byteLength(html)) > 20) throw new Error(`The empty page ${address} has ${length} bytes, not ${Buffer.byteLength(html)}`)
  }
  return server
}

async function serveCeiling(page: CeilingPage, folder: string): Promise<Server> {
  const file = path.join(folder, 'ceiling.json')
  writeFileSync(file, JSON.stringify(page))
  return serve([...serveFlags, 'tests/bench/ceiling.ts', file], { NODE_ENV: 'production' }, '/readyz')
}
