/** Who is told of what is asked out of money that is kept to some. */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { BudgetId } from '#app/values/ids.ts'

export interface InsideBudget { readonly budget: BudgetId; /** The others of them by name. */ readonly names: readonly string[]; readonly lead: boolean }

/** Those inside of each kept budget that the viewer sees, without themselves. One query. */
export async function insideBudgets(viewer: May<'budget:see'>): Promise<InsideBudget[]> {
  const rows = await viewer.db.selectFrom('budget as b').innerJoin('circle_member as c', (join) => join.onRef('c.family_id', '=', 'b.family_id').onRef('c.circle_id', '=', 'b.circle_id'))
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'c.family_id').onRef('m.id', '=', 'c.who' as never))
    .select(['b.id', 'c.who', 'm.name']).where('b.until_on', '>=', viewer.today).where(visibleTo(viewer, 'budget', 'b')).orderBy('b.id').orderBy('m.made_at').orderBy('c.who').execute()
  return [...new Set(rows.map((row) => row.id))].map((budget) => {
    const inside = rows.filter((row) => row.id === budget)
    return { budget, names: inside.flatMap((row) => (row.name === null || row.who === viewer.member ? [] : [row.name])), lead: inside.some((row) => row.who === 'seat:lead') }
  })
}
