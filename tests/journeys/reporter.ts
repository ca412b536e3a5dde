import process from 'node:process'
import type { FullResult, Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter'

/** A line for each journey, what it measured and what went wrong under it, and the sum last. */
export default class Lines implements Reporter {
  readonly #last = new Map<string, { passed: boolean; skipped: boolean }>()
  #errors = 0

  onTestEnd(test: TestCase, result: TestResult): void {
    const passed = test.expectedStatus === result.status
    this.#last.set(test.id, { passed, skipped: result.status === 'skipped' })
    console.log(`${passed ? '✓' : '✗'} ${test.titlePath().slice(2).join(' › ')} (${result.duration} ms)`)
    for (const { type, description } of result.annotations) if (type === 'measured') console.log(`  ${description}`)
    if (!passed) for (const error of result.errors) console.log(error.stack ?? error.message ?? error.value)
  }

  /** What the site says as it goes down is why journeys fail. */
  onStdErr(said: string | Buffer): void {
    process.stderr.write(said)
  }

  onError(error: TestError): void {
    this.#errors += 1
    console.log(error.stack ?? error.message ?? error.value)
  }

  onEnd(result: FullResult): void {
    const ran = [...this.#last.values()].filter(({ skipped }) => !skipped)
    const passed = ran.filter((test) => test.passed).length
    // A run cut short has failed even if no journey did.
    const failed = Math.max(ran.length - passed + this.#errors, result.status === 'passed' ? 0 : 1)
    console.log(`${passed} passed, ${failed} failed`)
  }
}
