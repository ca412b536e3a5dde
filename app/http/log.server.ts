import { pino } from 'pino'
import { config } from '#app/values/config.ts'

/** The process's log: one JSON object a line, on standard output. Nothing that says who somebody is goes into it. */
export const log = pino({
  level: config().logLevel,
  // The process and machine are known to whoever gathers the lines.
  base: null,
  timestamp: () => `,"at":"${new Date().toISOString()}"`,
  formatters: { level: (level) => ({ level }) },
})

/**
 * An error as it may be logged: what it is and where it happened. Its message can quote what somebody wrote or what a
 * row holds, so only the demo, whose people are invented, logs that too.
 */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const { name, stack = '', cause } = error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const at = stack.split('\n').filter((line) => line.startsWith('    at ')).slice(0, 12).map((line) => line.trim())
  return { name, code, ...(config().demo ? { message: error.message } : {}), at, ...(cause ? { cause: loggable(cause) } : {}) }
}
