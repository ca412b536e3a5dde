// `npm test`, `npm run test:deep` and `npm run check`. Says in its last line what passed and what failed: each check, the
// build and each test counts as one.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { chromium } from './chromium.mjs'
import { build, install, newNode, root } from './ready.mjs'

const deep = process.argv.includes('--deep')
const quick = process.argv.includes('--quick')

install()
process.chdir(root)
const node = newNode()
const scratch = mkdtempSync(path.join(tmpdir(), 'family-plan-test-'))
const sum = { passed: 0, failed: 0 }

// The same Node for what these start in their turn.
const env = { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) }

/** Runs a tool of node_modules by the new Node. Resolves to how it ended and what it said; `quiet` shows nothing. */
function tool(words, { quiet = false, more = {} } = {}) {
  const child = spawn(node, words, { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text
      if (!quiet) process.stdout.write(text)
    })
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ ok: code === 0, said })))
}

function count(name, ok, began) {
  sum[ok ? 'passed' : 'failed'] += 1
  console.log(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
}

async function check(name, words) {
  const began = Date.now()
  const { ok, said } = await tool(words, { quiet: true })
  if (!ok) console.log(said)
  count(name, ok, began)
}

async function checks() {
  const waiting = [
    ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
    ['lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.']],
    ['import rules', ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--output-type', 'err', 'app', 'db', 'tests']],
    ['unused code', ['node_modules/knip/bin/knip.js', '--no-progress']],
  ]
  const next = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) await check(...one)
  }
  await Promise.all([next(), next()])
}

async function vitest(projects) {
  const report = path.join(scratch, 'vitest.json')
  const words = ['node_modules/vitest/vitest.mjs', 'run', ...projects.flatMap((name) => ['--project', name])]
  const { ok } = await tool([...words, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  if (!existsSync(report)) return void (sum.failed += 1)
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  // A file that does not load has no test that could fail.
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed')).length
  sum.passed += numPassedTests
  sum.failed += Math.max(numFailedTests + broken, ok ? 0 : 1)
}

async function journeys(project) {
  const more = { CHROMIUM_PATH: chromium(node), JOURNEY_DATA: path.join(scratch, project) }
  const { ok, said } = await tool(['node_modules/@playwright/test/cli.js', 'test', `--project=${project}`], { more })
  const [, passed = 0, failed = 0] = [...said.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? []
  sum.passed += Number(passed)
  sum.failed += Math.max(Number(failed), ok ? 0 : 1)
}

function built() {
  const began = Date.now()
  const ok = build(node)
  count('build', ok, began)
  return ok
}

if (quick) {
  await checks()
  await vitest(['rules'])
} else if (deep) {
  // The deep tests start the built site as well, to kill it.
  if (built()) {
    await vitest(['deep', 'deep-postgres'])
    // One after the other: the deep ones look whether anything in the database has changed.
    await journeys('scriptless')
    await journeys('deep')
  }
} else {
  await checks()
  await vitest(['rules', 'sqlite', 'postgres'])
  if (built()) await journeys('journeys')
}

rmSync(scratch, { recursive: true, force: true })
process.exitCode = sum.failed === 0 ? 0 : 1
console.log(`${sum.passed} passed, ${sum.failed} failed`)
