import { CompiledQuery, Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { bookingsOf, daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { dayAt } from '#app/values/instant.ts'
import { dialectOf } from '#db/connect.ts'
import { postgresDialect } from '#db/postgres.ts'
import type { Schema } from '#db/schema.ts'
import { sqliteDialect } from '#db/sqlite.ts'
import { freshDatabaseAt } from './database.ts'
import { aPerson, aPost, diaryKeeper, friday, helpedFamily, weekHours } from './diary-world.ts'
import { threeYears } from '../diary-years.ts'

type Asked = { sql: string; parameters: readonly unknown[] }

test('a diary of three years asks three queries, for two people as well, each by an index, and offers what a new diary does', async () => {
  const { url, db } = await freshDatabaseAt()
  const [sam, nia, grown, other] = [await aPerson(db, 'Sam Helper'), await aPerson(db, 'Nia Nurse'), await aPerson(db, 'Old Hand'), await aPerson(db, 'Older Hand')]
  for (const who of [sam, nia, grown, other]) {
    await aPost(db, who, 'practitioner')
    await weekHours(db, who)
  }
  const { family, lead } = await helpedFamily(db, grown)
  for (const who of [grown, other]) expect(await threeYears(db, { practitioner: who, family, by: lead }, dayAt(friday))).toBeGreaterThan(4_500)
  const settings = await settingsOf(db)
  const asked: Asked[] = []
  const logging = new Kysely<Schema>({ dialect: dialectOf(db) === 'sqlite' ? sqliteDialect(url) : postgresDialect(url, 4), log: ({ query }) => void asked.push(query) })
  onTestFinished(() => logging.destroy())
  const free = async (who: readonly typeof sam[]) => {
    asked.length = 0
    const times = await freeTimes(logging, who, 'phone', rulesFor('phone', settings), daysToBook(dayAt(friday), settings), friday)
    expect(asked).toHaveLength(3)
    return times
  }
  const young = await free([sam])
  expect(young.length).toBeGreaterThan(100)
  expect(await free([grown])).toEqual(young)
  expect(await free([sam, nia])).toEqual(young)
  expect(await free([grown, other])).toEqual(young)
  await bookingsOf({ ...(await diaryKeeper(db, grown)), db: logging })
  if (dialectOf(db) !== 'sqlite') return
  for (const query of asked) {
    const { rows } = await db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]))
    expect(rows.map((row) => row.detail).filter((detail) => /^SCAN (?!CONSTANT|LEFT-MOST|\(|SUBQUERY)/.test(detail)), query.sql).toEqual([])
  }
}, 60_000)
