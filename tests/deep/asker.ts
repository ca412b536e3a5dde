/**
 * A process that is killed: `node asker.ts <address> <person> <family> <budget> <goal>` asks for a penny again and again,
 * eight at once. It says `ready` when it could begin, and `ok <spend>` for each request that was acknowledged.
 */
import { writeSync } from 'node:fs'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type FamilyId, type GoalId, type PersonId } from '#app/values/ids.ts'
import { now, plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { connect } from '#db/connect.ts'
import { pendingMigrations } from '#db/migrate.ts'

const [, , url = '', person, family, budget, goal] = process.argv
const db = connect(url)
if ((await pendingMigrations(db)).length > 0) throw new Error('The database is not as it should be')
const say = (line: string) => writeSync(1, `${line}\n`)
say('ready')

async function askForEver(): Promise<never> {
  for (;;) {
    const viewer = must((await viewerFor(db, person as PersonId, family as FamilyId, now()))!, 'budget:ask')
    const ask = {
      budget: budget as BudgetId, wanted: { what: 'A penny', payee: 'The bank', pence: pence(1), lang: 'en' }, quantity: 1, goal: goal as GoalId,
      neededOn: plusDays(viewer.today, 1), line: null,
    }
    const answer = await act(viewer, requestSpend, ask, { id: newId(), contentHash: 'c' })
    if (!answer.ok) throw new Error(`refused: ${answer.why}`)
    say(`ok ${answer.value}`)
  }
}
await Promise.all(Array.from({ length: 8 }, askForEver))
