/** The pages of a family's money with 5,000 transfers, against those with 200: both fill a page of requests and of lines. */
import path from 'node:path'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { dayAt, now } from '#app/values/instant.ts'
import { connect } from '#db/connect.ts'
import { demoAddress } from '#db/demo/people.ts'
import { manyRequests, manyTransfers } from '../many-transfers.ts'
import { tell } from './figures.ts'
import { growth } from './growth.ts'
import { serveSite } from './servers.ts'

const email = demoAddress('marta')

/** Whether a long history leaves the pages of the money as quick as they were. */
export async function longMoney(): Promise<boolean> {
  const sites = [await serveSite(), await serveSite()] as const
  const [few, many] = [await used(sites[0].folder, 66), await used(sites[1].folder, manyRequests)]
  console.log(`${many} transfers of a budget, against ${few}`)
  const [year, month, date] = dayAt(now()).split('-')
  const today = `?from-day=${date}&from-month=${month}&from-year=${year}`
  const [budget, days, whole] = await growth(sites, email, ['/budget', `/budget/statement${today}`, '/budget/statement'], [`with ${few}`, `with ${many}`])
  // The whole adds all of them up, so that it reconciles; it is told, and is no bar.
  return tell([budget!, { ...days!, what: days!.what.replace(today, ' of today') }, { ...whole!, bar: { goal: 0 } }])
}

async function used(folder: string, requests: number): Promise<number> {
  const db = connect(path.join(folder, 'our-family-plan.sqlite'))
  const { family_id: family, id: person } = await db.selectFrom('member as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['m.family_id', 'p.id']).where('p.email', '=', email).executeTakeFirstOrThrow()
  const viewer = must((await viewerFor(db, person, family, now()))!, 'budget:see')
  const [budget] = await budgetsOf(viewer)
  const like = await db.selectFrom('spend').select('id').where('family_id', '=', family).where('budget_id', '=', budget!.id).where('circle_id', 'is', null).executeTakeFirstOrThrow()
  await manyTransfers(db, { family, budget: budget!.id, like: like.id, until: now(), requests })
  const { count } = await db.selectFrom('transfer').select((eb) => eb.fn.countAll<number>().as('count')).where('family_id', '=', family).where('budget_id', '=', budget!.id).executeTakeFirstOrThrow()
  await db.destroy()
  return Number(count)
}
