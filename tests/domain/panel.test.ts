/** The panel: days, what is on them, and what each says. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { watchAgenda } from '#app/domain/budget/panel-agenda.server.ts'
import { agendaOf, callOffPanelDay, makePanelDay, lookToday, mayBeThere, nextToRead, notePanel, panelDays, panelLooksOn, panelRecord, putOnDay } from '#app/domain/budget/panel.server.ts'
import { decisionOn, spend } from '#app/domain/budget/spends.server.ts'
import { answerSuggestion, suggestChange } from '#app/domain/budget/suggestions.server.ts'
import { watchSpends } from '#app/domain/budget/watch.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type MemberId, type PanelDayId, type SpendId } from '#app/values/ids.ts'
import { instant, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { asked, booksAreRight, list, no, panelNoted, question, read, reply, standing, stateOf, sums, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

/** Tuesday; the days of the panel are a Thursday and the Tuesday after it. */
const thursday = plusDays(today, 2)
const tuesday = plusDays(today, 7)
const at = (day: Day): Instant => instant(`${day}T11:00:00Z`)
const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(200_000)
})

const large = (more: Parameters<typeof asked>[3] = {}) => asked(world, budget, 60_000, more)
const plans = async (on: Day, who: 'priya' | 'ruth' | 'lewis' = 'priya', when = worldBegins) => act(must(await world.desk(who, when), 'panel:plan'), makePanelDay, { on })
const aDay = async (on: Day): Promise<PanelDayId> => {
  const made = await plans(on)
  if (!made.ok) throw new Error(made.why)
  await watchAgenda(world.db, worldBegins)
  return made.value
}
const agenda = async (who: 'priya' | 'ruth' | 'lewis', day: PanelDayId, when = worldBegins) => (await agendaOf(must(await world.desk(who, when), 'panel:plan'), day)).map((one) => one.spend)
const looksOn = async (id: SpendId, when = worldBegins) => (await panelLooksOn(await world.may('marta', 'spend:see', when), id))?.on ?? null
const decider = async (who: 'ruth' | 'lewis', id: SpendId, when = worldBegins) => must((await world.spendViewer(who, id, when))!, 'spend:decide')
const seen = async (id: SpendId) => ({ spend: id, version: (await standing(world.db, id)).version })
const notes = async (who: 'ruth' | 'lewis', id: SpendId, more: { there?: ('ruth' | 'lewis' | 'femi')[]; when?: Instant } = {}) =>
  act(await decider(who, id, more.when ?? at(thursday)), notePanel, { ...(await seen(id)), there: (more.there ?? ['ruth', 'lewis']).map((one) => world.people[one]), weighed: 'The library lends them', why: 'He grows', lang: 'en' })
const says = async (who: 'ruth' | 'lewis', id: SpendId, answer: 'yes' | 'no', when = at(thursday)) => (answer === 'yes' ? yes(world, who, id, { at: when }) : no(world, who, id, 'not-now', 'Too much', { viewer: await decider(who, id, when) }))

describe('a day of the panel', () => {
  test('is planned by a manager or one of the panel, on a working day to come, once', async () => {
    expect(await plans(today)).toEqual(refused('panel-day-over', { field: 'on' }))
    expect(await plans(plusDays(today, 4))).toEqual(refused('panel-not-a-working-day'))
    expect(await plans(thursday)).toMatchObject({ ok: true })
    expect(await plans(thursday, 'lewis')).toEqual(refused('panel-sits-then'))
    expect(await plans(tuesday, 'ruth')).toMatchObject({ ok: true })
    expect((await panelDays(must(await world.desk('ruth'), 'panel:plan'))).coming.map((day) => day.on)).toEqual([thursday, tuesday])
    await expect(world.desk('sam').then((viewer) => must(viewer, 'panel:plan'))).rejects.toMatchObject({ status: 404 })
    await expect(world.desk('femi').then((viewer) => must(viewer, 'panel:plan'))).rejects.toMatchObject({ status: 404 })
  })

  test('has on it what waits for the panel, whether it came before or after, once each; the family reads the day', async () => {
    const before = await large()
    expect(await looksOn(before)).toBeNull()
    const day = await aDay(thursday)
    const after = await large()
    await asked(world, budget, 6_000)
    expect((await agenda('ruth', day)).sort()).toEqual([before, after].sort())
    expect([await looksOn(before), await looksOn(after)]).toEqual([thursday, thursday])
    expect(await watchAgenda(world.db, worldBegins)).toBe(0)
    expect(await nextToRead(must(await world.desk('lewis'), 'panel:plan'))).toEqual({ day, on: thursday, count: 2 })
    // A manager plans the day and reads nothing of it.
    expect([await agenda('priya', day), await nextToRead(must(await world.desk('priya'), 'panel:plan'))]).toEqual([[], undefined])
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('is too near for what comes on that day: papers lie there a working day before, by hand too', async () => {
    const day = await aDay(thursday)
    const later = await aDay(tuesday)
    const late = await large({ at: at(thursday) })
    expect([await agenda('ruth', day), await agenda('ruth', later)]).toEqual([[], [late]])
    const early = await large()
    expect(await act(await decider('ruth', early), putOnDay, { ...(await seen(early)), day: later })).toMatchObject({ ok: true })
    expect(await looksOn(early)).toBe(tuesday)
    const wednesday = at(plusDays(today, 1))
    expect(await act(await decider('ruth', early, at(thursday)), putOnDay, { ...(await seen(early)), day })).toEqual(refused('papers-too-late', { values: { on: plusDays(thursday, 1) } }))
    expect(await act(await decider('ruth', early, wednesday), putOnDay, { ...(await seen(early)), day })).toMatchObject({ ok: true })
    expect(await looksOn(early)).toBe(thursday)
    expect(await act(await decider('ruth', early), putOnDay, { ...(await seen(early)), day: newId<PanelDayId>() })).toEqual(refused('changed-meanwhile'))
  })

  test('that is called off or passes hands what was on it to the next; what was looked at stays with its record', async () => {
    const day = await aDay(thursday)
    const [one, other] = [await large(), await large()]
    const off = async (which: PanelDayId, when = worldBegins) => act(must(await world.desk('priya', when), 'panel:plan'), callOffPanelDay, { day: which, why: 'too-few' })
    expect(await off(day)).toMatchObject({ ok: true })
    const [record] = await world.db.selectFrom('event').select('data').where('kind', '=', 'panel-day-called-off').execute()
    expect(JSON.parse(record!.data!)).toEqual({ on: thursday, reason: 'too-few' })
    expect(await looksOn(one)).toBeNull()
    expect(await off(day)).toEqual(refused('changed-meanwhile'))
    const again = await aDay(thursday)
    const next = await aDay(tuesday)
    expect((await agenda('ruth', again)).length).toBe(2)
    await notes('ruth', one)
    expect(await off(again, at(thursday))).toEqual(refused('changed-meanwhile'))
    expect(await watchAgenda(world.db, at(plusDays(thursday, 1)))).toBe(1)
    expect([await agenda('ruth', again), await agenda('ruth', next)]).toEqual([[one], [other]])
    // And it can be decided on any day after.
    await says('ruth', one, 'yes', at(plusDays(thursday, 5)))
    expect(await says('lewis', one, 'yes', at(plusDays(thursday, 5)))).toMatchObject({ ok: true, value: { state: 'approved' } })
  })
})

describe('what the panel decides', () => {
  test('is decided from its day on, not before; asking can be done before', async () => {
    await aDay(thursday)
    const id = await large()
    for (const answer of ['yes', 'no'] as const) expect(await says('ruth', id, answer, worldBegins)).toEqual(refused('panel-sits-later', { values: { on: thursday } }))
    expect(await notes('ruth', id, { when: worldBegins })).toEqual(refused('panel-sits-later'))
    expect(await question(world, 'ruth', id)).toMatchObject({ ok: true })
    expect(await looksOn(id)).toBe(thursday)
    expect(await reply(world, id)).toMatchObject({ ok: true })
    expect(await says('ruth', id, 'yes')).toMatchObject({ ok: true, value: { state: 'asked', more: 1 } })
  })

  test('has a record before the last word: who was there, what was weighed, why; then two yeses are a yes', async () => {
    const day = await aDay(thursday)
    const id = await large()
    expect(await says('ruth', id, 'yes')).toMatchObject({ ok: true })
    expect(await says('lewis', id, 'yes')).toEqual(refused('write-record-first'))
    expect(await notes('lewis', id, { there: [] })).toMatchObject(refused('too-few-there', { field: 'there' }))
    expect(await notes('lewis', id, { there: ['femi', 'ruth'] })).toEqual(refused('somebody-is-not-of-the-panel', { field: 'there' }))
    expect(await notes('lewis', id)).toMatchObject({ ok: true })
    expect(await says('lewis', id, 'yes')).toMatchObject({ ok: true, value: { state: 'approved' } })
    const record = await panelRecord(await decider('ruth', id, at(thursday)), id, day)
    expect(record).toMatchObject({ on: thursday, there: ['Lewis Grant', 'Ruth Owen'], weighed: 'The library lends them', why: 'He grows', notedBy: 'Lewis Grant' })
    // After the last word it stands.
    expect(await notes('ruth', id)).toEqual(refused('changed-meanwhile'))
    expect(await agenda('lewis', day)).toEqual([id])
    await booksAreRight(world, budget)
  })

  test('is a no where one says no, whoever is first, with that reason; the family reads the panel’s answer and nobody’s name', async () => {
    for (const order of [['no', 'yes'], ['yes', 'no'], ['no', 'no']] as const) {
      const id = await large()
      await panelNoted(world, id)
      expect(await says('ruth', id, order[0])).toMatchObject({ ok: true, value: { state: 'asked', more: 1 } })
      expect(await list(await world.desk('ruth'))).not.toContain(id)
      expect(await list(await world.desk('lewis'))).toContain(id)
      // Nothing of it shows to the family yet.
      expect((await read(world, id))!.words).toEqual([])
      expect((await sums(world, budget)).aside).toBe(60_000)
      expect(await says('lewis', id, order[1])).toMatchObject({ ok: true, value: { state: 'declined' } })
      expect((await read(world, id))!.words).toMatchObject([{ kind: 'decline', person: null, name: '', reason: 'not-now', words: 'Too much' }])
      expect((await sums(world, budget)).left).toBe(200_000)
    }
    const agreed = await large()
    await panelNoted(world, agreed)
    await says('ruth', agreed, 'yes')
    await says('lewis', agreed, 'yes')
    expect((await read(world, agreed))!.words).toMatchObject([{ kind: 'approve', person: null, name: '' }])
    expect(JSON.stringify(await read(world, agreed))).not.toMatch(/Ruth|Lewis/)
    await booksAreRight(world, budget)
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('can be thought over until the last word, and is said anew about another request', async () => {
    const id = await large()
    await panelNoted(world, id)
    await says('ruth', id, 'no')
    expect(await says('ruth', id, 'no')).toEqual(refused('said-no-already'))
    expect(await says('ruth', id, 'yes')).toMatchObject({ ok: true, value: { more: 1 } })
    expect(await says('ruth', id, 'yes')).toEqual(refused('said-yes-already'))
    // Lewis suggests something else, the family takes it: what Ruth said was said to something else.
    await act(await decider('lewis', id, at(thursday)), suggestChange, { ...(await seen(id)), other: null, unitPence: null, quantity: 2, neededOn: null, words: null, lang: 'en' })
    expect(await act(await world.may('marta', 'budget:ask', at(thursday)), answerSuggestion, { ...(await seen(id)), yes: true })).toMatchObject({ ok: true })
    expect(await list(await world.desk('ruth'))).toContain(id)
    expect(await says('lewis', id, 'yes')).toMatchObject({ ok: true, value: { more: 1 } })
    expect(await says('ruth', id, 'yes')).toMatchObject({ ok: true, value: { state: 'approved' } })
    await booksAreRight(world, budget)
  })

  test('is said by those who sit until the last word: what somebody said whose post has ended does not count', async () => {
    const id = await large()
    await panelNoted(world, id)
    expect(await says('ruth', id, 'yes', worldBegins)).toMatchObject({ ok: true, value: { more: 1 } })
    await world.db.updateTable('post').set({ until_on: plusDays(today, -1) }).where('person_id', '=', world.people.ruth).execute()
    expect((await decisionOn(await decider('lewis', id), (await spend(must(await decider('lewis', id), 'spend:see'), id))!)).panel).toMatchObject({ yes: [], size: 2 })
    expect(await says('lewis', id, 'yes', worldBegins)).toMatchObject({ ok: true, value: { state: 'asked', more: 1 } })
  })

  test('that cannot wait is looked at today, on a day of its own, and has its record as any other', async () => {
    await aDay(thursday)
    const id = await large()
    const looks = async () => act(await decider('ruth', id), lookToday, await seen(id))
    const day = await looks()
    expect(day).toMatchObject({ ok: true })
    expect([await looksOn(id), await watchAgenda(world.db, worldBegins)]).toEqual([today, 0])
    expect(await looks()).toEqual(refused('changed-meanwhile'))
    expect(await says('ruth', id, 'yes', worldBegins)).toMatchObject({ ok: true, value: { more: 1 } })
    expect(await says('lewis', id, 'yes', worldBegins)).toEqual(refused('write-record-first'))
    expect(await notes('lewis', id, { when: worldBegins })).toMatchObject({ ok: true })
    expect(await says('lewis', id, 'yes', worldBegins)).toMatchObject({ ok: true, value: { state: 'approved' } })
    // Another one of the same day is on the same day.
    const next = await large()
    expect(await act(await decider('ruth', next), lookToday, await seen(next))).toMatchObject({ value: (day as { value: PanelDayId }).value })
  })

  test('has a record where no day is planned too: whoever said theirs before was there, and the last word waits for it', async () => {
    const id = await large()
    expect(await notes('ruth', id, { when: worldBegins })).toEqual(refused('changed-meanwhile'))
    expect(await says('ruth', id, 'no', worldBegins)).toMatchObject({ ok: true, value: { more: 1 } })
    for (const answer of ['yes', 'no'] as const) expect(await says('lewis', id, answer, worldBegins)).toEqual(refused('write-record-first'))
    const day = await act(await decider('lewis', id), lookToday, await seen(id))
    if (!day.ok) throw new Error(day.why)
    expect(await notes('lewis', id, { there: ['lewis', 'ruth'], when: worldBegins })).toMatchObject({ ok: true })
    expect(await says('lewis', id, 'no', worldBegins)).toMatchObject({ ok: true, value: { state: 'declined' } })
    expect(await panelRecord(await decider('ruth', id), id, day.value)).toMatchObject({ on: today, there: ['Lewis Grant', 'Ruth Owen'], why: 'He grows' })
    await booksAreRight(world, budget)
  })

  test('is decided by the day that the family was promised: on no later day, by itself or by hand, and looked at today instead', async () => {
    const far = plusDays(today, 65)
    const day = await aDay(far)
    const id = await large()
    const before = (await read(world, id))!.answerBy!
    expect([before, await looksOn(id), await agenda('ruth', day)]).toEqual([tuesday, null, []])
    expect(await act(await decider('ruth', id), putOnDay, { ...(await seen(id)), day })).toEqual(refused('promised-before', { values: { by: tuesday } }))
    expect(await act(await decider('ruth', id), lookToday, await seen(id))).toMatchObject({ ok: true })
  })

  test('is late where nobody decided it by then: it went up to nobody, and the family is not told that it did', async () => {
    const id = await large()
    expect((await watchSpends(world.db, at(plusDays(tuesday, 1)))).climbed).toBe(1)
    expect((await read(world, id))!.words).toMatchObject([{ kind: 'late', level: null, person: null }])
    expect(await stateOf(world, id)).toEqual(['asked', 'panel'])
  })

  test('is nobody’s who belongs to the family or is to be paid: they read no agenda of it, say nothing, and were not there', async () => {
    const day = await aDay(thursday)
    const paid = await large({ payee: 'Ruth Owen, upholsterer' })
    const other = await large()
    await world.db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: world.people.lewis, name: 'Lewis Grant', given_name: 'Lewis', seat: 'network', relation: null, born_on: null, from_on: plusDays(today, -99), until_on: plusDays(today, -9), made_at: worldBegins }).execute()
    expect([await agenda('ruth', day), await agenda('lewis', day)]).toEqual([[other], []])
    expect(await mayBeThere(await decider('ruth', other, at(thursday)), other)).toEqual([{ person: world.people.ruth, name: 'Ruth Owen' }])
    expect(await notes('ruth', other)).toEqual(refused('somebody-is-not-of-the-panel', { field: 'there' }))
    for (const answer of ['yes', 'no'] as const) {
      expect(await says('lewis', other, answer)).toEqual(refused('own-request'))
      expect(await says('ruth', paid, answer)).toEqual(refused('own-request'))
    }
    // Where nobody else may decide it, one no is final and one yes is not.
    await notes('ruth', other, { there: [] })
    expect(await says('ruth', other, 'yes')).toMatchObject({ ok: true, value: { state: 'asked', more: 1 } })
    expect(await says('ruth', other, 'no')).toMatchObject({ ok: true, value: { state: 'declined' } })
    expect(await stateOf(world, other)).toEqual(['declined', 'panel'])
  })
})
