/** What somebody who is forgotten wrote in the plans of family meetings: their words go, what was agreed to be done stays in the support plan. */
import type { Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { FamilyId, MemberId } from '#app/values/ids.ts'

const gone = '—'

/** Takes out the words of one member of a family, and whose part is theirs. */
export async function forgetPlansOf(db: Transaction<Schema>, family: FamilyId, member: MemberId): Promise<void> {
  await db.updateTable('meeting_part').set({ words: gone, needs_words: null, otherwise: null, answer: null, answer_lang: null }).where('family_id', '=', family).where('by_member', '=', member).execute()
  await db.updateTable('decided_money').set({ what: gone }).where('family_id', '=', family).where('id', 'in', (eb) => eb.selectFrom('meeting_part as q').select('q.id').where('q.family_id', '=', family).where('q.by_member', '=', member)).execute()
  await db.updateTable('meeting_part').set({ owner_name: gone, owner_agency: null }).where('family_id', '=', family).where('by_member', '=', member).where('owner_name', 'is not', null).execute()
  await db.updateTable('meeting_plan').set({ words: null, lang: null }).where('family_id', '=', family).where('sent_by', '=', member).execute()
  await db.updateTable('meeting_part_went').set({ words: null, lang: null }).where('family_id', '=', family).where('by_member', '=', member).execute()
}

/** Takes out the questions of the meetings that somebody asked for, and where others came together again for them, in those too. */
export async function forgetQuestionsOf(db: Transaction<Schema>, family: FamilyId, member: MemberId): Promise<void> {
  const asked = await db.updateTable('meeting').set({ question: gone }).where('family_id', '=', family).where('asked_by', '=', member).returning('id').execute()
  for (let of = asked.map((one) => one.id); of.length > 0;) {
    of = (await db.updateTable('meeting').set({ question: gone }).where('family_id', '=', family).where('follows', 'in', of).returning('id').execute()).map((one) => one.id)
  }
}
