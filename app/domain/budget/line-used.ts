/** What of an agreed line is used. Asked in one way wherever a line is read, so that no page and no command say another sum. */
import { sql } from 'kysely'
import type { SpendId } from '#app/values/ids.ts'

/**
 * What the requests of the line `l` hold of it or have spent, in pence: what went back to what is left, because it was declined, not
 * used, or came back, is the line's again. Without one request, of which is asked what it may cost.
 */
export function usedOfLine(without: SpendId | null = null) {
  return sql<number>`(select cast(coalesce(sum(case when t.from_bucket = 'available' then t.pence when t.to_bucket = 'available' then -t.pence else 0 end), 0) as bigint)
    from spend as u inner join transfer as t on t.family_id = u.family_id and t.spend_id = u.id
    where u.family_id = l.family_id and u.budget_id = l.budget_id and u.line_id = l.id and u.id <> ${without ?? ''})`
}
