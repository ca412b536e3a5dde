/** "This isn't right" about oneself: name, birthday, how one is reached (UK GDPR, article 16). It stands beside what is kept; an administrator answers. */
import type { AreaActing, AreaMay, OwnActing } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'

/** Says what is not right about oneself. What is kept stays as it is until somebody has looked. */
export async function sayOwnNotRight(acting: OwnActing<'account:keep'>, said: { words: string; lang: string }): Promise<Outcome<null, never>> {
  await acting.db.insertInto('person_correction').values({
    person_id: acting.person, id: newId(), words: said.words, lang: said.lang, at: acting.now, answer: null, answer_lang: null, answered_at: null, answered_by: null,
  }).execute()
  return { ok: true, value: null, event: { kind: 'own-data-not-right', data: {} } }
}

export interface OwnNotRight { readonly id: string; readonly person: PersonId; readonly name: string; readonly words: string; readonly lang: string; readonly at: Instant }

/** What waits for an administrator's answer, the oldest first. One query. */
export async function ownNotRightToAnswer(viewer: AreaMay<'people:keep'>): Promise<OwnNotRight[]> {
  return viewer.db.selectFrom('person_correction as c').innerJoin('person as p', 'p.id', 'c.person_id').select(['c.id', 'c.person_id as person', 'p.name', 'c.words', 'c.lang', 'c.at'])
    .where('c.answered_at', 'is', null).orderBy('c.at').orderBy('c.id').limit(100).execute()
}

/** An administrator answers; whoever said it is told. Nobody answers themselves. */
export async function answerOwnNotRight(acting: AreaActing<'people:keep'>, said: { correction: string; words: string; lang: string }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const done = await acting.db.updateTable('person_correction').set({ answer: said.words, answer_lang: said.lang, answered_at: acting.now, answered_by: acting.person })
    .where('id', '=', said.correction).where('answered_at', 'is', null).where('person_id', '<>', acting.person ?? ('' as PersonId)).returning('person_id').executeTakeFirst()
  if (!done) return { ok: false, why: 'changed-meanwhile' }
  return { ok: true, value: null, event: { kind: 'own-data-answered', data: {}, thing: { kind: 'person', id: done.person_id } }, notices: [{ to: done.person_id, name: 'somethingNew' }] }
}
