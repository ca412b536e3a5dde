/** Being forgotten: nothing readable of somebody stays but what the law keeps, and the books and the record still verify. */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { anybody, areaViewerFor, must, myselfFor, theArea, viewerFor } from '#app/access/viewer.server.ts'
import { makeGroup } from '#app/domain/groups/groups.server.ts'
import { waitForGroup } from '#app/domain/groups/places.server.ts'
import { offerTimes, proposeOthers } from '#app/domain/appointments/offers.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { addFact } from '#app/domain/carers/facts.server.ts'
import { askForPeer } from '#app/domain/carers/peers.server.ts'
import { sayNotRight } from '#app/domain/data/corrections.server.ts'
import { askToBeForgotten, forget, toForget } from '#app/domain/data/forgetting.server.ts'
import { holdings, keptByLaw } from '#app/domain/data/holdings.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { answerOwnNotRight, ownNotRightToAnswer, sayOwnNotRight } from '#app/domain/data/own-corrections.server.ts'
import { noteSearch } from '#app/domain/family/finding.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { addGoal, rateGoal } from '#app/domain/goals/goals.server.ts'
import { sayKindWord } from '#app/domain/goals/kind-words.server.ts'
import { askForHelp } from '#app/domain/help/requests.server.ts'
import { startConversation } from '#app/domain/messages/conversations.server.ts'
import { keepNote } from '#app/domain/messages/notes.server.ts'
import { keepDraft } from '#app/domain/budget/drafts.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { answerPlan } from '#app/domain/plan/agreeing.server.ts'
import { changeWords } from '#app/domain/plan/changing-words.server.ts'
import { askInformer, askToInform, translateInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { askForMeeting } from '#app/domain/meetings/meetings.server.ts'
import { keepBackup } from '#app/domain/plan/backup.server.ts'
import { backupAhead } from '#app/domain/plan/backup-ahead.server.ts'
import { endBackup, lookBackOn, startBackup } from '#app/domain/plan/backup-run.server.ts'
import { keepDate } from '#app/domain/appointments/dates.server.ts'
import { tellChange } from '#app/domain/plan/changes.server.ts'
import { sayView } from '#app/domain/plan/views.server.ts'
import { putForward } from '#app/domain/plan/versions.server.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { askForAnotherLead } from '#app/domain/family/lead.server.ts'
import { answerAction } from '#app/domain/plan/promises.server.ts'
import { say } from '#app/domain/plan/said.server.ts'
import { agreeToShare } from '#app/domain/sharing/register.server.ts'
import { sendFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { sayPart } from '#app/domain/meetings/taking-part.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { namingWhoLeft } from '#app/i18n/naming-who-left.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { newId, type CircleId, type DeliveryId, type HoldingWishId, type ICanId, type InsteadId, type OrderId, type ReceiptId, type PasskeyId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { whoLeft } from '#app/values/who-left.ts'
import { dialectOf, type Db } from '#db/connect.ts'
import type { Schema } from '#db/schema.ts'
import { freshDatabaseAt } from './database.ts'
import { weekHours } from './diary-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let url: string
let world: World

beforeEach(async () => {
  ;({ db, url } = await freshDatabaseAt())
  world = await aWorld(db)
  await db.insertInto('area').values({ id: theArea, name: 'Area', seq: 0, chain_head: '' }).onConflict((conflict) => conflict.doNothing()).execute()
  await db.insertInto('post').values({ person_id: world.people.omar, id: newId(), role: 'administrator', team: 'area', from_on: today, until_on: null }).execute()
})

/** Stands in every text that Piotr writes. */
const word = 'Plover'
const mobile = '+447700900111'
/** What must not be readable any more. */
const traces = ['Piotr', 'piotr@example.org', mobile, word]

async function done<T>(answer: Promise<Answer<T, string>>): Promise<T> {
  const outcome = await answer
  if (!outcome.ok) throw new Error(outcome.why)
  return outcome.value
}

/** Piotr writes wherever the site lets him. */
async function aLife(): Promise<void> {
  const { family, members, people } = world
  await db.updateTable('person').set({ mobile }).where('id', '=', people.piotr).execute()
  const me = must(myselfFor(db, people.piotr, worldBegins), 'account:keep')
  const piotr = await world.viewer('piotr')
  const everybody = { whoSees: 'everybody', shareWith: [], lang: 'en' } as const
  // Before he had an account: he asked for help, and was invited.
  await done(act(must(anybody(db, worldBegins), 'help:ask'), askForHelp, { words: `${word} asks`, lang: 'en', topics: [], forWhom: 'me', name: 'Piotr Bailey', contact: { channel: 'email', address: 'piotr@example.org' }, contactWhen: `${word} evenings`, messagesSafe: true, member: null }))
  await db.insertInto('member_contact').values({ family_id: family, member_id: members.piotr, email: 'piotr@example.org', mobile, language: 'en', channel: 'email', days: '1', from_time: '09:00', until_time: '17:00', messages_ok: 1 }).execute()

  const goal = await done(act(must(piotr, 'goals:add'), addGoal, { ...everybody, words: `${word} goal`, category: 'home', about: [], steps: [{ words: `${word} step`, owner: members.piotr, dueOn: plusDays(today, 3) }] }))
  await done(act(must(piotr, 'goals:rate'), rateGoal, { goal, score: 3, note: `${word} note`, lang: 'en' }))
  await done(act(must(piotr, 'plan:strengths'), say, { ...everybody, part: 'says', area: null, words: `${word} says`, saidBy: null, about: [], delicate: [], file: { type: 'image/png', bytes: new Uint8Array(9), what: `${word} drawing`, lang: 'en' } }))
  await done(act(must(piotr, 'goals:see'), sayKindWord, { kind: 'win', place: 'goal', thing: goal, words: `${word} win`, lang: 'en' }))
  const strength = await done(act(must(piotr, 'plan:strengths'), addStrength, { ...everybody, words: `${word} strength`, about: [] }))
  await done(act(must(piotr, 'plan:see'), changeWords, { kind: 'plan', thing: strength, words: `${word} again`, lang: 'en', dueOn: null, from: { number: 1, dueOn: null } }))
  await done(act(must(piotr, 'sharing:decide'), askForAnotherLead, { reason: `${word} reason`, lang: 'en' }))
  const own = await done(act(must(piotr, 'plan:actions'), addAction, { words: `${word} own`, lang: 'en', owner: members.piotr, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [] }))
  await done(act(must(piotr, 'plan:see'), answerAction, { action: own, answer: { how: 'move', dueOn: plusDays(today, 4), words: `${word} moved it`, lang: 'en' } }))
  await done(act(must(piotr, 'plan:actions'), addAction, { words: `${word} action`, lang: 'en', owner: null, ownerName: 'Piotr Bailey', ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [] }))
  await done(act(must(piotr, 'plan:put-forward'), putForward, { reviewOn: plusDays(today, 30), seen: 0 }))
  await done(act(must(piotr, 'plan:agree'), answerPlan, { version: 1, agrees: true, words: `${word} worry`, lang: 'en', whoSees: 'everybody' }))
  await done(act(must(piotr, 'facts:add'), addFact, { child: members.leo, topic: 'school', words: `${word} school`, lang: 'en', shareWith: [] }))
  await done(act(must(piotr, 'family:see'), sayNotRight, { kind: 'goal', thing: world.goal, words: `${word} beside`, lang: 'en' }))
  await done(act(must(piotr, 'plan:strengths'), sayView, { about: members.piotr, better: `${word} is better`, hard: word, change: word, score: 4, face: null, lang: 'en', whoSees: 'everybody', delicate: [] }))
  await done(act(must(piotr, 'change:tell'), tellChange, { kind: 'other', words: `${word} has changed`, lang: 'en', whoSees: 'everybody', delicate: [] }))
  await done(act(must(piotr, 'backup:write'), keepBackup, { entry: { part: 'sign', words: `${word} sign` }, whoSees: 'everybody', shareWith: [], delicate: [], lang: 'en' }))
  await done(act(must(piotr, 'backup:write'), keepBackup, { entry: { part: 'care', owner: members.kasia, child: members.leo, words: `${word} asks her`, know: { school: null, medicine: null, sleep: null, comfort: null } }, whoSees: 'everybody', shareWith: [], delicate: [], lang: 'en' }))
  const tried = await done(act(must(piotr, 'backup:start'), startBackup, { drill: false, because: null, whoSees: 'everybody', seen: (await backupAhead(must(piotr, 'backup:start')))!.seen }))
  await done(act(must(piotr, 'backup:start'), endBackup, { run: tried }))
  await done(act(must(piotr, 'backup:start'), lookBackOn, { run: tried, well: `${word} went well`, change: null, whoSees: 'everybody', lang: 'en' }))
  await done(act(must(piotr, 'appointments:book'), keepDate, { date: { what: 'once', words: `${word} day`, from: today, until: today }, about: [], whoSees: 'everybody', lang: 'en' }))
  const meeting = await done(act(must(piotr, 'meetings:answer'), askForMeeting, { question: `${word} question`, lang: 'en', people: [] }))
  await done(act(must(piotr, 'meetings:see'), askToInform, { meeting, members: [members.sam] }))
  await done(act(must(await world.viewer('sam'), 'meetings:inform'), writeInformation, { meeting, parts: { well: 'They eat together', worry: null, help: null, must: null }, lang: 'en' }))
  await done(act(must(piotr, 'meetings:see'), translateInformation, { meeting, member: members.sam, part: 'well', lang: 'pl', words: `${word} razem`, by: 'Piotr' }))
  await done(act(must(piotr, 'meetings:attend'), askInformer, { meeting, member: members.sam, words: `${word} asks`, lang: 'en' }))
  const said = { words: `${word} rings`, lang: 'en', owner: null, ownerName: `${word} aunt`, ownerAgency: `${word} shop`, dueOn: today, needs: 'service' as const, needsWords: `${word} bus`, pence: null, kind: null, otherwise: `${word} waits`, checks: null, becomes: 'action' as const, category: null, kept: 'us' as const, answer: `${word} answers` }
  const part = await done(act(must(piotr, 'meetings:attend'), writePart, { meeting, part: null, said }))
  await db.insertInto('meeting_part_went').values({ family_id: family, part_id: part, by_member: members.piotr, went: 'well', words: `${word} went`, lang: 'en', at: worldBegins }).execute()
  await done(act(must(piotr, 'meetings:attend'), sendFamilyPlan, { meeting, round: 1, words: `${word} above`, lang: 'en', againOn: plusDays(today, 30) }))
  await done(act(must(piotr, 'meetings:see'), sayPart, { meeting, member: members.piotr, how: 'room', lang: 'en', interpreterLang: null, needs: [{ need: 'food', words: `${word} eats no fish` }] }))
  const review = await db.selectFrom('review').select('id').where('family_id', '=', family).executeTakeFirstOrThrow()
  await db.insertInto('review_reason').values({ family_id: family, review_id: review.id, about_member: members.piotr, reason: 'other', words: `${word} slept`, lang: 'en', at: worldBegins }).execute()
  await done(act(must(piotr, 'peers:ask'), askForPeer, { likeness: 'parent', firstName: word, reach: `${word} street`, words: `${word} asks for somebody`, lang: 'en', shownTo: [] }))
  await done(act(me, sayOwnNotRight, { words: `${word} about me`, lang: 'en' }))
  await done(act(must(piotr, 'messages:write'), startConversation, { to: { members: [members.marta], lead: false }, topic: `${word} topic`, words: `${word} message`, lang: 'en' }))
  await done(act(must(piotr, 'notes:keep'), keepNote, { words: `${word} note`, lang: 'en', shownTo: { members: [], lead: false } }))
  await done(act(must(piotr, 'sharing:decide'), agreeToShare, { to: members.sam, about: members.piotr, kinds: ['plan'], why: `${word} helps`, whyLang: 'en', until: null }))
  await weekHours(db, people.sam, '07:00', '20:00')
  const offered = await done(act(must(await world.viewer('sam'), 'appointments:book'), offerTimes, { mode: 'phone', times: [plusMinutes(worldBegins, 24 * 60)], answerBy: today, about: [], to: 'everybody', words: null, lang: 'en' }))
  await done(act(must(piotr, 'appointments:book'), proposeOthers, { offer: offered, words: `${word} mornings`, lang: 'en' }))
  const on = plusDays(today, 9)
  const group = await done(act(must((await areaViewerFor(db, people.sam, worldBegins))!, 'diary:keep'), makeGroup, { name: 'Breakfast', purpose: 'To eat', lang: 'en', mode: 'centre', place: 'The hub', fromOn: on, untilOn: on, repeat: null, time: '06:00', minutes: 30, places: 1, together: [] }))
  const { id: date } = await db.updateTable('group_date').set({ taken: 1 }).where('group_id', '=', group).returning('id').executeTakeFirstOrThrow()
  await done(act(must(piotr, 'appointments:book'), waitForGroup, { date, who: [members.piotr], whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, note: `${word} waits`, lang: 'en' }))
  const visit = await done(act(must(piotr, 'appointments:book'), bookAppointment, { practitioner: members.sam, mode: 'home', startsAt: plusMinutes(worldBegins, 24 * 60), about: [], whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, where: `${word} Road`, note: `${word} visit`, lang: 'en' }))
  await db.insertInto('in_the_way').values({ family_id: family, appointment_id: visit, by_member: members.piotr, what: 'other', words: `${word} bus`, lang: 'en', at: worldBegins }).execute()
  const spend = await done(act(must(piotr, 'budget:ask'), requestSpend, { budget: await world.budget(10_000), wanted: { what: `${word} shoes`, payee: `Shop of ${word}`, pence: pence(500), lang: 'en' }, quantity: 1, goal, neededOn: plusDays(today, 5), line: null }))
  await done(act(must(piotr, 'budget:ask'), keepDraft, { draft: null, service: null, typed: { what: `${word} bed` }, file: { type: 'image/png', bytes: new Uint8Array(9) } }))
  await db.insertInto('spend_word').values({ family_id: family, id: newId(), spend_id: spend, kind: 'answer', level: null, by_person: people.piotr, by_member: members.piotr, at: worldBegins, version: 1, reason: null, words: `${word} answer`, lang: 'en' }).execute()
  await db.insertInto('spend_order').values({ family_id: family, id: newId<OrderId>(), spend_id: spend, token_hash: newId(), channel: 'email', address: 'pool@example.org', lang: 'en', note: `${word} note`, note_lang: 'en', state: 'sent', begins_on: null, reason: null, words: null, words_lang: null, new_unit_pence: null, new_quantity: null, made_by: members.piotr, made_at: worldBegins, expires_at: worldBegins, answered_at: null, ended_at: worldBegins }).execute()
  await db.insertInto('delivery').values({ family_id: family, id: newId<DeliveryId>(), spend_id: spend, order_id: null, on_day: today, units: 1, said_by: members.piotr, said_at: worldBegins, answer: 'not', answered_by: members.piotr, answered_at: worldBegins, words: `${word} did not`, lang: 'en' }).execute()
  await db.insertInto('receipt').values({ family_id: family, id: newId<ReceiptId>(), spend_id: spend, pence: pence(500), state: 'withdrawn', by_member: members.piotr, sent_at: worldBegins, answered_at: worldBegins, payment_id: null, type: 'image/png', size: 4, content: word }).execute()
  await db.insertInto('help_instead').values({ family_id: family, id: newId<InsteadId>(), spend_id: spend, by_member: members.piotr, words: `${word} drives`, lang: 'en', on_day: today, often: 'once', state: 'offered', at: worldBegins, answered_at: null, answered_by: null, entry_id: null }).execute()
  const told = newId<CircleId>()
  await db.insertInto('circle').values({ family_id: family, id: told, made_by: members.piotr, made_at: worldBegins }).execute()
  await db.insertInto('i_can').values({ family_id: family, id: newId<ICanId>(), circle_id: told, by_member: members.piotr, words: `${word} can`, lang: 'en', at: worldBegins, state: 'offered', answered_at: null, answered_by: null, entry_id: null }).execute()
  await db.insertInto('own_account').values({ family_id: family, member_id: members.piotr, sealed: `${word} account`, given_at: worldBegins }).execute()
  await db.insertInto('spend_helped').values({ family_id: family, spend_id: spend, by_member: members.piotr, answer: 'not', words: `${word} helped`, lang: 'en', at: worldBegins }).execute()
  const { budget_id: money } = await db.selectFrom('spend').select('budget_id').where('id', '=', spend).executeTakeFirstOrThrow()
  await db.insertInto('holding_wish').values({ family_id: family, id: newId<HoldingWishId>(), budget_id: money, holding: 'prepaid-card', by_member: members.piotr, at: worldBegins, state: 'no', answered_at: worldBegins, answered_by: members.piotr, words: `${word} not now`, lang: 'en' }).execute()
  await db.insertInto('period_end').values({
    family_id: family, budget_id: money, ends_on: plusDays(today, 20), told_at: worldBegins, returns_on: plusDays(today, 21), said_by: members.piotr, said_at: worldBegins, words: `${word} stays`, lang: 'en', answer_by: plusDays(today, 5),
    answered_at: null, answered_by: null, stays_until: null, answer_words: null, answer_lang: null, returned_at: null,
  }).execute()
  await db.insertInto('safe_contact').values({ person_id: people.piotr, channel: 'email', days: '1', from_time: '09:00', until_time: '17:00', zone: 'Europe/London', messages_ok: 1, changed_at: worldBegins, must_not_learn: word, friend: word, friend_phone: mobile }).execute()
  await db.insertInto('passkey').values({ person_id: people.piotr, id: newId<PasskeyId>(), credential: 'c', public_key: 'k', counter: 0, transports: '[]', backed_up: 0, name: `${word}’s phone`, made_at: worldBegins, used_at: null }).execute()
  await db.insertInto('parked_form').values({ person_id: people.piotr, id: newId(), path: '/families', fields: JSON.stringify({ words: word }), at: worldBegins }).execute()
  await db.insertInto('outbox').values({ id: newId(), scope_id: family, to_person: people.piotr, channel: 'email', address: 'piotr@example.org', lang: 'en', subject: word, body: `Dear Piotr`, at_once: 0, not_before: worldBegins, made_at: worldBegins, state: 'sent', claimed_at: null, tries: 1, sent_at: worldBegins }).execute()
  await act(must(await world.desk('sam'), 'families:find'), noteSearch, { words: 'piotr bailey', found: 1 })
}

/** Where a trace of him can be read, as `table.column`. */
async function found(): Promise<string[]> {
  const at = new Set<string>()
  for (const { name } of await db.introspection.getTables()) {
    for (const row of await db.selectFrom(name as 'goal').selectAll().execute()) {
      for (const [column, value] of Object.entries(row)) if (typeof value === 'string' && traces.some((trace) => value.toLowerCase().includes(trace.toLowerCase()))) at.add(`${name}.${column}`)
    }
  }
  return [...at].sort()
}

/** Tables of a copy in which somebody like Piotr writes nothing: ids, days and what people who help write. */
const withoutWords: readonly (keyof Schema)[] = ['spend_file', 'meeting_answer', 'meeting_person', 'meeting_mark', 'meeting_information', 'two_adults', 'spend_together', 'known_need', 'session', 'calendar_feed', 'reminder_choice', 'responsibility', 'cares_for', 'own_say', 'hand_over', 'safeguarding_decision', 'decided', 'caring', 'sitting', 'emergency_view', 'erasure', 'post', 'profile', 'must_not_learn', 'address_change', 'conversation_read', 'plan_answer']
/** Sealed by a key that the tests of private family time hold: rooms.test asks that it is gone. */
const sealed: readonly (keyof Schema)[] = ['room_before', 'room_post', 'room_proposal', 'room_answer']

test('nothing readable of somebody stays in any table but what the law keeps, and the books and the record still verify', async () => {
  await aLife()
  const before = await found()
  // Every kind of thing that somebody can write was written.
  const written = new Set(before.map((one) => one.split('.')[0]))
  const words = (Object.keys(holdings) as (keyof Schema)[]).filter((table) => 'in' in holdings[table] && !withoutWords.includes(table) && !sealed.includes(table))
  expect(words.filter((table) => !written.has(table))).toEqual([])
  for (const column of ['help_request.words', 'help_request.contact', 'outbox.address', 'event.data', 'member_contact.email', 'plan_entry.owner_name', 'plan_version_part.owner_name', 'revision.words', 'plan_answer_words.words']) expect(before).toContain(column)

  const me = must(myselfFor(db, world.people.piotr, worldBegins), 'account:keep')
  expect(await act(must(myselfFor(db, world.people.sam, worldBegins), 'account:keep'), askToBeForgotten, {})).toMatchObject({ ok: false, why: 'helps-families' })
  expect((await act(me, askToBeForgotten, {})).ok).toBe(true)
  expect(await act(me, askToBeForgotten, {})).toMatchObject({ ok: false, why: 'asked-already' })
  expect((await everythingAbout(me)).kept).toContainEqual(expect.objectContaining({ kept: expect.objectContaining({ due_on: plusDays(today, 28), done_at: null }) as unknown }))
  const alex = must(await world.desk('omar'), 'people:keep')
  expect(await toForget(alex)).toMatchObject([{ person: world.people.piotr, name: 'Piotr Bailey' }])
  expect(await act(alex, forget, { person: world.people.marta })).toMatchObject({ ok: false, why: 'not-there' })
  expect((await act(alex, forget, { person: world.people.piotr })).ok).toBe(true)

  expect((await found()).filter((column) => !(column in keptByLaw))).toEqual([])
  expect(await verifyChains(db)).toEqual([])
  expect((await verifyLedger(db)).findings).toEqual([])
  expect(await viewerFor(db, world.people.piotr, world.family, worldBegins)).toBeUndefined()
  expect(await toForget(alex)).toEqual([])
  // The words of others stay theirs.
  expect(JSON.stringify(await db.selectFrom('goal').select('words').execute())).toContain('Mornings without tears')

  if (dialectOf(db) !== 'sqlite') return
  await sql`pragma wal_checkpoint(truncate)`.execute(db)
  const file = readFileSync(url.replace(/^sqlite:|^file:/, '')).toString('latin1')
  for (const trace of ['Piotr Bailey', 'piotr@example.org', mobile, `${word} goal`]) expect(file.includes(trace), `${trace} in the file`).toBe(false)
})

test('whoever is left sees a name in their own language where a name was', async () => {
  const me = must(myselfFor(db, world.people.piotr, worldBegins), 'account:keep')
  await act(me, askToBeForgotten, {})
  await act(must(await world.desk('omar'), 'people:keep'), forget, { person: world.people.piotr })
  const name = (await membersOf(await world.viewer('marta'))).find((one) => one.id === world.members.piotr)?.name
  expect(name).toBe(whoLeft)
  for (const [lang, text] of [['en', 'A person who left'], ['pl', 'Osoba, która odeszła']] as const) expect(namingWhoLeft(`<b>${name}</b>`, wordsFor(lang))).toBe(`<b>${text}</b>`)
})

test('what isn’t right about oneself stands beside it; an administrator answers, and nobody answers themselves', async () => {
  const me = (who: 'marta' | 'omar') => must(myselfFor(db, world.people[who], worldBegins), 'account:keep')
  const alex = must(await world.desk('omar'), 'people:keep')
  await done(act(me('marta'), sayOwnNotRight, { words: 'Nazwisko jest inne', lang: 'pl' }))
  await done(act(me('omar'), sayOwnNotRight, { words: 'My own', lang: 'en' }))
  const [first, own] = await ownNotRightToAnswer(alex)
  expect([first, own].map((one) => one!.words).sort()).toEqual(['My own', 'Nazwisko jest inne'])
  const [martas, omars] = first!.person === world.people.marta ? [first!, own!] : [own!, first!]
  expect(await act(alex, answerOwnNotRight, { correction: omars.id, words: 'Yes', lang: 'en' })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
  await done(act(alex, answerOwnNotRight, { correction: martas.id, words: 'We have changed it', lang: 'en' }))
  expect(await act(alex, answerOwnNotRight, { correction: martas.id, words: 'Again', lang: 'en' })).toMatchObject({ ok: false, why: 'changed-meanwhile' })
  expect((await everythingAbout(me('marta'))).corrections).toMatchObject([{ words: 'Nazwisko jest inne', lang: 'pl', kept: { beside: 'person', answer: 'We have changed it', answer_lang: 'en' } }])
  expect(await verifyChains(db)).toEqual([])
})
