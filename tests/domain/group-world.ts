/** A group that Nia and Sam lead in November 2026, and families that can come. */
import type { AreaMay } from '#app/access/viewer.server.ts'
import { makeGroup, type NewGroup } from '#app/domain/groups/groups.server.ts'
import type { Coming } from '#app/domain/groups/places.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import type { GroupDateId, GroupId, MemberId } from '#app/values/ids.ts'
import { day } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { aPerson, aPost, booker, diaryKeeper, friday, helpedFamily, weekHours } from './diary-world.ts'

/** Every Tuesday at ten from 24 November to 15 December, ten places, with nobody besides. */
export const tuesdays: NewGroup = {
  name: 'Cooking together', purpose: 'To cook and to eat with others', lang: 'en', mode: 'centre', place: 'The hub, Mill Lane', fromOn: day('2026-11-24'), untilOn: day('2026-12-15'), repeat: 'weekly', time: '10:00', minutes: 90, places: 10, together: [],
}

export function valueOf<T>(answer: Answer<T, string>): T {
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
  return answer.value
}

export async function aLeader(db: Db, name = 'Nia Nurse') {
  const person = await aPerson(db, name)
  await aPost(db, person, 'practitioner')
  await weekHours(db, person)
  return { person, keeper: await diaryKeeper(db, person) }
}

/** Makes a group; its dates in order. */
export async function aGroup(db: Db, keeper: AreaMay<'diary:keep'>, changed: Partial<NewGroup> = {}) {
  const group = valueOf(await act(keeper, makeGroup, { ...tuesdays, ...changed }))
  return { group, dates: await datesIn(db, group) }
}

export async function datesIn(db: Db, group: GroupId) {
  return db.selectFrom('group_date').selectAll().where('group_id', '=', group).orderBy('starts_at').execute()
}

export const dateNow = (db: Db, id: GroupDateId) => db.selectFrom('group_date').select(['places', 'taken', 'waiting']).where('id', '=', id).executeTakeFirstOrThrow()

/** So many families, each with a parent who can book and a lead professional who leads no group. */
export async function families(db: Db, count: number) {
  const lead = await aPerson(db, 'Sam Helper')
  await aPost(db, lead, 'lead')
  const all = []
  for (let n = 0; n < count; n += 1) {
    const one = await helpedFamily(db, lead, `F${n}`)
    all.push({ ...one, viewer: await booker(db, one.parentPerson, one.family, friday) })
  }
  return all
}

export function comes(date: GroupDateId, who: readonly MemberId[], changed: Partial<Coming> = {}): Coming {
  return { date, who, whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, note: null, lang: 'en', ...changed }
}
