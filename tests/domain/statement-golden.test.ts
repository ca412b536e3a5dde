/** The whole statement of a budget in which everything happened once, in the words of each language and as a file for a spreadsheet: golden files beside this test. */
import { expect, test } from 'vitest'
import { must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { statement } from '#app/domain/budget/ledger.server.ts'
import { mendMoney, mendPayment, mendable, refund } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import { endPeriods } from '#app/domain/budget/period-ends.server.ts'
import { statementCsv } from '#app/domain/budget/statement-csv.ts'
import { spanOf, statementWords, type Dates } from '#app/domain/budget/statement-dates.ts'
import { sumsOfDates } from '#app/domain/budget/statement-sums.server.ts'
import { act } from '#app/events/transact.server.ts'
import { languages } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { plusDays, plusMinutes, type Day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { asked, happened, no, pay, takeBack, yes } from './money-steps.ts'
import { aWorld, today, worldBegins } from './world.ts'

test('the statement says the same as ever, in every language', async () => {
  const world = await aWorld(await freshDatabase())
  const budget = await world.budget(20_000)
  const other = await world.budget(1_000, { name: 'Other' })
  const manager = must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'budget:make')
  const said = { words: 'A wrong key', lang: 'en' }

  const swimming = await asked(world, budget, 3_000)
  await yes(world, 'sam', swimming)
  await happened(world, swimming)
  await pay(world, swimming)
  const finance = must((await world.spendViewer('femi', swimming))!, 'spend:pay')
  expect((await act(finance, refund, { pence: pence(500), words: null, lang: 'en' })).ok).toBe(true)
  expect((await act(finance, mendPayment, { ...said, what: 'paid', pence: pence(200) })).ok).toBe(true)
  await no(world, 'sam', await asked(world, budget, 1_000))
  await takeBack(world, await asked(world, budget, 1_005))
  expect((await act(manager, topUp, { ...said, budget, source: 'Winter fund', pence: pence(2_500), expiresOn: plusDays(today, 20) })).ok).toBe(true)
  const [line] = await mendable(manager)
  expect((await act(manager, mendMoney, { ...said, transfer: line!.id, pence: pence(100) })).ok).toBe(true)
  expect((await act(manager, moveMoney, { from: other, to: budget, pence: pence(300) })).ok).toBe(true)
  expect((await act(manager, moveMoney, { from: budget, to: other, pence: pence(50) })).ok).toBe(true)
  await endPeriods(world.db, worldBegins)
  await endPeriods(world.db, plusMinutes(worldBegins, 30 * 24 * 60))

  const lines = (await statement(await world.may('marta', 'budget:see'), budget, { from: null, until: null, page: 'all' }))!.lines
  expect(new Set(lines.map((one) => one.why))).toEqual(new Set(['funded', 'asked', 'approved', 'paid', 'refunded', 'corrected', 'declined', 'cancelled', 'topped-up', 'moved-in', 'moved-out', 'ended']))
  const viewer = await world.may('marta', 'budget:see')
  const chosen: readonly Dates[] = [{ from: null, until: null }, { from: null, until: today }, { from: plusDays(today, 1), until: '2026-12-31' as Day }, { from: '2026-12-25' as Day, until: null }]
  const told = await Promise.all(chosen.map(async (dates) => [dates, await sumsOfDates(viewer, budget, dates)] as const))
  const ofDecember = (await statement(viewer, budget, { ...spanOf(chosen[2]!), page: 'all' }))!.lines
  for (const { code: lang } of languages) {
    const words = wordsFor(lang)
    const each = lines.map((one) => [words.format.date(one.at), words.t(`budget:movement.${one.why}`, { source: one.source }), one.change === 0 ? words.format.money(one.pence) : words.format.change(pence(one.change)), words.format.money(one.left)].join(' | '))
    await expect(`${each.join('\n')}\n`).toMatchFileSnapshot(`./golden/statement-${lang}.txt`)
    await expect(statementCsv(words, lines)).toMatchFileSnapshot(`./golden/statement-${lang}.csv`)
    await expect(`${told.map(([dates, sums]) => statementWords(words, sums, { ...dates, today }).join('\n')).join('\n\n')}\n`).toMatchFileSnapshot(`./golden/statement-dates-${lang}.txt`)
    await expect(statementCsv(words, ofDecember)).toMatchFileSnapshot(`./golden/statement-december-${lang}.csv`)
  }
})
