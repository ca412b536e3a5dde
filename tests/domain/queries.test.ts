/** What the pages of a family ask of the database: few queries, as many for a long history as for a short one, each by an index. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { CompiledQuery, Kysely } from 'kysely'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { beginSession } from '#app/access/session.server.ts'
import { must } from '#app/access/viewer.server.ts'
import { askInformer, askToInform, showInformation, translateInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { answerProposal, propose } from '#app/domain/meetings/proposals.server.ts'
import { writePost } from '#app/domain/meetings/room-posts.server.ts'
import { mustBeInTheRoom, openRoom } from '#app/domain/meetings/rooms.server.ts'
import { asOneRequest } from '#app/access/per-request.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { shellOf } from '#app/domain/area/shell.server.ts'
import { approve, requestSpend } from '#app/domain/budget/spending.server.ts'
import { addGoal, rateGoal } from '#app/domain/goals/goals.server.ts'
import { addStrength, doneSoFar } from '#app/domain/plan/plan.server.ts'
import { act, actQuietly, type Answer } from '#app/events/transact.server.ts'
import { loader as appointments } from '#app/routes/family/appointments.tsx'
import { loader as budget } from '#app/routes/family/budget.tsx'
import { loader as statement } from '#app/routes/family/budget-statement.tsx'
import { loader as goals } from '#app/routes/family/goals.tsx'
import { loader as home } from '#app/routes/family/home.tsx'
import { firstOfEach, pageOfPart } from '#app/routes/family/plan-long.ts'
import { readPlan } from '#app/routes/family/read-plan.server.ts'
import { loader as meeting } from '#app/routes/family/meeting.tsx'
import { loader as information } from '#app/routes/family/meeting-information.tsx'
import { loader as meetingPlan } from '#app/routes/family/meeting-plan.tsx'
import { loader as meetingPlanPart } from '#app/routes/family/meeting-plan-part.tsx'
import { loader as meetings } from '#app/routes/family/meetings.tsx'
import { loader as room } from '#app/routes/family/room.tsx'
import { loader as roomDecide } from '#app/routes/family/room-decide.tsx'
import { loader as roomTell } from '#app/routes/family/room-tell.tsx'
import { loader as peers } from '#app/routes/family/peers.tsx'
import { loader as people } from '#app/routes/family/people.tsx'
import { loader as backup } from '#app/routes/family/plan-backup.tsx'
import { loader as backupStart } from '#app/routes/family/plan-backup-start.tsx'
import { loader as plan } from '#app/routes/family/plan.tsx'
import { loader as planAll } from '#app/routes/family/plan-all.tsx'
import { loader as planDone } from '#app/routes/family/plan-done.tsx'
import { loader as planPrint } from '#app/routes/family/plan-print.tsx'
import { loader as myData } from '#app/routes/account/my-data.tsx'
import { loader as sharing } from '#app/routes/family/sharing.tsx'
import { newId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { dialectOf, setDatabase, type Db } from '#db/connect.ts'
import { postgresDialect } from '#db/postgres.ts'
import type { Schema } from '#db/schema.ts'
import { sqliteDialect } from '#db/sqlite.ts'
import { Browser } from './account-world.ts'
import { freshDatabaseAt } from './database.ts'
import { weekHours } from './diary-world.ts'
import { aGathering, type Gathering } from './meeting-world.ts'
import { fiveYears } from '../years.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const mostQueries = 8

const pages = {
  '': home, '/plan': plan, '/plan/if-things-get-harder': backup, '/plan/if-things-get-harder/begin': backupStart, '/plan/all/services': planAll, '/plan/done': planDone, '/plan/print': planPrint, '/goals': goals, '/budget': budget, '/budget/statement': statement, '/appointments': appointments, '/people': people, '/peers': peers, '/meetings': meetings, '/meetings/:id': meeting, '/meetings/:id/information': information, '/meetings/:id/plan': meetingPlan, '/meetings/:id/plan/part': meetingPlanPart, '/meetings/:id/private': room, '/meetings/:id/private/decide': roomDecide, '/meetings/:id/private/tell': roomTell, '/sharing': sharing, '/account/data': myData,
} as const

type Asked = { sql: string; parameters: readonly unknown[] }

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date(worldBegins) }))
afterEach(() => void vi.useRealTimers())

/** A family with a budget, and a database that writes down what it is asked from now on. */
async function aFamily(): Promise<{ world: World; ask: (person: 'marta' | 'kasia', page: keyof typeof pages) => Promise<Asked[]>; live: (times: number) => Promise<void>; db: Db }> {
  const { url, db } = await freshDatabaseAt()
  const world = await aWorld(db)
  const budgetId = await world.budget(900_000)
  await db.insertInto('profile').values({ person_id: world.people.sam, job: 'Family worker', agency: 'The council', hello: 'Hello', hello_lang: 'en', answers_within_days: 2, phone: null, photo: null }).execute()
  await weekHours(db, world.people.sam, '07:00', '20:00')
  const gathering = await aGathering(db, world)
  await meetingBegins(world, gathering)

  let asked: Asked[] = []
  let lived = 0
  const logging = new Kysely<Schema>({ dialect: dialectOf(db) === 'sqlite' ? sqliteDialect(url) : postgresDialect(url, 4), log: ({ query }) => void asked.push(query) })
  onTestFinished(() => logging.destroy())
  setDatabase(logging)

  return {
    world, db,
    ask: async (person, page) => {
      const browser = new Browser()
      browser.keep(await beginSession(browser.get('/'), world.people[person], { confirmed: true, sharedPhone: false }))
      const request = browser.get(page.startsWith('/account') ? page : `/families/${world.family}${page.replace(':id', gathering.meeting)}`)
      const args = { request, params: { family: world.family, part: 'services', id: gathering.meeting }, context: { nonce: '', reference: '', clientAddress: '', problem: { busy: false } } } satisfies LoaderFunctionArgs
      // The settings for words are kept by the process for some seconds; here they count.
      vi.setSystemTime(Date.now() + 20_000)
      asked = []
      const answer = await asOneRequest(async () => {
        const data = await pages[page](args)
        await shellOf(request)
        return data
      })
      if (answer instanceof Response) expect(answer.status).toBe(200)
      return asked
    },
    live: async (times) => {
      const marta = await world.viewer('marta')
      for (const end = lived + times; lived < end; lived += 1) {
        const n = lived
        await meetingGoesOn(world, gathering, n)
        const goal = value(await act(must(marta, 'goals:add'), addGoal, {
          words: `A goal ${n}`, lang: 'en', category: 'school', about: [world.members.marta], whoSees: 'everybody', shareWith: [world.members.kasia],
          steps: [{ words: 'A step', owner: world.members.marta, dueOn: plusDays(today, 3) }, { words: 'Another', owner: world.members.sam, dueOn: plusDays(today, 5) }],
        }))
        for (const score of [1, 5]) value(await act(must(marta, 'goals:rate'), rateGoal, { goal, score, note: null, lang: 'en' }))
        value(await act(must(marta, 'plan:strengths'), addStrength, { words: `Good ${n}`, lang: 'en', about: [world.members.leo], whoSees: 'everybody', shareWith: [] }))
        const spend = value(await act(must(marta, 'budget:ask'), requestSpend, {
          budget: budgetId, wanted: { what: `Shoes ${n}`, payee: 'A shop', pence: pence(10), lang: 'en' }, quantity: 1, goal, neededOn: plusDays(today, 10), line: null,
        }))
        if (n % 2 === 0) value(await act(must((await world.spendViewer('sam', spend))!, 'spend:decide'), approve, { spend, version: 1 }))
        value(await act(must(marta, 'appointments:book'), bookAppointment, {
          practitioner: world.members.sam, mode: 'phone', startsAt: plusMinutes(`${plusDays(today, 1)}T07:00:00.000Z` as Instant, 30 * n), about: [world.members.marta],
          whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, where: null, note: null, lang: 'en',
        }))
      }
    },
  }
}

/** Its private family time is open, and Sam was asked what he has to tell. */
async function meetingBegins(world: World, { meeting }: Gathering): Promise<void> {
  const marta = await world.viewer('marta')
  value(await actQuietly(await mustBeInTheRoom(marta, meeting), openRoom, { facilitator: world.members.marta }, { id: newId(), contentHash: 'open' }))
  value(await act(must(marta, 'meetings:see'), askToInform, { meeting, members: [world.members.sam] }))
  value(await act(must(await world.viewer('sam'), 'meetings:inform'), writeInformation, { meeting, lang: 'en', parts: { well: 'w', worry: 'w', help: 'w', must: 'w' } }))
  value(await act(must(marta, 'meetings:see'), showInformation, { meeting, member: world.members.sam, sitting: 1 }))
}

/** One says something, asks something, and writes a part of the plan; Sam's words are put into another language. */
async function meetingGoesOn(world: World, { meeting }: Gathering, n: number): Promise<void> {
  const marta = await world.viewer('marta')
  value(await actQuietly(await mustBeInTheRoom(marta, meeting), writePost, { words: `Said ${n}`, view: false, child: null }, { id: newId(), contentHash: `said ${n}` }))
  const proposed = { words: `Let us ${n}`, lang: 'en', owner: world.members.kasia, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 9), needs: 'nothing' as const, needsWords: null, pence: null, kind: null }
  const proposal = value(await actQuietly(await mustBeInTheRoom(marta, meeting), propose, { proposed, follows: null }, { id: newId(), contentHash: `proposed ${n}` }))
  value(await actQuietly(await mustBeInTheRoom(marta, meeting), answerProposal, { proposal, said: { stance: 'no', words: `Not ${n}` }, as: null }, { id: newId(), contentHash: `answered ${n}` }))
  value(await act(must(marta, 'meetings:attend'), askInformer, { meeting, member: world.members.sam, words: `Why ${n}?`, lang: 'en' }))
  value(await act(must(marta, 'meetings:see'), translateInformation, { meeting, member: world.members.sam, part: 'well', lang: n % 2 === 0 ? 'pl' : 'ur', words: `In words ${n}`, by: 'Ewa Lis' }))
  value(await act(must(marta, 'meetings:attend'), writePart, { meeting, part: null, said: {
    words: `We ${n}`, lang: 'en', owner: world.members.kasia, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 9), needs: 'nothing', needsWords: null, pence: null, kind: null, otherwise: null, checks: null, becomes: 'action', category: null, kept: 'everybody', answer: null,
  } }))
}

function value<T>(answer: Answer<T, string>): T {
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
  return answer.value
}

test(`every page of a family asks at most ${mostQueries} queries, and no more when there is more to show`, async () => {
  const { ask, live } = await aFamily()
  await live(2)
  const names = Object.keys(pages) as (keyof typeof pages)[]
  const count = async () => {
    const counts: Record<string, number> = {}
    for (const page of names) counts[page] = (await ask('marta', page)).length
    return counts
  }
  const soon = await count()
  for (const page of names) expect(soon[page], `queries of ${page || 'home'}`).toBeLessThanOrEqual(mostQueries)
  await live(22)
  expect(await count()).toEqual(soon)
}, 60_000)

test('a plan of 300 entries and five years asks no more queries than a new one, by indexes alone, and loses nothing that is open', async () => {
  const { world, ask, live, db } = await aFamily()
  await live(1)
  const names = ['', '/plan', '/plan/all/services', '/plan/done', '/plan/print', '/goals', '/appointments'] as const
  const soon = new Map<string, number>()
  for (const page of names) soon.set(page, (await ask('marta', page)).length)
  const grown = await fiveYears(db, { family: world.family, parent: world.members.marta, person: world.people.marta, helper: world.members.sam, helperPerson: world.people.sam, today })
  expect(grown.entries).toBe(300)
  for (const page of names) {
    const asked = await ask('marta', page)
    expect(asked.length, page || 'home').toBe(soon.get(page))
  }
  const whole = await readPlan(must(await world.viewer('marta'), 'plan:see'))
  const open = await db.selectFrom('plan_entry').select('id').where('family_id', '=', world.family).where('kind', '=', 'action').where('done_at', 'is', null).execute()
  expect([...whole.ours, ...whole.services].map((doing) => doing.id)).toEqual(expect.arrayContaining(open.map((one) => one.id)))
  const { plan: first, more } = firstOfEach(whole)
  expect(first.services).toHaveLength(20)
  expect(more.services).toBe(whole.services.length)
  const pages = Array.from({ length: pageOfPart(whole, 'services', 1).pages }, (_, n) => pageOfPart(whole, 'services', n + 1).plan.services)
  expect(pages.flat()).toEqual(whole.services)
  const { pages: donePages } = await doneSoFar(must(await world.viewer('marta'), 'plan:see'), 1)
  expect(donePages).toBeGreaterThan(10)
}, 60_000)

test('no page of a family reads a table from end to end', async () => {
  const { world, ask, live, db } = await aFamily()
  if (dialectOf(db) !== 'sqlite') return
  await live(3)
  for (const person of ['marta', 'kasia'] as const) {
    for (const page of Object.keys(pages) as (keyof typeof pages)[]) {
      if (person === 'kasia' && page !== '') continue
      // `q` is what one question of many asked at once has found already, `d` what two parts of one found by their indexes.
      for (const query of await ask(person, page)) {
        const { rows } = await db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]))
        expect(rows.map((row) => row.detail).filter((detail) => /^SCAN (?!CONSTANT|[qd]$)/.test(detail)), query.sql).toEqual([])
      }
    }
  }
  expect(world.family).toBeTruthy()
})
