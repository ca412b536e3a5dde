/**
 * Being forgotten, where the law gives it (UK GDPR, article 17). The account, the name, how to reach somebody and the words
 * they wrote are erased; what the law asks to keep stays without their name: money, decisions, and that something happened.
 * Of an event only its text is erased: the chain still verifies.
 */
import { sql } from 'kysely'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { AreaActing, AreaMay, OwnActing } from '#app/access/viewer.server.ts'
import { peersGone } from '#app/domain/family/peers-gone.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { whoLeft } from '#app/values/who-left.ts'
import { forgetPlansOf, forgetQuestionsOf } from './forget-meeting-plans.server.ts'

/** What stands where words were. */
const gone = '—'

/** Asks to be forgotten. An administrator carries it out by a day. Refused for people who help: what they did is the families' record. */
export async function askToBeForgotten(acting: OwnActing<'account:keep'>, _asked: Record<never, never>): Promise<Outcome<{ dueOn: Day }, 'asked-already' | 'helps-families'>> {
  const post = await acting.db.selectFrom('post').select('id').where('person_id', '=', acting.person).limit(1).executeTakeFirst()
  if (post) return { ok: false, why: 'helps-families' }
  const waits = await acting.db.selectFrom('erasure').select('id').where('person_id', '=', acting.person).where('done_at', 'is', null).limit(1).executeTakeFirst()
  if (waits) return { ok: false, why: 'asked-already' }
  const dueOn = plusDays(acting.today, (await settingsOf(acting.db)).erasureDays)
  await acting.db.insertInto('erasure').values({ person_id: acting.person, id: newId(), asked_at: acting.now, due_on: dueOn, done_at: null, done_by: null }).execute()
  return { ok: true, value: { dueOn }, event: { kind: 'erasure-asked', data: { due: dueOn } } }
}

export interface ToForget { readonly person: PersonId; readonly name: string; readonly dueOn: Day }

/** Who has asked and waits, the earliest day first. */
export async function toForget(viewer: AreaMay<'people:keep'>): Promise<ToForget[]> {
  const rows = await viewer.db.selectFrom('erasure as e').innerJoin('person as p', 'p.id', 'e.person_id').select(['e.person_id', 'p.name', 'e.due_on']).where('e.done_at', 'is', null).orderBy('e.due_on').orderBy('e.id').limit(100).execute()
  return rows.map((row) => ({ person: row.person_id, name: row.name, dueOn: row.due_on }))
}

/** Carries it out. Ends every sign-in and every place in a family. It cannot be taken back. */
export async function forget(acting: AreaActing<'people:keep'>, { person }: { person: PersonId }): Promise<Outcome<null, 'not-there'>> {
  const { db } = acting
  const asked = await db.updateTable('erasure').set({ done_at: acting.now, done_by: acting.person }).where('person_id', '=', person).where('done_at', 'is', null).returning('id').executeTakeFirst()
  if (!asked) return { ok: false, why: 'not-there' }
  const { name, addresses } = await knownBy(acting, person)
  for (const table of ['session', 'one_time_code', 'spare_code', 'authenticator', 'passkey', 'safe_contact', 'address_change', 'notice_link', 'must_not_learn', 'calendar_feed', 'reminder_choice', 'reminder', 'parked_form', 'profile', 'person_correction'] as const) await db.deleteFrom(table).where('person_id', '=', person).execute()
  await db.updateTable('person').set({ name: whoLeft, given_name: whoLeft, email: null, mobile: null, password_hash: null, language: null, born_on: null }).where('id', '=', person).execute()
  await db.deleteFrom('secret_link').where('person_id', '=', person).execute()
  await db.deleteFrom('outbox').where('to_person', '=', person).execute()
  if (addresses.length > 0) {
    // What went to their address before they had an account, and what they asked for without one.
    await db.deleteFrom('outbox').where('to_person', 'is', null).where('address', 'in', addresses).execute()
    await db.deleteFrom('secret_link').where('person_id', 'is', null).where('address', 'in', addresses).execute()
    await db.updateTable('meeting_link').set({ address: gone, ended_at: sql`coalesce(ended_at, ${acting.now})` }).where('address', 'in', addresses).execute()
    await db.updateTable('thing_link').set({ address: gone, ended_at: sql`coalesce(ended_at, ${acting.now})` }).where('address', 'in', addresses).execute()
    await db.updateTable('help_request').set({ words: gone, name: whoLeft, contact: gone, contact_when: null }).where('contact', 'in', addresses).execute()
    await db.updateTable('help_request').set({ answer: gone }).where('contact', '=', gone).where('answer', 'is not', null).execute()
  }
  // Whoever was looked for by their name is looked for by no name now; that somebody searched stays.
  const searches = await db.selectFrom('event').select(['scope_id', 'seq', 'data']).where('kind', '=', 'families-searched').where('data', 'is not', null).execute()
  for (const { scope_id, seq, data } of searches) if (names(data!, name)) await db.updateTable('event').set({ data: null, salt: null }).where('scope_id', '=', scope_id).where('seq', '=', seq).execute()

  const places = await db.selectFrom('member').select(['family_id', 'id', 'until_on']).where('person_id', '=', person).execute()
  for (const { family_id, id, until_on } of places) {
    const yesterday = plusDays(acting.today, -1)
    await db.updateTable('member').set({ name: whoLeft, given_name: whoLeft, relation: null, lives: null, touch: null, born_on: null, until_on: until_on !== null && until_on < yesterday ? until_on : yesterday }).where('family_id', '=', family_id).where('id', '=', id).execute()
    await db.deleteFrom('member_contact').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    // An invitation was sent to their address.
    await db.deleteFrom('secret_link').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    const goals = db.selectFrom('goal').select('id').where('family_id', '=', family_id).where('made_by', '=', id)
    await db.updateTable('step').set({ words: gone }).where('family_id', '=', family_id).where('goal_id', 'in', goals).execute()
    await db.updateTable('goal').set({ words: gone }).where('family_id', '=', family_id).where('made_by', '=', id).execute()
    await db.updateTable('rating').set({ note: null, note_lang: null }).where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.deleteFrom('kind_word').where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.deleteFrom('i_can').where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.deleteFrom('plan_file').where('family_id', '=', family_id).where((eb) => eb.or([eb('by_member', '=', id), eb('entry_id', 'in', db.selectFrom('plan_entry').select('id').where('family_id', '=', family_id).where('said_by', '=', id))])).execute()
    await db.updateTable('plan_entry').set({ words: gone, not_now: sql`case when not_now is null then null else ${gone} end` }).where('family_id', '=', family_id).where('said_by', '=', id).execute()
    // What they said is gone from every revision and every version.
    await db.updateTable('revision').set({ words: gone }).where('family_id', '=', family_id).where((eb) => eb.or([
      eb('by_member', '=', id), eb('thing_id', 'in', eb.selectFrom('plan_entry').select(sql<string>`id`.as('id')).where('family_id', '=', family_id).where('said_by', '=', id)),
      eb('thing_id', 'in', goals as never), eb('thing_id', 'in', eb.selectFrom('step').select(sql<string>`id`.as('id')).where('family_id', '=', family_id).where('goal_id', 'in', goals)),
    ])).execute()
    await db.updateTable('plan_answer_words').set({ words: gone }).where('family_id', '=', family_id).where('owner_member', '=', id).execute()
    await db.updateTable('plan_version_part').set({ owner_name: whoLeft }).where('family_id', '=', family_id).where('owner_name', '=', name).execute()
    const said = (part: 'better' | 'hard' | 'change') => sql<string | null>`case when ${sql.ref(part)} is null then null else ${gone} end`
    await db.updateTable('review_view').set({ better: said('better'), hard: said('hard'), change: said('change') }).where('family_id', '=', family_id).where((eb) => eb.or([eb('about_member', '=', id), eb('noted_by', '=', id)])).execute()
    await db.updateTable('life_event').set({ words: gone }).where('family_id', '=', family_id).where('said_by', '=', id).execute()
    await db.updateTable('review_reason').set({ words: sql<string | null>`case when words is null then null else ${gone} end` }).where('family_id', '=', family_id).where('about_member', '=', id).execute()
    await db.updateTable('fact').set({ words: gone }).where('family_id', '=', family_id).where('said_by', '=', id).execute()
    await db.deleteFrom('family_date').where('family_id', '=', family_id).where('said_by', '=', id).execute()
    await db.deleteFrom('backup_entry').where('family_id', '=', family_id).where((eb) => eb.or([eb('said_by', '=', id), eb('child_member', '=', id), eb('owner_member', '=', id)])).execute()
    await db.updateTable('meeting_question').set({ words: gone }).where('family_id', '=', family_id).where('asked_by', '=', id).execute()
    await db.updateTable('meeting_question').set({ answer: gone }).where('family_id', '=', family_id).where('answered_by', '=', id).where('answer', 'is not', null).execute()
    await db.updateTable('meeting_information').set({ words: gone }).where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.updateTable('meeting_information_in').set({ words: gone, by_name: gone }).where('family_id', '=', family_id).where((eb) => eb.or([eb('member_id', '=', id), eb('said_by', '=', id)])).execute()
    await db.deleteFrom('room_before').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.deleteFrom('room_post').where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.deleteFrom('room_answer').where('family_id', '=', family_id).where((eb) => eb.or([eb('by_member', '=', id), eb('member_id', '=', id)])).execute()
    await db.deleteFrom('room_proposal').where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await forgetQuestionsOf(db, family_id, id)
    await db.deleteFrom('meeting_mark').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.deleteFrom('meeting_link').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.deleteFrom('meeting_reminder').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.deleteFrom('meeting_need').where('family_id', '=', family_id).where((eb) => eb.or([eb('member_id', '=', id), eb('said_by', '=', id)])).execute()
    await db.deleteFrom('backup_task').where('family_id', '=', family_id).where((eb) => eb.or([eb('said_by', '=', id), eb('child_member', '=', id), eb('owner_member', '=', id)])).execute()
    await db.deleteFrom('backup_opened').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.deleteFrom('backup_look_back').where('family_id', '=', family_id).where('owner_member', '=', id).execute()
    await forgetPlansOf(db, family_id, id)
    await db.deleteFrom('known_need').where('family_id', '=', family_id).where('child_member', '=', id).execute()
    await db.updateTable('correction').set({ words: gone }).where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.updateTable('peer_contact').set({ ...peersGone, ended_at: sql`coalesce(ended_at, ${acting.now})`, ended_by: sql`coalesce(ended_by, 'asker')` }).where('family_id', '=', family_id).where('asked_by', '=', id).execute()
    await db.deleteFrom('note').where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.deleteFrom('conversation_read').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.updateTable('message').set({ words: gone }).where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.updateTable('conversation').set({ topic: gone }).where('family_id', '=', family_id).where('started_by', '=', id).execute()
    await db.updateTable('appointment_offer').set({ answer: null, answer_lang: null }).where('family_id', '=', family_id).where('answered_by', '=', id).execute()
    await db.updateTable('group_wait').set({ note: null, note_lang: null }).where('family_id', '=', family_id).where('asked_by', '=', id).execute()
    await db.updateTable('appointment').set({ note: null, note_lang: null }).where('family_id', '=', family_id).where('booked_by', '=', id).execute()
    await db.updateTable('appointment').set({ place: null }).where('family_id', '=', family_id).where('booked_by', '=', id).where('mode', 'not in', ['centre', 'school']).execute()
    await db.updateTable('appointment').set({ ended_why: null, ended_lang: null }).where('family_id', '=', family_id).where((eb) => eb.or([eb('booked_by', '=', id), eb('ended_member', '=', id)])).execute()
    await db.updateTable('in_the_way').set({ words: gone }).where('family_id', '=', family_id).where('by_member', '=', id).where('words', 'is not', null).execute()
    await db.deleteFrom('spend_file').where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.updateTable('holding_wish').set({ words: gone }).where('family_id', '=', family_id).where('answered_by', '=', id).where('words', 'is not', null).execute()
    await db.deleteFrom('two_adults').where('family_id', '=', family_id).where((eb) => eb.or([eb('member_id', '=', id), eb('with_member', '=', id)])).execute()
    await db.updateTable('spend_together').set({ words: gone }).where('family_id', '=', family_id).where('member_id', '=', id).where('words', 'is not', null).execute()
    await db.updateTable('help_instead').set({ words: gone }).where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.updateTable('receipt').set({ size: 0, content: '' }).where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.deleteFrom('own_account').where('family_id', '=', family_id).where('member_id', '=', id).execute()
    await db.deleteFrom('spend_draft').where('family_id', '=', family_id).where('by_member', '=', id).execute()
    await db.updateTable('spend_word').set({ words: gone }).where('family_id', '=', family_id).where('by_member', '=', id).where('words', 'is not', null).execute()
    await db.updateTable('spend_order').set({ note: gone }).where('family_id', '=', family_id).where('made_by', '=', id).where('note', 'is not', null).execute()
    await db.updateTable('delivery').set({ words: gone }).where('family_id', '=', family_id).where('answered_by', '=', id).where('words', 'is not', null).execute()
    await db.updateTable('spend_helped').set({ words: gone }).where('family_id', '=', family_id).where('by_member', '=', id).where('words', 'is not', null).execute()
    await db.updateTable('period_end').set({ words: gone }).where('family_id', '=', family_id).where('said_by', '=', id).where('words', 'is not', null).execute()
    await db.updateTable('lead_wish').set({ reason: gone }).where('family_id', '=', family_id).where('asked_by', '=', id).execute()
    await db.updateTable('promise_word').set({ words: gone }).where('family_id', '=', family_id).where('by_member', '=', id).where('words', 'is not', null).execute()
    await db.updateTable('promise_word').set({ by_name: whoLeft }).where('family_id', '=', family_id).where('by_name', '=', name).execute()
    await db.updateTable('plan_entry').set({ owner_name: whoLeft }).where('family_id', '=', family_id).where('owner_name', '=', name).execute()
    await db.updateTable('consent').set({ why: gone }).where('family_id', '=', family_id).where('given_by', '=', id).execute()
    await db.updateTable('event').set({ data: null, salt: null }).where('scope_id', '=', family_id).where('by_person', '=', person).execute()
    // What came to their address before they had an account.
    await db.updateTable('event').set({ data: null, salt: null }).where('scope_id', '=', family_id).where('thing_id', '=', id).execute()
  }
  await db.updateTable('plan_entry').set({ words: gone }).where('made_by', '=', person).execute()
  await db.updateTable('revision').set({ words: gone }).where('by_person', '=', person).execute()
  await db.updateTable('event').set({ data: null, salt: null }).where('scope_id', '=', person).execute()
  return { ok: true, value: null, event: { kind: 'erased', data: {}, thing: { kind: 'person', id: person } } }
}

/** What somebody is called, and every address that was ever known as theirs. */
async function knownBy({ db }: AreaActing<'people:keep'>, person: PersonId): Promise<{ name: string; addresses: string[] }> {
  const { name, email, mobile } = await db.selectFrom('person').select(['name', 'email', 'mobile']).where('id', '=', person).executeTakeFirstOrThrow()
  const others = await db.selectFrom('member as m').leftJoin('member_contact as c', (join) => join.onRef('c.family_id', '=', 'm.family_id').onRef('c.member_id', '=', 'm.id'))
    .leftJoin('secret_link as l', (join) => join.onRef('l.family_id', '=', 'm.family_id').onRef('l.member_id', '=', 'm.id')).select(['c.email', 'c.mobile', 'l.address']).where('m.person_id', '=', person).execute()
  const changes = await db.selectFrom('address_change').select('address').where('person_id', '=', person).execute()
  const all = [email, mobile, ...others.flatMap((one) => [one.email, one.mobile, one.address]), ...changes.map((one) => one.address)]
  return { name, addresses: [...new Set(all.filter((one) => one !== null))] }
}

/** Whether a search was for this person: by their whole name, or by one of its words alone. */
function names(search: string, name: string): boolean {
  const words = (JSON.parse(search) as { words?: string }).words?.toLowerCase().trim() ?? ''
  return words !== '' && (words.includes(name.toLowerCase()) || name.toLowerCase().split(/\s+/).includes(words))
}
