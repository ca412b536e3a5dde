import { defineConfig } from 'vitest/config'

// Property tests on two busy cores take their time; a test that hangs is found all the same.
const common = { environment: 'node', setupFiles: ['tests/no-console-error.ts'], testTimeout: 120_000 }

// The words and the log are the demo's; what needs another setting says so itself.
const env = { DEMO: '1', LOG_LEVEL: 'silent', TZ: 'Europe/London' }

// Each test of the domain runs on both databases; tests/domain/database-setup.ts starts PostgreSQL for the second.
const domain = {
  ...common,
  include: ['tests/domain/**/*.test.{ts,tsx}'],
  globalSetup: ['tests/domain/database-setup.ts'],
  hookTimeout: 120_000,
}

// They read or send every page of the site as everybody, or all tables after each statement of each command about money: minutes on
// PostgreSQL, which is left to `npm run test:deep`.
const wholeSite = ['tests/domain/no-trace.test.ts', 'tests/domain/who-may-send.test.ts', 'tests/domain/books-faults.test.ts', 'tests/domain/orders-faults.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'rules', include: ['tests/{rules,tidy,words}/**/*.test.{ts,tsx}', 'tests/*.test.{ts,tsx}'], env } },
      { test: { ...domain, name: 'sqlite', env: { ...env, TEST_DATABASE: 'sqlite' } } },
      { test: { ...domain, name: 'postgres', exclude: wholeSite, env: { ...env, TEST_DATABASE: 'postgres' } } },
      { test: { ...domain, name: 'deep', include: ['tests/deep/**/*.test.{ts,tsx}'], env, testTimeout: 1_800_000 } },
      // The other deep tests are on both databases by themselves.
      { test: { ...domain, name: 'deep-postgres', include: ['tests/deep/twins.deep.test.ts', ...wholeSite], env: { ...env, TEST_DATABASE: 'postgres' }, testTimeout: 1_800_000 } },
    ],
  },
})
