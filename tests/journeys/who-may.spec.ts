/**
 * Who may go where and send what: one table of every route, asked of every demo person and of nobody. What it sends is empty: here
 * a power is asked for before a form is read. Whole forms, filled and sent by those whose pages do not hold them, and every button
 * of pages that somebody cannot see, are sent in tests/domain/who-may-send.test.ts, where that takes seconds.
 */
import { expect, type Page } from '@playwright/test'
import routes from '#app/routes.ts'
import { demoPeople, type DemoKey } from '#db/demo/people.ts'
import { as, button, cookiesOf, test, tick } from './site.ts'
import { groupAtTheHub, otherThings, panelDay, thingsOf, type FamilyThings } from './world.ts'

type Who = DemoKey | 'nobody'
const everybody: readonly Who[] = ['nobody', ...demoPeople.map(({ key }) => key)]
const signedIn = everybody.filter((who) => who !== 'nobody')

/** Statuses of a GET and of a POST that says nothing, by person. */
type Answers = (who: Who) => readonly [get: number, post: number]

// ---- What stands outside of families: a list of who may, for each route.

/** A page for anybody; `post` is what sending nothing answers. */
const anybody = (post = 405): Answers => () => [200, post]
/** A page for some; nobody is sent to sign in, the others are told that it is not here. A page that takes no form answers 405. */
const only = (people: readonly Who[], post: 400 | 405 = 400): Answers => (who) => {
  if (who === 'nobody') return [303, post === 405 ? 405 : 303]
  const may = people.includes(who)
  return [may ? 200 : 404, post === 405 ? 405 : may ? post : 404]
}

const helpers: readonly Who[] = ['sam', 'omar', 'priya', 'ruth', 'lewis', 'femi', 'grace', 'nia', 'kwame', 'moira', 'ines', 'alex']

const outside: Record<string, Answers> = {
  '': anybody(),
  help: anybody(400),
  'help/sent/:reference': anybody(),
  'help/track': anybody(400),
  'what-to-expect': anybody(),
  services: anybody(),
  'services/:id': anybody(),
  language: anybody(),
  accessibility: anybody(),
  privacy: anybody(),
  cookies: anybody(),
  'staying-safe': anybody(),
  complaints: anybody(),
  'sign-in': (who) => (who === 'nobody' ? [200, 400] : [303, 303]),
  'sign-in/code': () => [303, 303],
  'sign-in/no-password': (who) => (who === 'nobody' ? [200, 400] : [303, 303]),
  'sign-in/passkey': anybody(),
  // Sending it signs out; the journeys of leaving do that.
  'sign-out': (who) => [200, who === 'nobody' ? 303 : 0],
  forgotten: anybody(400),
  'forgotten/:token': () => [404, 400],
  'join/:token': () => [404, 404],
  // Whoever is signed in is led on; the word may be said by anybody.
  'do/:token': () => [404, 404],
  'when/:token': () => [404, 404],
  'provider/:token': () => [404, 404],
  'n/:token': (who) => (who === 'nobody' ? [200, 400] : [303, 303]),
  'calendar/:token': () => [404, 405],
  account: only(signedIn),
  'account/calendar': only(signedIn),
  'account/reminders': only(signedIn),
  'account/contact': only(signedIn),
  'account/contact/address': only(signedIn),
  'account/leaving': only(signedIn),
  'account/security': only(signedIn),
  'account/security/codes': only(signedIn),
  'account/security/passkeys': only(signedIn),
  'account/data': only(signedIn),
  'account/data.json': only(signedIn, 405),
  // Everybody here has one family, a desk, or a way to sign in to go to.
  families: () => [303, 405],
  desk: only(helpers, 405),
  'desk/approvals': only(['sam', 'omar', 'priya', 'ruth', 'lewis']),
  'desk/approvals/:id': only(['ruth', 'lewis']),
  'desk/approvals/:id/files/:file': only([], 405),
  'desk/panel': only(['priya', 'ruth', 'lewis']),
  'desk/panel/:day': only(['priya', 'ruth', 'lewis']),
  'desk/panel/:day/:key': only(['ruth', 'lewis']),
  'desk/requests': only(['sam', 'omar', 'priya'], 405),
  'desk/requests/:id': only(['priya']),
  'desk/families/new': only(['sam', 'omar', 'priya']),
  'desk/families/:family': only(['sam', 'kwame', 'grace']),
  'desk/families/:family/safeguarding': only(['sam', 'priya']),
  'desk/families/:family/budget': only(['priya', 'ruth', 'lewis']),
  'desk/families/:family/budget/change': only(['priya', 'ruth', 'lewis']),
  'desk/families/:family/shield': only(['sam', 'priya']),
  'desk/find': only(['sam', 'omar', 'priya', 'nia', 'kwame', 'moira'], 405),
  'desk/emergency': only(['sam', 'omar', 'priya', 'nia', 'kwame', 'moira']),
  'desk/emergency/reviews': only(['priya']),
  'desk/next-contact': only(['priya'], 405),
  // Nobody has one open.
  'desk/emergency/:id': only([], 405),
  // Only while nobody leads: here somebody does.
  'desk/families/:family/lead': (who) => (who === 'nobody' ? [303, 303] : [404, who === 'priya' ? 400 : 404]),
  // Only while somebody's request waits and nobody leads.
  'desk/families/:family/caring': only([]),
  'desk/families/:family/peers': only([]),
  'desk/families/:family/questions': only([]),
  'desk/diary': only(['sam', 'omar', 'grace', 'nia', 'kwame', 'moira']),
  'desk/groups/new': only(['sam', 'omar', 'grace', 'nia', 'kwame', 'moira']),
  // Of a group that nobody leads: who leads it reads it in the journey of groups.
  'desk/groups/:group': only([]),
  'desk/groups/:group/:date': only([]),
  // A date that somebody leads.
  'desk/diary/away/:date': only([]),
  'desk/diary/away': only(['sam', 'omar', 'grace', 'nia', 'kwame', 'moira', 'priya']),
  'desk/payments': only(['femi']),
  // Nothing of this request is to be paid, and nobody has made this run.
  'desk/payments/account/:key': only([]),
  'desk/payments/bank': only(['femi']),
  'desk/payments/back': only(['femi']),
  'desk/payments/runs/new': only(['femi']),
  'desk/payments/runs/:run': only([]),
  'desk/payments/runs/:run/:file': only([], 405),
  'area/settings': only(['alex']),
  'area/spending-rules': only(['alex']),
  'area/people': only(['alex']),
  'area/forgetting': only(['alex']),
  'area/audit': only(['ines'], 405),
  'area/insight': only(['priya', 'alex'], 405),
  'area/insight.csv': only(['priya', 'alex'], 405),
  demo: anybody(),
  'demo/outbox': anybody(),
  'demo/patterns': anybody(),
  '*': () => [404, 404],
}

// ---- What stands inside a family: by the seat that somebody has in it.

type Seat = 'parent' | 'kin-carer' | 'young-person' | 'network' | 'other-parent' | 'lead' | 'team' | 'coordinator'
const families: Record<string, Partial<Record<Who, Seat>>> = {
  Hussain: { aisha: 'parent', imran: 'young-person', tariq: 'network', sam: 'lead', kwame: 'team', grace: 'coordinator' },
  Reid: { joy: 'kin-carer', tanya: 'parent', dean: 'other-parent', sam: 'lead', grace: 'coordinator' },
}

const us: readonly Seat[] = ['parent', 'kin-carer', 'young-person']
const adults: readonly Seat[] = ['parent', 'kin-carer']
const all: readonly Seat[] = [...us, 'network', 'other-parent', 'lead', 'team']

/** Which seats see a page, and which of them may send its form; none where it has no form. */
type Seats = readonly [see: readonly Seat[], send?: readonly Seat[], /** Its page leads on to another one. */ on?: 'leads-on']

const inside: Record<string, Seats> = {
  '': [[...all, 'coordinator']],
  '/plan': [all, all],
  '/plan/good': [[...us, 'lead'], [...us, 'lead']],
  '/plan/promise': [[...adults, 'lead', 'team'], [...adults, 'lead', 'team']],
  '/plan/level': [[...us, 'lead'], ['lead']],
  '/people/lead': [[...us, 'lead'], [...us, 'lead']],
  // Of whoever sees it: with the network nothing is shared here.
  '/plan/promise/:id': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  '/plan/matters': [[...us, 'lead'], [...us, 'lead']],
  '/plan/says': [[...us, 'lead'], [...us, 'lead']],
  '/plan/needs': [[...us, 'lead'], [...us, 'lead']],
  '/plan/needs/:id': [[...us, 'lead'], [...us, 'lead']],
  // Of whoever said it: a parent in both families.
  '/plan/said/:id': [['parent'], ['parent']],
  '/plan/all/:part': [all],
  '/plan/done': [all],
  // A drawing beside what was said: Hussain and Reid have none.
  '/plan/files/:id': [[]],
  '/plan/if-things-get-harder': [all, adults],
  '/plan/if-things-get-harder/:part': [adults, adults],
  '/plan/if-things-get-harder/card': [all],
  // In one of these families nothing of it is written: changing it is in a journey of its own.
  '/plan/if-things-get-harder/change/:id': [[], []],
  '/plan/if-things-get-harder/save': [[...us, 'network', 'other-parent']],
  '/plan/if-things-get-harder/saved.html': [[...us, 'network', 'other-parent'], [...us, 'network', 'other-parent'], 'leads-on'],
  // Of the network whoever is named to start it: Tariq.
  '/plan/if-things-get-harder/begin': [[...adults, 'network'], [...adults, 'network']],
  // Nothing runs in these families; a drill is read in a journey of its own.
  '/plan/if-things-get-harder/runs/:id': [[], []],
  '/plan/if-things-get-harder/runs/:id/back': [[], []],
  '/plan/print': [all],
  '/plan/put-forward': [[...adults, 'lead'], [...adults, 'lead']],
  // Nothing was put forward in these families: agreeing is in a journey of its own.
  '/plan/agree': [[], []],
  '/plan/agree/told': [[], []],
  '/plan/versions/:n': [[]],
  '/plan/:id/change': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  '/goals/:id/change': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  // A form that says nothing moves a visit: who may is asked first.
  '/plan/programme': [[...us, 'lead', 'team'], [...adults, 'lead', 'team']],
  '/plan/programme/new': [['lead', 'team'], ['lead', 'team']],
  // Whoever leads answers what was told; a form that says nothing is one of the family's.
  '/plan/changed': [[...us, 'lead', 'team'], us],
  '/plan/review': [[...us, 'lead', 'team'], ['lead']],
  '/plan/review/together': [[...us, 'lead', 'team']],
  '/plan/review/close': [['lead'], ['lead']],
  // A child's, who has no account.
  '/plan/review/say/:id': [[...us, 'lead'], [...us, 'lead']],
  '/plan/:id/sees': [us, us],
  '/goals/:id/sees': [us, us],
  '/i-can': [['network'], ['network']],
  // Of an offer that was made to nobody here.
  '/offers/:id': [[], []],
  '/kind/:kind/:id': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  // Of a date that this family does not have.
  '/dates/:id/sees': [[], []],
  '/appointments/:id/sees': [us, us],
  '/goals': [all],
  '/goals/new': [us, us],
  '/goals/:id': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  '/appointments': [all],
  '/appointments/book': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  '/appointments/offer': [['lead', 'team'], ['lead', 'team']],
  '/appointments/groups': [[...us, 'lead', 'team']],
  '/appointments/groups/:group': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  // Nobody of these families waits for a place: that is in a journey of its own.
  '/appointments/waits/:id': [[], []],
  // Nothing is offered in these families: offering is in a journey of its own.
  '/appointments/offers/:id': [[], []],
  '/appointments/:id/after': [['lead'], ['lead']],
  // Whoever sees to it: this is an id of none.
  '/follow-ups/:id': [[], []],
  '/appointments/:id/arrange': [['lead', 'team'], ['lead', 'team']],
  '/appointments/:id': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  '/appointments/:id/calendar.ics': [[...us, 'lead', 'team']],
  '/budget': [[...us, 'lead'], us],
  '/budget/statement': [[...us, 'lead']],
  '/budget/statement.csv': [[...us, 'lead']],
  // A photo beside a request: Hussain and Reid have none.
  '/budget/files/:id': [[]],
  '/budget/more': [[...us, 'lead']],
  '/budget/holding': [[...adults, 'lead'], [...adults, 'lead']],
  '/budget/together': [adults, adults],
  '/budget/ends': [[...us, 'lead'], [...us, 'lead']],
  '/budget/requests/new': [us, us],
  '/budget/requests/:id': [[...us, 'lead'], [...us, 'lead']],
  // It is not agreed yet: ordering is in a journey of its own.
  '/budget/requests/:id/order': [[], []],
  '/budget/requests/:id/receipt': [[], []],
  '/budget/receipts/:id': [[]],
  // What somebody else asks for: the one who asked offers nothing, and the network sees what it was shown.
  '/budget/requests/:id/help': [['young-person'], ['young-person']],
  '/sharing/looked': [us],
  '/people': [[...all, 'coordinator']],
  '/people/invite': [[...adults, 'lead'], [...adults, 'lead']],
  '/people/add': [[...adults, 'lead'], [...adults, 'lead']],
  '/people/helper': [[...adults, 'lead'], [...adults, 'lead']],
  // For whoever has no account and may agree to something: this is somebody who helps. Bad input has one of them.
  '/people/:id/agreed': [[], []],
  // A child's page: only the lead professional may end their place.
  '/people/:id': [[...all, 'coordinator'], ['lead']],
  '/sharing': [us],
  '/sharing/:helper': [us, us],
  '/messages': [[...all, 'coordinator']],
  '/messages/new': [[...all, 'coordinator'], [...all, 'coordinator']],
  // Of whoever began it and the lead professional.
  '/messages/:id': [['parent', 'lead'], ['parent', 'lead']],
  '/notes': [[...all, 'coordinator']],
  '/notes/new': [us, us],
  '/notes/:id': [['young-person'], ['young-person']],
  // Nobody has a letter that waits.
  '/people/:id/letter': [[]],
  '/caring': [[...us, 'lead'], [...us, 'lead']],
  '/peers': [[...us, 'lead'], [...us, 'lead']],
  // Each adult answers; whoever leads reads all answers, and names who gets it ready.
  '/meetings': [[...all, 'coordinator'], [...adults, 'lead']],
  '/meetings/new': [adults, adults],
  // Whoever was asked to it: this is an id of none. Who sees which is in tests/domain/meetings.test.ts.
  '/meetings/:id': [[], []],
  '/meetings/:id/information': [[], []],
  // Nobody of these families has a meeting that is got ready: that is in a journey of its own.
  '/meetings/:id/private': [[], []],
  '/meetings/:id/private/decide': [[], []],
  '/meetings/:id/private/decide/:proposal': [[], []],
  '/meetings/:id/private/door': [[], []],
  '/meetings/:id/private/live': [[]],
  '/meetings/:id/private/tell': [[], []],
  '/meetings/:id/come-in': [[], []],
  '/meetings/:id/part': [[], []],
  '/meetings/:id/ready': [[], []],
  '/meetings/:id/sitting/:n': [[], []],
  '/meetings/:id/times': [[], []],
  '/meetings/:id/guests': [[], []],
  '/meetings/:id/letter/:member': [[]],
  '/meetings/:id/calendar.ics': [[]],
  '/meetings/:id/plan': [[], []],
  '/meetings/:id/plan/part': [[], []],
  '/people/:id/facts': [adults, adults],
  '/people/:id/needs': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
  '/dates': [[...us, 'lead', 'team'], us],
  '/not-right/:kind/:id': [[...us, 'lead', 'team'], [...us, 'lead', 'team']],
}

const thingAt: Record<string, (things: FamilyThings) => string> = {
  '/goals/:id': ({ goal }) => goal,
  '/appointments/:id': ({ appointment }) => appointment,
  '/appointments/offers/:id': ({ appointment }) => appointment,
  '/appointments/groups/:group': () => groupAtTheHub().group,
  '/appointments/waits/:id': ({ appointment }) => appointment,
  '/appointments/:id/after': ({ appointment }) => appointment,
  '/follow-ups/:id': ({ appointment }) => appointment,
  '/appointments/:id/arrange': ({ appointment }) => appointment,
  '/appointments/:id/calendar.ics': ({ appointment }) => appointment,
  '/plan/:id/change': ({ entry }) => entry,
  '/goals/:id/change': ({ goal }) => goal,
  '/plan/:id/sees': ({ entry }) => entry,
  '/plan/needs/:id': ({ need }) => need,
  '/plan/review/say/:id': ({ member }) => member,
  '/plan/promise/:id': ({ promise }) => promise,
  '/plan/if-things-get-harder/change/:id': ({ goal }) => goal,
  '/plan/if-things-get-harder/runs/:id': ({ goal }) => goal,
  '/plan/if-things-get-harder/runs/:id/back': ({ goal }) => goal,
  '/plan/files/:id': ({ need }) => need,
  '/plan/said/:id': ({ need }) => need,
  '/goals/:id/sees': ({ goal }) => goal,
  '/dates/:id/sees': ({ appointment }) => appointment,
  '/appointments/:id/sees': ({ appointment }) => appointment,
  '/messages/:id': ({ conversation }) => conversation,
  '/notes/:id': ({ note }) => note,
  '/budget/files/:id': ({ spend }) => spend,
  '/budget/requests/:id': ({ spend }) => spend,
  '/budget/requests/:id/order': ({ spend }) => spend,
  '/budget/requests/:id/receipt': ({ spend }) => spend,
  '/budget/receipts/:id': ({ spend }) => spend,
  '/budget/requests/:id/help': ({ spend }) => spend,
  '/meetings/:id': ({ goal }) => goal,
  '/meetings/:id/information': ({ goal }) => goal,
  '/meetings/:id/private': ({ goal }) => goal,
  '/meetings/:id/private/decide': ({ goal }) => goal,
  '/meetings/:id/private/decide/:proposal': ({ goal }) => goal,
  '/meetings/:id/private/door': ({ goal }) => goal,
  '/meetings/:id/private/live': ({ goal }) => goal,
  '/meetings/:id/private/tell': ({ goal }) => goal,
  '/meetings/:id/come-in': ({ goal }) => goal,
  '/meetings/:id/part': ({ goal }) => goal,
  '/meetings/:id/ready': ({ goal }) => goal,
  '/meetings/:id/sitting/:n': ({ goal }) => goal,
  '/meetings/:id/times': ({ goal }) => goal,
  '/meetings/:id/guests': ({ goal }) => goal,
  '/meetings/:id/letter/:member': ({ goal }) => goal,
  '/meetings/:id/calendar.ics': ({ goal }) => goal,
  '/meetings/:id/plan': ({ goal }) => goal,
  '/meetings/:id/plan/part': ({ goal }) => goal,
  '/people/:id': ({ member }) => member,
  '/people/:id/letter': ({ member }) => member,
  '/people/:id/agreed': ({ helper }) => helper,
  '/people/:id/facts': ({ member }) => member,
  '/people/:id/needs': ({ member }) => member,
  '/not-right/:kind/:id': ({ goal }) => goal,
  '/kind/:kind/:id': ({ goal }) => goal,
  '/offers/:id': ({ goal }) => goal,
  '/sharing/:helper': ({ helper }) => helper,
}

/** A page in a family for everybody who can ask; those who help have given a reason for looking. */
function seated(pattern: string, seats: Partial<Record<Who, Seat>>): Answers {
  const [see, send, on] = inside[pattern]!
  return (who) => {
    if (who === 'nobody') return [303, send ? 303 : 405]
    const seat = seats[who]
    return [seat && see.includes(seat) ? (on ? 303 : 200) : 404, !send ? 405 : seat && send.includes(seat) ? 400 : 404]
  }
}

interface Asked { readonly route: string; readonly path: string; readonly answers: Answers }

function everyPath(): Asked[] {
  const hussain = thingsOf('Hussain')
  const { service, help } = otherThings()
  const unknown = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
  const ids: Record<string, string> = {
    'help/sent/:reference': '/help/sent/KF7-2M9Q', 'services/:id': `/services/${service}`, 'forgotten/:token': `/forgotten/${unknown}`, 'join/:token': `/join/${unknown}`, 'do/:token': `/do/${unknown}`, 'when/:token': `/when/${unknown}`, 'provider/:token': `/provider/${unknown}`,
    'desk/approvals/:id': `/desk/approvals/${hussain.family}.${hussain.spend}`, 'desk/approvals/:id/files/:file': `/desk/approvals/${hussain.family}.${hussain.spend}/files/${hussain.spend}`, 'desk/requests/:id': `/desk/requests/${help}`,
    'desk/panel/:day': `/desk/panel/${panelDay()}`, 'desk/panel/:day/:key': `/desk/panel/${panelDay()}/${hussain.family}.${hussain.spend}`,
    'desk/families/:family': `/desk/families/${hussain.family}`, 'desk/families/:family/budget': `/desk/families/${hussain.family}/budget`,
    'desk/families/:family/budget/change': `/desk/families/${hussain.family}/budget/change`,
    'desk/families/:family/safeguarding': `/desk/families/${hussain.family}/safeguarding`,
    'desk/families/:family/lead': `/desk/families/${hussain.family}/lead`, 'desk/families/:family/caring': `/desk/families/${hussain.family}/caring`, 'desk/families/:family/peers': `/desk/families/${hussain.family}/peers`, 'desk/families/:family/questions': `/desk/families/${hussain.family}/questions`, 'desk/families/:family/shield': `/desk/families/${hussain.family}/shield`,
    'desk/payments/account/:key': `/desk/payments/account/${hussain.family}.${hussain.spend}`, 'desk/payments/runs/:run': `/desk/payments/runs/${unknown.slice(0, 20)}`, 'desk/payments/runs/:run/:file': `/desk/payments/runs/${unknown.slice(0, 20)}/pain.001.xml`,
    'desk/diary/away/:date': `/desk/diary/away/${groupAtTheHub().date}`, 'desk/groups/:group': `/desk/groups/${hussain.goal}`, 'desk/groups/:group/:date': `/desk/groups/${hussain.goal}/${hussain.goal}`,
    'desk/emergency/:id': `/desk/emergency/${hussain.family}.${hussain.goal}`, '*': '/no/such/page',
  }
  const paths = Object.entries(outside).map(([route, answers]): Asked => ({ route, path: ids[route] ?? `/${route}`, answers }))
  for (const [name, seats] of Object.entries(families)) {
    const things = name === 'Hussain' ? hussain : thingsOf(name)
    for (const pattern of Object.keys(inside)) {
      const path = `/families/${things.family}${pattern.replace(':kind', 'goal').replace(':part', pattern.includes('harder') ? 'sign' : 'good').replace(/:(id|helper|group)/, thingAt[pattern]?.(things) ?? '')}`
      paths.push({ route: `families/:family${pattern}`, path, answers: seated(pattern, seats) })
    }
  }
  return paths
}

test('every route stands in the table of who may go where, and nothing else does', () => {
  const registered = (routes as readonly { path?: string }[]).map(({ path }) => path ?? '')
  expect([...Object.keys(outside), ...Object.keys(inside).map((pattern) => `families/:family${pattern}`)].sort()).toEqual([...registered].sort())
})

test.describe('who may go where', () => {
  test.describe.configure({ mode: 'serial' })

  test('before a reason is given, nobody who helps sees a page of a family', async ({ page }) => {
    await as(page, 'kwame')
    const { family } = thingsOf('Hussain')
    for (const path of ['', '/plan', '/goals', '/people']) {
      const answer = await page.request.get(`/families/${family}${path}`, { maxRedirects: 0 })
      expect(answer.status()).toBe(303)
      expect(answer.headers().location).toMatch(new RegExp(`^/desk/families/${family}\\?to=`))
    }
    // No question for a reason where there is nothing to see.
    const other = await page.request.get(`/families/${thingsOf('Okafor').family}`, { maxRedirects: 0 })
    expect(other.status()).toBe(404)
    await givesReason(page, 'Hussain')
    expect((await page.request.get(`/families/${family}/plan`, { maxRedirects: 0 })).status()).toBe(200)
  })

  test('every route answers every demo person, and nobody, as the table says', async ({ page }) => {
    test.setTimeout(180_000)
    await as(page, 'sam')
    for (const name of Object.keys(families)) await givesReason(page, name)
    await as(page, 'grace')
    for (const name of Object.keys(families)) await givesReason(page, name)
    await page.context().clearCookies()
    await asksForHelp(page)

    const wrong: string[] = []
    const asks = async (who: Who): Promise<void> => {
      const cookies = who === 'nobody' ? [] : await cookiesOf(page, who)
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
      for (const { path, answers } of paths) {
        const [get, post] = answers(who)
        const seen = await ask(path, 'GET', cookie)
        if (seen.status !== get) wrong.push(`${who} GET ${path}: ${seen.status} instead of ${get}`)
        if (get === 303 && who === 'nobody' && !seen.to.startsWith('/sign-in')) wrong.push(`nobody GET ${path}: sent to ${seen.to}`)
        if (post === 0) continue
        const sent = await ask(path, 'POST', cookie)
        if (sent.status !== post) wrong.push(`${who} POST ${path}: ${sent.status} instead of ${post}`)
      }
    }
    const paths = everyPath()
    const waiting = [...everybody]
    // Four at a time: most of the time is spent waiting for answers.
    await Promise.all([1, 2, 3, 4].map(async () => {
      for (let who = waiting.shift(); who; who = waiting.shift()) await asks(who)
    }))
    expect(wrong).toEqual([])
  })
})

const site = `http://localhost:${process.env.JOURNEY_PORT}`

/** Asks for a page, or sends it a form that says nothing, as one of our own pages would. */
async function ask(path: string, method: 'GET' | 'POST', cookie: string): Promise<{ status: number; to: string }> {
  const answer = await fetch(site + path, {
    method, redirect: 'manual', headers: { Cookie: cookie, ...(method === 'POST' ? { Origin: site, 'Content-Type': 'application/x-www-form-urlencoded' } : {}) }, ...(method === 'POST' ? { body: '' } : {}),
  })
  await answer.arrayBuffer()
  return { status: answer.status, to: answer.headers.get('location') ?? '' }
}

/** Opens a family's record for a reason, as somebody who helps. */
async function givesReason(page: Page, name: string): Promise<void> {
  await page.goto(`/desk/families/${thingsOf(name).family}`)
  await tick(page.getByLabel('I am getting ready for a visit or a call'))
  await button(page, 'Open the record').click()
  await expect(page).toHaveURL(new RegExp(`/families/${thingsOf(name).family}`))
}

async function asksForHelp(page: Page): Promise<void> {
  await page.goto('/help')
  await page.getByLabel('What would you like help with?').fill('A question about school')
  await tick(page.getByLabel('Me', { exact: true }))
  await page.getByLabel('Your name').fill('Kim Field')
  await page.getByLabel('How can we reach you?').fill('kim@families.example')
  await button(page, 'Ask for help').click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We have what you sent')
}
