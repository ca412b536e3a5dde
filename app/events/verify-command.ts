/** `npm run audit:verify`: finds every event that was changed or removed, by its chain and by the heads written each day; exit code 1 if there is one. */
import { database, dataFolder } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { verifyChains } from './audit-trail.server.ts'
import { headsGone, headsIn } from './heads.server.ts'

await migrate(database())
const findings = await verifyChains(database())
for (const { scope, seq, wrong } of findings) console.log(`${scope} ${seq}: ${wrong}`)
const gone = await headsGone(database(), headsIn(dataFolder()))
for (const { on, scope, seq } of gone) console.log(`${scope} ${seq}: gone since ${on}`)
const all = findings.length + gone.length
console.log(all === 0 ? 'Every chain holds.' : `${all} found.`)
await database().destroy()
process.exitCode = all === 0 ? 0 : 1
