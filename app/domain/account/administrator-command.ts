/**
 * `npm run administrator EMAIL "NAME"`: adds the area's administrator at the keyboard and prints a link with which they
 * set their password. They add everybody else on `/area/people`. Also the way back in when the last one has lost theirs.
 */
import { database } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { inTransaction } from '#db/transaction.ts'
import { atTheKeyboard, must } from '#app/access/viewer.server.ts'
import { addressOf, makeResetLink } from './links.server.ts'
import { act } from '#app/events/transact.server.ts'
import { readEmail } from '#app/http/fields.ts'
import { config, ConfigProblem } from '#app/values/config.ts'
import { dayAt, now } from '#app/values/instant.ts'
import { addColleague } from '#app/domain/area/people.server.ts'

const [email, name] = [readEmail(process.argv[2] ?? ''), process.argv[3]?.trim()]
if (!email || !name) {
  console.log('Who? npm run administrator EMAIL "NAME"')
  process.exitCode = 1
} else {
  needSettings()
  const db = database()
  await migrate(db)
  const at = now()
  const answer = await act(must(atTheKeyboard(db, at), 'people:keep'), addColleague, {
    name, givenName: null, email, mobile: null, language: null, job: 'Administrator', agency: '', roles: ['administrator'], team: 'area',
    fromOn: dayAt(at), untilOn: null, phone: null, hello: null, helloLang: 'en', answersWithinDays: 1, photo: null,
  })
  // Whoever is the administrator already gets the link alone.
  const known = !answer.ok && answer.why === 'has-that-post' ? await db.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst() : undefined
  const person = answer.ok ? answer.value : known?.id
  if (person) {
    const path = await inTransaction(db, (trx) => makeResetLink(trx, person, at, { days: 1 }))
    console.log(`${name} is an administrator. To set a password, within a day: ${addressOf(path)}`)
  } else if (!answer.ok) {
    console.log(`Not added: ${answer.why}`)
    process.exitCode = 1
  }
  await db.destroy()
}

/** The link needs the address of the site: without it nobody is added whom no link could reach. */
function needSettings(): void {
  try {
    config()
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error
    console.log(error.message)
    process.exit(1)
  }
}
