/**
 * The keys that seal each meeting's key. They lie in a file outside of the database and of its backups (`ROOM_KEYS_FILE`), one a line:
 * a name and 32 random bytes. The last line seals; the ones before it are still read. `npm run room:rotate` adds one.
 */
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { ConfigProblem, roomKeysFile } from '#app/values/config.ts'

export interface WrappingKey { readonly name: string; readonly key: Buffer }

// The demo's people are invented, and so is what they write: its key is for everybody to see, as its other key is.
const demoKey: WrappingKey = { name: 'demo', key: createHash('sha256').update('the private time of the demo is nobody’s').digest() }

/** All keys, the one that seals last. Read anew each time: another process may have added one. Throws a `ConfigProblem` when the file cannot serve. */
export function wrappingKeys(): readonly WrappingKey[] {
  const file = roomKeysFile()
  if (file === undefined) return [demoKey]
  const keys = keysIn(file)
  if (keys.length === 0) throw new ConfigProblem('Cannot start. ROOM_KEYS_FILE names a file that holds no key; npm run room:rotate makes one.')
  return keys
}

/** The keys of a file; none where there is no file. */
export function keysIn(file: string): WrappingKey[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => {
    const [name = '', text = ''] = line.trim().split(/\s+/)
    const key = Buffer.from(text, 'base64url')
    if (key.length !== 32) throw new ConfigProblem('Cannot start. ROOM_KEYS_FILE has a line that is no name with 32 bytes.')
    return { name, key }
  })
}

/** Another key, that nobody has seen. */
export function newWrappingKey(): WrappingKey {
  return { name: randomBytes(6).toString('hex'), key: randomBytes(32) }
}

/** Writes the file whole or not at all, for its owner alone: a kill in between leaves the file as it was. */
export function writeKeys(file: string, keys: readonly WrappingKey[]): void {
  const beside = `${file}.new`
  const out = openSync(beside, 'w', 0o600)
  try {
    writeSync(out, keys.map(({ name, key }) => `${name} ${key.toString('base64url')}\n`).join(''))
    fsyncSync(out)
  } finally {
    closeSync(out)
  }
  renameSync(beside, file)
}
