import type { ColumnType } from 'kysely'

/** A column that is written once: the type forbids an update; for the record and the books a trigger forbids it in the database too. */
export type Once<T> = ColumnType<T, T, never>
