/** What the environment says, read once and checked. Pure but for `config()`, which reads `process.env`. */
import { z } from 'zod'

type Env = Readonly<Record<string, string | undefined>>

/** Where the data lies: all that a command at the keyboard needs to know. */
export type Store = {
  /** A `postgres://` address; undefined for SQLite in `dataDir`. */
  readonly databaseUrl: string | undefined
  /** The folder for all that the program itself keeps. */
  readonly dataDir: string
}

export type Config = Store & {
  /** The demo: invented people, open outbox, no mail. Never in production. */
  readonly demo: boolean
  readonly host: string | undefined
  readonly port: number
  /** The address people use, such as `https://plan.example.org`, with no slash at the end. For links in messages. */
  readonly origin: string
  /** Every address the server answers to; `origin` is the first. More than one only in the demo. */
  readonly origins: readonly string[]
  /** Signs and encrypts what leaves the house and must come back unchanged. At least 32 characters. */
  readonly secretKey: string
  /** Undefined only in the demo, where `/demo/outbox` shows the messages instead. */
  readonly mail: { readonly url: string; readonly from: string } | undefined
  /** GOV.UK Notify: its key, where it is (its own address unless given), and the templates whose text is one variable. */
  readonly notify: { readonly key: string; readonly url: string | undefined; readonly textTemplate: string | undefined; readonly emailTemplate: string | undefined } | undefined
  /** The gateway for text messages; without one or Notify, texts are not offered. */
  readonly text: { readonly url: string; readonly key: string } | undefined
  /** Whether a proxy in front says who is asking, in `X-Forwarded-*`. */
  readonly trustProxy: boolean
  /** Whether this process also sends what waits in the outbox. */
  readonly worker: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** The environment cannot be used. The message is one line for the person who starts the program. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem'
}

// The demo's people and their password are public, so its key may be too; production refuses it.
const demoSecretKey = 'the demo keeps no secrets, so this key is for everybody to see'

function isUrl(text: string, ...protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}

// Over plain http anybody on the way could read a family's plan; only the machine itself has no way in between.
function isOrigin(text: string): boolean {
  if (!isUrl(text, 'https:', 'http:')) return false
  const url = new URL(text)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return (url.protocol === 'https:' || local) && url.href === `${url.origin}/`
}

const storeVariables = {
  DATABASE_URL: z
    .string()
    .refine((text) => isUrl(text, 'postgres:', 'postgresql:'), 'must be a postgres:// address, or empty for SQLite')
    .optional(),
  DATA_DIR: z.string().default('data'),
}

const onOff = z.enum(['0', '1'], 'must be 1 or 0').default('0')

const variables = {
  ...storeVariables,
  PORT: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'must be a whole number from 1 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a whole number from 1 to 65535')
    .default(3000),
  HOST: z.string().optional(),
  ORIGIN: z
    .string()
    .refine(isOrigin, 'must be the address people use, such as https://plan.example.org, with no path (http:// only for localhost)')
    .transform((text) => new URL(text).origin)
    .optional(),
  DEMO: onOff,
  SECRET_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .refine((key) => key !== demoSecretKey, 'must not be the key of the demo')
    .optional(),
  ROOM_KEYS_FILE: z.string().optional(),
  SMTP_URL: z
    .string()
    .refine((text) => isUrl(text, 'smtp:', 'smtps:'), 'must be an smtp:// or smtps:// address')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'must be an e-mail address, such as "Our Family Plan <plan@example.org>"')
    .optional(),
  // `<name>-<service id>-<secret>`, as Notify makes it.
  NOTIFY_KEY: z.string().regex(/^\S+-[0-9a-f-]{36}-[0-9a-f-]{36}$/, 'must be a key of GOV.UK Notify').optional(),
  NOTIFY_URL: z.string().refine((text) => isUrl(text, 'https:', 'http:'), 'must be an https:// address').transform((text) => text.replace(/\/$/, '')).optional(),
  NOTIFY_TEXT_TEMPLATE: z.uuid('must be the id of a template').optional(),
  NOTIFY_EMAIL_TEMPLATE: z.uuid('must be the id of a template').optional(),
  TEXT_URL: z
    .string()
    .refine((text) => isUrl(text, 'https:', 'http:'), 'must be an https:// address')
    .optional(),
  TEXT_KEY: z.string().optional(),
  TRUST_PROXY: onOff,
  WORKER: z.enum(['on', 'off'], 'must be on or off').default('on'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('info'),
}

// What the demo makes up and production must be told.
const neededInProduction = {
  ORIGIN: 'is missing: the address people use, such as https://plan.example.org',
  SECRET_KEY: 'is missing: at least 32 random characters',
  ROOM_KEYS_FILE: 'is missing: the file of the keys of private family time, outside of the database and its backups; npm run room:rotate makes it',
  SMTP_URL: 'is missing: the mail server, such as smtps://user:password@mail.example.org, unless NOTIFY_KEY and NOTIFY_EMAIL_TEMPLATE are set',
  MAIL_FROM: 'is missing: the address that messages come from',
}

function checked<Shape extends z.ZodRawShape>(shape: Shape, env: Env, missing: (given: Env) => string[]): z.output<z.ZodObject<Shape>> {
  // An empty variable is how a shell or a compose file says "not set".
  const given = Object.fromEntries(Object.keys(shape).flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])))
  const result = z.object(shape).safeParse(given)
  const wrong = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  const all = [...wrong, ...missing(given)]
  if (!result.success || all.length > 0) throw new ConfigProblem(`Cannot start. ${all.join('; ')}.`)
  return result.data
}

/** Where the data lies. Throws a `ConfigProblem` that names each wrong variable. */
export function readStore(env: Env): Store {
  return storeOf(checked(storeVariables, env, () => []))
}

/** The file of the keys that seal each meeting's key. Undefined only in the demo, whose key is made of what everybody knows. */
export function roomKeysFile(): string | undefined {
  return process.env['ROOM_KEYS_FILE']?.trim() || undefined
}

function storeOf({ DATABASE_URL, DATA_DIR }: { DATABASE_URL?: string | undefined; DATA_DIR: string }): Store {
  return { databaseUrl: DATABASE_URL, dataDir: DATA_DIR }
}

/** Everything the server needs to know. Throws a `ConfigProblem` that names each wrong or missing variable. */
export function readConfig(env: Env): Config {
  const read = checked(variables, env, (given) => {
    // Notify with a template for e-mail stands in for a mail server.
    const byNotify = given.NOTIFY_KEY !== undefined && given.NOTIFY_EMAIL_TEMPLATE !== undefined ? ['SMTP_URL', 'MAIL_FROM'] : []
    const missing = Object.entries(neededInProduction).filter(([name]) => given.DEMO !== '1' && given[name] === undefined && !byNotify.includes(name))
    const halfOfNotify = (given.NOTIFY_KEY === undefined) !== (given.NOTIFY_TEXT_TEMPLATE === undefined && given.NOTIFY_EMAIL_TEMPLATE === undefined)
    const halfAGateway = (given.TEXT_URL === undefined) !== (given.TEXT_KEY === undefined)
    return [
      ...missing.map(([name, why]) => `${name} ${why}`),
      ...(halfOfNotify ? ['NOTIFY_KEY and a template (NOTIFY_EMAIL_TEMPLATE or NOTIFY_TEXT_TEMPLATE) must be set together, or neither'] : []),
      ...(given.TEXT_URL !== undefined && given.NOTIFY_TEXT_TEMPLATE !== undefined ? ['TEXT_URL and NOTIFY_TEXT_TEMPLATE must not both be set: a text goes one way'] : []),
      ...(halfAGateway ? ['TEXT_URL and TEXT_KEY must be set together, or neither'] : []),
    ]
  })
  const { SMTP_URL, MAIL_FROM, TEXT_URL, TEXT_KEY, NOTIFY_KEY, PORT } = read
  const origins = read.ORIGIN ? [read.ORIGIN] : ['localhost', '127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${PORT}`).origin)
  return {
    ...storeOf(read),
    demo: read.DEMO === '1',
    host: read.HOST,
    port: PORT,
    origin: origins[0]!,
    origins,
    secretKey: read.SECRET_KEY ?? demoSecretKey,
    mail: SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : undefined,
    notify: NOTIFY_KEY ? { key: NOTIFY_KEY, url: read.NOTIFY_URL, textTemplate: read.NOTIFY_TEXT_TEMPLATE, emailTemplate: read.NOTIFY_EMAIL_TEMPLATE } : undefined,
    text: TEXT_URL && TEXT_KEY ? { url: TEXT_URL, key: TEXT_KEY } : undefined,
    trustProxy: read.TRUST_PROXY === '1',
    worker: read.WORKER === 'on',
    logLevel: read.LOG_LEVEL,
  }
}

let read: Config | undefined

/** The configuration of this process, read from its environment at the first call. Throws a `ConfigProblem`. */
export function config(): Config {
  return (read ??= readConfig(process.env))
}
