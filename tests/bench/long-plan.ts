/** The pages of a family after five years and with 300 entries of the plan, against a family that has only what is open in it: in turns, because a machine is now quick and now slow. */
import path from 'node:path'
import { now, dayAt } from '#app/values/instant.ts'
import { connect } from '#db/connect.ts'
import { demoAddress } from '#db/demo/people.ts'
import { fiveYears } from '../years.ts'
import { tell } from './figures.ts'
import { growth } from './growth.ts'
import { serveSite } from './servers.ts'

const pages = ['', '/plan', '/plan/all/services?page=1'] as const

/** Whether a long history leaves the home page as quick as it was, and the plan as long as what stands in it. */
export async function longPlan(): Promise<boolean> {
  const sites = [await serveSite(), await serveSite()] as const
  const [young, grown] = [await live(sites[0].folder, true), await live(sites[1].folder, false)]
  console.log(`${grown.entries} entries of the plan and ${grown.goals} goals in five years, against ${young.entries} and ${young.goals} that are open`)
  return tell(await growth(sites, demoAddress('daniel'), pages, ['open alone', 'with all of it']))
}

async function live(folder: string, openOnly: boolean) {
  const db = connect(path.join(folder, 'our-family-plan.sqlite'))
  const parent = await db.selectFrom('member as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['m.family_id', 'm.id', 'p.id as person']).where('p.email', '=', demoAddress('daniel')).executeTakeFirstOrThrow()
  const lead = await db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', parent.family_id).where('seat', '=', 'lead').executeTakeFirstOrThrow()
  const grown = await fiveYears(db, { family: parent.family_id, parent: parent.id, person: parent.person, helper: lead.id, helperPerson: lead.person_id!, today: dayAt(now()), openOnly })
  await db.destroy()
  return grown
}
