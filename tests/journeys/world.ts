/** The database of the run, for what no page can do: letting time pass, and counting that nothing has changed. */
import { createHash } from 'node:crypto'
import path from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from '@playwright/test'
import type { Role } from '#db/schema.ts'
import { newId } from '#app/values/ids.ts'

/** Opens the database of the run for a moment. */
export function withDatabase<T>(work: (database: Database.Database) => T): T {
  const database = new Database(path.join(process.env.JOURNEY_DATA!, 'our-family-plan.sqlite'), { timeout: 10_000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Lets a page's session end as if nobody had asked for anything for an hour. */
export async function endSession(page: Page): Promise<void> {
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'session')
  const hash = createHash('sha256').update(cookie?.value ?? '').digest('base64url')
  const ended = withDatabase((database) => database.prepare('update session set seen_at = ? where id_hash = ?').run(new Date(Date.now() - 3_600_000).toISOString(), hash))
  if (ended.changes !== 1) throw new Error('there is no such session')
}

export interface FamilyThings { readonly family: string; readonly goal: string; readonly appointment: string; /** The first offer of times. */ readonly offer: string; /** The first place in a group that it waits for. */ readonly wait: string; readonly spend: string; readonly member: string; readonly entry: string; /** The lead professional's place. */ readonly helper: string; /** The first that somebody wrote to the lead professional, or to somebody else; and the first note, of whoever keeps one. */ readonly conversation: string; readonly note: string; /** The first need that everybody sees. */ readonly need: string; /** The first action that everybody sees. */ readonly promise: string }

/** A family of the demo by its name, and one of each of its things, none of them kept to a few or shared outside. */
export function thingsOf(name: string): FamilyThings {
  return withDatabase((database) => {
    const family = database.prepare('select id from family where name = ?').pluck().get(name) as string
    const first = (table: string, order: string): string => database.prepare(`select id from ${table} where family_id = ? and ${table === 'member' ? 'person_id is null' : 'circle_id is null'}
      and id not in (select thing_id from shared_with where family_id = ?) order by ${order} limit 1`).pluck().get(family, family) as string
    const need = database.prepare("select id from plan_entry where family_id = ? and kind = 'need' and circle_id is null order by made_at limit 1").pluck().get(family) as string | undefined
    const promise = database.prepare("select id from plan_entry where family_id = ? and kind = 'action' and circle_id is null and ended_at is null order by made_at limit 1").pluck().get(family) as string | undefined
    const kept = (table: string, order: string): string => (database.prepare(`select id from ${table} where family_id = ? order by ${order} limit 1`).pluck().get(family) as string | undefined) ?? 'a'.repeat(20)
    return { family, promise: promise ?? 'a'.repeat(20), need: need ?? 'a'.repeat(20), conversation: kept('conversation', 'started_at'), note: kept('note', 'made_at'), goal: first('goal', 'made_at'), appointment: first('appointment', 'booked_at'), offer: first('appointment_offer', 'offered_at') ?? 'a'.repeat(20), wait: first('group_wait', 'asked_at') ?? 'a'.repeat(20), spend: first('spend', "state = 'asked' desc, state = 'approved', asked_at"), member: first('member', "seat = 'child' desc, name"), entry: first('plan_entry', "kind = 'strength' desc, made_at"), helper: database.prepare("select id from member where family_id = ? and seat = 'lead' and until_on is null").pluck().get(family) as string }
  })
}

/** Something small that a family was agreed and that nobody was asked to give yet: its receipt can be sent. */
export function agreedOf(name: string): string {
  return withDatabase((database) => database.prepare(`select s.id from spend as s inner join family as f on f.id = s.family_id where f.name = ? and s.state = 'approved' and s.circle_id is null and s.pence <= 3000
    and not exists (select 1 from spend_order as o where o.family_id = s.family_id and o.spend_id = s.id) order by s.asked_at limit 1`).pluck().get(name) as string)
}

/** The page of the first help that somebody of its network offered a family unasked, whatever has become of it. */
export function offeredTo(name: string): string {
  const row = withDatabase((database) => database.prepare('select o.family_id as family, o.id from i_can as o inner join family as f on f.id = o.family_id where f.name = ? order by o.at limit 1').get(name)) as { family: string; id: string }
  return `/families/${row.family}/offers/${row.id}`
}

/** The group of the family hub that meets every week, and its next date. */
export function groupAtTheHub(): { group: string; date: string } {
  return withDatabase((database) => database.prepare("select d.group_id as 'group', d.id as 'date' from group_date as d inner join group_series as g on g.id = d.group_id where g.rule is not null and d.starts_at > ? order by d.starts_at limit 1").get(new Date().toISOString()) as { group: string; date: string })
}

/** The day of the panel that the demo has. */
export function panelDay(): string {
  return withDatabase((database) => database.prepare('select id from panel_day where called_off_at is null order by made_at limit 1').pluck().get() as string)
}

/** Lets a day of the panel be on another day: the day comes, or is long past. The day on which it was. */
export function panelSits(id: string, on: string): string {
  const before = withDatabase((database) => database.prepare('select on_day from panel_day where id = ?').pluck().get(id) as string)
  const changed = withDatabase((database) => database.prepare('update panel_day set on_day = ? where id = ?').run(on, id))
  if (changed.changes !== 1) throw new Error('there is no such day of the panel')
  return before
}

/** The page of the order that a provider was sent for a family, by a link of ours in place of the one that only they have. */
export function providersLink(family: string): string {
  // The same each time it is asked for, because several workers open it.
  const token = createHash('sha256').update(family).digest('base64url')
  const { changes } = withDatabase((database) => database.prepare(`update spend_order set token_hash = ? where id = (select o.id from spend_order as o inner join family as f on f.id = o.family_id
    where f.name = ? and o.ended_at is null order by o.made_at limit 1)`).run(createHash('sha256').update(token).digest('base64url'), family))
  if (changes !== 1) throw new Error('there is no such order')
  return `/provider/${token}`
}

/** What a provider said it gave for a request was said three weeks ago, and nobody has answered since. */
export function saidLongAgo(spend: string): void {
  const changed = withDatabase((database) => database.prepare("update delivery set said_at = ? where spend_id = ? and answer = 'waiting'").run(new Date(Date.now() - 21 * 24 * 3_600_000).toISOString(), spend))
  if (changed.changes !== 1) throw new Error('nothing waits for an answer')
}

/** The drill of the plan for when things get harder that the demo has. */
export function drillOf(family: string): string {
  return withDatabase((database) => database.prepare('select id from backup_run where family_id = ? and drill = 1 order by started_at limit 1').pluck().get(family) as string)
}

/** Who steps in, as the plan for when things get harder says it first. */
export function stepsInOf(family: string): string {
  return withDatabase((database) => database.prepare("select id from backup_entry where family_id = ? and part = 'care' and circle_id is null order by place limit 1").pluck().get(family) as string)
}

/** Some service of the directory, and the newest request for help. */
export function otherThings(): { service: string; help: string } {
  return withDatabase((database) => ({
    service: database.prepare('select id from service where archived = 0 order by name').pluck().get() as string,
    help: database.prepare('select id from help_request order by made_at desc').pluck().get() as string,
  }))
}

/** Lets every open secret link that was sent to an address be too old. */
export function endLinksTo(address: string): void {
  const ended = withDatabase((database) => database.prepare('update secret_link set expires_at = ? where used_at is null and (address = ? or person_id = (select id from person where email = ?))')
    .run(new Date(Date.now() - 1000).toISOString(), address, address))
  if (ended.changes === 0) throw new Error(`no open link to ${address}`)
}

/** What looking and trying leave behind; nothing that a form is about. */
const traces = new Set(['event', 'session', 'rate_limit', 'form_use', 'parked_form', 'outbox', 'one_time_code', 'notice_link', 'sitting', 'conversation_read', 'nightly_check', 'reminder', 'area', 'person', 'family', 'spend_draft', 'spend_file'])

/** How many rows each table has, and what all of them hold, but for traces; nor what the Okafors have besides their times, whose family meeting another deep journey plays meanwhile. */
export function everything(): Record<string, string> {
  return withDatabase((database) => {
    const okafor = database.prepare("select id from family where name = 'Okafor'").pluck().get() as string
    const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name").pluck().all() as string[]
    return Object.fromEntries(tables.filter((table) => !traces.has(table)).map((table) => {
      const columns = (database.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name)
      const others = table.startsWith('appointment') ? 'true' : columns.includes('family_id') ? `family_id is not '${okafor}'` : columns.includes('person_id') ? `person_id not in (select person_id from member where family_id = '${okafor}' and seat = 'network' and person_id is not null)` : 'true'
      const rows = database.prepare(`select * from "${table}" where ${others}`).raw().all().map((row) => JSON.stringify(row)).sort()
      return [table, `${rows.length} rows ${createHash('sha256').update(rows.join('\n')).digest('base64url').slice(0, 12)}`]
    }))
  })
}

/** Which tables hold some of these words anywhere, and which words. */
export function tablesHolding(words: readonly string[]): string[] {
  return withDatabase((database) => {
    const tables = database.prepare("select name from sqlite_master where type = 'table' order by name").pluck().all() as string[]
    return tables.flatMap((table) => {
      const all = (database.prepare(`select * from "${table}"`).raw().all() as unknown[][]).flat().map((one) => (one instanceof Uint8Array ? Buffer.from(one).toString() : String(one))).join('\n')
      return words.filter((one) => all.includes(one)).map((one) => `${table}: ${one}`)
    })
  })
}

/** How many messages have been written to an address. */
export function messagesTo(address: string): number {
  return withDatabase((database) => database.prepare('select count(*) from outbox where address = ?').pluck().get(address) as number)
}

/** When somebody of a family was born, by what they are called. */
export function bornOn(family: string, givenName: string): string {
  return withDatabase((database) => database.prepare('select m.born_on from member m join family f on f.id = m.family_id where f.name = ? and m.given_name = ?').pluck().get(family, givenName) as string)
}

/** Lets somebody be as if they had never been told how leaving quickly works. */
export function forgetsLeaving(email: string): void {
  const changed = withDatabase((database) => database.prepare('update person set leaving_known_at = null where email = ?').run(email))
  if (changed.changes !== 1) throw new Error(`there is nobody at ${email}`)
}

/** Somebody new with an account and the demo's password, so that no other journey has a session of theirs that this one ends. With a post, if they help. */
export function addPerson(address: string, role?: Role, name = 'Robin Field', mobile: string | null = null): void {
  withDatabase((database) => {
    const id = newId()
    database.prepare(`insert into person (id, name, given_name, email, mobile, password_hash, language, made_at, leaving_known_at)
      select ?, ?, 'Robin', ?, ?, password_hash, 'en', made_at, made_at from person where email = 'daniel@demo.example'`).run(id, name, address, mobile)
    if (role) database.prepare("insert into post (person_id, id, role, team, from_on) values (?, ?, ?, 'north', '2020-01-01')").run(id, newId(), role)
  })
}

/** Another family that Sam leads, with one parent: a world of its own, where a journey changes nothing of the demo's. Its id. */
export function addFamily(name: string, parent: string, address: string): string {
  addPerson(address, undefined, parent)
  const [family, pugh, at] = [newId(), thingsOf('Pugh').family, new Date().toISOString()]
  withDatabase((database) => {
    database.prepare("insert into family (id, name, team, level, language, started_on) select ?, ?, team, level, 'en', ? from family where id = ?").run(family, name, at.slice(0, 10), pugh)
    const member = database.prepare('insert into member (family_id, id, person_id, name, given_name, seat, from_on, made_at) select ?, ?, id, name, given_name, ?, ?, ? from person where email = ?')
    for (const [seat, who] of [['parent', address], ['lead', 'sam@demo.example']] as const) member.run(family, newId(), seat, at.slice(0, 10), at, who)
  })
  return family
}

/** Somebody new, who has asked to be forgotten. */
export function asksToBeForgotten(address: string): void {
  addPerson(address)
  withDatabase((database) => database.prepare('insert into erasure (person_id, id, asked_at, due_on) select id, ?, made_at, ? from person where email = ?').run(newId(), '2030-01-01', address))
}

/** Somebody's place in a family, by their name. */
export function memberOf(family: string, name: string): string {
  return withDatabase((database) => database.prepare('select m.id from member m join family f on f.id = m.family_id where f.name = ? and m.name = ?').pluck().get(family, name) as string)
}

/** The family meeting that a family of the demo gets ready. */
export function meetingOf(family: string): string {
  return withDatabase((database) => database.prepare('select g.id from meeting g join family f on f.id = g.family_id where f.name = ? order by g.made_at').pluck().get(family) as string)
}

/** Somebody who helps has said why they look into a family's record: for an hour its pages open. */
export function opensRecord(address: string, family: string): void {
  const at = Date.now()
  withDatabase((database) => database.prepare(`insert into sitting (family_id, id, person_id, reason, reason_lang, opened_at, until_at)
    select f.id, ?, p.id, 'visit', null, ?, ? from family f, person p where f.name = ? and p.email = ?`).run(newId(), new Date(at).toISOString(), new Date(at + 3_600_000).toISOString(), family, address))
}

/** The first time of a family that did not happen, and what whoever leads sees to. */
export function missedOf(name: string): { readonly appointment: string; readonly followUp: string } {
  const { family } = thingsOf(name)
  return withDatabase((database) => ({
    appointment: database.prepare("select id from appointment where family_id = ? and state = 'not-seen' order by starts_at limit 1").pluck().get(family) as string,
    followUp: database.prepare('select id from follow_up where family_id = ? and done_at is null and owner_member is null order by made_at limit 1').pluck().get(family) as string,
  }))
}

/** The wishes of a family that money be held another way. */
export function wishesAbout(family: string): readonly unknown[] {
  return withDatabase((database) => database.prepare('select id from holding_wish where family_id = ? order by id').pluck().all(family))
}
