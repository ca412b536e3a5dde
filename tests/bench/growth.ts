// The pages of one who has much against the same pages of one who has little: in turns, because a machine is now quick and now slow.
import autocannon from 'autocannon'
import { median, table, type Figure } from './figures.ts'
import type { Site } from './servers.ts'

const rounds = 5

/** How long each page takes where there is much, of what it takes where there is little; `sites` are the little one and the large one. Prints how many a second each is. */
export async function growth(sites: readonly [Site, Site], email: string, pages: readonly string[], heads: readonly [string, string]): Promise<Figure[]> {
  const visits = await Promise.all(sites.map(async (site) => ({ site, ...(await site.signIn(email)) })))
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
  table(['', `kB ${heads[0]}`, `kB ${heads[1]}`, `requests/s ${heads[0]}`, `requests/s ${heads[1]}`], rows.map(({ page, bytes, perSecond }) => [page || 'home', bytes[0]! / 1000, bytes[1]! / 1000, median(perSecond[0]!), median(perSecond[1]!)]))
  return rows.map(({ page, perSecond }) => ({ what: `time of ${page || 'home'} ${heads[1]}, of what it is ${heads[0]}`, value: median(perSecond[0]!.map((little, n) => little / perSecond[1]![n]!)), unit: '', bar: { most: 1.25 } }))
}
