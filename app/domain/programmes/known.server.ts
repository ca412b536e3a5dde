/**
 * The programmes that this area has: those of `programmes/`, and its own in `DATA_DIR/programmes/`. Each is a file of JSON; a
 * file that is not right stops the start, by its name. An area adds one without code: a file with `title` and `texts` by language.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { modes } from '#app/domain/appointments/words.ts'
import { config } from '#app/values/config.ts'
import type { Programme } from './schedule.ts'

const name = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/)
const byLanguage = z.record(z.string(), z.string().min(1).max(400))
const few = z.number().int().min(1).max(60)
const phase = z.strictObject({
  name, every: z.union([z.strictObject({ days: few }), z.strictObject({ weeks: few }), z.strictObject({ months: few })]), from: z.literal('birth').optional(), times: few.optional(),
  until: z.union([z.literal('birth'), z.strictObject({ monthsAfterBirth: few })]).optional(), mode: z.enum(modes).optional(), prompts: z.array(name).max(10),
}).refine((one) => one.times !== undefined || one.until !== undefined, 'a phase ends by its number or by a day')
const shape = z.strictObject({ key: name, title: byLanguage.optional(), texts: z.record(name, byLanguage).optional(), birth: z.boolean().optional(), phases: z.array(phase).min(1).max(20) })
  .refine((one) => one.birth === true || one.phases.every(({ from, until }) => from === undefined && until === undefined), 'only a programme with a birth is reckoned from one')
  .refine((one) => one.title !== undefined || ownKeys.includes(one.key), 'a programme of the area says its title')

/** Those for which the site has words in every language. */
const ownKeys = ['family-nurse', 'family-intervention', 'multi-systemic', 'parenting-course', 'visits-every-two-weeks']

/** Reads one file of a programme. Throws with its name and what is wrong in it. */
export function readProgramme(file: string, text: string): Programme {
  try {
    return shape.parse(JSON.parse(text))
  } catch (error) {
    throw new Error(`${file} is no programme: ${error instanceof Error ? error.message : String(error)}`)
  }
}

let known: readonly Programme[] | undefined

/** Every programme, those of the site first; read once. Throws for a file that is not right. */
export function programmesKnown(): readonly Programme[] {
  return (known ??= ['programmes', path.join(config().dataDir, 'programmes')].flatMap((folder) =>
    !existsSync(folder) ? [] : readdirSync(folder).filter((file) => file.endsWith('.json')).sort().map((file) => readProgramme(file, readFileSync(path.join(folder, file), 'utf8')))))
}

/** One programme by its key; undefined for one that the area no longer has. */
export function programmeOf(key: string): Programme | undefined {
  return programmesKnown().find((one) => one.key === key)
}
