/** The page of dates that matter: each kind is read from its own fields, what is wrong is said and kept, and a date is taken out again. */
import { beforeEach, expect, test } from 'vitest'
import { mattersAt } from '#app/domain/appointments/dates.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import * as datesPage from '#app/routes/family/dates.tsx'
import * as sees from '#app/routes/family/sees.tsx'
import { newId, type PersonId } from '#app/values/ids.ts'
import { instant } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { answerOf, browserOf, atWorldBegins } from './pages.ts'
import { aWorld, type World } from './world.ts'

let world: World
atWorldBegins()
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

const path = () => `/families/${world.family}/dates`
async function sends(fields: Record<string, string | string[]>): Promise<{ status: number; to: string | null; errors: string[] }> {
  const browser = await browserOf(world.people.marta)
  const answer = await answerOf(datesPage.action, browser.post(path(), { form: newId(), 'who-sees': 'everybody', ...fields }), { family: world.family })
  const body = answer.status < 400 ? null : (await answer.json() as { form: { errors: Record<string, unknown> } })
  return { status: answer.status, to: answer.headers.get('Location'), errors: Object.keys(body?.form.errors ?? {}) }
}
const shown = async () => {
  const browser = await browserOf(world.people.marta)
  return (await (await answerOf(datesPage.loader, browser.get(path()), { family: world.family })).json() as { dates: { id: string; what: string; feast: string | null; words: string | null }[] }).dates
}

test('keeps what was chosen by its own fields, says what is wrong beside them, and takes it out', async () => {
  expect(await sends({ intent: 'keep' })).toMatchObject({ status: 400, errors: ['what'] })
  expect(await sends({ intent: 'keep', what: 'feasts' })).toMatchObject({ status: 400, errors: ['feasts'] })
  expect(await sends({ intent: 'keep', what: 'own', words: 'Exam', often: 'once' })).toMatchObject({ status: 400, errors: ['from'] })
  expect(await sends({ intent: 'keep', what: 'weekly', 'week-words': 'Prayer', weekday: '5', 'from-time': '25:00', 'until-time': '14:00' })).toMatchObject({ status: 400, errors: ['from-time'] })
  expect(await sends({ intent: 'keep', what: 'feasts', feasts: ['easter', 'diwali'] })).toMatchObject({ status: 303, to: `${path()}?done=kept` })
  expect(await sends({ intent: 'keep', what: 'own', words: 'Exam', often: 'once', 'from-day': '3', 'from-month': '12', 'from-year': '2026' })).toMatchObject({ status: 303 })
  expect(await sends({ intent: 'keep', what: 'weekly', 'week-words': 'Prayer', weekday: '5', 'from-time': '13:00', 'until-time': '14:00' })).toMatchObject({ status: 303 })
  const exam = (await shown()).find((one) => one.words === 'Exam')!
  expect(await sends({ intent: 'drop', date: 'nothing' })).toMatchObject({ status: 400 })
  expect(await sends({ intent: 'drop', date: exam.id })).toMatchObject({ status: 303, to: `${path()}?done=dropped` })
  expect((await shown()).map((one) => one.words ?? one.feast).sort()).toEqual(['Prayer', 'diwali', 'easter'])
})

test('whoever said a date changes who sees it; whoever is left out finds no trace, is warned of it no more, and nobody else changes it', async () => {
  expect(await sends({ intent: 'keep', what: 'own', words: 'Exam', often: 'once', 'from-day': '3', 'from-month': '12', 'from-year': '2026' })).toMatchObject({ status: 303 })
  const exam = (await shown()).find((one) => one.words === 'Exam')!
  const at = `${path()}/${exam.id}/sees`
  const params = { family: world.family, id: exam.id }
  const opens = async (who: PersonId) => (await answerOf(sees.loader, (await browserOf(who)).get(at), params)).status
  const changes = async (who: PersonId, fields: Record<string, string>) => answerOf(sees.action, (await browserOf(who)).post(at, { form: newId(), ...fields }), params)
  const warned = async (who: 'marta' | 'piotr') => (await mattersAt(await world.viewer(who), { startsAt: instant('2026-12-03T10:00:00Z'), endsAt: instant('2026-12-03T11:00:00Z') }, await settingsOf(world.db))).map((one) => one.words)
  expect([await warned('marta'), await warned('piotr')]).toEqual([['Exam'], ['Exam']])
  const wrong = await changes(world.people.piotr, { intent: 'change', 'who-sees': 'named' })
  expect(wrong.status, 'its maker alone').toBe(409)
  const done = await changes(world.people.marta, { intent: 'change', 'who-sees': 'named' })
  expect([done.status, done.headers.get('Location')]).toEqual([303, `${path()}?done=sees`])
  expect([await opens(world.people.marta), await opens(world.people.piotr)]).toEqual([200, 404])
  expect([await warned('marta'), await warned('piotr')]).toEqual([['Exam'], []])
})
