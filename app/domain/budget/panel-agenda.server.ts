/**
 * Requests on the agenda of the panel, and what each of the panel says. A request goes by itself on the first day whose papers
 * can lie before the panel in time (domain.md C1, Oldham: at least a working day), if the family is answered then by the day
 * that it was promised; it is decided from that day on. Where no such day is planned it is looked at on a day of its own.
 *
 * | item     | who                                                    | to                                   |
 * |----------|--------------------------------------------------------|--------------------------------------|
 * | (none)   | the house, or one of the panel by hand                 | on a day                             |
 * | on a day | one of the panel, to another day that is early enough  | moved, and on that day               |
 * | on a day | the house: the day is over or called off, nothing noted | moved, and on the next day           |
 * | (none), on another day | one of the panel: they look at it today     | moved, and on today, which is made a day of the panel |
 * | on a day | one of the panel, from that day on, before the last word | noted: who was there, what was weighed |
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import { must, theHouseIn, type Inside, type Viewer, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type Outcome, type Refusal } from '#app/events/transact.server.ts'
import type { FamilyId, PanelDayId, PersonId, SpendId } from '#app/values/ids.ts'
import { dayAt, now, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import type { Schema } from '#db/schema.ts'
import { decidersAt, type Ask } from './limits.server.ts'
import { voicesAmong } from './panel-voices.ts'

type Within = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>

/** The first day of the panel for which papers that are ready today are ready in time. */
export async function papersReadyFor({ db, today }: { readonly db: Kysely<Schema>; readonly today: Day }): Promise<Day> {
  const { panelPapersDays, holidays } = await settingsOf(db)
  return workingDaysAfter(today, panelPapersDays, new Set(holidays))
}


/** True for a day of the panel on which a request can be read in time and is answered by the day that the family was promised. */
function inTime(panelDay: string, spend: string, earliest: Day) {
  const [on, promised] = [sql.ref(`${panelDay}.on_day`), sql.ref(`${spend}.answer_by`)]
  return sql<SqlBool>`(${sql.ref(`${panelDay}.called_off_at`)} is null and ${on} >= ${earliest} and (${promised} is null or ${on} <= ${promised}))`
}

/** Puts a request on a day: it stands on no other. The caller has looked both up. */
export async function putOn(acting: Within, spend: SpendId, day: PanelDayId, by: PersonId | null): Promise<void> {
  await acting.db.updateTable('panel_item').set({ ended_how: 'moved' }).where('family_id', '=', acting.family).where('spend_id', '=', spend).execute()
  const put = { put_by: by, put_at: acting.now, ended_how: null }
  await acting.db.insertInto('panel_item').values({ family_id: acting.family, spend_id: spend, day_id: day, ...put, weighed: null, weighed_lang: null, why: null, why_lang: null, noted_by: null, noted_at: null })
    .onConflict((conflict) => conflict.columns(['family_id', 'spend_id', 'day_id']).doUpdateSet(put)).execute()
}

/** A request that has come to the panel goes on the first day that is neither too near for its papers nor after the promised answer, if there is one. */
export async function placeOnAgenda(acting: Within, spend: SpendId): Promise<Day | null> {
  const earliest = await papersReadyFor(acting)
  const day = await acting.db.selectFrom('panel_day as d').innerJoin('spend as s', (join) => join.on(inTime('d', 's', earliest)))
    .select(['d.id', 'd.on_day']).where('s.family_id', '=', acting.family).where('s.id', '=', spend).orderBy('d.on_day').limit(1).executeTakeFirst()
  if (!day) return null
  await putOn(acting, spend, day.id, null)
  return day.on_day
}

/** The day on whose agenda a request stands, with its record. */
export async function standsOn(acting: Pick<Within, 'db' | 'family'>, spend: SpendId) {
  return acting.db.selectFrom('panel_item as i').innerJoin('panel_day as d', 'd.id', 'i.day_id').select(['i.day_id', 'd.on_day', 'i.noted_at'])
    .where('i.family_id', '=', acting.family).where('i.spend_id', '=', spend).where('i.ended_how', 'is', null).where('d.called_off_at', 'is', null).executeTakeFirst()
}

/** Those of the panel's requests that could stand on a day and do not. What was looked at already stays where it is noted. One query. */
function withoutDay(db: Kysely<Schema>, today: Day, earliest: Day) {
  return db.selectFrom('spend as s').select(['s.family_id', 's.id']).where('s.level', '=', 'panel').where('s.state', 'in', ['asked', 'question'])
    .where((eb) => eb.not(eb.exists(eb.selectFrom('panel_item as i').innerJoin('panel_day as d', 'd.id', 'i.day_id').select('i.day_id').whereRef('i.family_id', '=', 's.family_id').whereRef('i.spend_id', '=', 's.id')
      .where('i.ended_how', 'is', null).where('d.called_off_at', 'is', null).where((i) => i.or([i('d.on_day', '>=', today), i('i.noted_at', 'is not', null)])))))
    .where((eb) => eb.exists(eb.selectFrom('panel_day as n').select('n.id').where(inTime('n', 's', earliest))))
}

/** The house puts one on the agenda; asked again inside, so that of two that look one does it. */
async function putByItself(acting: WatchActing<'promises:watch'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await withoutDay(acting.db, acting.today, await papersReadyFor(acting)).where('s.family_id', '=', acting.family).where('s.id', '=', spend).select('s.circle_id').executeTakeFirst()
  const on = row && (await placeOnAgenda(acting, spend))
  if (!row || !on) return { ok: false, why: 'nothing-to-do' }
  return { ok: true, value: null, event: { kind: 'panel-item-put', data: { on }, thing: { kind: 'spend', id: spend }, circle: row.circle_id } }
}

/** Puts on the agenda what waits for the panel and stands on no day. How many it put. */
export async function watchAgenda(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  const today = dayAt(at)
  const rows: { family_id: FamilyId; id: SpendId }[] = await withoutDay(db, today, await papersReadyFor({ db, today })).orderBy('s.asked_at').orderBy('s.id').limit(500).execute()
  let put = 0
  for (const row of rows) if ((await act(must(theHouseIn(db, row.family_id, at), 'promises:watch'), putByItself, { spend: row.id })).ok) put += 1
  return put
}

/** A no that one of the panel has said, for the family to read when it is final. */
export interface Against { readonly reason: string; readonly words: string | null; readonly lang: string | null }

type SaysRefused = 'said-yes-already' | 'said-no-already' | 'panel-sits-later' | 'write-record-first'

/**
 * What it comes to when one of the panel says yes or no: how many more must say theirs, and the no among those who did.
 * It is each person's own, and can be changed until the last one is said. On a day of the panel it is said from that day
 * on; before the last one somebody has always noted who was there and what was weighed. Where nobody else may decide it a
 * no is final; a yes never is.
 */
export async function panelSays(acting: Inside<Viewer>, ask: Ask, yes: boolean, panelSize: number): Promise<{ ok: true; more: number; against: Against | null } | Refusal<SaysRefused>> {
  const on = await standsOn(acting, ask.id)
  if (on && on.on_day > acting.today) return { ok: false, why: 'panel-sits-later', values: { on: on.on_day } }
  const words = await acting.db.selectFrom('spend_word').select(['kind', 'level', 'by_person as person', 'reason', 'words', 'lang']).where('family_id', '=', acting.family).where('spend_id', '=', ask.id).orderBy('version').execute()
  const might = await decidersAt(acting, 'panel', ask)
  // What somebody said who sits no more, or may not decide it any more, does not count.
  const voices = voicesAmong(words).filter((voice) => might.includes(voice.person!))
  const own = voices.find((voice) => voice.person === acting.person)
  if (own && (own.kind === 'agree') === yes) return { ok: false, why: yes ? 'said-yes-already' : 'said-no-already' }
  const others = voices.filter((voice) => voice !== own)
  const needed = yes ? panelSize : Math.min(panelSize, might.length)
  const more = Math.max(0, needed - others.length - 1)
  if (more === 0 && (!on || on.noted_at === null)) return { ok: false, why: 'write-record-first' }
  if (on) {
    await acting.db.insertInto('panel_there').values({ family_id: acting.family, spend_id: ask.id, day_id: on.day_id, person_id: acting.person }).onConflict((conflict) => conflict.doNothing()).execute()
  }
  const no = others.find((voice) => voice.kind === 'disagree')
  return { ok: true, more, against: no ? { reason: no.reason!, words: no.words, lang: no.lang } : null }
}
