/** The page of dates that matter: each kind is read from its own fields, what is wrong is said and kept, and a date is taken out again. */
import { beforeEach, expect, test } from 'vitest'
import * as datesPage from '#app/routes/family/dates.tsx'
import { newId } from '#app/values/ids.ts'
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
