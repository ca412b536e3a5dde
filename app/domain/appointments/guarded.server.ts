/** Whether a stranger may read along with somebody, so that a message and the page behind it say nothing before their word. */
import { sql } from 'kysely'

/** 1 where the appointment `a` of a query is kept to a few, or is delicate. */
export function isKept() {
  return sql<number>`case when a.circle_id is null and not exists (select 1 from delicate as d where d.family_id = a.family_id and d.thing_id = a.id) then 0 else 1 end`
}

/** 1 where the person of a query, by its alias, has named somebody who must not learn. */
export function keptFromSomebody(person = 'p') {
  return sql<number>`case when exists (select 1 from must_not_learn as k where k.person_id = ${sql.ref(`${person}.id`)}) then 1 else 0 end`
}

/**
 * Contact is not safe for somebody with a safe word, or with somebody who must not learn, or whose phone others answer; nor for what is kept
 * to a few or delicate, unless they allowed messages by that channel to say what they are about.
 */
export function isGuarded(row: { readonly safe_word: string | null; readonly must_not_learn: string | null; readonly messages_ok: number | null; readonly kept: number; readonly kept_from: number }, detail: boolean): boolean {
  return row.safe_word !== null || row.must_not_learn !== null || row.kept_from === 1 || row.messages_ok === 0 || (row.kept === 1 && !detail)
}
