/** How near those live who matter to a family, and how close it is to them: said and read by its adults, read by whoever gets a meeting ready, and never by those of whom it is said. */
import { beforeEach, expect, test } from 'vitest'
import { may, type Viewer } from '#app/access/viewer.server.ts'
import { byNearness, nearGroupOf } from '#app/domain/family/nearness.ts'
import { sayNearness } from '#app/domain/family/nearness.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { act } from '#app/events/transact.server.ts'
import { plusDays } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})
/** What somebody reads of it, by member. */
const read = (viewer: Viewer) => membersOf(viewer).then((members) => Object.fromEntries(members.flatMap(({ id, near }) => (near ? [[id, near]] : []))))
const says = async (who: 'marta' | 'piotr', member: keyof World['members'], lives: 'near' | 'further' | 'abroad' | null, touch: 'close' | 'sometimes' | 'lost' | null) =>
  act(await world.may(who, 'near:keep'), sayNearness, { member: world.members[member], lives, touch })

test('an adult says it of the network and of a parent who lives elsewhere; the other adult and the lead professional read it, and it can be unsaid', async () => {
  expect(await says('marta', 'kasia', 'near', 'close')).toMatchObject({ ok: true })
  expect(await says('piotr', 'dean', 'abroad', null)).toMatchObject({ ok: true })
  const said = { [world.members.kasia]: { lives: 'near', touch: 'close' }, [world.members.dean]: { lives: 'abroad', touch: null } }
  for (const who of ['marta', 'piotr', 'sam'] as const) expect(await read(await world.viewer(who)), who).toEqual(said)
  expect(await says('piotr', 'kasia', null, null)).toMatchObject({ ok: true })
  expect(await read(await world.viewer('marta'))).toEqual({ [world.members.dean]: said[world.members.dean] })
})

test('is said of nobody at home, of nobody who helps, of nobody who left, and of nobody in another family', async () => {
  for (const member of ['piotr', 'leo', 'sam', 'aisha', 'samOther'] as const) expect(await says('marta', member, 'near', null), member).toMatchObject({ ok: false, why: 'not-there' })
  await says('marta', 'kasia', 'near', null)
  expect(await read(await world.viewer('aisha', world.otherFamily))).toEqual({})
  await world.db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.kasia).execute()
  expect(await says('marta', 'kasia', 'abroad', null)).toMatchObject({ ok: false, why: 'not-there' })
})

test('they themselves and the young read nothing of it', async () => {
  await says('marta', 'kasia', 'further', 'lost')
  for (const who of ['kasia', 'dean', 'zosia'] as const) {
    expect(may(await world.viewer(who), 'near:see'), who).toBe(false)
    expect(JSON.stringify(await membersOf(await world.viewer(who))), who).not.toMatch(/further|lost/)
  }
  expect(may(await world.viewer('sam'), 'near:keep')).toBe(false)
})

test('the groups stand in one order, and what is not said last', () => {
  const near = (lives: 'near' | 'further' | 'abroad' | null) => ({ lives, touch: null })
  const people = [['b', 'network', null], ['c', 'network', near('abroad')], ['a', 'child', null], ['d', 'other-parent', near('near')], ['e', 'network', near(null)], ['f', 'network', near('further')]] as const
  expect(byNearness(people.map(([name, seat, said]) => ({ name, seat, near: said }))).map((one) => `${one.name} ${nearGroupOf(one)}`)).toEqual(['a home', 'd near', 'f further', 'c abroad', 'b unsaid', 'e unsaid'])
})
