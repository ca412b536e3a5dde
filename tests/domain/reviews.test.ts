/** Reviews: a next one with a day, what each says before it, closing with each child's view or the reason there is none. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { viewFormOf } from '#app/domain/plan/review.ts'
import { closeReview, familyAndReview, moveReview, openPlanAgain, reviewsOf, reviewsToHold, toHear, type Closing } from '#app/domain/plan/reviews.server.ts'
import { openReviewOf, ownView, sayView, viewsOf, type NewView } from '#app/domain/plan/views.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase, newDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let minute: number

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  minute = 0
})

type Who = 'marta' | 'piotr' | 'zosia' | 'sam'
const later = (): Instant => plusMinutes(worldBegins, (minute += 1))
const viewer = (who: Who | 'kasia') => world.viewer(who, world.family, later())
const onlyLead = { members: [], lead: true }
const says = async (who: Who, about: MemberId, more: Partial<NewView> = {}) => act(must(await viewer(who), 'plan:strengths'), sayView, {
  about, better: 'We laugh more', hard: null, change: null, score: null, face: null, lang: 'en', whoSees: 'everybody', delicate: [], ...more,
})
const next = plusDays(today, 84)
const closes = async (closing: Partial<Closing> = {}) => act(must(await viewer('sam'), 'review:hold'), closeReview, { reasons: [], next, words: null, lang: 'en', ...closing })
const moves = async (dueOn: Day) => act(must(await viewer('sam'), 'review:hold'), moveReview, { dueOn })
const why = (member: MemberId, reason: 'too-little' | 'other' = 'too-little', words: string | null = null) => ({ member, reason, words })
const open = async () => db.selectFrom('review').selectAll().where('family_id', '=', world.family).where('closed_at', 'is', null).execute()
const seen = async (who: Who | 'kasia') => {
  const one = await viewer(who)
  return one.powers.has('review:see') ? viewsOf(must(one, 'review:see'), (await reviewsOf(must(one, 'review:see'))).map(({ id }) => id)) : 'may not'
}

describe('who is asked, and how', () => {
  test('is by age: grown-ups, young people in words, children in pictures, nobody who is not born or not of the household', () => {
    const born = (years: number) => `${2026 - years}-11-24` as Day
    expect([
      viewFormOf({ seat: 'parent', bornOn: null }, today), viewFormOf({ seat: 'kin-carer', bornOn: null }, today), viewFormOf({ seat: 'young-person', bornOn: born(15) }, today),
      viewFormOf({ seat: 'child', bornOn: born(11) }, today), viewFormOf({ seat: 'child', bornOn: plusDays(born(11), 1) }, today), viewFormOf({ seat: 'child', bornOn: null }, today),
      viewFormOf({ seat: 'child', bornOn: plusDays(today, 1) }, today), viewFormOf({ seat: 'network', bornOn: null }, today), viewFormOf({ seat: 'lead', bornOn: null }, today),
    ]).toEqual(['adult', 'adult', 'young', 'young', 'child', 'child', null, null, null])
  })

  test('each says it themselves; of whoever has no account a grown-up writes it down, and the lead professional what anybody told them', async () => {
    const { marta, piotr, zosia, leo, kasia, sam, aisha } = world.members
    for (const [who, about] of [['marta', marta], ['zosia', zosia], ['piotr', leo], ['sam', leo], ['sam', zosia], ['sam', piotr]] as const) expect(await says(who, about), `${who} of ${about}`).toMatchObject({ ok: true })
    for (const [who, about] of [['marta', piotr], ['marta', zosia], ['zosia', marta]] as const) expect(await says(who, about), `${who} of ${about}`).toMatchObject({ ok: false, why: 'their-own-words' })
    for (const about of [kasia, aisha]) expect(await says('marta', about)).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    expect(await says('sam', sam)).toMatchObject({ ok: false, why: 'whose-words' })
    expect(await says('marta', marta, { better: null })).toMatchObject({ ok: false, why: 'nothing-said', field: 'better' })
    expect(await says('marta', leo, { better: null })).toMatchObject({ ok: false, why: 'nothing-said', field: 'face' })
  })

  test('what was said is not asked again: it comes back as it was, and saying it anew replaces it', async () => {
    const { marta } = world.members
    expect(await ownView(must(await viewer('marta'), 'plan:strengths'), marta)).toBeUndefined()
    await says('marta', marta, { score: 4, hard: 'The nights', whoSees: onlyLead, delicate: ['mental-health'] })
    expect(await ownView(must(await viewer('marta'), 'plan:strengths'), marta)).toMatchObject({ better: 'We laugh more', hard: 'The nights', score: 4, delicate: ['mental-health'] })
    await says('marta', marta, { score: 5, whoSees: 'everybody' })
    expect(await seen('piotr')).toMatchObject([{ about: marta, score: 5, hard: null }])
    expect(await db.selectFrom('review_view').select('id').execute()).toHaveLength(1)
    expect(await db.selectFrom('delicate').select('topic').execute()).toEqual([])
  })

  test('what is kept to some is read by them alone, and the network reads nothing', async () => {
    await says('zosia', world.members.zosia, { whoSees: onlyLead })
    expect([(await seen('zosia')).length, (await seen('sam')).length, await seen('marta'), await seen('kasia')]).toEqual([1, 1, [], 'may not'])
    await says('marta', world.members.marta, { delicate: ['substances'] })
    expect((await seen('sam')).length).toBe(1)
    expect((await seen('piotr')).length).toBe(1)
  })
})

describe('a review', () => {
  test('closes with each child’s view, or the reason there is none, and then has the next day', async () => {
    const { leo, zosia } = world.members
    expect(await closes()).toMatchObject({ ok: false, why: 'view-or-reason', values: { name: expect.any(String) } })
    expect(await closes({ reasons: [why(leo)] })).toMatchObject({ ok: false, why: 'view-or-reason', field: `reason-${zosia}` })
    await says('zosia', zosia, { whoSees: onlyLead })
    expect(await closes({ reasons: [why(leo, 'other')] })).toMatchObject({ ok: false, why: 'say-why', field: `reason-words-${leo}` })
    expect(await closes({ reasons: [why(leo, 'other', 'He was asleep')], next: today })).toMatchObject({ ok: false, why: 'day-is-past', field: 'next' })
    expect(await db.selectFrom('review_reason').select('reason').execute()).toEqual([])
    expect(await closes({ reasons: [why(leo, 'other', 'He was asleep')], words: 'We go on' })).toMatchObject({ ok: true })
    expect(await db.selectFrom('review_reason').select(['about_member', 'words']).execute()).toEqual([{ about_member: leo, words: 'He was asleep' }])
    expect(await open()).toMatchObject([{ due_on: next }])
    expect(await reviewsOf(must(await viewer('marta'), 'review:see'))).toMatchObject([{ dueOn: next, closedAt: null }, { outcome: 'goes-on', words: 'We go on' }])
    // What was said before stays where it was said; the next review asks anew.
    expect(await ownView(must(await viewer('zosia'), 'plan:strengths'), zosia)).toBeUndefined()
  })

  test('that a child’s view is kept from whoever closes tells them nothing: they say why there is none, as if there were none', async () => {
    const { leo, zosia } = world.members
    const answers = []
    for (const kept of [false, true]) {
      if (kept) await says('zosia', zosia, { whoSees: { members: [], lead: false } })
      answers.push([await closes({ reasons: [why(leo)] }), await toHear(must(await viewer('sam'), 'review:hold'))])
    }
    expect(answers[1]).toEqual(answers[0])
  })

  test('has its day moved by the lead professional: to one that is to come, and not too far', async () => {
    expect(await moves(today)).toMatchObject({ ok: false, why: 'day-is-past', field: 'due' })
    expect(await moves(plusDays(today, 183))).toMatchObject({ ok: false, why: 'review-too-far', values: { days: 182 } })
    expect(await moves(plusDays(today, 182))).toMatchObject({ ok: true })
    expect((await world.viewer('marta')).powers.has('review:hold')).toBe(false)
    expect(await open()).toMatchObject([{ due_on: plusDays(today, 182) }])
  })

  test('closes the plan with a look back; one tap opens the same plan again, with a day', async () => {
    const reasons = [why(world.members.leo), why(world.members.zosia)]
    expect(await closes({ next: null, reasons })).toMatchObject({ ok: false, why: 'look-back-missing', field: 'words' })
    expect(await act(must(await viewer('marta'), 'change:tell'), openPlanAgain, {})).toMatchObject({ ok: false, why: 'not-there' })
    expect(await closes({ next: null, reasons, words: 'What a way we went' })).toMatchObject({ ok: true })
    expect(await open()).toEqual([])
    expect((await familyAndReview(must(await viewer('marta'), 'plan:see'))).review).toBeNull()
    expect(await says('marta', world.members.marta)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await moves(next)).toMatchObject({ ok: false, why: 'not-there' })
    const dueOn = workingDaysAfter(today, 10, new Set((await settingsOf(db)).holidays))
    expect(await act(must(await viewer('zosia'), 'change:tell'), openPlanAgain, {})).toMatchObject({ ok: true, value: { dueOn } })
    expect(await open()).toMatchObject([{ due_on: dueOn }])
    const told = await db.selectFrom('outbox').select('to_person').where('to_person', '=', world.people.sam).execute()
    expect(told.length).toBeGreaterThan(0)
  })

  test('stands on the desk of whoever leads when it is near or late, of a manager where nobody leads', async () => {
    const desk = async (who: 'sam' | 'priya' | 'omar', at: Instant = later()) => (await reviewsToHold(must((await areaViewerFor(db, world.people[who], at))!, 'desk:see'))).filter((one) => one.family === world.family)
    expect(await desk('sam')).toEqual([])
    const near = `${plusDays(today, 26)}T10:00:00.000Z` as Instant
    expect(await desk('sam', near)).toMatchObject([{ dueOn: plusDays(today, 40), noLead: false }])
    expect([await desk('priya', near), await desk('omar', near)]).toEqual([[], []])
    const late = await world.viewer('marta', world.family, `${plusDays(today, 41)}T10:00:00.000Z` as Instant)
    expect((await familyAndReview(must(late, 'plan:see'))).review).toEqual({ dueOn: plusDays(today, 40), late: true, soon: true, said: false })
    await db.updateTable('member').set({ until_on: plusDays(today, 1) }).where('id', '=', world.members.sam).execute()
    expect(await desk('sam', near)).toEqual([])
    expect(await desk('priya', near)).toMatchObject([{ noLead: true }])
  })
})

test('whatever is said, moved, closed and opened again: an open plan has exactly one next review with a day, and none closed without each child’s view or the reason there is none', async () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant('say' as const), who: fc.constantFrom('marta', 'piotr', 'zosia', 'sam'), about: fc.constantFrom('marta', 'piotr', 'zosia', 'leo'), kept: fc.boolean() }),
    fc.record({ what: fc.constant('close' as const), leo: fc.boolean(), zosia: fc.boolean(), days: fc.option(fc.integer({ min: -1, max: 200 })) }),
    fc.record({ what: fc.constant('move' as const), days: fc.integer({ min: -1, max: 200 }) }),
    fc.record({ what: fc.constant('again' as const) }),
  )
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
    const made = await newDatabase()
    db = made.db
    world = await aWorld(db)
    minute = 0
    try {
      const { leo, zosia } = world.members
      let plan: 'open' | 'closed' = 'open'
      for (const one of steps) {
        if (one.what === 'say') await says(one.who as Who, world.members[one.about as Who | 'leo'], { whoSees: one.kept ? { members: [], lead: false } : 'everybody' })
        if (one.what === 'move') await moves(plusDays(today, one.days))
        if (one.what === 'again' && (await act(must(await viewer('marta'), 'change:tell'), openPlanAgain, {})).ok) plan = 'open'
        if (one.what === 'close') {
          const review = await openReviewOf(await viewer('sam'))
          const closed = await closes({ reasons: [...(one.leo ? [why(leo)] : []), ...(one.zosia ? [why(zosia)] : [])], next: one.days === null ? null : plusDays(today, one.days), words: one.days === null ? 'Well done' : null })
          if (closed.ok) {
            plan = one.days === null ? 'closed' : 'open'
            const heard = [...(await db.selectFrom('review_view').select('about_member').where('review_id', '=', review!.id).execute()), ...(await db.selectFrom('review_reason').select('about_member').where('review_id', '=', review!.id).execute())]
            for (const child of [leo, zosia]) expect(heard.map((row) => row.about_member)).toContain(child)
          }
        }
        const all = await open()
        expect(all).toHaveLength(plan === 'open' ? 1 : 0)
        for (const row of all) expect(row.due_on).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      }
    } finally {
      await made.remove()
    }
  }), { numRuns: 12 })
}, 120_000)
