/** `npm run room:rotate`: another key for private family time, into ROOM_KEYS_FILE. With `-- --forget`, keys that seal nothing any more go. */
import { roomKeysFile } from '#app/values/config.ts'
import { database } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { forgetIdleKeys, rotateRoomKeys } from './rotate.server.ts'

const file = roomKeysFile()
if (!file) {
  console.error('ROOM_KEYS_FILE is missing: the file of the keys of private family time, outside of the database and its backups.')
  process.exitCode = 1
} else {
  await migrate(database())
  if (process.argv.includes('--forget')) {
    const gone = await forgetIdleKeys(database(), file)
    console.log(gone.length === 0 ? 'no key was idle' : `out of the file: ${gone.join(', ')}`)
  } else {
    const { to, meetings, idle } = await rotateRoomKeys(database(), file)
    console.log(`key ${to} seals the keys of ${meetings} meetings${idle.length === 0 ? '' : `; when no backup from before is needed, room:rotate -- --forget takes out ${idle.join(', ')}`}`)
  }
  await database().destroy()
}
