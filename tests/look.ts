/**
 * `npm run look`: a picture of every page of the site map, as somebody of the demo sees it, on a phone (360 px) and on a
 * desk (1280 px), in every language, into `look/`; `look/index.html` shows them all. `npm run look -- goals` takes the
 * pages with "goals" in their address, `-- --lang ur` one language.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import type { RouteConfigEntry } from '@remix-run/route-config'
import { chromium, type Browser, type BrowserContext } from '@playwright/test'
import { chromium as chromiumPath } from '../tools/chromium.mjs'
import { root } from '../tools/ready.mjs'
import { languages } from '#app/i18n/lang.ts'
import routes from '#app/routes.ts'
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { newId, type FamilyId, type PersonId } from '#app/values/ids.ts'
import { now, plusMinutes } from '#app/values/instant.ts'
import { connect, type Db } from '#db/connect.ts'
import { demoAddress, type DemoKey } from '#db/demo/people.ts'
import { serveSite, type Site } from './bench/servers.ts'

const widths = [360, 1280] as const
const atOnce = 3

/** A page to look at: its place in the site map, the address it has for somebody, and who that is. */
interface Sight { readonly pattern: string; readonly address: string; readonly who: DemoKey | null; /** Somebody else has been shown it before. */ readonly also?: true }

/** Who opens which part of the site map: the first that fits. */
const readers: readonly (readonly [string, DemoKey | null])[] = [
  ['account', 'marta'],
  ['families/:family/people/:id/letter', 'sam'],
  ['desk/families/:family/safeguarding', 'priya'],
  ['families/:family/people/invite', 'marta'],
  ['families/:family/people/:id/agreed', 'sam'],
  ['families/:family/i-can', 'halina'],
  ['families/:family/appointments/offers', 'daniel'],
  ['families/:family/appointments/waits', 'daniel'],
  ['families/:family/appointments/offer', 'sam'],
  ['families/:family/appointments/:id/arrange', 'sam'],
  ['families/:family/follow-ups', 'sam'],
  ['families/:family/plan/promise', 'sam'],
  ['families/:family/plan/review/close', 'sam'],
  ['families/:family/plan/agree/told', 'sam'],
  ['families/:family/plan/programme/new', 'sam'],
  ['desk/diary/away', 'nia'],
  ['desk/emergency/reviews', 'priya'],
  ['desk/next-contact', 'priya'],
  ['families/:family/peers', 'joy'],
  ['families/:family/meetings/:id/ready', 'grace'],
  ['families/:family/meetings/:id/sitting', 'grace'],
  ['families/:family/meetings/:id/private/door', 'tariq'],
  ['families/:family/meetings/:id/private', 'aisha'],
  ['families/:family/meetings/:id/come-in', 'grace'],
  ['families/:family/meetings/:id/plan/part', 'marta'],
  ['families/:family/meetings/:id/plan', 'joy'],
  ['families/:family/meetings', 'marta'],
  ['families/:family/meetings/new', 'aisha'],
  ['families/:family/notes', 'imran'],
  ['families/:family/budget/requests/:id/help', 'imran'],
  ['families/:family/plan/if-things-get-harder', 'aisha'],
  ['families/:family/budget/holding', 'aisha'],
  ['families/:family/budget/together', 'joy'],
  ['families/:family/dates', 'aisha'],
  ['families', 'marta'],
  ['desk/approvals', 'sam'],
  ['desk/panel', 'ruth'],
  ['desk/payments/back', 'femi'],
  ['desk/payments', 'femi'],
  ['desk/payments/bank', 'femi'],
  ['desk/payments/runs/new', 'femi'],
  ['desk/families/:family/lead', 'priya'],
  ['desk/families/:family/caring', 'priya'],
  ['desk/families/:family/peers', 'priya'],
  ['desk/families/:family/questions', 'priya'],
  ['desk/families/:family/budget', 'priya'],
  ['desk/families/:family/budget/change', 'priya'],
  ['desk', 'sam'],
  ['area/audit', 'ines'],
  ['area', 'alex'],
  ['', null],
]

/** Who else sees a page, each of them another: whoever helps, whoever is asked to a meeting, and whoever gets it ready. */
const others: Readonly<Record<string, readonly DemoKey[]>> = {
  'families/:family': ['sam'],
  'families/:family/meetings': ['sam'],
  'families/:family/meetings/:id': ['halina', 'grace', 'sam'],
  'families/:family/meetings/:id/times': ['halina', 'grace'],
  'families/:family/meetings/:id/information': ['halina', 'sam'],
}

const args = process.argv.slice(2)
const langAt = args.indexOf('--lang')
const onlyLang = langAt === -1 ? undefined : args[langAt + 1]
const filter = args.find((arg, at) => !arg.startsWith('--') && (langAt === -1 || at !== langAt + 1)) ?? ''
const langs = languages.map(({ code }) => code).filter((code) => !onlyLang || code === onlyLang)
if (langs.length === 0) {
  console.error(`There is no language ${onlyLang}.`)
  process.exit(1)
}

const folder = path.join(root, 'look')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const site = await serveSite()
const db = connect(path.join(site.folder, 'our-family-plan.sqlite'))
const browser = await chromium.launch({ executablePath: chromiumPath(process.execPath) ?? '', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'] })
const seen: { sight: Sight; lang: string; width: number; file: string; status: number }[] = []
try {
  const sights = (await sightsOf(db)).filter(({ pattern }) => `${pattern || 'home'}`.includes(filter))
  const cookies = await cookiesOf(site, sights)
  await giveReason(db)
  await somebodyWaits(db)
  const waiting = langs.flatMap((lang) => widths.flatMap((width) => sights.map((sight) => ({ sight, lang, width }))))
  const contexts = new Map<string, Promise<BrowserContext>>()
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) seen.push(await picture(browser, contexts, cookies, one))
  }
  await Promise.all(Array.from({ length: atOnce }, next))
} finally {
  await browser.close()
  await db.destroy()
  await site.stop()
}
writeFileSync(path.join(folder, 'index.html'), indexOf(seen))
const strange = seen.filter(({ status }) => status !== 200)
for (const { sight, lang, status } of strange.filter(({ width }) => width === widths[0])) console.log(`${status} ${sight.address} (${lang})`)
console.log(`${seen.length} pictures, ${strange.length} of them of a page that is not there; open look/index.html`)

/** Every place of the site map with an address that somebody of the demo can open. */
async function sightsOf(db: Db): Promise<Sight[]> {
  const patterns = (routes as readonly RouteConfigEntry[]).filter(({ file }) => file.endsWith('.tsx')).map((route) => route.path ?? '')
  const sights: Sight[] = []
  for (const pattern of patterns) {
    const who = readers.find(([start]) => pattern.startsWith(start))![1]
    const address = `/${pattern === '*' ? 'no/such/page' : await filled(db, pattern)}`
    sights.push({ pattern, address, who })
    sights.push(...(others[pattern] ?? []).map((other): Sight => ({ pattern, address, who: other, also: true })))
  }
  return sights
}

/** Tariq waits at the door of private family time. */
async function somebodyWaits(db: Db): Promise<void> {
  const { id } = await db.selectFrom('member as m').innerJoin('person as p', 'p.id', 'm.person_id').select('m.id').where('p.email', '=', demoAddress('tariq')).executeTakeFirstOrThrow()
  await db.updateTable('meeting_person').set({ let_in_at: null }).where('member_id', '=', id).execute()
}

/** A pattern with the ids of a family and of things in it, the newest first. */
async function filled(db: Db, pattern: string): Promise<string> {
  // Imran keeps notes; in Joy's family somebody has no account, Joy has found somebody to talk to, and the plan of a meeting was accepted. All else is looked at in Marta's.
  const reader = await db.selectFrom('person').select('id').where('email', '=', demoAddress(/appointments\/(offers|waits)\//.test(pattern) ? 'daniel' : /\/(notes|help)/.test(pattern) ? 'imran' : /\/dates|harder|private|come-in/.test(pattern) ? 'aisha' : /agreed|family\/peers|meetings\/:id\/plan$/.test(pattern) ? 'joy' : 'marta')).executeTakeFirstOrThrow()
  const { family_id: family, id: member } = await db.selectFrom('member').select(['family_id', 'id']).where('person_id', '=', reader.id).executeTakeFirstOrThrow()
  const newest = async (table: 'goal' | 'appointment' | 'spend' | 'conversation'): Promise<string> => {
    const column = { goal: 'made_at', appointment: 'booked_at', spend: 'asked_at', conversation: 'started_at' } as const
    const row = await db.selectFrom(table as 'goal').select('id').where('family_id', '=', family).orderBy(column[table] as 'made_at', 'desc').executeTakeFirst()
    return row?.id ?? 'none'
  }
  const noteOf = async (key: DemoKey) => (await db.selectFrom('note as n').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'n.family_id').onRef('m.id', '=', 'n.by_member')).innerJoin('person as p', 'p.id', 'm.person_id')
    .select('n.id').where('p.email', '=', demoAddress(key)).executeTakeFirstOrThrow()).id
  const lead = async () => (await db.selectFrom('member').select('id').where('family_id', '=', family).where('seat', '=', 'lead').executeTakeFirstOrThrow()).id
  const service = async () => (await db.selectFrom('service').select('id').orderBy('name').executeTakeFirst())?.id ?? 'none'
  const request = async () => (await db.selectFrom('help_request').select('id').executeTakeFirst())?.id ?? 'none'
  const waiting = async () => {
    const row = await db.selectFrom('spend').select(['family_id', 'id']).where('state', 'in', ['asked', 'question']).where('level', '=', 'lead').executeTakeFirst()
    return row ? `${row.family_id}.${row.id}` : 'none'
  }
  if (pattern === 'provider/:token') return `provider/${await ordered(db)}`
  if (pattern === 'when/:token') return `when/${await askedWhen(db, family)}`
  if (pattern === 'do/:token') return `do/${await reminded(db, family, reader.id)}`
  const agreed = async () => (await db.selectFrom('spend').select('id').where('family_id', '=', family).where('state', '=', 'approved').executeTakeFirst())?.id ?? 'none'
  const ids: readonly (readonly [RegExp, () => Promise<string>])[] = [
    [/requests\/:id\/(order|receipt)/, agreed],
    [/harder\/change\/:id/, async () => (await db.selectFrom('backup_entry').select('id').where('family_id', '=', family).where('part', '=', 'care').executeTakeFirst())?.id ?? 'none'],
    [/harder\/runs\/:id/, async () => (await db.selectFrom('backup_run').select('id').where('family_id', '=', family).executeTakeFirst())?.id ?? 'none'],
    [/meetings\/:id/, async () => (await db.selectFrom('meeting').select('id').where('family_id', '=', family).orderBy('made_at').executeTakeFirst())?.id ?? 'none'],
    [/review\/say\/:id/, async () => (await db.selectFrom('member').select('id').where('family_id', '=', family).where('seat', '=', 'child').executeTakeFirst())?.id ?? 'none'],
    [/promise\/:id/, async () => (await db.selectFrom('plan_entry').select('id').where('family_id', '=', family).where('kind', '=', 'action').where('circle_id', 'is', null).orderBy('owner_name').orderBy('made_at').executeTakeFirst())?.id ?? 'none'],
    [/plan\/:id/, async () => (await db.selectFrom('plan_entry').select('id').where('family_id', '=', family).where('said_by', '=', member).where('circle_id', 'is', null).where('kind', '=', 'action').executeTakeFirst())?.id ?? 'none'], [/family\/offers\/:id/, async () => (await db.selectFrom('i_can').select('id').where('family_id', '=', family).where('state', '=', 'offered').executeTakeFirst())?.id ?? 'none'], [/offers\/:id/, async () => (await db.selectFrom('appointment_offer').select('id').where('family_id', '=', family).executeTakeFirst())?.id ?? 'none'], [/(goals|:kind)\/:id/, () => newest('goal')], [/appointments\/:id\/after/, async () => (await db.selectFrom('appointment').select('id').where('family_id', '=', family).where('state', '=', 'not-seen').executeTakeFirst())?.id ?? 'none'], [/appointments\/:id/, () => newest('appointment')], [/budget\/requests\/:id/, () => newest('spend')], [/messages\/:id/, () => newest('conversation')], [/notes\/:id/, () => noteOf('imran')],
    [/follow-ups/, async () => (await db.selectFrom('follow_up').select('id').where('family_id', '=', family).where('done_at', 'is', null).where('owner_member', 'is', null).orderBy('made_at').executeTakeFirst())?.id ?? 'none'],
    [/dates\/:id/, async () => (await db.selectFrom('family_date').select('id').where('family_id', '=', family).where('said_by', '=', member).executeTakeFirst())?.id ?? 'none'],
    [/waits\/:id/, async () => (await db.selectFrom('group_wait').select('id').where('family_id', '=', family).orderBy('asked_at').executeTakeFirst())?.id ?? 'none'],
    [/agreed/, async () => (await db.selectFrom('member').select('id').where('family_id', '=', family).where('person_id', 'is', null).where('seat', 'in', ['parent', 'kin-carer']).executeTakeFirst())?.id ?? 'none'], [/people\/:id$/, async () => (await db.selectFrom('member').select('id').where('family_id', '=', family).where('lives', 'is not', null).executeTakeFirst())?.id ?? member], [/people\/:id/, async () => member], [/sharing\/:helper/, lead], [/services\/:id/, service], [/approvals\/:id/, waiting], [/desk\/requests\/:id/, request],
  ]
  const id = await ids.find(([where]) => where.test(pattern))?.[1]()
  const hub = await db.selectFrom('group_date as d').innerJoin('group_series as g', 'g.id', 'd.group_id').select(['g.id', 'd.id as date']).where('g.rule', 'is not', null).where('d.starts_at', '>', now()).orderBy('d.starts_at').executeTakeFirst()
  const onDay = pattern.startsWith('desk/panel') ? await db.selectFrom('panel_item').select(['family_id', 'spend_id', 'day_id']).executeTakeFirst() : undefined
  if (pattern === 'desk/diary/away/:date') return pattern.replace(':date', (await db.selectFrom('group_date as d').innerJoin('group_series as g', 'g.id', 'd.group_id').select('d.id').where('g.rule', 'is', null).where('d.starts_at', '>', now()).executeTakeFirstOrThrow()).id)
  return pattern.replace(':day', onDay?.day_id ?? 'none').replace(':key', onDay ? `${onDay.family_id}.${onDay.spend_id}` : 'none').replace(':family', family).replace(':group', hub?.id ?? 'none').replace(':date', hub?.date ?? 'none').replace(':part', pattern.includes('harder') ? 'care' : 'good').replace(':n', '1').replace(':kind', 'goal').replace(/:(id|helper)/, id ?? 'none').replace(':reference', 'ABC-123').replace(':proposal', pattern.includes(':proposal') ? (await db.selectFrom('room_proposal').select('id').where('family_id', '=', family).orderBy('place').executeTakeFirst())?.id ?? 'none' : '').replace(':token', 'a-link-that-is-not-there')
}

/** The token of the link by which a provider sees the order that it was sent: a new one, for only they have the other. */
async function ordered(db: Db): Promise<string> {
  const token = `${newId()}${newId()}abc`
  const { id } = await db.selectFrom('spend_order').select('id').where('ended_at', 'is', null).orderBy('made_at').executeTakeFirstOrThrow()
  await db.updateTable('spend_order').set({ token_hash: plainHash(token) }).where('id', '=', id).execute()
  return token
}

/** The token of a link by which somebody without an account says which times suit them. */
async function askedWhen(db: Db, family: FamilyId): Promise<string> {
  const token = `${newId()}${newId()}xyz`
  const one = await db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).select(['p.meeting_id', 'm.id', 'p.added_by']).where('p.family_id', '=', family).where('m.person_id', 'is', null).executeTakeFirstOrThrow()
  await db.insertInto('meeting_link').values({ family_id: family, meeting_id: one.meeting_id, member_id: one.id, token_hash: plainHash(token), channel: 'email', address: 'kasia@example.org', lang: 'en', made_by: one.added_by, made_at: now(), expires_at: plusMinutes(now(), 600), ended_at: null }).execute()
  return token
}

/** The token of a reminder of the family's next time, as its reader got it. */
async function reminded(db: Db, family: FamilyId, person: PersonId): Promise<string> {
  const token = `${newId()}ab`
  const next = await db.selectFrom('appointment').select(['id', 'starts_at']).where('family_id', '=', family).where('state', '=', 'booked').where('starts_at', '>', now()).orderBy('starts_at').executeTakeFirstOrThrow()
  await db.insertInto('reminder').values({ family_id: family, appointment_id: next.id, person_id: person, before_minutes: 60, starts_at: next.starts_at, message_id: newId(), token_hash: plainHash(token), made_at: now() }).execute()
  return token
}

async function cookiesOf(site: Site, sights: readonly Sight[]): Promise<Map<DemoKey, string>> {
  const cookies = new Map<DemoKey, string>()
  for (const who of new Set(sights.flatMap(({ who }) => who ?? []))) cookies.set(who, (await site.signIn(demoAddress(who))).cookie)
  return cookies
}

/** Sam and Grace have said why they look into these families: until then their pages lead to the question for a reason. Grace is asked in to Aisha's. */
async function giveReason(db: Db): Promise<void> {
  const idOf = async (key: DemoKey) => (await db.selectFrom('person').select('id').where('email', '=', demoAddress(key)).executeTakeFirstOrThrow()).id
  const at = now()
  for (const whose of ['marta', 'joy', 'aisha'] as const) {
    const { family_id } = await db.selectFrom('member').select('family_id').where('person_id', '=', await idOf(whose)).executeTakeFirstOrThrow()
    for (const helper of ['sam', 'grace'] as const) await db.insertInto('sitting').values({ family_id, id: newId(), person_id: await idOf(helper), reason: 'look', reason_lang: null, opened_at: at, until_at: plusMinutes(at, 60) }).execute()
  }
  await db.updateTable('room').set({ asked_in_at: at }).where('state', '=', 'open').execute()
}

type Wanted = { sight: Sight; lang: string; width: (typeof widths)[number] }

async function picture(browser: Browser, contexts: Map<string, Promise<BrowserContext>>, cookies: ReadonlyMap<DemoKey, string>, { sight, lang, width }: Wanted) {
  const key = `${sight.who} ${lang} ${width}`
  let context = contexts.get(key)
  if (!context) contexts.set(key, (context = browser.newContext({ viewport: { width, height: width < 600 ? 740 : 800 }, locale: 'en-GB', timezoneId: 'Europe/London' })))
  const open = await context
  const [name = '', value = ''] = (sight.who && cookies.get(sight.who))?.split('=') ?? []
  if (name) await open.addCookies([{ name, value, url: site.origin }])
  const page = await open.newPage()
  const answer = await page.goto(`${site.origin}${sight.address}?lng=${lang}`, { waitUntil: 'load' })
  const file = `${sight.pattern.replaceAll('/', '_').replaceAll(':', '').replaceAll('*', 'not-here') || 'home'}${sight.also ? `_${sight.who}` : ''}.${lang}.${width}.png`
  // As tall as the page is, so that what stands at the foot of the screen does not stand in its middle.
  await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) })
  // Animations run as they are: skipping to their end would show the warning of the last minutes of a session.
  await page.screenshot({ path: path.join(folder, file), animations: 'allow' })
  await page.close()
  return { sight, lang, width, file, status: answer?.status() ?? 0 }
}

/** One page with all pictures, a page of the site map after the other. */
function indexOf(pictures: typeof seen): string {
  const groups = new Map<string, typeof seen>()
  for (const one of pictures) {
    const title = `${one.sight.address} ${one.sight.who ?? 'nobody'}`
    groups.set(title, [...(groups.get(title) ?? []), one])
  }
  const sections = [...groups].map(([title, all]) => {
    const shots = all.sort((a, b) => a.width - b.width || langs.indexOf(a.lang as never) - langs.indexOf(b.lang as never))
      .map(({ file, lang, width, status }) => `<figure><figcaption>${lang} ${width}${status === 200 ? '' : ` (${status})`}</figcaption><a href="${file}"><img loading="lazy" src="${file}" alt="" height="420"></a></figure>`)
    return `<section><h2>${title}</h2>${shots.join('')}</section>`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title><style>body{font:15px system-ui;margin:1rem}section{border-top:1px solid #ccc;overflow-x:auto;white-space:nowrap}figure{display:inline-block;margin:.5rem;vertical-align:top}img{border:1px solid #ddd}</style><h1>${pictures.length} pictures</h1>${sections.join('')}</html>`
}
