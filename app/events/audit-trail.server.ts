/**
 * The chain of events of one scope (a family, a person, the area). Each row hashes the row before it and a salted
 * commitment to its text, so that a text can be erased when the law asks and the chain still verifies.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
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

export type Finding = { scope: string; seq: number; wrong: 'changed' | 'missing' | 'head' }

/**
 * Reads every chain from its start and reports each row that was changed or removed, and each head that does not fit.
 * An erased text (data and salt null) is no finding: its commitment stays.
 */
export async function verifyChains(db: Kysely<Schema>): Promise<Finding[]> {
  const heads = [
    ...(await db.selectFrom('family').select(['id', 'seq', 'chain_head']).execute()),
    ...(await db.selectFrom('person').select(['id', 'seq', 'chain_head']).execute()),
    ...(await db.selectFrom('area').select(['id', 'seq', 'chain_head']).execute()),
  ]
  const findings: Finding[] = []
  for (const scope of heads) {
    let before = ''
    let expected = 1
    for (;;) {
      const rows = await db.selectFrom('event').selectAll().where('scope_id', '=', scope.id).where('seq', '>=', expected).orderBy('seq').limit(500).execute()
      for (const row of rows) {
        for (; expected < row.seq; expected += 1) findings.push({ scope: scope.id, seq: expected, wrong: 'missing' })
        const told = row.data === null || row.salt === null || commitmentTo(row.salt, row.data) === row.commitment
        if (!told || hashOf(row) !== row.hash || row.before_hash !== before) findings.push({ scope: scope.id, seq: row.seq, wrong: 'changed' })
        before = row.hash
        expected = row.seq + 1
      }
      if (rows.length < 500) break
    }
    for (; expected <= scope.seq; expected += 1) findings.push({ scope: scope.id, seq: expected, wrong: 'missing' })
    if (before !== scope.chain_head) findings.push({ scope: scope.id, seq: scope.seq, wrong: 'head' })
  }
  return findings
}
