/** Asking for help: any need, by anybody, through one door (TF ¶1.3, #1). Each request has an owner and a day from the start (#42). */
import { sql, type Kysely } from 'kysely'
import type { Role, Schema } from '#db/schema.ts'
import { countAll } from '#db/sum.ts'
import { hashOfCode, codeOf, newReference, readReference } from './references.server.ts'
import { addressOf } from '#app/domain/account/links.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { teamsManaged } from '#app/access/powers.ts'
import { sameHash } from '#app/access/keyed-hash.server.ts'
import { counted, networkOf, takeAll } from '#app/access/throttle.server.ts'
import { anybody, must, type AreaActing, type AreaMay, type AreaViewer, type Inside } from '#app/access/viewer.server.ts'
import { lasts } from '#app/access/who-is-here.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { Lang } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { newId, type FamilyId, type HelpRequestId, type PersonId } from '#app/values/ids.ts'
import { now, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import type { ForWhom, Topic } from './topics.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

export interface NewRequest {
  readonly words: string
  readonly lang: Lang
  readonly topics: readonly Topic[]
  readonly forWhom: ForWhom
  readonly name: string
  /** Null: they said that they cannot be reached safely. */
  readonly contact: { readonly channel: 'email' | 'text'; readonly address: string } | null
  /** When it is safe to reach them, in their own words. */
  readonly contactWhen: string | null
  /** Whether a message may go there at any time. Without it nothing is sent by itself. */
  readonly messagesSafe: boolean
  /** Somebody with a place in a family, who wants that family's lead professional to have it. */
  readonly member: { readonly person: PersonId; readonly family: FamilyId } | null
  /** It is to be answered today, and not within the days that the area takes. */
  readonly today?: boolean
}

export interface Asked { readonly id: HelpRequestId; readonly reference: string; readonly dueOn: Day; readonly askedAt: Instant }

/** Takes a request. It goes to the family's lead professional if asked so, else to whoever is on duty and has the fewest waiting. */
export async function askForHelp(acting: AreaActing<'help:ask'>, asked: NewRequest): Promise<Outcome<Asked, 'not-there' | 'nobody-on-duty'>> {
  const lead = asked.member && (await leadFor(acting, asked.member))
  if (asked.member && lead === undefined) return { ok: false, why: 'not-there', field: 'family' }
  const owner = lead ?? (await onDuty(acting, 'manager')) ?? (await onDuty(acting, 'lead'))
  if (!owner) return { ok: false, why: 'nobody-on-duty' }
  const { helpDays, holidays } = await settingsOf(acting.db)
  const dueOn = asked.today ? acting.today : workingDaysAfter(acting.today, helpDays, new Set(holidays))
  const id = newId<HelpRequestId>()
  const reference = newReference()
  await acting.db.insertInto('help_request').values({
    id, reference, code_hash: hashOfCode(id, codeOf(id)), words: asked.words, lang: asked.lang, topics: JSON.stringify(asked.topics), for_whom: asked.forWhom,
    name: asked.name, contact: asked.contact?.address ?? '', contact_when: asked.contactWhen, safe_to_leave_message: asked.messagesSafe ? 1 : 0,
    owner_id: owner, due_on: dueOn, state: 'waiting', answer: null, answer_lang: null, answered_at: null, family_id: asked.member?.family ?? null, made_at: acting.now,
  }).execute()
  return {
    ok: true, value: { id, reference, dueOn, askedAt: acting.now },
    event: { kind: 'help-asked', data: { reference, due: dueOn }, thing: { kind: 'help', id } },
    notices: [
      { to: owner, name: 'helpAsked' },
      ...(asked.messagesSafe && asked.contact
        ? [{ to: { ...asked.contact, lang: asked.lang }, name: 'helpReceived' as const, values: { reference, day: wordsFor(asked.lang).format.day(dueOn) } }]
        : []),
    ],
  }
}

/** The lead professional of a family for somebody who has a place in it; null when it has none now; undefined when they have no place. */
async function leadFor(acting: AreaActing<'help:ask'>, { person, family }: { person: PersonId; family: FamilyId }): Promise<PersonId | null | undefined> {
  const places = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', family).where('person_id', 'is not', null)
    .where('from_on', '<=', acting.today).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  if (!places.some((place) => place.person_id === person)) return undefined
  return leadOf(acting, family)
}

/** Whoever covers for the lead professional of a family today, or leads it; null where neither answers requests. */
async function leadOf(acting: AreaActing<'help:ask'>, family: FamilyId): Promise<PersonId | null> {
  const lead = await acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', family).where('m.seat', '=', 'lead').where('m.person_id', 'is not', null).where(lasts('m', acting.today))
    .orderBy(sql`case when m.covers is null then 1 else 0 end`).orderBy('m.made_at').limit(1).executeTakeFirst()
  return lead?.person_id && (await mayAnswer(acting, lead.person_id)) ? lead.person_id : null
}

/** Whoever holds such a post today and has the fewest requests waiting. */
async function onDuty(acting: AreaActing<'help:ask'>, role: Role): Promise<PersonId | undefined> {
  const row = await acting.db.selectFrom('post as o').select('o.person_id')
    .select((eb) => eb.selectFrom('help_request as h').select(countAll().as('rows')).whereRef('h.owner_id', '=', 'o.person_id').where('h.state', '=', 'waiting').as('waiting'))
    .where('o.role', '=', role).where('o.from_on', '<=', acting.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', acting.today)]))
    .orderBy('waiting').orderBy('o.person_id').limit(1).executeTakeFirst()
  return row?.person_id
}

async function mayAnswer(acting: Inside<AreaViewer>, person: PersonId): Promise<boolean> {
  const row = await acting.db.selectFrom('post').select('id').where('person_id', '=', person).where('role', 'in', ['lead', 'manager']).where('from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  return row !== undefined
}

const pace = { asking: { atOnce: 10, everySeconds: 5 * 60 }, tracking: { atOnce: 10, everySeconds: 30 }, reference: { atOnce: 5, everySeconds: 5 * 60 } }

/** Whether one more request may come from this address now: ten at once, then one each five minutes; a library has one address. */
export function mayAskNow(clientAddress: string) {
  return takeAll([counted(pace.asking, 'help-ask', networkOf(clientAddress))])
}

/** Finds a request by its reference and code. The answer for a wrong pair never tells which of the two was wrong. */
export async function findRequest(viewer: AreaMay<'help:ask'>, typed: { reference: string; code: string }, clientAddress: string): Promise<{ ok: true; id: HelpRequestId; reference: string } | { ok: false; why: 'no-such-request' } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const reference = readReference(typed.reference)
  const taken = await takeAll([counted(pace.tracking, 'help-track', networkOf(clientAddress)), ...(reference ? [counted(pace.reference, 'help-track-one', reference)] : [])])
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const row = reference === undefined ? undefined : await viewer.db.selectFrom('help_request').select(['id', 'code_hash', 'reference']).where('reference', '=', reference).executeTakeFirst()
  const right = sameHash(hashOfCode((row?.id ?? '') as HelpRequestId, typed.code), row?.code_hash ?? '')
  return row && right ? { ok: true, id: row.id, reference: row.reference } : { ok: false, why: 'no-such-request' }
}

export interface Tracked {
  readonly reference: string
  readonly madeAt: Instant
  readonly dueOn: Day
  readonly owner: string
  readonly answer: { readonly words: string; readonly lang: string; readonly at: Instant } | null
}

/** How a request stands, for whoever asked; the caller has proof that it is theirs: a glance (`references`). */
export async function tracked(viewer: AreaMay<'help:ask'>, id: HelpRequestId): Promise<Tracked | undefined> {
  const row = await viewer.db.selectFrom('help_request as h').innerJoin('person as p', 'p.id', 'h.owner_id')
    .select(['h.reference', 'h.made_at', 'h.due_on', 'p.name', 'h.answer', 'h.answer_lang', 'h.answered_at']).where('h.id', '=', id).executeTakeFirst()
  return row && {
    reference: row.reference, madeAt: row.made_at, dueOn: row.due_on, owner: row.name,
    answer: row.answer === null ? null : { words: row.answer, lang: row.answer_lang!, at: row.answered_at! },
  }
}

export interface RequestInShort {
  readonly id: HelpRequestId
  readonly reference: string
  readonly name: string
  readonly topics: readonly Topic[]
  readonly dueOn: Day
  readonly state: 'waiting' | 'answered'
  readonly owner: string
  readonly mine: boolean
}

/**
 * Their own requests; for a manager also those of their teams, and those of somebody who no longer answers any: none is
 * ever lost. Everything else is not there.
 */
function answerable(viewer: Pick<AreaViewer, 'person' | 'posts' | 'today'>) {
  const teams = teamsManaged(viewer)
  const own = sql<boolean>`h.owner_id = ${viewer.person}`
  if (teams.length === 0) return own
  return sql<boolean>`(${own} or exists (select 1 from post as o where o.person_id = h.owner_id and o.from_on <= ${viewer.today}
    and (o.until_on is null or o.until_on >= ${viewer.today}) and o.team in (${sql.join(teams)}))
    or not exists (select 1 from post as o where o.person_id = h.owner_id and o.role in ('lead', 'manager') and o.from_on <= ${viewer.today}
    and (o.until_on is null or o.until_on >= ${viewer.today})))`
}

/** What waits to be answered, the most urgent first; or what was answered, the newest first. One page. */
export async function requestsOf(viewer: AreaMay<'requests:answer'>, { state, page: asked }: { state: 'waiting' | 'answered'; page: number }): Promise<{ requests: RequestInShort[]; page: number; pages: number; total: number }> {
  const { total } = await viewer.db.selectFrom('help_request as h').select(countAll().as('total')).where('h.state', '=', state).where(answerable(viewer)).executeTakeFirstOrThrow()
  const { page, pages, offset } = pageAsked(total, asked)
  const rows = await viewer.db.selectFrom('help_request as h').innerJoin('person as p', 'p.id', 'h.owner_id')
    .select(['h.id', 'h.reference', 'h.name', 'h.topics', 'h.due_on', 'h.state', 'h.owner_id', 'p.name as owner']).where('h.state', '=', state).where(answerable(viewer))
    .$if(state === 'waiting', (query) => query.orderBy('h.due_on').orderBy('h.made_at'))
    .$if(state === 'answered', (query) => query.orderBy('h.answered_at', 'desc'))
    .orderBy('h.id').limit(aPage).offset(offset).execute()
  return {
    page, pages, total,
    requests: rows.map((row) => ({
      id: row.id, reference: row.reference, name: row.name, topics: JSON.parse(row.topics) as Topic[], dueOn: row.due_on, state: row.state, owner: row.owner,
      mine: row.owner_id === viewer.person,
    })),
  }
}

/** How many requests wait for this person, and how many of those are late. */
export async function waitingRequests(viewer: AreaMay<'requests:answer'>): Promise<{ waiting: number; late: number }> {
  const row = await viewer.db.selectFrom('help_request').select([countAll().as('waiting')])
    .select((eb) => sql<number>`coalesce(sum(case when ${eb.ref('due_on')} < ${viewer.today} then 1 else 0 end), 0)`.as('late'))
    .where('owner_id', '=', viewer.person!).where('state', '=', 'waiting').executeTakeFirstOrThrow()
  return { waiting: row.waiting, late: Number(row.late) }
}

export interface HelpRequest extends RequestInShort {
  readonly words: string
  readonly lang: string
  readonly forWhom: ForWhom
  /** Empty: they cannot be reached safely. */
  readonly contact: string
  readonly contactWhen: string | null
  readonly messagesSafe: boolean
  readonly madeAt: Instant
  readonly answer: string | null
  readonly answerLang: string | null
  readonly answeredAt: Instant | null
  readonly family: FamilyId | null
}

/** One request; undefined when it is not there or not this person's to answer. */
export async function helpRequest(viewer: AreaMay<'requests:answer'> | AreaActing<'requests:answer'>, id: HelpRequestId): Promise<HelpRequest | undefined> {
  const row = await viewer.db.selectFrom('help_request as h').innerJoin('person as p', 'p.id', 'h.owner_id').selectAll('h').select('p.name as owner')
    .where('h.id', '=', id).where(answerable(viewer)).executeTakeFirst()
  return row && {
    id: row.id, reference: row.reference, name: row.name, topics: JSON.parse(row.topics) as Topic[], dueOn: row.due_on, state: row.state, owner: row.owner,
    mine: row.owner_id === viewer.person, words: row.words, lang: row.lang, forWhom: row.for_whom as ForWhom, contact: row.contact, contactWhen: row.contact_when,
    messagesSafe: row.safe_to_leave_message === 1, madeAt: row.made_at, answer: row.answer, answerLang: row.answer_lang, answeredAt: row.answered_at, family: row.family_id,
  }
}

/** Writes down that somebody opened a request: it is as private as a record. */
export async function noteRequestLooking(_acting: AreaActing<'requests:answer'>, look: { id: HelpRequestId; reference: string }): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'help-looked-at', data: { reference: look.reference }, thing: { kind: 'help', id: look.id } } }
}

/** Answers in words. Whoever asked reads them by reference and code, and is told so if a message is safe. */
export async function answerRequest(acting: AreaActing<'requests:answer'>, answer: { request: HelpRequestId; words: string; lang: Lang }): Promise<Outcome<null, 'not-there' | 'answered-already'>> {
  const request = await helpRequest(acting, answer.request)
  if (!request) return { ok: false, why: 'not-there' }
  if (request.state === 'answered') return { ok: false, why: 'answered-already' }
  await acting.db.updateTable('help_request').set({ state: 'answered', answer: answer.words, answer_lang: answer.lang, answered_at: acting.now }).where('id', '=', answer.request).execute()
  return {
    ok: true, value: null, event: { kind: 'help-answered', data: { reference: request.reference }, thing: { kind: 'help', id: request.id } },
    notices: request.messagesSafe
      ? [{ to: { channel: request.contact.includes('@') ? 'email' : 'text', address: request.contact, lang: request.lang as Lang }, name: 'helpAnswered', values: { reference: request.reference, link: addressOf('/help/track') } }]
      : [],
  }
}

/** Gives a request to somebody else who answers requests. Its day stays: whoever asked was promised it. */
export async function passOn(acting: AreaActing<'requests:answer'>, { request: id, to }: { request: HelpRequestId; to: PersonId }): Promise<Outcome<null, 'not-there' | 'not-a-colleague' | 'answered-already'>> {
  const request = await helpRequest(acting, id)
  if (!request) return { ok: false, why: 'not-there' }
  if (request.state === 'answered') return { ok: false, why: 'answered-already' }
  if (!(await mayAnswer(acting, to))) return { ok: false, why: 'not-a-colleague', field: 'to' }
  await acting.db.updateTable('help_request').set({ owner_id: to }).where('id', '=', id).execute()
  return {
    ok: true, value: null, event: { kind: 'help-passed-on', data: { reference: request.reference }, thing: { kind: 'help', id } },
    notices: to === acting.person ? [] : [{ to, name: 'helpAsked' }],
  }
}

/**
 * A request whose owner has left goes to the next: the lead professional of its family, else whoever is on duty and has the
 * fewest waiting. Its day stays. Asked again inside, so that of two that look one does it.
 */
async function passOnLost(acting: AreaActing<'help:ask'>, { request: id }: { request: HelpRequestId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await acting.db.selectFrom('help_request').select(['reference', 'owner_id', 'family_id']).where('id', '=', id).where('state', '=', 'waiting').executeTakeFirst()
  if (!row || (await mayAnswer(acting, row.owner_id))) return { ok: false, why: 'nothing-to-do' }
  const to = (row.family_id && (await leadOf(acting, row.family_id))) || (await onDuty(acting, 'manager')) || (await onDuty(acting, 'lead'))
  if (!to) return { ok: false, why: 'nothing-to-do' }
  await acting.db.updateTable('help_request').set({ owner_id: to }).where('id', '=', id).execute()
  return { ok: true, value: null, event: { kind: 'help-passed-on', data: { reference: row.reference }, thing: { kind: 'help', id } }, notices: [{ to, name: 'helpAsked' }] }
}

/** Looks for requests that wait for somebody who answers none any more, and passes them on. How many there were. */
export async function passOnLostRequests(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  const house = anybody(db, at)
  const lost = await db.selectFrom('help_request as h').select('h.id').where('h.state', '=', 'waiting')
    .where((eb) => eb.not(eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'h.owner_id').where('o.role', 'in', ['lead', 'manager']).where(lasts('o', house.today))))).orderBy('h.due_on').orderBy('h.id').execute()
  let passed = 0
  for (const { id } of lost) if ((await act(must(house, 'help:ask'), passOnLost, { request: id })).ok) passed += 1
  return passed
}

/** Says which family was started from a request. */
export async function linkRequest(acting: AreaActing<'requests:answer'>, { request: id, family }: { request: HelpRequestId; family: FamilyId }): Promise<Outcome<null, 'not-there'>> {
  const request = await helpRequest(acting, id)
  if (!request) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('help_request').set({ family_id: family }).where('id', '=', id).execute()
  return { ok: true, value: null, event: { kind: 'help-linked', data: { reference: request.reference, family }, thing: { kind: 'help', id } } }
}

/** Everybody who answers requests, by name: to whom one can be passed on. */
export async function whoAnswers(viewer: AreaMay<'requests:answer'>): Promise<{ person: PersonId; name: string }[]> {
  return viewer.db.selectFrom('post as o').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct()
    .where('o.role', 'in', ['lead', 'manager']).where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)]))
    .orderBy('p.name').limit(500).execute()
}
