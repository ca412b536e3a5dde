/** Many questions to the database in one: however many tables, and families, one reads of. */
import { AliasNode, ColumnNode, IdentifierNode, ReferenceNode, sql, type Expression, type Kysely, type OperationNode, type SelectQueryNode } from 'kysely'
import { dialectOf } from '#db/connect.ts'
import type { Schema } from '#db/schema.ts'
import type { Part } from './holdings.ts'

/** As many as are asked together: SQLite joins at most 500. */
const together = 200

interface Query<Row> extends Expression<Row> { toOperationNode(): SelectQueryNode }
interface Question<Said> { readonly part: Part; readonly query: Query<object>; readonly say: (row: never) => Said | readonly Said[] }

/** Questions that are gathered first. Their columns are named one by one: each row comes as one text. */
export class AtOnce<Said extends { readonly at: string | null }> {
  readonly #questions: Question<Said>[] = []

  add<Row extends object>(part: Part, query: Query<Row>, say: (row: Row) => Said | readonly Said[]): void {
    this.#questions.push({ part, query, say })
  }

  /** What is said of every row, by its part: in the order of the questions, of one question the oldest first. One query. */
  async answers(db: Kysely<Schema>): Promise<Map<Part, Said[]>> {
    const rows: { question: number; row: string }[] = []
    for (let from = 0; from < this.#questions.length; from += together) {
      const asked = this.#questions.slice(from, from + together).map(({ query }, at) => sql`select ${sql.lit(from + at)} as question, ${rowAsText(db, query)} as "row" from ${query} as q`)
      rows.push(...(await sql<{ question: number; row: string }>`${sql.join(asked, sql` union all `)}`.execute(db)).rows)
    }
    const said = new Map<Part, Said[]>()
    for (const [at, { part, say }] of this.#questions.entries()) {
      const own = rows.filter((one) => one.question === at).map((one) => one.row).sort().map((row) => JSON.parse(row) as never)
      const things = own.flatMap((row) => say(row))
      said.set(part, [...(said.get(part) ?? []), ...things.sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : (a.at ?? '') > (b.at ?? '') ? 1 : 0))])
    }
    return said
  }
}

function rowAsText(db: Kysely<Schema>, query: Query<object>) {
  const columns = (query.toOperationNode().selections ?? []).map(({ selection }) => nameOf(selection))
  const named = sql.join(columns.flatMap((column) => [sql.lit(column), sql.ref(`q.${column}`)]))
  return dialectOf(db) === 'postgres' ? sql`cast(json_build_object(${named}) as text)` : sql`json_object(${named})`
}

/** What a column of a `select` is called. */
function nameOf(selection: OperationNode): string {
  if (AliasNode.is(selection) && IdentifierNode.is(selection.alias)) return selection.alias.name
  if (ReferenceNode.is(selection) && ColumnNode.is(selection.column)) return selection.column.column.name
  throw new TypeError('every column is named by itself')
}
