/** The pages of a family after five years and with 300 entries of the plan, against a family that has only what is open in it: in turns, because a machine is now quick and now slow. */
import path from 'node:path'
import autocannon from 'autocannon'
import { now, dayAt } from '#app/values/instant.ts'
import { connect } from '#db/connect.ts'
import { demoAddress } from '#db/demo/people.ts'
import { fiveYears } from '../years.ts'
import { median, table, tell } from './figures.ts'
import { serveSite } from './servers.ts'

const rounds = 5
const pages = ['', '/plan', '/plan/all/services?page=1'] as const

/** Whether a long history leaves the home page as quick as it was, and the plan as long as what stands in it. */
export async function longPlan(): Promise<boolean> {
  const sites = [await serveSite(), await serveSite()] as const
  const [young, grown] = [await live(sites[0].folder, true), await live(sites[1].folder, false)]
  const visits = await Promise.all(sites.map(async (site) => ({ site, ...(await site.signIn(demoAddress('daniel'))) })))
  const rows: { page: string; bytes: number[]; perSecond: number[][] }[] = pages.map((page) => ({ page, bytes: [], perSecond: [[], []] }))
  for (const row of rows) {
    for (const { site, cookie, home } of visits) {
      const answer = await fetch(site.origin + home + row.page, { headers: { cookie } })
      if (answer.status !== 200) throw new Error(`${row.page} answered ${answer.status}`)
      row.bytes.push(Buffer.byteLength(await answer.text()))
      await autocannon({ url: site.origin + home + row.page, connections: 4, amount: 300, headers: { cookie } })
    }
    for (let n = 0; n < rounds; n += 1) {
      for (const [at, { site, cookie, home }] of visits.entries()) row.perSecond[at]!.push((await autocannon({ url: site.origin + home + row.page, connections: 4, duration: 1, headers: { cookie } })).requests.average)
    }
  }
  for (const site of sites) await site.stop()
  console.log(`${grown.entries} entries of the plan and ${grown.goals} goals in five years, against ${young.entries} and ${young.goals} that are open`)
  table(['', 'kB open alone', 'kB', 'requests/s open alone', 'requests/s'], rows.map(({ page, bytes, perSecond }) => [page || 'home', bytes[0]! / 1000, bytes[1]! / 1000, median(perSecond[0]!), median(perSecond[1]!)]))
  return tell(rows.map(({ page, perSecond }) => ({ what: `time of ${page || 'home'}, of what it is without the past`, value: median(perSecond[0]!.map((open, n) => open / perSecond[1]![n]!)), unit: '', bar: { most: 1.25 } })))
}

async function live(folder: string, openOnly: boolean) {
  const db = connect(path.join(folder, 'our-family-plan.sqlite'))
  const parent = await db.selectFrom('member as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['m.family_id', 'm.id', 'p.id as person']).where('p.email', '=', demoAddress('daniel')).executeTakeFirstOrThrow()
  const lead = await db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', parent.family_id).where('seat', '=', 'lead').executeTakeFirstOrThrow()
  const grown = await fiveYears(db, { family: parent.family_id, parent: parent.id, person: parent.person, helper: lead.id, helperPerson: lead.person_id!, today: dayAt(now()), openOnly })
  await db.destroy()
  return grown
}
