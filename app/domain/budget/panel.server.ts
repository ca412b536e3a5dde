/**
 * The days on which the panel sits, what is on each, and its record. A day is the area's and names no family. What is on it
 * is read by those of the panel who may decide it, and afterwards by those who said something to it: never by somebody
 * whose own it is, who belongs or belonged to the family, or whom it pays.
 *
 * | day        | who                                       | to                                                |
 * |------------|-------------------------------------------|---------------------------------------------------|
 * | (none)     | a manager or one of the panel             | planned; what waits goes on it, if its papers are in time |
 * | planned    | the same, until somebody noted something  | called off, with why: what was on it goes on the next day |
 * | planned    | time                                      | its day: what is on it can be decided from then on |
 * | (none)     | one of the panel, for what they look at today | its day                                       |
 */
import { seatsThatHelp } from '#app/access/powers.ts'
import type { Acting, AreaActing, AreaMay, May } from '#app/access/viewer.server.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Outcome, Refusal } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type PanelDayId, type PersonId, type SpendId } from '#app/values/ids.ts'
import { plusDays, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { SpendState } from '#db/schema.ts'
import { decidersAt, isNamed } from './limits.server.ts'
import { papersReadyFor, putOn, standsOn } from './panel-agenda.server.ts'
import { passedOnBy } from './pass-on.server.ts'
import type { PanelOffReason } from './panel-off.ts'
import { askOf, change, mine, type Seen } from './spending.server.ts'

/** Plans a day of the panel: a working day that is not today, and one a day. */
export async function makePanelDay(acting: AreaActing<'panel:plan'>, { on }: { on: Day }): Promise<Outcome<PanelDayId, 'panel-day-over' | 'panel-not-a-working-day' | 'panel-sits-then'>> {
  if (on <= acting.today || on > plusDays(acting.today, 365)) return { ok: false, why: 'panel-day-over', field: 'on' }
  const { holidays } = await settingsOf(acting.db)
  if (workingDaysAfter(plusDays(on, -1), 1, new Set(holidays)) !== on) return { ok: false, why: 'panel-not-a-working-day', field: 'on' }
  const there = await acting.db.selectFrom('panel_day').select('id').where('on_day', '=', on).where('called_off_at', 'is', null).executeTakeFirst()
  if (there) return { ok: false, why: 'panel-sits-then', field: 'on' }
  const id = newId<PanelDayId>()
  await acting.db.insertInto('panel_day').values({ id, on_day: on, made_by: acting.person!, made_at: acting.now, called_off_at: null, called_off_by: null }).execute()
  return { ok: true, value: id, event: { kind: 'panel-day-made', data: { on } } }
}

/** Calls a day off, with why, until something on it was noted. What is on it goes on the next day by itself. */
export async function callOffPanelDay(acting: AreaActing<'panel:plan'>, { day, why }: { day: PanelDayId; why: PanelOffReason }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const noted = acting.db.selectFrom('panel_item').select('day_id').where('day_id', '=', day).where('noted_at', 'is not', null)
  const row = await acting.db.updateTable('panel_day').set({ called_off_at: acting.now, called_off_by: acting.person }).where('id', '=', day).where('called_off_at', 'is', null).where('on_day', '>=', acting.today)
    .where((eb) => eb.not(eb.exists(noted))).returning('on_day').executeTakeFirst()
  if (!row) return { ok: false, why: 'changed-meanwhile' }
  return { ok: true, value: null, event: { kind: 'panel-day-called-off', data: { on: row.on_day, reason: why } } }
}

export interface PanelDay { readonly id: PanelDayId; readonly on: Day }

/** The days that come, the nearest first, and the last ones that were. One query. */
export async function panelDays(viewer: AreaMay<'panel:plan'>): Promise<{ coming: PanelDay[]; past: PanelDay[] }> {
  const rows = await viewer.db.selectFrom('panel_day').select(['id', 'on_day as on']).where('called_off_at', 'is', null).where('on_day', '>', plusDays(viewer.today, -182)).orderBy('on_day').limit(200).execute()
  return { coming: rows.filter((row) => row.on >= viewer.today), past: rows.filter((row) => row.on < viewer.today).reverse().slice(0, 20) }
}

/** One day; undefined where there is none, or it was called off. One query. */
export async function panelDay(viewer: AreaMay<'panel:plan'>, id: PanelDayId): Promise<PanelDay | undefined> {
  return viewer.db.selectFrom('panel_day').select(['id', 'on_day as on']).where('id', '=', id).where('called_off_at', 'is', null).executeTakeFirst()
}

/** Whether somebody sits on the panel, who reads what is on its days: who only plans them reads none of it. */
export function sits(viewer: Pick<AreaMay<'panel:plan'>, 'posts'>): boolean {
  return viewer.posts.some((post) => post.role === 'panel')
}

export interface OnTheAgenda { readonly family: FamilyId; readonly familyName: string; readonly spend: SpendId; readonly askerName: string; readonly pence: Pence; readonly state: SpendState; readonly version: number; readonly neededOn: Day; readonly noted: boolean }

/** What is on a day, for one of the panel: what they may decide, and what they said something to. In the order of need. Two queries. */
export async function agendaOf(viewer: AreaMay<'panel:plan'>, day: PanelDayId, most = 100): Promise<OnTheAgenda[]> {
  const { person } = viewer
  if (person === null || !sits(viewer)) return []
  const { name } = await viewer.db.selectFrom('person').select('name').where('id', '=', person).executeTakeFirstOrThrow()
  const rows = await viewer.db.selectFrom('panel_item as i').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'i.family_id').onRef('s.id', '=', 'i.spend_id')).innerJoin('family as f', 'f.id', 's.family_id')
    .innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    .select(['s.family_id', 'f.name as family', 's.id', 'a.name as asker', 's.pence', 's.state', 's.version', 's.needed_on', 's.payee', 'i.noted_at'])
    .where('i.day_id', '=', day).where('i.ended_how', 'is', null).where((eb) => eb.not(passedOnBy('s', person)))
    .where((eb) => eb.or([
      eb.and([eb('s.level', '=', 'panel'), eb('s.state', 'in', ['asked', 'question'])]),
      eb.exists(eb.selectFrom('spend_word as w').select('w.id').whereRef('w.family_id', '=', 's.family_id').whereRef('w.spend_id', '=', 's.id').where('w.by_person', '=', person)),
    ]))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as k').select('k.id').whereRef('k.family_id', '=', 's.family_id').where('k.person_id', '=', person)
      .where((k) => k.or([k('k.seat', 'not in', [...seatsThatHelp]), k('k.id', '=', k.ref('s.asked_by'))])))))
    .orderBy('s.needed_on').orderBy('s.asked_at').orderBy('s.id').limit(most).execute()
  return rows.filter((row) => !isNamed(row.payee, name)).map((row) => ({
    family: row.family_id, familyName: row.family, spend: row.id, askerName: row.asker, pence: row.pence, state: row.state, version: row.version, neededOn: row.needed_on, noted: row.noted_at !== null,
  }))
}

/** The next day of the panel on which something is for its reader; undefined for who does not sit on it. At most three queries. */
export async function nextToRead(viewer: AreaMay<'panel:plan'>): Promise<{ day: PanelDayId; on: Day; count: number } | undefined> {
  if (!sits(viewer)) return undefined
  const next = await viewer.db.selectFrom('panel_day').select(['id', 'on_day']).where('called_off_at', 'is', null).where('on_day', '>=', viewer.today).orderBy('on_day').limit(1).executeTakeFirst()
  const count = next ? (await agendaOf(viewer, next.id)).filter((one) => one.state === 'asked' || one.state === 'question').length : 0
  return next && count > 0 ? { day: next.id, on: next.on_day, count } : undefined
}

/** The day on which the panel looks at a request that is open: for the family, and for those who decide it. One query. */
export async function panelLooksOn(viewer: May<'spend:see'>, spend: SpendId): Promise<PanelDay | null> {
  const row = await viewer.db.selectFrom('panel_item as i').innerJoin('panel_day as d', 'd.id', 'i.day_id').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'i.family_id').onRef('s.id', '=', 'i.spend_id'))
    .select(['d.id', 'd.on_day as on']).where('i.ended_how', 'is', null).where('d.called_off_at', 'is', null).where('s.id', '=', spend).where('s.level', '=', 'panel').where('s.state', 'in', ['asked', 'question']).where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  return row ?? null
}

/** What was noted of a request on a day of the panel. */
export interface PanelRecord {
  readonly on: Day
  readonly there: readonly string[]
  readonly weighed: string | null
  readonly weighedLang: string | null
  readonly why: string | null
  readonly whyLang: string | null
  readonly notedBy: string | null
  readonly notedAt: Instant | null
}

/** The record of one request on one day, for those who decide it or said something to it. Two queries. */
export async function panelRecord(viewer: May<'spend:decide'>, spend: SpendId, day: PanelDayId): Promise<PanelRecord | undefined> {
  const row = await viewer.db.selectFrom('panel_item as i').innerJoin('panel_day as d', 'd.id', 'i.day_id').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'i.family_id').onRef('s.id', '=', 'i.spend_id'))
    .leftJoin('person as p', 'p.id', 'i.noted_by').select(['d.on_day', 'i.weighed', 'i.weighed_lang', 'i.why', 'i.why_lang', 'i.noted_at', 'p.name'])
    .where('i.day_id', '=', day).where('i.ended_how', 'is', null).where('s.id', '=', spend).where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  if (!row) return undefined
  const there = await viewer.db.selectFrom('panel_there as t').innerJoin('person as p', 'p.id', 't.person_id').select('p.name').where('t.family_id', '=', viewer.family).where('t.spend_id', '=', spend).where('t.day_id', '=', day).orderBy('p.name').execute()
  return { on: row.on_day, there: there.map((one) => one.name), weighed: row.weighed, weighedLang: row.weighed_lang, why: row.why, whyLang: row.why_lang, notedBy: row.name, notedAt: row.noted_at }
}

type Hand = 'changed-meanwhile' | 'own-request' | 'not-your-decision'

/** A request that waits for the panel, for one who may decide it there. */
async function ofThePanel(acting: Acting<'spend:decide'>, seen: Seen): Promise<Extract<Awaited<ReturnType<typeof mine>>, { ok: true }> | Refusal<Hand>> {
  const found = await mine(acting, seen)
  if (!found.ok || found.row.level === 'panel') return found
  return { ok: false, why: 'not-your-decision' }
}

/** One of the panel puts a request on a day, or on another one: early enough that the others read it before, and by the day that the family was promised. */
export async function putOnDay(acting: Acting<'spend:decide'>, { day, ...seen }: Seen & { day: PanelDayId }): Promise<Outcome<null, Hand | 'papers-too-late' | 'promised-before'>> {
  const found = await ofThePanel(acting, seen)
  if (!found.ok) return found
  const to = await acting.db.selectFrom('panel_day').select('on_day').where('id', '=', day).where('called_off_at', 'is', null).executeTakeFirst()
  const on = await standsOn(acting, found.row.id)
  if (!to || on?.day_id === day || (on && on.noted_at !== null)) return { ok: false, why: 'changed-meanwhile' }
  const earliest = await papersReadyFor(acting)
  if (to.on_day < earliest) return { ok: false, why: 'papers-too-late', values: { on: earliest } }
  if (found.row.answer_by !== null && to.on_day > found.row.answer_by) return { ok: false, why: 'promised-before', values: { by: found.row.answer_by } }
  await putOn(acting, found.row.id, day, acting.person)
  await change(acting, found.row, {})
  return { ok: true, value: null, event: { kind: 'panel-item-put', data: { on: to.on_day }, thing: { kind: 'spend', id: found.row.id }, circle: found.row.circle_id } }
}

/** Today as a day of the panel: the one that is planned, or one that is made for what cannot wait. */
async function todayOfThePanel(acting: Acting<'spend:decide'>): Promise<PanelDayId> {
  const made = { id: newId<PanelDayId>(), on_day: acting.today, made_by: acting.person, made_at: acting.now, called_off_at: null, called_off_by: null }
  await acting.db.insertInto('panel_day').values(made).onConflict((conflict) => conflict.doNothing()).execute()
  return (await acting.db.selectFrom('panel_day').select('id').where('on_day', '=', acting.today).where('called_off_at', 'is', null).executeTakeFirstOrThrow()).id
}

/** It stands on no day, or cannot wait for its own: the panel looks at it today, and what they weigh is written down as on any other. */
export async function lookToday(acting: Acting<'spend:decide'>, seen: Seen): Promise<Outcome<PanelDayId, Hand>> {
  const found = await ofThePanel(acting, seen)
  if (!found.ok) return found
  const on = await standsOn(acting, found.row.id)
  if (on && (on.on_day === acting.today || on.noted_at !== null)) return { ok: false, why: 'changed-meanwhile' }
  const day = await todayOfThePanel(acting)
  await putOn(acting, found.row.id, day, acting.person)
  await change(acting, found.row, {})
  return { ok: true, value: day, event: { kind: 'panel-item-put', data: { on: acting.today }, thing: { kind: 'spend', id: found.row.id }, circle: found.row.circle_id } }
}

export interface PanelNote extends Seen { readonly there: readonly PersonId[]; readonly weighed: string; readonly why: string; readonly lang: string }

/** Those of the panel who may have been there: it is not their own. */
export async function mayBeThere(viewer: May<'spend:decide'>, spend: SpendId): Promise<{ person: PersonId; name: string }[]> {
  const row = await viewer.db.selectFrom('spend as s').select(['s.id', 's.asked_by', 's.payee', 's.line_id']).where('s.id', '=', spend).where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  const people = row ? await decidersAt(viewer, 'panel', { id: row.id, askedBy: row.asked_by, payee: row.payee, line: row.line_id }) : []
  if (people.length === 0) return []
  return viewer.db.selectFrom('person').select(['id as person', 'name']).where('id', 'in', people).orderBy('name').execute()
}

/** One of the panel notes who was there, what else was considered and why it is decided so; until the last one said theirs it can be noted anew. */
export async function notePanel(acting: Acting<'spend:decide'>, { there, weighed, why, lang, ...seen }: PanelNote): Promise<Outcome<null, Hand | 'panel-sits-later' | 'too-few-there' | 'somebody-is-not-of-the-panel'>> {
  const found = await ofThePanel(acting, seen)
  if (!found.ok) return found
  const { row } = found
  const on = await standsOn(acting, row.id)
  if (!on) return { ok: false, why: 'changed-meanwhile' }
  if (on.on_day > acting.today) return { ok: false, why: 'panel-sits-later', values: { on: on.on_day } }
  const might = await decidersAt(acting, 'panel', askOf(row))
  const here = [...new Set([acting.person, ...there])]
  if (here.some((one) => !might.includes(one))) return { ok: false, why: 'somebody-is-not-of-the-panel', field: 'there' }
  const { panelSize } = await settingsOf(acting.db)
  if (here.length < Math.min(panelSize, might.length)) return { ok: false, why: 'too-few-there', values: { count: panelSize }, field: 'there' }
  const item = { family_id: acting.family, spend_id: row.id, day_id: on.day_id }
  await acting.db.updateTable('panel_item').set({ weighed, weighed_lang: lang, why, why_lang: lang, noted_by: acting.person, noted_at: acting.now })
    .where('family_id', '=', acting.family).where('spend_id', '=', row.id).where('day_id', '=', on.day_id).execute()
  // Whoever has said theirs was there, whatever is ticked.
  const said = await acting.db.selectFrom('spend_word').select('by_person').where('family_id', '=', acting.family).where('spend_id', '=', row.id).where('level', '=', 'panel').where('kind', 'in', ['agree', 'disagree']).where('by_person', 'is not', null).execute()
  const present = [...new Set([...here, ...said.map((word) => word.by_person!)])]
  await acting.db.deleteFrom('panel_there').where('family_id', '=', acting.family).where('spend_id', '=', row.id).where('day_id', '=', on.day_id).execute()
  await acting.db.insertInto('panel_there').values(present.map((person_id) => ({ ...item, person_id }))).execute()
  await change(acting, row, {})
  return { ok: true, value: null, event: { kind: 'panel-item-noted', data: {}, thing: { kind: 'spend', id: row.id }, circle: row.circle_id } }
}
