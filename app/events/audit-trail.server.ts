/**
 * The chain of events of one scope (a family, a person, the area). Each row hashes the row before it and a salted
 * commitment to its text, so that a text can be erased when the law asks and the chain still verifies.
 */
import { createHash, randomBytes } from 'node:crypto'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { MemberId, PersonId } from '#app/values/ids.ts'
import { newId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { EventDraft } from './catalogue.ts'

const sha = (parts: readonly (string | number | null)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')

type Row = {
  scope_id: string; seq: number; id: string; at: string; by_person: string | null; by_member: string | null; kind: string
  thing_kind: string | null; thing_id: string | null; circle_id: string | null; commitment: string; before_hash: string
}

const hashOf = (row: Row) =>
  sha([row.scope_id, row.seq, row.id, row.at, row.by_person, row.by_member, row.kind, row.thing_kind, row.thing_id, row.circle_id, row.commitment, row.before_hash])

const commitmentTo = (salt: string, data: string) => sha([salt, data])

/** Appends one event under the scope's lock; returns the new head of the chain. */
export async function append(
  db: Transaction<Schema>,
  scope: { id: string; seq: number; head: string },
  by: { person: PersonId | null; member: MemberId | null; at: Instant },
  draft: EventDraft,
): Promise<string> {
  const data = JSON.stringify(draft.data)
  const salt = randomBytes(16).toString('base64url')
  const row = {
    scope_id: scope.id, seq: scope.seq, id: newId(), at: by.at, by_person: by.person, by_member: by.member, kind: draft.kind,
    thing_kind: draft.thing?.kind ?? null, thing_id: draft.thing?.id ?? null, circle_id: draft.circle ?? null,
    commitment: commitmentTo(salt, data), before_hash: scope.head,
  }
  const hash = hashOf(row)
  await db.insertInto('event').values({ ...row, data, salt, hash }).execute()
  return hash
}

export type Finding = { scope: string; seq: number; wrong: 'changed' | 'missing' | 'head' | 'scope' }

/** Rows read at a time. */
const atOnce = 500

/**
 * Reads every chain from its start and reports each row that was changed or removed, each head that does not fit, and
 * the rows of a scope that is no longer there. An erased text (data and salt null) is no finding: its commitment stays.
 * Commands may go on meanwhile.
 */
export async function verifyChains(db: Kysely<Schema>): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const table of ['family', 'person', 'area'] as const) {
    const scopes = await db.selectFrom(table).select('id').orderBy('id').execute()
    for (const { id } of scopes) findings.push(...(await verifyChain(db, table, id)))
  }
  const lost = await db.selectFrom('event as e').select('e.scope_id').distinct()
    .where(sql<boolean>`not exists (select 1 from family as s where s.id = e.scope_id)`)
    .where(sql<boolean>`not exists (select 1 from person as s where s.id = e.scope_id)`)
    .where(sql<boolean>`not exists (select 1 from area as s where s.id = e.scope_id)`)
    .execute()
  return [...findings, ...lost.map((row): Finding => ({ scope: row.scope_id, seq: 1, wrong: 'scope' }))]
}

async function verifyChain(db: Kysely<Schema>, table: 'family' | 'person' | 'area', scope: string): Promise<Finding[]> {
  const findings: Finding[] = []
  let before = ''
  let next = 1
  for (;;) {
    // The head is read first: what it counts is there, and what comes after it is read in the next round.
    const head = await db.selectFrom(table).select(['seq', 'chain_head']).where('id', '=', scope as never).executeTakeFirst()
    if (!head) return [...findings, { scope, seq: next, wrong: 'scope' }]
    const rows = await db.selectFrom('event').selectAll().where('scope_id', '=', scope).where('seq', '>=', next).where('seq', '<=', head.seq).orderBy('seq').limit(atOnce).execute()
    for (const row of rows) {
      for (; next < row.seq; next += 1) findings.push({ scope, seq: next, wrong: 'missing' })
      const told = row.data === null || row.salt === null || commitmentTo(row.salt, row.data) === row.commitment
      if (!told || hashOf(row) !== row.hash || row.before_hash !== before) findings.push({ scope, seq: row.seq, wrong: 'changed' })
      before = row.hash
      next = row.seq + 1
    }
    if (rows.length === atOnce) continue
    for (; next <= head.seq; next += 1) findings.push({ scope, seq: next, wrong: 'missing' })
    if (before !== head.chain_head) return [...findings, { scope, seq: head.seq, wrong: 'head' }]
    const more = await db.selectFrom('event').select('seq').where('scope_id', '=', scope).where('seq', '>', head.seq).orderBy('seq').limit(1).executeTakeFirst()
    if (!more) return findings
    const now = await db.selectFrom(table).select('seq').where('id', '=', scope as never).executeTakeFirst()
    // A row beyond the count is one that no command wrote, unless a command has just counted it.
    if (!now || now.seq < more.seq) return [...findings, { scope, seq: more.seq, wrong: 'head' }]
  }
}
