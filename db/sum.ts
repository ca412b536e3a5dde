import { sql, type Expression, type RawBuilder } from 'kysely'

/**
 * The sum of a column as a whole number, 0 over no rows: `select((eb) => sumOf(eb.ref('pence')).as('pence'))`.
 * PostgreSQL makes a `numeric`, which arrives as text, out of a sum of bigint; hence the cast, which
 * SQLite takes for its integer. Reading a sum beyond 2^53 throws.
 */
export function sumOf(amount: Expression<number>): RawBuilder<number> {
  return sql<number>`cast(coalesce(sum(${amount}), 0) as bigint)`
}

/** How many rows there are, as a number: `select(countAll().as('rows'))`. */
export function countAll(): RawBuilder<number> {
  return sql<number>`count(*)`
}
