/** What whoever asks for something reads before they send it: which rules it meets, and who decides. */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { BudgetId, LineId, MeetingPartId } from '#app/values/ids.ts'
import type { Pence } from '#app/values/money.ts'
import type { Level } from '#db/schema.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import { levelFor, livesWithThem, rulesFor, withRules } from './limits.server.ts'
import type { RuleSaid } from './rules.ts'

/** A request as it is about to be sent. */
export interface Prospect { readonly budget: BudgetId; readonly line: LineId | null; readonly kind: SpendKind; readonly unitPence: Pence; readonly pence: Pence; readonly payee: string; readonly relative: boolean; /** What the family decided, that it names. */ readonly decided?: MeetingPartId | null }

/** Which rules it meets, and which level decides it by the limits and the rules; undefined where the budget is not there or not the viewer's to see. At most five queries. */
export async function lookAhead(viewer: May<'budget:ask'>, ask: Prospect): Promise<{ rules: RuleSaid[]; level: Level } | undefined> {
  const budget = await viewer.db.selectFrom('budget as b').select('b.circle_id').where('b.id', '=', ask.budget).where(visibleTo(viewer, 'budget', 'b')).executeTakeFirst()
  if (!budget) return undefined
  const { level, settings } = await levelFor(viewer, ask.pence, { line: ask.line, circle: budget.circle_id })
  const relative = ask.relative || (await livesWithThem(viewer, ask.payee))
  const rules = await rulesFor(viewer, { ...ask, relative, circle: budget.circle_id, id: null }, settings, 'asked')
  return { rules, level: withRules(level, rules) }
}
