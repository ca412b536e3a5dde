/** `npm run audit:verify`: finds every event that was changed or removed; exit code 1 if there is one. */
import { database } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { verifyChains } from './audit-trail.server.ts'

await migrate(database())
const findings = await verifyChains(database())
for (const { scope, seq, wrong } of findings) console.log(`${scope} ${seq}: ${wrong}`)
console.log(findings.length === 0 ? 'Every chain holds.' : `${findings.length} found.`)
await database().destroy()
process.exitCode = findings.length === 0 ? 0 : 1
