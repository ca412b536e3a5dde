/** Who comes to one date of a group: for those who lead it, and for nobody else. No family reads of another. */
import { isHere, leadsDate } from '#app/access/who-is-here.server.ts'
import { must, viewerOfPlace, type AreaMay } from '#app/access/viewer.server.ts'
import { recordAppointment } from '#app/domain/appointments/how-it-went.server.ts'
import type { Need } from '#app/domain/appointments/words.ts'
import { act, type FormUse } from '#app/events/transact.server.ts'
import type { AppointmentId, FamilyId, GroupDateId } from '#app/values/ids.ts'
import type { Schema } from '#db/schema.ts'

export interface OnTheRegister {
  readonly family: FamilyId
  readonly place: AppointmentId
  /** The names of those who come. */
  readonly who: readonly string[]
  readonly places: number
  readonly needs: readonly Need[]
  readonly interpreterLang: string | null
  readonly note: { readonly words: string; readonly lang: string } | null
  readonly state: Schema['appointment']['state']
  /** The viewer helps this family, and can open its page. */
  readonly helps: boolean
}

/** The register of a date, each family's names together; what was called off before it began is not in it. Two queries; empty for whoever does not lead it. */
export async function registerOf(viewer: AreaMay<'diary:keep'>, date: GroupDateId): Promise<OnTheRegister[]> {
  const rows = await viewer.db.selectFrom('appointment as a').innerJoin('group_date as d', 'd.id', 'a.group_date_id')
    .select(['a.family_id', 'a.id', 'a.places', 'a.needs', 'a.interpreter_lang', 'a.note', 'a.note_lang', 'a.state'])
    .select((eb) => eb.exists(eb.selectFrom('member as m').select('m.id').whereRef('m.family_id', '=', 'a.family_id').where('m.person_id', '=', viewer.person).where(isHere('m', viewer.today) as never)).as('helps'))
    .where('d.id', '=', date).where(leadsDate(viewer.person, 'd')).where((eb) => eb.or([eb('a.state', '<>', 'cancelled'), eb('a.cancelled_at', '>=', eb.ref('a.starts_at'))])).orderBy('a.booked_at').orderBy('a.id').execute()
  if (rows.length === 0) return []
  const names = await viewer.db.selectFrom('appointment as a').innerJoin('about as b', (join) => join.onRef('b.family_id', '=', 'a.family_id').on((eb) => eb('b.thing_id', '=', eb.ref('a.id') as never)))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'b.family_id').onRef('m.id', '=', 'b.member_id')).select(['a.family_id', 'a.id', 'm.name']).where('a.group_date_id', '=', date).orderBy('m.made_at').orderBy('m.id').execute()
  return rows.map((row) => ({
    family: row.family_id, place: row.id, who: names.filter((one) => one.family_id === row.family_id && one.id === row.id).map((one) => one.name), places: row.places!, needs: JSON.parse(row.needs) as Need[], interpreterLang: row.interpreter_lang,
    note: row.note === null ? null : { words: row.note, lang: row.note_lang! }, state: row.state, helps: Boolean(row.helps),
  }))
}

/** Whoever leads says of one family whether they came; of children alone who did not, that they were not brought. `gone` where the place is not on their register. */
export async function recordPlace(viewer: AreaMay<'diary:keep'>, said: { readonly family: FamilyId; readonly place: AppointmentId; readonly came: boolean }, once: FormUse) {
  const inside = await viewerOfPlace(viewer.db, viewer.person!, said.family, said.place, viewer.now)
  if (!inside) return { ok: false as const, why: 'not-there' as const }
  const may = must(inside, 'appointments:see')
  if (said.came) return act(may, recordAppointment, { appointment: said.place, state: 'seen' }, once)
  const children = await act(may, recordAppointment, { appointment: said.place, state: 'not-brought' }, once)
  return !children.ok && children.why === 'not-of-a-child' ? act(may, recordAppointment, { appointment: said.place, state: 'not-seen' }, once) : children
}
