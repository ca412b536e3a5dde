/** `npm run ledger:verify`: proves every budget's books. One line for each thing that is wrong; ends with 1 if there is one. */
import { database } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { verifyLedger } from './verify-ledger.server.ts'

await migrate(database())
const { budgets, transfers, spends, findings } = await verifyLedger(database())
for (const { family, budget, wrong, detail } of findings) console.log(`${wrong}: family ${family}, budget ${budget}: ${detail}`)
console.log(`${budgets} budgets, ${transfers} transfers, ${spends} spends: ${findings.length === 0 ? 'the books are right' : `${findings.length} things are wrong`}`)
await database().destroy()
process.exitCode = findings.length === 0 ? 0 : 1
