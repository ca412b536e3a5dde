/**
 * Makes the demo area: invented people and five families (domain.md D2), each with a history played by the commands
 * that everybody uses. Safe to call at every start: an area with a family in it is left alone.
 */
import { readFile } from 'node:fs/promises'
import { atTheKeyboard, must, myselfFor, type OwnActing } from '#app/access/viewer.server.ts'
import { hashPassword } from '#app/domain/account/passwords.server.ts'
import { keepHours, takeTimeOff } from '#app/domain/appointments/diary.server.ts'
import { knowLeaving } from '#app/domain/account/own-account.server.ts'
import { keepBankHolidays } from '#app/domain/area/bank-holidays.server.ts'
import { addColleague, type NewColleague } from '#app/domain/area/people.server.ts'
import { changeSettings, settingsOf } from '#app/domain/area/settings.server.ts'
import { watchAgenda } from '#app/domain/budget/panel-agenda.server.ts'
import { makePanelDay } from '#app/domain/budget/panel.server.ts'
import { importServices } from '#app/domain/directory/directory.server.ts'
import { readDirectory } from '#app/domain/directory/read-directory.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { atWallTime, dayAt, now as thisMoment, plusDays, weekday, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { Calendar, Director, done } from './director.server.ts'
import { demoAddress, demoPassword, demoPeople, type DemoKey } from './people.ts'
import { photos } from './photos.ts'
import { Stage, type Cast } from './stage.server.ts'
import { familyStories } from './stories.server.ts'

const files = ['db/demo/directory/open-referral-services.json', 'db/demo/directory/outpost-services.json']

/** Makes the demo area in an empty database; does nothing where there is a family already. */
export async function makeDemoArea(db: Db): Promise<void> {
  if (await db.selectFrom('family').select('id').limit(1).executeTakeFirst()) return
  await keepBankHolidays(db)
  const calendar = new Calendar(thisMoment())
  const director = new Director(db)
  const passwordHash = await hashPassword(demoPassword)
  const began = calendar.at(-120, '09:00')

  await readServices(db, began)
  const cast = await makeColleagues(db, director, calendar, passwordHash)
  // Everybody who tries the demo reads the codes in its outbox.
  await done(await director.atDesk(cast.alex, calendar.at(-119, '10:00'), 'settings:keep'), changeSettings, { secondStep: 'sent-code-too', payerName: 'The demo council', payerSortCode: '040506', payerNumber: '00654321', schoolHolidays: schoolHolidaysAround(calendar.today) })
  await keepDiaries(director, cast, calendar)
  await familyStories({ db, director, calendar, cast, stage: new Stage(db, director, cast, passwordHash) })
  await planPanel(db, director, cast)
}

/** The panel sits in a few days, and what waits for it is on that day. */
async function planPanel(db: Db, director: Director, cast: Cast): Promise<void> {
  const at = thisMoment()
  const { holidays } = await settingsOf(db)
  await done(await director.atDesk(cast.priya, at, 'panel:plan'), makePanelDay, { on: workingDaysAfter(dayAt(at), 4, new Set(holidays)) })
  await watchAgenda(db, at)
}

/** School holidays of an invented area, in the weeks in which English schools usually have them, of three years. */
function schoolHolidaysAround(today: Day): string[] {
  const year = Number(today.slice(0, 4))
  return [year - 1, year, year + 1].flatMap((one) => [
    `${one}-02-15 ${one}-02-19`, `${one}-03-29 ${one}-04-09`, `${one}-05-31 ${one}-06-04`, `${one}-07-22 ${one}-09-01`, `${one}-10-25 ${one}-10-29`, `${one}-12-21 ${one + 1}-01-01`,
  ])
}

async function readServices(db: Db, at: Instant): Promise<void> {
  for (const file of files) {
    const read = readDirectory(await readFile(file, 'utf8'))
    if ('unreadable' in read) throw new Error(`the demo's directory cannot be read: ${file}: ${read.unreadable}`)
    await done(must(atTheKeyboard(db, at), 'directory:import'), importServices, read.rows)
  }
}

async function choosePassword(acting: OwnActing<'account:keep'>, { hash }: { hash: string }): Promise<Outcome<null, never>> {
  await acting.db.updateTable('person').set({ password_hash: hash }).where('id', '=', acting.person).execute()
  return { ok: true, value: null, event: { kind: 'password-set', data: {} } }
}

const council = 'Wendleshire Council'
const usual = { givenName: null, mobile: null, untilOn: null, helloLang: 'en', phone: null, hello: null, answersWithinDays: 2 } as const

type Post = Pick<NewColleague, 'job' | 'agency' | 'roles' | 'team'> & Partial<NewColleague>

const posts: Partial<Record<DemoKey, Post>> = {
  alex: { job: 'Area administrator', agency: council, roles: ['administrator'], team: 'area' },
  sam: {
    job: 'Family support worker', agency: council, roles: ['lead'], team: 'north', phone: '01632 960 011', answersWithinDays: 1,
    hello: 'Write or ring any time. I answer by the next working day. No question is too small.',
  },
  omar: { job: 'Social worker', agency: council, roles: ['lead'], team: 'south', phone: '01632 960 012', hello: 'I work with families in the south of the county.' },
  priya: { job: 'Team manager', agency: council, roles: ['manager'], team: 'north', phone: '01632 960 013' },
  ruth: { job: 'Head of family help', agency: council, roles: ['panel'], team: 'area' },
  lewis: { job: 'Commissioner', agency: 'NHS Wendleshire', roles: ['panel'], team: 'area' },
  femi: { job: 'Finance officer', agency: council, roles: ['finance'], team: 'area' },
  grace: { job: 'Independent meeting co-ordinator', agency: 'Round Table Meetings', roles: ['coordinator'], team: 'area', phone: '01632 960 015', hello: 'I help families hold their own meetings. I do not work for the council.' },
  nia: { job: 'Family nurse', agency: 'NHS Wendleshire', roles: ['practitioner'], team: 'north', phone: '01632 960 016', hello: 'Dw i yma i chi a’r babi. Ffoniwch unrhyw bryd.', helloLang: 'cy' },
  kwame: { delicate: true, job: 'Mental-health care co-ordinator', agency: 'NHS Wendleshire', roles: ['practitioner'], team: 'adults', phone: '01632 960 017', hello: 'I look after the grown-ups, so that they can look after everybody else.' },
  moira: { job: 'Housing officer', agency: 'Wendle Homes', roles: ['practitioner'], team: 'housing', phone: '01632 960 018' },
  ines: { job: 'Auditor', agency: council, roles: ['auditor'], team: 'area' },
}

async function makeColleagues(db: Db, director: Director, calendar: Calendar, passwordHash: string): Promise<Cast> {
  const began = calendar.at(-119, '09:00')
  const cast = {} as Cast
  // The first administrator has nobody above them and is added at the keyboard; every other by them.
  const inOrder = [...demoPeople].sort((a, b) => Number(b.key === 'alex') - Number(a.key === 'alex'))
  for (const { key, name, language } of inOrder) {
    const post = posts[key]
    if (!post) continue
    const colleague: NewColleague = { ...usual, name, email: demoAddress(key), language, fromOn: calendar.day(-400), photo: photos[key] ?? null, ...post }
    const by = key === 'alex' ? must(atTheKeyboard(db, began), 'people:keep') : await director.atDesk(cast.alex, began, 'people:keep')
    cast[key] = await done(by, addColleague, colleague)
    await done(must(myselfFor(db, cast[key], began), 'account:keep'), choosePassword, { hash: passwordHash })
    await done(must(myselfFor(db, cast[key], began), 'account:keep'), knowLeaving, { stays: false })
  }
  return cast
}

async function keepDiaries(director: Director, cast: Cast, calendar: Calendar): Promise<void> {
  const at = calendar.at(-118, '09:00')
  const fromOn = calendar.day(-118)
  const week = { untilOn: null, fromOn, place: null, repeat: 'weekly' as const }
  const sam = await director.atDesk(cast.sam, at, 'diary:keep')
  await done(sam, keepHours, { ...week, weekdays: [1, 2, 3, 4], from: '09:00', until: '12:30', modes: ['home', 'phone', 'video'] })
  await done(sam, keepHours, { ...week, weekdays: [1, 2, 4], from: '13:30', until: '17:00', modes: ['home', 'phone', 'video'] })
  await done(sam, keepHours, { ...week, weekdays: [3, 5], from: '13:30', until: '16:30', modes: ['centre', 'phone', 'video'], place: 'Kingsmere Family Hub, room 2. Ring the bell at the green door.' })
  for (const key of ['nia', 'kwame'] as const) {
    await done(await director.atDesk(cast[key], at, 'diary:keep'), keepHours, { ...week, weekdays: [2, 3, 4], from: '09:30', until: '16:00', modes: ['home', 'phone', 'video'] })
  }
  await done(await director.atDesk(cast.nia, at, 'diary:keep'), keepHours, { ...week, weekdays: [5], from: '13:00', until: '15:00', modes: ['school'], place: 'Northfield Primary, the blue room. Say at the office that you come to see Nia.', repeat: 'first' })
  // The team's meeting, in a morning when Sam sees nobody anyway.
  const friday = plusDays(fromOn, (12 - weekday(fromOn)) % 7)
  await done(sam, takeTimeOff, { from: atWallTime(friday, '09:30')!, until: atWallTime(friday, '11:00')!, repeat: 'weekly', untilOn: null })
}
