/**
 * Whoever gets a family's meetings ready is not here any more: their post or their place has ended while a meeting is still to come. The house sees it, those
 * who were asked to that meeting and whoever leads are told once, and by a day somebody else is named. Nothing of the meeting changes: what was said, asked and
 * arranged is read by whoever comes after.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { must, theHouseIn, type May, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { leadingOrManaging } from '#app/domain/family/people.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MeetingId } from '#app/values/ids.ts'
import { dayAt, now, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { isToCome } from './answers.ts'
import { askedTo, somethingNew, type Meeting } from './meetings.server.ts'
import { noneIsHere } from './offer.server.ts'

/** The meetings to come of families that had somebody who got them ready, and have nobody now (`gone`), or have again. */
function meetings(db: Kysely<Schema>, today: Day, which: 'gone' | 'back') {
  const open = db.selectFrom('meeting as g').where('g.state', 'in', ['preparing', 'called']).where('g.without_since', which === 'gone' ? 'is' : 'is not', null)
  const had = open.where((eb) => eb.exists(eb.selectFrom('member as c').select('c.id').whereRef('c.family_id', '=', 'g.family_id').where('c.seat', '=', 'coordinator').where('c.from_on', '<=', today)))
  return which === 'gone' ? had.where(noneIsHere('g.family_id', today)) : had.where((eb) => eb.not(noneIsHere('g.family_id', today) as never))
}

/** Looks once. Of how many meetings it was told that nobody gets them ready, and how many are got ready again. */
export async function watchCoordinators(db: Kysely<Schema>, at: Instant = now()): Promise<{ gone: number; back: number }> {
  const counts = { gone: 0, back: 0 }
  for (const which of ['gone', 'back'] as const) {
    for (const { family_id: family, id: meeting } of await meetings(db, dayAt(at), which).select(['g.family_id', 'g.id']).orderBy('g.family_id').orderBy('g.id').execute()) {
      const answer = await act(must(theHouseIn(db, family, at), 'promises:watch'), which === 'gone' ? tellItIsGone : noteItIsBack, { meeting })
      if (answer.ok) counts[which] += 1
    }
  }
  return counts
}

/** Asked again inside, so that of many that look one tells. Who said yes to a meeting is owed somebody by a day again. */
async function tellItIsGone(acting: WatchActing<'promises:watch'>, { meeting }: { readonly meeting: MeetingId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await meetings(acting.db, acting.today, 'gone').select('g.id').where('g.family_id', '=', acting.family).where('g.id', '=', meeting).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  const { followUpDays, holidays } = await settingsOf(acting.db)
  await acting.db.updateTable('meeting').set({ without_since: acting.now }).where('family_id', '=', acting.family).where('id', '=', meeting).execute()
  await acting.db.updateTable('meeting_answer').set({ due_on: workingDaysAfter(acting.today, followUpDays, new Set(holidays)) }).where('family_id', '=', acting.family).where('answer', '=', 'yes').execute()
  return { ok: true, value: null, event: { kind: 'coordinator-gone', data: {}, thing: { kind: 'meeting', id: meeting }, circle: newId<CircleId>() }, notices: somethingNew([...(await leadingOrManaging(acting)), ...(await askedTo(acting, meeting))]) }
}

/** The same post is held again: nobody was named meanwhile, and nothing is to be said. */
async function noteItIsBack(acting: WatchActing<'promises:watch'>, { meeting }: { readonly meeting: MeetingId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await meetings(acting.db, acting.today, 'back').select('g.id').where('g.family_id', '=', acting.family).where('g.id', '=', meeting).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  await acting.db.updateTable('meeting').set({ without_since: null }).where('family_id', '=', acting.family).where('id', '=', meeting).execute()
  return { ok: true, value: null, event: { kind: 'coordinator-back', data: {}, thing: { kind: 'meeting', id: meeting }, circle: newId<CircleId>() } }
}

export interface Gone { readonly name: string; /** By when somebody else is named; null before the house has seen it. */ readonly by: Day | null }

/** Who got a meeting ready that is still to come, and is not here any more; null where somebody does, or nobody did yet. One query. */
export async function coordinatorGone(viewer: May<'meetings:see'>, meeting: Pick<Meeting, 'id' | 'state'>): Promise<Gone | null> {
  if (!isToCome(meeting.state)) return null
  const row = await viewer.db.selectFrom('member as c').innerJoin('meeting as g', 'g.family_id', 'c.family_id').select(['c.name', 'g.without_since'])
    .select((eb) => eb.selectFrom('meeting_answer as a').select((min) => min.fn.min('a.due_on').as('by')).whereRef('a.family_id', '=', 'c.family_id').where('a.answer', '=', 'yes').as('by'))
    .where('c.family_id', '=', viewer.family).where('c.seat', '=', 'coordinator').where('c.from_on', '<=', viewer.today).where('g.id', '=', meeting.id).where(noneIsHere('c.family_id', viewer.today)).orderBy('c.from_on', 'desc').orderBy('c.made_at', 'desc').limit(1).executeTakeFirst()
  return row ? { name: row.name, by: row.without_since === null ? null : row.by } : null
}

