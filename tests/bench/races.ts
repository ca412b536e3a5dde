/** The races and kills of the tests, run by themselves so that their times can be read. */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { root } from '../../tools/ready.mjs'

function vitest(projects: readonly string[], files: readonly string[]): boolean {
  const words = ['node_modules/vitest/vitest.mjs', 'run', ...projects.flatMap((name) => ['--project', name]), ...files, '--reporter=verbose']
  return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status === 0
}

/** 64 parallel asks against one budget and 64 parallel bookings of one time, 20 rounds, on both databases. */
export async function races(): Promise<boolean> {
  return vitest(['sqlite', 'postgres'], ['tests/domain/budget-races.test.ts', 'tests/domain/appointment-races.test.ts', 'tests/domain/together.test.ts'])
}

/** `kill -9` under these, 20 rounds: every acknowledged one present, the books and chains right, ready again in time. */
export async function kill(): Promise<boolean> {
  return vitest(['deep'], ['tests/deep/kill.deep.test.ts'])
}
