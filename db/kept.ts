import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import { dialectOf, type Db } from '#db/connect.ts'
import type { Schema } from '#db/schema.ts'

type Values = Readonly<Record<string, string | number | null>>

/** Where a value goes that is only known when the query runs. */
class Place {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }

  /** Reckoning with it, or putting it into a text, would be done once and kept for everybody. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(`${this.name} is not known while the query is made`)
  }
}

/**
 * A query that is put together and compiled once, and from then on only run: Kysely takes several times as long to make
 * a query as SQLite to answer it, which counts on the pages that everybody opens.
 *
 * `make` gets, instead of each value, the place where it goes: it may hand it to Kysely and do nothing else with it. The
 * values named in `shapedBy` it gets as they are, and a value that is null is null: the query is made once for each of
 * these, so they must be few.
 */
export function keptQuery<Given extends Values, Row>(
  shapedBy: readonly (keyof Given & string)[],
  make: (db: Kysely<Schema>, given: Given) => Compilable<Row>,
): (db: Kysely<Schema>, given: Given) => Promise<Row[]> {
  const kept = new Map<string, CompiledQuery<Row>>()
  return async (db, given) => {
    let shape: string = dialectOf(db as Db)
    for (const name in given) shape += given[name] === null ? ' null' : shapedBy.includes(name) ? ` ${given[name]}` : ' .'
    let query = kept.get(shape)
    if (!query) {
      const places = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === null || shapedBy.includes(name) ? value : new Place(name)]))
      kept.set(shape, (query = make(db, places as unknown as Given).compile()))
    }
    const parameters = query.parameters.map((parameter) => (parameter instanceof Place ? given[parameter.name] : parameter))
    return (await db.executeQuery<Row>({ ...query, parameters })).rows
  }
}
