import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'

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

// What reads every page of the site as everybody takes minutes, and is left to `npm run test:deep`; on PostgreSQL the twins look for traces instead.
const canaries = ['tests/domain/no-trace.test.ts', 'tests/domain/room-attack.test.ts']

// So is what sends every page of the site as everybody, on both databases.
const senders = ['tests/domain/who-may-send.test.ts']

// They read all tables after each statement of each command about money: minutes on PostgreSQL, which is left to it too.
const faults = ['tests/domain/books-faults.test.ts', 'tests/domain/orders-faults.test.ts']

/** The longest begin first, so that neither of two cores waits for them at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]): ReturnType<BaseSequencer['sort']> {
    const longest = /(no-trace|twins\.deep|ledger\.deep|books\.deep|reminders\.deep)\.test\.ts$/
    const sorted = await super.sort(files)
    return [...sorted.filter((file) => longest.test(file.moduleId)), ...sorted.filter((file) => !longest.test(file.moduleId))]
  }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...common, name: 'rules', include: ['tests/{rules,tidy,words}/**/*.test.{ts,tsx}', 'tests/*.test.{ts,tsx}'], env } },
      { test: { ...domain, name: 'sqlite', exclude: [...canaries, ...senders], env: { ...env, TEST_DATABASE: 'sqlite' } } },
      { test: { ...domain, name: 'postgres', exclude: [...canaries, ...senders, ...faults], env: { ...env, TEST_DATABASE: 'postgres' } } },
      { test: { ...domain, name: 'deep', include: ['tests/deep/**/*.test.{ts,tsx}', ...canaries, ...senders], env, testTimeout: 1_800_000 } },
      // The other deep tests are on both databases by themselves.
      { test: { ...domain, name: 'deep-postgres', include: ['tests/deep/twins.deep.test.ts', ...senders, ...faults], env: { ...env, TEST_DATABASE: 'postgres' }, testTimeout: 1_800_000 } },
    ],
  },
})
