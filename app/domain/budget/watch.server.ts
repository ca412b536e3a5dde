/** The watch over money, by whichever process has a worker: what is late goes up, what nobody used is left again, and what has ended is given back. */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { must, theHouseIn } from '#app/access/viewer.server.ts'
import { act } from '#app/events/transact.server.ts'
import { dayAt, now, type Instant } from '#app/values/instant.ts'
import { dropLeftDraft, leftDrafts } from './drafts.server.ts'
import { climb, endQuestion, lateDecisions, questionsOver } from './late-decisions.server.ts'
import { endPeriods } from './period-ends.server.ts'
import { watchAgenda } from './panel-agenda.server.ts'
import { closeSpend, endingApprovals, lapseSpend, tellOfEnd } from './lapse.server.ts'

/** Looks once. How many requests lapsed or were closed, and of how many the family was told that they will, how many went up because they were late, and how many drafts were thrown away. */
export async function watchSpends(db: Kysely<Schema>, at: Instant = now()): Promise<{ lapsed: number; told: number; climbed: number; dropped: number }> {
  const counts = { lapsed: 0, told: 0, climbed: 0, dropped: 0 }
  for (const { family, spend, what } of await endingApprovals(db, at)) {
    const house = must(theHouseIn(db, family, at), 'promises:watch')
    if (what === 'is-told') counts.told += (await act(house, tellOfEnd, { spend })).ok ? 1 : 0
    else if ((await act(house, lapseSpend, { spend })).ok || (await act(house, closeSpend, { spend })).ok) counts.lapsed += 1
  }
  for (const { family, spend } of await lateDecisions(db, dayAt(at))) {
    const answer = await act(must(theHouseIn(db, family, at), 'promises:watch'), climb, { spend })
    if (answer.ok) counts.climbed += 1
  }
  for (const { family, spend } of await questionsOver(db, dayAt(at))) {
    const answer = await act(must(theHouseIn(db, family, at), 'promises:watch'), endQuestion, { spend })
    if (answer.ok) counts.lapsed += 1
  }
  for (const { family, draft } of await leftDrafts(db, at)) {
    const answer = await act(must(theHouseIn(db, family, at), 'promises:watch'), dropLeftDraft, { draft })
    if (answer.ok) counts.dropped += 1
  }
  return counts
}

/** All looks, one after the other. */
export async function watchMoney(db: Kysely<Schema>): Promise<void> {
  await watchSpends(db)
  await watchAgenda(db)
  await endPeriods(db)
}
