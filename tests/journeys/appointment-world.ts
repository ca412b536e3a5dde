/** Appointments as no page can make them in a minute: one that has begun, the link of a reminder, and a place that is somebody new's. */
import { createHash } from 'node:crypto'
import { newId } from '#app/values/ids.ts'
import { memberOf, withDatabase } from './world.ts'

/** The path behind the reminder of an appointment that somebody got. */
export function reminderOf(address: string, appointment: string): string {
  const token = `${newId()}ab`
  const kept = withDatabase((database) => database.prepare(`insert into reminder (family_id, appointment_id, person_id, before_minutes, starts_at, message_id, token_hash, made_at)
    select a.family_id, a.id, p.id, 60, a.starts_at, ?, ?, a.booked_at from appointment a, person p where a.id = ? and p.email = ? on conflict do update set token_hash = excluded.token_hash`)
    .run(newId(), createHash('sha256').update(token).digest('base64url'), appointment, address))
  if (kept.changes !== 1) throw new Error(`no appointment of ${address}`)
  return `/do/${token}`
}

/** The next appointment of a family that somebody booked for themselves alone, and its instant. */
export function keptBy(address: string): { readonly id: string; readonly startsAt: string } {
  return withDatabase((database) => database.prepare(`select a.id, a.starts_at as startsAt from appointment a join member m on m.family_id = a.family_id and m.id = a.booked_by join person p on p.id = m.person_id
    where p.email = ? and a.circle_id is not null and a.state = 'booked' order by a.starts_at limit 1`).get(address) as { id: string; startsAt: string })
}

/** The next time of a family that is kept from nobody. */
export function nextIn(family: string): string {
  return withDatabase((database) => database.prepare(`select a.id from appointment a join family f on f.id = a.family_id where f.name = ? and a.circle_id is null and a.state = 'booked' and a.starts_at > ?
    order by a.starts_at limit 1`).pluck().get(family, new Date().toISOString()) as string)
}

/** A time of a family with Sam that began an hour ago, which nobody has said anything of: like the next one of theirs. */
export function begunIn(family: string, about: readonly string[] = []): string {
  const id = newId()
  const began = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  withDatabase((database) => {
    const next = database.prepare(`select a.* from appointment a join family f on f.id = a.family_id join person p on p.id = a.practitioner_id
      where f.name = ? and p.email = 'sam@demo.example' and a.circle_id is null and a.state = 'booked' order by a.starts_at limit 1`).get(family) as Record<string, unknown>
    const row = { ...next, id, starts_at: began(60), ends_at: began(15) }
    database.prepare(`insert into appointment (${Object.keys(row).join()}) values (${Object.keys(row).map(() => '?').join()})`).run(...Object.values(row))
    for (const name of about) database.prepare('insert into about (family_id, thing_id, member_id) values (?, ?, ?)').run(next.family_id, id, memberOf(family, name))
  })
  return id
}

/** What whoever leads sees to because of an appointment. */
export function followUpOf(appointment: string): string {
  return withDatabase((database) => database.prepare('select id from follow_up where appointment_id = ? and done_at is null').pluck().get(appointment) as string)
}

/** As if there had never been that time. */
export function forget(appointment: string): void {
  withDatabase((database) => {
    for (const [table, column] of [['follow_up', 'appointment_id'], ['in_the_way', 'appointment_id'], ['about', 'thing_id'], ['appointment', 'id']]) database.prepare(`delete from ${table} where ${column} = ?`).run(appointment)
  })
}

/** A family of one adult, led by one of the north team; both have an account. Returns its address. */
export function addFamily(name: string, adult: string, lead: string): string {
  const family = newId()
  withDatabase((database) => {
    const person = database.prepare('select id, name from person where email = ?')
    database.prepare("insert into family (id, name, team, level, language, started_on) values (?, ?, 'north', 'targeted', 'en', '2020-01-01')").run(family, name)
    for (const [address, seat] of [[adult, 'parent'], [lead, 'lead']] as const) {
      const { id, name: whose } = person.get(address) as { id: string; name: string }
      database.prepare("insert into member (family_id, id, person_id, name, given_name, seat, from_on, made_at) values (?, ?, ?, ?, 'Robin', ?, '2020-01-01', ?)").run(family, newId(), id, whose, seat, new Date().toISOString())
    }
  })
  return `/families/${family}`
}

/** The post of somebody who helps. */
export function postOf(address: string): string {
  return withDatabase((database) => database.prepare('select o.id from post o join person p on p.id = o.person_id where p.email = ?').pluck().get(address) as string)
}

/** The date of a group that nobody leads: Nia is away then. */
export function dateWithoutLeader(): string {
  return withDatabase((database) => database.prepare('select d.id from group_date as d inner join group_series as g on g.id = d.group_id where g.rule is null and d.starts_at > ? order by d.starts_at limit 1').pluck().get(new Date().toISOString()) as string)
}
