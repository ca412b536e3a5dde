/**
 * Non-interference: a history with secrets and the same history without them give whoever is outside of them the same
 * bytes, on either database. Each history is read whole by many people, so it takes its minutes.
 */
import { describe, expect, test } from 'vitest'
import type { Db } from '#db/connect.ts'
import { type DemoKey } from '#db/demo/people.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { newId, type AppointmentId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { dayAt, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { done } from '#db/demo/director.server.ts'
import { owners, planters, plotOf } from '#tests/domain/secrets.ts'
import { fieldsOf, readsAll, type Answer } from '#tests/domain/whole-site.ts'
import { aCopy, begins, cast, everybody, families, guessesOf, onTheDemo, personOf, plant, readerOf, type Secret } from '#tests/domain/planted.ts'

onTheDemo()

describe('two histories that differ by secrets alone', () => {
  /** As plain reading would compare them: what is made anew for each answer looks the same. Ids that were there before keep their names. */
  function plain(answer: Answer, known: ReadonlySet<string>): string {
    const names = new Map<string, string>()
    const masked = (text: string) => text.replace(/(?<![0-9a-z])[0-9a-z]{20}(?![0-9a-z])/g, (id) => {
      if (known.has(id)) return id
      if (!names.has(id)) names.set(id, `made-${names.size}`)
      return names.get(id)!
    }).replace(/[\w-]{43}/g, 'hash').replace(/session=\w+/g, 'session').replace(/passkey=[\w-]{22}\.\w+/g, 'passkey').replace(/(?<=\/n\/|%2Fn%2F)[\w-]{22}/g, 'made')
    return masked(`${answer.status} ${answer.to} ${answer.type}\n${answer.cookies.join('\n')}\n${answer.body}`)
  }

  async function idsIn(db: Db): Promise<Set<string>> {
    const known = new Set<string>()
    for (const { name } of await db.introspection.getTables()) {
      for (const row of await db.selectFrom(name as 'goal').selectAll().execute()) for (const value of Object.values(row)) if (typeof value === 'string' && /^[0-9a-z]{20}$/.test(value)) known.add(value)
    }
    return known
  }

  /** What goes on in the open after the secrets: it must go on as if there were none. */
  async function goesOn(db: Db): Promise<void> {
    for (const [n, owner] of owners.entries()) {
      const plot = await plotOf(db, cast, owner, 'open', plusMinutes(begins, -4 + n / 10))
      if (!(await plot.may('goals:add'))) continue
      const goal = await done(await plot.as('goals:add'), addGoal, { words: `Afterwards, of ${owner}`, lang: 'en', category: 'home', about: [], steps: [], whoSees: 'everybody', shareWith: [] })
      if (!(await plot.may('budget:ask'))) continue
      const { id: budget } = (await budgetsOf(await plot.as('budget:see'))).find((one) => !/Kept|Money for/.test(one.name))!
      await done(await plot.as('budget:ask'), requestSpend, { budget, wanted: { what: 'Paint', payee: 'Hardware shop', pence: pence(900), lang: 'en' }, quantity: 1, goal, neededOn: plusDays(plot.today, 6), line: null })
    }
  }

  /** Another family's bookings, of which nobody here may know anything but that the time is taken. */
  async function takeTheTimes(db: Db, times: readonly { practitioner_id: PersonId; mode: 'phone'; starts_at: Instant; ends_at: Instant; cells: number[] }[]): Promise<void> {
    const [family, member] = [newId<FamilyId>(), newId<MemberId>()]
    await db.insertInto('family').values({ id: family, name: 'Somebody else', team: 'west', level: 'targeted', language: 'en', started_on: dayAt(begins) }).execute()
    await db.insertInto('member').values({ family_id: family, id: member, person_id: null, name: 'E', given_name: 'E', seat: 'parent', relation: null, born_on: null, from_on: dayAt(begins), until_on: null, made_at: begins }).execute()
    for (const { cells, ...time } of times) {
      const id = newId<AppointmentId>()
      await db.insertInto('appointment').values({ family_id: family, circle_id: null, id, place: null, state: 'booked', note: null, note_lang: null, needs: '[]', interpreter_lang: null, sequence: 0, booked_by: member, booked_at: begins, cancelled_at: null, ...time }).execute()
      await db.insertInto('cell').values(cells.map((cell) => ({ practitioner_id: time.practitioner_id, cell, family_id: family, appointment_id: id, travel: 0 as const }))).execute()
    }
  }

  /**
   * Everything that a reader is told, by address: pages, files, and what is answered to forms into which the id of a secret was
   * put in the place of another thing's.
   */
  async function toldTo(who: DemoKey | 'nobody', secrets: readonly Secret[], known: ReadonlySet<string>): Promise<Map<string, string>> {
    const reader = await readerOf(who)
    const told = new Map<string, string>()
    const pages = await readsAll(reader, { ...guessesOf(secrets), brief: true })
    // What is made after the secrets has another id in each history.
    const tell = (address: string, answer: Answer) => {
      const alike = address.replace(/(?<![0-9a-z])[0-9a-z]{20}(?![0-9a-z])/g, (id) => (known.has(id) ? id : 'made'))
      let name = alike
      for (let n = 2; told.has(name); n += 1) name = `${alike} (${n})`
      told.set(name, plain(answer, known))
    }
    // A message's link is its reader's alone: the demo's outbox, which shows everybody's, is where others have it from.
    for (const { url, answer } of pages) if (!url.startsWith('/n/')) tell(url, answer)
    const probed = new Set<string>()
    let turn = 0
    for (const { url, answer } of pages) {
      const family = families.find(({ id }) => url.includes(id))?.id
      if (!family || answer.status !== 200) continue
      const secret = secrets.filter((one) => one.family === family).flatMap(({ ids }) => ids)
      for (const [, tag, inside] of answer.body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
        if (!/method="post"/i.test(tag!)) continue
        const fields = fieldsOf(inside!)
        const kind = `${url.replace(/[0-9a-z]{20}/g, ':id')} ${fields.map(({ name }) => name).join()}`
        if (probed.has(kind)) continue
        probed.add(kind)
        const usual = fields.filter(({ chosen }) => chosen).map(({ name, value }) => [name, value] as const)
        const buttons = fields.filter(({ name }) => name === 'intent').map(({ value }) => value)
        const places = [...new Set(fields.filter(({ name, value }) => name !== 'form' && /^[0-9a-z]{20}$/.test(value)).map(({ name }) => name))]
        if (secret.length === 0) continue
        const fresh = usual.filter(([name]) => name !== 'form')
        // Each button and each place takes the next secret in turn: all of them into every place would take minutes.
        const next = () => { turn += 1; return [turn % secret.length, secret[turn % secret.length]!] as const }
        for (const intent of buttons) {
          for (const place of places) {
            const [n, id] = next()
            tell(`POST ${url} ${intent} ${place}=${n}`, await reader.post(url, [...fresh.filter(([name]) => name !== place), ['form', newId()], ['intent', intent], [place, id]]))
          }
          const [n, id] = next()
          const there = url.replace(/(\/(?:goals|appointments|requests)\/)[0-9a-z]{20}/, `$1${id}`)
          if (there !== url) tell(`POST ${url} at ${n} ${intent}`, await reader.post(there, [...fresh, ['form', newId()], ['intent', intent]]))
        }
      }
    }
    return told
  }

  /** The first differences between what a reader is told with the secrets and without them. */
  async function traces(kinds: readonly string[], by: readonly DemoKey[], readers: readonly (DemoKey | 'nobody')[] = everybody): Promise<{ read: number; differ: string[] }> {
    const with_ = await aCopy()
    const known = await idsIn(with_.db)
    const secrets = await plant(with_.db, kinds, by)
    for (const secret of secrets) for (const id of secret.ids) known.add(id)
    const times = await Promise.all(secrets.filter(({ kind }) => kind === 'appointment').map(async ({ ids: [id] }) => {
      const row = await with_.db.selectFrom('appointment').select(['practitioner_id', 'starts_at', 'ends_at']).where('id', '=', id as AppointmentId).executeTakeFirstOrThrow()
      return { ...row, mode: 'phone' as const, cells: (await with_.db.selectFrom('cell').select('cell').where('appointment_id', '=', id as AppointmentId).execute()).map(({ cell }) => cell) }
    }))
    const outside = readers.filter((who) => !secrets.some(({ inside }) => inside.has(personOf(who)!)))
    const notices = async (db: Db, who: DemoKey | 'nobody') => {
      const rows = await db.selectFrom('outbox').select(['to_person', 'channel', 'address', 'subject', 'body', 'not_before', 'made_at']).where('to_person', '=', personOf(who) ?? ('' as PersonId)).orderBy('made_at').orderBy('body').execute()
      return rows.map((row) => JSON.stringify(row)).join('\n')
    }
    const everything = async (db: Db) => {
      await goesOn(db)
      const told = new Map<string, Map<string, string>>()
      for (const who of outside) {
        told.set(who, await toldTo(who, secrets, known))
        told.get(who)!.set('notices', await notices(db, who))
      }
      return told
    }
    const there = await everything(with_.db)
    await with_.remove()
    const without = await aCopy()
    await takeTheTimes(without.db, times)
    const gone = await everything(without.db)
    await without.remove()

    let read = 0
    const differ: string[] = []
    for (const who of outside) {
      const [a, b] = [there.get(who)!, gone.get(who)!]
      for (const url of new Set([...a.keys(), ...b.keys()])) {
        // Everybody sees every message in the demo, and it is there alone, with the links that stand in it.
        if (url.startsWith('/demo/outbox') || url.startsWith('/n/')) continue
        read += 1
        if (/^5\d\d /.test(a.get(url) ?? '')) differ.push(`${who} ${url}: a fault`)
        if (a.get(url) !== b.get(url)) differ.push(`${who} ${url}\n${firstDifference(a.get(url) ?? 'not there', b.get(url) ?? 'not there')}`)
      }
    }
    return { read, differ: differ.slice(0, 12) }
  }

  function firstDifference(a: string, b: string): string {
    let at = 0
    while (at < a.length && a[at] === b[at]) at += 1
    return `  with:    …${a.slice(Math.max(0, at - 80), at + 120)}\n  without: …${b.slice(Math.max(0, at - 80), at + 120)}`
  }

  /** On the second database every third reader: it differs in what a query leaves open, such as an order, not in who may see. */
  const onDatabase = <Who>(readers: readonly Who[]) => (process.env.TEST_DATABASE === 'postgres' ? readers.filter((_, n) => n % 3 === 0) : readers)

  const theirOwn = ['goal', 'plan', 'budget', 'form not sent yet']

  test.each([
    ['everything of one person of each family, for whoever is outside of all of it', Object.keys(planters).filter((kind) => !/reason|decision|contact|trusts/.test(kind)), ['marta', 'aisha', 'joy', 'daniel', 'bethan'], ['nobody', 'halina', 'imran', 'tariq', 'tanya', 'dean', 'ruth', 'nia', 'ines']],
    ['everything of a young person and of a mother who lives elsewhere', Object.keys(planters).filter((kind) => !/reason|decision|contact|trusts/.test(kind)), ['imran', 'tanya'], ['marta', 'aisha', 'tariq', 'joy', 'dean', 'kwame']],
    ['what somebody keeps to themselves, for those who help and decide', theirOwn, ['marta', 'imran', 'joy', 'daniel', 'bethan'], ['sam', 'priya', 'kwame', 'nia', 'moira', 'omar']],
    ['what was decided without the family and would be dangerous to show, for the family', ['dangerous decision', 'contact before joining', 'adult whom a child trusts'], owners, owners],
  ] as const)('%s: every answer is the same', async (_, kinds, by, readers) => {
    const { read, differ } = await traces(kinds, by, onDatabase(readers))
    expect(differ.join('\n\n')).toBe('')
    expect(read).toBeGreaterThan(300)
  }, 900_000)
})
