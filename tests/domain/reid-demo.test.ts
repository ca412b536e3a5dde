/** The demo's family meeting that is over: answered "not yet", changed, accepted; and of its first sitting Dean reads nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { familyPlanOf, type SittingPlan } from '#app/domain/meetings/family-plan.server.ts'
import { meetingsOf } from '#app/domain/meetings/meetings.server.ts'
import { demoAddress, type DemoKey } from '#db/demo/people.ts'
import type { FamilyId, MeetingId } from '#app/values/ids.ts'
import type { TestDatabase } from './database.ts'
import { aCopy, begins, cast, families, onTheDemo, readerOf } from './planted.ts'
import { readsAll } from './whole-site.ts'

onTheDemo()

let copy: TestDatabase
let family: FamilyId
let meeting: MeetingId
beforeAll(async () => {
  copy = await aCopy()
  family = families.find(({ name }) => name === 'Reid')!.id
  meeting = (await meetingsOf(await sees('joy')))[0]!.id
})
afterAll(() => copy.remove())

const sees = async (who: DemoKey) => must((await viewerFor(copy.db, cast[who], family, begins))!, 'meetings:see')
const plansOf = async (who: DemoKey): Promise<readonly SittingPlan[]> => (await familyPlanOf(await sees(who), meeting)).plans

describe('the plan of Joy, Winston, Eli, Tanya and Denise', () => {
  test('was sent, and answered "not yet" for one part, with its reason', async () => {
    const [, first] = (await plansOf('joy'))[0]!.rounds
    expect(first).toMatchObject({ round: 1, state: 'not-yet', sentBy: 'Tanya Reid', answeredBy: 'Sam Adeyemi' })
    expect(first!.parts.filter((part) => part.risk !== null).map((part) => part.owner)).toEqual(['Eli Reid'])
  })

  test('was changed and answered by the family, in that part alone, and is accepted: the words of both stand beside each other', async () => {
    const [accepted, first] = (await plansOf('tanya'))[0]!.rounds
    expect(accepted!.parts).toHaveLength(5)
    expect(accepted).toMatchObject({ round: 2, state: 'accepted', sentBy: 'Joy Reid' })
    const changed = accepted!.parts.filter((part, at) => part.words !== first!.parts[at]!.words)
    expect(changed).toMatchObject([{ owner: 'Denise Clarke', told: first!.parts[3]!.risk, answer: expect.stringContaining('We asked Eli') as string }])
  })

  test('stands in the support plan, and its beds, fares and unpaid leave were asked for by it', async () => {
    const { parts } = (await plansOf('joy'))[0]!.rounds[0]!
    for (const part of parts) expect([part.words, part.entry ?? part.goal]).not.toContain(null)
    const spends = await copy.db.selectFrom('spend').select(['state', 'decided_id']).where('family_id', '=', family).where('decided_id', 'is not', null).orderBy('asked_at').execute()
    expect(spends.map((spend) => spend.decided_id)).toEqual(parts.filter((part) => part.pence !== null).map((part) => part.id))
    expect(spends.map((spend) => spend.state)).toEqual(['approved', 'paid', 'approved'])
    expect(await copy.db.selectFrom('spend_draft').select('id').where('family_id', '=', family).execute(), 'what was begun was sent').toEqual([])
  })
})

describe('Dean', () => {
  test('has a plan of his own, accepted, and one part of it is read by the others without his name', async () => {
    const [own, ...more] = await plansOf('dean')
    expect(more).toEqual([])
    expect(own).toMatchObject({ sitting: 2, rounds: [{ state: 'accepted', parts: [{ owner: 'Dean Marsh', forAll: true }, { owner: 'Dean Marsh', forAll: false }] }] })
    const { shared } = await familyPlanOf(await sees('tanya'), meeting)
    expect(shared).toMatchObject([{ id: own!.rounds[0]!.parts[0]!.id, owner: null, ownerMember: null }])
  })

  test('reads nothing of the first sitting: no word, no name and no id of it on any page that he can reach or guess, or in what he was sent', async () => {
    const parts = await copy.db.selectFrom('meeting_part').selectAll().where('family_id', '=', family).where('sitting', '=', 1).execute()
    const [tanya] = (await copy.db.selectFrom('member').select('id').where('family_id', '=', family).where('name', '=', 'Tanya Reid').execute()).map(({ id }) => id as string)
    const ids = parts.flatMap((part) => [part.id, part.entry_id, part.goal_id].filter((id) => id !== null))
    const words = [...parts.flatMap((part) => [part.words, part.risk, part.answer, part.otherwise].filter((one) => one !== null)), 'Denise', 'the small room', 'three days of', 'unk beds', 'Sunday dinner', 'Nobody has to do all of it', 'asthma']
    const read = await readsAll(await readerOf('dean'), { families: [family], ids: () => [meeting, ...ids, tanya!] })
    expect(read.filter(({ url, answer }) => url === `/families/${family}/meetings/${meeting}/plan` && answer.body.includes('Dean and Carol come'))).toHaveLength(1)
    const sent = await copy.db.selectFrom('outbox').select(['subject', 'body']).where('address', '=', demoAddress('dean')).execute()
    const everything = [...read.map(({ url, answer }) => [url, answer.status === 404 ? '' : `${answer.body} ${answer.to}`]), ...sent.map((row) => ['outbox', JSON.stringify(row)])] as [string, string][]
    const found = everything.flatMap(([where, text]) => [...words, ...ids].filter((one) => text.includes(one)).map((one) => `${one} at ${where}`))
    expect(found).toEqual([])
    expect(everything.filter(([where, text]) => /meetings/.test(where) && text.includes('Tanya')).map(([where]) => where)).toEqual([])
  })
})
