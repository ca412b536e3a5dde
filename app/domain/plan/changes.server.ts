/**
 * "Something has changed" (#29): anybody of the family tells it, in their own words, to those whom they choose. It is a dated
 * thing for whoever leads, on their desk if they are among those who see it. The day of the next review, which everybody
 * reads, moves only when the lead professional moves it: that it moved by itself would tell of what is kept.
 */
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { circleAnswered, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { markDelicate } from '#app/domain/sharing/topics.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type ChangeId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import type { Topic } from '#db/schema.ts'
import type { ChangeKind } from './change-kinds.ts'

export interface NewChange { readonly kind: ChangeKind; readonly words: string; readonly lang: string; readonly whoSees: WhoSees; readonly delicate: readonly Topic[] }

/** Tells that something has changed. Whoever leads, if they see it, is to talk with the family in the area's days (`changeDays`). */
export async function tellChange(acting: Acting<'change:tell'>, told: NewChange): Promise<Outcome<ChangeId, CircleRefused>> {
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  const circle = await circleAnswered(acting, told.whoSees)
  if (!circle.ok) return { ...circle, field: 'who-sees' }
  const id = newId<ChangeId>()
  const { changeDays, holidays } = await settingsOf(acting.db)
  await acting.db.insertInto('life_event').values({
    family_id: acting.family, id, circle_id: circle.circle, kind: told.kind, words: told.words, lang: told.lang, said_by: acting.member, at: acting.now, due_on: workingDaysAfter(acting.today, changeDays, new Set(holidays)),
  }).execute()
  await markDelicate(acting, id, told.delicate)
  const others = [...(await readersOf(acting, circle.circle)), ...(await leadsWhoSee(acting, id))].filter((person) => person !== acting.person)
  return { ok: true, value: id, event: { kind: 'change-told', data: { kind: told.kind }, thing: { kind: 'plan', id }, circle: circle.circle }, notices: others.map((to) => ({ to, name: 'somethingNew' })) }
}

async function leadsWhoSee(acting: Inside<Viewer>, change: ChangeId): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('member as me').innerJoin('life_event as e', 'e.family_id', 'me.family_id').select('me.person_id')
    .where('me.family_id', '=', acting.family).where(leadsToday('me', acting.today)).where('e.id', '=', change).where(visibleTo(lookerOfRow('me', 'lead', acting), 'review', 'e')).execute()
  return rows.flatMap((row) => row.person_id ?? [])
}

/** The lead professional has talked with them, and says what comes of it to those who see it. */
export async function answerChange(acting: Acting<'review:hold'>, answer: { change: ChangeId; words: string; lang: string }): Promise<Outcome<null, 'not-there' | 'answered-already'>> {
  const row = await acting.db.selectFrom('life_event as e').select(['e.circle_id', 'e.answered_at']).where('e.id', '=', answer.change).where(visibleTo(acting, 'review', 'e')).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  if (row.answered_at !== null) return { ok: false, why: 'answered-already' }
  await acting.db.updateTable('life_event').set({ answer: answer.words, answer_lang: answer.lang, answered_at: acting.now, answered_by: acting.person }).where('family_id', '=', acting.family).where('id', '=', answer.change).execute()
  return { ok: true, value: null, event: { kind: 'change-answered', data: {}, thing: { kind: 'plan', id: answer.change }, circle: row.circle_id }, notices: (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'somethingNew' })) }
}

export interface Change {
  readonly id: ChangeId
  readonly kind: ChangeKind
  readonly words: string
  readonly lang: string
  readonly saidBy: MemberId
  readonly at: Instant
  readonly dueOn: Day
  readonly answer: { readonly words: string; readonly lang: string; readonly at: Instant } | null
  /** Whether whoever leads is among those to whom it was told. */
  readonly toldLead: boolean
}

/** What has changed, the newest first, as far as the viewer sees it. One query. */
export async function changesOf(viewer: May<'review:see'>): Promise<Change[]> {
  const rows = await viewer.db.selectFrom('life_event as e').selectAll('e')
    .select((eb) => eb.selectFrom('circle_member as c').select('c.who').whereRef('c.family_id', '=', 'e.family_id').whereRef('c.circle_id', '=', 'e.circle_id').where('c.who', '=', 'seat:lead').as('lead'))
    .where(visibleTo(viewer, 'review', 'e')).orderBy('e.at', 'desc').orderBy('e.id').limit(20).execute()
  return rows.map((row) => ({
    id: row.id, kind: row.kind, words: row.words, lang: row.lang, saidBy: row.said_by, at: row.at, dueOn: row.due_on, toldLead: row.circle_id === null || row.lead !== null,
    answer: row.answer === null ? null : { words: row.answer, lang: row.answer_lang!, at: row.answered_at! },
  }))
}

export interface ChangeWaiting { readonly family: FamilyId; readonly name: string; readonly change: ChangeId; readonly dueOn: Day }

/** What has changed in the families of a lead professional and waits for their word: those alone that they may see; the earliest day first. One query. */
export async function changesToAnswer(viewer: AreaMay<'desk:see'>): Promise<ChangeWaiting[]> {
  const rows = await viewer.db.selectFrom('member as me').innerJoin('family as f', 'f.id', 'me.family_id').innerJoin('life_event as e', 'e.family_id', 'me.family_id').select(['e.family_id', 'f.name', 'e.id', 'e.due_on'])
    .where('me.person_id', '=', viewer.person).where(leadsToday('me', viewer.today)).where('e.answered_at', 'is', null).where(visibleTo(lookerOfRow('me', 'lead', viewer), 'review', 'e'))
    .orderBy('e.due_on').orderBy('e.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, change: row.id, dueOn: row.due_on }))
}
