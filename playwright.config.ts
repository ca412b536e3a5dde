import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig } from '@playwright/test'

// Chosen once by the process that starts the run, and read by its workers, which load this file too.
process.env.JOURNEY_PORT ??= String(await freePort())
process.env.JOURNEY_DATA ??= scratchFolder()
const port = process.env.JOURNEY_PORT
const baseURL = `http://localhost:${port}`

export default defineConfig({
  testDir: 'tests/journeys',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // A journey is long, and the machine may be busy: what matters is that it arrives.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['./tests/journeys/reporter.ts']],
  use: {
    baseURL,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    // Each journey that is told both ways goes with its script in `npm test`, and without one in `npm run test:deep`.
    { name: 'journeys', testIgnore: '**/deep/**', grepInvert: /without a script/ },
    { name: 'scriptless', testIgnore: '**/deep/**', grep: /without a script/ },
    { name: 'deep', testMatch: '**/deep/*.spec.ts' },
  ],
  // The production build as the demo, on a database of its own that no journey before has touched.
  webServer: {
    command: `"${process.execPath}" tools/serve.mjs`,
    url: `${baseURL}/readyz`,
    env: { DEMO: '1', PORT: port, DATA_DIR: process.env.JOURNEY_DATA, DATABASE_URL: '', ORIGIN: '', LOG_LEVEL: 'warn' },
    stdout: 'pipe',
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
})

function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'family-plan-journeys-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port: free } = server.address() as AddressInfo
      server.close(() => resolve(free))
    })
  })
}
