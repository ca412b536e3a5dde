/** "I can …": help that one of the network offers unasked, and how what is offered is taken up: who reads it, what it becomes, and nobody else. */
import { beforeEach, describe, expect, test } from 'vitest'
import { may, must, viewerFor } from '#app/access/viewer.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { endMember } from '#app/domain/family/members.server.ts'
import { kindWordsOf, sayKindWord } from '#app/domain/goals/kind-words.server.ts'
import { helpOffered, ownOffers, sayICan, takeICanBack, takeOfferUp, thankForOffer, whoReadsOffers } from '#app/domain/plan/i-can.server.ts'
import { mostOffersWaiting } from '#app/domain/plan/i-can.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { answerAction, promise } from '#app/domain/plan/promises.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type EntryId, type ICanId, type MeetingId, type MemberId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { atWorldBegins } from './pages.ts'
import { Reader } from './whole-site.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const gone = { ok: false, why: 'not-there' }
const soon = plusDays(today, 4)
const aDay = 60 * 24

let world: World
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

type Adult = 'marta' | 'piotr'
const givesTo = async (to: readonly MemberId[], words = 'I can take Leo on Saturdays') => act(await world.may('kasia', 'offers:give'), sayICan, { words, lang: 'pl', to })
async function offered(...to: MemberId[]): Promise<ICanId> {
  const answer = await givesTo(to.length > 0 ? to : [world.members.marta, world.members.piotr])
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const answering = async (who: Adult) => must(must(await world.viewer(who), 'offers:answer'), 'plan:actions')
const takes = async (who: Adult, offer: string, more: { words?: string; dueOn?: typeof soon; thanks?: string | null } = {}) =>
  act(await answering(who), takeOfferUp, { offer, words: 'I can take Leo on Saturdays', lang: 'en', dueOn: soon, thanks: 'You are a star', ...more })
const own = async () => ownOffers(await world.may('kasia', 'offers:give'))
/** What waits for an adult at home, as its page says it. */
async function toThem(who: Adult): Promise<(string | null | undefined)[]> {
  const ids = (await waitsForUs(await world.may(who, 'family:see'))).cans
  return Promise.all(ids.map(async (id) => (await helpOffered(await world.may(who, 'offers:answer'), id))?.words))
}
const told = async () => (await world.db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)

describe('the page on which it is answered', () => {
  atWorldBegins()

  test('shows what was typed to whoever comes second', async () => {
    const id = await offered()
    const piotr = await Reader.of('piotr', world.people.piotr)
    const page = `/families/${world.family}/offers/${id}`
    expect((await piotr.get(page)).body).toContain('I can take Leo on Saturdays')
    expect(await takes('marta', id)).toMatchObject({ ok: true })
    const [year, month, day] = soon.split('-') as [string, string, string]
    const late = await piotr.post(page, Object.entries({ form: newId<string>(), intent: 'take', words: 'Kasia takes Leo swimming', 'due-day': day, 'due-month': month, 'due-year': year, thanks: 'Dziękujemy, ciociu' }))
    expect(late.status).toBe(409)
    for (const typed of ['Kasia takes Leo swimming', 'Dziękujemy, ciociu']) expect(late.body).toContain(typed)
  })
})

describe('what an aunt offers', () => {
  test('is read at home by those whom she names, and they are told', async () => {
    expect((await whoReadsOffers(await world.may('kasia', 'offers:give'))).map(({ name }) => name).sort()).toEqual(['Marta Kowalczyk', 'Piotr Bailey'])
    const id = await offered()
    expect(await toThem('piotr')).toEqual(['I can take Leo on Saturdays'])
    expect((await waitsForUs(await world.may('marta', 'family:see'))).cans).toEqual([id])
    expect((await told()).sort()).toEqual([world.people.marta, world.people.piotr].sort())
    expect(await own()).toMatchObject([{ id, state: 'offered', by: null, entry: null }])
  })

  test('taken up, it is hers to do, accepted, in her words and language, with thanks, and she reads so', async () => {
    const id = await offered()
    const taken = await takes('marta', id)
    const entry = (taken as { value: EntryId }).value
    const { actions } = await planEntries(await world.may('piotr', 'plan:see'))
    expect(actions).toMatchObject([{ id: entry, words: 'I can take Leo on Saturdays', lang: 'pl', owner: world.members.kasia, dueOn: soon, last: { kind: 'accepted' }, instead: false }])
    expect(await promise(await world.may('kasia', 'plan:see'), entry)).toMatchObject({ may: { answer: true } })
    expect((await kindWordsOf(await world.may('kasia', 'goals:see'), [entry])).map((one) => [one.kind, one.words])).toEqual([['thanks', 'You are a star']])
    expect(await own()).toMatchObject([{ state: 'taken', by: 'Marta Kowalczyk', entry }])
    expect(await toThem('piotr')).toEqual([])
    expect((await told()).filter((person) => person === world.people.kasia)).toHaveLength(1)
    expect(await act(await world.may('kasia', 'plan:see'), answerAction, { action: entry, answer: { how: 'done' } })).toMatchObject({ ok: true })
  })

  test('is taken up in other words of the family, which are in its language', async () => {
    const taken = await takes('marta', await offered(), { words: 'Kasia takes Leo', thanks: null })
    expect(await promise(await world.may('marta', 'plan:see'), (taken as { value: EntryId }).value)).toMatchObject({ words: 'Kasia takes Leo', lang: 'en' })
  })

  test('is answered once, and never with a day that is past', async () => {
    const id = await offered()
    expect(await takes('marta', id, { dueOn: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past', field: 'due' })
    expect(await act(await world.may('marta', 'offers:answer'), thankForOffer, { offer: id })).toMatchObject({ ok: true })
    expect(await own()).toMatchObject([{ state: 'not-now', by: 'Marta Kowalczyk', entry: null }])
    expect(await takes('piotr', id)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await act(await world.may('piotr', 'offers:answer'), thankForOffer, { offer: id })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await act(await world.may('kasia', 'offers:give'), takeICanBack, { offer: id })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
  })

  test('is taken back while nobody has answered it: its words are gone from the database', async () => {
    const id = await offered()
    expect(await act(await world.may('kasia', 'offers:give'), takeICanBack, { offer: id })).toMatchObject({ ok: true })
    expect(await own()).toEqual([])
    expect(await helpOffered(await world.may('marta', 'offers:answer'), id)).toMatchObject({ state: 'withdrawn', words: null })
    expect(await takes('marta', id)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(JSON.stringify(await world.db.selectFrom('i_can').selectAll().execute())).not.toContain('Leo')
  })

  test('is for somebody of the household, and no more at once than anybody reads', async () => {
    for (const to of [[], [world.members.sam], [world.members.zosia], [world.members.dean], [world.members.aisha], [newId<MemberId>()]]) expect(await givesTo(to), String(to)).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'to' })
    for (let n = 0; n < mostOffersWaiting; n += 1) await offered()
    expect(await givesTo([world.members.marta])).toMatchObject({ ok: false, why: 'too-many-offers' })
  })
})

describe('nobody else learns of it', () => {
  test('what is told to one adult is not there for the other, and what it becomes is kept to the two', async () => {
    const id = await offered(world.members.marta)
    expect(await toThem('piotr')).toEqual([])
    expect((await waitsForUs(await world.may('piotr', 'family:see'))).cans).toEqual([])
    expect(await helpOffered(await world.may('piotr', 'offers:answer'), id)).toBeUndefined()
    expect(await told()).toEqual([world.people.marta])
    expect(await takes('piotr', id)).toMatchObject(gone)
    expect(await act(await world.may('piotr', 'offers:answer'), thankForOffer, { offer: id })).toMatchObject(gone)
    const entry = ((await takes('marta', id)) as { value: EntryId }).value
    for (const who of ['piotr', 'sam', 'zosia', 'dean'] as const) expect(await promise(await world.may(who, 'plan:see'), entry), who).toBeUndefined()
    expect(await promise(await world.may('kasia', 'plan:see'), entry)).toBeDefined()
  })

  test('nobody who helps, no child, no parent who lives elsewhere has the place or the answers', async () => {
    await offered()
    for (const who of ['sam', 'zosia', 'dean'] as const) {
      const viewer = await world.viewer(who)
      expect([may(viewer, 'offers:answer'), may(viewer, 'offers:give')], who).toEqual([false, false])
    }
    expect(may(await world.viewer('marta'), 'offers:give')).toBe(false)
    expect(may(await world.viewer('kasia'), 'offers:answer')).toBe(false)
  })

  test('its record says that it was offered to nobody but those whom it names', async () => {
    await offered(world.members.marta)
    const events = await world.db.selectFrom('event').select(['kind', 'data', 'circle_id']).where('kind', '=', 'help-offered').execute()
    expect(events).toHaveLength(1)
    expect(events[0]!.circle_id).not.toBeNull()
    expect(events[0]!.data).not.toContain('Leo')
  })

  test('somebody of another family finds neither it nor a way to it', async () => {
    const id = await offered()
    const aisha = must(must(await world.viewer('aisha', world.otherFamily), 'offers:answer'), 'plan:actions')
    expect(await helpOffered(aisha, id)).toBeUndefined()
    expect(await act(aisha, takeOfferUp, { offer: id, words: 'w', lang: 'en', dueOn: soon, thanks: null })).toMatchObject(gone)
  })

  test('it closes with the place of whoever offered, and is theirs alone to take back', async () => {
    const id = await offered()
    await world.db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: world.people.femi, name: 'Femi Bello', given_name: 'Femi', seat: 'network', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
    const other = must((await viewerFor(world.db, world.people.femi, world.family, worldBegins))!, 'offers:give')
    expect(await act(other, takeICanBack, { offer: id })).toMatchObject(gone)
    await act(await world.may('marta', 'people:invite'), endMember, { member: world.members.kasia })
    // A place lasts until the day on which it is ended; from the next day on nothing of it is there.
    await world.db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.kasia).execute()
    expect(await toThem('marta')).toEqual([])
    expect(await helpOffered(await world.may('marta', 'offers:answer'), id)).toBeUndefined()
    expect(await takes('marta', id)).toMatchObject(gone)
    expect(await viewerFor(world.db, world.people.kasia, world.family, worldBegins)).toBeUndefined()
  })
})

describe('whoever came for a meeting alone', () => {
  const lastDay = plusDays(today, 2)
  beforeEach(async () => {
    const meeting = newId<MeetingId>()
    const { marta, kasia } = world.members
    await world.db.insertInto('meeting').values({ family_id: world.family, id: meeting, asked_by: marta, question: 'Q', lang: 'en', made_at: worldBegins, state: 'preparing', state_at: worldBegins, follows: null, without_since: null }).execute()
    await world.db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: meeting, number: 1, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
    for (const member of [marta, kasia]) await world.db.insertInto('meeting_person').values({ family_id: world.family, meeting_id: meeting, member_id: member, sitting: 1, added_by: marta, added_at: worldBegins, invited_at: worldBegins, gone_at: null, how: null, must_agree: 1, let_in_at: null }).execute()
    await world.db.insertInto('meeting_guest').values({ family_id: world.family, member_id: kasia, meeting_id: meeting, made_by: marta, made_at: worldBegins, says_name: 1 }).execute()
    await world.db.updateTable('member').set({ until_on: lastDay }).where('id', '=', kasia).execute()
  })

  test('offers to those of their own sitting, and keeps their place until what they took on is over', async () => {
    expect((await whoReadsOffers(await world.may('kasia', 'offers:give'))).map(({ name }) => name)).toEqual(['Marta Kowalczyk'])
    expect(await givesTo([world.members.piotr])).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    const id = await offered(world.members.marta)
    expect(await takes('marta', id)).toMatchObject({ ok: true })
    const { until_on: until } = await world.db.selectFrom('member').select('until_on').where('id', '=', world.members.kasia).executeTakeFirstOrThrow()
    expect(until! > soon).toBe(true)
  })

  test('offers nothing after their day', async () => {
    const id = await offered(world.members.marta)
    const later = plusMinutes(worldBegins, 3 * aDay)
    expect(await viewerFor(world.db, world.people.kasia, world.family, later)).toBeUndefined()
    expect(await helpOffered(must(await world.viewer('marta', world.family, later), 'offers:answer'), id)).toBeUndefined()
  })
})

describe('what is offered beside something of the plan', () => {
  const says = async (who: 'kasia' | 'piotr', words: string | null = 'I can sing to her') => {
    const answer = await act(await world.may(who, 'goals:see'), sayKindWord, { kind: 'offer', place: 'goal', thing: world.goal, words, lang: 'en' })
    if (!answer.ok) throw new Error(answer.why)
    return answer.value
  }
  beforeEach(async () => {
    await world.db.insertInto('shared_with').values({ family_id: world.family, thing_id: world.goal, member_id: world.members.kasia, at: worldBegins, by_member: world.members.marta }).execute()
  })

  test('is taken up by the same button: hers to do, for the goal, with thanks; who sees the goal reads what became of it', async () => {
    const id = await says('kasia')
    expect(await helpOffered(await world.may('piotr', 'offers:answer'), id)).toMatchObject({ words: 'I can sing to her', state: 'offered', beside: { id: world.goal } })
    const taken = await takes('piotr', id, { words: 'I can sing to her' })
    expect((await planEntries(await world.may('sam', 'plan:see'))).actions).toMatchObject([{ id: (taken as { value: EntryId }).value, owner: world.members.kasia, goal: world.goal, last: { kind: 'accepted' } }])
    expect((await kindWordsOf(await world.may('kasia', 'goals:see'), [world.goal])).map((one) => one.state)).toEqual(['taken'])
    expect(await takes('marta', id)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
  })

  test('answers the need beside which it stands', async () => {
    const need = newId<EntryId>()
    await world.db.insertInto('plan_entry').values({ family_id: world.family, id: need, circle_id: null, kind: 'need', words: 'Somebody for Thursdays', lang: 'en', said_by: world.members.marta, owner_member: null, owner_name: null, owner_agency: null, goal_id: null, due_on: soon, done_at: null, made_by: world.people.marta, made_at: worldBegins, area: 'home' }).execute()
    const said = await act(await world.may('piotr', 'goals:see'), sayKindWord, { kind: 'offer', place: 'plan', thing: need, words: null, lang: 'en' })
    const taken = await takes('marta', (said as { value: string }).value, { words: 'Piotr is there on Thursdays' })
    expect((await planEntries(await world.may('marta', 'plan:see'))).actions).toMatchObject([{ id: (taken as { value: EntryId }).value, need, owner: world.members.piotr, lang: 'en' }])
  })

  test('is nobody’s own to take up, and what was answered can be offered anew', async () => {
    const id = await says('piotr')
    expect(await helpOffered(await world.may('piotr', 'offers:answer'), id)).toBeUndefined()
    expect(await act(await world.may('marta', 'offers:answer'), thankForOffer, { offer: id })).toMatchObject({ ok: true })
    expect(await says('piotr')).toBeDefined()
  })
})
